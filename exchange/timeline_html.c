/*
 * timeline_html.c - the timeline as one page: no script, no request to anywhere, good on paper.
 *
 * The page says so itself (a policy that allows nothing but its own style), and what people wrote
 * is text wherever it stands.
 */
#include <string.h>

#include "exchange/picture.h"
#include "exchange/timeline_form.h"

static void text_put(struct str *out, const char *s)
{
	if (s)
		markup_put(out, s, strlen(s), true);
}

static const char style[] =
    "body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:60em;padding:0 1em;"
    "color:#111;background:#fff}\n"
    "table{border-collapse:collapse;width:100%}\n"
    "th,td{text-align:left;vertical-align:top;padding:.3em .6em;border-bottom:1px solid #ccc}\n"
    "td.when{white-space:nowrap;font-variant-numeric:tabular-nums}\n"
    "td.text{white-space:pre-wrap;overflow-wrap:anywhere}\n"
    "tr.struck td.text{text-decoration:line-through}\n"
    ".tlp{font-weight:bold}\n"
    "footer{margin-top:2em;font-size:.9em;color:#444}\n"
    "@page{margin:15mm}\n"
    "@media print{body{margin:0;max-width:none;font-size:10pt}thead{display:table-header-group}"
    "tr{break-inside:avoid}}\n";

static void begin(struct timeline *t)
{
	struct str *out = &t->x->file.buffer;

	str_puts(out,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	    "style-src 'unsafe-inline'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Timeline of ");
	text_put(out, t->incident->ref);
	str_printf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1>", style);
	text_put(out, t->incident->ref);
	str_puts(out, ": ");
	text_put(out, timeline_subject(t));
	str_puts(out, "</h1>\n<p><span class=\"tlp\">TLP:");
	text_put(out, t->incident->tlp);
	str_puts(out, "</span>. Times are in ");
	text_put(out, t->zone);
	str_puts(out, ".</p>\n<table>\n<thead><tr><th>When</th><th>Kind</th><th>What</th>"
		      "<th>Source</th><th>By</th><th>Reference</th></tr></thead>\n<tbody>\n");
}

static int entry_put(struct timeline *t, const struct entry *n, struct err *e)
{
	struct str *out = &t->x->file.buffer;

	str_reset(&t->text);
	when_show(&t->text, &n->when, t->zone, false);
	str_printf(out, "<tr%s><td class=\"when\">", n->struck ? " class=\"struck\"" : "");
	text_put(out, str_text(&t->text));
	str_puts(out, "</td><td>");
	text_put(out, n->kind);
	str_puts(out, n->struck ? " (struck)</td><td class=\"text\">" : "</td><td class=\"text\">");
	text_put(out, n->text);
	str_puts(out, "</td><td>");
	text_put(out, n->source);
	str_puts(out, "</td><td>");
	text_put(out, n->writer);
	str_puts(out, "</td><td>");
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
