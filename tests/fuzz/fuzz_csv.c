/* fuzz_csv.c - whatever bytes come, fields are clean text or there is one sentence; and what is
 * written reads back, or begins no formula. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "base/text.h"
#include "exchange/csv.h"

const char *const fuzz_name = "csv";
const char *const fuzz_seeds[] = { "a,b,c\r\n1,2,3\r\n", "a;b\n\"x;y\";2\n", "a\tb\n",
	"\"a\"\"b\",\"c\r\nd\"\n",
	"\xef\xbb\xbf"
	"a,b\n",
	"\r", "\n", "\r\n", ",", ";", "\t", "\"", "\"\"", "\xff", "\xc3\xa9", "\xe2\x82",
	"\xf0\x9f\x9a\x92", "=1+1", "\n=1", "+", "-", "@", " ", "\xc2\xa0", "\xef\xbc\x9d", "'",
	"%", "|", NULL };

/* A first line of commas alone, so that the comma is found to be the separator. */
static void begin(struct str *out)
{
	str_puts(out, ",,,,,,,,\r\n");
}

static void row_write(const struct csv_row *row, struct str *data, struct str *excel)
{
	/* a row of one empty field is a blank line, which is passed over */
	if (row->n == 1 && row->at[0].len == 0)
		return;
	for (size_t i = 0; i < row->n; i++) {
		MUST(row->at[i].len <= CSV_FIELD_MAX);
		MUST(row->at[i].at[row->at[i].len] == '\0');
		MUST(!memchr(row->at[i].at, '\0', row->at[i].len));
		MUST(text_utf8_fault(row->at[i].at, row->at[i].len) == row->at[i].len);
		csv_put(data, row->at[i].at, row->at[i].len, CSV_DATA, i == 0);
		csv_put(excel, row->at[i].at, row->at[i].len, CSV_EXCEL, i == 0);
	}
	csv_put_end(data);
	csv_put_end(excel);
}

/* Reads all rows and writes them again. 0, or -1 when there was a fault. */
static int copy(const char *s, size_t n, struct str *data, struct str *excel)
{
	struct err e = { 0 };
	struct csv_reader *r = csv_reader_open_bytes("f", s, n, &e);
	struct csv_row row;
	int64_t line = 0;
	int got;

	while ((got = csv_reader_row(r, &row, &e)) > 0) {
		MUST(row.n > 0 && row.n <= CSV_FIELDS_MAX);
		MUST(row.line > line);
		line = row.line;
		row_write(&row, data, excel);
	}
	MUST(got == 0 || (e.kind == ERR_INVALID && e.text[0] == 'f'));
	csv_reader_free(r);
	return got;
}

static void must_be_inert(const char *s, size_t n)
{
	struct err e = { 0 };
	struct csv_reader *r = csv_reader_open_bytes("f", s, n, &e);
	struct csv_row row;

	while (csv_reader_row(r, &row, &e) > 0)
		for (size_t i = 0; i < row.n; i++)
			MUST(!row.at[i].len || !strchr("=+-@%|\t\r\n", row.at[i].at[0]));
	MUST(e.kind == ERR_NONE || strstr(e.text, "longer than")); /* quotes make it longer */
	csv_reader_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str once = { 0 }, twice = { 0 }, excel = { 0 }, other = { 0 };

	begin(&once);
	begin(&twice);
	begin(&excel);
	copy((const char *)bytes, n, &once, &excel);
	str_reset(&twice);
	MUST(copy(once.at, once.len, &twice, &other) == 0);
	MUST(once.len == twice.len && memcmp(once.at, twice.at, once.len) == 0);
	must_be_inert(excel.at, excel.len);
	str_release(&once);
	str_release(&twice);
	str_release(&excel);
	str_release(&other);
	return 0;
}
