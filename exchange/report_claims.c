/*
 * report_claims.c - what is said, by whom, with what stands against it; and what is not known.
 *
 * A denial stands under the claim that it denies. An entry of kind claim that was written in the
 * log alone is a claim of which only words, source and time are known.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "exchange/report.h"
#include "model/claim_group.h"
#include "model/entry.h"
#include "model/question.h"

enum { PAGE = 500, CLAIM_FIELDS = 16, DENIAL_FIELDS = 7, QUESTION_FIELDS = 8 };

/* "B2" in words; the letter and the digit are independent of each other. */
static struct template_value rating_value(struct report *r, const char *pair)
{
	static const char *const sources[][2] = { { "completely reliable",
						      "sangat dapat dipercaya" },
		{ "usually reliable", "biasanya dapat dipercaya" },
		{ "fairly reliable", "cukup dapat dipercaya" },
		{ "not usually reliable", "biasanya tidak dapat dipercaya" },
		{ "unreliable", "tidak dapat dipercaya" },
		{ "reliability cannot be judged", "keandalan tidak dapat dinilai" } };
	static const char *const facts[][2] = { { "confirmed", "terkonfirmasi" },
		{ "probably true", "mungkin besar benar" }, { "possibly true", "mungkin benar" },
		{ "doubtful", "diragukan" }, { "improbable", "kecil kemungkinannya" },
		{ "truth cannot be judged", "kebenaran tidak dapat dinilai" } };
	int language = strcmp(r->language, "id") == 0;

	if (!pair || pair[0] < 'A' || pair[0] > 'F' || pair[1] < '1' || pair[1] > '6')
		return (struct template_value){ 0 };
	return report_text(r,
	    arena_printf(&r->mem, "%s: %s, %s", pair, sources[pair[0] - 'A'][language],
		facts[pair[1] - '1'][language]),
	    false);
}

/* --- claims -------------------------------------------------------------------------------- */

/* What stands against a claim: one that denies it, or contradicts it. */
struct against {
	int64_t what;
	const struct claim *by;
	bool denies;
};

static int against_compare(const void *a, const void *b)
{
	const struct against *x = a, *y = b;

	if (x->what != y->what)
		return x->what < y->what ? -1 : 1;
	return (x->by->thing > y->by->thing) - (x->by->thing < y->by->thing);
}

static bool denies(const struct claim *c)
{
	return c->of && strcmp(c->stance, "denies") == 0;
}

/* All claims of an incident, and what stands against which. */
struct claims {
	struct claim_list all;
	struct against *against;
	size_t against_n;
};

static void against_find(struct claims *c)
{
	c->against = xcalloc(2 * c->all.n + 1, sizeof *c->against);
	for (size_t i = 0; i < c->all.n; i++) {
		const struct claim *x = &c->all.at[i];

		if (denies(x))
			c->against[c->against_n++] = (struct against){ x->of, x, true };
		if (x->contradicts)
			c->against[c->against_n++] = (struct against){ x->contradicts, x, false };
	}
	if (c->against_n)
		qsort(c->against, c->against_n, sizeof *c->against, against_compare);
}

static int claims_load(struct report *r, int64_t incident, struct claims *c, struct err *e)
{
	struct thing_page p = { .incident = incident, .from_end = true, .limit = PAGE };
	size_t before = 0;

	do {
		before = c->all.n;
		if (claim_page_load(r->nb, &p, &c->all, e) < 0)
			return -1;
		p.from_end = false;
		p.thing = c->all.n ? c->all.at[c->all.n - 1].thing : 0;
	} while (c->all.n - before == PAGE);
	against_find(c);
	return 0;
}

/* What stands against a claim: the first of *n. */
static const struct against *against_of(const struct claims *c, int64_t what, size_t *n)
{
	size_t from = 0, to = c->against_n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (c->against[middle].what < what)
			from = middle + 1;
		else
			to = middle;
	}
	for (*n = 0; from + *n < c->against_n && c->against[from + *n].what == what;)
		++*n;
	return c->against + from;
}

/* A claim of the incident, or NULL. */
static const struct claim *claim_here(const struct claims *c, int64_t thing)
{
	return thing_among(c->all.at, c->all.n, sizeof *c->all.at, thing);
}

