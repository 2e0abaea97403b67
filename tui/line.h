/*
 * line.h - drawing a line that is typed, and what is wrong with it.
 */
#ifndef BLOTTER_TUI_LINE_H
#define BLOTTER_TUI_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/prompt.h"

struct app;

/* In the place of the entry line, behind its label; focus: the cursor is in it. */
void line_draw(struct app *app, const struct prompt *p, const char *label, bool focus);
/* Below it a caret under the byte at fault, where that is in sight, and the sentence beside it. One
 * that has no room there goes on where messages and hints stand: its end is what to do. */
void line_draw_fault(
    struct app *app, const struct prompt *p, const char *label, size_t at, const char *sentence);

#endif
