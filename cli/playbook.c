/* playbook.c - blotter import playbook, list playbooks, playbook start. */
#include "model/playbook.h"

#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/words.h"
#include "exchange/playbook_yaml.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* --- import -------------------------------------------------------------------------- */

/* Reads all files; says every fault of each, the first of a failed file as the error itself. */
static int files_read(struct command *c, struct playbook_file *files, struct err *e)
{
	struct err first = { 0 };

	for (int i = 0; i < c->argc; i++) {
		struct fault_list faults = { 0 };
		int status = playbook_yaml_read(c->argv[i], &files[i], &faults, e);

		words_faults(c, c->argv[i], &faults, status < 0 && first.kind == ERR_NONE ? 1 : 0);
		if (status < 0 && first.kind == ERR_NONE)
			first = *e;
		fault_list_release(&faults);
	}
	*e = first;
	return first.kind == ERR_NONE ? 0 : -1;
}

static int files_keep(struct command *c, const struct playbook_file *files, struct err *e)
{
	struct playbook_text *all = xcalloc((size_t)c->argc, sizeof *all);
	const char *path = command_notebook(c);
	struct str names = { 0 };
	char ref[REF_MAX];
	size_t kept;
	int status = -1;

	for (int i = 0; i < c->argc; i++) {
		all[i] = files[i].text;
		str_printf(&names, "%s%s", i ? ", " : "", all[i].id);
	}
	if (!path)
		err_set(e, ERR_USAGE, "which notebook? pass -f FILE or set BLOTTER_NOTEBOOK");
	else if (command_open(c, path, DB_WRITE, e) == 0)
		status = playbooks_keep(&c->nb, all, (size_t)c->argc, &kept, ref, e);
	if (status == 0 && kept)
		command_done(c, &(struct done){ .ref = ref, .did = "playbooks",
				    .changed = (int64_t)kept, .text = str_text(&names) });
	else if (status == 0)
		command_say(c, "%s: there already: nothing was written", str_text(&names));
	str_release(&names);
	free(all);
	return status;
}

int command_import_playbook(struct command *c, struct err *e)
{
	struct playbook_file *files = xcalloc((size_t)c->argc, sizeof *files);
	int status = files_read(c, files, e);

	if (status == 0 && command_flag(c, "check"))
		command_say(c, "%d playbook%s in order", c->argc, c->argc == 1 ? " is" : "s are");
	else if (status == 0)
		status = files_keep(c, files, e);
	for (int i = 0; i < c->argc; i++)
		playbook_file_release(&files[i]);
	free(files);
	return status;
}

/* --- list playbooks ------------------------------------------------------------------ */

static int playbook_put(struct command *c, const struct playbook_row *row, struct err *e)
{
	struct playbook p;

	if (playbook_read(&p, row->content, strlen(row->content), NULL, e) < 0)
		return err_in(e, "%s", row->name);
	struct cell cells[] = {
		{ .text = row->public_ref },
		{ .text = row->name },
		{ .n = row->version },
		{ .n = (int64_t)p.steps_n },
		{ .text = row->title },
		{ .text = row->content },
	};
	output_row(c->out, cells);
	playbook_release(&p);
	return 0;
}

int command_list_playbooks(struct command *c, struct err *e)
{
	static const struct field fields[] = {
		{ "ref", "REF", FIELD_TEXT, ROOM_MAY_GO },
		{ "playbook", "PLAYBOOK", FIELD_TEXT, ROOM_KEPT },
		{ "version", "VERSION", FIELD_INT, ROOM_MAY_GO },
		{ "tasks", "TASKS", FIELD_INT, ROOM_MAY_GO },
		{ "title", "TITLE", FIELD_TEXT, ROOM_WIDE },
		{ "content", NULL, FIELD_JSON, ROOM_MAY_GO },
	};
	struct playbook_list list = { 0 };
	int status = playbook_list_load(&c->nb, &list, e);

	if (status == 0)
		output_begin(c->out, fields, COUNT(fields));
	for (size_t i = 0; status == 0 && i < list.n; i++)
		status = playbook_put(c, &list.at[i], e);
	output_end(c->out);
	playbook_list_release(&list);
	return status;
}

/* --- playbook start ------------------------------------------------------------------ */

static void plan_put(struct command *c, const struct playbook_plan *p)
{
	static const struct field fields[] = {
		{ "step", "STEP", FIELD_TEXT, ROOM_KEPT },
		{ "priority", "PRIORITY", FIELD_TEXT, ROOM_MAY_GO },
		{ "owner", "OWNER", FIELD_TEXT, ROOM_KEPT },
		{ "due", "DUE", FIELD_TIME, ROOM_KEPT },
		{ "from", "FROM", FIELD_TEXT, ROOM_MAY_GO },
		{ "after", "AFTER", FIELD_TEXT, ROOM_MAY_GO },
		{ "text", "TEXT", FIELD_TEXT, ROOM_WIDE },
	};

	output_begin(c->out, fields, COUNT(fields));
	for (size_t i = 0; i < p->n; i++) {
		const struct planned_task *t = &p->at[i];
		struct cell cells[] = {
			{ .text = t->step },
			{ .text = t->priority },
			{ .text = t->owner },
			{ .n = t->due },
			{ .text = t->from },
			{ .text = t->after < 0 ? NULL : p->at[t->after].step },
			{ .text = t->text },
		};

		output_row(c->out, cells);
	}
	output_end(c->out);
}

/* Tasks that count from a milestone nobody has set have no due time: that is said. */
static void unset_say(struct command *c, const struct playbook_plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->at[i].unset)
			command_say(c, "%s has no due time: the milestone \"%s\" is not set",
			    p->at[i].step, p->at[i].from);
}

static int owners_read(
    struct playbook_owner *owners, const char **given, size_t n, struct arena *mem, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		char *pair = arena_strdup(mem, given[i]);

		if (words_pair(pair, &owners[i].role, &owners[i].name, e) < 0)
			return err_in(e, "--role");
		if (!*owners[i].name)
			return err_set(e, ERR_USAGE, "--role: who is %s?", owners[i].role);
	}
	return 0;
}

static int plan_start(struct command *c, const struct playbook_plan *p, struct err *e)
{
	char ref[REF_MAX];

	if (command_flag(c, "dry-run")) {
		plan_put(c, p);
		unset_say(c, p);
		return 0;
	}
	if (playbook_start(&c->nb, c->incident, p, command_flag(c, "again"), ref, e) < 0)
		return -1;
	command_done(c, &(struct done){ .ref = ref, .did = "tasks", .changed = (int64_t)p->n,
			    .text = p->name });
	unset_say(c, p);
	return 0;
}

int command_playbook_start(struct command *c, struct err *e)
{
	struct playbook_options o = { .name = c->argv[0], .language = command_option(c, "lang"),
		.now = when_now(), .zone = c->zone };
	const char **given = command_option_all(c, "role", &o.owners_n);
	struct playbook_owner *owners = xcalloc(o.owners_n + 1, sizeof *owners);
	struct playbook_plan plan = { 0 };
	struct arena mem = { 0 };
	int status = owners_read(owners, given, o.owners_n, &mem, e);

	o.owners = owners;
	if (status == 0)
		status = playbook_plan_make(&c->nb, c->incident, &o, &plan, e);
	if (status == 0)
		status = plan_start(c, &plan, e);
	playbook_plan_release(&plan);
	arena_release(&mem);
	free(owners);
	free((void *)given);
	return status;
}
