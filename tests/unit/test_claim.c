/* test_claim.c - claims and questions: written with their entries, superseded, answered, undone. */
#include "tests/unit/fixture.h"

#include "model/claim_group.h"
#include "model/contradiction.h"
#include "model/question.h"

static struct claim_list claims;
static struct question_list questions;

static void line_of(struct entryline *line, const char *text, const char *source)
{
	struct when_context c = context();

	ok(entryline_parse(line, text, strlen(text), &c, &e));
	line->source = source;
}

static int claim(const char *text, const char *by, struct claim_fields f)
{
	struct entryline line;
	int status;

	line_of(&line, text, "a press report");
	f.line = &line;
	f.by = by;
	status = claim_add(&nb, incident, &f, ref, &e);
	entryline_release(&line);
	return status;
}

static int64_t claimed(const char *text, const char *by, struct claim_fields f)
{
	int64_t thing;

	ok(claim(text, by, f));
	ok(claim_find(&nb, ref, &thing, &e));
	return thing;
}

static int supersede(int64_t thing, const char *text, struct claim_fields f)
{
	struct entryline line;
	int status;

	line_of(&line, text, "a later report");
	f.line = &line;
	status = claim_supersede(&nb, thing, &f, ref, &e);
	entryline_release(&line);
	return status;
}

static const struct claim *loaded(int64_t thing)
{
	claim_list_release(&claims);
	ok(claim_load(&nb, thing, &claims, &e));
	return &claims.at[0];
}

static const struct question *question(int64_t thing)
{
	question_list_release(&questions);
	ok(question_load(&nb, thing, &questions, &e));
	return &questions.at[0];
}

static int64_t asked(const char *text)
{
	int64_t thing;

	logged(text);
	ok(question_find(&nb, ref, &thing, &e));
	return thing;
}

static int answer(int64_t thing, const char *text, const char *state, const char *confidence)
{
	struct entryline line;
	int status;

	line_of(&line, text, NULL);
	status = question_answer(&nb, thing, &line, state, confidence, ref, &e);
	entryline_release(&line);
	return status;
}

static int done(void **state)
{
	claim_list_release(&claims);
	question_list_release(&questions);
	return teardown(state);
}

/* --- claims -------------------------------------------------------------------------------- */

static void a_claim_is_one_record_with_its_entry(void **state)
{
	int64_t before = head(), thing = claimed("2021-04-15 they did it #attribution", "A",
				     (struct claim_fields){ .about = "actor", .admiralty = "b2",
					 .likelihood = "very likely", .quote = "We did\nit." });
	const struct claim *x = loaded(thing);

	assert_int_equal(head(), before + 1);
	assert_string_equal(x->text, "they did it #attribution");
	assert_string_equal(x->source, "a press report");
	assert_string_equal(x->said.edtf, "2021-04-15");
	assert_string_equal(x->admiralty, "B2");
	assert_string_equal(x->likelihood, "very-likely");
	assert_string_equal(x->quote, "We did\nit.");
	assert_string_equal(x->stance, "asserts");
	assert_string_equal(x->entry_ref, ref);
	assert_false(x->supersedes);
}

static void a_claim_without_name_or_source_is_refused(void **state)
{
	struct entryline line;
	struct claim_fields f = { .line = &line, .by = "A" };

	refused(claim("x", "", (struct claim_fields){ 0 }), ERR_INVALID, "who says so");
	line_of(&line, "x", "");
	refused(claim_add(&nb, incident, &f, ref, &e), ERR_INVALID, "needs a source");
	entryline_release(&line);
}

