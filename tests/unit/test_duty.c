/*
 * test_duty.c - deadlines: worked examples, each with its source or reasoning.
 *
 * What is expected is either a moment (for hours) or the day, in the zone of the clock, whose last
 * microsecond is the deadline. It was worked out by dates and zones apart from the code tested.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "base/duty.h"

#define BRU "Europe/Brussels"
#define NYC "America/New_York"
#define LAX "America/Los_Angeles"
#define CHI "America/Chicago"
#define JKT "Asia/Jakarta"
#define SYD "Australia/Sydney"
#define SIN "Asia/Singapore"
#define TYO "Asia/Tokyo"
#define SAO "America/Sao_Paulo"
#define UTC "UTC"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* Holidays of the examples; both lists are known from `first` to the end of 2026. */
struct list {
	const char *first;
	const char *days[32];
};
static const struct list us = { "2021-05-01",
	{
		"2021-05-31", "2021-07-05", "2021-09-06", "2021-10-11", "2021-11-11", "2021-11-25",
		"2021-12-24", "2021-12-31", "2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25",
		"2026-06-19", "2026-07-03", "2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26",
		"2026-12-25",
		NULL } };
static const struct list eu = { "2026-01-01",
	{
		"2026-01-01", "2026-04-02", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14",
		"2026-05-25", "2026-12-25", "2026-12-26",
		NULL } };

struct example {
	const char *start, *clock, *zone;
	const struct list *holidays;
	bool roll;
	const char *due;
	unsigned flags;
	const char *why;
};

