/*
 * test_when.c - times: EDTF, what people type, zones, RFC 3339, and how times are shown.
 *
 * The examples of EDTF are those of the specification (Library of Congress, 4 February 2019).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/when.h"

static int64_t at(const char *text)
{
	int64_t instant = 0;
	struct err e = { 0 };

	assert_int_equal(when_rfc3339_parse(text, strlen(text), &instant, &e), 0);
	return instant;
}

static void assert_instant(int64_t instant, const char *expected)
{
	char text[WHEN_RFC3339];

	if (strcmp(expected, "past") == 0) {
		assert_true(instant == WHEN_PAST);
	} else if (strcmp(expected, "future") == 0) {
		assert_true(instant == WHEN_FUTURE);
	} else {
		when_rfc3339(instant, text);
		assert_string_equal(text, expected);
	}
}

static void assert_bounds(
    const char *edtf, const char *zone, const char *earliest, const char *latest)
{
	struct when w;
	struct err e = { 0 };

	assert_int_equal(edtf_parse(&w, edtf, strlen(edtf), zone, &e), 0);
	assert_string_equal(w.edtf, edtf);
	assert_string_equal(w.zone, zone);
	assert_instant(w.earliest, earliest);
	assert_instant(w.latest, latest);
}

static void assert_refused(const char *edtf, const char *sentence)
{
	struct when w = { .earliest = 7 };
	struct err e = { 0 };

	assert_int_equal(edtf_parse(&w, edtf, strlen(edtf), "UTC", &e), -1);
	assert_int_equal(e.kind, ERR_INVALID);
	if (!strstr(e.text, sentence))
		fail_msg("%s: %s", edtf, e.text);
	assert_int_equal(w.earliest, 7);
}

/* --- EDTF ------------------------------------------------------------------------------ */

static void dates_of_level_0_have_inclusive_bounds(void **state)
{
	assert_bounds(
	    "1985-04-12", "UTC", "1985-04-12T00:00:00.000000Z", "1985-04-12T23:59:59.999999Z");
	assert_bounds(
	    "1985-04", "UTC", "1985-04-01T00:00:00.000000Z", "1985-04-30T23:59:59.999999Z");
	assert_bounds("1985", "UTC", "1985-01-01T00:00:00.000000Z", "1985-12-31T23:59:59.999999Z");
	assert_bounds(
	    "2024-02", "UTC", "2024-02-01T00:00:00.000000Z", "2024-02-29T23:59:59.999999Z");
	assert_bounds(
	    "2021-12-31", "UTC", "2021-12-31T00:00:00.000000Z", "2021-12-31T23:59:59.999999Z");
	assert_bounds(
	    "0001-01-01", "UTC", "0001-01-01T00:00:00.000000Z", "0001-01-01T23:59:59.999999Z");
	assert_bounds(
	    "9999-12", "UTC", "9999-12-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z");
}

static void a_date_is_read_in_its_zone(void **state)
{
	assert_bounds("2021-05-16", "Asia/Jakarta", "2021-05-15T17:00:00.000000Z",
	    "2021-05-16T16:59:59.999999Z");
	assert_bounds(
	    "2021-05-16", "-03:30", "2021-05-16T03:30:00.000000Z", "2021-05-17T03:29:59.999999Z");
	assert_bounds("2021-03-28", "Europe/Berlin", "2021-03-27T23:00:00.000000Z",
	    "2021-03-28T21:59:59.999999Z");
	assert_bounds("2021-10-31", "Europe/Berlin", "2021-10-30T22:00:00.000000Z",
	    "2021-10-31T22:59:59.999999Z");
}

static void date_times_of_level_0_are_points(void **state)
{
	assert_bounds("1985-04-12T23:20:30Z", "UTC", "1985-04-12T23:20:30.000000Z",
	    "1985-04-12T23:20:30.000000Z");
	assert_bounds("1985-04-12T23:20:30-04:30", "UTC", "1985-04-13T03:50:30.000000Z",
	    "1985-04-13T03:50:30.000000Z");
	assert_bounds("2021-05-17T13:05:00.5Z", "UTC", "2021-05-17T13:05:00.500000Z",
	    "2021-05-17T13:05:00.500000Z");
	assert_bounds("2021-05-17T13:05:00.000001Z", "UTC", "2021-05-17T13:05:00.000001Z",
	    "2021-05-17T13:05:00.000001Z");
}

static void a_leap_second_counts_as_the_end_of_its_minute(void **state)
{
	assert_bounds("2016-12-31T23:59:60Z", "UTC", "2016-12-31T23:59:59.999999Z",
	    "2016-12-31T23:59:59.999999Z");
}

static void a_date_time_without_offset_gets_that_of_the_zone(void **state)
{
	struct when w;
	struct err e = { 0 };

	assert_int_equal(edtf_parse(&w, "1985-04-12T23:20:30", 19, "Asia/Jakarta", &e), 0);
	assert_string_equal(w.edtf, "1985-04-12T23:20:30+07:00");
	assert_int_equal(edtf_parse(&w, "1985-04-12T23:20:30+04", 22, "UTC", &e), 0);
	assert_string_equal(w.edtf, "1985-04-12T23:20:30+04:00");
}

static void local_mean_time_is_kept_to_the_minute(void **state)
{
	struct when w, again;
	struct err e = { 0 };

	assert_int_equal(edtf_parse(&w, "1860-01-01T00:00:00", 19, "Asia/Jakarta", &e), 0);
	assert_string_equal(w.edtf, "1860-01-01T00:00:00+07:07");
	assert_int_equal(edtf_parse(&again, w.edtf, strlen(w.edtf), "UTC", &e), 0);
	assert_true(w.earliest == again.earliest);
}

static void intervals_of_level_0_span_from_the_first_to_the_last(void **state)
{
	assert_bounds(
	    "1964/2008", "UTC", "1964-01-01T00:00:00.000000Z", "2008-12-31T23:59:59.999999Z");
	assert_bounds(
	    "2004-06/2006-08", "UTC", "2004-06-01T00:00:00.000000Z", "2006-08-31T23:59:59.999999Z");
	assert_bounds("2004-02-01/2005-02-08", "UTC", "2004-02-01T00:00:00.000000Z",
	    "2005-02-08T23:59:59.999999Z");
	assert_bounds("2004-02-01/2005-02", "UTC", "2004-02-01T00:00:00.000000Z",
	    "2005-02-28T23:59:59.999999Z");
	assert_bounds(
	    "2004-02-01/2005", "UTC", "2004-02-01T00:00:00.000000Z", "2005-12-31T23:59:59.999999Z");
	assert_bounds(
	    "2005/2006-02", "UTC", "2005-01-01T00:00:00.000000Z", "2006-02-28T23:59:59.999999Z");
}

