/*
 * phrase.c - imprecise times in words, for letters.
 *
 * Works on the canonical EDTF text rather than on its bounds, so that a letter says neither
 * more nor less than the notebook knows: a month stays a month, "about" stays "about".
 */
#include "base/phrase.h"

#include <string.h>
#include <strings.h>

/* What a language calls things. Without months it is written in ISO dates. */
struct words {
	const char *code; /* first subtag; NULL ends the table and fits every language */
	const char *months[12];
	const char *seasons[4];
	const char *decade[2];	    /* around "2020" */
	const char *marks[3];	    /* before a time that is approximate, uncertain, both */
	const char *from, *to;	    /* before the first and between both ends of an interval */
	const char *since, *until;  /* before the only end there is */
	const char *last, *first;   /* after it: the other end is not known */
	const char *at, *about_at;  /* between day and clock */
	char colon;		    /* between hours and minutes */
	bool about_once;	    /* "about" said before the first end holds for both */
};

static const struct words languages[] = {
	{
	    .code = "en",
	    .months = { "January", "February", "March", "April", "May", "June", "July", "August",
		"September", "October", "November", "December" },
	    .seasons = { "spring", "summer", "autumn", "winter" },
	    .decade = { "the ", "s" },
	    .marks = { "about ", "perhaps ", "perhaps about " },
	    .from = "from ",
	    .to = " to ",
	    .since = "since ",
	    .until = "until ",
	    .last = " (when it ended is not known)",
	    .first = " (when it began is not known)",
	    .at = ", ",
	    .about_at = ", about ",
	    .colon = ':',
	},
	{
	    .code = "id",
	    .months = { "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus",
		"September", "Oktober", "November", "Desember" },
	    .seasons = { "musim semi", "musim panas", "musim gugur", "musim dingin" },
	    .decade = { "tahun ", "-an" },
	    .marks = { "sekitar ", "mungkin ", "mungkin sekitar " },
	    .from = "",
	    .to = " sampai ",
	    .since = "sejak ",
	    .until = "sampai ",
	    .last = " (waktu berakhirnya tidak diketahui)",
	    .first = " (waktu mulainya tidak diketahui)",
	    .at = " pukul ",
	    .about_at = " sekitar pukul ",
	    .colon = '.',
	    .about_once = true,
	},
	{
	    .marks = { "≈", "≈", "≈" },
	    .from = "",
	    .to = " – ",
	    .since = "",
	    .until = "",
	    .last = " – ?",
	    .first = "",
	    .at = " ",
	    .about_at = " ≈",
	    .colon = ':',
	},
};

enum side { SIDE_TIME, SIDE_OPEN, SIDE_UNKNOWN };

/* One end of an interval, or the whole time. */
struct part {
	enum side side;
	int year, month, day; /* 0: not said */
	int season;	      /* 1 spring to 4 winter; 0 none */
	bool decade, century; /* year is its first */
	int mark;	      /* 1 approximate, 2 uncertain, 3 both; 0 none */
	bool clock;
	int hour, minute, second;
	char offset[8]; /* "+07:00", "" for UTC */
};

static bool digits(const char *s, int n, int *value)
{
	*value = 0;
	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*value = *value * 10 + (s[i] - '0');
	}
	return true;
}

/* Two digits after a hyphen, or XX, which says nothing. */
static bool two(const char *s, int *value)
{
	*value = 0;
	return s[0] == '-' && ((s[1] == 'X' && s[2] == 'X') || digits(s + 1, 2, value));
}

static bool mark_read(struct part *p, const char *s, size_t *n)
{
	static const char marks[] = "~?%";
	const char *m = *n ? strchr(marks, s[*n - 1]) : NULL;

	if (!m || !*m)
		return false;
	p->mark = (int)(m - marks) + 1;
	--*n;
	return true;
}

/* "T13:05:00.25+07:00" */
static bool clock_read(struct part *p, const char *s, size_t n)
{
	size_t i = 9;

	if (n < 10 || s[0] != 'T' || s[3] != ':' || s[6] != ':' || !digits(s + 1, 2, &p->hour) ||
	    !digits(s + 4, 2, &p->minute) || !digits(s + 7, 2, &p->second))
		return false;
	while (i < n && (s[i] == '.' || (s[i] >= '0' && s[i] <= '9')))
		i++;
	p->clock = true;
	if (n - i == 1 && s[i] == 'Z')
		return true;
	if (n - i != 6 || (s[i] != '+' && s[i] != '-'))
		return false;
	memcpy(p->offset, s + i, 6);
	return true;
}

