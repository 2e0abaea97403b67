/*
 * veil.h - customers under other names, the same in every report of a notebook.
 *
 * The name follows from the place of the customer in the order in which the notebook came to know
 * them (the first is Customer A), so nothing is kept and later customers change nothing. Their
 * numbers, names, organisations, contacts and addresses are found in free text too, at the borders
 * of words and without regard to case, and so are the people who write in the notebook, who become
 * the letters of their references.
 */
#ifndef BLOTTER_EXCHANGE_VEIL_H
#define BLOTTER_EXCHANGE_VEIL_H

#include "base/str.h"
#include "model/notebook.h"

struct veil;
/* Reads the whole register. language: BCP 47. NULL on error. */
struct veil *veil_new(struct notebook *nb, const char *language, struct err *e);
void veil_free(struct veil *v); /* NULL is fine */
/* Appends the text with every name in it replaced. */
void veil_put(const struct veil *v, struct str *out, const char *s, size_t n);
/* Appends the other name of a customer by its thing. */
void veil_customer(const struct veil *v, int64_t thing, struct str *out);

#endif
