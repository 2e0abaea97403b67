/*
 * when.c - instants: written and read as RFC 3339, shown to people, and the clock.
 *
 * Text is made by hand here, two digits at a time: a million cells of a table are instants.
 */
#include "base/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/calendar.h"
#include "base/text.h"

/* What a year of four digits can say. */
#define YEARS_FIRST (INT64_C(-62135596800) * WHEN_SECOND)
#define YEARS_LAST (INT64_C(253402300800) * WHEN_SECOND - 1)

static int64_t within_years(int64_t instant)
{
	return instant < YEARS_FIRST ? YEARS_FIRST : instant > YEARS_LAST ? YEARS_LAST : instant;
}

static char *two_put(char *p, int value)
{
	p[0] = (char)('0' + value / 10);
	p[1] = (char)('0' + value % 10);
	return p + 2;
}

static char *micro_put(char *p, int micro)
{
	*p++ = '.';
	p = two_put(p, micro / 10000);
	p = two_put(p, micro / 100 % 100);
	return two_put(p, micro % 100);
}

/* "2021-05-17", years 0 to 9999; returns where it ends. */
static char *date_put(char *p, const struct civil *c)
{
	p = two_put(p, c->year / 100 % 100);
	p = two_put(p, c->year % 100);
	*p++ = '-';
	p = two_put(p, c->month);
	*p++ = '-';
	return two_put(p, c->day);
}

static char *minute_put(char *p, const struct civil *c)
{
	p = two_put(p, c->hour);
	*p++ = ':';
	return two_put(p, c->minute);
}

static char *clock_put(char *p, const struct civil *c)
{
	p = minute_put(p, c);
	*p++ = ':';
	return two_put(p, c->second);
}

void when_rfc3339(int64_t instant, char out[WHEN_RFC3339])
{
	struct civil c;
	char *p = out;

	zone_civil("UTC", within_years(instant), &c);
	p = date_put(p, &c);
	*p++ = 'T';
	p = clock_put(p, &c);
	p = micro_put(p, c.micro);
	*p++ = 'Z';
	*p = '\0';
}

/* The digits of a fraction at s, cut to microseconds; returns the bytes read, 0 when there are not
 * 1 to 9. */
static size_t fraction_read(const char *s, size_t n, int *micro)
{
	int unit = 100000;
	size_t i = 0;

	while (i < n && s[i] >= '0' && s[i] <= '9') {
		*micro += (s[i] - '0') * unit;
		unit /= 10;
		i++;
	}
	return i <= 9 ? i : 0;
}

/* Date and time without what follows the seconds; -1 when the shape or a value is wrong. */
static int civil_read(const char *s, size_t n, struct civil *c)
{
	int century, rest;

	if (n < 20 || s[4] != '-' || s[7] != '-' || s[13] != ':' || s[16] != ':')
		return -1;
	if (s[10] != 'T' && s[10] != 't' && s[10] != ' ')
		return -1;
	century = calendar_two(s);
	rest = calendar_two(s + 2);
	*c = (struct civil){ century * 100 + rest, calendar_two(s + 5), calendar_two(s + 8),
		calendar_two(s + 11), calendar_two(s + 14), calendar_two(s + 17), 0 };
	if (century < 0 || rest < 0 || c->year < 1 || c->month < 1 || c->month > 12 || c->day < 1)
		return -1;
	if (c->day > calendar_month_days(c->year, c->month) || c->hour < 0 || c->hour > 23)
		return -1;
	return c->minute < 0 || c->minute > 59 || c->second < 0 || c->second > 60 ? -1 : 0;
}

