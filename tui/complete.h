/*
 * complete.h - how a word may go on: of the entry line, by actors and tags that the incident's
 * newest entries have, references to them, the keys that have a meaning; of a command, by what it
 * takes.
 */
#ifndef BLOTTER_TUI_COMPLETE_H
#define BLOTTER_TUI_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "base/str.h"
#include "tui/command.h"

enum { COMPLETIONS_MAX = 60 };

struct app;

struct completion {
	const char *at[COMPLETIONS_MAX]; /* whole words, the newest used first; in the arena */
	int n;
	int chosen;  /* the one that stands in the line now; -1: what was typed */
	size_t from; /* the byte where the word begins */
	const char *typed;
	struct arena mem;
};

/* The words that begin as the one that ends at the cursor does: n 0 when there are none. */
void complete_entry(struct app *app, const char *text, size_t cursor, struct completion *out);
/* The words that a command takes, which begin like that; most take one, as the first. */
void complete_argument(struct app *app, enum screen_command_id id, bool first, const char *typed,
    struct completion *out);
/* Appends how what was typed goes on, as far as all of them agree. */
void completion_rest(const struct completion *c, struct str *rest);
void completion_release(struct completion *c); /* fine on a zeroed one */

#endif
