/* page.c - pages of things in the order written. */
#include "model/page.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/list.h"

static int thing_compare(const void *key, const void *of)
{
	int64_t thing = *(const int64_t *)key, other;

	memcpy(&other, of, sizeof other);
	return (thing > other) - (thing < other);
}

const void *thing_among(const void *at, size_t n, size_t size, int64_t thing)
{
	return n ? bsearch(&thing, at, n, size, thing_compare) : NULL;
}

void rows_reverse(int64_t *rows, int n)
{
	for (int i = 0, j = n - 1; i < j; i++, j--) {
		int64_t row = rows[i];

		rows[i] = rows[j];
		rows[j] = row;
	}
}

static struct query *page_query(
    struct notebook *nb, enum query_id id, const struct thing_page *p, bool backward)
{
	struct query *q = filter_query(nb, id, p->filter);

	q_int(q, ":incident", p->incident);
	q_int(q, ":asof", nb->asof);
	q_int(q, ":limit", p->limit);
	q_int(q, ":thing", !p->from_end ? p->thing : backward ? INT64_MAX : INT64_MIN);
	return q;
}

/* Row numbers in ascending order of the things; how many, or -1. */
static int page_rows(struct notebook *nb, const struct page_of *of, const struct thing_page *p,
    int64_t *rows, struct err *e)
{
	struct query *q = page_query(nb, p->backward ? of->before : of->after, p, p->backward);
	int n = 0;

	while (n < p->limit && q_row(q))
		rows[n++] = row_int(q, "row");
	if (q_done(q, e) < 0)
		return -1;
	if (p->backward)
		rows_reverse(rows, n);
	return n;
}

int page_load(struct notebook *nb, const struct page_of *of, const struct thing_page *p, void *list,
    struct err *e)
{
	int64_t *rows = xcalloc((size_t)p->limit + 1, sizeof *rows);
	bool mine = false;
	int n = 0, status = page_begin(nb->db, &mine, e);

	if (status == 0)
		n = page_rows(nb, of, p, rows, e);
	if (n < 0)
		status = -1;
	for (int i = 0; status == 0 && i < n; i++)
		status = of->show(nb, rows[i], list, e);
	free(rows);
	return page_end(nb->db, mine, status);
}

int page_count(struct notebook *nb, const struct page_of *of, const struct thing_page *p,
    int64_t *count, struct thing_page *next, bool *more, struct err *e)
{
	struct thing_page key = *p;
	struct query *q;
	int left = p->limit;

	assert(!p->backward);
	*count = 0;
	q = page_query(nb, of->scan, p, false);
	while (left > 0 && q_row(q)) {
		left--;
		key.thing = row_int_at(q, 0);
		key.from_end = false;
		*count += row_int_at(q, 1) == 1;
	}
	*more = left == 0;
	*next = key;
	return q_done(q, e);
}

int page_one(struct notebook *nb, const struct page_of *of, enum query_id now, int64_t thing,
    void *list, struct err *e)
{
	struct query *q = db_query(nb->db, now);
	int64_t row = 0;

	q_int(q, ":thing", thing);
	q_int(q, ":asof", nb->asof);
	if (q_row(q))
		row = row_int(q, "row");
	if (q_done(q, e) < 0)
		return -1;
	return of->show(nb, row, list, e);
}

const char *name_alone(const char *author, struct arena *mem)
{
	const char *end = author ? strstr(author, " <") : NULL;

	return end ? arena_strndup(mem, author, (size_t)(end - author)) : author;
}
