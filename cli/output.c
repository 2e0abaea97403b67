/* output.c - rows for people and for programs: a table, tab-separated lines, JSON Lines. */
#include "cli/output.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { PAGE_ROWS = 256, TEXT_LEAST = 20, COLUMN_USUAL = 48 };

struct row {
	const char *cell[FIELDS_MAX]; /* shown; by field */
};

static bool time_known(int64_t t)
{
	return t != 0 && t != WHEN_PAST && t != WHEN_FUTURE;
}

/* --- JSON -------------------------------------------------------------------------------- */

/* The code point at s, of n bytes that are UTF-8; its length in *len. A byte that is not gives
 * U+FFFD. */
static uint32_t code_point(const char *s, size_t n, size_t *len)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t need = u[0] < 0x80 ? 1 : u[0] >= 0xf0 ? 4 : u[0] >= 0xe0 ? 3 : u[0] >= 0xc0 ? 2 : 0;
	uint32_t c;

	if (need == 0 || need > n || text_utf8_fault(s, need) != need) {
		*len = 1;
		return 0xFFFD;
	}
	c = need == 1 ? u[0] : u[0] & (0x7fu >> need);
	for (size_t i = 1; i < need; i++)
		c = c << 6 | (u[i] & 0x3f);
	*len = need;
	return c;
}

/* Characters a terminal acts on, or that hide or reorder others. */
static bool code_point_hides(uint32_t c)
{
	static const struct {
		uint32_t from, to;
	} ranges[] = {
		{ 0x7f, 0x9f },
		{ 0xad, 0xad },
		{ 0x61c, 0x61c },
		{ 0x180e, 0x180e },
		{ 0x200b, 0x200f },
		{ 0x2028, 0x202e },
		{ 0x2060, 0x206f },
		{ 0xe000, 0xf8ff },
		{ 0xfeff, 0xfeff },
		{ 0xfff0, 0xfffd },
		{ 0xe0000, 0x10ffff },
	};

	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return true;
	return false;
}

static void json_escape(struct str *out, uint32_t c)
{
	static const char *const names = "\"\"\\\\\bb\ff\nn\rr\tt";

	for (const char *p = names; *p; p += 2)
		if (c == (uint32_t)*p) {
			str_putc(out, '\\');
			str_putc(out, p[1]);
			return;
		}
	if (c < 0x10000) {
		str_printf(out, "\\u%04x", (unsigned)c);
		return;
	}
	c -= 0x10000;
	str_printf(out, "\\u%04x\\u%04x", (unsigned)(0xd800 + (c >> 10)),
	    (unsigned)(0xdc00 + (c & 0x3ff)));
}

void output_json(struct str *out, const char *s, size_t n)
{
	size_t at = 0;

	str_putc(out, '"');
	while (at < n) {
		size_t len = 1, run = at;

		while (run < n && (unsigned char)s[run] >= 0x20 && (unsigned char)s[run] < 0x7f &&
		       s[run] != '"' && s[run] != '\\')
			run++;
		if (run > at) {
			str_put(out, s + at, run - at);
			at = run;
			continue;
		}
		uint32_t c = code_point(s + at, n - at, &len);
		if (c < 0x80 || code_point_hides(c))
			json_escape(out, c);
		else
			str_put(out, s + at, len);
		at += len;
	}
	str_putc(out, '"');
}

static void json_words(struct str *out, const char *words)
{
	bool first = true;

	str_putc(out, '[');
	while (words && *words) {
		size_t n = strcspn(words, " ;");

		if (n > 0) {
			if (!first)
				str_putc(out, ',');
			output_json(out, words, n);
			first = false;
		}
		words += n + (words[n] != '\0');
	}
	str_putc(out, ']');
}

static void json_cell(struct str *out, enum field_type type, const struct cell *c)
{
	char time[WHEN_RFC3339];

	switch (type) {
	case FIELD_WORDS:
		json_words(out, c->text);
		return;
	case FIELD_BOOL:
		str_puts(out, c->n ? "true" : "false");
		return;
	case FIELD_INT:
		str_put_int(out, c->n);
		return;
	case FIELD_SOME:
		if (c->n)
			str_put_int(out, c->n);
		else
			str_puts(out, "null");
		return;
	case FIELD_TIME:
		if (!time_known(c->n)) {
			str_puts(out, "null");
			return;
		}
		when_rfc3339(c->n, time);
		str_printf(out, "\"%s\"", time);
		return;
	case FIELD_JSON:
		str_puts(out, c->text ? c->text : "null");
		return;
	case FIELD_TEXT:
		if (c->text)
			output_json(out, c->text, strlen(c->text));
		else
			str_puts(out, "null");
	}
}

