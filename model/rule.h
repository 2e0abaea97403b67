/*
 * rule.h - rules about duties: what a law asks, of whom, by when; and the rules of a notebook.
 *
 * A rule says what somebody read in a law on a certain day (as_of) and where; it is no legal
 * advice, and whoever shows a deadline shows as_of and source with it.
 */
#ifndef BLOTTER_MODEL_RULE_H
#define BLOTTER_MODEL_RULE_H

#include "base/duty.h"
#include "model/notebook.h"

#define RULE_DISCLAIMER "computed from rules as read on the day given: not legal advice"

enum { RULE_STARTS_MAX = 4, RULE_HOLIDAYS_MAX = 256 };

extern const char *const rule_start_words[];	 /* the milestones that start clocks */
extern const char *const rule_basis_words[];	 /* enum duty_basis, without soft */
extern const char *const rule_status_words[];	 /* in-force proposed repealed */
extern const char *const rule_recipient_words[]; /* regulator data-subject customer public media */
extern const char *const rule_late_words[];	 /* none reasons-required forbidden */
extern const char *const rule_hold_words[];	 /* none pauses */
extern const char *const rule_sure_words[];	 /* A B C */

/* Does a clock start so? A word of rule_start_words; year-end; submitted:RULE (one's own first
 * filing), updated:RULE (the latest); notified:AUDIENCE (the milestone notified-AUDIENCE). */
bool rule_start_good(const char *start);

struct rule_start {
	const char *start;
	const char *unless_later; /* "", or a milestone: once it is later than the deadline from
				   * this start, this start does not count */
	struct duty_clock clock;
	struct duty_calendar calendar; /* clock.calendar points here, or is NULL */
};

struct obligation_rule {
	const char *id, *title, *law, *as_of, *status, *source, *sure;
	const char *recipient, *recipient_name; /* a word, and words */
	const char *late, *hold;		/* words */
	const char *valid_from; /* a day; NULL: not said */
	int64_t valid_since;	/* its beginning, µs UTC; WHEN_PAST */
	const char *residence; /* it applies from `residents` affected ones of it; NULL: always */
	int64_t residents;
	const char *soft;			/* "undue delay"; NULL: there is a deadline */
	struct rule_start start[RULE_STARTS_MAX]; /* of a soft one: when the target counts from */
	size_t starts;				  /* the earliest of their deadlines counts */
	struct arena mem;
};
/* Reads the JSON that obligation_yaml makes. It may come from a notebook somebody else made:
 * ERR_INVALID names the first thing that is wrong. */
int obligation_rule_read(struct obligation_rule *r, const char *json, size_t n, struct err *e);
void obligation_rule_release(struct obligation_rule *r);

/* A rule to be kept: id, as_of and its whole JSON, keys sorted. */
struct rule_text {
	const char *id, *as_of, *json;
};
/* Keeps rules, all in one act; those that are there already are passed over (*kept counts the
 * others; 0: nothing was written). ERR_CONFLICT: one is there with a later as_of, or with the same
 * and other content. */
int rules_keep(struct notebook *nb, const struct rule_text *rules, size_t n, size_t *kept,
    char out_ref[REF_MAX], struct err *e);

struct rule_row {
	int64_t thing, row;
	char public_ref[REF_MAX];
	const char *name, *as_of, *content;
};
struct rule_list {
	struct rule_row *at;
	size_t n, cap;
	struct arena mem;
};
int rule_list_load(struct notebook *nb, struct rule_list *out, struct err *e);
void rule_list_release(struct rule_list *l);
/* The thing of a rule by its name; ERR_NOT_FOUND. */
int rule_find(struct notebook *nb, const char *name, int64_t *thing, struct err *e);

#endif
