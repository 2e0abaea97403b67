/* claim.c - blotter claim and list claims. */
#include "model/claim.h"

#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/rows.h"
#include "cli/words.h"
#include "model/entryline.h"
#include "model/incident.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* --- writing ------------------------------------------------------------------------------- */

/* --date: when it was said. Without it that is now, and the word undated means that nobody knows.
 */
static int said_read(struct command *c, struct entryline *line, struct err *e)
{
	const char *given = command_option(c, "date");
	struct when_context context = command_when(c);

	if (!given)
		return 0;
	line->has_time = true;
	line->undated = strcmp(given, "undated") == 0;
	line->when = (struct when){ 0 };
	if (line->undated)
		return 0;
	line->phrase = arena_strdup(&line->mem, given);
	return when_parse(&line->when, given, strlen(given), &context, e) < 0 ? err_in(e, "--date")
									      : 0;
}

static int holds_read(struct command *c, struct when *holds, struct err *e)
{
	const char *given = command_option(c, "time");
	struct when_context context = command_when(c);

	if (given && when_parse(holds, given, strlen(given), &context, e) < 0)
		return err_in(e, "--time");
	return 0;
}

/* The claim that an option names; 0 when it is not given. */
static int other_read(struct command *c, const char *option, int64_t *thing, struct err *e)
{
	const char *ref = command_option(c, option);

	*thing = 0;
	if (ref && claim_find(&c->nb, ref, thing, e) < 0)
		return err_in(e, "--%s", option);
	return 0;
}

static void claim_done(
    struct command *c, const char *ref, const struct entryline *line, bool superseded)
{
	struct str text = { 0 };
	struct done done = { .ref = ref,
		.did = superseded ? "claim superseded" : "claim",
		.when = &line->when,
		.changed = -1 };

	if (superseded)
		str_printf(&text, "%s by: ", command_option(c, "supersedes"));
	else
		str_printf(&text, "%s: ", command_option(c, "by"));
	str_puts(&text, line->text);
	done.text = str_text(&text);
	command_done(c, &done);
	str_release(&text);
}

static int claim_keep(
    struct command *c, struct claim_fields *f, int64_t supersedes, struct err *e)
{
	char ref[REF_MAX];
	int status;

	if (other_read(c, "of", &f->of, e) < 0 ||
	    other_read(c, "contradicts", &f->contradicts, e) < 0)
		return -1;
	status = supersedes ? claim_supersede(&c->nb, supersedes, f, ref, e)
			    : claim_add(&c->nb, c->incident, f, ref, e);
	if (status == 0)
		claim_done(c, ref, f->line, supersedes != 0);
	return status;
}

/* Which claim is superseded (0: none), and so in whose incident and zone all of this is. */
static int place_read(struct command *c, int64_t *supersedes, struct err *e)
{
	if (other_read(c, "supersedes", supersedes, e) < 0)
		return -1;
	if (*supersedes)
		return command_incident_of(c, T_CLAIM, *supersedes, e);
	return c->incident ? 0 : incident_default(&c->nb, &c->incident, e);
}

int command_claim(struct command *c, struct err *e)
{
	struct claim_fields f = { .by = command_option(c, "by"),
		.quote = command_option(c, "quote"),
		.url = command_option(c, "url"),
		.about = command_option(c, "about"),
		.topic = command_option(c, "topic"),
		.stance = command_option(c, "stance"),
		.admiralty = command_option(c, "admiralty"),
		.likelihood = command_option(c, "likelihood") };
	struct entryline line = { 0 };
	struct when holds = { 0 };
	int64_t supersedes;
	int status = -1;

	if (place_read(c, &supersedes, e) < 0 || words_entryline(c, 0, &line, e) < 0)
		return -1;
	f.line = &line;
	f.holds = &holds;
	if (command_option(c, "source"))
		line.source = command_option(c, "source");
	if (said_read(c, &line, e) == 0 && holds_read(c, &holds, e) == 0)
		status = claim_keep(c, &f, supersedes, e);
	entryline_release(&line);
	return status;
}

