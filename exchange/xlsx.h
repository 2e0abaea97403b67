/*
 * xlsx.h - what the part that knows XLSX does: one sheet, in which every cell is text.
 *
 * The part (xlsx_writer.c) is loaded by part.h when XLSX is asked for.
 */
#ifndef BLOTTER_EXCHANGE_XLSX_H
#define BLOTTER_EXCHANGE_XLSX_H

#include <stdbool.h>
#include <stdint.h>

enum { XLSX_VERSION = 1, XLSX_ROWS = 1048576, XLSX_TEXT = 32767 /* characters of a cell */ };

struct xlsx; /* a file being written */
struct xlsx_part {
	int version;
	/* A file of the name, its temporary ones in `folder`; NULL: it cannot be made. */
	struct xlsx *(*begin)(const char *path, const char *folder, int columns);
	/* row 0 is the header. Rows rise, and columns within a row. */
	bool (*cell)(struct xlsx *x, int64_t row, int column, const char *text);
	bool (*finish)(struct xlsx *x); /* false: it was not written whole; x is gone in any case */
};
/* extern const struct xlsx_part blotter_xlsx; in xlsx.so */
#define XLSX_TABLE "blotter_xlsx"
#define XLSX_WHAT "XLSX (libxlsxwriter)"

#endif
