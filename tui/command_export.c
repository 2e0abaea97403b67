/*
 * command_export.c - E: the rows of a view, written to a file. Which rows, in which form and where
 * to is asked; then the export runs without writing, and what it would hold is shown before it is
 * made. There the profile and the TLP ceiling are changed, and it is shown anew.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "exchange/export.h"
#include "exchange/part.h"
#include "model/vocabulary.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/outside.h"
#include "tui/show.h"

enum { ROWS_SHOWN = 3 };

/* A form that rows can be written in. */
struct form {
	unsigned where;
	struct choice choice;
	const char *what, *format, *profile;
	const char *end;     /* of the file's name */
	const char *preview; /* the form in which it is counted; "csv": and its rows are shown */
};
static const struct form forms[] = {
	{ IN_LOG | IN_TIMELINE, { 'c', N_("CSV: a table, every value exact") }, "timeline", "csv",
	    NULL, ".csv", "csv" },
	{ IN_LOG | IN_TIMELINE, { 'x', N_("CSV for Excel: no cell is taken for a formula") },
	    "timeline", "csv", "excel", ".excel.csv", "csv" },
	{ IN_LOG | IN_TIMELINE, { 'j', N_("JSON Lines: for programs") }, "timeline", "jsonl", NULL,
	    ".jsonl", "csv" },
	{ IN_LOG | IN_TIMELINE, { 'm', N_("Markdown: to read, or to paste into a ticket") },
	    "timeline", "md", NULL, ".md", "md" },
	{ IN_LOG | IN_TIMELINE, { 'h', N_("HTML: a page to read and print") }, "timeline", "html",
	    NULL, ".html", "html" },
	{ IN_LOG | IN_TIMELINE, { 's', N_("SVG: the timeline as a picture") }, "timeline", "svg",
	    NULL, ".svg", "svg" },
	{ IN_LOG | IN_TIMELINE, { 'i', N_("iCalendar: entries that are due, for a calendar") },
	    "timeline", "ics", NULL, ".ics", "ics" },
	{ IN_CUSTOMERS, { 'c', N_("CSV: a table, every value exact") }, "customers", "csv", NULL,
	    ".csv", "csv" },
	{ IN_CUSTOMERS, { 'x', N_("CSV for Excel: no cell is taken for a formula") }, "customers",
	    "csv", "excel", ".excel.csv", "csv" },
	{ IN_CUSTOMERS, { 'w', N_("XLSX: a workbook, all cells text") }, "customers", "xlsx", NULL,
	    ".xlsx", "csv" },
	{ IN_CUSTOMERS, { 'j', N_("JSON Lines: for programs") }, "customers", "jsonl", NULL,
	    ".jsonl", "csv" },
	{ IN_NOTIFICATIONS, { 'c', N_("CSV: a table, every value exact") }, "notifications", "csv",
	    NULL, ".csv", "csv" },
	{ IN_NOTIFICATIONS, { 'x', N_("CSV for Excel: no cell is taken for a formula") },
	    "notifications", "csv", "excel", ".excel.csv", "csv" },
	{ IN_NOTIFICATIONS, { 'w', N_("XLSX: a workbook, all cells text") }, "notifications",
	    "xlsx", NULL, ".xlsx", "csv" },
	{ IN_NOTIFICATIONS, { 'j', N_("JSON Lines: for programs") }, "notifications", "jsonl", NULL,
	    ".jsonl", "csv" },
	{ IN_NOTIFICATIONS, { 'e', N_("the letters released, a folder of .eml") }, "notifications",
	    "eml", NULL, "-eml", "mbox" },
	{ IN_NOTIFICATIONS, { 'b', N_("the letters released, one mbox") }, "notifications", "mbox",
	    NULL, ".mbox", "mbox" },
	{ IN_OPEN, { 'i', N_("iCalendar: duties and when they are due") }, "deadlines", "ics", NULL,
	    ".ics", "ics" },
	{ IN_JOURNAL | IN_INCIDENTS,
	    { 'n', N_("JSON Lines: the whole notebook, with its history") }, "notebook", "jsonl",
	    NULL, ".jsonl", "jsonl" },
};
enum { FORMS = sizeof forms / sizeof *forms };

/* Columns that tell of persons. */
static const char *const personal[] = { "name", "organisation", "email", "phone", "notes",
	"billing_name", "billing_email", "security_name", "security_email", "other_addresses",
	"compromised", "post", "address", "subject", "approved_by", "acknowledged_by", "text",
	"message", "actors", "by" };

