/* view_journal.c - every act as a record: who, when, what; Enter shows old and new values. */
#include <string.h>

#include "base/text.h"
#include "tui/app.h"
#include "tui/detail.h"
#include "tui/i18n.h"
#include "tui/show.h"

enum { COUNT_SLICE = 1000 };

/* "Rina Wati" of "Rina Wati <rina@soc.example>": the address is in the detail. */
static void show_name(struct list_row *r, const char *writer)
{
	struct str name = { 0 };

	str_puts(&name, writer ? writer : "");
	if (name.at)
		name.at[strcspn(name.at, "<")] = '\0';
	list_row_show(r, str_text(&name));
	str_release(&name);
}

static void row_from_record(struct list_row *r, const struct record *x, const char *zone)
{
	struct str s = { 0 };

	list_row_reset(r);
	r->thing = r->key[0] = x->id;
	str_printf(&s, "%s%lld", x->tag, (long long)x->number);
	list_row_show(r, str_text(&s));
	str_puts(&r->name, str_text(&s));
	str_putc(&r->name, '\0');
	str_reset(&s);
	show_instant(&s, x->time, zone);
	list_row_plain(r, str_text(&s));
	show_name(r, x->writer);
	list_row_show(r, x->kind);
	str_reset(&s);
	str_put_int(&s, x->rows);
	list_row_plain(r, str_text(&s));
	list_row_show(r, x->reason);
	str_release(&s);
}

/* Records come newest first when read backward; a list wants them ascending. */
static int journal_fetch(void *with, enum list_from from, const struct list_row *key, int limit,
    struct list_row *out, struct err *e)
{
	struct view *v = with;
	struct record_list got = { 0 };
	bool backward = from == LIST_LAST || from == LIST_BEFORE;
	int n;

	n = record_page_filtered(
		v->app->nb, view_reading(v), key ? key->key[0] : 0, backward, limit, &got, e) < 0
	    ? -1
	    : (int)got.n;
	for (int i = 0; i < n; i++)
		row_from_record(&out[i], &got.at[backward ? n - 1 - i : i], v->app->zone);
	record_list_release(&got);
	return n;
}

/* The newest record's number is how many there are; those that pass a filter are counted. */
static int journal_count(struct view *v, struct err *e)
{
	uint8_t hash[DIGEST_SIZE];
	int64_t n = 0;
	bool more = false;

	if (v->filter) {
		if (record_count(
			v->app->nb, v->filter, &v->count_key[0], COUNT_SLICE, &n, &more, e) < 0)
			return -1;
		v->count += n;
		v->counted = !more;
		return 0;
	}

	v->counted = true;
	if (journal_head(v->app->nb, &v->count, hash, e) < 0)
		return -1;
	if (v->app->nb->asof < v->count)
		v->count = v->app->nb->asof;
	return 0;
}

static void put_record(const struct record *x, const char *zone, struct str *out)
{
	char hash[DIGEST_HEX];

	str_printf(out, "%s%lld  ", x->tag, (long long)x->number);
	text_show(out, x->kind, strlen(x->kind), TEXT_ONE_LINE);
	str_printf(out, "\n\n%-10s", _("written"));
	when_show_instant(out, x->time, zone, true);
	detail_field(out, _("by"), x->writer);
	detail_field(out, _("because"), x->reason);
	str_printf(out, _("\n%-10s%lld rows, %lld ended"), _("changes"), (long long)x->rows,
	    (long long)x->ends);
	detail_field(out, _("clock"), x->clock);
	digest_hex(x->hash, hash);
	detail_field(out, _("hash"), hash);
	detail_field(out, _("before"), x->seen && *x->seen != '-' ? x->seen : x->own);
}

static int journal_detail(struct view *v, const struct list_row *r, struct str *out, struct err *e)
{
	struct record_list one = { 0 };
	bool more = false;
	int status = record_load(v->app->nb, r->thing, &one, e);

	if (status == 0 && one.n > 0) {
		put_record(&one.at[0], v->app->zone, out);
		str_putc(out, '\n');
		status = detail_changes(v->app, r->thing, CHANGES_MAX, &more, out, e);
	}
	if (status == 0) {
		if (more)
			str_printf(out, _("\n  and more: blotter journal diff %s shows all"),
			    list_row_column(r, 0));
		str_puts(out, _("\n\n u takes this record back by a new one"));
	}
	record_list_release(&one);
	return status;
}

static const struct view_column journal_columns[] = {
	{ N_("RECORD"), 6, 9, 0, false, false },
	{ N_("TIME"), 16, 16, 1, false, false },
	{ N_("WHO"), 6, 16, 2, false, false },
	{ N_("ACT"), 10, 24, 0, false, false },
	{ N_("ROWS"), 4, 8, 3, false, true },
	{ N_("BECAUSE"), 8, 20, 0, true, false },
};

const struct view_ops view_journal_ops = {
	.title = N_("Journal"),
	.key = '6',
	.of = FILTER_RECORDS,
	.last_first = true,
	.column = journal_columns,
	.columns = sizeof journal_columns / sizeof *journal_columns,
	.fetch = journal_fetch,
	.count = journal_count,
	.detail = journal_detail,
};
