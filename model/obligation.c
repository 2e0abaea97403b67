/* obligation.c - the duties of an incident: what people decided and filed, and when it is due. */
#include "model/obligation.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/counts.h"
#include "model/incident.h"
#include "model/list.h"
#include "model/vocabulary.h"

const char *const obligation_decision_words[] = { "undecided", "required", "not-required", NULL };
const char *const obligation_state_words[] = { "filed", "filed late", "not required", "on hold",
	"waiting", "internal target", "running", "overdue", NULL };

enum { WORDS_MAX = 4000 };

/* --- starts and deadlines ---------------------------------------------------------------- */

static const struct obligation *of_rule(const struct obligation_list *l, const char *name)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->at[i].rule->id, name) == 0)
			return &l->at[i];
	return NULL;
}

static bool milestone_start(
    const struct milestone_list *m, const char *kind, const char *audience, struct when *out)
{
	size_t n = strlen(kind);

	for (size_t i = 0; i < m->n; i++)
		if (strncmp(m->at[i].kind, kind, n) == 0 &&
		    strcmp(m->at[i].kind + n, audience) == 0) {
			*out = m->at[i].when;
			return true;
		}
	return false;
}

/* The moment a clock starts at; false while it is not known. */
static bool start_when(const char *start, const char *zone, const struct obligation_list *l,
    const struct milestone_list *m, struct when *out)
{
	const char *name = strchr(start, ':');
	const struct obligation *o;

	if (strncmp(start, "notified:", 9) == 0)
		return milestone_start(m, "notified-", name + 1, out);
	if (strcmp(start, "year-end") == 0) {
		if (!milestone_start(m, "discovered", "", out) || out->earliest == WHEN_PAST)
			return false;
		when_point(out, duty_year_end(out->earliest, zone), zone);
		return true;
	}
	if (!name)
		return milestone_start(m, start, "", out);
	o = of_rule(l, name + 1);
	if (!o || !o->filings_n)
		return false;
	when_point(out, o->filings[start[0] == 'u' ? o->filings_n - 1 : 0].at, "UTC");
	return true;
}

/* Does another milestone, later than the deadline, take this start out of the count? */
static bool start_waived(
    const struct rule_start *s, struct duty_due due, const struct milestone_list *m)
{
	struct when later;

	return *s->unless_later && milestone_start(m, s->unless_later, "", &later) &&
	       later.earliest > due.at;
}

static void due_compute(
    struct obligation *o, const struct obligation_list *l, const struct milestone_list *m)
{
	struct duty_due due[RULE_STARTS_MAX];
	int64_t started[RULE_STARTS_MAX];
	int first;

	for (size_t i = 0; i < o->rule->starts; i++) {
		const struct rule_start *s = &o->rule->start[i];
		struct when w = { .earliest = WHEN_FUTURE };

		due[i] = (struct duty_due){ WHEN_FUTURE, 0 };
		if (start_when(s->start, s->clock.zone, l, m, &w))
			due[i] = duty_from_when(&s->clock, &w);
		started[i] = w.earliest;
		if (start_waived(s, due[i], m))
			due[i].at = WHEN_FUTURE;
	}
	first = duty_first(due, o->rule->starts);
	o->due = first < 0 ? (struct duty_due){ WHEN_FUTURE, 0 } : due[first];
	o->start = first < 0 ? NULL : o->rule->start[first].start;
	o->started = first < 0 ? WHEN_FUTURE : started[first];
}

static enum obligation_state state_of(const struct obligation *o, int64_t now)
{
	if (o->filings_n)
		return o->filings[0].at > o->filings[0].due ? OBLIGATION_LATE : OBLIGATION_FILED;
	if (strcmp(o->decision, "not-required") == 0)
		return OBLIGATION_NOT_REQUIRED;
	if (o->held)
		return OBLIGATION_HELD;
	if (o->rule->soft)
		return OBLIGATION_SOFT;
	if (o->due.at == WHEN_FUTURE)
		return OBLIGATION_WAITING;
	return o->due.at < now ? OBLIGATION_OVERDUE : OBLIGATION_RUNNING;
}

