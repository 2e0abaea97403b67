/*
 * timeline.c - blotter timeline: the picture as text, and the list under it.
 *
 * A line of the picture is a day of hours, a month of days or a year of weeks, so it always fits
 * and columns mean the same on every line. An entry counts in the cell that holds all of it; one
 * whose time is less sure than a cell is drawn as a span under the counts, never as a point.
 * Undated entries stand in a band of their own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/command.h"
#include "cli/rows.h"
#include "model/entry.h"
#include "model/incident.h"

enum { PAGE = 500, CELLS_MAX = 54 };

enum unit { BY_HOUR, BY_DAY, BY_WEEK, UNITS };

static const struct unit_info {
	const char *word;
	int cells;    /* at most, on a line */
	int width;    /* columns of a cell */
	int64_t fits; /* a timeline of this length is drawn so, µs */
} units[UNITS] = {
	{ "hour", 24, 3, 3 * WHEN_DAY },
	{ "day", 31, 2, 120 * WHEN_DAY },
	{ "week", 53, 1, INT64_MAX },
};

/* What is known of one line of the picture. */
struct band {
	int year, month, day; /* of its line: the parts that name it; the others are 0 */
	int64_t count[CELLS_MAX];
	int64_t total;
	bool span[CELLS_MAX]; /* an uncertain time covers the cell */
};

struct picture {
	enum unit unit;
	const char *zone;
	struct band *bands; /* in order of time */
	size_t n, cap;
	int64_t dated, undated;
	bool spans; /* one of them goes over more than a line */
};

/* --- cells ------------------------------------------------------------------------------- */

static int day_of_year(const struct civil *c)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
	bool leap = (c->year % 4 == 0 && c->year % 100 != 0) || c->year % 400 == 0;

	return before[c->month - 1] + c->day - 1 + (leap && c->month > 2);
}

/* The line and cell of an instant. */
static int cell_of(const struct picture *p, int64_t instant, struct band *name)
{
	struct civil c;

	zone_civil(p->zone, instant, &c);
	*name = (struct band){ .year = c.year };
	if (p->unit == BY_WEEK)
		return day_of_year(&c) / 7;
	name->month = c.month;
	if (p->unit == BY_DAY)
		return c.day - 1;
	name->day = c.day;
	return c.hour;
}

static int band_compare(const struct band *a, const struct band *b)
{
	if (a->year != b->year)
		return a->year < b->year ? -1 : 1;
	if (a->month != b->month)
		return a->month < b->month ? -1 : 1;
	return a->day < b->day ? -1 : a->day > b->day;
}

/* The line of that name, made where it belongs; entries come nearly in order, so it is sought from
 * the end. */
static struct band *band_of(struct picture *p, const struct band *name)
{
	size_t at = p->n;

	while (at > 0 && band_compare(name, &p->bands[at - 1]) < 0)
		at--;
	if (at > 0 && band_compare(name, &p->bands[at - 1]) == 0)
		return &p->bands[at - 1];
	if (p->n == p->cap) {
		p->cap = p->cap ? p->cap * 2 : 16;
		p->bands = xrealloc(p->bands, p->cap * sizeof *p->bands);
	}
	memmove(p->bands + at + 1, p->bands + at, (p->n - at) * sizeof *p->bands);
	p->bands[at] = *name;
	p->n++;
	return &p->bands[at];
}

static void cells_cover(struct band *b, int from, int to)
{
	for (int i = from; i <= to; i++)
		b->span[i] = true;
}

/* Covers the cells from one instant to another with a span: the lines of its ends. */
static void span_draw(struct picture *p, int64_t from, int64_t to)
{
	struct band first, last;
	int a = cell_of(p, from, &first), b = cell_of(p, to, &last);

	if (band_compare(&first, &last) == 0) {
		cells_cover(band_of(p, &first), a, b);
		return;
	}
	cells_cover(band_of(p, &first), a, units[p->unit].cells - 1);
	cells_cover(band_of(p, &last), 0, b);
	p->spans = true;
}

/* The lines between its ends, where there are any for other reasons. */
static void span_fill(struct picture *p, const struct entry *n)
{
	struct band first, last;

	if (n->when.edtf[0] == '\0' || n->when.earliest == WHEN_PAST ||
	    n->when.latest == WHEN_FUTURE)
		return;
	cell_of(p, n->when.earliest, &first);
	cell_of(p, n->when.latest, &last);
	for (size_t i = 0; i < p->n; i++)
		if (band_compare(&first, &p->bands[i]) < 0 && band_compare(&p->bands[i], &last) < 0)
			cells_cover(&p->bands[i], 0, units[p->unit].cells - 1);
}

