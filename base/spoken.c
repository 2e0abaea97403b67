/*
 * spoken.c - makes times of the meanings of words, and writes them as EDTF.
 *
 * A phrase is one moment or two with words between ("from … to", "between … and"). A moment is a
 * set of slots that words fill in any order: day, month, year, weekday, part, clock; a word for a
 * slot that is full, or one that nothing asks for, is an error, so that no word is passed over.
 * What a moment lacks it takes from the other ("16 to 31 May") and then from now; then it has a
 * first and a last day, and perhaps a first and a last second of them.
 */
#include "base/spoken.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/calendar.h"

enum {
	EMPTY = -9999,	 /* of a slot */
	ABOUT = 15 * 60, /* seconds that "about 14:00" may be off to either side */
	NEAR = 30 * 60,	 /* and "shortly after 14:00" to one */
	DAY_END = 86399,
};

/* What the words of one moment said. */
struct moment {
	int number, month, year, date, weekday, day, day_part, third, half, quarter, ordinal,
	    season, weekend, unit, one_unit, which, ago, span, near, about, perhaps, clock, hour,
	    told, now;
	/* what that comes to */
	enum grain {
		GRAIN_NONE,
		GRAIN_DAYS,
		GRAIN_MONTH,
		GRAIN_YEAR,
		GRAIN_SEASON,
		GRAIN_INSTANT
	} grain;
	int64_t first, last; /* days since 1970 */
	int from, to; /* seconds of these days, inclusive; EMPTY: whole days; alike: a point */
	int64_t instant, end; /* µs UTC, of GRAIN_INSTANT; alike: a point */
};

struct said {
	const char *s;
	const struct when_context *c;
	const char *zone;
	int64_t today; /* days since 1970 */
	int now;       /* second of it */
	struct err *e;
};

/* Which slot a meaning fills. */
static const struct slot {
	enum means is;
	size_t at;
	const char *name;
} slots[] = {
	{ MEANS_DATE, offsetof(struct moment, date), "dates" },
	{ MEANS_CLOCK, offsetof(struct moment, clock), "times of day" },
	{ MEANS_HOUR, offsetof(struct moment, hour), "times of day" },
	{ MEANS_TOLD, offsetof(struct moment, told), "times of day" },
	{ MEANS_NOW, offsetof(struct moment, now), "times" },
	{ MEANS_SPAN, offsetof(struct moment, span), "spans" },
	{ MEANS_NEAR, offsetof(struct moment, near), "\"shortly\"" },
	{ MEANS_MONTH, offsetof(struct moment, month), "months" },
	{ MEANS_WEEKDAY, offsetof(struct moment, weekday), "days of the week" },
	{ MEANS_DAY, offsetof(struct moment, day), "days" },
	{ MEANS_DAY_PART, offsetof(struct moment, day_part), "parts of a day" },
	{ MEANS_THIRD, offsetof(struct moment, third), "parts" },
	{ MEANS_HALF, offsetof(struct moment, half), "halves" },
	{ MEANS_QUARTER, offsetof(struct moment, quarter), "quarters" },
	{ MEANS_ORDINAL, offsetof(struct moment, ordinal), "ordinal numbers" },
	{ MEANS_SEASON, offsetof(struct moment, season), "seasons" },
	{ MEANS_WEEKEND, offsetof(struct moment, weekend), "weekends" },
	{ MEANS_UNIT, offsetof(struct moment, unit), "units" },
	{ MEANS_ONE_UNIT, offsetof(struct moment, one_unit), "units" },
	{ MEANS_WHICH, offsetof(struct moment, which), "\"last\" or \"next\"" },
	{ MEANS_AGO, offsetof(struct moment, ago), "\"ago\"" },
	{ MEANS_ABOUT, offsetof(struct moment, about), "\"about\"" },
	{ MEANS_PERHAPS, offsetof(struct moment, perhaps), "\"perhaps\"" },
};

/* Seconds of the day, inclusive; of last night the second is in the day after. */
static const struct part_of_day {
	int from, to;
} parts_of_day[] = {
	[PART_SMALL_HOURS] = { 0, 4 * 3600 - 1 },
	[PART_MORNING] = { 6 * 3600, 12 * 3600 - 1 },
	[PART_PAGI] = { 4 * 3600, 11 * 3600 - 1 },
	[PART_SIANG] = { 11 * 3600, 15 * 3600 - 1 },
	[PART_AFTERNOON] = { 12 * 3600, 18 * 3600 - 1 },
	[PART_SORE] = { 15 * 3600, 18 * 3600 - 1 },
	[PART_EVENING] = { 18 * 3600, DAY_END },
	[PART_LAST_NIGHT] = { 18 * 3600, 6 * 3600 - 1 },
};

static const char *const weekday_names[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday", "Sunday" };

static int wrong(const struct said *t, const char *what)
{
	return err_set(t->e, ERR_INVALID, "\"%s\" %s", t->s, what);
}

static bool said(int slot)
{
	return slot != EMPTY;
}

static int weekday_of(int64_t day)
{
	return (int)((day % 7 + 7 + 3) % 7); /* 1970-01-01 was a Thursday */
}

/* --- filling ---------------------------------------------------------------------------- */

static struct moment moment_empty(void)
{
	struct moment m = { .number = EMPTY, .year = EMPTY, .from = EMPTY, .to = EMPTY };

	for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++)
		*(int *)((char *)&m + slots[i].at) = EMPTY;
	return m;
}

static int slot_fill(const struct said *t, int *slot, int value, const char *name)
{
	if (said(*slot))
		return err_set(t->e, ERR_INVALID, "\"%s\" has two %s in one time", t->s, name);
	*slot = value;
	return 0;
}

