/*
 * count_kinds.c - one pass over the exposed customers, each added to the sum of its kind.
 *
 * Kinds are few (tens, hundreds), customers many: the sums stand in a table found by a hash of the
 * values, and are put in order when all are known.
 */
#include "model/counts.h"

#include <stdlib.h>
#include <string.h>

#include "model/list.h"
#include "model/vocabulary.h"

const char *const count_by_words[] = { "population", "country", "language", "channel", "status",
	NULL };

enum { CACHE = 32 << 20 };

/* Where the statement has what is counted by, and what is summed. */
static const int by_columns[COUNT_BYS] = { 0, 1, 2, 7, 8 };
enum { COLUMN_DRAFTED = 3, COLUMN_RELEASED, COLUMN_SENT, COLUMN_ACKNOWLEDGED };

struct counter {
	struct count_kind_list *out;
	size_t *slots; /* 1 + index into out->at, 0: free */
	size_t size;   /* a power of two, at least twice out->n */
	bool by[COUNT_BYS];
};

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool values_same(const char *const *a, const char *const *b)
{
	for (int i = 0; i < COUNT_BYS; i++)
		if (!same(a[i], b[i]))
			return false;
	return true;
}

static size_t values_hash(const char *const *v)
{
	uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a */

	for (int i = 0; i < COUNT_BYS; i++) {
		for (const char *p = v[i]; p && *p; p++)
			h = (h ^ (unsigned char)*p) * UINT64_C(1099511628211);
		h = (h ^ 0x1f) * UINT64_C(1099511628211);
	}
	return (size_t)(h ^ h >> 29);
}

static size_t *slot_find(struct counter *c, const char *const *v)
{
	size_t i = values_hash(v) & (c->size - 1);

	while (c->slots[i] && !values_same(c->out->at[c->slots[i] - 1].value, v))
		i = (i + 1) & (c->size - 1);
	return &c->slots[i];
}

static void counter_grow(struct counter *c)
{
	free(c->slots);
	c->size = c->size ? c->size * 2 : 64;
	c->slots = xcalloc(c->size, sizeof(*c->slots));
	for (size_t i = 0; i < c->out->n; i++)
		*slot_find(c, c->out->at[i].value) = i + 1;
}

static struct count_kind *kind_find(struct counter *c, const char *const *v)
{
	struct count_kind *k;
	size_t *slot;

	if (2 * (c->out->n + 1) > c->size)
		counter_grow(c);
	slot = slot_find(c, v);
	if (*slot)
		return &c->out->at[*slot - 1];
	k = list_push(c->out);
	*slot = c->out->n;
	for (int i = 0; i < COUNT_BYS; i++)
		k->value[i] = v[i] ? arena_strdup(&c->out->mem, v[i]) : NULL;
	return k;
}

static void customer_add(struct counter *c, struct query *q)
{
	const char *v[COUNT_BYS] = { 0 };
	struct count_kind *k;
	size_t n;

	for (int i = 0; i < COUNT_BYS; i++)
		v[i] = c->by[i] ? row_text_at(q, by_columns[i], &n) : NULL;
	k = kind_find(c, v);
	k->customers++;
	k->drafted += row_int_at(q, COLUMN_DRAFTED) > 0;
	k->released += row_int_at(q, COLUMN_RELEASED) > 0;
	k->sent += row_int_at(q, COLUMN_SENT) > 0;
	k->acknowledged += row_int_at(q, COLUMN_ACKNOWLEDGED) > 0;
}

/* Populations and states in the order of their tables, everything else by its bytes. */
static int value_compare(int by, const char *a, const char *b)
{
	const char *const *words = by == BY_POPULATION ? population_words
				   : by == BY_STATUS	  ? notification_state_words
							  : NULL;

	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return words ? word_index(words, a) - word_index(words, b) : strcmp(a, b);
}

static int count_compare(const void *a, const void *b)
{
	const struct count_kind *x = a, *y = b;
	int order = 0;

	for (int i = 0; i < COUNT_BYS && !order; i++)
		order = value_compare(i, x->value[i], y->value[i]);
	return order;
}

int count_kinds_load(
    struct notebook *nb, const struct count_what *what, struct count_kind_list *out, struct err *e)
{
	struct counter c = { .out = out };
	struct query *q = filter_query(nb, Q_COUNT_LIST, what->filter);
	int status;

	*out = (struct count_kind_list){ 0 };
	memcpy(c.by, what->by, sizeof(c.by));
	db_cache(nb->db, CACHE);
	q_int(q, ":asof", nb->asof);
	q_int(q, ":incident", what->incident);
	while (q_row(q))
		customer_add(&c, q);
	status = q_done(q, e);
	db_cache(nb->db, 0);
	free(c.slots);
	if (status < 0)
		count_kind_list_release(out);
	else if (out->n)
		qsort(out->at, out->n, sizeof(*out->at), count_compare);
	return status;
}

void count_kind_list_release(struct count_kind_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct count_kind_list){ 0 };
}

int count_by_read(const char *text, bool by[COUNT_BYS], struct err *e)
{
	memset(by, 0, COUNT_BYS * sizeof(*by));
	for (;;) {
		size_t n = strcspn(text, ",");
		const char *word = word_find(count_by_words, text, n, "way to count", e);

		if (!word) {
			e->kind = ERR_USAGE;
			return -1;
		}
		by[word_index(count_by_words, word)] = true;
		if (!text[n])
			return 0;
		text += n + 1;
	}
}
