/*
 * command_timeline.c - moving in time: zoom, days, silences, T0, and the other order.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/incident.h"
#include "tui/entries.h"
#include "tui/i18n.h"
#include "tui/show.h"
#include "tui/timeline.h"

static void go_to(struct app *app, struct view *v, const struct list_row *key)
{
	struct err e = { 0 };

	if (list_goto(&v->list, key, &e) < 0)
		app_error(app, &e);
}

static void go_to_time(struct app *app, int64_t at)
{
	go_to(app, app_view(app), &(struct list_row){ .key = { at, WHEN_PAST, 0 } });
}

void cmd_zoom_in(struct app *app, const char *argument)
{
	timeline_zoom(app_view(app), 1);
}

void cmd_zoom_out(struct app *app, const char *argument)
{
	timeline_zoom(app_view(app), -1);
}

void cmd_lanes(struct app *app, const char *argument)
{
	struct view *v = app_view(app);
	struct lanes *l = &timeline_of(v)->lanes;
	enum lanes_by by = (enum lanes_by)((l->by + 1) % LANES_BY);

	for (int i = 0; argument && i < LANES_BY; i++)
		if (strcmp(argument, lanes_name((enum lanes_by)i)) == 0)
			by = (enum lanes_by)i;
	l->by = by;
	lanes_clear(l);
	timeline_of(v)->fit = true;
	if (timeline_wide(v))
		app_say(app, _("Lanes: %s"), _(lanes_name(by)));
	else
		app_say(app, _("Lanes: %s; they are shown from 100 columns and 26 rows on"),
		    _(lanes_name(by)));
}

/* --- T0 --------------------------------------------------------------------------------- */

static void t0_of_row(struct app *app, const struct list_row *r)
{
	struct entry_list l = { 0 };
	struct err e = { 0 };

	if (r->thing == app->t0.thing) {
		app->t0 = (struct t0){ 0 };
		app_say(app, _("No T0 any more"));
	} else if (entry_load(app->nb, r->thing, &l, &e) < 0) {
		app_error(app, &e);
	} else if (l.n > 0 && l.at[0].when.edtf[0]) {
		app->t0 = (struct t0){ .thing = r->thing, .when = l.at[0].when };
		snprintf(app->t0.name, sizeof app->t0.name, "%s", l.at[0].public_ref);
		app_say(app, _("Time is counted from %s"), app->t0.name);
	} else {
		app_say(app, _("This entry has no time to count from"));
	}
	entry_list_release(&l);
}

/* A milestone of the incident by its kind; false when there is none. */
static bool t0_of_milestone(struct app *app, const char *kind)
{
	struct milestone_list l = { 0 };
	struct err e;
	bool found = false;

	if (milestone_list_load(app->nb, app->incident, &l, &e) == 0)
		for (size_t i = 0; i < l.n && !found; i++) {
			found = strcmp(l.at[i].kind, kind) == 0;
			if (found)
				app->t0 = (struct t0){ .when = l.at[i].when };
		}
	milestone_list_release(&l);
	return found;
}

static void t0_of_words(struct app *app, const char *words)
{
	struct when_context c = app_when(app);
	struct when w;
	struct err e = { 0 };

	if (!t0_of_milestone(app, words)) {
		if (when_parse(&w, words, strlen(words), &c, &e) < 0) {
			app_error(app, &e);
			return;
		}
		app->t0 = (struct t0){ .when = w };
	}
	app_show(app->t0.name, sizeof app->t0.name, words);
	app_say(app, _("Time is counted from %s"), app->t0.name);
}

void cmd_t0(struct app *app, const char *argument)
{
	const struct list_row *r = list_cursor(&app_view(app)->list);

	if (argument)
		t0_of_words(app, argument);
	else if (r)
		t0_of_row(app, r);
}

/* --- the other order ------------------------------------------------------------------------ */

/* The log and the timeline are the same rows: the filter and the entry under the cursor go along.
 */
void cmd_order(struct app *app, const char *argument)
{
	struct view *from = app_view(app);
	struct view *to = &app->view[from->id == VIEW_LOG ? VIEW_TIMELINE : VIEW_LOG];
	const struct list_row *r = list_cursor(&from->list);
	const char *have = to->filter_text ? to->filter_text : "";
	const char *want = from->filter_text ? from->filter_text : "";

	if (strcmp(have, want) != 0)
		view_filter(to, want);
	app_go(app, to->id);
	to->list.height = from->list.height;
	view_ready(to);
	if (r)
		go_to(app, to, r);
	app_say(app, to->id == VIEW_LOG ? _("In the order written") :
					  _("In the order it happened"));
}

