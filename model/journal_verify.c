/*
 * journal_verify.c - recomputes the whole notebook from its rows and names the first thing that
 * does not match.
 *
 * One pass: the records in order, beside them one cursor per table over its rows and one over its
 * endings, so a notebook of any size is read once and in order. Every stored column is either
 * hashed into the row's leaf (the values, the reference, the thing), or must follow from the record
 * that wrote the row (since), or from the one that ended it (until), or is checked against the leaf
 * (salt, seal). SQLite's own check of pages and indexes comes last, since it cannot name a row.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/journal_core.h"

/* A query stepped one row at a time while others are; `there` says that it stands on one. */
struct cursor {
	struct query *q;
	bool there;
};

struct verify {
	struct notebook *nb;
	struct verify_report *report;
	struct cursor rows[TABLES], ends[TABLES];
	struct digest digest;
	struct merkle merkle;
	struct str line;
	struct arena mem;        /* of the record looked at */
	struct record r, before; /* this record and its predecessor (id 0: none) */
	char head[DIGEST_HEX];   /* hash of the predecessor */
	struct writer_end {
		char tag[TAG_MAX];
		int64_t number;
		char hash[DIGEST_HEX];
	} * writers; /* the last record of each writer so far */
	size_t writers_n;
	int64_t row;         /* the next row number */
	struct erased_list erased, named; /* rows without values, and those said to be erased */
	int64_t last_record; /* newest local number */
	struct err *e;
};

static void cursor_step(struct cursor *c)
{
	c->there = q_row(c->q);
}

static void record_name(const struct record *r, struct str *out)
{
	str_printf(out, "%s%lld", r->tag, (long long)r->number);
}

static int mismatch(struct verify *v, const char *what)
{
	struct str name = { 0 };

	record_name(&v->r, &name);
	err_set(v->e, ERR_NO, "record %s: %s", name.at, what);
	str_release(&name);
	return -1;
}

static int row_mismatch(struct verify *v, enum table t, int64_t row, const char *what)
{
	struct str name = { 0 };

	record_name(&v->r, &name);
	err_set(v->e, ERR_NO, "record %s, row %s.%lld (%s): %s", name.at, name.at,
	    (long long)(row - v->r.first_row + 1), table_infos[t].name, what);
	str_release(&name);
	return -1;
}

/* --- the chain of headers ------------------------------------------------------------------- */

static struct writer_end *writer_end_find(struct verify *v, const char *tag)
{
	for (size_t i = 0; i < v->writers_n; i++)
		if (strcmp(v->writers[i].tag, tag) == 0)
			return &v->writers[i];
	v->writers = xrealloc(v->writers, (v->writers_n + 1) * sizeof *v->writers);
	v->writers[v->writers_n] = (struct writer_end){ .hash = "-" };
	snprintf(v->writers[v->writers_n].tag, TAG_MAX, "%s", tag);
	return &v->writers[v->writers_n++];
}

static int parents_check(struct verify *v, struct writer_end *w)
{
	const struct record *r = &v->r;
	bool own_is_head = strcmp(w->hash, v->head) == 0;

	if (r->number != w->number + 1)
		return mismatch(v, "a record of this writer before it is missing");
	if (strcmp(r->own, w->hash) != 0)
		return mismatch(
		    v, "it does not follow its writer's previous record: \"own\" differs");
	if (strcmp(r->seen, v->before.id && !own_is_head ? v->head : "-") != 0)
		return mismatch(v, "it does not follow the record before it: \"seen\" differs");
	if (r->lamport != v->before.lamport + 1)
		return mismatch(v, "its lamport number is not its predecessor's plus one");
	return 0;
}

