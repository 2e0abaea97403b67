/*
 * spoken_words.c - what the words of a time mean, in English and Indonesian, in one table.
 *
 * The languages may be mixed: nobody is asked which one is typed. Runs of words go before single
 * ones, so the longest that fits is taken: "akhir pekan" is no "akhir".
 */
#include "base/spoken.h"

#include <string.h>
#include <strings.h>

#include "base/calendar.h"

enum { FAR = 10000 }; /* no number of a time is so great */

static const struct meaning {
	const char *words; /* lower case, one space between */
	enum means is;
	int value;
} meanings[] = {
	{ "january", MEANS_MONTH, 1 },
	{ "jan", MEANS_MONTH, 1 },
	{ "januari", MEANS_MONTH, 1 },
	{ "february", MEANS_MONTH, 2 },
	{ "feb", MEANS_MONTH, 2 },
	{ "februari", MEANS_MONTH, 2 },
	{ "march", MEANS_MONTH, 3 },
	{ "mar", MEANS_MONTH, 3 },
	{ "maret", MEANS_MONTH, 3 },
	{ "april", MEANS_MONTH, 4 },
	{ "apr", MEANS_MONTH, 4 },
	{ "may", MEANS_MONTH, 5 },
	{ "mei", MEANS_MONTH, 5 },
	{ "june", MEANS_MONTH, 6 },
	{ "jun", MEANS_MONTH, 6 },
	{ "juni", MEANS_MONTH, 6 },
	{ "july", MEANS_MONTH, 7 },
	{ "jul", MEANS_MONTH, 7 },
	{ "juli", MEANS_MONTH, 7 },
	{ "august", MEANS_MONTH, 8 },
	{ "aug", MEANS_MONTH, 8 },
	{ "agustus", MEANS_MONTH, 8 },
	{ "agu", MEANS_MONTH, 8 },
	{ "september", MEANS_MONTH, 9 },
	{ "sep", MEANS_MONTH, 9 },
	{ "sept", MEANS_MONTH, 9 },
	{ "october", MEANS_MONTH, 10 },
	{ "oct", MEANS_MONTH, 10 },
	{ "oktober", MEANS_MONTH, 10 },
	{ "okt", MEANS_MONTH, 10 },
	{ "november", MEANS_MONTH, 11 },
	{ "nov", MEANS_MONTH, 11 },
	{ "december", MEANS_MONTH, 12 },
	{ "dec", MEANS_MONTH, 12 },
	{ "desember", MEANS_MONTH, 12 },
	{ "des", MEANS_MONTH, 12 },

	{ "monday", MEANS_WEEKDAY, 0 },
	{ "senin", MEANS_WEEKDAY, 0 },
	{ "mon", MEANS_WEEKDAY, 0 },
	{ "sen", MEANS_WEEKDAY, 0 },
	{ "tuesday", MEANS_WEEKDAY, 1 },
	{ "selasa", MEANS_WEEKDAY, 1 },
	{ "tue", MEANS_WEEKDAY, 1 },
	{ "tues", MEANS_WEEKDAY, 1 },
	{ "sel", MEANS_WEEKDAY, 1 },
	{ "wednesday", MEANS_WEEKDAY, 2 },
	{ "rabu", MEANS_WEEKDAY, 2 },
	{ "wed", MEANS_WEEKDAY, 2 },
	{ "rab", MEANS_WEEKDAY, 2 },
	{ "thursday", MEANS_WEEKDAY, 3 },
	{ "kamis", MEANS_WEEKDAY, 3 },
	{ "thu", MEANS_WEEKDAY, 3 },
	{ "thur", MEANS_WEEKDAY, 3 },
	{ "thurs", MEANS_WEEKDAY, 3 },
	{ "kam", MEANS_WEEKDAY, 3 },
	{ "friday", MEANS_WEEKDAY, 4 },
	{ "jumat", MEANS_WEEKDAY, 4 },
	{ "jum'at", MEANS_WEEKDAY, 4 },
	{ "fri", MEANS_WEEKDAY, 4 },
	{ "jum", MEANS_WEEKDAY, 4 },
	{ "saturday", MEANS_WEEKDAY, 5 },
	{ "sabtu", MEANS_WEEKDAY, 5 },
	{ "sat", MEANS_WEEKDAY, 5 },
	{ "sab", MEANS_WEEKDAY, 5 },
	{ "sunday", MEANS_WEEKDAY, 6 },
	{ "hari minggu", MEANS_WEEKDAY, 6 },
	{ "ahad", MEANS_WEEKDAY, 6 },
	{ "sun", MEANS_WEEKDAY, 6 },

	{ "today", MEANS_DAY, 0 },
	{ "hari ini", MEANS_DAY, 0 },
	{ "tadi", MEANS_DAY, 0 },
	{ "yesterday", MEANS_DAY, -1 },
	{ "kemarin", MEANS_DAY, -1 },
	{ "day before yesterday", MEANS_DAY, -2 },
	{ "kemarin lusa", MEANS_DAY, -2 },
	{ "kemarin dulu", MEANS_DAY, -2 },
	{ "tomorrow", MEANS_DAY, 1 },
	{ "besok", MEANS_DAY, 1 },
	{ "day after tomorrow", MEANS_DAY, 2 },
	{ "lusa", MEANS_DAY, 2 },

	{ "small hours", MEANS_DAY_PART, PART_SMALL_HOURS },
	{ "dini hari", MEANS_DAY_PART, PART_SMALL_HOURS },
	{ "morning", MEANS_DAY_PART, PART_MORNING },
	{ "pagi", MEANS_DAY_PART, PART_PAGI },
	{ "siang", MEANS_DAY_PART, PART_SIANG },
	{ "afternoon", MEANS_DAY_PART, PART_AFTERNOON },
	{ "sore", MEANS_DAY_PART, PART_SORE },
	{ "petang", MEANS_DAY_PART, PART_SORE },
	{ "evening", MEANS_DAY_PART, PART_EVENING },
	{ "night", MEANS_DAY_PART, PART_EVENING },
	{ "tonight", MEANS_DAY_PART, PART_EVENING },
	{ "malam", MEANS_DAY_PART, PART_EVENING },
	{ "last night", MEANS_DAY_PART, PART_LAST_NIGHT },
	{ "overnight", MEANS_DAY_PART, PART_LAST_NIGHT },
	{ "night of", MEANS_DAY_PART, PART_LAST_NIGHT },
	{ "tadi malam", MEANS_DAY_PART, PART_LAST_NIGHT },
	{ "semalam", MEANS_DAY_PART, PART_LAST_NIGHT },
	{ "noon", MEANS_CLOCK, 12 * 3600 },
	{ "tengah hari", MEANS_CLOCK, 12 * 3600 },
	{ "midnight", MEANS_CLOCK, 0 },
	{ "tengah malam", MEANS_CLOCK, 0 },
	{ "am", MEANS_AM, 0 },
	{ "a.m.", MEANS_AM, 0 },
	{ "pm", MEANS_AM, 12 },
	{ "p.m.", MEANS_AM, 12 },
	{ "at", MEANS_AT, 0 },
	{ "pukul", MEANS_AT, 0 },
	{ "half past", MEANS_PAST_HOUR, 30 },
	{ "quarter past", MEANS_PAST_HOUR, 15 },
	{ "a quarter past", MEANS_PAST_HOUR, 15 },
	{ "quarter to", MEANS_PAST_HOUR, -15 },
	{ "a quarter to", MEANS_PAST_HOUR, -15 },
	{ "setengah", MEANS_PAST_HOUR, -30 },
	{ "lewat", MEANS_MORE, 1 },
	{ "lebih", MEANS_MORE, 1 },
	{ "kurang", MEANS_MORE, -1 },
	{ "seperempat", MEANS_NUMBER, 15 },
	{ "now", MEANS_NOW, 0 },
	{ "sekarang", MEANS_NOW, 0 },
	{ "saat ini", MEANS_NOW, 0 },

	{ "early", MEANS_THIRD, 0 },
	{ "beginning of", MEANS_THIRD, 0 },
	{ "start of", MEANS_THIRD, 0 },
	{ "awal", MEANS_THIRD, 0 },
	{ "mid", MEANS_THIRD, 1 },
	{ "middle of", MEANS_THIRD, 1 },
	{ "pertengahan", MEANS_THIRD, 1 },
	{ "tengah", MEANS_THIRD, 1 },
	{ "late", MEANS_THIRD, 2 },
	{ "end of", MEANS_THIRD, 2 },
	{ "akhir", MEANS_THIRD, 2 },
	{ "half", MEANS_HALF, 0 },
	{ "paruh", MEANS_HALF, 0 },
	{ "separuh", MEANS_HALF, 0 },
	{ "semester", MEANS_HALF, 0 },
	{ "quarter", MEANS_QUARTER, 0 },
	{ "kuartal", MEANS_QUARTER, 0 },
	{ "triwulan", MEANS_QUARTER, 0 },
	{ "q1", MEANS_QUARTER, 1 },
	{ "q2", MEANS_QUARTER, 2 },
	{ "q3", MEANS_QUARTER, 3 },
	{ "q4", MEANS_QUARTER, 4 },
	{ "first", MEANS_ORDINAL, 1 },
	{ "pertama", MEANS_ORDINAL, 1 },
	{ "second", MEANS_ORDINAL, 2 },
	{ "kedua", MEANS_ORDINAL, 2 },
	{ "third", MEANS_ORDINAL, 3 },
	{ "ketiga", MEANS_ORDINAL, 3 },
	{ "fourth", MEANS_ORDINAL, 4 },
	{ "keempat", MEANS_ORDINAL, 4 },
	{ "fifth", MEANS_ORDINAL, 5 },
	{ "kelima", MEANS_ORDINAL, 5 },
	{ "i", MEANS_ORDINAL, 1 },
	{ "ii", MEANS_ORDINAL, 2 },
	{ "iii", MEANS_ORDINAL, 3 },
	{ "iv", MEANS_ORDINAL, 4 },
	{ "terakhir", MEANS_ORDINAL, -1 },
	{ "final", MEANS_ORDINAL, -1 },
	{ "spring", MEANS_SEASON, 21 },
	{ "musim semi", MEANS_SEASON, 21 },
	{ "summer", MEANS_SEASON, 22 },
	{ "musim panas", MEANS_SEASON, 22 },
	{ "autumn", MEANS_SEASON, 23 },
	{ "fall", MEANS_SEASON, 23 },
	{ "musim gugur", MEANS_SEASON, 23 },
	{ "winter", MEANS_SEASON, 24 },
	{ "musim dingin", MEANS_SEASON, 24 },
	{ "weekend", MEANS_WEEKEND, 0 },
	{ "akhir pekan", MEANS_WEEKEND, 0 },

	{ "minute", MEANS_UNIT, UNIT_MINUTE },
	{ "minutes", MEANS_UNIT, UNIT_MINUTE },
	{ "min", MEANS_UNIT, UNIT_MINUTE },
	{ "mins", MEANS_UNIT, UNIT_MINUTE },
	{ "menit", MEANS_UNIT, UNIT_MINUTE },
	{ "half an hour", MEANS_ONE_UNIT, UNIT_HALF_HOUR },
	{ "setengah jam", MEANS_ONE_UNIT, UNIT_HALF_HOUR },
	{ "hour", MEANS_UNIT, UNIT_HOUR },
	{ "hours", MEANS_UNIT, UNIT_HOUR },
	{ "hr", MEANS_UNIT, UNIT_HOUR },
	{ "hrs", MEANS_UNIT, UNIT_HOUR },
	{ "jam", MEANS_UNIT, UNIT_HOUR },
	{ "sejam", MEANS_ONE_UNIT, UNIT_HOUR },
	{ "day", MEANS_UNIT, UNIT_DAY },
	{ "days", MEANS_UNIT, UNIT_DAY },
	{ "hari", MEANS_UNIT, UNIT_DAY },
	{ "sehari", MEANS_ONE_UNIT, UNIT_DAY },
	{ "week", MEANS_UNIT, UNIT_WEEK },
	{ "weeks", MEANS_UNIT, UNIT_WEEK },
	{ "minggu", MEANS_UNIT, UNIT_WEEK },
	{ "pekan", MEANS_UNIT, UNIT_WEEK },
	{ "seminggu", MEANS_ONE_UNIT, UNIT_WEEK },
	{ "sepekan", MEANS_ONE_UNIT, UNIT_WEEK },
	{ "month", MEANS_UNIT, UNIT_MONTH },
	{ "months", MEANS_UNIT, UNIT_MONTH },
	{ "bulan", MEANS_UNIT, UNIT_MONTH },
	{ "sebulan", MEANS_ONE_UNIT, UNIT_MONTH },
	{ "year", MEANS_UNIT, UNIT_YEAR },
	{ "years", MEANS_UNIT, UNIT_YEAR },
	{ "tahun", MEANS_UNIT, UNIT_YEAR },
	{ "setahun", MEANS_ONE_UNIT, UNIT_YEAR },
	{ "a", MEANS_NUMBER, 1 },
	{ "an", MEANS_NUMBER, 1 },
	{ "one", MEANS_NUMBER, 1 },
	{ "satu", MEANS_NUMBER, 1 },
	{ "two", MEANS_NUMBER, 2 },
	{ "dua", MEANS_NUMBER, 2 },
	{ "three", MEANS_NUMBER, 3 },
	{ "tiga", MEANS_NUMBER, 3 },
	{ "four", MEANS_NUMBER, 4 },
	{ "empat", MEANS_NUMBER, 4 },
	{ "five", MEANS_NUMBER, 5 },
	{ "lima", MEANS_NUMBER, 5 },
	{ "six", MEANS_NUMBER, 6 },
	{ "enam", MEANS_NUMBER, 6 },
	{ "seven", MEANS_NUMBER, 7 },
	{ "tujuh", MEANS_NUMBER, 7 },
	{ "eight", MEANS_NUMBER, 8 },
	{ "delapan", MEANS_NUMBER, 8 },
	{ "nine", MEANS_NUMBER, 9 },
	{ "sembilan", MEANS_NUMBER, 9 },
	{ "ten", MEANS_NUMBER, 10 },
	{ "sepuluh", MEANS_NUMBER, 10 },
	{ "last", MEANS_WHICH, -1 },
	{ "past", MEANS_PAST, 0 },
	{ "lalu", MEANS_WHICH, -1 },
	{ "this", MEANS_WHICH, 0 },
	{ "ini", MEANS_WHICH, 0 },
	{ "next", MEANS_WHICH, 1 },
	{ "coming", MEANS_WHICH, 1 },
	{ "depan", MEANS_WHICH, 1 },
	{ "before last", MEANS_WHICH, -2 },
	{ "ago", MEANS_AGO, 0 },
	{ "couple of", MEANS_COUPLE, 2 },
	{ "a couple of", MEANS_COUPLE, 2 },
	{ "few", MEANS_FEW, 0 },
	{ "a few", MEANS_FEW, 0 },
	{ "several", MEANS_FEW, 0 },
	{ "beberapa", MEANS_FEW, 0 },
	{ "and a half", MEANS_AND_HALF, 0 },

	{ "about", MEANS_ABOUT, 0 },
	{ "around", MEANS_ABOUT, 0 },
	{ "roughly", MEANS_ABOUT, 0 },
	{ "approximately", MEANS_ABOUT, 0 },
	{ "circa", MEANS_ABOUT, 0 },
	{ "c.", MEANS_ABOUT, 0 },
	{ "ca.", MEANS_ABOUT, 0 },
	{ "approx", MEANS_ABOUT, 0 },
	{ "approx.", MEANS_ABOUT, 0 },
	{ "on or about", MEANS_ABOUT, 0 },
	{ "sekitar", MEANS_ABOUT, 0 },
	{ "kira kira", MEANS_ABOUT, 0 },
	{ "kurang lebih", MEANS_ABOUT, 0 },
	{ "perhaps", MEANS_PERHAPS, 0 },
	{ "possibly", MEANS_PERHAPS, 0 },
	{ "maybe", MEANS_PERHAPS, 0 },
	{ "probably", MEANS_PERHAPS, 0 },
	{ "mungkin", MEANS_PERHAPS, 0 },
	{ "barangkali", MEANS_PERHAPS, 0 },
	{ "between", MEANS_BETWEEN, 0 },
	{ "antara", MEANS_BETWEEN, 0 },
	{ "and", MEANS_AND, 0 },
	{ "dan", MEANS_AND, 0 },
	{ "from", MEANS_FROM, 0 },
	{ "dari", MEANS_FROM, 0 },
	{ "to", MEANS_TO, 0 },
	{ "through", MEANS_TO, 0 },
	{ "s.d.", MEANS_TO, 0 },
	{ "s/d", MEANS_TO, 0 },
	{ "sd", MEANS_TO, 0 },
	{ "until", MEANS_UNTIL, 0 },
	{ "till", MEANS_UNTIL, 0 },
	{ "by", MEANS_UNTIL, 0 },
	{ "up to", MEANS_UNTIL, 0 },
	{ "up to and including", MEANS_UNTIL, 0 },
	{ "no later than", MEANS_UNTIL, 0 },
	{ "not later than", MEANS_UNTIL, 0 },
	{ "at the latest", MEANS_UNTIL, 0 },
	{ "on or before", MEANS_UNTIL, 0 },
	{ "paling lambat", MEANS_UNTIL, 0 },
	{ "selambat lambatnya", MEANS_UNTIL, 0 },
	{ "sampai", MEANS_UNTIL, 0 },
	{ "sampai dengan", MEANS_UNTIL, 0 },
	{ "hingga", MEANS_UNTIL, 0 },
	{ "since", MEANS_SINCE, 0 },
	{ "ever since", MEANS_SINCE, 0 },
	{ "no earlier than", MEANS_SINCE, 0 },
	{ "not before", MEANS_SINCE, 0 },
	{ "on or after", MEANS_SINCE, 0 },
	{ "as of", MEANS_SINCE, 0 },
	{ "as from", MEANS_SINCE, 0 },
	{ "starting", MEANS_SINCE, 0 },
	{ "sejak", MEANS_SINCE, 0 },
	{ "terhitung sejak", MEANS_SINCE, 0 },
	{ "mulai", MEANS_SINCE, 0 },
	{ "paling cepat", MEANS_SINCE, 0 },
	{ "onward", MEANS_ONWARDS, 0 },
	{ "onwards", MEANS_ONWARDS, 0 },
	{ "or later", MEANS_ONWARDS, 0 },
	{ "or", MEANS_OR, 0 },
	{ "atau", MEANS_OR, 0 },
	{ "before", MEANS_BEFORE, 0 },
	{ "sebelum", MEANS_BEFORE, 0 },
	{ "after", MEANS_AFTER, 0 },
	{ "setelah", MEANS_AFTER, 0 },
	{ "sesudah", MEANS_AFTER, 0 },
	{ "shortly before", MEANS_NEAR, -1 },
	{ "just before", MEANS_NEAR, -1 },
	{ "right before", MEANS_NEAR, -1 },
	{ "a little before", MEANS_NEAR, -1 },
	{ "a bit before", MEANS_NEAR, -1 },
	{ "menjelang", MEANS_NEAR, -1 },
	{ "sesaat sebelum", MEANS_NEAR, -1 },
	{ "tidak lama sebelum", MEANS_NEAR, -1 },
	{ "tak lama sebelum", MEANS_NEAR, -1 },
	{ "shortly after", MEANS_NEAR, 1 },
	{ "just after", MEANS_NEAR, 1 },
	{ "right after", MEANS_NEAR, 1 },
	{ "soon after", MEANS_NEAR, 1 },
	{ "a little after", MEANS_NEAR, 1 },
	{ "a bit after", MEANS_NEAR, 1 },
	{ "sesaat setelah", MEANS_NEAR, 1 },
	{ "tidak lama setelah", MEANS_NEAR, 1 },
	{ "tak lama setelah", MEANS_NEAR, 1 },
	{ "tidak lama sesudah", MEANS_NEAR, 1 },

	{ "the", MEANS_NOTHING, 0 },
	{ "of", MEANS_NOTHING, 0 },
	{ "in", MEANS_NOTHING, 0 },
	{ "within", MEANS_NOTHING, 0 },
	{ "throughout", MEANS_NOTHING, 0 },
	{ "all day", MEANS_NOTHING, 0 },
	{ "earlier", MEANS_NOTHING, 0 },
	{ "on", MEANS_NOTHING, 0 },
	{ "over", MEANS_NOTHING, 0 },
	{ "during", MEANS_NOTHING, 0 },
	{ "some time", MEANS_NOTHING, 0 },
	{ "sometime", MEANS_NOTHING, 0 },
	{ "pada", MEANS_NOTHING, 0 },
	{ "di", MEANS_NOTHING, 0 },
	{ "tanggal", MEANS_DATED, 0 },
	{ "tgl", MEANS_DATED, 0 },
	{ "yang", MEANS_NOTHING, 0 },
	{ "selama", MEANS_NOTHING, 0 },
	{ "dalam", MEANS_NOTHING, 0 },
	{ "sepanjang", MEANS_NOTHING, 0 },
};

