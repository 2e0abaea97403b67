/*
 * document.c - the blocks of a document, found line by line.
 *
 * A line ends at a newline outside of values. What a line is, its first characters outside of
 * values tell; a paragraph, an item or a quote goes on over the lines that follow until one begins
 * something else.
 */
#include "exchange/document.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

const struct document_form *document_form_find(const char *format)
{
	static const struct document_form *const forms[] = { &document_md, &document_html,
		&document_text };

	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		if (strcmp(forms[i]->format, format) == 0)
			return forms[i];
	return NULL;
}

/* --- within a line ------------------------------------------------------------------------- */

/* Where the value that begins at i ends: behind its end mark. */
static size_t value_pass(const char *s, size_t n, size_t i)
{
	const char *end = memchr(s + i, DOCUMENT_VALUE_END, n - i);

	return end ? (size_t)(end - s) + 1 : n;
}

/* The first c outside of values at or after i, or n. */
static size_t mark_find(const char *s, size_t n, size_t i, char c)
{
	while (i < n && s[i] != c)
		i = s[i] == DOCUMENT_VALUE ? value_pass(s, n, i) : i + 1;
	return i;
}

/* Bytes of the mark at i, 0 when there is none. */
static size_t mark_at(struct span s, size_t i, int *mark)
{
	*mark = s.at[i] == '`' ? MARK_CODE : MARK_BOLD;
	if (s.at[i] == '`')
		return 1;
	return s.at[i] == '*' && i + 1 < s.n && s.at[i + 1] == '*' ? 2 : 0;
}

static void mark_put(struct document *d, struct piece *p, int mark,
    void (*put)(struct document *, const struct piece *))
{
	if (mark == MARK_BOLD)
		p->bold = !p->bold;
	else
		p->code = !p->code;
	p->value = false;
	p->n = 0;
	p->mark = mark;
	put(d, p);
	p->mark = MARK_NONE;
}

/* The value at i, without its marks and what tells a chart; returns where it ends. */
static size_t value_take(struct span s, size_t i, struct piece *p)
{
	size_t end = value_pass(s.at, s.n, i);

	p->value = true;
	p->at = s.at + i + 1;
	p->n = end - i - 2;
	if (p->n >= 2 && p->at[0] == DOCUMENT_CHART) {
		p->at += 2;
		p->n -= 2;
	}
	return end;
}

void document_pieces(
    struct document *d, struct span s, void (*put)(struct document *d, const struct piece *p))
{
	struct piece p = { 0 };
	int mark;

	for (size_t i = 0, n; i < s.n; i += n) {
		size_t from = i;

		n = mark_at(s, i, &mark);
		if (n) {
			mark_put(d, &p, mark, put);
			continue;
		}
		if (s.at[i] == DOCUMENT_VALUE) {
			n = value_take(s, i, &p) - i;
		} else {
			while (i < s.n && s.at[i] != DOCUMENT_VALUE && !mark_at(s, i, &mark))
				i++;
			p.value = false;
			p.at = s.at + from;
			p.n = i - from;
			n = 0;
		}
		if (p.n)
			put(d, &p);
	}
	if (p.bold)
		mark_put(d, &p, MARK_BOLD, put);
	if (p.code)
		mark_put(d, &p, MARK_CODE, put);
}

static void plain_put(struct document *d, const struct piece *p)
{
	for (size_t i = 0; i < p->n; i++)
		str_putc(&d->text, p->at[i] == '\n' && !p->value ? ' ' : p->at[i]);
}

void document_plain(struct document *d, struct span s)
{
	str_reset(&d->text);
	str_puts(&d->text, "");
	document_pieces(d, s, plain_put);
}

static bool begins(struct span s, const char *with)
{
	size_t n = strlen(with);

	return s.n >= n && memcmp(s.at, with, n) == 0;
}

static struct span trimmed(struct span s)
{
	while (s.n && (s.at[0] == ' ' || s.at[0] == '\t')) {
		s.at++;
		s.n--;
	}
	while (s.n && (s.at[s.n - 1] == ' ' || s.at[s.n - 1] == '\t'))
		s.n--;
	return s;
}

/* --- tables -------------------------------------------------------------------------------- */

static bool table_rule(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!strchr("|-: ", s.at[i]))
			return false;
	return s.n > 2;
}

