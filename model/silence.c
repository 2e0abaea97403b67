/* silence.c - one walk over the entries in their order; the longest gaps of the time they cover. */
#include "model/silence.h"

#include <assert.h>
#include <string.h>

#include "model/incident.h"
#include "model/list.h"

struct search {
	const struct silence_search *s;
	struct silence *out;
	size_t n;
	int64_t opened, closed; /* µs UTC: only what lies between counts */
	int64_t covered;	/* until then there may have been an entry */
	int64_t last;		/* the entry that covers it, a thing; 0: none yet */
};

static int64_t length(const struct silence *x)
{
	return x->to - x->from;
}

/* Keeps the longest ones, the longest first; of two as long the earlier. */
static void silence_keep(struct search *f, struct silence found)
{
	size_t i;

	if (f->n < f->s->most)
		f->n++;
	else if (length(&f->out[f->n - 1]) >= length(&found))
		return;
	for (i = f->n - 1; i > 0 && length(&f->out[i - 1]) < length(&found); i--)
		f->out[i] = f->out[i - 1];
	f->out[i] = found;
}

/* What lies between the time covered and the next entry. */
static void silence_take(struct search *f, int64_t until, int64_t entry)
{
	struct silence found = { .from = f->covered > f->opened ? f->covered : f->opened,
		.to = until < f->closed ? until : f->closed,
		.before = f->covered > f->opened ? f->last : 0,
		.after = until < f->closed ? entry : 0 };

	if (found.to > found.from && found.to - found.from >= f->s->least)
		silence_keep(f, found);
}

static void entry_take(struct search *f, int64_t entry, int64_t first, int64_t last)
{
	if (first > f->covered)
		silence_take(f, first, entry);
	if (last >= f->covered) {
		f->covered = last;
		f->last = entry;
	}
}

static int entries_take(struct search *f, struct notebook *nb, struct err *e)
{
	struct query *q = db_query(nb->db, f->s->order == ENTRY_HAPPENED ? Q_SILENCE_HAPPENED
								       : Q_SILENCE_RECORDED);

	q_int(q, ":incident", f->s->incident);
	q_int(q, ":asof", nb->asof);
	while (q_row(q)) {
		int64_t entry = row_int(q, "id"), first = row_int(q, "first");

		entry_take(f, entry, first, row_int(q, "last"));
	}
	return q_done(q, e);
}

/* From when to when the incident was open. */
static int bounds_load(struct search *f, struct notebook *nb, struct err *e)
{
	struct incident_list l = { 0 };
	struct query *q;
	int status = incident_load(nb, f->s->incident, &l, e);

	if (status == 0)
		f->opened = l.at[0].opened;
	incident_list_release(&l);
	if (status < 0)
		return -1;
	f->closed = f->s->now;
	q = db_query(nb->db, Q_SILENCE_CLOSED);
	q_int(q, ":incident", f->s->incident);
	q_int(q, ":asof", nb->asof);
	if (q_row(q))
		f->closed = row_int(q, "at");
	return q_done(q, e);
}

int silence_find(struct notebook *nb, const struct silence_search *s, struct silence *out,
    size_t *n, struct err *e)
{
	struct search f = { .s = s, .out = out, .covered = WHEN_PAST };

	assert(s->most > 0);
	if (bounds_load(&f, nb, e) < 0 || entries_take(&f, nb, e) < 0)
		return -1;
	silence_take(&f, WHEN_FUTURE, 0);
	*n = f.n;
	for (size_t i = 0; i < f.n; i++)
		if ((out[i].before && row_ref(nb, out[i].before, out[i].before_ref, e) < 0) ||
		    (out[i].after && row_ref(nb, out[i].after, out[i].after_ref, e) < 0))
			return -1;
	return 0;
}
