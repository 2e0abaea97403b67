#!/bin/sh
# Evidence: hashed by the program, kept or left outside, with a chain of custody, hashed again.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "Token leak" --zone Asia/Jakarta
printf 'From: a\0b\n' >mail.eml
dd if=/dev/zero of=memory.raw bs=1M count=5 2>/dev/null
hash=$(sha256sum <memory.raw | cut -d' ' -f1)

# The result of the latest check of each, by name.
results() {
	blotter list evidence --json | jq -r '(.file | sub(".*/"; "")) + ":" + (.verified // "never")' | paste -sd' '
}

it "hashes a file of any size and leaves it where it is"
run blotter evidence add memory.raw --source sup-lt-0417 --place 'safe 2' --seal 0417 --at -20m
expect_exit 0
expect_stdout_is "RW3  evidence  2021-05-17 15:40 WIB  by Rina Wati  memory.raw  5242880 bytes  sha256 $hash"
expect [ "$(blotter list evidence --json | jq -r '.sha256 + " " + (.file | sub(".*/"; ""))')" = "$hash memory.raw" ]
expect [ "$(blotter list entries --where kind:evidence --json | jq -r '.source + " " + (.refs | join(","))')" = "sup-lt-0417 RW3" ]

it "keeps a small file inside, and gives it back byte for byte"
given blotter evidence add mail.eml --keep
run blotter evidence get RW4 -o back.eml
expect_exit 0
expect cmp mail.eml back.eml
run sh -c '"$TESTED" evidence get RW4 -o - | cmp - mail.eml'
expect_exit 0
run blotter evidence get RW4 -o back.eml
expect_refusal 73 "back.eml"
run blotter evidence get RW3 -o x
expect_refusal 66 "not in the notebook"
run blotter evidence get RW4
expect_refusal 64 "-o FILE"
run blotter show RW4
expect_stdout_contains "evidence get writes it"
expect_stdout_contains "out of the notebook, as back.eml"

it "refuses what is too large to be kept, and writes nothing"
run blotter evidence add memory.raw --keep
expect_refusal 65 "too many to be kept"
: >empty
run blotter evidence add empty --keep
expect_refusal 65 "nothing to keep"
expect [ "$(blotter list evidence --json | wc -l)" -eq 2 ]

it "opens nothing that is not a plain file"
ln -s memory.raw link
mkfifo pipe
run blotter evidence add link
expect_refusal 65 "symbolic link"
run blotter evidence add pipe
expect_refusal 65 "not a regular file"
run blotter evidence add /dev/zero
expect_refusal 65 "not a regular file"
run blotter evidence add nothing
expect_refusal 66 "nothing"
run blotter evidence add -
expect_refusal 64 "stdin"

it "adds to the chain of custody, and shows it"
run blotter evidence act RW3 transferred --to 'Sari, forensics lab' --place 'lab, shelf 4' --by 'Andi Pratama'
expect_exit 0
expect_stdout_contains "RW3 transferred to Sari, forensics lab"
run blotter evidence act RW3 transferred
expect_refusal 64 "--to"
run blotter evidence act RW3 verified
expect_refusal 64 "evidence verify"
run blotter evidence act RW3 copied --at 2099-01-01T00:00:00Z
expect_refusal 65 "in the past"
run blotter show RW3
expect_stdout_contains "collected  by Rina Wati  at safe 2  seal 0417"
expect_stdout_contains "transferred  by Andi Pratama  to Sari, forensics lab  at lab, shelf 4"

it "hashes again, and writes down that all is as it was"
run blotter evidence verify
expect_exit 0
expect [ "$(results)" = "memory.raw:match mail.eml:match" ]

it "says no when a file changed, and names one that is missing"
printf x | dd of=memory.raw bs=1 seek=4000000 conv=notrunc 2>/dev/null
run blotter evidence verify RW3
expect_exit 1
expect_stdout_contains "differs"
expect_stderr_contains "1 of 1 is not what it was"
rm memory.raw
run blotter evidence verify
expect_exit 1
expect_stdout_contains "missing"
expect_stdout_contains "memory.raw: No such file"
expect [ "$(results)" = "memory.raw:missing mail.eml:match" ]
expect [ "$(blotter list evidence --where result:differs,missing --json | wc -l)" -eq 1 ]

it "looks for files in another folder"
mkdir moved
dd if=/dev/zero of=moved/memory.raw bs=1M count=5 2>/dev/null
run blotter evidence verify RW3 --in moved
expect_exit 0
expect [ "$(results)" = "memory.raw:match mail.eml:match" ]

it "lets nothing be done to what was destroyed"
given blotter evidence act RW4 destroyed --note 'by order of 1 July'
run blotter evidence act RW4 copied
expect_refusal 1 "was destroyed"
run blotter evidence get RW4 -o again.eml
expect_refusal 1 "was destroyed"
expect [ ! -e again.eml ]
run blotter evidence verify --json
expect_stdout_lines 1

it "takes an act back whole"
given blotter evidence add mail.eml
given blotter undo "$(blotter list records --json | jq -r .ref | tail -1)"
expect [ "$(blotter list evidence --json | wc -l)" -eq 2 ]

it "hashes again what is named, however many incidents are open"
given blotter -q incident open INC-9 "Another"
run blotter evidence verify RW3
expect_exit 1
expect_stdout_contains "missing"
run blotter evidence verify
expect_refusal 64 "several incidents are open"

it "verifies"
run blotter verify
expect_exit 0
