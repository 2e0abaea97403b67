/*
 * exit.h - what the shell is told: one exit status for each kind of error.
 */
#ifndef BLOTTER_CLI_EXIT_H
#define BLOTTER_CLI_EXIT_H

#include <stddef.h>

#include "base/err.h"

struct exit_status {
	enum err_kind kind;
	int status;
	const char *means; /* for the manual */
};
extern const struct exit_status exit_statuses[];
extern const size_t exit_statuses_n;

int exit_status_of(enum err_kind kind);

#endif
