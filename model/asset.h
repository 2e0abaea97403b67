/*
 * asset.h - what an incident is about: systems, accounts, indicators, and actors with the names
 * that others give them.
 *
 * An indicator is kept true and in one form (base/ioc.h), so that it is there once. First and last
 * seen are imprecise times.
 */
#ifndef BLOTTER_MODEL_ASSET_H
#define BLOTTER_MODEL_ASSET_H

#include "model/entryline.h"
#include "model/filter.h"
#include "model/notebook.h"

enum { ASSET_NAME_MAX = 4096, ASSET_NOTE_MAX = 4000, ASSET_ALIASES_MAX = 64 };

struct asset {
	int64_t thing, row, incident;
	char public_ref[REF_MAX];
	const char *kind;	  /* system, account, indicator, actor */
	const char *type;	  /* of an indicator: a word of ioc_kind_words; else NULL */
	const char *name;
	const char *aliases;	  /* one a line, or NULL */
	const char *note;	  /* or NULL */
	struct when first, last; /* edtf "": not known. Of the bounds only earliest of the first and
				  * latest of the last are set */
	int64_t entry;		  /* 0: none */
	char entry_ref[REF_MAX];  /* "" for none */
	int64_t added;		  /* µs UTC: recorded time of its first version */
};
struct asset_list {
	struct asset *at;
	size_t n, cap;
	struct arena mem;
};

struct asset_fields {
	const char *kind, *name;
	const char *const *aliases;
	size_t aliases_n;
	const struct when *first, *last; /* NULL: not known */
	const char *note;		 /* or NULL */
	int64_t entry;			 /* that it comes from, 0 none */
};
/* ERR_INVALID says which field is wrong (an indicator that is none, too); ERR_CONFLICT: it is there
 * already. */
int asset_add(struct notebook *nb, int64_t incident, const struct asset_fields *f,
    char out_ref[REF_MAX], struct err *e);
/* Many in one record; those that are there already are passed over (*added counts the others; 0:
 * nothing was written). */
int asset_add_all(struct notebook *nb, int64_t incident, const struct asset_fields *all, size_t n,
    size_t *added, char out_ref[REF_MAX], struct err *e);

/* Within an act that goes on. *there gets the asset that was there already (then nothing is
 * written), or 0. `mem` is room until the act ends. */
int asset_write(struct act *a, int64_t incident, const struct asset_fields *f, int64_t *there,
    struct arena *mem, struct err *e);

/* Changes fields by name: name, note, first, last; alias adds one, unalias takes one away. An empty
 * value takes note, first and last away. */
struct asset_change {
	const char *key, *value;
};
int asset_set(struct notebook *nb, int64_t asset, const struct asset_change *changes, size_t n,
    const struct when_context *c, const char *reason, char out_ref[REF_MAX], struct err *e);

/* By public reference, or by name or alias in the incident. */
int asset_find(struct notebook *nb, int64_t incident, const char *name_or_ref, int64_t *thing,
    struct err *e);

/* The indicator of that value, in the form it is kept; *thing 0 when there is none. */
int indicator_find(
    struct notebook *nb, int64_t incident, const char *value, int64_t *thing, struct err *e);

/* A page by kind and name: up to limit strictly after (or, backward, before, and then still in
 * ascending order) the key. */
struct asset_page {
	int64_t incident;
	const struct filter *filter; /* FILTER_ASSETS; NULL: all */
	bool from_end, backward;     /* from_end: there is no key */
	const char *kind, *name;     /* the key */
	int limit;
};
int asset_page_load(
    struct notebook *nb, const struct asset_page *p, struct asset_list *out, struct err *e);
int asset_load(struct notebook *nb, int64_t thing, struct asset_list *out, struct err *e); /* one */
int asset_list_of_entry(
    struct notebook *nb, int64_t entry, struct asset_list *out, struct err *e);
void asset_list_release(struct asset_list *l);

/* The other names of whatever is called `word` (its name or an alias, without regard to case and
 * accents), in any incident, as of nb->asof: "APT29" gives NOBELIUM, Cozy Bear, The Dukes. As they
 * were written, each once; none when nothing is called so. */
struct name_list {
	const char **at;
	size_t n, cap;
	struct arena mem;
};
int asset_aliases(
    struct notebook *nb, const char *word, size_t n, struct name_list *out, struct err *e);
void name_list_release(struct name_list *l);

/* What ioc:VALUE in an entry does (entry_effect.h): an indicator, unless it is there already. */
int assets_with_entry(struct act *a, int64_t incident, int64_t entry,
    const struct entryline *line, struct err *e);

#endif
