/*
 * test_csv.c - files that people and attackers hand in, and cells that must stay cells.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "exchange/csv.h"

/* The whole file as one text: fields between |, rows ended by LF; or the error. */
static char *outcome(const void *bytes, size_t n)
{
	struct err e = { 0 };
	struct csv_reader *r = csv_reader_open_bytes("f.csv", bytes, n, &e);
	struct csv_row row;
	struct str out = { 0 };
	int got;

	while ((got = csv_reader_row(r, &row, &e)) > 0) {
		for (size_t i = 0; i < row.n; i++) {
			assert_int_equal(row.at[i].len, strlen(row.at[i].at));
			str_printf(&out, "%s%s", i ? "|" : "", row.at[i].at);
		}
		str_putc(&out, '\n');
	}
	csv_reader_free(r);
	if (got == 0)
		return str_puts(&out, ""), str_take(&out);
	str_release(&out);
	assert_int_equal(e.kind, ERR_INVALID);
	return xstrdup(e.text);
}

static void expect_n(const void *bytes, size_t n, const char *expected)
{
	char *got = outcome(bytes, n);

	assert_string_equal(got, expected);
	free(got);
}

static void expect(const char *bytes, const char *expected)
{
	expect_n(bytes, strlen(bytes), expected);
}

static void fields_and_rows_are_told_apart(void **state)
{
	expect("a,b\r\n1,2\r\n", "a|b\n1|2\n");
	expect("a,b\n1,2", "a|b\n1|2\n");
	expect("a,b\n,\n", "a|b\n|\n");
	expect("", "");
}

static void quotes_hold_separators_line_breaks_and_quotes(void **state)
{
	expect("\"a,b\",\"c\"\"d\",\"e\r\nf\"\n", "a,b|c\"d|e\r\nf\n");
	expect("\"\"\n", "\n");
}

static void blanks_around_a_field_belong_to_it(void **state)
{
	expect("a , b\n\tc,d \n", "a | b\n\tc|d \n");
}

static void blank_lines_are_passed_over(void **state)
{
	expect("a,b\n\n\r\n1,2\n\n", "a|b\n1|2\n");
}

static void a_lone_cr_ends_a_line(void **state)
{
	expect("a,b\r1,2\r3,4", "a|b\n1|2\n3|4\n");
}

static void a_bom_is_no_part_of_the_first_field(void **state)
{
	expect("\xef\xbb\xbf\"a\",b\n", "a|b\n");
	expect("x\n\xef\xbb\xbf"
	       "a\n",
	    "x\n\xef\xbb\xbf"
	    "a\n");
}

static void the_separator_is_the_most_frequent_one_of_the_first_line(void **state)
{
	expect("a;b;c\n1,5;2;3\n", "a|b|c\n1,5|2|3\n");
	expect("a\tb\n1,5\t2;3\n", "a|b\n1,5|2;3\n");
	expect("\"a;b;c\",d\n1,2\n", "a;b;c|d\n1|2\n");
	expect("a\n1;2\n", "a\n1;2\n");
}

static void utf16_is_refused_with_the_way_out(void **state)
{
	expect_n("\xff\xfe"
		 "a\0,\0",
	    6,
	    "f.csv: this is UTF-16, not UTF-8: convert it first: iconv -f UTF-16 -t UTF-8 f.csv");
	expect_n("a\0,\0b\0", 6,
	    "f.csv: this is UTF-16LE, not UTF-8: convert it first: iconv -f UTF-16LE -t UTF-8 "
	    "f.csv");
	expect_n("\0a\0,\0b", 6,
	    "f.csv: this is UTF-16BE, not UTF-8: convert it first: iconv -f UTF-16BE -t UTF-8 "
	    "f.csv");
}

static void a_nul_is_refused_at_its_place(void **state)
{
	expect_n("a,b\n1,x\0y\n", 10, "f.csv:2:4: a NUL byte: this is not text");
}

static void bytes_that_are_not_utf8_are_named_by_line_and_column(void **state)
{
	expect("a,b\n1,2\n\xc3\xa9,\xff\n", "f.csv:3:3: a byte that is not UTF-8");
	expect("a\n\"x\ny\nz\xc0\"\n", "f.csv:4:2: a byte that is not UTF-8");
	expect("a\n\xe2\x82", "f.csv:2:1: a byte that is not UTF-8");
	expect("a\n\xed\xa0\x80\n", "f.csv:2:1: a byte that is not UTF-8");
}

