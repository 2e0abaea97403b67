/*
 * marks.h - the things a person has marked: a set, each with what an act needs of it.
 */
#ifndef BLOTTER_TUI_MARKS_H
#define BLOTTER_TUI_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A zeroed one is empty. */
struct marks {
	struct mark {
		int64_t thing;	/* 0: free */
		int64_t target; /* what acts act on: a customer's notification, 0 for none */
	} *at;		      /* owned: a power of two, open addressing */
	size_t n, cap;
};

void marks_set(struct marks *m, int64_t thing, int64_t target); /* thing > 0 */
void marks_unset(struct marks *m, int64_t thing);
bool marks_has(const struct marks *m, int64_t thing);
void marks_clear(struct marks *m); /* empty; gives its memory back */
/* The things themselves, in ascending order: an array to free, *n of them. */
int64_t *marks_things(const struct marks *m, size_t *n);
/* The targets that are not 0, in ascending order: an array to free, *n of them. */
int64_t *marks_targets(const struct marks *m, size_t *n);

#endif
