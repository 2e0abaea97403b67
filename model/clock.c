/*
 * clock.c - sets the times right that a wrong clock gave. Each entry is amended by the difference
 * between what it was given before and what is right now, so that a clock can be set again and
 * again.
 */
#include "model/clock.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/when.h"
#include "model/list.h"

enum { CLOCK_STEP = 1024, CLOCK_CACHE = 64 << 20 };

/* --- the clocks there are --------------------------------------------------------------------- */

int clock_list_load(struct notebook *nb, int64_t incident, struct clock_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_CLOCK_LIST);

	q_int(q, ":incident", incident);
	q_int(q, ":asof", nb->asof);
	while (q_row(q)) {
		struct clock *c = list_push(out);

		c->row = row_int(q, "row");
		c->thing = row_int(q, "id");
		c->name = row_text(q, "name", &out->mem);
		c->ahead = row_int(q, "ahead");
		c->basis = row_text(q, "basis", &out->mem);
	}
	if (q_done(q, e) < 0)
		return -1;
	for (size_t i = 0; i < out->n; i++)
		if (row_ref(nb, out->at[i].thing, out->at[i].public_ref, e) < 0)
			return -1;
	return 0;
}

void clock_list_release(struct clock_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}

const struct clock *clock_of(const struct clock_list *l, const char *source, const char *host)
{
	for (size_t i = 0; i < l->n; i++) {
		size_t n = strlen(l->at[i].name);

		if (host && strcmp(host, l->at[i].name) == 0)
			return &l->at[i];
		if (source && strncmp(source, l->at[i].name, n) == 0 &&
		    (!source[n] || (source[n] == ':' && source[n + 1] == ' ')))
			return &l->at[i];
	}
	return NULL;
}

void clock_show_ahead(struct str *out, int64_t ahead)
{
	int64_t off = ahead < 0 ? -ahead : ahead, seconds = off / WHEN_SECOND;

	if (seconds < 3600 && seconds % 60 && seconds >= 60)
		str_printf(out, "%dm%ds", (int)(seconds / 60), (int)(seconds % 60));
	else
		when_show_span(out, off);
	str_puts(out, ahead < 0 ? " slow" : " fast");
}

/* --- setting one -------------------------------------------------------------------------------
 */

struct setting {
	struct notebook *nb;
	struct act *act; /* NULL: only counts */
	int64_t incident, clock, ahead;
	const char *name;
	struct clock_counts *counts;
};

static int set_check(const struct clock_set *c, struct err *e)
{
	if (!c->name || !*c->name)
		return err_set(e, ERR_INVALID, "a clock needs the name of its host or source");
	if (text_line_check(c->name, CLOCK_NAME_MAX, "the name of a clock", e) < 0 ||
	    text_line_check(c->basis, CLOCK_BASIS_MAX, "the basis of a clock", e) < 0)
		return -1;
	if (c->ahead > CLOCK_AHEAD_MAX || c->ahead < -CLOCK_AHEAD_MAX)
		return err_set(e, ERR_INVALID, "a clock is at most a hundred years off");
	return 0;
}

static const char *arena_text(struct arena *mem, const struct value *v)
{
	return v->is == VALUE_TEXT ? arena_strndup(mem, v->text, v->len) : NULL;
}

/* The time that was kept is the phrase from now on, unless somebody's words are that already. */
static void phrase_keep(struct value *v, struct arena *mem)
{
	if (v[COL(entry, phrase)].is == VALUE_NULL)
		v[COL(entry, phrase)] = value_text(arena_strndup(
		    mem, v[COL(entry, edtf)].text, v[COL(entry, edtf)].len));
}

/* The time as kept, moved; false for a date, which says nothing of clocks. */
static bool when_moved(const char *edtf, const char *zone, int64_t by, struct when *w)
{
	struct err ignored;

	return edtf_parse(w, edtf, strlen(edtf), zone ? zone : "UTC", &ignored) == 0 &&
	       when_shift(w, by);
}

struct shift {
	int64_t row, by; /* by: µs */
};

static int entry_shift(struct setting *s, const struct shift *shift, struct err *e)
{
	struct value v[COLUMNS_MAX] = { 0 };
	struct arena mem = { 0 };
	struct when w;
	int64_t thing;
	int status = row_load(s->nb, T_ENTRY, shift->row, v, &thing, &mem, e);

	if (status == 0 && when_moved(arena_text(&mem, &v[COL(entry, edtf)]),
			       arena_text(&mem, &v[COL(entry, zone)]), shift->by, &w)) {
		phrase_keep(v, &mem);
		v[COL(entry, edtf)] = value_text(w.edtf);
		v[COL(entry, earliest)] = value_int(w.earliest);
		v[COL(entry, latest)] = value_int(w.latest);
		v[COL(entry, clock)] = value_thing(s->ahead ? s->clock : 0);
		status = act_amend(s->act, T_ENTRY, thing, shift->row, v, e) > 0 ? 0 : -1;
	}
	arena_release(&mem);
	return status;
}