/* Years outside 0000 to 9999 are not read: false. */
static bool part_read(struct part *p, const char *s, size_t n)
{
	*p = (struct part){.side = SIDE_TIME};
	if (n == 0 || (n == 2 && s[0] == '.')) {
		p->side = n ? SIDE_OPEN : SIDE_UNKNOWN;
		return true;
	}
	mark_read(p, s, &n);
	p->century = n == 4 && s[2] == 'X' && s[3] == 'X' && digits(s, 2, &p->year);
	p->year *= 100;
	if (p->century)
		return true;
	if (n < 4 || !digits(s, 3, &p->year))
		return false;
	p->decade = s[3] == 'X';
	p->year = p->year * 10 + (p->decade ? 0 : s[3] - '0');
	if (!p->decade && (s[3] < '0' || s[3] > '9'))
		return false;
	if (n == 4)
		return true;
	if (p->decade || n < 7 || !two(s + 4, &p->month))
		return false;
	if (p->month > 12) {
		p->season = p->month - 20;
		p->month = 0;
		return n == 7 && p->season >= 1 && p->season <= 4;
	}
	if (n == 7)
		return true;
	if (n < 10 || !two(s + 7, &p->day) || (p->day && !p->month))
		return false;
	return n == 10 || clock_read(p, s + 10, n - 10);
}

static const struct words *words_find(const char *language)
{
	size_t n = strcspn(language, "-");
	const struct words *w = languages;

	while (w->code && (strlen(w->code) != n || strncasecmp(w->code, language, n) != 0))
		w++;
	return w;
}

/* A season stays its year: ISO has no sign for it. */
static void iso_put(struct str *out, const struct part *p)
{
	str_printf(out, "%04d", p->year);
	if (p->decade || p->century)
		str_printf(out, "–%04d", p->year + (p->century ? 99 : 9));
	if (p->month)
		str_printf(out, "-%02d", p->month);
	if (p->day)
		str_printf(out, "-%02d", p->day);
}

/* Day, month and year; `next` (may be NULL) is the other end, which says what both share. */
static void date_put(struct str *out, const struct words *w, const struct part *p,
    const struct part *next)
{
	bool alike = next && !next->month == !p->month && !next->day == !p->day && !p->clock;
	bool year = !alike || next->year != p->year || !p->month;
	bool month = year || next->month != p->month || !p->day;

	if (!w->code || p->century) {
		iso_put(out, p);
		return;
	}
	if (p->decade)
		str_puts(out, w->decade[0]);
	if (p->day)
		str_put_int(out, p->day);
	if (p->day && month)
		str_putc(out, ' ');
	if (p->month && month)
		str_puts(out, w->months[p->month - 1]);
	if (p->season)
		str_puts(out, w->seasons[p->season - 1]);
	if (year)
		str_printf(out, "%s%04d", p->month || p->season ? " " : "", p->year);
	if (p->decade)
		str_puts(out, w->decade[1]);
}

static void clock_put(struct str *out, const struct words *w, const struct part *p)
{
	str_printf(out, "%02d%c%02d", p->hour, w->colon, p->minute);
	if (p->second)
		str_printf(out, "%c%02d", w->colon, p->second);
}

/* The zone of a clock: by name where people know it by one. */
static void zone_put(struct str *out, const struct part *p, const char *zone)
{
	static const struct {
		const char *zone, *offset, *name;
	} names[] = {{"Asia/Jakarta", "+07:00", "WIB"}, {"Asia/Pontianak", "+07:00", "WIB"},
	    {"Asia/Makassar", "+08:00", "WITA"}, {"Asia/Jayapura", "+09:00", "WIT"}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i].zone, zone) == 0 && strcmp(names[i].offset, p->offset) == 0) {
			str_printf(out, " %s", names[i].name);
			return;
		}
	str_printf(out, " (UTC%s)", p->offset);
}

static bool same_day(const struct part *a, const struct part *b)
{
	return a->year == b->year && a->month == b->month && a->day == b->day;
}

