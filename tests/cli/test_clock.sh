#!/bin/sh
# Clocks that were wrong: their entries are set right, what they said is kept, and all is undone as any act.
. "${SRCDIR:-.}/tests/cli/lib.sh"
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter init a.blot
given blotter incident open INC-1 Leak --zone Asia/Jakarta
cat >events.csv <<'END'
message,datetime,timestamp_desc,hostname
signed in,2021-05-17T02:04:00Z,Event,web-1
signed out,2021-05-17T02:14:00Z,Event,web-1
signed in,2021-05-17T02:05:00Z,Event,web-10
END
given blotter import timeline events.csv
given blotter log '2021-05-16 the disk was imaged src:web-1'
given blotter log '2021-05-17T10:00:00+07:00/2021-05-17T10:30:00+07:00 the proxy was down src:web-1'

# times: event time, phrase and clock of each entry, in the order they happened.
times() {
	blotter list entries --sort happened --json "$@" | jq -r '[.when, .phrase // "", .clock // "", .clock_ahead_us // 0] | map(tostring) | join("|")'
}
times >before

it "says what would change, and how many have no time of day"
run blotter clock set web-1 4m fast --dry-run
expect_exit 0
expect_stderr_contains "1 of its entries have only a date"
expect [ "$(times | diff - before | wc -l)" = 0 ]

it "wants to be told how many when nobody is there to ask"
run blotter clock set web-1 4m fast
expect_exit 64

it "sets its entries back, keeps what the clock said, and leaves other hosts alone"
run blotter clock set web-1 4m fast --basis 'time server' --expect 3
expect_exit 0
expect_stdout_contains "web-1 4m fast"
times >changed
cat >expected <<'END'
2021-05-16|2021-05-16||0
2021-05-17T02:00:00Z|2021-05-17T02:04:00Z|web-1|240000000
2021-05-17T02:05:00Z|||0
2021-05-17T02:10:00Z|2021-05-17T02:14:00Z|web-1|240000000
2021-05-17T09:56:00+07:00/2021-05-17T10:26:00+07:00|2021-05-17T10:00:00+07:00/2021-05-17T10:30:00+07:00|web-1|240000000
END
expect cmp -s changed expected

it "is taken back as any act, and done again"
given blotter undo RW6
times >after
expect cmp -s before after
given blotter undo RW7
times >again
expect cmp -s changed again

it "lists the clock with how it is known"
run blotter list clocks --plain
expect_stdout_contains "web-1	240000000	time server"

it "finds on a second import what is there already, and sets right what is new"
printf 'signed in again,2021-05-17T02:24:00Z,Event,web-1\n' >>events.csv
run blotter import timeline events.csv
expect_stderr_contains "1 entry added, 3 there already"
expect [ "$(times --where again)" = "2021-05-17T02:20:00Z|2021-05-17T02:24:00Z|web-1|240000000" ]

it "corrects the correction by the difference"
given blotter clock set web-1 5m fast --yes
expect [ "$(times --where again)" = "2021-05-17T02:19:00Z|2021-05-17T02:24:00Z|web-1|300000000" ]

it "puts all times back when the clock was right"
given blotter clock set web-1 90s slow --yes
expect [ "$(times --where out)" = "2021-05-17T02:15:30Z|2021-05-17T02:14:00Z|web-1|-90000000" ]
given blotter clock set web-1 right --yes
expect [ "$(times --where out)" = "2021-05-17T02:14:00Z|2021-05-17T02:14:00Z||0" ]

it "refuses an offset that is none"
run blotter clock set web-1 some minutes
expect_refusal 64 "how far off is the clock?"
