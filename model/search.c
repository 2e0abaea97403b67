/*
 * search.c - looking for folded words in texts. Most text is ASCII: it is turned to small letters
 * eight bytes at a time, and compared; the rest is folded first.
 */
#include "model/search.h"

#include <stdint.h>
#include <string.h>

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

/* 0 < m <= n. */
static bool found_bytes(const char *s, size_t n, const char *word, size_t m)
{
	const char *end = s + (n - m);
	char first = word[0], last = word[m - 1];

	for (; s <= end; s++)
		if (s[0] == first && s[m - 1] == last && memcmp(s, word, m) == 0)
			return true;
	return false;
}

static bool found_folded(const char *text, size_t n, const char *word, size_t m)
{
	struct str folded = { 0 };
	bool found;

	text_fold(&folded, text, n);
	found = m <= folded.len && found_bytes(str_text(&folded), folded.len, word, m);
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
	return m <= n && found_bytes(small, n, word, m);
}
