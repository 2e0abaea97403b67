/* test_layout.c - the frame at every size, the widths of columns, the breaking of lines. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tui/layout.h"

static void a_window_of_24_rows_has_every_part(void **state)
{
	struct layout l =
	    layout_of(24, 80, (struct layout_parts){ .typing = true, .header = true });

	assert_int_equal(l.title, 0);
	assert_int_equal(l.tabs, 1);
	assert_int_equal(l.header, 2);
	assert_int_equal(l.body, 3);
	assert_int_equal(l.height, 16);
	assert_int_equal(l.rule, 19);
	assert_int_equal(l.entry, 20);
	assert_int_equal(l.preview, 21);
	assert_int_equal(l.message, 22);
	assert_int_equal(l.hint, 23);
}

static void ten_rows_still_have_the_log_and_the_entry_line(void **state)
{
	struct layout l =
	    layout_of(10, 40, (struct layout_parts){ .typing = true, .header = true });

	assert_true(l.height >= 4);
	assert_true(l.entry > 0);
	assert_true(l.preview > 0);
	assert_int_equal(l.hint, -1);
	assert_int_equal(l.rule, -1);
}

static void a_single_row_is_the_list_or_the_line_that_is_typed_in(void **state)
{
	struct layout l = layout_of(1, 1, (struct layout_parts){ .banner = true, .header = true });

	assert_int_equal(l.height, 1);
	assert_int_equal(l.entry, -1);
	l = layout_of(
	    1, 1, (struct layout_parts){ .banner = true, .typing = true, .header = true });
	assert_int_equal(l.entry, 0);
	assert_int_equal(l.height, 0);
}

static void no_two_parts_share_a_row_at_any_size(void **state)
{
	for (int rows = 1; rows <= 100; rows++) {
		for (int how = 0; how < 32; how++) {
			struct layout l = layout_of(rows, 80,
			    (struct layout_parts){ .banner = how & 1,
				.typing = how & 2,
				.header = how & 4,
				.due = how & 8,
				.lesson = how & 16 ? 5 : 0 });
			int part[] = { l.title, l.tabs, l.banner, l.header, l.rule, l.entry,
				l.preview, l.message, l.hint, l.due };
			char used[100] = { 0 };

			for (int i = 0; i < l.height; i++)
				used[l.body + i]++;
			for (size_t i = 0; i < sizeof part / sizeof *part; i++)
				if (part[i] >= 0)
					used[part[i]]++;
			for (int i = 0; i < l.lesson_lines; i++)
				used[l.lesson + i]++;
			for (int i = 0; i < rows; i++)
				assert_int_equal(used[i], 1);
		}
	}
}

static void a_pane_stands_beside_the_list_from_110_columns_on(void **state)
{
	struct layout_parts parts = { .header = true, .pane = true };
	struct layout l = layout_of(24, 109, parts);

	assert_int_equal(l.pane, -1);
	assert_int_equal(l.list, 109);
	for (int columns = 110; columns < 300; columns++) {
		l = layout_of(24, columns, parts);
		assert_int_equal(l.pane, l.list + 1);
		assert_true(l.list >= 69);
		assert_true(columns - l.pane >= 39);
	}
}

static void columns_leave_by_rank_and_one_stretches(void **state)
{
	struct column c[] = { { 6, 8, 0, false, 0, 0 }, { 5, 10, 2, false, 0, 0 },
		{ 10, 10, 0, true, 0, 0 }, { 8, 8, 1, false, 0, 0 } };

	layout_columns(c, 4, 2, 78);
	assert_int_equal(c[0].width, 8);
	assert_int_equal(c[1].width, 10);
	assert_int_equal(c[2].width, 78 - 8 - 10 - 8 - 3);
	assert_int_equal(c[0].start, 2);
	assert_int_equal(c[1].start, 11);
	assert_int_equal(c[3].start + c[3].width, 80);
	layout_columns(c, 4, 0, 28);
	assert_int_equal(c[1].width, 0);
	assert_int_equal(c[3].width, 8);
	layout_columns(c, 4, 0, 20);
	assert_int_equal(c[3].width, 0);
	assert_int_equal(c[2].width, 20 - 1 - c[0].width);
}

static void columns_never_leave_their_room_however_narrow(void **state)
{
	for (int width = 1; width < 60; width++) {
		struct column c[] = { { 6, 8, 0, false, 0, 0 }, { 5, 10, 2, false, 0, 0 },
			{ 10, 10, 0, true, 0, 0 } };

		layout_columns(c, 3, 0, width);
		for (int i = 0; i < 3; i++)
			assert_true(c[i].width == 0 || c[i].start + c[i].width <= width);
	}
}

static void lines_break_at_blanks_and_long_words_anywhere(void **state)
{
	int skip;

	assert_int_equal(layout_line("take the runners", 10, &skip), 8);
	assert_int_equal(skip, 9);
	assert_int_equal(layout_line("short", 10, &skip), 5);
	assert_int_equal(skip, 5);
	assert_int_equal(layout_line("aaaaaaaaaaaaaaa", 10, &skip), 10);
	assert_int_equal(skip, 10);
	assert_int_equal(layout_line("ab\ncd", 10, &skip), 2);
	assert_int_equal(skip, 3);
	assert_int_equal(layout_line("山田太郎", 5, &skip), 6);
}

/* A line of a text as it is folded: so many columns to the right of its beginning. */
static const char *folded(const char **rest, int width, int *hang, char line[80])
{
	int left, skip, n = layout_fold(*rest, width, hang, &left, &skip);

	snprintf(line, 80, "%*s%.*s", left, "", n, *rest);
	*rest += skip;
	return line;
}

static void a_value_folds_under_itself_and_never_leaves_its_name(void **state)
{
	const char *text = "by        rina of the night shift\nhash      a8612bb29633e5\nx";
	int hang = -1;
	char line[80];

	assert_string_equal(folded(&text, 20, &hang, line), "by        rina of");
	assert_string_equal(folded(&text, 20, &hang, line), "          the night");
	assert_string_equal(folded(&text, 20, &hang, line), "          shift");
	assert_string_equal(folded(&text, 20, &hang, line), "hash      a8612bb296");
	assert_string_equal(folded(&text, 20, &hang, line), "          33e5");
	assert_string_equal(folded(&text, 20, &hang, line), "x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_window_of_24_rows_has_every_part),
		cmocka_unit_test(ten_rows_still_have_the_log_and_the_entry_line),
		cmocka_unit_test(a_single_row_is_the_list_or_the_line_that_is_typed_in),
		cmocka_unit_test(no_two_parts_share_a_row_at_any_size),
		cmocka_unit_test(a_pane_stands_beside_the_list_from_110_columns_on),
		cmocka_unit_test(columns_leave_by_rank_and_one_stretches),
		cmocka_unit_test(columns_never_leave_their_room_however_narrow),
		cmocka_unit_test(lines_break_at_blanks_and_long_words_anywhere),
		cmocka_unit_test(a_value_folds_under_itself_and_never_leaves_its_name),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
