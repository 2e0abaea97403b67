/*
 * notify.c - blotter notify and action: letters to those affected, from draft to acknowledgement.
 *
 * The set an act is about is settled before a person is asked to agree to its number, and is the
 * set that is then changed: what came meanwhile is not in it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/command.h"
#include "cli/words.h"
#include "model/notification.h"

static void skipped_say(struct command *c, const struct notify_result *r)
{
	if (r->skipped > 0)
		command_say(c, "%lld left out: %s", (long long)r->skipped, str_text(&r->why));
}

static void result_done(struct command *c, const struct notify_result *r, const char *did,
    const struct when *when, const char *text)
{
	struct done done = {
		.ref = r->ref, .did = did, .when = when, .changed = r->changed, .text = text
	};

	if (r->ref[0])
		command_done(c, &done);
	else
		command_say(c, "nothing to change: nothing was written");
}

/* --- draft and preview ------------------------------------------------------------------- */

/* Whoever has agreed to any number need not hear it first. */
static bool agreed_beforehand(struct command *c)
{
	return command_flag(c, "yes") && !command_flag(c, "expect") && !command_flag(c, "dry-run");
}

static const struct field reissue_fields[] = {
	{ "notification", "LETTER", FIELD_TEXT, ROOM_MAY_GO },
	{ "customer", "CUSTOMER", FIELD_TEXT, ROOM_MAY_GO },
	{ "organisation", "ORGANISATION", FIELD_TEXT, ROOM_WIDE },
	{ "version", "VERSION", FIELD_INT, ROOM_MAY_GO },
	{ "status", "STATUS", FIELD_TEXT, ROOM_MAY_GO },
	{ "added", "ADDED", FIELD_INT, ROOM_MAY_GO },
	{ "removed", "REMOVED", FIELD_INT, ROOM_MAY_GO },
	{ "changes", NULL, FIELD_TEXT, ROOM_MAY_GO },
};

static int reissue_put(void *with, const struct notify_reissue *r)
{
	struct command *c = with;
	const struct cell cells[] = {
		{ .text = r->public_ref },
		{ .text = r->customer_ref },
		{ .text = r->organisation },
		{ .n = r->version },
		{ .text = r->state },
		{ .n = r->added },
		{ .n = r->removed },
		{ .text = r->changes },
	};

	output_row(c->out, cells);
	return 0;
}

/* Who has which version and what changes for them: what --dry-run is for. */
static void reissue_list(struct command *c, struct notify_draft *draft)
{
	if (!draft->reissue || !command_flag(c, "dry-run"))
		return;
	draft->each = reissue_put;
	draft->with = c;
	output_begin(c->out, reissue_fields, sizeof reissue_fields / sizeof reissue_fields[0]);
}

static int draft_count(struct command *c, struct notify_draft *draft, bool *go, struct err *e)
{
	struct notify_result counted = { 0 };
	int status;

	reissue_list(c, draft);
	status = notification_draft(&c->nb, draft, &counted, e);
	if (draft->each)
		output_end(c->out);
	if (status == 0) {
		skipped_say(c, &counted);
		status = command_agree(c, counted.changed, "letters", go, e);
	}
	notify_result_release(&counted);
	return status;
}

static int draft_many(struct command *c, bool reissue, struct err *e)
{
	struct notify_draft draft = { .incident = c->incident,
		.advisory = c->argv[0],
		.reissue = reissue,
		.dry_run = true };
	struct notify_result result = { 0 };
	struct filter *filter = NULL;
	const char **settings = command_option_all(c, "set", &draft.settings_n);
	int status = -1;
	bool go = true;

	if (command_scope(c, false, e) < 0 || command_filter(c, FILTER_CUSTOMERS, &filter, e) < 0)
		goto done;
	draft.filter = filter;
	draft.settings = settings;
	if (!agreed_beforehand(c) && draft_count(c, &draft, &go, e) < 0)
		goto done;
	draft.dry_run = false;
	draft.each = NULL;
	status = go ? notification_draft(&c->nb, &draft, &result, e) : 0;
	if (go && status == 0 && agreed_beforehand(c))
		skipped_say(c, &result);
	if (go && status == 0 && !result.ref[0])
		command_say(c, "nothing was drafted: %s",
		    result.skipped ? "all were left out" : "no affected customer passes");
	else if (go && status == 0)
		result_done(c, &result, reissue ? "reissued" : "drafted", NULL, c->argv[0]);
done:
	notify_result_release(&result);
	filter_free(filter);
	free(settings);
	return status;
}

