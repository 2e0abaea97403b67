/* sheet.c - rows of named columns, as CSV, JSON Lines or XLSX. */
#include "exchange/sheet.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/when.h"
#include "exchange/part.h"

/* --- JSON ---------------------------------------------------------------------------- */

static bool json_plain(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\' && c != 0x7f;
}

static void json_escape(struct str *out, unsigned char c)
{
	static const char named[32] = {
		['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'
	};

	if (c == '"' || c == '\\')
		str_printf(out, "\\%c", c);
	else if (c < 0x20 && named[c])
		str_printf(out, "\\%c", named[c]);
	else
		str_printf(out, "\\u%04x", c);
}

void json_text(struct str *out, const char *s, size_t n)
{
	size_t i = 0;

	str_putc(out, '"');
	while (i < n) {
		size_t plain = i;

		while (plain < n && json_plain((unsigned char)s[plain]))
			plain++;
		str_put(out, s + i, plain - i);
		if (plain < n)
			json_escape(out, (unsigned char)s[plain++]);
		i = plain;
	}
	str_putc(out, '"');
}

/* --- XLSX ----------------------------------------------------------------------------- */

static bool is_hex4(const char *s, const char *end)
{
	if (end - s < 4)
		return false;
	for (int i = 0; i < 4; i++)
		if (!strchr("0123456789abcdefABCDEF", s[i]) || !s[i])
			return false;
	return true;
}

/* In cells _x0041_ stands for a letter; so that it does not, its first _ is written as one itself
 * (ECMA-376 part 1, 22.4.2.4). */
static void cell_escape(struct str *out, const char *s, size_t n)
{
	const char *end = s + n;

	for (; s < end; s++) {
		if (*s == '_' && end - s > 6 && s[1] == 'x' && is_hex4(s + 2, end) && s[6] == '_')
			str_puts(out, "_x005F");
		str_putc(out, *s);
	}
}

static void cell_put(struct sheet *s, const char *text, size_t n)
{
	int64_t row = s->rows + 1;
	size_t characters = 0;

	str_reset(&s->cell);
	cell_escape(&s->cell, text, n);
	for (size_t i = 0; i < s->cell.len; i++)
		characters += ((unsigned char)s->cell.at[i] & 0xc0) != 0x80;
	if (characters > XLSX_TEXT)
		s->long_cell = true;
	else if (n && (row >= XLSX_ROWS || !s->part->cell(s->book, row, s->at, s->cell.at)))
		s->failed = true;
	s->at++;
}

static int xlsx_row_check(const struct sheet *s, struct err *e)
{
	if (s->rows + 1 >= XLSX_ROWS)
		return err_set(e, ERR_USAGE,
		    "a sheet of XLSX holds %d rows, and these are more: take csv", XLSX_ROWS - 1);
	if (s->long_cell)
		return err_set(e, ERR_USAGE,
		    "row %lld has a text that is too long for a cell of XLSX (%d characters): take "
		    "csv",
		    (long long)s->rows + 1, XLSX_TEXT);
	if (s->failed)
		return err_set(e, ERR_IO, "row %lld cannot be written as XLSX",
		    (long long)s->rows + 1);
	return 0;
}

/* --- cells ----------------------------------------------------------------------------- */

/* What stands before the value of the next column. */
static struct str *cell_begin(struct sheet *s)
{
	struct str *out = &s->file->buffer;

	assert(s->at < s->count);
	if (s->json)
		str_put(out, s->keys[s->at].at, s->keys[s->at].len);
	else if (s->at)
		str_putc(out, ',');
	s->at++;
	return out;
}

/* Numbers, times, words of ours: nothing in them has to be quoted, unless everything is. */
static void safe_put(struct sheet *s, const char *text, size_t n, bool quoted)
{
	struct str *out;

	if (s->part) {
		cell_put(s, text, n);
		return;
	}
	out = cell_begin(s);
	if (s->json ? quoted : s->profile == CSV_EXCEL)
		str_putc(out, '"');
	str_put(out, text, n);
	if (s->json ? quoted : s->profile == CSV_EXCEL)
		str_putc(out, '"');
}

static void absent_put(struct sheet *s)
{
	struct str *out;

	if (s->part) {
		s->at++;
		return;
	}
	out = cell_begin(s);
	if (s->json)
		str_put(out, "null", 4);
	else if (s->profile == CSV_EXCEL)
		str_put(out, "\"\"", 2);
}

void sheet_text_n(struct sheet *s, const char *text, size_t n)
{
	struct str *out;

	if (!text) {
		absent_put(s);
		return;
	}
	if (s->part) {
		cell_put(s, text, n);
		return;
	}
	out = cell_begin(s);
	if (s->json)
		json_text(out, text, n);
	else
		csv_put(out, text, n, s->profile, 1);
}

void sheet_text(struct sheet *s, const char *text)
{
	sheet_text_n(s, text, text ? strlen(text) : 0);
}

void sheet_int(struct sheet *s, int64_t n)
{
	char digits[24], *end = digits + sizeof digits, *p = end;
	uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	if (n < 0)
		*--p = '-';
	safe_put(s, p, (size_t)(end - p), false);
}

void sheet_time(struct sheet *s, int64_t micros)
{
	char text[WHEN_RFC3339];

	if (!micros) {
		absent_put(s);
		return;
	}
	when_rfc3339(micros, text);
	safe_put(s, text, WHEN_RFC3339 - 1, true);
}

void sheet_bool(struct sheet *s, bool b)
{
	safe_put(s, b ? "true" : "false", b ? 4 : 5, false);
}

void sheet_hash(struct sheet *s, const uint8_t *hash)
{
	char hex[DIGEST_HEX];

	if (!hash) {
		absent_put(s);
		return;
	}
	digest_hex(hash, hex);
	safe_put(s, hex, DIGEST_HEX - 1, true);
}

int sheet_row_end(struct sheet *s, struct err *e)
{
	assert(s->at == s->count);
	if (s->part) {
		s->at = 0;
		return xlsx_row_check(s, e) < 0 ? -1 : (s->rows++, 0);
	}
	if (s->json)
		str_put(&s->file->buffer, "}\n", 2);
	else
		csv_put_end(&s->file->buffer);
	s->at = 0;
	s->rows++;
	return out_file_flow(s->file, e);
}

void sheet_begin(struct sheet *s, struct out_file *file, const char *const *columns, bool json,
    enum csv_profile profile)
{
	memset(s, 0, sizeof *s);
	s->file = file;
	s->columns = columns;
	s->json = json;
	s->profile = profile;
	while (columns[s->count])
		s->count++;
	s->keys = xcalloc((size_t)s->count, sizeof *s->keys);
	for (int i = 0; i < s->count && json; i++)
		str_printf(&s->keys[i], "%c\"%s\":", i ? ',' : '{', columns[i]);
	if (json)
		return;
	csv_put_begin(&file->buffer, profile);
	for (int i = 0; i < s->count; i++)
		csv_put_text(&file->buffer, columns[i], profile, i == 0);
	csv_put_end(&file->buffer);
}

int sheet_begin_xlsx(struct sheet *s, struct out_file *file, const char *const *columns,
    const char *folder, struct err *e)
{
	char path[40];

	*s = (struct sheet){ .file = file, .columns = columns, .fd = -1 };
	while (columns[s->count])
		s->count++;
	s->keys = xcalloc((size_t)s->count, sizeof *s->keys);
	s->part = part_load("xlsx", XLSX_TABLE, XLSX_VERSION, XLSX_WHAT, e);
	if (!s->part || (s->fd = nameless_open(folder, e)) < 0)
		return -1;
	snprintf(path, sizeof path, "/proc/self/fd/%d", s->fd);
	s->book = s->part->begin(path, folder, s->count);
	if (!s->book)
		return err_set(e, ERR_CREATE, "no XLSX can be made in %s", folder);
	for (int i = 0; i < s->count; i++)
		s->failed = !s->part->cell(s->book, 0, i, columns[i]) || s->failed;
	return 0;
}

/* What the part wrote goes the way of every file. */
static int xlsx_flow(struct sheet *s, struct err *e)
{
	ssize_t n = 1;

	if (lseek(s->fd, 0, SEEK_SET) < 0)
		n = -1;
	while (n > 0) {
		char bytes[65536];

		n = read(s->fd, bytes, sizeof bytes);
		if (n > 0) {
			str_put(&s->file->buffer, bytes, (size_t)n);
			if (out_file_flow(s->file, e) < 0)
				return -1;
		}
	}
	return n < 0 ? err_set(e, ERR_IO, "XLSX cannot be read back: %s", strerror(errno)) : 0;
}

int sheet_finish(struct sheet *s, struct err *e)
{
	struct xlsx *book = s->book;

	s->book = NULL;
	if (!s->part)
		return 0;
	if (!s->part->finish(book) || s->failed)
		return err_set(e, ERR_IO, "the XLSX cannot be written: is the disk full?");
	return xlsx_flow(s, e);
}

void sheet_release(struct sheet *s)
{
	if (s->part && s->book)
		s->part->finish(s->book);
	if (s->part && s->fd >= 0)
		close(s->fd);
	str_release(&s->cell);
	for (int i = 0; i < s->count; i++)
		str_release(&s->keys[i]);
	free(s->keys);
	memset(s, 0, sizeof *s);
}
