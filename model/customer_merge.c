/*
 * customer_merge.c - two customers become one, in one record.
 *
 * Nothing is copied and nothing lost: the version of the one that goes is ended, what refers to it
 * gets a version that refers to the other, and its number becomes an alias, so that a list that
 * still has it finds the right customer.
 */
#include "model/customer_merge.h"

#include <stdlib.h>
#include <string.h>

#include "model/customer.h"
#include "model/exposure.h"
#include "model/list.h"
#include "model/notification_work.h"

struct merge {
	struct act act;
	const struct customer *from, *into;
	struct arena mem;
};

/* ---- the customer ---- */

static const char *either(const char *a, const char *b)
{
	return a ? a : b;
}

static const char *notes_join(struct merge *m)
{
	const char *a = m->into->notes, *b = m->from->notes;

	if (!a || !b || strcmp(a, b) == 0)
		return either(a, b);
	return arena_printf(&m->mem, "%s\n%s", a, b);
}

static struct address *address_find(struct address *all, size_t n, const struct address *x)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].channel, x->channel) == 0 && strcmp(all[i].value, x->value) == 0)
			return &all[i];
	return NULL;
}

/* Those of both, once each; one that is marked compromised in either is. */
static int addresses_join(struct merge *m, struct str *out, struct err *e)
{
	struct address all[ADDRESSES_MAX], more[ADDRESSES_MAX];
	size_t n = m->into->addresses ? addresses_read(m->into->addresses, all, &m->mem) : 0;
	size_t k = m->from->addresses ? addresses_read(m->from->addresses, more, &m->mem) : 0;

	for (size_t i = 0; i < k; i++) {
		struct address *there = address_find(all, n, &more[i]);

		if (there)
			there->compromised |= more[i].compromised;
		else if (n == ADDRESSES_MAX)
			return err_set(e, ERR_CONFLICT,
			    "together %s and %s have more than %d addresses", m->from->ref,
			    m->into->ref, ADDRESSES_MAX);
		else
			all[n++] = more[i];
	}
	addresses_write(all, n, out);
	return 0;
}

static int customer_join(struct merge *m, struct err *e)
{
	const struct customer *a = m->into, *b = m->from;
	struct str addresses = { 0 };
	int64_t row = -1;

	if (addresses_join(m, &addresses, e) == 0) {
		const struct value v[COLUMNS_MAX] = {
			[COL(customer, addresses)] = value_text(str_text(&addresses)),
			[COL(customer, country)] = value_text(either(a->country, b->country)),
			[COL(customer, language)] = value_text(either(a->language, b->language)),
			[COL(customer, name)] = value_text(either(a->name, b->name)),
			[COL(customer, notes)] = value_text(notes_join(m)),
			[COL(customer, organisation)] =
			    value_text(either(a->organisation, b->organisation)),
			[COL(customer, ref)] = value_text(a->ref),
			[COL(customer, tier)] = value_text(either(a->tier, b->tier)),
			[COL(customer, zone)] = value_text(either(a->zone, b->zone)),
		};

		row = act_end(&m->act, T_CUSTOMER, b->row, e);
		if (row == 0)
			row = act_amend(&m->act, T_CUSTOMER, a->thing, a->row, v, e);
	}
	str_release(&addresses);
	return row < 0 ? -1 : 0;
}

/* ---- its numbers ---- */

static int alias_write(struct merge *m, const char *ref, int64_t thing, int64_t row, struct err *e)
{
	const struct value v[COLUMNS_MAX] = {
		[COL(alias, customer)] = value_thing(m->into->thing),
		[COL(alias, ref)] = value_text(ref),
	};

	row = row ? act_amend(&m->act, T_ALIAS, thing, row, v, e)
		  : act_write(&m->act, T_ALIAS, 0, v, e);
	return row < 0 ? -1 : 0;
}

struct alias {
	int64_t thing, row;
	const char *ref;
};
struct alias_list {
	struct alias *at;
	size_t n, cap;
	struct arena mem;
};

static int aliases_load(
    struct notebook *nb, int64_t customer, struct alias_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_ALIAS_OF);

	*out = (struct alias_list){ 0 };
	q_int(q, ":asof", nb->asof);
	q_int(q, ":customer", customer);
	while (q_row(q)) {
		struct alias *a = list_push(out);

		a->thing = row_int(q, "thing");
		a->row = row_int(q, "row");
		a->ref = row_text(q, "ref", &out->mem);
	}
	return q_done(q, e);
}

static void alias_list_release(struct alias_list *l)
{
	free(l->at);
	arena_release(&l->mem);
}

static int aliases_move(struct merge *m, struct err *e)
{
	struct alias_list l;
	int status = aliases_load(m->act.nb, m->from->thing, &l, e);

	for (size_t i = 0; status == 0 && i < l.n; i++)
		status = alias_write(m, l.at[i].ref, l.at[i].thing, l.at[i].row, e);
	if (status == 0)
		status = alias_write(m, m->from->ref, 0, 0, e);
	alias_list_release(&l);
	return status;
}

/* ---- what refers to it ---- */