static void row_json(struct output *o, const struct cell *cells)
{
	bool first = true;

	str_putc(&o->line, '{');
	for (size_t i = 0; i < o->fields_n; i++) {
		if (!o->fields[i].key)
			continue;
		str_printf(&o->line, "%s\"%s\":", first ? "" : ",", o->fields[i].key);
		json_cell(&o->line, o->fields[i].type, &cells[i]);
		first = false;
	}
	str_putc(&o->line, '}');
}

/* --- for people, and tab-separated ------------------------------------------------------- */

/* Appends a cell as text; `zone` NULL writes times for programs. */
static void cell_show(
    struct str *out, const struct field *f, const struct cell *c, const char *zone)
{
	char time[WHEN_RFC3339];

	switch (f->type) {
	case FIELD_BOOL:
		str_puts(out, c->n ? "yes" : zone ? "" : "no");
		return;
	case FIELD_SOME:
		if (c->n == 0)
			return;
		str_put_int(out, c->n);
		return;
	case FIELD_INT:
		str_put_int(out, c->n);
		return;
	case FIELD_TIME:
		if (!time_known(c->n))
			return;
		if (zone) {
			when_show_instant(out, c->n, zone, false);
			return;
		}
		when_rfc3339(c->n, time);
		str_puts(out, time);
		return;
	default:
		if (c->text)
			text_show(out, c->text, strlen(c->text), TEXT_ONE_LINE);
	}
}

static void row_plain(struct output *o, const struct cell *cells)
{
	bool first = true;

	for (size_t i = 0; i < o->fields_n; i++) {
		if (!o->fields[i].key)
			continue;
		if (!first)
			str_putc(&o->line, '\t');
		cell_show(&o->line, &o->fields[i], &cells[i], NULL);
		first = false;
	}
}

static void header_plain(struct output *o)
{
	bool first = true;

	for (size_t i = 0; i < o->fields_n; i++) {
		if (!o->fields[i].key)
			continue;
		str_printf(&o->line, "%s%s", first ? "" : "\t", o->fields[i].key);
		first = false;
	}
}

static void line_out(struct output *o)
{
	str_putc(&o->line, '\n');
	fwrite(o->line.at, 1, o->line.len, o->to);
	str_reset(&o->line);
}

/* Has it a place in the table? Once settled, one without columns was left out. */
static bool column_shown(const struct output *o, size_t i)
{
	return o->fields[i].title && o->at[i] > 0;
}

static size_t last_shown(const struct output *o)
{
	size_t last = 0;

	for (size_t i = 0; i < o->fields_n; i++)
		if (column_shown(o, i))
			last = i;
	return last;
}

static void cell_put(struct output *o, size_t i, const char *shown, bool last)
{
	int width = text_width(shown), filled = width;
	size_t n = strlen(shown);
	bool cut = o->width > 0 && width > o->at[i];

	if (cut)
		n = text_fit(shown, o->at[i] - 1, &filled);
	str_put(&o->line, shown, n);
	if (cut) {
		str_putc(&o->line, '~');
		filled++;
	}
	if (last)
		return;
	for (; filled < o->at[i]; filled++)
		str_putc(&o->line, ' ');
	str_puts(&o->line, "  ");
}

static void row_table(struct output *o, const struct row *r)
{
	size_t last = last_shown(o);

	for (size_t i = 0; i <= last; i++)
		if (column_shown(o, i))
			cell_put(o, i, r->cell[i], i == last);
	while (o->line.len > 0 && o->line.at[o->line.len - 1] == ' ')
		o->line.at[--o->line.len] = '\0';
	line_out(o);
}

static void header_table(struct output *o)
{
	struct row r = { { NULL } };

	for (size_t i = 0; i < o->fields_n; i++)
		r.cell[i] = o->fields[i].title;
	if (o->color)
		fputs("\033[1m", o->to);
	row_table(o, &r);
	if (o->color)
		fputs("\033[0m", o->to);
}

/* Takes columns from the widest that may give until the row fits. */
static void columns_shrink(struct output *o, int over, bool wide_only, int least)
{
	while (over > 0) {
		int most = -1;

		for (size_t i = 0; i < o->fields_n; i++) {
			if (!column_shown(o, i) || o->at[i] <= least ||
			    (wide_only && o->fields[i].room != ROOM_WIDE))
				continue;
			if (most < 0 || o->at[i] > o->at[most])
				most = (int)i;
		}
		if (most < 0)
			return;
		o->at[most]--;
		over--;
	}
}

static int columns_over(const struct output *o)
{
	int total = -2;

	for (size_t i = 0; i < o->fields_n; i++)
		if (column_shown(o, i))
			total += o->at[i] + 2;
	return total - o->width;
}

/* Leaves out the rightmost column that is not a text, but never the first two: they say which row
 * it is. */
