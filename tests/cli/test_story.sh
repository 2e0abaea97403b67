#!/bin/sh
# The incident that blotter was asked for, in the demo notebook: each fact can be found, and comes out again.
. "${SRCDIR:-.}/tests/cli/lib.sh"
example=$SRCDIR/examples/nobelium-2021
given blotter demo story.blot
BLOTTER_NOTEBOOK=story.blot
export BLOTTER_NOTEBOOK

# Is there an entry of that incident with all these words in its line?
fact() {
	incident=$1
	shift
	blotter -i "$incident" list entries --json >lines
	for word in "$@"; do
		grep -F -- "$word" lines >rest
		mv rest lines
	done
	expect [ -s lines ]
}

# Does exactly one claim (claims) or question (questions) of that incident pass this filter, and does its
# line have all these words?
one() {
	kind=$1 incident=$2 filter=$3
	shift 3
	run blotter -i "$incident" list "$kind" --json --where "$filter"
	expect_exit 0
	expect_stdout_lines 1
	for word in "$@"; do
		expect_stdout_contains "$word"
	done
}

it "says what was said publicly, and when"
fact INC-2021-06 '"communication"' 2021-06-25 'says publicly' 'customer support agents'
it "keeps an imprecise time as it was given"
fact INC-2021-06 2021-05-16/2021-05-31 'in the second half of May'
run blotter show INC-2021-06
expect_stdout_contains "occurred  2021-05-16/2021-05-31"
it "says what the powers of the agent were"
fact INC-2021-06 'subscription information, the services a customer pays for and billing contacts'
it "keeps those viewed, targeted and compromised apart"
fact INC-2021-06 'highly targeted attacks'
for population in viewed:39 targeted:5 compromised:1 suspected:1; do
	run blotter -i INC-2021-06 list customers --where "population:${population%:*}" --json
	expect [ "$(stdout | wc -l)" -eq "${population#*:}" ]
done
it "links the incident to the one it was found in"
run blotter show INC-2021-06
expect_stdout_contains "INC-2021-06 discovered-while INC-2021-05"
it "asks what nobody said: whether the three entities are among those viewed"
one claims INC-2021-05 'topic:"entities compromised"' 'compromised three entities' '"admiralty":"B2"' 'the vendor, as reported'
one questions INC-2021-06 '#overlap' 'among the three entities' '"state":"open"' '"answer":null'
it "knows which bytes went to whom, and that the press saw one letter first"
fact INC-2021-06 'sebelum pernyataan publik' 'news agency'
run blotter list notifications --json --where is:sent
expect [ "$(stdout | jq -r .body_sha256 | grep -c '^[0-9a-f]\{64\}$')" -eq 40 ]
it "quotes the notice as it was written, and knows the other names"
one claims INC-2021-06 'topic:attribution' '"quote":"NOBELLIUM"' NOBELIUM APT29 'Cozy Bear' 'The Dukes' '"about":"actor"'
it "follows up the advice with each customer"
fact INC-2021-06 'messages to billing contacts' 'bar the old user names'
run blotter list notifications --json --where id:RW19.33
expect [ "$(stdout | jq .actions_open)" -eq 2 ]
it "holds two claims side by side about who it was"
one claims INC-2020-12 'about:actor is:denied' 'Russian government is behind' '"by":"the US government"' '"date":"2021-04-15"' \
	'"admiralty":"B2"' '"stance":"asserts"' '"source":"US government, as reported'
one claims INC-2020-12 'of:HW13' '"by":"the Russian government"' '"stance":"denies"' '"date":"2021-04~"' '"admiralty":"D4"'
run blotter -i INC-2020-12 attribution --where about:actor
expect_stdout_contains "attributed by the US government (US government, as reported 25 June 2021, 2021-04-15); denied by the Russian government (Russian government, as reported 25 June 2021, "
it "says what it was not part of, and who says so"
one claims INC-2021-06 'topic:"earlier success"' 'not part of that actor' 'source code' '"by":"a spokesperson"'
run blotter show INC-2021-06
expect_stdout_contains "INC-2021-06 not-part-of INC-2020-12  source: spokesperson, 25 June 2021"
it "remembers the earlier incident and its claims"
one claims INC-2020-12 'by:SolarWinds' 'nine US federal agencies' '"admiralty":"A2"'
one claims INC-2020-12 'by:DHS' 'weaknesses in how Microsoft programs had been configured'
it "keeps a claim that changed as it was before"
one claims INC-2020-12 is:superseding 'Accounts of its own employees had been entered' 'verifying the identity of users'
run blotter -i INC-2020-12 --as-of 2021-06-27T00:00:00Z list claims --json --where 'topic:"employee accounts"'
expect_stdout_lines 1
expect_stdout_contains 'No employee account'
fact INC-2020-12 '"claim"' 'No employee account'
it "has what else was reported"
one claims INC-2021-06 topic:malware 'malware pencuri informasi' 'vendor blog'
one claims INC-2021-06 'topic:"customers viewed"' 'Jumlah pelanggan' 'sedikit'
one claims INC-2021-05 'topic:"targets by sector"' '57 %' '20 %'
one claims INC-2021-05 'topic:"targets by country"' '45 %' '10 %' '36 negara'
it "holds reports that contradict each other about the warning"
run blotter -i INC-2021-06 contradictions --json
expect_stdout_lines 1
expect_stdout_contains '"why":"contradicts"'
expect_stdout_contains 'only after the press had asked'
expect_stdout_contains 'warned before the press asked'
one questions INC-2021-06 state:answered,open\ '#conflict' 'right about the time of the warning' '"confidence":"high"' '17 Juni'
it "holds reports that contradict each other about the way in"
run blotter -i INC-2021-05 contradictions --check
expect_exit 1
expect_stdout_contains 'contradicts'
expect_stdout_contains 'press report A: The three entities fell to phishing'
expect_stdout_contains 'press report C: The three entities fell to password spraying and brute force'

it "did not know on 24 June what was said on the 25th"
run blotter -i INC-2021-06 --as-of 2021-06-24T12:00:00Z list entries
expect_exit 0
expect_stdout_contains "powers were limited"
expect_stdout_lacks "publicly"
expect_stdout_lacks "NOBELLIUM"
run blotter -i INC-2021-06 --as-of 2021-06-24T12:00:00Z list claims --json
expect_stdout_empty

it "verifies, and says that its clock was a simulated one"
run blotter verify
expect_exit 0
expect_stdout_contains "simulated"

it "comes out of an export whole"
given blotter export notebook -o story.jsonl
given blotter -f copy.blot import notebook story.jsonl
expect [ "$(blotter journal head)" = "$(blotter -f copy.blot journal head)" ]
expect grep -q NOBELLIUM story.jsonl

it "has an access log that the program beside it makes again"
expect [ "$(awk -f "$example/make-access-log.awk" "$example/customers.csv" | cksum)" = "$(cksum <"$example/access-log.csv")" ]
