/* detail.c - the history of a thing, value by value. */
#include "tui/detail.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/notification.h"
#include "tui/app.h"
#include "tui/i18n.h"

void detail_field(struct str *out, const char *name, const char *from_outside)
{
	if (!from_outside || !*from_outside)
		return;
	str_printf(out, "\n%-9s ", name);
	text_show(out, from_outside, strlen(from_outside), TEXT_ONE_LINE);
}

void detail_approvals(struct app *app, int64_t letter, struct str *out)
{
	struct notify_approvals a;
	struct str s = { 0 };
	struct err e;

	if (notification_approvals(app->nb, letter, &a, &e) == 0) {
		str_printf(&s, _("%lld of %lld"), (long long)a.n, (long long)a.of);
		if (a.missing.len > 0)
			str_printf(&s, _(", missing: %s"), str_text(&a.missing));
		detail_field(out, _("approvals"), str_text(&s));
		detail_field(out, _("by"), str_text(&a.by));
	}
	notify_approvals_release(&a);
	str_release(&s);
}

static bool is_instant(const char *column)
{
	static const char *const names[] = { "due", "at", "hold_until", "released_at", "sent_at" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(column, names[i]) == 0)
			return true;
	return false;
}

/* A value of several lines keeps them, under its name. */
static void put_lines(struct str *out, const char *text)
{
	for (size_t n; *text; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		text_show(out, text, n, TEXT_ONE_LINE);
		if (text[n] == '\n' && text[n + 1])
			str_printf(out, "\n%17s", "");
	}
}

/* Returns where in `out` the value begins, behind its name. */
static size_t put_value(struct app *app, const struct column_info *c, const struct value *v,
    struct arena *mem, struct str *out)
{
	const char *text = value_show(app->nb, c, v, mem);
	size_t at;

	str_printf(out, "\n    %-12s ", c->name);
	at = out->len;
	if (v->is == VALUE_INT && is_instant(c->name))
		when_show_instant(out, v->n, app->zone, false);
	else
		put_lines(out, text && *text ? text : "-");
	return at;
}

/* Instants that stand beside their readable form would only be noise. */
static bool dull(const char *column)
{
	return strcmp(column, "earliest") == 0 || strcmp(column, "latest") == 0;
}

/* What every thing begins with, and what the readable time above says already. */
static bool said_at_first(const char *column)
{
	static const char *const names[] = { "incident", "edtf", "zone" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(column, names[i]) == 0)
			return true;
	return false;
}

/* Does a line among the first `above` bytes end with that text, alone or after a blank? */
static bool stands_above(const struct str *out, size_t above, const char *text, size_t n)
{
	for (size_t i = 0; n > 0 && i + n <= above; i++)
		if ((i == 0 || out->at[i - 1] == ' ' || out->at[i - 1] == '\n') &&
		    memcmp(out->at + i, text, n) == 0 &&
		    (i + n == above || out->at[i + n] == '\n'))
			return true;
	return false;
}

static void put_values(struct app *app, const struct table_info *t, const struct version *v,
    const struct version *before, size_t above, struct arena *mem, struct str *out)
{
	for (int i = 0; i < t->columns; i++) {
		const struct column_info *c = &t->column[i];
		size_t start = out->len, at;

		if (dull(c->name) ||
		    (before ? value_same(&v->value[i], &before->value[i])
			    : v->value[i].is == VALUE_NULL || said_at_first(c->name)))
			continue;
		at = put_value(app, c, &v->value[i], mem, out);
		if (!before && stands_above(out, above, out->at + at, out->len - at))
			out->at[out->len = start] = '\0';
	}
}

static void put_erased(struct app *app, const struct version *v, struct str *out)
{
	str_printf(out, _("\n    erased by %s, "), v->erased_by);
	when_show_instant(out, v->erased_at, app->zone, true);
	str_puts(out, _("  by "));
	text_show(out, v->eraser, strlen(v->eraser), TEXT_ONE_LINE);
	if (v->erased_because) {
		str_puts(out, _("\n    because      "));
		text_show(out, v->erased_because, strlen(v->erased_because), TEXT_ONE_LINE);
	}
}

