/*
 * case_import.c - what others know of an incident, in one record.
 *
 * All entries of the incident are read once and kept as hashes; those of the import itself join
 * them, so that what stands twice in one file is one entry.
 */
#include "model/case_import.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/entry.h"

enum { PAGE = 1000, TEXT_MAX = 64 * 1024, SOURCE_MAX = 1024 };

struct case_known {
	uint8_t (*hash)[DIGEST_SIZE];
	size_t n, slots; /* slots: a power of two, more than twice n; a hash of zeros is free */
};

static void entry_hash(
    const char *text, const char *source, const char *edtf, uint8_t out[DIGEST_SIZE])
{
	struct str whole = { 0 };

	str_put(&whole, text, strlen(text) + 1);
	str_put(&whole, source ? source : "", strlen(source ? source : "") + 1);
	str_puts(&whole, edtf);
	digest_of(whole.at, whole.len, out);
	str_release(&whole);
}

/* Adds it; false when it was there. */
static bool known_add(struct case_known *k, const uint8_t hash[DIGEST_SIZE])
{
	static const uint8_t none[DIGEST_SIZE];
	size_t slot;

	if (2 * (k->n + 1) > k->slots) {
		struct case_known larger = { .slots = k->slots ? 2 * k->slots : 64 };

		larger.hash = xcalloc(larger.slots, sizeof *larger.hash);
		for (size_t i = 0; i < k->slots; i++)
			if (memcmp(k->hash[i], none, sizeof none) != 0)
				known_add(&larger, k->hash[i]);
		free(k->hash);
		*k = larger;
	}
	memcpy(&slot, hash, sizeof slot);
	for (slot &= k->slots - 1; memcmp(k->hash[slot], none, sizeof none) != 0;
	     slot = (slot + 1) & (k->slots - 1))
		if (memcmp(k->hash[slot], hash, DIGEST_SIZE) == 0)
			return false;
	memcpy(k->hash[slot], hash, DIGEST_SIZE);
	k->n++;
	return true;
}

static int known_load(struct case_import *in, struct notebook *nb, struct err *e)
{
	struct entry_page p = { .incident = in->incident, .from_end = true, .limit = PAGE };
	bool more = true;
	int done = 0;

	while (done == 0 && more) {
		struct entry_list l = { 0 };
		uint8_t hash[DIGEST_SIZE];

		done = entry_page_load(nb, &p, &l, e);
		for (size_t i = 0; done == 0 && i < l.n; i++) {
			entry_hash(l.at[i].text, l.at[i].source, l.at[i].when.edtf, hash);
			known_add(in->known, hash);
		}
		more = l.n == PAGE;
		p.from_end = false;
		p.thing = l.n ? l.at[l.n - 1].thing : 0;
		entry_list_release(&l);
	}
	return done;
}

int case_import_begin(
    struct case_import *in, struct notebook *nb, int64_t incident, struct err *e)
{
	memset(in, 0, sizeof *in);
	in->incident = incident;
	in->known = xcalloc(1, sizeof *in->known);
	if (act_begin(&in->act, nb, "case.import", e) == 0 && known_load(in, nb, e) == 0)
		return 0;
	case_import_abort(in);
	return -1;
}

int case_import_milestone(struct case_import *in, const char *kind, const struct when *when,
    const char *basis, struct err *e)
{
	bool there;

	if (milestone_write(&in->act, in->incident, kind, when, basis, &there, e) < 0)
		return -1;
	in->same += there;
	in->added += !there;
	return 0;
}

static int entry_check(const struct case_entry *n, struct err *e)
{
	size_t len = n->text ? strlen(n->text) : 0, source = n->source ? strlen(n->source) : 0;

	if (len == 0)
		return err_set(e, ERR_INVALID, "it has no text");
	if (len > TEXT_MAX)
		return err_set(e, ERR_INVALID, "its text is longer than %d KiB", TEXT_MAX / 1024);
	if (source > SOURCE_MAX)
		return err_set(e, ERR_INVALID, "its source is longer than %d bytes", SOURCE_MAX);
	if (text_utf8_fault(n->text, len) < len)
		return err_set(e, ERR_INVALID, "its text is not UTF-8");
	return 0;
}

/* The line as entry_add takes it; *known when it is there. */
static int line_make(struct case_import *in, const struct case_entry *n, struct entryline *line,
    bool *known, struct err *e)
{
	uint8_t hash[DIGEST_SIZE];

	if (entry_check(n, e) < 0)
		return -1;
	*line = (struct entryline){ .kind = n->kind ? n->kind : "observation",
		.has_kind = true,
		.has_time = true,
		.undated = !n->when,
		.text = n->text,
		.tags = n->tags,
		.source = n->source,
		.now = in->act.time };
	if (n->when)
		line->when = *n->when;
	entry_hash(n->text, n->source, line->when.edtf, hash);
	*known = !known_add(in->known, hash);
	in->same += *known;
	in->added += !*known;
	return 0;
}

int case_import_entry(struct case_import *in, const struct case_entry *n, struct err *e)
{
	struct entryline line;
	bool known;

	if (line_make(in, n, &line, &known, e) < 0)
		return -1;
	return known || entry_write(&in->act, in->incident, &line, e) >= 0 ? 0 : -1;
}

int case_import_claim(struct case_import *in, const struct case_entry *n,
    struct claim_fields *fields, int64_t *claim, struct err *e)
{
	struct entryline line;
	bool known;

	*claim = 0;
	if (line_make(in, n, &line, &known, e) < 0)
		return -1;
	fields->line = &line;
	if (!known)
		*claim = claim_write(&in->act, in->incident, fields, &in->mem, e);
	fields->line = NULL; /* it goes with this function */
	return *claim < 0 ? -1 : 0;
}

int case_import_asset(struct case_import *in, const struct asset_fields *f, struct err *e)
{
	int64_t there = 0;

	if (asset_write(&in->act, in->incident, f, &there, &in->mem, e) < 0)
		return -1;
	in->same += there != 0;
	in->added += there == 0;
	return 0;
}

static void case_import_release(struct case_import *in)
{
	if (in->known)
		free(in->known->hash);
	free(in->known);
	in->known = NULL;
	arena_release(&in->mem);
}

int case_import_commit(struct case_import *in, struct err *e)
{
	int done = act_commit(&in->act, e);

	if (done < 0)
		act_abort(&in->act);
	case_import_release(in);
	return done;
}

void case_import_abort(struct case_import *in)
{
	act_abort(&in->act);
	case_import_release(in);
}
