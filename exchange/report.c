/*
 * report.c - what the notebook says of an incident, as values for a template.
 *
 * Only what the template uses is read, but for the counts, which cost a walk over what is counted.
 */
#include "exchange/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ioc.h"
#include "base/mem.h"
#include "base/phrase.h"
#include "base/text.h"
#include "model/entry.h"
#include "model/vocabulary.h"

enum { PAGE = 500, LATEST = 15 };

static const char *const milestone_fields[] = { "kind", "when", "basis", "ref", NULL };
static const char *const span_fields[] = { "from", "to", "span", NULL };
enum { E_REF, E_INCIDENT, E_WHEN, E_KIND, E_TITLE, E_TEXT, E_SOURCE, E_BY, E_RECORDED, E_TAGS,
	E_ORIGINAL, E_FIELDS };
static const char *const entry_fields[] = { "ref", "incident", "when", "kind", "title", "text",
	"source", "by", "recorded", "tags", "original", NULL };
static const char *const link_fields[] = { "incident", "relation", "other", "title", "source",
	NULL };
static const char *const related_fields[] = { "incident", "title", "tlp", "state", "entries",
	NULL };
static const char *const count_fields[] = { "name", "count", NULL };
static const char *const claim_fields[] = { "ref", "incident", "text", "quote", "by", "stance",
	"source", "url", "when", "about", "rating", "likelihood", "recorded", "written_by",
	"contradicts", "denials", NULL };
static const char *const denial_fields[] = { "ref", "text", "by", "source", "when", "rating",
	"earlier", NULL };
static const struct template_name claim_inside[] = {
	{ .name = "denials", .shape = TEMPLATE_RECORDS, .fields = denial_fields },
	{ .name = NULL },
};
static const char *const question_fields[] = { "ref", "incident", "text", "asked_by", "asked",
	"due", "answer", "confidence", NULL };
static const char *const task_fields[] = { "ref", "text", "owner", "priority", "state", "due",
	"added", NULL };
static const char *const customer_fields[] = { "customer", "name", "population", "categories",
	"window", "basis", "confidence", "country", "status", NULL };
static const char *const letter_fields[] = { "ref", "customer", "advisory", "language", "channel",
	"state", "released", "sent", "acknowledged", "acknowledged_by", "last_result",
	"actions_open", "body_sha256", NULL };
static const char *const obligation_fields[] = { "ref", "rule", "title", "law", "recipient",
	"state", "decision", "why", "by", "due", "filed", "reference", "notes", "as_of", "source",
	NULL };
static const char *const asset_fields[] = { "ref", "name", "type", "aliases", "first", "last",
	"note", NULL };
static const char *const evidence_fields[] = { "ref", "file", "sha256", "size", "source", "place",
	"seal", "holder", "verified", "verified_at", "custody", NULL };
static const char *const custody_fields[] = { "kind", "at", "by", "to", "place", "seal", "note",
	"result", NULL };
static const struct template_name evidence_inside[] = {
	{ .name = "custody", .shape = TEMPLATE_RECORDS, .fields = custody_fields },
	{ .name = NULL },
};
static const struct template_name related_inside[] = {
	{ .name = "entries", .shape = TEMPLATE_RECORDS, .fields = entry_fields },
	{ .name = NULL },
};

