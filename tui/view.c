/*
 * view.c - what all views share: reading rows when they are needed, the filter, drawing the list.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/fulltext.h"
#include "model/saved_view.h"
#include "tui/app.h"
#include "tui/i18n.h"

enum { WRAP_LINES = 8 }; /* of a text in the list; Enter shows the rest */

static const struct view_ops *const all_ops[VIEWS] = {
	[VIEW_INCIDENTS] = &view_incidents_ops,
	[VIEW_LOG] = &view_log_ops,
	[VIEW_TIMELINE] = &view_timeline_ops,
	[VIEW_CUSTOMERS] = &view_customers_ops,
	[VIEW_NOTIFICATIONS] = &view_notifications_ops,
	[VIEW_OPEN] = &view_open_ops,
	[VIEW_JOURNAL] = &view_journal_ops,
	[VIEW_ADVISORIES] = &view_advisories_ops,
};

/* Which column is given what the others leave; -1. */
static int stretching(const struct view_ops *ops)
{
	for (int i = 0; i < ops->columns; i++)
		if (ops->column[i].stretch)
			return i;
	return -1;
}

/* A piece of a long text that is wrapped: its bytes; *skip gets those to the next one. */
static int wrapped(const struct view *v, const char *shown, int *skip)
{
	return layout_line(shown, v->wrap_width > 2 ? v->wrap_width : 2, skip);
}

/* Lines of a row itself: more than one where its long text is wrapped. */
static int text_lines(const struct view *v, const struct list_row *r)
{
	int column = stretching(v->ops), lines = 0, skip;
	const char *shown;

	if (!v->wrap || v->wrap_width == 0 || column < 0)
		return 1;
	for (shown = list_row_column(r, column); *shown && lines < WRAP_LINES; shown += skip) {
		wrapped(v, shown, &skip);
		lines++;
	}
	return lines > 0 ? lines : 1;
}

static int row_lines(void *with, const struct list_row *row, const struct list_row *before)
{
	struct view *v = with;

	return (v->ops->lines ? v->ops->lines(v, row, before) : 1) + text_lines(v, row) - 1;
}

void view_init(struct view *v, struct app *app, enum view_id id)
{
	*v = (struct view){ .ops = all_ops[id], .app = app, .id = id };
	list_init(&v->list, view_fetch, row_lines, v);
}

static void own_release(struct view *v)
{
	if (v->own && v->own_release)
		v->own_release(v->own);
	v->own = NULL;
}

void view_release(struct view *v)
{
	list_release(&v->list);
	list_row_release(&v->range_from);
	marks_clear(&v->marks);
	sorting_forget(&v->sorting);
	filter_free(v->filter);
	free(v->filter_text);
	str_release(&v->count_name);
	own_release(v);
}

static void count_again(struct view *v)
{
	v->count = 0;
	v->counted = false;
	memset(v->count_key, 0, sizeof v->count_key);
	str_reset(&v->count_name);
	if (v->ops->changed)
		v->ops->changed(v);
}

int view_gone(struct err *e)
{
	if (e->kind != ERR_NOT_FOUND)
		return -1;
	*e = (struct err){ 0 };
	return 0;
}

void view_filter_again(struct view *v)
{
	struct when_context c = app_when(v->app);
	struct filter *f;
	struct err e = { 0 };

	if (!v->filter_text)
		return;
	f = saved_view_compile(v->app->nb, v->filter_text, v->ops->of, &c, NULL, &e);
	if (!f)
		return; /* the name of a view, say, that was not given yet: the rows stay as they
			   were asked for */
	filter_free(v->filter);
	v->filter = f;
}

void view_reset(struct view *v)
{
	view_filter_again(v);
	v->loaded = false;
	list_row_release(&v->range_from);
	v->pan = 0;
	v->all = 0;
	memset(v->wide, 0, sizeof v->wide);
	marks_clear(&v->marks);
	own_release(v);
	count_again(v);
}

const struct filter *view_reading(const struct view *v)
{
	return v->finding ? v->finding : v->filter;
}

static int list_height(const struct view *v)
{
	int height = v->app->layout.height;

	if (v->ops->top_lines)
		height -= v->ops->top_lines((struct view *)v, height);
	return height > 0 ? height : 1;
}

