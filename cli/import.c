/*
 * import.c - blotter import: what others wrote, taken whole or not at all.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/words.h"
#include "exchange/advisory_yaml.h"
#include "exchange/import.h"
#include "model/notification.h"
#include "model/rule.h"

/* --- advisories -------------------------------------------------------------------------- */

/* Reads all files; says every fault of each, the first of a failed file as the error itself. */
static int advisories_read(struct command *c, struct advisory *list, struct err *e)
{
	struct err first = { 0 };

	for (int i = 0; i < c->argc; i++) {
		struct fault_list faults = { 0 };
		int status = advisory_yaml_read(c->argv[i], &list[i], &faults, e);

		words_faults(c, c->argv[i], &faults, status < 0 && first.kind == ERR_NONE ? 1 : 0);
		if (status < 0 && first.kind == ERR_NONE)
			first = *e;
		fault_list_release(&faults);
	}
	*e = first;
	return first.kind == ERR_NONE ? 0 : -1;
}

/* Duties that an advisory names and no rule of the notebook tells of: worth knowing, no fault. */
static void duties_say(struct command *c, const struct advisory *a)
{
	struct str unknown = { 0 };
	struct err none;
	int64_t thing;

	for (size_t i = 0; i < a->obligation_count; i++)
		if (rule_find(&c->nb, a->obligations[i], &thing, &none) < 0)
			str_printf(&unknown, "%s%s", unknown.len ? ", " : "", a->obligations[i]);
	if (unknown.len)
		command_say(c, "%s names duties whose rules are not in the notebook: %s", a->id,
		    str_text(&unknown));
	str_release(&unknown);
}

static int advisory_keep(
    struct command *c, const char *file, const struct advisory *a, struct err *e)
{
	struct done done = { .did = "advisory", .changed = -1 };
	struct str text = { 0 };
	uint8_t sha256[DIGEST_SIZE];
	char ref[REF_MAX];
	bool same;

	if (digest_from_hex(a->sha256, strlen(a->sha256), sha256) < 0)
		digest_of("", 0, sha256);
	if (advisory_add(&c->nb, a, sha256, ref, &same, e) < 0)
		return err_in(e, "%s", file);
	str_printf(&text, "%s version %lld", a->id, (long long)a->version);
	if (same)
		command_say(
		    c, "%s: %s is there already: nothing was written", file, str_text(&text));
	done.ref = ref;
	done.text = str_text(&text);
	if (!same)
		command_done(c, &done);
	str_release(&text);
	duties_say(c, a);
	return 0;
}

static int advisories_keep(struct command *c, const struct advisory *list, struct err *e)
{
	const char *path = command_notebook(c);

	if (!path)
		return err_set(
		    e, ERR_USAGE, "which notebook? pass -f FILE or set BLOTTER_NOTEBOOK");
	if (command_open(c, path, DB_WRITE, e) < 0)
		return -1;
	for (int i = 0; i < c->argc; i++)
		if (advisory_keep(c, c->argv[i], &list[i], e) < 0)
			return -1;
	return 0;
}

int command_import_advisory(struct command *c, struct err *e)
{
	struct advisory *list = xcalloc((size_t)c->argc, sizeof *list);
	int status = advisories_read(c, list, e);

	if (status == 0 && command_flag(c, "check"))
		command_say(c, "%d advisor%s in order", c->argc, c->argc == 1 ? "y is" : "ies are");
	else if (status == 0)
		status = advisories_keep(c, list, e);
	for (int i = 0; i < c->argc; i++)
		advisory_release(&list[i]);
	free(list);
	return status;
}

/* --- lists ------------------------------------------------------------------------------ */

/* What the import has to tell, one sentence a line. */
static void told_say(struct command *c, const struct import_result *r)
{
	const char *p = str_text(&r->told);

	while (*p) {
		size_t n = strcspn(p, "\n");

		command_say(c, "%.*s", (int)n, p);
		p += n + (p[n] == '\n');
	}
}

