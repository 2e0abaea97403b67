/*
 * evidence.c - blotter evidence and list evidence.
 *
 * Files are hashed before the notebook is locked, however large they are; what came out is then
 * written in one record.
 */
#include "model/evidence.h"
#include "model/incident.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/rows.h"
#include "exchange/evidence_file.h"
#include "exchange/out_file.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* The name alone, without the folders before it. */
static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int at_read(struct command *c, int64_t *at, struct err *e)
{
	if (command_option_instant(c, "at", at, e) < 0)
		return -1;
	*at = *at ? *at : when_now();
	return 0;
}

/* --- add ------------------------------------------------------------------------------- */

static int file_add(
    struct command *c, const char *path, const struct evidence_file *file, struct err *e)
{
	char full[PATH_MAX];
	bool keep = command_flag(c, "keep");
	struct evidence_fields f = {
		.file = keep ? name_of(path) : full,
		.source = command_option(c, "source"),
		.sha256 = file->sha256,
		.size = file->size,
		.bytes = keep ? (const void *)str_text(&file->bytes) : NULL,
		.by = command_option(c, "by"),
		.place = command_option(c, "place"),
		.seal = command_option(c, "seal"),
		.note = command_option(c, "note"),
	};
	struct str what = { 0 };
	char ref[REF_MAX], hex[DIGEST_HEX];
	struct when when;

	if (!realpath(path, full))
		return err_set(e, ERR_NOT_FOUND, "%s went away meanwhile", path);
	if (at_read(c, &f.at, e) < 0 ||
	    evidence_add(&c->nb, c->incident, &f, c->zone, ref, e) < 0)
		return -1;
	digest_hex(file->sha256, hex);
	str_printf(&what, "%s  %lld bytes  sha256 %s%s", name_of(path), (long long)file->size, hex,
	    keep ? "  kept" : "");
	when_point(&when, f.at, c->zone);
	command_done(c, &(struct done){ .ref = ref, .did = "evidence", .when = &when, .changed = -1,
			    .text = str_text(&what) });
	str_release(&what);
	return 0;
}

int command_evidence_add(struct command *c, struct err *e)
{
	size_t most = command_flag(c, "keep") ? EVIDENCE_KEPT_MAX : 0;
	struct evidence_file file;
	int status;

	if (strcmp(c->argv[0], "-") == 0)
		return err_set(e, ERR_USAGE, "evidence is a file with a name, not stdin");
	if (evidence_file_read(c->argv[0], most, &file, e) < 0)
		return -1;
	status = file_add(c, c->argv[0], &file, e);
	evidence_file_release(&file);
	return status;
}

/* --- act --------------------------------------------------------------------------------- */

int command_evidence_act(struct command *c, struct err *e)
{
	struct custody_fields f = { .kind = c->argv[1],
		.by = command_option(c, "by"),
		.to = command_option(c, "to"),
		.place = command_option(c, "place"),
		.seal = command_option(c, "seal"),
		.note = command_option(c, "note") };
	struct str what = { 0 };
	char ref[REF_MAX];
	struct when when;
	int64_t thing;

	if (ref_thing(&c->nb, c->argv[0], T_EVIDENCE, &thing, e) < 0 ||
	    command_incident_of(c, T_EVIDENCE, thing, e) < 0 || at_read(c, &f.at, e) < 0 ||
	    evidence_act(&c->nb, thing, &f, ref, e) < 0)
		return -1;
	str_printf(&what, "%s %s", c->argv[0], f.kind);
	if (f.to)
		str_printf(&what, " to %s", f.to);
	when_point(&when, f.at, c->zone);
	command_done(c, &(struct done){ .ref = ref, .did = "custody", .when = &when, .changed = -1,
			    .text = str_text(&what) });
	str_release(&what);
	return 0;
}

/* --- verify ------------------------------------------------------------------------------- */

/* The checks of a run. */
struct checking {
	struct evidence_check *at;
	size_t n, cap, bad; /* bad: those that do not match */
	struct arena mem;
};

