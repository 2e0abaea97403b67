/*
 * entry.c - the log. An entry that is amended or struck gets a new version; the old one stays in
 * the notebook, and who wrote the first version when is what the log shows.
 *
 * A page is read in two steps: row numbers by keyset from one index range, then each row. In the
 * order of happening there are two ranges, dated entries and after them those without time.
 */
#include "model/entry.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/claim.h"
#include "model/entry_effect.h"
#include "model/entryline.h"
#include "model/list.h"
#include "model/page.h"
#include "model/search.h"

enum {
	TEXT_MAX = 64 * 1024,
	TAG_LENGTH_MAX = 64,
	QUOTE_MAX = 400,
	LATER_MOST = 4096, /* later versions looked at one by one */
};
static const int64_t late_after = 5 * 60 * WHEN_SECOND;

/* --- writing --------------------------------------------------------------------------- */

static int text_check(const char *text, struct err *e)
{
	size_t n = text ? strlen(text) : 0, fault;

	if (n == 0)
		return err_set(e, ERR_INVALID, "an entry needs a text");
	if (n > TEXT_MAX)
		return err_set(e, ERR_INVALID,
		    "the text is longer than %d KiB; keep it as evidence", TEXT_MAX / 1024);
	fault = text_utf8_fault(text, n);
	if (fault != n)
		return err_set(e, ERR_INVALID, "the text is not UTF-8 at byte %zu", fault + 1);
	return 0;
}

static void when_values(const struct when *w, const char *phrase, struct value *v)
{
	bool dated = w->edtf[0];

	v[COL(entry, edtf)] = value_text(w->edtf);
	v[COL(entry, zone)] = value_text(dated ? w->zone : NULL);
	v[COL(entry, earliest)] = dated ? value_int(w->earliest) : (struct value){ 0 };
	v[COL(entry, latest)] = dated ? value_int(w->latest) : (struct value){ 0 };
	v[COL(entry, phrase)] = value_text(phrase);
}

static void due_value(const struct entryline *line, struct value *v)
{
	v[COL(entry, due)] = line->due ? value_int(line->due) : (struct value){ 0 };
}

/* The references of the text, and before them the one that is answered. */
static const char *refs_join(const struct entryline *line, struct arena *mem)
{
	const char *answers = line->answers;

	if (answers && answers[0] == '#')
		answers++;
	if (!answers || !line->refs)
		return answers ? answers : line->refs;
	return arena_printf(mem, "%s %s", answers, line->refs);
}

/* What the line says, but for its time. */
static void line_values(const struct entryline *line, struct value *v, struct arena *mem)
{
	const char *refs = refs_join(line, mem);

	v[COL(entry, text)] = value_text(line->text);
	v[COL(entry, tags)] = value_text(line->tags);
	v[COL(entry, actors)] = value_text(line->actors);
	v[COL(entry, refs)] = value_text(refs);
	if (line->source && line->source[0])
		v[COL(entry, source)] = value_text(line->source);
	due_value(line, v);
}

int64_t entry_write(struct act *a, int64_t incident, const struct entryline *line, struct err *e)
{
	struct value values[COLUMNS_MAX] = {
		[COL(entry, incident)] = value_thing(incident),
		[COL(entry, kind)] = value_text(line->kind),
	};
	struct arena mem = { 0 };
	int64_t entry;

	assert(incident > 0);
	if (text_check(line->text, e) < 0)
		return -1;
	line_values(line, values, &mem);
	when_values(&line->when, line->phrase, values);
	entry = act_write(a, T_ENTRY, 0, values, e);
	arena_release(&mem);
	return entry > 0 && entry_effects(a, incident, entry, line, e) == 0 ? entry : -1;
}

