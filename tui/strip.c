/*
 * strip.c - the density strip of the timeline. Its cells are counted on the time index, one cell a
 * slice.
 */
#include "tui/strip.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/density.h"
#include "tui/i18n.h"
#include "tui/show.h"

enum { CELLS_MAX = 1000, LINES = 4, MARGIN = 2 };

#define MINUTE (60 * WHEN_SECOND)
#define HOUR (60 * MINUTE)

/* Widths of a cell; the first one means: as wide as it takes for all to be in. */
static const struct zoom {
	int64_t cell;
	const char *name;
} zooms[] = {
	{ 0, N_("all") },
	{ 7 * WHEN_DAY, N_("cell 1 week") },
	{ WHEN_DAY, N_("cell 1 day") },
	{ 6 * HOUR, N_("cell 6 h") },
	{ HOUR, N_("cell 1 h") },
	{ 15 * MINUTE, N_("cell 15 min") },
	{ 5 * MINUTE, N_("cell 5 min") },
	{ MINUTE, N_("cell 1 min") },
};
enum { ZOOMS = sizeof zooms / sizeof *zooms };

struct strip {
	int zoom;
	int cells;	    /* 0: nothing to show */
	int64_t from, cell; /* µs UTC; µs */
	int64_t first, last; /* of all dated entries; first > last: there are none */
	bool bounded;	    /* first and last are known */
	int next;	    /* cell to be counted next; cells: complete */
	int64_t count[CELLS_MAX];
	int64_t most;
};

static struct strip *strip_of(struct view *v)
{
	if (!v->own) {
		v->own = xcalloc(1, sizeof(struct strip));
		v->own_release = free;
	}
	return v->own;
}

int strip_lines(struct view *v, int height)
{
	return height >= 14 && v->app->layout.columns >= 30 ? LINES : 0;
}

void strip_zoom(struct view *v, int by)
{
	struct strip *s = strip_of(v);
	int zoom = s->zoom + by;

	if (zoom < 0 || zoom >= ZOOMS)
		return;
	s->zoom = zoom;
	s->cells = 0;
	app_say(v->app, _("Strip: %s"), _(zooms[zoom].name));
}

/* Where the strip has to be for the row under the cursor to be in it. */
static void place(struct view *v, struct strip *s)
{
	const struct list_row *r = list_cursor(&v->list);
	int cells = v->app->layout.columns - 2 * MARGIN;
	int64_t cell = zooms[s->zoom].cell, from = s->first;
	int64_t at = r && r->key[0] != WHEN_PAST && !(r->flags & 1) ? r->key[0] : s->first;

	if (cells > CELLS_MAX)
		cells = CELLS_MAX;
	if (cells < 1 || s->first > s->last) {
		s->cells = 0;
		return;
	}
	if (cell == 0)
		cell = (s->last - s->first) / cells + 1;
	else if (s->cells == cells && s->cell == cell && at >= s->from &&
		 at < s->from + cells * cell)
		return;
	else
		from = (at / cell - cells / 2) * cell;
	if (s->cells == cells && s->cell == cell && s->from == from)
		return;
	s->cells = cells;
	s->cell = cell;
	s->from = from;
	s->next = 0;
	s->most = 0;
	memset(s->count, 0, sizeof s->count);
}

enum idle strip_idle(struct view *v)
{
	struct strip *s = strip_of(v);
	struct err e;

	if (!v->app->incident || strip_lines(v, v->app->layout.height) == 0)
		return IDLE_NOTHING;
	if (!s->bounded) {
		s->bounded = true;
		if (density_bounds(v->app->nb, v->app->incident, &s->first, &s->last, &e) < 0) {
			s->first = 1;
			s->last = 0;
		}
		place(v, s);
		return s->cells > 0 ? IDLE_MORE : IDLE_NOTHING;
	}
	place(v, s);
	if (s->next >= s->cells)
		return IDLE_NOTHING;
	if (density_count(v->app->nb, v->app->incident, s->from + s->next * s->cell,
		s->from + (s->next + 1) * s->cell, &s->count[s->next], &e) < 0) {
		s->next = s->cells;
		return IDLE_NOTHING;
	}
	if (s->count[s->next] > s->most)
		s->most = s->count[s->next];
	s->next++;
	return s->next < s->cells ? IDLE_MORE : IDLE_SHOW;
}

/* Every count of at least 1 is seen; each step up means about as many times more. */
static char glyph(int64_t count, int64_t most)
{
	static const char glyphs[] = ".:-=+*#%@";
	int steps = 0, top = 0;

	if (count == 0)
		return ' ';
	for (int64_t n = most; n > 1; n /= 2)
		top++;
	for (int64_t n = count; n > 1; n /= 2)
		steps++;
	return glyphs[top > 0 ? steps * 8 / top : 0];
}

static void draw_words(struct view *v, const struct strip *s, int row)
{
	struct str words = { 0 };
	const char *zone = v->app->zone;

	str_printf(&words, _(" zoom %s   "), _(zooms[s->zoom].name));
	if (s->cells > 0) {
		show_instant(&words, s->from, zone);
		str_puts(&words, _(" to "));
		show_instant(&words, s->from + s->cells * s->cell, zone);
	}
	str_puts(&words, _("   z Z zoom"));
	canvas_field(
	    &v->app->canvas, row, 0, v->app->layout.columns, STYLE_NORMAL, str_text(&words));
	str_release(&words);
}

void strip_draw(struct view *v, int row, int lines)
{
	struct strip *s = strip_of(v);
	struct canvas *c = &v->app->canvas;
	const struct list_row *r = list_cursor(&v->list);
	int column;

	if (lines < LINES)
		return;
	draw_words(v, s, row);
	canvas_text(c, row + 1, MARGIN - 1, STYLE_RULE, "|");
	canvas_text(c, row + 1, MARGIN + s->cells, STYLE_RULE, "|");
	if (s->next < s->cells)
		canvas_text(c, row + 1, MARGIN, STYLE_NORMAL, _("counting"));
	for (int i = 0; i < s->cells && s->next >= s->cells; i++)
		canvas_fill(c, row + 1, MARGIN + i, 1, STYLE_STRONG,
		    (uint32_t)glyph(s->count[i], s->most));
	canvas_fill(c, row + 3, 0, v->app->layout.columns, STYLE_RULE, '-');
	if (!r || s->cells == 0 || r->key[0] < s->from || r->key[0] >= s->from + s->cells * s->cell)
		return;
	column = MARGIN + (int)((r->key[0] - s->from) / s->cell);
	canvas_text(c, row + 2, column, STYLE_STRONG, "^");
}