static void words_and_codes_are_checked(void **state)
{
	refused(
	    claim("x", "A", (struct claim_fields){ .admiralty = "G1" }), ERR_INVALID, "such as B2");
	refused(
	    claim("x", "A", (struct claim_fields){ .admiralty = "A7" }), ERR_INVALID, "such as B2");
	refused(claim("x", "A", (struct claim_fields){ .likelihood = "likley" }), ERR_INVALID,
	    "did you mean \"likely\"");
	refused(
	    claim("x", "A", (struct claim_fields){ .stance = "doubts" }), ERR_INVALID, "stance");
	refused(claim("x", "A", (struct claim_fields){ .about = "weather" }), ERR_INVALID, "actor");
	refused(
	    claim("x", "A", (struct claim_fields){ .url = "not a url" }), ERR_INVALID, "no URL");
	refused(
	    claim("x", "A\x1b[2J", (struct claim_fields){ 0 }), ERR_INVALID, "control character");
	refused(claim("x", "A", (struct claim_fields){ .quote = "\xff" }), ERR_INVALID, "UTF-8");
	refused(claim("x", "A", (struct claim_fields){ .of = 999 }), ERR_NOT_FOUND, "");
}

static void a_claim_is_superseded_and_its_first_words_stay(void **state)
{
	int64_t thing = claimed("nobody was entered", "A",
	    (struct claim_fields){ .about = "scope", .admiralty = "C3" });
	int64_t first = loaded(thing)->entry;
	struct entry_list list = { 0 };
	const struct claim *x;

	ok(supersede(thing, "somebody was entered", (struct claim_fields){ 0 }));
	x = loaded(thing);
	assert_string_equal(x->text, "somebody was entered");
	assert_string_equal(x->by, "A");
	assert_string_equal(x->about, "scope");
	assert_null(x->admiralty);
	assert_true(x->supersedes);
	ok(entry_load(&nb, first, &list, &e));
	assert_string_equal(list.at[0].text, "nobody was entered");
	entry_list_release(&list);
	nb.asof = x->row - 1 > 0 ? head() - 1 : 0;
	assert_string_equal(loaded(thing)->text, "nobody was entered");
	nb.asof = ASOF_NOW;
}

static int amend(int64_t entry)
{
	struct entryline line;
	int status;

	line_of(&line, "something else", NULL);
	status = entry_amend(&nb, entry, 0, &line, "typo", ref, &e);
	entryline_release(&line);
	return status;
}

static void the_words_of_a_claim_are_neither_amended_nor_struck(void **state)
{
	int64_t thing = claimed("they did it", "A", (struct claim_fields){ 0 });
	int64_t first = loaded(thing)->entry;

	refused(amend(first), ERR_PERMISSION, "never edited");
	refused(strike(first, "wrong"), ERR_PERMISSION, "never edited");
	ok(supersede(thing, "they did not", (struct claim_fields){ 0 }));
	refused(amend(first), ERR_PERMISSION, "never edited");
	refused(amend(loaded(thing)->entry), ERR_PERMISSION, "never edited");
}

static void an_undone_claim_is_gone_with_its_entry_and_cannot_be_edited_either(void **state)
{
	int64_t thing = claimed("they did it", "A", (struct claim_fields){ 0 });
	int64_t entry = loaded(thing)->entry;

	undo();
	claim_list_release(&claims);
	refused(claim_load(&nb, thing, &claims, &e), ERR_NOT_FOUND, "no such claim");
	assert_int_equal(amend(entry), -1);
	assert_int_equal(supersede(thing, "x", (struct claim_fields){ 0 }), -1);
	undo();
	assert_string_equal(loaded(thing)->text, "they did it");
	refused(amend(entry), ERR_PERMISSION, "never edited");
}

static void a_claim_that_another_speaks_of_is_not_undone(void **state)
{
	int64_t first = claimed("they did it", "A", (struct claim_fields){ 0 });
	int64_t record = head(), changed;

	claimed("we did not", "B", (struct claim_fields){ .of = first, .stance = "denies" });
	refused(journal_undo(&nb, record, NULL, ref, &changed, &e), ERR_CONFLICT, "built on it");
	ok(claim_group_load(&nb, first, &claims, &e));
	assert_int_equal(claims.n, 2);
	assert_string_equal(claims.at[1].stance, "denies");
}

