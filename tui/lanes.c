/*
 * lanes.c - entries on lanes, read page by page in idle time. A lane counts what begins in each
 * cell, as the strip does, and draws what is imprecise as a span: <~~~>. An end that is not known,
 * or not in the window, has no bracket.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/exposure.h"
#include "model/words.h"
#include "tui/due.h"
#include "tui/entries.h"
#include "tui/i18n.h"
#include "tui/timeline.h"

enum { SLICE = 1000 };

static const char *const by_names[LANES_BY] = { N_("kind"), N_("actor"), N_("tag"), N_("source"),
	N_("population") };

const char *lanes_name(enum lanes_by by)
{
	return by_names[by];
}

void lanes_clear(struct lanes *l)
{
	for (int i = 0; i < l->n; i++) {
		free(l->lane[i].count);
		free(l->lane[i].mark);
		free(l->lane[i].span);
	}
	*l = (struct lanes){ .by = l->by };
}

void lanes_begin(struct lanes *l, const struct axis *a, const struct view *v)
{
	if (axis_same(&l->axis, a))
		return;
	lanes_clear(l);
	l->axis = *a;
	l->point = WHEN_PAST;
	l->page = (struct density_page){ .incident = v->app->incident,
		.filter = v->filter,
		.from = a->from,
		.to = axis_end(a),
		.marks = l->by == LANES_TAG,
		.limit = SLICE };
	density_page_begin(&l->page);
	l->stage = a->cells > 0 ? STAGE_SPANS : STAGE_DONE;
}

bool lanes_done(const struct lanes *l)
{
	return l->stage == STAGE_DONE;
}

/* --- putting things on lanes ------------------------------------------------------------- */

/* The lane of that name; the last one takes what has no room. */
static struct lane *lane_of(struct lanes *l, const char *name, size_t n)
{
	char safe[LANE_NAME_MAX], whole[LANE_NAME_MAX];
	struct lane *lane;

	n = n < sizeof whole ? n : sizeof whole - 1;
	memcpy(whole, name, n);
	whole[n] = '\0';
	app_show(safe, sizeof safe, whole);
	for (int i = 0; i < l->n; i++)
		if (strcmp(l->lane[i].name, safe) == 0)
			return &l->lane[i];
	if (l->n == LANES_MAX)
		return &l->lane[LANES_MAX - 1];
	lane = &l->lane[l->n++];
	memcpy(lane->name, safe, sizeof safe);
	if (l->n == LANES_MAX)
		memcpy(lane->name, "...", 4);
	lane->count = xcalloc((size_t)l->axis.cells, sizeof *lane->count);
	lane->mark = xcalloc((size_t)l->axis.cells, 1);
	lane->span = xcalloc((size_t)l->axis.cells, 1);
	return lane;
}

static void put_span(struct lane *lane, const struct axis *a, int64_t earliest, int64_t latest)
{
	int from = axis_cell(a, earliest), to = axis_cell(a, latest);
	int first = from < 0 ? 0 : from, last = to >= a->cells ? a->cells - 1 : to;

	for (int i = first; i <= last; i++)
		if (!lane->span[i])
			lane->span[i] = '~';
	if (first >= last)
		return;
	if (from >= 0 && lane->span[from] == '~')
		lane->span[from] = '<';
	if (to < a->cells && lane->span[to] == '~')
		lane->span[to] = '>';
}

static void put_on(struct lanes *l, const char *name, size_t n, int64_t earliest, int64_t latest,
    char mark)
{
	struct lane *lane = lane_of(l, name, n);
	int cell = axis_cell(&l->axis, earliest);

	if (latest > earliest)
		put_span(lane, &l->axis, earliest, latest);
	if (cell < 0 || cell >= l->axis.cells)
		return;
	lane->sum++;
	lane->count[cell]++;
	lane->mark[cell] = lane->count[cell] == 1 && latest == earliest ? mark : 0;
}

static void put_words(struct lanes *l, const struct density_entry *x, const char *words)
{
	for (const char *s = words; s && *s;) {
		size_t n = strcspn(s, " ");

		put_on(l, s, n, x->earliest, x->latest, '1');
		s += n + (s[n] == ' ');
	}
}