static const char en_dash[] = "\xe2\x80\x93";

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool blank(char c)
{
	return c == ' ' || c == ',';
}

/* A hyphen joins words ("mid-May") as a blank does. */
static bool joint(char c)
{
	return blank(c) || c == '-' || c == '\0';
}

/* Bytes of s that are these words, 0 when it does not begin with all of them. */
static size_t words_match(const char *s, const char *words)
{
	size_t n = 0;

	for (; *words; words++) {
		if (*words == ' ') {
			if (!joint(s[n]) || !s[n])
				return 0;
			while (blank(s[n]) || s[n] == '-')
				n++;
		} else if (strncasecmp(s + n, words, 1) == 0) {
			n++;
		} else {
			return 0;
		}
	}
	return joint(s[n]) || s[n - 1] == '-' ? n : 0;
}

static bool meaning_find(const char *s, struct spoken_word *w)
{
	const struct meaning *best = NULL;

	w->n = 0;
	for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
		size_t n = words_match(s, meanings[i].words);

		if (n > w->n) {
			w->n = n;
			best = &meanings[i];
		}
	}
	if (best) {
		w->is = best->is;
		w->value = best->value;
	}
	return best;
}

/* "14:00", "14.00", "9:05:30"; not "14", which may be a day. */
static bool clock_find(const char *s, struct spoken_word *w)
{
	size_t n = digit(s[1]) ? 2 : 1;
	int hour = n == 2 ? calendar_two(s) : s[0] - '0', minute, second = 0;

	if (!digit(s[0]) || (s[n] != ':' && s[n] != '.') || !digit(s[n + 1]) || !digit(s[n + 2]))
		return false;
	minute = calendar_two(s + n + 1);
	n += 3;
	if (s[n] == ':' && digit(s[n + 1]) && digit(s[n + 2])) {
		second = calendar_two(s + n + 1);
		n += 3;
	}
	if (hour > 23 || minute > 59 || second > 59 || digit(s[n]))
		return false;
	*w = (struct spoken_word){ MEANS_CLOCK, hour * 3600 + minute * 60 + second, w->at, n };
	return true;
}

