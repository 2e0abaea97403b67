/*
 * command_act.c - commands that write: each becomes one record of the journal, and says its
 * reference.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/entry.h"
#include "model/entryline.h"
#include "model/notification.h"
#include "model/rule.h"
#include "model/vocabulary.h"
#include "tui/app.h"
#include "tui/detail.h"
#include "tui/i18n.h"
#include "tui/key.h"

enum { UNDO_TOLD = 6 /* changes */ };

/* --- the log --------------------------------------------------------------------------- */

void cmd_log(struct app *app, const char *argument)
{
	if (argument)
		prompt_set(&app->entry, argument);
	layer_entry(app, false);
}

void cmd_log_many(struct app *app, const char *argument)
{
	layer_entry(app, true);
}

void cmd_amend(struct app *app, const char *argument)
{
	const struct list_row *r = list_cursor(&app_view(app)->list);
	struct entry_list l = { 0 };
	struct err e = { 0 };

	if (entry_load(app->nb, r->thing, &l, &e) < 0 || l.n == 0)
		app_error(app, &e);
	else if (l.at[0].struck)
		app_say(app, _("%s is struck: undo the strike first (u)"), l.at[0].public_ref);
	else
		layer_entry_amend(app, &l.at[0], l.at[0].row);
	entry_list_release(&l);
}

void cmd_edit(struct app *app, const char *argument)
{
	const struct layer *before = app->top;

	cmd_amend(app, NULL);
	if (app->top != before)
		app->top->ops->key(app, app->top, 'O' & KEY_IS_CTRL);
}

/* The amendment, with what begins a word at its end. */
static void amend_with(struct app *app, const char *begins)
{
	const struct layer *before = app->top;

	cmd_amend(app, NULL);
	if (app->top != before)
		app->top->ops->paste(app, app->top, begins, strlen(begins));
}

void cmd_reply(struct app *app, const char *argument)
{
	const struct list_row *r = list_cursor(&app_view(app)->list);
	struct str line = { 0 };

	str_printf(
	    &line, strchr("?+", r->mark) && r->mark ? "= %s " : "#%s ", list_row_column(r, 0));
	layer_entry_begun(app, str_text(&line), "");
	str_release(&line);
}

struct target {
	int64_t thing, version;
};

/* "why strike RW12> ", or "3 marked": asks what to write of them. */
static void ask_of_marked(struct app *app, const char *label, const char *hint,
    void (*done)(struct app *app, const char *text, void *with), void *with)
{
	struct view *v = app_view(app);
	struct str s = { 0 };
	char what[REF_MAX + 40];

	snprintf(what, sizeof what, "%zu%s", v->marks.n, _(" marked"));
	str_printf(&s, label,
	    v->marks.n > 0 ? what : list_row_column(list_cursor(&v->list), 0));
	layer_line(app,
	    &(struct line_question){
		.label = str_text(&s), .hint = hint, .done = done, .with = with });
	str_release(&s);
}

/* What an act on the marked ones has come to. */
static void said_of_marked(
    struct app *app, const char *what, int64_t changed, int64_t skipped, const char *ref)
{
	if (changed == 0) {
		app_say(app, _("None of them can be changed so"));
		return;
	}
	app_say(app, _("%s: %lld changed, %lld skipped, by %s; u takes it back"), what,
	    (long long)changed, (long long)skipped, ref);
	app_changed(app);
}

/* Ends the work that was begun; true where it was done, else it is said what was in its way. */
static bool act_done(struct app *app, int status, const struct err *e)
{
	if (!work_end(app, status) && status < 0)
		app_error(app, e);
	return status == 0;
}

static void tag_done(struct app *app, const char *typed, void *with)
{
	struct err e = { 0 };
	char ref[REF_MAX], tag[80];
	const char *name = tag;
	size_t n;
	int64_t changed, *things = marks_things(&app_view(app)->marks, &n);

	snprintf(tag, sizeof tag, "#%s", typed + (*typed == '#'));
	work_begin(app, _("Tag"));
	if (act_done(app,
		thing_mark(app->nb, things, n, &name, 1, NULL, 0, ref, &changed, &e), &e))
		said_of_marked(app, _("Tag"), changed, (int64_t)n - changed, ref);
	free(things);
}

void cmd_tag(struct app *app, const char *argument)
{
	if (app_view(app)->marks.n > 0)
		ask_of_marked(app, _("tag for %s> "), NULL, tag_done, NULL);
	else
		amend_with(app, " #");
}