static void an_unclosed_quote_is_named_where_it_began(void **state)
{
	expect("a,b\n1,\"2\n3,4\n5,6\n", "f.csv:2: a quote that begins on this line is not closed");
	expect("a\n\"x\ny\",\"z\n\n", "f.csv:3: a quote that begins on this line is not closed");
}

static void quotes_out_of_place_are_refused_at_their_place(void **state)
{
	expect("a,b\n1,2\"3\n",
	    "f.csv:2:4: a quote in the midst of a field, or text after a closing quote");
	expect("a,b\n\"p\nq\",\"2\"3\n",
	    "f.csv:3:7: a quote in the midst of a field, or text after a closing quote");
}

static void rows_know_line_and_number(void **state)
{
	static const char text[] = "h\r\n\"a\r\nb\"\r\n\r\nc\r\n";
	struct err e = { 0 };
	struct csv_reader *r = csv_reader_open_bytes("f.csv", text, sizeof text - 1, &e);
	struct csv_row row;

	assert_int_equal(csv_reader_header(r, &row, &e), 0);
	assert_int_equal(row.line, 1);
	assert_int_equal(csv_reader_row(r, &row, &e), 1);
	assert_int_equal(row.line, 2);
	assert_int_equal(row.number, 1);
	assert_int_equal(csv_reader_row(r, &row, &e), 1);
	assert_int_equal(row.line, 5);
	assert_int_equal(row.number, 2);
	csv_row_fault(r, &row, &e, "no %s", "good");
	assert_string_equal(e.text, "f.csv:5: row 2: no good");
	assert_int_equal(csv_reader_row(r, &row, &e), 0);
	csv_reader_free(r);
}

static void an_empty_file_has_no_header(void **state)
{
	struct err e = { 0 };
	struct csv_reader *r = csv_reader_open_bytes("f.csv", "", 0, &e);
	struct csv_row row;

	assert_int_equal(csv_reader_header(r, &row, &e), -1);
	assert_string_equal(e.text, "f.csv is empty: its first line must name the columns");
	csv_reader_free(r);
}

/* So that rows, characters, quotes and CRLF fall on the borders of chunks at every offset. */
static void chunks_leave_no_seams(void **state)
{
	struct str in = { 0 }, want = { 0 };

	for (int i = 0; in.len < 700000; i++) {
		str_printf(&in, "%d,\"q\"\"\r\n%.*s\xe2\x82\xac\",\xf0\x9f\x9a\x92%.*s\r\n", i,
		    i % 37, "------------------------------------------", i % 11, "xxxxxxxxxxxx");
		str_printf(&want, "%d|q\"\r\n%.*s\xe2\x82\xac|\xf0\x9f\x9a\x92%.*s\n", i, i % 37,
		    "------------------------------------------", i % 11, "xxxxxxxxxxxx");
	}
	expect_n(in.at, in.len, want.at);
	str_release(&in);
	str_release(&want);
}

static void lines_are_counted_across_chunks(void **state)
{
	struct str in = { 0 };

	for (int i = 0; i < 50000; i++)
		str_puts(&in, i % 3 ? "a,b\r\n" : "\"a\r\nb\",c\r\n");
	str_puts(&in, "x,\xff\n");
	expect_n(in.at, in.len, "f.csv:66668:3: a byte that is not UTF-8");
	str_release(&in);
}

static void fields_and_rows_over_the_limit_are_refused(void **state)
{
	struct str in = { 0 };

	str_puts(&in, "a\n");
	for (int i = 0; i < 65 * 1024; i++)
		str_putc(&in, 'x');
	expect_n(in.at, in.len, "f.csv:2: a field is longer than 64 KiB");
	str_reset(&in);
	str_puts(&in, "a\n\n\"");
	for (int i = 0; i < 200 * 1024; i++)
		str_puts(&in, "x");
	expect_n(in.at, in.len,
	    "f.csv:3: a field is longer than 64 KiB: is a quote on this line not closed");
	str_reset(&in);
	for (int i = 0; i < 1100; i++)
		str_putc(&in, ',');
	expect_n(in.at, in.len, "f.csv:1: the row has more than 1024 fields");
	str_reset(&in);
	for (int i = 0; i < 1024; i++) {
		for (int k = 0; k < 1100; k++)
			str_putc(&in, 'y');
		str_putc(&in, ',');
	}
	expect_n(in.at, in.len, "f.csv:1: the row is longer than 1 MiB");
	str_release(&in);
}

