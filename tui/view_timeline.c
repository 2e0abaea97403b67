/*
 * view_timeline.c - entries in the order they happened, under a strip of how many there were when
 * and, where the window is wide, lanes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/entries.h"
#include "tui/i18n.h"
#include "tui/show.h"
#include "tui/timeline.h"

enum {
	NARROW_MARGIN = 2,
	LABEL = 16,	/* columns left of the cells where there are lanes */
	WIDE = 100,	/* columns from which on there are lanes */
	WIDE_LINES = 7, /* of the strip alone: words, all, ruler, density, digits, marks, rule */
	LIST_LEAST = 9, /* lines that the list keeps */
};

static void own_release(void *own)
{
	struct timeline *t = own;

	lanes_clear(&t->lanes);
	free(t);
}

struct timeline *timeline_of(struct view *v)
{
	if (!v->own) {
		v->own = xcalloc(1, sizeof(struct timeline));
		v->own_release = own_release;
	}
	return v->own;
}

bool timeline_wide(const struct view *v)
{
	return v->app->layout.columns >= WIDE &&
	       v->app->layout.height >= WIDE_LINES + LIST_LEAST + 2;
}

static int cells_column(const struct view *v)
{
	return timeline_wide(v) ? LABEL : NARROW_MARGIN;
}

static int cells_of(const struct view *v)
{
	return v->app->layout.columns - cells_column(v) - NARROW_MARGIN;
}

/* The overview is there while the window is a part. */
static int wide_lines(const struct timeline *t, int height)
{
	int lines = WIDE_LINES - (t->zoom == 0), most = height - lines - LIST_LEAST;

	return lines + (t->room < most ? t->room : most);
}

int timeline_lines(struct view *v, int height)
{
	if (v->app->layout.columns < 30 || height < 14 || !v->app->incident)
		return 0;
	if (timeline_wide(v))
		return wide_lines(timeline_of(v), height);
	return height >= 16 ? 5 : 4;
}

/* --- counting --------------------------------------------------------------------------- */

void timeline_changed(struct view *v)
{
	struct timeline *t = timeline_of(v);

	t->bounded = false;
	t->fit = true;
	t->near.axis.cells = t->whole.axis.cells = 0;
	lanes_clear(&t->lanes);
}

/* The instant the window is placed around: that of the cursor, if it has one. */
static int64_t middle(struct view *v, const struct timeline *t)
{
	const struct list_row *r = list_cursor(&v->list);

	return r && r->key[0] != WHEN_PAST && !(r->flags & ENTRY_FLAG_UNDATED) ? r->key[0]
									       : t->first;
}

static struct axis wanted(struct view *v, const struct timeline *t)
{
	const struct list_row *r = list_cursor(&v->list);
	int64_t at = middle(v, t);
	int cells = cells_of(v);
	struct axis now = t->near.axis;

	if (t->zoom == 0 || t->first > t->last)
		return axis_whole(t->first, t->last, cells);
	if (!t->zoomed && now.cells == (cells < AXIS_CELLS_MAX ? cells : AXIS_CELLS_MAX) &&
	    (axis_has(&now, at) || (r && r->thing == t->pinned)))
		return now;
	return axis_around(at, t->zoom, cells, v->app->zone);
}

/* What the other one has counted already: the strip of all goes from the one to the other when the
 * window becomes a part, and back. */
static void take_over(struct counts *to, const struct counts *from, const struct axis *a)
{
	if (a->cells > 0 && !axis_same(&to->axis, a) && axis_same(&from->axis, a))
		*to = *from;
}

/* Finer than a cell, where it is wanted and the terminal has the signs. */
static bool fine(const struct view *v)
{
	return v->app->settings.strip && MB_CUR_MAX > 1;
}

static void place(struct view *v, struct timeline *t)
{
	struct axis near = wanted(v, t), whole = { 0 };

	t->zoomed = false;
	if (t->zoom > 0 && timeline_wide(v))
		whole = axis_whole(t->first, t->last, cells_of(v));
	take_over(&t->whole, &t->near, &whole);
	take_over(&t->near, &t->whole, &near);
	counts_begin(&t->near, &near, fine(v));
	counts_begin(&t->whole, &whole, fine(v));
	if (timeline_wide(v))
		lanes_begin(&t->lanes, &near, v);
}

