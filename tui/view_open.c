/*
 * view_open.c - what waits for somebody: duties to decide and to meet, letters to approve,
 * questions, tasks; the latest first.
 */
#include <string.h>

#include "base/text.h"
#include "model/obligation.h"
#include "model/open.h"
#include "model/question.h"
#include "model/task.h"
#include "tui/app.h"
#include "tui/detail.h"
#include "tui/i18n.h"
#include "tui/open.h"
#include "tui/show.h"

static void put_what(struct list_row *r, const struct open_item *x)
{
	struct str what = { 0 };

	if (x->kind == OPEN_APPROVAL)
		str_printf(&what, _("letters (%lld): "), (long long)x->count);
	str_puts(&what, x->what);
	list_row_show(r, str_text(&what));
	str_release(&what);
}

/* Columns: reference, due (drawn), kind, what, who, state; hidden behind them: name, entry. */
static void row_from_item(struct list_row *r, const struct open_item *x)
{
	list_row_reset(r);
	r->thing = x->thing;
	r->version = x->row;
	r->key[0] = x->due;
	r->key[1] = x->kind;
	r->key[2] = x->thing;
	r->mark = x->late ? '!' : ' ';
	list_row_plain(r, x->ref[0] ? x->ref : "-");
	list_row_plain(r, "");
	list_row_plain(r, open_kind_words[x->kind]);
	put_what(r, x);
	list_row_show(r, x->who);
	list_row_show(r, x->state);
	list_row_show(r, x->name);
	list_row_show(r, x->entry_ref);
}

enum open_kind open_kind_of(const struct list_row *r)
{
	return (enum open_kind)r->key[1];
}

const char *open_name_of(const struct list_row *r)
{
	return list_row_column(r, OPEN_NAME);
}

const char *open_entry_of(const struct list_row *r)
{
	return list_row_column(r, OPEN_ENTRY);
}

static int open_fetch(void *with, enum list_from from, const struct list_row *key, int limit,
    struct list_row *out, struct err *e)
{
	struct view *v = with;
	struct open_page p = { .incident = v->app->incident,
		.now = notebook_time(v->app->nb),
		.from_end = from == LIST_FIRST || from == LIST_LAST,
		.backward = from == LIST_LAST || from == LIST_BEFORE,
		.limit = limit };
	struct open_list got = { 0 };
	int n;

	if (!v->app->incident)
		return 0;
	if (key) {
		p.due = key->key[0];
		p.kind = open_kind_of(key);
		p.thing = key->key[2];
	}
	n = open_page_load(v->app->nb, &p, &got, e) < 0 ? -1 : (int)got.n;
	for (int i = 0; i < n; i++)
		row_from_item(&out[i], &got.at[i]);
	open_list_release(&got);
	return n;
}

enum { OPEN_MOST = 1000 };

/* Few things are open at a time: one is looked for among them. */
static int open_load(struct view *v, int64_t thing, struct list_row *out, struct err *e)
{
	struct open_page p = { .incident = v->app->incident,
		.now = notebook_time(v->app->nb),
		.from_end = true,
		.limit = OPEN_MOST };
	struct open_list got = { 0 };
	int n = open_page_load(v->app->nb, &p, &got, e);

	for (size_t i = 0; i < got.n && n == 0; i++)
		if (got.at[i].thing == thing) {
			row_from_item(out, &got.at[i]);
			n = 1;
		}
	open_list_release(&got);
	return n;
}

static bool open_cell(struct view *v, const struct list_row *r, const struct list_row *before,
    int column, struct str *out)
{
	if (column != OPEN_DUE)
		return false;
	if (r->key[0] != WHEN_FUTURE)
		show_left(out, r->key[0], notebook_time(v->app->nb));
	return true;
}

/* --- details -------------------------------------------------------------------------- */

static void put_instant(struct view *v, struct str *out, const char *name, int64_t at)
{
	if (at == 0 || at == WHEN_FUTURE)
		return;
	str_printf(out, "\n%-10s", name);
	when_show_instant(out, at, v->app->zone, false);
}

static void put_filings(struct view *v, const struct obligation *o, struct str *out)
{
	for (size_t i = 0; i < o->filings_n; i++) {
		put_instant(v, out, _("filed"), o->filings[i].at);
		if (o->filings[i].reference) {
			str_puts(out, "  ");
			text_show(out, o->filings[i].reference, strlen(o->filings[i].reference),
			    TEXT_ONE_LINE);
		}
	}
}

/* What its clock has to wait for: one of these milestones. */
static void put_waiting(const struct obligation *o, struct str *out)
{
	struct str names = { 0 };

	if (o->start || o->rule->starts == 0)
		return;
	for (size_t i = 0; i < o->rule->starts; i++)
		str_printf(&names, "%s%s", i > 0 ? ", " : "", o->rule->start[i].start);
	detail_field(out, _("waits for"), str_text(&names));
	str_reset(&names);
	str_printf(&names, ":milestone %s 09:30", o->rule->start[0].start);
	detail_field(out, "", str_text(&names));
	str_release(&names);
}