/* A child writes a line without end into a pipe; reading it must stop early and cost no memory. */
static void a_line_of_a_gigabyte_costs_no_memory(void **state)
{
	struct err e = { 0 };
	struct csv_reader *r;
	struct csv_row row;
	struct rusage before, after;
	int ends[2], saved = dup(STDIN_FILENO);
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		static char piece[64 * 1024];

		close(ends[0]);
		memset(piece, 'z', sizeof piece);
		for (int i = 0; i < 16384; i++)
			if (write(ends[1], piece, sizeof piece) < 0)
				break;
		_exit(0);
	}
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	getrusage(RUSAGE_SELF, &before);
	r = csv_reader_open("-", 0, &e);
	assert_non_null(r);
	assert_int_equal(csv_reader_row(r, &row, &e), -1);
	assert_string_equal(e.text, "stdin:1: a field is longer than 64 KiB");
	csv_reader_free(r);
	dup2(saved, STDIN_FILENO);
	close(saved);
	getrusage(RUSAGE_SELF, &after);
	assert_true(after.ru_maxrss - before.ru_maxrss < 16 * 1024);
	waitpid(child, NULL, 0);
}

static void devices_and_folders_are_refused(void **state)
{
	struct err e = { 0 };

	assert_null(csv_reader_open("/dev/zero", 0, &e));
	assert_string_equal(e.text, "/dev/zero is no ordinary file");
	assert_null(csv_reader_open("/", 0, &e));
	assert_string_equal(e.text, "/ is a folder");
	assert_null(csv_reader_open("/no/such.csv", 0, &e));
	assert_int_equal(e.kind, ERR_NOT_FOUND);
}

static void the_digest_is_that_of_the_whole_file(void **state)
{
	struct err e = { 0 };
	struct csv_reader *r = csv_reader_open_bytes("f.csv", "a,b\n1,2\n", 8, &e);
	struct csv_row row;
	uint8_t is[DIGEST_SIZE], expected[DIGEST_SIZE];

	while (csv_reader_row(r, &row, &e) > 0)
		;
	csv_reader_sha256(r, is);
	digest_of("a,b\n1,2\n", 8, expected);
	assert_memory_equal(is, expected, sizeof is);
	csv_reader_free(r);
}

static void writes(const char *value, enum csv_profile p, const char *expected)
{
	struct str out = { 0 };

	csv_put_text(&out, value, p, 1);
	assert_string_equal(str_text(&out), expected);
	str_release(&out);
}

static void data_keeps_values_and_quotes_where_it_must(void **state)
{
	writes("plain", CSV_DATA, "plain");
	writes(NULL, CSV_DATA, "");
	writes("a,b", CSV_DATA, "\"a,b\"");
	writes("a\"b", CSV_DATA, "\"a\"\"b\"");
	writes("a\r\nb", CSV_DATA, "\"a\r\nb\"");
	writes("=1+1", CSV_DATA, "=1+1");
}

static void excel_texts_become_no_numbers_or_dates(void **state)
{
	static const char *const changed[] = { "00123", "1E5", "1e+05", "2021-06-25", "25/06/2021",
		"12 May 2021", "MAR1", "Sept-2", "9:05 pm", "1,234", "12.5%", "(5)", "$7", "true",
		"FALSE", "10T09" };
	static const char *const kept[] = { "C-00123", "INC-2021-06", "RW19.2", "3M", "e", "May",
		"0x1F", "version 2", "12 apples", "\xd9\xa1\xd9\xa2" };

	for (size_t i = 0; i < sizeof changed / sizeof *changed; i++) {
		struct str out = { 0 };

		csv_put_text(&out, changed[i], CSV_EXCEL, 1);
		assert_memory_equal(out.at, "\"'", 2);
		assert_memory_equal(out.at + 2, changed[i], strlen(changed[i]));
		str_release(&out);
	}
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		struct str out = { 0 };

		csv_put_text(&out, kept[i], CSV_EXCEL, 1);
		assert_memory_equal(out.at + 1, kept[i], strlen(kept[i]));
		str_release(&out);
	}
}

