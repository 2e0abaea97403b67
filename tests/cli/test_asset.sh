#!/bin/sh
# Assets: actors with their names, indicators defanged and true, what a text holds of them.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "Token leak" --zone Asia/Jakarta

it "writes an actor with its names"
run blotter asset add actor NOBELIUM --alias APT29 --alias 'Cozy Bear' --first 2020 --note 'named by others'
expect_exit 0
expect_stdout_is "RW3  asset  by Rina Wati  actor: NOBELIUM, also APT29, Cozy Bear"
expect [ "$(blotter list assets --where cozy --json | jq -r '.aliases | join(",")')" = "APT29,Cozy Bear" ]

it "keeps an indicator true, and shows it defanged"
given blotter asset add indicator 'hxxp://Evil[.]example/x'
run blotter list assets
expect_stdout_contains "hxxp://evil[.]example/x"
expect [ "$(blotter list assets --where kind:indicator --json | jq -r '.type + " " + .name')" = "url http://evil.example/x" ]
run blotter asset add indicator http://evil.example/x
expect_refusal 1 "is there already: RW4"
run blotter asset add indicator evil
expect_refusal 65 "is no indicator"
run blotter asset add thing evil
expect_refusal 65 "kind of asset"

it "changes them by name or reference"
run blotter asset set NOBELIUM alias='The Dukes' last=2021-07
expect_exit 0
run blotter asset set RW3 first=2021-08
expect_refusal 65 "it was last seen before it was first seen"
run blotter asset set nobody note=x
expect_refusal 66 "nobody"

it "offers what an entry holds, and writes nothing"
given blotter log 'beacons to 203[.]0[.]113[.]77 and evil.example; mail from a@evil.example, see report.pdf'
run blotter extract RW6
expect_exit 0
expect_stdout_contains "203[.]0[.]113[.]77"
expect_stdout_contains "a[@]evil[.]example"
expect_stdout_lines 4
expect [ "$(blotter list assets --json | wc -l)" -eq 2 ]

it "adds what was found once it is agreed to, in one record"
run blotter extract RW6 --add </dev/null
expect_refusal 64 "3 indicators would change: pass --expect 3 or --yes"
run blotter extract RW6 --add --expect 2
expect_refusal 1 "3 indicators would change"
run blotter extract RW6 --add --dry-run
expect_exit 0
run blotter extract RW6 --add --expect 3
expect_exit 0
expect_stdout_contains "RW7  indicators"
expect [ "$(blotter list assets --where has:entry --json | jq -r .entry | sort -u)" = RW6 ]
run blotter extract RW6 --add --yes
expect_exit 0
expect_stdout_empty
expect_stderr_contains "nothing was written"
given blotter undo RW7
expect [ "$(blotter list assets --json | wc -l)" -eq 2 ]

it "reads files and stdin"
printf 'GET hxxps://evil.example/a%%20b HTTP/1.1\r\n\0\377d41d8cd98f00b204e9800998ecf8427e' >mail.eml
run blotter extract mail.eml --json
expect [ "$(stdout | jq -r '.type + " " + .value' | paste -sd,)" = \
	"domain evil.example,url https://evil.example/a%20b,md5 d41d8cd98f00b204e9800998ecf8427e" ]
run sh -c '"$TESTED" extract - --plain <mail.eml'
expect_stdout_lines 4

it "opens nothing that is not a plain file"
ln -s mail.eml link
run blotter extract link
expect_refusal 65 "symbolic link"
run blotter extract .
expect_refusal 65 "not a regular file"
mkfifo pipe
run blotter extract pipe
expect_refusal 65 "not a regular file"
run blotter extract RW99
expect_refusal 66 "RW99"

it "keeps what ioc: names in an entry"
given blotter log 'again ioc:198[.]51[.]100[.]7 #ioc'
expect [ "$(blotter list assets --where type:ipv4 --json | jq -r '.name + " " + .entry')" = "198.51.100.7 RW9" ]

it "finds by one name what says another, and leaves the words as they are"
given blotter log 'the notice names NOBELIUM'
given blotter log 'seen before: cozy bear'
expect [ "$(blotter list entries --where APT29 --json | jq -r .text | paste -sd,)" = \
	'the notice names NOBELIUM,seen before: cozy bear' ]
expect [ "$(blotter list entries --where actor:apt29 --json | wc -l)" -eq 2 ]
given blotter claim 'The Dukes were named' --by press --source press
expect [ "$(blotter list claims --where NOBELIUM --json | wc -l)" -eq 1 ]

it "defangs what ioc: marks in what people read, and in nothing else"
given blotter log 'ioc:http://evil.example/a from evil.example'
for format in md html; do
	given blotter export timeline --format $format -o out.$format
	expect grep -q 'hxxp' out.$format
	expect [ "$(grep -c 'ioc:http:' out.$format)" -eq 0 ]
	expect grep -q 'from evil.example' out.$format
done
given blotter export timeline --format csv --profile excel -o out.excel.csv
expect grep -qF 'ioc:hxxp://evil[.]example/a' out.excel.csv
given blotter export timeline --format csv -o out.csv
expect grep -qF 'ioc:http://evil.example/a' out.csv
given blotter export timeline --format jsonl -o out.jsonl
expect grep -qF 'ioc:http://evil.example/a' out.jsonl

it "verifies"
run blotter verify
expect_exit 0
