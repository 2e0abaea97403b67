/*
 * spoken_join.c - neighbouring words that mean something only together: "2:30 pm", "half past two",
 * "the 2nd week", "last 24 hours", "bulan Mei".
 *
 * A table of runs of meanings, each with the function that puts fewer words in their place. The
 * words are gone through from the left, until no run fits any more.
 */
#include "base/spoken.h"

#include <string.h>
#include <strings.h>

#include "base/calendar.h"

enum { RUN_MAX = 4, MINUTE = 60, HOUR = 3600, MONTHS_BACK_MAX = 3 };

struct joining {
	const char *s;
	int64_t today; /* days since 1970 */
	bool future;
	struct spoken_word *w;
	int n, at; /* words; where the run begins */
};

/* Puts `fewer` words in the place of the `run` that began at `at`; they span the same text. */
static void replace(struct joining *j, int run, const struct spoken_word *fewer, int n)
{
	struct spoken_word *w = j->w + j->at, first = w[0], last = w[run - 1];

	for (int i = 0; i < n; i++) {
		w[i] = fewer[i];
		w[i].at = first.at;
		w[i].n = last.at + last.n - first.at;
	}
	memmove(w + n, w + run, (size_t)(j->n - j->at - run) * sizeof *w);
	j->n -= run - n;
}

static bool become(struct joining *j, int run, enum means is, int value)
{
	replace(j, run, &(struct spoken_word){ .is = is, .value = value }, 1);
	return true;
}

/* Does a number that is no year stand before the run? Then its unit is what that counts. */
static bool counted(const struct joining *j)
{
	return j->at > 0 && j->w[j->at - 1].is == MEANS_NUMBER && j->w[j->at - 1].value < 1000;
}

static enum means after(const struct joining *j, int run)
{
	return j->at + run < j->n ? j->w[j->at + run].is : MEANS_NOTHING;
}

static bool have(const struct joining *j, enum means is)
{
	for (int i = 0; i < j->n; i++)
		if (j->w[i].is == is)
			return true;
	return false;
}

/* "1400" as four digits say an hour: seconds of the day, -1 when they do not. */
static int four_digits(const struct joining *j, const struct spoken_word *w)
{
	int hour = w->value / 100, minute = w->value % 100;

	if (w->n != 4 || hour > 23 || minute > 59)
		return -1;
	for (size_t i = 0; i < 4; i++)
		if (j->s[w->at + i] < '0' || j->s[w->at + i] > '9')
			return -1;
	return hour * HOUR + minute * MINUTE;
}

/* --- hours --------------------------------------------------------------------------------- */

/* "0930": no year begins with a nought */
static bool nought_join(struct joining *j)
{
	int clock = four_digits(j, &j->w[j->at]);

	return clock >= 0 && j->s[j->w[j->at].at] == '0' && become(j, 1, MEANS_CLOCK, clock);
}

/* "1400 hours"; not "2021 jam 9" */
static bool hundred_join(struct joining *j)
{
	int clock = four_digits(j, &j->w[j->at]);

	return clock >= 0 && strncasecmp(j->s + j->w[j->at + 1].at, "h", 1) == 0 &&
	       j->w[j->at + 1].value == UNIT_HOUR && after(j, 2) != MEANS_AGO &&
	       become(j, 2, MEANS_CLOCK, clock);
}

/* "pukul 9", "at 9", "at 1400"; not "at 9 May", nor "2 jam 30 menit" */
static bool at_join(struct joining *j)
{
	const struct spoken_word *number = &j->w[j->at + 1];
	int clock = four_digits(j, number);

	if (after(j, 2) == MEANS_MONTH || after(j, 2) == MEANS_UNIT || after(j, 2) == MEANS_AM)
		return false;
	if (clock >= 0)
		return become(j, 2, MEANS_CLOCK, clock);
	return number->value <= 24 && become(j, 2, MEANS_HOUR, number->value % 24 * HOUR);
}

/* "jam 14.30": the hour is said, so the word says nothing more */
static bool at_clock_join(struct joining *j)
{
	return j->w[j->at].value == UNIT_HOUR && !counted(j) &&
	       become(j, 2, j->w[j->at + 1].is, j->w[j->at + 1].value);
}

static bool unit_hour_join(struct joining *j)
{
	return j->w[j->at].value == UNIT_HOUR && !counted(j) && at_join(j);
}

