/* entries.c - entries as rows: the log and the timeline differ in their order alone. */
#include "tui/entries.h"

#include <string.h>

#include "base/text.h"
#include "model/words.h"
#include "tui/detail.h"
#include "tui/i18n.h"
#include "tui/show.h"

enum { COUNT_SLICE = 4096 };

enum { SIGNS_MAX = 4 };

/* "+cL": the sign of its kind, x where it was struck; c: corrected; L: written down late. */
static void signs_put(const struct entry *x, char out[SIGNS_MAX])
{
	const struct word *kind = entry_kind_find(x->kind, strlen(x->kind));
	int n = 0;

	out[n++] = x->struck ? 'x' : kind ? kind->mark : ' ';
	if (x->corrected && !x->struck)
		out[n++] = 'c';
	if (x->late)
		out[n++] = 'L';
	out[n] = '\0';
}

static void put_text(struct list_row *r, const struct entry *x)
{
	struct str what = { 0 };

	int lines = 1;

	for (const char *s = x->text; *s; s++)
		lines += *s == '\n';
	if (x->struck)
		str_puts(&what, _("(struck) "));
	if (x->star)
		str_puts(&what, "[*] ");
	if (lines > 1)
		str_printf(&what, _("[%d lines] "), lines);
	str_puts(&what, x->text);
	list_row_show(r, str_text(&what));
	str_release(&what);
}

/* One look at the zone a row: that is what costs most of reading a time. */
static void put_time(struct list_row *r, const struct when *w, const char *zone, struct str *out)
{
	int64_t local;

	if (!w->edtf[0] || w->earliest == WHEN_PAST) {
		show_when(out, w, zone);
		return;
	}
	r->offset = zone_offset(zone, w->earliest, NULL);
	local = w->earliest + r->offset * WHEN_SECOND;
	r->day = show_day_number(local);
	if (w->earliest == w->latest) {
		r->time = w->earliest;
		show_clock(out, local);
	} else {
		show_when(out, w, zone);
	}
}

static void row_from_entry(const struct view *v, struct list_row *r, const struct entry *x)
{
	const char *zone = v->app->zone;
	char signs[SIGNS_MAX];
	struct str time = { 0 };
	bool dated = x->when.edtf[0] != '\0';

	signs_put(x, signs);
	list_row_reset(r);
	r->thing = x->thing;
	r->version = x->row;
	r->key[0] = x->when.earliest;
	r->key[1] = x->when.latest;
	r->key[2] = x->thing;
	r->mark = signs[0];
	r->flags = (dated ? 0 : ENTRY_FLAG_UNDATED) | (x->late ? ENTRY_FLAG_LATE : 0) |
	    (x->struck ? ENTRY_FLAG_STRUCK : 0);
	put_time(r, &x->when, zone, &time);
	list_row_plain(r, x->public_ref);
	list_row_plain(r, str_text(&time));
	list_row_plain(r, "");
	list_row_plain(r, "");
	list_row_plain(r, signs);
	list_row_show(r, x->writer);
	put_text(r, x);
	str_puts(&r->name, x->public_ref);
	str_putc(&r->name, '\0');
	str_release(&time);
}

int entries_fetch(struct view *v, enum entry_order order, enum list_from from,
    const struct list_row *key, int limit, struct list_row *out, struct err *e)
{
	struct entry_page p = { .incident = v->app->incident,
		.order = order,
		.filter = view_reading(v),
		.limit = limit,
		.from_end = from == LIST_FIRST || from == LIST_LAST,
		.backward = from == LIST_LAST || from == LIST_BEFORE };
	struct entry_list got = { 0 };
	int n;

	if (!v->app->incident)
		return 0;
	if (key) {
		p.key_undated = key->flags & ENTRY_FLAG_UNDATED;
		p.earliest = key->key[0];
		p.latest = key->key[1];
		p.thing = key->key[2];
	}
	n = entry_page_load(v->app->nb, &p, &got, e) < 0 ? -1 : (int)got.n;
	for (int i = 0; i < n; i++)
		row_from_entry(v, &out[i], &got.at[i]);
	entry_list_release(&got);
	return n;
}

