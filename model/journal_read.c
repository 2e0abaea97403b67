/*
 * journal_read.c - reading the journal: public references, records, what they changed, versions of
 * a thing.
 */
#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "model/filter.h"
#include "model/journal_core.h"

/* --- public references -------------------------------------------------------------------- */

static bool home_holds(const struct row_home *h, int64_t row)
{
	return h->first_row && row >= h->first_row && row < h->next_row;
}

static int home_load(struct notebook *nb, int64_t row, struct row_home *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_RECORD_OF_ROW);
	struct arena mem = { 0 };
	struct record header;
	struct err ignored;
	const char *text;
	int status = 0;
	bool found;
	size_t n;

	q_int(q, ":row", row);
	found = q_row(q);
	if (found) {
		out->record = row_int_at(q, 0);
		snprintf(out->tag, sizeof out->tag, "%s", row_text_at(q, 1, NULL));
		out->number = row_int_at(q, 2);
		out->first_row = row_int_at(q, 3);
		text = row_text_at(q, 4, &n);
		status = header_read(text, n, &header, &mem, e);
		out->next_row = out->first_row + header.rows;
	}
	arena_release(&mem);
	if (q_done(q, status == 0 ? e : &ignored) < 0 || status < 0)
		return -1;
	if (!found || row >= out->next_row)
		return err_set(e, ERR_NOT_FOUND, "no record wrote row %lld", (long long)row);
	return 0;
}

/* Rows shown together mostly come from few records: a handful of homes answers nearly all. */
int row_home_find(struct notebook *nb, int64_t row, struct row_home *out, struct err *e)
{
	struct journal_state *j = nb->journal;

	if (home_holds(&j->own, row)) {
		*out = j->own;
		return 0;
	}
	for (int i = 0; i < HOMES; i++)
		if (home_holds(&j->home[i], row)) {
			*out = j->home[i];
			return 0;
		}
	if (home_load(nb, row, out, e) < 0)
		return -1;
	j->home[j->home_next++ % HOMES] = *out;
	return 0;
}

int row_ref(struct notebook *nb, int64_t row, char out[REF_MAX], struct err *e)
{
	struct row_home h;

	if (row_home_find(nb, row, &h, e) < 0)
		return -1;
	if (row == h.first_row)
		snprintf(out, REF_MAX, "%s%lld", h.tag, (long long)h.number);
	else
		snprintf(out, REF_MAX, "%s%lld.%lld", h.tag, (long long)h.number,
		    (long long)(row - h.first_row + 1));
	return 0;
}

int record_ref(struct notebook *nb, int64_t record, char out[REF_MAX], struct err *e)
{
	struct query *q = db_query(nb->db, Q_RECORD_ONE);
	bool found;

	q_int(q, ":id", record);
	found = q_row(q);
	if (found)
		snprintf(
		    out, REF_MAX, "%s%lld", row_text_at(q, 1, NULL), (long long)row_int_at(q, 2));
	if (q_done(q, e) < 0)
		return -1;
	return found ? 0 : err_set(e, ERR_NOT_FOUND, "there is no record %lld", (long long)record);
}

struct ref {
	char tag[TAG_MAX];
	int64_t number, place; /* place 0: not given */
};

static int number_read(const char **p, int64_t *n)
{
	char *end;

	if (!isdigit((unsigned char)**p) || **p == '0')
		return -1;
	*n = strtoll(*p, &end, 10);
	if (end - *p > 15)
		return -1;
	*p = end;
	return 0;
}

static int ref_read(const char *text, struct ref *r, struct err *e)
{
	const char *p = text + (text[0] == '#');
	size_t n = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	*r = (struct ref){ 0 };
	if (n > 0 && n < TAG_MAX) {
		memcpy(r->tag, p, n);
		p += n;
		if (number_read(&p, &r->number) == 0 &&
		    (*p == '\0' || (*p++ == '.' && number_read(&p, &r->place) == 0 && *p == '\0')))
			return 0;
	}
	return err_set(
	    e, ERR_INVALID, "\"%.40s\" is not a reference; one looks like RW12 or RW12.3", text);
}

