/*
 * search.c - looking for folded words in texts. Most text is ASCII: the first and the last letter
 * of the word are looked for at eight places at a time; the rest is folded first.
 */
#define _GNU_SOURCE /* memmem */
#include "model/search.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static bool is_ascii(const char *s, size_t n)
{
	uint64_t w, all = 0;
	size_t i = 0;

	for (; i + 8 <= n; i += 8) {
		memcpy(&w, s + i, 8);
		all |= w;
	}
	w = 0;
	memcpy(&w, s + i, n - i);
	return ((all | w) & EACH(0x80)) == 0;
}

/* The bit that a capital differs by from this letter; of what is no letter none. */
static char capital_bit(char c)
{
	return c >= 'a' && c <= 'z' ? 'a' - 'A' : 0;
}

static bool word_here(const char *s, const char *word, size_t m)
{
	size_t i = 0;

	while (i < m && (s[i] | capital_bit(word[i])) == word[i])
		i++;
	return i == m;
}

/* Is the word at one of eight places? Where neither its first nor its last letter is wrong, a byte
 * of `wrong` is zero; the subtraction shows that in its bit 7, and may show more. What stands there
 * is added to *all. */
static bool among_eight(const char *s, const char *word, size_t m, uint64_t *all)
{
	uint64_t first, last, wrong;

	memcpy(&first, s, 8);
	memcpy(&last, s + m - 1, 8);
	*all |= first;
	wrong = ((first | EACH(capital_bit(word[0]))) ^ EACH((unsigned char)word[0])) |
		((last | EACH(capital_bit(word[m - 1]))) ^ EACH((unsigned char)word[m - 1]));
	if (((wrong - EACH(1)) & ~wrong & EACH(0x80)) == 0)
		return false;
	for (int i = 0; i < 8; i++)
		if (word_here(s + i, word, m))
			return true;
	return false;
}

/* As if all were ASCII; where it is not found, *ascii says whether it is. The last eight places
 * overlap those before. */
static bool found_plain(const char *text, size_t n, const char *word, size_t m, bool *ascii)
{
	size_t i = 0, last = n - m - 7;
	uint64_t all = 0;

	if (n < m + 7) {
		while (i + m <= n && !word_here(text + i, word, m))
			i++;
		*ascii = is_ascii(text, n);
		return i + m <= n;
	}
	while (!among_eight(text + i, word, m, &all)) {
		if (i == last) {
			*ascii = (all & EACH(0x80)) == 0 && is_ascii(text + n - m, m);
			return false;
		}
		i = i + 8 < last ? i + 8 : last;
	}
	return true;
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

/* Folding makes small letters of ASCII and leaves it in its place, so a word of ASCII that is there
 * before is there after it. */
bool search_found(const char *text, size_t n, const char *word, size_t m)
{
	bool ascii = false;

	if (m == 0)
		return true;
	if (found_plain(text, n, word, m, &ascii) && is_ascii(word, m))
		return true;
	return !ascii && found_folded(text, n, word, m);
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
