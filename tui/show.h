/*
 * show.h - times and such in the few columns a list has.
 */
#ifndef BLOTTER_TUI_SHOW_H
#define BLOTTER_TUI_SHOW_H

#include <stdint.h>

#include "base/str.h"
#include "base/when.h"

/* "09:02", "~14:00", "17 May", "16-31 May", "..09:10", "May 2021", "-" for none: at most 12
 * columns. */
void show_when(struct str *out, const struct when *w, const char *zone);
/* "2021-05-17 09:02" in the zone. */
void show_instant(struct str *out, int64_t instant, const char *zone);
/* "09:02" of an instant that has its offset added already, and its day since 1970. */
void show_clock(struct str *out, int64_t local);
int32_t show_day_number(int64_t local);
/* "May", in the language of the screens; from 1. */
const char *show_month(int month);
/* Days since 1970 in that zone. */
int32_t show_day_of(int64_t instant, const char *zone);
/* "Mon 17 May 2021". */
void show_day(struct str *out, int32_t day);
/* "3h41m left" before an instant, "LATE 1h12m" behind it. */
void show_left(struct str *out, int64_t due, int64_t now);
/* How long ago: "2h", "3d"; "" for 0. */
void show_age(struct str *out, int64_t since, int64_t now);

/* 1234567 as 1,234,567. */
void show_number(struct str *out, int64_t n);

#endif