static int ref_record_find(struct notebook *nb, const struct ref *r, const char *text,
    int64_t *record, int64_t *first_row, struct err *e)
{
	struct query *q = db_query(nb->db, Q_RECORD_BY_REF);
	bool found;

	q_text(q, ":writer", r->tag);
	q_int(q, ":number", r->number);
	found = q_row(q);
	if (found) {
		*record = row_int_at(q, 0);
		*first_row = row_int_at(q, 1);
	}
	if (q_done(q, e) < 0)
		return -1;
	return found ? 0 : err_set(e, ERR_NOT_FOUND, "there is no %s in this notebook", text);
}

int ref_record(struct notebook *nb, const char *ref, int64_t *record, struct err *e)
{
	int64_t first_row;
	struct ref r;

	if (ref_read(ref, &r, e) < 0)
		return -1;
	return ref_record_find(nb, &r, ref, record, &first_row, e);
}

/* Looks for a row in every table: one sequence numbers them all. */
static int row_table(
    struct notebook *nb, int64_t row, enum table *t, int64_t *id, struct err *e)
{
	for (int i = 0; i < TABLES; i++) {
		struct query *q = db_query(nb->db, table_queries[i].row);
		bool found;

		q_int(q, ":row", row);
		found = q_row(q);
		if (found)
			*id = row_int_at(q, 1);
		if (q_done(q, e) < 0)
			return -1;
		if (found) {
			*t = (enum table)i;
			return 0;
		}
	}
	return err_set(e, ERR_NOT_FOUND, "no table holds row %lld", (long long)row);
}

/* The row that a reference names, with its table and thing. */
static int ref_row(struct notebook *nb, const char *ref, int64_t *row, enum table *t,
    int64_t *thing, struct err *e)
{
	int64_t record, first_row;
	struct row_home home;
	struct ref r;

	if (ref_read(ref, &r, e) < 0 || ref_record_find(nb, &r, ref, &record, &first_row, e) < 0)
		return -1;
	*row = first_row + (r.place ? r.place - 1 : 0);
	if (row_table(nb, *row, t, thing, e) < 0 || row_home_find(nb, *row, &home, e) < 0 ||
	    home.record != record)
		return err_set(e, ERR_NOT_FOUND, "there is no %s in this notebook", ref);
	return 0;
}

int ref_find(struct notebook *nb, const char *ref, int64_t *row, enum table *t, struct err *e)
{
	int64_t thing;

	return ref_row(nb, ref, row, t, &thing, e);
}

int ref_thing_any(
    struct notebook *nb, const char *ref, enum table *t, int64_t *thing, struct err *e)
{
	int64_t row;

	return ref_row(nb, ref, &row, t, thing, e);
}

int ref_thing(struct notebook *nb, const char *ref, enum table t, int64_t *thing, struct err *e)
{
	enum table found;

	if (ref_thing_any(nb, ref, &found, thing, e) < 0)
		return -1;
	if (found != t)
		return err_set(e, ERR_INVALID, "%s is of the kind %s, not %s", ref,
		    table_infos[found].name, table_infos[t].name);
	return 0;
}

/* --- one row ------------------------------------------------------------------------------- */

static void values_keep(enum table t, struct value *values, struct arena *mem)
{
	for (int i = 0; i < table_infos[t].columns; i++)
		if (values[i].text)
			values[i].text = arena_strndup(mem, values[i].text, values[i].len);
}

/* Also one that was erased, which has no values. */
static int row_read(struct notebook *nb, enum table t, int64_t row,
    struct value values[COLUMNS_MAX], int64_t *thing, bool *erased, struct arena *mem,
    struct err *e)
{
	struct query *q = db_query(nb->db, table_queries[t].row);
	bool found;

	q_int(q, ":row", row);
	found = q_row(q);
	if (found) {
		*thing = row_int_at(q, 1);
		*erased = row_leaf(q) != NULL;
		values_read(q, t, values);
		values_keep(t, values, mem);
	}
	if (q_done(q, e) < 0)
		return -1;
	return found ? 0 : err_set(e, ERR_NOT_FOUND, "there is no such %s", table_infos[t].name);
}

