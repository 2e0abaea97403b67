/*
 * list.c - windows over keyset pages. Rows in memory are those on the screen: a step past an edge
 * fetches one row, a page fetches a page, whatever the table's size.
 */
#include "tui/list.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* --- rows ------------------------------------------------------------------------ */

void list_row_reset(struct list_row *r)
{
	struct str text = r->text, name = r->name;

	str_reset(&text);
	str_reset(&name);
	*r = (struct list_row){ .text = text, .name = name, .time = INT64_MIN, .day = INT32_MIN };
}

static void column_begin(struct list_row *r)
{
	assert(r->columns < LIST_COLUMNS_MAX);
	r->at[r->columns++] = (uint32_t)r->text.len;
}

void list_row_plain(struct list_row *r, const char *safe)
{
	column_begin(r);
	str_put(&r->text, safe, strlen(safe) + 1);
}

void list_row_show(struct list_row *r, const char *from_outside)
{
	column_begin(r);
	if (from_outside)
		text_show(&r->text, from_outside, strlen(from_outside), TEXT_ONE_LINE);
	str_putc(&r->text, '\0');
}

const char *list_row_column(const struct list_row *r, int i)
{
	return i < r->columns ? r->text.at + r->at[i] : "";
}

void list_row_copy(struct list_row *to, const struct list_row *from)
{
	*to = *from;
	to->text = to->name = (struct str){ 0 };
	str_put(&to->text, from->text.at ? from->text.at : "", from->text.len);
	str_put(&to->name, from->name.at ? from->name.at : "", from->name.len);
}

void list_row_release(struct list_row *r)
{
	str_release(&r->text);
	str_release(&r->name);
	*r = (struct list_row){ 0 };
}

/* --- the window ------------------------------------------------------------------ */

void list_init(struct list *l, list_fetch *fetch, list_lines *lines, void *with)
{
	*l = (struct list){ .fetch = fetch, .lines = lines, .with = with };
}

void list_release(struct list *l)
{
	for (int i = 0; i < l->room; i++)
		list_row_release(&l->row[i]);
	free(l->row);
	*l = (struct list){ 0 };
}

struct list_row *list_cursor(struct list *l)
{
	return l->n > 0 ? &l->row[l->cursor] : NULL;
}

static void need_room(struct list *l, int room)
{
	if (room <= l->room)
		return;
	l->row = xrealloc(l->row, (size_t)room * sizeof *l->row);
	memset(l->row + l->room, 0, (size_t)(room - l->room) * sizeof *l->row);
	l->room = room;
}

static int lines_of(const struct list *l, int i)
{
	int lines = 1;

	if (l->lines)
		lines = l->lines(l->with, &l->row[i], i > 0 ? &l->row[i - 1] : NULL);
	return lines > 0 ? lines : 1;
}

/* Lines from row a to row b, both counted. */
static int lines_between(const struct list *l, int a, int b)
{
	int sum = 0;

	for (int i = a; i <= b; i++)
		sum += lines_of(l, i);
	return sum;
}

int list_visible(const struct list *l)
{
	int sum = 0, i = l->top;

	while (i < l->n && (sum += lines_of(l, i)) <= l->height)
		i++;
	return l->n > 0 && i == l->top ? 1 : i - l->top; /* one that is higher than all there is */
}

/* Rotates the array so that row `by` becomes the first (or, negative, the last -by come first): the
 * strings of rows that leave are used again by those that come. */
static void rotate(struct list *l, int n, int by)
{
	size_t size = sizeof *l->row;
	int k = by > 0 ? by : n + by;
	struct list_row *keep;

	if (k <= 0 || k >= n)
		return;
	keep = xmalloc((size_t)k * size);
	memcpy(keep, l->row, (size_t)k * size);
	memmove(l->row, l->row + k, (size_t)(n - k) * size);
	memcpy(l->row + n - k, keep, (size_t)k * size);
	free(keep);
}

/* Fetches up to k rows after the window and forgets as many at its beginning as are not in sight.
 */
static int grow_down(struct list *l, int k, struct err *e)
{
	int got, drop;

	if (l->at_end || l->n == 0 || k <= 0)
		return 0;
	need_room(l, l->n + k);
	got = l->fetch(l->with, LIST_AFTER, &l->row[l->n - 1], k, l->row + l->n, e);
	if (got < 0)
		return -1;
	l->at_end = got < k;
	l->n += got;
	drop = l->n - 2 * (l->height > 0 ? l->height : 1);
	if (drop > l->top)
		drop = l->top;
	if (drop > l->cursor)
		drop = l->cursor;
	if (drop > 0) {
		rotate(l, l->room, drop);
		l->n -= drop;
		l->top -= drop;
		l->cursor -= drop;
		l->at_start = false;
	}
	return got;
}

/* The same upwards; the rows come in display order and go before the window. */
static int grow_up(struct list *l, int k, struct err *e)
{
	int got, most;

	if (l->at_start || l->n == 0 || k <= 0)
		return 0;
	need_room(l, l->n + k);
	got = l->fetch(l->with, LIST_BEFORE, &l->row[0], k, l->row + l->n, e);
	if (got < 0)
		return -1;
	l->at_start = got < k;
	if (got > 0)
		rotate(l, l->n + got, -got);
	l->n += got;
	l->top += got;
	l->cursor += got;
	most = 2 * (l->height > 0 ? l->height : 1);
	if (l->n > most && l->n - got >= 1) {
		int keep = l->cursor + 1 > most ? l->cursor + 1 : most;

		if (keep < l->top + l->height)
			keep = l->top + l->height;
		if (keep < l->n) {
			l->n = keep;
			l->at_end = false;
		}
	}
	return got;
}