/* Where the file is looked for. */
static const char *file_path(struct command *c, const struct evidence *x, struct arena *mem)
{
	const char *folder = command_option(c, "in");

	return folder ? arena_printf(mem, "%s/%s", folder, name_of(x->file)) : x->file;
}

/* Hashes what is kept inside, or the file. What cannot be read is missing, with the reason. */
static int hash_again(struct command *c, const struct evidence *x, struct evidence_check *check,
    struct arena *mem, struct err *e)
{
	struct evidence_file file = { 0 };
	struct str bytes = { 0 };
	struct err why;
	int status = 0;

	if (x->kept) {
		status = evidence_content(&c->nb, x->thing, &bytes, e);
		if (status == 0)
			digest_of(str_text(&bytes), bytes.len, check->sha256);
		str_release(&bytes);
	} else if (evidence_file_read(file_path(c, x, mem), 0, &file, &why) == 0) {
		memcpy(check->sha256, file.sha256, DIGEST_SIZE);
		evidence_file_release(&file);
	} else if (why.kind == ERR_IO || why.kind == ERR_BUSY || why.kind == ERR_PERMISSION) {
		*e = why; /* it may well be there: nothing is said of it */
		return -1;
	} else {
		check->result = "missing";
		check->note = arena_strdup(mem, why.text);
		return 0;
	}
	check->result =
	    memcmp(check->sha256, x->sha256, DIGEST_SIZE) == 0 ? "match" : "differs";
	return status;
}

static int one_check(
    struct command *c, struct checking *k, const struct evidence *x, struct err *e)
{
	struct evidence_check check = { .thing = x->thing };
	char hex[DIGEST_HEX] = "", was[DIGEST_HEX];

	if (hash_again(c, x, &check, &k->mem, e) < 0)
		return -1;
	if (k->n == k->cap) {
		k->cap = k->cap ? 2 * k->cap : 16;
		k->at = xrealloc(k->at, k->cap * sizeof *k->at);
	}
	k->at[k->n++] = check;
	k->bad += strcmp(check.result, "match") != 0;
	digest_hex(x->sha256, was);
	if (strcmp(check.result, "missing") != 0)
		digest_hex(check.sha256, hex);
	struct cell cells[] = {
		{ .text = x->public_ref },
		{ .text = check.result },
		{ .text = x->kept ? x->file : file_path(c, x, &k->mem) },
		{ .text = was },
		{ .text = *hex ? hex : NULL },
		{ .text = check.note },
	};
	output_row(c->out, cells);
	return 0;
}

/* All of the incident that were not destroyed, page by page. */
static int all_check(struct command *c, struct checking *k, struct err *e)
{
	struct thing_page page = { .incident = c->incident, .from_end = true, .limit = 100 };
	bool more = true;
	int status = 0;

	while (more && status == 0) {
		struct evidence_list list = { 0 };

		status = evidence_page_load(&c->nb, &page, &list, e);
		more = status == 0 && list.n == (size_t)page.limit;
		for (size_t i = 0; status == 0 && i < list.n; i++)
			if (strcmp(list.at[i].act, "destroyed") != 0)
				status = one_check(c, k, &list.at[i], e);
		page.from_end = false;
		page.thing = list.n ? list.at[list.n - 1].thing : 0;
		evidence_list_release(&list);
	}
	return status;
}

static int named_check(struct command *c, struct checking *k, const char *ref, struct err *e)
{
	struct evidence_list one = { 0 };
	int64_t thing;
	int status = ref_thing(&c->nb, ref, T_EVIDENCE, &thing, e);

	if (status == 0)
		status = evidence_load(&c->nb, thing, &one, e);
	if (status == 0)
		status = one_check(c, k, &one.at[0], e);
	evidence_list_release(&one);
	return status;
}

