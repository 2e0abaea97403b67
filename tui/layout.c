/* layout.c - the arithmetic of the frame, of columns and of lines. */
#include "tui/layout.h"

#include <string.h>

#include "base/text.h"

/* Between the tabs and the header, which goes down; a row and its day are left for the list. */
static void lesson_place(struct layout *l, int wanted, int *top, int bottom)
{
	int room = bottom - *top - 2, n = wanted < room ? wanted : room;

	if (n < 1)
		return;
	l->lesson = l->header >= 0 ? l->header : *top;
	l->lesson_lines = n;
	l->header += l->header >= 0 ? n : 0;
	*top += n;
}

/* Parts besides the list, the dearest first; each is shown from that many rows of window on. */
struct layout layout_of(int rows, int columns, struct layout_parts parts)
{
	struct layout l = { .rows = rows,
		.columns = columns,
		.list = columns,
		.title = -1,
		.tabs = -1,
		.banner = -1,
		.lesson = -1,
		.header = -1,
		.pane = -1,
		.rule = -1,
		.due = -1,
		.entry = -1,
		.preview = -1,
		.message = -1,
		.hint = -1 };
	int top = 0, bottom = rows;

	if (rows >= 6)
		l.title = top++;
	if (rows >= 8)
		l.tabs = top++;
	if (parts.banner && rows >= 3)
		l.banner = top++;
	if (parts.header && rows >= 10)
		l.header = top++;
	if (rows >= 16)
		l.hint = --bottom;
	if (rows >= 4)
		l.message = --bottom;
	if (parts.typing && rows >= 5)
		l.preview = --bottom;
	if (rows >= 2 || parts.typing)
		l.entry = --bottom;
	if (parts.due && rows >= 16)
		l.due = --bottom;
	if (rows >= 16)
		l.rule = --bottom;
	lesson_place(&l, parts.lesson, &top, bottom);
	if (parts.pane && columns >= LAYOUT_PANE) {
		l.pane = columns * 16 / 25;
		l.list = l.pane - 1;
	}
	l.body = top;
	l.height = bottom > top ? bottom - top : 0;
	return l;
}

int layout_overlay(const struct layout *l, int *height)
{
	int row = l->header >= 0 ? l->header : l->body;

	*height = l->height + l->body - row;
	return row;
}

static int wanted(const struct column *at, int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++)
		if (at[i].width >= 0)
			sum += (sum ? 1 : 0) + at[i].least;
	return sum;
}

/* Leaves out the column of the highest rank (the last of them); false when none may go. */
static bool drop_one(struct column *at, int n)
{
	int worst = -1;

	for (int i = 0; i < n; i++)
		if (at[i].width >= 0 && at[i].rank > 0 &&
		    (worst < 0 || at[i].rank >= at[worst].rank))
			worst = i;
	if (worst >= 0)
		at[worst].width = -1;
	return worst >= 0;
}

/* Gives one column what it wants of the columns to spare. */
static void widen(struct column *c, int *spare)
{
	int more = c->most - c->least;

	if (c->width < 0 || more <= 0 || *spare <= 0)
		return;
	if (more > *spare)
		more = *spare;
	c->width += more;
	*spare -= more;
}

static void set_starts(struct column *at, int n, int from, int end)
{
	int start = from;

	for (int i = 0; i < n; i++) {
		if (at[i].width < 0) {
			at[i].width = 0;
			continue;
		}
		if (start + at[i].width > end)
			at[i].width = end > start ? end - start : 0;
		at[i].start = start;
		start += at[i].width + 1;
	}
}

void layout_columns(struct column *at, int n, int from, int width)
{
	int spare;

	for (int i = 0; i < n; i++)
		at[i].width = at[i].rank < 0 ? -1 : 0;
	while (wanted(at, n) > width && drop_one(at, n))
		;
	spare = width - wanted(at, n);
	for (int i = 0; i < n; i++)
		if (at[i].width >= 0)
			at[i].width = at[i].least;
	for (int i = 0; i < n; i++)
		if (at[i].stretch)
			widen(&at[i], &spare);
	for (int i = 0; i < n; i++)
		if (!at[i].stretch)
			widen(&at[i], &spare);
	for (int i = 0; i < n; i++) {
		if (at[i].stretch && at[i].width >= 0 && spare > 0) {
			at[i].width += spare;
			spare = 0;
		}
	}
	set_starts(at, n, from, from + width);
}

int layout_line(const char *shown, int width, int *skip)
{
	const char *lf = strchr(shown, '\n');
	size_t n = text_fit(shown, width, NULL), cut = n;

	if (lf && (size_t)(lf - shown) <= n) {
		*skip = (int)(lf - shown) + 1;
		return (int)(lf - shown);
	}
	if (shown[n] == '\0') {
		*skip = (int)n;
		return (int)n;
	}
	if (n == 0) { /* a wide character in a very narrow place: it must move on all the same */
		int columns;

		n = text_cluster(shown, strlen(shown), &columns);
		*skip = (int)n;
		return 0;
	}
	while (cut > 0 && shown[cut] != ' ')
		cut--;
	if (cut == 0)
		cut = n;
	*skip = (int)(shown[cut] == ' ' ? cut + 1 : cut);
	return (int)cut;
}

static int hang_of(const char *shown, int width)
{
	int end = (int)strcspn(shown, "\n"), first = (int)strspn(shown, " "), at = first;

	while (at < end && !(shown[at] == ' ' && shown[at + 1] == ' '))
		at++;
	at += (int)strspn(shown + at, " ");
	if (at >= end) /* one run of words */
		at = first;
	return at <= width / 2 ? at : 0;
}

int layout_fold(const char *shown, int width, int *hang, int *left, int *skip)
{
	bool begins = *hang < 0;
	int n;

	*left = begins ? 0 : *hang;
	n = layout_line(shown, width - *left, skip);
	if (begins)
		*hang = hang_of(shown, width);
	if (begins && n > 0 && n < *hang && shown[n] == ' ') /* the value would be alone below */
		n = *skip = (int)text_fit(shown, width, NULL);
	if (shown[*skip - 1] == '\n')
		*hang = -1;
	return n;
}
