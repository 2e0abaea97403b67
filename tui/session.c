/*
 * session.c - a line a fact: "incident 12", "view 3", "row 7 0 0 0 7 C-0007", "filter 3 tier:gold".
 * What cannot be read, or is no more, is passed over.
 */
#include "tui/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tui/app.h"

/* --- keeping ------------------------------------------------------------------------------ */

/* Who was at the newest entry wants to see the newest entry again, and not that one. */
static void put_row(struct app *app, struct str *out)
{
	const struct view *v = app_view(app);
	const struct list_row *r = list_cursor(&app_view(app)->list);
	bool at_last = v->list.at_end && v->list.cursor == v->list.n - 1;

	if (!r || (v->ops->last_first && at_last))
		return;
	str_printf(out, "row %lld %u", (long long)r->thing, r->flags);
	for (int i = 0; i < LIST_KEYS; i++)
		str_printf(out, " %lld", (long long)r->key[i]);
	str_printf(out, " %s\n", str_text(&r->name));
}

void session_end(struct app *app)
{
	struct draft file;
	struct str out = { 0 }, was = { 0 };
	struct err e = { 0 };

	if (app->nb->asof != ASOF_NOW ||
	    draft_init(&file, app->options->state_dir, "sessions", app->nb->id, &e) < 0)
		return;
	draft_load(&file, &was);
	str_printf(&out, "incident %lld\nview %d\n", (long long)app->incident, (int)app->current);
	for (int i = 0; i < VIEWS; i++)
		if (app->view[i].filter_text && !strchr(app->view[i].filter_text, '\n'))
			str_printf(&out, "filter %d %s\n", i, app->view[i].filter_text);
	put_row(app, &out);
	draft_save(&file, str_text(&out), &e); /* that it cannot be kept is nobody's trouble */
	draft_release(&file);
	str_release(&out);
	str_release(&was);
}

/* --- taking up ------------------------------------------------------------------------------ */

static void take_row(struct app *app, const char *line)
{
	struct view *v = app_view(app);
	struct list_row row = { 0 };
	long long thing, key[LIST_KEYS];
	struct err e = { 0 };
	int name = 0;

	if (sscanf(line, "row %lld %u %lld %lld %lld %n", &thing, &row.flags, &key[0], &key[1],
		&key[2], &name) < 5)
		return;
	row.thing = thing;
	for (int i = 0; i < LIST_KEYS; i++)
		row.key[i] = key[i];
	str_puts(&row.name, name > 0 ? line + name : "");
	view_ready(v);
	list_goto(&v->list, &row, &e); /* where there is none it stays where a view begins */
	str_release(&row.name);
}

/* Filters of time read differently today, and may be none any more: then it is said. */
static void take_filter(struct app *app, const char *line)
{
	int view, at = 0;

	if (sscanf(line, "filter %d %n", &view, &at) == 1 && at > 0 && view >= 0 && view < VIEWS)
		view_filter(&app->view[view], line + at);
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
		take_row(app, line);
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
