/*
 * sheet.h - rows of named columns, as CSV, JSON Lines or XLSX.
 *
 * An exporter gives the values of each row in the order of its columns and need not know which of
 * them they become. In CSV what is absent is empty; in JSON it is null; in XLSX there is no cell.
 * All cells of XLSX are text.
 */
#ifndef BLOTTER_EXCHANGE_SHEET_H
#define BLOTTER_EXCHANGE_SHEET_H

#include <stdbool.h>
#include <stdint.h>

#include "exchange/csv.h"
#include "exchange/out_file.h"
#include "exchange/xlsx.h"

struct sheet {
	struct out_file *file;      /* borrowed */
	const char *const *columns; /* NULL-ended; borrowed */
	enum csv_profile profile;
	bool json;
	int at;           /* column that comes next */
	struct str *keys; /* JSON: `{"notification":`, `,"incident":` ...; owned */
	int count;
	int64_t rows;
	/* XLSX alone; part NULL: it is another form */
	const struct xlsx_part *part;
	struct xlsx *book;
	struct str cell; /* text with a NUL at its end, escaped */
	int fd;          /* of the nameless file it is written to */
	bool failed, long_cell;
};

/* Writes the header, where there is one. */
void sheet_begin(struct sheet *s, struct out_file *file, const char *const *columns, bool json,
    enum csv_profile profile);
/* The same for XLSX; the file for it has no name, and is in the folder. ERR_NOT_BUILT. */
int sheet_begin_xlsx(struct sheet *s, struct out_file *file, const char *const *columns,
    const char *folder, struct err *e);
void sheet_text(struct sheet *s, const char *text); /* NULL: absent */
void sheet_text_n(struct sheet *s, const char *text, size_t n);
void sheet_int(struct sheet *s, int64_t n);
void sheet_time(struct sheet *s, int64_t micros); /* RFC 3339 UTC; 0: absent */
void sheet_bool(struct sheet *s, bool b);
void sheet_hash(struct sheet *s, const uint8_t *hash); /* hex; NULL: absent */
int sheet_row_end(struct sheet *s, struct err *e);     /* all columns were given */
int sheet_finish(struct sheet *s, struct err *e);      /* all rows were given */
void sheet_release(struct sheet *s);

/* Appends a JSON string, with its quotes. */
void json_text(struct str *out, const char *s, size_t n);

#endif