static void actor_done(struct app *app, const char *typed, void *with)
{
	struct naming s = { .name = typed + (*typed == '@') };
	int64_t *things = marks_things(&app_view(app)->marks, &s.n);
	struct err e = { 0 };
	char ref[REF_MAX];

	s.entries = things;
	work_begin(app, _("Who it is about"));
	if (act_done(app, entry_name(app->nb, &s, ref, &e), &e))
		said_of_marked(app, _("Who it is about"), s.named, s.skipped, ref);
	free(things);
}

void cmd_actor(struct app *app, const char *argument)
{
	if (app_view(app)->marks.n > 0)
		ask_of_marked(app, _("who %s are about> "), NULL, actor_done, NULL);
	else
		amend_with(app, " @");
}

/* Those that are marked where no other is named; or only counts them. */
static bool strike(struct app *app, struct strike *s, char ref[REF_MAX])
{
	int64_t *marked = NULL;
	struct err e = { 0 };
	bool done;

	if (!s->entries)
		s->entries = marked = marks_things(&app_view(app)->marks, &s->n);
	work_begin(app, _("Strike"));
	done = act_done(app, entry_strike(app->nb, s, ref, &e), &e);
	free(marked);
	return done;
}

static void strike_confirmed(struct app *app, void *with)
{
	struct strike s = { .reason = with };
	char ref[REF_MAX];

	if (strike(app, &s, ref))
		said_of_marked(app, _("Strike"), s.struck, s.claims + s.gone, ref);
}

static void put_skipped(struct str *out, int64_t n, const char *why)
{
	if (n > 0)
		str_printf(out, "%8lld  %s: %s\n", (long long)n, _("skipped"), why);
}

/* The marks stay as they are while it is asked. */
static void strike_confirm(struct app *app, const char *reason)
{
	struct strike s = { .reason = reason, .dry_run = true };
	struct str text = { 0 };
	char ref[REF_MAX], must[24] = "y";

	if (!strike(app, &s, ref))
		return;
	str_printf(&text, "%8lld  %s\n", (long long)s.struck, _("will change"));
	put_skipped(&text, s.claims, _("a claim is never edited"));
	put_skipped(&text, s.gone, _("struck already"));
	if (s.struck > 9)
		snprintf(must, sizeof must, "%lld", (long long)s.struck);
	if (s.struck == 0)
		layer_text(app, _("None of them can be changed so"), &text);
	else
		layer_confirm(app, &(struct confirmation){ .title = _("Strike"),
				       .text = str_text(&text),
				       .must = must,
				       .done = strike_confirmed,
				       .with = xstrdup(reason) });
	str_release(&text);
}

/* with: the entry; NULL: those that are marked. */
static void strike_done(struct app *app, const char *reason, void *with)
{
	const struct target *t = with;
	char ref[REF_MAX];

	if (!*reason)
		app_say(app, _("Not struck: a reason is needed"));
	else if (!t)
		strike_confirm(app, reason);
	else if (strike(app,
		     &(struct strike){ .entries = &t->thing,
			 .n = 1,
			 .seen_row = t->version,
			 .reason = reason },
		     ref))
		app_say(app, _("Struck by %s; u takes it back"), ref);
	app_changed(app);
}

void cmd_strike(struct app *app, const char *argument)
{
	const struct list_row *r = list_cursor(&app_view(app)->list);
	struct target *t = NULL;

	if (app_view(app)->marks.n == 0) {
		t = xmalloc(sizeof *t);
		*t = (struct target){ r->thing, r->version };
	}
	if (argument) {
		strike_done(app, argument, t);
		free(t);
		return;
	}
	ask_of_marked(app, _("why strike %s> "),
	    _("the entry stays to be seen, with this reason"), strike_done, t);
}

/* --- undo ------------------------------------------------------------------------------ */

static void take_back(struct app *app, const struct target *t, bool redo)
{
	struct err e = { 0 };
	char ref[REF_MAX], was[REF_MAX] = "";
	int64_t changed = 0;

	record_ref(app->nb, t->thing, was, &e);
	work_begin(app, _("undo"));
	if (act_done(app, journal_undo(app->nb, t->thing, NULL, ref, &changed, &e), &e))
		app_say(app, redo ? _("Done again, by %s: what %s had taken back")
				  : _("Undone by %s: %s. Ctrl-R redoes"), ref, was);
	app_changed(app);
}

static void undo_done(struct app *app, void *with)
{
	take_back(app, with, false);
}

static void redo_done(struct app *app, void *with)
{
	take_back(app, with, true);
}

