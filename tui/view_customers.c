/* view_customers.c - the register of customers, seen from the incident chosen. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/counts.h"
#include "model/customer.h"
#include "model/exposure.h"
#include "tui/app.h"
#include "tui/detail.h"
#include "tui/i18n.h"
#include "tui/show.h"

enum { COUNT_SLICE = 4096 };

/* The address that would be used: the first one that is not compromised. */
static const char *contact_of(const char *addresses, struct arena *mem)
{
	struct address a[ADDRESSES_MAX];
	size_t n = addresses ? addresses_read(addresses, a, mem) : 0;

	for (size_t i = 0; i < n; i++)
		if (!a[i].compromised)
			return a[i].value;
	return n > 0 ? _("(compromised)") : NULL;
}

static void row_from_customer(
    struct list_row *r, const struct customer *x, struct arena *mem, int64_t now)
{
	struct str age = { 0 };
	const char *name = x->organisation && *x->organisation ? x->organisation : x->name;

	list_row_reset(r);
	r->thing = x->thing;
	r->version = x->row;
	r->key[0] = x->notification;
	str_puts(&r->name, x->ref);
	str_putc(&r->name, '\0');
	show_age(&age, x->status_since, now);
	list_row_show(r, x->ref);
	list_row_show(r, name);
	list_row_show(r, x->tier);
	list_row_show(r, contact_of(x->addresses, mem));
	list_row_show(r, x->population);
	list_row_show(r, x->status);
	list_row_plain(r, str_text(&age));
	str_release(&age);
}

static int customers_fetch(void *with, enum list_from from, const struct list_row *key, int limit,
    struct list_row *out, struct err *e)
{
	struct view *v = with;
	struct customer_page p = { .incident = v->app->incident,
		.filter = view_reading(v),
		.limit = limit,
		.from_end = from == LIST_FIRST || from == LIST_LAST,
		.backward = from == LIST_LAST || from == LIST_BEFORE,
		.ref = key ? str_text(&key->name) : NULL };
	struct customer_list got = { 0 };
	int64_t now = notebook_time(v->app->nb);
	int n = customer_page_load(v->app->nb, &p, &got, e) < 0 ? -1 : (int)got.n;

	for (int i = 0; i < n; i++)
		row_from_customer(&out[i], &got.at[i], &got.mem, now);
	customer_list_release(&got);
	return n;
}

static int customers_load(struct view *v, int64_t thing, struct list_row *out, struct err *e)
{
	struct customer_list got = { 0 };
	int n = customer_load(v->app->nb, thing, v->app->incident, &got, e) < 0 ? view_gone(e)
										: (int)got.n;

	if (n > 0)
		row_from_customer(out, &got.at[0], &got.mem, notebook_time(v->app->nb));
	customer_list_release(&got);
	return n;
}

static int customers_count(struct view *v, struct err *e)
{
	int64_t n = 0;
	bool more = false;

	if (customer_count(v->app->nb, v->filter, v->app->incident, &v->count_key[0], COUNT_SLICE,
		&n, &more, e) < 0)
		return -1;
	v->count += n;
	v->counted = !more;
	return 0;
}

/* In the zone of the screens, as all times here are. */
static void put_window(const struct exposure *x, const char *zone, struct str *out)
{
	if (x->earliest <= WHEN_PAST || x->latest >= WHEN_FUTURE || x->latest == 0) {
		exposure_window(x, out);
		return;
	}
	show_instant(out, x->earliest, zone);
	str_puts(out, _(" to "));
	show_instant(out, x->latest, zone);
}

static void put_exposure(struct view *v, int64_t customer, struct str *out)
{
	struct exposure_list x = { 0 };
	const char *zone = v->app->zone;
	struct str window = { 0 };
	struct err e;

	if (v->app->incident &&
	    exposure_load(v->app->nb, v->app->incident, customer, &x, &e) == 0 && x.n > 0) {
		put_window(&x.at[0], zone, &window);
		detail_field(out, _("data"), x.at[0].categories);
		detail_field(out, _("window"), str_text(&window));
		detail_field(out, _("basis"), x.at[0].basis);
		detail_field(out, _("sure"), x.at[0].confidence);
		if (x.at[0].count)
			str_printf(out, "\n%-10s%lld", _("accesses"), (long long)x.at[0].count);
	}
	str_release(&window);
	exposure_list_release(&x);
}

static int customers_detail(
    struct view *v, const struct list_row *r, struct str *out, struct err *e)
{
	static const struct {
		const char *name;
		int column;
	} fields[] = { { N_("customer"), 1 }, { N_("tier"), 2 }, { N_("contact"), 3 },
		{ N_("exposed"), 4 }, { N_("status"), 5 } };

	str_puts(out, list_row_column(r, 0));
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (*list_row_column(r, fields[i].column))
			str_printf(out, "\n%-10s%s", _(fields[i].name),
			    list_row_column(r, fields[i].column));
	put_exposure(v, r->thing, out);
	return detail_versions(v->app, T_CUSTOMER, r->thing, out, e);
}

