/*
 * keymap.h - which keys mean which command. A binding is a sequence of keys; several may lead to
 * one command. The defaults come from the command table, so help and keys cannot disagree.
 */
#ifndef BLOTTER_TUI_KEYMAP_H
#define BLOTTER_TUI_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

enum { KEYMAP_SEQUENCE_MAX = 4 };

struct keymap {
	struct binding {
		int key[KEYMAP_SEQUENCE_MAX];
		int n;
		int command;   /* enum screen_command_id */
		unsigned views; /* where it holds: a mask of 1 << enum view_id */
	} *at; /* owned */
	size_t n, cap;
};

enum keymap_answer { KEYMAP_NONE, KEYMAP_MORE, KEYMAP_FOUND };

void keymap_release(struct keymap *m);
/* Adds bindings: sequences with blanks between; a sequence is one named key ("C-d", "PgDn") or
 * letters one after the other ("gg"). ERR_CONFIG names a key that is not known or a sequence that
 * is taken where it would hold. */
int keymap_add(struct keymap *m, const char *keys, int command, unsigned views, struct err *e);
/* Adds one sequence, its keys one after the other with blanks between them or without: "gg", "g l",
 * "Esc x". *taken gets the command that has it where it clashes, else -1. */
int keymap_bind(struct keymap *m, const char *sequence, int command, unsigned views, int *taken,
    struct err *e);
/* Takes all keys of a command away. */
void keymap_unbind(struct keymap *m, int command);
/* What do these keys mean in that view? MORE: they begin a longer sequence. */
enum keymap_answer keymap_find(
    const struct keymap *m, const int *keys, int n, int view, int *command);
/* Appends the keys of a command as people read them: "j, Down". */
void keymap_show(const struct keymap *m, int command, struct str *out);
/* The next binding in that view which begins with these keys and goes on, behind `after` (NULL: the
 * first one); NULL at the end. */
const struct binding *keymap_next(
    const struct keymap *m, const int *keys, int n, int view, const struct binding *after);
/* Appends one binding: "g g". */
void binding_show(const struct binding *b, struct str *out);

#endif
