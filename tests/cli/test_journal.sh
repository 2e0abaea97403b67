#!/bin/sh
# The journal from the shell: records, headers, undo, verify, export and import of the whole.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "One"
given blotter log first
given blotter log second

it "lists records oldest first, and the journal newest first"
run blotter list records --json
expect [ "$(stdout | jq -r .ref | tr '\n' ' ')" = "RW1 RW2 RW3 RW4 " ]
run blotter journal list --json --limit 2
expect [ "$(stdout | jq -r .ref | tr '\n' ' ')" = "RW4 RW3 " ]

it "prints the header whose SHA-256 is the hash of the record"
given blotter journal header RW4
hash=$(stdout | sha256sum | cut -d' ' -f1)
run blotter journal head
expect_stdout_is "RW4 $hash"

it "says what a record changed"
given blotter amend RW3 'first, again' --reason typo
run blotter journal diff RW5 --json
expect_exit 0
expect_stdout_contains '"was":"first","is":"first, again"'

it "takes an act back as a new act"
run blotter undo RW5 --reason "was right before"
expect_exit 0
expect_stdout_contains "RW6  undone"
run blotter list entries --json
expect [ "$(stdout | jq -r .text | head -1)" = first ]

it "refuses to undo what something was built on, naming it"
given blotter amend RW4 'second, again'
run blotter undo RW4
expect_exit 1
expect_stdout_empty
expect_stderr_contains RW7

it "verifies a notebook, and names the head"
run blotter verify
expect_exit 0
expect_stdout_contains "7 records"
expect_stdout_contains "head      RW7 "
expect_stdout_contains "simulated in 7 records"

it "says no, with status 1, to a notebook that was changed behind its back"
cp a.blot changed.blot
damaged="$damaged changed.blot"
offset=$(grep -abo 'second, again' changed.blot | tail -1 | cut -d: -f1)
printf S | dd of=changed.blot bs=1 seek="$offset" conv=notrunc status=none
run blotter -f changed.blot verify
expect_exit 1
expect_stdout_empty
expect_stderr_contains "RW7"

it "gives the same notebook back from its export, hash for hash"
given blotter journal head
head=$(stdout)
given blotter export notebook -o a.jsonl
given blotter -f b.blot import notebook a.jsonl
run blotter -f b.blot journal head
expect_stdout_is "$head"
given blotter -f b.blot verify
given blotter -f b.blot export notebook -o -
stdout >b.jsonl
expect_same_files a.jsonl b.jsonl

it "gives an object with --json"
run blotter -f d.blot import notebook a.jsonl --json
expect [ "$(stdout | jq -c '[.notebook, .records]')" = '["d.blot",7]' ]

it "makes an export readable for nobody else"
expect [ "$(stat -c %a a.jsonl)" = 600 ]

it "does not replace a file unless it is asked to"
cp a.jsonl kept.jsonl
run blotter export notebook -o kept.jsonl
expect_exit 73
expect_same_files a.jsonl kept.jsonl
given blotter export notebook -o kept.jsonl --overwrite

it "does not follow a symbolic link"
ln -s target link.jsonl
run blotter export notebook -o link.jsonl --overwrite
expect_exit 73
expect_no_file target

it "leaves no notebook behind when an import is not whole"
head -3 a.jsonl >cut.jsonl
printf '{"broken' >>cut.jsonl
run blotter -f c.blot import notebook cut.jsonl
expect_exit 65
expect_stderr_contains "cut.jsonl"
expect_no_file c.blot

it "says 66 for a file that is not there"
run blotter -f c.blot import notebook nowhere.jsonl
expect_exit 66
expect_no_file c.blot
