#!/bin/sh
# Letters to those affected: drafted, approved by another, released, tried, acknowledged.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "One" --zone Asia/Jakarta
cat >customers.csv <<'END'
ref,organisation,name,email,language,country
C-0007,Apotek Sehat,,security@apotek.example,id,ID
C-0011,Bank Contoh Tbk,Sari,csirt@bank.example,id,ID
C-0019,CV Maju Terus,Bob,it@maju.example,en,US
END
cat >access.csv <<'END'
time,agent,customer,record
2021-05-20T10:00:00Z,support-17,C-0007,billing-contact
2021-05-21T10:00:00Z,support-17,C-0011,subscription
2021-05-22T10:00:00Z,support-17,C-0019,subscription
END
given blotter import customers customers.csv
given blotter import access-log access.csv --agent support-17
given blotter import advisory "$SRCDIR/schemas/advisories/support-tool-exposure.yaml"
draft() {
	blotter notify draft support-tool-exposure --set hotline=+62215550100 --set reply_by=2021-07-01 "$@"
}
letters() {
	blotter list notifications --json "$@"
}

it "refuses to draft for everybody unless that is said"
run draft
expect_refusal 64 "--where FILTER or --all"

it "refuses many without agreement when nobody can be asked"
run draft --all </dev/null
expect_refusal 64 "3 letters would change: pass --expect 3 or --yes"

it "does nothing when another number is expected"
run draft --all --expect 4
expect_refusal 1 "3 letters would change, and 4 were expected"

it "says how many it would be, and does nothing, with --dry-run"
run draft --all --dry-run
expect_exit 0
expect_stdout_empty
expect_stderr_contains "3 letters would change"
run letters
expect_stdout_empty

it "says why nobody is drafted for, counted, and that it was not the filter"
given blotter init long.blot
given blotter -f long.blot incident open INC-1 "One"
{
	echo ref,organisation,email,language
	for n in 300 310; do echo "C-$n,$(printf "%${n}s" | tr ' ' x),a@b.example,en"; done
} >long.csv
printf 'customer,population,data,from,to\nC-300,viewed,subscription,2021-05-02,2021-05-03\n' >long-e.csv
echo 'C-310,viewed,subscription,2021-05-02,2021-05-03' >>long-e.csv
given blotter -f long.blot import customers long.csv
given blotter -f long.blot import exposures long-e.csv
given blotter -f long.blot import advisory "$SRCDIR/schemas/advisories/support-tool-exposure.yaml"
long() {
	blotter -f long.blot notify draft support-tool-exposure --set hotline=1 --set reply_by=2021-07-01 "$@"
}
run long --all --yes
expect_exit 0
expect_stderr_contains "2 left out: 2 cannot be written to (the subject would be longer than 200 characters)"
expect_stderr_contains "nothing was drafted: all were left out"
run long --where lang:id --yes
expect_stderr_contains "nothing was drafted: no affected customer passes"

it "drafts a letter to each customer that passes the filter"
run draft --where lang:id --expect 2
expect_exit 0
expect_stdout_contains "drafted  2"
run letters
expect [ "$(stdout | jq -r '[.customer, .status, .language] | join(" ")' | head -1)" = "C-0007 draft id" ]

it "documents every key of the list of notifications"
stdout | head -1 | jq -r 'keys_unsorted[]' >printed
awk '/^\.Ss / { inside = $0 == ".Ss list notifications" } inside && /^\.It Li / { print $3 }' \
	"$SRCDIR/doc/blotter-json.5" >written
expect_same_files written printed

it "prints the letter that a customer would get, in each language"
ref=$(letters | head -1 | jq -r .notification)
run blotter notify preview "$ref"
expect_exit 0
expect_stdout_contains "Subject: [TLP:AMBER+STRICT] INC-1"
expect_stdout_contains "Apotek Sehat"
run blotter notify preview "$ref" --lang en --json
expect [ "$(stdout | jq -r .notification)" = "$ref" ]
run blotter notify preview "$ref" --lang fr
expect_exit 66

it "hands in named letters without asking for a number"
run blotter notify submit "$ref"
expect_exit 0
expect_stdout_contains "submitted  1"
given blotter notify submit --where status:draft --yes

it "does not let the writer approve"
run blotter notify approve --all --yes
expect [ "$status" -eq 1 -o "$status" -eq 77 ]
expect_stdout_empty
expect_stderr_contains "drafted by you"

it "is approved when the roles the advisory asks for have approved"
run blotter --as Dewi notify approve --all --yes --role legal
expect_stderr_contains "2 have 1 of 2 approvals (missing: incident-lead)"
given blotter --as Andi notify approve --all --yes --role incident-lead
run letters --where status:approved
expect_stdout_lines 2
expect [ "$(stdout | head -1 | jq -r .approved_by)" = "Dewi;Andi" ]

