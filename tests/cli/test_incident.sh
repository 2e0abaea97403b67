#!/bin/sh
# Incidents: opened, changed, linked, dated; read as they were.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK

it "opens an incident"
run blotter incident open INC-2021-05 Token leak --severity 2 --tlp RED --lead Dewi
expect_exit 0
expect_stdout_contains "RW2  incident"
run blotter list incidents --json
expect [ "$(stdout | jq -c '[.incident, .title, .severity, .tlp, .lead, .state]')" = \
	'["INC-2021-05","Token leak",2,"RED","Dewi","detected"]' ]

it "refuses a name that is taken"
run blotter incident open INC-2021-05 "Token leak again"
expect_exit 1
expect_stdout_empty

it "refuses a severity that is none, without writing"
run blotter incident open INC-9 X --severity 9
expect_refusal 64 "--severity takes a number from 1 to 5"

it "changes several fields in one act"
run blotter incident set INC-2021-05 state=contained severity=3 --reason "runners off line"
expect_exit 0
run blotter list incidents --plain
expect_stdout_contains "contained	3"

it "refuses a field that an incident has not"
run blotter incident set INC-2021-05 colour=red
expect_exit 65
expect_stdout_empty

it "refuses an argument that is no KEY=VALUE"
run blotter incident set INC-2021-05 contained
expect_refusal 64 "KEY=VALUE"

it "keeps a milestone with its imprecise time and basis"
run blotter incident milestone INC-2021-05 occurred 2021-05-16/2021-05-31 --basis "access log"
expect_stdout_contains "milestone  2021-05-16/2021-05-31"
run blotter show INC-2021-05
expect_stdout_contains "occurred  2021-05-16/2021-05-31  basis: access log"

it "links two incidents, also by what they are not"
given blotter incident open INC-2021-06 "Support agent"
run blotter incident link INC-2021-06 not-part-of INC-2021-05 --source spokesperson
expect_exit 0
run blotter show INC-2021-06
expect_stdout_contains "INC-2021-06 not-part-of INC-2021-05  source: spokesperson"

it "refuses a link to an incident that is not there"
run blotter incident link INC-2021-06 part-of INC-1999-01
expect_exit 66

it "reads the notebook as it was"
BLOTTER_CLOCK=2021-05-18T09:00:00Z
given blotter incident set INC-2021-06 title="Support agent compromised"
run blotter list incidents --as-of 2021-05-17T23:00Z --json
expect_exit 0
expect_stdout_lacks "compromised"
expect_stderr_contains "as of 2021-05-17 23:00"
run blotter list incidents --json
expect_stdout_contains "compromised"

it "does not show what was not there yet"
run blotter show INC-2021-06 --as-of 2021-05-17T08:00Z
expect_exit 66
expect_stdout_empty

it "refuses to write into the past"
run blotter -i INC-2021-06 --as-of 2021-05-17 log hello
expect_refusal 64 "--as-of is for reading"

it "uses the zone of the settings for a new incident"
mkdir -p "$XDG_CONFIG_HOME/blotter"
echo "zone: Asia/Makassar" >"$XDG_CONFIG_HOME/blotter/config.yaml"
given blotter incident open INC-2021-08 "In Makassar"
run blotter list incidents --where ref:INC-2021-08 --json
expect [ "$(stdout | jq -r .zone)" = Asia/Makassar ]

it "lets everybody read the only incident when it is closed, and nobody write"
given blotter init b.blot
given blotter -f b.blot incident open INC-1 "One"
given blotter -f b.blot log hello
given blotter -f b.blot incident set INC-1 state=closed
run blotter -f b.blot list entries
expect_exit 0
expect_stdout_contains hello
run blotter -f b.blot log more
expect_exit 66
expect_stdout_empty
