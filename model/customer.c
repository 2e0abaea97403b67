/*
 * customer.c - the register: addresses, the bulk write, pages.
 *
 * The bulk write is one record. It decides by ref whether a customer is new, changed or the same;
 * into an empty register, refs that come in ascending order are new without being looked up.
 */
#include "model/customer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/list.h"
#include "model/search.h"

enum {
	TEXT_MAX = 4000, /* bytes of a name, organisation, tier, language … */
	NOTES_MAX = 64 * 1024,
	ADDRESSES_BYTES_MAX = 16 * 1024,
	LOCAL_MAX = 64, /* RFC 5321 4.5.3.1 */
	EMAIL_MAX = 254,
	LABEL_MAX = 63,
	IMPORT_CACHE = 64 << 20, /* keys in random order touch many pages */
};

/* --- addresses ----------------------------------------------------------------------- */

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool local_good(const char *s, size_t n)
{
	bool dot = true; /* none at the begin, at the end, beside another */

	for (size_t i = 0; i < n; i++) {
		bool is_dot = s[i] == '.';

		if (is_dot ? dot
			   : !is_alnum(s[i]) && !(s[i] && strchr("!#$%&'*+-/=?^_`{|}~", s[i])))
			return false;
		dot = is_dot;
	}
	return n > 0 && n <= LOCAL_MAX && !dot;
}

static bool domain_good(const char *s, size_t n)
{
	size_t label = 0, labels = 1;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '.') {
			if (label == 0 || s[i - 1] == '-')
				return false;
			label = 0;
			labels++;
		} else if (!is_alnum(s[i]) && (s[i] != '-' || label == 0)) {
			return false;
		} else if (++label > LABEL_MAX) {
			return false;
		}
	}
	return label > 0 && s[n - 1] != '-' && labels > 1;
}

static bool above_ascii(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] >= 0x80)
			return true;
	return false;
}

int email_check(const char *s, size_t n, struct err *e)
{
	const char *at = memchr(s, '@', n);
	size_t local = at ? (size_t)(at - s) : 0;

	if (at && n <= EMAIL_MAX && local_good(s, local) && domain_good(at + 1, n - local - 1))
		return 0;
	return err_set(e, ERR_INVALID, "e-mail \"%.*s\" is not an address%s",
	    n > EMAIL_MAX ? EMAIL_MAX : (int)n, s,
	    at && above_ascii(at, n - local) ? ": write its domain in ASCII, as xn--..." : "");
}

/* Takes the next field of a line; NULL when it is empty or the line is used up. */
static const char *field_take(char **line)
{
	char *field = *line, *tab = field ? strchr(field, '\t') : NULL;

	if (tab)
		*tab = '\0';
	*line = tab ? tab + 1 : NULL;
	return field && *field ? field : NULL;
}

size_t addresses_read(const char *text, struct address out[ADDRESSES_MAX], struct arena *mem)
{
	char *line = text ? arena_strdup(mem, text) : NULL;
	size_t n = 0;

	while (line && *line && n < ADDRESSES_MAX) {
		char *end = strchr(line, '\n'), *rest = line;
		struct address *a = &out[n];

		if (end)
			*end = '\0';
		a->channel = field_take(&rest);
		a->value = field_take(&rest);
		a->role = field_take(&rest);
		a->name = field_take(&rest);
		a->compromised = field_take(&rest) != NULL;
		n += a->channel && a->value;
		line = end ? end + 1 : NULL;
	}
	return n;
}

static void field_put(const char *s, struct str *out)
{
	while (s && *s) {
		size_t n = strcspn(s, "\t\n\r");

		str_put(out, s, n);
		s += n;
		if (*s) {
			str_putc(out, ' ');
			s++;
		}
	}
}

void addresses_write(const struct address *a, size_t n, struct str *out)
{
	for (size_t i = 0; i < n; i++) {
		const char *const fields[] = { a[i].channel, a[i].value, a[i].role, a[i].name,
			a[i].compromised ? "compromised" : NULL };
		size_t last = 5;

		while (last > 0 && !fields[last - 1])
			last--;
		if (i)
			str_putc(out, '\n');
		for (size_t j = 0; j < last; j++) {
			if (j)
				str_putc(out, '\t');
			field_put(fields[j], out);
		}
	}
}