/* A number is a year when it has four digits, else a day or how many. */
static int number_fill(const struct said *t, struct moment *m, const struct spoken_word *w)
{
	if (w->value >= 1000)
		return slot_fill(t, &m->year, w->value, "years");
	if (w->is == MEANS_COUPLE)
		m->about = 0;
	return slot_fill(t, &m->number, w->value, "numbers");
}

static int word_fill(const struct said *t, struct moment *m, const struct spoken_word *w)
{
	if (w->is == MEANS_AT || w->is == MEANS_DATED)
		return 0;
	if (w->is == MEANS_NUMBER || w->is == MEANS_COUPLE)
		return number_fill(t, m, w);
	if (w->is == MEANS_FAR)
		return wrong(t, "counts further than 999: write the date");
	for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++)
		if (slots[i].is == w->is)
			return slot_fill(
			    t, (int *)((char *)m + slots[i].at), w->value, slots[i].name);
	return err_set(t->e, ERR_INVALID, "\"%.*s\" is not expected there in \"%s\"", (int)w->n,
	    t->s + w->at, t->s);
}

static bool is_word(const char *s, const struct spoken_word *w, const char *word)
{
	return w->n == strlen(word) && strncasecmp(s + w->at, word, w->n) == 0;
}

static bool is_day(enum means is)
{
	return is == MEANS_DATE || is == MEANS_DAY || is == MEANS_WEEKDAY || is == MEANS_MONTH;
}

/* Those that mean one thing to some and another to others. */
static int ambiguity_check(const struct said *t, const struct spoken_word *w, int n)
{
	bool midnight = false, day = false;

	for (int i = 0; i < n; i++) {
		bool sunday = is_word(t->s, &w[i], "minggu");
		enum means next = i + 1 < n ? w[i + 1].is : MEANS_NOTHING;

		midnight = midnight || is_word(t->s, &w[i], "midnight") ||
			   is_word(t->s, &w[i], "tengah malam");
		day = day || is_day(w[i].is);
		if (is_word(t->s, &w[i], "malam") &&
		    (next == MEANS_WEEKDAY || next == MEANS_NUMBER || next == MEANS_DATE ||
			(i + 1 < n && is_word(t->s, &w[i + 1], "minggu"))))
			return wrong(t,
			    "may be the evening before that day or of it: write the day "
			    "first, as in Kamis malam");
		if (sunday && next == MEANS_NUMBER && i + 2 < n && w[i + 2].is == MEANS_MONTH)
			return wrong(t, "may be a Sunday or a week: write hari Minggu, or pekan");
	}
	if (midnight && day)
		return wrong(t, "may be where that day begins or where it ends: write 00:00 of the "
				"day that begins");
	return 0;
}

static int moment_fill(
    const struct said *t, struct moment *m, const struct spoken_word *w, int words)
{
	*m = moment_empty();
	if (ambiguity_check(t, w, words) < 0)
		return -1;
	for (int i = 0; i < words; i++)
		if (word_fill(t, m, &w[i]) < 0)
			return -1;
	/* "yesterday 1400": of a day that is said no year is */
	if (said(m->year) && !said(m->month) && !said(m->clock) &&
	    (said(m->day) || said(m->date) || said(m->weekday)) && m->year / 100 < 24 &&
	    m->year % 100 < 60) {
		m->clock = m->year / 100 * 3600 + m->year % 100 * 60;
		m->year = EMPTY;
	}
	/* "9 this morning": a number with a part of the day is an hour */
	if (said(m->number) && said(m->day_part) && !said(m->month) && !said(m->unit)) {
		if (said(m->clock) || said(m->hour) || m->number > 24)
			return wrong(t, "has no hour from 0 to 24");
		m->hour = m->number % 24 * 3600;
		m->number = EMPTY;
	}
	return 0;
}

/* Seconds of the day that are in its part: "jam 11 malam" is 23:00. */
static bool in_part(int clock, int part)
{
	const struct part_of_day *p = &parts_of_day[part];

	return p->from <= p->to ? clock >= p->from && clock <= p->to
				: clock >= p->from || clock <= p->to;
}

/* "jam 2 siang" is 14:00; "jam 2" alone may be either. */
static int clock_settle(const struct said *t, struct moment *m)
{
	bool bare = said(m->hour) && m->hour > 0 && m->hour <= 12 * 3600;
	int later;

	if (said(m->hour)) {
		if (said(m->clock))
			return wrong(t, "has two times of day in one time");
		m->clock = m->hour;
		m->hour = EMPTY;
	}
	if (!said(m->clock))
		return 0;
	if (!said(m->day_part))
		return bare
			   ? wrong(t, "may be before or after noon: write 3 am or 3 pm, jam 3 pagi "
				      "or jam 3 sore, or 03:00")
			   : 0;
	later = (m->clock + 12 * 3600) % 86400;
	if (!in_part(m->clock, m->day_part) && m->clock <= 12 * 3600 + 3599 &&
	    in_part(later, m->day_part))
		m->clock = later;
	if (!in_part(m->clock, m->day_part))
		return wrong(t, "has an hour that is not in that part of the day");
	if (m->day_part != PART_LAST_NIGHT)
		m->day_part = EMPTY;
	return 0;
}

/* --- days -------------------------------------------------------------------------------- */

static void days_set(struct moment *m, int64_t first, int64_t last)
{
	m->grain = GRAIN_DAYS;
	m->first = first;
	m->last = last;
}

static void month_set(struct moment *m, int year, int month)
{
	m->first = calendar_days(year, month, 1);
	m->last = m->first + calendar_month_days(year, month) - 1;
	m->grain = GRAIN_MONTH;
}

