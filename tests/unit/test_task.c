/*
 * test_task.c - tasks: from the log and by themselves, what ends them, and in which order they are
 * listed.
 */
#include "tests/unit/fixture.h"

#include "model/task.h"

static struct task_list list;

static const struct task *task(int64_t thing)
{
	task_list_release(&list);
	ok(task_load(&nb, thing, &list, &e));
	return &list.at[0];
}

static int64_t added(struct task_fields f)
{
	int64_t thing;

	ok(task_add(&nb, incident, &f, ref, &e));
	ok(ref_thing(&nb, ref, T_TASK, &thing, &e));
	return thing;
}

static int64_t of_entry(int64_t entry)
{
	task_list_release(&list);
	ok(task_list_of_entry(&nb, entry, &list, &e));
	assert_int_equal(list.n, 1);
	return list.at[0].thing;
}

static void set(int64_t thing, const char *key, const char *value)
{
	struct when_context c = context();
	const struct task_change change = { key, value };

	ok(task_set(&nb, thing, &change, 1, &c, NULL, ref, &e));
}

static void set_refused(
    int64_t thing, const char *key, const char *value, enum err_kind kind, const char *words)
{
	struct when_context c = context();
	const struct task_change change = { key, value };

	refused(task_set(&nb, thing, &change, 1, &c, NULL, ref, &e), kind, words);
}

static int released(void **state)
{
	task_list_release(&list);
	return teardown(state);
}

static void an_action_of_the_log_is_a_task_in_the_same_record(void **state)
{
	int64_t before = head(),
		entry = logged("+ rotate keys ^14:00 with @budi and @andi #contain");
	const struct task *t = task(of_entry(entry));

	assert_int_equal(head(), before + 1);
	assert_string_equal(t->text, "rotate keys with @budi and @andi");
	assert_string_equal(t->owner, "budi");
	assert_string_equal(t->state, "open");
	assert_string_equal(t->priority, "normal");
	assert_int_equal(t->due, INT64_C(1621260000000000));
	assert_int_equal(t->entry, entry);
	assert_string_equal(t->entry_ref, ref);
}

static void other_entries_are_no_tasks(void **state)
{
	int64_t entry = logged("! rotate keys @budi");

	task_list_release(&list);
	ok(task_list_of_entry(&nb, entry, &list, &e));
	assert_int_equal(list.n, 0);
}

static void an_action_and_its_task_are_undone_in_one(void **state)
{
	int64_t entry = logged("+ rotate keys @budi");

	undo();
	task_list_release(&list);
	ok(task_list_of_entry(&nb, entry, &list, &e));
	assert_int_equal(list.n, 0);
}

static void an_action_whose_task_was_done_is_not_undone(void **state)
{
	int64_t changed, entry = logged("+ rotate keys @budi"), record = head(),
			 t = of_entry(entry);

	set(t, "state", "doing");
	refused(journal_undo(&nb, record, NULL, ref, &changed, &e), ERR_CONFLICT, "");
}

static void an_answer_to_a_task_or_to_its_entry_ends_it(void **state)
{
	int64_t first = of_entry(logged("+ rotate keys @budi")), second;
	char answer[64];

	snprintf(answer, sizeof answer, "= %s 3 of 3", task(first)->public_ref);
	logged(answer);
	assert_string_equal(task(first)->state, "done");
	second = logged("+ tell the desk @dewi");
	snprintf(answer, sizeof answer, "= %s they know", ref);
	second = of_entry(second);
	logged(answer);
	assert_string_equal(task(second)->state, "done");
	undo();
	assert_string_equal(task(second)->state, "open");
}

static void an_answer_from_another_incident_ends_nothing(void **state)
{
	int64_t t = of_entry(logged("+ rotate keys @budi")), other = incident_new("INC-2");
	char answer[64];

	snprintf(answer, sizeof answer, "= %s 3 of 3", task(t)->public_ref);
	logged_in(other, answer);
	assert_string_equal(task(t)->state, "open");
}

static void an_answer_to_nothing_is_an_entry(void **state)
{
	logged("= ZZ99 whatever it was");
}

static void striking_an_action_drops_its_task(void **state)
{
	int64_t entry = logged("+ rotate keys @budi"), t = of_entry(entry);

	ok(strike(entry, "wrong host"));
	assert_string_equal(task(t)->state, "dropped");
}

