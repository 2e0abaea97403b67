/* command.c - the command table and how a command is found in it. */
#include "tui/command.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "tui/i18n.h"

const struct screen_command screen_commands[COMMANDS] = {
#define COMMAND(id, ID, typed, args, needs, where, keys, help) \
	[CMD_##ID] = { typed, args, needs, where, keys, help },
#include "tui/commands.def"
#undef COMMAND
};

int screen_command_bind(struct keymap *m, struct err *e)
{
	for (int i = 0; i < COMMANDS; i++)
		if (keymap_add(m, screen_commands[i].keys, i, screen_commands[i].where, e) < 0)
			return err_in(e, "keys of %s", screen_commands[i].name);
	return 0;
}

int screen_command_find(const char *name, size_t n)
{
	int found = -1, several = 0;

	for (int i = 0; i < COMMANDS && n > 0; i++) {
		if (strncmp(screen_commands[i].name, name, n) != 0)
			continue;
		if (screen_commands[i].name[n] == '\0')
			return i;
		found = i;
		several++;
	}
	return several == 1 ? found : -1;
}

static bool holds(const char *text, const char *typed, size_t n)
{
	for (; *text; text++)
		if (strncasecmp(text, typed, n) == 0)
			return true;
	return n == 0;
}

static bool holds_letters(const char *text, const char *typed, size_t n)
{
	for (; *text && n > 0; text++) {
		if (tolower((unsigned char)*text) == tolower((unsigned char)*typed)) {
			typed++;
			n--;
		}
	}
	return n == 0;
}

enum { BY_SENTENCE = 3 };

/* 0 is best; -1: does not fit. */
static int rank(enum screen_command_id id, const char *typed, size_t n)
{
	const struct screen_command *c = &screen_commands[id];

	if (strncasecmp(c->name, typed, n) == 0)
		return 0;
	if (holds(c->name, typed, n))
		return 1;
	if (holds_letters(c->name, typed, n))
		return 2;
	return holds(_(c->help), typed, n) ? BY_SENTENCE : -1;
}

bool screen_command_named(enum screen_command_id id, const char *typed, size_t n)
{
	int r = rank(id, typed, n);

	return r >= 0 && r < BY_SENTENCE;
}

int screen_command_match(const char *typed, size_t n, enum screen_command_id out[COMMANDS])
{
	int found = 0;

	for (int r = 0; r <= BY_SENTENCE; r++)
		for (int i = 0; i < COMMANDS; i++)
			if (rank((enum screen_command_id)i, typed, n) == r)
				out[found++] = (enum screen_command_id)i;
	return found;
}

const char *screen_command_refusal(enum screen_command_id id, enum view_id view, unsigned have)
{
	const struct screen_command *c = &screen_commands[id];

	if (!(c->where & 1u << view))
		return _("not in this view");
	if (c->needs & ~have & (NEEDS_WRITE | NEEDS_AUTHOR))
		return _(
		    "nothing can be written here: read only, or as of the past (:now goes back)");
	if ((c->needs & NEEDS_INCIDENT) && !(have & NEEDS_INCIDENT))
		return _("there is no incident yet (:incident REF TITLE opens one)");
	if ((c->needs & NEEDS_ROW) && !(have & NEEDS_ROW))
		return _("there is no row to do it to");
	return NULL;
}