/* Is `day` ahead of today, where only what has been is meant; or past, where only what comes is? */
static int year_off(const struct said *t, int64_t first, int64_t last)
{
	if (!t->c->future && first > t->today)
		return -1;
	return t->c->future && last < t->today ? 1 : 0;
}

/* The year that is meant where none was said: this one, unless that lies on the wrong side of now.
 */
static void year_settle(const struct said *t, struct moment *m)
{
	struct civil now;
	int64_t first, last;
	int day = said(m->number) && !said(m->unit) ? m->number : 0;

	if (said(m->year) || !said(m->month))
		return;
	zone_civil(t->zone, t->c->now, &now);
	if ((m->which == -1 || m->which == 1) && !day && !said(m->weekday) && !said(m->unit)) {
		m->year = now.year; /* "last December", "Mei depan": not this month */
		if (m->which == -1 ? m->month >= now.month : m->month <= now.month)
			m->year += m->which;
		m->which = EMPTY;
		return;
	}
	first = calendar_days(now.year, m->month, day ? day : 1);
	last = day ? first : first + calendar_month_days(now.year, m->month) - 1;
	m->year = now.year + year_off(t, first, last);
}

/* "last month", "this year": the same as its name. */
static int which_unit_settle(const struct said *t, struct moment *m)
{
	struct civil now;
	int months;

	if (!said(m->which) || said(m->number) || (m->unit != UNIT_MONTH && m->unit != UNIT_YEAR))
		return 0;
	if (said(m->month) || said(m->year))
		return wrong(t, "says twice which one");
	zone_civil(t->zone, t->c->now, &now);
	m->year = now.year;
	if (m->unit == UNIT_YEAR) {
		m->year += m->which;
	} else {
		months = now.year * 12 + now.month - 1 + m->which;
		m->year = months / 12;
		m->month = months % 12 + 1;
	}
	m->unit = m->which = EMPTY;
	return 0;
}

/* "16 May", with the day of the week if that is said. */
static int date_make(const struct said *t, struct moment *m)
{
	char sentence[120];
	int64_t day;

	if (m->number < 1 || m->number > calendar_month_days(m->year, m->month))
		return wrong(t, "needs a day such as 15 May 2021");
	day = calendar_days(m->year, m->month, m->number);
	if (said(m->weekday) && m->weekday != weekday_of(day)) {
		snprintf(sentence, sizeof sentence, "is a %s, not a %s",
		    weekday_names[weekday_of(day)], weekday_names[m->weekday]);
		return wrong(t, sentence);
	}
	days_set(m, day, day);
	m->number = m->month = m->year = m->weekday = EMPTY;
	return 0;
}

/* "Friday", "last Friday", "next Friday", "this Friday": of this week; "Friday last week". */
static void weekday_make(const struct said *t, struct moment *m)
{
	int ahead = (m->weekday - weekday_of(t->today) + 7) % 7;
	int64_t day = t->today + ahead;

	if (m->unit == UNIT_WEEK && said(m->which)) {
		day = t->today - weekday_of(t->today) + 7 * m->which + m->weekday;
		m->unit = EMPTY; /* "Monday last week" */
	} else if (m->which == 0)
		day = t->today - weekday_of(t->today) + m->weekday;
	else if (m->which == 1)
		day = ahead ? day : day + 7;
	else if (m->which == -1 || !t->c->future)
		day = ahead || m->which == -1 ? day - 7 : day;
	days_set(m, day, day);
	m->weekday = m->which = EMPTY;
}

/* The Saturday and Sunday of a day, or the next ones after it; or those that have been last. */
static void weekend_make(const struct said *t, struct moment *m)
{
	int64_t monday = (m->grain == GRAIN_DAYS ? m->first : t->today) -
			 weekday_of(m->grain == GRAIN_DAYS ? m->first : t->today);
	int64_t saturday = monday + 5;

	if (m->grain != GRAIN_DAYS && m->which == -2)
		saturday -= saturday > t->today ? 14 : 7;
	else if (m->grain != GRAIN_DAYS && m->which == 1)
		saturday += saturday <= t->today ? 7 : 0;
	else if (m->grain != GRAIN_DAYS && m->which != 0 &&
		 (saturday > t->today || m->which == -1) && !t->c->future)
		saturday -= 7;
	days_set(m, saturday, saturday + 1);
	m->weekend = m->which = EMPTY;
}

/* "last week", "week of 10 May", "second week of May". */
static int week_make(const struct said *t, struct moment *m)
{
	int64_t day = m->grain == GRAIN_DAYS ? m->first : t->today;

	if (m->grain == GRAIN_MONTH && m->which == -1)
		m->ordinal = m->which;
	if (m->grain == GRAIN_MONTH) {
		if (!said(m->ordinal))
			return wrong(t, "needs to say which week");
		day = m->ordinal == -1 ? m->last - 6 : m->first + 7 * (m->ordinal - 1);
		days_set(m, day, day + 6);
		m->ordinal = EMPTY;
		if (m->which == -1)
			m->which = EMPTY;
	} else {
		if (m->grain == GRAIN_NONE && !said(m->which))
			return wrong(t, "needs to say which week");
		day -= weekday_of(day);
		day += m->grain == GRAIN_NONE ? 7 * m->which : 0;
		days_set(m, day, day + 6);
		m->which = EMPTY;
	}
	m->unit = EMPTY;
	return 0;
}