static const struct example examples[] = {
	{ "2021-03-27T12:00:00Z", "elapsed PT72H", BRU, NULL, false,
	    "2021-03-30T14:00:00+02:00", 0,
	    "72 h over 28 Mar 2021: 13:00 by the clock becomes 14:00" },
	{ "2021-03-26T11:00:00Z", "elapsed PT72H", BRU, NULL, false,
	    "2021-03-29T13:00:00+02:00", 0,
	    "noon on Friday, summer time begins: 13:00 on Monday, not 12:00" },
	{ "2021-10-29T10:00:00Z", "elapsed PT72H", BRU, NULL, false,
	    "2021-11-01T11:00:00+01:00", 0,
	    "summer time ends: noon on Friday gives 11:00 on Monday" },
	{ "2021-06-25T03:00:00Z", "elapsed PT72H", JKT, NULL, false,
	    "2021-06-28T10:00:00+07:00", 0, "GDPR 33: weekends count, Friday to Monday" },
	{ "2021-06-25T23:59:59Z", "elapsed PT72H", UTC, NULL, false, "2021-06-28T23:59:59Z", 0,
	    "GDPR 33: to the second" },
	{ "2021-03-12T20:00:00Z", "elapsed PT72H", NYC, NULL, false,
	    "2021-03-15T16:00:00-04:00", 0,
	    "New York leaps on 14 Mar 2021: an hour more by the clock" },
	{ "2021-11-05T20:00:00Z", "elapsed PT72H", NYC, NULL, false,
	    "2021-11-08T15:00:00-05:00", 0, "New York falls back on 7 Nov 2021" },
	{ "2021-04-02T10:00:00Z", "elapsed PT72H", SYD, NULL, false,
	    "2021-04-05T20:00:00+10:00", 0, "Sydney falls back on 4 Apr 2021" },
	{ "2021-10-01T10:00:00Z", "elapsed PT72H", SYD, NULL, false,
	    "2021-10-04T21:00:00+11:00", 0, "Sydney leaps on 3 Oct 2021" },
	{ "2024-02-28T12:00:00Z", "elapsed PT72H", UTC, NULL, false, "2024-03-02T12:00:00Z", 0,
	    "leap year: 29 Feb is one of the three days" },
	{ "2023-02-27T12:00:00Z", "elapsed PT72H", UTC, NULL, false, "2023-03-02T12:00:00Z", 0,
	    "no leap year: over the end of February" },
	{ "2021-12-30T18:00:00Z", "elapsed PT72H", UTC, NULL, false, "2022-01-02T18:00:00Z", 0,
	    "over the end of the year" },
	{ "2021-06-25T03:00:00Z", "elapsed PT24H", JKT, NULL, false,
	    "2021-06-26T10:00:00+07:00", 0, "NIS2 23(4)(a): early warning in 24 h" },
	{ "2021-03-27T20:00:00Z", "elapsed PT24H", BRU, NULL, false,
	    "2021-03-28T22:00:00+02:00", 0, "NIS2 early warning in the night of summer time" },
	{ "2021-10-30T20:00:00Z", "elapsed PT24H", BRU, NULL, false,
	    "2021-10-31T21:00:00+01:00", 0, "NIS2 early warning in the night of winter time" },
	{ "2025-02-03T08:30:00Z", "elapsed PT4H", BRU, NULL, false,
	    "2025-02-03T13:30:00+01:00", 0, "DORA initial: 4 h from classification" },
	{ "2025-03-30T00:30:00Z", "elapsed PT4H", BRU, NULL, false,
	    "2025-03-30T06:30:00+02:00", 0,
	    "DORA initial: 01:30 + 4 h = 06:30, the hour 2 to 3 is skipped" },
	{ "2025-10-26T00:30:00Z", "elapsed PT4H", BRU, NULL, false,
	    "2025-10-26T05:30:00+01:00", 0, "DORA initial: the hour 2 to 3 comes twice" },
	{ "2025-02-03T08:30:00Z", "elapsed PT72H", BRU, NULL, false,
	    "2025-02-06T09:30:00+01:00", 0,
	    "DORA intermediate: 72 h from the initial notification" },
	{ "2025-02-07T16:00:00Z", "elapsed PT72H", BRU, NULL, false,
	    "2025-02-10T17:00:00+01:00", 0,
	    "72 h from a Friday end on a Monday: hours never roll" },
	{ "2025-02-06T16:00:00Z", "elapsed PT72H", BRU, NULL, false,
	    "2025-02-09T17:00:00+01:00", 0,
	    "72 h from a Thursday end on a Sunday and stay there" },
	{ "2026-05-01T02:00:00Z", "elapsed PT6H", "Asia/Kolkata", NULL, false,
	    "2026-05-01T13:30:00+05:30", 0, "CERT-In: 6 h, half-hour zone" },
	{ "2025-11-03T00:00:00Z", "elapsed PT1H", "Asia/Shanghai", NULL, false,
	    "2025-11-03T09:00:00+08:00", 0, "an hour" },
	{ "2025-11-03T23:30:00Z", "elapsed PT4H", UTC, NULL, false, "2025-11-04T03:30:00Z", 0,
	    "4 h over midnight" },
	{ "2022-10-17T17:30:00Z", "elapsed PT72H", JKT, NULL, false,
	    "2022-10-21T00:30:00+07:00", 0,
	    "PDP law art. 46: 3 x 24 h, 00:30 to 00:30 in Jakarta" },
	{ "2026-09-11T00:00:00Z", "elapsed PT24H", BRU, NULL, false,
	    "2026-09-12T02:00:00+02:00", 0, "CRA 14: on the first day it applies" },
	{ "2026-09-11T00:00:00Z", "elapsed PT72H", BRU, NULL, false,
	    "2026-09-14T02:00:00+02:00", 0, "CRA 14: notification in 72 h, Friday to Monday" },
	{ "2021-06-25T09:00:00.250000Z", "elapsed PT30M", UTC, NULL, false,
	    "2021-06-25T09:30:00.250000Z", 0, "minutes; the fraction of a second stays" },
	{ "2021-06-25T09:00:00+07:00", "elapsed PT72H", JKT, NULL, false,
	    "2021-06-28T09:00:00+07:00", 0, "a start with an offset" },
	{ "2016-12-31T23:59:59Z", "elapsed PT24H", UTC, NULL, false, "2017-01-01T23:59:59Z", 0,
	    "a leap second is no second of ours" },
	{ "2021-06-25T09:00:00Z", "elapsed PT9999H", UTC, NULL, false, "2022-08-16T00:00:00Z", 0,
	    "the longest length in hours" },
	{ "1969-12-31T12:00:00Z", "elapsed PT24H", UTC, NULL, false, "1970-01-01T12:00:00Z", 0,
	    "over the epoch" },
	{ "1900-02-28T12:00:00Z", "elapsed PT24H", UTC, NULL, false, "1900-03-01T12:00:00Z", 0,
	    "1900 was no leap year" },
	{ "2000-02-28T12:00:00Z", "elapsed PT24H", UTC, NULL, false, "2000-02-29T12:00:00Z", 0,
	    "2000 was one" },
	{ "2026-10-24T22:00:00Z", "elapsed PT96H", BRU, NULL, false,
	    "2026-10-28T23:00:00+01:00", 0, "96 h over the end of summer time" },
	{ "2021-06-26T03:00:00Z", "days P30D", LAX, NULL, false, "2021-07-25", 0,
	    "25 June in Los Angeles: the 30th day is 25 July" },
	{ "2021-06-26T03:00:00Z", "days P30D", JKT, NULL, false, "2021-07-26", 0,
	    "26 June in Jakarta: the 30th day is 26 July" },
	{ "2021-06-26T03:00:00Z", "days P60D", NYC, NULL, false, "2021-08-24", 0,
	    "HIPAA 404: 60 days from 25 June (evening) in New York" },
	{ "2026-01-31T15:00:00Z", "days P30D", LAX, NULL, false, "2026-03-02", 0,
	    "California: 30 days are no month" },
	{ "2024-01-31T20:00:00Z", "days P30D", LAX, NULL, false, "2024-03-01", 0,
	    "the same in a leap year" },
	{ "2025-01-02T17:00:00Z", "days P30D", NYC, NULL, false, "2025-02-01", 0,
	    "New York 899-aa: 30 days" },
	{ "2021-12-15T17:00:00Z", "days P30D", NYC, NULL, false, "2022-01-14", 0,
	    "over the end of the year" },
	{ "2021-03-01T18:00:00Z", "days P30D", CHI, NULL, false, "2021-03-31", 0,
	    "Texas attorney general: over the beginning of summer time" },
	{ "2021-10-20T18:00:00Z", "days P60D", CHI, NULL, false, "2021-12-19", 0,
	    "Texas individuals: the 60th day, over the end of summer time" },
	{ "2022-02-01T02:00:00Z", "days P3D", SIN, NULL, false, "2022-02-04", 0,
	    "Singapore: 3 calendar days, 10:00 on 1 Feb (a holiday counts)" },
	{ "2022-02-25T17:30:00Z", "days P3D", SIN, NULL, false, "2022-03-01", 0,
	    "Singapore: 01:30 on Saturday the 26th" },
	{ "2024-02-26T02:00:00Z", "days P3D", SIN, NULL, false, "2024-02-29", 0, "over 29 Feb" },
	{ "2021-06-01T01:00:00Z", "days P30D", SYD, NULL, false, "2021-07-01", 0,
	    "Australia: 30 days to assess" },
	{ "2022-04-01T00:00:00Z", "days P30D", TYO, NULL, false, "2022-05-01", 0,
	    "Japan: final report, 30 days" },
	{ "2022-04-01T00:00:00Z", "days P60D", TYO, NULL, false, "2022-05-31", 0,
	    "Japan: 60 days when done with intent" },
	{ "2026-09-20T10:00:00Z", "days P14D", BRU, NULL, false, "2026-10-04", 0,
	    "CRA: 14 days after a fix is there" },
	{ "2021-06-25T10:00:00Z", "days P2W", UTC, NULL, false, "2021-07-09", 0,
	    "two weeks are 14 days" },
	{ "2021-06-25T23:59:59Z", "days P1D", UTC, NULL, false, "2021-06-26", 0,
	    "the day of the start is not counted" },
	{ "2021-06-25T00:00:00Z", "days P1D", UTC, NULL, false, "2021-06-26", 0,
	    "nor when it starts at midnight" },
	{ "2023-02-28T12:00:00Z", "days P1D", UTC, NULL, false, "2023-03-01", 0,
	    "end of February" },
	{ "2024-02-28T12:00:00Z", "days P1D", UTC, NULL, false, "2024-02-29", 0,
	    "end of February, leap year" },
	{ "2023-12-31T23:00:00Z", "days P60D", NYC, NULL, false, "2024-02-29", 0,
	    "HIPAA 408: 60 days after the year 2023: a leap year follows" },
	{ "2021-12-31T23:00:00Z", "days P60D", NYC, NULL, false, "2022-03-01", 0,
	    "HIPAA 408: 60 days after the year 2021" },
	{ "2021-03-27T22:30:00Z", "days P1D", BRU, NULL, false, "2021-03-28", 0,
	    "23:30 before the short day" },
	{ "2021-03-27T23:30:00Z", "days P1D", BRU, NULL, false, "2021-03-29", 0,
	    "00:30 on the short day" },
	{ "2021-10-30T22:30:00Z", "days P1D", BRU, NULL, false, "2021-11-01", 0,
	    "00:30 on the long day" },
	{ "2018-11-03T12:00:00Z", "days P1D", SAO, NULL, false, "2018-11-04", 0,
	    "midnight after the last day is where Sao Paulo leaps the next day" },
	{ "2011-12-28T12:00:00Z", "days P3D", "Pacific/Apia", NULL, false, "2011-12-31", 0,
	    "Samoa had no 30 Dec 2011: days are counted by their dates" },
	{ "2021-06-25T10:00:00Z", "days P9999D", UTC, NULL, false, "2048-11-09", 0,
	    "the longest length in days" },
	{ "2021-06-25T17:00:00Z", "days P45D", "Pacific/Kiritimati", NULL, false, "2021-08-10", 0,
	    "UTC+14" },
	{ "2021-06-25T10:30:00Z", "days P45D", "Pacific/Niue", NULL, false, "2021-08-08", 0,
	    "UTC-11: still 24 June" },
	{ "2021-06-25T18:14:59Z", "days P1D", "Asia/Kathmandu", NULL, false, "2021-06-26", 0,
	    "UTC+05:45: a minute before midnight" },
	{ "2021-06-25T18:15:00Z", "days P1D", "Asia/Kathmandu", NULL, false, "2021-06-27", 0,
	    "UTC+05:45: midnight" },
	{ "2021-01-31T12:00:00Z", "month P1M", BRU, NULL, false, "2021-02-28", 0,
	    "31 Jan + 1 month = 28 Feb, not 2 Mar" },
	{ "2024-01-31T12:00:00Z", "month P1M", BRU, NULL, false, "2024-02-29", 0,
	    "31 Jan + 1 month = 29 Feb in a leap year" },
	{ "2021-01-30T12:00:00Z", "month P1M", BRU, NULL, false, "2021-02-28", 0,
	    "30 Jan + 1 month = 28 Feb" },
	{ "2021-01-28T12:00:00Z", "month P1M", BRU, NULL, false, "2021-02-28", 0,
	    "28 Jan + 1 month = 28 Feb" },
	{ "2021-02-28T12:00:00Z", "month P1M", BRU, NULL, false, "2021-03-28", 0,
	    "28 Feb + 1 month = 28 Mar, not the last day" },
	{ "2021-03-31T12:00:00Z", "month P1M", BRU, NULL, false, "2021-04-30", 0,
	    "31 Mar + 1 month = 30 Apr" },
	{ "2021-12-31T12:00:00Z", "month P1M", BRU, NULL, false, "2022-01-31", 0,
	    "31 Dec + 1 month = 31 Jan" },
	{ "2021-12-31T23:30:00Z", "month P1M", BRU, NULL, false, "2022-02-01", 0,
	    "already 1 Jan in Brussels" },
	{ "2025-02-06T16:00:00Z", "month P1M", BRU, NULL, false, "2025-03-06", 0,
	    "NIS2 final: a month after the 72 h notification" },
	{ "2021-08-31T12:00:00Z", "month P6M", BRU, NULL, false, "2022-02-28", 0,
	    "31 Aug + 6 months = 28 Feb" },
	{ "2023-08-31T12:00:00Z", "month P6M", BRU, NULL, false, "2024-02-29", 0,
	    "31 Aug + 6 months = 29 Feb" },
	{ "2024-02-29T12:00:00Z", "month P12M", BRU, NULL, false, "2025-02-28", 0,
	    "29 Feb + 12 months = 28 Feb" },
	{ "2024-02-29T12:00:00Z", "month P48M", BRU, NULL, false, "2028-02-29", 0,
	    "29 Feb + 48 months = 29 Feb" },
	{ "2021-11-30T12:00:00Z", "month P3M", BRU, NULL, false, "2022-02-28", 0,
	    "30 Nov + 3 months = 28 Feb" },
	{ "2021-05-31T12:00:00Z", "month P1M", BRU, NULL, false, "2021-06-30", 0,
	    "31 May + 1 month = 30 Jun" },
	{ "2021-05-16T12:00:00Z", "month P24M", UTC, NULL, false, "2023-05-16", 0, "two years" },
	{ "2025-01-01T12:00:00Z", "month P1M", BRU, NULL, true,
	    "2025-02-03", DUTY_ROLLED | DUTY_UNVERIFIED,
	    "1 Feb 2025 is a Saturday: Monday the 3rd, without list unverified" },
	{ "2026-01-30T12:00:00Z", "month P1M", BRU, &eu, true, "2026-03-02", DUTY_ROLLED,
	    "28 Feb 2026 is a Saturday: 2 Mar (1182/71 art. 3(4))" },
	{ "2026-03-03T12:00:00Z", "month P1M", BRU, &eu, true, "2026-04-07", DUTY_ROLLED,
	    "Good Friday, weekend and Easter Monday 2026: 7 Apr" },
	{ "2026-04-01T12:00:00Z", "month P1M", BRU, &eu, true, "2026-05-04", DUTY_ROLLED,
	    "1 May 2026 is a Friday and a holiday: 4 May" },
	{ "2026-04-30T12:00:00Z", "month P1M", BRU, &eu, true, "2026-06-01", DUTY_ROLLED,
	    "30 May 2026 is a Saturday: 1 June" },
	{ "2026-02-10T12:00:00Z", "month P1M", BRU, &eu, true, "2026-03-10", 0,
	    "10 Mar 2026 is a Tuesday: stays" },
	{ "2026-11-25T12:00:00Z", "month P1M", BRU, &eu, true, "2026-12-28", DUTY_ROLLED,
	    "Christmas on a Friday, then Saturday and Sunday: 28 Dec" },
	{ "2026-12-03T12:00:00Z", "month P1M", BRU, &eu, true,
	    "2027-01-04", DUTY_ROLLED | DUTY_UNVERIFIED,
	    "ends outside the list: a Sunday rolls, and is unverified" },
	{ "2026-12-05T12:00:00Z", "month P1M", BRU, &eu, true, "2027-01-05", DUTY_UNVERIFIED,
	    "ends outside the list on a Tuesday: unverified" },
	{ "2026-05-10T12:00:00Z", "days P14D", BRU, &eu, true, "2026-05-26", DUTY_ROLLED,
	    "14 days end on Whit Sunday, Monday is a holiday: Tuesday" },
	{ "2026-05-10T12:00:00Z", "elapsed PT336H", BRU, &eu, true,
	    "2026-05-24T14:00:00+02:00", 0, "the same length in hours does not roll" },
	{ "2025-02-06T16:00:00Z", "elapsed PT72H", BRU, NULL, true,
	    "2025-02-09T17:00:00+01:00", 0, "72 h ending on a Sunday do not roll (art. 3(4))" },
	{ "2026-03-26T16:00:00Z", "days P7D", BRU, &eu, true, "2026-04-07", DUTY_ROLLED,
	    "ends on Maundy Thursday, a holiday in the list: over Easter to 7 Apr" },
	{ "2021-06-30T15:00:00Z", "business P4D", NYC, &us, false, "2021-07-07", 0,
	    "4 business days from Wed 30 Jun 2021, 5 July is a holiday: 7 July" },
	{ "2021-06-30T15:00:00Z", "business P4D", NYC, NULL, false, "2021-07-06", DUTY_UNVERIFIED,
	    "the same without a list: 6 July, unverified" },
	{ "2021-06-28T15:00:00Z", "business P4D", NYC, &us, false, "2021-07-02", 0,
	    "8-K from a Monday: Friday" },
	{ "2021-06-25T15:00:00Z", "business P4D", NYC, &us, false, "2021-07-01", 0,
	    "8-K from a Friday: Thursday" },
	{ "2021-06-26T15:00:00Z", "business P4D", NYC, &us, false, "2021-07-01", 0,
	    "8-K from a Saturday: Thursday" },
	{ "2021-06-27T15:00:00Z", "business P4D", NYC, &us, false, "2021-07-01", 0,
	    "8-K from a Sunday: Thursday" },
	{ "2021-06-29T03:30:00Z", "business P4D", NYC, &us, false, "2021-07-02", 0,
	    "23:30 on Monday in New York counts as Monday" },
	{ "2021-06-29T04:00:00Z", "business P4D", NYC, &us, false, "2021-07-06", 0,
	    "midnight in New York is Tuesday" },
	{ "2021-11-23T15:00:00Z", "business P4D", NYC, &us, false, "2021-11-30", 0,
	    "over Thanksgiving 2021" },
	{ "2021-12-22T15:00:00Z", "business P4D", NYC, &us, false, "2021-12-29", 0,
	    "Christmas 2021 was observed on Friday the 24th" },
	{ "2021-10-08T15:00:00Z", "business P1D", NYC, &us, false, "2021-10-12", 0,
	    "Friday before Columbus Day: Tuesday" },
	{ "2021-09-03T15:00:00Z", "business P1D", NYC, &us, false, "2021-09-07", 0,
	    "Friday before Labor Day: Tuesday" },
	{ "2021-05-28T15:00:00Z", "business P4D", NYC, &us, false, "2021-06-04", 0,
	    "over Memorial Day 2021" },
	{ "2026-07-01T15:00:00Z", "business P4D", NYC, &us, false, "2026-07-08", 0,
	    "4 July 2026 is a Saturday, observed on Friday the 3rd" },
	{ "2026-06-17T15:00:00Z", "business P4D", NYC, &us, false, "2026-06-24", 0,
	    "over Juneteenth, a Friday" },
	{ "2026-01-15T15:00:00Z", "business P4D", NYC, &us, false, "2026-01-22", 0,
	    "over Martin Luther King's birthday" },
	{ "2026-02-12T15:00:00Z", "business P4D", NYC, &us, false, "2026-02-19", 0,
	    "over Washington's birthday" },
	{ "2026-11-10T15:00:00Z", "business P4D", NYC, &us, false, "2026-11-17", 0,
	    "over Veterans Day" },
	{ "2026-12-23T15:00:00Z", "business P4D", NYC, &us, false, "2026-12-30", 0,
	    "over Christmas Friday 2026" },
	{ "2026-12-29T15:00:00Z", "business P4D", NYC, &us, false, "2027-01-04", DUTY_UNVERIFIED,
	    "beyond the list: 1 January 2027 is not known to be a holiday, unverified" },
	{ "2026-07-03T15:00:00Z", "business P1D", NYC, &us, false, "2026-07-06", 0,
	    "from a holiday itself: the next working day" },
	{ "2024-05-02T12:00:00Z", "business P3D", SAO, NULL, false, "2024-05-07", DUTY_UNVERIFIED,
	    "ANPD: 3 business days from a Thursday, no list: unverified" },
	{ "2024-05-02T12:00:00Z", "business P6D", SAO, NULL, false, "2024-05-10", DUTY_UNVERIFIED,
	    "ANPD, small agents: double" },
	{ "2024-05-02T12:00:00Z", "business P20D", SAO, NULL, false,
	    "2024-05-30", DUTY_UNVERIFIED, "ANPD: supplement in 20 business days" },
	{ "2024-02-28T12:00:00Z", "business P2D", SAO, NULL, false, "2024-03-01", DUTY_UNVERIFIED,
	    "over 29 Feb 2024" },
	{ "2026-04-01T12:00:00Z", "business P2D", BRU, &eu, false, "2026-04-08", 0,
	    "over Easter" },
	{ "2026-12-24T12:00:00Z", "business P1D", BRU, &eu, false, "2026-12-28", 0,
	    "Christmas on Friday, the 26th on Saturday" },
	{ "2021-06-25", "elapsed PT72H", JKT, NULL, false,
	    "2021-06-28T00:00:00+07:00", DUTY_IMPRECISE, "a day: from its beginning, labelled" },
	{ "2021-06~", "elapsed PT72H", UTC, NULL, false, "2021-06-04T00:00:00Z", DUTY_IMPRECISE,
	    "about June 2021: from 1 June, labelled" },
	{ "2021-05-16/2021-05-31", "elapsed PT72H", UTC, NULL, false,
	    "2021-05-19T00:00:00Z", DUTY_IMPRECISE,
	    "an interval: from its first moment, labelled" },
	{ "2021-06-25", "days P30D", LAX, NULL, false, "2021-07-25", 0,
	    "a day is precise enough where days are counted" },
	{ "2021-06-25~", "days P30D", LAX, NULL, false, "2021-07-25", 0,
	    "about a day: its bounds are those of the day" },
	{ "2021-06", "days P30D", UTC, NULL, false, "2021-07-01", DUTY_IMPRECISE,
	    "a month: from its first day, labelled" },
	{ "2021", "days P60D", UTC, NULL, false, "2021-03-02", DUTY_IMPRECISE,
	    "a year: from 1 January, labelled" },
	{ "2021-06-25T09:00:00Z/2021-06-25T17:00:00Z", "days P3D", SIN, NULL, false,
	    "2021-06-28", DUTY_IMPRECISE, "over midnight in Singapore: labelled" },
	{ "2021-06-25T02:00:00Z/2021-06-25T12:00:00Z", "days P3D", SIN, NULL, false,
	    "2021-06-28", 0, "within one day of Singapore: exact" },
	{ "2021-06-26/2021-06-27", "business P4D", NYC, &us, false, "2021-07-01", 0,
	    "a weekend: either day gives the same deadline" },
	{ "2021-01-29/2021-01-31", "month P1M", BRU, NULL, false, "2021-02-28", 0,
	    "29 to 31 Jan all give 28 Feb" },
	{ "2021-01-27/2021-01-31", "month P1M", BRU, NULL, false, "2021-02-27", DUTY_IMPRECISE,
	    "27 to 31 Jan do not: labelled" },
};

