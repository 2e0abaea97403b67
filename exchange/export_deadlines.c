/*
 * export_deadlines.c - the duties of an incident as iCalendar (RFC 5545): a to-do for each.
 *
 * The UID is that of the notebook and the obligation, and SEQUENCE the record that last changed
 * anything a clock hangs on, so a newer file moves what an older one put into a calendar. No
 * METHOD: with one, an organizer would be needed. No customer is named.
 */
#include <string.h>

#include "exchange/export.h"
#include "exchange/ics.h"
#include "model/incident.h"
#include "model/obligation.h"

struct calendar {
	struct str *out;
	const char *notebook, *incident;
	int64_t sequence, stamp; /* a record, and its time */
};

static void line(struct calendar *c, const char *name, const struct str *text)
{
	ics_text(c->out, name, str_text(text), text->len);
}

static void about_put(struct calendar *c, const struct obligation *o)
{
	struct str text = { 0 };

	str_printf(&text, "%s. %s", o->rule->title, obligation_state_words[o->state]);
	if (o->held)
		str_printf(&text, ": %s", o->held);
	str_printf(&text, "\n%s\n%s, as of %s\n", o->rule->law, o->rule->source, o->rule->as_of);
	if (o->start)
		str_printf(&text, "Counted from: %s\n", o->start);
	obligation_notes(o, &text);
	str_printf(&text, "\n%s", RULE_DISCLAIMER);
	line(c, "DESCRIPTION", &text);
	str_release(&text);
}

static void alarm_put(struct calendar *c, const char *trigger, const struct str *summary)
{
	str_puts(c->out, "BEGIN:VALARM\r\nACTION:DISPLAY\r\n");
	line(c, "DESCRIPTION", summary);
	str_printf(c->out, "TRIGGER;RELATED=END:%s\r\nEND:VALARM\r\n", trigger);
}

static void status_put(struct calendar *c, const struct obligation *o)
{
	if (o->filings_n) {
		str_puts(c->out, "STATUS:COMPLETED\r\n");
		ics_time(c->out, "COMPLETED", o->filings[0].at);
	} else
		str_printf(c->out, "STATUS:%s\r\n",
		    o->state == OBLIGATION_NOT_REQUIRED ? "CANCELLED" : "NEEDS-ACTION");
}

static void todo_put(struct calendar *c, const struct obligation *o)
{
	int64_t due = o->filings_n ? o->filings[0].due : o->held ? WHEN_FUTURE : o->due.at;
	bool open = due != WHEN_FUTURE && (o->state == OBLIGATION_RUNNING ||
					      o->state == OBLIGATION_OVERDUE);
	struct str text = { 0 };

	str_puts(c->out, "BEGIN:VTODO\r\n");
	str_printf(&text, "%s-%s@blotter.invalid", o->public_ref, c->notebook);
	line(c, "UID", &text);
	ics_time(c->out, "DTSTAMP", c->stamp);
	if (due != WHEN_FUTURE)
		ics_time(c->out, "DUE", due);
	str_printf(c->out, "SEQUENCE:%lld\r\n", (long long)c->sequence);
	str_reset(&text);
	str_printf(&text, "%s: %s%s", c->incident, o->rule->id,
	    o->rule->soft ? " (internal target)" : "");
	line(c, "SUMMARY", &text);
	about_put(c, o);
	status_put(c, o);
	str_puts(c->out, "CLASS:CONFIDENTIAL\r\n");
	if (open) {
		alarm_put(c, "-PT12H", &text);
		alarm_put(c, "-PT1H", &text);
	}
	str_puts(c->out, "END:VTODO\r\n");
	str_release(&text);
}

static int stamp_load(struct export *x, struct calendar *c, struct err *e)
{
	struct record_list l = { 0 };
	int done = obligation_sequence(x->nb, x->o->incident, &c->sequence, e);

	if (done == 0 && c->sequence)
		done = record_load(x->nb, c->sequence, &l, e);
	c->stamp = l.n ? l.at[0].time : when_now();
	record_list_release(&l);
	return done;
}

static int calendar_write(struct export *x, struct err *e)
{
	struct calendar c = { .out = &x->file.buffer, .notebook = x->nb->id };
	struct incident_list incident = { 0 };
	struct obligation_list l = { 0 };
	int done = incident_load(x->nb, x->o->incident, &incident, e);

	if (done == 0)
		done = stamp_load(x, &c, e);
	if (done == 0)
		done = obligation_list_load(x->nb, x->o->incident, notebook_time(x->nb), &l, e);
	if (done == 0) {
		c.incident = incident.at[0].ref;
		str_puts(c.out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
				"PRODID:-//blotter//deadlines//EN\r\nCALSCALE:GREGORIAN\r\n");
		ics_text(c.out, "X-WR-CALNAME", c.incident, strlen(c.incident));
		for (size_t i = 0; i < l.n; i++)
			if (!export_leaves_out(x, incident.at[0].tlp)) {
				todo_put(&c, &l.at[i]);
				x->result->rows++;
			}
		str_puts(c.out, "END:VCALENDAR\r\n");
	}
	obligation_list_release(&l);
	incident_list_release(&incident);
	return done;
}

int deadlines_export(struct notebook *nb, const struct export_options *o,
    struct export_result *result, struct err *e)
{
	return export_do(nb, o, result, calendar_write, e);
}
