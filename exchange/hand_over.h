/*
 * hand_over.h - released letters, one by one, to a mailer; what came of each is written down.
 *
 * Exit status 0 is accepted, 67 and 68 (sysexits.h: no such user, no such host) a hard bounce, any
 * other a soft one. A mailer that was ended by a signal may have taken the letter or not: then the
 * attempt stays as it was begun, and the letter stays out until somebody has looked.
 */
#ifndef BLOTTER_EXCHANGE_HAND_OVER_H
#define BLOTTER_EXCHANGE_HAND_OVER_H

#include "exchange/letter_mail.h"
#include "exchange/mailer.h"

enum { HAND_OVER_FAILURES = 10 }; /* in a row: then the mailer is at fault, not a letter */

struct hand_over {
	const char *from; /* who sends */
	struct outbox_page page;
	const int64_t *things;
	size_t n;
	const char *reason; /* for each record, or NULL */
	/* told of each letter; code may be NULL */
	void (*say)(void *with, const char *ref, const char *result, const char *code);
	void *with;
};
struct hand_over_result {
	int64_t accepted, failed, unknown;
	char ref[REF_MAX]; /* of the last record; "" when there was none */
	struct tally left;
	bool gave_up; /* after too many failures in a row */
};
void hand_over_result_release(struct hand_over_result *r);

/* Between mailer_begin and mailer_end. Stops when a signal asks for it (m->stopped), after the
 * letter at hand. result must be released whatever this returns. */
int hand_over_run(struct notebook *nb, const struct hand_over *h, struct mailer *m,
    struct hand_over_result *result, struct err *e);

#endif
