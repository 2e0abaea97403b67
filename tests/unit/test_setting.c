/* test_setting.c - what may be set about the screens, and keys.yaml. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tui/command.h"
#include "tui/keys_file.h"
#include "tui/setting.h"

static void a_setting_has_only_its_own_words(void **state)
{
	struct settings s;
	struct str shown = { 0 };
	struct err e = { 0 };

	settings_init(&s);
	assert_int_equal(setting_set(&s, "theme", "dark", &e), 0);
	assert_int_equal(s.theme, THEME_DARK);
	setting_show(&s, "theme", &shown);
	assert_string_equal(str_text(&shown), "dark");
	assert_int_equal(setting_set(&s, "theme", "darc", &e), -1);
	assert_string_equal(e.text, "\"darc\" is no theme; did you mean \"dark\"?");
	assert_int_equal(setting_set(&s, "borders", "zigzag", &e), -1);
	assert_string_equal(e.text, "\"zigzag\" is no borders; there are ascii, line, no");
	assert_int_equal(setting_set(&s, "hint", "no", &e), -1);
	assert_string_equal(
	    e.text, "\"hint\" is no setting of the screens; did you mean \"hints\"?");
	assert_int_equal(s.theme, THEME_DARK);
	str_release(&shown);
}

static void a_switch_that_is_only_named_is_on(void **state)
{
	struct settings s;
	struct err e = { 0 };

	settings_init(&s);
	assert_int_equal(s.mouse, 0);
	assert_int_equal(setting_set(&s, "mouse", NULL, &e), 0);
	assert_int_equal(s.mouse, 1);
	assert_int_equal(setting_set(&s, "theme", NULL, &e), -1);
	assert_string_equal(e.text, "theme needs a value: theme=…");
}

/* --- keys.yaml --------------------------------------------------------------------------- */

struct file {
	char path[40];
	struct keymap map;
	struct err e;
};

static int load(struct file *f, const char *yaml)
{
	FILE *out;

	*f = (struct file){ .path = "/tmp/blotter-keys-XXXXXX" };
	close(mkstemp(f->path));
	out = fopen(f->path, "w");
	assert_non_null(out);
	fputs(yaml, out);
	fclose(out);
	return keys_load(&f->map, f->path, &f->e);
}

static void done(struct file *f)
{
	unlink(f->path);
	keymap_release(&f->map);
}

static void shows(struct file *f, enum screen_command_id id, const char *keys)
{
	struct str s = { 0 };

	keymap_show(&f->map, (int)id, &s);
	assert_string_equal(str_text(&s), keys);
	str_release(&s);
}

static void refused(const char *yaml, const char *what)
{
	struct file f;
	char expected[600];

	assert_int_equal(load(&f, yaml), -1);
	snprintf(expected, sizeof expected, "%s:%s", f.path, what);
	assert_string_equal(f.e.text, expected);
	assert_int_equal(f.e.kind, ERR_CONFIG);
	done(&f);
}

static void a_command_gets_several_keys_and_sequences(void **state)
{
	struct file f;
	int command;

	assert_int_equal(load(&f,
			     "down: [J, Down, Ctrl-N]\n"
			     "go-log: [\"1\", \"g l\", \"\\\\ x l\"]\n"
			     "strike: D\n"),
	    0);
	shows(&f, CMD_ROW_DOWN, "J Down Ctrl-N");
	shows(&f, CMD_GO_LOG, "1 gl \\xl");
	shows(&f, CMD_STRIKE, "D");
	shows(&f, CMD_ROW_UP, "k Up");
	assert_int_equal(keymap_find(&f.map, (int[]){ 'j' }, 1, VIEW_LOG, &command), KEYMAP_NONE);
	assert_int_equal(
	    keymap_find(&f.map, (int[]){ '\\', 'x', 'l' }, 3, VIEW_LOG, &command), KEYMAP_FOUND);
	assert_int_equal(command, CMD_GO_LOG);
	done(&f);
}

static void keys_can_be_taken_away_and_change_places(void **state)
{
	struct file f;

	assert_int_equal(load(&f, "quit: []\namend: x\nstrike: c\nundo:\n"), 0);
	shows(&f, CMD_QUIT, "");
	shows(&f, CMD_UNDO, "");
	shows(&f, CMD_AMEND, "x");
	shows(&f, CMD_STRIKE, "c");
	done(&f);
}

static void a_file_that_is_not_there_or_empty_changes_nothing(void **state)
{
	struct file f;

	assert_int_equal(load(&f, "# nothing yet\n"), 0);
	shows(&f, CMD_QUIT, "q");
	done(&f);
	memset(&f.map, 0, sizeof f.map);
	assert_int_equal(keys_load(&f.map, "/nonexistent/keys.yaml", &f.e), 0);
	shows(&f, CMD_QUIT, "q");
	keymap_release(&f.map);
}

static void what_is_wrong_is_named_with_its_place(void **state)
{
	refused("down: j\nstirke: D\n", "2:1: \"stirke\" is no command; did you mean \"strike\"?");
	refused("zzzzzzzz: D\n", "1:1: \"zzzzzzzz\" is no command; `blotter keys` lists them");
	refused("down: [J, x]\n", "1:11: the key 'x' is taken by strike, which needs another");
	refused("down: [J, J]\n", "1:11: the key 'J' is taken by down already");
	refused("down: [PageDown]\n",
	    "1:8: 'PageDown' is not a key or a sequence of at most 4");
	refused("down: { a: b }\n", "1:7: keys are a word, or a list of words");
	refused("[j]\n", "1:1: keys are lines of the form command: [key, key]");
	refused("palette: []\n", "1:1: the palette needs a key: by it every command is found");
	refused("down: \"\"\n", "1:7: a key is missing");
	refused("down: j\ndown: J\n", "2:1: E-YAML-DUP: key \"down\" given twice (first at 1:1)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_setting_has_only_its_own_words),
		cmocka_unit_test(a_switch_that_is_only_named_is_on),
		cmocka_unit_test(a_command_gets_several_keys_and_sequences),
		cmocka_unit_test(keys_can_be_taken_away_and_change_places),
		cmocka_unit_test(a_file_that_is_not_there_or_empty_changes_nothing),
		cmocka_unit_test(what_is_wrong_is_named_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
