/*
 * access_log.c - who looked at whose record: from the lines of an access log to one exposure per
 * customer.
 *
 * The lines of one account within a window are counted by customer (tally_file.h) while the file
 * streams by; only then is the record begun, so nobody waits for the reading.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "exchange/import.h"
#include "exchange/tally_file.h"
#include "model/customer.h"
#include "model/exposure.h"

enum { TIME, AGENT, CUSTOMER, RECORD, FIELDS };
static const struct mapping_field fields[FIELDS] = {
	[TIME] = { "time", "timestamp datetime at when date waktu", true },
	[AGENT] = { "agent", "user username account actor operator employee petugas pengguna",
	    true },
	[CUSTOMER] = { "customer", "customer_id customer_ref ref subject pelanggan id_pelanggan",
	    true },
	[RECORD] = { "record", "category data resource object type kategori", false },
};

enum { WORDS_MAX = 64, WORD_MAX = 64, WRITE_CACHE = 16 << 20 };

/* The kinds of records seen: each is a bit of tally_cell.categories. */
struct words {
	struct word {
		size_t raw_n;
		char raw[WORD_MAX];      /* as it stands in the file: what is compared */
		char word[WORD_MAX + 1]; /* lower case, dashes: what is stored */
	} at[WORDS_MAX];
	size_t n;
};

/* --- kinds of records ----------------------------------------------------------------------------
 */

/* Lower case; what is neither letter, digit nor dash becomes a dash, other scripts stay as they
 * are. */
static void word_make(const struct csv_field *f, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < f->len; i++) {
		char c = f->at[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		else if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && !(c & 0x80))
			c = '-';
		if (c != '-' || (n && out[n - 1] != '-'))
			out[n++] = c;
	}
	while (n && out[n - 1] == '-')
		n--;
	out[n] = '\0';
}

static int word_bit(struct words *w, const struct csv_field *f, uint64_t *bit, struct err *e)
{
	struct word *new = &w->at[w->n];

	*bit = 0;
	if (!f || !f->len)
		return 0;
	for (size_t i = 0; i < w->n; i++)
		if (w->at[i].raw_n == f->len && memcmp(w->at[i].raw, f->at, f->len) == 0) {
			*bit = UINT64_C(1) << i;
			return 0;
		}
	if (f->len > WORD_MAX)
		return err_set(
		    e, ERR_INVALID, "the kind of record is longer than %d bytes", WORD_MAX);
	if (w->n == WORDS_MAX)
		return err_set(e, ERR_INVALID,
		    "\"%s\" is the %dth kind of record: is --map record= the right column", f->at,
		    WORDS_MAX + 1);
	memcpy(new->raw, f->at, f->len);
	new->raw_n = f->len;
	word_make(f, new->word);
	*bit = UINT64_C(1) << w->n++;
	return 0;
}

static void words_put(const struct words *w, uint64_t bits, struct str *out)
{
	str_reset(out);
	for (size_t i = 0; i < w->n; i++)
		if (bits >> i & 1 && w->at[i].word[0]) {
			if (out->len)
				str_putc(out, ';');
			str_puts(out, w->at[i].word);
		}
}

/* --- reading
 * --------------------------------------------------------------------------------------- */

struct reading {
	struct import in;
	struct words words;
	struct tally_file *tally;
	size_t agent_n;
};

static bool in_window(const struct when *between, int64_t time)
{
	return !between || (time >= between->earliest && time <= between->latest);
}

static int line_take(struct reading *r, struct err *e)
{
	struct import *in = &r->in;
	const struct csv_field *agent = import_field(in, AGENT);
	const struct csv_field *customer = import_field(in, CUSTOMER);
	int64_t time;
	uint64_t bit;

	if (import_time(import_field(in, TIME), in->o->zone, &time, e) < 0)
		return -1;
	if (agent->len != r->agent_n || memcmp(agent->at, in->o->agent, r->agent_n) != 0)
		return 0;
	in->result->agent_rows++;
	if (!in_window(in->o->between, time))
		return 0;
	if (!customer->len || customer->len > TALLY_KEY_MAX)
		return err_set(
		    e, ERR_INVALID, "the number of a customer has 1 to %d bytes", TALLY_KEY_MAX);
	if (word_bit(&r->words, import_field(in, RECORD), &bit, e) < 0)
		return -1;
	in->result->window_rows++;
	return tally_file_add(r->tally, customer->at, customer->len, time, bit, e);
}

