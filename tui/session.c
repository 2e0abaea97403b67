/*
 * session.c - a line a fact: "incident 12", "view 3", "row 7 0 0 0 7 C-0007", "filter 3 tier:gold",
 * "sort 3 2 1", "bookmark 1 12 20 0 0 0 20 RW12" (view, incident, row), "marks 3 7 12-40 51" (view,
 * things). What cannot be read, or is no more, is passed over.
 */
#include "tui/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tui/app.h"
#include "tui/i18n.h"

enum { MARKS_KEPT = 4096 };

/* --- keeping ------------------------------------------------------------------------------ */

/* What finds a row again, up to the end of the line. */
static void put_place(const struct list_row *r, struct str *out)
{
	str_printf(out, "%lld %u", (long long)r->thing, r->flags);
	for (int i = 0; i < LIST_KEYS; i++)
		str_printf(out, " %lld", (long long)r->key[i]);
	str_printf(out, " %s\n", str_text(&r->name));
}

/* Who was at the newest entry wants to see the newest entry again, and not that one. */
static void put_row(struct app *app, struct str *out)
{
	const struct view *v = app_view(app);
	const struct list_row *r = list_cursor(&app_view(app)->list);
	bool at_last = v->list.at_end && v->list.cursor == v->list.n - 1;

	if (!r || (v->ops->last_first && at_last))
		return;
	str_puts(out, "row ");
	put_place(r, out);
}

static void put_view(const struct view *v, struct str *out)
{
	if (v->filter_text && !strchr(v->filter_text, '\n'))
		str_printf(out, "filter %d %s\n", (int)v->id, v->filter_text);
	if (sorting_on(&v->sorting))
		str_printf(out, "sort %d %d %d\n", (int)v->id, v->sorting.by,
		    (int)v->sorting.reversed);
}

static void put_bookmarks(const struct app *app, struct str *out)
{
	for (int i = 0; i < app->bookmarks; i++) {
		str_printf(out, "bookmark %d %lld ", (int)app->bookmark[i].view,
		    (long long)app->bookmark[i].incident);
		put_place(&app->bookmark[i].row, out);
	}
}

/* All of them or none: half of what was marked would be another set. */
static void put_marks(const struct view *v, struct str *out)
{
	int64_t *things;
	size_t n;

	if (v->marks.n == 0 || v->marks.n > MARKS_KEPT)
		return;
	things = marks_things(&v->marks, &n);
	str_printf(out, "marks %d", (int)v->id);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && things[end] == things[end - 1] + 1;)
			end++;
		str_printf(out, " %lld", (long long)things[i]);
		if (end > i + 1)
			str_printf(out, "-%lld", (long long)things[end - 1]);
	}
	str_putc(out, '\n');
	free(things);
}

void session_keep(struct app *app, bool lasting)
{
	struct draft file;
	struct str out = { 0 }, was = { 0 };
	struct err e = { 0 };

	if (app->nb->asof != ASOF_NOW || app->options->linear ||
	    draft_init(&file, app->options->state_dir, "sessions", app->nb->id, &e) < 0)
		return;
	draft_load(&file, &was);
	str_printf(&out, "incident %lld\nview %d\n", (long long)app->incident, (int)app->current);
	for (int i = 0; i < VIEWS; i++)
		put_view(&app->view[i], &out);
	put_row(app, &out);
	put_bookmarks(app, &out);
	for (int i = 0; i < VIEWS; i++)
		put_marks(&app->view[i], &out);
	draft_save(
	    &file, str_text(&out), lasting, &e); /* that it cannot be kept is nobody's trouble */
	draft_release(&file);
	str_release(&out);
	str_release(&was);
}

/* --- taking up ------------------------------------------------------------------------------ */

/* False where that is no row. Its name is yours. */
static bool take_place(const char *place, struct list_row *row)
{
	long long thing, key[LIST_KEYS];
	int name = 0;

	if (sscanf(place, "%lld %u %lld %lld %lld %n", &thing, &row->flags, &key[0], &key[1],
		&key[2], &name) < 5 || thing < 1)
		return false;
	row->thing = thing;
	for (int i = 0; i < LIST_KEYS; i++)
		row->key[i] = key[i];
	str_puts(&row->name, name > 0 ? place + name : "");
	return true;
}

