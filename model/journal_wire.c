/*
 * journal_wire.c - a whole notebook as JSON Lines, out and in.
 *
 * One line for a record, {"hash":…,"header":…}, then one for each of its canonical lines,
 * {"line":…,"salt":…}; an ending has no salt, and of an erased row there is its leaf, {"erased":…}.
 * Endings come before rows, so that a reader never has
 * two living versions of a thing; in the Merkle tree they stand behind them, since a writer streams
 * its rows. So the export is the proof, and an import that gives every hash again is the same
 * notebook.
 */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/journal_core.h"

/* --- out --------------------------------------------------------------------------------- */

struct wire_out {
	struct notebook *nb;
	int (*put)(void *with, const char *line, size_t n);
	void *with;
	struct query *rows[TABLES];
	bool there[TABLES];
	int64_t last; /* the newest record that is put out */
	struct str line;
	struct err *e;
};

static int out_line(struct wire_out *w)
{
	str_putc(&w->line, '\n');
	if (w->put(w->with, w->line.at, w->line.len) != 0)
		return err_set(w->e, ERR_IO, "the export was not written");
	str_reset(&w->line);
	db_worked(w->nb->db, 1);
	return 0;
}

static int out_header(struct wire_out *w, const struct record *r)
{
	char hash[DIGEST_HEX];

	digest_hex(r->hash, hash);
	str_printf(&w->line, "{\"hash\":\"%s\",\"header\":", hash);
	json_put(&w->line, r->header, strlen(r->header));
	str_putc(&w->line, '}');
	return out_line(w);
}

static void salt_put(struct str *out, const uint8_t *salt)
{
	str_puts(out, ",\"salt\":\"");
	for (int i = 0; i < SALT_SIZE; i++)
		str_printf(out, "%02x", salt[i]);
	str_puts(out, "\"}");
}

/* What is left of a row that was erased. Whoever reads it must find the record that says so. */
static int out_erased(struct wire_out *w, enum table t, const struct row_home *home)
{
	int64_t row = row_int_at(w->rows[t], 0), thing = row_int_at(w->rows[t], 1), by;
	struct row_home first;
	char leaf[DIGEST_HEX], ref[REF_MAX];

	if (row_eraser(w->nb, row, &by, w->e) < 0 ||
	    row_home_find(w->nb, thing, &first, w->e) < 0 || row_ref(w->nb, row, ref, w->e) < 0)
		return -1;
	if (by > w->last)
		return err_set(w->e, ERR_PERMISSION,
		    "%s was erased since then: the notebook goes out as it is now, or not at all",
		    ref);
	digest_hex(row_leaf(w->rows[t]), leaf);
	str_printf(&w->line, "{\"erased\":{\"leaf\":\"%s\",\"row\":\"", leaf);
	ref_put(&w->line, home, row);
	str_printf(&w->line, "\",\"table\":\"%s\",\"thing\":\"", table_infos[t].name);
	ref_put(&w->line, &first, thing);
	str_puts(&w->line, "\"}}");
	return 0;
}

static int out_values(struct wire_out *w, enum table t, const struct row_home *home)
{
	struct query *q = w->rows[t];
	struct value values[COLUMNS_MAX];

	values_read(q, t, values);
	str_puts(&w->line, "{\"line\":");
	if (line_write(w->nb, &w->line, t, home, row_int_at(q, 0), row_int_at(q, 1), values, w->e) <
	    0)
		return -1;
	salt_put(&w->line, row_blob_at(q, 4, NULL));
	return 0;
}

static int out_row(struct wire_out *w, enum table t, const struct row_home *home)
{
	if ((row_leaf(w->rows[t]) ? out_erased(w, t, home) : out_values(w, t, home)) < 0)
		return -1;
	w->there[t] = q_row(w->rows[t]);
	return out_line(w);
}

