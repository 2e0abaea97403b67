/*
 * export_timeline.c - the log of an incident in the order of what happened.
 *
 * As rows of CSV or JSON Lines, or as Markdown for people: there text is made safe to show, and
 * nothing in it is markup. The profile timesketch is rows as Timesketch reads them: it knows only
 * points of time, so a span is two rows, its earliest and its latest bound.
 */
#include <string.h>

#include "base/ioc.h"
#include "base/text.h"
#include "exchange/document.h"
#include "exchange/timeline_form.h"

static const char *const columns[] = { "reference", "earliest", "latest", "edtf", "kind", "text",
	"tags", "actors", "source", "recorded", "by", "struck", NULL };

enum { PAGE = 500 };

/* --- rows ------------------------------------------------------------------------------- */

static void bound_put(struct sheet *s, const struct when *w, int64_t bound)
{
	bool there = *w->edtf && bound != WHEN_PAST && bound != WHEN_FUTURE;

	if (there && bound == 0)
		sheet_text(s, "1970-01-01T00:00:00.000000Z");
	else
		sheet_time(s, there ? bound : 0);
}

/* "contain detect" as a list like all others: "contain;detect". */
static void words_put(struct timeline *t, const char *words)
{
	str_reset(&t->text);
	for (; words && *words; words++)
		str_putc(&t->text, *words == ' ' ? ';' : *words);
	sheet_text_n(&t->sheet, t->text.len ? t->text.at : NULL, t->text.len);
}

static void rows_begin(struct timeline *t)
{
	sheet_begin(&t->sheet, &t->x->file, columns, strcmp(t->x->format, "jsonl") == 0,
	    t->x->profile);
}

static int row_put(struct timeline *t, const struct entry *n, struct err *e)
{
	struct sheet *s = &t->sheet;

	sheet_text(s, n->public_ref);
	bound_put(s, &n->when, n->when.earliest);
	bound_put(s, &n->when, n->when.latest);
	sheet_text(s, *n->when.edtf ? n->when.edtf : NULL);
	sheet_text(s, n->kind);
	sheet_text(s, n->text);
	words_put(t, n->tags);
	words_put(t, n->actors);
	sheet_text(s, n->source);
	sheet_time(s, n->recorded);
	sheet_text(s, n->writer);
	sheet_bool(s, n->struck);
	return sheet_row_end(s, e);
}

/* --- rows for Timesketch -------------------------------------------------------------------- */

static const char *const sketch_columns[] = { "message", "datetime", "timestamp", "timestamp_desc",
	"tag", "source", "reference", "kind", "edtf", "edtf_earliest", "edtf_latest", NULL };

static void sketch_begin(struct timeline *t)
{
	sheet_begin(&t->sheet, &t->x->file, sketch_columns, strcmp(t->x->format, "jsonl") == 0,
	    t->x->profile);
}

static int sketch_row(
    struct timeline *t, const struct entry *n, int64_t at, const char *desc, struct err *e)
{
	struct sheet *s = &t->sheet;
	char time[WHEN_RFC3339];

	when_rfc3339(at, time);
	sheet_text(s, n->text);
	sheet_text(s, time);
	sheet_int(s, at);
	sheet_text(s, desc);
	str_reset(&t->text);
	for (const char *p = n->tags; p && *p; p++)
		str_putc(&t->text, *p == ' ' ? ',' : *p);
	sheet_text_n(s, t->text.len ? t->text.at : NULL, t->text.len);
	sheet_text(s, n->source);
	sheet_text(s, n->public_ref);
	sheet_text(s, n->kind);
	sheet_text(s, n->when.edtf);
	bound_put(s, &n->when, n->when.earliest);
	bound_put(s, &n->when, n->when.latest);
	return sheet_row_end(s, e);
}

