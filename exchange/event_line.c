/*
 * event_line.c - events that are a line of text each: plaso's l2tcsv and dynamic, syslog, git log.
 *
 * plaso separates by commas and does not quote (plaso/output/shared_dsv.py puts blanks in the place
 * of commas inside values), so a quote means nothing there; but such files pass through
 * spreadsheets, which quote as RFC 4180 says. A line whose quotes all are where RFC 4180 has them
 * is read so, any other is cut at each comma.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/event.h"

enum { CELLS_MAX = 17 };

/* --- plaso ------------------------------------------------------------------------------- */

/* The end of a quoted field that begins at p, after its closing quote; NULL when it has none. */
static char *quoted_end(char *p)
{
	while ((p = strchr(p + 1, '"')))
		if (*++p != '"')
			return p;
	return NULL;
}

static bool quotes_in_place(char *p)
{
	for (; p; p += !!*p) {
		if (*p == '"') {
			p = quoted_end(p);
			if (!p || (*p && *p != ','))
				return false;
		} else {
			size_t n = strcspn(p, ",\"");

			if (p[n] == '"')
				return false;
			p += n;
		}
		if (!*p)
			return true;
	}
	return true;
}

/* Takes the quotes off a field in place, and ends it. */
static void unquote(char *at, char *end, struct csv_field *f)
{
	char *to = at + 1;

	f->at = to;
	for (char *from = at + 1; from < end - 1; from++) {
		*to++ = *from;
		from += *from == '"';
	}
	*to = '\0';
	f->len = (size_t)(to - f->at);
}

/* Cuts the line at commas; returns how many fields there are, of which at most CELLS_MAX are kept.
 */
static size_t cells_cut(char *p, struct csv_field *cell)
{
	bool quotes = strchr(p, '"') && quotes_in_place(p);
	size_t n = 0;

	for (;; p++) {
		bool quoted = quotes && *p == '"';
		char *end = quoted ? quoted_end(p) : p + strcspn(p, ",");
		bool last = !*end;
		struct csv_field f = { p, (size_t)(end - p) };

		*end = '\0';
		if (quoted)
			unquote(p, end, &f);
		if (n < CELLS_MAX)
			cell[n] = f;
		n++;
		if (last)
			return n;
		p = end;
	}
}

static int cells_take(
    char *line, struct csv_field *cell, size_t expected, const char *what, struct err *e)
{
	size_t n = cells_cut(line, cell);

	if (n != expected)
		return err_set(e, ERR_INVALID, "it has %zu fields, %s has %zu", n, what, expected);
	return 0;
}

/* "CEST" is written by plaso for the zone it was told; which one that was --zone says. Where an
 * hour was twice the abbreviation tells which. v->own is the time without offset. */
static int abbreviation_take(struct event *v, const char *word, struct err *e)
{
	struct civil c = { 0 };
	char abbr[16];
	int64_t at[2];
	int n;

	if (!v->zone || !zone_abbreviated(word) ||
	    sscanf(v->own.at, "%4d-%2d-%2d %2d:%2d:%2d", &c.year, &c.month, &c.day, &c.hour,
		&c.minute, &c.second) != 6)
		return -1;
	n = zone_instants(v->zone, &c, at);
	for (int i = 0; i < n; i++) {
		int offset = zone_offset(v->zone, at[i], abbr);

		if (strcmp(abbr, word) != 0)
			continue;
		if (n == 2)
			str_printf(&v->own, "%c%02d:%02d", offset < 0 ? '-' : '+',
			    abs(offset) / 3600, abs(offset) / 60 % 60);
		return 0;
	}
	return err_set(e, ERR_INVALID, "\"%s\" is not what the time of %s was called then", word,
	    v->zone);
}

