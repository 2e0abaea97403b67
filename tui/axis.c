/* axis.c - the arithmetic of the time axis. */
#include "tui/axis.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "base/when.h"
#include "tui/i18n.h"
#include "tui/show.h"

#define MINUTE (60 * WHEN_SECOND)
#define HOUR (60 * MINUTE)

/* What is to be seen in the window; its cells are the next round width that is enough. */
static const struct zoom {
	int64_t span;
	const char *name;
} zooms[] = {
	{ 0, N_("all") },
	{ 7 * WHEN_DAY, N_("week") },
	{ WHEN_DAY, N_("day") },
	{ 6 * HOUR, N_("6 hours") },
	{ HOUR, N_("hour") },
	{ 15 * MINUTE, N_("15 minutes") },
	{ 5 * MINUTE, N_("5 minutes") },
};
enum { ZOOMS = sizeof zooms / sizeof *zooms };

/* Widths of cells and distances of labels that people can add up. */
static const int64_t round_spans[] = { WHEN_SECOND, 2 * WHEN_SECOND, 3 * WHEN_SECOND,
	5 * WHEN_SECOND, 10 * WHEN_SECOND, 15 * WHEN_SECOND, 30 * WHEN_SECOND, MINUTE, 2 * MINUTE,
	3 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR,
	6 * HOUR, 12 * HOUR, WHEN_DAY, 2 * WHEN_DAY, 7 * WHEN_DAY, 14 * WHEN_DAY, 28 * WHEN_DAY,
	91 * WHEN_DAY, 364 * WHEN_DAY, 3640 * WHEN_DAY };
enum { ROUND_SPANS = sizeof round_spans / sizeof *round_spans };

int axis_zooms(void)
{
	return ZOOMS;
}

const char *axis_zoom_name(int zoom)
{
	assert(zoom >= 0 && zoom < ZOOMS);
	return zooms[zoom].name;
}

static int64_t round_up(int64_t span)
{
	for (int i = 0; i < ROUND_SPANS; i++)
		if (round_spans[i] >= span)
			return round_spans[i];
	return span;
}

static int64_t floor_to(int64_t at, int64_t step)
{
	return at - ((at % step) + step) % step;
}

static int clamp_cells(int cells)
{
	return cells > AXIS_CELLS_MAX ? AXIS_CELLS_MAX : cells < 0 ? 0 : cells;
}

struct axis axis_whole(int64_t first, int64_t last, int cells)
{
	struct axis a = { .from = first, .cells = clamp_cells(cells) };

	if (first > last)
		a.cells = 0;
	if (a.cells > 0)
		a.cell = (last - first) / a.cells + 1;
	return a;
}

struct axis axis_around(int64_t at, int zoom, int cells, const char *zone)
{
	struct axis a = { .cells = clamp_cells(cells) };
	int64_t offset = zone_offset(zone, at, NULL) * WHEN_SECOND;

	assert(zoom > 0 && zoom < ZOOMS);
	if (a.cells == 0)
		return a;
	a.cell = round_up((zooms[zoom].span + a.cells - 1) / a.cells);
	a.from = floor_to(at + offset, a.cell) - offset - a.cells / 2 * a.cell;
	return a;
}

struct axis axis_panned(struct axis a, int by)
{
	a.from += by * a.cell;
	return a;
}

bool axis_same(const struct axis *a, const struct axis *b)
{
	return a->from == b->from && a->cell == b->cell && a->cells == b->cells;
}

int64_t axis_end(const struct axis *a)
{
	return a->from + a->cells * a->cell;
}

bool axis_has(const struct axis *a, int64_t at)
{
	return a->cells > 0 && at >= a->from && at < axis_end(a);
}

int axis_cell(const struct axis *a, int64_t at)
{
	if (at < a->from)
		return -1;
	return at >= axis_end(a) ? a->cells : (int)((at - a->from) / a->cell);
}

void axis_show_cell(const struct axis *a, struct str *out)
{
	when_show_span(out, a->cell);
}

/* "02:00", "17 May" at midnight, "May 2021" where labels are months apart. */
static void put_label(struct str *out, int64_t at, int64_t step, const char *zone)
{
	struct civil c;

	zone_civil(zone, at, &c);
	if (step >= 364 * WHEN_DAY)
		str_printf(out, "%d", c.year);
	else if (step >= 28 * WHEN_DAY)
		str_printf(out, "%s %d", show_month(c.month), c.year);
	else if (step >= WHEN_DAY || (c.hour == 0 && c.minute == 0 && c.second == 0))
		str_printf(out, "%d %s", c.day, show_month(c.month));
	else if (step >= MINUTE)
		str_printf(out, "%02d:%02d", c.hour, c.minute);
	else
		str_printf(out, "%02d:%02d:%02d", c.hour, c.minute, c.second);
}

void axis_ruler(const struct axis *a, const char *zone, struct str *out)
{
	enum { LABEL = 10 }; /* columns of the widest one, and two blanks */
	int64_t step = round_up(a->cell * LABEL), offset, at;
	int column = 0;

	if (a->cells == 0)
		return;
	offset = zone_offset(zone, a->from, NULL) * WHEN_SECOND;
	at = floor_to(a->from + offset + step - 1, step) - offset;
	for (; at < axis_end(a); at += step) {
		struct str label = { 0 };
		int cell = axis_cell(a, at), width;

		put_label(&label, at, step, zone);
		width = text_width(str_text(&label));
		for (; column < cell; column++)
			str_putc(out, ' ');
		if (cell + width <= a->cells) {
			str_puts(out, str_text(&label));
			column += width;
		}
		str_release(&label);
	}
}

/* Of 0 … highest, for a count of at least 1. */
static int step_of(int64_t count, int64_t most, int highest)
{
	int steps = 0, top = 0;

	for (int64_t n = most; n > 1; n /= 2)
		top++;
	for (int64_t n = count; n > 1; n /= 2)
		steps++;
	return top > 0 ? steps * highest / top : 0;
}

char axis_glyph(int64_t count, int64_t most)
{
	static const char glyphs[] = ".:-=+*#%@";

	return count == 0 ? ' ' : glyphs[step_of(count, most, 8)];
}

uint32_t axis_braille(int64_t left, int64_t right, int64_t most)
{
	/* dots of a column from the lowest up: 7 3 2 1, and 8 6 5 4 */
	static const uint8_t columns[2][5] = { { 0, 0x40, 0x44, 0x46, 0x47 },
		{ 0, 0x80, 0xa0, 0xb0, 0xb8 } };
	int heights[2] = { left ? 1 + step_of(left, most, 3) : 0,
		right ? 1 + step_of(right, most, 3) : 0 };

	return UINT32_C(0x2800) + columns[0][heights[0]] + columns[1][heights[1]];
}

char axis_digit(int64_t count)
{
	return count == 0 ? ' ' : count > 9 ? '+' : (char)('0' + count);
}
