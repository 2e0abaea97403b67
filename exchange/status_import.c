/*
 * status_import.c - what the mailer says of the letters: sent, bounced and so on.
 *
 * The file is read whole, then each key is looked for among the notifications of the incident: by
 * their own reference or the customer's, or by the address. What was found, what was not and what
 * bounced is told before anything is written, and somebody agrees where something was not found;
 * then all that is not known yet becomes attempts in one record.
 */
#include "exchange/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/notification.h"
#include "model/vocabulary.h"

enum { KEY, RESULT, CODE, AT, CHANNEL, FIELDS };
static const struct mapping_field fields[FIELDS] = {
	[KEY] = { "key", "ref notification customer customer_id customer_ref", true },
	[RESULT] = { "result", "status state event action", true },
	[CODE] = { "code", "dsn status_code enhanced_status smtp_code", false },
	[AT] = { "at", "time timestamp date datetime", false },
	[CHANNEL] = { "channel", NULL, false },
};

enum { ROWS_MAX = 4 * 1000 * 1000, NAMED = 100 };

/* What mailers say, and what we call it; RFC 3464 2.3.3 among them. */
static const struct synonym {
	const char *said, *result;
} synonyms[] = {
	{ "sent", "accepted" },
	{ "relayed", "accepted" },
	{ "expanded", "accepted" },
	{ "queued", "delayed" },
	{ "deferred", "delayed" },
	{ "failed", "hard-bounce" },
	{ "bounced", "hard-bounce" },
	{ "bounce", "hard-bounce" },
	{ "dropped", "hard-bounce" },
	{ "opened", "read" },
	{ "answered", "replied" },
	{ "terkirim", "accepted" },
	{ "gagal", "hard-bounce" },
};

/* --- reading ------------------------------------------------------------------------------- */

static int result_read(const char *said, const char *code, const char **result, struct err *e)
{
	*result = NULL;
	for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms && !*result; i++)
		if (strcasecmp(synonyms[i].said, said) == 0)
			*result = synonyms[i].result;
	if (!*result)
		*result = word_find(attempt_result_words, said, strlen(said), "result", e);
	if (!*result)
		return -1;
	/* RFC 3463: class 4 may still come through */
	if (strcmp(*result, "hard-bounce") == 0 && code && code[0] == '4')
		*result = "soft-bounce";
	return 0;
}

/* Addresses are compared without regard to case: mailers change it. */
static char *key_copy(struct status_lines *l, const char *key)
{
	char *copy = arena_strdup(&l->mem, key);

	for (char *c = copy; *c && l->by_email; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return copy;
}

static const char *keep(struct status_lines *l, const char *text)
{
	return text ? arena_strdup(&l->mem, text) : NULL;
}

int status_line_add(struct status_lines *l, const struct status_line *said, struct err *e)
{
	const char *channel = said->channel, *result;

	if (!said->key || !*said->key || !said->result)
		return err_set(e, ERR_INVALID,
		    said->key && *said->key ? "it has no result" : "it has no key");
	if (result_read(said->result, said->code, &result, e) < 0)
		return -1;
	if (channel &&
	    !(channel = word_find(channel_words, channel, strlen(channel), "channel", e)))
		return -1;
	if (l->n == ROWS_MAX)
		return err_set(e, ERR_USAGE, "there are more than %d rows: split them", ROWS_MAX);
	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 1024;
		l->at = xrealloc(l->at, l->cap * sizeof *l->at);
	}
	l->at[l->n++] = (struct status_line){ .key = key_copy(l, said->key),
		.result = result,
		.code = keep(l, said->code),
		.channel = channel,
		.recipient = keep(l, said->recipient),
		.at = said->at,
		.number = said->number };
	return 0;
}

static int row_take(struct import *in, struct status_lines *l, struct err *e)
{
	const struct csv_field *at = import_field(in, AT);
	struct status_line said = { .key = import_text(in, KEY),
		.result = import_text(in, RESULT),
		.code = import_text(in, CODE),
		.channel = import_text(in, CHANNEL),
		.number = in->row.number };

	if (at && at->len && import_time(at, in->o->zone, &said.at, e) < 0)
		return -1;
	return status_line_add(l, &said, e);
}

static int object_take(struct import *in, struct status_lines *l, struct err *e)
{
	return status_json_take(l, in, in->row.at[0].at, in->row.at[0].len, e);
}

static int by_key(const void *a, const void *b)
{
	const struct status_line *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order ? order : (x->number > y->number) - (x->number < y->number);
}

