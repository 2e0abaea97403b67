/*
 * delivery.c - what happened to a released notification: tries to reach the customer, and what they
 * confirmed.
 *
 * Attempts and acknowledgements are only ever added. The first attempt that got through makes a
 * notification sent; an acknowledgement by a named person makes it acknowledged.
 */
#include <string.h>

#include "model/notification_work.h"
#include "model/vocabulary.h"

/* Says that it is on its way or there. */
static bool result_sends(const char *result)
{
	return strcmp(result, "accepted") == 0 || strcmp(result, "delivered") == 0 ||
	       strcmp(result, "posted") == 0;
}

static const char *result_find(const char *word, struct err *e)
{
	if (!word)
		word = "";
	return word_find(attempt_result_words, word, strlen(word), "result", e);
}

static int channel_check(const char *channel, struct err *e)
{
	return !channel || word_find(channel_words, channel, strlen(channel), "channel", e) ? 0
											    : -1;
}

/* As the table spells it; checked before. */
static const char *channel_word(const char *channel)
{
	struct err ignored;

	return channel ? word_find(channel_words, channel, strlen(channel), "channel", &ignored)
		       : NULL;
}

static int attempts_check(const struct attempt *a, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (!result_find(a[i].result, e) || channel_check(a[i].channel, e) < 0)
			return -1;
	return 0;
}

/* Most advisories have one version: then no letter has an earlier one. */
struct versions {
	int64_t mailing; /* looked at last; 0: none */
	bool earlier;	 /* are there lower versions of its advisory? */
};

static int versions_look(
    struct notebook *nb, struct versions *v, int64_t mailing, struct err *e)
{
	struct query *q;

	if (v->mailing == mailing)
		return 0;
	q = db_query(nb->db, Q_MAILING_EARLIER);
	q_int(q, ":asof", nb->asof);
	q_int(q, ":mailing", mailing);
	v->mailing = mailing;
	v->earlier = q_row(q);
	return q_done(q, e);
}

/* The letters of lower versions that the customer has had are no longer what we say. */
static int earlier_supersede(struct act *act, const struct notification_work *w,
    struct versions *versions, struct err *e)
{
	int64_t things[EARLIER_MAX];
	struct arena mem = { 0 };
	size_t n = 0;
	int r = 0;

	if (versions_look(act->nb, versions, w->mailing, e) < 0)
		return -1;
	if (!versions->earlier)
		return 0;
	if (notification_earlier_load(act->nb, w, 0, things, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct notification_work old;

		r = notification_work_load(act->nb, things[i], &old, &mem, e);
		if (r == 0 && (STATES_HAD & STATE_BIT(old.state))) {
			old.state = STATE_SUPERSEDED;
			r = notification_work_amend(act, &old, e);
		}
		if (r < 0)
			break;
	}
	arena_release(&mem);
	return r;
}

static int work_send(struct act *a, struct notification_work *w, int64_t at,
    struct versions *versions, struct err *e)
{
	w->state = STATE_SENT;
	w->sent_at = at;
	if (notification_work_amend(a, w, e) < 0)
		return -1;
	return earlier_supersede(a, w, versions, e);
}

int notification_work_send(
    struct act *a, struct notification_work *w, int64_t at, struct err *e)
{
	struct versions versions = { 0 };

	return work_send(a, w, at, &versions, e);
}

static int attempt_write(struct act *act, const struct attempt *a, struct notification_work *w,
    struct versions *versions, struct err *e)
{
	const char *channel = a->channel ? a->channel : w->channel;
	bool same_channel = w->channel && channel && strcmp(channel, w->channel) == 0;
	const char *result = result_find(a->result, e);
	int64_t at = a->at ? a->at : act->time;
	struct value v[COLUMNS_MAX] = {
		[COL(attempt, address)] = value_text(a->address     ? a->address
						     : same_channel ? w->address
								    : NULL),
		[COL(attempt, at)] = value_int(at),
		[COL(attempt, channel)] = value_text(channel_word(channel)),
		[COL(attempt, code)] = value_text(a->code),
		[COL(attempt, notification)] = value_thing(w->thing),
		[COL(attempt, result)] = value_text(result),
	};

