/* gaps.c - blotter gaps: the longest silences while the incident was open. */
#include "cli/command.h"

#include <stdlib.h>

#include "base/mem.h"
#include "model/silence.h"

enum { GAPS = 10, GAPS_MAX = 1000 };

static const struct field fields[] = {
	{ "from", "FROM", FIELD_TIME, ROOM_KEPT },
	{ "to", "TO", FIELD_TIME, ROOM_KEPT },
	{ NULL, "FOR", FIELD_TEXT, ROOM_KEPT },
	{ "seconds", NULL, FIELD_INT, ROOM_MAY_GO },
	{ "before", "AFTER", FIELD_TEXT, ROOM_MAY_GO },
	{ "after", "BEFORE", FIELD_TEXT, ROOM_MAY_GO },
};

static void gap_put(struct command *c, const struct silence *x)
{
	struct str span = { 0 };

	when_show_span(&span, x->to - x->from);
	output_row(c->out,
	    (struct cell[]){ { .n = x->from }, { .n = x->to }, { .text = str_text(&span) },
		{ .n = (x->to - x->from) / WHEN_SECOND },
		{ .text = x->before_ref[0] ? x->before_ref : NULL },
		{ .text = x->after_ref[0] ? x->after_ref : NULL } });
	str_release(&span);
}

int command_gaps(struct command *c, struct err *e)
{
	struct silence_search s = { .incident = c->incident,
		.order = command_flag(c, "recorded") ? ENTRY_RECORDED : ENTRY_HAPPENED,
		.now = notebook_time(&c->nb) };
	struct silence *found;
	int64_t most;
	size_t n = 0;
	int status;

	if (command_option_span(c, "least", 3600 * WHEN_SECOND, &s.least, e) < 0 ||
	    command_option_int(c, "limit", 1, GAPS_MAX, GAPS, &most, e) < 0)
		return -1;
	s.most = (size_t)most;
	found = xcalloc(s.most, sizeof *found);
	status = silence_find(&c->nb, &s, found, &n, e);
	output_begin(c->out, fields, sizeof fields / sizeof fields[0]);
	for (size_t i = 0; status == 0 && i < n; i++)
		gap_put(c, &found[i]);
	output_end(c->out);
	free(found);
	return status;
}
