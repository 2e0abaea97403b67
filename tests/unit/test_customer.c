/* test_customer.c - addresses, the bulk write, pages of the register. */
#include "tests/unit/fixture.h"

#include "model/customer.h"
#include "model/exposure.h"

static struct customer_list list;

static void imported(
    const struct customer *c, size_t n, int64_t added, int64_t changed, int64_t same)
{
	struct customer_import in;

	ok(customer_import_begin(&in, &nb, &e));
	for (size_t i = 0; i < n; i++)
		ok(customer_import_put(&in, &c[i], &e));
	assert_int_equal(in.added, added);
	assert_int_equal(in.changed, changed);
	assert_int_equal(in.same, same);
	ok(customer_import_commit(&in, &e));
}

static int put_alone(const struct customer *c)
{
	struct customer_import in;
	int done;

	ok(customer_import_begin(&in, &nb, &e));
	done = customer_import_put(&in, c, &e);
	customer_import_abort(&in);
	return done;
}

static struct customer *loaded(const char *name)
{
	int64_t thing;

	customer_list_release(&list);
	ok(customer_find(&nb, name, &thing, &e));
	ok(customer_load(&nb, thing, incident, &list, &e));
	return &list.at[0];
}

static const char *page(struct customer_page p)
{
	static char out[4096];
	size_t n = 0;

	p.limit = p.limit ? p.limit : 100;
	customer_list_release(&list);
	ok(customer_page_load(&nb, &p, &list, &e));
	out[0] = '\0';
	for (size_t i = 0; i < list.n; i++)
		n +=
		    (size_t)snprintf(out + n, sizeof out - n, "%s%s", i ? " " : "", list.at[i].ref);
	return out;
}

static void addresses_come_back_as_they_were_written(void **state)
{
	const struct address in[] = { { "email", "a@b.example", "billing", "Rani", true },
		{ "phone", "+62 21 555", NULL, "Budi", false },
		{ "letter", "Jl. 1", NULL, NULL, false } };
	struct address out[ADDRESSES_MAX];
	struct arena mem = { 0 };
	struct str s = { 0 };

	addresses_write(in, 3, &s);
	assert_string_equal(s.at, "email\ta@b.example\tbilling\tRani\tcompromised\n"
				  "phone\t+62 21 555\t\tBudi\nletter\tJl. 1");
	assert_int_equal(addresses_read(s.at, out, &mem), 3);
	assert_true(out[0].compromised && !out[1].compromised);
	assert_string_equal(out[0].role, "billing");
	assert_null(out[1].role);
	assert_string_equal(out[1].name, "Budi");
	assert_null(out[2].name);
	assert_int_equal(addresses_read(NULL, out, &mem), 0);
	arena_release(&mem);
	str_release(&s);
}

static void a_value_cannot_break_out_of_its_line(void **state)
{
	const struct address in = { "letter", "a\tb\nemail\tx@y.example", NULL, NULL, false };
	struct address out[ADDRESSES_MAX];
	struct arena mem = { 0 };
	struct str s = { 0 };

	addresses_write(&in, 1, &s);
	assert_int_equal(addresses_read(s.at, out, &mem), 1);
	assert_string_equal(out[0].value, "a b email x@y.example");
	arena_release(&mem);
	str_release(&s);
}

static void more_addresses_than_fit_are_left_out(void **state)
{
	struct address out[ADDRESSES_MAX];
	struct arena mem = { 0 };
	struct str s = { 0 };

	for (int i = 0; i < 40; i++)
		str_puts(&s, "phone\t1\n");
	assert_int_equal(addresses_read(s.at, out, &mem), ADDRESSES_MAX);
	arena_release(&mem);
	str_release(&s);
}

