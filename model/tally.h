/*
 * tally.h - why things were left out, counted: "12 were released already; 3 have no usable
 * address".
 */
#ifndef BLOTTER_MODEL_TALLY_H
#define BLOTTER_MODEL_TALLY_H

#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

enum { TALLY_MAX = 24 };

/* A zeroed one is empty. */
struct tally {
	struct {
		const char *one, *many; /* in mem: what is said of one, and of several */
		int64_t n;
	} at[TALLY_MAX];
	int reasons;
	int64_t total;
	struct arena mem;
};
/* many NULL: the same words. Reasons after the first 23 kinds are counted as "have other faults".
 */
void tally_add(struct tally *t, const char *one, const char *many);
void tally_say(const struct tally *t, struct str *out); /* in the order they came up */
void tally_release(struct tally *t);

#endif