static const struct choice scopes[] = {
	{ 'm', N_("the rows marked") },
	{ 'f', N_("the rows that pass the filter") },
	{ 'a', N_("all rows") },
};

/* What is to be exported, from the first key to the last. */
struct exporting {
	const struct form *form;
	struct filter *filter;	     /* of the scope; owned when `marked` */
	bool marked;
	struct choice choice[FORMS]; /* what is asked now */
	int of[FORMS];		     /* and which scope or form each stands for */
	int n;
	const char *profile;
	const char *max_tlp; /* NULL: no ceiling */
	char *path;	     /* owned, or NULL */
	char *typed;	     /* owned: the path as it was given, for the form it was given for */
	const struct form *typed_for;
	bool overwrite; /* it was there when it was asked about */
};

static void exporting_free(void *with)
{
	struct exporting *x = with;

	if (!x)
		return;
	if (x->marked)
		filter_free(x->filter);
	free(x->path);
	free(x->typed);
	free(x);
}

/* --- what it would hold ------------------------------------------------------------------ */

static int run(struct app *app, const struct exporting *x, struct str *preview,
    struct export_result *r, struct err *e)
{
	struct export_options o = { .what = x->form->what,
		.format = preview ? x->form->preview : x->form->format,
		.path = x->path,
		.incident = app->incident,
		.filter = x->filter,
		.profile = x->profile,
		.max_tlp = x->max_tlp,
		.overwrite = x->overwrite,
		.preview = preview };
	int status;

	work_begin(app, _("export"));
	status = export_run(app->nb, &o, r, e);
	return work_end(app, status) ? 1 : status;
}

/* Bytes of the next record of a CSV file, without its end; *skip gets those to the one after. */
static size_t record_length(const char *s, size_t n, size_t *skip)
{
	bool quoted = false;
	size_t i = 0;

	for (; i < n && (quoted || s[i] != '\n'); i++)
		quoted ^= s[i] == '"';
	*skip = i < n ? i + 1 : i;
	return i > 0 && s[i - 1] == '\r' ? i - 1 : i;
}

static bool is_personal(const char *column, size_t n)
{
	for (size_t i = 0; i < sizeof personal / sizeof *personal; i++)
		if (strlen(personal[i]) == n && memcmp(personal[i], column, n) == 0)
			return true;
	return false;
}

static void put_personal(const char *header, size_t n, struct str *out)
{
	int columns = 0;
	struct str names = { 0 };

	for (size_t at = 0; at < n;) {
		size_t m = 0, quote;

		while (at + m < n && header[at + m] != ',')
			m++;
		quote = header[at] == '"';
		if (is_personal(header + at + quote, m - 2 * quote)) {
			str_puts(&names, columns++ ? ", " : "");
			str_put(&names, header + at + quote, m - 2 * quote);
		}
		at += m + 1;
	}
	if (columns > 0)
		str_printf(out, _("\nHolds personal data: %d columns (%s).\n"), columns,
		    str_text(&names));
	str_release(&names);
}

/* The columns' names and the first rows, each cut to the width there is. */
static void put_rows(const struct str *head, int width, struct str *out)
{
	const char *s = str_text(head);
	size_t left = head->len, n, skip;

	for (int i = 0; i <= ROWS_SHOWN && left > 0; i++, s += skip, left -= skip) {
		struct str line = { 0 };

		n = record_length(s, left, &skip);
		text_show(&line, s, n, TEXT_ONE_LINE);
		str_puts(out, "\n  ");
		if (text_width(str_text(&line)) > width) {
			str_put(out, line.at, text_fit(line.at, width - 1, NULL));
			str_putc(out, '~');
		} else {
			str_puts(out, str_text(&line));
		}
		str_release(&line);
	}
	str_putc(out, '\n');
}

/* The keys that what is shown has: of the profile only where there is a choice; a notebook goes out
 * whole. */
static const char *keys_of(const struct exporting *x)
{
	const struct form *f = x->form;

	if (strcmp(export_profile_next(f->what, f->format, x->profile), x->profile) != 0)
		return "pt";
	return strcmp(f->what, "notebook") == 0 ? "" : "t";
}

static void put_keys(const struct exporting *x, struct str *out)
{
	const char *keys = keys_of(x);

	if (strchr(keys, 'p'))
		str_printf(out, _("p  profile: %s\n"), x->profile);
	if (strchr(keys, 't'))
		str_printf(out, _("t  TLP ceiling: %s\n"), x->max_tlp ? x->max_tlp : _("none"));
}

