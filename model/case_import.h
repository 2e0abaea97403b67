/*
 * case_import.h - what others know of an incident, brought into it in one record: milestones,
 * entries, claims, actors and indicators.
 *
 * What the incident has already is passed over: an entry or claim with the same text, source and
 * time (in the version that is there now, struck ones too), a milestone of the same kind whatever
 * its time, an asset of the same name. So a file can come twice.
 */
#ifndef BLOTTER_MODEL_CASE_IMPORT_H
#define BLOTTER_MODEL_CASE_IMPORT_H

#include "model/asset.h"
#include "model/claim.h"
#include "model/incident.h"

struct case_known;
struct case_import {
	struct act act;
	int64_t incident;
	int64_t added, same;
	struct case_known *known;
	struct arena mem; /* until the act ends */
};
int case_import_begin(
    struct case_import *in, struct notebook *nb, int64_t incident, struct err *e);
int case_import_milestone(struct case_import *in, const char *kind, const struct when *when,
    const char *basis, struct err *e);

struct case_entry {
	const char *kind;	 /* NULL: observation */
	const struct when *when; /* NULL: undated */
	const char *text, *source, *tags; /* tags: small letters, sorted, or NULL */
};
int case_import_entry(struct case_import *in, const struct case_entry *n, struct err *e);
/* fields->line is made from n. *claim gets its thing, 0 when it was there. */
int case_import_claim(struct case_import *in, const struct case_entry *n,
    struct claim_fields *fields, int64_t *claim, struct err *e);
int case_import_asset(struct case_import *in, const struct asset_fields *f, struct err *e);
/* The caller may write more rows by in->act (transfer_write) before. */
int case_import_commit(struct case_import *in, struct err *e);
void case_import_abort(struct case_import *in);

#endif
