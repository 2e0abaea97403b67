/* work.c - the watch over long work: called between the steps of the notebook's statements. */
#include "tui/work.h"

#include <stdio.h>

#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/key.h"
#include "tui/show.h"

enum { LOOK_EVERY = 30000, TELL_AFTER = 500000, TELL_EVERY = 100000 /* µs */ };

static void keep_key(struct app *app, int key)
{
	if (app->ahead_n < AHEAD_MAX)
		app->ahead[app->ahead_n++] = key;
}

/* What has come from the terminal since: Esc and the signals that end the program stop the work. */
static void look(struct app *app)
{
	for (;;) {
		struct event ev = term_wait(app->term, 0);

		if (ev.kind == EVENT_NONE)
			return;
		if (ev.kind == EVENT_KEY &&
		    (ev.key == K_ESC || ev.key == ('C' & KEY_IS_CTRL) ||
			ev.key == ('G' & KEY_IS_CTRL)))
			app->work.stopped = true;
		else if (ev.kind == EVENT_KEY)
			keep_key(app, ev.key);
		if (ev.kind != EVENT_END)
			continue;
		app->signal = ev.key;
		app->quit = app->work.stopped = true;
	}
}

/* Over the screen as it was drawn last. */
static void tell_line(struct app *app, const char *shown)
{
	struct canvas *c = &app->canvas;
	int row = app->layout.message >= 0 ? app->layout.message : c->rows - 1, rows, columns;

	term_size(app->term, &rows, &columns);
	if (rows != c->rows || columns != c->columns) /* it is drawn anew when the work is done */
		return;
	canvas_fill(c, row, 0, columns, STYLE_STRONG, ' ');
	canvas_text(c, row, 0, STYLE_STRONG, shown);
	term_show(app->term, c, -1, 0);
}

/* "verify 12,400 of 50,000 rows   Esc stops" */
static void tell(struct app *app)
{
	struct str s = { 0 };
	int64_t done, total;

	db_progress(app->nb->db, &done, &total);
	str_printf(&s, " %s ", app->work.what);
	show_number(&s, done);
	if (total > 0) {
		str_puts(&s, _(" of "));
		show_number(&s, total);
	}
	str_puts(&s, _(" rows   Esc stops"));
	tell_line(app, str_text(&s));
	str_release(&s);
}

void work_waits(void *with, const char *holder)
{
	struct str s = { 0 };

	str_printf(&s, _(" waiting for the notebook: %s holds it"), holder);
	tell_line(with, str_text(&s));
	str_release(&s);
}

static bool watch(void *with)
{
	struct app *app = with;
	int64_t now = app_ticks();

	if (now < app->work.look_at)
		return app->work.stopped;
	app->work.look_at = now + LOOK_EVERY;
	look(app);
	if (now >= app->work.tell_at && !app->work.stopped) {
		app->work.tell_at = now + TELL_EVERY;
		tell(app);
	}
	return app->work.stopped;
}

void work_begin(struct app *app, const char *what)
{
	int64_t now = app_ticks();

	app->work = (struct work){
		.what = what, .look_at = now + LOOK_EVERY, .tell_at = now + TELL_AFTER
	};
	db_interrupt_hook(app->nb->db, watch, app);
}

bool work_end(struct app *app, int status)
{
	app_unstoppable(app);
	if (status == 0 || !app->work.stopped) /* it may have been done before it heard */
		return false;
	app_say(app, _("Stopped: nothing was changed"));
	return true;
}
