/*
 * document.h - a text of headings, paragraphs, lists, quotes and tables, written as Markdown, as
 * one page of HTML, or plain.
 *
 * What comes in is a rendered template in a small part of Markdown (blotter-report(5)), in which
 * each value stands between DOCUMENT_VALUE and DOCUMENT_VALUE_END. These are control characters
 * that neither a template nor a value made safe to show can hold, so markup is looked for outside
 * of values only, and no value becomes markup in any form.
 */
#ifndef BLOTTER_EXCHANGE_DOCUMENT_H
#define BLOTTER_EXCHANGE_DOCUMENT_H

#include "base/str.h"
#include "exchange/out_file.h"
#include "exchange/picture.h"

enum {
	DOCUMENT_VALUE = 1,
	DOCUMENT_VALUE_END = 2,
	DOCUMENT_CHART = 4, /* as the first byte of a value: the number of a chart as a letter, then
			     * its words where no picture is possible */
	DOCUMENT_COLUMNS_MAX = 12,
};

struct chart {
	struct bar *bars; /* or the timeline: NULL, and what is drawn is in `picture` */
	size_t n;
	const struct picture *picture;
	const struct picture_look *look;
	const char *title; /* what it shows, for who does not see it */
};

/* Text of a block: template text with values in it. */
struct span {
	const char *at;
	size_t n;
};

struct grid {
	struct span *cells; /* row by row; the first row is the header */
	size_t columns, rows, cap;
};

struct document_form;
struct document {
	struct out_file *file; /* written to its buffer, and flowing on */
	const struct document_form *form;
	const char *language; /* BCP 47 */
	const char *title;    /* of the page */
	const char *label;    /* TLP, above everything */
	const char *footer;   /* sentences, one a line */
	const struct chart *charts;
	size_t charts_n;
	/* at work */
	struct grid table;
	struct str text;
	bool in_list, in_cell;
};

/* A piece of a span: words of the template, a value, or the mark where bold or code begins or ends
 * (n 0); a mark that a template has left open is closed. */
struct piece {
	const char *at;
	size_t n;
	bool value;
	bool bold, code; /* of the words; of a mark: which begins here */
	enum { MARK_NONE, MARK_BOLD, MARK_CODE } mark;
};

struct document_form {
	const char *format;
	void (*begin)(struct document *d);
	void (*heading)(struct document *d, int level, struct span s);
	void (*paragraph)(struct document *d, struct span s);
	void (*quote)(struct document *d, struct span s);
	void (*list)(struct document *d, bool begins);
	void (*item)(struct document *d, struct span s);
	void (*table)(struct document *d, const struct grid *t);
	void (*chart)(struct document *d, const struct chart *c);
	void (*rule)(struct document *d);
	void (*end)(struct document *d);
};
extern const struct document_form document_md, document_html, document_text;

/* NULL: there is no such form. */
const struct document_form *document_form_find(const char *format);
/* Writes the text; the members of d that are not "at work" must be set. */
int document_write(struct document *d, const char *text, size_t n, struct err *e);

/* For the forms: each piece of a span, in order. */
void document_pieces(struct document *d, struct span s,
    void (*put)(struct document *d, const struct piece *p));
/* The words of a span without markup, in d->text. Words of a template are one line, however it was
 * broken; breaks within values stay. */
void document_plain(struct document *d, struct span s);

/* Appends n bytes as Markdown that is text alone: what could be markup gets a backslash, and a
 * newline becomes `newline`. The bytes are made safe to show. */
void markdown_put(struct str *out, const char *s, size_t n, const char *newline);

/* What all pages share, whether reports or not: their style, with the label of TLP 2.0 at the top
 * and bottom of each sheet; the label; and the colour that it has on black. */
void page_style_put(struct str *out, const char *label);
void page_label_put(struct str *out, const char *label);
const char *page_tlp_colour(const char *label);

#endif