/* What it did, in a few lines. */
static void put_done(struct app *app, const struct record *r, struct str *out)
{
	struct err e = { 0 };
	bool more = false;

	if (detail_changes(app, r->id, UNDO_TOLD, &more, out, &e) < 0)
		str_printf(out, "\n  %s", e.text);
	if (more)
		str_puts(out, "\n  ...");
	if (r->rows > UNDO_TOLD || r->ends > UNDO_TOLD)
		str_printf(out, _("\n\n  rows written: %lld, ended: %lld"), (long long)r->rows,
		    (long long)r->ends);
}

static void ask_undo(struct app *app, const struct record *r, bool redo)
{
	struct target *t = xmalloc(sizeof *t);
	struct str text = { 0 };
	char must[24] = "y";

	*t = (struct target){ r->id, 0 };
	str_printf(&text, redo ? _("Do again what was taken back by %s%lld")
			       : _("Take back %s%lld"), r->tag, (long long)r->number);
	str_puts(&text, "  ");
	text_show(&text, r->kind, strlen(r->kind), TEXT_ONE_LINE);
	str_puts(&text, _("  of "));
	when_show_instant(&text, r->time, app->zone, true);
	if (r->writer) {
		str_puts(&text, _(" by "));
		text_show(&text, r->writer, strcspn(r->writer, "<"), TEXT_ONE_LINE);
	}
	str_putc(&text, '\n');
	put_done(app, r, &text);
	str_puts(&text, _("\n\nA new record says so; nothing is lost."));
	if (r->rows > 9)
		snprintf(must, sizeof must, "%lld", (long long)r->rows);
	layer_confirm(app, &(struct confirmation){ .title = redo ? _("Redo") : _("Undo"),
			       .text = str_text(&text),
			       .must = must,
			       .done = redo ? redo_done : undo_done,
			       .with = t });
	str_release(&text);
}

static bool is_undo(const struct record *r)
{
	return strcmp(r->kind, "undo") == 0;
}

/* "undo RW12": what an undo says of the record it took back. */
static bool says_undone(const struct record *undo, const struct record *r)
{
	char words[REF_MAX + 8];

	snprintf(words, sizeof words, "undo %s%lld", r->tag, (long long)r->number);
	return is_undo(undo) && undo->reason && strcmp(undo->reason, words) == 0;
}

/* Is there a later record that took this one back, and still stands? The list has the newest first.
 */
static bool was_undone(const struct record_list *l, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (says_undone(&l->at[k], &l->at[i]) && !was_undone(l, k))
			return true;
	return false;
}

/* Does it take an act back? An undo of an undo does the act again. */
static bool takes_back(const struct record_list *l, size_t i)
{
	for (size_t k = i + 1; k < l->n && is_undo(&l->at[i]); k++)
		if (says_undone(&l->at[i], &l->at[k]))
			return !takes_back(l, k);
	return is_undo(&l->at[i]);
}

/* The tag of whoever writes is known from their first act on; before it the name tells. */
static bool is_mine(const struct app *app, const struct record *r)
{
	if (app->nb->tag[0])
		return strcmp(r->tag, app->nb->tag) == 0;
	return r->writer && app->nb->author && strcmp(r->writer, app->nb->author) == 0;
}

/* May `u` (or, for undos, redo) mean this record? */
static bool stands(struct app *app, const struct record_list *l, size_t i, bool undos)
{
	const struct record *r = &l->at[i];
	struct err why;

	return is_mine(app, r) && takes_back(l, i) == undos && r->rows + r->ends > 0 &&
	    !was_undone(l, i) && undo_allowed(app->nb, r, &why) == 0;
}

/* My newest act that still stands; or my newest undo, which taken back does the act again. */
static void undo_mine(struct app *app, bool undos)
{
	struct record_list l = { 0 };
	struct err e = { 0 };
	bool asked = false;

	if (record_page(app->nb, 0, true, 100, &l, &e) < 0)
		app_error(app, &e);
	for (size_t i = 0; i < l.n && !asked; i++) {
		if (!stands(app, &l, i, undos))
			continue;
		ask_undo(app, &l.at[i], undos);
		asked = true;
	}
	if (!asked && !e.kind)
		app_say(app,
		    undos ? _("There is nothing of yours to redo among the newest 100 records")
			  : _("No act of yours among the newest 100 records can be taken back"));
	record_list_release(&l);
}

void cmd_redo(struct app *app, const char *argument)
{
	undo_mine(app, true);
}

static void undo_record(struct app *app, int64_t record)
{
	struct record_list l = { 0 };
	struct err e = { 0 };

	if (record_load(app->nb, record, &l, &e) < 0 || undo_allowed(app->nb, &l.at[0], &e) < 0)
		app_error(app, &e);
	else
		ask_undo(app, &l.at[0], false);
	record_list_release(&l);
}