/* Every example of the specification's levels 0 and 1, as it prints them. */
static void every_example_of_the_specification_is_kept_as_it_stands(void **state)
{
	static const char *const examples[] = { "1985-04-12",
		"1985-04",
		"1985",
		"1985-04-12T23:20:30Z",
		"1985-04-12T23:20:30-04",
		"1985-04-12T23:20:30+04:30",
		"1964/2008",
		"2004-06/2006-08",
		"2004-02-01/2005-02-08",
		"2004-02-01/2005-02",
		"2004-02-01/2005",
		"2005/2006-02",
		"Y170000002",
		"Y-170000002",
		"2001-21",
		"2001-22",
		"2001-23",
		"2001-24",
		"1984?",
		"2004-06~",
		"2004-06-11%",
		"201X",
		"20XX",
		"2004-XX",
		"1985-04-XX",
		"1985-XX-XX",
		"1985-04-12/..",
		"1985-04/..",
		"1985/..",
		"../1985-04-12",
		"../1985-04",
		"../1985",
		"1985-04-12/",
		"1985-04/",
		"1985/",
		"/1985-04-12",
		"/1985-04",
		"/1985",
		"1984~/2004-06",
		"1984/2004-06~",
		"1984~/2004~",
		"1984?/2004%",
		"1984-06?/2004-08?",
		"1984-06-02?/2004-08-08~",
		"1984-06-02?/",
		"-1985" };

	for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
		struct when w;
		struct err e = { 0 };
		size_t n = strlen(examples[i]);

		if (edtf_parse(&w, examples[i], n, "Asia/Jakarta", &e) < 0)
			fail_msg("\"%s\": %s", examples[i], e.text);
		assert_true(w.earliest <= w.latest);
		assert_int_equal(strncmp(w.edtf, examples[i], n), 0);
		assert_true(!w.edtf[n] || strcmp(w.edtf + n, ":00") == 0); /* of "-04" */
	}
}

static void seasons_are_months_of_the_north(void **state)
{
	assert_bounds(
	    "2001-21", "UTC", "2001-03-01T00:00:00.000000Z", "2001-05-31T23:59:59.999999Z");
	assert_bounds(
	    "2001-22", "UTC", "2001-06-01T00:00:00.000000Z", "2001-08-31T23:59:59.999999Z");
	assert_bounds(
	    "2001-23", "UTC", "2001-09-01T00:00:00.000000Z", "2001-11-30T23:59:59.999999Z");
	assert_bounds(
	    "2003-24", "UTC", "2003-12-01T00:00:00.000000Z", "2004-02-29T23:59:59.999999Z");
}

static void qualified_dates_keep_their_bounds(void **state)
{
	assert_bounds("1984?", "UTC", "1984-01-01T00:00:00.000000Z", "1984-12-31T23:59:59.999999Z");
	assert_bounds(
	    "2004-06~", "UTC", "2004-06-01T00:00:00.000000Z", "2004-06-30T23:59:59.999999Z");
	assert_bounds(
	    "2004-06-11%", "UTC", "2004-06-11T00:00:00.000000Z", "2004-06-11T23:59:59.999999Z");
}

static void unspecified_digits_stand_for_all_of_them(void **state)
{
	assert_bounds("201X", "UTC", "2010-01-01T00:00:00.000000Z", "2019-12-31T23:59:59.999999Z");
	assert_bounds("20XX", "UTC", "2000-01-01T00:00:00.000000Z", "2099-12-31T23:59:59.999999Z");
	assert_bounds(
	    "2004-XX", "UTC", "2004-01-01T00:00:00.000000Z", "2004-12-31T23:59:59.999999Z");
	assert_bounds(
	    "1985-04-XX", "UTC", "1985-04-01T00:00:00.000000Z", "1985-04-30T23:59:59.999999Z");
	assert_bounds(
	    "1985-XX-XX", "UTC", "1985-01-01T00:00:00.000000Z", "1985-12-31T23:59:59.999999Z");
}

static void an_open_or_unknown_end_has_no_bound(void **state)
{
	static const char *const ends[] = { "1985-04-12", "1985-04", "1985" };

	assert_bounds("1985-04-12/..", "UTC", "1985-04-12T00:00:00.000000Z", "future");
	assert_bounds("../1985-04-12", "UTC", "past", "1985-04-12T23:59:59.999999Z");
	assert_bounds("1985-04-12/", "UTC", "1985-04-12T00:00:00.000000Z", "future");
	assert_bounds("/1985-04-12", "UTC", "past", "1985-04-12T23:59:59.999999Z");
	for (size_t i = 0; i < 3; i++) {
		struct when w;
		struct err e = { 0 };
		char text[32];

		snprintf(text, sizeof text, "%s/..", ends[i]);
		assert_int_equal(edtf_parse(&w, text, strlen(text), "UTC", &e), 0);
		snprintf(text, sizeof text, "/%s", ends[i]);
		assert_int_equal(edtf_parse(&w, text, strlen(text), "UTC", &e), 0);
		assert_string_equal(w.edtf, text);
	}
}

static void ends_of_an_interval_may_be_qualified(void **state)
{
	assert_bounds(
	    "1984~/2004-06", "UTC", "1984-01-01T00:00:00.000000Z", "2004-06-30T23:59:59.999999Z");
	assert_bounds(
	    "1984/2004-06~", "UTC", "1984-01-01T00:00:00.000000Z", "2004-06-30T23:59:59.999999Z");
	assert_bounds(
	    "1984~/2004~", "UTC", "1984-01-01T00:00:00.000000Z", "2004-12-31T23:59:59.999999Z");
	assert_bounds(
	    "1984?/2004%", "UTC", "1984-01-01T00:00:00.000000Z", "2004-12-31T23:59:59.999999Z");
}

static void intervals_of_date_times_are_our_extension(void **state)
{
	assert_bounds("2021-05-17T13:05:00Z/2021-05-17T13:40:00Z", "UTC",
	    "2021-05-17T13:05:00.000000Z", "2021-05-17T13:40:00.000000Z");
	assert_bounds("2021-05-17T13:05:00Z/..", "UTC", "2021-05-17T13:05:00.000000Z", "future");
}

static void years_far_away_keep_their_order(void **state)
{
	static const char *const years[] = { "Y-170000002", "Y-300000", "Y-12000", "-1985", "0000",
		"0001", "9999", "Y10000", "Y12000", "Y289999", "Y170000002" };
	struct when before = { .earliest = WHEN_PAST, .latest = WHEN_PAST };
	struct err e = { 0 };

	for (size_t i = 0; i < sizeof years / sizeof years[0]; i++) {
		struct when w;

		assert_int_equal(edtf_parse(&w, years[i], strlen(years[i]), "Asia/Jakarta", &e), 0);
		assert_string_equal(w.edtf, years[i]);
		assert_true(w.earliest > WHEN_PAST && w.latest < WHEN_FUTURE);
		assert_true(w.earliest <= w.latest);
		assert_true(w.earliest >= before.latest);
		before = w;
	}
}

