/*
 * layout.h - where the parts of the screen are, and how wide columns get: arithmetic, no drawing.
 */
#ifndef BLOTTER_TUI_LAYOUT_H
#define BLOTTER_TUI_LAYOUT_H

#include <stdbool.h>

/*
 * The frame, from top to bottom; a part that has no room has row -1 and is left out. What goes
 * first when the window gets lower: hint, rules, header, tabs, preview, title. The list and the
 * entry line are there down to 2 rows; in a single row the entry line is all there is while it has
 * the focus, else the list.
 */
enum { LAYOUT_ROWS_MAX = 1000 };

struct layout {
	int rows, columns;
	int title, tabs, banner, header;
	int body, height; /* first row and number of rows of the view */
	int list;	  /* columns of the list: all, or what the pane leaves */
	int pane;	  /* first column of the pane beside the list; -1: there is none */
	int lesson, lesson_lines; /* first row, and how many */
	int rule, due, entry, preview, message, hint;
};
/* What there is to be shown besides the view. */
struct layout_parts {
	bool banner; /* as of, read only */
	bool typing; /* the entry line has the focus */
	bool header; /* the view has one */
	bool due;    /* clocks run */
	bool pane;   /* the view has details; shown from LAYOUT_PANE columns on */
	int lesson;  /* lines of a lesson; it gets fewer where the list would have none */
};
enum { LAYOUT_PANE = 110 };
struct layout layout_of(int rows, int columns, struct layout_parts parts);

/* Where an overlay goes: over the header and the body. */
int layout_overlay(const struct layout *l, int *height); /* its first row */

/*
 * Columns of a list. Each wants a width between least and most; those with a higher rank go first
 * when there is not enough room. The one that stretches takes what is left. Result: width 0 for a
 * column left out; start for the others, one blank between them.
 */
struct column {
	/* columns; least of the stretching one is kept as long as any other can go */
	int least, most;
	int rank;	 /* 0: never left out; negative: always */
	bool stretch;	 /* takes `most` before others do, and at last what is left */
	int start, width; /* filled in */
};
void layout_columns(struct column *at, int n, int from, int width);

/* Breaks shown text into lines of at most `width` columns, at blanks where there are any: the bytes
 * of the first line; *skip gets the bytes to pass over to the next one. width at least 2. */
int layout_line(const char *shown, int width, int *skip);

/* The same, line after line of a whole text: the second and further lines of a line are moved to
 * the right, to where the value of "name      value" begins, else as far as the line itself, at
 * most half of the width. *hang is -1 to begin with, and is this function's; *left gets the columns
 * to move. A value without a blank is broken rather than moved away from its name. */
int layout_fold(const char *shown, int width, int *hang, int *left, int *skip);

#endif
