/*
 * obligation.h - the duties of an incident: decided by people, met by filings, due by arithmetic.
 *
 * A deadline is never kept: it is derived from the rule as it stands, the milestones of the
 * incident and one's own filings, as of nb->asof. So changing a milestone moves it, and history
 * stays. Only lateness is fixed: a filing keeps the deadline that was computed when it was written.
 */
#ifndef BLOTTER_MODEL_OBLIGATION_H
#define BLOTTER_MODEL_OBLIGATION_H

#include "model/rule.h"

extern const char *const obligation_decision_words[]; /* undecided required not-required */

/* What is to be done about it now. */
enum obligation_state {
	OBLIGATION_FILED,	 /* in time, or there was no deadline */
	OBLIGATION_LATE,	 /* filed after the deadline */
	OBLIGATION_NOT_REQUIRED,
	OBLIGATION_HELD,	 /* on hold: nothing runs */
	OBLIGATION_WAITING,	 /* its start is not known yet */
	OBLIGATION_SOFT,	 /* no deadline by law; due is a target of the house, or none */
	OBLIGATION_RUNNING,
	OBLIGATION_OVERDUE,
};
extern const char *const obligation_state_words[]; /* in the order of the enum */

struct filing {
	int64_t at;
	int64_t due; /* WHEN_FUTURE: there was none */
	const char *reference; /* NULL: none */
};

struct obligation {
	int64_t thing, row, rule_thing;
	char public_ref[REF_MAX];
	struct obligation_rule *rule; /* owned by the list */
	const char *decision, *why, *by, *held; /* all but the first may be NULL */
	struct filing *filings; /* in the order of writing; in the list's arena */
	size_t filings_n;
	int64_t residents; /* affected ones, where the rule counts them */
	struct duty_due due; /* of the earliest start; at WHEN_FUTURE: none */
	const char *start; /* that it counts from; NULL: none is known */
	int64_t started;   /* when that was, its earliest bound; WHEN_FUTURE: not yet */
	enum obligation_state state;
};
struct obligation_list {
	struct obligation *at;
	size_t n, cap;
	struct arena mem;
};
/* The obligations of an incident, soonest first, those without deadline last. `now` tells what is
 * overdue. */
int obligation_list_load(struct notebook *nb, int64_t incident, int64_t now,
    struct obligation_list *out, struct err *e);
void obligation_list_release(struct obligation_list *l);

/* Opens obligations for rules by name, undecided, in one act. ERR_NOT_FOUND; ERR_CONFLICT: one is
 * there already. */
int obligation_add(struct notebook *nb, int64_t incident, const char *const *rules, size_t n,
    char out_ref[REF_MAX], struct err *e);

/* By public reference or by the name of its rule in the incident; ERR_NOT_FOUND. */
int obligation_find(struct notebook *nb, int64_t incident, const char *name_or_ref, int64_t *thing,
    struct err *e);

/* Somebody decides: `by` NULL is the writer. why: words, demanded unless it is undecided again. */
int obligation_decide(struct notebook *nb, int64_t thing, const char *decision, const char *why,
    const char *by, char out_ref[REF_MAX], struct err *e);

/* Something was handed in at an instant, not after now. ERR_CONFLICT where it is decided that the
 * duty does not apply. *late: it is the first, and after its deadline. */
int obligation_file(struct notebook *nb, int64_t incident, int64_t thing, int64_t at,
    const char *reference, bool *late, char out_ref[REF_MAX], struct err *e);

/* Puts the clock on hold, with the reason, or (NULL) lets it run again, as if it had not been held.
 * ERR_PERMISSION where the rule knows no hold. */
int obligation_hold(struct notebook *nb, int64_t thing, const char *held, char out_ref[REF_MAX],
    struct err *e);

/* What runs out next: at most `limit` duties that run or are overdue, soonest first. As cheap as
 * the few duties of an incident; nobody is counted. Released as any list. */
int obligation_next(struct notebook *nb, int64_t incident, int64_t now, size_t limit,
    struct obligation_list *out, struct err *e);

/* The newest record that changed anything a deadline of the incident hangs on, 0: none. */
int obligation_sequence(struct notebook *nb, int64_t incident, int64_t *record, struct err *e);

/* Appends what has to be said with a deadline: "from the earliest bound", "holidays unverified",
 * "moved to a working day", that the rule is of later, how many residents there are of those it
 * needs, commas between; nothing when it is plain. */
void obligation_notes(const struct obligation *o, struct str *out);

#endif
