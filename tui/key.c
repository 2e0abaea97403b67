/* key.c - names of keys. */
#include "tui/key.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "tui/utf8.h"

static const struct named {
	const char *name;
	int key;
} named[] = {
	{ "Up", K_UP },
	{ "Down", K_DOWN },
	{ "Left", K_LEFT },
	{ "Right", K_RIGHT },
	{ "Home", K_HOME },
	{ "End", K_END },
	{ "PgUp", K_PGUP },
	{ "PgDn", K_PGDN },
	{ "Insert", K_INSERT },
	{ "Delete", K_DELETE },
	{ "Backspace", K_BACKSPACE },
	{ "Shift-Tab", K_BACKTAB },
	{ "Tab", K_TAB },
	{ "Enter", K_ENTER },
	{ "Esc", K_ESC },
	{ "Space", K_SPACE },
};

static int function_key(const char *text)
{
	int n = 0;
	char rest;

	if (sscanf(text, "F%d%c", &n, &rest) == 1 && n >= 1 && n <= 12)
		return K_F1 + n - 1;
	return -1;
}

int key_parse(const char *text, size_t *used)
{
	const char *end;
	int key;

	*used = strlen(text);
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (strcmp(text, named[i].name) == 0)
			return named[i].key;
	if ((key = function_key(text)) >= 0)
		return key;
	if (strncmp(text, "Ctrl-", 5) == 0 && text[5] && !text[6])
		return text[5] & KEY_IS_CTRL;
	if (strncmp(text, "C-", 2) == 0 && text[2] && !text[3])
		return text[2] & KEY_IS_CTRL;
	if (!*text)
		return -1;
	end = text;
	key = (int)utf8_next(&end);
	*used = (size_t)(end - text);
	return key;
}

void key_label(int key, char out[KEY_NAME_MAX])
{
	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		if (named[i].key == key) {
			snprintf(out, KEY_NAME_MAX, "%s", named[i].name);
			return;
		}
	}
	if (key >= K_F1 && key < K_LAST)
		snprintf(out, KEY_NAME_MAX, "F%d", key - K_F1 + 1);
	else if (key >= 0 && key < 0x20)
		snprintf(out, KEY_NAME_MAX, "Ctrl-%c", key == 0x1f ? '_' : key + '@');
	else
		out[utf8_encode((uint32_t)key, out)] = '\0';
}
