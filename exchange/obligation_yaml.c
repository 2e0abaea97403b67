/*
 * obligation_yaml.c - rules about duties from the YAML people write.
 *
 * The tables say what each key holds; which keys a clock of a kind must have, and that the names it
 * uses exist, is checked on the tree. Each rule becomes one JSON text that holds all it needs, the
 * day of the file and its holidays too.
 */
#include "exchange/obligation_yaml.h"

#include <jansson.h>
#include <stdlib.h>

#include "exchange/yaml_rules.h"
#include "model/vocabulary.h"

/* --- forms ------------------------------------------------------------------------- */

static bool date_good(const char *s)
{
	struct when w;
	struct err ignored;

	return strlen(s) == 10 && strspn(s, "0123456789-") == 10 &&
	       edtf_parse(&w, s, 10, "UTC", &ignored) == 0;
}

static bool zone_good(const char *s)
{
	char canon[WHEN_ZONE_MAX];
	struct err ignored;

	return zone_check(s, canon, &ignored) == 0;
}

static bool length_good(const char *s)
{
	struct duty_length l;
	struct err ignored;

	return duty_length_read(&l, s, &ignored) == 0;
}

static bool milestone_good(const char *s)
{
	return word_index(rule_start_words, s) >= 0;
}

static const struct form form_date = { date_good, "E-TPL-TYPE", "is not a day such as 2026-09-01" };
static const struct form form_zone = { zone_good, "E-TPL-TYPE", "is not a time zone" };
static const struct form form_length = { length_good, "E-TPL-TYPE",
	"is not a length of time such as PT72H, P30D or P1M" };
static const struct form form_start = { rule_start_good, "E-TPL-ENUM",
	"starts no clock: a milestone, year-end, submitted:RULE, updated:RULE or "
	"notified:AUDIENCE does" };
static const struct form form_milestone = { milestone_good, "E-TPL-ENUM",
	"is not a milestone that starts clocks" };

/* --- the file ---------------------------------------------------------------------- */

static const struct rule item_date = { "", RULE_TEXT, REQUIRED, .form = &form_date };
static const struct rule item_id = { "", RULE_TEXT, REQUIRED, .form = &form_id };

static const struct rule start_keys[] = {
	{ "start", RULE_TEXT, REQUIRED, .form = &form_start },
	{ "offset", RULE_TEXT, REQUIRED, .form = &form_length },
	{ "basis", RULE_WORD, REQUIRED, .words = rule_basis_words },
	{ "zone", RULE_TEXT, 0, .form = &form_zone },
	{ "calendar", RULE_TEXT, 0, .form = &form_id },
	{ "roll", RULE_BOOL, .flags = 0 },
	{ "unless_later", RULE_TEXT, 0, .form = &form_milestone },
	{ 0 },
};
static const struct rule item_start = { "", RULE_MAP, REQUIRED, .inside = start_keys };

