/*
 * command_open.c - what can be done about what is open: each is one record, and says its reference.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/entryline.h"
#include "model/obligation.h"
#include "model/question.h"
#include "model/task.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/open.h"

enum deed { ACT_REQUIRED, ACT_NOT_REQUIRED, ACT_FILED, ACT_HOLD, ACT_RESUME, ACT_DONE, ACT_ASSIGN,
	ACT_START, ACT_SNOOZE, ACT_DROP, ACT_UNKNOWABLE, ACT_WITHDRAW };

static const struct choice duty_choices[] = {
	{ 'r', N_("it applies, with the reason") },
	{ 'n', N_("it does not apply, with the reason") },
	{ 'f', N_("filed: with its reference") },
	{ 'h', N_("the clock stands still, with the reason") },
	{ 'c', N_("the clock runs again") },
};
static const enum deed duty_acts[] = { ACT_REQUIRED, ACT_NOT_REQUIRED, ACT_FILED, ACT_HOLD,
	ACT_RESUME };

static const struct choice task_choices[] = {
	{ 'd', N_("done: the entry line says what was done") },
	{ 'a', N_("assign to somebody") },
	{ 's', N_("somebody works on it") },
	{ 'l', N_("later: put it off, with the reason") },
	{ 'x', N_("drop it, with the reason") },
};
static const enum deed task_acts[] = { ACT_DONE, ACT_ASSIGN, ACT_START, ACT_SNOOZE, ACT_DROP };

static const struct choice question_choices[] = {
	{ 'a', N_("answer: the entry line says what is known") },
	{ 'u', N_("it cannot be known, with the reason") },
	{ 'w', N_("it need not be known any more, with the reason") },
};
static const enum deed question_acts[] = { ACT_DONE, ACT_UNKNOWABLE, ACT_WITHDRAW };

/* What can be done about each kind; an approval is done elsewhere. */
static const struct deeds {
	const struct choice *choice;
	const enum deed *act;
	int n;
} deeds_of[] = {
	[OPEN_DECISION] = { duty_choices, duty_acts, sizeof duty_acts / sizeof *duty_acts },
	[OPEN_DEADLINE] = { duty_choices, duty_acts, sizeof duty_acts / sizeof *duty_acts },
	[OPEN_APPROVAL] = { NULL, NULL, 0 },
	[OPEN_QUESTION] = { question_choices, question_acts,
	    sizeof question_acts / sizeof *question_acts },
	[OPEN_TASK] = { task_choices, task_acts, sizeof task_acts / sizeof *task_acts },
};

/* What is being done, from the first key to the last. */
struct doing {
	const struct deeds *deeds;
	enum deed act;
	int64_t thing;
	char *ref, *entry; /* owned; entry "" where there is none */
	char *value;	   /* owned: asked before the reason; or NULL */
};

static void doing_free(void *with)
{
	struct doing *d = with;

	if (!d)
		return;
	free(d->ref);
	free(d->entry);
	free(d->value);
	free(d);
}

static struct doing *doing_new(const struct list_row *r)
{
	struct doing *d = xcalloc(1, sizeof *d);

	d->deeds = &deeds_of[open_kind_of(r)];
	d->thing = r->thing;
	d->ref = xstrdup(list_row_column(r, OPEN_REF));
	d->entry = xstrdup(open_entry_of(r));
	return d;
}

/* --- writing ---------------------------------------------------------------------------- */

static int task_change(struct app *app, const struct doing *d, const char *key, const char *value,
    const char *reason, char ref[REF_MAX], struct err *e)
{
	struct when_context c = app_when(app);

	c.future = true;
	return task_set(
	    app->nb, d->thing, &(struct task_change){ key, value }, 1, &c, reason, ref, e);
}

