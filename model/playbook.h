/*
 * playbook.h - playbooks: lists of tasks that a kind of incident always brings, written beforehand.
 *
 * A notebook keeps them whole, in all their languages. Starting one makes its tasks in one record:
 * owners by role, due from a milestone or from the start, each after the one it waits for.
 */
#ifndef BLOTTER_MODEL_PLAYBOOK_H
#define BLOTTER_MODEL_PLAYBOOK_H

#include "base/duty.h"
#include "model/notebook.h"

enum { PLAYBOOK_TASKS_MAX = 128, PLAYBOOK_ROLES_MAX = 32, PLAYBOOK_LANGUAGES_MAX = 16 };

/* From what a due time counts: start, or a milestone. */
extern const char *const playbook_from_words[];

/* Reads PT30M, PT4H, P2D, P1W. ERR_INVALID. */
int playbook_length_read(struct duty_length *l, const char *s, struct err *e);

struct playbook_step {
	const char *id, *role, *text;
	const char *priority, *from; /* words */
	struct duty_length due;	     /* count 0: it is never due */
	int after;		     /* number of the step that comes before, -1 none */
};
struct playbook {
	const char *id, *title;
	int64_t version;
	struct playbook_step *steps;
	size_t steps_n;
	struct arena mem;
};
/* Reads the JSON that playbook_yaml makes, in one of its languages (NULL: its first). It may come
 * from a notebook somebody else made: ERR_INVALID names the first thing that is wrong;
 * ERR_NOT_FOUND: it is not in that language. */
int playbook_read(
    struct playbook *p, const char *json, size_t n, const char *language, struct err *e);
void playbook_release(struct playbook *p);

/* A playbook to be kept: its whole JSON, keys sorted. */
struct playbook_text {
	const char *id, *title, *json;
	int64_t version;
};
/* Keeps playbooks, all in one act; those that are there already are passed over (*kept counts the
 * others; 0: nothing was written). ERR_CONFLICT: one is there with a higher version, or with the
 * same and other content. */
int playbooks_keep(struct notebook *nb, const struct playbook_text *all, size_t n, size_t *kept,
    char out_ref[REF_MAX], struct err *e);

struct playbook_row {
	int64_t thing, row, version;
	char public_ref[REF_MAX];
	const char *name, *title, *content;
};
struct playbook_list {
	struct playbook_row *at;
	size_t n, cap;
	struct arena mem;
};
int playbook_list_load(struct notebook *nb, struct playbook_list *out, struct err *e);
void playbook_list_release(struct playbook_list *l);

/* What starting one would make. */
struct planned_task {
	const char *step, *text, *owner, *priority;
	const char *from; /* from what it counts, where it is due */
	int64_t due;	  /* µs UTC, 0 none */
	int after;	  /* number of the task before, -1 none */
	bool unset;	  /* its milestone is not set: it gets no due time */
};
struct playbook_plan {
	int64_t thing; /* of the playbook */
	const char *name;
	struct planned_task *at;
	size_t n;
	struct arena mem;
};
struct playbook_owner {
	const char *role, *name;
};
struct playbook_options {
	const char *name, *language; /* language NULL: the first of the playbook */
	const struct playbook_owner *owners;
	size_t owners_n;
	int64_t now; /* µs UTC: the start */
	const char *zone;
};
/* A role that is given no name stays the owner itself, but for lead, who is the incident's.
 * ERR_NOT_FOUND: no such playbook; ERR_USAGE: a role that it does not have. */
int playbook_plan_make(struct notebook *nb, int64_t incident, const struct playbook_options *o,
    struct playbook_plan *out, struct err *e);
/* Writes the tasks, in one act. ERR_CONFLICT, unless `again`: some of the same playbook are open.
 */
int playbook_start(struct notebook *nb, int64_t incident, const struct playbook_plan *p, bool again,
    char out_ref[REF_MAX], struct err *e);
void playbook_plan_release(struct playbook_plan *p);

#endif