int row_load(struct notebook *nb, enum table t, int64_t row, struct value values[COLUMNS_MAX],
    int64_t *thing, struct arena *mem, struct err *e)
{
	char ref[REF_MAX], by[REF_MAX];
	int64_t record;
	bool erased;

	if (row_read(nb, t, row, values, thing, &erased, mem, e) < 0)
		return -1;
	if (!erased)
		return 0;
	if (row_ref(nb, row, ref, e) < 0 || row_eraser(nb, row, &record, e) < 0 ||
	    record_ref(nb, record, by, e) < 0)
		return -1;
	return err_set(e, ERR_NOT_FOUND, "%s was erased by %s", ref, by);
}

/* --- records ------------------------------------------------------------------------------- */

static struct record *record_push(struct record_list *l)
{
	if (l->n == l->cap)
		l->at = xrealloc(l->at, (l->cap = l->cap * 2 + 16) * sizeof *l->at);
	return &l->at[l->n++];
}

static int record_take(struct record_list *l, struct query *q, struct err *e)
{
	struct record *r = record_push(l);
	int64_t id = row_int(q, "id");
	const char *tag = row_text(q, "writer", &l->mem);
	int64_t number = row_int(q, "number"), at = row_int(q, "at"),
		first_row = row_int(q, "first_row");
	const char *header = row_text(q, "header", &l->mem);
	const void *hash = row_blob(q, "hash", DIGEST_SIZE, &l->mem);

	if (header_read(header, strlen(header), r, &l->mem, e) < 0)
		return err_in(e, "record %s%lld", tag, (long long)number);
	if (!hash || r->time != at || r->number != number)
		return err_set(e, ERR_INVALID,
		    "record %s%lld: its columns are not what its header says", tag,
		    (long long)number);
	r->id = id;
	r->first_row = first_row;
	r->header = header;
	memcpy(r->hash, hash, DIGEST_SIZE);
	return 0;
}

static int writer_name(struct notebook *nb, struct record *r, struct arena *mem, struct err *e)
{
	struct query *q = db_query(nb->db, Q_WRITER_BY_TAG);

	q_text(q, ":tag", r->tag);
	r->writer = r->tag;
	if (q_row(q))
		r->writer = row_text(q, "name", mem);
	return q_done(q, e);
}

static int reason_words(struct notebook *nb, struct record *r, struct arena *mem, struct err *e)
{
	struct value v[COLUMNS_MAX];
	struct ref ref;
	int64_t thing;
	bool erased;

	if (!r->reason_ref[0])
		return 0;
	if (ref_read(r->reason_ref, &ref, e) < 0 ||
	    row_read(nb, T_REASON, r->first_row + ref.place - 1, v, &thing, &erased, mem, e) < 0)
		return -1;
	r->reason = v[COL(reason, text)].text;
	return 0;
}

/* The queries of a list end before others begin, so names and reasons are filled in afterwards. */
static int records_complete(struct notebook *nb, struct record_list *l, size_t from, struct err *e)
{
	for (size_t i = from; i < l->n; i++)
		if (writer_name(nb, &l->at[i], &l->mem, e) < 0 ||
		    reason_words(nb, &l->at[i], &l->mem, e) < 0)
			return -1;
	return 0;
}

static int records_run(struct notebook *nb, struct query *q, struct record_list *out, struct err *e)
{
	size_t from = out->n;
	struct err ignored;
	int status = 0;

	while (status == 0 && q_row(q))
		status = record_take(out, q, e);
	if (q_done(q, status == 0 ? e : &ignored) < 0)
		status = -1;
	return status == 0 ? records_complete(nb, out, from, e) : -1;
}

