/*
 * search.h - is a word in a text, without regard to case, width and marks? And which blocks of rows
 * may hold it: the sets that the full-text index answers with.
 */
#ifndef BLOTTER_MODEL_SEARCH_H
#define BLOTTER_MODEL_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* word is folded already (text_fold); text is as kept. The empty word is in every text. */
bool search_found(const char *text, size_t n, const char *word, size_t m);

enum { BLOCK_ROWS = 16 };

/* Blocks of rows: block b is the rows from b * BLOCK_ROWS on. Rows after `upto` are all in. */
struct block_set {
	int64_t upto;
	size_t words;  /* of 64 blocks */
	uint64_t *bit; /* owned */
};
/* None of the rows up to `upto`, which ends a block; fine on a zeroed one. */
void block_set_init(struct block_set *s, int64_t upto);
void block_set_release(struct block_set *s);
void block_set_add(struct block_set *s, int64_t block); /* one that is not up to `upto` is in */
/* Both of the same `upto`: what is in either, or in both. */
void block_set_join(struct block_set *s, const struct block_set *other);
void block_set_meet(struct block_set *s, const struct block_set *other);
int64_t block_set_count(const struct block_set *s); /* blocks up to `upto` */
/* The next run of rows from *first on, as [*first, *last]; false when there is none before `upto`.
 */
bool block_set_run(const struct block_set *s, int64_t *first, int64_t *last);
/* Calls `run` for each run of rows that are in, the last one being all rows after `upto`. */
void block_set_each(const struct block_set *s,
    void (*run)(void *with, int64_t first, int64_t last), void *with);

static inline bool block_set_has(const struct block_set *s, int64_t row)
{
	uint64_t block = (uint64_t)row / BLOCK_ROWS;

	return row > s->upto || row < 0 || (s->bit[block / 64] >> (block % 64) & 1);
}

#endif
