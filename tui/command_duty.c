/*
 * command_duty.c - duties to notify: the rules that are taken in, and which of them this incident
 * has to look at. What becomes of a duty is said in what is open (command_open.c).
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "exchange/obligation_yaml.h"
#include "model/obligation.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/open.h"
#include "tui/shipped.h"

static void keep(struct app *app, const char *path, const struct obligation_file *f)
{
	struct err e = { 0 };
	char ref[REF_MAX];
	size_t kept;

	if (rules_keep(app->nb, f->at, f->n, &kept, ref, &e) < 0)
		app_error(app, &e);
	else if (kept == 0)
		app_say(app, _("These rules are there already: nothing was written"));
	else
		app_say(app, _("%zu rules taken in by %s: :obligation lists them"), kept, ref);
	app_changed(app);
}

void rules_take(struct app *app, const char *typed)
{
	struct fault_list faults = { 0 };
	struct obligation_file f = { 0 };
	char *path = shipped_path(app, "obligations", typed);
	struct err e = { 0 };

	if (!path)
		return;
	if (obligation_yaml_read(path, &f, &faults, &e) < 0) {
		app_error(app, &e);
		shipped_faults(app, path, &faults);
	} else {
		keep(app, path, &f);
	}
	free(path);
	fault_list_release(&faults);
	obligation_file_release(&f);
}

static void put_rule(const struct rule_row *row, struct str *out)
{
	struct obligation_rule r;
	struct err e;

	if (obligation_rule_read(&r, row->content, strlen(row->content), &e) < 0)
		return;
	text_show(out, r.id, strlen(r.id), TEXT_ONE_LINE);
	str_puts(out, "  ");
	text_show(out, r.title, strlen(r.title), TEXT_ONE_LINE);
	str_puts(out, " (");
	text_show(out, r.law, strlen(r.law), TEXT_ONE_LINE);
	str_puts(out, ")\n");
	obligation_rule_release(&r);
}

static void list_rules(struct app *app)
{
	struct rule_list l = { 0 };
	struct str text = { 0 };
	struct err e = { 0 };

	if (rule_list_load(app->nb, &l, &e) < 0) {
		app_error(app, &e);
	} else if (l.n == 0) {
		app_say(app,
		    _("No rules yet: :import obligations eu, or others, or a file of your own"));
	} else {
		for (size_t i = 0; i < l.n; i++)
			put_rule(&l.at[i], &text);
		str_printf(&text, "\n%s\n%s", _(":obligation RULE has this incident look at one."),
		    _("Computed from rules as read on the day given: not legal advice."));
		layer_text(app, _("Duties to notify"), &text);
	}
	str_release(&text);
	rule_list_release(&l);
}

/* Names with blanks between. */
void cmd_obligation(struct app *app, const char *argument)
{
	enum { RULES_MAX = 32 };
	const char *names[RULES_MAX];
	char *copy, *rest, *name, ref[REF_MAX];
	struct err e = { 0 };
	size_t n = 0;

	if (!argument || !*argument) {
		list_rules(app);
		return;
	}
	copy = xstrdup(argument);
	for (rest = copy; n < RULES_MAX && (name = strsep(&rest, " "));)
		if (*name)
			names[n++] = name;
	if (rest)
		app_say(app, _("Too many at once: %d at most"), RULES_MAX);
	else if (obligation_add(app->nb, app->incident, names, n, ref, &e) < 0)
		app_error(app, &e);
	else
		app_say(app,
		    _("To be decided by %s: m in what is open (5) says whether it applies"), ref);
	free(copy);
	app_changed(app);
}
