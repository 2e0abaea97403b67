/* report_people.c - whom it concerned, what they were told, and what is to be done. */
#include <stdlib.h>
#include <string.h>

#include "base/ioc.h"
#include "base/mem.h"
#include "exchange/report.h"
#include "model/asset.h"
#include "model/customer.h"
#include "model/evidence.h"
#include "model/exposure.h"
#include "model/notification.h"
#include "model/obligation.h"
#include "model/task.h"
#include "model/vocabulary.h"

enum { PAGE = 500, WORDS_MAX = 32 };

struct counts {
	struct tallied at[WORDS_MAX];
	size_t n;
};

static void counts_release(struct counts *c)
{
	for (size_t i = 0; i < c->n; i++)
		free((char *)c->at[i].word);
}

/* Words of a vocabulary, in its order, at nothing; then those without any go. */
static void counts_begin(struct counts *c, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		c->at[c->n++] = (struct tallied){ xstrdup(words[i]), 0 };
}

static void counts_end(struct counts *c)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (c->at[i].n)
			c->at[kept++] = c->at[i];
		else
			free((char *)c->at[i].word);
	}
	c->n = kept;
}

static void count(struct counts *c, const char *word, size_t n)
{
	report_tally(c->at, &c->n, WORDS_MAX, word, n);
}

/* --- customers ----------------------------------------------------------------------------- */

static struct template_value party(struct report *r, int64_t thing, const char *name)
{
	struct str other = { 0 };
	struct template_value v;

	if (!r->veil)
		return report_text(r, name, false);
	veil_customer(r->veil, thing, &other);
	v = report_text(r, str_text(&other), false);
	str_release(&other);
	return v;
}

static struct template_value categories_value(struct report *r, const char *categories)
{
	struct str words = { 0 };
	struct template_value v;

	for (const char *p = categories; p && *p;) {
		size_t n = strcspn(p, ";");
		char *word = xstrndup(p, n);

		str_printf(&words, "%s%s", words.len ? ", " : "", report_word(word, r->language));
		free(word);
		p += n + (p[n] == ';');
	}
	v = report_text(r, str_text(&words), false);
	str_release(&words);
	return v;
}

static struct template_value window_value(struct report *r, const struct exposure *x)
{
	struct str edtf = { 0 };
	struct template_value v = { 0 };
	struct err none = { 0 };
	struct when w;

	exposure_window(x, &edtf);
	if (edtf.len && edtf_parse(&w, edtf.at, edtf.len, r->zone, &none) == 0)
		v = report_when(r, &w);
	str_release(&edtf);
	return v;
}

static int customer_put(struct report *r, const struct exposure *x, struct err *e)
{
	struct customer_list one = { 0 };
	struct template_value *row;
	int done = customer_load(r->nb, x->customer, r->incident->thing, &one, e);
	const struct customer *c = done == 0 ? &one.at[0] : NULL;

	if (done < 0)
		return -1;
	row = report_row(&r->rows[REPORT_CUSTOMERS], 9);
	row[0] = party(r, c->thing, c->ref);
	row[1] =
	    r->veil ? row[0] : report_text(r, c->organisation ? c->organisation : c->name, false);
	row[2] = report_worded(r, x->population);
	row[3] = categories_value(r, x->categories);
	row[4] = window_value(r, x);
	row[5] = report_worded(r, x->basis);
	row[6] = report_worded(r, x->confidence);
	row[7] = report_text(r, c->country, false);
	row[8] = report_worded(r, c->status);
	customer_list_release(&one);
	return 0;
}

static void exposure_count(
    const struct exposure *x, struct counts *populations, struct counts *data)
{
	count(populations, x->population, strlen(x->population));
	for (const char *p = x->categories; p && *p;) {
		size_t n = strcspn(p, ";");

		count(data, p, n);
		p += n + (p[n] == ';');
	}
}

