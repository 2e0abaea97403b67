/*
 * erase.h - erases a thing for good: a password that was pasted, a person who asks for it (GDPR
 * art. 17).
 *
 * Its values are gone from the file, from its indexes and from the pages it has freed; the hashes
 * stay, so verify still passes, and the record says who did it, when and why. What went out before
 * (exports, letters, backups, what the disk keeps of an old journal) is out of reach.
 */
#ifndef BLOTTER_MODEL_ERASE_H
#define BLOTTER_MODEL_ERASE_H

#include "model/notebook.h"

/* What would go: a thing with all its versions, and what cannot be without it; of a customer, also
 * those it was merged with or taken in as before. ERR_PERMISSION: it stays; ERR_NO, naming the
 * record: it has been erased. */
int erasure_plan(struct notebook *nb, enum table t, int64_t thing, struct erased_list *out,
    struct err *e);
/* Erases what erasure_plan gave and a person agreed to; where it has changed since, ERR_CONFLICT
 * and nothing is done. In the place of an entry stands one that says so, at its time, kind
 * correction. reason: words, must be there. Where the record is written but the file could not be
 * cleared of what was freed, an error says so, and erase_clear is for later. */
int thing_erase(struct notebook *nb, enum table t, int64_t thing, const struct erased_list *agreed,
    const char *reason, char out_ref[REF_MAX], struct err *e);
/* Clears the file of what was freed in it, and drops the full-text index: takes as long as writing
 * the file anew, and as much memory as it has bytes. */
int erase_clear(struct notebook *nb, struct err *e);
/* Appends what would go, one noun after the other: "entry 1 (2 versions), task 1". */
void erasure_words(const struct erased_list *rows, struct str *out);

#endif