static int question_end(struct app *app, const struct doing *d, const char *words,
    char ref[REF_MAX], struct err *e)
{
	struct when_context c = app_when(app);
	struct entryline line = { 0 };
	int status = entryline_parse(&line, words, strlen(words), &c, e);

	if (status == 0)
		status = question_answer(app->nb, d->thing, &line,
		    d->act == ACT_WITHDRAW ? "withdrawn" : "unknowable", NULL, ref, e);
	entryline_release(&line);
	return status;
}

static int run(struct app *app, const struct doing *d, const char *words, char ref[REF_MAX],
    struct err *e)
{
	bool late = false;

	switch (d->act) {
	case ACT_REQUIRED:
	case ACT_NOT_REQUIRED:
		return obligation_decide(app->nb, d->thing,
		    d->act == ACT_REQUIRED ? "required" : "not-required", words, NULL, ref, e);
	case ACT_FILED:
		return obligation_file(app->nb, app->incident, d->thing, when_now(), words, &late,
		    ref, e);
	case ACT_HOLD:
		return obligation_hold(app->nb, d->thing, words, ref, e);
	case ACT_RESUME:
		return obligation_hold(app->nb, d->thing, NULL, ref, e);
	case ACT_ASSIGN:
		return task_change(app, d, "owner", words, NULL, ref, e);
	case ACT_START:
		return task_change(app, d, "state", "doing", NULL, ref, e);
	case ACT_SNOOZE:
		return task_change(app, d, "due", d->value, words, ref, e);
	case ACT_DROP:
		return task_change(app, d, "state", "dropped", words, ref, e);
	case ACT_UNKNOWABLE:
	case ACT_WITHDRAW:
		return question_end(app, d, words, ref, e);
	case ACT_DONE:
		break;
	}
	return 0;
}

static void do_it(struct app *app, const struct doing *d, const char *words)
{
	struct err e = { 0 };
	char ref[REF_MAX] = "";

	if (run(app, d, words, ref, &e) < 0)
		app_error(app, &e);
	else
		app_say(app, _("%s: written by %s; u takes it back"), d->ref, ref);
	app_changed(app);
}

/* --- asking ------------------------------------------------------------------------------- */

/* A line owns what it is given with free() alone, so the set hangs on it by a pointer. */
struct pending {
	struct doing *doing;
};

static void words_done(struct app *app, const char *text, void *with)
{
	struct pending *p = with;

	if (*text)
		do_it(app, p->doing, text);
	else
		app_say(app, _("Nothing done: a reason is needed"));
	doing_free(p->doing);
}

static void words_left(struct app *app, void *with)
{
	struct pending *p = with;

	doing_free(p->doing);
	app_say(app, _("Nothing done"));
}

static void ask_words(struct app *app, struct doing *d, const char *label, const char *hint)
{
	struct pending *p = xmalloc(sizeof *p);

	p->doing = d;
	layer_line(app, &(struct line_question){ .label = label,
			    .hint = hint,
			    .done = words_done,
			    .left = words_left,
			    .with = p });
}

static void until_done(struct app *app, const char *text, void *with)
{
	struct pending *p = with;

	if (!*text) {
		app_say(app, _("Nothing done: until when?"));
		doing_free(p->doing);
		return;
	}
	p->doing->value = xstrdup(text);
	ask_words(app, p->doing, _("why later> "), _("kept with the record"));
}

static void ask_until(struct app *app, struct doing *d)
{
	struct pending *p = xmalloc(sizeof *p);

	p->doing = d;
	layer_line(app, &(struct line_question){ .label = _("until> "),
			    .hint = _("14:00, +2h, tomorrow 09:00, 2021-05-20"),
			    .done = until_done,
			    .left = words_left,
			    .with = p });
}

/* The entry line, with what it answers in it: what was done is an entry, and ends the task. */
static void ask_entry(struct app *app, const struct doing *d, const char *text)
{
	struct str line = { 0 };

	str_printf(&line, "= %s ", *d->entry ? d->entry : d->ref);
	layer_entry_begun(app, str_text(&line), text);
	str_release(&line);
}

