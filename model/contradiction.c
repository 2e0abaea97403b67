/*
 * contradiction.c - what cannot both hold. One claim or entry after the other is held against what
 * it could contradict, each by an index.
 */
#include "model/contradiction.h"

#include <stdlib.h>
#include <string.h>

#include "model/claim.h"
#include "model/entry.h"
#include "model/incident.h"
#include "model/list.h"

/* Claims whose times are looked at on either side of one: pairs that both lie nearer than so many
 * others are not named, so that a topic of many claims costs what it shows. */
enum { SIDE = 5 * CONTRADICTIONS_OF_ONE };

/* --- sides -------------------------------------------------------------------------------- */

static int claim_side(struct notebook *nb, int64_t thing, bool held, struct contradiction_side *s,
    struct arena *mem, struct err *e)
{
	struct claim_list one = { 0 };
	const struct claim *x;

	if (claim_load(nb, thing, &one, e) < 0) {
		claim_list_release(&one);
		return -1;
	}
	x = &one.at[0];
	*s = (struct contradiction_side){ .thing = thing, .table = T_CLAIM };
	memcpy(s->ref, x->public_ref, REF_MAX);
	s->by = arena_strdup(mem, x->by);
	s->source = arena_strdup(mem, x->source);
	s->text = arena_strdup(mem, x->text);
	s->when = held ? x->holds : x->said;
	claim_list_release(&one);
	return 0;
}

static void entry_side(const struct entry *x, struct contradiction_side *s, struct arena *mem)
{
	*s = (struct contradiction_side){ .thing = x->thing, .table = T_ENTRY, .when = x->when };
	memcpy(s->ref, x->public_ref, REF_MAX);
	s->by = x->writer ? arena_strdup(mem, x->writer) : NULL;
	s->source = x->source ? arena_strdup(mem, x->source) : NULL;
	s->text = arena_strdup(mem, x->text);
}

static void milestone_side(
    const struct milestone *m, struct contradiction_side *s, struct arena *mem)
{
	*s = (struct contradiction_side){ .thing = m->thing,
		.table = T_MILESTONE,
		.when = m->when };
	memcpy(s->ref, m->public_ref, REF_MAX);
	s->source = m->basis ? arena_strdup(mem, m->basis) : NULL;
	s->text = arena_strdup(mem, m->kind);
}

/* The other claim of the last pair; takes the pair away again when that is not there any more. */
static int other_claim(struct notebook *nb, int64_t thing, bool held,
    struct contradiction_list *out, struct err *e)
{
	struct contradiction *c = &out->at[out->n - 1];

	if (claim_side(nb, thing, held, &c->other, &out->mem, e) == 0)
		return 0;
	out->n--;
	return e->kind == ERR_NOT_FOUND ? 0 : -1;
}

/* --- claims ------------------------------------------------------------------------------- */

struct conflict {
	int64_t thing;
	const char *why;
	bool held; /* it is the claimed times that do not meet */
};

static int claim_pair(struct notebook *nb, const struct claim *x, const struct conflict *f,
    struct contradiction_list *out, struct err *e)
{
	struct contradiction *c = list_push(out);

	c->why = f->why;
	if (claim_side(nb, x->thing, f->held, &c->one, &out->mem, e) < 0)
		return -1;
	return other_claim(nb, f->thing, f->held, out, e);
}

/* Every other one is named once, by the first reason there is. */
static void conflict_add(struct conflict *at, int *n, int64_t thing, const char *why, bool held)
{
	for (int i = 0; i < *n; i++)
		if (at[i].thing == thing)
			return;
	if (*n < CONTRADICTIONS_OF_ONE)
		at[(*n)++] = (struct conflict){ thing, why, held };
}

/* What is claimed or said to have been when, held against claims of a topic. */
struct timed {
	int64_t incident;
	const char *topic;
	size_t topic_len;
	const char *about; /* NULL: none, or with any: whatever it is */
	bool any;
	const struct when *when;
};

/* The claims of a topic whose times do not meet one, those farthest from it first; the number
 * found. */
static int times_find(struct notebook *nb, const struct timed *t, int64_t *at, struct err *e)
{
	static const enum query_id sides[] = { Q_CLAIM_TOPIC_BEFORE, Q_CLAIM_TOPIC_AFTER };
	int n = 0;

	for (size_t i = 0; i < 2; i++) {
		struct query *q = db_query(nb->db, sides[i]);

		q_int(q, ":incident", t->incident);
		q_text_n(q, ":topic", t->topic, t->topic_len);
		q_int(q, ":any", t->any);
		q_text(q, ":about", t->about);
		q_int(q, i ? ":latest" : ":earliest", i ? t->when->latest : t->when->earliest);
		q_int(q, ":asof", nb->asof);
		q_int(q, ":limit", SIDE);
		while (n < (int)(i + 1) * SIDE && q_row(q))
			at[n++] = row_int(q, "id");
		if (q_done(q, e) < 0)
			return -1;
	}
	return n;
}