void obligation_notes(const struct obligation *o, struct str *out)
{
	static const struct {
		unsigned flag;
		const char *words;
	} notes[] = { { DUTY_IMPRECISE, "from the earliest bound of an imprecise start" },
		{ DUTY_UNVERIFIED, "holidays unverified" },
		{ DUTY_ROLLED, "moved to the next working day" } };

	for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
		if (o->due.at != WHEN_FUTURE && (o->due.flags & notes[i].flag))
			str_printf(out, "%s%s", out->len ? ", " : "", notes[i].words);
	if (o->started < o->rule->valid_since)
		str_printf(out, "%sthe rule is valid from %s", out->len ? ", " : "",
		    o->rule->valid_from);
	if (o->rule->residence)
		str_printf(out, "%s%s%lld residents of %s, %lld are needed", out->len ? ", " : "",
		    o->residents < o->rule->residents ? "only " : "", (long long)o->residents,
		    o->rule->residence, (long long)o->rule->residents);
	if (strcmp(o->rule->status, "in-force") != 0)
		str_printf(out, "%sthe rule is %s", out->len ? ", " : "", o->rule->status);
}

/* --- lists --------------------------------------------------------------------------- */

static int obligation_read(
    struct obligation *o, struct query *q, struct arena *mem, struct err *e)
{
	const char *content;

	o->row = row_int(q, "row");
	o->thing = row_int(q, "id");
	o->rule_thing = row_int(q, "rule");
	o->decision = row_text(q, "decision", mem);
	o->why = row_text(q, "why", mem);
	o->by = row_text(q, "by", mem);
	o->held = row_text(q, "held", mem);
	content = row_text(q, "content", mem);
	o->rule = xcalloc(1, sizeof *o->rule);
	return obligation_rule_read(o->rule, content, strlen(content), e);
}

static int filings_load(
    struct notebook *nb, struct obligation *o, struct arena *mem, struct err *e)
{
	struct query *q = db_query(nb->db, Q_FILING_LIST);
	struct filing *all = NULL;
	size_t cap = 0;

	q_int(q, ":obligation", o->thing);
	q_int(q, ":asof", nb->asof);
	while (q_row(q)) {
		struct filing *f;

		all = list_room(all, o->filings_n, &cap, sizeof *all);
		f = &all[o->filings_n++];
		f->at = row_int(q, "at");
		f->due = row_int_or(q, "due", WHEN_FUTURE);
		f->reference = row_text(q, "reference", mem);
	}
	if (o->filings_n) {
		o->filings = arena_alloc(mem, o->filings_n * sizeof *all);
		memcpy(o->filings, all, o->filings_n * sizeof *all);
	}
	free(all);
	return q_done(q, e);
}

static int rows_load(
    struct notebook *nb, int64_t incident, struct obligation_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_OBLIGATION_LIST);
	struct err ignored;
	int status = 0;

	q_int(q, ":incident", incident);
	q_int(q, ":asof", nb->asof);
	while (status == 0 && q_row(q)) {
		struct obligation *o = list_push(out);

		status = obligation_read(o, q, &out->mem, e);
	}
	if (q_done(q, status == 0 ? e : &ignored) < 0)
		status = -1;
	for (size_t i = 0; i < out->n && status == 0; i++) {
		status = row_ref(nb, out->at[i].thing, out->at[i].public_ref, e);
		if (status == 0)
			status = filings_load(nb, &out->at[i], &out->mem, e);
	}
	return status;
}

static int soonest(const void *a, const void *b)
{
	const struct obligation *x = a, *y = b;

	if (x->due.at != y->due.at)
		return x->due.at < y->due.at ? -1 : 1;
	return strcmp(x->rule->id, y->rule->id);
}

static int list_load(struct notebook *nb, int64_t incident, int64_t now, bool counted,
    struct obligation_list *out, struct err *e)
{
	struct milestone_list m = { 0 };
	bool mine;
	int status;

	*out = (struct obligation_list){ 0 };
	if (page_begin(nb->db, &mine, e) < 0)
		return -1;
	status = rows_load(nb, incident, out, e);
	if (status == 0)
		status = milestone_list_load(nb, incident, &m, e);
	for (size_t i = 0; i < out->n && status == 0 && counted; i++)
		if (out->at[i].rule->residence)
			status = count_residents(nb, incident, out->at[i].rule->residence,
			    &out->at[i].residents, e);
	status = page_end(nb->db, mine, status);
	for (size_t i = 0; i < out->n && status == 0; i++) {
		due_compute(&out->at[i], out, &m);
		out->at[i].state = state_of(&out->at[i], now);
	}
	if (status == 0 && out->n)
		qsort(out->at, out->n, sizeof *out->at, soonest);
	milestone_list_release(&m);
	if (status < 0)
		obligation_list_release(out);
	return status;
}