int command_notify_draft(struct command *c, struct err *e)
{
	return draft_many(c, false, e);
}

int command_notify_reissue(struct command *c, struct err *e)
{
	return draft_many(c, true, e);
}

/* --- one step of many letters ------------------------------------------------------------ */

static int things_named(struct command *c, struct things *t, struct err *e)
{
	int64_t thing;

	for (int i = 0; i < c->argc; i++) {
		if (ref_thing(&c->nb, c->argv[i], T_NOTIFICATION, &thing, e) < 0)
			return -1;
		things_add(t, thing);
	}
	return 0;
}

static int things_filtered(struct command *c, struct things *t, struct err *e)
{
	struct filter *filter;
	int status = command_filter(c, FILTER_NOTIFICATIONS, &filter, e);

	if (status == 0)
		status = notification_things(&c->nb, c->incident, filter, &t->at, &t->n, e);
	filter_free(filter);
	return status;
}

static int things_load(struct command *c, struct things *t, struct err *e)
{
	if (command_scope(c, c->argc > 0, e) < 0)
		return -1;
	return c->argc > 0 ? things_named(c, t, e) : things_filtered(c, t, e);
}

static const struct field preview_fields[] = {
	{ "notification", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "subject", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "body", NULL, FIELD_TEXT, ROOM_MAY_GO },
};

static void preview_text(struct command *c, const char *ref, bool several,
    const struct str *subject, const struct str *body)
{
	if (several)
		output_text(c->out, "Letter: %s", ref);
	output_text(c->out, "Subject: %s", str_text(subject));
	output_text(c->out, "%s", "");
	output_lines(c->out, str_text(body), body->len);
	if (several || (body->len > 0 && body->at[body->len - 1] != '\n'))
		output_text(c->out, "%s", "");
}

static int preview_one(struct command *c, int64_t thing, bool several, struct err *e)
{
	struct str subject = { 0 }, body = { 0 };
	char ref[REF_MAX];
	int status = row_ref(&c->nb, thing, ref, e);

	if (status == 0)
		status = notification_render(
		    &c->nb, thing, command_option(c, "lang"), &subject, &body, e);
	if (status == 0 && c->out->form == OUTPUT_TABLE) {
		preview_text(c, ref, several, &subject, &body);
	} else if (status == 0) {
		const struct cell cells[] = { { .text = ref }, { .text = str_text(&subject) },
			{ .text = str_text(&body) } };

		output_row(c->out, cells);
	}
	str_release(&subject);
	str_release(&body);
	return status;
}

int command_notify_preview(struct command *c, struct err *e)
{
	struct things things = { 0 };
	int status = things_load(c, &things, e);

	output_begin(c->out, preview_fields, 3);
	for (size_t i = 0; status == 0 && i < things.n; i++)
		status = preview_one(c, things.at[i], things.n > 1, e);
	output_end(c->out);
	free(things.at);
	return status;
}

/* A step of many: its act, counted or done, and what is said when it is done. */
struct step {
	int (*act)(struct command *c, const struct step *s, const struct things *t, bool dry_run,
	    struct notify_result *out, struct err *e);
	const void *with; /* what the act needs to know */
	const char *did;
};

static int change_act(struct command *c, const struct step *s, const struct things *t, bool dry_run,
    struct notify_result *out, struct err *e)
{
	struct notify_change change = *(const struct notify_change *)s->with;