static int stance_conflicts(
    struct notebook *nb, const struct claim *x, struct conflict *at, int *n, struct err *e)
{
	struct query *q = db_query(nb->db, Q_CLAIM_TOPIC_STANCE);
	bool asserts = strcmp(x->stance, "asserts") == 0;
	int64_t thing;

	q_int(q, ":incident", x->incident);
	q_text(q, ":topic", x->topic);
	q_text(q, ":about", x->about);
	q_text(q, ":stance", asserts ? "denies" : "asserts");
	q_int(q, ":asof", nb->asof);
	q_int(q, ":limit", CONTRADICTIONS_OF_ONE);
	while (q_row(q) && (thing = row_int(q, "id")) < x->thing)
		conflict_add(at, n, thing, "stance", false);
	return q_done(q, e);
}

/* Each pair is named once, with the claim that was written later. */
static int topic_conflicts(
    struct notebook *nb, const struct claim *x, struct conflict *at, int *n, struct err *e)
{
	struct timed t = { x->incident, x->topic, strlen(x->topic), x->about, false, &x->holds };
	bool timed = x->holds.edtf[0] && strcmp(x->stance, "asserts") == 0;
	int64_t thing[2 * SIDE];
	int found = timed ? times_find(nb, &t, thing, e) : 0;

	if (found < 0 || (!x->of && stance_conflicts(nb, x, at, n, e) < 0))
		return -1;
	for (int i = 0; i < found; i++)
		if (thing[i] < x->thing)
			conflict_add(at, n, thing[i], "time", true);
	return 0;
}

static int milestone_conflict(
    struct notebook *nb, const struct claim *x, struct contradiction_list *out, struct err *e)
{
	struct milestone_list all = { 0 };
	struct query *q = db_query(nb->db, Q_CLAIM_CONFLICT_MILESTONE);
	int64_t thing = 0;
	int status;

	q_int(q, ":row", x->row);
	q_int(q, ":asof", nb->asof);
	if (q_row(q))
		thing = row_int(q, "id");
	status = q_done(q, e);
	if (status == 0 && thing)
		status = milestone_list_load(nb, x->incident, &all, e);
	for (size_t i = 0; status == 0 && i < all.n; i++) {
		struct contradiction *c;

		if (all.at[i].thing != thing)
			continue;
		c = list_push(out);
		c->why = "time";
		milestone_side(&all.at[i], &c->other, &out->mem);
		status = claim_side(nb, x->thing, true, &c->one, &out->mem, e);
	}
	milestone_list_release(&all);
	return status;
}

static int claim_look(
    struct notebook *nb, const struct claim *x, struct contradiction_list *out, struct err *e)
{
	struct conflict at[CONTRADICTIONS_OF_ONE];
	int n = 0;

	if (x->of && strcmp(x->stance, "denies") == 0)
		conflict_add(at, &n, x->of, "denies", false);
	if (x->contradicts)
		conflict_add(at, &n, x->contradicts, "contradicts", false);
	if (x->topic && topic_conflicts(nb, x, at, &n, e) < 0)
		return -1;
	for (int i = 0; i < n; i++)
		if (claim_pair(nb, x, &at[i], out, e) < 0)
			return -1;
	return x->topic && x->holds.edtf[0] ? milestone_conflict(nb, x, out, e) : 0;
}

static int claims_look(struct notebook *nb, struct contradiction_search *s, int limit,
    struct contradiction_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_CLAIM_CANDIDATES);
	int64_t *thing = xcalloc((size_t)limit, sizeof *thing);
	struct claim_list page = { 0 };
	int n = 0, status;

	q_int(q, ":incident", s->incident);
	q_int(q, ":thing", s->after);
	q_int(q, ":asof", nb->asof);
	q_int(q, ":limit", limit);
	while (n < limit && q_row(q))
		thing[n++] = row_int_at(q, 1);
	status = q_done(q, e);
	for (int i = 0; status == 0 && i < n; i++)
		status = claim_load(nb, thing[i], &page, e);
	for (int i = 0; status == 0 && i < n; i++)
		status = claim_look(nb, &page.at[i], out, e);
	if (n > 0)
		s->after = thing[n - 1];
	if (n < limit) {
		s->stage = SEARCH_ENTRIES;
		s->after = 0;
	}
	claim_list_release(&page);
	free(thing);
	return status;
}

