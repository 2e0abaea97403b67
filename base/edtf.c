/*
 * edtf.c - Extended Date/Time Format, levels 0 and 1, and our intervals of date-times.
 *
 * Library of Congress, 4 February 2019. One reader goes through the text from left to right, copies
 * what it understood into the canonical text and works out both bounds. What belongs to
 * level 2 is recognised, so that it can be refused by its name. Where the specification
 * leaves a choice: seasons are those of the north by whole months (21 is March to May, 24 is
 * December to February), and `?`, `~` and `%` do not widen the bounds.
 */
#include "base/when.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"

enum {
	EDTF_TEXT_MAX = 78,    /* canonical text adds at most 6 bytes a side */
	YEAR_REACHED = 290000, /* what µs in 64 bits can hold; bounds beyond it stay at the edge */
	YEAR_DIGITS = 12,
};

struct reader {
	const char *s;
	size_t n, at;
	const char *zone;
	struct when *w;   /* its text grows as we read */
	bool in_interval; /* so unspecified digits are level 2 */
	struct err *e;
};

/* One end of an interval, or all there is. */
struct side {
	int64_t earliest, latest;
	bool absent; /* open or unknown */
};

/* A date as far as it was given: month and day are 0 where there is none. */
struct date {
	int64_t year;
	int month, day;
	int64_t span; /* years, when digits of the year are unspecified; else 1 */
};