int entry_add_all(struct notebook *nb, int64_t incident, const struct entryline *lines, size_t n,
    char out_ref[REF_MAX], struct err *e)
{
	struct act a;
	int status = 0;

	for (size_t i = 0; i < n; i++)
		if (text_check(lines[i].text, e) < 0)
			return -1;
	if (act_begin(&a, nb, "entry.add", e) < 0)
		return -1;
	for (size_t i = 0; i < n && status == 0; i++)
		status = entry_write(&a, incident, &lines[i], e) > 0 ? 0 : -1;
	return act_finish(&a, status, out_ref, e);
}

int entry_add(struct notebook *nb, int64_t incident, const struct entryline *line,
    char out_ref[REF_MAX], struct err *e)
{
	return entry_add_all(nb, incident, line, 1, out_ref, e);
}

/* Bytes of a text that an error sentence quotes. */
static int quote_length(const struct value *text)
{
	return text->len > QUOTE_MAX ? QUOTE_MAX : (int)text->len;
}

/* Another version has come since the writer looked: both texts are named. */
static int conflict(
    struct notebook *nb, int64_t row, const struct value *theirs, const char *ours, struct err *e)
{
	struct value mine = value_text(ours);
	char ref[REF_MAX];

	if (row_ref(nb, row, ref, e) < 0)
		return -1;
	return err_set(e, ERR_CONFLICT,
	    "the entry was changed meanwhile by %s; it now reads \"%.*s\"; not written: \"%.*s\"",
	    ref, quote_length(theirs), theirs->text, quote_length(&mine), ours ? ours : "");
}

/* The values of the newest version, which has to be the one that was looked at. */
static int version_load(struct notebook *nb, int64_t entry, int64_t seen_row, const char *ours,
    struct value *values, int64_t *row, struct arena *mem, struct err *e)
{
	if (thing_load(nb, T_ENTRY, entry, values, row, mem, e) < 0)
		return -1;
	if (seen_row && *row != seen_row)
		return conflict(nb, *row, &values[COL(entry, text)], ours, e);
	return 0;
}

/* The words of a claim are its entry's: they are superseded, never edited. */
static int claim_refused(struct notebook *nb, int64_t entry, struct err *e)
{
	int64_t claim = claim_of_entry(nb, entry, e);
	char ref[REF_MAX];

	if (claim <= 0)
		return (int)claim;
	if (row_ref(nb, entry, ref, e) < 0)
		return -1;
	return err_set(e, ERR_PERMISSION,
	    "%s is a claim, which is never edited: write what is claimed now with blotter claim "
	    "--supersedes %s",
	    ref, ref);
}

/* Writes the values as the next version, with the reason. */
static int version_write(struct act *a, int64_t entry, int64_t row, const struct value *values,
    const char *reason, struct err *e)
{
	a->reason = reason;
	return act_amend(a, T_ENTRY, entry, row, values, e) < 0 ? -1 : 0;
}

/* Is it due as it was typed before? Then ^14:00 and ^+72h mean what they meant that day. */
static bool due_as_typed(const char *was, const char *now)
{
	size_t n = 0, m = 0;
	const char *a = entryline_due_word(was, &n), *b = entryline_due_word(now, &m);

	return n == m && (n == 0 || memcmp(a, b, n) == 0);
}

int entry_amend(struct notebook *nb, int64_t entry, int64_t seen_row, const struct entryline *line,
    const char *reason, char out_ref[REF_MAX], struct err *e)
{
	struct value values[COLUMNS_MAX] = { 0 }, was[COLUMNS_MAX];
	struct arena mem = { 0 };
	struct act a;
	int64_t row;
	int done = -1;

	if (text_check(line->text, e) < 0 || act_begin(&a, nb, "entry.amend", e) < 0)
		return -1;
	if (claim_refused(nb, entry, e) < 0 ||
	    version_load(nb, entry, seen_row, line->text, values, &row, &mem, e) < 0)
		goto out;
	memcpy(was, values, sizeof was);
	line_values(line, values, &mem);
	if (line->due && was[COL(entry, due)].is == VALUE_INT &&
	    due_as_typed(was[COL(entry, text)].text, line->text))
		values[COL(entry, due)] = was[COL(entry, due)];
	if (line->has_kind)
		values[COL(entry, kind)] = value_text(line->kind);
	if (line->has_time)
		when_values(&line->when, line->phrase, values);
	if (version_write(&a, entry, row, values, reason, e) == 0)
		done = entry_amended(&a, entry, was, values, line, e);
out:
	done = act_finish(&a, done, out_ref, e);
	arena_release(&mem);
	return done;
}

