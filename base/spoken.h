/*
 * spoken.h - times in words, English and Indonesian, put into EDTF.
 *
 * For typed.c; everybody else uses when_parse of when.h. spoken_words.c gives words a meaning,
 * spoken_join.c joins those that belong together, spoken.c makes times of meanings.
 * blotter-entry(5) has the grammar and its definitions: what "early", "morning" and "the weekend"
 * are is decided there once, echoed to who typed it, and kept beside the phrase.
 */
#ifndef BLOTTER_BASE_SPOKEN_H
#define BLOTTER_BASE_SPOKEN_H

#include <stddef.h>

#include "base/err.h"
#include "base/when.h"

/* What a word, or a run of words, means in a time. */
enum means {
	MEANS_NOTHING,	/* "the", "of", "tanggal" */
	MEANS_NUMBER,	/* value as written: a day, a year, how many */
	MEANS_DATE,	/* days since 1970 */
	MEANS_CLOCK,	/* value: seconds of the day */
	MEANS_HOUR,	/* value: seconds of the day, of a clock of twelve hours perhaps: "jam 3" */
	MEANS_AM,	/* value: 0 am, 12 pm; in hours */
	MEANS_TOLD,	/* the clock before it had am or pm */
	MEANS_AT,	/* an hour follows: "at 9", "pukul 9" */
	MEANS_PAST_HOUR,/* minutes from the hour that follows: "half past", "setengah" */
	MEANS_MORE,	/* 1 or -1: minutes after or before the hour: "lewat", "kurang" */
	MEANS_MONTH,	/* 1 to 12 */
	MEANS_WEEKDAY,	/* 0 Monday to 6 Sunday */
	MEANS_DAY,	/* days from today */
	MEANS_DAY_PART, /* enum day_part */
	MEANS_THIRD,	/* 0 early, 1 mid, 2 late */
	MEANS_HALF,	/* "half", "paruh": an ordinal says which */
	MEANS_QUARTER,	/* 0: an ordinal says which; 1 to 4 */
	MEANS_ORDINAL,	/* 1 to 5, or -1: the last */
	MEANS_NTH,	/* "16th": a day, or an ordinal */
	MEANS_DATED,	/* a day follows: "tanggal 16" */
	MEANS_SEASON,	/* 21 to 24, as EDTF has them */
	MEANS_WEEKEND,
	MEANS_UNIT,	/* enum unit */
	MEANS_ONE_UNIT, /* enum unit: "sejam" */
	MEANS_WHICH,	/* -1 last, 0 this, 1 next */
	MEANS_PAST,	/* "past week", "past Friday" */
	MEANS_AGO,
	MEANS_SPAN,	/* how many units until now: "last 24 hours" */
	MEANS_FAR,	/* more units than are counted: "99999 days ago" */
	MEANS_COUPLE,	/* about two */
	MEANS_FEW,
	MEANS_AND_HALF,
	MEANS_NOW,
	MEANS_NEAR,	/* -1 shortly before, 1 shortly after */
	MEANS_ABOUT,
	MEANS_PERHAPS,
	MEANS_BETWEEN,
	MEANS_AND,
	MEANS_FROM,
	MEANS_TO,
	MEANS_UNTIL,	/* between two times it is MEANS_TO */
	MEANS_SINCE,
	MEANS_ONWARDS,	/* after a time it is MEANS_SINCE */
	MEANS_OR,
	MEANS_BEFORE,
	MEANS_AFTER,
};

enum unit { UNIT_MINUTE, UNIT_HALF_HOUR, UNIT_HOUR, UNIT_DAY, UNIT_WEEK, UNIT_MONTH, UNIT_YEAR };

enum day_part { PART_SMALL_HOURS, PART_MORNING, PART_PAGI, PART_SIANG, PART_AFTERNOON, PART_SORE,
	PART_EVENING, PART_LAST_NIGHT };

struct spoken_word {
	enum means is;
	int value;
	size_t at, n; /* where it stands in the text, bytes */
};

enum { SPOKEN_WORDS_MAX = 24 };

/* Reads the words of a text. Returns how many, or -1: *stranger is the first that means nothing
 * here, or the one too many. */
int spoken_words(
    const char *s, struct spoken_word w[SPOKEN_WORDS_MAX], struct spoken_word *stranger);

/* Puts fewer words in the place of those that mean something only together; drops those that say
 * nothing. The text is that of the words, today days since 1970, future as in when_context. Returns
 * how many are left. */
int spoken_join(const char *s, struct spoken_word *w, int n, int64_t today, bool future);

/* Puts the words into EDTF, in the zone at their end or else that of the context. Returns 1; or 0
 * when the first word is none of a time, so that it may be something else; or -1 with the reason.
 * zone gets the zone that was said, "" for none. */
int spoken_read(const char *s, const struct when_context *c, char edtf[WHEN_EDTF_MAX],
    char zone[WHEN_ZONE_MAX], struct err *e);

#endif
