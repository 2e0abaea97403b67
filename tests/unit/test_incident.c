/* test_incident.c - incidents, milestones, links, and the words they are described with. */
#include "tests/unit/fixture.h"

#include "model/transfer.h"
#include "model/vocabulary.h"

static struct incident_list list;

static struct incident *loaded(int64_t thing)
{
	incident_list_release(&list);
	ok(incident_load(&nb, thing, &list, &e));
	return &list.at[0];
}

static int set(const char *key, const char *value)
{
	const struct incident_change change = { key, value };

	return incident_set(&nb, incident, &change, 1, NULL, ref, &e);
}

static int open_as(const char *name)
{
	const struct incident fields = { .ref = name, .title = "t" };

	return incident_open(&nb, &fields, ref, &e);
}

static void an_incident_opens_with_the_usual_values(void **state)
{
	struct incident *i = loaded(incident);

	assert_string_equal(i->ref, "INC-2021-06");
	assert_string_equal(i->state, "detected");
	assert_string_equal(i->tlp, "AMBER");
	assert_string_equal(i->zone, "UTC");
	assert_null(i->lead);
	assert_int_equal(i->severity, 0);
	assert_string_equal(i->public_ref, ref);
	assert_int_not_equal(i->opened, 0);
}

static void an_incident_keeps_what_it_was_opened_with(void **state)
{
	const struct incident fields = { .ref = "INC-2",
		.title = "a title",
		.severity = 2,
		.tlp = "red",
		.zone = "Asia/Jakarta",
		.lead = "Dewi",
		.state = "contained" };
	struct incident *i;
	int64_t thing;

	ok(incident_open(&nb, &fields, ref, &e));
	ok(incident_find(&nb, ref, &thing, &e));
	i = loaded(thing);
	assert_int_equal(i->severity, 2);
	assert_string_equal(i->tlp, "RED");
	assert_string_equal(i->zone, "Asia/Jakarta");
	assert_string_equal(i->lead, "Dewi");
	assert_string_equal(i->state, "contained");
}

static void a_reference_is_taken_once(void **state)
{
	refused(open_as("INC-2021-06"), ERR_CONFLICT, "there is an incident INC-2021-06 already");
}

static void references_are_checked(void **state)
{
	static const char *const bad[] = { "", "a b", "a/b", "a\n", "\xc3\xa9",
		"12345678901234567890123456789012345678901" };

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		refused(open_as(bad[i]), ERR_INVALID, "the reference of an incident");
	ok(open_as("1234567890123456789012345678901234567890"));
}

static void fields_change_by_name(void **state)
{
	const struct incident_change changes[] = { { "state", "Contained" }, { "severity", "1" },
		{ "title", "another" }, { "tlp", "TLP:GREEN" }, { "zone", "WIB" },
		{ "lead", "Dewi" } };
	int64_t before = head();

	ok(incident_set(&nb, incident, changes, 6, "we know more", ref, &e));
	assert_string_equal(loaded(incident)->state, "contained");
	assert_string_equal(list.at[0].title, "another");
	assert_string_equal(list.at[0].tlp, "GREEN");
	assert_string_equal(list.at[0].zone, "Asia/Jakarta");
	assert_int_equal(list.at[0].severity, 1);
	nb.asof = before;
	assert_string_equal(loaded(incident)->title, "a token in a repository");
}

static void wrong_values_are_refused_and_name_the_nearest(void **state)
{
	int64_t records = head();

	refused(set("state", "contaned"), ERR_INVALID, "did you mean \"contained\"");
	refused(set("stat", "contained"), ERR_INVALID, "did you mean \"state\"");
	refused(set("severity", "6"), ERR_INVALID, "1 (worst) to 5");
	refused(set("severity", "12"), ERR_INVALID, "1 (worst) to 5");
	refused(set("tlp", "PURPLE"), ERR_INVALID, "RED, AMBER+STRICT, AMBER, GREEN or CLEAR");
	refused(set("title", ""), ERR_INVALID, "needs a title");
	refused(set("title", "a\x1b[31m"), ERR_INVALID, "control character");
	refused(set("zone", "Mars/Olympus"), ERR_INVALID, "");
	assert_int_equal(head(), records);
}

