/*
 * journal_erase.c - wipes rows and keeps their leaves.
 *
 * What goes is a thing with all its versions, and whatever cannot be without it. An erased row
 * stays in its place with its leaf where its salt was and no values, so every hash still comes out;
 * its record of beginning is set to that of its end, so there is no moment as of which it is there,
 * and no view and no list has to know of it. Each is named by a row of the table `erasure`, hashed
 * as all rows are: a row without values that none names is a forgery.
 */
#include <stdlib.h>
#include <string.h>

#include "model/journal_core.h"

/* --- lists of rows ------------------------------------------------------------------------- */

void erased_add(struct erased_list *l, const struct erased_row *row)
{
	if (l->n == l->cap)
		l->at = xrealloc(l->at, (l->cap = l->cap * 2 + 16) * sizeof *l->at);
	l->at[l->n++] = *row;
}

void erased_list_release(struct erased_list *l)
{
	free(l->at);
	*l = (struct erased_list){ 0 };
}

static int by_row(const void *a, const void *b)
{
	const struct erased_row *x = a, *y = b;

	return (x->row > y->row) - (x->row < y->row);
}

static void erased_sort(struct erased_list *l)
{
	if (l->n > 1)
		qsort(l->at, l->n, sizeof *l->at, by_row);
}

/* --- one row ------------------------------------------------------------------------------- */

const uint8_t *row_leaf(struct query *q)
{
	size_t n;
	const uint8_t *leaf = row_blob_at(q, 4, &n);

	return n == DIGEST_SIZE ? leaf : NULL;
}

int row_wipe(struct notebook *nb, enum table t, int64_t row, int64_t until,
    const uint8_t leaf[DIGEST_SIZE], struct err *e)
{
	struct query *q = db_query(nb->db, table_queries[t].erase);

	q_int(q, ":row", row);
	q_int(q, ":until", until);
	q_blob(q, ":leaf", leaf, DIGEST_SIZE);
	return q_run(q, e);
}

int row_eraser(struct notebook *nb, int64_t row, int64_t *record, struct err *e)
{
	struct query *q = db_query(nb->db, Q_ERASED_BY);
	char ref[REF_MAX] = "?";
	struct err ignored;
	bool found;

	q_int(q, ":row", row);
	if ((found = q_row(q)))
		*record = row_int_at(q, 0);
	if (q_done(q, e) < 0)
		return -1;
	row_ref(nb, row, ref, &ignored);
	return found ? 0 : err_set(e, ERR_NOT_FOUND, "no record says that %s was erased", ref);
}

/* --- what goes ----------------------------------------------------------------------------- */

/* All that is found of one thing: its rows, and the things that are bound to it. */
struct plan {
	struct notebook *nb;
	struct erased_list rows;
	struct thing {
		enum table table;
		int64_t id;
	} * things;
	size_t things_n, things_cap;
};

