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

/* -2h30m, +72h */
static enum answer form_span(struct typed *t)
{
	static const struct unit {
		char letter;
		int seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 7 * 86400 } };
	const char *s = t->s + 1;
	int64_t total = 0;

	if (*t->s != '-' && *t->s != '+')
		return NOT_MINE;
	do {
		int64_t value = 0;
		size_t i, digits = strspn(s, "0123456789");

		if (digits == 0 || digits > 8)
			return NOT_MINE;
		for (; digits; digits--)
			value = value * 10 + (*s++ - '0');
		for (i = 0; i < 5 && units[i].letter != *s; i++)
			;
		if (i == 5)
			return NOT_MINE;
		total += value * units[i].seconds;
		s++;
	} while (*s);
	if (total > INT64_C(86400) * SPAN_DAYS_MAX) {
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

/* today, yesterday, tomorrow, each with a time after it */
static enum answer form_day_word(struct typed *t)
{
	static const struct word {
		const char *word;
		int days;
	} words[] = { { "today", 0 }, { "yesterday", -1 }, { "tomorrow", 1 } };
	int second;

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t n = strlen(words[i].word);

		if (strncasecmp(t->s, words[i].word, n) == 0 && (t->s[n] == ' ' || t->s[n] == '\0'))
			return day_rest(t, today(t, &second) + words[i].days, t->s + n);
	}
	return NOT_MINE;
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

static const struct month {
	const char *word;
	int month;
} months[] = {
	{ "january", 1 },
	{ "february", 2 },
	{ "march", 3 },
	{ "april", 4 },
	{ "may", 5 },
	{ "june", 6 },
	{ "july", 7 },
	{ "august", 8 },
	{ "september", 9 },
	{ "october", 10 },
	{ "november", 11 },
	{ "december", 12 },
	{ "januari", 1 },
	{ "februari", 2 },
	{ "maret", 3 },
	{ "mei", 5 },
	{ "juni", 6 },
	{ "juli", 7 },
	{ "agustus", 8 },
	{ "oktober", 10 },
	{ "desember", 12 },
	{ "jan", 1 },
	{ "feb", 2 },
	{ "mar", 3 },
	{ "apr", 4 },
	{ "jun", 6 },
	{ "jul", 7 },
	{ "aug", 8 },
	{ "agu", 8 },
	{ "sep", 9 },
	{ "oct", 10 },
	{ "okt", 10 },
	{ "nov", 11 },
	{ "dec", 12 },
	{ "des", 12 },
};

static const struct part {
	const char *words;
	int first, last; /* days of the month; 31 stands for its end */
} parts[] = {
	{ "first half of ", 1, 15 },
	{ "second half of ", 16, 31 },
	{ "early ", 1, 10 },
	{ "mid ", 11, 20 },
	{ "late ", 21, 31 },
	{ "paruh pertama ", 1, 15 },
	{ "paruh kedua ", 16, 31 },
	{ "awal ", 1, 10 },
	{ "pertengahan ", 11, 20 },
	{ "akhir ", 21, 31 },
	{ "the first half of ", 1, 15 },
	{ "the second half of ", 16, 31 },
	{ "beginning of ", 1, 10 },
	{ "middle of ", 11, 20 },
	{ "end of ", 21, 31 },
	{ "first week of ", 1, 7 },
	{ "second week of ", 8, 14 },
	{ "third week of ", 15, 21 },
	{ "fourth week of ", 22, 28 },
	{ "minggu pertama ", 1, 7 },
	{ "minggu kedua ", 8, 14 },
	{ "minggu ketiga ", 15, 21 },
	{ "minggu keempat ", 22, 28 },
};

/* What stands before a year of four digits, and the months it names. "early 2021" is not there:
 * what it means differs from one person to the next. */
static const struct part year_parts[] = {
	{ "first half of ", 1, 6 },
	{ "second half of ", 7, 12 },
	{ "first quarter of ", 1, 3 },
	{ "second quarter of ", 4, 6 },
	{ "third quarter of ", 7, 9 },
	{ "fourth quarter of ", 10, 12 },
	{ "q1 ", 1, 3 },
	{ "q2 ", 4, 6 },
	{ "q3 ", 7, 9 },
	{ "q4 ", 10, 12 },
	{ "paruh pertama ", 1, 6 },
	{ "paruh kedua ", 7, 12 },
	{ "kuartal pertama ", 1, 3 },
	{ "kuartal kedua ", 4, 6 },
	{ "kuartal ketiga ", 7, 9 },
	{ "kuartal keempat ", 10, 12 },
};

static const char *const weekends[] = { "over the weekend of ", "the weekend of ", "weekend of ",
	"akhir pekan " };

/* Reads "May 2021" or "May"; false when it is neither. */
static bool month_read(const struct typed *t, const char *s, int *month, int *year)
{
	struct civil now;

	for (size_t i = 0; i < sizeof months / sizeof months[0]; i++) {
		size_t n = strlen(months[i].word);

		if (strncasecmp(s, months[i].word, n) != 0 || letter(s[n]))
			continue;
		*month = months[i].month;
		s += n;
		while (*s == ' ')
			s++;
		if (!*s) {
			zone_civil(zone_of(t), t->c->now, &now);
			*year = now.year;
			return now.year >= 1 && now.year <= 9999;
		}
		if (strspn(s, "0123456789") != 4 || s[4])
			return false;
		*year = calendar_two(s) * 100 + calendar_two(s + 2);
		return true;
	}
	return false;
}

/* second half of May 2021, awal Mei */
static enum answer form_part_of_month(struct typed *t)
{
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		const struct part *p = &parts[i];
		size_t n = strlen(p->words);
		int month, year, end;

		if (strncasecmp(t->s, p->words, n) != 0)
			continue;
		if (!month_read(t, t->s + n, &month, &year)) {
			err_set(t->e, ERR_INVALID,
			    "\"%s\" needs a month after \"%.*s\", and perhaps a year of four "
			    "digits",
			    t->s, (int)n - 1, p->words);
			return WRONG;
		}
		end = calendar_month_days(year, month);
		snprintf(t->edtf, sizeof t->edtf, "%04d-%02d-%02d/%04d-%02d-%02d", year, month,
		    p->first, year, month, p->last < end ? p->last : end);
		return DONE;
	}
	return NOT_MINE;
}