static void days_that_do_not_exist_are_refused_with_their_column(void **state)
{
	assert_refused("2021-02-29", "01 to 28, at column 9");
	assert_refused("1900-02-29", "01 to 28");
	assert_refused("2021-04-31", "01 to 30");
	assert_refused("2021-13", "01 to 12, at column 6");
	assert_refused("2021-00", "01 to 12");
	assert_refused("2021-05-00", "01 to 31");
	assert_refused("2021-20", "01 to 12");
}

static void wrong_times_are_refused(void **state)
{
	assert_refused("2021-05-17T24:00:00Z", "an hour is 00 to 23, at column 12");
	assert_refused("2021-05-17T13:60:00Z", "a minute is 00 to 59");
	assert_refused("2021-05-17T13:00:61Z", "a second is 00 to 60");
	assert_refused("2021-05-17T13:00Z", "hh:mm:ss");
	assert_refused("2021-05-17T13:00:00.1234567Z", "one to six digits");
	assert_refused("2021-05-17T13:00:00.Z", "one to six digits");
	assert_refused("2021-05-17T13:00:00+0700", "such as +07:00");
	assert_refused("2021-05-17T13:00:00+24:00", "such as +07:00");
	assert_refused("2021-05-17T13:00:00Z~", "nothing more");
	assert_refused("2021-05T13:00:00Z", "a month and a day");
	assert_refused("T13:00:00Z", "four digits");
}

static void what_is_no_edtf_is_refused(void **state)
{
	assert_refused("", "is expected");
	assert_refused("202", "four digits");
	assert_refused("20211", "nothing more");
	assert_refused("-0000", "-0000");
	assert_refused("2021?~", "one qualifier");
	assert_refused("unknown/2021", "four digits");
	assert_refused("open", "four digits");
	assert_refused("199u", "four digits");
	assert_refused("y17000", "four digits");
	assert_refused("Y2021", "five digits");
	assert_refused("..", "the other end");
	assert_refused("../..", "one end");
	assert_refused("/", "one end");
	assert_refused("2021/2020", "before it begins");
	assert_refused("2021/2022/2023", "two ends");
	assert_refused("2021-5-1", "01 to 12");
	assert_refused("2021-05-17 ", "nothing more");
	assert_refused("2021\n", "nothing more");
}

static void level_2_is_refused_by_its_name(void **state)
{
	static const char *const level_2[] = { "Y-17E7", "1950S2", "Y171010000S3", "2001-34",
		"[1667,1668,1670..1672]", "{1960,1961-12}", "[..1760-12-03]", "2004-06~-11",
		"2004?-06-11", "?2004-06-~11", "2004-%06-11", "156X-12-25", "15XX-12-25",
		"XXXX-12-XX", "1XXX-XX", "1XXX-12", "1984-1X", "2004-06-~01/2004-06-~20",
		"2004-06-XX/2004-07-03", "1985-04-1X" };

	for (size_t i = 0; i < sizeof level_2 / sizeof level_2[0]; i++)
		assert_refused(level_2[i], "level 2");
}

static void a_time_in_a_gap_is_refused_with_both_offsets(void **state)
{
	struct when w;
	struct err e = { 0 };

	assert_int_equal(edtf_parse(&w, "2021-03-28T02:30:00", 19, "Europe/Berlin", &e), -1);
	assert_non_null(strstr(e.text, "did not happen"));
	assert_non_null(strstr(e.text, "+01:00"));
	assert_non_null(strstr(e.text, "+02:00"));
}

static void a_time_in_a_fold_is_refused_with_both_offsets(void **state)
{
	struct when w;
	struct err e = { 0 };

	assert_int_equal(edtf_parse(&w, "2021-11-07T01:30:00", 19, "America/New_York", &e), -1);
	assert_non_null(strstr(e.text, "happened twice"));
	assert_non_null(strstr(e.text, "-04:00 or -05:00"));
	assert_int_equal(
	    edtf_parse(&w, "2021-11-07T01:30:00-05:00", 25, "America/New_York", &e), 0);
	assert_instant(w.earliest, "2021-11-07T06:30:00.000000Z");
}

/* Random texts of the grammar's own pieces: what parses, parses again to the same, with ordered
 * bounds. */
static void whatever_parses_parses_again_to_the_same(void **state)
{
	static const char *const pieces[] = { "2021", "-05", "-16", "T13:05:09", "Z", "+07:00", "/",
		"..", "~", "?", "X", "XX", "-XX", "-24", "Y", "12345", "-", "1985", ".25", "-02-28",
		"-12-31", "0001", "9999", "T23:59:60" };
	static const char *const zones[] = { "UTC", "Asia/Jakarta", "Europe/Berlin", "Pacific/Apia",
		"-09:30" };
	unsigned seed = 20190204;
	int parsed = 0;
	bool failed;

	for (int round = 0; round < 200000; round++) {
		struct str text = { 0 };
		struct when w, again;
		struct err e;
		const char *zone = zones[(size_t)rand_r(&seed) % 5];

		for (int i = rand_r(&seed) % 7; i >= 0; i--)
			str_puts(&text,
			    pieces[(size_t)rand_r(&seed) % (sizeof pieces / sizeof pieces[0])]);
		failed = edtf_parse(&w, str_text(&text), text.len, zone, &e) < 0;
		str_release(&text);
		if (failed)
			continue;
		parsed++;
		assert_true(w.earliest <= w.latest);
		assert_int_equal(edtf_parse(&again, w.edtf, strlen(w.edtf), zone, &e), 0);
		assert_string_equal(again.edtf, w.edtf);
		assert_true(again.earliest == w.earliest && again.latest == w.latest);
	}
	assert_true(parsed > 3000);
}

/* --- zones ----------------------------------------------------------------------------- */

static void assert_zone(const char *name, const char *expected)
{
	char canon[WHEN_ZONE_MAX];
	struct err e = { 0 };

	assert_int_equal(zone_check(name, canon, &e), 0);
	assert_string_equal(canon, expected);
}

static void zones_get_one_name_each(void **state)
{
	assert_zone("UTC", "UTC");
	assert_zone("Z", "UTC");
	assert_zone("WIB", "Asia/Jakarta");
	assert_zone("WITA", "Asia/Makassar");
	assert_zone("WIT", "Asia/Jayapura");
	assert_zone("Asia/Jakarta", "Asia/Jakarta");
	assert_zone("America/Argentina/San_Luis", "America/Argentina/San_Luis");
	assert_zone("Etc/GMT+8", "Etc/GMT+8");
	assert_zone("+07:00", "+07:00");
	assert_zone("-03:30", "-03:30");
	assert_zone("+07", "+07:00");
}

static void assert_zone_refused(const char *name, const char *sentence)
{
	char canon[WHEN_ZONE_MAX] = "kept";
	struct err e = { 0 };

	assert_int_equal(zone_check(name, canon, &e), -1);
	assert_non_null(strstr(e.text, sentence));
	assert_string_equal(canon, "kept");
}