int obligation_list_load(struct notebook *nb, int64_t incident, int64_t now,
    struct obligation_list *out, struct err *e)
{
	return list_load(nb, incident, now, true, out, e);
}

static void obligation_release(struct obligation *o)
{
	if (o->rule)
		obligation_rule_release(o->rule);
	free(o->rule);
}

int obligation_next(struct notebook *nb, int64_t incident, int64_t now, size_t limit,
    struct obligation_list *out, struct err *e)
{
	size_t kept = 0;

	if (list_load(nb, incident, now, false, out, e) < 0)
		return -1;
	for (size_t i = 0; i < out->n; i++) {
		enum obligation_state state = out->at[i].state;

		if (kept < limit && (state == OBLIGATION_RUNNING || state == OBLIGATION_OVERDUE))
			out->at[kept++] = out->at[i];
		else
			obligation_release(&out->at[i]);
	}
	out->n = kept;
	return 0;
}

int obligation_sequence(struct notebook *nb, int64_t incident, int64_t *record, struct err *e)
{
	struct query *q = db_query(nb->db, Q_OBLIGATION_SEQUENCE);

	q_int(q, ":asof", nb->asof);
	q_int(q, ":incident", incident);
	*record = q_row(q) ? row_int(q, "record") : 0;
	return q_done(q, e);
}

void obligation_list_release(struct obligation_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		obligation_release(&l->at[i]);
	free(l->at);
	arena_release(&l->mem);
	*l = (struct obligation_list){ 0 };
}

int obligation_find(struct notebook *nb, int64_t incident, const char *name_or_ref, int64_t *thing,
    struct err *e)
{
	struct obligation_list l;
	struct err ignored;
	const struct obligation *o;

	if (ref_thing(nb, name_or_ref, T_OBLIGATION, thing, &ignored) == 0)
		return 0;
	if (obligation_list_load(nb, incident, 0, &l, e) < 0)
		return -1;
	o = of_rule(&l, name_or_ref);
	*thing = o ? o->thing : 0;
	obligation_list_release(&l);
	if (*thing)
		return 0;
	return err_set(e, ERR_NOT_FOUND, "the incident has no obligation \"%.64s\"", name_or_ref);
}

/* --- acts ---------------------------------------------------------------------------- */

static int words_check(const char *s, const char *what, struct err *e)
{
	return text_line_check(s, WORDS_MAX, what, e);
}

static int one_add(struct act *a, int64_t incident, const char *name,
    const struct obligation_list *there, struct err *e)
{
	struct value v[COLUMNS_MAX] = {
		[COL(obligation, decision)] = value_text("undecided"),
		[COL(obligation, incident)] = value_thing(incident),
	};
	int64_t rule;

	if (rule_find(a->nb, name, &rule, e) < 0)
		return -1;
	if (of_rule(there, name))
		return err_set(e, ERR_CONFLICT, "the incident has the obligation %s already", name);
	v[COL(obligation, rule)] = value_thing(rule);
	return act_write(a, T_OBLIGATION, 0, v, e) < 0 ? -1 : 0;
}

int obligation_add(struct notebook *nb, int64_t incident, const char *const *rules, size_t n,
    char out_ref[REF_MAX], struct err *e)
{
	struct obligation_list there = { 0 };
	struct act a;
	int status;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(rules[i], rules[j]) == 0)
				return err_set(
				    e, ERR_USAGE, "\"%.64s\" is named twice", rules[i]);
	if (act_begin(&a, nb, "obligation.add", e) < 0)
		return -1;
	status = obligation_list_load(nb, incident, 0, &there, e);
	for (size_t i = 0; i < n && status == 0; i++)
		status = one_add(&a, incident, rules[i], &there, e);
	obligation_list_release(&there);
	return act_finish(&a, status, out_ref, e);
}

/* A new version with two columns changed. */
static int amend(struct notebook *nb, int64_t thing, const char *kind,
    int (*change)(struct value *v, const void *with, struct err *e), const void *with,
    char out_ref[REF_MAX], struct err *e)
{
	struct value v[COLUMNS_MAX];
	struct arena mem = { 0 };
	struct act a;
	int64_t row;
	int status;

	if (act_begin(&a, nb, kind, e) < 0)
		return -1;
	status = thing_load(nb, T_OBLIGATION, thing, v, &row, &mem, e);
	if (status == 0)
		status = change(v, with, e);
	if (status == 0 && act_amend(&a, T_OBLIGATION, thing, row, v, e) < 0)
		status = -1;
	status = act_finish(&a, status, out_ref, e);
	arena_release(&mem);
	return status;
}