static struct template_value denials_value(
    struct report *r, const struct claims *all, const struct claim *of)
{
	bool indonesian = strcmp(r->language, "id") == 0;
	size_t n;
	const struct against *first = against_of(all, of->thing, &n);
	struct template_value *at = arena_alloc(&r->mem, (n + 1) * DENIAL_FIELDS * sizeof *at),
			      *row = at;

	memset(at, 0, (n + 1) * DENIAL_FIELDS * sizeof *at);
	for (size_t i = 0; i < n; i++) {
		const struct claim *d = first[i].by;

		if (!first[i].denies)
			continue;
		row[0] = report_text(r, d->entry_ref, false);
		row[1] = report_text(r, report_prose(r, d->text), true);
		row[2] = report_text(r, d->by, false);
		row[3] = report_text(r, d->source, true);
		row[4] = report_when(r, &d->said);
		row[5] = rating_value(r, d->admiralty);
		if (claim_spoke_of_earlier(d, of))
			row[6] = report_text(r,
			    indonesian ? "terhadap rumusan sebelumnya" : "of an earlier wording",
			    false);
		row += DENIAL_FIELDS;
	}
	return (struct template_value){ .items = at, .count = (size_t)(row - at) / DENIAL_FIELDS };
}

/* Who and which a claim contradicts, and who contradicts it. */
static struct template_value contradicts_value(
    struct report *r, const struct claims *all, const struct claim *c)
{
	static const char *const words[][2] = { { "contradicts", "bertentangan dengan" },
		{ "contradicted by", "dibantah oleh" } };
	int language = strcmp(r->language, "id") == 0;
	const struct claim *other = c->contradicts ? claim_here(all, c->contradicts) : NULL;
	struct template_value v;
	struct str s = { 0 };
	size_t n;
	const struct against *first = against_of(all, c->thing, &n);

	if (other)
		str_printf(&s, "%s %s (%s)", words[0][language], other->by, other->entry_ref);
	else if (c->contradicts)
		str_printf(&s, "%s %s", words[0][language], c->contradicts_ref);
	for (size_t i = 0; i < n; i++)
		if (!first[i].denies)
			str_printf(&s, "%s%s %s (%s)", s.len ? ", " : "", words[1][language],
			    first[i].by->by, first[i].by->entry_ref);
	v = report_text(r, str_text(&s), false);
	str_release(&s);
	return v;
}

/* Who says who did it attributes. */
static const char *stance_word(const struct claim *c)
{
	bool actor = c->about && strcmp(c->about, "actor") == 0;

	return actor && strcmp(c->stance, "asserts") == 0 ? "attributes" : c->stance;
}

static void claim_put(struct report *r, enum report_name list, const char *incident,
    const struct claims *all, const struct claim *c)
{
	struct template_value *row = report_row(&r->rows[list], CLAIM_FIELDS);

	row[0] = report_text(r, c->entry_ref, false);
	row[1] = report_text(r, incident, false);
	row[2] = report_text(r, report_prose(r, c->text), true);
	row[3] = report_text(r, c->quote, true);
	row[4] = report_text(r, c->by, false);
	row[5] = report_worded(r, stance_word(c));
	row[6] = report_text(r, c->source, true);
	row[7] = report_text(r, c->url, false);
	row[8] = report_when(r, &c->said);
	row[9] = report_worded(r, c->about);
	row[10] = rating_value(r, c->admiralty);
	row[11] = report_worded(r, c->likelihood);
	row[12] = report_instant(r, c->recorded);
	row[13] = report_writer(r, c->writer, c->public_ref);
	row[14] = contradicts_value(r, all, c);
	row[15] = denials_value(r, all, c);
}

/* Does it stand under the claim that it denies? That one has to stand in the list itself. */
static bool stands_under(const struct claims *all, const struct claim *c)
{
	const struct claim *of = denies(c) ? claim_here(all, c->of) : NULL;

	return of && !denies(of);
}

/* Was the entry marked for reports? */
static int marked(struct report *r, int64_t entry, bool *yes, struct err *e)
{
	struct entry_list one = { 0 };
	int done = entry_load(r->nb, entry, &one, e);

	*yes = done == 0 && one.n && one.at[0].report;
	entry_list_release(&one);
	return done;
}

static int claims_put(
    struct report *r, const struct incident *of, const struct claims *all, struct err *e)
{
	bool main = of->thing == r->incident->thing, yes;

