/* test_keymap.c - keys, sequences, and the command table behind them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tui/command.h"
#include "tui/key.h"
#include "tui/keymap.h"

static void keys_are_known_by_name_and_named_again(void **state)
{
	static const char *const names[] = { "j", "Up", "F1", "F12", "PgDn", "Shift-Tab", "Space",
		"é" };
	char name[KEY_NAME_MAX];
	size_t used;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		key_label(key_parse(names[i], &used), name);
		assert_string_equal(name, names[i]);
		assert_int_equal(used, strlen(names[i]));
	}
	key_label(key_parse("C-d", &used), name);
	assert_string_equal(name, "Ctrl-D");
	assert_int_equal(key_parse("", &used), -1);
}

static void a_sequence_is_found_key_by_key(void **state)
{
	struct keymap m = { 0 };
	struct err e;
	int keys[] = { 'g', 'g' }, command = -1;

	assert_int_equal(keymap_add(&m, "gg Home", 7, IN_ALL, &e), 0);
	assert_int_equal(keymap_find(&m, keys, 1, VIEW_LOG, &command), KEYMAP_MORE);
	assert_int_equal(keymap_find(&m, keys, 2, VIEW_LOG, &command), KEYMAP_FOUND);
	assert_int_equal(command, 7);
	keys[1] = 'x';
	assert_int_equal(keymap_find(&m, keys, 2, VIEW_LOG, &command), KEYMAP_NONE);
	keymap_release(&m);
}

static void a_key_taken_in_the_same_view_is_refused(void **state)
{
	struct keymap m = { 0 };
	struct err e;

	assert_int_equal(keymap_add(&m, "gg", 1, IN_LOG, &e), 0);
	assert_int_equal(keymap_add(&m, "g", 2, IN_ALL, &e), -1);
	assert_string_equal(e.text, "the key 'g' is taken");
	assert_int_equal(keymap_add(&m, "g", 2, IN_JOURNAL, &e), 0);
	keymap_release(&m);
}

static void the_default_keys_bind_without_a_clash(void **state)
{
	struct keymap m = { 0 };
	struct err e = { 0 };

	assert_int_equal(screen_command_bind(&m, &e), 0);
	assert_string_equal(e.text, "");
	keymap_release(&m);
}

static void every_command_can_be_reached_by_name_and_says_what_it_does(void **state)
{
	for (int i = 0; i < COMMANDS; i++) {
		assert_int_equal(
		    screen_command_find(screen_commands[i].name, strlen(screen_commands[i].name)),
		    i);
		assert_true(strlen(screen_commands[i].help) >= 8);
		assert_true(screen_commands[i].where & IN_ALL);
	}
}

static void a_command_is_found_by_its_beginning_if_only_one_has_it(void **state)
{
	assert_int_equal(screen_command_find("veri", 4), CMD_VERIFY);
	assert_int_equal(screen_command_find("s", 1), -1);
	assert_int_equal(screen_command_find("log", 3), CMD_LOG);
	assert_int_equal(screen_command_find("", 0), -1);
}

static void the_palette_finds_names_before_sentences(void **state)
{
	enum screen_command_id out[COMMANDS];

	assert_int_equal(screen_command_match("", 0, out), COMMANDS);
	assert_true(screen_command_match("undo", 4, out) >= 1);
	assert_int_equal(out[0], CMD_UNDO);
	assert_true(screen_command_match("hash", 4, out) >= 1);
	assert_int_equal(out[0], CMD_VERIFY);
	assert_true(screen_command_match("tmln", 4, out) >= 1);
	assert_int_equal(screen_command_match("zzzzzz", 6, out), 0);
}

static void a_command_that_cannot_be_used_says_why(void **state)
{
	assert_null(screen_command_refusal(CMD_HELP, VIEW_LOG, 0));
	assert_string_equal(
	    screen_command_refusal(CMD_AMEND, VIEW_JOURNAL, NEEDS_WRITE | NEEDS_ROW),
	    "not in this view");
	assert_non_null(screen_command_refusal(CMD_AMEND, VIEW_LOG, NEEDS_ROW));
	assert_non_null(screen_command_refusal(CMD_AMEND, VIEW_LOG, NEEDS_WRITE));
	assert_null(screen_command_refusal(CMD_AMEND, VIEW_LOG, NEEDS_WRITE | NEEDS_ROW));
}

static void a_help_line_names_all_keys_of_a_command(void **state)
{
	struct keymap m = { 0 };
	struct str s = { 0 };
	struct err e;

	screen_command_bind(&m, &e);
	keymap_show(&m, CMD_FIRST, &s);
	assert_string_equal(str_text(&s), "gg Home");
	str_release(&s);
	keymap_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_known_by_name_and_named_again),
		cmocka_unit_test(a_sequence_is_found_key_by_key),
		cmocka_unit_test(a_key_taken_in_the_same_view_is_refused),
		cmocka_unit_test(the_default_keys_bind_without_a_clash),
		cmocka_unit_test(every_command_can_be_reached_by_name_and_says_what_it_does),
		cmocka_unit_test(a_command_is_found_by_its_beginning_if_only_one_has_it),
		cmocka_unit_test(the_palette_finds_names_before_sentences),
		cmocka_unit_test(a_command_that_cannot_be_used_says_why),
		cmocka_unit_test(a_help_line_names_all_keys_of_a_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
