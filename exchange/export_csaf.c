/*
 * export_csaf.c - the incident as CSAF 2.0, profile 2: csaf_security_incident_response (OASIS CSAF
 * 2.0, section 4.2).
 *
 * Such a document is for everybody, so no customer is in it: numbers alone, and texts under other
 * names. CSAF 2.0 knows TLP 1 only. Each export is one revision; those before it are found as
 * records of this notebook, so that version and history agree.
 */
#include "config.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/ioc.h"
#include "base/mem.h"
#include "exchange/case_file.h"
#include "exchange/json_out.h"
#include "exchange/report.h"
#include "model/transfer.h"

struct csaf {
	struct case_file facts;
	struct veil *veil;
	const char *language, *zone;
	json_t *references;
	struct arena mem;
};

/* --- what it is called ---------------------------------------------------------------------- */

/* Lower case, what is none of a-z 0-9 + - made one _, and .json (CSAF 2.0, section 5.1). */
static void name_make(const char *id, struct str *out)
{
	bool under = false;

	for (; *id; id++) {
		char c = *id >= 'A' && *id <= 'Z' ? (char)(*id + 32) : *id;
		bool good =
		    (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-';

		if (good)
			str_putc(out, c);
		else if (!under)
			str_putc(out, '_');
		under = !good;
	}
	str_puts(out, ".json");
}

static int name_check(const struct csaf *c, struct err *e)
{
	struct export *x = c->facts.x;
	struct str name = { 0 };
	int done = 0;

	name_make(c->facts.incident->ref, &name);
	if (!x->file.standard && strcmp(x->file.name, name.at) != 0)
		done =
		    err_set(e, ERR_USAGE, "a CSAF document of %s has the name %s, by its standard",
			c->facts.incident->ref, name.at);
	str_release(&name);
	return done;
}

static bool url_good(const char *url)
{
	size_t scheme = strncmp(url, "https://", 8) == 0  ? 8
			: strncmp(url, "http://", 7) == 0 ? 7
							  : 0;

	for (const char *p = url; *p; p++)
		if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7f ||
		    strchr("<>\"\\^`{|}", *p))
			return false;
	return scheme && url[scheme];
}

static void reference_add(struct csaf *c, const char *url, const char *summary)
{
	json_t *one = json_object();

	json_pair(one, "category", "external");
	json_pair(one, "summary", summary);
	json_pair(one, "url", url);
	json_array_append_new(c->references, one);
}

/* Those given, and where claims that were marked can be read. */
static int references_make(struct csaf *c, struct err *e)
{
	const struct export_options *o = c->facts.x->o;

	c->references = json_array();
	for (size_t i = 0; i < o->references_n; i++) {
		if (!url_good(o->references[i]))
			return err_set(e, ERR_USAGE,
			    "--reference: \"%.100s\" is not the address of a page",
			    o->references[i]);
		reference_add(c, o->references[i], o->references[i]);
	}
	if (!json_array_size(c->references))
		return err_set(e, ERR_USAGE,
		    "a CSAF document names a page that tells more: pass --reference URL");
	if (!o->publisher || !o->homepage || !url_good(o->homepage))
		return err_set(e, ERR_USAGE,
		    "who publishes it, and where? pass --publisher NAME and --namespace URL");
	return 0;
}

/* --- notes ---------------------------------------------------------------------------------- */

static void note_add(
    struct csaf *c, json_t *notes, const char *category, const char *title, struct str *text)
{
	json_t *note;

	while (text->len && text->at[text->len - 1] == '\n')
		text->at[--text->len] = '\0';
	if (text->len) {
		note = json_object();
		json_pair(note, "category", category);
		json_pair(note, "title", title);
		json_pair(note, "text", text->at);
		json_array_append_new(notes, note);
	}
	str_reset(text);
}

/* Text for people: customers by other names, and nothing that is marked as an indicator a link. */
static void veiled_put(struct csaf *c, struct str *out, const char *text)
{
	struct str safe = { 0 };

	if (!text)
		return;
	ioc_defang_marked(&safe, text, strlen(text));
	veil_put(c->veil, out, str_text(&safe), safe.len);
	str_release(&safe);
}

static const char *either(const struct csaf *c, const char *english, const char *indonesian)
{
	return strcmp(c->language, "id") == 0 ? indonesian : english;
}

