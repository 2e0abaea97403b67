/* test_entry.c - the log: writing, amending, striking, marking, pages in both orders. */
#include "tests/unit/fixture.h"

static struct entry_list list;

static struct entry *loaded(int64_t thing)
{
	entry_list_release(&list);
	ok(entry_load(&nb, thing, &list, &e));
	assert_int_equal(list.n, 1);
	return &list.at[0];
}

static int amend(int64_t thing, int64_t seen, const char *text, const char *reason)
{
	struct when_context c = context();
	struct entryline line;
	int done;

	ok(entryline_parse(&line, text, strlen(text), &c, &e));
	done = entry_amend(&nb, thing, seen, &line, reason, ref, &e);
	entryline_release(&line);
	return done;
}

/* The texts of a page, "a b c", for entries whose text is one word. */
static const char *page(struct entry_page p)
{
	static char out[4096];
	size_t n = 0;

	p.incident = incident;
	p.limit = p.limit ? p.limit : 100;
	entry_list_release(&list);
	ok(entry_page_load(&nb, &p, &list, &e));
	out[0] = '\0';
	for (size_t i = 0; i < list.n; i++)
		n += (size_t)snprintf(
		    out + n, sizeof out - n, "%s%s", i ? " " : "", list.at[i].text);
	return out;
}

static struct entry_page key_of(int64_t thing, enum entry_order order)
{
	struct entry *x = loaded(thing);

	return (struct entry_page){ .order = order,
		.key_undated = !x->when.edtf[0],
		.earliest = x->when.earliest,
		.latest = x->when.latest,
		.thing = thing };
}

static void an_entry_reads_as_it_was_written(void **state)
{
	struct entry *x = loaded(
	    logged("2021-05-17 08:00 ! take runners offline @dewi #contain ^14:00 src:pager"));

	assert_string_equal(x->kind, "decision");
	assert_non_null(strstr(x->text, "take runners offline"));
	assert_string_equal(x->tags, "contain");
	assert_string_equal(x->actors, "dewi");
	assert_string_equal(x->source, "pager");
	assert_string_equal(x->writer, "Rina Wati");
	assert_string_equal(x->public_ref, ref);
	assert_string_equal(x->when.edtf, "2021-05-17T08:00:00Z");
	assert_int_not_equal(x->due, 0);
	assert_true(x->late);
	assert_false(x->struck || x->corrected || x->star || x->report);
}

static void an_entry_of_now_is_not_late(void **state)
{
	assert_false(loaded(logged("saw the alert"))->late);
	assert_true(loaded(logged("-6m saw the alert"))->late);
	assert_false(loaded(logged("-4m saw the alert"))->late);
}

static void an_entry_without_text_is_refused(void **state)
{
	const struct entryline line = { .kind = "observation", .text = "" };

	refused(entry_add(&nb, incident, &line, ref, &e), ERR_INVALID, "needs a text");
}

static void a_text_over_64_kib_is_refused(void **state)
{
	char *text = xmalloc(64 * 1024 + 2);
	struct entryline line = { .kind = "observation", .text = text };

	memset(text, 'a', 64 * 1024 + 1);
	text[64 * 1024 + 1] = '\0';
	refused(entry_add(&nb, incident, &line, ref, &e), ERR_INVALID, "longer than 64 KiB");
	text[64 * 1024] = '\0';
	ok(entry_add(&nb, incident, &line, ref, &e));
	free(text);
}

static void a_text_that_is_not_utf8_is_refused(void **state)
{
	const struct entryline line = { .kind = "observation", .text = "ab\xff" };

	refused(entry_add(&nb, incident, &line, ref, &e), ERR_INVALID, "not UTF-8 at byte 3");
}

static void amending_an_entry_keeps_the_old_text(void **state)
{
	int64_t thing = logged("2021-05-17 08:00 wrong host");
	char first[REF_MAX];
	int64_t before = head();

	memcpy(first, ref, sizeof first);
	ok(amend(thing, 0, "right host #erad", "typo"));
	assert_string_equal(loaded(thing)->text, "right host #erad");
	assert_string_equal(list.at[0].public_ref, first);
	assert_string_equal(list.at[0].when.edtf, "2021-05-17T08:00:00Z");
	assert_true(list.at[0].corrected);
	nb.asof = before;
	assert_string_equal(loaded(thing)->text, "wrong host");
	assert_false(list.at[0].corrected);
}

static void amending_with_a_time_moves_the_entry(void **state)
{
	int64_t thing = logged("2021-05-17 08:00 a");

	ok(amend(thing, 0, "2021-05-17 07:00 a", NULL));
	assert_string_equal(loaded(thing)->when.edtf, "2021-05-17T07:00:00Z");
	ok(amend(thing, 0, "undated a", NULL));
	assert_string_equal(loaded(thing)->when.edtf, "");
}

