/*
 * journal_core.h - what the files of the journal share: the header codec, canonical lines, the
 * state of a handle.
 *
 * journal.c writes acts, journal_undo.c takes them back, journal_erase.c wipes rows, journal_read.c
 * reads records and versions, journal_verify.c recomputes, journal_wire.c exports and imports,
 * canonical.c knows the bytes that are hashed. Nobody else includes this.
 */
#ifndef BLOTTER_MODEL_JOURNAL_CORE_H
#define BLOTTER_MODEL_JOURNAL_CORE_H

#include "base/digest.h"
#include "base/str.h"
#include "model/db.h"
#include "model/journal.h"
#include "model/notebook.h"

/* row, id, since, until, salt, seal */
enum { SALT_SIZE = 16, SALT_POOL = 4096, JOURNAL_COLUMNS = 6 };

/* --- statements of each table -------------------------------------------------------- */

struct table_queries {
	enum query_id write, end, row, rows, ended_by, ended, later, twice, live, erase;
};
extern const struct table_queries table_queries[TABLES];

/* --- the header -------------------------------------------------------------------------- */

/* Appends the header of r (id, first_row, hash, writer name and reason words are not part of
 * it). */
void header_write(const struct record *r, struct str *out);
/* Reads one; accepts only what header_write can produce. Strings go to mem. ERR_INVALID says which
 * line is wrong. */
int header_read(const char *text, size_t n, struct record *out, struct arena *mem, struct err *e);

/* --- canonical lines -------------------------------------------------------------------- */

/* Where a row's public reference comes from: the record it stands in. */
struct row_home {
	int64_t record, first_row, next_row; /* rows first_row … next_row - 1 */
	char tag[TAG_MAX];
	int64_t number;
};
/* The home of a row, by a small cache; ERR_NOT_FOUND. */
int row_home_find(struct notebook *nb, int64_t row, struct row_home *out, struct err *e);
/* Appends the full form, RW12.3. */
void ref_put(struct str *out, const struct row_home *home, int64_t row);

/* Appends the canonical line (RFC 8785) of one version: the bytes behind the leaf. References are
 * looked up. */
int line_write(struct notebook *nb, struct str *out, enum table t, const struct row_home *home,
    int64_t row, int64_t thing, const struct value *values, struct err *e);
/* Appends {"ends":"RW12.3"}. */
void line_write_end(struct str *out, const struct row_home *home, int64_t row);
/* Appends a JSON string as RFC 8785 wants it. */
void json_put(struct str *out, const char *s, size_t n);
/* leaf = SHA-256(0x00 || salt || line); salt NULL for an ending. */
void leaf_of(struct digest *d, const uint8_t *salt, const struct str *line,
    uint8_t leaf[DIGEST_SIZE]);
int64_t seal_of(const uint8_t leaf[DIGEST_SIZE]); /* its first 8 bytes, big-endian */

/* Takes the values of the row a $_row, $_rows or $_live query stands on; borrowed from the
 * query. */
void values_read(struct query *q, enum table t, struct value *values);

/* --- erased rows ------------------------------------------------------------------------- */

/* In the place of its salt an erased row has its leaf. The leaf of the row a $_row, $_rows or
 * $_live query stands on, borrowed; NULL where it was not erased. */
const uint8_t *row_leaf(struct query *q);
/* Empties a row that ended, or ends now, by that record, and keeps its leaf. */
int row_wipe(struct notebook *nb, enum table t, int64_t row, int64_t until,
    const uint8_t leaf[DIGEST_SIZE], struct err *e);
/* Do rows of that table stay, whatever a person asks? */
bool table_stays(enum table t);
/* Appends one. Sorted by row where they come so. */
void erased_add(struct erased_list *l, const struct erased_row *row);
/* The erased rows found, and those that the table `erasure` names (until: by that record), must be
 * the same, and none may have ended later than that; sorts both. ERR_INVALID names the first that
 * is otherwise. */
int erased_match(struct notebook *nb, struct erased_list *found, struct erased_list *named,
    struct err *e);
/* Adds what a row of the table `erasure` names, written by that record; only records of kind
 * `erase` may, and not what stays. */
int erased_named(struct erased_list *named, const struct value *values, const struct record *by,
    struct err *e);

/* All rows of a thing, the first one first. Yours to free. */
int thing_rows(struct notebook *nb, enum table t, int64_t thing, int64_t **rows, size_t *n,
    struct err *e);

/* Is there what must be there? ERR_INVALID names the column. */
int values_there(enum table t, const struct value *values, struct err *e);

/* At most one version of a thing lives: ERR_INVALID names one that does beside another. */
int living_check(struct notebook *nb, struct err *e);

/* --- the state of a handle ---------------------------------------------------------------- */

enum { HOMES = 8 };

struct journal_state {
	struct digest digest;
	struct merkle merkle; /* of the act that is open */
	struct str line;
	struct arena mem;     /* of the act that is open */
	uint8_t pool[SALT_POOL]; /* random bytes not yet used as salts */
	size_t pool_left;
	struct row_home home[HOMES]; /* a cache, round robin */
	int home_next;
	struct row_home own; /* of the act that is open; first_row 0 when none is */
	struct record next;  /* header of the act that is open */
	uint64_t ended_tables; /* bit per table in which the open act ended rows */
	char own_hash[DIGEST_HEX], seen_hash[DIGEST_HEX];
	char boot[40];	     /* boot id, "" until asked */
	uint8_t head[DIGEST_SIZE]; /* newest hash this handle has read or written */
	int64_t head_record;
};
void journal_init(struct notebook *nb);
void journal_release(struct notebook *nb);

/* Rows that ended by a record, sorted as their lines stand: by tag and number of the record that
 * wrote them, then by place in it. Yours to free. */
int ended_rows(struct notebook *nb, int64_t record, uint64_t tables, int64_t **rows, size_t *n,
    struct err *e);
int ended_sort(struct notebook *nb, int64_t *rows, size_t n, struct err *e);

/* Writes a row as given (for the wire), or with a salt of its own (salt NULL); its leaf goes into
 * the tree. */
int64_t act_put(struct act *a, enum table t, int64_t thing, const uint8_t *salt,
    const struct value *values, struct err *e);
/* Writes a row of which its leaf alone came: for the wire. On any error the act is rolled back. */
int act_put_erased(struct act *a, const struct erased_row *r, const uint8_t leaf[DIGEST_SIZE],
    struct err *e);

#endif
