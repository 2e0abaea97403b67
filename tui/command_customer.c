/*
 * command_customer.c - customers one by one: put into the register, and said to be exposed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/customer.h"
#include "model/exposure.h"
#include "model/vocabulary.h"
#include "tui/app.h"
#include "tui/i18n.h"

/* --- the register -------------------------------------------------------------------------- */

enum { REF, NAME, EMAIL, LANGUAGE, FIELDS };

/* Cuts "C-0001, Bank Contoh, csirt@bank.example, id" at its commas; what is left out stays NULL. */
static bool fields_of(char *typed, char *out[FIELDS])
{
	char *rest = typed, *field;
	int n = 0;

	while (n < FIELDS && (field = strsep(&rest, ","))) {
		size_t end;

		field += strspn(field, " ");
		for (end = strlen(field); end > 0 && field[end - 1] == ' '; end--)
			field[end - 1] = '\0';
		out[n++] = *field ? field : NULL;
	}
	return out[REF] && out[NAME] && !rest;
}

static int keep(struct app *app, const struct customer *c, char ref[REF_MAX], struct err *e)
{
	struct customer_import in;

	if (customer_import_begin(&in, app->nb, e) < 0)
		return -1;
	if (customer_import_put(&in, c, e) < 0) {
		customer_import_abort(&in);
		return -1;
	}
	if (in.added + in.changed == 0) {
		customer_import_abort(&in);
		ref[0] = '\0';
		return 0;
	}
	if (customer_import_commit(&in, e) < 0)
		return -1;
	memcpy(ref, in.act.ref, REF_MAX);
	return 0;
}

static int customer_of(
    char *const f[FIELDS], struct customer *c, struct str *address, struct err *e)
{
	struct address mail = { .channel = "email", .value = f[EMAIL] };

	if (f[EMAIL] && email_check(f[EMAIL], strlen(f[EMAIL]), e) < 0)
		return -1;
	if (f[EMAIL])
		addresses_write(&mail, 1, address);
	*c = (struct customer){ .ref = f[REF], .name = f[NAME], .language = f[LANGUAGE],
		.addresses = f[EMAIL] ? str_text(address) : NULL };
	return 0;
}

void cmd_customer(struct app *app, const char *argument)
{
	char *typed = xstrdup(argument), *f[FIELDS] = { NULL }, ref[REF_MAX] = "";
	struct str address = { 0 };
	struct err e = { 0 };
	struct customer c;

	if (!fields_of(typed, f))
		app_say(app, _("As in  :customer C-0001, Bank Contoh, csirt@bank.example, id"));
	else if (customer_of(f, &c, &address, &e) < 0 || keep(app, &c, ref, &e) < 0)
		app_error(app, &e);
	else if (!*ref)
		app_say(app, _("%s is in the register like that already"), f[REF]);
	else
		app_say(app, _("%s is in the register, by %s"), f[REF], ref);
	app_changed(app);
	str_release(&address);
	free(typed);
}

/* --- exposure ------------------------------------------------------------------------------ */

struct exposing {
	struct exposure_change change;
	int64_t *things; /* owned: its customers */
	struct str data; /* its categories */
	struct when window;
};

static void exposing_free(void *with)
{
	struct exposing *x = with;

	str_release(&x->data);
	free(x->things);
	free(x);
}

static void expose(struct app *app, void *with)
{
	const struct exposing *x = with;
	const char *population = x->change.population;
	char ref[REF_MAX];
	int64_t changed;
	struct err e = { 0 };

	if (exposure_set(app->nb, &x->change, NULL, ref, &changed, &e) < 0)
		app_error(app, &e);
	else if (changed == 0)
		app_say(app, _("They are %s already"), population);
	else if (changed == 1)
		app_say(app, _("One customer is %s, by %s; u takes it back"), population, ref);
	else
		app_say(app, _("%lld customers are %s, by %s; u takes it back"), (long long)changed,
		    population, ref);
	app_changed(app);
}

/* What was seen of them, where it was said. */
static void put_seen(const struct exposing *x, struct str *out)
{
	if (x->data.len > 0)
		str_printf(out, "%10s%s %.*s\n", "", _("data"), (int)x->data.len - 1, x->data.at);
	if (x->change.window)
		str_printf(out, "%10s%s %s\n", "", _("window"), x->window.edtf);
}

