/* config.c - blotter config check: are the settings and the keys right, and what do they say? */
#include <unistd.h>

#include "cli/command.h"
#include "tui/keys_file.h"

static void setting_row(struct command *c, const char *name, const char *value)
{
	struct cell cells[] = { { .text = name }, { .text = value && *value ? value : NULL } };

	output_row(c->out, cells);
}

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

	struct keymap keys = { 0 };
	int status = place_load(c->place, e);

	if (status == 0)
		status = keys_load(&keys, c->place->keys, e);
	keymap_release(&keys);
	if (status < 0)
		return -1;
	output_begin(c->out, fields, 2);
	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
		setting_row(c, settings[i].name, *settings[i].value);
	for (size_t i = 0; setting_names[i]; i++) {
		struct str value = { 0 };

		setting_show(&c->place->screens, setting_names[i], &value);
		setting_row(c, setting_names[i], str_text(&value));
		str_release(&value);
	}
	output_end(c->out);
	command_say(c, "%s is in order", c->place->config);
	if (access(c->place->keys, F_OK) == 0)
		command_say(c, "%s is in order", c->place->keys);
	return 0;
}
