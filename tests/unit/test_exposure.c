/* test_exposure.c - how logs, inferences and statements about one customer come together. */
#include "tests/unit/fixture.h"

#include "model/customer.h"
#include "model/exposure.h"

static struct exposure_list list;
static int64_t customer;

static int customer_setup(void **state)
{
	struct act a;
	bool added;

	if (setup(state) < 0)
		return -1;
	if (act_begin(&a, &nb, "customer.import", &e) < 0 ||
	    customer_import_thing(&a, "C-1", 3, true, &customer, &added, &e) < 0)
		return -1;
	return act_commit(&a, &e);
}
#define EXPOSURE_TEST(name) cmocka_unit_test_setup_teardown(name, customer_setup, teardown)

/* Writes it within an act of its own; was a row written? */
static bool put(struct exposure x)
{
	struct act a;
	bool changed;

	x.incident = incident;
	x.customer = customer;
	ok(act_begin(&a, &nb, "exposure.import", &e));
	ok(exposure_put(&a, &x, &changed, &e));
	ok(act_commit(&a, &e));
	return changed;
}

static int put_wrong(struct exposure x)
{
	struct act a;
	bool changed;
	int done;

	x.incident = incident;
	x.customer = customer;
	ok(act_begin(&a, &nb, "exposure.import", &e));
	done = exposure_put(&a, &x, &changed, &e);
	act_abort(&a);
	return done;
}

static struct exposure *loaded(void)
{
	exposure_list_release(&list);
	ok(exposure_load(&nb, incident, customer, &list, &e));
	assert_int_equal(list.n, 1);
	return &list.at[0];
}

static struct exposure seen(int64_t earliest, int64_t latest, int64_t count, const char *categories)
{
	return (struct exposure){ .population = "viewed",
		.basis = "log",
		.earliest = earliest,
		.latest = latest,
		.count = count,
		.categories = categories };
}

static void an_exposure_reads_as_it_was_written(void **state)
{
	assert_true(put((struct exposure){ .population = "targeted",
	    .basis = "inference",
	    .categories = "subscription; billing-contact;subscription",
	    .confidence = "low",
	    .window = "2021-05~",
	    .earliest = 10,
	    .latest = 20 }));
	assert_string_equal(loaded()->population, "targeted");
	assert_string_equal(list.at[0].categories, "billing-contact;subscription");
	assert_string_equal(list.at[0].window, "2021-05~");
	assert_string_equal(list.at[0].confidence, "low");
	assert_string_equal(list.at[0].customer_ref, "C-1");
	assert_int_equal(list.at[0].count, 0);
}

static void importing_the_same_log_twice_changes_nothing(void **state)
{
	assert_true(put(seen(100, 200, 5, "a")));
	assert_false(put(seen(100, 200, 5, "a")));
	assert_int_equal(loaded()->count, 5);
}

static void parts_of_a_log_add_up(void **state)
{
	put(seen(100, 200, 5, "b"));
	assert_true(put(seen(300, 400, 2, "a")));
	assert_int_equal(loaded()->count, 7);
	assert_int_equal(list.at[0].earliest, 100);
	assert_int_equal(list.at[0].latest, 400);
	assert_string_equal(list.at[0].categories, "a;b");
}

static void counts_of_overlapping_windows_are_not_added(void **state)
{
	put(seen(100, 200, 5, NULL));
	assert_true(put(seen(150, 300, 9, NULL)));
	assert_int_equal(loaded()->count, 9);
	assert_false(put(seen(100, 200, 5, NULL)));
	assert_int_equal(loaded()->count, 9);
}

static void a_log_never_lowers_a_graver_population(void **state)
{
	static const char *const order[] = { "unknown", "suspected", "viewed", "targeted",
		"compromised" };
	struct exposure x = seen(100, 200, 1, NULL);

	for (int i = 0; i < 5; i++) {
		x.population = order[i];
		assert_true(put(x));
		assert_string_equal(loaded()->population, order[i]);
	}
	for (int i = 4; i >= 0; i--) {
		x.population = order[i];
		assert_false(put(x));
		assert_string_equal(loaded()->population, "compromised");
	}
}

static void a_cleared_customer_stays_cleared_until_new_accesses_are_seen(void **state)
{
	int64_t changed;

	put(seen(100, 200, 5, NULL));
	ok(exposure_set(&nb,
	    &(struct exposure_change){ .incident = incident,
		.customers = &customer,
		.n = 1,
		.population = "cleared",
		.reason = "test account" },
	    NULL, ref, &changed, &e));
	put(seen(100, 200, 5, NULL));
	assert_string_equal(loaded()->population, "cleared");
	put(seen(300, 400, 1, NULL));
	assert_string_equal(loaded()->population, "viewed");
}

static void a_statement_may_lower_and_keeps_what_it_does_not_speak_of(void **state)
{
	put((struct exposure){ .population = "compromised",
	    .basis = "log",
	    .categories = "a",
	    .earliest = 100,
	    .latest = 200,
	    .count = 3 });
	assert_true(put((struct exposure){ .population = "viewed", .basis = "statement" }));
	assert_string_equal(loaded()->population, "viewed");
	assert_string_equal(list.at[0].basis, "statement");
	assert_string_equal(list.at[0].categories, "a");
	assert_int_equal(list.at[0].earliest, 100);
	assert_int_equal(list.at[0].count, 3);
}

