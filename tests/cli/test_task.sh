#!/bin/sh
# Tasks: written down by themselves or in the log, changed, done with an entry, listed.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "Token leak" --zone Asia/Jakarta

# The tasks of a filter, with their states.
tasks() {
	blotter list tasks --where "$1" --json | jq -r '.text + ":" + .state + (if .waiting then "+" else "" end)' | paste -sd' '
}

it "writes a task with owner, due time and priority"
run blotter task add rotate the keys --owner @budi --due 18:00 --priority high
expect_exit 0
expect_stdout_is "RW3  task  by Rina Wati  rotate the keys  @budi  due 2021-05-17 18:00 WIB"

it "takes a day as due at its end"
run blotter task add count --due 2021-05-20 -q
expect_exit 0
expect [ "$(blotter list tasks --where count --json | jq -r .due)" = 2021-05-20T16:59:59.999999Z ]

it "writes entry and task of an action in one record"
run blotter log '+ tell the desk @dewi ^+2h'
expect_exit 0
expect [ "$(blotter list tasks --where @dewi --json | jq -r '.entry + " " + .ref + " " + .text')" = "RW5 RW5.2 tell the desk" ]

it "shows on an entry the task that came with it"
run blotter show RW5
expect_stdout_contains "task  RW5.2  open  tell the desk"

it "refuses what makes no sense, and writes nothing"
run blotter task add x --priority hgh
expect_refusal 65 'did you mean "high"'
run blotter task add x --after RW99
expect_refusal 66 "--after"
run blotter task add x --from RW3
expect_refusal 65 "--from"
run blotter task add x --due whenever
expect_refusal 65 "--due"
run blotter task set RW3 state=done
expect_refusal 64 "task done REF"
run blotter task set RW3 state
expect_refusal 64 "KEY=VALUE"
expect [ "$(blotter list tasks --json | wc -l)" -eq 3 ]

it "says what has to be done before, and what can begin then"
given blotter task add write to the customers --after RW3
expect [ "$(tasks is:waiting)" = "write to the customers:open+" ]
run blotter task done RW6 'all written @rani'
expect_exit 0
expect_stdout_contains "all written @rani"
expect_stderr_contains "RW3, which comes before it, is not done: rotate the keys"
given blotter undo RW7
run blotter task done RW3
expect_exit 0
expect_stdout_contains "done: rotate the keys"
expect_stderr_contains "RW6 can begin now: write to the customers"
expect [ "$(tasks is:waiting)" = "" ]

it "refuses to end what is done"
run blotter task done RW3
expect_refusal 1 "the task is done already"

it "ends a task by an answer in the log"
given blotter log '= RW5 the desk knows'
expect [ "$(tasks @dewi)" = "tell the desk:done" ]
given blotter log '= RW4 counted: 3'
expect [ "$(tasks count)" = "count:done" ]

it "changes fields, with the reason"
run blotter task set RW6 owner=hannah due=+1h priority=urgent state=doing --reason 'Hannah has the list'
expect_exit 0
run blotter show RW6
expect_stdout_contains "because: Hannah has the list"
expect_stdout_contains "(was: open)"

it "lists open ones first, the soonest first, and in the order written"
given blotter task add sooner --due +10m
expect [ "$(tasks '')" = "sooner:open write to the customers:doing rotate the keys:done tell the desk:done count:done" ]
expect [ "$(blotter list tasks --sort recorded --limit 2 --json | jq -r .text | paste -sd,)" = "rotate the keys,count" ]
run blotter list tasks --sort owner
expect_refusal 64 "--sort takes due or recorded"

it "shows on a task what waits for it"
given blotter task add afterwards --after RW6
run blotter show RW6
expect_stdout_contains "afterwards"

it "reads them as they were"
given env BLOTTER_CLOCK=2021-05-18T09:00:00Z "$TESTED" task set RW6 state=dropped
expect [ "$(blotter --as-of '2021-05-17 18:00' list tasks --where id:RW6 --json | jq -r .state)" = doing ]

it "shows hostile text as text"
given blotter task add "$(printf 'a\342\200\256b')"
run blotter list tasks
expect_stdout_contains "a<U+202E>b"
run blotter task add "$(printf 'a\033[2Jb')"
expect_refusal 65 "control character"

it "verifies"
run blotter verify
expect_exit 0