/* "2021-05-16" */
static bool date_find(const char *s, struct spoken_word *w)
{
	int year, month, day;

	for (int i = 0; i < 10; i++)
		if (i == 4 || i == 7 ? s[i] != '-' : !digit(s[i]))
			return false;
	year = calendar_two(s) * 100 + calendar_two(s + 2);
	month = calendar_two(s + 5);
	day = calendar_two(s + 8);
	if (year < 1 || month < 1 || month > 12 || day < 1 ||
	    day > calendar_month_days(year, month) || !joint(s[10]))
		return false;
	*w = (struct spoken_word){ MEANS_DATE, (int)calendar_days(year, month, day), w->at, 10 };
	return true;
}

/* "am", "p.m." right behind a number */
static bool half_of_day(const char *s)
{
	return (*s == 'a' || *s == 'A' || *s == 'p' || *s == 'P') &&
	       (strncasecmp(s + 1, "m", 1) == 0 || strncasecmp(s + 1, ".m.", 3) == 0);
}

/* "16", "2021"; "16th"; "99999" before a word */
static bool number_find(const char *s, struct spoken_word *w)
{
	static const char *const endings[] = { "st", "nd", "rd", "th" };
	size_t n = strspn(s, "0123456789");

	if (n == 0 || n > 9 || (n > 4 && (s[n] != ' ' || digit(s[n + 1]))))
		return false;
	*w = (struct spoken_word){ .is = MEANS_NUMBER, .at = w->at };
	for (size_t i = 0; i < n && w->value < FAR; i++) /* however far: what is made of it fits */
		w->value = w->value * 10 + (s[i] - '0');
	for (size_t i = 0; i < 4 && n <= 2; i++)
		if (strncasecmp(s + n, endings[i], 2) == 0) {
			w->is = MEANS_NTH;
			n += 2;
			break;
		}
	w->n = n;
	return joint(s[n]) || strncmp(s + n, en_dash, 3) == 0 || half_of_day(s + n);
}

