/*
 * task.c - what somebody is to do. Tasks come from an action of the log or by themselves, and end
 * with an entry that says so; both are one record.
 */
#include "model/task.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "model/entry.h"
#include "model/list.h"
#include "model/page.h"
#include "model/vocabulary.h"

enum { CHAIN_MAX = 10000 }; /* tasks that are looked at for one that waits for itself */

static bool state_closed(const char *state)
{
	return strcmp(state, "done") == 0 || strcmp(state, "dropped") == 0;
}

/* --- fields -------------------------------------------------------------------------- */

static int text_read(const char *s, struct value *v, struct err *e)
{
	if (text_line_check(s, TASK_TEXT_MAX, "the text of a task", e) < 0)
		return -1;
	*v = value_text(s);
	return s && *s ? 0 : err_set(e, ERR_INVALID, "a task needs a text");
}

static int owner_read(const char *s, struct value *v, struct err *e)
{
	if (text_line_check(s, TASK_OWNER_MAX, "the owner of a task", e) < 0)
		return -1;
	*v = value_text(s && s[0] == '@' ? s + 1 : s);
	return 0;
}

static int word_read(const char *const *words, const char *what, const char *s, struct value *v,
    struct err *e)
{
	const char *word = word_find(words, s, strlen(s), what, e);

	*v = value_text(word);
	return word ? 0 : -1;
}

static struct value due_value(int64_t due)
{
	return due ? value_int(due) : (struct value){ 0 };
}

/* The thing must be of the same incident. */
static int same_incident(struct notebook *nb, enum table t, int column, int64_t thing,
    int64_t incident, const char *what, struct err *e)
{
	struct value v[COLUMNS_MAX] = { 0 };
	struct arena mem = { 0 };
	int64_t row;
	int status = thing ? thing_load(nb, t, thing, v, &row, &mem, e) : 0;

	if (status == 0 && thing && v[column].n != incident)
		status = err_set(e, ERR_INVALID, "%s is of another incident", what);
	arena_release(&mem);
	return status;
}

static int links_check(
    struct notebook *nb, int64_t incident, int64_t after, int64_t entry, struct err *e)
{
	if (same_incident(nb, T_TASK, COL(task, incident), after, incident,
		"the task that comes before", e) < 0)
		return -1;
	return same_incident(
	    nb, T_ENTRY, COL(entry, incident), entry, incident, "the entry it comes from", e);
}

int64_t task_write(struct act *a, int64_t incident, const struct task_fields *f, struct err *e)
{
	struct value v[COLUMNS_MAX] = {
		[COL(task, after)] = value_thing(f->after),
		[COL(task, due)] = due_value(f->due),
		[COL(task, entry)] = value_thing(f->entry),
		[COL(task, incident)] = value_thing(incident),
		[COL(task, playbook)] = value_thing(f->playbook),
		[COL(task, step)] = value_text(f->step),
		[COL(task, state)] = value_text("open"),
	};

	if (text_read(f->text, &v[COL(task, text)], e) < 0 ||
	    owner_read(f->owner, &v[COL(task, owner)], e) < 0 ||
	    word_read(task_priority_words, "priority", f->priority ? f->priority : "normal",
		&v[COL(task, priority)], e) < 0)
		return -1;
	return act_write(a, T_TASK, 0, v, e);
}

int task_add(struct notebook *nb, int64_t incident, const struct task_fields *f,
    char out_ref[REF_MAX], struct err *e)
{
	struct act a;
	int status;

	if (act_begin(&a, nb, "task.add", e) < 0)
		return -1;
	status = links_check(nb, incident, f->after, f->entry, e);
	if (status == 0 && task_write(&a, incident, f, e) < 0)
		status = -1;
	return act_finish(&a, status, out_ref, e);
}

/* --- changes ------------------------------------------------------------------------- */

struct setting {
	struct notebook *nb;
	int64_t task;
	const struct when_context *when;
	struct value *v;
};

static int set_text(struct setting *c, const char *s, struct err *e)
{
	return text_read(s, &c->v[COL(task, text)], e);
}

static int set_owner(struct setting *c, const char *s, struct err *e)
{
	return owner_read(s, &c->v[COL(task, owner)], e);
}

static int set_due(struct setting *c, const char *s, struct err *e)
{
	struct when_context ahead = { c->when->now, c->when->zone, true };
	struct when w = { 0 };

	if (*s && when_parse(&w, s, strlen(s), &ahead, e) < 0)
		return -1;
	if (*s && (!w.edtf[0] || w.latest == WHEN_FUTURE))
		return err_set(e, ERR_INVALID, "what is due has an end");
	c->v[COL(task, due)] = due_value(w.latest);
	return 0;
}

