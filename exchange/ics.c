/* ics.c - lines of iCalendar. */
#include "exchange/ics.h"

#include <string.h>

#include "base/text.h"
#include "base/when.h"

enum { FOLD = 75 }; /* octets of a line, without its end */

/* One content line, folded without cutting a character. */
static void line_put(struct str *out, const char *s, size_t n)
{
	size_t room = FOLD;

	while (n > room) {
		size_t cut = room;

		while (cut > 1 && ((unsigned char)s[cut] & 0xc0) == 0x80)
			cut--;
		str_put(out, s, cut);
		str_puts(out, "\r\n ");
		s += cut;
		n -= cut;
		room = FOLD - 1; /* the blank counts */
	}
	str_put(out, s, n);
	str_puts(out, "\r\n");
}

void ics_text(struct str *out, const char *name, const char *s, size_t n)
{
	struct str shown = { 0 }, line = { 0 };

	text_show(&shown, s, n, TEXT_LINES);
	str_printf(&line, "%s:", name);
	for (s = str_text(&shown); *s; s++) {
		if (*s == '\n')
			str_puts(&line, "\\n");
		else if (strchr("\\;,", *s))
			str_printf(&line, "\\%c", *s);
		else
			str_putc(&line, *s);
	}
	line_put(out, str_text(&line), line.len);
	str_release(&shown);
	str_release(&line);
}

void ics_time(struct str *out, const char *name, int64_t at)
{
	char s[WHEN_RFC3339];

	when_rfc3339(at, s);
	str_printf(out, "%s:%.4s%.2s%.2sT%.2s%.2s%.2sZ\r\n", name, s, s + 5, s + 8, s + 11, s + 14,
	    s + 17);
}
