/*
 * advisory_render.c - from an advisory and the facts of a customer to a subject and a body.
 *
 * A renderer compiles the texts of one channel and language once. For each customer it turns
 * facts into values (times into phrases, data categories into labels), checks every one,
 * and lets the templates run. Values are data: whatever they hold, they end up in the letter as
 * they are or not at all.
 */
#include "model/advisory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/phrase.h"
#include "base/text.h"

enum { NAMES_MAX = ADVISORY_VARIABLES_MAX + 1 };

/* The phrase last made for a variable: most times are the same for all customers. */
struct phrase {
	struct when when; /* what it says */
	char typed[WHEN_EDTF_MAX]; /* the text `when` was read from, "" when it came as it is */
	char zone[WHEN_ZONE_MAX];  /* in which it was read */
	struct str text;
};

struct advisory_renderer {
	const struct advisory *a; /* borrowed */
	size_t language;
	struct template *subject; /* NULL: the channel has none */
	struct template *body;
	struct arena fixed;   /* what lasts as long as the renderer */
	struct arena scratch; /* of one customer */
	struct template_value values[NAMES_MAX];
	struct phrase phrases[ADVISORY_VARIABLES_MAX];
	size_t hint[ADVISORY_VARIABLES_MAX]; /* where among the facts each was the last time */
};

/* ---- data categories ---- */

static const struct {
	const char *category, *en, *id;
} labels[] = {
    {"subscription", "subscription information", "informasi langganan"},
    {"service", "services in use", "layanan yang dipakai"},
    {"billing-contact", "billing contacts", "kontak penagihan"},
    {"profile", "account profile", "profil akun"},
    {"invoice", "invoices", "tagihan"},
    {"message", "messages", "pesan"},
    {"attachment", "attachments", "lampiran"},
    {"login", "sign-in records", "catatan masuk"},
    {"export", "exported data", "data yang diekspor"},
    {"note", "support notes", "catatan dukungan"},
};

static bool speaks(const char *language, const char *code)
{
	size_t n = strcspn(language, "-");

	return strlen(code) == n && strncasecmp(language, code, n) == 0;
}

const char *advisory_data_label(const char *category, const char *language)
{
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		if (strcmp(labels[i].category, category) != 0)
			continue;
		if (speaks(language, "en"))
			return labels[i].en;
		return speaks(language, "id") ? labels[i].id : category;
	}
	return category;
}

/* ---- checks of text ---- */

/* The first byte that may not stand in a letter: controls (LF and TAB pass with `lines`), line
 * separators and bidi overrides, and what is not UTF-8. n: none. */
static size_t text_fault(const char *s, size_t n, bool lines)
{
	bool plain = true;

	for (size_t i = 0; i < n; i++) {
		unsigned char b = (unsigned char)s[i], next, last;

		if (b >= 0x20 && b < 0x7f)
			continue;
		next = i + 1 < n ? (unsigned char)s[i + 1] : 0;
		last = i + 2 < n ? (unsigned char)s[i + 2] : 0;
		plain = plain && b < 0x80;
		if (b == 0x7f || (b < 0x20 && !(lines && (b == '\n' || b == '\t'))))
			return i;
		if (b == 0xc2 && next >= 0x80 && next < 0xa0)
			return i;
		if (b == 0xe2 && next == 0x80 && last >= 0xa8 && last <= 0xae)
			return i;
		if (b == 0xe2 && next == 0x81 && last >= 0xa6 && last <= 0xa9)
			return i;
	}
	return plain ? n : text_utf8_fault(s, n);
}

static size_t characters(const char *s, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)s[i] & 0xc0) != 0x80;
	return count;
}

/* By what it is called, as U+202E; a byte that is no character by its number. */
static int character_refuse(const char *name, const char *s, size_t n, struct err *e)
{
	size_t length = 1;
	struct str shown = { 0 };

	while (length < n && length < 4 && ((unsigned char)s[length] & 0xc0) == 0x80)
		length++;
	if ((unsigned char)s[0] < 0x20)
		str_printf(&shown, "\\x%02x", (unsigned)(unsigned char)s[0]);
	else
		text_show(&shown, s, length, TEXT_ONE_LINE);
	err_set(e, ERR_INVALID, "\"%s\" holds a character that may not stand in a letter: %s", name,
	    str_text(&shown));
	str_release(&shown);
	return -1;
}