static int header_check(struct verify *v, struct query *q)
{
	uint8_t hash[DIGEST_SIZE];
	size_t n, hash_n, tag_n;
	int64_t id = row_int_at(q, 0), number = row_int_at(q, 2), at = row_int_at(q, 3);
	const char *tag = row_text_at(q, 1, &tag_n), *text = row_text_at(q, 5, &n);
	const void *stored = row_blob_at(q, 6, &hash_n);
	struct record *r = &v->r;

	arena_reset(&v->mem);
	if (header_read(text ? text : "", n, r, &v->mem, v->e) < 0) {
		v->e->kind = ERR_NO;
		return err_in(v->e, "record %.8s%lld", tag ? tag : "?", (long long)number);
	}
	r->id = id;
	r->first_row = v->row;
	digest_add(&v->digest, text, n);
	digest_done(&v->digest, hash);
	if (!stored || hash_n != DIGEST_SIZE || memcmp(stored, hash, DIGEST_SIZE) != 0)
		return mismatch(v, "its hash is not that of its header");
	memcpy(r->hash, hash, DIGEST_SIZE);
	if (!tag || tag_n != strlen(r->tag) || memcmp(tag, r->tag, tag_n) != 0 ||
	    number != r->number || at != r->time)
		return mismatch(v, "its columns are not what its header says");
	if (id != v->before.id + 1)
		return mismatch(v, "its place in the file is not the next one");
	if (row_int_at(q, 4) != v->row)
		return mismatch(v, "its first row is not the next row");
	if (strcmp(r->notebook, v->nb->id) != 0)
		return mismatch(v, "it belongs to another notebook");
	return 0;
}

static void clock_look(struct verify *v)
{
	const struct record *r = &v->r;

	if (strcmp(r->clock, "simulated") == 0)
		v->report->simulated++;
	if (v->before.id && r->time < v->before.time && v->report->clock_back++ == 0) {
		struct str name = { 0 };

		record_name(r, &name);
		strncpy(v->report->clock_back_ref, name.at, REF_MAX - 1);
		str_release(&name);
	}
}

/* --- rows ---------------------------------------------------------------------------------------
 */

/* Of the journal's own columns: since is this record, or of an erased row the one that ended it;
 * until is none or a later record; the thing is itself or older. */
static int row_place_check(struct verify *v, enum table t, int64_t row)
{
	struct query *q = v->rows[t].q;
	int64_t id = row_int_at(q, 1), since = row_int_at(q, 2), until = row_int_at(q, 3);
	const bool erased = row_leaf(q) != NULL;
	size_t salt;

	row_blob_at(q, 4, &salt);
	if (since != (erased ? until : v->r.id))
		return row_mismatch(v, t, row, "\"since\" is not the record that wrote it");
	if ((erased || until != ROW_LIVE) && (until <= v->r.id || until > v->last_record))
		return row_mismatch(v, t, row, "\"until\" is no later record");
	if (id < 1 || id > row)
		return row_mismatch(v, t, row, "\"id\" is no thing");
	if (!erased && salt != SALT_SIZE)
		return row_mismatch(v, t, row, "its salt is not 16 bytes");
	return 0;
}

/* Of an erased row its leaf is all there may be. */
static int erased_check(
    struct verify *v, enum table t, const struct value *values, uint8_t leaf[DIGEST_SIZE])
{
	if (table_stays(t))
		return row_mismatch(v, t, v->row, "nothing of its kind is ever erased");
	for (int i = 0; i < table_infos[t].columns; i++)
		if (values[i].is != VALUE_NULL)
			return row_mismatch(v, t, v->row, "it was erased, but has a value");
	memcpy(leaf, row_leaf(v->rows[t].q), DIGEST_SIZE);
	erased_add(&v->erased,
	    &(struct erased_row){
		.row = v->row,
		.thing = row_int_at(v->rows[t].q, 1),
		.table = t,
		.until = row_int_at(v->rows[t].q, 3) });
	v->report->erased++;
	return 0;
}

static int row_check(struct verify *v, enum table t, const struct row_home *home)
{
	struct query *q = v->rows[t].q;
	struct value values[COLUMNS_MAX];
	int64_t row = v->row;
	uint8_t leaf[DIGEST_SIZE];
	struct err why;

	if (row_place_check(v, t, row) < 0)
		return -1;
	values_read(q, t, values);
	if (row_leaf(q)) {
		if (erased_check(v, t, values, leaf) < 0)
			return -1;
	} else {
		str_reset(&v->line);
		if (values_there(t, values, &why) < 0 ||
		    line_write(v->nb, &v->line, t, home, row, row_int_at(q, 1), values, &why) < 0 ||
		    (t == T_ERASURE && erased_named(&v->named, values, &v->r, &why) < 0))
			return row_mismatch(v, t, row, why.text);
		leaf_of(&v->digest, row_blob_at(q, 4, NULL), &v->line, leaf);
	}
	if (seal_of(leaf) != row_int_at(q, 5))
		return row_mismatch(
		    v, t, row, "it is not what was written: its seal does not match");
	merkle_add(&v->merkle, leaf);
	cursor_step(&v->rows[t]);
	return 0;
}

