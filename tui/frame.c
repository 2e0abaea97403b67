/*
 * frame.c - what stands around the view: title, tabs, banner, message, hints.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/pending.h"
#include "tui/show.h"
#include "tui/timeline.h"

enum { TITLE_DAY = 110 /* columns, from which on it has room for the day */ };

static void draw_right(struct app *app, int row, enum style style, const char *shown, int *left)
{
	int column = app->layout.columns - text_width(shown) - 1;

	*left = column > 0 ? column : 0;
	if (column > 0)
		canvas_text(&app->canvas, row, column, style, shown);
}

/* "SEV2 CONTAINED  T+2h40m  11:42 WIB": what is true of the incident now. */
static void put_state(const struct app *app, struct str *out)
{
	const struct incident_list *now = &app->incident_now;
	int64_t at = notebook_time(app->nb);
	struct civil c;
	char abbr[16];

	if (now->n > 0) {
		const struct incident *i = &now->at[0];
		struct str span = { 0 };

		if (i->severity)
			str_printf(out, "SEV%d ", i->severity);
		for (const char *s = i->state; *s && app->layout.columns >= 60; s++)
			str_putc(out, (char)(*s >= 'a' && *s <= 'z' ? *s - 32 : *s));
		if (app->layout.columns >= 60) {
			when_show_span(
			    &span, (at - i->opened) / (60 * WHEN_SECOND) * 60 * WHEN_SECOND);
			str_printf(out, "  T+%s", str_text(&span));
		}
		str_puts(out, "  ");
		str_release(&span);
	}
	zone_civil(app->zone, at, &c);
	zone_offset(app->zone, at, abbr);
	if (app->layout.columns >= TITLE_DAY) {
		show_day(out, show_day_of(at, app->zone));
		str_putc(out, ' ');
	}
	str_printf(out, "%02d:%02d", c.hour, c.minute);
	if (app->layout.columns >= 50)
		str_printf(out, " %s", abbr);
}

static void draw_title(struct app *app)
{
	const struct incident_list *now = &app->incident_now;
	struct str s = { 0 }, name = { 0 };
	int row = app->layout.title, left;

	if (row < 0)
		return;
	put_state(app, &s);
	draw_right(app, row, STYLE_TITLE, str_text(&s), &left);
	str_reset(&s);
	str_puts(&name, " blotter  ");
	if (now->n > 0) {
		text_show(&name, now->at[0].ref, strlen(now->at[0].ref), TEXT_ONE_LINE);
		str_putc(&name, ' ');
		text_show(&name, now->at[0].title, strlen(now->at[0].title), TEXT_ONE_LINE);
	} else {
		str_puts(&name, _("no incident chosen"));
	}
	canvas_field(&app->canvas, row, 0, left - 1, STYLE_TITLE, str_text(&name));
	str_release(&name);
	str_release(&s);
}

/* How the tabs stand: with blanks around each, with one between them, or only numbers from some on.
 */
struct tabs {
	int words;  /* so many have their names; the one that is on always has */
	bool close; /* one blank or bracket between two */
};

/* "5 Open 12!", "5(12!)": how much is open, and whether something is past its time. */
static void put_tab(
    const struct app *app, enum view_id id, const struct tabs *t, bool word, struct str *out)
{
	const struct view_ops *ops = app->view[id].ops;
	bool on = id == app->current, named = word || on;

	str_puts(out, on ? "[" : t->close ? "" : " ");
	str_printf(out, "%c", ops->key);
	if (named)
		str_printf(out, " %s", _(ops->title));
	if (id == VIEW_OPEN && app->due.open > 0)
		str_printf(out, named ? " %lld%s" : "(%lld%s)", (long long)app->due.open,
		    app->due.late > 0 ? "!" : "");
	str_puts(out, on ? "]" : t->close ? "" : " ");
}

static const enum view_id tab_order[VIEWS] = { VIEW_LOG, VIEW_TIMELINE, VIEW_CUSTOMERS,
	VIEW_NOTIFICATIONS, VIEW_OPEN, VIEW_JOURNAL, VIEW_ADVISORIES, VIEW_INCIDENTS };

/* A blank before a tab that stands close to the one before it, unless a bracket does that. */
static int tab_gap(const struct app *app, const struct tabs *t, int i)
{
	return t->close && tab_order[i] != app->current &&
	    (i == 0 || tab_order[i - 1] != app->current);
}

static int tabs_width(const struct app *app, const struct tabs *t)
{
	int width = 0;

	for (int i = 0; i < VIEWS; i++) {
		struct str tab = { 0 };

		put_tab(app, tab_order[i], t, i < t->words, &tab);
		width += tab_gap(app, t, i) + text_width(str_text(&tab));
		str_release(&tab);
	}
	return width;
}

/* Where that is enough for all names but that of the incidents they come close; else the last ones
 * lose their names first. */
