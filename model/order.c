/* order.c - orders without an index: SQLite sorts, and what is kept is the things alone. */
#include "model/order.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { MANY = 10000 }; /* what SQLite took to sort so many is worth giving back */

static void order_add(struct order *o, size_t *room, int64_t thing)
{
	if (o->n == *room) {
		*room = *room ? *room * 2 : 256;
		o->thing = xrealloc(o->thing, *room * sizeof *o->thing);
	}
	o->thing[o->n++] = thing;
}

int order_load(struct notebook *nb, enum filter_of of, const struct filter *f, int64_t incident,
    const char *by, struct order *out, struct err *e)
{
	bool customers = of == FILTER_CUSTOMERS;
	struct query *q =
	    filter_query(nb, customers ? Q_CUSTOMER_ORDER : Q_NOTIFICATION_ORDER, f);
	size_t room = 0;
	int status;

	assert(customers || of == FILTER_NOTIFICATIONS);
	*out = (struct order){ 0 };
	q_int(q, ":asof", nb->asof);
	q_int(q, ":incident", incident);
	q_text(q, ":by", by);
	while (q_row(q)) {
		order_add(out, &room, row_int(q, "thing"));
		if (out->n % 1024 == 0)
			db_worked(nb->db, 1024);
	}
	status = q_done(q, e);
	if (status < 0)
		order_release(out);
	if (out->n > MANY)
		mem_trim();
	return status;
}

size_t order_place(const struct order *o, int64_t thing, size_t likely)
{
	if (likely < o->n && o->thing[likely] == thing)
		return likely;
	for (size_t i = 0; i < o->n; i++)
		if (o->thing[i] == thing)
			return i;
	return o->n;
}

void order_release(struct order *o)
{
	free(o->thing);
	*o = (struct order){ 0 };
}
