/*
 * duty.h - arithmetic of deadlines: pure functions from a start and a rule's clock to a moment.
 *
 * Four kinds of counting are kept apart, since they give different days: elapsed time is added in
 * UTC; days, business days and months are counted in a zone, the day of the start is not counted,
 * and the deadline is the last microsecond of the last day. A month from 31 January ends on the
 * last day of February. Nothing here knows laws: a rule says which kind, which zone, which
 * calendar.
 */
#ifndef BLOTTER_BASE_DUTY_H
#define BLOTTER_BASE_DUTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/when.h"

enum duty_basis {
	DUTY_ELAPSED, /* hours and minutes, weekends count, no zone */
	DUTY_CALENDAR_DAYS,
	DUTY_BUSINESS_DAYS,
	DUTY_CALENDAR_MONTH,
	DUTY_SOFT, /* no deadline by law; the length is a target of the house, in days or hours */
};

enum duty_unit { DUTY_MINUTE, DUTY_HOUR, DUTY_DAY, DUTY_WEEK, DUTY_MONTH };

struct duty_length {
	int count; /* 1 to 9999 */
	enum duty_unit unit;
};

/* Reads PT4H, PT30M, P14D, P2W, P1M: one unit. ERR_INVALID. */
int duty_length_read(struct duty_length *l, const char *s, struct err *e);
/* May a length of that unit be counted so? Elapsed time is in hours or minutes, months in months,
 * the others in days (calendar days and targets also in weeks, targets also in hours). */
bool duty_length_fits(const struct duty_length *l, enum duty_basis basis);

/* Which days nobody works. Outside its range only weekends are known. */
struct duty_calendar {
	int64_t first, last;	 /* the days it is known for, since 1970-01-01, inclusive */
	unsigned weekend;	 /* bit 0 Sunday … bit 6 Saturday */
	const int64_t *holidays; /* days since 1970-01-01, rising */
	size_t count;
};
enum { DUTY_WEEKEND = 1 << 0 | 1 << 6 };

enum {
	DUTY_UNVERIFIED = 1, /* a business day was counted without a holiday list for that day */
	DUTY_IMPRECISE = 2,  /* the start's earliest bound; its latest would give a later one */
	DUTY_ROLLED = 4,     /* the last day was no working day: moved to the next one */
};

struct duty_clock {
	enum duty_basis basis;
	struct duty_length length;
	const char *zone;		      /* checked; not for elapsed time */
	const struct duty_calendar *calendar; /* NULL: none is known */
	/* Reg. (EEC, Euratom) 1182/71 art. 3(4): a period that is not in hours and ends on a
	 * holiday, Sunday or Saturday ends with the next working day */
	bool roll;
};

struct duty_due {
	int64_t at; /* µs UTC, the last moment in time; WHEN_FUTURE: there is no deadline */
	unsigned flags;
};

/* The deadline of a clock that starts at an instant. None for instants outside the years 1 to
 * 9000. */
struct duty_due duty_from(const struct duty_clock *c, int64_t start);

/* The same from an imprecise start: from its EARLIEST bound. None when there is no time at all or
 * no earliest bound. */
struct duty_due duty_from_when(const struct duty_clock *c, const struct when *start);

/* Which of several deadlines counts: the number of the earliest, -1 when there is none. */
int duty_first(const struct duty_due *due, size_t n);

/* The last microsecond of the year, in a zone, that an instant lies in. */
int64_t duty_year_end(int64_t instant, const char *zone);

/* Is this day (since 1970-01-01) worked on? *known is false when the calendar does not say. */
bool duty_working_day(const struct duty_calendar *c, int64_t day, bool *known);

#endif
