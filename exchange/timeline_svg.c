/*
 * timeline_svg.c - the picture: a lane for each kind, time from left to right.
 *
 * Each lane is cut into cells; a cell is the darker the more began in it and says how many, so the
 * file has the same size for ten entries and for a million. Times that are a span draw a line under
 * their lane over all of it. Bounds that are open end at the edge.
 */
#include <string.h>

#include "base/mem.h"
#include "exchange/timeline_form.h"
#include "model/words.h"

enum { CELLS = 240, CELL_WIDTH = 4, LEFT = 120, TOP = 60, LANE = 28, LANES_MAX = 16 };

struct timeline_cells {
	bool any;
	int64_t first, last; /* µs UTC: edges of the picture */
	int64_t undated;
	int64_t count[LANES_MAX][CELLS];
	bool span[LANES_MAX][CELLS];
};

static int lane_of(const char *kind)
{
	int lane = 0;

	for (const struct word *w = entry_kinds; w->word; w++) {
		if (!w->stored)
			continue;
		if (strcmp(w->word, kind) == 0 || lane == LANES_MAX - 1)
			return lane;
		lane++;
	}
	return lane;
}

static void bound_take(struct timeline_cells *c, int64_t at)
{
	if (at == WHEN_PAST || at == WHEN_FUTURE)
		return;
	if (!c->any || at < c->first)
		c->first = at;
	if (!c->any || at > c->last)
		c->last = at;
	c->any = true;
}

static void begin(struct timeline *t)
{
	t->cells = xcalloc(1, sizeof *t->cells);
}

static void look(struct timeline *t, const struct entry *n)
{
	if (!*n->when.edtf)
		return;
	bound_take(t->cells, n->when.earliest);
	bound_take(t->cells, n->when.latest);
}

static int cell_of(const struct timeline_cells *c, int64_t at)
{
	double part = ((double)at - (double)c->first) / ((double)c->last - (double)c->first + 1);

	if (at <= c->first)
		return 0;
	return at >= c->last ? CELLS - 1 : (int)(part * CELLS);
}

static int entry_take(struct timeline *t, const struct entry *n, struct err *e)
{
	struct timeline_cells *c = t->cells;
	int lane = lane_of(n->kind), first, last;

	if (!*n->when.edtf || !c->any) {
		c->undated++;
		return 0;
	}
	first = cell_of(c, n->when.earliest);
	last = cell_of(c, n->when.latest);
	c->count[lane][first]++;
	for (int i = first; n->when.earliest != n->when.latest && i <= last; i++)
		c->span[lane][i] = true;
	return 0;
}

static void time_show(struct timeline *t, int64_t at)
{
	struct str shown = { 0 };

	when_show_instant(&shown, at, t->zone, false);
	markup_put(&t->x->file.buffer, str_text(&shown), shown.len, false);
	str_release(&shown);
}

static int64_t cell_begin(const struct timeline_cells *c, int cell)
{
	return c->first + (int64_t)(((double)c->last - (double)c->first + 1) / CELLS * cell);
}

static void lane_put(struct timeline *t, int lane, int y, const char *name)
{
	struct str *out = &t->x->file.buffer;
	const struct timeline_cells *c = t->cells;

	str_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", LEFT - 8,
	    y + LANE - 12, name);
	for (int i = 0; i < CELLS; i++) {
		int x = LEFT + i * CELL_WIDTH;

		if (c->span[lane][i])
			str_printf(out,
			    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"2\" fill=\"#888\"/>\n",
			    x, y + LANE - 6, CELL_WIDTH);
		if (!c->count[lane][i])
			continue;
		str_printf(out,
		    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#1f4e79\" "
		    "fill-opacity=\"%s\"><title>%lld from ",
		    x, y, CELL_WIDTH, LANE - 8,
		    c->count[lane][i] == 1   ? "0.55"
		    : c->count[lane][i] < 10 ? "0.75"
					     : "1",
		    (long long)c->count[lane][i]);
		time_show(t, cell_begin(c, i));
		str_puts(out, "</title></rect>\n");
	}
}

static int lanes_put(struct timeline *t)
{
	int y = TOP, lane = 0;

	for (const struct word *w = entry_kinds; w->word && lane < LANES_MAX; w++) {
		bool any = false;

		if (!w->stored)
			continue;
		for (int i = 0; i < CELLS; i++)
			any = any || t->cells->count[lane][i];
		if (any) {
			lane_put(t, lane, y, w->word);
			y += LANE;
		}
		lane++;
	}
	return y;
}

static void line_put(struct timeline *t, int y, const char *s, size_t n)
{
	struct str *out = &t->x->file.buffer;

	str_printf(out, "<text x=\"8\" y=\"%d\">", y);
	markup_put(out, s, n, false);
	str_puts(out, "</text>\n");
}

static void end(struct timeline *t)
{
	struct str *out = &t->x->file.buffer;
	int width = LEFT + CELLS * CELL_WIDTH + 16, height = TOP + LANE * LANES_MAX + 160, y;

	str_printf(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
	    "viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n"
	    "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
	    width, height);
	str_reset(&t->text);
	str_printf(&t->text, "%s: %s. TLP:%s", t->incident->ref, timeline_subject(t),
	    t->incident->tlp);
	line_put(t, 20, str_text(&t->text), t->text.len);
	if (t->cells->any) {
		str_printf(out, "<text x=\"%d\" y=\"%d\">", LEFT, TOP - 12);
		time_show(t, t->cells->first);
		str_printf(out, "</text>\n<text x=\"%d\" y=\"%d\" text-anchor=\"end\">",
		    LEFT + CELLS * CELL_WIDTH, TOP - 12);
		time_show(t, t->cells->last);
		str_puts(out, "</text>\n");
	}
	y = lanes_put(t) + 20;
	str_reset(&t->text);
	if (t->cells->undated)
		str_printf(&t->text, "%lld entries without a time are not drawn.\n",
		    (long long)t->cells->undated);
	timeline_footer(t, &t->text);
	for (const char *p = str_text(&t->text); *p; y += 18) {
		size_t n = strcspn(p, "\n");

		line_put(t, y, p, n);
		p += n + (p[n] == '\n');
	}
	str_puts(out, "</svg>\n");
}

const struct timeline_form timeline_svg = { "svg", NULL, NULL, begin, look, entry_take, end };
