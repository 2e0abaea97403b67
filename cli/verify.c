/* verify.c - blotter verify: is every fact still the one that was written? */
#include "cli/command.h"
#include "model/notification.h"

static void report_show(struct command *c, const struct verify_report *r, int64_t letters,
    const char *head, const char *ref)
{
	output_text(c->out,
	    "verified: %lld records, %lld rows, %lld endings, all as they were written",
	    (long long)r->records, (long long)r->rows, (long long)r->ends);
	if (r->erased)
		output_text(c->out,
		    "erased    %lld of the rows, each by a record that says so; their hashes stand",
		    (long long)r->erased);
	if (letters)
		output_text(c->out,
		    "letters   %lld text%s, as they stand and as they went out, each renders to "
		    "the bytes that were approved",
		    (long long)letters, letters == 1 ? "" : "s");
	output_text(c->out, "head      %s %s", ref, head);
	if (r->clock_back)
		output_text(c->out, "clock     set back %lld time%s, first at %s",
		    (long long)r->clock_back, r->clock_back == 1 ? "" : "s", r->clock_back_ref);
	if (r->simulated)
		output_text(c->out, "clock     simulated in %lld record%s", (long long)r->simulated,
		    r->simulated == 1 ? "" : "s");
}

static void report_record(struct command *c, const struct verify_report *r, int64_t letters,
    const char *head, const char *ref)
{
	static const struct field fields[] = {
		{ "verified", NULL, FIELD_BOOL, ROOM_MAY_GO },
		{ "records", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "rows", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "ends", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "head", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "hash", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "clock_back", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "clock_back_first", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "simulated", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "letters", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "erased", NULL, FIELD_INT, ROOM_MAY_GO },
	};
	struct cell cells[] = {
		{ .n = 1 },
		{ .n = r->records },
		{ .n = r->rows },
		{ .n = r->ends },
		{ .text = ref },
		{ .text = head },
		{ .n = r->clock_back },
		{ .text = r->clock_back ? r->clock_back_ref : NULL },
		{ .n = r->simulated },
		{ .n = letters },
		{ .n = r->erased },
	};

	output_begin(c->out, fields, sizeof fields / sizeof fields[0]);
	output_row(c->out, cells);
	output_end(c->out);
}

int command_verify(struct command *c, struct err *e)
{
	struct verify_report report = { 0 };
	uint8_t hash[DIGEST_SIZE];
	char head[DIGEST_HEX], ref[REF_MAX];
	int64_t record, letters;

	if (journal_verify(&c->nb, &report, e) < 0 || letters_verify(&c->nb, &letters, e) < 0 ||
	    journal_head(&c->nb, &record, hash, e) < 0 ||
	    record_ref(&c->nb, record, ref, e) < 0)
		return -1;
	digest_hex(report.head, head);
	if (c->out->form == OUTPUT_TABLE)
		report_show(c, &report, letters, head, ref);
	else
		report_record(c, &report, letters, head, ref);
	return 0;
}
