/*
 * typed.c - times as people type them, put into EDTF.
 *
 * Each side of what was typed is tried against a table of forms; the form that knows it writes
 * EDTF, and what no form knows is EDTF itself or an error. edtf.c then reads the whole,
 * so that there is one place which decides what a time means.
 */
#include "base/when.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/calendar.h"
#include "base/spoken.h"

enum {
	TYPED_MAX = 128,
	SPAN_DAYS_MAX = 400000, /* about a thousand years */
	ABOUT = 15 * 60,        /* seconds that ~14:00 may be off to either side */
};

/* One side as typed, and what it became. */
struct typed {
	char s[TYPED_MAX]; /* without spaces around */
	const struct when_context *c;
	char zone[WHEN_ZONE_MAX]; /* typed with it; "" when none was */
	char edtf[WHEN_EDTF_MAX];
	bool point; /* an instant, no date */
	int64_t at; /* µs UTC, when it is a point */
	struct err *e;
};

/* A form answers whether it knows what was typed; when it does, it has written EDTF or an error. */
enum answer { NOT_MINE, DONE, WRONG };
typedef enum answer (*form_fn)(struct typed *t);

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static const char *zone_of(const struct typed *t)
{
	return t->zone[0] ? t->zone : t->c->zone;
}

static enum answer point_set(struct typed *t, int64_t at)
{
	struct when w = { 0 };

	when_point(&w, at, zone_of(t));
	memcpy(t->edtf, w.edtf, sizeof t->edtf);
	t->point = true;
	t->at = w.earliest;
	return DONE;
}

static void date_set(struct typed *t, int64_t days)
{
	int64_t year;
	int month, day;

	calendar_date(days, &year, &month, &day);
	snprintf(t->edtf, sizeof t->edtf, "%04d-%02d-%02d", (int)year, month, day);
}

/* The day of `now` in the zone, as days since 1970; second gets how far into it. */
static int64_t today(const struct typed *t, int *second)
{
	struct civil c;

	zone_civil(zone_of(t), t->c->now, &c);
	*second = c.hour * 3600 + c.minute * 60 + c.second;
	return calendar_days(c.year, c.month, c.day);
}

static int64_t whole_second(int64_t instant)
{
	int64_t rest;

	calendar_floor(instant, WHEN_SECOND, &rest);
	return instant - rest;
}

/* What comes after a time: nothing, or a zone. */
static enum answer zone_take(struct typed *t, const char *s)
{
	while (*s == ' ')
		s++;
	if (!*s)
		return DONE;
	return zone_check(s, t->zone, t->e) < 0 ? WRONG : DONE;
}

/* Reads HH:MM[:SS[.f]] at s; returns where it ends, NULL when it does not look like one. */
static const char *clock_read(const char *s, struct civil *c)
{
	int *values[] = { &c->hour, &c->minute, &c->second };
	int unit = 100000;

	for (int i = 0; i < 3; i++) {
		if (i > 0 && *s != ':')
			return i == 1 ? NULL : s;
		if (i > 0)
			s++;
		if (!digit(s[0]) || (i > 0 && !digit(s[1])))
			return NULL;
		*values[i] = digit(s[1]) ? calendar_two(s) : s[0] - '0';
		s += digit(s[1]) ? 2 : 1;
	}
	if (*s != '.')
		return s;
	for (s++; digit(*s); s++, unit /= 10)
		c->micro += (*s - '0') * unit;
	return s;
}

/* Is it a time of day? Otherwise says how one looks, naming what was typed. */
static bool clock_is_right(struct typed *t, const struct civil *c, const char *s, const char *end)
{
	if (c->hour <= 23 && c->minute <= 59 && c->second <= 59)
		return true;
	err_set(t->e, ERR_INVALID, "%.*s is not a time: HH:MM, 00:00 to 23:59", (int)(end - s), s);
	return false;
}

static enum answer civil_set(struct typed *t, int64_t days, struct civil *c)
{
	int64_t year, at;

