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
#include "model/question.h"
#include "model/task.h"
#include "model/words.h"
#include "tui/app.h"
#include "tui/complete.h"
#include "tui/i18n.h"
#include "tui/key.h"
#include "tui/line.h"
#include "tui/outside.h"
#include "tui/preview.h"

enum { CTRL_O = 'O' & KEY_IS_CTRL, HISTORY_BACK = 50 /* entries */ };

struct entry_layer {
	struct layer layer;
	bool many;	    /* stays after Enter */
	int64_t amends;	    /* the entry that gets a new version, 0: a new entry */
	int64_t seen;	    /* the version its writer looked at */
	struct prompt own;  /* the line of an amendment: the draft of a new entry is not touched */
	char *was; /* owned; the text of that version; of a new entry what was typed for it */
	struct entryline stays; /* kind and time of that version, and when it was written */
	struct prompt *line; /* own, or the app's entry line */
	struct completion tab; /* while Tab goes through what fits */
	int pasted;	    /* lines of a paste of which it is asked what they are; 0: none */
	size_t pasted_at;   /* the byte where that paste begins */
};

/* A line that does not have the keys must not look as if it had. */
void entry_draw_idle(struct app *app)
{
	int row = app->layout.entry;

	if (!app_writable(app) || row < 0)
		return;
	if (*prompt_text(&app->entry))
		line_draw(app, &app->entry, _("draft> "), false);
	else if (app->settings.hints)
		canvas_field(&app->canvas, row, 1, app->layout.columns - 1, STYLE_RULE,
		    _("i logs an entry, I one after the other"));
}

static void draw_keys(struct app *app, int column)
{
	const char *keys = _("Enter save  Esc keep draft");
	int at = app->layout.columns - text_width(keys) - 1;

	if (at > column + 2)
		canvas_text(&app->canvas, app->layout.preview, at, STYLE_NORMAL, keys);
}

/* What a paste of many lines may become. */
static void draw_pasted(struct app *app, const struct entry_layer *x)
{
	struct str s = { 0 };

	str_printf(&s, _("%d lines: Enter one evidence entry   s %d entries   Esc back"), x->pasted,
	    x->pasted);
	canvas_field(&app->canvas, app->layout.preview, 5, app->layout.columns - 5, STYLE_STRONG,
	    str_text(&s));
	str_release(&s);
}

/* The words that fit, the one that was taken standing out. */
static void draw_completions(struct app *app, const struct completion *c)
{
	struct str shown = { 0 };
	int column = 5, end = app->layout.columns - 2;
	int from = c->chosen > 8 ? c->chosen - 8 : 0;

	for (int i = from; i < c->n && column < end; i++) {
		str_reset(&shown);
		text_show(&shown, c->at[i], strlen(c->at[i]), TEXT_ONE_LINE);
		if (column + text_width(str_text(&shown)) > end)
			break;
		column = canvas_text(&app->canvas, app->layout.preview, column,
			     i == c->chosen ? STYLE_CURSOR : STYLE_NORMAL, str_text(&shown)) +
		    2;
	}
	str_release(&shown);
}

/* What an amendment does not say stays as it is. */
static void put_stays(const struct entry_layer *x, struct entryline *line)
{
	if (!line->has_kind)
		line->kind = x->stays.kind;
	if (!line->has_time) {
		line->when = x->stays.when;
		line->has_time = true;
		line->undated = !line->when.edtf[0];
	}
	line->now = x->stays.now;
}

/* Is there what the answer is to, and does the answer end it? */
static void put_answered(struct app *app, const char *ref, struct str *out)
{
	struct question_list q = { 0 };
	struct task_list t = { 0 };
	struct err e = { 0 };
	int64_t thing, row;
	enum table table;

	if (question_find(app->nb, ref, &thing, &e) == 0 &&
	    question_load(app->nb, thing, &q, &e) == 0 && q.n > 0)
		str_puts(out, strcmp(q.at[0].state, "open") == 0
			? _("   (answers it)") : _("   (it has an answer already)"));
	else if (task_find(app->nb, ref, &thing, &e) == 0 &&
	    task_load(app->nb, thing, &t, &e) == 0 && t.n > 0)
		str_puts(out, t.at[0].closed ? _("   (it has ended already)") : _("   (ends it)"));
	else if (ref_find(app->nb, ref, &row, &table, &e) == 0)
		str_puts(out, _("   (no question and no task)"));
	else
		str_puts(out, _("   (there is no such reference)"));
	question_list_release(&q);
	task_list_release(&t);
}