static void do_confirmed(struct app *app, void *with)
{
	do_it(app, with, NULL);
}

/* What needs no words is asked all the same: letters that were meant for a line must not write. */
static void ask_whether(struct app *app, struct doing *d, const char *what)
{
	struct str text = { 0 };

	str_printf(&text, "%s  %s", d->ref, what);
	layer_confirm(app,
	    &(struct confirmation){ .title = d->ref,
		.text = str_text(&text),
		.must = "y",
		.done = do_confirmed,
		.with = d,
		.drop = doing_free });
	str_release(&text);
}

/* i: of the choices. */
static void chosen(struct app *app, struct doing *d, int i)
{
	switch (d->act) {
	case ACT_REQUIRED:
	case ACT_NOT_REQUIRED:
	case ACT_HOLD:
	case ACT_DROP:
	case ACT_UNKNOWABLE:
	case ACT_WITHDRAW:
		ask_words(app, d, _("why> "), _("kept with the record"));
		return;
	case ACT_FILED:
		ask_words(app, d, _("reference> "),
		    _("what they gave for it, or how it was handed in; it counts as filed now"));
		return;
	case ACT_ASSIGN:
		ask_words(app, d, _("owner> "), _("a name; @ may stand before it"));
		return;
	case ACT_SNOOZE:
		ask_until(app, d);
		return;
	case ACT_DONE:
		ask_entry(app, d, "");
		break;
	case ACT_RESUME:
	case ACT_START:
		ask_whether(app, d, _(d->deeds->choice[i].words));
		return;
	}
	doing_free(d);
}

static void deed_chosen(struct app *app, int i, void *with)
{
	struct doing *d = with;

	d->act = d->deeds->act[i];
	chosen(app, d, i);
}

static void go_to_letters(struct app *app, const struct list_row *r)
{
	struct str filter = { 0 };

	str_printf(&filter, "advisory:%s state:in-review", open_name_of(r));
	app_go(app, VIEW_NOTIFICATIONS);
	view_filter(&app->view[VIEW_NOTIFICATIONS], str_text(&filter));
	str_release(&filter);
}

static const struct list_row *row(struct app *app)
{
	return list_cursor(&app_view(app)->list);
}

void cmd_act(struct app *app, const char *argument)
{
	const struct list_row *r = row(app);
	const struct deeds *deeds = &deeds_of[open_kind_of(r)];

	if (open_kind_of(r) == OPEN_APPROVAL) {
		go_to_letters(app, r);
		return;
	}
	layer_choice(app, &(struct choice_question){ .title = list_row_column(r, OPEN_REF),
			      .choice = deeds->choice,
			      .n = deeds->n,
			      .done = deed_chosen,
			      .with = doing_new(r),
			      .drop = doing_free });
}

/* A task under the cursor, or words that say why not. */
static struct doing *task_here(struct app *app, enum deed act)
{
	const struct list_row *r = row(app);
	struct doing *d;

	if (open_kind_of(r) != OPEN_TASK) {
		app_say(app, _("That is no task: m says what can be done about it"));
		return NULL;
	}
	d = doing_new(r);
	d->act = act;
	return d;
}

/* Tasks and questions end the same way: with an entry. */
void cmd_done(struct app *app, const char *argument)
{
	const struct list_row *r = row(app);
	struct doing *d =
	    open_kind_of(r) == OPEN_QUESTION ? doing_new(r) : task_here(app, ACT_DONE);

	if (d)
		ask_entry(app, d, argument ? argument : "");
	doing_free(d);
}

void cmd_assign(struct app *app, const char *argument)
{
	struct doing *d = task_here(app, ACT_ASSIGN);

	if (d)
		do_it(app, d, argument);
	doing_free(d);
}

void cmd_snooze(struct app *app, const char *argument)
{
	struct doing *d = task_here(app, ACT_SNOOZE);

	if (!d)
		return;
	d->value = xstrdup(argument);
	ask_words(app, d, _("why later> "), _("kept with the record"));
}