int record_page_filtered(struct notebook *nb, const struct filter *f, int64_t after, bool backward,
    int limit, struct record_list *out, struct err *e)
{
	struct query *q = filter_query(nb, backward ? Q_RECORD_BEFORE : Q_RECORD_AFTER, f);

	q_int(q, ":key", backward && after == 0 ? INT64_MAX : after);
	q_int(q, ":asof", nb->asof);
	q_int(q, ":limit", limit);
	return records_run(nb, q, out, e);
}

int record_page(struct notebook *nb, int64_t after, bool backward, int limit,
    struct record_list *out, struct err *e)
{
	return record_page_filtered(nb, NULL, after, backward, limit, out, e);
}

int record_count(struct notebook *nb, const struct filter *f, int64_t *after, int limit,
    int64_t *count, bool *more, struct err *e)
{
	struct query *q = filter_query(nb, Q_RECORD_SCAN, f);
	int seen = 0;

	*count = 0;
	q_int(q, ":key", *after);
	q_int(q, ":asof", nb->asof);
	q_int(q, ":limit", limit);
	for (; q_row(q); seen++) {
		*after = row_int_at(q, 0);
		*count += row_int_at(q, 1) == 1;
	}
	*more = seen == limit;
	return q_done(q, e);
}

int record_load(struct notebook *nb, int64_t record, struct record_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_RECORD_ONE);
	size_t had = out->n;

	q_int(q, ":id", record);
	if (records_run(nb, q, out, e) < 0)
		return -1;
	if (out->n == had)
		return err_set(e, ERR_NOT_FOUND, "there is no record %lld", (long long)record);
	return 0;
}

void record_list_release(struct record_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct record_list){ 0 };
}

int journal_head(struct notebook *nb, int64_t *record, uint8_t hash[DIGEST_SIZE], struct err *e)
{
	struct query *q = db_query(nb->db, Q_RECORD_HEAD);

	*record = 0;
	memset(hash, 0, DIGEST_SIZE);
	if (q_row(q)) {
		size_t n;
		const void *h = row_blob_at(q, 3, &n);

		*record = row_int_at(q, 0);
		if (h && n == DIGEST_SIZE)
			memcpy(hash, h, DIGEST_SIZE);
	}
	return q_done(q, e);
}

int journal_asof(struct notebook *nb, int64_t instant, int64_t *record, struct err *e)
{
	struct query *q = db_query(nb->db, Q_RECORD_ASOF);

	q_int(q, ":at", instant);
	*record = q_row(q) ? row_int_at(q, 0) : 0;
	return q_done(q, e);
}

/* --- versions ------------------------------------------------------------------------ */

int thing_load(struct notebook *nb, enum table t, int64_t thing, struct value values[COLUMNS_MAX],
    int64_t *row, struct arena *mem, struct err *e)
{
	struct query *q = db_query(nb->db, table_queries[t].live);
	char ref[REF_MAX] = "?";
	bool found;

	q_int(q, ":id", thing);
	q_int(q, ":asof", nb->asof);
	found = q_row(q);
	if (found) {
		*row = row_int_at(q, 0);
		values_read(q, t, values);
		values_keep(t, values, mem);
	}
	if (q_done(q, e) < 0)
		return -1;
	if (found)
		return 0;
	row_ref(nb, thing, ref, e);
	return err_set(e, ERR_NOT_FOUND, "%s %s is not there%s", table_infos[t].name, ref,
	    nb->asof == ASOF_NOW ? " any more" : " at that time");
}

/* By whom, when and why it was erased. */
static int version_erased(
    struct notebook *nb, struct version *v, struct arena *mem, struct err *e)
{
	struct record_list one = { 0 };
	int64_t record;
	int status = row_eraser(nb, v->row, &record, e);

	if (status == 0)
		status = record_load(nb, record, &one, e);
	if (status == 0)
		status = record_ref(nb, record, v->erased_by, e);
	if (status == 0) {
		v->erased_at = one.at[0].time;
		v->eraser = arena_strdup(mem, one.at[0].writer);
		v->erased_because = one.at[0].reason ? arena_strdup(mem, one.at[0].reason) : NULL;
	}
	record_list_release(&one);
	return status;
}

