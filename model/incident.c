/*
 * incident.c - incidents, milestones and links: what may be written of them, and how they are read.
 */
#include "model/incident.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/entry.h"
#include "model/entryline.h"
#include "model/list.h"
#include "model/vocabulary.h"

enum { REF_LENGTH_MAX = 40, WORD_MAX = 40, LINE_MAX_BYTES = 1000, BASIS_MAX = 4000 };

/* --- checks ------------------------------------------------------------------------ */

static bool ref_char(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '_' || c == '-';
}

static int ref_check(const char *ref, struct err *e)
{
	size_t n = ref ? strlen(ref) : 0;

	if (n == 0 || n > REF_LENGTH_MAX)
		return err_set(e, ERR_INVALID,
		    "the reference of an incident has 1 to %d characters", REF_LENGTH_MAX);
	for (size_t i = 0; i < n; i++)
		if (!ref_char(ref[i]))
			return err_set(e, ERR_INVALID,
			    "the reference of an incident is made of letters, digits, '.', '_' and "
			    "'-'");
	return 0;
}

static int severity_read(const char *s, struct value *out, struct err *e)
{
	if (s[0] < '1' || s[0] > '5' || s[1])
		return err_set(e, ERR_INVALID, "severity is 1 (worst) to 5, not \"%.20s\"", s);
	*out = value_int(s[0] - '0');
	return 0;
}

/* --- fields by name ---------------------------------------------------------------- */

static int change_severity(const char *s, struct value *v, struct arena *mem, struct err *e)
{
	return severity_read(s, v, e);
}

static int change_state(const char *s, struct value *v, struct arena *mem, struct err *e)
{
	const char *word = word_find(incident_state_words, s, strlen(s), "state of an incident", e);

	*v = value_text(word);
	return word ? 0 : -1;
}

static int change_tlp(const char *s, struct value *v, struct arena *mem, struct err *e)
{
	const char *label = strncmp(s, "TLP:", 4) == 0 ? s + 4 : s;
	const char *word = word_find(tlp_words, label, strlen(label), "TLP label", e);

	*v = value_text(word);
	return word ? 0 : -1;
}

static int change_title(const char *s, struct value *v, struct arena *mem, struct err *e)
{
	if (!*s)
		return err_set(e, ERR_INVALID, "an incident needs a title");
	*v = value_text(s);
	return text_line_check(s, LINE_MAX_BYTES, "the title", e);
}

static int change_lead(const char *s, struct value *v, struct arena *mem, struct err *e)
{
	*v = value_text(s);
	return text_line_check(s, LINE_MAX_BYTES, "the name of the lead", e);
}

static int change_zone(const char *s, struct value *v, struct arena *mem, struct err *e)
{
	char canon[WHEN_ZONE_MAX];

	if (zone_check(s, canon, e) < 0)
		return -1;
	*v = value_text(arena_strdup(mem, canon));
	return 0;
}

static const char *const keys[] = { "state", "severity", "title", "tlp", "zone", "lead", NULL };
static const struct {
	int column;
	int (*read)(const char *s, struct value *v, struct arena *mem, struct err *e);
} fields[] = {
	{ COL(incident, state), change_state },
	{ COL(incident, severity), change_severity },
	{ COL(incident, title), change_title },
	{ COL(incident, tlp), change_tlp },
	{ COL(incident, zone), change_zone },
	{ COL(incident, lead), change_lead },
};

static int change_read(
    const struct incident_change *c, struct value *values, struct arena *mem, struct err *e)
{
	const char *key = word_find(keys, c->key, strlen(c->key), "field of an incident", e);
	int i = word_index(keys, key);

	if (i < 0)
		return -1;
	return fields[i].read(c->value ? c->value : "", &values[fields[i].column], mem, e);
}

/* --- incidents ----------------------------------------------------------------------- */

/* The thing with that ref, 0 when there is none; -1 on error. */
static int64_t incident_by_ref(struct notebook *nb, const char *ref, struct err *e)
{
	struct query *q = db_query(nb->db, Q_INCIDENT_BY_REF);
	int64_t thing = 0;

	q_int(q, ":asof", nb->asof);
	q_text(q, ":ref", ref);
	if (q_row(q))
		thing = row_int(q, "id");
	return q_done(q, e) < 0 ? -1 : thing;
}

