/*
 * incident.h - incidents, their milestones, and the links between them.
 */
#ifndef BLOTTER_MODEL_INCIDENT_H
#define BLOTTER_MODEL_INCIDENT_H

#include "base/when.h"
#include "model/filter.h"
#include "model/notebook.h"

struct incident {
	int64_t thing, row;
	char public_ref[REF_MAX];
	const char *ref;	/* INC-2021-06 */
	const char *title, *state, *tlp, *zone, *lead; /* lead may be NULL */
	int severity;		/* 1..5, 0 not set */
	int64_t opened;		/* recorded time of its first version, µs UTC */
};
struct incident_list {
	struct incident *at;
	size_t n, cap;
	struct arena mem;
};
/* All fields but thing, row, public_ref and opened are taken. tlp NULL: AMBER; zone NULL: UTC;
 * state NULL: detected. ref: 1-40 of [A-Za-z0-9._-]. out_ref gets the record's reference.
 * ERR_INVALID, ERR_CONFLICT (the ref is taken). */
int incident_open(struct notebook *nb, const struct incident *fields, char out_ref[REF_MAX],
    struct err *e);
/* Changes fields by name: state, severity, title, tlp, zone, lead. */
struct incident_change {
	const char *key, *value;
};
int incident_set(struct notebook *nb, int64_t incident, const struct incident_change *changes,
    size_t n, const char *reason, char out_ref[REF_MAX], struct err *e);
/* All incidents as of nb->asof, open ones first, newest first within. */
int incident_list_load(struct notebook *nb, struct incident_list *out, struct err *e);
/* The same, of those that pass the filter (FILTER_INCIDENTS, or NULL). */
int incident_list_load_filtered(struct notebook *nb, const struct filter *f,
    struct incident_list *out, struct err *e);
/* By ref ("INC-2021-06") or public reference. */
int incident_find(struct notebook *nb, const char *ref, int64_t *thing, struct err *e);
/* The only incident that is not closed; ERR_USAGE listing them when there are several,
 * ERR_NOT_FOUND when none. */
int incident_default(struct notebook *nb, int64_t *thing, struct err *e);
/* one */
int incident_load(struct notebook *nb, int64_t thing, struct incident_list *out, struct err *e);
void incident_list_release(struct incident_list *l);

/* kind: occurred detected aware determined contained eradicated recovered notified disclosed closed
 * suspected discovered, or another lower-case word with dashes. One live milestone of a kind per
 * incident: a second amends the first. */
int milestone_set(struct notebook *nb, int64_t incident, const char *kind, const struct when *when,
    const char *phrase, const char *basis, char out_ref[REF_MAX], struct err *e);
/* Within an act that goes on: a new one; one of its kind that is there stays (*there). */
int milestone_write(struct act *a, int64_t incident, const char *kind, const struct when *when,
    const char *basis, bool *there, struct err *e);
struct milestone {
	int64_t thing, row;
	char public_ref[REF_MAX];
	const char *kind, *basis, *phrase;
	struct when when;
};
struct milestone_list {
	struct milestone *at;
	size_t n, cap;
	struct arena mem;
};
int milestone_list_load(struct notebook *nb, int64_t incident, struct milestone_list *out,
    struct err *e);
void milestone_list_release(struct milestone_list *l);

/* relation: discovered-while, part-of, not-part-of, same-actor-claimed, precursor, duplicate. */
/* `entry` says why: one of either incident, or 0: then it is written with the link, in the log of
 * the first. */
int incident_link(struct notebook *nb, int64_t incident, const char *relation, int64_t other,
    const char *source, int64_t entry, char out_ref[REF_MAX], struct err *e);
struct link {
	int64_t thing, row, incident, other, entry;
	char public_ref[REF_MAX], entry_ref[REF_MAX];
	const char *relation, *source, *incident_ref, *other_ref;
};
struct link_list {
	struct link *at;
	size_t n, cap;
	struct arena mem;
};
/* both sides */
int link_list_load(struct notebook *nb, int64_t incident, struct link_list *out, struct err *e);
void link_list_release(struct link_list *l);

#endif
