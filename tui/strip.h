/*
 * strip.h - how many entries there were when, as a line of characters over the timeline. It fills
 * in idle time, cell by cell, and any key stops it.
 */
#ifndef BLOTTER_TUI_STRIP_H
#define BLOTTER_TUI_STRIP_H

#include "tui/app.h"

int strip_lines(struct view *v, int height);
void strip_draw(struct view *v, int row, int lines);
enum idle strip_idle(struct view *v);
void strip_zoom(struct view *v, int by); /* +1: a shorter span */

#endif
