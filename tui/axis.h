/*
 * axis.h - the time axis of the timeline: which instants a window of cells shows, which cell an
 * instant falls into, what stands on the ruler, and which character stands for a count. Arithmetic
 * alone.
 */
#ifndef BLOTTER_TUI_AXIS_H
#define BLOTTER_TUI_AXIS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { AXIS_CELLS_MAX = 1000 };

/* Cells of the same width one after the other: [from, from + cells * cell). */
struct axis {
	int64_t from, cell; /* µs UTC; µs */
	int cells;	    /* 0: there is nothing to show */
};

/* How much time is to be seen; 0 is all there is. */
int axis_zooms(void);
const char *axis_zoom_name(int zoom); /* "day", not translated yet */

/* All from `first` to `last` (µs UTC), as closely as the cells allow. */
struct axis axis_whole(int64_t first, int64_t last, int cells);
/* A window of that zoom (not 0) with `at` in its middle. Cells have round widths and begin at round
 * times of the zone. */
struct axis axis_around(int64_t at, int zoom, int cells, const char *zone);
/* The same window, so many cells later or (negative) earlier. */
struct axis axis_panned(struct axis a, int by);
bool axis_same(const struct axis *a, const struct axis *b);

int64_t axis_end(const struct axis *a); /* exclusive */
bool axis_has(const struct axis *a, int64_t at);
/* The cell of an instant: before the window -1, after it `cells`. */
int axis_cell(const struct axis *a, int64_t at);
/* How wide a cell is: "15m", "2h", "1d". */
void axis_show_cell(const struct axis *a, struct str *out);

/* The ruler: labels at round times of the zone, each at the cell it begins in, `width` columns. */
void axis_ruler(const struct axis *a, const char *zone, struct str *out);

/* Every count of at least 1 is seen; each step up means about as many times more. */
char axis_glyph(int64_t count, int64_t most);
/* A cell halved: as many of four dots in each column as its half has, by the same steps (Unicode,
 * Braille Patterns). */
uint32_t axis_braille(int64_t left, int64_t right, int64_t most);
/* The digit under it: 1 to 9, + for more, blank for none. */
char axis_digit(int64_t count);

#endif
