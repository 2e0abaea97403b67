/*
 * command_status.c - the status of many notifications in one act: the set is frozen when the dialog
 * opens, what would change is counted first, and that number has to be typed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/notification.h"
#include "model/saved_view.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/key.h"

/* What a letter of the dialog does. */
static const struct choice {
	char key;
	int act;	    /* enum notify_act, or SENT */
	bool reason;	    /* asks for one */
	const char *words;
} choices[] = {
	{ 's', NOTIFY_SUBMIT, false, N_("submit for review") },
	{ 'a', NOTIFY_APPROVE, false, N_("approve (not by who drafted it)") },
	{ 'j', NOTIFY_REJECT, true, N_("reject, back to draft") },
	{ 'r', NOTIFY_RELEASE, false, N_("release for sending") },
	{ 'n', -1, false, N_("notified: the mailer accepted it") },
	{ 'h', NOTIFY_HOLD, true, N_("put on hold") },
	{ 'u', NOTIFY_RESUME, false, N_("resume from hold") },
	{ 'c', NOTIFY_CANCEL, true, N_("cancel") },
	{ 'd', NOTIFY_CLOSE, false, N_("done: close") },
};
enum { CHOICES = sizeof choices / sizeof *choices };

/* What is to be changed, from the dialog's first key to its last. */
struct change_set {
	const struct choice *choice;
	int64_t *things; /* owned */
	size_t n;
	char *reason;	 /* owned, or NULL */
};

static void change_set_free(void *with)
{
	struct change_set *s = with;

	if (!s)
		return;
	free(s->things);
	free(s->reason);
	free(s);
}

static int attempts(
    struct app *app, const struct change_set *s, struct notify_result *out, struct err *e)
{
	struct attempt *a = xcalloc(s->n, sizeof *a);
	int status;

	for (size_t i = 0; i < s->n; i++)
		a[i] = (struct attempt){ .notification = s->things[i], .result = "accepted" };
	status = attempt_add(app->nb, a, s->n, "notification.attempt", out, e);
	free(a);
	return status;
}

static int change(struct app *app, const struct change_set *s, bool dry_run,
    struct notify_result *out, struct err *e)
{
	struct notify_change c = { .act = (enum notify_act)s->choice->act,
		.things = s->things,
		.n = s->n,
		.incident = app->incident,
		.reason = s->reason,
		.dry_run = dry_run };

	if (s->choice->act >= 0)
		return notification_change(app->nb, &c, out, e);
	if (!dry_run)
		return attempts(app, s, out, e);
	out->changed = (int64_t)s->n;
	return 0;
}

static void apply(struct app *app, void *with)
{
	struct change_set *s = with;
	struct notify_result r = { 0 };
	struct err e = { 0 };
	int status;

	work_begin(app, _("status"));
	status = change(app, s, false, &r, &e);
	if (!work_end(app, status) && status < 0)
		app_error(app, &e);
	if (status == 0)
		app_say(app, _("%s: %lld changed, %lld skipped, by %s; u takes it back"),
		    _(s->choice->words), (long long)r.changed, (long long)r.skipped, r.ref);
	notify_result_release(&r);
	marks_clear(&app_view(app)->marks);
	app_changed(app);
}

/* Counts what would change, and asks for that number. */
static void confirm(struct app *app, struct change_set *s)
{
	struct notify_result r = { 0 };
	struct err e = { 0 };
	struct str text = { 0 };
	char must[24] = "y";

	if (change(app, s, true, &r, &e) < 0 || r.changed == 0) {
		if (e.kind)
			app_error(app, &e);
		else
			app_say(app, _("None of them can be changed so"));
		change_set_free(s);
		notify_result_release(&r);
		return;
	}
	str_printf(&text, "%s\n\n%8lld  %s\n", _(s->choice->words), (long long)r.changed,
	    _("will change"));
	if (r.skipped > 0) {
		str_printf(&text, "%8lld  %s: ", (long long)r.skipped, _("are skipped"));
		text_show(&text, str_text(&r.why), r.why.len, TEXT_ONE_LINE);
		str_putc(&text, '\n');
	}
	str_puts(&text, _("\nOne record; u takes it back. Nothing is sent by blotter."));
	if (r.changed > 9)
		snprintf(must, sizeof must, "%lld", (long long)r.changed);
	layer_confirm(app, &(struct confirmation){ .title = _("Status"),
			       .text = str_text(&text),
			       .must = must,
			       .done = apply,
			       .with = s,
			       .drop = change_set_free });
	str_release(&text);
	notify_result_release(&r);
}

