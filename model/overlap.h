/*
 * overlap.h - who is in the registers of two incidents: by the same customer, by an address that
 * two customers share, or by the domain of their e-mail.
 *
 * That a domain is shared says little, and nothing where many share it: such domains are counted
 * alone. And that nothing is found does not mean that there is nobody: that stays a question.
 */
#ifndef BLOTTER_MODEL_OVERLAP_H
#define BLOTTER_MODEL_OVERLAP_H

#include "model/notebook.h"

enum {
	OVERLAP_DOMAIN_MAX = 20, /* customers of one side: a domain of more tells nobody apart */
};

struct overlap_side {
	int64_t customer;	/* thing */
	const char *ref;	/* their number with us */
	const char *name;	/* organisation, else name; or NULL */
	const char *population; /* in that incident */
};
struct overlap_match {
	const char *rule;  /* ref, address, domain */
	const char *value; /* what they share */
	struct overlap_side one, other;
	int64_t others; /* further customers of the other incident that share it */
};
struct overlap_list {
	struct overlap_match *at;
	size_t n, cap;
	struct arena mem;
};

struct overlap_key;
/* Where the search stands. Memory is bounded: the addresses of the other register are held as
 * numbers, a million at a time, and the first register is gone through once for each such part. */
struct overlap {
	struct notebook *nb;
	int64_t one, other;	     /* incidents */
	int64_t customers[2];	     /* exposed in each, counted as they are read */
	int64_t domains_shared;	     /* matches by a domain that too many share */
	struct overlap_key *key;     /* of the other register: addresses and domains, sorted */
	struct overlap_key *domain;  /* of the first: its domains, sorted */
	size_t keys, domains;
	int64_t loaded;		     /* customer of the other register read last */
	int64_t at;		     /* customer of the first register looked at last */
	bool last_part, later_part;  /* of the other register */
};
int overlap_begin(
    struct overlap *o, struct notebook *nb, int64_t one, int64_t other, struct err *e);
/* Looks at the next customers of the first register, in the order of their things, and appends what
 * they share, each customer once by the strongest rule. *more is false at the end. */
int overlap_next(struct overlap *o, struct overlap_list *out, bool *more, struct err *e);
void overlap_end(struct overlap *o);
void overlap_list_release(struct overlap_list *l);

#endif
