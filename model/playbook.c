/* playbook.c - playbooks: read from their JSON, kept in the notebook, started as tasks. */
#include "model/playbook.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/incident.h"
#include "model/list.h"
#include "model/task.h"
#include "model/vocabulary.h"

const char *const playbook_from_words[] = { "start", "occurred", "detected", "aware", "determined",
	"contained", "eradicated", "recovered", "notified", "disclosed", "closed", "suspected",
	"discovered", NULL };

/* Time that passes is counted in minutes and hours, the rest in days of the zone. */
static enum duty_basis basis_of(const struct duty_length *l)
{
	return l->unit == DUTY_MINUTE || l->unit == DUTY_HOUR ? DUTY_ELAPSED : DUTY_SOFT;
}

int playbook_length_read(struct duty_length *l, const char *s, struct err *e)
{
	if (duty_length_read(l, s, e) < 0)
		return -1;
	if (!duty_length_fits(l, basis_of(l)))
		return err_set(e, ERR_INVALID, "a task is due in minutes, hours, days or weeks");
	return 0;
}

/* --- from JSON ------------------------------------------------------------------------- */

struct reading {
	struct playbook *p;
	const char *language;
	struct err *e;
	bool wrong; /* the error is set */
};

static void wrong(struct reading *in, const char *key)
{
	if (!in->wrong)
		err_set(in->e, ERR_INVALID,
		    "a playbook is damaged: \"%s\" is not what it must be", key);
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
	return arena_strdup(&in->p->mem, text);
}

/* The step before this one of that id, -1 when there is none. */
static int step_find(const struct playbook *p, const char *id)
{
	for (size_t i = 0; i < p->steps_n; i++)
		if (strcmp(p->steps[i].id, id) == 0)
			return (int)i;
	return -1;
}

static void step_read(struct reading *in, const json_t *o)
{
	struct playbook_step s = { .after = -1 };
	const char *after = text_of(in, o, "after", NULL, "");
	const char *due = text_of(in, o, "due", NULL, "");
	struct err ignored;

	s.id = text_of(in, o, "id", NULL, NULL);
	s.role = text_of(in, o, "role", NULL, NULL);
	s.text = text_of(in, json_object_get(o, "text"), in->language, NULL, NULL);
	s.priority = text_of(in, o, "priority", task_priority_words, "normal");
	s.from = text_of(in, o, "from", playbook_from_words, "start");
	if (text_line_check(s.text, TASK_TEXT_MAX, "", &ignored) < 0 || !*s.text)
		wrong(in, "text");
	if (*due && playbook_length_read(&s.due, due, &ignored) < 0)
		wrong(in, "due");
	if (*after && (s.after = step_find(in->p, after)) < 0)
		wrong(in, "after");
	in->p->steps[in->p->steps_n++] = s;
}

/* The language asked for, or the first; NULL when it is not there. */
static const char *language_choose(const json_t *root, const char *language)
{
	const json_t *all = json_object_get(root, "languages");

	if (!language)
		return json_string_value(json_array_get(all, 0));
	for (size_t i = 0; i < json_array_size(all); i++) {
		const char *one = json_string_value(json_array_get(all, i));

		if (one && strcmp(one, language) == 0)
			return one;
	}
	return NULL;
}

int playbook_read(
    struct playbook *p, const char *json, size_t n, const char *language, struct err *e)
{
	json_t *root = json_loadb(json, n, JSON_REJECT_DUPLICATES, NULL);
	const json_t *tasks = json_object_get(root, "tasks");
	size_t count = json_array_size(tasks);
	struct reading in = { p, language_choose(root, language), e, false };

	*p = (struct playbook){ 0 };
	p->id = text_of(&in, root, "id", NULL, NULL);
	if (!in.language && language && !in.wrong) {
		err_set(e, ERR_NOT_FOUND, "playbook %s has no text in \"%.40s\"", p->id, language);
		in.wrong = true;
	} else if (!in.language)
		wrong(&in, "languages");
	p->version = json_integer_value(json_object_get(root, "version"));
	if (p->version < 1)
		wrong(&in, "version");
	if (count < 1 || count > PLAYBOOK_TASKS_MAX)
		wrong(&in, "tasks");
	if (!in.wrong) {
		p->title = text_of(&in, json_object_get(root, "title"), in.language, NULL, NULL);
		p->steps = arena_alloc(&p->mem, count * sizeof *p->steps);
	}
	for (size_t i = 0; i < count && !in.wrong; i++)
		step_read(&in, json_array_get(tasks, i));
	json_decref(root);
	if (in.wrong)
		playbook_release(p);
	return in.wrong ? -1 : 0;
}

void playbook_release(struct playbook *p)
{
	arena_release(&p->mem);
	*p = (struct playbook){ 0 };
}

