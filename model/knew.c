/* knew.c - who knew of something, and since when. */
#include "model/knew.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/claim.h"
#include "model/customer.h"
#include "model/entry.h"
#include "model/list.h"
#include "model/obligation.h"
#include "model/question.h"

enum { PAGE = 500 };

/* What is asked about. */
struct about {
	struct notebook *nb;
	int64_t incident;
	char ref[2][REF_MAX]; /* by which entries refer to it; "" none */
	int64_t recorded;     /* µs UTC: when we first had it */
	struct knew_list *out;
};

/* Keeps what is earliest of a party. */
static struct knew *party(struct about *a, const char *who, const struct when *when)
{
	struct knew_list *l = a->out;
	struct knew *k = NULL;

	for (size_t i = 0; i < l->n && !k; i++)
		if (strcmp(l->at[i].who, who) == 0)
			k = &l->at[i];
	if (!k) {
		k = list_push(l);
		k->who = arena_strdup(&l->mem, who);
	} else if (!when->edtf[0] ||
		   (k->when.edtf[0] && k->when.earliest <= when->earliest)) {
		return NULL;
	}
	k->when = *when;
	k->ref[0] = '\0';
	k->text = NULL;
	return k;
}

static void know(struct about *a, const char *who, const char *how, const struct when *when,
    const char *ref, const char *text)
{
	struct knew *k = party(a, who, when);

	if (!k)
		return;
	k->how = arena_strdup(&a->out->mem, how);
	snprintf(k->ref, sizeof k->ref, "%s", ref);
	k->text = text ? arena_strdup(&a->out->mem, text) : NULL;
}

static void know_at(struct about *a, const char *who, const char *how, int64_t at,
    const char *ref, const char *text)
{
	struct when when;

	when_point(&when, at, "UTC");
	know(a, who, how, &when, ref, text);
}

/* --- communications ------------------------------------------------------------------------ */

/* Those an entry names were told; when it names nobody, its own words say who. */
static void entry_tells(struct about *a, const struct entry *x)
{
	if (!x->actors)
		know(a, x->text, "told", &x->when, x->public_ref, NULL);
	for (const char *p = x->actors; p && *p;) {
		size_t n = strcspn(p, " ");
		char *who = arena_strndup(&a->out->mem, p, n);

		know(a, who, "told", &x->when, x->public_ref, x->text);
		p += n + (p[n] == ' ');
	}
}

static int communications_load(struct about *a, struct err *e)
{
	struct when_context c = { .now = notebook_time(a->nb), .zone = "UTC" };
	struct entry_page p = { .incident = a->incident, .from_end = true, .limit = PAGE };
	struct filter *f;
	char text[160];
	size_t n = PAGE;
	int status = 0;

	snprintf(text, sizeof text, "kind:communication -is:struck ref:%s,%s", a->ref[0],
	    a->ref[1][0] ? a->ref[1] : a->ref[0]);
	f = filter_compile(text, FILTER_ENTRIES, &c, NULL, e);
	if (!f)
		return -1;
	p.filter = f;
	while (status == 0 && n == PAGE) {
		struct entry_list page = { 0 };

		status = entry_page_load(a->nb, &p, &page, e);
		n = page.n;
		for (size_t i = 0; status == 0 && i < n; i++)
			entry_tells(a, &page.at[i]);
		if (n)
			p.thing = page.at[n - 1].thing;
		p.from_end = false;
		entry_list_release(&page);
	}
	filter_free(f);
	return status;
}

/* --- what it is ---------------------------------------------------------------------------- */

static int claim_begin(struct about *a, int64_t thing, struct err *e)
{
	struct claim_list one = { 0 };
	struct version_list all = { 0 };
	int status = claim_load(a->nb, thing, &one, e);

	if (status == 0)
		status = thing_versions(a->nb, T_CLAIM, thing, &all, e);
	if (status == 0) {
		const struct claim *x = &one.at[0];

		a->incident = x->incident;
		a->recorded = all.at[0].time;
		memcpy(a->ref[0], x->public_ref, REF_MAX);
		status = row_ref(
		    a->nb, all.at[0].value[COL(claim, entry)].n, a->ref[1], e);
		know(a, x->by, "says so", &x->said, x->entry_ref, x->source);
		know_at(a, name_alone(all.at[0].writer, &a->out->mem), "wrote it down",
		    a->recorded, a->ref[1], NULL);
	}
	claim_list_release(&one);
	version_list_release(&all);
	return status;
}

static int question_begin(struct about *a, int64_t thing, struct err *e)
{
	struct question_list one = { 0 };
	int status = question_load(a->nb, thing, &one, e);

	if (status == 0) {
		const struct question *x = &one.at[0];

		a->incident = x->incident;
		a->recorded = x->recorded;
		memcpy(a->ref[0], x->public_ref, REF_MAX);
		memcpy(a->ref[1], x->entry_ref, REF_MAX);
		know(a, x->asker, "asked", &x->when, x->entry_ref, NULL);
		if (x->answer_entry)
			know_at(a, x->answerer, "answered", x->answered, x->answer_ref, x->answer);
	}
	question_list_release(&one);
	return status;
}