/* Struck entries are no events, and what has no time cannot be told; both are counted. */
static int sketch_put(struct timeline *t, const struct entry *n, struct err *e)
{
	bool point = n->when.earliest == n->when.latest;
	bool begins = n->when.earliest != WHEN_PAST, ends = n->when.latest != WHEN_FUTURE;

	if (!*n->when.edtf || n->struck || (!begins && !ends)) {
		tally_add(&t->x->stay, "struck or without a time", NULL);
		t->x->result->left_out++;
		return 0;
	}
	if (point)
		return sketch_row(t, n, n->when.earliest, "Event Time", e);
	if (begins && sketch_row(t, n, n->when.earliest, "Event Time (earliest)", e) < 0)
		return -1;
	return ends ? sketch_row(t, n, n->when.latest, "Event Time (latest)", e) : 0;
}

/* --- Markdown ------------------------------------------------------------------------------ */
/* Lines of an entry after the first are indented by two. */
static void markdown_text(struct timeline *t, const char *s)
{
	markdown_put(&t->x->file.buffer, s, strlen(s), "  \n  ");
}

static void heading_put(struct timeline *t)
{
	struct str *out = &t->x->file.buffer;

	str_puts(out, "# Timeline of ");
	markdown_text(t, t->incident->ref);
	str_puts(out, "\n\n");
	markdown_text(t, timeline_subject(t));
	str_printf(out, "\n\nTLP:%s. Times are in %s.\n\n", t->incident->tlp, t->zone);
}

static int item_put(struct timeline *t, const struct entry *n, struct err *e)
{
	struct str *out = &t->x->file.buffer;
	struct str when = { 0 };

	str_puts(out, "- **");
	when_show(&when, &n->when, t->zone, false);
	markdown_text(t, str_text(&when));
	str_release(&when);
	str_printf(out, "** %s: ", n->kind);
	if (n->struck)
		str_puts(out, "(struck) ");
	markdown_text(t, n->text);
	str_puts(out, " — ");
	markdown_text(t, n->writer ? n->writer : "unknown");
	str_printf(out, ", %s\n", n->public_ref);
	return 0;
}

static void markdown_end(struct timeline *t)
{
	struct str footer = { 0 };

	timeline_footer(t, &footer);
	str_puts(&t->x->file.buffer, "\n---\n\n");
	markdown_text(t, str_text(&footer));
	str_putc(&t->x->file.buffer, '\n');
	str_release(&footer);
}

/* --- what the forms share -------------------------------------------------------------------- */

const char *timeline_subject(const struct timeline *t)
{
	return export_too_grave(t->x, t->incident->tlp) ? "(title left out)" : t->incident->title;
}

size_t timeline_title(const struct entry *n)
{
	return strcspn(n->text, "\n");
}

void timeline_footer(const struct timeline *t, struct str *out)
{
	const struct export *x = t->x;
	const char *filter = x->o->filter ? filter_text(x->o->filter) : "";
	int64_t left_out = x->result->left_out;

	str_printf(out, "%lld of %lld entries, in the order they happened.", (long long)t->rows,
	    (long long)(t->rows + left_out));
	if (left_out)
		str_printf(out, " Left out: %lld graver than TLP:%s.", (long long)left_out,
		    strncmp(x->o->max_tlp, "TLP:", 4) == 0 ? x->o->max_tlp + 4 : x->o->max_tlp);
	str_putc(out, '\n');
	if (*filter) {
		str_puts(out, "Only what passes the filter: ");
		text_show(out, filter, strlen(filter), TEXT_ONE_LINE);
		str_putc(out, '\n');
	}
	if (x->nb->asof != ASOF_NOW) {
		str_puts(out, "As the notebook was on ");
		when_show_instant(out, notebook_time(x->nb), t->zone, false);
		str_puts(out, ".\n");
	}
	str_puts(out, "Written ");
	when_show_instant(out, x->written, t->zone, false);
	str_puts(out, ".\n");
}

/* --- all entries --------------------------------------------------------------------------- */

