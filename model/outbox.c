/* outbox.c - the letters that may go out now, and how they are handed over. */
#include "model/outbox.h"

#include <stdlib.h>
#include <string.h>

#include "model/notification_work.h"
#include "model/vocabulary.h"

#define HANDED_OVER "handed over"

/* One run over letters: those of a mailing come one after the other, so its texts are kept. */
struct run {
	struct notebook *nb;
	const struct outbox_page *p;
	struct letters letters;
	struct str subject, body;
	struct arena mem; /* of one letter */
	struct tally *left;
	struct err fault; /* e->kind ERR_NONE: none */
	int (*each)(void *with, const struct outbox_letter *l, struct err *e);
	void *with;
	int64_t *things;
	size_t n, cap;
};

static bool result_is(const struct notification *n, const char *result)
{
	return n->last_result && strcmp(n->last_result, result) == 0;
}

/* Did it go out, or may it have? */
static bool went_out(const struct notification *n)
{
	return strcmp(n->state, notification_state_words[STATE_RELEASED]) != 0 ||
	       result_is(n, "hard-bounce") || result_is(n, "delayed");
}

/* Why a letter that went out may not go again now; NULL: it may. */
static const char *stays_again(
    const struct notification *n, const struct notify_next *next, const char **many)
{
	*many = NULL;
	switch (next->step) {
	case STEP_SEND:
	case STEP_RESEND:
		return NULL;
	case STEP_NEXT_CHANNEL:
		*many = "failed at their addresses, and there are others";
		return "failed at its address, and there is another";
	case STEP_FIND_ADDRESS:
		*many = "failed at their addresses, and there are no others";
		return "failed at its address, and there is no other";
	case STEP_NONE:
		break;
	}
	if (!(STATE_BIT(word_index(notification_state_words, n->state)) &
		(STATE_BIT(STATE_RELEASED) | STATE_BIT(STATE_SENT)))) {
		*many = "are acknowledged already";
		return "is acknowledged already";
	}
	*many = next->again_at ? "may not go again before their advisories' time"
			       : "were sent as often as their advisories allow";
	return next->again_at ? "may not go again before its advisory's time"
			      : "was sent as often as its advisory allows";
}

/* Why a letter stays here: of one and of many; false: it may go out. */
static bool stays(const struct outbox_page *p, const struct notification *n, struct tally *left)
{
	int state = word_index(notification_state_words, n->state);
	bool out = state >= 0 && (STATES_OUT & STATE_BIT(state));

	if (!out)
		tally_add(left, "is not released", "are not released");
	else if (!n->channel || strcmp(n->channel, p->channel) != 0)
		tally_add(left, "goes by another channel", "go by another channel");
	else if (!n->address)
		tally_add(left, "has no address", "have no address");
	else if (n->address_compromised && !p->override_compromised)
		tally_add(left, "goes to an address that is marked compromised",
		    "go to addresses that are marked compromised");
	else if (state != STATE_RELEASED && !p->again)
		tally_add(left, "went out already", "went out already");
	else if (result_is(n, "hard-bounce") && !p->again)
		tally_add(left, "came back for good", "came back for good");
	else if (result_is(n, "delayed") && !p->again)
		tally_add(left, "may be with a mailer already", "may be with a mailer already");
	else
		return false;
	return true;
}

static const char *contact_of(struct run *r, const struct notification_work *w)
{
	struct address a[ADDRESSES_MAX];
	size_t n = w->to.addresses ? addresses_read(w->to.addresses, a, &r->mem) : 0;

	for (size_t i = 0; i < n; i++)
		if (a[i].name && strcmp(a[i].channel, w->channel) == 0 &&
		    strcmp(a[i].value, w->address) == 0)
			return a[i].name;
	return w->to.name ? w->to.name : w->to.organisation;
}

