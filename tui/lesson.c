/*
 * lesson.c - the steps of the lesson. Whether one was done is asked of the notebook in the language
 * of filters, so that there is no second idea of what was written.
 */
#include "tui/lesson.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/customer.h"
#include "model/entry.h"
#include "model/notification.h"
#include "tui/app.h"
#include "tui/i18n.h"

enum { SLICE = 1000, EXAMPLE_AT = 3 /* column */ };

enum done_when {
	ENTRIES,       /* one passes the filter */
	NO_ENTRIES,    /* none does any more */
	CUSTOMERS,     /* like ENTRIES */
	NOTIFICATIONS, /* likewise */
	ADVISORIES,    /* there is one */
	FILTERED,      /* a view shows a part of its rows */
	PAST,	       /* the past is looked at */
	PRESENT,       /* it is not */
	NEVER,
};

/* {name} stands for the key of a command, as it is bound now. What is typed is the same in every
 * language. */
static const struct step {
	enum done_when when;
	const char *filter, *text, *example;
} steps[] = {
	{ ENTRIES, "",
	    N_("Write down what you do as you do it. The line below has the keys; from anywhere "
	       "else {log} gives them to it. Type this, and Enter:"),
	    "revoked the deploy token #contain" },
	{ ENTRIES, "is:late",
	    N_("What happened before begins with its time. When it happened and when it was "
	       "written down are both kept."),
	    "-20m saw the alert in the scanner" },
	{ ENTRIES, "kind:decision",
	    N_("! begins a decision, ? a question, + a task, * a milestone. @ names whom it is "
	       "about; the line under the one you type says how it was understood."),
	    "! take the runners offline @dewi" },
	{ ENTRIES, "kind:question", N_("A question stays open until it is answered."),
	    "? did the mirror have the token" },
	{ ENTRIES, "kind:answer",
	    N_("Esc leaves the line; {go-open} shows what is open. {done} on the question begins "
	       "its answer: say that the mirror never had it, and Enter."),
	    NULL },
	{ ENTRIES, "is:corrected",
	    N_("{go-log} goes back to the log. Nothing is ever overwritten: {amend} writes a new "
	       "version of the entry under the cursor, and {open} shows all of them. Amend one."),
	    NULL },
	{ ENTRIES, "is:struck",
	    N_("{strike} strikes an entry, and asks for the reason; it stays to be seen. Strike "
	       "one."),
	    NULL },
	{ NO_ENTRIES, "is:struck",
	    N_("{undo} takes back your last act, whatever it was, and that is written down as "
	       "well. Take the strike back: y is the answer to what it asks."),
	    NULL },
	{ FILTERED, NULL,
	    N_("{filter} asks which rows to show: words, tags, kinds, times. {back} shows all "
	       "again."),
	    "#contain" },
	{ PAST, NULL,
	    N_("{back} shows all again. Months later somebody asks what you knew when: this shows "
	       "everything as it stood a minute ago."),
	    ":asof -1m" },
	{ PRESENT, NULL,
	    N_("That is the past: the banner says so, and nothing can be written. This goes back."),
	    ":now" },
	{ CUSTOMERS, "",
	    N_("{customers} shows the customers. One is added like this; a register comes from a "
	       "file: :import customers FILE."),
	    ":customer C-1, Apotek Sehat, it@apotek.example, id" },
	{ CUSTOMERS, "population:viewed",
	    N_("{mark} marks a row, {mark-all} all that pass the filter. Mark it, and say that the "
	       "intruder looked at its data:"),
	    ":exposed viewed" },
	{ ADVISORIES, NULL,
	    N_("What is written to customers is an advisory, from a file of YAML. Some come with "
	       "blotter, and are taken in by name:"),
	    ":import advisory credential-exposure" },
	{ NOTIFICATIONS, "",
	    N_("This drafts a letter to each customer marked, in their language. It asks for what "
	       "the letter does not know yet; a day is typed like 2026-12-24."),
	    ":draft" },
	{ NOTIFICATIONS, "-state:draft",
	    N_("{notifications} shows the letters. {status} leads on from a draft to the answer: "
	       "submit yours. Others approve it under their names; blotter itself sends nothing."),
	    NULL },
	{ NEVER, NULL,
	    N_("That was the lesson. {export} writes lists for those who send, {help} shows the "
	       "keys that work, {palette} finds every command. {quit} leaves, and throws away what "
	       "was written here."),
	    NULL },
};
enum { STEPS = sizeof steps / sizeof *steps };

/* --- whether it was done -------------------------------------------------------------------- */

