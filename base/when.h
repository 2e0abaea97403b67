/*
 * when.h - instants, imprecise times, zones.
 *
 * An instant is int64_t microseconds since 1970-01-01T00:00:00Z (proleptic
 * Gregorian, no leap seconds; a leap second :60 counts as :59.999999 of the same minute
 * and is kept in the text). An imprecise time is an EDTF string (Library of Congress,
 * 4 February 2019, levels 0 and 1) or our one extension, an interval of
 * date-times, with its bounds. Level 2 is refused. A date without an offset is read in
 * the zone given. The bounds of a date are inclusive: 2021-05-16 in UTC is
 * 00:00:00.000000 to 23:59:59.999999; a date-time is a point: both bounds equal.
 */
#ifndef BLOTTER_BASE_WHEN_H
#define BLOTTER_BASE_WHEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

#define WHEN_PAST INT64_MIN   /* earliest of "../X" (open) and "/X" (unknown) */
#define WHEN_FUTURE INT64_MAX /* latest of "X/.." and "X/" */
#define WHEN_SECOND INT64_C(1000000)
#define WHEN_DAY (86400 * WHEN_SECOND)

enum { WHEN_EDTF_MAX = 96, WHEN_ZONE_MAX = 48 };

struct when {
	int64_t earliest;	    /* µs UTC, inclusive; WHEN_PAST when unbounded */
	int64_t latest;		    /* µs UTC, inclusive; WHEN_FUTURE when unbounded */
	char edtf[WHEN_EDTF_MAX];   /* canonical EDTF; "" means there is no time at all */
	char zone[WHEN_ZONE_MAX];   /* IANA name, "UTC" or "+07:00": where its dates were read */
};

/* Is this a zone we can use? "UTC", "Z", "+07:00", or an IANA name whose file the system has.
 * Abbreviations other than UTC, Z, WIB, WITA, WIT are refused with a suggestion; these three
 * become Asia/Jakarta, Asia/Makassar, Asia/Jayapura. `canon` gets the name to keep. */
int zone_check(const char *name, char canon[WHEN_ZONE_MAX], struct err *e);

/* Is the word an abbreviation of a zone, used or refused by zone_check ("WIB", "CET")? */
bool zone_abbreviated(const char *word);

/* Offset from UTC in seconds that the zone has at that instant; abbr (may be NULL, 16 bytes) gets
 * its abbreviation ("WIB", "+07", "UTC"). The zone must have passed zone_check. */
int zone_offset(const char *zone, int64_t instant, char *abbr);

/* Civil time of a zone to instants: how many there are: 1, 0 (in a DST gap) or 2 (in a
 * fold; at[0] is the earlier). In a gap at[0] is the instant after the jump. micro: 0..999999. */
struct civil {
	int year, month, day, hour, minute, second, micro; /* month and day from 1 */
};
int zone_instants(const char *zone, const struct civil *c, int64_t at[2]);
void zone_civil(const char *zone, int64_t instant, struct civil *c);
/* The one instant of a civil time; ERR_INVALID names both offsets when it is in a gap or a fold. */
int zone_instant(const char *zone, const struct civil *c, int64_t *at, struct err *e);

/* Parses EDTF level 0 and 1 and intervals of date-times
 * (`2021-05-17T13:05:00Z/2021-05-17T13:40:00Z`). A date-time may have a fraction of up to 6 digits
 * and must have an offset, or gets the zone's (canonical text then has the numeric offset). A
 * date-time in a gap or fold without offset is refused, with both offsets named. ERR_INVALID says
 * what is wrong and where (1-based column). */
int edtf_parse(struct when *w, const char *text, size_t n, const char *zone, struct err *e);