static int exposures_gather(struct report *r, struct err *e)
{
	bool indonesian = strcmp(r->language, "id") == 0, more = true;
	struct exposure_page p = { .incident = r->incident->thing, .limit = PAGE };
	struct counts populations = { 0 }, data = { 0 };
	int64_t affected = 0;
	int done = 0;

	counts_begin(&populations, population_words);
	while (done == 0 && more) {
		struct exposure_list l = { 0 };

		done = exposure_page_load(r->nb, &p, &l, e);
		for (size_t i = 0; done == 0 && i < l.n; i++) {
			exposure_count(&l.at[i], &populations, &data);
			affected += strcmp(l.at[i].population, "cleared") != 0;
			if (report_uses(r, REPORT_CUSTOMERS))
				done = customer_put(r, &l.at[i], e);
		}
		more = l.n == PAGE;
		p.customer = l.n ? l.at[l.n - 1].customer : p.customer;
		exposure_list_release(&l);
	}
	counts_end(&populations);
	r->values[REPORT_AFFECTED_COUNT] = report_number(r, affected);
	report_counts(r, REPORT_POPULATIONS, REPORT_CHART_POPULATIONS,
	    indonesian ? "Pelanggan menurut populasi" : "Customers by population", populations.at,
	    populations.n);
	report_counts(r, REPORT_CATEGORIES, REPORT_CHART_CATEGORIES,
	    indonesian ? "Pelanggan menurut jenis data" : "Customers by kind of data", data.at,
	    data.n);
	counts_release(&populations);
	counts_release(&data);
	return done;
}

/* --- letters ------------------------------------------------------------------------------- */

struct letters_out {
	struct report *r;
	struct counts states;
	int64_t all, sent, acknowledged, actions_open;
};

static void letter_put(struct report *r, const struct notification *n)
{
	struct template_value *row = report_row(&r->rows[REPORT_LETTERS], 13);
	char hash[DIGEST_HEX];

	row[0] = report_text(r, n->public_ref, false);
	row[1] = party(r, n->customer, n->customer_ref);
	str_reset(&r->text);
	str_printf(&r->text, "%s %lld", n->advisory, (long long)n->advisory_version);
	row[2] = report_text(r, arena_strdup(&r->mem, str_text(&r->text)), false);
	row[3] = report_text(r, n->language, false);
	row[4] = report_worded(r, n->channel);
	row[5] = report_worded(r, n->state);
	row[6] = report_instant(r, n->released_at);
	row[7] = report_instant(r, n->sent_at);
	row[8] = report_instant(r, n->acknowledged_at);
	row[9] = r->veil ? (struct template_value){ 0 } : report_text(r, n->acknowledged_by, false);
	row[10] = report_worded(r, n->last_result);
	row[11] = report_number(r, n->actions_open);
	if (n->body_sha256) {
		digest_hex(n->body_sha256, hash);
		row[12] = report_text(r, hash, false);
	}
}

static int letter_take(void *with, const struct notification *n)
{
	struct letters_out *out = with;

	if (export_too_grave(out->r->x, n->tlp)) {
		out->r->x->result->left_out++;
		return 0;
	}
	count(&out->states, n->state, strlen(n->state));
	out->all++;
	out->sent += n->sent_at != 0;
	out->acknowledged += n->acknowledged_at != 0;
	out->actions_open += n->actions_open;
	if (report_uses(out->r, REPORT_LETTERS))
		letter_put(out->r, n);
	return 0;
}

static int letters_gather(struct report *r, struct err *e)
{
	const struct notification_page p = { .incident = r->incident->thing, .from_end = true,
		.limit = PAGE };
	struct letters_out out = { .r = r };
	int done;

	counts_begin(&out.states, notification_state_words);
	done = notification_each(r->nb, &p, letter_take, &out, e);
	counts_end(&out.states);
	r->values[REPORT_LETTERS_COUNT] = report_number(r, out.all);
	r->values[REPORT_SENT_COUNT] = report_number(r, out.sent);
	r->values[REPORT_ACKNOWLEDGED_COUNT] = report_number(r, out.acknowledged);
	r->values[REPORT_ACTIONS_OPEN_COUNT] = report_number(r, out.actions_open);
	report_counts(r, REPORT_LETTER_STATES, REPORT_CHART_LETTERS,
	    strcmp(r->language, "id") == 0 ? "Surat menurut keadaan" : "Letters by state",
	    out.states.at, out.states.n);
	counts_release(&out.states);
	return done;
}

int report_people_gather(struct report *r, struct err *e)
{
	return exposures_gather(r, e) < 0 || letters_gather(r, e) < 0 ? -1 : 0;
}

