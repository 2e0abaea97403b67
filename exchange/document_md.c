/* document_md.c - a document as Markdown, in which values are text and nothing else. */
#include <string.h>

#include "base/text.h"
#include "exchange/document.h"

void markdown_put(struct str *out, const char *s, size_t n, const char *newline)
{
	bool begins = true, number = true;
	struct str shown = { 0 };

	text_show(&shown, s, n, TEXT_LINES);
	for (s = str_text(&shown); *s; s++) {
		if (*s == '\n') {
			str_puts(out, newline);
			begins = number = true;
			continue;
		}
		if (strchr("\\`*_{}[]<>#|!&~$@", *s) || (*s == ':' && s[1] == '/') ||
		    (begins && strchr("-+=\t", *s)) || (number && strchr(".)", *s)))
			str_putc(out, '\\');
		str_putc(out, *s);
		number = number && *s >= '0' && *s <= '9';
		begins = begins && *s == ' ';
	}
	str_release(&shown);
}

/* Within a code span nothing can be escaped, so values stand outside of one. */
static void piece_put(struct document *d, const struct piece *p)
{
	struct str *out = &d->file->buffer;

	if (p->mark == MARK_BOLD)
		str_puts(out, "**");
	else if (p->value)
		markdown_put(out, p->at, p->n, d->in_cell ? "<br>" : "  \n  ");
	else if (p->n && p->code)
		str_printf(out, "`%.*s`", (int)p->n, p->at);
	else
		str_put(out, p->at, p->n);
}

static void heading(struct document *d, int level, struct span s)
{
	for (int i = 0; i < level; i++)
		str_putc(&d->file->buffer, '#');
	str_putc(&d->file->buffer, ' ');
	document_pieces(d, s, piece_put);
	str_puts(&d->file->buffer, "\n\n");
}

static void paragraph(struct document *d, struct span s)
{
	document_pieces(d, s, piece_put);
	str_puts(&d->file->buffer, "\n\n");
}

static void quote(struct document *d, struct span s)
{
	str_puts(&d->file->buffer, "> ");
	d->in_cell = true;
	paragraph(d, s);
	d->in_cell = false;
}

static void list(struct document *d, bool begins)
{
	if (!begins)
		str_putc(&d->file->buffer, '\n');
}

static void item(struct document *d, struct span s)
{
	str_puts(&d->file->buffer, "- ");
	document_pieces(d, s, piece_put);
	str_putc(&d->file->buffer, '\n');
}

static void row_put(struct document *d, const struct span *cells, size_t columns)
{
	for (size_t c = 0; c < columns; c++) {
		str_puts(&d->file->buffer, "| ");
		document_pieces(d, cells[c], piece_put);
		str_putc(&d->file->buffer, ' ');
	}
	str_puts(&d->file->buffer, "|\n");
}

static void table(struct document *d, const struct grid *t)
{
	if (t->rows < 2)
		return;
	d->in_cell = true;
	for (size_t r = 0; r < t->rows; r++) {
		row_put(d, t->cells + r * t->columns, t->columns);
		for (size_t c = 0; r == 0 && c < t->columns; c++)
			str_puts(&d->file->buffer, "|---");
		if (r == 0)
			str_puts(&d->file->buffer, "|\n");
	}
	d->in_cell = false;
	str_putc(&d->file->buffer, '\n');
}

/* Bars are a table here; the picture of the timeline has no such form, the log says the same. */
static void chart(struct document *d, const struct chart *c)
{
	struct str *out = &d->file->buffer;

	if (!c->bars || !c->n)
		return;
	str_puts(out, "| ");
	markdown_put(out, c->title, strlen(c->title), " ");
	str_puts(out, " | |\n|---|---:|\n");
	for (size_t i = 0; i < c->n; i++) {
		str_puts(out, "| ");
		markdown_put(out, c->bars[i].label, strlen(c->bars[i].label), " ");
		str_printf(out, " | %lld |\n", (long long)c->bars[i].n);
	}
	str_putc(out, '\n');
}

static void rule(struct document *d)
{
	str_puts(&d->file->buffer, "---\n\n");
}

static void begin(struct document *d)
{
	str_printf(&d->file->buffer, "**TLP:%s**\n\n", d->label);
}

static void end(struct document *d)
{
	struct str *out = &d->file->buffer;

	str_puts(out, "---\n\n");
	for (const char *p = d->footer; *p;) {
		size_t n = strcspn(p, "\n");

		markdown_put(out, p, n, " ");
		str_puts(out, "\n\n");
		p += n + (p[n] == '\n');
	}
	str_printf(out, "**TLP:%s**\n", d->label);
}

const struct document_form document_md = { "md", begin, heading, paragraph, quote, list, item,
	table, chart, rule, end };
