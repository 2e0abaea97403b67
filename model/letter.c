/*
 * letter.c - the letter of one notification, as a pure function of rows that never change.
 *
 * Each variable of the advisory has a slot that says where its value comes from: a setting of the
 * mailing, or a name known here, which is a field of the incident, the customer or the exposure.
 */
#include "model/letter.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/phrase.h"
#include "base/text.h"
#include "model/exposure.h"

enum known {
	KNOWN_NONE,
	KNOWN_CASE_ID,
	KNOWN_CASE_TITLE,
	KNOWN_CASE_LEAD,
	KNOWN_CUSTOMER_NAME,
	KNOWN_CUSTOMER_REF,
	KNOWN_CONTACT_NAME,
	KNOWN_ORGANISATION,
	KNOWN_COUNTRY,
	KNOWN_DATA_SEEN, /* from here on of the exposure */
	KNOWN_WINDOW,
	KNOWN_FIRST,
	KNOWN_LAST,
	KNOWN_COUNT,
};

/* The names an advisory of any source case or customer may use; blotter-template(5) lists them. */
static const struct {
	const char *name;
	enum known known;
} known_names[] = {
	{ "access_count", KNOWN_COUNT },
	{ "case_id", KNOWN_CASE_ID },
	{ "case_lead", KNOWN_CASE_LEAD },
	{ "case_title", KNOWN_CASE_TITLE },
	{ "contact_name", KNOWN_CONTACT_NAME },
	{ "country", KNOWN_COUNTRY },
	{ "customer_name", KNOWN_CUSTOMER_NAME },
	{ "customer_ref", KNOWN_CUSTOMER_REF },
	{ "data_seen", KNOWN_DATA_SEEN },
	{ "exposure_from", KNOWN_FIRST },
	{ "exposure_to", KNOWN_LAST },
	{ "exposure_window", KNOWN_WINDOW },
	{ "organisation", KNOWN_ORGANISATION },
	{ "subscription_ref", KNOWN_CUSTOMER_REF },
};

struct letter_slot {
	enum known known;
	const char *setting; /* wins over the known value; NULL: none */
};
struct letter_text {
	const char *channel, *language;
	struct advisory_renderer *renderer;
};

static enum known known_find(const struct advisory_variable *v)
{
	if (v->source != ADVISORY_CASE && v->source != ADVISORY_CUSTOMER)
		return KNOWN_NONE;
	for (size_t i = 0; i < sizeof(known_names) / sizeof(*known_names); i++)
		if (strcmp(known_names[i].name, v->name) == 0)
			return known_names[i].known;
	return KNOWN_NONE;
}

static const char *dup_or_null(struct arena *mem, const char *s)
{
	return s ? arena_strdup(mem, s) : NULL;
}

/* ---- what the letters of a mailing share ---- */

static int slots_make(struct letters *l, const char *settings, struct err *e)
{
	size_t n = l->advisory.variable_count;
	json_t *set = json_loads(settings, JSON_REJECT_DUPLICATES, NULL);

	if (!json_is_object(set)) {
		json_decref(set);
		return err_set(e, ERR_INVALID, "the settings of the mailing are not a JSON object");
	}
	l->slots = arena_alloc(&l->mem, (n + 1) * sizeof(*l->slots));
	l->facts = arena_alloc(&l->mem, (n + 1) * sizeof(*l->facts));
	for (size_t i = 0; i < n; i++) {
		const struct advisory_variable *v = &l->advisory.variables[i];

		l->slots[i] = (struct letter_slot){ .known = known_find(v),
			.setting = dup_or_null(
			    &l->mem, json_string_value(json_object_get(set, v->name))) };
		l->facts[i] = (struct advisory_fact){ .name = v->name };
	}
	json_decref(set);
	return 0;
}

int letters_init(struct letters *l, const char *advisory, size_t n, const struct letter_case *about,
    const char *settings, struct err *e)
{
	*l = (struct letters){ 0 };
	if (advisory_from_json(&l->advisory, advisory, n, e) < 0)
		return -1;
	l->about = (struct letter_case){ .ref = dup_or_null(&l->mem, about->ref),
		.title = dup_or_null(&l->mem, about->title),
		.lead = dup_or_null(&l->mem, about->lead),
		.zone = arena_strdup(&l->mem, about->zone ? about->zone : "UTC") };
	if (slots_make(l, settings, e) < 0) {
		letters_release(l);
		return -1;
	}
	return 0;
}

