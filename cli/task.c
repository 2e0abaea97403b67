/* task.c - blotter task and list tasks: what somebody is to do. */
#include "model/task.h"

#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/rows.h"
#include "cli/words.h"
#include "model/entryline.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* --- acts ------------------------------------------------------------------------------ */

/* A moment ahead, as typed after ^ in an entry: of a day its end. */
static int due_read(struct command *c, int64_t *due, struct err *e)
{
	const char *text = command_option(c, "due");
	struct when_context ahead = command_when(c);
	struct when w;

	*due = 0;
	if (!text)
		return 0;
	ahead.future = true;
	if (when_parse(&w, text, strlen(text), &ahead, e) < 0)
		return err_in(e, "--due");
	if (!w.edtf[0] || w.latest == WHEN_FUTURE)
		return err_set(
		    e, ERR_USAGE, "--due takes a time that has an end, not \"%s\"", text);
	*due = w.latest;
	return 0;
}

static int fields_read(struct command *c, struct task_fields *f, struct err *e)
{
	const char *after = command_option(c, "after"), *from = command_option(c, "from");

	if (after && task_find(&c->nb, after, &f->after, e) < 0)
		return err_in(e, "--after");
	if (from && ref_thing(&c->nb, from, T_ENTRY, &f->entry, e) < 0)
		return err_in(e, "--from");
	f->owner = command_option(c, "owner");
	f->priority = command_option(c, "priority");
	return due_read(c, &f->due, e);
}

int command_task_add(struct command *c, struct err *e)
{
	char *text = words_join(c, 0);
	struct task_fields f = { .text = text };
	struct str what = { 0 };
	char ref[REF_MAX];
	int status = fields_read(c, &f, e);

	if (status == 0)
		status = task_add(&c->nb, c->incident, &f, ref, e);
	if (status == 0) {
		str_puts(&what, text);
		if (f.owner)
			str_printf(&what, "  @%s", f.owner + (f.owner[0] == '@'));
		if (f.due) {
			str_puts(&what, "  due ");
			when_show_instant(&what, f.due, c->zone, false);
		}
		command_done(c, &(struct done){ .ref = ref, .did = "task", .changed = -1,
				    .text = str_text(&what) });
	}
	str_release(&what);
	free(text);
	return status;
}

/* Says what should have come first, and what waited for this. */
static int neighbours_say(struct command *c, int64_t thing, struct err *e)
{
	struct task_list one = { 0 }, next = { 0 };
	int status = task_load(&c->nb, thing, &one, e);

	if (status == 0 && one.at[0].after) {
		struct task_list before = { 0 };

		status = task_load(&c->nb, one.at[0].after, &before, e);
		if (status == 0 && !before.at[0].closed)
			command_say(c, "%s, which comes before it, is not done: %s",
			    before.at[0].public_ref, before.at[0].text);
		task_list_release(&before);
	}
	if (status == 0)
		status = task_list_after(&c->nb, thing, &next, e);
	for (size_t i = 0; status == 0 && i < next.n; i++)
		if (!next.at[i].closed)
			command_say(c, "%s%s%s can begin now: %s", next.at[i].public_ref,
			    next.at[i].owner ? " of " : "",
			    next.at[i].owner ? next.at[i].owner : "", next.at[i].text);
	task_list_release(&next);
	task_list_release(&one);
	return status;
}

/* What the entry says: the words given, or nothing yet. */
static int answer_parse(struct command *c, struct entryline *line, struct err *e)
{
	struct when_context context = command_when(c);
	char *text = words_join(c, 1);
	int status = 0;

	if (c->argc > 1)
		status = entryline_parse(line, text, strlen(text), &context, e);
	else {
		*line = (struct entryline){ .now = context.now };
		when_point(&line->when, context.now, c->zone);
	}
	free(text);
	return status;
}

int command_task_done(struct command *c, struct err *e)
{
	struct entryline line = { 0 };
	char ref[REF_MAX];
	int64_t thing;
	int status = -1;

	if (task_find(&c->nb, c->argv[0], &thing, e) < 0 ||
	    command_incident_of(c, T_TASK, thing, e) < 0 || answer_parse(c, &line, e) < 0)
		return -1;
	status = task_done(&c->nb, thing, &line, ref, e);
	if (status == 0) {
		command_done(c, &(struct done){ .ref = ref, .did = "task done",
				    .when = &line.when, .changed = -1, .text = line.text });
		status = neighbours_say(c, thing, e);
	}
	entryline_release(&line);
	return status;
}

