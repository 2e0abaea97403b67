#!/bin/sh
# Saved means saved: many writers at once, and writers that are killed.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "One"

it "loses nothing when eight write at once"
writers=''
for i in 1 2 3 4 5 6 7 8; do
	(for k in 1 2 3 4 5 6 7 8 9 10; do
		blotter --as "Writer Number$i" --tag "$(echo ABCDEFGH | cut -c$i)" log -q "by $i the ${k}th" || exit 1
	done) >"refs.$i" 2>"errors.$i" &
	writers="$writers $!"
done
for writer in $writers; do
	wait "$writer" || fail "a writer did not exit 0: $(cat errors.*)"
done
expect [ "$(cat refs.* | sort -u | wc -l)" -eq 80 ]
run blotter list entries --json
expect_stdout_lines 80
expect [ "$(stdout | jq -r .ref | sort | tr '\n' ' ')" = "$(cat refs.* | sort | tr '\n' ' ')" ]
given blotter verify

it "keeps every entry whose reference was printed when the writer is killed"
mkfifo lines
: >acknowledged
written() {
	[ "$(wc -l <acknowledged)" -ge "$wanted" ]
}
round=0
while [ "$round" -lt 15 ]; do
	round=$((round + 1))
	wanted=$(($(wc -l <acknowledged) + round % 4))
	yes "round $round" >lines 2>/dev/null &
	"$TESTED" log -q - --each-line <lines >>acknowledged &
	writer=$!
	poll 10 written
	kill -9 "$writer"
	wait "$writer" 2>/dev/null
done
run blotter verify
expect_exit 0
# All of them: a line may have been torn where one round's pipe met the next one's.
given blotter list entries --json
stdout | jq -r .ref | sort >stored
sort acknowledged >acknowledged.sorted
expect [ -s acknowledged.sorted ]
expect [ -z "$(comm -13 stored acknowledged.sorted)" ]

it "prints each reference only when the entry is there for everybody"
mkfifo in out
"$TESTED" log -q - --each-line <in >out &
exec 3>in 4<out
echo "first through the pipe" >&3
read -r ref <&4
run blotter show "$ref"
expect_exit 0
expect_stdout_contains "first through the pipe"
exec 3>&- 4<&-
wait

it "says 74 when a file may not grow, and keeps what was there"
run sh -c 'ulimit -f 1 && exec "$TESTED" log -q "$(head -c 60000 /dev/zero | tr "\0" x)"'
expect_exit 74
expect_stdout_empty
expect [ "$(wc -l <"$said/err")" -eq 1 ]
given blotter verify
