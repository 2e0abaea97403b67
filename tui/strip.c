/*
 * strip.c - the density strip: entries a cell, counted on the time index one cell a slice.
 */
#include <string.h>

#include "tui/timeline.h"

bool counts_begin(struct counts *c, const struct axis *a)
{
	if (axis_same(&c->axis, a))
		return false;
	c->axis = *a;
	c->next = 0;
	c->most = c->sum = 0;
	memset(c->count, 0, sizeof c->count);
	return true;
}

int counts_step(struct counts *c, struct view *v, struct err *e)
{
	int64_t from = c->axis.from + c->next * c->axis.cell, n;
	int status;

	app_stoppable(v->app);
	status = density_count(
	    v->app->nb, v->app->incident, v->filter, from, from + c->axis.cell, &n, e);
	app_unstoppable(v->app);
	if (status < 0)
		return -1;
	c->count[c->next++] = n;
	c->sum += n;
	if (n > c->most)
		c->most = n;
	return 0;
}

void counts_draw(const struct counts *c, struct view *v, int row, int column)
{
	for (int i = 0; i < c->next; i++)
		canvas_fill(&v->app->canvas, row, column + i, 1, STYLE_STRONG,
		    (uint32_t)axis_glyph(c->count[i], c->most));
}