static int out_rows(struct wire_out *w, const struct record *r)
{
	struct row_home home = { .record = r->id,
		.first_row = r->first_row,
		.next_row = r->first_row + r->rows,
		.number = r->number };

	memcpy(home.tag, r->tag, sizeof home.tag);
	for (int64_t row = home.first_row; row < home.next_row; row++) {
		int t = 0;

		while (t < TABLES && !(w->there[t] && row_int_at(w->rows[t], 0) == row))
			t++;
		if (t == TABLES)
			return err_set(w->e, ERR_INVALID,
			    "row %s%" PRId64 ".%" PRId64 " is missing; run blotter verify", r->tag,
			    r->number, row - home.first_row + 1);
		if (out_row(w, (enum table)t, &home) < 0)
			return -1;
	}
	return 0;
}

static int out_ends(struct wire_out *w, const struct record *r)
{
	struct row_home home;
	int64_t *rows;
	size_t n;
	int status = 0;

	if (!r->ends)
		return 0;
	status = ended_rows(w->nb, r->id, UINT64_MAX, &rows, &n, w->e);
	for (size_t i = 0; status == 0 && i < n; i++) {
		if ((status = row_home_find(w->nb, rows[i], &home, w->e)) < 0)
			break;
		str_puts(&w->line, "{\"line\":");
		line_write_end(&w->line, &home, rows[i]);
		str_putc(&w->line, '}');
		status = out_line(w);
	}
	free(rows);
	return status;
}

static int out_record(struct wire_out *w, int64_t id)
{
	struct record_list one = { 0 };
	int status = record_load(w->nb, id, &one, w->e);

	if (status == 0)
		status =
		    out_header(w, one.at) < 0 || out_ends(w, one.at) < 0 || out_rows(w, one.at) < 0
			? -1
			: 0;
	record_list_release(&one);
	return status;
}

int journal_export(struct notebook *nb, int (*put)(void *with, const char *line, size_t n),
    void *with, struct err *e)
{
	struct wire_out w = { .nb = nb, .put = put, .with = with, .e = e };
	bool own = !db_in_transaction(nb->db); /* else the caller holds one state already */
	uint8_t head[DIGEST_SIZE];
	struct err ignored;
	int64_t last;
	int status;

	if (own && db_begin_read(nb->db, e) < 0)
		return -1;
	status = journal_head(nb, &last, head, e);
	if (nb->asof < last)
		last = nb->asof;
	w.last = last;
	for (int t = 0; t < TABLES; t++) {
		w.rows[t] = db_query(nb->db, table_queries[t].rows);
		q_int(w.rows[t], ":row", INT64_MIN);
		w.there[t] = q_row(w.rows[t]);
	}
	for (int64_t id = 1; status == 0 && id <= last; id++)
		status = out_record(&w, id);
	for (int t = 0; t < TABLES; t++)
		if (q_done(w.rows[t], status == 0 ? e : &ignored) < 0)
			status = -1;
	if (own)
		db_rollback(nb->db);
	str_release(&w.line);
	return status;
}

/* --- in ------------------------------------------------------------------------------------- */

/* An act of ours per record, but all in one transaction: begun by journal_import_begin, committed
 * by its end. */
struct journal_import {
	struct act act;
	struct record header; /* of the record being read; id 0: none yet */
	uint8_t hash[DIGEST_SIZE];
	struct str text; /* its header */
	int64_t records;
	int64_t lines_left; /* of the record being read */
	struct str ends; /* leaves of its endings: in the file they come first, in the tree last */
	struct erased_list erased, named; /* rows of which only the leaf came, and those said so */
	struct str leaves;		  /* of `erased`, in its order */
	struct arena mem;
};

struct journal_import *journal_import_begin(struct notebook *nb, struct err *e)
{
	struct journal_import *in;
	uint8_t head[DIGEST_SIZE];
	int64_t last;

	if (journal_head(nb, &last, head, e) < 0)
		return NULL;
	if (last != 0) {
		err_set(e, ERR_PERMISSION, "the notebook is not empty");
		return NULL;
	}
	if (db_begin(nb->db, e) < 0)
		return NULL;
	in = xcalloc(1, sizeof *in);
	in->act.nb = nb;
	return in;
}

