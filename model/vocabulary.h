/*
 * vocabulary.h - the words that columns hold: states, populations, labels, relations, kinds.
 *
 * Checks, error sentences and completion all read these tables; entry kinds, which have signs
 * and letters too, have a table of their own (words.h). Each table ends with NULL.
 */
#ifndef BLOTTER_MODEL_VOCABULARY_H
#define BLOTTER_MODEL_VOCABULARY_H

#include <stddef.h>

#include "base/err.h"

extern const char *const incident_state_words[]; /* detected … closed, in the order of the work */
extern const char *const tlp_words[];            /* TLP 2.0 labels, gravest first */
extern const char *const relation_words[];       /* of two incidents */
extern const char *const milestone_words[];      /* the usual ones; others are allowed */
extern const char *const population_words[];     /* of an exposure, gravest first */
extern const char *const basis_words[];          /* how an exposure is known */
extern const char *const confidence_words[];
extern const char *const claim_about_words[];
extern const char *const stance_words[];
extern const char *const likelihood_words[]; /* of ICD 203, the least likely first */
extern const char *const question_state_words[];
extern const char *const notification_state_words[];
extern const char *const channel_words[];
extern const char *const attempt_result_words[];
extern const char *const action_state_words[]; /* as people set them */
/* as they are asked for: also open, and overdue, which follow from the others and the day */
extern const char *const action_asked_words[];
extern const char *const asset_kind_words[];
extern const char *const custody_kind_words[]; /* after ISO/IEC 27037 */
extern const char *const custody_result_words[];
extern const char *const task_state_words[];    /* open doing done dropped */
extern const char *const task_priority_words[]; /* most urgent first */

/* The word of the table that is spelled so, without regard to case; or NULL: ERR_INVALID that
 * says what it should have been ("state") and names the nearest word, or all of them. */
const char *word_find(
    const char *const *words, const char *s, size_t n, const char *what, struct err *e);

/* The number of a word in its table, or -1. NULL gives -1. */
int word_index(const char *const *words, const char *s);

/* The word nearest to what was typed, or NULL when none is near: at most two letters wrong,
 * or the only one that begins so. */
const char *word_nearest(const char *const *words, const char *s, size_t n);

#endif