it "puts a letter on hold, with a reason, and takes it up again"
run blotter notify hold "$ref"
expect [ "$status" -ne 0 ]
given blotter notify hold "$ref" --reason "asked by law enforcement"
run letters --where status:on-hold
expect_stdout_lines 1
given blotter notify resume "$ref"
run letters --where status:approved
expect_stdout_lines 2

it "releases what is approved"
run blotter notify release --where status:approved --expect 2
expect_exit 0
expect_stdout_contains "released  2"

it "writes down a try, which sends a released letter"
run blotter notify attempt "$ref" --result accepted --at -20m
expect_exit 0
expect_stdout_contains "attempt  1  2021-05-17 15:40 WIB"
run letters --where status:sent
expect [ "$(stdout | jq -r '[.notification, .attempts, .last_result, .sent_at[0:16]] | join(" ")')" = \
	"$ref 1 accepted 2021-05-17T08:40" ]

it "shows with a letter its approvals and its tries"
run blotter show "$ref"
expect_exit 0
expect [ "$(stdout | grep -cE '^[A-Z]+[0-9.]+  (approval|attempt)$')" = 3 ]
expect_stdout_contains "by Dewi  notification.approve"
expect_stdout_contains "  role           legal"
expect_stdout_contains "  result         accepted"
run blotter show "$ref" --json
expect [ "$(stdout | jq -r .table | uniq -c | tr -s ' \n' ' ')" = " 7 notification 2 approval 1 attempt " ]
expect [ "$(stdout | jq -r 'select(.table == "attempt") | [.values.notification, .values.result] | join(" ")')" = \
	"$ref accepted" ]

it "asks how a try ended and who acknowledged"
run blotter notify attempt "$ref"
expect_refusal 64 "--result"
run blotter notify acknowledge "$ref"
expect_refusal 64 "--by WHO"

it "writes down who acknowledged, and what they did of what was advised"
given blotter notify acknowledge "$ref" --by "Sari, CSIRT" --channel phone
given blotter action set "$ref" change-username done --evidence "ticket 8841"
run blotter show "$ref"
expect_stdout_contains "change-username  done"
expect_stdout_contains "ticket 8841"
run letters --where is:acknowledged
expect [ "$(stdout | jq -r .acknowledged_by)" = "Sari, CSIRT" ]

it "refuses an action that was not advised"
run blotter action set "$ref" dance done
expect [ "$status" -ne 0 ]
expect_stdout_empty

it "calls off what is not sent yet, with a reason"
other=$(letters --where status:released | jq -r .notification)
run blotter notify cancel "$other" --reason "not a customer any more"
expect_exit 0
run letters --where status:cancelled
expect_stdout_lines 1

it "takes the whole act back"
given blotter journal list --limit 1 --json
run blotter undo "$(stdout | jq -r .ref)"
expect_exit 0
run letters --where status:released
expect_stdout_lines 1

it "edits a letter in another language, which takes its approvals"
run blotter notify edit "$other" --lang en
expect_refusal 1 "is released already"
given draft --where ref:C-0019 --yes
third=$(letters --where customer:C-0019 | jq -r .notification)
given blotter notify submit "$third"
given blotter --as Dewi notify approve "$third" --role legal
run blotter notify edit "$third" --lang id --reason "asked for Indonesian"
expect_exit 0
expect_stdout_contains "edited  1"
run letters --where customer:C-0019
expect [ "$(stdout | jq -r '[.status, .language, .approved_by] | join(" ")')" = "draft id " ]

it "puts a letter on hold until a day, and finds it when the day has come"
given blotter notify hold "$third" --until 2021-06-20 --reason "asked by the police"
run blotter notify resume "$third"
expect_refusal 1 "on hold until 2021-06-19"
run letters --where is:hold-over
expect_stdout_empty
BLOTTER_CLOCK=2021-06-20T09:00:00Z
run letters --where is:hold-over
expect_stdout_lines 1
given blotter notify resume "$third"
BLOTTER_CLOCK=2021-05-17T09:00:00Z

it "tells what was advised, and who has not done it by when, as one filter"
run blotter list actions --json
expect_stdout_lines 10
stdout | head -1 | jq -r 'keys_unsorted[]' >printed
awk '/^\.Ss / { inside = $0 == ".Ss list actions" } inside && /^\.It Li / { print $3 }' \
	"$SRCDIR/doc/blotter-json.5" >written
