/*
 * screens.h - the screens of blotter: what the command line calls.
 */
#ifndef BLOTTER_TUI_SCREENS_H
#define BLOTTER_TUI_SCREENS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct notebook;
struct settings;

struct screens_options {
	const char *state_dir; /* $XDG_STATE_HOME/blotter: drafts are kept there; NULL: nowhere */
	const char *zone;      /* a checked zone for times where no incident has one; NULL: UTC */
	const char *author;    /* shown as who writes; NULL: read only */
	int64_t incident;      /* thing to begin with; 0: the only open one */
	const char *first;     /* said at the beginning, or NULL */
	bool fresh;	       /* begins anew, not where it was left */
	bool linear;	       /* lines on stdin and stdout instead of a screen */
	bool color;	       /* false: attributes alone */
	const struct settings *settings; /* NULL: as they come */
	const char *data_dir;  /* of the files that come with blotter; NULL: none */
	const char *keys_path; /* keys.yaml; NULL or not there: the keys as they come */
	const char *path;      /* the notebook's own file; NULL: not known */
	const char *notebooks; /* the folder where others are looked for; NULL: nowhere */
};

/*
 * Runs until the person leaves. The notebook is open, and stays so. Returns 0, or -1 when there is
 * no terminal to use (ERR_USAGE, ERR_CONFIG) or keys.yaml is wrong (ERR_CONFIG). *e of a signal:
 * returns 128 + its number after the draft is saved and the terminal restored, for the process to
 * exit with. *next: the file of another notebook, which is wanted now;
 * yours to free; NULL: none.
 */
int screens_run(
    struct notebook *nb, const struct screens_options *o, char **next, struct err *e);

#endif
