/* contradiction.c - blotter attribution and contradictions: claims side by side. */
#include "model/contradiction.h"

#include <string.h>

#include "cli/command.h"
#include "cli/rows.h"
#include "model/claim_group.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* --- attribution --------------------------------------------------------------------------- */

static const struct field group_fields[] = {
	{ "ref", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "incident", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "about", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "topic", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "claims", NULL, FIELD_WORDS, ROOM_MAY_GO },
	{ "sentence", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "text", NULL, FIELD_TEXT, ROOM_MAY_GO },
};

/* One claim for people: how far it is to be trusted and how likely it is are lines of their own. */
static void claim_text(struct command *c, const struct claim *x)
{
	struct str s = { 0 };

	str_printf(&s, "  %s  %s %s: %s", x->public_ref, x->by, x->stance, x->text);
	output_text(c->out, "%s", str_text(&s));
	if (x->quote)
		output_text(c->out, "    in their words: \"%s\"", x->quote);
	if (x->url)
		output_text(c->out, "    at %s", x->url);
	if (x->admiralty) {
		str_reset(&s);
		admiralty_meaning(x->admiralty, &s);
		output_text(c->out, "    Admiralty %s: %s", x->admiralty, str_text(&s));
	}
	if (x->likelihood) {
		str_reset(&s);
		likelihood_meaning(x->likelihood, &s);
		output_text(c->out, "    ICD 203: %s", str_text(&s));
	}
	str_release(&s);
}

static void group_text(struct command *c, const struct claim_list *group, const char *sentence)
{
	const struct claim *head = &group->at[0];

	output_text(c->out, "%s%s%s%s%s", head->text, head->about || head->topic ? "  " : "",
	    head->about ? head->about : "", head->about && head->topic ? ", " : "",
	    head->topic ? head->topic : "");
	output_text(c->out, "  %s", sentence);
	for (size_t i = 0; i < group->n; i++)
		claim_text(c, &group->at[i]);
	output_text(c->out, "%s", "");
}

static int group_put(struct command *c, int64_t head, struct err *e)
{
	struct claim_list group = { 0 };
	struct str sentence = { 0 }, refs = { 0 };
	int status = claim_group_load(&c->nb, head, &group, e);

	if (status < 0)
		goto out;
	claim_group_sentence(&group, c->zone, &sentence);
	if (c->out->form == OUTPUT_TABLE) {
		group_text(c, &group, str_text(&sentence));
		goto out;
	}
	for (size_t i = 0; i < group.n; i++)
		str_printf(&refs, "%s%s", i ? " " : "", group.at[i].public_ref);
	struct cell cells[] = {
		{ .text = group.at[0].public_ref },
		{ .text = c->incident_ref },
		{ .text = group.at[0].about },
		{ .text = group.at[0].topic },
		{ .text = str_text(&refs) },
		{ .text = str_text(&sentence) },
		{ .text = group.at[0].text },
	};
	output_row(c->out, cells);
out:
	str_release(&sentence);
	str_release(&refs);
	claim_list_release(&group);
	return status;
}

int command_attribution(struct command *c, struct err *e)
{
	struct thing_page page = { .incident = c->incident, .from_end = true };
	struct filter *filter = NULL;
	int64_t left;
	int status = -1;
	bool more = true;

	if (rows_limit(c, &left, e) < 0 || command_filter(c, FILTER_CLAIMS, &filter, e) < 0)
		return -1;
	page.filter = filter;
	output_begin(c->out, group_fields, COUNT(group_fields));
	while (more && left > 0) {
		struct claim_list heads = { 0 };

		page.limit = rows_page(left);
		status = claim_heads_load(&c->nb, &page, &heads, e);
		more = status == 0 && heads.n == (size_t)page.limit;
		for (size_t i = 0; status == 0 && i < heads.n; i++)
			status = group_put(c, heads.at[i].thing, e);
		if (more)
			page.thing = heads.at[heads.n - 1].thing;
		page.from_end = false;
		left -= (int64_t)heads.n;
		claim_list_release(&heads);
		output_page(c->out);
	}
	output_end(c->out);
	filter_free(filter);
	return status;
}

/* --- contradictions -------------------------------------------------------------------------- */

static const struct field contradiction_fields[] = {
	{ "why", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "incident", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "ref", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "kind", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "by", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "source", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "when", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "text", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "other", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "other_kind", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "other_by", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "other_source", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "other_when", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "other_text", NULL, FIELD_TEXT, ROOM_MAY_GO },
};

static const char *why_words(const char *why)
{
	static const char *const words[][2] = {
		{ "denies", "denies" },
		{ "contradicts", "contradicts" },
		{ "stance", "takes the other side than" },
		{ "time", "gives a time that cannot be right beside" },
		{ "order", "was surely before" },
	};

	for (size_t i = 0; i < COUNT(words); i++)
		if (strcmp(words[i][0], why) == 0)
			return words[i][1];
	return why;
}

static void side_text(struct command *c, const struct contradiction_side *s)
{
	struct str when = { 0 };

	output_when(&when, &s->when, c->zone);
	output_text(c->out, "  %s  %s: %s (%s%s%s)", s->ref,
	    s->by ? s->by : table_infos[s->table].name, s->text, s->source ? s->source : "",
	    s->source ? ", " : "", str_text(&when));
	str_release(&when);
}

static void contradiction_put(struct command *c, const struct contradiction *x)
{
	const struct contradiction_side *a = &x->one, *b = &x->other;
	struct cell cells[] = {
		{ .text = x->why },
		{ .text = c->incident_ref },
		{ .text = a->ref },
		{ .text = table_infos[a->table].name },
		{ .text = a->by },
		{ .text = a->source },
		{ .text = a->when.edtf[0] ? a->when.edtf : NULL },
		{ .text = a->text },
		{ .text = b->ref },
		{ .text = table_infos[b->table].name },
		{ .text = b->by },
		{ .text = b->source },
		{ .text = b->when.edtf[0] ? b->when.edtf : NULL },
		{ .text = b->text },
	};

	if (c->out->form != OUTPUT_TABLE) {
		output_row(c->out, cells);
		return;
	}
	output_text(c->out, "%s %s %s", a->ref, why_words(x->why), b->ref);
	side_text(c, a);
	side_text(c, b);
}

int command_contradictions(struct command *c, struct err *e)
{
	struct contradiction_search search = { .incident = c->incident };
	size_t found = 0;
	int status = 0;

	output_begin(c->out, contradiction_fields, COUNT(contradiction_fields));
	while (status == 0 && search.stage != SEARCH_DONE) {
		struct contradiction_list list = { 0 };

		status = contradiction_search(&c->nb, &search, rows_page(INT64_MAX), &list, e);
		for (size_t i = 0; status == 0 && i < list.n; i++)
			contradiction_put(c, &list.at[i]);
		found += list.n;
		contradiction_list_release(&list);
		output_page(c->out);
	}
	output_end(c->out);
	if (status == 0 && found == 0)
		command_say(c, "nothing was found that cannot both hold");
	if (status == 0 && found && command_flag(c, "check"))
		return err_set(e, ERR_NO, "%zu contradiction%s", found, found == 1 ? "" : "s");
	return status;
}
