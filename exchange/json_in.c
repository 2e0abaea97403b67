/* json_in.c - one JSON document that somebody else wrote. */
#include "exchange/json_in.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "exchange/in_file.h"

enum { REASON_SHOWN = 120 };

int json_in_open(struct json_in *in, const struct import_options *o, struct import_result *result,
    struct err *e)
{
	struct str bytes = { 0 };
	json_error_t fault;

	memset(in, 0, sizeof *in);
	memset(result, 0, sizeof *result);
	in->o = o;
	in->result = result;
	if (in_file_read(o->path, JSON_IN_MOST, &bytes, &in->name, e) < 0)
		goto out;
	if (bytes.len > JSON_IN_MOST) {
		err_set(e, ERR_INVALID, "%s is larger than %d MiB", in->name, JSON_IN_MOST >> 20);
		goto out;
	}
	digest_of(bytes.at, bytes.len, in->sha256);
	in->root = json_loadb(bytes.at, bytes.len, JSON_REJECT_DUPLICATES, &fault);
	if (!in->root)
		err_set(e, ERR_INVALID, "%s:%d:%d: not JSON: %.*s", in->name, fault.line,
		    fault.column, REASON_SHOWN, fault.text);
	else if (!json_is_object(in->root)) {
		json_decref(in->root);
		in->root = NULL;
		err_set(e, ERR_INVALID, "%s:1:1: it is no JSON object", in->name);
	}
out:
	str_release(&bytes);
	return in->root ? 0 : -1;
}

void json_in_release(struct json_in *in)
{
	json_decref(in->root);
	arena_release(&in->mem);
	memset(in, 0, sizeof *in);
}

int json_in_fault(const struct json_in *in, struct err *e, const char *path, const char *fmt, ...)
{
	char sentence[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(sentence, sizeof sentence, fmt, ap);
	va_end(ap);
	return err_set(e, ERR_INVALID, "%s: %s: %s", in->name, path, sentence);
}

int json_in_place(const struct json_in *in, struct err *e, const char *path)
{
	if (e->kind != ERR_INVALID && e->kind != ERR_NOT_FOUND && e->kind != ERR_CONFLICT)
		return -1;
	return err_in(e, "%s: %s", in->name, path);
}

int json_in_text(const struct json_in *in, const json_t *object, const char *path, const char *key,
    bool needed, const char **text, struct err *e)
{
	const json_t *value = json_object_get(object, key);
	char place[160];

	*text = NULL;
	snprintf(place, sizeof place, "%.100s%s%.50s", path, *path ? "." : "", key);
	if (value && !json_is_string(value))
		return json_in_fault(in, e, place, "it is no text");
	if (value && json_string_length(value))
		*text = json_string_value(value);
	if (needed && !*text)
		return json_in_fault(in, e, place, "it is missing");
	return 0;
}

/* --- the record ----------------------------------------------------------------------------- */

static void told_make(struct json_in *in)
{
	struct import_result *r = in->result;

	r->added = in->into.added;
	r->same = in->into.same;
	import_say(&r->told, r->added, "fact added, ", "facts added, ");
	import_say(&r->told, r->same, "there already", "there already");
	if (in->passed) {
		str_puts(&r->told, ", ");
		import_say(&r->told, in->passed, "not taken: a notebook has no place for it",
		    "not taken: a notebook has no place for them");
	}
	str_putc(&r->told, '\n');
}

static int transfer_put(struct json_in *in, const char *format, struct err *e)
{
	const struct transfer t = { .what = format,
		.file = strcmp(in->o->path, "-") == 0 ? NULL : in->o->path,
		.format = "json",
		.rows = in->result->added + in->result->same,
		.sha256 = in->sha256 };

	return transfer_write(&in->into.act, &t, e);
}

int json_in_run(struct json_in *in, struct notebook *nb, const char *format,
    int (*take)(struct json_in *in, struct err *e), struct err *e)
{
	if (case_import_begin(&in->into, nb, in->o->incident, e) < 0)
		return -1;
	if (take(in, e) < 0) {
		case_import_abort(&in->into);
		return -1;
	}
	told_make(in);
	if (in->o->dry_run || !in->into.added) {
		case_import_abort(&in->into);
		return 0;
	}
	if (transfer_put(in, format, e) < 0) {
		case_import_abort(&in->into);
		return -1;
	}
	snprintf(in->result->ref, sizeof in->result->ref, "%s", in->into.act.ref);
	if (case_import_commit(&in->into, e) == 0)
		return 0;
	in->result->ref[0] = '\0';
	return -1;
}
