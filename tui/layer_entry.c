/*
 * layer_entry.c - the entry line: one key away from everywhere, with what it was understood to mean
 * below it. Enter makes it durable. What is typed and not saved is the draft, whatever happens.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/entry.h"
#include "model/entryline.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/key.h"

struct entry_layer {
	struct layer layer;
	bool many;	    /* stays after Enter */
	int64_t amends;	    /* the entry that gets a new version, 0: a new entry */
	int64_t seen;	    /* the version its writer looked at */
	struct prompt own;  /* the line of an amendment: the draft of a new entry is not touched */
	struct prompt *line; /* own, or the app's entry line */
};

static void draw_line(struct app *app, const struct prompt *p, const char *label, bool focus)
{
	struct str shown = { 0 };
	int row = app->layout.entry, column, cursor, width;

	if (row < 0)
		return;
	canvas_fill(&app->canvas, row, 0, app->layout.columns, STYLE_INPUT, ' ');
	column = canvas_text(&app->canvas, row, 0, STYLE_TITLE, label);
	width = app->layout.columns - column;
	if (width < 1) {
		column = 0;
		width = app->layout.columns;
	}
	cursor = prompt_show(p, width, &shown);
	canvas_text(&app->canvas, row, column, STYLE_INPUT, str_text(&shown));
	if (focus) {
		app->cursor_row = row;
		app->cursor_column = column + cursor;
	}
	str_release(&shown);
}

void entry_draw_idle(struct app *app)
{
	if (app_writable(app))
		draw_line(app, &app->entry, _("log> "), false);
}

/* Spaces up to the byte at fault, and a caret under it where it is in sight. */
static void draw_fault(struct app *app, size_t at, const struct err *e)
{
	struct str s = { 0 };
	int row = app->layout.preview;

	text_show(&s, e->text, strlen(e->text), TEXT_ONE_LINE);
	str_printf(&s, _("  (at character %zu)"), at + 1);
	canvas_field(&app->canvas, row, 5, app->layout.columns - 5, STYLE_ERROR, str_text(&s));
	str_release(&s);
}

static void draw_keys(struct app *app, int column)
{
	const char *keys = _("Enter save  Esc keep draft");
	int at = app->layout.columns - text_width(keys) - 1;

	if (at > column + 2)
		canvas_text(&app->canvas, app->layout.preview, at, STYLE_NORMAL, keys);
}

static void draw_preview(struct app *app, const struct prompt *p)
{
	struct when_context c = app_when(app);
	const char *text = prompt_text(p);
	struct entryline line;
	struct str s = { 0 };
	struct err e = { 0 };

	if (app->layout.preview < 0)
		return;
	canvas_fill(&app->canvas, app->layout.preview, 0, app->layout.columns, STYLE_NORMAL, ' ');
	if (!*text) {
		draw_keys(app, canvas_text(&app->canvas, app->layout.preview, 5, STYLE_NORMAL,
				   _("[time] [! decision ? question + action > evidence] text")));
		return;
	}
	if (entryline_parse(&line, text, strlen(text), &c, &e) < 0) {
		draw_fault(app, line.fault_at, &e);
		return;
	}
	entryline_preview(&line, app->zone, &s);
	draw_keys(app, canvas_text(&app->canvas, app->layout.preview, 5, STYLE_GOOD, str_text(&s)));
	entryline_release(&line);
	str_release(&s);
}

static void entry_draw(struct app *app, struct layer *l)
{
	struct entry_layer *x = (struct entry_layer *)l;

	draw_line(app, x->line, x->amends ? _("amend> ") : _("log> "), true);
	draw_preview(app, x->line);
}

/* --- Enter --------------------------------------------------------------------------- */

/* The first entry of a notebook opens an incident for itself: at three in the morning nobody wants
 * to name one. */
static int need_incident(struct app *app, struct err *e)
{
	struct incident fields = { .title = _("(untitled)"), .zone = app->options->zone };
	char ref[REF_MAX], name[32];
	struct incident_list all = { 0 };
	struct civil now;
	int64_t thing;

	if (app->incident)
		return 0;
	zone_civil(app->zone, when_now(), &now);
	if (incident_list_load(app->nb, &all, e) < 0)
		return -1;
	snprintf(name, sizeof name, "INC-%04d-%02zu", now.year, all.n + 1);
	incident_list_release(&all);
	fields.ref = name;
	if (incident_open(app->nb, &fields, ref, e) < 0 ||
	    incident_find(app->nb, name, &thing, e) < 0)
		return -1;
	app_choose(app, thing);
	return 0;
}

static void show_newest(struct app *app)
{
	struct view *v = &app->view[VIEW_LOG];
	struct err e = { 0 };

	app_changed(app);
	if (app->current == VIEW_LOG && v->loaded && !v->filter) {
		v->stale = false;
		v->counted = false;
		v->count = 0;
		memset(v->count_key, 0, sizeof v->count_key);
		if (list_last(&v->list, &e) < 0)
			app_error(app, &e);
	}
}

