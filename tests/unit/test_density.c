/*
 * test_density.c - what the timeline counts: at every zoom the counts of the cells are the rows of
 * the list, whatever is imprecise, undated, struck, filtered or looked at as of the past.
 *
 * BLOTTER_TEST_ROWS says how many entries the notebook has (1,000,000 takes minutes with
 * sanitizers).
 */
#include "tests/unit/fixture.h"

#include "model/density.h"
#include "tui/axis.h"

#define FIRST INT64_C(1621036800000000) /* 2021-05-15 */
#define MINUTES (90 * 24 * 60)

static uint64_t seed = 20210517;

static int64_t chance(int64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int64_t)(seed % (uint64_t)n);
}

static int rows_wanted(void)
{
	const char *n = getenv("BLOTTER_TEST_ROWS");

	return n ? (int)strtol(n, NULL, 10) : 3000;
}

static void add_points(int n)
{
	struct entry_import in;

	ok(entry_import_begin(&in, &nb, incident, &e));
	for (int i = 0; i < n; i++) {
		char text[40];
		struct entry_fact f = { .time = FIRST + chance(MINUTES) * 60 * WHEN_SECOND,
			.zone = "UTC", .text = text, .tags = i % 3 ? "even" : "third",
			.source = i % 2 ? "host-a" : NULL };

		snprintf(text, sizeof text, "event %d", i);
		ok(entry_import_put(&in, &f, &e));
	}
	ok(entry_import_commit(&in, &e));
}

/* Imprecise, open and undated ones; some struck, some amended to another time. */
static void add_others(void)
{
	static const char *const texts[] = { "~2021-05-16/2021-05-31 in the second half #third",
		"~../2021-06-02 before June", "~2021-06-10/.. since then #third",
		"~2021-06 some time in June", "2021-07-01 09:30 a point", "2021-07-01 a day" };

	for (size_t i = 0; i < 5 * sizeof texts / sizeof *texts; i++) {
		int64_t thing = logged(texts[i % (sizeof texts / sizeof *texts)]);

		if (i % 7 == 3)
			ok(strike(thing, "wrong host"));
	}
}

/* The rows of the list that begin in [from, to), or without a beginning or time, page by page. */
static int64_t rows_in(const struct filter *f, int64_t from, int64_t to, bool undated)
{
	struct entry_page p = { .incident = incident, .order = ENTRY_HAPPENED, .filter = f,
		.from_end = true, .limit = 500 };
	int64_t n = 0;
	bool more = true;

	while (more) {
		struct entry_list l = { 0 };

		ok(entry_page_load(&nb, &p, &l, &e));
		for (size_t i = 0; i < l.n; i++) {
			bool dated = l.at[i].when.edtf[0] != '\0';
			int64_t at = l.at[i].when.earliest;

			n += undated ? !dated : dated && at >= from && at < to;
		}
		more = l.n == 500;
		if (l.n > 0) {
			const struct entry *x = &l.at[l.n - 1];

			p.from_end = false;
			p.key_undated = !x->when.edtf[0];
			p.earliest = x->when.earliest;
			p.latest = x->when.latest;
			p.thing = x->thing;
		}
		entry_list_release(&l);
	}
	return n;
}

static int64_t sum_of(const struct filter *f, const struct axis *a)
{
	int64_t sum = 0;

	for (int i = 0; i < a->cells; i++) {
		int64_t n;

		ok(density_count(
		    &nb, incident, f, a->from + i * a->cell, a->from + (i + 1) * a->cell, &n, &e));
		sum += n;
	}
	return sum;
}

static void the_strip_is_the_list_at_every_zoom(const struct filter *f)
{
	int64_t first, last, before, undated;
	struct axis a;

	ok(density_bounds(&nb, incident, &first, &last, &e));
	a = axis_whole(first, last, 103);
	ok(density_count(&nb, incident, f, WHEN_PAST, WHEN_PAST + 1, &before, &e));
	ok(density_undated(&nb, incident, f, &undated, &e));
	assert_int_equal(before, rows_in(f, WHEN_PAST, WHEN_PAST + 1, false));
	assert_int_equal(undated, rows_in(f, 0, 0, true));
	assert_int_equal(sum_of(f, &a) + before, rows_in(f, WHEN_PAST, WHEN_FUTURE, false));
	for (int zoom = 1; zoom < axis_zooms(); zoom++) {
		a = axis_around(FIRST + chance(MINUTES) * 60 * WHEN_SECOND, zoom, 103,
		    "America/New_York");
		assert_int_equal(sum_of(f, &a), rows_in(f, a.from, axis_end(&a), false));
	}
}

/* What lanes are made of: all that begins in the window, each once. */
static void the_pages_of_lanes_are_the_strip(const struct filter *f, const struct axis *a)
{
	struct density_page p = { .incident = incident, .filter = f, .from = a->from,
		.to = axis_end(a), .marks = true, .limit = 97 };
	struct density_list l = { 0 };
	int64_t n = 0;

	density_page_begin(&p);
	do {
		ok(density_page_load(&nb, &p, &l, &e));
		for (size_t i = 0; i < l.n; i++)
			assert_true(axis_has(a, l.at[i].earliest));
		n += (int64_t)l.n;
	} while (l.n == 97);
	density_list_release(&l);
	assert_int_equal(n, sum_of(f, a));
}

