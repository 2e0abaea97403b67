/*
 * customer_merge.h - customers that are in the register twice: found, and made one.
 */
#ifndef BLOTTER_MODEL_CUSTOMER_MERGE_H
#define BLOTTER_MODEL_CUSTOMER_MERGE_H

#include "model/notebook.h"

/* Customers that share something only one customer should have. */
struct duplicate {
	const char *why;   /* "address", or "organisation and name" */
	const char *value; /* what they share, as the first of them has it */
	const struct duplicate_of {
		int64_t thing;
		char public_ref[REF_MAX];
		const char *ref, *organisation, *name; /* the latter two may be NULL */
	} *of;
	size_t n; /* at least 2, in the order of their numbers */
};
/* Every group, in the order of its first customer; text is borrowed for the call. Compares folded
 * text. One pass over the register: memory grows with it. */
int customer_duplicates(struct notebook *nb,
    int (*each)(void *with, const struct duplicate *d), void *with, struct err *e);

/*
 * Makes one customer of two: what was seen of `from`, its letters and its addresses become those of
 * `into`, gaps of `into` are filled, and the number of `from` names `into` from now on. One record,
 * which undo takes back whole. Letters keep their bytes: they name the versions they were written
 * from. ERR_USAGE without a reason; ERR_CONFLICT: more addresses together than one customer may
 * have.
 */
int customer_merge(struct notebook *nb, int64_t from, int64_t into, const char *reason,
    char out_ref[REF_MAX], struct err *e);

/* This customer and all others that one of its numbers has ever named: merged into it, or taken in
 * again after an import was taken back. Yours to free. */
int customer_ever(
    struct notebook *nb, int64_t customer, int64_t **things, size_t *n, struct err *e);

/* Other numbers that name this customer, "; " between, appended. */
int customer_aliases(struct notebook *nb, int64_t customer, struct str *out, struct err *e);

#endif
