/*
 * notification_draft.c - drafts for the exposed customers of an incident, and their letters
 * rendered again.
 *
 * Customers are taken in pages by the number of the thing, as of the moment before the act, and
 * written between two pages. The language and the address are chosen here and kept: what the
 * customer changes later does not touch the letter.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diff.h"
#include "model/incident.h"
#include "model/notification_work.h"
#include "model/vocabulary.h"

struct drafted {
	int64_t customer, exposure, told;
	const char *language; /* the customer's tag */
	struct letter_to to;
	bool drafted; /* has one of this advisory version */
};

struct draft_run {
	struct notebook *nb;
	const struct notify_draft *d;
	struct act act;
	struct letters letters;
	struct str settings;
	int64_t advisory, incident; /* versions */
	int64_t mailing, asof;
	struct tally skipped;
	bool lacks; /* did one lack a value of its exposure? */
	int64_t changed;
	struct str subject, body;
	struct letters was; /* of the mailing of the letter they have; reissue */
	struct str old_subject, old_body, changes;
	struct arena mem; /* of a page */
	struct drafted page[NOTIFY_PAGE];
	size_t n;
};

/* The values of a mailing that comes again are those of the one before. */
static int settings_prepare(struct draft_run *r, const struct advisory *a, struct err *e)
{
	struct query *q;
	struct arena mem = { 0 };
	const char *was = NULL;
	int status;

	if (!r->d->reissue)
		return letter_settings(a, r->d->settings, r->d->settings_n, &r->settings, e);
	q = db_query(r->nb->db, Q_MAILING_NEWEST);
	q_int(q, ":asof", r->nb->asof);
	q_text(q, ":name", a->id);
	if (q_row(q))
		was = row_text(q, "settings", &mem);
	status = q_done(q, e);
	if (status == 0)
		status = letter_settings_again(
		    a, was ? was : "{}", r->d->settings, r->d->settings_n, &r->settings, e);
	arena_release(&mem);
	return status;
}

static int letters_prepare(struct draft_run *r, struct err *e)
{
	struct advisory_row_list advisories = { 0 };
	struct incident_list incidents = { 0 };
	struct advisory a = { 0 };
	struct letter_case about;
	int result = -1;

	if (advisory_find(r->nb, r->d->advisory, &advisories, e) < 0 ||
	    incident_load(r->nb, r->d->incident, &incidents, e) < 0)
		goto out;
	if (!incidents.n) {
		err_set(e, ERR_NOT_FOUND, "there is no such incident");
		goto out;
	}
	r->advisory = advisories.at[0].row;
	r->incident = incidents.at[0].row;
	about = (struct letter_case){ .ref = incidents.at[0].ref,
		.title = incidents.at[0].title,
		.lead = incidents.at[0].lead,
		.zone = incidents.at[0].zone };
	if (advisory_from_json(&a, advisories.at[0].content, strlen(advisories.at[0].content), e) <
		0 ||
	    settings_prepare(r, &a, e) < 0)
		goto out;
	result = letters_init(&r->letters, advisories.at[0].content,
	    strlen(advisories.at[0].content), &about, str_text(&r->settings), e);
out:
	advisory_release(&a);
	advisory_row_list_release(&advisories);
	incident_list_release(&incidents);
	return result;
}

static int nothing_missing(struct draft_run *r, struct err *e)
{
	struct str can_set = { 0 }, cannot = { 0 };
	int result = 0;

	letters_missing(&r->letters, &can_set, &cannot);
	if (cannot.len)
		result = err_set(e, ERR_INVALID,
		    "advisory %s asks the customer register for %s, which it does not hold",
		    r->letters.advisory.id, str_text(&cannot));
	else if (can_set.len && !r->d->values_to_come)
		result = err_set(e, ERR_USAGE,
		    "advisory %s needs values for: %s (give each as --set NAME=VALUE)",
		    r->letters.advisory.id, str_text(&can_set));
	str_release(&can_set);
	str_release(&cannot);
	return result;
}

static void drafted_read(struct drafted *c, struct query *q, struct arena *mem)
{
	*c = (struct drafted){ .customer = row_int(q, "thing") };
	c->exposure = row_int(q, "exposure");
	c->told = row_int(q, "told");
	c->language = row_text(q, "language", mem);
	letter_to_read(&c->to, q, mem);
	c->drafted = row_int(q, "drafted");
}

static int page_load(struct draft_run *r, int64_t after, struct err *e)
{
	struct query *q = filter_query(r->nb, Q_NOTIFICATION_DRAFT_PAGE, r->d->filter);

	arena_reset(&r->mem);
	r->n = 0;
	q_int(q, ":asof", r->asof);
	q_int(q, ":advisory", r->advisory);
	q_int(q, ":incident", r->d->incident);
	q_int(q, ":after", after);
	q_int(q, ":limit", NOTIFY_PAGE);
	while (q_row(q))
		drafted_read(&r->page[r->n++], q, &r->mem);
	return q_done(q, e);
}