/* Who writes, as names are shown elsewhere. */
static void put_author(const struct app *app, struct str *out)
{
	const char *author = app->nb->author ? app->nb->author : "";

	str_puts(out, _("   by "));
	text_show(out, author, strcspn(author, "<"), TEXT_ONE_LINE);
}

static void draw_preview(struct app *app, const struct entry_layer *x, const char *label)
{
	struct when_context c = app_when(app);
	const struct prompt *p = x->line;
	const char *text = prompt_text(p);
	struct entryline line;
	struct str s = { 0 };
	struct err e = { 0 };

	if (!*text) {
		draw_keys(app, canvas_text(&app->canvas, app->layout.preview, 5, STYLE_NORMAL,
				   _("[time] [! decision ? question + action > evidence] text")));
		return;
	}
	if (entryline_parse(&line, text, strlen(text), &c, &e) < 0) {
		line_draw_fault(app, p, label, line.fault_at, e.text);
		return;
	}
	if (x->amends)
		put_stays(x, &line);
	entry_preview(&line, app->zone, &s);
	if (line.answers)
		put_answered(app, line.answers, &s);
	put_author(app, &s);
	draw_keys(app, canvas_text(&app->canvas, app->layout.preview, 5, STYLE_GOOD, str_text(&s)));
	entryline_release(&line);
	str_release(&s);
}

static void entry_draw(struct app *app, struct layer *l)
{
	struct entry_layer *x = (struct entry_layer *)l;
	const char *label = x->amends ? _("amend> ") : _("log> ");

	line_draw(app, x->line, label, true);
	if (app->layout.preview < 0)
		return;
	canvas_fill(&app->canvas, app->layout.preview, 0, app->layout.columns, STYLE_NORMAL, ' ');
	if (x->pasted)
		draw_pasted(app, x);
	else if (x->tab.n > 0)
		draw_completions(app, &x->tab);
	else
		draw_preview(app, x, label);
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
	if (draft_save(&app->draft, "", true, &e) < 0)
		app_error(app, &e);
}

static void keep(struct app *app, int64_t entry, int64_t seen, const char *text)
{
	char *copy = text ? xstrdup(text) : NULL;

	free(app->kept.text);
	app->kept = (struct amendment){ entry, seen, copy };
}

/* The text stays in the line, and in the draft, until it is saved. */
static void add(struct app *app, struct entry_layer *x, const struct entryline *lines, size_t n)
{
	struct err e = { 0 };
	char ref[REF_MAX];

	if (need_incident(app, &e) < 0 ||
	    entry_add_all(app->nb, app->incident, lines, n, ref, &e) < 0) {
		app_error(app, &e);
		if (e.kind == ERR_IO && app->draft.path)
			app_say(app, _("%s; the text is kept in %s"), e.text, app->draft.path);
		return;
	}
	prompt_remember(&app->entry, prompt_text(&app->entry));
	forget_draft(app);
	if (n == 1)
		app_say(app, _("Saved %s."), ref);
	else
		app_say(app, _("Saved %zu entries by %s; u takes them back"), n, ref);
	show_newest(app);
	if (!x->many)
		app_pop(app);
}

/* --- a paste of many lines ------------------------------------------------------------ */

/* What was pasted is evidence unless it was said before it what it is; a time before it stays
 * its time. The x stands for the paste: a time alone is no entry. */
