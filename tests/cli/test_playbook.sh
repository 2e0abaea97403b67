#!/bin/sh
# Playbooks: checked, kept, and started as tasks.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "Token leak" --zone Asia/Jakarta --lead Dewi
books=$SRCDIR/schemas/playbooks

it "checks the playbooks that are shipped without writing"
run blotter import playbook --check "$books"/*.yaml
expect_exit 0
expect_stderr_contains "3 playbooks are in order"
expect [ "$(blotter list playbooks --json | wc -l)" -eq 0 ]

it "takes them in one record, and says so the second time"
run blotter import playbook "$books"/*.yaml
expect_exit 0
expect_stdout_contains "RW3  playbooks"
run blotter import playbook "$books"/*.yaml
expect_exit 0
expect_stdout_empty
expect [ "$(blotter list playbooks --json | jq -r .playbook | paste -sd,)" = data-exposure,support-account-compromise,targeted-phishing ]

it "refuses a file with every fault of it, and writes nothing"
sed 's/role: lead/role: cook/; s/PT30M/soon/' "$books/targeted-phishing.yaml" >bad.yaml
run blotter import playbook bad.yaml
expect_exit 65
expect_stderr_contains 'bad.yaml:18:10: E-TPL-TYPE: "soon"'
expect_stderr_contains 'E-TPL-ID: "cook" is not among the roles'
sed 's/Targeted phishing/Phishing/' "$books/targeted-phishing.yaml" >changed.yaml
run blotter import playbook changed.yaml
expect_refusal 1 "higher version"

it "says beforehand what it would make, in the language asked for"
given blotter incident milestone INC-1 aware 2021-05-17T08:00:00Z
run blotter playbook start data-exposure --lang id --role data=andi --dry-run --json
expect_exit 0
expect [ "$(stdout | jq -r 'select(.step == "tell-customers") | .text + "|" + .owner + "|" + .due + "|" + .after')" = \
	"Surati pemilik data itu|communication|2021-05-20T16:59:59.999999Z|whose-data" ]
expect [ "$(stdout | jq -r 'select(.step == "who-had-it") | .owner')" = andi ]
expect [ "$(blotter list tasks --json | wc -l)" -eq 0 ]

it "makes the tasks in one record, and says what has no due time"
run blotter playbook start data-exposure --role data=andi
expect_exit 0
expect_stderr_contains 'review has no due time: the milestone "contained" is not set'
expect [ "$(blotter list tasks --json | wc -l)" -eq 10 ]
expect [ "$(blotter list tasks --json | jq -r '.playbook + " " + .step' | sed -n 1p)" = "data-exposure close" ]
expect [ "$(blotter list tasks --where is:waiting --json | wc -l)" -eq 6 ]
expect [ "$(blotter list tasks --where owner:dewi --json | jq -r .step)" = review ]

it "does not start one twice by mistake"
run blotter playbook start data-exposure
expect_refusal 1 "--again"
run blotter playbook start nothing
expect_refusal 66 "no playbook"
run blotter playbook start targeted-phishing --role cook=andi
expect_refusal 64 "cook"
run blotter playbook start targeted-phishing --role mail
expect_refusal 64 "KEY=VALUE"

it "takes a start back in one"
given blotter undo RW5
expect [ "$(blotter list tasks --json | wc -l)" -eq 0 ]

it "verifies"
run blotter verify
expect_exit 0
