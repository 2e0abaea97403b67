/* test_list.c - windows over keyset pages, against a source of numbered rows that counts what is
 * asked of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tui/list.h"

/* Rows are the even numbers 2, 4 … 2 * count. */
struct numbers {
	int count, fetched, calls;
	bool fail;
};

static int number_fetch(void *with, enum list_from from, const struct list_row *key, int limit,
    struct list_row *out, struct err *e)
{
	struct numbers *s = with;
	int first = 1, n = 0;

	if (s->fail)
		return err_set(e, ERR_IO, "the disk is gone");
	if (from == LIST_AFTER)
		first = (int)key->key[0] / 2 + 1;
	if (from == LIST_LAST)
		first = s->count - limit + 1;
	if (from == LIST_BEFORE)
		first = (key->key[0] > 2 * s->count ? s->count + 1 : ((int)key->key[0] + 1) / 2) -
			limit;
	if (first < 1) {
		if (from == LIST_BEFORE || from == LIST_LAST)
			limit += first - 1;
		first = 1;
	}
	for (; n < limit && first + n <= s->count; n++) {
		char text[16];

		list_row_reset(&out[n]);
		out[n].thing = out[n].key[0] = 2 * (first + n);
		snprintf(text, sizeof text, "%d", 2 * (first + n));
		list_row_plain(&out[n], text);
	}
	s->fetched += n;
	s->calls++;
	return n;
}

static int two_lines(void *with, const struct list_row *row, const struct list_row *before)
{
	return row->thing % 10 == 0 ? 2 : 1;
}

static int64_t at_cursor(struct list *l)
{
	return list_cursor(l) ? list_cursor(l)->thing : 0;
}

static void consecutive(const struct list *l)
{
	for (int i = 1; i < l->n; i++)
		assert_int_equal(l->row[i].thing, l->row[i - 1].thing + 2);
	assert_true(l->n == 0 || (l->cursor >= l->top && l->cursor < l->top + list_visible(l)));
	if (l->n > 0)
		assert_true(list_visible(l) >= 1);
}

static void the_first_page_asks_for_no_more_than_fits(void **state)
{
	struct numbers s = { .count = 1000000 };
	struct list l;
	struct err e;

	list_init(&l, number_fetch, NULL, &s);
	list_resize(&l, 10, &e);
	assert_int_equal(list_first(&l, &e), 0);
	assert_int_equal(s.fetched, 10);
	assert_int_equal(at_cursor(&l), 2);
	list_release(&l);
}

static void a_step_inside_the_screen_asks_for_nothing_and_one_past_its_edge_for_one_row(
    void **state)
{
	struct numbers s = { .count = 1000000 };
	struct list l;
	struct err e;

	list_init(&l, number_fetch, NULL, &s);
	list_resize(&l, 10, &e);
	list_first(&l, &e);
	list_move(&l, 9, &e);
	assert_int_equal(s.fetched, 10);
	list_move(&l, 1, &e);
	assert_int_equal(s.fetched, 11);
	assert_int_equal(at_cursor(&l), 22);
	assert_int_equal(l.row[l.top].thing, 4);
	consecutive(&l);
	list_release(&l);
}

static void going_far_down_keeps_only_a_screen_or_two_in_memory(void **state)
{
	struct numbers s = { .count = 1000000 };
	struct list l;
	struct err e;

	list_init(&l, number_fetch, NULL, &s);
	list_resize(&l, 10, &e);
	list_first(&l, &e);
	for (int i = 0; i < 500; i++) {
		assert_int_equal(list_move(&l, 1, &e), 0);
		consecutive(&l);
	}
	assert_int_equal(at_cursor(&l), 1002);
	assert_true(l.n <= 21 && l.room < 64);
	for (int i = 0; i < 500; i++) {
		assert_int_equal(list_move(&l, -1, &e), 0);
		consecutive(&l);
	}
	assert_int_equal(at_cursor(&l), 2);
	list_release(&l);
}

