/*
 * status_csv.c - what the mailer says of the letters: sent, bounced and so on.
 *
 * The file is read whole, then each key is looked for among the notifications of the incident: by
 * their own reference or the customer's, or by the address. What was found, what was not and what
 * bounced is told before anything is written; then all become attempts in one record.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/text.h"
#include "exchange/import.h"
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

enum { ROWS_MAX = 4 * 1000 * 1000, NAMED = 20 };

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

struct line {
	const char *key, *result, *code, *channel;
	int64_t at, number;   /* number: of the row, so that those of a key stay in order */
	int64_t notification; /* 0: none found */
};
struct lines {
	struct line *at; /* sorted by key, number */
	size_t n, cap;
	struct arena mem;
	bool by_email;
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
static char *key_copy(struct lines *l, const char *key)
{
	char *copy = arena_strdup(&l->mem, key);

	for (char *c = copy; *c && l->by_email; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return copy;
}

static const char *keep(struct lines *l, const char *text)
{
	return text ? arena_strdup(&l->mem, text) : NULL;
}

static int line_take(struct import *in, struct lines *l, struct err *e)
{
	const struct csv_field *at = import_field(in, AT);
	const char *key = import_text(in, KEY), *said = import_text(in, RESULT), *result;
	const char *channel = import_text(in, CHANNEL);
	int64_t time = 0;

	if (!key || !said)
		return err_set(e, ERR_INVALID, key ? "it has no result" : "it has no key");
	if (result_read(said, import_text(in, CODE), &result, e) < 0)
		return -1;
	if (at && at->len && import_time(at, in->o->zone, &time, e) < 0)
		return -1;
	if (channel &&
	    !(channel = word_find(channel_words, channel, strlen(channel), "channel", e)))
		return -1;
	if (l->n == ROWS_MAX)
		return err_set(e, ERR_USAGE, "%s has more than %d rows: split it",
		    csv_reader_name(in->reader), ROWS_MAX);
	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 1024;
		l->at = xrealloc(l->at, l->cap * sizeof *l->at);
	}
	l->at[l->n++] = (struct line){ .key = key_copy(l, key),
		.result = result,
		.code = keep(l, import_text(in, CODE)),
		.channel = channel,
		.at = time,
		.number = in->row.number };
	return 0;
}

static int by_key(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order ? order : (x->number > y->number) - (x->number < y->number);
}

static int by_number(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

static int lines_read(struct import *in, struct lines *l, struct err *e)
{
	int got;

	while ((got = import_row(in, e)) > 0)
		if (line_take(in, l, e) < 0 && import_reject(in, e) < 0)
			return -1;
	if (l->n)
		qsort(l->at, l->n, sizeof *l->at, by_key);
	return got;
}

/* --- finding the letters ------------------------------------------------------------------------
 */

/* The letters come in the order they were made, so a later one of the same customer wins, if it
 * went out at all. */
static void key_match(struct lines *l, const char *key, const struct notification *n)
{
	size_t low = 0, high = l->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strcmp(l->at[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < l->n && strcmp(l->at[low].key, key) == 0; low++)
		if (!l->at[low].notification || n->released_at)
			l->at[low].notification = n->thing;
}

static int notification_match(void *with, const struct notification *n)
{
	struct lines *l = with;

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
	key_match(l, n->customer_ref, n);
	key_match(l, n->public_ref, n);
	return 0;
}

/* --- telling -----------------------------------------------------------------------------------
 */

static bool bounced(const struct line *l)
{
	return strstr(l->result, "bounce") || strcmp(l->result, "refused") == 0 ||
	       strcmp(l->result, "returned-post") == 0;
}

/* "3 not found: a, b, c" with at most NAMED of them. */
static void keys_say(const struct lines *l, bool which_bounced, int64_t count, struct str *out)
{
	int64_t named = 0;

	import_say(out, count, which_bounced ? "bounced" : "not found",
	    which_bounced ? "bounced" : "not found");
	for (size_t i = 0; i < l->n && named < NAMED; i++) {
		const struct line *x = &l->at[i];

		if (which_bounced ? !x->notification || !bounced(x) : x->notification != 0)
			continue;
		str_puts(out, named++ ? ", " : ": ");
		text_show(out, x->key, strlen(x->key), TEXT_ONE_LINE);
	}
	str_puts(out, named < count && count ? " ...\n" : "\n");
}

static void lines_say(const struct lines *l, struct import_result *r)
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

static int attempts_write(struct notebook *nb, struct lines *l, struct import *in, struct err *e)
{
	struct import_result *r = in->result;
	struct attempt *a = xcalloc(l->n ? l->n : 1, sizeof *a);
	struct notify_result written = { 0 };
	size_t n = 0;
	int done;

	qsort(l->at, l->n, sizeof *l->at, by_number);
	for (size_t i = 0; i < l->n; i++)
		if (l->at[i].notification)
			a[n++] = (struct attempt){ .notification = l->at[i].notification,
				.channel = l->at[i].channel,
				.result = l->at[i].result,
				.code = l->at[i].code,
				.at = l->at[i].at,
				.compromised_too = true };
	done = attempt_add(nb, a, n, "status.import", &written, e);
	if (done == 0) {
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
static int transfer_in(struct notebook *nb, struct import *in, struct err *e)
{
	uint8_t sha256[DIGEST_SIZE];
	char ref[REF_MAX];
	const struct transfer t = { .what = "status",
		.format = "csv",
		.sha256 = sha256,
		.file = strcmp(in->o->path, "-") == 0 ? NULL : in->o->path,
		.rows = in->result->matched };

	csv_reader_sha256(in->reader, sha256);
	return transfer_add(nb, &t, ref, e);
}

static int lines_apply(struct notebook *nb, struct import *in, struct lines *l, struct err *e)
{
	const struct notification_page p = { .incident = in->o->incident };

	if (notification_each(nb, &p, notification_match, l, e) < 0)
		return -1;
	lines_say(l, in->result);
	if (import_finish(in, e) < 0)
		return -1;
	if (in->o->dry_run || !in->result->matched)
		return 0;
	return attempts_write(nb, l, in, e) < 0 ? -1 : transfer_in(nb, in, e);
}

int status_import(struct notebook *nb, const struct import_options *o, struct import_result *result,
    struct err *e)
{
	struct lines l = { .by_email = o->by_email };
	struct mapping_field wanted[FIELDS];
	struct import in;
	int done = -1;

	memcpy(wanted, fields, sizeof wanted);
	if (o->by_email)
		wanted[KEY].headers = "email email_address recipient address to";
	if (import_open(&in, o, wanted, FIELDS, result, e) == 0 && lines_read(&in, &l, e) == 0)
		done = lines_apply(nb, &in, &l, e);
	if (done == 0)
		done = import_publish(&in, e);
	import_release(&in);
	free(l.at);
	arena_release(&l.mem);
	return done;
}
