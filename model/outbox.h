/*
 * outbox.h - the letters that may go out now, each in exactly the bytes that were approved.
 *
 * A letter is rendered again from its rows and its hash compared with the one that was approved;
 * one that differs stops everything. One that may not go out (not released, no address, an address
 * marked compromised, with a mailer already) is left out and counted with the reason.
 *
 * Handing a letter to a mailer is two acts on one attempt: it is written down as delayed before,
 * and amended to what came of it after. So when a run is cut off between the two, the letter is
 * neither forgotten nor handed over twice: it stays out until somebody has looked.
 */
#ifndef BLOTTER_MODEL_OUTBOX_H
#define BLOTTER_MODEL_OUTBOX_H

#include "model/notification.h"
#include "model/tally.h"

struct outbox_page {
	int64_t incident;
	const struct filter *filter; /* FILTER_NOTIFICATIONS, or NULL */
	const char *channel;	     /* email or letter: the others are left out */
	bool again;		     /* also those that went out already, or may have */
	bool by_rule;		     /* of these only what its advisory lets go again now */
	bool override_compromised;   /* also to addresses that are marked so now */
};

struct outbox_letter {
	const struct notification *n;
	const char *contact; /* who is written to, or NULL */
	const char *subject;
	const struct str *body;
	const uint8_t *sha256; /* that was approved, of subject, LF, body */
};

/* Runs over the letters of the page in order; `each` returns 0, or -1 with the error set. What the
 * letter points to lives until it returns. Bounded memory. */
int outbox_each(struct notebook *nb, const struct outbox_page *p,
    int (*each)(void *with, const struct outbox_letter *l, struct err *e), void *with,
    struct tally *left, struct err *e);

/* The things of those that would be given, without rendering them; yours to free. */
int outbox_things(struct notebook *nb, const struct outbox_page *p, int64_t **things, size_t *n,
    struct tally *left, struct err *e);

/* One letter by its thing, for a hand-over: as outbox_each, with no statement open while `each`
 * runs. Left out: nothing happens but `left`. */
int outbox_one(struct notebook *nb, const struct outbox_page *p, int64_t thing,
    int (*each)(void *with, const struct outbox_letter *l, struct err *e), void *with,
    struct tally *left, struct err *e);

/* Writes down that a letter is about to be handed over: an attempt whose result is delayed.
 * ERR_CONFLICT: it is not this state (`state`, as the letter was read) any more, or somebody else
 * handed it over meanwhile. */
int handover_begin(struct notebook *nb, const struct notification *n, const char *reason,
    int64_t *attempt, struct err *e);
/* What came of it; `accepted` sends a released letter. code: words of the mailer, or NULL. */
int handover_end(struct notebook *nb, int64_t attempt, const char *result, const char *code,
    char out_ref[REF_MAX], struct err *e);

#endif