static void draw_tabs(struct app *app)
{
	struct tabs t = { .words = VIEWS }, close = { .words = VIEWS - 1, .close = true };
	int row = app->layout.tabs, column = 0;

	if (row < 0)
		return;
	t.close = tabs_width(app, &t) > app->layout.columns &&
	    tabs_width(app, &close) <= app->layout.columns;
	while (t.words > 0 && tabs_width(app, &t) > app->layout.columns)
		t.words--;
	for (int i = 0; i < VIEWS; i++) {
		enum view_id id = tab_order[i];
		struct str tab = { 0 };

		put_tab(app, id, &t, i < t.words, &tab);
		column += tab_gap(app, &t, i);
		app->tab[id].from = column;
		column = canvas_text(&app->canvas, row, column,
		    id == app->current			     ? STYLE_TAB_ON
		    : id == VIEW_OPEN && app->due.late > 0 ? STYLE_LATE
							     : STYLE_TAB,
		    str_text(&tab));
		app->tab[id].end = column;
		str_release(&tab);
	}
}

/* The clocks that end next. */
static void draw_due(struct app *app)
{
	struct str s = { 0 };
	int row = app->layout.due, column;

	if (row < 0)
		return;
	column = canvas_text(&app->canvas, row, 1, STYLE_KEY, _("DUE")) + 2;
	due_show(
	    &s, &app->due, notebook_time(app->nb), app->zone, app->layout.columns - column - 1);
	canvas_field(&app->canvas, row, column, app->layout.columns - column - 1,
	    app->due.at[0].late ? STYLE_LATE : STYLE_NORMAL, str_text(&s));
	str_release(&s);
}

static void draw_banner(struct app *app)
{
	int row = app->layout.banner;
	struct str s = { 0 };

	if (row < 0)
		return;
	if (app->nb->asof != ASOF_NOW) {
		char ref[REF_MAX] = "";
		struct err e;

		record_ref(app->nb, app->nb->asof, ref, &e);
		str_printf(&s,
		    _(" AS OF THE PAST, after record %s: nothing can be written.   :now goes back"),
		    *ref ? ref : "0");
	} else {
		str_puts(&s, _(" READ ONLY: nothing can be written here"));
	}
	canvas_field(&app->canvas, row, 0, app->layout.columns, STYLE_BANNER, str_text(&s));
	str_release(&s);
}

/* "filter: tier:gold   500 of them   3 marked   rw". */
static void put_counts(struct app *app, struct str *out)
{
	struct view *v = app_view(app);

	if (v->ops->count && v->counted) {
		show_number(out, v->count);
		str_puts(out, v->filter ? _(" pass") : v->count == 1 ? _(" row") : _(" rows"));
		if (v->filter && v->all > 0) {
			str_puts(out, _(" of "));
			show_number(out, v->all);
		}
	} else if (v->ops->count) {
		str_puts(out, _("counting"));
	}
	if (app->news > 0) {
		str_puts(out, "  ");
		show_number(out, app->news);
		str_puts(out, _(" new"));
	}
	if (v->marks.n > 0) {
		str_puts(out, "  ");
		show_number(out, (int64_t)v->marks.n);
		str_puts(out, _(" marked"));
	}
	str_puts(out, app_writable(app) ? "  rw" : "  ro");
}

/* A sentence that is longer than its line goes on where the hints are. */
static bool draw_sentence(struct app *app, const struct message *m, int row, int column, int left)
{
	enum style style = m->error ? STYLE_ERROR : STYLE_NORMAL;
	int hint = app->layout.hint, width = left - column - 2, skip, n;
	char *line;

	if (text_width(m->text) <= width || hint < 0 || app->top) {
		canvas_field(&app->canvas, row, column + 1, width, style, m->text);
		return false;
	}
	n = layout_line(m->text, width, &skip);
	line = xstrndup(m->text, (size_t)n);
	canvas_field(&app->canvas, row, column + 1, width, style, line);
	canvas_field(&app->canvas, hint, 1, app->layout.columns - 2, style, m->text + skip);
	free(line);
	return true;
}

/* True when it has taken the line of the hints, too. */
static bool draw_message(struct app *app)
{
	struct canvas *c = &app->canvas;
	struct str s = { 0 };
	int row = app->layout.message, left, column = 0;
	const struct message *m = app->messages ? &app->message[app->messages - 1] : NULL;
	struct view *v = app_view(app);
	bool more = false;

	if (row < 0)
		return false;
	if (app->pending_n > 0) {
		pending_draw_keys(app, row);
		return false;
	}
	put_counts(app, &s);
	draw_right(app, row, STYLE_NORMAL, str_text(&s), &left);
	if (m && app->message_fresh) {
		canvas_fill(c, row, 0, left, STYLE_NORMAL, ' ');
		if (text_width(m->text) + 9 > left) /* the message is worth more than the counts */
			left = app->layout.columns;
		canvas_fill(c, row, 0, left, STYLE_NORMAL, ' ');
		if (m->error)
			column = canvas_text(c, row, 0, STYLE_ERROR, _(" error:"));
		more = draw_sentence(app, m, row, column, left);
	} else if (v->filter_text) {
		char shown[256];

		app_show(shown, sizeof shown, v->filter_text);
		column = canvas_text(c, row, 1, STYLE_MATCH, _("filter:"));
		canvas_field(c, row, column + 1, left - column - 2, STYLE_MATCH, shown);
	}
	str_release(&s);
	return more;
}

