/*
 * playbook_yaml.c - playbooks from the YAML people write.
 *
 * The tables say what each key holds; that roles and the tasks before exist is checked on the tree.
 * A task comes after one further up, so none can wait for itself.
 */
#include "exchange/playbook_yaml.h"

#include <jansson.h>
#include <stdlib.h>

#include "exchange/yaml_rules.h"
#include "model/task.h"
#include "model/vocabulary.h"

static bool length_good(const char *s)
{
	struct duty_length l;
	struct err ignored;

	return playbook_length_read(&l, s, &ignored) == 0;
}

static const struct form form_length = { length_good, "E-TPL-TYPE",
	"is not a length of time such as PT30M, PT4H, P2D or P1W" };

/* --- the file ---------------------------------------------------------------------- */

static const struct rule item_language = { "", RULE_TEXT, REQUIRED, .form = &form_language };
static const struct rule item_role = { "", RULE_TEXT, REQUIRED, .form = &form_id };

static const struct rule task_keys[] = {
	{ "id", RULE_TEXT, REQUIRED, .form = &form_id },
	{ "text", RULE_TEXTS, .flags = REQUIRED },
	{ "role", RULE_TEXT, REQUIRED, .form = &form_id },
	{ "due", RULE_TEXT, 0, .form = &form_length },
	{ "from", RULE_WORD, 0, .words = playbook_from_words },
	{ "priority", RULE_WORD, 0, .words = task_priority_words },
	{ "after", RULE_TEXT, 0, .form = &form_id },
	{ 0 },
};
static const struct rule item_task = { "", RULE_MAP, REQUIRED, .inside = task_keys };

static const struct rule file_keys[] = {
	{ "blotter", RULE_TEXT, .flags = REQUIRED },
	{ "format", RULE_WHOLE, REQUIRED, .min = 1, .max = PLAYBOOK_FORMAT },
	{ "id", RULE_TEXT, REQUIRED, .form = &form_id },
	{ "version", RULE_WHOLE, REQUIRED, .min = 1, .max = 1000000, .code = "E-TPL-VERSION" },
	{ "languages", RULE_LIST, REQUIRED | UNIQUE, .inside = &item_language, .min = 1,
	    .max = PLAYBOOK_LANGUAGES_MAX },
	{ "title", RULE_TEXTS, .flags = REQUIRED },
	{ "roles", RULE_LIST, REQUIRED | UNIQUE, .inside = &item_role, .min = 1,
	    .max = PLAYBOOK_ROLES_MAX },
	{ "tasks", RULE_LIST, REQUIRED, .inside = &item_task, .min = 1,
	    .max = PLAYBOOK_TASKS_MAX },
	{ 0 },
};

/* --- what tables cannot say ------------------------------------------------------------ */

static const struct yaml_node *scalar(const struct yaml_node *map, const char *key)
{
	const struct yaml_node *n = map->kind == YAML_MAPPING ? yaml_get(map, key) : NULL;

	return n && n->kind == YAML_SCALAR && !yaml_null(n) ? n : NULL;
}

/* The task further up of that id; NULL when there is none. */
static const struct yaml_node *task_above(
    const struct yaml_node *list, const struct yaml_node *n, const char *id)
{
	for (const struct yaml_node *x = list->first; x != n; x = x->next)
		if (scalar(x, "id") && is(scalar(x, "id"), id))
			return x;
	return NULL;
}

static bool role_there(const struct yaml_node *root, const char *role)
{
	const struct yaml_node *x = items_of(yaml_get(root, "roles"));

	while (x && !is(x, role))
		x = x->next;
	return x != NULL;
}

static void texts_check(struct check *c, const struct yaml_node *texts)
{
	for (const struct yaml_node *k = keys_of(texts); k; k = k->next)
		if (k->value->kind == YAML_SCALAR && k->value->len > TASK_TEXT_MAX)
			FAULT(c, k->value, "E-TPL-TYPE", "a task is longer than %d bytes",
			    TASK_TEXT_MAX);
}

