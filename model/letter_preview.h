/*
 * letter_preview.h - a letter as it would read, before anything is drafted: for looking at an
 * advisory. Nothing is written.
 */
#ifndef BLOTTER_MODEL_LETTER_PREVIEW_H
#define BLOTTER_MODEL_LETTER_PREVIEW_H

#include "model/advisory.h"
#include "model/notebook.h"

enum { PREVIEW_LANGUAGE_MAX = 40 };

struct letter_preview {
	/* asked */
	int64_t incident;
	const char *advisory; /* name, name@version or reference */
	int64_t customer;     /* thing; 0: the first one that was exposed */
	const char *language; /* NULL: the customer's, else the advisory's first choice */
	const char *const *settings; /* "NAME=VALUE" */
	size_t settings_n;
	const char *check; /* NULL, or a name: its setting is looked at, and nothing told */
	/* told; owned by the preview */
	struct str missing; /* names of required values that somebody has to give, ", " between */
	enum advisory_type type; /* of the first of them */
	struct str cannot;  /* of those that the register of customers does not hold */
	struct str subject, body; /* with [name] or today for what is missing */
	struct str customer_ref;  /* for whom; empty: nobody is exposed, and there is no letter */
	char used[PREVIEW_LANGUAGE_MAX]; /* the language it is in */
};
int letter_preview(struct notebook *nb, struct letter_preview *p, struct err *e);
void letter_preview_release(struct letter_preview *p);

#endif
