/*
 * page.h - pages of things in the order written: of claims, questions and whatever is listed so.
 *
 * A statement gives the row numbers (row, id) of those of an incident that come after a thing, or
 * before it; each row is then read by the noun itself. A scan says of each (id, passed) whether it
 * passes the filter.
 */
#ifndef BLOTTER_MODEL_PAGE_H
#define BLOTTER_MODEL_PAGE_H

#include "model/filter.h"
#include "model/notebook.h"

/* Up to limit things strictly after (or, backward, before, and then still in ascending order) the
 * key. */
struct thing_page {
	int64_t incident;
	const struct filter *filter; /* of the noun, or NULL */
	bool from_end, backward;     /* from_end: no key; from the very end or beginning */
	int64_t thing;		     /* the key */
	int limit;
};

/* How a noun is paged: its statements, and what appends one row to its list. */
struct page_of {
	enum query_id after, before, scan;
	int (*show)(struct notebook *nb, int64_t row, void *list, struct err *e);
};
/* Reads a page into the list, as of one moment. */
int page_load(struct notebook *nb, const struct page_of *of, const struct thing_page *p, void *list,
    struct err *e);
/* Looks at p->limit things from the key on, forward, and counts those that pass; *next goes on from
 * there, *more is false when the end was reached: so an exact count is the sum of its slices. */
int page_count(struct notebook *nb, const struct page_of *of, const struct thing_page *p,
    int64_t *count, struct thing_page *next, bool *more, struct err *e);
/* Appends the version of a thing that a statement finds as of nb->asof. */
int page_one(struct notebook *nb, const struct page_of *of, enum query_id now, int64_t thing,
    void *list, struct err *e);
/* The struct of a thing among n that stand in the order written and begin with their thing; NULL:
 * it is not there. */
const void *thing_among(const void *at, size_t n, size_t size, int64_t thing);
void rows_reverse(int64_t *rows, int n); /* the other way round */

/* The name without the address: "Rina Wati" of "Rina Wati <rina@soc.example>". NULL stays NULL. */
const char *name_alone(const char *author, struct arena *mem);

#endif
