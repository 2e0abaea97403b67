/* export_customers.c - the register, in columns that the import of customers takes back. */
#include "exchange/export.h"

#include <string.h>

#include "model/customer.h"
#include "model/incident.h"

static const char *const columns[] = { "ref", "name", "organisation", "email", "phone", "language",
	"country", "zone", "tier", "notes", "billing_name", "billing_email", "security_name",
	"security_email", "other_addresses", "compromised", "population", "status", "post", NULL };

enum { PAGE = 1000 };

/* Takes the first address of the channel and role out of the list. */
static struct address address_take(
    struct address *a, size_t n, const char *channel, const char *role)
{
	for (size_t i = 0; i < n; i++) {
		struct address found = a[i];

		if (!found.channel || strcmp(found.channel, channel) != 0 ||
		    strcmp(found.role ? found.role : "", role) != 0)
			continue;
		a[i].channel = NULL;
		return found;
	}
	return (struct address){ 0 };
}

static void list_put(struct sheet *s, const struct str *list)
{
	sheet_text_n(s, list->len ? list->at : NULL, list->len);
}

static void addresses_list(const struct address *a, size_t n, bool compromised, struct str *out)
{
	str_reset(out);
	for (size_t i = 0; i < n; i++) {
		if (compromised ? !a[i].compromised : !a[i].channel)
			continue;
		if (out->len)
			str_putc(out, ';');
		if (compromised)
			str_puts(out, a[i].value);
		else
			str_printf(out, "%s:%s", a[i].channel, a[i].value);
	}
}

static int customer_put(
    struct sheet *s, const struct customer *c, struct arena *mem, struct str *text, struct err *e)
{
	struct address a[ADDRESSES_MAX], billing, security, mail, phone, post;
	size_t n = addresses_read(c->addresses, a, mem);

	mail = address_take(a, n, "email", "");
	phone = address_take(a, n, "phone", "");
	post = address_take(a, n, "letter", "");
	billing = address_take(a, n, "email", "billing");
	security = address_take(a, n, "email", "security");
	sheet_text(s, c->ref);
	sheet_text(s, c->name);
	sheet_text(s, c->organisation);
	sheet_text(s, mail.value);
	sheet_text(s, phone.value);
	sheet_text(s, c->language);
	sheet_text(s, c->country);
	sheet_text(s, c->zone);
	sheet_text(s, c->tier);
	sheet_text(s, c->notes);
	sheet_text(s, billing.name);
	sheet_text(s, billing.value);
	sheet_text(s, security.name);
	sheet_text(s, security.value);
	addresses_list(a, n, false, text);
	list_put(s, text);
	addresses_list(a, n, true, text);
	list_put(s, text);
	sheet_text(s, c->population);
	sheet_text(s, c->status);
	sheet_text(s, post.value);
	return sheet_row_end(s, e);
}

/* A page; `after` gets the last ref of it, *more whether there may be others. */
static int page_put(struct export *x, struct sheet *s, struct str *after, bool *more, struct err *e)
{
	const struct customer_page p = { .incident = x->o->incident,
		.filter = x->o->filter,
		.ref = after->len ? after->at : NULL,
		.from_end = !after->len,
		.limit = PAGE };
	struct customer_list l = { 0 };
	struct str text = { 0 };
	int done = customer_page_load(x->nb, &p, &l, e);

	for (size_t i = 0; done == 0 && i < l.n; i++)
		done = customer_put(s, &l.at[i], &l.mem, &text, e);
	db_worked(x->nb->db, (int64_t)l.n);
	*more = l.n == PAGE;
	if (l.n) {
		str_reset(after);
		str_puts(after, l.at[l.n - 1].ref);
	}
	customer_list_release(&l);
	str_release(&text);
	return done;
}

/* With a ceiling, what an incident says of customers is as grave as the incident. */
static int left_out(struct export *x, bool *all, struct err *e)
{
	struct incident_list l = { 0 };
	int done = 0;

	*all = false;
	if (x->ceiling >= 0 && x->o->incident) {
		done = incident_load(x->nb, x->o->incident, &l, e);
		*all = done == 0 && export_leaves_out(x, l.at[0].tlp);
		x->result->left_out = 0;
	}
	incident_list_release(&l);
	return done;
}

static int counted(struct export *x, struct err *e)
{
	int64_t after = 0, n;
	bool more = true;
	int done = 0;

	while (done == 0 && more) {
		done = customer_count(
		    x->nb, x->o->filter, x->o->incident, &after, 100000, &n, &more, e);
		x->result->left_out += done == 0 ? n : 0;
	}
	return done;
}

static int list_write(struct export *x, struct err *e)
{
	struct sheet s;
	struct str after = { 0 };
	bool more = true, all;
	int done = left_out(x, &all, e);

	if (export_sheet_begin(x, &s, columns, e) < 0)
		done = -1;
	if (done == 0 && all)
		done = counted(x, e);
	else
		while (done == 0 && more)
			done = page_put(x, &s, &after, &more, e);
	done = export_sheet_end(x, &s, done, e);
	str_release(&after);
	return done;
}

int customers_export(struct notebook *nb, const struct export_options *o,
    struct export_result *result, struct err *e)
{
	return export_do(nb, o, result, list_write, e);
}