/* What has to be done with the entry a row of clock_entries stands on; false: nothing. */
static bool shift_read(
    struct setting *s, struct query *q, struct arena *mem, int64_t *after, struct shift *out)
{
	const char *edtf, *zone;
	struct when w;

	arena_reset(mem);
	out->row = row_int(q, "row");
	*after = row_int(q, "id");
	edtf = row_text(q, "edtf", mem);
	zone = row_text(q, "zone", mem);
	out->by = row_int(q, "ahead") - s->ahead;
	if (!when_moved(edtf, zone, out->by, &w)) {
		s->counts->dated++;
		return false;
	}
	return out->by != 0;
}

/* One page of entries: read first, since what is read may not change meanwhile. */
static int page_shift(struct setting *s, int64_t *after, bool *more, struct err *e)
{
	struct query *q = db_query(s->nb->db, Q_CLOCK_ENTRIES);
	struct shift shifts[CLOCK_STEP];
	struct arena mem = { 0 };
	int n = 0, seen = 0;

	q_int(q, ":incident", s->incident);
	q_int(q, ":thing", *after);
	q_int(q, ":clock", s->clock);
	q_text(q, ":name", s->name);
	q_int(q, ":asof", s->nb->asof);
	q_int(q, ":limit", CLOCK_STEP);
	for (; q_row(q); seen++)
		n += shift_read(s, q, &mem, after, &shifts[n]);
	arena_release(&mem);
	if (q_done(q, e) < 0)
		return -1;
	*more = seen == CLOCK_STEP;
	s->counts->shifted += n;
	for (int i = 0; s->act && i < n; i++)
		if (entry_shift(s, &shifts[i], e) < 0)
			return -1;
	return 0;
}

static int entries_shift(struct setting *s, struct err *e)
{
	int64_t after = 0;
	bool more = true;

	while (more)
		if (page_shift(s, &after, &more, e) < 0)
			return -1;
	return 0;
}

/* Writes the clock, or a new version of it. */
static int clock_write(
    struct setting *s, const struct clock *was, const struct clock_set *c, struct err *e)
{
	const char *basis = c->basis ? c->basis : was ? was->basis : NULL;
	struct value v[COLUMNS_MAX] = {
		[COL(clock, ahead)] = value_int(c->ahead),
		[COL(clock, basis)] = value_text(basis),
		[COL(clock, incident)] = value_thing(s->incident),
		[COL(clock, name)] = value_text(c->name),
	};

	if (was)
		return act_amend(s->act, T_CLOCK, was->thing, was->row, v, e) > 0 ? 0 : -1;
	s->clock = act_write(s->act, T_CLOCK, 0, v, e);
	return s->clock > 0 ? 0 : -1;
}

static const struct clock *clock_named(const struct clock_list *l, const char *name)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->at[i].name, name) == 0)
			return &l->at[i];
	return NULL;
}

/* The entries first: they are compared with what the clock was until now. */
static int set_all(struct setting *s, const struct clock_set *c, struct err *e)
{
	struct clock_list l = { 0 };
	const struct clock *was = NULL;
	int status = clock_list_load(s->nb, s->incident, &l, e);

	if (status == 0)
		was = clock_named(&l, c->name);
	if (status == 0 && (was ? was->ahead : 0) == c->ahead && !c->basis)
		status = err_set(e, ERR_NO, "the clock %s is kept like that already", c->name);
	s->clock = was ? was->thing : 0;
	if (status == 0 && s->act && !was)
		status = clock_write(s, NULL, c, e);
	if (status == 0)
		status = entries_shift(s, e);
	if (status == 0 && s->act && was)
		status = clock_write(s, was, c, e);
	clock_list_release(&l);
	return status;
}

int clock_set(struct notebook *nb, int64_t incident, const struct clock_set *c, bool only_count,
    struct clock_counts *counts, char out_ref[REF_MAX], struct err *e)
{
	struct setting s = { .nb = nb,
		.incident = incident,
		.ahead = c->ahead,
		.name = c->name,
		.counts = counts };
	struct act a;
	int status;

	assert(incident > 0);
	*counts = (struct clock_counts){ 0 };
	if (set_check(c, e) < 0)
		return -1;
	if (only_count)
		return set_all(&s, c, e);
	if (act_begin(&a, nb, "clock.set", e) < 0)
		return -1;
	db_cache(nb->db, CLOCK_CACHE);
	s.act = &a;
	status = act_finish(&a, set_all(&s, c, e), out_ref, e);
	db_cache(nb->db, 0);
	return status;
}
