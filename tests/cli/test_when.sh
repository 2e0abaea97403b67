#!/bin/sh
# How times are understood: every phrase of blotter-entry(5) means what the page says.
. "${SRCDIR:-.}/tests/cli/lib.sh"
# Monday, 17 May 2021 at 11:42:30 in Jakarta, as the page has it. The clock runs on from there: what counts in seconds
# back from now is compared to the minute.
BLOTTER_CLOCK=2021-05-17T04:42:30Z
export BLOTTER_CLOCK

# phrases COLUMN: the phrases of a language and what they mean, tab-separated; 1 English, 2 Indonesian.
phrases() {
	sed -n '/Em EDTF$/,/^\.El/s/^\.It "\(.*\)" Ta "\(.*\)" Ta \(.*\)$/\1\t\2\t\3/p' "$SRCDIR/doc/blotter-entry.5" |
		sed 's/\\-/-/g' | awk -F '\t' -v column="$1" '$column != "\\&" { print $column "\t" $3 }'
}

# counted: what counts from now, the second of it that this took.
counted() {
	sed -E '/ago|lalu|24 (hours|jam)/ s/:(29|3[0-9])[+]07:00/:30+07:00/g'
}

# understood COLUMN: are there enough, and are they all right?
understood() {
	phrases "$1" >phrases
	[ "$(wc -l <phrases)" -ge 60 ] || return 1
	cut -f 1 phrases | blotter when --zone Asia/Jakarta --json - >said.json || return 1
	jq -r '[.typed, .edtf] | @tsv' said.json | counted >is
	counted <phrases >expected
	diff expected is >&2
}

it "understands every English phrase of the manual as it says, sixty of them at least"
expect understood 1

it "understands every Indonesian phrase of the manual as it says, sixty of them at least"
expect understood 2

it "says a time in words of both languages, and its bounds"
run blotter when --zone Asia/Jakarta --json second half of May 2021
expect_exit 0
expect [ "$(stdout | jq -c '[.edtf, .en, .id, .zone]')" = \
	'["2021-05-16/2021-05-31","from 16 to 31 May 2021","16 sampai 31 Mei 2021","Asia/Jakarta"]' ]

it "reads a time to come where that is asked for"
run blotter when --ahead --zone UTC --json next Friday 09:00
expect [ "$(stdout | jq -r .edtf)" = 2021-05-21T09:00:00Z ]

it "refuses what means different things to different people, and says what to write"
run blotter when malam Jumat
expect_refusal 65 "as in Kamis malam"
run blotter when minggu 16 Mei
expect_refusal 65 "hari Minggu, or pekan"
run blotter when early 2021
expect_refusal 65 "needs a month"

# refused WORDS EXPECTED: the words are no time, and the sentence says what to write.
refused() {
	run blotter when --zone Asia/Jakarta -- "$1"
	expect_refusal 65 "$2"
}

it "passes over no word: what it cannot place is refused with what to write"
refused 'yesterday around 3' 'write 16 May, 16:00 or 4 pm'
refused 'jam 3 kemarin' 'may be before or after noon'
refused 'quarter past nine' 'may be before or after noon'
refused 'early yesterday morning' 'between 05:00 and 08:00'
refused 'midnight on Friday' 'where that day begins or where it ends'
refused 'tengah malam kemarin' 'where that day begins or where it ends'
refused 'a few hours ago' 'write a number'
refused 'beberapa jam lalu' 'write a number'
refused 'May or June 2021' 'one or the other'
refused 'malam 16 Mei' 'as in Kamis malam'
refused 'malam Minggu' 'as in Kamis malam'
refused '14:00-05:00' 'may be a range or an offset'
refused '16/05/2021' 'is written 2021-05-16'
refused '05/06/2021' 'may be 2021-06-05 or 2021-05-06'
refused '2021/05/16' 'is written 2021-05-16'
refused '14:00 WIB to 15:00 UTC' 'two zones are said'
refused '14:00 CET yesterday' 'Europe/Berlin'
refused 'last week 2021' 'has a number'
refused 'autumn October' 'has a season'
refused 'Saturday by' 'on one side only'
refused 'probably 14:00' 'write about'

it "names the word it does not understand"
run blotter when late Fryday
expect_refusal 65 '"Fryday" is not understood in "late Fryday"'

it "names the line of a list that is wrong"
printf 'yesterday\nsoon\n' >lines
run sh -c '"$TESTED" when - <lines'
expect_exit 65
expect_stderr_contains "line 2"

it "takes words for the time of an entry, between quotes, and keeps them"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 Leak --zone Asia/Jakarta
given blotter log '~"second half of May" the account was used'
expect [ "$(blotter list entries --json | jq -c '[.when, .phrase, .text]')" = \
	'["2021-05-16/2021-05-31","second half of May","the account was used"]' ]

it "says where a quotation is no time"
run blotter log '~"half of Mey" x'
expect_exit 65
expect_stderr_contains '"Mey" is not understood'
