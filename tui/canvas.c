/*
 * canvas.c - the grid of cells. What is one character here is what libc says is one (wcwidth),
 * since curses counts with libc; clusters that libc would spread over cells are spread here as
 * well.
 */
#define _XOPEN_SOURCE 700 /* wcwidth */
#include "tui/canvas.h"

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/mem.h"
#include "tui/utf8.h"

static const struct cell blank = { .text = { ' ' }, .width = 1 };

static struct cell *cell_at(const struct canvas *c, int row, int column)
{
	return c->at + (size_t)row * c->columns + column;
}

void canvas_clear(struct canvas *c)
{
	size_t n = (size_t)c->rows * c->columns;

	for (size_t i = 0; i < n; i++)
		c->at[i] = blank;
}

void canvas_init(struct canvas *c, int rows, int columns)
{
	*c = (struct canvas){ 0 };
	canvas_resize(c, rows, columns);
}

void canvas_resize(struct canvas *c, int rows, int columns)
{
	assert(rows >= 1 && columns >= 1);
	if (rows != c->rows || columns != c->columns) {
		c->at = xrealloc(c->at, (size_t)rows * columns * sizeof *c->at);
		c->rows = rows;
		c->columns = columns;
	}
	canvas_clear(c);
}

void canvas_release(struct canvas *c)
{
	free(c->at);
	*c = (struct canvas){ 0 };
}

/* Nothing that a terminal could obey gets into a cell, whatever a caller forgot to make safe. */
static int point_width(uint32_t *ch)
{
	int width;

	if (*ch < 0x7f && *ch >= 0x20)
		return 1;
	width = *ch < 0xa0 ? -1 : wcwidth((wchar_t)*ch);
	if (width < 0) {
		*ch = 0xfffd;
		return 1;
	}
	return width;
}

static void combine(struct canvas *c, int row, int column, uint32_t ch)
{
	struct cell *to;

	if (column <= 0 || column > c->columns)
		return;
	to = cell_at(c, row, column - 1);
	if (to->width == 0 && column > 1)
		to--;
	for (int i = 1; i < 3; i++) {
		if (to->text[i] == 0) {
			to->text[i] = ch;
			return;
		}
	}
}

/* A wide character one half of which is drawn over must not leave its other half behind. */
static void unsplit(struct canvas *c, int row, int column)
{
	struct cell *to = cell_at(c, row, column);

	if (to->width == 0 && column > 0) {
		uint8_t style = to[-1].style;

		to[-1] = blank;
		to[-1].style = style;
	}
	if (to->width == 2 && column + 1 < c->columns) {
		uint8_t style = to[1].style;

		to[1] = blank;
		to[1].style = style;
	}
}

static void put(struct canvas *c, int row, int column, uint8_t style, uint32_t ch, int width)
{
	struct cell *to = cell_at(c, row, column);

	if (to->width != 1)
		unsplit(c, row, column);
	*to = (struct cell){ .text = { ch }, .style = style, .width = (uint8_t)width };
	if (width == 2) {
		if (to[1].width != 1)
			unsplit(c, row, column + 1);
		to[1] = (struct cell){ .style = style, .width = 0 };
	}
}

/* Draws until the text or the columns before `end` are used up; true if all of it fitted. */
static bool draw_text(
    struct canvas *c, int row, int *column, int end, enum style style, const char *shown)
{
	int at = *column;

	if (row < 0 || row >= c->rows)
		end = at;
	if (end > c->columns)
		end = c->columns;
	while (*shown) {
		uint32_t ch = utf8_next(&shown);
		int width = point_width(&ch);

		if (width == 0) {
			if (at > *column)
				combine(c, row, at, ch);
			continue;
		}
		if (at + width > end) {
			*column = at;
			return false;
		}
		if (at >= 0)
			put(c, row, at, style, ch, width);
		at += width;
	}
	*column = at;
	return true;
}

