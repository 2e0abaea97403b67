/*
 * journal_undo.c - takes a whole record back as a new act.
 *
 * The rows it wrote are ended, the rows it ended are written again with the values they had. Where
 * a later record has changed or referred to what this one wrote, and that was not taken back as
 * well, nothing is done and that record is named.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/journal_core.h"

enum {
	UNDO_STEP = 1024, /* rows looked at before any of them is changed */
	/* Pages changed in place can only leave the cache after the journal was synced: the fewer
	 * times the better. */
	UNDO_CACHE = 64 << 20,
};

struct undo {
	struct act act;
	int64_t record, first_row, next_row;
	int64_t changed;
};

static bool undo_skips(enum table t)
{
	return t == T_WRITER || t == T_REASON;
}

static int refused(struct notebook *nb, const char *ref, int64_t later, struct err *e)
{
	char by[REF_MAX];

	if (record_ref(nb, later, by, e) < 0)
		return -1;
	return err_set(e, ERR_CONFLICT,
	    "%s cannot be taken back: %s has built on it; take that back first", ref, by);
}

/* Did a record later than that write something that refers to a thing or version among these rows?
 */
static int built_on_check(struct undo *u, int64_t first, int64_t last, int64_t record,
    const char *ref, struct err *e)
{
	struct query *q = db_query(u->act.nb->db, Q_BUILT_ON);
	int64_t later = 0;

	q_int(q, ":first", first);
	q_int(q, ":last", last);
	q_int(q, ":record", record);
	if (q_row(q))
		later = row_int_at(q, 0);
	if (q_done(q, e) < 0)
		return -1;
	return later ? refused(u->act.nb, ref, later, e) : 0;
}

/* Was a row written by taking something back? *since gets its record. 1, 0, -1. */
static int written_by_undo(struct notebook *nb, int64_t row, int64_t *since, struct err *e)
{
	struct record_list one = { 0 };
	struct row_home home;
	int status = row_home_find(nb, row, &home, e);

	*since = home.record;
	if (status == 0)
		status = record_load(nb, home.record, &one, e);
	if (status == 0)
		status = one.n > 0 && strcmp(one.at[0].kind, "undo") == 0;
	record_list_release(&one);
	return status;
}

/* The row has ended; but what came after it may have been taken back as well, and then the thing
 * stands as the record left it. Gives the row that says so now, 0 where it reads otherwise or
 * somebody wrote it so, -1, also where something was built on that row. */
static int64_t restored_row(
    struct undo *u, enum table t, int64_t row, const char *ref, struct err *e)
{
	struct value then[COLUMNS_MAX], now[COLUMNS_MAX];
	struct notebook *nb = u->act.nb;
	struct arena mem = { 0 };
	int64_t thing, live = 0, since;
	bool same;
	int status = row_load(nb, t, row, then, &thing, &mem, e);

	if (status == 0)
		status = thing_load(nb, t, thing, now, &live, &mem, e);
	same = status == 0;
	for (int i = 0; same && i < table_infos[t].columns; i++)
		same = value_same(&then[i], &now[i]);
	arena_release(&mem);
	if (status < 0)
		return e->kind == ERR_NOT_FOUND ? 0 : -1;
	status = same ? written_by_undo(nb, live, &since, e) : 0;
	if (status > 0 && built_on_check(u, live, live, since, ref, e) < 0)
		return -1;
	return status < 0 ? -1 : status ? live : 0;
}

/* Ends the rows of one table that the record wrote. */
static int undo_written(struct undo *u, enum table t, const char *ref, struct err *e)
{
	int64_t from = u->first_row, row[UNDO_STEP];
	struct notebook *nb = u->act.nb;
	int64_t later, ended = 0;
	int n;

	do {
		struct query *q = db_query(nb->db, table_queries[t].rows);

		later = 0;

		q_int(q, ":row", from);
		for (n = 0; n < UNDO_STEP && !later && q_row(q); n++) {
			int64_t until = row_int_at(q, 3);

			row[n] = row_int_at(q, 0);
			if (row[n] >= u->next_row)
				break;
			if (until != ROW_LIVE) {
				ended = row[n];
				later = until;
			}
		}
		if (q_done(q, e) < 0)
			return -1;
		from = n ? row[n - 1] + 1 : from;
		if (later && (row[n - 1] = restored_row(u, t, ended, ref, e)) <= 0)
			return row[n - 1] < 0 ? -1 : refused(nb, ref, later, e);
		for (int i = 0; i < n; i++)
			if (act_end(&u->act, t, row[i], e) < 0)
				return -1;
		u->changed += n;
	} while (n == UNDO_STEP || later);
	return 0;
}

/* Has the thing a version now? Then it must not get a second one: the record was taken back before,
 * or another has gone on from where it was. */
