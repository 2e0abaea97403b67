/* sorting.c - pages of rows in another order than the view's own, and how that order is chosen. */
#include "tui/sorting.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/work.h"

enum { PLACE = LIST_KEYS - 1 }; /* which of a row's keys its place is */

bool sorting_on(const struct sorting *s)
{
	return s->by > 0 || s->reversed;
}

void sorting_forget(struct sorting *s)
{
	order_release(&s->order);
	s->ready = false;
}

/* --- pages ------------------------------------------------------------------------------- */

/* As place i of the screen counts, so does this one of the order, and the other way round. */
static size_t turned(const struct sorting *s, size_t i)
{
	return s->reversed && i < s->order.n ? s->order.n - 1 - i : i;
}

/* Esc stops it, and no other key: keys typed ahead are meant for what comes of it. True where it
 * was stopped, or failed: *status. */
static bool order_fails(
    struct view *v, const struct filter *f, struct order *out, int *status, struct err *e)
{
	work_begin(v->app, _("sort"));
	*status = order_load(v->app->nb, v->ops->of, f, v->app->incident,
	    v->ops->sort[v->sorting.by].by, out, e);
	return work_end(v->app, *status) || *status < 0;
}

/* Who stops the sorting gets the view's own order. */
static int make_ready(struct view *v, struct err *e)
{
	int status = 0;

	if (!v->sorting.ready && order_fails(v, v->filter, &v->sorting.order, &status, e)) {
		v->sorting = (struct sorting){ 0 };
		return v->app->work.stopped ? 0 : status;
	}
	v->sorting.ready = true;
	return 0;
}

/* The place to go on from: that of the row `from` names, -1 or n for the ends. */
static int64_t place_from(struct view *v, enum list_from from, const struct list_row *key)
{
	const struct sorting *s = &v->sorting;
	int64_t n = (int64_t)s->order.n, likely = key ? key->key[PLACE] : 0;
	size_t place;

	if (from == LIST_FIRST)
		return -1;
	if (from == LIST_LAST)
		return n;
	likely = likely < 0 || likely > n ? n : likely;
	place = order_place(&s->order, key->thing, turned(s, (size_t)likely));
	if (place < s->order.n)
		return (int64_t)turned(s, place);
	return from == LIST_AFTER ? likely - 1 : likely; /* what has taken its place comes next */
}

/* Reads the rows at places from `place` on, by steps of 1 or -1; among: those of it alone, or NULL.
 * What is no more is passed over. */
static int rows_read(struct view *v, int64_t place, int step, const struct marks *among, int limit,
    struct list_row *out, struct err *e)
{
	const struct order *o = &v->sorting.order;
	int n = 0;

	for (place += step; n < limit && place >= 0 && place < (int64_t)o->n; place += step) {
		int64_t thing = o->thing[turned(&v->sorting, (size_t)place)];
		int got =
		    among && !marks_has(among, thing) ? 0 : v->ops->load(v, thing, &out[n], e);

		if (got < 0)
			return -1;
		if (got > 0)
			out[n++].key[PLACE] = place;
	}
	return n;
}

static void rows_turn(struct list_row *rows, int n)
{
	for (int i = 0, j = n - 1; i < j; i++, j--) {
		struct list_row row = rows[i];

		rows[i] = rows[j];
		rows[j] = row;
	}
}

/* The things that pass what is searched for; 0, or -1 also where Esc has stopped it. */
static int found_load(struct view *v, struct marks *found, struct err *e)
{
	struct order o = { 0 };
	int status;

	if (order_fails(v, v->finding, &o, &status, e))
		return status;
	for (size_t i = 0; i < o.n; i++)
		marks_set(found, o.thing[i]);
	order_release(&o);
	return 0;
}

int view_fetch(void *view, enum list_from from, const struct list_row *key, int limit,
    struct list_row *out, struct err *e)
{
	struct view *v = view;
	bool back = from == LIST_LAST || from == LIST_BEFORE;
	struct marks found = { 0 };
	int n;

	if (sorting_on(&v->sorting) && make_ready(v, e) < 0)
		return -1;
	if (!sorting_on(&v->sorting))
		return v->ops->fetch(v, from, key, limit, out, e);
	if (v->finding && found_load(v, &found, e) < 0)
		return -1;
	n = rows_read(v, place_from(v, from, key), back ? -1 : 1, v->finding ? &found : NULL, limit,
	    out, e);
	if (back && n > 0)
		rows_turn(out, n);
	marks_clear(&found);
	return n;
}

/* --- choosing ---------------------------------------------------------------------------- */

const char *sorting_title(const struct view *v, int column, struct str *out)
{
	const char *title = _(v->ops->column[column].title);

	if (!sorting_on(&v->sorting) || v->ops->sort[v->sorting.by].column != column)
		return title;
	str_reset(out);
	str_printf(out, "%s%c", title, v->sorting.reversed ? 'v' : '^');
	return str_text(out);
}

/* The cursor stays on its row. */
static void sort_by(struct view *v, int by, bool reversed)
{
	sorting_forget(&v->sorting);
	v->sorting.by = by;
	v->sorting.reversed = reversed;
	v->stale = true;
	view_ready(v);
}

static void sort_chosen(struct app *app, int chosen, void *with)
{
	free(with);
	sort_by(app_view(app), chosen, false);
}

static void ask(struct app *app, const struct view_ops *ops)
{
	struct choice *choices = xcalloc((size_t)ops->sorts, sizeof *choices);

	for (int i = 0; i < ops->sorts; i++)
		choices[i] =
		    (struct choice){ ops->sort[i].key, ops->column[ops->sort[i].column].title };
	layer_choice(app, &(struct choice_question){ .title = _("Sort by"),
			      .choice = choices,
			      .n = ops->sorts,
			      .done = sort_chosen,
			      .with = choices });
}

/* By its letter or the name of its column; -1. */
static int sort_find(const struct view *v, const char *name)
{
	for (int i = 0; i < v->ops->sorts; i++) {
		const struct sort_key *k = &v->ops->sort[i];

		if ((name[0] == k->key && !name[1]) || strcasecmp(name, k->by) == 0 ||
		    strcasecmp(name, _(v->ops->column[k->column].title)) == 0)
			return i;
	}
	return -1;
}

void cmd_sort(struct app *app, const char *argument)
{
	struct view *v = app_view(app);
	int by = argument ? sort_find(v, argument) : -1;

	if (by >= 0)
		sort_by(v, by, false);
	else
		ask(app, v->ops);
}

void cmd_sort_reverse(struct app *app, const char *argument)
{
	struct view *v = app_view(app);

	sort_by(v, v->sorting.by, !v->sorting.reversed);
}
