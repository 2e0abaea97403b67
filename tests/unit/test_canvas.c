/* test_canvas.c - the grid of cells: each expected screen stands in its test. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tui/canvas.h"

static void assert_screen(const struct canvas *c, const char *expected)
{
	struct str s = { 0 };

	canvas_all_text(c, &s);
	assert_string_equal(str_text(&s), expected);
	str_release(&s);
}

static void text_is_put_where_it_is_told(void **state)
{
	struct canvas c;

	canvas_init(&c, 3, 12);
	assert_int_equal(canvas_text(&c, 1, 2, STYLE_NORMAL, "hello"), 7);
	canvas_text(&c, 0, 0, STYLE_NORMAL, "top");
	assert_screen(&c, "top\n  hello\n\n");
	canvas_release(&c);
}

static void text_is_cut_at_the_edges_of_the_grid(void **state)
{
	struct canvas c;

	canvas_init(&c, 2, 5);
	canvas_text(&c, 0, 3, STYLE_NORMAL, "abcdef");
	canvas_text(&c, 1, -2, STYLE_NORMAL, "abcdef");
	canvas_text(&c, 7, 0, STYLE_NORMAL, "nowhere");
	canvas_text(&c, -1, 0, STYLE_NORMAL, "nowhere");
	assert_screen(&c, "   ab\ncdef\n");
	canvas_release(&c);
}

static void a_field_is_padded_or_cut_with_a_tilde(void **state)
{
	struct canvas c;

	canvas_init(&c, 3, 12);
	canvas_fill(&c, 0, 0, 12, STYLE_NORMAL, '#');
	assert_int_equal(canvas_field(&c, 0, 2, 6, STYLE_NORMAL, "abc"), 8);
	canvas_field(&c, 1, 0, 5, STYLE_NORMAL, "abcdefgh");
	canvas_field_right(&c, 2, 0, 6, STYLE_NORMAL, "42");
	assert_screen(&c, "##abc   ####\nabcd~\n    42\n");
	canvas_release(&c);
}

static void a_wide_character_fills_two_cells_and_is_never_halved(void **state)
{
	struct canvas c;

	canvas_init(&c, 3, 6);
	assert_int_equal(canvas_text(&c, 0, 0, STYLE_NORMAL, "山田太郎"), 6);
	canvas_text(&c, 1, 0, STYLE_NORMAL, "山田");
	canvas_text(&c, 1, 1, STYLE_NORMAL, "x");
	canvas_field(&c, 2, 0, 4, STYLE_NORMAL, "山田太");
	assert_screen(&c, "山田太\n x田\n山 ~\n");
	assert_int_equal(c.at[0].width, 2);
	assert_int_equal(c.at[1].width, 0);
	canvas_release(&c);
}

static void a_combining_mark_shares_the_cell_of_its_base(void **state)
{
	struct canvas c;

	canvas_init(&c, 1, 6);
	assert_int_equal(canvas_text(&c, 0, 0, STYLE_NORMAL, "e\xcc\x81x"), 2);
	assert_int_equal(c.at[0].text[0], 'e');
	assert_int_equal(c.at[0].text[1], 0x301);
	assert_int_equal(c.at[1].text[0], 'x');
	canvas_release(&c);
}

static void a_control_character_that_slipped_through_never_gets_into_a_cell(void **state)
{
	struct canvas c;

	canvas_init(&c, 1, 8);
	canvas_text(&c, 0, 0, STYLE_NORMAL, "a\033[31m");
	assert_int_equal(c.at[1].text[0], 0xfffd);
	canvas_text(&c, 0, 0, STYLE_NORMAL, "\xc2\x9b" "1m");
	assert_int_equal(c.at[0].text[0], 0xfffd);
	canvas_release(&c);
}

static void a_box_has_a_border_only_where_there_is_room_for_one(void **state)
{
	struct canvas c;

	canvas_init(&c, 4, 14);
	canvas_box(&c, 0, 0, 3, 14, "Help");
	assert_screen(&c, "+- Help -----+\n|            |\n+------------+\n\n");
	canvas_resize(&c, 3, 3);
	canvas_box(&c, 0, 0, 3, 1, "x");
	canvas_box(&c, 0, 2, 1, 1, "x");
	assert_screen(&c, "\n\n\n");
	canvas_release(&c);
}

static void a_style_can_be_put_over_text(void **state)
{
	struct canvas c;

	canvas_init(&c, 1, 6);
	canvas_text(&c, 0, 0, STYLE_NORMAL, "abc");
	canvas_style(&c, 0, 1, 50, STYLE_CURSOR);
	assert_int_equal(c.at[0].style, STYLE_NORMAL);
	assert_int_equal(c.at[1].style, STYLE_CURSOR);
	assert_int_equal(c.at[5].style, STYLE_CURSOR);
	canvas_release(&c);
}

/* Rows of one letter each. */
static void rows_put(struct canvas *c, const char *letters)
{
	canvas_init(c, (int)strlen(letters), 3);
	for (int y = 0; letters[y]; y++)
		canvas_text(c, y, 0, STYLE_NORMAL, (char[]){ letters[y], '\0' });
}

static void assert_moved(const char *was, const char *now, int by, int top, int bottom)
{
	struct canvas a, b;
	int first, last;

	rows_put(&a, was);
	rows_put(&b, now);
	assert_int_equal(canvas_moved(&a, &b, &first, &last), by);
	if (by) {
		assert_int_equal(first, top);
		assert_int_equal(last, bottom);
	}
	canvas_release(&a);
	canvas_release(&b);
}

static void rows_that_have_moved_together_are_found(void **state)
{
	assert_moved("TabcdefB", "TbcdefgB", 1, 1, 6);
	assert_moved("TabcdefB", "TzabcdeB", -1, 1, 6);
	assert_moved("TabcdefgB", "TcdefghiB", 2, 1, 7);
	assert_moved("TabcdefghijB", "TwxyzabcdefB", -4, 1, 10);
	/* the row under the cursor looks otherwise before and after */
	assert_moved("TabcdeXB", "TbcdefYB", 1, 1, 5);
}

static void rows_that_have_not_moved_are_left_alone(void **state)
{
	assert_moved("TabcdefB", "TabcdefB", 0, 0, 0);
	assert_moved("TabcdefB", "TaXcdYfB", 0, 0, 0);
	assert_moved("TabcdefB", "TghijklB", 0, 0, 0);
	assert_moved("TabcdefB", "TcdghijB", 0, 0, 0); /* two of six: redrawn */
	assert_moved("T", "U", 0, 0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_put_where_it_is_told),
		cmocka_unit_test(text_is_cut_at_the_edges_of_the_grid),
		cmocka_unit_test(a_field_is_padded_or_cut_with_a_tilde),
		cmocka_unit_test(a_wide_character_fills_two_cells_and_is_never_halved),
		cmocka_unit_test(a_combining_mark_shares_the_cell_of_its_base),
		cmocka_unit_test(a_control_character_that_slipped_through_never_gets_into_a_cell),
		cmocka_unit_test(a_box_has_a_border_only_where_there_is_room_for_one),
		cmocka_unit_test(a_style_can_be_put_over_text),
		cmocka_unit_test(rows_that_have_moved_together_are_found),
		cmocka_unit_test(rows_that_have_not_moved_are_left_alone),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