/* "2 pm", "2:30 pm" */
static bool am_join(struct joining *j)
{
	const struct spoken_word *w = &j->w[j->at];
	bool hour = w->is == MEANS_NUMBER;
	int clock = hour && w->value <= 12 ? w->value * HOUR : w->value;

	if (w->value < 1 || (hour && w->value > 12) || clock < HOUR || clock >= 13 * HOUR)
		return false;
	replace(j, 2,
	    (struct spoken_word[]){
		{ .is = MEANS_CLOCK, .value = clock % (12 * HOUR) + w[1].value * HOUR },
		{ .is = MEANS_TOLD } },
	    2);
	return true;
}

/* "half past two", "quarter to nine", "setengah tiga" */
static bool past_join(struct joining *j)
{
	const struct spoken_word *w = &j->w[j->at];
	int hour = w[1].is == MEANS_NUMBER ? w[1].value : w[1].value / HOUR;

	return hour >= 1 && hour <= 12 && after(j, 2) != MEANS_UNIT &&
	       become(j, 2, MEANS_HOUR, hour * HOUR + w[0].value * MINUTE);
}

/* "jam 3 lewat 10 menit", "jam 9 kurang seperempat" */
static bool minutes_join(struct joining *j)
{
	const struct spoken_word *w = &j->w[j->at];
	bool unit = after(j, 3) == MEANS_UNIT && w[3].value == UNIT_MINUTE;

	return w[2].value < 60 && become(j, unit ? 4 : 3, MEANS_HOUR,
				      w[0].value + w[1].value * w[2].value * MINUTE);
}

/* --- spans --------------------------------------------------------------------------------- */

static bool halves(struct joining *j, int run, int count)
{
	replace(j, run,
	    (struct spoken_word[]){
		{ .is = MEANS_NUMBER, .value = count * 60 + 30 },
		{ .is = MEANS_UNIT, .value = UNIT_MINUTE } },
	    2);
	return true;
}

/* "satu setengah jam" */
static bool and_half_hour_join(struct joining *j)
{
	const struct spoken_word *w = &j->w[j->at];

	return w[1].value == UNIT_HALF_HOUR && w[0].value <= 24 &&
	       halves(j, 2, w[0].value);
}

/* "three and a half hours" */
static bool and_half_join(struct joining *j)
{
	const struct spoken_word *w = &j->w[j->at];

	return w[2].value == UNIT_HOUR && w[0].value <= 24 && halves(j, 3, w[0].value);
}

/* "an hour and a half" */
static bool unit_and_half_join(struct joining *j)
{
	const struct spoken_word *w = &j->w[j->at];

	return w[1].value == UNIT_HOUR && w[0].value <= 24 && halves(j, 3, w[0].value);
}

static bool span(struct joining *j, int run, int count, int unit)
{
	replace(j, run,
	    (struct spoken_word[]){
		{ .is = MEANS_SPAN, .value = count }, { .is = MEANS_UNIT, .value = unit } },
	    2);
	return true;
}

/* "99999 days ago", "last 1500 hours"; not "20210516 jam 9", "1400 hours last Friday" */
static bool far_join(struct joining *j)
{
	struct spoken_word *w = &j->w[j->at];
	enum means next = after(j, 2), before = j->at ? w[-1].is : MEANS_NOTHING;
	bool which = next == MEANS_WHICH && after(j, 3) == MEANS_NOTHING;
	bool far = w->value >= 1000 &&
		   (next == MEANS_AGO || which || before == MEANS_WHICH || before == MEANS_PAST ||
		       (w->value > 9999 && next != MEANS_NUMBER));

	if (far)
		w->is = MEANS_FAR;
	return far;
}

/* "last 24 hours", "past three days"; "two weeks ago" has its own word behind */
static bool last_many_join(struct joining *j)
{
	const struct spoken_word *w = &j->w[j->at];

	return w[0].value == -1 && after(j, 3) != MEANS_AGO && w[1].value < 1000 &&
	       !counted(j) && span(j, 3, w[1].value, w[2].value);
}

/* "past week"; "last hour", which has no name as last week has; not "Senin lalu jam 9" */
static bool last_one_join(struct joining *j)
{
	const struct spoken_word *w = &j->w[j->at];
	bool clock = after(j, 2) == MEANS_NUMBER || after(j, 2) == MEANS_CLOCK ||
		     after(j, 2) == MEANS_HOUR;

	return (w[0].is == MEANS_PAST || (w[0].value == -1 && w[1].value <= UNIT_HOUR)) && !clock &&
	       !counted(j) && span(j, 2, 1, w[1].value);
}

