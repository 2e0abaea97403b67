/*
 * case_file.h - what the formats for exchanging incidents are made from: one incident, what it is
 * linked to, and what may be told of it.
 *
 * Of the log go those entries that pass the filter of the export, or without one those that were
 * marked for reports; struck ones never do. What is graver than the ceiling is counted as left out.
 */
#ifndef BLOTTER_EXCHANGE_CASE_FILE_H
#define BLOTTER_EXCHANGE_CASE_FILE_H

#include "exchange/export.h"
#include "exchange/veil.h"
#include "model/asset.h"
#include "model/claim.h"
#include "model/entry.h"
#include "model/incident.h"
#include "model/question.h"

enum { CASE_WORDS_MAX = 16 };

struct case_count {
	const char *word; /* in mem */
	int64_t n;
};

struct case_file {
	struct export *x;
	struct notebook *nb;
	struct incident_list incidents; /* first the one it is about, then those it is linked to */
	const struct incident *incident; /* NULL: it is graver than the ceiling */
	struct milestone_list milestones;
	struct link_list links; /* also to those that are left out: see case_incident */
	struct entry_list entries; /* as claims, in the order written */
	struct claim_list claims;
	struct question_list questions;
	struct asset_list assets; /* actors and indicators */
	struct case_count populations[CASE_WORDS_MAX], categories[CASE_WORDS_MAX];
	size_t populations_n, categories_n;
	int64_t affected;  /* customers of the register, without those cleared */
	int64_t modified;  /* newest change of anything above, µs UTC */
	struct arena mem;
};
int case_file_load(struct case_file *c, struct export *x, struct err *e);
void case_file_release(struct case_file *c);
/* One of c->incidents by its thing; NULL: it is left out. */
const struct incident *case_incident(const struct case_file *c, int64_t thing);
/* One of c->entries or c->claims; NULL: it does not go. */
const struct entry *case_entry(const struct case_file *c, int64_t thing);
const struct claim *case_claim(const struct case_file *c, int64_t thing);
const struct milestone *case_milestone(const struct case_file *c, const char *kind);
/* When the version of a thing that is read was written, µs UTC; never before `first`. */
int case_changed(
    struct case_file *c, enum table t, int64_t thing, int64_t first, int64_t *at, struct err *e);

#endif
