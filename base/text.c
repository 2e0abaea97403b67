/*
 * text.c - text from outside: is it UTF-8, how wide is it, how is it shown.
 *
 * text_show sorts every character into a shape (plain, mark, hidden, control, dropped) and
 * treats a base with its marks as one group, so that a flood of marks costs no more than
 * reading it. Nearly all text is ASCII; runs of it are found eight bytes at a time and copied.
 */
#include "config.h" /* wcwidth is an extension */

#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

#include "base/mem.h"

enum {
	GROUP_MAX = 24,   /* code points of a base and its marks, decomposed; more are dropped */
	MARKS_SHOWN = 2,  /* columns-less characters in a row that are shown */
	DOTTED = 0x25CC,  /* carries a mark that has no base */
	UNKNOWN = 0xFFFD, /* stands for what libc cannot measure */
};

enum shape {
	SHAPE_PLAIN,
	SHAPE_MARK,    /* belongs to the character before it */
	SHAPE_HIDDEN,  /* shown as <U+202E> */
	SHAPE_CONTROL, /* shown as \x1b */
	SHAPE_DROPPED, /* changes only how another one looks */
};

static const struct range {
	int32_t first, last;
	enum shape shape;
} special[] = {
	{ 0x0000, 0x001F, SHAPE_CONTROL }, { 0x007F, 0x009F, SHAPE_CONTROL },
	{ 0x034F, 0x034F, SHAPE_HIDDEN }, /* joins, without being seen */
	{ 0x115F, 0x1160, SHAPE_HIDDEN }, /* Hangul fillers are blank letters */
	{ 0x1161, 0x11FF, SHAPE_MARK },   /* vowels and finals join the consonant before */
	{ 0x17B4, 0x17B5, SHAPE_HIDDEN }, { 0x180B, 0x180F, SHAPE_HIDDEN },
	{ 0x200D, 0x200D, SHAPE_DROPPED }, /* ZWJ */
	{ 0x2065, 0x2065, SHAPE_HIDDEN }, { 0x3164, 0x3164, SHAPE_HIDDEN },
	{ 0xD7B0, 0xD7FB, SHAPE_MARK }, { 0xFE00, 0xFE0D, SHAPE_HIDDEN },
	{ 0xFE0E, 0xFE0F, SHAPE_DROPPED },                                     /* text or picture */
	{ 0xFFA0, 0xFFA0, SHAPE_HIDDEN }, { 0x1F3FB, 0x1F3FF, SHAPE_DROPPED }, /* skin tones */
	{ 0xE0000, 0xE0FFF, SHAPE_HIDDEN }, /* tags, variation selectors */
};

static enum shape shape_of_category(int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return SHAPE_MARK;
	case UTF8PROC_CATEGORY_CN: /* unassigned */
	case UTF8PROC_CATEGORY_CF: /* format: bidi controls, zero width, BOM */
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CO: /* private use */
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return SHAPE_HIDDEN;
	case UTF8PROC_CATEGORY_CC:
		return SHAPE_CONTROL;
	default:
		return SHAPE_PLAIN;
	}
}

static enum shape shape_of(int32_t c)
{
	size_t low = 0, high = sizeof special / sizeof special[0];

	if (c >= 0x20 && c < 0x7F)
		return SHAPE_PLAIN;
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (c < special[mid].first)
			high = mid;
		else if (c > special[mid].last)
			low = mid + 1;
		else
			return special[mid].shape;
	}
	return shape_of_category(c);
}

/* Can libc measure more than ASCII here? In the C locale it cannot. */
static bool libc_measures(void)
{
	return wcwidth(0x4E00) == 2;
}

/* Columns of a character, -1 when unknown. */
static int char_width(int32_t c, bool libc)
{
	if (c >= 0x20 && c < 0x7F)
		return 1;
	if (libc)
		return wcwidth((wchar_t)c);
	return c < 0xA0 ? -1 : utf8proc_charwidth(c);
}

