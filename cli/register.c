/*
 * register.c - who is affected: populations set by hand, counts, customers that are in the register
 * twice.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/command.h"
#include "cli/words.h"
#include "model/counts.h"
#include "model/customer.h"
#include "model/customer_merge.h"
#include "model/exposure.h"

enum { PAGE = 1000 };

/* --- populations ------------------------------------------------------------------------- */

static int chosen_named(struct command *c, struct things *l, struct err *e)
{
	int64_t thing;

	for (int i = 0; i < c->argc - 1; i++) {
		if (customer_find(&c->nb, c->argv[i], &thing, e) < 0)
			return -1;
		things_add(l, thing);
	}
	return 0;
}

/* Those whose exposure is known: others are named one by one. */
static int chosen_filtered(struct command *c, struct things *l, struct err *e)
{
	struct exposure_page page = { .incident = c->incident, .limit = PAGE };
	struct filter *filter;
	bool more = true;
	int status = command_filter(c, FILTER_CUSTOMERS, &filter, e);

	page.filter = filter;
	while (more && status == 0) {
		struct exposure_list list = { 0 };

		status = exposure_page_load(&c->nb, &page, &list, e);
		more = status == 0 && list.n == PAGE;
		for (size_t i = 0; status == 0 && i < list.n; i++)
			things_add(l, list.at[i].customer);
		if (more)
			page.customer = list.at[list.n - 1].customer;
		exposure_list_release(&list);
	}
	filter_free(filter);
	return status;
}

static int population_set(struct command *c, const struct exposure_change *change, struct err *e)
{
	char ref[REF_MAX];
	struct done done = { .ref = ref, .did = "exposure", .text = change->population };

	if (exposure_set(&c->nb, change, NULL, ref, &done.changed, e) < 0)
		return -1;
	if (ref[0])
		command_done(c, &done);
	else
		command_say(c, "they are %s already: nothing was written", change->population);
	return 0;
}

/* How many would become something else is what is agreed to. */
static int population_agree(
    struct command *c, struct exposure_change change, bool *go, struct err *e)
{
	char ref[REF_MAX];
	int64_t changed;

	change.dry_run = true;
	if (exposure_set(&c->nb, &change, NULL, ref, &changed, e) < 0)
		return -1;
	return command_agree(c, changed, "exposures", go, e);
}

int command_exposure_set(struct command *c, struct err *e)
{
	static const char key[] = "population=";
	const char *last = c->argv[c->argc - 1], *reason = command_option(c, "reason");
	struct exposure_change change = { .incident = c->incident, .reason = reason };
	struct things chosen = { 0 };
	bool named = c->argc > 1, go = true;
	int status;

	if (strncmp(last, key, sizeof key - 1) != 0)
		return err_set(e, ERR_USAGE, "what are they? end with population=WORD");
	if (!reason || !*reason)
		return err_set(e, ERR_USAGE, "why? a change of population needs --reason TEXT");
	if (command_scope(c, named, e) < 0)
		return -1;
	status = named ? chosen_named(c, &chosen, e) : chosen_filtered(c, &chosen, e);
	change.customers = chosen.at;
	change.n = chosen.n;
	change.population = last + sizeof key - 1;
	if (status == 0 && (!named || command_flag(c, "dry-run") || command_flag(c, "expect")))
		status = population_agree(c, change, &go, e);
	if (status == 0 && go && chosen.n)
		status = population_set(c, &change, e);
	free(chosen.at);
	return status;
}

/* --- counts ------------------------------------------------------------------------------ */

static void count_put(struct command *c, const struct count_kind *n)
{
	struct cell cells[COUNT_BYS + 5];

	for (int i = 0; i < COUNT_BYS; i++)
		cells[i] = (struct cell){ .text = n->value[i] };
	cells[COUNT_BYS] = (struct cell){ .n = n->customers };
	cells[COUNT_BYS + 1] = (struct cell){ .n = n->drafted };
	cells[COUNT_BYS + 2] = (struct cell){ .n = n->released };
	cells[COUNT_BYS + 3] = (struct cell){ .n = n->sent };
	cells[COUNT_BYS + 4] = (struct cell){ .n = n->acknowledged };
	output_row(c->out, cells);
}

