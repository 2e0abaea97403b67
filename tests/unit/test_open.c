/*
 * test_open.c - what is open, from all the nouns, in one order, page by page from either end.
 */
#include "tests/unit/fixture.h"

#include "exchange/obligation_yaml.h"
#include "model/obligation.h"
#include "model/open.h"
#include "model/rule.h"
#include "model/task.h"

/* Reads all of it, forward or backward by pages of `limit`: "deadline !task task". */
static void read_open(bool backward, int limit, struct str *out)
{
	struct open_page p = { .incident = incident,
		.now = when_now(),
		.from_end = true,
		.backward = backward,
		.limit = limit };
	size_t n;

	do {
		struct open_list l = { 0 };
		struct str some = { 0 };

		ok(open_page_load(&nb, &p, &l, &e));
		n = l.n;
		for (size_t i = 0; i < n; i++)
			str_printf(&some, "%s%s:%s ", l.at[i].late ? "!" : "",
			    open_kind_words[l.at[i].kind], l.at[i].ref);
		if (backward) {
			str_puts(&some, str_text(out));
			str_reset(out);
		}
		str_puts(out, str_text(&some));
		str_release(&some);
		if (n > 0) {
			const struct open_item *x = &l.at[backward ? 0 : n - 1];

			p.from_end = false;
			p.due = x->due;
			p.kind = x->kind;
			p.thing = x->thing;
		}
		open_list_release(&l);
	} while (n > 0);
}

static void assert_open(const char *expected)
{
	for (int limit = 1; limit < 8; limit++) {
		for (int backward = 0; backward < 2; backward++) {
			struct str all = { 0 };

			read_open(backward, limit, &all);
			assert_string_equal(str_text(&all), expected);
			str_release(&all);
		}
	}
}

static void assert_count(int64_t wanted, int64_t wanted_late)
{
	int64_t open, late;

	ok(open_count(&nb, incident, when_now(), &open, &late, &e));
	assert_int_equal(open, wanted);
	assert_int_equal(late, wanted_late);
}

static void duty(const char *name)
{
	struct obligation_file f = { 0 };
	struct fault_list faults = { 0 };
	char path[512];
	size_t kept;

	snprintf(path, sizeof path, "%s/schemas/obligations/eu.yaml",
	    getenv("SRCDIR") ? getenv("SRCDIR") : ".");
	ok(obligation_yaml_read(path, &f, &faults, &e));
	ok(rules_keep(&nb, f.at, f.n, &kept, ref, &e));
	ok(obligation_add(&nb, incident, &name, 1, ref, &e));
	obligation_file_release(&f);
	fault_list_release(&faults);
}

static void nothing_is_open_at_first(void **state)
{
	assert_open("");
	assert_count(0, 0);
}

static void what_is_late_comes_first_and_what_is_never_due_last(void **state)
{
	logged("+ never due");
	logged("+ soon ^10:00");
	logged("2021-05-16 10:00 + late ^2021-05-16 12:00");
	assert_open("!task:RW5.2 task:RW4.2 task:RW3.2 ");
	assert_count(3, 1);
}

static void tasks_that_are_done_are_not_open(void **state)
{
	logged("+ one ^10:00");
	logged("+ two ^11:00");
	logged("= RW3 done");
	assert_open("task:RW4.2 ");
	assert_count(1, 0);
}

static void questions_nobody_has_answered_are_open_before_tasks_without_a_time(void **state)
{
	logged("+ never due");
	logged("? did the mirror have it");
	logged("? and the archive ^10:00");
	logged("+ soon ^09:50");
	assert_open("task:RW6.2 question:RW5.2 question:RW4.2 task:RW3.2 ");
	assert_count(4, 0);
	logged("= RW4 no");
	assert_open("task:RW6.2 question:RW5.2 task:RW3.2 ");
	assert_count(3, 0);
}

static void a_duty_is_to_be_decided_and_then_has_its_deadline_among_the_tasks(void **state)
{
	int64_t thing;
	struct when aware;

	logged("+ soon ^10:00");
	logged("+ in a week ^+168h");
	duty("eu-gdpr-33");
	assert_open("task:RW3.2 task:RW4.2 decide:RW6 ");
	ok(obligation_find(&nb, incident, "eu-gdpr-33", &thing, &e));
	ok(obligation_decide(&nb, thing, "required", "personal data", NULL, ref, &e));
	when_point(&aware, when_now(), "UTC");
	ok(milestone_set(&nb, incident, "aware", &aware, NULL, NULL, ref, &e));
	assert_open("task:RW3.2 deadline:RW6 task:RW4.2 ");
	assert_count(3, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_open_at_first),
		TEST(what_is_late_comes_first_and_what_is_never_due_last),
		TEST(tasks_that_are_done_are_not_open),
		TEST(questions_nobody_has_answered_are_open_before_tasks_without_a_time),
		TEST(a_duty_is_to_be_decided_and_then_has_its_deadline_among_the_tasks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