expect_same_files written printed
run blotter list actions --action bar-old-username --state open
expect_stdout_contains "C-0007"
expect_stdout_contains "bar-old-username"
run letters --where action:bar-old-username=overdue
expect_stdout_empty
BLOTTER_CLOCK=2021-06-01T09:00:00Z
run letters --where action:bar-old-username=overdue
expect_stdout_lines 2
run letters --where is:overdue
expect_stdout_lines 2
run letters --where action:change-username=overdue
expect [ "$(stdout | jq -r .customer)" = C-0011 ]
BLOTTER_CLOCK=2021-05-17T09:00:00Z
run letters --where action:bar-old-username=open --as-of 2021-05-16
expect_stdout_empty
run letters --where action:bar-old-username=perhaps
expect_refusal 64 "state of an action"

it "does not verify what comes after something that was not done"
run blotter action set "$other" bar-old-username verified --evidence log
expect_refusal 1 "bar-old-username comes after change-username"

it "tells which letters need something"
run blotter notify due --json
expect_stdout_lines 1
expect [ "$(stdout | jq -r '[.customer, .next, .address] | join(" ")')" = "C-0011 send csirt@bank.example" ]
stdout | head -1 | jq -r 'keys_unsorted[]' >printed
awk '/^\.Ss / { inside = $0 == ".Ss notify due" } inside && /^\.It Li / { print $3 }' \
	"$SRCDIR/doc/blotter-json.5" >written
expect_same_files written printed
BLOTTER_CLOCK=2021-05-21T09:00:00Z
run letters --where is:resend-due
expect_stdout_empty
BLOTTER_CLOCK=2021-05-17T09:00:00Z

it "says so when no letter passes"
run blotter notify submit --where lang:fr --yes
expect_exit 0
expect_stdout_empty
expect_stderr_contains "no letter passes"
run blotter notify submit --where lang:fr --expect 3
expect_refusal 1 "0 letters would change, and 3 were expected"

it "lists what it exports"
given letters
stdout | jq -S . >listed
given blotter export notifications --format jsonl -o -
stdout | jq -S . >exported
expect_same_files exported listed

it "writes the list with a manifest that proves it"
run blotter export notifications -o list.csv --json
expect_exit 0
expect [ "$(stdout | jq -r .sha256)" = "$(sha256sum <list.csv | cut -d' ' -f1)" ]
expect [ -s list.csv.manifest.json ]
run blotter export notifications -o list.csv
expect_exit 73
expect_stdout_empty

it "refuses an address that is marked compromised, unless somebody says why"
cat >marked.csv <<'END'
ref,email,compromised
C-0011,csirt@bank.example,csirt@bank.example
END
given blotter import customers marked.csv
run letters --where is:compromised
expect_stdout_lines 1
run blotter notify attempt "$other" --result accepted
expect_refusal 1 "marked compromised"
run blotter notify attempt "$other" --result accepted --override-compromised
expect_refusal 64 "pass --reason TEXT"

it "says after a try that failed what can be done"
run blotter notify attempt "$other" --result hard-bounce --override-compromised --reason "their only one"
expect_exit 0
expect_stderr_contains "C-0011: that address fails and there is no other"
given blotter journal list --limit 1 --json
given blotter undo "$(stdout | jq -r .ref)"

it "takes what the mailer says"
printf 'ref,result,at\nC-0011,hard-bounce,2021-05-17T08:00:00Z\n' >status.csv
run blotter import status status.csv
expect_exit 0
expect_stderr_contains "1 bounced"
run letters --where status:released
expect [ "$(stdout | jq -r .last_result)" = hard-bounce ]

it "tells how every letter and customer stood at an earlier time"
BLOTTER_CLOCK=2021-05-19T09:00:00Z
given blotter notify cancel "$other" --reason "not a customer any more"
run letters --where customer:C-0011
expect [ "$(stdout | jq -r .status)" = cancelled ]
run letters --where customer:C-0011 --as-of 2021-05-18
expect [ "$(stdout | jq -r .status)" = released ]
expect_stderr_contains "as of 2021-05-18 23:59"
run blotter list customers --json --where ref:C-0011 --as-of 2021-05-18
expect [ "$(stdout | jq -r .status)" = released ]
run blotter show "$other" --json
expect [ "$(stdout | jq -r '.values.state // empty' | tail -1)" = cancelled ]
run blotter show "$other" --json --as-of 2021-05-18
expect [ "$(stdout | jq -r 'select(.table == "notification") | [.values.state, .ended_by // "-"] | join(" ")' |
	tail -1)" = "released -" ]
given blotter notify attempt "$ref" --result delivered
run blotter show "$ref"
expect_stdout_contains "  result         delivered"
run blotter show "$ref" --as-of 2021-05-18
expect_stdout_contains "  result         accepted"
expect_stdout_lacks "delivered"

it "leaves a notebook that verifies"
given blotter verify