static int64_t day_read(const char *s)
{
	int year, month, day;

	assert_int_equal(sscanf(s, "%d-%d-%d", &year, &month, &day), 3);
	return calendar_days(year, month, day);
}

struct holidays {
	struct duty_calendar calendar;
	int64_t at[32];
};

static const struct duty_calendar *holidays_read(struct holidays *h, const struct list *l)
{
	if (!l)
		return NULL;
	h->calendar = (struct duty_calendar){ .first = day_read(l->first),
		.last = day_read("2026-12-31"), .weekend = DUTY_WEEKEND, .holidays = h->at };
	while (l->days[h->calendar.count]) {
		h->at[h->calendar.count] = day_read(l->days[h->calendar.count]);
		h->calendar.count++;
	}
	return &h->calendar;
}

static struct duty_clock clock_read(const char *text, const char *zone)
{
	static const char *const words[] = { [DUTY_ELAPSED] = "elapsed",
		[DUTY_CALENDAR_DAYS] = "days", [DUTY_BUSINESS_DAYS] = "business",
		[DUTY_CALENDAR_MONTH] = "month" };
	struct duty_clock c = { .zone = zone };
	size_t n = strcspn(text, " ");
	struct err e = { 0 };

	while (strncmp(words[c.basis], text, n) != 0)
		c.basis++;
	assert_int_equal(duty_length_read(&c.length, text + n + 1, &e), 0);
	assert_true(duty_length_fits(&c.length, c.basis));
	return c;
}

