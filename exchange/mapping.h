/*
 * mapping.h - which column of a file is which field of ours.
 *
 * A field takes the column that --map names for it, else the one whose header is among its usual
 * names, compared without regard to case and with blanks and dashes as underscores. Columns that
 * nobody takes are remembered, so that the person importing sees what was left.
 */
#ifndef BLOTTER_EXCHANGE_MAPPING_H
#define BLOTTER_EXCHANGE_MAPPING_H

#include <stdbool.h>

#include "exchange/csv.h"

enum { MAPPING_FIELDS_MAX = 20 };

struct mapping_field {
	const char *name;    /* what --map calls it; recognised as a header too */
	const char *headers; /* other usual headers, one blank between, most telling first */
	bool required;
};
struct mapping {
	int column[MAPPING_FIELDS_MAX]; /* from 0; -1: the file has none */
	size_t columns;                 /* of the file */
	struct str unused;              /* headers of columns not taken, ", " between; owned */
};

/* map: "field=Column,field=Column" or NULL; "field=" takes no column. ERR_USAGE for a wrong map,
 * ERR_INVALID for a header that lacks a required field or has two columns of the name a field
 * takes. */
int mapping_make(struct mapping *m, const struct mapping_field *fields, size_t n, const char *map,
    const char *file, const struct csv_row *header, struct err *e);
void mapping_release(struct mapping *m);

#endif