	if (act_write(act, T_ATTEMPT, 0, v, e) < 0)
		return -1;
	if (w->state != STATE_RELEASED || !result_sends(result))
		return 0;
	return work_send(act, w, at, versions, e);
}

static bool attempt_is_compromised(
    const struct attempt *a, const struct notification_work *w, struct arena *mem)
{
	const char *channel = a->channel ? a->channel : w->channel;
	bool same = channel && w->channel && strcmp(channel, w->channel) == 0;

	return notification_work_is_compromised(
	    w, channel, a->address ? a->address : same ? w->address : NULL, mem);
}

/* *is: would the letter stand otherwise after such a try? */
static int attempt_is_new(struct notebook *nb, const struct attempt *a,
    const struct notification_work *w, bool *is, struct err *e)
{
	bool fails = attempt_failed(a->result), failed = false;

	if (attempts_last_failed(nb, w->thing, &failed, e) < 0)
		return -1;
	*is = w->state == STATE_RELEASED ? !fails || !failed
					 : w->state == STATE_SENT && fails != failed;
	return 0;
}

/* 1: written, 0: left out, with the reason in `skipped`. */
static int attempt_one(struct act *act, const struct attempt *a, struct versions *versions,
    struct tally *skipped, struct arena *mem, struct err *e)
{
	struct notification_work w;
	bool is_new = true;

	arena_reset(mem);
	if (notification_work_load(act->nb, a->notification, &w, mem, e) < 0)
		return -1;
	if (!(STATES_OUT & STATE_BIT(w.state))) {
		tally_add(skipped, "was never released", "were never released");
		return 0;
	}
	if (a->if_new && attempt_is_new(act->nb, a, &w, &is_new, e) < 0)
		return -1;
	if (!is_new) {
		tally_add(skipped, "stays as it is, with its earlier time",
		    "stay as they are, with their earlier times");
		return 0;
	}
	if (!a->compromised_too && notification_work_addresses(act->nb, &w, mem, e) < 0)
		return -1;
	if (!a->compromised_too && attempt_is_compromised(a, &w, mem)) {
		tally_add(skipped, "goes to an address that is marked compromised",
		    "go to addresses that are marked compromised");
		return 0;
	}
	if (!a->channel && !w.channel) {
		tally_add(skipped, "has no channel, so the attempt has to name one",
		    "have no channel, so the attempts have to name one");
		return 0;
	}
	return a->dry_run || attempt_write(act, a, &w, versions, e) == 0 ? 1 : -1;
}

static int attempts_write(
    struct act *act, const struct attempt *a, size_t n, struct notify_result *out, struct err *e)
{
	struct versions versions = { 0 };
	struct tally skipped = { 0 };
	struct arena mem = { 0 };
	int r = 0;

	for (size_t i = 0; i < n && r >= 0; i++) {
		r = attempt_one(act, &a[i], &versions, &skipped, &mem, e);
		out->changed += r > 0;
	}
	out->skipped = skipped.total;
	tally_say(&skipped, &out->why);
	if (r >= 0 && n == 1 && !out->changed)
		r = err_set(e, ERR_NO, "the notification %s", skipped.at[0].one);
	else if (r >= 0 && !out->changed)
		r = err_set(e, ERR_NO, "no attempt was recorded%s%s", out->why.len ? ": " : "",
		    str_text(&out->why));
	tally_release(&skipped);
	arena_release(&mem);
	return r < 0 ? -1 : 0;
}

int attempt_add(struct notebook *nb, const struct attempt *a, size_t n, const char *kind,
    struct notify_result *out, struct err *e)
{
	struct act act = { .nb = nb };
	bool dry_run = n && a->dry_run;
	int status;

