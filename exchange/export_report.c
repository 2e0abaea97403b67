/*
 * export_report.c - a report: a template, the facts it names, and one of three forms.
 *
 * The label and the footer stand around every report, whatever the template says: they tell what
 * was asked, as of when, what was left out and why.
 */
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "exchange/in_file.h"
#include "exchange/report.h"
#include "model/vocabulary.h"

enum { TEMPLATE_MOST = 256 * 1024, REPORT_MOST = 512 * 1024 * 1024 };

static const char *const shipped[] = { "incident-report", "executive-summary",
	"customer-chronology", "regulator-chronology", "hand-over", "post-incident-review", NULL };

/* --- the template -------------------------------------------------------------------------- */

static bool is_path(const char *name)
{
	return strchr(name, '/') || strchr(name, '.');
}

static int path_find(const struct export_options *o, struct str *path, struct err *e)
{
	const char *name = o->template_name;
	struct str all = { 0 };

	if (!name)
		return err_set(e, ERR_USAGE, "which report? pass --template NAME or FILE");
	if (is_path(name)) {
		str_puts(path, name);
		return 0;
	}
	for (size_t i = 0; shipped[i]; i++) {
		str_printf(&all, "%s%s", i ? ", " : "", shipped[i]);
		if (strcmp(shipped[i], name) == 0)
			str_printf(path, "%s/schemas/reports/%s.%s.md", o->data, name, o->language);
	}
	if (!path->len)
		err_set(e, ERR_USAGE,
		    "there is no report \"%.60s\": %s; the path of a template of your own has a / "
		    "or .",
		    name, all.at);
	str_release(&all);
	return path->len ? 0 : -1;
}

static int line_of(const char *s, size_t offset)
{
	int line = 1;

	for (size_t i = 0; i < offset; i++)
		line += s[i] == '\n';
	return line;
}

static int text_check(const char *name, const struct str *text, struct err *e)
{
	size_t fault = text_utf8_fault(text->at, text->len);

	if (text->len > TEMPLATE_MOST)
		return err_set(
		    e, ERR_INVALID, "%s is longer than %d KiB", name, TEMPLATE_MOST / 1024);
	if (fault < text->len)
		return err_set(e, ERR_INVALID, "%s:%d: not UTF-8", name, line_of(text->at, fault));
	return 0;
}

static struct template *template_read(const char *path, struct err *e)
{
	struct template_faults faults = { .count = 0 };
	struct template *t = NULL;
	struct str text = { 0 };
	const char *name;

	if (in_file_read(path, TEMPLATE_MOST, &text, &name, e) == 0 &&
	    text_check(name, &text, e) == 0) {
		t = template_new(text.at, text.len, report_names, REPORT_NAMES, &faults);
		if (!t)
			err_set(e, ERR_INVALID, "%s:%d:%d: %s", name, faults.at[0].line,
			    faults.at[0].column, faults.at[0].text);
	}
	str_release(&text);
	return t;
}

/* --- the footer ---------------------------------------------------------------------------- */

static void footer_state(const struct report *r, struct str *out, bool indonesian)
{
	const char *as_of = r->values[REPORT_AS_OF].at, *end = as_of ? strchr(as_of, '\2') : NULL;
	char hex[DIGEST_HEX];
	uint8_t hash[DIGEST_SIZE];
	int64_t head;
	struct err none = { 0 };

	if (journal_head(r->nb, &head, hash, &none) < 0)
		return;
	digest_hex(hash, hex);
	str_printf(out,
	    indonesian ? "Buku catatan %s, sampai dengan catatan %.*s; kepala jurnal %s.\n"
		       : "Notebook %s, as of record %.*s; head of the journal %s.\n",
	    r->nb->id, end ? (int)(end - as_of - 1) : 1, end ? as_of + 1 : "-", hex);
	if (r->nb->asof != ASOF_NOW && r->nb->asof_time) {
		str_puts(out, indonesian ? "Yang diketahui pada " : "What was known at ");
		when_show_instant(out, r->nb->asof_time, r->zone, false);
		str_puts(out, indonesian ? "; yang dicatat kemudian tidak disertakan.\n"
					 : "; what was written later is not in it.\n");
	}
	str_puts(out, indonesian ? "Ditulis " : "Written ");
	when_show_instant(out, r->x->written, r->zone, false);
	str_printf(out,
	    indonesian ? "; waktu dalam zona %s bila tidak disebut lain.\n"
		       : "; times are in %s unless they say otherwise.\n",
	    r->zone);
}