static void a_page_down_and_a_page_up_come_back_to_where_they_began(void **state)
{
	struct numbers s = { .count = 1000 };
	struct list l;
	struct err e;

	list_init(&l, number_fetch, NULL, &s);
	list_resize(&l, 10, &e);
	list_first(&l, &e);
	list_move(&l, 3, &e);
	list_page(&l, 1, false, &e);
	assert_int_equal(at_cursor(&l), 8 + 18);
	assert_int_equal(l.row[l.top].thing, 20);
	consecutive(&l);
	list_page(&l, -1, false, &e);
	assert_int_equal(at_cursor(&l), 8);
	assert_int_equal(l.row[l.top].thing, 2);
	list_release(&l);
}

static void pages_end_at_the_last_row_and_at_the_first(void **state)
{
	struct numbers s = { .count = 25 };
	struct list l;
	struct err e;

	list_init(&l, number_fetch, NULL, &s);
	list_resize(&l, 10, &e);
	list_first(&l, &e);
	for (int i = 0; i < 6; i++) {
		list_page(&l, 1, false, &e);
		consecutive(&l);
	}
	assert_int_equal(at_cursor(&l), 50);
	assert_int_equal(l.row[l.top].thing, 32);
	for (int i = 0; i < 6; i++) {
		list_page(&l, -1, false, &e);
		consecutive(&l);
	}
	assert_int_equal(at_cursor(&l), 2);
	list_release(&l);
}

static void the_end_fills_the_screen_from_above(void **state)
{
	struct numbers s = { .count = 1000000 };
	struct list l;
	struct err e;

	list_init(&l, number_fetch, NULL, &s);
	list_resize(&l, 10, &e);
	list_first(&l, &e);
	s.fetched = 0;
	list_last(&l, &e);
	assert_int_equal(at_cursor(&l), 2000000);
	assert_int_equal(list_visible(&l), 10);
	assert_true(s.fetched <= 10);
	list_release(&l);
}

static void a_list_shorter_than_the_screen_shows_all_of_it(void **state)
{
	struct numbers s = { .count = 3 };
	struct list l;
	struct err e;

	list_init(&l, number_fetch, NULL, &s);
	list_resize(&l, 10, &e);
	list_last(&l, &e);
	assert_int_equal(l.n, 3);
	assert_int_equal(l.top, 0);
	assert_int_equal(at_cursor(&l), 6);
	list_move(&l, 5, &e);
	assert_int_equal(at_cursor(&l), 6);
	list_page(&l, -1, false, &e);
	assert_int_equal(at_cursor(&l), 2);
	list_release(&l);
}

static void an_empty_list_has_no_row_and_every_move_is_harmless(void **state)
{
	struct numbers s = { .count = 0 };
	struct list l;
	struct err e;

	list_init(&l, number_fetch, NULL, &s);
	list_resize(&l, 10, &e);
	assert_int_equal(list_first(&l, &e), 0);
	assert_null(list_cursor(&l));
	assert_int_equal(list_move(&l, 1, &e) | list_page(&l, 1, true, &e) | list_last(&l, &e), 0);
	assert_int_equal(list_reload(&l, &e), 0);
	list_release(&l);
}

static void rows_of_several_lines_are_never_cut_at_the_cursor(void **state)
{
	struct numbers s = { .count = 200 };
	struct list l;
	struct err e;

	list_init(&l, number_fetch, two_lines, &s);
	list_resize(&l, 7, &e);
	list_first(&l, &e);
	for (int i = 0; i < 199; i++) {
		list_move(&l, 1, &e);
		consecutive(&l);
	}
	assert_int_equal(at_cursor(&l), 400);
	for (int i = 0; i < 199; i++) {
		list_move(&l, -1, &e);
		consecutive(&l);
	}
	list_release(&l);
}

