/* mem.c - memory that never fails quietly: x-functions and the arena. */
#include "config.h" /* which allocator there is */

#include "base/mem.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef HAVE_MALLOC_TRIM
#include <malloc.h>
#endif

struct arena_block {
	struct arena_block *older;
	size_t size, used;
	alignas(max_align_t) char at[];
};

#define BLOCK_SIZE (16 * 1024)

static void *must(void *p)
{
	if (!p) {
		fputs("blotter: out of memory; everything confirmed is saved\n", stderr);
		exit(70);
	}
	return p;
}

void mem_trim(void)
{
#ifdef HAVE_MALLOC_TRIM
	malloc_trim(0);
#endif
}

void *xmalloc(size_t n)
{
	return must(malloc(n ? n : 1));
}

void *xcalloc(size_t n, size_t size)
{
	return must(calloc(n ? n : 1, size ? size : 1));
}

void *xrealloc(void *p, size_t n)
{
	return must(realloc(p, n ? n : 1));
}

char *xstrndup(const char *s, size_t n)
{
	char *copy = xmalloc(n + 1);

	memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

void *arena_alloc(struct arena *a, size_t n)
{
	struct arena_block *b = a->last;

	n = (n + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if (!b || b->size - b->used < n) {
		size_t size = n > BLOCK_SIZE ? n : BLOCK_SIZE;

		b = xmalloc(sizeof *b + size);
		b->older = a->last;
		b->size = size;
		b->used = 0;
		a->last = b;
	}
	b->used += n;
	return b->at + b->used - n;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_alloc(a, n + 1);

	memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char *s;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	s = arena_alloc(a, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, again);
	va_end(again);
	return s;
}

static void blocks_free(struct arena_block *b)
{
	while (b) {
		struct arena_block *older = b->older;

		free(b);
		b = older;
	}
}

void arena_reset(struct arena *a)
{
	if (!a->last)
		return;
	blocks_free(a->last->older);
	a->last->older = NULL;
	a->last->used = 0;
}

void arena_release(struct arena *a)
{
	blocks_free(a->last);
	a->last = NULL;
}