/* Loads one that can be struck; others are refused. */
static int strike_load(struct notebook *nb, const struct strike *s, int64_t entry,
    struct value *values, int64_t *row, struct arena *mem, struct err *e)
{
	if (claim_refused(nb, entry, e) < 0 ||
	    version_load(nb, entry, s->seen_row, NULL, values, row, mem, e) < 0)
		return -1;
	if (values[COL(entry, struck)].is == VALUE_INT)
		return err_set(e, ERR_CONFLICT, "the entry is struck already");
	return 0;
}

/* Of several the refused one is counted, and forgotten. */
static int strike_refused(struct strike *s, struct err *e)
{
	bool claim = e->kind == ERR_PERMISSION;

	if (s->n == 1 || (!claim && e->kind != ERR_CONFLICT && e->kind != ERR_NOT_FOUND))
		return -1;
	s->claims += claim;
	s->gone += !claim;
	*e = (struct err){ 0 };
	return 0;
}

static int strike_one(struct act *a, struct strike *s, int64_t entry, struct err *e)
{
	struct value values[COLUMNS_MAX] = { 0 };
	struct arena mem = { 0 };
	int64_t row;
	int status = strike_load(a->nb, s, entry, values, &row, &mem, e);

	if (status < 0) {
		status = strike_refused(s, e);
	} else {
		s->struck++;
		values[COL(entry, struck)] = value_int(1);
		if (!s->dry_run)
			status = entry_struck(a, entry, e) < 0
			    ? -1
			    : version_write(a, entry, row, values, s->reason, e);
	}
	arena_release(&mem);
	return status;
}

int entry_strike(struct notebook *nb, struct strike *s, char out_ref[REF_MAX], struct err *e)
{
	struct act a = { .nb = nb };
	int status = 0;

	out_ref[0] = '\0';
	s->struck = s->claims = s->gone = 0;
	if (!s->reason || !s->reason[0])
		return err_set(e, ERR_USAGE, "striking an entry needs a reason");
	if (!s->dry_run && act_begin(&a, nb, "entry.strike", e) < 0)
		return -1;
	for (size_t i = 0; i < s->n && status == 0; i++)
		status = strike_one(&a, s, s->entries[i], e);
	if (status == 0 && s->struck > 0 && !s->dry_run)
		return act_finish(&a, 0, out_ref, e);
	act_abort(&a);
	return status;
}

/* --- a name for several -------------------------------------------------------------- */

static bool tag_char(unsigned char c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
}

static int name_check(const char *name, struct err *e)
{
	size_t n = strlen(name);
	bool good = n > 0 && n <= TAG_LENGTH_MAX && text_utf8_fault(name, n) == n;

	for (size_t i = 0; good && i < n; i++)
		good = tag_char((unsigned char)name[i]);
	return good ? 0
		    : err_set(e, ERR_INVALID,
			  "\"%.60s\" is no name: letters, digits and -_. and nothing else", name);
}

/* The names of an entry and one more, as they are kept; NULL where it is among them. The entry line
 * says how a name is kept. */
