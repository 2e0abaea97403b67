/* due.c - clocks of the incident. */
#include "tui/due.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/open.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/show.h"

enum { NAME_COLUMNS = 26, NAME_LEAST = 14 };

/* A name that is too long ends where there is room, with a tilde. */
static void text_cut(char *shown, int columns)
{
	size_t n;

	if (text_width(shown) <= columns || columns < 1)
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
	app_show(c->what, sizeof c->what, x->name ? x->name : x->what);
}

void due_load(struct app *app)
{
	struct due *d = &app->due;
	struct open_page p = { .incident = app->incident,
		.now = notebook_time(app->nb),
		.from_end = true,
		.limit = CLOCKS_MAX };
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

/* The clock in words, its name in so many columns. */
static void clock_show(
    struct str *out, const struct clock *c, int64_t now, const char *zone, int columns)
{
	char name[sizeof c->what];
	struct civil at;

	memcpy(name, c->what, sizeof name);
	text_cut(name, columns);
	str_puts(out, name);
	str_putc(out, ' ');
	show_left(out, c->due, now);
	if (c->late)
		return;
	zone_civil(zone, c->due, &at);
	str_printf(out, " (%d %s %02d:%02d)", at.day, show_month(at.month), at.hour, at.minute);
}

/* Columns of a clock beside its name. */
static int beside(const struct clock *c, int64_t now, const char *zone)
{
	struct clock nameless = *c;
	struct str s = { 0 };
	int width;

	nameless.what[0] = '\0';
	clock_show(&s, &nameless, now, zone, 1);
	width = text_width(str_text(&s));
	str_release(&s);
	return width;
}

/* Two clocks share the line: what one name does not need the other one gets. Where that would leave
 * too little of them, the first has the line. */
static void share(const struct due *d, int64_t now, const char *zone, int columns, int name[2])
{
	int first = columns - beside(&d->at[0], now, zone), room, needs[2];

	name[0] = first;
	name[1] = NAME_COLUMNS;
	if (d->n < 2 || (room = first - 3 - beside(&d->at[1], now, zone)) < 2 * NAME_LEAST)
		return;
	for (int i = 0; i < 2; i++)
		needs[i] = text_width(d->at[i].what);
	name[0] = room - needs[1] > room / 2 ? room - needs[1] : room / 2;
	if (name[0] > needs[0])
		name[0] = needs[0];
	name[1] = room - name[0];
}

void due_show(struct str *out, const struct due *d, int64_t now, const char *zone, int columns)
{
	int name[2];

	share(d, now, zone, columns, name);
	for (int i = 0; i < d->n; i++) {
		size_t before = out->len;

		if (i > 0)
			str_puts(out, " | ");
		clock_show(out, &d->at[i], now, zone, i < 2 ? name[i] : NAME_COLUMNS);
		if (i > 0 && text_width(str_text(out)) > columns) {
			out->len = before;
			out->at[before] = '\0';
			return;
		}
	}
}