#define TEXT(id, word) [id] = { .name = word, .shape = TEMPLATE_TEXT }
#define RECORDS(id, word, its) [id] = { .name = word, .shape = TEMPLATE_RECORDS, .fields = its }
const struct template_name report_names[REPORT_NAMES] = {
	TEXT(REPORT_INCIDENT, "incident"),
	TEXT(REPORT_TITLE, "title"),
	TEXT(REPORT_STATE, "state"),
	TEXT(REPORT_SEVERITY, "severity"),
	TEXT(REPORT_TLP, "tlp"),
	TEXT(REPORT_ZONE, "zone"),
	TEXT(REPORT_LEAD, "lead"),
	TEXT(REPORT_OPENED, "opened"),
	TEXT(REPORT_WRITTEN, "written"),
	TEXT(REPORT_WRITTEN_BY, "written_by"),
	TEXT(REPORT_AS_OF, "as_of"),
	TEXT(REPORT_ENTRIES_COUNT, "entries_count"),
	TEXT(REPORT_AFFECTED_COUNT, "affected_count"),
	TEXT(REPORT_LETTERS_COUNT, "letters_count"),
	TEXT(REPORT_SENT_COUNT, "sent_count"),
	TEXT(REPORT_ACKNOWLEDGED_COUNT, "acknowledged_count"),
	TEXT(REPORT_ACTIONS_OPEN_COUNT, "actions_open_count"),
	TEXT(REPORT_CHART_TIMELINE, "chart_timeline"),
	TEXT(REPORT_CHART_KINDS, "chart_kinds"),
	TEXT(REPORT_CHART_POPULATIONS, "chart_populations"),
	TEXT(REPORT_CHART_CATEGORIES, "chart_categories"),
	TEXT(REPORT_CHART_LETTERS, "chart_letters"),
	RECORDS(REPORT_MILESTONES, "milestones", milestone_fields),
	RECORDS(REPORT_SPANS, "spans", span_fields),
	RECORDS(REPORT_ENTRIES, "entries", entry_fields),
	RECORDS(REPORT_MARKED, "marked", entry_fields),
	RECORDS(REPORT_LATEST, "latest", entry_fields),
	RECORDS(REPORT_DECISIONS, "decisions", entry_fields),
	RECORDS(REPORT_COMMUNICATIONS, "communications", entry_fields),
	RECORDS(REPORT_STEPS, "steps", entry_fields),
	[REPORT_CLAIMS] = { .name = "claims", .shape = TEMPLATE_RECORDS, .fields = claim_fields,
	    .inside = claim_inside },
	[REPORT_CLAIMS_MARKED] = { .name = "claims_marked", .shape = TEMPLATE_RECORDS,
	    .fields = claim_fields, .inside = claim_inside },
	RECORDS(REPORT_OPEN, "questions_open", question_fields),
	RECORDS(REPORT_UNKNOWABLE, "questions_unknowable", question_fields),
	RECORDS(REPORT_ANSWERED, "questions_answered", question_fields),
	RECORDS(REPORT_QUESTIONS_MARKED, "questions_marked", question_fields),
	RECORDS(REPORT_TASKS_OPEN, "tasks_open", task_fields),
	RECORDS(REPORT_TASKS_DONE, "tasks_done", task_fields),
	RECORDS(REPORT_ACTORS, "actors", asset_fields),
	RECORDS(REPORT_INDICATORS, "indicators", asset_fields),
	RECORDS(REPORT_SYSTEMS, "systems", asset_fields),
	[REPORT_EVIDENCE] = { .name = "evidence", .shape = TEMPLATE_RECORDS,
	    .fields = evidence_fields, .inside = evidence_inside },
	RECORDS(REPORT_LINKS, "links", link_fields),
	[REPORT_RELATED] = { .name = "related", .shape = TEMPLATE_RECORDS, .fields = related_fields,
	    .inside = related_inside },
	RECORDS(REPORT_POPULATIONS, "populations", count_fields),
	RECORDS(REPORT_CATEGORIES, "categories", count_fields),
	RECORDS(REPORT_CUSTOMERS, "customers", customer_fields),
	RECORDS(REPORT_LETTERS, "letters", letter_fields),
	RECORDS(REPORT_LETTER_STATES, "letter_states", count_fields),
	RECORDS(REPORT_OBLIGATIONS, "obligations", obligation_fields),
};

/* --- values -------------------------------------------------------------------------------- */

bool report_uses(const struct report *r, enum report_name name)
{
	return template_uses(r->template, name);
}

/* What r->text holds, made safe to show and between its marks. */
static struct template_value value_make(struct report *r, const char *s, size_t n, bool lines)
{
	struct str out = { 0 };
	struct template_value v;

	str_putc(&out, DOCUMENT_VALUE);
	text_show(&out, s, n, lines ? TEXT_LINES : TEXT_ONE_LINE);
	while (out.len > 1 && out.at[out.len - 1] == '\n')
		out.len--;
	str_putc(&out, DOCUMENT_VALUE_END);
	v = (struct template_value){ .at = arena_strndup(&r->mem, out.at, out.len),
		.len = out.len };
	str_release(&out);
	return v;
}

