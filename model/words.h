/*
 * words.h - the kinds of entries: the word that is stored, the mark that is typed and shown.
 */
#ifndef BLOTTER_MODEL_WORDS_H
#define BLOTTER_MODEL_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct word {
	const char *word;    /* what is stored and typed after kind: */
	char mark;           /* typed in the entry line, shown in the log; ' ' when there is none */
	bool stored;         /* false: another word for one that is */
	const char *label;   /* capitals, for the preview */
	const char *help_en; /* one line */
	const char *help_id;
};

/* Ends with a row whose word is NULL. The first is what an entry is when nothing is said. */
extern const struct word entry_kinds[];

/* The kind of that name (n bytes), always one that is stored; NULL when there is none. */
const struct word *entry_kind_find(const char *word, size_t n);
/* The kind typed with that mark; NULL when there is none. */
const struct word *entry_kind_marked(char mark);

#endif