/* Moves top as little as needed for the cursor's row to be in sight with all its lines. */
static void keep_in_sight(struct list *l)
{
	if (l->n == 0) {
		l->top = l->cursor = 0;
		return;
	}
	if (l->cursor < l->top)
		l->top = l->cursor;
	while (l->top < l->cursor && lines_between(l, l->top, l->cursor) > l->height)
		l->top++;
}

/* Fetches what is missing below so that the screen is full if there are rows for it. */
static int fill_below(struct list *l, struct err *e)
{
	while (!l->at_end && l->n > 0) {
		int have = lines_between(l, l->top, l->n - 1);
		int got;

		if (have >= l->height)
			return 0;
		got = grow_down(l, l->height - have, e);
		if (got <= 0)
			return got;
	}
	return 0;
}

/* At the end of the list the screen is filled from above. */
static int fill_above(struct list *l, struct err *e)
{
	while (l->n > 0 && lines_between(l, l->top, l->n - 1) < l->height) {
		if (l->top == 0 && (l->at_start || grow_up(l, l->height, e) <= 0))
			return 0;
		if (l->top == 0)
			return 0;
		l->top--;
		if (lines_between(l, l->top, l->n - 1) > l->height) {
			l->top++;
			return 0;
		}
	}
	return 0;
}

static int settle(struct list *l, struct err *e)
{
	keep_in_sight(l);
	if (fill_below(l, e) < 0)
		return -1;
	keep_in_sight(l);
	return l->at_end ? fill_above(l, e) : 0;
}

static int load(struct list *l, enum list_from from, const struct list_row *key, struct err *e)
{
	int want = l->height > 0 ? l->height : 1, got;

	need_room(l, want);
	got = l->fetch(l->with, from, key, want, l->row, e);
	if (got < 0)
		return -1;
	l->n = got;
	l->top = l->cursor = 0;
	l->at_start =
	    from == LIST_FIRST || ((from == LIST_LAST || from == LIST_BEFORE) && got < want);
	l->at_end = from == LIST_LAST || ((from == LIST_FIRST || from == LIST_AFTER) && got < want);
	return got;
}

int list_first(struct list *l, struct err *e)
{
	if (load(l, LIST_FIRST, NULL, e) < 0)
		return -1;
	return settle(l, e);
}

int list_last(struct list *l, struct err *e)
{
	if (load(l, LIST_LAST, NULL, e) < 0)
		return -1;
	l->cursor = l->n > 0 ? l->n - 1 : 0;
	return settle(l, e);
}

int list_resize(struct list *l, int height, struct err *e)
{
	l->height = height > 0 ? height : 1;
	return l->n > 0 ? settle(l, e) : 0;
}

int list_move(struct list *l, int by, struct err *e)
{
	int missing = l->cursor + by - (l->n - 1);

	if (l->n == 0)
		return 0;
	if (by > 0 && missing > 0 && grow_down(l, missing, e) < 0)
		return -1;
	if (by < 0 && l->cursor + by < 0 && grow_up(l, -(l->cursor + by), e) < 0)
		return -1;
	l->cursor += by;
	if (l->cursor < 0)
		l->cursor = 0;
	if (l->cursor >= l->n)
		l->cursor = l->n - 1;
	return settle(l, e);
}

/* Top moves with the cursor, so that the cursor keeps its line. */
int list_page(struct list *l, int pages, bool half, struct err *e)
{
	int shown = list_visible(l), step, line = l->cursor - l->top;

	if (l->n == 0)
		return 0;
	step = half ? (shown + 1) / 2 : shown - 1;
	if (step < 1)
		step = 1;
	step *= pages;
	if (step > 0 && grow_down(l, l->top + step + shown - l->n, e) < 0)
		return -1;
	line = l->cursor - l->top;
	if (step < 0 && l->top + step < 0) {
		if (grow_up(l, -(l->top + step), e) < 0)
			return -1;
	}
	if (step < 0 && l->top + step < 0) {
		l->top = 0;
		l->cursor = l->cursor + step > 0 ? l->cursor + step : 0;
		return settle(l, e);
	}
	l->top += step;
	l->cursor = l->top + line;
	if (l->top >= l->n)
		l->top = l->n - 1;
	if (l->cursor >= l->n)
		l->cursor = l->n - 1;
	return settle(l, e);
}

/* The page that begins at `key` itself is found by going one row back from what comes after it. */
int list_goto(struct list *l, const struct list_row *key, struct err *e)
{
	struct list_row at;
	int line = l->cursor - l->top, got;

	list_row_copy(&at, key);
	got = load(l, LIST_BEFORE, &at, e);
	if (got < 0)
		goto done;
	if (got == 0) {
		got = list_first(l, e);
		goto done;
	}
	l->at_end = false;
	l->cursor = l->n - 1;
	got = grow_down(l, l->height + 1, e);
	if (got > 0)
		l->cursor++;
	l->top = l->cursor - line > 0 ? l->cursor - line : 0;
	if (got >= 0)
		got = settle(l, e);
done:
	list_row_release(&at);
	return got < 0 ? -1 : 0;
}

int list_reload(struct list *l, struct err *e)
{
	if (l->n == 0)
		return list_first(l, e);
	return list_goto(l, &l->row[l->cursor], e);
}
