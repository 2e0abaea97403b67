/*
 * pane.h - the details of the row under the cursor, beside the list where the window is wide. They
 * are read when the cursor has rested, so that moving costs what it does without them. What was
 * read before stays until then, but not where the rows move: beside nothing the terminal can scroll
 * them.
 */
#ifndef BLOTTER_TUI_PANE_H
#define BLOTTER_TUI_PANE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct app;

struct pane {
	bool off;		/* not wanted */
	int view;		/* enum view_id */
	int64_t thing, version; /* whose details these are; thing 0: nobody's */
	int64_t above;		/* the first row on the screen when they were read */
	struct str text;	/* lines, safe to show; owned */
	int64_t due;		/* when to read, µs of the monotonic clock; INT64_MAX: never */
};

/* After each drawing: are other details wanted? */
void pane_wanted(struct app *app);
/* Reads them; true: there is something new to draw. */
bool pane_load(struct app *app);
void pane_draw(struct app *app, int row, int end);

#endif
