/*
 * notification_list.c - the list of an incident's notifications: pages, counts, and all of them for
 * an export.
 *
 * One statement gives the rows of a page and of an export alike. Going backward, the page's first
 * key is looked for and the page then read forward from there.
 */
#include <stdlib.h>
#include <string.h>

#include "model/notification_work.h"

/* Borrows its text from the query and from mem until the next row. */
struct reader {
	struct notebook *nb;
	struct query *q;
	struct arena mem;           /* of one row */
	struct str records, people; /* approvals seen last: their records, and who wrote these */
};

static const char *text_at(struct query *q, int *i)
{
	size_t n;

	return row_text_at(q, (*i)++, &n);
}

static int64_t int_at(struct query *q, int *i)
{
	int64_t v = row_null_at(q, *i) ? 0 : row_int_at(q, *i);

	(*i)++;
	return v;
}

static const uint8_t *hash_at(struct query *q, int *i)
{
	size_t n = 0;
	const void *hash = row_blob_at(q, (*i)++, &n);

	return hash && n == DIGEST_SIZE ? hash : NULL;
}

/* Neighbours were approved in the same records nearly always, so the names are those of the row
 * before. */
static int approvers_look_up(
    struct reader *r, struct notification *n, const char *records, struct err *e)
{
	if (!records)
		return 0;
	if (strcmp(str_text(&r->records), records) != 0) {
		const char *p = records;
		char *end;

		str_reset(&r->people);
		for (; *p; p = end)
			if (approver_put(r->nb, strtoll(p, &end, 10), &r->people, e) < 0)
				return -1;
		str_reset(&r->records);
		str_puts(&r->records, records);
	}
	n->approved_by = r->people.len ? str_text(&r->people) : NULL;
	return 0;
}

/* What the register says now of the address it goes to. */
static void address_look_up(struct reader *r, struct notification *n, const char *addresses)
{
	struct address a[ADDRESSES_MAX];
	size_t count =
	    addresses && n->address && n->channel ? addresses_read(addresses, a, &r->mem) : 0;

	for (size_t i = 0; i < count; i++)
		if (strcmp(a[i].channel, n->channel) == 0 && strcmp(a[i].value, n->address) == 0) {
			n->role = a[i].role;
			n->address_compromised = a[i].compromised;
			return;
		}
}

/* In the order of the statement's columns. */
static int notification_read(
    struct reader *r, int64_t incident, struct notification *n, struct err *e)
{
	struct query *q = r->q;
	const char *addresses, *approved_in;
	int i = 0;

	arena_reset(&r->mem);
	*n = (struct notification){ .incident = incident };
	n->thing = int_at(q, &i);
	n->row = int_at(q, &i);
	n->customer = int_at(q, &i);
	n->mailing = int_at(q, &i);
	n->address = text_at(q, &i);
	n->body_sha256 = hash_at(q, &i);
	n->channel = text_at(q, &i);
	n->language = text_at(q, &i);
	n->released_at = int_at(q, &i);
	n->sent_at = int_at(q, &i);
	n->hold_until = int_at(q, &i);
	n->state = text_at(q, &i);
	n->subject = text_at(q, &i);
	n->incident_ref = text_at(q, &i);
	n->customer_ref = text_at(q, &i);
	n->organisation = text_at(q, &i);
	n->name = text_at(q, &i);
	addresses = text_at(q, &i);
	n->country = text_at(q, &i);
	n->population = text_at(q, &i);
	n->categories = text_at(q, &i);
	n->window = text_at(q, &i);
	n->window_earliest = int_at(q, &i);
	n->window_latest = int_at(q, &i);
	n->advisory = text_at(q, &i);
	n->advisory_version = int_at(q, &i);
	n->tlp = text_at(q, &i);
	approved_in = text_at(q, &i);
	n->attempts = int_at(q, &i);
	n->last_result = text_at(q, &i);
	n->acknowledged_at = int_at(q, &i);
	n->acknowledged_by = text_at(q, &i);
	n->actions_open = int_at(q, &i);
	address_look_up(r, n, addresses);
	if (approvers_look_up(r, n, approved_in, e) < 0)
		return -1;
	return row_ref(r->nb, n->thing, n->public_ref, e);
}

static void keep(const char **s, struct arena *mem)
{
	*s = *s ? arena_strdup(mem, *s) : NULL;
}

static void notification_keep(struct notification *n, struct arena *mem)
{
	const char **texts[] = { &n->incident_ref, &n->customer_ref, &n->organisation, &n->name,
		&n->role, &n->channel, &n->address, &n->language, &n->country, &n->population,
		&n->categories, &n->window, &n->state, &n->advisory, &n->subject, &n->tlp,
		&n->approved_by, &n->acknowledged_by, &n->last_result };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		keep(texts[i], mem);
	if (n->body_sha256)
		n->body_sha256 = memcpy(arena_alloc(mem, DIGEST_SIZE), n->body_sha256, DIGEST_SIZE);
}