/* --- listing --------------------------------------------------------------------------------- */

static const struct field claim_fields[] = {
	{ "ref", "REF", FIELD_TEXT, ROOM_MAY_GO },
	{ "entry", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "incident", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ NULL, "SAID", FIELD_TEXT, ROOM_MAY_GO },
	{ "date", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "earliest", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "latest", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "by", "BY", FIELD_TEXT, ROOM_KEPT },
	{ "stance", "STANCE", FIELD_TEXT, ROOM_MAY_GO },
	{ "of", "OF", FIELD_TEXT, ROOM_MAY_GO },
	{ "contradicts", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "about", "ABOUT", FIELD_TEXT, ROOM_MAY_GO },
	{ "topic", "TOPIC", FIELD_TEXT, ROOM_MAY_GO },
	{ "admiralty", "ADM", FIELD_TEXT, ROOM_MAY_GO },
	{ "likelihood", "LIKELIHOOD", FIELD_TEXT, ROOM_MAY_GO },
	{ "time", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "time_earliest", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "time_latest", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "source", "SOURCE", FIELD_TEXT, ROOM_MAY_GO },
	{ "url", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "quote", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "tags", NULL, FIELD_WORDS, ROOM_MAY_GO },
	{ "superseding", NULL, FIELD_BOOL, ROOM_MAY_GO },
	{ "recorded", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "writer", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "text", "CLAIM", FIELD_TEXT, ROOM_WIDE },
};

static void claim_put(struct command *c, const struct claim *n)
{
	bool said = n->said.edtf[0] != '\0', holds = n->holds.edtf[0] != '\0';
	struct str when = { 0 };

	output_when(&when, &n->said, c->zone);
	struct cell cells[] = {
		{ .text = n->public_ref },
		{ .text = n->entry_ref },
		{ .text = c->incident_ref },
		{ .text = str_text(&when) },
		{ .text = said ? n->said.edtf : NULL },
		{ .n = said ? n->said.earliest : 0 },
		{ .n = said ? n->said.latest : 0 },
		{ .text = n->by },
		{ .text = n->stance },
		{ .text = n->of ? n->of_ref : NULL },
		{ .text = n->contradicts ? n->contradicts_ref : NULL },
		{ .text = n->about },
		{ .text = n->topic },
		{ .text = n->admiralty },
		{ .text = n->likelihood },
		{ .text = holds ? n->holds.edtf : NULL },
		{ .n = holds ? n->holds.earliest : 0 },
		{ .n = holds ? n->holds.latest : 0 },
		{ .text = n->source },
		{ .text = n->url },
		{ .text = n->quote },
		{ .text = n->tags },
		{ .n = n->supersedes },
		{ .n = n->recorded },
		{ .text = n->writer },
		{ .text = n->text },
	};
	output_row(c->out, cells);
	str_release(&when);
}

int command_list_claims(struct command *c, struct err *e)
{
	struct thing_page page = { .incident = c->incident, .from_end = true };
	struct filter *filter = NULL;
	int64_t left;
	int status = -1;
	bool more = true;

	if (rows_limit(c, &left, e) < 0 || command_filter(c, FILTER_CLAIMS, &filter, e) < 0)
		return -1;
	page.filter = filter;
	output_begin(c->out, claim_fields, COUNT(claim_fields));
	while (more && left > 0) {
		struct claim_list list = { 0 };

		page.limit = rows_page(left);
		status = claim_page_load(&c->nb, &page, &list, e);
		more = status == 0 && list.n == (size_t)page.limit;
		for (size_t i = 0; status == 0 && i < list.n; i++)
			claim_put(c, &list.at[i]);
		if (more)
			page.thing = list.at[list.n - 1].thing;
		page.from_end = false;
		left -= (int64_t)list.n;
		claim_list_release(&list);
		output_page(c->out);
	}
	output_end(c->out);
	filter_free(filter);
	return status;
}