	change.incident = c->incident;
	change.things = t->at;
	change.n = t->n;
	change.reason = command_option(c, "reason");
	change.dry_run = dry_run;
	return notification_change(&c->nb, &change, out, e);
}

static int edit_act(struct command *c, const struct step *s, const struct things *t, bool dry_run,
    struct notify_result *out, struct err *e)
{
	struct notify_edit edit = *(const struct notify_edit *)s->with;

	edit.things = t->at;
	edit.n = t->n;
	edit.reason = command_option(c, "reason");
	edit.dry_run = dry_run;
	return notification_edit(&c->nb, &edit, out, e);
}

/* Counts, asks where the set was not named one by one, acts. */
static int step_run(
    struct command *c, const struct step *s, const struct things *t, struct err *e)
{
	struct notify_result counted = { 0 }, result = { 0 };
	bool go = true;
	int status = -1;

	bool counts = c->argc == 0 || command_flag(c, "dry-run") || command_flag(c, "expect");

	if (counts && !agreed_beforehand(c)) {
		if (s->act(c, s, t, true, &counted, e) < 0)
			goto done;
		skipped_say(c, &counted);
		if (command_agree(c, counted.changed, "letters", &go, e) < 0)
			goto done;
	}
	status = go ? s->act(c, s, t, false, &result, e) : 0;
	if (!go || status < 0)
		goto done;
	if (!counted.changed)
		skipped_say(c, &result);
	result_done(c, &result, s->did, NULL, NULL);
	if (result.waits.len > 0)
		command_say(c, "%s", str_text(&result.waits));
done:
	notify_result_release(&counted);
	notify_result_release(&result);
	return status;
}

static int step_many(struct command *c, const struct step *s, struct err *e)
{
	struct things things = { 0 };
	bool go;
	int status = things_load(c, &things, e);

	if (status == 0 && things.n == 0) {
		status = command_agree(c, 0, "letters", &go, e);
		if (status == 0)
			command_say(c, "no letter passes the filter: nothing was written");
	} else if (status == 0) {
		status = step_run(c, s, &things, e);
	}
	free(things.at);
	return status;
}

static int step(struct command *c, struct notify_change change, const char *did, struct err *e)
{
	return step_many(c, &(struct step){ change_act, &change, did }, e);
}

int command_notify_edit(struct command *c, struct err *e)
{
	struct notify_edit edit = { .language = command_option(c, "lang"),
		.channel = command_option(c, "channel"),
		.address = command_option(c, "address"),
		.refresh = command_flag(c, "refresh") };
	const char **settings = command_option_all(c, "set", &edit.settings_n);
	int status;

	edit.settings = settings;
	status = step_many(c, &(struct step){ edit_act, &edit, "edited" }, e);
	free(settings);
	return status;
}

static int override_check(struct command *c, struct err *e)
{
	if (!command_flag(c, "override-compromised") || command_option(c, "reason"))
		return 0;
	return err_set(e, ERR_USAGE,
	    "why may an address be used that is marked compromised? pass --reason TEXT");
}

int command_notify_submit(struct command *c, struct err *e)
{
	return step(c, (struct notify_change){ .act = NOTIFY_SUBMIT }, "submitted", e);
}

int command_notify_approve(struct command *c, struct err *e)
{
	return step(c,
	    (struct notify_change){ .act = NOTIFY_APPROVE, .role = command_option(c, "role") },
	    "approved", e);
}

int command_notify_reject(struct command *c, struct err *e)
{
	return step(c, (struct notify_change){ .act = NOTIFY_REJECT }, "rejected", e);
}

int command_notify_release(struct command *c, struct err *e)
{
	bool over = command_flag(c, "override-compromised");

	if (override_check(c, e) < 0)
		return -1;
	return step(c,
	    (struct notify_change){ .act = NOTIFY_RELEASE, .override_compromised = over },
	    "released", e);
}