static int bounds(struct view *v, struct timeline *t, struct err *e)
{
	struct notebook *nb = v->app->nb;
	int status;

	app_stoppable(v->app);
	status = density_bounds(nb, v->app->incident, &t->first, &t->last, e);
	if (status == 0)
		status = density_count(nb, v->app->incident, v->filter, WHEN_PAST, WHEN_PAST + 1,
		    &t->before, e);
	if (status == 0)
		status = density_undated(nb, v->app->incident, v->filter, &t->undated, e);
	app_unstoppable(v->app);
	t->bounded = status == 0;
	return status;
}

/* While the window only moves the list keeps its place: lanes get more lines, never fewer. */
static void make_room(struct view *v, struct timeline *t)
{
	int lines = lanes_lines(&t->lanes, v);

	if (t->fit || lines > t->room)
		t->room = lines;
	t->fit = false;
}

/* One slice; IDLE_SHOW each time something is complete. The strip is what one looks at first, but
 * where a filter has to see all rows for it the count is quicker; the rest waits for that. */
static enum idle slice(struct view *v, struct timeline *t, struct err *e)
{
	if (!t->bounded)
		return bounds(v, t, e) < 0 ? IDLE_NOTHING : IDLE_MORE;
	place(v, t);
	if (!v->counted && (v->filter || t->near.next >= t->near.axis.cells))
		return IDLE_NOTHING;
	if (t->near.next < t->near.axis.cells) {
		if (counts_step(&t->near, v, t->zoom == 0, e) < 0)
			return IDLE_NOTHING;
		return t->near.next < t->near.axis.cells ? IDLE_MORE : IDLE_SHOW;
	}
	if (t->whole.next < t->whole.axis.cells) {
		if (counts_step(&t->whole, v, true, e) < 0)
			return IDLE_NOTHING;
		return t->whole.next < t->whole.axis.cells ? IDLE_MORE : IDLE_SHOW;
	}
	if (!timeline_wide(v) || lanes_done(&t->lanes))
		return IDLE_NOTHING;
	if (lanes_step(&t->lanes, v, e) < 0)
		return IDLE_NOTHING;
	if (!lanes_done(&t->lanes))
		return IDLE_MORE;
	make_room(v, t);
	return IDLE_SHOW;
}

/* What a key has stopped goes on after it; what fails otherwise is left as it is. */
enum idle timeline_idle(struct view *v)
{
	struct err e = { 0 };
	enum idle did;

	if (!v->app->incident || timeline_lines(v, v->app->layout.height) == 0)
		return IDLE_NOTHING;
	did = slice(v, timeline_of(v), &e);
	return e.kind == ERR_BUSY ? IDLE_MORE : did;
}

/* --- what keys do ----------------------------------------------------------------------- */

void timeline_zoom(struct view *v, int by)
{
	struct timeline *t = timeline_of(v);
	int zoom = t->zoom + by;

	if (zoom < 0 || zoom >= axis_zooms())
		return;
	t->zoom = zoom;
	t->zoomed = t->fit = true;
	t->pinned = 0;
	if (t->bounded)
		place(v, t);
}

bool timeline_pan(struct view *v, int by)
{
	struct timeline *t = timeline_of(v);
	const struct list_row *r = list_cursor(&v->list);
	struct axis a = axis_panned(t->near.axis, by * (t->near.axis.cells / 4));
	struct list_row key = { .key = { a.from, WHEN_PAST, 0 } };
	struct err e = { 0 };

	if (t->zoom == 0 || t->near.axis.cells == 0 || !r)
		return false;
	if (axis_end(&a) <= t->first || a.from > t->last) {
		app_say(v->app, _("There is nothing further"));
		return true;
	}
	if (!axis_has(&a, middle(v, t)) && list_goto(&v->list, &key, &e) < 0)
		app_error(v->app, &e);
	t->pinned = list_cursor(&v->list) ? list_cursor(&v->list)->thing : 0;
	counts_begin(&t->near, &a, fine(v));
	if (timeline_wide(v))
		lanes_begin(&t->lanes, &a, v);
	return true;
}

