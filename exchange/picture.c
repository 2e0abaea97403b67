/*
 * picture.c - counts as pictures in SVG.
 *
 * Each lane is cut into cells; a cell is the darker the more began in it and says how many. Times
 * that are a span draw a line under their lane over all of it. Bounds that are open end at the
 * edge.
 */
#include "exchange/picture.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/words.h"

enum { CELLS = 240, CELL_WIDTH = 4, LANE = 28, LANES_MAX = 16, MARKS_MAX = 16,
	MARK_ROWS = 5 };

struct picture {
	bool any;
	int64_t first, last; /* µs UTC: edges of the picture */
	int64_t undated;
	struct moment {
		int64_t earliest, latest;
		int lane;
	} *moments; /* all that were taken and have a time */
	size_t n, cap;
	bool lanes[LANES_MAX]; /* in which there are some */
	struct {
		char *name;
		int64_t at;
	} marks[MARKS_MAX];
	size_t marks_n;
};

struct picture *picture_new(void)
{
	return xcalloc(1, sizeof(struct picture));
}

void picture_free(struct picture *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->marks_n; i++)
		free(p->marks[i].name);
	free(p->moments);
	free(p);
}

void markup_put(struct str *out, const char *s, size_t n, bool lines)
{
	static const struct {
		char c;
		const char *entity;
	} entities[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" },
		{ '\'', "&#39;" } };
	struct str shown = { 0 };

	text_show(&shown, s, n, lines ? TEXT_LINES : TEXT_ONE_LINE);
	for (s = str_text(&shown); *s; s++) {
		const char *entity = NULL;

		for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++)
			if (entities[i].c == *s)
				entity = entities[i].entity;
		if (entity)
			str_puts(out, entity);
		else
			str_putc(out, *s);
	}
	str_release(&shown);
}

/* --- what is counted ----------------------------------------------------------------------- */

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

static void bound_take(struct picture *p, int64_t at)
{
	if (at == WHEN_PAST || at == WHEN_FUTURE)
		return;
	if (!p->any || at < p->first)
		p->first = at;
	if (!p->any || at > p->last)
		p->last = at;
	p->any = true;
}

void picture_look(struct picture *p, const struct when *when)
{
	if (!*when->edtf)
		return;
	bound_take(p, when->earliest);
	bound_take(p, when->latest);
}

static int cell_of(const struct picture *p, int64_t at)
{
	double part = ((double)at - (double)p->first) / ((double)p->last - (double)p->first + 1);

	if (at <= p->first)
		return 0;
	return at >= p->last ? CELLS - 1 : (int)(part * CELLS);
}

void picture_take(struct picture *p, const char *kind, const struct when *when)
{
	int lane = lane_of(kind);

	if (!*when->edtf) {
		p->undated++;
		return;
	}
	picture_look(p, when);
	if (p->n == p->cap) {
		p->cap = p->cap ? 2 * p->cap : 256;
		p->moments = xrealloc(p->moments, p->cap * sizeof *p->moments);
	}
	p->moments[p->n++] = (struct moment){ when->earliest, when->latest, lane };
	p->lanes[lane] = true;
}

void picture_mark(struct picture *p, const char *name, int64_t at)
{
	if (p->marks_n == MARKS_MAX || at == WHEN_PAST || at == WHEN_FUTURE)
		return;
	p->marks[p->marks_n].name = xstrdup(name);
	p->marks[p->marks_n++].at = at;
}

int64_t picture_undated(const struct picture *p)
{
	return p->undated;
}

/* --- drawing ------------------------------------------------------------------------------- */

static void time_put(struct str *out, int64_t at, const char *zone)
{
	struct str shown = { 0 };

	when_show_instant(&shown, at, zone, false);
	markup_put(out, str_text(&shown), shown.len, false);
	str_release(&shown);
}

static int64_t cell_begin(const struct picture *p, int cell)
{
	return p->first + (int64_t)(((double)p->last - (double)p->first + 1) / CELLS * cell);
}

