/*
 * command_move.c - commands that look and change nothing: moving, views, search, filter, marks, as
 * of.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/fulltext.h"
#include "model/saved_view.h"
#include "model/words.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/timeline.h"

enum { RANGE_MAX = 20000 }; /* rows between the ends of a range */

static void told(struct app *app, int status, const struct err *e)
{
	if (status < 0)
		app_error(app, e);
}

/* --- rows ------------------------------------------------------------------------------ */

static void move(struct app *app, int by)
{
	struct err e = { 0 };

	told(app, list_move(&app_view(app)->list, by, &e), &e);
}

static void page(struct app *app, int pages, bool half)
{
	struct err e = { 0 };

	told(app, list_page(&app_view(app)->list, pages, half, &e), &e);
}

void cmd_row_down(struct app *app, const char *argument)
{
	move(app, 1);
}

void cmd_row_up(struct app *app, const char *argument)
{
	move(app, -1);
}

void cmd_page_down(struct app *app, const char *argument)
{
	page(app, 1, false);
}

void cmd_page_up(struct app *app, const char *argument)
{
	page(app, -1, false);
}

void cmd_half_down(struct app *app, const char *argument)
{
	page(app, 1, true);
}

void cmd_half_up(struct app *app, const char *argument)
{
	page(app, -1, true);
}

void cmd_first(struct app *app, const char *argument)
{
	struct list *l = &app_view(app)->list;
	struct err e = { 0 };

	if (l->at_start)
		l->cursor = l->top = 0;
	told(app, l->at_start ? list_move(l, 0, &e) : list_first(l, &e), &e);
}

void cmd_last(struct app *app, const char *argument)
{
	struct list *l = &app_view(app)->list;
	struct err e = { 0 };

	told(app, l->at_end ? list_move(l, l->n, &e) : list_last(l, &e), &e);
}

void cmd_left(struct app *app, const char *argument)
{
	struct view *v = app_view(app);

	if (v->id == VIEW_TIMELINE && timeline_pan(v, -1))
		return;
	v->pan = v->pan > 10 ? v->pan - 10 : 0;
}

void cmd_right(struct app *app, const char *argument)
{
	struct view *v = app_view(app);

	if (v->id == VIEW_TIMELINE && timeline_pan(v, 1))
		return;
	if (v->pan < 4000)
		v->pan += 10;
}

void cmd_wrap(struct app *app, const char *argument)
{
	struct view *v = app_view(app);

	v->wrap = !v->wrap;
	v->pan = v->wrap_width = 0;
}

void cmd_open(struct app *app, const char *argument)
{
	struct view *v = app_view(app);
	const struct list_row *r = list_cursor(&v->list);
	struct str text = { 0 };
	struct err e = { 0 };

	if (v->ops->open) {
		v->ops->open(v, r);
		return;
	}
	if (v->ops->detail(v, r, &text, &e) < 0)
		app_error(app, &e);
	else
		layer_text(app, list_row_column(r, 0), &text);
	str_release(&text);
}

/* --- views ------------------------------------------------------------------------------- */

void cmd_go_incidents(struct app *app, const char *argument)
{
	app_go(app, VIEW_INCIDENTS);
}

void cmd_go_log(struct app *app, const char *argument)
{
	app_go(app, VIEW_LOG);
}

void cmd_go_timeline(struct app *app, const char *argument)
{
	app_go(app, VIEW_TIMELINE);
}

void cmd_go_customers(struct app *app, const char *argument)
{
	app_go(app, VIEW_CUSTOMERS);
}

void cmd_go_notifications(struct app *app, const char *argument)
{
	app_go(app, VIEW_NOTIFICATIONS);
}

void cmd_go_journal(struct app *app, const char *argument)
{
	app_go(app, VIEW_JOURNAL);
}

void cmd_go_open(struct app *app, const char *argument)
{
	app_go(app, VIEW_OPEN);
}

void cmd_go_advisories(struct app *app, const char *argument)
{
	app_go(app, VIEW_ADVISORIES);
}

void cmd_acts(struct app *app, const char *argument)
{
	app_go(app, VIEW_JOURNAL);
}

void cmd_next_view(struct app *app, const char *argument)
{
	app_go(app, (enum view_id)((app->current + 1) % VIEWS));
}

void cmd_previous_view(struct app *app, const char *argument)
{
	app_go(app, (enum view_id)((app->current + VIEWS - 1) % VIEWS));
}

/* --- search ------------------------------------------------------------------------------- */