static int ref_is_free(struct notebook *nb, const char *ref, struct err *e)
{
	int64_t thing = incident_by_ref(nb, ref, e);

	if (thing > 0)
		return err_set(e, ERR_CONFLICT, "there is an incident %s already", ref);
	return thing < 0 ? -1 : 0;
}

static int fields_check(
    const struct incident *f, struct value *values, struct arena *mem, struct err *e)
{
	const struct incident_change given[] = {
		{ "title", f->title ? f->title : "" },
		{ "state", f->state ? f->state : "detected" },
		{ "tlp", f->tlp ? f->tlp : "AMBER" },
		{ "zone", f->zone ? f->zone : "UTC" },
		{ "lead", f->lead },
	};

	if (ref_check(f->ref, e) < 0)
		return -1;
	if (f->severity < 0 || f->severity > 5)
		return err_set(e, ERR_INVALID, "severity is 1 (worst) to 5, not %d", f->severity);
	values[COL(incident, ref)] = value_text(f->ref);
	if (f->severity)
		values[COL(incident, severity)] = value_int(f->severity);
	for (size_t i = 0; i < sizeof given / sizeof given[0]; i++)
		if (change_read(&given[i], values, mem, e) < 0)
			return -1;
	return 0;
}

int incident_open(
    struct notebook *nb, const struct incident *fields_given, char out_ref[REF_MAX], struct err *e)
{
	struct value values[COLUMNS_MAX] = { 0 };
	struct arena mem = { 0 };
	struct act a = { 0 };
	int done = -1;

	if (fields_check(fields_given, values, &mem, e) < 0)
		goto out;
	if (act_begin(&a, nb, "incident.open", e) < 0 ||
	    ref_is_free(nb, fields_given->ref, e) < 0 ||
	    act_write(&a, T_INCIDENT, 0, values, e) < 0 || act_commit(&a, e) < 0)
		goto out;
	memcpy(out_ref, a.ref, REF_MAX);
	done = 0;
out:
	act_abort(&a);
	arena_release(&mem);
	return done;
}

int incident_set(struct notebook *nb, int64_t incident, const struct incident_change *changes,
    size_t n, const char *reason, char out_ref[REF_MAX], struct err *e)
{
	struct value values[COLUMNS_MAX] = { 0 };
	struct arena mem = { 0 };
	struct act a = { 0 };
	int64_t row;
	int done = -1;

	if (n == 0)
		return err_set(e, ERR_USAGE, "nothing to change: give KEY=VALUE");
	for (size_t i = 0; i < n; i++) /* before the lock is taken */
		if (change_read(&changes[i], values, &mem, e) < 0)
			goto out;
	if (act_begin(&a, nb, "incident.set", e) < 0 ||
	    thing_load(nb, T_INCIDENT, incident, values, &row, &mem, e) < 0)
		goto out;
	for (size_t i = 0; i < n; i++)
		if (change_read(&changes[i], values, &mem, e) < 0)
			goto out;
	a.reason = reason;
	if (act_amend(&a, T_INCIDENT, incident, row, values, e) < 0 || act_commit(&a, e) < 0)
		goto out;
	memcpy(out_ref, a.ref, REF_MAX);
	done = 0;
out:
	act_abort(&a);
	arena_release(&mem);
	return done;
}

static void incident_read(struct incident *i, struct query *q, struct arena *mem)
{
	i->row = row_int(q, "row");
	i->thing = row_int(q, "id");
	i->ref = row_text(q, "ref", mem);
	i->title = row_text(q, "title", mem);
	i->state = row_text(q, "state", mem);
	i->tlp = row_text(q, "tlp", mem);
	i->zone = row_text(q, "zone", mem);
	i->lead = row_text(q, "lead", mem);
	i->severity = (int)row_int_or(q, "severity", 0);
	i->opened = row_int_or(q, "opened", 0);
}

/* Runs a statement over incidents; the public references come after it is done. */
static int incidents_read(
    struct notebook *nb, struct query *q, struct incident_list *out, struct err *e)
{
	size_t i = out->n;