int event_of_l2tcsv(struct event *v, char *line, size_t n, struct err *e)
{
	enum { DATE, TIME, ZONE, MACB, SOURCE, SOURCETYPE, TYPE, USER, HOST, SHORT, DESC, VERSION,
	       FILENAME, INODE, NOTES, FORMAT, EXTRA, CELLS };
	struct csv_field cell[CELLS_MAX];
	const char *d;
	char zone[WHEN_ZONE_MAX];

	if (cells_take(line, cell, CELLS, "l2tcsv", e) < 0)
		return -1;
	d = cell[DATE].at;
	if (strcmp(d, "00/00/0000") == 0)
		return err_set(e, ERR_INVALID, "it has no date");
	if (cell[DATE].len != 10 || d[2] != '/' || d[5] != '/')
		return err_set(e, ERR_INVALID, "the date \"%.20s\" is not MM/DD/YYYY", d);
	str_printf(&v->own, "%.4s-%.2s-%.2s %s", d + 6, d, d + 3, cell[TIME].at);
	if (cell[ZONE].len && strcmp(cell[ZONE].at, "-") != 0 &&
	    (cell[ZONE].len >= sizeof zone || zone_check(cell[ZONE].at, zone, e) < 0)) {
		if (abbreviation_take(v, cell[ZONE].at, e) < 0)
			return err_in(e, "timezone");
	} else if (cell[ZONE].len && strcmp(cell[ZONE].at, "-") != 0) {
		snprintf(v->zone_room, sizeof v->zone_room, "%s", zone);
		v->zone = v->zone_room;
	}
	event_set(v, EVENT_DATETIME, v->own.at, v->own.len);
	v->part[EVENT_MESSAGE] = cell[DESC];
	if (cell[DESC].len == 0 || strcmp(cell[DESC].at, "-") == 0)
		v->part[EVENT_MESSAGE] = cell[SHORT];
	v->part[EVENT_DESC] = cell[TYPE];
	v->part[EVENT_SOURCE] = cell[SOURCETYPE];
	v->part[EVENT_USER] = cell[USER];
	v->part[EVENT_HOST] = cell[HOST];
	v->part[EVENT_FILE] = cell[FILENAME];
	return 0;
}

int event_of_dynamic(struct event *v, char *line, size_t n, struct err *e)
{
	enum { DATETIME, DESC, SOURCE, SOURCE_LONG, MESSAGE, PARSER, DISPLAY, TAG, CELLS };
	struct csv_field cell[CELLS_MAX];

	if (cells_take(line, cell, CELLS, "plaso's dynamic", e) < 0)
		return -1;
	v->part[EVENT_DATETIME] = cell[DATETIME];
	v->part[EVENT_DESC] = cell[DESC];
	v->part[EVENT_SOURCE] = cell[cell[SOURCE_LONG].len > 1 ? SOURCE_LONG : SOURCE];
	v->part[EVENT_MESSAGE] = cell[MESSAGE];
	v->part[EVENT_FILE] = cell[DISPLAY];
	v->part[EVENT_TAG] = cell[TAG];
	return 0;
}

/* --- git ----------------------------------------------------------------------------------- */

int event_of_git(struct event *v, char *line, size_t n, struct err *e)
{
	char *author = strchr(line, '\t'), *subject = author ? strchr(author + 1, '\t') : NULL;

	if (!subject)
		return err_set(e, ERR_INVALID,
		    "it is not a line of git log --format='%%aI%%x09%%an%%x09%%s'");
	event_set(v, EVENT_DATETIME, line, (size_t)(author - line));
	event_set(v, EVENT_USER, author + 1, (size_t)(subject - author - 1));
	event_set(v, EVENT_MESSAGE, subject + 1, n - (size_t)(subject + 1 - line));
	event_set(v, EVENT_SOURCE, "git", 3);
	return 0;
}

/* --- syslog -------------------------------------------------------------------------------- */

/* Takes a word up to the next blank; false when there is none. */
static bool word_take(char **p, struct csv_field *f)
{
	size_t n = strcspn(*p, " ");

	*f = (struct csv_field){ *p, n };
	*p += n + ((*p)[n] == ' ');
	return n > 0;
}

/* Passes over structured data: "-", or [id name="value"]...; false when it does not end. */
static bool structured_pass(char **p)
{
	char *s = *p;
	bool quoted = false;

	if (*s == '-') {
		*p = s + 1 + (s[1] == ' ');
		return true;
	}
	while (*s == '[') {
		for (s++; *s && (quoted || *s != ']'); s++) {
			if (quoted && *s == '\\' && s[1])
				s++;
			else
				quoted ^= *s == '"';
		}
		if (!*s++)
			return false;
	}
	if (s == *p)
		return false;
	*p = s + (*s == ' ');
	return true;
}

