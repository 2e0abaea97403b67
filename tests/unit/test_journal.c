/* test_journal.c - records, rows, references, as-of, undo, verify and the wire, as behaviour. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs those first */
#include <cmocka.h>

#include "base/mem.h"
#include "model/db.h"
#include "model/erase.h"
#include "model/journal.h"
#include "model/notebook.h"
#include "model/statement.h"

static const struct notebook_options rina = { .author = "Rina Wati <rina@soc.example>" };

static struct err e;

static void ok(int status)
{
	if (status < 0)
		fail_msg("%s", e.text);
}

static void notebook_new(struct notebook *nb)
{
	ok(notebook_create(nb, ":memory:", &rina, &e));
}

/* A customer of that ref and name, as one record; gives its row. */
static int64_t customer_write(struct notebook *nb, const char *ref, const char *name, struct act *a)
{
	struct value v[COLUMNS_MAX] = { 0 };
	int64_t row;

	v[COL(customer, ref)] = value_text(ref);
	v[COL(customer, name)] = value_text(name);
	ok(act_begin(a, nb, "customer.add", &e));
	row = act_write(a, T_CUSTOMER, 0, v, &e);
	ok(row < 0 ? -1 : act_commit(a, &e));
	return row;
}

static int64_t customer_rename(
    struct notebook *nb, int64_t thing, int64_t row, const char *name, struct act *a)
{
	struct value v[COLUMNS_MAX] = { 0 };

	v[COL(customer, ref)] = value_text("C-1");
	v[COL(customer, name)] = value_text(name);
	ok(act_begin(a, nb, "customer.set", &e));
	row = act_amend(a, T_CUSTOMER, thing, row, v, &e);
	ok(row < 0 ? -1 : act_commit(a, &e));
	return row;
}

static char *customer_name(struct notebook *nb, int64_t thing)
{
	struct value v[COLUMNS_MAX];
	struct arena mem = { 0 };
	int64_t row;
	char *name = NULL;

	if (thing_load(nb, T_CUSTOMER, thing, v, &row, &mem, &e) == 0)
		name = xstrndup(v[COL(customer, name)].text, v[COL(customer, name)].len);
	arena_release(&mem);
	return name;
}

static void assert_name(struct notebook *nb, int64_t thing, const char *expected)
{
	char *name = customer_name(nb, thing);

	if (!expected)
		assert_null(name);
	else
		assert_string_equal(name, expected);
	free(name);
}

static void assert_verifies(struct notebook *nb)
{
	struct verify_report report;

	ok(journal_verify(nb, &report, &e));
}

/* --- acts -------------------------------------------------------------------------------- */

static void a_new_notebook_holds_its_first_record_and_verifies(void **state)
{
	struct notebook nb;
	struct verify_report report;

	(void)state;
	notebook_new(&nb);
	ok(journal_verify(&nb, &report, &e));
	assert_int_equal(report.records, 1);
	assert_int_equal(report.rows, 1);
	assert_string_equal(nb.tag, "RW");
	notebook_release(&nb);
}

static void a_record_is_known_by_the_writers_letters_and_number(void **state)
{
	struct notebook nb;
	struct act a;
	char ref[REF_MAX];
	int64_t row, found;
	enum table t;

	(void)state;
	notebook_new(&nb);
	row = customer_write(&nb, "C-1", "Apotek Sehat", &a);
	assert_string_equal(a.ref, "RW2");
	ok(row_ref(&nb, row, ref, &e));
	assert_string_equal(ref, "RW2");
	ok(ref_find(&nb, "#RW2.1", &found, &t, &e));
	assert_int_equal(found, row);
	assert_int_equal(t, T_CUSTOMER);
	assert_int_equal(ref_find(&nb, "RW2.2", &found, &t, &e), -1);
	assert_int_equal(ref_find(&nb, "rw2", &found, &t, &e), -1);
	notebook_release(&nb);
}

static void amending_keeps_the_old_version_for_the_as_of_view(void **state)
{
	struct notebook nb;
	struct act first, second;
	int64_t thing;

	(void)state;
	notebook_new(&nb);
	thing = customer_write(&nb, "C-1", "old", &first);
	customer_rename(&nb, thing, thing, "new", &second);
	assert_name(&nb, thing, "new");
	nb.asof = first.record;
	assert_name(&nb, thing, "old");
	nb.asof = first.record - 1;
	assert_name(&nb, thing, NULL);
	nb.asof = ASOF_NOW;
	assert_verifies(&nb);
	notebook_release(&nb);
}

static void nothing_is_written_while_travelling_in_time(void **state)
{
	struct notebook nb;
	struct act a;

	(void)state;
	notebook_new(&nb);
	nb.asof = 1;
	assert_int_equal(act_begin(&a, &nb, "customer.add", &e), -1);
	assert_int_equal(e.kind, ERR_PERMISSION);
	notebook_release(&nb);
}

