/*
 * notification_edit.c - letters whose text, language or recipient is changed before they go out.
 *
 * What a letter says follows from the versions it names, so an edit names others: another mailing
 * (settings, incident), another language, another address, the customer and exposure of now. The
 * approvals it had are ended in the same record, whether or not the bytes came out the same.
 */
#include <stdlib.h>
#include <string.h>

#include "model/incident.h"
#include "model/notification_work.h"
#include "model/vocabulary.h"

enum { EDITABLE = STATE_BIT(STATE_DRAFT) | STATE_BIT(STATE_IN_REVIEW) | STATE_BIT(STATE_APPROVED) };

struct moved {
	int64_t from, to;       /* mailings; to 0 in a dry run: it would be a new one */
	struct letters letters; /* of `to` */
};

struct edit_run {
	struct notebook *nb;
	const struct notify_edit *d;
	struct act act;
	struct moved *moved;
	size_t moved_n;
	struct tally skipped;
	int64_t changed;
	struct str subject, body;
	struct arena mem; /* of one letter */
};

enum { PASS = 0, REFUSED = 1 };

static int refuse(struct edit_run *r, const char *one, const char *many)
{
	tally_add(&r->skipped, one, many);
	return REFUSED;
}

/* ---- mailings ---- */

static int mailing_write(struct edit_run *r, struct moved *m, const struct str *settings,
    int64_t advisory, int64_t incident, struct err *e)
{
	struct value v[COLUMNS_MAX] = {
		[COL(mailing, advisory)] = value_thing(advisory),
		[COL(mailing, incident)] = value_thing(incident),
		[COL(mailing, settings)] = value_text_n(str_text(settings), settings->len),
	};

	if (r->d->dry_run)
		return 0;
	m->to = act_write(&r->act, T_MAILING, 0, v, e);
	return m->to < 0 ? -1 : 0;
}

static int mailing_parts(
    struct notebook *nb, int64_t mailing, int64_t *advisory, int64_t *incident, struct err *e)
{
	struct query *q = db_query(nb->db, Q_MAILING_PARTS);

	q_int(q, ":mailing", mailing);
	if (q_row(q)) {
		*advisory = row_int(q, "advisory");
		*incident = row_int(q, "incident");
	}
	return q_done(q, e);
}

/* The letters of another mailing than before: with these settings, about the incident of now. */
static int letters_again(struct edit_run *r, struct moved *m, const struct str *settings,
    const struct incident *now, struct err *e)
{
	struct letters was = m->letters;
	struct str content = { 0 };
	struct letter_case about = was.about;
	int status;

	if (r->d->refresh)
		about = (struct letter_case){
			.ref = now->ref, .title = now->title, .lead = now->lead, .zone = now->zone
		};
	advisory_to_json(&was.advisory, &content);
	status = letters_init(
	    &m->letters, str_text(&content), content.len, &about, str_text(settings), e);
	letters_release(&was);
	str_release(&content);
	return status;
}

static int mailing_move(
    struct edit_run *r, struct moved *m, int64_t incident_thing, struct err *e)
{
	struct incident_list now = { 0 };
	struct str settings = { 0 };
	int64_t advisory = 0, incident = 0;
	int status = -1;

	if (letters_settings(&m->letters, r->d->settings, r->d->settings_n, &settings, e) == 0 &&
	    mailing_parts(r->nb, m->from, &advisory, &incident, e) == 0 &&
	    incident_load(r->nb, incident_thing, &now, e) == 0) {
		if (r->d->refresh && now.n)
			incident = now.at[0].row;
		status = mailing_write(r, m, &settings, advisory, incident, e);
		if (status == 0 && now.n)
			status = letters_again(r, m, &settings, &now.at[0], e);
	}
	incident_list_release(&now);
	str_release(&settings);
	return status;
}

/* What letters of this mailing become. */
static struct moved *mailing_find(
    struct edit_run *r, int64_t mailing, int64_t incident, struct err *e)
{
	struct moved *m;

