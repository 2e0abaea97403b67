/*
 * sorting.h - s and S: the rows of a view in the order of one of its columns.
 *
 * A view pages by a key that has an index. Other orders have none: the things that pass are then
 * put in order once, as numbers (eight bytes each), and rows are read when they come into sight.
 * What changes the notebook or the filter puts them in order anew.
 */
#ifndef BLOTTER_TUI_SORTING_H
#define BLOTTER_TUI_SORTING_H

#include <stdbool.h>

#include "model/order.h"
#include "tui/list.h"

struct view;
struct filter;

/* A column by which rows can be put in order; the first of a view's is the order it has anyhow. */
struct sort_key {
	char key;   /* which chooses it, after s */
	int column; /* of the view */
	const char *by; /* as model/order.h has it */
};
struct sorting {
	int by; /* which of the view's sort keys */
	bool reversed;
	bool ready; /* order is of the rows as they are */
	struct order order;
};

/* Is the order another than the view's own? */
bool sorting_on(const struct sorting *s);
/* The rows must be put in order anew before they are read; or are not needed any more. */
void sorting_forget(struct sorting *s);
/* A page of the rows of a view in whatever order they have now: what every reader of rows calls.
 * list_row.key[2] is the place in an order that is not the view's own. */
int view_fetch(void *view, enum list_from from, const struct list_row *key, int limit,
    struct list_row *out, struct err *e);
/* The name of a column, with a sign where it is the one that rows are sorted by; for the screen. */
const char *sorting_title(const struct view *v, int column, struct str *out);

#endif