static const struct timeline_form forms[] = {
	{ "csv", "timesketch", NULL, sketch_begin, sketch_put, NULL },
	{ "jsonl", "timesketch", NULL, sketch_begin, sketch_put, NULL },
	{ "csv", NULL, NULL, rows_begin, row_put, NULL },
	{ "jsonl", NULL, NULL, rows_begin, row_put, NULL },
	{ "md", NULL, NULL, heading_put, item_put, markdown_end },
};

static const struct timeline_form *form_find(const struct export *x)
{
	const struct timeline_form *const others[] = { &timeline_html, &timeline_svg,
		&timeline_ics };

	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		if (strcmp(forms[i].format, x->format) == 0 && !forms[i].profile == !x->timesketch)
			return &forms[i];
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (strcmp(others[i]->format, x->format) == 0)
			return others[i];
	return NULL;
}

static void key_take(struct entry_page *p, const struct entry *last)
{
	p->from_end = false;
	p->key_undated = !*last->when.edtf;
	p->earliest = last->when.earliest;
	p->latest = last->when.latest;
	p->thing = last->thing;
}

/* The text of an entry with the indicators in it defanged. */
static void entry_defang(struct entry *n, struct arena *mem)
{
	struct str out = { 0 };

	if (!strstr(n->text, "ioc:"))
		return;
	ioc_defang_marked(&out, n->text, strlen(n->text));
	n->text = arena_strdup(mem, str_text(&out));
	str_release(&out);
}

static int entry_put(
    struct timeline *t, const struct timeline_form *form, const struct entry *n, struct err *e)
{
	int64_t left_out = t->x->result->left_out;

	if ((form->wanted && !form->wanted(n)) || export_leaves_out(t->x, t->incident->tlp))
		return 0;
	if (form->entry(t, n, e) < 0)
		return -1;
	t->rows += t->x->result->left_out == left_out;
	return out_file_flow(&t->x->file, e);
}

/* Writes each entry. */
static int walk(struct timeline *t, const struct timeline_form *form, struct err *e)
{
	struct entry_page p = { .incident = t->x->o->incident,
		.order = ENTRY_HAPPENED,
		.filter = t->x->o->filter,
		.from_end = true,
		.limit = PAGE };
	bool more = true;
	int done = 0;

	while (done == 0 && more) {
		struct entry_list l = { 0 };

		done = entry_page_load(t->x->nb, &p, &l, e);
		for (size_t i = 0; done == 0 && i < l.n; i++) {
			if (t->defangs)
				entry_defang(&l.at[i], &l.mem);
			done = entry_put(t, form, &l.at[i], e);
		}
		more = l.n == (size_t)p.limit;
		if (l.n)
			key_take(&p, &l.at[l.n - 1]);
		entry_list_release(&l);
	}
	return done;
}

static int timeline_write(struct export *x, struct err *e)
{
	const struct timeline_form *form = form_find(x);
	struct timeline t = { .x = x };
	struct incident_list incidents = { 0 };
	int done = incident_load(x->nb, x->o->incident, &incidents, e);

	if (done < 0)
		return -1;
	t.incident = &incidents.at[0];
	t.zone = x->o->zone ? x->o->zone : t.incident->zone;
	t.defangs = (strcmp(x->format, "csv") != 0 && strcmp(x->format, "jsonl") != 0) ||
		    x->profile == CSV_EXCEL;
	form->begin(&t);
	done = walk(&t, form, e);
	if (done == 0 && form->end)
		form->end(&t);
	x->result->rows = t.sheet.rows ? t.sheet.rows : t.rows;
	sheet_release(&t.sheet);
	str_release(&t.text);
	picture_free(t.picture);
	incident_list_release(&incidents);
	return done;
}

int timeline_export(struct notebook *nb, const struct export_options *o,
    struct export_result *result, struct err *e)
{
	return export_do(nb, o, result, timeline_write, e);
}