struct decision {
	const char *word, *why, *by;
};

static int decision_set(struct value *v, const void *with, struct err *e)
{
	const struct decision *d = with;

	v[COL(obligation, decision)] = value_text(d->word);
	v[COL(obligation, why)] = value_text(d->why);
	v[COL(obligation, by)] = value_text(d->by);
	return 0;
}

int obligation_decide(struct notebook *nb, int64_t thing, const char *decision, const char *why,
    const char *by, char out_ref[REF_MAX], struct err *e)
{
	struct decision d = { word_find(obligation_decision_words, decision, strlen(decision),
				  "decision", e),
		why, by && *by ? by : nb->author };

	if (!d.word || words_check(why, "the reason", e) < 0 ||
	    words_check(by, "the name of who decides", e) < 0)
		return -1;
	if (strcmp(d.word, "undecided") != 0 && (!why || !*why))
		return err_set(e, ERR_USAGE, "a decision needs a reason in words");
	return amend(nb, thing, "obligation.decide", decision_set, &d, out_ref, e);
}

static int held_set(struct value *v, const void *with, struct err *e)
{
	v[COL(obligation, held)] = value_text(with);
	return 0;
}

int obligation_hold(struct notebook *nb, int64_t thing, const char *held, char out_ref[REF_MAX],
    struct err *e)
{
	struct value v[COLUMNS_MAX], r[COLUMNS_MAX];
	struct obligation_rule rule = { 0 };
	struct arena mem = { 0 };
	int64_t row;
	int status;

	if (words_check(held, "the reason", e) < 0)
		return -1;
	status = thing_load(nb, T_OBLIGATION, thing, v, &row, &mem, e);
	if (status == 0)
		status = thing_load(
		    nb, T_RULE, v[COL(obligation, rule)].n, r, &row, &mem, e);
	if (status == 0)
		status = obligation_rule_read(
		    &rule, r[COL(rule, content)].text, r[COL(rule, content)].len, e);
	if (status == 0 && held && strcmp(rule.hold, "pauses") != 0)
		status = err_set(e, ERR_PERMISSION, "%s knows no hold: its clock runs on", rule.id);
	obligation_rule_release(&rule);
	arena_release(&mem);
	if (status < 0)
		return -1;
	return amend(nb, thing, held ? "obligation.hold" : "obligation.resume", held_set, held,
	    out_ref, e);
}

static int filing_write(
    struct act *a, const struct obligation *o, int64_t at, const char *reference, struct err *e)
{
	struct value v[COLUMNS_MAX] = {
		[COL(filing, at)] = value_int(at),
		[COL(filing, obligation)] = value_thing(o->thing),
		[COL(filing, reference)] = value_text(reference),
	};

	if (strcmp(o->decision, "not-required") == 0)
		return err_set(e, ERR_CONFLICT,
		    "it was decided that %s does not apply: decide otherwise first", o->rule->id);
	if (at > a->time)
		return err_set(e, ERR_INVALID, "what was handed in cannot lie in the future");
	if (!o->rule->soft && o->due.at != WHEN_FUTURE)
		v[COL(filing, due)] = value_int(o->due.at);
	return act_write(a, T_FILING, 0, v, e) < 0 ? -1 : 0;
}

int obligation_file(struct notebook *nb, int64_t incident, int64_t thing, int64_t at,
    const char *reference, bool *late, char out_ref[REF_MAX], struct err *e)
{
	struct obligation_list l = { 0 };
	const struct obligation *o = NULL;
	struct act a;
	int status;

	*late = false;
	if (words_check(reference, "the reference", e) < 0 ||
	    act_begin(&a, nb, "obligation.file", e) < 0)
		return -1;
	status = obligation_list_load(nb, incident, at, &l, e);
	for (size_t i = 0; i < l.n; i++)
		o = l.at[i].thing == thing ? &l.at[i] : o;
	if (status == 0 && !o)
		status = err_set(e, ERR_NOT_FOUND, "it is an obligation of another incident");
	if (status == 0) {
		*late = !o->filings_n && !o->rule->soft && at > o->due.at;
		status = filing_write(&a, o, at, reference, e);
	}
	obligation_list_release(&l);
	return act_finish(&a, status, out_ref, e);
}
