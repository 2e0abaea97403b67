/*
 * document_text.c - a document as plain text, 78 columns wide.
 *
 * Columns of a table get the room they need where there is enough; else the widest share what the
 * others leave, and their cells go on over several lines.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "exchange/document.h"

enum { WIDTH = 78, GAP = 2, LEAST = 10, WORD = 16 }; /* longer words are cut */

/* Bytes of the next line of `s` that fit, cut at a blank where there is one; *skip: where the line
 * after it begins. */
static size_t line_fit(const char *s, int columns, size_t *skip)
{
	size_t line = strcspn(s, "\n"), fit = 0;
	int filled = 0;

	while (fit < line) {
		int width;
		size_t n = text_cluster(s + fit, line - fit, &width);

		if (filled + width > columns && fit)
			break;
		filled += width;
		fit += n;
	}
	if (fit < line && s[fit] != ' ') {
		size_t cut = fit;

		while (cut && s[cut - 1] != ' ')
			cut--;
		fit = cut ? cut : fit;
	}
	*skip = fit;
	while (s[*skip] == ' ')
		++*skip;
	*skip += s[*skip] == '\n' && *skip >= line;
	while (fit && s[fit - 1] == ' ')
		fit--;
	return fit;
}

static int width_of(const char *s, size_t n)
{
	int width = 0, of_one;

	for (size_t i = 0; i < n; width += of_one)
		i += text_cluster(s + i, n - i, &of_one);
	return width;
}

/* Lines of the text, the first behind `first`, the others behind `others`. */
static void wrapped_put(struct document *d, const char *text, const char *first, const char *others)
{
	struct str *out = &d->file->buffer;
	const char *lead = first;

	do {
		size_t skip, n = line_fit(text, WIDTH - text_width(lead), &skip);

		str_puts(out, n ? lead : "");
		str_put(out, text, n);
		str_putc(out, '\n');
		text += skip;
		lead = others;
	} while (*text);
}

static void heading(struct document *d, int level, struct span s)
{
	struct str *out = &d->file->buffer;
	int width;

	document_plain(d, s);
	width = text_width(str_text(&d->text));
	str_printf(out, "\n%s\n", str_text(&d->text));
	for (int i = 0; i < width && i < WIDTH && level < 3; i++)
		str_putc(out, level == 1 ? '=' : '-');
	str_puts(out, level < 3 ? "\n\n" : "\n");
}

static void paragraph(struct document *d, struct span s)
{
	document_plain(d, s);
	wrapped_put(d, str_text(&d->text), "", "");
	str_putc(&d->file->buffer, '\n');
}

static void quote(struct document *d, struct span s)
{
	document_plain(d, s);
	wrapped_put(d, str_text(&d->text), "    ", "    ");
	str_putc(&d->file->buffer, '\n');
}

static void list(struct document *d, bool begins)
{
	if (!begins)
		str_putc(&d->file->buffer, '\n');
}

static void item(struct document *d, struct span s)
{
	document_plain(d, s);
	wrapped_put(d, str_text(&d->text), "- ", "  ");
}

/* --- tables -------------------------------------------------------------------------------- */

/* The widest piece of a text between characters of `ends`. */
static int widest(const char *s, const char *ends)
{
	int most = 0;

	while (*s) {
		size_t n = strcspn(s, ends);
		int width = width_of(s, n);

		most = width > most ? width : most;
		s += n + (s[n] != '\0');
	}
	return most;
}

/* What a column has in its cells. */
struct column {
	int width;     /* wanted, and then given */
	int least;     /* below this words would be cut */
	double weight; /* bytes: long cells should get more, but not all */
};

static void columns_look(struct document *d, const struct grid *t, struct column columns[])
{
	memset(columns, 0, t->columns * sizeof *columns);
	for (size_t i = 0; i < t->rows * t->columns; i++) {
		struct column *c = &columns[i % t->columns];
		int width, word;

		document_plain(d, t->cells[i]);
		width = widest(str_text(&d->text), "\n");
		width = width < WIDTH ? width : WIDTH;
		word = widest(str_text(&d->text), " \n");
		c->width = width > c->width ? width : c->width;
		c->least = word > c->least && word <= WORD ? word : c->least;
		c->weight += (double)d->text.len;
	}
}

/* By the square: with the length alone a column of long texts would leave the others nothing. */
static double tightness(const struct column *c)
{
	return c->weight / c->width / c->width;
}

