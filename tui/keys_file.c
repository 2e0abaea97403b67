/* keys_file.c - keys.yaml read: first the commands of it lose their keys, then they get new ones,
 * so that two commands can change places. */
#include "tui/keys_file.h"

#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "exchange/yaml.h"
#include "tui/command.h"

struct reader {
	struct keymap *m;
	const char *path;
	struct err *e;
};

static int fault(struct reader *r, const struct yaml_node *n, const char *what, const char *more)
{
	struct str s = { 0 };

	str_printf(&s, "%s:%d:%d: %s%s", r->path, n->line, n->column, what, more);
	err_set(r->e, ERR_CONFIG, "%s", str_text(&s));
	str_release(&s);
	return -1;
}

static int command_of(struct reader *r, const struct yaml_node *key)
{
	const char *names[COMMANDS + 1] = { NULL }, *near;
	struct str s = { 0 };

	for (int i = 0; i < COMMANDS; i++) {
		names[i] = screen_commands[i].name;
		if (strcmp(names[i], key->text) == 0)
			return i;
	}
	near = fault_nearest(key->text, names);
	str_printf(&s, "\"%s\" is no command", key->text);
	if (near)
		str_printf(&s, "; did you mean \"%s\"?", near);
	else
		str_puts(&s, "; `blotter keys` lists them");
	fault(r, key, str_text(&s), "");
	str_release(&s);
	return -1;
}

static int bind(struct reader *r, const struct yaml_node *n, int command)
{
	struct err why = { 0 };
	struct str text = { 0 };
	int taken;

	if (n->kind != YAML_SCALAR)
		return fault(r, n, "a key is one word, as in [j, Down, C-n]", "");
	if (keymap_bind(r->m, n->text, command, screen_commands[command].where, &taken, &why) == 0)
		return 0;
	if (taken < 0)
		return fault(r, n, why.text, "");
	str_printf(&text, "%s by %s", why.text, screen_commands[taken].name);
	fault(r, n, str_text(&text), taken == command ? " already" : ", which needs another");
	str_release(&text);
	return -1;
}

static int bind_all(struct reader *r, const struct yaml_node *key, int command)
{
	const struct yaml_node *value = key->value;

	if (value->kind == YAML_MAPPING)
		return fault(r, value, "keys are a word, or a list of words", "");
	if (value->kind == YAML_SCALAR)
		return value->style == YAML_PLAIN && yaml_null(value) ? 0 : bind(r, value, command);
	for (const struct yaml_node *n = value->first; n; n = n->next)
		if (bind(r, n, command) < 0)
			return -1;
	return 0;
}

static bool bound(const struct keymap *m, int command)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->at[i].command == command)
			return true;
	return false;
}

static int read_root(struct reader *r, const struct yaml_node *root)
{
	int command;

	if (root->kind != YAML_MAPPING)
		return fault(r, root, "keys are lines of the form command: [key, key]", "");
	for (const struct yaml_node *key = root->first; key; key = key->next) {
		if ((command = command_of(r, key)) < 0)
			return -1;
		keymap_unbind(r->m, command);
	}
	for (const struct yaml_node *key = root->first; key; key = key->next)
		if (bind_all(r, key, command_of(r, key)) < 0)
			return -1;
	if (!bound(r->m, CMD_PALETTE))
		return fault(r, root, "the palette needs a key: by it every command is found", "");
	return 0;
}

int keys_load(struct keymap *m, const char *path, struct err *e)
{
	struct yaml_document d = { 0 };
	struct fault_list faults = { 0 };
	struct reader r = { m, path, e };
	int status;

	if (screen_command_bind(m, e) < 0)
		return -1;
	if (!path || access(path, F_OK) != 0)
		return 0;
	status = yaml_read(&d, path, &faults, e);
	if (status < 0 && faults.count == 1 && strcmp(faults.at[0].code, "E-YAML-EMPTY") == 0)
		status = 0;
	else if (status < 0 && e->kind == ERR_INVALID)
		e->kind = ERR_CONFIG;
	else if (status == 0)
		status = read_root(&r, d.root);
	fault_list_release(&faults);
	yaml_document_release(&d);
	return status;
}