static const char *names_with(
    const char *names, const char *name, struct arena *mem, struct err *e)
{
	const struct when_context c = { .zone = "UTC" };
	struct entryline before = { 0 }, after = { 0 };
	struct str all = { 0 };
	const char *now = NULL;

	str_puts(&all, "names");
	for (const char *s = names ? names : ""; *s;) {
		size_t n = strcspn(s, " ");

		str_printf(&all, " @%.*s", (int)n, s);
		s += n + (s[n] == ' ');
	}
	if (entryline_parse(&before, str_text(&all), all.len, &c, e) == 0) {
		str_printf(&all, " @%s", name);
		if (entryline_parse(&after, str_text(&all), all.len, &c, e) == 0 && after.actors &&
		    (!before.actors || strcmp(before.actors, after.actors) != 0))
			now = arena_strdup(mem, after.actors);
		entryline_release(&after);
	}
	entryline_release(&before);
	str_release(&all);
	return now;
}

/* May a name be put behind its text? What is struck stays as it was, what is evidence is as it was
 * found, and the words of a claim are never edited. */
static bool can_be_named(struct notebook *nb, int64_t entry, const struct value *values)
{
	struct err e;

	return values[COL(entry, struck)].is != VALUE_INT &&
	    strcmp(values[COL(entry, kind)].text, "evidence") != 0 &&
	    claim_refused(nb, entry, &e) == 0;
}

static int name_one(struct act *a, struct naming *s, int64_t entry, struct err *e)
{
	struct value values[COLUMNS_MAX] = { 0 }, was[COLUMNS_MAX];
	struct entryline line = { 0 };
	struct arena mem = { 0 };
	const char *names = NULL, *text;
	int64_t row;
	int status = thing_load(a->nb, T_ENTRY, entry, values, &row, &mem, e);

	if (status == 0 && can_be_named(a->nb, entry, values))
		names = names_with(values[COL(entry, actors)].text, s->name, &mem, e);
	if (names) {
		memcpy(was, values, sizeof was);
		text = arena_printf(&mem, "%s @%s", was[COL(entry, text)].text, s->name);
		values[COL(entry, text)] = value_text(text);
		values[COL(entry, actors)] = value_text(names);
		line.text = text;
		line.owner = entryline_owner(text, &mem);
		status = text_check(text, e);
		if (status == 0)
			status = version_write(a, entry, row, values, NULL, e);
		if (status == 0)
			status = entry_amended(a, entry, was, values, &line, e);
		s->named++;
	} else if (status == 0) {
		s->skipped++;
	}
	arena_release(&mem);
	return status;
}

int entry_name(struct notebook *nb, struct naming *s, char out_ref[REF_MAX], struct err *e)
{
	struct act a;
	int status = 0;

	out_ref[0] = '\0';
	s->named = s->skipped = 0;
	if (name_check(s->name, e) < 0 || act_begin(&a, nb, "entry.amend", e) < 0)
		return -1;
	for (size_t i = 0; i < s->n && status == 0; i++)
		status = name_one(&a, s, s->entries[i], e);
	if (status == 0 && s->named > 0)
		return act_finish(&a, 0, out_ref, e);
	act_abort(&a);
	return status;
}

/* --- marks --------------------------------------------------------------------------- */

static int mark_check(const char *name, struct err *e)
{
	size_t n = strlen(name);
	bool good =
	    strcmp(name, "star") == 0 || strcmp(name, "report") == 0 ||
	    (name[0] == '#' && n > 1 && n <= TAG_LENGTH_MAX && text_utf8_fault(name, n) == n);

	for (size_t i = 1; good && name[0] == '#' && i < n; i++)
		good = tag_char((unsigned char)name[i]);
	if (!good)
		return err_set(
		    e, ERR_INVALID, "\"%.60s\" is no mark: it is star, report or a #tag", name);
	return 0;
}

static int marks_check(const char *const *names, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (mark_check(names[i], e) < 0)
			return -1;
	return 0;
}

/* The row of a live mark; 0 when there is none, -1 on error. */
static int64_t mark_find(struct notebook *nb, int64_t thing, const char *name, struct err *e)
{
	struct query *q = db_query(nb->db, Q_MARK_FIND);
	int64_t row = 0;

	q_int(q, ":thing", thing);
	q_text(q, ":name", name);
	q_int(q, ":asof", nb->asof);
	if (q_row(q))
		row = row_int(q, "row");
	return q_done(q, e) < 0 ? -1 : row;
}

