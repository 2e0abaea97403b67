/*
 * work.h - long work of a subcommand: after half a second it says on stderr how far it has come,
 * where that is a terminal.
 */
#ifndef BLOTTER_CLI_WORK_H
#define BLOTTER_CLI_WORK_H

#include <stdbool.h>
#include <stdint.h>

struct command;

struct work_told {
	int64_t next; /* µs of a clock that is never set */
	bool told;    /* something stands in the line */
};

/* Between these two all statements of the notebook are watched. */
void work_watch(struct command *c);
void work_over(struct command *c);

#endif