int entries_load(struct view *v, int64_t thing, struct list_row *out, struct err *e)
{
	struct entry_list got = { 0 };
	int n = entry_load(v->app->nb, thing, &got, e) < 0 ? view_gone(e) : (int)got.n;

	if (n > 0)
		row_from_entry(v, out, &got.at[0]);
	entry_list_release(&got);
	return n;
}

int entries_count(struct view *v, struct err *e)
{
	int64_t n = 0;
	bool more = false;

	if (v->app->incident && entry_count(v->app->nb, v->filter, v->app->incident,
				    &v->count_key[0], COUNT_SLICE, &n, &more, e) < 0)
		return -1;
	v->count += n;
	v->counted = !more;
	return 0;
}

/* --- what stands above a row --------------------------------------------------------- */

/* Have the clocks of the zone been put forward or back in between? Then 02:06 may follow 02:30. */
static bool new_clock(const struct list_row *row, const struct list_row *before)
{
	return row->day != INT32_MIN && before && before->day != INT32_MIN &&
	       before->offset != row->offset;
}

static bool new_day(const struct list_row *row, const struct list_row *before)
{
	return (row->day != INT32_MIN && (!before || before->day != row->day)) ||
	       new_clock(row, before);
}

static int64_t gap_before(const struct list_row *row, const struct list_row *before)
{
	if (!before || row->time == INT64_MIN || before->time == INT64_MIN)
		return 0;
	return row->time - before->time;
}

int64_t entries_minute(int64_t time)
{
	const int64_t minute = 60 * WHEN_SECOND;

	return (time - (time % minute + minute) % minute) / minute * minute;
}

/* Between the minutes that are shown: from 12:45 to 10:10 is 21h25m, whatever their seconds are. */
static int64_t gap_shown(const struct list_row *row, const struct list_row *before)
{
	if (gap_before(row, before) == 0)
		return 0;
	return entries_minute(row->time) - entries_minute(before->time);
}

static bool undated_begins(const struct list_row *row, const struct list_row *before)
{
	return before && (row->flags & ENTRY_FLAG_UNDATED) && !(before->flags & ENTRY_FLAG_UNDATED);
}

int entries_lines(void *with, const struct list_row *row, const struct list_row *before)
{
	const struct view *v = with;

	if (v->id == VIEW_TIMELINE && undated_begins(row, before))
		return 2;
	return 1 + new_day(row, before) +
	       (gap_before(row, before) > settings_gap(&v->app->settings));
}

static void draw_rule(struct view *v, int row, const char *words)
{
	struct canvas *c = &v->app->canvas;

	canvas_fill(c, row, 0, v->app->layout.list, STYLE_RULE, '-');
	canvas_text(c, row, 1, STYLE_RULE, "-- ");
	canvas_fill(c, row, canvas_text(c, row, 4, STYLE_RULE, words), 1, STYLE_RULE, ' ');
}

static void draw_gap(struct view *v, int row, int64_t gap)
{
	struct str s = { 0 };

	str_puts(&s, _("...... quiet for "));
	when_show_span(&s, gap);
	str_puts(&s, " ......");
	canvas_text(&v->app->canvas, row, 8, STYLE_RULE, str_text(&s));
	str_release(&s);
}

int entries_draw_above(
    struct view *v, const struct list_row *r, const struct list_row *before, int row)
{
	int64_t gap = gap_before(r, before);
	int lines = 0;

	if (v->id == VIEW_TIMELINE && undated_begins(r, before)) {
		draw_rule(v, row, _("undated"));
		return 1;
	}
	if (gap > settings_gap(&v->app->settings))
		draw_gap(v, row + lines++, gap_shown(r, before));
	if (new_day(r, before)) {
		struct str day = { 0 };
		char abbr[16];

		show_day(&day, r->day);
		if (new_clock(r, before)) {
			zone_offset(v->app->zone, r->key[0], abbr);
			str_printf(&day, ", %s", abbr);
		}
		draw_rule(v, row + lines++, str_text(&day));
		str_release(&day);
	}
	return lines;
}

/* A point as it is shown: to the minute. A row knows the bounds of its time, and they are enough.
 */
static struct when to_minute(int64_t earliest, int64_t latest)
{
	struct when w = { .earliest = earliest, .latest = latest };