static void put_evidence(const char *text, size_t at, const struct when_context *c, struct str *out)
{
	struct str begin = { 0 };
	struct entryline head;
	struct err e;

	str_put(&begin, text, at);
	str_putc(&begin, 'x');
	if (entryline_parse(&head, begin.at, begin.len, c, &e) < 0) {
		str_printf(out, "> %s", text);
	} else {
		if (head.has_kind)
			str_puts(out, text);
		else if (head.has_time && head.phrase)
			str_printf(out, "%s > %.*s%s", head.phrase, (int)strlen(head.text) - 1,
			    head.text, text + at);
		else
			str_printf(out, "> %s", text);
		entryline_release(&head);
	}
	str_release(&begin);
}

static void add_evidence(struct app *app, struct entry_layer *x)
{
	struct when_context c = app_when(app);
	struct entryline line;
	struct str whole = { 0 };
	struct err e = { 0 };

	put_evidence(prompt_text(x->line), x->pasted_at, &c, &whole);
	if (entryline_parse(&line, str_text(&whole), whole.len, &c, &e) < 0) {
		app_error(app, &e);
	} else {
		add(app, x, &line, 1);
		entryline_release(&line);
	}
	str_release(&whole);
}

/* Every line that is not blank is one entry; a fault in one of them, and none is saved. */
static void add_each(struct app *app, struct entry_layer *x)
{
	struct when_context c = app_when(app);
	struct entryline *lines = xcalloc((size_t)x->pasted + 1, sizeof *lines);
	const char *text = prompt_text(x->line);
	struct err e = { 0 };
	size_t n = 0;
	int number = 1;

	for (; *text && !e.kind; number++) {
		size_t len = strcspn(text, "\n");

		if (strspn(text, " \t") < len &&
		    entryline_parse(&lines[n], text, len, &c, &e) == 0)
			n++;
		if (!e.kind)
			text += len + (text[len] == '\n');
	}
	if (e.kind) {
		err_in(&e, _("line %d, and none is saved"), number - 1);
		app_error(app, &e);
	} else if (n > 0) {
		add(app, x, lines, n);
	}
	for (size_t i = 0; i < n; i++)
		entryline_release(&lines[i]);
	free(lines);
}

/* True when the key was the answer; any other goes on with the line. */
static bool pasted_key(struct app *app, struct entry_layer *x, int key)
{
	int lines = x->pasted;

	if (key == K_ENTER)
		add_evidence(app, x);
	else if (key == 's')
		add_each(app, x);
	if (app->top == &x->layer)
		x->pasted = 0;
	return lines && (key == K_ENTER || key == 's' || key == K_ESC);
}

/* --- amendments ------------------------------------------------------------------------- */

/* Somebody else was faster: both texts are shown, and one's own is back in the line, now over the
 * version that is shown. */
static void show_conflict(struct app *app, const struct amendment *a)
{
	struct version_list versions = { 0 };
	struct entry_list now = { 0 };
	struct str text = { 0 };
	struct err e = { 0 };

	if (thing_versions(app->nb, T_ENTRY, a->entry, &versions, &e) < 0 ||
	    entry_load(app->nb, a->entry, &now, &e) < 0 || now.n == 0 || versions.n == 0) {
		app_error(app, &e);
		goto done;
	}
	const struct version *v = &versions.at[versions.n - 1];

	str_printf(&text, _("%s was changed meanwhile by %s, "), now.at[0].public_ref, v->record);
	if (v->writer)
		text_show(&text, v->writer, strlen(v->writer), TEXT_ONE_LINE);
	if (now.at[0].struck)
		str_puts(&text, _(" (struck)"));
	str_puts(&text, _("\n\nIt now reads\n\n"));
	text_show(&text, now.at[0].text, strlen(now.at[0].text), TEXT_SPREAD);
	str_puts(&text, _("\n\nYours is not written\n\n"));
	text_show(&text, a->text, strlen(a->text), TEXT_SPREAD);
	str_puts(&text, _("\n\nEsc takes yours up again: Enter then makes it the next version, "
			  "Esc leaves the other."));
	keep(app, a->entry, now.at[0].row, a->text);
	layer_entry_amend(app, &now.at[0], now.at[0].row);
	layer_text(app, _("Two people, one entry"), &text);
done:
	version_list_release(&versions);
	entry_list_release(&now);
	str_release(&text);
}

