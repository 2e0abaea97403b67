/* calendar.c - arithmetic of the proleptic Gregorian calendar, in eras of 400 years that begin in
 * March. */
#include "base/calendar.h"

#include <stdio.h>
#include <stdlib.h>

enum { ERA_YEARS = 400, ERA_DAYS = 146097, ERA_TO_1970 = 719468 };

int64_t calendar_floor(int64_t n, int64_t d, int64_t *rest)
{
	int64_t q = n / d, r = n % d;

	if (r < 0) {
		q--;
		r += d;
	}
	*rest = r;
	return q;
}

int64_t calendar_days(int64_t year, int month, int day)
{
	int64_t rest, era = calendar_floor(month > 2 ? year : year - 1, ERA_YEARS, &rest);
	int64_t in_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return era * ERA_DAYS + rest * 365 + rest / 4 - rest / 100 + in_year - ERA_TO_1970;
}

void calendar_date(int64_t days, int64_t *year, int *month, int *day)
{
	int64_t d, era = calendar_floor(days + ERA_TO_1970, ERA_DAYS, &d);
	int64_t y = (d - d / 1460 + d / 36524 - d / 146096) / 365;
	int64_t in_year = d - (365 * y + y / 4 - y / 100);
	int from_march = (int)((5 * in_year + 2) / 153);

	*day = (int)in_year - (153 * from_march + 2) / 5 + 1;
	*month = from_march < 10 ? from_march + 3 : from_march - 9;
	*year = era * ERA_YEARS + y + (*month <= 2);
}

int calendar_month_days(int64_t year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

int calendar_two(const char *s)
{
	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return -1;
	return (s[0] - '0') * 10 + s[1] - '0';
}

void calendar_offset(int seconds, char out[CALENDAR_OFFSET])
{
	unsigned s = (unsigned)abs(seconds) % 100000;
	int n = snprintf(out, CALENDAR_OFFSET, "%c%02u:%02u", seconds < 0 ? '-' : '+',
	    s / 3600 % 100, s / 60 % 60);

	if (s % 60)
		snprintf(out + n, (size_t)(CALENDAR_OFFSET - n), ":%02u", s % 60);
}

size_t calendar_offset_read(const char *s, size_t n, int *seconds)
{
	size_t length = 3;
	int hours, minutes = 0;

	if (n < 3 || (*s != '+' && *s != '-'))
		return 0;
	hours = calendar_two(s + 1);
	if (n >= 6 && s[3] == ':') {
		minutes = calendar_two(s + 4);
		length = 6;
	} else if (n >= 5 && s[3] >= '0' && s[3] <= '9') {
		minutes = calendar_two(s + 3);
		length = 5;
	}
	if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
		return 0;
	*seconds = (hours * 60 + minutes) * 60 * (*s == '-' ? -1 : 1);
	return length;
}
