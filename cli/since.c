/* since.c - blotter since and knew: what is new, and who knew what when. */
#include "model/since.h"

#include <string.h>

#include "cli/command.h"
#include "cli/words.h"
#include "model/claim.h"
#include "model/exposure.h"
#include "model/knew.h"
#include "model/question.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

enum { SHOWN = 20 };

/* --- since ----------------------------------------------------------------------------------- */

/* The newest record that is not new: of a time, a record, or one's last visit. */
static int after_read(struct command *c, int64_t *after, struct err *e)
{
	const char *given = c->argv[0];
	struct when_context context = command_when(c);
	struct err none = { 0 };
	struct when w;

	if (strcmp(given, "last") == 0) {
		*after = notebook_visited(&c->nb);
		return 0;
	}
	if (ref_record(&c->nb, given, after, &none) == 0)
		return 0;
	if (when_parse(&w, given, strlen(given), &context, e) < 0)
		return err_in(e, "since: neither \"last\" nor a reference nor a time");
	if (!w.edtf[0] || w.earliest == WHEN_PAST) {
		*after = 0;
		return 0;
	}
	return journal_asof(&c->nb, w.earliest - 1, after, e);
}

static const struct field since_fields[] = {
	{ "kind", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "records", NULL, FIELD_INT, ROOM_MAY_GO },
	{ "ref", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "time", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "writer", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "text", NULL, FIELD_TEXT, ROOM_MAY_GO },
};

static void record_put(
    struct command *c, const struct since_kind *k, const struct since_record *r)
{
	struct cell cells[] = {
		{ .text = k->kind },
		{ .n = k->records },
		{ .text = r->ref },
		{ .n = r->time },
		{ .text = r->writer },
		{ .text = r->text },
	};
	struct str when = { 0 };

	if (c->out->form != OUTPUT_TABLE) {
		output_row(c->out, cells);
		return;
	}
	when_show_instant(&when, r->time, c->zone, false);
	output_text(c->out, "  %s  %s  %s  %s", r->ref, str_text(&when), r->writer,
	    r->text ? r->text : "");
	str_release(&when);
}

static void kind_put(struct command *c, const struct since_kind *k)
{
	output_text(c->out, "%s  %lld%s", k->kind, (long long)k->records,
	    k->records > (int64_t)k->n ? ", the newest of them" : "");
	for (size_t i = 0; i < k->n; i++)
		record_put(c, k, &k->at[i]);
}

int command_since(struct command *c, struct err *e)
{
	struct since_list list = { 0 };
	int64_t after, shown;
	int status = -1;

	if (command_option_int(c, "limit", 1, SINCE_SHOWN_MAX, SHOWN, &shown, e) < 0 ||
	    after_read(c, &after, e) < 0)
		return -1;
	status = since_load(&c->nb, after, (int)shown, &list, e);
	output_begin(c->out, since_fields, COUNT(since_fields));
	for (size_t i = 0; status == 0 && i < list.n; i++)
		kind_put(c, &list.at[i]);
	output_end(c->out);
	if (status == 0 && list.n == 0)
		command_say(c, "nothing is new");
	if (status == 0 && strcmp(c->argv[0], "last") == 0 && c->nb.asof == ASOF_NOW)
		notebook_visit(&c->nb);
	since_list_release(&list);
	return status;
}

/* --- knew ------------------------------------------------------------------------------------ */

static const struct field knew_fields[] = {
	{ "who", "WHO", FIELD_TEXT, ROOM_WIDE },
	{ NULL, "SINCE", FIELD_TEXT, ROOM_KEPT },
	{ "when", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "earliest", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "latest", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "how", "HOW", FIELD_TEXT, ROOM_KEPT },
	{ "ref", "BY", FIELD_TEXT, ROOM_KEPT },
	{ "text", "MORE", FIELD_TEXT, ROOM_WIDE },
};

static void knew_put(struct command *c, const struct knew *k)
{
	bool dated = k->when.edtf[0] != '\0';
	struct str when = { 0 };

	output_when(&when, &k->when, c->zone);
	struct cell cells[] = {
		{ .text = k->who },
		{ .text = str_text(&when) },
		{ .text = dated ? k->when.edtf : NULL },
		{ .n = dated ? k->when.earliest : 0 },
		{ .n = dated ? k->when.latest : 0 },
		{ .text = k->how },
		{ .text = k->ref },
		{ .text = k->text },
	};
	output_row(c->out, cells);
	str_release(&when);
}

/* A claim or question by its entry too, an exposure by its customer. */
static int meant_read(struct command *c, struct meant *m, struct err *e)
{
	struct exposure_list one = { 0 };
	int64_t thing;
	int status;

	if (words_thing(c, c->argv[0], m, e) < 0)
		return -1;
	if (m->table == T_ENTRY) {
		struct err none = { 0 };

		thing = claim_of_entry(&c->nb, m->thing, e);
		if (thing > 0)
			*m = (struct meant){ .table = T_CLAIM, .thing = thing };
		else if (thing == 0 && question_find(&c->nb, c->argv[0], &thing, &none) == 0)
			*m = (struct meant){ .table = T_QUESTION, .thing = thing };
		return thing < 0 ? -1 : 0;
	}
	if (m->table != T_CUSTOMER || !c->incident)
		return 0;
	status = exposure_load(&c->nb, c->incident, m->thing, &one, e);
	if (status == 0 && one.n == 0)
		status = err_set(e, ERR_NOT_FOUND, "%s is not exposed in %s", c->argv[0],
		    c->incident_ref);
	else if (status == 0)
		*m = (struct meant){ .table = T_EXPOSURE, .thing = one.at[0].thing };
	exposure_list_release(&one);
	return status;
}

int command_knew(struct command *c, struct err *e)
{
	struct knew_list list = { 0 };
	struct meant m;
	int status;

	if (meant_read(c, &m, e) < 0 || command_incident_of(c, m.table, m.thing, e) < 0)
		return -1;
	status = knew_load(&c->nb, m.table, m.thing, &list, e);
	if (status == 0)
		output_begin(c->out, knew_fields, COUNT(knew_fields));
	for (size_t i = 0; status == 0 && i < list.n; i++)
		knew_put(c, &list.at[i]);
	output_end(c->out);
	knew_list_release(&list);
	return status;
}
