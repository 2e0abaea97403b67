/*
 * notification.h - one advisory version to one customer: the life cycle, approvals, attempts,
 * acknowledgements, advised actions.
 *
 *	draft -> in-review -> approved -> released -> sent -> acknowledged -> closed
 *	draft|in-review|approved -> on-hold -> back    in-review -> draft (rejected)
 *	draft|in-review|approved -> draft (text, language or recipient edited)
 *	before sent -> cancelled
 *	sent|acknowledged|closed -> superseded (a later letter to the customer is out)
 *	approved|released|sent -> substitute (nothing reaches them: a public notice instead)
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
	int64_t hold_until; /* µs UTC, 0: none said */
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
/* one: newest version, or name@VERSION */
int advisory_find(struct notebook *nb, const char *name_or_ref, struct advisory_row_list *out,
    struct err *e);
/* The version before one that is in `of`; none: 0, and nothing in `out`. */
int advisory_before(struct notebook *nb, const struct advisory_row *of,
    struct advisory_row_list *out, struct err *e);
void advisory_row_list_release(struct advisory_row_list *l);

/* What an act on many did. skipped says why, reason -> count, in words for people. */
struct notify_result {
	char ref[REF_MAX];   /* the record, "" when nothing changed */
	int64_t changed, skipped;
	struct str why;	     /* "12 already released; 3 have no address": owned */
	bool lacks;	     /* drafts: some exposures do not tell what the letter needs */
	struct str waits;    /* approved and not enough: "3 have 1 of 2 approvals": owned */
	struct str roles;    /* in which nobody had approved before it, ", " between: owned */
};
void notify_result_release(struct notify_result *r);

/* Drafts for every customer of the incident that passes the filter (FILTER_CUSTOMERS) and has an
 * exposure there, unless they have a live notification of this advisory version. settings:
 * NAME=VALUE of the operator's variables. Counting alone with dry_run. Customers that cannot be
 * rendered (missing language, missing required value) are skipped with the reason. */
struct notify_reissue {
	const char *customer_ref, *organisation;
	char public_ref[REF_MAX]; /* of the letter they have */
	int64_t version;	  /* of its advisory */
	const char *state;	  /* it is in */
	int64_t added, removed;	  /* lines */
	const char *changes;	  /* these lines, each after "+ " or "- " */
};
struct notify_draft {
	int64_t incident;
	const char *advisory; /* name or reference */
	const struct filter *filter; /* NULL: all exposed customers */
	const char *const *settings; /* "NAME=VALUE" */
	size_t settings_n;
	bool dry_run;
	bool values_to_come; /* of the operator: a dry run without them, for who could be told */
	/* Only for those who have a letter of a lower version: what was not sent of it is cancelled
	 * in the same record, what was sent will be superseded when the new one is. Values that are
	 * not set are those of the newest mailing. each (or NULL) is told who had which and what
	 * changes for them. */
	bool reissue;
	int (*each)(void *with, const struct notify_reissue *r);
	void *with;
};
int notification_draft(struct notebook *nb, const struct notify_draft *d, struct notify_result *out,
    struct err *e);
/* The letter, rendered again from the rows; language NULL: the notification's. */
int notification_render(struct notebook *nb, int64_t notification, const char *language,
    struct str *subject, struct str *body, struct err *e);

/* Renders every letter that stands or went out again. ERR_NO names the first whose bytes are not
 * those of its hash. *letters: looked at. */
int letters_verify(struct notebook *nb, int64_t *letters, struct err *e);

enum notify_act { NOTIFY_SUBMIT, NOTIFY_APPROVE, NOTIFY_REJECT, NOTIFY_RELEASE, NOTIFY_HOLD,
    NOTIFY_RESUME, NOTIFY_CANCEL, NOTIFY_CLOSE, NOTIFY_SUPERSEDE, NOTIFY_SUBSTITUTE };
