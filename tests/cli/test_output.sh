#!/bin/sh
# What goes out: hostile text is never raw, --json is true and documented, a table fits.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "One" --zone Asia/Jakarta

escape=$(printf '\033]0;owned\007\033[2J')
hostile="bad $escape $(printf '\302\233')31m $(printf '\342\200\256')gpj.exe $(printf '\342\200\213')x $(printf '\363\240\201\201')tag"

# No control but LF (and TAB between columns), no C1, no bidi or invisible character.
harmless() {
	! LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xf3\xa0' "$1"
}

it "keeps hostile text"
run blotter log "$hostile" --not-an-option
expect_exit 0

for command in "list entries" "list entries --plain" "list entries --json" "show RW3" "show RW3 --json" \
	"timeline" "journal diff RW3" "list records" "verify" "undo RW3"; do
	it "never lets hostile text through raw: $command"
	run blotter $command
	expect_exit 0
	expect harmless "$said/out"
	expect harmless "$said/err"
done

it "gives the true text in JSON"
given blotter log "$hostile"
run blotter list entries --json
expect [ "$(stdout | jq -r .text | tail -1)" = "$hostile" ]

it "shows hostile text of the command line harmlessly in errors"
for line in "$escape" "log --$escape" "-f $escape.blot verify" "list entries --where colour:$escape" \
	"show $escape" "--zone $escape list incidents"; do
	run blotter $line
	expect [ "$status" -ne 0 ]
	expect harmless "$said/err"
	expect [ "$(wc -l <"$said/err")" -eq 1 ]
done

it "prints valid JSON, an object a line, for every list"
for what in incidents entries records customers exposures notifications advisories; do
	run blotter list $what --json
	expect_exit 0
	run sh -c 'jq -e "type == \"object\"" >/dev/null' <"$said/out"
	expect [ "$status" -eq 0 -o "$status" -eq 4 ]
done

# The keys a command prints must be those of the manual, in its order.
documented() {
	awk -v section="$1" '
		/^\.Ss / { inside = index(", " substr($0, 5) ",", ", " section ",") > 0 }
		inside && /^\.It Li / { print $3 }' "$SRCDIR/doc/blotter-json.5"
}
for what in incidents entries records; do
	it "documents every key of list $what"
	given blotter list $what --json
	stdout | head -1 | jq -r 'keys_unsorted[]' >printed
	documented "list $what" >written
	expect [ -s written ]
	expect_same_files written printed
done
for what in incidents entries records customers exposures notifications advisories; do
	it "documents every column of list $what --plain"
	given blotter list $what --plain
	stdout | head -1 | tr '\t' '\n' >printed
	documented "list $what" >written
	expect [ -s written ]
	expect_same_files written printed
done
for command in "show RW2" "journal head" "journal diff RW2" "verify" "keys"; do
	it "documents every key of $command"
	given blotter $command --json
	stdout | head -1 | jq -r 'keys_unsorted[]' >printed
	documented "${command% RW2}" >written
	expect [ -s written ]
	expect_same_files written printed
done

it "documents every key of what a writing command prints"
given blotter log --json hello
stdout | jq -r 'keys_unsorted[]' >printed
documented "Commands that write" >written
expect_same_files written printed

it "shows every time with its zone"
run blotter list entries
expect_stdout_contains "2021-05-17 16:00 WIB"
run blotter --zone UTC list entries
expect_stdout_contains "2021-05-17 09:00 UTC"

it "lists in the order things happened when it is asked to"
given blotter log -q -3d earlier
run blotter list entries --sort happened --json --limit 1
expect [ "$(stdout | jq -r .text)" = earlier ]
run blotter list entries --sort colour
expect_refusal 64 "recorded or happened"

it "streams more rows than a page"
given sh -c 'seq 1 1203 | sed "s/^/line /" | "$TESTED" log - --each-line -q'
run blotter list entries --json --where '"line"'
expect_stdout_lines 1203
run blotter list entries --where '"line"' --limit 700
expect_stdout_lines 701
expect [ "$(stdout | tail -1 | grep -c 'line 700$')" = 1 ]

it "draws the timeline with counts that add up"
run blotter timeline --by hour --where '"line"'
expect_exit 0
expect_stdout_contains "INC-1 by hour, times in Asia/Jakarta: 1203 entries, 0 undated"
expect_stdout_contains "| 1203"

it "draws an uncertain time as a span, never as a point"
given blotter init b.blot
given blotter -f b.blot incident open INC-2 Two
given blotter -f b.blot log '~2021-05-16/2021-05-20 somewhere in there'
run blotter -f b.blot timeline --by day
expect_stdout_contains "~~~~~~~~~~"
expect_stdout_lacks "@"

it "puts undated entries in a band of their own at the end"
given blotter -f b.blot log undated nobody knows when
run blotter -f b.blot timeline
expect_stdout_contains "-- undated --"
expect [ "$(stdout | tail -1 | grep -c 'nobody knows when')" = 1 ]

it "covers the days between the ends of an uncertain time"
given blotter init c.blot
given blotter -f c.blot incident open INC-3 Three
given blotter -f c.blot log '2021-05-10/2021-05-12 somewhere in there'
given blotter -f c.blot log 2021-05-11 10:00 this is certain
run blotter -f c.blot timeline --by hour
expect [ "$(stdout | grep -c '~~~~~~~~~~~~~~~~~~~~~~~~')" = 3 ]
expect_stdout_contains "2021-05-11 |"
