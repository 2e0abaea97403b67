/* marks.c - a set of numbers. A mark taken away leaves GONE in its place, so that others are found.
 */
#include "tui/marks.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"

enum { GONE = -1, LEAST = 64 };

/* Where the thing is, or may be put. */
static size_t place_of(const struct marks *m, int64_t thing)
{
	size_t i = ((uint64_t)thing * UINT64_C(0x9e3779b97f4a7c15)) >> 20;

	for (;; i++) {
		i &= m->cap - 1;
		if (m->at[i] == thing || m->at[i] == 0)
			return i;
	}
}

static void put(struct marks *m, int64_t thing)
{
	size_t i = place_of(m, thing);

	m->n += m->at[i] == 0;
	m->used += m->at[i] == 0;
	m->at[i] = thing;
}

/* Anew, with room for as many again; those that were taken away are forgotten. */
static void grow(struct marks *m)
{
	struct marks bigger = { .cap = LEAST };

	while (bigger.cap < 4 * m->n)
		bigger.cap *= 2;
	bigger.at = xcalloc(bigger.cap, sizeof *bigger.at);
	for (size_t i = 0; i < m->cap; i++)
		if (m->at[i] > 0)
			put(&bigger, m->at[i]);
	free(m->at);
	*m = bigger;
}

void marks_set(struct marks *m, int64_t thing)
{
	assert(thing > 0);
	if (!m->at || 2 * m->used >= m->cap)
		grow(m);
	put(m, thing);
}

void marks_unset(struct marks *m, int64_t thing)
{
	if (!marks_has(m, thing))
		return;
	m->at[place_of(m, thing)] = GONE;
	m->n--;
}

bool marks_has(const struct marks *m, int64_t thing)
{
	return m->n > 0 && thing > 0 && m->at[place_of(m, thing)] == thing;
}

void marks_clear(struct marks *m)
{
	free(m->at);
	*m = (struct marks){ 0 };
}

void marks_join(struct marks *m, const struct marks *other)
{
	for (size_t i = 0; i < other->cap; i++)
		if (other->at[i] > 0)
			marks_set(m, other->at[i]);
}

static int ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

int64_t *marks_things(const struct marks *m, size_t *n)
{
	int64_t *out = xmalloc((m->n + 1) * sizeof *out);

	*n = 0;
	for (size_t i = 0; i < m->cap; i++)
		if (m->at[i] > 0)
			out[(*n)++] = m->at[i];
	qsort(out, *n, sizeof *out, ascending);
	return out;
}
