/*
 * clock.h - clocks that were wrong: a host that ran four minutes fast, and the entries whose times
 * are by it.
 *
 * A clock is a fact of an incident: its name, how far it was ahead, and how that is known. Entries
 * that it dates get a new version with the true time and a reference to the clock; the version
 * before, and the phrase, keep what the clock said. So it shows in history, is undone as any act,
 * and what is imported later is set right as it comes in.
 *
 * It dates an entry whose source is the clock's name, or begins with it and a colon, or whose text
 * says host:NAME, as imported events do. A time that is only a date is left as it is.
 */
#ifndef BLOTTER_MODEL_CLOCK_H
#define BLOTTER_MODEL_CLOCK_H

#include "model/notebook.h"

enum { CLOCK_NAME_MAX = 200, CLOCK_BASIS_MAX = 1000 }; /* bytes */
#define CLOCK_AHEAD_MAX (INT64_C(36525) * 86400 * 1000000) /* µs: a hundred years */

struct clock {
	int64_t thing, row;
	char public_ref[REF_MAX];
	const char *name;
	int64_t ahead;	   /* µs by which it was ahead of true time; negative: behind */
	const char *basis; /* how that is known, or NULL */
};
struct clock_list {
	struct clock *at;
	size_t n, cap;
	struct arena mem;
};
int clock_list_load(
    struct notebook *nb, int64_t incident, struct clock_list *out, struct err *e);
/* The clock that dates this source or host (NULL: not known), or NULL. */
const struct clock *clock_of(const struct clock_list *l, const char *source, const char *host);
void clock_list_release(struct clock_list *l);

struct clock_set {
	const char *name, *basis; /* basis NULL: as it was */
	int64_t ahead;		  /* µs; 0: it was right after all */
};
/* Writes the clock and the entries it dates, in one record. shifted gets how many were given
 * another time, dated how many have a date alone. With only_count nothing is written. ERR_INVALID;
 * ERR_NO when nothing would change. */
struct clock_counts {
	int64_t shifted, dated;
};
int clock_set(struct notebook *nb, int64_t incident, const struct clock_set *c, bool only_count,
    struct clock_counts *counts, char out_ref[REF_MAX], struct err *e);

/* "4m fast", "1m30s slow". */
void clock_show_ahead(struct str *out, int64_t ahead);

#endif