	q_int(q, ":asof", nb->asof);
	while (q_row(q))
		incident_read(list_push(out), q, &out->mem);
	if (q_done(q, e) < 0)
		return -1;
	for (; i < out->n; i++)
		if (row_ref(nb, out->at[i].thing, out->at[i].public_ref, e) < 0)
			return -1;
	return 0;
}

/* Open ones first, newest first within. */
static int incident_compare(const void *a, const void *b)
{
	const struct incident *x = a, *y = b;
	int closed = (strcmp(x->state, "closed") == 0) - (strcmp(y->state, "closed") == 0);

	return closed ? closed : (x->thing < y->thing) - (x->thing > y->thing);
}

int incident_list_load_filtered(
    struct notebook *nb, const struct filter *f, struct incident_list *out, struct err *e)
{
	if (incidents_read(nb, filter_query(nb, Q_INCIDENT_LIST, f), out, e) < 0)
		return -1;
	if (out->n)
		qsort(out->at, out->n, sizeof out->at[0], incident_compare);
	return 0;
}

int incident_list_load(struct notebook *nb, struct incident_list *out, struct err *e)
{
	return incident_list_load_filtered(nb, NULL, out, e);
}

int incident_load(struct notebook *nb, int64_t thing, struct incident_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_INCIDENT_ONE);
	size_t before = out->n;

	q_int(q, ":thing", thing);
	if (incidents_read(nb, q, out, e) < 0)
		return -1;
	if (out->n == before)
		return err_set(e, ERR_NOT_FOUND, "there is no such incident");
	return 0;
}

int incident_find(struct notebook *nb, const char *ref, int64_t *thing, struct err *e)
{
	struct err none;

	*thing = incident_by_ref(nb, ref, e);
	if (*thing != 0)
		return *thing < 0 ? -1 : 0;
	if (ref_thing(nb, ref, T_INCIDENT, thing, &none) < 0)
		return err_set(e, ERR_NOT_FOUND, "there is no incident \"%.60s\"", ref);
	return 0;
}

int incident_default(struct notebook *nb, int64_t *thing, struct err *e)
{
	struct incident_list all = { 0 };
	struct str refs = { 0 };
	size_t open = 0;
	int done = -1;

	if (incident_list_load(nb, &all, e) < 0)
		goto out;
	while (open < all.n && strcmp(all.at[open].state, "closed") != 0)
		str_printf(&refs, "%s%s", open ? ", " : "", all.at[open].ref), open++;
	if (open == 0) {
		err_set(e, ERR_NOT_FOUND,
		    all.n ? "every incident is closed: name one with -i"
			  : "there is no incident yet: open one");
	} else if (open > 1) {
		err_set(e, ERR_USAGE, "several incidents are open: name one with -i: %s",
		    str_text(&refs));
	} else {
		*thing = all.at[0].thing;
		done = 0;
	}
out:
	str_release(&refs);
	incident_list_release(&all);
	return done;
}

void incident_list_release(struct incident_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}

/* --- milestones ---------------------------------------------------------------------- */

/* Lower-case words with dashes between. */
static int kind_check(const char *kind, struct err *e)
{
	size_t n = strlen(kind);
	bool dash = true;

	for (size_t i = 0; i < n && n <= WORD_MAX; i++) {
		if (kind[i] == '-' ? dash : kind[i] < 'a' || kind[i] > 'z')
			return err_set(e, ERR_INVALID,
			    "the kind of a milestone is a lower-case word such as \"contained\"");
		dash = kind[i] == '-';
	}
	if (n > WORD_MAX || dash)
		return err_set(e, ERR_INVALID,
		    "the kind of a milestone is a word of 1 to %d letters", WORD_MAX);
	return 0;
}

/* The live milestone of that kind: thing and row, 0 when there is none. */
static int milestone_find(struct notebook *nb, int64_t incident, const char *kind, int64_t *thing,
    int64_t *row, struct err *e)
{
	struct query *q = db_query(nb->db, Q_MILESTONE_OF_KIND);

	*thing = *row = 0;
	q_int(q, ":incident", incident);
	q_text(q, ":kind", kind);
	q_int(q, ":asof", nb->asof);
	if (q_row(q)) {
		*row = row_int(q, "row");
		*thing = row_int(q, "id");
	}
	return q_done(q, e);
}