static void customers_draw_empty(struct view *v, int row, int height)
{
	static const char *const lines[] = {
		N_("No customers yet. They come from a CSV file, or one by one:"),
		"",
		N_("  :import customers FILE.csv      a line of names, then a customer a line, as"),
		"      ref,name,email,language",
		"      C-0001,Bank Contoh,csirt@bank.example,id",
		N_("  :customer C-0001, Bank Contoh, csirt@bank.example, id        adds this one"),
		"",
		N_("Then, who of them was exposed:"),
		N_("  Space marks a customer, A all;  :exposed viewed  says it of those marked"),
		N_("  :import exposures FILE.csv      customer,population,data,from,to,basis"),
		"",
		N_("Then, what to write to them: 7"),
	};

	if (v->filter_text)
		canvas_text(&v->app->canvas, row, 3, STYLE_NORMAL,
		    _("No customer passes the filter. Esc takes it away."));
	else
		view_draw_lines(v, row, height, lines, sizeof lines / sizeof *lines);
}

/* --- how far the letters are, above the list ---------------------------------------------- */

/* The line; it is made again after every change. */
struct on_top {
	bool known;
	struct str line; /* safe to show */
};

static void on_top_release(void *own)
{
	struct on_top *t = own;

	str_release(&t->line);
	free(t);
}

static struct on_top *on_top(struct view *v)
{
	if (!v->own) {
		v->own = xcalloc(1, sizeof(struct on_top));
		v->own_release = on_top_release;
	}
	return v->own;
}

static void customers_changed(struct view *v)
{
	if (v->own)
		on_top(v)->known = false;
}

static void put_count(const char *what, int64_t n, struct str *out)
{
	str_printf(out, " %s ", what);
	show_number(out, n);
	str_putc(out, ' ');
}

/* " exposed 500  no letter 3  draft 12  sent 485": what nobody has begun comes before what may be
 * cut off. */
static void put_counts(const struct count_list *l, struct str *out)
{
	str_reset(out);
	for (size_t i = 0; i < l->n; i++)
		if (l->at[i].of == COUNT_TOTAL)
			put_count(_("exposed"), l->at[i].affected, out);
	for (size_t i = 0; i < l->n; i++)
		if (l->at[i].of == COUNT_STATUS && !l->at[i].value && l->at[i].affected > 0)
			put_count(_("no letter"), l->at[i].affected, out);
	for (size_t i = 0; i < l->n; i++)
		if (l->at[i].of == COUNT_STATUS && l->at[i].value)
			put_count(l->at[i].value, l->at[i].affected, out);
}

static bool customers_idles(struct view *v)
{
	return v->counted && v->app->incident && !on_top(v)->known;
}

/* A key stops it, and then it is begun again: it reads all who were exposed. */
static enum idle customers_idle(struct view *v)
{
	struct count_list l = { 0 };
	struct err e = { 0 };
	int status;

	if (!customers_idles(v))
		return IDLE_NOTHING;
	app_stoppable(v->app);
	status = count_list_load(v->app->nb, v->app->incident, NULL, &l, &e);
	app_unstoppable(v->app);
	on_top(v)->known = status == 0 || e.kind != ERR_BUSY;
	if (status == 0)
		put_counts(&l, &on_top(v)->line);
	count_list_release(&l);
	return status == 0 ? IDLE_SHOW : IDLE_NOTHING;
}

static int customers_top_lines(struct view *v, int height)
{
	return v->app->incident && height >= 8;
}

static void customers_draw_top(struct view *v, int row, int lines)
{
	canvas_field(&v->app->canvas, row, 0, v->app->layout.list, STYLE_RULE,
	    str_text(&on_top(v)->line));
}

static int64_t customers_letter(const struct list_row *r)
{
	return r->key[0];
}

static const struct view_column customers_columns[] = {
	{ N_("ID"), 2, 12, 0, false, false },
	{ N_("CUSTOMER"), 20, 26, 0, true, false },
	{ N_("TIER"), 4, 8, 3, false, false },
	{ N_("CONTACT"), 12, 30, 5, false, false },
	{ N_("EXPOSED"), 7, 11, 2, false, false },
	{ N_("STATUS"), 6, 12, 0, false, false },
	{ N_("AGE"), 4, 6, 4, false, true },
};

static const struct sort_key customers_sort[] = { { 'i', 0, "ref" }, { 'c', 1, "name" },
	{ 't', 2, "tier" }, { 'e', 4, "population" }, { 's', 5, "state" },
	{ 'a', 6, "age" } };

const struct view_ops view_customers_ops = {
	.title = N_("Customers"),
	.key = '3',
	.of = FILTER_CUSTOMERS,
	.column = customers_columns,
	.columns = sizeof customers_columns / sizeof *customers_columns,
	.fetch = customers_fetch,
	.count = customers_count,
	.top_lines = customers_top_lines,
	.draw_top = customers_draw_top,
	.idle = customers_idle,
	.idles = customers_idles,
	.changed = customers_changed,
	.detail = customers_detail,
	.draw_empty = customers_draw_empty,
	.letter = customers_letter,
	.sort = customers_sort,
	.sorts = sizeof customers_sort / sizeof *customers_sort,
	.load = customers_load,
};
