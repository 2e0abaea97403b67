/*
 * help.h - what is said about the commands: --help, and the manual page.
 */
#ifndef BLOTTER_CLI_HELP_H
#define BLOTTER_CLI_HELP_H

#include <stdio.h>

struct command_item;

/* Examples first, then what the command takes; of the first item, the list of commands. */
void help_show(FILE *to, const struct command_item *item);

/* blotter(1) in mdoc. */
void help_man(FILE *to);

#endif