/* Closes the record whose lines are all read: root and hash must come out as the header says. */
static int record_close(struct journal_import *in, struct err *e)
{
	struct notebook *nb = in->act.nb;
	struct journal_state *j = nb->journal;
	uint8_t root[DIGEST_SIZE];
	struct query *q;

	if (!in->header.id)
		return 0;
	for (size_t i = 0; i < in->ends.len; i += DIGEST_SIZE)
		merkle_add(&j->merkle, (const uint8_t *)in->ends.at + i);
	merkle_root(&j->merkle, root);
	if (in->lines_left || memcmp(root, in->header.root, DIGEST_SIZE) != 0)
		return err_set(e, ERR_INVALID,
		    "record %s%" PRId64 ": its lines do not give the Merkle root of its header",
		    in->header.tag, in->header.number);
	q = db_query(nb->db, Q_RECORD_ADD);
	q_int(q, ":id", in->header.id);
	q_text(q, ":writer", in->header.tag);
	q_int(q, ":number", in->header.number);
	q_int(q, ":at", in->header.time);
	q_int(q, ":first_row", in->act.first_row);
	q_text_n(q, ":header", in->text.at, in->text.len);
	q_blob(q, ":hash", in->hash, DIGEST_SIZE);
	in->records++;
	return q_run(q, e);
}

static int record_open(struct journal_import *in, json_t *line, struct err *e)
{
	struct notebook *nb = in->act.nb;
	struct journal_state *j = nb->journal;
	const char *hex = json_string_value(json_object_get(line, "hash"));
	const char *text = json_string_value(json_object_get(line, "header"));
	int64_t next_row = in->act.first_row + in->act.rows, id = in->header.id + 1;
	uint8_t told[DIGEST_SIZE];

	if (record_close(in, e) < 0)
		return -1;
	if (!hex || !text || digest_from_hex(hex, strlen(hex), told) < 0)
		return err_set(e, ERR_INVALID, "neither a record nor a line of one");
	arena_reset(&in->mem);
	if (header_read(text, strlen(text), &in->header, &in->mem, e) < 0)
		return -1;
	digest_of(text, strlen(text), in->hash);
	if (memcmp(told, in->hash, DIGEST_SIZE) != 0)
		return err_set(e, ERR_INVALID,
		    "record %s%" PRId64 ": its hash is not that of its header", in->header.tag,
		    in->header.number);
	if (id == 1)
		memcpy(nb->id, in->header.notebook, ID_HEX);
	in->header.id = id;
	str_reset(&in->ends);
	str_reset(&in->text);
	str_puts(&in->text, text);
	in->lines_left = in->header.rows + in->header.ends;
	in->act.first_row = id == 1 ? 1 : next_row;
	in->act.rows = in->act.ends = 0;
	in->act.record = id;
	in->act.open = true;
	merkle_reset(&j->merkle);
	j->own = (struct row_home){ .record = id,
		.first_row = in->act.first_row,
		.next_row = INT64_MAX,
		.number = in->header.number };
	memcpy(j->own.tag, in->header.tag, sizeof j->own.tag);
	return 0;
}

static int hex_bytes(const char *hex, uint8_t *out, size_t n)
{
	if (!hex || strlen(hex) != 2 * n || strspn(hex, "0123456789abcdef") != 2 * n)
		return -1;
	for (size_t i = 0; i < n; i++) {
		unsigned byte;

		sscanf(hex + 2 * i, "%2x", &byte);
		out[i] = (uint8_t)byte;
	}
	return 0;
}

/* A reference of a line: to a row that this import has written. */
static int row_named(
    struct journal_import *in, const char *ref, int64_t *row, enum table *t, struct err *e)
{
	struct notebook *nb = in->act.nb;
	const struct row_home *own = &nb->journal->own;
	size_t tag = strlen(own->tag);
	long long number, place;

	if (!ref)
		return err_set(e, ERR_INVALID, "a reference is missing");
	if (strncmp(ref, own->tag, tag) == 0 &&
	    sscanf(ref + tag, "%lld.%lld", &number, &place) == 2 && number == own->number &&
	    place >= 1 && place <= in->act.rows + 1) {
		*row = own->first_row + place - 1;
		return 0;
	}
	return ref_find(nb, ref, row, t, e);
}

static int value_take(struct journal_import *in, const struct column_info *c, json_t *v,
    struct value *out, struct err *e)
{
	enum table t;
	int64_t row;