/* What is searched, as a filter, within what the view's filter passes. */
static struct filter *finding(struct view *v, const char *condition, struct err *e)
{
	struct when_context c = app_when(v->app);
	struct str s = { 0 };
	struct filter *f;

	if (v->filter_text)
		str_printf(&s, "(%s) ", v->filter_text);
	str_puts(&s, condition);
	f = saved_view_compile(v->app->nb, str_text(&s), v->ops->of, &c, NULL, e);
	str_release(&s);
	return f;
}

/* All the words as one phrase. */
static void put_phrase(const char *words, struct str *out)
{
	str_putc(out, '"');
	for (; *words; words++)
		if (*words != '"' && *words != '\\')
			str_putc(out, *words);
	str_putc(out, '"');
}

/* The row found `from` that one, into *found; 1, 0 when there is none, -1. */
static int find(struct view *v, struct filter *f, enum list_from from, const struct list_row *row,
    struct list_row *found, struct err *e)
{
	int n;

	v->finding = f;
	n = view_fetch(v, from, row, 1, found, e);
	v->finding = NULL;
	return n;
}

/* Goes to the next row from `row` on that has it, around the end; *around says so. 1, 0, -1. */
static int search_go(struct view *v, const char *condition, enum list_from from,
    const struct list_row *row, bool *around, struct err *e)
{
	struct list_row found = { 0 };
	struct filter *f;
	int n;

	view_index(v);
	f = finding(v, condition, e);
	app_stoppable(v->app);
	n = f ? find(v, f, from, row, &found, e) : -1;
	*around = n == 0;
	if (n == 0)
		n = find(v, f, from == LIST_AFTER ? LIST_FIRST : LIST_LAST, row, &found, e);
	app_unstoppable(v->app);
	if (n > 0)
		n = list_goto(&v->list, &found, e) < 0 ? -1 : 1;
	filter_free(f);
	list_row_release(&found);
	return n;
}

static void search_condition(
    struct app *app, const char *condition, const char *shown, enum list_from from)
{
	struct view *v = app_view(app);
	struct err e = { 0 };
	bool around;
	int n = search_go(v, condition, from, list_cursor(&v->list), &around, &e);

	if (n > 0 && around)
		app_say(app, _("Went on from the other end"));
	else if (n < 0 && e.kind == ERR_BUSY && term_pending(app->term))
		app_say(app, _("The search was stopped by a key"));
	else if (n < 0 && !(sorting_on(&v->sorting) && app->work.stopped)) /* that was said */
		app_error(app, &e);
	else if (n == 0)
		app_say(app, _("Not found: %s"), shown);
}

static void search(struct app *app, enum list_from from)
{
	struct str phrase = { 0 };

	if (!app->found_text || app_view(app)->list.n == 0) {
		app_say(app, _("Nothing to search for yet: / asks"));
		return;
	}
	put_phrase(app->found_text, &phrase);
	search_condition(app, str_text(&phrase), app->found_text, from);
	str_release(&phrase);
}

/* Where the person was when a line that changes what is shown was begun. */
struct standing {
	struct view *view;
	char *filter; /* owned; or NULL */
	struct list_row row; /* thing 0: there was none */
	bool around;	     /* what was found since lies before it */
};

static struct standing *standing_new(struct view *v)
{
	struct standing *x = xcalloc(1, sizeof *x);

	x->view = v;
	x->filter = v->filter_text ? xstrdup(v->filter_text) : NULL;
	if (list_cursor(&v->list))
		list_row_copy(&x->row, list_cursor(&v->list));
	return x;
}

static void standing_free(void *with)
{
	struct standing *x = with;

	if (!x)
		return;
	free(x->filter);
	list_row_release(&x->row);
	free(x);
}

/* Esc: as it was. */
static void stand_again(struct app *app, void *with)
{
	struct standing *x = with;
	struct err e = { 0 };

	view_filter(x->view, x->filter ? x->filter : "");
	view_ready(x->view);
	if (x->row.thing && list_goto(&x->view->list, &x->row, &e) < 0)
		app_error(app, &e);
	else
		x->view->loaded =
		    true; /* though a key may have stopped reading from the beginning */
}

/* Each letter looks anew from where it was begun; what is not found yet leaves the cursor there. */
static void search_changed(
    struct app *app, const char *text, void *with, size_t *fault_at, struct err *e)
{
	struct standing *x = with;
	struct str phrase = { 0 };
	struct err ignored = { 0 };