/* Between two keys, both exclusive; limit -1: all. */
static int list_run(struct notebook *nb, const struct notification_page *p, int64_t after,
    int64_t before, int64_t limit, int (*each)(void *with, const struct notification *n),
    void *with, struct err *e)
{
	struct reader r = { .nb = nb, .q = filter_query(nb, Q_NOTIFICATION_LIST, p->filter) };
	struct notification n;
	struct err fault = { 0 };
	int result = 0;

	q_int(r.q, ":asof", nb->asof);
	q_int(r.q, ":incident", p->incident);
	q_int(r.q, ":after", after);
	q_int(r.q, ":before", before);
	q_int(r.q, ":limit", limit);
	while (result == 0 && q_row(r.q)) {
		result = notification_read(&r, p->incident, &n, &fault);
		if (result == 0 && each(with, &n) != 0)
			result = err_set(&fault, ERR_IO, "stopped");
	}
	if (q_done(r.q, e) < 0)
		result = -1;
	else if (result < 0)
		*e = fault;
	arena_release(&r.mem);
	str_release(&r.records);
	str_release(&r.people);
	return result;
}

static int list_push(void *with, const struct notification *n)
{
	struct notification_list *l = with;

	if (l->n == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 64;
		l->at = xrealloc(l->at, l->cap * sizeof(*l->at));
	}
	l->at[l->n] = *n;
	notification_keep(&l->at[l->n], &l->mem);
	l->n++;
	return 0;
}

/* The key after which the page that ends before `before` begins; *any: is there such a page at all?
 */
static int page_begin(struct notebook *nb, const struct notification_page *p, int64_t before,
    int64_t *after, bool *any, struct err *e)
{
	struct query *q = filter_query(nb, Q_NOTIFICATION_IDS_BACK, p->filter);

	q_int(q, ":asof", nb->asof);
	q_int(q, ":incident", p->incident);
	q_int(q, ":before", before);
	q_int(q, ":limit", p->limit);
	*any = false;
	while (q_row(q)) {
		*after = row_int(q, "thing") - 1;
		*any = true;
	}
	return q_done(q, e);
}

int notification_page_load(struct notebook *nb, const struct notification_page *p,
    struct notification_list *out, struct err *e)
{
	int64_t after = p->from_end ? 0 : p->thing, before = INT64_MAX;
	bool any = true;

	*out = (struct notification_list){ 0 };
	if (p->backward) {
		before = p->from_end ? INT64_MAX : p->thing;
		if (page_begin(nb, p, before, &after, &any, e) < 0)
			return -1;
	}
	if (any && list_run(nb, p, after, before, p->limit, list_push, out, e) < 0) {
		notification_list_release(out);
		return -1;
	}
	return 0;
}

int notification_count(struct notebook *nb, const struct notification_page *p, int64_t *count,
    int64_t *next_thing, bool *more, struct err *e)
{
	int64_t after = p->from_end ? 0 : p->thing, left = p->limit > 0 ? p->limit : NOTIFY_PAGE;
	int64_t page[NOTIFY_PAGE];
	size_t n;

	*count = 0;
	do {
		int64_t want = left < NOTIFY_PAGE ? left : NOTIFY_PAGE;

		if (notification_ids_load(
			nb, p->incident, p->filter, nb->asof, after, want, page, &n, e) < 0)
			return -1;
		*count += (int64_t)n;
		left -= want;
		after = n ? page[n - 1] : after;
		*more = (int64_t)n == want;
	} while (*more && left > 0);
	*next_thing = after;
	return 0;
}

int notification_things(struct notebook *nb, int64_t incident, const struct filter *filter,
    int64_t **out, size_t *n, struct err *e)
{
	int64_t *things = NULL;
	size_t got;

	*n = 0;
	do {
		things = xrealloc(things, (*n + NOTIFY_PAGE) * sizeof(*things));
		if (notification_ids_load(nb, incident, filter, nb->asof, *n ? things[*n - 1] : 0,
			NOTIFY_PAGE, things + *n, &got, e) < 0) {
			free(things);
			*out = NULL;
			return -1;
		}
		*n += got;
	} while (got == NOTIFY_PAGE);
	*out = things;
	return 0;
}

int notification_each(struct notebook *nb, const struct notification_page *p,
    int (*each)(void *with, const struct notification *n), void *with, struct err *e)
{
	int result;

	db_cache(nb->db, NOTIFY_CACHE);
	result = list_run(nb, p, p->from_end ? 0 : p->thing, INT64_MAX, -1, each, with, e);
	db_cache(nb->db, 0);
	return result;
}

int notification_parts(
    struct notebook *nb, int64_t notification, int64_t **out, size_t *n, struct err *e)
{
	struct query *q = db_query(nb->db, Q_NOTIFICATION_PARTS);

	*out = NULL;
	*n = 0;
	q_int(q, ":asof", nb->asof);
	q_int(q, ":notification", notification);
	while (q_row(q)) {
		*out = xrealloc(*out, (*n + 1) * sizeof **out);
		(*out)[(*n)++] = row_int_at(q, 0);
	}
	return q_done(q, e);
}

void notification_list_release(struct notification_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct notification_list){ 0 };
}