static int set_priority(struct setting *c, const char *s, struct err *e)
{
	return word_read(task_priority_words, "priority", s, &c->v[COL(task, priority)], e);
}

static int set_state(struct setting *c, const char *s, struct err *e)
{
	if (word_read(task_state_words, "state of a task", s, &c->v[COL(task, state)], e) < 0)
		return -1;
	if (strcmp(c->v[COL(task, state)].text, "done") == 0)
		return err_set(e, ERR_USAGE,
		    "what is done has an entry that says so: task done REF, or = REF in the log");
	return 0;
}

/* Does the chain of what comes before lead back to the task itself? */
static int chain_check(struct notebook *nb, int64_t task, int64_t after, struct err *e)
{
	for (int i = 0; after && i < CHAIN_MAX; i++) {
		struct value v[COLUMNS_MAX] = { 0 };
		struct arena mem = { 0 };
		int64_t row;
		int status;

		if (after == task)
			return err_set(e, ERR_INVALID, "the task would wait for itself");
		status = thing_load(nb, T_TASK, after, v, &row, &mem, e);
		after = v[COL(task, after)].is == VALUE_INT ? v[COL(task, after)].n : 0;
		arena_release(&mem);
		if (status < 0)
			return -1;
	}
	return 0;
}

static int set_after(struct setting *c, const char *s, struct err *e)
{
	int64_t after = 0;

	if (*s && (task_find(c->nb, s, &after, e) < 0 ||
		      chain_check(c->nb, c->task, after, e) < 0 ||
		      links_check(c->nb, c->v[COL(task, incident)].n, after, 0, e) < 0))
		return -1;
	c->v[COL(task, after)] = value_thing(after);
	return 0;
}

static int change_apply(struct setting *c, const struct task_change *given, struct err *e)
{
	static const char *const keys[] = { "text", "owner", "due", "priority", "state", "after",
		NULL };
	static int (*const sets[])(struct setting *c, const char *s, struct err *e) = { set_text,
		set_owner, set_due, set_priority, set_state, set_after };
	const char *key = word_find(keys, given->key, strlen(given->key), "field of a task", e);

	if (!key)
		return -1;
	if (sets[word_index(keys, key)](c, given->value, e) < 0)
		return err_in(e, "%s", key);
	return 0;
}

int task_set(struct notebook *nb, int64_t task, const struct task_change *changes, size_t n,
    const struct when_context *when, const char *reason, char out_ref[REF_MAX], struct err *e)
{
	struct value v[COLUMNS_MAX] = { 0 };
	struct setting c = { nb, task, when, v };
	struct arena mem = { 0 };
	struct act a;
	int64_t row;
	int status;

	if (n == 0)
		return err_set(e, ERR_USAGE, "nothing to change: give KEY=VALUE");
	if (act_begin(&a, nb, "task.set", e) < 0)
		return -1;
	a.reason = reason;
	status = thing_load(nb, T_TASK, task, v, &row, &mem, e);
	for (size_t i = 0; status == 0 && i < n; i++)
		status = change_apply(&c, &changes[i], e);
	if (status == 0 && act_amend(&a, T_TASK, task, row, v, e) < 0)
		status = -1;
	status = act_finish(&a, status, out_ref, e);
	arena_release(&mem);
	return status;
}

/* --- with entries ---------------------------------------------------------------------- */

/* Is the word a #tag (not a reference such as #RW12), or the mark of the owner? */
static bool word_is_mark(const char *s, size_t n, const char *owner)
{
	size_t m = owner ? strlen(owner) : 0;

	if (n > 1 && s[0] == '#')
		return strcspn(s, "0123456789") >= n;
	return m && n == m + 1 && s[0] == '@' && strncasecmp(s + 1, owner, m) == 0;
}

/* Takes blanks, tags and the mark of the owner off the end; a word stays. */
static size_t end_trim(const char *s, size_t end, const char *owner)
{
	for (;;) {
		size_t from;

		while (end > 0 && s[end - 1] == ' ')
			end--;
		for (from = end; from > 0 && s[from - 1] != ' '; from--)
			;
		if (from == 0 || !word_is_mark(s + from, end - from, owner))
			return end;
		end = from;
	}
}

/* The title of an action as the text of its task: without when it is due and, at its end, whose it
 * is and its tags; at most so long as a task's text may be, controls as spaces. */
