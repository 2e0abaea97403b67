/*
 * pending.h - a sequence of keys that is begun: who knows it goes on at once, who hesitates is told
 * what may follow.
 */
#ifndef BLOTTER_TUI_PENDING_H
#define BLOTTER_TUI_PENDING_H

#include <stdint.h>

struct app;

enum { PENDING_TOLD_AFTER = 400000 }; /* µs without the next key */

/* The keys so far, in the line of messages. */
void pending_draw_keys(struct app *app, int row);
/* What may follow, over the lower part of the view, when it is time. */
void pending_draw(struct app *app);
/* When it is time, as app_ticks; INT64_MAX: nothing is begun, or it is told already. */
int64_t pending_due(const struct app *app);

#endif
