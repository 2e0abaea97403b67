/*
 * notification_change.c - the acts that move notifications along: one table of rules, one guard for
 * each need.
 *
 * A rule says from which states an act leads to which, and what it needs. Every guard either
 * passes, refuses with a reason that is counted, or fails. Things are taken in pages of keys as of
 * the moment before the act and read again one by one, so a version written by the act is never met
 * a second time.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/notification_work.h"

enum need {
	NEED_REASON = 1,       /* words */
	NEED_OTHER_PERSON = 2, /* not the drafter, not twice the same */
	NEED_BYTES = 4,        /* the letter still renders to the hash */
	NEED_ROLE = 8,         /* the role is one the advisory knows */
	NEED_APPROVALS = 16,   /* those it had still stand */
	NEED_ADDRESS = 32,     /* one that may be used */
	NEED_SUCCESSOR = 64,   /* a later letter to them that is out */
	NEED_UNREACHED = 128,  /* no address, or the last try failed */
	NEED_TIME = 256,       /* what the hold waits for has come, or words */
};

struct rule {
	const char *word, *done; /* the command; what was done, in a sentence */
	const char *kind;        /* of the record */
	unsigned from;           /* STATE_BITs */
	int to;                  /* enum notify_state; -1: the state it was held in */
	unsigned needs;
};

static const struct rule rules[] = {
	[NOTIFY_SUBMIT] = { "submit", "submitted", "notification.submit", STATE_BIT(STATE_DRAFT),
	    STATE_IN_REVIEW, NEED_BYTES },
	[NOTIFY_APPROVE] = { "approve", "approved", "notification.approve",
	    STATE_BIT(STATE_IN_REVIEW), STATE_APPROVED,
	    NEED_OTHER_PERSON | NEED_ROLE | NEED_BYTES },
	[NOTIFY_REJECT] = { "reject", "rejected", "notification.reject", STATE_BIT(STATE_IN_REVIEW),
	    STATE_DRAFT, NEED_REASON },
	[NOTIFY_RELEASE] = { "release", "released", "notification.release",
	    STATE_BIT(STATE_APPROVED), STATE_RELEASED, NEED_APPROVALS | NEED_ADDRESS | NEED_BYTES },
	[NOTIFY_HOLD] = { "hold", "put on hold", "notification.hold",
	    STATE_BIT(STATE_DRAFT) | STATE_BIT(STATE_IN_REVIEW) | STATE_BIT(STATE_APPROVED),
	    STATE_ON_HOLD, NEED_REASON },
	[NOTIFY_RESUME] = { "resume", "resumed", "notification.resume", STATE_BIT(STATE_ON_HOLD),
	    -1, NEED_TIME },
	[NOTIFY_CANCEL] = { "cancel", "cancelled", "notification.cancel",
	    STATE_BIT(STATE_DRAFT) | STATE_BIT(STATE_IN_REVIEW) | STATE_BIT(STATE_APPROVED) |
		STATE_BIT(STATE_RELEASED) | STATE_BIT(STATE_ON_HOLD),
	    STATE_CANCELLED, NEED_REASON },
	[NOTIFY_CLOSE] = { "close", "closed", "notification.close", STATE_BIT(STATE_ACKNOWLEDGED),
	    STATE_CLOSED, 0 },
	[NOTIFY_SUPERSEDE] = { "supersede", "superseded", "notification.supersede",
	    STATE_BIT(STATE_SENT) | STATE_BIT(STATE_ACKNOWLEDGED) | STATE_BIT(STATE_CLOSED),
	    STATE_SUPERSEDED, NEED_REASON | NEED_SUCCESSOR },
	[NOTIFY_SUBSTITUTE] = { "substitute", "replaced by a public notice",
	    "notification.substitute",
	    STATE_BIT(STATE_APPROVED) | STATE_BIT(STATE_RELEASED) | STATE_BIT(STATE_SENT),
	    STATE_SUBSTITUTE, NEED_REASON | NEED_UNREACHED },
};
enum { RULES = sizeof(rules) / sizeof(*rules) };

