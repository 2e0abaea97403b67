/*
 * veris_json.c - an incident in the vocabulary of VERIS coming in.
 *
 * The timeline becomes milestones as exact as it is; the summary is an entry; what the record says
 * of actor, action, asset and attribute are claims of whoever made it, one each, in the words of
 * VERIS.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "exchange/json_in.h"

enum { LINES_MOST = 16 * 1024, DEPTH_MOST = 8, YEAR_LEAST = 1900, YEAR_MOST = 2200 };

struct veris_in {
	struct json_in *in;
	const char *id, *source; /* in in->mem */
	struct when began;	 /* edtf "": not known */
};

/* --- the timeline ------------------------------------------------------------------------------
 */

static int number_of(const struct veris_in *v, const json_t *o, const char *path, const char *key,
    int least, int most, int *number, struct err *e)
{
	const json_t *value = json_object_get(o, key);
	char place[80];

	*number = 0;
	if (!value)
		return 0;
	snprintf(place, sizeof place, "%s.%s", path, key);
	if (!json_is_integer(value))
		return json_in_fault(v->in, e, place, "it is no whole number");
	if (json_integer_value(value) < least || json_integer_value(value) > most)
		return json_in_fault(v->in, e, place, "it is not from %d to %d", least, most);
	*number = (int)json_integer_value(value);
	return 0;
}

static int began_take(struct veris_in *v, const json_t *timeline, struct err *e)
{
	static const char path[] = "timeline.incident";
	const json_t *date = json_object_get(timeline, "incident");
	int year, month, day;
	char edtf[32];

	if (!json_is_object(date))
		return json_in_fault(v->in, e, path, "it is missing");
	if (number_of(v, date, path, "year", YEAR_LEAST, YEAR_MOST, &year, e) < 0 ||
	    number_of(v, date, path, "month", 1, 12, &month, e) < 0 ||
	    number_of(v, date, path, "day", 1, 31, &day, e) < 0)
		return -1;
	if (!year)
		return json_in_fault(v->in, e, "timeline.incident.year", "it is missing");
	snprintf(edtf, sizeof edtf, month && day ? "%04d-%02d-%02d" : month ? "%04d-%02d" : "%04d",
	    year, month, day);
	if (edtf_parse(&v->began, edtf, strlen(edtf), v->in->o->zone ? v->in->o->zone : "UTC", e) <
	    0)
		return json_in_place(v->in, e, path);
	if (case_import_milestone(&v->in->into, "occurred", &v->began, v->source, e) < 0)
		return json_in_place(v->in, e, path);
	return 0;
}

/* A span from the day it began: about that day. Without a day or a number it is no milestone. */
static int span_take(struct veris_in *v, const json_t *timeline, const char *key, const char *kind,
    struct when *from, struct err *e)
{
	static const struct {
		const char *unit;
		int64_t micros;
	} units[] = { { "Seconds", WHEN_SECOND }, { "Minutes", 60 * WHEN_SECOND },
		{ "Hours", 3600 * WHEN_SECOND }, { "Days", WHEN_DAY }, { "Weeks", 7 * WHEN_DAY } };
	const json_t *span = json_object_get(timeline, key);
	const char *unit = json_string_value(json_object_get(span, "unit"));
	double value = json_number_value(json_object_get(span, "value"));
	struct when w;
	char text[40];
	size_t i = 0;

	while (unit && i < 5 && strcmp(units[i].unit, unit) != 0)
		i++;
	if (!unit || i == 5 || !(value > 0 && value < 10000) || strlen(from->edtf) < 10) {
		from->edtf[0] = '\0';
		return 0;
	}
	when_point(&w, from->earliest + (int64_t)(value * (double)units[i].micros), from->zone);
	snprintf(text, sizeof text, "%.10s~", w.edtf);
	if (edtf_parse(&w, text, strlen(text), from->zone, e) < 0 ||
	    case_import_milestone(&v->in->into, kind, &w, v->source, e) < 0)
		return json_in_place(v->in, e, "timeline");
	*from = w;
	return 0;
}

static int timeline_take(struct veris_in *v, struct err *e)
{
	const json_t *timeline = json_object_get(v->in->root, "timeline");
	struct when at;

	if (!json_is_object(timeline))
		return json_in_fault(v->in, e, "timeline", "it is missing");
	if (began_take(v, timeline, e) < 0)
		return -1;
	at = v->began;
	if (span_take(v, timeline, "discovery", "detected", &at, e) < 0)
		return -1;
	return span_take(v, timeline, "containment", "contained", &at, e);
}

