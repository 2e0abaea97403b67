/*
 * statement.h - the statements of schemas/sql as they are compiled in, and as SQLite gets them.
 *
 * tools/sql2h.awk takes them in by name; what it says of $, @live and @row is written out here,
 * when a statement is first asked for.
 */
#ifndef BLOTTER_MODEL_STATEMENT_H
#define BLOTTER_MODEL_STATEMENT_H

#include <stdint.h>

#include "base/str.h"
#include "model/queries.h"

struct statement_table {
	const char *name, *columns; /* its own columns, ", " between */
};
/* Where a statement lies among the texts: its label, then itself, each NUL-ended. Without pointers
 * the hundreds of them are a part of the program that is never written, only mapped. */
struct statement_place {
	uint32_t at : 24;
	uint32_t table : 8; /* of a template, among the tables; 0: none */
};
extern const struct statement_table statement_tables[];
/* What a byte from 128 on in a statement stands for. */
extern const char *const statement_words[128];
extern const char statement_texts[];
extern const struct statement_place statement_places[];

/* Its name; of a template without the table's: $_write. */
const char *statement_label(enum query_id id);
/* As it is compiled in: with its macros, and words as bytes. A schema (Q_STEP_…) is plain text. */
const char *statement_text(enum query_id id);
enum { STATEMENT_NAME_MAX = 80 };
/* What it is called in the file, a template by the name of its table: entry_write. */
const char *statement_name(enum query_id id, char out[STATEMENT_NAME_MAX]);
/* Appends the statement as SQLite is given it. */
void statement_write(struct str *out, enum query_id id);

#endif
