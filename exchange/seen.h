/*
 * seen.h - keys met so far, each with the line it stood on: to refuse a second one and name the
 * first.
 */
#ifndef BLOTTER_EXCHANGE_SEEN_H
#define BLOTTER_EXCHANGE_SEEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Open addressing; the keys lie in one pool. A zeroed one is empty. */
struct seen {
	struct seen_slot {
		size_t at; /* of the key in the pool, plus 1; 0: free */
		int64_t line;
	} * slot;
	size_t slots, used; /* slots: a power of two */
	struct str pool;    /* each key with its NUL */
};

/* The line that had the key before, or 0: then this line has it now. The key has no NUL inside and
 * one at its end. */
int64_t seen_line(struct seen *s, const char *key, size_t n, int64_t line);
void seen_release(struct seen *s);

#endif
