/*
 * yaml.h - YAML that people write, as a small tree; strict, and limited in every direction.
 *
 * Only what a settings or template file needs: one document of mappings, sequences and scalars in
 * UTF-8. Anchors, aliases, tags, double keys and further documents are refused, and so are
 * control and bidi characters, also those written as escapes. Every node knows where it stands. A
 * scalar is text: what it means (a number, yes or no) is for the reader of the tree to decide.
 */
#ifndef BLOTTER_EXCHANGE_YAML_H
#define BLOTTER_EXCHANGE_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "exchange/fault.h"

enum {
	YAML_FILE_MAX = 256 * 1024, /* bytes, looked at before parsing */
	YAML_SCALAR_MAX = 64 * 1024,
	YAML_DEPTH_MAX = 8, /* mappings and sequences inside each other */
	YAML_KEYS_MAX = 256,
	YAML_ITEMS_MAX = 256,
	YAML_EVENTS_MAX = 20000,
};

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };
enum yaml_style { YAML_PLAIN, YAML_QUOTED, YAML_LITERAL, YAML_FOLDED };

struct yaml_node {
	enum yaml_kind kind;
	enum yaml_style style; /* of a scalar */
	int line, column;      /* from 1; columns count characters */
	const char *text;      /* of a scalar; NUL-ended, holds no other NUL */
	size_t len;
	struct yaml_node *first; /* child: item, or key, whose value is its `value` */
	struct yaml_node *last;
	struct yaml_node *next;	 /* item or key after this one */
	struct yaml_node *value; /* of a key */
	size_t count;		 /* items or keys */
};

/* A zeroed document is empty and ready. */
struct yaml_document {
	struct arena arena; /* owns the nodes and the source */
	struct yaml_node *root;
	const char *source;
	size_t size;
};

/*
 * Reads and parses a file; "-" is stdin. Only regular files, and no symbolic links. On a fault it
 * is added to `faults` and the error says "file:3:5: E-YAML-DUP: ...". The codes:
 *   E-YAML-SYNTAX  not YAML             E-YAML-ALIAS  an anchor, an alias
 *   E-YAML-ENC     not UTF-8            E-YAML-TAG    a tag or %TAG
 *   E-YAML-CTRL    a forbidden character E-YAML-DEPTH  too deep
 *   E-YAML-DUP     a key given twice    E-YAML-SIZE   over a limit
 *   E-YAML-MULTI   a second document    E-YAML-EMPTY  no document
 */
int yaml_read(struct yaml_document *d, const char *path, struct fault_list *faults, struct err *e);

/* The same for bytes that are there already; `name` is for the error. */
int yaml_parse(struct yaml_document *d, const char *name, const char *bytes, size_t n,
    struct fault_list *faults, struct err *e);
void yaml_document_release(struct yaml_document *d);

/* The key node of a mapping, NULL when there is none of that name; its value is key->value. */
const struct yaml_node *yaml_key(const struct yaml_node *mapping, const char *name);
/* The value of a key, NULL when there is none. */
const struct yaml_node *yaml_get(const struct yaml_node *mapping, const char *name);
/* Is it left empty (`key:`), or ~ or null? */
bool yaml_null(const struct yaml_node *n);

/* Where the character at line:column (from 1) of a scalar's text stands in the file; the begin of
 * the scalar where that cannot be told (folded text, escapes before it). */
void yaml_place(const struct yaml_document *d, const struct yaml_node *scalar, int line, int column,
    int *file_line, int *file_column);

#endif