static const char *title_text(const char *text, const char *owner, struct arena *mem)
{
	size_t n = strcspn(text, "\n"), end, k = 0, due_n = 0;
	const char *due = entryline_due_word(text, &due_n); /* it stands in a column of its own */
	char *out = arena_alloc(mem, n + 1);

	for (size_t i = 0; i < n; i++) {
		if (text + i == due) {
			i += due_n;
			continue;
		}
		out[k++] = (unsigned char)text[i] < 0x20 || text[i] == 0x7f ? ' ' : text[i];
	}
	for (end = k < TASK_TEXT_MAX ? k : TASK_TEXT_MAX; end > 0 && end < k; end--)
		if (((unsigned char)out[end] & 0xC0) != 0x80)
			break;
	out[end_trim(out, end, owner)] = '\0';
	return *out ? out : "(when it is due)";
}

int task_with_entry(
    struct act *a, int64_t incident, int64_t entry, const struct entryline *line, struct err *e)
{
	struct arena mem = { 0 };
	const struct task_fields f = {
		.text = title_text(line->text, line->owner, &mem),
		.owner = line->owner && strlen(line->owner) <= TASK_OWNER_MAX ? line->owner : NULL,
		.due = line->due,
		.entry = entry,
	};
	int64_t task = task_write(a, incident, &f, e);

	arena_release(&mem);
	return task < 0 ? -1 : 0;
}

/* Gives a task that is not closed another state, within an act; *changed says whether it was. */
static int task_close(
    struct act *a, int64_t incident, int64_t task, const char *state, bool *changed, struct err *e)
{
	struct value v[COLUMNS_MAX] = { 0 };
	struct arena mem = { 0 };
	int64_t row;
	int status = thing_load(a->nb, T_TASK, task, v, &row, &mem, e);

	*changed = false;
	if (status == 0 && !state_closed(v[COL(task, state)].text) &&
	    (!incident || v[COL(task, incident)].n == incident)) {
		v[COL(task, state)] = value_text(state);
		status = act_amend(a, T_TASK, task, row, v, e) < 0 ? -1 : 0;
		*changed = status == 0;
	}
	arena_release(&mem);
	return status;
}

int task_answered(struct act *a, int64_t incident, int64_t task, int64_t entry,
    const struct entryline *line, struct err *e)
{
	bool changed;

	return task_close(a, incident, task, "done", &changed, e);
}

/* Closes the tasks that came from an entry. */
static int entry_close(
    struct act *a, int64_t incident, int64_t entry, const char *state, struct err *e)
{
	struct task_list l = { 0 };
	bool changed;
	int status = task_list_of_entry(a->nb, entry, &l, e);

	for (size_t i = 0; status == 0 && i < l.n; i++)
		status = task_close(a, incident, l.at[i].thing, state, &changed, e);
	task_list_release(&l);
	return status;
}

int task_entry_answered(struct act *a, int64_t incident, int64_t answered, int64_t entry,
    const struct entryline *line, struct err *e)
{
	return entry_close(a, incident, answered, "done", e);
}

/* What the entry says of its task. */
struct said {
	const char *text, *owner;
	int64_t due;
};

static struct said said_by(const struct value *entry, struct arena *mem)
{
	struct said s = { .owner = entryline_owner(entry[COL(entry, text)].text, mem),
		.due = entry[COL(entry, due)].is == VALUE_INT ? entry[COL(entry, due)].n : 0 };

	s.text = title_text(entry[COL(entry, text)].text, s.owner, mem);
	if (s.owner && strlen(s.owner) > TASK_OWNER_MAX)
		s.owner = NULL;
	return s;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Gives a task that is not closed what differs between the two. */
static int task_follow(struct act *a, int64_t task, const struct said *was, const struct said *now,
    struct err *e)
{
	struct value v[COLUMNS_MAX] = { 0 };
	struct arena mem = { 0 };
	bool text = !same_text(was->text, now->text), owner = !same_text(was->owner, now->owner);
	int64_t row;
	int status = thing_load(a->nb, T_TASK, task, v, &row, &mem, e);