/* The first page. Behind a filter it may take a while to find one, so a key may stop it: then it is
 * tried again when that key has been taken. */
static int load_first(struct view *v, struct err *e)
{
	int status;

	v->list.height = list_height(v);
	if (v->filter)
		app_stoppable(v->app);
	status = v->ops->last_first ? list_last(&v->list, e) : list_first(&v->list, e);
	app_unstoppable(v->app);
	v->loaded = status == 0 || !v->filter || e->kind != ERR_BUSY;
	if (!v->loaded)
		v->list.n = v->list.top = v->list.cursor = 0;
	return v->loaded ? status : 0;
}

int view_goto(struct view *v, const struct list_row *r, struct err *e)
{
	struct list_row now = { 0 };
	int n = v->ops->load ? v->ops->load(v, r->thing, &now, e) : 0;

	if (n >= 0)
		n = list_goto(&v->list, n > 0 ? &now : r, e);
	list_row_release(&now);
	return n;
}

/* The cursor goes along with its row. Behind a filter it may not pass any more, so there it stays.
 */
static int reload(struct view *v, struct err *e)
{
	const struct list_row *r = list_cursor(&v->list);

	return r && !v->filter ? view_goto(v, r, e) : list_reload(&v->list, e);
}

void view_ready(struct view *v)
{
	struct err e = { 0 };
	int status;

	if (!v->loaded || v->stale)
		sorting_forget(&v->sorting);
	if (v->stale)
		v->all = 0;
	if (!v->loaded) {
		status = load_first(v, &e);
		count_again(v);
	} else {
		status = list_resize(&v->list, list_height(v), &e);
		if (v->stale && status == 0)
			status = reload(v, &e);
		if (v->stale)
			count_again(v);
	}
	v->stale = false;
	if (status < 0)
		app_error(v->app, &e);
}

void view_index(struct view *v)
{
	struct err ignored;

	if (!v->app->nb->fulltext && fulltext_behind(v->app->nb))
		fulltext_open(v->app->nb, NULL, &ignored);
}

int view_filter_try(struct view *v, const char *text, size_t *fault_at, struct err *e)
{
	struct when_context c = app_when(v->app);
	size_t blanks = strspn(text, " ");
	struct filter *f = NULL;

	text += blanks;
	if (strcmp(text, v->filter_text ? v->filter_text : "") == 0)
		return 0;
	view_index(v);
	if (*text && !(f = saved_view_compile(v->app->nb, text, v->ops->of, &c, fault_at, e))) {
		if (fault_at && *fault_at != SIZE_MAX)
			*fault_at += blanks;
		return -1;
	}
	if (!v->filter_text && v->counted)
		v->all = v->count;
	filter_free(v->filter);
	free(v->filter_text);
	v->filter = f;
	v->filter_text = f ? xstrdup(text) : NULL;
	v->loaded = false;
	memset(v->wide, 0, sizeof v->wide);
	count_again(v);
	return 0;
}

void view_filter(struct view *v, const char *text)
{
	struct err e = { 0 };

	if (view_filter_try(v, text, NULL, &e) < 0)
		app_error(v->app, &e);
}

/* --- drawing ------------------------------------------------------------------------- */

/* Looks at the rows in sight. Text is never wider than its bytes are many. */
static void measure(struct view *v)
{
	int end = v->list.top + v->app->layout.height;

	for (int i = v->list.top; i < v->list.n && i < end; i++)
		for (int k = 0; k < v->ops->columns; k++) {
			const char *shown = list_row_column(&v->list.row[i], k);
			int width;

			if (v->ops->column[k].stretch || (int)strlen(shown) <= v->wide[k])
				continue;
			width = text_width(shown);
			v->wide[k] = width > v->wide[k] ? width : v->wide[k];
		}
}

static int wanted(const struct view *v, int column)
{
	const struct view_column *c = &v->ops->column[column];
	struct str sorted = { 0 };
	int title = text_width(sorting_title(v, column, &sorted));
	int width = v->wide[column] > title ? v->wide[column] : title;

	str_release(&sorted);
	return width < c->least ? c->least : width > c->most ? c->most : width;
}

