/* view_log.c - the log: entries in the order they were written, day rules and silences between
 * them. */
#include "tui/entries.h"
#include "tui/i18n.h"

static int log_fetch(void *with, enum list_from from, const struct list_row *key, int limit,
    struct list_row *out, struct err *e)
{
	return entries_fetch(with, ENTRY_RECORDED, from, key, limit, out, e);
}

static int log_count(struct view *v, struct err *e)
{
	return entries_count(v, e);
}

static const struct view_column log_columns[] = {
	{ N_("ID"), 4, 9, 1, false, true },
	{ N_("TIME"), 5, 12, 0, false, false },
	{ N_("SINCE T0"), 11, 13, 2, false, false },
	{ N_("DELTA"), 7, 7, 3, false, false },
	{ N_("K"), 2, 3, 0, false, false },
	{ N_("WHO"), 5, 10, 2, false, false },
	{ N_("WHAT"), 18, 30, 0, true, false },
};

const struct view_ops view_log_ops = {
	.title = N_("Log"),
	.key = '1',
	.of = FILTER_ENTRIES,
	.last_first = true,
	.column = log_columns,
	.columns = sizeof log_columns / sizeof *log_columns,
	.fetch = log_fetch,
	.lines = entries_lines,
	.draw_above = entries_draw_above,
	.cell = entries_cell,
	.hides = entries_hides,
	.count = log_count,
	.detail = entries_detail,
	.draw_empty = entries_draw_empty,
	.load = entries_load,
};