static int letters_load(
    struct about *a, int64_t customer, const char *name, enum query_id id, struct err *e)
{
	struct query *q = db_query(a->nb->db, id);
	struct {
		int64_t thing, at;
		char how[160];
		const char *who;
	} *row = NULL;
	size_t n = 0, cap = 0;
	int status;

	q_int(q, ":customer", customer);
	q_int(q, ":incident", a->incident);
	q_int(q, ":asof", a->nb->asof);
	while (q_row(q)) {
		row = list_room(row, n, &cap, sizeof *row);
		row[n].thing = row_int(q, "id");
		row[n].at = row_int(q, "at");
		row[n].who = name;
		if (id == Q_KNEW_ACKNOWLEDGEMENTS) {
			row[n].who = row_text(q, "by", &a->out->mem);
			snprintf(row[n].how, sizeof row[n].how, "acknowledged the letter");
		} else {
			const char *channel = row_text(q, "channel", &a->out->mem);

			snprintf(row[n].how, sizeof row[n].how, "letter, %s: %s", channel,
			    row_text(q, "result", &a->out->mem));
		}
		n++;
	}
	status = q_done(q, e);
	for (size_t i = 0; status == 0 && i < n; i++) {
		char ref[REF_MAX];

		status = row_ref(a->nb, row[i].thing, ref, e);
		if (status == 0)
			know_at(a, row[i].who, row[i].how, row[i].at, ref, NULL);
	}
	free(row);
	return status;
}

/* An authority was told by a filing of what was known then. */
static int filings_load(struct about *a, struct err *e)
{
	struct obligation_list all = { 0 };
	int status = obligation_list_load(a->nb, a->incident, notebook_time(a->nb), &all, e);

	for (size_t i = 0; status == 0 && i < all.n; i++) {
		const struct obligation *o = &all.at[i];

		for (size_t k = 0; k < o->filings_n; k++) {
			char how[160];

			if (o->filings[k].at < a->recorded)
				continue;
			snprintf(how, sizeof how, "filing: %s", o->rule->id);
			know_at(a, o->rule->recipient_name ? o->rule->recipient_name
							   : o->rule->recipient,
			    how, o->filings[k].at, o->public_ref, o->filings[k].reference);
		}
	}
	obligation_list_release(&all);
	return status;
}

static int exposure_begin(struct about *a, int64_t thing, struct err *e)
{
	struct version_list all = { 0 };
	struct customer_list one = { 0 };
	int status = thing_versions(a->nb, T_EXPOSURE, thing, &all, e);
	int64_t customer = 0;

	if (status == 0 && all.at[0].since > a->nb->asof)
		status = err_set(e, ERR_NOT_FOUND, "it was not there at that time");
	if (status == 0) {
		a->incident = all.at[0].value[COL(exposure, incident)].n;
		customer = all.at[0].value[COL(exposure, customer)].n;
		a->recorded = all.at[0].time;
		know_at(a, name_alone(all.at[0].writer, &a->out->mem), "wrote it down",
		    a->recorded, all.at[0].record, NULL);
		status = customer_load(a->nb, customer, 0, &one, e);
	}
	if (status == 0 && (row_ref(a->nb, thing, a->ref[0], e) < 0 ||
			       row_ref(a->nb, customer, a->ref[1], e) < 0))
		status = -1;
	if (status == 0) {
		const struct customer *x = &one.at[0];
		const char *name = x->organisation ? x->organisation : x->name ? x->name : x->ref;

		if (letters_load(a, customer, name, Q_KNEW_ATTEMPTS, e) < 0 ||
		    letters_load(a, customer, name, Q_KNEW_ACKNOWLEDGEMENTS, e) < 0 ||
		    filings_load(a, e) < 0)
			status = -1;
	}
	version_list_release(&all);
	customer_list_release(&one);
	return status;
}

static int knew_compare(const void *x, const void *y)
{
	const struct knew *a = x, *b = y;
	bool dated = a->when.edtf[0], other = b->when.edtf[0];

	if (dated != other)
		return dated ? -1 : 1;
	if (dated && a->when.earliest != b->when.earliest)
		return a->when.earliest < b->when.earliest ? -1 : 1;
	return strcmp(a->who, b->who);
}

int knew_load(
    struct notebook *nb, enum table t, int64_t thing, struct knew_list *out, struct err *e)
{
	struct about a = { .nb = nb, .out = out };
	int status;

	if (t == T_CLAIM)
		status = claim_begin(&a, thing, e);
	else if (t == T_QUESTION)
		status = question_begin(&a, thing, e);
	else if (t == T_EXPOSURE)
		status = exposure_begin(&a, thing, e);
	else
		return err_set(e, ERR_USAGE,
		    "who knew is told of a claim, a question or an exposure, not of a thing of the "
		    "kind %s",
		    table_infos[t].name);
	if (status < 0 || communications_load(&a, e) < 0)
		return -1;
	if (out->n)
		qsort(out->at, out->n, sizeof out->at[0], knew_compare);
	return 0;
}

void knew_list_release(struct knew_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}
