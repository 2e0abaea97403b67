/*
 * err.h - errors as sentences.
 *
 * A function that can fail returns 0 or -1 and takes `struct err *` last. The
 * one who knows the fact writes the sentence; callers add what they were doing
 * with err_in; only cli/ and tui/ show it. A sentence is lower case, without
 * full stop, and names no function. It may hold bytes from outside: whoever
 * shows it passes it through text_show.
 */
#ifndef BLOTTER_BASE_ERR_H
#define BLOTTER_BASE_ERR_H

/* For deciding what to do next, not for describing. cli/exit.c maps each to an exit status. */
enum err_kind {
	ERR_NONE,
	ERR_USAGE,	/* asked for something that makes no sense (64) */
	ERR_INVALID,	/* data from outside is wrong (65) */
	ERR_NOT_FOUND,	/* a file or a thing is not there (66) */
	ERR_NOT_BUILT,	/* this build lacks it (69) */
	ERR_CREATE,	/* cannot create a file (73) */
	ERR_IO,		/* reading or writing failed (74) */
	ERR_BUSY,	/* somebody else holds it; try again (75) */
	ERR_PERMISSION, /* not allowed, by the system or by a rule of ours (77) */
	ERR_CONFIG,	/* the user's own settings are wrong (78) */
	ERR_CONFLICT,	/* built on something that has changed meanwhile (1) */
	ERR_NO,		/* the answer is no (1) */
	ERR_TOO_NEW,	/* written by a newer blotter (65) */
};

struct err {
	enum err_kind kind;
	char text[2048]; /* cut, never overrun; "" when kind is ERR_NONE */
};

/* Sets kind and sentence; returns -1 so that `return err_set(...)` reads well. */
int err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The kind of an errno from opening a file that somebody named. */
enum err_kind err_of_open(int error);

/* Puts "what was being done: " before the sentence; keeps the kind; returns -1. */
int err_in(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
