/*
 * question.c - questions and their answers. The words are those of entries; a question adds how it
 * stands.
 */
#include "model/question.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/entry.h"
#include "model/entryline.h"
#include "model/list.h"
#include "model/page.h"
#include "model/vocabulary.h"

enum { ASKER_MAX = 400 };

/* --- within an act ------------------------------------------------------------------------ */

static int64_t question_of_entry(struct notebook *nb, int64_t entry, struct err *e)
{
	struct query *q = db_query(nb->db, Q_QUESTION_BY_ENTRY);
	int64_t thing = 0;

	q_int(q, ":entry", entry);
	q_int(q, ":asof", nb->asof);
	if (q_row(q))
		thing = row_int(q, "id");
	return q_done(q, e) < 0 ? -1 : thing;
}

static int question_open(
    struct act *a, int64_t incident, int64_t entry, const char *asker, struct err *e)
{
	const struct value values[COLUMNS_MAX] = {
		[COL(question, asker)] = value_text(asker),
		[COL(question, entry)] = value_thing(entry),
		[COL(question, incident)] = value_thing(incident),
		[COL(question, state)] = value_text("open"),
	};

	return act_write(a, T_QUESTION, 0, values, e) < 0 ? -1 : 0;
}

/* Its next version: how it stands now, by which entry. */
static int question_set(struct act *a, int64_t question, int64_t answer, const char *state,
    const char *confidence, struct err *e)
{
	struct value values[COLUMNS_MAX] = { 0 };
	struct arena mem = { 0 };
	int64_t row;
	int status = thing_load(a->nb, T_QUESTION, question, values, &row, &mem, e);

	values[COL(question, answer)] = value_thing(answer);
	values[COL(question, confidence)] = value_text(confidence);
	values[COL(question, state)] = value_text(state);
	if (status == 0 && act_amend(a, T_QUESTION, question, row, values, e) < 0)
		status = -1;
	arena_release(&mem);
	return status;
}

int question_with_entry(struct act *a, int64_t incident, int64_t entry,
    const struct entryline *line, struct err *e)
{
	return question_open(a, incident, entry, line->asker, e);
}

int question_entry_amended(
    struct act *a, int64_t incident, int64_t entry, const char *kind, struct err *e)
{
	int64_t question;

	if (strcmp(kind, "question") != 0)
		return 0;
	question = question_of_entry(a->nb, entry, e);
	if (question != 0)
		return question < 0 ? -1 : 0;
	return question_open(a, incident, entry, NULL, e);
}

/* Every state but open has an answer, which says what, or why not. */
int question_answered(struct act *a, int64_t incident, int64_t question, int64_t entry,
    const struct entryline *line, struct err *e)
{
	const char *state = line->state ? line->state : "answered";
	bool open = strcmp(state, "open") == 0;

	return question_set(a, question, open ? 0 : entry, state, line->confidence, e);
}

int question_entry_answered(struct act *a, int64_t incident, int64_t answered, int64_t entry,
    const struct entryline *line, struct err *e)
{
	int64_t question = question_of_entry(a->nb, answered, e);

	if (question <= 0)
		return (int)question;
	return question_answered(a, incident, question, entry, line, e);
}

int question_entry_struck(struct act *a, int64_t entry, struct err *e)
{
	struct value values[COLUMNS_MAX];
	struct arena mem = { 0 };
	int64_t row, question = question_of_entry(a->nb, entry, e);
	int status = 0;

	if (question <= 0)
		return (int)question;
	status = thing_load(a->nb, T_QUESTION, question, values, &row, &mem, e);
	if (status == 0 && strcmp(values[COL(question, state)].text, "open") == 0)
		status = question_set(a, question, 0, "withdrawn", NULL, e);
	arena_release(&mem);
	return status;
}

/* --- acts --------------------------------------------------------------------------------- */

int question_ask(struct notebook *nb, int64_t incident, const struct entryline *line,
    const char *asker, char out_ref[REF_MAX], struct err *e)
{
	struct entryline asked = *line;
	struct act a;
	int status;

	assert(incident > 0);
	asked.kind = "question";
	asked.asker = asker;
	if (text_line_check(asker, ASKER_MAX, "the name of who asks", e) < 0 ||
	    act_begin(&a, nb, "question.ask", e) < 0)
		return -1;
	status = entry_write(&a, incident, &asked, e) < 0 ? -1 : 0;
	return act_finish(&a, status, out_ref, e);
}

/* The words of an answer, from their tables. */
static int answer_check(struct entryline *said, struct err *e)
{
	const char *state = said->state, *confidence = said->confidence;

	if (state && !(said->state = word_find(question_state_words, state, strlen(state),
			   "state of a question", e)))
		return -1;
	if (!confidence)
		return 0;
	if (state && strcmp(said->state, "answered") != 0)
		return err_set(e, ERR_INVALID, "only an answer has a confidence");
	said->confidence =
	    word_find(confidence_words, confidence, strlen(confidence), "confidence", e);
	return said->confidence ? 0 : -1;
}

