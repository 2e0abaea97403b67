/* case_file.c - what may be told of an incident, read once. */
#include "exchange/case_file.h"

#include <stdlib.h>
#include <string.h>

#include "model/exposure.h"
#include "model/list.h"

enum { PAGE = 500 };

const struct incident *case_incident(const struct case_file *c, int64_t thing)
{
	for (size_t i = 0; i < c->incidents.n; i++)
		if (c->incidents.at[i].thing == thing)
			return &c->incidents.at[i];
	return NULL;
}

const struct entry *case_entry(const struct case_file *c, int64_t thing)
{
	return thing_among(c->entries.at, c->entries.n, sizeof *c->entries.at, thing);
}

const struct claim *case_claim(const struct case_file *c, int64_t thing)
{
	return thing_among(c->claims.at, c->claims.n, sizeof *c->claims.at, thing);
}

const struct milestone *case_milestone(const struct case_file *c, const char *kind)
{
	for (size_t i = 0; i < c->milestones.n; i++)
		if (strcmp(c->milestones.at[i].kind, kind) == 0)
			return &c->milestones.at[i];
	return NULL;
}

int case_changed(
    struct case_file *c, enum table t, int64_t thing, int64_t first, int64_t *at, struct err *e)
{
	struct version_list l = { 0 };
	int done = thing_versions(c->nb, t, thing, &l, e);

	*at = first;
	for (size_t i = 0; done == 0 && i < l.n; i++)
		if (l.at[i].since <= c->nb->asof && l.at[i].time > *at)
			*at = l.at[i].time;
	version_list_release(&l);
	if (*at > c->modified)
		c->modified = *at;
	return done;
}

/* --- incidents ----------------------------------------------------------------------------- */

static int incident_take(struct case_file *c, int64_t thing, struct err *e)
{
	struct incident_list *l = &c->incidents;

	if (case_incident(c, thing))
		return 0;
	if (incident_load(c->nb, thing, l, e) < 0)
		return -1;
	if (export_leaves_out(c->x, l->at[l->n - 1].tlp))
		l->n--;
	return 0;
}

static int linked_load(struct case_file *c, struct err *e)
{
	int64_t own = c->x->o->incident;

	if (link_list_load(c->nb, own, &c->links, e) < 0)
		return -1;
	for (size_t i = 0; i < c->links.n; i++) {
		const struct link *l = &c->links.at[i];

		if (incident_take(c, l->incident == own ? l->other : l->incident, e) < 0)
			return -1;
	}
	return 0;
}

/* --- the log and what is said --------------------------------------------------------------- */

/* Those of the page that are not wanted go; their text stays until all does. */
static void page_thin(struct case_file *c, size_t from)
{
	struct entry_list *l = &c->entries;
	size_t kept = from;

	for (size_t i = from; i < l->n; i++)
		if (!l->at[i].struck && (c->x->o->filter || l->at[i].report))
			l->at[kept++] = l->at[i];
	l->n = kept;
}

static int entries_load(struct case_file *c, struct err *e)
{
	struct entry_page p = { .incident = c->x->o->incident,
		.order = ENTRY_RECORDED,
		.filter = c->x->o->filter,
		.from_end = true,
		.limit = PAGE };
	size_t before, got;

	do {
		before = c->entries.n;
		if (entry_page_load(c->nb, &p, &c->entries, e) < 0)
			return -1;
		got = c->entries.n - before;
		p.from_end = false;
		p.thing = got ? c->entries.at[c->entries.n - 1].thing : 0;
		page_thin(c, before);
	} while (got == PAGE);
	return 0;
}

static int said_load(struct case_file *c, struct err *e)
{
	struct thing_page p = { .incident = c->x->o->incident, .from_end = true, .limit = PAGE };
	struct thing_page q = p;
	size_t before;

	do {
		before = c->claims.n;
		if (claim_page_load(c->nb, &p, &c->claims, e) < 0)
			return -1;
		p.from_end = false;
		p.thing = c->claims.n ? c->claims.at[c->claims.n - 1].thing : 0;
	} while (c->claims.n - before == PAGE);
	do {
		before = c->questions.n;
		if (question_page_load(c->nb, &q, &c->questions, e) < 0)
			return -1;
		q.from_end = false;
		q.thing = c->questions.n ? c->questions.at[c->questions.n - 1].thing : 0;
	} while (c->questions.n - before == PAGE);
	return 0;
}

static int assets_load(struct case_file *c, struct err *e)
{
	struct asset_page p = { .incident = c->x->o->incident, .from_end = true, .limit = PAGE };
	size_t before;

	do {
		before = c->assets.n;
		if (asset_page_load(c->nb, &p, &c->assets, e) < 0)
			return -1;
		if (c->assets.n == before)
			break;
		p.from_end = false;
		p.kind = c->assets.at[c->assets.n - 1].kind;
		p.name = c->assets.at[c->assets.n - 1].name;
	} while (c->assets.n - before == PAGE);
	return 0;
}

/* --- counts -------------------------------------------------------------------------------- */

static void count(
    struct case_file *c, struct case_count *counts, size_t *n, const char *word, size_t len)
{
	size_t i = 0;

	while (i < *n && !(strlen(counts[i].word) == len && memcmp(counts[i].word, word, len) == 0))
		i++;
	if (i == CASE_WORDS_MAX)
		return;
	if (i == *n)
		counts[(*n)++] = (struct case_count){ arena_strndup(&c->mem, word, len), 0 };
	counts[i].n++;
}

static void exposure_count(struct case_file *c, const struct exposure *x)
{
	count(c, c->populations, &c->populations_n, x->population, strlen(x->population));
	c->affected += strcmp(x->population, "cleared") != 0;
	for (const char *p = x->categories; p && *p;) {
		size_t n = strcspn(p, ";");

		count(c, c->categories, &c->categories_n, p, n);
		p += n + (p[n] == ';');
	}
}

static int exposures_count(struct case_file *c, struct err *e)
{
	struct exposure_page p = { .incident = c->x->o->incident, .limit = PAGE };
	bool more = true;
	int done = 0;

	while (done == 0 && more) {
		struct exposure_list l = { 0 };

		done = exposure_page_load(c->nb, &p, &l, e);
		for (size_t i = 0; done == 0 && i < l.n; i++)
			exposure_count(c, &l.at[i]);
		more = l.n == PAGE;
		p.customer = l.n ? l.at[l.n - 1].customer : 0;
		exposure_list_release(&l);
	}
	return done;
}

/* --- all of it ----------------------------------------------------------------------------- */

int case_file_load(struct case_file *c, struct export *x, struct err *e)
{
	memset(c, 0, sizeof *c);
	c->x = x;
	c->nb = x->nb;
	if (incident_take(c, x->o->incident, e) < 0)
		return -1;
	if (!c->incidents.n)
		return 0;
	if (linked_load(c, e) < 0 ||
	    milestone_list_load(c->nb, x->o->incident, &c->milestones, e) < 0)
		return -1;
	c->incident = &c->incidents.at[0];
	return entries_load(c, e) < 0 || said_load(c, e) < 0 || assets_load(c, e) < 0 ||
		       exposures_count(c, e) < 0
		   ? -1
		   : 0;
}

void case_file_release(struct case_file *c)
{
	incident_list_release(&c->incidents);
	milestone_list_release(&c->milestones);
	link_list_release(&c->links);
	entry_list_release(&c->entries);
	claim_list_release(&c->claims);
	question_list_release(&c->questions);
	asset_list_release(&c->assets);
	arena_release(&c->mem);
}