static void a_lead_can_be_taken_away(void **state)
{
	ok(set("lead", "Dewi"));
	ok(set("lead", ""));
	assert_null(loaded(incident)->lead);
}

static void open_incidents_come_first_and_newest_first_within(void **state)
{
	const struct incident_change closed = { "state", "closed" };
	int64_t second = incident_new("INC-2");

	incident_new("INC-3");
	ok(incident_set(&nb, second, &closed, 1, NULL, ref, &e));
	incident_list_release(&list);
	ok(incident_list_load(&nb, &list, &e));
	assert_int_equal(list.n, 3);
	assert_string_equal(list.at[0].ref, "INC-3");
	assert_string_equal(list.at[1].ref, "INC-2021-06");
	assert_string_equal(list.at[2].ref, "INC-2");
}

static void the_only_open_incident_is_the_default(void **state)
{
	int64_t thing = 0;

	ok(incident_default(&nb, &thing, &e));
	assert_int_equal(thing, incident);
	incident_new("INC-2");
	refused(incident_default(&nb, &thing, &e), ERR_USAGE, "INC-2, INC-2021-06");
	ok(set("state", "closed"));
	ok(incident_default(&nb, &thing, &e));
	assert_int_not_equal(thing, incident);
}

static void without_an_open_incident_there_is_no_default(void **state)
{
	int64_t thing;

	ok(set("state", "closed"));
	refused(incident_default(&nb, &thing, &e), ERR_NOT_FOUND, "every incident is closed");
	undo();
	ok(incident_default(&nb, &thing, &e));
}

static void an_unknown_incident_is_not_found(void **state)
{
	int64_t thing = logged("a");

	refused(incident_find(&nb, "INC-9", &thing, &e), ERR_NOT_FOUND, "\"INC-9\"");
	refused(incident_find(&nb, ref, &thing, &e), ERR_NOT_FOUND, "no incident");
	refused(incident_load(&nb, 12345, &list, &e), ERR_NOT_FOUND, "no such incident");
}

static struct when at(const char *text)
{
	struct when w;

	ok(edtf_parse(&w, text, strlen(text), "UTC", &e));
	return w;
}

static void a_second_milestone_of_a_kind_amends_the_first(void **state)
{
	struct milestone_list all = { 0 };
	struct when first = at("2021-05-16"), second = at("2021-05-17"), other = at("2021-05-01");
	int64_t before;

	ok(milestone_set(&nb, incident, "aware", &first, "second half of May", "call", ref, &e));
	before = head();
	ok(milestone_set(&nb, incident, "aware", &second, NULL, NULL, ref, &e));
	ok(milestone_set(&nb, incident, "occurred", &other, NULL, NULL, ref, &e));
	ok(milestone_list_load(&nb, incident, &all, &e));
	assert_int_equal(all.n, 2);
	assert_string_equal(all.at[0].kind, "occurred");
	assert_string_equal(all.at[1].when.edtf, "2021-05-17");
	assert_null(all.at[1].basis);
	milestone_list_release(&all);
	nb.asof = before;
	ok(milestone_list_load(&nb, incident, &all, &e));
	assert_int_equal(all.n, 1);
	assert_string_equal(all.at[0].when.edtf, "2021-05-16");
	assert_string_equal(all.at[0].phrase, "second half of May");
	milestone_list_release(&all);
}

static void milestones_need_a_kind_and_a_time(void **state)
{
	static const char *const bad[] = { "", "Aware", "aw are", "-aware", "aware-", "a--b" };
	struct when when = at("2021-05-16"), none = { 0 };

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		refused(milestone_set(&nb, incident, bad[i], &when, NULL, NULL, ref, &e),
		    ERR_INVALID, "the kind of a milestone");
	refused(milestone_set(&nb, incident, "aware", &none, NULL, NULL, ref, &e), ERR_INVALID,
	    "needs a time");
	ok(milestone_set(&nb, incident, "regulator-told", &when, NULL, NULL, ref, &e));
}