/* Puts or takes away one mark, unless that is so already. */
static int mark_set(
    struct act *a, int64_t thing, const char *name, bool on, int64_t *changed, struct err *e)
{
	int64_t row = mark_find(a->nb, thing, name, e);
	const struct value values[COLUMNS_MAX] = {
		[COL(mark, name)] = value_text(name),
		[COL(mark, thing)] = value_thing(thing),
	};

	if (row < 0)
		return -1;
	if ((row != 0) == on)
		return 0;
	(*changed)++;
	if (on)
		return act_write(a, T_MARK, 0, values, e) < 0 ? -1 : 0;
	return act_end(a, T_MARK, row, e);
}

static int marks_set(struct act *a, int64_t thing, const char *const *names, size_t n, bool on,
    int64_t *changed, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (mark_set(a, thing, names[i], on, changed, e) < 0)
			return -1;
	return 0;
}

int thing_mark(struct notebook *nb, const int64_t *things, size_t n, const char *const *add,
    size_t adds, const char *const *remove, size_t removes, char out_ref[REF_MAX], int64_t *changed,
    struct err *e)
{
	struct act a;

	*changed = 0;
	out_ref[0] = '\0';
	if (marks_check(add, adds, e) < 0 || marks_check(remove, removes, e) < 0 ||
	    act_begin(&a, nb, "thing.mark", e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (marks_set(&a, things[i], add, adds, true, changed, e) < 0 ||
		    marks_set(&a, things[i], remove, removes, false, changed, e) < 0)
			goto fail;
	if (*changed == 0) {
		act_abort(&a);
		return 0;
	}
	if (act_commit(&a, e) < 0)
		goto fail;
	memcpy(out_ref, a.ref, REF_MAX);
	return 0;
fail:
	act_abort(&a);
	return -1;
}

/* --- reading one ----------------------------------------------------------------------- */

static bool has_word(const char *words, const char *word, size_t n)
{
	for (const char *p = words; p && *p;) {
		size_t m = strcspn(p, " ");

		if (m == n && memcmp(p, word, n) == 0)
			return true;
		p += m + (p[m] == ' ');
	}
	return false;
}

/* star, report and the tags put on by hand, which join those of the text. */
static void marks_read(struct entry *x, const char *marks, struct arena *mem)
{
	for (const char *p = marks; p && *p;) {
		size_t n = strcspn(p, " ");

		x->star |= n == 4 && memcmp(p, "star", 4) == 0;
		x->report |= n == 6 && memcmp(p, "report", 6) == 0;
		if (p[0] == '#' && n > 1 && !has_word(x->tags, p + 1, n - 1))
			x->tags = x->tags ? arena_printf(mem, "%s %.*s", x->tags, (int)n - 1, p + 1)
					  : arena_strndup(mem, p + 1, n - 1);
		p += n + (p[n] == ' ');
	}
}

static void entry_read(struct entry *x, struct query *q, struct arena *mem)
{
	x->row = row_int(q, "row");
	x->thing = row_int(q, "id");
	x->incident = row_int(q, "incident");
	x->kind = row_text(q, "kind", mem);
	row_copy(q, "edtf", x->when.edtf, sizeof x->when.edtf, mem);
	row_copy(q, "zone", x->when.zone, sizeof x->when.zone, mem);
	x->when.earliest = row_int_or(q, "earliest", 0);
	x->when.latest = row_int_or(q, "latest", 0);
	x->phrase = row_text(q, "phrase", mem);
	x->text = row_text(q, "text", mem);
	x->tags = row_text(q, "tags", mem);
	x->actors = row_text(q, "actors", mem);
	x->refs = row_text(q, "refs", mem);
	x->source = row_text(q, "source", mem);
	x->due = row_int_or(q, "due", 0);
	x->struck = row_int_or(q, "struck", 0) == 1;
	x->clock = row_text(q, "clock", mem);
	x->clock_ahead = row_int_or(q, "clock_ahead", 0);
	marks_read(x, row_text(q, "marks", mem), mem);
	x->recorded = row_int(q, "recorded");
	x->writer = name_alone(row_text(q, "writer", mem), mem);
	x->corrected = x->row != x->thing;
	x->late = x->when.edtf[0] && x->when.latest < x->recorded - late_after;
}

static int entry_show(struct notebook *nb, int64_t row, struct entry_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_ENTRY_SHOW);
	bool there;

	q_int(q, ":row", row);
	q_int(q, ":asof", nb->asof);
	there = q_row(q);
	if (there)
		entry_read(list_push(out), q, &out->mem);
	if (q_done(q, e) < 0)
		return -1;
	if (!there)
		return err_set(e, ERR_NOT_FOUND, "there is no such entry");
	return row_ref(nb, out->at[out->n - 1].thing, out->at[out->n - 1].public_ref, e);
}

int entry_load(struct notebook *nb, int64_t thing, struct entry_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_ENTRY_NOW);
	int64_t row = 0;