static void ending_a_version_that_has_ended_is_a_conflict_that_names_the_other_record(void **state)
{
	struct notebook nb;
	struct act a;
	int64_t thing;

	(void)state;
	notebook_new(&nb);
	thing = customer_write(&nb, "C-1", "old", &a);
	customer_rename(&nb, thing, thing, "new", &a);
	ok(act_begin(&a, &nb, "customer.set", &e));
	assert_int_equal(act_end(&a, T_CUSTOMER, thing, &e), -1);
	assert_int_equal(e.kind, ERR_CONFLICT);
	assert_non_null(strstr(e.text, "RW3"));
	assert_false(a.open);
	assert_verifies(&nb);
	notebook_release(&nb);
}

static void an_aborted_act_leaves_nothing(void **state)
{
	struct value v[COLUMNS_MAX] = { [COL(customer, ref)] = value_text("C-1") };
	struct notebook nb;
	struct act a;

	(void)state;
	notebook_new(&nb);
	ok(act_begin(&a, &nb, "customer.add", &e));
	assert_true(act_write(&a, T_CUSTOMER, 0, v, &e) > 0);
	act_abort(&a);
	customer_write(&nb, "C-1", "again", &a);
	assert_string_equal(a.ref, "RW2");
	assert_verifies(&nb);
	notebook_release(&nb);
}

static void a_reason_is_a_row_that_the_header_refers_to(void **state)
{
	struct value v[COLUMNS_MAX] = { [COL(customer, ref)] = value_text("C-1") };
	struct record_list l = { 0 };
	struct notebook nb;
	struct act a;

	(void)state;
	notebook_new(&nb);
	ok(act_begin(&a, &nb, "customer.add", &e));
	a.reason = "asked by the lawyer";
	assert_true(act_write(&a, T_CUSTOMER, 0, v, &e) > 0);
	ok(act_commit(&a, &e));
	ok(record_load(&nb, a.record, &l, &e));
	assert_string_equal(l.at[0].reason, "asked by the lawyer");
	assert_string_equal(l.at[0].reason_ref, "RW2.2");
	assert_string_equal(l.at[0].writer, "Rina Wati <rina@soc.example>");
	record_list_release(&l);
	notebook_release(&nb);
}

static void tags_are_initials_and_one_more_letter_when_taken(void **state)
{
	char tag[TAG_MAX];

	(void)state;
	ok(tag_make("Rina Wati <rina@soc.example>", ",", tag, &e));
	assert_string_equal(tag, "RW");
	ok(tag_make("Rudi Wibowo", ",RW,", tag, &e));
	assert_string_equal(tag, "RWI");
	ok(tag_make("Émile Zola", NULL, tag, &e));
	assert_string_equal(tag, "EZ");
	ok(tag_make("<dewi@soc.example>", NULL, tag, &e));
	assert_string_equal(tag, "D");
	assert_int_equal(tag_make("山田 太郎", NULL, tag, &e), -1);
	assert_non_null(strstr(e.text, "--tag"));
}

/* --- undo ---------------------------------------------------------------------------------- */

static void undo_brings_the_old_values_back_as_a_new_act(void **state)
{
	struct notebook nb;
	struct act a;
	char ref[REF_MAX];
	int64_t thing, changed;

	(void)state;
	notebook_new(&nb);
	thing = customer_write(&nb, "C-1", "old", &a);
	customer_rename(&nb, thing, thing, "new", &a);
	ok(journal_undo(&nb, a.record, NULL, ref, &changed, &e));
	assert_string_equal(ref, "RW4");
	assert_name(&nb, thing, "old");
	nb.asof = a.record;
	assert_name(&nb, thing, "new");
	nb.asof = ASOF_NOW;
	assert_verifies(&nb);
	notebook_release(&nb);
}

static void undo_of_an_undo_is_redo(void **state)
{
	struct notebook nb;
	struct act a;
	char ref[REF_MAX];
	int64_t thing, changed;

	(void)state;
	notebook_new(&nb);
	thing = customer_write(&nb, "C-1", "old", &a);
	ok(journal_undo(&nb, a.record, NULL, ref, &changed, &e));
	assert_name(&nb, thing, NULL);
	ok(journal_undo(&nb, a.record + 1, NULL, ref, &changed, &e));
	assert_name(&nb, thing, "old");
	assert_verifies(&nb);
	notebook_release(&nb);
}