/* The length of the dash at s that stands for "to": one between blanks or short numbers, or an en
 * dash. */
static size_t dash(const char *s, const struct spoken_word *before)
{
	if (strncmp(s, en_dash, 3) == 0)
		return 3;
	if (*s != '-' || !before)
		return 0;
	return blank(s[1]) ||
		       ((before->n <= 2 || before->is == MEANS_CLOCK || before->is == MEANS_AM) &&
			   digit(s[1]))
		   ? 1
		   : 0;
}

int spoken_words(
    const char *s, struct spoken_word w[SPOKEN_WORDS_MAX], struct spoken_word *stranger)
{
	size_t at = 0, n;
	int words = 0;

	for (;; at += n) {
		struct spoken_word next = { .at = at };

		while (blank(s[at]))
			at++;
		next.at = at;
		if (!s[at])
			return words;
		n = dash(s + at, words ? &w[words - 1] : NULL);
		if (n)
			next = (struct spoken_word){ MEANS_TO, 0, at, n };
		else if (s[at] == '-' && words && !digit(s[at - 1])) {
			n = 1;
			continue;
		} else if (!clock_find(s + at, &next) && !date_find(s + at, &next) &&
			   !number_find(s + at, &next) && !meaning_find(s + at, &next))
			next.n = 0;
		if (!next.n || words == SPOKEN_WORDS_MAX) {
			*stranger = (struct spoken_word){ .at = at, .n = strcspn(s + at, " ,") };
			return -1;
		}
		n = next.n;
		w[words++] = next;
	}
}
