/* keys.c - blotter keys: every key of the screens as it is bound now, keys.yaml counted in. */
#include "cli/command.h"
#include "tui/i18n.h"
#include "tui/keys_file.h"

/* In the order of the screens' table: the number of a line is that of its command. */
static const struct {
	const char *name, *argument, *help;
} commands[] = {
#undef COMMAND
#define COMMAND(name, NAME, typed, argument, needs, where, keys, help) { typed, argument, help },
#include "tui/commands.def"
#undef COMMAND
};

static void command_row(struct command *c, const struct keymap *map, int i)
{
	struct str keys = { 0 };

	keymap_show(map, i, &keys);
	output_row(c->out,
	    (struct cell[]){ { .text = str_text(&keys) }, { .text = commands[i].name },
		{ .text = commands[i].argument }, { .text = commands[i].help } });
	str_release(&keys);
}

int command_keys(struct command *c, struct err *e)
{
	static const struct field fields[] = {
		{ "keys", "KEYS", FIELD_TEXT, ROOM_MAY_GO },
		{ "command", "COMMAND", FIELD_TEXT, ROOM_MAY_GO },
		{ "argument", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "help", "WHAT IT DOES", FIELD_TEXT, ROOM_WIDE },
	};
	struct keymap map = { 0 };
	int status = keys_load(&map, c->place->keys, e);

	if (status == 0) {
		output_begin(c->out, fields, 4);
		for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
			command_row(c, &map, (int)i);
		output_end(c->out);
	}
	keymap_release(&map);
	return status;
}
