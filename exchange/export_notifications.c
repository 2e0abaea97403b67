/* export_notifications.c - the notification list: one row for each letter, in the columns people
 * depend on. */
#include "exchange/export.h"

#include <string.h>

#include "model/exposure.h"
#include "model/notification.h"

/* The contract of the command line: adding at the end is fine, everything else is not. */
static const char *const columns[] = { "notification", "incident", "customer", "organisation",
	"name", "role", "channel", "address", "address_compromised", "language", "country",
	"population", "data_categories", "window", "status", "advisory", "advisory_version",
	"subject", "body_sha256", "approved_by", "released_at", "sent_at", "attempts",
	"last_result", "acknowledged_at", "acknowledged_by", "actions_open", "tlp", NULL };

struct list {
	struct export *x;
	struct sheet sheet;
	struct str text;
	struct err *e;
};

static void window_put(struct list *l, const struct notification *n)
{
	const struct exposure x = {
		.window = n->window, .earliest = n->window_earliest, .latest = n->window_latest
	};

	str_reset(&l->text);
	exposure_window(&x, &l->text);
	sheet_text_n(&l->sheet, l->text.len ? l->text.at : NULL, l->text.len);
}

/* "A; B" as a list like all others: "A;B". */
static void approvers_put(struct list *l, const char *names)
{
	if (!names || !strstr(names, "; ")) {
		sheet_text(&l->sheet, names);
		return;
	}
	str_reset(&l->text);
	for (; *names; names++)
		if (*names != ' ' || l->text.len == 0 || l->text.at[l->text.len - 1] != ';')
			str_putc(&l->text, *names);
	sheet_text_n(&l->sheet, l->text.at, l->text.len);
}

static int notification_put(void *with, const struct notification *n)
{
	struct list *l = with;
	struct sheet *s = &l->sheet;

	if (export_leaves_out(l->x, n->tlp))
		return 0;
	sheet_text(s, n->public_ref);
	sheet_text(s, n->incident_ref);
	sheet_text(s, n->customer_ref);
	sheet_text(s, n->organisation);
	sheet_text(s, n->name);
	sheet_text(s, n->role);
	sheet_text(s, n->channel);
	sheet_text(s, n->address);
	sheet_bool(s, n->address_compromised);
	sheet_text(s, n->language);
	sheet_text(s, n->country);
	sheet_text(s, n->population);
	sheet_text(s, n->categories);
	window_put(l, n);
	sheet_text(s, n->state);
	sheet_text(s, n->advisory);
	sheet_int(s, n->advisory_version);
	sheet_text(s, n->subject);
	sheet_hash(s, n->body_sha256);
	approvers_put(l, n->approved_by);
	sheet_time(s, n->released_at);
	sheet_time(s, n->sent_at);
	sheet_int(s, n->attempts);
	sheet_text(s, n->last_result);
	sheet_time(s, n->acknowledged_at);
	sheet_text(s, n->acknowledged_by);
	sheet_int(s, n->actions_open);
	sheet_text(s, n->tlp);
	return sheet_row_end(s, l->e);
}

static int list_write(struct export *x, struct err *e)
{
	const struct notification_page p = { .incident = x->o->incident, .filter = x->o->filter };
	struct err own = { 0 };
	struct list l = { .x = x, .e = &own };
	int done;

	done = export_sheet_begin(x, &l.sheet, columns, e);
	if (done == 0)
		done = notification_each(x->nb, &p, notification_put, &l, e);
	if (own.kind)
		*e = own;
	done = export_sheet_end(x, &l.sheet, done, e);
	str_release(&l.text);
	return done;
}

int notifications_export(struct notebook *nb, const struct export_options *o,
    struct export_result *result, struct err *e)
{
	return export_do(nb, o, result, list_write, e);
}
