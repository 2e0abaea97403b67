/* due.c - clocks of the incident. */
#include "tui/due.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/obligation.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/show.h"

static void clock_add(
    struct due *d, int64_t due, int64_t now, const char *ref, const char *what)
{
	struct clock *c;
	int i = d->n;

	d->late += due < now;
	if (d->n == CLOCKS_MAX)
		return;
	for (d->n++; i > 0 && d->at[i - 1].due > due; i--)
		d->at[i] = d->at[i - 1];
	c = &d->at[i];
	*c = (struct clock){ .due = due, .late = due < now };
	snprintf(c->ref, sizeof c->ref, "%s", ref);
	app_show(c->what, sizeof c->what, what);
}

static void add_obligations(struct app *app, int64_t now)
{
	struct obligation_list l = { 0 };
	struct err e;

	if (obligation_list_load(app->nb, app->incident, now, &l, &e) == 0) {
		for (size_t i = 0; i < l.n; i++) {
			const struct obligation *o = &l.at[i];

			if (o->state < OBLIGATION_HELD)
				continue;
			app->due.open++;
			if (o->due.at != WHEN_FUTURE && o->state >= OBLIGATION_SOFT)
				clock_add(
				    &app->due, o->due.at, now, o->public_ref, o->rule->id);
		}
	}
	obligation_list_release(&l);
}

void due_load(struct app *app)
{
	int64_t now = when_now();

	app->due = (struct due){ 0 };
	app->due_minute = now / (60 * WHEN_SECOND);
	if (app->incident)
		add_obligations(app, now);
}

void clock_show(struct str *out, const struct clock *c, int64_t now, const char *zone)
{
	const int64_t minute = 60 * WHEN_SECOND;
	struct civil at;

	str_puts(out, c->what);
	str_putc(out, ' ');
	if (c->late) {
		str_puts(out, _("LATE "));
		when_show_span(out, (now - c->due) / minute * minute);
		return;
	}
	when_show_span(out, (c->due - now + minute - 1) / minute * minute);
	str_puts(out, _(" left"));
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