static void a_window_in_words_gives_way_when_a_log_widens_it(void **state)
{
	put((struct exposure){ .population = "viewed",
	    .basis = "inference",
	    .window = "2021-05-17",
	    .earliest = 100,
	    .latest = 200 });
	put(seen(120, 180, 1, NULL));
	assert_string_equal(loaded()->window, "2021-05-17");
	put(seen(50, 180, 1, NULL));
	assert_null(loaded()->window);
	assert_int_equal(list.at[0].earliest, 50);
	assert_int_equal(list.at[0].latest, 200);
}

static void wrong_exposures_are_refused(void **state)
{
	struct exposure x = seen(100, 200, 1, NULL);

	x.population = "veiwed";
	refused(put_wrong(x), ERR_INVALID, "did you mean \"viewed\"");
	x.population = NULL;
	refused(put_wrong(x), ERR_INVALID, "needs a population");
	x = seen(100, 200, 1, NULL);
	x.basis = "hearsay";
	refused(put_wrong(x), ERR_INVALID, "log, inference or statement");
	refused(put_wrong(seen(200, 100, 1, NULL)), ERR_INVALID, "ends before it begins");
	refused(put_wrong(seen(100, 200, -1, NULL)), ERR_INVALID, "count");
	refused(put_wrong(seen(100, 200, 1, "\xff")), ERR_INVALID, "UTF-8");
}

static void setting_a_population_again_writes_nothing(void **state)
{
	int64_t changed, records;

	ok(exposure_set(&nb,
	    &(struct exposure_change){
		.incident = incident, .customers = &customer, .n = 1, .population = "suspected" },
	    NULL, ref, &changed, &e));
	assert_int_equal(changed, 1);
	assert_string_equal(loaded()->basis, "statement");
	records = head();
	ok(exposure_set(&nb,
	    &(struct exposure_change){
		.incident = incident, .customers = &customer, .n = 1, .population = "suspected" },
	    NULL, ref, &changed, &e));
	assert_int_equal(changed, 0);
	assert_int_equal(head(), records);
	undo();
	exposure_list_release(&list);
	ok(exposure_load(&nb, incident, customer, &list, &e));
	assert_int_equal(list.n, 0);
}

static void windows_are_shown_as_given_or_made_from_their_bounds(void **state)
{
	const struct {
		struct exposure x;
		const char *text;
	} cases[] = {
		{ { .window = "2021-05~", .earliest = 1, .latest = 2 }, "2021-05~" },
		{ { .earliest = 0, .latest = 0 }, "" },
		{ { .earliest = 1621242000000000, .latest = 1621242000000000 },
		    "2021-05-17T09:00:00.000000Z" },
		{ { .earliest = 1621242000000000, .latest = 1621242060000000 },
		    "2021-05-17T09:00:00.000000Z/2021-05-17T09:01:00.000000Z" },
		{ { .earliest = WHEN_PAST, .latest = 1621242060000000 },
		    "../2021-05-17T09:01:00.000000Z" },
		{ { .earliest = 1621242060000000, .latest = WHEN_FUTURE },
		    "2021-05-17T09:01:00.000000Z/.." },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str s = { 0 };

		exposure_window(&cases[i].x, &s);
		assert_string_equal(str_text(&s), cases[i].text);
		str_release(&s);
	}
}

static void exposures_page_by_customer_and_filter(void **state)
{
	struct when_context now = context();
	struct filter *f = filter_compile("ref:C-1", FILTER_CUSTOMERS, &now, NULL, &e);
	struct exposure_page p = { .incident = incident, .limit = 1 };
	int64_t first = customer, second;
	struct act a;
	bool added;

	put(seen(100, 200, 1, NULL));
	ok(act_begin(&a, &nb, "customer.import", &e));
	ok(customer_import_thing(&a, "C-2", 3, true, &second, &added, &e));
	ok(act_commit(&a, &e));
	customer = second;
	put(seen(100, 200, 1, NULL));
	exposure_list_release(&list);
	ok(exposure_page_load(&nb, &p, &list, &e));
	p.customer = first;
	p.limit = 10;
	ok(exposure_page_load(&nb, &p, &list, &e));
	assert_int_equal(list.n, 2);
	assert_string_equal(list.at[0].customer_ref, "C-1");
	assert_string_equal(list.at[1].customer_ref, "C-2");
	exposure_list_release(&list);
	p.customer = 0;
	p.filter = f;
	ok(exposure_page_load(&nb, &p, &list, &e));
	assert_int_equal(list.n, 1);
	filter_free(f);
}

static int done(void **state)
{
	exposure_list_release(&list);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		EXPOSURE_TEST(an_exposure_reads_as_it_was_written),
		EXPOSURE_TEST(importing_the_same_log_twice_changes_nothing),
		EXPOSURE_TEST(parts_of_a_log_add_up),
		EXPOSURE_TEST(counts_of_overlapping_windows_are_not_added),
		EXPOSURE_TEST(a_log_never_lowers_a_graver_population),
		EXPOSURE_TEST(a_cleared_customer_stays_cleared_until_new_accesses_are_seen),
		EXPOSURE_TEST(a_statement_may_lower_and_keeps_what_it_does_not_speak_of),
		EXPOSURE_TEST(a_window_in_words_gives_way_when_a_log_widens_it),
		EXPOSURE_TEST(wrong_exposures_are_refused),
		EXPOSURE_TEST(setting_a_population_again_writes_nothing),
		EXPOSURE_TEST(windows_are_shown_as_given_or_made_from_their_bounds),
		EXPOSURE_TEST(exposures_page_by_customer_and_filter),
	};

	return cmocka_run_group_tests(tests, NULL, done);
}
