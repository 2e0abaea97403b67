/*
 * outbox.c - blotter notify pipe: released letters, one by one, to a command of the user's.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/words.h"
#include "exchange/hand_over.h"

#define OVERRIDDEN "addresses marked compromised were allowed"

/* --- which letters ----------------------------------------------------------------------- */

static int things_named(struct command *c, int64_t **things, size_t *n, struct err *e)
{
	*things = xcalloc((size_t)c->argc, sizeof **things);
	for (int i = 1; i < c->argc; i++)
		if (ref_thing(&c->nb, c->argv[i], T_NOTIFICATION, &(*things)[(*n)++], e) < 0)
			return -1;
	return 0;
}

static int things_choose(
    struct command *c, struct outbox_page *p, int64_t **things, size_t *n, struct err *e)
{
	struct tally left = { 0 };
	struct str why = { 0 };
	int status;

	if (c->argc > 1)
		return things_named(c, things, n, e);
	status = outbox_things(&c->nb, p, things, n, &left, e);
	tally_say(&left, &why);
	if (status == 0 && left.total)
		command_say(c, "%lld stay: %s", (long long)left.total, str_text(&why));
	tally_release(&left);
	str_release(&why);
	return status;
}

/* --- telling ------------------------------------------------------------------------------- */

static void letter_say(void *with, const char *ref, const char *result, const char *code)
{
	if (strcmp(result, "accepted") != 0)
		command_say(with, "%s: %s (%s)", ref, result, code);
}

static int result_tell(struct command *c, const struct hand_over_result *r, int64_t wanted,
    const struct mailer *m, struct err *e)
{
	int64_t tried = r->accepted + r->failed + r->unknown;
	struct str why = { 0 };

	tally_say(&r->left, &why);
	if (r->left.total)
		command_say(c, "%lld stay: %s", (long long)r->left.total, str_text(&why));
	str_release(&why);
	if (r->ref[0])
		command_done(c, &(struct done){ .ref = r->ref, .did = "handed over",
				    .changed = r->accepted, .text = m->argv[0] });
	else
		command_say(c, "nothing was handed over");
	if (m->stopped)
		command_say(c, "stopped after %lld of %lld: the same command goes on from there",
		    (long long)tried, (long long)wanted);
	if (r->gave_up)
		return err_set(e, ERR_NO, "%d letters in a row failed: look at the mailer",
		    HAND_OVER_FAILURES);
	if (r->unknown)
		return err_set(e, ERR_NO,
		    "%lld may have been sent or not: look at the mailer, then say so with notify "
		    "attempt",
		    (long long)r->unknown);
	return r->failed ? err_set(e, ERR_NO, "%lld failed", (long long)r->failed) : 0;
}

/* --- the command ---------------------------------------------------------------------------- */

static int letters_pipe(struct command *c, struct hand_over *h, struct mailer *m, struct err *e)
{
	struct hand_over_result r;
	struct err untold = { 0 };
	int status, told;

	mailer_begin(m);
	status = hand_over_run(&c->nb, h, m, &r, e);
	told = result_tell(c, &r, (int64_t)h->n, m, status < 0 ? &untold : e);
	hand_over_result_release(&r);
	mailer_end(m);
	if (status == 0 && told == 0 && m->stopped)
		return 128 + m->stopped;
	return status < 0 ? -1 : told;
}

/* What stands in each record: the words given, and what was allowed. NULL: nothing. */
static const char *reason_of(const struct outbox_page *p, const char *reason, struct str *out)
{
	if (reason)
		str_puts(out, reason);
	if (p->override_compromised)
		str_printf(out, "%s%s", reason ? "; " : "", OVERRIDDEN);
	return out->len ? str_text(out) : NULL;
}

int command_notify_pipe(struct command *c, struct err *e)
{
	const char *from = command_option(c, "from"), *reason = command_option(c, "reason");
	struct hand_over h = { .from = from ? from : c->place->mail_from,
		.say = letter_say,
		.with = c,
		.page = { .incident = c->incident,
		    .channel = "email",
		    .again = command_flag(c, "again"),
		    .by_rule = !reason,
		    .override_compromised = command_flag(c, "override-compromised") } };
	struct mail_sender sender = { 0 };
	struct filter *filter = NULL;
	struct mailer m = { 0 };
	struct str why = { 0 };
	int64_t *things = NULL;
	int status;
	bool go;

	status = command_scope(c, c->argc > 1, e);
	if (status == 0)
		status = command_filter(c, FILTER_NOTIFICATIONS, &filter, e);
	h.page.filter = filter;
	h.reason = reason_of(&h.page, reason, &why);
	if (status == 0)
		status = mailer_read(&m, c->argv[0], e);
	if (status == 0)
		status = mail_sender_read(&sender, h.from ? h.from : c->nb.author, e);
	if (status == 0)
		status = things_choose(c, &h.page, &things, &h.n, e);
	h.things = things;
	/* those that are named need no agreement */
	go = c->argc > 1 && !command_flag(c, "dry-run") && !command_flag(c, "expect");
	if (status == 0 && !go)
		status = command_agree(c, (int64_t)h.n, "letters", &go, e);
	if (status == 0 && go)
		status = letters_pipe(c, &h, &m, e);
	mail_sender_release(&sender);
	mailer_release(&m);
	filter_free(filter);
	str_release(&why);
	free(things);
	return status;
}