static void columns_of(const struct view *v, struct column *out)
{
	for (int i = 0; i < v->ops->columns; i++) {
		const struct view_column *c = &v->ops->column[i];

		out[i] = (struct column){ .least = c->least, .most = c->most, .rank = c->rank,
			.stretch = c->stretch };
		if (!c->stretch)
			out[i].least = out[i].most = wanted(v, i);
		if (v->ops->hides && v->ops->hides(v, i))
			out[i].rank = -1;
	}
	layout_columns(out, v->ops->columns, 2, v->app->layout.list - 2);
}

static void draw_header(struct view *v, const struct column *columns, int row)
{
	struct canvas *c = &v->app->canvas;
	struct str sorted = { 0 };

	for (int i = 0; i < v->ops->columns; i++) {
		const char *title = sorting_title(v, i, &sorted);

		if (columns[i].width == 0)
			continue;
		if (v->ops->column[i].right)
			canvas_field_right(
			    c, row, columns[i].start, columns[i].width, STYLE_HEADER, title);
		else
			canvas_field(
			    c, row, columns[i].start, columns[i].width, STYLE_HEADER, title);
	}
	str_release(&sorted);
}

/* Passes over so many columns of shown text. */
static const char *panned(const char *shown, int columns)
{
	return columns > 0 ? shown + text_fit(shown, columns, NULL) : shown;
}

static enum style row_style(const struct view *v, const struct list_row *r, bool cursor)
{
	bool marked = marks_has(&v->marks, r->thing);

	if (cursor)
		return marked ? STYLE_MARKED_CURSOR : STYLE_CURSOR;
	if (marked)
		return STYLE_MARKED;
	return r->mark == '!' || r->mark == '*' ? STYLE_STRONG : STYLE_NORMAL;
}

/* The long text, over the lines that it takes; the last of them is cut where it goes on. */
static void draw_wrapped(
    struct view *v, const struct column *at, const char *shown, int row, enum style style)
{
	int end = row + WRAP_LINES, skip = 0;

	for (; *shown && row < end && row < v->app->layout.body + v->app->layout.height;
	     row++, shown += skip) {
		int n = wrapped(v, shown, &skip);
		char *piece = xstrndup(shown, row == end - 1 ? strlen(shown) : (size_t)n);

		canvas_field(&v->app->canvas, row, at->start, at->width, style, piece);
		free(piece);
	}
}

static void draw_cell(struct view *v, int k, const struct column *at, const char *shown, int row,
    enum style style)
{
	const struct view_column *spec = &v->ops->column[k];

	if (spec->stretch && v->wrap)
		draw_wrapped(v, at, shown, row, style);
	else if (spec->right)
		canvas_field_right(&v->app->canvas, row, at->start, at->width, style, shown);
	else
		canvas_field(&v->app->canvas, row, at->start, at->width, style,
		    spec->stretch ? panned(shown, v->pan) : shown);
	if (spec->stretch && !v->wrap && v->pan > 0 && *shown) /* it began further left */
		canvas_fill(&v->app->canvas, row, at->start, 1, style, '<');
}

/* Of the line a row begins in, and of those that its text goes on in. */
static void draw_ground(struct view *v, int i, int row, int lines, enum style style)
{
	for (int k = 0; k < lines && row + k < LAYOUT_ROWS_MAX; k++) {
		v->app->row_at[row + k] = (short)i;
		if (i == v->list.cursor)
			canvas_fill(
			    &v->app->canvas, row + k, 0, v->app->layout.list, style, ' ');
	}
}

/* The sign before a row: it is marked, or has a bookmark. */
static const char *row_sign(const struct view *v, const struct list_row *r)
{
	return marks_has(&v->marks, r->thing) ? "*" : bookmarks_has(v, r->thing) ? "'" : " ";
}