int letters_load(struct letters *l, struct notebook *nb, int64_t mailing, struct err *e)
{
	struct query *q = db_query(nb->db, Q_MAILING_LETTER);
	struct arena mem = { 0 };
	const char *settings = NULL, *content = NULL;
	struct letter_case about = { 0 };
	int r;

	*l = (struct letters){ 0 };
	q_int(q, ":mailing", mailing);
	if (q_row(q)) {
		settings = row_text(q, "settings", &mem);
		content = row_text(q, "content", &mem);
		about.ref = row_text(q, "ref", &mem);
		about.title = row_text(q, "title", &mem);
		about.lead = row_text(q, "lead", &mem);
		about.zone = row_text(q, "zone", &mem);
	}
	r = q_done(q, e);
	if (r == 0 && (!content || !settings))
		r = err_set(
		    e, ERR_NOT_FOUND, "the mailing of the notification is not in the notebook");
	if (r == 0)
		r = letters_init(l, content, strlen(content), &about, settings, e);
	arena_release(&mem);
	return r;
}

int letters_of(struct letters *l, struct notebook *nb, int64_t mailing, struct err *e)
{
	if (l->mailing == mailing)
		return 0;
	letters_release(l);
	if (letters_load(l, nb, mailing, e) < 0)
		return -1;
	l->mailing = mailing;
	return 0;
}

void letters_release(struct letters *l)
{
	for (size_t i = 0; i < l->texts_n; i++)
		advisory_renderer_free(l->texts[i].renderer);
	free(l->texts);
	advisory_release(&l->advisory);
	arena_release(&l->mem);
	arena_release(&l->scratch);
	str_release(&l->word);
	*l = (struct letters){ 0 };
}

/* ---- one letter ---- */

void letter_to_read(struct letter_to *to, struct query *q, struct arena *mem)
{
	to->addresses = row_text(q, "addresses", mem);
	to->country = row_text(q, "country", mem);
	to->name = row_text(q, "name", mem);
	to->organisation = row_text(q, "organisation", mem);
	to->ref = row_text(q, "ref", mem);
	to->categories = row_text(q, "categories", mem);
	to->count = row_int_or(q, "count", 0);
	to->earliest = row_int_or(q, "earliest", 0);
	to->latest = row_int_or(q, "latest", 0);
	to->window = row_text(q, "window", mem);
}

static struct advisory_renderer *text_find(
    struct letters *l, const char *channel, const char *language, struct err *e)
{
	struct advisory_renderer *r;

	for (size_t i = 0; i < l->texts_n; i++)
		if (strcmp(l->texts[i].channel, channel) == 0 &&
		    strcmp(l->texts[i].language, language) == 0)
			return l->texts[i].renderer;
	r = advisory_renderer_new(&l->advisory, channel, language, e);
	if (!r)
		return NULL;
	l->texts = xrealloc(l->texts, (l->texts_n + 1) * sizeof(*l->texts));
	l->texts[l->texts_n++] = (struct letter_text){ .channel = arena_strdup(&l->mem, channel),
		.language = arena_strdup(&l->mem, language),
		.renderer = r };
	return r;
}

static const char *contact_name(struct letters *l, const struct letter_to *to)
{
	struct address a[ADDRESSES_MAX];
	size_t n = to->addresses && to->address ? addresses_read(to->addresses, a, &l->scratch) : 0;

	for (size_t i = 0; i < n; i++)
		if (a[i].name && strcmp(a[i].channel, to->channel) == 0 &&
		    strcmp(a[i].value, to->address) == 0)
			return a[i].name;
	return to->name;
}

static const char *window_text(struct letters *l, const struct letter_to *to)
{
	struct exposure x = {
		.window = to->window, .earliest = to->earliest, .latest = to->latest
	};

	if (!to->window && !to->earliest && !to->latest)
		return NULL;
	str_reset(&l->word);
	exposure_window(&x, &l->word);
	return arena_strdup(&l->scratch, str_text(&l->word));
}

static const char *point_text(struct letters *l, int64_t instant)
{
	struct when w;

	if (!instant)
		return NULL;
	when_point(&w, instant, l->about.zone);
	return arena_strdup(&l->scratch, w.edtf);
}

/* A time asked for as text goes into it in words: raw EDTF must not reach a customer. */
static const char *time_in_words(struct letters *l, const char *edtf, const char *language)
{
	struct when w;
	struct err ignored;

	if (!edtf || edtf_parse(&w, edtf, strlen(edtf), l->about.zone, &ignored) < 0)
		return edtf;
	str_reset(&l->word);
	phrase_when(&l->word, &w, language);
	return arena_strdup(&l->scratch, str_text(&l->word));
}

