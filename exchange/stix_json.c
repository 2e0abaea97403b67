/*
 * stix_json.c - STIX 2.1 bundles coming in.
 *
 * Campaigns, intrusion sets and threat actors become actors with their aliases, indicators of one
 * value become indicators, reports and notes entries, notes of a named author claims, opinions
 * claims that deny or support them. What is graver than the incident is told, not hidden.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/ioc.h"
#include "exchange/json_in.h"
#include "exchange/misp_tag.h"
#include "exchange/stix.h"
#include "model/vocabulary.h"

enum { PLACE = 48, NAME_CUT = 200 };

struct stix_in {
	struct json_in *in;
	json_t *names;	 /* id -> name of an identity */
	json_t *claims;	 /* id of a note or opinion -> thing of its claim */
	const char *tlp; /* the gravest label met, or NULL */
};

/* One object on its way in. */
struct stix_object {
	const json_t *at;
	const char *type, *id;
	char place[PLACE]; /* objects[3] */
};

static int text_of(const struct stix_in *s, const struct stix_object *o, const char *key,
    bool needed, const char **text, struct err *e)
{
	return json_in_text(s->in, o->at, o->place, key, needed, text, e);
}

static int placed(const struct stix_in *s, const struct stix_object *o, int done, struct err *e)
{
	return done < 0 ? json_in_place(s->in, e, o->place) : 0;
}

/* --- parts ---------------------------------------------------------------------------------- */

static int time_of(const struct stix_in *s, const struct stix_object *o, const char *key,
    struct when *when, bool *there, struct err *e)
{
	const char *text;
	int64_t at;

	*there = false;
	if (text_of(s, o, key, false, &text, e) < 0)
		return -1;
	if (!text)
		return 0;
	if (when_rfc3339_parse(text, strlen(text), &at, e) < 0) {
		err_in(e, "%s", key);
		return placed(s, o, -1, e);
	}
	when_point(when, at, "UTC");
	*there = true;
	return 0;
}

static const char *creator(const struct stix_in *s, const struct stix_object *o)
{
	const char *ref = json_string_value(json_object_get(o->at, "created_by_ref"));
	const char *name = ref ? json_string_value(json_object_get(s->names, ref)) : NULL;

	return name ? name : "STIX";
}

/* The first of a list of texts, or NULL. */
static const char *first_of(const struct stix_object *o, const char *key)
{
	return json_string_value(json_array_get(json_object_get(o->at, key), 0));
}

static const char *source_of(
    const struct stix_in *s, const struct stix_object *o, const char **url)
{
	const json_t *one = json_array_get(json_object_get(o->at, "external_references"), 0);
	const char *source = json_string_value(json_object_get(one, "source_name"));

	*url = json_string_value(json_object_get(one, "url"));
	return source && *source ? source : creator(s, o);
}

static void tags_take(const struct stix_object *o, struct misp_said *said)
{
	const json_t *labels = json_object_get(o->at, "labels");

	for (size_t i = 0; i < json_array_size(labels); i++) {
		const char *label = json_string_value(json_array_get(labels, i));

		if (label)
			misp_tag_take(said, label);
	}
}

static void marking_take(struct stix_in *s, const struct stix_object *o)
{
	const json_t *refs = json_object_get(o->at, "object_marking_refs");
	struct misp_said said = { { 0 }, NULL, NULL };

	for (size_t i = 0; i < json_array_size(refs); i++)
		for (const struct stix_tlp *t = stix_tlp_labels; t->label; t++) {
			const char *ref = json_string_value(json_array_get(refs, i));

			if (ref && strcmp(ref, t->id) == 0)
				said.tlp = t->label;
		}
	tags_take(o, &said);
	if (said.tlp &&
	    (!s->tlp || word_index(tlp_words, said.tlp) < word_index(tlp_words, s->tlp)))
		s->tlp = said.tlp;
}

/* --- actors and indicators ------------------------------------------------------------------- */

static int actor_take(struct stix_in *s, const struct stix_object *o, struct err *e)
{
	const json_t *aliases = json_object_get(o->at, "aliases");
	const char *names[ASSET_ALIASES_MAX], *note;
	struct asset_fields f = { .kind = "actor", .aliases = names };
	struct when first, last;
	bool begins, ends;

	if (text_of(s, o, "name", true, &f.name, e) < 0 ||
	    text_of(s, o, "description", false, &note, e) < 0 ||
	    time_of(s, o, "first_seen", &first, &begins, e) < 0 ||
	    time_of(s, o, "last_seen", &last, &ends, e) < 0)
		return -1;
	if (aliases && !json_is_array(aliases))
		return json_in_fault(s->in, e, o->place, "aliases is no list");
	for (size_t i = 0; i < json_array_size(aliases); i++) {
		const char *alias = json_string_value(json_array_get(aliases, i));

		if (!alias || i >= ASSET_ALIASES_MAX)
			return json_in_fault(s->in, e, o->place,
			    alias ? "more than %d aliases" : "an alias is no text",
			    ASSET_ALIASES_MAX);
		if (strcmp(alias, f.name) != 0 && *alias)
			names[f.aliases_n++] = alias;
	}
	f.first = begins ? &first : NULL;
	f.last = ends ? &last : NULL;
	f.note = note && strlen(note) <= ASSET_NOTE_MAX ? note : NULL;
	return placed(s, o, case_import_asset(&s->in->into, &f, e), e);
}