static void amending_what_has_changed_meanwhile_names_both_texts(void **state)
{
	int64_t thing = logged("first"), seen = loaded(thing)->row, records;

	ok(amend(thing, seen, "second", NULL));
	records = head();
	refused(amend(thing, seen, "third", NULL), ERR_CONFLICT, "it now reads \"second\"");
	assert_non_null(strstr(e.text, "\"third\""));
	assert_int_equal(head(), records);
	assert_string_equal(loaded(thing)->text, "second");
}

static void a_struck_entry_stays_and_says_so(void **state)
{
	int64_t thing = logged("wrong host");

	refused(strike(thing, ""), ERR_USAGE, "needs a reason");
	ok(strike(thing, "wrong host"));
	assert_true(loaded(thing)->struck);
	assert_string_equal(page((struct entry_page){ .from_end = true }), "wrong host");
	refused(strike(thing, "again"), ERR_CONFLICT, "struck already");
}

static void undoing_a_strike_brings_the_entry_back(void **state)
{
	int64_t thing = logged("a");

	ok(strike(thing, "wrong"));
	undo();
	assert_false(loaded(thing)->struck);
}

static void undoing_an_entry_takes_it_from_the_log(void **state)
{
	int64_t thing;

	logged("a");
	thing = logged("b");
	undo();
	assert_string_equal(page((struct entry_page){ .from_end = true }), "a");
	refused(entry_load(&nb, thing, &list, &e), ERR_NOT_FOUND, "no such entry");
}

static void marks_are_put_and_taken_away_in_one_record(void **state)
{
	int64_t things[] = { logged("a #old"), logged("b") }, changed;
	const char *const add[] = { "star", "report", "#ioc" }, *const tag[] = { "#ioc" };

	ok(thing_mark(&nb, things, 2, add, 3, NULL, 0, ref, &changed, &e));
	assert_int_equal(changed, 6);
	assert_true(loaded(things[0])->star && list.at[0].report);
	assert_string_equal(list.at[0].tags, "old ioc");
	ok(thing_mark(&nb, things, 1, NULL, 0, tag, 1, ref, &changed, &e));
	assert_int_equal(changed, 1);
	assert_string_equal(loaded(things[0])->tags, "old");
	assert_string_equal(loaded(things[1])->tags, "ioc");
}

static void a_mark_cannot_be_put_and_taken_away_at_once(void **state)
{
	int64_t thing = logged("a"), changed, records = head();
	const char *const star[] = { "star" };

	refused(thing_mark(&nb, &thing, 1, star, 1, star, 1, ref, &changed, &e), ERR_INVALID,
	    "one act cannot both");
	assert_int_equal(head(), records);
	assert_false(loaded(thing)->star);
}

static void marking_what_is_marked_writes_nothing(void **state)
{
	int64_t thing = logged("a"), changed, records;
	const char *const add[] = { "star" };

	ok(thing_mark(&nb, &thing, 1, add, 1, NULL, 0, ref, &changed, &e));
	records = head();
	ok(thing_mark(&nb, &thing, 1, add, 1, NULL, 0, ref, &changed, &e));
	assert_int_equal(changed, 0);
	assert_string_equal(ref, "");
	assert_int_equal(head(), records);
}

static void other_marks_are_refused(void **state)
{
	static const char *const bad[] = { "stars", "", "#", "#a b", "#a\n", "#\xff", "contain" };
	int64_t thing = logged("a"), changed;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		refused(thing_mark(&nb, &thing, 1, &bad[i], 1, NULL, 0, ref, &changed, &e),
		    ERR_INVALID, "is no mark");
}

static void the_log_pages_both_ways_without_repeating(void **state)
{
	int64_t things[7];
	char text[2] = "a";

	for (int i = 0; i < 7; i++, text[0]++)
		things[i] = logged(text);
	assert_string_equal(page((struct entry_page){ .from_end = true, .limit = 3 }), "a b c");
	assert_string_equal(
	    page((struct entry_page){ .from_end = true, .backward = true, .limit = 3 }), "e f g");
	assert_string_equal(page((struct entry_page){ .thing = things[2], .limit = 3 }), "d e f");
	assert_string_equal(
	    page((struct entry_page){ .thing = things[4], .backward = true, .limit = 3 }), "b c d");
}

static void entries_of_another_incident_are_not_shown(void **state)
{
	logged("a");
	logged_in(incident_new("INC-2"), "b");
	assert_string_equal(page((struct entry_page){ .from_end = true }), "a");
}

/* In the order of happening: c a d, then without time b e. */
static void happened_new(int64_t things[5])
{
	things[0] = logged("2021-05-02 10:00 a");
	things[1] = logged("undated b");
	things[2] = logged("2021-05-01 c");
	things[3] = logged("2021-05-02 10:00 d");
	things[4] = logged("undated e");
}

