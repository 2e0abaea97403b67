/*
 * options.h - the command line taken apart with getopt_long, driven by the table.
 */
#ifndef BLOTTER_CLI_OPTIONS_H
#define BLOTTER_CLI_OPTIONS_H

#include "cli/command.h"

/*
 * Reads options of `item` (an index of command_items) and everybody's from argv[1] on, into
 * c->options; what is no option goes to c->argv. `stop`: the first such ends the options. ERR_USAGE
 * names the nearest option.
 */
int options_read(struct command *c, size_t item, int argc, char **argv, bool stop, struct err *e);

#endif
