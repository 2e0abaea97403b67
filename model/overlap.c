/*
 * overlap.c - two registers held against each other. Both are read in the order of an index; what
 * they could share is held as sorted numbers, and looked at itself before it counts.
 */
#include "model/overlap.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/customer.h"
#include "model/list.h"

enum { PAGE = 1000, KEYS_MAX = 1 << 20 };

struct overlap_key {
	uint64_t hash;
	int64_t customer;
};

/* A customer as read. */
struct party {
	struct overlap_side side;
	const char *addresses;
};
struct parties {
	struct party *at;
	size_t n, cap;
	struct arena mem;
};

/* --- keys --------------------------------------------------------------------------------- */

/* FNV-1a over the kind of key and the text in small letters. */
static uint64_t key_hash(char kind, const char *s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	h = (h ^ (uint8_t)kind) * UINT64_C(1099511628211);
	for (; *s; s++) {
		uint8_t c = (uint8_t)(*s >= 'A' && *s <= 'Z' ? *s + 32 : *s);

		h = (h ^ c) * UINT64_C(1099511628211);
	}
	return h;
}

static const char *domain_of(const struct address *a)
{
	const char *at = strcmp(a->channel, "email") == 0 ? strrchr(a->value, '@') : NULL;

	return at && at[1] ? at + 1 : NULL;
}

static int key_compare(const void *a, const void *b)
{
	const struct overlap_key *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->customer > y->customer) - (x->customer < y->customer);
}

/* The first key with that hash, and how many there are. */
static size_t keys_find(
    const struct overlap_key *key, size_t n, uint64_t hash, const struct overlap_key **first)
{
	size_t low = 0, high = n, count = 0;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (key[mid].hash < hash)
			low = mid + 1;
		else
			high = mid;
	}
	*first = key + low;
	while (low + count < n && key[low + count].hash == hash)
		count++;
	return count;
}

/* A customer with two addresses of one domain has that domain once. */
static size_t keys_settle(struct overlap_key *key, size_t n)
{
	size_t kept = 0;

	if (n)
		qsort(key, n, sizeof *key, key_compare);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || key_compare(&key[kept - 1], &key[i]) != 0)
			key[kept++] = key[i];
	return kept;
}

/* --- registers ---------------------------------------------------------------------------- */

static int parties_load(struct overlap *o, enum query_id id, int64_t incident, int64_t customer,
    struct parties *out, struct err *e)
{
	struct query *q = db_query(o->nb->db, id);

	q_int(q, ":incident", incident);
	q_int(q, ":customer", customer);
	q_int(q, ":asof", o->nb->asof);
	if (id == Q_OVERLAP_PAGE)
		q_int(q, ":limit", PAGE);
	while (q_row(q)) {
		struct party *p = list_push(out);

		p->side.customer = row_int(q, "customer");
		p->side.population = row_text(q, "population", &out->mem);
		p->side.ref = row_text(q, "ref", &out->mem);
		p->side.name = row_text(q, "name", &out->mem);
		p->addresses = row_text(q, "addresses", &out->mem);
	}
	return q_done(q, e);
}

static void parties_release(struct parties *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}

static void key_add(struct overlap_key *key, size_t *n, uint64_t hash, int64_t customer)
{
	if (*n < KEYS_MAX)
		key[(*n)++] = (struct overlap_key){ hash, customer };
}

/* The keys of one customer: domains alone, or addresses too. */
static void party_keys(
    const struct party *p, bool addresses, struct overlap_key *key, size_t *n, struct arena *mem)
{
	struct address at[ADDRESSES_MAX];
	size_t count = addresses_read(p->addresses, at, mem);

	for (size_t i = 0; i < count; i++) {
		const char *domain = domain_of(&at[i]);

		if (addresses)
			key_add(key, n, key_hash('a', at[i].value), p->side.customer);
		if (domain)
			key_add(key, n, key_hash('d', domain), p->side.customer);
	}
}

/* The next part of a register into keys, behind `after`; *last: there is no more of it. */
static int part_load(struct overlap *o, int64_t incident, bool addresses, struct overlap_key *key,
    size_t *n, int64_t *after, int64_t *count, bool *last, struct err *e)
{
	int status = 0;

	*n = 0;
	*last = false;
	while (status == 0 && !*last && *n + PAGE * 2 * ADDRESSES_MAX <= KEYS_MAX) {
		struct parties page = { 0 };

		status = parties_load(o, Q_OVERLAP_PAGE, incident, *after, &page, e);
		for (size_t i = 0; i < page.n; i++)
			party_keys(&page.at[i], addresses, key, n, &page.mem);
		if (page.n > 0)
			*after = page.at[page.n - 1].side.customer;
		*count += (int64_t)page.n;
		*last = page.n < PAGE;
		parties_release(&page);
	}
	*n = keys_settle(key, *n);
	return status;
}

static int other_part_load(struct overlap *o, struct err *e)
{
	o->at = 0;
	return part_load(o, o->other, true, o->key, &o->keys, &o->loaded, &o->customers[1],
	    &o->last_part, e);
}

int overlap_begin(
    struct overlap *o, struct notebook *nb, int64_t one, int64_t other, struct err *e)
{
	int64_t after = 0;
	bool last;

