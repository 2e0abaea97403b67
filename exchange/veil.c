/*
 * veil.c - customers under other names.
 *
 * All names stand in one table by the hash of their folded bytes. At each beginning of a word the
 * hash of what follows is carried on byte by byte, and wherever some name has that length and the
 * next byte ends a word, the table is asked: so a text costs the same for ten names and for a
 * million.
 */
#include "exchange/veil.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/customer.h"

enum { NAME_LEAST = 3, NAME_MOST = 254, PAGE = 1000 };

struct veiled {
	const char *name; /* folded, in mem */
	size_t n;
	uint64_t hash;
	int64_t customer; /* its place from 0; -1: a writer */
	const char *tag;  /* of a writer */
};

struct veil {
	int64_t *things; /* of customers, ascending: the place in it is the other name */
	size_t customers, room;
	struct veiled *names;
	size_t names_n, names_room;
	uint32_t *slots; /* number of a name plus 1; 0: free */
	size_t slots_n;	 /* a power of two */
	bool lengths[NAME_MOST + 1];
	bool indonesian;
	struct arena mem;
};

void veil_free(struct veil *v)
{
	if (!v)
		return;
	free(v->things);
	free(v->names);
	free(v->slots);
	arena_release(&v->mem);
	free(v);
}

static char fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static uint64_t hash_on(uint64_t hash, char c)
{
	return (hash ^ (unsigned char)fold(c)) * UINT64_C(1099511628211);
}
static const uint64_t hash_begin = UINT64_C(14695981039346656037);

static bool word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (unsigned char)c >= 0x80;
}

/* --- names --------------------------------------------------------------------------------- */

static void name_add(struct veil *v, const char *name, int64_t customer, const char *tag)
{
	size_t n = name ? strlen(name) : 0;
	struct veiled *x;
	char *folded;

	if (n < NAME_LEAST || n > NAME_MOST || !word_byte(name[0]))
		return;
	if (v->names_n == v->names_room) {
		v->names_room = v->names_room ? 2 * v->names_room : 256;
		v->names = xrealloc(v->names, v->names_room * sizeof *v->names);
	}
	x = &v->names[v->names_n++];
	*x = (struct veiled){ .n = n, .hash = hash_begin, .customer = customer, .tag = tag };
	x->name = folded = arena_strdup(&v->mem, name);
	for (size_t i = 0; i < n; i++) {
		folded[i] = fold(folded[i]);
		x->hash = hash_on(x->hash, folded[i]);
	}
	v->lengths[n] = true;
}

static int things_compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int64_t place_of(const struct veil *v, int64_t thing)
{
	const int64_t *found =
	    bsearch(&thing, v->things, v->customers, sizeof thing, things_compare);

	return found ? found - v->things : -1;
}

/* Until all are known, a name holds the thing of its customer. */
static void customer_take(struct veil *v, const struct customer *c, struct arena *mem)
{
	struct address a[ADDRESSES_MAX];
	size_t n = addresses_read(c->addresses, a, mem);

	if (v->customers == v->room) {
		v->room = v->room ? 2 * v->room : 256;
		v->things = xrealloc(v->things, v->room * sizeof *v->things);
	}
	v->things[v->customers++] = c->thing;
	name_add(v, c->ref, c->thing, NULL);
	name_add(v, c->name, c->thing, NULL);
	name_add(v, c->organisation, c->thing, NULL);
	for (size_t i = 0; i < n; i++) {
		name_add(v, a[i].value, c->thing, NULL);
		name_add(v, a[i].name, c->thing, NULL);
	}
}

static int customers_read(struct veil *v, struct notebook *nb, struct err *e)
{
	struct str after = { 0 };
	bool more = true;
	int done = 0;

	while (done == 0 && more) {
		const struct customer_page p = {
			.ref = after.at, .from_end = !after.at, .limit = PAGE };
		struct customer_list l = { 0 };

		done = customer_page_load(nb, &p, &l, e);
		for (size_t i = 0; done == 0 && i < l.n; i++)
			customer_take(v, &l.at[i], &l.mem);
		more = l.n == PAGE;
		str_reset(&after);
		str_puts(&after, l.n ? l.at[l.n - 1].ref : "");
		customer_list_release(&l);
	}
	str_release(&after);
	return done;
}

