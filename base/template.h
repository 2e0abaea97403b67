/*
 * template.h - a strict subset of Mustache for plain text.
 *
 * {{name}}, {{#name}} {{/name}}, {{^name}} {{/name}}, {{.}} and {{! }}, with the spec's
 * rule that a section tag or comment alone on its line takes the line with it. Nothing is
 * escaped, nothing is scanned twice: a value that holds {{x}} stays as it is. All other tags
 * are refused, and so is what implementations of Mustache do differently; on every template
 * accepted here the output is that of a standard one without escaping.
 *
 * A template is compiled once against the names it may use and rendered many times with
 * values in the order of these names. Texts are UTF-8, checked by the caller.
 */
#ifndef BLOTTER_BASE_TEMPLATE_H
#define BLOTTER_BASE_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

enum {
	TEMPLATE_OUTPUT_MAX = 256 * 1024, /* bytes of one letter */
	TEMPLATE_DEPTH_MAX = 4,		  /* sections inside sections */
	TEMPLATE_NAME_MAX = 32,		  /* bytes of a name: [a-z][a-z0-9_]* */
	TEMPLATE_NAMES_MAX = 256,
	TEMPLATE_FAULTS_MAX = 16,
};

/* What a name stands for. */
enum template_shape {
	/* {{x}}; as a section: when it is there and not empty, {{.}} is it */
	TEMPLATE_TEXT,
	TEMPLATE_LIST,	  /* only a section, once for each item, {{.}} is the item */
	TEMPLATE_RECORDS, /* only a section, once for each record; its fields are names inside */
};

struct template_name {
	const char *name;
	enum template_shape shape;
	bool required;		   /* rendering without it is an error where the template uses it */
	const char *const *fields; /* of a record, NULL-ended; not used by other shapes */
	/* Those of the fields that are lists or records themselves, ended by one without name;
	 * NULL: all are text. */
	const struct template_name *inside;
};

/* The value of a name, or one item of a list, or one field of a record (which may be a list). */
struct template_value {
	const char *at;			    /* text; NULL: there is none */
	size_t len;			    /* bytes of it */
	const struct template_value *items; /* of a list; of records: field by field, row by row */
	size_t count;			    /* items of a list, or records; 0: there is none */
};

enum template_code {
	TEMPLATE_TAG_FORBIDDEN,	 /* a tag outside the subset, or one that is not closed */
	TEMPLATE_SECTION,	 /* not opened, not closed, too deep, a place for . without item */
	TEMPLATE_UNDECLARED,	 /* a name nobody declared */
	TEMPLATE_WRONG_SHAPE,	 /* a list where text is wanted */
};

struct template_fault {
	int line, column; /* from 1; columns count characters */
	enum template_code code;
	char text[200];
};
struct template_faults {
	struct template_fault at[TEMPLATE_FAULTS_MAX];
	int count; /* the first ones; later ones are not kept */
};

struct template;

/* Compiles n bytes of text. NULL when there is a fault, all of them in `faults`. The names are
 * only read during the call; text is copied. */
struct template *template_new(const char *text, size_t n, const struct template_name *names,
			      size_t count, struct template_faults *faults);
void template_free(struct template *t);

/* Does the template use the name of that number? */
bool template_uses(const struct template *t, size_t name);

/* Appends the template with these values (as many as names were declared, in their order).
 * ERR_INVALID: a required value is missing, or the output is over the cap (or takes a
 * million steps); `out` then ends where it did. */
int template_render(const struct template *t, const struct template_value *values, struct str *out,
		    struct err *e);
/* The same with another cap, in bytes; as many steps are allowed, but a million at least. */
int template_render_within(const struct template *t, const struct template_value *values,
			   size_t most, struct str *out, struct err *e);

#endif
