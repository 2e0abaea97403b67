/*
 * action.c - the actions that an advisory asks of a customer, and where each stands.
 *
 * An action without a row is asked and no more: rows appear when somebody says something about it.
 */
#include <stdlib.h>
#include <string.h>

#include "model/list.h"
#include "model/notification_work.h"
#include "model/vocabulary.h"

struct action_now {
	int64_t thing, row; /* 0: none */
	const char *state, *evidence;
};

static int action_now_load(struct notebook *nb, int64_t notification, const char *name,
    struct action_now *a, struct arena *mem, struct err *e)
{
	struct query *q = db_query(nb->db, Q_ACTION_BY_NAME);

	*a = (struct action_now){ 0 };
	q_int(q, ":asof", nb->asof);
	q_int(q, ":notification", notification);
	q_text(q, ":name", name);
	if (q_row(q)) {
		a->thing = row_int(q, "thing");
		a->row = row_int(q, "row");
		a->state = row_text(q, "state", mem);
		a->evidence = row_text(q, "evidence", mem);
	}
	return q_done(q, e);
}

static const struct advisory_action *action_find(const struct advisory *a, const char *name)
{
	for (size_t i = 0; i < a->action_count; i++)
		if (strcmp(a->actions[i].id, name) == 0)
			return &a->actions[i];
	return NULL;
}

static int action_unknown(const struct advisory *a, const char *name, struct err *e)
{
	struct str known = { 0 };

	for (size_t i = 0; i < a->action_count; i++)
		str_printf(&known, "%s%s", i ? ", " : "", a->actions[i].id);
	err_set(e, ERR_NOT_FOUND, "advisory %s asks for no action \"%s\": it has %s", a->id, name,
	    known.len ? str_text(&known) : "none");
	str_release(&known);
	return -1;
}

/* Is it settled, one way or another? */
static bool state_settled(const char *state)
{
	return state && strcmp(state, "asked") != 0 && strcmp(state, "accepted") != 0;
}

/* An action that has to follow another is not verified before that one is settled: a name that is
 * still in use cannot have been barred. */
static int action_follows(struct notebook *nb, const struct notification_work *w,
    const struct advisory_action *x, const char *state, struct arena *mem, struct err *e)
{
	struct action_now first;

	if (!x->after[0] || strcmp(state, "verified") != 0)
		return 0;
	if (action_now_load(nb, w->thing, x->after, &first, mem, e) < 0)
		return -1;
	if (state_settled(first.state))
		return 0;
	return err_set(e, ERR_NO, "%s comes after %s, which is still %s", x->id, x->after,
	    first.state ? first.state : "asked");
}

/* Nothing is verified without the evidence the advisory wants. */
static int action_allowed(const struct notification_work *w, const struct advisory_action *x,
    const char *state, const char *evidence, struct err *e)
{
	if (!(STATES_OUT & STATE_BIT(w->state)))
		return err_set(e, ERR_NO, "the notification %s, so the customer was not asked yet",
		    notify_state_said[w->state]);
	if (strcmp(state, "verified") == 0 && strcmp(x->evidence, "none") != 0 &&
	    (!evidence || !*evidence))
		return err_set(
		    e, ERR_USAGE, "%s is verified by evidence (%s): say which", x->id, x->evidence);
	return 0;
}

static int action_write(struct act *act, const struct notification_work *w,
    const struct action_now *was, const char *name, const char *state, const char *evidence,
    struct err *e)
{
	struct value v[COLUMNS_MAX] = {
		[COL(action, evidence)] = value_text(evidence),
		[COL(action, name)] = value_text(name),
		[COL(action, notification)] = value_thing(w->thing),
		[COL(action, state)] = value_text(state),
	};

	if (was->row)
		return act_amend(act, T_ACTION, was->thing, was->row, v, e) < 0 ? -1 : 0;
	return act_write(act, T_ACTION, 0, v, e) < 0 ? -1 : 0;
}

static int action_change(struct act *act, int64_t notification, const char *name, const char *state,
    const char *evidence, struct arena *mem, struct err *e)
{
	struct notification_work w;
	struct letters letters = { 0 };
	struct action_now was;
	const struct advisory_action *x;
	int r = -1;

	if (notification_work_load(act->nb, notification, &w, mem, e) < 0 ||
	    letters_load(&letters, act->nb, w.mailing, e) < 0)
		return -1;
	x = action_find(&letters.advisory, name);
	if (!x)
		r = action_unknown(&letters.advisory, name, e);
	else if (action_allowed(&w, x, state, evidence, e) == 0 &&
		 action_follows(act->nb, &w, x, state, mem, e) == 0 &&
		 action_now_load(act->nb, notification, name, &was, mem, e) == 0)
		r = action_write(act, &w, &was, name, state, evidence ? evidence : was.evidence, e);
	letters_release(&letters);
	return r;
}

