/*
 * statement.h - the statements of schemas/sql as they are compiled in, and as SQLite gets them.
 *
 * tools/sql2h.awk takes them in by name; what it says of $, @live and @row is written out here,
 * when a statement is first asked for.
 */
#ifndef BLOTTER_MODEL_STATEMENT_H
#define BLOTTER_MODEL_STATEMENT_H

#include "base/str.h"
#include "model/queries.h"

struct query_table {
	const char *name, *columns; /* its own columns, ", " between */
};
struct query_text {
	const char *name; /* of a template without the table's: $_write */
	const struct query_table *table; /* of a template, or NULL */
	const char *sql;		 /* as it stands in the file */
};
extern const struct query_text query_texts[];

enum { STATEMENT_NAME_MAX = 80 };
/* What it is called in the file, a template by the name of its table: entry_write. */
const char *statement_name(enum query_id id, char out[STATEMENT_NAME_MAX]);
/* Appends the statement as SQLite is given it. */
void statement_write(struct str *out, enum query_id id);

#endif