static void summary_put(struct csaf *c, struct str *out)
{
	const struct case_file *f = &c->facts;

	veiled_put(c, out, f->incident->title);
	str_printf(out, ". %s: %s.", either(c, "State", "Keadaan"),
	    report_word(f->incident->state, c->language));
	if (!f->affected)
		return;
	str_printf(out, either(c, " Customers affected or possibly affected: %lld (",
			    " Pelanggan terdampak atau mungkin terdampak: %lld ("),
	    (long long)f->affected);
	for (size_t i = 0; i < f->populations_n; i++)
		str_printf(out, "%s%s %lld", i ? ", " : "",
		    report_word(f->populations[i].word, c->language),
		    (long long)f->populations[i].n);
	str_puts(out, ").");
}

static void milestones_put(struct csaf *c, struct str *out)
{
	for (size_t i = 0; i < c->facts.milestones.n; i++) {
		const struct milestone *m = &c->facts.milestones.at[i];

		str_printf(out, "%s: ", report_word(m->kind, c->language));
		when_show(out, &m->when, c->zone, false);
		if (m->basis) {
			str_puts(out, " (");
			veiled_put(c, out, m->basis);
			str_putc(out, ')');
		}
		str_putc(out, '\n');
	}
}

static void entries_put(struct csaf *c, struct str *out)
{
	for (size_t i = 0; i < c->facts.entries.n; i++) {
		const struct entry *n = &c->facts.entries.at[i];

		when_show(out, &n->when, c->zone, false);
		str_puts(out, ": ");
		veiled_put(c, out, n->text);
		str_putc(out, '\n');
	}
}

static void claims_put(struct csaf *c, struct str *out)
{
	for (size_t i = 0; i < c->facts.claims.n; i++) {
		const struct claim *n = &c->facts.claims.at[i];

		if (!case_entry(&c->facts, n->entry))
			continue;
		veiled_put(c, out, n->text);
		str_printf(out, " — %s: ", report_word(n->stance, c->language));
		veiled_put(c, out, n->by);
		str_puts(out, " (");
		veiled_put(c, out, n->source);
		str_puts(out, ", ");
		when_show(out, &n->said, c->zone, false);
		str_puts(out, ")\n");
		if (n->url && url_good(n->url))
			reference_add(c, n->url, n->source);
	}
}

static void questions_put(struct csaf *c, struct str *out)
{
	for (size_t i = 0; i < c->facts.questions.n; i++) {
		const struct question *q = &c->facts.questions.at[i];

		if (!case_entry(&c->facts, q->entry) || strcmp(q->state, "answered") == 0 ||
		    strcmp(q->state, "withdrawn") == 0)
			continue;
		veiled_put(c, out, q->text);
		str_putc(out, '\n');
	}
}

static json_t *notes_make(struct csaf *c)
{
	json_t *notes = json_array();
	struct str text = { 0 };

	summary_put(c, &text);
	note_add(c, notes, "summary", either(c, "Summary", "Ringkasan"), &text);
	milestones_put(c, &text);
	note_add(c, notes, "general", either(c, "Turning points", "Titik penting"), &text);
	entries_put(c, &text);
	note_add(c, notes, "details", either(c, "Chronology", "Kronologi"), &text);
	claims_put(c, &text);
	note_add(c, notes, "general",
	    either(c, "What is said, and by whom", "Apa yang dinyatakan, dan oleh siapa"), &text);
	questions_put(c, &text);
	note_add(
	    c, notes, "general", either(c, "What is not known", "Apa yang tidak diketahui"), &text);
	str_release(&text);
	return notes;
}

/* --- tracking ------------------------------------------------------------------------------- */

static json_t *revision_make(struct csaf *c, int64_t at, size_t number)
{
	json_t *one = json_object();
	char digits[24];

	snprintf(digits, sizeof digits, "%zu", number);
	json_pair(one, "date", json_time(&c->mem, at));
	json_pair(one, "number", digits);
	json_pair(one, "summary",
	    number == 1
		? either(c, "First version", "Versi pertama")
		: either(c, "Newer state of the incident", "Keadaan insiden yang lebih baru"));
	return one;
}