struct pending_reason {
	struct change_set *set;
};

static void reason_done(struct app *app, const char *text, void *with)
{
	struct pending_reason *p = with;

	if (!*text) {
		app_say(app, _("Nothing done: a reason is needed"));
		change_set_free(p->set);
		return;
	}
	p->set->reason = xstrdup(text);
	confirm(app, p->set);
}

static void reason_left(struct app *app, void *with)
{
	struct pending_reason *p = with;

	change_set_free(p->set);
	app_say(app, _("Nothing done"));
}

static void ask_reason(struct app *app, struct change_set *s)
{
	struct pending_reason *p = xmalloc(sizeof *p);

	p->set = s;
	layer_line(app, &(struct line_question){ .label = _("reason> "),
			    .hint = _("kept with the record"),
			    .done = reason_done,
			    .left = reason_left,
			    .with = p });
}

/* --- the dialog -------------------------------------------------------------------------- */

struct status_layer {
	struct layer layer;
	struct change_set *set; /* owned until a choice is made */
};

static void status_draw(struct app *app, struct layer *l)
{
	struct status_layer *x = (struct status_layer *)l;
	int width = app->layout.columns < 60 ? app->layout.columns : 60, rows = app->layout.rows;
	int height = CHOICES + 4 < rows ? CHOICES + 4 : rows, row = (rows - height) / 2;
	struct str title = { 0 };

	str_printf(&title, _("New status of %zu"), x->set->n);
	canvas_box(&app->canvas, row, 0, height, width, str_text(&title));
	for (int i = 0; i < CHOICES && i + 2 < height; i++) {
		char key[4] = { choices[i].key, 0 };

		canvas_text(&app->canvas, row + 1 + i, 3, STYLE_KEY, key);
		canvas_text(&app->canvas, row + 1 + i, 6, STYLE_DIALOG, _(choices[i].words));
	}
	canvas_text(&app->canvas, row + height - 2, 3, STYLE_DIALOG, _("a letter; Esc cancels"));
	app->cursor_row = row + 1;
	app->cursor_column = 3;
	str_release(&title);
}

static void status_key(struct app *app, struct layer *l, int key)
{
	struct status_layer *x = (struct status_layer *)l;
	struct change_set *s = x->set;

	if (key == K_ESC || key == 'q' || key == ('C' & KEY_IS_CTRL) ||
	    key == ('G' & KEY_IS_CTRL)) {
		app_pop(app);
		return;
	}
	for (int i = 0; i < CHOICES; i++) {
		if (choices[i].key != key)
			continue;
		x->set = NULL;
		app_pop(app);
		s->choice = &choices[i];
		if (s->choice->reason)
			ask_reason(app, s);
		else
			confirm(app, s);
		return;
	}
}

static void status_release(struct app *app, struct layer *l)
{
	struct status_layer *x = (struct status_layer *)l;

	change_set_free(x->set);
	free(x);
}

static void status_say(struct app *app, struct layer *l, struct str *out)
{
	struct status_layer *x = (struct status_layer *)l;

	str_printf(out, _("New status of %zu"), x->set->n);
	str_putc(out, '\n');
	for (int i = 0; i < CHOICES; i++)
		str_printf(out, "%c %s\n", choices[i].key, _(choices[i].words));
	str_puts(out, _("a letter; Esc cancels"));
}