	calendar_date(days, &year, &c->month, &c->day);
	c->year = (int)year;
	if (zone_instant(zone_of(t), c, &at, t->e) < 0)
		return WRONG;
	return point_set(t, at);
}

/* now */
static enum answer form_now(struct typed *t)
{
	return strcasecmp(t->s, "now") == 0 ? point_set(t, t->c->now) : NOT_MINE;
}

/* HH:MM: the latest such time before now, or the next one after it. */
static enum answer form_clock(struct typed *t)
{
	struct civil c = { 0 };
	const char *end = clock_read(t->s, &c);
	int64_t day;
	int now, then;

	if (!end)
		return NOT_MINE;
	if (!clock_is_right(t, &c, t->s, end) || zone_take(t, end) == WRONG)
		return WRONG;
	day = today(t, &now);
	then = c.hour * 3600 + c.minute * 60 + c.second;
	if (t->c->future && then <= now)
		day++;
	else if (!t->c->future && then > now)
		day--;
	return civil_set(t, day, &c);
}

/* Adds up "2h30m" in seconds: 1, or 0 where it is no span, or -1 where it is longer than any. */
static int span_read(const char *s, size_t n, int64_t *total)
{
	static const struct unit {
		char letter;
		int seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 7 * 86400 } };
	const char *end = s + n;

	*total = 0;
	do {
		int64_t value = 0;
		size_t i, digits = 0;

		for (; s < end && digit(*s); digits++)
			value = digits < 8 ? value * 10 + (*s++ - '0') : (s++, value);
		for (i = 0; s < end && i < 5 && units[i].letter != *s; i++)
			;
		if (s >= end || i == 5 || digits == 0 || digits > 8)
			return 0;
		*total += value * units[i].seconds;
		s++;
	} while (s < end);
	return *total > INT64_C(86400) * SPAN_DAYS_MAX ? -1 : 1;
}

int when_span_parse(const char *text, size_t n, int64_t *span, struct err *e)
{
	int64_t seconds;

	if (span_read(text, n, &seconds) != 1)
		return err_set(e, ERR_INVALID,
		    "\"%.*s\" is no span of time such as 90s, 2h30m, 3d or 2w",
		    (int)(n < TYPED_MAX ? n : TYPED_MAX), text);
	*span = seconds * WHEN_SECOND;
	return 0;
}

/* -2h30m, +72h */
static enum answer form_span(struct typed *t)
{
	int64_t total;
	int is;

	if (*t->s != '-' && *t->s != '+')
		return NOT_MINE;
	is = span_read(t->s + 1, strlen(t->s + 1), &total);
	if (is == 0)
		return NOT_MINE;
	if (is < 0) {
		err_set(t->e, ERR_INVALID, "%s is more than a thousand years", t->s);
		return WRONG;
	}
	if (*t->s == '+' && !t->c->future) {
		err_set(t->e, ERR_INVALID, "%s lies ahead; write -%s for a time that has been",
		    t->s, t->s + 1);
		return WRONG;
	}
	return point_set(
	    t, whole_second(t->c->now) + (*t->s == '-' ? -total : total) * WHEN_SECOND);
}

/* What follows a day: nothing, a time, a zone, or both. */
static enum answer day_rest(struct typed *t, int64_t days, const char *s)
{
	struct civil c = { 0 };
	const char *end;

	while (*s == ' ')
		s++;
	end = clock_read(s, &c);
	if (end && !clock_is_right(t, &c, s, end))
		return WRONG;
	if (zone_take(t, end ? end : s) == WRONG)
		return WRONG;
	if (end)
		return civil_set(t, days, &c);
	date_set(t, days);
	return DONE;
}

/* Is it a whole EDTF date-time already? */
static bool edtf_point(struct typed *t)
{
	struct when w;
	struct err ignored;

	if (edtf_parse(&w, t->s, strlen(t->s), zone_of(t), &ignored) < 0)
		return false;
	memcpy(t->edtf, w.edtf, sizeof t->edtf);
	t->point = true;
	t->at = w.earliest;
	return true;
}

/* YYYY-MM-DD HH:MM ZONE, or a date and a zone. */
static enum answer form_date_time(struct typed *t)
{
	const char *s = t->s;
	int year, month, day;

