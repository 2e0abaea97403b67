/*
 * screen.h - drives the screens as a person would: a real terminal emulator (libvterm) on a pty,
 * keys in, pictures out. Every expectation is polled until it holds or the time is up; nothing
 * sleeps.
 *
 * The program under test is a function run in a child process, with a HOME, a clock and a size of
 * its own.
 */
#ifndef BLOTTER_TESTS_SCREEN_H
#define BLOTTER_TESTS_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct screen;

struct screen_setup {
	int rows, columns;
	const char *term;	      /* NULL: xterm-256color */
	int (*run)(void *with);	      /* its value is the child's exit status */
	void *with;
};

struct screen *screen_start(const struct screen_setup *setup);
void screen_end(struct screen *s); /* kills what still runs */

/* Keys: plain characters, and names in angle brackets: "2<Down><Enter>i-15m saw it<Enter>"; <lt> is
 * '<'. */
void screen_type(struct screen *s, const char *keys);
void screen_send(struct screen *s, const char *bytes, size_t n); /* as it is */
void screen_resize(struct screen *s, int rows, int columns);
void screen_signal(struct screen *s, int sig);

/* These fail the test, with the screen printed, when they do not come true in time. */
void screen_shows(struct screen *s, const char *text);
void screen_lacks(struct screen *s, const char *text);
/* The whole screen, one line a row, trailing blanks left out. */
void screen_is(struct screen *s, const char *expected);
/* The same with the text of tests/screen/expected/NAME-COLUMNSxROWS.screen; with UPDATE_SCREENS set
 * it is written. */
void screen_is_file(struct screen *s, const char *name);
/* The row under the cursor (it begins with >) has this text. */
void screen_on(struct screen *s, const char *text);
void screen_cursor(struct screen *s, int row, int column);
/* The program has ended with that status (128 + signal when one killed it), and the terminal was
 * given back. */
void screen_ends(struct screen *s, int status);

/* Waits until it is silent: nothing to read, and it waits for input itself. For "nothing happens"
 * and for counting. */
void screen_settle(struct screen *s);
const char *screen_text(struct screen *s); /* as it is now; borrowed until the next call */
/* Is the cell drawn in reverse? */
bool screen_reverse(struct screen *s, int row, int column);
/* The cell as the emulator has it: a VTermScreenCell. */
void screen_cell(struct screen *s, int row, int column, void *cell);
/* All bytes the program has written so far. */
const struct str *screen_output(const struct screen *s);

#endif