static void email_addresses_are_checked(void **state)
{
	static const char *const good[] = { "a@b.example", "a.b+c@x-y.example", "o'neil@a.b.c",
		"1@2.de" };
	static const char *const bad[] = { "", "@", "a@@b.example", "a@b", ".a@b.example",
		"a.@b.example", "a..b@c.example", "a@-b.example", "a@b-.example", "a@b..example",
		"a@b.example.", "a b@c.example", "a@b.ex ample", "a@b.example\n", "\"a\"@b.example",
		"a@[1.2.3.4]", "a\xc3\xa9@b.example",
		"1234567890123456789012345678901234567890123456789012345678901234x@b.example" };

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		ok(email_check(good[i], strlen(good[i]), &e));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		refused(email_check(bad[i], strlen(bad[i]), &e), ERR_INVALID, "is not an address");
	refused(email_check("a@m\xc3\xbcnchen.example", 17, &e), ERR_INVALID,
	    "is not an address: write its domain in ASCII, as xn--...");
}

static void customers_are_added_in_one_record(void **state)
{
	const struct customer c[] = { { .ref = "C-1",
					  .name = "Rani",
					  .organisation = "Bank",
					  .language = "id",
					  .country = "ID",
					  .tier = "gold",
					  .zone = "Asia/Jakarta",
					  .notes = "n",
					  .addresses = "email\ta@b.example" },
		{ .ref = "C-2" } };
	int64_t before = head();

	imported(c, 2, 2, 0, 0);
	assert_int_equal(head(), before + 1);
	assert_string_equal(loaded("C-1")->organisation, "Bank");
	assert_string_equal(list.at[0].addresses, "email\ta@b.example");
	assert_string_equal(list.at[0].zone, "Asia/Jakarta");
	assert_null(loaded("C-2")->name);
	assert_null(list.at[0].population);
	assert_null(list.at[0].status);
}

static void importing_the_same_twice_writes_no_row(void **state)
{
	const struct customer c[] = { { .ref = "C-1", .name = "Rani" },
		{ .ref = "C-2", .tier = "" } };
	int64_t row;

	imported(c, 2, 2, 0, 0);
	row = loaded("C-1")->row;
	imported(c, 2, 0, 0, 2);
	assert_int_equal(loaded("C-1")->row, row);
}

static void what_an_import_does_not_give_stays(void **state)
{
	const struct customer first = { .ref = "C-1", .name = "Rani", .tier = "gold" };
	const struct customer then = { .ref = "C-1", .tier = "silver", .language = "id" };
	int64_t before;

	imported(&first, 1, 1, 0, 0);
	before = head();
	imported(&then, 1, 0, 1, 0);
	assert_string_equal(loaded("C-1")->name, "Rani");
	assert_string_equal(list.at[0].tier, "silver");
	assert_string_equal(list.at[0].language, "id");
	nb.asof = before;
	assert_string_equal(loaded("C-1")->tier, "gold");
	assert_null(list.at[0].language);
}

static void a_ref_that_comes_twice_in_one_import_is_one_customer(void **state)
{
	const struct customer c[] = { { .ref = "C-2", .name = "a" }, { .ref = "C-1", .name = "b" },
		{ .ref = "C-2", .name = "a" }, { .ref = "C-1" } };

	imported(c, 4, 2, 0, 2);
	assert_string_equal(page((struct customer_page){ .from_end = true }), "C-1 C-2");
	assert_string_equal(loaded("C-1")->name, "b");
}

static void a_ref_cannot_be_two_customers_in_one_import(void **state)
{
	const struct customer a = { .ref = "C-1", .name = "a" }, b = { .ref = "C-1", .name = "b" };
	struct customer_import in;

	ok(customer_import_begin(&in, &nb, &e));
	ok(customer_import_put(&in, &a, &e));
	refused(customer_import_put(&in, &b, &e), ERR_INVALID, "one act cannot both");
	customer_import_abort(&in);
	customer_import_abort(&in);
	assert_string_equal(page((struct customer_page){ .from_end = true }), "");
}

