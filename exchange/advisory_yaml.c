/*
 * advisory_yaml.c - advisories from the YAML people write.
 *
 * `struct rule` describes a file: what each key holds, in tables that read like the file. One walk
 * checks the tree against them and builds the JSON that the model reads. What tables cannot say
 * (languages, variables, ids that refer to each other) is checked on the tree afterwards, so
 * that every fault has its place.
 */
#include "exchange/advisory_yaml.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "exchange/yaml.h"

enum rule_kind {
	RULE_TEXT,  /* one line of text; max: characters */
	RULE_WORD,  /* one of `words` */
	RULE_WHOLE, /* a whole number from min to max */
	RULE_BOOL,
	RULE_LIST,  /* of what `inside` says, at least min, at most max */
	RULE_MAP,   /* with the keys of `inside` */
	RULE_NAMED, /* a map whose keys are names of their own, each holding `inside` */
	RULE_TEXTS, /* one text a language */
};

enum { REQUIRED = 1, LINES = 2, UNIQUE = 4 };

/* The form of a text: what it must look like, and the code when it does not. */
struct form {
	bool (*good)(const char *s);
	const char *code;
	const char *what;
};

struct rule {
	const char *key; /* NULL ends a table */
	enum rule_kind kind;
	unsigned flags;
	const struct rule *inside;
	const char *const *words; /* of a word; of a named map: its keys */
	const struct form *form;  /* of a text; of a named map: its keys */
	int64_t min, max;	  /* see rule_kind; max 0: ADVISORY_ITEMS_MAX, or 1000 characters */
	const char *code;	  /* when the type is wrong; NULL: E-TPL-TYPE */
};

/* ---- forms ---- */