static int milestone_check(
    const char *kind, const struct when *when, const char *phrase, const char *basis, struct err *e)
{
	if (kind_check(kind, e) < 0)
		return -1;
	if (!when->edtf[0])
		return err_set(e, ERR_INVALID, "a milestone needs a time");
	if (text_line_check(phrase, LINE_MAX_BYTES, "the time as typed", e) < 0)
		return -1;
	return text_line_check(basis, BASIS_MAX, "the basis", e);
}

/* `only_new`: one of this kind that is there stays as it is. */
static int milestone_put(struct act *a, int64_t incident, const char *kind, const struct when *when,
    const char *phrase, const char *basis, bool only_new, bool *there, struct err *e)
{
	const struct value values[COLUMNS_MAX] = {
		[COL(milestone, basis)] = value_text(basis),
		[COL(milestone, earliest)] = value_int(when->earliest),
		[COL(milestone, edtf)] = value_text(when->edtf),
		[COL(milestone, incident)] = value_thing(incident),
		[COL(milestone, kind)] = value_text(kind),
		[COL(milestone, latest)] = value_int(when->latest),
		[COL(milestone, phrase)] = value_text(phrase),
		[COL(milestone, zone)] = value_text(when->zone[0] ? when->zone : "UTC"),
	};
	int64_t thing, row, written;

	if (milestone_find(a->nb, incident, kind, &thing, &row, e) < 0)
		return -1;
	*there = thing != 0;
	if (thing && only_new)
		return 0;
	written = thing ? act_amend(a, T_MILESTONE, thing, row, values, e)
			: act_write(a, T_MILESTONE, 0, values, e);
	return written < 0 ? -1 : 0;
}

int milestone_write(struct act *a, int64_t incident, const char *kind, const struct when *when,
    const char *basis, bool *there, struct err *e)
{
	if (milestone_check(kind, when, NULL, basis, e) < 0)
		return -1;
	return milestone_put(a, incident, kind, when, NULL, basis, true, there, e);
}

int milestone_set(struct notebook *nb, int64_t incident, const char *kind, const struct when *when,
    const char *phrase, const char *basis, char out_ref[REF_MAX], struct err *e)
{
	struct act a = { 0 };
	bool there;
	int done;

	if (milestone_check(kind, when, phrase, basis, e) < 0 ||
	    act_begin(&a, nb, "incident.milestone", e) < 0)
		return -1;
	done = milestone_put(&a, incident, kind, when, phrase, basis, false, &there, e);
	return act_finish(&a, done, out_ref, e);
}

static void milestone_read(struct milestone *m, struct query *q, struct arena *mem)
{
	m->row = row_int(q, "row");
	m->thing = row_int(q, "id");
	m->kind = row_text(q, "kind", mem);
	m->basis = row_text(q, "basis", mem);
	m->phrase = row_text(q, "phrase", mem);
	m->when.earliest = row_int(q, "earliest");
	m->when.latest = row_int(q, "latest");
	row_copy(q, "edtf", m->when.edtf, sizeof m->when.edtf, mem);
	row_copy(q, "zone", m->when.zone, sizeof m->when.zone, mem);
}

int milestone_list_load(
    struct notebook *nb, int64_t incident, struct milestone_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_MILESTONE_LIST);
	size_t i = out->n;

	q_int(q, ":incident", incident);
	q_int(q, ":asof", nb->asof);
	while (q_row(q))
		milestone_read(list_push(out), q, &out->mem);
	if (q_done(q, e) < 0)
		return -1;
	for (; i < out->n; i++)
		if (row_ref(nb, out->at[i].thing, out->at[i].public_ref, e) < 0)
			return -1;
	return 0;
}

void milestone_list_release(struct milestone_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}

/* --- links --------------------------------------------------------------------------- */

static int link_is_new(
    struct notebook *nb, int64_t incident, const char *relation, int64_t other, struct err *e)
{
	struct query *q = db_query(nb->db, Q_LINK_SAME);
	bool there;