	if (strlen(s) < 12 || s[4] != '-' || s[7] != '-' || (s[10] != ' ' && s[10] != 'T'))
		return NOT_MINE;
	if (strspn(s, "0123456789") != 4 || strspn(s + 5, "0123456789") != 2 ||
	    strspn(s + 8, "0123456789") != 2)
		return NOT_MINE;
	year = calendar_two(s) * 100 + calendar_two(s + 2);
	month = calendar_two(s + 5);
	day = calendar_two(s + 8);
	if (month < 1 || month > 12 || day < 1 || day > calendar_month_days(year, month))
		return NOT_MINE; /* edtf.c says what is wrong */
	if (s[10] == 'T' && edtf_point(t))
		return DONE;
	return day_rest(t, calendar_days(year, month, day), s + 11);
}

/* Words: second half of May 2021, late Friday, antara pukul 14.00 dan 15.30. */
static enum answer form_spoken(struct typed *t)
{
	struct when_context c = *t->c;
	struct when w;
	int read;

	c.zone = zone_of(t);
	read = spoken_read(t->s, &c, t->edtf, t->zone, t->e);
	if (read <= 0)
		return read < 0 ? WRONG : NOT_MINE;
	if (edtf_parse(&w, t->edtf, strlen(t->edtf), zone_of(t), t->e) < 0)
		return WRONG;
	t->point = w.earliest == w.latest;
	t->at = w.earliest;
	return DONE;
}

static const form_fn forms[] = { form_now, form_spoken, form_clock, form_span, form_date_time };

/* Puts one side into EDTF. */
static int side_parse(
    struct typed *t, const char *s, size_t n, const struct when_context *c, struct err *e)
{
	*t = (struct typed){ .c = c, .e = e };
	while (n && s[0] == ' ') {
		s++;
		n--;
	}
	while (n && s[n - 1] == ' ')
		n--;
	if (n >= sizeof t->s || n >= sizeof t->edtf)
		return err_set(
		    e, ERR_INVALID, "a time has at most %zu characters", sizeof t->edtf - 1);
	memcpy(t->s, s, n);
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		enum answer a = forms[i](t);

		if (a != NOT_MINE)
			return a == DONE ? 0 : -1;
	}
	if (n && !digit(*t->s) && !strchr("-+.?~%[{Y", *t->s))
		return err_set(e, ERR_INVALID,
		    "\"%s\" is not a time: HH:MM, 2021-05-17 14:00, -15m, or a date such as "
		    "2021-05",
		    t->s);
	memcpy(t->edtf, t->s, n + 1);
	return 0;
}

/* The slash between two sides, not the one in "Asia/Jakarta" or in "s/d", which is sampai dengan;
 * NULL when there is none. */
static const char *slash_find(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t begin = i;

		if (s[i] != '/')
			continue;
		while (begin > 0 && s[begin - 1] != ' ' && s[begin - 1] != '/')
			begin--;
		if (i + 1 < n && i - begin > 1 && s[begin] >= 'A' && s[begin] <= 'W' &&
		    letter(s[begin + 1]) && letter(s[i + 1]))
			continue;
		if (i == begin + 1 && (s[begin] | 32) == 's' && i + 2 < n &&
		    (s[i + 1] | 32) == 'd' && s[i + 2] == ' ')
			continue;
		return s + i;
	}
	return NULL;
}

/* Marks the dates of an EDTF text as approximate, unless they say something of the kind. */
static void tilde_add(char text[2 * WHEN_EDTF_MAX])
{
	char *slash = strchr(text, '/');
	size_t first = slash ? (size_t)(slash - text) : strlen(text);

	if (slash && slash[1] != '\0' && slash[1] != '.' && !strchr(slash, 'T') &&
	    !strpbrk(slash, "?~%"))
		memcpy(slash + strlen(slash), "~", sizeof "~");
	if (first > 0 && text[0] != '.' && !memchr(text, 'T', first) &&
	    !strchr("?~%", text[first - 1])) {
		memmove(text + first + 1, text + first, strlen(text + first) + 1);
		text[first] = '~';
	}
}

