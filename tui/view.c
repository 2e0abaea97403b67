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

void view_init(struct view *v, struct app *app, enum view_id id)
{
	*v = (struct view){ .ops = all_ops[id], .app = app, .id = id };
	list_init(&v->list, v->ops->fetch, v->ops->lines, v);
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
	str_release(&v->range_from.text);
	str_release(&v->range_from.name);
	marks_clear(&v->marks);
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

void view_reset(struct view *v)
{
	v->loaded = false;
	str_release(&v->range_from.text);
	str_release(&v->range_from.name);
	v->range_from = (struct list_row){ 0 };
	v->pan = 0;
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

void view_ready(struct view *v)
{
	struct err e = { 0 };
	int status;

	if (!v->loaded) {
		status = load_first(v, &e);
		count_again(v);
	} else {
		status = list_resize(&v->list, list_height(v), &e);
		if (v->stale && status == 0)
			status = list_reload(&v->list, &e);
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

void view_filter(struct view *v, const char *text)
{
	struct when_context c = app_when(v->app);
	struct filter *f = NULL;
	struct err e = { 0 };

	view_index(v);
	if (*text) {
		f = saved_view_compile(v->app->nb, text, v->ops->of, &c, &e);
		if (!f) {
			app_error(v->app, &e);
			return;
		}
	}
	filter_free(v->filter);
	free(v->filter_text);
	v->filter = f;
	v->filter_text = f ? xstrdup(text) : NULL;
	v->loaded = false;
	memset(v->wide, 0, sizeof v->wide);
	count_again(v);
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
	int title = text_width(_(c->title));
	int width = v->wide[column] > title ? v->wide[column] : title;

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

	for (int i = 0; i < v->ops->columns; i++) {
		if (columns[i].width == 0)
			continue;
		if (v->ops->column[i].right)
			canvas_field_right(c, row, columns[i].start, columns[i].width, STYLE_HEADER,
			    _(v->ops->column[i].title));
		else
			canvas_field(c, row, columns[i].start, columns[i].width, STYLE_HEADER,
			    _(v->ops->column[i].title));
	}
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

static void draw_row(struct view *v, const struct column *columns, int i, int row)
{
	struct canvas *c = &v->app->canvas;
	const struct list_row *r = &v->list.row[i], *before = i > 0 ? r - 1 : NULL;
	bool cursor = i == v->list.cursor;
	enum style style = row_style(v, r, cursor);
	struct str text = { 0 };

	if (cursor)
		canvas_fill(c, row, 0, v->app->layout.list, style, ' ');
	canvas_text(c, row, 0, style, cursor ? ">" : " ");
	canvas_text(c, row, 1, style, marks_has(&v->marks, r->thing) ? "*" : " ");
	for (int k = 0; k < v->ops->columns; k++) {
		const struct view_column *spec = &v->ops->column[k];
		const char *shown = list_row_column(r, k);

		if (columns[k].width == 0)
			continue;
		str_reset(&text);
		if (v->ops->cell && v->ops->cell(v, r, before, k, &text))
			shown = str_text(&text);
		if (spec->stretch)
			shown = panned(shown, v->pan);
		if (spec->right)
			canvas_field_right(
			    c, row, columns[k].start, columns[k].width, style, shown);
		else
			canvas_field(c, row, columns[k].start, columns[k].width, style, shown);
	}
	str_release(&text);
}

static void draw_list(struct view *v, const struct column *columns, int row, int end)
{
	for (int i = v->list.top; i < v->list.n && row < end; i++) {
		if (v->ops->draw_above) {
			const struct list_row *r = &v->list.row[i];
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
		if (row < LAYOUT_ROWS_MAX)
			v->app->row_at[row] = (short)i;
		draw_row(v, columns, i, row++);
	}
}

void view_draw_lines(struct view *v, int row, int height, const char *const *lines, int n)
{
	for (int i = 0; i < n && i < height; i++)
		canvas_text(&v->app->canvas, row + i + (height > n), 3, STYLE_NORMAL,
		    *lines[i] ? _(lines[i]) : "");
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
	if (header >= 0)
		draw_header(v, columns, header);
	draw_list(v, columns, row, l->body + l->height);
	pane_draw(v->app, header >= 0 ? header : row, l->body + l->height);
}