/* One of three: any_of; soft and perhaps a target; or the keys of one start. */
static const struct rule clock_keys[] = {
	{ "any_of", RULE_LIST, 0, .inside = &item_start, .min = 1, .max = RULE_STARTS_MAX },
	{ "soft", RULE_TEXT, 0, .max = 100 },
	{ "target", RULE_TEXT, 0, .form = &form_length },
	{ "start", RULE_TEXT, 0, .form = &form_start },
	{ "offset", RULE_TEXT, 0, .form = &form_length },
	{ "basis", RULE_WORD, 0, .words = rule_basis_words },
	{ "zone", RULE_TEXT, 0, .form = &form_zone },
	{ "calendar", RULE_TEXT, 0, .form = &form_id },
	{ "roll", RULE_BOOL, .flags = 0 },
	{ 0 },
};
static const struct rule recipient_keys[] = {
	{ "kind", RULE_WORD, REQUIRED, .words = rule_recipient_words },
	{ "name", RULE_TEXT, 0, .max = 200 },
	{ 0 },
};
static const struct rule affected_keys[] = {
	{ "residence", RULE_TEXT, REQUIRED, .max = 20 },
	{ "count", RULE_WHOLE, REQUIRED, .min = 1, .max = 100000000 },
	{ 0 },
};
static const struct rule applies_keys[] = {
	{ "min_affected", RULE_MAP, REQUIRED, .inside = affected_keys },
	{ 0 },
};
static const struct rule title_keys[] = {
	{ "en", RULE_TEXT, REQUIRED, .max = 200 },
	{ "id", RULE_TEXT, 0, .max = 200 },
	{ 0 },
};
static const struct rule rule_keys[] = {
	{ "id", RULE_TEXT, REQUIRED, .form = &form_id },
	{ "title", RULE_MAP, REQUIRED, .inside = title_keys },
	{ "law", RULE_TEXT, REQUIRED, .max = 300 },
	{ "status", RULE_WORD, REQUIRED, .words = rule_status_words },
	{ "valid_from", RULE_TEXT, 0, .form = &form_date },
	{ "recipient", RULE_MAP, REQUIRED, .inside = recipient_keys },
	{ "applies", RULE_MAP, 0, .inside = applies_keys },
	{ "clock", RULE_MAP, REQUIRED, .inside = clock_keys },
	{ "late", RULE_WORD, 0, .words = rule_late_words },
	{ "hold", RULE_WORD, 0, .words = rule_hold_words },
	{ "phased", RULE_BOOL, .flags = 0 },
	{ "content", RULE_LIST, UNIQUE, .inside = &item_id },
	{ "sure", RULE_WORD, REQUIRED, .words = rule_sure_words },
	{ "source", RULE_TEXT, REQUIRED, .max = 2048 },
	{ 0 },
};
static const struct rule item_rule = { "", RULE_MAP, REQUIRED, .inside = rule_keys };

static const struct rule calendar_keys[] = {
	{ "id", RULE_TEXT, REQUIRED, .form = &form_id },
	{ "from", RULE_TEXT, REQUIRED, .form = &form_date },
	{ "until", RULE_TEXT, REQUIRED, .form = &form_date },
	{ "source", RULE_TEXT, REQUIRED, .max = 2048 },
	{ "days", RULE_LIST, REQUIRED, .inside = &item_date, .max = RULE_HOLIDAYS_MAX },
	{ 0 },
};
static const struct rule item_calendar = { "", RULE_MAP, REQUIRED, .inside = calendar_keys };

static const char *const disclaimer_words[] = { "not-legal-advice", NULL };
static const struct rule file_keys[] = {
	{ "blotter", RULE_TEXT, .flags = REQUIRED },
	{ "format", RULE_WHOLE, REQUIRED, .min = 1, .max = OBLIGATION_FORMAT },
	{ "as_of", RULE_TEXT, REQUIRED, .form = &form_date },
	{ "disclaimer", RULE_WORD, REQUIRED, .words = disclaimer_words },
	{ "calendars", RULE_LIST, 0, .inside = &item_calendar, .max = 32 },
	{ "rules", RULE_LIST, REQUIRED, .inside = &item_rule, .min = 1,
	    .max = OBLIGATION_RULES_MAX },
	{ 0 },
};

/* --- what tables cannot say ------------------------------------------------------------ */

static const char *scalar(const struct yaml_node *map, const char *key)
{
	const struct yaml_node *n = map && map->kind == YAML_MAPPING ? yaml_get(map, key) : NULL;

	return n && n->kind == YAML_SCALAR ? n->text : NULL;
}

static void ids_check(struct check *c, const struct yaml_node *list)
{
	for (const struct yaml_node *x = items_of(list); x; x = x->next)
		for (const struct yaml_node *y = list->first; y != x; y = y->next) {
			const char *id = scalar(x, "id");

			if (!id || !scalar(y, "id") || strcmp(id, scalar(y, "id")) != 0)
				continue;
			FAULT(c, yaml_get(x, "id"), "E-TPL-ID",
			    "\"%.64s\" given twice (first at %d:%d)", id, yaml_get(y, "id")->line,
			    yaml_get(y, "id")->column);
			break;
		}
}