	*out = (struct value){ 0 };
	if (!v)
		return 0;
	switch (c->type) {
	case COLUMN_TEXT:
		if (json_is_string(v))
			*out = (struct value){ VALUE_TEXT, 0, json_string_value(v),
				json_string_length(v) };
		break;
	case COLUMN_INT:
		if (json_is_integer(v))
			*out = value_int(json_integer_value(v));
		else if (json_is_string(v))
			*out = value_int(strtoll(json_string_value(v), NULL, 10));
		break;
	case COLUMN_HASH: {
		uint8_t *hash = arena_alloc(&in->mem, DIGEST_SIZE);

		if (hex_bytes(json_string_value(v), hash, DIGEST_SIZE) == 0)
			*out = value_hash(hash);
		break;
	}
	default:
		if (row_named(in, json_string_value(v), &row, &t, e) < 0)
			return -1;
		*out = value_int(row);
	}
	if (out->is == VALUE_NULL)
		return err_set(e, ERR_INVALID, "the value of \"%s\" is not of its type", c->name);
	return 0;
}

/* A line names the row it is; out of order, what it writes could stand in another's place. */
static int row_order(struct journal_import *in, json_t *line, struct err *e)
{
	const char *row = json_string_value(json_object_get(line, "row"));
	struct str due = { 0 };
	int status = 0;

	ref_put(&due, &in->act.nb->journal->own, in->act.first_row + in->act.rows);
	if (!row || strcmp(row, due.at) != 0)
		status = err_set(e, ERR_INVALID, "this is row \"%.40s\" where %s belongs",
		    row ? row : "", due.at);
	str_release(&due);
	return status;
}

static int row_take(struct journal_import *in, json_t *line, json_t *salt, struct err *e)
{
	const char *name = json_string_value(json_object_get(line, "table"));
	json_t *object = json_object_get(line, "values"), *thing = json_object_get(line, "thing");
	struct value values[COLUMNS_MAX];
	uint8_t bytes[SALT_SIZE];
	enum table found;
	int64_t id = 0;
	int t = name ? table_find(name) : -1;

	if (t < 0)
		return err_set(e, ERR_INVALID, "there is no table \"%.40s\"", name ? name : "");
	if (row_order(in, line, e) < 0)
		return -1;
	if (hex_bytes(json_string_value(salt), bytes, SALT_SIZE) < 0)
		return err_set(e, ERR_INVALID, "its salt is not 32 hex digits");
	if (thing && row_named(in, json_string_value(thing), &id, &found, e) < 0)
		return -1;
	for (int i = 0; i < table_infos[t].columns; i++) {
		const struct column_info *c = &table_infos[t].column[i];

		if (value_take(in, c, json_object_get(object, c->name), &values[i], e) < 0)
			return -1;
	}
	if (t == T_ERASURE && erased_named(&in->named, values, &in->header, e) < 0)
		return -1;
	return act_put(&in->act, (enum table)t, id, bytes, values, e) < 0 ? -1 : 0;
}

/* A row of which the leaf alone is left. When it ended is known from the line of its end. */
static int erased_take(struct journal_import *in, json_t *line, struct err *e)
{
	const char *name = json_string_value(json_object_get(line, "table")),
		   *hex = json_string_value(json_object_get(line, "leaf"));
	struct erased_row row = { .row = in->act.first_row + in->act.rows, .until = ROW_LIVE };
	uint8_t leaf[DIGEST_SIZE];
	enum table found;
	int t = name ? table_find(name) : -1;

	if (t < 0 || table_stays((enum table)t))
		return err_set(e, ERR_INVALID,
		    "there is no table \"%.40s\" of which rows are erased", name ? name : "");
	if (row_order(in, line, e) < 0)
		return -1;
	if (!hex || digest_from_hex(hex, strlen(hex), leaf) < 0)
		return err_set(e, ERR_INVALID, "its leaf is not 64 hex digits");
	if (row_named(in, json_string_value(json_object_get(line, "thing")), &row.thing, &found,
		e) < 0)
		return -1;
	row.table = (enum table)t;
	erased_add(&in->erased, &row);
	str_put(&in->leaves, leaf, sizeof leaf);
	return act_put_erased(&in->act, &row, leaf, e);
}