static const char *known_text(struct letters *l, enum known known, const struct letter_to *to)
{
	switch (known) {
	case KNOWN_CASE_ID:
		return l->about.ref;
	case KNOWN_CASE_TITLE:
		return l->about.title;
	case KNOWN_CASE_LEAD:
		return l->about.lead;
	case KNOWN_CUSTOMER_NAME:
		return to->organisation ? to->organisation : to->name ? to->name : to->ref;
	case KNOWN_CUSTOMER_REF:
		return to->ref;
	case KNOWN_CONTACT_NAME:
		return contact_name(l, to);
	case KNOWN_ORGANISATION:
		return to->organisation;
	case KNOWN_COUNTRY:
		return to->country;
	case KNOWN_DATA_SEEN:
		return to->categories;
	case KNOWN_WINDOW:
		return window_text(l, to);
	case KNOWN_FIRST:
		return point_text(l, to->earliest);
	case KNOWN_LAST:
		return point_text(l, to->latest);
	case KNOWN_COUNT:
		return to->count ? arena_printf(&l->scratch, "%lld", (long long)to->count) : NULL;
	case KNOWN_NONE:
		break;
	}
	return NULL;
}

/* Splits "a;b;c" into the items of a fact. */
static void items_split(struct letters *l, struct advisory_fact *f, const char *text)
{
	size_t n = 1;
	const char **items;

	for (const char *p = text; *p; p++)
		n += *p == ';';
	items = arena_alloc(&l->scratch, n * sizeof(*items));
	f->items = items;
	for (const char *p = text; *p;) {
		size_t len = strcspn(p, ";");

		if (len)
			items[f->item_count++] = arena_strndup(&l->scratch, p, len);
		p += len + (p[len] == ';');
	}
}

static void fact_fill(struct letters *l, size_t i, const struct letter_to *to, const char *language)
{
	const struct advisory_variable *v = &l->advisory.variables[i];
	const struct letter_slot *s = &l->slots[i];
	struct advisory_fact *f = &l->facts[i];
	bool is_time =
	    s->known == KNOWN_WINDOW || s->known == KNOWN_FIRST || s->known == KNOWN_LAST;

	*f = (struct advisory_fact){ .name = v->name };
	f->text = s->setting ? s->setting : known_text(l, s->known, to);
	if (v->type == ADVISORY_STRING && is_time && !s->setting)
		f->text = time_in_words(l, f->text, language);
	if (v->type == ADVISORY_LIST && f->text)
		items_split(l, f, f->text);
}

/* The first value of the exposure that has to be there and is not; NULL: none. */
static const char *lack_find(const struct letters *l)
{
	for (size_t i = 0; i < l->advisory.variable_count; i++)
		if (l->advisory.variables[i].required && l->slots[i].known >= KNOWN_DATA_SEEN &&
		    !l->facts[i].text)
			return l->facts[i].name;
	return NULL;
}

static struct advisory_facts letters_facts(const struct letters *l)
{
	return (struct advisory_facts){
		.at = l->facts, .count = l->advisory.variable_count, .zone = l->about.zone
	};
}

int letters_write(struct letters *l, const struct letter_to *to, const char *channel,
    const char *language, struct str *subject, struct str *body, struct err *e)
{
	struct advisory_renderer *r;
	struct advisory_facts facts = letters_facts(l);

	if (!language)
		return err_set(e, ERR_INVALID, "the notification has no language");
	r = text_find(l, channel ? channel : l->advisory.prefer, language, e);
	if (!r)
		return -1;
	arena_reset(&l->scratch);
	for (size_t i = 0; i < l->advisory.variable_count; i++)
		fact_fill(l, i, to, language);
	l->lacks = lack_find(l);
	return advisory_renderer_run(r, &facts, subject, body, e);
}

int letters_check(struct letters *l, size_t variable, struct err *e)
{
	struct advisory_facts facts = letters_facts(l);
	const char *language = l->advisory.default_language;
	struct advisory_renderer *r = text_find(l, l->advisory.prefer, language, e);

	if (!r)
		return -1;
	fact_fill(l, variable, &(struct letter_to){ 0 }, language);
	return advisory_renderer_check(r, variable, &facts, e);
}

void letter_hash(const struct str *subject, const struct str *body, uint8_t out[DIGEST_SIZE])
{
	struct digest d;

	digest_init(&d);
	digest_add(&d, str_text(subject), subject->len);
	digest_add(&d, "\n", 1);
	digest_add(&d, str_text(body), body->len);
	digest_done(&d, out);
	digest_release(&d);
}

/* ---- settings ---- */

void letters_missing(const struct letters *l, struct str *can_set, struct str *cannot)
{
	for (size_t i = 0; i < l->advisory.variable_count; i++) {
		const struct advisory_variable *v = &l->advisory.variables[i];
		struct str *list = v->source == ADVISORY_CUSTOMER ? cannot : can_set;

		if (!v->required || v->defaults || l->slots[i].setting || l->slots[i].known)
			continue;
		str_printf(list, "%s%s", list->len ? ", " : "", v->name);
	}
}