/* Days rise, and lie between from and until. */
static void calendar_check(struct check *c, const struct yaml_node *n)
{
	const char *from = scalar(n, "from"), *until = scalar(n, "until"), *last = NULL;
	const struct yaml_node *days = n->kind == YAML_MAPPING ? yaml_get(n, "days") : NULL;

	if (from && until && strcmp(from, until) > 0)
		FAULT(c, yaml_get(n, "until"), "E-TPL-TYPE", "\"until\" is before \"from\"");
	for (const struct yaml_node *x = items_of(days); x; x = x->next) {
		if (x->kind != YAML_SCALAR)
			continue;
		if (last && strcmp(last, x->text) >= 0)
			FAULT(c, x, "E-TPL-TYPE", "\"%.20s\" must come before \"%.20s\"", x->text,
			    last);
		else if (from && until &&
			 (strcmp(x->text, from) < 0 || strcmp(x->text, until) > 0))
			FAULT(c, x, "E-TPL-TYPE",
			    "\"%.20s\" is not between \"from\" and \"until\"", x->text);
		last = x->text;
	}
}

static const struct yaml_node *calendar_find(const struct yaml_node *root, const char *id)
{
	const struct yaml_node *x = items_of(yaml_get(root, "calendars"));

	while (x && !(scalar(x, "id") && strcmp(scalar(x, "id"), id) == 0))
		x = x->next;
	return x;
}

/* Do offset, basis, zone, calendar and roll of one start go together? */
static void start_check(struct check *c, const struct yaml_node *root, const struct yaml_node *n)
{
	const char *basis = scalar(n, "basis"), *offset = scalar(n, "offset");
	const char *calendar = scalar(n, "calendar");
	int b = word_index(rule_basis_words, basis);
	struct duty_length l;
	struct err ignored;

	if (b < 0)
		return;
	if (offset && duty_length_read(&l, offset, &ignored) == 0 &&
	    !duty_length_fits(&l, (enum duty_basis)b))
		FAULT(c, yaml_get(n, "offset"), "E-TPL-TYPE",
		    "\"%.20s\" cannot be counted as %s: elapsed time is in hours or minutes, "
		    "months in months, the others in days",
		    offset, basis);
	if (b != DUTY_ELAPSED && !scalar(n, "zone"))
		FAULT(c, n, "E-TPL-MISSING", "a clock in %s lacks \"zone\"", basis);
	if (b == DUTY_ELAPSED && is(yaml_get(n, "roll"), "true"))
		FAULT(c, yaml_get(n, "roll"), "E-TPL-TYPE",
		    "a period in hours does not roll to a working day");
	if (calendar && !calendar_find(root, calendar))
		FAULT(c, yaml_get(n, "calendar"), "E-TPL-ID",
		    "\"%.64s\" is not among the calendars of this file", calendar);
}

static void clock_check(struct check *c, const struct yaml_node *root, const struct yaml_node *n)
{
	static const char *const keys[] = { "start", "offset", "basis", NULL };
	const struct yaml_node *any, *soft;
	struct duty_length l;
	struct err ignored;

	if (!n || n->kind != YAML_MAPPING)
		return;
	any = yaml_get(n, "any_of");
	soft = yaml_get(n, "soft");
	if ((any != NULL) + (soft != NULL) + (yaml_get(n, "offset") != NULL) > 1)
		FAULT(c, n, "E-TPL-TYPE",
		    "a clock has one of \"any_of\", \"soft\" and \"offset\", not several");
	if (yaml_get(n, "target") && !soft)
		FAULT(c, yaml_key(n, "target"), "E-TPL-TYPE",
		    "\"target\" is for soft clocks: it is a rule of the house, not of the law");
	if (scalar(n, "target") && duty_length_read(&l, scalar(n, "target"), &ignored) == 0 &&
	    !duty_length_fits(&l, DUTY_SOFT))
		FAULT(c, yaml_get(n, "target"), "E-TPL-TYPE",
		    "a target is in hours, days or weeks");
	for (const struct yaml_node *x = items_of(any); x; x = x->next)
		if (x->kind == YAML_MAPPING)
			start_check(c, root, x);
	if (any || soft)
		return;
	for (size_t i = 0; keys[i]; i++)
		if (!yaml_get(n, keys[i]))
			FAULT(c, n, "E-TPL-MISSING", "the clock lacks \"%s\"", keys[i]);
	start_check(c, root, n);
}

