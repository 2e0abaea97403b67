/*
 * advisory_yaml.c - advisories from the YAML people write.
 *
 * The tables say what each key holds; what they cannot say (languages, variables, ids that refer to
 * each other) is checked on the tree afterwards, so that every fault has its place.
 */
#include "exchange/advisory_yaml.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "exchange/yaml_rules.h"

/* ---- the name of a variable ---- */

static bool small(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
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

static const struct form form_name = {name_good, "E-TPL-ID",
    "is not a name for a variable: a-z, 0-9 and _, beginning with a letter, at most 32, and not "
    "one of actions, number, text"};

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

/* ---- what tables cannot say ---- */

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
		    (int)yaml_characters(k->value->text) - (int)yaml_characters(at) + 1, &line,
		    &column);
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

	if (filled(n) && n->kind == YAML_SCALAR && !check_language(c, n->text))
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

static json_t *document_check(struct check *c)
{
	static const struct rule whole_file = {"", RULE_MAP, REQUIRED, .inside = file_keys};
	const struct yaml_node *root = c->doc->root, *actions, *languages;
	json_t *json;

	if (!check_kind(c, "advisory-template", "not an advisory", ADVISORY_FORMAT))
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
		return fault_refuse(faults, name, e);
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