	if (earliest == latest)
		w.earliest = w.latest = entries_minute(earliest);
	return w;
}

static void put_since_t0(const struct t0 *t0, const struct list_row *r, struct str *out)
{
	struct when from = to_minute(t0->when.earliest, t0->when.latest);
	struct when to = to_minute(r->key[0], r->key[1]);

	if (r->flags & ENTRY_FLAG_UNDATED)
		return;
	if (r->thing == t0->thing)
		str_puts(out, "T0");
	else
		when_show_between(out, when_between(&from, &to));
}

bool entries_hides(const struct view *v, int column)
{
	return column == ENTRY_T0 && !v->app->t0.when.edtf[0];
}

bool entries_cell(struct view *v, const struct list_row *r, const struct list_row *before,
    int column, struct str *out)
{
	int64_t gap;

	if (column == ENTRY_T0) {
		put_since_t0(&v->app->t0, r, out);
		return true;
	}
	if (column != ENTRY_DELTA)
		return false;
	gap = gap_shown(r, before);
	if (gap > 0) {
		str_putc(out, '+');
		when_show_span(out, gap);
	}
	return true;
}

int entries_detail(struct view *v, const struct list_row *r, struct str *out, struct err *e)
{
	struct entry_list got = { 0 };
	int status = entry_load(v->app->nb, r->thing, &got, e);

	if (status == 0 && got.n > 0) {
		const struct entry *x = &got.at[0];

		str_printf(out, "%s  %s", x->public_ref, x->kind);
		if (x->struck)
			str_puts(out, _("  STRUCK"));
		str_puts(out, "\n\n");
		text_show(out, x->text, strlen(x->text), TEXT_SPREAD);
		str_printf(out, "\n\n%-10s", _("happened"));
		when_show(out, &x->when, v->app->zone, true);
		if (x->phrase) {
			str_puts(out, _("   as typed: "));
			text_show(out, x->phrase, strlen(x->phrase), TEXT_ONE_LINE);
		}
		str_printf(out, "\n%-10s", _("recorded"));
		when_show_instant(out, x->recorded, v->app->zone, true);
		if (x->late)
			str_puts(out, _("   late"));
		detail_field(out, _("by"), x->writer);
		detail_field(out, _("tags"), x->tags);
		detail_field(out, _("actors"), x->actors);
		detail_field(out, _("refers to"), x->refs);
		detail_field(out, _("source"), x->source);
		if (x->due) {
			str_printf(out, "\n%-10s", _("due"));
			when_show_instant(out, x->due, v->app->zone, false);
		}
	}
	entry_list_release(&got);
	return status < 0 ? -1 : detail_versions(v->app, T_ENTRY, r->thing, out, e);
}

/* --- an empty notebook --------------------------------------------------------------- */

void entries_draw_empty(struct view *v, int row, int height)
{
	static const char *const lines[] = {
		N_("Nothing logged yet. The line below is ready: type what you just did, Enter."),
		"",
		N_("  revoked the deploy token @rani #contain        a step, now"),
		N_("  -20m saw the alert in the scanner              a step, 20 minutes ago"),
		N_("  ! take the runners offline                     a decision"),
		N_("  ? did the mirror have the token                an open question"),
		N_("  + rotate S3 keys @budi ^14:00                  an action with a due time"),
		N_("  ~2021-05-15/2021-05-31 token was readable      some time in that span"),
		"",
		N_("Next, when there is a minute:"),
		N_("  :title CI token leak      :severity 2      :milestone detected 09:02"),
		N_("  3 customers   7 what to write   4 letters to them: each says how to begin"),
		"",
		N_("? shows every key, : finds every command. :tutor is a lesson of five minutes."),
	};

	if (!v->filter_text && !app_writable(v->app)) {
		canvas_text(&v->app->canvas, row, 3, STYLE_NORMAL, _("Nothing was logged."));
		return;
	}
	if (v->filter_text) {
		canvas_text(&v->app->canvas, row, 3, STYLE_NORMAL,
		    _("No entry passes the filter. Esc takes it away."));
		return;
	}
	view_draw_lines(v, row, height, lines, sizeof lines / sizeof *lines);
}
