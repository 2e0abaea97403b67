/*
 * timeline_ics.c - what of the log is due, as iCalendar (RFC 5545): a to-do for each.
 *
 * The UID is that of the notebook and the entry, so a newer export updates the old one. No METHOD:
 * with one, an organizer would be needed.
 */
#include <string.h>

#include "exchange/ics.h"
#include "exchange/timeline_form.h"
#include "model/task.h"

static bool is_due(const struct entry *n)
{
	return n->due != 0;
}

static void begin(struct timeline *t)
{
	struct str *out = &t->x->file.buffer;

	str_puts(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//blotter//timeline//EN\r\n"
		      "CALSCALE:GREGORIAN\r\n");
	ics_text(&t->x->file.buffer, "X-WR-CALNAME", t->incident->ref, strlen(t->incident->ref));
}

/* RFC 5545, 3.8.1.11: of the task that the entry brought, if it did. */
static int status_of(struct timeline *t, const struct entry *n, const char **status, struct err *e)
{
	struct task_list tasks = { 0 };

	*status = n->struck ? "CANCELLED" : "NEEDS-ACTION";
	if (task_list_of_entry(t->x->nb, n->thing, &tasks, e) < 0)
		return -1;
	if (tasks.n && tasks.at[0].closed)
		*status = strcmp(tasks.at[0].state, "done") == 0 ? "COMPLETED" : "CANCELLED";
	task_list_release(&tasks);
	return 0;
}

static int entry_put(struct timeline *t, const struct entry *n, struct err *e)
{
	struct str *out = &t->x->file.buffer;
	struct str uid = { 0 };
	const char *status;

	if (status_of(t, n, &status, e) < 0)
		return -1;
	str_printf(&uid, "%s-%s@blotter.invalid", n->public_ref, t->x->nb->id);
	str_puts(out, "BEGIN:VTODO\r\n");
	ics_text(&t->x->file.buffer, "UID", uid.at, uid.len);
	str_release(&uid);
	ics_time(&t->x->file.buffer, "DTSTAMP", n->recorded);
	ics_time(&t->x->file.buffer, "DUE", n->due);
	str_printf(out, "SEQUENCE:%d\r\n", n->corrected ? 1 : 0);
	ics_text(&t->x->file.buffer, "SUMMARY", n->text, timeline_title(n));
	str_printf(out, "STATUS:%s\r\nCLASS:CONFIDENTIAL\r\nEND:VTODO\r\n",
	    status);
	return 0;
}

static void end(struct timeline *t)
{
	struct str footer = { 0 };

	timeline_footer(t, &footer);
	ics_text(&t->x->file.buffer, "X-BLOTTER-FOOTER", str_text(&footer), footer.len);
	str_release(&footer);
	str_puts(&t->x->file.buffer, "END:VCALENDAR\r\n");
}

const struct timeline_form timeline_ics = { "ics", NULL, is_due, begin, entry_put, end };