/* The cells of "| a | b |" at the end of the table; those of a row that has too few are empty. */
static void row_take(struct grid *t, struct span s)
{
	size_t end = s.n - (s.n > 1 && s.at[s.n - 1] == '|'), column = 0, i = 1;
	struct span cells[DOCUMENT_COLUMNS_MAX] = { 0 };

	while (i <= end && column < DOCUMENT_COLUMNS_MAX) {
		size_t next = mark_find(s.at, end, i, '|');

		cells[column++] = trimmed((struct span){ s.at + i, next - i });
		i = next + 1;
	}
	if (t->rows == 0)
		t->columns = column;
	if ((t->rows + 1) * t->columns > t->cap) {
		t->cap = t->cap ? 2 * t->cap : 16 * DOCUMENT_COLUMNS_MAX;
		t->cells = xrealloc(t->cells, t->cap * sizeof *t->cells);
	}
	for (size_t c = 0; c < t->columns; c++)
		t->cells[t->rows * t->columns + c] = cells[c];
	t->rows++;
}

/* --- blocks -------------------------------------------------------------------------------- */

struct reader {
	const char *at;
	size_t n, pos;
};

/* The line at the reader's place, without its newline; pos stays. *next: where the next begins. */
static struct span line_at(const struct reader *r, size_t *next)
{
	size_t end = mark_find(r->at, r->n, r->pos, '\n');

	*next = end < r->n ? end + 1 : r->n;
	return (struct span){ r->at + r->pos, end - r->pos };
}

static bool blank(struct span s)
{
	return trimmed(s).n == 0;
}

static int heading_level(struct span s)
{
	int level = 0;

	while ((size_t)level < s.n && level < 4 && s.at[level] == '#')
		level++;
	return level && (size_t)level < s.n && s.at[level] == ' ' ? level : 0;
}

/* Does the line begin something of its own? */
static bool special(struct span s)
{
	return blank(s) || heading_level(s) || begins(s, "- ") || begins(s, "> ") ||
	       begins(s, "|") || (begins(s, "---") && table_rule(s));
}

/* The lines of a block from the one at pos on, joined by the newlines between them. */
static struct span block_take(struct reader *r, size_t skip)
{
	const char *from = r->at + r->pos + skip;
	size_t next, end = 0;
	struct span line = line_at(r, &next);

	do {
		end = (size_t)(line.at + line.n - r->at);
		r->pos = next;
		line = line_at(r, &next);
	} while (r->pos < r->n && !special(line));
	return trimmed((struct span){ from, (size_t)(r->at + end - from) });
}

static void table_take(struct document *d, struct reader *r)
{
	size_t next;
	struct span line = line_at(r, &next);

	d->table.rows = 0;
	while (r->pos < r->n && begins(line, "|")) {
		if (!(d->table.rows == 1 && table_rule(line)))
			row_take(&d->table, trimmed(line));
		r->pos = next;
		line = line_at(r, &next);
	}
	d->form->table(d, &d->table);
}

/* A paragraph that is a chart and nothing else is drawn. */
static void paragraph_put(struct document *d, struct span s)
{
	bool alone = s.n > 3 && s.at[0] == DOCUMENT_VALUE && s.at[1] == DOCUMENT_CHART &&
		     value_pass(s.at, s.n, 0) == s.n;
	size_t number = alone ? (size_t)(s.at[2] - 'A') : 0;

	if (alone && number < d->charts_n)
		d->form->chart(d, &d->charts[number]);
	else
		d->form->paragraph(d, s);
}

static void list_end(struct document *d)
{
	if (d->in_list)
		d->form->list(d, false);
	d->in_list = false;
}

static void block_put(struct document *d, struct reader *r, struct span line)
{
	int level = heading_level(line);

	if (begins(line, "- ")) {
		if (!d->in_list)
			d->form->list(d, true);
		d->in_list = true;
		d->form->item(d, block_take(r, 2));
		return;
	}
	list_end(d);
	if (level)
		r->pos += line.n + (r->pos + line.n < r->n);
	if (level)
		d->form->heading(d, level,
		    trimmed((struct span){ line.at + level, line.n - (size_t)level }));
	else if (begins(line, "> "))
		d->form->quote(d, block_take(r, 2));
	else if (begins(line, "|"))
		table_take(d, r);
	else if (special(line)) {
		r->pos += line.n + (r->pos + line.n < r->n);
		d->form->rule(d);
	} else
		paragraph_put(d, block_take(r, 0));
}

int document_write(struct document *d, const char *text, size_t n, struct err *e)
{
	struct reader r = { text, n, 0 };
	int done = 0;

	d->form->begin(d);
	while (done == 0 && r.pos < r.n) {
		size_t next;
		struct span line = line_at(&r, &next);

		if (blank(line))
			r.pos = next;
		else
			block_put(d, &r, line);
		done = out_file_flow(d->file, e);
	}
	list_end(d);
	d->form->end(d);
	free(d->table.cells);
	d->table = (struct grid){ 0 };
	str_release(&d->text);
	return done;
}