static int by_number(const void *a, const void *b)
{
	const struct status_line *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

static int rows_read(struct import *in, struct status_lines *l,
    int (*take)(struct import *in, struct status_lines *l, struct err *e), struct err *e)
{
	int got;

	while ((got = import_row(in, e)) > 0)
		if (take(in, l, e) < 0 && import_reject(in, e) < 0)
			return -1;
	return got;
}

/* --- finding the letters ------------------------------------------------------------------------
 */

/* The letters come in the order they were made, so a later one of the same customer wins, if it
 * went out at all. */
static void key_match(struct status_lines *l, const char *key, const struct notification *n)
{
	const char *address = n->address ? n->address : "";
	size_t low = 0, high = l->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strcmp(l->at[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < l->n && strcmp(l->at[low].key, key) == 0; low++)
		if ((!l->at[low].notification || n->released_at) &&
		    (!l->at[low].recipient || strcasecmp(l->at[low].recipient, address) == 0))
			l->at[low].notification = n->thing;
}

static int notification_match(void *with, const struct notification *n)
{
	struct status_lines *l = with;

	if (l->by_email) {
		char address[256];
		size_t i = 0;

		for (; n->address && n->address[i] && i < sizeof address - 1; i++)
			address[i] = n->address[i] >= 'A' && n->address[i] <= 'Z'
					 ? (char)(n->address[i] - 'A' + 'a')
					 : n->address[i];
		address[i] = '\0';
		key_match(l, address, n);
		return 0;
	}
	if (!l->by_ref)
		key_match(l, n->customer_ref, n);
	key_match(l, n->public_ref, n);
	return 0;
}

/* --- telling -----------------------------------------------------------------------------------
 */

static bool bounced(const struct status_line *l)
{
	return strstr(l->result, "bounce") || strcmp(l->result, "refused") == 0 ||
	       strcmp(l->result, "returned-post") == 0;
}

/* "3 not found: a, b, c" with at most NAMED of them. */
static void keys_say(
    const struct status_lines *l, bool which_bounced, int64_t count, struct str *out)
{
	int64_t named = 0;

	import_say(out, count, which_bounced ? "bounced" : "not found",
	    which_bounced ? "bounced" : "not found");
	for (size_t i = 0; i < l->n && named < NAMED; i++) {
		const struct status_line *x = &l->at[i];

		if (which_bounced ? !x->notification || !bounced(x) : x->notification != 0)
			continue;
		str_puts(out, named++ ? ", " : ": ");
		text_show(out, x->key, strlen(x->key), TEXT_ONE_LINE);
	}
	str_puts(out, named < count && count ? " ...\n" : "\n");
}

static void lines_say(const struct status_lines *l, struct import_result *r)
{
	for (size_t i = 0; i < l->n; i++) {
		r->matched += l->at[i].notification != 0;
		r->unmatched += l->at[i].notification == 0;
		r->bounced += l->at[i].notification && bounced(&l->at[i]);
	}
	import_say(&r->told, r->rows, "row: ", "rows: ");
	import_say(&r->told, r->matched, "found\n", "found\n");
	keys_say(l, false, r->unmatched, &r->told);
	keys_say(l, true, r->bounced, &r->told);
}

/* --- writing ------------------------------------------------------------------------------------
 */

/* The attempts that the lines make, without those that were written down before: whoever reads a
 * growing file of reports reads the old ones again. */
static int attempts_make(struct notebook *nb, const struct status_lines *l,
    struct import_result *r, struct attempt *a, size_t *n, struct err *e)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct status_line *x = &l->at[i];
		bool known;

		if (!x->notification)
			continue;
		a[*n] = (struct attempt){ .notification = x->notification,
			.channel = x->channel,
			.result = x->result,
			.code = x->code,
			.at = x->at,
			.compromised_too = true };
		if (attempt_known(nb, &a[*n], &known, e) < 0)
			return -1;
		*n += !known;
		r->same += known;
	}
	return 0;
}

static int attempts_write(
    struct notebook *nb, struct status_lines *l, struct import *in, struct err *e)
{
	struct import_result *r = in->result;
	struct attempt *a = xcalloc(l->n ? l->n : 1, sizeof *a);
	struct notify_result written = { 0 };
	size_t n = 0;
	int done;

	if (l->n)
		qsort(l->at, l->n, sizeof *l->at, by_number);
	done = attempts_make(nb, l, r, a, &n, e);
	if (r->same)
		import_say(&r->told, r->same, "known already\n", "known already\n");
	if (done == 0 && n)
		done = attempt_add(nb, a, n, "status.import", &written, e);
	if (done == 0 && n) {
		r->changed = written.changed;
		snprintf(r->ref, sizeof r->ref, "%s", written.ref);
		import_say(&r->told, r->changed, "attempt written", "attempts written");
		if (written.skipped)
			str_printf(&r->told, "; %s", str_text(&written.why));
		str_putc(&r->told, '\n');
	}
	notify_result_release(&written);
	free(a);
	return done;
}