int command_notify_hold(struct command *c, struct err *e)
{
	struct notify_change change = { .act = NOTIFY_HOLD };

	if (command_option_instant(c, "until", &change.until, e) < 0)
		return -1;
	if (change.until && change.until <= when_now())
		return err_set(e, ERR_USAGE, "--until takes a time that is to come");
	return step(c, change, "on hold", e);
}

int command_notify_supersede(struct command *c, struct err *e)
{
	return step(c, (struct notify_change){ .act = NOTIFY_SUPERSEDE }, "superseded", e);
}

int command_notify_substitute(struct command *c, struct err *e)
{
	return step(c, (struct notify_change){ .act = NOTIFY_SUBSTITUTE }, "substitute", e);
}

int command_notify_resume(struct command *c, struct err *e)
{
	return step(c, (struct notify_change){ .act = NOTIFY_RESUME }, "resumed", e);
}

int command_notify_cancel(struct command *c, struct err *e)
{
	return step(c, (struct notify_change){ .act = NOTIFY_CANCEL }, "cancelled", e);
}

int command_notify_close(struct command *c, struct err *e)
{
	return step(c, (struct notify_change){ .act = NOTIFY_CLOSE }, "closed", e);
}

/* --- what came of it
 * ------------------------------------------------------------------------------ */

/* The letter of the first argument, and --at in the zone of its incident. */
static int letter_read(struct command *c, int64_t *thing, int64_t *at, struct err *e)
{
	if (ref_thing(&c->nb, c->argv[0], T_NOTIFICATION, thing, e) < 0 ||
	    command_incident_of(c, T_NOTIFICATION, *thing, e) < 0)
		return -1;
	return command_option_instant(c, "at", at, e);
}

static const struct when *point_of(struct command *c, int64_t at, struct when *point)
{
	when_point(point, at ? at : when_now(), c->zone);
	return point;
}

/* After a try that failed: what can be done now. */
static int next_say(struct command *c, int64_t thing, struct err *e)
{
	struct notify_next next;
	struct arena mem = { NULL };
	int status = notification_next(&c->nb, thing, &next, &mem, e);

	if (status == 0 && next.step == STEP_FIND_ADDRESS)
		command_say(
		    c, "%s: that address fails and there is no other: find one", next.customer_ref);
	else if (status == 0 && next.step == STEP_NEXT_CHANNEL)
		command_say(c, "%s: that address fails: try %s %s next", next.customer_ref,
		    next.channel, next.address);
	arena_release(&mem);
	return status;
}

static int next_put(void *with, const struct notify_next *n)
{
	struct command *c = with;
	const struct cell cells[] = {
		{ .text = n->public_ref },
		{ .text = n->customer_ref },
		{ .text = n->organisation },
		{ .text = n->state },
		{ .text = notify_step_words[n->step] },
		{ .text = n->channel },
		{ .text = n->address },
		{ .n = n->tries },
		{ .text = n->last_result },
		{ .n = n->last_at },
	};

	output_row(c->out, cells);
	return 0;
}

int command_notify_due(struct command *c, struct err *e)
{
	static const struct field fields[] = {
		{ "notification", "LETTER", FIELD_TEXT, ROOM_MAY_GO },
		{ "customer", "CUSTOMER", FIELD_TEXT, ROOM_MAY_GO },
		{ "organisation", "ORGANISATION", FIELD_TEXT, ROOM_WIDE },
		{ "status", "STATUS", FIELD_TEXT, ROOM_MAY_GO },
		{ "next", "NEXT", FIELD_TEXT, ROOM_KEPT },
		{ "channel", "CHANNEL", FIELD_TEXT, ROOM_MAY_GO },
		{ "address", "ADDRESS", FIELD_TEXT, ROOM_WIDE },
		{ "attempts", "TRIES", FIELD_INT, ROOM_MAY_GO },
		{ "last_result", "LAST", FIELD_TEXT, ROOM_MAY_GO },
		{ "last_at", NULL, FIELD_TIME, ROOM_MAY_GO },
	};
	struct notification_page page = { .incident = c->incident, .from_end = true };
	struct filter *filter;
	int status = command_filter(c, FILTER_NOTIFICATIONS, &filter, e);

	page.filter = filter;
	if (status == 0) {
		output_begin(c->out, fields, sizeof fields / sizeof fields[0]);
		status = notification_next_each(&c->nb, &page, next_put, c, e);
		output_end(c->out);
	}
	filter_free(filter);
	return status;
}