/* "tiga hari terakhir" */
static bool many_last_join(struct joining *j)
{
	const struct spoken_word *w = &j->w[j->at];

	return w[2].value == -1 && w[0].value < 1000 && span(j, 3, w[0].value, w[1].value);
}

/* "seminggu terakhir" */
static bool one_last_join(struct joining *j)
{
	const struct spoken_word *w = &j->w[j->at];

	return w[1].value == -1 && span(j, 2, 1, w[0].value);
}

static bool past_only_join(struct joining *j)
{
	return become(j, 1, MEANS_WHICH, -1);
}

/* "this past weekend" */
static bool this_past_join(struct joining *j)
{
	return j->w[j->at].value == 0 && become(j, 2, MEANS_WHICH, -1);
}

/* --- days ---------------------------------------------------------------------------------- */

/* "bulan Mei", "hari Jumat", "tahun 2021", "the day of 16 May": the unit says what its name says
 * anyway */
static bool named_join(struct joining *j)
{
	const struct spoken_word *w = &j->w[j->at];
	bool fits =
	    (w[1].is == MEANS_MONTH && w[0].value == UNIT_MONTH) ||
	    (w[1].is == MEANS_WEEKDAY && w[0].value == UNIT_DAY) ||
	    (w[1].is == MEANS_NUMBER && w[1].value >= 1000 && w[0].value == UNIT_YEAR) ||
	    (w[1].is == MEANS_NUMBER && after(j, 2) == MEANS_MONTH && w[0].value == UNIT_DAY);

	return fits && become(j, 2, w[1].is, w[1].value);
}

static int year_of(const struct joining *j)
{
	int64_t year;
	int month, day;

	calendar_date(j->today, &year, &month, &day);
	return (int)year;
}

/* "last year", "tahun lalu"; not "dua tahun lalu" */
static bool year_join(struct joining *j)
{
	const struct spoken_word *w = &j->w[j->at];
	const struct spoken_word *unit = &w[w[0].is == MEANS_WHICH];
	const struct spoken_word *which = &w[w[0].is == MEANS_UNIT];

	return unit->value == UNIT_YEAR && !(counted(j) && w[0].is == MEANS_UNIT) &&
	       become(j, 2, MEANS_NUMBER, year_of(j) + which->value);
}

/* "the 2nd week": the second one */
static bool nth_join(struct joining *j)
{
	const struct spoken_word *w = &j->w[j->at];
	struct spoken_word two[2] = { { .is = MEANS_ORDINAL, .value = w[0].value }, w[1] };

	if (w[0].value > 5)
		return false;
	replace(j, 2, two, 2);
	return true;
}

/* "tanggal 16" */
static bool dated_join(struct joining *j)
{
	return j->w[j->at + 1].value <= 31 && become(j, 2, MEANS_NTH, j->w[j->at + 1].value);
}

/* "the 16th": of the month that is said, or else the last such day, or the next. */
static bool day_join(struct joining *j)
{
	int wanted = j->w[j->at].value, step = j->future ? 1 : -1, month, day;
	int64_t at = j->today, year;

	if (have(j, MEANS_MONTH) || have(j, MEANS_UNIT))
		return become(j, 1, MEANS_NUMBER, wanted);
	for (int i = 0; i < 31 * MONTHS_BACK_MAX; i++, at += step) {
		calendar_date(at, &year, &month, &day);
		if (day == wanted)
			return become(j, 1, MEANS_DATE, (int)at);
	}
	return become(j, 1, MEANS_NUMBER, wanted);
}

/* "Minggu malam" is a Sunday, as is "Minggu, 16 Mei": weeks have no evening. */
static bool sunday_join(struct joining *j)
{
	const struct spoken_word *w = &j->w[j->at];
	bool alone = w->n == 6 && strncasecmp(j->s + w->at, "minggu", 6) == 0;

	return alone && (after(j, 1) == MEANS_DAY_PART || j->s[w->at + w->n] == ',') &&
	       become(j, 1, MEANS_WEEKDAY, 6);
}

/* "pagi hari" */
static bool part_join(struct joining *j)
{
	const struct spoken_word *w = &j->w[j->at];

	return w[1].value == UNIT_DAY && become(j, 2, MEANS_DAY_PART, w[0].value);
}