static void result_record(struct command *c, const struct import_result *r)
{
	static const struct field fields[] = {
		{ "ref", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "did", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "file", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "rows", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "rejected", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "added", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "changed", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "same", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "agent_rows", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "window_rows", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "customers", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "customers_added", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "matched", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "unmatched", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "bounced", NULL, FIELD_INT, ROOM_MAY_GO },
	};
	const struct cell cells[] = {
		{ .text = r->ref[0] ? r->ref : NULL },
		{ .text = "import" },
		{ .text = c->argv[0] },
		{ .n = r->rows },
		{ .n = r->rejected },
		{ .n = r->added },
		{ .n = r->changed },
		{ .n = r->same },
		{ .n = r->agent_rows },
		{ .n = r->window_rows },
		{ .n = r->customers },
		{ .n = r->customers_added },
		{ .n = r->matched },
		{ .n = r->unmatched },
		{ .n = r->bounced },
	};

	output_begin(c->out, fields, sizeof fields / sizeof fields[0]);
	output_row(c->out, cells);
	output_end(c->out);
}

static void result_done(struct command *c, const struct import_result *r)
{
	struct done done = { .ref = r->ref, .did = "import", .changed = r->added + r->changed };
	struct str text = { 0 };

	told_say(c, r);
	if (c->out->form != OUTPUT_TABLE) {
		result_record(c, r);
		return;
	}
	str_printf(&text, "of %lld rows of %s", (long long)r->rows, c->argv[0]);
	done.text = str_text(&text);
	if (r->ref[0])
		command_done(c, &done);
	else
		command_say(c, "nothing was written");
	str_release(&text);
}

static int list_import(struct command *c, struct import_options *o,
    int (*run)(struct notebook *nb, const struct import_options *o, struct import_result *result,
	struct err *e),
    struct err *e)
{
	struct import_result result = { 0 };
	int status;

	o->path = c->argv[0];
	o->map = command_option(c, "map");
	o->dry_run = command_flag(c, "dry-run");
	o->incident = c->incident;
	o->zone = c->zone;
	status = run(&c->nb, o, &result, e);
	if (status == 0)
		result_done(c, &result);
	import_result_release(&result);
	return status;
}

int command_import_customers(struct command *c, struct err *e)
{
	struct import_options o = { .rejects = command_option(c, "rejects"),
		.overwrite = command_flag(c, "overwrite") };

	return list_import(c, &o, customers_import, e);
}

int command_import_exposures(struct command *c, struct err *e)
{
	struct import_options o = { .rejects = command_option(c, "rejects"),
		.overwrite = command_flag(c, "overwrite") };

	return list_import(c, &o, exposures_import, e);
}

int command_import_access_log(struct command *c, struct err *e)
{
	struct import_options o = { .agent = command_option(c, "agent"),
		.rejects = command_option(c, "rejects"),
		.overwrite = command_flag(c, "overwrite") };
	const char *between = command_option(c, "between");
	struct when_context context = command_when(c);
	struct when window;

	if (!o.agent)
		return err_set(e, ERR_USAGE, "whose accesses? pass --agent NAME");
	if (between && when_parse(&window, between, strlen(between), &context, e) < 0) {
		e->kind = ERR_USAGE;
		return err_in(e, "--between");
	}
	o.between = between ? &window : NULL;
	return list_import(c, &o, access_log_import, e);
}

static int year_read(const char *text, int *year, struct err *e)
{
	if (!text)
		return 0;
	if (strlen(text) != 4 || strspn(text, "0123456789") != 4 || strcmp(text, "0000") == 0)
		return err_set(e, ERR_USAGE, "--year takes four digits, not \"%.20s\"", text);
	*year = (int)strtol(text, NULL, 10);
	return 0;
}

/* A time without offset is nobody's until --zone says whose, so the incident's zone is not taken.
 */