	if (!x->row.thing)
		return;
	put_phrase(text, &phrase);
	if (!*text || search_go(x->view, str_text(&phrase), LIST_AFTER, &x->row, &x->around,
			  &ignored) <= 0)
		list_goto(&x->view->list, &x->row, &ignored);
	str_release(&phrase);
}

static void search_keep(struct app *app, const char *text)
{
	if (!*text)
		return;
	free(app->found_text);
	app->found_text = xstrdup(text);
}

/* Enter stays where the letters have led; without a letter it goes on to the next. */
static void search_done(struct app *app, const char *text, void *with)
{
	const struct standing *x = with;
	const struct list_row *now = list_cursor(&x->view->list);

	search_keep(app, text);
	if (!*text || !now || now->thing == x->row.thing)
		search(app, LIST_AFTER);
	else if (x->around)
		app_say(app, _("Went on from the other end"));
}

void cmd_search(struct app *app, const char *argument)
{
	if (argument) {
		search_keep(app, argument);
		search(app, LIST_AFTER);
		return;
	}
	layer_line(app, &(struct line_question){ .label = "/",
			    .hint = _("words to find; Enter stays there, n N go on, Esc goes back"),
			    .history = &app->search,
			    .changed = search_changed,
			    .done = search_done,
			    .left = stand_again,
			    .with = standing_new(app_view(app)),
			    .drop = standing_free });
}

void cmd_search_next(struct app *app, const char *argument)
{
	search(app, LIST_AFTER);
}

void cmd_search_previous(struct app *app, const char *argument)
{
	search(app, LIST_BEFORE);
}

/* ":next !" */
void cmd_next(struct app *app, const char *argument)
{
	const struct word *kind = argument[1] ? entry_kind_find(argument, strlen(argument))
					      : entry_kind_marked(argument[0]);
	struct str condition = { 0 };

	str_printf(&condition, "kind:%s", kind ? kind->word : argument);
	search_condition(app, str_text(&condition), argument, LIST_AFTER);
	str_release(&condition);
}

/* --- filter ------------------------------------------------------------------------------- */

/* Each letter shows what passes; one that is broken keeps the last good rows. */
static void filter_changed(
    struct app *app, const char *text, void *with, size_t *fault_at, struct err *e)
{
	const struct standing *x = with;

	view_filter_try(x->view, text, fault_at, e);
}

static void filter_done(struct app *app, const char *text, void *with)
{
	view_filter(app_view(app), text);
}

void cmd_filter(struct app *app, const char *argument)
{
	static const char *const hints[VIEWS] = {
		[VIEW_LOG] =
		    N_("#tag @who kind:decision since:-4h is:struck -word \"a phrase\" or ( )"),
		[VIEW_TIMELINE] =
		    N_("#tag @who kind:decision since:-4h is:struck -word \"a phrase\" or ( )"),
		[VIEW_CUSTOMERS] =
		    N_("tier:gold,silver lang:id country:SE status:sent population:viewed word"),
		[VIEW_NOTIFICATIONS] = N_("state:draft lang:id customer:C-0007 word"),
	};
	struct view *v = app_view(app);

	if (argument && strncmp(argument, "save ", 5) == 0) {
		cmd_save_view(app, argument + 5);
		return;
	}
	if (argument) {
		view_filter(v, argument);
		return;
	}
	layer_line(app, &(struct line_question){ .label = _("filter> "), .text = v->filter_text,
	    .hint = _(hints[app->current]), .history = &app->filter, .changed = filter_changed,
	    .done = filter_done, .left = stand_again, .with = standing_new(v),
	    .drop = standing_free });
}

/* The view to show something of: the present one where it does, else the first that does. */
static enum view_id view_of(struct app *app, const char *of)
{
	for (int i = 0; i < VIEWS; i++) {
		int id = (app->current + i) % VIEWS;

		if (strcmp(saved_view_of_words[app->view[id].ops->of], of) == 0)
			return (enum view_id)id;
	}
	return VIEWS;
}

void cmd_view(struct app *app, const char *argument)
{
	struct saved_view_list l = { 0 };
	struct str text = { 0 };
	struct err e = { 0 };
	enum view_id id = VIEWS;

	if (saved_view_load(app->nb, argument, &l, &e) < 0)
		app_error(app, &e);
	else if ((id = view_of(app, l.at[0].of)) == VIEWS)
		app_say(app, _("That view is of %s, which are not on the screens"), l.at[0].of);
	if (id != VIEWS) {
		app_go(app, id);
		str_printf(&text, "view:%s", argument);
		view_filter(app_view(app), str_text(&text));
	}
	str_release(&text);
	saved_view_list_release(&l);
}

