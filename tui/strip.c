/*
 * strip.c - the density strip: entries a cell, counted on the time index one cell a slice; with a
 * filter, which has to see the rows, all cells at once in the order of the rows.
 */
#include <string.h>

#include "tui/timeline.h"

enum { ROWS_SLICE = 4096 };

void counts_begin(struct counts *c, const struct axis *a, bool fine)
{
	if (axis_same(&c->axis, a) && c->fine == fine)
		return;
	*c = (struct counts){ .axis = *a, .fine = fine };
}

static int64_t greater(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void cell_add(struct counts *c, int cell, int64_t left, int64_t right)
{
	c->left[cell] += left;
	c->count[cell] += left + right;
	c->sum += left + right;
	c->most = greater(c->most, c->count[cell]);
	c->most_half =
	    greater(c->most_half, greater(c->left[cell], c->count[cell] - c->left[cell]));
}

/* Where the right half of a cell begins: not halved, it has no left one. */
static int64_t middle(const struct counts *c, int cell)
{
	return c->axis.from + cell * c->axis.cell + (c->fine ? c->axis.cell / 2 : 0);
}

static int cell_step(struct counts *c, struct view *v, struct err *e)
{
	struct app *app = v->app;
	int64_t from = c->axis.from + c->next * c->axis.cell, half = middle(c, c->next), left = 0,
		right;

	if (half > from &&
	    density_count(app->nb, app->incident, v->filter, from, half, &left, e) < 0)
		return -1;
	if (density_count(
		app->nb, app->incident, v->filter, half, from + c->axis.cell, &right, e) < 0)
		return -1;
	cell_add(c, c->next++, left, right);
	return 0;
}

/* What one slice gives counts only when it is whole: a key may end it. */
struct seen {
	const struct counts *of;
	int64_t left[AXIS_CELLS_MAX], right[AXIS_CELLS_MAX];
};

static void row_seen(void *with, int64_t earliest)
{
	struct seen *s = with;
	int cell;

	if (!axis_has(&s->of->axis, earliest))
		return;
	cell = axis_cell(&s->of->axis, earliest);
	(earliest < middle(s->of, cell) ? s->left : s->right)[cell]++;
}

static int rows_step(struct counts *c, struct view *v, struct err *e)
{
	struct filter_slice slice = { .after = c->after, .limit = ROWS_SLICE };
	struct seen s = { .of = c };

	if (density_scan(v->app->nb, v->app->incident, v->filter, &slice, row_seen, &s, e) < 0)
		return -1;
	for (int i = 0; i < c->axis.cells; i++)
		cell_add(c, i, s.left[i], s.right[i]);
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
		    c->fine && c->count[i]
			? axis_braille(c->left[i], c->count[i] - c->left[i], c->most_half)
			: (uint32_t)axis_glyph(c->count[i], c->most));
}
