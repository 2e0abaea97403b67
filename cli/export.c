/* export.c - blotter export: what goes out, written whole or not at all. */
#include "exchange/export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

static void result_record(
    struct command *c, const struct export_options *o, const struct export_result *r)
{
	static const struct field fields[] = {
		{ "ref", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "did", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "file", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "manifest", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "rows", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "left_out", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "bytes", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "sha256", NULL, FIELD_TEXT, ROOM_MAY_GO },
	};
	char hash[DIGEST_HEX];
	const struct cell cells[] = {
		{ .text = r->ref[0] ? r->ref : NULL },
		{ .text = "export" },
		{ .text = o->path },
		{ .text = r->manifest.len ? str_text(&r->manifest) : NULL },
		{ .n = r->rows },
		{ .n = r->left_out },
		{ .n = r->bytes },
		{ .text = hash },
	};

	digest_hex(r->sha256, hash);
	output_begin(c->out, fields, sizeof fields / sizeof fields[0]);
	output_row(c->out, cells);
	output_end(c->out);
}

/* When the data itself went to stdout, what is said of it is talk. */
static void result_done(
    struct command *c, const struct export_options *o, const struct export_result *r)
{
	struct done done = { .ref = r->ref, .did = "export", .changed = r->rows };
	bool standard = strcmp(o->path, "-") == 0;

	if (r->left_out > 0)
		command_say(c, "%lld left out: %s", (long long)r->left_out, str_text(&r->why));
	if (standard)
		command_say(
		    c, "%s%s%lld rows exported", r->ref, r->ref[0] ? "  " : "", (long long)r->rows);
	else if (c->out->form != OUTPUT_TABLE)
		result_record(c, o, r);
	else if (r->ref[0]) {
		done.text = o->path;
		command_done(c, &done);
	} else
		command_say(c, "%lld lines written to %s", (long long)r->rows, o->path);
}

static int export_now(struct command *c, struct export_options *o, struct err *e)
{
	struct export_result result = { 0 };
	int status;

	if (!o->subject)
		o->format = command_option(c, "format");
	o->path = command_option(c, "output");
	o->overwrite = command_flag(c, "overwrite");
	if (!o->path)
		return err_set(e, ERR_USAGE, "where to? pass -o FILE, or -o - for stdout");
	fflush(c->out->to);
	status = export_run(&c->nb, o, &result, e);
	if (status == 0)
		result_done(c, o, &result);
	export_result_release(&result);
	return status;
}

static int list_export(
    struct command *c, struct export_options *o, enum filter_of of, struct err *e)
{
	struct filter *filter;
	int status = command_filter(c, of, &filter, e);

	o->incident = c->incident;
	o->profile = command_option(c, "profile");
	o->zone = command_option(c, "zone") ? c->zone : NULL;
	o->max_tlp = command_option(c, "max-tlp");
	o->filter = filter;
	if (status == 0)
		status = export_now(c, o, e);
	filter_free(filter);
	return status;
}

int command_export_notifications(struct command *c, struct err *e)
{
	const char *from = command_option(c, "from");
	struct export_options o = { .what = "notifications",
		.from = from ? from : c->place->mail_from,
		.again = command_flag(c, "again"),
		.override_compromised = command_flag(c, "override-compromised") };

	return list_export(c, &o, FILTER_NOTIFICATIONS, e);
}

int command_export_post(struct command *c, struct err *e)
{
	struct export_options o = { .what = "post",
		.again = command_flag(c, "again"),
		.override_compromised = command_flag(c, "override-compromised") };

	return list_export(c, &o, FILTER_NOTIFICATIONS, e);
}

int command_export_customers(struct command *c, struct err *e)
{
	struct export_options o = { .what = "customers" };

	return list_export(c, &o, FILTER_CUSTOMERS, e);
}

int command_export_counts(struct command *c, struct err *e)
{
	struct export_options o = { .what = "counts" };

	return list_export(c, &o, FILTER_CUSTOMERS, e);
}

int command_export_timeline(struct command *c, struct err *e)
{
	struct export_options o = { .what = "timeline" };

	return list_export(c, &o, FILTER_ENTRIES, e);
}

int command_export_deadlines(struct command *c, struct err *e)
{
	struct export_options o = { .what = "deadlines",
		.incident = c->incident,
		.max_tlp = command_option(c, "max-tlp") };

	return export_now(c, &o, e);
}

/* Where the files that come with blotter are. */
static const char *data_folder(void)
{
	const char *data = getenv("BLOTTER_DATA");

	return data && data[0] ? data : BLOTTER_DATADIR;
}

int command_export_report(struct command *c, struct err *e)
{
	struct export_options o = { .what = "report",
		.incident = c->incident,
		.zone = command_option(c, "zone") ? c->zone : NULL,
		.max_tlp = command_option(c, "max-tlp"),
		.template_name = command_option(c, "template"),
		.data = data_folder(),
		.language = command_option(c, "lang") ? command_option(c, "lang") : "en",
		.pseudonyms = command_flag(c, "pseudonyms") };
	struct filter *filter;
	int status = command_filter(c, FILTER_ENTRIES, &filter, e);

	o.filter = filter;
	if (status == 0)
		status = export_now(c, &o, e);
	filter_free(filter);
	return status;
}

/* --- for other programs --------------------------------------------------------------- */

static int case_export(struct command *c, const char *what, struct export_options *o, struct err *e)
{
	struct filter *filter;
	int status = command_filter(c, FILTER_ENTRIES, &filter, e);

	o->what = what;
	o->incident = c->incident;
	o->subject = c->incident_ref;
	o->zone = command_option(c, "zone") ? c->zone : NULL;
	o->max_tlp = command_option(c, "max-tlp");
	o->filter = filter;
	if (status == 0)
		status = export_now(c, o, e);
	filter_free(filter);
	return status;
}

int command_export_csaf(struct command *c, struct err *e)
{
	struct export_options o = { .publisher = command_option(c, "publisher"),
		.homepage = command_option(c, "namespace"),
		.language = command_option(c, "lang") ? command_option(c, "lang") : "en" };
	const char **references = command_option_all(c, "reference", &o.references_n);
	int status;

	o.references = references;
	status = case_export(c, "csaf", &o, e);
	free(references);
	return status;
}

int command_export_stix(struct command *c, struct err *e)
{
	struct export_options o = { .publisher = command_option(c, "publisher") };

	return case_export(c, "stix", &o, e);
}

int command_export_veris(struct command *c, struct err *e)
{
	const char *schema = command_option(c, "schema");
	struct export_options o = { .schema = schema ? schema : "1.4.1" };

	return case_export(c, "veris", &o, e);
}

int command_export_notebook(struct command *c, struct err *e)
{
	struct export_options o = { .what = "notebook" };

	return export_now(c, &o, e);
}