/* An interval from a whole minute to the end of one is said in minutes: "13:45 to 14:15". */
static void minutes_settle(const struct part *a, struct part *b)
{
	if (a->clock && b->clock && a->second == 0 && b->second == 59)
		b->second = 0;
}

static void part_put(struct str *out, const struct words *w, const struct part *p, const char *zone)
{
	if (p->mark && !p->clock)
		str_puts(out, w->marks[p->mark - 1]);
	date_put(out, w, p, NULL);
	if (!p->clock)
		return;
	str_puts(out, p->mark ? w->about_at : w->at);
	clock_put(out, w, p);
	zone_put(out, p, zone);
}

/* "about 14:00": an interval as kept, one time as meant. */
static bool about_put(struct str *out, const struct words *w, const struct when *when)
{
	struct when middle = {0};
	struct part p;
	int64_t at;

	if (!when_about(when, &at) || !when->zone[0])
		return false;
	when_point(&middle, at, when->zone);
	if (!part_read(&p, middle.edtf, strlen(middle.edtf)))
		return false;
	p.mark = 1;
	part_put(out, w, &p, when->zone);
	return true;
}

/* Both ends are there. What they share is said once, at the end. */
static void both_put(struct str *out, const struct words *w, const struct part *a,
    const struct part *b, const char *zone)
{
	bool once = w->about_once && a->mark && a->mark == b->mark;
	bool apart =
	    w->about_once && a->mark != b->mark; /* else one mark would seem to hold for both */
	bool said = a->clock && b->clock && same_day(a, b) && strcmp(a->offset, b->offset) == 0;
	struct part second = *b;

	minutes_settle(a, &second);
	b = &second;
	str_puts(out, w->from);
	if (a->mark)
		str_puts(out, w->marks[a->mark - 1]);
	date_put(out, w, a, apart || b->clock || b->decade || b->century || b->season ? NULL : b);
	if (a->clock) {
		str_puts(out, w->at);
		clock_put(out, w, a);
	}
	if (a->clock && (!b->clock || strcmp(a->offset, b->offset) != 0))
		zone_put(out, a, zone);
	str_puts(out, w->to);
	if (once)
		second.mark = 0;
	if (!said) {
		part_put(out, w, &second, zone);
		return;
	}
	clock_put(out, w, b);
	zone_put(out, b, zone);
}

/* One end is open or not known. */
static void half_put(struct str *out, const struct words *w, const struct part *p, bool begins,
    enum side other, const char *zone)
{
	if (!w->code && !begins)
		str_puts(out, other == SIDE_UNKNOWN ? "? – " : "… – ");
	else
		str_puts(out, begins ? w->since : w->until);
	part_put(out, w, p, zone);
	if (other == SIDE_UNKNOWN)
		str_puts(out, begins ? w->last : w->first);
	else if (begins && !w->code)
		str_puts(out, " – …");
}

/* What is not read here goes out as dates without EDTF's signs. */
static void plain_put(struct str *out, const char *edtf)
{
	for (; *edtf; edtf++) {
		if (*edtf == '/')
			str_puts(out, " – ");
		else if (!strchr("?~%", *edtf))
			str_putc(out, *edtf);
	}
}

void phrase_when(struct str *out, const struct when *when, const char *language)
{
	const struct words *w = words_find(language);
	const char *slash = strchr(when->edtf, '/');
	size_t n = slash ? (size_t)(slash - when->edtf) : strlen(when->edtf);
	struct part a, b = {.side = SIDE_TIME};

	if (!when->edtf[0])
		return;
	if (!part_read(&a, when->edtf, n) ||
	    (slash && !part_read(&b, slash + 1, strlen(slash + 1))))
		plain_put(out, when->edtf);
	else if (!slash || (strlen(slash + 1) == n && memcmp(slash + 1, when->edtf, n) == 0))
		part_put(out, w, &a, when->zone);
	else if (a.clock && b.clock && about_put(out, w, when))
		return;
	else if (a.side == SIDE_TIME && b.side == SIDE_TIME)
		both_put(out, w, &a, &b, when->zone);
	else if (a.side == SIDE_TIME)
		half_put(out, w, &a, true, b.side, when->zone);
	else if (b.side == SIDE_TIME)
		half_put(out, w, &b, false, a.side, when->zone);
	else
		plain_put(out, when->edtf);
}