void customers_named(struct app *app, const int64_t *things, size_t n, struct str *out)
{
	enum { NAMED = 3 };
	size_t named = n > NAMED + 1 ? NAMED : n;

	for (size_t i = 0; i < named; i++) {
		struct customer_list l = { 0 };
		struct err e;

		str_puts(out, i > 0 ? ", " : "  ");
		if (customer_load(app->nb, things[i], 0, &l, &e) == 0 && l.n > 0) {
			const char *name = l.at[0].name ? l.at[0].name : l.at[0].organisation;

			text_show(out, l.at[0].ref, strlen(l.at[0].ref), TEXT_ONE_LINE);
			str_putc(out, ' ');
			if (name)
				text_show(out, name, strlen(name), TEXT_ONE_LINE);
		}
		customer_list_release(&l);
	}
	if (named < n)
		str_printf(out, _(" and %zu more"), n - named);
	str_putc(out, '\n');
}

/* Says whom, what each was and will be, and asks for the number of those that change. */
static void ask_exposed(
    struct app *app, struct exposing *x, const struct tally *told, int64_t changed)
{
	long long same = (long long)x->change.n - changed;
	struct str text = { 0 };
	char must[24];

	customers_named(app, x->things, x->change.n, &text);
	str_putc(&text, '\n');
	for (int i = 0; i < told->reasons; i++)
		str_printf(&text, "%8lld  %s\n", (long long)told->at[i].n, told->at[i].one);
	if (same > 0)
		str_printf(&text, _("%8lld  skipped: %s already\n"), same, x->change.population);
	put_seen(x, &text);
	str_puts(&text, _("\nOne record; u takes it back."));
	snprintf(must, sizeof must, "%lld", (long long)changed);
	layer_confirm(app, &(struct confirmation){ .title = _("Exposed"),
			       .text = str_text(&text),
			       .must = changed > 9 ? must : "y",
			       .done = expose,
			       .with = x,
			       .drop = exposing_free });
	str_release(&text);
}

/* "viewed billing-contact,profile 2021-05-01/2021-05-03": what begins with a digit or a point is
 * when. */
static int exposing_read(struct app *app, struct exposing *x, const char *typed, struct err *e)
{
	struct exposure_change *c = &x->change;
	size_t n = strcspn(typed, " ");

	c->population = word_find(population_words, typed, n, "population", e);
	for (typed += n; c->population && *typed; typed += n) {
		typed += strspn(typed, ", ");
		n = strcspn(typed, ", ");
		if (strchr("0123456789.", *typed) && n > 0) {
			if (edtf_parse(&x->window, typed, n, app->zone, e) < 0)
				return -1;
			c->window = &x->window;
		} else if (n > 0) {
			str_put(&x->data, typed, n);
			str_putc(&x->data, ';');
			c->categories = str_text(&x->data);
		}
	}
	return c->population ? 0 : -1;
}

/* The customers marked; without marks, the one under the cursor. */
static void exposing_choose(struct view *v, struct exposing *x)
{
	size_t *n = &x->change.n;

	x->things = v->marks.n > 0 ? marks_things(&v->marks, n) : xcalloc(1, sizeof *x->things);
	if (*n == 0)
		x->things[(*n)++] = list_cursor(&v->list)->thing;
	x->change.customers = x->things;
}

void cmd_exposed(struct app *app, const char *argument)
{
	struct exposing *x = xcalloc(1, sizeof *x);
	struct tally told = { 0 };
	struct err e = { 0 };
	char ref[REF_MAX];
	int64_t changed;

	exposing_choose(app_view(app), x);
	x->change.incident = app->incident;
	x->change.dry_run = true;
	if (exposing_read(app, x, argument, &e) < 0 ||
	    exposure_set(app->nb, &x->change, &told, ref, &changed, &e) < 0)
		app_error(app, &e);
	x->change.dry_run = false;
	if (!e.kind && x->change.n > 1 && changed > 0) {
		ask_exposed(app, x, &told, changed);
	} else {
		if (!e.kind)
			expose(app, x);
		exposing_free(x);
	}
	tally_release(&told);
}
