/*
 * prompt.h - a line being typed: UTF-8, keys as in emacs and the shell, undo, a history that always
 * comes back to the draft. It knows no screen: it says what its text is and where the cursor
 * stands.
 */
#ifndef BLOTTER_TUI_PROMPT_H
#define BLOTTER_TUI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { PROMPT_TEXT_MAX = 64 * 1024, PROMPT_UNDO_MAX = 100, PROMPT_HISTORY_MAX = 200 };

struct prompt_state {
	struct str text;
	size_t cursor; /* byte offset, at the beginning of a cluster or at the end */
};

struct prompt {
	struct prompt_state now;
	struct prompt_state undo[PROMPT_UNDO_MAX];
	int undo_n;
	bool typing;	   /* the last change was a letter: the next one joins it in undo */
	struct str killed; /* what Ctrl-K, Ctrl-U, Ctrl-W took; Ctrl-Y puts it back */
	bool many_lines;   /* a paste keeps its line breaks; else they become blanks */
	char *history[PROMPT_HISTORY_MAX];
	int history_n;
	int history_at;	   /* history_n: at the draft */
	struct str draft;  /* what was typed before going into the history */
};

enum prompt_result {
	PROMPT_USED,   /* the key changed the text or the cursor, or did nothing here */
	PROMPT_ENTER,  /* done */
	PROMPT_LEAVE,  /* Esc, Ctrl-C, Ctrl-G: the text stays as it is */
	PROMPT_UNUSED, /* not a key of a line: Tab, function keys, PgUp … */
};

void prompt_release(struct prompt *p); /* fine on a zeroed one */
enum prompt_result prompt_key(struct prompt *p, int key);
/* Inserts text from outside. Bytes that are not UTF-8 are left out; controls are where the prompt
 * is of one line. */
void prompt_paste(struct prompt *p, const char *bytes, size_t n);
void prompt_set(struct prompt *p, const char *text); /* can be undone; the cursor goes to the end */
/* Puts text in the place of the bytes from `from` to the cursor, which then stands after it. */
void prompt_put(struct prompt *p, size_t from, const char *text);
/* The same for text from outside, cleaned as a paste is. */
void prompt_take(struct prompt *p, const char *bytes, size_t n);
void prompt_clear(struct prompt *p);		      /* for the next line: forgets undo too */
/* into the history, unless it is the newest */
void prompt_remember(struct prompt *p, const char *text);
/* Everything but the line itself: history, undo, what was killed. */
void prompt_forget(struct prompt *p);
const char *prompt_text(const struct prompt *p);

/*
 * What of the line is seen in `width` columns (at least 1): shown text (made safe), scrolled so
 * that the cursor is in it. Returns the cursor's column within.
 */
int prompt_show(const struct prompt *p, int width, struct str *out);
/* The column of the byte at that offset in what prompt_show gives for this width; -1: not in
 * sight. */
int prompt_column(const struct prompt *p, int width, size_t at);

#endif