static void footer_left_out(const struct report *r, struct str *out, bool indonesian)
{
	const struct export *x = r->x;
	size_t before = out->len;

	if (r->struck)
		str_printf(out,
		    indonesian       ? " %lld catatan yang dicoret."
		    : r->struck == 1 ? " %lld entry that was struck."
				     : " %lld entries that were struck.",
		    (long long)r->struck);
	if (r->graver)
		str_printf(out,
		    indonesian ? " %lld insiden terkait yang lebih rahasia daripada TLP:%s."
			       : r->graver == 1 ? " %lld related incident graver than TLP:%s."
						 : " %lld related incidents graver than TLP:%s.",
		    (long long)r->graver, tlp_words[x->ceiling]);
	if (x->result->left_out > r->graver + r->struck)
		str_printf(out,
		    indonesian ? " %lld hal lain yang lebih rahasia daripada TLP:%s."
			       : " %lld others graver than TLP:%s.",
		    (long long)(x->result->left_out - r->graver - r->struck),
		    tlp_words[x->ceiling]);
	if (out->len == before)
		str_puts(out, indonesian ? " tidak ada." : " nothing.");
	str_putc(out, '\n');
}

static void footer_make(const struct report *r, struct str *out)
{
	const char *filter = r->x->o->filter ? filter_text(r->x->o->filter) : "";
	bool indonesian = strcmp(r->language, "id") == 0;

	footer_state(r, out, indonesian);
	str_puts(out, indonesian ? "Saringan: " : "Filter: ");
	if (*filter)
		text_show(out, filter, strlen(filter), TEXT_ONE_LINE);
	else
		str_puts(out, indonesian ? "tidak ada" : "none");
	str_puts(out, indonesian ? ". Tidak disertakan:" : ". Left out:");
	footer_left_out(r, out, indonesian);
	if (r->veil)
		str_puts(out, indonesian ? "Pihak-pihak disebut dengan nama samaran.\n"
					 : "Parties go by other names.\n");
}

/* --- all of it ----------------------------------------------------------------------------- */

/* The words of the first heading, for the title of a page. */
static void title_make(const struct report *r, const struct str *text, struct str *out)
{
	const char *line = text->len > 2 && strncmp(text->at, "# ", 2) == 0 ? text->at + 2 : NULL;

	for (; line && *line && *line != '\n'; line++)
		if (*line != DOCUMENT_VALUE && *line != DOCUMENT_VALUE_END)
			str_putc(out, *line);
	if (!out->len)
		str_puts(out, r->incident->ref);
}

static int document_put(struct report *r, const struct str *text, struct err *e)
{
	struct str footer = { 0 }, title = { 0 };
	struct document d = { .file = &r->x->file,
		.form = document_form_find(r->x->format),
		.language = r->language,
		.label = r->incident->tlp,
		.charts = r->charts,
		.charts_n = REPORT_CHARTS };
	int done;

	r->x->result->left_out += r->struck + r->graver;
	for (int64_t i = 0; i < r->struck; i++)
		tally_add(&r->x->stay, "was struck", "were struck");
	footer_make(r, &footer);
	title_make(r, text, &title);
	d.title = title.at;
	d.footer = str_text(&footer);
	done = document_write(&d, str_text(text), text->len, e);
	str_release(&footer);
	str_release(&title);
	return done;
}

/* A report on an incident that is too grave itself says so and nothing else. */
static int grave_put(struct report *r, struct err *e)
{
	struct str text = { 0 };
	int done;

	str_printf(&text, "# %c%s%c\n\n%s\n", DOCUMENT_VALUE, r->incident->ref, DOCUMENT_VALUE_END,
	    strcmp(r->language, "id") == 0
		? "Insiden ini lebih rahasia daripada yang boleh disampaikan di sini."
		: "This incident is graver than what may be told here.");
	r->graver = 1;
	done = document_put(r, &text, e);
	str_release(&text);
	return done;
}

static int report_put(struct report *r, struct err *e)
{
	struct str text = { 0 };
	int done;

	if (export_too_grave(r->x, r->incident->tlp))
		return grave_put(r, e);
	if (export_veils(r->x->o)) {
		r->veil = veil_new(r->nb, r->language, e);
		if (!r->veil)
			return -1;
	}
	done = report_gather(r, e);
	if (done == 0)
		done = template_render_within(r->template, r->values, REPORT_MOST, &text, e);
	if (done == 0)
		done = document_put(r, &text, e);
	str_release(&text);
	veil_free(r->veil);
	return done;
}

static int report_write(struct export *x, struct err *e)
{
	struct incident_list incidents = { 0 };
	struct str path = { 0 };
	struct report r = { .x = x, .nb = x->nb, .language = x->o->language };
	int done = path_find(x->o, &path, e);

	if (done == 0) {
		struct template *t = template_read(path.at, e);

		r.template = t;
		done = t ? incident_load(x->nb, x->o->incident, &incidents, e) : -1;
		if (done == 0) {
			r.incident = &incidents.at[0];
			r.zone = x->o->zone ? x->o->zone : r.incident->zone;
			done = report_put(&r, e);
		}
		report_release(&r);
		template_free(t);
	}
	incident_list_release(&incidents);
	str_release(&path);
	return done;
}

int report_export(struct notebook *nb, const struct export_options *o, struct export_result *result,
    struct err *e)
{
	if (strcmp(o->language, "en") != 0 && strcmp(o->language, "id") != 0)
		return err_set(
		    e, ERR_USAGE, "reports are in en or id, not in \"%.20s\"", o->language);
	return export_do(nb, o, result, report_write, e);
}
