/*
 * canvas.h - a grid of cells: where views draw. It knows styles, not colours, and no terminal.
 *
 * Text put here has passed text_show. A cell holds one base character and at most two combining
 * marks; a wide character fills its cell and the next one, whose width is 0. Drawing outside the
 * grid is cut off, never an error, so that views need not know how small the window is.
 */
#ifndef BLOTTER_TUI_CANVAS_H
#define BLOTTER_TUI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum style {
	STYLE_NORMAL,
	STYLE_TITLE,	/* the notebook's name, the incident */
	STYLE_TAB,	/* a view that is not shown */
	STYLE_TAB_ON,	/* the one that is */
	STYLE_HEADER,	/* names of columns */
	STYLE_RULE,	/* lines between parts, day rules, quiet gaps */
	STYLE_CURSOR,	/* the row that acts act on */
	STYLE_MARKED,
	STYLE_MARKED_CURSOR,
	STYLE_STRONG,	/* decisions, what should be seen first */
	STYLE_GOOD,	/* saved, notified */
	STYLE_LATE,	/* overdue, struck, failed */
	STYLE_ERROR,
	STYLE_KEY,	/* the name of a key */
	STYLE_INPUT,	/* what is being typed */
	STYLE_MATCH,	/* what a search found */
	STYLE_BANNER,	/* as of, read only: must not be overlooked */
	STYLE_DIALOG,	/* inside of an overlay */
	STYLES
};

struct cell {
	uint32_t text[3]; /* code points, 0 after the last; [0] is ' ' in an empty cell */
	uint8_t style;	  /* enum style */
	uint8_t width;	  /* 1, 2, or 0: the right half of the wide character before it */
	uint16_t zero;	  /* so that cells compare as bytes */
};

struct canvas {
	int rows, columns; /* at least 1 each */
	struct cell *at;   /* owned; row by row */
};

void canvas_init(struct canvas *c, int rows, int columns); /* all blank */
void canvas_resize(struct canvas *c, int rows, int columns); /* blank again */
void canvas_release(struct canvas *c);
void canvas_clear(struct canvas *c);

/* Draws shown text from (row, column) on; the column after the last cell drawn. */
int canvas_text(struct canvas *c, int row, int column, enum style style, const char *shown);
/* Draws text in exactly `width` columns: padded with blanks, or cut with '~' as its last
 * character. */
int canvas_field(struct canvas *c, int row, int column, int width, enum style style,
    const char *shown);
/* The same, flush right. */
int canvas_field_right(
    struct canvas *c, int row, int column, int width, enum style style, const char *shown);
void canvas_printf(struct canvas *c, int row, int column, enum style style, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* Puts `ch` (one column wide) into n cells. */
void canvas_fill(struct canvas *c, int row, int column, int n, enum style style, uint32_t ch);
/* Changes the style of n cells and leaves their text. */
void canvas_style(struct canvas *c, int row, int column, int n, enum style style);
/* Blanks a rectangle and draws a border of + - | around it when it is at least 2 by 2; the title is
 * set into the upper border. */
void canvas_box(struct canvas *c, int row, int column, int rows, int columns, const char *title);

/* Lines of - | and + in STYLE_RULE become box-drawing characters, or blanks. */
void canvas_borders(struct canvas *c, bool line);

/* By how many rows what was shown has moved up (negative: down) within rows [*top, *bottom], so
 * that a terminal can scroll it: 0 when fewer than half of the rows that differ are the same moved.
 */
int canvas_moved(const struct canvas *was, const struct canvas *now, int *top, int *bottom);

/* Appends a row as UTF-8, trailing blanks left out. */
void canvas_row_text(const struct canvas *c, int row, struct str *out);
/* Appends all rows, each ended by LF: what a test compares. */
void canvas_all_text(const struct canvas *c, struct str *out);

#endif