/* "second half of May", "first half of 2021", "third quarter of 2021", "Q1 2021" */
static int fraction_make(const struct said *t, struct moment *m)
{
	bool half = said(m->half);
	int which = said(m->quarter) && m->quarter ? m->quarter : m->ordinal, months = half ? 6 : 3;
	struct civil now;

	if (!said(which) || which < 1 || which > (half ? 2 : 4))
		return wrong(t, half ? "needs to say which half" : "needs to say which quarter");
	if (half && m->grain == GRAIN_MONTH) {
		days_set(m, which == 1 ? m->first : m->first + 15,
		    which == 1 ? m->first + 14 : m->last);
	} else if (m->grain == GRAIN_NONE || m->grain == GRAIN_YEAR) {
		zone_civil(t->zone, t->c->now, &now);
		if (m->grain == GRAIN_YEAR)
			now.year = m->year;
		days_set(m, calendar_days(now.year, (which - 1) * months + 1, 1),
		    calendar_days(now.year, which * months, 1) +
			calendar_month_days(now.year, which * months) - 1);
		m->year = EMPTY;
	} else {
		return wrong(t, "needs a month or a year to take a part of");
	}
	m->half = m->quarter = m->ordinal = EMPTY;
	return 0;
}

/* "early May", "late last week": thirds of a month of 30 days; of a day, eight hours each. */
static int third_make(const struct said *t, struct moment *m)
{
	int64_t first = m->first, last = m->last;

	if (said(m->day_part))
		return wrong(t,
		    "has no hours that all agree on: write them, as in between 05:00 and "
		    "08:00");
	if (m->grain == GRAIN_MONTH) {
		days_set(
		    m, first + 10 * m->third, m->third == 2 ? last : first + 10 * m->third + 9);
	} else if (m->grain == GRAIN_DAYS && first == last) {
		m->from = m->third * 8 * 3600;
		m->to = m->from + 8 * 3600 - 1;
	} else if (m->grain == GRAIN_DAYS && last - first == 6) {
		static const int begin[] = { 0, 2, 4 }, end[] = { 1, 3, 6 };

		days_set(m, first + begin[m->third], first + end[m->third]);
	} else {
		return err_set(t->e, ERR_INVALID,
		    "\"%s\" needs a month, a week or a day after early, mid or late; of a year, "
		    "say "
		    "from January to March, Q1 or first half",
		    t->s);
	}
	m->third = EMPTY;
	return 0;
}

static int64_t second_now(const struct said *t)
{
	return t->c->now - t->c->now % WHEN_SECOND;
}

/* "last 24 hours", "tiga hari terakhir": until now, of days until today. */
static int span_make(const struct said *t, struct moment *m)
{
	static const int seconds[] = { 60, 1800, 3600 };
	struct civil now;
	int months;

	if (m->span < 1)
		return wrong(t, "needs to say how many");
	if (m->unit <= UNIT_HOUR) {
		m->grain = GRAIN_INSTANT;
		m->end = second_now(t);
		m->instant = m->end - (int64_t)m->span * seconds[m->unit] * WHEN_SECOND;
	} else if (m->unit == UNIT_DAY || m->unit == UNIT_WEEK) {
		days_set(m, t->today - m->span * (m->unit == UNIT_DAY ? 1 : 7), t->today);
	} else {
		zone_civil(t->zone, t->c->now, &now);
		months = now.year * 12 + now.month - 1 - m->span * (m->unit == UNIT_MONTH ? 1 : 12);
		if (months < 12)
			return wrong(t, "is before the year 1");
		month_set(m, months / 12, months % 12 + 1);
		days_set(m, m->first + (now.day < m->last - m->first + 1 ? now.day - 1
									  : m->last - m->first),
		    t->today);
	}
	m->span = m->unit = EMPTY;
	return 0;
}

/* "two hours ago" is a point; of longer spans only days, months and years are said. */
static int ago_make(const struct said *t, struct moment *m)
{
	static const int seconds[] = { 60, 1800, 3600 };
	int unit = said(m->one_unit) ? m->one_unit : m->unit,
	    count = said(m->one_unit) ? 1 : m->number;
	struct civil now;
	int months;

	if (!said(count))
		return wrong(t, "needs to say how long ago");
	zone_civil(t->zone, t->c->now, &now);
	if (unit <= UNIT_HOUR) {
		m->grain = GRAIN_INSTANT;
		m->instant = m->end = second_now(t) - (int64_t)count * seconds[unit] * WHEN_SECOND;
	} else if (unit == UNIT_DAY || unit == UNIT_WEEK) {
		days_set(m, t->today - count * (unit == UNIT_DAY ? 1 : 7),
		    t->today - count * (unit == UNIT_DAY ? 1 : 7));
		m->about = unit == UNIT_WEEK ? 0 : m->about;
	} else {
		months = now.year * 12 + now.month - 1 - count * (unit == UNIT_MONTH ? 1 : 12);
		if (months < 12)
			return wrong(t, "is before the year 1");
		month_set(m, months / 12, months % 12 + 1);
		m->grain = unit == UNIT_MONTH ? GRAIN_MONTH : GRAIN_YEAR;
		m->about = 0;
	}
	m->one_unit = m->unit = m->number = m->ago = m->which = EMPTY;
	return 0;
}

/* "first Monday in May", "last day of April", "the first of May" */
static int nth_make(const struct said *t, struct moment *m)
{
	int nth = said(m->ordinal) ? m->ordinal : m->which;
	int64_t first = m->first, last = m->last, day;

	if (said(m->weekday)) {
		first += (m->weekday - weekday_of(first) + 7) % 7;
		last -= (weekday_of(last) - m->weekday + 7) % 7;
	}
	day = nth < 0 ? last : first + (nth - 1) * (said(m->weekday) ? 7 : 1);
	if (day > m->last)
		return wrong(t, "is more than that month has");
	days_set(m, day, day);
	m->ordinal = m->which = m->weekday = m->unit = EMPTY;
	return 0;
}

/* Is it one day of a month, counted? "second half of May" and "last week of May" are not. */
static bool counts_days(const struct moment *m)
{
	return m->grain == GRAIN_MONTH && (said(m->ordinal) || m->which == -1) &&
	       (!said(m->unit) || m->unit == UNIT_DAY) && !said(m->half) && !said(m->quarter) &&
	       !said(m->third) && !said(m->weekend);
}

