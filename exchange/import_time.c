/*
 * import_time.c - the time of a line: a number since 1970, told by its size, or RFC 3339, or civil
 * time of a zone.
 */
#include <string.h>

#include "exchange/import.h"

/* A number of s, ms, µs or ns since 1970, told by its size: seconds reach from 1970 to 5138, and so
 * on. */
static int64_t epoch_micros(int64_t n)
{
	if (n < INT64_C(100000000000))
		return n * WHEN_SECOND;
	if (n < INT64_C(100000000000000))
		return n * 1000;
	return n < INT64_C(100000000000000000) ? n : n / 1000;
}

static bool epoch_read(const char *s, size_t n, int64_t *time)
{
	int64_t number = 0, unit = WHEN_SECOND / 10;
	size_t i = 0;

	if (n == 0 || n > 19 || (n == 19 && s[0] == '9'))
		return false;
	for (; i < n && s[i] >= '0' && s[i] <= '9'; i++)
		number = number * 10 + (s[i] - '0');
	if (i == n) {
		*time = epoch_micros(number);
		return true;
	}
	if (s[i] != '.' || i == 0 || i > 11 || ++i == n) /* seconds with a fraction */
		return false;
	number *= WHEN_SECOND;
	for (; i < n && s[i] >= '0' && s[i] <= '9'; i++, unit /= 10)
		number += (s[i] - '0') * unit;
	*time = number;
	return i == n;
}

/* 2021-05-16 10:00:00 in the zone of the import. */
static int local_read(const char *s, size_t n, const char *zone, int64_t *time, struct err *e)
{
	struct when w;
	char text[40];

	if (n >= sizeof text)
		return err_set(e, ERR_INVALID, "the time is no time");
	memcpy(text, s, n);
	if (n > 10 && text[10] == ' ')
		text[10] = 'T';
	if (edtf_parse(&w, text, n, zone ? zone : "UTC", e) < 0)
		return err_in(e, "time \"%.*s\"", (int)n, s);
	if (w.earliest != w.latest)
		return err_set(e, ERR_INVALID, "time \"%.*s\" is not exact", (int)n, s);
	if (!zone)
		return err_set(e, ERR_INVALID,
		    "time \"%.*s\" has no offset: --zone says whose it is", (int)n, s);
	*time = w.earliest;
	return 0;
}

int import_time(const struct csv_field *f, const char *zone, int64_t *time, struct err *e)
{
	struct err not_rfc3339;

	if (epoch_read(f->at, f->len, time) ||
	    when_rfc3339_parse(f->at, f->len, time, &not_rfc3339) == 0)
		return 0;
	return local_read(f->at, f->len, zone, time, e);
}
