/*
 * journal.h - the journal of facts: records, rows, public references, canonical lines, verify,
 * undo.
 *
 * A record is one act: one writer, one moment, one kind. It writes rows (one row is one version of
 * one thing) and may end earlier ones. Nothing is updated in place, nothing deleted; only an
 *erasing wipes values, and leaves the hashes. Everything here is driven by tables.def. The hashed
 *form is described in doc/format.md, exactly enough to write a second verifier from it.
 *
 *	struct act a;
 *	if (act_begin(&a, nb, "entry.add", e) < 0 ||
 *	    act_write(&a, T_ENTRY, 0, values, e) < 0 ||
 *	    act_commit(&a, e) < 0)
 *		return -1;		// what was begun is rolled back already
 *	// a.ref is "RW12"
 */
#ifndef BLOTTER_MODEL_JOURNAL_H
#define BLOTTER_MODEL_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

struct notebook;
struct query;

enum table {
#define TABLE(t, T) T_##T,
#define COLUMN(t, c, type, null)
#define TABLE_END(t)
#include "model/tables.def"
#undef TABLE
#undef COLUMN
#undef TABLE_END
	TABLES
};

enum column_type { COLUMN_TEXT, COLUMN_INT, COLUMN_HASH, COLUMN_THING, COLUMN_VERSION };

enum { COLUMNS_MAX = 16 };

/* What tables.def says of a value. */
enum { NEED_MUST = 'M', NEED_NOT = 'N', NEED_BOUND = 'B', NEED_PART = 'P' };

/* What tables.def says of one table; columns in the order of the canonical line. */
struct table_info {
	const char *name;
	int columns;
	const struct column_info {
		const char *name;
		uint8_t len;  /* bytes of the name */
		uint8_t type; /* enum column_type */
		char need;    /* NEED_… */
	} *column; /* of all tables' columns, its own */
};
extern const struct table_info table_infos[TABLES];
int table_find(const char *name); /* enum table, or -1 */

enum {
#define TABLE(t, T) C_##t##_begin,
#define COLUMN(t, c, type, null) C_##t##_at_##c,
#define TABLE_END(t) C_##t##_end,
#include "model/tables.def"
#undef TABLE
#undef COLUMN
#undef TABLE_END
};
/* Index of a column in the values of its table: COL(entry, text). */
#define COL(t, c) (C_##t##_at_##c - C_##t##_begin - 1)

/* One value of a row: what the column's type says, or absent. A zeroed one is absent. Borrowed. */
struct value {
	enum { VALUE_NULL, VALUE_TEXT, VALUE_INT, VALUE_HASH } is;
	int64_t n;	  /* VALUE_INT: the number; a THING or VERSION: its row number */
	const char *text; /* VALUE_TEXT: bytes, UTF-8; VALUE_HASH: 32 bytes */
	size_t len;
};
struct value value_int(int64_t n);
struct value value_thing(int64_t row); /* 0 is absent */
struct value value_text(const char *s); /* NULL and "" are absent */
struct value value_text_n(const char *s, size_t n);
struct value value_hash(const uint8_t hash[DIGEST_SIZE]); /* NULL is absent */
bool value_same(const struct value *a, const struct value *b);

/* `until` of a row that has not ended, and :asof of now. */
#define ROW_LIVE INT64_MAX
#define ASOF_NOW (INT64_MAX - 1)

enum { TAG_MAX = 8, REF_MAX = 32, KIND_MAX = 40, ID_HEX = 33 };

/* --- acts ------------------------------------------------------------------------ */

/* A record being written: between act_begin and act_commit or act_abort the notebook is locked for
 * other writers, so callers parse and check first. On any error the act is rolled back by
 * itself. */
struct act {
	struct notebook *nb;
	char ref[REF_MAX];  /* "RW12": known from the beginning */
	int64_t record;	    /* local number of the record */
	int64_t number;	    /* the writer's */
	int64_t time;	    /* µs UTC: the record's recorded time */
	int64_t first_row;  /* row number of its first row */
	int64_t rows;	    /* written so far */
	int64_t ends;	    /* ended so far */
	char kind[KIND_MAX];
	const char *reason; /* words, or NULL; borrowed until act_commit */
	bool open;
};

/* Takes the write lock and the next number of the notebook's writer (nb->writer, which is
 * introduced by a row of its own at its first record). kind: lower case words with dots. ERR_BUSY,
 * ERR_IO, ERR_PERMISSION. */
int act_begin(struct act *a, struct notebook *nb, const char *kind, struct err *e);
/* Writes one version: of a new thing (thing 0) or of an old one. values: table_infos[t].columns of
 * them. Returns the row number, or -1. */
int64_t act_write(struct act *a, enum table t, int64_t thing, const struct value *values,
    struct err *e);
/* Ends a version that an earlier act wrote; ERR_INVALID for one of this act. ERR_CONFLICT, naming
 * the record that did it, when it has ended already: somebody else was faster. */
