/* marks.c - a set of numbers. A mark taken away leaves its place with target -1, so that others are
 * found. */
#include "tui/marks.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"

enum { GONE = -1 };

static size_t place_of(const struct marks *m, int64_t thing)
{
	size_t i = ((uint64_t)thing * UINT64_C(0x9e3779b97f4a7c15)) >> 20;

	for (;; i++) {
		i &= m->cap - 1;
		if (m->at[i].thing == thing || m->at[i].thing == 0)
			return i;
	}
}

static void grow(struct marks *m)
{
	struct marks bigger = { .cap = m->cap ? 2 * m->cap : 64 };

	bigger.at = xcalloc(bigger.cap, sizeof *bigger.at);
	for (size_t i = 0; i < m->cap; i++) {
		if (m->at[i].thing && m->at[i].target != GONE) {
			bigger.at[place_of(&bigger, m->at[i].thing)] = m->at[i];
			bigger.n++;
		}
	}
	free(m->at);
	*m = bigger;
}

void marks_set(struct marks *m, int64_t thing, int64_t target)
{
	size_t i;

	assert(thing > 0);
	if (!m->at || 2 * m->n >= m->cap)
		grow(m);
	i = place_of(m, thing);
	if (m->at[i].thing == 0 || m->at[i].target == GONE)
		m->n++;
	m->at[i] = (struct mark){ .thing = thing, .target = target };
}

void marks_unset(struct marks *m, int64_t thing)
{
	size_t i;

	if (!marks_has(m, thing))
		return;
	i = place_of(m, thing);
	m->at[i].target = GONE;
	m->n--;
}

bool marks_has(const struct marks *m, int64_t thing)
{
	size_t i;

	if (m->n == 0 || thing <= 0)
		return false;
	i = place_of(m, thing);
	return m->at[i].thing == thing && m->at[i].target != GONE;
}

void marks_clear(struct marks *m)
{
	free(m->at);
	*m = (struct marks){ 0 };
}

static int ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

int64_t *marks_targets(const struct marks *m, size_t *n)
{
	int64_t *out = xmalloc((m->n + 1) * sizeof *out);

	*n = 0;
	for (size_t i = 0; i < m->cap; i++)
		if (m->at[i].thing && m->at[i].target > 0)
			out[(*n)++] = m->at[i].target;
	qsort(out, *n, sizeof *out, ascending);
	return out;
}

int64_t *marks_things(const struct marks *m, size_t *n)
{
	int64_t *out = xmalloc((m->n + 1) * sizeof *out);

	*n = 0;
	for (size_t i = 0; i < m->cap; i++)
		if (m->at[i].thing && m->at[i].target != GONE)
			out[(*n)++] = m->at[i].thing;
	qsort(out, *n, sizeof *out, ascending);
	return out;
}
