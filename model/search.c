/*
 * search.c - looking for folded words in texts. Most text is ASCII: it is turned to small letters
 * eight bytes at a time, and compared; the rest is folded first.
 */
#define _GNU_SOURCE /* memmem */
#include "model/search.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"

enum { SHORT = 512 }; /* texts up to so many bytes need no memory of their own */

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Eight ASCII letters, capitals made small: bit 7 of a sum says that a byte is at least 'A', or
 * above 'Z'. */
static uint64_t lower_eight(uint64_t w)
{
	uint64_t least = w + EACH(0x80 - 'A'), above = w + EACH(0x7f - 'Z');

	return w | (((least ^ above) & EACH(0x80)) >> 2);
}

/* Copies n bytes of ASCII in small letters; false where there is something else. `out` has room
 * for seven more. */
static bool ascii_lower(const char *s, size_t n, char *out)
{
	uint64_t w, all = 0;
	size_t i = 0;

	for (; i + 8 <= n; i += 8) {
		memcpy(&w, s + i, 8);
		all |= w;
		w = lower_eight(w);
		memcpy(out + i, &w, 8);
	}
	w = 0;
	memcpy(&w, s + i, n - i);
	all |= w;
	w = lower_eight(w);
	memcpy(out + i, &w, 8);
	return (all & EACH(0x80)) == 0;
}

static bool found_folded(const char *text, size_t n, const char *word, size_t m)
{
	struct str folded = { 0 };
	bool found;

	text_fold(&folded, text, n);
	found = memmem(str_text(&folded), folded.len, word, m) != NULL;
	str_release(&folded);
	return found;
}

bool search_found(const char *text, size_t n, const char *word, size_t m)
{
	char small[SHORT + 8];

	if (m == 0)
		return true;
	if (n > SHORT || !ascii_lower(text, n, small))
		return found_folded(text, n, word, m);
	return memmem(small, n, word, m) != NULL;
}

/* --- sets of blocks ---------------------------------------------------------------------- */

void block_set_init(struct block_set *s, int64_t upto)
{
	free(s->bit);
	s->upto = upto;
	s->words = (size_t)upto / BLOCK_ROWS / 64 + 1;
	s->bit = xcalloc(s->words, sizeof *s->bit);
}

void block_set_release(struct block_set *s)
{
	free(s->bit);
	*s = (struct block_set){ 0 };
}

void block_set_add(struct block_set *s, int64_t block)
{
	if (block >= 0 && block <= s->upto / BLOCK_ROWS)
		s->bit[block / 64] |= UINT64_C(1) << (block % 64);
}

void block_set_join(struct block_set *s, const struct block_set *other)
{
	for (size_t i = 0; i < s->words; i++)
		s->bit[i] |= other->bit[i];
}

void block_set_meet(struct block_set *s, const struct block_set *other)
{
	for (size_t i = 0; i < s->words; i++)
		s->bit[i] &= other->bit[i];
}

int64_t block_set_count(const struct block_set *s)
{
	int64_t n = 0;

	for (size_t i = 0; i < s->words; i++)
		for (uint64_t w = s->bit[i]; w; w &= w - 1)
			n++;
	return n;
}

/* The first block from `from` on that is in (or, with `in` false, is not); the end where there is
 * none. */
static size_t block_next(const struct block_set *s, size_t from, bool in)
{
	for (size_t i = from / 64; i < s->words; i++) {
		uint64_t w = in ? s->bit[i] : ~s->bit[i];

		if (i == from / 64)
			w &= ~UINT64_C(0) << (from % 64);
		if (w)
			return i * 64 + (size_t)__builtin_ctzll(w);
	}
	return s->words * 64;
}

bool block_set_run(const struct block_set *s, int64_t *first, int64_t *last)
{
	size_t from = ((size_t)*first + BLOCK_ROWS - 1) / BLOCK_ROWS, to;

	from = block_next(s, from, true);
	to = block_next(s, from, false);
	*first = (int64_t)from * BLOCK_ROWS;
	*last = (int64_t)to * BLOCK_ROWS - 1;
	if (*last > s->upto)
		*last = s->upto;
	return *first <= s->upto && from < s->words * 64;
}

void block_set_each(
    const struct block_set *s, void (*run)(void *with, int64_t first, int64_t last), void *with)
{
	int64_t first = 0, last;

	for (; block_set_run(s, &first, &last); first = last + 1)
		run(with, first, last);
	run(with, s->upto + 1, INT64_MAX);
}