struct template_value report_text(struct report *r, const char *s, bool lines)
{
	if (!s || !*s)
		return (struct template_value){ 0 };
	if (!r->veil)
		return value_make(r, s, strlen(s), lines);
	str_reset(&r->text);
	veil_put(r->veil, &r->text, s, strlen(s));
	return value_make(r, r->text.at, r->text.len, lines);
}

struct template_value report_number(struct report *r, int64_t n)
{
	char digits[24];

	return value_make(r, digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)n),
	    false);
}

struct template_value report_worded(struct report *r, const char *word)
{
	if (!word || !*word)
		return (struct template_value){ 0 };
	word = report_word(word, r->language);
	return value_make(r, word, strlen(word), false);
}

/* The same time with its clock in the zone of the report, to the second; days stay as they are. */
static struct when when_moved(const struct report *r, const struct when *w)
{
	struct when moved = *w, last;
	char first[WHEN_EDTF_MAX];

	if (!strchr(w->edtf, 'T') || w->earliest == WHEN_PAST || w->latest == WHEN_FUTURE)
		return moved;
	when_point(&moved, w->earliest - w->earliest % WHEN_SECOND, r->zone);
	if (w->latest == w->earliest)
		return moved;
	when_point(&last, w->latest - w->latest % WHEN_SECOND, r->zone);
	memcpy(first, moved.edtf, sizeof first);
	if (strlen(first) + strlen(last.edtf) + 2 < sizeof moved.edtf)
		snprintf(moved.edtf, sizeof moved.edtf, "%.46s/%.46s", first, last.edtf);
	return moved;
}

struct template_value report_when(struct report *r, const struct when *when)
{
	struct str words = { 0 };
	struct template_value v;
	struct when moved;

	if (!*when->edtf)
		return report_worded(r, "undated");
	moved = when_moved(r, when);
	phrase_when(&words, &moved, r->language);
	v = value_make(r, str_text(&words), words.len, false);
	str_release(&words);
	return v;
}

struct template_value report_instant(struct report *r, int64_t at)
{
	struct when w;

	if (!at)
		return (struct template_value){ 0 };
	when_point(&w, at, r->zone);
	return report_when(r, &w);
}

/* Something is due until the end of a day mostly, and then the day says it. */
struct template_value report_due(struct report *r, int64_t at)
{
	struct civil c;
	struct when w;

	if (!at)
		return (struct template_value){ 0 };
	zone_civil(r->zone, at, &c);
	if (c.hour != 23 || c.minute != 59 || c.second != 59)
		return report_instant(r, at);
	when_point(&w, at, r->zone);
	w.edtf[10] = '\0';
	return report_when(r, &w);
}

struct template_value report_writer(struct report *r, const char *name, const char *ref)
{
	size_t letters = strspn(ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	return r->veil ? value_make(r, ref, letters, false) : report_text(r, name, false);
}

struct template_value *report_row(struct rows *rows, size_t fields)
{
	struct template_value *row;

	if (rows->n == rows->cap) {
		rows->cap = rows->cap ? 2 * rows->cap : 16;
		rows->at = xrealloc(rows->at, rows->cap * fields * sizeof *rows->at);
	}
	rows->fields = fields;
	row = rows->at + rows->n++ * fields;
	memset(row, 0, fields * sizeof *row);
	return row;
}

struct template_value report_rows(const struct rows *rows)
{
	return (struct template_value){ .items = rows->at, .count = rows->n };
}

void report_tally(struct tallied *t, size_t *n, size_t most, const char *word, size_t len)
{
	size_t i = 0;

	while (i < *n && !(strlen(t[i].word) == len && memcmp(t[i].word, word, len) == 0))
		i++;
	if (i == *n && i == most)
		return;
	if (i == *n)
		t[(*n)++] = (struct tallied){ xstrndup(word, len), 0 };
	t[i].n++;
}

/* A value that stands for a chart; its words are for where it cannot be drawn. */
static struct template_value chart_value(struct report *r, int number)
{
	const struct chart *c = &r->charts[number];
	struct str words = { 0 }, shown = { 0 };
	struct template_value v;

