/*
 * export_timeline.c - the log of an incident in the order of what happened.
 *
 * As rows of CSV or JSON Lines, or as Markdown for people: there text is made safe to show, and
 * nothing in it is markup.
 */
#include "exchange/export.h"

#include <string.h>

#include "base/text.h"
#include "exchange/sheet.h"
#include "model/entry.h"
#include "model/incident.h"

static const char *const columns[] = { "reference", "earliest", "latest", "edtf", "kind", "text",
	"tags", "actors", "source", "recorded", "by", "struck", NULL };

enum { PAGE = 500 };

struct timeline {
	struct export *x;
	struct sheet sheet;
	const struct incident *incident;
	struct str text;
	bool markdown;
};

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

/* --- Markdown ------------------------------------------------------------------------------ */

/* Text without markup: what could be some gets a backslash; lines after the first are indented by
 * two. */
static void markdown_put(struct timeline *t, const char *s, size_t n)
{
	struct str *out = &t->x->file.buffer;
	bool begins = false, number = false;

	str_reset(&t->text);
	text_show(&t->text, s, n, TEXT_LINES);
	for (s = str_text(&t->text); *s; s++) {
		if (*s == '\n') {
			str_puts(out, "  \n  ");
			begins = number = true;
			continue;
		}
		if (strchr("\\`*_{}[]<>#|!&~$@", *s) || (*s == ':' && s[1] == '/') ||
		    (begins && strchr("-+=\t", *s)) || (number && strchr(".)", *s)))
			str_putc(out, '\\');
		str_putc(out, *s);
		number = number && *s >= '0' && *s <= '9';
		begins = begins && *s == ' ';
	}
}

static void markdown_text(struct timeline *t, const char *s)
{
	markdown_put(t, s, strlen(s));
}

static void heading_put(struct timeline *t)
{
	struct str *out = &t->x->file.buffer;

	str_puts(out, "# Timeline of ");
	markdown_put(t, t->incident->ref, strlen(t->incident->ref));
	str_puts(out, "\n\n");
	markdown_put(t, t->incident->title, strlen(t->incident->title));
	str_printf(out, "\n\nTLP:%s. Times are in %s.\n\n", t->incident->tlp, t->incident->zone);
}

static int item_put(struct timeline *t, const struct entry *n, struct err *e)
{
	struct str *out = &t->x->file.buffer;
	struct str when = { 0 };

	str_puts(out, "- **");
	when_show(&when, &n->when, t->incident->zone, false);
	markdown_text(t, str_text(&when));
	str_release(&when);
	str_printf(out, "** %s: ", n->kind);
	if (n->struck)
		str_puts(out, "(struck) ");
	markdown_text(t, n->text);
	str_puts(out, " — ");
	markdown_text(t, n->writer ? n->writer : "unknown");
	str_printf(out, ", %s\n", n->public_ref);
	t->sheet.rows++;
	return out_file_flow(&t->x->file, e);
}

/* --- all entries -------------------------------------------------------------------------------
 */

static void key_take(struct entry_page *p, const struct entry *last)
{
	p->from_end = false;
	p->key_undated = !*last->when.edtf;
	p->earliest = last->when.earliest;
	p->latest = last->when.latest;
	p->thing = last->thing;
}

static int page_put(struct timeline *t, struct entry_page *p, bool *more, struct err *e)
{
	struct entry_list l = { 0 };
	int done = entry_page_load(t->x->nb, p, &l, e);

	for (size_t i = 0; done == 0 && i < l.n; i++) {
		if (export_leaves_out(t->x, t->incident->tlp))
			continue;
		done = t->markdown ? item_put(t, &l.at[i], e) : row_put(t, &l.at[i], e);
	}
	*more = l.n == (size_t)p->limit;
	if (l.n)
		key_take(p, &l.at[l.n - 1]);
	entry_list_release(&l);
	return done;
}

static int timeline_write(struct export *x, struct err *e)
{
	struct timeline t = { .x = x, .markdown = strcmp(x->format, "md") == 0 };
	struct entry_page p = { .incident = x->o->incident,
		.order = ENTRY_HAPPENED,
		.filter = x->o->filter,
		.from_end = true,
		.limit = PAGE };
	struct incident_list incidents = { 0 };
	bool more = true;
	int done = incident_load(x->nb, x->o->incident, &incidents, e);

	if (done < 0)
		return -1;
	t.incident = &incidents.at[0];
	if (t.markdown)
		heading_put(&t);
	else
		sheet_begin(
		    &t.sheet, &x->file, columns, strcmp(x->format, "jsonl") == 0, x->profile);
	while (done == 0 && more)
		done = page_put(&t, &p, &more, e);
	x->result->rows = t.sheet.rows;
	sheet_release(&t.sheet);
	str_release(&t.text);
	incident_list_release(&incidents);
	return done;
}

int timeline_export(struct notebook *nb, const struct export_options *o,
    struct export_result *result, struct err *e)
{
	return export_do(nb, o, result, timeline_write, e);
}
