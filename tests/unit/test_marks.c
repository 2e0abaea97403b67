/* test_marks.c - the set of marked things. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tui/marks.h"

static void a_mark_is_there_until_it_is_taken_away(void **state)
{
	struct marks m = { 0 };

	assert_false(marks_has(&m, 7));
	marks_set(&m, 7);
	marks_set(&m, 7);
	assert_true(marks_has(&m, 7));
	assert_int_equal(m.n, 1);
	marks_unset(&m, 7);
	marks_unset(&m, 7);
	assert_false(marks_has(&m, 7));
	assert_int_equal(m.n, 0);
	marks_clear(&m);
}

static void nothing_is_never_marked(void **state)
{
	struct marks m = { 0 };

	marks_set(&m, 1);
	assert_false(marks_has(&m, 0));
	assert_false(marks_has(&m, -1));
	marks_clear(&m);
}

static void many_marks_are_all_found_after_others_were_taken_away(void **state)
{
	struct marks m = { 0 };

	for (int i = 1; i <= 10000; i++)
		marks_set(&m, i);
	for (int i = 1; i <= 10000; i += 2)
		marks_unset(&m, i);
	assert_int_equal(m.n, 5000);
	for (int i = 1; i <= 10000; i++)
		assert_int_equal(marks_has(&m, i), i % 2 == 0);
	for (int i = 1; i <= 10000; i += 2)
		marks_set(&m, i);
	assert_int_equal(m.n, 10000);
	marks_clear(&m);
}

/* Who goes down a list marking and taking away never has many marks. */
static void marks_that_come_and_go_one_by_one_leave_room(void **state)
{
	struct marks m = { 0 };

	for (int i = 1; i <= 10000; i++) {
		marks_set(&m, i);
		marks_unset(&m, i);
	}
	assert_int_equal(m.n, 0);
	assert_false(marks_has(&m, 10001));
	assert_true(m.cap <= 64);
	marks_clear(&m);
}

static void things_come_in_order_and_from_two_sets_once(void **state)
{
	struct marks m = { 0 }, other = { 0 };
	int64_t *things;
	size_t n;

	marks_set(&m, 5);
	marks_set(&m, 3);
	marks_set(&other, 4);
	marks_set(&other, 5);
	marks_join(&m, &other);
	things = marks_things(&m, &n);
	assert_int_equal(n, 3);
	assert_int_equal(things[0], 3);
	assert_int_equal(things[2], 5);
	free(things);
	marks_clear(&m);
	marks_clear(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mark_is_there_until_it_is_taken_away),
		cmocka_unit_test(nothing_is_never_marked),
		cmocka_unit_test(many_marks_are_all_found_after_others_were_taken_away),
		cmocka_unit_test(marks_that_come_and_go_one_by_one_leave_room),
		cmocka_unit_test(things_come_in_order_and_from_two_sets_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