	str_printf(&words, "%c%c%c%s", DOCUMENT_VALUE, DOCUMENT_CHART, 'A' + number, c->title);
	for (size_t i = 0; i < c->n; i++)
		str_printf(&words, "%s %s %lld", i ? "," : ":", c->bars[i].label,
		    (long long)c->bars[i].n);
	str_putc(&words, DOCUMENT_VALUE_END);
	v = (struct template_value){
		.at = arena_strndup(&r->mem, words.at, words.len), .len = words.len
	};
	str_release(&words);
	str_release(&shown);
	return v;
}

static const char *bar_label(struct report *r, const char *word)
{
	struct str shown = { 0 };
	const char *label = report_word(word, r->language);
	char *kept;

	text_show(&shown, label, strlen(label), TEXT_ONE_LINE);
	kept = arena_strdup(&r->mem, str_text(&shown));
	str_release(&shown);
	return kept;
}

void report_counts(struct report *r, enum report_name rows, enum report_name chart,
    const char *title, const struct tallied *t, size_t n)
{
	int number = (int)chart - REPORT_CHART_TIMELINE;
	struct bar *bars = arena_alloc(&r->mem, (n + 1) * sizeof *bars);

	for (size_t i = 0; i < n; i++) {
		bars[i] = (struct bar){ bar_label(r, t[i].word), t[i].n };
		if (rows < REPORT_NAMES) {
			struct template_value *row = report_row(&r->rows[rows], 2);

			row[0] = report_worded(r, t[i].word);
			row[1] = report_number(r, t[i].n);
		}
	}
	r->charts[number] = (struct chart){ .bars = bars, .n = n, .title = title };
	if (n)
		r->values[chart] = chart_value(r, number);
}

/* --- the incident -------------------------------------------------------------------------- */

static int head_gather(struct report *r, struct err *e)
{
	const struct incident *i = r->incident;
	const char *author = r->nb->author ? r->nb->author : "";
	struct template_value *v = r->values;
	int64_t head;
	uint8_t hash[DIGEST_SIZE];
	char ref[REF_MAX] = "";

	if (journal_head(r->nb, &head, hash, e) < 0)
		return -1;
	head = r->nb->asof < head ? r->nb->asof : head;
	if (head && record_ref(r->nb, head, ref, e) < 0)
		return -1;
	v[REPORT_INCIDENT] = report_text(r, i->ref, false);
	v[REPORT_TITLE] = report_text(r, i->title, false);
	v[REPORT_STATE] = report_worded(r, i->state);
	if (i->severity)
		v[REPORT_SEVERITY] = report_number(r, i->severity);
	v[REPORT_TLP] = report_text(r, i->tlp, false);
	v[REPORT_ZONE] = report_text(r, r->zone, false);
	v[REPORT_LEAD] = report_text(r, i->lead, false);
	v[REPORT_OPENED] = report_instant(r, i->opened);
	v[REPORT_WRITTEN] = report_instant(r, r->x->written);
	v[REPORT_AS_OF] = report_text(r, ref, false);
	str_reset(&r->text);
	str_put(&r->text, author, strcspn(author, "<"));
	while (r->text.len && r->text.at[r->text.len - 1] == ' ')
		r->text.at[--r->text.len] = '\0';
	author = arena_strdup(&r->mem, str_text(&r->text));
	v[REPORT_WRITTEN_BY] = report_text(r, author, false);
	return 0;
}

static const struct milestone *milestone_of(const struct milestone_list *l, const char *kind)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->at[i].kind, kind) == 0)
			return &l->at[i];
	return NULL;
}

/* How long it took from one milestone to another: between the nearest and the farthest bounds. */
static void span_gather(
    struct report *r, const struct milestone_list *l, const char *from, const char *to)
{
	const struct milestone *a = milestone_of(l, from), *b = milestone_of(l, to);
	struct template_value *row;
	struct str span = { 0 };
	int64_t least, most;

