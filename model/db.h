/*
 * db.h - the one road to SQLite: open, statements by name, typed binds, rows read by column name.
 *
 * Statements live in schemas/sql and are known as Q_ENTRY_ADD; each is prepared once per handle, at
 * its first use. A query remembers its first error, so only q_done (or q_run) is checked:
 *
 *	struct query *q = db_query(db, Q_ENTRY_PAGE);
 *	q_int(q, ":incident", incident);
 *	while (q_row(q))
 *		entry_read(list_push(out), q, &out->mem);
 *	if (q_done(q, e) < 0) ...
 *
 * A query is in use from db_query to q_done; taking the same one twice is a bug (assert), and no
 * query stays open between keys: in rollback mode an open reader blocks the writer.
 */
#ifndef BLOTTER_MODEL_DB_H
#define BLOTTER_MODEL_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "model/queries.h"

struct db;
struct query;

enum db_open {
	DB_READ, /* never writes (but may have to roll back a crashed writer's journal) */
	DB_WRITE,
	DB_CREATE, /* must not exist; 0600, or 0660 with the group flag */
	/* Looks, and touches nothing: waits for nobody (ERR_BUSY), takes no crashed writer's
	 * journal back, and reads the head of the file before SQLite does. For files nobody has
	 * asked for. */
	DB_PEEK,
};

/*
 * Opens defensively: O_NOFOLLOW, a regular file, application id and step ours (a newer one is
 * refused with both numbers), schema text equal to what this program would make, trusted_schema
 * off, defensive mode, no mmap, limits lowered, journal_mode=TRUNCATE, synchronous=FULL (never WAL:
 * SQLite before 3.51.3 can lose commits there), a notebook found in WAL mode is switched back. Path
 * ":memory:" is for tests.
 */
/* NULL on error */
struct db *db_open(const char *path, enum db_open how, bool group, struct err *e);
/* The file of the full-text index (fulltext.h), made where there is none: of this user alone, 0600,
 * no link; ERR_INVALID for one that this program did not make so. The statements named index_ run
 * there. NULL on error. */
struct db *db_open_index(const char *path, struct err *e);
void db_close(struct db *db); /* NULL is fine */
/* Removes a notebook's files: for one that was just made and came to nothing. */
void db_remove(const char *path);

/* A write transaction: first the gate (a fair flock that queues writers of all processes; waits at
 * most 10 s, then ERR_BUSY naming the holder), then BEGIN IMMEDIATE. */
int db_begin(struct db *db, struct err *e);
/* on error the outcome may be unknown: see journal.c */
int db_commit(struct db *db, struct err *e);
/* After a commit that failed and yet left its record: makes it last a power cut, or says that it
 * may not. */
int db_settle(struct db *db, struct err *e);
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);
/* A read transaction, so that several statements see one state; ends with db_rollback. */
int db_begin_read(struct db *db, struct err *e);

/* Raises the page cache for bulk work (bytes), and back with 0 to what is usual. */
void db_cache(struct db *db, size_t bytes);
/* What is usual from now on: less where pages are read to be looked at. */
void db_cache_usual(struct db *db, size_t bytes);
/* Changes whenever another connection has committed. */
int64_t db_version(struct db *db);
/*
 * Long work, watched: `stop` is called every few thousand steps of any statement; true stops it
 * with ERR_BUSY "stopped", and whoever runs the act then takes it back whole. It is asked no more
 * after that, so that taking back is not stopped too. NULL ends the watch. What it shows meanwhile
 * is db_progress, which the loops of the model count by db_worked.
 */
void db_interrupt_hook(struct db *db, bool (*stop)(void *), void *with);
/* Called once when an act has waited half a second for somebody else, with who that is. */
void db_wait_hook(struct db *db, void (*waits)(void *, const char *holder), void *with);
/* Long work begins of which `total` rows are known to be done; 0: not known how many. */
void db_work(struct db *db, int64_t total);
void db_worked(struct db *db, int64_t rows);
void db_progress(const struct db *db, int64_t *done, int64_t *total);
/* Writes the file anew, in the order of its tables, without what was freed in it: for text that
 * must not be found on its pages. Needs memory for all of it. Outside of any transaction. */
int db_clear(struct db *db, struct err *e);
/* PRAGMA integrity_check: 0, or -1 with its first sentence. */
int db_check(struct db *db, struct err *e);
/* The plan of one statement as EXPLAIN QUERY PLAN tells it, lines joined by LF; for the tests. */
char *db_explain(struct db *db, enum query_id id, struct err *e);

struct query *db_query(struct db *db, enum query_id id);
/* A statement put together at run time from fragments of schemas/sql (the filter language). Cached
 * by text. */
struct query *db_query_text(struct db *db, const char *sql);

/* Binds by name (":incident") or, for bulk work, by position from 1. Text and blobs are borrowed
 * until q_done. */
void q_int(struct query *q, const char *name, int64_t v);
void q_text(struct query *q, const char *name, const char *v); /* NULL binds NULL */
void q_text_n(struct query *q, const char *name, const char *v, size_t n);
void q_blob(struct query *q, const char *name, const void *v, size_t n);
void q_null(struct query *q, const char *name);
void q_int_at(struct query *q, int i, int64_t v);
void q_text_at(struct query *q, int i, const char *v, size_t n); /* NULL binds NULL */
void q_blob_at(struct query *q, int i, const void *v, size_t n);
void q_null_at(struct query *q, int i);
/* For among(set, row) of the filter language; the set is borrowed until q_done. */
struct block_set;
void q_set(struct query *q, const char *name, const struct block_set *set);
bool q_has(struct query *q, const char *name); /* does the statement use this parameter? */

bool q_row(struct query *q);		     /* true: a row is there */
int q_done(struct query *q, struct err *e);  /* resets, unbinds, tells the first error */
void q_again(struct query *q);		     /* to be run once more: what is bound stays so */
int q_run(struct query *q, struct err *e);   /* for statements without rows: step and done */
int64_t q_changes(struct query *q);	     /* rows changed by the q_run just done */

/* Reads the next column of the row: columns are taken in order, each named, and a name that is
 * not the one the statement has there is a bug (assert). Text is copied into the arena; NULL gives
 * NULL, 0. */
const char *row_text(struct query *q, const char *column, struct arena *mem);
int64_t row_int(struct query *q, const char *column);
int64_t row_int_or(struct query *q, const char *column, int64_t when_null);
/* NULL unless n bytes */
const void *row_blob(struct query *q, const char *column, size_t n, struct arena *mem);
/* By position from 0, borrowed until the next q_row: for bulk work. NULL when the column is NULL.
 * */
const char *row_text_at(struct query *q, int i, size_t *n);
int64_t row_int_at(struct query *q, int i);
const void *row_blob_at(struct query *q, int i, size_t *n);
bool row_null_at(struct query *q, int i);

#endif