/* Takes `over` columns of room away, each time where there is most for the weight, down to what
 * words need or to LEAST; returns what it could not take. */
static int room_take(struct column columns[], size_t n, int over, bool words)
{
	for (; over > 0; over--) {
		struct column *loose = NULL;

		for (struct column *c = columns; c < columns + n; c++)
			if (c->width > LEAST && (!words || c->width > c->least) &&
			    (!loose || tightness(c) < tightness(loose)))
				loose = c;
		if (!loose)
			break;
		loose->width--;
	}
	return over;
}

static void widths_find(struct document *d, const struct grid *t, struct column columns[])
{
	int over = GAP * ((int)t->columns - 1) - WIDTH;

	columns_look(d, t, columns);
	for (size_t c = 0; c < t->columns; c++)
		over += columns[c].width;
	room_take(columns, t->columns, room_take(columns, t->columns, over, true), false);
}

static void row_put(struct document *d, const struct grid *t, size_t r,
    const struct column columns[])
{
	char *text[DOCUMENT_COLUMNS_MAX];
	const char *left[DOCUMENT_COLUMNS_MAX];
	struct str *out = &d->file->buffer;
	bool more = true;

	for (size_t c = 0; c < t->columns; c++) {
		document_plain(d, t->cells[r * t->columns + c]);
		left[c] = text[c] = xstrdup(str_text(&d->text));
	}
	while (more) {
		int pending = 0;

		more = false;
		for (size_t c = 0; c < t->columns; c++) {
			size_t skip, n = line_fit(left[c], columns[c].width, &skip);

			for (; n && pending > 0; pending--)
				str_putc(out, ' ');
			str_put(out, left[c], n);
			pending += columns[c].width + GAP - width_of(left[c], n);
			left[c] += skip;
			more = more || *left[c];
		}
		str_putc(out, '\n');
	}
	for (size_t c = 0; c < t->columns; c++)
		free(text[c]);
}

static void table(struct document *d, const struct grid *t)
{
	struct column columns[DOCUMENT_COLUMNS_MAX];
	struct str *out = &d->file->buffer;

	if (t->rows < 2)
		return;
	widths_find(d, t, columns);
	for (size_t r = 0; r < t->rows; r++) {
		row_put(d, t, r, columns);
		for (size_t c = 0; r == 0 && c < t->columns; c++) {
			for (int i = 0; i < columns[c].width; i++)
				str_putc(out, '-');
			str_puts(out, c + 1 < t->columns ? "  " : "\n");
		}
	}
	str_putc(out, '\n');
}

/* --- charts -------------------------------------------------------------------------------- */

static void chart(struct document *d, const struct chart *c)
{
	struct str *out = &d->file->buffer;
	int64_t most = 1;
	int label = 0;

	for (size_t i = 0; i < c->n; i++) {
		most = c->bars[i].n > most ? c->bars[i].n : most;
		label = text_width(c->bars[i].label) > label ? text_width(c->bars[i].label) : label;
	}
	for (size_t i = 0; i < c->n; i++) {
		int bar = (int)((double)c->bars[i].n / (double)most * 40);

		str_puts(out, "  ");
		for (int pad = label - text_width(c->bars[i].label); pad > 0; pad--)
			str_putc(out, ' ');
		str_printf(out, "%s  ", c->bars[i].label);
		for (int b = 0; b < bar || b == 0; b++)
			str_putc(out, '#');
		str_printf(out, " %lld\n", (long long)c->bars[i].n);
	}
	if (c->n)
		str_putc(out, '\n');
}

static void rule(struct document *d)
{
	for (int i = 0; i < WIDTH; i++)
		str_putc(&d->file->buffer, '-');
	str_puts(&d->file->buffer, "\n\n");
}

static void begin(struct document *d)
{
	str_printf(&d->file->buffer, "TLP:%s\n", d->label);
}

static void end(struct document *d)
{
	rule(d);
	for (const char *p = d->footer; *p;) {
		size_t n = strcspn(p, "\n");

		str_reset(&d->text);
		str_put(&d->text, p, n);
		wrapped_put(d, str_text(&d->text), "", "  ");
		p += n + (p[n] == '\n');
	}
	str_printf(&d->file->buffer, "\nTLP:%s\n", d->label);
}

const struct document_form document_text = { "text", begin, heading, paragraph, quote, list, item,
	table, chart, rule, end };
