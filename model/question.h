/*
 * question.h - what is not known: asked, and answered, or found to be unknowable, or withdrawn.
 *
 * A question is written with its entry of kind question, in one record: the entry holds its words
 * and when it is due. So `? …` typed in the log asks, and `= RW12 …` answers RW12: both are entries
 * that entry_effect.h makes more of.
 */
#ifndef BLOTTER_MODEL_QUESTION_H
#define BLOTTER_MODEL_QUESTION_H

#include "base/when.h"
#include "model/page.h"

struct question {
	int64_t thing, row, incident;
	int64_t entry, answer_entry; /* things of the entries; answer_entry 0: none */
	char public_ref[REF_MAX];    /* RW12.2 */
	char entry_ref[REF_MAX];     /* RW12 */
	char answer_ref[REF_MAX];    /* "" for none */
	const char *text;	     /* the question, as its entry reads now */
	const char *tags;	     /* of the entry, or NULL */
	const char *state;	     /* open answered unknowable withdrawn */
	const char *asker;	     /* who asked: a name, or who wrote it down */
	const char *confidence;	     /* in the answer: low medium high, or NULL */
	const char *answer; /* what was answered, or why it cannot be known; NULL: nothing */
	const char *answerer;	     /* who wrote the answer, or NULL */
	struct when when;	     /* when it was asked */
	int64_t due;		     /* µs UTC, 0: none */
	int64_t recorded, answered;  /* recorded times of entry and answer, µs UTC; 0: none */
	bool struck;		     /* the entry was */
};
struct question_list {
	struct question *at;
	size_t n, cap;
	struct arena mem;
};

struct entryline;
/* Asks. The line holds words and due; asker NULL: who writes. */
int question_ask(struct notebook *nb, int64_t incident, const struct entryline *line,
    const char *asker, char out_ref[REF_MAX], struct err *e);
/* Answers, or says why there will be no answer, by an entry of kind answer. state NULL: answered;
 * `open` opens it again, and then the line says why. confidence only with answered, or NULL. */
int question_answer(struct notebook *nb, int64_t question, const struct entryline *line,
    const char *state, const char *confidence, char out_ref[REF_MAX], struct err *e);

/* What entries do to questions: entry_effect.h. */
int question_with_entry(struct act *a, int64_t incident, int64_t entry,
    const struct entryline *line, struct err *e);
int question_answered(struct act *a, int64_t incident, int64_t question, int64_t entry,
    const struct entryline *line, struct err *e);
int question_entry_answered(struct act *a, int64_t incident, int64_t answered, int64_t entry,
    const struct entryline *line, struct err *e);
int question_entry_amended(
    struct act *a, int64_t incident, int64_t entry, const char *kind, struct err *e);
int question_entry_struck(struct act *a, int64_t entry, struct err *e); /* withdraws an open one */

/* By its own reference or by that of its entry (RW12). */
int question_find(struct notebook *nb, const char *ref, int64_t *thing, struct err *e);

/* In the order asked. */
int question_page_load(
    struct notebook *nb, const struct thing_page *p, struct question_list *out, struct err *e);
int question_count(struct notebook *nb, const struct thing_page *p, int64_t *count,
    struct thing_page *next, bool *more, struct err *e);
int question_load(
    struct notebook *nb, int64_t thing, struct question_list *out, struct err *e); /* one */
void question_list_release(struct question_list *l);

#endif
