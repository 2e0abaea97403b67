/*
 * test_saved_view.c - filters with a name: saved, changed, dropped, and standing for what they say.
 */
#include "tests/unit/fixture.h"

#include "model/saved_view.h"

static void saved(const char *name, const char *filter)
{
	struct when_context c = context();

	ok(saved_view_save(&nb, name, FILTER_ENTRIES, filter, &c, ref, &e));
}

static int saving(const char *name, enum filter_of of, const char *filter)
{
	struct when_context c = context();

	return saved_view_save(&nb, name, of, filter, &c, ref, &e);
}

/* How many entries pass. */
static int64_t passing(const char *text)
{
	struct when_context c = context();
	struct filter *f = saved_view_compile(&nb, text, FILTER_ENTRIES, &c, NULL, &e);
	int64_t after = 0, n;
	bool more;

	if (!f)
		fail_msg("%s: %s", text, e.text);
	ok(entry_count(&nb, f, incident, &after, 1 << 20, &n, &more, &e));
	filter_free(f);
	return n;
}

static const char *written_out(const char *text)
{
	static char out[400];
	struct when_context c = context();
	struct filter *f = saved_view_compile(&nb, text, FILTER_ENTRIES, &c, NULL, &e);

	if (!f)
		fail_msg("%s: %s", text, e.text);
	snprintf(out, sizeof out, "%s", filter_text(f));
	filter_free(f);
	return out;
}

static void a_view_stands_for_its_filter(void **state)
{
	logged("one token");
	logged("two tokens @rani");
	logged("a runner @rani");
	saved("hers", "@rani");
	assert_int_equal(passing("view:hers"), 2);
	assert_int_equal(passing("view:hers token"), 1);
	assert_int_equal(passing("-view:hers"), 1);
	assert_int_equal(passing("(view:hers or one) token"), 2);
}

static void alternatives_in_a_view_stay_together(void **state)
{
	logged("one token");
	logged("two runners");
	logged("three mirrors");
	saved("either", "token or runners");
	assert_int_equal(passing("view:either -two"), 1);
	assert_int_equal(passing("three view:either"), 0);
}

static void only_where_a_condition_may_stand_is_it_a_view(void **state)
{
	saved("hers", "@rani");
	assert_string_equal(written_out("\"view:hers\""), "\"view:hers\"");
	assert_string_equal(written_out("\"a \\\" view:hers\" x"), "\"a \\\" view:hers\" x");
	assert_string_equal(written_out("text:view:hers"), "text:view:hers");
	assert_string_equal(written_out("  view:hers "), "  (@rani) ");
	assert_string_equal(written_out("(-view:hers)"), "(-(@rani))");
}

static void a_view_in_a_view_is_written_out_when_it_is_saved(void **state)
{
	saved("a", "token");
	saved("b", "view:a runners");
	saved("a", "view:b or mirror");
	assert_string_equal(written_out("view:a"), "(((token) runners) or mirror)");
}

static void saving_again_is_a_new_version(void **state)
{
	struct saved_view_list l = { 0 };
	int64_t before;

	saved("late", "is:late");
	before = head();
	saved("late", "is:late -is:struck");
	ok(saved_view_list_load(&nb, &l, &e));
	assert_int_equal(l.n, 1);
	assert_string_equal(l.at[0].filter, "is:late -is:struck");
	assert_string_equal(l.at[0].of, "entries");
	assert_string_equal(l.at[0].public_ref, "RW3");
	saved_view_list_release(&l);
	refused(saving("late", FILTER_ENTRIES, "is:late -is:struck"), ERR_NO, "saved so already");
	nb.asof = before;
	ok(saved_view_list_load(&nb, &l, &e));
	assert_string_equal(l.at[0].filter, "is:late");
	saved_view_list_release(&l);
	nb.asof = ASOF_NOW;
	undo();
	assert_string_equal(written_out("view:late"), "(is:late)");
}

static void a_view_that_is_dropped_is_gone_until_that_is_undone(void **state)
{
	struct when_context c = context();

	saved("late", "is:late");
	ok(saved_view_drop(&nb, "late", ref, &e));
	assert_null(saved_view_compile(&nb, "view:late", FILTER_ENTRIES, &c, NULL, &e));
	refused(saved_view_drop(&nb, "late", ref, &e), ERR_NOT_FOUND, "no view \"late\"");
	undo();
	assert_string_equal(written_out("view:late"), "(is:late)");
}

static void wrong_names_and_filters_are_refused(void **state)
{
	struct when_context c = context();

	refused(saving("Late", FILTER_ENTRIES, "is:late"), ERR_INVALID, "no name of a view");
	refused(saving("", FILTER_ENTRIES, "is:late"), ERR_INVALID, "no name of a view");
	refused(saving("a b", FILTER_ENTRIES, "is:late"), ERR_INVALID, "no name of a view");
	refused(saving("late", FILTER_ENTRIES, "is:lat"), ERR_INVALID, "late");
	refused(saving("late", FILTER_ENTRIES, "  "), ERR_INVALID, "needs a filter");
	refused(saving("late", FILTER_CUSTOMERS, "is:late"), ERR_INVALID, "byte");
	refused(
	    saving("late", FILTER_ENTRIES, "view:nowhere"), ERR_NOT_FOUND, "no view \"nowhere\"");
	ok(saving("gold", FILTER_CUSTOMERS, "tier:gold"));
	assert_null(saved_view_compile(&nb, "view:gold", FILTER_ENTRIES, &c, NULL, &e));
	assert_non_null(strstr(e.text, "is of customers, not of entries"));
	assert_null(saved_view_compile(&nb, "view:", FILTER_ENTRIES, &c, NULL, &e));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_view_stands_for_its_filter),
		TEST(alternatives_in_a_view_stay_together),
		TEST(only_where_a_condition_may_stand_is_it_a_view),
		TEST(a_view_in_a_view_is_written_out_when_it_is_saved),
		TEST(saving_again_is_a_new_version),
		TEST(a_view_that_is_dropped_is_gone_until_that_is_undone),
		TEST(wrong_names_and_filters_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