static bool small(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool alnum(char c)
{
	return small(c | 0x20) || digit(c);
}

/* [a-z][a-z0-9]*(-[a-z0-9]+)*, at most 64 */
static bool id_good(const char *s)
{
	size_t n = strlen(s);

	if (!small(s[0]) || n > 64)
		return false;
	for (size_t i = 1; i < n; i++)
		if (!small(s[i]) && !digit(s[i]) && (s[i] != '-' || s[i - 1] == '-' || i + 1 == n))
			return false;
	return true;
}

static bool name_good(const char *s)
{
	size_t n = strlen(s);

	if (!small(s[0]) || n > TEMPLATE_NAME_MAX)
		return false;
	for (size_t i = 1; i < n; i++)
		if (!small(s[i]) && !digit(s[i]) && s[i] != '_')
			return false;
	return strcmp(s, "actions") != 0 && strcmp(s, "number") != 0 && strcmp(s, "text") != 0;
}

/* A language of 2 or 3 letters and further subtags of 1 to 8: BCP 47 without its old exceptions. */
static bool language_good(const char *s)
{
	size_t run = 0, total = strlen(s);
	bool first = true;

	if (total > 35)
		return false;
	for (;; s++) {
		if (*s && *s != '-') {
			if (!alnum(*s) || (first && digit(*s)))
				return false;
			run++;
			continue;
		}
		if (run == 0 || run > 8 || (first && (run < 2 || run > 3)))
			return false;
		if (!*s)
			return true;
		first = false;
		run = 0;
	}
}

/* P14D, P2W, P1M, PT36H, PT30M: one unit, not zero. */
static bool duration_good(const char *s)
{
	const char *units = "DWM";
	size_t n;

	if (*s++ != 'P')
		return false;
	if (*s == 'T') {
		units = "HM";
		s++;
	}
	n = strspn(s, "0123456789");
	return n > 0 && n <= 4 && s[0] != '0' && s[n] && strchr(units, s[n]) && !s[n + 1];
}

static const struct form form_id = {id_good, "E-TPL-ID",
    "is not an id: a-z, 0-9 and single hyphens, beginning with a letter, at most 64"};
static const struct form form_name = {name_good, "E-TPL-ID",
    "is not a name for a variable: a-z, 0-9 and _, beginning with a letter, at most 32, and not "
    "one of actions, number, text"};
static const struct form form_language = {language_good, "E-TPL-TYPE", "is not a language tag"};
static const struct form form_duration = {duration_good, "E-TPL-TYPE",
    "is not a length of time such as P14D or PT36H"};

/* ---- the file ---- */

static const struct rule item_language = {"", RULE_TEXT, REQUIRED, .form = &form_language};
static const struct rule item_id = {"", RULE_TEXT, REQUIRED, .form = &form_id};
static const struct rule item_channel = {"", RULE_WORD, REQUIRED, .words = advisory_channel_words};

static const struct rule reference_keys[] = {
    {"kind", RULE_WORD, REQUIRED, .words = advisory_reference_words},
    {"id", RULE_TEXT, REQUIRED, .max = 2048},
    {"text", RULE_TEXT, .flags = 0},
    {0},
};
static const struct rule item_reference = {"", RULE_MAP, REQUIRED, .inside = reference_keys};

static const struct rule variable_keys[] = {
    {"type", RULE_WORD, REQUIRED, .words = advisory_type_words},
    {"source", RULE_WORD, REQUIRED, .words = advisory_source_words},
    {"required", RULE_BOOL, .flags = REQUIRED},
    {"default", RULE_TEXTS, .flags = 0},
    {"min", RULE_WHOLE, 0, .max = ADVISORY_ITEMS_MAX},
    {"max_length", RULE_WHOLE, 0, .min = 1, .max = 10000},
    {0},
};
static const struct rule item_variable = {"", RULE_MAP, REQUIRED, .inside = variable_keys};

static const struct rule resend_keys[] = {
    {"after", RULE_TEXT, REQUIRED, .form = &form_duration},
    {"max", RULE_WHOLE, REQUIRED, .min = 1, .max = 100},
    {0},
};
static const struct rule channel_keys[] = {
    {"allow", RULE_LIST, REQUIRED | UNIQUE, .inside = &item_channel, .min = 1},
    {"prefer", RULE_WORD, REQUIRED, .words = advisory_channel_words},
    {"resend", RULE_MAP, 0, .inside = resend_keys},
    {0},
};
static const struct rule approval_keys[] = {
    {"count", RULE_WHOLE, REQUIRED, .min = 1, .max = 20},
    {"roles", RULE_LIST, UNIQUE, .inside = &item_id},
    {"author_may_approve", RULE_BOOL, .flags = 0},
    {0},
};
static const struct rule message_keys[] = {
    {"subject", RULE_TEXTS, .flags = 0},
    {"body", RULE_TEXTS, .flags = REQUIRED | LINES},
    {0},
};
static const struct rule item_message = {"", RULE_MAP, REQUIRED, .inside = message_keys};

static const struct rule action_keys[] = {
    {"id", RULE_TEXT, REQUIRED, .form = &form_id},
    {"text", RULE_TEXTS, .flags = REQUIRED},
    {"evidence", RULE_WORD, REQUIRED, .words = advisory_evidence_words},
    {"due", RULE_TEXT, 0, .form = &form_duration},
    {"after", RULE_TEXT, 0, .form = &form_id},
    {0},
};
static const struct rule item_action = {"", RULE_MAP, REQUIRED, .inside = action_keys};

static const struct rule file_keys[] = {
    {"blotter", RULE_TEXT, .flags = REQUIRED},
    {"format", RULE_WHOLE, REQUIRED, .min = 1, .max = ADVISORY_FORMAT},
    {"id", RULE_TEXT, REQUIRED, .form = &form_id},
    {"version", RULE_WHOLE, REQUIRED, .min = 1, .max = 1000000, .code = "E-TPL-VERSION"},
    {"title", RULE_TEXT, REQUIRED, .max = 200},
    {"tlp", RULE_WORD, REQUIRED, .words = advisory_tlp_words},
    {"audience", RULE_WORD, REQUIRED, .words = advisory_audience_words},
    {"severity", RULE_WORD, REQUIRED, .words = advisory_severity_words},
    {"languages", RULE_LIST, REQUIRED | UNIQUE, .inside = &item_language, .min = 1,
	.max = ADVISORY_LANGUAGES_MAX},
    {"default_language", RULE_TEXT, 0, .form = &form_language},
    {"references", RULE_LIST, 0, .inside = &item_reference},
    {"variables", RULE_NAMED, 0, .inside = &item_variable, .form = &form_name,
	.max = ADVISORY_VARIABLES_MAX},
    {"channels", RULE_MAP, REQUIRED, .inside = channel_keys},
    {"approval", RULE_MAP, 0, .inside = approval_keys},
    {"messages", RULE_NAMED, REQUIRED, .inside = &item_message, .words = advisory_channel_words,
	.min = 1},
    {"actions", RULE_LIST, 0, .inside = &item_action, .max = ADVISORY_ACTIONS_MAX},
    {"obligations", RULE_LIST, UNIQUE, .inside = &item_id},
    {0},
};

/* ---- the walk ---- */

struct check {
	const struct yaml_document *doc;
	struct fault_list *faults;
	const struct yaml_node *languages; /* the list; NULL while it is not one */
	char path[200];			   /* of the node looked at: messages.email.subject */
};

static json_t *value_check(struct check *c, const struct yaml_node *n, const struct rule *rule);

#define FAULT(c, n, code, ...) fault_add((c)->faults, (n)->line, (n)->column, code, __VA_ARGS__)

/* Goes a step down in the path; returns the length to come back to. */
static size_t path_push(struct check *c, const char *key)
{
	size_t n = strlen(c->path);

	snprintf(c->path + n, sizeof c->path - n, "%s%.40s", n ? "." : "", key);
	return n;
}

static void path_pop(struct check *c, size_t n)
{
	c->path[n] = '\0';
}

static const char *near_text(const char *word, const char *const *words, char out[64])
{
	const char *near = fault_nearest(word, words);

	out[0] = '\0';
	if (near)
		snprintf(out, 64, "; did you mean \"%s\"?", near);
	return out;
}

static int64_t characters(const char *s)
{
	int64_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

/* The text of a scalar; NULL after a fault. */
static const char *text_check(struct check *c, const struct yaml_node *n, unsigned flags)
{
	if (n->kind != YAML_SCALAR) {
		FAULT(c, n, "E-TPL-TYPE", "\"%s\" must be text", c->path);
		return NULL;
	}
	if (yaml_null(n) || n->len == 0) {
		FAULT(c, n, "E-TPL-MISSING", "\"%s\" is empty", c->path);
		return NULL;
	}
	if (!(flags & LINES) && strpbrk(n->text, "\n\t")) {
		FAULT(c, n, "E-TPL-TYPE", "\"%s\" must be one line without tabs", c->path);
		return NULL;
	}
	return n->text;
}

static json_t *rule_text(struct check *c, const struct yaml_node *n, const struct rule *rule)
{
	const char *text = text_check(c, n, rule->flags);
	int64_t max = rule->max ? rule->max : 1000;

	if (!text)
		return NULL;
	if (characters(text) > max) {
		FAULT(c, n, "E-TPL-TYPE", "\"%s\" is longer than %lld characters", c->path,
		    (long long)max);
		return NULL;
	}
	if (rule->form && !rule->form->good(text)) {
		FAULT(c, n, rule->form->code, "\"%.80s\" %s", text, rule->form->what);
		return NULL;
	}
	return json_string(text);
}

static json_t *rule_word(struct check *c, const struct yaml_node *n, const struct rule *rule)
{
	const char *text = text_check(c, n, 0);
	char near[64];

	if (!text)
		return NULL;
	if (advisory_word(rule->words, text) >= 0)
		return json_string(text);
	FAULT(c, n, "E-TPL-ENUM", "\"%s\" cannot be \"%.40s\"%s", c->path, text,
	    near_text(text, rule->words, near));
	return NULL;
}

/* A whole number as people write one: no sign, no leading zero, not quoted. */
static bool whole(const struct yaml_node *n, int64_t *value)
{
	if (n->kind != YAML_SCALAR || n->style != YAML_PLAIN || n->len == 0 || n->len > 10)
		return false;
	if (strspn(n->text, "0123456789") != n->len || (n->text[0] == '0' && n->len > 1))
		return false;
	*value = strtoll(n->text, NULL, 10);
	return true;
}

static json_t *rule_whole(struct check *c, const struct yaml_node *n, const struct rule *rule)
{
	int64_t value;

	if (whole(n, &value) && value >= rule->min && value <= rule->max)
		return json_integer(value);
	FAULT(c, n, rule->code ? rule->code : "E-TPL-TYPE",
	    "\"%s\" must be a whole number from %lld to %lld", c->path, (long long)rule->min,
	    (long long)rule->max);
	return NULL;
}

static json_t *rule_bool(struct check *c, const struct yaml_node *n, const struct rule *rule)
{
	bool plain = n->kind == YAML_SCALAR && n->style == YAML_PLAIN;

	if (plain && strcmp(n->text, "true") == 0)
		return json_true();
	if (plain && strcmp(n->text, "false") == 0)
		return json_false();
	FAULT(c, n, "E-TPL-TYPE", "\"%s\" must be true or false", c->path);
	return NULL;
}

static const struct yaml_node *earlier_item(const struct yaml_node *list, const struct yaml_node *n)
{
	for (const struct yaml_node *x = list->first; x != n; x = x->next)
		if (x->kind == YAML_SCALAR && n->kind == YAML_SCALAR &&
		    strcmp(x->text, n->text) == 0)
			return x;
	return NULL;
}

/* Between min and max items or keys? */
static bool count_check(struct check *c, const struct yaml_node *n, const struct rule *rule)
{
	int64_t max = rule->max ? rule->max : ADVISORY_ITEMS_MAX;

	if ((int64_t)n->count < rule->min)
		FAULT(c, n, "E-TPL-MISSING", "\"%s\" is empty", c->path);
	else if ((int64_t)n->count > max)
		FAULT(
		    c, n, "E-TPL-TYPE", "\"%s\" has more than %lld parts", c->path, (long long)max);
	else
		return true;
	return false;
}

static json_t *rule_list(struct check *c, const struct yaml_node *n, const struct rule *rule)
{
	json_t *list;

	if (n->kind != YAML_SEQUENCE) {
		FAULT(c, n, "E-TPL-TYPE", "\"%s\" must be a list", c->path);
		return NULL;
	}
	if (!count_check(c, n, rule))
		return NULL;
	list = json_array();
	for (const struct yaml_node *x = n->first; x; x = x->next) {
		const struct yaml_node *same = rule->flags & UNIQUE ? earlier_item(n, x) : NULL;
		json_t *value;

		if (same)
			FAULT(c, x, "E-TPL-ID", "\"%.64s\" given twice (first at %d:%d)", x->text,
			    same->line, same->column);
		value = value_check(c, x, rule->inside);
		if (value)
			json_array_append_new(list, value);
	}
	return list;
}

static const struct rule *rule_find(const struct rule *keys, const char *key)
{
	for (; keys->key; keys++)
		if (strcmp(keys->key, key) == 0)
			return keys;
	return NULL;
}

static void unknown_key(struct check *c, const struct yaml_node *key, const struct rule *keys)
{
	const char *words[32] = {NULL};
	char near[64];
	size_t n = 0;

	for (; keys->key && n < 31; keys++)
		words[n++] = keys->key;
	FAULT(c, key, "E-TPL-UNKNOWN-KEY", "unknown key \"%.60s\"%s%s%s", key->text,
	    *c->path ? " in " : "", c->path, near_text(key->text, words, near));
}

static void keys_missing(struct check *c, const struct yaml_node *n, const struct rule *keys)
{
	for (; keys->key; keys++)
		if ((keys->flags & REQUIRED) && !yaml_key(n, keys->key))
			FAULT(c, n, "E-TPL-MISSING", "%s lacks \"%s\"",
			    *c->path ? c->path : "the file", keys->key);
}

static json_t *rule_map(struct check *c, const struct yaml_node *n, const struct rule *rule)
{
	json_t *map;

	if (n->kind != YAML_MAPPING) {
		FAULT(c, n, "E-TPL-TYPE", "\"%s\" must be a mapping of keys and values", c->path);
		return NULL;
	}
	map = json_object();
	for (const struct yaml_node *k = n->first; k; k = k->next) {
		const struct rule *inside = rule_find(rule->inside, k->text);
		size_t back;
		json_t *value;

		if (!inside) {
			unknown_key(c, k, rule->inside);
			continue;
		}
		back = path_push(c, k->text);
		value = value_check(c, k->value, inside);
		path_pop(c, back);
		if (value)
			json_object_set_new(map, k->text, value);
	}
	keys_missing(c, n, rule->inside);
	return map;
}

static bool named_key_check(struct check *c, const struct yaml_node *k, const struct rule *rule)
{
	char near[64];

	if (rule->words && advisory_word(rule->words, k->text) < 0) {
		FAULT(c, k, "E-TPL-UNKNOWN-KEY", "unknown key \"%.60s\" in %s%s", k->text, c->path,
		    near_text(k->text, rule->words, near));
		return false;
	}
	if (rule->form && !rule->form->good(k->text)) {
		FAULT(c, k, rule->form->code, "\"%.60s\" %s", k->text, rule->form->what);
		return false;
	}
	return true;
}

static json_t *rule_named(struct check *c, const struct yaml_node *n, const struct rule *rule)
{
	json_t *map;

	if (n->kind != YAML_MAPPING) {
		FAULT(c, n, "E-TPL-TYPE", "\"%s\" must be a mapping of names", c->path);
		return NULL;
	}
	if (!count_check(c, n, rule))
		return NULL;
	map = json_object();
	for (const struct yaml_node *k = n->first; k; k = k->next) {
		size_t back;
		json_t *value;

		if (!named_key_check(c, k, rule))
			continue;
		back = path_push(c, k->text);
		value = value_check(c, k->value, rule->inside);
		path_pop(c, back);
		if (value)
			json_object_set_new(map, k->text, value);
	}
	return map;
}

static bool language_known(const struct check *c, const char *tag)
{
	if (!c->languages)
		return true;
	for (const struct yaml_node *x = c->languages->first; x; x = x->next)
		if (x->kind == YAML_SCALAR && strcmp(x->text, tag) == 0)
			return true;
	return false;
}

static void languages_missing(struct check *c, const struct yaml_node *n)
{
	if (!c->languages)
		return;
	for (const struct yaml_node *x = c->languages->first; x; x = x->next)
		if (x->kind == YAML_SCALAR && !yaml_key(n, x->text))
			FAULT(c, n, "E-TPL-LANG-MISSING", "\"%s\" lacks the language \"%.35s\"",
			    c->path, x->text);
}

static json_t *rule_texts(struct check *c, const struct yaml_node *n, const struct rule *rule)
{
	json_t *map;

	if (n->kind != YAML_MAPPING) {
		FAULT(c, n, "E-TPL-TYPE", "\"%s\" must have one text for each language", c->path);
		return NULL;
	}
	map = json_object();
	for (const struct yaml_node *k = n->first; k; k = k->next) {
		size_t back = path_push(c, k->text);
		const char *text = text_check(c, k->value, rule->flags);

		path_pop(c, back);
		if (!language_known(c, k->text))
			FAULT(c, k, "E-TPL-LANG-EXTRA",
			    "\"%s\" has \"%.35s\", which is not among languages", c->path, k->text);
		if (text)
			json_object_set_new(map, k->text, json_string(text));
	}
	languages_missing(c, n);
	return map;
}

static json_t *value_check(struct check *c, const struct yaml_node *n, const struct rule *rule)
{
	static json_t *(*const checks[])(struct check *, const struct yaml_node *,
	    const struct rule *) = {
	    [RULE_TEXT] = rule_text,
	    [RULE_WORD] = rule_word,
	    [RULE_WHOLE] = rule_whole,
	    [RULE_BOOL] = rule_bool,
	    [RULE_LIST] = rule_list,
	    [RULE_MAP] = rule_map,
	    [RULE_NAMED] = rule_named,
	    [RULE_TEXTS] = rule_texts,
	};

	if (!yaml_null(n))
		return checks[rule->kind](c, n, rule);
	if (rule->flags & REQUIRED)
		FAULT(c, n, "E-TPL-MISSING", "\"%s\" is empty", c->path);
	return NULL;
}

/* ---- what tables cannot say ---- */

/* Children of a node that may be missing or of another kind. */
static const struct yaml_node *keys_of(const struct yaml_node *n)
{
	return n && n->kind == YAML_MAPPING ? n->first : NULL;
}

static const struct yaml_node *items_of(const struct yaml_node *n)
{
	return n && n->kind == YAML_SEQUENCE ? n->first : NULL;
}

static bool is(const struct yaml_node *n, const char *text)
{
	return n && n->kind == YAML_SCALAR && strcmp(n->text, text) == 0;
}

static bool filled(const struct yaml_node *n)
{
	return n && !yaml_null(n);
}

static void variable_check(struct check *c, const struct yaml_node *k)
{
	const struct yaml_node *v = k->value, *fallback = yaml_get(v, "default");
	bool list = is(yaml_get(v, "type"), "list");

	if (filled(fallback) && is(yaml_get(v, "required"), "true"))
		FAULT(c, fallback, "E-TPL-TYPE", "\"%s\" is required and cannot have a default",
		    k->text);
	if (filled(fallback) && list)
		FAULT(c, fallback, "E-TPL-TYPE", "\"%s\" is a list and cannot have a default",
		    k->text);
	if (!filled(fallback) && is(yaml_get(v, "source"), "template"))
		FAULT(c, k, "E-TPL-MISSING",
		    "\"%s\" comes from the template and lacks a \"default\"", k->text);
	if (filled(yaml_get(v, "min")) && !list)
		FAULT(c, yaml_key(v, "min"), "E-TPL-TYPE", "\"min\" is for lists only");
}

/* Texts that go into letters as they are must not look like tags. */
static void plain_check(struct check *c, const struct yaml_node *texts, const char *what)
{
	for (const struct yaml_node *k = keys_of(texts); k; k = k->next) {
		const char *at =
		    k->value->kind == YAML_SCALAR ? strstr(k->value->text, "{{") : NULL;
		int line, column;

		if (!at)
			continue;
		yaml_place(c->doc, k->value, 1,
		    (int)characters(k->value->text) - (int)characters(at) + 1, &line, &column);
		fault_add(c->faults, line, column, "E-TPL-TAG-FORBIDDEN",
		    "{{ in %s, where no tags are read", what);
	}
}

static void variables_check(struct check *c, const struct yaml_node *variables)
{
	for (const struct yaml_node *k = keys_of(variables); k; k = k->next) {
		variable_check(c, k);
		plain_check(c, yaml_get(k->value, "default"), "a default");
	}
}

static void channels_check(struct check *c, const struct yaml_node *root)
{
	const struct yaml_node *channels = yaml_get(root, "channels"),
			       *messages = yaml_get(root, "messages");
	const struct yaml_node *prefer = yaml_get(channels, "prefer");
	bool allowed = false;

	for (const struct yaml_node *x = items_of(yaml_get(channels, "allow")); x; x = x->next)
		allowed = allowed || (prefer && prefer->kind == YAML_SCALAR && is(x, prefer->text));
	if (prefer && prefer->kind == YAML_SCALAR && !allowed)
		FAULT(c, prefer, "E-TPL-ENUM", "\"channels.prefer\" is not among those allowed");
	if (prefer && prefer->kind == YAML_SCALAR && messages && messages->kind == YAML_MAPPING &&
	    !yaml_key(messages, prefer->text))
		FAULT(c, messages, "E-TPL-MISSING",
		    "\"messages\" lacks the preferred channel \"%.20s\"", prefer->text);
}

static void message_check(struct check *c, const struct yaml_node *root, const struct yaml_node *k)
{
	const struct yaml_node *x = items_of(yaml_get(yaml_get(root, "channels"), "allow"));
	bool spoken = strcmp(k->text, "phone") == 0 || strcmp(k->text, "in-person") == 0;

	if (!spoken && k->value->kind == YAML_MAPPING && !filled(yaml_get(k->value, "subject")))
		FAULT(c, k->value, "E-TPL-MISSING", "messages.%.20s lacks \"subject\"", k->text);
	if (!x)
		return;
	while (x && !is(x, k->text))
		x = x->next;
	if (!x)
		FAULT(c, k, "E-TPL-ENUM", "messages has \"%.20s\", which channels.allow does not",
		    k->text);
}

static void action_check(struct check *c, const struct yaml_node *list, const struct yaml_node *n)
{
	const struct yaml_node *id = yaml_get(n, "id"), *after = yaml_get(n, "after");
	bool found = false;

	for (const struct yaml_node *x = list->first; x != n; x = x->next) {
		const struct yaml_node *other = yaml_get(x, "id");

		if (id && id->kind == YAML_SCALAR && is(other, id->text))
			FAULT(c, id, "E-TPL-ID", "action \"%.64s\" given twice (first at %d:%d)",
			    id->text, other->line, other->column);
		found = found || (after && after->kind == YAML_SCALAR && is(other, after->text));
	}
	if (filled(after) && after->kind == YAML_SCALAR && !found)
		FAULT(c, after, "E-TPL-ID",
		    "\"after\" must name an action further up, \"%.64s\" is none", after->text);
	plain_check(c, yaml_get(n, "text"), "an action's text");
}

static void default_language_check(struct check *c, const struct yaml_node *root)
{
	const struct yaml_node *n = yaml_get(root, "default_language");

	if (filled(n) && n->kind == YAML_SCALAR && !language_known(c, n->text))
		FAULT(c, n, "E-TPL-LANG-MISSING", "\"%.35s\" is not among languages", n->text);
}

/* ---- templates ---- */

/* The variables as template.h wants them, and which of them some text has used. */
struct names {
	struct template_name at[ADVISORY_VARIABLES_MAX + 1];
	const struct yaml_node *key[ADVISORY_VARIABLES_MAX]; /* where each is declared */
	size_t variables;				     /* `actions` comes after them */
	bool used[ADVISORY_VARIABLES_MAX + 1];
	bool broken; /* some text did not compile: what is unused cannot be told */
};

static void names_read(struct names *names, const struct yaml_node *variables)
{
	static const char *const fields[] = {"number", "text", NULL};

	*names = (struct names){.variables = 0};
	for (const struct yaml_node *k = keys_of(variables); k; k = k->next) {
		if (names->variables == ADVISORY_VARIABLES_MAX)
			break;
		names->key[names->variables] = k;
		names->at[names->variables++] = (struct template_name){ .name = k->text,
			.shape = is(yaml_get(k->value, "type"), "list") ? TEMPLATE_LIST
									: TEMPLATE_TEXT };
	}
	names->at[names->variables] = (struct template_name){.name = "actions",
	    .shape = TEMPLATE_RECORDS, .fields = fields};
}

static void template_faults_add(struct check *c, const struct yaml_node *text,
    const struct template_faults *faults)
{
	static const char *const codes[] = {
	    [TEMPLATE_TAG_FORBIDDEN] = "E-TPL-TAG-FORBIDDEN",
	    [TEMPLATE_SECTION] = "E-TPL-SECTION",
	    [TEMPLATE_UNDECLARED] = "E-TPL-VAR-UNDECLARED",
	    [TEMPLATE_WRONG_SHAPE] = "E-TPL-TYPE",
	};

	for (int i = 0; i < faults->count; i++) {
		const struct template_fault *f = &faults->at[i];
		int line, column;

		yaml_place(c->doc, text, f->line, f->column, &line, &column);
		fault_add(c->faults, line, column, codes[f->code], "%s", f->text);
	}
}

/* Compiles one text; false when it has faults. `uses` gets the names in it. */
static bool text_compile(struct check *c, struct names *names, const struct yaml_node *text,
    bool uses[ADVISORY_VARIABLES_MAX + 1])
{
	struct template_faults faults;
	struct template *t =
	    template_new(text->text, text->len, names->at, names->variables + 1, &faults);

	if (!t) {
		template_faults_add(c, text, &faults);
		names->broken = true;
	}
	for (size_t i = 0; t && i <= names->variables; i++) {
		uses[i] = template_uses(t, i);
		names->used[i] = names->used[i] || uses[i];
	}
	template_free(t);
	return t != NULL;
}

/* Subject or body in all languages: each must compile, and all should use the same names. */
static void texts_compile(struct check *c, struct names *names, const struct yaml_node *texts)
{
	bool uses[ADVISORY_LANGUAGES_MAX][ADVISORY_VARIABLES_MAX + 1] = {0};
	const struct yaml_node *at[ADVISORY_LANGUAGES_MAX];
	size_t n = 0;

	for (const struct yaml_node *k = keys_of(texts); k && n < ADVISORY_LANGUAGES_MAX;
	     k = k->next)
		if (k->value->kind == YAML_SCALAR && text_compile(c, names, k->value, uses[n]))
			at[n++] = k;
	for (size_t v = 0; v <= names->variables; v++) {
		size_t having = 0, with = 0;

		for (size_t i = 0; i < n; i++)
			having += uses[i][v];
		while (with < n && !uses[with][v])
			with++;
		for (size_t i = 0; having && i < n; i++)
			if (!uses[i][v])
				fault_warn(c->faults, at[i]->line, at[i]->column,
				    "E-TPL-VAR-UNUSED",
				    "the \"%.35s\" text does not use \"%s\", the \"%.35s\" one "
				    "does",
				    at[i]->text, names->at[v].name, at[with]->text);
	}
}

static void messages_compile(struct check *c, const struct yaml_node *root)
{
	const struct yaml_node *messages = yaml_get(root, "messages");
	struct names names;

	names_read(&names, yaml_get(root, "variables"));
	for (const struct yaml_node *k = keys_of(messages); k; k = k->next) {
		message_check(c, root, k);
		texts_compile(c, &names, yaml_get(k->value, "subject"));
		texts_compile(c, &names, yaml_get(k->value, "body"));
	}
	if (names.broken)
		return;
	for (size_t i = 0; i < names.variables; i++)
		if (!names.used[i])
			fault_warn(c->faults, names.key[i]->line, names.key[i]->column,
			    "E-TPL-VAR-UNUSED", "variable \"%.32s\" is declared and not used",
			    names.at[i].name);
	if (!names.used[names.variables] && yaml_get(root, "actions"))
		fault_warn(c->faults, yaml_key(root, "actions")->line,
		    yaml_key(root, "actions")->column, "E-TPL-VAR-UNUSED",
		    "there are actions and no message lists them");
}

/* ---- the whole ---- */

/* Is it ours, and of a format we know? Nothing else is looked at before. */
static bool kind_check(struct check *c, const struct yaml_node *root)
{
	const struct yaml_node *kind = yaml_get(root, "blotter"),
			       *format = yaml_get(root, "format");
	int64_t value;

	if (!is(kind, "advisory-template"))
		FAULT(c, kind ? kind : root, "E-TPL-KIND",
		    "not an advisory: it must begin with \"blotter: advisory-template\"");
	else if (format && whole(format, &value) && value > ADVISORY_FORMAT)
		FAULT(c, format, "E-TPL-FORMAT",
		    "format %lld needs a newer blotter, this one knows %d", (long long)value,
		    ADVISORY_FORMAT);
	else if (!format || !whole(format, &value) || value < 1)
		FAULT(c, format ? format : root, "E-TPL-FORMAT", "the file must say \"format: %d\"",
		    ADVISORY_FORMAT);
	else
		return true;
	return false;
}

static json_t *document_check(struct check *c)
{
	static const struct rule whole_file = {"", RULE_MAP, REQUIRED, .inside = file_keys};
	const struct yaml_node *root = c->doc->root, *actions, *languages;
	json_t *json;

	if (!kind_check(c, root))
		return NULL;
	languages = yaml_get(root, "languages");
	if (languages && languages->kind == YAML_SEQUENCE && languages->count)
		c->languages = languages;
	json = value_check(c, root, &whole_file);
	default_language_check(c, root);
	variables_check(c, yaml_get(root, "variables"));
	channels_check(c, root);
	messages_compile(c, root);
	actions = yaml_get(root, "actions");
	for (const struct yaml_node *x = items_of(actions); x; x = x->next)
		action_check(c, actions, x);
	return json;
}

/* The error is the first fault, with its place. */
static int refuse(const struct fault_list *faults, const char *name, struct err *e)
{
	struct str text = {0};
	size_t i = 0;

	while (i + 1 < faults->count && faults->at[i].warning)
		i++;
	fault_show(&faults->at[i], name, &text);
	if (faults->errors > 1)
		str_printf(&text, " (and %zu more)", faults->errors - 1);
	err_set(e, ERR_INVALID, "%s", str_text(&text));
	str_release(&text);
	return -1;
}

static int document_read(const struct yaml_document *doc, const char *name, struct advisory *out,
    struct fault_list *faults, struct err *e)
{
	struct check c = {.doc = doc, .faults = faults};
	json_t *json = document_check(&c);
	uint8_t hash[DIGEST_SIZE];
	char hex[DIGEST_HEX], *text;
	int bad;

	fault_list_sort(faults);
	if (faults->errors) {
		json_decref(json);
		return refuse(faults, name, e);
	}
	digest_of(doc->source, doc->size, hash);
	digest_hex(hash, hex);
	json_object_set_new(json, "sha256", json_string(hex));
	text = json_dumps(json, JSON_COMPACT);
	json_decref(json);
	bad = advisory_from_json(out, text, strlen(text), e);
	free(text);
	return bad;
}

int advisory_yaml_parse(const char *name, const char *bytes, size_t n, struct advisory *out,
    struct fault_list *faults, struct err *e)
{
	struct yaml_document doc;
	int bad;

	*out = (struct advisory){0};
	if (yaml_parse(&doc, name, bytes, n, faults, e))
		return -1;
	bad = document_read(&doc, name, out, faults, e);
	yaml_document_release(&doc);
	return bad;
}

int advisory_yaml_read(
    const char *path, struct advisory *out, struct fault_list *faults, struct err *e)
{
	struct yaml_document doc;
	int bad;

	*out = (struct advisory){0};
	if (yaml_read(&doc, path, faults, e))
		return -1;
	bad = document_read(&doc, strcmp(path, "-") == 0 ? "(stdin)" : path, out, faults, e);
	yaml_document_release(&doc);
	return bad;
}