static void claims_come_in_pages_both_ways(void **state)
{
	struct thing_page p = { .incident = incident, .from_end = true, .limit = 2 }, next;
	int64_t count, third;
	bool more;

	claimed("a", "A", (struct claim_fields){ 0 });
	claimed("b", "A", (struct claim_fields){ 0 });
	third = claimed("c", "A", (struct claim_fields){ 0 });
	ok(claim_page_load(&nb, &p, &claims, &e));
	assert_int_equal(claims.n, 2);
	assert_string_equal(claims.at[1].text, "b");
	claim_list_release(&claims);
	p = (struct thing_page){
		.incident = incident, .backward = true, .thing = third, .limit = 9
	};
	ok(claim_page_load(&nb, &p, &claims, &e));
	assert_int_equal(claims.n, 2);
	assert_string_equal(claims.at[0].text, "a");
	p = (struct thing_page){ .incident = incident, .from_end = true, .limit = 2 };
	ok(claim_count(&nb, &p, &count, &next, &more, &e));
	assert_int_equal(count, 2);
	assert_true(more);
	ok(claim_count(&nb, &next, &count, &next, &more, &e));
	assert_int_equal(count, 1);
	assert_false(more);
}

/* --- questions ------------------------------------------------------------------------------- */

/* All contradictions of the incident. */
static void searched(struct contradiction_list *l)
{
	struct contradiction_search s = { .incident = incident };

	while (s.stage != SEARCH_DONE)
		ok(contradiction_search(&nb, &s, 100, l, &e));
}

static void claimed_for(const char *time)
{
	struct when_context c = context();
	struct when holds = { 0 };

	c.future = true;
	if (time)
		ok(when_parse(&holds, time, strlen(time), &c, &e));
	claimed("it began then", "a party",
	    (struct claim_fields){ .topic = "onset", .holds = time ? &holds : NULL });
}

static void claims_of_one_topic_are_held_against_those_farthest_away_in_time(void **state)
{
	struct contradiction_list l = { 0 };
	char day[32];

	for (int i = 0; i < 150; i++) {
		snprintf(day, sizeof day, "2020-%02d-%02d", 1 + i / 25, 1 + i % 25);
		claimed_for(day);
		claimed_for(NULL);
	}
	searched(&l);
	/* The first has none before it, the 20 after it have all that were before, the rest 20. */
	assert_int_equal(l.n, 20 * 19 / 2 + 130 * CONTRADICTIONS_OF_ONE);
	assert_string_equal(l.at[l.n - 1].why, "time");
	assert_string_equal(l.at[l.n - 1].one.when.edtf, "2020-06-25");
	assert_string_equal(l.at[l.n - CONTRADICTIONS_OF_ONE].other.when.edtf, "2020-01-01");
	contradiction_list_release(&l);
}

static void a_question_typed_in_the_log_is_one_that_was_asked(void **state)
{
	int64_t before = head(), thing = asked("? did the mirror have it ^2021-05-20 #scope");
	const struct question *x = question(thing);

	assert_int_equal(head(), before + 1);
	assert_string_equal(x->state, "open");
	assert_string_equal(x->asker, "Rina Wati");
	assert_string_equal(x->entry_ref, ref);
	assert_true(x->due > 0);
	assert_null(x->answer);
}

static void an_answer_typed_in_the_log_answers_the_question(void **state)
{
	int64_t thing = asked("? did the mirror have it"), before = head();
	const struct question *x;
	char text[80];

	snprintf(text, sizeof text, "= %s it never had", ref);
	logged(text);
	x = question(thing);
	assert_int_equal(head(), before + 1);
	assert_string_equal(x->state, "answered");
	assert_string_equal(x->answer, "it never had");
	assert_string_equal(x->answer_ref, ref);
	undo();
	assert_string_equal(question(thing)->state, "open");
}

static void an_answer_to_what_is_no_question_is_an_entry_alone(void **state)
{
	char text[80];

	logged("seen something");
	snprintf(text, sizeof text, "= %s done", ref);
	logged(text);
	logged("= ZZ99 done");
	refused(question_find(&nb, ref, &(int64_t){ 0 }, &e), ERR_NOT_FOUND, "no question");
}

