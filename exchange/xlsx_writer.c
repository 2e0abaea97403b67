/*
 * xlsx_writer.c - the part that knows XLSX, by libxlsxwriter: xlsx.so.
 *
 * Every cell is written as a string in a format of text, so nothing becomes a formula, a number or
 * a date, now or when somebody edits it. The times inside the file are fixed: the same rows give
 * the same bytes.
 */
#include "exchange/xlsx.h"

#include <stdlib.h>
#include <xlsxwriter.h>

struct xlsx {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *text, *header;
};

static struct xlsx *begin(const char *path, const char *folder, int columns)
{
	/* Rows are written as they come; what does not fit into memory is not kept there. */
	lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = (char *)folder };
	/* Noon UTC, so that it is the same day in nearly every zone in which it is told. */
	lxw_doc_properties properties = { .created = 946728000 };
	struct xlsx *x = calloc(1, sizeof *x);

	if (!x)
		return NULL;
	x->book = workbook_new_opt(path, &options);
	x->sheet = x->book ? workbook_add_worksheet(x->book, "blotter") : NULL;
	if (!x->sheet) {
		free(x);
		return NULL;
	}
	workbook_set_properties(x->book, &properties);
	x->text = workbook_add_format(x->book);
	format_set_num_format(x->text, "@");
	x->header = workbook_add_format(x->book);
	format_set_num_format(x->header, "@");
	format_set_bold(x->header);
	worksheet_freeze_panes(x->sheet, 1, 0);
	worksheet_set_column(x->sheet, 0, (lxw_col_t)(columns - 1), 18, x->text);
	return x;
}

static bool cell(struct xlsx *x, int64_t row, int column, const char *text)
{
	return worksheet_write_string(x->sheet, (lxw_row_t)row, (lxw_col_t)column, text,
		   row == 0 ? x->header : x->text) == LXW_NO_ERROR;
}

static bool finish(struct xlsx *x)
{
	bool good = workbook_close(x->book) == LXW_NO_ERROR;

	free(x);
	return good;
}

extern const struct xlsx_part blotter_xlsx;
const struct xlsx_part blotter_xlsx = {
	.version = XLSX_VERSION, .begin = begin, .cell = cell, .finish = finish
};