/* The day, month or year that is named. */
static int named_make(const struct said *t, struct moment *m)
{
	if (said(m->now)) {
		m->grain = GRAIN_INSTANT;
		m->instant = m->end = second_now(t);
		m->now = EMPTY;
	} else if (said(m->date)) {
		days_set(m, m->date, m->date);
		if (said(m->weekday) && m->weekday != weekday_of(m->date))
			return wrong(t, "is no such day of the week");
		m->date = m->weekday = EMPTY;
	} else if (said(m->day)) {
		days_set(m, t->today + m->day, t->today + m->day);
		m->day = EMPTY;
	} else if (said(m->month) && said(m->number)) {
		return date_make(t, m);
	} else if (said(m->month)) {
		month_set(m, m->year, m->month);
		m->month = m->year = EMPTY;
		return counts_days(m) ? nth_make(t, m) : 0;
	} else if (said(m->season)) {
		if (!said(m->year))
			return wrong(t, "needs a year, as in spring 2021");
		m->grain = GRAIN_SEASON;
	} else if (said(m->year)) {
		m->grain = GRAIN_YEAR;
		m->first = calendar_days(m->year, 1, 1);
		m->last = calendar_days(m->year, 12, 31);
	} else if (said(m->weekday)) {
		weekday_make(t, m);
	}
	return 0;
}

/* --- seconds ------------------------------------------------------------------------------ */

/* "yesterday evening", "tadi pagi", "16 May at 14:00"; and "this morning", whose day is today. */
static int seconds_make(const struct said *t, struct moment *m)
{
	bool night = m->day_part == PART_LAST_NIGHT;

	if (clock_settle(t, m) < 0)
		return -1;
	if (!said(m->clock) && !said(m->day_part))
		return 0;
	if (m->grain == GRAIN_NONE && (m->which == 0 || said(m->day_part))) {
		days_set(m, night ? t->today - 1 : t->today, t->today);
		if (said(m->which) && !night) /* "last evening" */
			days_set(m, t->today + m->which, t->today + m->which);
		m->which = EMPTY;
	}
	else if (night && m->grain == GRAIN_DAYS && m->first == m->last)
		m->last++; /* "night of 16 May" ends in the morning after */
	if (m->grain != GRAIN_NONE && (m->grain != GRAIN_DAYS || m->last - m->first != night))
		return wrong(t, "needs one day for a time of day");
	if (said(m->clock)) {
		m->from = m->to = m->clock;
		if (night && m->clock >= 12 * 3600)
			m->last = m->first;
		else if (night)
			m->first = m->last;
	} else {
		m->from = parts_of_day[m->day_part].from;
		m->to = parts_of_day[m->day_part].to;
	}
	m->clock = m->day_part = EMPTY;
	return 0;
}

/* Every word has to have had its use. */
static int moment_check(const struct said *t, const struct moment *m)
{
	if (m->grain == GRAIN_NONE && !said(m->from))
		return wrong(t, said(m->third) || said(m->number) || said(m->half)
				    ? "needs a month, and perhaps a year of four digits"
				    : "does not say when");
	for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++) {
		enum means is = slots[i].is;

		if (is != MEANS_ABOUT && is != MEANS_PERHAPS && is != MEANS_SEASON &&
		    is != MEANS_NEAR && is != MEANS_TOLD &&
		    said(*(const int *)((const char *)m + slots[i].at)))
			return err_set(t->e, ERR_INVALID,
			    "\"%s\": what its %s are of is not understood", t->s, slots[i].name);
	}
	if (said(m->number) ||
	    (said(m->year) && m->grain != GRAIN_YEAR && m->grain != GRAIN_SEASON))
		return wrong(
		    t, "has a number that is no day, year or hour: write 16 May, 16:00 or 4 pm");
	if (said(m->season) && m->grain != GRAIN_SEASON)
		return wrong(t, "has a season and a day or month");
	if (said(m->perhaps) && !said(m->about) && (m->grain == GRAIN_INSTANT || said(m->from)))
		return wrong(t, "would be kept as a sure time of day: write about, or from … to …");
	if (said(m->near) && (m->grain != GRAIN_DAYS || !said(m->from) || m->from != m->to))
		return wrong(t, "needs a time of day to be shortly before or after");
	return 0;
}

static int moment_make(const struct said *t, struct moment *m)
{
	if (said(m->year) && m->year > 9999)
		return wrong(t, "has a year after 9999");
	if ((said(m->ago) || (m->which == -1 && (said(m->number) || said(m->one_unit)))) &&
	    (said(m->unit) || said(m->one_unit)))
		return ago_make(t, m);
	if (said(m->span))
		return span_make(t, m);
	if (which_unit_settle(t, m) < 0)
		return -1;
	year_settle(t, m);
	if (named_make(t, m) < 0 || (said(m->weekend) && (weekend_make(t, m), 0)) ||
	    (m->unit == UNIT_WEEK && week_make(t, m) < 0) ||
	    ((said(m->half) || said(m->quarter)) && fraction_make(t, m) < 0) ||
	    (said(m->third) && third_make(t, m) < 0))
		return -1;
	return seconds_make(t, m);
}

/* --- writing ------------------------------------------------------------------------------- */

/* The instant of a second of a day; one that its zone skips or has twice is taken to the outside.
 */
static int64_t second_of(const struct said *t, int64_t day, int second, bool last)
{
	struct civil c = {
		.hour = second / 3600, .minute = second / 60 % 60, .second = second % 60
	};
	int64_t year, at[2];
	int n;

	calendar_date(day, &year, &c.month, &c.day);
	c.year = (int)year;
	n = zone_instants(t->zone, &c, at);
	return at[last && n == 2];
}