static int version_take(
    struct notebook *nb, enum table t, int64_t row, struct version_list *l, struct err *e)
{
	struct query *q;
	struct row_home home;
	struct version *v;
	bool found, erased = false;

	if (row_home_find(nb, row, &home, e) < 0)
		return -1;
	if (l->n == l->cap)
		l->at = xrealloc(l->at, (l->cap = l->cap * 2 + 8) * sizeof *l->at);
	v = &l->at[l->n];
	*v = (struct version){ .row = row, .since = home.record };
	q = db_query(nb->db, table_queries[t].row);
	q_int(q, ":row", row);
	found = q_row(q);
	if (found) {
		erased = row_leaf(q) != NULL;
		v->until = row_int_at(q, 3);
		values_read(q, t, v->value);
		values_keep(t, v->value, &l->mem);
		l->n++;
	}
	if (q_done(q, e) < 0)
		return -1;
	return erased ? version_erased(nb, v, &l->mem, e) : 0;
}

static int version_complete(
    struct notebook *nb, struct version *v, struct arena *mem, struct err *e)
{
	struct record_list one = { 0 };
	int status;

	if (row_ref(nb, v->row, v->ref, e) < 0 || record_ref(nb, v->since, v->record, e) < 0)
		return -1;
	if (v->until != ROW_LIVE && record_ref(nb, v->until, v->ended_by, e) < 0)
		return -1;
	status = record_load(nb, v->since, &one, e);
	if (status == 0) {
		v->time = one.at->time;
		v->writer = arena_strdup(mem, one.at->writer);
		v->kind = arena_strdup(mem, one.at->kind);
		v->reason = one.at->reason ? arena_strdup(mem, one.at->reason) : NULL;
	}
	record_list_release(&one);
	return status;
}

int thing_rows(
    struct notebook *nb, enum table t, int64_t thing, int64_t **rows, size_t *n, struct err *e)
{
	struct query *q = db_query(nb->db, table_queries[t].later);
	size_t cap = 16;

	*rows = xmalloc(cap * sizeof **rows);
	(*rows)[0] = thing;
	*n = 1;
	q_int(q, ":id", thing);
	while (q_row(q)) {
		if (*n == cap)
			*rows = xrealloc(*rows, (cap *= 2) * sizeof **rows);
		(*rows)[(*n)++] = row_int_at(q, 0);
	}
	return q_done(q, e);
}

int thing_versions(
    struct notebook *nb, enum table t, int64_t thing, struct version_list *out, struct err *e)
{
	int64_t *rows;
	size_t n;
	int status = thing_rows(nb, t, thing, &rows, &n, e);

	for (size_t i = 0; status == 0 && i < n; i++)
		status = version_take(nb, t, rows[i], out, e);
	free(rows);
	for (size_t i = 0; status == 0 && i < out->n; i++)
		status = version_complete(nb, &out->at[i], &out->mem, e);
	return status;
}

void version_list_release(struct version_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct version_list){ 0 };
}

const char *value_show(
    struct notebook *nb, const struct column_info *c, const struct value *v, struct arena *mem)
{
	char hex[DIGEST_HEX], ref[REF_MAX];
	struct err ignored;

	if (v->is == VALUE_NULL)
		return NULL;
	switch (c->type) {
	case COLUMN_TEXT:
		return arena_strndup(mem, v->text, v->len);
	case COLUMN_INT:
		return arena_printf(mem, "%lld", (long long)v->n);
	case COLUMN_HASH:
		digest_hex((const uint8_t *)v->text, hex);
		return arena_strdup(mem, hex);
	default:
		return arena_strdup(mem, row_ref(nb, v->n, ref, &ignored) < 0 ? "?" : ref);
	}
}

/* --- what a record changed -----------------------------------------------------------------------
 */

static struct change *change_push(struct change_list *l)
{
	if (l->n == l->cap)
		l->at = xrealloc(l->at, (l->cap = l->cap * 2 + 32) * sizeof *l->at);
	l->at[l->n] = (struct change){ 0 };
	return &l->at[l->n++];
}

