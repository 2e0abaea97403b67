/* test_playbook.c - playbooks: what of a file is refused and where, and the tasks that one makes.
 */
#include "tests/unit/fixture.h"

#include "exchange/playbook_yaml.h"
#include "model/task.h"

static const char good[] =
    /*  1 */ "blotter: playbook\n"
    /*  2 */ "format: 1\n"
    /*  3 */ "id: one\n"
    /*  4 */ "version: 1\n"
    /*  5 */ "languages: [en, id]\n"
    /*  6 */ "title: {en: One, id: Satu}\n"
    /*  7 */ "roles: [lead, forensics]\n"
    /*  8 */ "tasks:\n"
    /*  9 */ "  - id: first\n"
    /* 10 */ "    text: {en: Do it, id: Kerjakan}\n"
    /* 11 */ "    role: forensics\n"
    /* 12 */ "    due: PT30M\n"
    /* 13 */ "    priority: urgent\n"
    /* 14 */ "  - id: then\n"
    /* 15 */ "    text: {en: Then this, id: Lalu ini}\n"
    /* 16 */ "    role: lead\n"
    /* 17 */ "    due: P2D\n"
    /* 18 */ "    from: aware\n"
    /* 19 */ "    after: first\n";

static struct playbook_file file;

/* Reads the good text with one piece exchanged; what it said goes to `said`. */
static int read_with(const char *old, const char *new, struct str *said)
{
	const char *at = strstr(good, old);
	struct fault_list faults = { 0 };
	struct str text = { 0 };
	int status;

	if (!at)
		fail_msg("\"%s\" does not occur", old);
	str_put(&text, good, (size_t)(at - good));
	str_puts(&text, new);
	str_puts(&text, at + strlen(old));
	playbook_file_release(&file);
	status = playbook_yaml_parse("f", text.at, text.len, &file, &faults, &e);
	for (size_t i = 0; said && i < faults.count; i++) {
		fault_show(&faults.at[i], "f", said);
		str_putc(said, '\n');
	}
	fault_list_release(&faults);
	str_release(&text);
	return status;
}