static void a_reload_keeps_the_cursor_on_its_row_and_line(void **state)
{
	struct numbers s = { .count = 1000 };
	struct list l;
	struct err e;

	list_init(&l, number_fetch, NULL, &s);
	list_resize(&l, 10, &e);
	list_first(&l, &e);
	list_page(&l, 3, false, &e);
	list_move(&l, 4, &e);
	int64_t thing = at_cursor(&l);
	int line = l.cursor - l.top;

	assert_int_equal(list_reload(&l, &e), 0);
	assert_int_equal(at_cursor(&l), thing);
	assert_int_equal(l.cursor - l.top, line);
	consecutive(&l);
	list_release(&l);
}

static void going_to_a_row_that_is_gone_finds_the_one_after_it(void **state)
{
	struct numbers s = { .count = 1000 };
	struct list l;
	struct err e;
	struct list_row key = { .key = { 101 } };

	list_init(&l, number_fetch, NULL, &s);
	list_resize(&l, 10, &e);
	list_first(&l, &e);
	assert_int_equal(list_goto(&l, &key, &e), 0);
	assert_int_equal(at_cursor(&l), 102);
	key.key[0] = 1;
	assert_int_equal(list_goto(&l, &key, &e), 0);
	assert_int_equal(at_cursor(&l), 2);
	key.key[0] = 5001;
	assert_int_equal(list_goto(&l, &key, &e), 0);
	assert_int_equal(at_cursor(&l), 2000);
	list_release(&l);
}

static void a_failing_source_leaves_the_rows_that_were_there(void **state)
{
	struct numbers s = { .count = 1000 };
	struct list l;
	struct err e;

	list_init(&l, number_fetch, NULL, &s);
	list_resize(&l, 10, &e);
	list_first(&l, &e);
	s.fail = true;
	assert_int_equal(list_move(&l, 50, &e), -1);
	assert_int_equal(list_page(&l, 1, false, &e), -1);
	assert_int_equal(l.n, 10);
	consecutive(&l);
	list_release(&l);
}

static void random_moves_and_sizes_keep_the_cursor_in_sight(void **state)
{
	struct numbers s = { .count = 333 };
	struct list l;
	struct err e;

	srand(7);
	list_init(&l, number_fetch, two_lines, &s);
	list_resize(&l, 10, &e);
	list_first(&l, &e);
	for (int i = 0; i < 5000; i++) {
		switch (rand() % 7) {
		case 0: list_move(&l, rand() % 40 - 20, &e); break;
		case 1: list_page(&l, rand() % 5 - 2, rand() & 1, &e); break;
		case 2: list_resize(&l, 2 + rand() % 30, &e); break;
		case 3: list_reload(&l, &e); break;
		case 4: if (rand() % 9 == 0) list_last(&l, &e); break;
		case 5: if (rand() % 9 == 0) list_first(&l, &e); break;
		default: list_move(&l, rand() & 1 ? 1 : -1, &e);
		}
		consecutive(&l);
	}
	list_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_page_asks_for_no_more_than_fits),
		cmocka_unit_test(
		    a_step_inside_the_screen_asks_for_nothing_and_one_past_its_edge_for_one_row),
		cmocka_unit_test(going_far_down_keeps_only_a_screen_or_two_in_memory),
		cmocka_unit_test(a_page_down_and_a_page_up_come_back_to_where_they_began),
		cmocka_unit_test(pages_end_at_the_last_row_and_at_the_first),
		cmocka_unit_test(the_end_fills_the_screen_from_above),
		cmocka_unit_test(a_list_shorter_than_the_screen_shows_all_of_it),
		cmocka_unit_test(an_empty_list_has_no_row_and_every_move_is_harmless),
		cmocka_unit_test(rows_of_several_lines_are_never_cut_at_the_cursor),
		cmocka_unit_test(a_reload_keeps_the_cursor_on_its_row_and_line),
		cmocka_unit_test(going_to_a_row_that_is_gone_finds_the_one_after_it),
		cmocka_unit_test(a_failing_source_leaves_the_rows_that_were_there),
		cmocka_unit_test(random_moves_and_sizes_keep_the_cursor_in_sight),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
