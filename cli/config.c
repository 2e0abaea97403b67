/* config.c - blotter config check: are the settings right, and what do they say? */
#include "cli/command.h"

int command_config_check(struct command *c, struct err *e)
{
	const struct {
		const char *name;
		char *const *value;
	} settings[] = { { "author", &c->place->author }, { "tag", &c->place->tag },
		{ "notebook", &c->place->notebook }, { "zone", &c->place->zone },
		{ "mail_from", &c->place->mail_from } };
	static const struct field fields[] = {
		{ "setting", "SETTING", FIELD_TEXT, ROOM_MAY_GO },
		{ "value", "VALUE", FIELD_TEXT, ROOM_WIDE },
	};

	if (place_load(c->place, e) < 0)
		return -1;
	output_begin(c->out, fields, 2);
	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
		struct cell cells[] = { { .text = settings[i].name },
			{ .text = *settings[i].value } };

		output_row(c->out, cells);
	}
	output_end(c->out);
	command_say(c, "%s is in order", c->place->config);
	return 0;
}