/* --- duties -------------------------------------------------------------------------------- */

static void obligation_put(struct report *r, const struct obligation *o)
{
	struct template_value *row = report_row(&r->rows[REPORT_OBLIGATIONS], 15);
	const struct filing *f = o->filings_n ? &o->filings[0] : NULL;
	struct str notes = { 0 };

	obligation_notes(o, &notes);
	row[0] = report_text(r, o->public_ref, false);
	row[1] = report_text(r, o->rule->id, false);
	row[2] = report_text(r, o->rule->title, false);
	row[3] = report_text(r, o->rule->law, false);
	row[4] = report_text(
	    r, o->rule->recipient_name ? o->rule->recipient_name : o->rule->recipient, false);
	row[5] = report_worded(r, obligation_state_words[o->state]);
	row[6] = report_text(r, o->decision, false);
	row[7] = report_text(r, o->why, true);
	row[8] = report_text(r, o->by, false);
	row[9] = o->due.at == WHEN_FUTURE ? (struct template_value){ 0 } : report_due(r, o->due.at);
	row[10] = report_instant(r, f ? f->at : 0);
	row[11] = report_text(r, f ? f->reference : NULL, false);
	row[12] = report_text(r, str_text(&notes), false);
	row[13] = report_text(r, o->rule->as_of, false);
	row[14] = report_text(r, o->rule->source, false);
	str_release(&notes);
}

static void task_put(struct report *r, const struct task *t)
{
	struct template_value *row =
	    report_row(&r->rows[t->closed ? REPORT_TASKS_DONE : REPORT_TASKS_OPEN], 7);

	row[0] = report_text(r, t->public_ref, false);
	row[1] = report_text(r, report_prose(r, t->text), true);
	row[2] = report_text(r, t->owner, false);
	row[3] = report_worded(r, t->priority);
	row[4] = report_worded(r, t->waiting ? "waits" : t->state);
	row[5] = report_due(r, t->due);
	row[6] = report_instant(r, t->added);
}

static int tasks_gather(struct report *r, struct err *e)
{
	struct task_page p = { .incident = r->incident->thing, .order = TASK_DUE, .from_end = true,
		.limit = PAGE };
	bool more = report_uses(r, REPORT_TASKS_OPEN) || report_uses(r, REPORT_TASKS_DONE);
	int done = 0;

	while (done == 0 && more) {
		struct task_list l = { 0 };

		done = task_page_load(r->nb, &p, &l, e);
		for (size_t i = 0; done == 0 && i < l.n; i++)
			task_put(r, &l.at[i]);
		more = l.n == PAGE;
		if (l.n)
			task_page_from(&p, &l.at[l.n - 1]);
		task_list_release(&l);
	}
	return done;
}

static int obligations_gather(struct report *r, struct err *e)
{
	struct obligation_list l = { 0 };
	int done =
	    report_uses(r, REPORT_OBLIGATIONS)
		? obligation_list_load(r->nb, r->incident->thing, notebook_time(r->nb), &l, e)
		: 0;

	for (size_t i = 0; done == 0 && i < l.n; i++)
		obligation_put(r, &l.at[i]);
	obligation_list_release(&l);
	return done;
}

/* --- what it is about ------------------------------------------------------------------------ */

/* Indicators cannot be clicked on; other names stand one after the other. */
static void asset_put(struct report *r, const struct asset *a)
{
	bool indicator = strcmp(a->kind, "indicator") == 0;
	enum report_name list = indicator			? REPORT_INDICATORS
				: strcmp(a->kind, "actor") == 0 ? REPORT_ACTORS
								: REPORT_SYSTEMS;
	struct template_value *row = report_row(&r->rows[list], 7);
	struct str text = { 0 };

	if (indicator)
		ioc_defang(&text, a->name, strlen(a->name));
	else
		str_puts(&text, a->name);
	row[0] = report_text(r, a->public_ref, false);
	row[1] = report_text(r, text.at, false);
	row[2] = report_worded(r, a->type ? a->type : a->kind);
	str_reset(&text);
	for (const char *p = a->aliases; p && *p; p++)
		str_puts(&text, *p == '\n' ? ", " : (const char[]){ *p, '\0' });
	row[3] = report_text(r, str_text(&text), false);
	row[4] = *a->first.edtf ? report_when(r, &a->first) : row[4];
	row[5] = *a->last.edtf ? report_when(r, &a->last) : row[5];
	row[6] = report_text(r, a->note, true);
	str_release(&text);
}