static void change_columns(struct notebook *nb, const struct change *whole, const struct value *was,
    const struct value *is, struct change_list *out)
{
	const struct table_info *info = &table_infos[whole->table];

	for (int i = 0; i < info->columns; i++) {
		struct change *c;

		if (value_same(&was[i], &is[i]))
			continue;
		c = change_push(out);
		*c = *whole;
		c->column = info->column[i].name;
		c->was = value_show(nb, &info->column[i], &was[i], &out->mem);
		c->is = value_show(nb, &info->column[i], &is[i], &out->mem);
	}
}

struct pair {
	int64_t row, thing;
};

/* The row of that thing among the pairs, or 0. */
static int64_t pair_row(const struct pair *pairs, int n, int64_t thing)
{
	for (int i = 0; i < n; i++)
		if (pairs[i].thing == thing)
			return pairs[i].row;
	return 0;
}

static int pairs_take(struct query *q, struct pair *out, int limit, int64_t next_row, bool *more,
    int *n, struct err *e)
{
	for (*n = 0; q_row(q);) {
		if (row_int_at(q, 0) >= next_row)
			break;
		if (*n == limit) {
			*more = true;
			break;
		}
		out[(*n)++] = (struct pair){ row_int_at(q, 0), row_int_at(q, 1) };
	}
	return q_done(q, e);
}

static int change_add(struct notebook *nb, enum table t, int64_t thing, int64_t row, int64_t ended,
    struct change_list *out, struct err *e)
{
	struct value is[COLUMNS_MAX] = { 0 }, was[COLUMNS_MAX] = { 0 };
	struct change whole = { .table = t, .thing = thing, .row = row, .ended = ended };
	bool is_erased = false, was_erased = false;
	char ref[REF_MAX];
	int64_t same;

	if (row_ref(nb, thing, ref, e) < 0)
		return -1;
	whole.ref = arena_strdup(&out->mem, ref);
	if ((row && row_read(nb, t, row, is, &same, &is_erased, &out->mem, e) < 0) ||
	    (ended && row_read(nb, t, ended, was, &same, &was_erased, &out->mem, e) < 0))
		return -1;
	whole.erased = is_erased || was_erased;
	if (!row || is_erased)
		*change_push(out) = whole;
	else
		change_columns(nb, &whole, was, is, out);
	return 0;
}

static int changes_of_table(struct notebook *nb, const struct record *r, enum table t, int limit,
    bool *more, struct change_list *out, struct err *e)
{
	struct pair *written = xmalloc((size_t)limit * sizeof *written),
		    *ended = xmalloc((size_t)limit * sizeof *ended);
	struct query *q = db_query(nb->db, table_queries[t].rows);
	int n = 0, m = 0, status;

	q_int(q, ":row", r->first_row);
	status = pairs_take(q, written, limit, r->first_row + r->rows, more, &n, e);
	if (status == 0) {
		q = db_query(nb->db, table_queries[t].ended_by);
		q_int(q, ":record", r->id);
		status = pairs_take(q, ended, limit, INT64_MAX, more, &m, e);
	}
	for (int i = 0; status == 0 && i < n; i++)
		status = change_add(nb, t, written[i].thing, written[i].row,
		    pair_row(ended, m, written[i].thing), out, e);
	for (int i = 0; status == 0 && i < m; i++)
		if (!pair_row(written, n, ended[i].thing))
			status = change_add(nb, t, ended[i].thing, 0, ended[i].row, out, e);
	free(written);
	free(ended);
	return status;
}

int record_changes(struct notebook *nb, int64_t record, int limit, bool *more,
    struct change_list *out, struct err *e)
{
	struct record_list one = { 0 };
	int status = record_load(nb, record, &one, e);

	*more = false;
	for (int t = 0; status == 0 && t < TABLES; t++)
		status = changes_of_table(nb, &one.at[0], (enum table)t, limit, more, out, e);
	record_list_release(&one);
	return status;
}

void change_list_release(struct change_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct change_list){ 0 };
}
