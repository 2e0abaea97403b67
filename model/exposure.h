/*
 * exposure.h - what of a customer was seen in an incident: population, categories, window, basis.
 */
#ifndef BLOTTER_MODEL_EXPOSURE_H
#define BLOTTER_MODEL_EXPOSURE_H

#include "model/filter.h"
#include "model/notebook.h"
#include "model/tally.h"

struct exposure {
	int64_t thing, row, incident, customer;
	char public_ref[REF_MAX];
	const char *customer_ref;
	const char *population;	/* viewed targeted compromised suspected cleared unknown */
	const char *categories; /* "billing-contact;subscription": sorted, unique; or NULL */
	const char *basis;	/* log inference statement */
	const char *confidence; /* low medium high, or NULL */
	const char *window;	/* EDTF as given, or NULL: then earliest/latest say it */
	int64_t earliest, latest; /* µs UTC; both 0 when unknown */
	int64_t count;		/* accesses seen, 0 unknown */
};
struct exposure_list {
	struct exposure *at;
	size_t n, cap;
	struct arena mem;
};

/* Writes or amends the exposure of one customer within an act that is open. With basis log and an
 * exposure by log there already, categories are united, counts added only when the windows do not
 * overlap (a re-import of the same log changes nothing), earliest and latest widened; a population
 * that is graver (compromised > targeted > viewed > suspected > unknown) is never lowered by a log.
 * *changed: was a row written? */
int exposure_put(struct act *a, const struct exposure *x, bool *changed, struct err *e);
/* Within an act that is open: what was seen of one customer in an incident becomes what was seen of
 * another one, joined to what is known there as a log would be. */
int exposure_move(
    struct act *a, int64_t incident, int64_t from, int64_t to, struct err *e);
/* Appends the window as EDTF: as given, or made from the bounds. */
void exposure_window(const struct exposure *x, struct str *out);
/* Sets the population of customers by hand, one record. told, or NULL: how many changed from what
 * to what, "targeted -> viewed"; where none did out_ref is "". */
struct exposure_change {
	int64_t incident;
	const int64_t *customers; /* things */
	size_t n;
	const char *population;
	const char *categories;	   /* of data, ";" between; NULL: those that are known */
	const struct when *window; /* NULL: likewise */
	const char *reason;	   /* or NULL */
	bool dry_run;
};
int exposure_set(struct notebook *nb, const struct exposure_change *c, struct tally *told,
    char out_ref[REF_MAX], int64_t *changed, struct err *e);

struct exposure_page {
	int64_t incident;
	const char *customer_filter_text; /* unused when filter is NULL */
	const struct filter *filter; /* of FILTER_CUSTOMERS, or NULL */
	int64_t customer;	 /* the key: strictly after this customer's thing */
	int limit;
};
int exposure_page_load(struct notebook *nb, const struct exposure_page *p,
    struct exposure_list *out, struct err *e);
/* 0 or 1 */
int exposure_load(struct notebook *nb, int64_t incident, int64_t customer,
    struct exposure_list *out, struct err *e);
void exposure_list_release(struct exposure_list *l);

#endif
