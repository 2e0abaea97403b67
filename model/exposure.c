/*
 * exposure.c - what was seen of a customer, and the rules by which a log, which may come twice and
 * in parts, joins what is known already.
 */
#include "model/exposure.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/list.h"
#include "model/vocabulary.h"

enum { CATEGORIES_MAX = 4000, CATEGORY_COUNT = 64, NUMBER_MAX = 1000000000 };

/* --- reading ------------------------------------------------------------------------------ */

static void exposure_read(struct exposure *x, struct query *q, struct arena *mem)
{
	x->row = row_int(q, "row");
	x->thing = row_int(q, "id");
	x->incident = row_int(q, "incident");
	x->customer = row_int(q, "customer");
	x->customer_ref = row_text(q, "customer_ref", mem);
	x->population = row_text(q, "population", mem);
	x->categories = row_text(q, "categories", mem);
	x->basis = row_text(q, "basis", mem);
	x->confidence = row_text(q, "confidence", mem);
	x->window = row_text(q, "window", mem);
	x->earliest = row_int_or(q, "earliest", 0);
	x->latest = row_int_or(q, "latest", 0);
	x->count = row_int_or(q, "count", 0);
}

static int exposures_read(
    struct notebook *nb, struct query *q, struct exposure_list *out, struct err *e)
{
	size_t i = out->n;

	q_int(q, ":asof", nb->asof);
	while (q_row(q))
		exposure_read(list_push(out), q, &out->mem);
	if (q_done(q, e) < 0)
		return -1;
	for (; i < out->n; i++)
		if (row_ref(nb, out->at[i].thing, out->at[i].public_ref, e) < 0)
			return -1;
	return 0;
}

int exposure_page_load(
    struct notebook *nb, const struct exposure_page *p, struct exposure_list *out, struct err *e)
{
	struct query *q = filter_query(nb, Q_EXPOSURE_PAGE, p->filter);

	q_int(q, ":incident", p->incident);
	q_int(q, ":customer", p->customer);
	q_int(q, ":limit", p->limit);
	return exposures_read(nb, q, out, e);
}

int exposure_load(struct notebook *nb, int64_t incident, int64_t customer,
    struct exposure_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_EXPOSURE_OF);

	q_int(q, ":incident", incident);
	q_int(q, ":customer", customer);
	return exposures_read(nb, q, out, e);
}

void exposure_list_release(struct exposure_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}

void exposure_window(const struct exposure *x, struct str *out)
{
	char text[WHEN_RFC3339];

	if (x->window) {
		str_puts(out, x->window);
		return;
	}
	if (!x->earliest && !x->latest)
		return;
	if (x->earliest == WHEN_PAST) {
		str_puts(out, "..");
	} else {
		when_rfc3339(x->earliest, text);
		str_puts(out, text);
	}
	if (x->earliest == x->latest)
		return;
	str_putc(out, '/');
	if (x->latest == WHEN_FUTURE) {
		str_puts(out, "..");
	} else {
		when_rfc3339(x->latest, text);
		str_puts(out, text);
	}
}

/* --- checks ---------------------------------------------------------------------------------- */

static int words_check(const struct exposure *x, struct err *e)
{
	if (!x->population ||
	    !word_find(population_words, x->population, strlen(x->population), "population", e))
		return x->population ? -1
				     : err_set(e, ERR_INVALID, "an exposure needs a population");
	if (!x->basis || !word_find(basis_words, x->basis, strlen(x->basis), "basis", e))
		return x->basis ? -1 : err_set(e, ERR_INVALID, "an exposure needs a basis");
	if (x->confidence &&
	    !word_find(confidence_words, x->confidence, strlen(x->confidence), "confidence", e))
		return -1;
	return 0;
}