/* Things of one customer, read before any of them is written. */
static int64_t *things_load(
    struct merge *m, enum query_id id, const char *column, size_t *n, struct err *e)
{
	struct query *q = db_query(m->act.nb->db, id);
	int64_t *things = NULL;
	size_t cap = 0;

	*n = 0;
	q_int(q, ":asof", m->act.nb->asof);
	q_int(q, ":customer", m->from->thing);
	while (q_row(q)) {
		things = list_room(things, *n, &cap, sizeof(*things));
		things[(*n)++] = row_int(q, column);
	}
	if (q_done(q, e) == 0)
		return things ? things : xcalloc(1, sizeof(*things));
	free(things);
	return NULL;
}

static int exposures_move(struct merge *m, struct err *e)
{
	size_t n;
	int64_t *incidents = things_load(m, Q_EXPOSURE_OF_CUSTOMER, "incident", &n, e);
	int status = incidents ? 0 : -1;

	for (size_t i = 0; status == 0 && i < n; i++)
		status =
		    exposure_move(&m->act, incidents[i], m->from->thing, m->into->thing, e);
	free(incidents);
	return status;
}

static int notification_move(struct merge *m, int64_t thing, struct err *e)
{
	struct notification_work w;

	if (notification_work_load(m->act.nb, thing, &w, &m->mem, e) < 0)
		return -1;
	w.customer = m->into->thing;
	return notification_work_amend(&m->act, &w, e);
}

static int notifications_move(struct merge *m, struct err *e)
{
	size_t n;
	int64_t *things = things_load(m, Q_NOTIFICATION_OF_CUSTOMER, "thing", &n, e);
	int status = things ? 0 : -1;

	for (size_t i = 0; status == 0 && i < n; i++)
		status = notification_move(m, things[i], e);
	free(things);
	return status;
}

/* ---- the act ---- */

static int merge_write(struct merge *m, int64_t from, int64_t into, struct err *e)
{
	struct customer_list two = { 0 };
	int status = -1;

	if (customer_load(m->act.nb, from, 0, &two, e) == 0 &&
	    customer_load(m->act.nb, into, 0, &two, e) == 0) {
		m->from = &two.at[0];
		m->into = &two.at[1];
		if (exposures_move(m, e) == 0 && notifications_move(m, e) == 0 &&
		    customer_join(m, e) == 0)
			status = aliases_move(m, e);
	}
	customer_list_release(&two);
	return status;
}

int customer_merge(struct notebook *nb, int64_t from, int64_t into, const char *reason,
    char out_ref[REF_MAX], struct err *e)
{
	struct merge m = { 0 };
	int status = -1;

	if (!reason || !*reason)
		return err_set(e, ERR_USAGE, "to make one customer of two needs a reason");
	if (from == into)
		return err_set(e, ERR_USAGE, "these are one customer already");
	if (act_begin(&m.act, nb, "customer.merge", e) < 0)
		return -1;
	m.act.reason = reason;
	if (merge_write(&m, from, into, e) == 0)
		status = act_commit(&m.act, e);
	act_abort(&m.act);
	if (status == 0)
		memcpy(out_ref, m.act.ref, REF_MAX);
	arena_release(&m.mem);
	return status;
}

int customer_aliases(struct notebook *nb, int64_t customer, struct str *out, struct err *e)
{
	struct alias_list l;
	int status = aliases_load(nb, customer, &l, e);

	for (size_t i = 0; status == 0 && i < l.n; i++)
		str_printf(out, "%s%s", out->len ? "; " : "", l.at[i].ref);
	alias_list_release(&l);
	return status;
}

/* --- who it ever was ----------------------------------------------------------------------- */

struct same {
	int64_t *things;
	size_t n, cap;
};

static void same_add(struct same *s, int64_t thing)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->things[i] == thing)
			return;
	if (s->n == s->cap)
		s->things = xrealloc(s->things, (s->cap = s->cap * 2 + 8) * sizeof *s->things);
	s->things[s->n++] = thing;
}

static int named_add(struct notebook *nb, const char *ref, struct same *s, struct err *e)
{
	struct query *q = db_query(nb->db, Q_CUSTOMER_EVER);

	q_text(q, ":ref", ref);
	while (q_row(q))
		same_add(s, row_int_at(q, 0));
	return q_done(q, e);
}

static int numbers_add(struct notebook *nb, int64_t customer, struct same *s, struct err *e)
{
	struct query *q = db_query(nb->db, Q_CUSTOMER_NUMBERS);
	struct str refs = { 0 };
	int status;

	q_int(q, ":customer", customer);
	while (q_row(q)) {
		str_puts(&refs, row_text_at(q, 0, NULL));
		str_putc(&refs, '\0');
	}
	status = q_done(q, e);
	for (size_t at = 0; status == 0 && at < refs.len; at += strlen(refs.at + at) + 1)
		status = named_add(nb, refs.at + at, s, e);
	str_release(&refs);
	return status;
}

int customer_ever(
    struct notebook *nb, int64_t customer, int64_t **things, size_t *n, struct err *e)
{
	struct same s = { 0 };
	int status = 0;

	same_add(&s, customer);
	for (size_t i = 0; status == 0 && i < s.n; i++)
		status = numbers_add(nb, s.things[i], &s, e);
	*things = s.things;
	*n = s.n;
	return status;
}