int when_rfc3339_parse(const char *s, size_t n, int64_t *instant, struct err *e)
{
	static const char wrong[] =
	    "a time is written as 2021-06-25T14:03:11Z or 2021-06-25T21:03:11+07:00";
	struct civil c;
	size_t at = 19, length;
	int offset = 0;
	int64_t found;

	if (civil_read(s, n, &c) < 0)
		return err_set(e, ERR_INVALID, "%s", wrong);
	if (s[at] == '.') {
		length = fraction_read(s + at + 1, n - at - 1, &c.micro);
		if (!length)
			return err_set(
			    e, ERR_INVALID, "a fraction of a second has one to nine digits");
		at += length + 1;
	}
	if (c.second == 60) { /* a leap second */
		c.second = 59;
		c.micro = 999999;
	}
	if (at + 1 == n && (s[at] == 'Z' || s[at] == 'z'))
		at++;
	else if (n - at != 6 || calendar_offset_read(s + at, n - at, &offset) != 6)
		return err_set(e, ERR_INVALID, "%s", wrong);
	found = calendar_days(c.year, c.month, c.day) * WHEN_DAY +
		(c.hour * 3600 + c.minute * 60 + c.second - offset) * WHEN_SECOND + c.micro;
	if (found != within_years(found))
		return err_set(e, ERR_INVALID, "a time lies in the years 0001 to 9999");
	*instant = found;
	return 0;
}

/* One end moved: its text, or what it was where it is open. False when it is a date. */
static bool side_shift(const struct when *w, const char *side, size_t n, int64_t at, int64_t by,
    char out[WHEN_EDTF_MAX])
{
	struct when moved = { 0 };
	int64_t to;

	if (at == WHEN_PAST || at == WHEN_FUTURE) {
		snprintf(out, WHEN_EDTF_MAX, "%.*s", (int)n, side);
		return true;
	}
	if (!memchr(side, 'T', n) || __builtin_add_overflow(at, by, &to))
		return false;
	when_point(&moved, to, w->zone);
	snprintf(out, WHEN_EDTF_MAX, "%s", moved.edtf);
	return moved.earliest == to;
}

bool when_shift(struct when *w, int64_t by)
{
	const char *slash = strchr(w->edtf, '/');
	size_t n = slash ? (size_t)(slash - w->edtf) : strlen(w->edtf);
	char from[WHEN_EDTF_MAX], to[WHEN_EDTF_MAX], both[2 * WHEN_EDTF_MAX];
	struct when moved;
	struct err ignored;

	if (!n && !slash)
		return false;
	if (!side_shift(w, w->edtf, n, w->earliest, by, from) ||
	    (slash && !side_shift(w, slash + 1, strlen(slash + 1), w->latest, by, to)))
		return false;
	n = (size_t)snprintf(both, sizeof both, "%s%s%s", from, slash ? "/" : "", slash ? to : "");
	if (n >= WHEN_EDTF_MAX || edtf_parse(&moved, both, n, w->zone, &ignored) < 0)
		return false;
	*w = moved;
	return true;
}

enum when_order when_order(const struct when *a, const struct when *b)
{
	if (!a->edtf[0] || !b->edtf[0])
		return WHEN_MAY_OVERLAP;
	if (a->latest < b->earliest)
		return WHEN_SURELY_BEFORE;
	return b->latest < a->earliest ? WHEN_SURELY_AFTER : WHEN_MAY_OVERLAP;
}

void when_point(struct when *w, int64_t instant, const char *zone)
{
	struct civil c;
	char *p = w->edtf;
	int64_t at = within_years(instant);
	int offset = zone_offset(zone, at, NULL);
	int64_t local = at + offset * WHEN_SECOND;

	if (offset % 60 || local != within_years(local)) { /* what the numeric offset cannot say */
		offset = 0;
		local = at;
	}
	w->earliest = w->latest = at;
	snprintf(w->zone, sizeof w->zone, "%s", zone);
	zone_civil("UTC", local, &c);
	p = date_put(p, &c);
	*p++ = 'T';
	p = clock_put(p, &c);
	if (c.micro)
		p = micro_put(p, c.micro);
	if (strcmp(zone, "UTC") == 0 || (!offset && local == at && zone_offset(zone, at, NULL)))
		memcpy(p, "Z", sizeof "Z");
	else
		calendar_offset(offset, p);
}

/* "2021-05-17 " and years beyond four digits as EDTF writes them. */
static void date_show(struct str *out, const struct civil *c)
{
	char text[12];

	if (c->year >= 0 && c->year <= 9999)
		str_put(out, text, (size_t)(date_put(text, c) - text));
	else
		str_printf(
		    out, "%s%d-%02d-%02d", c->year > 9999 ? "Y" : "", c->year, c->month, c->day);
}

