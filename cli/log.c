/*
 * log.c - blotter log, amend and strike: entries from the shell.
 *
 * Each entry is one act, and its reference is printed only when the act is on the disk; with
 * --each-line every printed line is flushed, so who reads the pipe sees durable ones alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/words.h"
#include "model/entry.h"
#include "model/entryline.h"

static int line_parse(
    struct command *c, struct entryline *line, const char *text, size_t n, struct err *e)
{
	struct when_context context = command_when(c);

	if (entryline_parse(line, text, n, &context, e) == 0)
		return 0;
	return line->fault_at > 0 ? err_in(e, "at byte %zu", line->fault_at + 1) : -1;
}

static void line_done(struct command *c, const char *ref, const struct entryline *line)
{
	struct done done = { .ref = ref, .did = "entry", .when = &line->when, .changed = -1 };
	struct str text = { 0 };

	str_printf(&text, "%s: %s", line->kind, line->text);
	done.text = str_text(&text);
	command_done(c, &done);
	str_release(&text);
}

static int entry_log(struct command *c, const char *text, size_t n, struct err *e)
{
	struct entryline line = { 0 };
	char ref[REF_MAX];
	int status;

	if (line_parse(c, &line, text, n, e) < 0)
		return -1;
	status = entry_add(&c->nb, c->incident, &line, ref, e);
	if (status == 0)
		line_done(c, ref, &line);
	entryline_release(&line);
	return status;
}

/* One entry a line, as they come; an empty line is none. Stops at the first fault. */
static int lines_log(struct command *c, struct err *e)
{
	char *line = NULL;
	size_t room = 0, number = 0;
	ssize_t n;
	int status = 0;

	while (status == 0 && (n = getline(&line, &room, stdin)) >= 0) {
		number++;
		while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
			n--;
		if (n == 0)
			continue;
		if (entry_log(c, line, (size_t)n, e) < 0)
			status = err_in(e, "line %zu", number);
	}
	if (status == 0 && ferror(stdin))
		status = err_set(e, ERR_IO, "reading stdin failed");
	free(line);
	return status;
}

static int whole_log(struct command *c, struct err *e)
{
	struct str text = { 0 };
	int status = command_stdin(&text, ENTRYLINE_MAX, e);

	while (text.len > 0 && text.at[text.len - 1] == '\n')
		text.len--;
	if (status == 0)
		status = entry_log(c, str_text(&text), text.len, e);
	str_release(&text);
	return status;
}

int command_log(struct command *c, struct err *e)
{
	bool input = c->argc == 1 && strcmp(c->argv[0], "-") == 0;
	char *text;
	int status;

	if (command_flag(c, "each-line") && !input)
		return err_set(e, ERR_USAGE, "--each-line reads stdin: blotter log --each-line -");
	if (input)
		return command_flag(c, "each-line") ? lines_log(c, e) : whole_log(c, e);
	text = words_join(c, 0);
	status = entry_log(c, text, strlen(text), e);
	free(text);
	return status;
}

int command_amend(struct command *c, struct err *e)
{
	struct entryline line = { 0 };
	char *text = words_join(c, 1);
	char ref[REF_MAX];
	int64_t thing;
	int status = -1;

	if (ref_thing(&c->nb, c->argv[0], T_ENTRY, &thing, e) == 0 &&
	    command_incident_of(c, T_ENTRY, thing, e) == 0 &&
	    line_parse(c, &line, text, strlen(text), e) == 0)
		status = entry_amend(&c->nb, thing, 0, &line, command_option(c, "reason"), ref, e);
	if (status == 0) {
		struct done done = { .ref = ref,
			.did = "amended",
			.when = line.has_time ? &line.when : NULL,
			.changed = -1 };
		struct str what = { 0 };

		str_printf(&what, "%s %s", c->argv[0], line.text);
		done.text = str_text(&what);
		command_done(c, &done);
		str_release(&what);
	}
	entryline_release(&line);
	free(text);
	return status;
}

int command_strike(struct command *c, struct err *e)
{
	struct done done = { .did = "struck", .changed = -1, .text = c->argv[0] };
	char ref[REF_MAX];
	int64_t thing;
	struct strike s = { .entries = &thing, .n = 1, .reason = command_option(c, "reason") };

	if (ref_thing(&c->nb, c->argv[0], T_ENTRY, &thing, e) < 0 ||
	    entry_strike(&c->nb, &s, ref, e) < 0)
		return -1;
	done.ref = ref;
	command_done(c, &done);
	return 0;
}