static int64_t instant(const char *text)
{
	struct err e = { 0 };
	int64_t at = 0;

	assert_int_equal(when_rfc3339_parse(text, strlen(text), &at, &e), 0);
	return at;
}

static void due_text(int64_t at, bool day, const char *zone, char out[64])
{
	struct civil c;

	if (!day) {
		when_rfc3339(at, out);
		return;
	}
	zone_civil(zone, at, &c);
	snprintf(out, 64, "%04d-%02d-%02d", c.year, c.month, c.day);
	zone_civil(zone, at + 1, &c);
	if (c.minute || c.second || c.micro || c.hour > 1)
		snprintf(out, 64, "not the end of a day");
}

static void each_worked_example_gives_its_deadline(void **state)
{
	assert_true(COUNT(examples) >= 120);
	for (size_t i = 0; i < COUNT(examples); i++) {
		const struct example *x = &examples[i];
		struct duty_clock c = clock_read(x->clock, x->zone);
		struct holidays h = { 0 };
		char expected[64], got[64];
		bool day = !strchr(x->due, 'T');
		struct duty_due due;
		struct when start;
		struct err e = { 0 };

		c.calendar = holidays_read(&h, x->holidays);
		c.roll = x->roll;
		if (edtf_parse(&start, x->start, strlen(x->start), x->zone, &e) < 0)
			fail_msg("%s: %s", x->why, e.text);
		due = duty_from_when(&c, &start);
		snprintf(expected, sizeof expected, "%s", x->due);
		if (!day)
			when_rfc3339(instant(x->due), expected);
		due_text(due.at, day, x->zone, got);
		if (strcmp(got, expected) != 0 || due.flags != x->flags)
			fail_msg("%s: %s %u, expected %s %u", x->why, got, due.flags, expected,
			    x->flags);
	}
}

