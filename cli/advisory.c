/* advisory.c - blotter advisory: what differs between two versions. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "model/advisory.h"
#include "model/notification.h"

static const struct field fields[] = {
	{ "op", "", FIELD_TEXT, ROOM_KEPT },
	{ "where", "WHERE", FIELD_TEXT, ROOM_KEPT },
	{ "text", "TEXT", FIELD_TEXT, ROOM_WIDE },
};

/* A line is "path: text"; no path holds a colon. */
static void line_put(void *with, char op, const char *line, size_t n)
{
	struct command *c = with;
	struct str where = { 0 }, text = { 0 };
	const char *colon = memchr(line, ':', n);
	size_t m = colon ? (size_t)(colon - line) : n;

	if (op == ' ')
		return;
	str_put(&where, line, m);
	if (m + 2 < n)
		str_put(&text, line + m + 2, n - m - 2);
	const struct cell cells[] = {
		{ .text = op == '+' ? "+" : "-" },
		{ .text = str_text(&where) },
		{ .text = str_text(&text) },
	};
	output_row(c->out, cells);
	str_release(&where);
	str_release(&text);
}

/* A version given by number, or the newest. */
static int version_find(
    struct command *c, int argument, struct advisory_row_list *out, struct err *e)
{
	char name[160];

	if (c->argc <= argument)
		return advisory_find(&c->nb, c->argv[0], out, e);
	snprintf(name, sizeof name, "%.100s@%.30s", c->argv[0], c->argv[argument]);
	return advisory_find(&c->nb, name, out, e);
}

int command_advisory_diff(struct command *c, struct err *e)
{
	struct advisory_row_list was = { 0 }, is = { 0 };
	int status = -1;

	if (c->argc == 2)
		return err_set(e, ERR_USAGE, "name two versions, or none: the newest two");
	if (version_find(c, 2, &is, e) < 0)
		return -1;
	status = c->argc > 1 ? version_find(c, 1, &was, e)
			     : advisory_before(&c->nb, &is.at[0], &was, e);
	if (status == 0 && !was.n)
		status = err_set(e, ERR_NO, "advisory %s has one version, %lld", is.at[0].name,
		    (long long)is.at[0].version);
	if (status == 0) {
		output_begin(c->out, fields, sizeof fields / sizeof fields[0]);
		status = advisory_diff(was.at[0].content, is.at[0].content, line_put, c, e);
		output_end(c->out);
	}
	advisory_row_list_release(&was);
	advisory_row_list_release(&is);
	return status;
}
