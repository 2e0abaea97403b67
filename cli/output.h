/*
 * output.h - rows for people and for programs.
 *
 * One description of the fields serves three forms: a table for people (made safe to show; fitted
 * to the terminal's width, uncut elsewhere), --plain (tab-separated with a header), --json (JSON
 * Lines with the true text). Column widths are settled by the first page of rows, so that any
 * number of rows streams in bounded memory.
 */
#ifndef BLOTTER_CLI_OUTPUT_H
#define BLOTTER_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/when.h"

enum output_form { OUTPUT_TABLE, OUTPUT_PLAIN, OUTPUT_JSON };

enum field_type {
	FIELD_TEXT, /* cell.text; NULL: none */
	FIELD_INT,  /* cell.n */
	FIELD_SOME, /* cell.n, where 0 is none */
	FIELD_BOOL,
	FIELD_TIME,  /* cell.n in µs UTC; 0, WHEN_PAST and WHEN_FUTURE: none */
	FIELD_WORDS, /* cell.text split at spaces and semicolons: a list */
	FIELD_JSON,  /* cell.text is JSON already; programs only */
};

/* What becomes of a field where the line is narrow. */
enum field_room {
	ROOM_MAY_GO, /* it may be left out */
	ROOM_WIDE,   /* it has what is left of the line */
	ROOM_KEPT,   /* it stays, and may be cut */
};

struct field {
	const char *key;   /* for programs; NULL: only people see it */
	const char *title; /* for people; NULL: only programs see it */
	enum field_type type;
	enum field_room room;
};

struct cell {
	const char *text; /* borrowed until the row is put */
	int64_t n;
};

enum { FIELDS_MAX = 32 };

struct output {
	FILE *to;
	enum output_form form;
	int width; /* columns of the terminal; 0: not a terminal, nothing is cut */
	bool color;
	const char *zone; /* in which people see times; borrowed */
	const struct field *fields;
	size_t fields_n;
	int at[FIELDS_MAX]; /* columns of each field, once settled */
	bool settled, begun;
	struct row *rows; /* the first page, until it is settled */
	size_t rows_n, rows_cap;
	struct arena mem;
	struct str line;
};

void output_begin(struct output *o, const struct field *fields, size_t n);
void output_row(struct output *o, const struct cell *cells);
void output_page(struct output *o); /* what was put so far is to be seen */
void output_end(struct output *o);
void output_release(struct output *o);

/* One line of text for people, made safe to show (nothing in the other forms). */
void output_text(struct output *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Text of several lines likewise. */
void output_lines(struct output *o, const char *text, size_t n);

/* Appends a JSON string of the true text, quotes included: whatever text_show would make visible,
 * and what is no ASCII control, is escaped; it means the same to a reader of JSON and nothing to a
 * terminal. */
void output_json(struct str *out, const char *s, size_t n);

/* Appends a shown time, "undated" for none. */
void output_when(struct str *out, const struct when *w, const char *zone);

#endif