static void a_task_that_is_done_has_an_entry_in_the_same_record(void **state)
{
	int64_t t = added((struct task_fields){ .text = "rotate keys" }), before, entry;
	struct entry_list entries = { 0 };
	struct entryline line = { 0 };

	before = head();
	when_point(&line.when, when_now(), "UTC");
	ok(task_done(&nb, t, &line, ref, &e));
	entryline_release(&line);
	assert_int_equal(head(), before + 1);
	assert_string_equal(task(t)->state, "done");
	ok(ref_thing(&nb, ref, T_ENTRY, &entry, &e));
	ok(entry_load(&nb, entry, &entries, &e));
	assert_string_equal(entries.at[0].kind, "answer");
	assert_string_equal(entries.at[0].text, "done: rotate keys");
	assert_string_equal(entries.at[0].refs, task(t)->public_ref);
	entry_list_release(&entries);
	line = (struct entryline){ 0 };
	refused(task_done(&nb, t, &line, ref, &e), ERR_CONFLICT, "is done already");
	entryline_release(&line);
}

static void a_task_waits_while_what_comes_before_is_open(void **state)
{
	int64_t first = added((struct task_fields){ .text = "first" });
	int64_t then = added((struct task_fields){ .text = "then", .after = first });

	assert_true(task(then)->waiting);
	set(first, "state", "dropped");
	assert_false(task(then)->waiting);
	set(first, "state", "open");
	set(then, "after", "");
	assert_false(task(then)->waiting);
}

static void no_task_waits_for_itself(void **state)
{
	int64_t first = added((struct task_fields){ .text = "first" }), then;
	char name[REF_MAX];

	then = added((struct task_fields){ .text = "then", .after = first });
	memcpy(name, task(then)->public_ref, REF_MAX);
	set_refused(first, "after", name, ERR_INVALID, "wait for itself");
	set_refused(then, "after", name, ERR_INVALID, "wait for itself");
}

static void fields_are_checked(void **state)
{
	int64_t t = added((struct task_fields){ .text = "first" });

	set_refused(t, "text", "", ERR_INVALID, "needs a text");
	set_refused(t, "text", "two\nlines", ERR_INVALID, "control character");
	set_refused(t, "priority", "hgh", ERR_INVALID, "did you mean \"high\"");
	set_refused(t, "state", "done", ERR_USAGE, "task done REF");
	set_refused(t, "stat", "open", ERR_INVALID, "did you mean \"state\"");
	set_refused(t, "due", "2021-05-17/..", ERR_INVALID, "has an end");
	set_refused(t, "after", "ZZ9", ERR_NOT_FOUND, "ZZ9");
	refused(task_add(&nb, incident_new("INC-2"),
		    &(struct task_fields){ .text = "x", .after = t }, ref, &e),
	    ERR_INVALID, "another incident");
	set(t, "owner", "@budi");
	assert_string_equal(task(t)->owner, "budi");
}

static void a_title_of_any_bytes_becomes_a_text(void **state)
{
	struct str line = { 0 };
	const char *text;

	str_puts(&line, "+ ");
	for (int i = 0; i < 700; i++)
		str_puts(&line, "\u00e9\u4e16");
	text = task(of_entry(logged(str_text(&line))))->text;
	str_release(&line);
	assert_int_equal(strlen(text), 1000);
	text = task(of_entry(logged("+ a\tb\x1b[31m ^+3h\nsecond line")))->text;
	assert_string_equal(text, "a b [31m");
}

/* --- pages ----------------------------------------------------------------------------------- */

static void assert_page(struct task_page p, const char *texts)
{
	char got[64] = "";

	task_list_release(&list);
	p.incident = incident;
	ok(task_page_load(&nb, &p, &list, &e));
	for (size_t i = 0; i < list.n; i++)
		strncat(got, list.at[i].text, 1);
	assert_string_equal(got, texts);
}

static void pages_are(enum task_order order, const char *all)
{
	size_t n = strlen(all);
	char want[3] = "";

	assert_page((struct task_page){ .order = order, .from_end = true, .limit = 99 }, all);
	assert_page(
	    (struct task_page){ .order = order, .from_end = true, .backward = true, .limit = 99 },
	    all);
	for (size_t i = 0; i + 2 < n; i++) {
		struct task_page p = { .order = order, .limit = 2 };

		assert_page(
		    (struct task_page){ .order = order, .from_end = true, .limit = 99 }, all);
		task_page_from(&p, &list.at[i]);
		memcpy(want, all + i + 1, 2);
		assert_page(p, want);
		assert_page(
		    (struct task_page){ .order = order, .from_end = true, .limit = 99 }, all);
		p.backward = true;
		task_page_from(&p, &list.at[i + 2]);
		memcpy(want, all + i, 2);
		assert_page(p, want);
	}
}