	for (size_t i = 0; i < r->moved_n; i++)
		if (r->moved[i].from == mailing)
			return &r->moved[i];
	r->moved = xrealloc(r->moved, (r->moved_n + 1) * sizeof(*r->moved));
	m = &r->moved[r->moved_n];
	*m = (struct moved){ .from = mailing, .to = mailing };
	if (letters_load(&m->letters, r->nb, mailing, e) < 0)
		return NULL;
	r->moved_n++;
	if ((r->d->settings_n || r->d->refresh) && mailing_move(r, m, incident, e) < 0)
		return NULL;
	return m;
}

/* ---- one letter ---- */

static int facts_now(struct edit_run *r, struct notification_work *w, struct err *e)
{
	struct query *q = db_query(r->nb->db, Q_NOTIFICATION_FACTS);

	q_int(q, ":asof", r->nb->asof);
	q_int(q, ":customer", w->customer);
	q_int(q, ":incident", w->incident);
	if (q_row(q)) {
		w->told_version = row_int(q, "told");
		w->exposure_version = row_int_or(q, "exposure", 0);
		letter_to_read(&w->to, q, &r->mem);
	}
	return q_done(q, e);
}

static bool channel_allowed(const struct advisory *a, const char *channel)
{
	for (size_t i = 0; i < a->channel_count; i++)
		if (strcmp(a->channels[i], channel) == 0)
			return true;
	return false;
}

/* The address of the register that is meant: by channel, by value, or both. */
static int recipient_find(struct edit_run *r, const struct advisory *a,
    const struct notification_work *w, const struct address **out)
{
	struct address *all = arena_alloc(&r->mem, ADDRESSES_MAX * sizeof(*all));
	size_t n = w->addresses_now ? addresses_read(w->addresses_now, all, &r->mem) : 0;
	bool marked = false;

	*out = NULL;
	for (size_t i = 0; i < n && !*out; i++) {
		if ((r->d->channel && strcmp(all[i].channel, r->d->channel) != 0) ||
		    (r->d->address && strcmp(all[i].value, r->d->address) != 0))
			continue;
		marked |= all[i].compromised;
		if (!all[i].compromised && channel_allowed(a, all[i].channel))
			*out = &all[i];
	}
	if (*out)
		return PASS;
	if (marked)
		return refuse(r, "has that address marked compromised",
		    "have that address marked compromised");
	if (r->d->channel && !channel_allowed(a, r->d->channel))
		return refuse(r, "is of an advisory that does not go by that channel",
		    "are of advisories that do not go by that channel");
	return refuse(r, "has no such address in the register",
	    "have no such address in the register");
}

static int language_find(struct edit_run *r, const struct advisory *a, const char **language)
{
	*language = letter_language(a, r->d->language);
	if (*language)
		return PASS;
	return refuse(r, "is of an advisory that has no text in that language",
	    "are of advisories that have no text in that language");
}

/* Changes *w as asked; PASS, REFUSED or -1. */
static int work_change(
    struct edit_run *r, struct moved *m, struct notification_work *w, struct err *e)
{
	const struct address *to = NULL;
	bool recipient = r->d->channel || r->d->address;

	if (r->d->language && language_find(r, &m->letters.advisory, &w->language) == REFUSED)
		return REFUSED;
	if (recipient && recipient_find(r, &m->letters.advisory, w, &to) == REFUSED)
		return REFUSED;
	if ((recipient || r->d->refresh) && facts_now(r, w, e) < 0)
		return -1;
	if (to) {
		w->to.channel = w->channel = to->channel;
		w->to.address = w->address = to->value;
	}
	w->mailing = m->to;
	return PASS;
}

static int text_write(struct edit_run *r, struct moved *m, struct notification_work *w)
{
	struct err fault = { 0 };
	uint8_t *hash = arena_alloc(&r->mem, DIGEST_SIZE);

	str_reset(&r->subject);
	str_reset(&r->body);
	if (letters_write(&m->letters, &w->to, w->channel, w->language, &r->subject, &r->body,
		&fault) < 0)
		return refuse(
		    r, arena_printf(&r->mem, "cannot be written so (%s)", fault.text), NULL);
	letter_hash(&r->subject, &r->body, hash);
	w->body_sha256 = hash;
	w->subject = r->subject.len ? str_text(&r->subject) : NULL;
	return PASS;
}

