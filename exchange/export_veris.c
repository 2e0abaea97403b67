/*
 * export_veris.c - the incident in the vocabulary of VERIS, version 1.3.7 or 1.4.1.
 *
 * What the notebook does not say is Unknown. Actions come from the tags of the log, techniques of
 * MITRE ATT&CK among them; kinds of data from the exposures. No customer is named: how many there
 * are is the number of secondary victims. What VERIS has no place for stands under `plus`.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "exchange/case_file.h"
#include "exchange/json_out.h"
#include "exchange/report.h"

struct veris {
	struct case_file facts;
	const char *zone;
};

/* --- words ---------------------------------------------------------------------------------- */

/* Tags that say what was done; of an ATT&CK technique also T1110.003 and the like. */
static const struct {
	const char *tag, *action, *variety;
} actions[] = {
	{ "phishing", "social", "Phishing" },
	{ "T1566", "social", "Phishing" },
	{ "T1598", "social", "Phishing" },
	{ "pretexting", "social", "Pretexting" },
	{ "credentials", "hacking", "Use of stolen creds" },
	{ "T1078", "hacking", "Use of stolen creds" },
	{ "T1550", "hacking", "Use of stolen creds" },
	{ "brute-force", "hacking", "Brute force" },
	{ "T1110", "hacking", "Brute force" },
	{ "T1190", "hacking", "Exploit vuln" },
	{ "dos", "hacking", "DoS" },
	{ "T1499", "hacking", "DoS" },
	{ "malware", "malware", "Unknown" },
	{ "ransomware", "malware", "Ransomware" },
	{ "T1486", "malware", "Ransomware" },
	{ "T1555", "malware", "Capture stored data" },
	{ "T1539", "malware", "Capture stored data" },
	{ "T1056", "malware", "Spyware/Keylogger" },
	{ "misconfiguration", "error", "Misconfiguration" },
	{ "misdelivery", "error", "Misdelivery" },
	{ "publishing-error", "error", "Publishing error" },
	{ "loss", "error", "Loss" },
	{ "privilege-abuse", "misuse", "Privilege abuse" },
};
enum { ACTIONS = sizeof actions / sizeof actions[0] };

static const struct {
	const char *category, *variety;
} data[] = { { "billing-contact", "Personal" }, { "profile", "Personal" },
	{ "message", "Personal" }, { "login", "Credentials" }, { "invoice", "Internal" },
	{ "subscription", "Internal" }, { "service", "Internal" }, { "note", "Internal" },
	{ "attachment", "Unknown" }, { "export", "Unknown" } };

static void list_put(json_t *o, const char *key, const char *word)
{
	json_t *list = json_object_get(o, key);
	json_t *item;
	size_t i;

	if (!list) {
		list = json_array();
		json_object_set_new(o, key, list);
	}
	json_array_foreach(list, i, item)
		if (strcmp(json_string_value(item), word) == 0)
			return;
	json_add(list, word);
}

/* --- parts ---------------------------------------------------------------------------------- */

static bool tag_is(const char *tag, size_t n, const char *word)
{
	size_t len = strlen(word);

	if (n < len || strncasecmp(tag, word, len) != 0)
		return false;
	return n == len || (word[0] == 'T' && word[1] >= '0' && word[1] <= '9' && tag[len] == '.');
}

static void action_put(json_t *all, size_t number)
{
	json_t *one = json_object_get(all, actions[number].action);

	if (!one) {
		one = json_object();
		json_object_set_new(all, actions[number].action, one);
		list_put(one, "vector", "Unknown");
		if (strcmp(actions[number].action, "social") == 0)
			list_put(one, "target", "Unknown");
	}
	list_put(one, "variety", actions[number].variety);
}

/* Notes which actions the words name, one space between. */
static void actions_note(bool found[ACTIONS], const char *words)
{
	for (const char *t = words; t && *t;) {
		size_t n = strcspn(t, " ");

		for (size_t k = 0; k < ACTIONS; k++)
			found[k] = found[k] || tag_is(t, n, actions[k].tag);
		t += n + (t[n] == ' ');
	}
}

/* By the tags of the whole log that passes the filter, not only of what is marked. #T1110 has the
 * shape of a reference, so it is looked for among those too. */
