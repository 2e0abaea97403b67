/*
 * notification.h - one advisory version to one customer: the life cycle, approvals, attempts,
 * acknowledgements, advised actions.
 *
 *	draft -> in-review -> approved -> released -> sent -> acknowledged -> closed
 *	draft|in-review|approved -> on-hold -> back    in-review -> draft (rejected)
 *	before sent -> cancelled
 *
 * The letter is a pure function of immutable rows: the advisory and incident versions and settings
 * named by the mailing, and the customer and exposure versions named by the notification. An
 * approval binds the SHA-256 of subject, LF, body. The rules are kept here, not by the screens. All
 * acts on many take the things and make one record.
 */
#ifndef BLOTTER_MODEL_NOTIFICATION_H
#define BLOTTER_MODEL_NOTIFICATION_H

#include "model/filter.h"
#include "model/notebook.h"

struct notification {
	int64_t thing, row, incident, customer, mailing;
	char public_ref[REF_MAX];
	const char *incident_ref, *customer_ref, *organisation, *name, *role, *channel, *address;
	bool address_compromised;
	const char *language, *country, *population, *categories, *window;
	int64_t window_earliest, window_latest; /* when window is NULL */
	const char *state, *advisory, *subject, *tlp;
	int64_t advisory_version;
	const uint8_t *body_sha256; /* 32 bytes, or NULL */
	const char *approved_by;    /* names, "; " between, or NULL */
	int64_t released_at, sent_at, acknowledged_at; /* µs UTC, 0 not yet */
	const char *acknowledged_by, *last_result;
	int64_t attempts, actions_open;
};
struct notification_list {
	struct notification *at;
	size_t n, cap;
	struct arena mem;
};

/* An advisory as stored, its newest version or the one given. */
struct advisory;
struct advisory_row {
	int64_t thing, row;
	char public_ref[REF_MAX];
	const char *name, *title, *tlp;
	int64_t version, actions, notifications; /* live notifications made from it */
	const char *content; /* canonical JSON */
};
struct advisory_row_list {
	struct advisory_row *at;
	size_t n, cap;
	struct arena mem;
};
/* Same name: a higher version becomes a new thing; the same version must be byte-identical (then
 * *same is set and nothing is written); a lower one is ERR_CONFLICT. */
int advisory_add(struct notebook *nb, const struct advisory *a, const uint8_t sha256[DIGEST_SIZE],
    char out_ref[REF_MAX], bool *same, struct err *e);
int advisory_list_load(struct notebook *nb, struct advisory_row_list *out, struct err *e);
/* one: newest version */
int advisory_find(struct notebook *nb, const char *name_or_ref, struct advisory_row_list *out,
    struct err *e);
void advisory_row_list_release(struct advisory_row_list *l);

/* What an act on many did. skipped says why, reason -> count, in words for people. */
struct notify_result {
	char ref[REF_MAX];   /* the record, "" when nothing changed */
	int64_t changed, skipped;
	struct str why;	     /* "12 already released; 3 have no address": owned */
};
void notify_result_release(struct notify_result *r);

/* Drafts for every customer of the incident that passes the filter (FILTER_CUSTOMERS) and has an
 * exposure there, unless they have a live notification of this advisory version. settings:
 * NAME=VALUE of the operator's variables. Counting alone with dry_run. Customers that cannot be
 * rendered (missing language, missing required value) are skipped with the reason. */
struct notify_draft {
	int64_t incident;
	const char *advisory; /* name or reference */
	const struct filter *filter; /* NULL: all exposed customers */
	const char *const *settings; /* "NAME=VALUE" */
	size_t settings_n;
	bool dry_run;
};
int notification_draft(struct notebook *nb, const struct notify_draft *d, struct notify_result *out,
    struct err *e);
/* The letter, rendered again from the rows; language NULL: the notification's. */
int notification_render(struct notebook *nb, int64_t notification, const char *language,
    struct str *subject, struct str *body, struct err *e);

enum notify_act { NOTIFY_SUBMIT, NOTIFY_APPROVE, NOTIFY_REJECT, NOTIFY_RELEASE, NOTIFY_HOLD,
    NOTIFY_RESUME, NOTIFY_CANCEL, NOTIFY_CLOSE };
int notify_act_find(const char *word); /* "approve" -> NOTIFY_APPROVE, or -1 */
struct notify_change {
	enum notify_act act;
	const int64_t *things;	/* these, or NULL: all of the incident that pass the filter */
	size_t n;
	int64_t incident;
	const struct filter *filter; /* FILTER_NOTIFICATIONS */
	const char *reason;	/* required by reject, hold, cancel */
	const char *role;	/* approve: the role it counts for, or NULL */
	/* release though the address is marked compromised; recorded in the reason */
	bool override_compromised;
	bool dry_run;
};
/* Approval: by someone other than the drafter (unless the advisory allows it), each person once;
 * state becomes approved when the count and the roles of the advisory are reached and the bytes
 * still render to the hash. Release: only approved, with an address that is not compromised. Those
 * that the rules do not allow are skipped with the reason; when none is left: ERR_PERMISSION or
 * ERR_NO. */
int notification_change(struct notebook *nb, const struct notify_change *c,
    struct notify_result *out, struct err *e);

/* One try: channel, result of accepted delivered delayed soft-bounce hard-bounce returned-post
 * no-answer refused posted read replied; a released one becomes sent by accepted, delivered or
 * posted. at 0: now. */
struct attempt {
	int64_t notification;
	/* channel, address NULL: the notification's */
	const char *channel, *address, *result, *code;
	int64_t at;
};
int attempt_add(struct notebook *nb, const struct attempt *a, size_t n, const char *kind,
    struct notify_result *out, struct err *e);
int acknowledgement_add(struct notebook *nb, int64_t notification, const char *by,
    const char *channel, int64_t at, char out_ref[REF_MAX], struct err *e);
/* state: asked accepted done verified declined overdue not-applicable. */
int action_set(struct notebook *nb, int64_t notification, const char *action, const char *state,
    const char *evidence, char out_ref[REF_MAX], struct err *e);
struct action_row {
	const char *name, *state, *evidence, *text; /* text in the notification's language */
	int64_t due; /* µs UTC, 0 none */
};
struct action_list {
	struct action_row *at;
	size_t n, cap;
	struct arena mem;
};
int action_list_load(struct notebook *nb, int64_t notification, struct action_list *out,
    struct err *e);
void action_list_release(struct action_list *l);

struct notification_page {
	int64_t incident;
	const struct filter *filter; /* FILTER_NOTIFICATIONS or NULL */
	bool from_end, backward;
	int64_t thing; /* the key */
	int limit;
};
int notification_page_load(struct notebook *nb, const struct notification_page *p,
    struct notification_list *out, struct err *e);
int notification_count(struct notebook *nb, const struct notification_page *p, int64_t *count,
    int64_t *next_thing, bool *more, struct err *e);
/* Runs over all that the page describes, in order, one statement, row by row, in bounded memory:
 * for the export. each returns 0 to go on; strings are borrowed for the call. */
int notification_each(struct notebook *nb, const struct notification_page *p,
    int (*each)(void *with, const struct notification *n), void *with, struct err *e);
void notification_list_release(struct notification_list *l);

#endif