static void put_entry(struct lanes *l, const struct density_entry *x)
{
	const struct word *kind;

	switch (l->by) {
	case LANES_KIND:
		kind = entry_kind_find(x->kind, strlen(x->kind));
		put_on(l, x->kind, strlen(x->kind), x->earliest, x->latest,
		    kind && kind->mark != ' ' ? kind->mark : '1');
		break;
	case LANES_ACTOR:
		put_words(l, x, x->actors ? x->actors : "-");
		break;
	case LANES_TAG:
		put_words(l, x, x->tags || x->marks ? x->tags : "-");
		put_words(l, x, x->marks);
		break;
	case LANES_SOURCE:
		put_on(l, x->source ? x->source : "-", x->source ? strlen(x->source) : 1,
		    x->earliest, x->latest, '1');
		break;
	case LANES_POPULATION:
	case LANES_BY:
		break;
	}
}

static void see_gap(struct lanes *l, const struct density_entry *x, int64_t least)
{
	if (x->latest != x->earliest)
		return;
	if (l->point != WHEN_PAST && x->earliest - l->point > least && l->gaps < GAPS_MAX)
		l->gap[l->gaps++] = (struct gap){ l->point, x->earliest };
	l->point = x->earliest;
}

/* --- slices --------------------------------------------------------------------------- */

static int step_spans(struct lanes *l, struct view *v, struct err *e)
{
	struct density_list got = { 0 };
	int status = density_spans_load(v->app->nb, &l->page, &got, e);

	for (size_t i = 0; status == 0 && i < got.n; i++)
		put_entry(l, &got.at[i]);
	if (status == 0 && got.n < SLICE) {
		l->stage = STAGE_ENTRIES;
		density_page_begin(&l->page);
	}
	density_list_release(&got);
	return status;
}

static int step_entries(struct lanes *l, struct view *v, struct err *e)
{
	struct density_list got = { 0 };
	int status = density_page_load(v->app->nb, &l->page, &got, e);

	for (size_t i = 0; status == 0 && i < got.n; i++) {
		put_entry(l, &got.at[i]);
		see_gap(l, &got.at[i], settings_gap(&v->app->settings));
	}
	if (status == 0 && got.n < SLICE)
		l->stage = l->by == LANES_POPULATION ? STAGE_PEOPLE : STAGE_DONE;
	density_list_release(&got);
	return status;
}

/* Customers: each stands where what was seen of them begins. */
static int step_people(struct lanes *l, struct view *v, struct err *e)
{
	struct exposure_page p = {
		.incident = v->app->incident, .customer = l->customer, .limit = SLICE
	};
	struct exposure_list got = { 0 };
	int status = exposure_page_load(v->app->nb, &p, &got, e);

	for (size_t i = 0; status == 0 && i < got.n; i++) {
		const struct exposure *x = &got.at[i];

		l->customer = x->customer;
		if (x->earliest && x->latest >= l->axis.from && x->earliest < axis_end(&l->axis))
			put_on(l, x->population, strlen(x->population), x->earliest, x->latest,
			    '1');
	}
	if (status == 0 && got.n < SLICE)
		l->stage = STAGE_DONE;
	exposure_list_release(&got);
	return status;
}

/* Where a lane stands: kinds as in their table, others the fullest first. */
static bool goes_before(const struct lanes *l, int a, int b)
{
	const struct lane *x = &l->lane[a], *y = &l->lane[b];

	if (l->by == LANES_KIND)
		return entry_kind_find(x->name, strlen(x->name)) <
		       entry_kind_find(y->name, strlen(y->name));
	return x->sum != y->sum ? x->sum > y->sum : strcmp(x->name, y->name) < 0;
}

static void sort(struct lanes *l)
{
	for (int i = 0; i < l->n; i++) {
		int k = i;

		for (; k > 0 && goes_before(l, i, l->order[k - 1]); k--)
			l->order[k] = l->order[k - 1];
		l->order[k] = i;
	}
}

int lanes_step(struct lanes *l, struct view *v, struct err *e)
{
	static int (*const step[])(struct lanes *l, struct view *v, struct err *e) = {
		[STAGE_SPANS] = step_spans,
		[STAGE_ENTRIES] = step_entries,
		[STAGE_PEOPLE] = step_people,
	};
	int status;

	app_stoppable(v->app);
	status = step[l->stage](l, v, e);
	app_unstoppable(v->app);
	if (l->stage == STAGE_DONE)
		sort(l);
	return status;
}

/* --- drawing -------------------------------------------------------------------------- */

