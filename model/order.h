/*
 * order.h - all customers, or all notifications of an incident, in the order of one of their
 * values: what has no index, and is wanted whole.
 */
#ifndef BLOTTER_MODEL_ORDER_H
#define BLOTTER_MODEL_ORDER_H

#include <stdbool.h>
#include <stddef.h>

#include "model/filter.h"
#include "model/notebook.h"

struct order {
	int64_t *thing; /* owned */
	size_t n;
};
/* Those that pass by a value that the statement customer_order or notification_order names: what
 * has none last, what is alike by number; small letters count as capitals do. One reading of all of
 * them. of: FILTER_CUSTOMERS or FILTER_NOTIFICATIONS. *out is overwritten. */
int order_load(struct notebook *nb, enum filter_of of, const struct filter *f, int64_t incident,
    const char *by, struct order *out, struct err *e);
/* The place of a thing, n where it is not there; looked for from a place where it may be. */
size_t order_place(const struct order *o, int64_t thing, size_t likely);
void order_release(struct order *o);

#endif