int notify_act_find(const char *word)
{
	for (int i = 0; i < RULES; i++)
		if (strcmp(rules[i].word, word) == 0)
			return i;
	return -1;
}

struct change_run {
	struct notebook *nb;
	const struct notify_change *c;
	const struct rule *rule;
	struct act act;
	struct letters letters; /* of one mailing */
	struct notification_work work;
	struct approvals approvals;
	bool edits; /* did this person ever edit a letter? */
	bool drafted_by_me, edited_by_me, succeeded,
	    last_failed;     /* of one thing, where the act asks */
	int64_t time;        /* of the act */
	bool refused_person; /* somebody was refused for who they are */
	struct tally skipped;
	struct tally waits, roles; /* approved: what is not enough, what was missing before */
	int64_t changed;
	struct str subject, body, reason;
	struct arena mem; /* of one thing */
	int64_t page[NOTIFY_PAGE];
};

enum { PASS = 0, REFUSED = 1 };

static int refuse(struct change_run *r, const char *one, const char *many)
{
	tally_add(&r->skipped, one, many);
	return REFUSED;
}

/* ---- guards: PASS, REFUSED or -1 ---- */

static int guard_state(struct change_run *r)
{
	enum notify_state s = r->work.state;

	if (r->rule->from & STATE_BIT(s))
		return r->rule->to < 0 && r->work.held < 0
			   ? refuse(r, "has no state to go back to", "have no state to go back to")
			   : PASS;
	return refuse(r, notify_state_said[s], notify_state_said_many[s]);
}

static int guard_person(struct change_run *r)
{
	const char *me = r->nb->tag;

	if (!*me)
		return PASS; /* never wrote here before */
	if (!r->letters.advisory.author_may_approve && r->drafted_by_me) {
		r->refused_person = true;
		return refuse(r,
		    "was drafted by you: somebody else has to approve it (blotter --as 'NAME "
		    "<ADDRESS>')",
		    "were drafted by you: somebody else has to approve them (blotter --as 'NAME "
		    "<ADDRESS>')");
	}
	if (!r->letters.advisory.author_may_approve && r->edited_by_me) {
		r->refused_person = true;
		return refuse(r, "was edited by you: somebody else has to approve it",
		    "were edited by you: somebody else has to approve them");
	}
	if (approvals_by(&r->approvals, me)) {
		r->refused_person = true;
		return refuse(r, "has your approval already", "have your approval already");
	}
	return PASS;
}

static int guard_role(struct change_run *r)
{
	const struct advisory *a = &r->letters.advisory;

	if (!r->c->role)
		return PASS;
	for (size_t i = 0; i < a->approval_role_count; i++)
		if (strcmp(a->approval_roles[i], r->c->role) == 0)
			return PASS;
	return refuse(r, "is of an advisory that knows no such role",
	    "are of an advisory that knows no such role");
}

static int guard_bytes(struct change_run *r)
{
	uint8_t hash[DIGEST_SIZE];
	struct err fault = { 0 };

	str_reset(&r->subject);
	str_reset(&r->body);
	if (letters_write(&r->letters, &r->work.to, r->work.channel, r->work.language, &r->subject,
		&r->body, &fault) < 0)
		return refuse(r, "cannot be rendered any more", NULL);
	letter_hash(&r->subject, &r->body, hash);
	if (!r->work.body_sha256 || memcmp(hash, r->work.body_sha256, DIGEST_SIZE) != 0)
		return refuse(r, "no longer renders to the bytes that were drafted",
		    "no longer render to the bytes that were drafted");
	return PASS;
}

static int guard_approvals(struct change_run *r)
{
	if (approvals_met(&r->approvals, &r->letters.advisory))
		return PASS;
	return refuse(r, "has lost an approval that was taken back",
	    "have lost an approval that was taken back");
}

static int guard_address(struct change_run *r)
{
	if (!r->work.channel || !r->work.address)
		return refuse(r, "has no usable address", "have no usable address");
	if (!r->c->override_compromised && notification_work_compromised(&r->work, &r->mem))
		return refuse(r, "goes to an address that is marked compromised",
		    "go to addresses that are marked compromised");
	return PASS;
}