/* --- runs ------------------------------------------------------------------------------------ */

/* Tried from the top; MEANS_NOTHING ends a run. */
static const struct run {
	enum means is[RUN_MAX];
	bool (*join)(struct joining *j);
} runs[] = {
	{ { MEANS_NUMBER, MEANS_UNIT }, far_join },
	{ { MEANS_NUMBER, MEANS_AND_HALF, MEANS_UNIT }, and_half_join },
	{ { MEANS_NUMBER, MEANS_UNIT, MEANS_AND_HALF }, unit_and_half_join },
	{ { MEANS_NUMBER, MEANS_UNIT, MEANS_ORDINAL }, many_last_join },
	{ { MEANS_WHICH, MEANS_NUMBER, MEANS_UNIT }, last_many_join },
	{ { MEANS_WHICH, MEANS_PAST }, this_past_join },
	{ { MEANS_PAST, MEANS_UNIT }, last_one_join },
	{ { MEANS_PAST, MEANS_NUMBER, MEANS_UNIT }, past_only_join },
	{ { MEANS_PAST }, past_only_join },
	{ { MEANS_WHICH, MEANS_UNIT }, year_join },
	{ { MEANS_UNIT, MEANS_WHICH }, year_join },
	{ { MEANS_WHICH, MEANS_UNIT }, last_one_join },
	{ { MEANS_ONE_UNIT, MEANS_ORDINAL }, one_last_join },
	{ { MEANS_NUMBER, MEANS_ONE_UNIT }, and_half_hour_join },
	{ { MEANS_NUMBER, MEANS_AM }, am_join },
	{ { MEANS_CLOCK, MEANS_AM }, am_join },
	{ { MEANS_PAST_HOUR, MEANS_NUMBER }, past_join },
	{ { MEANS_PAST_HOUR, MEANS_HOUR }, past_join },
	{ { MEANS_NUMBER, MEANS_UNIT }, hundred_join },
	{ { MEANS_NUMBER }, nought_join },
	{ { MEANS_AT, MEANS_NUMBER }, at_join },
	{ { MEANS_UNIT, MEANS_NUMBER }, unit_hour_join },
	{ { MEANS_UNIT, MEANS_CLOCK }, at_clock_join },
	{ { MEANS_UNIT, MEANS_HOUR }, at_clock_join },
	{ { MEANS_HOUR, MEANS_MORE, MEANS_NUMBER }, minutes_join },
	{ { MEANS_DATED, MEANS_NUMBER }, dated_join },
	{ { MEANS_UNIT, MEANS_MONTH }, named_join },
	{ { MEANS_UNIT, MEANS_WEEKDAY }, named_join },
	{ { MEANS_UNIT, MEANS_NUMBER }, named_join },
	{ { MEANS_DAY_PART, MEANS_UNIT }, part_join },
	{ { MEANS_NTH, MEANS_UNIT }, nth_join },
	{ { MEANS_NTH, MEANS_HALF }, nth_join },
	{ { MEANS_NTH, MEANS_QUARTER }, nth_join },
	{ { MEANS_NTH, MEANS_WEEKDAY }, nth_join },
	{ { MEANS_UNIT }, sunday_join },
};

static bool fits(const struct joining *j, const struct run *r)
{
	for (int i = 0; i < RUN_MAX && r->is[i]; i++)
		if (j->at + i >= j->n || j->w[j->at + i].is != r->is[i])
			return false;
	return true;
}

static bool join_one(struct joining *j)
{
	for (j->at = 0; j->at < j->n; j->at++)
		for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++)
			if (fits(j, &runs[i]) && runs[i].join(j))
				return true;
	return false;
}

/* What says nothing would stand between words that belong together. */
static void nothings_drop(struct joining *j)
{
	int kept = 0;

	for (int i = 0; i < j->n; i++)
		if (j->w[i].is != MEANS_NOTHING)
			j->w[kept++] = j->w[i];
	j->n = kept;
}

int spoken_join(const char *s, struct spoken_word *w, int n, int64_t today, bool future)
{
	struct joining j = { .s = s, .w = w, .n = n, .today = today, .future = future };

	nothings_drop(&j);
	while (join_one(&j))
		;
	for (j.at = 0; j.at < j.n; j.at++)
		if (j.w[j.at].is == MEANS_NTH)
			day_join(&j);
	return j.n;
}
