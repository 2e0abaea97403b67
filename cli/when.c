/* when.c - blotter when: how a time is understood, without writing anything. */
#include "base/when.h"

#include <stdlib.h>
#include <string.h>

#include "base/phrase.h"
#include "cli/command.h"
#include "cli/words.h"

enum { TIMES_BYTES = 1 << 20 };

static const struct field fields[] = {
	{ "typed", "TYPED", FIELD_TEXT, ROOM_MAY_GO },
	{ "edtf", "EDTF", FIELD_TEXT, ROOM_KEPT },
	{ "earliest", "EARLIEST", FIELD_TIME, ROOM_KEPT },
	{ "latest", "LATEST", FIELD_TIME, ROOM_KEPT },
	{ "zone", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "en", "IN WORDS", FIELD_TEXT, ROOM_WIDE },
	{ "id", NULL, FIELD_TEXT, ROOM_MAY_GO },
};

static int time_put(struct command *c, const char *text, struct err *e)
{
	struct when_context context = command_when(c);
	struct str en = { 0 }, id = { 0 };
	struct when w;

	context.future = command_flag(c, "ahead");
	if (when_parse(&w, text, strlen(text), &context, e) < 0)
		return -1;
	phrase_when(&en, &w, "en");
	phrase_when(&id, &w, "id");
	output_row(c->out,
	    (struct cell[]){ { .text = text }, { .text = w.edtf }, { .n = w.earliest },
		{ .n = w.latest }, { .text = w.zone }, { .text = str_text(&en) },
		{ .text = str_text(&id) } });
	output_page(c->out);
	str_release(&en);
	str_release(&id);
	return 0;
}

static int times_put(struct command *c, char *lines, struct err *e)
{
	int number = 0;

	for (char *line = lines; line && *line; number++) {
		char *end = strchr(line, '\n');

		if (end)
			*end = '\0';
		if (time_put(c, line, e) < 0)
			return err_in(e, "line %d", number + 1);
		line = end ? end + 1 : NULL;
	}
	return 0;
}

int command_when_understood(struct command *c, struct err *e)
{
	char *text = words_join(c, 0);
	struct str lines = { 0 };
	int status;

	output_begin(c->out, fields, sizeof fields / sizeof fields[0]);
	if (strcmp(text, "-") != 0)
		status = time_put(c, text, e);
	else if (command_stdin(&lines, TIMES_BYTES, e) < 0)
		status = -1;
	else
		status = times_put(c, lines.at, e);
	output_end(c->out);
	str_release(&lines);
	free(text);
	return status;
}
