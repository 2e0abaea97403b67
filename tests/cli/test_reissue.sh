#!/bin/sh
# A correction: the next version of an advisory, what differs, and who had the one before.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "One" --zone Asia/Jakarta
cat >customers.csv <<'END'
ref,organisation,email,language,country
C-1,Bank Contoh,csirt@bank.example,id,ID
C-2,Apotek Sehat,security@apotek.example,en,ID
C-3,CV Maju,it@maju.example,en,US
C-4,Baru,it@baru.example,en,US
END
cat >exposures.csv <<'END'
customer,population,data,basis,from,to
C-1,viewed,subscription,log,2021-05-16,2021-05-31
C-2,viewed,billing-contact,log,2021-05-16,2021-05-31
C-3,viewed,subscription,log,2021-05-16,2021-05-31
END
cat >note-1.yaml <<'END'
blotter: advisory-template
format: 1
id: note
version: 1
title: A note
tlp: AMBER
audience: affected-customer
severity: high
languages: [en, id]
variables:
  customer_name: {type: string, source: customer, required: true}
  data_seen: {type: list, source: customer, required: true, min: 1}
  hotline: {type: string, source: operator, required: true}
channels: {allow: [email], prefer: email}
approval: {count: 1, roles: []}
messages:
  email:
    subject: {en: "To {{customer_name}}", id: "Untuk {{customer_name}}"}
    body:
      en: |
        Dear {{customer_name}},
        {{#data_seen}}
        - {{.}}
        {{/data_seen}}
        The access ended on 31 May.
        Call {{hotline}}.
      id: |
        Yth. {{customer_name}},
        {{#data_seen}}
        - {{.}}
        {{/data_seen}}
        Akses berakhir pada 31 Mei.
        Hubungi {{hotline}}.
END
sed -e 's/^version: 1/version: 2/' -e 's/31 May/2 June/' -e 's/31 Mei/2 Juni/' note-1.yaml >note-2.yaml
given blotter import customers customers.csv
given blotter import exposures exposures.csv
given blotter import advisory note-1.yaml

it "has nothing to compare with while there is one version"
run blotter advisory diff note
expect_refusal 1 "advisory note has one version, 1"
run blotter advisory diff note 1
expect_refusal 64 "name two versions"
run blotter advisory diff note 1 7
expect_exit 66

it "tells what differs between two versions, line by line, with the place"
given blotter import advisory note-2.yaml
run blotter advisory diff note --json
expect_stdout_lines 6
expect [ "$(stdout | jq -r 'select(.where == "messages.email.body.en") | .op + .text' | tr '\n' ';')" = \
	"-The access ended on 31 May.;+The access ended on 2 June.;" ]
expect [ "$(stdout | jq -r 'select(.where == "version") | .op + .text' | tr '\n' ';')" = "-1;+2;" ]
stdout | head -1 | jq -r 'keys_unsorted[]' >printed
awk '/^\.Ss / { inside = $0 == ".Ss advisory diff" } inside && /^\.It Li / { print $3 }' "$SRCDIR/doc/blotter-json.5" >written
expect_same_files written printed
run blotter advisory diff note 2 1 --json
expect [ "$(stdout | jq -r 'select(.where == "version") | .op + .text' | tr '\n' ';')" = "-2;+1;" ]

it "drafts an older version when it is named"
given blotter notify draft note@1 --all --set hotline=+62215550100 --yes
run blotter list notifications --json --where advisory:note@1
expect_stdout_lines 3

it "writes again to those who had an earlier version, and says what changes for each"
given blotter notify submit --where customer:C-1,C-2 --yes
given blotter --as Dewi notify approve --where customer:C-1,C-2 --yes
given blotter notify release --where customer:C-1,C-2 --yes
printf 'ref,result\nC-1,delivered\nC-2,accepted\n' >status.csv
given blotter import status status.csv
printf 'customer,population,data,basis,from,to\nC-1,viewed,billing-contact,log,2021-05-16,2021-05-31\nC-4,viewed,subscription,log,2021-05-16,2021-05-31\n' >more.csv
given blotter import exposures more.csv
run blotter notify reissue note --all --dry-run --json
expect_exit 0
expect_stderr_contains "1 has no letter of an earlier version"
expect [ "$(stdout | jq -r '[.customer, .version, .status, .added, .removed] | join(" ")' | tr '\n' ';')" = \
	"C-1 1 sent 2 1;C-2 1 sent 1 1;C-3 1 draft 1 1;" ]
expect [ "$(stdout | head -1 | jq -j .changes | tr '\n' ';')" = \
	"+ - kontak penagihan;- Akses berakhir pada 31 Mei.;+ Akses berakhir pada 2 Juni.;" ]
stdout | head -1 | jq -r 'keys_unsorted[]' >printed
awk '/^\.Ss / { inside = $0 == ".Ss notify reissue" } inside && /^\.It Li / { print $3 }' "$SRCDIR/doc/blotter-json.5" >written
expect_same_files written printed
run blotter list notifications --json --where advisory:note@2
expect_stdout_empty

it "takes the values of the mailing before, and cancels what was not sent of it, in one record"
run blotter notify reissue note --all --expect 3
expect_exit 0
expect_stdout_contains "reissued  3"
run blotter list notifications --json
expect [ "$(stdout | jq -r '[.customer, .advisory_version, .status] | join(" ")' | tr '\n' ';')" = \
	"C-1 1 sent;C-2 1 sent;C-3 1 cancelled;C-1 2 draft;C-2 2 draft;C-3 2 draft;" ]
run blotter notify preview "$(stdout | jq -r 'select(.advisory_version == 2) | .notification' | head -1)"
expect_stdout_contains "Hubungi +62215550100."
run blotter notify reissue note --all --yes
expect_exit 0
expect_stderr_contains "3 have a notification of this version already"

it "warns of duties whose rules the notebook does not have"
sed -e 's/^id: note/id: duties/' -e 's/^version: 1/version: 1\nobligations: [eu-gdpr-33, xx-none]/' note-1.yaml >duties.yaml
run blotter import advisory duties.yaml
expect_exit 0
expect_stderr_contains "duties names duties whose rules are not in the notebook: eu-gdpr-33, xx-none"

it "prints many letters at once"
run blotter notify preview --where advisory:note@2 --json
expect_stdout_lines 3
run blotter notify preview --where advisory:note@2
expect_stdout_contains "Letter: "
run blotter notify preview
expect_refusal 64 "which ones?"

it "supersedes the earlier letter when the new one is sent"
given blotter notify submit --where advisory:note@2 --yes
given blotter --as Dewi notify approve --where advisory:note@2 --yes
given blotter notify release --where advisory:note@2 --yes
given blotter import status status.csv
run blotter list notifications --json
expect [ "$(stdout | jq -r '[.customer, .advisory_version, .status] | join(" ")' | tr '\n' ';')" = \
	"C-1 1 superseded;C-2 1 superseded;C-3 1 cancelled;C-1 2 sent;C-2 2 sent;C-3 2 released;" ]

it "writes down in one record that many were acknowledged"
run blotter notify acknowledge --all --by "their own sign-in" --channel portal
expect_exit 64
expect_stdout_empty
expect_stderr_contains "2 letters would change"
run blotter notify acknowledge --all --by "their own sign-in" --channel portal --expect 2
expect_exit 0
expect_stdout_contains "acknowledged  2"
expect_stderr_contains "1 is released but not sent"
run blotter list notifications --json --where status:acknowledged
expect [ "$(stdout | jq -r .acknowledged_by | sort -u)" = "their own sign-in" ]
given blotter journal list --limit 1 --json
given blotter undo "$(stdout | jq -r .ref)"
run blotter list notifications --json --where status:sent
expect_stdout_lines 2
given blotter verify
