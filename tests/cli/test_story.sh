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
fact INC-2021-05 'compromised three entities'
fact INC-2021-06 '"question"' 'among the three entities' 'not known'
it "knows which bytes went to whom, and that the press saw one letter first"
fact INC-2021-06 'sebelum pernyataan publik' 'news agency'
run blotter list notifications --json --where is:sent
expect [ "$(stdout | jq -r .body_sha256 | grep -c '^[0-9a-f]\{64\}$')" -eq 40 ]
it "quotes the notice as it was written, and knows the other names"
fact INC-2021-06 'NOBELLIUM' NOBELIUM APT29 'Cozy Bear' 'The Dukes'
it "follows up the advice with each customer"
fact INC-2021-06 'messages to billing contacts' 'bar the old user names'
run blotter list notifications --json --where id:RW19.33
expect [ "$(stdout | jq .actions_open)" -eq 2 ]
it "holds two claims side by side about who it was"
fact INC-2020-12 '"claim"' 'blames the Russian government'
fact INC-2020-12 '"claim"' 'Russia denies'
it "says what it was not part of, and who says so"
fact INC-2021-06 'not part of that actor' 'source code'
run blotter show INC-2021-06
expect_stdout_contains "INC-2021-06 not-part-of INC-2020-12  source: spokesperson, 25 June 2021"
it "remembers the earlier incident and its claims"
fact INC-2020-12 SolarWinds 'nine US federal agencies'
fact INC-2020-12 DHS 'weaknesses in how Microsoft programs had been configured'
it "keeps a claim that changed as it was before"
fact INC-2020-12 'accounts of its own employees had been entered' 'verifying the identity of users'
run blotter -i INC-2020-12 --as-of 2021-06-27T00:00:00Z list entries --json
expect [ "$(stdout | grep -c 'verifying the identity of users')" -eq 0 ]
expect [ "$(stdout | grep -c 'No employee account')" -eq 1 ]
it "has what else was reported"
fact INC-2021-06 'malware pencuri informasi'
fact INC-2021-06 'jumlah pelanggan' 'sedikit'
fact INC-2021-05 '57 %' '20 %'
fact INC-2021-05 '45 %' '10 %' '36 negara'
it "holds reports that contradict each other about the warning"
fact INC-2021-06 '#conflict' 'only after the press had asked'
fact INC-2021-06 '#conflict' 'warned before the press asked'
it "holds reports that contradict each other about the way in"
fact INC-2021-05 '#conflict' 'fell to phishing'
fact INC-2021-05 '#conflict' 'password spraying and brute force'

it "did not know on 24 June what was said on the 25th"
run blotter -i INC-2021-06 --as-of 2021-06-24T12:00:00Z list entries
expect_exit 0
expect_stdout_contains "powers were limited"
expect_stdout_lacks "publicly"
expect_stdout_lacks "NOBELLIUM"

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
