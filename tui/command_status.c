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
#include "tui/app.h"
#include "tui/i18n.h"

/* What a letter of the dialog does. */
static const struct choice choices[] = {
	{ 's', N_("submit for review") },
	{ 'a', N_("approve (not by who drafted it)") },
	{ 'j', N_("reject, back to draft") },
	{ 'r', N_("release for sending") },
	{ 'n', N_("notified: the mailer accepted it") },
	{ 'b', N_("bounced: the address fails") },
	{ 'k', N_("acknowledged by the customer") },
	{ 'h', N_("put on hold") },
	{ 'u', N_("resume from hold") },
	{ 'c', N_("cancel") },
	{ 'd', N_("done: close") },
};
enum { NOTIFIED = -1, BOUNCED = -2, ACKNOWLEDGED = -3 };
static const struct meaning {
	signed char act; /* enum notify_act, or one of those above */
	bool asks;	 /* for words: why, or who says so */
} meanings[] = {
	{ NOTIFY_SUBMIT, false },
	{ NOTIFY_APPROVE, false },
	{ NOTIFY_REJECT, true },
	{ NOTIFY_RELEASE, false },
	{ NOTIFIED, false },
	{ BOUNCED, false },
	{ ACKNOWLEDGED, true },
	{ NOTIFY_HOLD, true },
	{ NOTIFY_RESUME, false },
	{ NOTIFY_CANCEL, true },
	{ NOTIFY_CLOSE, false },
};
enum { CHOICES = sizeof choices / sizeof *choices };

/* What is to be changed, from the dialog's first key to its last. */
struct change_set {
	int chosen;	 /* of choices */
	int64_t *things; /* owned */
	size_t n;
	char *words;	 /* owned, or NULL: what was asked for */
	char *role;	 /* owned, or NULL: in which it is approved */
};

static void change_set_free(void *with)
{
	struct change_set *s = with;

	if (!s)
		return;
	free(s->things);
	free(s->words);
	free(s->role);
	free(s);
}

static int attempts(struct app *app, const struct change_set *s, const char *result, bool dry_run,
    struct notify_result *out, struct err *e)
{
	struct attempt *a = xcalloc(s->n, sizeof *a);
	int status;

	for (size_t i = 0; i < s->n; i++)
		a[i] = (struct attempt){ .notification = s->things[i],
			.result = result,
			.if_new = true,
			.dry_run = dry_run };
	status = attempt_add(app->nb, a, s->n, "notification.attempt", out, e);
	free(a);
	return status;
}

static int change(struct app *app, const struct change_set *s, bool dry_run,
    struct notify_result *out, struct err *e)
{
	int act = meanings[s->chosen].act;
	struct notify_change c = { .act = (enum notify_act)act,
		.things = s->things,
		.n = s->n,
		.incident = app->incident,
		.reason = s->words,
		.role = s->role,
		.dry_run = dry_run };
	struct notify_ack ack = {
		.things = s->things, .n = s->n, .by = s->words, .dry_run = dry_run
	};

	if (act >= 0)
		return notification_change(app->nb, &c, out, e);
	if (act == ACKNOWLEDGED)
		return acknowledgements_add(app->nb, &ack, out, e);
	return attempts(app, s, act == NOTIFIED ? "accepted" : "hard-bounce", dry_run, out, e);
}

/* "approve (not by who drafted it)": what is done, without who may. */
static int name_length(const char *words)
{
	return (int)(strcspn(words, "(") - (strcspn(words, "(") < strlen(words)));
}

static void apply(struct app *app, void *with)
{
	struct change_set *s = with;
	const char *words = _(choices[s->chosen].words);
	struct notify_result r = { 0 };
	struct err e = { 0 };
	int status;

	work_begin(app, _("status"));
	status = change(app, s, false, &r, &e);
	if (!work_end(app, status) && status < 0)
		app_error(app, &e);
	if (status == 0 && r.waits.len > 0)
		app_say(app, _("%lld approved, %lld skipped, by %s: %s"), (long long)r.changed,
		    (long long)r.skipped, r.ref, str_text(&r.waits));
	else if (status == 0)
		app_say(app, _("%.*s: %lld changed, %lld skipped, by %s; u takes it back"),
		    name_length(words), words, (long long)r.changed, (long long)r.skipped, r.ref);
	notify_result_release(&r);
	app_changed(app);
}

/* Counts what would change; where that is nothing it says why, and the set is gone. */
static bool count(struct app *app, struct change_set *s, struct notify_result *r)
{
	struct err e = { 0 };

	if (change(app, s, true, r, &e) == 0 && r->changed > 0)
		return true;
	if (e.kind)
		app_error(app, &e);
	else
		app_say(app, _("None of them can be changed so"));
	change_set_free(s);
	notify_result_release(r);
	return false;
}

