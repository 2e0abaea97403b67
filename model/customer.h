/*
 * customer.h - the register: customers and their addresses.
 */
#ifndef BLOTTER_MODEL_CUSTOMER_H
#define BLOTTER_MODEL_CUSTOMER_H

#include "base/when.h"
#include "model/filter.h"
#include "model/notebook.h"

/* One way to reach a customer. In the notebook a line of `addresses`: channel TAB value TAB role
 * TAB name TAB "compromised", trailing TABs left out; the first usable one of a channel is
 * preferred. */
struct address {
	const char *channel;	/* email phone letter portal in-person */
	const char *value;
	const char *role;	/* billing, security …; or NULL */
	const char *name;	/* who answers there, or NULL */
	bool compromised;
};
enum { ADDRESSES_MAX = 16 };
/* Splits the text (copied into mem) into at most ADDRESSES_MAX; returns how many. */
size_t addresses_read(const char *text, struct address out[ADDRESSES_MAX], struct arena *mem);
/* Appends them as kept; TAB and LF inside a value become spaces. */
void addresses_write(const struct address *a, size_t n, struct str *out);
/* A strict subset of RFC 5321 addr-spec (no quotes, comments, controls; local part 64, whole 254
 * bytes); ERR_INVALID. */
int email_check(const char *s, size_t n, struct err *e);

enum { CUSTOMER_REF_MAX = 128 }; /* bytes */
struct customer {
	int64_t thing, row;
	char public_ref[REF_MAX];
	const char *ref;	/* their number with us: unique, 1-128 bytes */
	const char *name, *organisation, *language, *country, *zone, *tier, *notes; /* or NULL */
	const char *addresses;	/* as kept, or NULL */
	/* Seen from one incident (when the page names one): */
	const char *population; /* NULL: no exposure */
	const char *status;	/* state of the newest notification, NULL: none */
	int64_t notification;	/* its thing, 0: none */
	int64_t status_since;	/* recorded time of that state, µs UTC */
};
struct customer_list {
	struct customer *at;
	size_t n, cap;
	struct arena mem;
};

/* Bulk write in one record: begin, put each, commit. put decides by ref: new, changed (amended) or
 * the same (nothing is written); a number that names another customer since
 * a merge counts as the same. Text may be borrowed for the call only. A field that is NULL keeps
 * the old value on an amend. */
struct customer_import {
	struct act act;
	int64_t added, changed, same;
	struct arena mem;
	bool keeps_compromised;	     /* set after begin: marks of addresses given again stay */
	bool aliases;		     /* some numbers name another customer now */
	bool looks;		     /* the register was not empty: each ref has to be looked up */
	char last[CUSTOMER_REF_MAX]; /* greatest ref so far: what is above it is new */
	size_t last_n;
	char zone[WHEN_ZONE_MAX];    /* checked last */
};
int customer_import_begin(struct customer_import *in, struct notebook *nb, struct err *e);
int customer_import_put(struct customer_import *in, const struct customer *c, struct err *e);
/* thing of the customer with that ref, adding a bare one when there is none (in->added grows). */
int customer_import_thing(struct act *act, const char *ref, size_t n, bool add, int64_t *thing,
    bool *added, struct err *e);
/* The caller may write more rows by in->act (transfer_write) before. */
int customer_import_commit(struct customer_import *in, struct err *e);
void customer_import_abort(struct customer_import *in);

struct customer_page {
	int64_t incident;	/* 0: none */
	const struct filter *filter;
	bool from_end, backward;
	const char *ref;	/* the key: strictly after or before this ref */
	int limit;
};
int customer_page_load(struct notebook *nb, const struct customer_page *p,
    struct customer_list *out, struct err *e);
/* One slice of a count of those that pass (f NULL: of all), seen from one incident (0: none), see
 * filter_count. */
int customer_count(struct notebook *nb, const struct filter *f, int64_t incident, int64_t *after,
    int limit, int64_t *count, bool *more, struct err *e);
/* One, seen from an incident (0: none). */
int customer_load(struct notebook *nb, int64_t thing, int64_t incident, struct customer_list *out,
    struct err *e);
/* ref, one that names this customer since a merge, or public reference */
int customer_find(struct notebook *nb, const char *ref, int64_t *thing, struct err *e);
void customer_list_release(struct customer_list *l);

#endif