	if (text)
		v[COL(task, text)] = value_text(now->text);
	if (owner)
		v[COL(task, owner)] = value_text(now->owner);
	if (was->due != now->due)
		v[COL(task, due)] = due_value(now->due);
	if (status == 0 && (text || owner || was->due != now->due) &&
	    !state_closed(v[COL(task, state)].text) && act_amend(a, T_TASK, task, row, v, e) < 0)
		status = -1;
	arena_release(&mem);
	return status;
}

int task_entry_amended(struct act *a, int64_t entry, const struct value *was,
    const struct value *now, const struct entryline *line, struct err *e)
{
	struct entryline typed = *line;
	struct task_list l = { 0 };
	struct arena mem = { 0 };
	struct said before, after;
	int status;

	if (strcmp(now[COL(entry, kind)].text, "action") != 0)
		return 0;
	before = said_by(was, &mem);
	after = said_by(now, &mem);
	typed.due = after.due;
	status = task_list_of_entry(a->nb, entry, &l, e);
	if (status == 0 && l.n == 0)
		status = task_with_entry(a, now[COL(entry, incident)].n, entry, &typed, e);
	for (size_t i = 0; status == 0 && i < l.n; i++)
		status = task_follow(a, l.at[i].thing, &before, &after, e);
	task_list_release(&l);
	arena_release(&mem);
	return status;
}

int task_entry_struck(struct act *a, int64_t entry, struct err *e)
{
	return entry_close(a, 0, entry, "dropped", e);
}

/* The answer to a task, as its entry. */
static int done_write(struct act *a, int64_t task, struct entryline *line, struct err *e)
{
	struct task_list one = { 0 };
	int status = task_load(a->nb, task, &one, e);

	if (status == 0 && one.at[0].closed)
		status = err_set(e, ERR_CONFLICT, "the task is %s already", one.at[0].state);
	if (status == 0) {
		line->kind = "answer";
		line->answers = arena_strdup(&line->mem, one.at[0].public_ref);
		if (!line->text)
			line->text = arena_printf(&line->mem, "done: %s", one.at[0].text);
		status = entry_write(a, one.at[0].incident, line, e) < 0 ? -1 : 0;
	}
	task_list_release(&one);
	return status;
}

int task_done(struct notebook *nb, int64_t task, struct entryline *line, char out_ref[REF_MAX],
    struct err *e)
{
	struct act a;

	if (act_begin(&a, nb, "task.done", e) < 0)
		return -1;
	return act_finish(&a, done_write(&a, task, line, e), out_ref, e);
}

/* --- reading ------------------------------------------------------------------------------ */

static void task_read(struct task *t, struct query *q, struct arena *mem)
{
	const char *before;

	t->row = row_int(q, "row");
	t->thing = row_int(q, "id");
	t->incident = row_int(q, "incident");
	t->text = row_text(q, "text", mem);
	t->owner = row_text(q, "owner", mem);
	t->priority = row_text(q, "priority", mem);
	t->state = row_text(q, "state", mem);
	t->due = row_int_or(q, "due", 0);
	t->entry = row_int_or(q, "entry", 0);
	t->after = row_int_or(q, "after", 0);
	t->step = row_text(q, "step", mem);
	t->playbook = row_text(q, "playbook", mem);
	before = row_text(q, "before", mem);
	t->added = row_int(q, "added");
	t->changed = row_int(q, "changed");
	t->writer = name_alone(row_text(q, "writer", mem), mem);
	t->closed = state_closed(t->state);
	t->waiting = !t->closed && before && !state_closed(before);
}

static int task_show(struct notebook *nb, int64_t row, struct task_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_TASK_SHOW);
	struct task *t;
	bool there;

	q_int(q, ":row", row);
	q_int(q, ":asof", nb->asof);
	there = q_row(q);
	if (there)
		task_read(list_push(out), q, &out->mem);
	if (q_done(q, e) < 0)
		return -1;
	if (!there)
		return err_set(e, ERR_NOT_FOUND, "there is no such task");
	t = &out->at[out->n - 1];
	if (row_ref(nb, t->thing, t->public_ref, e) < 0 ||
	    (t->entry && row_ref(nb, t->entry, t->entry_ref, e) < 0))
		return -1;
	return t->after ? row_ref(nb, t->after, t->after_ref, e) : 0;
}

/* The rows of a statement about one thing. */
static int rows_show(struct notebook *nb, enum query_id id, int64_t thing, struct task_list *out,
    struct err *e)
{
	struct query *q = db_query(nb->db, id);
	int64_t *rows = NULL;
	size_t n = 0, cap = 0;
	int status;

	q_int(q, ":thing", thing);
	q_int(q, ":asof", nb->asof);
	while (q_row(q)) {
		rows = list_room(rows, n, &cap, sizeof *rows);
		rows[n++] = row_int(q, "row");
	}
	status = q_done(q, e);
	for (size_t i = 0; status == 0 && i < n; i++)
		status = task_show(nb, rows[i], out, e);
	free(rows);
	return status;
}

