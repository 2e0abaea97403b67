/*
 * search.c - looking for folded words in texts. Most text is ASCII and is compared as it stands;
 * the rest is folded first.
 */
#include "model/search.h"

#include <stdint.h>
#include <string.h>

#include "base/str.h"
#include "base/text.h"

static bool is_ascii(const char *s, size_t n)
{
	uint64_t all = 0, eight;
	size_t i = 0;

	for (; i + 8 <= n; i += 8) {
		memcpy(&eight, s + i, 8);
		all |= eight;
	}
	for (; i < n; i++)
		all |= (unsigned char)s[i];
	return (all & UINT64_C(0x8080808080808080)) == 0;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool begins(const char *s, const char *word, size_t m)
{
	for (size_t i = 0; i < m; i++)
		if (lower(s[i]) != word[i])
			return false;
	return true;
}

/* 0 < m <= n; the text is ASCII, or folded. */
static bool found_bytes(const char *s, size_t n, const char *word, size_t m)
{
	const char *last = s + (n - m);
	char small = word[0], big = small >= 'a' && small <= 'z' ? (char)(small - 32) : small;

	for (; s <= last; s++)
		if ((*s == small || *s == big) && begins(s, word, m))
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
	if (m == 0)
		return true;
	if (!is_ascii(text, n))
		return found_folded(text, n, word, m);
	return m <= n && is_ascii(word, m) && found_bytes(text, n, word, m);
}
