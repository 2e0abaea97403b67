/*
 * command_advisory.c - advisories: taking one in, the language of the preview, the values that
 * somebody has to give, and drafts of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "exchange/advisory_yaml.h"
#include "model/notification.h"
#include "model/saved_view.h"
#include "tui/advisories.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/shipped.h"

/* --- taking one in ------------------------------------------------------------------------ */

static void keep(struct app *app, const char *path, const struct advisory *a)
{
	uint8_t sha256[DIGEST_SIZE];
	char ref[REF_MAX];
	struct err e = { 0 };
	bool same = false;

	if (digest_from_hex(a->sha256, strlen(a->sha256), sha256) < 0)
		digest_of("", 0, sha256);
	if (advisory_add(app->nb, a, sha256, ref, &same, &e) < 0)
		app_error(app, &e);
	else if (same)
		app_say(app, _("%s@%lld is there already: nothing was written"), a->id,
		    (long long)a->version);
	else
		app_say(app, _("%s@%lld taken in by %s"), a->id, (long long)a->version, ref);
	app_changed(app);
}

void advisory_take(struct app *app, const char *typed)
{
	struct fault_list faults = { 0 };
	struct advisory a = { 0 };
	char *path = shipped_path(app, "advisories", typed);
	struct err e = { 0 };

	if (!path)
		return;
	if (advisory_yaml_read(path, &a, &faults, &e) < 0) {
		app_error(app, &e);
		shipped_faults(app, path, &faults);
	} else {
		keep(app, path, &a);
	}
	free(path);
	fault_list_release(&faults);
	advisory_release(&a);
}

/* --- the preview --------------------------------------------------------------------------- */

/* The next of the advisory's languages; after the last one the customer's own. */
static void next_language(struct app *app, const char *languages)
{
	size_t n = strlen(app->preview_language), len;
	const char *at = languages;

	if (n > 0) {
		at = strstr(languages, app->preview_language);
		at = at ? at + n : languages + strlen(languages);
		at += strspn(at, " ");
	}
	len = strcspn(at, " ");
	if (len >= sizeof app->preview_language)
		len = 0;
	memcpy(app->preview_language, at, len);
	app->preview_language[len] = '\0';
}

void cmd_language(struct app *app, const char *argument)
{
	const struct list_row *r = list_cursor(&app_view(app)->list);

	if (argument)
		app_show(app->preview_language, sizeof app->preview_language, argument);
	else
		next_language(app, list_row_column(r, ADVISORY_LANGUAGES));
	app->pane.thing = 0;
	if (app->preview_language[0])
		app_say(app, _("The preview is in %s"), app->preview_language);
	else
		app_say(app, _("The preview is in the language of the customer"));
}

/* "NAME=VALUE" takes the place of what NAME had. */
static void value_keep(struct values *v, const char *setting)
{
	size_t n = strcspn(setting, "=") + 1;

	for (int i = 0; i < v->n; i++) {
		if (strncmp(v->at[i], setting, n) != 0)
			continue;
		free(v->at[i]);
		v->at[i] = xstrdup(setting);
		return;
	}
	if (v->n < VALUES_MAX)
		v->at[v->n++] = xstrdup(setting);
}

static void value_drop(struct values *v, const char *name)
{
	size_t n = strlen(name);

	for (int i = 0; i < v->n; i++) {
		if (strncmp(v->at[i], name, n) != 0 || v->at[i][n] != '=')
			continue;
		free(v->at[i]);
		v->at[i] = v->at[--v->n];
		return;
	}
}

void values_release(struct values *v)
{
	for (int i = 0; i < v->n; i++)
		free(v->at[i]);
	*v = (struct values){ 0 };
}

void cmd_value(struct app *app, const char *argument)
{
	if (!strchr(argument, '=')) {
		app_say(app, _("A value is given as NAME=VALUE"));
		return;
	}
	value_keep(&app->values, argument);
	app->pane.thing = 0;
	app_say(app, _("Kept for the preview and the next draft: %s"), argument);
}

/* --- drafts ---------------------------------------------------------------------------------- */

struct drafting {
	char *advisory, *filter; /* owned; filter may be NULL */
	int64_t *marked; /* owned: customers; NULL: none was marked, and the filter says whom */
	size_t marked_n;
	char *asking; /* owned: the value asked for now; or NULL */
	bool values_to_come; /* it is only counted whom the letter could be for */
};

static void drafting_free(void *with)
{
	struct drafting *d = with;

	if (!d)
		return;
	free(d->advisory);
	free(d->filter);
	free(d->marked);
	free(d->asking);
	free(d);
}