int command_notify_attempt(struct command *c, struct err *e)
{
	struct attempt attempt = { .channel = command_option(c, "channel"),
		.compromised_too = command_flag(c, "override-compromised"),
		.reason = command_option(c, "reason"),
		.address = command_option(c, "address"),
		.result = command_option(c, "result"),
		.code = command_option(c, "code") };
	struct notify_result result = { 0 };
	struct str text = { 0 };
	struct when point;
	int status = -1;

	if (!attempt.result)
		return err_set(e, ERR_USAGE,
		    "how did it end? pass --result, such as accepted, hard-bounce or no-answer");
	if (override_check(c, e) < 0 ||
	    letter_read(c, &attempt.notification, &attempt.at, e) < 0)
		return -1;
	if (attempt_add(&c->nb, &attempt, 1, "notification.attempt", &result, e) == 0) {
		str_printf(&text, "%s %s", c->argv[0], attempt.result);
		skipped_say(c, &result);
		result_done(
		    c, &result, "attempt", point_of(c, attempt.at, &point), str_text(&text));
		status = next_say(c, attempt.notification, e);
	}
	str_release(&text);
	notify_result_release(&result);
	return status;
}

static int ack_act(struct command *c, const struct step *s, const struct things *t, bool dry_run,
    struct notify_result *out, struct err *e)
{
	struct notify_ack ack = *(const struct notify_ack *)s->with;

	ack.things = t->at;
	ack.n = t->n;
	ack.dry_run = dry_run;
	return acknowledgements_add(&c->nb, &ack, out, e);
}

/* One: the line says whose letter and from whom; many: how many. */
static int acknowledge_named(struct command *c, const struct notify_ack *ack, struct err *e)
{
	struct done done = { .did = "acknowledged", .changed = -1 };
	struct str text = { 0 };
	struct when point;
	char ref[REF_MAX];
	int64_t thing, at;

	if (letter_read(c, &thing, &at, e) < 0 ||
	    acknowledgement_add(&c->nb, thing, ack->by, ack->channel, at, ref, e) < 0)
		return -1;
	str_printf(&text, "%s from %s", c->argv[0], ack->by);
	done.ref = ref;
	done.when = point_of(c, at, &point);
	done.text = str_text(&text);
	command_done(c, &done);
	str_release(&text);
	return 0;
}

int command_notify_acknowledge(struct command *c, struct err *e)
{
	struct notify_ack ack = { .by = command_option(c, "by"),
		.channel = command_option(c, "channel") };

	if (!ack.by)
		return err_set(e, ERR_USAGE, "who said so? pass --by WHO");
	if (c->argc == 1)
		return acknowledge_named(c, &ack, e);
	if (command_option_instant(c, "at", &ack.at, e) < 0)
		return -1;
	return step_many(c, &(struct step){ ack_act, &ack, "acknowledged" }, e);
}

int command_action_set(struct command *c, struct err *e)
{
	struct done done = { .did = "action", .changed = -1 };
	char *what = words_join(c, 0);
	char ref[REF_MAX];
	int64_t thing;
	int status = ref_thing(&c->nb, c->argv[0], T_NOTIFICATION, &thing, e);

	if (status == 0)
		status = action_set(
		    &c->nb, thing, c->argv[1], c->argv[2], command_option(c, "evidence"), ref, e);
	if (status == 0) {
		done.ref = ref;
		done.text = what;
		command_done(c, &done);
	}
	free(what);
	return status;
}