static void a_link_is_seen_from_both_sides(void **state)
{
	int64_t other = incident_new("INC-2"), sides[] = { incident, other };
	struct link_list all = { 0 };

	ok(incident_link(&nb, other, "discovered-while", incident, "call", 0, ref, &e));
	for (int i = 0; i < 2; i++) {
		ok(link_list_load(&nb, sides[i], &all, &e));
		assert_int_equal(all.n, 1);
		assert_string_equal(all.at[0].incident_ref, "INC-2");
		assert_string_equal(all.at[0].other_ref, "INC-2021-06");
		assert_string_equal(all.at[0].relation, "discovered-while");
		assert_string_equal(all.at[0].entry_ref, ref); /* written with it */
		link_list_release(&all);
	}
	refused(incident_link(&nb, other, "part-of", incident, NULL, incident, ref, &e),
	    ERR_NOT_FOUND, "");
	ok(incident_link(
	    &nb, other, "not-part-of", incident, NULL, logged("they say so"), ref, &e));
	refused(incident_link(&nb, other, "discovered-while", incident, NULL, 0, ref, &e),
	    ERR_CONFLICT, "there already");
	refused(
	    incident_link(&nb, other, "part-of", other, NULL, 0, ref, &e), ERR_INVALID, "itself");
	refused(
	    incident_link(&nb, other, "part", incident, NULL, 0, ref, &e), ERR_INVALID, "part-of");
}

static void the_nearest_word_is_named_or_all_of_them(void **state)
{
	assert_string_equal(word_nearest(population_words, "comprmised", 10), "compromised");
	assert_string_equal(word_nearest(population_words, "susp", 4), "suspected");
	assert_null(word_nearest(population_words, "xyz", 3));
	assert_null(word_find(basis_words, "xyz", 3, "basis", &e));
	assert_string_equal(
	    e.text, "\"xyz\" is no basis: it is one of log, inference or statement");
	assert_string_equal(word_find(tlp_words, "amber", 5, "label", &e), "AMBER");
	assert_int_equal(word_index(tlp_words, "AMBER"), 2);
	assert_int_equal(word_index(tlp_words, NULL), -1);
}

static void a_transfer_keeps_the_name_of_the_file_alone(void **state)
{
	const struct transfer t = { .out = true,
		.what = "customers",
		.file = "/home/rina/a.csv",
		.format = "csv",
		.rows = 3 };
	struct value v[COLUMNS_MAX];
	struct arena mem = { 0 };
	int64_t thing, row;

	ok(transfer_add(&nb, &t, ref, &e));
	ok(ref_thing(&nb, ref, T_TRANSFER, &thing, &e));
	ok(thing_load(&nb, T_TRANSFER, thing, v, &row, &mem, &e));
	assert_string_equal(v[COL(transfer, file)].text, "a.csv");
	assert_string_equal(v[COL(transfer, direction)].text, "out");
	assert_int_equal(v[COL(transfer, rows)].n, 3);
	arena_release(&mem);
}

static int done(void **state)
{
	incident_list_release(&list);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_incident_opens_with_the_usual_values),
		TEST(an_incident_keeps_what_it_was_opened_with),
		TEST(a_reference_is_taken_once),
		TEST(references_are_checked),
		TEST(fields_change_by_name),
		TEST(wrong_values_are_refused_and_name_the_nearest),
		TEST(a_lead_can_be_taken_away),
		TEST(open_incidents_come_first_and_newest_first_within),
		TEST(the_only_open_incident_is_the_default),
		TEST(without_an_open_incident_there_is_no_default),
		TEST(an_unknown_incident_is_not_found),
		TEST(a_second_milestone_of_a_kind_amends_the_first),
		TEST(milestones_need_a_kind_and_a_time),
		TEST(a_link_is_seen_from_both_sides),
		TEST(the_nearest_word_is_named_or_all_of_them),
		TEST(a_transfer_keeps_the_name_of_the_file_alone),
	};

	return cmocka_run_group_tests(tests, NULL, done);
}
