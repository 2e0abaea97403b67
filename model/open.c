/*
 * open.c - several nouns in one order. Duties and mailings are few: all of them are read, and what
 * the page does not want is left out. Of open questions only the place in that order is read, and
 * the words when they are on the page; tasks come by pages of their own.
 */
#include "model/open.h"

#include <stdlib.h>
#include <string.h>

#include "model/list.h"
#include "model/notification.h"
#include "model/obligation.h"
#include "model/question.h"
#include "model/task.h"

const char *const open_kind_words[] = { "decide", "deadline", "approve", "question", "task",
	NULL };

static int compare(const struct open_item *a, const struct open_item *b)
{
	if (a->due != b->due)
		return a->due < b->due ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return (a->thing > b->thing) - (a->thing < b->thing);
}

static int compare_any(const void *a, const void *b)
{
	return compare(a, b);
}

static bool wanted(const struct open_page *p, const struct open_item *x)
{
	const struct open_item key = { .due = p->due, .kind = p->kind, .thing = p->thing };

	if (p->from_end)
		return true;
	return p->backward ? compare(x, &key) < 0 : compare(x, &key) > 0;
}

static void put(struct open_list *out, const struct open_page *p, struct open_item x)
{
	x.late = x.due < p->now;
	if (wanted(p, &x))
		*list_push(out) = x;
}

/* --- what is few ------------------------------------------------------------------------ */

static int put_obligations(
    struct notebook *nb, const struct open_page *p, struct open_list *out, struct err *e)
{
	struct obligation_list l = { 0 };
	int status = obligation_list_load(nb, p->incident, p->now, &l, e);

	for (size_t i = 0; status == 0 && i < l.n; i++) {
		const struct obligation *o = &l.at[i];
		struct open_item x = { .kind = strcmp(o->decision, "undecided") == 0
				? OPEN_DECISION
				: OPEN_DEADLINE,
			.thing = o->thing, .row = o->row, .due = o->due.at, .count = 1 };

		if (o->state < OBLIGATION_HELD)
			continue;
		if (o->state == OBLIGATION_HELD)
			x.due = WHEN_FUTURE;
		memcpy(x.ref, o->public_ref, sizeof x.ref);
		x.what = arena_strdup(&out->mem, o->rule->title);
		x.who = arena_strdup(&out->mem, o->rule->recipient_name);
		x.name = arena_strdup(&out->mem, o->rule->id);
		x.state = obligation_state_words[o->state];
		put(out, p, x);
	}
	obligation_list_release(&l);
	return status;
}

static int put_mailing(
    struct notebook *nb, struct open_item *x, struct open_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_OPEN_MAILING);

	q_int(q, ":mailing", x->thing);
	if (q_row(q)) {
		x->name = row_text(q, "name", &out->mem);
		x->name = arena_printf(
		    &out->mem, "%s@%lld", x->name, (long long)row_int(q, "version"));
		x->what = row_text(q, "title", &out->mem);
	}
	return q_done(q, e);
}

static int put_approvals(
    struct notebook *nb, const struct open_page *p, struct open_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_OPEN_APPROVALS);
	struct open_list found = { 0 };
	int status;

	q_int(q, ":incident", p->incident);
	q_int(q, ":asof", nb->asof);
	while (q_row(q)) {
		struct open_item *x = list_push(&found);

		*x = (struct open_item){
			.kind = OPEN_APPROVAL, .due = WHEN_FUTURE, .what = ""
		};
		x->thing = row_int(q, "mailing");
		x->count = row_int(q, "n");
		x->row = row_int(q, "letter");
	}
	status = q_done(q, e);
	for (size_t i = 0; status == 0 && i < found.n; i++) {
		status = put_mailing(nb, &found.at[i], out, e);
		if (status == 0)
			put(out, p, found.at[i]);
	}
	open_list_release(&found);
	return status;
}

/* How far the first letter is, which is told for all of its mailing. */
static int tell_approval(
    struct notebook *nb, struct open_item *x, struct arena *mem, struct err *e)
{
	struct notify_approvals a = { 0 };
	int status = notification_approvals(nb, x->row, &a, e);

	if (status == 0)
		x->state = arena_printf(mem, "%lld of %lld", (long long)a.n, (long long)a.of);
	if (a.missing.len > 0)
		x->who = arena_strdup(mem, str_text(&a.missing));
	notify_approvals_release(&a);
	return status;
}

/* --- questions -------------------------------------------------------------------------- */

static int put_questions(
    struct notebook *nb, const struct open_page *p, struct open_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_OPEN_QUESTIONS);

	q_int(q, ":incident", p->incident);
	q_int(q, ":asof", nb->asof);
	while (q_row(q)) {
		struct open_item x = { .kind = OPEN_QUESTION, .count = 1, .state = "open" };

		x.thing = row_int(q, "thing");
		x.row = row_int(q, "row");
		x.due = row_int(q, "due");
		if (x.due == 0)
			x.due = WHEN_FUTURE;
		put(out, p, x);
	}
	return q_done(q, e);
}