	q_int(q, ":thing", thing);
	q_int(q, ":asof", nb->asof);
	if (q_row(q))
		row = row_int(q, "row");
	if (q_done(q, e) < 0)
		return -1;
	return entry_show(nb, row, out, e);
}

/* --- pages ------------------------------------------------------------------------------- */

/* One index range that a page runs over. */
enum band { BAND_LOG, BAND_TIME, BAND_UNDATED, BANDS };
static const enum query_id page_queries[BANDS][2] = {
	[BAND_LOG] = { Q_ENTRY_PAGE_LOG_AFTER, Q_ENTRY_PAGE_LOG_BEFORE },
	[BAND_TIME] = { Q_ENTRY_PAGE_TIME_AFTER, Q_ENTRY_PAGE_TIME_BEFORE },
	[BAND_UNDATED] = { Q_ENTRY_PAGE_UNDATED_AFTER, Q_ENTRY_PAGE_UNDATED_BEFORE },
};
/* The band in which the page begins. */
static enum band band_first(const struct entry_page *p)
{
	if (p->order == ENTRY_RECORDED)
		return BAND_LOG;
	if (p->from_end)
		return p->backward ? BAND_UNDATED : BAND_TIME;
	return p->key_undated ? BAND_UNDATED : BAND_TIME;
}

/* The band the page goes on in when the one is used up, or BANDS. */
static enum band band_next(const struct entry_page *p, enum band b)
{
	if (b == BAND_TIME && !p->backward)
		return BAND_UNDATED;
	if (b == BAND_UNDATED && p->backward)
		return BAND_TIME;
	return BANDS;
}

/* A statement over one band, from the key on or, `whole`, over all of it. */
static struct query *band_query(struct notebook *nb, const struct entry_page *p, enum query_id id,
    enum band b, bool whole, int limit)
{
	struct query *q = filter_query(nb, id, p->filter);
	int64_t end = p->backward ? INT64_MAX : INT64_MIN;

	q_int(q, ":incident", p->incident);
	q_int(q, ":asof", nb->asof);
	q_int(q, ":limit", limit);
	q_int(q, ":thing", whole ? end : p->thing);
	if (b == BAND_TIME) {
		q_int(q, ":earliest", whole ? end : p->earliest);
		q_int(q, ":latest", whole ? end : p->latest);
	}
	return q;
}

/* Row numbers of the page in the order met; returns how many, or -1. */
static int entry_rows(struct notebook *nb, const struct entry_page *p, int64_t *rows, struct err *e)
{
	bool whole = p->from_end;
	int n = 0;

	for (enum band b = band_first(p); b != BANDS && n < p->limit; b = band_next(p, b)) {
		struct query *q =
		    band_query(nb, p, page_queries[b][p->backward], b, whole, p->limit - n);

		while (n < p->limit && q_row(q))
			rows[n++] = row_int(q, "row");
		if (q_done(q, e) < 0)
			return -1;
		whole = true;
	}
	return n;
}