static int by_thing(const void *a, const void *b)
{
	const struct thing *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static void thing_add(struct plan *p, enum table t, int64_t id)
{
	if (p->things_n == p->things_cap)
		p->things = xrealloc(
		    p->things, (p->things_cap = p->things_cap * 2 + 16) * sizeof *p->things);
	p->things[p->things_n++] = (struct thing){ t, id };
}

/* One version, unless it has been erased. */
static int version_add(struct plan *p, enum table t, int64_t row, struct err *e)
{
	struct query *q = db_query(p->nb->db, table_queries[t].row);

	q_int(q, ":row", row);
	if (q_row(q) && !row_leaf(q))
		erased_add(&p->rows,
		    &(struct erased_row){ .row = row,
			.thing = row_int_at(q, 1),
			.table = t,
			.until = row_int_at(q, 3) });
	return q_done(q, e);
}

static int versions_add(struct plan *p, const struct thing *thing, struct err *e)
{
	int64_t *rows;
	size_t n;
	int status = thing_rows(p->nb, thing->table, thing->id, &rows, &n, e);

	for (size_t i = 0; status == 0 && i < n; i++)
		status = version_add(p, thing->table, rows[i], e);
	free(rows);
	return status;
}

/* Was one of these rows written by that record? */
static int written_by(struct plan *p, size_t from, int64_t record, struct err *e)
{
	struct row_home home;

	for (size_t i = from; i < p->rows.n; i++) {
		if (row_home_find(p->nb, p->rows.at[i].row, &home, e) < 0)
			return -1;
		if (home.record == record)
			return 1;
	}
	return 0;
}

/* Things of which a row refers to that row, where they cannot be without it, or are part of it: of
 * the rows from `from` on, the versions of one thing. */
static int bound_add(struct plan *p, size_t from, int64_t row, struct err *e)
{
	struct query *q = db_query(p->nb->db, Q_BOUND_TO);
	struct err ignored;
	int status = 0;

	q_int(q, ":row", row);
	while (status == 0 && q_row(q)) {
		int t = table_find(row_text_at(q, 0, NULL));
		int64_t id = row_int_at(q, 1);
		char need = row_text_at(q, 4, NULL)[0];
		bool first = row_int_at(q, 2) == id;

		if (t == T_ERASURE)
			continue;
		if (need == NEED_PART && first)
			status = written_by(p, from, row_int_at(q, 3), e);
		if (status > 0 || need == NEED_MUST || need == NEED_BOUND)
			thing_add(p, (enum table)t, id);
		status = status < 0 ? -1 : 0;
	}
	if (q_done(q, status == 0 ? e : &ignored) < 0)
		status = -1;
	return status;
}

/* Leaves each thing once, and of those before `done` none a second time. */
static void things_sort(struct plan *p, size_t done)
{
	struct thing *fresh = p->things + done;
	size_t n = 0;

	if (p->things_n > done)
		qsort(fresh, p->things_n - done, sizeof *fresh, by_thing);
	qsort(p->things, done, sizeof *p->things, by_thing);
	for (size_t i = 0; i < p->things_n - done; i++)
		if ((n == 0 || fresh[n - 1].id != fresh[i].id) &&
		    !bsearch(&fresh[i], p->things, done, sizeof *fresh, by_thing))
			fresh[n++] = fresh[i];
	p->things_n = done + n;
}

/* The things of one distance from the first, then those bound to them. */
static int plan_fill(struct plan *p, struct err *e)
{
	for (size_t done = 0, next; done < p->things_n; done = next) {
		next = p->things_n;
		for (size_t i = done; i < next; i++) {
			struct thing thing = p->things[i];
			size_t from = p->rows.n;

			if (versions_add(p, &thing, e) < 0)
				return -1;
			for (size_t r = from, end = p->rows.n; r < end; r++)
				if (bound_add(p, from, p->rows.at[r].row, e) < 0)
					return -1;
		}
		things_sort(p, next);
	}
	return 0;
}

bool table_stays(enum table t)
{
	return t == T_WRITER || t == T_ERASURE;
}

int erased_plan(struct notebook *nb, enum table t, const int64_t *things, size_t n,
    struct erased_list *out, struct err *e)
{
	struct plan p = { .nb = nb };
	int status;

	*out = (struct erased_list){ 0 };
	if (table_stays(t))
		return err_set(e, ERR_PERMISSION,
		    "who wrote and what was erased stays: nothing of the kind %s is erased",
		    table_infos[t].name);
	for (size_t i = 0; i < n; i++)
		thing_add(&p, t, things[i]);
	status = plan_fill(&p, e);
	free(p.things);
	erased_sort(&p.rows);
	*out = p.rows;
	return status;
}

/* --- the act ------------------------------------------------------------------------------- */

/* The leaf, out of the row: what does not match its seal is not wiped, since nobody could tell
 * afterwards. */
static int leaf_make(
    struct act *a, const struct erased_row *r, uint8_t leaf[DIGEST_SIZE], struct err *e)
{
	struct notebook *nb = a->nb;
	struct journal_state *j = nb->journal;
	struct query *q = db_query(nb->db, table_queries[r->table].row);
	struct value values[COLUMNS_MAX];
	struct row_home home;
	struct err ignored;
	bool matches = false;
	int status = row_home_find(nb, r->row, &home, e);

	q_int(q, ":row", r->row);
	if (status == 0 && q_row(q)) {
		size_t salt;

		values_read(q, r->table, values);
		str_reset(&j->line);
		status = line_write(
		    nb, &j->line, r->table, &home, r->row, row_int_at(q, 1), values, e);
		row_blob_at(q, 4, &salt);
		if (status == 0 && salt == SALT_SIZE) {
			leaf_of(&j->digest, row_blob_at(q, 4, NULL), &j->line, leaf);
			matches = seal_of(leaf) == row_int_at(q, 5);
		}
	}
	if (q_done(q, status == 0 ? e : &ignored) < 0 || status < 0)
		return -1;
	return matches
		   ? 0
		   : err_set(e, ERR_NO,
			 "a row is not what was written, and is not erased; run blotter verify");
}

static int row_erase(struct act *a, const struct erased_row *r, struct err *e)
{
	const char *noun = table_infos[r->table].name;
	struct value v[COLUMNS_MAX] = { 0 };
	uint8_t leaf[DIGEST_SIZE];

	bool living = r->until == ROW_LIVE;

	if (leaf_make(a, r, leaf, e) < 0)
		goto failed;
	if (living && act_end(a, r->table, r->row, e) < 0)
		return -1;
	v[COL(erasure, noun)] = value_text(noun);
	v[COL(erasure, thing)] = value_thing(r->thing);
	v[COL(erasure, version)] = value_thing(r->row);
	if (act_write(a, T_ERASURE, 0, v, e) < 0)
		return -1;
	if (row_wipe(a->nb, r->table, r->row, living ? a->record : r->until, leaf, e) == 0)
		return 0;
failed:
	act_abort(a);
	return -1;
}

int act_erase(struct act *a, const struct erased_list *rows, struct err *e)
{
	for (size_t i = 0; i < rows->n; i++)
		if (row_erase(a, &rows->at[i], e) < 0)
			return -1;
	return 0;
}

/* --- found and named ----------------------------------------------------------------------- */

int erased_named(struct erased_list *named, const struct value *values, const struct record *by,
    struct err *e)
{
	const struct value *noun = &values[COL(erasure, noun)];
	int t = noun->is == VALUE_TEXT && strlen(noun->text) == noun->len ? table_find(noun->text)
									  : -1;

	if (t < 0)
		return err_set(e, ERR_INVALID, "there is no table of that name");
	if (table_stays((enum table)t) || strcmp(by->kind, "erase") != 0)
		return err_set(e, ERR_INVALID, "a record of kind %s cannot have erased a %s",
		    by->kind, table_infos[t].name);
	erased_add(named,
	    &(struct erased_row){ .row = values[COL(erasure, version)].n,
		.thing = values[COL(erasure, thing)].n,
		.table = (enum table)t,
		.until = by->id });
	return 0;
}

static int unmatched(struct notebook *nb, int64_t row, const char *what, struct err *e)
{
	char ref[REF_MAX];

	if (row_ref(nb, row, ref, e) < 0)
		return -1;
	return err_set(e, ERR_INVALID, "row %s: %s", ref, what);
}

int erased_match(
    struct notebook *nb, struct erased_list *found, struct erased_list *named, struct err *e)
{
	size_t most = found->n > named->n ? found->n : named->n;

	erased_sort(found);
	erased_sort(named);
	for (size_t i = 0; i < most; i++) {
		const struct erased_row *f = i < found->n ? &found->at[i] : NULL,
					*n = i < named->n ? &named->at[i] : NULL;

		if (f && (!n || f->row < n->row))
			return unmatched(
			    nb, f->row, "it has no values, but no record says it was erased", e);
		if (n && (!f || n->row < f->row))
			return unmatched(
			    nb, n->row, "a record says it was erased, but it has values", e);
		if (f->table != n->table || f->thing != n->thing)
			return unmatched(
			    nb, f->row, "it was erased as a version of something else", e);
		if (f->until > n->until)
			return unmatched(
			    nb, f->row, "it was erased before it had ended", e);
	}
	return 0;
}