void cmd_save_view(struct app *app, const char *argument)
{
	struct when_context c = app_when(app);
	struct view *v = app_view(app);
	char ref[REF_MAX];
	struct err e = { 0 };

	if (!v->filter_text)
		app_say(app, _("No filter is on: f sets one"));
	else if (saved_view_save(app->nb, argument, v->ops->of, v->filter_text, &c, ref, &e) < 0)
		app_error(app, &e);
	else
		app_say(app, _("%s: view:%s stands for this filter now"), ref, argument);
}

/* --- marks -------------------------------------------------------------------------------- */

void cmd_mark(struct app *app, const char *argument)
{
	struct view *v = app_view(app);
	const struct list_row *r = list_cursor(&v->list);

	if (marks_has(&v->marks, r->thing))
		marks_unset(&v->marks, r->thing);
	else
		marks_set(&v->marks, r->thing);
	move(app, 1);
}

/* Reads rows from `from` on and marks them into `out` up to the one that is `thing`; false when
 * that one was not among the next RANGE_MAX. `from` is moved along. */
static bool mark_up_to(
    struct view *v, struct list_row *from, int64_t thing, struct marks *out, struct err *e)
{
	struct list_row next = { 0 };
	bool found = from->thing == thing;
	int n = 0;

	marks_set(out, from->thing);
	for (int i = 0; i < RANGE_MAX && !found; i++) {
		struct list_row swap = *from;

		if ((n = view_fetch(v, LIST_AFTER, from, 1, &next, e)) <= 0)
			break;
		*from = next;
		next = swap;
		marks_set(out, from->thing);
		found = from->thing == thing;
	}
	list_row_release(&next);
	return found && n >= 0;
}

/* Marks all rows between two, whichever comes first. */
static void mark_between(struct view *v, const struct list_row *a, const struct list_row *b)
{
	const struct list_row *ends[2] = { a, b };
	struct err e = { 0 };
	bool found = false;

	for (int i = 0; i < 2 && !found; i++) {
		struct marks range = { 0 };
		struct list_row from = { 0 };

		list_row_copy(&from, ends[i]);
		found = mark_up_to(v, &from, ends[1 - i]->thing, &range, &e);
		if (found)
			marks_join(&v->marks, &range);
		marks_clear(&range);
		list_row_release(&from);
	}
	if (e.kind)
		app_error(v->app, &e);
	else if (!found)
		app_say(
		    v->app, _("The two ends are too far apart: A marks all that pass a filter"));
	else
		app_say(v->app, _("%zu marked"), v->marks.n);
}

static void range_forget(struct view *v)
{
	list_row_release(&v->range_from);
}

void cmd_mark_range(struct app *app, const char *argument)
{
	struct view *v = app_view(app);
	const struct list_row *r = list_cursor(&v->list);

	if (v->range_from.thing) {
		mark_between(v, &v->range_from, r);
		range_forget(v);
		return;
	}
	list_row_copy(&v->range_from, r);
	marks_set(&v->marks, r->thing);
	app_say(app, _("Go to the other end and press v again"));
}

/* Reads all rows that pass into an empty set, page by page. 1, 0 when a key has stopped it, -1. */
static int mark_those_that_pass(struct view *v, struct marks *out, struct err *e)
{
	enum { PAGE = 500 };
	struct list_row *rows = xcalloc(PAGE + 1, sizeof *rows);
	struct list_row *last = &rows[PAGE];
	enum list_from from = LIST_FIRST;
	bool stopped = false;
	int n = PAGE;

	fulltext_aside(v->app->nb, true);
	while (n == PAGE && !stopped) {
		struct list_row swap = *last;

		n = view_fetch(v, from, from == LIST_FIRST ? NULL : last, PAGE, rows, e);
		for (int i = 0; i < n; i++)
			marks_set(out, rows[i].thing);
		if (n < PAGE)
			break;
		*last = rows[n - 1]; /* the key of the next page */
		rows[n - 1] = swap;
		from = LIST_AFTER;
		stopped = term_pending(v->app->term);
	}
	fulltext_aside(v->app->nb, false);
	for (int i = 0; i <= PAGE; i++) {
		list_row_release(&rows[i]);
	}
	free(rows);
	return n < 0 ? -1 : !stopped;
}

