/*
 * claim.h - claims: who says what about what, in whose words, and what stands against it.
 *
 * A claim is written with its entry of kind claim, in one record: the entry holds our words, the
 * source and when it was said, so the log and the timeline show it; the claim adds the rest.
 * Neither is ever edited. What is said later supersedes: a new version with an entry of its own,
 * and the entry before it stays in the log as it was.
 */
#ifndef BLOTTER_MODEL_CLAIM_H
#define BLOTTER_MODEL_CLAIM_H

#include "base/when.h"
#include "model/page.h"

struct claim {
	int64_t thing, row, incident;
	int64_t entry;			    /* thing of the entry it was written with */
	char public_ref[REF_MAX];	    /* RW12.2 */
	char entry_ref[REF_MAX];	    /* RW12 */
	const char *text;		    /* what is claimed, in our words */
	const char *quote;		    /* verbatim; or NULL */
	const char *by;			    /* who says so */
	const char *source, *url;	    /* where we have it from; url may be NULL */
	const char *about;		    /* actor cause scope time; or NULL */
	const char *topic;		    /* or NULL */
	const char *stance;		    /* asserts denies */
	const char *admiralty;		    /* B2, or NULL */
	const char *likelihood;		    /* a word of ICD 203, or NULL */
	const char *tags;		    /* of the entry, or NULL */
	int64_t of, contradicts;	    /* other claims, 0: none */
	char of_ref[REF_MAX], contradicts_ref[REF_MAX];
	struct when said;		    /* edtf "": nobody knows when */
	struct when holds;		    /* the time that is claimed; edtf "": none */
	bool supersedes;		    /* not the first version */
	int64_t recorded;		    /* µs UTC, of this version */
	const char *writer;		    /* who wrote this version, without the address */
};
struct claim_list {
	struct claim *at;
	size_t n, cap;
	struct arena mem;
};

/* What is written. The line holds our words, the source and when it was said; its kind does not
 * matter. */
struct entryline;
struct claim_fields {
	const struct entryline *line;
	const char *by;					 /* needed, as is line->source */
	const char *quote, *url;			 /* or NULL */
	const char *about, *topic, *stance;		 /* stance NULL: asserts */
	const char *admiralty, *likelihood;		 /* or NULL */
	const struct when *holds;			 /* or NULL */
	int64_t of, contradicts;			 /* things, or 0 */
};
/* ERR_INVALID, ERR_NOT_FOUND (of and contradicts). */
#define CLAIM_SUPERSEDE "claim.supersede" /* the only kind of act that writes a later version */
int claim_add(struct notebook *nb, int64_t incident, const struct claim_fields *f,
    char out_ref[REF_MAX], struct err *e);
/* The same within an act that goes on, with its entry; gives the claim, or -1. `mem` is room until
 * the act ends. */
int64_t claim_write(struct act *a, int64_t incident, const struct claim_fields *f,
    struct arena *mem, struct err *e);
/* The next version, in the incident of the claim. What the fields leave out of about, topic,
 * stance, of, contradicts and by stays; quote, url, admiralty and likelihood belong to what was
 * said and do not. */
int claim_supersede(struct notebook *nb, int64_t claim, const struct claim_fields *f,
    char out_ref[REF_MAX], struct err *e);

/* By its own reference or by that of an entry it was written with (RW12). */
int claim_find(struct notebook *nb, const char *ref, int64_t *thing, struct err *e);
/* The claim that a version of is or was written with this entry, 0: none; -1 on error. */
int64_t claim_of_entry(struct notebook *nb, int64_t entry, struct err *e);

/* In the order written. */
int claim_page_load(
    struct notebook *nb, const struct thing_page *p, struct claim_list *out, struct err *e);
int claim_count(struct notebook *nb, const struct thing_page *p, int64_t *count,
    struct thing_page *next, bool *more, struct err *e);
int claim_load(struct notebook *nb, int64_t thing, struct claim_list *out, struct err *e); /* one */
void claim_list_release(struct claim_list *l);

#endif
