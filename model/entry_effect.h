/*
 * entry_effect.h - what an entry does besides standing in the log, in the same record.
 *
 * An action is a task as well, a question one that is open, ioc:VALUE an indicator, and an answer
 * (= RW12 text) ends what it refers to. Each kind of entry, and each kind of thing that can be
 * answered, is one line of a table.
 */
#ifndef BLOTTER_MODEL_ENTRY_EFFECT_H
#define BLOTTER_MODEL_ENTRY_EFFECT_H

#include "model/entryline.h"
#include "model/journal.h"

/* Within the act that has just written this entry. */
int entry_effects(struct act *a, int64_t incident, int64_t entry, const struct entryline *line,
    struct err *e);
/* Within the act that has just amended it: its columns before and now, and the line that was typed.
 */
int entry_amended(struct act *a, int64_t entry, const struct value *was, const struct value *now,
    const struct entryline *line, struct err *e);
/* Within the act that strikes an entry: what came with it is not wanted any more. */
int entry_struck(struct act *a, int64_t entry, struct err *e);

#endif