/* "~14:00": the same minute, a quarter of an hour to either side. */
static void about_put(char text[2 * WHEN_EDTF_MAX], const struct typed *t)
{
	struct when from, to;
	int64_t rest, minute = t->at;

	calendar_floor(minute, 60 * WHEN_SECOND, &rest);
	minute -= rest;
	when_point(&from, minute - ABOUT * WHEN_SECOND, zone_of(t));
	when_point(&to, minute + (ABOUT + 59) * WHEN_SECOND, zone_of(t));
	snprintf(text, 2 * WHEN_EDTF_MAX, "%.95s/%.95s", from.edtf, to.edtf);
}

static int zones_agree(const struct typed *a, const struct typed *b, struct err *e)
{
	if (a->zone[0] && b->zone[0] && strcmp(a->zone, b->zone) != 0 && !(a->point && b->point))
		return err_set(e, ERR_INVALID,
		    "the days of an interval are read in one zone: %s or %s", a->zone, b->zone);
	return 0;
}

/* "16/05/2021", "5.6.2021", "05-16-2021": which is the month differs from land to land. */
static int numbers_check(const char *text, size_t n, struct err *e)
{
	char s[12] = "", mark, second;
	int a, b, year, end = 0;

	memcpy(s, text, n < sizeof s - 1 ? n : sizeof s - 1);
	if (sscanf(s, "%4d/%2d/%2d%n", &year, &a, &b, &end) == 3 && year >= 1000 && a >= 1 &&
	    a <= 12 && b >= 1 && b <= 31 && end >= 8)
		return err_set(
		    e, ERR_INVALID, "%.*s is written %04d-%02d-%02d", end, s, year, a, b);
	if (sscanf(s, "%2d%c%2d%c%4d%n", &a, &mark, &b, &second, &year, &end) != 5 ||
	    mark != second || !strchr("/.-", mark) || year < 1000 || digit(s[end]) || a < 1 ||
	    b < 1)
		return 0;
	if (a > 12 && b > 12)
		return 0; /* edtf.c says what is wrong */
	if (a > 12)
		return err_set(
		    e, ERR_INVALID, "%.*s is written %04d-%02d-%02d", end, s, year, b, a);
	if (b > 12)
		return err_set(
		    e, ERR_INVALID, "%.*s is written %04d-%02d-%02d", end, s, year, a, b);
	return err_set(e, ERR_INVALID, "%.*s may be %04d-%02d-%02d or %04d-%02d-%02d: write it so",
	    end, s, year, b, a, year, a, b);
}

int when_parse(
    struct when *w, const char *text, size_t n, const struct when_context *c, struct err *e)
{
	struct typed a, b = { .zone = "" };
	char edtf[2 * WHEN_EDTF_MAX + 2];
	const char *slash, *zone;
	bool about;

	while (n && *text == ' ') {
		text++;
		n--;
	}
	if (memchr(text, '\0', n))
		return err_set(e, ERR_INVALID, "a time holds no NUL byte");
	about = n > 0 && *text == '~';
	text += about;
	n -= about;
	if (numbers_check(text, n, e) < 0)
		return -1;
	slash = slash_find(text, n);
	if (side_parse(&a, text, slash ? (size_t)(slash - text) : n, c, e) < 0)
		return -1;
	snprintf(edtf, sizeof edtf, "%s", a.edtf);
	if (slash) {
		if (side_parse(&b, slash + 1, n - (size_t)(slash + 1 - text), c, e) < 0 ||
		    zones_agree(&a, &b, e) < 0)
			return -1;
		snprintf(edtf, sizeof edtf, "%.95s/%.95s", a.edtf, b.edtf);
	}
	if (about && a.point && !slash)
		about_put(edtf, &a);
	else if (about)
		tilde_add(edtf);
	zone = a.zone[0] ? a.zone : b.zone[0] ? b.zone : c->zone;
	return edtf_parse(w, edtf, strlen(edtf), zone, e);
}