int task_load(struct notebook *nb, int64_t thing, struct task_list *out, struct err *e)
{
	if (rows_show(nb, Q_TASK_NOW, thing, out, e) < 0)
		return -1;
	return out->n ? 0 : err_set(e, ERR_NOT_FOUND, "there is no such task");
}

int task_list_of_entry(struct notebook *nb, int64_t entry, struct task_list *out, struct err *e)
{
	return rows_show(nb, Q_TASK_OF_ENTRY, entry, out, e);
}

int task_list_after(struct notebook *nb, int64_t task, struct task_list *out, struct err *e)
{
	return rows_show(nb, Q_TASK_AFTER, task, out, e);
}

int task_find(struct notebook *nb, const char *ref, int64_t *thing, struct err *e)
{
	struct task_list l = { 0 };
	struct err ignored;
	int64_t entry;
	int status;

	if (ref_thing(nb, ref, T_TASK, thing, e) == 0)
		return 0;
	if (ref_thing(nb, ref, T_ENTRY, &entry, &ignored) < 0)
		return -1;
	status = task_list_of_entry(nb, entry, &l, e);
	if (status == 0 && l.n == 0)
		status = err_set(e, ERR_NOT_FOUND, "no task comes from entry %.30s", ref);
	if (status == 0 && l.n > 1)
		status = err_set(e, ERR_USAGE, "%zu tasks come from entry %.30s: name one of them",
		    l.n, ref);
	*thing = status == 0 ? l.at[0].thing : 0;
	task_list_release(&l);
	return status;
}

/* --- pages --------------------------------------------------------------------------------- */

static struct query *band_query(
    struct notebook *nb, const struct task_page *p, bool closed, bool whole, int limit)
{
	static const enum query_id ids[2][2] = {
		[TASK_DUE] = { Q_TASK_PAGE_DUE_AFTER, Q_TASK_PAGE_DUE_BEFORE },
		[TASK_RECORDED] = { Q_TASK_PAGE_AFTER, Q_TASK_PAGE_BEFORE },
	};
	struct query *q = filter_query(nb, ids[p->order][p->backward], p->filter);
	int64_t end = p->backward ? INT64_MAX : INT64_MIN;

	q_int(q, ":incident", p->incident);
	q_int(q, ":asof", nb->asof);
	q_int(q, ":limit", limit);
	q_int(q, ":thing", whole ? end : p->thing);
	if (p->order == TASK_DUE) {
		q_int(q, ":closed", closed);
		q_int(q, ":due", whole ? end : p->due ? p->due : INT64_MAX);
	}
	return q;
}

/* Row numbers of the page in the order met; returns how many, or -1. */
static int page_rows(struct notebook *nb, const struct task_page *p, int64_t *rows, struct err *e)
{
	bool closed = p->from_end ? p->backward : p->closed, whole = p->from_end;
	int bands = p->order == TASK_RECORDED || closed != p->backward ? 1 : 2, n = 0;

	for (int band = 0; band < bands && n < p->limit; band++) {
		struct query *q = band_query(nb, p, closed, whole, p->limit - n);

		while (n < p->limit && q_row(q))
			rows[n++] = row_int(q, "row");
		if (q_done(q, e) < 0)
			return -1;
		closed = !closed;
		whole = true;
	}
	return n;
}

static int page_read(
    struct notebook *nb, const struct task_page *p, struct task_list *out, struct err *e)
{
	int64_t *rows = arena_alloc(&out->mem, ((size_t)p->limit + 1) * sizeof *rows);
	int n = page_rows(nb, p, rows, e);

	for (int i = 0; i < n; i++)
		if (task_show(nb, rows[p->backward ? n - 1 - i : i], out, e) < 0)
			return -1;
	return n < 0 ? -1 : 0;
}

int task_page_load(
    struct notebook *nb, const struct task_page *p, struct task_list *out, struct err *e)
{
	bool mine;

	if (page_begin(nb->db, &mine, e) < 0)
		return -1;
	return page_end(nb->db, mine, page_read(nb, p, out, e));
}

void task_page_from(struct task_page *p, const struct task *t)
{
	p->from_end = false;
	p->closed = t->closed;
	p->due = t->due;
	p->thing = t->thing;
}

void task_list_release(struct task_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct task_list){ 0 };
}
