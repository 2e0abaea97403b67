/* journal.c - blotter journal and list records: the acts themselves, headers and hashes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/words.h"

enum { PAGE = 500 };

/* --- lists of records -------------------------------------------------------------------- */

static const struct field record_fields[] = {
	{ "ref", "REF", FIELD_TEXT, ROOM_MAY_GO },
	{ "time", "TIME", FIELD_TIME, ROOM_MAY_GO },
	{ "kind", "KIND", FIELD_TEXT, ROOM_MAY_GO },
	{ "writer", "BY", FIELD_TEXT, ROOM_MAY_GO },
	{ "rows", "ROWS", FIELD_INT, ROOM_MAY_GO },
	{ "ends", "ENDS", FIELD_INT, ROOM_MAY_GO },
	{ "reason", "REASON", FIELD_TEXT, ROOM_WIDE },
	{ "number", NULL, FIELD_INT, ROOM_MAY_GO },
	{ "lamport", NULL, FIELD_INT, ROOM_MAY_GO },
	{ "clock", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "hash", NULL, FIELD_TEXT, ROOM_MAY_GO },
};

static void record_put(struct command *c, const struct record *r)
{
	char ref[REF_MAX], hash[DIGEST_HEX];
	struct cell cells[] = {
		{ .text = ref },
		{ .n = r->time },
		{ .text = r->kind },
		{ .text = r->writer },
		{ .n = r->rows },
		{ .n = r->ends },
		{ .text = r->reason },
		{ .n = r->number },
		{ .n = r->lamport },
		{ .text = r->clock },
		{ .text = hash },
	};

	snprintf(ref, sizeof ref, "%s%lld", r->tag, (long long)r->number);
	digest_hex(r->hash, hash);
	output_row(c->out, cells);
}

static int records_put(
    struct command *c, bool newest_first, int64_t limit, const struct filter *filter, struct err *e)
{
	int64_t key = newest_first && c->nb.asof != ASOF_NOW ? c->nb.asof + 1 : 0, put = 0;
	bool more = true;

	output_begin(c->out, record_fields, sizeof record_fields / sizeof record_fields[0]);
	while (more && put < limit) {
		struct record_list page = { 0 };
		int status = record_page_filtered(&c->nb, filter, key, newest_first,
		    limit - put < PAGE ? (int)(limit - put) : PAGE, &page, e);

		more = status == 0 && page.n > 0;
		for (size_t i = 0; more && i < page.n && put < limit; i++, put++) {
			key = page.at[i].id;
			if (key > c->nb.asof)
				limit = put;
			else
				record_put(c, &page.at[i]);
		}
		record_list_release(&page);
		if (status < 0)
			return -1;
		output_page(c->out);
	}
	output_end(c->out);
	return 0;
}

static int records_list(struct command *c, bool newest_first, struct err *e)
{
	struct filter *filter = NULL;
	int64_t limit;
	int done;

	if (command_option_int(c, "limit", 1, INT64_MAX, INT64_MAX, &limit, e) < 0 ||
	    command_filter(c, FILTER_RECORDS, &filter, e) < 0)
		return -1;
	done = records_put(c, newest_first, limit, filter, e);
	filter_free(filter);
	return done;
}

int command_list_records(struct command *c, struct err *e)
{
	return records_list(c, false, e);
}

int command_journal_list(struct command *c, struct err *e)
{
	return records_list(c, true, e);
}

/* --- one record -------------------------------------------------------------------------- */

int command_journal_head(struct command *c, struct err *e)
{
	static const struct field fields[] = {
		{ "ref", "HEAD", FIELD_TEXT, ROOM_MAY_GO },
		{ "hash", "HASH", FIELD_TEXT, ROOM_MAY_GO },
	};
	struct record_list one = { 0 };
	char ref[REF_MAX], hash[DIGEST_HEX];
	struct cell cells[] = { { .text = ref }, { .text = hash } };
	int64_t record = c->nb.asof;
	uint8_t bytes[DIGEST_SIZE];

	if (record == ASOF_NOW && journal_head(&c->nb, &record, bytes, e) < 0)
		return -1;
	if (record_load(&c->nb, record, &one, e) < 0) {
		record_list_release(&one);
		return -1;
	}
	snprintf(ref, sizeof ref, "%s%lld", one.at[0].tag, (long long)one.at[0].number);
	digest_hex(one.at[0].hash, hash);
	record_list_release(&one);
	if (c->out->form == OUTPUT_TABLE) {
		output_text(c->out, "%s %s", ref, hash);
		return 0;
	}
	output_begin(c->out, fields, 2);
	output_row(c->out, cells);
	output_end(c->out);
	return 0;
}

int command_journal_header(struct command *c, struct err *e)
{
	struct record_list one = { 0 };
	int64_t record;
	int status = -1;

	if (ref_record(&c->nb, c->argv[0], &record, e) == 0 &&
	    record_load(&c->nb, record, &one, e) == 0) {
		/* Strict ASCII by its own parser, and exactly what is hashed. */
		fputs(one.at[0].header, c->out->to);
		status = 0;
	}
	record_list_release(&one);
	return status;
}

/* What a column was or is, as people read it: instants as times. */
static const char *change_text(
    struct command *c, const struct change *g, const char *text, struct str *out)
{
	const struct table_info *info = &table_infos[g->table];
	int64_t instant;
	int i = 0;

	while (g->column && i < info->columns && strcmp(info->column[i].name, g->column) != 0)
		i++;
	if (c->out->form != OUTPUT_TABLE || !text || !g->column || i == info->columns ||
	    !words_column_is_time(&info->column[i]))
		return text;
	instant = strtoll(text, NULL, 10);
	if (instant == WHEN_PAST || instant == WHEN_FUTURE)
		return text;
	when_show_instant(out, instant, c->zone, true);
	return str_text(out);
}

static void change_put(struct command *c, const struct change *g)
{
	struct str was = { 0 }, is = { 0 };
	struct cell cells[] = {
		{ .text = g->ref },
		{ .text = table_infos[g->table].name },
		{ .text = words_change(g) },
		{ .text = g->column },
		{ .text = change_text(c, g, g->was, &was) },
		{ .text = change_text(c, g, g->is, &is) },
	};

	output_row(c->out, cells);
	str_release(&was);
	str_release(&is);
}

int command_journal_diff(struct command *c, struct err *e)
{
	static const struct field fields[] = {
		{ "ref", "REF", FIELD_TEXT, ROOM_MAY_GO },
		{ "table", "TABLE", FIELD_TEXT, ROOM_MAY_GO },
		{ "change", "CHANGE", FIELD_TEXT, ROOM_MAY_GO },
		{ "column", "COLUMN", FIELD_TEXT, ROOM_MAY_GO },
		{ "was", "WAS", FIELD_TEXT, ROOM_WIDE },
		{ "is", "IS", FIELD_TEXT, ROOM_WIDE },
	};
	struct change_list changes = { 0 };
	int64_t record, limit;
	bool more = false;

	if (command_option_int(c, "limit", 1, 1000000, 1000, &limit, e) < 0 ||
	    ref_record(&c->nb, c->argv[0], &record, e) < 0 ||
	    record_changes(&c->nb, record, (int)limit, &more, &changes, e) < 0) {
		change_list_release(&changes);
		return -1;
	}
	output_begin(c->out, fields, sizeof fields / sizeof fields[0]);
	for (size_t i = 0; i < changes.n; i++)
		change_put(c, &changes.at[i]);
	output_end(c->out);
	change_list_release(&changes);
	if (more)
		command_say(c, "there are more changes: pass --limit N");
	return 0;
}