static void the_order_of_happening_has_the_undated_ones_last(void **state)
{
	int64_t t[5];

	happened_new(t);
	assert_string_equal(
	    page((struct entry_page){ .order = ENTRY_HAPPENED, .from_end = true }), "c a d b e");
	assert_string_equal(page((struct entry_page){
				.order = ENTRY_HAPPENED, .from_end = true, .backward = true }),
	    "c a d b e");
}

static void a_page_in_the_order_of_happening_crosses_into_the_undated_band(void **state)
{
	static const char order[] = "cadbe";
	int64_t t[5];

	happened_new(t);
	for (int at = 0; at < 5; at++) {
		struct entry_page p = key_of(t[order[at] - 'a'], ENTRY_HAPPENED);
		char want[16] = "";
		int n = 0;

		p.limit = 2;
		for (int i = at + 1; i < 5 && i < at + 3; i++)
			n += snprintf(want + n, sizeof want - n, "%s%c", n ? " " : "", order[i]);
		assert_string_equal(page(p), want);
		p.backward = true;
		want[0] = '\0';
		n = 0;
		for (int i = at > 2 ? at - 2 : 0; i < at; i++)
			n += snprintf(want + n, sizeof want - n, "%s%c", n ? " " : "", order[i]);
		assert_string_equal(page(p), want);
	}
}

static int64_t counted(const struct filter *f, int limit, int *slices)
{
	int64_t after = 0, count, all = 0;
	bool more = true;

	for (*slices = 0; more; (*slices)++, all += count)
		ok(entry_count(&nb, f, incident, &after, limit, &count, &more, &e));
	return all;
}

static void slices_of_a_count_add_up(void **state)
{
	struct when_context c = context();
	struct filter *f = filter_compile("many", FILTER_ENTRIES, &c, NULL, &e);
	int slices;

	for (int i = 0; i < 40; i++)
		logged(i % 3 ? "one of many" : "another");
	assert_int_equal(counted(NULL, 16, &slices), 40);
	assert_true(slices >= 3);
	assert_int_equal(counted(f, 16, &slices), 26);
	assert_true(slices >= 3);
	assert_int_equal(counted(f, 100000, &slices), 26);
	assert_int_equal(slices, 1);
	filter_free(f);
}

static void a_page_as_of_an_earlier_record_shows_that_moment(void **state)
{
	int64_t a = logged("2021-05-02 a"), before;

	logged("2021-05-01 b");
	before = head();
	ok(amend(a, 0, "2021-04-01 c", NULL));
	logged("2021-05-03 d");
	assert_string_equal(
	    page((struct entry_page){ .order = ENTRY_HAPPENED, .from_end = true }), "c b d");
	nb.asof = before;
	assert_string_equal(
	    page((struct entry_page){ .order = ENTRY_HAPPENED, .from_end = true }), "b a");
	assert_string_equal(page((struct entry_page){ .from_end = true }), "a b");
}

static void nothing_is_written_while_travelling(void **state)
{
	const struct entryline line = { .kind = "observation", .text = "a" };

	nb.asof = head();
	refused(entry_add(&nb, incident, &line, ref, &e), ERR_PERMISSION, "earlier time");
}

static int done(void **state)
{
	entry_list_release(&list);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_entry_reads_as_it_was_written),
		TEST(an_entry_of_now_is_not_late),
		TEST(an_entry_without_text_is_refused),
		TEST(a_text_over_64_kib_is_refused),
		TEST(a_text_that_is_not_utf8_is_refused),
		TEST(amending_an_entry_keeps_the_old_text),
		TEST(amending_with_a_time_moves_the_entry),
		TEST(amending_what_has_changed_meanwhile_names_both_texts),
		TEST(a_struck_entry_stays_and_says_so),
		TEST(undoing_a_strike_brings_the_entry_back),
		TEST(undoing_an_entry_takes_it_from_the_log),
		TEST(marks_are_put_and_taken_away_in_one_record),
		TEST(a_mark_cannot_be_put_and_taken_away_at_once),
		TEST(marking_what_is_marked_writes_nothing),
		TEST(other_marks_are_refused),
		TEST(the_log_pages_both_ways_without_repeating),
		TEST(entries_of_another_incident_are_not_shown),
		TEST(the_order_of_happening_has_the_undated_ones_last),
		TEST(a_page_in_the_order_of_happening_crosses_into_the_undated_band),
		TEST(slices_of_a_count_add_up),
		TEST(a_page_as_of_an_earlier_record_shows_that_moment),
		TEST(nothing_is_written_while_travelling),
	};

	return cmocka_run_group_tests(tests, NULL, done);
}
