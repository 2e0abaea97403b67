#!/bin/sh
# How the command line is read: help, mistakes, exit statuses, settings.
. "${SRCDIR:-.}/tests/cli/lib.sh"

it "shows help with examples first, on stdout"
run blotter --help
expect_exit 0
expect_stderr_empty
expect [ "$(stdout | head -1)" = "Examples:" ]
expect_stdout_contains "incident open"

it "shows the help of one command, the same in both ways"
given blotter help incident open
stdout >help.txt
given blotter incident open --help
stdout >other.txt
expect_same_files help.txt other.txt
expect_stdout_contains "--severity 1..5"

it "lists the commands of a group"
run blotter help notify
expect_stdout_contains "notify draft"

it "says its version"
run blotter --version
expect_exit 0
expect_stdout_contains "blotter "

it "suggests the nearest command"
run blotter lgo hello
expect_refusal 64 'did you mean "log"?'

it "suggests the nearest command of a group"
run blotter incident opne INC-1 x
expect_refusal 64 'did you mean "incident open"?'

it "says what may follow a group"
run blotter incident
expect_refusal 64 "open, set, milestone, link"

it "suggests the nearest option"
run blotter list entries --wher x
expect_exit 64
run blotter list entries --wheer x
expect_refusal 64 "did you mean --where?"

it "opens the screens on a notebook whose options follow it"
given blotter init after.blot
given blotter -f after.blot incident open INC-9 Nine
TERM=dumb run blotter after.blot -i INC-9 </dev/null
expect_exit 0
expect_stdout_contains "Log of INC-9 Nine"
TERM=dumb run blotter after.blot --incident INC-8 </dev/null
expect_refusal 66 'there is no incident "INC-8"'
run blotter after.blot list entries
expect_refusal 64 "before a command it is given by -f: blotter -f after.blot list"

it "says which option lacks a value"
run blotter list entries --limit
expect_refusal 64 "--limit needs a value: N"

it "refuses a value for an option that has none"
run blotter list entries --json=yes
expect_refusal 64 "--json takes no value"

it "refuses too many and too few arguments"
run blotter undo
expect_refusal 64 "too few arguments"
run blotter verify now
expect_refusal 64 "too many arguments"

it "asks for a notebook when none is named"
run blotter list entries
expect_refusal 64 "-f FILE"

it "says 66 for a notebook that is not there"
run blotter -f nowhere.blot verify
expect_exit 66
expect_stdout_empty

it "says 73 when it would have to replace a notebook"
given blotter init a.blot
run blotter init a.blot
expect_exit 73

it "says 65 for a file that is no notebook"
echo "this is text" >text.blot
damaged="text.blot locked.blot"
run blotter -f text.blot verify
expect_exit 65
expect_stdout_empty

it "says 77 for a notebook that may not be read"
given blotter init locked.blot
chmod 000 locked.blot
if [ -r locked.blot ]; then
	: # whoever may read everything cannot be refused
else
	run blotter -f locked.blot verify
	expect_exit 77
fi

it "says 74 when stdout is full"
if [ -e /dev/full ]; then
	run sh -c '"$TESTED" --help >/dev/full'
	expect_exit 74
fi

it "refuses both forms at once"
run blotter -f a.blot list incidents --json --plain
expect_refusal 64 "exclude each other"

it "refuses a zone that nobody knows"
run blotter -f a.blot --zone Mars/Olympus list incidents
expect_exit 64

it "refuses a filter with an unknown field and names the fields"
given blotter -f a.blot incident open INC-1 One
run blotter -f a.blot list entries --where colour:red
expect_exit 64
expect_stdout_empty
expect_stderr_contains '"colour"'

it "takes the notebook and the author from the settings"
mkdir -p "$XDG_CONFIG_HOME/blotter"
printf 'notebook: %s/a.blot\nauthor: Dewi Lestari\n' "$PWD" >"$XDG_CONFIG_HOME/blotter/config.yaml"
unset BLOTTER_AUTHOR
run blotter log hello
expect_exit 0
expect_stdout_contains "DL1  entry"
expect_stdout_contains "by Dewi Lestari"