/* The character at s, of n > 0 bytes; its length, or 0 when the first byte is not UTF-8. */
static size_t char_read(const char *s, size_t n, int32_t *c)
{
	utf8proc_ssize_t length;

	if (n > 4)
		n = 4;
	length = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, c);
	return length > 0 ? (size_t)length : 0;
}

static void char_put(struct str *out, int32_t c)
{
	char bytes[4];

	str_put(out, bytes, (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)bytes));
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Length of the run of printable ASCII at s. */
static size_t plain_run(const char *s, size_t n)
{
	size_t i = 0;

	for (; n - i >= 8; i += 8) {
		uint64_t x, del, odd;

		memcpy(&x, s + i, 8);
		del = x ^ EACH(0x7F);
		odd = x | ((x - EACH(0x20)) & ~x) | ((del - EACH(1)) & ~del);
		if (odd & EACH(0x80))
			break;
	}
	while (i < n && s[i] >= 0x20 && s[i] < 0x7F)
		i++;
	return i;
}

/* Length of the run of ASCII at s, control characters and all. */
static size_t ascii_run(const char *s, size_t n)
{
	size_t i = 0;
	uint64_t x;

	for (; n - i >= 8; i += 8) {
		memcpy(&x, s + i, 8);
		if (x & EACH(0x80))
			break;
	}
	while (i < n && !(s[i] & 0x80))
		i++;
	return i;
}

size_t text_utf8_fault(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n) {
		int32_t c;
		size_t length;

		i += ascii_run(s + i, n - i);
		if (i == n)
			break;
		length = char_read(s + i, n - i, &c);
		if (!length)
			return i;
		i += length;
	}
	return n;
}

int text_line_check(const char *s, size_t most, const char *what, struct err *e)
{
	size_t n = s ? strlen(s) : 0;

	if (n > most)
		return err_set(e, ERR_INVALID, "%s is longer than %zu bytes", what, most);
	if (text_utf8_fault(s, n) != n)
		return err_set(e, ERR_INVALID, "%s is not UTF-8", what);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return err_set(e, ERR_INVALID, "%s holds a control character", what);
	return 0;
}

/* What is being shown, and what stands at its end. */
struct showing {
	struct str *out;
	enum text_lines lines;
	bool libc; /* libc measures */
	int marks; /* characters without columns since the last with some */
	size_t measured; /* bytes of out of which the columns are known; for tabs */
	int column;	 /* that they end in */
};

static void escape_put(struct showing *w, unsigned byte)
{
	static const char digits[] = "0123456789abcdef";
	char text[4] = { '\\', 'x', digits[byte >> 4 & 15], digits[byte & 15] };

	str_put(w->out, text, sizeof text);
	w->marks = 0;
}

/* Blanks up to the next eighth column of the line that was begun; each byte is measured once. */
static void tab_put(struct showing *w)
{
	w->column += text_width(str_text(w->out) + w->measured);
	do
		str_putc(w->out, ' ');
	while (++w->column % 8);
	w->measured = w->out->len;
}

static void line_put(struct showing *w)
{
	str_putc(w->out, '\n');
	w->measured = w->out->len;
	w->column = 0;
}

static void control_put(struct showing *w, int32_t c)
{
	if (w->lines == TEXT_SPREAD && c == '\t')
		tab_put(w);
	else if (w->lines == TEXT_SPREAD && c == '\n')
		line_put(w);
	else if (w->lines == TEXT_LINES && (c == '\n' || c == '\t'))
		str_putc(w->out, (char)c);
	else if (c == '\n')
		str_puts(w->out, "\\n");
	else if (c == '\t')
		str_putc(w->out, ' ');
	else
		escape_put(w, (unsigned)c);
	w->marks = 0;
}

static void hidden_put(struct showing *w, int32_t c)
{
	str_printf(w->out, "<U+%04X>", (unsigned)c);
	w->marks = 0;
}

static void measured_put(struct showing *w, int32_t c)
{
	int width = char_width(c, w->libc);

	if (width < 0) {
		c = UNKNOWN;
		width = 1;
	}
	w->marks = width == 0 ? w->marks + 1 : 0;
	if (w->marks <= MARKS_SHOWN)
		char_put(w->out, c);
}