static char cell_of(const struct lane *lane, int i)
{
	if (lane->count[i] > 1)
		return axis_digit(lane->count[i]);
	if (lane->count[i] == 1 && lane->mark[i])
		return lane->mark[i];
	return lane->span[i] ? lane->span[i] : ' ';
}

static enum style lane_style(const struct lane *lane)
{
	return strcmp(lane->name, "decision") == 0 || strcmp(lane->name, "milestone") == 0
		   ? STYLE_STRONG
		   : STYLE_NORMAL;
}

static void draw_label(struct view *v, int row, int column, const char *name)
{
	canvas_field(&v->app->canvas, row, 1, column - 3, STYLE_NORMAL, name);
	canvas_text(&v->app->canvas, row, column - 1, STYLE_RULE, "|");
}

static void draw_lane(const struct lanes *l, struct view *v, const struct lane *lane, int row,
    int column)
{
	draw_label(v, row, column, lane->name);
	for (int i = 0; i < l->axis.cells; i++)
		canvas_fill(&v->app->canvas, row, column + i, 1, lane_style(lane),
		    (uint32_t)cell_of(lane, i));
}

enum { GAP_ROOM = 4 }; /* cells that a silence is worth a lane from */

static int gap_room(const struct lanes *l, const struct gap *g)
{
	return axis_cell(&l->axis, g->to) - axis_cell(&l->axis, g->from) - 1;
}

static bool gap_in(const struct lanes *l)
{
	for (int i = 0; i < l->gaps; i++)
		if (gap_room(l, &l->gap[i]) >= GAP_ROOM)
			return true;
	return false;
}

static void draw_gaps(const struct lanes *l, struct view *v, int row, int column)
{
	draw_label(v, row, column, _("quiet"));
	for (int i = 0; i < l->gaps; i++) {
		int from = axis_cell(&l->axis, l->gap[i].from) + 1;
		int room = gap_room(l, &l->gap[i]), width;
		struct str s = { 0 };

		when_show_span(&s, entries_minute(l->gap[i].to) - entries_minute(l->gap[i].from));
		width = text_width(str_text(&s));
		if (room >= width)
			canvas_text(&v->app->canvas, row, column + from + (room - width) / 2,
			    STYLE_RULE, str_text(&s));
		str_release(&s);
	}
}

/* Each clock's end, and its name where there is room up to the next one. */
static void draw_deadlines(const struct lanes *l, struct view *v, int row, int column)
{
	const struct due *due = &v->app->due;
	int end = l->axis.cells;

	draw_label(v, row, column, _("deadline"));
	for (int i = due->n - 1; i >= 0; i--) {
		const struct clock *c = &due->at[i];
		int cell = axis_cell(&l->axis, c->due);

		if (!axis_has(&l->axis, c->due))
			continue;
		canvas_text(&v->app->canvas, row, column + cell,
		    c->late ? STYLE_LATE : STYLE_STRONG, "^");
		if (end - cell > 6)
			canvas_field(&v->app->canvas, row, column + cell + 1, end - cell - 2,
			    c->late ? STYLE_LATE : STYLE_NORMAL, c->what);
		end = cell;
	}
}

static bool deadline_in(const struct lanes *l, const struct due *due)
{
	for (int i = 0; i < due->n; i++)
		if (axis_has(&l->axis, due->at[i].due))
			return true;
	return false;
}

int lanes_lines(const struct lanes *l, const struct view *v)
{
	return l->n + gap_in(l) + deadline_in(l, &v->app->due);
}

void lanes_draw(const struct lanes *l, struct view *v, int row, int lines, int column)
{
	bool gaps = gap_in(l) && lines > 2, deadlines = deadline_in(l, &v->app->due) && lines > 1;
	int room = lines - gaps - deadlines, shown = l->n <= room ? l->n : room - 1;

	if (l->stage != STAGE_DONE) {
		canvas_text(&v->app->canvas, row, 1, STYLE_NORMAL, _("counting"));
		return;
	}
	for (int i = 0; i < shown; i++)
		draw_lane(l, v, &l->lane[l->order[i]], row++, column);
	if (shown < l->n)
		canvas_printf(&v->app->canvas, row++, 1, STYLE_NORMAL,
		    _("%d more lanes: zoom in or filter"), l->n - shown);
	if (deadlines)
		draw_deadlines(l, v, row++, column);
	if (gaps)
		draw_gaps(l, v, row, column);
}