/* Marks all that pass, but for those in `without`. A key stops it, and then nothing is changed. */
static void mark_all(struct view *v, const struct marks *without)
{
	struct marks all = { 0 };
	struct err e = { 0 };
	int status = mark_those_that_pass(v, &all, &e);

	for (size_t i = 0; without && i < without->cap; i++)
		marks_unset(&all, without->at[i]);
	if (status > 0) {
		marks_clear(&v->marks);
		v->marks = all;
		app_say(v->app, _("%zu marked"), v->marks.n);
		return;
	}
	marks_clear(&all);
	if (status < 0)
		app_error(v->app, &e);
	else
		app_say(v->app, _("Stopped by a key: the marks are as they were"));
}

void cmd_mark_all(struct app *app, const char *argument)
{
	mark_all(app_view(app), NULL);
}

void cmd_mark_invert(struct app *app, const char *argument)
{
	struct view *v = app_view(app);

	mark_all(v, &v->marks);
}

void cmd_mark_none(struct app *app, const char *argument)
{
	struct view *v = app_view(app);

	marks_clear(&v->marks);
	range_forget(v);
}

/* --- layers and the rest -------------------------------------------------------------------- */

/* One layer at a time: the range, the marks, the filter, the past. */
void cmd_back(struct app *app, const char *argument)
{
	struct view *v = app_view(app);

	if (v->range_from.thing)
		range_forget(v);
	else if (v->marks.n > 0)
		marks_clear(&v->marks);
	else if (v->filter_text)
		view_filter(v, "");
	else if (app->nb->asof != ASOF_NOW)
		cmd_now(app, NULL);
	else
		app_say(app, _("q quits; nothing can be lost"));
}

void cmd_quit(struct app *app, const char *argument)
{
	app->quit = true;
}

void cmd_palette(struct app *app, const char *argument)
{
	layer_palette(app, false);
}

void cmd_help(struct app *app, const char *argument)
{
	layer_palette(app, true);
	if (argument)
		app->top->ops->paste(app, app->top, argument, strlen(argument));
}

void cmd_repaint(struct app *app, const char *argument)
{
	term_repaint(app->term);
}

void cmd_suspend(struct app *app, const char *argument)
{
	term_suspend(app->term);
}

void cmd_pane(struct app *app, const char *argument)
{
	app->pane.off = !app->pane.off;
	if (app->layout.columns < LAYOUT_PANE)
		app_say(app, _("Details stand beside the list from %d columns on"), LAYOUT_PANE);
}

void cmd_messages(struct app *app, const char *argument)
{
	struct str text = { 0 };

	for (int i = 0; i < app->messages; i++) {
		const struct message *m = &app->message[i];

		when_show_instant(&text, m->at, app->zone, true);
		str_printf(&text, "  %s%s\n", m->error ? _("error: ") : "", m->text);
	}
	if (app->messages == 0)
		str_puts(&text, _("Nothing has been said yet."));
	layer_text(app, _("Messages"), &text);
}

void cmd_times(struct app *app, const char *argument)
{
	struct err e = { 0 };
	char zone[WHEN_ZONE_MAX], was[WHEN_ZONE_MAX];

	if (argument && zone_check(argument, zone, &e) < 0) {
		app_error(app, &e);
		return;
	}
	snprintf(was, sizeof was, "%s", app->zone);
	for (int i = 0; i < 3 && !argument && strcmp(was, app->zone) == 0; i++) {
		app->times = (app->times + 1) % 3; /* two of them may be the same */
		app_changed(app);
	}
	if (argument) {
		app_changed(app);
		snprintf(app->zone, sizeof app->zone, "%s", zone);
	}
	app_say(app, _("Times are shown in %s"), app->zone);
}

/* --- as of ---------------------------------------------------------------------------------- */

void cmd_asof(struct app *app, const char *argument)
{
	struct when_context c = app_when(app);
	struct when w;
	struct err e = { 0 };

	c.now = when_now(); /* not of the past that is looked at */
	if (when_parse(&w, argument, strlen(argument), &c, &e) < 0) {
		app_error(app, &e);
		return;
	}
	if (w.latest == WHEN_FUTURE) {
		app_say(app, _("As of when? That time has no end"));
		return;
	}
	app_pop_all(app); /* nothing that would write stays open */
	if (notebook_travel(app->nb, w.latest, &e) < 0)
		app_error(app, &e);
	app_choose(app, app->incident);
}

void cmd_now(struct app *app, const char *argument)
{
	app->nb->asof = ASOF_NOW;
	app_choose(app, app->incident);
	app_say(app, _("Back to now"));
}