static int exposure_check(const struct exposure *x, struct err *e)
{
	size_t n = x->categories ? strlen(x->categories) : 0;

	if (words_check(x, e) < 0)
		return -1;
	if (n > CATEGORIES_MAX || (n && text_utf8_fault(x->categories, n) != n))
		return err_set(e, ERR_INVALID, "the data categories are too long or not UTF-8");
	if (x->count < 0 || x->count > NUMBER_MAX)
		return err_set(
		    e, ERR_INVALID, "a count of accesses lies between 0 and %d", NUMBER_MAX);
	if (x->earliest > x->latest)
		return err_set(e, ERR_INVALID, "the window of an exposure ends before it begins");
	if (x->window && strlen(x->window) >= WHEN_EDTF_MAX)
		return err_set(e, ERR_INVALID, "the window of an exposure is too long");
	return 0;
}

/* --- joining --------------------------------------------------------------------------------- */

struct category {
	const char *at;
	size_t n;
};

static size_t categories_split(const char *s, struct category *out, size_t n)
{
	while (s && *s && n < CATEGORY_COUNT) {
		size_t m;

		s += strspn(s, "; ");
		m = strcspn(s, ";");
		out[n].at = s;
		s += m;
		while (m && out[n].at[m - 1] == ' ')
			m--;
		out[n].n = m;
		n += m > 0;
	}
	return n;
}

static int category_compare(const void *a, const void *b)
{
	const struct category *x = a, *y = b;
	size_t least = x->n < y->n ? x->n : y->n;
	int order = memcmp(x->at, y->at, least);

	return order ? order : (x->n > y->n) - (x->n < y->n);
}

/* Both lists as one: sorted, each category once. */
static const char *categories_unite(const char *a, const char *b, struct arena *mem)
{
	struct category all[CATEGORY_COUNT];
	size_t n = categories_split(b, all, categories_split(a, all, 0)), len = 0;
	char *out = arena_alloc(mem, (a ? strlen(a) : 0) + (b ? strlen(b) : 0) + 3);

	qsort(all, n, sizeof all[0], category_compare);
	for (size_t i = 0; i < n; i++) {
		if (i && category_compare(&all[i - 1], &all[i]) == 0)
			continue;
		if (len)
			out[len++] = ';';
		memcpy(out + len, all[i].at, all[i].n);
		len += all[i].n;
	}
	out[len] = '\0';
	return len ? out : NULL;
}

static bool window_known(const struct exposure *x)
{
	return x->earliest || x->latest;
}

static bool windows_overlap(const struct exposure *a, const struct exposure *b)
{
	return a->earliest <= b->latest && b->earliest <= a->latest;
}

/* Does x show accesses outside the window of what is known? */
static bool window_widens(const struct exposure *old, const struct exposure *x)
{
	return window_known(x) &&
	       (!window_known(old) || x->earliest < old->earliest || x->latest > old->latest);
}

static int64_t counts_join(const struct exposure *old, const struct exposure *x)
{
	if (old->count && x->count && window_known(old) && window_known(x) &&
	    !windows_overlap(old, x))
		return old->count + x->count;
	return old->count > x->count ? old->count : x->count;
}

static void windows_join(const struct exposure *old, const struct exposure *x, struct exposure *out)
{
	if (!window_widens(old, x)) { /* what is known holds it */
		out->earliest = old->earliest;
		out->latest = old->latest;
		out->window = old->window;
		return;
	}
	out->earliest =
	    window_known(old) && old->earliest < x->earliest ? old->earliest : x->earliest;
	out->latest = window_known(old) && old->latest > x->latest ? old->latest : x->latest;
	out->window = out->earliest == x->earliest && out->latest == x->latest ? x->window : NULL;
}

/* The graver of the two. What somebody has cleared stays so until a log shows accesses
 * that were not known then. */
static const char *populations_join(const struct exposure *old, const struct exposure *x)
{
	int was = word_index(population_words, old->population);
	int is = word_index(population_words, x->population);

	if (strcmp(old->population, "cleared") == 0)
		return window_widens(old, x) ? x->population : old->population;
	return is < was ? x->population : old->population;
}