int command_task_set(struct command *c, struct err *e)
{
	size_t n = (size_t)c->argc - 1;
	struct task_change *changes = xcalloc(n, sizeof *changes);
	char *what = words_join(c, 0);
	char ref[REF_MAX];
	int64_t thing;
	int status = -1;

	if (task_find(&c->nb, c->argv[0], &thing, e) < 0 ||
	    command_incident_of(c, T_TASK, thing, e) < 0)
		goto done;
	for (size_t i = 0; i < n; i++)
		if (words_pair(c->argv[i + 1], &changes[i].key, &changes[i].value, e) < 0)
			goto done;
	struct when_context context = command_when(c);
	status = task_set(
	    &c->nb, thing, changes, n, &context, command_option(c, "reason"), ref, e);
	if (status == 0)
		command_done(c, &(struct done){
				    .ref = ref, .did = "task set", .changed = -1, .text = what });
done:
	free(what);
	free(changes);
	return status;
}

/* --- list tasks -------------------------------------------------------------------------- */

static const struct field fields[] = {
	{ "ref", "REF", FIELD_TEXT, ROOM_MAY_GO },
	{ NULL, "STATE", FIELD_TEXT, ROOM_KEPT },
	{ "state", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "priority", "PRIORITY", FIELD_TEXT, ROOM_MAY_GO },
	{ "owner", "OWNER", FIELD_TEXT, ROOM_KEPT },
	{ "due", "DUE", FIELD_TIME, ROOM_KEPT },
	{ "overdue", NULL, FIELD_BOOL, ROOM_MAY_GO },
	{ "waiting", NULL, FIELD_BOOL, ROOM_MAY_GO },
	{ "after", "AFTER", FIELD_TEXT, ROOM_MAY_GO },
	{ "entry", "FROM", FIELD_TEXT, ROOM_MAY_GO },
	{ "playbook", "PLAYBOOK", FIELD_TEXT, ROOM_MAY_GO },
	{ "step", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "writer", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "added", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "changed", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "text", "TEXT", FIELD_TEXT, ROOM_WIDE },
};

static void task_put(struct command *c, const struct task *t, int64_t now)
{
	bool overdue = !t->closed && t->due && t->due < now;
	struct str state = { 0 };

	str_puts(&state, t->state);
	if (overdue)
		str_puts(&state, " overdue");
	if (t->waiting)
		str_puts(&state, " waiting");
	struct cell cells[] = {
		{ .text = t->public_ref },
		{ .text = str_text(&state) },
		{ .text = t->state },
		{ .text = t->priority },
		{ .text = t->owner },
		{ .n = t->due },
		{ .n = overdue },
		{ .n = t->waiting },
		{ .text = *t->after_ref ? t->after_ref : NULL },
		{ .text = *t->entry_ref ? t->entry_ref : NULL },
		{ .text = t->playbook },
		{ .text = t->step },
		{ .text = t->writer },
		{ .n = t->added },
		{ .n = t->changed },
		{ .text = t->text },
	};
	output_row(c->out, cells);
	str_release(&state);
}

int command_list_tasks(struct command *c, struct err *e)
{
	static const char *const orders[] = { "due", "recorded", NULL };
	struct task_page page = { .incident = c->incident, .from_end = true };
	struct filter *filter = NULL;
	int64_t left, now = notebook_time(&c->nb);
	int order, status = -1;
	bool more = true;

	if (rows_limit(c, &left, e) < 0 || rows_sort(c, orders, &order, e) < 0 ||
	    command_filter(c, FILTER_TASKS, &filter, e) < 0)
		return -1;
	page.order = order == 0 ? TASK_DUE : TASK_RECORDED;
	page.filter = filter;
	output_begin(c->out, fields, COUNT(fields));
	while (more && left > 0) {
		struct task_list list = { 0 };

		page.limit = rows_page(left);
		status = task_page_load(&c->nb, &page, &list, e);
		more = status == 0 && list.n == (size_t)page.limit;
		for (size_t i = 0; status == 0 && i < list.n; i++)
			task_put(c, &list.at[i], now);
		if (more)
			task_page_from(&page, &list.at[list.n - 1]);
		left -= (int64_t)list.n;
		task_list_release(&list);
		output_page(c->out);
	}
	output_end(c->out);
	filter_free(filter);
	return status;
}

static void tasks_say(struct command *c, const char *word, const struct task_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		output_text(c->out, "%s  %s  %s  %s", word, l->at[i].public_ref, l->at[i].state,
		    l->at[i].text);
}

int rows_entry_tasks(struct command *c, int64_t entry, struct err *e)
{
	struct task_list list = { 0 };
	int status = task_list_of_entry(&c->nb, entry, &list, e);

	if (status == 0)
		tasks_say(c, "task", &list);
	task_list_release(&list);
	return status;
}

int rows_task_more(struct command *c, int64_t thing, struct err *e)
{
	struct task_list one = { 0 }, next = { 0 };
	int status = task_load(&c->nb, thing, &one, e);

	if (status == 0)
		status = task_list_after(&c->nb, thing, &next, e);
	if (status == 0 && one.at[0].waiting)
		output_text(c->out, "waits for  %s", one.at[0].after_ref);
	if (status == 0)
		tasks_say(c, "before", &next);
	task_list_release(&next);
	task_list_release(&one);
	return status;
}
