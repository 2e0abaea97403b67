/*
 * customer_duplicates.c - one pass over the register, then the same keys side by side.
 *
 * A key is a folded address, or a folded organisation and name. All keys are sorted; neighbours
 * that are equal and of different customers are a group.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/customer.h"
#include "model/customer_merge.h"
#include "model/list.h"

struct key {
	const char *folded, *shown;
	size_t of; /* number of the customer in the order of the register */
	bool address;
};
struct group {
	size_t of;	 /* its first customer */
	size_t first, n; /* among the keys */
};

struct register_keys {
	struct notebook *nb;
	struct duplicate_of *customers;
	size_t customers_n, customers_cap;
	struct key *at;
	size_t n, cap;
	struct group *groups;
	size_t groups_n, groups_cap;
	struct str word;
	struct arena mem;
};

static const char *folded(struct register_keys *k, const char *a, const char *b)
{
	str_reset(&k->word);
	text_fold(&k->word, a, strlen(a));
	str_putc(&k->word, '\x1f');
	text_fold(&k->word, b, strlen(b));
	return arena_strndup(&k->mem, k->word.at, k->word.len);
}

static void key_add(struct register_keys *k, const char *a, const char *b, const char *shown,
    bool address)
{
	struct key *x = list_push(k);

	*x = (struct key){ .folded = folded(k, a, b),
		.shown = shown,
		.of = k->customers_n - 1,
		.address = address };
}

static void customer_add(struct register_keys *k, struct query *q)
{
	struct address addresses[ADDRESSES_MAX];
	struct duplicate_of *c;
	const char *text;
	size_t n;

	k->customers =
	    list_room(k->customers, k->customers_n, &k->customers_cap, sizeof(*k->customers));
	c = &k->customers[k->customers_n++];
	c->thing = row_int(q, "thing");
	c->ref = row_text(q, "ref", &k->mem);
	c->organisation = row_text(q, "organisation", &k->mem);
	c->name = row_text(q, "name", &k->mem);
	text = row_text(q, "addresses", &k->mem);
	if (c->organisation)
		key_add(k, c->organisation, c->name ? c->name : "", c->organisation, false);
	n = text ? addresses_read(text, addresses, &k->mem) : 0;
	for (size_t i = 0; i < n; i++)
		key_add(k, addresses[i].channel, addresses[i].value, addresses[i].value, true);
}

static int key_compare(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int order = (int)x->address - (int)y->address;

	if (!order)
		order = strcmp(x->folded, y->folded);
	return order ? order : (x->of > y->of) - (x->of < y->of);
}

static bool key_same(const struct key *a, const struct key *b)
{
	return a->address == b->address && strcmp(a->folded, b->folded) == 0;
}

static void group_add(struct register_keys *k, size_t first, size_t n)
{
	k->groups = list_room(k->groups, k->groups_n, &k->groups_cap, sizeof(*k->groups));
	k->groups[k->groups_n++] = (struct group){ k->at[first].of, first, n };
}

/* Sorted keys that are the same; a customer that has an address twice counts once. */
static void groups_find(struct register_keys *k)
{
	for (size_t i = 0, end; i < k->n; i = end) {
		bool several = false;

		for (end = i + 1; end < k->n && key_same(&k->at[i], &k->at[end]); end++)
			several |= k->at[end].of != k->at[i].of;
		if (several)
			group_add(k, i, end - i);
	}
}

static int group_compare(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->of != y->of)
		return x->of > y->of ? 1 : -1;
	return (x->first > y->first) - (x->first < y->first);
}

static int group_say(struct register_keys *k, const struct group *g,
    int (*each)(void *with, const struct duplicate *d), void *with, struct err *e)
{
	const struct key *first = &k->at[g->first];
	struct duplicate_of *of = xmalloc(g->n * sizeof(*of));
	struct duplicate d = { .why = first->address ? "address" : "organisation and name",
		.value = first->shown,
		.of = of };
	int status = 0;

	for (size_t i = 0; status == 0 && i < g->n; i++) {
		if (i && first[i].of == first[i - 1].of)
			continue;
		of[d.n] = k->customers[first[i].of];
		status = row_ref(k->nb, of[d.n].thing, of[d.n].public_ref, e);
		d.n++;
	}
	if (status == 0 && each(with, &d) != 0)
		status = err_set(e, ERR_IO, "stopped");
	free(of);
	return status;
}

static int register_read(struct register_keys *k, struct err *e)
{
	struct query *q = db_query(k->nb->db, Q_CUSTOMER_KEYS);

	q_int(q, ":asof", k->nb->asof);
	while (q_row(q))
		customer_add(k, q);
	return q_done(q, e);
}

int customer_duplicates(struct notebook *nb, int (*each)(void *with, const struct duplicate *d),
    void *with, struct err *e)
{
	struct register_keys k = { .nb = nb };
	int status = register_read(&k, e);

	if (status == 0 && k.n) {
		qsort(k.at, k.n, sizeof(*k.at), key_compare);
		groups_find(&k);
		if (k.groups_n)
			qsort(k.groups, k.groups_n, sizeof(*k.groups), group_compare);
	}
	for (size_t i = 0; status == 0 && i < k.groups_n; i++)
		status = group_say(&k, &k.groups[i], each, with, e);
	free(k.customers);
	free(k.at);
	free(k.groups);
	str_release(&k.word);
	arena_release(&k.mem);
	return status;
}
