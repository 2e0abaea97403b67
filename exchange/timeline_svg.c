/* timeline_svg.c - the timeline as a picture of its own: picture.h with a line above and below. */
#include <string.h>

#include "base/text.h"
#include "exchange/document.h"
#include "exchange/picture.h"
#include "exchange/timeline_form.h"

enum { TOP = 84, LETTERS = 12, BELOW = 24, LINE = 18, TITLE_MAX = 80 };

static void begin(struct timeline *t)
{
	t->picture = picture_new();
}

static int entry_take(struct timeline *t, const struct entry *n, struct err *e)
{
	picture_take(t->picture, n->kind, &n->when);
	if (n->due && !n->struck) {
		struct when due = { 0 };

		when_point(&due, n->due, "UTC");
		picture_look(t->picture, &due);
		str_reset(&t->text);
		str_printf(&t->text, "%s due", n->public_ref);
		picture_mark(t->picture, str_text(&t->text), n->due);
	}
	return 0;
}

static void line_put(struct timeline *t, int y, const char *s, size_t n)
{
	struct str *out = &t->x->file.buffer;

	str_printf(out, "<text x=\"8\" y=\"%d\">", y);
	markup_put(out, s, n, false);
	str_puts(out, "</text>\n");
}

/* The incident, its label as TLP 2.0 colours it, and its title. */
static void head_put(struct timeline *t, int right)
{
	struct str *out = &t->x->file.buffer;
	const char *title = timeline_subject(t);
	int width = (int)strlen(t->incident->tlp) * 9 + 50, filled;
	size_t n = text_fit(title, TITLE_MAX, &filled);

	str_puts(out, "<text x=\"8\" y=\"26\" font-size=\"17\" font-weight=\"600\">");
	str_reset(&t->text);
	str_printf(&t->text, "%s: %.*s%s", t->incident->ref, (int)n, title, title[n] ? "…" : "");
	markup_put(out, str_text(&t->text), t->text.len, false);
	str_printf(out,
	    "</text>\n<rect x=\"%d\" y=\"10\" width=\"%d\" height=\"22\" fill=\"#000\"/>\n"
	    "<text x=\"%d\" y=\"25\" font-weight=\"700\" fill=\"%s\">TLP:",
	    right - width, width, right + 8 - width, page_tlp_colour(t->incident->tlp));
	markup_put(out, t->incident->tlp, strlen(t->incident->tlp), false);
	str_puts(out, "</text>\n");
}

static int lines_of(const char *s)
{
	int n = 0;

	for (; *s; s++)
		n += *s == '\n';
	return n;
}

static void end(struct timeline *t)
{
	const struct picture_look how = { .zone = t->zone, .top = TOP, .letters = LETTERS };
	struct str *out = &t->x->file.buffer, below = { 0 };
	int y = picture_height(t->picture, &how) + BELOW;

	if (picture_undated(t->picture))
		str_printf(&below, "%lld %s\n", (long long)picture_undated(t->picture),
		    picture_undated(t->picture) == 1 ? "entry without a time is not drawn."
						     : "entries without a time are not drawn.");
	timeline_footer(t, &below);
	str_printf(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
	    "viewBox=\"0 0 %d %d\" font-family=\"Noto Sans,Liberation Sans,Arial,sans-serif\" "
	    "font-size=\"%d\" fill=\"#16202b\">\n"
	    "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
	    picture_width(&how), y + LINE * lines_of(str_text(&below)), LETTERS);
	head_put(t, picture_width(&how) - 16);
	picture_draw(t->picture, &how, out);
	for (const char *p = str_text(&below); *p; y += LINE) {
		size_t n = strcspn(p, "\n");

		line_put(t, y, p, n);
		p += n + (p[n] == '\n');
	}
	str_puts(out, "</svg>\n");
	str_release(&below);
}

const struct timeline_form timeline_svg = { "svg", NULL, NULL, begin, entry_take, end };
