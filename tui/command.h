/*
 * command.h - the commands of the screens, from commands.def: what keys, palette and help share.
 */
#ifndef BLOTTER_TUI_COMMAND_H
#define BLOTTER_TUI_COMMAND_H

#include <stdbool.h>

#include "base/err.h"
#include "tui/keymap.h"

enum view_id {
	VIEW_INCIDENTS,
	VIEW_LOG,
	VIEW_TIMELINE,
	VIEW_CUSTOMERS,
	VIEW_NOTIFICATIONS,
	VIEW_OPEN,
	VIEW_JOURNAL,
	VIEW_ADVISORIES,
	VIEWS
};

enum {
	IN_INCIDENTS = 1 << VIEW_INCIDENTS,
	IN_LOG = 1 << VIEW_LOG,
	IN_TIMELINE = 1 << VIEW_TIMELINE,
	IN_CUSTOMERS = 1 << VIEW_CUSTOMERS,
	IN_NOTIFICATIONS = 1 << VIEW_NOTIFICATIONS,
	IN_OPEN = 1 << VIEW_OPEN,
	IN_JOURNAL = 1 << VIEW_JOURNAL,
	IN_ADVISORIES = 1 << VIEW_ADVISORIES,
	IN_ALL = (1 << VIEWS) - 1,
	IN_SEARCHABLE = IN_LOG | IN_TIMELINE | IN_CUSTOMERS | IN_NOTIFICATIONS,
	IN_EXPORTABLE = ((1 << VIEWS) - 1) & ~IN_ADVISORIES,
	IN_MARKABLE = IN_LOG | IN_TIMELINE | IN_CUSTOMERS | IN_NOTIFICATIONS,
	IN_SORTABLE = IN_CUSTOMERS | IN_NOTIFICATIONS,
};

enum {
	NEEDS_NOTHING = 0,
	NEEDS_ROW = 1,
	NEEDS_WRITE = 2,
	NEEDS_INCIDENT = 4,
	NEEDS_ARGUMENT = 8,
	NEEDS_AUTHOR = 16, /* who reads is written down, as of the past too */
};

enum screen_command_id {
#define COMMAND(name, NAME, typed, args, needs, where, keys, help) CMD_##NAME,
#include "tui/commands.def"
#undef COMMAND
	COMMANDS
};

struct screen_command {
	const char *name;     /* as typed after : */
	const char *argument; /* "" for none */
	unsigned needs, where;
	const char *keys;
	const char *help; /* one sentence, not translated yet */
};
extern const struct screen_command screen_commands[COMMANDS];

/* Binds all default keys; an error is a mistake in the table. */
int screen_command_bind(struct keymap *m, struct err *e);
/* By its whole name (n bytes), or by a beginning that only one has; -1. */
int screen_command_find(const char *name, size_t n);
/*
 * The commands that fit what was typed, best first: the name begins with it, holds it, or holds its
 * letters in order; or the sentence holds it. Returns how many of `out`.
 */
int screen_command_match(const char *typed, size_t n, enum screen_command_id out[COMMANDS]);
/* Do the n bytes typed fit its name, and not its sentence alone? */
bool screen_command_named(enum screen_command_id id, const char *typed, size_t n);
/* Why the command cannot be used where `have` (a mask of NEEDS_) is there, in that view; NULL if it
 * can. */
const char *screen_command_refusal(enum screen_command_id id, enum view_id view, unsigned have);

#endif
