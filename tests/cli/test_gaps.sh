#!/bin/sh
# The longest silences while an incident was open.
. "${SRCDIR:-.}/tests/cli/lib.sh"
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK

# at TIME COMMAND...: runs it as if it were that time of 17 May. The clock runs on from there, for longer in one
# command than in the next, so no gap here is as long as one asked for to the second.
at() {
	clock=2021-05-17T$1:00Z
	shift
	BLOTTER_CLOCK=$clock blotter "$@" >/dev/null
}

# gaps: from, to, before and after of each, without the seconds that the clock has run on.
gaps() {
	blotter gaps --json "$@" | jq -r '[.from[11:16], .to[11:16], .before // "-", .after // "-"] | join(" ")'
}
given at 08:00 init a.blot
given at 08:00 incident open INC-1 Leak --zone UTC
given at 09:05 log one
given at 09:30 log '07:00 long before it was opened'
given at 11:00 log two
given at 11:10 log '2021-05-17T11:10:00Z/2021-05-17T14:00:00Z somewhere in there'
given at 15:30 log '2021-05-17T15:30:00Z three'
given at 15:40 log 'undated whenever'

it "lists the longest first, and takes an imprecise entry as one that may lie anywhere in its time"
BLOTTER_CLOCK=2021-05-17T20:30:00Z
export BLOTTER_CLOCK
expect [ "$(gaps)" = "15:30 20:30 RW7 -
09:05 11:00 RW3 RW5
14:00 15:30 RW6 RW7
08:00 09:05 - RW3" ]

it "goes by when things were written down, when asked to"
expect [ "$(gaps --recorded --limit 2)" = "15:40 20:30 RW8 -
11:10 15:30 RW6 RW7" ]

it "leaves out what is shorter than asked for"
expect [ "$(gaps --least 100m | wc -l)" = 2 ]

it "leaves out an entry that was struck"
given blotter strike RW5 --reason 'wrong host'
expect [ "$(gaps --limit 2 | tail -n 1)" = "09:05 11:10 RW3 RW6" ]

it "ends where the incident was closed"
given at 18:00 incident set INC-1 state=closed
expect [ "$(gaps -i INC-1 --limit 1)" = "15:30 18:00 RW7 -" ]

it "ends at the moment looked at from"
expect [ "$(gaps -i INC-1 --as-of 2021-05-17T10:30:00Z --limit 1)" = "09:05 10:30 RW3 -" ]

it "refuses a span that is none"
run blotter gaps -i INC-1 --least soon
expect_refusal 64 "--least takes a span such as 12h or 3d"
