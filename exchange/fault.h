/*
 * fault.h - what is wrong in a file somebody wrote: where, which kind, in words.
 *
 * A reader collects faults instead of stopping at the first, up to a limit, so that a file can be
 * put right in one go. Codes ("E-TPL-MISSING") are stable: people and scripts look them up.
 */
#ifndef BLOTTER_EXCHANGE_FAULT_H
#define BLOTTER_EXCHANGE_FAULT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "base/str.h"

enum { FAULTS_MAX = 50 };

struct fault {
	int line, column; /* from 1; columns count characters; column 0: the whole line */
	const char *code; /* a literal */
	bool warning;	  /* the file is good all the same */
	const char *text; /* a sentence, in the list's arena; may hold bytes of the file */
};

/* A zeroed list is empty and ready. */
struct fault_list {
	struct fault *at; /* owned */
	size_t count;
	size_t errors; /* of all that were found, also those not kept */
	size_t more;   /* found after FAULTS_MAX and not kept */
	struct arena arena;
};

void fault_add(struct fault_list *l, int line, int column, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
void fault_warn(struct fault_list *l, int line, int column, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* Appends "file:3:5: E-TPL-TYPE: the sentence"; without column or line where they are 0. Not yet
 * safe to show: see text_show. */
void fault_show(const struct fault *f, const char *file, struct str *out);

/* In the order of the file. */
void fault_list_sort(struct fault_list *l);
void fault_list_release(struct fault_list *l);

/* The word of a NULL-ended table that is nearest to a misspelt one, NULL when none is near. */
const char *fault_nearest(const char *word, const char *const *words);

#endif