int action_set(struct notebook *nb, int64_t notification, const char *action, const char *state,
    const char *evidence, char out_ref[REF_MAX], struct err *e)
{
	struct act act;
	struct arena mem = { 0 };
	int r = -1;

	if (strcmp(state, "overdue") == 0)
		return err_set(e, ERR_INVALID,
		    "overdue follows from when an action is due: nobody sets it");
	state = word_find(action_state_words, state, strlen(state), "state of an action", e);
	if (!state)
		return -1;
	if (act_begin(&act, nb, "action.set", e) < 0)
		return -1;
	if (action_change(&act, notification, action, state, evidence, &mem, e) == 0)
		r = act_commit(&act, e);
	act_abort(&act);
	if (r == 0)
		memcpy(out_ref, act.ref, REF_MAX);
	arena_release(&mem);
	return r;
}

/* ---- the list ---- */

static int64_t action_due(const struct notification_work *w, const struct advisory_action *x)
{
	int64_t span = w->released_at ? advisory_duration(x->due) : 0;

	return span ? w->released_at + span : 0;
}

static bool action_overdue(struct notebook *nb, const struct action_row *a)
{
	return a->due && a->due < notebook_time(nb) && !state_settled(a->state);
}

static int actions_read(struct notebook *nb, const struct notification_work *w,
    const struct advisory *a, struct action_list *out, struct err *e)
{
	int language = w->language ? advisory_language(a, w->language) : -1;

	out->at = xcalloc(a->action_count + 1, sizeof(*out->at));
	out->cap = a->action_count + 1;
	for (size_t i = 0; i < a->action_count; i++) {
		const struct advisory_action *x = &a->actions[i];
		struct action_now now, first = { 0 };

		if (action_now_load(nb, w->thing, x->id, &now, &out->mem, e) < 0)
			return -1;
		if (x->after[0] &&
		    action_now_load(nb, w->thing, x->after, &first, &out->mem, e) < 0)
			return -1;
		out->at[out->n++] = (struct action_row){ .name = arena_strdup(&out->mem, x->id),
			.state = now.state ? now.state : "asked",
			.evidence = now.evidence,
			.text = language < 0 ? "" : arena_strdup(&out->mem, x->text[language]),
			.due = action_due(w, x),
			.waits_for = x->after[0] && !state_settled(first.state)
					 ? arena_strdup(&out->mem, x->after)
					 : NULL };
		out->at[i].overdue = action_overdue(nb, &out->at[i]);
	}
	return 0;
}

int action_list_load(
    struct notebook *nb, int64_t notification, struct action_list *out, struct err *e)
{
	struct notification_work w;
	struct letters letters = { 0 };
	struct arena mem = { 0 };
	int r = -1;

	*out = (struct action_list){ 0 };
	if (notification_work_load(nb, notification, &w, &mem, e) == 0 &&
	    letters_load(&letters, nb, w.mailing, e) == 0)
		r = actions_read(nb, &w, &letters.advisory, out, e);
	if (r < 0)
		action_list_release(out);
	letters_release(&letters);
	arena_release(&mem);
	return r;
}

void action_list_release(struct action_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct action_list){ 0 };
}

/* ---- those of many letters ---- */

static void asked_read(struct action_asked *a, struct query *q, struct arena *mem)
{
	const char *state, *after;

	a->thing = row_int(q, "thing");
	a->number = row_int(q, "number");
	a->customer_ref = row_text(q, "ref", mem);
	a->organisation = row_text(q, "organisation", mem);
	a->action.name = row_text(q, "name", mem);
	after = row_text(q, "after", mem);
	a->wanted = row_text(q, "wanted", mem);
	state = row_text(q, "state", mem);
	a->action.state = state ? state : "asked";
	a->action.evidence = row_text(q, "evidence", mem);
	a->action.due = row_int_or(q, "due", 0);
	a->action.waits_for =
	    after && !state_settled(row_text(q, "first_state", mem)) ? after : NULL;
}

int action_page_load(
    struct notebook *nb, const struct action_page *p, struct action_asked_list *out, struct err *e)
{
	struct query *q;
	const char *state = NULL;

	*out = (struct action_asked_list){ 0 };
	if (p->state) {
		state = word_find(
		    action_asked_words, p->state, strlen(p->state), "state of an action", e);
		if (!state)
			return -1;
	}
	q = filter_query(nb, Q_ACTION_PAGE, p->filter);
	q_int(q, ":asof", nb->asof);
	q_int(q, ":incident", p->incident);
	q_int(q, ":after", p->thing);
	q_int(q, ":number", p->number);
	q_int(q, ":limit", p->limit);
	q_int(q, ":now", notebook_time(nb));
	q_text(q, ":name", p->name);
	q_text(q, ":state", state);
	while (q_row(q))
		asked_read(list_push(out), q, &out->mem);
	if (q_done(q, e) < 0)
		goto failed;
	for (size_t i = 0; i < out->n; i++) {
		out->at[i].action.overdue = action_overdue(nb, &out->at[i].action);
		if (row_ref(nb, out->at[i].thing, out->at[i].public_ref, e) < 0)
			goto failed;
	}
	return 0;
failed:
	action_asked_list_release(out);
	return -1;
}

void action_asked_list_release(struct action_asked_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct action_asked_list){ 0 };
}
