/*
 * screens.h - how a command goes over to the screens.
 */
#ifndef BLOTTER_CLI_SCREENS_H
#define BLOTTER_CLI_SCREENS_H

#include "cli/command.h"

/* Opens the notebook for reading alone and runs the screens on it; who looks at it this way wants
 * their own one back next time. */
int screens_look(struct command *c, const char *path, struct err *e);

#endif
