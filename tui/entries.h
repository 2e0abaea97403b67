/*
 * entries.h - what the log and the timeline share: rows of entries in one order or the other.
 */
#ifndef BLOTTER_TUI_ENTRIES_H
#define BLOTTER_TUI_ENTRIES_H

#include "model/entry.h"
#include "tui/app.h"

/* Columns of a row: reference, time, since T0 and since the row before (both drawn), kind, who,
 * what. */
enum { ENTRY_REF, ENTRY_TIME, ENTRY_T0, ENTRY_DELTA, ENTRY_KIND, ENTRY_WHO, ENTRY_WHAT };
enum { ENTRY_FLAG_UNDATED = 1, ENTRY_FLAG_LATE = 2, ENTRY_FLAG_STRUCK = 4 };

/* The beginning of the minute that is shown for an instant. */
int64_t entries_minute(int64_t time);
int entries_fetch(struct view *v, enum entry_order order, enum list_from from,
    const struct list_row *key, int limit, struct list_row *out, struct err *e);
int entries_load(struct view *v, int64_t thing, struct list_row *out, struct err *e);
int entries_count(struct view *v, struct err *e);
int entries_lines(void *with, const struct list_row *row, const struct list_row *before);
int entries_draw_above(
    struct view *v, const struct list_row *r, const struct list_row *before, int row);
bool entries_cell(struct view *v, const struct list_row *r, const struct list_row *before,
    int column, struct str *out);
bool entries_hides(const struct view *v, int column); /* without a T0 its column */
int entries_detail(struct view *v, const struct list_row *r, struct str *out, struct err *e);
void entries_draw_empty(struct view *v, int row, int height);

#endif
