/*
 * entry.h - the log: entries, amendments, strikes, marks.
 */
#ifndef BLOTTER_MODEL_ENTRY_H
#define BLOTTER_MODEL_ENTRY_H

#include "base/when.h"
#include "model/filter.h"
#include "model/notebook.h"

struct entry {
	int64_t thing, row, incident;
	char public_ref[REF_MAX]; /* RW12 */
	const char *kind;	  /* a word of model/words.h */
	struct when when;	  /* edtf "" means undated */
	const char *phrase;	  /* the time as typed, or NULL */
	const char *text;	  /* first line is the title */
	const char *tags;	  /* "contain detect": from the text and put on by hand; or NULL */
	const char *actors, *refs, *source; /* or NULL */
	int64_t due;		  /* µs UTC, 0 none */
	bool struck, corrected;	  /* corrected: not the first version */
	bool star, report;	  /* marks */
	bool late;		  /* recorded more than 5 minutes after `when.latest` */
	const char *clock;	  /* name of the wrong clock it was dated by, or NULL */
	int64_t clock_ahead;	  /* µs that the time was set back for it */
	int64_t recorded;	  /* µs UTC, of the first version */
	const char *writer;	  /* name of who wrote the first version, without the address */
};
struct entry_list {
	struct entry *at;
	size_t n, cap;
	struct arena mem;
};

struct entryline;
/* One entry as parsed by entryline_parse. The incident must be named; ERR_INVALID for text over 64
 * KiB or not UTF-8. */
int entry_add(struct notebook *nb, int64_t incident, const struct entryline *line,
    char out_ref[REF_MAX], struct err *e);
/* The same within an act that goes on: writes the entry and what it brings with it (see
 * entry_effect.h). Gives the entry, or -1. */
int64_t entry_write(struct act *a, int64_t incident, const struct entryline *line, struct err *e);
/* The same for n lines (at least 1) in one act: all of them, or none. */
int entry_add_all(struct notebook *nb, int64_t incident, const struct entryline *lines, size_t n,
    char out_ref[REF_MAX], struct err *e);
/* The new text goes through the entry grammar too; without a time in it the old time stays.
 * `seen_row` is the version the writer looked at (0: whatever is newest): ERR_CONFLICT with both
 * texts when another has come meanwhile. */
int entry_amend(struct notebook *nb, int64_t entry, int64_t seen_row, const struct entryline *line,
    const char *reason, char out_ref[REF_MAX], struct err *e);

/* Entries to be struck in one record, and how many were. */
struct strike {
	const int64_t *entries;
	size_t n;	    /* at least 1 */
	int64_t seen_row;   /* of the only one, as entry_amend has it */
	const char *reason; /* not empty */
	bool dry_run;	    /* only counts */
	int64_t struck;	    /* the outcome: so many, and so many skipped: */
	int64_t claims;	    /* that are never edited */
	int64_t gone;	    /* struck before, or not there any more */
};
/* One that cannot be struck is refused; of several it is skipped, and where none is left nothing is
 * written and out_ref is "". */
int entry_strike(struct notebook *nb, struct strike *s, char out_ref[REF_MAX], struct err *e);
/* A name put behind the text of several entries, in one record. */
struct naming {
	const int64_t *entries;
	size_t n;	  /* at least 1 */
	const char *name; /* of letters, digits and -_. without @ */
	int64_t named;	  /* the outcome: so many; */
	int64_t skipped;  /* claims, evidence, what was struck, what has the name already */
};
/* ERR_INVALID: it is no name. Where none is left nothing is written and out_ref is "". */
int entry_name(struct notebook *nb, struct naming *s, char out_ref[REF_MAX], struct err *e);
/* Marks any things: add and remove are "star", "report" or "#tag" words; one record for all.
 * changed gets how many marks were set or taken away. */
int thing_mark(struct notebook *nb, const int64_t *things, size_t n, const char *const *add,
    size_t adds, const char *const *remove, size_t removes, char out_ref[REF_MAX], int64_t *changed,
    struct err *e);

/* Many observations in one record, from another tool's file: begin, put each, commit. What was in
 * the log before the import (in any version, and not undone) at the same time with the same first
 * text and source is the same, and nothing is written; lines that are twice in one file are two
 * entries. The text is kept as it is: nothing in it is grammar. */
struct entry_fact {
	int64_t time;      /* µs UTC */
	const char *zone;  /* checked: where it was written down */
	const char *text;  /* as entry_add */
	const char *tags;  /* without #, sorted, one space between; or NULL */
	const char *source; /* or NULL */
	const char *host;   /* whose clock gave the time, or NULL: clocks that are known to be wrong
			     * are   corrected by it, or by the source */
};
struct entry_known;
struct entry_import {
	struct act act;
	int64_t incident, added, same;
	bool looks;		   /* the incident has dated entries */
	struct clock_list *clocks; /* that are known to be wrong */
	struct entry_known *known; /* what was there at the time looked at last */
};
int entry_import_begin(
    struct entry_import *in, struct notebook *nb, int64_t incident, struct err *e);
int entry_import_put(struct entry_import *in, const struct entry_fact *f, struct err *e);
/* The caller may write more rows by in->act (transfer_write) before. */
int entry_import_commit(struct entry_import *in, struct err *e);
void entry_import_abort(struct entry_import *in);

enum entry_order {
	ENTRY_RECORDED,	/* by thing: the order written */
	/* by (earliest, latest, thing); undated ones in a band of their own, after all others */
	ENTRY_HAPPENED,
};
/* A page: up to limit entries strictly after (or, backward, before, and then still in ascending
 * order) the key. */
struct entry_page {
	int64_t incident;
	enum entry_order order;
	const struct filter *filter; /* NULL: all */
	/* with backward: from the very end; without: from the very beginning */
	bool from_end;
	bool backward;
	bool key_undated;	  /* the key entry has no time */
	/* the key: of the entry not to be repeated (thing alone for ENTRY_RECORDED) */
	int64_t earliest, latest, thing;
	int limit;
};
int entry_page_load(struct notebook *nb, const struct entry_page *p, struct entry_list *out,
    struct err *e);
int entry_load(struct notebook *nb, int64_t thing, struct entry_list *out, struct err *e); /* one */
/* One slice of a count of those that pass (f NULL: of all), see filter_count. */
int entry_count(struct notebook *nb, const struct filter *f, int64_t incident, int64_t *after,
    int limit, int64_t *count, bool *more, struct err *e);
void entry_list_release(struct entry_list *l);

#endif