/* [ipv4-addr:value = '203.0.113.7'] and its like: the value between the quotes, when that is all.
 */
static const char *pattern_value(struct json_in *in, const char *pattern)
{
	const char *open = strchr(pattern, '\''), *close = open ? strchr(open + 1, '\'') : NULL;
	size_t equals = strcspn(pattern, "=");

	if (pattern[0] != '[' || !close || strcmp(close, "']") != 0 || pattern + equals > open ||
	    memchr(open, '\\', (size_t)(close - open)))
		return NULL;
	return arena_strndup(&in->mem, open + 1, (size_t)(close - open - 1));
}

static int indicator_take(struct stix_in *s, const struct stix_object *o, struct err *e)
{
	struct asset_fields f = { .kind = "indicator" };
	const char *pattern, *value;
	struct when first;
	bool begins;

	if (text_of(s, o, "pattern", true, &pattern, e) < 0 ||
	    time_of(s, o, "valid_from", &first, &begins, e) < 0)
		return -1;
	value = pattern_value(s->in, pattern);
	if (!value || ioc_read(value, strlen(value), NULL) == IOC_NONE) {
		s->in->passed++;
		return 0;
	}
	f.name = value;
	f.first = begins ? &first : NULL;
	return placed(s, o, case_import_asset(&s->in->into, &f, e), e);
}

/* --- reports, notes, opinions ------------------------------------------------------------------
 */

static int report_take(struct stix_in *s, const struct stix_object *o, struct err *e)
{
	const char *name, *description, *url;
	struct case_entry n = { .kind = "communication" };
	struct when published;
	bool there;

	if (text_of(s, o, "name", true, &name, e) < 0 ||
	    text_of(s, o, "description", false, &description, e) < 0 ||
	    time_of(s, o, "published", &published, &there, e) < 0)
		return -1;
	n.when = there ? &published : NULL;
	n.text = description ? arena_printf(&s->in->mem, "%s\n\n%s", name, description) : name;
	n.source = source_of(s, o, &url);
	return placed(s, o, case_import_entry(&s->in->into, &n, e), e);
}

static int claim_take(struct stix_in *s, const struct stix_object *o, const char *text,
    const char *by, const char *stance, int64_t of, struct err *e)
{
	struct misp_said said = { { 0 }, NULL, NULL };
	struct claim_fields f = { .by = by, .stance = stance, .of = of };
	struct case_entry n = { .kind = "claim", .text = text };
	struct when created;
	int64_t claim;
	bool there;

	if (time_of(s, o, "created", &created, &there, e) < 0)
		return -1;
	n.when = there ? &created : NULL;
	n.source = source_of(s, o, &f.url);
	tags_take(o, &said);
	f.admiralty = said.admiralty[0] && said.admiralty[1] ? said.admiralty : NULL;
	f.likelihood = said.likelihood;
	if (placed(s, o, case_import_claim(&s->in->into, &n, &f, &claim, e), e) < 0)
		return -1;
	if (claim)
		json_object_set_new(s->claims, o->id, json_integer(claim));
	return 0;
}

static int note_take(struct stix_in *s, const struct stix_object *o, struct err *e)
{
	const char *text, *author = first_of(o, "authors"), *url;
	struct case_entry n = { .kind = "observation" };
	struct misp_said said = { { 0 }, NULL, NULL };
	struct when created;
	bool there;

	if (text_of(s, o, "content", true, &text, e) < 0 ||
	    time_of(s, o, "created", &created, &there, e) < 0)
		return -1;
	tags_take(o, &said);
	if (author && (said.admiralty[0] || said.likelihood ||
			  strcmp(first_of(o, "labels") ? first_of(o, "labels") : "", "claim") == 0))
		return claim_take(s, o, text, author, NULL, 0, e);
	n.text = text;
	n.when = there ? &created : NULL;
	n.source = source_of(s, o, &url);
	return placed(s, o, case_import_entry(&s->in->into, &n, e), e);
}

