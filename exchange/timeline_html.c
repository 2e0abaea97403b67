/*
 * timeline_html.c - the timeline as one page: no script, no request to anywhere, good on paper.
 *
 * The page says so itself (a policy that allows nothing but its own style), and what people wrote
 * is text wherever it stands.
 */
#include <string.h>

#include "exchange/document.h"
#include "exchange/picture.h"
#include "exchange/timeline_form.h"

static void text_put(struct str *out, const char *s)
{
	if (s)
		markup_put(out, s, strlen(s), true);
}

/* Beyond the style that pages share: a row has the time, what happened, and who wrote it where. */
static const char style[] =
    "td.when{width:11.5rem}td.by{width:8rem;color:var(--soft)}\n"
    "td.by,td.when{font-size:.85rem;line-height:1.6}\n"
    ".text{white-space:pre-wrap;overflow-wrap:anywhere}\n"
    ".kind{margin-right:.2rem;font-size:.8rem;font-weight:600;color:var(--soft)}\n"
    ".decision,.milestone{color:#a33b12}\n"
    ".source{margin:.1rem 0 0;font-size:.8rem;color:var(--soft)}\n"
    "tr.struck .text{text-decoration:line-through;color:var(--soft)}\n"
    "@media print{td.by,td.when{font-size:8pt}td.when{width:10.5rem}td.by{width:6.5rem}}\n";

static void begin(struct timeline *t)
{
	struct str *out = &t->x->file.buffer;

	str_puts(out,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	    "style-src 'unsafe-inline'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Timeline of ");
	text_put(out, t->incident->ref);
	str_puts(out, "</title>\n<style>\n");
	page_style_put(out, t->incident->tlp);
	str_printf(out, "%s</style>\n</head>\n<body>\n<header>", style);
	page_label_put(out, t->incident->tlp);
	str_puts(out, "<span>");
	text_put(out, t->incident->ref);
	str_puts(out, "</span></header>\n<h1>");
	text_put(out, timeline_subject(t));
	str_puts(out, "</h1>\n<p>");
	text_put(out, t->incident->ref);
	str_puts(out, ", in the order it happened. Times are in ");
	text_put(out, t->zone);
	str_puts(out, ".</p>\n<table>\n<thead><tr><th>When</th><th>What</th><th>Written</th></tr>"
		      "</thead>\n<tbody>\n");
}

static int entry_put(struct timeline *t, const struct entry *n, struct err *e)
{
	struct str *out = &t->x->file.buffer;

	str_reset(&t->text);
	when_show(&t->text, &n->when, t->zone, false);
	str_printf(out, "<tr%s><td class=\"when\">", n->struck ? " class=\"struck\"" : "");
	text_put(out, str_text(&t->text));
	str_puts(out, "</td><td><span class=\"kind ");
	text_put(out, n->kind);
	str_puts(out, "\">");
	text_put(out, n->kind);
	str_puts(out, n->struck ? " (struck)</span> <span class=\"text\">"
				: "</span> <span class=\"text\">");
	text_put(out, n->text);
	str_puts(out, "</span>");
	if (n->source) {
		str_puts(out, "<p class=\"source\">Source: ");
		text_put(out, n->source);
		str_puts(out, "</p>");
	}
	str_puts(out, "</td><td class=\"by\">");
	text_put(out, n->writer);
	str_puts(out, ", ");
	text_put(out, n->public_ref);
	str_puts(out, "</td></tr>\n");
	return 0;
}

static void end(struct timeline *t)
{
	struct str *out = &t->x->file.buffer;

	str_reset(&t->text);
	timeline_footer(t, &t->text);
	str_puts(out, "</tbody>\n</table>\n<footer>\n");
	for (const char *p = str_text(&t->text); *p;) {
		size_t n = strcspn(p, "\n");

		str_puts(out, "<p>");
		markup_put(out, p, n, false);
		str_puts(out, "</p>\n");
		p += n + (p[n] == '\n');
	}
	str_puts(out, "</footer>\n</body>\n</html>\n");
}

const struct timeline_form timeline_html = { "html", NULL, NULL, begin, entry_put, end };