static const struct layer_ops status_ops = { .say = status_say,
	.one_key = true,
	.draw = status_draw,
	.key = status_key,
	.release = status_release };

/* The marked ones; without marks, the one under the cursor. */
static struct change_set *chosen(struct app *app)
{
	struct view *v = app_view(app);
	struct change_set *s = xcalloc(1, sizeof *s);

	if (v->marks.n > 0) {
		s->things = marks_targets(&v->marks, &s->n);
	} else {
		s->things = xmalloc(sizeof *s->things);
		s->things[0] = v->ops->target(list_cursor(&v->list));
		s->n = s->things[0] > 0;
	}
	return s;
}

void cmd_status(struct app *app, const char *argument)
{
	struct change_set *s = chosen(app);
	struct status_layer *x;

	if (s->n == 0) {
		app_say(app, _("None of them has a notification yet: :draft ADVISORY makes them"));
		change_set_free(s);
		return;
	}
	x = xcalloc(1, sizeof *x);
	x->layer.ops = &status_ops;
	x->set = s;
	app_push(app, &x->layer);
}

/* --- drafts -------------------------------------------------------------------------------- */

struct drafting {
	char *advisory, *filter; /* owned; filter may be NULL */
};

static void drafting_free(void *with)
{
	struct drafting *d = with;

	free(d->advisory);
	free(d->filter);
	free(d);
}

static int draft(
    struct app *app, const struct drafting *d, bool dry_run, struct notify_result *r, struct err *e)
{
	struct when_context c = app_when(app);
	struct notify_draft ask = {
		.incident = app->incident, .advisory = d->advisory, .dry_run = dry_run
	};
	struct filter *f = NULL;
	int status;

	if (d->filter && !(f = saved_view_compile(app->nb, d->filter, FILTER_CUSTOMERS, &c, e)))
		return -1;
	ask.filter = f;
	status = notification_draft(app->nb, &ask, r, e);
	filter_free(f);
	return status;
}

static void draft_apply(struct app *app, void *with)
{
	struct notify_result r = { 0 };
	struct err e = { 0 };
	int status;

	work_begin(app, _("draft"));
	status = draft(app, with, false, &r, &e);
	if (!work_end(app, status) && status < 0)
		app_error(app, &e);
	if (status == 0)
		app_say(app, _("Drafted %lld notifications by %s, %lld skipped"),
		    (long long)r.changed, r.ref, (long long)r.skipped);
	notify_result_release(&r);
	app_changed(app);
}

void cmd_draft(struct app *app, const char *argument)
{
	const struct view *customers = &app->view[VIEW_CUSTOMERS];
	struct drafting *d = xcalloc(1, sizeof *d);
	struct notify_result r = { 0 };
	struct str text = { 0 };
	struct err e = { 0 };
	char must[24];

	d->advisory = xstrdup(argument);
	d->filter = customers->filter_text ? xstrdup(customers->filter_text) : NULL;
	if (draft(app, d, true, &r, &e) < 0 || r.changed == 0) {
		if (e.kind)
			app_error(app, &e);
		else
			app_say(app, _("Nobody to draft for: %s"), str_text(&r.why));
		drafting_free(d);
		notify_result_release(&r);
		return;
	}
	str_printf(&text, _("%8lld  customers get a draft\n%8lld  are skipped"),
	    (long long)r.changed, (long long)r.skipped);
	if (r.why.len > 0) {
		str_puts(&text, ": ");
		text_show(&text, r.why.at, r.why.len, TEXT_ONE_LINE);
	}
	str_puts(&text, d->filter ? _("\n\nof those that pass the filter.")
				  : _("\n\nof all that were exposed."));
	snprintf(must, sizeof must, "%lld", (long long)r.changed);
	layer_confirm(app, &(struct confirmation){ .title = _("Draft notifications"),
			       .text = str_text(&text),
			       .must = r.changed > 9 ? must : "y",
			       .done = draft_apply,
			       .with = d,
			       .drop = drafting_free });
	str_release(&text);
	notify_result_release(&r);
}