static void open_tasks_come_first_and_the_soonest_of_them(void **state)
{
	int64_t now = when_now(), thing[6];
	const int64_t due[6] = { 0, now + 9, now + 5, now + 5, 0, now + 1 };

	for (int i = 0; i < 6; i++) {
		char name[2] = { (char)('a' + i), '\0' };

		thing[i] = added((struct task_fields){ .text = name, .due = due[i] });
	}
	set(thing[5], "state", "dropped");
	set(thing[4], "state", "dropped");
	pages_are(TASK_DUE, "cdbafe");
	pages_are(TASK_RECORDED, "abcdef");
}

static void filtered(const char *text, const char *texts)
{
	struct when_context c = context();
	struct filter *f = filter_compile(text, FILTER_TASKS, &c, NULL, &e);

	if (!f)
		fail_msg("%s: %s", text, e.text);
	assert_page((struct task_page){ .order = TASK_RECORDED, .filter = f, .from_end = true,
			.limit = 99 }, texts);
	filter_free(f);
}

static void filters_find_tasks(void **state)
{
	int64_t now = when_now();
	int64_t a = added((struct task_fields){ .text = "a key", .owner = "budi", .due = now - 1 });

	added((struct task_fields){ .text = "b", .owner = "Dewi", .after = a, .priority = "high" });
	set(added((struct task_fields){ .text = "c", .due = now - 1 }), "state", "dropped");
	of_entry(logged("+ d @budi ^+2h"));
	filtered("", "abcd");
	filtered("@budi", "ad");
	filtered("owner:dewi", "b");
	filtered("is:open", "abd");
	filtered("is:closed", "c");
	filtered("is:overdue", "a");
	filtered("is:waiting", "b");
	filtered("priority:high,urgent", "b");
	filtered("state:dropped or has:entry", "cd");
	filtered("due:..now", "ac");
	filtered("due:<3h", "acd");
	filtered("due:>1h", "d");
	filtered("due:<1h", "ac");
	filtered("-has:due", "b");
	filtered("-has:owner", "c");
	filtered("key", "a");
	filtered("text:key", "a");
	filtered("text~'^a k' or text~^b", "b");
	filtered("id:RW3..RW4", "ab");
}

static void tasks_are_read_as_of_then(void **state)
{
	int64_t t = added((struct task_fields){ .text = "a" }), then = head();

	set(t, "state", "dropped");
	added((struct task_fields){ .text = "b" });
	nb.asof = then;
	assert_page((struct task_page){ .order = TASK_DUE, .from_end = true, .limit = 9 }, "a");
	assert_string_equal(list.at[0].state, "open");
	nb.asof = ASOF_NOW;
}

static void amended(int64_t entry, const char *text)
{
	struct when_context c = context();
	struct entryline line;

	c.now += 3600 * WHEN_SECOND;
	ok(entryline_parse(&line, text, strlen(text), &c, &e));
	ok(entry_amend(&nb, entry, 0, &line, "typo", ref, &e));
	entryline_release(&line);
}

static void a_task_follows_what_was_amended_in_its_action(void **state)
{
	int64_t entry = logged("+ rotate kyes @budi ^+2h"), t = of_entry(entry);
	int64_t due = task(t)->due;

	amended(entry, "rotate keys @budi ^+2h");
	assert_string_equal(task(t)->text, "rotate keys");
	assert_string_equal(task(t)->owner, "budi");
	assert_int_equal(task(t)->due, due); /* two hours from when it was typed first */
	set(t, "owner", "sari");
	amended(entry, "rotate all keys @budi ^+2h");
	assert_string_equal(task(t)->text, "rotate all keys");
	assert_string_equal(task(t)->owner, "sari");
	amended(entry, "rotate all keys");
	assert_null(task(t)->owner);
	assert_int_equal(task(t)->due, 0);
	undo();
	assert_string_equal(task(t)->owner, "sari");
	assert_int_equal(task(t)->due, due);
	set(t, "state", "dropped");
	amended(entry, "rotate no keys");
	assert_string_equal(task(t)->text, "rotate all keys");
}

static int undo_of(int64_t record)
{
	int64_t changed;

	return journal_undo(&nb, record, NULL, ref, &changed, &e);
}

