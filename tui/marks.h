/*
 * marks.h - the things a person has marked: a set of numbers.
 */
#ifndef BLOTTER_TUI_MARKS_H
#define BLOTTER_TUI_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A zeroed one is empty. */
struct marks {
	int64_t *at; /* owned: a power of two, open addressing; 0: free */
	size_t n, cap;
	size_t used; /* of cap, by those that were taken away too */
};

void marks_set(struct marks *m, int64_t thing); /* thing > 0 */
void marks_unset(struct marks *m, int64_t thing);
bool marks_has(const struct marks *m, int64_t thing);
void marks_clear(struct marks *m); /* empty; gives its memory back */
/* Adds those of another. */
void marks_join(struct marks *m, const struct marks *other);
/* The things themselves, in ascending order: an array to free, *n of them. */
int64_t *marks_things(const struct marks *m, size_t *n);

#endif
