/*
 * advisory.c - advisories as data: the words they use, and their JSON form.
 *
 * The JSON has the shape of the YAML that people write, with every default spelt out. It lies in
 * notebooks, which may come from anywhere, so reading it checks as much as reading the YAML does;
 * only without places in a file.
 */
#include "model/advisory.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *const advisory_type_words[] = { "string", "date", "datetime", "edtf", "integer", "list",
	NULL };
const char *const advisory_source_words[] = {"case", "customer", "template", "operator", NULL};
const char *const advisory_tlp_words[] = {"RED", "AMBER", "AMBER+STRICT", "GREEN", "CLEAR", NULL};
const char *const advisory_audience_words[] = {
    "affected-customer", "regulator", "partner", "internal", "public", NULL};
const char *const advisory_severity_words[] = {"info", "low", "medium", "high", "critical", NULL};
const char *const advisory_channel_words[] = { "email", "letter", "phone", "portal", "in-person",
	NULL };
const char *const advisory_evidence_words[] = {
    "none", "customer-statement", "log-check", "screenshot", NULL};
const char *const advisory_reference_words[] = { "attack", "cve", "cwe", "stix", "url", "other",
	NULL };

void advisory_release(struct advisory *a)
{
	arena_release(&a->arena);
	*a = (struct advisory){0};
}

int advisory_word(const char *const *words, const char *word)
{
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

/* Cuts the last subtag off, and a single letter left before it. */
static size_t language_shorten(const char *language, size_t n)
{
	while (n && language[n - 1] != '-')
		n--;
	n -= n > 0;
	if (n >= 2 && language[n - 2] == '-')
		n -= 2;
	return n;
}

int advisory_language(const struct advisory *a, const char *language)
{
	for (size_t n = strlen(language); n; n = language_shorten(language, n))
		for (size_t i = 0; i < a->language_count; i++)
			if (strlen(a->languages[i]) == n &&
			    strncasecmp(a->languages[i], language, n) == 0)
				return (int)i;
	return -1;
}

size_t advisory_names(const struct advisory *a, struct template_name *names)
{
	static const char *const fields[] = {"number", "text", NULL};
	size_t n = 0;

	for (; n < a->variable_count; n++)
		names[n] = (struct template_name){.name = a->variables[n].name,
		    .shape = a->variables[n].type == ADVISORY_LIST ? TEMPLATE_LIST : TEMPLATE_TEXT,
		    .required = a->variables[n].required};
	names[n++] = (struct template_name){.name = "actions", .shape = TEMPLATE_RECORDS,
	    .fields = fields};
	return n;
}

/* ---- to JSON ---- */

static void put_text(json_t *o, const char *key, const char *text)
{
	if (text && *text)
		json_object_set_new(o, key, json_string(text));
}

static void put_list(json_t *o, const char *key, const char *const *texts, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_string(texts[i]));
	json_object_set_new(o, key, list);
}

static void put_texts(
    const struct advisory *a, json_t *o, const char *key, const char *const *texts)
{
	json_t *map;

	if (!texts)
		return;
	map = json_object();
	for (size_t i = 0; i < a->language_count; i++)
		json_object_set_new(map, a->languages[i], json_string(texts[i]));
	json_object_set_new(o, key, map);
}

static json_t *variables_json(const struct advisory *a)
{
	json_t *map = json_object();

	for (size_t i = 0; i < a->variable_count; i++) {
		const struct advisory_variable *v = &a->variables[i];
		json_t *o = json_object();

		put_text(o, "type", advisory_type_words[v->type]);
		put_text(o, "source", advisory_source_words[v->source]);
		json_object_set_new(o, "required", json_boolean(v->required));
		if (v->min)
			json_object_set_new(o, "min", json_integer(v->min));
		if (v->max_length)
			json_object_set_new(o, "max_length", json_integer(v->max_length));
		put_texts(a, o, "default", v->defaults);
		json_object_set_new(map, v->name, o);
	}
	return map;
}

static json_t *messages_json(const struct advisory *a)
{
	json_t *map = json_object();

	for (size_t i = 0; i < a->message_count; i++) {
		json_t *o = json_object();

		put_texts(a, o, "subject", a->messages[i].subject);
		put_texts(a, o, "body", a->messages[i].body);
		json_object_set_new(map, a->messages[i].channel, o);
	}
	return map;
}

