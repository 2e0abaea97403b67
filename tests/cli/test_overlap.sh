#!/bin/sh
# Two incidents: links that say why, and who is in both registers.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "One" --zone UTC
given blotter incident open INC-2 "Two" --zone UTC

it "writes the entry that says why a link is there"
run blotter incident link INC-1 discovered-while INC-2 --source "the log of 8 June"
expect_exit 0
run blotter -i INC-1 list entries --json
expect_stdout_lines 1
expect [ "$(stdout | jq -r '.text + "|" + .source')" = "INC-1: discovered while INC-2|the log of 8 June" ]
for side in INC-1 INC-2; do
	run blotter show $side
	expect_stdout_contains "INC-1 discovered-while INC-2  source: the log of 8 June  entry: RW4"
done

it "takes an entry that is there, of either incident, for what is not so as well"
given blotter -i INC-2 log "a spokesperson says it was another matter"
run blotter incident link INC-1 not-part-of INC-2 --entry RW5
expect_exit 0
run blotter show INC-2
expect_stdout_contains "INC-1 not-part-of INC-2  entry: RW5"
given blotter incident open INC-3 "Three"
run blotter incident link INC-3 part-of INC-1 --entry RW5
expect_refusal 65 "neither incident"
run blotter undo RW5
expect_exit 1

cat >customers.csv <<'END'
ref,organisation,email
C-1,Both,a@both.example
C-2,Same address,Shared@one.example
C-3,Same domain,x@three.example
C-4,Alone,x@four.example
D-2,Other name,shared@one.example
D-3,Other domain,y@three.example
D-4,Nobody,z@five.example
END
given blotter import customers customers.csv
printf 'customer,population,basis\nC-1,viewed,log\nC-2,viewed,log\nC-3,targeted,log\nC-4,viewed,log\n' >one.csv
printf 'customer,population,basis\nC-1,compromised,statement\nD-2,compromised,statement\nD-3,suspected,inference\nD-4,compromised,statement\n' >two.csv
given blotter -i INC-1 import exposures one.csv
given blotter -i INC-2 import exposures two.csv

it "finds who is in both by number, address and domain, with the population in each"
run blotter overlap INC-1 INC-2 --json
expect_exit 0
expect [ "$(stdout | jq -r '.rule + " " + .customer + " " + .population + " " + .other_customer + " " + .other_population + " " + .value' |
	sort | tr '\n' '|')" = "address C-2 viewed D-2 compromised Shared@one.example|domain C-3 targeted D-3 suspected three.example|ref C-1 viewed C-1 compromised C-1|" ]
expect_stderr_contains "3 of 4 customers of INC-1 share something with the 4 of INC-2"

it "shows the open question about it, and how to ask where nobody has"
run blotter overlap INC-1 INC-2
expect_stderr_contains "blotter -i INC-1 ask"
given blotter -i INC-1 ask "Is anybody of INC-2 among them? It was not said #overlap"
run blotter overlap INC-2 INC-1
expect_stderr_contains "open: Is anybody of INC-2 among them?"
expect_stderr_lacks "blotter -i"

it "does not take a domain that many share for a match"
awk 'BEGIN { print "ref,email"; for (i = 0; i < 30; i++) printf "M-%d,m%d@mail.example\nN-%d,n%d@mail.example\n", i, i, i, i }' >many.csv
awk 'BEGIN { print "customer,population,basis"; for (i = 0; i < 30; i++) printf "M-%d,viewed,log\n", i }' >m.csv
awk 'BEGIN { print "customer,population,basis"; for (i = 0; i < 30; i++) printf "N-%d,viewed,log\n", i }' >n.csv
given blotter import customers many.csv
given blotter -i INC-1 import exposures m.csv
given blotter -i INC-2 import exposures n.csv
run blotter overlap INC-1 INC-2 --json
expect_stdout_lines 3
expect_stderr_contains "30 times only a domain that more than 20 customers have"

it "knew less before, and refuses what is no incident"
run blotter --as-of 2021-05-17T08:00:00Z overlap INC-1 INC-2 --json
expect_stdout_empty
run blotter overlap INC-1 INC-9
expect_refusal 66 "INC-9"
run blotter overlap INC-1 INC-1
expect_exit 64