static int value_check(const struct advisory_variable *v, const char *s, size_t n, struct err *e)
{
	size_t max = v->max_length ? (size_t)v->max_length : ADVISORY_VALUE_MAX;
	size_t fault = text_fault(s, n, false);

	if (fault < n)
		return character_refuse(v->name, s + fault, n - fault, e);
	if (n > max && characters(s, n) > max)
		return err_set(
		    e, ERR_INVALID, "\"%s\" is longer than %zu characters", v->name, max);
	return 0;
}

/* ---- values ---- */

static int text_value(
    const struct advisory_variable *v, const char *text, struct template_value *out, struct err *e)
{
	*out = (struct template_value){.at = text, .len = strlen(text)};
	return value_check(v, text, out->len, e);
}

static int integer_value(
    const struct advisory_variable *v, const char *text, struct template_value *out, struct err *e)
{
	const char *s = text + (*text == '-');

	if (!*s || strspn(s, "0123456789") != strlen(s) || strlen(s) > 18)
		return err_set(
		    e, ERR_INVALID, "\"%s\" is not a whole number: %.40s", v->name, text);
	return text_value(v, text, out, e);
}

/* Is it as exact as the variable's type wants? */
static bool time_fits(enum advisory_type type, const struct when *w)
{
	bool clock = strchr(w->edtf, 'T') != NULL, interval = strchr(w->edtf, '/') != NULL;
	size_t n = strcspn(w->edtf, "~?%");

	if (type == ADVISORY_DATE)
		return n == 10 && !clock && !interval && !strchr(w->edtf, 'X');
	return type == ADVISORY_EDTF || (clock && !interval);
}

static int when_value(struct advisory_renderer *r, size_t i, const struct when *w,
    struct template_value *out, struct err *e)
{
	const struct advisory_variable *v = &r->a->variables[i];
	struct phrase *p = &r->phrases[i];

	if (strcmp(p->when.edtf, w->edtf) != 0 || strcmp(p->when.zone, w->zone) != 0) {
		if (!time_fits(v->type, w))
			return err_set(e, ERR_INVALID, "\"%s\" must be %s, not %s", v->name,
			    v->type == ADVISORY_DATE ? "one day" : "one point in time", w->edtf);
		str_reset(&p->text);
		phrase_when(&p->text, w, r->a->languages[r->language]);
		p->when = *w;
		p->typed[0] = '\0';
	}
	*out = (struct template_value){.at = str_text(&p->text), .len = p->text.len};
	return 0;
}

static int time_value(struct advisory_renderer *r, size_t i, const struct advisory_fact *fact,
    const char *zone, struct template_value *out, struct err *e)
{
	struct phrase *p = &r->phrases[i];
	struct when w;

	if (fact->when)
		return when_value(r, i, fact->when, out, e);
	if (strcmp(p->typed, fact->text) == 0 && strcmp(p->zone, zone) == 0)
		return when_value(r, i, &p->when, out, e);
	if (edtf_parse(&w, fact->text, strlen(fact->text), zone, e))
		return err_in(e, "\"%s\"", r->a->variables[i].name);
	if (when_value(r, i, &w, out, e))
		return -1;
	snprintf(p->zone, sizeof p->zone, "%s", zone);
	snprintf(p->typed, sizeof p->typed, "%s",
	    strlen(fact->text) < sizeof p->typed ? fact->text : "");
	return 0;
}

static int list_value(struct advisory_renderer *r, const struct advisory_variable *v,
    const struct advisory_fact *fact, struct template_value *out, struct err *e)
{
	const char *language = r->a->languages[r->language];
	struct template_value *items =
	    arena_alloc(&r->scratch, (fact->item_count + 1) * sizeof *items);

	for (size_t i = 0; i < fact->item_count; i++)
		if (text_value(v, advisory_data_label(fact->items[i], language), &items[i], e))
			return -1;
	*out = (struct template_value){.items = items, .count = fact->item_count};
	if ((int64_t)out->count < v->min)
		return err_set(
		    e, ERR_INVALID, "\"%s\" has fewer than %lld items", v->name, (long long)v->min);
	return 0;
}