/* The initial notification of DORA: 4 h from classification and 24 h from awareness. */
static void the_earliest_of_two_starts_counts(void **state)
{
	static const struct {
		const char *classified, *aware; /* NULL: not yet */
		int first;
		const char *due;
	} cases[] = {
		{ "2025-02-03T08:00:00Z", "2025-02-03T06:00:00Z", 0, "2025-02-03T12:00:00Z" },
		{ "2025-02-04T05:00:00Z", "2025-02-03T06:00:00Z", 1, "2025-02-04T06:00:00Z" },
		{ "2025-02-04T02:00:00Z", "2025-02-03T06:00:00Z", 0, "2025-02-04T06:00:00Z" },
		{ NULL, "2025-02-03T06:00:00Z", 1, "2025-02-04T06:00:00Z" },
		{ "2025-02-03T08:00:00Z", NULL, 0, "2025-02-03T12:00:00Z" },
		{ NULL, NULL, -1, NULL },
	};
	struct duty_clock h4 = clock_read("elapsed PT4H", BRU);
	struct duty_clock h24 = clock_read("elapsed PT24H", BRU);

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct duty_due due[2] = { { WHEN_FUTURE, 0 }, { WHEN_FUTURE, 0 } };
		int first;

		if (cases[i].classified)
			due[0] = duty_from(&h4, instant(cases[i].classified));
		if (cases[i].aware)
			due[1] = duty_from(&h24, instant(cases[i].aware));
		first = duty_first(due, 2);
		assert_int_equal(first, cases[i].first);
		if (first >= 0)
			assert_true(due[first].at == instant(cases[i].due));
	}
}

