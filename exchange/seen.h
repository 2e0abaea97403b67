/*
 * seen.h - keys met so far, each with the line it stood on: to refuse a second one and name the
 * first.
 *
 * Files are mostly sorted, and while keys ascend none can come twice: they are only kept. A table
 * is made of them when the first one comes that does not ascend.
 */
#ifndef BLOTTER_EXCHANGE_SEEN_H
#define BLOTTER_EXCHANGE_SEEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Open addressing; the keys lie in one pool. A zeroed one is empty. */
struct seen {
	size_t *slot; /* offset of a key in the pool, plus 1; 0: free; NULL while keys ascend */
	size_t slots, used; /* slots: a power of two */
	size_t last;        /* offset of the key met last */
	struct str pool;    /* of each key its line, then the key with its NUL */
};

/* The line that had the key before, or 0: then this line has it now. The key has no NUL inside and
 * one at its end. */
int64_t seen_line(struct seen *s, const char *key, size_t n, int64_t line);
void seen_release(struct seen *s);
/* Spreads keys over such a table; no guard against keys chosen to collide. */
uint64_t seen_hash(const char *key, size_t n);

#endif