/* --- days and silences ---------------------------------------------------------------------- */

static int64_t day_start(const struct app *app, int32_t day)
{
	struct civil c;
	int64_t at[2];

	zone_civil("UTC", day * WHEN_DAY, &c);
	zone_instants(app->zone, &c, at);
	return at[0];
}

void cmd_day_next(struct app *app, const char *argument)
{
	const struct list_row *r = list_cursor(&app_view(app)->list);

	if (r->day == INT32_MIN)
		app_say(app, _("This entry is on no day"));
	else
		go_to_time(app, day_start(app, r->day + 1));
}

/* The row before the one under the cursor; its strings are to be released. */
static bool row_before(struct app *app, struct list_row *out)
{
	struct view *v = app_view(app);
	struct err e = { 0 };
	int n = view_fetch(v, LIST_BEFORE, list_cursor(&v->list), 1, out, &e);

	if (n < 0)
		app_error(app, &e);
	return n > 0;
}

void cmd_day_previous(struct app *app, const char *argument)
{
	struct list_row before = { 0 };

	if (row_before(app, &before) && before.day != INT32_MIN)
		go_to_time(app, day_start(app, before.day));
	else
		cmd_first(app, NULL);
	list_row_release(&before);
}

void cmd_to_now(struct app *app, const char *argument)
{
	struct view *v = app_view(app);
	struct list_row key = { .key = { notebook_time(app->nb), WHEN_FUTURE, INT64_MAX } },
			found = { 0 };
	struct err e = { 0 };
	int n = view_fetch(v, LIST_BEFORE, &key, 1, &found, &e);

	if (n < 0)
		app_error(app, &e);
	else if (n > 0)
		go_to(app, v, &found);
	list_row_release(&found);
}

/* In the order they happened, page by page; a key ends it where it has come to. */
static void gap_in_time(struct app *app, const struct list_row *from, bool backward)
{
	struct view *v = app_view(app);
	struct density_gap g = { .incident = app->incident,
		.filter = v->filter,
		.backward = backward,
		.least = settings_gap(&app->settings),
		.earliest = from->key[0],
		.latest = from->key[1],
		.thing = from->thing,
		.limit = 2000 };
	struct err e = { 0 };
	bool found = false, more = true;

	while (!found && more && !term_pending(app->term))
		if (density_gap_find(app->nb, &g, &found, &more, &e) < 0) {
			app_error(app, &e);
			return;
		}
	if (found)
		go_to(app, v,
		    &(struct list_row){
			.thing = g.thing, .key = { g.earliest, g.latest, g.thing } });
	else if (!more)
		app_say(app, _("No further silence longer than that (:set gap=)"));
}

static bool gap_before_cursor(const struct list *l, int64_t least)
{
	const struct list_row *r = &l->row[l->cursor], *before = r - 1;

	return l->cursor > 0 && r->time != INT64_MIN && before->time != INT64_MIN &&
	       r->time - before->time > least;
}

/* In the order written, row by row: what stands before a row there is no matter of an index. */
static void gap_in_log(struct app *app, int by)
{
	struct list *l = &app_view(app)->list;
	struct err e = { 0 };
	int64_t before;

	do {
		before = list_cursor(l)->thing;
		if (list_move(l, by, &e) < 0) {
			app_error(app, &e);
			return;
		}
		if (list_cursor(l)->thing == before) {
			app_say(app, _("No further silence longer than that (:set gap=)"));
			return;
		}
	} while (!gap_before_cursor(l, settings_gap(&app->settings)) && !term_pending(app->term));
}

void cmd_gap_next(struct app *app, const char *argument)
{
	const struct list_row *r = list_cursor(&app_view(app)->list);

	if (app->current == VIEW_LOG)
		gap_in_log(app, 1);
	else if (!(r->flags & ENTRY_FLAG_UNDATED))
		gap_in_time(app, r, false);
}

void cmd_gap_previous(struct app *app, const char *argument)
{
	struct list_row before = { 0 };

	if (app->current == VIEW_LOG)
		gap_in_log(app, -1);
	else if (row_before(app, &before) && !(before.flags & ENTRY_FLAG_UNDATED))
		gap_in_time(app, &before, true);
	list_row_release(&before);
}