int act_end(struct act *a, enum table t, int64_t row, struct err *e);
/* act_end of `row` and act_write of its successor, in one. */
int64_t act_amend(struct act *a, enum table t, int64_t thing, int64_t row,
    const struct value *values, struct err *e);
/* Makes it durable: header, Merkle root, hash, commit. When it returns 0 the record is on the disk.
 * When the outcome of the commit is unknown the record is looked up by its hash, never guessed. */
int act_commit(struct act *a, struct err *e);
/* Commits where all went well (status 0) and gives the record's reference; otherwise nothing
 * happened. */
int act_finish(struct act *a, int status, char out_ref[REF_MAX], struct err *e);
void act_abort(struct act *a); /* nothing happened; fine on an act that is not open */

/* --- public references --------------------------------------------------------------- */

/* The reference of a row: "RW12.3"; "RW12" for the first row of its record. Fast for neighbours. */
int row_ref(struct notebook *nb, int64_t row, char out[REF_MAX], struct err *e);
/* The reference of a record by local number: "RW12". */
int record_ref(struct notebook *nb, int64_t record, char out[REF_MAX], struct err *e);
/* The row number a reference names (RW12 is RW12.1), and its table; ERR_NOT_FOUND, ERR_INVALID. A
 * leading # is allowed. */
int ref_find(struct notebook *nb, const char *ref, int64_t *row, enum table *t, struct err *e);
/* The same, but it must be a thing of that table; gives the thing (row number of its first
 * version). */
int ref_thing(struct notebook *nb, const char *ref, enum table t, int64_t *thing, struct err *e);
/* The thing that it names, of whatever table. */
int ref_thing_any(struct notebook *nb, const char *ref, enum table *t, int64_t *thing,
    struct err *e);
/* The local number of the record that a reference names. */
int ref_record(struct notebook *nb, const char *ref, int64_t *record, struct err *e);

/* --- records read ----------------------------------------------------------------------- */

struct record {
	int64_t id;	    /* local number: 1, 2, 3 … in the order of this file */
	char tag[TAG_MAX];  /* the writer's */
	int64_t number;
	int64_t lamport;
	int64_t time;	    /* µs UTC */
	int64_t first_row, rows, ends;
	char kind[KIND_MAX];
	char clock[96];	    /* the machine's evidence for the time, as in the header */
	char notebook[ID_HEX];
	char reason_ref[REF_MAX]; /* "" for none */
	char own[DIGEST_HEX];	  /* hex or "-" */
	const char *seen;   /* comma-separated hex, or "-" */
	const char *header; /* verbatim, NUL-ended; in the list's arena */
	uint8_t root[DIGEST_SIZE], hash[DIGEST_SIZE];
	const char *writer; /* name of the writer as of now */
	const char *reason; /* its words, or NULL */
};
struct record_list {
	struct record *at;
	size_t n, cap;
	struct arena mem;
};
/* A page of records by local number: after (exclusive) forward, or before it backward (then newest
 * first). 0 with backward starts at the head. */
int record_page(struct notebook *nb, int64_t after, bool backward, int limit,
    struct record_list *out, struct err *e);
/* one */
/* The same, of those that pass the filter (FILTER_RECORDS, or NULL). */
struct filter;
int record_page_filtered(struct notebook *nb, const struct filter *f, int64_t after, bool backward,
    int limit, struct record_list *out, struct err *e);
/* Looks at `limit` records after *after, which moves on, and counts those that pass; *more is false
 * when the end was reached. */
int record_count(struct notebook *nb, const struct filter *f, int64_t *after, int limit,
    int64_t *count, bool *more, struct err *e);
int record_load(struct notebook *nb, int64_t record, struct record_list *out, struct err *e);
void record_list_release(struct record_list *l);

/* What one record did, row by row, with old and new values: for show, journal diff and the Journal
 * view. */
struct change {
	enum table table;
	int64_t thing, row, ended; /* row written (0: none) and row ended (0: none) of one thing */
	bool erased;		   /* what was written or ended is wiped: there are no columns */
	const char *ref;	   /* public reference of the thing */
	/* NULL for a whole row begun or ended, else the column that differs */
	const char *column;
	const char *was, *is;	   /* as text, NULL when absent */
};
struct change_list {
	struct change *at;
	size_t n, cap;
	struct arena mem;
};
/* At most `limit` changes; *more is set when there are others. */
int record_changes(struct notebook *nb, int64_t record, int limit, bool *more,
    struct change_list *out, struct err *e);
void change_list_release(struct change_list *l);

/* All versions of a thing, oldest first. */
struct version {
	int64_t row, since, until; /* until is ROW_LIVE when it has not ended */
	struct value value[COLUMNS_MAX];
	char ref[REF_MAX], record[REF_MAX], ended_by[REF_MAX]; /* "" when not ended */
	int64_t time;
	const char *writer, *kind, *reason; /* of the record that wrote it */
	/* Of the record that erased it, "" and NULL where none did; then it has no values. */
	char erased_by[REF_MAX];
	int64_t erased_at;
	const char *eraser, *erased_because;
};
struct version_list {
	struct version *at;
	size_t n, cap;
	struct arena mem;
};
int thing_versions(struct notebook *nb, enum table t, int64_t thing, struct version_list *out,
    struct err *e);
