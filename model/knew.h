/*
 * knew.h - who knew of a claim, a question or an exposure, and since when.
 *
 * Nothing is recorded for this alone. Who was told is in what is written anyway: a communication
 * that refers to the thing (#RW12) tells those it names (@name); a letter that a customer's try
 * reached, and their acknowledgement, tell the customer of their exposure; a filing tells the
 * authority of what was known by then.
 */
#ifndef BLOTTER_MODEL_KNEW_H
#define BLOTTER_MODEL_KNEW_H

#include "base/when.h"
#include "model/notebook.h"

struct knew {
	const char *who;
	const char *how; /* said it, asked, wrote it down, told, letter …, acknowledged, filing … */
	struct when when;
	char ref[REF_MAX]; /* of what shows it */
	const char *text;  /* more about that, or NULL */
};
/* Each party once, by what is earliest of it; soonest first, those without a time last. */
struct knew_list {
	struct knew *at;
	size_t n, cap;
	struct arena mem;
};
/* Of T_CLAIM, T_QUESTION, T_EXPOSURE; ERR_USAGE for others. */
int knew_load(
    struct notebook *nb, enum table t, int64_t thing, struct knew_list *out, struct err *e);
void knew_list_release(struct knew_list *l);

#endif
