/*
 * notebooks.h - the notebooks in a person's folder: a new one, and the others, as the view of
 * incidents shows them. Their names come at once; what is in them is read when the keys rest, one
 * after the other.
 */
#ifndef BLOTTER_TUI_NOTEBOOKS_H
#define BLOTTER_TUI_NOTEBOOKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/incident.h"

/* How an incident stands: what is due next, and when something was logged last. */
struct pulse {
	int64_t due;  /* µs UTC; WHEN_FUTURE: nothing has a time */
	int64_t last; /* µs UTC, 0: nothing was logged */
};
/* As of nb->asof. What cannot be read is left out. */
void pulse_load(struct notebook *nb, int64_t incident, struct pulse *out);

/* Makes a notebook with one open incident. It is called by the name of the file where an incident
 * can be called so, else by the day; so is its title where none is given (NULL or ""). zone NULL:
 * UTC. */
int notebooks_begin(struct notebook *nb, const char *path, const struct notebook_options *o,
    const char *title, const char *zone, struct err *e);

struct found {
	char *path;	 /* owned, as all of these */
	char *name;	 /* of the file, without its end; not safe to show */
	int64_t number;	 /* from 1: tells it from the others, and stays with its path */
	int64_t changed; /* µs UTC */
	enum { FOUND_UNREAD, FOUND_READ, FOUND_BUSY, FOUND_BROKEN } is;
	struct incident_list all;  /* open ones first */
	struct pulse pulse;	   /* of the first of them */
};
struct notebooks {
	struct found *at; /* changed last first */
	size_t n, cap;
	int64_t numbers; /* given so far */
};
enum { NOTEBOOKS_MAX = 500, NAMES_MAX = 10000 }; /* shown; looked at in the folder */

/* Looks for *.blot in a folder (NULL: nowhere), without the one at `but`. What was read of a file
 * that has not changed since is kept. Links are passed over, as they are when a notebook is opened.
 */
void notebooks_find(struct notebooks *l, const char *folder, const char *but);
/* Reads the next that was not read yet; false: there is none. */
bool notebooks_read(struct notebooks *l);
/* The one of that number; NULL: it is gone. */
const struct found *notebooks_of(const struct notebooks *l, int64_t number);
void notebooks_release(struct notebooks *l);

#endif
