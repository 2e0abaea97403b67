/*
 * transfer.h - files that came in or went out: where imported facts are from, what an export
 * proves.
 */
#ifndef BLOTTER_MODEL_TRANSFER_H
#define BLOTTER_MODEL_TRANSFER_H

#include "model/notebook.h"

struct transfer {
	bool out;
	const char *what;    /* customers, access-log, notifications … */
	const char *file;    /* name without its folder, or NULL for stdin and stdout */
	/* or NULL; left_out: JSON object reason -> rows */
	const char *format, *filter, *profile, *left_out;
	int64_t rows;
	int64_t as_of;	     /* record, 0: now */
	int64_t written;     /* of an export: µs UTC, as the file says itself */
	const uint8_t *sha256; /* of the file, or NULL */
	const char *reason;    /* of transfer_add alone: words for its record, or NULL */
};
int transfer_write(struct act *a, const struct transfer *t, struct err *e); /* within an act */
/* an act of its own */
int transfer_add(struct notebook *nb, const struct transfer *t, char out_ref[REF_MAX],
    struct err *e);

/* When exports of this kind and profile were written by their own words, oldest first, µs UTC. */
struct transfer_times {
	int64_t *at;
	size_t n, cap;
};
int transfer_times_load(struct notebook *nb, const char *what, const char *profile,
    struct transfer_times *out, struct err *e);
void transfer_times_release(struct transfer_times *t);

#endif