	*out = (struct notify_result){ 0 };
	if (attempts_check(a, n, e) < 0 || (!dry_run && act_begin(&act, nb, kind, e) < 0))
		return -1;
	act.reason = n ? a->reason : NULL;
	if (n > 1)
		db_cache(nb->db, NOTIFY_CACHE);
	status = attempts_write(&act, a, n, out, e);
	if (status == 0 && !dry_run)
		status = act_commit(&act, e);
	act_abort(&act);
	if (n > 1)
		db_cache(nb->db, 0);
	if (status < 0)
		return -1;
	memcpy(out->ref, act.ref, sizeof(out->ref));
	return 0;
}

int attempt_known(struct notebook *nb, const struct attempt *a, bool *known, struct err *e)
{
	struct query *q;

	*known = false;
	if (!a->at)
		return 0;
	q = db_query(nb->db, Q_ATTEMPT_KNOWN);
	q_int(q, ":asof", nb->asof);
	q_int(q, ":notification", a->notification);
	q_int(q, ":at", a->at);
	q_text(q, ":result", a->result);
	q_text(q, ":code", a->code);
	while (q_row(q))
		*known = true;
	return q_done(q, e);
}

/* ---- acknowledgements ---- */

/* PASS: NULL. */
static const char *acknowledgement_refused(const struct notification_work *w, const char **many)
{
	*many = NULL;
	if (STATES_HAD & STATE_BIT(w->state))
		return NULL;
	if (w->state == STATE_RELEASED)
		return "is released but not sent: record the attempt that reached them first";
	*many = notify_state_said_many[w->state];
	return notify_state_said[w->state];
}

static int acknowledgement_write(
    struct act *act, struct notification_work *w, const struct notify_ack *a, struct err *e)
{
	struct value v[COLUMNS_MAX] = {
		[COL(acknowledgement, at)] = value_int(a->at ? a->at : act->time),
		[COL(acknowledgement, by)] = value_text(a->by),
		[COL(acknowledgement, channel)] = value_text(channel_word(a->channel)),
		[COL(acknowledgement, notification)] = value_thing(w->thing),
	};

	if (act_write(act, T_ACKNOWLEDGEMENT, 0, v, e) < 0)
		return -1;
	if (w->state != STATE_SENT)
		return 0;
	w->state = STATE_ACKNOWLEDGED;
	return notification_work_amend(act, w, e);
}

struct ack_run {
	struct notebook *nb;
	const struct notify_ack *a;
	struct act act;
	struct tally skipped;
	int64_t changed;
	struct arena mem; /* of one letter */
};

static int acknowledge_one(struct ack_run *r, int64_t thing, struct err *e)
{
	struct notification_work w;
	const char *one, *many;

	arena_reset(&r->mem);
	if (notification_work_load(r->nb, thing, &w, &r->mem, e) < 0)
		return -1;
	one = acknowledgement_refused(&w, &many);
	if (one) {
		tally_add(&r->skipped, one, many);
		return 0;
	}
	r->changed++;
	return r->a->dry_run ? 0 : acknowledgement_write(&r->act, &w, r->a, e);
}

static int acknowledge_all(struct ack_run *r, struct err *e)
{
	struct str why = { 0 };

	for (size_t i = 0; i < r->a->n; i++)
		if (acknowledge_one(r, r->a->things[i], e) < 0)
			return -1;
	if (r->changed)
		return 0;
	tally_say(&r->skipped, &why);
	if (r->a->n == 1)
		err_set(e, ERR_NO, "the notification %s", r->skipped.at[0].one);
	else
		err_set(e, ERR_NO, "nothing was acknowledged: %s", str_text(&why));
	str_release(&why);
	return -1;
}

static int acknowledge_act(struct ack_run *r, struct notify_result *out, struct err *e)
{
	if (r->a->dry_run)
		return acknowledge_all(r, e);
	if (act_begin(&r->act, r->nb, "notification.acknowledge", e) < 0)
		return -1;
	if (acknowledge_all(r, e) < 0 || act_commit(&r->act, e) < 0)
		return -1;
	memcpy(out->ref, r->act.ref, sizeof(out->ref));
	return 0;
}

int acknowledgements_add(struct notebook *nb, const struct notify_ack *a,
    struct notify_result *out, struct err *e)
{
	struct ack_run r = { .nb = nb, .a = a };
	int status;

	*out = (struct notify_result){ 0 };
	if (!a->by || !*a->by)
		return err_set(
		    e, ERR_USAGE, "an acknowledgement needs the name of the person who gave it");
	if (channel_check(a->channel, e) < 0)
		return -1;
	db_cache(nb->db, NOTIFY_CACHE);
	status = acknowledge_act(&r, out, e);
	act_abort(&r.act);
	db_cache(nb->db, 0);
	out->changed = r.changed;
	out->skipped = r.skipped.total;
	tally_say(&r.skipped, &out->why);
	tally_release(&r.skipped);
	arena_release(&r.mem);
	return status;
}

int acknowledgement_add(struct notebook *nb, int64_t notification, const char *by,
    const char *channel, int64_t at, char out_ref[REF_MAX], struct err *e)
{
	const struct notify_ack a = {
		.things = &notification, .n = 1, .by = by, .channel = channel, .at = at
	};
	struct notify_result result;
	int status = acknowledgements_add(nb, &a, &result, e);

	if (status == 0)
		memcpy(out_ref, result.ref, REF_MAX);
	notify_result_release(&result);
	return status;
}