/* The table whose cursor stands on the next row; a cursor that stands before it is on a row no
 * record wrote. */
static int table_at(struct verify *v)
{
	for (int t = 0; t < TABLES; t++)
		if (v->rows[t].there && row_int_at(v->rows[t].q, 0) <= v->row)
			return t;
	return -1;
}

static int rows_check(struct verify *v)
{
	struct row_home home = { .record = v->r.id,
		.first_row = v->row,
		.next_row = v->row + v->r.rows,
		.number = v->r.number };

	memcpy(home.tag, v->r.tag, sizeof home.tag);
	for (int64_t i = 0; i < v->r.rows; i++, v->row++) {
		int t = table_at(v);

		db_worked(v->nb->db, 1);
		if (t < 0) {
			struct str what = { 0 };

			str_printf(&what, "its row %s%lld.%lld is missing", v->r.tag,
			    (long long)v->r.number, (long long)i + 1);
			mismatch(v, what.at);
			str_release(&what);
			return -1;
		}
		if (row_int_at(v->rows[t].q, 0) < v->row)
			return row_mismatch(
			    v, (enum table)t, row_int_at(v->rows[t].q, 0), "no record wrote it");
		if (row_check(v, (enum table)t, &home) < 0)
			return -1;
		v->report->rows++;
	}
	return 0;
}

/* --- endings
 * -------------------------------------------------------------------------------------- */

/* Takes the rows that say this record ended them. */
static int ends_take(struct verify *v, int64_t **rows, size_t *n)
{
	size_t cap = 0;

	*rows = NULL;
	*n = 0;
	for (int t = 0; t < TABLES; t++) {
		struct cursor *c = &v->ends[t];

		for (; c->there && row_int_at(c->q, 0) <= v->r.id; cursor_step(c)) {
			if (*n == cap)
				*rows = xrealloc(*rows, (cap = cap * 2 + 64) * sizeof **rows);
			(*rows)[(*n)++] = row_int_at(c->q, 1);
		}
	}
	return ended_sort(v->nb, *rows, *n, v->e);
}

static int ends_mismatch(struct verify *v, const int64_t *rows, size_t n)
{
	char ref[REF_MAX] = "none";
	struct str what = { 0 };
	struct err ignored;

	if (n)
		row_ref(v->nb, rows[0], ref, &ignored);
	str_printf(&what,
	    "it ended %lld rows, but %zu say so (the first is %s): an \"until\" was changed",
	    (long long)v->r.ends, n, ref);
	mismatch(v, what.at);
	str_release(&what);
	return -1;
}

static int ends_check(struct verify *v)
{
	uint8_t leaf[DIGEST_SIZE];
	struct row_home home;
	int64_t *rows;
	size_t n;
	int status = ends_take(v, &rows, &n);

	if (status == 0 && n != (size_t)v->r.ends)
		status = ends_mismatch(v, rows, n);
	for (size_t i = 0; status == 0 && i < n; i++) {
		if ((status = row_home_find(v->nb, rows[i], &home, v->e)) < 0)
			break;
		str_reset(&v->line);
		line_write_end(&v->line, &home, rows[i]);
		leaf_of(&v->digest, NULL, &v->line, leaf);
		merkle_add(&v->merkle, leaf);
	}
	v->report->ends += (int64_t)n;
	free(rows);
	return status;
}

static int record_check(struct verify *v, struct query *q)
{
	struct writer_end *w;
	uint8_t root[DIGEST_SIZE];

	if (header_check(v, q) < 0)
		return -1;
	w = writer_end_find(v, v->r.tag);
	if (parents_check(v, w) < 0)
		return -1;
	merkle_reset(&v->merkle);
	if (rows_check(v) < 0 || ends_check(v) < 0)
		return -1;
	merkle_root(&v->merkle, root);
	if (memcmp(root, v->r.root, DIGEST_SIZE) != 0)
		return mismatch(
		    v, "its rows and endings do not give the Merkle root of its header");
	clock_look(v);
	w->number = v->r.number;
	digest_hex(v->r.hash, v->head);
	memcpy(w->hash, v->head, sizeof w->hash);
	v->before = v->r;
	v->report->records++;
	return 0;
}