/* --- pages by the index --------------------------------------------------------------------- */

/* An entry that passes, with its place in the order. */
struct hit {
	int64_t row, earliest, latest, thing;
	bool undated;
};
struct hit_list {
	struct hit *at;
	size_t n, cap;
	struct query *q; /* run once for each run of rows */
	bool firsts;     /* later versions are passed over */
};

static int number_compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int log_compare(const void *a, const void *b)
{
	return number_compare(((const struct hit *)a)->thing, ((const struct hit *)b)->thing);
}

static int time_compare(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;
	int order = x->undated - y->undated;

	if (order == 0 && !x->undated)
		order = number_compare(x->earliest, y->earliest);
	if (order == 0 && !x->undated)
		order = number_compare(x->latest, y->latest);
	return order ? order : number_compare(x->thing, y->thing);
}

static void hits_sort(const struct entry_page *p, struct hit_list *hits)
{
	if (hits->n > 1)
		qsort(hits->at, hits->n, sizeof *hits->at,
		    p->order == ENTRY_RECORDED ? log_compare : time_compare);
}

static void run_hits(void *with, int64_t first, int64_t last)
{
	struct hit_list *out = with;
	struct query *q = out->q;

	q_again(q);
	q_int(q, ":first", first);
	q_int(q, ":last", last);
	while (q_row(q)) {
		struct hit *h = list_push(out);

		h->row = row_int(q, "row");
		h->thing = row_int(q, "id");
		h->undated = row_null_at(q, 2);
		h->earliest = row_int_or(q, "earliest", 0);
		h->latest = row_int_or(q, "latest", 0);
		out->n -= out->firsts && h->row != h->thing;
	}
}

/* Row numbers of the page in the order met, from those that pass. */
static int page_of_hits(const struct entry_page *p, const struct hit_list *hits, int64_t *rows)
{
	const struct hit key = { 0, p->earliest, p->latest, p->thing, p->key_undated };
	int (*compare)(const void *a, const void *b) =
	    p->order == ENTRY_RECORDED ? log_compare : time_compare;
	int n = 0;

	for (size_t i = 0; i < hits->n && n < p->limit; i++) {
		const struct hit *h = &hits->at[p->backward ? hits->n - 1 - i : i];
		int order = p->from_end ? 1 : compare(h, &key);

		if (p->from_end || (p->backward ? order < 0 : order > 0))
			rows[n++] = h->row;
	}
	return n;
}

/* Looks at one block, or at all rows behind the last; only at first versions, whose number is that
 * of their entry. */
static void block_hits(struct hit_list *out, const struct block_set *set, int64_t block)
{
	int64_t first = block * BLOCK_ROWS;

	if (block_set_has(set, first))
		run_hits(out, first, first > set->upto ? INT64_MAX : first + BLOCK_ROWS - 1);
}

/* Fills the page from the blocks on its side of the key, the nearest first, as far as needed. */
static int near_rows(const struct entry_page *p, const struct block_set *set, struct hit_list *hits,
    int64_t *rows)
{
	int64_t end = set->upto / BLOCK_ROWS + 1, block = p->thing / BLOCK_ROWS;
	int step = p->backward ? -1 : 1, n = 0;

	hits->firsts = true;
	if (p->from_end)
		block = p->backward ? end : 0;
	else if (block > end)
		block = end;
	for (; block >= 0 && block <= end && n < p->limit; block += step) {
		size_t before = hits->n;

		block_hits(hits, set, block);
		if (hits->n == before)
			continue;
		hits_sort(p, hits);
		n = page_of_hits(p, hits, rows);
	}
	return n;
}

/* Adds the later versions of entries between the key and the other end of the page, which stand
 * anywhere; *few is false where they are too many to look at. */
