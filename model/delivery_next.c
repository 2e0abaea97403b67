/*
 * delivery_next.c - what a letter that is out needs next.
 *
 * It follows from its tries alone: an address that bounced for good, or went unanswered on the
 * channel too often, is left for the next one in the order of the advisory; one that got through
 * and was not acknowledged is used again, as long and as often as the advisory says.
 */
#include <string.h>

#include "model/notification_work.h"
#include "model/vocabulary.h"

const char *const notify_step_words[] = { "none", "send", "resend", "next-channel", "find-address",
	NULL };

/* After so many failures in a row that may pass, an address is given up. */
enum { SOFT_MAX = 3, TRIES_MAX = 256 };

struct tries {
	struct try {
		const char *address, *channel, *result;
	} at[TRIES_MAX]; /* the last ones, in order */
	size_t n;
	int64_t all, last_at;
	int64_t handed, delivered; /* times it was handed over, and got there */
};

static int tries_load(
    struct notebook *nb, int64_t notification, struct tries *t, struct arena *mem, struct err *e)
{
	struct query *q = db_query(nb->db, Q_ATTEMPT_LIST);

	*t = (struct tries){ 0 };
	q_int(q, ":asof", nb->asof);
	q_int(q, ":notification", notification);
	while (q_row(q)) {
		struct try x;
		int64_t at;

		x.address = row_text(q, "address", mem);
		x.channel = row_text(q, "channel", mem);
		x.result = row_text(q, "result", mem);
		at = row_int(q, "at");
		if (t->n == TRIES_MAX)
			memmove(t->at, t->at + 1, --t->n * sizeof(*t->at));
		t->at[t->n++] = x;
		t->all++;
		t->last_at = at > t->last_at ? at : t->last_at;
		t->handed +=
		    strcmp(x.result, "accepted") == 0 || strcmp(x.result, "posted") == 0;
		t->delivered += strcmp(x.result, "delivered") == 0;
	}
	return q_done(q, e);
}

static bool fails_for_good(const char *result)
{
	return attempt_failed(result) && strcmp(result, "soft-bounce") != 0 &&
	       strcmp(result, "no-answer") != 0;
}

static bool text_same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* Has this address failed for good, or SOFT_MAX times since it last worked? */
static bool address_failed(const struct tries *t, const char *channel, const char *address)
{
	int soft = 0;

	for (size_t i = t->n; i > 0; i--) {
		const struct try *x = &t->at[i - 1];

		if (!text_same(x->channel, channel) || !text_same(x->address, address))
			continue;
		if (fails_for_good(x->result))
			return true;
		if (!attempt_failed(x->result))
			return false;
		if (++soft == SOFT_MAX)
			return true;
	}
	return false;
}

/* The next address in the advisory's order that may be used and has not failed. */
static const struct address *address_next(const struct advisory *a, const struct tries *t,
    const char *addresses, struct arena *mem)
{
	struct address *all = arena_alloc(mem, ADDRESSES_MAX * sizeof(*all));
	size_t n = addresses ? addresses_read(addresses, all, mem) : 0, good = 0;

	for (size_t i = 0; i < n; i++)
		if (!all[i].compromised && !address_failed(t, all[i].channel, all[i].value))
			all[good++] = all[i];
	return letter_address(a, all, good);
}

/* From when on a letter may go to the same address again; 0: never. */
static int64_t resend_at(const struct advisory *a, const struct tries *t)
{
	int64_t sent = t->handed > t->delivered ? t->handed : t->delivered;
	int64_t after = advisory_duration(a->resend_after);

	return after && t->all && sent <= a->resend_max ? t->last_at + after : 0;
}

static void step_find(const struct advisory *a, const struct tries *t,
    const struct notification_work *w, int64_t now, struct notify_next *out, struct arena *mem)
{
	const struct try *last = t->n ? &t->at[t->n - 1] : NULL;
	const char *channel = last ? last->channel : w->channel;
	const char *address = last ? last->address : w->address;
	const struct address *to;

	out->channel = channel;
	out->address = address;
	if (!last) {
		out->step = address ? STEP_SEND : STEP_FIND_ADDRESS;
	} else if (address_failed(t, channel, address)) {
		to = address_next(a, t, w->addresses_now, mem);
		out->step = to ? STEP_NEXT_CHANNEL : STEP_FIND_ADDRESS;
		out->channel = to ? to->channel : NULL;
		out->address = to ? to->value : NULL;
	} else {
		out->again_at = resend_at(a, t);
		if (out->again_at && out->again_at <= now)
			out->step = STEP_RESEND;
	}
}

struct due_run {
	struct notebook *nb;
	int64_t now;
	struct letters letters; /* of one mailing */
	struct arena mem;       /* of one letter */
};

static int next_one(struct due_run *r, int64_t thing, struct notify_next *out, struct arena *mem,
    struct err *e)
{
	struct notification_work w;
	struct tries tries;

	*out = (struct notify_next){ .thing = thing };
	if (notification_work_load(r->nb, thing, &w, mem, e) < 0 ||
	    notification_work_addresses(r->nb, &w, mem, e) < 0)
		return -1;
	out->customer_ref = w.to.ref;
	out->organisation = w.to.organisation;
	out->state = notification_state_words[w.state];
	if (w.state != STATE_RELEASED && w.state != STATE_SENT)
		return 0;
	if (letters_of(&r->letters, r->nb, w.mailing, e) < 0 ||
	    tries_load(r->nb, thing, &tries, mem, e) < 0 ||
	    row_ref(r->nb, thing, out->public_ref, e) < 0)
		return -1;
	step_find(&r->letters.advisory, &tries, &w, r->now, out, mem);
	out->tries = tries.all;
	out->last_at = tries.last_at;
	out->last_result = tries.n ? tries.at[tries.n - 1].result : NULL;
	return 0;
}

int notification_next(struct notebook *nb, int64_t notification, struct notify_next *out,
    struct arena *mem, struct err *e)
{
	struct due_run r = { .nb = nb, .now = notebook_time(nb) };
	int status = next_one(&r, notification, out, mem, e);

	letters_release(&r.letters);
	return status;
}

static int page_each(struct due_run *r, const int64_t *things, size_t n,
    int (*each)(void *with, const struct notify_next *n), void *with, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		struct notify_next next;

		arena_reset(&r->mem);
		if (next_one(r, things[i], &next, &r->mem, e) < 0)
			return -1;
		if (next.step != STEP_NONE && each(with, &next) != 0)
			return err_set(e, ERR_IO, "stopped");
	}
	return 0;
}

int notification_next_each(struct notebook *nb, const struct notification_page *p,
    int (*each)(void *with, const struct notify_next *n), void *with, struct err *e)
{
	struct due_run r = { .nb = nb, .now = notebook_time(nb) };
	int64_t page[NOTIFY_PAGE], after = p->from_end ? 0 : p->thing;
	size_t n;
	int status;

	do {
		status = notification_ids_load(
		    nb, p->incident, p->filter, nb->asof, after, NOTIFY_PAGE, page, &n, e);
		if (status == 0)
			status = page_each(&r, page, n, each, with, e);
		after = n ? page[n - 1] : after;
	} while (status == 0 && n == NOTIFY_PAGE);
	letters_release(&r.letters);
	arena_release(&r.mem);
	return status;
}
