/* preview.c - what was understood of the line that is typed, in one line below it. */
#include "tui/preview.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "model/words.h"
#include "tui/i18n.h"
#include "tui/show.h"

/* "17 May 11:27 WIB", with the year when it is another one than now. */
static void point_preview(struct str *out, int64_t instant, int64_t now, const char *zone)
{
	struct civil c, today;
	char abbr[16];

	zone_civil(zone, instant, &c);
	zone_civil(zone, now, &today);
	zone_offset(zone, instant, abbr);
	str_printf(out, "%d %s ", c.day, show_month(c.month));
	if (c.year != today.year)
		str_printf(out, "%d ", c.year);
	str_printf(out, "%02d:%02d %s", c.hour, c.minute, abbr);
}

static void when_preview(struct str *out, const struct when *w, int64_t now, const char *zone)
{
	if (w->earliest == w->latest)
		point_preview(out, w->earliest, now, zone);
	else
		when_show(out, w, zone, false);
}

/* How the time of the entry stands to now. */
static void doubt_preview(struct str *out, const struct entryline *l)
{
	const int64_t minute = 60 * WHEN_SECOND;
	int64_t span;

	if (l->when.earliest != l->when.latest)
		str_puts(out, _(", uncertain"));
	if (l->when.latest != WHEN_FUTURE && l->when.latest <= l->now - minute) {
		str_puts(out, _(", late by "));
		when_show_span(
		    out, __builtin_sub_overflow(l->now, l->when.latest, &span) ? INT64_MAX : span);
	} else if (l->when.earliest > l->now && l->when.earliest != WHEN_FUTURE) {
		str_puts(out, _(", still ahead"));
	}
}

/* "  #contain #detect" */
static void names_preview(struct str *out, const char *names, const char *mark)
{
	if (!names)
		return;
	str_putc(out, ' ');
	while (*names) {
		size_t n = strcspn(names, " ");

		str_printf(out, " %s", mark);
		text_show(out, names, n, TEXT_ONE_LINE);
		names += n + (names[n] == ' ');
	}
}

static size_t digits(const char *s)
{
	return strspn(s, "0123456789");
}

/* "10m told", "3am", "2 hours ago", "- 20m": begins as if it had a time, and has none. */
static bool timed_in_vain(const char *text)
{
	static const char *const units[] = { "m", "h", "d", "s", "am", "pm", "min", "mins",
		"minute", "minutes", "hour", "hours", "menit", "jam" };
	const char *s = text + (*text == '-' || *text == '+'), *word;
	size_t n, of;

	s += s > text && *s == ' ';
	n = digits(s);
	if (n == 0)
		return false;
	if (*text == '-')
		return true;
	word = s + n + (s[n] == ' ');
	of = strcspn(word, " ");
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (of == strlen(units[i]) && strncmp(word, units[i], of) == 0)
			return true;
	return false;
}

void entry_preview(const struct entryline *l, const char *zone, struct str *out)
{
	const struct word *kind = entry_kind_find(l->kind, strlen(l->kind));

	str_puts(out, kind->label);
	if (l->answers)
		str_printf(out, _(" to %s"), l->answers);
	str_puts(out, "  ");
	if (l->undated) {
		str_puts(out, _("undated"));
	} else if (!l->has_time) {
		str_puts(out, _("now"));
		if (timed_in_vain(l->text))
			str_puts(out, _(" (a time is -20m, -2h30m or 09:10)"));
	} else {
		when_preview(out, &l->when, l->now, zone);
		doubt_preview(out, l);
	}
	if (l->due) {
		str_puts(out, _("  due "));
		point_preview(out, l->due, l->now, zone);
	}
	names_preview(out, l->tags, "#");
	names_preview(out, l->actors, "@");
	names_preview(out, l->refs, "#");
	names_preview(out, l->iocs, "ioc:");
	names_preview(out, l->source, "src:");
	if (l->severity)
		str_printf(out, "  sev:%d", l->severity);
}