int notify_act_find(const char *word); /* "approve" -> NOTIFY_APPROVE, or -1 */
struct notify_change {
	enum notify_act act;
	const int64_t *things;	/* these, or NULL: all of the incident that pass the filter */
	size_t n;
	int64_t incident;
	const struct filter *filter; /* FILTER_NOTIFICATIONS */
	const char *reason;	/* required by reject, hold, cancel, supersede, substitute */
	int64_t until;		/* hold: µs UTC, not before then; 0: until somebody resumes */
	const char *role;	/* approve: the role it counts for, or NULL */
	/* release though the address is marked compromised; recorded in the reason */
	bool override_compromised;
	bool dry_run;
};
/* Approval: by someone other than the drafter (unless the advisory allows it), each person once;
 * state becomes approved when the count and the roles of the advisory are reached and the bytes
 * still render to the hash. Release: only approved, with an address that is not compromised. Resume
 * before the time a hold names needs a reason. Those that the rules do not allow are skipped with
 * the reason; when none is left: ERR_PERMISSION or ERR_NO. */
int notification_change(struct notebook *nb, const struct notify_change *c,
    struct notify_result *out, struct err *e);

/* How far the approval of a letter is; the texts are owned. */
struct notify_approvals {
	int64_t n, of;	    /* persons who have approved, and who have to */
	struct str missing; /* the roles in which nobody has, ", " between */
	struct str by;	    /* "Dewi Kusuma (legal); Budi Santoso" */
};
int notification_approvals(struct notebook *nb, int64_t notification,
    struct notify_approvals *out, struct err *e);
void notify_approvals_release(struct notify_approvals *a);

/*
 * Changes what letters say, in which language or to whom, as far as they were not released. They
 * are drafts again and lose their approvals, and who edited one does not approve it. What would
 * stay as it is is left out. The recipient is an address of the register; a letter whose recipient
 * changes, or with `refresh`, is written from the customer, exposure and incident of now.
 */
struct notify_edit {
	const int64_t *things;
	size_t n;
	const char *language, *channel, *address; /* NULL: as it is */
	const char *const *settings;              /* "NAME=VALUE", over those there are */
	size_t settings_n;
	bool refresh;
	const char *reason; /* or NULL */
	bool dry_run;
};
int notification_edit(
    struct notebook *nb, const struct notify_edit *d, struct notify_result *out, struct err *e);

/* One try: channel, result of accepted delivered delayed soft-bounce hard-bounce returned-post
 * no-answer refused posted read replied; a released one becomes sent by accepted, delivered or
 * posted, and the letters of lower versions of its advisory that the customer had are superseded.
 * at 0: now. */
struct attempt {
	int64_t notification;
	/* channel, address NULL: the notification's */
	const char *channel, *address, *result, *code;
	int64_t at;
	/* the address may be one that is marked compromised: somebody says so, or a mailer tells
	 * what was done already */
	bool compromised_too;
	/* only of a letter it tells something new of: released, or sent and its last try ended in
	 * the other way; others keep the time they have */
	bool if_new;
	/* of the record, and those of the first count */
	const char *reason;
	bool dry_run;
};
int attempt_add(struct notebook *nb, const struct attempt *a, size_t n, const char *kind,
    struct notify_result *out, struct err *e);
/* What a letter that is out and unanswered needs next, by its tries and the advisory's rule for
 * sending again. */
enum notify_step {
	STEP_NONE,
	STEP_SEND,	   /* released, and no try yet */
	STEP_RESEND,	   /* nobody has answered for as long as the advisory allows */
	STEP_NEXT_CHANNEL, /* this address fails: there is another one */
	STEP_FIND_ADDRESS, /* this address fails, and there is no other */
};
extern const char *const notify_step_words[]; /* none send resend next-channel find-address */
struct notify_next {
	int64_t thing;
	char public_ref[REF_MAX];
	const char *customer_ref, *organisation, *state;
	enum notify_step step;
	const char *channel, *address; /* where to; NULL: nobody knows */
	int64_t tries, last_at;	       /* µs UTC, 0: none */
	int64_t again_at;	       /* from when on it may go again; 0: no more */
	const char *last_result;       /* or NULL */
};
/* One letter; text in mem. */
int notification_next(struct notebook *nb, int64_t notification, struct notify_next *out,
    struct arena *mem, struct err *e);