static const struct advisory_fact *fact_find(struct advisory_renderer *r, size_t i,
    const struct advisory_facts *facts)
{
	const char *name = r->a->variables[i].name;
	size_t *hint = &r->hint[i];

	if (*hint < facts->count && strcmp(facts->at[*hint].name, name) == 0)
		return &facts->at[*hint];
	for (size_t k = 0; k < facts->count; k++)
		if (strcmp(facts->at[k].name, name) == 0) {
			*hint = k;
			return &facts->at[k];
		}
	return NULL;
}

static bool fact_given(const struct advisory_variable *v, const struct advisory_fact *f)
{
	if (!f)
		return false;
	if (v->type == ADVISORY_LIST)
		return f->item_count > 0;
	return (f->text && *f->text) ||
	       (v->type != ADVISORY_STRING && v->type != ADVISORY_INTEGER && f->when &&
		   f->when->edtf[0]);
}

static int variable_value(struct advisory_renderer *r, size_t i, const struct advisory_facts *facts,
    struct err *e)
{
	const struct advisory_variable *v = &r->a->variables[i];
	const struct advisory_fact *f =
	    v->source == ADVISORY_TEMPLATE ? NULL : fact_find(r, i, facts);
	struct template_value *out = &r->values[i];

	*out = (struct template_value){0};
	if (!fact_given(v, f)) {
		if (v->required)
			return err_set(e, ERR_INVALID, "\"%s\" has no value", v->name);
		return v->defaults ? text_value(v, v->defaults[r->language], out, e) : 0;
	}
	switch (v->type) {
	case ADVISORY_LIST:
		return list_value(r, v, f, out, e);
	case ADVISORY_STRING:
		return text_value(v, f->text, out, e);
	case ADVISORY_INTEGER:
		return integer_value(v, f->text, out, e);
	default:
		return time_value(r, i, f, facts->zone ? facts->zone : "UTC", out, e);
	}
}

/* ---- the renderer ---- */

static const struct advisory_message *message_find(const struct advisory *a, const char *channel)
{
	const struct advisory_message *prefer = NULL;

	for (size_t i = 0; i < a->message_count; i++) {
		if (strcmp(a->messages[i].channel, channel) == 0)
			return &a->messages[i];
		if (strcmp(a->messages[i].channel, a->prefer) == 0)
			prefer = &a->messages[i];
	}
	return prefer;
}

static bool channel_allowed(const struct advisory *a, const char *channel)
{
	for (size_t i = 0; i < a->channel_count; i++)
		if (strcmp(a->channels[i], channel) == 0)
			return true;
	return false;
}

static struct template *text_compile(const struct advisory *a, const char *text, bool lines,
    const char *what, struct err *e)
{
	struct template_name names[NAMES_MAX];
	struct template_faults faults;
	size_t n = strlen(text), count = advisory_names(a, names);
	struct template *t = NULL;

	if (text_fault(text, n, lines) < n)
		err_set(e, ERR_INVALID, "the %s holds a control character", what);
	else
		t = template_new(text, n, names, count, &faults);
	if (!t && text_fault(text, n, lines) == n)
		err_set(e, ERR_INVALID, "the %s has a fault at %d:%d: %s", what, faults.at[0].line,
		    faults.at[0].column, faults.at[0].text);
	if (!t)
		err_in(e, "advisory %s version %lld", a->id, (long long)a->version);
	return t;
}

static int actions_value(struct advisory_renderer *r, struct err *e)
{
	const struct advisory *a = r->a;
	struct template_value *at = arena_alloc(&r->fixed, (a->action_count + 1) * 2 * sizeof *at);

	for (size_t i = 0; i < a->action_count; i++) {
		const char *number = arena_printf(&r->fixed, "%zu", i + 1);
		const char *text = a->actions[i].text[r->language];

		if (text_fault(text, strlen(text), false) < strlen(text))
			return err_set(e, ERR_INVALID, "action \"%s\" holds a control character",
			    a->actions[i].id);
		at[2 * i] = (struct template_value){.at = number, .len = strlen(number)};
		at[2 * i + 1] = (struct template_value){.at = text, .len = strlen(text)};
	}
	r->values[a->variable_count] =
	    (struct template_value){ .items = at, .count = a->action_count };
	return 0;
}

