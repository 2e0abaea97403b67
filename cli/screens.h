/*
 * screens.h - how a command goes over to the screens.
 */
#ifndef BLOTTER_CLI_SCREENS_H
#define BLOTTER_CLI_SCREENS_H

#include "cli/command.h"

/* Opens the notebook (for reading where it may not be written) and runs the screens on it. */
int screens_open(struct command *c, const char *path, struct err *e);

#endif
