/*
 * term.h - the terminal: shows a canvas, gives events. The only place that knows curses.
 *
 * What was shown last is kept, so that only cells that differ are handed to curses and one write
 * goes out per event. Handlers for the signals that end or stop a program are in place before
 * curses starts (its own would leave at once and lose the draft); they write to a pipe, which
 * term_wait turns into events. The terminal is given back on every exit, abort included.
 */
#ifndef BLOTTER_TUI_TERM_H
#define BLOTTER_TUI_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "tui/canvas.h"
#include "tui/setting.h"

struct term;

struct term_options {
	bool color; /* false: bold, reverse, underline alone, whatever the theme */
	enum theme theme;
	bool mouse;
};

enum event_kind {
	EVENT_NONE,    /* the time was up */
	EVENT_KEY,     /* .key: see key.h */
	EVENT_MOUSE,   /* a click at .row, .column, or the wheel: .wheel is -1 (up) or 1 */
	EVENT_PASTE,   /* .text: what was pasted, as bytes; borrowed until the next call */
	EVENT_RESIZE,  /* the size has changed: ask term_size */
	EVENT_END,     /* hang-up, TERM, INT or QUIT: save and leave; .key is the signal */
	EVENT_STOP,    /* the shell wants us to stop: save, then call term_suspend */
};

struct event {
	enum event_kind kind;
	int key;
	int row, column, wheel;
	const struct str *text;
};

enum { TERM_PASTE_MAX = 1024 * 1024 }; /* bytes of one paste; what comes after is dropped */

/* Takes over stdin and stdout. The locale is set (base/locale.h). One at a time. */
struct term *term_open(const struct term_options *o, struct err *e); /* NULL on error */
/* One that is not there: nothing is shown, nothing comes. */
struct term *term_open_none(void);
void term_close(struct term *t); /* NULL is fine */

void term_size(const struct term *t, int *rows, int *columns);
/* Shows the canvas, which has the size of the terminal, with the cursor at (row, column); a
 * negative row hides it. */
void term_show(struct term *t, const struct canvas *c, int row, int column);
/* From the next term_show on: the theme, or what of it the terminal can show. */
void term_theme(struct term *t, enum theme theme);
/* Clicks and the wheel become events; off, they are the terminal's, to select and to scroll. */
void term_mouse(struct term *t, bool on);
/* Puts text into the clipboard by OSC 52. False: this terminal does not say that it can, or it is
 * too much for it. Nobody is told whether it did. */
bool term_copy(struct term *t, const char *bytes, size_t n);
/* The next term_show sends everything: after noise from elsewhere on the terminal. */
void term_repaint(struct term *t);
/* Waits for an event, at most so many milliseconds (negative: as long as it takes). */
struct event term_wait(struct term *t, int milliseconds);
/* Is a key or a signal waiting? Costs one system call; for leaving idle work early. */
bool term_pending(const struct term *t);
/* Gives the terminal back, stops as Ctrl-Z does, and takes it again on continuing. */
void term_suspend(struct term *t);
/* Lends the terminal to another program, and takes it back when that has ended. */
void term_lend(struct term *t);
void term_take_back(struct term *t);
void term_beep(struct term *t);

#endif