/* NIS2: aware, 24 h, 72 h, and a month after the 72 h notification was handed in, not after it was
 * due. */
static void a_chain_counts_from_what_was_handed_in(void **state)
{
	struct duty_clock h72 = clock_read("elapsed PT72H", BRU);
	struct duty_clock month = clock_read("month P1M", BRU);
	int64_t due = duty_from(&h72, instant("2025-01-28T12:00:00Z")).at;
	char text[64];

	assert_true(due == instant("2025-01-31T12:00:00Z"));
	due_text(duty_from(&month, due).at, true, BRU, text);
	assert_string_equal(text, "2025-02-28");
	due_text(duty_from(&month, instant("2025-01-30T22:00:00Z")).at, true, BRU, text);
	assert_string_equal(text, "2025-02-28");
	due_text(duty_from(&month, instant("2025-01-20T22:00:00Z")).at, true, BRU, text);
	assert_string_equal(text, "2025-02-20");
}

/* HIPAA 408, under 500 persons: 60 days after the end of the year of discovery. */
static void a_year_ends_in_its_zone(void **state)
{
	struct duty_clock days = clock_read("days P60D", NYC);
	int64_t end = duty_year_end(instant("2022-01-01T03:00:00Z"), NYC);
	char text[64];

	assert_true(end == instant("2021-12-31T23:59:59.999999-05:00"));
	due_text(duty_from(&days, end).at, true, NYC, text);
	assert_string_equal(text, "2022-03-01");
	assert_true(duty_year_end(instant("2022-01-01T03:00:00Z"), JKT) ==
		    instant("2022-12-31T23:59:59.999999+07:00"));
}

