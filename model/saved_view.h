/*
 * saved_view.h - filters with a name: view:NAME in a filter is what was saved under it.
 */
#ifndef BLOTTER_MODEL_SAVED_VIEW_H
#define BLOTTER_MODEL_SAVED_VIEW_H

#include "model/filter.h"

struct saved_view {
	int64_t row, thing;
	char public_ref[REF_MAX];
	const char *name;   /* a-z, 0-9 and -, at most 40; unique */
	const char *of;     /* a word of saved_view_of_words */
	const char *filter; /* as typed, but that views in it are written out */
	const char *writer; /* of this version */
	int64_t time;       /* of this version, µs UTC */
};
struct saved_view_list {
	struct saved_view *at;
	size_t n, cap;
	struct arena mem;
};

/* entries, customers …: by enum filter_of, NULL-ended. */
extern const char *const saved_view_of_words[];

/* Saves the filter, checked, under the name: a new version where the name is taken. ERR_INVALID;
 * ERR_NO when it is saved so already. */
int saved_view_save(struct notebook *nb, const char *name, enum filter_of of, const char *filter,
    const struct when_context *c, char out_ref[REF_MAX], struct err *e);
int saved_view_drop(struct notebook *nb, const char *name, char out_ref[REF_MAX], struct err *e);
int saved_view_list_load(struct notebook *nb, struct saved_view_list *out, struct err *e);
/* The one of that name, at(0) of the list; ERR_NOT_FOUND. */
int saved_view_load(
    struct notebook *nb, const char *name, struct saved_view_list *out, struct err *e);
void saved_view_list_release(struct saved_view_list *l);

/* filter_compile of a text that may have view:NAME in it, where a condition may stand; behind one
 * the offset of a fault is not known, SIZE_MAX. */
struct filter *saved_view_compile(struct notebook *nb, const char *text, enum filter_of of,
    const struct when_context *c, size_t *fault_at, struct err *e);

#endif
