/*
 * outside.h - programs of the person's own: the editor, a command that takes what was copied.
 */
#ifndef BLOTTER_TUI_OUTSIDE_H
#define BLOTTER_TUI_OUTSIDE_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct app;

/* Lets $VISUAL (else $EDITOR, sensible-editor, vi) change the text, in a file of mode 0600 that is
 * gone afterwards. `text` gets what it has become, without line breaks at its end. */
int outside_edit(struct app *app, struct str *text, struct err *e);
/* Runs a command of the shell with these bytes as its input. */
int outside_feed(const char *command, const char *bytes, size_t n, struct err *e);

#endif