static int actions_make(struct veris *v, json_t **out, struct err *e)
{
	struct entry_page p = { .incident = v->facts.x->o->incident,
		.order = ENTRY_RECORDED,
		.filter = v->facts.x->o->filter,
		.from_end = true,
		.limit = 500 };
	bool found[ACTIONS] = { false }, any = false;
	size_t got;

	do {
		struct entry_list l = { 0 };

		if (entry_page_load(v->facts.nb, &p, &l, e) < 0)
			return -1;
		for (size_t i = 0; i < l.n; i++)
			if (!l.at[i].struck) {
				actions_note(found, l.at[i].tags);
				actions_note(found, l.at[i].refs);
			}
		got = l.n;
		p.from_end = false;
		p.thing = got ? l.at[got - 1].thing : 0;
		entry_list_release(&l);
	} while (got == (size_t)p.limit);
	*out = json_object();
	for (size_t k = 0; k < ACTIONS; k++)
		if (found[k])
			action_put(*out, k);
	any = json_object_size(*out) > 0;
	if (!any)
		json_object_set_new(*out, "unknown", json_object());
	return 0;
}

static json_t *attribute_make(const struct veris *v, bool malware)
{
	json_t *all = json_object(), *one = json_object(), *kinds = json_array();

	json_pair(one, "data_disclosure", v->facts.affected ? "Yes" : "Unknown");
	for (size_t i = 0; i < sizeof data / sizeof data[0]; i++) {
		bool there = false;
		json_t *kind, *item;
		size_t k;

		for (size_t c = 0; c < v->facts.categories_n; c++)
			there = there || strcmp(v->facts.categories[c].word, data[i].category) == 0;
		json_array_foreach(kinds, k, item)
			there = there && strcmp(json_string_value(json_object_get(item, "variety")),
					      data[i].variety) != 0;
		if (!there)
			continue;
		kind = json_object();
		json_pair(kind, "variety", data[i].variety);
		json_array_append_new(kinds, kind);
	}
	if (json_array_size(kinds))
		json_object_set(one, "data", kinds);
	json_decref(kinds);
	if (v->facts.affected)
		list_put(one, "data_victim", "Customer");
	json_object_set_new(all, "confidentiality", one);
	if (malware) {
		one = json_object();
		list_put(one, "variety", "Software installation");
		json_object_set_new(all, "integrity", one);
	}
	return all;
}

/* As exact as the time is: a span or a month has no day. */
static json_t *date_make(const struct veris *v, const struct when *when)
{
	json_t *date = json_object();
	const char *edtf = when->edtf;
	struct civil first, last;

	zone_civil(v->zone, when->earliest, &first);
	zone_civil(v->zone, when->latest, &last);
	json_object_set_new(date, "year", json_integer(first.year));
	if (first.year != last.year || strlen(edtf) < 7)
		return date;
	if (first.month == last.month)
		json_object_set_new(date, "month", json_integer(first.month));
	if (first.month == last.month && first.day == last.day)
		json_object_set_new(date, "day", json_integer(first.day));
	if (when->earliest == when->latest) {
		char time[32];
		int hour = first.hour % 12 ? first.hour % 12 : 12;

		snprintf(time, sizeof time, "%02d:%02d:%02d %s", hour, first.minute, first.second,
		    first.hour < 12 ? "AM" : "PM");
		json_pair(date, "time", time);
	}
	return date;
}

/* From the middle of one to the middle of the other, in the largest unit that there is one of. */
static void span_put(json_t *timeline, const char *key, const struct milestone *from,
    const struct milestone *to)
{
	static const struct {
		const char *unit;
		int64_t micros;
	} units[] = { { "Days", WHEN_DAY }, { "Hours", 3600 * WHEN_SECOND },
		{ "Minutes", 60 * WHEN_SECOND } };
	json_t *span = json_object();
	int64_t took = -1;
	size_t i = 0;

	if (from && to && from->when.earliest != WHEN_PAST && to->when.earliest != WHEN_PAST &&
	    from->when.latest != WHEN_FUTURE && to->when.latest != WHEN_FUTURE)
		took = to->when.earliest / 2 + to->when.latest / 2 - from->when.earliest / 2 -
		       from->when.latest / 2;
	while (took >= 0 && i < 2 && took < units[i].micros)
		i++;
	json_pair(span, "unit", took < 0 ? "Unknown" : units[i].unit);
	if (took >= 0)
		json_object_set_new(span, "value", json_integer(took / units[i].micros));
	json_object_set_new(timeline, key, span);
}