static void undo_is_refused_where_something_was_built_on_it(void **state)
{
	struct notebook nb;
	struct act a, b;
	char ref[REF_MAX];
	int64_t thing, changed;

	(void)state;
	notebook_new(&nb);
	thing = customer_write(&nb, "C-1", "old", &a);
	customer_rename(&nb, thing, thing, "new", &b);
	assert_int_equal(journal_undo(&nb, a.record, NULL, ref, &changed, &e), -1);
	assert_int_equal(e.kind, ERR_CONFLICT);
	assert_non_null(strstr(e.text, "RW3"));
	assert_verifies(&nb);
	notebook_release(&nb);
}

static void undo_takes_back_an_act_of_many_rows(void **state)
{
	struct value v[COLUMNS_MAX] = { 0 };
	struct notebook nb;
	struct act a;
	char ref[REF_MAX], customer[16];
	int64_t changed, first = 0;

	(void)state;
	notebook_new(&nb);
	ok(act_begin(&a, &nb, "customer.import", &e));
	for (int i = 0; i < 5000; i++) {
		snprintf(customer, sizeof customer, "C-%d", i);
		v[COL(customer, ref)] = value_text(customer);
		first = act_write(&a, T_CUSTOMER, 0, v, &e);
		assert_true(first > 0);
	}
	ok(act_commit(&a, &e));
	ok(journal_undo(&nb, a.record, "wrong file", ref, &changed, &e));
	assert_int_equal(changed, 5000);
	assert_name(&nb, first, NULL);
	assert_verifies(&nb);
	notebook_release(&nb);
}

/* --- verify --------------------------------------------------------------------------------- */

/* Values that the schema's checks take, for columns that are not free text. */
static const struct allowed {
	const char *column, *text;
} allowed[] = {
	{ "incident.state", "detected" },
	{ "incident.tlp", "AMBER" },
	{ "exposure.population", "viewed" },
	{ "exposure.basis", "log" },
	{ "notification.state", "draft" },
	{ "claim.about", "actor" },
	{ "claim.stance", "asserts" },
	{ "question.state", "open" },
	{ "transfer.direction", "in" },
	{ "obligation.decision", "undecided" },
	{ "task.priority", "normal" },
	{ "task.state", "open" },
	{ "asset.kind", "system" },
	{ "custody.kind", "verified" },
	{ "custody.result", "match" },
};

static struct value value_some(enum table t, const struct column_info *c, const int64_t *thing)
{
	static const uint8_t hash[DIGEST_SIZE] = { 7 };
	static const struct {
		const char *column;
		enum table to;
	} refers[] = {
		{ "incident", T_INCIDENT },
		{ "other", T_INCIDENT },
		{ "customer", T_CUSTOMER },
		{ "advisory", T_ADVISORY },
		{ "rule", T_RULE },
		{ "obligation", T_OBLIGATION },
		{ "clock", T_CLOCK },
		{ "entry", T_ENTRY },
		{ "playbook", T_PLAYBOOK },
		{ "evidence", T_EVIDENCE },
		{ "after", T_TASK },
		{ "mailing", T_MAILING },
		{ "notification", T_NOTIFICATION },
		{ "answer", T_ENTRY },
		{ "of", T_CLAIM },
		{ "contradicts", T_CLAIM },
		{ "thing", T_CUSTOMER },
		{ "told_version", T_CUSTOMER },
		{ "exposure_version", T_EXPOSURE },
	};
	char name[64];

	snprintf(name, sizeof name, "%s.%s", table_infos[t].name, c->name);
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
		if (strcmp(allowed[i].column, name) == 0)
			return value_text(allowed[i].text);
	for (size_t i = 0; i < sizeof refers / sizeof *refers; i++)
		if ((c->type == COLUMN_THING || c->type == COLUMN_VERSION) &&
		    strcmp(refers[i].column, c->name) == 0)
			return value_thing(thing[refers[i].to]);
	if (c->type == COLUMN_TEXT)
		return value_text("some");
	return c->type == COLUMN_HASH ? value_hash(hash) : value_int(1);
}

/* Erases it; gives how many rows went. */
static size_t thing_wipe(struct notebook *nb, enum table t, int64_t thing)
{
	struct erased_list rows = { 0 };
	char ref[REF_MAX];
	size_t n;

	ok(erasure_plan(nb, t, thing, &rows, &e));
	n = rows.n;
	ok(thing_erase(nb, t, thing, &rows, "asked for", ref, &e));
	erased_list_release(&rows);
	return n;
}