	for (size_t i = 0; i < all->all.n; i++) {
		const struct claim *c = &all->all.at[i];

		if (report_uses(r, REPORT_CLAIMS) && !stands_under(all, c))
			claim_put(r, REPORT_CLAIMS, of->ref, all, c);
		if (!main || !report_uses(r, REPORT_CLAIMS_MARKED))
			continue;
		if (marked(r, c->entry, &yes, e) < 0)
			return -1;
		if (yes)
			claim_put(r, REPORT_CLAIMS_MARKED, of->ref, all, c);
	}
	return 0;
}

/* Claims are read when one is wanted, as the walk over the log meets them: so those with a claim of
 * their own are passed over here. */
int report_claim_entry(
    struct report *r, const struct incident *of, const struct entry *n, struct err *e)
{
	int64_t claim = claim_of_entry(r->nb, n->thing, e);
	bool main = of->thing == r->incident->thing;

	for (int list = 0; claim == 0 && list < 1 + (n->report && main); list++) {
		struct template_value *row =
		    report_row(&r->rows[list ? REPORT_CLAIMS_MARKED : REPORT_CLAIMS], CLAIM_FIELDS);

		row[0] = report_text(r, n->public_ref, false);
		row[1] = report_text(r, of->ref, false);
		row[2] = report_text(r, report_prose(r, n->text), true);
		row[6] = report_text(r, n->source, true);
		row[8] = report_when(r, &n->when);
		row[12] = report_instant(r, n->recorded);
		row[13] = report_writer(r, n->writer, n->public_ref);
	}
	return claim < 0 ? -1 : 0;
}

/* --- questions ----------------------------------------------------------------------------- */

static void question_put(
    struct report *r, enum report_name list, const char *incident, const struct question *q)
{
	struct template_value *row = report_row(&r->rows[list], QUESTION_FIELDS);

	row[0] = report_text(r, q->entry_ref, false);
	row[1] = report_text(r, incident, false);
	row[2] = report_text(r, report_prose(r, q->text), true);
	row[3] = report_writer(r, q->asker, q->public_ref);
	row[4] = report_instant(r, q->recorded);
	row[5] = report_due(r, q->due);
	row[6] = q->answer ? report_text(r, report_prose(r, q->answer), true)
			   : (struct template_value){ 0 };
	row[7] = report_worded(r, q->confidence);
}

static int question_sort(
    struct report *r, const struct incident *of, const struct question *q, struct err *e)
{
	static const struct {
		const char *state;
		enum report_name list;
	} lists[] = { { "open", REPORT_OPEN }, { "unknowable", REPORT_UNKNOWABLE },
		{ "answered", REPORT_ANSWERED } };
	bool main = of->thing == r->incident->thing, yes = false;

	if (q->struck)
		return 0;
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		if (strcmp(lists[i].state, q->state) == 0 && report_uses(r, lists[i].list))
			question_put(r, lists[i].list, of->ref, q);
	if (!main || !report_uses(r, REPORT_QUESTIONS_MARKED))
		return 0;
	if (marked(r, q->entry, &yes, e) < 0)
		return -1;
	if (yes && (strcmp(q->state, "open") == 0 || strcmp(q->state, "unknowable") == 0))
		question_put(r, REPORT_QUESTIONS_MARKED, of->ref, q);
	return 0;
}

static int questions_gather(struct report *r, const struct incident *of, struct err *e)
{
	struct thing_page p = { .incident = of->thing, .from_end = true, .limit = PAGE };
	bool more = true;
	int done = 0;

	while (done == 0 && more) {
		struct question_list l = { 0 };

		done = question_page_load(r->nb, &p, &l, e);
		for (size_t i = 0; done == 0 && i < l.n; i++)
			done = question_sort(r, of, &l.at[i], e);
		more = l.n == PAGE;
		p.from_end = false;
		p.thing = l.n ? l.at[l.n - 1].thing : 0;
		question_list_release(&l);
	}
	return done;
}

int report_said_gather(struct report *r, const struct incident *of, struct err *e)
{
	struct claims c = { 0 };
	int done = claims_load(r, of->thing, &c, e);

	if (done == 0)
		done = claims_put(r, of, &c, e);
	free(c.against);
	claim_list_release(&c.all);
	return done < 0 ? -1 : questions_gather(r, of, e);
}
