/*
 * list.h - a list over keyset pages: the rows near the cursor are in memory, never the whole table.
 *
 * The list holds a window of consecutive rows. Moving past an edge asks the source for only the
 * rows that come into sight. Rows carry what identifies them and their columns as text already made
 * safe (text_show), so that drawing them again costs nothing. No screen is needed to use or test
 * it.
 */
#ifndef BLOTTER_TUI_LIST_H
#define BLOTTER_TUI_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum { LIST_COLUMNS_MAX = 12, LIST_KEYS = 3 };

struct list_row {
	int64_t thing, version;
	int64_t
	    key[LIST_KEYS]; /* where it stands in the order; what is what is the source's matter */
	int64_t time;		/* µs UTC, for gaps; INT64_MIN: none */
	int32_t day; /* days since 1970 in the zone shown, for day rules; INT32_MIN: none */
	int32_t
	    offset; /* seconds from UTC that the zone shown had then; it counts where day does */
	uint32_t flags;		/* the view's */
	char mark;		/* one character shown in the kind column, or 0 */
	int columns;
	uint32_t at[LIST_COLUMNS_MAX]; /* offsets into text, each column NUL-ended */
	struct str text;
	struct str name;	/* the key where it is a text; its public name for acts */
};
void list_row_reset(struct list_row *r);
/* Appends a column: already safe, or made safe here. */
void list_row_plain(struct list_row *r, const char *safe);
void list_row_show(struct list_row *r, const char *from_outside); /* NULL is "" */
/* A copy that owns its strings; `to` is overwritten, not released. */
void list_row_copy(struct list_row *to, const struct list_row *from);
void list_row_release(struct list_row *r); /* of its strings; a zeroed row is left */
const char *list_row_column(const struct list_row *r, int i); /* "" when there is none */

/* Where a page begins. */
enum list_from {
	LIST_FIRST,  /* the first rows of all */
	LIST_LAST,   /* the last rows of all, in ascending order */
	LIST_AFTER,  /* right after the row `key` */
	LIST_BEFORE, /* right before it, in ascending order */
};

/* The source fills at most `limit` rows, in display order, and returns how many, or -1. */
typedef int list_fetch(void *with, enum list_from from, const struct list_row *key, int limit,
    struct list_row *out, struct err *e);
/* How many lines row i needs on the screen, given the row before it in the window (NULL: the
 * first). */
typedef int list_lines(void *with, const struct list_row *row, const struct list_row *before);

struct list {
	struct list_row *row; /* owned: `room` of them, `n` in use */
	int n, room;
	int top;    /* index of the first row shown */
	int cursor; /* index of the row acts act on; 0 when n is 0 */
	int height; /* lines on the screen */
	bool at_start, at_end; /* row[0] is the first of all, row[n - 1] the last */
	void *with;
	list_fetch *fetch;
	list_lines *lines; /* NULL: one each */
};

void list_init(struct list *l, list_fetch *fetch, list_lines *lines, void *with);
void list_release(struct list *l);
struct list_row *list_cursor(struct list *l); /* NULL when it is empty */

/* All return 0, or -1 when the source failed; the list then stays usable. */
int list_resize(struct list *l, int height, struct err *e);
int list_first(struct list *l, struct err *e);
int list_last(struct list *l, struct err *e);
int list_move(struct list *l, int by, struct err *e); /* the cursor, by rows */
int list_page(struct list *l, int pages, bool half, struct err *e); /* down, or up when negative */
/* Loads around a row that need not be there any more: the cursor goes to it, or to the row after
 * it, or before it at the end. Its line on the screen is kept where possible. */
int list_goto(struct list *l, const struct list_row *key, struct err *e);
/* Reads the window again after a change, the cursor staying on its row. */
int list_reload(struct list *l, struct err *e);
/* The number of rows that can be seen, from top on. */
int list_visible(const struct list *l);

#endif
