/*
 * command_bookmark.c - b and ': rows that a person comes back to. They are that person's, as the
 * cursor is: the session keeps them, and not the notebook.
 */
#include <string.h>

#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/session.h"

/* The log and the timeline are the same rows. */
static enum view_id view_of(const struct view *v)
{
	return v->id == VIEW_TIMELINE ? VIEW_LOG : v->id;
}

/* Is it of the rows that the view shows now: of this incident, where they are of one? */
static bool bookmark_here(const struct view *v, const struct bookmark *b)
{
	enum view_id view = view_of(v);
	bool of_incident = 1u << view & (IN_LOG | IN_NOTIFICATIONS | IN_OPEN);

	return b->view == view && (!of_incident || b->incident == v->app->incident);
}

static int bookmark_find(const struct view *v, int64_t thing)
{
	for (int i = 0; i < v->app->bookmarks; i++)
		if (bookmark_here(v, &v->app->bookmark[i]) &&
		    v->app->bookmark[i].row.thing == thing)
			return i;
	return -1;
}

bool bookmarks_has(const struct view *v, int64_t thing)
{
	return bookmark_find(v, thing) >= 0;
}

static void bookmark_drop(struct app *app, int i)
{
	str_release(&app->bookmark[i].row.name);
	app->bookmarks--;
	memmove(&app->bookmark[i], &app->bookmark[i + 1],
	    (size_t)(app->bookmarks - i) * sizeof *app->bookmark);
	app->bookmark_at -= app->bookmark_at >= i;
}

void bookmark_set(
    struct app *app, enum view_id view, int64_t incident, const struct list_row *row)
{
	struct bookmark *b;

	if (app->bookmarks == BOOKMARKS_MAX)
		bookmark_drop(app, 0);
	b = &app->bookmark[app->bookmarks++];
	*b = (struct bookmark){ .view = view, .incident = incident, .row = *row };
	b->row.text = b->row.name = (struct str){ 0 };
	str_put(&b->row.name, str_text(&row->name), row->name.len);
	app->bookmark_at = app->bookmarks - 1;
}

void bookmarks_release(struct app *app)
{
	while (app->bookmarks > 0)
		bookmark_drop(app, app->bookmarks - 1);
}

void cmd_bookmark(struct app *app, const char *argument)
{
	struct view *v = app_view(app);
	const struct list_row *r = list_cursor(&v->list);
	int i = bookmark_find(v, r->thing);

	if (i >= 0)
		bookmark_drop(app, i);
	else
		bookmark_set(app, view_of(v), app->incident, r);
	session_keep(app, true);
	app_say(app, i >= 0 ? _("No bookmark here any more")
			    : _("Bookmark set: ' goes from one to the next"));
}

/* The next one of this view behind where the person is, or was last; -1: there is none. */
static int bookmark_after(const struct app *app, const struct view *v, const struct list_row *r)
{
	int from = r ? bookmark_find(v, r->thing) : -1;

	from = from >= 0 ? from : app->bookmark_at;
	for (int i = 1; i <= app->bookmarks; i++)
		if (bookmark_here(v, &app->bookmark[(from + i) % app->bookmarks]))
			return (from + i) % app->bookmarks;
	return -1;
}

void cmd_bookmark_next(struct app *app, const char *argument)
{
	struct view *v = app_view(app);
	const struct list_row *r = list_cursor(&v->list);
	int i = bookmark_after(app, v, r);
	struct list_row was = { 0 };
	struct err e = { 0 };

	if (i < 0 || !r) {
		app_say(app, _("No bookmark in this view yet: b sets one"));
		return;
	}
	list_row_copy(&was, r);
	app->bookmark_at = i;
	if (view_goto(v, &app->bookmark[i].row, &e) < 0) {
		app_error(app, &e);
	} else if (!(r = list_cursor(&v->list)) || r->thing != app->bookmark[i].row.thing) {
		list_goto(&v->list, &was, &e); /* nobody shall act on a row that was not chosen */
		app_say(app, _("The row of that bookmark is not among those shown"));
	}
	list_row_release(&was);
}
