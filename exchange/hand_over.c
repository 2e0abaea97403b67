/* hand_over.c - released letters, one by one, to a mailer. */
#include "exchange/hand_over.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>

#include "exchange/part.h"

struct run {
	struct notebook *nb;
	const struct hand_over *h;
	struct mailer *m;
	const struct mail_part *part;
	struct mail_sender from;
	struct hand_over_result *r;
	struct str message;
	int in_a_row; /* failures */
};

static const char *result_of(int status, char code[32])
{
	int exit = WEXITSTATUS(status);

	if (!WIFEXITED(status)) {
		snprintf(code, 32, "ended by signal %d", WTERMSIG(status));
		return NULL;
	}
	snprintf(code, 32, "exit %d", exit);
	if (exit == 0)
		return "accepted";
	return exit == EX_NOUSER || exit == EX_NOHOST ? "hard-bounce" : "soft-bounce";
}

static void count(struct run *run, const char *result)
{
	bool good = result && strcmp(result, "accepted") == 0;

	run->r->accepted += good;
	run->r->failed += result && !good;
	run->r->unknown += !result;
	run->in_a_row = good ? 0 : run->in_a_row + 1;
}

static int letter_over(void *with, const struct outbox_letter *l, struct err *e)
{
	struct run *run = with;
	const char *result;
	char code[32];
	int64_t attempt = 0;
	int status;

	str_reset(&run->message);
	if (letter_mail(run->part, l, &run->from, run->nb->id, false, &run->message, e) < 0)
		return -1;
	if (handover_begin(run->nb, l->n, run->h->reason, &attempt, e) < 0) {
		if (e->kind != ERR_CONFLICT)
			return -1;
		*e = (struct err){ 0 };
		tally_add(&run->r->left, "was taken by somebody else meanwhile",
		    "were taken by somebody else meanwhile");
		return 0;
	}
	if (mailer_run(run->m, run->message.at, run->message.len, &status, e) < 0) {
		struct err ignored;

		handover_end(run->nb, attempt, "soft-bounce", "not started", run->r->ref, &ignored);
		return -1;
	}
	result = result_of(status, code);
	count(run, result);
	run->h->say(run->h->with, l->n->public_ref, result ? result : "unknown", code);
	return handover_end(run->nb, attempt, result ? result : "delayed", code, run->r->ref, e);
}

int hand_over_run(struct notebook *nb, const struct hand_over *h, struct mailer *m,
    struct hand_over_result *result, struct err *e)
{
	struct run run = { .nb = nb, .h = h, .m = m, .r = result };
	int done = -1;

	*result = (struct hand_over_result){ 0 };
	run.part = part_load("mail", MAIL_TABLE, MAIL_VERSION, MAIL_WHAT, e);
	if (run.part)
		done = mail_sender_read(&run.from, h->from ? h->from : nb->author, e);
	for (size_t i = 0; i < h->n && done == 0 && !mailer_stopped(m); i++) {
		done = outbox_one(nb, &h->page, h->things[i], letter_over, &run, &result->left, e);
		result->gave_up = run.in_a_row == HAND_OVER_FAILURES;
		if (result->gave_up)
			break;
	}
	mail_sender_release(&run.from);
	str_release(&run.message);
	return done;
}

void hand_over_result_release(struct hand_over_result *r)
{
	tally_release(&r->left);
}
