/*
 * claim.c - claims. The words are those of the entry that each version was written with, which is
 * why nobody may amend or strike such an entry (entry.c asks claim_of_entry).
 */
#include "model/claim.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/claim_group.h"
#include "model/entry.h"
#include "model/entryline.h"
#include "model/list.h"
#include "model/page.h"
#include "model/vocabulary.h"

enum { NAME_MAX_BYTES = 400, TOPIC_MAX = 80, URL_MAX = 2048, QUOTE_MAX = 16 * 1024 };

/* --- what may be written ---------------------------------------------------------------- */

/* A word of a table, typed with spaces or dashes; absent is fine. */
static int word_take(struct value *out, const char *const *words, const char *given,
    const char *what, struct arena *mem, struct err *e)
{
	char *typed;
	const char *word;

	if (!given || !given[0])
		return 0;
	typed = arena_strdup(mem, given);
	for (char *c = typed; *c; c++)
		if (*c == ' ')
			*c = '-';
	word = word_find(words, typed, strlen(typed), what, e);
	if (!word)
		return -1;
	*out = value_text(word);
	return 0;
}

/* B2, kept with a capital. */
static int admiralty_take(struct value *out, const char *given, struct arena *mem, struct err *e)
{
	char *code;

	if (!given || !given[0])
		return 0;
	code = arena_strdup(mem, given);
	if (code[0] >= 'a' && code[0] <= 'f')
		code[0] = (char)(code[0] - 'a' + 'A');
	if (strlen(code) != 2 || code[0] < 'A' || code[0] > 'F' || code[1] < '1' || code[1] > '6')
		return err_set(e, ERR_INVALID,
		    "an Admiralty code is the reliability of the source, A to F, and the "
		    "credibility of what it says, 1 to 6, such as B2; not \"%.20s\"",
		    given);
	*out = value_text(code);
	return 0;
}

static int line_take(
    struct value *out, const char *given, const char *what, size_t max, struct err *e)
{
	if (!given || !given[0])
		return 0;
	if (text_line_check(given, max, what, e) < 0)
		return -1;
	*out = value_text(given);
	return 0;
}

/* Verbatim: lines and tabs may be in it. */
static int quote_take(struct value *out, const char *given, struct err *e)
{
	size_t n = given ? strlen(given) : 0;

	if (n > QUOTE_MAX)
		return err_set(e, ERR_INVALID,
		    "the quotation is longer than %d KiB; keep the document as evidence",
		    QUOTE_MAX / 1024);
	if (n && text_utf8_fault(given, n) != n)
		return err_set(e, ERR_INVALID, "the quotation is not UTF-8");
	*out = value_text(given);
	return 0;
}

