/* seen.c - keys met so far, each with the line it stood on. */
#include "exchange/seen.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static uint64_t key_hash(const char *s, size_t n)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * UINT64_C(0x100000001b3);
	return h ^ h >> 29;
}

static struct seen_slot *seen_find(struct seen *s, const char *key, size_t n)
{
	size_t i = key_hash(key, n) & (s->slots - 1);

	while (s->slot[i].at && strcmp(s->pool.at + s->slot[i].at - 1, key) != 0)
		i = (i + 1) & (s->slots - 1);
	return &s->slot[i];
}

static void seen_grow(struct seen *s)
{
	struct seen old = *s;

	s->slots = old.slots ? 2 * old.slots : 1024;
	s->slot = xcalloc(s->slots, sizeof *s->slot);
	for (size_t i = 0; i < old.slots; i++)
		if (old.slot[i].at) {
			const char *key = s->pool.at + old.slot[i].at - 1;

			*seen_find(s, key, strlen(key)) = old.slot[i];
		}
	free(old.slot);
}

int64_t seen_line(struct seen *s, const char *key, size_t n, int64_t line)
{
	struct seen_slot *slot;

	if (2 * s->used >= s->slots)
		seen_grow(s);
	slot = seen_find(s, key, n);
	if (slot->at)
		return slot->line;
	slot->at = s->pool.len + 1;
	slot->line = line;
	s->used++;
	str_put(&s->pool, key, n + 1);
	return 0;
}

void seen_release(struct seen *s)
{
	free(s->slot);
	str_release(&s->pool);
	memset(s, 0, sizeof *s);
}
