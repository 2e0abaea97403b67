/*
 * advisory_diff.c - what differs between two versions of an advisory.
 *
 * Both are written out flat, one line a value and one for each line of a text, each after the path
 * where it stands: a line that differs then says by itself where.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diff.h"
#include "model/advisory.h"

enum { PATH_ROOM = 512 };

static void text_write(const char *path, const char *text, struct str *out)
{
	do {
		size_t n = strcspn(text, "\n");

		str_puts(out, path);
		str_puts(out, ": ");
		str_put(out, text, n);
		str_putc(out, '\n');
		text += n + (text[n] == '\n');
	} while (*text);
}

static void value_write(const json_t *v, const char *path, struct str *out);

/* An item is named by its id or kind where it has one: then it keeps its name when others come
 * before it. */
static void items_write(const json_t *list, const char *path, struct str *out)
{
	char inner[PATH_ROOM];
	const json_t *v;
	size_t i;

	json_array_foreach (list, i, v) {
		const char *id = json_string_value(json_object_get(v, "id"));

		if (json_is_string(v))
			snprintf(inner, sizeof(inner), "%.400s", path);
		else if (id)
			snprintf(inner, sizeof(inner), "%.400s.%.80s", path, id);
		else
			snprintf(inner, sizeof(inner), "%.400s.%zu", path, i + 1);
		value_write(v, inner, out);
	}
}

static void value_write(const json_t *v, const char *path, struct str *out)
{
	char inner[PATH_ROOM];
	const char *key;
	json_t *child;

	if (json_is_object(v))
		json_object_foreach ((json_t *)v, key, child) {
			snprintf(inner, sizeof(inner), "%.400s%s%.100s", path, *path ? "." : "",
			    key);
			value_write(child, inner, out);
		}
	else if (json_is_array(v))
		items_write(v, path, out);
	else if (json_is_string(v))
		text_write(path, json_string_value(v), out);
	else if (json_is_integer(v))
		str_printf(out, "%s: %lld\n", path, (long long)json_integer_value(v));
	else if (json_is_boolean(v))
		str_printf(out, "%s: %s\n", path, json_is_true(v) ? "true" : "false");
}

/* The hash of the file is no part of what it says. */
static int flat_write(const char *content, struct str *out, struct err *e)
{
	json_t *root = json_loads(content, JSON_REJECT_DUPLICATES, NULL);

	if (!json_is_object(root)) {
		json_decref(root);
		return err_set(e, ERR_INVALID, "an advisory in the notebook is not readable");
	}
	json_object_del(root, "sha256");
	value_write(root, "", out);
	json_decref(root);
	return 0;
}

int advisory_diff(const char *was, const char *is,
    void (*each)(void *with, char op, const char *line, size_t n), void *with, struct err *e)
{
	struct str a = { 0 }, b = { 0 };
	int status = -1;

	if (flat_write(was, &a, e) == 0 && flat_write(is, &b, e) == 0) {
		diff_lines(str_text(&a), str_text(&b), each, with);
		status = 0;
	}
	str_release(&a);
	str_release(&b);
	return status;
}
