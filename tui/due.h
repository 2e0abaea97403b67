/*
 * due.h - the clocks that run for the incident, soonest first: what the line DUE, the tab of what
 * is open and the timeline's lane of deadlines show.
 */
#ifndef BLOTTER_TUI_DUE_H
#define BLOTTER_TUI_DUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "model/notebook.h"

struct app;

enum { CLOCKS_MAX = 64 };

struct clock {
	int64_t due;	   /* µs UTC */
	bool late;
	char ref[REF_MAX];
	char what[64];	   /* safe to show */
};

struct due {
	struct clock at[CLOCKS_MAX];
	int n;
	int64_t open, late; /* things that are open, and those of them past their time */
};

/* Reads them as of now: after a change, and when a minute has passed. An error leaves none. */
void due_load(struct app *app);
/* "regulator-72h 3h41m left (20 May 09:02) | rotate keys LATE 1h12m": as many as there is room for.
 */
void due_show(struct str *out, const struct due *d, int64_t now, const char *zone, int columns);

#endif