/* Every line is channel TAB value …, and e-mail addresses are addresses. */
static int addresses_check(const char *s, struct err *e)
{
	int lines = 0;

	while (*s) {
		size_t n = strcspn(s, "\n"), channel = strcspn(s, "\t\n");
		size_t value = channel < n ? strcspn(s + channel + 1, "\t\n") : 0;

		if (++lines > ADDRESSES_MAX)
			return err_set(e, ERR_INVALID, "more than %d addresses", ADDRESSES_MAX);
		if (channel == 0 || value == 0)
			return err_set(e, ERR_INVALID, "an address without channel or value");
		if (channel == 5 && memcmp(s, "email", 5) == 0 && email_check(s + 6, value, e) < 0)
			return -1;
		s += n + (s[n] == '\n');
	}
	return 0;
}

/* --- checks ---------------------------------------------------------------------------- */

static int text_check(const char *s, size_t max, const char *what, struct err *e)
{
	size_t n = s ? strlen(s) : 0;

	if (n > max)
		return err_set(e, ERR_INVALID, "%s is longer than %zu bytes", what, max);
	if (n && text_utf8_fault(s, n) != n)
		return err_set(e, ERR_INVALID, "%s is not UTF-8", what);
	return 0;
}

static int ref_check(const char *ref, size_t n, struct err *e)
{
	if (n == 0 || n > CUSTOMER_REF_MAX)
		return err_set(
		    e, ERR_INVALID, "the number of a customer has 1 to %d bytes", CUSTOMER_REF_MAX);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)ref[i] < 0x20 || ref[i] == 0x7f)
			return err_set(
			    e, ERR_INVALID, "the number of a customer holds a control character");
	if (text_utf8_fault(ref, n) != n)
		return err_set(e, ERR_INVALID, "the number of a customer is not UTF-8");
	return 0;
}

/* Subtags of 1 to 8 letters and digits, the first of 2 or 3 letters: the shape of BCP 47. */
static int language_check(const char *s, struct err *e)
{
	size_t first = strcspn(s, "-"), tag = 0;

	for (size_t i = 0; s[i]; i++) {
		bool dash = s[i] == '-';

		if (dash ? tag == 0 : !is_alnum(s[i]) || (i < first && s[i] <= '9') || tag == 8)
			goto bad;
		tag = dash ? 0 : tag + 1;
	}
	if (tag > 0 && (first == 2 || first == 3))
		return 0;
bad:
	return err_set(e, ERR_INVALID, "\"%.40s\" is no language tag (BCP 47): en, id, pt-BR", s);
}

/* A country, or a part of one. */
static int country_check(const char *s, struct err *e)
{
	size_t n = strlen(s);
	bool good = n >= 2 && is_alnum(s[0]) && s[0] > '9' && is_alnum(s[1]) && s[1] > '9' &&
		    (n == 2 || (s[2] == '-' && n >= 4 && n <= 6));

	for (size_t i = 3; i < n && good; i++)
		good = is_alnum(s[i]);
	return good ? 0
		    : err_set(e, ERR_INVALID,
			  "\"%.40s\" is no country: two letters of ISO 3166, and perhaps a part of "
			  "it: US, US-TX",
			  s);
}

static int zone_same_check(struct customer_import *in, const char *zone, struct err *e)
{
	char canon[WHEN_ZONE_MAX];

	if (strcmp(zone, in->zone) == 0)
		return 0;
	if (strlen(zone) >= sizeof in->zone)
		return err_set(e, ERR_INVALID, "the name of the zone is too long");
	if (zone_check(zone, canon, e) < 0)
		return -1;
	snprintf(in->zone, sizeof in->zone, "%s", zone);
	return 0;
}

