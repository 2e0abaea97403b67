#!/bin/sh
# Plants one violation of each kind in a copy of a small clean tree: tools/check-layers has to name it.
. "${SRCDIR:-.}/tests/cli/lib.sh"
command -v python3 >/dev/null || skip_all "python3 is not installed"
command -v objdump >/dev/null || skip_all "objdump is not installed"
checker=$SRCDIR/tools/check-layers

# A tree in which nothing is wrong; what looks like a violation in it is not one.
clean_tree() {
	rm -rf tree objects
	mkdir -p tree/tools objects/base
	for folder in base model exchange tui cli tests; do
		mkdir -p tree/$folder
		printf '/* a.h - nothing. */\nint %s_a(void);\n' $folder >tree/$folder/a.h
	done
	cat >tree/model/db.c <<-'END'
		/* db.c - the one file. */
		#include <sqlite3.h>
		const char *model_b(void) { return "PRAGMA synchronous = FULL"; }
		int model_c(void) { return Q_ENTRY_ADD; }
	END
	mkdir -p tree/schemas/sql
	printf -- '-- name: entry_add\nSELECT 1;\n-- name: $_write\nSELECT 2;\n' >tree/schemas/sql/a.sql
	cat >tree/base/a.c <<-'END'
		/* a.c - system("ls") and SELECT in a comment, "sqlite3.h" too. */
		#include "base/a.h"

		#define TWO(x)   \
			do {     \
				(x)++; \
			} while (0)

		static const char *const names[] = { "system(", "{", "select a row", "/*" };

		int base_a(void)
		{
			return names[0][0] == '"' || names[1][0] == '{';
		}
	END
	cp tree/base/a.c tree/cli/a.c
	cp "$SRCDIR/tools/mutable-allowed" tree/tools/
	printf '# none\n' >tree/tools/mutable-allowed
	compile base/a.c
}
compile() {
	given ${CC:-cc} -fPIE -Itree -c -o "objects/${1%.c}.o" "tree/$1"
}
check() {
	run python3 "$checker" --objects objects tree
}

# planted FILE:LINE: RULE, with what is added to FILE on stdin.
planted() {
	it "names $1 $2"
	clean_tree
	mkdir -p "tree/$(dirname "${1%%:*}")"
	cat >>"tree/${1%%:*}"
	check
	expect_exit 1
	expect_stdout_contains "$1: $2"
	expect_stdout_lines 1
}

it "finds nothing in a clean tree"
clean_tree
check
expect_exit 0
expect_stdout_empty

for header in curses.h ncursesw/ncurses.h yaml.h csv.h utf8proc.h openssl/evp.h jansson.h vterm.h cmocka.h; do
	planted model/db.c:5 "header: $header" <<-END
		#include <$header>
	END
done
planted base/a.h:3 "header: sqlite3.h" <<'END'
#  include  "sqlite3.h"
END
planted base/a.h:3 "arrow: base may not know model/a.h" <<'END'
#include "model/a.h"
END
planted model/a.h:3 "arrow: model may not know exchange/a.h" <<'END'
#include "exchange/a.h"
END
planted exchange/a.h:3 "arrow: exchange may not know tui/a.h" <<'END'
#include "tui/a.h"
END
planted tui/a.h:3 "arrow: tui may not know cli/a.h" <<'END'
#include "cli/a.h"
END
planted cli/a.h:3 "arrow: cli may not know tests/a.h" <<'END'
#include "tests/a.h"
END
planted base/a.c:15 "sql: a statement" <<'END'
const char *base_q(void) { return "SELECT id FROM entry"; }
END
planted base/a.c:15 "sql: a statement" <<'END'
const char *base_q(void) { return "UPDATE "
	"entry SET id = 1"; }
END
planted base/a.c:15 "sql: a statement" <<'END'
const char *base_q(void) { return "PRAGMA user_version = 3"; }
END
planted model/db.c:5 "sql: a statement" <<'END'
const char *model_d(void) { return "SELECT id FROM entry"; }
END
planted schemas/sql/a.sql:5 "unused: nothing asks for entry_gone" <<'END'
-- name: entry_gone
END
for name in strcpy strcat sprintf gets strtok atoi system popen tmpnam mktemp wprintw mvprintw; do
	planted base/a.c:15 "banned: $name" <<-END
		void base_b(char *s) { $name(s); }
	END
done
planted base/a.c:15 "long line: 103 columns" <<END
/*$(printf '%99s' '' | tr ' ' x)*/
END
planted base/a.c:15 "trailing space" <<'END'
int base_b(void); 
END
planted base/a.c:15 "unfinished" <<'END'
/* TODO: the rest */
END
planted tui/b.c:1 "first comment" <<'END'
int tui_b(void);
END
planted base/a.c:15 "long function: base_b has 81 lines" <<END
int base_b(int a,
	int b)
{
$(i=0; while [ $i -lt 77 ]; do echo "	a++;"; i=$((i + 1)); done)
}
END

it "lets a function of 80 lines pass"
clean_tree
{
	printf 'int base_b(int a)\n{\n'
	i=0
	while [ $i -lt 77 ]; do
		echo "	a++;"
		i=$((i + 1))
	done
	echo "}"
} >>tree/base/a.c
check
expect_exit 0

# variable NAME, with its declaration on stdin.
variable() {
	it "names the mutable variable $1"
	clean_tree
	cat >>tree/base/a.c
	compile base/a.c
	check
	expect_exit 1
	expect_stdout_contains "base/a.c: mutable: $1"
}
variable base_count <<'END'
int base_count = 3;
END
variable base_zero <<'END'
int base_zero;
END
variable calls <<'END'
int base_b(void) { static int calls; return calls++; }
END
variable base_name <<'END'
const char *base_name = "x";
END
variable base_thread <<'END'
_Thread_local int base_thread;
END

it "lets a named exception pass, and says when it is needed no more"
clean_tree
echo "int base_count;" >>tree/base/a.c
compile base/a.c
echo "base/a.c base_count it counts" >>tree/tools/mutable-allowed
check
expect_exit 0
echo "base/a.c base_gone it counted" >>tree/tools/mutable-allowed
check
expect_exit 1
expect_stdout_contains "stale: base/a.c has no mutable base_gone"

# A check that cannot be done must not pass.
broken() {
	check
	expect_exit 2
	expect_stderr_contains "$1"
}
it "breaks where a layer is missing"
clean_tree
rm -r tree/exchange
broken "exchange is not there"

it "breaks where a layer has no sources"
clean_tree
rm tree/base/*
broken "no sources in"

it "breaks where nothing was built"
clean_tree
rm objects/base/a.o
broken "no objects in"

it "breaks on an object that it cannot read"
clean_tree
echo junk >objects/base/a.o
broken "objdump could not read"

it "breaks on braces that do not match"
clean_tree
echo "}" >>tree/base/a.c
broken "braces do not match"

it "breaks on an exception without a reason"
clean_tree
echo "base/a.c base_count" >>tree/tools/mutable-allowed
broken "a name without a reason"
