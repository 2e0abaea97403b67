/*
 * timeline_ics.c - what of the log is due, as iCalendar (RFC 5545): a to-do for each.
 *
 * The UID is that of the notebook and the entry, so a newer export updates the old one. No METHOD:
 * with one, an organizer would be needed.
 */
#include <string.h>

#include "base/text.h"
#include "exchange/timeline_form.h"

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

/* A property whose value is TEXT. */
static void text_line(struct timeline *t, const char *name, const char *s, size_t n)
{
	struct str shown = { 0 };

	text_show(&shown, s, n, TEXT_LINES);
	str_reset(&t->text);
	str_printf(&t->text, "%s:", name);
	for (s = str_text(&shown); *s; s++) {
		if (*s == '\n')
			str_puts(&t->text, "\\n");
		else if (strchr("\\;,", *s))
			str_printf(&t->text, "\\%c", *s);
		else
			str_putc(&t->text, *s);
	}
	line_put(&t->x->file.buffer, str_text(&t->text), t->text.len);
	str_release(&shown);
}

/* 20210625T140311Z */
static void time_line(struct timeline *t, const char *name, int64_t at)
{
	char s[WHEN_RFC3339];

	when_rfc3339(at, s);
	str_reset(&t->text);
	str_printf(&t->text, "%s:%.4s%.2s%.2sT%.2s%.2s%.2sZ", name, s, s + 5, s + 8, s + 11, s + 14,
	    s + 17);
	line_put(&t->x->file.buffer, t->text.at, t->text.len);
}

static bool is_due(const struct entry *n)
{
	return n->due != 0;
}

static void begin(struct timeline *t)
{
	struct str *out = &t->x->file.buffer;

	str_puts(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//blotter//timeline//EN\r\n"
		      "CALSCALE:GREGORIAN\r\n");
	text_line(t, "X-WR-CALNAME", t->incident->ref, strlen(t->incident->ref));
}

static int entry_put(struct timeline *t, const struct entry *n, struct err *e)
{
	struct str *out = &t->x->file.buffer;
	struct str uid = { 0 };

	str_printf(&uid, "%s-%s@blotter.invalid", n->public_ref, t->x->nb->id);
	str_puts(out, "BEGIN:VTODO\r\n");
	text_line(t, "UID", uid.at, uid.len);
	str_release(&uid);
	time_line(t, "DTSTAMP", n->recorded);
	time_line(t, "DUE", n->due);
	str_printf(out, "SEQUENCE:%d\r\n", n->corrected ? 1 : 0);
	text_line(t, "SUMMARY", n->text, timeline_title(n));
	str_printf(out, "STATUS:%s\r\nCLASS:CONFIDENTIAL\r\nEND:VTODO\r\n",
	    n->struck ? "CANCELLED" : "NEEDS-ACTION");
	return 0;
}

static void end(struct timeline *t)
{
	struct str footer = { 0 };

	timeline_footer(t, &footer);
	text_line(t, "X-BLOTTER-FOOTER", str_text(&footer), footer.len);
	str_release(&footer);
	str_puts(&t->x->file.buffer, "END:VCALENDAR\r\n");
}

const struct timeline_form timeline_ics = { "ics", NULL, is_due, begin, NULL, entry_put, end };