static int bytes_check(struct run *r, const struct notification *n, struct err *e)
{
	uint8_t sha256[DIGEST_SIZE];

	letter_hash(&r->subject, &r->body, sha256);
	if (n->body_sha256 && memcmp(sha256, n->body_sha256, DIGEST_SIZE) == 0)
		return 0;
	return err_set(e, ERR_CONFLICT,
	    "%s does not come out in the bytes that were approved: nothing may go out before that "
	    "is understood",
	    n->public_ref);
}

static int letter_tell(struct run *r, const struct notification *n, struct err *e)
{
	struct outbox_letter l = { .n = n, .body = &r->body, .sha256 = n->body_sha256 };
	struct notification_work w;

	arena_reset(&r->mem);
	str_reset(&r->subject);
	str_reset(&r->body);
	if (notification_work_load(r->nb, n->thing, &w, &r->mem, e) < 0 ||
	    letters_of(&r->letters, r->nb, w.mailing, e) < 0 ||
	    letters_write(&r->letters, &w.to, w.channel, w.language, &r->subject, &r->body, e) < 0)
		return err_in(e, "%s", n->public_ref);
	if (bytes_check(r, n, e) < 0)
		return -1;
	l.contact = contact_of(r, &w);
	l.subject = str_text(&r->subject);
	return r->each(r->with, &l, e);
}

/* 1: it stays, and why is counted; 0: it may go out. */
static int letter_stays(struct run *r, const struct notification *n, struct err *e)
{
	struct notify_next next;
	const char *one, *many;

	if (stays(r->p, n, r->left))
		return 1;
	if (!r->p->by_rule || !went_out(n))
		return 0;
	arena_reset(&r->mem);
	if (notification_next(r->nb, n->thing, &next, &r->mem, e) < 0)
		return -1;
	one = stays_again(n, &next, &many);
	if (one)
		tally_add(r->left, one, many);
	return one != NULL;
}

static int row_tell(void *with, const struct notification *n)
{
	struct run *r = with;
	int stay = letter_stays(r, n, &r->fault);

	return stay == 0 ? letter_tell(r, n, &r->fault) : stay < 0 ? -1 : 0;
}

static int row_keep(void *with, const struct notification *n)
{
	struct run *r = with;
	int stay = letter_stays(r, n, &r->fault);

	if (stay)
		return stay < 0 ? -1 : 0;
	if (r->n == r->cap) {
		r->cap = r->cap ? 2 * r->cap : 256;
		r->things = xrealloc(r->things, r->cap * sizeof *r->things);
	}
	r->things[r->n++] = n->thing;
	return 0;
}

static void run_release(struct run *r)
{
	letters_release(&r->letters);
	str_release(&r->subject);
	str_release(&r->body);
	arena_release(&r->mem);
}

int outbox_each(struct notebook *nb, const struct outbox_page *p,
    int (*each)(void *with, const struct outbox_letter *l, struct err *e), void *with,
    struct tally *left, struct err *e)
{
	const struct notification_page page = { .incident = p->incident, .filter = p->filter };
	struct run r = { .nb = nb, .p = p, .left = left, .each = each, .with = with };
	int done = notification_each(nb, &page, row_tell, &r, e);

	if (r.fault.kind)
		*e = r.fault;
	run_release(&r);
	return done;
}

int outbox_things(struct notebook *nb, const struct outbox_page *p, int64_t **things, size_t *n,
    struct tally *left, struct err *e)
{
	const struct notification_page page = { .incident = p->incident, .filter = p->filter };
	struct run r = { .nb = nb, .p = p, .left = left };
	int done = notification_each(nb, &page, row_keep, &r, e);

	if (r.fault.kind)
		*e = r.fault;
	run_release(&r);
	*things = r.things;
	*n = r.n;
	return done;
}

int outbox_one(struct notebook *nb, const struct outbox_page *p, int64_t thing,
    int (*each)(void *with, const struct outbox_letter *l, struct err *e), void *with,
    struct tally *left, struct err *e)
{
	const struct notification_page page = {
		.incident = p->incident, .thing = thing - 1, .limit = 1
	};
	struct run r = { .nb = nb, .p = p, .left = left, .each = each, .with = with };
	struct notification_list one = { 0 };
	int done = notification_page_load(nb, &page, &one, e);

