/*
 * view_incidents.c - the incidents of the notebook, and below them the other notebooks in the
 * person's folder. Enter chooses the one that the other views show.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/incident.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/notebooks.h"
#include "tui/show.h"

enum { NOTEBOOK_COLUMN = 7 }; /* among incidents_columns */

/* What the list is made of: the rows of a page are cut out of it. A notebook's row has the number
 * of its file, negative, where an incident's has its thing. */
struct shelf {
	struct notebooks others;
	bool begun;   /* the folder was looked at */
	bool looked;  /* since something changed last */
	bool unshown; /* more is known of them than the rows say */
};

static void shelf_release(void *own)
{
	struct shelf *s = own;

	notebooks_release(&s->others);
	free(s);
}

static struct shelf *shelf_of(struct view *v)
{
	if (!v->own) {
		v->own = xcalloc(1, sizeof(struct shelf));
		v->own_release = shelf_release;
	}
	return v->own;
}

static void put_age(struct list_row *r, int64_t since, int64_t now)
{
	struct str s = { 0 };

	show_age(&s, since, now);
	list_row_plain(r, str_text(&s));
	str_release(&s);
}

static void put_due(struct list_row *r, int64_t due, int64_t now)
{
	struct str s = { 0 };

	if (due != WHEN_FUTURE)
		show_left(&s, due, now);
	list_row_plain(r, str_text(&s));
	str_release(&s);
}

static void put_severity(struct list_row *r, int severity)
{
	char text[16] = "-";

	if (severity)
		snprintf(text, sizeof text, "SEV%d", severity);
	list_row_plain(r, text);
}

/* From the severity on the columns are the same whoever's incident it is. */
static void put_state(struct list_row *r, const struct incident *x, const struct pulse *p,
    const char *notebook, const struct app *app)
{
	struct str opened = { 0 };
	int64_t now = notebook_time(app->nb);

	put_severity(r, x->severity);
	list_row_show(r, x->state);
	put_due(r, p->due, now);
	put_age(r, p->last, now);
	list_row_show(r, notebook);
	list_row_show(r, x->tlp);
	list_row_show(r, x->lead);
	show_instant(&opened, x->opened, app->zone);
	list_row_plain(r, str_text(&opened));
	str_release(&opened);
}

static void row_from_incident(struct list_row *r, const struct incident *x, struct app *app)
{
	struct pulse p;

	list_row_reset(r);
	r->thing = r->key[0] = x->thing;
	r->version = x->row;
	pulse_load(app->nb, x->thing, &p);
	list_row_plain(r, x->thing == app->incident ? "*" : "");
	list_row_show(r, x->ref);
	list_row_show(r, x->title);
	put_state(r, x, &p, "", app);
}

static void row_from_notebook(struct list_row *r, const struct found *f, struct app *app)
{
	const struct incident *x = f->all.n > 0 ? &f->all.at[0] : NULL;

	list_row_reset(r);
	r->thing = r->key[0] = -f->number;
	list_row_plain(r, "");
	list_row_show(r, x ? x->ref : "");
	list_row_show(r, x	      ? x->title
		: f->is == FOUND_BROKEN ? _("cannot be read: Enter says why")
		: f->is == FOUND_BUSY	? _("somebody is writing to it")
		: f->is == FOUND_UNREAD ? ""
					: _("no incident in it yet"));
	if (x)
		put_state(r, x, &f->pulse, f->name, app);
	else
		put_state(r, &(struct incident){ .state = "", .tlp = "", .opened = f->changed },
		    &(struct pulse){ .due = WHEN_FUTURE, .last = f->changed }, f->name, app);
}

/* Row i of all; as of the past the others are left out, since they are shown as they are. */
static void row_put(
    struct view *v, const struct incident_list *own, size_t i, struct list_row *out)
{
	if (i < own->n)
		row_from_incident(out, &own->at[i], v->app);
	else
		row_from_notebook(out, &shelf_of(v)->others.at[i - own->n], v->app);
}

static int64_t row_thing(struct view *v, const struct incident_list *own, size_t i)
{
	return i < own->n ? own->at[i].thing : -shelf_of(v)->others.at[i - own->n].number;
}

static size_t rows_all(struct view *v, const struct incident_list *own)
{
	return own->n + (v->app->nb->asof == ASOF_NOW ? shelf_of(v)->others.n : 0);
}

