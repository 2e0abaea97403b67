/*
 * test_obligation.c - duties of an incident: what runs out next, and what a deadline hangs on.
 */
#include "exchange/obligation_yaml.h"
#include "model/obligation.h"
#include "tests/unit/fixture.h"

#define NAMES(...) (const char *const[]){ __VA_ARGS__ }

/* Takes the rules that ship; the tests run where SRCDIR names the sources. */
static void rules_taken(void)
{
	static const char *const files[] = { "eu.yaml", "others.yaml" };
	const char *dir = getenv("SRCDIR");

	for (size_t i = 0; i < 2; i++) {
		struct obligation_file file;
		struct fault_list faults = { 0 };
		char path[4096];
		size_t kept;

		snprintf(path, sizeof path, "%s/schemas/obligations/%s", dir ? dir : ".", files[i]);
		ok(obligation_yaml_read(path, &file, &faults, &e));
		ok(rules_keep(&nb, file.at, file.n, &kept, ref, &e));
		assert_true(kept > 10);
		obligation_file_release(&file);
		fault_list_release(&faults);
	}
}

static int64_t at(const char *text)
{
	int64_t instant;

	ok(when_rfc3339_parse(text, strlen(text), &instant, &e));
	return instant;
}

static void milestone(const char *kind, const char *edtf)
{
	struct when w;

	ok(edtf_parse(&w, edtf, strlen(edtf), "UTC", &e));
	ok(milestone_set(&nb, incident, kind, &w, NULL, "the log", ref, &e));
}

static struct obligation_list next_of(const char *now, size_t limit)
{
	struct obligation_list l;

	ok(obligation_next(&nb, incident, at(now), limit, &l, &e));
	return l;
}

static void what_runs_out_next_is_open_and_soonest_first(void **state)
{
	struct obligation_list l;
	int64_t thing;
	bool late;

	rules_taken();
	ok(obligation_add(&nb, incident,
	    NAMES("us-hipaa-404", "eu-gdpr-33", "eu-nis2-23-early", "in-certin", "eu-gdpr-33-2"), 5,
	    ref, &e));
	l = next_of("2021-05-17T09:00:00Z", 3);
	assert_int_equal(l.n, 0);
	obligation_list_release(&l);
	milestone("aware", "2021-05-17T06:00:00Z");
	milestone("discovered", "2021-05-16T06:00:00Z");
	ok(obligation_find(&nb, incident, "eu-nis2-23-early", &thing, &e));
	ok(obligation_file(&nb, incident, thing, at("2021-05-17T08:00:00Z"), NULL, &late, ref, &e));
	assert_false(late);
	l = next_of("2021-05-17T13:00:00Z", 2);
	assert_int_equal(l.n, 2);
	assert_string_equal(l.at[0].rule->id, "in-certin");
	assert_int_equal(l.at[0].state, OBLIGATION_OVERDUE);
	assert_string_equal(l.at[1].rule->id, "eu-gdpr-33");
	assert_true(l.at[1].due.at == at("2021-05-20T06:00:00Z"));
	obligation_list_release(&l);
	l = next_of("2021-05-17T13:00:00Z", 9);
	assert_int_equal(l.n, 3);
	obligation_list_release(&l);
}

/* A record that changes nothing a clock hangs on leaves it; one that is taken back moves it on. */
static void the_sequence_moves_with_what_a_clock_hangs_on(void **state)
{
	int64_t before, after;

	ok(obligation_sequence(&nb, incident, &before, &e));
	assert_int_equal(before, 0);
	rules_taken();
	ok(obligation_add(&nb, incident, NAMES("eu-gdpr-33"), 1, ref, &e));
	ok(obligation_sequence(&nb, incident, &before, &e));
	assert_int_equal(before, head());
	logged("nothing to do with it");
	ok(obligation_sequence(&nb, incident, &after, &e));
	assert_int_equal(after, before);
	milestone("aware", "2021-05-17T06:00:00Z");
	ok(obligation_sequence(&nb, incident, &after, &e));
	assert_int_equal(after, head());
	undo();
	ok(obligation_sequence(&nb, incident, &after, &e));
	assert_int_equal(after, head());
}

static void a_rule_of_later_says_so_and_so_do_imprecise_starts(void **state)
{
	struct obligation_list l;
	struct str notes = { 0 };

	rules_taken();
	ok(obligation_add(&nb, incident, NAMES("us-ca-1798-82"), 1, ref, &e));
	milestone("discovered", "2021-05");
	l = next_of("2021-05-17T13:00:00Z", 9);
	assert_int_equal(l.n, 1);
	assert_true(l.at[0].started == at("2021-05-01T00:00:00Z"));
	obligation_notes(&l.at[0], &notes);
	assert_string_equal(str_text(&notes), "from the earliest bound of an imprecise start, "
					      "the rule is valid from 2026-01-01");
	str_release(&notes);
	obligation_list_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_runs_out_next_is_open_and_soonest_first),
		TEST(the_sequence_moves_with_what_a_clock_hangs_on),
		TEST(a_rule_of_later_says_so_and_so_do_imprecise_starts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