static int timeline_make(struct veris *v, json_t **out, struct err *e)
{
	const struct milestone *began = case_milestone(&v->facts, "occurred");
	const struct milestone *found = case_milestone(&v->facts, "detected");
	const struct milestone *first = began ? began : found;

	if (!first || first->when.earliest == WHEN_PAST || first->when.latest == WHEN_FUTURE)
		return err_set(e, ERR_NO,
		    "VERIS needs the year: set the milestone occurred or detected first");
	*out = json_object();
	json_object_set_new(*out, "incident", date_make(v, &first->when));
	span_put(*out, "discovery", began, found);
	span_put(*out, "containment", found, case_milestone(&v->facts, "contained"));
	return 0;
}

static void parts_of_unknown(json_t *o)
{
	json_t *actor = json_object(), *asset = json_object(), *assets = json_array();
	json_t *method = json_object(), *one = json_object();

	json_object_set_new(actor, "unknown", json_object());
	json_object_set_new(o, "actor", actor);
	json_pair(one, "variety", "Unknown");
	json_array_append_new(assets, one);
	json_object_set_new(asset, "assets", assets);
	list_put(asset, "cloud", "Unknown");
	json_object_set_new(o, "asset", asset);
	json_object_set_new(method, "unknown", json_true());
	json_object_set_new(o, "discovery_method", method);
}

static json_t *victim_make(const struct veris *v)
{
	json_t *victim = json_object(), *secondary = json_object();

	list_put(victim, "country", "Unknown");
	list_put(victim, "government", "NA");
	json_pair(victim, "employee_count", "Unknown");
	json_pair(victim, "industry", "00");
	if (v->facts.affected) {
		json_object_set_new(secondary, "amount", json_integer(v->facts.affected));
		json_object_set_new(victim, "secondary", secondary);
	} else
		json_decref(secondary);
	return victim;
}

static json_t *plus_make(struct veris *v)
{
	json_t *plus = json_object(), *counts = json_object(), *ours = json_object();

	for (size_t i = 0; i < v->facts.populations_n; i++)
		json_object_set_new(counts, v->facts.populations[i].word,
		    json_integer(v->facts.populations[i].n));
	json_pair(ours, "notebook", v->facts.nb->id);
	json_pair(ours, "tlp", v->facts.incident->tlp);
	json_pair(ours, "state", v->facts.incident->state);
	json_object_set_new(ours, "populations", counts);
	json_object_set_new(plus, "blotter", ours);
	return plus;
}

static int document_make(struct veris *v, json_t *o, struct err *e)
{
	const struct incident *i = v->facts.incident;
	json_t *timeline = NULL, *action = NULL;

	if (timeline_make(v, &timeline, e) < 0)
		return -1;
	json_object_set_new(o, "timeline", timeline);
	if (actions_make(v, &action, e) < 0)
		return -1;
	json_object_set_new(o, "action", action);
	parts_of_unknown(o);
	json_object_set_new(
	    o, "attribute", attribute_make(v, json_object_get(action, "malware") != NULL));
	json_object_set_new(o, "victim", victim_make(v));
	json_object_set_new(o, "plus", plus_make(v));
	json_pair(o, "incident_id", i->ref);
	json_pair(o, "summary", i->title);
	json_pair(o, "schema_version", v->facts.x->o->schema);
	json_pair(o, "security_incident",
	    strcmp(i->state, "detected") == 0 ? "Suspected" : "Confirmed");
	return 0;
}

static int veris_write(struct export *x, struct err *e)
{
	struct veris v = { .zone = "UTC" };
	json_t *document = json_object();
	int done = case_file_load(&v.facts, x, e);

	if (done == 0 && !v.facts.incident)
		done = err_set(e, ERR_NO,
		    "the incident is graver than TLP:%s: there is nothing to tell", x->o->max_tlp);
	if (done == 0) {
		v.zone = x->o->zone ? x->o->zone : v.facts.incident->zone;
		done = document_make(&v, document, e);
	}
	x->result->rows = 1;
	if (done == 0)
		done = json_out(x, document, e);
	else
		json_decref(document);
	case_file_release(&v.facts);
	return done;
}

int veris_export(struct notebook *nb, const struct export_options *o, struct export_result *result,
    struct err *e)
{
	if (strcmp(o->schema, "1.3.7") != 0 && strcmp(o->schema, "1.4.1") != 0)
		return err_set(
		    e, ERR_USAGE, "--schema takes 1.3.7 or 1.4.1, not \"%.20s\"", o->schema);
	return export_do(nb, o, result, veris_write, e);
}