static int guard_successor(struct change_run *r)
{
	if (r->succeeded)
		return PASS;
	return refuse(r, "has no later letter to the customer that is out",
	    "have no later letters to the customers that are out");
}

static int guard_unreached(struct change_run *r)
{
	if (!r->work.address || r->last_failed)
		return PASS;
	return refuse(r, "has an address at which no try has failed",
	    "have addresses at which no try has failed");
}

static int guard_time(struct change_run *r)
{
	struct str said = { 0 };

	if (r->work.hold_until <= r->time || (r->c->reason && *r->c->reason))
		return PASS;
	str_puts(&said, "is on hold until ");
	when_show_instant(&said, r->work.hold_until, "UTC", true);
	str_puts(&said, ": to resume before then needs a reason");
	refuse(r, str_text(&said), "are on hold until later: to resume before then needs a reason");
	str_release(&said);
	return REFUSED;
}

static const struct {
	enum need need;
	int (*guard)(struct change_run *r);
} guards[] = {
	{ NEED_OTHER_PERSON, guard_person },
	{ NEED_ROLE, guard_role },
	{ NEED_APPROVALS, guard_approvals },
	{ NEED_ADDRESS, guard_address },
	{ NEED_SUCCESSOR, guard_successor },
	{ NEED_UNREACHED, guard_unreached },
	{ NEED_TIME, guard_time },
	{ NEED_BYTES, guard_bytes },
};

static int guards_pass(struct change_run *r)
{
	for (size_t i = 0; i < sizeof(guards) / sizeof(*guards); i++)
		if ((r->rule->needs & guards[i].need) && guards[i].guard(r) == REFUSED)
			return REFUSED;
	return PASS;
}

/* ---- what an act writes ---- */

static void roles_add(struct change_run *r)
{
	const char *role;
	size_t i = 0;

	while ((role = approvals_missing(&r->approvals, &r->letters.advisory, &i)))
		tally_add(&r->roles, role, NULL);
}

/* "has 1 of 2 approvals (missing: legal)" */
static void waits_add(struct change_run *r)
{
	const struct advisory *a = &r->letters.advisory;
	struct str said = { 0 };
	const char *role, *before = " (missing: ";
	char *many;
	size_t i = 0;

	str_printf(&said, "has %zu of %lld approvals", r->approvals.n,
	    (long long)approvals_needed(a));
	for (; (role = approvals_missing(&r->approvals, a, &i)); before = ", ")
		str_printf(&said, "%s%s", before, role);
	if (*before == ',')
		str_putc(&said, ')');
	many = arena_printf(&r->mem, "have%s", str_text(&said) + 3);
	tally_add(&r->waits, str_text(&said), many);
	str_release(&said);
}

/* The approval is written in any case; the state moves when it was the last one needed. */
static int approval_write(struct change_run *r, bool *met, struct err *e)
{
	struct value v[COLUMNS_MAX] = {
		[COL(approval, body_sha256)] = value_hash(r->work.body_sha256),
		[COL(approval, notification)] = value_thing(r->work.thing),
		[COL(approval, role)] = value_text(r->c->role),
	};

	roles_add(r);
	approvals_add(
	    &r->approvals, (struct approval){ .tag = r->nb->tag, .role = r->c->role }, &r->mem);
	*met = approvals_met(&r->approvals, &r->letters.advisory);
	if (!*met)
		waits_add(r);
	return r->c->dry_run || act_write(&r->act, T_APPROVAL, 0, v, e) >= 0 ? 0 : -1;
}

static int approvals_end(struct change_run *r, struct err *e)
{
	for (size_t i = 0; i < r->approvals.n && !r->c->dry_run; i++)
		if (act_end(&r->act, T_APPROVAL, r->approvals.at[i].row, e) < 0)
			return -1;
	return 0;
}

