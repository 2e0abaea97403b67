/*
 * export.h - lists and whole notebooks, written to files that prove themselves.
 *
 * An export reads one state of the notebook, writes the file beside its place (out_file.h), then
 * FILE.manifest.json with the hash of the file and all that tells what it is: what was asked, as of
 * when, what was left out and why. A record in the notebook says the same; only then the two files
 * get their names.
 */
#ifndef BLOTTER_EXCHANGE_EXPORT_H
#define BLOTTER_EXCHANGE_EXPORT_H

#include "exchange/csv.h"
#include "exchange/out_file.h"
#include "exchange/out_folder.h"
#include "exchange/sheet.h"
#include "model/filter.h"
#include "model/notebook.h"
#include "model/tally.h"

struct export_options {
	const char *what; /* of export_kinds */
	const char *format; /* NULL: the first of export_kinds */
	const char *path; /* "-": stdout; there is no manifest then; of eml a folder */
	int64_t incident;            /* 0: none; notifications and timeline need one */
	const struct filter *filter; /* of what is exported; NULL: everything */
	const char *zone;    /* in which people read times, checked; NULL: the incident's */
	/* one that export_profile_next gives, NULL: data; the name of an excel file ends in
	 * .excel.csv */
	const char *profile;
	const char *max_tlp; /* a TLP label: what is graver is left out; NULL: nothing is */
	bool overwrite;
	/* Not NULL: nothing is written, not even a record; *preview gets the first bytes that the
	 * file would have, and the result tells its rows. Not of eml. */
	struct str *preview;
	const char *from; /* mail: who sends; NULL: the writer */
	bool again;       /* letters: also those that went out already */
	bool override_compromised; /* letters: also to addresses that are marked so */
	/* of a report: */
	const char *template_name; /* one of ours, or the path of a file */
	const char *data;          /* the folder that holds schemas/reports */
	const char *language;      /* en or id */
	bool pseudonyms;
	/* of CSAF and STIX: */
	const char *publisher, *homepage; /* name and address of who publishes, or NULL */
	const char *const *references;	  /* addresses of pages that tell more */
	size_t references_n;
	const char *schema;  /* of VERIS: 1.3.7 or 1.4.1 */
	const char *subject; /* of these: the ref of the incident, kept as the profile; or NULL */
};

struct export_result {
	char ref[REF_MAX]; /* of the record that says so; "" for a notebook */
	int64_t rows, left_out, bytes;
	uint8_t sha256[DIGEST_SIZE];
	struct str manifest; /* its path; empty for stdout; owned */
	struct str why;      /* things were left out; empty: none were; owned */
};
void export_result_release(struct export_result *r);

/* One export by its names in the options; result must be released whatever this returns. ERR_USAGE
 * says which formats there are. */
int export_run(struct notebook *nb, const struct export_options *o, struct export_result *result,
    struct err *e);
/* The profile after this one of what is written in this format, round: its own name when there is
 * no other. Every profile is reached from "data". */
const char *export_profile_next(const char *what, const char *format, const char *now);
int notifications_export(struct notebook *nb, const struct export_options *o,
    struct export_result *result, struct err *e);
int customers_export(struct notebook *nb, const struct export_options *o,
    struct export_result *result, struct err *e);
int timeline_export(struct notebook *nb, const struct export_options *o,
    struct export_result *result, struct err *e);
int report_export(struct notebook *nb, const struct export_options *o, struct export_result *result,
    struct err *e);
/* CSAF 2.0, STIX 2.1 and VERIS: the incident for other programs. */
int csaf_export(struct notebook *nb, const struct export_options *o, struct export_result *result,
    struct err *e);
int stix_export(struct notebook *nb, const struct export_options *o, struct export_result *result,
    struct err *e);
int veris_export(struct notebook *nb, const struct export_options *o, struct export_result *result,
    struct err *e);
int notebook_export(struct notebook *nb, const struct export_options *o,
    struct export_result *result, struct err *e);
/* Released letters as mail: a folder of .eml, or one mbox. */
int mail_export(struct notebook *nb, const struct export_options *o, struct export_result *result,
    struct err *e);
/* Released letters by post, for who prints and posts them. */
int post_export(struct notebook *nb, const struct export_options *o, struct export_result *result,
    struct err *e);
/* How many are affected and were told, by what they have in common. */
int counts_export(struct notebook *nb, const struct export_options *o,
    struct export_result *result, struct err *e);
/* When each duty is due, as iCalendar. */
int deadlines_export(struct notebook *nb, const struct export_options *o,
    struct export_result *result, struct err *e);

/* For the exporters: one of them at work. */
struct export
{
	struct notebook *nb;
	const struct export_options *o;
	struct export_result *result;
	int64_t written; /* µs UTC: when, as file, manifest and record say alike */
	struct out_file file;     /* of a folder: the list of its hashes */
	struct out_folder folder; /* path NULL: it is one file */
	enum csv_profile profile;
	const char *format;
	char profile_words[128]; /* of a report, as the record names it */
	int ceiling; /* index in tlp_words; -1: none */
	bool timesketch; /* the profile: as Timesketch reads it */
	struct tally stay; /* of those left out: why, where it is not the ceiling */
};
/* Runs `write` over one state of the notebook and does everything around it. */
int export_do(struct notebook *nb, const struct export_options *o, struct export_result *result,
    int (*write)(struct export *x, struct err *e), struct err *e);
/* A sheet of the format and profile that was asked for. sheet_release is due whatever this returns.
 */
int export_sheet_begin(
    struct export *x, struct sheet *s, const char *const *columns, struct err *e);
/* Ends it, when all went well (done 0), and releases it. */
int export_sheet_end(struct export *x, struct sheet *s, int done, struct err *e);
/* Is something with this label too grave to be told? */
bool export_too_grave(const struct export *x, const char *tlp);
/* The same; then it is counted as left out. */
bool export_leaves_out(struct export *x, const char *tlp);
/* Do parties go by other names in this report? */
bool export_veils(const struct export_options *o);

/* Table of all: what, format, function. Ends with a row whose what is NULL. */
struct export_kind {
	const char *what, *format;
	int (*run)(struct notebook *nb, const struct export_options *o,
	    struct export_result *result, struct err *e);
};
extern const struct export_kind export_kinds[];

#endif
