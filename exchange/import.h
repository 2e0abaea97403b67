/*
 * import.h - what all imports of lists share: what is asked for, what came of it, and rows that are
 * wrong.
 *
 * A row that is wrong refuses the whole import, unless a file for rejects is named: then it goes
 * there, as it was, with its line and the reason, and the others are taken. Faults of the file
 * itself (not UTF-8, a quote not closed) always refuse it.
 */
#ifndef BLOTTER_EXCHANGE_IMPORT_H
#define BLOTTER_EXCHANGE_IMPORT_H

#include "base/when.h"
#include "exchange/csv.h"
#include "exchange/mapping.h"
#include "exchange/out_file.h"
#include "model/notebook.h"
#include "model/transfer.h"

struct import_result;
struct import_options {
	const char *path;    /* "-": stdin */
	const char *map;     /* as mapping.h says; or NULL */
	const char *rejects; /* file for rejected rows, or NULL */
	bool overwrite;      /* of the file for rejects */
	bool dry_run;        /* everything but the writing */
	int64_t incident;    /* not needed by customers */
	const char *zone; /* where times without offset are read, checked; NULL: they are refused */
	const char *agent;          /* access log: whose lines */
	const struct when *between; /* access log: only these; NULL: all */
	bool by_email;              /* status: key is the address, not the customer's ref */
	const char *format;         /* timeline, status: NULL or auto: found out */
	/* status: asked before anything is written, when what was found and what not stands in the
	 * result; *go says whether it goes on. NULL: it does */
	int (*agree)(void *with, struct import_result *r, bool *go, struct err *e);
	void *with;
	int year;                   /* timeline: of syslog lines that have none; 0: not given */
};

struct import_result {
	char ref[REF_MAX]; /* of the record; "" when nothing was written */
	int64_t rows;      /* of the file, without its header */
	int64_t rejected;
	int64_t added, changed,
	    same; /* customers or exposures; status: changed are attempts written */
	int64_t agent_rows, window_rows; /* access log: of the agent; and of those, in the window */
	int64_t customers;               /* access log, exposures: that are concerned */
	int64_t customers_added;         /* that were not in the register */
	int64_t named, reached;          /* customers: rows with a name; with an address */
	int64_t matched, unmatched, bounced; /* status */
	struct str told; /* for people: sentences, one a line, safe to show; owned */
};
void import_result_release(struct import_result *r);

/* One import: the file, its columns, the row at hand. For the importers. */
struct import {
	const struct import_options *o;
	struct import_result *result;
	struct csv_reader *reader;
	struct mapping map;
	struct csv_row row;
	struct out_file rejects;
	const char *format; /* as the transfer names it */
};
/* import_open in two steps, for who looks at the file in between: the second is either
 * import_columns, for CSV with a header, or import_lines, for rows that are a line each (its
 * rejects have the columns row, line, reason). */
int import_start(
    struct import *in, const struct import_options *o, struct import_result *result, struct err *e);
int import_columns(struct import *in, const struct mapping_field *fields, size_t n, struct err *e);
int import_lines(struct import *in, struct err *e);
/* Opens the file and maps its columns. import_release is due whatever this returns. */
int import_open(struct import *in, const struct import_options *o,
    const struct mapping_field *fields, size_t n, struct import_result *result, struct err *e);
/* To be called before an act is begun: a pipe is read to its end first (csv_reader_spool). */
int import_spool(struct import *in, struct notebook *nb, struct err *e);
/* The next row with as many fields as the header: 1, 0 at the end, -1. */
int import_row(struct import *in, struct err *e);
/* A field of the row, NULL when the file has no such column. */
static inline const struct csv_field *import_field(const struct import *in, int field)
{
	return in->map.column[field] < 0 ? NULL : &in->row.at[in->map.column[field]];
}
/* Its text, NULL when there is none or it is empty. */
static inline const char *import_text(const struct import *in, int field)
{
	const struct csv_field *f = import_field(in, field);

	return f && f->len ? f->at : NULL;
}
/* The row is wrong for the reason in *e: 0 when it went to the rejects, else -1 with its place put
 * before the reason. */
int import_reject(struct import *in, struct err *e);
/* The file for rejects is on the disk (but for its name); the sha256 of the import is known. */
int import_finish(struct import *in, struct err *e);
/* Gives the file for rejects its name; after the record was written. */
int import_publish(struct import *in, struct err *e);
void import_release(struct import *in);

/* Within an act: the row that says where the facts are from. */
int import_transfer(
    struct import *in, struct act *a, const char *what, int64_t rows, struct err *e);
/* "1,234,567" and the word for one or many. */
void import_say(struct str *out, int64_t n, const char *one, const char *many);

/* The time of a line: epoch s, ms, µs or ns, told by its size, or RFC 3339, or the same without
 * offset in a zone (NULL: that is ERR_INVALID). */
int import_time(const struct csv_field *f, const char *zone, int64_t *time, struct err *e);

int customers_import(struct notebook *nb, const struct import_options *o,
    struct import_result *result, struct err *e);
int exposures_import(struct notebook *nb, const struct import_options *o,
    struct import_result *result, struct err *e);
int access_log_import(struct notebook *nb, const struct import_options *o,
    struct import_result *result, struct err *e);
/* Events of other tools as observations in the log; exchange/event.h says which. result: added,
 * and same for those that were there. */
int timeline_import(struct notebook *nb, const struct import_options *o,
    struct import_result *result, struct err *e);
int status_import(struct notebook *nb, const struct import_options *o, struct import_result *result,
    struct err *e);
/* What others know of the incident: exchange/stix_json.c and veris_json.c say what becomes of it.
 */
int stix_import(struct notebook *nb, const struct import_options *o, struct import_result *result,
    struct err *e);
int veris_import(struct notebook *nb, const struct import_options *o, struct import_result *result,
    struct err *e);
/* A whole notebook from its JSON Lines, into an empty one. result->rows gets the records. */
int notebook_import(struct notebook *nb, const struct import_options *o,
    struct import_result *result, struct err *e);

#endif