int canvas_text(struct canvas *c, int row, int column, enum style style, const char *shown)
{
	draw_text(c, row, &column, c->columns, style, shown);
	return column;
}

int canvas_field(
    struct canvas *c, int row, int column, int width, enum style style, const char *shown)
{
	int at = column;

	if (width <= 0)
		return column;
	if (!draw_text(c, row, &at, column + width, style, shown)) {
		int last = column + width - 1;

		if (row >= 0 && row < c->rows && last >= 0 && last < c->columns) {
			canvas_fill(c, row, at, last - at, style, ' ');
			put(c, row, last, style, '~', 1);
		}
		return column + width;
	}
	canvas_fill(c, row, at, column + width - at, style, ' ');
	return column + width;
}

int canvas_field_right(
    struct canvas *c, int row, int column, int width, enum style style, const char *shown)
{
	int pad = width - (int)strlen(shown);

	for (const char *s = shown; *s; s++) /* a narrow guess first: exact only where it matters */
		if ((unsigned char)*s >= 0x80) {
			pad = 0;
			break;
		}
	if (pad > 0) {
		canvas_fill(c, row, column, pad, style, ' ');
		column += pad;
		width -= pad;
	}
	return canvas_field(c, row, column, width, style, shown);
}

void canvas_printf(struct canvas *c, int row, int column, enum style style, const char *fmt, ...)
{
	struct str s = { 0 };
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(&s, fmt, ap);
	va_end(ap);
	canvas_text(c, row, column, style, str_text(&s));
	str_release(&s);
}

void canvas_fill(struct canvas *c, int row, int column, int n, enum style style, uint32_t ch)
{
	if (row < 0 || row >= c->rows)
		return;
	for (int i = 0; i < n; i++)
		if (column + i >= 0 && column + i < c->columns)
			put(c, row, column + i, (uint8_t)style, ch, 1);
}

void canvas_style(struct canvas *c, int row, int column, int n, enum style style)
{
	if (row < 0 || row >= c->rows)
		return;
	for (int i = column < 0 ? 0 : column; i < column + n && i < c->columns; i++)
		cell_at(c, row, i)->style = (uint8_t)style;
}

void canvas_box(struct canvas *c, int row, int column, int rows, int columns, const char *title)
{
	for (int r = row; r < row + rows; r++)
		canvas_fill(c, r, column, columns, STYLE_DIALOG, ' ');
	if (rows < 2 || columns < 2)
		return;
	for (int r = row; r < row + rows; r += rows - 1) {
		canvas_fill(c, r, column, columns, STYLE_RULE, '-');
		canvas_fill(c, r, column, 1, STYLE_RULE, '+');
		canvas_fill(c, r, column + columns - 1, 1, STYLE_RULE, '+');
	}
	for (int r = row + 1; r < row + rows - 1; r++) {
		canvas_fill(c, r, column, 1, STYLE_RULE, '|');
		canvas_fill(c, r, column + columns - 1, 1, STYLE_RULE, '|');
	}
	if (title && *title && columns > 8) {
		int at = column + 2, end = column + columns - 3;

		canvas_fill(c, row, at++, 1, STYLE_DIALOG, ' ');
		draw_text(c, row, &at, end, STYLE_TITLE, title);
		canvas_fill(c, row, at, 1, STYLE_DIALOG, ' ');
	}
}

static bool is_border(const struct canvas *c, int row, int column)
{
	const struct cell *cell;

	if (row < 0 || row >= c->rows || column < 0 || column >= c->columns)
		return false;
	cell = cell_at(c, row, column);
	return cell->style == STYLE_RULE && cell->width == 1 && !cell->text[1] &&
	    (cell->text[0] == '-' || cell->text[0] == '+' || cell->text[0] == '|');
}

/* A dash alone is a hyphen, not a line. */
static bool is_line(const struct canvas *c, int row, int column)
{
	return is_border(c, row, column) &&
	    (cell_at(c, row, column)->text[0] != '-' || is_border(c, row, column - 1) ||
		is_border(c, row, column + 1));
}

