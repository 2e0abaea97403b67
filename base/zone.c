/*
 * zone.c - zones: which are usable, what offset one has at an instant, which instants a civil time
 * has.
 *
 * libc knows the zones, but only one at a time: TZ and tzset are state of the process. So the
 * one mutable static of base/ is here, the name libc has in force; a switch costs some
 * microseconds, staying in a zone nearly nothing, and UTC and fixed offsets never ask libc. An
 * unknown TZ silently means UTC, so a zone counts only when its file is there.
 */
#include "base/when.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/calendar.h"

static const struct abbreviation {
	const char *word;
	const char *zone;
	bool taken; /* used as the zone; otherwise only suggested */
} abbreviations[] = {
	{ "UTC", "UTC", true },
	{ "Z", "UTC", true },
	{ "WIB", "Asia/Jakarta", true },
	{ "WITA", "Asia/Makassar", true },
	{ "WIT", "Asia/Jayapura", true },
	{ "GMT", "UTC or Europe/London", false },
	{ "BST", "Europe/London", false },
	{ "IST", "Asia/Kolkata or Europe/Dublin", false },
	{ "CET", "Europe/Berlin", false },
	{ "CEST", "Europe/Berlin", false },
	{ "EET", "Europe/Helsinki", false },
	{ "EEST", "Europe/Helsinki", false },
	{ "WET", "Europe/Lisbon", false },
	{ "MSK", "Europe/Moscow", false },
	{ "EST", "America/New_York", false },
	{ "EDT", "America/New_York", false },
	{ "CST", "America/Chicago or Asia/Shanghai", false },
	{ "CDT", "America/Chicago", false },
	{ "MST", "America/Denver", false },
	{ "MDT", "America/Denver", false },
	{ "PST", "America/Los_Angeles", false },
	{ "PDT", "America/Los_Angeles", false },
	{ "SGT", "Asia/Singapore", false },
	{ "MYT", "Asia/Kuala_Lumpur", false },
	{ "ICT", "Asia/Bangkok", false },
	{ "PHT", "Asia/Manila", false },
	{ "HKT", "Asia/Hong_Kong", false },
	{ "JST", "Asia/Tokyo", false },
	{ "KST", "Asia/Seoul", false },
	{ "AEST", "Australia/Sydney", false },
	{ "AEDT", "Australia/Sydney", false },
	{ "NZST", "Pacific/Auckland", false },
};

static bool letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool looks_abbreviated(const char *name)
{
	size_t n = strlen(name);

	return n <= 5 && strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == n;
}

/* Only names that stay inside the directory of the zones: words of letters and a few marks between
 * slashes. */
static bool name_is_sound(const char *name)
{
	for (const char *p = name; *p; p++) {
		bool begins = p == name || p[-1] == '/';

		if (begins ? !letter(*p) : !letter(*p) && !strchr("0123456789_+-/", *p))
			return false;
	}
	return *name && name[strlen(name) - 1] != '/' && strlen(name) < WHEN_ZONE_MAX;
}

/* posix/ and right/ are the same zones again, the latter with leap seconds; the others change from
 * place to place. */
static bool name_is_odd(const char *name)
{
	static const char *const odd[] = { "posix/", "right/", "localtime", "posixrules",
		"Factory" };

	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++)
		if (strncmp(name, odd[i], strlen(odd[i])) == 0)
			return true;
	return false;
}

static bool file_is_zone(const char *directory, const char *name)
{
	char path[512], magic[4];
	bool is = false;
	struct stat st;
	int fd;

	if (snprintf(path, sizeof path, "%s/%s", directory, name) >= (int)sizeof path)
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		is = read(fd, magic, 4) == 4 && memcmp(magic, "TZif", 4) == 0;
	close(fd);
	return is;
}

static bool zone_exists(const char *name)
{
	const char *own = getenv("TZDIR"); /* libc looks there, too */

	return name_is_sound(name) && !name_is_odd(name) &&
	       file_is_zone(own && *own ? own : "/usr/share/zoneinfo", name);
}

static const struct abbreviation *abbreviation_find(const char *word)
{
	for (size_t i = 0; i < sizeof abbreviations / sizeof abbreviations[0]; i++)
		if (strcmp(abbreviations[i].word, word) == 0)
			return &abbreviations[i];
	return NULL;
}

bool zone_abbreviated(const char *word)
{
	return abbreviation_find(word) != NULL;
}

static int abbreviation_check(const char *name, char canon[WHEN_ZONE_MAX], struct err *e)
{
	const struct abbreviation *a = abbreviation_find(name);

	if (!a)
		return err_set(e, ERR_INVALID,
		    "\"%s\" is no zone here; write an offset such as +07:00, or a name such as "
		    "Asia/Jakarta",
		    name);
	if (!a->taken)
		return err_set(e, ERR_INVALID,
		    "\"%s\" may mean several zones; write an offset such as +07:00, or %s", name,
		    a->zone);
	snprintf(canon, WHEN_ZONE_MAX, "%s", a->zone);
	return 0;
}

/* Is this "UTC" or an offset, which need no libc? */
static bool zone_fixed(const char *zone, int *offset)
{
	size_t n;

	*offset = 0;
	if (strcmp(zone, "UTC") == 0)
		return true;
	if (*zone != '+' && *zone != '-')
		return false;
	n = calendar_offset_read(zone, strlen(zone), offset);
	return n > 0 && zone[n] == '\0';
}

