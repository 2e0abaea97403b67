/*
 * event_json.c - events that are one JSON object a line: Timesketch, and journalctl -o json.
 *
 * Values are text, numbers, true and false; a list of texts (tags) becomes words. journald writes
 * a field that is not text as a list of bytes, which is taken when it is UTF-8 after all.
 */
#include <jansson.h>
#include <string.h>

#include "base/text.h"
#include "exchange/event.h"

enum { REASON_SHOWN = 80 };

struct json_key {
	const char *name;
	enum event_part part;
};
/* The first that is there is taken. */
static const struct json_key timesketch_keys[] = {
	{ "message", EVENT_MESSAGE },
	{ "datetime", EVENT_DATETIME },
	{ "timestamp", EVENT_TIMESTAMP },
	{ "timestamp_desc", EVENT_DESC },
	{ "source", EVENT_SOURCE },
	{ "source_long", EVENT_SOURCE },
	{ "source_short", EVENT_SOURCE },
	{ "source_name", EVENT_SOURCE },
	{ "tag", EVENT_TAG },
	{ "hostname", EVENT_HOST },
	{ "host", EVENT_HOST },
	{ "computer_name", EVENT_HOST },
	{ "username", EVENT_USER },
	{ "user", EVENT_USER },
	{ "filename", EVENT_FILE },
	{ "display_name", EVENT_FILE },
	{ "data_type", EVENT_TYPE },
	{ NULL, EVENT_PARTS },
};
static const struct json_key journald_keys[] = {
	{ "MESSAGE", EVENT_MESSAGE },
	{ "_SOURCE_REALTIME_TIMESTAMP", EVENT_TIMESTAMP },
	{ "__REALTIME_TIMESTAMP", EVENT_TIMESTAMP },
	{ "SYSLOG_IDENTIFIER", EVENT_SOURCE },
	{ "_COMM", EVENT_SOURCE },
	{ "_HOSTNAME", EVENT_HOST },
	{ "_SYSTEMD_UNIT", EVENT_PROCESS },
	{ NULL, EVENT_PARTS },
};

/* A list as words, or as the bytes it is. */
static void list_put(struct str *out, json_t *list)
{
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		if (json_is_string(item))
			str_printf(out, "%s%s", i ? "," : "", json_string_value(item));
		else if (json_is_integer(item) && json_integer_value(item) > 0 &&
			 json_integer_value(item) < 256)
			str_putc(out, (char)json_integer_value(item));
	}
}

/* Appends a value as text. */
static void value_put(struct str *out, json_t *value)
{
	if (json_is_string(value))
		str_put(out, json_string_value(value), json_string_length(value));
	else if (json_is_integer(value))
		str_printf(out, "%lld", (long long)json_integer_value(value));
	else if (json_is_real(value))
		str_printf(out, "%.6f", json_real_value(value));
	else if (json_is_boolean(value))
		str_puts(out, json_is_true(value) ? "true" : "false");
	else if (json_is_array(value))
		list_put(out, value);
}

/* The values stand in v->values one after the other; parts point there when all are in. */
static int parts_take(
    struct event *v, json_t *object, const struct json_key *keys, struct err *e)
{
	size_t at[EVENT_PARTS] = { 0 }, len[EVENT_PARTS] = { 0 };

	str_reset(&v->values);
	for (; keys->name; keys++) {
		json_t *value = json_object_get(object, keys->name);

		if (json_is_null(value) && keys->part == EVENT_MESSAGE)
			return err_set(e, ERR_INVALID,
			    "its message is null: journalctl leaves a long one out unless it is "
			    "told "
			    "--all");
		if (!value || len[keys->part])
			continue;
		at[keys->part] = v->values.len;
		value_put(&v->values, value);
		len[keys->part] = v->values.len - at[keys->part];
	}
	if (text_utf8_fault(str_text(&v->values), v->values.len) != v->values.len)
		return err_set(e, ERR_INVALID, "it holds bytes that are not UTF-8");
	for (size_t i = 0; i < EVENT_PARTS; i++)
		if (len[i])
			event_set(v, (enum event_part)i, v->values.at + at[i], len[i]);
	return 0;
}

static int object_take(
    struct event *v, const char *line, size_t n, const struct json_key *keys, struct err *e)
{
	json_error_t fault;
	json_t *object = json_loadb(line, n, JSON_REJECT_DUPLICATES, &fault);
	int done;

	if (!object)
		return err_set(e, ERR_INVALID, "it is not JSON at column %d: %.*s", fault.column,
		    REASON_SHOWN, fault.text);
	if (json_is_object(object))
		done = parts_take(v, object, keys, e);
	else
		done = err_set(e, ERR_INVALID, "it is no JSON object");
	json_decref(object);
	return done;
}

int event_of_json(struct event *v, char *line, size_t n, struct err *e)
{
	return object_take(v, line, n, timesketch_keys, e);
}

int event_of_journald(struct event *v, char *line, size_t n, struct err *e)
{
	return object_take(v, line, n, journald_keys, e);
}