static int checks_keep(struct command *c, const struct checking *k, struct err *e)
{
	char ref[REF_MAX];

	if (evidence_verified(&c->nb, k->at, k->n, ref, e) < 0)
		return -1;
	command_say(c, "%s: %zu hashed again", ref, k->n);
	if (k->bad)
		return err_set(e, ERR_NO, "%zu of %zu %s not what %s", k->bad, k->n,
		    k->bad == 1 ? "is" : "are", k->bad == 1 ? "it was" : "they were");
	return 0;
}

int command_evidence_verify(struct command *c, struct err *e)
{
	static const struct field fields[] = {
		{ "ref", "REF", FIELD_TEXT, ROOM_KEPT },
		{ "result", "RESULT", FIELD_TEXT, ROOM_KEPT },
		{ "file", "FILE", FIELD_TEXT, ROOM_WIDE },
		{ "sha256", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "sha256_now", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "note", "NOTE", FIELD_TEXT, ROOM_WIDE },
	};
	struct checking k = { 0 };
	int status = 0;

	output_begin(c->out, fields, COUNT(fields));
	for (int i = 0; status == 0 && i < c->argc; i++)
		status = named_check(c, &k, c->argv[i], e);
	if (c->argc == 0 && c->incident == 0)
		status = incident_default(&c->nb, &c->incident, e);
	if (c->argc == 0 && status == 0)
		status = all_check(c, &k, e);
	output_end(c->out);
	if (status == 0 && k.n == 0)
		command_say(c, "there is no evidence to verify");
	else if (status == 0)
		status = checks_keep(c, &k, e);
	free(k.at);
	arena_release(&k.mem);
	return status;
}

/* --- get ---------------------------------------------------------------------------------- */

static int bytes_write(struct command *c, const struct str *bytes, const char *path, int64_t thing,
    char ref[REF_MAX], struct err *e)
{
	struct custody_fields copied = { .kind = "copied", .at = when_now() };
	struct out_file out = { 0 };
	struct str note = { 0 };
	int status = out_file_open(&out, path, command_flag(c, "overwrite"), e);

	str_printf(&note, "out of the notebook, as %s", out.standard ? "stdout" : name_of(path));
	copied.note = str_text(&note);
	if (status == 0) {
		str_put(&out.buffer, str_text(bytes), bytes->len);
		status = out_file_finish(&out, e);
	}
	if (status == 0)
		status = evidence_act(&c->nb, thing, &copied, ref, e);
	if (status == 0)
		status = out_file_publish(&out, e);
	out_file_release(&out);
	str_release(&note);
	return status;
}

int command_evidence_get(struct command *c, struct err *e)
{
	const char *path = command_option(c, "output");
	struct evidence_list one = { 0 };
	struct str bytes = { 0 };
	uint8_t hash[DIGEST_SIZE];
	char ref[REF_MAX];
	int64_t thing;
	int status = -1;

	if (!path)
		return err_set(e, ERR_USAGE, "where to? pass -o FILE, or -o - for stdout");
	if (ref_thing(&c->nb, c->argv[0], T_EVIDENCE, &thing, e) < 0 ||
	    command_incident_of(c, T_EVIDENCE, thing, e) < 0 ||
	    evidence_load(&c->nb, thing, &one, e) < 0 ||
	    evidence_content(&c->nb, thing, &bytes, e) < 0)
		goto done;
	digest_of(str_text(&bytes), bytes.len, hash);
	if (memcmp(hash, one.at[0].sha256, DIGEST_SIZE) != 0)
		err_set(e, ERR_NO, "the bytes in the notebook are not those that were added");
	else
		status = bytes_write(c, &bytes, path, thing, ref, e);
	if (status == 0 && strcmp(path, "-") != 0)
		command_done(c, &(struct done){ .ref = ref, .did = "copied", .changed = -1,
				    .text = path });
done:
	str_release(&bytes);
	evidence_list_release(&one);
	return status;
}

/* --- list and show -------------------------------------------------------------------------- */