static void entry_draw(struct picture *p, const struct entry *n)
{
	bool open_past = n->when.earliest == WHEN_PAST, open_future = n->when.latest == WHEN_FUTURE;
	int64_t from = open_past ? n->when.latest : n->when.earliest;
	int64_t to = open_future ? from : n->when.latest;
	struct band first, last;
	struct band *band;
	int a, b;

	if (n->when.edtf[0] == '\0' || (open_past && open_future)) {
		p->undated++;
		return;
	}
	p->dated++;
	a = cell_of(p, from, &first);
	b = cell_of(p, to, &last);
	if (a != b || band_compare(&first, &last) != 0 || open_past || open_future) {
		span_draw(p, from, to);
		return;
	}
	band = band_of(p, &first);
	band->count[a]++;
	band->total++;
}

/* --- drawing ----------------------------------------------------------------------------- */

/* Zero and ten steps of ink. A step is a tenth of the fullest cell. */
static char glyph(int64_t count, int64_t most)
{
	static const char ink[] = " .:-=+*#%@";
	int64_t step = most > 0 ? (count * 9 + most - 1) / most : 0;

	return count == 0 ? ' ' : ink[step > 9 ? 9 : step];
}

static void band_name(const struct picture *p, const struct band *b, char *out, size_t size)
{
	if (p->unit == BY_HOUR)
		snprintf(out, size, "%04d-%02d-%02d", b->year, b->month, b->day);
	else if (p->unit == BY_DAY)
		snprintf(out, size, "%04d-%02d", b->year, b->month);
	else
		snprintf(out, size, "%04d", b->year);
}

static void ruler_draw(struct command *c, const struct picture *p)
{
	const struct unit_info *u = &units[p->unit];
	struct str line = { 0 };

	str_printf(&line, "%-11s|", u->word);
	for (int i = 0; i < u->cells; i++) {
		if (p->unit == BY_HOUR)
			str_printf(&line, "%02d ", i);
		else if (p->unit == BY_DAY && i % 2 == 0)
			str_printf(&line, "%-*d", 2 * u->width, i + 1);
		else if (p->unit == BY_WEEK)
			str_putc(&line, i % 10 == 0 ? (char)('0' + i / 10) : ' ');
	}
	while (line.len > 12 + (size_t)(u->cells * u->width))
		line.len--;
	str_putc(&line, '|');
	output_text(c->out, "%s", str_text(&line));
	str_release(&line);
}

static void cells_draw(struct command *c, const struct picture *p, const struct band *b,
    int64_t most, char row, const char *name)
{
	const struct unit_info *u = &units[p->unit];
	struct str line = { 0 };

	str_printf(&line, "%-11s|", name);
	for (int i = 0; i < u->cells; i++) {
		int64_t n = b->count[i];
		char mark = row == 'g'   ? glyph(n, most)
			    : row == 's' ? (b->span[i] ? '~' : ' ')
					 : ' ';

		if (row == 'd' && n > 0)
			str_printf(&line, "%*s", -u->width,
			    n < 10 || (n < 100 && u->width > 2)
				? (char[]){ n < 10 ? (char)('0' + n) : (char)('0' + n / 10),
				      n < 10 ? '\0' : (char)('0' + n % 10), '\0' }
				: "+");
		else
			for (int k = 0; k < u->width; k++)
				str_putc(&line, k == 0 || row == 's' ? mark : ' ');
	}
	str_putc(&line, '|');
	if (row == 'g' && b->total > 0)
		str_printf(&line, " %lld", (long long)b->total);
	output_text(c->out, "%s", str_text(&line));
	str_release(&line);
}

static void band_draw(
    struct command *c, const struct picture *p, const struct band *b, int64_t most)
{
	char name[32];
	bool spans = false;

	for (int i = 0; i < CELLS_MAX; i++)
		spans = spans || b->span[i];
	band_name(p, b, name, sizeof name);
	if (b->total > 0 || !spans)
		cells_draw(c, p, b, most, 'g', name);
	if (b->total > 0)
		cells_draw(c, p, b, most, 'd', "");
	if (spans)
		cells_draw(c, p, b, most, 's', b->total > 0 ? "" : name);
}

static void picture_draw(struct command *c, const struct picture *p)
{
	int64_t most = 0;

	for (size_t i = 0; i < p->n; i++)
		for (int k = 0; k < CELLS_MAX; k++)
			if (p->bands[i].count[k] > most)
				most = p->bands[i].count[k];
	output_text(c->out,
	    "%s by %s, times in %s: %lld entr%s, %lld undated; "
	    "~ is where an uncertain time may lie",
	    c->incident_ref, units[p->unit].word, c->zone, (long long)(p->dated + p->undated),
	    p->dated + p->undated == 1 ? "y" : "ies", (long long)p->undated);
	ruler_draw(c, p);
	for (size_t i = 0; i < p->n; i++)
		band_draw(c, p, &p->bands[i], most);
	output_text(c->out, "%s", "");
}