	if (!a || !b || a->when.earliest == WHEN_PAST || b->when.latest == WHEN_FUTURE ||
	    a->when.latest == WHEN_FUTURE || b->when.earliest == WHEN_PAST)
		return;
	least = b->when.earliest - a->when.latest;
	most = b->when.latest - a->when.earliest;
	if (most < 0)
		return;
	when_show_span(&span, least < 0 ? 0 : least);
	if (most - least >= 60 * WHEN_SECOND) {
		str_puts(&span, " – ");
		when_show_span(&span, most);
	}
	row = report_row(&r->rows[REPORT_SPANS], 3);
	row[0] = report_worded(r, from);
	row[1] = report_worded(r, to);
	row[2] = report_text(r, str_text(&span), false);
	str_release(&span);
}

static int milestones_gather(struct report *r, struct err *e)
{
	static const char *const spans[][2] = { { "occurred", "detected" },
		{ "detected", "contained" }, { "occurred", "contained" },
		{ "detected", "determined" }, { "determined", "notified" },
		{ "detected", "notified" }, { "notified", "disclosed" },
		{ "detected", "recovered" } };
	struct milestone_list l = { 0 };
	int done = milestone_list_load(r->nb, r->incident->thing, &l, e);

	for (size_t i = 0; done == 0 && i < l.n; i++) {
		struct template_value *row = report_row(&r->rows[REPORT_MILESTONES], 4);
		const struct milestone *m = &l.at[i];

		row[0] = report_worded(r, m->kind);
		row[1] = report_when(r, &m->when);
		row[2] = report_text(r, m->basis, true);
		row[3] = report_text(r, m->public_ref, false);
		picture_look(r->picture, &m->when);
		picture_mark(r->picture, report_word(m->kind, r->language), m->when.earliest);
	}
	for (size_t i = 0; done == 0 && i < sizeof spans / sizeof spans[0]; i++)
		span_gather(r, &l, spans[i][0], spans[i][1]);
	milestone_list_release(&l);
	return done;
}

/* --- the log ------------------------------------------------------------------------------- */

/* Is the word at s one of the grammar of the entry line: a tag (but no #RW12), a due time, a
 * source? Returns its bytes, 0 when it is not. */
