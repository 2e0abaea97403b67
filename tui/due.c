/* due.c - clocks of the incident. */
#include "tui/due.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/open.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/show.h"

enum { NAME_COLUMNS = 26 };

/* A name that is too long ends where there is room, with a tilde. */
static void text_cut(char *shown, int columns)
{
	size_t n;

	if (text_width(shown) <= columns)
		return;
	n = text_fit(shown, columns - 1, NULL);
	shown[n] = '~';
	shown[n + 1] = '\0';
}

static void clock_add(struct due *d, const struct open_item *x)
{
	struct clock *c;

	if (x->due == WHEN_FUTURE || d->n == CLOCKS_MAX)
		return;
	c = &d->at[d->n++];
	*c = (struct clock){ .due = x->due, .late = x->late };
	snprintf(c->ref, sizeof c->ref, "%s", x->ref);
	app_show(c->what, sizeof c->what, x->kind == OPEN_TASK ? x->what : x->name);
	text_cut(c->what, NAME_COLUMNS);
}

void due_load(struct app *app)
{
	struct due *d = &app->due;
	struct open_page p = {
		.incident = app->incident, .now = when_now(), .from_end = true, .limit = CLOCKS_MAX
	};
	struct open_list l = { 0 };
	struct err e;

	*d = (struct due){ 0 };
	app->due_minute = p.now / (60 * WHEN_SECOND);
	if (app->incident &&
	    open_count(app->nb, app->incident, p.now, &d->open, &d->late, &e) == 0 && d->open > 0 &&
	    open_page_load(app->nb, &p, &l, &e) == 0)
		for (size_t i = 0; i < l.n; i++)
			clock_add(d, &l.at[i]);
	open_list_release(&l);
}

void clock_show(struct str *out, const struct clock *c, int64_t now, const char *zone)
{
	struct civil at;

	str_puts(out, c->what);
	str_putc(out, ' ');
	show_left(out, c->due, now);
	if (c->late)
		return;
	zone_civil(zone, c->due, &at);
	str_printf(out, " (%d %s %02d:%02d)", at.day, show_month(at.month), at.hour, at.minute);
}

void due_show(struct str *out, const struct due *d, int64_t now, const char *zone, int columns)
{
	for (int i = 0; i < d->n; i++) {
		size_t before = out->len;

		if (i > 0)
			str_puts(out, " | ");
		clock_show(out, &d->at[i], now, zone);
		if (i > 0 && text_width(str_text(out)) > columns) {
			out->len = before;
			out->at[before] = '\0';
			return;
		}
	}
}
