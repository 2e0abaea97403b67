/*
 * picture.c - counts as pictures in SVG.
 *
 * Each lane is cut into cells; a cell is the darker the more began in it and says how many. Times
 * that are a span draw a pale bar over all of it. Bounds that are open end at the edge. The axis
 * has round times of the zone: as many as there is room for.
 */
#include "exchange/picture.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
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

/* What a reader looks for first stands out. */
static const char *colour_of(const char *kind)
{
	static const struct {
		const char *kind, *colour;
	} colours[] = { { "decision", "#a33b12" }, { "milestone", "#a33b12" },
		{ "question", "#8a6100" }, { "claim", "#8a6100" }, { "action", "#1c6b4a" },
		{ "answer", "#1c6b4a" } };

	for (size_t i = 0; i < sizeof colours / sizeof colours[0]; i++)
		if (strcmp(colours[i].kind, kind) == 0)
			return colours[i].colour;
	return "#1f4e79";
}

/* A bar over each run of cells in which something may have been. */
static void spans_put(const bool span[CELLS], int x, int y, const char *colour, struct str *out)
{
	for (int i = 0, n; i < CELLS; i += n ? n : 1) {
		for (n = 0; i + n < CELLS && span[i + n]; n++)
			;
		if (n)
			str_printf(out,
			    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"8\" rx=\"4\" "
			    "fill=\"%s\" fill-opacity=\"0.18\"/>\n",
			    x + i * CELL_WIDTH, y + (LANE - 16) / 2, n * CELL_WIDTH, colour);
	}
}

static void cells_put(const struct picture *p, int lane, int y, const char *colour,
    const struct picture_look *look, struct str *out)
{
	int64_t count[CELLS] = { 0 };
	bool span[CELLS] = { 0 };

	cells_count(p, lane, count, span);
	spans_put(span, left_of(look), y, colour, out);
	for (int i = 0; i < CELLS; i++) {
		if (!count[i])
			continue;
		str_printf(out,
		    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"1\" fill=\"%s\" "
		    "fill-opacity=\"%s\"><title>%lld from ",
		    left_of(look) + i * CELL_WIDTH, y, CELL_WIDTH, LANE - 8, colour,
		    count[i] == 1   ? "0.65"
		    : count[i] < 10 ? "0.85"
				    : "1",
		    (long long)count[i]);
		time_put(out, cell_begin(p, i), look->zone);
		str_puts(out, "</title></rect>\n");
	}
}

static void rule_put(struct str *out, int x, int y, int width, int height)
{
	str_printf(out,
	    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#e2e7ec\"/>\n", x, y,
	    width, height);
}

static int lanes_put(const struct picture *p, const struct picture_look *look, struct str *out)
{
	int y = look->top, lane = 0;

	for (const struct word *w = entry_kinds; w->word && lane < LANES_MAX; w++) {
		if (!w->stored)
			continue;
		if (p->lanes[lane]) {
			rule_put(out, left_of(look), y + LANE - 4, CELLS * CELL_WIDTH, 1);
			label_put(look, out, left_of(look) - 8, y + LANE - 14, "end", w->word);
			cells_put(p, lane, y, colour_of(w->word), look, out);
			y += LANE;
		}
		lane++;
	}
	return y;
}

/* --- axis ---------------------------------------------------------------------------------- */

enum { DAYS = 86400 };

/* How many marks of the axis there is room for: a date is ten digits. */
static int ticks_most(const struct picture_look *look)
{
	return CELLS * CELL_WIDTH / (look->letters * 8);
}

/* Seconds from one mark of the axis to the next: the least that leaves room for its words. */
static int64_t axis_step(const struct picture *p, const struct picture_look *look)
{
	static const int64_t steps[] = { 1, 5, 15, 60, 5 * 60, 15 * 60, 3600, 3 * 3600, 6 * 3600,
		12 * 3600, DAYS, 2 * DAYS, 7 * DAYS, 14 * DAYS, 28 * DAYS, 91 * DAYS, 364 * DAYS };
	int64_t range = p->last / WHEN_SECOND - p->first / WHEN_SECOND, step = 0;

	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		step = steps[i];
		if (range / step < ticks_most(look))
			return step;
	}
	while (range / step >= ticks_most(look))
		step *= 2;
	return step;
}

/* The day, and within days the hour: "2021-06-08", "14:00". */
static void tick_label(struct str *out, const struct civil *c, int64_t step)
{
	if (c->hour == 0 && c->minute == 0 && c->second == 0)
		str_printf(out, "%04d-%02d-%02d", c->year, c->month, c->day);
	else
		str_printf(out, "%02d:%02d", c->hour, c->minute);
	if (step < 60 && c->second)
		str_printf(out, ":%02d", c->second);
}

/* The mark at or before the first time, as the zone counts. Weeks begin on Monday: days are counted
 * from one. */
static int64_t tick_first(const struct picture *p, const struct picture_look *look, int64_t step)
{
	enum { MONDAY = 4 * DAYS }; /* 1970-01-05 */
	int64_t local = p->first + zone_offset(look->zone, p->first, NULL) * WHEN_SECOND, rest;

	calendar_floor(local - MONDAY * WHEN_SECOND, step * WHEN_SECOND, &rest);
	return local - rest;
}

static void axis_put(
    const struct picture *p, const struct picture_look *look, int bottom, struct str *out)
{
	int64_t step = axis_step(p, look), local = tick_first(p, look, step), at[2];
	int right = left_of(look) + CELLS * CELL_WIDTH;

	for (int i = 0; i < 2 * ticks_most(look); i++, local += step * WHEN_SECOND) {
		struct civil c;
		int x;

		zone_civil("UTC", local, &c);
		zone_instants(look->zone, &c, at);
		if (at[0] < p->first)
			continue;
		if (at[0] > p->last)
			return;
		x = x_of(p, look, at[0]);
		rule_put(out, x, look->top - 6, 1, bottom - look->top + 4);
		if (x > right - look->letters * 6)
			continue;
		str_printf(out, "<text x=\"%d\" y=\"%d\" fill=\"#5a6673\">", x + 3, look->top - 6);
		tick_label(out, &c, step);
		str_puts(out, "</text>\n");
	}
}

/* The top of the lanes: the first and the last time there is. */
static void edges_put(const struct picture *p, const struct picture_look *look, struct str *out)
{
	int y = look->top - 12 - look->letters;

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

static int lanes_bottom(const struct picture *p, const struct picture_look *look)
{
	int bottom = look->top;

	for (int lane = 0; lane < LANES_MAX; lane++)
		bottom += p->lanes[lane] ? LANE : 0;
	return bottom;
}

int picture_height(const struct picture *p, const struct picture_look *look)
{
	int rows[MARKS_MAX];

	return lanes_bottom(p, look) + mark_rows(p, look, rows) * (look->letters + 4) + 8;
}

int picture_draw(const struct picture *p, const struct picture_look *look, struct str *out)
{
	int bottom;

	if (p->any) {
		edges_put(p, look, out);
		axis_put(p, look, lanes_bottom(p, look), out);
	}
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
