/*
 * filter_field.h - what can be asked of what: the fields of the filter language, as tables.
 */
#ifndef BLOTTER_MODEL_FILTER_FIELD_H
#define BLOTTER_MODEL_FILTER_FIELD_H

#include "model/filter.h"

/* How the value of a field is read, and which names its fragment binds. */
enum filter_shape {
	SHAPE_SAME,  /* the text as typed: :value */
	SHAPE_FIND,  /* folded, looked for inside: :value */
	SHAPE_WORD,  /* of a vocabulary: :value */
	SHAPE_KIND,  /* a kind of entry: :value */
	SHAPE_EMAIL, /* a part of an e-mail address: :word, and :value, an expression */
	SHAPE_TIME,  /* a time or A..B: :low and :high, µs UTC */
	SHAPE_INT,   /* a number or A..B: :low and :high */
	SHAPE_SPAN,  /* a text or A..B, by bytes: :low and :high */
	SHAPE_ACTION, /* the name of an action, or NAME=STATE: :value, and :word or "" */
	SHAPE_REF,   /* public references: :tag :number :index :last_tag :last_number :last_index */
	SHAPE_FLAG,  /* is: and has: the value names a row of filter_flags */
};

struct filter_field {
	enum filter_of of;
	const char *name;
	enum filter_shape shape;
	enum query_id fragment;
	enum query_id regex;      /* of field~expression; 0: there is none */
	const char *const *words; /* SHAPE_WORD */
};
extern const struct filter_field filter_fields[]; /* ends with name NULL */

struct filter_flag {
	enum filter_of of;
	const char *field; /* "is" or "has" */
	const char *name;
	enum query_id fragment;
};
extern const struct filter_flag filter_flags[]; /* ends with name NULL */

/* What the full-text index knows of a fragment's table: words of its texts, or one column. */
struct filter_index {
	enum query_id fragment;
	enum table table;
	int column;        /* FULLTEXT_WORDS or COL(…) */
	bool any_value;    /* asks only whether there is one */
};
/* NULL when there is nothing. */
const struct filter_index *filter_index_find(enum query_id fragment);

enum { FILTER_NAMES_MAX = 48 };
/* The names of the fields, or with `field` of its flags, NULL-ended; returns how many. */
size_t filter_names(enum filter_of of, const char *field, const char *out[FILTER_NAMES_MAX]);
/* NULL when there is none. */
const struct filter_field *filter_field_find(enum filter_of of, const char *name);
const struct filter_flag *filter_flag_find(enum filter_of of, const char *field, const char *name);

#endif
