/*
 * strip.c - the density strip: entries a cell, counted on the time index one cell a slice; with a
 * filter, which has to see the rows, all cells at once in the order of the rows.
 */
#include <string.h>

#include "tui/timeline.h"

enum { ROWS_SLICE = 4096 };

bool counts_begin(struct counts *c, const struct axis *a)
{
	if (axis_same(&c->axis, a))
		return false;
	c->axis = *a;
	c->next = 0;
	c->after = 0;
	c->most = c->sum = 0;
	memset(c->count, 0, sizeof c->count);
	return true;
}

static void cell_add(struct counts *c, int cell, int64_t n)
{
	c->count[cell] += n;
	c->sum += n;
	if (c->count[cell] > c->most)
		c->most = c->count[cell];
}

static int cell_step(struct counts *c, struct view *v, struct err *e)
{
	int64_t from = c->axis.from + c->next * c->axis.cell, n;

	if (density_count(
		v->app->nb, v->app->incident, v->filter, from, from + c->axis.cell, &n, e) < 0)
		return -1;
	cell_add(c, c->next++, n);
	return 0;
}

/* What one slice gives counts only when it is whole: a key may end it. */
struct seen {
	const struct axis *axis;
	int64_t count[AXIS_CELLS_MAX];
};

static void row_seen(void *with, int64_t earliest)
{
	struct seen *s = with;

	if (axis_has(s->axis, earliest))
		s->count[axis_cell(s->axis, earliest)]++;
}

static int rows_step(struct counts *c, struct view *v, struct err *e)
{
	struct filter_slice slice = { .after = c->after, .limit = ROWS_SLICE };
	struct seen s = { .axis = &c->axis };

	if (density_scan(v->app->nb, v->app->incident, v->filter, &slice, row_seen, &s, e) < 0)
		return -1;
	for (int i = 0; i < c->axis.cells; i++)
		cell_add(c, i, s.count[i]);
	c->after = slice.after;
	if (!slice.more)
		c->next = c->axis.cells;
	return 0;
}

int counts_step(struct counts *c, struct view *v, bool all, struct err *e)
{
	int status;

	app_stoppable(v->app);
	status = (all && v->filter ? rows_step : cell_step)(c, v, e);
	app_unstoppable(v->app);
	return status;
}

void counts_draw(const struct counts *c, struct view *v, int row, int column)
{
	for (int i = 0; i < c->next; i++)
		canvas_fill(&v->app->canvas, row, column + i, 1, STYLE_STRONG,
		    (uint32_t)axis_glyph(c->count[i], c->most));
}