/* The line once more, over the same version, with what was typed. */
static void amend_again(struct app *app, const struct amendment *a)
{
	struct entry_list now = { 0 };
	struct err e = { 0 };

	keep(app, a->entry, a->seen, a->text);
	if (entry_load(app->nb, a->entry, &now, &e) < 0 || now.n == 0)
		app_error(app, &e);
	else
		layer_entry_amend(app, &now.at[0], a->seen);
	entry_list_release(&now);
}

static void amend_write(struct app *app, const struct amendment *a, const char *reason)
{
	struct when_context c = app_when(app);
	struct entryline line;
	struct err e = { 0 };
	char ref[REF_MAX];
	int status;

	if (entryline_parse(&line, a->text, strlen(a->text), &c, &e) < 0) {
		app_error(app, &e);
		return;
	}
	status = entry_amend(app->nb, a->entry, a->seen, &line, reason, ref, &e);
	entryline_release(&line);
	app_changed(app);
	if (status == 0)
		keep(app, 0, 0, NULL);
	if (status == 0) {
		app_say(app, _("Amended by %s; Enter shows both versions"), ref);
	} else if (e.kind == ERR_CONFLICT) {
		app_error(app, &e);
		show_conflict(app, a);
	} else {
		app_error(app, &e);
		amend_again(app, a);
	}
}

static void amend_done(struct app *app, const char *reason, void *with)
{
	struct amendment *a = with;

	if (*reason) {
		amend_write(app, a, reason);
	} else {
		app_say(app, _("Not amended: a reason is needed. The text is still in the line"));
		amend_again(app, a);
	}
	free(a->text);
}

/* Esc takes one layer away: the question, not the text. */
static void amend_left(struct app *app, void *with)
{
	struct amendment *a = with;

	app_say(app, _("Not amended yet: the text is still in the line"));
	amend_again(app, a);
	free(a->text);
}

static void amend(struct app *app, struct entry_layer *x)
{
	struct amendment *a = xcalloc(1, sizeof *a);

	*a = (struct amendment){ x->amends, x->seen, xstrdup(prompt_text(x->line)) };
	keep(app, x->amends, x->seen, a->text);
	app_pop(app);
	layer_line(app, &(struct line_question){ .label = _("why amended> "),
			    .hint = _("typo, new fact, …: both versions stay"),
			    .done = amend_done,
			    .left = amend_left,
			    .with = a });
}

/* --- keys ------------------------------------------------------------------------------- */

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
		add(app, x, &line, 1);
	entryline_release(&line);
}

static void edit_outside(struct app *app, struct entry_layer *x)
{
	struct str text = { 0 };
	struct err e = { 0 };

	str_puts(&text, prompt_text(x->line));
	if (outside_edit(app, &text, &e) < 0)
		app_error(app, &e);
	else if (strcmp(str_text(&text), prompt_text(x->line)) != 0)
		prompt_take(x->line, str_text(&text), text.len);
	str_release(&text);
}

/* The first Tab takes the word used last, each further one the next; after the last comes what was
 * typed. */
static void complete(struct app *app, struct entry_layer *x, int by)
{
	struct completion *c = &x->tab;

	if (c->n == 0) {
		completion_release(c);
		complete_entry(app, prompt_text(x->line), x->line->now.cursor, c);
		if (c->n == 0) {
			app_say(app, _("Nothing here begins so: @actor #tag =RW7 src:"));
			return;
		}
	}
	c->chosen = (c->chosen + 1 + by + c->n + 1) % (c->n + 1) - 1;
	prompt_put(x->line, c->from, c->chosen < 0 ? c->typed : c->at[c->chosen]);
}

/* Esc never loses what was typed: a changed amendment waits for c. What stood there before anything
 * was typed was not typed. */
static void leave(struct app *app, struct entry_layer *x)
{
	if (x->amends && strcmp(prompt_text(x->line), x->was) != 0) {
		keep(app, x->amends, x->seen, prompt_text(x->line));
		app_say(app, _("Not amended: c on the same entry takes the text up again"));
	} else if (x->amends) {
		keep(app, 0, 0, NULL);
	} else if (x->was && strcmp(prompt_text(x->line), x->was) == 0) {
		prompt_clear(x->line);
	}
	app_pop(app);
}