static int draft(
    struct app *app, const struct drafting *d, bool dry_run, struct notify_result *r, struct err *e)
{
	struct when_context c = app_when(app);
	struct notify_draft ask = { .incident = app->incident,
		.advisory = d->advisory,
		.settings = (const char *const *)app->values.at,
		.settings_n = (size_t)app->values.n,
		.dry_run = dry_run,
		.values_to_come = d->values_to_come };
	struct filter *f = NULL;
	int status;

	if (d->marked)
		f = filter_of_things(FILTER_CUSTOMERS, d->marked, d->marked_n);
	else if (d->filter &&
		 !(f = saved_view_compile(app->nb, d->filter, FILTER_CUSTOMERS, &c, NULL, e)))
		return -1;
	ask.filter = f;
	status = notification_draft(app->nb, &ask, r, e);
	filter_free(f);
	return status;
}

static void draft_apply(struct app *app, void *with)
{
	struct notify_result r = { 0 };
	struct err e = { 0 };
	int status;

	work_begin(app, _("draft"));
	status = draft(app, with, false, &r, &e);
	if (!work_end(app, status) && status < 0)
		app_error(app, &e);
	if (status == 0)
		app_say(app, _("Drafted: %lld, by %s; %lld skipped"),
		    (long long)r.changed, r.ref, (long long)r.skipped);
	notify_result_release(&r);
	app_changed(app);
}

static void put_values(const struct values *v, struct str *out)
{
	if (v->n == 0)
		return;
	str_puts(out, _("\n\nWith these values; :value NAME=VALUE changes one:"));
	for (int i = 0; i < v->n; i++) {
		str_puts(out, "\n  ");
		text_show(out, v->at[i], strlen(v->at[i]), TEXT_ONE_LINE);
	}
}

static void put_question(struct app *app, const struct drafting *d, const struct notify_result *r,
    struct str *out)
{
	if (d->marked)
		customers_named(app, d->marked, d->marked_n, out);
	str_printf(out, _("%8lld  to be drafted\n%8lld  skipped"),
	    (long long)r->changed, (long long)r->skipped);
	if (r->why.len > 0) {
		str_puts(out, ": ");
		text_show(out, r->why.at, r->why.len, TEXT_ONE_LINE);
	}
	str_puts(out, d->marked ? _("\n\nof those that are marked.")
		      : d->filter ? _("\n\nof those that pass the filter.")
				  : _("\n\nof all that were exposed."));
	put_values(&app->values, out);
}

static void say_why_nobody(struct app *app, const struct notify_result *r)
{
	struct str text = { 0 };

	str_puts(&text, _("Nobody to draft for: "));
	text_show(&text, str_text(&r->why), r->why.len, TEXT_ONE_LINE);
	if (r->lacks)
		str_puts(&text,
		    _("\n\nIn Customers (3):  :exposed viewed billing-contact,profile "
		      "2026-05-01/2026-05-03\n"
		      "or columns data, from and to of :import exposures"));
	layer_text(app, _("Draft notifications"), &text);
}

/* Counts for whom it would be; for nobody: says why, and the drafting is over. */
static bool count(struct app *app, struct drafting *d, struct notify_result *r)
{
	struct err e = { 0 };

	if (draft(app, d, true, r, &e) == 0 && r->changed > 0)
		return true;
	if (e.kind)
		app_error(app, &e);
	else if (r->why.len > 0)
		say_why_nobody(app, r);
	else
		app_say(app, _("Nobody to draft for: in Customers (3) :exposed viewed says "
			       "who was exposed"));
	drafting_free(d);
	notify_result_release(r);
	return false;
}

/* Asks for the number of what would be drafted. */
static void draft_confirm(struct app *app, struct drafting *d)
{
	struct notify_result r = { 0 };
	struct str text = { 0 };
	char must[24];

	if (!count(app, d, &r))
		return;
	put_question(app, d, &r, &text);
	snprintf(must, sizeof must, "%lld", (long long)r.changed);
	layer_confirm(app, &(struct confirmation){ .title = _("Draft notifications"),
			       .text = str_text(&text),
			       .must = r.changed > 9 ? must : "y",
			       .done = draft_apply,
			       .with = d,
			       .drop = drafting_free });
	str_release(&text);
	notify_result_release(&r);
}

/* --- values that are missing, one after the other ------------------------------------------------
 */

struct pending_draft {
	struct drafting *drafting;
};

static void draft_begin(struct app *app, struct drafting *d);