void cmd_undo(struct app *app, const char *argument)
{
	const struct list_row *r = list_cursor(&app_view(app)->list);
	struct err e = { 0 };
	int64_t record;

	if (argument) {
		if (ref_record(app->nb, argument, &record, &e) < 0)
			app_error(app, &e);
		else
			undo_record(app, record);
	} else if (app->current == VIEW_JOURNAL && r) {
		undo_record(app, r->thing);
	} else {
		undo_mine(app, false);
	}
}

/* --- verify ----------------------------------------------------------------------------- */

void cmd_verify(struct app *app, const char *argument)
{
	struct verify_report report = { 0 };
	struct str text = { 0 };
	struct err e = { 0 };
	char hex[DIGEST_HEX];
	int64_t letters = 0;
	int status;

	work_begin(app, _("verify"));
	status = journal_verify(app->nb, &report, &e);
	if (status == 0)
		status = letters_verify(app->nb, &letters, &e);
	if (work_end(app, status))
		return;
	digest_hex(report.head, hex);
	if (status == 0)
		str_printf(&text, _("All of it is as it was written.\n\n"));
	else
		str_printf(&text, _("NOT verified.\n\n"));
	if (status < 0)
		text_show(&text, e.text, strlen(e.text), TEXT_ONE_LINE);
	str_printf(&text, _("\n\nrecords   %lld\nrows      %lld\nletters   %lld\nhead      %s"),
	    (long long)report.records, (long long)report.rows, (long long)letters, hex);
	if (status < 0)
		app_error(app, &e);
	else
		app_say(app, _("Verified: %lld records, %lld rows"), (long long)report.records,
		    (long long)report.rows);
	layer_text(app, _("Verify"), &text);
}

/* --- the incident ------------------------------------------------------------------------- */

void cmd_incident(struct app *app, const char *argument)
{
	size_t n = strcspn(argument, " ");
	char *name = xstrndup(argument, n), ref[REF_MAX];
	const char *title = argument + n + strspn(argument + n, " ");
	struct incident fields = {
		.ref = name, .title = *title ? title : name, .zone = app->options->zone
	};
	struct err e = { 0 };
	int64_t thing;

	if (incident_open(app->nb, &fields, ref, &e) < 0 ||
	    incident_find(app->nb, name, &thing, &e) < 0) {
		app_error(app, &e);
	} else {
		app_choose(app, thing);
		app_say(app, _("Opened %s by %s"), name, ref);
	}
	free(name);
}

static void set_field(struct app *app, const char *key, const char *value)
{
	struct incident_change change = { key, value };
	char ref[REF_MAX];
	struct err e = { 0 };

	if (incident_set(app->nb, app->incident, &change, 1, NULL, ref, &e) < 0)
		app_error(app, &e);
	else
		app_say(app, _("%s is now %s, by %s"), key, value, ref);
	app_changed(app);
}

void cmd_title(struct app *app, const char *argument)
{
	set_field(app, "title", argument);
}

void cmd_severity(struct app *app, const char *argument)
{
	set_field(app, "severity", argument);
}

void cmd_state(struct app *app, const char *argument)
{
	set_field(app, "state", argument);
}

/* Others are allowed, but a word that is misspelt must not leave a clock standing unnoticed. */
static bool is_usual(const char *kind)
{
	static const char *const *const lists[] = { milestone_words, rule_start_words };

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		for (const char *const *w = lists[i]; *w; w++)
			if (strcmp(*w, kind) == 0)
				return true;
	return strncmp(kind, "notified-", strlen("notified-")) == 0;
}

void cmd_milestone(struct app *app, const char *argument)
{
	size_t n = strcspn(argument, " ");
	const char *phrase = argument + n + strspn(argument + n, " ");
	char *kind = xstrndup(argument, n), ref[REF_MAX];
	struct when_context c = app_when(app);
	struct str shown = { 0 };
	struct err e = { 0 };
	struct when w;

	if (!*phrase)
		phrase = "now";
	if (when_parse(&w, phrase, strlen(phrase), &c, &e) < 0 ||
	    milestone_set(app->nb, app->incident, kind, &w, phrase, NULL, ref, &e) < 0) {
		app_error(app, &e);
	} else {
		when_show(&shown, &w, app->zone, false);
		app_say(app,
		    is_usual(kind) ? _("%s at %s, by %s")
				   : _("%s at %s, by %s: no usual one, so no clock starts from it; "
				       "u takes it back"),
		    kind, str_text(&shown), ref);
	}
	app_changed(app);
	str_release(&shown);
	free(kind);
}