static void counts_are_rows_at_every_zoom(void **state)
{
	struct when_context c = context();
	struct filter *f = filter_compile("#third", FILTER_ENTRIES, &c, NULL, &e);
	int64_t record;
	struct axis a;

	add_points(rows_wanted());
	record = head();
	add_others();
	the_strip_is_the_list_at_every_zoom(NULL);
	the_strip_is_the_list_at_every_zoom(f);
	a = axis_around(FIRST + 40 * WHEN_DAY, 1, 103, "UTC");
	the_pages_of_lanes_are_the_strip(NULL, &a);
	the_pages_of_lanes_are_the_strip(f, &a);
	nb.asof = record;
	the_strip_is_the_list_at_every_zoom(NULL);
	nb.asof = ASOF_NOW;
	filter_free(f);
}

static void what_began_before_a_window_and_may_last_into_it_is_found(void **state)
{
	struct density_page p = { .incident = incident, .from = FIRST + 5 * WHEN_DAY,
		.to = FIRST + 6 * WHEN_DAY, .limit = 1 };
	struct density_list l = { 0 };
	int n = 0;

	logged("~2021-05-16/2021-05-31 may last");
	logged("~../2021-05-21 may have begun whenever");
	logged("~2021-05-16/.. has no end");
	logged("~2021-05-16/2021-05-17 is over");
	logged("2021-05-16 10:00 is a point");
	logged("~2021-05-20/2021-05-22 begins in it");
	density_page_begin(&p);
	do {
		ok(density_spans_load(&nb, &p, &l, &e));
		n += (int)l.n;
	} while (l.n > 0);
	density_list_release(&l);
	assert_int_equal(n, 3);
}

static int64_t gap_from(int64_t thing, bool backward, int limit, bool *found)
{
	struct entry_list l = { 0 };
	struct density_gap g = { .incident = incident, .backward = backward,
		.least = 3600 * WHEN_SECOND, .limit = limit };
	bool more = true;

	ok(entry_load(&nb, thing, &l, &e));
	g.earliest = l.at[0].when.earliest;
	g.latest = l.at[0].when.latest;
	g.thing = thing;
	*found = false;
	while (!*found && more)
		ok(density_gap_find(&nb, &g, found, &more, &e));
	entry_list_release(&l);
	return g.thing;
}

static void a_silence_is_found_forwards_and_backwards(void **state)
{
	int64_t first = logged("2021-05-16 10:00 one"), second = logged("2021-05-16 10:30 two");
	int64_t third = logged("2021-05-16 12:00 three"), last = logged("2021-05-16 12:10 four");
	bool found;

	(void)second;
	for (int limit = 1; limit < 5; limit++) {
		assert_int_equal(gap_from(first, false, limit, &found), third);
		assert_true(found);
		assert_int_equal(gap_from(last, true, limit, &found), third);
		assert_true(found);
		gap_from(third, false, limit, &found);
		assert_false(found);
	}
}

/* --- the axis ------------------------------------------------------------------------- */

static void a_cell_is_where_its_instants_are(void **state)
{
	for (int zoom = 1; zoom < axis_zooms(); zoom++) {
		struct axis a = axis_around(FIRST, zoom, 80, "Asia/Jakarta");

		assert_true(axis_has(&a, FIRST));
		assert_int_equal(axis_cell(&a, a.from), 0);
		assert_int_equal(axis_cell(&a, a.from - 1), -1);
		assert_int_equal(axis_cell(&a, axis_end(&a) - 1), 79);
		assert_int_equal(axis_cell(&a, axis_end(&a)), 80);
	}
}

static void a_day_has_cells_of_a_quarter_and_labels_of_hours(void **state)
{
	struct axis a = axis_around(FIRST, 2, 100, "UTC");
	struct str ruler = { 0 }, cell = { 0 };

	axis_show_cell(&a, &cell);
	assert_string_equal(str_text(&cell), "15m");
	axis_ruler(&a, "UTC", &ruler);
	assert_string_equal(str_text(&ruler),
	    "  12:00       15:00       18:00       21:00       15 May      03:00       06:00       "
	    "09:00       ");
	str_release(&ruler);
	str_release(&cell);
}

static void every_count_is_seen(void **state)
{
	assert_int_equal(axis_glyph(0, 0), ' ');
	assert_int_equal(axis_glyph(1, 1), '.');
	assert_int_equal(axis_glyph(1, 1000000), '.');
	assert_int_equal(axis_glyph(1000000, 1000000), '@');
	assert_int_equal(axis_braille(0, 0, 9), 0x2800);
	assert_int_equal(axis_braille(1, 0, 1000), 0x2840);
	assert_int_equal(axis_braille(0, 1, 1), 0x2880);
	assert_int_equal(axis_braille(1000, 1000, 1000), 0x28ff);
	assert_int_equal(axis_braille(1000, 32, 1000), 0x2847 + 0xa0);
	assert_int_equal(axis_digit(0), ' ');
	assert_int_equal(axis_digit(9), '9');
	assert_int_equal(axis_digit(10), '+');
}

static void nothing_has_no_axis(void **state)
{
	struct axis none = axis_whole(1, 0, 80), narrow = axis_whole(0, 10, -4);
	struct str ruler = { 0 };

	assert_int_equal(none.cells, 0);
	assert_int_equal(narrow.cells, 0);
	assert_false(axis_has(&none, 0));
	axis_ruler(&none, "UTC", &ruler);
	assert_string_equal(str_text(&ruler), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(counts_are_rows_at_every_zoom),
		TEST(what_began_before_a_window_and_may_last_into_it_is_found),
		TEST(a_silence_is_found_forwards_and_backwards),
		cmocka_unit_test(a_cell_is_where_its_instants_are),
		cmocka_unit_test(a_day_has_cells_of_a_quarter_and_labels_of_hours),
		cmocka_unit_test(every_count_is_seen),
		cmocka_unit_test(nothing_has_no_axis),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
