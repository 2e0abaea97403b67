/*
 * mem.h - memory: the x-functions that never fail, and the arena.
 *
 * Out of memory is not an error to handle but an end: xmalloc calls the hook
 * set by the screens (which restores the terminal), says one sentence and exits 70.
 * What was confirmed is on the disk by then.
 */
#ifndef BLOTTER_BASE_MEM_H
#define BLOTTER_BASE_MEM_H

#include <stddef.h>

void *xmalloc(size_t n);	    /* n > 0; never NULL; yours to free */
void *xcalloc(size_t n, size_t size); /* zeroed */
void *xrealloc(void *p, size_t n);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n); /* copies n bytes, ends them with NUL */
/* Gives what was freed back to the system, as far as it takes it: after work that needed much more
 * than what goes on afterwards. */
void mem_trim(void);

/*
 * An arena: memory given piece by piece, taken back all at once. A zeroed arena
 * is empty and ready. Lists own one; the strings of their rows live in it.
 */
struct arena_block;
struct arena {
	struct arena_block *last; /* newest block, linked to older ones */
};
void *arena_alloc(struct arena *a, size_t n); /* aligned for any type, not zeroed */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void arena_reset(struct arena *a);   /* empty again; keeps one block for the next use */
void arena_release(struct arena *a); /* frees all; the arena is empty and ready again */

#endif