/* --- in the notebook --------------------------------------------------------------------- */

struct kept {
	int64_t thing, row, version; /* 0: there is none of that name */
	const char *content;
};

static int kept_load(
    struct notebook *nb, const char *name, struct kept *k, struct arena *mem, struct err *e)
{
	struct query *q = db_query(nb->db, Q_PLAYBOOK_BY_NAME);

	*k = (struct kept){ 0 };
	q_text(q, ":name", name);
	q_int(q, ":asof", nb->asof);
	if (q_row(q)) {
		k->row = row_int(q, "row");
		k->thing = row_int(q, "id");
		k->version = row_int(q, "version");
		k->content = row_text(q, "content", mem);
	}
	return q_done(q, e);
}

static int playbook_keep(struct act *a, const struct playbook_text *t, size_t *kept,
    struct arena *mem, struct err *e)
{
	struct value v[COLUMNS_MAX] = {
		[COL(playbook, content)] = value_text(t->json),
		[COL(playbook, name)] = value_text(t->id),
		[COL(playbook, title)] = value_text(t->title),
		[COL(playbook, version)] = value_int(t->version),
	};
	struct kept old;

	if (kept_load(a->nb, t->id, &old, mem, e) < 0)
		return -1;
	if (old.thing && strcmp(old.content, t->json) == 0)
		return 0;
	if (old.thing && old.version >= t->version)
		return err_set(e, ERR_CONFLICT,
		    "playbook %s version %lld is in the notebook with other content: give the "
		    "changed one a higher version",
		    t->id, (long long)old.version);
	++*kept;
	if (!old.thing)
		return act_write(a, T_PLAYBOOK, 0, v, e) < 0 ? -1 : 0;
	return act_amend(a, T_PLAYBOOK, old.thing, old.row, v, e) < 0 ? -1 : 0;
}

int playbooks_keep(struct notebook *nb, const struct playbook_text *all, size_t n, size_t *kept,
    char out_ref[REF_MAX], struct err *e)
{
	struct arena mem = { 0 };
	struct act a;
	int status = 0;

	*kept = 0;
	*out_ref = '\0';
	if (act_begin(&a, nb, "playbook.import", e) < 0)
		return -1;
	for (size_t i = 0; i < n && status == 0; i++)
		status = playbook_keep(&a, &all[i], kept, &mem, e);
	if (status == 0 && *kept > 0)
		status = act_finish(&a, status, out_ref, e);
	act_abort(&a);
	arena_release(&mem);
	return status;
}

int playbook_list_load(struct notebook *nb, struct playbook_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_PLAYBOOK_LIST);

	q_int(q, ":asof", nb->asof);
	while (q_row(q)) {
		struct playbook_row *r = list_push(out);

		r->row = row_int(q, "row");
		r->thing = row_int(q, "id");
		r->name = row_text(q, "name", &out->mem);
		r->version = row_int(q, "version");
		r->title = row_text(q, "title", &out->mem);
		r->content = row_text(q, "content", &out->mem);
	}
	if (q_done(q, e) < 0)
		return -1;
	for (size_t i = 0; i < out->n; i++)
		if (row_ref(nb, out->at[i].thing, out->at[i].public_ref, e) < 0)
			return -1;
	return 0;
}

void playbook_list_release(struct playbook_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct playbook_list){ 0 };
}

/* --- starting ------------------------------------------------------------------------------ */

/* What the plan is made of. */
struct planning {
	const struct playbook_options *o;
	const struct playbook *p;
	const struct milestone_list *milestones;
	const char *lead; /* of the incident, or NULL */
	struct playbook_plan *out;
};

static const char *owner_of(const struct planning *g, const char *role)
{
	for (size_t i = 0; i < g->o->owners_n; i++)
		if (strcmp(g->o->owners[i].role, role) == 0)
			return g->o->owners[i].name;
	return strcmp(role, "lead") == 0 && g->lead ? g->lead : role;
}

/* The moment a due time counts from; false while its milestone is not set. */
static bool from_when(const struct planning *g, const char *from, struct when *w)
{
	if (strcmp(from, "start") == 0) {
		when_point(w, g->o->now, g->o->zone);
		return true;
	}
	for (size_t i = 0; i < g->milestones->n; i++)
		if (strcmp(g->milestones->at[i].kind, from) == 0) {
			*w = g->milestones->at[i].when;
			return true;
		}
	return false;
}

