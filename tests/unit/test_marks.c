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
	marks_set(&m, 7, 70);
	marks_set(&m, 7, 71);
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

	marks_set(&m, 1, 1);
	assert_false(marks_has(&m, 0));
	assert_false(marks_has(&m, -1));
	marks_clear(&m);
}

static void many_marks_are_all_found_after_others_were_taken_away(void **state)
{
	struct marks m = { 0 };

	for (int i = 1; i <= 10000; i++)
		marks_set(&m, i, i);
	for (int i = 1; i <= 10000; i += 2)
		marks_unset(&m, i);
	assert_int_equal(m.n, 5000);
	for (int i = 1; i <= 10000; i++)
		assert_int_equal(marks_has(&m, i), i % 2 == 0);
	for (int i = 1; i <= 10000; i += 2)
		marks_set(&m, i, i);
	assert_int_equal(m.n, 10000);
	marks_clear(&m);
}

static void targets_come_in_order_and_without_things_that_have_none(void **state)
{
	struct marks m = { 0 };
	int64_t *targets;
	size_t n;

	marks_set(&m, 5, 500);
	marks_set(&m, 3, 0);
	marks_set(&m, 4, 100);
	targets = marks_targets(&m, &n);
	assert_int_equal(n, 2);
	assert_int_equal(targets[0], 100);
	assert_int_equal(targets[1], 500);
	free(targets);
	marks_clear(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mark_is_there_until_it_is_taken_away),
		cmocka_unit_test(nothing_is_never_marked),
		cmocka_unit_test(many_marks_are_all_found_after_others_were_taken_away),
		cmocka_unit_test(targets_come_in_order_and_without_things_that_have_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
