/* overlap.c - blotter overlap: who is in the registers of two incidents. */
#include "model/overlap.h"

#include <string.h>

#include "cli/command.h"
#include "model/incident.h"
#include "model/question.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

enum { QUESTIONS_SHOWN = 5 };

static const struct field overlap_fields[] = {
	{ "rule", "BY", FIELD_TEXT, ROOM_KEPT },
	{ "value", "WHAT THEY SHARE", FIELD_TEXT, ROOM_WIDE },
	{ "customer", "CUSTOMER", FIELD_TEXT, ROOM_KEPT },
	{ "population", "POPULATION", FIELD_TEXT, ROOM_KEPT },
	{ "name", "NAME", FIELD_TEXT, ROOM_WIDE },
	{ "other_customer", "OTHER", FIELD_TEXT, ROOM_KEPT },
	{ "other_population", "THERE", FIELD_TEXT, ROOM_KEPT },
	{ "other_name", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "others", "MORE", FIELD_SOME, ROOM_MAY_GO },
};

static void match_put(struct command *c, const struct overlap_match *m)
{
	struct cell cells[] = {
		{ .text = m->rule },
		{ .text = m->value },
		{ .text = m->one.ref },
		{ .text = m->one.population },
		{ .text = m->one.name },
		{ .text = m->other.ref },
		{ .text = m->other.population },
		{ .text = m->other.name },
		{ .n = m->others },
	};
	output_row(c->out, cells);
}

static int matches_put(struct command *c, struct overlap *o, int64_t *found, struct err *e)
{
	bool more = true;
	int status = 0;

	output_begin(c->out, overlap_fields, COUNT(overlap_fields));
	while (more && status == 0) {
		struct overlap_list list = { 0 };

		status = overlap_next(o, &list, &more, e);
		for (size_t i = 0; status == 0 && i < list.n; i++)
			match_put(c, &list.at[i]);
		*found += (int64_t)list.n;
		overlap_list_release(&list);
	}
	output_end(c->out);
	return status;
}

/* Questions of one incident about the overlap: tagged so, or naming the other incident. */
static int questions_say(
    struct command *c, int64_t incident, const char *other, int *said, struct err *e)
{
	struct thing_page page = {
		.incident = incident, .from_end = true, .limit = QUESTIONS_SHOWN
	};
	struct when_context context = command_when(c);
	struct question_list list = { 0 };
	struct str text = { 0 };
	struct filter *filter;
	int status;

	str_printf(&text, "#overlap or \"%s\"", other);
	filter = filter_compile(str_text(&text), FILTER_QUESTIONS, &context, NULL, e);
	page.filter = filter;
	status = filter ? question_page_load(&c->nb, &page, &list, e) : -1;
	for (size_t i = 0; status == 0 && i < list.n; i++) {
		const struct question *q = &list.at[i];

		command_say(c, "question %s, %s: %s%s%s", q->entry_ref, q->state, q->text,
		    q->answer ? "; answer: " : "", q->answer ? q->answer : "");
		(*said)++;
	}
	question_list_release(&list);
	filter_free(filter);
	str_release(&text);
	return status;
}

static int rest_say(struct command *c, const struct overlap *o, const char *const ref[2],
    int64_t found, struct err *e)
{
	int said = 0;

	command_say(c, "%lld of %lld customers of %s share something with the %lld of %s",
	    (long long)found, (long long)o->customers[0], ref[0], (long long)o->customers[1],
	    ref[1]);
	if (o->domains_shared)
		command_say(c, "%lld times only a domain that more than %d customers have",
		    (long long)o->domains_shared, OVERLAP_DOMAIN_MAX);
	if (questions_say(c, o->one, ref[1], &said, e) < 0 ||
	    questions_say(c, o->other, ref[0], &said, e) < 0)
		return -1;
	if (said == 0)
		command_say(c,
		    "what is not in these registers is not known; ask: blotter -i %s ask "
		    "'Is anybody of %s among them? #overlap'",
		    ref[0], ref[1]);
	return 0;
}

int command_overlap(struct command *c, struct err *e)
{
	const char *const ref[2] = { c->argv[0], c->argv[1] };
	struct overlap o = { 0 };
	int64_t incident[2], found = 0;
	int status;

	if (incident_find(&c->nb, ref[0], &incident[0], e) < 0 ||
	    incident_find(&c->nb, ref[1], &incident[1], e) < 0)
		return -1;
	status = overlap_begin(&o, &c->nb, incident[0], incident[1], e);
	if (status == 0)
		status = matches_put(c, &o, &found, e);
	if (status == 0)
		status = rest_say(c, &o, ref, found, e);
	overlap_end(&o);
	return status;
}