/* Room for the names of the lanes. */
static int left_of(const struct picture_look *look)
{
	return look->letters * 9;
}

static int x_of(const struct picture *p, const struct picture_look *look, int64_t at)
{
	double part = ((double)at - (double)p->first) / ((double)p->last - (double)p->first + 1);

	return left_of(look) + (int)(part * CELLS * CELL_WIDTH);
}

static void label_put(const struct picture_look *look, struct str *out, int x, int y,
    const char *anchor, const char *word)
{
	const char *label = look->label ? look->label(word, look->with) : word;

	str_printf(out, "<text x=\"%d\" y=\"%d\"%s%s%s>", x, y, anchor ? " text-anchor=\"" : "",
	    anchor ? anchor : "", anchor ? "\"" : "");
	markup_put(out, label, strlen(label), false);
	str_puts(out, "</text>\n");
}

/* How many began in each cell of a lane, and where a span lies over it. */
static void cells_count(const struct picture *p, int lane, int64_t count[], bool span[])
{
	for (size_t i = 0; i < p->n; i++) {
		const struct moment *m = &p->moments[i];
		int first = cell_of(p, m->earliest), last = cell_of(p, m->latest);

		if (m->lane != lane)
			continue;
		count[first]++;
		for (int c = first; m->earliest != m->latest && c <= last; c++)
			span[c] = true;
	}
}

static void cells_put(
    const struct picture *p, int lane, int y, const struct picture_look *look, struct str *out)
{
	int64_t count[CELLS] = { 0 };
	bool span[CELLS] = { 0 };

	cells_count(p, lane, count, span);
	for (int i = 0; i < CELLS; i++) {
		int x = left_of(look) + i * CELL_WIDTH;

		if (span[i])
			str_printf(out,
			    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"2\" fill=\"#888\"/>\n",
			    x, y + LANE - 6, CELL_WIDTH);
		if (!count[i])
			continue;
		str_printf(out,
		    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#1f4e79\" "
		    "fill-opacity=\"%s\"><title>%lld from ",
		    x, y, CELL_WIDTH, LANE - 8,
		    count[i] == 1   ? "0.55"
		    : count[i] < 10 ? "0.75"
				    : "1",
		    (long long)count[i]);
		time_put(out, cell_begin(p, i), look->zone);
		str_puts(out, "</title></rect>\n");
	}
}

static int lanes_put(const struct picture *p, const struct picture_look *look, struct str *out)
{
	int y = look->top, lane = 0;

	for (const struct word *w = entry_kinds; w->word && lane < LANES_MAX; w++) {
		if (!w->stored)
			continue;
		if (p->lanes[lane]) {
			label_put(look, out, left_of(look) - 8, y + LANE - 12, "end", w->word);
			cells_put(p, lane, y, look, out);
			y += LANE;
		}
		lane++;
	}
	return y;
}

/* The top of the lanes: the first and the last time there is. */
static void edges_put(const struct picture *p, const struct picture_look *look, struct str *out)
{
	int y = look->top - 12;

	str_printf(out, "<text x=\"%d\" y=\"%d\">", left_of(look), y);
	time_put(out, p->first, look->zone);
	str_printf(out, "</text>\n<text x=\"%d\" y=\"%d\" text-anchor=\"end\">",
	    left_of(look) + CELLS * CELL_WIDTH, y);
	time_put(out, p->last, look->zone);
	str_puts(out, "</text>\n");
}

/* Where a name stands: right of its line, in the right half left of it. */
static bool mark_extent(
    const struct picture *p, const struct picture_look *look, size_t i, int *from, int *to)
{
	int x = x_of(p, look, p->marks[i].at),
	    width = text_width(p->marks[i].name) * look->letters * 3 / 5;
	bool left = x > left_of(look) + CELLS * CELL_WIDTH / 2;

	*from = left ? x - 4 - width : x;
	*to = left ? x : x + 4 + width;
	return left;
}