static void others_find(struct view *v)
{
	const struct screens_options *o = v->app->options;
	struct shelf *s = shelf_of(v);

	if (!v->app->lesson)
		notebooks_find(&s->others, o->notebooks, o->path);
	s->begun = s->looked = true;
}

/* There are few incidents in a notebook: all are read, and a page is cut out of them. */
static int incidents_fetch(void *with, enum list_from from, const struct list_row *key, int limit,
    struct list_row *out, struct err *e)
{
	struct view *v = with;
	struct incident_list own = { 0 };
	int first = 0, end, n = 0;

	if (!shelf_of(v)->begun)
		others_find(v);
	if (incident_list_load(v->app->nb, &own, e) < 0) {
		incident_list_release(&own);
		return -1;
	}
	int all = end = (int)rows_all(v, &own);
	for (int i = 0; key && i < all; i++) {
		if (row_thing(v, &own, (size_t)i) != key->thing)
			continue;
		first = from == LIST_AFTER ? i + 1 : 0;
		end = from == LIST_BEFORE ? i : end;
	}
	if ((from == LIST_LAST || from == LIST_BEFORE) && end - first > limit)
		first = end - limit;
	for (int i = first; i < end && n < limit; i++)
		row_put(v, &own, (size_t)i, &out[n++]);
	incident_list_release(&own);
	return n;
}

static void incidents_changed(struct view *v)
{
	if (v->own)
		shelf_of(v)->looked = false;
}

/* One other notebook at a time; the rows are read anew when all are there. */
static enum idle incidents_idle(struct view *v)
{
	struct shelf *s = shelf_of(v);
	struct err e;

	if (!s->looked || notebooks_read(&s->others)) {
		if (!s->looked)
			others_find(v);
		s->unshown = true;
		return IDLE_MORE;
	}
	if (!s->unshown)
		return IDLE_NOTHING;
	s->unshown = false;
	return list_reload(&v->list, &e) == 0 ? IDLE_SHOW : IDLE_NOTHING;
}

static bool incidents_idles(struct view *v)
{
	const struct shelf *s = shelf_of(v);
	bool unread = s->unshown || !s->looked;

	for (size_t i = 0; i < s->others.n; i++)
		unread |= s->others.at[i].is == FOUND_UNREAD;
	return unread;
}

static void incidents_open(struct view *v, const struct list_row *r)
{
	struct app *app = v->app;
	const struct found *f = notebooks_of(&shelf_of(v)->others, -r->thing);

	if (r->thing < 0) {
		if (f)
			app_leave_for(app, f->path);
		else
			app_say(app, _("It is not there any more"));
		return;
	}
	app_choose(app, r->thing);
	app_go(app, VIEW_LOG);
	if (app->incident_now.n > 0)
		app_say(app, _("Chosen: %s"), app->incident_now.at[0].ref);
}

static void incidents_draw_empty(struct view *v, int row, int height)
{
	canvas_text(&v->app->canvas, row, 3, STYLE_NORMAL,
	    _("No incident yet.  :incident REF TITLE opens one; logging an entry does, too."));
}

static const struct view_column incidents_columns[] = {
	{ N_(" "), 1, 1, 0, false, false },
	{ N_("INCIDENT"), 8, 20, 0, false, false },
	{ N_("TITLE"), 16, 30, 0, true, false },
	{ N_("SEV"), 4, 4, 4, false, false },
	{ N_("STATE"), 5, 10, 1, false, false },
	{ N_("NEXT DUE"), 8, 14, 2, false, false },
	{ N_("LAST"), 4, 6, 5, false, true },
	{ N_("NOTEBOOK"), 8, 24, 3, false, false },
	{ N_("TLP"), 3, 12, 7, false, false },
	{ N_("LEAD"), 4, 14, 8, false, false },
	{ N_("OPENED"), 16, 16, 6, false, false },
};

static bool incidents_hides(const struct view *v, int column)
{
	const struct shelf *s = v->own;

	return column == NOTEBOOK_COLUMN && (!s || s->others.n == 0);
}

const struct view_ops view_incidents_ops = {
	.title = N_("Incidents"),
	.key = '0',
	.of = FILTER_INCIDENTS,
	.column = incidents_columns,
	.columns = sizeof incidents_columns / sizeof *incidents_columns,
	.fetch = incidents_fetch,
	.idle = incidents_idle,
	.idles = incidents_idles,
	.changed = incidents_changed,
	.hides = incidents_hides,
	.open = incidents_open,
	.draw_empty = incidents_draw_empty,
};
