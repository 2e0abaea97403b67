/*
 * open.h - what of an incident waits for somebody, in one order: the soonest due first, so that
 * what is late is on top; what has no time after all that has.
 *
 * Nothing here is kept: it is duties to notify, letters to be approved, questions and tasks, as
 * they stand as of nb->asof.
 */
#ifndef BLOTTER_MODEL_OPEN_H
#define BLOTTER_MODEL_OPEN_H

#include "model/notebook.h"

enum open_kind {
	OPEN_DECISION, /* a duty of which nobody has decided whether it applies */
	OPEN_DEADLINE, /* a duty that applies and is not met */
	OPEN_APPROVAL, /* letters of one mailing that wait for approval */
	OPEN_QUESTION, /* that nobody has answered */
	OPEN_TASK,
};
extern const char *const open_kind_words[]; /* in the order of the enum */

struct open_item {
	enum open_kind kind;
	int64_t thing, row; /* of an approval the mailing and the first of its letters */
	int64_t due;	    /* µs UTC, WHEN_FUTURE: none */
	bool late;
	char ref[REF_MAX];   /* "" for an approval */
	/* who: owner, recipient, roles that are missing, or NULL; state of an approval: "1 of 2" */
	const char *what, *who, *state;
	const char *name; /* of the rule or the advisory; NULL for a task */
	const char *entry_ref; /* of a task or a question: the entry it comes from; or NULL */
	int64_t count; /* letters; 1 otherwise */
};
struct open_list {
	struct open_item *at;
	size_t n, cap;
	struct arena mem;
};
/* Up to limit items strictly after (or, backward, before, and then still ascending) the key. */
struct open_page {
	int64_t incident;
	int64_t now;	  /* µs UTC: tells what is late */
	bool from_end, backward;
	int64_t due, thing; /* the key */
	enum open_kind kind;
	int limit;
};
int open_page_load(
    struct notebook *nb, const struct open_page *p, struct open_list *out, struct err *e);
void open_list_release(struct open_list *l);

/* How many items there are, and how many of them are late. */
int open_count(struct notebook *nb, int64_t incident, int64_t now, int64_t *open, int64_t *late,
    struct err *e);

#endif
