/* density.c - counts on the time index. */
#include "model/density.h"

#include "model/db.h"
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

int density_count(
    struct notebook *nb, int64_t incident, int64_t from, int64_t to, int64_t *count, struct err *e)
{
	struct query *q =
	    db_query(nb->db, nb->asof == ASOF_NOW ? Q_DENSITY_COUNT : Q_DENSITY_COUNT_ASOF);

	q_int(q, ":incident", incident);
	q_int(q, ":from", from);
	q_int(q, ":to", to);
	q_int(q, ":asof", nb->asof);
	*count = q_row(q) ? row_int(q, "n") : 0;
	return q_done(q, e);
}