static int tracking_make(struct csaf *c, json_t **out, struct err *e)
{
	const char *id = c->facts.incident->ref;
	struct transfer_times before = { 0 };
	json_t *history = json_array(), *generator = json_object(), *engine = json_object();
	int64_t now;
	char version[24];

	if (transfer_times_load(c->facts.nb, "csaf", id, &before, e) < 0) {
		json_decref(history);
		json_decref(generator);
		json_decref(engine);
		return -1;
	}
	now = before.n ? before.at[before.n - 1] : 0; /* no revision is older than one before it */
	if (now < c->facts.x->written)
		now = c->facts.x->written;
	c->facts.x->written = now;
	for (size_t i = 0; i < before.n; i++)
		json_array_append_new(history, revision_make(c, before.at[i], i + 1));
	json_array_append_new(history, revision_make(c, now, before.n + 1));
	snprintf(version, sizeof version, "%zu", before.n + 1);
	json_pair(engine, "name", "blotter");
	json_pair(engine, "version", PACKAGE_VERSION);
	json_object_set_new(generator, "engine", engine);
	json_pair(generator, "date", json_time(&c->mem, now));
	*out = json_object();
	json_pair(*out, "id", id);
	json_pair(
	    *out, "status", strcmp(c->facts.incident->state, "closed") == 0 ? "final" : "interim");
	json_pair(*out, "version", version);
	json_pair(*out, "initial_release_date", json_time(&c->mem, before.n ? before.at[0] : now));
	json_pair(*out, "current_release_date", json_time(&c->mem, now));
	json_object_set_new(*out, "revision_history", history);
	json_object_set_new(*out, "generator", generator);
	transfer_times_release(&before);
	return 0;
}

/* --- the document --------------------------------------------------------------------------- */

static json_t *distribution_make(const struct csaf *c)
{
	static const struct {
		const char *two, *one;
	} labels[] = { { "RED", "RED" }, { "AMBER+STRICT", "AMBER" }, { "AMBER", "AMBER" },
		{ "GREEN", "GREEN" }, { "CLEAR", "WHITE" } };
	const char *tlp = c->facts.incident->tlp;
	json_t *d = json_object(), *label = json_object();
	struct str text = { 0 };

	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
		if (strcmp(labels[i].two, tlp) == 0)
			json_pair(label, "label", labels[i].one);
	json_object_set_new(d, "tlp", label);
	str_printf(&text, "TLP:%s (TLP 2.0)", tlp);
	json_pair(d, "text", text.at);
	str_release(&text);
	return d;
}

static json_t *publisher_make(const struct csaf *c)
{
	const struct export_options *o = c->facts.x->o;
	json_t *p = json_object();

	json_pair(p, "category", "vendor");
	json_pair(p, "name", o->publisher);
	json_pair(p, "namespace", o->homepage);
	return p;
}

static int document_make(struct csaf *c, json_t **out, struct err *e)
{
	json_t *document, *tracking;
	struct str title = { 0 };

	if (tracking_make(c, &tracking, e) < 0)
		return -1;
	document = json_object();
	veiled_put(c, &title, c->facts.incident->title);
	json_pair(document, "category", "csaf_security_incident_response");
	json_pair(document, "csaf_version", "2.0");
	json_pair(document, "lang", c->language);
	json_pair(document, "title", title.at);
	json_object_set_new(document, "publisher", publisher_make(c));
	json_object_set_new(document, "distribution", distribution_make(c));
	json_object_set_new(document, "tracking", tracking);
	json_object_set_new(document, "notes", notes_make(c));
	json_object_set(document, "references", c->references);
	*out = json_object();
	json_object_set_new(*out, "document", document);
	str_release(&title);
	return 0;
}

static int case_put(struct csaf *c, struct err *e)
{
	json_t *document;

	if (!c->facts.incident)
		return err_set(e, ERR_NO,
		    "the incident is graver than TLP:%s: there is nothing to tell",
		    c->facts.x->o->max_tlp);
	if (name_check(c, e) < 0 || references_make(c, e) < 0)
		return -1;
	c->zone = c->facts.x->o->zone ? c->facts.x->o->zone : c->facts.incident->zone;
	c->veil = veil_new(c->facts.nb, c->language, e);
	if (!c->veil || document_make(c, &document, e) < 0)
		return -1;
	c->facts.x->result->rows = 1;
	return json_out(c->facts.x, document, e);
}

static int csaf_write(struct export *x, struct err *e)
{
	struct csaf c = { .language = x->o->language };
	int done = case_file_load(&c.facts, x, e);

	if (done == 0)
		done = case_put(&c, e);
	json_decref(c.references);
	veil_free(c.veil);
	arena_release(&c.mem);
	case_file_release(&c.facts);
	return done;
}

int csaf_export(struct notebook *nb, const struct export_options *o, struct export_result *result,
    struct err *e)
{
	if (strcmp(o->language, "en") != 0 && strcmp(o->language, "id") != 0)
		return err_set(e, ERR_USAGE, "--lang takes en or id, not \"%.20s\"", o->language);
	return export_do(nb, o, result, csaf_write, e);
}