/* A log joins what is known. */
static void log_join(
    const struct exposure *old, const struct exposure *x, struct exposure *out, struct arena *mem)
{
	*out = *x;
	out->population = populations_join(old, x);
	out->categories = categories_unite(old->categories, x->categories, mem);
	out->confidence = x->confidence ? x->confidence : old->confidence;
	out->count = counts_join(old, x);
	windows_join(old, x, out);
}

/* A person's word replaces what it speaks of and keeps the rest. */
static void word_join(
    const struct exposure *old, const struct exposure *x, struct exposure *out, struct arena *mem)
{
	*out = *x;
	out->categories =
	    categories_unite(x->categories ? x->categories : old->categories, NULL, mem);
	out->confidence = x->confidence ? x->confidence : old->confidence;
	out->count = x->count ? x->count : old->count;
	if (!x->window && !window_known(x)) {
		out->earliest = old->earliest;
		out->latest = old->latest;
		out->window = old->window;
	}
}

static bool text_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool exposure_same(const struct exposure *a, const struct exposure *b)
{
	return text_same(a->population, b->population) && text_same(a->categories, b->categories) &&
	       text_same(a->basis, b->basis) && text_same(a->confidence, b->confidence) &&
	       text_same(a->window, b->window) && a->earliest == b->earliest &&
	       a->latest == b->latest && a->count == b->count;
}

static void exposure_values(const struct exposure *x, struct value *v)
{
	bool known = x->window || window_known(x);

	v[COL(exposure, basis)] = value_text(x->basis);
	v[COL(exposure, categories)] = value_text(x->categories);
	v[COL(exposure, confidence)] = value_text(x->confidence);
	v[COL(exposure, count)] = x->count ? value_int(x->count) : (struct value){ 0 };
	v[COL(exposure, customer)] = value_thing(x->customer);
	v[COL(exposure, earliest)] = known ? value_int(x->earliest) : (struct value){ 0 };
	v[COL(exposure, incident)] = value_thing(x->incident);
	v[COL(exposure, latest)] = known ? value_int(x->latest) : (struct value){ 0 };
	v[COL(exposure, population)] = value_text(x->population);
	v[COL(exposure, window)] = value_text(x->window);
}

/* Writes x, joined to what is known (old: NULL when nothing is). */
static int exposure_write(struct act *a, const struct exposure *old, const struct exposure *x,
    bool *changed, struct arena *mem, struct err *e)
{
	struct value values[COLUMNS_MAX] = { 0 };
	struct exposure joined = *x;

	if (!old)
		joined.categories = categories_unite(x->categories, NULL, mem);
	else if (strcmp(x->basis, "log") == 0)
		log_join(old, x, &joined, mem);
	else
		word_join(old, x, &joined, mem);
	*changed = !old || !exposure_same(old, &joined);
	if (!*changed)
		return 0;
	exposure_values(&joined, values);
	if (old)
		return act_amend(a, T_EXPOSURE, old->thing, old->row, values, e) < 0 ? -1 : 0;
	return act_write(a, T_EXPOSURE, 0, values, e) < 0 ? -1 : 0;
}

/* What is known of one customer; its strings are in the arena. *there: anything? */
static int old_load(struct notebook *nb, int64_t incident, int64_t customer, struct exposure *old,
    bool *there, struct arena *mem, struct err *e)
{
	struct query *q = db_query(nb->db, Q_EXPOSURE_OF);

	q_int(q, ":incident", incident);
	q_int(q, ":customer", customer);
	q_int(q, ":asof", nb->asof);
	*there = q_row(q);
	if (*there)
		exposure_read(old, q, mem);
	return q_done(q, e);
}

int exposure_put(struct act *a, const struct exposure *x, bool *changed, struct err *e)
{
	struct exposure old = { 0 };
	struct arena mem = { 0 };
	bool there;
	int done = -1;

	*changed = false;
	if (exposure_check(x, e) == 0 &&
	    old_load(a->nb, x->incident, x->customer, &old, &there, &mem, e) == 0)
		done = exposure_write(a, there ? &old : NULL, x, changed, &mem, e);
	arena_release(&mem);
	return done;
}

