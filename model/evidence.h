/*
 * evidence.h - files that are evidence, and the chain of custody of each.
 *
 * The hash is that of the bytes as they were read when the file was added. What happens to a file
 * afterwards are custody acts after ISO/IEC 27037: they are only ever added. Reading and hashing
 * files is done by exchange/evidence_file.h; here are the facts.
 */
#ifndef BLOTTER_MODEL_EVIDENCE_H
#define BLOTTER_MODEL_EVIDENCE_H

#include "base/when.h"
#include "model/filter.h"
#include "model/notebook.h"
#include "model/page.h"

enum {
	EVIDENCE_KEPT_MAX = 1024 * 1024, /* bytes of a file that is kept inside the notebook */
	EVIDENCE_FILE_MAX = 4096,
	CUSTODY_TEXT_MAX = 1000,
};

struct evidence {
	int64_t thing, row, incident;
	char public_ref[REF_MAX];
	const char *file;	     /* where it was; of one that is kept inside its name alone */
	uint8_t sha256[DIGEST_SIZE];
	int64_t size;		     /* bytes */
	const char *source;	     /* or NULL */
	bool kept;		     /* its bytes are in the notebook */
	const char *place, *seal, *holder; /* by the latest act that says so, or NULL */
	const char *act;	     /* the latest, and when it was */
	int64_t act_at;
	const char *verified; /* match, differs, missing: the latest; NULL: never hashed again */
	int64_t verified_at;
	int64_t added;		     /* µs UTC: when it was written down */
	const char *writer;	     /* who did, without the address */
};
struct evidence_list {
	struct evidence *at;
	size_t n, cap;
	struct arena mem;
};

/* What was done to a piece of evidence. */
struct custody_fields {
	const char *kind;	    /* a word of custody_kind_words */
	int64_t at;		    /* µs UTC, not after now */
	const char *by;		    /* who did it; NULL: who writes */
	const char *to, *place, *seal, *note; /* or NULL */
};
struct evidence_fields {
	const char *file, *source;  /* source may be NULL */
	const uint8_t *sha256;
	int64_t size;
	const void *bytes;	    /* to be kept, `size` of them; NULL: they stay outside */
	const char *by, *place, *seal, *note; /* of the act: collected */
	int64_t at;
};
/* Writes it, the act that it was collected, and an entry of the log that says so, in one record. */
int evidence_add(struct notebook *nb, int64_t incident, const struct evidence_fields *f,
    const char *zone, char out_ref[REF_MAX], struct err *e);

/* Adds an act. transferred, released and returned name to whom; sealed names the seal. verified
 * comes from evidence_verified alone, collected from evidence_add. ERR_CONFLICT once it is
 * destroyed. */
int evidence_act(struct notebook *nb, int64_t evidence, const struct custody_fields *f,
    char out_ref[REF_MAX], struct err *e);

/* What came out when files were hashed again: a custody act each, all in one record. */
struct evidence_check {
	int64_t thing;
	const char *result; /* a word of custody_result_words */
	uint8_t sha256[DIGEST_SIZE]; /* as computed; not of a missing one */
	const char *note;   /* or NULL */
};
int evidence_verified(struct notebook *nb, const struct evidence_check *checks, size_t n,
    char out_ref[REF_MAX], struct err *e);

/* Appends the bytes that are kept inside. ERR_NOT_FOUND: they are outside; ERR_INVALID: they are
 * damaged. */
int evidence_content(struct notebook *nb, int64_t thing, struct str *out, struct err *e);

struct custody {
	char public_ref[REF_MAX];
	const char *kind;
	int64_t at;
	const char *by;		    /* who did it, without the address */
	const char *to, *place, *seal, *note, *result; /* or NULL */
	const uint8_t *sha256;	    /* or NULL */
	int64_t recorded;
	const char *writer;	    /* who wrote it down, without the address */
};
struct custody_list {
	struct custody *at;
	size_t n, cap;
	struct arena mem;
};
int custody_list_load(
    struct notebook *nb, int64_t evidence, struct custody_list *out, struct err *e);
void custody_list_release(struct custody_list *l);

/* A page in the order written (FILTER_EVIDENCE), and how many there are, slice by slice. */
int evidence_page_load(
    struct notebook *nb, const struct thing_page *p, struct evidence_list *out, struct err *e);
int evidence_count(struct notebook *nb, const struct thing_page *p, int64_t *count,
    struct thing_page *next, bool *more, struct err *e);
int evidence_load(
    struct notebook *nb, int64_t thing, struct evidence_list *out, struct err *e); /* one */
void evidence_list_release(struct evidence_list *l);

#endif
