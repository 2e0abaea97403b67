/*
 * detail.h - all there is to say about a thing, as lines: its fields, and every version it had.
 */
#ifndef BLOTTER_TUI_DETAIL_H
#define BLOTTER_TUI_DETAIL_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "model/journal.h"

struct app;

/* Appends a line "name      value" with the value made safe; nothing when it is NULL or "". */
void detail_field(struct str *out, const char *name, const char *from_outside);
/* Appends how far the approval of a letter is, and who gave it. */
void detail_approvals(struct app *app, int64_t letter, struct str *out);
/* Appends what each version of the thing changed, by whom and why, oldest first. */
int detail_versions(struct app *app, enum table t, int64_t thing, struct str *out, struct err *e);

enum { CHANGES_MAX = 200 };
/* Appends what a record did, a line a change, at most so many, of at most CHANGES_MAX rows a table;
 * *more says that there are others. An entry that it changed is told by its words, so that people
 * know which. */
int detail_changes(
    struct app *app, int64_t record, int most, bool *more, struct str *out, struct err *e);

#endif
