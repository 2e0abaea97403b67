/*
 * csv.h - comma-separated values, read and written.
 *
 * The reader streams: whatever the size of the file, it holds one chunk and one row. It takes what
 * RFC 4180 describes and, beyond that: any of , ; and tab between fields (the one most frequent in
 * the first line, outside quotes), LF, CRLF or a lone CR at the end of a line, a UTF-8 BOM. Blank
 * lines are passed over. Refused, with file and line: what is not UTF-8 (with the column of the
 * first such byte), NUL, UTF-16, a quote that is not closed (with the line where it began), a quote
 * in the midst of a field, and rows and fields over the limits below.
 *
 * The writer appends fields to a string. CSV_DATA keeps every value exactly; CSV_EXCEL is for
 * people who open the file in a spreadsheet: it makes formulas inert (OWASP CSV injection), and
 * keeps texts from becoming numbers and dates.
 */
#ifndef BLOTTER_EXCHANGE_CSV_H
#define BLOTTER_EXCHANGE_CSV_H

#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"

enum {
	CSV_FIELD_MAX = 64 * 1024, /* bytes of one field */
	CSV_ROW_MAX = 1024 * 1024, /* bytes of one row */
	CSV_FIELDS_MAX = 1024,     /* fields of one row */
};

struct csv_field {
	const char *at; /* UTF-8 without NUL inside, ended by one */
	size_t len;
};
struct csv_row {
	const struct csv_field *at; /* borrowed until the next row is read */
	size_t n;
	int64_t line; /* where the row begins, from 1 */
	/* of the row, from 1; the header is 0 when it was read by csv_reader_header */
	int64_t number;
};

struct csv_reader;

/* Opens a file, a FIFO, or standard input ("-"); a symbolic link is followed, a device is refused.
 * `separator` 0 finds it out. NULL on error: ERR_NOT_FOUND, ERR_IO, or ERR_INVALID for UTF-16. */
struct csv_reader *csv_reader_open(const char *path, char separator, struct err *e);
/* Bytes that are in memory already, for tests; borrowed. */
struct csv_reader *csv_reader_open_bytes(
    const char *name, const void *bytes, size_t n, struct err *e);
/* What a pipe has still to give is read into a nameless file in the folder, and from there after:
 * so that who reads under a lock never waits for who writes. Ordinary files are left alone. */
int csv_reader_spool(struct csv_reader *r, const char *folder, struct err *e);
void csv_reader_free(struct csv_reader *r); /* NULL is fine */

/* The first line (of what was read at once: up to 128 KiB), before any row is taken; borrowed until
 * then. Empty for an empty file. */
int csv_reader_peek(struct csv_reader *r, const char **line, size_t *n, struct err *e);
/* From here on each line is a row with one field, all of it as it is, up to CSV_ROW_MAX; for files
 * that are lines but not CSV. Before the first row is taken. */
void csv_reader_raw(struct csv_reader *r);

/* The first row, which names the columns; ERR_INVALID when there is none. */
int csv_reader_header(struct csv_reader *r, struct csv_row *row, struct err *e);
/* The next row: 1, or 0 at the end, or -1. */
int csv_reader_row(struct csv_reader *r, struct csv_row *row, struct err *e);

const char *csv_reader_name(const struct csv_reader *r); /* as in messages: the path, or "stdin" */
/* SHA-256 of all bytes of the file; only after csv_reader_row has given 0. */
void csv_reader_sha256(struct csv_reader *r, uint8_t out[DIGEST_SIZE]);
/* ERR_INVALID "file:line: row N: ..." for a row whose values are wrong. */
int csv_row_fault(const struct csv_reader *r, const struct csv_row *row, struct err *e,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

enum csv_profile { CSV_DATA, CSV_EXCEL };

void csv_put_begin(struct str *out, enum csv_profile p); /* the BOM that a spreadsheet wants */
/* A field and, before every one but the first of a row, a comma. */
void csv_put(struct str *out, const char *s, size_t n, enum csv_profile p, int first);
void csv_put_text(struct str *out, const char *s, enum csv_profile p, int first); /* NULL is "" */
void csv_put_end(struct str *out);                                                /* CRLF */
/* The value of a field as CSV_EXCEL shows it, without quotes: `'` before what would be a formula,
 * at its beginning, after leading blanks of any width, and after each line break inside. */
void csv_defuse(struct str *out, const char *s, size_t n);

#endif