/* Asks for the number of those that would change. */
static void confirm(struct app *app, struct change_set *s)
{
	struct notify_result r = { 0 };
	struct str text = { 0 };
	char must[24] = "y";

	if (!count(app, s, &r))
		return;
	str_printf(&text, "%s\n\n%8lld  %s\n", _(choices[s->chosen].words), (long long)r.changed,
	    _("will change"));
	if (r.skipped > 0) {
		str_printf(&text, "%8lld  %s: ", (long long)r.skipped, _("skipped"));
		text_show(&text, str_text(&r.why), r.why.len, TEXT_ONE_LINE);
		str_putc(&text, '\n');
	}
	if (r.waits.len > 0) {
		str_printf(&text, "%10s%s ", "", _("afterwards"));
		text_show(&text, r.waits.at, r.waits.len, TEXT_ONE_LINE);
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

struct pending_set {
	struct change_set *set;
};

static void words_done(struct app *app, const char *text, void *with)
{
	struct pending_set *p = with;

	p->set->words = xstrdup(text);
	confirm(app, p->set);
}

static void set_left(struct app *app, void *with)
{
	struct pending_set *p = with;

	change_set_free(p->set);
	app_say(app, _("Nothing done"));
}

static void ask_role(struct app *app, struct change_set *s, const char *typed);

/* A role that no advisory knows is asked for again. */
static void role_done(struct app *app, const char *text, void *with)
{
	struct pending_set *p = with;
	struct notify_result r = { 0 };
	struct err e = { 0 };

	p->set->role = *text ? xstrdup(text) : NULL;
	if (*text && (change(app, p->set, true, &r, &e) < 0 || r.changed == 0)) {
		if (e.kind)
			app_error(app, &e);
		else
			app_say(app, "%s", str_text(&r.why));
		free(p->set->role);
		p->set->role = NULL;
		ask_role(app, p->set, text);
	} else {
		confirm(app, p->set);
	}
	notify_result_release(&r);
}

/* Where the advisories still want approvals of certain roles, who approves says in which. */
static void ask_role(struct app *app, struct change_set *s, const char *typed)
{
	struct pending_set *p;
	struct notify_result r = { 0 };
	struct str hint = { 0 };

	if (!count(app, s, &r))
		return;
	if (r.roles.len > 0) {
		p = xmalloc(sizeof *p);
		p->set = s;
		str_printf(&hint, _("your role: %s; Enter alone: none"), str_text(&r.roles));
		layer_line(app, &(struct line_question){ .label = _("approve as> "),
				    .hint = str_text(&hint),
				    .text = typed,
				    .done = role_done,
				    .left = set_left,
				    .with = p });
	} else {
		confirm(app, s);
	}
	str_release(&hint);
	notify_result_release(&r);
}

static void ask_words(struct app *app, struct change_set *s)
{
	struct pending_set *p = xmalloc(sizeof *p);

	p->set = s;
	layer_line(app, &(struct line_question){ .label = meanings[s->chosen].act == ACKNOWLEDGED
				? _("who says so> ")
				: _("reason> "),
			    .hint = _("kept with the record"),
			    .done = words_done,
			    .left = set_left,
			    .with = p });
}

/* --- the dialog -------------------------------------------------------------------------- */

static void status_chosen(struct app *app, int chosen, void *with)
{
	struct change_set *s = with;

	s->chosen = chosen;
	if (meanings[chosen].asks)
		ask_words(app, s);
	else if (meanings[chosen].act == NOTIFY_APPROVE)
		ask_role(app, s, NULL);
	else
		confirm(app, s);
}

/* The letters of the customers marked as they are now: one may have got another since. */
static int letters_of(
    struct view *v, const int64_t *customers, size_t n, struct marks *letters, struct err *e)
{
	struct list_row row = { 0 };
	int got = 0;

	for (size_t i = 0; i < n && got >= 0; i++) {
		got = v->ops->load(v, customers[i], &row, e);
		if (got > 0 && v->ops->letter(&row) > 0)
			marks_set(letters, v->ops->letter(&row));
	}
	str_release(&row.text);
	str_release(&row.name);
	return got < 0 ? -1 : 0;
}

/* The marked ones; without marks, the one under the cursor. False: they could not be read. */
static bool choose(struct app *app, struct change_set *s)
{
	struct view *v = app_view(app);
	struct marks letters = { 0 };
	struct err e = { 0 };
	int status = 0;

	s->things = marks_things(&v->marks, &s->n);
	if (s->n == 0 && v->ops->letter(list_cursor(&v->list)) > 0) {
		s->things[s->n++] = v->ops->letter(list_cursor(&v->list));
	} else if (v->id == VIEW_CUSTOMERS) {
		status = letters_of(v, s->things, s->n, &letters, &e);
		free(s->things);
		s->things = marks_things(&letters, &s->n);
		marks_clear(&letters);
	}
	if (status < 0)
		app_error(app, &e);
	return status == 0;
}

void cmd_status(struct app *app, const char *argument)
{
	struct change_set *s = xcalloc(1, sizeof *s);
	struct str title = { 0 };

	if (!choose(app, s)) {
		change_set_free(s);
		return;
	}
	if (s->n == 0) {
		app_say(app, _("None of them has a notification yet: :draft ADVISORY makes them"));
		change_set_free(s);
		return;
	}
	str_printf(&title, _("New status of %zu"), s->n);
	layer_choice(app, &(struct choice_question){ .title = str_text(&title),
			      .choice = choices,
			      .n = CHOICES,
			      .done = status_chosen,
			      .with = s,
			      .drop = change_set_free });
	str_release(&title);
}
