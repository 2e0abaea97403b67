/*
 * notification_work.c - one notification as its rules see it: its values, what its letter is made
 * of, its approvals.
 */
#include "model/notification_work.h"

#include <string.h>

#include "model/vocabulary.h"

const char *const notify_state_said[] = { "is still a draft", "is in review", "is approved already",
	"is released already", "is sent already", "is acknowledged already", "is closed",
	"is on hold", "is cancelled", "is superseded", "is replaced by a public notice" };
const char *const notify_state_said_many[] = { "are still drafts", "are in review",
	"are approved already", "are released already", "are sent already",
	"are acknowledged already", "are closed", "are on hold", "are cancelled", "are superseded",
	"are replaced by a public notice" };

static struct value int_or_absent(int64_t n)
{
	return n ? value_int(n) : (struct value){ 0 };
}

static void work_read(struct notification_work *w, struct query *q, struct arena *mem)
{
	const char *held;

	w->row = row_int(q, "row");
	w->address = row_text(q, "address", mem);
	w->body_sha256 = row_blob(q, "body_sha256", DIGEST_SIZE, mem);
	w->channel = row_text(q, "channel", mem);
	w->customer = row_int(q, "customer");
	w->exposure_version = row_int_or(q, "exposure_version", 0);
	held = row_text(q, "held", mem);
	w->held = word_index(notification_state_words, held);
	w->hold_until = row_int_or(q, "hold_until", 0);
	w->incident = row_int(q, "incident");
	w->language = row_text(q, "language", mem);
	w->mailing = row_int(q, "mailing");
	w->released_at = row_int_or(q, "released_at", 0);
	w->sent_at = row_int_or(q, "sent_at", 0);
	w->state =
	    (enum notify_state)word_index(notification_state_words, row_text(q, "state", mem));
	w->subject = row_text(q, "subject", mem);
	w->told_version = row_int(q, "told_version");
	letter_to_read(&w->to, q, mem);
	w->to.channel = w->channel;
	w->to.address = w->address;
}

int notification_work_load(struct notebook *nb, int64_t thing, struct notification_work *w,
    struct arena *mem, struct err *e)
{
	struct query *q = db_query(nb->db, Q_NOTIFICATION_WORK);

	*w = (struct notification_work){ .thing = thing };
	q_int(q, ":asof", nb->asof);
	q_int(q, ":thing", thing);
	if (q_row(q))
		work_read(w, q, mem);
	if (q_done(q, e) < 0)
		return -1;
	return w->row ? 0 : err_set(e, ERR_NOT_FOUND, "there is no such notification");
}

int notification_work_addresses(
    struct notebook *nb, struct notification_work *w, struct arena *mem, struct err *e)
{
	struct query *q = db_query(nb->db, Q_CUSTOMER_ADDRESSES);

	q_int(q, ":asof", nb->asof);
	q_int(q, ":thing", w->customer);
	w->addresses_now = q_row(q) ? row_text(q, "addresses", mem) : NULL;
	return q_done(q, e);
}

int notification_work_amend(struct act *a, struct notification_work *w, struct err *e)
{
	int64_t row;
	struct value v[COLUMNS_MAX] = {
		[COL(notification, address)] = value_text(w->address),
		[COL(notification, body_sha256)] = value_hash(w->body_sha256),
		[COL(notification, channel)] = value_text(w->channel),
		[COL(notification, customer)] = value_thing(w->customer),
		[COL(notification, exposure_version)] = value_thing(w->exposure_version),
		[COL(notification, held)] =
		    value_text(w->held < 0 ? NULL : notification_state_words[w->held]),
		[COL(notification, hold_until)] = int_or_absent(w->hold_until),
		[COL(notification, incident)] = value_thing(w->incident),
		[COL(notification, language)] = value_text(w->language),
		[COL(notification, mailing)] = value_thing(w->mailing),
		[COL(notification, released_at)] = int_or_absent(w->released_at),
		[COL(notification, sent_at)] = int_or_absent(w->sent_at),
		[COL(notification, state)] = value_text(notification_state_words[w->state]),
		[COL(notification, subject)] = value_text(w->subject),
		[COL(notification, told_version)] = value_thing(w->told_version),
	};

	row = w->row ? act_amend(a, T_NOTIFICATION, w->thing, w->row, v, e)
		     : act_write(a, T_NOTIFICATION, 0, v, e);
	if (row < 0)
		return -1;
	w->row = row;
	return 0;
}

bool notification_work_is_compromised(const struct notification_work *w, const char *channel,
    const char *address, struct arena *mem)
{
	struct address a[ADDRESSES_MAX];
	size_t n =
	    w->addresses_now && address && channel ? addresses_read(w->addresses_now, a, mem) : 0;

	for (size_t i = 0; i < n; i++)
		if (a[i].compromised && strcmp(a[i].channel, channel) == 0 &&
		    strcmp(a[i].value, address) == 0)
			return true;
	return false;
}

bool notification_work_compromised(const struct notification_work *w, struct arena *mem)
{
	return notification_work_is_compromised(w, w->channel, w->address, mem);
}

int notification_earlier_load(struct notebook *nb, const struct notification_work *w,
    int64_t advisory, int64_t out[EARLIER_MAX], size_t *n, struct err *e)
{
	struct query *q = db_query(nb->db, Q_NOTIFICATION_EARLIER);

	*n = 0;
	q_int(q, ":asof", nb->asof);
	q_int(q, ":customer", w->customer);
	q_int(q, ":incident", w->incident);
	q_int(q, ":mailing", w->mailing);
	if (advisory)
		q_int(q, ":advisory", advisory);
	while (q_row(q) && *n < EARLIER_MAX)
		out[(*n)++] = row_int(q, "thing");
	return q_done(q, e);
}