/*
 * Parses what a person types where a time is asked for: all of EDTF, and (UX: entry line)
 *   now | HH:MM[:SS] (the latest past such time in `zone`) | YYYY-MM-DD HH:MM[:SS] [ZONE]
 *   | -15m | -2h30m | -3d | +72h (with future) | today|yesterday|tomorrow [HH:MM]
 *   | ~HH:MM, ~DATE, ~A/B with any of these as A and B, `..` for an open end (uncertain; kept as
 *     EDTF with ~, for date-times as an interval of the same minute +/- 15 min)
 *   | the same in words, English or Indonesian: second half of May 2021, late Friday, antara pukul
 *     14.00 dan sekitar 15.30 (base/spoken.h; blotter-entry(5) has the grammar)
 * `now` is the instant to count from. `phrase` of the caller keeps the text as typed.
 */
struct when_context {
	int64_t now;	   /* µs UTC */
	const char *zone;  /* checked */
	bool future;	   /* HH:MM and +72h may lie ahead (due times) */
};
int when_parse(struct when *w, const char *text, size_t n, const struct when_context *c,
    struct err *e);

/* A span of time as people type it: 90s, 15m, 2h30m, 3d, 2w; µs. ERR_INVALID. */
int when_span_parse(const char *text, size_t n, int64_t *span, struct err *e);

/* The point `instant` as a struct when, its text in `zone` with the numeric offset, to the second
 * (to the µs if it has a fraction). */
void when_point(struct when *w, int64_t instant, const char *zone);

/* Moves a time of day by so many µs, its text with it; an open end stays open. False, and nothing
 * changed, where an end is only a date, or would leave the years 0001 to 9999. */
bool when_shift(struct when *w, int64_t by);

/* Is it the interval that "~14:00" stands for, a quarter of an hour to either side? at gets the
 * 14:00. */
bool when_about(const struct when *w, int64_t *at);

/* How two times stand to each other, as far as their bounds tell. Surely before is a strict partial
 * order: it does not hold both ways, and it carries over (Allen, "Maintaining knowledge about
 * temporal intervals", 1983, `before`). Nothing is sure of a time that is not there. */
enum when_order { WHEN_SURELY_BEFORE, WHEN_MAY_OVERLAP, WHEN_SURELY_AFTER };
enum when_order when_order(const struct when *a, const struct when *b);

/* RFC 3339 UTC, exactly 27 bytes and a NUL: 2021-06-25T14:03:11.123456Z. Years 0001..9999. */
enum { WHEN_RFC3339 = 28 };
void when_rfc3339(int64_t instant, char out[WHEN_RFC3339]);
/* Parses RFC 3339 with an offset (T may be a space or t, z small, fraction 1-9 digits, seconds
 * 60). */
int when_rfc3339_parse(const char *s, size_t n, int64_t *instant, struct err *e);

/* Appends a time for people, in the zone: "2021-05-17 11:27 WIB", "2021-05-16/2021-05-31",
 * "~2021-05-17 14:00 WIB"; seconds only when they are not 0 or `seconds`; "undated" for none.
 * Safe to show, whatever `w` holds. */
void when_show(struct str *out, const struct when *w, const char *zone, bool seconds);
/* Appends an instant likewise: "2021-05-17 11:27:42 WIB". */
void when_show_instant(struct str *out, int64_t instant, const char *zone, bool seconds);
/* Appends a span of time shortly: 42s, 4m, 1h52m, 3d4h, 2w. Negative ones with a minus. */
void when_show_span(struct str *out, int64_t micros);

/* How long it was from one time to another: where either is imprecise, at least and at most.
 * WHEN_PAST and WHEN_FUTURE stand for no bound. Bounds of dates are the last µs of a day: rounded
 * to seconds. */
struct when_span {
	int64_t least, most; /* µs; equal when both times are points */
};
struct when_span when_between(const struct when *from, const struct when *to);
/* Appends it shortly: "+1h52m", "9h2m..2d9h", "-3h..+5h", "9h.." for at least, ".." for nobody
 * knows. A point has its sign, a range only where it goes through zero. */
void when_show_between(struct str *out, struct when_span s);

/* The clock of the machine; or, when BLOTTER_CLOCK is set to an RFC 3339 time, a simulated one that
 * starts there and runs on: for tests and the demo. The journal records which one it was. */
int64_t when_now(void);
bool when_simulated(void);

#endif
