/* show.c - times in few columns. An imprecise time never looks like a point. */
#include "tui/show.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tui/i18n.h"

static const char *const months[] = { N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"),
	N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec") };
static const char *const days[] = { N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"), N_("Mon"),
	N_("Tue"), N_("Wed") };

const char *show_month(int month)
{
	return _(months[(month - 1) % 12]);
}

static void put_clock_or_day(struct str *out, int64_t instant, int64_t now_day, const char *zone)
{
	struct civil c;

	zone_civil(zone, instant, &c);
	if (show_day_of(instant, zone) == now_day)
		str_printf(out, "%02d:%02d", c.hour, c.minute);
	else
		str_printf(out, "%d %s", c.day, show_month(c.month));
}

static void put_open(struct str *out, const struct when *w, const char *zone)
{
	if (w->earliest == WHEN_PAST && w->latest == WHEN_FUTURE) {
		str_puts(out, "..");
	} else if (w->earliest == WHEN_PAST) {
		str_puts(out, "..");
		put_clock_or_day(out, w->latest, show_day_of(w->latest, zone), zone);
	} else {
		put_clock_or_day(out, w->earliest, show_day_of(w->earliest, zone), zone);
		str_puts(out, "..");
	}
}

/* A span of days, as short as it can be said. */
static void put_days(struct str *out, const struct civil *a, const struct civil *b)
{
	if (a->year != b->year)
		str_printf(out, "%d/%d", a->year, b->year);
	else if (a->month != b->month && a->day == 1 && b->day >= 28)
		str_printf(out, "%s-%s", show_month(a->month), show_month(b->month));
	else if (a->month != b->month)
		str_printf(out, "%d.%d-%d.%d", a->day, a->month, b->day, b->month);
	else if (a->day == 1 && b->day >= 28)
		str_printf(out, "%s %d", show_month(a->month), a->year);
	else if (a->day != b->day)
		str_printf(out, "%d-%d %s", a->day, b->day, show_month(a->month));
	else
		str_printf(out, "%d %s", a->day, show_month(a->month));
}

void show_when(struct str *out, const struct when *w, const char *zone)
{
	struct civil a, b;
	bool point = w->latest - w->earliest < 60 * WHEN_SECOND;

	if (!w->edtf[0]) {
		str_puts(out, "-");
		return;
	}
	if (strpbrk(w->edtf, "~?%"))
		str_puts(out, "~");
	if (w->earliest == WHEN_PAST || w->latest == WHEN_FUTURE) {
		put_open(out, w, zone);
		return;
	}
	/* Dates were read in a zone of their own and are shown as they were meant. */
	zone_civil(point ? zone : w->zone, w->earliest, &a);
	zone_civil(point ? zone : w->zone, w->latest, &b);
	if (point)
		str_printf(out, "%02d:%02d", a.hour, a.minute);
	else if (w->latest - w->earliest < WHEN_DAY - WHEN_SECOND && a.day == b.day)
		str_printf(out, "%02d:%02d-%02d:%02d", a.hour, a.minute, b.hour, b.minute);
	else
		put_days(out, &a, &b);
}

void show_instant(struct str *out, int64_t instant, const char *zone)
{
	struct civil c;

	zone_civil(zone, instant, &c);
	str_printf(out, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
}

int32_t show_day_number(int64_t local)
{
	return (int32_t)((local - (local < 0 ? WHEN_DAY - 1 : 0)) / WHEN_DAY);
}

int32_t show_day_of(int64_t instant, const char *zone)
{
	if (instant == WHEN_PAST || instant == WHEN_FUTURE)
		return INT32_MIN;
	return show_day_number(instant + zone_offset(zone, instant, NULL) * WHEN_SECOND);
}

void show_clock(struct str *out, int64_t local)
{
	int64_t minute = (local - show_day_number(local) * WHEN_DAY) / (60 * WHEN_SECOND);
	char text[5] = { (char)('0' + minute / 600), (char)('0' + minute / 60 % 10), ':',
		(char)('0' + minute % 60 / 10), (char)('0' + minute % 10) };

	str_put(out, text, sizeof text);
}

void show_day(struct str *out, int32_t day)
{
	struct civil c;

	zone_civil("UTC", (int64_t)day * WHEN_DAY, &c);
	str_printf(
	    out, "%s %d %s %d", _(days[((day % 7) + 7) % 7]), c.day, show_month(c.month), c.year);
}

void show_left(struct str *out, int64_t due, int64_t now)
{
	const int64_t minute = 60 * WHEN_SECOND;

	if (due < now) {
		str_puts(out, _("LATE "));
		when_show_span(out, (now - due) / minute * minute);
		return;
	}
	when_show_span(out, (due - now + minute - 1) / minute * minute);
	str_puts(out, _(" left"));
}

void show_age(struct str *out, int64_t since, int64_t now)
{
	static const struct {
		int64_t seconds;
		const char *unit;
	} units[] = { { 86400, "d" }, { 3600, "h" }, { 60, "m" } };
	int64_t s = (now - since) / WHEN_SECOND;

	if (since == 0)
		return;
	if (s < 60) {
		str_puts(out, "<1m");
		return;
	}
	for (int i = 0; i < 3; i++) {
		if (s >= units[i].seconds) {
			str_put_int(out, s / units[i].seconds);
			str_puts(out, units[i].unit);
			return;
		}
	}
}

void show_number(struct str *out, int64_t n)
{
	char digits[24];
	int len = snprintf(digits, sizeof digits, "%lld", (long long)n);

	for (int i = 0; i < len; i++) {
		str_putc(out, digits[i]);
		if ((len - i - 1) % 3 == 0 && i + 1 < len)
			str_putc(out, ',');
	}
}
