/*
 * keys_file.h - keys.yaml: a person's own keys.
 *
 *	down: [j, Down, C-n]     # several keys for one command
 *	go-log: ["1", "g l"]     # a sequence
 *	strike: D                # one key
 *	amend: []                # none: the command is found by : alone
 *
 * A command that is named has the keys of its line and no others; the rest keep theirs.
 */
#ifndef BLOTTER_TUI_KEYS_FILE_H
#define BLOTTER_TUI_KEYS_FILE_H

#include "base/err.h"
#include "tui/keymap.h"

/* Binds the keys as they come, and then those of the file; a file that is not there (or a NULL
 * path) changes nothing. ERR_CONFIG: file:line:column and what is wrong, with the nearest name. */
int keys_load(struct keymap *m, const char *path, struct err *e);

#endif
