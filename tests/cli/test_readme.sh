#!/bin/sh
# What README.md and README.id.md tell a newcomer to type, typed as it stands.
. "${SRCDIR:-.}/tests/cli/lib.sh"

for readme in README.md README.id.md; do
	mkdir "$here/$readme" && cd "$here/$readme" || exit 2
	ln -s "$SRCDIR/examples" "$SRCDIR/schemas" .
	mkdir build && ln -s "$TESTED" build/blotter # as ./try leaves it
	sed -n '/^```sh$/,/^```$/{/^```/!p;}' "$SRCDIR/$readme" >lines

	it "has the main job in $readme, from init to verify"
	expect grep -q '^blotter init' lines
	expect [ "$(tail -n 1 lines)" = "blotter verify" ]

	it "does each line of $readme as it is written"
	while read -r line; do
		eval "run $line" </dev/null
		[ "$status" -eq 0 ] || fail "$line"
		case $line in
		export*) eval "$line" ;;
		esac
	done <lines
	expect_stdout_contains "verified: "

	it "ends with the list of letters that $readme promises"
	expect [ "$(grep -c ',released,' notifications.csv)" -eq 40 ]
done

it "links only to what is there"
for readme in README.md README.id.md; do
	links=$(grep -o ']([^)]*)' "$SRCDIR/$readme" | sed 's/^](//; s/)$//')
	expect [ -n "$links" ]
	for link in $links; do
		[ -e "$SRCDIR/$link" ] || fail "$readme links to $link, which is not there"
	done
done

it "names only files that are there"
cd "$SRCDIR" || exit 2
for file in $(sed -n 's/.*`\([A-Za-z]*\/[a-z0-9./-]*\|[A-Z]*\.md\)`.*/\1/p' README.md); do
	[ -e "$file" ] || fail "README.md names $file, which is not there"
done