int command_import_timeline(struct command *c, struct err *e)
{
	struct import_options o = { .rejects = command_option(c, "rejects"),
		.overwrite = command_flag(c, "overwrite"),
		.format = command_option(c, "format") };
	struct import_result result = { 0 };
	int status;

	if (year_read(command_option(c, "year"), &o.year, e) < 0)
		return -1;
	o.path = c->argv[0];
	o.map = command_option(c, "map");
	o.dry_run = command_flag(c, "dry-run");
	o.incident = c->incident;
	o.zone = command_option(c, "zone") ? c->zone : NULL;
	status = timeline_import(&c->nb, &o, &result, e);
	if (status == 0)
		result_done(c, &result);
	import_result_release(&result);
	return status;
}

/* What was not found is read before anything is applied. */
static int status_agree(void *with, struct import_result *r, bool *go, struct err *e)
{
	struct command *c = with;

	*go = true;
	if (!r->unmatched && !command_flag(c, "expect"))
		return 0;
	told_say(c, r);
	str_reset(&r->told);
	return command_agree(c, r->matched, "letters", go, e);
}

int command_import_status(struct command *c, struct err *e)
{
	const char *key = command_option(c, "key");
	struct import_options o = { .by_email = key && strcmp(key, "email") == 0,
		.format = command_option(c, "format"),
		.agree = status_agree,
		.with = c,
		.rejects = command_option(c, "rejects"),
		.overwrite = command_flag(c, "overwrite") };

	if (key && strcmp(key, "email") != 0 && strcmp(key, "ref") != 0)
		return err_set(e, ERR_USAGE, "--key takes ref or email, not \"%s\"", key);
	return list_import(c, &o, status_import, e);
}

/* What programs of others say of the incident, in one file. */
static int case_import(struct command *c,
    int (*run)(struct notebook *nb, const struct import_options *o, struct import_result *result,
	struct err *e),
    struct err *e)
{
	struct import_options o = { .path = c->argv[0],
		.dry_run = command_flag(c, "dry-run"),
		.incident = c->incident,
		.zone = c->zone };
	struct import_result result = { 0 };
	int status = run(&c->nb, &o, &result, e);

	if (status == 0)
		result_done(c, &result);
	import_result_release(&result);
	return status;
}

int command_import_stix(struct command *c, struct err *e)
{
	return case_import(c, stix_import, e);
}

int command_import_veris(struct command *c, struct err *e)
{
	return case_import(c, veris_import, e);
}

/* --- a whole notebook -------------------------------------------------------------------- */

static void notebook_done(struct command *c, const char *path, int64_t records)
{
	static const struct field fields[] = {
		{ "notebook", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "records", NULL, FIELD_INT, ROOM_MAY_GO },
	};
	const struct cell cells[] = { { .text = path }, { .n = records } };

	output_text(c->out, "%s  notebook  %lld records, hash for hash", path, (long long)records);
	if (c->out->form == OUTPUT_TABLE)
		return;
	output_begin(c->out, fields, 2);
	output_row(c->out, cells);
	output_end(c->out);
}

int command_import_notebook(struct command *c, struct err *e)
{
	struct notebook_options n = { .author = c->author, .state_dir = c->place->state };
	struct import_options o = { .path = c->argv[0] };
	struct import_result result = { 0 };
	const char *path = command_option(c, "file");
	int status;

	if (!path)
		return err_set(e, ERR_USAGE, "which notebook is to be made? pass -f FILE");
	if (strcmp(o.path, "-") != 0 && access(o.path, F_OK) != 0)
		return err_set(e, ERR_NOT_FOUND, "%s: %s", o.path, strerror(errno));
	status = notebook_create_empty(&c->nb, path, &n, e);
	if (status == 0) {
		status = notebook_import(&c->nb, &o, &result, e);
		if (status < 0)
			notebook_discard(&c->nb);
	}
	if (status == 0)
		notebook_done(c, path, result.rows);
	import_result_release(&result);
	return status;
}