static int writers_read(struct veil *v, struct notebook *nb, struct err *e)
{
	struct writer_list l = { 0 };
	int done = writer_list_load(nb, &l, e);

	for (size_t i = 0; i < l.n; i++) {
		size_t n = strcspn(l.at[i].name, "<");

		while (n && l.at[i].name[n - 1] == ' ')
			n--;
		name_add(v, arena_strndup(&v->mem, l.at[i].name, n), -1,
		    arena_strdup(&v->mem, l.at[i].tag));
	}
	writer_list_release(&l);
	return done;
}

/* --- the table ----------------------------------------------------------------------------- */

static const struct veiled *name_find(
    const struct veil *v, uint64_t hash, const char *s, size_t n)
{
	for (size_t i = hash & (v->slots_n - 1); v->slots[i]; i = (i + 1) & (v->slots_n - 1)) {
		const struct veiled *x = &v->names[v->slots[i] - 1];
		size_t k = 0;

		if (x->hash != hash || x->n != n)
			continue;
		while (k < n && fold(s[k]) == x->name[k])
			k++;
		if (k == n)
			return x;
	}
	return NULL;
}

/* A name that several have is that of the first. */
static void table_make(struct veil *v)
{
	v->slots_n = 64;
	while (v->slots_n < 2 * v->names_n)
		v->slots_n *= 2;
	v->slots = xcalloc(v->slots_n, sizeof *v->slots);
	if (v->customers)
		qsort(v->things, v->customers, sizeof *v->things, things_compare);
	for (size_t i = 0; i < v->names_n; i++) {
		struct veiled *x = &v->names[i];
		size_t slot = x->hash & (v->slots_n - 1);

		if (x->customer >= 0)
			x->customer = place_of(v, x->customer);
		if (name_find(v, x->hash, x->name, x->n))
			continue;
		while (v->slots[slot])
			slot = (slot + 1) & (v->slots_n - 1);
		v->slots[slot] = (uint32_t)i + 1;
	}
}

struct veil *veil_new(struct notebook *nb, const char *language, struct err *e)
{
	struct veil *v = xcalloc(1, sizeof *v);

	v->indonesian = strncmp(language, "id", 2) == 0;
	if (customers_read(v, nb, e) < 0 || writers_read(v, nb, e) < 0) {
		veil_free(v);
		return NULL;
	}
	table_make(v);
	return v;
}

/* --- putting ------------------------------------------------------------------------------- */

/* A, B … Z, AA, AB … */
static void letters_put(struct str *out, int64_t place)
{
	char letters[16];
	int n = 0;

	for (int64_t i = place + 1; i > 0 && n < 16; i = (i - 1) / 26)
		letters[n++] = (char)('A' + (i - 1) % 26);
	while (n)
		str_putc(out, letters[--n]);
}

static void place_put(const struct veil *v, int64_t place, struct str *out)
{
	str_puts(out, v->indonesian ? "Pelanggan " : "Customer ");
	letters_put(out, place);
}

void veil_customer(const struct veil *v, int64_t thing, struct str *out)
{
	place_put(v, place_of(v, thing), out);
}

/* The longest name that the text begins with, or NULL. */
static const struct veiled *name_at(const struct veil *v, const char *s, size_t n)
{
	const struct veiled *found = NULL;
	uint64_t hash = hash_begin;

	for (size_t i = 0; i < n && i < NAME_MOST; i++) {
		const struct veiled *x;

		hash = hash_on(hash, s[i]);
		if (!v->lengths[i + 1] || (i + 1 < n && word_byte(s[i]) && word_byte(s[i + 1])))
			continue;
		x = name_find(v, hash, s, i + 1);
		found = x ? x : found;
	}
	return found;
}

void veil_put(const struct veil *v, struct str *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		bool begins = word_byte(s[i]) && (i == 0 || !word_byte(s[i - 1]));
		const struct veiled *x = begins ? name_at(v, s + i, n - i) : NULL;

		if (x && x->customer >= 0)
			place_put(v, x->customer, out);
		else if (x)
			str_puts(out, x->tag);
		else
			str_putc(out, s[i]);
		i += x ? x->n : 1;
	}
}
