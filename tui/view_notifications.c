/* view_notifications.c - one letter to one customer a row: where each stands. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/notification.h"
#include "tui/app.h"
#include "tui/detail.h"
#include "tui/i18n.h"
#include "tui/show.h"

enum { COUNT_SLICE = 2000 };

static void row_from_notification(struct list_row *r, const struct notification *x)
{
	struct str s = { 0 };
	const char *name = x->organisation && *x->organisation ? x->organisation : x->name;

	list_row_reset(r);
	r->thing = x->thing;
	r->version = x->row;
	r->key[0] = x->thing;
	list_row_plain(r, x->public_ref);
	list_row_show(r, x->customer_ref);
	list_row_show(r, name);
	str_printf(&s, "%s v%lld", x->advisory ? x->advisory : "", (long long)x->advisory_version);
	list_row_show(r, str_text(&s));
	list_row_show(r, x->address);
	list_row_show(r, x->language);
	list_row_show(r, x->state);
	list_row_show(r, x->last_result);
	str_release(&s);
}

static int notifications_fetch(void *with, enum list_from from, const struct list_row *key,
    int limit, struct list_row *out, struct err *e)
{
	struct view *v = with;
	struct notification_page p = { .incident = v->app->incident,
		.filter = view_reading(v),
		.limit = limit,
		.from_end = from == LIST_FIRST || from == LIST_LAST,
		.backward = from == LIST_LAST || from == LIST_BEFORE,
		.thing = key ? key->thing : 0 };
	struct notification_list got = { 0 };
	int n;

	if (!v->app->incident)
		return 0;
	n = notification_page_load(v->app->nb, &p, &got, e) < 0 ? -1 : (int)got.n;
	for (int i = 0; i < n; i++)
		row_from_notification(&out[i], &got.at[i]);
	notification_list_release(&got);
	return n;
}

/* A page of one that begins right before it. */
static int notifications_load(struct view *v, int64_t thing, struct list_row *out, struct err *e)
{
	struct notification_page p = {
		.incident = v->app->incident, .limit = 1, .thing = thing - 1
	};
	struct notification_list got = { 0 };
	int n = notification_page_load(v->app->nb, &p, &got, e) < 0 ? -1 : (int)got.n;

	if (n > 0 && got.at[0].thing != thing)
		n = 0;
	if (n > 0)
		row_from_notification(out, &got.at[0]);
	notification_list_release(&got);
	return n;
}

static int notifications_count(struct view *v, struct err *e)
{
	struct notification_page p = { .incident = v->app->incident, .filter = v->filter,
		.limit = COUNT_SLICE, .from_end = v->count_key[0] == 0, .thing = v->count_key[0] };
	int64_t n = 0, next = 0;
	bool more = false;

	if (v->app->incident && notification_count(v->app->nb, &p, &n, &next, &more, e) < 0)
		return -1;
	v->count += n;
	v->count_key[0] = next;
	v->counted = !more;
	return 0;
}

static void put_letter(struct view *v, int64_t thing, struct str *out)
{
	struct str subject = { 0 }, body = { 0 };
	struct err e = { 0 };

	if (notification_render(v->app->nb, thing, NULL, &subject, &body, &e) < 0) {
		detail_field(out, _("letter"), e.text);
	} else {
		str_puts(out, _("\n\nThe letter:\n\n  "));
		text_show(out, str_text(&subject), subject.len, TEXT_ONE_LINE);
		str_puts(out, "\n\n");
		text_show(out, str_text(&body), body.len, TEXT_SPREAD);
	}
	str_release(&subject);
	str_release(&body);
}

static void put_actions(struct view *v, int64_t thing, struct str *out)
{
	struct action_list l = { 0 };
	struct err e;

	if (action_list_load(v->app->nb, thing, &l, &e) == 0 && l.n > 0) {
		str_puts(out, _("\n\nAdvised:"));
		for (size_t i = 0; i < l.n; i++) {
			str_printf(out, "\n  %-10s ", l.at[i].state);
			text_show(out, l.at[i].name, strlen(l.at[i].name), TEXT_ONE_LINE);
			if (l.at[i].text) {
				str_puts(out, ": ");
				text_show(out, l.at[i].text, strlen(l.at[i].text), TEXT_ONE_LINE);
			}
		}
	}
	action_list_release(&l);
}

static int notifications_detail(
    struct view *v, const struct list_row *r, struct str *out, struct err *e)
{
	static const struct {
		const char *name;
		int column;
	} fields[] = { { N_("customer"), 1 }, { N_("name"), 2 }, { N_("advisory"), 3 },
		{ N_("address"), 4 }, { N_("language"), 5 }, { N_("state"), 6 },
		{ N_("result"), 7 } };

	str_puts(out, list_row_column(r, 0));
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (*list_row_column(r, fields[i].column))
			str_printf(out, "\n%-10s%s", _(fields[i].name),
			    list_row_column(r, fields[i].column));
	detail_approvals(v->app, r->thing, out);
	put_actions(v, r->thing, out);
	put_letter(v, r->thing, out);
	return detail_versions(v->app, T_NOTIFICATION, r->thing, out, e);
}

static void notifications_draw_empty(struct view *v, int row, int height)
{
	static const char *const lines[] = {
		N_("No letters to customers yet. Four steps lead to them:"),
		"",
		N_("  1  the customers                  3, which says how"),
		N_("  2  who of them was exposed        3, then  :exposed viewed"),
		N_("  3  the advisory: what to write    7, which says how"),
		N_("  4  a letter for each              3, then  :draft"),
		"",
		N_("Then, here:  A marks all;  m  submits, approves, releases, notes as sent."),
		N_("Nothing is sent by blotter: E writes the letters for your mailer."),
	};

	if (v->filter_text)
		canvas_text(&v->app->canvas, row, 3, STYLE_NORMAL,
		    _("No notification passes the filter. Esc takes it away."));
	else
		view_draw_lines(v, row, height, lines, sizeof lines / sizeof *lines);
}

static int64_t notifications_letter(const struct list_row *r)
{
	return r->thing;
}

static const struct view_column notifications_columns[] = {
	{ N_("ID"), 4, 9, 1, false, false },
	{ N_("CUSTOMER"), 6, 12, 0, false, false },
	{ N_("NAME"), 12, 18, 0, true, false },
	{ N_("ADVISORY"), 8, 22, 4, false, false },
	{ N_("ADDRESS"), 8, 30, 5, false, false },
	{ N_("LANG"), 4, 5, 3, false, false },
	{ N_("STATE"), 5, 12, 0, false, false },
	{ N_("RESULT"), 6, 11, 2, false, false },
};

static const struct sort_key notifications_sort[] = { { 'i', 0, "thing" }, { 'c', 1, "ref" },
	{ 'n', 2, "name" }, { 'a', 3, "advisory" }, { 'd', 4, "address" }, { 'l', 5, "language" },
	{ 's', 6, "state" }, { 'r', 7, "result" } };

const struct view_ops view_notifications_ops = {
	.title = N_("Notices"),
	.key = '4',
	.of = FILTER_NOTIFICATIONS,
	.column = notifications_columns,
	.columns = sizeof notifications_columns / sizeof *notifications_columns,
	.fetch = notifications_fetch,
	.count = notifications_count,
	.detail = notifications_detail,
	.draw_empty = notifications_draw_empty,
	.letter = notifications_letter,
	.sort = notifications_sort,
	.sorts = sizeof notifications_sort / sizeof *notifications_sort,
	.load = notifications_load,
};
