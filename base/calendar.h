/*
 * calendar.h - arithmetic of the proleptic Gregorian calendar; year 0 exists, before it are
 * negative years.
 *
 * For when.c, zone.c, edtf.c and typed.c; everybody else uses when.h.
 */
#ifndef BLOTTER_BASE_CALENDAR_H
#define BLOTTER_BASE_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

/* Days since 1970-01-01; month 1 to 12, day from 1 (one more than the month has is the next
 * day). */
int64_t calendar_days(int64_t year, int month, int day);
void calendar_date(int64_t days, int64_t *year, int *month, int *day);
int calendar_month_days(int64_t year, int month);

/* n / d and its remainder, rounded towards the past; d > 0. */
int64_t calendar_floor(int64_t n, int64_t d, int64_t *rest);

/* The two decimal digits at s, or -1. */
int calendar_two(const char *s);

/* "+07:00", with seconds only when there are some: "+07:07:12". */
enum { CALENDAR_OFFSET = 12 };
void calendar_offset(int seconds, char out[CALENDAR_OFFSET]);

/* Seconds of "+07", "+07:00" (and "+0700"); s points at the sign. Returns the bytes read, 0 when it
 * is none. */
size_t calendar_offset_read(const char *s, size_t n, int *seconds);

#endif
