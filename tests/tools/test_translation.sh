#!/bin/sh
# Every sentence of the screens has its translation in each language: none missing, none doubtful.
. "${SRCDIR:-.}/tests/cli/lib.sh"
for tool in xgettext msgmerge msgfmt msgattrib; do
	command -v $tool >/dev/null || skip_all "no $tool: the package gettext is not installed"
done

# Sets $merged to the translation of a language with all sentences of a .pot.
merge() {
	merged=$here/$1.po
	given msgmerge -q -N --no-wrap -o "$merged" "$SRCDIR/po/$1.po" "$2"
}

# Prints the sentences that a translation lacks, or was only a guess for.
lacking() {
	msgattrib --untranslated --no-obsolete "$1"
	msgattrib --only-fuzzy --no-obsolete "$1"
}

it "finds the sentences of the screens"
run "$SRCDIR/tools/sentences"
expect_exit 0
stdout >sentences.pot
expect [ "$(grep -c '^msgid ' sentences.pot)" -gt 200 ]

languages=$(sed -n 's/^po_languages = //p' "$SRCDIR/po/sources.am")
for language in $languages; do
	it "has every sentence in the language $language"
	merge "$language" sentences.pot
	run lacking "$merged"
	expect_stdout_lacks "msgid"

	it "keeps the places for values in the language $language"
	run env LC_ALL=C msgfmt -c --statistics -o "$language.mo" "$merged"
	expect_exit 0
	expect_stderr_lacks "fuzzy"
	expect_stderr_lacks "untranslated"
done

it "builds each language that has a file, and has a file for each that is built"
expect [ "$(cd "$SRCDIR/po" && echo *.po | sed 's/\.po//g')" = "$languages" ]

it "would notice a sentence that is not translated"
{
	cat sentences.pot
	printf '\nmsgid "A sentence planted here, unlike any other: xyzzy"\nmsgstr ""\n'
} >planted.pot
merge "${languages%% *}" planted.pot
run lacking "$merged"
expect_stdout_contains "planted here"

it "would notice a place for a value that is lost"
sed 's/%lld/lld/' "$SRCDIR/po/${languages%% *}.po" | sed '/^msgid/s/\blld\b/%lld/' >spoilt.po
run msgfmt -c -o spoilt.mo spoilt.po
expect [ "$status" -ne 0 ]
