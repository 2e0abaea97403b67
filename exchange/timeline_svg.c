/* timeline_svg.c - the timeline as a picture of its own: picture.h with a line above and below. */
#include <string.h>

#include "exchange/picture.h"
#include "exchange/timeline_form.h"

enum { TOP = 60, LETTERS = 12, LINES = 160 };

static void begin(struct timeline *t)
{
	t->picture = picture_new();
}

static int entry_take(struct timeline *t, const struct entry *n, struct err *e)
{
	picture_take(t->picture, n->kind, &n->when);
	return 0;
}

static void line_put(struct timeline *t, int y, const char *s, size_t n)
{
	struct str *out = &t->x->file.buffer;

	str_printf(out, "<text x=\"8\" y=\"%d\">", y);
	markup_put(out, s, n, false);
	str_puts(out, "</text>\n");
}

static void end(struct timeline *t)
{
	const struct picture_look how = { .zone = t->zone, .top = TOP, .letters = LETTERS };
	struct str *out = &t->x->file.buffer;
	int y;

	str_printf(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
	    "viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"%d\">\n"
	    "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
	    picture_width(&how), picture_height(t->picture, &how) + LINES, LETTERS);
	str_reset(&t->text);
	str_printf(&t->text, "%s: %s. TLP:%s", t->incident->ref, timeline_subject(t),
	    t->incident->tlp);
	line_put(t, 20, str_text(&t->text), t->text.len);
	y = picture_draw(t->picture, &how, out) + 20;
	str_reset(&t->text);
	if (picture_undated(t->picture))
		str_printf(&t->text, "%lld entries without a time are not drawn.\n",
		    (long long)picture_undated(t->picture));
	timeline_footer(t, &t->text);
	for (const char *p = str_text(&t->text); *p; y += 18) {
		size_t n = strcspn(p, "\n");

		line_put(t, y, p, n);
		p += n + (p[n] == '\n');
	}
	str_puts(out, "</svg>\n");
}

const struct timeline_form timeline_svg = { "svg", NULL, NULL, begin, entry_take, end };