int exposure_move(struct act *a, int64_t incident, int64_t from, int64_t to, struct err *e)
{
	struct exposure moved = { 0 }, old = { 0 }, joined;
	struct value values[COLUMNS_MAX] = { 0 };
	struct arena mem = { 0 };
	bool is, there;
	int64_t row = -1;

	if (old_load(a->nb, incident, from, &moved, &is, &mem, e) < 0 ||
	    old_load(a->nb, incident, to, &old, &there, &mem, e) < 0)
		goto done;
	joined = moved;
	if (there)
		log_join(&old, &moved, &joined, &mem);
	joined.customer = to;
	exposure_values(&joined, values);
	row = is ? 0 : err_set(e, ERR_NOT_FOUND, "there is no such exposure");
	if (row == 0 && !there)
		row = act_amend(a, T_EXPOSURE, moved.thing, moved.row, values, e);
	else if (row == 0)
		row = act_end(a, T_EXPOSURE, moved.row, e);
	if (row == 0 && there && !exposure_same(&old, &joined))
		row = act_amend(a, T_EXPOSURE, old.thing, old.row, values, e);
done:
	arena_release(&mem);
	return row < 0 ? -1 : 0;
}

/* --- by hand ------------------------------------------------------------------------------- */

/* What is said of it, over what is known. */
static void change_join(const struct exposure_change *c, struct exposure *x, struct arena *mem)
{
	x->population = c->population;
	if (c->categories)
		x->categories = categories_unite(c->categories, NULL, mem);
	if (!c->window)
		return;
	x->window = c->window->edtf;
	x->earliest = c->window->earliest;
	x->latest = c->window->latest;
}

static const char *change_tell(
    const struct exposure *old, const struct exposure *new, struct arena *mem)
{
	if (old && strcmp(old->population, new->population) == 0)
		return arena_printf(mem, "%s: data or window", new->population);
	return arena_printf(mem, "%s -> %s", old ? old->population : "new", new->population);
}

static int population_set(struct act *a, const struct exposure_change *c, int64_t customer,
    struct tally *told, int64_t *changed, struct err *e)
{
	struct exposure old = { 0 }, new = { .incident = c->incident, .customer = customer,
					.basis = "statement" };
	struct value values[COLUMNS_MAX] = { 0 };
	struct arena mem = { 0 };
	bool there;
	int64_t row = old_load(a->nb, c->incident, customer, &old, &there, &mem, e);

	if (row == 0 && there)
		new = old;
	change_join(c, &new, &mem);
	if (row == 0)
		row = exposure_check(&new, e);
	if (row == 0 && !(there && exposure_same(&old, &new))) {
		exposure_values(&new, values);
		(*changed)++;
		tally_add(told, change_tell(there ? &old : NULL, &new, &mem), NULL);
		if (!c->dry_run)
			row = there ? act_amend(a, T_EXPOSURE, old.thing, old.row, values, e)
				    : act_write(a, T_EXPOSURE, 0, values, e);
	}
	arena_release(&mem);
	return row < 0 ? -1 : 0;
}

int exposure_set(struct notebook *nb, const struct exposure_change *c, struct tally *told,
    char out_ref[REF_MAX], int64_t *changed, struct err *e)
{
	const char *word =
	    word_find(population_words, c->population, strlen(c->population), "population", e);
	struct exposure_change spelt = *c;
	struct act a = { .nb = nb };
	struct tally own = { 0 };
	int status = 0;

	*changed = 0;
	out_ref[0] = '\0';
	if (!word || (!c->dry_run && act_begin(&a, nb, "exposure.set", e) < 0))
		return -1;
	a.reason = c->reason;
	spelt.population = word;
	for (size_t i = 0; status == 0 && i < c->n; i++)
		status = population_set(
		    &a, &spelt, c->customers[i], told ? told : &own, changed, e);
	if (status == 0 && *changed > 0 && !c->dry_run) {
		status = act_commit(&a, e);
		memcpy(out_ref, a.ref, REF_MAX);
	}
	act_abort(&a);
	tally_release(&own);
	return status;
}