static void line_key(struct app *app, struct entry_layer *x, int key)
{
	switch (prompt_key(x->line, key)) {
	case PROMPT_ENTER:
		entry_enter(app, x);
		break;
	case PROMPT_LEAVE:
		leave(app, x);
		break;
	case PROMPT_USED:
		break;
	case PROMPT_UNUSED:
		if (key == K_F1)
			layer_palette(app, true);
		break;
	}
}

static void entry_key(struct app *app, struct layer *l, int key)
{
	struct entry_layer *x = (struct entry_layer *)l;

	if (x->pasted && pasted_key(app, x, key))
		return;
	if (key == K_TAB || key == K_BACKTAB) {
		complete(app, x, key == K_TAB ? 1 : -1);
		return;
	}
	completion_release(&x->tab);
	if (key == CTRL_O)
		edit_outside(app, x);
	else if (key == ':' && !*prompt_text(x->line)) /* no entry begins so */
		layer_palette(app, false);
	else
		line_key(app, x, key);
}

static void entry_paste(struct app *app, struct layer *l, const char *bytes, size_t n)
{
	struct entry_layer *x = (struct entry_layer *)l;
	int lines = 1;

	x->pasted_at = x->line->now.cursor;
	prompt_paste(x->line, bytes, n);
	completion_release(&x->tab);
	for (const char *s = prompt_text(x->line); *s; s++)
		lines += *s == '\n';
	x->pasted = lines > 1 && !x->amends ? lines : 0;
}

static void entry_release(struct app *app, struct layer *l)
{
	struct entry_layer *x = (struct entry_layer *)l;

	prompt_release(&x->own);
	free(x->was);
	completion_release(&x->tab);
	free(x);
}

static void entry_say(struct app *app, struct layer *l, struct str *out)
{
	struct entry_layer *x = (struct entry_layer *)l;
	const char *text = prompt_text(x->line);

	if (*text) {
		str_puts(out, _("now: "));
		text_show(out, text, strlen(text), TEXT_ONE_LINE);
		str_putc(out, '\n');
	}
	str_puts(out, x->amends ? _("amend> ") : _("log> "));
}

static const struct layer_ops entry_ops = { .draw = entry_draw,
	.say = entry_say,
	.key = entry_key,
	.paste = entry_paste,
	.release = entry_release,
	.line = true,
	.live = true,
	.hint = N_("Enter save  Esc leave, draft kept  Tab complete  Up history  Ctrl-O editor") };

/* Up goes through what was written last here, and comes back to the draft. */
static void recall(struct app *app)
{
	struct entry_page p = { .incident = app->incident, .order = ENTRY_RECORDED,
		.from_end = true, .backward = true, .limit = HISTORY_BACK };
	struct entry_list l = { 0 };
	struct err e;

	if (app->entry.history_n > 0 || !app->incident ||
	    entry_page_load(app->nb, &p, &l, &e) < 0)
		return;
	for (size_t i = 0; i < l.n; i++) {
		const struct word *kind = entry_kind_find(l.at[i].kind, strlen(l.at[i].kind));
		struct str line = { 0 };

		if (kind && kind->mark != ' ' && kind->mark != '=')
			str_printf(&line, "%c ", kind->mark);
		str_puts(&line, l.at[i].text);
		prompt_remember(&app->entry, str_text(&line));
		str_release(&line);
	}
	entry_list_release(&l);
}

void layer_entry(struct app *app, bool many)
{
	struct entry_layer *x = xcalloc(1, sizeof *x);

	x->layer.ops = &entry_ops;
	x->line = &app->entry;
	x->many = many;
	recall(app);
	app_push(app, &x->layer);
}

void layer_entry_begun(struct app *app, const char *begins, const char *typed)
{
	if (*prompt_text(&app->entry)) {
		app_say(app,
		    _("An entry is unfinished in the line: i goes on with it, Ctrl-U clears it"));
		return;
	}
	layer_entry(app, false);
	((struct entry_layer *)app->top)->was = xstrdup(begins);
	prompt_set(&app->entry, begins);
	prompt_paste(&app->entry, typed, strlen(typed));
}

