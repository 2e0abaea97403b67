/*
 * timeline.h - what the timeline shows above its list: how many entries there were when, and lanes
 * of them by kind, actor, tag, source or population.
 *
 * An entry stands where its earliest bound is, once; so the counts of the strip, those without a
 * beginning and those without a time are together the rows of the list. All of it is counted in
 * idle slices which any key ends; what is drawn is what has been counted.
 */
#ifndef BLOTTER_TUI_TIMELINE_H
#define BLOTTER_TUI_TIMELINE_H

#include "base/when.h"
#include "model/density.h"
#include "tui/app.h"
#include "tui/axis.h"

/* Entries a cell. */
struct counts {
	struct axis axis;
	int next; /* cell to be counted next; axis.cells: complete */
	int64_t after; /* rows up to it are counted, where that is by rows */
	int64_t count[AXIS_CELLS_MAX];
	int64_t most, sum;
	bool fine; /* cells are halved: strip=braille */
	int64_t left[AXIS_CELLS_MAX], most_half;
};

enum lanes_by { LANES_KIND, LANES_ACTOR, LANES_TAG, LANES_SOURCE, LANES_POPULATION, LANES_BY };

enum { LANES_MAX = 40, LANE_NAME_MAX = 40, GAPS_MAX = 200 };

struct lane {
	char name[LANE_NAME_MAX]; /* safe to show */
	int64_t sum;
	uint32_t *count; /* owned: that begin in each cell */
	char *mark;	 /* owned: of the only one in a cell, 0 when that one is imprecise */
	char *span;	 /* owned: < ~ > of imprecise ones, 0 none */
};

enum lanes_stage { STAGE_SPANS, STAGE_ENTRIES, STAGE_PEOPLE, STAGE_DONE };

struct lanes {
	enum lanes_by by;
	struct axis axis; /* that they are of; cells 0: none yet */
	struct lane lane[LANES_MAX];
	int n;
	int order[LANES_MAX]; /* in which they are shown */
	enum lanes_stage stage;
	struct density_page page;
	int64_t customer; /* the key among exposures */
	int64_t point;	  /* the last point of time seen; WHEN_PAST: none */
	struct gap {
		int64_t from, to; /* µs UTC */
	} gap[GAPS_MAX];
	int gaps;
};

struct timeline {
	int zoom;	     /* 0: all */
	bool bounded;	     /* what follows is known */
	int64_t first, last; /* earliest bounds of all; first > last: there are none */
	int64_t before, undated; /* that have no place: without a beginning, without a time */
	struct counts near, whole; /* of the window, and of all while the window is a part */
	bool zoomed;	     /* the window is to be placed anew, around the cursor */
	int64_t pinned; /* the window was moved by hand while this row had the cursor; 0: not */
	struct lanes lanes;
	int room; /* lines that lanes take */
	bool fit; /* they take what they need next; else never fewer, so that the list stays */
};
struct timeline *timeline_of(struct view *v); /* made when it is not there yet */

/* Is the window wide enough for lanes? Else they fold into the strip. */
bool timeline_wide(const struct view *v);
int timeline_lines(struct view *v, int height);
void timeline_draw(struct view *v, int row, int lines);
enum idle timeline_idle(struct view *v);
void timeline_changed(struct view *v); /* what is counted may not be so any more */

void counts_begin(struct counts *c, const struct axis *a, bool fine);
/* The strip: one more slice counted. `all`: the axis has all that is dated. */
int counts_step(struct counts *c, struct view *v, bool all, struct err *e);
void counts_draw(const struct counts *c, struct view *v, int row, int column);

/* Lanes: one more slice. */
void lanes_begin(struct lanes *l, const struct axis *a, const struct view *v);
int lanes_step(struct lanes *l, struct view *v, struct err *e);
bool lanes_done(const struct lanes *l);
void lanes_clear(struct lanes *l);
/* The lines that they need, with those of silences and deadlines in the window. */
int lanes_lines(const struct lanes *l, const struct view *v);
/* Draws at most `lines` of them; the strip's cells begin at `column`. */
void lanes_draw(const struct lanes *l, struct view *v, int row, int lines, int column);
const char *lanes_name(enum lanes_by by); /* "kind", not translated yet */

/* What keys do. */
void timeline_zoom(struct view *v, int by); /* +1: a shorter span */
bool timeline_pan(struct view *v, int by);  /* quarters of the window; false: all is in sight */

#endif