/* A clock that was said is asked about where its zone had it twice or never. */
static int clock_check(const struct said *t, const struct moment *m)
{
	struct civil c = {
		.hour = m->from / 3600, .minute = m->from / 60 % 60, .second = m->from % 60
	};
	int64_t year, at;

	if (!said(m->from) || m->from != m->to)
		return 0;
	calendar_date(m->first, &year, &c.month, &c.day);
	c.year = (int)year;
	return zone_instant(t->zone, &c, &at, t->e);
}

static bool timed(const struct moment *m)
{
	return m->grain == GRAIN_INSTANT || said(m->from);
}

static int64_t begins(const struct said *t, const struct moment *m)
{
	int64_t slack = said(m->about) && timed(m) ? ABOUT * WHEN_SECOND : 0;

	if (m->near == -1)
		slack += NEAR * WHEN_SECOND;
	if (m->grain == GRAIN_INSTANT)
		return m->instant - slack;
	return second_of(t, m->first, said(m->from) ? m->from : 0, false) - slack;
}

static int64_t ends(const struct said *t, const struct moment *m)
{
	int64_t whole = m->from == m->to ? 59 : 0; /* to the end of the minute */
	int64_t slack = said(m->about) && timed(m) ? (ABOUT + whole) * WHEN_SECOND : 0;

	if (m->near == 1)
		slack += NEAR * WHEN_SECOND;
	if (m->grain == GRAIN_INSTANT)
		return m->end + slack;
	return second_of(t, m->last, said(m->from) ? m->to : DAY_END, true) + slack;
}

static void point_put(const struct said *t, int64_t instant, char out[WHEN_EDTF_MAX])
{
	struct when w = { 0 };

	when_point(&w, instant, t->zone);
	memcpy(out, w.edtf, WHEN_EDTF_MAX);
}

/* "" when nothing of the kind was said, else the sign that EDTF puts after a date. */
static const char *qualifier(const struct moment *m)
{
	if (said(m->about))
		return said(m->perhaps) ? "%" : "~";
	return said(m->perhaps) ? "?" : "";
}

static void date_put(int64_t day, const char *mark, char out[WHEN_EDTF_MAX])
{
	int64_t year;
	int month, date;

	calendar_date(day, &year, &month, &date);
	snprintf(out, WHEN_EDTF_MAX, "%04d-%02d-%02d%s", (int)year, month, date, mark);
}

/* One end of a moment (or both, where EDTF has one word for it) without a clock. */
static void side_put(const struct moment *m, bool last, char out[WHEN_EDTF_MAX])
{
	int64_t year;
	int month, day;

	calendar_date(m->first, &year, &month, &day);
	if (m->grain == GRAIN_SEASON)
		snprintf(out, WHEN_EDTF_MAX, "%04d-%d%s", m->year, m->season, qualifier(m));
	else if (m->grain == GRAIN_YEAR)
		snprintf(out, WHEN_EDTF_MAX, "%04d%s", (int)year, qualifier(m));
	else if (m->grain == GRAIN_MONTH)
		snprintf(out, WHEN_EDTF_MAX, "%04d-%02d%s", (int)year, month, qualifier(m));
	else
		date_put(last ? m->last : m->first, qualifier(m), out);
}

static void interval_put(const char *a, const char *b, char out[WHEN_EDTF_MAX])
{
	snprintf(out, WHEN_EDTF_MAX, "%.46s/%.46s", a, b);
}

/* A range of two moments; NULL: open. */
static int range_put(const struct said *t, const struct moment *a, const struct moment *b,
    char out[WHEN_EDTF_MAX])
{
	char from[WHEN_EDTF_MAX] = "..", to[WHEN_EDTF_MAX] = "..";
	bool clocks = (a && timed(a)) || (b && timed(b));

	if ((a && clock_check(t, a) < 0) || (b && clock_check(t, b) < 0))
		return -1;
	if (a && b && begins(t, a) > ends(t, b))
		return wrong(t, "ends before it begins");
	if (a && clocks)
		point_put(t, begins(t, a), from);
	else if (a)
		side_put(a, false, from);
	if (b && clocks)
		point_put(t, ends(t, b), to);
	else if (b)
		side_put(b, true, to);
	interval_put(from, to, out);
	return 1;
}

static int one_put(const struct said *t, const struct moment *m, char out[WHEN_EDTF_MAX])
{
	if (timed(m) && begins(t, m) != ends(t, m))
		return range_put(t, m, m, out);
	if (clock_check(t, m) < 0)
		return -1;
	if (timed(m))
		point_put(t, begins(t, m), out);
	else if (m->grain == GRAIN_DAYS && m->first != m->last)
		return range_put(t, m, m, out);
	else
		side_put(m, false, out);
	return 1;
}

/* --- phrases -------------------------------------------------------------------------------- */

/* The latest such time of day before now, or the next one where what comes is meant. */
static void clock_day_settle(const struct said *t, struct moment *m)
{
	if (m->grain != GRAIN_NONE || !said(m->from))
		return;
	days_set(m, t->today, t->today);
	if (t->c->future && m->to <= t->now)
		days_set(m, t->today + 1, t->today + 1);
	else if (!t->c->future && m->from > t->now)
		days_set(m, t->today - 1, t->today - 1);
}

/* "16 to 31 May", "28 December to 3 January 2021": what one side lacks, the other has. */
static void sides_share(struct moment *a, struct moment *b)
{
	if (said(a->number) && !said(a->month) && !said(a->unit) && said(b->month))
		a->month = b->month;
	if (said(b->number) && !said(b->month) && !said(b->unit) && said(a->month))
		b->month = a->month;
	if (!said(a->month) || !said(b->month))
		return;
	if (!said(a->year) && said(b->year))
		a->year = b->year - (a->month > b->month);
	else if (!said(b->year) && said(a->year))
		b->year = a->year + (a->month > b->month);
}