static void step_plan(const struct planning *g, const struct playbook_step *s)
{
	struct planned_task *t = &g->out->at[g->out->n++];
	const struct duty_clock clock = { .basis = basis_of(&s->due), .length = s->due,
		.zone = g->o->zone };
	struct duty_due due = { WHEN_FUTURE, 0 };
	struct arena *mem = &g->out->mem;
	struct when w;

	*t = (struct planned_task){ .step = arena_strdup(mem, s->id),
		.text = arena_strdup(mem, s->text),
		.owner = arena_strdup(mem, owner_of(g, s->role)),
		.priority = arena_strdup(mem, s->priority),
		.from = s->due.count ? arena_strdup(mem, s->from) : NULL,
		.after = s->after };
	if (!s->due.count)
		return;
	t->unset = !from_when(g, s->from, &w);
	if (!t->unset)
		due = duty_from_when(&clock, &w);
	t->due = due.at == WHEN_FUTURE ? 0 : due.at;
}

static int owners_check(
    const struct playbook *p, const struct playbook_owner *owners, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		bool there = false;

		for (size_t k = 0; k < p->steps_n; k++)
			there = there || strcmp(p->steps[k].role, owners[i].role) == 0;
		if (!there)
			return err_set(e, ERR_USAGE,
			    "playbook %s has no task for the role \"%.64s\"", p->id,
			    owners[i].role);
	}
	return 0;
}

static int plan_fill(struct notebook *nb, int64_t incident, struct planning *g, struct err *e)
{
	struct milestone_list milestones = { 0 };
	struct incident_list one = { 0 };
	int status = owners_check(g->p, g->o->owners, g->o->owners_n, e);

	if (status == 0)
		status = milestone_list_load(nb, incident, &milestones, e);
	if (status == 0)
		status = incident_load(nb, incident, &one, e);
	if (status == 0) {
		g->milestones = &milestones;
		g->lead = one.at[0].lead;
		g->out->name = arena_strdup(&g->out->mem, g->p->id);
		g->out->at = arena_alloc(&g->out->mem, g->p->steps_n * sizeof *g->out->at);
		for (size_t i = 0; i < g->p->steps_n; i++)
			step_plan(g, &g->p->steps[i]);
	}
	incident_list_release(&one);
	milestone_list_release(&milestones);
	return status;
}

int playbook_plan_make(struct notebook *nb, int64_t incident, const struct playbook_options *o,
    struct playbook_plan *out, struct err *e)
{
	struct arena mem = { 0 };
	struct playbook p = { 0 };
	struct planning g = { .o = o, .p = &p, .out = out };
	struct kept k;
	int status = kept_load(nb, o->name, &k, &mem, e);

	*out = (struct playbook_plan){ .thing = k.thing };
	if (status == 0 && !k.thing)
		status = err_set(e, ERR_NOT_FOUND,
		    "there is no playbook \"%.64s\": import playbook brings one", o->name);
	if (status == 0)
		status = playbook_read(&p, k.content, strlen(k.content), o->language, e);
	if (status == 0)
		status = plan_fill(nb, incident, &g, e);
	playbook_release(&p);
	arena_release(&mem);
	if (status < 0)
		playbook_plan_release(out);
	return status;
}

/* Is a task of that playbook still open in the incident? */
static int running_check(struct notebook *nb, int64_t incident, int64_t playbook, struct err *e)
{
	struct query *q = db_query(nb->db, Q_TASK_OF_PLAYBOOK);
	int64_t task = 0;
	char ref[REF_MAX];

	q_int(q, ":incident", incident);
	q_int(q, ":playbook", playbook);
	q_int(q, ":asof", nb->asof);
	if (q_row(q))
		task = row_int(q, "id");
	if (q_done(q, e) < 0 || (task && row_ref(nb, task, ref, e) < 0))
		return -1;
	if (!task)
		return 0;
	return err_set(e, ERR_CONFLICT,
	    "tasks of this playbook are open, such as %s: --again starts it once more", ref);
}

int playbook_start(struct notebook *nb, int64_t incident, const struct playbook_plan *p, bool again,
    char out_ref[REF_MAX], struct err *e)
{
	int64_t task[PLAYBOOK_TASKS_MAX];
	struct act a;
	int status = 0;

	if (act_begin(&a, nb, "playbook.start", e) < 0)
		return -1;
	if (!again)
		status = running_check(nb, incident, p->thing, e);
	for (size_t i = 0; status == 0 && i < p->n; i++) {
		const struct planned_task *t = &p->at[i];
		const struct task_fields f = { .text = t->text,
			.owner = t->owner,
			.priority = t->priority,
			.due = t->due,
			.after = t->after < 0 ? 0 : task[t->after],
			.playbook = p->thing,
			.step = t->step };

		task[i] = task_write(&a, incident, &f, e);
		status = task[i] < 0 ? -1 : 0;
	}
	return act_finish(&a, status, out_ref, e);
}

void playbook_plan_release(struct playbook_plan *p)
{
	arena_release(&p->mem);
	*p = (struct playbook_plan){ 0 };
}
