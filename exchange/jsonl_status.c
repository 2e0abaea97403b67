/* jsonl_status.c - what mailers say of letters, as JSON objects, one a line. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "exchange/status.h"

/* The text of the first of these keys (one blank between) that is there; a number as digits. NULL:
 * none is. */
static const char *text_of(const json_t *o, const char *keys, char digits[32])
{
	while (*keys) {
		size_t n = strcspn(keys, " ");
		char key[32];
		const json_t *v;

		snprintf(key, sizeof key, "%.*s", (int)n, keys);
		v = json_object_get(o, key);
		if (json_is_string(v) && json_string_length(v) == strlen(json_string_value(v)))
			return json_string_value(v);
		if (json_is_integer(v)) {
			snprintf(digits, 32, "%lld", (long long)json_integer_value(v));
			return digits;
		}
		keys += n + (keys[n] == ' ');
	}
	return NULL;
}

int status_json_take(
    struct status_lines *l, const struct import *in, const char *text, size_t n, struct err *e)
{
	json_error_t wrong;
	json_t *o = json_loadb(text, n, JSON_REJECT_DUPLICATES, &wrong);
	char key[32], code[32], time[32];
	struct status_line said = { .number = in->row.number };
	struct csv_field at = { 0 };
	int done = 0;

	if (!json_is_object(o)) {
		json_decref(o);
		return err_set(e, ERR_INVALID, "it is no JSON object: %s",
		    o ? "something else" : wrong.text);
	}
	said.key = text_of(o,
	    l->by_email ? "key email recipient address to"
			: "key notification ref customer customer_id customer_ref",
	    key);
	said.result = text_of(o, "result status state event action", code);
	said.code = text_of(o, "code dsn status_code enhanced_status smtp_code", code);
	said.channel = text_of(o, "channel", time);
	at.at = text_of(o, "at time timestamp date datetime", time);
	if (at.at) {
		at.len = strlen(at.at);
		done = import_time(&at, in->o->zone, &said.at, e);
	}
	if (done == 0)
		done = status_line_add(l, &said, e);
	json_decref(o);
	return done;
}
