/*
 * silence.h - the longest silences of an incident while it was open: when nothing happened, or when
 * nobody wrote anything down.
 *
 * A stretch in which an imprecise entry may lie is no silence. The first begins when the incident
 * was opened, the last ends when it was closed, or at the moment looked at from.
 */
#ifndef BLOTTER_MODEL_SILENCE_H
#define BLOTTER_MODEL_SILENCE_H

#include "model/entry.h"
#include "model/notebook.h"

struct silence {
	int64_t from, to;      /* µs UTC */
	int64_t before, after; /* entries that it lies between, things; 0: the incident itself */
	char before_ref[REF_MAX], after_ref[REF_MAX]; /* "" for none */
};
struct silence_search {
	int64_t incident;
	enum entry_order
	    order; /* ENTRY_HAPPENED: by event times; ENTRY_RECORDED: by when they were written */
	int64_t least; /* µs: no shorter ones */
	int64_t now;   /* µs UTC, where an open incident ends */
	size_t most;   /* how many, the longest ones */
};
/* The longest first, into out[most]; *n gets how many there are. Looks at each entry once. */
int silence_find(struct notebook *nb, const struct silence_search *s, struct silence *out,
    size_t *n, struct err *e);

#endif