/* --- drawing -------------------------------------------------------------------------- */

static void put_window(struct view *v, const struct timeline *t, struct str *out)
{
	const struct axis *a = &t->near.axis;

	str_printf(out, _(" zoom %s"), _(axis_zoom_name(t->zoom)));
	if (a->cells == 0)
		return;
	if (t->zoom > 0) {
		str_puts(out, _(", cell "));
		axis_show_cell(a, out);
	}
	str_puts(out, "   ");
	show_instant(out, a->from, v->app->zone);
	str_puts(out, _(" to "));
	show_instant(out, t->zoom > 0 ? axis_end(a) : t->last, v->app->zone);
	if (timeline_wide(v))
		str_printf(out, _("   lanes: %s"), _(lanes_name(t->lanes.by)));
	if (v->app->t0.when.edtf[0])
		str_printf(out, "   T0 %s", v->app->t0.name);
}

/* "36 here, 1 before, 1 undated": together with what is out of the window, the rows of the list. */
static void put_sum(const struct timeline *t, struct str *out)
{
	if (t->near.axis.cells == 0 || t->near.next < t->near.axis.cells)
		return;
	str_printf(out, _("%lld here"), (long long)t->near.sum);
	if (t->before > 0)
		str_printf(out, _(", %lld before"), (long long)t->before);
	if (t->undated > 0)
		str_printf(out, _(", %lld undated"), (long long)t->undated);
	str_putc(out, ' ');
}

static void draw_words(struct view *v, const struct timeline *t, int row)
{
	struct str words = { 0 }, sum = { 0 };
	int columns = v->app->layout.columns, end;

	put_window(v, t, &words);
	put_sum(t, &sum);
	end = columns - text_width(str_text(&sum));
	if (end < text_width(str_text(&words)) + 2)
		end = columns;
	canvas_field(&v->app->canvas, row, 0, end, STYLE_NORMAL, str_text(&words));
	canvas_text(&v->app->canvas, row, end, STYLE_NORMAL, str_text(&sum));
	str_release(&words);
	str_release(&sum);
}

static void draw_label(struct view *v, int row, const char *label)
{
	int column = cells_column(v);

	canvas_field(&v->app->canvas, row, 1, column - 3, STYLE_NORMAL, label);
	canvas_text(&v->app->canvas, row, column - 1, STYLE_RULE, "|");
}

static void draw_mark(struct view *v, const struct axis *a, int row, int64_t at, const char *mark)
{
	if (axis_has(a, at))
		canvas_text(&v->app->canvas, row, cells_column(v) + axis_cell(a, at), STYLE_STRONG,
		    mark);
}

/* Where the clock, T0, deadlines and the cursor stand; the cursor is drawn last. */
static void draw_marks(struct view *v, const struct timeline *t, int row)
{
	const struct axis *a = &t->near.axis;
	const struct list_row *r = list_cursor(&v->list);
	const struct due *due = &v->app->due;

	draw_mark(v, a, row, notebook_time(v->app->nb), "N");
	for (int i = 0; i < due->n && !timeline_wide(v); i++)
		draw_mark(v, a, row, due->at[i].due, "d");
	if (v->app->t0.when.edtf[0])
		draw_mark(v, a, row, v->app->t0.when.earliest, "T");
	if (r && !(r->flags & ENTRY_FLAG_UNDATED))
		draw_mark(v, a, row, r->key[0], "^");
}

static void draw_density(struct view *v, const struct timeline *t, int row)
{
	int column = cells_column(v);

	canvas_text(&v->app->canvas, row, column - 1, STYLE_RULE, "|");
	canvas_text(&v->app->canvas, row, column + t->near.axis.cells, STYLE_RULE, "|");
	if (t->near.next < t->near.axis.cells)
		canvas_text(&v->app->canvas, row, column, STYLE_NORMAL, _("counting"));
	else
		counts_draw(&t->near, v, row, column);
}