static void refs_are_ordered_by_bytes(void **state)
{
	const struct customer c[] = { { .ref = "B" }, { .ref = "a" }, { .ref = "aa" },
		{ .ref = "\xc3\xa9" } };

	imported(c, 4, 4, 0, 0);
	assert_string_equal(page((struct customer_page){ .from_end = true }), "B a aa \xc3\xa9");
}

static void undoing_an_import_empties_the_register(void **state)
{
	const struct customer c[] = { { .ref = "C-1" }, { .ref = "C-2" } };

	imported(c, 2, 2, 0, 0);
	undo();
	assert_string_equal(page((struct customer_page){ .from_end = true }), "");
	imported(c, 2, 2, 0, 0);
	assert_string_equal(page((struct customer_page){ .from_end = true }), "C-1 C-2");
}

static void an_import_that_stops_leaves_nothing(void **state)
{
	const struct customer c = { .ref = "C-1" };

	ok(put_alone(&c));
	assert_string_equal(page((struct customer_page){ .from_end = true }), "");
}

static void wrong_fields_are_refused(void **state)
{
	static char longest[200];
	const struct {
		struct customer c;
		const char *words;
	} bad[] = {
		{ { .ref = "" }, "1 to 128 bytes" },
		{ { .ref = NULL }, "1 to 128 bytes" },
		{ { .ref = longest }, "1 to 128 bytes" },
		{ { .ref = "a\tb" }, "control character" },
		{ { .ref = "\xff" }, "not UTF-8" },
		{ { .ref = "a", .name = "\xc3" }, "the name is not UTF-8" },
		{ { .ref = "a", .language = "english" }, "language tag" },
		{ { .ref = "a", .language = "en-" }, "language tag" },
		{ { .ref = "a", .country = "IDN" }, "ISO 3166" },
		{ { .ref = "a", .country = "I1" }, "ISO 3166" },
		{ { .ref = "a", .addresses = "email\ta@@b" }, "\"a@@b\" is not an address" },
		{ { .ref = "a", .addresses = "phone\t1\nemail\tx" }, "\"x\" is not an address" },
		{ { .ref = "a", .addresses = "email" }, "without channel or value" },
	};

	memset(longest, 'x', 129);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		refused(put_alone(&bad[i].c), ERR_INVALID, bad[i].words);
}

static void a_bare_customer_is_added_when_wanted(void **state)
{
	struct act a;
	int64_t thing, again;
	bool added;

	ok(act_begin(&a, &nb, "exposure.import", &e));
	refused(customer_import_thing(&a, "C-1", 3, false, &thing, &added, &e), ERR_NOT_FOUND,
	    "\"C-1\"");
	ok(customer_import_thing(&a, "C-1", 3, true, &thing, &added, &e));
	assert_true(added);
	ok(customer_import_thing(&a, "C-1", 3, true, &again, &added, &e));
	assert_false(added);
	assert_int_equal(thing, again);
	ok(act_commit(&a, &e));
	assert_int_equal(loaded("C-1")->thing, thing);
}

static void the_register_pages_both_ways_without_repeating(void **state)
{
	struct customer c[7] = { 0 };
	char refs[7][16];

	for (int i = 0; i < 7; i++) {
		snprintf(refs[i], sizeof refs[i], "C%d", i + 1);
		c[i].ref = refs[i];
	}
	imported(c, 7, 7, 0, 0);
	assert_string_equal(
	    page((struct customer_page){ .from_end = true, .limit = 3 }), "C1 C2 C3");
	assert_string_equal(
	    page((struct customer_page){ .from_end = true, .backward = true, .limit = 3 }),
	    "C5 C6 C7");
	assert_string_equal(page((struct customer_page){ .ref = "C3", .limit = 3 }), "C4 C5 C6");
	assert_string_equal(
	    page((struct customer_page){ .ref = "C5", .backward = true, .limit = 3 }), "C2 C3 C4");
	assert_string_equal(page((struct customer_page){ .ref = "C7", .limit = 3 }), "");
}