static int change_write(struct change_run *r, struct err *e)
{
	struct notification_work *w = &r->work;
	enum notify_state was = w->state;
	bool met = true;

	if (r->c->act == NOTIFY_APPROVE && approval_write(r, &met, e) < 0)
		return -1;
	if (r->c->act == NOTIFY_REJECT && approvals_end(r, e) < 0)
		return -1;
	r->changed++;
	if (!met || r->c->dry_run)
		return 0;
	w->state = r->rule->to < 0 ? (enum notify_state)w->held : (enum notify_state)r->rule->to;
	w->held = w->state == STATE_ON_HOLD ? (int)was : -1;
	w->hold_until = w->state == STATE_ON_HOLD ? r->c->until : 0;
	if (w->state == STATE_RELEASED)
		w->released_at = r->act.time;
	return notification_work_amend(&r->act, w, e);
}

/* ---- what the guards look at, where the act asks ---- */

/* Is there such a row about this person? */
static int mine_load(struct change_run *r, struct query *q, bool *mine, struct err *e)
{
	q_text(q, ":writer", r->nb->tag);
	*mine = q_row(q);
	return q_done(q, e);
}

static int authors_load(struct change_run *r, struct err *e)
{
	struct query *q = db_query(r->nb->db, Q_NOTIFICATION_DRAFTER);
	size_t n;

	q_int(q, ":thing", r->work.thing);
	r->drafted_by_me = q_row(q) && strcmp(row_text_at(q, 0, &n), r->nb->tag) == 0;
	if (q_done(q, e) < 0)
		return -1;
	if (!r->edits)
		return 0;
	q = db_query(r->nb->db, Q_NOTIFICATION_EDITED_BY);
	q_int(q, ":asof", r->nb->asof);
	q_int(q, ":thing", r->work.thing);
	return mine_load(r, q, &r->edited_by_me, e);
}

static int successor_load(struct change_run *r, struct err *e)
{
	struct query *q = db_query(r->nb->db, Q_NOTIFICATION_SUCCESSOR);

	q_int(q, ":asof", r->nb->asof);
	q_int(q, ":customer", r->work.customer);
	q_int(q, ":incident", r->work.incident);
	q_int(q, ":thing", r->work.thing);
	r->succeeded = q_row(q);
	return q_done(q, e);
}

static int needs_load(struct change_run *r, struct err *e)
{
	unsigned needs = r->rule->needs;

	if ((needs & NEED_OTHER_PERSON) && authors_load(r, e) < 0)
		return -1;
	if ((needs & NEED_ADDRESS) &&
	    notification_work_addresses(r->nb, &r->work, &r->mem, e) < 0)
		return -1;
	if ((needs & NEED_SUCCESSOR) && successor_load(r, e) < 0)
		return -1;
	return (needs & NEED_UNREACHED)
		   ? attempts_last_failed(r->nb, r->work.thing, &r->last_failed, e)
		   : 0;
}

static int change_one(struct change_run *r, int64_t thing, struct err *e)
{
	const unsigned letter = NEED_OTHER_PERSON | NEED_BYTES | NEED_ROLE | NEED_APPROVALS;
	bool reads_approvals =
	    (r->rule->needs & (NEED_OTHER_PERSON | NEED_APPROVALS)) || r->c->act == NOTIFY_REJECT;

	arena_reset(&r->mem);
	if (notification_work_load(r->nb, thing, &r->work, &r->mem, e) < 0)
		return -1;
	if (guard_state(r) == REFUSED)
		return 0;
	if ((r->rule->needs & letter) && letters_of(&r->letters, r->nb, r->work.mailing, e) < 0)
		return -1;
	if (reads_approvals && approvals_load(r->nb, &r->work, &r->approvals, &r->mem, e) < 0)
		return -1;
	if (needs_load(r, e) < 0)
		return -1;
	return guards_pass(r) == REFUSED ? 0 : change_write(r, e);
}

/* ---- over all of them ---- */

static int change_things(struct change_run *r, const int64_t *things, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (change_one(r, things[i], e) < 0)
			return -1;
	return 0;
}

static int change_all(struct change_run *r, int64_t asof, struct err *e)
{
	int64_t after = 0;
	size_t n;

	if (r->c->things)
		return change_things(r, r->c->things, r->c->n, e);
	do {
		if (notification_ids_load(r->nb, r->c->incident, r->c->filter, asof, after,
			NOTIFY_PAGE, r->page, &n, e) < 0 ||
		    change_things(r, r->page, n, e) < 0)
			return -1;
		after = n ? r->page[n - 1] : after;
	} while (n == NOTIFY_PAGE);
	return 0;
}

