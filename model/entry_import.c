/*
 * entry_import.c - many observations in one record.
 *
 * Files of events are mostly sorted, so what the log holds already is read once for each new time
 * and kept as hashes: the size of the log and of the file cost no memory, only how much happened at
 * one instant does. The hashes are SHA-256, because who writes log lines must not be able to make
 * one that is taken for another.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/text.h"
#include "model/clock.h"
#include "model/entry.h"

enum { TEXT_MAX = 64 * 1024, SOURCE_MAX = 1024, IMPORT_CACHE = 64 * 1024 * 1024 };

struct entry_known {
	int64_t time;
	bool loaded;
	uint8_t (*hash)[DIGEST_SIZE]; /* sorted */
	size_t n, cap;
	struct arena mem;
};

static void fact_hash(const char *text, const char *source, uint8_t out[DIGEST_SIZE])
{
	struct str whole = { 0 };

	str_put(&whole, text, strlen(text) + 1);
	str_puts(&whole, source ? source : "");
	digest_of(whole.at, whole.len, out);
	str_release(&whole);
}

static int hashes_compare(const void *a, const void *b)
{
	return memcmp(a, b, DIGEST_SIZE);
}

/* Reads what the log held at that time before this import. */
static int known_load(struct entry_import *in, int64_t time, struct err *e)
{
	struct entry_known *k = in->known;
	struct query *q = db_query(in->act.nb->db, Q_ENTRY_AT_TIME);

	k->n = 0;
	k->loaded = false;
	k->time = time;
	q_int(q, ":incident", in->incident);
	q_int(q, ":time", time);
	q_int(q, ":record", in->act.record);
	q_int(q, ":asof", ASOF_NOW);
	while (q_row(q)) {
		const char *text, *source;

		arena_reset(&k->mem);
		text = row_text(q, "text", &k->mem);
		source = row_text(q, "source", &k->mem);
		if (k->n == k->cap) {
			k->cap = k->cap ? 2 * k->cap : 64;
			k->hash = xrealloc(k->hash, k->cap * sizeof *k->hash);
		}
		fact_hash(text, source, k->hash[k->n++]);
	}
	if (q_done(q, e) < 0)
		return -1;
	if (k->n > 1)
		qsort(k->hash, k->n, sizeof *k->hash, hashes_compare);
	k->loaded = true;
	return 0;
}

/* Was it there before? 1, 0 or -1. */
static int known_find(
    struct entry_import *in, const struct entry_fact *f, int64_t time, struct err *e)
{
	struct entry_known *k = in->known;
	uint8_t hash[DIGEST_SIZE];

	if (!in->looks)
		return 0;
	if ((!k->loaded || k->time != time) && known_load(in, time, e) < 0)
		return -1;
	if (!k->n)
		return 0;
	fact_hash(f->text, f->source, hash);
	return bsearch(hash, k->hash, k->n, sizeof *k->hash, hashes_compare) != NULL;
}

static int fact_check(const struct entry_fact *f, struct err *e)
{
	size_t n = f->text ? strlen(f->text) : 0, m = f->source ? strlen(f->source) : 0;

	if (n == 0)
		return err_set(e, ERR_INVALID, "an entry needs a text");
	if (n > TEXT_MAX)
		return err_set(
		    e, ERR_INVALID, "the text is longer than %d KiB", TEXT_MAX / 1024);
	if (text_utf8_fault(f->text, n) != n || (m && text_utf8_fault(f->source, m) != m))
		return err_set(e, ERR_INVALID, "the text is not UTF-8");
	if (m > SOURCE_MAX)
		return err_set(e, ERR_INVALID, "the source is longer than %d bytes", SOURCE_MAX);
	return 0;
}

int entry_import_begin(
    struct entry_import *in, struct notebook *nb, int64_t incident, struct err *e)
{
	struct query *q;

	assert(incident > 0);
	memset(in, 0, sizeof *in);
	in->incident = incident;
	if (act_begin(&in->act, nb, "entry.import", e) < 0)
		return -1;
	in->known = xcalloc(1, sizeof *in->known);
	q = db_query(nb->db, Q_ENTRY_DATED_ANY);
	q_int(q, ":incident", incident);
	q_int(q, ":record", in->act.record);
	in->looks = q_row(q);
	in->clocks = xcalloc(1, sizeof *in->clocks);
	if (q_done(q, e) < 0 || clock_list_load(nb, incident, in->clocks, e) < 0) {
		entry_import_abort(in);
		return -1;
	}
	db_cache(nb->db, IMPORT_CACHE);
	return 0;
}

/* The true time, and what the clock said where that is another one. */
static int time_make(const struct entry_fact *f, const struct clock *clock, struct when *when,
    struct when *said, struct err *e)
{
	when_point(said, f->time, f->zone);
	*when = *said;
	if (said->earliest != f->time || (clock && !when_shift(when, -clock->ahead)))
		return err_set(e, ERR_INVALID, "a time lies in the years 0001 to 9999");
	return 0;
}

int entry_import_put(struct entry_import *in, const struct entry_fact *f, struct err *e)
{
	const struct clock *clock = clock_of(in->clocks, f->source, f->host);
	struct value v[COLUMNS_MAX] = { 0 };
	struct when when, said;
	int there;

	if (fact_check(f, e) < 0 || time_make(f, clock, &when, &said, e) < 0)
		return -1;
	there = known_find(in, f, when.earliest, e);
	if (there < 0)
		return -1;
	if (there) {
		in->same++;
		return 0;
	}
	v[COL(entry, earliest)] = v[COL(entry, latest)] = value_int(when.earliest);
	if (clock && clock->ahead) {
		v[COL(entry, clock)] = value_thing(clock->thing);
		v[COL(entry, phrase)] = value_text(said.edtf);
	}
	v[COL(entry, edtf)] = value_text(when.edtf);
	v[COL(entry, zone)] = value_text(when.zone);
	v[COL(entry, incident)] = value_thing(in->incident);
	v[COL(entry, kind)] = value_text("observation");
	v[COL(entry, text)] = value_text(f->text);
	v[COL(entry, tags)] = value_text(f->tags);
	v[COL(entry, source)] = value_text(f->source);
	in->added++;
	return act_write(&in->act, T_ENTRY, 0, v, e) < 0 ? -1 : 0;
}

static void import_release(struct entry_import *in)
{
	if (in->act.nb)
		db_cache(in->act.nb->db, 0);
	if (in->known) {
		free(in->known->hash);
		arena_release(&in->known->mem);
	}
	if (in->clocks)
		clock_list_release(in->clocks);
	free(in->clocks);
	free(in->known);
	in->clocks = NULL;
	in->known = NULL;
}

int entry_import_commit(struct entry_import *in, struct err *e)
{
	int done = act_commit(&in->act, e);

	import_release(in);
	return done;
}

void entry_import_abort(struct entry_import *in)
{
	act_abort(&in->act);
	import_release(in);
}