	*o = (struct overlap){ .nb = nb, .one = one, .other = other };
	if (one == other)
		return err_set(e, ERR_USAGE, "an incident is compared with another one");
	o->key = xmalloc(KEYS_MAX * sizeof *o->key);
	o->domain = xmalloc(KEYS_MAX * sizeof *o->domain);
	if (part_load(o, one, false, o->domain, &o->domains, &after, &o->customers[0], &last, e) <
	    0)
		return -1;
	o->customers[0] = 0;
	return other_part_load(o, e);
}

/* --- matches ------------------------------------------------------------------------------- */

static const char *copy(struct arena *mem, const char *s)
{
	return s ? arena_strdup(mem, s) : NULL;
}

static struct overlap_side side_copy(struct arena *mem, const struct overlap_side *s)
{
	return (struct overlap_side){ s->customer, copy(mem, s->ref), copy(mem, s->name),
		copy(mem, s->population) };
}

static void match_add(struct overlap_list *out, const char *rule, const char *value,
    const struct party *one, const struct party *other, int64_t others)
{
	struct overlap_match *m = list_push(out);

	m->rule = rule;
	m->value = copy(&out->mem, value);
	m->one = side_copy(&out->mem, &one->side);
	m->other = side_copy(&out->mem, &other->side);
	m->others = others;
}

/* Is it really there, and not only its number? */
static bool shares(const struct party *p, char kind, const char *value, struct arena *mem)
{
	struct address at[ADDRESSES_MAX];
	size_t n = addresses_read(p->addresses, at, mem);

	for (size_t i = 0; i < n; i++) {
		const char *has = kind == 'a' ? at[i].value : domain_of(&at[i]);

		if (has && strlen(has) == strlen(value) &&
		    key_hash(kind, has) == key_hash(kind, value))
			return true;
	}
	return false;
}

static int by_key(struct overlap *o, const struct party *p, char kind, const char *value,
    struct overlap_list *out, bool *found, struct err *e)
{
	const struct overlap_key *first;
	uint64_t hash = key_hash(kind, value);
	size_t n = keys_find(o->key, o->keys, hash, &first);
	struct parties other = { 0 };
	int status = 0;

	if (n == 0 || (n == 1 && first->customer == p->side.customer))
		return 0;
	if (kind == 'd') {
		const struct overlap_key *ours;

		if (n > OVERLAP_DOMAIN_MAX ||
		    keys_find(o->domain, o->domains, hash, &ours) > OVERLAP_DOMAIN_MAX) {
			o->domains_shared++;
			return 0;
		}
	}
	for (size_t i = 0; i < n && !*found && status == 0; i++) {
		parties_release(&other);
		status = parties_load(o, Q_OVERLAP_ONE, o->other, first[i].customer, &other, e);
		*found =
		    status == 0 && other.n == 1 && shares(&other.at[0], kind, value, &other.mem);
	}
	if (*found)
		match_add(out, kind == 'a' ? "address" : "domain", value, p, &other.at[0],
		    (int64_t)n - 1);
	parties_release(&other);
	return status;
}

static int by_ref(struct overlap *o, const struct party *p, struct overlap_list *out, bool *found,
    struct err *e)
{
	struct parties other = { 0 };
	int status = parties_load(o, Q_OVERLAP_ONE, o->other, p->side.customer, &other, e);

	*found = status == 0 && other.n == 1;
	if (*found && !o->later_part)
		match_add(out, "ref", p->side.ref, p, &other.at[0], 0);
	parties_release(&other);
	return status;
}

static int party_look(struct overlap *o, const struct party *p, struct overlap_list *out,
    struct arena *mem, struct err *e)
{
	struct address at[ADDRESSES_MAX];
	size_t n = addresses_read(p->addresses, at, mem);
	bool found = false;

	if (by_ref(o, p, out, &found, e) < 0)
		return -1;
	for (size_t i = 0; i < n && !found; i++)
		if (by_key(o, p, 'a', at[i].value, out, &found, e) < 0)
			return -1;
	for (size_t i = 0; i < n && !found; i++)
		if (domain_of(&at[i]) && by_key(o, p, 'd', domain_of(&at[i]), out, &found, e) < 0)
			return -1;
	return 0;
}

int overlap_next(struct overlap *o, struct overlap_list *out, bool *more, struct err *e)
{
	struct parties page = { 0 };
	int status = parties_load(o, Q_OVERLAP_PAGE, o->one, o->at, &page, e);
	bool end = page.n < PAGE;

	for (size_t i = 0; status == 0 && i < page.n; i++)
		status = party_look(o, &page.at[i], out, &page.mem, e);
	if (page.n > 0)
		o->at = page.at[page.n - 1].side.customer;
	if (!o->later_part)
		o->customers[0] += (int64_t)page.n;
	parties_release(&page);
	*more = !end || !o->last_part;
	if (status == 0 && end && !o->last_part) {
		o->later_part = true;
		status = other_part_load(o, e);
	}
	return status;
}

void overlap_end(struct overlap *o)
{
	free(o->key);
	free(o->domain);
	*o = (struct overlap){ 0 };
}

void overlap_list_release(struct overlap_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}