/* An entry that answers the question by the reference of its entry. */
static int answer_write(struct act *a, int64_t question, struct entryline *said, struct err *e)
{
	struct value values[COLUMNS_MAX];
	struct arena mem = { 0 };
	char ref[REF_MAX];
	int64_t row;
	int status = -1;

	said->answers = ref;
	if (thing_load(a->nb, T_QUESTION, question, values, &row, &mem, e) == 0 &&
	    row_ref(a->nb, values[COL(question, entry)].n, ref, e) == 0 &&
	    entry_write(a, values[COL(question, incident)].n, said, e) > 0)
		status = 0;
	arena_release(&mem);
	return status;
}

int question_answer(struct notebook *nb, int64_t question, const struct entryline *line,
    const char *state, const char *confidence, char out_ref[REF_MAX], struct err *e)
{
	struct entryline said = *line;
	struct act a;

	said.kind = "answer";
	said.state = state;
	said.confidence = confidence;
	if (answer_check(&said, e) < 0 || act_begin(&a, nb, "question.answer", e) < 0)
		return -1;
	return act_finish(&a, answer_write(&a, question, &said, e), out_ref, e);
}

int question_find(struct notebook *nb, const char *ref, int64_t *thing, struct err *e)
{
	enum table t;
	int64_t row;

	if (ref_find(nb, ref, &row, &t, e) < 0)
		return -1;
	*thing = 0;
	if (t == T_ENTRY && ref_thing(nb, ref, T_ENTRY, thing, e) == 0)
		*thing = question_of_entry(nb, *thing, e);
	else if (t == T_QUESTION && ref_thing(nb, ref, T_QUESTION, thing, e) < 0)
		return -1;
	if (*thing == 0)
		return err_set(e, ERR_NOT_FOUND, "%.40s is no question", ref);
	return *thing < 0 ? -1 : 0;
}

/* --- reading ------------------------------------------------------------------------------- */

static void question_read(struct question *x, struct query *q, struct arena *mem)
{
	const char *writer;

	x->row = row_int(q, "row");
	x->thing = row_int(q, "id");
	x->incident = row_int(q, "incident");
	x->entry = row_int(q, "entry");
	x->answer_entry = row_int_or(q, "answer", 0);
	x->text = row_text(q, "text", mem);
	x->tags = row_text(q, "tags", mem);
	row_copy(q, "edtf", x->when.edtf, sizeof x->when.edtf, mem);
	row_copy(q, "zone", x->when.zone, sizeof x->when.zone, mem);
	x->when.earliest = row_int_or(q, "earliest", 0);
	x->when.latest = row_int_or(q, "latest", 0);
	x->due = row_int_or(q, "due", 0);
	x->struck = row_int_or(q, "struck", 0) == 1;
	x->state = row_text(q, "state", mem);
	x->asker = row_text(q, "asker", mem);
	x->confidence = row_text(q, "confidence", mem);
	x->recorded = row_int(q, "recorded");
	writer = name_alone(row_text(q, "writer", mem), mem);
	x->asker = x->asker ? x->asker : writer;
	x->answer = row_text(q, "answer_text", mem);
	x->answered = row_int_or(q, "answered", 0);
	x->answerer = name_alone(row_text(q, "answerer", mem), mem);
}

static int question_show(struct notebook *nb, int64_t row, void *list, struct err *e)
{
	struct question_list *out = list;
	struct query *q = db_query(nb->db, Q_QUESTION_SHOW);
	struct question *x;
	bool there;

	q_int(q, ":row", row);
	q_int(q, ":asof", nb->asof);
	there = q_row(q);
	if (there)
		question_read(list_push(out), q, &out->mem);
	if (q_done(q, e) < 0)
		return -1;
	if (!there)
		return err_set(e, ERR_NOT_FOUND, "there is no such question");
	x = &out->at[out->n - 1];
	if (row_ref(nb, x->thing, x->public_ref, e) < 0 ||
	    row_ref(nb, x->entry, x->entry_ref, e) < 0 ||
	    (x->answer_entry && row_ref(nb, x->answer_entry, x->answer_ref, e) < 0))
		return -1;
	return 0;
}

static const struct page_of questions = {
	.after = Q_QUESTION_PAGE_AFTER,
	.before = Q_QUESTION_PAGE_BEFORE,
	.scan = Q_QUESTION_SCAN_AFTER,
	.show = question_show,
};

int question_load(struct notebook *nb, int64_t thing, struct question_list *out, struct err *e)
{
	return page_one(nb, &questions, Q_QUESTION_NOW, thing, out, e);
}

int question_page_load(
    struct notebook *nb, const struct thing_page *p, struct question_list *out, struct err *e)
{
	return page_load(nb, &questions, p, out, e);
}

int question_count(struct notebook *nb, const struct thing_page *p, int64_t *count,
    struct thing_page *next, bool *more, struct err *e)
{
	return page_count(nb, &questions, p, count, next, more, e);
}

void question_list_release(struct question_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}
