#!/bin/sh
# Duties: rules taken, opened for an incident, decided, filed; deadlines that follow the milestones.
. "${SRCDIR:-.}/tests/cli/lib.sh"
BLOTTER_CLOCK=2026-06-25T09:00:00Z
export BLOTTER_CLOCK
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
rules=$SRCDIR/schemas/obligations
given blotter incident open INC-1 "Token leak" --zone UTC

state() {
	[ "$(blotter deadlines --json 2>/dev/null |
		jq -r 'select(.rule == "'"$1"'") | .state + " " + (.due // "none")')" = "$2" ]
}

it "checks the rules that are shipped without writing"
run blotter import obligations --check "$rules/eu.yaml" "$rules/others.yaml"
expect_exit 0
run blotter list obligations --plain
expect_exit 0
expect [ "$(stdout | wc -l)" -eq 1 ]

it "takes rules once, and says so the second time"
run blotter import obligations "$rules/eu.yaml" "$rules/others.yaml"
expect_exit 0
run blotter import obligations "$rules/eu.yaml"
expect_exit 0
expect_stdout_empty

it "refuses a changed rule of the same day"
sed 's/PT72H/PT73H/' "$rules/eu.yaml" >changed.yaml
run blotter import obligations changed.yaml
expect_exit 1
expect_stdout_empty

it "opens duties that wait until their start is known"
run blotter obligation add eu-gdpr-33 eu-nis2-23-72h eu-nis2-23-final us-sec-8k-105 us-hipaa-404 eu-gdpr-33-2
expect_exit 0
expect state eu-gdpr-33 "waiting none"
expect state eu-gdpr-33-2 "internal target none"

it "refuses a duty that is open already and a rule that is not there"
run blotter obligation add eu-gdpr-33
expect_exit 1
run blotter obligation add eu-none
expect_exit 66

it "computes the deadline from the milestone, and anew when that changes"
given blotter incident milestone INC-1 aware 2026-06-24T09:00:00Z
expect state eu-gdpr-33 "running 2026-06-27T09:00:00.000000Z"
given blotter incident milestone INC-1 aware 2026-06-22T08:00:00Z
expect state eu-gdpr-33 "overdue 2026-06-25T08:00:00.000000Z"

it "says no under --check when something is overdue"
run blotter deadlines --check
expect_exit 1
run blotter deadlines
expect_exit 0

it "shows as_of and source, and that it is no legal advice"
run blotter deadlines
expect_stdout_contains "2026-09-01"
expect_stderr_contains "not legal advice"

it "counts business days over a holiday"
given blotter incident milestone INC-1 materiality-determined 2026-07-01T15:00:00Z
expect state us-sec-8k-105 "running 2026-07-09T03:59:59.999999Z"

it "wants a reason for a decision"
run blotter obligation decide eu-gdpr-33 required
expect_exit 64
run blotter obligation decide eu-gdpr-33 required --reason "names were read" --by "Dewi, counsel"
expect_exit 0
expect [ "$(blotter deadlines --json 2>/dev/null | jq -r 'select(.rule == "eu-gdpr-33") | .by')" = "Dewi, counsel" ]

it "keeps what a first filing was: late, whatever changes later"
run blotter obligation file eu-gdpr-33 --at 2026-06-25T08:30:00Z --reference X1
expect_exit 0
expect state eu-gdpr-33 "filed late 2026-06-25T08:00:00.000000Z"
given blotter incident milestone INC-1 aware 2026-06-24T09:00:00Z
expect state eu-gdpr-33 "filed late 2026-06-25T08:00:00.000000Z"

it "starts a chained clock with one's own filing"
expect state eu-nis2-23-final "waiting none"
given blotter obligation file eu-nis2-23-72h --at 2026-06-25T07:00:00Z
expect state eu-nis2-23-final "running 2026-07-27T21:59:59.999999Z"

it "moves the end of a month that is a Saturday to the working day after it, and says what it does not know"
# 25 July 2026 is a Saturday (Regulation 1182/71 art. 3(4)); no list of holidays of the Union ships
expect [ "$(blotter deadlines --json 2>/dev/null | jq -r 'select(.rule == "eu-nis2-23-final") | .notes')" = \
	"holidays unverified, moved to the next working day" ]

it "refuses a filing in the future"
run blotter obligation file us-hipaa-404 --at 2026-06-26T07:00:00Z
expect_exit 65