/* The first row under the lanes in which no other name is in the way. */
static int mark_row(
    const struct picture *p, const struct picture_look *look, size_t i, const int rows[])
{
	int from, to, row = 0;

	mark_extent(p, look, i, &from, &to);
	for (size_t k = 0; k < i && row < MARK_ROWS - 1; k++) {
		int a, b;

		mark_extent(p, look, k, &a, &b);
		if (rows[k] == row && a <= to && from <= b) {
			row++;
			k = (size_t)-1;
		}
	}
	return row;
}

/* The row of each name; how many rows there are. */
static int mark_rows(const struct picture *p, const struct picture_look *look, int rows[])
{
	int most = 0;

	for (size_t i = 0; i < p->marks_n; i++) {
		rows[i] = mark_row(p, look, i, rows);
		most = rows[i] + 1 > most ? rows[i] + 1 : most;
	}
	return most;
}

static void marks_put(
    const struct picture *p, const struct picture_look *look, int bottom, struct str *out)
{
	int rows[MARKS_MAX];

	mark_rows(p, look, rows);
	for (size_t i = 0; i < p->marks_n; i++) {
		int from, to, y = bottom + (rows[i] + 1) * (look->letters + 4);
		bool left = mark_extent(p, look, i, &from, &to);

		str_printf(out,
		    "<rect x=\"%d\" y=\"%d\" width=\"1\" height=\"%d\" fill=\"#b3541e\"/>\n",
		    left ? to : from, look->top - 4, y - look->top + 4);
		label_put(look, out, left ? to - 4 : from + 4, y, left ? "end" : NULL,
		    p->marks[i].name);
	}
}

int picture_width(const struct picture_look *look)
{
	return left_of(look) + CELLS * CELL_WIDTH + 16;
}

int picture_height(const struct picture *p, const struct picture_look *look)
{
	int rows[MARKS_MAX],
	    height = look->top + mark_rows(p, look, rows) * (look->letters + 4) + 8;

	for (int lane = 0; lane < LANES_MAX; lane++)
		height += p->lanes[lane] ? LANE : 0;
	return height;
}

int picture_draw(const struct picture *p, const struct picture_look *look, struct str *out)
{
	int bottom;

	if (p->any)
		edges_put(p, look, out);
	bottom = lanes_put(p, look, out);
	if (p->any)
		marks_put(p, look, bottom, out);
	return bottom;
}

/* --- bars ---------------------------------------------------------------------------------- */

enum { BAR = 22, BAR_LEFT = 170, BAR_ROOM = 330, BAR_WIDTH = 560 };

void bars_draw(const struct bar *bars, size_t n, struct str *out)
{
	int64_t most = 1;

	for (size_t i = 0; i < n; i++)
		most = bars[i].n > most ? bars[i].n : most;
	str_printf(out,
	    "<svg viewBox=\"0 0 %d %zu\" width=\"%d\" height=\"%zu\" font-family=\"sans-serif\" "
	    "font-size=\"13\" role=\"img\">\n",
	    BAR_WIDTH, n * BAR + 4, BAR_WIDTH, n * BAR + 4);
	for (size_t i = 0; i < n; i++) {
		int y = (int)i * BAR, width = (int)((double)bars[i].n / (double)most * BAR_ROOM);

		str_printf(
		    out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", BAR_LEFT - 8, y + 16);
		markup_put(out, bars[i].label, strlen(bars[i].label), false);
		str_printf(out,
		    "</text>\n<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
		    "fill=\"#1f4e79\"/>\n<text x=\"%d\" y=\"%d\">%lld</text>\n",
		    BAR_LEFT, y + 4, width ? width : 1, BAR - 8, BAR_LEFT + width + 6, y + 16,
		    (long long)bars[i].n);
	}
	str_puts(out, "</svg>\n");
}