static void a_question_may_be_unknowable_and_be_opened_again(void **state)
{
	int64_t thing = asked("? who else");

	ok(answer(thing, "the log is gone", "unknowable", NULL));
	assert_string_equal(question(thing)->state, "unknowable");
	assert_string_equal(question(thing)->answer, "the log is gone");
	ok(answer(thing, "a copy was found", "open", NULL));
	assert_string_equal(question(thing)->state, "open");
	assert_null(question(thing)->answer);
	ok(answer(thing, "nobody", NULL, "high"));
	assert_string_equal(question(thing)->confidence, "high");
	refused(answer(thing, "x", "withdrawn", "low"), ERR_INVALID, "only an answer");
	refused(answer(thing, "x", "maybe", NULL), ERR_INVALID, "state of a question");
}

static void of_several_entries_those_are_struck_that_can_be(void **state)
{
	int64_t claim = loaded(claimed("they did it", "A", (struct claim_fields){ 0 }))->entry;
	int64_t struck = logged("a"), who = asked("? who els");
	int64_t entries[] = { logged("b"), claim, struck, question(who)->entry };
	struct strike s = { .entries = entries, .n = 4, .reason = "wrong host", .dry_run = true };
	int64_t records;

	ok(strike(struck, "before"));
	records = head();
	ok(entry_strike(&nb, &s, ref, &e));
	assert_int_equal(s.struck, 2);
	assert_int_equal(s.claims, 1);
	assert_int_equal(s.gone, 1);
	assert_int_equal(head(), records);
	s.dry_run = false;
	ok(entry_strike(&nb, &s, ref, &e));
	assert_int_equal(s.struck, 2);
	assert_int_equal(head(), records + 1);
	assert_string_equal(question(who)->state, "withdrawn");
	ok(entry_strike(&nb, &s, ref, &e));
	assert_int_equal(s.struck, 0);
	assert_int_equal(s.gone, 3);
	assert_string_equal(ref, "");
	assert_int_equal(head(), records + 1);
}

static void striking_or_amending_the_entry_reaches_the_question(void **state)
{
	int64_t thing = asked("? who els"), entry = question(thing)->entry;

	ok(amend(entry));
	assert_string_equal(question(thing)->text, "something else");
	ok(strike(entry, "asked twice"));
	assert_string_equal(question(thing)->state, "withdrawn");
	assert_true(question(thing)->struck);
}

static void an_entry_that_becomes_a_question_asks_it_once(void **state)
{
	int64_t entry = logged("who else"), thing;
	struct entryline line;

	line_of(&line, "? who else", NULL);
	ok(entry_amend(&nb, entry, 0, &line, "it is a question", ref, &e));
	ok(entry_amend(&nb, entry, 0, &line, "again", ref, &e));
	entryline_release(&line);
	ok(question_find(&nb, "RW3", &thing, &e));
	assert_string_equal(question(thing)->state, "open");
	question_list_release(&questions);
	ok(question_page_load(&nb,
	    &(struct thing_page){ .incident = incident, .from_end = true, .limit = 9 },
	    &questions, &e));
	assert_int_equal(questions.n, 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, done)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_claim_is_one_record_with_its_entry),
		CASE(a_claim_without_name_or_source_is_refused),
		CASE(words_and_codes_are_checked),
		CASE(a_claim_is_superseded_and_its_first_words_stay),
		CASE(the_words_of_a_claim_are_neither_amended_nor_struck),
		CASE(of_several_entries_those_are_struck_that_can_be),
		CASE(an_undone_claim_is_gone_with_its_entry_and_cannot_be_edited_either),
		CASE(a_claim_that_another_speaks_of_is_not_undone),
		CASE(claims_come_in_pages_both_ways),
		CASE(claims_of_one_topic_are_held_against_those_farthest_away_in_time),
		CASE(a_question_typed_in_the_log_is_one_that_was_asked),
		CASE(an_answer_typed_in_the_log_answers_the_question),
		CASE(an_answer_to_what_is_no_question_is_an_entry_alone),
		CASE(a_question_may_be_unknowable_and_be_opened_again),
		CASE(striking_or_amending_the_entry_reaches_the_question),
		CASE(an_entry_that_becomes_a_question_asks_it_once),
	};

	return cmocka_run_group_tests_name("claim", tests, NULL, NULL);
}