static int count(struct app *app, const struct step *s, const struct filter *f, int64_t *n,
    int64_t *after, bool *more, struct err *e)
{
	switch (s->when) {
	case CUSTOMERS:
		return customer_count(app->nb, f, app->incident, after, SLICE, n, more, e);
	case NOTIFICATIONS:
		return notification_count(app->nb,
		    &(struct notification_page){ .incident = app->incident,
			.filter = f, .thing = *after, .limit = SLICE },
		    n, after, more, e);
	default:
		return entry_count(app->nb, f, app->incident, after, SLICE, n, more, e);
	}
}

static bool any(struct app *app, const struct step *s)
{
	enum filter_of of = s->when == CUSTOMERS ? FILTER_CUSTOMERS
	    : s->when == NOTIFICATIONS		     ? FILTER_NOTIFICATIONS
						     : FILTER_ENTRIES;
	struct when_context c = app_when(app);
	struct err e = { 0 };
	struct filter *f = filter_compile(s->filter, of, &c, NULL, &e);
	int64_t n = 0, after = 0;
	bool more = f != NULL;

	while (more && n == 0)
		if (count(app, s, f, &n, &after, &more, &e) < 0)
			more = false;
	filter_free(f);
	return n > 0;
}

static bool any_advisory(struct app *app)
{
	struct advisory_row_list l = { 0 };
	struct err e = { 0 };
	bool found = advisory_list_load(app->nb, &l, &e) == 0 && l.n > 0;

	advisory_row_list_release(&l);
	return found;
}

static bool filtered(const struct app *app)
{
	for (int i = 0; i < VIEWS; i++)
		if (app->view[i].filter_text)
			return true;
	return false;
}

static bool done(struct app *app, const struct step *s)
{
	bool past = app->nb->asof != ASOF_NOW;

	switch (s->when) {
	case ADVISORIES:
		return any_advisory(app);
	case FILTERED:
		return filtered(app);
	case PAST:
		return past;
	case PRESENT:
		return !past;
	case NEVER:
		return false;
	default:
		return any(app, s) == (s->when != NO_ENTRIES);
	}
}

bool lesson_look(struct app *app)
{
	int was = app->lesson->step;

	while (done(app, &steps[app->lesson->step]))
		app->lesson->step++;
	return app->lesson->step != was;
}

bool lesson_skip(struct lesson *l)
{
	l->step += l->step < STEPS - 1;
	return l->step < STEPS - 1;
}

/* --- showing it ----------------------------------------------------------------------------- */

static void put_title(const struct app *app, struct str *out)
{
	str_printf(out, _(" LESSON %d of %d"), app->lesson->step + 1, STEPS);
	if (app->lesson->step < STEPS - 1)
		str_puts(out, _("   :tutor passes over this step"));
}

static void put_text(const struct app *app, struct str *out)
{
	for (const char *s = _(steps[app->lesson->step].text); *s;) {
		size_t n = strcspn(s, "{");
		int id;

		str_put(out, s, n);
		s += n;
		if (*s != '{')
			break;
		n = strcspn(++s, "}");
		id = screen_command_find(s, n);
		if (id >= 0)
			app_key_put(app, (enum screen_command_id)id, out);
		s += n + (s[n] == '}');
	}
}

/* Breaks the text and draws of it what has room; returns the lines that it takes. */
static int fold(struct app *app, const char *text, int row, int lines, int columns)
{
	int n = 0;

	while (*text) {
		int skip, len = layout_line(text, columns > 2 ? columns : 2, &skip);
		char *line = xstrndup(text, (size_t)len);

		if (n < lines)
			canvas_field(&app->canvas, row + n, 1, columns, STYLE_NORMAL, line);
		free(line);
		text += skip;
		n++;
	}
	return n;
}

int lesson_lines(const struct app *app, int columns)
{
	struct str text = { 0 };
	int n;

	put_text(app, &text);
	n = fold((struct app *)app, str_text(&text), 0, 0, columns - 2);
	str_release(&text);
	return 1 + n + (steps[app->lesson->step].example != NULL);
}

void lesson_draw(struct app *app, int row, int lines)
{
	const char *example = steps[app->lesson->step].example;
	int columns = app->layout.columns, last = row + lines - 1;
	struct str s = { 0 };

	put_title(app, &s);
	canvas_field(&app->canvas, row, 0, columns, STYLE_BANNER, str_text(&s));
	if (example && last > row)
		canvas_field(
		    &app->canvas, last--, EXAMPLE_AT, columns - EXAMPLE_AT, STYLE_KEY, example);
	str_reset(&s);
	put_text(app, &s);
	fold(app, str_text(&s), row + 1, last - row, columns - 2);
	str_release(&s);
}

void lesson_say(const struct app *app, struct str *out)
{
	const char *example = steps[app->lesson->step].example;

	put_title(app, out);
	str_putc(out, '\n');
	put_text(app, out);
	str_printf(out, "\n%s%s", example ? example : "", example ? "\n" : "");
}
