/* obligation.c - blotter import obligations, list obligations, obligation, deadlines. */
#include "model/obligation.h"

#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/words.h"
#include "exchange/obligation_yaml.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* --- import -------------------------------------------------------------------------- */

/* Reads all files; says every fault of each, the first of a failed file as the error itself. */
static int files_read(struct command *c, struct obligation_file *files, struct err *e)
{
	struct err first = { 0 };

	for (int i = 0; i < c->argc; i++) {
		struct fault_list faults = { 0 };
		int status = obligation_yaml_read(c->argv[i], &files[i], &faults, e);

		words_faults(c, c->argv[i], &faults, status < 0 && first.kind == ERR_NONE ? 1 : 0);
		if (status < 0 && first.kind == ERR_NONE)
			first = *e;
		fault_list_release(&faults);
	}
	*e = first;
	return first.kind == ERR_NONE ? 0 : -1;
}

static int file_keep(
    struct command *c, const char *name, const struct obligation_file *f, struct err *e)
{
	char ref[REF_MAX];
	size_t kept;

	if (rules_keep(&c->nb, f->at, f->n, &kept, ref, e) < 0)
		return err_in(e, "%s", name);
	if (kept == 0) {
		command_say(c, "%s: these rules are there already: nothing was written", name);
		return 0;
	}
	command_done(c, &(struct done){
			    .ref = ref, .did = "rules", .changed = (int64_t)kept, .text = name });
	return 0;
}

static int files_keep(struct command *c, const struct obligation_file *files, struct err *e)
{
	const char *path = command_notebook(c);

	if (!path)
		return err_set(
		    e, ERR_USAGE, "which notebook? pass -f FILE or set BLOTTER_NOTEBOOK");
	if (command_open(c, path, DB_WRITE, e) < 0)
		return -1;
	for (int i = 0; i < c->argc; i++)
		if (file_keep(c, c->argv[i], &files[i], e) < 0)
			return -1;
	return 0;
}

int command_import_obligations(struct command *c, struct err *e)
{
	struct obligation_file *files = xcalloc((size_t)c->argc, sizeof *files);
	int status = files_read(c, files, e);
	size_t rules = 0;

	for (int i = 0; i < c->argc; i++)
		rules += files[i].n;
	if (status == 0 && command_flag(c, "check"))
		command_say(c, "%zu rule%s in order", rules, rules == 1 ? " is" : "s are");
	else if (status == 0)
		status = files_keep(c, files, e);
	for (int i = 0; i < c->argc; i++)
		obligation_file_release(&files[i]);
	free(files);
	return status;
}

/* --- list obligations ---------------------------------------------------------------- */

static int rule_put(struct command *c, const struct rule_row *row, struct err *e)
{
	struct obligation_rule r;

	if (obligation_rule_read(&r, row->content, strlen(row->content), e) < 0)
		return err_in(e, "%s", row->name);
	struct cell cells[] = {
		{ .text = row->public_ref },
		{ .text = r.id },
		{ .text = r.status },
		{ .text = r.recipient },
		{ .text = r.recipient_name },
		{ .text = r.title },
		{ .text = r.law },
		{ .text = r.late },
		{ .text = r.hold },
		{ .text = r.sure },
		{ .text = r.as_of },
		{ .text = r.source },
	};
	output_row(c->out, cells);
	obligation_rule_release(&r);
	return 0;
}

int command_list_obligations(struct command *c, struct err *e)
{
	static const struct field fields[] = {
		{ "ref", "REF", FIELD_TEXT, ROOM_MAY_GO },
		{ "rule", "RULE", FIELD_TEXT, ROOM_KEPT },
		{ "status", "STATUS", FIELD_TEXT, ROOM_MAY_GO },
		{ "recipient", "TO", FIELD_TEXT, ROOM_MAY_GO },
		{ "recipient_name", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "title", "TITLE", FIELD_TEXT, ROOM_WIDE },
		{ "law", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "late", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "hold", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "sure", "SURE", FIELD_TEXT, ROOM_MAY_GO },
		{ "as_of", "AS OF", FIELD_TEXT, ROOM_KEPT },
		{ "source", "SOURCE", FIELD_TEXT, ROOM_WIDE },
	};
	struct rule_list list = { 0 };
	int status = rule_list_load(&c->nb, &list, e);

	if (status == 0)
		output_begin(c->out, fields, COUNT(fields));
	for (size_t i = 0; status == 0 && i < list.n; i++)
		status = rule_put(c, &list.at[i], e);
	output_end(c->out);
	rule_list_release(&list);
	if (status == 0)
		command_say(c, "%s", RULE_DISCLAIMER);
	return status;
}

/* --- acts ------------------------------------------------------------------------------ */

int command_obligation_add(struct command *c, struct err *e)
{
	char ref[REF_MAX];

	if (obligation_add(&c->nb, c->incident, (const char *const *)c->argv, (size_t)c->argc, ref,
		e) < 0)
		return -1;
	command_done(c, &(struct done){ .ref = ref, .did = "obligations", .changed = c->argc });
	return 0;
}