static void a_day_ends_before_a_midnight_that_is_skipped(void **state)
{
	struct duty_clock day = clock_read("days P1D", SAO);

	assert_true(duty_from(&day, instant("2018-11-02T12:00:00Z")).at ==
		    instant("2018-11-04T02:59:59.999999Z"));
}

static void a_start_without_an_earliest_bound_gives_no_deadline(void **state)
{
	static const char *const starts[] = { "../2021-06-25", "/2021-06-25" };
	struct duty_clock c = clock_read("elapsed PT72H", UTC);
	struct when none = { .edtf = "" }, start;
	struct err e = { 0 };

	assert_true(duty_from_when(&c, &none).at == WHEN_FUTURE);
	for (size_t i = 0; i < COUNT(starts); i++) {
		assert_int_equal(
		    edtf_parse(&start, starts[i], strlen(starts[i]), UTC, &e), 0);
		assert_true(duty_from_when(&c, &start).at == WHEN_FUTURE);
	}
	assert_true(duty_from(&c, WHEN_PAST + 1).at == WHEN_FUTURE);
	assert_true(duty_from(&c, WHEN_FUTURE - 1).at == WHEN_FUTURE);
}

static void a_length_is_one_number_and_one_unit(void **state)
{
	static const char *const wrong[] = { "", "P", "PT", "P0D", "P1", "PD", "P1H", "PT1D",
		"P1DT2H", "P-1D", "P1.5D", "p1d", "P12345D", "1D", "P1D ", "PT1M2", "P01D" };
	struct duty_length l;
	struct err e = { 0 };

	for (size_t i = 0; i < COUNT(wrong); i++)
		if (duty_length_read(&l, wrong[i], &e) == 0)
			fail_msg("\"%s\" was taken", wrong[i]);
	assert_int_equal(duty_length_read(&l, "PT30M", &e), 0);
	assert_true(l.count == 30 && l.unit == DUTY_MINUTE);
	assert_int_equal(duty_length_read(&l, "P1M", &e), 0);
	assert_true(l.count == 1 && l.unit == DUTY_MONTH);
}