static void ambiguous_abbreviations_are_refused_with_a_suggestion(void **state)
{
	assert_zone_refused("CET", "Europe/Berlin");
	assert_zone_refused("IST", "Asia/Kolkata");
	assert_zone_refused("EST", "America/New_York");
	assert_zone_refused("XYZ", "is no zone here");
}

static void a_zone_is_never_a_path(void **state)
{
	static const char *const tricks[] = { "../x", "Asia/../../../etc/passwd", "/etc/localtime",
		"Asia/", "Asia", "Asia//Jakarta", "./Asia/Jakarta", "Asia/Jakarta/",
		":Asia/Jakarta", "Asia/Jakarta\n", "zone.tab", "right/Asia/Jakarta", "posix/UTC",
		"localtime", "leapseconds", "-Asia/Jakarta", "Asia/-Jakarta", "Mars/Base" };

	for (size_t i = 0; i < sizeof tricks / sizeof tricks[0]; i++) {
		char canon[WHEN_ZONE_MAX];
		struct err e = { 0 };

		if (zone_check(tricks[i], canon, &e) == 0)
			fail_msg("%s passes", tricks[i]);
	}
	assert_zone_refused(
	    "Asia/Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "letters");
}

static void offsets_follow_the_seasons(void **state)
{
	char abbr[16];

	assert_int_equal(zone_offset("Europe/Berlin", at("2021-01-01T00:00:00Z"), abbr), 3600);
	assert_string_equal(abbr, "CET");
	assert_int_equal(zone_offset("Europe/Berlin", at("2021-07-01T00:00:00Z"), abbr), 7200);
	assert_string_equal(abbr, "CEST");
	assert_int_equal(zone_offset("Asia/Jakarta", at("2021-07-01T00:00:00Z"), abbr), 7 * 3600);
	assert_string_equal(abbr, "WIB");
	assert_int_equal(zone_offset("UTC", 0, abbr), 0);
	assert_string_equal(abbr, "UTC");
	assert_int_equal(zone_offset("-03:30", 0, abbr), -12600);
	assert_string_equal(abbr, "-03:30");
}

static int instants(const char *zone, int y, int mo, int d, int h, int mi, int64_t both[2])
{
	struct civil c = { y, mo, d, h, mi, 0, 0 };

	return zone_instants(zone, &c, both);
}

static void a_civil_time_in_a_gap_has_no_instant_but_the_end_of_the_gap(void **state)
{
	int64_t both[2];

	assert_int_equal(instants("Europe/Berlin", 2021, 3, 28, 2, 30, both), 0);
	assert_instant(both[0], "2021-03-28T01:00:00.000000Z");
	assert_int_equal(instants("America/New_York", 2021, 3, 14, 2, 0, both), 0);
	assert_instant(both[0], "2021-03-14T07:00:00.000000Z");
	assert_int_equal(instants("America/New_York", 2021, 3, 14, 3, 0, both), 1);
	assert_instant(both[0], "2021-03-14T07:00:00.000000Z");
	assert_int_equal(instants("America/New_York", 2021, 3, 14, 1, 59, both), 1);
}

static void a_civil_time_in_a_fold_has_two_instants_the_earlier_first(void **state)
{
	int64_t both[2];

	assert_int_equal(instants("Europe/Berlin", 2021, 10, 31, 2, 30, both), 2);
	assert_instant(both[0], "2021-10-31T00:30:00.000000Z");
	assert_instant(both[1], "2021-10-31T01:30:00.000000Z");
	assert_int_equal(instants("America/New_York", 2021, 11, 7, 1, 0, both), 2);
	assert_int_equal(instants("America/New_York", 2021, 11, 7, 2, 0, both), 1);
	assert_instant(both[0], "2021-11-07T07:00:00.000000Z");
}

static void a_day_without_midnight_begins_after_the_jump(void **state)
{
	assert_bounds("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000000Z",
	    "2018-11-05T01:59:59.999999Z");
}

static void a_day_the_zone_skipped_has_ordered_bounds(void **state)
{
	struct when w;
	struct err e = { 0 };

	assert_int_equal(edtf_parse(&w, "2011-12-30", 10, "Pacific/Apia", &e), 0);
	assert_instant(w.earliest, "2011-12-30T10:00:00.000000Z");
	assert_true(w.latest >= w.earliest);
}

static void every_instant_comes_back_from_its_civil_time(void **state)
{
	static const char *const zones[] = { "Europe/Berlin", "America/New_York", "Asia/Jakarta",
		"Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "UTC", "+05:45" };
	unsigned seed = 42;

	for (int i = 0; i < 40000; i++) {
		const char *zone = zones[i / 5000];
		int64_t t = ((int64_t)rand_r(&seed) * 2 - INT64_C(1000000000)) * WHEN_SECOND + i,
			both[2];
		struct civil c;
		int n;

		zone_civil(zone, t, &c);
		n = zone_instants(zone, &c, both);
		assert_true(n > 0);
		assert_true(both[0] == t || both[1] == t);
		assert_true(n == 1 || both[0] < both[1]);
	}
}

/* --- what people type -------------------------------------------------------------------- */

/* Typed on 17 May 2021 at 11:42:30.5 in Jakarta. */
static int type(struct when *w, const char *text, const char *zone, bool future, struct err *e)
{
	struct when_context c = { at("2021-05-17T04:42:30.5Z"), zone, future };

	*e = (struct err){ 0 };
	return when_parse(w, text, strlen(text), &c, e);
}

static void assert_typed(const char *text, const char *edtf)
{
	struct when w;
	struct err e;

	if (type(&w, text, "Asia/Jakarta", false, &e) < 0)
		fail_msg("%s: %s", text, e.text);
	assert_string_equal(w.edtf, edtf);
	assert_true(w.earliest <= w.latest);
}

static void assert_typed_ahead(const char *text, const char *edtf)
{
	struct when w;
	struct err e;

	assert_int_equal(type(&w, text, "Asia/Jakarta", true, &e), 0);
	assert_string_equal(w.edtf, edtf);
}

static void assert_typed_wrong(const char *text, const char *zone, const char *sentence)
{
	struct when w;
	struct err e;

	assert_int_equal(type(&w, text, zone, false, &e), -1);
	if (!strstr(e.text, sentence))
		fail_msg("%s: %s", text, e.text);
}

static void a_time_of_day_is_the_latest_that_has_been(void **state)
{
	assert_typed("11:42", "2021-05-17T11:42:00+07:00");
	assert_typed("11:42:30", "2021-05-17T11:42:30+07:00");
	assert_typed("11:43", "2021-05-16T11:43:00+07:00");
	assert_typed("00:00", "2021-05-17T00:00:00+07:00");
	assert_typed(" 9:05 ", "2021-05-17T09:05:00+07:00");
	assert_typed("06:00 Z", "2021-05-16T06:00:00Z");
	assert_typed("04:00Z", "2021-05-17T04:00:00Z");
}

static void a_time_that_is_due_lies_ahead(void **state)
{
	assert_typed_ahead("14:00", "2021-05-17T14:00:00+07:00");
	assert_typed_ahead("11:42:30", "2021-05-18T11:42:30+07:00");
	assert_typed_ahead("11:42", "2021-05-18T11:42:00+07:00");
	assert_typed_ahead("+72h", "2021-05-20T11:42:30+07:00");
	assert_typed_ahead("+1w2d3h4m5s", "2021-05-26T14:46:35+07:00");
	assert_typed_ahead("tomorrow 09:00", "2021-05-18T09:00:00+07:00");
}

static void spans_count_back_from_now(void **state)
{
	assert_typed("now", "2021-05-17T11:42:30.500000+07:00");
	assert_typed("-15m", "2021-05-17T11:27:30+07:00");
	assert_typed("-2h30m", "2021-05-17T09:12:30+07:00");
	assert_typed("-3d", "2021-05-14T11:42:30+07:00");
	assert_typed_wrong("+72h", "UTC", "lies ahead");
	assert_typed_wrong("-99999999w", "UTC", "thousand years");
}

static void days_are_named_or_dated(void **state)
{
	assert_typed("today", "2021-05-17");
	assert_typed("Yesterday", "2021-05-16");
	assert_typed("tomorrow", "2021-05-18");
	assert_typed("yesterday 23:59", "2021-05-16T23:59:00+07:00");
	assert_typed("2021-05-16", "2021-05-16");
	assert_typed("2021-05-16 13:05", "2021-05-16T13:05:00+07:00");
	assert_typed("2021-05-16 13:05:09", "2021-05-16T13:05:09+07:00");
	assert_typed("2021-05-16 13:05 WITA", "2021-05-16T13:05:00+08:00");
	assert_typed("2021-05-16 13:05 -04:00", "2021-05-16T13:05:00-04:00");
	assert_typed("2021-05-16T13:05:00.250Z", "2021-05-16T13:05:00.250Z");
	assert_typed("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z");
}

static void a_zone_typed_with_a_day_is_where_the_day_is_read(void **state)
{
	struct when w;
	struct err e;

	assert_int_equal(type(&w, "2021-05-16 Europe/Berlin", "Asia/Jakarta", false, &e), 0);
	assert_string_equal(w.zone, "Europe/Berlin");
	assert_instant(w.earliest, "2021-05-15T22:00:00.000000Z");
	assert_typed_wrong("2021-05-16 WIB/2021-05-17 WITA", "UTC", "one zone");
}

static void what_counts_too_far_is_said_to(void **state)
{
	const char *const far[] = { "99999 days ago", "99999 hari lalu", "99999 hari yang lalu",
		"9999 days ago", "1000 hari lalu", "last 99999 days", "past 1500 hours",
		"99999 hari terakhir", "1400 hours ago", "123456789 weeks ago" };

	for (size_t i = 0; i < sizeof far / sizeof *far; i++)
		assert_typed_wrong(
		    far[i], "Asia/Jakarta", "counts further than 999: write the date");
	assert_typed("999 days ago", "2018-08-22");
	assert_typed("1400 hours", "2021-05-16T14:00:00+07:00");
	assert_typed("1400 hours last Friday", "2021-05-14T14:00:00+07:00");
	assert_typed_wrong("1193048 pm", "UTC", "is not expected there");
	assert_typed_wrong("123456789 and a half hours ago", "UTC", "");
	assert_typed_wrong("123456789 setengah jam lalu", "UTC", "");
	assert_typed("April 2021 minggu terakhir", "2021-04-24/2021-04-30");
	assert_typed_wrong("99999", "UTC", "nothing more");
	assert_typed_wrong("20210516 09:00", "UTC", "nothing more");
	assert_typed_wrong("20210516 jam 9", "UTC", "has a year after 9999");
	assert_typed_wrong("12345 May", "UTC", "has a year after 9999");
}

static void a_tilde_makes_a_time_uncertain(void **state)
{
	assert_typed("~14:00", "2021-05-16T13:45:00+07:00/2021-05-16T14:15:59+07:00");
	assert_typed("~2021-05", "2021-05~");
	assert_typed("~2021-05-15/2021-05-31", "2021-05-15~/2021-05-31~");
	assert_typed("~2021-05-15?/2021-05-31", "2021-05-15?/2021-05-31~");
	assert_typed("~../09:10", "../2021-05-17T09:10:00+07:00");
	assert_typed("~09:02/..", "2021-05-17T09:02:00+07:00/..");
	assert_typed("~../2021-05", "../2021-05~");
	assert_typed("~today", "2021-05-17~");
	assert_typed("09:02/-15m", "2021-05-17T09:02:00+07:00/2021-05-17T11:27:30+07:00");
	assert_typed("2021-05-16 13:05 Asia/Jakarta/2021-05-16 14:05 Asia/Makassar",
	    "2021-05-16T13:05:00+07:00/2021-05-16T14:05:00+08:00");
}

static void parts_of_a_month_are_said_in_words(void **state)
{
	assert_typed("second half of May 2021", "2021-05-16/2021-05-31");
	assert_typed("First half of june", "2020-06-01/2020-06-15");
	assert_typed("early May 2021", "2021-05-01/2021-05-10");
	assert_typed("mid Sep 2020", "2020-09-11/2020-09-20");
	assert_typed("late February 2024", "2024-02-21/2024-02-29");
	assert_typed("paruh kedua Mei 2021", "2021-05-16/2021-05-31");
	assert_typed("paruh pertama Agustus 2021", "2021-08-01/2021-08-15");
	assert_typed("the second half of May 2021", "2021-05-16/2021-05-31");
	assert_typed("end of February 2021", "2021-02-21/2021-02-28");
	assert_typed("minggu ketiga Mei 2021", "2021-05-15/2021-05-21");
	assert_typed("second half of 2021", "2021-07-01/2021-12-31");
	assert_typed("Q1 2021", "2021-01-01/2021-03-31");
	assert_typed("third quarter of 2021", "2021-07-01/2021-09-30");
	assert_typed("kuartal keempat 2021", "2021-10-01/2021-12-31");
	assert_typed("over the weekend of 15 May 2021", "2021-05-15/2021-05-16");
	assert_typed("weekend of 16 May 2021", "2021-05-15/2021-05-16");
	assert_typed("akhir pekan 14 Mei 2021", "2021-05-15/2021-05-16");
	assert_typed("akhir pekan 17 Mei 2021", "2021-05-22/2021-05-23");
	assert_typed("awal Mei 2021", "2021-05-01/2021-05-10");
	assert_typed("pertengahan Oktober 2021", "2021-10-11/2021-10-20");
	assert_typed("akhir Februari", "2021-02-21/2021-02-28");
	assert_typed("~second half of May 2021", "2021-05-16~/2021-05-31~");
	assert_typed_wrong("early 2021", "UTC", "needs a month");
	assert_typed_wrong("late Mayor", "UTC", "not understood");
	assert_typed_wrong("weekend of 31 June 2021", "UTC", "needs a day");
}

static void what_is_no_time_is_said_with_the_way_to_write_it(void **state)
{
	assert_typed_wrong("25:10", "UTC", "25:10 is not a time: HH:MM, 00:00 to 23:59");
	assert_typed_wrong("12:60", "UTC", "12:60 is not a time");
	assert_typed_wrong("", "UTC", "is expected");
	assert_typed_wrong("soon", "UTC", "\"soon\" is not a time");
	assert_typed_wrong("14:00 CET", "UTC", "Europe/Berlin");
	assert_typed_wrong("2021-02-29 10:00", "UTC", "01 to 28");
	assert_typed_wrong("2021-05-17 24:00", "UTC", "00:00 to 23:59");
	assert_typed_wrong("yesterday 14:60", "UTC", "is not a time: HH:MM");
	assert_typed_wrong("2021-03-28 02:30", "Europe/Berlin", "did not happen");
	assert_typed_wrong("2021-10-31 02:30", "Europe/Berlin", "+02:00 or +01:00");
}

static void a_typed_time_in_a_fold_is_accepted_with_its_offset(void **state)
{
	struct when w;
	struct err e;

	assert_int_equal(type(&w, "2021-10-31 02:30 +01:00", "Europe/Berlin", false, &e), 0);
	assert_instant(w.earliest, "2021-10-31T01:30:00.000000Z");
}

/* --- one time beside another --------------------------------------------------------------- */

static enum when_order order_of(const char *a, const char *b)
{
	struct when x = { 0 }, y = { 0 };
	struct err e;

	assert_true(!*a || edtf_parse(&x, a, strlen(a), "UTC", &e) == 0);
	assert_true(!*b || edtf_parse(&y, b, strlen(b), "UTC", &e) == 0);
	return when_order(&x, &y);
}

static void times_are_surely_before_only_when_they_cannot_touch(void **state)
{
	assert_int_equal(order_of("2021-05", "2021-06"), WHEN_SURELY_BEFORE);
	assert_int_equal(order_of("2021-06-01", "2021-05"), WHEN_SURELY_AFTER);
	assert_int_equal(order_of("2021-05", "2021-05-31"), WHEN_MAY_OVERLAP);
	assert_int_equal(
	    order_of("2021-05-16/2021-05-31", "2021-05-31T12:00:00Z"), WHEN_MAY_OVERLAP);
	assert_int_equal(
	    order_of("2021-05-17T13:05:00Z", "2021-05-17T13:05:00Z"), WHEN_MAY_OVERLAP);
	assert_int_equal(order_of("2021-05/..", "2022"), WHEN_MAY_OVERLAP);
	assert_int_equal(order_of("2021-05/", "2021-04"), WHEN_SURELY_AFTER);
	assert_int_equal(order_of("", "2021"), WHEN_MAY_OVERLAP);
}

static void assert_shifted(const char *edtf, int seconds, const char *expected)
{
	struct when w;
	struct err e;

	assert_int_equal(edtf_parse(&w, edtf, strlen(edtf), "Asia/Jakarta", &e), 0);
	assert_int_equal(when_shift(&w, seconds * WHEN_SECOND), expected != NULL);
	assert_string_equal(w.edtf, expected ? expected : edtf);
}

static void times_of_day_move_and_dates_do_not(void **state)
{
	assert_shifted("2021-05-17T09:04:00+07:00", -240, "2021-05-17T09:00:00+07:00");
	assert_shifted("2021-05-17T00:01:00Z", -240, "2021-05-17T06:57:00+07:00");
	assert_shifted("2021-05-17T10:00:00+07:00/2021-05-17T10:30:00+07:00", 60,
	    "2021-05-17T10:01:00+07:00/2021-05-17T10:31:00+07:00");
	assert_shifted("2021-05-17T10:00:00+07:00/..", 60, "2021-05-17T10:01:00+07:00/..");
	assert_shifted("/2021-05-17T10:00:00+07:00", 60, "/2021-05-17T10:01:00+07:00");
	assert_shifted("2021-05-17", 60, NULL);
	assert_shifted("2021-05-17T10:00:00+07:00/2021-05-18", 60, NULL);
	assert_shifted("9999-12-31T23:59:59+07:00", 8 * 3600, NULL);
}

/* Times of a small world, so that they often touch. */
static struct when some_time(unsigned *seed)
{
	static const char *const forms[] = { "2021-%02d", "2021-%02d-15", "2021-%02d~/2021-12",
		"../2021-%02d", "2021-%02d/..", "2021-%02d-XX", "2021-%02d-28T23:59:59Z",
		"/2021-%02d" };
	char text[40];
	struct when w;
	struct err e;

	snprintf(text, sizeof text, forms[rand_r(seed) % 8], 1 + rand_r(seed) % 12);
	assert_int_equal(edtf_parse(&w, text, strlen(text), "UTC", &e), 0);
	return w;
}

static void surely_before_is_a_partial_order(void **state)
{
	unsigned seed = 1983;

	for (int i = 0; i < 100000; i++) {
		struct when a = some_time(&seed), b = some_time(&seed), c = some_time(&seed);

		assert_int_equal(when_order(&a, &a), WHEN_MAY_OVERLAP);
		assert_int_equal(when_order(&a, &b), WHEN_SURELY_AFTER - when_order(&b, &a));
		if (when_order(&a, &b) == WHEN_SURELY_BEFORE &&
		    when_order(&b, &c) == WHEN_SURELY_BEFORE)
			assert_int_equal(when_order(&a, &c), WHEN_SURELY_BEFORE);
	}
}

/* --- RFC 3339, showing, the clock -------------------------------------------------------- */

static void instants_are_written_with_27_bytes(void **state)
{
	assert_instant(0, "1970-01-01T00:00:00.000000Z");
	assert_instant(-1, "1969-12-31T23:59:59.999999Z");
	assert_instant(at("2000-02-29T12:34:56.789012Z"), "2000-02-29T12:34:56.789012Z");
	assert_instant(at("0001-01-01T00:00:00Z"), "0001-01-01T00:00:00.000000Z");
	assert_instant(at("9999-12-31T23:59:59.999999Z"), "9999-12-31T23:59:59.999999Z");
	assert_instant(INT64_MIN, "0001-01-01T00:00:00.000000Z");
	assert_instant(INT64_MAX, "9999-12-31T23:59:59.999999Z");
}

static void every_instant_is_read_back_and_agrees_with_libc(void **state)
{
	unsigned seed = 3339;

	for (int i = 0; i < 100000; i++) {
		int64_t seconds = ((int64_t)rand_r(&seed) << 8) % INT64_C(253402300800) -
				  (i % 2 ? 0 : 62135596800);
		int64_t t = seconds * WHEN_SECOND + rand_r(&seed) % 1000000;
		time_t whole = (time_t)seconds;
		char text[WHEN_RFC3339], expected[80];
		struct tm tm;

		if (t >= at("9999-12-31T23:59:59Z"))
			continue;
		when_rfc3339(t, text);
		assert_true(at(text) == t);
		gmtime_r(&whole, &tm);
		snprintf(expected, sizeof expected, "%04d-%02d-%02dT%02d:%02d:%02d",
		    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
		assert_memory_equal(text, expected, 19);
	}
}

static void rfc3339_is_read_in_all_its_forms(void **state)
{
	assert_true(at("2021-06-25T21:03:11+07:00") == at("2021-06-25T14:03:11Z"));
	assert_true(at("2021-06-25 14:03:11z") == at("2021-06-25t14:03:11Z"));
	assert_true(at("2021-06-25T14:03:11.123456789Z") == at("2021-06-25T14:03:11.123456Z"));
	assert_true(at("2021-06-25T14:03:11-00:00") == at("2021-06-25T14:03:11Z"));
	assert_true(at("2016-12-31T23:59:60Z") == at("2016-12-31T23:59:59.999999Z"));
}

static void what_is_no_rfc3339_is_refused(void **state)
{
	static const char *const wrong[] = { "", "2021-06-25", "2021-06-25T14:03:11",
		"2021-06-25T14:03Z", "2021-06-25T14:03:11+07", "2021-06-25T14:03:11+0700",
		"2021-06-25T14:03:11Z ", "2021-02-29T14:03:11Z", "2021-06-25T24:00:00Z",
		"2021-06-25T14:03:11.Z", "2021-06-25T14:03:11.1234567890Z", "2021-13-25T14:03:11Z",
		"0000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00",
		"2021-06-25T14:03:61Z", "2021-06-25T14:03:11 07:00", "2021-06-25X14:03:11Z" };

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		int64_t t;
		struct err e = { 0 };

		if (when_rfc3339_parse(wrong[i], strlen(wrong[i]), &t, &e) == 0)
			fail_msg("\"%s\" passes", wrong[i]);
		assert_int_equal(e.kind, ERR_INVALID);
	}
}

static void a_point_says_its_offset(void **state)
{
	struct when w;
	struct err e;

	when_point(&w, at("2021-05-17T04:27:00Z"), "Asia/Jakarta");
	assert_string_equal(w.edtf, "2021-05-17T11:27:00+07:00");
	when_point(&w, at("2021-05-17T04:27:00.25Z"), "UTC");
	assert_string_equal(w.edtf, "2021-05-17T04:27:00.250000Z");
	when_point(&w, INT64_MIN, "Asia/Jakarta");
	assert_int_equal(edtf_parse(&w, w.edtf, strlen(w.edtf), "UTC", &e), 0);
	when_point(&w, INT64_MAX, "+14:00");
	assert_int_equal(edtf_parse(&w, w.edtf, strlen(w.edtf), "UTC", &e), 0);
}

static void assert_when_shown(
    const char *typed, const char *zone, bool seconds, const char *expected)
{
	struct when w;
	struct err e;
	struct str out = { 0 };

	assert_int_equal(type(&w, typed, "Asia/Jakarta", true, &e), 0);
	when_show(&out, &w, zone, seconds);
	assert_string_equal(str_text(&out), expected);
	str_release(&out);
}

static void times_are_shown_with_their_zone(void **state)
{
	static const char jakarta[] = "Asia/Jakarta";

	assert_when_shown("2021-05-17 11:27", jakarta, false, "2021-05-17 11:27 WIB");
	assert_when_shown("2021-05-17 11:27", jakarta, true, "2021-05-17 11:27:00 WIB");
	assert_when_shown("2021-05-17 11:27:42", jakarta, false, "2021-05-17 11:27:42 WIB");
	assert_when_shown("2021-05-17 01:00", "UTC", false, "2021-05-16 18:00 UTC");
	assert_when_shown("2021-05-17 01:00", "-03:00", false, "2021-05-16 15:00 -03:00");
	assert_when_shown("second half of May 2021", jakarta, false, "2021-05-16/2021-05-31");
	assert_when_shown("2021-05-16", "UTC", false, "2021-05-16 Asia/Jakarta");
	assert_when_shown("~2021-05-15/2021-05-31", jakarta, false, "~2021-05-15/2021-05-31");
	assert_when_shown("~2021-05-17 14:00", jakarta, false, "~2021-05-17 14:00 WIB");
	assert_when_shown(
	    "2021-05-17 13:05/2021-05-17 13:40", jakarta, false, "2021-05-17 13:05/13:40 WIB");
	assert_when_shown("Friday evening", jakarta, false, "2021-05-21 18:00/23:59 WIB");
	assert_when_shown("Friday evening", jakarta, true, "2021-05-21 18:00:00/23:59:59 WIB");
	assert_when_shown("2021-05-16 23:00/2021-05-17 01:00", jakarta, false,
	    "2021-05-16 23:00 WIB/2021-05-17 01:00 WIB");
	assert_when_shown("../2021-05-17 09:10", jakarta, false, "../2021-05-17 09:10 WIB");
	assert_when_shown("2021?", jakarta, false, "2021?");
	assert_when_shown("2016-12-31T23:59:60Z", "UTC", false, "2016-12-31 23:59:60 UTC");
	assert_when_shown("2016-12-31T23:59:60Z", jakarta, false, "2017-01-01 06:59:60 WIB");
}

static void no_time_is_shown_as_undated(void **state)
{
	struct when w = { 0 };
	struct str out = { 0 };

	when_show(&out, &w, "UTC", false);
	assert_string_equal(str_text(&out), "undated");
	str_release(&out);
}

static void a_damaged_time_is_shown_harmlessly(void **state)
{
	struct when w = { .edtf = "\033[2J/\n", .zone = "../\033" };
	struct str out = { 0 };

	when_show(&out, &w, "UTC", false);
	assert_string_equal(str_text(&out), "\\x1b[2J/\\n ../\\x1b");
	str_release(&out);
	assert_int_equal(zone_offset("../../etc/passwd", 0, NULL), 0);
}

static void assert_span(int64_t seconds, const char *expected)
{
	struct str out = { 0 };

	when_show_span(&out, seconds * WHEN_SECOND);
	assert_string_equal(str_text(&out), expected);
	str_release(&out);
}

static void assert_between(const char *from, const char *to, const char *expected)
{
	struct when a, b;
	struct str out = { 0 };
	struct err e;

	assert_int_equal(edtf_parse(&a, from, strlen(from), "Asia/Jakarta", &e), 0);
	assert_int_equal(edtf_parse(&b, to, strlen(to), "Asia/Jakarta", &e), 0);
	when_show_between(&out, when_between(&a, &b));
	assert_string_equal(str_text(&out), expected);
	str_release(&out);
}

static void between_points_there_is_one_span(void **state)
{
	assert_between("2021-05-17T09:11:00+07:00", "2021-05-17T11:03:00+07:00", "+1h52m");
	assert_between("2021-05-17T11:03:00+07:00", "2021-05-17T09:11:00+07:00", "-1h52m");
	assert_between("2021-05-17T09:11:00+07:00", "2021-05-17T02:11:00Z", "0s");
}

static void between_imprecise_times_there_is_a_range(void **state)
{
	assert_between("2021-05-15/2021-05-16", "2021-05-17T09:02:00+07:00", "9h2m..2d9h");
	assert_between("2021-05-17T09:02:00+07:00", "2021-05-15/2021-05-16", "-2d9h..-9h2m");
	assert_between("2021-05-17", "2021-05-17T09:02:00+07:00", "-14h58m..+9h2m");
	assert_between("2021-05-17", "2021-05-17", "-1d..+1d");
}

static void without_a_bound_a_range_has_no_end(void **state)
{
	assert_between("2021-05-17T09:02:00+07:00", "2021-05-18T00:00:00+07:00/..", "14h58m..");
	assert_between("2021-05-17T09:02:00+07:00", "../2021-05-18T00:00:00+07:00", "..14h58m");
	assert_between("../2021-05-17", "2021-05-19/..", "1d..");
	assert_between("2021-05-17/..", "2021-05-19/..", "..");
}

static void spans_are_shown_shortly(void **state)
{
	assert_span(0, "0s");
	assert_span(42, "42s");
	assert_span(4 * 60 + 59, "4m");
	assert_span(6720, "1h52m");
	assert_span(7200, "2h");
	assert_span(3 * 86400 + 4 * 3600, "3d4h");
	assert_span(14 * 86400, "2w");
	assert_span(17 * 86400, "2w3d");
	assert_span(-6720, "-1h52m");
}

static void the_simulated_clock_starts_where_it_is_told_and_runs(void **state)
{
	int64_t first, second;

	unsetenv("BLOTTER_CLOCK");
	assert_false(when_simulated());
	assert_true(when_now() > at("2021-05-17T04:42:30Z"));
	setenv("BLOTTER_CLOCK", "2021-05-17T04:42:30Z", 1);
	assert_true(when_simulated());
	first = when_now();
	do
		second = when_now();
	while (second == first);
	assert_true(first >= at("2021-05-17T04:42:30Z") && first < at("2021-05-17T04:43:30Z"));
	assert_true(second > first && second < at("2021-05-17T04:43:30Z"));
	setenv("BLOTTER_CLOCK", "nonsense", 1);
	assert_false(when_simulated());
	unsetenv("BLOTTER_CLOCK");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_of_level_0_have_inclusive_bounds),
		cmocka_unit_test(a_date_is_read_in_its_zone),
		cmocka_unit_test(date_times_of_level_0_are_points),
		cmocka_unit_test(a_leap_second_counts_as_the_end_of_its_minute),
		cmocka_unit_test(a_date_time_without_offset_gets_that_of_the_zone),
		cmocka_unit_test(local_mean_time_is_kept_to_the_minute),
		cmocka_unit_test(intervals_of_level_0_span_from_the_first_to_the_last),
		cmocka_unit_test(every_example_of_the_specification_is_kept_as_it_stands),
		cmocka_unit_test(seasons_are_months_of_the_north),
		cmocka_unit_test(qualified_dates_keep_their_bounds),
		cmocka_unit_test(unspecified_digits_stand_for_all_of_them),
		cmocka_unit_test(an_open_or_unknown_end_has_no_bound),
		cmocka_unit_test(ends_of_an_interval_may_be_qualified),
		cmocka_unit_test(intervals_of_date_times_are_our_extension),
		cmocka_unit_test(years_far_away_keep_their_order),
		cmocka_unit_test(days_that_do_not_exist_are_refused_with_their_column),
		cmocka_unit_test(wrong_times_are_refused),
		cmocka_unit_test(what_is_no_edtf_is_refused),
		cmocka_unit_test(level_2_is_refused_by_its_name),
		cmocka_unit_test(a_time_in_a_gap_is_refused_with_both_offsets),
		cmocka_unit_test(a_time_in_a_fold_is_refused_with_both_offsets),
		cmocka_unit_test(whatever_parses_parses_again_to_the_same),
		cmocka_unit_test(zones_get_one_name_each),
		cmocka_unit_test(ambiguous_abbreviations_are_refused_with_a_suggestion),
		cmocka_unit_test(a_zone_is_never_a_path),
		cmocka_unit_test(offsets_follow_the_seasons),
		cmocka_unit_test(a_civil_time_in_a_gap_has_no_instant_but_the_end_of_the_gap),
		cmocka_unit_test(a_civil_time_in_a_fold_has_two_instants_the_earlier_first),
		cmocka_unit_test(a_day_without_midnight_begins_after_the_jump),
		cmocka_unit_test(a_day_the_zone_skipped_has_ordered_bounds),
		cmocka_unit_test(every_instant_comes_back_from_its_civil_time),
		cmocka_unit_test(a_time_of_day_is_the_latest_that_has_been),
		cmocka_unit_test(a_time_that_is_due_lies_ahead),
		cmocka_unit_test(spans_count_back_from_now),
		cmocka_unit_test(days_are_named_or_dated),
		cmocka_unit_test(a_zone_typed_with_a_day_is_where_the_day_is_read),
		cmocka_unit_test(what_counts_too_far_is_said_to),
		cmocka_unit_test(a_tilde_makes_a_time_uncertain),
		cmocka_unit_test(parts_of_a_month_are_said_in_words),
		cmocka_unit_test(what_is_no_time_is_said_with_the_way_to_write_it),
		cmocka_unit_test(a_typed_time_in_a_fold_is_accepted_with_its_offset),
		cmocka_unit_test(times_are_surely_before_only_when_they_cannot_touch),
		cmocka_unit_test(surely_before_is_a_partial_order),
		cmocka_unit_test(times_of_day_move_and_dates_do_not),
		cmocka_unit_test(instants_are_written_with_27_bytes),
		cmocka_unit_test(every_instant_is_read_back_and_agrees_with_libc),
		cmocka_unit_test(rfc3339_is_read_in_all_its_forms),
		cmocka_unit_test(what_is_no_rfc3339_is_refused),
		cmocka_unit_test(a_point_says_its_offset),
		cmocka_unit_test(times_are_shown_with_their_zone),
		cmocka_unit_test(no_time_is_shown_as_undated),
		cmocka_unit_test(a_damaged_time_is_shown_harmlessly),
		cmocka_unit_test(spans_are_shown_shortly),
		cmocka_unit_test(between_points_there_is_one_span),
		cmocka_unit_test(between_imprecise_times_there_is_a_range),
		cmocka_unit_test(without_a_bound_a_range_has_no_end),
		cmocka_unit_test(the_simulated_clock_starts_where_it_is_told_and_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
