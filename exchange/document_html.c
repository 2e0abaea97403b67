/*
 * document_html.c - a document as one page: no script, no request to anywhere, good on A4.
 *
 * The page says so itself (a policy that allows nothing but its own style). Values are text
 * wherever they stand.
 */
#include <string.h>

#include "exchange/document.h"

static const char style[] =
    ":root{--ink:#16202b;--soft:#5a6673;--line:#d5dbe1;--wash:#f5f7f9;--deep:#1f4e79}\n"
    "*{box-sizing:border-box}\n"
    "body{font:15px/1.5 \"Source Sans 3\",\"Noto Sans\",\"Segoe UI\",\"Liberation "
    "Sans\",Arial,sans-serif;"
    "color:var(--ink);background:#fff;margin:0 auto;max-width:52rem;padding:2rem 1.5rem 3rem}\n"
    ".tlp{display:inline-block;background:#000;font-weight:700;font-size:.85rem;"
    "letter-spacing:.02em;padding:.15rem .55rem;white-space:nowrap}\n"
    ".red{color:#ff2b2b}.amber{color:#ffc000}.green{color:#33ff00}.clear{color:#fff}\n"
    "header{display:flex;justify-content:space-between;align-items:center;gap:1.5rem;"
    "border-bottom:2px solid var(--deep);padding-bottom:.6rem;margin-bottom:1.6rem;"
    "color:var(--soft);font-size:.85rem}header span:last-child{text-align:right}\n"
    "h1{font-size:1.75rem;line-height:1.2;margin:0 0 .4rem;font-weight:600;text-wrap:balance}\n"
    "h2{font-size:1.15rem;margin:2rem 0 .5rem;padding-bottom:.2rem;color:var(--deep);"
    "border-bottom:1px solid var(--line);font-weight:600}\n"
    "h3{font-size:1rem;margin:1.3rem 0 .3rem;font-weight:600}\n"
    "h4{font-size:.95rem;margin:1rem 0 .3rem}\n"
    "p{margin:.5rem 0;max-width:46rem}\n"
    "ul{margin:.4rem 0;padding-left:1.2rem}li{margin:.3rem 0}\n"
    "blockquote{margin:.5rem 0;padding:.2rem 0 .2rem .9rem;border-left:3px solid var(--line);"
    "color:var(--soft)}\n"
    "code{font:.88em ui-monospace,\"DejaVu Sans Mono\",monospace;color:#3d4a57;"
    "overflow-wrap:anywhere}\n"
    "table{border-collapse:collapse;width:100%;margin:.6rem 0;font-size:.9rem;"
    "font-variant-numeric:tabular-nums}\n"
    "th{font-weight:600;font-size:.8rem;color:var(--soft);border-bottom:1.5px solid var(--deep)}\n"
    "th,td{text-align:left;vertical-align:top;padding:.35rem .7rem .35rem 0;"
    "overflow-wrap:anywhere}\n"
    "td{border-bottom:1px solid var(--line)}\n"
    "th{overflow-wrap:normal}td:first-child{min-width:7.5rem}td:nth-child(2):last-child{width:65%}"
    "\n"
    "td:nth-child(3):nth-last-child(2){width:16%}td:nth-child(4):last-child{width:19%}\n"
    "figure{margin:.8rem 0;background:var(--wash);padding:.6rem .8rem}\n"
    "figure svg{max-width:100%;height:auto;display:block}\n"
    "figcaption{font-size:.8rem;color:var(--soft);margin-bottom:.3rem}\n"
    "hr{border:0;border-top:1px solid var(--line);margin:1.5rem 0}\n"
    "footer{margin-top:2.5rem;padding-top:.6rem;border-top:2px solid var(--deep);"
    "font-size:.8rem;color:var(--soft);overflow-wrap:anywhere}footer p{margin:.15rem "
    "0;max-width:none}\n"
    "@page{size:A4;margin:20mm 17mm;@bottom-right{content:counter(page) \" / \" "
    "counter(pages);font:8pt sans-serif;color:#5a6673}}\n"
    "@media "
    "print{html{font-size:9.5pt}body{max-width:none;padding:0;font-size:1rem}h1{font-size:18pt}h2{"
    "font-size:12pt}"
    "h2,h3,h4,p:has(+figure),p:has(+table){break-after:avoid}header{display:none}thead{display:"
    "table-header-group}tr,figure,li,blockquote"
    "{break-inside:avoid}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}\n";

static void text_put(struct str *out, const char *s)
{
	markup_put(out, s, strlen(s), false);
}

static const struct {
	const char *label, *name, *colour;
} colours[] = { { "RED", "red", "#ff2b2b" }, { "AMBER", "amber", "#ffc000" },
	{ "AMBER+STRICT", "amber", "#ffc000" }, { "GREEN", "green", "#33ff00" },
	{ "CLEAR", "clear", "#fff" } };

/* Of a label that is none: as of CLEAR, the last one. */
static size_t colour_of(const char *label)
{
	size_t i = 0;

	while (i + 1 < sizeof colours / sizeof colours[0] && strcmp(colours[i].label, label) != 0)
		i++;
	return i;
}

const char *page_tlp_colour(const char *label)
{
	return colours[colour_of(label)].colour;
}

