/*
 * canonical.c - the bytes that are hashed: headers and canonical lines. doc/format.md describes
 * them.
 *
 * A header is strict ASCII text in a fixed order, one "key value" a line. A canonical line is a
 * JSON object by RFC 8785 in which things appear by public reference, so it is the same in every
 * copy of a notebook. Reading accepts only what writing can produce: decode, encode, compare.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "model/journal_core.h"

static const struct column_info columns[] = {
#define TABLE(t, T)
#define COLUMN(t, c, type, null) { #c, sizeof #c - 1, COLUMN_##type, #null[0] },
#define TABLE_END(t)
#include "model/tables.def"
#undef TABLE
#undef COLUMN
#undef TABLE_END
};

/* Where each table's columns begin among all of them: the counting stands still at a table. */
enum {
#define TABLE(t, T) FIRST_##t, BEFORE_##t = FIRST_##t - 1,
#define COLUMN(t, c, type, null) AT_##t##_##c,
#define TABLE_END(t)
#include "model/tables.def"
#undef TABLE
#undef COLUMN
#undef TABLE_END
};

#define TABLE(t, T)
#define COLUMN(t, c, type, null)
#define TABLE_END(t) \
	_Static_assert(C_##t##_end - C_##t##_begin <= COLUMNS_MAX + 1, "its values fit an array");
#include "model/tables.def"
#undef TABLE
#undef COLUMN
#undef TABLE_END

const struct table_info table_infos[TABLES] = {
#define TABLE(t, T) [T_##T] = { #t, C_##t##_end - C_##t##_begin - 1, &columns[FIRST_##t] },
#define COLUMN(t, c, type, null)
#define TABLE_END(t)
#include "model/tables.def"
#undef TABLE
#undef COLUMN
#undef TABLE_END
};

const struct table_queries table_queries[TABLES] = {
#define TABLE(t, T) \
	[T_##T] = { Q_##T##_WRITE, Q_##T##_END, Q_##T##_ROW, Q_##T##_ROWS, Q_##T##_ENDED_BY, \
		Q_##T##_ENDED, Q_##T##_LATER, Q_##T##_TWICE, Q_##T##_LIVE, Q_##T##_ERASE },
#define COLUMN(t, c, type, null)
#define TABLE_END(t)
#include "model/tables.def"
#undef TABLE
#undef COLUMN
#undef TABLE_END
};

int table_find(const char *name)
{
	for (int t = 0; t < TABLES; t++)
		if (strcmp(table_infos[t].name, name) == 0)
			return t;
	return -1;
}

/* --- values ------------------------------------------------------------------------------ */

struct value value_int(int64_t n)
{
	return (struct value){ .is = VALUE_INT, .n = n };
}

struct value value_thing(int64_t row)
{
	return row ? value_int(row) : (struct value){ 0 };
}

struct value value_text_n(const char *s, size_t n)
{
	if (!s || n == 0)
		return (struct value){ 0 };
	return (struct value){ .is = VALUE_TEXT, .text = s, .len = n };
}

struct value value_text(const char *s)
{
	return value_text_n(s, s ? strlen(s) : 0);
}

struct value value_hash(const uint8_t hash[DIGEST_SIZE])
{
	if (!hash)
		return (struct value){ 0 };
	return (struct value){ .is = VALUE_HASH, .text = (const char *)hash, .len = DIGEST_SIZE };
}

bool value_same(const struct value *a, const struct value *b)
{
	if (a->is != b->is)
		return false;
	if (a->is == VALUE_INT)
		return a->n == b->n;
	return a->len == b->len && (a->len == 0 || memcmp(a->text, b->text, a->len) == 0);
}

void values_read(struct query *q, enum table t, struct value *values)
{
	const struct table_info *info = &table_infos[t];

	for (int i = 0; i < info->columns; i++) {
		int at = JOURNAL_COLUMNS + i;
		struct value *v = &values[i];

		*v = (struct value){ 0 };
		if (row_null_at(q, at))
			continue;
		switch (info->column[i].type) {
		case COLUMN_TEXT:
			v->is = VALUE_TEXT;
			v->text = row_text_at(q, at, &v->len);
			break;
		case COLUMN_HASH:
			v->is = VALUE_HASH;
			v->text = row_blob_at(q, at, &v->len);
			break;
		default:
			*v = value_int(row_int_at(q, at));
		}
	}
}

/* --- canonical lines ----------------------------------------------------------------------- */

/* What a byte becomes in a JSON string by RFC 8785: 0 itself, 'u' \u00xx, else the letter after the
 * backslash. */
/* clang-format off */
static const char json_escapes[256] = {
	[0x00 ... 0x07] = 'u', ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', [0x0b] = 'u', ['\f'] = 'f',
	['\r'] = 'r', [0x0e ... 0x1f] = 'u', ['"'] = '"', ['\\'] = '\\',
};
/* clang-format on */

/* None of the next eight bytes is a control character, a quote or a backslash: most text of most
 * rows passes eight at a time. A borrow can make it say no where yes is true, never the reverse. */
static bool eight_plain(const char *s)
{
	const uint64_t each = UINT64_C(0x0101010101010101);
	uint64_t x, quote, slash, odd;

	memcpy(&x, s, sizeof x);
	quote = x ^ each * '"';
	slash = x ^ each * '\\';
	odd = ((x - each * 0x20) & ~x) | ((quote - each) & ~quote) | ((slash - each) & ~slash);
	return !(odd & each * 0x80);
}

void json_put(struct str *out, const char *s, size_t n)
{
	size_t from = 0;

	str_need(out, n + 2);
	str_putc(out, '"');
	for (size_t i = 0; i < n; i++) {
		char escape;

		while (n - i > 8 && eight_plain(s + i))
			i += 8;
		escape = json_escapes[(unsigned char)s[i]];
		if (!escape)
			continue;
		str_put(out, s + from, i - from);
		from = i + 1;
		if (escape == 'u')
			str_printf(out, "\\u%04x", (unsigned)s[i]);
		else
			str_put(out, (char[]){ '\\', escape }, 2);
	}
	str_put(out, s + from, n - from);
	str_putc(out, '"');
}

void ref_put(struct str *out, const struct row_home *home, int64_t row)
{
	str_puts(out, home->tag);
	str_put_int(out, home->number);
	str_putc(out, '.');
	str_put_int(out, row - home->first_row + 1);
}

static int ref_put_quoted(struct notebook *nb, struct str *out, int64_t row, struct err *e)
{
	struct row_home home;

	if (row_home_find(nb, row, &home, e) < 0)
		return -1;
	str_putc(out, '"');
	ref_put(out, &home, row);
	str_putc(out, '"');
	return 0;
}

/* Numbers a double holds exactly are JSON numbers, greater ones strings (RFC 8785 section 3.2.2.3,
 * appendix D). */
static void int_put(struct str *out, int64_t n)
{
	const int64_t exact = (INT64_C(1) << 53) - 1;
	bool number = n >= -exact && n <= exact;

	if (!number)
		str_putc(out, '"');
	str_put_int(out, n);
	if (!number)
		str_putc(out, '"');
}

static int value_put(struct notebook *nb, struct str *out, enum column_type type,
    const struct value *v, struct err *e)
{
	char hex[DIGEST_HEX];

	switch (type) {
	case COLUMN_TEXT:
		json_put(out, v->text, v->len);
		return 0;
	case COLUMN_INT:
		int_put(out, v->n);
		return 0;
	case COLUMN_HASH:
		if (v->len != DIGEST_SIZE)
			return err_set(e, ERR_INVALID, "a hash of %zu bytes", v->len);
		digest_hex((const uint8_t *)v->text, hex);
		json_put(out, hex, DIGEST_HEX - 1);
		return 0;
	default:
		return ref_put_quoted(nb, out, v->n, e);
	}
}

int line_write(struct notebook *nb, struct str *out, enum table t, const struct row_home *home,
    int64_t row, int64_t thing, const struct value *values, struct err *e)
{
	const struct table_info *info = &table_infos[t];
	char between = '{';

	str_puts(out, "{\"row\":\"");
	ref_put(out, home, row);
	str_puts(out, "\",\"table\":\"");
	str_puts(out, info->name);
	if (thing != row) {
		str_puts(out, "\",\"thing\":");
		if (ref_put_quoted(nb, out, thing, e) < 0)
			return -1;
		str_puts(out, ",\"values\":");
	} else {
		str_puts(out, "\",\"values\":");
	}
	for (int i = 0; i < info->columns; i++) {
		if (values[i].is == VALUE_NULL)
			continue;
		str_put(out, (char[]){ between, '"' }, 2);
		str_put(out, info->column[i].name, info->column[i].len);
		str_put(out, "\":", 2);
		if (value_put(nb, out, info->column[i].type, &values[i], e) < 0)
			return -1;
		between = ',';
	}
	str_puts(out, between == '{' ? "{}}" : "}}");
	return 0;
}

void line_write_end(struct str *out, const struct row_home *home, int64_t row)
{
	str_puts(out, "{\"ends\":\"");
	ref_put(out, home, row);
	str_puts(out, "\"}");
}

void leaf_of(
    struct digest *d, const uint8_t *salt, const struct str *line, uint8_t leaf[DIGEST_SIZE])
{
	digest_add(d, "", 1);
	if (salt)
		digest_add(d, salt, SALT_SIZE);
	digest_add(d, line->at, line->len);
	digest_done(d, leaf);
}

int64_t seal_of(const uint8_t leaf[DIGEST_SIZE])
{
	uint64_t n = 0;

	for (int i = 0; i < 8; i++)
		n = n << 8 | leaf[i];
	return (int64_t)n;
}

/* --- the header ------------------------------------------------------------------------------ */

static const char *or_dash(const char *s)
{
	return s && s[0] ? s : "-";
}

void header_write(const struct record *r, struct str *out)
{
	char time[WHEN_RFC3339], root[DIGEST_HEX];

	when_rfc3339(r->time, time);
	digest_hex(r->root, root);
	str_printf(out,
	    "blotter-record 1\nnotebook %s\nwriter %s\nnumber %lld\nlamport %lld\nown %s\nseen "
	    "%s\nkind %s\n"
	    "time %s\nclock %s\nreason %s\nrows %lld\nends %lld\nroot %s\n",
	    r->notebook, r->tag, (long long)r->number, (long long)r->lamport, or_dash(r->own),
	    or_dash(r->seen), r->kind, time, r->clock, or_dash(r->reason_ref), (long long)r->rows,
	    (long long)r->ends, root);
}

/* Each line of a header: its key, and where its value goes. Copying checks the size alone; that the
 * value is well formed is checked by encoding again and comparing, and by the few rules of
 * header_rules. */
enum field_kind { FIELD_TEXT, FIELD_INT, FIELD_TIME, FIELD_HASH, FIELD_SEEN };
static const struct header_field {
	const char *key;
	enum field_kind kind;
	size_t at, size;
} header_fields[] = {
#define FIELD(key, kind, member) \
	{ \
		key, kind, offsetof(struct record, member), sizeof((struct record *)0)->member \
	}
	FIELD("notebook", FIELD_TEXT, notebook),
	FIELD("writer", FIELD_TEXT, tag),
	FIELD("number", FIELD_INT, number),
	FIELD("lamport", FIELD_INT, lamport),
	FIELD("own", FIELD_TEXT, own),
	FIELD("seen", FIELD_SEEN, seen),
	FIELD("kind", FIELD_TEXT, kind),
	FIELD("time", FIELD_TIME, time),
	FIELD("clock", FIELD_TEXT, clock),
	FIELD("reason", FIELD_TEXT, reason_ref),
	FIELD("rows", FIELD_INT, rows),
	FIELD("ends", FIELD_INT, ends),
	FIELD("root", FIELD_HASH, root),
#undef FIELD
};

static int field_read(
    const struct header_field *f, const char *v, size_t n, struct record *r, struct arena *mem)
{
	void *to = (char *)r + f->at;
	struct err ignored;
	char *end, digits[24];

	switch (f->kind) {
	case FIELD_TEXT:
		if (n == 0 || n >= f->size)
			return -1;
		memcpy(to, v, n);
		((char *)to)[n] = '\0';
		return 0;
	case FIELD_INT:
		if (n == 0 || n >= sizeof digits)
			return -1;
		memcpy(digits, v, n);
		digits[n] = '\0';
		*(int64_t *)to = strtoll(digits, &end, 10);
		return *end ? -1 : 0;
	case FIELD_TIME:
		return when_rfc3339_parse(v, n, to, &ignored);
	case FIELD_HASH:
		return digest_from_hex(v, n, to);
	case FIELD_SEEN:
		*(const char **)to = arena_strndup(mem, v, n);
		return n ? 0 : -1;
	}
	return -1;
}

static bool tag_ok(const char *s)
{
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	return n > 0 && n < TAG_MAX && s[n] == '\0';
}

static bool hex_ok(const char *s, size_t n)
{
	return strspn(s, "0123456789abcdef") == n && s[n] == '\0';
}

static bool header_rules(const struct record *r)
{
	bool kind_ok = r->kind[strspn(r->kind, "abcdefghijklmnopqrstuvwxyz.-")] == '\0';

	return tag_ok(r->tag) && hex_ok(r->notebook, ID_HEX - 1) && kind_ok && r->number > 0 &&
	       r->lamport > 0 && r->rows >= 0 && r->ends >= 0 &&
	       (strcmp(r->own, "-") == 0 || hex_ok(r->own, DIGEST_HEX - 1));
}

int header_read(const char *text, size_t n, struct record *out, struct arena *mem, struct err *e)
{
	static const char first[] = "blotter-record 1\n";
	const char *p = text, *end = text + n;
	struct str again = { 0 };
	bool same;

	*out = (struct record){ 0 };
	if (n < sizeof first - 1 || memcmp(text, first, sizeof first - 1) != 0)
		return err_set(e, ERR_INVALID, "the header is not one of a blotter record");
	p += sizeof first - 1;
	for (size_t i = 0; i < sizeof header_fields / sizeof *header_fields; i++) {
		const struct header_field *f = &header_fields[i];
		size_t key = strlen(f->key);
		const char *nl = memchr(p, '\n', (size_t)(end - p));

		if (!nl || (size_t)(nl - p) <= key || memcmp(p, f->key, key) != 0 ||
		    p[key] != ' ' ||
		    field_read(f, p + key + 1, (size_t)(nl - p) - key - 1, out, mem) < 0)
			return err_set(e, ERR_INVALID,
			    "the header's line \"%s\" is not as it must be", f->key);
		p = nl + 1;
	}
	header_write(out, &again);
	same = header_rules(out) && again.len == n && memcmp(again.at, text, n) == 0;
	str_release(&again);
	if (!same)
		return err_set(e, ERR_INVALID, "the header is not as blotter writes it");
	if (strcmp(out->reason_ref, "-") == 0)
		out->reason_ref[0] = '\0';
	return 0;
}