static int texts_compile(
    struct advisory_renderer *r, const struct advisory_message *m, struct err *e)
{
	if (m->subject) {
		r->subject = text_compile(r->a, m->subject[r->language], false, "subject", e);
		if (!r->subject)
			return -1;
	}
	r->body = text_compile(r->a, m->body[r->language], true, "body", e);
	return r->body ? actions_value(r, e) : -1;
}

struct advisory_renderer *advisory_renderer_new(const struct advisory *a, const char *channel,
    const char *language, struct err *e)
{
	const struct advisory_message *m = message_find(a, channel);
	int number = advisory_language(a, language);
	struct advisory_renderer *r;

	if (number < 0) {
		err_set(e, ERR_NOT_FOUND, "advisory %s has no text in \"%s\"", a->id, language);
		return NULL;
	}
	if (!m || !channel_allowed(a, channel)) {
		err_set(e, ERR_NOT_FOUND, "advisory %s does not go by \"%s\"", a->id, channel);
		return NULL;
	}
	r = xcalloc(1, sizeof *r);
	r->a = a;
	r->language = (size_t)number;
	if (!texts_compile(r, m, e))
		return r;
	advisory_renderer_free(r);
	return NULL;
}

static void tlp_put(struct str *out, const char *before, const char *tlp, const char *after)
{
	str_puts(out, before);
	str_puts(out, tlp);
	str_puts(out, after);
}

static int subject_put(struct advisory_renderer *r, struct str *subject, struct err *e)
{
	size_t start = subject->len;

	if (!r->subject)
		return 0;
	tlp_put(subject, "[TLP:", r->a->tlp, "] ");
	if (template_render(r->subject, r->values, subject, e))
		return err_in(e, "subject");
	if (characters(subject->at + start, subject->len - start) > ADVISORY_SUBJECT_MAX)
		return err_set(e, ERR_INVALID, "the subject would be longer than %d characters",
		    ADVISORY_SUBJECT_MAX);
	return 0;
}

static int body_put(struct advisory_renderer *r, struct str *body, struct err *e)
{
	tlp_put(body, "TLP:", r->a->tlp, "\n\n");
	return template_render(r->body, r->values, body, e) ? err_in(e, "body") : 0;
}

static void str_cut(struct str *s, size_t len)
{
	s->len = len;
	if (s->at)
		s->at[len] = '\0';
}

int advisory_renderer_run(struct advisory_renderer *r, const struct advisory_facts *facts,
    struct str *subject, struct str *body, struct err *e)
{
	size_t subject_start = subject->len, body_start = body->len;

	arena_reset(&r->scratch);
	for (size_t i = 0; i < r->a->variable_count; i++)
		if (template_uses(r->body, i) || (r->subject && template_uses(r->subject, i)))
			if (variable_value(r, i, facts, e))
				return -1;
	if (!subject_put(r, subject, e) && !body_put(r, body, e))
		return 0;
	str_cut(subject, subject_start);
	str_cut(body, body_start);
	return -1;
}

int advisory_renderer_check(struct advisory_renderer *r, size_t variable,
    const struct advisory_facts *facts, struct err *e)
{
	return variable_value(r, variable, facts, e);
}

void advisory_renderer_free(struct advisory_renderer *r)
{
	if (!r)
		return;
	template_free(r->subject);
	template_free(r->body);
	for (size_t i = 0; i < ADVISORY_VARIABLES_MAX; i++)
		str_release(&r->phrases[i].text);
	arena_release(&r->fixed);
	arena_release(&r->scratch);
	free(r);
}

int advisory_render(const struct advisory *a, const struct advisory_facts *facts,
    const char *channel, const char *language, struct str *subject, struct str *body, struct err *e)
{
	struct advisory_renderer *r = advisory_renderer_new(a, channel, language, e);
	int bad = r ? advisory_renderer_run(r, facts, subject, body, e) : -1;

	advisory_renderer_free(r);
	return bad;
}