void page_label_put(struct str *out, const char *label)
{
	str_printf(out, "<span class=\"tlp %s\">TLP:", colours[colour_of(label)].name);
	text_put(out, label);
	str_puts(out, "</span>");
}

/* TLP 2.0 wants the label at the top and at the bottom of every page. */
void page_style_put(struct str *out, const char *label)
{
	static const char *const places[] = { "top-right", "bottom-left" };
	size_t c = colour_of(label);

	str_puts(out, style);
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		str_printf(out,
		    "@page{@%s{content:\"TLP:%s\";font:bold 12pt sans-serif;color:%s;"
		    "background:#000;width:max-content;height:1.5em;padding:0 .5em;margin:auto "
		    "0}}\n",
		    places[i], colours[c].label, colours[c].colour);
}

static void begin(struct document *d)
{
	struct str *out = &d->file->buffer;

	str_puts(out, "<!DOCTYPE html>\n<html lang=\"");
	text_put(out, d->language);
	str_puts(out,
	    "\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	    "style-src 'unsafe-inline'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
	text_put(out, d->title);
	str_puts(out, "</title>\n<style>\n");
	page_style_put(out, d->label);
	str_puts(out, "</style>\n</head>\n<body>\n<header>");
	page_label_put(out, d->label);
	str_puts(out, "<span>");
	text_put(out, d->title);
	str_puts(out, "</span></header>\n");
}

static void lines_put(struct str *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		const char *line = memchr(s + i, '\n', n - i);
		size_t len = line ? (size_t)(line - s) - i : n - i;

		markup_put(out, s + i, len, true);
		i += len + (line != NULL);
		if (line)
			str_puts(out, "<br>\n");
	}
}

static void piece_put(struct document *d, const struct piece *p)
{
	struct str *out = &d->file->buffer;

	if (p->mark == MARK_BOLD)
		str_puts(out, p->bold ? "<strong>" : "</strong>");
	else if (p->mark == MARK_CODE)
		str_puts(out, p->code ? "<code>" : "</code>");
	else if (p->value)
		lines_put(out, p->at, p->n);
	else
		markup_put(out, p->at, p->n, true);
}

static void element_put(struct document *d, const char *name, struct span s)
{
	str_printf(&d->file->buffer, "<%s>", name);
	document_pieces(d, s, piece_put);
	str_printf(&d->file->buffer, "</%s>\n", name);
}

static void heading(struct document *d, int level, struct span s)
{
	static const char *const names[] = { "h1", "h1", "h2", "h3", "h4" };

	element_put(d, names[level], s);
}

static void paragraph(struct document *d, struct span s)
{
	element_put(d, "p", s);
}

static void quote(struct document *d, struct span s)
{
	element_put(d, "blockquote", s);
}

static void list(struct document *d, bool begins)
{
	str_puts(&d->file->buffer, begins ? "<ul>\n" : "</ul>\n");
}

static void item(struct document *d, struct span s)
{
	element_put(d, "li", s);
}

static void row_put(struct document *d, const struct span *cells, size_t columns, const char *name)
{
	str_puts(&d->file->buffer, "<tr>");
	for (size_t c = 0; c < columns; c++) {
		str_printf(&d->file->buffer, "<%s>", name);
		document_pieces(d, cells[c], piece_put);
		str_printf(&d->file->buffer, "</%s>", name);
	}
	str_puts(&d->file->buffer, "</tr>\n");
}

static void table(struct document *d, const struct grid *t)
{
	if (t->rows < 2)
		return;
	str_puts(&d->file->buffer, "<table>\n<thead>\n");
	row_put(d, t->cells, t->columns, "th");
	str_puts(&d->file->buffer, "</thead>\n<tbody>\n");
	for (size_t r = 1; r < t->rows; r++)
		row_put(d, t->cells + r * t->columns, t->columns, "td");
	str_puts(&d->file->buffer, "</tbody>\n</table>\n");
}

static void chart(struct document *d, const struct chart *c)
{
	struct str *out = &d->file->buffer;
	int width, height;

	if (!c->n && !c->picture)
		return;
	str_puts(out, "<figure><figcaption>");
	text_put(out, c->title);
	str_puts(out, "</figcaption>\n");
	if (c->picture) {
		width = picture_width(c->look);
		height = picture_height(c->picture, c->look);
		str_printf(out,
		    "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
		    "font-family=\"sans-serif\" font-size=\"%d\" role=\"img\">\n",
		    width, height, width, height, c->look->letters);
		picture_draw(c->picture, c->look, out);
		str_puts(out, "</svg>\n");
	} else
		bars_draw(c->bars, c->n, out);
	str_puts(out, "</figure>\n");
}

static void rule(struct document *d)
{
	str_puts(&d->file->buffer, "<hr>\n");
}

static void end(struct document *d)
{
	struct str *out = &d->file->buffer;

	str_puts(out, "<footer>\n");
	for (const char *p = d->footer; *p;) {
		size_t n = strcspn(p, "\n");

		str_puts(out, "<p>");
		markup_put(out, p, n, false);
		str_puts(out, "</p>\n");
		p += n + (p[n] == '\n');
	}
	str_puts(out, "<p>");
	page_label_put(out, d->label);
	str_puts(out, "</p>\n</footer>\n</body>\n</html>\n");
}

const struct document_form document_html = { "html", begin, heading, paragraph, quote, list, item,
	table, chart, rule, end };
