/*
 * since.h - what is new after a record, by kind of act: how much of each, and the newest of them.
 */
#ifndef BLOTTER_MODEL_SINCE_H
#define BLOTTER_MODEL_SINCE_H

#include "model/notebook.h"

enum { SINCE_SHOWN_MAX = 1000 };

struct since_record {
	char ref[REF_MAX];
	int64_t time; /* µs UTC */
	const char *writer, *text; /* text: what it is about, or NULL */
};
struct since_kind {
	char kind[KIND_MAX];
	int64_t records, rows, ends; /* all of them */
	int64_t *record;	     /* the newest, as a ring: local numbers */
	struct since_record *at;     /* those, oldest first */
	size_t n;
};
struct since_list {
	struct since_kind *at; /* in the order in which each kind came first */
	size_t n, cap;
	struct arena mem;
};
/* Everything after the record `after` (0: from the beginning). Of each kind at most `shown` records
 * are held, the newest; all are counted. */
int since_load(
    struct notebook *nb, int64_t after, int shown, struct since_list *out, struct err *e);
void since_list_release(struct since_list *l);

#endif