static int customer_check(struct customer_import *in, const struct customer *c, struct err *e)
{
	const struct {
		const char *s, *what;
		size_t max;
	} texts[] = {
		{ c->name, "the name", TEXT_MAX },
		{ c->organisation, "the organisation", TEXT_MAX },
		{ c->tier, "the tier", TEXT_MAX },
		{ c->notes, "the notes", NOTES_MAX },
		{ c->addresses, "the list of addresses", ADDRESSES_BYTES_MAX },
	};

	if (ref_check(c->ref, c->ref ? strlen(c->ref) : 0, e) < 0)
		return -1;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (texts[i].s && text_check(texts[i].s, texts[i].max, texts[i].what, e) < 0)
			return -1;
	if ((c->language && c->language[0] && language_check(c->language, e) < 0) ||
	    (c->country && c->country[0] && country_check(c->country, e) < 0) ||
	    (c->zone && c->zone[0] && zone_same_check(in, c->zone, e) < 0))
		return -1;
	return c->addresses ? addresses_check(c->addresses, e) : 0;
}

/* --- the bulk write ---------------------------------------------------------------------- */

/* Its columns, except ref, in the order in which customer_by_ref reads them. */
static const struct {
	const char *name;
	int column;
} kept[] = {
	{ "addresses", COL(customer, addresses) },
	{ "country", COL(customer, country) },
	{ "language", COL(customer, language) },
	{ "name", COL(customer, name) },
	{ "notes", COL(customer, notes) },
	{ "organisation", COL(customer, organisation) },
	{ "tier", COL(customer, tier) },
	{ "zone", COL(customer, zone) },
};
enum { KEPT = sizeof kept / sizeof kept[0] };

static void customer_values(const struct customer *c, struct value *v)
{
	v[COL(customer, addresses)] = value_text(c->addresses);
	v[COL(customer, country)] = value_text(c->country);
	v[COL(customer, language)] = value_text(c->language);
	v[COL(customer, name)] = value_text(c->name);
	v[COL(customer, notes)] = value_text(c->notes);
	v[COL(customer, organisation)] = value_text(c->organisation);
	v[COL(customer, ref)] = value_text(c->ref);
	v[COL(customer, tier)] = value_text(c->tier);
	v[COL(customer, zone)] = value_text(c->zone);
}

/* Thing (0: there is none), row and values of the customer with that ref. */
static int old_load(struct notebook *nb, const char *ref, size_t n, int64_t *thing, int64_t *row,
    struct value *old, struct arena *mem, struct err *e)
{
	struct query *q = db_query(nb->db, Q_CUSTOMER_BY_REF);

	*thing = *row = 0;
	q_text_n(q, ":ref", ref, n);
	q_int(q, ":asof", nb->asof);
	if (q_row(q)) {
		*row = row_int(q, "row");
		*thing = row_int(q, "id");
		for (size_t i = 0; old && i < KEPT; i++)
			old[kept[i].column] = value_text(row_text(q, kept[i].name, mem));
	}
	return q_done(q, e);
}

/* What was not given stays as it was; did anything change? */
static bool values_merge(struct value *new, const struct value *old)
{
	bool changed = false;

	for (size_t i = 0; i < KEPT; i++) {
		int c = kept[i].column;

		if (new[c].is == VALUE_NULL)
			new[c] = old[c];
		changed |= !value_same(&new[c], &old[c]);
	}
	return changed;
}

/* Addresses given again by a list that knows nothing of compromised ones stay marked: else the next
 * letter would go to the mailbox that the intruder reads. */
static void compromised_keep(struct value *new, const struct value *old, struct arena *mem)
{
	struct address is[ADDRESSES_MAX], was[ADDRESSES_MAX];
	struct str text = { 0 };
	size_t n, before;

	if (new->is != VALUE_TEXT || old->is != VALUE_TEXT || !strstr(old->text, "\tcompromised"))
		return;
	n = addresses_read(new->text, is, mem);
	before = addresses_read(old->text, was, mem);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < before; k++)
			if (strcmp(is[i].channel, was[k].channel) == 0 &&
			    strcmp(is[i].value, was[k].value) == 0)
				is[i].compromised |= was[k].compromised;
	addresses_write(is, n, &text);
	*new = value_text(arena_strdup(mem, str_text(&text)));
	str_release(&text);
}