/* Of the first version only what the `above` bytes before the history do not say, of a later one
 * what it changed. */
static void put_version(struct app *app, const struct table_info *t, const struct version *v,
    const struct version *before, size_t above, struct arena *mem, struct str *out)
{
	str_printf(out, "\n\n  %s  ", v->record);
	when_show_instant(out, v->time, app->zone, true);
	str_puts(out, "  ");
	text_show(out, v->kind, strlen(v->kind), TEXT_ONE_LINE);
	if (v->writer) {
		str_puts(out, _("  by "));
		text_show(out, v->writer, strlen(v->writer), TEXT_ONE_LINE);
	}
	if (v->reason) {
		str_puts(out, _("\n    because      "));
		text_show(out, v->reason, strlen(v->reason), TEXT_ONE_LINE);
	}
	if (v->erased_by[0])
		put_erased(app, v, out);
	else
		put_values(app, t, v, before, above, mem, out);
}

int detail_versions(struct app *app, enum table t, int64_t thing, struct str *out, struct err *e)
{
	struct version_list l = { 0 };
	size_t above = out->len;
	int status = thing_versions(app->nb, t, thing, &l, e);

	if (status == 0)
		str_printf(out, l.n == 1 ? _("\n\n%zu version") : _("\n\n%zu versions"), l.n);
	for (size_t i = 0; status == 0 && i < l.n; i++)
		put_version(app, &table_infos[t], &l.at[i], i > 0 ? &l.at[i - 1] : NULL, above,
		    &l.mem, out);
	version_list_release(&l);
	return status;
}

/* --- what a record did ---------------------------------------------------------------------- */

static void put_told(
    const struct app *app, const char *column, const char *value, struct str *out)
{
	if (is_instant(column))
		when_show_instant(out, strtoll(value, NULL, 10), app->zone, false);
	else
		text_show(out, value, strlen(value), TEXT_ONE_LINE);
}

/* The words of an entry that is another version now. */
static void put_words(struct app *app, int64_t row, struct str *out)
{
	struct value values[COLUMNS_MAX];
	struct arena mem = { 0 };
	struct err ignored;
	int64_t thing;

	if (row_load(app->nb, T_ENTRY, row, values, &thing, &mem, &ignored) == 0) {
		const struct value *text = &values[COL(entry, text)];

		str_puts(out, "  ");
		text_show(out, text->text, text->len, TEXT_ONE_LINE);
	}
	arena_release(&mem);
}

static void put_change(struct app *app, const struct change *c, struct str *out)
{
	str_printf(out, "\n  %-10s %-12s ", c->ref ? c->ref : "", table_infos[c->table].name);
	if (!c->column) {
		str_puts(out, c->erased              ? _("erased")
			      : c->row && !c->ended ? _("new")
			      : c->row              ? _("changed")
						    : _("ended"));
		if (c->table == T_ENTRY && c->ended && !c->erased)
			put_words(app, c->ended, out);
		return;
	}
	text_show(out, c->column, strlen(c->column), TEXT_ONE_LINE);
	str_puts(out, ": ");
	if (c->was) {
		put_told(app, c->column, c->was, out);
		str_puts(out, " -> ");
	}
	if (c->is)
		put_told(app, c->column, c->is, out);
	else
		str_puts(out, "-");
}

int detail_changes(
    struct app *app, int64_t record, int most, bool *more, struct str *out, struct err *e)
{
	struct change_list changes = { 0 };
	int status = record_changes(app->nb, record, CHANGES_MAX, more, &changes, e);
	size_t n = changes.n < (size_t)most ? changes.n : (size_t)most;

	for (size_t i = 0; status == 0 && i < n; i++)
		put_change(app, &changes.at[i], out);
	*more |= n < changes.n;
	change_list_release(&changes);
	return status;
}