/* --- what it says ------------------------------------------------------------------------------
 */

static void value_put(struct str *out, const json_t *value)
{
	if (json_is_string(value))
		str_puts(out, json_string_value(value));
	else if (json_is_integer(value))
		str_printf(out, "%lld", (long long)json_integer_value(value));
	else if (json_is_real(value))
		str_printf(out, "%g", json_real_value(value));
	else
		str_puts(out, json_is_true(value) ? "yes" : json_is_false(value) ? "no" : "");
}

/* "external.variety: State-affiliated, Nation-state", a line for each that has a value. */
static void lines_put(struct str *out, const char *path, const json_t *value, int depth)
{
	const char *key;
	const json_t *inner;
	size_t i;

	if (out->len > LINES_MOST || depth > DEPTH_MOST)
		return;
	if (json_is_object(value)) {
		json_object_foreach((json_t *)value, key, inner)
		{
			struct str longer = { 0 };

			str_printf(&longer, "%s%s%.80s", path, *path ? "." : "", key);
			lines_put(out, longer.at, inner, depth + 1);
			str_release(&longer);
		}
		return;
	}
	if (!json_is_array(value) || !json_is_object(json_array_get(value, 0))) {
		str_printf(out, "\n%s: ", path);
		if (!json_is_array(value))
			value_put(out, value);
		json_array_foreach(json_is_array(value) ? value : NULL, i, inner)
		{
			str_puts(out, i ? ", " : "");
			value_put(out, inner);
		}
		return;
	}
	json_array_foreach(value, i, inner)
		lines_put(out, path, inner, depth + 1);
}

static int claim_take(
    struct veris_in *v, const char *part, const char *about, const char *title, struct err *e)
{
	const json_t *value = json_object_get(v->in->root, part);
	struct claim_fields f = { .by = v->source, .about = about };
	struct case_entry n = { .kind = "claim", .source = v->source };
	struct str text = { 0 };
	int64_t claim;
	int done = 0;

	if (value && !json_is_object(value))
		return json_in_fault(v->in, e, part, "it is no object");
	if (!value)
		return 0;
	str_puts(&text, title);
	lines_put(&text, "", value, 0);
	n.text = text.at;
	done = case_import_claim(&v->in->into, &n, &f, &claim, e);
	str_release(&text);
	return done < 0 ? json_in_place(v->in, e, part) : 0;
}

static int summary_take(struct veris_in *v, struct err *e)
{
	struct case_entry n = { .kind = "observation", .source = v->source };

	if (json_in_text(v->in, v->in->root, "", "summary", false, &n.text, e) < 0)
		return -1;
	if (!n.text)
		return 0;
	return case_import_entry(&v->in->into, &n, e) < 0 ? json_in_place(v->in, e, "summary") : 0;
}

static int head_take(struct veris_in *v, struct err *e)
{
	const char *source, *version;

	if (json_in_text(v->in, v->in->root, "", "schema_version", true, &version, e) < 0 ||
	    json_in_text(v->in, v->in->root, "", "incident_id", true, &v->id, e) < 0 ||
	    json_in_text(v->in, v->in->root, "", "source_id", false, &source, e) < 0)
		return -1;
	if (strncmp(version, "1.3", 3) != 0 && strncmp(version, "1.4", 3) != 0)
		return json_in_fault(
		    v->in, e, "schema_version", "it is %.20s; 1.3 and 1.4 are read", version);
	v->source = arena_printf(&v->in->mem, "VERIS %.80s%s%.120s", source ? source : "",
	    source ? " " : "", v->id);
	return 0;
}

static int record_take(struct json_in *in, struct err *e)
{
	struct veris_in v = { .in = in };

	in->result->rows = 1;
	if (head_take(&v, e) < 0 || timeline_take(&v, e) < 0 || summary_take(&v, e) < 0)
		return -1;
	if (claim_take(&v, "actor", "actor", "Who did it", e) < 0 ||
	    claim_take(&v, "action", "cause", "What was done", e) < 0 ||
	    claim_take(&v, "asset", "scope", "What was affected", e) < 0)
		return -1;
	return claim_take(&v, "attribute", "scope", "What was violated", e);
}

int veris_import(struct notebook *nb, const struct import_options *o, struct import_result *result,
    struct err *e)
{
	struct json_in in;
	int done = json_in_open(&in, o, result, e);

	if (done == 0)
		done = json_in_run(&in, nb, "veris", record_take, e);
	json_in_release(&in);
	return done;
}
