/*
 * test_statements.c - every statement of schemas/sql prepares on a fresh schema, and finds its rows
 * by an index.
 *
 * A statement that reads a whole table or sorts in a temporary tree is slow only once a notebook is
 * large, when nobody can do anything about it; so it is refused here, unless it stands below with
 * the reason why it may.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/db.h"
#include "model/statement.h"

static const struct {
	const char *statement, *reason;
} allowed[] = {
	{ "action_page", "sorts the few actions of one letter" },
	{ "alias_any", "takes one row: has a number ever become another's" },
	{ "advisory_list", "advisories are few, and all of them are wanted" },
	{ "customer_any", "takes one row, whichever comes first" },
	{ "customer_order", "puts all in order once, as numbers; pages are read from those" },
	{ "incident_list", "incidents are few, and all of them are wanted" },
	{ "built_on", "mailings are few: one for each time somebody drafts" },
	{ "bound_to", "mailings are few: one for each time somebody drafts" },
	{ "erased_last", "takes one row from the end of the table" },
	{ "mailing_newest", "mailings are few: one for each time somebody drafts" },
	{ "mailing_of_advisory", "mailings are few: one for each time somebody drafts" },
	{ "customer_any", "takes one row: is there a customer at all" },
	{ "incident_list", "incidents are few, and all of them are listed" },
	{ "notification_order", "puts all in order once, as numbers; pages are read from those" },
	{ "record_all", "verify and the export of the notebook read everything" },
	{ "record_asof", "clocks may go back: the newest record is looked for from the end" },
	{ "record_head", "takes one row from the end of the table" },
	{ "playbook_list", "playbooks are few, and all of them are listed" },
	{ "rule_list", "rules are few, and all of them are listed" },
	{ "$_twice", "verify looks at all versions after the first, which few things have" },
	{ "writer_by_name", "writers are few: the people of one notebook" },
	{ "writer_tags", "writers are few: the people of one notebook" },
};

/* The first line of a plan that costs more than what is shown, copied to `line`; false where there
 * is none. */
static bool plan_fault(const char *plan, char *line, size_t size)
{
	static const char *const faults[] = { "SCAN ", "USE TEMP B-TREE", "AUTOMATIC " };

	for (const char *at = plan, *next; *at; at = next) {
		size_t n = strcspn(at, "\n");

		next = at + n + (at[n] == '\n');
		snprintf(line, size, "%.*s", (int)n, at);
		if (strstr(line, "SCAN CONSTANT ROW") || strstr(line, "VIRTUAL TABLE INDEX"))
			continue;
		for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
			if (strstr(line, faults[i]))
				return true;
	}
	return false;
}

/* The steps that make the schema are run by every notebook that is opened here; the fragments of
 * filters are no statements by themselves (test_filter runs each in one). */
static bool is_part(const char *statement)
{
	return strncmp(statement, "step_", 5) == 0 || strncmp(statement, "filter_", 7) == 0;
}

/* A notebook, and the file of its full-text index, where the statements named index_ run. */
struct fresh {
	struct db *notebook, *index;
};

static int open_fresh(void **state)
{
	static struct fresh fresh;
	struct err e = { 0 };

	fresh.notebook = db_open(":memory:", DB_CREATE, false, &e);
	fresh.index = fresh.notebook ? db_open_index(":memory:", &e) : NULL;
	*state = &fresh;
	if (!fresh.index)
		print_error("%s\n", e.text);
	return fresh.index ? 0 : -1;
}

static int close_fresh(void **state)
{
	struct fresh *fresh = *state;

	db_close(fresh->notebook);
	db_close(fresh->index);
	return 0;
}

/* One of two buffers, in turn: a sentence may name two. */
static const char *name_of(int id)
{
	static char names[2][STATEMENT_NAME_MAX];
	static int turn;

	turn = !turn;
	return statement_name((enum query_id)id, names[turn]);
}

/* Is the exception of this statement, or of its template? */
static bool is_of(size_t exception, int id)
{
	return strcmp(allowed[exception].statement, name_of(id)) == 0 ||
	    strcmp(allowed[exception].statement, statement_label((enum query_id)id)) == 0;
}

