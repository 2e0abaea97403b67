/*
 * event.h - one event of another tool, whatever the format of its file.
 *
 * A reader fills the parts that its format has; event_fact makes of them what the log keeps: the
 * message as the text, and under it a line of what else is known, as "host:web-1 user:root"; where
 * it is from as the source.
 */
#ifndef BLOTTER_EXCHANGE_EVENT_H
#define BLOTTER_EXCHANGE_EVENT_H

#include "base/str.h"
#include "exchange/csv.h"
#include "model/entry.h"

/* The parts of an event that are text. */
enum event_part {
	EVENT_MESSAGE,
	EVENT_DATETIME,  /* RFC 3339, or without offset, or a number since 1970 */
	EVENT_TIMESTAMP, /* a number since 1970; used where there is no datetime */
	EVENT_DESC,      /* which time it is: "Last Visited Time" */
	EVENT_SOURCE,
	EVENT_TAG, /* words with , ; or blanks between */
	EVENT_HOST,
	EVENT_USER,
	EVENT_FILE,
	EVENT_PROCESS,
	EVENT_TYPE,
	EVENT_PARTS
};

struct event {
	struct csv_field part[EVENT_PARTS]; /* at NULL or len 0: not there; borrowed */
	const char *zone;   /* of a time without offset, checked; NULL: that is an error */
	char own_zone[WHEN_ZONE_MAX]; /* of the time, after event_fact */
	char zone_room[WHEN_ZONE_MAX]; /* where a reader keeps the zone that its line names */
	char host[256];		       /* after event_fact, which borrows it */
	int month,
	    years; /* from line to line of a syslog: its month, and how many years it has gone on */
	struct str line, values, own;  /* room for the readers, used again and again; owned */
	struct str text, tags, source, held; /* room for event_fact */
};
void event_clear(struct event *v, const char *zone); /* for the next one */
void event_release(struct event *v);
static inline void event_set(struct event *v, enum event_part p, const char *s, size_t n)
{
	v->part[p] = (struct csv_field){ s, n };
}

/* What the log keeps of it; borrowed until the next one. ERR_INVALID for what is missing or wrong;
 * a time without offset and zone is told with --zone. */
int event_fact(struct event *v, struct entry_fact *f, struct err *e);

/* Readers of one line (n bytes, ended by NUL, that may be written into). ERR_INVALID. */
int event_of_json(struct event *v, char *line, size_t n, struct err *e);   /* Timesketch */
int event_of_journald(struct event *v, char *line, size_t n, struct err *e);
int event_of_l2tcsv(struct event *v, char *line, size_t n, struct err *e);
int event_of_dynamic(struct event *v, char *line, size_t n, struct err *e);
int event_of_git(struct event *v, char *line, size_t n, struct err *e);
/* RFC 5424; or the lines of a file, which begin with a time of RFC 3339 or, as in RFC 3164, without
 * year: that of the first line is `year` (0: refused, the sentence names --year), and goes on where
 * winter passes into January. */
int event_of_syslog(struct event *v, char *line, size_t n, int year, struct err *e);

#endif