static int lines_take(struct reading *r, struct err *e)
{
	int got;

	while ((got = import_row(&r->in, e)) > 0)
		if (line_take(r, e) < 0 && import_reject(&r->in, e) < 0)
			return -1;
	return got;
}

/* --- writing
 * --------------------------------------------------------------------------------------- */

struct writing {
	struct reading *r;
	struct act act;
	struct str categories;
};

static int customer_take(void *with, const struct tally_cell *cell, struct err *e)
{
	struct writing *w = with;
	struct import_result *r = w->r->in.result;
	struct exposure x = {
		.incident = w->r->in.o->incident,
		.population = "viewed",
		.basis = "log",
		.earliest = cell->first,
		.latest = cell->last,
		.count = cell->count,
	};
	bool changed;

	words_put(&w->r->words, cell->categories, &w->categories);
	x.categories = w->categories.len ? w->categories.at : NULL;
	if (customer_import_thing(&w->act, cell->key, cell->len, true, &x.customer, &changed, e) <
	    0)
		return err_in(e, "customer \"%.*s\"", (int)cell->len, cell->key);
	r->customers++;
	r->customers_added += changed;
	if (exposure_put(&w->act, &x, &changed, e) < 0)
		return err_in(e, "customer \"%.*s\"", (int)cell->len, cell->key);
	r->changed += changed;
	r->same += !changed;
	return 0;
}

static void result_say(struct import_result *r)
{
	import_say(&r->told, r->rows, "line, ", "lines, ");
	import_say(&r->told, r->agent_rows, "of the account, ", "of the account, ");
	import_say(&r->told, r->window_rows, "in the window: ", "in the window: ");
	import_say(&r->told, r->customers, "customer", "customers");
	if (r->customers_added) {
		str_puts(&r->told, ", of whom ");
		import_say(&r->told, r->customers_added,
		    "was not in the register and was added by its ref alone",
		    "were not in the register and were added by their ref alone");
	}
	str_puts(&r->told, "\n");
	import_say(&r->told, r->changed, "exposure written, ", "exposures written, ");
	import_say(&r->told, r->same, "known already\n", "known already\n");
}

static int exposures_write(struct notebook *nb, struct reading *r, struct err *e)
{
	struct import_result *result = r->in.result;
	struct writing w = { .r = r };
	int done = -1;

	if (act_begin(&w.act, nb, "exposure.import", e) < 0)
		return -1;
	db_cache(nb->db, WRITE_CACHE);
	if (tally_file_each(r->tally, customer_take, &w, e) < 0)
		goto out;
	result_say(result);
	if (import_finish(&r->in, e) < 0)
		goto out;
	done = 0;
	if (r->in.o->dry_run || result->changed + result->customers_added == 0)
		goto out;
	done = import_transfer(&r->in, &w.act, "access-log", result->window_rows, e);
	if (done == 0)
		done = act_commit(&w.act, e);
	if (done == 0)
		snprintf(result->ref, sizeof result->ref, "%s", w.act.ref);
out:
	act_abort(&w.act);
	db_cache(nb->db, 0);
	str_release(&w.categories);
	return done;
}

static int options_check(const struct import_options *o, struct err *e)
{
	if (!o->agent || !*o->agent)
		return err_set(e, ERR_USAGE, "--agent must name the account whose lines count");
	return 0;
}

int access_log_import(struct notebook *nb, const struct import_options *o,
    struct import_result *result, struct err *e)
{
	struct reading r = { 0 };
	char *folder = folder_beside(nb->path);
	int done = -1;

	memset(result, 0, sizeof *result);
	if (options_check(o, e) < 0)
		goto out;
	r.agent_n = strlen(o->agent);
	r.tally = tally_file_new(folder, 0);
	if (import_open(&r.in, o, fields, FIELDS, result, e) == 0 && lines_take(&r, e) == 0) {
		if (!result->agent_rows)
			err_set(e, ERR_NO, "none of the %lld lines of %s is of \"%.200s\"",
			    (long long)result->rows, csv_reader_name(r.in.reader), o->agent);
		else
			done = exposures_write(nb, &r, e);
	}
	if (done == 0)
		done = import_publish(&r.in, e);
	import_release(&r.in);
	tally_file_free(r.tally);
out:
	free(folder);
	return done;
}