/* The customer that a number names since two were made one; 0: none. */
static int alias_load(
    struct notebook *nb, const char *ref, size_t n, int64_t *thing, struct err *e)
{
	struct query *q = db_query(nb->db, Q_ALIAS_BY_REF);

	*thing = 0;
	q_text_n(q, ":ref", ref, n);
	q_int(q, ":asof", nb->asof);
	if (q_row(q))
		*thing = row_int(q, "customer");
	return q_done(q, e);
}

static int any_look(struct notebook *nb, enum query_id id, bool *any, struct err *e)
{
	struct query *q = db_query(nb->db, id);

	*any = q_row(q);
	return q_done(q, e);
}

int customer_import_begin(struct customer_import *in, struct notebook *nb, struct err *e)
{
	memset(in, 0, sizeof *in);
	if (act_begin(&in->act, nb, "customer.import", e) < 0)
		return -1;
	if (any_look(nb, Q_CUSTOMER_ANY, &in->looks, e) < 0 ||
	    any_look(nb, Q_ALIAS_ANY, &in->aliases, e) < 0) {
		act_abort(&in->act);
		return -1;
	}
	db_cache(nb->db, IMPORT_CACHE);
	return 0;
}

/* Greater than every ref of this import into an empty register: nothing to look up. */
static bool ref_is_above(struct customer_import *in, const char *ref, size_t n)
{
	size_t least = n < in->last_n ? n : in->last_n;
	int order = memcmp(ref, in->last, least);

	if (order < 0 || (order == 0 && n <= in->last_n))
		return false;
	memcpy(in->last, ref, n);
	in->last_n = n;
	return !in->looks;
}

int customer_import_put(struct customer_import *in, const struct customer *c, struct err *e)
{
	struct value values[COLUMNS_MAX] = { 0 }, old[COLUMNS_MAX] = { 0 };
	int64_t thing = 0, row = 0;
	size_t n;

	if (customer_check(in, c, e) < 0)
		return -1;
	n = strlen(c->ref);
	customer_values(c, values);
	if (!ref_is_above(in, c->ref, n)) {
		arena_reset(&in->mem);
		if (old_load(in->act.nb, c->ref, n, &thing, &row, old, &in->mem, e) < 0)
			return -1;
	}
	if (thing == 0 && in->aliases && alias_load(in->act.nb, c->ref, n, &thing, e) < 0)
		return -1;
	if (thing && !row) {
		in->same++;
		return 0;
	}
	if (thing == 0) {
		in->added++;
		return act_write(&in->act, T_CUSTOMER, 0, values, e) < 0 ? -1 : 0;
	}
	if (in->keeps_compromised)
		compromised_keep(&values[COL(customer, addresses)],
		    &old[COL(customer, addresses)], &in->mem);
	if (!values_merge(values, old)) {
		in->same++;
		return 0;
	}
	in->changed++;
	return act_amend(&in->act, T_CUSTOMER, thing, row, values, e) < 0 ? -1 : 0;
}

int customer_import_thing(struct act *act, const char *ref, size_t n, bool add, int64_t *thing,
    bool *added, struct err *e)
{
	const struct value values[COLUMNS_MAX] = { [COL(customer, ref)] = value_text_n(ref, n) };
	int64_t row;

	*added = false;
	if (old_load(act->nb, ref, n, thing, &row, NULL, NULL, e) < 0)
		return -1;
	if (!*thing && alias_load(act->nb, ref, n, thing, e) < 0)
		return -1;
	if (*thing)
		return 0;
	if (!add)
		return err_set(
		    e, ERR_NOT_FOUND, "there is no customer \"%.*s\"", (int)(n < 60 ? n : 60), ref);
	if (ref_check(ref, n, e) < 0)
		return -1;
	*thing = act_write(act, T_CUSTOMER, 0, values, e);
	*added = *thing > 0;
	return *added ? 0 : -1;
}

static void import_release(struct customer_import *in)
{
	if (in->act.nb)
		db_cache(in->act.nb->db, 0);
	arena_release(&in->mem);
}