static int opinion_take(struct stix_in *s, const struct stix_object *o, struct err *e)
{
	const char *text, *opinion, *author = first_of(o, "authors"),
				    *about = first_of(o, "object_refs");
	const json_t *of = about ? json_object_get(s->claims, about) : NULL;
	bool denies;

	if (text_of(s, o, "opinion", true, &opinion, e) < 0 ||
	    text_of(s, o, "explanation", false, &text, e) < 0)
		return -1;
	denies = strstr(opinion, "disagree") != NULL;
	return claim_take(s, o, text ? text : opinion, author ? author : creator(s, o),
	    denies ? "denies" : "asserts", of ? json_integer_value(of) : 0, e);
}

/* --- the bundle --------------------------------------------------------------------------------
 */

static const struct {
	const char *type;
	int (*take)(struct stix_in *s, const struct stix_object *o, struct err *e);
	bool late; /* refers to those before */
} kinds[] = { { "campaign", actor_take, false }, { "intrusion-set", actor_take, false },
	{ "threat-actor", actor_take, false }, { "indicator", indicator_take, false },
	{ "report", report_take, false }, { "note", note_take, false },
	{ "opinion", opinion_take, true } };

static int object_read(
    struct stix_in *s, const json_t *objects, size_t i, struct stix_object *o, struct err *e)
{
	snprintf(o->place, sizeof o->place, "objects[%zu]", i);
	o->at = json_array_get(objects, i);
	if (!json_is_object(o->at))
		return json_in_fault(s->in, e, o->place, "it is no object");
	if (text_of(s, o, "type", true, &o->type, e) < 0 ||
	    text_of(s, o, "id", true, &o->id, e) < 0)
		return -1;
	return 0;
}

/* Names come first, since objects refer to those that make them; opinions last. */
static int object_take(struct stix_in *s, const struct stix_object *o, int round, struct err *e)
{
	const char *name;

	if (round == 0) {
		marking_take(s, o);
		if (strcmp(o->type, "identity") != 0)
			return 0;
		if (text_of(s, o, "name", true, &name, e) < 0)
			return -1;
		json_object_set_new(s->names, o->id, json_string(name));
		return 0;
	}
	for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
		if (strcmp(kinds[k].type, o->type) == 0)
			return kinds[k].late == (round == 2) ? kinds[k].take(s, o, e) : 0;
	s->in->passed += round == 1 && strcmp(o->type, "identity") != 0 &&
			 strcmp(o->type, "marking-definition") != 0;
	return 0;
}

static int objects_take(struct stix_in *s, struct err *e)
{
	const json_t *objects = json_object_get(s->in->root, "objects");
	const char *type;

	if (json_in_text(s->in, s->in->root, "", "type", true, &type, e) < 0)
		return -1;
	if (strcmp(type, "bundle") != 0)
		return json_in_fault(s->in, e, "type", "it is \"%.40s\", not a bundle", type);
	if (!json_is_array(objects))
		return json_in_fault(s->in, e, "objects", "it is no list");
	if (json_array_size(objects) > JSON_IN_ITEMS)
		return json_in_fault(s->in, e, "objects", "more than %d", JSON_IN_ITEMS);
	s->in->result->rows = (int64_t)json_array_size(objects);
	for (int round = 0; round < 3; round++)
		for (size_t i = 0; i < json_array_size(objects); i++) {
			struct stix_object o;

			if (object_read(s, objects, i, &o, e) < 0 ||
			    object_take(s, &o, round, e) < 0)
				return -1;
		}
	return 0;
}

/* A file that is graver than the incident says so: the incident should be, too. */
static int label_say(struct stix_in *s, struct notebook *nb, struct err *e)
{
	struct incident_list one = { 0 };
	int done = incident_load(nb, s->in->o->incident, &one, e);

	if (done == 0 && s->tlp &&
	    word_index(tlp_words, s->tlp) < word_index(tlp_words, one.at[0].tlp))
		str_printf(&s->in->result->told,
		    "it is TLP:%s and the incident TLP:%s: set the incident's tlp\n", s->tlp,
		    one.at[0].tlp);
	incident_list_release(&one);
	return done;
}

static int bundle_take(struct json_in *in, struct err *e)
{
	struct stix_in s = { .in = in, .names = json_object(), .claims = json_object() };
	int done = objects_take(&s, e);

	if (done == 0)
		done = label_say(&s, in->into.act.nb, e);
	json_decref(s.names);
	json_decref(s.claims);
	return done;
}

int stix_import(struct notebook *nb, const struct import_options *o, struct import_result *result,
    struct err *e)
{
	struct json_in in;
	int done = json_in_open(&in, o, result, e);

	if (done == 0)
		done = json_in_run(&in, nb, "stix", bundle_take, e);
	json_in_release(&in);
	return done;
}