int command_counts(struct command *c, struct err *e)
{
	struct field fields[] = {
		{ "population", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "country", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "language", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "channel", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "status", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "customers", "CUSTOMERS", FIELD_INT, ROOM_KEPT },
		{ "drafted", "DRAFTED", FIELD_INT, ROOM_MAY_GO },
		{ "released", "RELEASED", FIELD_INT, ROOM_MAY_GO },
		{ "sent", "SENT", FIELD_INT, ROOM_MAY_GO },
		{ "acknowledged", "ACKNOWLEDGED", FIELD_INT, ROOM_MAY_GO },
	};
	static const char *const titles[COUNT_BYS] = { "POPULATION", "COUNTRY", "LANG", "CHANNEL",
		"STATUS" };
	const char *by = command_option(c, "by");
	struct count_what what = { .incident = c->incident };
	struct count_kind_list list = { 0 };
	struct filter *filter = NULL;
	int status = -1;

	if (count_by_read(by ? by : "population", what.by, e) < 0 ||
	    command_filter(c, FILTER_CUSTOMERS, &filter, e) < 0)
		return -1;
	for (int i = 0; i < COUNT_BYS; i++)
		fields[i].title = what.by[i] ? titles[i] : NULL;
	what.filter = filter;
	status = count_kinds_load(&c->nb, &what, &list, e);
	if (status == 0) {
		output_begin(c->out, fields, sizeof fields / sizeof fields[0]);
		for (size_t i = 0; i < list.n; i++)
			count_put(c, &list.at[i]);
		output_end(c->out);
	}
	count_kind_list_release(&list);
	filter_free(filter);
	return status;
}

/* --- duplicates -------------------------------------------------------------------------- */

struct duplicates {
	struct command *c;
	int64_t groups;
};

static int duplicate_put(void *with, const struct duplicate *d)
{
	struct duplicates *all = with;

	all->groups++;
	for (size_t i = 0; i < d->n; i++) {
		const struct cell cells[] = {
			{ .n = all->groups },
			{ .text = d->why },
			{ .text = d->value },
			{ .text = d->of[i].ref },
			{ .text = d->of[i].public_ref },
			{ .text = d->of[i].organisation },
			{ .text = d->of[i].name },
		};

		output_row(all->c->out, cells);
	}
	return 0;
}

int command_duplicates(struct command *c, struct err *e)
{
	static const struct field fields[] = {
		{ "group", "GROUP", FIELD_INT, ROOM_MAY_GO },
		{ "why", "SAME", FIELD_TEXT, ROOM_MAY_GO },
		{ "value", "VALUE", FIELD_TEXT, ROOM_WIDE },
		{ "customer", "CUSTOMER", FIELD_TEXT, ROOM_KEPT },
		{ "ref", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "organisation", "ORGANISATION", FIELD_TEXT, ROOM_WIDE },
		{ "name", "NAME", FIELD_TEXT, ROOM_WIDE },
	};
	struct duplicates all = { .c = c };
	int status;

	output_begin(c->out, fields, sizeof fields / sizeof fields[0]);
	status = customer_duplicates(&c->nb, duplicate_put, &all, e);
	output_end(c->out);
	return status;
}

int command_customer_merge(struct command *c, struct err *e)
{
	struct done done = { .did = "merged", .changed = -1 };
	char *what = words_join(c, 0);
	char ref[REF_MAX];
	int64_t from, into;
	int status = -1;

	if (customer_find(&c->nb, c->argv[0], &from, e) == 0 &&
	    customer_find(&c->nb, c->argv[1], &into, e) == 0)
		status = customer_merge(
		    &c->nb, from, into, command_option(c, "reason"), ref, e);
	if (status == 0) {
		done.ref = ref;
		done.text = what;
		command_done(c, &done);
	}
	free(what);
	return status;
}
