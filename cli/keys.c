/* keys.c - blotter keys: every key of the screens, from their own table of commands. */
#include "cli/command.h"
#include "tui/i18n.h"

static const struct {
	const char *name, *argument, *keys, *help;
} keys[] = {
#undef COMMAND
#define COMMAND(name, NAME, typed, argument, needs, where, keys, help) \
	{ typed, argument, keys, help },
#include "tui/commands.def"
#undef COMMAND
};

int command_keys(struct command *c, struct err *e)
{
	static const struct field fields[] = {
		{ "keys", "KEYS", FIELD_TEXT, ROOM_MAY_GO },
		{ "command", "COMMAND", FIELD_TEXT, ROOM_MAY_GO },
		{ "argument", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "help", "WHAT IT DOES", FIELD_TEXT, ROOM_WIDE },
	};

	output_begin(c->out, fields, 4);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		struct cell cells[] = { { .text = keys[i].keys }, { .text = keys[i].name },
			{ .text = keys[i].argument }, { .text = keys[i].help } };

		output_row(c->out, cells);
	}
	output_end(c->out);
	return 0;
}
