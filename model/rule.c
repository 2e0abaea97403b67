/* rule.c - rules about duties: read from their JSON, kept in the notebook. */
#include "model/rule.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "model/list.h"
#include "model/vocabulary.h"

const char *const rule_start_words[] = { "occurred", "detected", "aware", "suspected",
	"breach-determined", "assessed-notifiable", "classified-major", "materiality-determined",
	"payment-made", "discovered", NULL };
const char *const rule_basis_words[] = { "elapsed", "calendar-days", "business-days",
	"calendar-month", NULL };
const char *const rule_status_words[] = { "in-force", "proposed", "repealed", NULL };
const char *const rule_recipient_words[] = { "regulator", "data-subject", "customer", "public",
	"media", NULL };
const char *const rule_late_words[] = { "none", "reasons-required", "forbidden", NULL };
const char *const rule_hold_words[] = { "none", "pauses", NULL };
const char *const rule_sure_words[] = { "A", "B", "C", NULL };

static bool name_good(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n <= 64 && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

bool rule_start_good(const char *start)
{
	static const char *const chains[] = { "submitted:", "updated:", "notified:" };

	for (size_t i = 0; i < sizeof chains / sizeof *chains; i++)
		if (strncmp(start, chains[i], strlen(chains[i])) == 0)
			return name_good(start + strlen(chains[i]));
	return strcmp(start, "year-end") == 0 || word_index(rule_start_words, start) >= 0;
}

/* --- from JSON ------------------------------------------------------------------------- */

struct reading {
	struct obligation_rule *r;
	const json_t *root;
	struct err *e;
	bool wrong; /* the error is set */
};

static void wrong(struct reading *in, const char *key)
{
	if (!in->wrong)
		err_set(in->e, ERR_INVALID,
		    "a rule for a duty is damaged: \"%s\" is not what it must be", key);
	in->wrong = true;
}

/* A text; one of words unless these are NULL; `otherwise` when it is not there, NULL: it must
 * be. */
static const char *text_of(struct reading *in, const json_t *o, const char *key,
    const char *const *words, const char *otherwise)
{
	const json_t *v = json_object_get(o, key);
	const char *text = json_string_value(v);

	if (!v && otherwise)
		return otherwise;
	if (!text || (words && word_index(words, text) < 0)) {
		wrong(in, key);
		return "";
	}
	return arena_strdup(&in->r->mem, text);
}

static int64_t day_of(struct reading *in, const char *text, const char *key)
{
	struct when w;
	struct err ignored;

	if (strlen(text) == 10 && edtf_parse(&w, text, 10, "UTC", &ignored) == 0)
		return w.earliest / WHEN_DAY - (w.earliest % WHEN_DAY < 0);
	wrong(in, key);
	return 0;
}

static void calendar_read(struct reading *in, struct rule_start *s, const json_t *o)
{
	const json_t *days = json_object_get(o, "days");
	size_t n = json_array_size(days);
	int64_t *at = arena_alloc(&in->r->mem, (n + 1) * sizeof *at);

	s->calendar = (struct duty_calendar){ .weekend = DUTY_WEEKEND, .holidays = at, .count = n };
	s->calendar.first = day_of(in, text_of(in, o, "from", NULL, NULL), "from");
	s->calendar.last = day_of(in, text_of(in, o, "until", NULL, NULL), "until");
	for (size_t i = 0; i < n; i++) {
		const char *text = json_string_value(json_array_get(days, i));

		at[i] = day_of(in, text ? text : "", "days");
		if (i && at[i] <= at[i - 1])
			wrong(in, "days");
	}
	s->clock.calendar = &s->calendar;
}

static void start_read(struct reading *in, const json_t *o)
{
	struct rule_start *s = &in->r->start[in->r->starts++];
	char zone[WHEN_ZONE_MAX];
	struct err ignored;
	const json_t *roll = json_object_get(o, "roll");
	const char *length = text_of(in, o, in->r->soft ? "target" : "offset", NULL, NULL);

	s->start = text_of(in, o, "start", NULL, in->r->soft ? "aware" : NULL);
	s->unless_later = text_of(in, o, "unless_later", rule_start_words, "");
	s->clock.basis = DUTY_SOFT;
	if (!in->r->soft)
		s->clock.basis = (enum duty_basis)word_index(
		    rule_basis_words, text_of(in, o, "basis", rule_basis_words, NULL));
	s->clock.roll = json_is_true(roll);
	if (in->wrong)
		return;
	if (!rule_start_good(s->start))
		wrong(in, "start");
	if (duty_length_read(&s->clock.length, length, &ignored) < 0 ||
	    !duty_length_fits(&s->clock.length, s->clock.basis))
		wrong(in, "offset");
	if (zone_check(text_of(in, o, "zone", NULL, "UTC"), zone, &ignored) < 0)
		wrong(in, "zone");
	else
		s->clock.zone = arena_strdup(&in->r->mem, zone);
	if (json_object_get(o, "holidays"))
		calendar_read(in, s, json_object_get(o, "holidays"));
}

static void clock_read(struct reading *in, const json_t *clock)
{
	const json_t *any = json_object_get(clock, "any_of");
	size_t n = json_array_size(any);

	if (json_object_get(clock, "soft")) {
		in->r->soft = text_of(in, clock, "soft", NULL, NULL);
		if (json_object_get(clock, "target"))
			start_read(in, clock);
		return;
	}
	if (n > RULE_STARTS_MAX || (any && n == 0)) {
		wrong(in, "any_of");
		return;
	}
	for (size_t i = 0; i < n; i++)
		start_read(in, json_array_get(any, i));
	if (!any)
		start_read(in, clock);
}

/* From how many affected residents of which place on a rule applies. */
static void applies_read(struct reading *in, const json_t *applies)
{
	const json_t *least = json_object_get(applies, "min_affected");
	const json_t *count = json_object_get(least, "count");

	if (!applies)
		return;
	in->r->residence = text_of(in, least, "residence", NULL, NULL);
	in->r->residents = json_integer_value(count);
	if (in->r->residents < 1)
		wrong(in, "count");
}

int obligation_rule_read(struct obligation_rule *r, const char *json, size_t n, struct err *e)
{
	json_t *root = json_loadb(json, n, JSON_REJECT_DUPLICATES, NULL);
	struct reading in = { .r = r, .root = root, .e = e };
	const json_t *recipient = json_object_get(root, "recipient");

	*r = (struct obligation_rule){ 0 };
	r->id = text_of(&in, root, "id", NULL, NULL);
	r->title = text_of(&in, json_object_get(root, "title"), "en", NULL, NULL);
	r->law = text_of(&in, root, "law", NULL, NULL);
	r->as_of = text_of(&in, root, "as_of", NULL, NULL);
	r->status = text_of(&in, root, "status", rule_status_words, NULL);
	r->source = text_of(&in, root, "source", NULL, NULL);
	r->sure = text_of(&in, root, "sure", rule_sure_words, NULL);
	r->recipient = text_of(&in, recipient, "kind", rule_recipient_words, NULL);
	r->recipient_name = text_of(&in, recipient, "name", NULL, "");
	r->late = text_of(&in, root, "late", rule_late_words, "none");
	r->hold = text_of(&in, root, "hold", rule_hold_words, "none");
	r->valid_since = WHEN_PAST;
	if (json_object_get(root, "valid_from")) {
		r->valid_from = text_of(&in, root, "valid_from", NULL, NULL);
		r->valid_since = day_of(&in, r->valid_from, "valid_from") * WHEN_DAY;
	}
	applies_read(&in, json_object_get(root, "applies"));
	clock_read(&in, json_object_get(root, "clock"));
	json_decref(root);
	if (in.wrong)
		obligation_rule_release(r);
	return in.wrong ? -1 : 0;
}

void obligation_rule_release(struct obligation_rule *r)
{
	arena_release(&r->mem);
	*r = (struct obligation_rule){ 0 };
}

/* --- in the notebook --------------------------------------------------------------------- */

struct kept {
	int64_t thing, row; /* 0: there is none of that name */
	const char *as_of, *content;
};

static int kept_load(
    struct notebook *nb, const char *name, struct kept *k, struct arena *mem, struct err *e)
{
	struct query *q = db_query(nb->db, Q_RULE_BY_NAME);

	*k = (struct kept){ 0 };
	q_text(q, ":name", name);
	q_int(q, ":asof", nb->asof);
	if (q_row(q)) {
		k->row = row_int(q, "row");
		k->thing = row_int(q, "id");
		k->as_of = row_text(q, "as_of", mem);
		k->content = row_text(q, "content", mem);
	}
	return q_done(q, e);
}

static int rule_keep(
    struct act *a, const struct rule_text *t, size_t *kept, struct arena *mem, struct err *e)
{
	struct value v[COLUMNS_MAX] = {
		[COL(rule, as_of)] = value_text(t->as_of),
		[COL(rule, content)] = value_text(t->json),
		[COL(rule, name)] = value_text(t->id),
	};
	struct kept old;
	int order;

	if (kept_load(a->nb, t->id, &old, mem, e) < 0)
		return -1;
	if (old.thing && strcmp(old.content, t->json) == 0)
		return 0;
	++*kept;
	if (!old.thing)
		return act_write(a, T_RULE, 0, v, e) < 0 ? -1 : 0;
	order = strcmp(old.as_of, t->as_of);
	if (order >= 0)
		return err_set(e, ERR_CONFLICT,
		    "rule %s as of %s is in the notebook with other content: give the changed "
		    "one a later as_of than that",
		    t->id, old.as_of);
	return act_amend(a, T_RULE, old.thing, old.row, v, e) < 0 ? -1 : 0;
}

int rules_keep(struct notebook *nb, const struct rule_text *rules, size_t n, size_t *kept,
    char out_ref[REF_MAX], struct err *e)
{
	struct arena mem = { 0 };
	struct act a;
	int status = 0;

	*kept = 0;
	*out_ref = '\0';
	if (act_begin(&a, nb, "rule.import", e) < 0)
		return -1;
	for (size_t i = 0; i < n && status == 0; i++)
		status = rule_keep(&a, &rules[i], kept, &mem, e);
	if (status == 0 && *kept > 0) {
		status = act_commit(&a, e);
		memcpy(out_ref, a.ref, REF_MAX);
	}
	act_abort(&a);
	arena_release(&mem);
	return status;
}

int rule_list_load(struct notebook *nb, struct rule_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_RULE_LIST);

	q_int(q, ":asof", nb->asof);
	while (q_row(q)) {
		struct rule_row *r = list_push(out);

		r->row = row_int(q, "row");
		r->thing = row_int(q, "id");
		r->name = row_text(q, "name", &out->mem);
		r->as_of = row_text(q, "as_of", &out->mem);
		r->content = row_text(q, "content", &out->mem);
	}
	if (q_done(q, e) < 0)
		return -1;
	for (size_t i = 0; i < out->n; i++)
		if (row_ref(nb, out->at[i].thing, out->at[i].public_ref, e) < 0)
			return -1;
	return 0;
}

void rule_list_release(struct rule_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct rule_list){ 0 };
}

int rule_find(struct notebook *nb, const char *name, int64_t *thing, struct err *e)
{
	struct arena mem = { 0 };
	struct kept k;
	int status = kept_load(nb, name, &k, &mem, e);

	arena_release(&mem);
	*thing = k.thing;
	if (status == 0 && !k.thing)
		return err_set(e, ERR_NOT_FOUND,
		    "there is no rule \"%.64s\": import obligations brings rules", name);
	return status;
}