/* "between 14:00 and 15:30": the day is that of the other side, or of what was said before them. */
static void clocks_share(
    const struct said *t, const struct moment *base, struct moment *a, struct moment *b)
{
	if (base->grain == GRAIN_DAYS && a->grain == GRAIN_NONE)
		days_set(a, base->first, base->last);
	if (a->grain == GRAIN_DAYS && b->grain == GRAIN_NONE)
		days_set(b, a->last, a->last);
	clock_day_settle(t, b);
	if (a->grain != GRAIN_NONE)
		return;
	days_set(a, b->first, b->first);
	if (a->from > b->to)
		days_set(a, b->first - 1, b->first - 1);
}

/* "from 9 to 5 pm", "9:15 to 9:45 pm", "jam 9 sampai jam 10 malam": the last such hour before the
 * other. */
static void hours_share(struct moment *a, const struct moment *b)
{
	bool clock = said(a->clock) && !said(a->told) && said(b->told);
	int hour = clock ? a->clock : said(a->hour) ? a->hour : a->number * 3600, to = b->from;

	if (said(a->month) || said(a->year) || said(a->weekday) || said(a->day_part) ||
	    (said(a->clock) && !clock) || said(a->unit) || said(a->date) ||
	    (!clock && !said(a->hour) && !said(a->number)))
		return;
	if (!said(to) || to != b->to || hour <= 0 || hour >= 13 * 3600)
		return;
	hour %= 12 * 3600;
	a->clock = hour + 12 * 3600 < to || hour >= to ? hour + 12 * 3600 : hour;
	a->hour = a->number = EMPTY;
}

static int two_read(const struct said *t, const struct moment *base, struct moment *a,
    struct moment *b, char edtf[WHEN_EDTF_MAX])
{
	bool weekday = said(a->weekday) && !said(a->which) && !said(a->month);

	sides_share(a, b);
	if (moment_make(t, b) < 0)
		return -1;
	hours_share(a, b);
	if (moment_make(t, a) < 0)
		return -1;
	if (weekday && b->grain == GRAIN_DAYS && a->first > b->last)
		days_set(a, a->first - 7, a->last - 7);
	clocks_share(t, base, a, b);
	if (base->grain == GRAIN_DAYS && b->first < a->first)
		return wrong(t, "ends before it begins");
	if (moment_check(t, a) < 0 || moment_check(t, b) < 0)
		return -1;
	return range_put(t, a, b, edtf);
}

static int one_make(const struct said *t, struct moment *m)
{
	if (moment_make(t, m) < 0)
		return -1;
	clock_day_settle(t, m);
	return moment_check(t, m);
}

/* since, until, before, after: one side is open. */
static int open_read(
    const struct said *t, enum means is, struct moment *m, char edtf[WHEN_EDTF_MAX])
{
	if (one_make(t, m) < 0)
		return -1;
	if (is == MEANS_SINCE)
		return range_put(t, m, NULL, edtf);
	if (is == MEANS_UNTIL)
		return range_put(t, NULL, m, edtf);
	if (timed(m))
		return is == MEANS_BEFORE ? range_put(t, NULL, m, edtf)
					  : range_put(t, m, NULL, edtf);
	if (m->grain == GRAIN_SEASON)
		return wrong(t, "cannot go from or to a season: its days are not known everywhere");
	m->grain = GRAIN_DAYS;
	m->first--;
	m->last++;
	if (is == MEANS_BEFORE)
		m->last = m->first;
	else
		m->first = m->last;
	return is == MEANS_BEFORE ? range_put(t, NULL, m, edtf) : range_put(t, m, NULL, edtf);
}

static int find(const struct spoken_word *w, int from, int n, enum means a, enum means b)
{
	for (; from < n; from++)
		if (w[from].is == a || w[from].is == b)
			return from;
	return -1;
}

/* "between … and …", "from … to …", with a day before it perhaps. */
static int pair_read(const struct said *t, const struct spoken_word *w, int open, int middle, int n,
    char edtf[WHEN_EDTF_MAX])
{
	struct moment base = moment_empty(), a, b;

	if (middle == open + 1 || middle == n - 1)
		return wrong(t, "has a time on one side only");
	if ((open > 0 && (moment_fill(t, &base, w, open) < 0 || moment_make(t, &base) < 0)) ||
	    moment_fill(t, &a, w + open + 1, middle - open - 1) < 0 ||
	    moment_fill(t, &b, w + middle + 1, n - middle - 1) < 0)
		return -1;
	if (open > 0 && (base.grain != GRAIN_DAYS || base.first != base.last ||
			    moment_check(t, &base) < 0))
		return wrong(t, "needs one day before from or between");
	return two_read(t, &base, &a, &b, edtf);
}

/* "between … and", "antara … sampai" */
static int between_middle(const struct spoken_word *w, int between, int n)
{
	int and = find(w, between, n, MEANS_AND, MEANS_TO);

	return and >= 0 ? and : find(w, between, n, MEANS_UNTIL, MEANS_UNTIL);
}

/* "from 10 May onwards": since then */
static int onwards_settle(struct spoken_word *w, int n)
{
	if (n < 2 || w[n - 1].is != MEANS_ONWARDS)
		return n;
	if (w[0].is == MEANS_FROM || w[0].is == MEANS_SINCE) {
		w[0].is = MEANS_SINCE;
		return n - 1;
	}
	memmove(w + 1, w, (size_t)(n - 1) * sizeof *w);
	w[0].is = MEANS_SINCE;
	return n;
}

