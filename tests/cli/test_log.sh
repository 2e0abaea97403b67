#!/bin/sh
# Entries from the shell: blotter log, amend, strike, mark.
. "${SRCDIR:-.}/tests/cli/lib.sh"

it "makes a notebook and says which letters references begin with"
run blotter init a.blot
expect_exit 0
expect_stdout_contains "RW1  notebook"
expect_stderr_contains "your references begin with RW"
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-2021-06 "Support agent compromised" --severity 2 --zone Asia/Jakarta

it "prints the reference, the time as understood with its zone, and who wrote it"
run blotter log -15m ! take the runners offline @dewi '#contain'
expect_exit 0
expect_stdout_is "RW3  entry  2021-05-17 15:45 WIB  by Rina Wati  decision: take the runners offline @dewi #contain"
expect_stderr_empty

it "takes words as they come, joined by a space"
run blotter log revoked  3 of 4 tokens
expect_stdout_contains "observation: revoked 3 of 4 tokens"

it "prints the reference alone when it is asked to be quiet"
run blotter log -q quietly
expect_stdout_is "RW5"

it "takes what follows the first word as text, options too"
run blotter log the flag --json was missing
expect_exit 0
expect_stdout_contains "the flag --json was missing"

it "takes what follows two dashes as text"
run blotter log -- --json was missing
expect_stdout_contains "observation: --json was missing"

it "writes one entry from stdin, with its lines"
run sh -c 'printf "first line\nsecond line\n" | "$TESTED" log - --json'
expect_exit 0
expect [ "$(stdout | jq -r .text)" = "observation: first line
second line" ]

it "writes one entry for each line of stdin"
run sh -c 'printf "one\n\n-2h30m two\nthree\n" | "$TESTED" log - --each-line -q'
expect_exit 0
expect_stdout_lines 3

it "keeps the entries before a line that is wrong, and names the line"
run sh -c 'printf "good\n25:10 bad\nnever\n" | "$TESTED" log - --each-line -q'
expect_exit 65
expect_stdout_lines 1
expect_stderr_contains "line 2"

it "refuses --each-line without stdin"
run blotter log --each-line hello
expect_refusal 64 "--each-line"

it "gives the whole act as an object with --json"
run blotter log --json '~2021-05-16/2021-05-31 the account was used'
expect [ "$(stdout | jq -r '[.did, .when, .by] | join("|")')" = \
	"entry|2021-05-16~/2021-05-31~|Rina Wati <rina@soc.example>" ]

it "keeps an entry without a time undated"
run blotter log undated the instructions were taken
expect_stdout_contains "undated"

it "amends an entry and keeps the old text"
given blotter log -q revoked 3 of 4 tokens
ref=$(stdout)
run blotter amend "$ref" revoked 4 of 4 tokens --reason "counted again"
expect_exit 0
expect_stdout_contains "amended"
run blotter show "$ref"
expect_stdout_contains "revoked 4 of 4 tokens  (was: revoked 3 of 4 tokens)"
expect_stdout_contains "because: counted again"

it "amends the time alone where the text is given again"
run blotter amend "$ref" -20m revoked 4 of 4 tokens --reason "looked at the clock"
expect_stdout_contains "2021-05-17 15:40 WIB"

it "strikes an entry, which stays readable"
given blotter strike "$ref" --reason "wrong host"
run blotter list entries --where is:struck --json
expect [ "$(stdout | jq -r .ref)" = "$ref" ]

it "refuses to strike what is no entry"
run blotter strike RW2 --reason x
expect_exit 65
expect_stdout_empty

it "puts marks on a thing and takes them away"
given blotter mark RW3 +star '+#press'
run blotter list entries --where 'is:star #press' --json
expect [ "$(stdout | jq -r .ref)" = RW3 ]
given blotter mark RW3 -star '-#press'
run blotter list entries --where 'is:star or #press'
expect_stdout_empty

it "writes nothing when a mark is there already"
given blotter mark RW3 +report
run blotter mark RW3 +report
expect_exit 0
expect_stdout_empty
expect_stderr_contains "nothing was written"

it "refuses a mark it does not know"
run blotter mark RW3 +sparkle
expect_refusal 64 "+sparkle"

it "needs the incident named when several are open"
given blotter incident open INC-2021-07 "Another"
run blotter log something
expect_exit 64
expect_stderr_contains "INC-2021-06"
run blotter -i INC-2021-07 log something
expect_exit 0

it "reads a time in the zone of the incident that a reference is of"
given blotter incident open INC-2021-09 "In New York" --zone America/New_York
given blotter -i INC-2021-09 log -q something
ref=$(stdout)
run blotter amend "$ref" 04:00 something --reason "asked again"
expect_exit 0
expect_stdout_contains "2021-05-17 04:00 EDT"
run blotter show "$ref"
expect_stdout_contains "2021-05-17 04:00:00 EDT"

it "makes the full-text index in the state folder, readable for nobody else, and finds the same with it"
for i in 1 2 3 4 5 6 7 8; do echo "zebra $i"; echo "giraffe $i"; echo "犬 $i"; done >many.txt
given blotter -i INC-2021-06 log --each-line - <many.txt
run blotter reindex --json
expect [ "$(stdout | jq '.rows >= 15')" = true ]
expect [ "$(find "$XDG_STATE_HOME/blotter/search" -type f ! -name '*-journal' -perm 600 | wc -l)" -eq 1 ]
run blotter -i INC-2021-06 list entries --where zebra --json
expect [ "$(stdout | wc -l)" -eq 8 ]

it "makes the index anew where something else lies in its place"
for file in "$XDG_STATE_HOME"/blotter/search/*; do echo "no index" >"$file"; done
run blotter reindex
expect_stdout_contains "indexed:"

it "gives a filter a name that filters know"
run blotter view save zebras 'zebra -"zebra 3"'
expect_exit 0
expect_stdout_contains "view"
run blotter -i INC-2021-06 list entries --where 'view:zebras -"zebra 4"' --json
expect [ "$(stdout | wc -l)" -eq 6 ]
run blotter list views --json
expect [ "$(stdout | jq -r '[.name, .of, .by, .filter] | join("|")')" = 'zebras|entries|Rina Wati <rina@soc.example>|zebra -"zebra 3"' ]

it "says which names there are not, and of what a view is"
run blotter -i INC-2021-06 list entries --where view:zebra
expect_exit 66
expect_stderr_contains 'there is no view "zebra"'
run blotter list customers --where view:zebras
expect_exit 64
expect_stderr_contains "is of entries, not of customers"
run blotter view drop zebras
expect_exit 0
run blotter list views --plain
expect [ "$(stdout | wc -l)" -eq 1 ]
