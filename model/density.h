/*
 * density.h - how many entries there were when: counts on the time index, for strips, lanes and
 * pictures. An entry belongs to the instant its earliest bound names: so each is counted once.
 */
#ifndef BLOTTER_MODEL_DENSITY_H
#define BLOTTER_MODEL_DENSITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "model/filter.h"

struct notebook;

/* Earliest bounds (µs UTC) of the first and the last entry that has one; *first > *last when none
 * has. */
int density_bounds(
    struct notebook *nb, int64_t incident, int64_t *first, int64_t *last, struct err *e);
/* Entries that pass the filter (NULL: all) and whose earliest bound lies in [from, to): those
 * without a beginning lie in [WHEN_PAST, WHEN_PAST + 1). Costs a walk over that part of the index.
 */
int density_count(struct notebook *nb, int64_t incident, const struct filter *filter, int64_t from,
    int64_t to, int64_t *count, struct err *e);
/* The same of many spans at once, for a filter that has to look at the rows: hands the earliest
 * bound of each dated entry of a slice to `seen`, in no order. */
int density_scan(struct notebook *nb, int64_t incident, const struct filter *filter,
    struct filter_slice *slice, void (*seen)(void *with, int64_t earliest), void *with,
    struct err *e);
/* Those without any time. */
int density_undated(struct notebook *nb, int64_t incident, const struct filter *filter,
    int64_t *count, struct err *e);

/* What lanes are made of. */
struct density_entry {
	int64_t thing, earliest, latest; /* µs UTC */
	const char *kind, *tags, *actors, *source; /* names with one space between, or NULL */
	const char *marks; /* tags put on by hand, where they were asked for; or NULL */
};
struct density_list {
	struct density_entry *at;
	size_t n, cap;
	struct arena mem;
};
struct density_page {
	int64_t incident;
	const struct filter *filter; /* NULL: all */
	int64_t from, to;	     /* µs UTC */
	bool marks;		     /* tags put on by hand are wanted */
	int64_t earliest, latest,
	    thing; /* the key; density_page_begin sets it, each page moves it */
	int limit;
};
void density_page_begin(struct density_page *p);
/* The entries that begin in [from, to), in the order they happened, after the key. The list is
 * emptied first. */
int density_page_load(
    struct notebook *nb, struct density_page *p, struct density_list *out, struct err *e);
/* The imprecise ones that begin before `from`, or have no beginning, and may last until then. */
int density_spans_load(
    struct notebook *nb, struct density_page *p, struct density_list *out, struct err *e);
void density_list_release(struct density_list *l);

/*
 * Looks for a silence longer than `least` (µs) between two points of time, from a dated entry on
 * (backward: before it). `key` moves to the entry after the silence; found: there is one. Looks at
 * no more than `limit` entries: *more says that it can be asked again from where `key` is then.
 */
struct density_gap {
	int64_t incident;
	const struct filter *filter;
	bool backward;
	int64_t least;
	int64_t earliest, latest, thing; /* the key: an entry */
	int limit;
};
int density_gap_find(
    struct notebook *nb, struct density_gap *g, bool *found, bool *more, struct err *e);

#endif
