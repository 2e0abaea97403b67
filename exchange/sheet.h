/*
 * sheet.h - rows of named columns, as CSV or as JSON Lines.
 *
 * An exporter gives the values of each row in the order of its columns and need not know which of
 * the two they become. In CSV what is absent is empty; in JSON it is null.
 */
#ifndef BLOTTER_EXCHANGE_SHEET_H
#define BLOTTER_EXCHANGE_SHEET_H

#include <stdbool.h>
#include <stdint.h>

#include "exchange/csv.h"
#include "exchange/out_file.h"

struct sheet {
	struct out_file *file;      /* borrowed */
	const char *const *columns; /* NULL-ended; borrowed */
	enum csv_profile profile;
	bool json;
	int at;           /* column that comes next */
	struct str *keys; /* JSON: `{"notification":`, `,"incident":` ...; owned */
	int count;
	int64_t rows;
};

/* Writes the header, where there is one. */
void sheet_begin(struct sheet *s, struct out_file *file, const char *const *columns, bool json,
    enum csv_profile profile);
void sheet_text(struct sheet *s, const char *text); /* NULL: absent */
void sheet_text_n(struct sheet *s, const char *text, size_t n);
void sheet_int(struct sheet *s, int64_t n);
void sheet_time(struct sheet *s, int64_t micros); /* RFC 3339 UTC; 0: absent */
void sheet_bool(struct sheet *s, bool b);
void sheet_hash(struct sheet *s, const uint8_t *hash); /* hex; NULL: absent */
int sheet_row_end(struct sheet *s, struct err *e);     /* all columns were given */
void sheet_release(struct sheet *s);

/* Appends a JSON string, with its quotes. */
void json_text(struct str *out, const char *s, size_t n);

#endif
