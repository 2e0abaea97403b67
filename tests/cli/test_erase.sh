#!/bin/sh
# Erasing: the words are gone, from the file too; who, when, why and all hashes stay.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "One"
given blotter log "09:10 the password is hunter2secret @dewi"
given blotter amend RW3 "09:10 the password is hunter2secret! @dewi" --reason typo
given blotter log "+ change hunter2secret everywhere ^+4h @rian"
given blotter log "? who saw it"
printf 'ref,name,organisation,email\nC-1,Nadia Rahimi,Copperline,nadia@copperline.example\nC-2,Budi,Bank Contoh,b@bank.example\n' >c.csv
given blotter import customers c.csv
given blotter exposure set C-1 population=viewed --reason "access log"
given blotter exposure set C-2 population=viewed --reason "access log"

BLOTTER_CLOCK=2021-06-01T12:00:00Z # from here on: later than all of the above

it "says what would go, and goes on only when the number is agreed to"
run blotter erase RW3 --reason "a password was pasted"
expect_exit 64
expect_stdout_empty
expect_stderr_contains "RW3: entry 1 (2 versions)"
expect_stderr_contains "pass --expect 2 or --yes"
run blotter erase RW3 --reason "a password was pasted" --expect 3
expect_exit 1
run blotter erase RW3 --reason "a password was pasted" --dry-run
expect_exit 0
run blotter journal head
expect_stdout_contains "RW9 "

it "asks for a reason"
run blotter erase RW3 --yes
expect_exit 64
expect_stderr_contains "--reason"

it "erases an entry, and leaves a line that says so at its time"
run blotter erase RW3 --reason "a password was pasted" --expect 2
expect_exit 0
expect_stdout_contains "RW10  erased  2"
run blotter list entries --json --where 'kind:correction'
expect [ "$(stdout | jq -r .text)" = "erased RW3: a password was pasted" ]
expect [ "$(stdout | jq -r .refs[0])" = RW3 ]
expect_stdout_contains "2021-05-16T09:10"

it "erases the task of an action with it"
run blotter erase RW5 --reason "a password was pasted" --yes
expect_exit 0
expect_stderr_contains "entry 1, task 1"
run blotter list tasks --json
expect_stdout_empty

it "leaves no trace of the words in the file"
expect [ "$(grep -c hunter2secret a.blot)" = 0 ]
expect [ "$(find home -type f -exec grep -l hunter2secret {} + | wc -l)" = 0 ]

it "shows who erased it, when and why"
run blotter show RW3
expect_exit 0
expect_stdout_contains "erased by RW10"
expect_stdout_contains "by Rina Wati <rina@soc.example>  because: a password was pasted"
run blotter show RW3 --json
expect [ "$(stdout | jq -r .erased_by | uniq)" = RW10 ]
run blotter journal diff RW3 --json
expect [ "$(stdout | jq -r .change)" = erased ]

it "erases a customer with exposures, by number"
run blotter erase C-1 --reason "GDPR art. 17" --expect 2
expect_exit 0
expect_stderr_contains "customer 1, exposure 1"
run blotter list customers --json
expect [ "$(stdout | jq -r .customer)" = C-2 ]
run blotter --as-of 2030-01-01 list customers --json
expect [ "$(stdout | jq -r .customer)" = C-2 ]
expect [ "$(grep -c -i copperline a.blot)" = 0 ]

it "still verifies, and counts what was erased"
run blotter verify
expect_exit 0
expect_stdout_contains "erased    6 of the rows"
run blotter verify --json
expect [ "$(stdout | jq -r .erased)" = 6 ]

it "refuses to erase again, to take back, and what stays"
run blotter erase RW3 --reason again --yes
expect_exit 1
expect_stderr_contains "RW3 was erased before, by RW10"
run blotter undo RW10
expect_exit 77
expect_stderr_contains "an erasing cannot be taken back"
run blotter undo RW3
expect_exit 1
expect_stderr_contains "RW10 has erased what it wrote"
run blotter erase RW1.1 --reason why --yes
expect_exit 77
expect_stderr_contains "nothing of the kind writer is erased"
run blotter erase RW99 --reason why --yes
expect_exit 66

it "gives the notebook out as it is now, and not as of before"
run blotter --as-of 2021-05-18 export notebook -o before.jsonl
expect_exit 77
expect_stderr_contains "was erased since then"
expect [ ! -e before.jsonl ]

it "erases the words of a reason"
given blotter log "one more"
given blotter strike RW13 --reason "the key is k3yk3yk3y"
run blotter erase RW14.2 --reason "a key in a reason" --yes
expect_exit 0
expect [ "$(grep -c k3yk3yk3y a.blot)" = 0 ]
run blotter journal list --limit 2 --json
expect [ "$(stdout | jq -r .reason | tail -1)" = null ]

it "takes a record back of which the reason alone was erased"
given blotter log "another one"
given blotter strike RW16 --reason "the key is k4yk4yk4y"
given blotter erase RW17.2 --reason "a key in a reason" --yes
run blotter undo RW17
expect_exit 0

it "erases with an exposure the letters that were made of it, and all letters still verify"
given blotter demo d.blot
run blotter -f d.blot erase RW11.9 --reason "not this one" --yes
expect_exit 0
expect_stderr_contains "exposure 1"
expect_stderr_contains "notification 1"
run blotter -f d.blot verify
expect_exit 0
run blotter -f d.blot notify preview RW19.2
expect_exit 0

it "erases a customer with those merged into it, and with what was imported before"
given blotter init m.blot
printf 'ref,name,organisation,email\nD-1,Nadia Rahimi,Copperline,nadia@copperline.example\nD-2,N. Rahimi,Copperline,n@copperline.example\n' >d.csv
given blotter -f m.blot import customers d.csv
given blotter -f m.blot undo RW2
given blotter -f m.blot import customers d.csv
given blotter -f m.blot customer merge D-1 D-2 --reason "one person"
run blotter -f m.blot erase D-2 --reason "GDPR art. 17" --yes
expect_exit 0
expect_stderr_contains "customer 4"
expect [ "$(grep -c -i rahimi m.blot)" = 0 ]
run blotter -f m.blot verify
expect_exit 0

it "erases what a line has made beside itself"
given blotter log "10:00 beacons to ioc:203.0.113.77"
ref=$(blotter list entries --json --where beacons | jq -r .ref)
run blotter erase "$ref" --reason "not ours to keep" --yes
expect_exit 0
expect_stderr_contains "entry 1, asset 1"

it "forgets the filters of the screens"
mkdir -p "$XDG_STATE_HOME/blotter/sessions"
id=$(blotter journal header RW1 | sed -n 's/^notebook //p')
echo "filter 3 name:rahimi" >"$XDG_STATE_HOME/blotter/sessions/$id"
given blotter log "the last one"
ref=$(blotter list entries --json --where "the last one" | jq -r .ref)
given blotter erase "$ref" --reason test --yes
expect_no_file "$XDG_STATE_HOME/blotter/sessions/$id"
