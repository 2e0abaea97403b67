/*
 * lesson.h - the lesson of :tutor: one step after the other, each over as soon as the scratch
 * notebook, or what the screens show of it, says that it was done.
 */
#ifndef BLOTTER_TUI_LESSON_H
#define BLOTTER_TUI_LESSON_H

#include <stdbool.h>

#include "base/str.h"

struct app;

struct lesson {
	int step; /* from 0; the last one only says good-bye */
};

/* Goes on past all steps that are done; true when there were any. */
bool lesson_look(struct app *app);
/* Passes over a step that is not done; false at the last one. */
bool lesson_skip(struct lesson *l);
/* Lines that the step takes in a window so wide, and drawing it in as many as there are (at least
 * one): its first line and what is to be typed go last. */
int lesson_lines(const struct app *app, int columns);
void lesson_draw(struct app *app, int row, int lines);
/* The step in lines, safe to print. */
void lesson_say(const struct app *app, struct str *out);

#endif
