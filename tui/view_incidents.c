/* view_incidents.c - the incidents of the notebook; Enter chooses the one that the other views
 * show. */
#include <stdio.h>
#include <string.h>

#include "model/incident.h"
#include "tui/app.h"
#include "tui/detail.h"
#include "tui/i18n.h"
#include "tui/show.h"

static void row_from_incident(
    struct list_row *r, const struct incident *x, int64_t chosen, const char *zone)
{
	struct str opened = { 0 };
	char severity[16] = "-";

	list_row_reset(r);
	r->thing = r->key[0] = x->thing;
	r->version = x->row;
	if (x->severity)
		snprintf(severity, sizeof severity, "SEV%d", x->severity);
	show_instant(&opened, x->opened, zone);
	list_row_plain(r, x->thing == chosen ? "*" : "");
	list_row_show(r, x->ref);
	list_row_show(r, x->title);
	list_row_plain(r, severity);
	list_row_show(r, x->state);
	list_row_show(r, x->tlp);
	list_row_show(r, x->lead);
	list_row_plain(r, str_text(&opened));
	str_release(&opened);
}

/* There are few incidents in a notebook: all are read, and a page is cut out of them. */
static int incidents_fetch(void *with, enum list_from from, const struct list_row *key, int limit,
    struct list_row *out, struct err *e)
{
	struct view *v = with;
	struct incident_list all = { 0 };
	int first = 0, end, n = 0;

	if (incident_list_load(v->app->nb, &all, e) < 0) {
		incident_list_release(&all);
		return -1;
	}
	end = (int)all.n;
	for (int i = 0; key && i < (int)all.n; i++) {
		if (all.at[i].thing != key->thing)
			continue;
		first = from == LIST_AFTER ? i + 1 : 0;
		end = from == LIST_BEFORE ? i : end;
	}
	if ((from == LIST_LAST || from == LIST_BEFORE) && end - first > limit)
		first = end - limit;
	for (int i = first; i < end && n < limit; i++)
		row_from_incident(&out[n++], &all.at[i], v->app->incident, v->app->zone);
	incident_list_release(&all);
	return n;
}

static void incidents_open(struct view *v, const struct list_row *r)
{
	struct app *app = v->app;

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
	{ N_("SEV"), 4, 4, 2, false, false },
	{ N_("STATE"), 5, 10, 1, false, false },
	{ N_("TLP"), 3, 12, 4, false, false },
	{ N_("LEAD"), 4, 14, 5, false, false },
	{ N_("OPENED"), 16, 16, 3, false, false },
};

const struct view_ops view_incidents_ops = {
	.title = N_("Incidents"),
	.key = '0',
	.of = FILTER_INCIDENTS,
	.column = incidents_columns,
	.columns = sizeof incidents_columns / sizeof *incidents_columns,
	.fetch = incidents_fetch,
	.open = incidents_open,
	.draw_empty = incidents_draw_empty,
};
