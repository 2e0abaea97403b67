#!/bin/sh
# Reports: the story told to an authority, to customers and to the next shift, in each form and language.
. "${SRCDIR:-.}/tests/cli/lib.sh"
BLOTTER_CLOCK=2021-08-01T00:00:00Z # after the story: what is exported is written down, too
export BLOTTER_CLOCK
given blotter demo story.blot
BLOTTER_NOTEBOOK=story.blot
export BLOTTER_NOTEBOOK

report() {
	run blotter -i INC-2021-06 export report --template "$@" -o -
}
# Does the last report hold all these words, in one line (or cell) after the other?
says() {
	stdout | tr '\n' ' ' | tr -s ' ' >flat
	for words in "$@"; do
		grep -qF -- "$words" flat || fail "the report does not say: $words"
	done
}
silent() {
	stdout | tr '\n' ' ' | tr -s ' ' >flat
	for words in "$@"; do
		! grep -qF -- "$words" flat || fail "the report says: $words"
	done
}

for template in incident-report executive-summary customer-chronology regulator-chronology hand-over post-incident-review; do
	it "writes $template in each form and language, with what is not known and what is claimed"
	for language in en id; do
		for form in html md text; do
			report $template --lang $language --format $form
			expect_exit 0
			says "TLP:AMBER+STRICT"
			case $language in
			en) says "What is not known" "What is said, and by whom" "Left out:" "head of the journal" "Filter: none" ;;
			id) says "Apa yang tidak diketahui" "Apa yang dinyatakan, dan oleh siapa" "Tidak disertakan:" "kepala jurnal" ;;
			esac
		done
	done
done

it "tells an authority all facts of the story, each with its source"
report regulator-chronology --format html
expect_exit 0
says 'Microsoft says publicly that an intruder had got into the machine of one of its customer support agents' 'public statement, Friday 25 June 2021'
says 'from 16 to 31 May 2021' 'in the second half of May' 'notice to customers, as quoted by the press on 25 June 2021'
says 'subscription information, the services a customer pays for and billing contacts' 'role definition support-read'
says 'highly targeted attacks' 'calls of C-0005, C-0011, C-0027'
says 'INC-2021-06 <strong>was discovered while responding to</strong> INC-2021-05' 'entry of 8 June on failed sign-ins'
says 'compromised three entities' 'Is any of those whose data was viewed among the three entities' 'the vendor, as reported'
says 'sebelum pernyataan publik' 'news agency, 25 June 2021'
says 'The quotation has two Ls and stays as it is “NOBELLIUM” — attributed by Microsoft (notice, as quoted by the press, 25 June 2021)' 'APT29' 'Cozy Bear' 'The Dukes'
says 'be careful with messages to billing contacts' 'bar the old user names'
says 'attributed by the US government (US government, as reported 25 June 2021, 15 April 2021); denied by the Russian government (Russian government, as reported 25 June 2021, about April 2021). Source B2: usually reliable, probably true.'
says 'INC-2021-06 <strong>is NOT part of</strong> INC-2020-12' 'source code' 'spokesperson, 25 June 2021'
says 'nine US federal agencies' 'weaknesses in how Microsoft programs had been configured' 'Department of Homeland Security'
says 'Accounts of its own employees had been entered' 'verifying the identity of users' 'later statement, as reported 25 June 2021'
says 'INC-2021-06 (Intruder in the machine of a customer support agent). Source: public statement, 25 June 2021'
says 'malware pencuri informasi' '57 %' '20 %' '45 %' '10 %' '36 negara' 'vendor blog, 25 June 2021'
says 'only after the press had asked' 'press report A' 'warned before the press asked' 'press report B, 28 June 2021' 'contradicts press report A (HW19)' 'contradicted by press report B (HW20)'
says 'fell to phishing' 'fell to password spraying and brute force' 'press report C' 'contradicts press report A (HW21)' 'contradicted by press report C (HW22)'

it "tells what was known on 24 June and not what was said on the 25th"
report regulator-chronology --format text --as-of 2021-06-24T12:00:00Z
expect_exit 0
says 'highly targeted attacks' 'Reminder sent' 'What was known at 2021-06-24 19:00 WIB; what was written later is not in it.'
silent 'says publicly' 'NOBELLIUM'

it "keeps to the ceiling, and says what it left out"
report regulator-chronology --format text --max-tlp AMBER+STRICT
says 'Left out: 1 entry that was struck.' 'fell to phishing'
run blotter -i INC-2020-12 export report --template regulator-chronology --format text --max-tlp GREEN -o -
expect_exit 0
says '2 related incidents graver than TLP:GREEN'
silent 'Wider campaign' 'fell to phishing'
report regulator-chronology --max-tlp GREEN
expect_exit 0
says 'This incident is graver than what may be told here'
silent 'Intruder in the machine' 'support-17'

