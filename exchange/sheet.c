/* sheet.c - rows of named columns, as CSV or as JSON Lines. */
#include "exchange/sheet.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/when.h"

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
	struct str *out = cell_begin(s);

	if (s->json ? quoted : s->profile == CSV_EXCEL)
		str_putc(out, '"');
	str_put(out, text, n);
	if (s->json ? quoted : s->profile == CSV_EXCEL)
		str_putc(out, '"');
}

static void absent_put(struct sheet *s)
{
	struct str *out = cell_begin(s);

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

void sheet_release(struct sheet *s)
{
	for (int i = 0; i < s->count; i++)
		str_release(&s->keys[i]);
	free(s->keys);
	memset(s, 0, sizeof *s);
}
