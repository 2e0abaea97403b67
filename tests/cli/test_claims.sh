#!/bin/sh
# Claims and questions: who says what, what is not known, and that neither is edited.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "Token leak" --zone UTC

it "writes a claim and its entry in one record"
run blotter claim "They did it #attribution" --by "A government" --source "press report, 25 June" --about actor \
	--date 2021-04-15 --admiralty B2 --likelihood "very likely" --topic attribution --quote 'We know it was "them".' \
	--url https://press.example/1
expect_exit 0
expect_stdout_contains "RW3  claim  2021-04-15"
run blotter list entries --json
expect_stdout_lines 1
expect [ "$(stdout | jq -r '.kind, .source, .when' | tr '\n' '|')" = "claim|press report, 25 June|2021-04-15|" ]
run blotter list claims --json
expect [ "$(stdout | jq -r '.ref, .entry, .by, .stance, .admiralty, .likelihood, .quote' | tr '\n' '|')" = \
	'RW3.2|RW3|A government|asserts|B2|very-likely|We know it was "them".|' ]

it "takes a denial of it, by the reference of either"
run blotter claim "It was not us" --of RW3 --stance denies --by "Another government" --source "the same" --date undated
expect_exit 0
run blotter list claims --where "of:RW3" --json
expect_stdout_lines 1
expect [ "$(stdout | jq -r '.of, .date')" = "RW3.2
null" ]
run blotter list claims --where "is:denied" --json
expect [ "$(stdout | jq -r .ref)" = RW3.2 ]

it "finds claims by what they hold"
for filter in about:actor "by:government" stance:denies has:quote likelihood:very-likely admiralty:B '"the same"' \
	"#attribution" "at:2021-04" topic:attribution "id:RW3" "source:press"; do
	run blotter list claims --where "$filter" --plain
	expect [ "$(stdout | wc -l)" -ge 2 ]
done
run blotter list claims --where "weather:fine"
expect_refusal 64 "is no field"

it "does not let the words of a claim be edited"
run blotter amend RW3 "Somebody else did it" --reason typo
expect_refusal 77 "never edited"
run blotter strike RW3 --reason wrong
expect_refusal 77 "blotter claim --supersedes RW3"

BLOTTER_CLOCK=2021-05-17T10:00:00Z
it "lets a claim be superseded, and shows both"
run blotter claim "They may have done it" --supersedes RW3 --source "statement of 28 June"
expect_exit 0
run blotter list claims --json --where id:RW3
expect [ "$(stdout | jq -r '.text, .by, .superseding, .admiralty' | tr '\n' '|')" = \
	"They may have done it|A government|true|null|" ]
run blotter show RW3.2
expect_stdout_contains "claim.supersede"
expect_stdout_contains "very-likely"
run blotter list entries --where "did it" --json
expect_stdout_lines 1

it "says what is missing or wrong"
run blotter claim "x" --source s
expect_refusal 65 "who says so"
run blotter claim "x" --by A
expect_refusal 65 "needs a source"
run blotter claim "x" --by A --source s --admiralty 2B
expect_refusal 65 "such as B2"
run blotter claim "x" --by A --source s --of RW1
expect_refusal 65 "--of"
run blotter claim "x" --by A --source s --of RW2222
expect_refusal 66 "--of"
run blotter claim "x" --by A --source s --date "the other day"
expect_refusal 65 "--date"

it "asks from the log and from the shell alike"
run blotter log "? did the mirror have it #scope ^2021-05-20"
expect_exit 0
run blotter ask "who else was there" --by "the regulator" --due 2021-05-21
expect_exit 0
run blotter list questions --json
expect [ "$(stdout | jq -r '.entry + " " + .state + " " + .asker + " " + .due' | tr '\n' '|')" = \
	"RW6 open Rina Wati 2021-05-20T23:59:59.999999Z|RW7 open the regulator 2021-05-21T23:59:59.999999Z|" ]

it "answers from the log and from the shell alike"
given blotter log "= RW6 it never had, checked on all four"
given blotter answer RW7 "nobody, as far as the log goes" --confidence medium
run blotter list questions --json
expect [ "$(stdout | jq -r '.state + " " + (.confidence // "-") + " " + .answer' | tr '\n' '|')" = \
	"answered - it never had, checked on all four|answered medium nobody, as far as the log goes|" ]
run blotter list questions --where "is:open"
expect [ "$(stdout | wc -l)" -le 1 ]
run blotter list questions --where "answer:four" --json
expect_stdout_lines 1

it "knows what cannot be known"
given blotter answer RW7.2 "the log of that week is gone" --state unknowable
run blotter list questions --where state:unknowable --json
expect [ "$(stdout | jq -r '.ref + " " + .answer')" = "RW7.2 the log of that week is gone" ]
run blotter answer RW7 "x" --state perhaps
expect_refusal 65 "state of a question"
run blotter answer RW3 "x"
expect_refusal 66 "is no question"

it "takes an answer back with its entry"
given blotter undo RW10
run blotter list questions --json --where id:RW7
expect [ "$(stdout | jq -r '.state + " " + .answer')" = "answered nobody, as far as the log goes" ]

it "knew less before"
run blotter --as-of 2021-05-17T09:30:00Z list claims --json
expect [ "$(stdout | jq -r .text | tr '\n' '|')" = "They did it #attribution|It was not us|" ]
run blotter --as-of 2021-05-17T09:30:00Z list questions --json
expect_stdout_empty

it "puts claim and denial side by side, and keeps likelihood and trust out of that sentence"
run blotter attribution --json --where about:actor
expect_stdout_lines 1
expect [ "$(stdout | jq -r .sentence)" = "attributed by A government (statement of 28 June, 2021-05-17 10:00 UTC); denied by Another government (the same, undated; of an earlier wording)" ]
given blotter claim "It was an insider" --by C --source s --about cause --topic way-in --likelihood unlikely --admiralty C3
run blotter attribution --where topic:way-in
expect_stdout_contains "claimed by C (s, "
expect_stdout_contains "    Admiralty C3: fairly reliable, possibly true"
expect_stdout_contains "    ICD 203: unlikely (20 to 45 %)"
expect [ "$(stdout | grep -c 'unlikely.*reliable')" -eq 0 ]

it "finds what cannot both hold"
run blotter contradictions --json
expect_stdout_lines 1
expect [ "$(stdout | jq -r '.why + " " + .ref + " " + .other')" = "denies RW4.2 RW3.2" ]
given blotter -q incident open INC-2 "Times" --zone UTC
given blotter -i INC-2 claim "In the first half" --by D --source s --about time --topic access --time 2021-05-01/2021-05-15
given blotter -i INC-2 claim "In the second half" --by E --source s --about time --topic access --time "second half of May 2021"
given blotter -i INC-2 claim "In May" --by F --source s --about time --topic access --time 2021-05
given blotter -i INC-2 claim "It was read" --by G --source s --about scope --topic mail
given blotter -i INC-2 claim "It was read" --by H --source s --about scope --topic mail --stance denies
given blotter -i INC-2 log "2021-06-03 12:00 first sign-in #access"
given blotter -i INC-2 log "2021-06-03 12:00 ! all signed out #access"
given blotter -i INC-2 incident milestone INC-2 detected 2021-05-10
given blotter -i INC-2 incident milestone INC-2 contained 2021-05
run blotter -i INC-2 contradictions --json
expect [ "$(stdout | jq -r '.why + " " + .by + " " + (.other_by // "-")' | sort | tr '\n' '|')" = \
	"stance H G|time E D|time Rina Wati D|time Rina Wati E|time Rina Wati F|" ]
given blotter -i INC-2 incident milestone INC-2 contained 2021-05-09
run blotter -i INC-2 contradictions --json
expect [ "$(stdout | jq -r 'select(.why == "order") | .text + " " + .other_text')" = "contained detected" ]
given blotter -i INC-2 claim "It was seen in June" --by I --source s --about time --topic detected --time 2021-06
run blotter -i INC-2 contradictions --json
expect [ "$(stdout | jq -r 'select(.other_kind == "milestone" and .why == "time") | .by + " " + .other_text')" = "I detected" ]
run blotter -i INC-2 contradictions --check
expect_exit 1

it "says who is denied, where that is not the first claim, and loses none in a report"
given blotter -q incident open INC-3 "Whose people" --zone UTC
given blotter -i INC-3 claim "It was an insider" --by C --source s --about cause --topic way-in
given blotter -i INC-3 claim "They have people inside" --by D --source s --about cause --topic way-in --likelihood likely --admiralty B2
given blotter -i INC-3 claim "They have none" --by E --source s --stance denies --of "$(blotter -i INC-3 list claims --json --where by:D | jq -r .ref)"
given blotter -i INC-3 claim "E cannot know" --by F --source s --stance denies --of "$(blotter -i INC-3 list claims --json --where by:E | jq -r .ref)"
run blotter -i INC-3 attribution --json
expect [ "$(stdout | jq -r .sentence | sed 's/([^)]*)/()/g')" = \
	"claimed by C (); another claim by D (); D is denied by E (); E is denied by F ()" ]
run blotter -i INC-3 export report --template regulator-chronology --format text -o -
expect [ "$(stdout | tr '\n' ' ' | tr -s ' ' | grep -c 'E cannot know — denied by F')" -eq 1 ]
expect [ "$(stdout | tr '\n' ' ' | grep -c 'probably true. *Likelihood: likely')" -eq 1 ]

it "keeps hostile strings as they are, and shows them harmless"
given blotter -i INC-1 claim "$(printf 'evil \033[2J =cmd \342\200\256txt')" --by '=HYPERLINK("x")' --source "'; DROP TABLE claim; --" \
	--quote "$(printf 'a\033]0;x\007\nb')"
run blotter -i INC-1 list claims
expect_stdout_lacks "$(printf '\033')"
expect_stdout_lacks "$(printf '\342\200\256')"
run blotter -i INC-1 list claims --json --where DROP
expect [ "$(stdout | jq -r .by)" = '=HYPERLINK("x")' ]

it "verifies"
run blotter verify
expect_exit 0