it "calls customers by other names, the same in every report"
report regulator-chronology --format md --pseudonyms
expect_exit 0
says 'Parties go by other names' 'calls of Customer E, Customer'
silent 'C-0005' 'Dewi Kusuma' 'Hannah' '@rina'
cp "$said/out" one
report incident-report --format md --pseudonyms --lang id
says 'Pelanggan E' 'nama samaran'
silent 'C-0005' 'Dewi Kusuma'
report customer-chronology --format text
says 'Parties go by other names'

it "only takes entries that pass the filter, and says so"
report regulator-chronology --format text --where '#disclosure'
says 'says publicly' 'Filter: #disclosure'
silent 'Reminder sent'

it "shows times in the zone that is asked for"
report incident-report --format text --zone UTC
says 'detected 8 June 2021, 01:22 (UTC)' 'times are in UTC'

it "tells customers only what was marked for reports"
report customer-chronology --format text
silent 'Reminder sent'
says 'Microsoft says publicly' 'Affected customers are being notified'
given blotter mark HW7 +report
report customer-chronology --format text
says 'Reminder sent'

it "puts a claim and its denial side by side, with sources and dates, and says what cannot be known"
given blotter init said.blot
given blotter -f said.blot incident open INC-1 'who was it'
given blotter -f said.blot claim 'It was the group of the winter' --by 'Ministry A' --about actor --admiralty B2 \
	--source 'press release 4' --date 2021-04-15 --quote 'we attribute this'
first=$(blotter -f said.blot list claims --json | jq -r .ref)
given blotter -f said.blot claim 'It was not them' --by 'Embassy B' --stance denies --of "$first" --source 'interview' --date 2021-04-16
given blotter -f said.blot ask 'Was the archive copied?'
question=$(blotter -f said.blot list questions --json | jq -r .ref)
given blotter -f said.blot answer "$question" 'the logs of that week are gone' --state unknowable
given blotter -f said.blot ask 'Who asked first?'
run blotter -f said.blot export report --template regulator-chronology --format md -o -
says 'It was the group of the winter “we attribute this” — attributed by Ministry A (press release 4, 15 April 2021); denied by Embassy B (interview, 16 April 2021). Source B2: usually reliable, probably true.'
says 'Cannot be known: Was the archive copied? the logs of that week are gone' 'Who asked first?'
run blotter -f said.blot export report --template executive-summary --lang id --format md -o -
says 'diatribusikan oleh Ministry A (press release 4, 15 April 2021)' 'disangkal oleh Embassy B (interview, 16 April 2021)'

it "tells of actors and indicators, defanged, and of evidence with what happened to it"
printf 'memory' >memory.raw
given blotter -f said.blot evidence add memory.raw --source 'the laptop' --seal 0417
given blotter -f said.blot asset add actor NOBELIUM --alias APT29
given blotter -f said.blot asset add indicator 203.0.113.77
given blotter -f said.blot log 'seen from ioc:198.51.100.7'
run blotter -f said.blot export report --template regulator-chronology --format md -o -
says 'memory.raw**, 6 bytes' "$(sha256sum memory.raw | cut -d' ' -f1)" 'seal 0417' 'NOBELIUM** (also called APT29)'
silent '203.0.113.77' '198.51.100.7'

it "leaves a record and a manifest with template, language and hash"
run blotter -i INC-2021-06 export report --template hand-over --lang id --pseudonyms -o hand-over.html
expect_exit 0
expect [ "$(jq -r .sha256 hand-over.html.manifest.json)" = "$(sha256sum hand-over.html | cut -d' ' -f1)" ]
expect [ "$(jq -r .profile hand-over.html.manifest.json)" = "hand-over id pseudonyms" ]
expect [ "$(jq -r '.left_out["were struck"]' hand-over.html.manifest.json)" = 1 ]
record=$(stdout | cut -d' ' -f1)
run blotter show "$record"
expect_stdout_contains "hand-over id pseudonyms"
run blotter -i INC-2021-06 export report --template hand-over -o hand-over.html
expect_refusal 73 "hand-over.html"

it "takes a template of one's own"
printf '# {{incident}} for the board\n\n{{#decisions}}\n- {{when}}: {{title}}\n{{/decisions}}\n' >board.md
report board.md --format md
expect_exit 0
says '# INC-2021-06 for the board' 'Take the agent'

it "refuses a template at the place where it is wrong, and writes nothing"
printf '# {{incident}}\n\nled by {{leader}}\n' >bad.md
report ./bad.md
expect_refusal 65 './bad.md:3:8: "leader" is not declared'
printf '{{#entries}}\n{{text}}\n' >bad.md
report ./bad.md
expect_refusal 65 './bad.md:1:1: section "entries" is not closed'
printf '{{#related}}{{entries}}{{/related}}\n' >bad.md
report ./bad.md
expect_refusal 65 './bad.md:1:13: "entries" is a list'
printf 'a\n\377\n' >bad.md
report ./bad.md
expect_refusal 65 './bad.md:2: not UTF-8'
report no-such.md
expect_refusal 66 'no-such.md'
report quarterly
expect_refusal 64 'there is no report "quarterly": incident-report'
report hand-over --lang fr
expect_refusal 64 'en or id'
run blotter -i INC-2021-06 export report -o -
expect_refusal 64 '--template'
