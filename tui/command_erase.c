/*
 * command_erase.c - :erase: a thing wiped for good. Nothing brings it back, so it is said what goes
 * with it, a reason is asked, and the number that goes has to be typed.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/customer.h"
#include "model/erase.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/work.h"

/* What is asked about: frozen, so that what is agreed to is what goes. */
struct erasing {
	enum table table;
	int64_t thing;
	char ref[REF_MAX];
	struct erased_list rows;
	char *reason;
};

static void erasing_free(void *with)
{
	struct erasing *x = with;

	if (!x)
		return;
	erased_list_release(&x->rows);
	free(x->reason);
	free(x);
}

/* What was typed here may tell it, too: lines before, and the filters that the session would keep.
 */
static void lines_forget(struct app *app)
{
	struct prompt *typed[] = { &app->entry, &app->command, &app->search, &app->filter };

	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
		prompt_forget(typed[i]);
	for (int i = 0; i < VIEWS; i++)
		view_filter(&app->view[i], "");
}

static void erase_confirmed(struct app *app, void *with)
{
	struct erasing *x = with;
	struct err e = { 0 };
	char ref[REF_MAX];
	int status;

	work_begin(app, _("erase"));
	status = thing_erase(app->nb, x->table, x->thing, &x->rows, x->reason, ref, &e);
	if (!work_end(app, status) && status < 0)
		app_error(app, &e);
	if (status == 0) {
		app_say(app, _("%s is erased for good, by %s"), x->ref, ref);
		lines_forget(app);
	}
	app_changed(app);
}

/* A customer is known by the number: the reference alone tells nobody who it is. */
static void put_name(struct app *app, const struct erasing *x, struct str *out)
{
	struct value values[COLUMNS_MAX];
	struct arena mem = { 0 };
	struct err ignored;
	int64_t row;

	str_puts(out, x->ref);
	if (x->table == T_CUSTOMER &&
	    thing_load(app->nb, x->table, x->thing, values, &row, &mem, &ignored) == 0) {
		const struct value *number = &values[COL(customer, ref)];

		str_puts(out, ", ");
		text_show(out, number->text, number->len, TEXT_ONE_LINE);
	}
	arena_release(&mem);
}

static void erase_confirm(struct app *app, const char *reason, void *with)
{
	struct erasing *given = with, *x = xmalloc(sizeof *x);
	struct str text = { 0 };
	char must[24];

	if (!*reason) {
		app_say(app, _("Not erased: a reason is needed"));
		free(x);
		return;
	}
	*x = *given;
	x->reason = xstrdup(reason);
	given->rows = (struct erased_list){ 0 };
	put_name(app, x, &text);
	str_puts(&text, ": ");
	erasure_words(&x->rows, &text);
	str_puts(&text, "\n\n");
	str_puts(
	    &text, _("Every version goes, with its words, out of the file and its index. Nothing "
		     "brings it "
		     "back, u neither. Who erased it, when and why stays, and all hashes.\n"
		     "What went out before keeps it: exports, letters, backups; so do entries that "
		     "tell the same."));
	snprintf(must, sizeof must, "%zu", x->rows.n);
	layer_confirm(app, &(struct confirmation){ .title = _("Erase"),
			       .text = str_text(&text),
			       .must = must,
			       .done = erase_confirmed,
			       .with = x,
			       .drop = erasing_free });
	str_release(&text);
}

/* What the reference or the number of a customer names; without one, the row under the cursor. */
static int target_find(struct app *app, const char *argument, struct erasing *x, struct err *e)
{
	static const enum table shown[VIEWS] = { [VIEW_LOG] = T_ENTRY,
		[VIEW_TIMELINE] = T_ENTRY,
		[VIEW_CUSTOMERS] = T_CUSTOMER,
		[VIEW_NOTIFICATIONS] = T_NOTIFICATION };
	const struct list_row *r = list_cursor(&app_view(app)->list);
	struct err other;

	if (!argument && r && shown[app->current]) {
		x->table = shown[app->current];
		x->thing = r->thing;
	} else if (!argument) {
		return err_set(e, ERR_USAGE, _("Which one? :erase RW12, or C-0007"));
	} else if (ref_thing_any(app->nb, argument, &x->table, &x->thing, e) < 0) {
		if (customer_find(app->nb, argument, &x->thing, &other) < 0)
			return -1;
		x->table = T_CUSTOMER;
	}
	return row_ref(app->nb, x->thing, x->ref, e);
}

void cmd_erase(struct app *app, const char *argument)
{
	struct erasing *x = xcalloc(1, sizeof *x);
	struct str label = { 0 }, name = { 0 };
	struct err e = { 0 };

	if (target_find(app, argument, x, &e) < 0 ||
	    erasure_plan(app->nb, x->table, x->thing, &x->rows, &e) < 0) {
		app_error(app, &e);
		erasing_free(x);
		return;
	}
	put_name(app, x, &name);
	str_printf(&label, _("why erase %s> "), str_text(&name));
	layer_line(app, &(struct line_question){ .label = str_text(&label),
			    .hint = _("this reason is what stays: do not repeat in it what goes"),
			    .done = erase_confirm,
			    .with = x,
			    .drop = erasing_free });
	str_release(&label);
	str_release(&name);
}
