/*
 * task.h - what somebody is to do: tasks with an owner, a moment they are due, and what has to be
 * done before.
 *
 * An action of the log ("+ rotate keys @budi ^14:00") is an entry and a task in one record; a task
 * that is done has an entry that says so in the record that ended it.
 */
#ifndef BLOTTER_MODEL_TASK_H
#define BLOTTER_MODEL_TASK_H

#include "model/entryline.h"
#include "model/filter.h"
#include "model/notebook.h"

enum { TASK_TEXT_MAX = 1000, TASK_OWNER_MAX = 200 }; /* bytes */

struct task {
	int64_t thing, row, incident;
	char public_ref[REF_MAX];
	const char *text;
	const char *owner;	     /* or NULL */
	const char *priority, *state; /* words */
	const char *playbook, *step; /* names of the playbook and of the task in it, or NULL */
	int64_t due;		     /* µs UTC, 0 none */
	int64_t entry, after;	     /* things; 0 none */
	char entry_ref[REF_MAX], after_ref[REF_MAX]; /* "" none */
	bool closed;		     /* done or dropped */
	bool waiting;		     /* not closed, and what comes before is neither */
	int64_t added, changed;	     /* recorded time of its first version, and of this one */
	const char *writer;	     /* name of who wrote the first version, without the address */
};
struct task_list {
	struct task *at;
	size_t n, cap;
	struct arena mem;
};

struct task_fields {
	const char *text, *owner; /* owner may be NULL, and begin with @ */
	const char *priority;	  /* NULL: normal */
	int64_t due;		  /* µs UTC, 0 none */
	int64_t entry, after;	  /* things of the same incident; 0 none */
	int64_t playbook;	  /* thing that it comes from, 0 none; then step is its id there */
	const char *step;
};
/* ERR_INVALID says which field is wrong. */
int task_add(struct notebook *nb, int64_t incident, const struct task_fields *f,
    char out_ref[REF_MAX], struct err *e);
/* The same within an act that goes on; gives the task, or -1. */
int64_t task_write(struct act *a, int64_t incident, const struct task_fields *f, struct err *e);

/* Changes fields by name: text, owner, due, priority, state (but done: see task_done), after. An
 * empty value takes owner, due and after away. */
struct task_change {
	const char *key, *value;
};
int task_set(struct notebook *nb, int64_t task, const struct task_change *changes, size_t n,
    const struct when_context *c, const char *reason, char out_ref[REF_MAX], struct err *e);

/* Ends it with the entry `line` (its kind becomes answer), in one record. ERR_CONFLICT when it is
 * done or dropped already. */
int task_done(struct notebook *nb, int64_t task, struct entryline *line, char out_ref[REF_MAX],
    struct err *e);

/* By its own reference or that of the entry it comes from. */
int task_find(struct notebook *nb, const char *ref, int64_t *thing, struct err *e);

/* What entries do to tasks: entry_effect.h. */
int task_with_entry(struct act *a, int64_t incident, int64_t entry, const struct entryline *line,
    struct err *e);
int task_answered(struct act *a, int64_t incident, int64_t task, int64_t entry,
    const struct entryline *line, struct err *e);
int task_entry_answered(struct act *a, int64_t incident, int64_t answered, int64_t entry,
    const struct entryline *line, struct err *e);
/* One that is not closed follows what was changed in the entry: its words, whose it is, when it is
 * due; what was set on the task itself stays. An entry that becomes an action gets one. */
int task_entry_amended(struct act *a, int64_t entry, const struct value *was,
    const struct value *now, const struct entryline *line, struct err *e);
int task_entry_struck(struct act *a, int64_t entry, struct err *e);

enum task_order {
	TASK_DUE,      /* open ones first; soonest first, those that are never due after them */
	TASK_RECORDED, /* by thing: the order written */
};
/* A page: up to limit tasks strictly after (or, backward, before, and then still in ascending
 * order) the key. */
struct task_page {
	int64_t incident;
	enum task_order order;
	const struct filter *filter; /* FILTER_TASKS; NULL: all */
	bool from_end;		     /* backward: from the very end; without: the very beginning */
	bool backward;
	/* the key: of the task not to be repeated (thing alone for TASK_RECORDED) */
	bool closed;
	int64_t due, thing;
	int limit;
};
int task_page_load(
    struct notebook *nb, const struct task_page *p, struct task_list *out, struct err *e);
/* The key of a page that goes on behind this task (or, backward, before it). */
void task_page_from(struct task_page *p, const struct task *t);
int task_load(struct notebook *nb, int64_t thing, struct task_list *out, struct err *e); /* one */
/* The tasks that come from an entry, or that wait for a task. */
int task_list_of_entry(struct notebook *nb, int64_t entry, struct task_list *out, struct err *e);
int task_list_after(struct notebook *nb, int64_t task, struct task_list *out, struct err *e);
void task_list_release(struct task_list *l);

#endif