/* The box-drawing character that joins the lines around a cell. */
static uint32_t joined(const struct canvas *c, int row, int column)
{
	static const uint16_t corners[16] = { [0] = ' ', [5] = 0x2514, [6] = 0x250c, [7] = 0x251c,
		[9] = 0x2518, [10] = 0x2510, [11] = 0x2524, [13] = 0x2534, [14] = 0x252c,
		[15] = 0x253c };
	uint32_t ch = cell_at(c, row, column)->text[0];
	int sides = (is_border(c, row - 1, column) ? 1 : 0) |
	    (is_border(c, row + 1, column) ? 2 : 0) | (is_border(c, row, column + 1) ? 4 : 0) |
	    (is_border(c, row, column - 1) ? 8 : 0);

	if (ch == '+' && corners[sides])
		return corners[sides];
	return ch == '|' ? 0x2502 : 0x2500;
}

void canvas_borders(struct canvas *c, bool line)
{
	uint32_t *now = xmalloc((size_t)c->rows * (size_t)c->columns * sizeof *now);

	for (int row = 0; row < c->rows; row++)
		for (int column = 0; column < c->columns; column++)
			now[row * c->columns + column] = !is_line(c, row, column) ? 0
			    : line ? joined(c, row, column)
				   : ' ';
	for (int i = 0; i < c->rows * c->columns; i++)
		if (now[i])
			c->at[i].text[0] = now[i];
	free(now);
}

static void put_utf8(struct str *out, uint32_t ch)
{
	char bytes[UTF8_MAX];

	str_put(out, bytes, utf8_encode(ch, bytes));
}

/* --- moved -------------------------------------------------------------------------------- */

static bool row_same(const struct canvas *a, int row, const struct canvas *b, int other)
{
	return memcmp(cell_at(a, row, 0), cell_at(b, other, 0),
		   (size_t)a->columns * sizeof *a->at) == 0;
}

/* How many rows of [*top, *bottom] stood `by` rows lower; where there are such, the rows that take
 * part in that. */
static int rows_moved(
    const struct canvas *was, const struct canvas *now, int *top, int *bottom, int by)
{
	int n = 0, first = by < 0 ? *top - by : *top, end = by < 0 ? *bottom : *bottom - by;

	for (int y = first; y <= end; y++) {
		if (!row_same(now, y, was, y + by))
			continue;
		if (n++ == 0)
			*top = by < 0 ? y + by : y;
		*bottom = by < 0 ? y : y + by;
	}
	return n;
}

int canvas_moved(const struct canvas *was, const struct canvas *now, int *top, int *bottom)
{
	/* A step goes past one entry, which has a few lines at most. */
	static const int8_t ways[] = { 1, -1, 2, -2, 3, -3, 4, -4 };
	int first = 0, last = now->rows - 1;

	while (first < last && row_same(now, first, was, first))
		first++;
	while (last > first && row_same(now, last, was, last))
		last--;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		*top = first;
		*bottom = last;
		if (2 * rows_moved(was, now, top, bottom, ways[i]) > last - first + 1)
			return ways[i];
	}
	return 0;
}

void canvas_row_text(const struct canvas *c, int row, struct str *out)
{
	size_t keep = out->len;

	for (int i = 0; i < c->columns; i++) {
		const struct cell *cell = cell_at(c, row, i);

		for (int k = 0; k < 3 && cell->width && cell->text[k]; k++)
			put_utf8(out, cell->text[k]);
		if (cell->width && cell->text[0] != ' ')
			keep = out->len;
	}
	if (out->at) {
		out->len = keep;
		out->at[keep] = '\0';
	}
}

void canvas_all_text(const struct canvas *c, struct str *out)
{
	for (int row = 0; row < c->rows; row++) {
		canvas_row_text(c, row, out);
		str_putc(out, '\n');
	}
}