/* A notebook with one row in every table, each a record of its own, and one customer amended. */
static void notebook_full(struct notebook *nb)
{
	static const enum table order[] = {
		T_INCIDENT,
		T_CUSTOMER,
		T_EXPOSURE,
		T_ADVISORY,
		T_ADVICE,
		T_ALIAS,
		T_MAILING,
		T_NOTIFICATION,
		T_MILESTONE,
		T_CLOCK,
		T_ENTRY,
		T_PLAYBOOK,
		T_LINK,
		T_TASK,
		T_TASK,
		T_ASSET, T_EVIDENCE, T_CUSTODY,
		T_CLAIM,
		T_CLAIM,
		T_QUESTION,
		T_MARK,
		T_MARK,
		T_APPROVAL,
		T_ATTEMPT,
		T_ACKNOWLEDGEMENT,
		T_ACTION,
		T_RULE,
		T_OBLIGATION,
		T_FILING,
		T_SAVED_VIEW,
		T_TRANSFER,
	};
	int64_t thing[TABLES] = { 0 };
	struct act a;

	notebook_new(nb);
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		struct value v[COLUMNS_MAX] = { 0 };

		for (int c = 0; c < table_infos[order[i]].columns; c++)
			v[c] = value_some(order[i], &table_infos[order[i]].column[c], thing);
		ok(act_begin(&a, nb, "test.write", &e));
		a.reason = "because";
		thing[order[i]] = act_write(&a, order[i], 0, v, &e);
		ok(thing[order[i]] < 0 ? -1 : act_commit(&a, &e));
	}
	customer_rename(nb, thing[T_CUSTOMER], thing[T_CUSTOMER], "amended", &a);
	customer_rename(nb, thing[T_CUSTOMER], a.first_row, "amended twice", &a);
	thing_wipe(nb, T_MARK, thing[T_MARK]);
}

static void run_sql(struct notebook *nb, const char *sql)
{
	ok(q_run(db_query_text(nb->db, sql), &e));
}

/* Changes one column of one row behind the notebook's back. */
static void tamper(struct notebook *nb, const char *table, const char *column, const char *to)
{
	char sql[256];
	/* the first task comes after none, the first claim speaks of none */
	bool last = strcmp(table, "task") == 0 || strcmp(table, "claim") == 0;
	const char *which = last ? "max" : "min";

	run_sql(nb, "PRAGMA foreign_keys = OFF");
	run_sql(nb, "PRAGMA ignore_check_constraints = ON");
	snprintf(sql, sizeof sql,
	    "UPDATE %s SET %s = %s WHERE rowid = (SELECT %s(rowid) FROM %s WHERE rowid > %d)",
	    table, column, to, which, table, strcmp(table, "record") == 0 ? 2 : 0);
	run_sql(nb, sql);
}

static void assert_named(const char *table, const char *column, const char *to)
{
	struct verify_report report;
	struct notebook nb;

	notebook_full(&nb);
	assert_verifies(&nb);
	tamper(&nb, table, column, to);
	if (journal_verify(&nb, &report, &e) == 0)
		fail_msg("%s.%s = %s went unnoticed", table, column, to);
	if (!strstr(e.text, "record RW"))
		fail_msg("%s.%s = %s: no record is named: %s", table, column, to, e.text);
	assert_int_equal(e.kind, ERR_NO);
	notebook_release(&nb);
}

static void verify_names_a_change_in_any_value_of_any_table(void **state)
{
	static const char *const to[] = {
		[COLUMN_TEXT] = "'altered'",
		[COLUMN_INT] = "4711",
		[COLUMN_HASH] = "zeroblob(32)",
		[COLUMN_THING] = "1",
		[COLUMN_VERSION] = "1",
	};

	(void)state;
	for (int t = 0; t < TABLES; t++)
		for (int c = 0; c < table_infos[t].columns; c++)
			assert_named(table_infos[t].name, table_infos[t].column[c].name,
			    to[table_infos[t].column[c].type]);
}

static void verify_names_a_value_that_was_taken_away(void **state)
{
	(void)state;
	for (int t = 0; t < TABLES; t++)
		for (int c = 0; c < table_infos[t].columns; c++)
			assert_named(table_infos[t].name, table_infos[t].column[c].name, "NULL");
}

static void verify_names_a_change_in_the_journals_own_columns(void **state)
{
	static const char *const changes[][2] = {
		{ "row", "100000" },
		{ "id", "1" },
		{ "id", "id + 1" },
		{ "since", "1" },
		{ "since", "since + 1" },
		{ "until", "5" },
		{ "until", "18" },
		{ "until", "100" },
		{ "until", "until - 1" },
		{ "until", "9223372036854775807" },
		{ "salt", "zeroblob(16)" },
		{ "salt", "zeroblob(15)" },
		{ "seal", "seal + 1" },
	};

	(void)state;
	for (int t = 0; t < TABLES; t++)
		for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
			bool live = strcmp(changes[i][1], "9223372036854775807") == 0;
			bool first = t == T_WRITER; /* its row is row 1 of record 1 */

			if ((live && t != T_CUSTOMER) || (first && strcmp(changes[i][1], "1") == 0))
				continue;
			assert_named(table_infos[t].name, changes[i][0], changes[i][1]);
		}
}