static void put_obligation(struct view *v, const struct obligation *o, struct str *out)
{
	struct str notes = { 0 };

	str_printf(out, "%s  ", o->public_ref);
	text_show(out, o->rule->title, strlen(o->rule->title), TEXT_ONE_LINE);
	str_putc(out, '\n');
	detail_field(out, _("law"), o->rule->law);
	detail_field(out, _("to"), o->rule->recipient_name);
	detail_field(out, _("state"), obligation_state_words[o->state]);
	put_instant(v, out, _("due"), o->due.at);
	detail_field(out, _("from"), o->start);
	put_waiting(o, out);
	obligation_notes(o, &notes);
	detail_field(out, _("note"), str_text(&notes));
	detail_field(out, _("decision"), o->decision);
	detail_field(out, _("because"), o->why);
	detail_field(out, _("by"), o->by);
	detail_field(out, _("on hold"), o->held);
	put_filings(v, o, out);
	detail_field(out, _("rule"), o->rule->id);
	detail_field(out, _("as of"), o->rule->as_of);
	detail_field(out, _("source"), o->rule->source);
	str_printf(out, "\n\n%s",
	    _("computed from rules as read on the day given: not legal advice"));
	str_release(&notes);
}

static int obligation_detail(
    struct view *v, const struct list_row *r, struct str *out, struct err *e)
{
	struct obligation_list l = { 0 };
	int status =
	    obligation_list_load(v->app->nb, v->app->incident, notebook_time(v->app->nb), &l, e);

	for (size_t i = 0; status == 0 && i < l.n; i++)
		if (l.at[i].thing == r->thing)
			put_obligation(v, &l.at[i], out);
	obligation_list_release(&l);
	return status < 0 ? -1 : detail_versions(v->app, T_OBLIGATION, r->thing, out, e);
}

static int task_detail(struct view *v, const struct list_row *r, struct str *out, struct err *e)
{
	struct task_list l = { 0 };
	int status = task_load(v->app->nb, r->thing, &l, e);

	if (status == 0 && l.n > 0) {
		const struct task *t = &l.at[0];

		str_printf(out, "%s  ", t->public_ref);
		text_show(out, t->text, strlen(t->text), TEXT_SPREAD);
		str_putc(out, '\n');
		detail_field(out, _("owner"), t->owner);
		detail_field(out, _("state"), t->waiting ? _("waiting") : t->state);
		detail_field(out, _("priority"), t->priority);
		put_instant(v, out, _("due"), t->due);
		detail_field(out, _("after"), t->after_ref);
		detail_field(out, _("entry"), t->entry_ref);
		put_instant(v, out, _("added"), t->added);
		detail_field(out, _("by"), t->writer);
	}
	task_list_release(&l);
	return status < 0 ? -1 : detail_versions(v->app, T_TASK, r->thing, out, e);
}

static int question_detail(
    struct view *v, const struct list_row *r, struct str *out, struct err *e)
{
	struct question_list l = { 0 };
	int status = question_load(v->app->nb, r->thing, &l, e);

	if (status == 0 && l.n > 0) {
		const struct question *q = &l.at[0];

		str_printf(out, "%s  ", q->public_ref);
		text_show(out, q->text, strlen(q->text), TEXT_SPREAD);
		str_putc(out, '\n');
		detail_field(out, _("asked by"), q->asker);
		put_instant(v, out, _("asked"), q->recorded);
		put_instant(v, out, _("due"), q->due);
		detail_field(out, _("entry"), q->entry_ref);
		detail_field(out, _("state"), q->state);
	}
	question_list_release(&l);
	return status < 0 ? -1 : detail_versions(v->app, T_QUESTION, r->thing, out, e);
}

static int open_detail(struct view *v, const struct list_row *r, struct str *out, struct err *e)
{
	switch (open_kind_of(r)) {
	case OPEN_DECISION:
	case OPEN_DEADLINE:
		return obligation_detail(v, r, out, e);
	case OPEN_QUESTION:
		return question_detail(v, r, out, e);
	case OPEN_TASK:
		return task_detail(v, r, out, e);
	case OPEN_APPROVAL:
		break;
	}
	str_puts(out, list_row_column(r, OPEN_WHAT));
	detail_field(out, _("advisory"), open_name_of(r));
	detail_approvals(v->app, r->version, out);
	str_puts(out, _("\n\nThey wait for approval by somebody who has not drafted them.\n\n m  "
			"shows them in "
			"Notices, where A marks all and m approves"));
	return 0;
}

static void open_draw_empty(struct view *v, int row, int height)
{
	static const char *const lines[] = {
		N_("Nothing is open: nobody has to decide, file, approve or do anything."),
		"",
		N_("  + rotate S3 keys @budi ^14:00    typed in the log is a task for budi until "
		   "14:00"),
		N_("  ? did the mirror have it         is a question until = answers it"),
		N_("  :import obligations eu           duties to notify, with deadlines; then "
		   ":obligation"),
		N_("  m  in Notices submits letters, which then wait here for approval"),
	};

	view_draw_lines(v, row, height, lines, sizeof lines / sizeof *lines);
}

static const struct view_column open_columns[] = {
	{ N_("ID"), 4, 9, 2, false, true },
	{ N_("DUE"), 13, 13, 0, false, false },
	{ N_("KIND"), 4, 8, 1, false, false },
	{ N_("WHAT"), 12, 20, 0, true, false },
	{ N_("WHO"), 6, 16, 3, false, false },
	{ N_("STATE"), 7, 10, 4, false, false },
};

const struct view_ops view_open_ops = {
	.title = N_("Open"),
	.key = '5',
	.column = open_columns,
	.columns = sizeof open_columns / sizeof *open_columns,
	.fetch = open_fetch,
	.cell = open_cell,
	.detail = open_detail,
	.draw_empty = open_draw_empty,
	.load = open_load,
};