/* A base and its marks, decomposed as they come. */
struct group {
	int32_t at[GROUP_MAX];
	int n;
	bool composes; /* must be normalised */
};

static void group_add(struct group *g, int32_t c)
{
	utf8proc_ssize_t n;
	int last = 0;

	n = utf8proc_decompose_char(
	    c, g->at + g->n, GROUP_MAX - g->n, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE, &last);
	if (n <= 0 || n > GROUP_MAX - g->n)
		return;
	g->composes = g->composes || n > 1 || g->n > 0 || g->at[0] != c;
	g->n += (int)n;
}

static int mark_class(int32_t c)
{
	return utf8proc_get_property(c)->combining_class;
}

/* Canonical order: marks by class, never across a character of class 0. */
static void group_order(struct group *g)
{
	for (int i = 1; i < g->n; i++) {
		int32_t c = g->at[i];
		int class = mark_class(c), k = i;

		while (class && k > 0 && mark_class(g->at[k - 1]) > class) {
			g->at[k] = g->at[k - 1];
			k--;
		}
		g->at[k] = c;
	}
}

static void group_show(struct showing *w, struct group *g)
{
	utf8proc_ssize_t n = g->n;

	if (g->composes) {
		group_order(g);
		n = utf8proc_normalize_utf32(g->at, n, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	}
	if (n > 0 && char_width(g->at[0], w->libc) == 0) /* no mark, and yet without columns */
		hidden_put(w, g->at[0]);
	else if (n > 0)
		measured_put(w, g->at[0]);
	for (int i = 1; i < n && w->marks <= MARKS_SHOWN;
	     i++) /* after too many the rest goes, too */
		measured_put(w, g->at[i]);
}

/* Shows one character that is not part of a group; returns its bytes, or 0 when it begins one. */
static size_t single_show(struct showing *w, const char *s, size_t n)
{
	int32_t c;
	size_t length = char_read(s, n, &c);

	if (!length) {
		escape_put(w, (unsigned char)*s);
		return 1;
	}
	switch (shape_of(c)) {
	case SHAPE_CONTROL:
		control_put(w, c);
		return length;
	case SHAPE_HIDDEN:
		hidden_put(w, c);
		return length;
	case SHAPE_DROPPED:
		return length;
	default:
		return 0;
	}
}

/* Shows a base and all its marks; returns their bytes. */
static size_t grouped_show(struct showing *w, const char *s, size_t n)
{
	struct group g = { .n = 0 };
	int32_t c;
	size_t length, i = char_read(s, n, &c);

	if (shape_of(c) == SHAPE_MARK) /* or it would stand on what was shown before it */
		group_add(&g, DOTTED);
	group_add(&g, c);
	while (i < n && (length = char_read(s + i, n - i, &c)) != 0) {
		enum shape shape = shape_of(c);

		if (shape == SHAPE_MARK)
			group_add(&g, c);
		else if (shape != SHAPE_DROPPED)
			break;
		i += length;
	}
	group_show(w, &g);
	return i;
}

void text_show(struct str *out, const char *s, size_t n, enum text_lines lines)
{
	struct showing w = { .out = out, .lines = lines, .measured = out->len };
	size_t i = plain_run(s, n);

	if (i == n) {
		str_put(out, s, n);
		return;
	}
	w.libc = libc_measures();
	for (i = 0; i < n;) {
		size_t run = plain_run(s + i, n - i), taken;

		/* The last of the run may be the base of a mark that follows. */
		if (run && run < n - i && (unsigned char)s[i + run] >= 0x80)
			run--;
		if (run) {
			str_put(out, s + i, run);
			w.marks = 0;
			i += run;
			if (i == n)
				break;
		}
		taken = single_show(&w, s + i, n - i);
		i += taken ? taken : grouped_show(&w, s + i, n - i);
	}
}

/* Columns of an already shown character: what cannot be measured fills one. */
static int shown_width(int32_t c, bool libc)
{
	int width = char_width(c, libc);

	return width < 0 ? 1 : width;
}

int text_width(const char *shown)
{
	size_t n = strlen(shown), i = plain_run(shown, n);
	int columns = (int)i;
	bool libc;

	if (i == n)
		return columns;
	libc = libc_measures();
	while (i < n) {
		int32_t c = UNKNOWN;
		size_t length = char_read(shown + i, n - i, &c);

		columns += shown_width(length ? c : UNKNOWN, libc);
		i += length ? length : 1;
	}
	return columns;
}

size_t text_cluster(const char *s, size_t n, int *width)
{
	bool libc;
	utf8proc_int32_t state = 0;
	int32_t c, next;
	size_t length, i;

	*width = 1;
	if ((unsigned char)s[0] < 0x80 && (n == 1 || (unsigned char)s[1] < 0x80))
		return 1;
	i = char_read(s, n, &c);
	if (!i)
		return 1;
	libc = libc_measures();
	*width = shown_width(c, libc);
	while (i < n && (length = char_read(s + i, n - i, &next)) != 0) {
		if (utf8proc_grapheme_break_stateful(c, next, &state))
			break;
		*width += shown_width(next, libc);
		c = next;
		i += length;
	}
	return i;
}

size_t text_fit(const char *shown, int columns, int *filled)
{
	size_t n = strlen(shown), i = 0;
	int used = 0;

	while (i < n) {
		int width;
		size_t length = text_cluster(shown + i, n - i, &width);

		if (used + width > columns)
			break;
		used += width;
		i += length;
	}
	if (filled)
		*filled = used;
	return i;
}

/* Folds a run of valid UTF-8. Marks are stripped as they are read, so a flood of them costs
 * nothing. */
static void run_fold(struct str *out, const char *s, size_t n)
{
	utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
				UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;
	utf8proc_ssize_t need, size = (utf8proc_ssize_t)n;
	int32_t *wide;

	need = utf8proc_decompose((const utf8proc_uint8_t *)s, size, NULL, 0, how);
	if (need <= 0)
		return;
	wide = xmalloc(((size_t)need + 1) * sizeof *wide);
	need = utf8proc_decompose((const utf8proc_uint8_t *)s, size, wide, need, how);
	need = utf8proc_reencode(wide, need, how);
	if (need > 0)
		str_put(out, wide, (size_t)need);
	free(wide);
}

/* Length of the run at s of valid characters beyond ASCII. */
static size_t wide_run(const char *s, size_t n)
{
	size_t i = 0, length;
	int32_t c;

	while (i < n && (unsigned char)s[i] >= 0x80 && (length = char_read(s + i, n - i, &c)) != 0)
		i += length;
	return i;
}

static size_t narrow_run(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (unsigned char)s[i] < 0x80)
		i++;
	return i;
}

static void lower_put(struct str *out, const char *s, size_t n)
{
	char *to;

	str_put(out, s, n);
	to = out->at + out->len - n;
	for (size_t i = 0; i < n; i++)
		to[i] = (char)(to[i] + (to[i] >= 'A' && to[i] <= 'Z' ? 'a' - 'A' : 0));
}

void text_fold(struct str *out, const char *s, size_t n)
{
	size_t i = 0;

	while (i < n) {
		size_t run = wide_run(s + i, n - i);

		if (run) {
			run_fold(out, s + i, run);
			i += run;
		} else if ((unsigned char)s[i] >= 0x80) {
			char_put(out, UNKNOWN);
			i++;
		}
		run = narrow_run(s + i, n - i);
		lower_put(out, s + i, run);
		i += run;
	}
}

void text_keep_common(struct str *text, const char *other)
{
	size_t n = 0;

	while (n < text->len && text->at[n] == other[n])
		n++;
	while (n > 0 && n < text->len && ((unsigned char)text->at[n] & 0xc0) == 0x80)
		n--;
	text->len = n;
	if (text->at)
		text->at[n] = '\0';
}