it "holds a clock only where the rule knows that"
run blotter obligation hold us-hipaa-404 --reason "asked by the police"
expect_exit 0
expect state us-hipaa-404 "on hold none"
run blotter obligation hold us-sec-8k-105 --reason "asked by the police"
expect_exit 77
run blotter obligation hold us-hipaa-404 --resume
expect_exit 0
expect state us-hipaa-404 "waiting none"

it "does not file what was decided not to be required"
given blotter obligation decide us-sec-8k-105 not-required --reason "not material"
expect state us-sec-8k-105 "not required 2026-07-09T03:59:59.999999Z"
run blotter obligation file us-sec-8k-105
expect_exit 1

it "does not take rules back that duties rest on"
run blotter undo RW3
expect_exit 1

it "says how many residents the register has where a rule counts them"
given blotter obligation add us-tx-ag
notes() {
	blotter deadlines --json 2>/dev/null | jq -r 'select(.rule == "us-tx-ag") | .notes'
}
given blotter incident milestone INC-1 breach-determined 2026-06-20T15:00:00Z
expect [ "$(notes)" = "only 0 residents of US-TX, 250 are needed" ]
{
	echo ref,country
	for n in $(seq 1 251); do echo "C-$n,US-TX"; done
	echo X-1,US-CA
} >customers.csv
{
	echo customer,population
	for n in $(seq 1 250); do echo "C-$n,viewed"; done
	printf '%s\n' C-251,cleared X-1,viewed
} >exposures.csv
given blotter import customers customers.csv
given blotter import exposures exposures.csv
expect [ "$(notes)" = "250 residents of US-TX, 250 are needed" ]

it "says where a rule was not valid yet when the clock started"
given blotter obligation add eu-cra-14-early
expect [ "$(blotter deadlines --json 2>/dev/null | jq -r 'select(.rule == "eu-cra-14-early") | .notes')" = \
	"the rule is valid from 2026-09-11" ]

it "ships rules of which every one names law, source and day, and is sure enough"
run blotter list obligations --json
expect [ "$(stdout | wc -l)" -ge 25 ]
expect [ -z "$(stdout | jq -r 'select((.sure | IN("A", "B") | not) or ([.law, .source, .as_of] | any(. == null or . == ""))) | .rule')" ]

it "puts duties into a calendar, whose sequence moves only when a clock does"
BLOTTER_CLOCK=2026-06-25T10:00:00Z # no clock runs out between two exports
given blotter export deadlines -o one.ics
given blotter export deadlines -o two.ics
expect [ "$(grep -v ^DTSTAMP: one.ics)" = "$(grep -v ^DTSTAMP: two.ics)" ]
sequence() {
	grep -m 1 '^SEQUENCE:' "$1" | tr -d 'SEQUNC:\r'
}
given blotter incident milestone INC-1 breach-determined 2026-06-21T15:00:00Z
given blotter export deadlines -o three.ics
expect [ "$(sequence three.ics)" -gt "$(sequence one.ics)" ]
given blotter undo "$(blotter journal list --limit 2 --json | jq -r .ref | tail -1)"
given blotter export deadlines -o four.ics
expect [ "$(sequence four.ics)" -gt "$(sequence three.ics)" ]
expect [ "$(grep ^UID: one.ics | sort)" = "$(grep ^UID: four.ics | sort)" ]
expect [ "$(grep -c ^DUE: one.ics)" -eq "$(blotter deadlines --json 2>/dev/null | jq -r 'select(.due) | .ref' | wc -l)" ]

it "tells what is overdue by the moment that is looked at"
BLOTTER_NOTEBOOK=b.blot
BLOTTER_CLOCK=2026-06-25T09:00:00Z
given blotter init b.blot
given blotter incident open INC-2 "Lost disk" --zone UTC
given blotter import obligations "$rules/eu.yaml"
given blotter incident milestone INC-2 aware '2026-06-25 08:00'
given blotter obligation add eu-gdpr-33
given blotter log '+ call the courier ^+2h'
BLOTTER_CLOCK=2026-07-05T09:00:00Z
run blotter deadlines --check
expect_exit 1
expect state eu-gdpr-33 "overdue 2026-06-28T08:00:00.000000Z"
run blotter --as-of 2026-06-26T09:00Z deadlines --check --json
expect_exit 0
expect [ "$(stdout | jq -r .state)" = running ]
expect [ "$(blotter --as-of 2026-06-25T09:30Z list tasks --json | jq -r .overdue)" = false ]
expect [ "$(blotter list tasks --json | jq -r .overdue)" = true ]
BLOTTER_NOTEBOOK=a.blot

it "verifies"
run blotter verify
expect_exit 0
