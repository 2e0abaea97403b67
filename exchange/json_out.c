/* json_out.c - a JSON document on its way out. */
#include "exchange/json_out.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/when.h"

void json_pair(json_t *object, const char *key, const char *text)
{
	if (text && *text)
		json_object_set_new(object, key, json_string(text));
}

void json_add(json_t *array, const char *text)
{
	if (text && *text)
		json_array_append_new(array, json_string(text));
}

const char *json_time(struct arena *mem, int64_t at)
{
	char text[WHEN_RFC3339];

	when_rfc3339(at, text);
	return arena_printf(mem, "%.23sZ", text);
}

int json_out(struct export *x, json_t *document, struct err *e)
{
	char *text = json_dumps(document, JSON_SORT_KEYS | JSON_INDENT(2));
	int done = text ? 0 : err_set(e, ERR_INVALID, "some text in the notebook is not UTF-8");

	if (text) {
		str_puts(&x->file.buffer, text);
		str_putc(&x->file.buffer, '\n');
		done = out_file_flow(&x->file, e);
	}
	free(text);
	json_decref(document);
	return done;
}