/* The mailing is written when the first letter is: an act that drafts nothing leaves nothing. */
static int mailing_write(struct draft_run *r, struct err *e)
{
	struct value v[COLUMNS_MAX] = {
		[COL(mailing, advisory)] = value_thing(r->advisory),
		[COL(mailing, incident)] = value_thing(r->incident),
		[COL(mailing, settings)] = value_text_n(str_text(&r->settings), r->settings.len),
	};

	if (!r->mailing)
		r->mailing = act_write(&r->act, T_MAILING, 0, v, e);
	return r->mailing < 0 ? -1 : 0;
}

static int draft_write(
    struct draft_run *r, const struct drafted *c, const char *language, struct err *e)
{
	uint8_t hash[DIGEST_SIZE];
	struct notification_work w = { .customer = c->customer,
		.exposure_version = c->exposure,
		.held = -1,
		.incident = r->d->incident,
		.told_version = c->told,
		.state = STATE_DRAFT,
		.address = c->to.address,
		.channel = c->to.channel,
		.language = language,
		.body_sha256 = hash };

	if (r->d->dry_run)
		return 0;
	if (mailing_write(r, e) < 0)
		return -1;
	letter_hash(&r->subject, &r->body, hash);
	w.subject = r->subject.len ? str_text(&r->subject) : NULL;
	w.mailing = r->mailing;
	return notification_work_amend(&r->act, &w, e);
}

static void skip_language(struct draft_run *r, const char *tag)
{
	char one[80], many[80];

	if (!tag) {
		tally_add(&r->skipped, "has no language", "have no language");
		return;
	}
	snprintf(one, sizeof(one), "reads %.20s, which the advisory is not in", tag);
	snprintf(many, sizeof(many), "read %.20s, which the advisory is not in", tag);
	tally_add(&r->skipped, one, many);
}

/* What an exposure does not tell can be said of it, and then they can be written to. */
static void skip_fault(struct draft_run *r, const struct err *fault)
{
	char one[300], many[300];

	if (r->letters.lacks) {
		r->lacks = true;
		snprintf(one, sizeof(one), "has no %.200s in its exposure", r->letters.lacks);
		snprintf(many, sizeof(many), "have no %.200s in their exposures", r->letters.lacks);
		tally_add(&r->skipped, one, many);
		return;
	}
	snprintf(one, sizeof(one), "cannot be written to (%.250s)", fault->text);
	tally_add(&r->skipped, one, NULL);
}

/* ---- again ---- */

struct changes {
	struct str *text;
	int64_t added, removed;
};

static void change_add(void *with, char op, const char *line, size_t n)
{
	struct changes *c = with;

	if (op == ' ')
		return;
	c->added += op == '+';
	c->removed += op == '-';
	str_putc(c->text, op);
	str_putc(c->text, ' ');
	str_put(c->text, line, n);
	str_putc(c->text, '\n');
}

/* Tells what changes for one customer; the letter they have is rendered again for it. */
static int reissue_tell(
    struct draft_run *r, const struct drafted *c, const struct notification_work *w, struct err *e)
{
	struct changes changes = { .text = &r->changes };
	struct notify_reissue told = { .customer_ref = c->to.ref,
		.organisation = c->to.organisation,
		.state = notification_state_words[w->state] };

	if (!r->d->each)
		return 0;
	str_reset(&r->old_subject);
	str_reset(&r->old_body);
	str_reset(&r->changes);
	if (letters_of(&r->was, r->nb, w->mailing, e) < 0 ||
	    letters_write(&r->was, &w->to, w->channel, w->language, &r->old_subject, &r->old_body,
		e) < 0 ||
	    row_ref(r->nb, w->thing, told.public_ref, e) < 0)
		return -1;
	diff_lines(str_text(&r->old_subject), str_text(&r->subject), change_add, &changes);
	diff_lines(str_text(&r->old_body), str_text(&r->body), change_add, &changes);
	told.version = r->was.advisory.version;
	told.added = changes.added;
	told.removed = changes.removed;
	told.changes = str_text(&r->changes);
	return r->d->each(r->d->with, &told) == 0 ? 0 : err_set(e, ERR_IO, "stopped");
}

enum { UNSENT = STATE_BIT(STATE_DRAFT) | STATE_BIT(STATE_IN_REVIEW) | STATE_BIT(STATE_APPROVED) |
		STATE_BIT(STATE_RELEASED) | STATE_BIT(STATE_ON_HOLD) };

static int earlier_cancel(struct draft_run *r, struct notification_work *w, struct err *e)
{
	if (r->d->dry_run || !(UNSENT & STATE_BIT(w->state)))
		return 0;
	w->state = STATE_CANCELLED;
	w->held = -1;
	w->hold_until = 0;
	return notification_work_amend(&r->act, w, e);
}

