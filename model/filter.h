/*
 * filter.h - the filter language of the screens and of --where, compiled to SQL with bound values.
 *
 *	#contain @rani -kind:observation since:-4h "svc deploy" or text~"^rev"
 *
 * Words mean AND; `or`, `-` (not) and parentheses as one expects; field:value, field:a,b (any of),
 * field:a..b (range; for times: the intervals overlap), field~regex, is:struck is:late is:undated
 * is:marked…, a bare word or "phrase" looks in the text fields. Grammar: blotter-filter(5). Each
 * condition is a fragment in schemas/sql/filter.sql, named filter_<of>_<field>; values are bound,
 * never pasted.
 */
#ifndef BLOTTER_MODEL_FILTER_H
#define BLOTTER_MODEL_FILTER_H

#include <stddef.h>

#include "base/err.h"
#include "base/when.h"
#include "model/db.h"
#include "model/notebook.h"

enum filter_of { FILTER_ENTRIES, FILTER_CUSTOMERS, FILTER_NOTIFICATIONS, FILTER_INCIDENTS,
    FILTER_RECORDS, FILTER_TASKS, FILTER_ASSETS, FILTER_EVIDENCE,
    FILTER_CLAIMS, FILTER_QUESTIONS };

struct filter; /* compiled; owns its SQL fragment and values */

/* NULL on error; fault_at (may be NULL) gets the byte offset of the
 * fault, which the error says itself where it is NULL. An empty text gives a
 * filter that everything passes. ERR_INVALID names unknown fields with the nearest one. */
struct filter *filter_compile(const char *text, enum filter_of of, const struct when_context *c,
    size_t *fault_at, struct err *e);
/* The same for a notebook that has names: a word, phrase or actor: that is the name or alias of an
 * asset finds its other names too, wherever words are looked for. ERR_IO where they cannot be read.
 */
struct filter *filter_compile_named(struct notebook *nb, const char *text, enum filter_of of,
    const struct when_context *c, size_t *fault_at, struct err *e);
/* What these things alone pass: entries, customers or notifications, as marked. Its text, which
 * records keep, is "marked: 12". */
struct filter *filter_of_things(enum filter_of of, const int64_t *things, size_t n);
const char *filter_text(const struct filter *f); /* as given; "" for NULL */
void filter_free(struct filter *f);		  /* NULL is fine */

/*
 * The statement `id` with the filter put in the place of its marker: a statement that can be
 * filtered holds the SQL comment "slash-star filter star-slash" once, in its WHERE, after a
 * complete condition. Without a filter (NULL) that is db_query itself. The filter's values are
 * bound already.
 */
struct query *filter_query(struct notebook *nb, enum query_id id, const struct filter *f);

/*
 * Where the notebook has a full-text index open (model/fulltext.h) and the filter asks for texts or
 * values that are in it: the blocks of rows that may pass, in *set; NULL where it cannot tell.
 * filter_query then leaves all others out. *few says that reading them one by one, and putting them
 * in order, costs less than walking in the order of a page. Within one read transaction with
 * what is read.
 */
struct block_set;
int filter_blocks(struct notebook *nb, const struct filter *f, const struct block_set **set,
    bool *few, struct err *e);
/* A part of all rows of a table: about `limit` of them after `after` (0: from the beginning), which
 * moves on, passing over those that cannot pass. `more` is false when the end was reached. */
struct filter_slice {
	int64_t after;
	int limit;
	bool more;
};
/* Runs `id`, a statement from row :first to :last of the table, over the slice and hands each row
 * that it gives to `row`. f may be NULL. On an error, or when a key has ended it, the slice stays
 * where it was: what the rows gave is to be forgotten. */
int filter_scan(struct notebook *nb, const struct filter *f, enum table t, enum query_id id,
    int64_t incident, struct filter_slice *slice, void (*row)(void *with, struct query *q),
    void *with, struct err *e);
/* Counts by `id`, a statement that counts, in slices: an exact count is their sum. */
int filter_count(struct notebook *nb, const struct filter *f, enum table t, enum query_id id,
    int64_t incident, int64_t *after, int limit, int64_t *count, bool *more, struct err *e);

#endif