static bool column_drop(struct output *o)
{
	size_t first = 0, seen = 0;

	while (first < o->fields_n && seen < 2)
		seen += column_shown(o, first++);
	for (size_t i = o->fields_n; i > first; i--) {
		if (!column_shown(o, i - 1) || o->fields[i - 1].room == ROOM_WIDE ||
		    o->fields[i - 1].room == ROOM_KEPT)
			continue;
		o->at[i - 1] = 0;
		return true;
	}
	return false;
}

/* Texts give first, then columns go, and at last everything gives. */
static void columns_fit(struct output *o)
{
	columns_shrink(o, columns_over(o), true, TEXT_LEAST);
	while (columns_over(o) > 0 && column_drop(o))
		;
	columns_shrink(o, columns_over(o), true, 1);
	columns_shrink(o, columns_over(o), false, 1);
}

static void columns_settle(struct output *o)
{
	for (size_t i = 0; i < o->fields_n; i++) {
		if (!o->fields[i].title)
			continue;
		o->at[i] = text_width(o->fields[i].title);
		for (size_t r = 0; r < o->rows_n; r++) {
			int width = text_width(o->rows[r].cell[i]);

			if (width > COLUMN_USUAL &&
			    !(o->fields[i].room == ROOM_WIDE && o->width > 0))
				width = COLUMN_USUAL;
			if (width > o->at[i])
				o->at[i] = width;
		}
	}
	if (o->width > 0)
		columns_fit(o);
	o->settled = true;
}

static void page_out(struct output *o)
{
	if (!o->settled) {
		columns_settle(o);
		header_table(o);
	}
	for (size_t i = 0; i < o->rows_n; i++)
		row_table(o, &o->rows[i]);
	o->rows_n = 0;
	arena_reset(&o->mem);
}

static void row_keep(struct output *o, const struct cell *cells)
{
	struct row *r;

	if (o->rows_n == o->rows_cap) {
		o->rows_cap = o->rows_cap ? o->rows_cap * 2 : 32;
		o->rows = xrealloc(o->rows, o->rows_cap * sizeof *o->rows);
	}
	r = &o->rows[o->rows_n++];
	for (size_t i = 0; i < o->fields_n; i++) {
		r->cell[i] = "";
		if (!o->fields[i].title)
			continue;
		str_reset(&o->line);
		cell_show(&o->line, &o->fields[i], &cells[i], o->zone);
		r->cell[i] = arena_strndup(&o->mem, str_text(&o->line), o->line.len);
	}
	str_reset(&o->line);
	if (o->rows_n >= PAGE_ROWS)
		page_out(o);
}

/* --- what others call -------------------------------------------------------------------- */

void output_begin(struct output *o, const struct field *fields, size_t n)
{
	o->fields = fields;
	o->fields_n = n;
	o->settled = false;
	o->rows_n = 0;
	str_reset(&o->line);
	if (o->form != OUTPUT_PLAIN)
		return;
	header_plain(o);
	line_out(o);
}

void output_row(struct output *o, const struct cell *cells)
{
	if (o->form == OUTPUT_TABLE) {
		row_keep(o, cells);
		return;
	}
	if (o->form == OUTPUT_JSON)
		row_json(o, cells);
	else
		row_plain(o, cells);
	line_out(o);
}

void output_page(struct output *o)
{
	if (o->form == OUTPUT_TABLE && o->rows_n > 0)
		page_out(o);
	fflush(o->to);
}

void output_end(struct output *o)
{
	if (o->form == OUTPUT_TABLE && o->rows_n > 0)
		page_out(o);
}

void output_release(struct output *o)
{
	arena_release(&o->mem);
	str_release(&o->line);
	free(o->rows);
	o->rows = NULL;
	o->rows_cap = 0;
}

void output_lines(struct output *o, const char *text, size_t n)
{
	struct str shown = { 0 };

	if (o->form != OUTPUT_TABLE)
		return;
	text_show(&shown, text, n, TEXT_LINES);
	fwrite(str_text(&shown), 1, shown.len, o->to);
	str_release(&shown);
}

void output_text(struct output *o, const char *fmt, ...)
{
	struct str text = { 0 }, shown = { 0 };
	va_list ap;

	if (o->form != OUTPUT_TABLE)
		return;
	va_start(ap, fmt);
	str_vprintf(&text, fmt, ap);
	va_end(ap);
	text_show(&shown, str_text(&text), text.len, TEXT_ONE_LINE);
	str_putc(&shown, '\n');
	fwrite(shown.at, 1, shown.len, o->to);
	str_release(&text);
	str_release(&shown);
}

void output_when(struct str *out, const struct when *w, const char *zone)
{
	when_show(out, w, zone, false);
}