static bool is_allowed(int id)
{
	for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
		if (is_of(i, id))
			return true;
	return false;
}

static char *explained(void **state, int id, struct err *e)
{
	struct fresh *fresh = *state;
	bool index = strncmp(name_of(id), "index_", 6) == 0;

	return db_explain(index ? fresh->index : fresh->notebook, (enum query_id)id, e);
}

static void there_are_statements(void **state)
{
	assert_true(QUERIES > 10);
}

static void every_statement_prepares(void **state)
{
	int broken = 0;

	for (int i = 0; i < QUERIES; i++) {
		struct err e = { 0 };
		char *plan = is_part(name_of(i)) ? NULL : explained(state, i, &e);

		if (!plan && !is_part(name_of(i))) {
			print_error("%s: %s\n", name_of(i), e.text);
			broken++;
		}
		free(plan);
	}
	assert_int_equal(broken, 0);
}

static void no_statement_scans_or_sorts_without_a_reason(void **state)
{
	int faults = 0;

	for (int i = 0; i < QUERIES; i++) {
		struct err e = { 0 };
		char line[256];
		char *plan = is_part(name_of(i)) ? NULL : explained(state, i, &e);

		if (plan && plan_fault(plan, line, sizeof line) && !is_allowed(i)) {
			print_error("%s: %s\n", name_of(i), line);
			faults++;
		}
		free(plan);
	}
	assert_int_equal(faults, 0);
}

/* The list above shrinks when a statement gets its index. */
static void every_exception_is_needed(void **state)
{
	for (size_t a = 0; a < sizeof allowed / sizeof allowed[0]; a++) {
		bool needed = false;

		for (int i = 0; i < QUERIES && !needed; i++) {
			struct err e = { 0 };
			char line[256], *plan = NULL;

			if (!is_of(a, i))
				continue;
			plan = explained(state, i, &e);
			needed = plan && plan_fault(plan, line, sizeof line);
			free(plan);
		}
		if (!needed)
			print_error("%s needs no exception\n", allowed[a].statement);
		assert_true(needed);
		assert_true(strlen(allowed[a].reason) > 10);
	}
}

static void no_statement_is_there_twice(void **state)
{
	for (int i = 0; i < QUERIES; i++)
		for (int j = 0; j < i; j++)
			if (statement_places[i].table == statement_places[j].table &&
			    strcmp(statement_text(i), statement_text(j)) == 0)
				fail_msg("%s and %s are the same", name_of(j),
				    name_of(i));
}

static void a_scan_and_a_sort_are_seen_in_a_plan(void **state)
{
	char line[256];

	assert_true(plan_fault("SCAN entry", line, sizeof line));
	assert_true(plan_fault("SEARCH a USING INDEX b (c=?)\nSCAN entry USING COVERING INDEX x",
	    line, sizeof line));
	assert_string_equal(line, "SCAN entry USING COVERING INDEX x");
	assert_true(plan_fault("SEARCH a USING INDEX b (c=?)\nUSE TEMP B-TREE FOR ORDER BY\n", line,
	    sizeof line));
	assert_true(plan_fault("SEARCH a USING AUTOMATIC COVERING INDEX (b=?)", line, sizeof line));
	assert_false(plan_fault("SEARCH a USING INDEX b (c=?)\nSCAN CONSTANT ROW", line,
	    sizeof line));
	assert_false(plan_fault("SCAN f VIRTUAL TABLE INDEX 0:M1", line, sizeof line));
	assert_false(plan_fault("", line, sizeof line));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_are_statements),
		cmocka_unit_test(every_statement_prepares),
		cmocka_unit_test(no_statement_scans_or_sorts_without_a_reason),
		cmocka_unit_test(every_exception_is_needed),
		cmocka_unit_test(no_statement_is_there_twice),
		cmocka_unit_test(a_scan_and_a_sort_are_seen_in_a_plan),
	};

	return cmocka_run_group_tests(tests, open_fresh, close_fresh);
}