it "checks the settings"
run blotter config check
expect_exit 0
expect_stdout_contains "Dewi Lestari"

it "names the line and the nearest name of a setting it does not know"
printf 'author: Dewi\nzoone: UTC\n' >"$XDG_CONFIG_HOME/blotter/config.yaml"
run blotter config check
expect_refusal 78 'config.yaml:2:1: "zoone" is no setting; did you mean "zone"?'
run blotter -f a.blot list incidents
expect_exit 78
rm "$XDG_CONFIG_HOME/blotter/config.yaml"

it "prefers the author of the command line to that of the environment"
BLOTTER_AUTHOR='Rina Wati'
export BLOTTER_AUTHOR
run blotter -f a.blot log hello --as 'Someone Else'
expect_stdout_contains "hello --as Someone Else"
run blotter -f a.blot --as 'Sari Melati' log hello
expect_stdout_contains "SM1  entry"

it "lists the keys of the screens"
run blotter keys
expect_exit 0
expect_stdout_contains "palette"

it "prints completions that the shell takes"
if command -v bash >/dev/null; then
	given blotter completion bash
	stdout >completion
	run bash -c '. ./completion; COMP_WORDS=(blotter incident ""); COMP_CWORD=2; _blotter; echo "${COMPREPLY[@]}"'
	expect_stdout_contains "open set milestone link"
	run bash -c '. ./completion; COMP_WORDS=(blotter log --each); COMP_CWORD=2; _blotter; echo "${COMPREPLY[@]}"'
	expect_stdout_contains "--each-line"
fi

it "refuses a shell it has no completions for"
run blotter completion csh
expect_refusal 64 csh

it "prints a manual page without a fault, and so are those that are kept"
given blotter help --man
stdout >blotter.1
expect_stdout_contains ".Ss blotter incident open"
run awk -f "$SRCDIR/tools/keys.awk" "$SRCDIR/tui/command.h" "$SRCDIR/tui/commands.def"
expect_exit 0
stdout >blotter-keys.7
if command -v mandoc >/dev/null; then
	for page in blotter.1 blotter-keys.7 "$SRCDIR"/doc/*.5; do
		run mandoc -T lint -W warning "$page"
		expect_exit 0
	done
fi

it "has every command of the screens in the page of their keys, where it works"
expect [ "$(grep -o '"\\&:[a-z][a-z0-9\\-]*"' blotter-keys.7 | tr -d '\\"&:' | sort -u)" = "$(blotter keys --plain | tail -n +2 | cut -f2 | sort)" ]
expect [ "$(sed -n '/^\.Ss Timeline/,/^\.Ss Customers/p' blotter-keys.7 | grep -c ':zoom')" -eq 2 ]
expect [ "$(grep -c ':zoom' blotter-keys.7)" -eq 2 ]
run awk -f "$SRCDIR/tools/keys.awk" "$SRCDIR/tui/commands.def"
expect_exit 1
expect_stderr_contains "unknown views IN_SEARCHABLE"

# Every example, without what only a shell does with it.
examples() {
	blotter --help | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z -]*[a-z]\)  .*/\1/p' | while read -r words; do
		# shellcheck disable=SC2086
		blotter help $words
	done | sed -n 's/^  blotter //p' | sed 's, <note.txt$,,; s, >/.*,,; s, | .*,,'
}

it "understands every command line that its help shows"
examples >examples
expect [ "$(wc -l <examples)" -gt 40 ]
while read -r line; do
	run sh -c "\"\$TESTED\" --help $line"
	expect_exit 0
	expect_stderr_empty
done <examples

it "has one sentence of help for each command, and an example of it"
for words in "log" "incident open" "notify draft" "export notifications" "import access-log"; do
	# shellcheck disable=SC2086
	given blotter help $words
	expect_stdout_contains "blotter $words"
	expect_stdout_contains "Usage: blotter [OPTIONS] $words"
done
