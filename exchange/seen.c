/* seen.c - keys met so far, each with the line it stood on. */
#include "exchange/seen.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { LINE = sizeof(int64_t) };

uint64_t seen_hash(const char *key, size_t n)
{
	uint64_t h = n * UINT64_C(0x9e3779b97f4a7c15), word;

	for (; n >= 8; n -= 8, key += 8) {
		memcpy(&word, key, 8);
		h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 32;
	}
	word = 0;
	memcpy(&word, key, n);
	h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 32;
}

/* The place of a key: its own, or a free one. */
static size_t *slot_find(struct seen *s, const char *key, size_t n)
{
	size_t i = seen_hash(key, n) & (s->slots - 1);

	while (s->slot[i] && strcmp(s->pool.at + s->slot[i] - 1 + LINE, key) != 0)
		i = (i + 1) & (s->slots - 1);
	return &s->slot[i];
}

/* A table with twice the room that all keys need. */
static void table_make(struct seen *s)
{
	size_t at = 0;

	free(s->slot);
	s->slots = 1024;
	while (s->slots < 4 * s->used)
		s->slots *= 2;
	s->slot = xcalloc(s->slots, sizeof *s->slot);
	while (at < s->pool.len) {
		const char *key = s->pool.at + at + LINE;
		size_t n = strlen(key);

		*slot_find(s, key, n) = at + 1;
		at += LINE + n + 1;
	}
}

static void key_add(struct seen *s, const char *key, size_t n, int64_t line)
{
	s->last = s->pool.len;
	s->used++;
	str_put(&s->pool, &line, LINE);
	str_put(&s->pool, key, n + 1);
}

int64_t seen_line(struct seen *s, const char *key, size_t n, int64_t line)
{
	size_t *slot;
	int64_t before;

	if (!s->slot && (!s->used || strcmp(s->pool.at + s->last + LINE, key) < 0)) {
		key_add(s, key, n, line);
		return 0;
	}
	if (!s->slot || 2 * s->used >= s->slots)
		table_make(s);
	slot = slot_find(s, key, n);
	if (*slot) {
		memcpy(&before, s->pool.at + *slot - 1, LINE);
		return before;
	}
	*slot = s->pool.len + 1;
	key_add(s, key, n, line);
	return 0;
}

void seen_release(struct seen *s)
{
	free(s->slot);
	str_release(&s->pool);
	memset(s, 0, sizeof *s);
}
