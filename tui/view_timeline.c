/*
 * view_timeline.c - entries in the order they happened, under a strip of how many there were when.
 */
#include "tui/entries.h"
#include "tui/i18n.h"
#include "tui/strip.h"

static int timeline_fetch(void *with, enum list_from from, const struct list_row *key, int limit,
    struct list_row *out, struct err *e)
{
	return entries_fetch(with, ENTRY_HAPPENED, from, key, limit, out, e);
}

static int timeline_count(struct view *v, struct err *e)
{
	return entries_count(v, e);
}

static const struct view_column timeline_columns[] = {
	{ N_("ID"), 4, 9, 2, false, true },
	{ N_("TIME"), 5, 12, 0, false, false },
	{ N_("SINCE"), 6, 8, 3, false, false },
	{ N_("K"), 2, 2, 0, false, false },
	{ N_("WHO"), 5, 10, 1, false, false },
	{ N_("WHAT"), 12, 30, 0, true, false },
};

const struct view_ops view_timeline_ops = {
	.title = N_("Timeline"),
	.key = '2',
	.of = FILTER_ENTRIES,
	.column = timeline_columns,
	.columns = sizeof timeline_columns / sizeof *timeline_columns,
	.fetch = timeline_fetch,
	.lines = entries_lines,
	.draw_above = entries_draw_above,
	.cell = entries_cell,
	.count = timeline_count,
	.detail = entries_detail,
	.draw_empty = entries_draw_empty,
	.top_lines = strip_lines,
	.draw_top = strip_draw,
	.idle = strip_idle,
};