/* VERSION TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA MSG, after the priority. */
static int rfc5424_take(struct event *v, char *p, struct err *e)
{
	struct csv_field skipped;

	p += 2;
	if (!word_take(&p, &v->part[EVENT_DATETIME]) || !word_take(&p, &v->part[EVENT_HOST]) ||
	    !word_take(&p, &v->part[EVENT_SOURCE]) || !word_take(&p, &v->part[EVENT_PROCESS]) ||
	    !word_take(&p, &skipped) || !structured_pass(&p))
		return err_set(e, ERR_INVALID, "it is not a syslog line (RFC 5424)");
	if (v->part[EVENT_DATETIME].len == 1)
		return err_set(e, ERR_INVALID, "it has no time");
	if (strncmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	event_set(v, EVENT_MESSAGE, p, strlen(p));
	return 0;
}

/* "host tag[pid]: message"; or only "tag: message", or ": message" as rsyslog says that one was
 * repeated. */
static int rest_take(struct event *v, char *p, struct err *e)
{
	size_t first = strcspn(p, " ");
	char *colon;

	if (*p == ':')
		p++;
	else if (first && p[first - 1] != ':' && !word_take(&p, &v->part[EVENT_HOST]))
		return err_set(e, ERR_INVALID, "it names no host");
	p += strspn(p, " ");
	colon = strstr(p, ": ");
	if (colon && strcspn(p, " ") > (size_t)(colon - p)) {
		event_set(v, EVENT_SOURCE, p, (size_t)(colon - p));
		p = colon + 2;
	}
	event_set(v, EVENT_MESSAGE, p, strlen(p));
	return 0;
}

/* The year of a line: December passes into January; and a line that came late goes back. */
static int year_of(struct event *v, int year, int month)
{
	if (v->month >= 11 && month <= 2)
		v->years++;
	else if (v->month && v->month <= 2 && month >= 11 && v->years)
		v->years--;
	v->month = month;
	return year + v->years;
}

/* "May 17 11:27:42 host tag[pid]: message" */
static int rfc3164_take(struct event *v, char *p, int year, struct err *e)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char name[4] = "";
	const char *month;
	int day = 0, used = 0;
	char clock[16] = "";

	if (sscanf(p, "%3s %2d %15[0-9:.]%n", name, &day, clock, &used) != 3 ||
	    !(month = strstr(months, name)) || (month - months) % 3 || strlen(name) != 3 ||
	    (p[used] && p[used] != ' '))
		return err_set(e, ERR_INVALID, "it is not a syslog line (RFC 3164 or 5424)");
	if (!year)
		return err_set(e, ERR_INVALID, "its time has no year: --year says which");
	if (clock[strlen(clock) - 1] == ':') {
		clock[strlen(clock) - 1] = '\0'; /* "01:15:43: last message repeated" */
		used--;
	}
	year = year_of(v, year, (int)(month - months) / 3 + 1);
	str_printf(&v->own, "%04d-%02d-%02d %s", year, v->month, day, clock);
	event_set(v, EVENT_DATETIME, v->own.at, v->own.len);
	return rest_take(v, p + used + (p[used] == ' '), e);
}

/* "2021-05-17T11:27:42.123456+07:00 host tag[pid]: message": rsyslog's own format */
static int stamped_take(struct event *v, char *p, struct err *e)
{
	if (!word_take(&p, &v->part[EVENT_DATETIME]))
		return err_set(e, ERR_INVALID, "it has no time");
	return rest_take(v, p, e);
}

/* Does a time such as 2021-05-17T11:27 begin here? */
static bool stamped(const char *p)
{
	return strspn(p, "0123456789") == 4 && p[4] == '-' && strlen(p) > 16 && p[10] == 'T' &&
	       p[13] == ':';
}

int event_of_syslog(struct event *v, char *line, size_t n, int year, struct err *e)
{
	char *p = line;

	if (*p == '<') {
		size_t digits = strspn(p + 1, "0123456789");

		if (!digits || digits > 3 || p[1 + digits] != '>')
			return err_set(e, ERR_INVALID, "its priority is not <0> to <191>");
		p += digits + 2;
		if (p[0] == '1' && p[1] == ' ')
			return rfc5424_take(v, p, e);
	}
	if (stamped(p))
		return stamped_take(v, p, e);
	return rfc3164_take(v, p, year, e);
}