static bool text_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool work_same(const struct notification_work *a, const struct notification_work *b)
{
	return text_same(a->language, b->language) && text_same(a->channel, b->channel) &&
	       text_same(a->address, b->address) && a->told_version == b->told_version &&
	       a->exposure_version == b->exposure_version && a->body_sha256 &&
	       memcmp(a->body_sha256, b->body_sha256, DIGEST_SIZE) == 0;
}

static int work_write(struct edit_run *r, struct notification_work *was,
    struct notification_work *w, struct err *e)
{
	struct approvals approvals;

	r->changed++;
	if (r->d->dry_run)
		return 0;
	if (approvals_load(r->nb, was, &approvals, &r->mem, e) < 0)
		return -1;
	for (size_t i = 0; i < approvals.n; i++)
		if (act_end(&r->act, T_APPROVAL, approvals.at[i].row, e) < 0)
			return -1;
	w->state = STATE_DRAFT;
	return notification_work_amend(&r->act, w, e);
}

static int edit_one(struct edit_run *r, int64_t thing, struct err *e)
{
	struct notification_work was, w;
	struct moved *m;
	int status;

	arena_reset(&r->mem);
	if (notification_work_load(r->nb, thing, &was, &r->mem, e) < 0 ||
	    notification_work_addresses(r->nb, &was, &r->mem, e) < 0)
		return -1;
	if (!(EDITABLE & STATE_BIT(was.state))) {
		refuse(r, notify_state_said[was.state], notify_state_said_many[was.state]);
		return 0;
	}
	m = mailing_find(r, was.mailing, was.incident, e);
	if (!m)
		return -1;
	w = was;
	status = work_change(r, m, &w, e);
	if (status == PASS)
		status = text_write(r, m, &w);
	if (status == PASS && work_same(&was, &w))
		status = refuse(r, "says that already", "say that already");
	if (status == PASS)
		return work_write(r, &was, &w, e);
	return status < 0 ? -1 : 0;
}

/* ---- all of them ---- */

static int edit_all(struct edit_run *r, struct err *e)
{
	struct str why = { 0 };

	for (size_t i = 0; i < r->d->n; i++)
		if (edit_one(r, r->d->things[i], e) < 0)
			return -1;
	if (r->changed)
		return 0;
	tally_say(&r->skipped, &why);
	err_set(e, ERR_NO, "nothing was edited: %s", str_text(&why));
	str_release(&why);
	return -1;
}

static int edit_act(struct edit_run *r, struct notify_result *out, struct err *e)
{
	if (r->d->dry_run)
		return edit_all(r, e);
	if (act_begin(&r->act, r->nb, "notification.edit", e) < 0)
		return -1;
	r->act.reason = r->d->reason;
	if (edit_all(r, e) < 0 || act_commit(&r->act, e) < 0)
		return -1;
	memcpy(out->ref, r->act.ref, sizeof(out->ref));
	return 0;
}

int notification_edit(
    struct notebook *nb, const struct notify_edit *d, struct notify_result *out, struct err *e)
{
	struct edit_run r = { .nb = nb, .d = d };
	int status;

	*out = (struct notify_result){ 0 };
	if (!d->language && !d->channel && !d->address && !d->settings_n && !d->refresh)
		return err_set(e, ERR_USAGE,
		    "what is to change? name a language, a channel, an address or a value");
	if (d->channel && !word_find(channel_words, d->channel, strlen(d->channel), "channel", e))
		return -1;
	db_cache(nb->db, NOTIFY_CACHE);
	status = edit_act(&r, out, e);
	act_abort(&r.act);
	db_cache(nb->db, 0);
	out->changed = r.changed;
	out->skipped = r.skipped.total;
	tally_say(&r.skipped, &out->why);
	for (size_t i = 0; i < r.moved_n; i++)
		letters_release(&r.moved[i].letters);
	free(r.moved);
	tally_release(&r.skipped);
	arena_release(&r.mem);
	str_release(&r.subject);
	str_release(&r.body);
	return status;
}