static void put_told(struct app *app, const struct exporting *x, const struct export_result *r,
    const struct str *head, struct str *out)
{
	bool table = strcmp(x->form->preview, "csv") == 0;
	int columns = app->layout.list;
	size_t skip;

	show_number(out, r->rows);
	str_puts(out, r->rows == 1 ? _(" row") : _(" rows"));
	str_printf(out, "   %s", _(x->form->choice.words));
	if (r->left_out > 0) {
		str_printf(out, _("\n%lld left out: "), (long long)r->left_out);
		text_show(out, str_text(&r->why), r->why.len, TEXT_ONE_LINE);
	}
	str_putc(out, '\n');
	put_keys(x, out);
	if (table) {
		put_rows(head, (columns < 80 ? columns : 80) - 6, out);
		put_personal(str_text(head), record_length(str_text(head), head->len, &skip), out);
	} else {
		str_puts(out, _("\nIt holds what was written in the notebook, of persons too.\n"));
	}
	str_puts(out, _("\nOnly you can read the file (0600). Its hash goes into the journal."));
}

/* --- writing ------------------------------------------------------------------------------- */

static void apply(struct app *app, void *with)
{
	struct exporting *x = with;
	struct export_result r = { 0 };
	struct err e = { 0 };
	int status = run(app, x, NULL, &r, &e);

	if (status < 0)
		app_error(app, &e);
	else if (status == 0 && r.ref[0])
		app_say(
		    app, _("%lld rows written to %s, by %s"), (long long)r.rows, x->path, r.ref);
	else if (status == 0)
		app_say(app, _("%lld rows written to %s"), (long long)r.rows, x->path);
	export_result_release(&r);
	app_changed(app);
}

/* The form of the same file that is this profile; else the one that stands for any. */
static const struct form *form_of(const struct form *now, const char *profile)
{
	const struct form *plain = now;

	for (const struct form *f = forms; f < forms + FORMS; f++) {
		if (strcmp(f->what, now->what) != 0 || strcmp(f->format, now->format) != 0)
			continue;
		if (!f->profile)
			plain = f;
		else if (strcmp(f->profile, profile) == 0)
			return f;
	}
	return plain;
}

/* The name ends as the form wants it to; with the first form it is what was typed again. */
static void form_set(struct exporting *x, const struct form *f)
{
	struct str path = { 0 };
	size_t n, end;

	if (!x->typed) {
		x->typed = xstrdup(x->path);
		x->typed_for = x->form;
	}
	n = strlen(x->typed);
	end = strlen(x->typed_for->end);
	if (n > end && strcmp(x->typed + n - end, x->typed_for->end) == 0)
		n -= end;
	str_put(&path, x->typed, n);
	str_puts(&path, f == x->typed_for ? x->typed + n : f->end);
	free(x->path);
	x->path = str_take(&path);
	x->form = f;
}

static void confirm(struct app *app, struct exporting *x);
static void ask_path(struct app *app, struct exporting *x, const char *name);

static void changed(struct app *app, int key, void *with)
{
	struct exporting *x = with;

	if (key == 't') {
		x->max_tlp = tlp_words[word_index(tlp_words, x->max_tlp) + 1];
	} else {
		x->profile = export_profile_next(x->form->what, x->form->format, x->profile);
		form_set(x, form_of(x->form, x->profile));
	}
	confirm(app, x);
}

/* What was typed is not lost where the name was all that was wrong. */
static void refused(struct app *app, struct exporting *x, const struct err *e)
{
	char *typed = x->path;

	app_error(app, e);
	free(x->typed);
	x->typed = x->path = NULL;
	x->typed_for = NULL;
	if (e->kind == ERR_USAGE || e->kind == ERR_CREATE)
		ask_path(app, x, typed);
	else
		exporting_free(x);
	free(typed);
}

/* x is taken over. */
static void confirm(struct app *app, struct exporting *x)
{
	struct export_result r = { 0 };
	struct str head = { 0 }, text = { 0 };
	struct err e = { 0 };
	int status;

	x->overwrite = access(x->path, F_OK) == 0;
	status = run(app, x, &head, &r, &e);
	if (status < 0) {
		refused(app, x, &e);
	} else if (status > 0) {
		exporting_free(x);
	} else {
		put_told(app, x, &r, &head, &text);
		if (x->overwrite)
			str_puts(&text,
			    _("\n\nThere is a file of that name. o puts this one in its place."));
		layer_confirm(app, &(struct confirmation){ .title = x->path,
				       .text = str_text(&text),
				       .must = x->overwrite ? "o" : "y",
				       .done = apply,
				       .with = x,
				       .drop = exporting_free,
				       .keys = keys_of(x),
				       .changed = changed });
	}
	str_release(&head);
	str_release(&text);
	export_result_release(&r);
}