static int fail(struct reader *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static int fail(struct reader *r, const char *fmt, ...)
{
	char sentence[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(sentence, sizeof sentence, fmt, ap);
	va_end(ap);
	return err_set(r->e, ERR_INVALID, "%s, at column %zu", sentence, r->at + 1);
}

static int fail_level_2(struct reader *r, const char *what)
{
	return fail(r,
	    "%s is EDTF level 2, which is not kept here; an interval such as 2021-05-15/2021-05-31 "
	    "may say it",
	    what);
}

static char peek(const struct reader *r, size_t ahead)
{
	return r->at + ahead < r->n ? r->s[r->at + ahead] : '\0';
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool qualifier(char c)
{
	return c == '?' || c == '~' || c == '%';
}

/* Is what follows the end of this side? */
static bool side_ends(const struct reader *r)
{
	return r->at == r->n || r->s[r->at] == '/';
}

static void keep(struct reader *r, const char *bytes, size_t n)
{
	size_t had = strlen(r->w->edtf);

	if (had + n < sizeof r->w->edtf) {
		memcpy(r->w->edtf + had, bytes, n);
		r->w->edtf[had + n] = '\0';
	}
}

/* Copies so many bytes to the canonical text and goes on behind them. */
static void take(struct reader *r, size_t n)
{
	keep(r, r->s + r->at, n);
	r->at += n;
}

/* Two digits that must be there; -1 with the error set otherwise. */
static int two_take(struct reader *r, const char *what, int least, int most)
{
	char pair[2] = { peek(r, 0), peek(r, 1) };
	int value = calendar_two(pair);

	if (value < least || value > most)
		return fail(r, "%s is %02d to %02d", what, least, most);
	take(r, 2);
	return value;
}

/* First instant of a day of the zone. */
static int64_t day_start(const char *zone, int64_t year, int month, int day)
{
	struct civil c = { (int)year, month, day, 0, 0, 0, 0 };
	int64_t at[2];

	if (year > YEAR_REACHED)
		return WHEN_FUTURE - 1;
	if (year < -YEAR_REACHED)
		return WHEN_PAST + 1;
	zone_instants(zone, &c, at);
	return at[0];
}

static void date_bounds(struct side *side, const char *zone, const struct date *d)
{
	int64_t year = d->year;
	int month = d->month ? d->month : 1, day = d->day ? d->day : 1;
	bool season = month > 20;

	if (season)
		month = (month - 20) * 3; /* 21 is March, 24 is December */
	side->earliest = day_start(zone, year, month, day);
	if (d->day)
		day++; /* the day after the last of a month works out by itself */
	else if (d->month)
		month += season ? 3 : 1;
	else
		year += d->span;
	if (month > 12) {
		month -= 12;
		year++;
	}
	side->latest = day_start(zone, year, month, day);
	if (side->latest <= side->earliest)
		side->latest = side->earliest; /* a day the zone skipped, or beyond reach */
	else if (side->latest < WHEN_FUTURE - 1)
		side->latest--;
}

/* Y and five digits or more. */
static int long_year_take(struct reader *r, struct date *d)
{
	bool negative = peek(r, 1) == '-';
	size_t digits = 0, skip = negative ? 2 : 1;

	while (digit(peek(r, skip + digits)))
		digits++;
	if (peek(r, skip + digits) == 'E')
		return fail_level_2(r, "a year with an exponent");
	if (peek(r, skip + digits) == 'S')
		return fail_level_2(r, "a year with significant digits");
	if (digits < 5)
		return fail(r, "a year after Y has five digits or more");
	if (digits > YEAR_DIGITS)
		return fail(r, "a year has at most %d digits", YEAR_DIGITS);
	if (peek(r, skip) == '0')
		return fail(r, "a year after Y does not begin with 0");
	for (size_t i = 0; i < digits; i++)
		d->year = d->year * 10 + (peek(r, skip + i) - '0');
	if (negative)
		d->year = -d->year;
	take(r, skip + digits);
	return 0;
}

/* Four digits, of which the last or the last two may be X. */
static int short_year_take(struct reader *r, struct date *d)
{
	bool negative = peek(r, 0) == '-';
	size_t skip = negative ? 1 : 0, unspecified = 0;

	for (size_t i = 0; i < 4; i++) {
		char c = peek(r, skip + i);

		if (c == 'X')
			unspecified++;
		else if (digit(c) && unspecified)
			return fail_level_2(r, "an unspecified digit before others");
		else if (!digit(c))
			return fail(r, "a year has four digits");
		d->year = d->year * 10 + (c == 'X' ? 0 : c - '0');
		d->span *= c == 'X' ? 10 : 1;
	}
	if (peek(r, skip + 4) == 'S')
		return fail_level_2(r, "a year with significant digits");
	if (unspecified > 2 || (unspecified && (negative || r->in_interval)))
		return fail_level_2(r, "so many unspecified digits");
	if (negative && d->year == 0)
		return fail(r, "there is no year -0000");
	if (negative)
		d->year = -d->year;
	take(r, skip + 4);
	if (unspecified && peek(r, 0) == '-')
		return fail_level_2(r, "a month of an unspecified year");
	return 0;
}

/* "XX" for the month or the day. */
static int unspecified_take(struct reader *r)
{
	if (r->in_interval)
		return fail_level_2(r, "an interval with unspecified digits");
	if (peek(r, 1) != 'X')
		return fail_level_2(r, "a half unspecified month or day");
	take(r, 2);
	return 0;
}

static int day_take(struct reader *r, struct date *d, bool month_known)
{
	take(r, 1);
	if (qualifier(peek(r, 0)))
		return fail_level_2(r, "a qualifier inside a date");
	if (peek(r, 0) == 'X')
		return unspecified_take(r);
	if (digit(peek(r, 0)) && peek(r, 1) == 'X')
		return fail_level_2(r, "a half unspecified day");
	if (!month_known)
		return fail_level_2(r, "a day of an unspecified month");
	d->day = two_take(r, "the day of that month", 1, calendar_month_days(d->year, d->month));
	return d->day < 0 ? -1 : 0;
}

/* "-MM", "-XX" or a season, and the day after it. */
static int month_take(struct reader *r, struct date *d)
{
	char pair[2] = { peek(r, 1), peek(r, 2) };
	int value = calendar_two(pair);

	take(r, 1);
	if (qualifier(pair[0]))
		return fail_level_2(r, "a qualifier inside a date");
	if (pair[0] == 'X') {
		if (unspecified_take(r) < 0)
			return -1;
	} else if (digit(pair[0]) && pair[1] == 'X') {
		return fail_level_2(r, "a half unspecified month");
	} else if (value >= 21 && value <= 41) {
		if (value > 24)
			return fail_level_2(r, "a part of a year above 24");
		d->month = value;
		take(r, 2);
		return 0;
	} else {
		d->month = two_take(r, "a month", 1, 12);
		if (d->month < 0)
			return -1;
	}
	return peek(r, 0) == '-' ? day_take(r, d, d->month > 0) : 0;
}

/* What may follow a date: one qualifier, and then nothing. */
static int date_end(struct reader *r)
{
	if (qualifier(peek(r, 0))) {
		take(r, 1);
		if (qualifier(peek(r, 0)))
			return fail(r, "one qualifier is enough; %% means both ? and ~");
		if (!side_ends(r))
			return fail_level_2(r, "a qualifier inside a date");
	}
	return side_ends(r) ? 0 : fail(r, "nothing more was expected");
}

static int date_take(struct reader *r, struct date *d)
{
	d->span = 1;
	if (qualifier(peek(r, 0)))
		return fail_level_2(r, "a qualifier before a date");
	if (peek(r, 0) == 'Y')
		return long_year_take(r, d);
	if (short_year_take(r, d) < 0)
		return -1;
	return peek(r, 0) == '-' ? month_take(r, d) : 0;
}

/* ".123456"; sets micro. */
static int fraction_take(struct reader *r, int *micro)
{
	int digits = 0, unit = 100000;

	while (digit(peek(r, (size_t)digits + 1))) {
		*micro += (peek(r, (size_t)digits + 1) - '0') * unit;
		unit /= 10;
		digits++;
	}
	if (digits < 1 || digits > 6)
		return fail(r, "a fraction of a second has one to six digits");
	take(r, (size_t)digits + 1);
	return 0;
}

/* hh:mm:ss and a fraction; a leap second counts as the last microsecond before the next minute. */
static int clock_take(struct reader *r, struct civil *c)
{
	c->hour = two_take(r, "an hour", 0, 23);
	if (c->hour < 0)
		return -1;
	if (peek(r, 0) != ':')
		return fail(r, "a time is hh:mm:ss");
	take(r, 1);
	c->minute = two_take(r, "a minute", 0, 59);
	if (c->minute < 0)
		return -1;
	if (peek(r, 0) != ':')
		return fail(r, "a time is hh:mm:ss");
	take(r, 1);
	c->second = two_take(r, "a second", 0, 60);
	if (c->second < 0 || (peek(r, 0) == '.' && fraction_take(r, &c->micro) < 0))
		return -1;
	if (c->second == 60) {
		c->second = 59;
		c->micro = 999999;
	}
	return 0;
}

/* Z, an offset, or the zone's own. */
static int offset_take(struct reader *r, const struct civil *c, int64_t *instant)
{
	char text[CALENDAR_OFFSET];
	int offset = 0;
	size_t n;

	if (side_ends(r)) {
		if (zone_instant(r->zone, c, instant, r->e) < 0)
			return -1;
		offset = zone_offset(r->zone, *instant, NULL);
		*instant += offset % 60 *
			    WHEN_SECOND; /* local mean time of old has seconds; EDTF does not */
		calendar_offset(offset - offset % 60, text);
		keep(r, text, strlen(text));
		return 0;
	}
	if (peek(r, 0) == 'Z') {
		take(r, 1);
	} else {
		n = calendar_offset_read(r->s + r->at, r->n - r->at, &offset);
		if (n != 3 && n != 6)
			return fail(r, "after the time comes Z or an offset such as +07:00");
		take(r, n);
		if (n == 3)
			keep(r, ":00", 3);
	}
	*instant = calendar_days(c->year, c->month, c->day) * WHEN_DAY +
		   (c->hour * 3600 + c->minute * 60 + c->second - offset) * WHEN_SECOND + c->micro;
	return side_ends(r) ? 0 : fail(r, "nothing more was expected");
}

static int time_take(struct reader *r, const struct date *d, struct side *side)
{
	struct civil c = { (int)d->year, d->month, d->day, 0, 0, 0, 0 };

	if (!d->day || d->year < 0)
		return fail(r, "a time needs a year of four digits, a month and a day before it");
	take(r, 1);
	if (clock_take(r, &c) < 0 || offset_take(r, &c, &side->earliest) < 0)
		return -1;
	side->latest = side->earliest;
	return 0;
}

static int side_take(struct reader *r, struct side *side)
{
	struct date d = { 0 };

	if (r->in_interval && side_ends(r)) {
		side->absent = true;
		return 0;
	}
	if (peek(r, 0) == '.' && peek(r, 1) == '.') {
		if (!r->in_interval)
			return fail(r, "an open end needs the other end, as in ../2021-05-31");
		take(r, 2);
		side->absent = true;
		return side_ends(r) ? 0 : fail(r, "nothing more was expected");
	}
	if (date_take(r, &d) < 0)
		return -1;
	if (peek(r, 0) == 'T')
		return time_take(r, &d, side);
	if (date_end(r) < 0)
		return -1;
	date_bounds(side, r->zone, &d);
	return 0;
}

static int interval_take(struct reader *r)
{
	struct side begin = { 0 }, end = { 0 };

	if (side_take(r, &begin) < 0)
		return -1;
	if (peek(r, 0) != '/')
		return fail(r, "an interval has a / between its ends");
	take(r, 1);
	if (side_take(r, &end) < 0)
		return -1;
	if (r->at < r->n)
		return fail(r, "an interval has two ends");
	if (begin.absent && end.absent)
		return fail(r, "an interval needs one end at least");
	if (!begin.absent && !end.absent && begin.earliest > end.latest)
		return fail(r, "the interval ends before it begins");
	r->w->earliest = begin.absent ? WHEN_PAST : begin.earliest;
	r->w->latest = end.absent ? WHEN_FUTURE : end.latest;
	if (r->w->latest < r->w->earliest) /* 2005-06/2005-06-01 and the like never get here */
		r->w->latest = r->w->earliest;
	return 0;
}

static int whole_take(struct reader *r)
{
	struct side only = { 0 };

	if (memchr(r->s, '[', r->n) || memchr(r->s, '{', r->n))
		return fail_level_2(r, "a set of dates");
	if (memchr(r->s, '/', r->n)) {
		r->in_interval = true;
		return interval_take(r);
	}
	if (side_take(r, &only) < 0)
		return -1;
	r->w->earliest = only.earliest;
	r->w->latest = only.latest;
	return 0;
}

int edtf_parse(struct when *w, const char *text, size_t n, const char *zone, struct err *e)
{
	struct when read = { 0 };
	struct reader r = { .s = text, .n = n, .zone = zone, .w = &read, .e = e };

	if (n == 0)
		return err_set(e, ERR_INVALID, "a time is expected");
	if (n > EDTF_TEXT_MAX)
		return err_set(e, ERR_INVALID, "a time has at most %d characters", EDTF_TEXT_MAX);
	snprintf(read.zone, sizeof read.zone, "%s", zone);
	if (whole_take(&r) < 0)
		return -1;
	*w = read;
	return 0;
}