static int tell_question(
    struct notebook *nb, struct open_item *x, struct arena *mem, struct err *e)
{
	struct question_list l = { 0 };
	int status = question_load(nb, x->thing, &l, e);

	if (status == 0 && l.n > 0) {
		memcpy(x->ref, l.at[0].public_ref, sizeof x->ref);
		x->what = arena_strdup(mem, l.at[0].text);
		x->who = l.at[0].asker ? arena_strdup(mem, l.at[0].asker) : NULL;
		x->entry_ref = arena_strdup(mem, l.at[0].entry_ref);
	}
	question_list_release(&l);
	return status;
}

/* The words of those that are on the page. */
static int tell_words(struct notebook *nb, struct open_list *l, struct err *e)
{
	int status = 0;

	for (size_t i = 0; status == 0 && i < l->n; i++)
		if (l->at[i].kind == OPEN_QUESTION)
			status = tell_question(nb, &l->at[i], &l->mem, e);
		else if (l->at[i].kind == OPEN_APPROVAL)
			status = tell_approval(nb, &l->at[i], &l->mem, e);
	return status;
}

/* --- tasks ------------------------------------------------------------------------------ */

/* The key among tasks: right before or behind all of them that are due then, where the key of the
 * page is of another kind. */
static struct task_page tasks_from(const struct open_page *p)
{
	struct task_page t = { .incident = p->incident,
		.order = TASK_DUE,
		.from_end = p->from_end && !p->backward,
		.backward = p->backward,
		.due = p->due == WHEN_FUTURE ? 0 : p->due,
		.thing = p->kind < OPEN_TASK ? 0 : p->kind > OPEN_TASK ? INT64_MAX : p->thing,
		.limit = p->limit };

	if (p->from_end && p->backward) /* behind the last open one: closed ones come after it */
		t.thing = INT64_MAX;
	return t;
}

static int put_tasks(
    struct notebook *nb, const struct open_page *p, struct open_list *out, struct err *e)
{
	struct task_page t = tasks_from(p);
	struct task_list l = { 0 };
	int status = task_page_load(nb, &t, &l, e);

	for (size_t i = 0; status == 0 && i < l.n; i++) {
		const struct task *k = &l.at[i];
		struct open_item x = { .kind = OPEN_TASK, .thing = k->thing, .row = k->row,
			.due = k->due ? k->due : WHEN_FUTURE, .count = 1 };

		if (k->closed)
			continue;
		memcpy(x.ref, k->public_ref, sizeof x.ref);
		x.what = arena_strdup(&out->mem, k->text);
		x.who = k->owner ? arena_strdup(&out->mem, k->owner) : NULL;
		x.state = k->waiting ? "waiting" : arena_strdup(&out->mem, k->state);
		x.entry_ref = k->entry_ref[0] ? arena_strdup(&out->mem, k->entry_ref) : NULL;
		put(out, p, x);
	}
	task_list_release(&l);
	return status;
}

/* --- the page --------------------------------------------------------------------------- */

static void cut(struct open_list *l, const struct open_page *p)
{
	size_t limit = (size_t)p->limit;

	qsort(l->at, l->n, sizeof *l->at, compare_any);
	if (l->n <= limit)
		return;
	if (p->backward)
		memmove(l->at, l->at + l->n - limit, limit * sizeof *l->at);
	l->n = limit;
}

int open_page_load(
    struct notebook *nb, const struct open_page *p, struct open_list *out, struct err *e)
{
	bool mine;
	int status;

	if (page_begin(nb->db, &mine, e) < 0)
		return -1;
	status = put_obligations(nb, p, out, e);
	if (status == 0)
		status = put_approvals(nb, p, out, e);
	if (status == 0)
		status = put_questions(nb, p, out, e);
	if (status == 0)
		status = put_tasks(nb, p, out, e);
	if (status == 0 && out->n > 0)
		cut(out, p);
	if (status == 0)
		status = tell_words(nb, out, e);
	return page_end(nb->db, mine, status);
}

void open_list_release(struct open_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct open_list){ 0 };
}

int open_count(struct notebook *nb, int64_t incident, int64_t now, int64_t *open, int64_t *late,
    struct err *e)
{
	struct open_page all = { .incident = incident, .now = now, .from_end = true };
	struct open_list few = { 0 };
	struct query *q;
	int status = put_obligations(nb, &all, &few, e);

	if (status == 0)
		status = put_approvals(nb, &all, &few, e);
	if (status == 0)
		status = put_questions(nb, &all, &few, e);
	*open = (int64_t)few.n;
	*late = 0;
	for (size_t i = 0; i < few.n; i++)
		*late += few.at[i].late;
	open_list_release(&few);
	if (status < 0)
		return -1;
	q = db_query(nb->db, Q_OPEN_TASKS);
	q_int(q, ":incident", incident);
	q_int(q, ":asof", nb->asof);
	q_int(q, ":now", now);
	if (q_row(q)) {
		*open += row_int(q, "n");
		*late += row_int(q, "late");
	}
	return q_done(q, e);
}