static void verify_names_a_change_in_the_records_themselves(void **state)
{
	static const char *const changes[][2] = {
		{ "id", "1000" },
		{ "writer", "'XX'" },
		{ "number", "number + 1000" },
		{ "at", "at + 1" },
		{ "first_row", "first_row + 1" },
		{ "header", "header || ' '" },
		{ "header", "replace(header, 'test.write', 'test.wrote')" },
		{ "hash", "zeroblob(32)" },
		{ "header", "''" },
		{ "hash", "x''" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
		assert_named("record", changes[i][0], changes[i][1]);
}

static void verify_misses_a_row_that_was_deleted_and_sees_one_that_was_added(void **state)
{
	struct verify_report report;
	struct notebook nb;

	(void)state;
	notebook_full(&nb);
	run_sql(&nb, "PRAGMA foreign_keys = OFF");
	run_sql(&nb, "DELETE FROM entry");
	assert_int_equal(journal_verify(&nb, &report, &e), -1);
	assert_non_null(strstr(e.text, "is missing"));
	notebook_release(&nb);
	notebook_full(&nb);
	run_sql(&nb, "INSERT INTO reason SELECT 9999, 9999, since, until, salt, seal, text FROM "
		     "reason LIMIT 1");
	assert_int_equal(journal_verify(&nb, &report, &e), -1);
	assert_non_null(strstr(e.text, "no record wrote it"));
	notebook_release(&nb);
}

/* --- the wire -----------------------------------------------------------------------------------
 */

struct lines {
	struct str all;
};

static int line_keep(void *with, const char *line, size_t n)
{
	str_put(&((struct lines *)with)->all, line, n);
	return 0;
}

static int lines_import(struct notebook *nb, const struct str *all)
{
	struct journal_import *in = journal_import_begin(nb, &e);
	const char *p = all->at, *end = all->at + all->len;
	int64_t records;

	assert_non_null(in);
	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));

		if (journal_import_line(in, p, (size_t)(nl - p), &e) < 0) {
			journal_import_abort(in);
			return -1;
		}
		p = nl + 1;
	}
	return journal_import_end(in, &records, &e);
}

static void a_notebook_goes_out_and_comes_back_hash_for_hash(void **state)
{
	struct notebook nb, copy;
	struct lines once = { 0 }, again = { 0 };

	(void)state;
	notebook_full(&nb);
	ok(journal_export(&nb, line_keep, &once, &e));
	ok(notebook_create_empty(&copy, ":memory:", &rina, &e));
	ok(lines_import(&copy, &once.all));
	assert_verifies(&copy);
	ok(journal_export(&copy, line_keep, &again, &e));
	assert_int_equal(once.all.len, again.all.len);
	assert_memory_equal(once.all.at, again.all.at, once.all.len);
	str_release(&once.all);
	str_release(&again.all);
	notebook_release(&copy);
	notebook_release(&nb);
}

static void an_altered_export_is_refused_whole(void **state)
{
	struct notebook nb, copy;
	struct lines once = { 0 };
	int64_t head;
	uint8_t hash[DIGEST_SIZE];

	(void)state;
	notebook_full(&nb);
	ok(journal_export(&nb, line_keep, &once, &e));
	*strstr(once.all.at, "amended twice") = 'A';
	ok(notebook_create_empty(&copy, ":memory:", &rina, &e));
	assert_int_equal(lines_import(&copy, &once.all), -1);
	assert_non_null(strstr(e.text, "Merkle root"));
	ok(journal_head(&copy, &head, hash, &e));
	assert_int_equal(head, 0);
	str_release(&once.all);
	notebook_release(&copy);
	notebook_release(&nb);
}

/* --- erasing ------------------------------------------------------------------------------- */

static void an_erased_thing_is_gone_at_every_moment_and_all_hashes_stand(void **state)
{
	struct version_list versions = { 0 };
	struct lines lines = { 0 };
	struct notebook nb, copy;
	struct verify_report report;
	struct act a;
	int64_t thing, other;

	(void)state;
	notebook_new(&nb);
	thing = customer_write(&nb, "C-1", "Nadia", &a);
	customer_rename(&nb, thing, thing, "Nadia Rahimi", &a);
	other = customer_write(&nb, "C-2", "Budi", &a);
	assert_int_equal(thing_wipe(&nb, T_CUSTOMER, thing), 2);
	assert_name(&nb, thing, NULL);
	assert_name(&nb, other, "Budi");
	nb.asof = a.record;
	assert_name(&nb, thing, NULL);
	nb.asof = ASOF_NOW;
	ok(journal_verify(&nb, &report, &e));
	assert_int_equal(report.erased, 2);
	ok(thing_versions(&nb, T_CUSTOMER, thing, &versions, &e));
	assert_int_equal(versions.n, 2);
	assert_string_equal(versions.at[0].erased_by, "RW5");
	assert_string_equal(versions.at[0].record, "RW2");
	assert_string_equal(versions.at[0].erased_because, "asked for");
	ok(journal_export(&nb, line_keep, &lines, &e));
	assert_null(strstr(lines.all.at, "Nadia"));
	ok(notebook_create_empty(&copy, ":memory:", &rina, &e));
	ok(lines_import(&copy, &lines.all));
	assert_verifies(&copy);
	assert_name(&copy, thing, NULL);
	version_list_release(&versions);
	str_release(&lines.all);
	notebook_release(&copy);
	notebook_release(&nb);
}