static void take_row(struct app *app, const char *place)
{
	struct view *v = app_view(app);
	struct list_row row = { 0 };
	struct err e = { 0 };

	if (!take_place(place, &row))
		return;
	view_ready(v);
	list_goto(&v->list, &row, &e); /* where there is none it stays where a view begins */
	str_release(&row.name);
}

static void take_bookmark(struct app *app, const char *line)
{
	struct list_row row = { 0 };
	long long incident;
	int view, at = 0;

	if (sscanf(line, "bookmark %d %lld %n", &view, &incident, &at) != 2 || view < 0 ||
	    view >= VIEWS || !take_place(line + at, &row))
		return;
	bookmark_set(app, (enum view_id)view, incident, &row);
	str_release(&row.name);
}

static void take_sort(struct app *app, const char *line)
{
	int view, by, reversed;

	if (sscanf(line, "sort %d %d %d", &view, &by, &reversed) == 3 && view >= 0 &&
	    view < VIEWS && by >= 0 && by < app->view[view].ops->sorts) {
		app->view[view].sorting.by = by;
		app->view[view].sorting.reversed = reversed == 1;
		app->view[view].loaded = false;
	}
}

/* Filters of time read differently today, and may be none any more: then it is said. */
static void take_filter(struct app *app, const char *line)
{
	int view, at = 0;

	if (sscanf(line, "filter %d %n", &view, &at) == 1 && at > 0 && view >= 0 && view < VIEWS)
		view_filter(&app->view[view], line + at);
}

/* "7 12-40 51" */
static void take_marks(struct app *app, const char *line)
{
	struct marks *marks;
	int view, at = 0;

	if (sscanf(line, "marks %d%n", &view, &at) != 1 || view < 0 || view >= VIEWS ||
	    !(1u << view & IN_MARKABLE))
		return;
	marks = &app->view[view].marks;
	for (char *end; line[at] && marks->n < MARKS_KEPT; at = (int)(end - line)) {
		long long first = strtoll(line + at, &end, 10), last = first;

		if (end == line + at || first < 1)
			break;
		if (*end == '-')
			last = strtoll(end + 1, &end, 10);
		marks_set(marks, first);
		while (first < last && marks->n < MARKS_KEPT)
			marks_set(marks, ++first);
	}
	app_say(app, _("%s: %zu still marked; Esc unmarks"),
	    _(app->view[view].ops->title), marks->n);
}

static void take_line(struct app *app, const char *line)
{
	struct incident_list l = { 0 };
	struct err e = { 0 };
	long long incident;
	int view;

	if (sscanf(line, "incident %lld", &incident) == 1 && incident != app->incident) {
		if (incident > 0 && incident_load(app->nb, incident, &l, &e) == 0 && l.n > 0)
			app_choose(app, incident);
		app->message_fresh = false; /* which to choose */
		incident_list_release(&l);
	} else if (sscanf(line, "view %d", &view) == 1 && view >= 0 && view < VIEWS) {
		app_go(app, (enum view_id)view);
	} else if (strncmp(line, "filter ", 7) == 0) {
		take_filter(app, line);
	} else if (strncmp(line, "row ", 4) == 0) {
		take_row(app, line + 4);
	} else if (strncmp(line, "sort ", 5) == 0) {
		take_sort(app, line);
	} else if (strncmp(line, "bookmark ", 9) == 0) {
		take_bookmark(app, line);
	} else if (strncmp(line, "marks ", 6) == 0) {
		take_marks(app, line);
	}
}

void session_begin(struct app *app)
{
	struct draft file;
	struct str text = { 0 };
	struct err e = { 0 };
	char *rest, *line;

	if (app->options->fresh || app->options->linear || app->options->incident ||
	    app->nb->asof != ASOF_NOW ||
	    draft_init(&file, app->options->state_dir, "sessions", app->nb->id, &e) < 0)
		return;
	draft_load(&file, &text);
	rest = text.at;
	while (rest && (line = strsep(&rest, "\n")))
		take_line(app, line);
	draft_release(&file);
	str_release(&text);
}
