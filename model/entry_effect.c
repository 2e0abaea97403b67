/* entry_effect.c - what an entry does besides standing in the log. */
#include "model/entry_effect.h"

#include <string.h>

#include "model/asset.h"
#include "model/notebook.h"
#include "model/question.h"
#include "model/task.h"

/* What is written with an entry of a kind. */
static const struct {
	const char *kind;
	int (*write)(struct act *a, int64_t incident, int64_t entry, const struct entryline *line,
	    struct err *e);
} with_kind[] = {
	{ "action", task_with_entry },
	{ "question", question_with_entry },
};

/* What an answer to a thing of a table does; more than one may be asked of an entry. */
static const struct {
	enum table table;
	int (*answer)(struct act *a, int64_t incident, int64_t thing, int64_t entry,
	    const struct entryline *line, struct err *e);
} answers[] = {
	{ T_TASK, task_answered },
	{ T_ENTRY, task_entry_answered },
	{ T_QUESTION, question_answered },
	{ T_ENTRY, question_entry_answered },
};

/* The thing an answer is to, 0 when its reference names nothing: then it is an entry like others.
 */
static int answered_find(
    struct notebook *nb, const char *ref, int64_t *thing, enum table *t, struct err *e)
{
	*thing = 0;
	if (ref_thing_any(nb, ref, t, thing, e) == 0)
		return 0;
	*thing = 0;
	return e->kind == ERR_NOT_FOUND || e->kind == ERR_INVALID ? 0 : -1;
}

static int answer_effects(struct act *a, int64_t incident, int64_t entry,
    const struct entryline *line, struct err *e)
{
	int64_t thing;
	enum table t;

	if (answered_find(a->nb, line->answers, &thing, &t, e) < 0)
		return -1;
	for (size_t i = 0; thing && i < sizeof answers / sizeof answers[0]; i++)
		if (answers[i].table == t &&
		    answers[i].answer(a, incident, thing, entry, line, e) < 0)
			return -1;
	return 0;
}

int entry_effects(
    struct act *a, int64_t incident, int64_t entry, const struct entryline *line, struct err *e)
{
	for (size_t i = 0; i < sizeof with_kind / sizeof with_kind[0]; i++)
		if (strcmp(with_kind[i].kind, line->kind) == 0 &&
		    with_kind[i].write(a, incident, entry, line, e) < 0)
			return -1;
	if (line->iocs && assets_with_entry(a, incident, entry, line, e) < 0)
		return -1;
	return line->answers ? answer_effects(a, incident, entry, line, e) : 0;
}

int entry_amended(struct act *a, int64_t entry, const struct value *was, const struct value *now,
    const struct entryline *line, struct err *e)
{
	return task_entry_amended(a, entry, was, now, line, e) < 0
	    ? -1
	    : question_entry_amended(
		  a, now[COL(entry, incident)].n, entry, now[COL(entry, kind)].text, e);
}

int entry_struck(struct act *a, int64_t entry, struct err *e)
{
	return task_entry_struck(a, entry, e) < 0 ? -1 : question_entry_struck(a, entry, e);
}