static void what_was_erased_is_not_taken_back_nor_erased_again(void **state)
{
	struct erased_list rows = { 0 };
	struct notebook nb;
	struct act a;
	char ref[REF_MAX];
	int64_t thing, changed;

	(void)state;
	notebook_new(&nb);
	thing = customer_write(&nb, "C-1", "Nadia", &a);
	thing_wipe(&nb, T_CUSTOMER, thing);
	assert_int_equal(journal_undo(&nb, a.record, NULL, ref, &changed, &e), -1);
	assert_string_equal(e.text, "RW2 cannot be taken back: RW3 has erased what it wrote");
	assert_int_equal(journal_undo(&nb, a.record + 1, NULL, ref, &changed, &e), -1);
	assert_non_null(strstr(e.text, "cannot be taken back"));
	assert_int_equal(erasure_plan(&nb, T_CUSTOMER, thing, &rows, &e), -1);
	assert_string_equal(e.text, "RW2 was erased before, by RW3");
	assert_int_equal(e.kind, ERR_NO);
	assert_int_equal(erasure_plan(&nb, T_WRITER, 1, &rows, &e), -1);
	assert_int_equal(e.kind, ERR_PERMISSION);
	erased_list_release(&rows);
	notebook_release(&nb);
}

static void what_changed_since_it_was_agreed_to_is_not_erased(void **state)
{
	struct erased_list rows = { 0 };
	struct notebook nb;
	struct act a;
	char ref[REF_MAX];
	int64_t thing;

	(void)state;
	notebook_new(&nb);
	thing = customer_write(&nb, "C-1", "Nadia", &a);
	ok(erasure_plan(&nb, T_CUSTOMER, thing, &rows, &e));
	customer_rename(&nb, thing, thing, "Nadia Rahimi", &a);
	assert_int_equal(
	    thing_erase(&nb, T_CUSTOMER, thing, &rows, "asked for", ref, &e), -1);
	assert_int_equal(e.kind, ERR_CONFLICT);
	assert_name(&nb, thing, "Nadia Rahimi");
	assert_int_equal(thing_erase(&nb, T_CUSTOMER, thing, &rows, "", ref, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	erased_list_release(&rows);
	notebook_release(&nb);
}

static void what_cannot_be_without_it_is_erased_with_it_and_nothing_else(void **state)
{
	struct notebook nb;
	int64_t row;
	enum table t;

	(void)state;
	notebook_full(&nb);
	/* the customer three times, its exposure, alias, mark, letter, and what hangs on that */
	ok(ref_find(&nb, "RW3", &row, &t, &e));
	assert_int_equal(t, T_CUSTOMER);
	assert_int_equal(thing_wipe(&nb, T_CUSTOMER, row), 11);
	assert_verifies(&nb);
	ok(ref_find(&nb, "RW12", &row, &t, &e));
	assert_int_equal(t, T_ENTRY); /* with the link, the claims and the question */
	assert_int_equal(thing_wipe(&nb, T_ENTRY, row), 5);
	assert_verifies(&nb);
	notebook_release(&nb);
}

static void verify_names_what_only_looks_erased(void **state)
{
	static const struct {
		const char *sql, *says;
	} forged[] = {
		{ "UPDATE customer SET name = NULL WHERE row = 5", "seal" },
		{ "UPDATE customer SET name = NULL, ref = NULL WHERE row = 5", "is missing" },
		{ "UPDATE customer SET until = 9223372036854775807 WHERE row = 2", "since" },
		{ "UPDATE customer SET name = 'x' WHERE row = 2", "erased, but has a value" },
		{ "UPDATE customer SET salt = zeroblob(32) WHERE row = 2", "seal" },
		{ "UPDATE customer SET since = 2 WHERE row = 2", "since" },
		{ "UPDATE customer SET id = 1 WHERE row = 2", "something else" },
		{ "UPDATE erasure SET version = 5", "seal" },
		{ "UPDATE erasure SET noun = 'entry'", "seal" },
		{ "UPDATE erasure SET noun = 'nothing'", "no table" },
		{ "UPDATE erasure SET noun = 'writer'", "cannot have erased a writer" },
		{ "UPDATE record SET header = replace(header, 'kind erase', 'kind erased')",
		    "its hash is not" },
		{ "DELETE FROM erasure WHERE version = 2", "is missing" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof forged / sizeof *forged; i++) {
		struct verify_report report;
		struct notebook nb;
		struct act a;

		notebook_new(&nb);
		customer_write(&nb, "C-1", "Nadia", &a);
		thing_wipe(&nb, T_CUSTOMER, a.first_row);
		customer_write(&nb, "C-2", "Budi", &a);
		assert_verifies(&nb);
		run_sql(&nb, "PRAGMA foreign_keys = OFF");
		run_sql(&nb, "PRAGMA ignore_check_constraints = ON");
		run_sql(&nb, forged[i].sql);
		assert_int_equal(journal_verify(&nb, &report, &e), -1);
		if (!strstr(e.text, forged[i].says))
			fail_msg("%s: %s", forged[i].sql, e.text);
		notebook_release(&nb);
	}
}

static void only_a_record_of_its_kind_erases(void **state)
{
	struct verify_report report;
	struct erased_list rows = { 0 };
	struct notebook nb;
	struct act a;

	(void)state;
	notebook_new(&nb);
	customer_write(&nb, "C-1", "Nadia", &a);
	ok(erasure_plan(&nb, T_CUSTOMER, a.first_row, &rows, &e));
	ok(act_begin(&a, &nb, "customer.set", &e));
	ok(act_erase(&a, &rows, &e));
	ok(act_commit(&a, &e));
	assert_int_equal(journal_verify(&nb, &report, &e), -1);
	assert_non_null(
	    strstr(e.text, "a record of kind customer.set cannot have erased a customer"));
	erased_list_release(&rows);
	notebook_release(&nb);
}

static void an_import_refuses_what_only_looks_erased(void **state)
{
	static const struct {
		const char *from, *to, *says;
	} forged[] = {
		{ "\"leaf\":\"", "\"leaf\":\"0", "64 hex digits" },
		{ "\"noun\":\"customer\"", "\"noun\":\"entry\"", "Merkle root" },
		{ "\"table\":\"customer\"", "\"table\":\"reason\"", "something else" },
		{ "\"thing\":\"RW2.1\"}}", "\"thing\":\"RW1.1\"}}", "something else" },
		{ "{\"line\":{\"ends\":\"RW2.1\"}}\n", "", "Merkle root" },
		{ "\"table\":\"customer\",\"thing\"", "\"table\":\"nothing\",\"thing\"",
		    "no table" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof forged / sizeof *forged; i++) {
		struct lines lines = { 0 };
		struct str changed = { 0 };
		struct notebook nb, copy;
		struct act a;
		char *at;

		notebook_new(&nb);
		customer_write(&nb, "C-1", "Nadia", &a);
		thing_wipe(&nb, T_CUSTOMER, a.first_row);
		ok(journal_export(&nb, line_keep, &lines, &e));
		at = strstr(lines.all.at, forged[i].from);
		assert_non_null(at);
		str_put(&changed, lines.all.at, (size_t)(at - lines.all.at));
		str_puts(&changed, forged[i].to);
		str_puts(&changed, at + strlen(forged[i].from));
		ok(notebook_create_empty(&copy, ":memory:", &rina, &e));
		if (lines_import(&copy, &changed) == 0 || !strstr(e.text, forged[i].says))
			fail_msg("%s: %s", forged[i].from, e.text);
		str_release(&lines.all);
		str_release(&changed);
		notebook_release(&copy);
		notebook_release(&nb);
	}
}

static void the_schema_asks_for_what_must_be_there(void **state)
{
	struct notebook nb;
	char sql[160];

	(void)state;
	notebook_full(&nb);
	for (int t = 0; t < TABLES; t++)
		for (int c = 0; c < table_infos[t].columns; c++) {
			const struct column_info *column = &table_infos[t].column[c];
			bool must = column->need == NEED_MUST;

			snprintf(sql, sizeof sql,
			    "UPDATE %s SET %s = NULL WHERE row = (SELECT max(row) FROM %s WHERE "
			    "since < until)",
			    table_infos[t].name, column->name, table_infos[t].name);
			if ((q_run(db_query_text(nb.db, sql), &e) < 0) != must)
				fail_msg("%s", sql);
		}
	notebook_release(&nb);
}

static void a_value_that_must_be_there_is_asked_for(void **state)
{
	struct value v[COLUMNS_MAX] = { 0 };
	struct notebook nb;
	struct act a;

	(void)state;
	notebook_new(&nb);
	ok(act_begin(&a, &nb, "customer.add", &e));
	v[COL(customer, name)] = value_text("without a number");
	assert_int_equal(act_write(&a, T_CUSTOMER, 0, v, &e), -1);
	assert_string_equal(e.text, "the ref of the customer is missing");
	notebook_release(&nb);
}

/* --- what a record changed
 * ------------------------------------------------------------------------- */

static void changes_tell_old_and_new_values_by_column(void **state)
{
	struct change_list l = { 0 };
	struct notebook nb;
	struct act a;
	int64_t thing;
	bool more;

	(void)state;
	notebook_new(&nb);
	thing = customer_write(&nb, "C-1", "old", &a);
	customer_rename(&nb, thing, thing, "new", &a);
	ok(record_changes(&nb, a.record, 10, &more, &l, &e));
	assert_int_equal(l.n, 1);
	assert_false(more);
	assert_string_equal(l.at[0].column, "name");
	assert_string_equal(l.at[0].was, "old");
	assert_string_equal(l.at[0].is, "new");
	assert_string_equal(l.at[0].ref, "RW2");
	change_list_release(&l);
	notebook_release(&nb);
}

static void every_reference_column_stands_in_the_way_of_undo(void **state)
{
	struct str sql = { 0 };
	int columns = 0, asked = 1;

	(void)state;
	for (int t = 0; t < TABLES; t++)
		for (int c = 0; c < table_infos[t].columns; c++)
			columns += table_infos[t].column[c].type == COLUMN_THING ||
				   table_infos[t].column[c].type == COLUMN_VERSION;
	statement_write(&sql, Q_BUILT_ON);
	for (const char *p = str_text(&sql); (p = strstr(p, "UNION ALL")); p++)
		asked++;
	assert_int_equal(asked, columns);
	str_release(&sql);
}

static void columns_stand_in_the_order_of_the_canonical_line(void **state)
{
	(void)state;
	for (int t = 0; t < TABLES; t++)
		for (int c = 1; c < table_infos[t].columns; c++)
			assert_true(strcmp(table_infos[t].column[c - 1].name,
					table_infos[t].column[c].name) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_notebook_holds_its_first_record_and_verifies),
		cmocka_unit_test(a_record_is_known_by_the_writers_letters_and_number),
		cmocka_unit_test(amending_keeps_the_old_version_for_the_as_of_view),
		cmocka_unit_test(nothing_is_written_while_travelling_in_time),
		cmocka_unit_test(
		    ending_a_version_that_has_ended_is_a_conflict_that_names_the_other_record),
		cmocka_unit_test(an_aborted_act_leaves_nothing),
		cmocka_unit_test(a_reason_is_a_row_that_the_header_refers_to),
		cmocka_unit_test(tags_are_initials_and_one_more_letter_when_taken),
		cmocka_unit_test(undo_brings_the_old_values_back_as_a_new_act),
		cmocka_unit_test(undo_of_an_undo_is_redo),
		cmocka_unit_test(undo_is_refused_where_something_was_built_on_it),
		cmocka_unit_test(undo_takes_back_an_act_of_many_rows),
		cmocka_unit_test(verify_names_a_change_in_any_value_of_any_table),
		cmocka_unit_test(verify_names_a_value_that_was_taken_away),
		cmocka_unit_test(verify_names_a_change_in_the_journals_own_columns),
		cmocka_unit_test(verify_names_a_change_in_the_records_themselves),
		cmocka_unit_test(verify_misses_a_row_that_was_deleted_and_sees_one_that_was_added),
		cmocka_unit_test(a_notebook_goes_out_and_comes_back_hash_for_hash),
		cmocka_unit_test(an_altered_export_is_refused_whole),
		cmocka_unit_test(changes_tell_old_and_new_values_by_column),
		cmocka_unit_test(every_reference_column_stands_in_the_way_of_undo),
		cmocka_unit_test(columns_stand_in_the_order_of_the_canonical_line),
		cmocka_unit_test(an_erased_thing_is_gone_at_every_moment_and_all_hashes_stand),
		cmocka_unit_test(what_was_erased_is_not_taken_back_nor_erased_again),
		cmocka_unit_test(what_changed_since_it_was_agreed_to_is_not_erased),
		cmocka_unit_test(what_cannot_be_without_it_is_erased_with_it_and_nothing_else),
		cmocka_unit_test(verify_names_what_only_looks_erased),
		cmocka_unit_test(only_a_record_of_its_kind_erases),
		cmocka_unit_test(an_import_refuses_what_only_looks_erased),
		cmocka_unit_test(the_schema_asks_for_what_must_be_there),
		cmocka_unit_test(a_value_that_must_be_there_is_asked_for),
	};

	return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
