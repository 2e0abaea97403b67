/*
 * contradiction.h - what cannot both hold: claims that deny or contradict each other, claimed times
 * that do not meet, and milestones in an order that cannot be.
 *
 * Times are imprecise, so only what is sure counts: a time that ends before another begins,
 * whatever either of them turns out to be.
 */
#ifndef BLOTTER_MODEL_CONTRADICTION_H
#define BLOTTER_MODEL_CONTRADICTION_H

#include "base/when.h"
#include "model/notebook.h"

/* One side: a claim, an entry or a milestone. */
struct contradiction_side {
	int64_t thing;
	enum table table;
	char ref[REF_MAX];
	const char *by;	    /* who claims it; of a milestone or entry who wrote it, or NULL */
	const char *source; /* or the basis of a milestone; or NULL */
	const char *text;
	struct when when;   /* what is claimed of the time, or when it was said or happened */
};
struct contradiction {
	/* denies: the one denies the other; contradicts: somebody wrote that down; stance: the same
	 * is asserted and denied; time: their times cannot both be right; order: what comes after
	 * was surely before. */
	const char *why;
	struct contradiction_side one, other; /* the later and the earlier written */
};
struct contradiction_list {
	struct contradiction *at;
	size_t n, cap;
	struct arena mem;
};

enum { CONTRADICTIONS_OF_ONE = 20 }; /* others that are named for one claim or entry */

/* Where the search stands: zeroed but for the incident at the beginning. */
struct contradiction_search {
	int64_t incident;
	enum { SEARCH_CLAIMS, SEARCH_ENTRIES, SEARCH_MILESTONES, SEARCH_DONE } stage;
	int64_t after; /* thing looked at last */
};
/* Looks at `limit` things from there on and appends what contradicts; at SEARCH_DONE all was looked
 * at. So the search has bounded steps and bounded memory, whatever the notebook holds. */
int contradiction_search(struct notebook *nb, struct contradiction_search *s, int limit,
    struct contradiction_list *out, struct err *e);
void contradiction_list_release(struct contradiction_list *l);

#endif