/* --- asking -------------------------------------------------------------------------------- */

/* A line frees what it is given with free() alone, so the set hangs on it by a pointer. */
struct pending_export {
	struct exporting *x;
};

static void path_left(struct app *app, void *with)
{
	exporting_free(((struct pending_export *)with)->x);
	app_say(app, _("Nothing done"));
}

static void path_done(struct app *app, const char *text, void *with)
{
	struct exporting *x = ((struct pending_export *)with)->x;

	x->path = outside_path(text);
	if (*x->path) {
		confirm(app, x);
		return;
	}
	app_say(app, _("Nothing done"));
	exporting_free(x);
}

/* A name that tells what it is; letters of an incident's name that are none of a file's become -.
 */
static void put_path(const struct app *app, const struct form *f, struct str *out)
{
	str_puts(out, f->what);
	if (app->incident_now.n > 0)
		str_printf(out, "-%s", app->incident_now.at[0].ref);
	for (size_t i = 0; i < out->len; i++)
		if (strchr("/\\ ", out->at[i]))
			out->at[i] = '-';
	str_puts(out, f->end);
}

static void ask_path(struct app *app, struct exporting *x, const char *name)
{
	struct pending_export *p = xmalloc(sizeof *p);

	p->x = x;
	layer_line(
	    app, &(struct line_question){ .label = _("write to> "),
		     .text = name,
		     .hint = _("a file, here or with its folder; it is shown before it is made"),
		     .done = path_done,
		     .left = path_left,
		     .with = p });
}

static void form_chosen(struct app *app, int chosen, void *with)
{
	struct exporting *x = with;
	struct str name = { 0 };

	x->form = &forms[x->of[chosen]];
	x->profile = x->form->profile ? x->form->profile : "data";
	if (x->path) {
		confirm(app, x);
		return;
	}
	put_path(app, x->form, &name);
	ask_path(app, x, str_text(&name));
	str_release(&name);
}

static void ask(struct app *app, struct exporting *x, const char *title,
    void (*done)(struct app *app, int chosen, void *with))
{
	if (x->n == 1) {
		done(app, 0, x);
		return;
	}
	layer_choice(app, &(struct choice_question){ .title = title,
			      .choice = x->choice,
			      .n = x->n,
			      .done = done,
			      .with = x,
			      .drop = exporting_free });
}

static void offer(struct exporting *x, const struct choice *c, int stands_for)
{
	x->choice[x->n] = *c;
	x->of[x->n++] = stands_for;
}

static struct filter *marked_filter(const struct view *v)
{
	size_t n;
	int64_t *things = marks_things(&v->marks, &n);
	struct filter *f;

	f = filter_of_things(v->ops->of, things, n);
	free(things);
	return f;
}

/* Mail and workbooks are parts of their own, which a build may be without. */
static bool is_built(const struct form *f)
{
	bool mail = strcmp(f->format, "eml") == 0 || strcmp(f->format, "mbox") == 0;

	return (!mail || part_is_there("mail")) &&
	    (strcmp(f->format, "xlsx") != 0 || part_is_there("xlsx"));
}

static void scope_chosen(struct app *app, int chosen, void *with)
{
	struct exporting *x = with;
	struct view *v = app_view(app);

	x->marked = x->of[chosen] == 0;
	x->filter = x->marked ? marked_filter(v) : x->of[chosen] == 1 ? v->filter : NULL;
	x->n = 0;
	for (int i = 0; i < FORMS; i++)
		if ((forms[i].where & 1u << app->current) && is_built(&forms[i]))
			offer(x, &forms[i].choice, i);
	ask(app, x, _("In which form?"), form_chosen);
}

void cmd_export(struct app *app, const char *argument)
{
	struct exporting *x;
	struct view *v = app_view(app);

	if (!app->incident && !(1u << app->current & (IN_JOURNAL | IN_INCIDENTS | IN_CUSTOMERS))) {
		app_say(app, _("there is no incident yet (:incident REF TITLE opens one)"));
		return;
	}
	x = xcalloc(1, sizeof *x);
	x->path = argument ? outside_path(argument) : NULL;
	if (v->marks.n > 0)
		offer(x, &scopes[0], 0);
	if (v->filter && !(1u << app->current & IN_JOURNAL))
		offer(x, &scopes[1], 1);
	offer(x, &scopes[2], 2);
	ask(app, x, _("Which rows?"), scope_chosen);
}
