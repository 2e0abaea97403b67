#!/bin/sh
# The demo: a script of ordinary command lines with a clock of its own.
. "${SRCDIR:-.}/tests/cli/lib.sh"
BLOTTER_DATA=$PWD/data
export BLOTTER_DATA
mkdir -p data/examples/nobelium-2021
script=data/examples/nobelium-2021/script
printf 'ref,organisation\nC-0001,Northwind\n' >data/examples/nobelium-2021/customers.csv

cat >$script <<'END'
# who writes here
RINA='Rina Wati <rina@soc.example>'
INCIDENT=INC-2021-06

@2021-06-25T09:00:00Z --as $RINA init $FILE
@2021-06-25T09:01:00Z --as $RINA incident open $INCIDENT "An agent's machine" \
	--severity 2 --zone Asia/Jakarta
@2021-06-25T09:05:00Z --as "$RINA" log '$INCIDENT stays as it is # here' "costs \$5, \"quoted\""
--as $RINA import customers $HERE/customers.csv	# the clock runs on
@2021-06-25T10:00:00Z --as 'Dewi Lestari' log one' and the same 'word
END

it "makes a notebook from a script of command lines"
run blotter demo demo.blot
expect_exit 0
expect_stdout_is "demo.blot"
run blotter -f demo.blot list entries --json
expect_stdout_lines 2
expect [ "$(stdout | head -1 | jq -r .text)" = '$INCIDENT stays as it is # here costs $5, "quoted"' ]
expect [ "$(stdout | tail -1 | jq -r '.text, .writer' | tr '\n' '|')" = "one and the same word|Dewi Lestari|" ]
run blotter -f demo.blot list customers --json
expect_stdout_lines 1

it "sets the clock for each act, and the journal says that it was simulated"
run blotter -f demo.blot list records --json
expect [ "$(stdout | jq -r '.time[0:16]' | tr '\n' ' ')" = \
	"2021-06-25T09:00 2021-06-25T09:01 2021-06-25T09:05 2021-06-25T09:05 2021-06-25T10:00 " ]
run blotter -f demo.blot verify
expect_exit 0
expect_stdout_contains "simulated in 5 records"

it "does not become the notebook that is opened next"
expect [ ! -e "$XDG_STATE_HOME/blotter/last" ]
given blotter init own.blot
given blotter demo second.blot
expect grep -q "own.blot" "$XDG_STATE_HOME/blotter/last"

it "does not replace a notebook that is named"
run blotter demo demo.blot
expect_refusal 73 "demo.blot is there already"

it "makes the person's own copy once, and finds it again"
given blotter demo
stdout >first
expect grep -q "$XDG_DATA_HOME/blotter/nobelium-2021.blot" first
given blotter demo
stdout >second
expect_same_files first second

it "names the line that did not work, and leaves no notebook behind"
echo "log --as" >>$script
run blotter demo broken.blot
expect_exit 65
expect_stderr_contains "script:11"
expect_no_file broken.blot

it "names a quote that is not closed"
printf "init \$FILE\nlog 'open\n" >$script
run blotter demo broken.blot
expect_exit 65
expect_stderr_contains "a quote is not closed"

it "names a name that nobody gave"
printf 'init $NOBODY\n' >$script
run blotter demo broken.blot
expect_exit 65
expect_stderr_contains "script:1"

it "says 66 when there are no example files"
rm $script
run blotter demo broken.blot
expect_exit 66
expect_no_file broken.blot
