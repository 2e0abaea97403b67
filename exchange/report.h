/*
 * report.h - what a report can say: one set of names, filled from the notebook, for every template.
 *
 * A report is of one incident, and of those it is linked to as far as they bear on it. Every value
 * is text made safe to show, between the marks of document.h; absent ones are absent, so a template
 * can leave words out. blotter-report(5) describes the names.
 */
#ifndef BLOTTER_EXCHANGE_REPORT_H
#define BLOTTER_EXCHANGE_REPORT_H

#include "base/template.h"
#include "exchange/document.h"
#include "exchange/export.h"
#include "exchange/veil.h"
#include "model/incident.h"

enum report_name {
	/* text */
	REPORT_INCIDENT,
	REPORT_TITLE,
	REPORT_STATE,
	REPORT_SEVERITY,
	REPORT_TLP,
	REPORT_ZONE,
	REPORT_LEAD,
	REPORT_OPENED,
	REPORT_WRITTEN,
	REPORT_WRITTEN_BY,
	REPORT_AS_OF,
	REPORT_ENTRIES_COUNT,
	REPORT_AFFECTED_COUNT,
	REPORT_LETTERS_COUNT,
	REPORT_SENT_COUNT,
	REPORT_ACKNOWLEDGED_COUNT,
	REPORT_ACTIONS_OPEN_COUNT,
	REPORT_CHART_TIMELINE,
	REPORT_CHART_KINDS,
	REPORT_CHART_POPULATIONS,
	REPORT_CHART_CATEGORIES,
	REPORT_CHART_LETTERS,
	/* records */
	REPORT_MILESTONES,
	REPORT_SPANS,
	REPORT_ENTRIES,
	REPORT_MARKED,
	REPORT_LATEST,
	REPORT_DECISIONS,
	REPORT_COMMUNICATIONS,
	REPORT_STEPS,
	REPORT_CLAIMS,
	REPORT_CLAIMS_MARKED,
	REPORT_OPEN,
	REPORT_UNKNOWABLE,
	REPORT_ANSWERED,
	REPORT_QUESTIONS_MARKED,
	REPORT_TASKS_OPEN,
	REPORT_TASKS_DONE, REPORT_ACTORS, REPORT_INDICATORS, REPORT_SYSTEMS, REPORT_EVIDENCE,
	REPORT_LINKS,
	REPORT_RELATED,
	REPORT_POPULATIONS,
	REPORT_CATEGORIES,
	REPORT_CUSTOMERS,
	REPORT_LETTERS,
	REPORT_LETTER_STATES,
	REPORT_OBLIGATIONS,
	REPORT_NAMES
};
extern const struct template_name report_names[REPORT_NAMES];

enum { REPORT_CHARTS = 5 };

/* Records as they are gathered. */
struct rows {
	struct template_value *at;
	size_t n, cap; /* records */
	size_t fields;
};

struct report {
	struct export *x;
	struct notebook *nb;
	const struct template *template;
	const char *language; /* en or id */
	const char *zone;
	const struct incident *incident;
	struct veil *veil; /* NULL: parties keep their names */
	struct template_value values[REPORT_NAMES];
	struct rows rows[REPORT_NAMES];
	struct chart charts[REPORT_CHARTS];
	struct picture *picture;
	struct picture_look look;
	struct link_list links;
	int64_t entries_n;
	int64_t struck, graver; /* entries and related incidents left out */
	struct arena mem;
	struct str text; /* room */
};

/* Fills r->values; what is set before: x, nb, template, language, zone, incident, veil. */
int report_gather(struct report *r, struct err *e);
void report_release(struct report *r); /* what report_gather made */

/* A word of the notebook (viewed, sent, decision …) in the language of the report; or itself. */
const char *report_word(const char *word, const char *language);

/* --- for the gatherers ----------------------------------------------------------------------- */

bool report_uses(const struct report *r, enum report_name name);
/* A value; NULL and "" are absent. `lines`: line breaks stay. */
struct template_value report_text(struct report *r, const char *s, bool lines);
struct template_value report_number(struct report *r, int64_t n);
/* A word of the notebook in the language of the report. */
struct template_value report_worded(struct report *r, const char *word);
/* A time in words; "undated" where there is none. */
struct template_value report_when(struct report *r, const struct when *when);
struct template_value report_instant(struct report *r, int64_t at); /* 0: absent */
struct template_value report_due(struct report *r, int64_t at);	    /* likewise */
/* What an entry says without the signs that the entry line takes for tags, times and sources: they
 * have columns of their own. With other names for parties, people who are called go too. In r->mem.
 */
const char *report_prose(struct report *r, const char *text);
/* Who wrote something, under the letters of their references when names are veiled. */
struct template_value report_writer(struct report *r, const char *name, const char *ref);
/* The fields of a new record, all absent. */
struct template_value *report_row(struct rows *rows, size_t fields);
struct template_value report_rows(const struct rows *rows);
/* Counts of words become rows {name, count} and the bars of a chart. */
struct tallied {
	const char *word;
	int64_t n;
};
void report_tally(struct tallied *t, size_t *n, size_t most, const char *word, size_t len);
void report_counts(struct report *r, enum report_name rows, enum report_name chart,
    const char *title, const struct tallied *t, size_t n);

/* What report.c leaves to others. */
int report_said_gather(struct report *r, const struct incident *of, struct err *e);
struct entry;
/* An entry of kind claim: a claim of its own, unless it was written with one. */
int report_claim_entry(
    struct report *r, const struct incident *of, const struct entry *n, struct err *e);
int report_people_gather(struct report *r, struct err *e); /* customers, letters */
int report_duties_gather(struct report *r, struct err *e); /* obligations, tasks */

#endif