	if (done == 0 && (!one.n || one.at[0].thing != thing))
		done = err_set(e, ERR_NOT_FOUND, "it is a letter of another incident");
	if (done == 0)
		done = letter_stays(&r, &one.at[0], e);
	if (done == 0)
		done = letter_tell(&r, &one.at[0], e);
	else if (done > 0)
		done = 0;
	notification_list_release(&one);
	run_release(&r);
	return done;
}

/* --- handing over ---------------------------------------------------------------------- */

/* Has anything happened to the letter since it was read? */
static int unchanged_check(struct act *a, const struct notification *n,
    struct notification_work *w, struct arena *mem, struct err *e)
{
	const struct notification_page page = {
		.incident = n->incident, .thing = n->thing - 1, .limit = 1
	};
	struct notification_list now = { 0 };
	int done = notification_work_load(a->nb, n->thing, w, mem, e);

	if (done == 0)
		done = notification_page_load(a->nb, &page, &now, e);
	if (done == 0 && (!now.n || now.at[0].row != n->row || now.at[0].attempts != n->attempts))
		done = err_set(e, ERR_CONFLICT, "%s was changed by somebody else meanwhile",
		    n->public_ref);
	notification_list_release(&now);
	return done;
}

int handover_begin(struct notebook *nb, const struct notification *n, const char *reason,
    int64_t *attempt, struct err *e)
{
	struct notification_work w;
	struct arena mem = { 0 };
	struct act a;
	int done;

	if (act_begin(&a, nb, "notification.handover", e) < 0)
		return -1;
	a.reason = reason;
	done = unchanged_check(&a, n, &w, &mem, e);
	if (done == 0) {
		struct value v[COLUMNS_MAX] = {
			[COL(attempt, address)] = value_text(w.address),
			[COL(attempt, at)] = value_int(a.time),
			[COL(attempt, channel)] = value_text(w.channel),
			[COL(attempt, code)] = value_text(HANDED_OVER),
			[COL(attempt, notification)] = value_thing(w.thing),
			[COL(attempt, result)] = value_text("delayed"),
		};

		*attempt = act_write(&a, T_ATTEMPT, 0, v, e);
		done = *attempt < 0 ? -1 : act_commit(&a, e);
	}
	act_abort(&a);
	arena_release(&mem);
	return done;
}

/* The letter is sent by the first hand-over that was accepted. */
static int letter_send(struct act *a, int64_t notification, struct arena *mem, struct err *e)
{
	struct notification_work w;

	if (notification_work_load(a->nb, notification, &w, mem, e) < 0)
		return -1;
	if (w.state != STATE_RELEASED)
		return 0;
	return notification_work_send(a, &w, a->time, e);
}

int handover_end(struct notebook *nb, int64_t attempt, const char *result, const char *code,
    char out_ref[REF_MAX], struct err *e)
{
	struct value v[COLUMNS_MAX];
	struct arena mem = { 0 };
	struct act a;
	int64_t row;
	int done;

	if (act_begin(&a, nb, "notification.attempt", e) < 0)
		return -1;
	done = thing_load(nb, T_ATTEMPT, attempt, v, &row, &mem, e);
	if (done == 0) {
		v[COL(attempt, at)] = value_int(a.time);
		v[COL(attempt, code)] = value_text(code);
		v[COL(attempt, result)] = value_text(result);
		done = act_amend(&a, T_ATTEMPT, attempt, row, v, e) < 0 ? -1 : 0;
	}
	if (done == 0 && strcmp(result, "accepted") == 0)
		done = letter_send(&a, v[COL(attempt, notification)].n, &mem, e);
	if (done == 0)
		done = act_commit(&a, e);
	if (done == 0)
		memcpy(out_ref, a.ref, REF_MAX);
	act_abort(&a);
	arena_release(&mem);
	return done;
}