/* --- entries ------------------------------------------------------------------------------ */

/* Does the time of this kind of entry say when something was so? Of the others it says when
 * somebody spoke. */
static bool tells_time(const struct entry *x)
{
	static const char *const kinds[] = { "observation", "evidence", "milestone", "system" };

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(x->kind, kinds[i]) == 0)
			return x->when.edtf[0] && !x->struck && x->tags;
	return false;
}

static int tag_look(struct notebook *nb, const struct entry *x, const char *tag, size_t len,
    struct contradiction_list *out, struct err *e)
{
	struct timed t = { x->incident, tag, len, NULL, true, &x->when };
	int64_t thing[2 * SIDE];
	int n = times_find(nb, &t, thing, e);

	for (int i = 0; i < n && i < CONTRADICTIONS_OF_ONE; i++) {
		struct contradiction *c = list_push(out);

		c->why = "time";
		entry_side(x, &c->one, &out->mem);
		if (other_claim(nb, thing[i], true, out, e) < 0)
			return -1;
	}
	return n < 0 ? -1 : 0;
}

static int entry_look(
    struct notebook *nb, const struct entry *x, struct contradiction_list *out, struct err *e)
{
	if (!tells_time(x))
		return 0;
	for (const char *p = x->tags; *p;) {
		size_t n = strcspn(p, " ");

		if (tag_look(nb, x, p, n, out, e) < 0)
			return -1;
		p += n + (p[n] == ' ');
	}
	return 0;
}

/* Without any claimed time of a topic there is nothing that entries could be held against. */
static int entries_wanted(struct notebook *nb, int64_t incident, bool *wanted, struct err *e)
{
	struct query *q = db_query(nb->db, Q_CLAIM_TIMED_ANY);

	q_int(q, ":incident", incident);
	q_int(q, ":asof", nb->asof);
	*wanted = q_row(q);
	return q_done(q, e);
}

static int entries_look(struct notebook *nb, struct contradiction_search *s, int limit,
    struct contradiction_list *out, struct err *e)
{
	struct entry_page p = { .incident = s->incident, .thing = s->after, .limit = limit };
	struct entry_list page = { 0 };
	bool wanted = true;
	int status = s->after == 0 ? entries_wanted(nb, s->incident, &wanted, e) : 0;

	if (status == 0 && wanted)
		status = entry_page_load(nb, &p, &page, e);
	for (size_t i = 0; status == 0 && i < page.n; i++)
		status = entry_look(nb, &page.at[i], out, e);
	if (page.n > 0)
		s->after = page.at[page.n - 1].thing;
	if (page.n < (size_t)limit)
		s->stage = SEARCH_MILESTONES;
	entry_list_release(&page);
	return status;
}

/* --- milestones ------------------------------------------------------------------------------ */

/* In the order in which they can only happen. */
static const char *const order[] = { "occurred", "detected", "contained", "eradicated", "recovered",
	"closed", NULL };

static const struct milestone *of_kind(const struct milestone_list *all, const char *kind)
{
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->at[i].kind, kind) == 0)
			return &all->at[i];
	return NULL;
}

static void pair_look(
    const struct milestone *first, const struct milestone *then, struct contradiction_list *out)
{
	struct contradiction *c;

	if (!first || !then || when_order(&then->when, &first->when) != WHEN_SURELY_BEFORE)
		return;
	c = list_push(out);
	c->why = "order";
	milestone_side(then, &c->one, &out->mem);
	milestone_side(first, &c->other, &out->mem);
}

static int milestones_look(struct notebook *nb, struct contradiction_search *s,
    struct contradiction_list *out, struct err *e)
{
	struct milestone_list all = { 0 };
	int status = milestone_list_load(nb, s->incident, &all, e);

	for (size_t i = 0; order[i]; i++)
		for (size_t k = i + 1; order[k]; k++)
			pair_look(of_kind(&all, order[i]), of_kind(&all, order[k]), out);
	milestone_list_release(&all);
	s->stage = SEARCH_DONE;
	return status;
}

int contradiction_search(struct notebook *nb, struct contradiction_search *s, int limit,
    struct contradiction_list *out, struct err *e)
{
	switch (s->stage) {
	case SEARCH_CLAIMS:
		return claims_look(nb, s, limit, out, e);
	case SEARCH_ENTRIES:
		return entries_look(nb, s, limit, out, e);
	case SEARCH_MILESTONES:
		return milestones_look(nb, s, out, e);
	default:
		return 0;
	}
}

void contradiction_list_release(struct contradiction_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}