void version_list_release(struct version_list *l);
/* The values of the version of a thing as of nb->asof; ERR_NOT_FOUND if there is none. *row gets
 * its row number. */
int thing_load(struct notebook *nb, enum table t, int64_t thing, struct value values[COLUMNS_MAX],
    int64_t *row, struct arena *mem, struct err *e);
/* The values of one row; ERR_NOT_FOUND, also for one that was erased, naming the record that did.
 */
int row_load(struct notebook *nb, enum table t, int64_t row, struct value values[COLUMNS_MAX],
    int64_t *thing, struct arena *mem, struct err *e);
/* A value as people read it (a reference as RW12). Into the arena; NULL when absent. */
const char *value_show(struct notebook *nb, const struct column_info *c, const struct value *v,
    struct arena *mem);

/* --- head, as-of, undo, verify, the wire ----------------------------------------------------- */

/* The newest record's local number (0: none), and its hash. */
int journal_head(struct notebook *nb, int64_t *record, uint8_t hash[DIGEST_SIZE], struct err *e);
/* Local number of the newest record written at or before that instant; 0 when there is none. */
int journal_asof(struct notebook *nb, int64_t instant, int64_t *record, struct err *e);
/* May the record be taken back at all? ERR_PERMISSION, with the reason: the first one, exports,
 * erasings; ERR_CONFLICT: what it wrote was erased. */
int undo_allowed(struct notebook *nb, const struct record *r, struct err *e);
/* Takes a whole record back as a new act: ends the rows it wrote, writes again the rows it ended.
 * ERR_CONFLICT, naming the later record, where something was built on it. ref gets the new record's
 * reference. */
int journal_undo(struct notebook *nb, int64_t record, const char *reason, char ref[REF_MAX],
    int64_t *changed, struct err *e);

/* --- erasing ----------------------------------------------------------------------------------
 *
 * The one exception to "nothing is updated in place" (GDPR art. 17, and passwords pasted by
 * mistake): values and salt of a row are wiped, and its leaf is kept, so that every hash still
 * comes out. The rows have ended then, and were there at no moment one can look at. A row of the
 * table `erasure`, in the record that did it, says of each that it was erased. */

/* The rows that go: all versions of things, and of what cannot be without them; by row. */
struct erased_row {
	int64_t row, thing;
	enum table table;
	int64_t until; /* the record that ended it; ROW_LIVE: the erasing does */
};
struct erased_list {
	struct erased_row *at;
	size_t n, cap;
};
/* Of n things of one table. ERR_PERMISSION where they are of a kind that stays: who writes, and
 * what was erased. Nothing where they have been erased. */
int erased_plan(struct notebook *nb, enum table t, const int64_t *things, size_t n,
    struct erased_list *out, struct err *e);
/* The record that erased a row; ERR_NOT_FOUND where none did. */
int row_eraser(struct notebook *nb, int64_t row, int64_t *record, struct err *e);
/* Within an act of its own: ends those that live, wipes all, and says so of each. ERR_NO where a
 * row is not what was written: that is for verify to name. On any error the act is rolled back. */
int act_erase(struct act *a, const struct erased_list *rows, struct err *e);
void erased_list_release(struct erased_list *l);

struct verify_report {
	int64_t records, rows, ends; /* looked at */
	int64_t erased;        /* of the rows: wiped, known by their leaves alone */
	uint8_t head[DIGEST_SIZE];
	int64_t clock_back;    /* records whose time is earlier than their predecessor's */
	char clock_back_ref[REF_MAX]; /* the first of them */
	int64_t simulated;     /* records whose clock says simulated */
};
/* Recomputes everything from the rows. ERR_NO with a sentence naming the first record and row that
 * do not match. */
int journal_verify(struct notebook *nb, struct verify_report *out, struct err *e);

/* The whole notebook as JSON Lines: for each record its header, then its canonical lines with their
 * salts, in order. put gets one line at a time, with its LF; non-zero from it stops with ERR_IO
 * (the callee has said why). */
int journal_export(struct notebook *nb, int (*put)(void *with, const char *line, size_t n),
    void *with, struct err *e);
/* The other way round, into an empty notebook: each hash must come out as it went in. line: one
 * line without LF, number from 1. */
struct journal_import;
struct journal_import *journal_import_begin(struct notebook *nb, struct err *e);
int journal_import_line(struct journal_import *in, const char *line, size_t n, struct err *e);
int journal_import_end(struct journal_import *in, int64_t *records, struct err *e); /* commits */
void journal_import_abort(struct journal_import *in); /* NULL is fine */

#endif
