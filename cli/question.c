/* question.c - blotter ask, answer and list questions. */
#include "model/question.h"

#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/rows.h"
#include "cli/words.h"
#include "model/entryline.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* --- writing ------------------------------------------------------------------------------- */

/* --due, when it is given: the end of the time that was typed. */
static int due_read(struct command *c, struct entryline *line, struct err *e)
{
	const char *given = command_option(c, "due");
	struct when_context context = command_when(c);
	struct when due;

	if (!given)
		return 0;
	context.future = true;
	if (when_parse(&due, given, strlen(given), &context, e) < 0)
		return err_in(e, "--due");
	if (due.latest == WHEN_FUTURE)
		return err_set(e, ERR_USAGE, "--due: what is due has an end");
	line->due = due.latest;
	return 0;
}

static void question_done(
    struct command *c, const char *ref, const char *did, const char *of, const char *text)
{
	struct str words = { 0 };

	str_printf(&words, "%s%s%s", of, of[0] ? " " : "", text);
	command_done(c, &(struct done){
			    .ref = ref, .did = did, .changed = -1, .text = str_text(&words) });
	str_release(&words);
}

int command_ask(struct command *c, struct err *e)
{
	struct entryline line = { 0 };
	char ref[REF_MAX];
	int status = -1;

	if (words_entryline(c, 0, &line, e) < 0)
		return -1;
	if (due_read(c, &line, e) == 0)
		status = question_ask(
		    &c->nb, c->incident, &line, command_option(c, "by"), ref, e);
	if (status == 0)
		question_done(c, ref, "question", "", line.text);
	entryline_release(&line);
	return status;
}

int command_answer(struct command *c, struct err *e)
{
	const char *state = command_option(c, "state");
	struct entryline line = { 0 };
	char ref[REF_MAX];
	int64_t thing;
	int status;

	if (question_find(&c->nb, c->argv[0], &thing, e) < 0 ||
	    command_incident_of(c, T_QUESTION, thing, e) < 0 ||
	    words_entryline(c, 1, &line, e) < 0)
		return -1;
	status = question_answer(
	    &c->nb, thing, &line, state, command_option(c, "confidence"), ref, e);
	if (status == 0)
		question_done(c, ref, state ? state : "answered", c->argv[0], line.text);
	entryline_release(&line);
	return status;
}

/* --- listing --------------------------------------------------------------------------------- */

static const struct field question_fields[] = {
	{ "ref", "REF", FIELD_TEXT, ROOM_MAY_GO },
	{ "entry", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "incident", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "state", "STATE", FIELD_TEXT, ROOM_KEPT },
	{ "asker", "ASKED BY", FIELD_TEXT, ROOM_MAY_GO },
	{ "asked", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "recorded", "ASKED", FIELD_TIME, ROOM_MAY_GO },
	{ "due", "DUE", FIELD_TIME, ROOM_MAY_GO },
	{ "confidence", "CONFIDENCE", FIELD_TEXT, ROOM_MAY_GO },
	{ "tags", NULL, FIELD_WORDS, ROOM_MAY_GO },
	{ "struck", NULL, FIELD_BOOL, ROOM_MAY_GO },
	{ "text", "QUESTION", FIELD_TEXT, ROOM_WIDE },
	{ "answer", "ANSWER", FIELD_TEXT, ROOM_WIDE },
	{ "answer_ref", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "answered", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "answered_by", NULL, FIELD_TEXT, ROOM_MAY_GO },
};

static void question_put(struct command *c, const struct question *n)
{
	struct cell cells[] = {
		{ .text = n->public_ref },
		{ .text = n->entry_ref },
		{ .text = c->incident_ref },
		{ .text = n->state },
		{ .text = n->asker },
		{ .text = n->when.edtf[0] ? n->when.edtf : NULL },
		{ .n = n->recorded },
		{ .n = n->due },
		{ .text = n->confidence },
		{ .text = n->tags },
		{ .n = n->struck },
		{ .text = n->text },
		{ .text = n->answer },
		{ .text = n->answer_entry ? n->answer_ref : NULL },
		{ .n = n->answered },
		{ .text = n->answerer },
	};
	output_row(c->out, cells);
}

int command_list_questions(struct command *c, struct err *e)
{
	struct thing_page page = { .incident = c->incident, .from_end = true };
	struct filter *filter = NULL;
	int64_t left;
	int status = -1;
	bool more = true;

	if (rows_limit(c, &left, e) < 0 || command_filter(c, FILTER_QUESTIONS, &filter, e) < 0)
		return -1;
	page.filter = filter;
	output_begin(c->out, question_fields, COUNT(question_fields));
	while (more && left > 0) {
		struct question_list list = { 0 };

		page.limit = rows_page(left);
		status = question_page_load(&c->nb, &page, &list, e);
		more = status == 0 && list.n == (size_t)page.limit;
		for (size_t i = 0; status == 0 && i < list.n; i++)
			question_put(c, &list.at[i]);
		if (more)
			page.thing = list.at[list.n - 1].thing;
		page.from_end = false;
		left -= (int64_t)list.n;
		question_list_release(&list);
		output_page(c->out);
	}
	output_end(c->out);
	filter_free(filter);
	return status;
}