/* *had: is there a letter of a lower version? */
static int earlier_handle(struct draft_run *r, const struct drafted *c, bool *had, struct err *e)
{
	const struct notification_work who = { .customer = c->customer,
		.incident = r->d->incident };
	int64_t things[EARLIER_MAX], newest = 0;
	size_t n;

	if (notification_earlier_load(r->nb, &who, r->advisory, things, &n, e) < 0)
		return -1;
	*had = n > 0;
	for (size_t i = 0; i < n; i++)
		newest = things[i] > newest ? things[i] : newest;
	for (size_t i = 0; i < n; i++) {
		struct notification_work w;

		if (notification_work_load(r->nb, things[i], &w, &r->mem, e) < 0 ||
		    (things[i] == newest && reissue_tell(r, c, &w, e) < 0) ||
		    earlier_cancel(r, &w, e) < 0)
			return -1;
	}
	return 0;
}

static int draft_one(struct draft_run *r, struct drafted *c, struct err *e)
{
	struct address addresses[ADDRESSES_MAX];
	const struct advisory *a = &r->letters.advisory;
	const char *language = c->language ? letter_language(a, c->language) : NULL;
	const struct address *to = NULL;
	struct err fault = { 0 };
	bool had = true;

	if (c->drafted) {
		tally_add(&r->skipped, "has a notification of this version already",
		    "have a notification of this version already");
		return 0;
	}
	if (!language) {
		skip_language(r, c->language);
		return 0;
	}
	if (c->to.addresses)
		to = letter_address(
		    a, addresses, addresses_read(c->to.addresses, addresses, &r->mem));
	c->to.channel = to ? to->channel : NULL;
	c->to.address = to ? to->value : NULL;
	str_reset(&r->subject);
	str_reset(&r->body);
	if (letters_write(
		&r->letters, &c->to, c->to.channel, language, &r->subject, &r->body, &fault) < 0 &&
	    (r->letters.lacks || !r->d->values_to_come)) {
		skip_fault(r, &fault);
		return 0;
	}
	if (r->d->reissue && earlier_handle(r, c, &had, e) < 0)
		return -1;
	if (!had) {
		tally_add(&r->skipped, "has no letter of an earlier version",
		    "have no letter of an earlier version");
		return 0;
	}
	r->changed++;
	return draft_write(r, c, language, e);
}

static int draft_all(struct draft_run *r, struct err *e)
{
	int64_t after = 0;

	do {
		if (page_load(r, after, e) < 0)
			return -1;
		for (size_t i = 0; i < r->n; i++) {
			after = r->page[i].customer;
			if (draft_one(r, &r->page[i], e) < 0)
				return -1;
		}
	} while (r->n == NOTIFY_PAGE);
	return 0;
}

static int draft_act(struct draft_run *r, struct notify_result *out, struct err *e)
{
	if (r->d->dry_run)
		return draft_all(r, e);
	if (act_begin(&r->act, r->nb,
		r->d->reissue ? "notification.reissue" : "notification.draft", e) < 0)
		return -1;
	r->asof = r->act.record - 1;
	if (draft_all(r, e) < 0)
		return -1;
	if (!r->changed) {
		act_abort(&r->act);
		return 0;
	}
	if (act_commit(&r->act, e) < 0)
		return -1;
	memcpy(out->ref, r->act.ref, sizeof(out->ref));
	return 0;
}

int notification_draft(
    struct notebook *nb, const struct notify_draft *d, struct notify_result *out, struct err *e)
{
	struct draft_run *r = xcalloc(1, sizeof(*r));
	int result = -1;

	*out = (struct notify_result){ 0 };
	r->nb = nb;
	r->d = d;
	r->asof = nb->asof;
	db_cache(nb->db, NOTIFY_CACHE);
	if (letters_prepare(r, e) == 0 && nothing_missing(r, e) == 0)
		result = draft_act(r, out, e);
	act_abort(&r->act);
	db_cache(nb->db, 0);
	out->changed = r->changed;
	out->skipped = r->skipped.total;
	out->lacks = r->lacks;
	tally_say(&r->skipped, &out->why);
	letters_release(&r->letters);
	letters_release(&r->was);
	tally_release(&r->skipped);
	arena_release(&r->mem);
	str_release(&r->settings);
	str_release(&r->subject);
	str_release(&r->body);
	str_release(&r->old_subject);
	str_release(&r->old_body);
	str_release(&r->changes);
	free(r);
	return result;
}

int notification_render(struct notebook *nb, int64_t notification, const char *language,
    struct str *subject, struct str *body, struct err *e)
{
	struct notification_work w;
	struct letters letters = { 0 };
	struct arena mem = { 0 };
	int r = -1;

	if (notification_work_load(nb, notification, &w, &mem, e) == 0 &&
	    letters_load(&letters, nb, w.mailing, e) == 0)
		r = letters_write(
		    &letters, &w.to, w.channel, language ? language : w.language, subject, body, e);
	letters_release(&letters);
	arena_release(&mem);
	return r;
}