static void excel_cells_never_begin_a_formula(void **state)
{
	static const char *const bad[] = {
		"=1+1",
		"+62 21 555",
		"-2+3",
		"@SUM(A1)",
		"%0A=1",
		"|calc",
		"\t=1",
		"\r=1",
		"\n=1",
		" =1",
		"  \xc2\xa0=1",
		"\xef\xbb\xbf=1",
		"\xef\xbc\x9d"
		"1",
		"\xe3\x80\x80+1",
		"\xe2\x80\x8b=1",
		"\xef\xbc\xa0SUM",
		"\xc2\xa0\xef\xbb\xbf -1",
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct str out = { 0 };

		csv_put_text(&out, bad[i], CSV_EXCEL, 1);
		assert_memory_equal(out.at, "\"'", 2);
		str_release(&out);
	}
	writes("a\n=1", CSV_EXCEL, "\"a\n'=1\"");
	writes("a\r\n \t=1", CSV_EXCEL, "\"a\r\n' \t=1\"");
	writes("a=1", CSV_EXCEL, "\"a=1\"");
	writes("a,\"b\"", CSV_EXCEL, "\"a,\"\"b\"\"\"");
}

static void what_was_written_reads_back(void **state)
{
	static const char *const value[] = { "a", "", "x,y", "q\"q", "l\r\nm", " s ", ";", "=1",
		"\xf0\x9f\x9a\x92" };
	enum { N = sizeof value / sizeof *value };
	struct str out = { 0 };
	struct err e = { 0 };
	struct csv_reader *r;
	struct csv_row row;

	for (int i = 0; i < N; i++)
		csv_put_text(&out, value[i], CSV_DATA, i == 0);
	csv_put_end(&out);
	r = csv_reader_open_bytes("f.csv", out.at, out.len, &e);
	assert_int_equal(csv_reader_row(r, &row, &e), 1);
	assert_int_equal(row.n, N);
	for (int i = 0; i < N; i++)
		assert_string_equal(row.at[i].at, value[i]);
	csv_reader_free(r);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_and_rows_are_told_apart),
		cmocka_unit_test(quotes_hold_separators_line_breaks_and_quotes),
		cmocka_unit_test(blanks_around_a_field_belong_to_it),
		cmocka_unit_test(blank_lines_are_passed_over),
		cmocka_unit_test(a_lone_cr_ends_a_line),
		cmocka_unit_test(a_bom_is_no_part_of_the_first_field),
		cmocka_unit_test(the_separator_is_the_most_frequent_one_of_the_first_line),
		cmocka_unit_test(utf16_is_refused_with_the_way_out),
		cmocka_unit_test(a_nul_is_refused_at_its_place),
		cmocka_unit_test(bytes_that_are_not_utf8_are_named_by_line_and_column),
		cmocka_unit_test(an_unclosed_quote_is_named_where_it_began),
		cmocka_unit_test(quotes_out_of_place_are_refused_at_their_place),
		cmocka_unit_test(rows_know_line_and_number),
		cmocka_unit_test(an_empty_file_has_no_header),
		cmocka_unit_test(chunks_leave_no_seams),
		cmocka_unit_test(lines_are_counted_across_chunks),
		cmocka_unit_test(fields_and_rows_over_the_limit_are_refused),
		cmocka_unit_test(a_line_of_a_gigabyte_costs_no_memory),
		cmocka_unit_test(devices_and_folders_are_refused),
		cmocka_unit_test(the_digest_is_that_of_the_whole_file),
		cmocka_unit_test(data_keeps_values_and_quotes_where_it_must),
		cmocka_unit_test(excel_texts_become_no_numbers_or_dates),
		cmocka_unit_test(excel_cells_never_begin_a_formula),
		cmocka_unit_test(what_was_written_reads_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