/* --- all entries in the order they happened
 * ---------------------------------------------------------- */

struct walk {
	struct command *c;
	const struct filter *filter;
	void (*each)(struct walk *w, const struct entry *n);
	struct picture *picture;
	int64_t earliest, latest;
	bool undated_begun;
};

static int walk_run(struct walk *w, struct err *e)
{
	struct entry_page page = { .incident = w->c->incident,
		.order = ENTRY_HAPPENED,
		.filter = w->filter,
		.from_end = true,
		.limit = PAGE };
	bool more = true;
	int status = 0;

	while (more && status == 0) {
		struct entry_list list = { 0 };

		status = entry_page_load(&w->c->nb, &page, &list, e);
		more = status == 0 && list.n == PAGE;
		for (size_t i = 0; status == 0 && i < list.n; i++)
			w->each(w, &list.at[i]);
		if (more) {
			const struct entry *last = &list.at[list.n - 1];

			page.from_end = false;
			page.thing = last->thing;
			page.earliest = last->when.earliest;
			page.latest = last->when.latest;
			page.key_undated = last->when.edtf[0] == '\0';
		}
		entry_list_release(&list);
	}
	return status;
}

static void range_learn(struct walk *w, const struct entry *n)
{
	if (n->when.edtf[0] == '\0')
		return;
	if (n->when.earliest != WHEN_PAST && n->when.earliest < w->earliest)
		w->earliest = n->when.earliest;
	if (n->when.latest != WHEN_FUTURE && n->when.latest > w->latest)
		w->latest = n->when.latest;
}

static void picture_learn(struct walk *w, const struct entry *n)
{
	entry_draw(w->picture, n);
}

static void spans_learn(struct walk *w, const struct entry *n)
{
	span_fill(w->picture, n);
}

static void list_put(struct walk *w, const struct entry *n)
{
	if (n->when.edtf[0] == '\0' && !w->undated_begun) {
		output_page(w->c->out);
		output_text(w->c->out, "%s", "-- undated --");
		w->undated_begun = true;
	}
	rows_entry(w->c, n);
}

/* The turns of the incident, under the picture. */
static int milestones_put(struct command *c, struct err *e)
{
	struct milestone_list list = { 0 };
	int status = milestone_list_load(&c->nb, c->incident, &list, e);

	for (size_t i = 0; status == 0 && i < list.n; i++) {
		const struct milestone *m = &list.at[i];
		struct str when = { 0 };

		output_when(&when, &m->when, c->zone);
		output_text(c->out, "milestone  %-12s %s%s%s", m->kind, str_text(&when),
		    m->basis ? "  basis: " : "", m->basis ? m->basis : "");
		str_release(&when);
	}
	if (list.n > 0)
		output_text(c->out, "%s", "");
	milestone_list_release(&list);
	return status;
}

static int unit_read(struct command *c, int *unit, struct err *e)
{
	const char *by = command_option(c, "by");

	*unit = -1;
	for (int i = 0; by && i < UNITS; i++)
		if (strcmp(units[i].word, by) == 0)
			*unit = i;
	if (by && *unit < 0)
		return err_set(e, ERR_USAGE, "--by takes hour, day or week, not \"%s\"", by);
	return 0;
}

/* The unit in which all of it takes few lines. */
static enum unit unit_fitting(const struct walk *w)
{
	enum unit u = BY_HOUR;

	while (w->latest > w->earliest && w->latest - w->earliest > units[u].fits)
		u++;
	return u;
}

int command_timeline(struct command *c, struct err *e)
{
	struct picture picture = { .zone = c->zone };
	struct walk walk = {
		.c = c, .picture = &picture, .earliest = INT64_MAX, .latest = INT64_MIN
	};
	struct filter *filter = NULL;
	int unit, status = -1;

	if (unit_read(c, &unit, e) < 0 || command_filter(c, FILTER_ENTRIES, &filter, e) < 0)
		return -1;
	walk.filter = filter;
	if (c->out->form == OUTPUT_TABLE) {
		walk.each = range_learn;
		if (unit < 0 && walk_run(&walk, e) < 0)
			goto done;
		picture.unit = unit < 0 ? unit_fitting(&walk) : (enum unit)unit;
		walk.each = picture_learn;
		if (walk_run(&walk, e) < 0)
			goto done;
		walk.each = spans_learn;
		if (picture.spans && walk_run(&walk, e) < 0)
			goto done;
		picture_draw(c, &picture);
		if (milestones_put(c, e) < 0)
			goto done;
	}
	rows_entry_begin(c);
	walk.each = list_put;
	status = walk_run(&walk, e);
	output_end(c->out);
done:
	free(picture.bands);
	filter_free(filter);
	return status;
}