/* Those that need something, of all that the page describes; text is borrowed for the call. */
struct notification_page;
int notification_next_each(struct notebook *nb, const struct notification_page *p,
    int (*each)(void *with, const struct notify_next *n), void *with, struct err *e);

/* Was the same try (result, code and moment) written down before? One without a moment was not. */
int attempt_known(struct notebook *nb, const struct attempt *a, bool *known, struct err *e);

/* Who said that they have it: a person's name, or what told for many. Of sent letters alone; those
 * that nobody can have acknowledged are left out with the reason, and when none is left: ERR_NO. */
struct notify_ack {
	const int64_t *things;
	size_t n;
	const char *by, *channel; /* channel may be NULL */
	int64_t at;		  /* µs UTC, 0: now */
	bool dry_run;
};
int acknowledgements_add(struct notebook *nb, const struct notify_ack *a,
    struct notify_result *out, struct err *e);
/* The same of one. */
int acknowledgement_add(struct notebook *nb, int64_t notification, const char *by,
    const char *channel, int64_t at, char out_ref[REF_MAX], struct err *e);
/* state: asked accepted done verified declined not-applicable; overdue follows from the day.
 * Verified needs the evidence the advisory wants, and that the action it comes after is settled. */
int action_set(struct notebook *nb, int64_t notification, const char *action, const char *state,
    const char *evidence, char out_ref[REF_MAX], struct err *e);
struct action_row {
	const char *name, *state, *evidence, *text; /* text in the notification's language */
	int64_t due; /* µs UTC, 0 none */
	bool overdue;		/* asked or accepted, and the day has passed */
	const char *waits_for;	/* the action that comes first and is not settled, or NULL */
};
struct action_list {
	struct action_row *at;
	size_t n, cap;
	struct arena mem;
};
int action_list_load(struct notebook *nb, int64_t notification, struct action_list *out,
    struct err *e);
void action_list_release(struct action_list *l);

/* What was advised in all letters that are out, action by action. */
struct action_asked {
	int64_t thing, number; /* the letter; the place in its advisory */
	char public_ref[REF_MAX];
	const char *customer_ref, *organisation;
	struct action_row action; /* its text is NULL */
	const char *wanted;	  /* the evidence that verifies it */
};
struct action_asked_list {
	struct action_asked *at;
	size_t n, cap;
	struct arena mem;
};
struct action_page {
	int64_t incident;
	const struct filter *filter; /* FILTER_NOTIFICATIONS or NULL */
	const char *name;	     /* of the action, or NULL: all */
	const char *state;	     /* of action_asked_words, or NULL: all */
	int64_t thing, number;	     /* the key: strictly after these */
	int limit;
};
int action_page_load(struct notebook *nb, const struct action_page *p,
    struct action_asked_list *out, struct err *e);
void action_asked_list_release(struct action_asked_list *l);

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
/* The things of all that pass, in order: *out is yours to free. */
int notification_things(struct notebook *nb, int64_t incident, const struct filter *filter,
    int64_t **out, size_t *n, struct err *e);
/* Its approvals that stand, and then its tries: things of their own. *out is yours to free, also
 * after an error. */
int notification_parts(
    struct notebook *nb, int64_t notification, int64_t **out, size_t *n, struct err *e);
/* Runs over all that the page describes, in order, one statement, row by row, in bounded memory:
 * for the export. each returns 0 to go on; strings are borrowed for the call. */
int notification_each(struct notebook *nb, const struct notification_page *p,
    int (*each)(void *with, const struct notification *n), void *with, struct err *e);
void notification_list_release(struct notification_list *l);

#endif
