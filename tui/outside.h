/*
 * outside.h - programs of the person's own: the editor, a command that takes what was copied.
 */
#ifndef BLOTTER_TUI_OUTSIDE_H
#define BLOTTER_TUI_OUTSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct app;

/* Lets $VISUAL (else $EDITOR, sensible-editor, vi) change the text, in a file of mode 0600 that is
 * gone afterwards. `text` gets what it has become, without line breaks at its end. */
int outside_edit(struct app *app, struct str *text, struct err *e);
/* Runs a command of the shell with these bytes as its input. */
int outside_feed(const char *command, const char *bytes, size_t n, struct err *e);

/* Runs a command of the shell that reads the file `in`. It has the terminal; with `out` what it
 * prints goes to that file; else -1. */
int outside_rows(struct app *app, const char *command, int in, int out, struct err *e);

/* A path as it was typed: ~/x is in the home, blanks at the end are not meant, and - is a file of
 * that name, since stdin and stdout are the terminal's. Yours to free. */
char *outside_path(const char *typed);
/* Appends to *rest how the path goes on, as far as all files that begin like it agree; a folder
 * gets its slash. False: there is none. */
bool outside_complete(const char *typed, struct str *rest);

#endif
