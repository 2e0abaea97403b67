/*
 * rows.h - what lists share: limits and orders, and the fields of entries as they are printed (see
 * blotter-json(5)).
 */
#ifndef BLOTTER_CLI_ROWS_H
#define BLOTTER_CLI_ROWS_H

#include "cli/command.h"
#include "model/entry.h"

/* The limit of this list, and how many rows of a page are still wanted. */
int rows_limit(struct command *c, int64_t *limit, struct err *e);
int rows_page(int64_t left);
/* The place of --sort among the orders there are (NULL ends them), the first when it is not given.
 */
int rows_sort(struct command *c, const char *const *orders, int *order, struct err *e);

void rows_entry_begin(struct command *c);
void rows_entry(struct command *c, const struct entry *e);

/* What `show` adds to evidence: the chain of custody. */
int rows_evidence_more(struct command *c, int64_t thing, struct err *e);
/* What `show` adds to an entry: the tasks that come from it. */
int rows_entry_tasks(struct command *c, int64_t entry, struct err *e);
/* What `show` adds to the history of a task. */
int rows_task_more(struct command *c, int64_t thing, struct err *e);

#endif
