/*
 * timeline_form.h - a timeline on its way out: what the forms of it share.
 *
 * export_timeline.c walks over the entries and hands each to a form, which writes to the buffer of
 * the file. A form is a row of functions; what it has none of is left out.
 */
#ifndef BLOTTER_EXCHANGE_TIMELINE_FORM_H
#define BLOTTER_EXCHANGE_TIMELINE_FORM_H

#include "exchange/export.h"
#include "exchange/sheet.h"
#include "model/entry.h"
#include "model/incident.h"

struct picture;

struct timeline {
	struct export *x;
	struct sheet sheet;
	const struct incident *incident;
	const char *zone; /* in which times are shown */
	bool defangs; /* people read it: what ioc: marks is written so that nothing follows it */
	struct str text;  /* room */
	int64_t rows;     /* written so far */
	struct picture *picture;
};

struct timeline_form {
	const char *format;
	const char *profile; /* NULL: any other */
	bool (*wanted)(const struct entry *n); /* NULL: all are */
	void (*begin)(struct timeline *t);
	int (*entry)(struct timeline *t, const struct entry *n, struct err *e);
	void (*end)(struct timeline *t);
};
extern const struct timeline_form timeline_html, timeline_svg, timeline_ics;

/* The title of the incident; other words when it is too grave to be told. */
const char *timeline_subject(const struct timeline *t);
/* The text that an entry leads with: its first line, as it is. */
size_t timeline_title(const struct entry *n);
/* Appends what was left out and why, what was asked and as of when, one sentence a line; safe to
 * show, not yet escaped. */
void timeline_footer(const struct timeline *t, struct str *out);

#endif
