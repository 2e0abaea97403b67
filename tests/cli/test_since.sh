#!/bin/sh
# What is new since a time, a record or the last visit, and who knew what, when.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "One" --zone UTC
given blotter log "first"
BLOTTER_CLOCK=2021-05-18T09:00:00Z
given blotter log "second"
given blotter ask "who else"
given blotter --as "Dewi Kusuma <dewi@soc.example>" log "third"

kinds() {
	stdout | jq -r '.kind + " " + .ref' | tr '\n' '|'
}

it "tells what is new since a record and since a time, by kind"
run blotter since RW3 --json
expect_exit 0
expect [ "$(kinds)" = "entry.add RW4|entry.add DK1|question.ask RW5|" ]
run blotter since 2021-05-18 --json
expect [ "$(kinds)" = "entry.add RW4|entry.add DK1|question.ask RW5|" ]
run blotter since RW4
expect_stdout_contains "question.ask  1"
expect_stdout_contains "who else"
run blotter since 2021-05-17 --limit 1 --json
expect [ "$(stdout | jq -r 'select(.kind == "entry.add") | .ref + " " + (.records | tostring)')" = "DK1 3" ]
run blotter since "the other day"
expect_exit 65

it "remembers the last visit, whatever was written or read between"
run blotter since last
expect_exit 0
given blotter list entries
given blotter log "fourth"
run blotter since last --json
expect [ "$(kinds)" = "entry.add RW6|" ]
run blotter since last
expect_stdout_empty
expect_stderr_contains "nothing is new"

it "knew less as of then"
run blotter --as-of 2021-05-17T10:00:00Z since RW2 --json
expect [ "$(kinds)" = "entry.add RW3|" ]

it "tells who knew of a claim, and by what"
BLOTTER_CLOCK=2021-05-19T09:00:00Z
given blotter claim "They did it" --by "A government" --source "press" --date 2021-05-01
given blotter log "10:00 kind:communication told the board of it @board ref:RW7"
given blotter log "2021-05-19 11:00 kind:communication told the board again and the press desk #RW7.2 @board @press"
given blotter log "kind:communication about something else @nobody ref:RW3"
run blotter knew RW7 --json
expect_exit 0
expect [ "$(stdout | jq -r '.who + " " + .how + " " + .ref' | tr '\n' '|')" = \
	"A government says so RW7|board told RW8|Rina Wati wrote it down RW7|press told RW9|" ]
run blotter knew RW7.2 --plain
expect [ "$(stdout | wc -l)" -eq 5 ]

it "tells who knew of a question and its answer"
given blotter --as "Dewi Kusuma <dewi@soc.example>" answer RW5 "nobody else"
run blotter knew RW5 --json
expect [ "$(stdout | jq -r '.who + " " + .how' | tr '\n' '|')" = "Rina Wati asked|Dewi Kusuma answered|" ]

it "tells when a customer and an authority knew of an exposure"
printf 'ref,organisation,name,language,email\nC-1,Northwind,Ann,en,ann@north.example\n' >c.csv
printf 'customer,population,basis,data,from,to\nC-1,viewed,log,billing-contact,2021-05-01,2021-05-02\n' >x.csv
given blotter import customers c.csv
given blotter import exposures x.csv
given blotter import obligations "$SRCDIR/schemas/obligations/eu.yaml"
given blotter incident milestone INC-1 aware 2021-05-19T08:00:00Z
given blotter obligation add eu-gdpr-33
given blotter obligation decide eu-gdpr-33 required --reason names
BLOTTER_CLOCK=2021-05-20T09:00:00Z
given blotter obligation file eu-gdpr-33 --reference X1
run blotter knew C-1 --json
expect_exit 0
expect [ "$(stdout | jq -r '.how' | tr '\n' '|')" = "wrote it down|filing: eu-gdpr-33|" ]

it "is told of what can be told, and of nothing else"
run blotter knew RW3
expect_refusal 64 "a claim, a question or an exposure"
run blotter knew RW999
expect_exit 66
run blotter verify
expect_exit 0
