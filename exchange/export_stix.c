/*
 * export_stix.c - the incident as a STIX 2.1 bundle (OASIS, 10 June 2021).
 *
 * Ids are UUIDs of version 5 (RFC 4122, section 4.3) in the name space of the notebook's own id, so
 * a second export has the same ids, and what was amended has a later `modified`. Times that are not
 * exact have no place in STIX: they stand in the text. TLP is that of version 2.0.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "base/mem.h"
#include "base/phrase.h"
#include "exchange/case_file.h"
#include "exchange/json_out.h"
#include "exchange/misp_tag.h"
#include "exchange/stix.h"

struct stix {
	struct case_file facts;
	json_t *objects, *refs; /* refs: ids that the report is about */
	const char *marking, *publisher; /* ids; in mem */
	struct arena mem;
};

/* --- ids ------------------------------------------------------------------------------------ */

static int hex_value(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

static const char *id_make(struct stix *s, const char *type, const char *name)
{
	uint8_t hash[DIGEST_SHA1], *h = hash;
	struct str bytes = { 0 };
	const char *space = s->facts.nb->id, *id;

	for (int i = 0; i < 32; i += 2)
		str_putc(&bytes, (char)(hex_value(space[i]) << 4 | hex_value(space[i + 1])));
	str_printf(&bytes, "%s:%s", type, name);
	digest_sha1(bytes.at, bytes.len, hash);
	str_release(&bytes);
	h[6] = (uint8_t)((h[6] & 0x0f) | 0x50);
	h[8] = (uint8_t)((h[8] & 0x3f) | 0x80);
	id = arena_printf(&s->mem,
	    "%s--%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", type, h[0],
	    h[1], h[2], h[3], h[4], h[5], h[6], h[7], h[8], h[9], h[10], h[11], h[12], h[13], h[14],
	    h[15]);
	return id;
}

/* --- objects -------------------------------------------------------------------------------- */

/* An object with what all have; what it is about is told of in the report. */
static json_t *object_new(
    struct stix *s, const char *type, const char *id, int64_t created, int64_t modified)
{
	json_t *o = json_object(), *markings = json_array();

	json_pair(o, "type", type);
	json_pair(o, "spec_version", "2.1");
	json_pair(o, "id", id);
	json_pair(o, "created", json_time(&s->mem, created));
	json_pair(o, "modified", json_time(&s->mem, modified > created ? modified : created));
	if (s->publisher && strcmp(type, "identity") != 0)
		json_pair(o, "created_by_ref", s->publisher);
	json_add(markings, s->marking);
	json_object_set_new(o, "object_marking_refs", markings);
	json_array_append_new(s->objects, o);
	if (strcmp(type, "report") != 0)
		json_add(s->refs, id);
	return o;
}

static void refs_put(json_t *o, const char *key, const char *id)
{
	json_t *refs = json_array();

	json_add(refs, id);
	json_object_set_new(o, key, refs);
}

static void reference_put(json_t *o, const char *source, const char *id, const char *url)
{
	json_t *all = json_array(), *one = json_object();

	json_pair(one, "source_name", source);
	json_pair(one, "external_id", id);
	json_pair(one, "url", url);
	json_array_append_new(all, one);
	json_object_set_new(o, "external_references", all);
}

static void labels_put(json_t *o, const char *kind, const char *tags, const char *admiralty,
    const char *likelihood)
{
	json_t *labels = json_array();
	struct str tag = { 0 };

	json_add(labels, kind);
	for (const char *p = tags; p && *p;) {
		size_t n = strcspn(p, " ");

		json_array_append_new(labels, json_stringn(p, n));
		p += n + (p[n] == ' ');
	}
	for (int part = 0; admiralty && part < 2; part++) {
		str_reset(&tag);
		misp_admiralty_put(&tag, admiralty, part);
		json_add(labels, str_text(&tag));
	}
	str_reset(&tag);
	misp_likelihood_put(&tag, likelihood);
	json_add(labels, str_text(&tag));
	str_release(&tag);
	json_object_set_new(o, "labels", labels);
}

/* TLP 2.0 as markings: FIRST and OASIS gave them these ids. */
static void marking_make(struct stix *s)
{
	const struct stix_tlp *t = stix_tlp_labels;
	json_t *o = json_object(), *extensions = json_object(), *one = json_object();

	while (t->label && strcmp(t->label, s->facts.incident->tlp) != 0)
		t++;
	json_pair(o, "type", "marking-definition");
	json_pair(o, "spec_version", "2.1");
	json_pair(o, "id", t->id);
	json_pair(o, "created", "2022-10-01T00:00:00.000Z");
	json_pair(o, "name", arena_printf(&s->mem, "TLP:%s", t->label));
	json_pair(one, "extension_type", "property-extension");
	json_pair(one, "tlp_2_0", t->word);
	json_object_set_new(extensions, STIX_TLP_EXTENSION, one);
	json_object_set_new(o, "extensions", extensions);
	json_array_append_new(s->objects, o);
	s->marking = t->id;
}

static void publisher_make(struct stix *s)
{
	const struct export_options *x = s->facts.x->o;
	const char *id = id_make(s, "identity", "publisher");
	json_t *o;

	if (!x->publisher)
		return;
	o = object_new(s, "identity", id, s->facts.incident->opened, 0);
	json_pair(o, "name", x->publisher);
	json_pair(o, "identity_class", "organization");
	s->publisher = id;
}

/* --- incidents and links ---------------------------------------------------------------------- */

static void milestones_put(struct stix *s, struct str *out)
{
	for (size_t i = 0; i < s->facts.milestones.n; i++) {
		const struct milestone *m = &s->facts.milestones.at[i];

		str_printf(out, "\n%s: ", m->kind);
		phrase_when(out, &m->when, "en");
		if (m->basis)
			str_printf(out, " (%s)", m->basis);
	}
}

static int incident_make(struct stix *s, const struct incident *i, struct err *e)
{
	bool main = i == s->facts.incident;
	struct str description = { 0 };
	int64_t modified, at;
	json_t *o;

	if (case_changed(&s->facts, T_INCIDENT, i->thing, i->opened, &modified, e) < 0)
		return -1;
	for (size_t m = 0; main && m < s->facts.milestones.n; m++) {
		if (case_changed(&s->facts, T_MILESTONE, s->facts.milestones.at[m].thing, i->opened,
			&at, e) < 0)
			return -1;
		modified = at > modified ? at : modified;
	}
	str_printf(&description, "State: %s.", i->state);
	if (i->severity)
		str_printf(&description, " Severity: %d of 5, 1 is gravest.", i->severity);
	if (main)
		milestones_put(s, &description);
	o = object_new(s, "incident", id_make(s, "incident", i->public_ref), i->opened, modified);
	json_pair(o, "name", i->title);
	json_pair(o, "description", description.at);
	reference_put(o, "blotter", i->ref, NULL);
	str_release(&description);
	return 0;
}

static int links_make(struct stix *s, struct err *e)
{
	for (size_t i = 0; i < s->facts.links.n; i++) {
		const struct link *l = &s->facts.links.at[i];
		const struct incident *from = case_incident(&s->facts, l->incident);
		const struct incident *to = case_incident(&s->facts, l->other);
		int64_t first = from && to ? from->opened : 0, modified;
		json_t *o;

		if (!from || !to)
			continue;
		first = to->opened > first ? to->opened : first;
		if (case_changed(&s->facts, T_LINK, l->thing, first, &modified, e) < 0)
			return -1;
		o = object_new(s, "relationship", id_make(s, "relationship", l->public_ref), first,
		    modified);
		json_pair(o, "relationship_type", l->relation);
		json_pair(o, "source_ref", id_make(s, "incident", from->public_ref));
		json_pair(o, "target_ref", id_make(s, "incident", to->public_ref));
		json_pair(o, "description", l->source);
	}
	return 0;
}

/* --- the log and what is said ------------------------------------------------------------------
 */

static json_t *note_make(struct stix *s, const char *ref, int64_t created, int64_t modified,
    const char *text, const struct when *when)
{
	json_t *o = object_new(s, "note", id_make(s, "note", ref), created, modified);
	size_t title = strcspn(text, "\n");
	struct str content = { 0 };

	if (*when->edtf) {
		phrase_when(&content, when, "en");
		str_puts(&content, ": ");
	}
	str_puts(&content, text);
	json_object_set_new(o, "abstract", json_stringn(text, title));
	json_pair(o, "content", content.at);
	refs_put(o, "object_refs", id_make(s, "incident", s->facts.incident->public_ref));
	str_release(&content);
	return o;
}

static void authors_put(json_t *o, const char *name)
{
	json_t *authors = json_array();

	json_add(authors, name);
	json_object_set_new(o, "authors", authors);
}

/* Does a claim that goes say what this entry says? */
static int claimed(struct stix *s, const struct entry *n, struct err *e)
{
	int64_t thing =
	    strcmp(n->kind, "claim") == 0 ? claim_of_entry(s->facts.nb, n->thing, e) : 0;
	const struct claim *c = thing > 0 ? case_claim(&s->facts, thing) : NULL;

	return thing < 0 ? -1 : c && c->entry == n->thing;
}

static int entries_make(struct stix *s, struct err *e)
{
	for (size_t i = 0; i < s->facts.entries.n; i++) {
		const struct entry *n = &s->facts.entries.at[i];
		int64_t modified = n->recorded;
		int as_claim = claimed(s, n, e);
		json_t *o;

		if (as_claim > 0)
			continue;
		if (as_claim < 0 ||
		    case_changed(&s->facts, T_ENTRY, n->thing, n->recorded, &modified, e) < 0)
			return -1;
		o = note_make(s, n->public_ref, n->recorded, modified, n->text, &n->when);
		if (n->writer)
			authors_put(o, n->writer);
		labels_put(o, n->kind, n->tags, NULL, NULL);
		reference_put(o, n->source ? n->source : "blotter", n->public_ref, NULL);
	}
	return 0;
}

/* Credibility as STIX counts confidence (STIX 2.1, appendix A); 6 says nothing. */
static void confidence_put(json_t *o, const char *admiralty)
{
	static const int scale[] = { 90, 70, 50, 30, 10 };

	if (admiralty && admiralty[1] >= '1' && admiralty[1] <= '5')
		json_object_set_new(o, "confidence", json_integer(scale[admiralty[1] - '1']));
}

/* A claim is a note; a claim that denies or supports another one is an opinion of it. */
static json_t *claim_object(
    struct stix *s, const struct claim *c, int64_t first, int64_t modified, const char *text)
{
	const struct claim *of = case_claim(&s->facts, c->of);
	json_t *o;

	if (!of)
		return note_make(s, c->public_ref, first, modified, text, &c->said);
	o = object_new(s, "opinion", id_make(s, "opinion", c->public_ref), first, modified);
	json_pair(o, "explanation", text);
	json_pair(o, "opinion", strcmp(c->stance, "denies") == 0 ? "strongly-disagree" : "agree");
	refs_put(o, "object_refs",
	    id_make(s, case_claim(&s->facts, of->of) ? "opinion" : "note", of->public_ref));
	return o;
}

static int claims_make(struct stix *s, struct err *e)
{
	for (size_t i = 0; i < s->facts.claims.n; i++) {
		const struct claim *c = &s->facts.claims.at[i];
		struct version_list l = { 0 };
		struct str text = { 0 };
		int64_t first = c->recorded, modified;
		json_t *o;

		if (thing_versions(s->facts.nb, T_CLAIM, c->thing, &l, e) < 0)
			return -1;
		first = l.n ? l.at[0].time : first;
		version_list_release(&l);
		if (case_changed(&s->facts, T_CLAIM, c->thing, first, &modified, e) < 0)
			return -1;
		str_puts(&text, c->text);
		if (c->quote)
			str_printf(&text, "\n“%s”", c->quote);
		o = claim_object(s, c, first, modified, text.at);
		authors_put(o, c->by);
		confidence_put(o, c->admiralty);
		labels_put(o, "claim", c->tags, c->admiralty, c->likelihood);
		reference_put(o, c->source, c->public_ref, c->url);
		str_release(&text);
	}
	return 0;
}

/* --- actors and indicators ----------------------------------------------------------------- */

static void seen_put(struct stix *s, json_t *o, const char *first, const char *last,
    const struct asset *a)
{
	if (*a->first.edtf && a->first.earliest != WHEN_PAST)
		json_pair(o, first, json_time(&s->mem, a->first.earliest));
	if (*a->last.edtf && a->last.latest != WHEN_FUTURE && a->last.latest >= a->first.earliest)
		json_pair(o, last, json_time(&s->mem, a->last.latest));
}

static void actor_put(struct stix *s, json_t *o, const struct asset *a)
{
	json_t *aliases = json_array();

	json_pair(o, "name", a->name);
	json_pair(o, "description", a->note);
	for (const char *p = a->aliases; p && *p;) {
		size_t n = strcspn(p, "\n");

		json_array_append_new(aliases, json_stringn(p, n));
		p += n + (p[n] == '\n');
	}
	if (json_array_size(aliases))
		json_object_set(o, "aliases", aliases);
	json_decref(aliases);
	seen_put(s, o, "first_seen", "last_seen", a);
}

/* The comparison that says the same (STIX 2.1, section 9); a quote or backslash gets a backslash.
 */
static void indicator_put(struct stix *s, json_t *o, const struct asset *a)
{
	static const struct {
		const char *type, *path;
	} paths[] = { { "ipv4", "ipv4-addr:value" }, { "ipv6", "ipv6-addr:value" },
		{ "domain", "domain-name:value" }, { "email", "email-addr:value" },
		{ "url", "url:value" }, { "md5", "file:hashes.MD5" },
		{ "sha1", "file:hashes.'SHA-1'" }, { "sha256", "file:hashes.'SHA-256'" },
		{ "sha512", "file:hashes.'SHA-512'" } };
	struct str pattern = { 0 };

	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
		if (a->type && strcmp(paths[i].type, a->type) == 0)
			str_printf(&pattern, "[%s = '", paths[i].path);
	for (const char *p = a->name; *p; p++)
		str_printf(&pattern, "%s%c", strchr("'\\", *p) ? "\\" : "", *p);
	str_puts(&pattern, "']");
	json_pair(o, "name", a->name);
	json_pair(o, "pattern", pattern.at);
	json_pair(o, "pattern_type", "stix");
	json_pair(o, "valid_from",
	    json_time(&s->mem, *a->first.edtf && a->first.earliest != WHEN_PAST ? a->first.earliest
									       : a->added));
	json_pair(o, "description", a->note);
	str_release(&pattern);
}

static int assets_make(struct stix *s, struct err *e)
{
	for (size_t i = 0; i < s->facts.assets.n; i++) {
		const struct asset *a = &s->facts.assets.at[i];
		bool actor = strcmp(a->kind, "actor") == 0;
		const char *type = actor ? "intrusion-set" : "indicator";
		int64_t modified;
		json_t *o;

		if (!actor && strcmp(a->kind, "indicator") != 0)
			continue;
		if (case_changed(&s->facts, T_ASSET, a->thing, a->added, &modified, e) < 0)
			return -1;
		o = object_new(s, type, id_make(s, type, a->public_ref), a->added, modified);
		if (actor)
			actor_put(s, o, a);
		else
			indicator_put(s, o, a);
	}
	return 0;
}

/* --- the bundle ----------------------------------------------------------------------------- */

static void report_make(struct stix *s)
{
	const struct incident *i = s->facts.incident;
	json_t *o = object_new(s, "report", id_make(s, "report", i->public_ref), i->opened,
	    s->facts.modified);

	json_pair(o, "name", i->title);
	json_pair(o, "published", json_time(&s->mem, s->facts.modified));
	json_object_set(o, "object_refs", s->refs);
}

static int objects_make(struct stix *s, struct err *e)
{
	marking_make(s);
	publisher_make(s);
	for (size_t i = 0; i < s->facts.incidents.n; i++)
		if (incident_make(s, &s->facts.incidents.at[i], e) < 0)
			return -1;
	if (assets_make(s, e) < 0 || entries_make(s, e) < 0 || claims_make(s, e) < 0 ||
	    links_make(s, e) < 0)
		return -1;
	report_make(s);
	return 0;
}

static int bundle_put(struct stix *s, struct err *e)
{
	json_t *bundle;

	if (!s->facts.incident)
		return err_set(e, ERR_NO,
		    "the incident is graver than TLP:%s: there is nothing to tell",
		    s->facts.x->o->max_tlp);
	if (objects_make(s, e) < 0)
		return -1;
	bundle = json_object();
	json_pair(bundle, "type", "bundle");
	json_pair(bundle, "id", id_make(s, "bundle", s->facts.incident->public_ref));
	json_object_set(bundle, "objects", s->objects);
	s->facts.x->result->rows = (int64_t)json_array_size(s->objects);
	return json_out(s->facts.x, bundle, e);
}

static int stix_write(struct export *x, struct err *e)
{
	struct stix s = { .objects = json_array(), .refs = json_array() };
	int done = case_file_load(&s.facts, x, e);

	if (done == 0)
		done = bundle_put(&s, e);
	json_decref(s.objects);
	json_decref(s.refs);
	arena_release(&s.mem);
	case_file_release(&s.facts);
	return done;
}

int stix_export(struct notebook *nb, const struct export_options *o, struct export_result *result,
    struct err *e)
{
	return export_do(nb, o, result, stix_write, e);
}
