/* test_prompt.c - the line editor, driven by keys as a person would. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tui/key.h"
#include "tui/prompt.h"

#define CTRL(c) ((c) & KEY_IS_CTRL)

static void type(struct prompt *p, const char *ascii)
{
	for (; *ascii; ascii++)
		prompt_key(p, *ascii);
}

static void letters_come_where_the_cursor_is(void **state)
{
	struct prompt p = { 0 };

	type(&p, "helo");
	prompt_key(&p, K_LEFT);
	type(&p, "l");
	assert_string_equal(prompt_text(&p), "hello");
	prompt_key(&p, K_HOME);
	prompt_key(&p, K_DELETE);
	assert_string_equal(prompt_text(&p), "ello");
	prompt_key(&p, K_END);
	prompt_key(&p, K_BACKSPACE);
	assert_string_equal(prompt_text(&p), "ell");
	prompt_release(&p);
}

static void one_backspace_takes_a_letter_with_its_accents(void **state)
{
	struct prompt p = { 0 };

	type(&p, "x");
	prompt_key(&p, 'e');
	prompt_key(&p, 0x301);
	prompt_key(&p, K_BACKSPACE);
	assert_string_equal(prompt_text(&p), "x");
	prompt_key(&p, 0x5c71);
	prompt_key(&p, K_LEFT);
	type(&p, "y");
	assert_string_equal(prompt_text(&p), "xy山");
	prompt_release(&p);
}

static void words_and_ends_are_killed_and_yanked_back(void **state)
{
	struct prompt p = { 0 };

	type(&p, "take the runners offline");
	prompt_key(&p, CTRL('W'));
	assert_string_equal(prompt_text(&p), "take the runners ");
	prompt_key(&p, CTRL('A'));
	prompt_key(&p, CTRL('Y'));
	assert_string_equal(prompt_text(&p), "offlinetake the runners ");
	prompt_key(&p, CTRL('K'));
	assert_string_equal(prompt_text(&p), "offline");
	prompt_key(&p, CTRL('U'));
	assert_string_equal(prompt_text(&p), "");
	prompt_release(&p);
}

static void undo_takes_back_a_word_at_a_time_down_to_nothing(void **state)
{
	struct prompt p = { 0 };

	type(&p, "take the");
	prompt_key(&p, CTRL('U'));
	prompt_key(&p, CTRL('_'));
	assert_string_equal(prompt_text(&p), "take the");
	prompt_key(&p, CTRL('_'));
	assert_string_equal(prompt_text(&p), "take");
	prompt_key(&p, CTRL('_'));
	prompt_key(&p, CTRL('_'));
	assert_string_equal(prompt_text(&p), "");
	prompt_release(&p);
}

static void history_always_comes_back_to_the_draft(void **state)
{
	struct prompt p = { 0 };

	prompt_remember(&p, "first");
	prompt_remember(&p, "second");
	prompt_remember(&p, "second");
	type(&p, "half a thou");
	prompt_key(&p, K_UP);
	assert_string_equal(prompt_text(&p), "second");
	prompt_key(&p, K_UP);
	prompt_key(&p, K_UP);
	assert_string_equal(prompt_text(&p), "first");
	prompt_key(&p, K_DOWN);
	prompt_key(&p, K_DOWN);
	prompt_key(&p, K_DOWN);
	assert_string_equal(prompt_text(&p), "half a thou");
	prompt_release(&p);
}

static void a_paste_never_ends_the_line_and_keeps_what_was_pasted(void **state)
{
	struct prompt p = { .many_lines = true };
	static const char pasted[] = "one\r\ntwo\t\033[31m\x80three\n";

	prompt_paste(&p, pasted, sizeof pasted - 1);
	assert_string_equal(prompt_text(&p), "one\ntwo\t\033[31mthree");
	prompt_clear(&p);
	p.many_lines = false;
	prompt_paste(&p, "a\nb\t\033c\n", 7);
	assert_string_equal(prompt_text(&p), "a b c");
	prompt_release(&p);
}

static void the_line_says_when_it_is_done_left_or_not_concerned(void **state)
{
	struct prompt p = { 0 };

	assert_int_equal(prompt_key(&p, 'q'), PROMPT_USED);
	assert_int_equal(prompt_key(&p, K_ENTER), PROMPT_ENTER);
	assert_int_equal(prompt_key(&p, K_ESC), PROMPT_LEAVE);
	assert_int_equal(prompt_key(&p, CTRL('C')), PROMPT_LEAVE);
	assert_int_equal(prompt_key(&p, K_TAB), PROMPT_UNUSED);
	assert_int_equal(prompt_key(&p, K_F1), PROMPT_UNUSED);
	assert_string_equal(prompt_text(&p), "q");
	prompt_release(&p);
}

static void a_long_line_scrolls_so_that_the_cursor_is_seen(void **state)
{
	struct prompt p = { 0 };
	struct str s = { 0 };

	type(&p, "0123456789");
	assert_int_equal(prompt_show(&p, 5, &s), 4);
	assert_string_equal(str_text(&s), "6789");
	str_reset(&s);
	prompt_key(&p, K_HOME);
	assert_int_equal(prompt_show(&p, 5, &s), 0);
	assert_string_equal(str_text(&s), "0123456789");
	str_reset(&s);
	prompt_show(&p, 1, &s);
	str_release(&s);
	prompt_release(&p);
}

static void what_is_shown_of_a_line_is_safe(void **state)
{
	struct prompt p = { 0 };
	struct str s = { 0 };

	prompt_set(&p, "a\xe2\x80\xae" "b");
	prompt_show(&p, 40, &s);
	assert_string_equal(str_text(&s), "a<U+202E>b");
	str_release(&s);
	prompt_release(&p);
}

static void a_line_has_a_limit(void **state)
{
	struct prompt p = { 0 };
	static char much[PROMPT_TEXT_MAX + 10];

	memset(much, 'x', sizeof much);
	prompt_paste(&p, much, sizeof much);
	assert_int_equal(p.now.text.len, 0);
	prompt_paste(&p, much, PROMPT_TEXT_MAX);
	prompt_key(&p, 'y');
	assert_int_equal(p.now.text.len, PROMPT_TEXT_MAX);
	prompt_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_come_where_the_cursor_is),
		cmocka_unit_test(one_backspace_takes_a_letter_with_its_accents),
		cmocka_unit_test(words_and_ends_are_killed_and_yanked_back),
		cmocka_unit_test(undo_takes_back_a_word_at_a_time_down_to_nothing),
		cmocka_unit_test(history_always_comes_back_to_the_draft),
		cmocka_unit_test(a_paste_never_ends_the_line_and_keeps_what_was_pasted),
		cmocka_unit_test(the_line_says_when_it_is_done_left_or_not_concerned),
		cmocka_unit_test(a_long_line_scrolls_so_that_the_cursor_is_seen),
		cmocka_unit_test(what_is_shown_of_a_line_is_safe),
		cmocka_unit_test(a_line_has_a_limit),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
