/*
 * fulltext.h - the full-text index: in which blocks of rows a text may stand.
 *
 * Derived data in a file of its own in the user's state folder, never in the notebook; without it
 * everything is found too, by looking at every row. It answers with a superset: whoever asks looks
 * at the rows themselves and tests them as if there were no index. Rows never change, and each
 * version has a row of its own, so what is in it stays right for every moment that is looked at,
 * through undo and import; rows that came after it are simply all in the answer. It belongs to one
 * history: it names a record and its hash, and where the notebook has another one there, or
 * something was erased since, it is made again. What it keeps is hashed with a key that only the
 * notebook holds.
 */
#ifndef BLOTTER_MODEL_FULLTEXT_H
#define BLOTTER_MODEL_FULLTEXT_H

#include "model/notebook.h"
#include "model/search.h"

enum { FULLTEXT_WORDS = -1, FULLTEXT_BEHIND = 2048 };

/* What a row must have: the folded `value` somewhere in its texts (column FULLTEXT_WORDS), or as
 * one of the words, or all, of one column; "" for whatever value. */
struct fulltext_need {
	enum table table;
	int column; /* COL(…) */
	const char *value;
	size_t n;
};

/* Opens the index of the notebook at `path`, or (NULL) in its state folder; makes it where there is
 * none or a strange one. Without a state folder there is none, which is no error. */
int fulltext_open(struct notebook *nb, const char *path, struct err *e);
void fulltext_close(struct notebook *nb); /* fine without one */
/* Forgets all that is in the file, and closes it: for an index made anew, and when something is
 * erased (one of another user's is made anew when it is next opened). */
void fulltext_forget(struct notebook *nb);
/* Are FULLTEXT_BEHIND rows or more not in it? Also answered without one: then it says whether one
 * is worth it. */
bool fulltext_behind(struct notebook *nb);
/* Leaves it alone for a while, so that what is read comes from the rows alone: before an act on
 * all that pass. */
void fulltext_aside(struct notebook *nb, bool aside);
/* Puts at most `rows` more rows in it; *more is false when it is complete but for the last block.
 * *upto (may be NULL) says how far it goes. */
int fulltext_step(struct notebook *nb, int rows, bool *more, int64_t *upto, struct err *e);
/* How far it goes: what a set of blocks of it has to be made for. */
int64_t fulltext_upto(const struct notebook *nb);
/* Adds the blocks of rows that may have what is needed to `out` (of fulltext_upto). *told is false
 * where it cannot tell: too short a word, or one that is nearly everywhere. */
int fulltext_find(struct notebook *nb, const struct fulltext_need *need, struct block_set *out,
    bool *told, struct err *e);
/* The newest row of a table; 0 when it is empty. */
int fulltext_last(struct notebook *nb, enum table t, int64_t *row, struct err *e);

#endif
