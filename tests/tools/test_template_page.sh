#!/bin/sh
# blotter-template(5) against the sources: every code a reader can give, every word a file can hold.
. "${SRCDIR:-.}/tests/cli/lib.sh"

page=$SRCDIR/doc/blotter-template.5

# Prints the words of the first file that the second lacks.
lacking() {
	while read -r word; do
		grep -qF -e "$word" "$1" || echo "$word"
	done
}

it "explains every code of the readers"
grep -oh '"E-[A-Z]*-[A-Z-]*"' "$SRCDIR/exchange/yaml.c" "$SRCDIR/exchange/advisory_yaml.c" \
	"$SRCDIR/exchange/yaml_rules.c" "$SRCDIR/exchange/playbook_yaml.c" |
	tr -d '"' | sort -u >codes
expect [ "$(wc -l <codes)" -eq 24 ]
run lacking "$page" <codes
expect_stdout_empty

it "notices a code that is not explained"
echo E-TPL-NONSENSE >planted
run lacking "$page" <planted
expect_stdout_contains "E-TPL-NONSENSE"

it "names every key and word of the schema"
grep -oh '"enum": \[[^]]*\]' "$SRCDIR/schemas/yaml/advisory.schema.json" |
	grep -oh '"[A-Za-z+-]*"' | tr -d '"' | grep -v '^enum$' | sort -u >words
expect [ "$(wc -l <words)" -gt 30 ]
run lacking "$page" <words
expect_stdout_empty

it "names every key and word of the schema of playbooks"
jq -r '.. | objects | (.properties // {} | keys[]), (.enum // [] | .[])' \
	"$SRCDIR/schemas/yaml/playbook.schema.json" | sort -u >words
expect [ "$(wc -l <words)" -gt 20 ]
run lacking "$page" <words
expect_stdout_empty

it "names every key of rules about duties, and every word they take"
{
	sed -n 's/^\t{ "\([a-z_]*\)", RULE_.*/\1/p' "$SRCDIR/exchange/obligation_yaml.c" | grep .
	awk '/^const char \*const rule_/ { on = 1 } on { print } /NULL };/ { on = 0 }' "$SRCDIR/model/rule.c" | grep -oh '"[A-Za-z-]*"' | tr -d '"'
} | sort -u >words
expect [ "$(wc -l <words)" -gt 45 ]
run lacking "$page" <words
expect_stdout_empty

it "shows a rule that is taken as it stands"
sed -n '/^blotter: obligation-rules$/,/^\.Ed$/p' "$page" | grep -v '^\.Ed$' >rule.yaml
run blotter import obligations --check rule.yaml
expect_exit 0