int customer_import_commit(struct customer_import *in, struct err *e)
{
	int done = act_commit(&in->act, e);

	import_release(in);
	return done;
}

void customer_import_abort(struct customer_import *in)
{
	act_abort(&in->act);
	import_release(in);
}

/* --- reading ------------------------------------------------------------------------------ */

static void customer_read(struct customer *c, struct query *q, struct arena *mem)
{
	c->row = row_int(q, "row");
	c->thing = row_int(q, "id");
	c->ref = row_text(q, "ref", mem);
	c->name = row_text(q, "name", mem);
	c->organisation = row_text(q, "organisation", mem);
	c->language = row_text(q, "language", mem);
	c->country = row_text(q, "country", mem);
	c->zone = row_text(q, "zone", mem);
	c->tier = row_text(q, "tier", mem);
	c->notes = row_text(q, "notes", mem);
	c->addresses = row_text(q, "addresses", mem);
	c->population = row_text(q, "population", mem);
	c->status = row_text(q, "status", mem);
	c->notification = row_int_or(q, "notification", 0);
	c->status_since = row_int_or(q, "status_since", 0);
}

static int customer_show(
    struct notebook *nb, int64_t row, int64_t incident, struct customer_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_CUSTOMER_SHOW);
	struct customer *c;
	bool there;

	q_int(q, ":row", row);
	q_int(q, ":incident", incident);
	q_int(q, ":asof", nb->asof);
	there = q_row(q);
	if (there)
		customer_read(list_push(out), q, &out->mem);
	if (q_done(q, e) < 0)
		return -1;
	if (!there)
		return err_set(e, ERR_NOT_FOUND, "there is no such customer");
	c = &out->at[out->n - 1];
	return row_ref(nb, c->thing, c->public_ref, e);
}

int customer_load(
    struct notebook *nb, int64_t thing, int64_t incident, struct customer_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_CUSTOMER_NOW);
	int64_t row = 0;

	q_int(q, ":thing", thing);
	q_int(q, ":asof", nb->asof);
	if (q_row(q))
		row = row_int(q, "row");
	if (q_done(q, e) < 0)
		return -1;
	return customer_show(nb, row, incident, out, e);
}

/* A statement over the register from the key on; before the first key and after the last there
 * is the empty text and, as SQLite sorts every blob after every text, the empty blob. */
static struct query *range_query(
    struct notebook *nb, const struct customer_page *p, enum query_id id)
{
	struct query *q = filter_query(nb, id, p->filter);

	if (!p->from_end)
		q_text(q, ":ref", p->ref ? p->ref : "");
	else if (p->backward)
		q_blob(q, ":ref", "", 0);
	else
		q_text(q, ":ref", "");
	q_int(q, ":asof", nb->asof);
	q_int(q, ":limit", p->limit);
	if (q_has(q, ":incident"))
		q_int(q, ":incident", p->incident);
	return q;
}

/* Row numbers of the page in ascending order; returns how many, or -1. */
static int page_rows(
    struct notebook *nb, const struct customer_page *p, int64_t *rows, struct err *e)
{
	struct query *q =
	    range_query(nb, p, p->backward ? Q_CUSTOMER_PAGE_BEFORE : Q_CUSTOMER_PAGE_AFTER);
	int n = 0;

	while (n < p->limit && q_row(q))
		rows[n++] = row_int(q, "row");
	if (q_done(q, e) < 0)
		return -1;
	for (int i = 0, j = n - 1; p->backward && i < j; i++, j--) {
		int64_t row = rows[i];

		rows[i] = rows[j];
		rows[j] = row;
	}
	return n;
}

/* --- pages by the index ------------------------------------------------------------------ */

struct hit {
	int64_t row;
	const char *ref;
};
struct hit_list {
	struct hit *at;
	size_t n, cap;
	struct arena mem;
	struct query *q; /* run once for each run of rows */
};

static int hit_compare(const void *a, const void *b)
{
	return strcmp(((const struct hit *)a)->ref, ((const struct hit *)b)->ref);
}