static json_t *actions_json(const struct advisory *a)
{
	json_t *list = json_array();

	for (size_t i = 0; i < a->action_count; i++) {
		const struct advisory_action *x = &a->actions[i];
		json_t *o = json_object();

		put_text(o, "id", x->id);
		put_texts(a, o, "text", x->text);
		put_text(o, "evidence", x->evidence);
		put_text(o, "due", x->due);
		put_text(o, "after", x->after);
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *references_json(const struct advisory *a)
{
	json_t *list = json_array();

	for (size_t i = 0; i < a->reference_count; i++) {
		json_t *o = json_object();

		put_text(o, "kind", a->references[i].kind);
		put_text(o, "id", a->references[i].id);
		put_text(o, "text", a->references[i].text);
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *channels_json(const struct advisory *a)
{
	json_t *o = json_object();

	put_list(o, "allow", a->channels, a->channel_count);
	put_text(o, "prefer", a->prefer);
	if (a->resend_max)
		json_object_set_new(o, "resend",
		    json_pack(
			"{s:s,s:I}", "after", a->resend_after, "max", (json_int_t)a->resend_max));
	return o;
}

static json_t *approval_json(const struct advisory *a)
{
	json_t *o = json_object();

	json_object_set_new(o, "count", json_integer(a->approval_count));
	put_list(o, "roles", a->approval_roles, a->approval_role_count);
	json_object_set_new(o, "author_may_approve", json_boolean(a->author_may_approve));
	return o;
}

static int put_bytes(const char *bytes, size_t n, void *out)
{
	str_put(out, bytes, n);
	return 0;
}

void advisory_to_json(const struct advisory *a, struct str *out)
{
	json_t *o = json_object();

	put_text(o, "blotter", "advisory-template");
	json_object_set_new(o, "format", json_integer(1));
	put_text(o, "id", a->id);
	json_object_set_new(o, "version", json_integer(a->version));
	put_text(o, "title", a->title);
	put_text(o, "tlp", a->tlp);
	put_text(o, "audience", a->audience);
	put_text(o, "severity", a->severity);
	put_list(o, "languages", a->languages, a->language_count);
	put_text(o, "default_language", a->default_language);
	json_object_set_new(o, "references", references_json(a));
	json_object_set_new(o, "variables", variables_json(a));
	json_object_set_new(o, "channels", channels_json(a));
	json_object_set_new(o, "approval", approval_json(a));
	json_object_set_new(o, "messages", messages_json(a));
	json_object_set_new(o, "actions", actions_json(a));
	put_list(o, "obligations", a->obligations, a->obligation_count);
	put_text(o, "sha256", a->sha256);
	json_dump_callback(o, put_bytes, out, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(o);
}

/* ---- from JSON ---- */

/* Reading goes on after a fault with harmless values; the first sentence is the one that counts. */
struct source {
	struct advisory *a;
	struct err *e;
	bool bad;
};

static void wrong(struct source *s, const char *key, const char *what)
{
	if (!s->bad)
		err_set(s->e, ERR_INVALID, "the advisory's \"%.60s\" %s", key, what);
	s->bad = true;
}

static const char *take(struct source *s, const json_t *text, const char *key, size_t max)
{
	if (!json_is_string(text))
		wrong(s, key, "is missing or not text");
	else if (json_string_length(text) > max)
		wrong(s, key, "is too long");
	else
		return arena_strdup(&s->a->arena, json_string_value(text));
	return "";
}

static const char *get_text(struct source *s, const json_t *o, const char *key, size_t max)
{
	return take(s, json_object_get(o, key), key, max);
}

static const char *get_optional(struct source *s, const json_t *o, const char *key, size_t max)
{
	return json_object_get(o, key) ? get_text(s, o, key, max) : "";
}

static const char *get_word(struct source *s, const json_t *o, const char *key,
    const char *const *words, const char *otherwise)
{
	const char *text = json_string_value(json_object_get(o, key));
	int i = text ? advisory_word(words, text) : -1;

	if (i >= 0)
		return words[i];
	if (text || !otherwise)
		wrong(s, key, "is not one of the known words");
	return otherwise ? otherwise : words[0];
}

static int64_t get_number(struct source *s, const json_t *o, const char *key, int64_t least,
    int64_t otherwise)
{
	const json_t *n = json_object_get(o, key);

	if (!n)
		return otherwise;
	if (json_is_integer(n) && json_integer_value(n) >= least &&
	    json_integer_value(n) <= 1000000000)
		return json_integer_value(n);
	wrong(s, key, "is not a number in its range");
	return otherwise;
}

static bool get_bool(struct source *s, const json_t *o, const char *key)
{
	const json_t *b = json_object_get(o, key);

	if (b && !json_is_boolean(b))
		wrong(s, key, "is neither true nor false");
	return json_is_true(b);
}

static const char *const *get_list(struct source *s, const json_t *o, const char *key, size_t max,
    size_t *count)
{
	const json_t *list = json_object_get(o, key);
	const char **texts;

	*count = 0;
	if (list && (!json_is_array(list) || json_array_size(list) > max)) {
		wrong(s, key, "is not a list, or too long");
		return NULL;
	}
	if (json_array_size(list) == 0)
		return NULL;
	texts = arena_alloc(&s->a->arena, json_array_size(list) * sizeof *texts);
	for (; *count < json_array_size(list); ++*count)
		texts[*count] = take(s, json_array_get(list, *count), key, 256);
	return texts;
}

/* One text a language, exactly. */
static const char *const *get_texts(struct source *s, const json_t *o, const char *key)
{
	const json_t *map = json_object_get(o, key);
	size_t n = s->a->language_count;
	const char **texts = arena_alloc(&s->a->arena, (n + 1) * sizeof *texts);

	if (json_object_size(map) != n)
		wrong(s, key, "does not have exactly the advisory's languages");
	for (size_t i = 0; i < n; i++)
		texts[i] = get_text(s, map, s->a->languages[i], ADVISORY_TEXT_MAX);
	return texts;
}

/* A list or map of objects: how many, 0 when it is no such thing or has too many. */
static size_t get_size(struct source *s, const json_t *o, const char *key, bool map, size_t max)
{
	const json_t *inside = json_object_get(o, key);
	size_t n = map ? json_object_size(inside) : json_array_size(inside);

	if ((inside && (map ? !json_is_object(inside) : !json_is_array(inside))) || n > max) {
		wrong(s, key, "is no list of things, or too long");
		return 0;
	}
	return n;
}

static void variable_read(struct source *s, struct advisory_variable *v, const char *name,
    const json_t *o)
{
	v->name = arena_strdup(&s->a->arena, name);
	if (strlen(name) > TEMPLATE_NAME_MAX)
		wrong(s, "variables", "holds a name that is too long");
	v->type = (enum advisory_type)advisory_word(advisory_type_words,
	    get_word(s, o, "type", advisory_type_words, NULL));
	v->source = (enum advisory_source)advisory_word(advisory_source_words,
	    get_word(s, o, "source", advisory_source_words, NULL));
	v->required = get_bool(s, o, "required");
	v->min = get_number(s, o, "min", 0, 0);
	v->max_length = get_number(s, o, "max_length", 1, 0);
	v->defaults = json_object_get(o, "default") ? get_texts(s, o, "default") : NULL;
}

static void variables_read(struct source *s, const json_t *o)
{
	size_t n = get_size(s, o, "variables", true, ADVISORY_VARIABLES_MAX), i = 0;
	struct advisory_variable *at = arena_alloc(&s->a->arena, (n + 1) * sizeof *at);
	json_t *value;
	const char *name;

	s->a->variables = at;
	s->a->variable_count = n;
	if (!n)
		return;
	json_object_foreach(json_object_get(o, "variables"), name, value)
		variable_read(s, &at[i++], name, value);
}

static void messages_read(struct source *s, const json_t *o)
{
	size_t n = get_size(s, o, "messages", true, 5), i = 0;
	struct advisory_message *at = arena_alloc(&s->a->arena, (n + 1) * sizeof *at);
	json_t *value;
	const char *channel;

	s->a->messages = at;
	s->a->message_count = n;
	if (!n) {
		wrong(s, "messages", "is empty");
		return;
	}
	json_object_foreach(json_object_get(o, "messages"), channel, value) {
		int word = advisory_word(advisory_channel_words, channel);

		if (word < 0)
			wrong(s, "messages", "names an unknown channel");
		at[i].channel = advisory_channel_words[word < 0 ? 0 : word];
		at[i].subject =
		    json_object_get(value, "subject") ? get_texts(s, value, "subject") : NULL;
		at[i++].body = get_texts(s, value, "body");
	}
}

static void actions_read(struct source *s, const json_t *o)
{
	size_t n = get_size(s, o, "actions", false, ADVISORY_ACTIONS_MAX);
	struct advisory_action *at = arena_alloc(&s->a->arena, (n + 1) * sizeof *at);

	s->a->actions = at;
	s->a->action_count = n;
	for (size_t i = 0; i < n; i++) {
		const json_t *x = json_array_get(json_object_get(o, "actions"), i);

		at[i].id = get_text(s, x, "id", 64);
		at[i].text = get_texts(s, x, "text");
		at[i].evidence = get_word(s, x, "evidence", advisory_evidence_words, "none");
		at[i].due = get_optional(s, x, "due", 16);
		at[i].after = get_optional(s, x, "after", 64);
	}
}

static void references_read(struct source *s, const json_t *o)
{
	size_t n = get_size(s, o, "references", false, ADVISORY_ITEMS_MAX);
	struct advisory_reference *at = arena_alloc(&s->a->arena, (n + 1) * sizeof *at);

	s->a->references = at;
	s->a->reference_count = n;
	for (size_t i = 0; i < n; i++) {
		const json_t *x = json_array_get(json_object_get(o, "references"), i);

		at[i].kind = get_word(s, x, "kind", advisory_reference_words, NULL);
		at[i].id = get_text(s, x, "id", 2048);
		at[i].text = get_optional(s, x, "text", 1024);
	}
}

static void channels_read(struct source *s, const json_t *o)
{
	const json_t *c = json_object_get(o, "channels"), *resend = json_object_get(c, "resend");
	struct advisory *a = s->a;

	a->channels = get_list(s, c, "allow", 5, &a->channel_count);
	a->prefer = get_word(s, c, "prefer", advisory_channel_words, NULL);
	a->resend_after = get_optional(s, resend, "after", 16);
	a->resend_max = get_number(s, resend, "max", 0, 0);
}

static void approval_read(struct source *s, const json_t *o)
{
	const json_t *p = json_object_get(o, "approval");
	struct advisory *a = s->a;

	a->approval_count = get_number(s, p, "count", 1, 2);
	a->approval_roles = get_list(s, p, "roles", ADVISORY_ITEMS_MAX, &a->approval_role_count);
	a->author_may_approve = get_bool(s, p, "author_may_approve");
}

static void head_read(struct source *s, const json_t *o)
{
	struct advisory *a = s->a;
	const char *kind = json_string_value(json_object_get(o, "blotter"));
	const char *hash = get_optional(s, o, "sha256", DIGEST_HEX - 1);

	if (!kind || strcmp(kind, "advisory-template") != 0)
		wrong(s, "blotter", "is not \"advisory-template\"");
	if (get_number(s, o, "format", 1, 0) != 1)
		wrong(s, "format", "is not 1: it needs a newer blotter");
	a->id = get_text(s, o, "id", 64);
	a->version = get_number(s, o, "version", 1, 0);
	if (!a->version)
		wrong(s, "version", "is missing");
	a->title = get_text(s, o, "title", 1024);
	a->tlp = get_word(s, o, "tlp", advisory_tlp_words, NULL);
	a->audience = get_word(s, o, "audience", advisory_audience_words, NULL);
	a->severity = get_word(s, o, "severity", advisory_severity_words, NULL);
	a->languages = get_list(s, o, "languages", ADVISORY_LANGUAGES_MAX, &a->language_count);
	if (!a->language_count)
		wrong(s, "languages", "is empty");
	a->default_language = get_optional(s, o, "default_language", 64);
	if (!*a->default_language && a->language_count)
		a->default_language = a->languages[0];
	memcpy(a->sha256, hash, strlen(hash) + 1);
}

int advisory_from_json(struct advisory *a, const char *json, size_t n, struct err *e)
{
	struct source s = {.a = a, .e = e};
	json_error_t fault;
	json_t *o = json_loadb(json, n, JSON_REJECT_DUPLICATES, &fault);

	*a = (struct advisory){0};
	if (!o)
		return err_set(e, ERR_INVALID, "the advisory is not JSON: %s", fault.text);
	head_read(&s, o);
	a->obligations = get_list(&s, o, "obligations", ADVISORY_ITEMS_MAX, &a->obligation_count);
	references_read(&s, o);
	variables_read(&s, o);
	channels_read(&s, o);
	approval_read(&s, o);
	messages_read(&s, o);
	actions_read(&s, o);
	json_decref(o);
	if (!s.bad)
		return 0;
	advisory_release(a);
	return -1;
}

/* ---- lengths of time ---- */

/* One part of an ISO 8601 duration in whole days or in µs; 0 for a letter that is none. */
static int64_t unit_of(char letter, bool time)
{
	static const struct {
		char letter;
		bool time;
		int64_t micros;
	} units[] = { { 'Y', false, 365 * WHEN_DAY }, { 'M', false, 30 * WHEN_DAY },
		{ 'W', false, 7 * WHEN_DAY }, { 'D', false, WHEN_DAY },
		{ 'H', true, 3600 * WHEN_SECOND }, { 'M', true, 60 * WHEN_SECOND },
		{ 'S', true, WHEN_SECOND } };

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (units[i].letter == letter && units[i].time == time)
			return units[i].micros;
	return 0;
}

int64_t advisory_duration(const char *text)
{
	int64_t sum = 0;
	bool time = false;

	if (*text++ != 'P')
		return 0;
	while (*text) {
		char *end;
		int64_t n, unit;

		if (*text == 'T') {
			time = true;
			text++;
			continue;
		}
		n = strtoll(text, &end, 10);
		unit = end == text ? 0 : unit_of(*end, time);
		if (!unit || n < 0 || n > 36525)
			return 0;
		sum += n * unit;
		text = end + 1;
	}
	return sum;
}
