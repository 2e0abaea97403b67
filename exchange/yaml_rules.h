/*
 * yaml_rules.h - checking a YAML tree against tables that say what each key holds.
 *
 * `struct rule` describes a file, in tables that read like the file. One walk checks the tree
 * against them and builds the JSON that the model reads. What tables cannot say is checked on the
 * tree afterwards by whoever knows the file, so that every fault has its place. The codes of the
 * faults are those of exchange/advisory_yaml.h.
 */
#ifndef BLOTTER_EXCHANGE_YAML_RULES_H
#define BLOTTER_EXCHANGE_YAML_RULES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "exchange/fault.h"
#include "exchange/yaml.h"

struct json_t; /* a value of jansson */

enum { RULE_ITEMS_MAX = 256 };

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
	int64_t min, max;	  /* see rule_kind; max 0: RULE_ITEMS_MAX, or 1000 characters */
	const char *code;	  /* when the type is wrong; NULL: E-TPL-TYPE */
};

extern const struct form form_id;	/* a-z, 0-9 and single hyphens */
extern const struct form form_language; /* BCP 47 */
extern const struct form form_duration; /* P14D, PT36H */

struct check {
	const struct yaml_document *doc;
	struct fault_list *faults;
	const struct yaml_node *languages; /* the list; NULL while it is not one */
	char path[200];			   /* of the node: messages.email.subject */
};

#define FAULT(c, n, code, ...) fault_add((c)->faults, (n)->line, (n)->column, code, __VA_ARGS__)

/* Checks a node and all in it; what was good of it as JSON, yours; NULL when it is nothing. */
struct json_t *value_check(struct check *c, const struct yaml_node *n, const struct rule *rule);

/* Is it ours ("blotter: KIND"), and of a format this program knows? Nothing else of a file is
 * looked at before; a fault says what it is not. */
bool check_kind(struct check *c, const char *kind, const char *what, int format);

/* Is it among the languages of the file? True while these are not known. */
bool check_language(const struct check *c, const char *tag);

/* A whole number as people write one: no sign, no leading zero, not quoted. */
bool yaml_whole(const struct yaml_node *n, int64_t *value);
int64_t yaml_characters(const char *s);

/* Sets the error to the first fault that is no warning, with its place; returns -1. */
int fault_refuse(const struct fault_list *faults, const char *name, struct err *e);

/* Children of a node that may be missing or of another kind. */
static inline const struct yaml_node *keys_of(const struct yaml_node *n)
{
	return n && n->kind == YAML_MAPPING ? n->first : NULL;
}

static inline const struct yaml_node *items_of(const struct yaml_node *n)
{
	return n && n->kind == YAML_SEQUENCE ? n->first : NULL;
}

static inline bool is(const struct yaml_node *n, const char *text)
{
	return n && n->kind == YAML_SCALAR && strcmp(n->text, text) == 0;
}

static inline bool filled(const struct yaml_node *n)
{
	return n && !yaml_null(n);
}

#endif