static const struct advisory_variable *variable_find(
    const struct advisory *a, const char *name, size_t n)
{
	for (size_t i = 0; i < a->variable_count; i++)
		if (strlen(a->variables[i].name) == n && memcmp(a->variables[i].name, name, n) == 0)
			return &a->variables[i];
	return NULL;
}

static int setting_add(json_t *set, const struct advisory *a, const char *setting, struct err *e)
{
	size_t n = strcspn(setting, "=");
	const struct advisory_variable *v = variable_find(a, setting, n);

	if (setting[n] != '=')
		return err_set(e, ERR_USAGE, "\"%s\" is not of the form NAME=VALUE", setting);
	if (!v)
		return err_set(
		    e, ERR_USAGE, "advisory %s has no variable \"%.*s\"", a->id, (int)n, setting);
	if (v->source != ADVISORY_CASE && v->source != ADVISORY_OPERATOR)
		return err_set(e, ERR_USAGE,
		    "%s differs from customer to customer or is fixed by the advisory: it "
		    "cannot be set",
		    v->name);
	if (json_object_get(set, v->name))
		return err_set(e, ERR_USAGE, "%s is set twice", v->name);
	if (json_object_set_new(set, v->name, json_string(setting + n + 1)) < 0)
		return err_set(e, ERR_INVALID, "the value of %s is not UTF-8", v->name);
	return 0;
}

int letter_settings(
    const struct advisory *a, const char *const *settings, size_t n, struct str *out, struct err *e)
{
	json_t *set = json_object();
	char *text;
	int r = 0;

	for (size_t i = 0; i < n && r == 0; i++)
		r = setting_add(set, a, settings[i], e);
	if (r == 0) {
		text = json_dumps(set, JSON_COMPACT | JSON_SORT_KEYS);
		str_puts(out, text);
		free(text);
	}
	json_decref(set);
	return r;
}

/* Consumes `set`: with these settings in the place of its own. */
static int settings_over(json_t *set, const struct advisory *a, const char *const *settings,
    size_t n, struct str *out, struct err *e)
{
	struct str text = { 0 };
	int r = letter_settings(a, settings, n, &text, e);

	if (r == 0) {
		json_t *changed = json_loads(str_text(&text), 0, NULL);
		char *all;

		json_object_update(set, changed);
		all = json_dumps(set, JSON_COMPACT | JSON_SORT_KEYS);
		str_puts(out, all);
		free(all);
		json_decref(changed);
	}
	str_release(&text);
	json_decref(set);
	return r;
}

int letters_settings(const struct letters *l, const char *const *settings, size_t n,
    struct str *out, struct err *e)
{
	json_t *set = json_object();

	for (size_t i = 0; i < l->advisory.variable_count; i++)
		if (l->slots[i].setting)
			json_object_set_new(set, l->advisory.variables[i].name,
			    json_string(l->slots[i].setting));
	return settings_over(set, &l->advisory, settings, n, out, e);
}

int letter_settings_again(const struct advisory *a, const char *was, const char *const *settings,
    size_t n, struct str *out, struct err *e)
{
	json_t *old = json_loads(was, 0, NULL), *set = json_object();

	for (size_t i = 0; i < a->variable_count; i++) {
		const struct advisory_variable *v = &a->variables[i];
		json_t *value = json_object_get(old, v->name);

		if (value && (v->source == ADVISORY_CASE || v->source == ADVISORY_OPERATOR))
			json_object_set(set, v->name, value);
	}
	json_decref(old);
	return settings_over(set, a, settings, n, out, e);
}

/* ---- language and address ---- */

const char *letter_language(const struct advisory *a, const char *tag)
{
	char primary[16];
	size_t n = strcspn(tag, "-_");
	int i = advisory_language(a, tag);

	if (i < 0 && n < sizeof(primary)) {
		memcpy(primary, tag, n);
		primary[n] = '\0';
		i = advisory_language(a, primary);
	}
	return i < 0 ? NULL : a->languages[i];
}

static const struct address *address_of(const struct address *a, size_t n, const char *channel)
{
	for (size_t i = 0; i < n; i++)
		if (!a[i].compromised && strcmp(a[i].channel, channel) == 0)
			return &a[i];
	return NULL;
}

const struct address *letter_address(
    const struct advisory *a, const struct address *addresses, size_t n)
{
	const struct address *found = address_of(addresses, n, a->prefer);

	for (size_t i = 0; i < a->channel_count && !found; i++)
		found = address_of(addresses, n, a->channels[i]);
	return found;
}