static void clock_show(struct str *out, const struct civil *c, bool seconds)
{
	char text[12];
	char *end = seconds || c->second ? clock_put(text, c) : minute_put(text, c);

	str_put(out, text, (size_t)(end - text));
}

/* A leap second is kept as the end of its minute and shown as it was written. */
static void instant_show(
    struct str *out, int64_t instant, const char *zone, bool seconds, bool leap)
{
	struct civil c;
	char abbr[16];

	zone_civil(zone, instant, &c);
	c.second += leap && c.second == 59;
	zone_offset(zone, instant, abbr);
	date_show(out, &c);
	str_putc(out, ' ');
	clock_show(out, &c, seconds);
	str_putc(out, ' ');
	str_puts(out, abbr);
}

void when_show_instant(struct str *out, int64_t instant, const char *zone, bool seconds)
{
	instant_show(out, instant, zone, seconds, false);
}

bool when_about(const struct when *w, int64_t *at)
{
	*at = w->earliest + 15 * 60 * WHEN_SECOND;
	return w->latest - w->earliest == (30 * 60 + 59) * WHEN_SECOND &&
	       w->earliest % (60 * WHEN_SECOND) == 0;
}

/* Both ends on one day with one abbreviation: "2021-05-17 13:05/13:40 WIB". */
static void times_show(struct str *out, const struct when *w, const char *zone, bool seconds)
{
	struct civil a, b;
	char abbr_a[16], abbr_b[16];

	zone_civil(zone, w->earliest, &a);
	zone_civil(zone, w->latest, &b);
	zone_offset(zone, w->earliest, abbr_a);
	zone_offset(zone, w->latest, abbr_b);
	if (a.year != b.year || a.month != b.month || a.day != b.day ||
	    strcmp(abbr_a, abbr_b) != 0) {
		when_show_instant(out, w->earliest, zone, seconds);
		str_putc(out, '/');
		when_show_instant(out, w->latest, zone, seconds);
		return;
	}
	if (!seconds && !a.second && b.second == 59)
		b.second = 0; /* to the end of a minute: said in minutes */
	date_show(out, &a);
	str_putc(out, ' ');
	clock_show(out, &a, seconds);
	str_putc(out, '/');
	clock_show(out, &b, seconds);
	str_printf(out, " %s", abbr_b);
}

/* A side that is a date, without its tilde; or, when it is a time, its instant. */
static void side_show(
    struct str *out, const char *side, size_t n, int64_t instant, const char *zone, bool seconds)
{
	if (memchr(side, 'T', n))
		when_show_instant(out, instant, zone, seconds);
	else
		text_show(out, side, n > 0 && side[n - 1] == '~' ? n - 1 : n, TEXT_ONE_LINE);
}

/* Dates, and intervals one end of which is a date or open. A tilde goes in front, where people
 * write it. */
static void dates_show(struct str *out, const struct when *w, const char *zone, bool seconds)
{
	const char *slash = strchr(w->edtf, '/');
	size_t first = slash ? (size_t)(slash - w->edtf) : strlen(w->edtf);

	if (strchr(w->edtf, '~'))
		str_putc(out, '~');
	side_show(out, w->edtf, first, w->earliest, zone, seconds);
	if (slash) {
		str_putc(out, '/');
		side_show(out, slash + 1, strlen(slash + 1), w->latest, zone, seconds);
	}
	if (w->zone[0] && strcmp(w->zone, zone) != 0 && !strchr(w->edtf, 'T')) {
		str_putc(out, ' '); /* its days began elsewhere */
		text_show(out, w->zone, strlen(w->zone), TEXT_ONE_LINE);
	}
}