int zone_check(const char *name, char canon[WHEN_ZONE_MAX], struct err *e)
{
	char word[WHEN_ZONE_MAX]; /* canon may be name itself */
	int offset;

	if (strlen(name) >= sizeof word)
		return err_set(
		    e, ERR_INVALID, "the name of a zone has at most %d letters", WHEN_ZONE_MAX - 1);
	memcpy(word, name, strlen(name) + 1);
	if (looks_abbreviated(word))
		return abbreviation_check(word, canon, e);
	if (zone_fixed(word, &offset)) {
		calendar_offset(offset, canon);
		return 0;
	}
	if (*word == '+' || *word == '-')
		return err_set(e, ERR_INVALID, "\"%s\" is no offset; write it as +07:00", word);
	if (!zone_exists(word))
		return err_set(e, ERR_INVALID,
		    "there is no zone \"%s\" on this machine; names are such as Asia/Jakarta or "
		    "+07:00",
		    word);
	memcpy(canon, word, sizeof word);
	return 0;
}

/* The zone libc has in force. A name that is no name, as a damaged notebook may hold, is UTC.
 * Nothing else in the program touches TZ. */
static void libc_switch(const char *zone)
{
	static char in_force[WHEN_ZONE_MAX];
	char tz[WHEN_ZONE_MAX + 1];

	if (strcmp(in_force, zone) == 0)
		return;
	if (!name_is_sound(zone))
		zone = "UTC";
	snprintf(tz, sizeof tz, ":%s", zone); /* the colon says that it is a file */
	setenv("TZ", tz, 1);
	tzset();
	snprintf(in_force, sizeof in_force, "%s", zone);
}

/* What libc is asked about lies in years of four digits; beyond, the nearest of them answers. */
static time_t within_libc(int64_t seconds)
{
	const int64_t first = INT64_C(-62135596800), last = INT64_C(253402300799);

	return (time_t)(seconds < first ? first : seconds > last ? last : seconds);
}

int zone_offset(const char *zone, int64_t instant, char *abbr)
{
	int offset;
	int64_t rest;
	struct tm tm;
	time_t seconds;

	if (zone_fixed(zone, &offset)) {
		if (abbr)
			snprintf(abbr, 16, "%s", zone);
		return offset;
	}
	seconds = within_libc(calendar_floor(instant, WHEN_SECOND, &rest));
	libc_switch(zone);
	if (!localtime_r(&seconds, &tm))
		return 0;
	if (abbr)
		snprintf(abbr, 16, "%s", tm.tm_zone);
	return (int)tm.tm_gmtoff;
}

void zone_civil(const char *zone, int64_t instant, struct civil *c)
{
	int64_t micro, second, year;
	int64_t seconds =
	    calendar_floor(instant, WHEN_SECOND, &micro) + zone_offset(zone, instant, NULL);
	int64_t days = calendar_floor(seconds, 86400, &second);

	calendar_date(days, &year, &c->month, &c->day);
	c->year = (int)year;
	c->hour = (int)(second / 3600);
	c->minute = (int)(second / 60 % 60);
	c->second = (int)(second % 60);
	c->micro = (int)micro;
}

/* The first second at which the zone no longer has the offset it had at `before`, up to `after`. */
static int64_t jump_find(const char *zone, int64_t before, int64_t after)
{
	int offset = zone_offset(zone, before * WHEN_SECOND, NULL);

	while (after - before > 1) {
		int64_t middle = before + (after - before) / 2;

		if (zone_offset(zone, middle * WHEN_SECOND, NULL) == offset)
			before = middle;
		else
			after = middle;
	}
	return after;
}

int zone_instants(const char *zone, const struct civil *c, int64_t at[2])
{
	int64_t local = calendar_days(c->year, c->month, c->day) * 86400 + c->hour * 3600 +
			c->minute * 60 + c->second;
	int earlier = zone_offset(zone, (local - 86400) * WHEN_SECOND, NULL);
	int later = zone_offset(zone, (local + 86400) * WHEN_SECOND, NULL);
	int64_t a = local - earlier, b = local - later;
	bool a_holds = zone_offset(zone, a * WHEN_SECOND, NULL) == earlier;
	bool b_holds = zone_offset(zone, b * WHEN_SECOND, NULL) == later;

	if (a_holds && b_holds && a != b) {
		at[0] = (a < b ? a : b) * WHEN_SECOND + c->micro;
		at[1] = (a < b ? b : a) * WHEN_SECOND + c->micro;
		return 2;
	}
	if (a_holds || b_holds) {
		at[0] = (a_holds ? a : b) * WHEN_SECOND + c->micro;
		at[1] = at[0];
		return 1;
	}
	at[0] = jump_find(zone, local - 86400, local + 86400) * WHEN_SECOND;
	at[1] = at[0];
	return 0;
}

int zone_instant(const char *zone, const struct civil *c, int64_t *at, struct err *e)
{
	char before[CALENDAR_OFFSET], after[CALENDAR_OFFSET];
	int64_t both[2];
	int n = zone_instants(zone, c, both);

	*at = both[0];
	if (n == 1)
		return 0;
	calendar_offset(zone_offset(zone, n == 2 ? both[0] : both[0] - 1, NULL), before);
	calendar_offset(zone_offset(zone, both[1], NULL), after);
	if (n == 2)
		return err_set(e, ERR_INVALID,
		    "%02d:%02d happened twice on %04d-%02d-%02d in %s: %s or %s; write the date "
		    "and which of them",
		    c->hour, c->minute, c->year, c->month, c->day, zone, before, after);
	return err_set(e, ERR_INVALID,
	    "%02d:%02d did not happen on %04d-%02d-%02d in %s: the clocks went from %s to %s",
	    c->hour, c->minute, c->year, c->month, c->day, zone, before, after);
}