static size_t grammar_at(const struct report *r, const char *s)
{
	size_t n = strcspn(s, " \t\n"), letters = strspn(s + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	if (strncmp(s, "src:\"", 5) == 0)
		return strcspn(s + 5, "\"") + 5 + (s[strcspn(s + 5, "\"") + 5] == '"');
	if (strncmp(s, "src:", 4) == 0 || (s[0] == '^' && n > 1))
		return n;
	if (s[0] == '#' && n > 1 && !(letters && s[1 + letters] >= '0' && s[1 + letters] <= '9'))
		return n;
	return s[0] == '@' && n > 1 && r->veil ? n : 0;
}

const char *report_prose(struct report *r, const char *text)
{
	struct str out = { 0 }, safe = { 0 };
	const char *kept;
	bool begins = true;

	for (const char *p = text; *p;) {
		size_t n = begins ? grammar_at(r, p) : 0;

		if (n) {
			p += n;
			while (out.len && out.at[out.len - 1] == ' ')
				out.at[--out.len] = '\0';
			begins = false;
			continue;
		}
		begins = strchr(" \t\n", *p);
		str_putc(&out, *p++);
	}
	ioc_defang_marked(&safe, str_text(&out), out.len);
	kept = arena_strdup(&r->mem, str_text(&safe));
	str_release(&out);
	str_release(&safe);
	return kept;
}

static void entry_put(
    struct report *r, struct rows *rows, const char *incident, const struct entry *n)
{
	struct template_value *row = report_row(rows, E_FIELDS);
	const char *text = report_prose(r, n->text);
	size_t title = strcspn(text, "\n");

	row[E_REF] = report_text(r, n->public_ref, false);
	row[E_INCIDENT] = report_text(r, incident, false);
	row[E_WHEN] = report_when(r, &n->when);
	row[E_KIND] = report_worded(r, n->kind);
	row[E_TEXT] = report_text(r, text, true);
	row[E_TITLE] = text[title] ? report_text(r, arena_strndup(&r->mem, text, title), false)
				   : row[E_TEXT];
	row[E_ORIGINAL] = report_text(r, n->text, true);
	row[E_SOURCE] = report_text(r, n->source, true);
	row[E_BY] = report_writer(r, n->writer, n->public_ref);
	row[E_RECORDED] = report_instant(r, n->recorded);
	row[E_TAGS] = report_text(r, n->tags, false);
}

/* An entry of the incident itself goes to all lists it belongs to. */
static void entry_sort(struct report *r, const struct entry *n)
{
	static const struct {
		const char *kind;
		enum report_name name;
	} lists[] = { { "decision", REPORT_DECISIONS }, { "communication", REPORT_COMMUNICATIONS },
		{ "action", REPORT_STEPS } };

	r->entries_n++;
	if (report_uses(r, REPORT_ENTRIES))
		entry_put(r, &r->rows[REPORT_ENTRIES], r->incident->ref, n);
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		if (strcmp(lists[i].kind, n->kind) == 0 && report_uses(r, lists[i].name))
			entry_put(r, &r->rows[lists[i].name], r->incident->ref, n);
	if (n->report && report_uses(r, REPORT_MARKED))
		entry_put(r, &r->rows[REPORT_MARKED], r->incident->ref, n);
}

static int entry_take(struct report *r, const struct incident *of, struct rows *rows,
    const struct entry *n, struct err *e)
{
	bool main = of->thing == r->incident->thing;

	if (n->struck) {
		r->struck++;
		return 0;
	}
	if (main) {
		entry_sort(r, n);
		picture_take(r->picture, n->kind, &n->when);
	} else
		entry_put(r, rows, of->ref, n);
	r->x->result->rows += main;
	return strcmp(n->kind, "claim") == 0 ? report_claim_entry(r, of, n, e) : 0;
}

static void key_take(struct entry_page *p, const struct entry *last)
{
	p->from_end = false;
	p->key_undated = !*last->when.edtf;
	p->earliest = last->when.earliest;
	p->latest = last->when.latest;
	p->thing = last->thing;
}

/* Over all entries of an incident in the order they happened. */
static int entries_walk(
    struct report *r, const struct incident *of, struct rows *rows, struct err *e)
{
	struct entry_page p = { .incident = of->thing,
		.order = ENTRY_HAPPENED,
		.filter = r->x->o->filter,
		.from_end = true,
		.limit = PAGE };
	bool more = true;
	int done = 0;

	while (done == 0 && more) {
		struct entry_list l = { 0 };

		done = entry_page_load(r->nb, &p, &l, e);
		for (size_t i = 0; done == 0 && i < l.n; i++)
			done = entry_take(r, of, rows, &l.at[i], e);
		more = l.n == (size_t)p.limit;
		if (l.n)
			key_take(&p, &l.at[l.n - 1]);
		entry_list_release(&l);
	}
	return done;
}

/* The newest entries of the log, newest first. */
static int latest_gather(struct report *r, struct err *e)
{
	struct entry_page p = { .incident = r->incident->thing,
		.order = ENTRY_RECORDED,
		.filter = r->x->o->filter,
		.from_end = true,
		.backward = true,
		.limit = LATEST };
	struct entry_list l = { 0 };
	int done = report_uses(r, REPORT_LATEST) ? entry_page_load(r->nb, &p, &l, e) : 0;

	for (size_t i = l.n; done == 0 && i-- > 0;)
		if (!l.at[i].struck)
			entry_put(r, &r->rows[REPORT_LATEST], r->incident->ref, &l.at[i]);
	entry_list_release(&l);
	return done;
}

static const char *picture_label(const char *word, const void *with)
{
	return report_word(word, with);
}

static void picture_gather(struct report *r)
{
	bool indonesian = strcmp(r->language, "id") == 0;

	r->look = (struct picture_look){ .zone = r->zone, .top = 56, .letters = 19,
		.label = picture_label, .with = r->language };
	r->charts[0] = (struct chart){ .picture = r->picture,
		.look = &r->look,
		.title =
		    indonesian ? "Catatan menurut jenis dan waktu" : "Entries by kind and time" };
	if (report_uses(r, REPORT_CHART_TIMELINE))
		r->values[REPORT_CHART_TIMELINE] = chart_value(r, 0);
}

/* --- what it is linked to ------------------------------------------------------------------ */

static struct template_value title_of(struct report *r, int64_t incident, struct err *e)
{
	struct template_value v = { 0 };
	struct incident_list one = { 0 };

	if (incident_load(r->nb, incident, &one, e) == 0 && !export_too_grave(r->x, one.at[0].tlp))
		v = report_text(r, one.at[0].title, false);
	incident_list_release(&one);
	return v;
}

/* The title is that of the incident named last, whichever of the two the report is of. */
static void link_put(struct report *r, const struct link *l, struct err *e)
{
	struct template_value *row = report_row(&r->rows[REPORT_LINKS], 5);

	row[0] = report_text(r, l->incident_ref, false);
	row[1] = report_worded(r, l->relation);
	row[2] = report_text(r, l->other_ref, false);
	row[3] = title_of(r, l->other, e);
	row[4] = report_text(r, l->source, true);
}

/* An incident on the other side of a link, with its log; once, however many links there are. */
static int related_put(struct report *r, int64_t incident, struct err *e)
{
	struct rows *entries = arena_alloc(&r->mem, sizeof *entries);
	struct incident_list one = { 0 };
	struct template_value *row;
	int done = incident_load(r->nb, incident, &one, e);

	memset(entries, 0, sizeof *entries);
	if (done == 0 && export_too_grave(r->x, one.at[0].tlp))
		r->graver++;
	else if (done == 0) {
		done = entries_walk(r, &one.at[0], entries, e);
		if (done == 0)
			done = report_said_gather(r, &one.at[0], e);
		row = report_row(&r->rows[REPORT_RELATED], 5);
		row[0] = report_text(r, one.at[0].ref, false);
		row[1] = report_text(r, one.at[0].title, false);
		row[2] = report_text(r, one.at[0].tlp, false);
		row[3] = report_worded(r, one.at[0].state);
		row[4].count = entries->n;
		if (entries->n) {
			size_t bytes = entries->n * entries->fields * sizeof *entries->at;
			struct template_value *kept = arena_alloc(&r->mem, bytes);

			memcpy(kept, entries->at, bytes);
			row[4].items = kept;
		}
	}
	free(entries->at);
	incident_list_release(&one);
	return done;
}

static bool seen_before(const struct report *r, size_t n, int64_t other)
{
	for (size_t i = 0; i < n; i++)
		if (r->links.at[i].incident == other || r->links.at[i].other == other)
			return true;
	return false;
}

static int links_gather(struct report *r, struct err *e)
{
	int done = link_list_load(r->nb, r->incident->thing, &r->links, e);

	for (size_t i = 0; done == 0 && i < r->links.n; i++) {
		const struct link *l = &r->links.at[i];
		int64_t other = l->incident == r->incident->thing ? l->other : l->incident;

		link_put(r, l, e);
		if (!seen_before(r, i, other))
			done = related_put(r, other, e);
	}
	return done;
}

/* --- all of it ----------------------------------------------------------------------------- */

int report_gather(struct report *r, struct err *e)
{
	r->picture = picture_new();
	if (head_gather(r, e) < 0)
		return -1;
	if (milestones_gather(r, e) < 0 || report_said_gather(r, r->incident, e) < 0 ||
	    entries_walk(r, r->incident, NULL, e) < 0 ||
	    latest_gather(r, e) < 0 || links_gather(r, e) < 0 || report_people_gather(r, e) < 0 ||
	    report_duties_gather(r, e) < 0)
		return -1;
	picture_gather(r);
	r->values[REPORT_ENTRIES_COUNT] = report_number(r, r->entries_n);
	for (int i = REPORT_MILESTONES; i < REPORT_NAMES; i++)
		r->values[i] = report_rows(&r->rows[i]);
	return 0;
}

void report_release(struct report *r)
{
	for (int i = 0; i < REPORT_NAMES; i++)
		free(r->rows[i].at);
	link_list_release(&r->links);
	picture_free(r->picture);
	arena_release(&r->mem);
	str_release(&r->text);
}
