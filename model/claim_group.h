/*
 * claim_group.h - claims that stand side by side: what supports, denies or contradicts the first of
 * them, and what else was claimed of the same topic.
 */
#ifndef BLOTTER_MODEL_CLAIM_GROUP_H
#define BLOTTER_MODEL_CLAIM_GROUP_H

#include "base/str.h"
#include "model/claim.h"

enum { CLAIM_GROUP_MAX = 200 }; /* claims of one group that are read; there may be more */

/* The claims that a group begins with, in the order written: those which speak of no other one, and
 * of each topic the first. */
int claim_heads_load(
    struct notebook *nb, const struct thing_page *p, struct claim_list *out, struct err *e);
/* A group: its head first, then what was said of any of them, in the order written. */
int claim_group_load(struct notebook *nb, int64_t head, struct claim_list *out, struct err *e);
/* Was that said of a claim before it was superseded, so of other words than it has now? */
bool claim_spoke_of_earlier(const struct claim *x, const struct claim *of);
/* Appends who says so and who does not: "attributed by A (source, date); denied by B (source,
 * date)". Never how likely or how sure: ICD 203 keeps the two out of one sentence. True text: not
 * made safe to show. */
void claim_group_sentence(const struct claim_list *group, const char *zone, struct str *out);
/* Appends what an Admiralty code means: "usually reliable, probably true". */
void admiralty_meaning(const char *code, struct str *out);
/* Appends a likelihood in words, with its range: "very likely (80 to 95 %)". */
void likelihood_meaning(const char *word, struct str *out);

#endif
