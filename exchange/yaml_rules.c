/* yaml_rules.c - the walk over a YAML tree that checks it against tables and builds JSON. */
#include "exchange/yaml_rules.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

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

const struct form form_id = {id_good, "E-TPL-ID",
    "is not an id: a-z, 0-9 and single hyphens, beginning with a letter, at most 64"};
const struct form form_language = {language_good, "E-TPL-TYPE", "is not a language tag"};
const struct form form_duration = {duration_good, "E-TPL-TYPE",
    "is not a length of time such as P14D or PT36H"};

/* ---- the walk ---- */

/* The number of a word in a table that ends with NULL, or -1. */
static int yaml_word(const char *const *words, const char *s)
{
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], s) == 0)
			return i;
	return -1;
}

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

int64_t yaml_characters(const char *s)
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
	if (yaml_characters(text) > max) {
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
	if (yaml_word(rule->words, text) >= 0)
		return json_string(text);
	FAULT(c, n, "E-TPL-ENUM", "\"%s\" cannot be \"%.40s\"%s", c->path, text,
	    near_text(text, rule->words, near));
	return NULL;
}

bool yaml_whole(const struct yaml_node *n, int64_t *value)
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

	if (yaml_whole(n, &value) && value >= rule->min && value <= rule->max)
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
	int64_t max = rule->max ? rule->max : RULE_ITEMS_MAX;

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

	if (rule->words && yaml_word(rule->words, k->text) < 0) {
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

bool check_kind(struct check *c, const char *kind, const char *what, int format)
{
	const struct yaml_node *root = c->doc->root, *said = yaml_get(root, "blotter"),
			       *number = yaml_get(root, "format");
	int64_t value;

	if (!is(said, kind))
		FAULT(c, said ? said : root, "E-TPL-KIND", "%s: it must begin with \"blotter: %s\"",
		    what, kind);
	else if (!number || !yaml_whole(number, &value) || value < 1)
		FAULT(c, number ? number : root, "E-TPL-FORMAT", "the file must say \"format: %d\"",
		    format);
	else if (value > format)
		FAULT(c, number, "E-TPL-FORMAT",
		    "format %lld needs a newer blotter, this one knows %d", (long long)value,
		    format);
	else
		return true;
	return false;
}

bool check_language(const struct check *c, const char *tag)
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
		if (!check_language(c, k->text))
			FAULT(c, k, "E-TPL-LANG-EXTRA",
			    "\"%s\" has \"%.35s\", which is not among languages", c->path, k->text);
		if (text)
			json_object_set_new(map, k->text, json_string(text));
	}
	languages_missing(c, n);
	return map;
}

json_t *value_check(struct check *c, const struct yaml_node *n, const struct rule *rule)
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

int fault_refuse(const struct fault_list *faults, const char *name, struct err *e)
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
