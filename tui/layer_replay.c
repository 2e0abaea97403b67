/*
 * layer_replay.c - the notebook record by record: every view stands as it stood right after one.
 * The keys of moving through records are its own, all others are the view's; nothing can be
 * written until it is left.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/mem.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/key.h"
#include "tui/show.h"

enum { STEP_EVERY = 700000 /* µs */, PAGE = 200 /* records looked at for the next day */ };

struct replay {
	struct layer layer;
	int64_t last; /* newest record there is */
	bool playing;
	struct str told; /* what the record is; safe */
};

/* What the record is; its time is that of all that is shown. */
static void tell(struct app *app, struct replay *r)
{
	struct record_list l = { 0 };
	struct err e = { 0 };

	str_reset(&r->told);
	str_printf(&r->told, _(" REPLAY %lld of %lld  "), (long long)app->nb->asof,
	    (long long)r->last);
	if (record_load(app->nb, app->nb->asof, &l, &e) < 0) {
		app_error(app, &e);
	} else if (l.n > 0) {
		const struct record *x = &l.at[0];

		app->nb->asof_time = x->time;
		str_printf(&r->told, "%s%lld  ", x->tag, (long long)x->number);
		when_show_instant(&r->told, x->time, app->zone, true);
		str_puts(&r->told, "  ");
		text_show(&r->told, x->kind, strlen(x->kind), TEXT_ONE_LINE);
		str_puts(&r->told, _("  by "));
		text_show(&r->told, x->writer ? x->writer : "?",
		    x->writer ? strcspn(x->writer, "<") : 1, TEXT_ONE_LINE);
	}
	record_list_release(&l);
}

static void go(struct app *app, struct replay *r, int64_t record)
{
	if (record < 1)
		record = 1;
	if (record >= r->last) {
		record = r->last;
		r->playing = false;
	}
	app->nb->asof = record;
	tell(app, r);
	app_changed(app);
	for (int i = 0; i < VIEWS; i++) {
		view_filter_again(&app->view[i]);
		if (app->view[i].ops->last_first) /* what the record brought is at the end */
			app->view[i].loaded = false;
	}
	app->tick_at = r->playing ? app_ticks() + STEP_EVERY : INT64_MAX;
}

/* The first record of the next day, or the last of the day before. */
static int64_t day_from(struct app *app, const struct replay *r, bool back)
{
	struct record_list l = { 0 };
	int64_t at = app->nb->asof, found = back ? 1 : r->last;
	struct err e = { 0 };
	int32_t day;
	bool more = true;

	app->nb->asof = ASOF_NOW; /* to see the records after it */
	day = record_load(app->nb, at, &l, &e) == 0 && l.n > 0
	    ? show_day_of(l.at[0].time, app->zone)
	    : 0;
	for (int64_t key = at; more;) {
		record_list_release(&l);
		more = record_page(app->nb, key, back, PAGE, &l, &e) == 0 && l.n > 0;
		for (size_t i = 0; i < l.n && more; i++) {
			key = l.at[i].id;
			if (show_day_of(l.at[i].time, app->zone) == day)
				continue;
			found = key;
			more = false;
		}
	}
	record_list_release(&l);
	app->nb->asof = at;
	if (e.kind)
		app_error(app, &e);
	return found;
}

static void play(struct app *app, struct replay *r)
{
	r->playing = !r->playing;
	if (r->playing && app->nb->asof == r->last)
		go(app, r, 1);
	app->tick_at = r->playing ? app_ticks() + STEP_EVERY : INT64_MAX;
}

static void replay_draw(struct app *app, struct layer *l)
{
	struct replay *r = (struct replay *)l;

	if (app->layout.banner >= 0)
		canvas_field(&app->canvas, app->layout.banner, 0, app->layout.columns, STYLE_BANNER,
		    str_text(&r->told));
}

static void leave(struct app *app)
{
	app->nb->asof = ASOF_NOW;
	app_pop(app);
	app_choose(app, app->incident);
	app_say(app, _("Back to now"));
}

static void replay_key(struct app *app, struct layer *l, int key)
{
	struct replay *r = (struct replay *)l;
	int64_t at = app->nb->asof;

	if (app->pending_n > 0)
		app_view_key(app, key);
	else if (key == K_RIGHT || key == 'l' || key == K_SPACE)
		go(app, r, at + 1);
	else if (key == K_LEFT || key == 'h' || key == K_BACKSPACE)
		go(app, r, at - 1);
	else if (key == ']' || key == '}')
		go(app, r, day_from(app, r, false));
	else if (key == '[' || key == '{')
		go(app, r, day_from(app, r, true));
	else if (key == K_HOME)
		go(app, r, 1);
	else if (key == K_END)
		go(app, r, r->last);
	else if (key == 'p')
		play(app, r);
	else if (key == K_ESC || key == 'q' || key == ('C' & KEY_IS_CTRL))
		leave(app);
	else
		app_view_key(app, key);
}

static void replay_tick(struct app *app, struct layer *l)
{
	struct replay *r = (struct replay *)l;

	if (r->playing)
		go(app, r, app->nb->asof + 1);
}

static void replay_release(struct app *app, struct layer *l)
{
	struct replay *r = (struct replay *)l;

	app->tick_at = INT64_MAX;
	str_release(&r->told);
	free(r);
}

static void replay_say(struct app *app, struct layer *l, struct str *out)
{
	struct replay *r = (struct replay *)l;

	str_printf(out, "%s\n%s", str_text(&r->told), _(l->ops->hint));
}

static const struct layer_ops replay_ops = { .draw = replay_draw,
	.say = replay_say,
	.one_key = true,
	.key = replay_key,
	.tick = replay_tick,
	.release = replay_release,
	.live = true,
	.hint =
	    N_("Right Left record  ] [ day  Home End  p play  0..7 views  Enter open  Esc now") };

/* The record that a reference or a time names, the first one without either; -1: none. */
static int64_t begin_at(struct app *app, const char *argument)
{
	struct when_context c = app_when(app);
	struct err e = { 0 };
	struct when w;
	int64_t record = 1;

	if (!argument || ref_record(app->nb, argument, &record, &e) == 0)
		return record;
	e = (struct err){ 0 };
	if (when_parse(&w, argument, strlen(argument), &c, &e) == 0 &&
	    journal_asof(app->nb, w.latest, &record, &e) == 0)
		return record > 0 ? record : 1;
	app_error(app, &e);
	return -1;
}

void cmd_replay(struct app *app, const char *argument)
{
	struct replay *r;
	uint8_t hash[DIGEST_SIZE];
	struct err e = { 0 };
	int64_t first, last;

	app_pop_all(app);
	app->nb->asof = ASOF_NOW;
	if ((first = begin_at(app, argument)) < 0)
		return;
	if (journal_head(app->nb, &last, hash, &e) < 0) {
		app_error(app, &e);
		return;
	}
	r = xcalloc(1, sizeof *r);
	r->layer.ops = &replay_ops;
	r->last = last;
	app_push(app, &r->layer);
	go(app, r, first);
}