void when_show(struct str *out, const struct when *w, const char *zone, bool seconds)
{
	const char *slash = strchr(w->edtf, '/');
	const char *time = strchr(w->edtf, 'T');
	int64_t about;

	if (!w->edtf[0]) {
		str_puts(out, "undated");
	} else if (time && !slash) {
		instant_show(out, w->earliest, zone, seconds, strstr(time, ":60") != NULL);
	} else if (time && time < slash && strchr(slash, 'T')) {
		if (when_about(w, &about)) {
			str_putc(out, '~');
			when_show_instant(out, about, zone, seconds);
		} else {
			times_show(out, w, zone, seconds);
		}
	} else {
		dates_show(out, w, zone, seconds);
	}
}

/* Two units next to each other, the smaller only when it is not 0. */
static void units_put(struct str *out, uint64_t large, char a, uint64_t small, char b)
{
	str_put_int(out, (int64_t)large);
	str_putc(out, a);
	if (small) {
		str_put_int(out, (int64_t)small);
		str_putc(out, b);
	}
}

void when_show_span(struct str *out, int64_t micros)
{
	uint64_t s = (micros < 0 ? 0 - (uint64_t)micros : (uint64_t)micros) / WHEN_SECOND;

	if (micros < 0 && s)
		str_putc(out, '-');
	if (s < 60)
		units_put(out, s, 's', 0, 0);
	else if (s < 3600)
		units_put(out, s / 60, 'm', 0, 0);
	else if (s < 86400)
		units_put(out, s / 3600, 'h', s / 60 % 60, 'm');
	else if (s < 14 * 86400)
		units_put(out, s / 86400, 'd', s / 3600 % 24, 'h');
	else
		units_put(out, s / (7 * 86400), 'w', s / 86400 % 7, 'd');
}

/* The difference of two bounds, rounded to seconds; `open` when either is none. */
static int64_t bounds_between(int64_t from, int64_t to, int64_t open)
{
	int64_t d;

	if (from == WHEN_PAST || from == WHEN_FUTURE || to == WHEN_PAST || to == WHEN_FUTURE ||
	    __builtin_sub_overflow(to, from, &d))
		return open;
	d = d >= 0 ? d + WHEN_SECOND / 2 : d - WHEN_SECOND / 2;
	return d / WHEN_SECOND * WHEN_SECOND;
}

struct when_span when_between(const struct when *from, const struct when *to)
{
	return (struct when_span){ .least = bounds_between(from->latest, to->earliest, WHEN_PAST),
		.most = bounds_between(from->earliest, to->latest, WHEN_FUTURE) };
}

static void signed_span_put(struct str *out, int64_t micros, bool plus)
{
	if (plus && micros > 0)
		str_putc(out, '+');
	when_show_span(out, micros);
}

void when_show_between(struct str *out, struct when_span s)
{
	bool through_zero = s.least != WHEN_PAST && s.least < 0 && s.most > 0;

	if (s.least == s.most) {
		signed_span_put(out, s.least, true);
		return;
	}
	if (s.least != WHEN_PAST)
		signed_span_put(out, s.least, through_zero);
	str_puts(out, "..");
	if (s.most != WHEN_FUTURE)
		signed_span_put(out, s.most, through_zero);
}

static int64_t clock_read(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * WHEN_SECOND + now.tv_nsec / 1000;
}

/*
 * The simulated clock: how far it is from the monotonic one. When it started must be remembered
 * somewhere, and the environment is state of the process already, so it is remembered
 * together with the text it was read from.
 */
static bool simulated(int64_t *ahead)
{
	static char text[48];
	static int64_t from_monotonic;
	const char *set = getenv("BLOTTER_CLOCK");
	int64_t start;
	struct err e;

	if (!set || !*set || strlen(set) >= sizeof text)
		return false;
	if (strcmp(set, text) != 0) {
		if (when_rfc3339_parse(set, strlen(set), &start, &e) < 0)
			return false;
		memcpy(text, set, strlen(set) + 1);
		from_monotonic = start - clock_read(CLOCK_MONOTONIC);
	}
	*ahead = from_monotonic;
	return true;
}

int64_t when_now(void)
{
	int64_t ahead;

	return simulated(&ahead) ? clock_read(CLOCK_MONOTONIC) + ahead : clock_read(CLOCK_REALTIME);
}

bool when_simulated(void)
{
	int64_t ahead;

	return simulated(&ahead);
}
