/* duty.c - arithmetic of deadlines. Days are numbers since 1970-01-01; only the first and the last
 * step, from an instant and back to one, know the zone. */
#include "base/duty.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"

/* Of the years 1 and 9000: in between no sum overflows, and every date has four digits. */
static const int64_t first_instant = INT64_C(-62135596800) * WHEN_SECOND;
static const int64_t last_instant = INT64_C(221845392000) * WHEN_SECOND;

int duty_length_read(struct duty_length *l, const char *s, struct err *e)
{
	static const char letters[] = "MHDWM"; /* enum duty_unit */
	bool clock = s[0] == 'P' && s[1] == 'T';
	const char *digits = s + (clock ? 2 : 1);
	size_t n = s[0] == 'P' ? strspn(digits, "0123456789") : 0;

	if (n < 1 || n > 4 || digits[0] == '0')
		goto wrong;
	l->count = (int)strtoll(digits, NULL, 10); /* four digits at most */
	for (int u = clock ? DUTY_MINUTE : DUTY_DAY; u <= (clock ? DUTY_HOUR : DUTY_MONTH); u++)
		if (digits[n] == letters[u] && !digits[n + 1]) {
			l->unit = (enum duty_unit)u;
			return 0;
		}
wrong:
	return err_set(e, ERR_INVALID,
	    "\"%.40s\" is not a length of time such as PT72H, P30D or P1M", s);
}

bool duty_length_fits(const struct duty_length *l, enum duty_basis basis)
{
	static const unsigned fits[] = {
		[DUTY_ELAPSED] = 1 << DUTY_MINUTE | 1 << DUTY_HOUR,
		[DUTY_CALENDAR_DAYS] = 1 << DUTY_DAY | 1 << DUTY_WEEK,
		[DUTY_BUSINESS_DAYS] = 1 << DUTY_DAY,
		[DUTY_CALENDAR_MONTH] = 1 << DUTY_MONTH,
		[DUTY_SOFT] = 1 << DUTY_HOUR | 1 << DUTY_DAY | 1 << DUTY_WEEK,
	};

	return (fits[basis] >> l->unit & 1) != 0;
}

/* --- days ---------------------------------------------------------------------------- */

static int64_t day_of(int64_t instant, const char *zone)
{
	struct civil c;

	zone_civil(zone, instant, &c);
	return calendar_days(c.year, c.month, c.day);
}

/* The last microsecond of a day: the next one begins after it, also where midnight is skipped. */
static int64_t day_end(int64_t day, const char *zone)
{
	struct civil c = { 0 };
	int64_t year, at[2];

	calendar_date(day + 1, &year, &c.month, &c.day);
	c.year = (int)year;
	zone_instants(zone, &c, at);
	return at[0] - 1;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

bool duty_working_day(const struct duty_calendar *c, int64_t day, bool *known)
{
	unsigned weekend = c ? c->weekend : DUTY_WEEKEND;
	int64_t weekday;

	*known = c && day >= c->first && day <= c->last;
	calendar_floor(day + 4, 7, &weekday); /* 1970-01-01 was a Thursday */
	if (weekend >> weekday & 1) {
		*known = true;
		return false;
	}
	return !*known || !c->count ||
	       !bsearch(&day, c->holidays, c->count, sizeof day, compare);
}

/* The n-th working day after one; n 0: this day, or the next working day when it is none. */
static int64_t working_day(
    const struct duty_calendar *c, int64_t day, int n, unsigned *flags)
{
	int64_t limit = day + 20000; /* a calendar without working days must end, too */
	bool known;

	if (n > 0)
		day++;
	for (; day < limit; day++) {
		bool working = duty_working_day(c, day, &known);

		if (!known)
			*flags |= DUTY_UNVERIFIED;
		if (working && --n <= 0)
			break;
	}
	return day;
}

/* The same day some months later, or the last of a month that has no such day. */
static int64_t month_later(int64_t day, int months)
{
	int64_t year, rest;
	int month, date, last;

	calendar_date(day, &year, &month, &date);
	year += calendar_floor(month - 1 + months, 12, &rest);
	month = (int)rest + 1;
	last = calendar_month_days(year, month);
	return calendar_days(year, month, date < last ? date : last);
}

static int64_t last_day(const struct duty_clock *c, int64_t day, unsigned *flags)
{
	int n = c->length.count * (c->length.unit == DUTY_WEEK ? 7 : 1);

	if (c->basis == DUTY_BUSINESS_DAYS)
		return working_day(c->calendar, day, n, flags);
	return c->length.unit == DUTY_MONTH ? month_later(day, n) : day + n;
}

/* --- clocks -------------------------------------------------------------------------- */

struct duty_due duty_from(const struct duty_clock *c, int64_t start)
{
	struct duty_due due = { WHEN_FUTURE, 0 };
	int64_t day, moved;

	if (start < first_instant || start > last_instant)
		return due;
	if (c->length.unit == DUTY_MINUTE || c->length.unit == DUTY_HOUR) {
		due.at = start + c->length.count * WHEN_SECOND *
				     (c->length.unit == DUTY_HOUR ? 3600 : 60);
		return due;
	}
	day = last_day(c, day_of(start, c->zone), &due.flags);
	if (c->roll) {
		moved = working_day(c->calendar, day, 0, &due.flags);
		due.flags |= moved != day ? DUTY_ROLLED : 0;
		day = moved;
	}
	due.at = day_end(day, c->zone);
	return due;
}

struct duty_due duty_from_when(const struct duty_clock *c, const struct when *start)
{
	struct duty_due due = { WHEN_FUTURE, 0 };

	if (!start->edtf[0] || start->earliest == WHEN_PAST)
		return due;
	due = duty_from(c, start->earliest);
	if (start->latest != start->earliest && duty_from(c, start->latest).at != due.at)
		due.flags |= DUTY_IMPRECISE;
	return due;
}

int duty_first(const struct duty_due *due, size_t n)
{
	int first = -1;

	for (size_t i = 0; i < n; i++)
		if (due[i].at != WHEN_FUTURE && (first < 0 || due[i].at < due[first].at))
			first = (int)i;
	return first;
}

int64_t duty_year_end(int64_t instant, const char *zone)
{
	struct civil c;

	zone_civil(zone, instant, &c);
	return day_end(calendar_days(c.year, 12, 31), zone);
}
