/*
 * mailer.h - a command of the user's that takes one message on its standard input.
 *
 * No shell, unless the command is one: the line is split into words as a shell would, and nothing
 * in it is expanded. It gets PATH, HOME, USER, LOGNAME, LANG, LC_ALL and TZ of ours and nothing
 * else, no terminal, and our standard error for both its outputs.
 */
#ifndef BLOTTER_EXCHANGE_MAILER_H
#define BLOTTER_EXCHANGE_MAILER_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"

struct mailer {
	char **argv; /* NULL-ended; argv[0] as it was written */
	const char *path; /* where the program is */
	char **environment;
	sigset_t before,
	    held;    /* the signals blocked before mailer_begin, and those that are since */
	int stopped; /* the signal that asked us to stop; 0: none */
	struct arena mem;
};

/* Splits the line and finds the program. ERR_USAGE: it is no command; ERR_NOT_FOUND: there is none
 * of that name. mailer_release is due whatever this returns. */
int mailer_read(struct mailer *m, const char *line, struct err *e);
/* Holds INT, TERM and HUP back until mailer_end, so that a message is never left half handed over.
 */
void mailer_begin(struct mailer *m);
/* Gives one message to the command and waits: *status as waitpid tells it. A first signal lets the
 * message end (m->stopped tells), a second ends the command. -1: it was not started. */
int mailer_run(struct mailer *m, const char *message, size_t n, int *status, struct err *e);
/* Was a signal held back? Then m->stopped tells. */
bool mailer_stopped(struct mailer *m);
/* What was held back comes now. */
void mailer_end(struct mailer *m);
void mailer_release(struct mailer *m);

#endif