static int later_hits(struct notebook *nb, const struct entry_page *p, const struct block_set *set,
    int64_t end, struct hit_list *hits, bool *few, struct err *e)
{
	struct query *q = db_query(nb->db, Q_ENTRY_LATER_BETWEEN);
	int64_t open = p->backward ? INT64_MAX : INT64_MIN;
	int64_t key = p->from_end ? open : p->thing;
	int seen = 0;

	q_int(q, ":after", p->backward ? end : key);
	q_int(q, ":before", p->backward ? key : end);
	hits->firsts = false;
	for (; seen < LATER_MOST && q_row(q); seen++) {
		int64_t row = row_int(q, "row");

		if (block_set_has(set, row))
			run_hits(hits, row, row);
	}
	*few = seen < LATER_MOST;
	return q_done(q, e);
}

/* All that pass, from all blocks. */
static int all_rows(const struct entry_page *p, const struct block_set *set, struct hit_list *hits,
    int64_t *rows)
{
	hits->n = 0;
	hits->firsts = false;
	block_set_each(set, run_hits, hits);
	hits_sort(p, hits);
	return page_of_hits(p, hits, rows);
}

/* In the order written the nearest blocks do, and the versions that came later. */
static int hits_rows(struct notebook *nb, const struct entry_page *p, const struct block_set *set,
    struct hit_list *hits, int64_t *rows, struct err *e)
{
	int64_t open = p->backward ? INT64_MIN : INT64_MAX;
	bool few;
	int n;

	if (p->order != ENTRY_RECORDED)
		return all_rows(p, set, hits, rows);
	n = near_rows(p, set, hits, rows);
	if (later_hits(nb, p, set, n < p->limit ? open : rows[n - 1], hits, &few, e) < 0)
		return -1;
	if (!few)
		return all_rows(p, set, hits, rows);
	hits_sort(p, hits);
	return page_of_hits(p, hits, rows);
}

static int page_rows_by_index(struct notebook *nb, const struct entry_page *p,
    const struct block_set *set, int64_t *rows, struct err *e)
{
	struct hit_list hits = { .q = filter_query(nb, Q_ENTRY_AMONG, p->filter) };
	int n;

	q_int(hits.q, ":incident", p->incident);
	q_int(hits.q, ":asof", nb->asof);
	n = hits_rows(nb, p, set, &hits, rows, e);
	if (q_done(hits.q, e) < 0)
		n = -1;
	free(hits.at);
	return n;
}

static int page_read(
    struct notebook *nb, const struct entry_page *p, struct entry_list *out, struct err *e)
{
	int64_t *rows = arena_alloc(&out->mem, ((size_t)p->limit + 1) * sizeof *rows);
	const struct block_set *set;
	bool few;
	int n;

	if (filter_blocks(nb, p->filter, &set, &few, e) < 0)
		return -1;
	n = few ? page_rows_by_index(nb, p, set, rows, e) : entry_rows(nb, p, rows, e);
	if (n < 0)
		return -1;
	if (p->backward)
		rows_reverse(rows, n);
	for (int i = 0; i < n; i++)
		if (entry_show(nb, rows[i], out, e) < 0)
			return -1;
	return 0;
}

int entry_page_load(
    struct notebook *nb, const struct entry_page *p, struct entry_list *out, struct err *e)
{
	bool mine;

	if (page_begin(nb->db, &mine, e) < 0)
		return -1;
	return page_end(nb->db, mine, page_read(nb, p, out, e));
}

int entry_count(struct notebook *nb, const struct filter *f, int64_t incident, int64_t *after,
    int limit, int64_t *count, bool *more, struct err *e)
{
	enum query_id now = nb->asof == ASOF_NOW ? Q_ENTRY_COUNT_NOW : Q_ENTRY_COUNT_ASOF;

	return filter_count(nb, f, T_ENTRY, f ? Q_ENTRY_COUNT_AMONG : now, incident, after, limit,
	    count, more, e);
}

void entry_list_release(struct entry_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}
