/*
 * view_advisories.c - the advisories of the notebook: versions, languages, what is still to be
 * given, and the letter as the customer under the cursor in Customers would read it.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/advisory.h"
#include "model/letter_preview.h"
#include "model/notification.h"
#include "tui/advisories.h"
#include "tui/app.h"
#include "tui/detail.h"
#include "tui/i18n.h"

static void put_languages(const struct advisory_row *x, struct str *out)
{
	struct advisory a = { 0 };
	struct err e;

	if (advisory_from_json(&a, x->content, strlen(x->content), &e) == 0)
		for (size_t i = 0; i < a.language_count; i++)
			str_printf(out, "%s%s", i ? " " : "", a.languages[i]);
	advisory_release(&a);
}

static void row_from_advisory(struct list_row *r, const struct advisory_row *x)
{
	struct str s = { 0 };

	list_row_reset(r);
	r->thing = r->key[0] = x->thing;
	r->version = x->row;
	list_row_plain(r, x->public_ref);
	list_row_show(r, x->name);
	str_put_int(&s, x->version);
	list_row_plain(r, str_text(&s));
	str_reset(&s);
	put_languages(x, &s);
	list_row_show(r, str_text(&s));
	list_row_show(r, x->tlp);
	list_row_show(r, x->title);
	str_reset(&s);
	str_put_int(&s, x->notifications);
	list_row_plain(r, str_text(&s));
	str_release(&s);
}

/* There are tens of advisories: all are read, and a page is cut out of them. */
static int advisories_fetch(void *with, enum list_from from, const struct list_row *key, int limit,
    struct list_row *out, struct err *e)
{
	struct view *v = with;
	struct advisory_row_list all = { 0 };
	int first = 0, end, n = 0;

	if (advisory_list_load(v->app->nb, &all, e) < 0) {
		advisory_row_list_release(&all);
		return -1;
	}
	end = (int)all.n;
	for (int i = 0; key && i < (int)all.n; i++) {
		if (all.at[i].thing != key->thing)
			continue;
		first = from == LIST_AFTER ? i + 1 : 0;
		end = from == LIST_BEFORE ? i : end;
	}
	if ((from == LIST_LAST || from == LIST_BEFORE) && end - first > limit)
		first = end - limit;
	for (int i = first; i < end && n < limit; i++)
		row_from_advisory(&out[n++], &all.at[i]);
	advisory_row_list_release(&all);
	return n;
}

/* --- details -------------------------------------------------------------------------- */

struct letter_preview advisories_preview(struct app *app, const char *ref)
{
	const struct list_row *r = list_cursor(&app->view[VIEW_CUSTOMERS].list);

	return (struct letter_preview){ .incident = app->incident,
		.advisory = ref,
		.customer = r ? r->thing : 0,
		.language = app->preview_language[0] ? app->preview_language : NULL,
		.settings = (const char *const *)app->values.at,
		.settings_n = (size_t)app->values.n };
}

static void put_letter(struct view *v, const char *ref, struct str *out)
{
	struct letter_preview p = advisories_preview(v->app, ref);
	struct err e = { 0 };
	int status = letter_preview(v->app->nb, &p, &e);

	detail_field(out, _("to give"), str_text(&p.missing));
	detail_field(out, _("unknown"), str_text(&p.cannot));
	if (status < 0) {
		detail_field(out, _("letter"), e.text);
	} else if (p.customer_ref.len == 0) {
		str_puts(out, _("\n\nNo customer is exposed yet: there is nobody to write to."));
	} else {
		str_puts(out, _("\n\nThe letter to "));
		text_show(out, str_text(&p.customer_ref), p.customer_ref.len, TEXT_ONE_LINE);
		str_printf(out, _(" in %s:\n\n  "), p.used);
		text_show(out, str_text(&p.subject), p.subject.len, TEXT_ONE_LINE);
		str_puts(out, "\n\n");
		text_show(out, str_text(&p.body), p.body.len, TEXT_SPREAD);
	}
	letter_preview_release(&p);
}

static void put_advisory(const struct advisory *a, struct str *out)
{
	struct str s = { 0 };

	detail_field(out, _("audience"), a->audience);
	detail_field(out, _("severity"), a->severity);
	detail_field(out, _("tlp"), a->tlp);
	for (size_t i = 0; i < a->channel_count; i++)
		str_printf(&s, "%s%s", i ? " " : "", a->channels[i]);
	detail_field(out, _("channels"), str_text(&s));
	str_release(&s);
	str_printf(out, "\n%-10s%lld", _("approvals"), (long long)a->approval_count);
}

static int advisories_detail(
    struct view *v, const struct list_row *r, struct str *out, struct err *e)
{
	struct advisory_row_list l = { 0 };
	struct advisory a = { 0 };
	const char *ref = list_row_column(r, ADVISORY_REF);
	int status = advisory_find(v->app->nb, ref, &l, e);

	if (status == 0)
		status = advisory_from_json(&a, l.at[0].content, strlen(l.at[0].content), e);
	if (status == 0) {
		str_printf(out, "%s@%s\n", list_row_column(r, ADVISORY_NAME),
		    list_row_column(r, ADVISORY_VERSION));
		str_puts(out, list_row_column(r, ADVISORY_TITLE));
		str_putc(out, '\n');
		put_advisory(&a, out);
		detail_field(out, _("languages"), list_row_column(r, ADVISORY_LANGUAGES));
		if (v->app->incident)
			put_letter(v, ref, out);
	}
	advisory_release(&a);
	advisory_row_list_release(&l);
	return status;
}

static void advisories_draw_empty(struct view *v, int row, int height)
{
	static const char *const lines[] = {
		N_("No advisory yet: what is written to customers comes from a YAML file."),
		"",
		N_("  :import FILE.yaml           takes one in, in all its languages"),
		N_("  :import advisory NAME       one of those that come with blotter:"),
		"    all-clear  correction  credential-exposure  mailbox-compromise",
		"    press-holding-line  ransomware  regulator-first-notice",
		"    support-tool-exposure  targeted-phishing-warning  third-party-breach",
		N_("  man 5 blotter-template      says how to write one"),
		"",
		N_("Then, in Customers (3):  :draft  writes a letter to each who was exposed."),
	};

	view_draw_lines(v, row, height, lines, sizeof lines / sizeof *lines);
}

static const struct view_column advisories_columns[] = {
	{ N_("ID"), 4, 9, 4, false, true },
	{ N_("ADVISORY"), 8, 26, 0, false, false },
	{ N_("V"), 2, 3, 0, false, true },
	{ N_("LANG"), 4, 12, 1, false, false },
	{ N_("TLP"), 5, 12, 3, false, false },
	{ N_("TITLE"), 12, 20, 0, true, false },
	{ N_("LETTERS"), 7, 9, 2, false, true },
};

const struct view_ops view_advisories_ops = {
	.title = N_("Advisories"),
	.key = '7',
	.column = advisories_columns,
	.columns = sizeof advisories_columns / sizeof *advisories_columns,
	.fetch = advisories_fetch,
	.detail = advisories_detail,
	.draw_empty = advisories_draw_empty,
};