/* "14:00-05:00" */
static bool offset_perhaps(const struct said *t, const struct spoken_word *w, int n)
{
	for (int i = 1; i + 1 < n; i++)
		if (w[i].is == MEANS_TO && t->s[w[i].at] == '-' && w[i - 1].is == MEANS_CLOCK &&
		    w[i + 1].is == MEANS_CLOCK && w[i].at == w[i - 1].at + w[i - 1].n &&
		    w[i + 1].value < w[i - 1].value)
			return true;
	return false;
}

static int phrase_read(
    const struct said *t, const struct spoken_word *w, int n, char edtf[WHEN_EDTF_MAX])
{
	int between = find(w, 0, n, MEANS_BETWEEN, MEANS_BETWEEN);
	int from = find(w, 0, n, MEANS_FROM, MEANS_FROM);
	int open = between >= 0 ? between : from;
	int middle = between >= 0 ? between_middle(w, between, n)
				  : find(w, from + 1, n, MEANS_TO, MEANS_UNTIL);
	struct moment m;

	if (offset_perhaps(t, w, n))
		return wrong(
		    t, "may be a range or an offset: write 14:00 to 05:00, or 14:00 -05:00");
	if (find(w, 0, n, MEANS_OR, MEANS_OR) >= 0)
		return wrong(t, "says one or the other, which no time can keep: write from … to …");
	if (find(w, 0, n, MEANS_FEW, MEANS_FEW) >= 0)
		return wrong(t, "does not say how many: write a number, as in about 3 hours ago");
	if (between >= 0 && middle < 0)
		return wrong(t, "has between, but no and");
	if (from >= 0 && middle < 0)
		return wrong(t, "says from when, but not to when; since is for no end");
	if (n > 1 && w[0].is == MEANS_SINCE && middle > 0)
		return pair_read(t, w, 0, middle, n, edtf);
	if (middle > 0)
		return pair_read(t, w, open, middle, n, edtf);
	if (n > 1 && (w[0].is == MEANS_SINCE || w[0].is == MEANS_UNTIL || w[0].is == MEANS_BEFORE ||
			 w[0].is == MEANS_AFTER))
		return moment_fill(t, &m, w + 1, n - 1) < 0 ? -1 : open_read(t, w[0].is, &m, edtf);
	if (moment_fill(t, &m, w, n) < 0 || one_make(t, &m) < 0)
		return -1;
	return one_put(t, &m, edtf);
}

/* Is this word a zone: a place, an abbreviation (one that is refused, too), or at the end an
 * offset?
 */
static bool zone_word(const char *word, size_t n, bool last)
{
	char name[WHEN_ZONE_MAX];

	if (n == 0 || n >= sizeof name)
		return false;
	snprintf(name, sizeof name, "%.*s", (int)n, word);
	if (last && (name[0] == '+' || name[0] == '-') && n == 6)
		return true;
	if (name[0] < 'A' || name[0] > 'Z')
		return last && strchr(name, '/') && strcmp(name, "s/d") != 0;
	return strchr(name, '/') || zone_abbreviated(name);
}

/* Takes the zone out of the text: "14:00 WIB yesterday". Said twice it is one. */
static int zone_take(char *s, char zone[WHEN_ZONE_MAX], struct err *e)
{
	char *word = s, name[WHEN_ZONE_MAX], canon[WHEN_ZONE_MAX];

	zone[0] = '\0';
	while ((word = strchr(word, ' '))) {
		size_t n = strcspn(word + 1, " ,");

		if (!zone_word(word + 1, n, word[1 + n] == '\0')) {
			word++;
			continue;
		}
		snprintf(name, sizeof name, "%.*s", (int)n, word + 1);
		if (zone_check(name, canon, e) < 0)
			return -1;
		if (zone[0] && strcmp(zone, canon) != 0)
			return err_set(e, ERR_INVALID,
			    "two zones are said, %s and %s: write A/B, each with its own", zone,
			    canon);
		memcpy(zone, canon, sizeof canon);
		memmove(word, word + 1 + n, strlen(word + 1 + n) + 1);
	}
	return 0;
}

int spoken_read(const char *s, const struct when_context *c, char edtf[WHEN_EDTF_MAX],
    char zone[WHEN_ZONE_MAX], struct err *e)
{
	struct spoken_word w[SPOKEN_WORDS_MAX], stranger;
	struct said t = { .c = c, .e = e };
	char text[2 * WHEN_EDTF_MAX];
	struct civil now;
	int n;

	snprintf(text, sizeof text, "%s", s);
	if (zone_take(text, zone, e) < 0)
		return -1;
	n = spoken_words(text, w, &stranger);
	if (n == 0 || (n < 0 && (stranger.at == 0 || text[stranger.at - 1] != ' ')))
		return 0;
	if (n < 0 && text[stranger.at] >= '0' && text[stranger.at] <= '9')
		return 0; /* "2021-05-16 24:00": others say what is wrong */
	if (n == 1 && text[w[0].at] >= '0' && text[w[0].at] <= '9' && w[0].is != MEANS_NTH)
		return 0; /* no words */
	if (n < 0)
		return err_set(e, ERR_INVALID,
		    "\"%.*s\" is not understood in \"%s\"; blotter-entry(5) has the words of times",
		    (int)stranger.n, text + stranger.at, text);
	t.s = text;
	t.zone = zone[0] ? zone : c->zone;
	zone_civil(t.zone, c->now, &now);
	t.today = calendar_days(now.year, now.month, now.day);
	t.now = now.hour * 3600 + now.minute * 60 + now.second;
	n = spoken_join(text, w, n, t.today, c->future);
	return phrase_read(&t, w, onwards_settle(w, n), edtf);
}