static json_t *document_check(struct check *c)
{
	static const struct rule whole_file = { "", RULE_MAP, REQUIRED, .inside = file_keys };
	const struct yaml_node *root = c->doc->root;
	json_t *json;

	if (!check_kind(c, "obligation-rules", "no rules about duties", OBLIGATION_FORMAT))
		return NULL;
	json = value_check(c, root, &whole_file);
	if (root->kind != YAML_MAPPING)
		return json;
	ids_check(c, yaml_get(root, "rules"));
	ids_check(c, yaml_get(root, "calendars"));
	for (const struct yaml_node *x = items_of(yaml_get(root, "calendars")); x; x = x->next)
		calendar_check(c, x);
	for (const struct yaml_node *x = items_of(yaml_get(root, "rules")); x; x = x->next)
		if (x->kind == YAML_MAPPING)
			clock_check(c, root, yaml_get(x, "clock"));
	return json;
}

/* --- rules as texts -------------------------------------------------------------------- */

/* Puts the holidays a start names into it. */
static void holidays_put(json_t *start, const json_t *calendars)
{
	const char *name = json_string_value(json_object_get(start, "calendar"));
	json_t *calendar;
	size_t i;

	if (!name)
		return;
	json_array_foreach(calendars, i, calendar) {
		const char *id = json_string_value(json_object_get(calendar, "id"));

		if (id && strcmp(id, name) == 0)
			json_object_set(start, "holidays", calendar);
	}
}

static int rule_put(struct obligation_file *out, json_t *rule, const json_t *root, struct err *e)
{
	json_t *clock = json_object_get(rule, "clock"), *any, *start;
	const json_t *calendars = json_object_get(root, "calendars");
	struct rule_text *t = &out->at[out->n++];
	struct obligation_rule read;
	char *text;
	size_t i;
	int status;

	any = json_object_get(clock, "any_of");
	holidays_put(clock, calendars);
	json_array_foreach(any, i, start)
		holidays_put(start, calendars);
	json_object_set(rule, "as_of", json_object_get(root, "as_of"));
	text = json_dumps(rule, JSON_COMPACT | JSON_SORT_KEYS);
	t->json = arena_strdup(&out->mem, text);
	t->id = arena_strdup(&out->mem, json_string_value(json_object_get(rule, "id")));
	t->as_of = arena_strdup(&out->mem, json_string_value(json_object_get(rule, "as_of")));
	status = obligation_rule_read(&read, text, strlen(text), e);
	obligation_rule_release(&read);
	free(text);
	return status;
}

static int document_read(const struct yaml_document *doc, const char *name,
    struct obligation_file *out, struct fault_list *faults, struct err *e)
{
	struct check c = { .doc = doc, .faults = faults };
	json_t *json = document_check(&c), *rules = json_object_get(json, "rules"), *rule;
	int status = 0;
	size_t i;

	fault_list_sort(faults);
	if (faults->errors)
		status = fault_refuse(faults, name, e);
	else
		out->at = arena_alloc(&out->mem, json_array_size(rules) * sizeof *out->at);
	if (status == 0)
		json_array_foreach(rules, i, rule)
			if (status == 0)
				status = rule_put(out, rule, json, e);
	json_decref(json);
	if (status < 0)
		obligation_file_release(out);
	return status;
}

int obligation_yaml_parse(const char *name, const char *bytes, size_t n,
    struct obligation_file *out, struct fault_list *faults, struct err *e)
{
	struct yaml_document doc;
	int bad;

	*out = (struct obligation_file){ 0 };
	if (yaml_parse(&doc, name, bytes, n, faults, e))
		return -1;
	bad = document_read(&doc, name, out, faults, e);
	yaml_document_release(&doc);
	return bad;
}

int obligation_yaml_read(const char *path, struct obligation_file *out, struct fault_list *faults,
    struct err *e)
{
	struct yaml_document doc;
	int bad;

	*out = (struct obligation_file){ 0 };
	if (yaml_read(&doc, path, faults, e))
		return -1;
	bad = document_read(&doc, strcmp(path, "-") == 0 ? "(stdin)" : path, out, faults, e);
	yaml_document_release(&doc);
	return bad;
}

void obligation_file_release(struct obligation_file *f)
{
	arena_release(&f->mem);
	*f = (struct obligation_file){ 0 };
}
