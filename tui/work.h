/*
 * work.h - long work while the screens are open: after half a second it says how far it has come,
 * and Esc stops it; then nothing has changed.
 */
#ifndef BLOTTER_TUI_WORK_H
#define BLOTTER_TUI_WORK_H

#include <stdbool.h>

struct app;
struct err;

/* Between these two all statements of the notebook are watched. `what` is one word for the line
 * that tells ("verify"), borrowed. Keys typed meanwhile are taken afterwards. */
void work_begin(struct app *app, const char *what);
/* status: what the work gave. True when it was Esc that ended it: then that is said, and not the
 * error. */
bool work_end(struct app *app, int status);
/* Says that an act waits for somebody else: for db_wait_hook, with the app. */
void work_waits(void *with, const char *holder);

#endif
