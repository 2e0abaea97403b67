/*
 * tally_file.h - counts by key in bounded memory: how often, first and last time, which categories.
 *
 * Keys are counted in a table. When it is full, its keys are written, sorted, to a file without a
 * name, and counting begins afresh; at the end all runs are merged, so each key comes out once, in
 * the order of its bytes. Memory does not depend on how many keys there are; on the disk is at most
 * what they need.
 */
#ifndef BLOTTER_EXCHANGE_TALLY_FILE_H
#define BLOTTER_EXCHANGE_TALLY_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { TALLY_KEY_MAX = 128 }; /* bytes of a key, at least 1 */

struct tally_cell {
	const char *key; /* without NUL */
	size_t len;
	int64_t count, first, last; /* times in µs UTC */
	uint64_t categories;        /* a bit each */
};

struct tally_file;

/* folder: where the nameless file may be made. keys: how many are held in memory; 0: the usual
 * number. */
struct tally_file *tally_file_new(const char *folder, size_t keys);
void tally_file_free(struct tally_file *t); /* NULL is fine */
/* One more of that key. */
int tally_file_add(struct tally_file *t, const char *key, size_t len, int64_t time,
    uint64_t categories, struct err *e);
/* Gives each key to `each`, in order; stops when that is not 0. After this nothing can be added. */
int tally_file_each(struct tally_file *t,
    int (*each)(void *with, const struct tally_cell *cell, struct err *e), void *with,
    struct err *e);
int64_t tally_file_runs(const struct tally_file *t); /* written so far; for tests */

#endif