int command_obligation_decide(struct command *c, struct err *e)
{
	struct str text = { 0 };
	char ref[REF_MAX];
	int64_t thing;

	if (obligation_find(&c->nb, c->incident, c->argv[0], &thing, e) < 0 ||
	    obligation_decide(&c->nb, thing, c->argv[1], command_option(c, "reason"),
		command_option(c, "by"), ref, e) < 0)
		return -1;
	str_printf(&text, "%s %s", c->argv[0], c->argv[1]);
	command_done(c, &(struct done){
			    .ref = ref, .did = "decided", .changed = -1, .text = str_text(&text) });
	str_release(&text);
	return 0;
}

int command_obligation_file(struct command *c, struct err *e)
{
	char ref[REF_MAX];
	struct when when;
	int64_t thing, at;
	bool late;

	if (obligation_find(&c->nb, c->incident, c->argv[0], &thing, e) < 0 ||
	    command_option_instant(c, "at", &at, e) < 0)
		return -1;
	at = at ? at : when_now();
	if (obligation_file(&c->nb, c->incident, thing, at, command_option(c, "reference"), &late,
		ref, e) < 0)
		return -1;
	when_point(&when, at, c->zone);
	command_done(c, &(struct done){ .ref = ref, .did = late ? "filed late" : "filed",
			    .when = &when, .changed = -1, .text = c->argv[0] });
	return 0;
}

int command_obligation_hold(struct command *c, struct err *e)
{
	const char *reason = command_option(c, "reason");
	bool resume = command_flag(c, "resume");
	char ref[REF_MAX];
	int64_t thing;

	if (!resume && (!reason || !*reason))
		return err_set(e, ERR_USAGE, "a hold needs a reason: --reason TEXT");
	if (obligation_find(&c->nb, c->incident, c->argv[0], &thing, e) < 0 ||
	    obligation_hold(&c->nb, thing, resume ? NULL : reason, ref, e) < 0)
		return -1;
	command_done(c, &(struct done){ .ref = ref, .did = resume ? "resumed" : "on hold",
			    .changed = -1, .text = c->argv[0] });
	return 0;
}

/* --- deadlines ---------------------------------------------------------------------------- */

static const struct field deadline_fields[] = {
	{ "ref", "REF", FIELD_TEXT, ROOM_MAY_GO },
	{ "rule", "RULE", FIELD_TEXT, ROOM_KEPT },
	{ "decision", "DECISION", FIELD_TEXT, ROOM_MAY_GO },
	{ "state", "STATE", FIELD_TEXT, ROOM_KEPT },
	{ "due", "DUE", FIELD_TIME, ROOM_KEPT },
	{ NULL, "LEFT", FIELD_TEXT, ROOM_MAY_GO },
	{ "start", "FROM", FIELD_TEXT, ROOM_MAY_GO },
	{ "notes", "NOTES", FIELD_TEXT, ROOM_WIDE },
	{ "filed", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "reference", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "by", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "why", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "recipient", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "title", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "law", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "sure", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "as_of", "AS OF", FIELD_TEXT, ROOM_KEPT },
	{ "source", "SOURCE", FIELD_TEXT, ROOM_WIDE },
};

static void deadline_put(struct command *c, const struct obligation *o, int64_t now)
{
	const struct filing *f = o->filings_n ? &o->filings[0] : NULL;
	bool open = o->state == OBLIGATION_RUNNING || o->state == OBLIGATION_OVERDUE;
	struct str left = { 0 }, notes = { 0 };

	if (open)
		when_show_span(&left, o->due.at - now);
	if (o->held)
		str_printf(&notes, "on hold: %s", o->held);
	obligation_notes(o, &notes);
	if (o->rule->soft)
		str_printf(&notes, "%sby law: %s", notes.len ? ", " : "", o->rule->soft);
	struct cell cells[] = {
		{ .text = o->public_ref },
		{ .text = o->rule->id },
		{ .text = o->decision },
		{ .text = obligation_state_words[o->state] },
		{ .n = f ? f->due : o->held ? 0 : o->due.at },
		{ .text = str_text(&left) },
		{ .text = o->start },
		{ .text = str_text(&notes) },
		{ .n = f ? f->at : 0 },
		{ .text = f ? f->reference : NULL },
		{ .text = o->by },
		{ .text = o->why },
		{ .text = o->rule->recipient },
		{ .text = o->rule->title },
		{ .text = o->rule->law },
		{ .text = o->rule->sure },
		{ .text = o->rule->as_of },
		{ .text = o->rule->source },
	};
	output_row(c->out, cells);
	str_release(&left);
	str_release(&notes);
}

int command_deadlines(struct command *c, struct err *e)
{
	struct obligation_list list;
	int64_t now = notebook_time(&c->nb), within;
	size_t overdue = 0;

	if (command_option_span(c, "within", -1, &within, e) < 0 ||
	    obligation_list_load(&c->nb, c->incident, now, &list, e) < 0)
		return -1;
	output_begin(c->out, deadline_fields, COUNT(deadline_fields));
	for (size_t i = 0; i < list.n; i++) {
		const struct obligation *o = &list.at[i];
		bool open = o->state == OBLIGATION_RUNNING || o->state == OBLIGATION_OVERDUE;

		overdue += o->state == OBLIGATION_OVERDUE;
		if (within < 0 || (open && o->due.at - now <= within))
			deadline_put(c, o, now);
	}
	output_end(c->out);
	obligation_list_release(&list);
	command_say(c, "%s", RULE_DISCLAIMER);
	if (command_flag(c, "check") && overdue)
		return err_set(e, ERR_NO, "%zu %s overdue", overdue, overdue == 1 ? "is" : "are");
	return 0;
}
