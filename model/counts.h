/*
 * counts.h - how many customers an incident affects and how many of them were told, by what they
 * have in common: what authorities ask for, as of any time.
 *
 * A customer is affected who has an exposure in the incident, unless it was cleared; and was sent a
 * disclosure when one letter of the incident got through at least once.
 */
#ifndef BLOTTER_MODEL_COUNTS_H
#define BLOTTER_MODEL_COUNTS_H

#include "model/filter.h"
#include "model/notebook.h"

enum count_of {
	COUNT_TOTAL,
	COUNT_POPULATION, /* those that were cleared too */
	COUNT_COUNTRY,	  /* ID */
	COUNT_RESIDENCE,  /* US-TX: of those who have a part of a country */
	COUNT_LANGUAGE,
	COUNT_CHANNEL, /* of the newest letter */
	COUNT_STATUS,  /* likewise */
};
extern const char *const count_words[]; /* in the order of the enum */

struct count_line {
	enum count_of of;
	const char *value; /* NULL: not known, or there is no letter */
	int64_t affected, drafted, released, sent, acknowledged;
};
struct count_list {
	struct count_line *at; /* by what they count, and then by value */
	size_t n, cap;
	struct arena mem;
};
/* filter: FILTER_CUSTOMERS, or NULL. As of nb->asof. */
int count_list_load(struct notebook *nb, int64_t incident, const struct filter *filter,
    struct count_list *out, struct err *e);
void count_list_release(struct count_list *l);

/* How many affected customers live in a country (US) or a part of one (US-TX)? */
int count_residents(struct notebook *nb, int64_t incident, const char *residence, int64_t *count,
    struct err *e);

/* --- each combination ------------------------------------------------------------------- */

enum count_by {
	BY_POPULATION,
	BY_COUNTRY,	/* of the customer */
	BY_LANGUAGE, /* of the customer */
	BY_CHANNEL,	/* of the newest letter */
	BY_STATUS,	/* of the newest letter */
	COUNT_BYS
};
extern const char *const count_by_words[]; /* population country language channel status */

struct count_kind {
	const char *value[COUNT_BYS]; /* NULL: not counted by it, or there is none */
	int64_t customers; /* also those that were cleared */
	int64_t drafted, released, sent, acknowledged; /* of them */
};
struct count_kind_list {
	struct count_kind *at;
	size_t n, cap;
	struct arena mem;
};
struct count_what {
	int64_t incident;
	const struct filter *filter; /* FILTER_CUSTOMERS or NULL */
	bool by[COUNT_BYS];
};
/* Each combination there is, in the order of its values, those without a value first. */
int count_kinds_load(
    struct notebook *nb, const struct count_what *what, struct count_kind_list *out, struct err *e);
void count_kind_list_release(struct count_kind_list *l);
/* "population,country" into what->by; ERR_USAGE. */
int count_by_read(const char *text, bool by[COUNT_BYS], struct err *e);

#endif