static void a_length_must_fit_the_way_of_counting(void **state)
{
	struct duty_length hours = { 72, DUTY_HOUR }, days = { 3, DUTY_DAY };
	struct duty_length month = { 1, DUTY_MONTH };

	assert_true(duty_length_fits(&hours, DUTY_ELAPSED));
	assert_false(duty_length_fits(&days, DUTY_ELAPSED));
	assert_false(duty_length_fits(&hours, DUTY_BUSINESS_DAYS));
	assert_true(duty_length_fits(&days, DUTY_BUSINESS_DAYS));
	assert_false(duty_length_fits(&days, DUTY_CALENDAR_MONTH));
	assert_true(duty_length_fits(&month, DUTY_CALENDAR_MONTH));
	assert_false(duty_length_fits(&month, DUTY_SOFT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_worked_example_gives_its_deadline),
		cmocka_unit_test(the_earliest_of_two_starts_counts),
		cmocka_unit_test(a_chain_counts_from_what_was_handed_in),
		cmocka_unit_test(a_year_ends_in_its_zone),
		cmocka_unit_test(a_day_ends_before_a_midnight_that_is_skipped),
		cmocka_unit_test(a_start_without_an_earliest_bound_gives_no_deadline),
		cmocka_unit_test(a_length_is_one_number_and_one_unit),
		cmocka_unit_test(a_length_must_fit_the_way_of_counting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