/* The attempts are one record, the file they are from the next. */
static int transfer_in(
    struct notebook *nb, struct import *in, const uint8_t sha256[DIGEST_SIZE], struct err *e)
{
	char ref[REF_MAX];
	const struct transfer t = { .what = "status",
		.format = in->format,
		.sha256 = sha256,
		.file = strcmp(in->o->path, "-") == 0 ? NULL : in->o->path,
		.rows = in->result->matched };

	return transfer_add(nb, &t, ref, e);
}

static int lines_apply(struct notebook *nb, struct import *in, struct status_lines *l,
    const uint8_t sha256[DIGEST_SIZE], struct err *e)
{
	const struct notification_page p = { .incident = in->o->incident };
	struct import_result *r = in->result;
	bool go = true;

	if (l->n)
		qsort(l->at, l->n, sizeof *l->at, by_key);
	if (notification_each(nb, &p, notification_match, l, e) < 0)
		return -1;
	lines_say(l, r);
	if (import_finish(in, e) < 0)
		return -1;
	if (in->o->dry_run || !r->matched)
		return 0;
	if (in->o->agree && in->o->agree(in->o->with, r, &go, e) < 0)
		return -1;
	if (!go || attempts_write(nb, l, in, e) < 0)
		return go ? -1 : 0;
	return r->ref[0] ? transfer_in(nb, in, sha256, e) : 0;
}

/* --- the formats ------------------------------------------------------------------------------ */

/* Rows of CSV, or objects of JSON Lines. */
static int rows_import(struct notebook *nb, struct import *in, struct status_lines *l, bool json,
    uint8_t sha256[DIGEST_SIZE], struct err *e)
{
	struct mapping_field wanted[FIELDS];
	int done;

	memcpy(wanted, fields, sizeof wanted);
	if (in->o->by_email)
		wanted[KEY].headers = "email email_address recipient address to";
	in->format = json ? "jsonl" : "csv";
	done = json ? import_lines(in, e) : import_columns(in, wanted, FIELDS, e);
	if (done == 0)
		done = rows_read(in, l, json ? object_take : row_take, e);
	if (done == 0)
		csv_reader_sha256(in->reader, sha256);
	return done;
}

static int format_find(const struct import_options *o, const char **format, struct err *e)
{
	static const char *const names[] = { "auto", "csv", "jsonl", "mail", NULL };

	*format = o->format ? o->format : "auto";
	if (word_index(names, *format) < 0)
		return err_set(e, ERR_USAGE,
		    "--format takes auto, csv, jsonl or mail, not \"%.40s\"", *format);
	if (strcmp(*format, "auto") == 0 && status_mail_is(o->path))
		*format = "mail";
	if (strcmp(*format, "mail") == 0 && (o->map || o->rejects || o->by_email))
		return err_set(e, ERR_USAGE,
		    "mail has no columns: --map, --rejects and --key email are for lists");
	return 0;
}

static int file_read(struct notebook *nb, struct import *in, struct status_lines *l,
    const char *format, uint8_t sha256[DIGEST_SIZE], struct err *e)
{
	const char *line;
	size_t n;

	if (import_start(in, in->o, in->result, e) < 0)
		return -1;
	if (strcmp(format, "auto") == 0) {
		if (csv_reader_peek(in->reader, &line, &n, e) < 0)
			return -1;
		format = n && line[0] == '{' ? "jsonl" : "csv";
	}
	return rows_import(nb, in, l, strcmp(format, "jsonl") == 0, sha256, e);
}

int status_import(struct notebook *nb, const struct import_options *o, struct import_result *result,
    struct err *e)
{
	struct status_lines l = { .by_email = o->by_email };
	struct import in = { .o = o, .result = result, .format = "mail" };
	uint8_t sha256[DIGEST_SIZE];
	const char *format;
	int done;

	memset(result, 0, sizeof *result);
	done = format_find(o, &format, e);
	l.by_ref = done == 0 && strcmp(format, "mail") == 0;
	if (done == 0)
		done = l.by_ref ? status_mail_read(nb, o->path, &l, result, sha256, e)
				: file_read(nb, &in, &l, format, sha256, e);
	if (done == 0)
		done = lines_apply(nb, &in, &l, sha256, e);
	if (done == 0)
		done = import_publish(&in, e);
	import_release(&in);
	free(l.at);
	arena_release(&l.mem);
	return done;
}