/* http, https, mailto and so on: a scheme, and no blanks. */
static int url_take(struct value *out, const char *given, struct err *e)
{
	size_t scheme;

	if (!given || !given[0])
		return 0;
	scheme = strspn(given, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
	if (scheme == 0 || given[scheme] != ':' || strchr(given, ' '))
		return err_set(e, ERR_INVALID, "\"%.60s\" is no URL", given);
	return line_take(out, given, "the URL", URL_MAX, e);
}

static void holds_take(struct value *v, const struct when *w)
{
	if (!w || !w->edtf[0])
		return;
	v[COL(claim, edtf)] = value_text(w->edtf);
	v[COL(claim, zone)] = value_text(w->zone[0] ? w->zone : "UTC");
	v[COL(claim, earliest)] = value_int(w->earliest);
	v[COL(claim, latest)] = value_int(w->latest);
}

static int needed_check(const struct claim_fields *f, bool by_known, struct err *e)
{
	if (!by_known && (!f->by || !f->by[0]))
		return err_set(e, ERR_INVALID, "a claim needs a name: who says so");
	if (!f->line->source || !f->line->source[0])
		return err_set(e, ERR_INVALID,
		    "a claim needs a source: the document or person we have it from");
	return text_line_check(f->line->source, NAME_MAX_BYTES, "the source", e);
}

static int fields_take(
    const struct claim_fields *f, struct value *v, struct arena *mem, struct err *e)
{
	if (line_take(&v[COL(claim, by)], f->by, "the name of who says so", NAME_MAX_BYTES, e) <
		0 ||
	    line_take(&v[COL(claim, topic)], f->topic, "the topic", TOPIC_MAX, e) < 0 ||
	    word_take(&v[COL(claim, about)], claim_about_words, f->about,
		"thing that a claim can be about", mem, e) < 0 ||
	    word_take(&v[COL(claim, stance)], stance_words, f->stance, "stance", mem, e) < 0 ||
	    word_take(&v[COL(claim, likelihood)], likelihood_words, f->likelihood,
		"likelihood of ICD 203", mem, e) < 0 ||
	    admiralty_take(&v[COL(claim, admiralty)], f->admiralty, mem, e) < 0 ||
	    url_take(&v[COL(claim, url)], f->url, e) < 0 ||
	    quote_take(&v[COL(claim, quote)], f->quote, e) < 0)
		return -1;
	if (f->of)
		v[COL(claim, of)] = value_thing(f->of);
	if (f->contradicts)
		v[COL(claim, contradicts)] = value_thing(f->contradicts);
	if (v[COL(claim, stance)].is == VALUE_NULL)
		v[COL(claim, stance)] = value_text(stance_words[0]);
	holds_take(v, f->holds);
	return 0;
}

/* Is the other one a claim that stands? `self`: the claim that is superseded, or 0. */
static int other_check(struct notebook *nb, int64_t other, int64_t self, struct err *e)
{
	struct value values[COLUMNS_MAX];
	struct arena mem = { 0 };
	int64_t row;
	int status = 0;

	if (other && other == self)
		return err_set(e, ERR_INVALID, "a claim cannot speak of itself");
	if (other)
		status = thing_load(nb, T_CLAIM, other, values, &row, &mem, e);
	arena_release(&mem);
	return status;
}

/* --- writing ---------------------------------------------------------------------------------- */

/* The entry first, since the claim refers to it. */
static int64_t entry_begin(
    struct act *a, int64_t incident, const struct claim_fields *f, struct err *e)
{
	struct entryline line = *f->line;

	line.kind = "claim";
	return entry_write(a, incident, &line, e);
}

int64_t claim_write(
    struct act *a, int64_t incident, const struct claim_fields *f, struct arena *mem, struct err *e)
{
	struct value values[COLUMNS_MAX] = { 0 };
	int64_t entry;

	assert(incident > 0);
	values[COL(claim, incident)] = value_thing(incident);
	if (needed_check(f, false, e) < 0 || fields_take(f, values, mem, e) < 0 ||
	    other_check(a->nb, f->of, 0, e) < 0 || other_check(a->nb, f->contradicts, 0, e) < 0)
		return -1;
	entry = entry_begin(a, incident, f, e);
	if (entry < 0)
		return -1;
	values[COL(claim, entry)] = value_thing(entry);
	return act_write(a, T_CLAIM, 0, values, e);
}

int claim_add(struct notebook *nb, int64_t incident, const struct claim_fields *f,
    char out_ref[REF_MAX], struct err *e)
{
	struct arena mem = { 0 };
	struct act a = { 0 };
	int done = -1;

	if (act_begin(&a, nb, "claim.add", e) == 0)
		done = claim_write(&a, incident, f, &mem, e) < 0 ? -1 : 0;
	done = act_finish(&a, done, out_ref, e);
	arena_release(&mem);
	return done;
}

/* What was said then, and is not said again, goes; what it was said of stays. */
static void said_drop(struct value *v)
{
	static const int columns[] = { COL(claim, admiralty), COL(claim, likelihood),
		COL(claim, quote), COL(claim, url), COL(claim, edtf), COL(claim, zone),
		COL(claim, earliest), COL(claim, latest) };

	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		v[columns[i]] = (struct value){ 0 };
}

int claim_supersede(struct notebook *nb, int64_t claim, const struct claim_fields *f,
    char out_ref[REF_MAX], struct err *e)
{
	struct value values[COLUMNS_MAX] = { 0 };
	struct arena mem = { 0 };
	struct act a = { 0 };
	int64_t row, entry;
	int done = -1;

	if (needed_check(f, true, e) < 0 || act_begin(&a, nb, CLAIM_SUPERSEDE, e) < 0)
		return -1;
	if (thing_load(nb, T_CLAIM, claim, values, &row, &mem, e) < 0)
		goto out;
	said_drop(values);
	if (fields_take(f, values, &mem, e) < 0 || other_check(nb, f->of, claim, e) < 0 ||
	    other_check(nb, f->contradicts, claim, e) < 0 ||
	    (entry = entry_begin(&a, values[COL(claim, incident)].n, f, e)) < 0)
		goto out;
	values[COL(claim, entry)] = value_thing(entry);
	done = act_amend(&a, T_CLAIM, claim, row, values, e) < 0 ? -1 : 0;
out:
	done = act_finish(&a, done, out_ref, e);
	arena_release(&mem);
	return done;
}

/* --- looking up --------------------------------------------------------------------------------
 */

int64_t claim_of_entry(struct notebook *nb, int64_t entry, struct err *e)
{
	struct query *q = db_query(nb->db, Q_CLAIM_BY_ENTRY);
	int64_t thing = 0;

	q_int(q, ":entry", entry);
	q_int(q, ":asof", nb->asof);
	if (q_row(q))
		thing = row_int(q, "id");
	return q_done(q, e) < 0 ? -1 : thing;
}

int claim_find(struct notebook *nb, const char *ref, int64_t *thing, struct err *e)
{
	enum table t;
	int64_t row;

	if (ref_find(nb, ref, &row, &t, e) < 0)
		return -1;
	if (t == T_ENTRY && ref_thing(nb, ref, T_ENTRY, thing, e) == 0)
		*thing = claim_of_entry(nb, *thing, e);
	else if (ref_thing(nb, ref, T_CLAIM, thing, e) < 0)
		return -1;
	if (*thing == 0)
		return err_set(e, ERR_NOT_FOUND, "%.40s is no claim", ref);
	return *thing < 0 ? -1 : 0;
}

/* --- reading one -------------------------------------------------------------------------------
 */

static void when_read(struct when *w, struct query *q, const char *edtf, const char *zone,
    const char *earliest, const char *latest, struct arena *mem)
{
	row_copy(q, edtf, w->edtf, sizeof w->edtf, mem);
	row_copy(q, zone, w->zone, sizeof w->zone, mem);
	w->earliest = row_int_or(q, earliest, 0);
	w->latest = row_int_or(q, latest, 0);
}

static void claim_read(struct claim *x, struct query *q, struct arena *mem)
{
	x->row = row_int(q, "row");
	x->thing = row_int(q, "id");
	x->incident = row_int(q, "incident");
	x->entry = row_int(q, "entry");
	x->text = row_text(q, "text", mem);
	x->source = row_text(q, "source", mem);
	x->tags = row_text(q, "tags", mem);
	when_read(&x->said, q, "edtf", "zone", "earliest", "latest", mem);
	x->quote = row_text(q, "quote", mem);
	x->by = row_text(q, "by", mem);
	x->url = row_text(q, "url", mem);
	x->about = row_text(q, "about", mem);
	x->topic = row_text(q, "topic", mem);
	x->stance = row_text(q, "stance", mem);
	x->admiralty = row_text(q, "admiralty", mem);
	x->likelihood = row_text(q, "likelihood", mem);
	x->of = row_int_or(q, "of", 0);
	x->contradicts = row_int_or(q, "contradicts", 0);
	when_read(
	    &x->holds, q, "held_edtf", "held_zone", "held_earliest", "held_latest", mem);
	x->recorded = row_int(q, "recorded");
	x->writer = name_alone(row_text(q, "writer", mem), mem);
	x->supersedes = x->row != x->thing;
}

static int claim_refs(struct notebook *nb, struct claim *x, struct err *e)
{
	if (row_ref(nb, x->thing, x->public_ref, e) < 0 ||
	    row_ref(nb, x->entry, x->entry_ref, e) < 0 ||
	    (x->of && row_ref(nb, x->of, x->of_ref, e) < 0) ||
	    (x->contradicts && row_ref(nb, x->contradicts, x->contradicts_ref, e) < 0))
		return -1;
	return 0;
}

static int claim_show(struct notebook *nb, int64_t row, void *list, struct err *e)
{
	struct claim_list *out = list;
	struct query *q = db_query(nb->db, Q_CLAIM_SHOW);
	bool there;

	q_int(q, ":row", row);
	q_int(q, ":asof", nb->asof);
	there = q_row(q);
	if (there)
		claim_read(list_push(out), q, &out->mem);
	if (q_done(q, e) < 0)
		return -1;
	if (!there)
		return err_set(e, ERR_NOT_FOUND, "there is no such claim");
	return claim_refs(nb, &out->at[out->n - 1], e);
}

static const struct page_of claims = {
	.after = Q_CLAIM_PAGE_AFTER,
	.before = Q_CLAIM_PAGE_BEFORE,
	.scan = Q_CLAIM_SCAN_AFTER,
	.show = claim_show,
};

int claim_load(struct notebook *nb, int64_t thing, struct claim_list *out, struct err *e)
{
	return page_one(nb, &claims, Q_CLAIM_NOW, thing, out, e);
}

int claim_page_load(
    struct notebook *nb, const struct thing_page *p, struct claim_list *out, struct err *e)
{
	return page_load(nb, &claims, p, out, e);
}

int claim_heads_load(
    struct notebook *nb, const struct thing_page *p, struct claim_list *out, struct err *e)
{
	static const struct page_of heads = { .after = Q_CLAIM_HEADS_AFTER, .show = claim_show };

	assert(!p->backward);
	return page_load(nb, &heads, p, out, e);
}

int claim_count(struct notebook *nb, const struct thing_page *p, int64_t *count,
    struct thing_page *next, bool *more, struct err *e)
{
	return page_count(nb, &claims, p, count, next, more, e);
}

void claim_list_release(struct claim_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}