static int64_t counted(const struct filter *f, int limit, int *slices)
{
	int64_t after = 0, count, all = 0;
	bool more = true;

	for (*slices = 0; more; (*slices)++, all += count)
		ok(customer_count(&nb, f, incident, &after, limit, &count, &more, &e));
	return all;
}

static void slices_of_a_count_add_up(void **state)
{
	struct customer c[40] = { 0 };
	char refs[40][16];
	struct when_context now = context();
	struct filter *f = filter_compile("tier:gold", FILTER_CUSTOMERS, &now, NULL, &e);
	int slices;

	for (int i = 0; i < 40; i++) {
		snprintf(refs[i], sizeof refs[i], "C-%d", 10 + i);
		c[i] = (struct customer){ .ref = refs[i], .tier = i % 4 ? NULL : "gold" };
	}
	imported(c, 40, 40, 0, 0);
	assert_int_equal(counted(NULL, 16, &slices), 40);
	assert_true(slices >= 3);
	assert_int_equal(counted(f, 16, &slices), 10);
	assert_int_equal(counted(f, 1000, &slices), 10);
	assert_int_equal(slices, 1);
	filter_free(f);
}

static void a_customer_shows_the_population_of_the_incident_looked_from(void **state)
{
	const struct customer c = { .ref = "C-1" };
	int64_t thing, changed, other = incident_new("INC-2");

	imported(&c, 1, 1, 0, 0);
	ok(customer_find(&nb, "C-1", &thing, &e));
	ok(exposure_set(&nb,
	    &(struct exposure_change){
		.incident = incident, .customers = &thing, .n = 1, .population = "viewed" },
	    NULL, ref, &changed, &e));
	ok(exposure_set(&nb,
	    &(struct exposure_change){
		.incident = other, .customers = &thing, .n = 1, .population = "compromised" },
	    NULL, ref, &changed, &e));
	assert_string_equal(loaded("C-1")->population, "viewed");
	customer_list_release(&list);
	ok(customer_load(&nb, thing, other, &list, &e));
	assert_string_equal(list.at[0].population, "compromised");
}

static void a_customer_is_found_by_ref_or_public_reference(void **state)
{
	const struct customer c = { .ref = "C-1" };
	char public_ref[REF_MAX];
	int64_t thing;

	imported(&c, 1, 1, 0, 0);
	memcpy(public_ref, loaded("C-1")->public_ref, REF_MAX);
	ok(customer_find(&nb, public_ref, &thing, &e));
	assert_int_equal(thing, list.at[0].thing);
	refused(customer_find(&nb, "C-2", &thing, &e), ERR_NOT_FOUND, "\"C-2\"");
	refused(customer_load(&nb, 999, 0, &list, &e), ERR_NOT_FOUND, "no such customer");
}

static int done(void **state)
{
	customer_list_release(&list);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(addresses_come_back_as_they_were_written),
		TEST(a_value_cannot_break_out_of_its_line),
		TEST(more_addresses_than_fit_are_left_out),
		TEST(email_addresses_are_checked),
		TEST(customers_are_added_in_one_record),
		TEST(importing_the_same_twice_writes_no_row),
		TEST(what_an_import_does_not_give_stays),
		TEST(a_ref_that_comes_twice_in_one_import_is_one_customer),
		TEST(a_ref_cannot_be_two_customers_in_one_import),
		TEST(refs_are_ordered_by_bytes),
		TEST(undoing_an_import_empties_the_register),
		TEST(an_import_that_stops_leaves_nothing),
		TEST(wrong_fields_are_refused),
		TEST(a_bare_customer_is_added_when_wanted),
		TEST(the_register_pages_both_ways_without_repeating),
		TEST(slices_of_a_count_add_up),
		TEST(a_customer_shows_the_population_of_the_incident_looked_from),
		TEST(a_customer_is_found_by_ref_or_public_reference),
	};

	return cmocka_run_group_tests(tests, NULL, done);
}