static void forget_draft(struct app *app)
{
	struct err e = { 0 };

	prompt_clear(&app->entry);
	if (draft_save(&app->draft, "", &e) < 0)
		app_error(app, &e);
}

static void add(struct app *app, struct entry_layer *x, const struct entryline *line)
{
	struct err e = { 0 };
	char ref[REF_MAX];

	if (need_incident(app, &e) < 0 || entry_add(app->nb, app->incident, line, ref, &e) < 0) {
		app_error(app, &e); /* the text stays in the line, and in the draft */
		return;
	}
	prompt_remember(&app->entry, prompt_text(&app->entry));
	forget_draft(app);
	app_say(app, _("Saved %s."), ref);
	show_newest(app);
	if (!x->many)
		app_pop(app);
}

struct amendment {
	int64_t entry, seen;
	char *text;
};

static void amend_done(struct app *app, const char *reason, void *with)
{
	struct amendment *a = with;
	struct when_context c = app_when(app);
	struct entryline line;
	struct err e = { 0 };
	char ref[REF_MAX];

	if (!*reason) {
		app_say(app, _("Not amended: a reason is needed. c takes it up again"));
	} else if (entryline_parse(&line, a->text, strlen(a->text), &c, &e) < 0) {
		app_error(app, &e);
	} else {
		if (entry_amend(app->nb, a->entry, a->seen, &line, reason, ref, &e) < 0)
			app_error(app, &e);
		else
			app_say(app, _("Amended by %s; Enter shows both versions"), ref);
		entryline_release(&line);
		app_changed(app);
	}
	free(a->text);
}

static void amend_left(struct app *app, void *with)
{
	struct amendment *a = with;

	app_say(app, _("Not amended"));
	free(a->text);
}

static void amend(struct app *app, struct entry_layer *x)
{
	struct amendment *a = xcalloc(1, sizeof *a);

	*a = (struct amendment){ x->amends, x->seen, xstrdup(prompt_text(x->line)) };
	app_pop(app);
	layer_line(app, &(struct line_question){ .label = _("why amended> "),
			    .hint = _("typo, new fact, …: both versions stay"),
			    .done = amend_done,
			    .left = amend_left,
			    .with = a });
}

static void entry_enter(struct app *app, struct entry_layer *x)
{
	struct when_context c = app_when(app);
	const char *text = prompt_text(x->line);
	struct entryline line;
	struct err e = { 0 };

	if (text[strspn(text, " \n")] == '\0') {
		if (!x->many)
			app_pop(app);
		return;
	}
	if (entryline_parse(&line, text, strlen(text), &c, &e) < 0) {
		app_error(app, &e);
		return;
	}
	if (x->amends)
		amend(app, x);
	else
		add(app, x, &line);
	entryline_release(&line);
}

static void entry_key(struct app *app, struct layer *l, int key)
{
	struct entry_layer *x = (struct entry_layer *)l;

	if (key == ':' && !*prompt_text(x->line)) { /* no entry begins so */
		layer_palette(app, false);
		return;
	}
	switch (prompt_key(x->line, key)) {
	case PROMPT_ENTER:
		entry_enter(app, x);
		break;
	case PROMPT_LEAVE:
		app_pop(app);
		break;
	case PROMPT_USED:
		break;
	case PROMPT_UNUSED:
		if (key == K_F1)
			layer_palette(app, true);
		break;
	}
}

static void entry_paste(struct app *app, struct layer *l, const char *bytes, size_t n)
{
	struct entry_layer *x = (struct entry_layer *)l;

	prompt_paste(x->line, bytes, n);
}

static void entry_release(struct app *app, struct layer *l)
{
	struct entry_layer *x = (struct entry_layer *)l;

	prompt_release(&x->own);
	free(x);
}

static const struct layer_ops entry_ops = { .draw = entry_draw,
	.key = entry_key,
	.paste = entry_paste,
	.release = entry_release,
	.line = true,
	.hint = N_("Enter save  Esc leave the line, the draft is kept  Up history") };

void layer_entry(struct app *app, bool many)
{
	struct entry_layer *x = xcalloc(1, sizeof *x);

	x->layer.ops = &entry_ops;
	x->line = &app->entry;
	x->many = many;
	app_push(app, &x->layer);
}

void layer_entry_amend(struct app *app, int64_t entry, int64_t row, const char *text)
{
	struct entry_layer *x = xcalloc(1, sizeof *x);

	x->layer.ops = &entry_ops;
	x->amends = entry;
	x->seen = row;
	x->own.many_lines = true;
	prompt_paste(&x->own, text, strlen(text));
	x->line = &x->own;
	app_push(app, &x->layer);
}