bool app_key_put(const struct app *app, enum screen_command_id id, struct str *out)
{
	struct str keys = { 0 };
	bool bound;

	keymap_show(&app->keys, (int)id, &keys);
	bound = keys.len > 0;
	if (bound)
		str_put(out, keys.at, strcspn(keys.at, " "));
	else
		str_printf(out, ":%s", screen_commands[id].name);
	str_release(&keys);
	return bound;
}

/* Draws "key name" where it fits before `end`; the column after it. */
static int draw_key(struct app *app, enum screen_command_id id, int row, int column, int end)
{
	struct str keys = { 0 };
	const char *name = screen_commands[id].name;
	bool bound = app_key_put(app, id, &keys);

	if (!bound) { /* the name is what is typed */
		keys.len = 1;
		keys.at[1] = '\0';
	}
	if (column + text_width(str_text(&keys)) + bound + (int)strlen(name) < end) {
		column = canvas_text(&app->canvas, row, column, STYLE_KEY, str_text(&keys)) + bound;
		column = canvas_text(&app->canvas, row, column, STYLE_NORMAL, name) + 2;
	}
	str_release(&keys);
	return column;
}

/* Keys worth knowing, where they can be used now; how to find the others is always said. */
static void draw_hint(struct app *app)
{
	enum {
		WITH_ROWS = 1 << VIEWS, /* of no use where there are none */
		WITH_LANES = 2 << VIEWS /* nor where the window is narrow */
	};
	static const struct {
		enum screen_command_id id;
		unsigned where; /* other than where it works */
	} worth[] = {
		{ CMD_LOG, IN_ALL },
		{ CMD_ACT, IN_ALL },
		{ CMD_DONE, IN_ALL },
		{ CMD_MARK, IN_CUSTOMERS | IN_NOTIFICATIONS },
		{ CMD_STATUS, IN_ALL },
		{ CMD_EXPOSED, IN_ALL },
		{ CMD_DRAFT, IN_ALL | WITH_ROWS },
		{ CMD_EXPORT, IN_CUSTOMERS | IN_NOTIFICATIONS | IN_JOURNAL | WITH_ROWS },
		{ CMD_CUSTOMER, IN_CUSTOMERS },
		{ CMD_IMPORT, IN_CUSTOMERS | IN_ADVISORIES },
		{ CMD_LANGUAGE, IN_ALL },
		{ CMD_ZOOM_IN, IN_ALL },
		{ CMD_LANES, IN_ALL | WITH_LANES },
		{ CMD_OPEN, IN_ALL },
		{ CMD_INCIDENT, IN_INCIDENTS },
		{ CMD_NOTEBOOK, IN_INCIDENTS },
		{ CMD_AMEND, IN_LOG },
		{ CMD_STRIKE, IN_LOG },
		{ CMD_FILTER, IN_ALL },
		{ CMD_MARK, IN_LOG | IN_TIMELINE },
		{ CMD_SEARCH, IN_ALL },
		{ CMD_T0, IN_ALL },
		{ CMD_UNDO, IN_ALL },
	};
	static const enum screen_command_id always[] = { CMD_HELP, CMD_PALETTE, CMD_QUIT };
	unsigned have = app_have(app);
	int row = app->layout.hint, column = 1, end = app->layout.columns - 27;

	if (row < 0)
		return;
	if (app->top && app->top->ops->hint) {
		canvas_text(&app->canvas, row, 1, STYLE_NORMAL, _(app->top->ops->hint));
		return;
	}
	for (size_t i = 0; i < sizeof worth / sizeof *worth; i++)
		if ((worth[i].where & 1u << app->current) &&
		    (!(worth[i].where & WITH_ROWS) || (have & NEEDS_ROW)) &&
		    (!(worth[i].where & WITH_LANES) || timeline_wide(app_view(app))) &&
		    !screen_command_refusal(worth[i].id, app->current, have))
			column = draw_key(app, worth[i].id, row, column, end);
	for (size_t i = 0; i < sizeof always / sizeof *always; i++)
		column = draw_key(app, always[i], row, column, app->layout.columns);
}

void frame_draw(struct app *app)
{
	draw_title(app);
	draw_tabs(app);
	draw_banner(app);
	if (app->layout.rule >= 0)
		canvas_fill(
		    &app->canvas, app->layout.rule, 0, app->layout.columns, STYLE_RULE, '-');
	draw_due(app);
	entry_draw_idle(app);
	if (!draw_message(app) && app->settings.hints)
		draw_hint(app);
}
