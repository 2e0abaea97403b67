/*
 * notification_work.h - one notification as its rules see it: its values, what its letter is made
 * of, its approvals.
 *
 * Shared by the notification_*.c, delivery.c and action.c; nobody else needs it.
 */
#ifndef BLOTTER_MODEL_NOTIFICATION_WORK_H
#define BLOTTER_MODEL_NOTIFICATION_WORK_H

#include "model/letter.h"
#include "model/notification.h"
#include "model/tally.h"

/* In the order of notification_state_words. */
enum notify_state {
	STATE_DRAFT,
	STATE_IN_REVIEW,
	STATE_APPROVED,
	STATE_RELEASED,
	STATE_SENT,
	STATE_ACKNOWLEDGED,
	STATE_CLOSED,
	STATE_ON_HOLD,
	STATE_CANCELLED,
	STATE_SUPERSEDED,
	STATE_SUBSTITUTE,
};
extern const char
    *const notify_state_said[]; /* "is still a draft": the same in a sentence about one */
extern const char *const notify_state_said_many[];
#define STATE_BIT(s) (1u << (s))
/* The customer has it, or is about to. */
#define STATES_OUT \
	(STATE_BIT(STATE_RELEASED) | STATE_BIT(STATE_SENT) | STATE_BIT(STATE_ACKNOWLEDGED) | \
	    STATE_BIT(STATE_CLOSED))

/* The customer has had it. */
#define STATES_HAD \
	(STATE_BIT(STATE_SENT) | STATE_BIT(STATE_ACKNOWLEDGED) | STATE_BIT(STATE_CLOSED))

struct notification_work {
	int64_t thing, row, customer, exposure_version, incident, mailing, told_version;
	enum notify_state state;
	int held; /* enum notify_state, or -1 */
	int64_t hold_until;
	int64_t released_at, sent_at;
	const char *address, *channel, *language,
	    *subject;               /* or NULL; all text in the arena given */
	const uint8_t *body_sha256; /* or NULL */
	const char *addresses_now; /* of the customer; only after notification_work_addresses */
	struct letter_to to;
};
/* The version as of the moment looked at; ERR_NOT_FOUND. */
int notification_work_load(struct notebook *nb, int64_t thing, struct notification_work *w,
    struct arena *mem, struct err *e);
/* Writes the version that follows, and sets w->row to it. */
int notification_work_amend(struct act *a, struct notification_work *w, struct err *e);
/* The letters that stand for the customer of `w` and are of lower versions of its advisory than
 * that of its mailing, or when `advisory` is not 0 than that version; at most EARLIER_MAX of them.
 */
enum { EARLIER_MAX = 16 };
int notification_earlier_load(struct notebook *nb, const struct notification_work *w,
    int64_t advisory, int64_t out[EARLIER_MAX], size_t *n, struct err *e);
/* A released one got through: it is sent, and earlier ones are no longer what we say. */
int notification_work_send(
    struct act *a, struct notification_work *w, int64_t at, struct err *e);
/* Did a try with this result come to nothing? */
bool attempt_failed(const char *result);
/* Did the last one? */
int attempts_last_failed(
    struct notebook *nb, int64_t notification, bool *failed, struct err *e);
/* What the register says now of how the customer is reached; text in mem. */
int notification_work_addresses(
    struct notebook *nb, struct notification_work *w, struct arena *mem, struct err *e);
/* Is the address it goes to marked compromised now? */
bool notification_work_compromised(const struct notification_work *w, struct arena *mem);
/* The same of any address of the customer. */
bool notification_work_is_compromised(const struct notification_work *w, const char *channel,
    const char *address, struct arena *mem);

struct approvals {
	struct approval {
		int64_t row, record;
		const char *tag, *role; /* role may be NULL */
	} * at;
	size_t n, cap;
};
/* Those that stand for its bytes. */
int approvals_load(struct notebook *nb, const struct notification_work *w, struct approvals *out,
    struct arena *mem, struct err *e);
void approvals_add(struct approvals *l, struct approval a, struct arena *mem);
bool approvals_by(const struct approvals *l, const char *tag);
bool approvals_met(const struct approvals *l, const struct advisory *a); /* count and roles */
int64_t approvals_needed(const struct advisory *a); /* persons */
/* The next role of the advisory, from *i on, in which nobody has approved; NULL: no more. */
const char *approvals_missing(const struct approvals *l, const struct advisory *a, size_t *i);
/* Appends the name of who wrote a record, "; " before it where something stands there. */
int approver_put(struct notebook *nb, int64_t record, struct str *out, struct err *e);

/* How many things a page of keys has: between two pages no statement is open. Bytes of page cache
 * for acts on many, which look into six tables for each thing. */
enum { NOTIFY_PAGE = 1000, NOTIFY_CACHE = 32 << 20 };
/* The next page of the incident's notifications after `after`, as of a record; *n gets how many. */
int notification_ids_load(struct notebook *nb, int64_t incident, const struct filter *f,
    int64_t asof, int64_t after, int64_t limit, int64_t *out, size_t *n, struct err *e);

#endif