	q_int(q, ":incident", incident);
	q_int(q, ":other", other);
	q_text(q, ":relation", relation);
	q_int(q, ":asof", nb->asof);
	there = q_row(q);
	if (q_done(q, e) < 0)
		return -1;
	return there ? err_set(e, ERR_CONFLICT, "this link is there already") : 0;
}

/* An entry of one of the two incidents. */
static int link_entry_check(
    struct notebook *nb, int64_t entry, int64_t incident, int64_t other, struct err *e)
{
	struct value values[COLUMNS_MAX];
	struct arena mem = { 0 };
	int64_t row;
	int status = thing_load(nb, T_ENTRY, entry, values, &row, &mem, e);

	if (status == 0 && values[COL(entry, incident)].n != incident &&
	    values[COL(entry, incident)].n != other)
		status = err_set(e, ERR_INVALID, "the entry is of neither incident");
	arena_release(&mem);
	return status;
}

/* "INC-2021-06: discovered while INC-2021-05", written now. */
static int64_t link_entry_write(struct act *a, int64_t incident, const char *relation,
    int64_t other, const char *source, struct err *e)
{
	struct entryline line = { .kind = "observation", .source = source };
	struct incident_list two = { 0 };
	struct str text = { 0 };
	int64_t entry = -1;

	if (incident_load(a->nb, incident, &two, e) == 0 &&
	    incident_load(a->nb, other, &two, e) == 0) {
		str_printf(&text, "%s: ", two.at[0].ref);
		for (const char *c = relation; *c; c++)
			str_putc(&text, *c == '-' ? ' ' : *c);
		str_printf(&text, " %s", two.at[1].ref);
		line.text = text.at;
		when_point(&line.when, a->time, two.at[0].zone);
		entry = entry_write(a, incident, &line, e);
	}
	str_release(&text);
	incident_list_release(&two);
	return entry;
}

int incident_link(struct notebook *nb, int64_t incident, const char *relation, int64_t other,
    const char *source, int64_t entry, char out_ref[REF_MAX], struct err *e)
{
	const char *word = word_find(relation_words, relation, strlen(relation), "relation", e);
	struct value values[COLUMNS_MAX] = {
		[COL(link, incident)] = value_thing(incident),
		[COL(link, other)] = value_thing(other),
		[COL(link, relation)] = value_text(word),
		[COL(link, source)] = value_text(source),
	};
	struct act a = { 0 };
	int status = -1;

	if (!word || text_line_check(source, BASIS_MAX, "the source", e) < 0)
		return -1;
	if (incident == other)
		return err_set(e, ERR_INVALID, "an incident cannot be linked to itself");
	if (act_begin(&a, nb, "incident.link", e) < 0)
		return -1;
	if (link_is_new(nb, incident, word, other, e) == 0) {
		if (!entry)
			entry = link_entry_write(&a, incident, word, other, source, e);
		else if (link_entry_check(nb, entry, incident, other, e) < 0)
			entry = -1;
		values[COL(link, entry)] = value_thing(entry);
		if (entry > 0 && act_write(&a, T_LINK, 0, values, e) > 0)
			status = 0;
	}
	return act_finish(&a, status, out_ref, e);
}

static void link_read(struct link *l, struct query *q, struct arena *mem)
{
	l->row = row_int(q, "row");
	l->thing = row_int(q, "id");
	l->incident = row_int(q, "incident");
	l->other = row_int(q, "other");
	l->relation = row_text(q, "relation", mem);
	l->source = row_text(q, "source", mem);
	l->entry = row_int(q, "entry");
	l->incident_ref = row_text(q, "incident_ref", mem);
	l->other_ref = row_text(q, "other_ref", mem);
}

int link_list_load(struct notebook *nb, int64_t incident, struct link_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_LINK_LIST);
	size_t i = out->n;

	q_int(q, ":incident", incident);
	q_int(q, ":asof", nb->asof);
	while (q_row(q))
		link_read(list_push(out), q, &out->mem);
	if (q_done(q, e) < 0)
		return -1;
	for (; i < out->n; i++)
		if (row_ref(nb, out->at[i].thing, out->at[i].public_ref, e) < 0 ||
		    row_ref(nb, out->at[i].entry, out->at[i].entry_ref, e) < 0)
			return -1;
	return 0;
}

void link_list_release(struct link_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}