static const char *reason_of(struct change_run *r)
{
	if (r->c->act == NOTIFY_RELEASE && r->c->override_compromised)
		str_printf(&r->reason, "%s%saddresses marked compromised were allowed",
		    r->c->reason ? r->c->reason : "", r->c->reason ? "; " : "");
	else if (r->c->reason)
		str_puts(&r->reason, r->c->reason);
	return r->reason.len ? str_text(&r->reason) : NULL;
}

static int nothing_changed(struct change_run *r, struct err *e)
{
	struct str why = { 0 };
	char ref[REF_MAX] = "";
	struct err ignored;

	tally_say(&r->skipped, &why);
	if (!r->skipped.total)
		err_set(e, ERR_NO, "there is nothing to %s", r->rule->word);
	else if (r->c->things && r->c->n == 1 &&
		 row_ref(r->nb, r->c->things[0], ref, &ignored) == 0)
		err_set(e, r->refused_person ? ERR_PERMISSION : ERR_NO, "%s %s", ref,
		    r->skipped.at[0].one);
	else
		err_set(e, r->refused_person ? ERR_PERMISSION : ERR_NO, "nothing was %s: %s",
		    r->rule->done, str_text(&why));
	str_release(&why);
	return -1;
}

static int change_act(struct change_run *r, struct notify_result *out, struct err *e)
{
	if ((r->rule->needs & NEED_OTHER_PERSON) &&
	    mine_load(r, db_query(r->nb->db, Q_NOTIFICATION_EDITED_EVER), &r->edits, e) < 0)
		return -1;
	if (r->c->dry_run)
		return change_all(r, r->nb->asof, e) < 0 ? -1
		       : r->changed                      ? 0
							 : nothing_changed(r, e);
	if (act_begin(&r->act, r->nb, r->rule->kind, e) < 0)
		return -1;
	r->time = r->act.time;
	r->act.reason = reason_of(r);
	if (change_all(r, r->act.record - 1, e) < 0)
		return -1;
	if (!r->changed) {
		act_abort(&r->act);
		return nothing_changed(r, e);
	}
	if (act_commit(&r->act, e) < 0)
		return -1;
	memcpy(out->ref, r->act.ref, sizeof(out->ref));
	return 0;
}

int notification_change(
    struct notebook *nb, const struct notify_change *c, struct notify_result *out, struct err *e)
{
	struct change_run *r;
	int result;

	assert((int)c->act >= 0 && (int)c->act < RULES);
	*out = (struct notify_result){ 0 };
	if ((rules[c->act].needs & NEED_REASON) && (!c->reason || !*c->reason))
		return err_set(
		    e, ERR_USAGE, "to %s a notification needs a reason", rules[c->act].word);
	r = xcalloc(1, sizeof(*r));
	r->nb = nb;
	r->c = c;
	r->rule = &rules[c->act];
	r->time = notebook_time(nb);
	db_cache(nb->db, NOTIFY_CACHE);
	result = change_act(r, out, e);
	act_abort(&r->act);
	db_cache(nb->db, 0);
	out->changed = r->changed;
	out->skipped = r->skipped.total;
	tally_say(&r->skipped, &out->why);
	tally_say(&r->waits, &out->waits);
	for (int i = 0; i < r->roles.reasons; i++)
		str_printf(&out->roles, "%s%s", i ? ", " : "", r->roles.at[i].one);
	letters_release(&r->letters);
	tally_release(&r->skipped);
	tally_release(&r->waits);
	tally_release(&r->roles);
	arena_release(&r->mem);
	str_release(&r->subject);
	str_release(&r->body);
	str_release(&r->reason);
	free(r);
	return result;
}

void notify_result_release(struct notify_result *r)
{
	str_release(&r->why);
	str_release(&r->waits);
	str_release(&r->roles);
	*r = (struct notify_result){ 0 };
}