/* second half of 2021, Q1 2021, kuartal pertama 2021 */
static enum answer form_part_of_year(struct typed *t)
{
	for (size_t i = 0; i < sizeof year_parts / sizeof year_parts[0]; i++) {
		const struct part *p = &year_parts[i];
		const char *s = t->s + strlen(p->words);
		int year;

		if (strncasecmp(t->s, p->words, strlen(p->words)) != 0 ||
		    strspn(s, "0123456789") != 4 || s[4])
			continue;
		year = calendar_two(s) * 100 + calendar_two(s + 2);
		if (year < 1)
			return NOT_MINE;
		snprintf(t->edtf, sizeof t->edtf, "%04d-%02d-01/%04d-%02d-%02d", year, p->first,
		    year, p->last, calendar_month_days(year, p->last));
		return DONE;
	}
	return NOT_MINE;
}

/* weekend of 15 May 2021: the Saturday and Sunday of that day, or the next ones after it. */
static enum answer form_weekend(struct typed *t)
{
	struct typed first = *t, last = *t;
	int day = 0, month, year, weekday;
	const char *s = NULL;
	int64_t days;

	for (size_t i = 0; i < sizeof weekends / sizeof weekends[0] && !s; i++)
		if (strncasecmp(t->s, weekends[i], strlen(weekends[i])) == 0)
			s = t->s + strlen(weekends[i]);
	if (!s || !digit(*s))
		return NOT_MINE;
	while (digit(*s) && day < 100)
		day = day * 10 + (*s++ - '0');
	if (*s != ' ' || !month_read(t, s + 1, &month, &year) || year < 1 || day < 1 ||
	    day > calendar_month_days(year, month)) {
		err_set(t->e, ERR_INVALID, "\"%s\" needs a day such as 15 May 2021", t->s);
		return WRONG;
	}
	days = calendar_days(year, month, day);
	weekday = (int)((days % 7 + 7 + 3) % 7); /* 0: Monday; 1970-01-01 was a Thursday */
	days += weekday < 6 ? 5 - weekday : -1;
	date_set(&first, days);
	date_set(&last, days + 1);
	snprintf(t->edtf, sizeof t->edtf, "%.40s/%.40s", first.edtf, last.edtf);
	return DONE;
}

static const form_fn forms[] = { form_now, form_clock, form_span, form_day_word, form_date_time,
	form_weekend, form_part_of_year, form_part_of_month };

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

/* The slash between two sides, not the one in "Asia/Jakarta"; NULL when there is none. */
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