static void run_hits(void *with, int64_t first, int64_t last)
{
	struct hit_list *out = with;
	struct query *q = out->q;

	q_again(q);
	q_int(q, ":first", first);
	q_int(q, ":last", last);
	while (q_row(q)) {
		struct hit *h = list_push(out);

		h->row = row_int(q, "row");
		h->ref = row_text(q, "ref", &out->mem);
	}
}

/* All that pass, in the order of their refs. */
static int hits_load(struct notebook *nb, const struct customer_page *p,
    const struct block_set *set, struct hit_list *hits, struct err *e)
{
	struct query *q = hits->q = filter_query(nb, Q_CUSTOMER_AMONG, p->filter);

	q_int(q, ":asof", nb->asof);
	if (q_has(q, ":incident"))
		q_int(q, ":incident", p->incident);
	block_set_each(set, run_hits, hits);
	if (q_done(q, e) < 0)
		return -1;
	if (hits->n > 1)
		qsort(hits->at, hits->n, sizeof *hits->at, hit_compare);
	return 0;
}

static void hits_release(struct hit_list *hits)
{
	free(hits->at);
	arena_release(&hits->mem);
}

/* Row numbers of the page in ascending order; returns how many, or -1. */
static int page_rows_by_index(struct notebook *nb, const struct customer_page *p,
    const struct block_set *set, int64_t *rows, struct err *e)
{
	const char *key = p->ref ? p->ref : "";
	struct hit_list hits = { 0 };
	size_t from = 0, to;

	if (hits_load(nb, p, set, &hits, e) < 0) {
		hits_release(&hits);
		return -1;
	}
	to = hits.n;
	if (!p->from_end && p->backward)
		while (to > 0 && strcmp(hits.at[to - 1].ref, key) >= 0)
			to--;
	else if (!p->from_end)
		while (from < to && strcmp(hits.at[from].ref, key) <= 0)
			from++;
	if (to - from > (size_t)p->limit && p->backward)
		from = to - (size_t)p->limit;
	else if (to - from > (size_t)p->limit)
		to = from + (size_t)p->limit;
	for (size_t i = from; i < to; i++)
		rows[i - from] = hits.at[i].row;
	hits_release(&hits);
	return (int)(to - from);
}

static int page_read(
    struct notebook *nb, const struct customer_page *p, struct customer_list *out, struct err *e)
{
	int64_t *rows = arena_alloc(&out->mem, ((size_t)p->limit + 1) * sizeof *rows);
	const struct block_set *set;
	bool few;
	int n;

	if (filter_blocks(nb, p->filter, &set, &few, e) < 0)
		return -1;
	n = few ? page_rows_by_index(nb, p, set, rows, e) : page_rows(nb, p, rows, e);
	for (int i = 0; i < n; i++)
		if (customer_show(nb, rows[i], p->incident, out, e) < 0)
			return -1;
	return n < 0 ? -1 : 0;
}

int customer_page_load(
    struct notebook *nb, const struct customer_page *p, struct customer_list *out, struct err *e)
{
	bool mine;

	if (page_begin(nb->db, &mine, e) < 0)
		return -1;
	return page_end(nb->db, mine, page_read(nb, p, out, e));
}

int customer_count(struct notebook *nb, const struct filter *f, int64_t incident, int64_t *after,
    int limit, int64_t *count, bool *more, struct err *e)
{
	return filter_count(
	    nb, f, T_CUSTOMER, Q_CUSTOMER_COUNT_AMONG, incident, after, limit, count, more, e);
}

int customer_find(struct notebook *nb, const char *ref, int64_t *thing, struct err *e)
{
	struct err none;
	int64_t row;

	if (old_load(nb, ref, strlen(ref), thing, &row, NULL, NULL, e) < 0)
		return -1;
	if (!*thing && alias_load(nb, ref, strlen(ref), thing, e) < 0)
		return -1;
	if (*thing || ref_thing(nb, ref, T_CUSTOMER, thing, &none) == 0)
		return 0;
	return err_set(e, ERR_NOT_FOUND, "there is no customer \"%.60s\"", ref);
}

void customer_list_release(struct customer_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}