/* What has not the form of its type is asked for again. */
static void value_take(struct app *app, struct drafting *d, const char *text)
{
	struct letter_preview p;
	struct str setting = { 0 };
	struct err e = { 0 };

	str_printf(&setting, "%s=%s", d->asking, text);
	value_keep(&app->values, str_text(&setting));
	p = advisories_preview(app, d->advisory);
	p.check = d->asking;
	if (letter_preview(app->nb, &p, &e) < 0) {
		app_error(app, &e);
		value_drop(&app->values, d->asking);
	}
	str_release(&setting);
	draft_begin(app, d);
}

static void value_done(struct app *app, const char *text, void *with)
{
	struct drafting *d = ((struct pending_draft *)with)->drafting;

	if (*text) {
		value_take(app, d, text);
		return;
	}
	app_say(app, _("Nothing drafted: the letter needs %s"), d->asking);
	drafting_free(d);
}

static void value_left(struct app *app, void *with)
{
	drafting_free(((struct pending_draft *)with)->drafting);
	app_say(app, _("Nothing drafted"));
}

/* The first of the names; the form of its type is said. */
static void ask_value(
    struct app *app, struct drafting *d, const char *names, enum advisory_type type)
{
	static const char *const forms[] = {
		[ADVISORY_STRING] = N_("words"),
		[ADVISORY_DATE] = N_("a day, as 2026-12-24"),
		[ADVISORY_DATETIME] = N_("a time, as 2026-12-24T15:00"),
		[ADVISORY_EDTF] = N_("a time or span, as 2026-05-01/2026-05-03"),
		[ADVISORY_INTEGER] = N_("a number"),
		[ADVISORY_LIST] = N_("words, with ; between"),
	};
	struct pending_draft *p = xmalloc(sizeof *p);
	struct str label = { 0 }, hint = { 0 };

	free(d->asking);
	d->asking = xstrndup(names, strcspn(names, ","));
	p->drafting = d;
	str_printf(&label, "%s> ", d->asking);
	str_printf(
	    &hint, _("%s; the letters still need %s (view 7 shows where)"), _(forms[type]), names);
	layer_line(app, &(struct line_question){ .label = str_text(&label),
			    .hint = str_text(&hint),
			    .done = value_done,
			    .left = value_left,
			    .with = p });
	str_release(&label);
	str_release(&hint);
}

/* Before anything is asked it is known that there is somebody to write to. */
static bool worth_asking(struct app *app, struct drafting *d)
{
	struct notify_result r = { 0 };

	if (d->asking)
		return true;
	d->values_to_come = true;
	if (!count(app, d, &r))
		return false;
	d->values_to_come = false;
	notify_result_release(&r);
	return true;
}

static void draft_begin(struct app *app, struct drafting *d)
{
	struct letter_preview p = advisories_preview(app, d->advisory);
	struct err e = { 0 };
	int status = letter_preview(app->nb, &p, &e);

	if (p.missing.len > 0) {
		if (worth_asking(app, d))
			ask_value(app, d, str_text(&p.missing), p.type);
	} else if (status < 0 && (e.kind == ERR_NOT_FOUND || e.kind == ERR_USAGE)) {
		app_error(app, &e);
		drafting_free(d);
	} else {
		draft_confirm(app, d);
	}
	letter_preview_release(&p);
}

/* The one there is; where there are several they have to be told apart. Yours to free, or NULL. */
static char *only_advisory(struct app *app)
{
	struct advisory_row_list l = { 0 };
	struct err e = { 0 };
	char *name = NULL;

	if (advisory_list_load(app->nb, &l, &e) < 0)
		app_error(app, &e);
	else if (l.n == 0)
		app_say(app, _("There is no advisory yet: 7 says how to take one in"));
	else if (l.n > 1)
		app_say(app, _("Which of %zu advisories? :draft NAME, or :draft in Advisories (7)"),
		    l.n);
	else
		name = xstrdup(l.at[0].name);
	advisory_row_list_release(&l);
	return name;
}

void cmd_draft(struct app *app, const char *argument)
{
	const struct list_row *r = list_cursor(&app_view(app)->list);
	const struct view *customers = &app->view[VIEW_CUSTOMERS];
	struct drafting *d;
	char *name;

	if (!argument && app->current == VIEW_ADVISORIES && r)
		argument = list_row_column(r, ADVISORY_REF);
	name = argument ? xstrdup(argument) : only_advisory(app);
	if (!name)
		return;
	d = xcalloc(1, sizeof *d);
	d->advisory = name;
	d->filter = customers->filter_text ? xstrdup(customers->filter_text) : NULL;
	if (app->current == VIEW_CUSTOMERS && customers->marks.n > 0)
		d->marked = marks_things(&customers->marks, &d->marked_n);
	draft_begin(app, d);
}