static void an_action_is_undone_after_its_amendment_was(void **state)
{
	int64_t entry = logged("+ rotate kyes @budi ^+2h"), added = head();

	amended(entry, "+ rotate keys @budi ^+2h");
	ok(undo_of(head()));
	ok(undo_of(added));
	task_list_release(&list);
	ok(task_list_of_entry(&nb, entry, &list, &e));
	assert_int_equal(list.n, 0);
}

/* The same words written again on purpose are an act that stands. */
static void what_somebody_wrote_again_is_not_taken_for_taken_back(void **state)
{
	int64_t entry = logged("a"), added = head();

	amended(entry, "b");
	amended(entry, "a");
	refused(undo_of(added), ERR_CONFLICT, "has built on it");
}

static void nothing_is_taken_back_twice(void **state)
{
	int64_t added, undone;

	logged("a");
	added = head();
	ok(undo_of(added));
	undone = head();
	ok(undo_of(undone));
	refused(undo_of(undone), ERR_CONFLICT, "has built on it");
	ok(undo_of(head())); /* the redo, as an act */
}

/* Whoever writes rows in another way than by our acts. */
static void verify_names_a_second_living_version_of_a_thing(void **state)
{
	int64_t row, entry = logged("a");
	struct value values[COLUMNS_MAX];
	struct verify_report report;
	struct arena mem = { 0 };
	struct act a;

	ok(journal_verify(&nb, &report, &e));
	ok(thing_load(&nb, T_ENTRY, entry, values, &row, &mem, &e));
	ok(act_begin(&a, &nb, "entry.amend", &e));
	assert_true((row = act_write(&a, T_ENTRY, entry, values, &e)) > 0);
	ok(act_commit(&a, &e));
	arena_release(&mem);
	refused(journal_verify(&nb, &report, &e), ERR_NO, "a second living version of a thing");
	ok(act_begin(&a, &nb, "entry.amend", &e));
	ok(act_end(&a, T_ENTRY, row, &e));
	ok(act_commit(&a, &e));
	ok(journal_verify(&nb, &report, &e));
}

static void a_due_time_is_kept_only_where_there_was_one(void **state)
{
	int64_t entry = logged("kind:evidence sealed disk ^+5h @budi");

	amended(entry, "+ image the disk ^+5h @budi");
	assert_true(task(of_entry(entry))->due > 0);
}

static void an_entry_that_becomes_an_action_gets_a_task(void **state)
{
	int64_t entry = logged("rotate keys @budi ^+2h");

	amended(entry, "+ rotate keys @budi ^+2h");
	assert_string_equal(task(of_entry(entry))->text, "rotate keys");
	assert_string_equal(task(of_entry(entry))->owner, "budi");
	amended(entry, "! rotate keys @budi ^+2h");
	amended(entry, "+ rotate keys @budi ^+2h");
	of_entry(entry); /* still one */
}

#define TASK(name) cmocka_unit_test_setup_teardown(name, setup, released)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TASK(an_action_of_the_log_is_a_task_in_the_same_record),
		TASK(other_entries_are_no_tasks),
		TASK(an_action_and_its_task_are_undone_in_one),
		TASK(an_action_whose_task_was_done_is_not_undone),
		TASK(an_answer_to_a_task_or_to_its_entry_ends_it),
		TASK(an_answer_from_another_incident_ends_nothing),
		TASK(an_answer_to_nothing_is_an_entry),
		TASK(striking_an_action_drops_its_task),
		TASK(a_task_that_is_done_has_an_entry_in_the_same_record),
		TASK(a_task_waits_while_what_comes_before_is_open),
		TASK(no_task_waits_for_itself),
		TASK(fields_are_checked),
		TASK(a_title_of_any_bytes_becomes_a_text),
		TASK(open_tasks_come_first_and_the_soonest_of_them),
		TASK(filters_find_tasks),
		TASK(tasks_are_read_as_of_then),
		TASK(a_task_follows_what_was_amended_in_its_action),
		TASK(an_entry_that_becomes_an_action_gets_a_task),
		TASK(an_action_is_undone_after_its_amendment_was),
		TASK(what_somebody_wrote_again_is_not_taken_for_taken_back),
		TASK(nothing_is_taken_back_twice),
		TASK(verify_names_a_second_living_version_of_a_thing),
		TASK(a_due_time_is_kept_only_where_there_was_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
