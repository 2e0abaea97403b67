/*
 * bare_sheet.c - the yardstick for a list as XLSX: libxlsxwriter with the same rows as strings.
 *
 * usage: bare_sheet NOTEBOOK LIST.sql OUT.xlsx
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <xlsxwriter.h>

static void die(const char *what)
{
	fprintf(stderr, "bare_sheet: %s\n", what);
	exit(1);
}

static char *file_text(const char *path)
{
	static char text[8192];
	FILE *f = fopen(path, "r");
	size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;

	if (!n || fclose(f) != 0)
		die(path);
	text[n] = '\0';
	return text;
}

int main(int argc, char **argv)
{
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };
	lxw_workbook *book;
	lxw_worksheet *sheet;
	sqlite3 *db;
	sqlite3_stmt *row;

	if (argc != 4)
		die("usage: bare_sheet NOTEBOOK LIST.sql OUT.xlsx");
	book = workbook_new_opt(argv[3], &options);
	sheet = workbook_add_worksheet(book, "bare");
	if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, file_text(argv[2]), -1, &row, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
	for (lxw_row_t r = 0; sqlite3_step(row) == SQLITE_ROW; r++)
		for (int i = 0; i < sqlite3_column_count(row); i++) {
			const char *text = (const char *)sqlite3_column_text(row, i);

			worksheet_write_string(sheet, r, (lxw_col_t)i, text ? text : "", NULL);
		}
	return workbook_close(book) == LXW_NO_ERROR ? 0 : 1;
}