static int unwritten_check(
    struct undo *u, enum table t, int64_t thing, const char *ref, struct err *e)
{
	struct value now[COLUMNS_MAX];
	struct arena mem = { 0 };
	struct row_home home;
	int64_t live;
	int status = thing_load(u->act.nb, t, thing, now, &live, &mem, e);

	arena_release(&mem);
	if (status < 0 && e->kind == ERR_NOT_FOUND) {
		*e = (struct err){ 0 };
		return 0;
	}
	if (status < 0 || row_home_find(u->act.nb, live, &home, e) < 0)
		return -1;
	return refused(u->act.nb, ref, home.record, e);
}

/* Writes again one row that the record ended. */
static int undo_ended_row(
    struct undo *u, enum table t, int64_t row, const char *ref, struct err *e)
{
	struct value values[COLUMNS_MAX];
	struct arena mem = { 0 };
	int64_t thing;
	int status = row_load(u->act.nb, t, row, values, &thing, &mem, e);

	if (status == 0)
		status = unwritten_check(u, t, thing, ref, e);
	if (status == 0 && act_write(&u->act, t, thing, values, e) < 0)
		status = -1;
	arena_release(&mem);
	u->changed++;
	return status;
}

static int undo_ended(struct undo *u, enum table t, const char *ref, struct err *e)
{
	int64_t *rows;
	size_t n;
	int status = ended_rows(u->act.nb, u->record, UINT64_C(1) << t, &rows, &n, e);

	for (size_t i = 0; status == 0 && i < n; i++)
		status = undo_ended_row(u, t, rows[i], ref, e);
	free(rows);
	return status;
}

/* Was something that the record wrote erased? */
static int erased_check(struct notebook *nb, const struct record *r, struct err *e)
{
	struct query *q = db_query(nb->db, Q_ERASED_WITHIN);
	char ref[REF_MAX], by[REF_MAX];
	int64_t eraser = 0;

	q_int(q, ":first", r->first_row);
	q_int(q, ":last", r->first_row + r->rows - 1);
	if (q_row(q))
		eraser = row_int_at(q, 0);
	if (q_done(q, e) < 0)
		return -1;
	if (!eraser)
		return 0;
	if (record_ref(nb, r->id, ref, e) < 0 || record_ref(nb, eraser, by, e) < 0)
		return -1;
	return err_set(
	    e, ERR_CONFLICT, "%s cannot be taken back: %s has erased what it wrote", ref, by);
}

int undo_allowed(struct notebook *nb, const struct record *r, struct err *e)
{
	if (strcmp(r->kind, "notebook.init") == 0)
		return err_set(
		    e, ERR_PERMISSION, "the first record of a notebook cannot be taken back");
	if (strncmp(r->kind, "export.", 7) == 0)
		return err_set(
		    e, ERR_PERMISSION, "an export cannot be taken back: the file is out");
	if (strcmp(r->kind, "erase") == 0)
		return err_set(e, ERR_PERMISSION,
		    "an erasing cannot be taken back: what was erased is nowhere any more");
	return erased_check(nb, r, e);
}

static int undo_all(struct undo *u, const char *ref, struct err *e)
{
	if (built_on_check(u, u->first_row, u->next_row - 1, u->record, ref, e) < 0)
		return -1;
	for (int t = 0; t < TABLES; t++)
		if (!undo_skips(t) && undo_written(u, t, ref, e) < 0)
			return -1;
	for (int t = 0; t < TABLES; t++)
		if (!undo_skips(t) && undo_ended(u, t, ref, e) < 0)
			return -1;
	if (u->changed == 0)
		return err_set(e, ERR_NO, "%s changed nothing that could be taken back", ref);
	return 0;
}

int journal_undo(struct notebook *nb, int64_t record, const char *reason, char ref[REF_MAX],
    int64_t *changed, struct err *e)
{
	struct undo u = { .record = record };
	struct record_list one = { 0 };
	char undone[REF_MAX];
	int status = record_load(nb, record, &one, e);

	if (status == 0)
		status = undo_allowed(nb, &one.at[0], e);
	if (status < 0)
		goto done;
	u.first_row = one.at[0].first_row;
	u.next_row = u.first_row + one.at[0].rows;
	if ((status = record_ref(nb, record, undone, e)) < 0 ||
	    (status = act_begin(&u.act, nb, "undo", e)) < 0)
		goto done;
	db_work(nb->db, one.at[0].rows + one.at[0].ends);
	db_cache(nb->db, UNDO_CACHE);
	if ((status = undo_all(&u, undone, e)) < 0) {
		act_abort(&u.act);
		goto done;
	}
	u.act.reason = reason && reason[0] ? reason : arena_printf(&one.mem, "undo %s", undone);
	status = act_commit(&u.act, e);
	snprintf(ref, REF_MAX, "%s", u.act.ref);
	*changed = u.changed;
done:
	db_cache(nb->db, 0);
	record_list_release(&one);
	return status;
}
