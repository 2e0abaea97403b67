/*
 * export_post.c - released letters by post: a row for each, with all that who prints and posts them
 * needs, the approved text among it.
 */
#include <string.h>

#include "exchange/export.h"
#include "model/outbox.h"

/* A design of our own: no two mailing houses want the same, and each maps columns by name. */
static const char *const columns[] = { "notification", "incident", "customer", "contact",
	"organisation", "address", "address_1", "address_2", "address_3", "address_4", "address_5",
	"address_6", "country", "language", "tlp", "subject", "body", "body_sha256", "released_at",
	NULL };
enum { LINES = 6 };

struct post_list {
	struct export *x;
	struct sheet sheet;
};

/* The address as lines: cut at commas and semicolons; the last takes what is left. */
static void address_put(struct sheet *s, const char *address)
{
	const char *p = address;

	for (int i = 0; i < LINES; i++) {
		size_t n;

		p += strspn(p, " ,;");
		n = i == LINES - 1 ? strlen(p) : strcspn(p, ",;");
		sheet_text_n(s, n ? p : NULL, n);
		p += n;
	}
}

static int letter_put(void *with, const struct outbox_letter *l, struct err *e)
{
	struct post_list *list = with;
	const struct notification *n = l->n;
	struct sheet *s = &list->sheet;

	if (export_leaves_out(list->x, n->tlp))
		return 0;
	sheet_text(s, n->public_ref);
	sheet_text(s, n->incident_ref);
	sheet_text(s, n->customer_ref);
	sheet_text(s, l->contact);
	sheet_text(s, n->organisation);
	sheet_text(s, n->address);
	address_put(s, n->address);
	sheet_text(s, n->country);
	sheet_text(s, n->language);
	sheet_text(s, n->tlp);
	sheet_text(s, l->subject);
	sheet_text_n(s, l->body->at, l->body->len);
	sheet_hash(s, l->sha256);
	sheet_time(s, n->released_at);
	return sheet_row_end(s, e);
}

static int list_write(struct export *x, struct err *e)
{
	const struct outbox_page p = { .incident = x->o->incident,
		.filter = x->o->filter,
		.channel = "letter",
		.again = x->o->again,
		.override_compromised = x->o->override_compromised };
	struct post_list list = { .x = x };
	int done = export_sheet_begin(x, &list.sheet, columns, e);

	if (done == 0)
		done = outbox_each(x->nb, &p, letter_put, &list, &x->stay, e);
	x->result->left_out += x->stay.total;
	return export_sheet_end(x, &list.sheet, done, e);
}

int post_export(struct notebook *nb, const struct export_options *o, struct export_result *result,
    struct err *e)
{
	return export_do(nb, o, result, list_write, e);
}