static const struct field list_fields[] = {
	{ "ref", "REF", FIELD_TEXT, ROOM_KEPT },
	{ "file", NULL, FIELD_TEXT, ROOM_WIDE },
	{ NULL, "FILE", FIELD_TEXT, ROOM_WIDE },
	{ "size", "BYTES", FIELD_INT, ROOM_MAY_GO },
	{ "sha256", "SHA256", FIELD_TEXT, ROOM_MAY_GO },
	{ "kept", NULL, FIELD_BOOL, ROOM_MAY_GO },
	{ "source", "SOURCE", FIELD_TEXT, ROOM_MAY_GO },
	{ "place", "PLACE", FIELD_TEXT, ROOM_MAY_GO },
	{ "seal", "SEAL", FIELD_TEXT, ROOM_MAY_GO },
	{ "holder", "WITH", FIELD_TEXT, ROOM_MAY_GO },
	{ "act", "LAST", FIELD_TEXT, ROOM_KEPT },
	{ "act_at", "AT", FIELD_TIME, ROOM_MAY_GO },
	{ "verified", "VERIFIED", FIELD_TEXT, ROOM_KEPT },
	{ "verified_at", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "writer", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "added", NULL, FIELD_TIME, ROOM_MAY_GO },
};

static void evidence_put(struct command *c, const struct evidence *x)
{
	char hex[DIGEST_HEX];

	digest_hex(x->sha256, hex);
	struct cell cells[] = {
		{ .text = x->public_ref },
		{ .text = x->file },
		{ .text = name_of(x->file) },
		{ .n = x->size },
		{ .text = hex },
		{ .n = x->kept },
		{ .text = x->source },
		{ .text = x->place },
		{ .text = x->seal },
		{ .text = x->holder },
		{ .text = x->act },
		{ .n = x->act_at },
		{ .text = x->verified },
		{ .n = x->verified_at },
		{ .text = x->writer },
		{ .n = x->added },
	};
	output_row(c->out, cells);
}

int command_list_evidence(struct command *c, struct err *e)
{
	struct thing_page page = { .incident = c->incident, .from_end = true };
	struct filter *filter = NULL;
	int64_t left;
	int status = -1;
	bool more = true;

	if (rows_limit(c, &left, e) < 0 || command_filter(c, FILTER_EVIDENCE, &filter, e) < 0)
		return -1;
	page.filter = filter;
	output_begin(c->out, list_fields, COUNT(list_fields));
	while (more && left > 0) {
		struct evidence_list list = { 0 };

		page.limit = rows_page(left);
		status = evidence_page_load(&c->nb, &page, &list, e);
		more = status == 0 && list.n == (size_t)page.limit;
		for (size_t i = 0; status == 0 && i < list.n; i++)
			evidence_put(c, &list.at[i]);
		page.from_end = false;
		page.thing = list.n ? list.at[list.n - 1].thing : 0;
		left -= (int64_t)list.n;
		evidence_list_release(&list);
		output_page(c->out);
	}
	output_end(c->out);
	filter_free(filter);
	return status;
}

static void custody_say(struct command *c, const struct custody *x)
{
	const struct {
		const char *word, *text;
	} parts[] = { { "to", x->to }, { "at", x->place }, { "seal", x->seal },
		{ "note:", x->note } };
	struct str line = { 0 };

	when_show_instant(&line, x->at, c->zone, false);
	str_printf(&line, "  %s%s%s  by %s", x->kind, x->result ? ": " : "",
	    x->result ? x->result : "", x->by);
	for (size_t i = 0; i < COUNT(parts); i++)
		if (parts[i].text)
			str_printf(&line, "  %s %s", parts[i].word, parts[i].text);
	output_text(c->out, "custody  %s  %s", x->public_ref, str_text(&line));
	str_release(&line);
}

int rows_evidence_more(struct command *c, int64_t thing, struct err *e)
{
	struct custody_list list = { 0 };
	int status = custody_list_load(&c->nb, thing, &list, e);

	for (size_t i = 0; status == 0 && i < list.n; i++)
		custody_say(c, &list.at[i]);
	custody_list_release(&list);
	return status;
}