bool entry_line_goes_on(struct app *app, const char *line)
{
	struct entry_layer *x = (struct entry_layer *)app->top;

	if (!x || x->layer.ops != &entry_ops || x->amends || !x->was)
		return false;
	prompt_set(x->line, x->was); /* also in the place of what was refused */
	prompt_paste(x->line, line, strlen(line));
	entry_enter(app, x);
	return true;
}

void layer_entry_amend(struct app *app, const struct entry *entry, int64_t seen)
{
	struct entry_layer *x = xcalloc(1, sizeof *x);
	const struct amendment *kept = &app->kept;
	const char *text = entry->text;
	const struct word *kind = entry_kind_find(entry->kind, strlen(entry->kind));

	x->layer.ops = &entry_ops;
	x->amends = entry->thing;
	x->seen = seen;
	x->was = xstrdup(text);
	x->stays = (struct entryline){ .kind = kind ? kind->word : entry_kinds[0].word,
		.when = entry->when,
		.now = entry->recorded };
	x->own.many_lines = true;
	prompt_paste(&x->own, text, strlen(text));
	if (kept->text && kept->entry == entry->thing) {
		x->seen = kept->seen;
		text = kept->text;
	}
	if (text != x->was && strcmp(text, x->was) != 0)
		prompt_take(&x->own, text, strlen(text)); /* Ctrl-_ brings the entry's own back */
	x->line = &x->own;
	app_push(app, &x->layer);
}

/* --- the draft on the disk --------------------------------------------------------------- */

/*
 * The line of a new entry as it is typed; before it, where an amendment is not written, its entry,
 * the version it is over and the length of its text, after a byte that no typed text has.
 */
enum { AMENDMENT = '\xff' };

static const struct amendment *open_amendment(const struct app *app, struct amendment *room)
{
	for (const struct layer *l = app->top; l; l = l->below) {
		const struct entry_layer *x = (const struct entry_layer *)l;

		if (l->ops != &entry_ops || !x->amends ||
		    strcmp(prompt_text(x->line), x->was) == 0)
			continue;
		*room = (struct amendment){ x->amends, x->seen, (char *)prompt_text(x->line) };
		return room;
	}
	return app->kept.text ? &app->kept : NULL;
}

void entry_draft_put(struct app *app, struct str *out)
{
	struct amendment room;
	const struct amendment *a = open_amendment(app, &room);

	if (a)
		str_printf(out, "%c%lld %lld %zu %s", AMENDMENT, (long long)a->entry,
		    (long long)a->seen, strlen(a->text), a->text);
	str_puts(out, prompt_text(&app->entry));
}

/* The amendment at the beginning, *text going past it. */
static void take_amendment(struct app *app, const char **text)
{
	struct entry_list l = { 0 };
	struct err e = { 0 };
	long long entry, seen;
	size_t n;
	int head = 0;
	char *copy;

	if (sscanf(*text, "\xff%lld %lld %zu%n", &entry, &seen, &n, &head) < 3 ||
	    (*text)[head] != ' ' || strlen(*text + ++head) < n)
		return;
	copy = xstrndup(*text + head, n);
	*text += (size_t)head + n;
	if (entry_load(app->nb, entry, &l, &e) == 0 && l.n > 0) {
		keep(app, entry, seen, copy);
		app_say(app, _("The draft of an amendment of %s is there: c on it takes it up"),
		    l.at[0].public_ref);
	}
	entry_list_release(&l);
	free(copy);
}

void entry_draft_take(struct app *app, const char *text)
{
	if (*text == AMENDMENT)
		take_amendment(app, &text);
	if (!*text)
		return;
	prompt_paste(&app->entry, text, strlen(text));
	if (!app_view(app)->filter_text) /* which must not be hidden by what can be seen anyway */
		app_say(app,
		    _("The draft of an unfinished entry is back in the line below (i)"));
}