static void draw_ruler(struct view *v, const struct timeline *t, int row)
{
	struct str ruler = { 0 };

	axis_ruler(&t->near.axis, v->app->zone, &ruler);
	canvas_text(&v->app->canvas, row, cells_column(v), STYLE_RULE, str_text(&ruler));
	str_release(&ruler);
}

/* All of the time, and the window in it. */
static void draw_whole(struct view *v, const struct timeline *t, int row)
{
	const struct axis *a = &t->whole.axis;
	int column = cells_column(v), from, to;

	draw_label(v, row, _("all"));
	canvas_text(&v->app->canvas, row, column + a->cells, STYLE_RULE, "|");
	if (a->cells == 0)
		return;
	counts_draw(&t->whole, v, row, column);
	from = axis_cell(a, t->near.axis.from);
	to = axis_cell(a, axis_end(&t->near.axis));
	canvas_text(&v->app->canvas, row, column + (from > 0 ? from - 1 : 0), STYLE_KEY, "[");
	canvas_text(&v->app->canvas, row, column + (to < a->cells ? to + 1 : a->cells), STYLE_KEY,
	    "]");
}

static void draw_digits(struct view *v, const struct timeline *t, int row)
{
	draw_label(v, row, _("per cell"));
	for (int i = 0; i < t->near.axis.cells && t->near.next == t->near.axis.cells; i++)
		canvas_fill(&v->app->canvas, row, cells_column(v) + i, 1, STYLE_NORMAL,
		    (uint32_t)axis_digit(t->near.count[i]));
}

static void draw_wide(struct view *v, const struct timeline *t, int row, int lines)
{
	int end = row + lines - 1;

	draw_words(v, t, row++);
	if (t->zoom > 0)
		draw_whole(v, t, row++);
	draw_label(v, row, "");
	draw_ruler(v, t, row++);
	draw_label(v, row, _("density"));
	draw_density(v, t, row++);
	draw_digits(v, t, row++);
	draw_label(v, row, "");
	draw_marks(v, t, row++);
	if (end > row)
		lanes_draw(&t->lanes, v, row, end - row, cells_column(v));
	canvas_fill(&v->app->canvas, end, 0, v->app->layout.columns, STYLE_RULE, '-');
}

void timeline_draw(struct view *v, int row, int lines)
{
	const struct timeline *t = timeline_of(v);

	if (timeline_wide(v)) {
		draw_wide(v, t, row, lines);
		return;
	}
	draw_words(v, t, row++);
	if (lines > 4)
		draw_ruler(v, t, row++);
	draw_density(v, t, row++);
	draw_marks(v, t, row++);
	canvas_fill(&v->app->canvas, row, 0, v->app->layout.columns, STYLE_RULE, '-');
}

/* --- the list ------------------------------------------------------------------------- */

static int timeline_fetch(void *with, enum list_from from, const struct list_row *key, int limit,
    struct list_row *out, struct err *e)
{
	return entries_fetch(with, ENTRY_HAPPENED, from, key, limit, out, e);
}

static int timeline_count(struct view *v, struct err *e)
{
	return entries_count(v, e);
}

static const struct view_column timeline_columns[] = {
	{ N_("ID"), 4, 9, 1, false, true },
	{ N_("TIME"), 5, 12, 0, false, false },
	{ N_("SINCE T0"), 11, 13, 2, false, false },
	{ N_("SINCE"), 7, 8, 3, false, false },
	{ N_("K"), 2, 3, 0, false, false },
	{ N_("WHO"), 5, 10, 2, false, false },
	{ N_("WHAT"), 18, 30, 0, true, false },
};

const struct view_ops view_timeline_ops = {
	.title = N_("Timeline"),
	.key = '2',
	.of = FILTER_ENTRIES,
	.column = timeline_columns,
	.columns = sizeof timeline_columns / sizeof *timeline_columns,
	.fetch = timeline_fetch,
	.lines = entries_lines,
	.draw_above = entries_draw_above,
	.cell = entries_cell,
	.hides = entries_hides,
	.count = timeline_count,
	.detail = entries_detail,
	.draw_empty = entries_draw_empty,
	.load = entries_load,
	.top_lines = timeline_lines,
	.draw_top = timeline_draw,
	.idle = timeline_idle,
	.changed = timeline_changed,
};
