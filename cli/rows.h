/*
 * rows.h - the fields of each kind of thing as lists print them: documented in blotter-json(5).
 */
#ifndef BLOTTER_CLI_ROWS_H
#define BLOTTER_CLI_ROWS_H

#include "cli/command.h"
#include "model/entry.h"

void rows_entry_begin(struct command *c);
void rows_entry(struct command *c, const struct entry *e);

#endif
