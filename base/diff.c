/*
 * diff.c - two texts compared line by line.
 *
 * What both begin and end with is set aside; between, the longest common subsequence is found by
 * its table, from the end to the front. Lines are numbered first, so that comparing two is
 * comparing two numbers.
 */
#include "base/diff.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { CELLS_MAX = 16 * 1000 * 1000 };

struct line {
	const char *at;
	size_t n;
};
struct lines {
	struct line *at;
	size_t n;
};

static struct lines lines_split(const char *s)
{
	struct lines l = { 0 };
	size_t cap = 0;

	while (*s) {
		size_t n = strcspn(s, "\n");

		if (l.n == cap) {
			cap = cap ? 2 * cap : 64;
			l.at = xrealloc(l.at, cap * sizeof(*l.at));
		}
		l.at[l.n++] = (struct line){ s, n };
		s += n + (s[n] == '\n');
	}
	return l;
}

static int line_same(const struct line *a, const struct line *b)
{
	return a->n == b->n && memcmp(a->at, b->at, a->n) == 0;
}

static void tell(const struct lines *l, size_t from, size_t to, char op,
    void (*each)(void *with, char op, const char *line, size_t n), void *with)
{
	for (size_t i = from; i < to; i++)
		each(with, op, l->at[i].at, l->at[i].n);
}

/* Lengths of the longest common subsequences of what is left of both, from each pair of places on:
 * (n + 1) rows of (m + 1). */
static uint32_t *table_make(const struct line *a, size_t n, const struct line *b, size_t m)
{
	uint32_t *t = xcalloc((n + 1) * (m + 1), sizeof(*t));

	for (size_t i = n; i-- > 0;)
		for (size_t j = m; j-- > 0;) {
			uint32_t down = t[(i + 1) * (m + 1) + j], right = t[i * (m + 1) + j + 1];

			t[i * (m + 1) + j] = line_same(&a[i], &b[j])
						 ? t[(i + 1) * (m + 1) + j + 1] + 1
					     : down > right ? down
							    : right;
		}
	return t;
}

static void middle_tell(const struct lines *a, const struct lines *b, size_t head, size_t n,
    size_t m, void (*each)(void *with, char op, const char *line, size_t n), void *with)
{
	uint32_t *t;
	size_t i = 0, j = 0;

	if (n && m > CELLS_MAX / n) {
		tell(a, head, head + n, '-', each, with);
		tell(b, head, head + m, '+', each, with);
		return;
	}
	t = table_make(a->at + head, n, b->at + head, m);
	while (i < n || j < m) {
		if (i < n && j < m && line_same(&a->at[head + i], &b->at[head + j])) {
			tell(a, head + i, head + i + 1, ' ', each, with);
			i++;
			j++;
		} else if (i < n && (j == m || t[(i + 1) * (m + 1) + j] >=
						   t[i * (m + 1) + j + 1])) {
			tell(a, head + i, head + i + 1, '-', each, with);
			i++;
		} else {
			tell(b, head + j, head + j + 1, '+', each, with);
			j++;
		}
	}
	free(t);
}

void diff_lines(const char *a, const char *b,
    void (*each)(void *with, char op, const char *line, size_t n), void *with)
{
	struct lines x = lines_split(a), y = lines_split(b);
	size_t head = 0, tail = 0, least = x.n < y.n ? x.n : y.n;

	while (head < least && line_same(&x.at[head], &y.at[head]))
		head++;
	while (tail < least - head && line_same(&x.at[x.n - 1 - tail], &y.at[y.n - 1 - tail]))
		tail++;
	tell(&x, 0, head, ' ', each, with);
	middle_tell(&x, &y, head, x.n - head - tail, y.n - head - tail, each, with);
	tell(&x, x.n - tail, x.n, ' ', each, with);
	free(x.at);
	free(y.at);
}