bool attempt_failed(const char *result)
{
	static const char *const failed[] = { "soft-bounce", "hard-bounce", "returned-post",
		"no-answer", "refused", NULL };

	return word_index(failed, result) >= 0;
}

int attempts_last_failed(
    struct notebook *nb, int64_t notification, bool *failed, struct err *e)
{
	struct query *q = db_query(nb->db, Q_ATTEMPT_LIST);

	*failed = false;
	q_int(q, ":asof", nb->asof);
	q_int(q, ":notification", notification);
	while (q_row(q)) {
		size_t n;

		*failed = attempt_failed(row_text_at(q, 2, &n));
	}
	return q_done(q, e);
}

/* ---- approvals ---- */

void approvals_add(struct approvals *l, struct approval a, struct arena *mem)
{
	if (l->n == l->cap) {
		struct approval *more = arena_alloc(mem, (l->cap * 2 + 4) * sizeof(*more));

		if (l->n)
			memcpy(more, l->at, l->n * sizeof(*more));
		l->at = more;
		l->cap = l->cap * 2 + 4;
	}
	l->at[l->n++] = a;
}

int approvals_load(struct notebook *nb, const struct notification_work *w, struct approvals *out,
    struct arena *mem, struct err *e)
{
	struct query *q = db_query(nb->db, Q_APPROVAL_LIST);

	*out = (struct approvals){ 0 };
	q_int(q, ":asof", nb->asof);
	q_int(q, ":notification", w->thing);
	q_blob(q, ":body_sha256", w->body_sha256, w->body_sha256 ? DIGEST_SIZE : 0);
	while (q_row(q)) {
		struct approval a = { .row = row_int(q, "row") };

		a.tag = row_text(q, "writer", mem);
		a.role = row_text(q, "role", mem);
		a.record = row_int(q, "record");
		approvals_add(out, a, mem);
	}
	return q_done(q, e);
}

bool approvals_by(const struct approvals *l, const char *tag)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->at[i].tag, tag) == 0)
			return true;
	return false;
}

static bool approvals_role(const struct approvals *l, const char *role)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->at[i].role && strcmp(l->at[i].role, role) == 0)
			return true;
	return false;
}

const char *approvals_missing(const struct approvals *l, const struct advisory *a, size_t *i)
{
	while (*i < a->approval_role_count) {
		const char *role = a->approval_roles[(*i)++];

		if (!approvals_role(l, role))
			return role;
	}
	return NULL;
}

bool approvals_met(const struct approvals *l, const struct advisory *a)
{
	size_t i = 0;

	return !approvals_missing(l, a, &i) && (int64_t)l->n >= a->approval_count;
}

/* Nobody approves twice, so each role takes a person of its own. */
int64_t approvals_needed(const struct advisory *a)
{
	int64_t roles = (int64_t)a->approval_role_count;

	return roles > a->approval_count ? roles : a->approval_count;
}

int approver_put(struct notebook *nb, int64_t record, struct str *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_APPROVER_NAME);

	q_int(q, ":asof", nb->asof);
	q_int(q, ":record", record);
	if (q_row(q)) {
		size_t n;
		const char *name = row_text_at(q, 0, &n);

		n = strcspn(name, "<");
		while (n > 0 && name[n - 1] == ' ')
			n--;
		if (out->len)
			str_puts(out, "; ");
		str_put(out, name, n);
	}
	return q_done(q, e);
}

static int approvals_tell(struct notebook *nb, const struct approvals *l, const struct advisory *a,
    struct notify_approvals *out, struct err *e)
{
	const char *role;
	size_t next = 0;

	out->n = (int64_t)l->n;
	out->of = approvals_needed(a);
	while ((role = approvals_missing(l, a, &next)))
		str_printf(&out->missing, "%s%s", out->missing.len ? ", " : "", role);
	for (size_t i = 0; i < l->n; i++) {
		if (approver_put(nb, l->at[i].record, &out->by, e) < 0)
			return -1;
		if (l->at[i].role)
			str_printf(&out->by, " (%s)", l->at[i].role);
	}
	return 0;
}

int notification_approvals(
    struct notebook *nb, int64_t notification, struct notify_approvals *out, struct err *e)
{
	struct notification_work w;
	struct letters letters = { 0 };
	struct approvals l = { 0 };
	struct arena mem = { 0 };
	int r = -1;

	*out = (struct notify_approvals){ 0 };
	if (notification_work_load(nb, notification, &w, &mem, e) == 0 &&
	    letters_load(&letters, nb, w.mailing, e) == 0 &&
	    approvals_load(nb, &w, &l, &mem, e) == 0)
		r = approvals_tell(nb, &l, &letters.advisory, out, e);
	letters_release(&letters);
	arena_release(&mem);
	return r;
}

void notify_approvals_release(struct notify_approvals *a)
{
	str_release(&a->missing);
	str_release(&a->by);
}

/* ---- keys ---- */

int notification_ids_load(struct notebook *nb, int64_t incident, const struct filter *f,
    int64_t asof, int64_t after, int64_t limit, int64_t *out, size_t *n, struct err *e)
{
	struct query *q = filter_query(nb, Q_NOTIFICATION_IDS, f);

	*n = 0;
	q_int(q, ":asof", asof);
	q_int(q, ":incident", incident);
	q_int(q, ":after", after);
	q_int(q, ":limit", limit);
	while (q_row(q))
		out[(*n)++] = row_int(q, "thing");
	return q_done(q, e);
}