static void task_check(struct check *c, const struct yaml_node *root, const struct yaml_node *list,
    const struct yaml_node *n)
{
	const struct yaml_node *id = scalar(n, "id"), *after = scalar(n, "after");
	const struct yaml_node *role = scalar(n, "role"), *from, *same;

	if (n->kind != YAML_MAPPING)
		return;
	from = yaml_key(n, "from");
	same = id ? task_above(list, n, id->text) : NULL;
	if (same)
		FAULT(c, id, "E-TPL-ID", "task \"%.64s\" given twice (first at %d:%d)", id->text,
		    scalar(same, "id")->line, scalar(same, "id")->column);
	if (after && !task_above(list, n, after->text))
		FAULT(c, after, "E-TPL-ID",
		    "\"after\" must name a task further up, \"%.64s\" is none", after->text);
	if (role && yaml_get(root, "roles") && !role_there(root, role->text))
		FAULT(c, role, "E-TPL-ID", "\"%.64s\" is not among the roles of this file",
		    role->text);
	if (from && !yaml_get(n, "due"))
		FAULT(c, from, "E-TPL-MISSING", "\"from\" says from when \"due\" counts, and there "
					       "is none");
	texts_check(c, yaml_get(n, "text"));
}

static json_t *document_check(struct check *c)
{
	static const struct rule whole_file = { "", RULE_MAP, REQUIRED, .inside = file_keys };
	const struct yaml_node *root = c->doc->root, *languages, *tasks;
	json_t *json;

	if (!check_kind(c, "playbook", "no playbook", PLAYBOOK_FORMAT))
		return NULL;
	languages = yaml_get(root, "languages");
	if (languages && languages->kind == YAML_SEQUENCE && languages->count)
		c->languages = languages;
	json = value_check(c, root, &whole_file);
	tasks = yaml_get(root, "tasks");
	for (const struct yaml_node *x = items_of(tasks); x; x = x->next)
		task_check(c, root, tasks, x);
	return json;
}

/* --- the playbook as a text ------------------------------------------------------------ */

static int text_make(struct playbook_file *out, json_t *json, struct err *e)
{
	char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
	struct playbook p;
	int status = playbook_read(&p, text, strlen(text), NULL, e);

	if (status == 0) {
		out->text = (struct playbook_text){ arena_strdup(&out->mem, p.id),
			arena_strdup(&out->mem, p.title), arena_strdup(&out->mem, text),
			p.version };
		out->tasks = p.steps_n;
	}
	playbook_release(&p);
	free(text);
	return status;
}

static int document_read(const struct yaml_document *doc, const char *name,
    struct playbook_file *out, struct fault_list *faults, struct err *e)
{
	struct check c = { .doc = doc, .faults = faults };
	json_t *json = document_check(&c);
	int status;

	fault_list_sort(faults);
	status = faults->errors ? fault_refuse(faults, name, e) : text_make(out, json, e);
	json_decref(json);
	if (status < 0)
		playbook_file_release(out);
	return status;
}

int playbook_yaml_parse(const char *name, const char *bytes, size_t n, struct playbook_file *out,
    struct fault_list *faults, struct err *e)
{
	struct yaml_document doc;
	int bad;

	*out = (struct playbook_file){ 0 };
	if (yaml_parse(&doc, name, bytes, n, faults, e))
		return -1;
	bad = document_read(&doc, name, out, faults, e);
	yaml_document_release(&doc);
	return bad;
}

int playbook_yaml_read(const char *path, struct playbook_file *out, struct fault_list *faults,
    struct err *e)
{
	struct yaml_document doc;
	int bad;

	*out = (struct playbook_file){ 0 };
	if (yaml_read(&doc, path, faults, e))
		return -1;
	bad = document_read(&doc, strcmp(path, "-") == 0 ? "(stdin)" : path, out, faults, e);
	yaml_document_release(&doc);
	return bad;
}

void playbook_file_release(struct playbook_file *f)
{
	arena_release(&f->mem);
	*f = (struct playbook_file){ 0 };
}