static int assets_gather(struct report *r, struct err *e)
{
	struct asset_page p = { .incident = r->incident->thing, .from_end = true, .limit = PAGE };
	bool more = report_uses(r, REPORT_ACTORS) || report_uses(r, REPORT_INDICATORS) ||
		    report_uses(r, REPORT_SYSTEMS);
	struct str kind = { 0 }, name = { 0 };
	int done = 0;

	while (done == 0 && more) {
		struct asset_list l = { 0 };

		done = asset_page_load(r->nb, &p, &l, e);
		for (size_t i = 0; done == 0 && i < l.n; i++)
			asset_put(r, &l.at[i]);
		more = l.n == PAGE;
		str_reset(&kind);
		str_reset(&name);
		str_puts(&kind, l.n ? l.at[l.n - 1].kind : "");
		str_puts(&name, l.n ? l.at[l.n - 1].name : "");
		p = (struct asset_page){ .incident = p.incident, .kind = kind.at, .name = name.at,
			.limit = PAGE };
		asset_list_release(&l);
	}
	str_release(&kind);
	str_release(&name);
	return done;
}

/* --- evidence -------------------------------------------------------------------------------- */

static int custody_value(
    struct report *r, int64_t evidence, struct template_value *out, struct err *e)
{
	struct custody_list l = { 0 };
	int done = custody_list_load(r->nb, evidence, &l, e);
	struct template_value *at = arena_alloc(&r->mem, (l.n + 1) * 8 * sizeof *at);

	for (size_t i = 0; done == 0 && i < l.n; i++) {
		const struct custody *c = &l.at[i];
		struct template_value *row = at + 8 * i;

		row[0] = report_worded(r, c->kind);
		row[1] = report_instant(r, c->at);
		row[2] = report_text(r, c->by, false);
		row[3] = report_text(r, c->to, false);
		row[4] = report_text(r, c->place, false);
		row[5] = report_text(r, c->seal, false);
		row[6] = report_text(r, c->note, true);
		row[7] = report_worded(r, c->result);
	}
	*out = (struct template_value){ .items = at, .count = l.n };
	custody_list_release(&l);
	return done;
}

static int evidence_put(struct report *r, const struct evidence *v, struct err *e)
{
	struct template_value custody, *row;
	char hash[DIGEST_HEX];

	if (custody_value(r, v->thing, &custody, e) < 0)
		return -1;
	digest_hex(v->sha256, hash);
	row = report_row(&r->rows[REPORT_EVIDENCE], 11);
	row[0] = report_text(r, v->public_ref, false);
	row[1] = report_text(r, v->file, false);
	row[2] = report_text(r, hash, false);
	row[3] = report_number(r, v->size);
	row[4] = report_text(r, v->source, false);
	row[5] = report_text(r, v->place, false);
	row[6] = report_text(r, v->seal, false);
	row[7] = report_text(r, v->holder, false);
	row[8] = report_worded(r, v->verified);
	row[9] = report_instant(r, v->verified_at);
	row[10] = custody;
	return 0;
}

static int evidence_gather(struct report *r, struct err *e)
{
	struct thing_page p = { .incident = r->incident->thing, .from_end = true, .limit = PAGE };
	bool more = report_uses(r, REPORT_EVIDENCE);
	int done = 0;

	while (done == 0 && more) {
		struct evidence_list l = { 0 };

		done = evidence_page_load(r->nb, &p, &l, e);
		for (size_t i = 0; done == 0 && i < l.n; i++)
			done = evidence_put(r, &l.at[i], e);
		more = l.n == PAGE;
		p.from_end = false;
		p.thing = l.n ? l.at[l.n - 1].thing : 0;
		evidence_list_release(&l);
	}
	return done;
}

int report_duties_gather(struct report *r, struct err *e)
{
	return obligations_gather(r, e) < 0 || tasks_gather(r, e) < 0 || assets_gather(r, e) < 0 ||
		       evidence_gather(r, e) < 0
		   ? -1
		   : 0;
}