/* --- all of it
 * ---------------------------------------------------------------------------------------- */

static int leftovers_check(struct verify *v)
{
	for (int t = 0; t < TABLES; t++)
		if (v->rows[t].there)
			return err_set(v->e, ERR_NO,
			    "%s: a row after the last record (row number %lld): no record wrote it",
			    table_infos[t].name, (long long)row_int_at(v->rows[t].q, 0));
	return 0;
}

int living_check(struct notebook *nb, struct err *e)
{
	for (int t = 0; t < TABLES; t++) {
		struct query *q = db_query(nb->db, table_queries[t].twice);
		int64_t row = q_row(q) ? row_int_at(q, 0) : 0;
		char ref[REF_MAX];

		if (q_done(q, e) < 0 || (row && row_ref(nb, row, ref, e) < 0))
			return -1;
		if (row)
			return err_set(e, ERR_INVALID,
			    "%s (%s): a second living version of a thing", ref,
			    table_infos[t].name);
	}
	return 0;
}

static void cursors_open(struct verify *v)
{
	for (int t = 0; t < TABLES; t++) {
		v->rows[t].q = db_query(v->nb->db, table_queries[t].rows);
		q_int(v->rows[t].q, ":row", INT64_MIN);
		cursor_step(&v->rows[t]);
		v->ends[t].q = db_query(v->nb->db, table_queries[t].ended);
		cursor_step(&v->ends[t]);
	}
}

static int cursors_close(struct verify *v, int status)
{
	struct err ignored;

	for (int t = 0; t < TABLES; t++) {
		if (q_done(v->rows[t].q, status == 0 ? v->e : &ignored) < 0)
			status = -1;
		if (q_done(v->ends[t].q, status == 0 ? v->e : &ignored) < 0)
			status = -1;
	}
	return status;
}

static int records_check(struct verify *v)
{
	struct query *q = db_query(v->nb->db, Q_RECORD_ALL);
	struct err ignored;
	int status = 0;

	while (status == 0 && q_row(q))
		status = record_check(v, q);
	if (q_done(q, status == 0 ? v->e : &ignored) < 0)
		status = -1;
	return status == 0 ? leftovers_check(v) : status;
}

/* Rows are numbered through, so the last record says how many there are. */
static int work_begin(struct notebook *nb, int64_t last, struct err *e)
{
	struct record_list one = { 0 };
	int status = last > 0 ? record_load(nb, last, &one, e) : 0;

	if (status == 0)
		db_work(nb->db, one.n > 0 ? one.at[0].first_row + one.at[0].rows - 1 : 0);
	record_list_release(&one);
	return status;
}

int journal_verify(struct notebook *nb, struct verify_report *out, struct err *e)
{
	struct verify v = { .nb = nb, .report = out, .row = 1, .head = "-", .e = e };
	int status;

	*out = (struct verify_report){ 0 };
	digest_init(&v.digest);
	merkle_init(&v.merkle);
	if (db_begin_read(nb->db, e) < 0)
		return -1;
	status = journal_head(nb, &v.last_record, out->head, e);
	if (status == 0)
		status = work_begin(nb, v.last_record, e);
	if (status == 0) {
		cursors_open(&v);
		status = cursors_close(&v, records_check(&v));
	}
	if (status == 0)
		status = erased_match(nb, &v.erased, &v.named, e);
	if (status == 0)
		status = living_check(nb, e);
	if (status == 0)
		status = db_check(nb->db, e);
	db_rollback(nb->db);
	if (status < 0 && (e->kind == ERR_INVALID || e->kind == ERR_NOT_FOUND))
		e->kind = ERR_NO; /* what it cannot read does not match either */
	digest_release(&v.digest);
	merkle_release(&v.merkle);
	str_release(&v.line);
	arena_release(&v.mem);
	erased_list_release(&v.erased);
	erased_list_release(&v.named);
	free(v.writers);
	return status;
}