static void draw_row(struct view *v, const struct column *columns, int i, int row, int lines)
{
	struct canvas *c = &v->app->canvas;
	const struct list_row *r = &v->list.row[i], *before = i > 0 ? r - 1 : NULL;
	bool cursor = i == v->list.cursor;
	enum style style = row_style(v, r, cursor);
	struct str text = { 0 };

	draw_ground(v, i, row, lines, style);
	canvas_text(c, row, 0, style, cursor ? ">" : " ");
	canvas_text(c, row, 1, style, row_sign(v, r));
	for (int k = 0; k < v->ops->columns; k++) {
		const char *shown = list_row_column(r, k);

		if (columns[k].width == 0)
			continue;
		str_reset(&text);
		if (v->ops->cell && v->ops->cell(v, r, before, k, &text))
			shown = str_text(&text);
		draw_cell(v, k, &columns[k], shown, row, style);
	}
	str_release(&text);
}

static void draw_list(struct view *v, const struct column *columns, int row, int end)
{
	for (int i = v->list.top; i < v->list.n && row < end; i++) {
		const struct list_row *r = &v->list.row[i];
		int own = text_lines(v, r);

		if (v->ops->draw_above) {
			int lines = v->ops->draw_above(v, r, i > 0 ? r - 1 : NULL, row);

			/* The last row may have room for what is above it only. */
			if (row + lines >= end)
				break;
			row += lines;
		}
		if (i == v->list.cursor) {
			v->app->cursor_row = row;
			v->app->cursor_column = 0;
		}
		draw_row(v, columns, i, row, own < end - row ? own : end - row);
		row += own;
	}
}

/* Draws a line, over several rows where it does not fit, from a row on; only counts where that is
 * below `end`. The rows it takes. */
static int draw_folded(struct view *v, const char *shown, int row, int end)
{
	int margin = v->app->layout.columns < 60 ? 1 : 3, hang = -1, left, skip, rows = 0;
	int width = v->app->layout.columns - margin > 2 ? v->app->layout.columns - margin : 2;

	do {
		int n = *shown ? layout_fold(shown, width, &hang, &left, &skip) : (left = skip = 0);
		char *line = xstrndup(shown, (size_t)n);

		if (row + rows < end)
			canvas_text(
			    &v->app->canvas, row + rows, margin + left, STYLE_NORMAL, line);
		free(line);
		rows++;
		shown += skip;
	} while (*shown);
	return rows;
}

void view_draw_lines(struct view *v, int row, int height, const char *const *lines, int n)
{
	int all = 0, end = row + height;

	for (int i = 0; i < n; i++)
		all += draw_folded(v, _(lines[i]), end, end);
	if (all <= height) {
		row += height > all;
		for (int i = 0; i < n; i++)
			row += draw_folded(v, _(lines[i]), row, end);
		return;
	}
	row += height > n;
	for (int i = 0; i < n && row < end; i++)
		canvas_field(&v->app->canvas, row++, 3, v->app->layout.columns - 3, STYLE_NORMAL,
		    *lines[i] ? _(lines[i]) : "");
}

/* A text that is wrapped takes other lines when its column has got another width. */
static void wrap_to(struct view *v, const struct column *columns)
{
	int column = stretching(v->ops), width = column < 0 ? 0 : columns[column].width;
	struct err e = { 0 };

	if (!v->wrap || width == v->wrap_width)
		return;
	v->wrap_width = width;
	if (list_resize(&v->list, list_height(v), &e) < 0)
		app_error(v->app, &e);
}

void view_draw(struct view *v)
{
	struct layout *l = &v->app->layout;
	struct column columns[LIST_COLUMNS_MAX];
	int row = l->body, top = 0;
	int header = l->header;

	assert(v->ops->columns <= LIST_COLUMNS_MAX);
	if (l->height == 0)
		return;
	if (v->ops->top_lines && (top = v->ops->top_lines(v, l->height)) > 0) {
		/* The header stands right over the list. */
		v->ops->draw_top(v, header >= 0 ? header : row, top);
		row += top;
		header = header >= 0 ? row - 1 : -1;
	}
	if (v->list.n == 0) {
		if (!v->loaded)
			canvas_text(&v->app->canvas, row, 3, STYLE_NORMAL, _("searching"));
		else if (v->ops->draw_empty)
			v->ops->draw_empty(v, row, l->height - top);
		return;
	}
	measure(v);
	columns_of(v, columns);
	wrap_to(v, columns);
	if (header >= 0)
		draw_header(v, columns, header);
	draw_list(v, columns, row, l->body + l->height);
	pane_draw(v->app, header >= 0 ? header : row, l->body + l->height);
}
