/* density.c - counts on the time index. */
#include "model/density.h"

#include <stdlib.h>
#include <string.h>

#include "model/db.h"
#include "model/list.h"
#include "model/notebook.h"

static int bound(struct notebook *nb, enum query_id id, int64_t incident, int64_t none,
    int64_t *out, struct err *e)
{
	struct query *q = db_query(nb->db, id);

	q_int(q, ":incident", incident);
	q_int(q, ":asof", nb->asof);
	*out = q_row(q) ? row_int(q, "earliest") : none;
	return q_done(q, e);
}

int density_bounds(
    struct notebook *nb, int64_t incident, int64_t *first, int64_t *last, struct err *e)
{
	if (bound(nb, Q_DENSITY_FIRST, incident, 1, first, e) < 0)
		return -1;
	return bound(nb, Q_DENSITY_LAST, incident, 0, last, e);
}

static int counted(struct notebook *nb, struct query *q, int64_t incident, int64_t *count,
    struct err *e)
{
	q_int(q, ":incident", incident);
	q_int(q, ":asof", nb->asof);
	*count = q_row(q) ? row_int(q, "n") : 0;
	return q_done(q, e);
}

int density_count(struct notebook *nb, int64_t incident, const struct filter *filter, int64_t from,
    int64_t to, int64_t *count, struct err *e)
{
	struct query *q = filter_query(
	    nb, nb->asof == ASOF_NOW ? Q_DENSITY_COUNT : Q_DENSITY_COUNT_ASOF, filter);

	q_int(q, ":from", from);
	q_int(q, ":to", to);
	return counted(nb, q, incident, count, e);
}

struct seen {
	void (*seen)(void *with, int64_t earliest);
	void *with;
};

static void scan_row(void *with, struct query *q)
{
	const struct seen *s = with;

	if (!row_null_at(q, 0))
		s->seen(s->with, row_int_at(q, 0));
}

int density_scan(struct notebook *nb, int64_t incident, const struct filter *filter,
    struct filter_slice *slice, void (*seen)(void *with, int64_t earliest), void *with,
    struct err *e)
{
	return filter_scan(nb, filter, T_ENTRY, Q_DENSITY_AMONG, incident, slice, scan_row,
	    &(struct seen){ seen, with }, e);
}

int density_undated(struct notebook *nb, int64_t incident, const struct filter *filter,
    int64_t *count, struct err *e)
{
	return counted(nb, filter_query(nb, Q_DENSITY_UNDATED, filter), incident, count, e);
}

/* --- what lanes are made of ----------------------------------------------------------- */

void density_page_begin(struct density_page *p)
{
	p->earliest = p->from;
	p->latest = WHEN_PAST;
	p->thing = 0;
}

static void density_entry_read(struct density_entry *x, struct query *q, struct arena *mem)
{
	x->thing = row_int(q, "id");
	x->earliest = row_int(q, "earliest");
	x->latest = row_int(q, "latest");
	x->kind = row_text(q, "kind", mem);
	x->tags = row_text(q, "tags", mem);
	x->actors = row_text(q, "actors", mem);
	x->source = row_text(q, "source", mem);
	x->marks = row_text(q, "marks", mem);
}

static int page_read(struct notebook *nb, struct density_page *p, struct query *q,
    struct density_list *out, struct err *e)
{
	density_list_release(out);
	q_int(q, ":incident", p->incident);
	q_int(q, ":asof", nb->asof);
	q_int(q, ":latest", p->latest);
	q_int(q, ":thing", p->thing);
	q_int(q, ":marks", p->marks);
	q_int(q, ":limit", p->limit);
	while (q_row(q))
		density_entry_read(list_push(out), q, &out->mem);
	if (out->n > 0) {
		const struct density_entry *last = &out->at[out->n - 1];

		p->earliest = last->earliest;
		p->latest = last->latest;
		p->thing = last->thing;
	}
	return q_done(q, e);
}

int density_page_load(
    struct notebook *nb, struct density_page *p, struct density_list *out, struct err *e)
{
	struct query *q = filter_query(nb, Q_DENSITY_PAGE, p->filter);

	q_int(q, ":earliest", p->earliest);
	q_int(q, ":to", p->to);
	return page_read(nb, p, q, out, e);
}

int density_spans_load(
    struct notebook *nb, struct density_page *p, struct density_list *out, struct err *e)
{
	struct query *q = filter_query(nb, Q_DENSITY_SPANS, p->filter);

	if (p->latest < p->from) { /* begins: what ends before is not wanted */
		p->latest = p->from - 1;
		p->thing = INT64_MAX;
	}
	q_int(q, ":from", p->from);
	return page_read(nb, p, q, out, e);
}

void density_list_release(struct density_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}

/* --- silences ------------------------------------------------------------------------- */

/* Is there a silence between two neighbours, the earlier one first? Only between points. */
static bool silent(const struct density_gap *a, int64_t earliest, int64_t latest)
{
	if (a->earliest != a->latest || earliest != latest)
		return false;
	return a->backward ? a->earliest - earliest > a->least : earliest - a->earliest > a->least;
}

/* Forward the entry after the silence is the one just read; backward it is the key. */
int density_gap_find(
    struct notebook *nb, struct density_gap *g, bool *found, bool *more, struct err *e)
{
	struct query *q = filter_query(
	    nb, g->backward ? Q_DENSITY_STEP_BEFORE : Q_DENSITY_STEP_AFTER, g->filter);
	int n = 0;

	*found = false;
	q_int(q, ":incident", g->incident);
	q_int(q, ":asof", nb->asof);
	q_int(q, ":earliest", g->earliest);
	q_int(q, ":latest", g->latest);
	q_int(q, ":thing", g->thing);
	q_int(q, ":limit", g->limit);
	while (!*found && q_row(q)) {
		int64_t thing = row_int(q, "id"), earliest = row_int(q, "earliest");
		int64_t latest = row_int(q, "latest");

		n++;
		*found = silent(g, earliest, latest);
		if (*found && g->backward)
			break;
		g->thing = thing;
		g->earliest = earliest;
		g->latest = latest;
	}
	*more = !*found && n == g->limit;
	return q_done(q, e);
}