static void what_is_wrong_is_told_with_code_and_place(void **state)
{
	static const struct {
		const char *old, *new, *fault;
	} cases[] = {
		{ "blotter: playbook", "blotter: play", "f:1:10: E-TPL-KIND" },
		{ "format: 1", "format: 2", "f:2:9: E-TPL-FORMAT" },
		{ "format: 1", "format: one", "f:2:9: E-TPL-FORMAT" },
		{ "id: one", "id: One", "f:3:5: E-TPL-ID" },
		{ "version: 1", "version: 1.5", "f:4:10: E-TPL-VERSION" },
		{ "version: 1\n", "", "f:1:1: E-TPL-MISSING" },
		{ "[en, id]", "[en, en]", "f:5:17: E-TPL-ID" },
		{ "[en, id]", "[en, id, nl]", "f:6:8: E-TPL-LANG-MISSING" },
		{ "[en, id]", "[en]", "f:6:18: E-TPL-LANG-EXTRA" },
		{ "[lead, forensics]", "[lead, lead]", "f:7:15: E-TPL-ID" },
		{ "[lead, forensics]", "lead", "f:7:8: E-TPL-TYPE" },
		{ "id: then", "id: first",
		    "f:14:9: E-TPL-ID: task \"first\" given twice (first at 9:9)" },
		{ "role: forensics\n", "role: legal\n",
		    "f:11:11: E-TPL-ID: \"legal\" is not among the roles" },
		{ "    role: lead\n", "", "E-TPL-MISSING: tasks lacks \"role\"" },
		{ "PT30M", "30 minutes", "f:12:10: E-TPL-TYPE" },
		{ "PT30M", "P1M", "f:12:10: E-TPL-TYPE" },
		{ "urgent", "urgant",
		    "f:13:15: E-TPL-ENUM: \"tasks.priority\" cannot be \"urgant\"; did you mean "
		    "\"urgent\"?" },
		{ "from: aware", "from: awake", "f:18:11: E-TPL-ENUM" },
		{ "    due: P2D\n", "", "f:17:5: E-TPL-MISSING: \"from\"" },
		{ "after: first", "after: then",
		    "f:19:12: E-TPL-ID: \"after\" must name a task further up" },
		{ "after: first", "before: first", "f:19:5: E-TPL-UNKNOWN-KEY" },
		{ "en: Do it", "en: \"Do\\nit\"", "f:10:16: E-TPL-TYPE" },
		{ "tasks:\n", "tasks: []\nmore:\n", "f:8:8: E-TPL-MISSING" },
		{ "title:", "title: &a", "E-YAML-ALIAS" },
		{ "id: one", "id: one\nid: one", "E-YAML-DUP" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str said = { 0 };

		if (read_with(cases[i].old, cases[i].new, &said) == 0)
			fail_msg("%s was taken", cases[i].new);
		if (!strstr(str_text(&said), cases[i].fault))
			fail_msg("%s: no \"%s\" in:\n%s", cases[i].new, cases[i].fault,
			    str_text(&said));
		str_release(&said);
	}
}

static void all_faults_are_told_at_once(void **state)
{
	struct str said = { 0 };

	assert_int_equal(read_with("version: 1\nlanguages: [en, id]", "version: 0\nlanguages: [en]",
			     &said), -1);
	assert_non_null(strstr(str_text(&said), "E-TPL-VERSION"));
	assert_non_null(strstr(str_text(&said), "f:6:18: E-TPL-LANG-EXTRA"));
	assert_non_null(strstr(str_text(&said), "f:15:27: E-TPL-LANG-EXTRA"));
	assert_non_null(strstr(e.text, "and 3 more"));
	str_release(&said);
}

static void a_text_that_is_too_long_is_refused(void **state)
{
	struct str text = { 0 }, said = { 0 };

	str_puts(&text, "en: ");
	for (int i = 0; i < 1001; i++)
		str_putc(&text, 'x');
	assert_int_equal(read_with("en: Do it", str_text(&text), &said), -1);
	assert_non_null(strstr(str_text(&said), "f:10:16: E-TPL-TYPE: a task is longer"));
	str_release(&text);
	str_release(&said);
}

/* --- in the notebook ------------------------------------------------------------------------- */

static void kept(const char *old, const char *new)
{
	size_t n;

	ok(read_with(old, new, NULL));
	ok(playbooks_keep(&nb, &file.text, 1, &n, ref, &e));
}

static struct playbook_plan plan;

static void planned(struct playbook_options o)
{
	o.name = "one";
	o.now = when_now();
	o.zone = "UTC";
	playbook_plan_release(&plan);
	ok(playbook_plan_make(&nb, incident, &o, &plan, &e));
}

static int released(void **state)
{
	playbook_file_release(&file);
	playbook_plan_release(&plan);
	return teardown(state);
}

static void one_is_kept_once_and_changed_by_a_higher_version(void **state)
{
	size_t n;

	kept("One", "One");
	ok(playbooks_keep(&nb, &file.text, 1, &n, ref, &e));
	assert_int_equal(n, 0);
	ok(read_with("Do it", "Do that", NULL));
	refused(playbooks_keep(&nb, &file.text, 1, &n, ref, &e), ERR_CONFLICT, "higher version");
	kept("version: 1", "version: 2");
}

static void a_start_makes_tasks_with_owners_dues_and_order_in_one_record(void **state)
{
	struct task_list tasks = { 0 };
	const struct task_page page = { .incident = incident, .order = TASK_RECORDED,
		.from_end = true, .limit = 9 };
	struct when aware;
	int64_t before, now = when_now();

	kept("One", "One");
	when_point(&aware, now - WHEN_DAY, "UTC");
	ok(milestone_set(&nb, incident, "aware", &aware, NULL, NULL, ref, &e));
	before = head();
	planned((struct playbook_options){ 0 });
	ok(playbook_start(&nb, incident, &plan, false, ref, &e));
	assert_int_equal(head(), before + 1);
	ok(task_page_load(&nb, &page, &tasks, &e));
	assert_int_equal(tasks.n, 2);
	assert_string_equal(tasks.at[0].text, "Do it");
	assert_string_equal(tasks.at[0].owner, "forensics");
	assert_string_equal(tasks.at[0].priority, "urgent");
	assert_string_equal(tasks.at[0].step, "first");
	assert_in_range(tasks.at[0].due - now, 30 * 60 * WHEN_SECOND, 31 * 60 * WHEN_SECOND);
	assert_string_equal(tasks.at[1].owner, "lead");
	assert_int_equal(tasks.at[1].after, tasks.at[0].thing);
	assert_true(tasks.at[1].waiting);
	assert_true(tasks.at[1].due > now && tasks.at[1].due < now + 2 * WHEN_DAY);
	task_list_release(&tasks);
	refused(playbook_start(&nb, incident, &plan, false, ref, &e), ERR_CONFLICT, "--again");
	ok(playbook_start(&nb, incident, &plan, true, ref, &e));
	undo();
	refused(playbook_start(&nb, incident, &plan, false, ref, &e), ERR_CONFLICT, "--again");
}

static void owners_are_named_by_role_and_texts_by_language(void **state)
{
	static const struct playbook_owner owners[] = { { "forensics", "andi" } };
	const struct incident_change lead = { "lead", "Dewi" };

	kept("One", "One");
	ok(incident_set(&nb, incident, &lead, 1, NULL, ref, &e));
	planned((struct playbook_options){ .language = "id", .owners = owners, .owners_n = 1 });
	assert_string_equal(plan.at[0].text, "Kerjakan");
	assert_string_equal(plan.at[0].owner, "andi");
	assert_string_equal(plan.at[1].owner, "Dewi");
}

static void what_counts_from_a_milestone_that_is_not_set_has_no_due_time(void **state)
{
	kept("One", "One");
	planned((struct playbook_options){ 0 });
	assert_false(plan.at[0].unset);
	assert_true(plan.at[1].unset);
	assert_int_equal(plan.at[1].due, 0);
}

static void what_is_not_there_is_named(void **state)
{
	static const struct playbook_owner owners[] = { { "cook", "andi" } };
	struct playbook_options o = { .name = "two", .zone = "UTC" };

	kept("One", "One");
	refused(
	    playbook_plan_make(&nb, incident, &o, &plan, &e), ERR_NOT_FOUND, "no playbook \"two\"");
	o.name = "one";
	o.language = "nl";
	refused(playbook_plan_make(&nb, incident, &o, &plan, &e), ERR_NOT_FOUND, "\"nl\"");
	o.language = NULL;
	o.owners = owners;
	o.owners_n = 1;
	refused(playbook_plan_make(&nb, incident, &o, &plan, &e), ERR_USAGE, "\"cook\"");
}

static void a_damaged_one_of_a_notebook_is_refused(void **state)
{
	static const char *const wrong[] = { "", "[]", "{}", "{\"id\":7}",
		"{\"id\":\"a\",\"languages\":[\"en\"],\"version\":1,\"title\":{\"en\":\"t\"},"
		"\"tasks\":[]}",
		"{\"id\":\"a\",\"languages\":[\"en\"],\"version\":1,\"title\":{\"en\":\"t\"},"
		"\"tasks\":[7]}",
		"{\"id\":\"a\",\"languages\":[\"en\"],\"version\":1,\"title\":{\"en\":\"t\"},"
		"\"tasks\":"
		"[{\"id\":\"b\",\"role\":\"r\",\"text\":{\"en\":\"a\\u001b\"}}]}",
		"{\"id\":\"a\",\"languages\":[\"en\"],\"version\":1,\"title\":{\"en\":\"t\"},"
		"\"tasks\":"
		"[{\"id\":\"b\",\"role\":\"r\",\"text\":{\"en\":\"a\"},\"after\":\"b\"}]}" };

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct playbook p;

		refused(playbook_read(&p, wrong[i], strlen(wrong[i]), NULL, &e), ERR_INVALID,
		    "is damaged");
	}
}

#define PLAYBOOK(name) cmocka_unit_test_setup_teardown(name, setup, released)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAYBOOK(what_is_wrong_is_told_with_code_and_place),
		PLAYBOOK(all_faults_are_told_at_once),
		PLAYBOOK(a_text_that_is_too_long_is_refused),
		PLAYBOOK(one_is_kept_once_and_changed_by_a_higher_version),
		PLAYBOOK(a_start_makes_tasks_with_owners_dues_and_order_in_one_record),
		PLAYBOOK(owners_are_named_by_role_and_texts_by_language),
		PLAYBOOK(what_counts_from_a_milestone_that_is_not_set_has_no_due_time),
		PLAYBOOK(what_is_not_there_is_named),
		PLAYBOOK(a_damaged_one_of_a_notebook_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
