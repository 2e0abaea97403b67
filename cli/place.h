/*
 * place.h - where this person's files are, and their settings.
 *
 * Folders follow the XDG base directory specification. config.yaml holds author, tag, notebook,
 * zone and mail_from, and what there is to set about the screens (tui/setting.h), each optional; an
 * unknown key is an error with its line and the nearest name.
 */
#ifndef BLOTTER_CLI_PLACE_H
#define BLOTTER_CLI_PLACE_H

#include "base/err.h"
#include "tui/setting.h"

struct place {
	char *config; /* $XDG_CONFIG_HOME/blotter/config.yaml; owned, as all of these */
	char *keys;   /* keys.yaml beside it */
	char *data;   /* $XDG_DATA_HOME/blotter: notebooks without a path of their own */
	char *state;  /* $XDG_STATE_HOME/blotter: heads seen, the last notebook */
	char *author, *tag, *notebook, *zone, *mail_from; /* from config.yaml, or NULL */
	char *here; /* the zone of this machine, by $TZ or /etc/localtime; NULL: not one we know */
	struct settings screens;
};

/* Finds the folders and reads the settings. ERR_CONFIG: config.yaml is wrong; ERR_IO. */
int place_load(struct place *p, struct err *e);
void place_release(struct place *p);

/* Who writes when nobody is named: the login's full name, else the login; yours to free. */
char *place_login(void);

/* The notebook used last, yours to free; NULL: none. */
char *place_last(const struct place *p);
/* Remembers it, by its full path; NULL: none. Failing to is no error. */
void place_remember(const struct place *p, const char *notebook);

#endif