/* The place among the erased rows, or -1. */
static ssize_t erased_at(const struct journal_import *in, int64_t row)
{
	size_t from = 0, to = in->erased.n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (in->erased.at[middle].row < row)
			from = middle + 1;
		else
			to = middle;
	}
	return from < in->erased.n && in->erased.at[from].row == row ? (ssize_t)from : -1;
}

/* Ends a row; one that was erased is from then on as such rows are. */
static int row_end(struct journal_import *in, enum table t, int64_t row, struct err *e)
{
	ssize_t i = erased_at(in, row);

	if (i < 0)
		return act_end(&in->act, t, row, e);
	if (in->erased.at[i].until != ROW_LIVE || row >= in->act.first_row)
		return err_set(e, ERR_INVALID, "it has ended before, or was written just now");
	in->erased.at[i].until = in->act.record;
	return row_wipe(in->act.nb, t, row, in->act.record,
	    (const uint8_t *)in->leaves.at + (size_t)i * DIGEST_SIZE, e);
}

static int end_take(struct journal_import *in, const char *ref, struct err *e)
{
	struct journal_state *j = in->act.nb->journal;
	struct row_home home;
	uint8_t leaf[DIGEST_SIZE];
	enum table t;
	int64_t row;

	if (ref_find(in->act.nb, ref, &row, &t, e) < 0 || row_end(in, t, row, e) < 0 ||
	    row_home_find(in->act.nb, row, &home, e) < 0)
		return -1;
	str_reset(&j->line);
	line_write_end(&j->line, &home, row);
	leaf_of(&j->digest, NULL, &j->line, leaf);
	str_put(&in->ends, leaf, sizeof leaf);
	return 0;
}

static int line_take(struct journal_import *in, json_t *object, struct err *e)
{
	json_t *line = json_object_get(object, "line"),
	       *erased = json_object_get(object, "erased");
	const char *ends = json_string_value(json_object_get(line, "ends"));

	if (!in->header.id || in->lines_left == 0)
		return err_set(e, ERR_INVALID, "a line that belongs to no record");
	in->lines_left--;
	if (erased)
		return erased_take(in, erased, e);
	return ends ? end_take(in, ends, e)
		    : row_take(in, line, json_object_get(object, "salt"), e);
}

int journal_import_line(struct journal_import *in, const char *line, size_t n, struct err *e)
{
	json_error_t why;
	json_t *object;
	int status;

	object = json_loadb(line, n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &why);
	if (!object)
		return err_set(e, ERR_INVALID, "not JSON: %s", why.text);
	status = json_object_get(object, "line") || json_object_get(object, "erased")
		     ? line_take(in, object, e)
		     : record_open(in, object, e);
	json_decref(object);
	/* What cannot be stored, or names what is not there, is wrong in the file and not here. */
	if (status < 0 && (e->kind == ERR_CONFLICT || e->kind == ERR_NOT_FOUND))
		e->kind = ERR_INVALID;
	return status;
}

static void import_free(struct journal_import *in)
{
	in->act.nb->journal->own = (struct row_home){ 0 };
	str_release(&in->text);
	str_release(&in->ends);
	str_release(&in->leaves);
	erased_list_release(&in->erased);
	erased_list_release(&in->named);
	arena_release(&in->mem);
	free(in);
}

int journal_import_end(struct journal_import *in, int64_t *records, struct err *e)
{
	struct notebook *nb = in->act.nb;
	int status = record_close(in, e);

	if (status == 0 && in->records == 0)
		status = err_set(e, ERR_INVALID, "there is no record in it");
	*records = in->records;
	for (size_t i = 0; status == 0 && i < in->erased.n; i++)
		if (in->erased.at[i].until == ROW_LIVE)
			status = err_set(e, ERR_INVALID, "an erased row that no record ended");
	if (status == 0)
		status = erased_match(nb, &in->erased, &in->named, e);
	if (status == 0)
		status = living_check(nb, e);
	if (status == 0)
		status = db_commit(nb->db, e);
	if (status < 0)
		db_rollback(nb->db);
	import_free(in);
	return status;
}

void journal_import_abort(struct journal_import *in)
{
	if (!in)
		return;
	db_rollback(in->act.nb->db);
	import_free(in);
}
