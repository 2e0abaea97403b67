/* tally_file.c - counts by key in bounded memory. */
#include "config.h" /* qsort_r is an extension */

#include "exchange/tally_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "exchange/out_file.h"
#include "exchange/seen.h"

enum {
	KEYS = 200 * 1024, /* cells in memory */
	POOL = 4 << 20,    /* bytes of keys in memory */
	RUNS_MAX = 128,    /* more are merged to one first */
	READ = 64 * 1024,  /* bytes of a run in memory while merging */
	WRITE = 1024 * 1024,
};

struct cell {
	uint64_t hash;
	size_t key; /* in the pool */
	uint32_t len;
	int64_t count, first, last;
	uint64_t categories;
};

/* A run on the disk; while merging, the part of it that is in memory. */
struct run {
	off_t at, end;
	char *buffer;
	size_t have, used;
	struct tally_cell cell; /* the next one; key points into the buffer */
	int over;
};

/* A cell as written: this, then the key. */
struct written {
	int64_t count, first, last;
	uint64_t categories;
	uint32_t len;
};

struct tally_file {
	char *folder;
	struct cell *cell;
	size_t cells, max;
	uint32_t *slot; /* number of a cell plus 1; 0: free */
	size_t slots;   /* a power of two */
	struct str pool;
	int fd; /* -1: no run was written */
	off_t end;
	struct run run[RUNS_MAX + 1];
	size_t runs;
	int64_t written;
	struct str out; /* to be written */
};

struct tally_file *tally_file_new(const char *folder, size_t keys)
{
	struct tally_file *t = xcalloc(1, sizeof *t);

	t->folder = xstrdup(folder);
	t->max = keys ? keys : KEYS;
	t->cell = xmalloc(t->max * sizeof *t->cell);
	t->slots = 1024;
	while (t->slots < 2 * t->max)
		t->slots *= 2;
	t->slot = xcalloc(t->slots, sizeof *t->slot);
	t->fd = -1;
	return t;
}

void tally_file_free(struct tally_file *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->runs; i++)
		free(t->run[i].buffer);
	if (t->fd >= 0)
		close(t->fd);
	str_release(&t->pool);
	str_release(&t->out);
	free(t->cell);
	free(t->slot);
	free(t->folder);
	free(t);
}

int64_t tally_file_runs(const struct tally_file *t)
{
	return t->written;
}

/* --- runs ------------------------------------------------------------------------------ */

static int keys_compare(const char *a, size_t an, const char *b, size_t bn)
{
	int order = memcmp(a, b, an < bn ? an : bn);

	return order ? order : (an > bn) - (an < bn);
}

static int out_write(struct tally_file *t, struct err *e)
{
	size_t done = 0;

	while (done < t->out.len) {
		ssize_t n = pwrite(t->fd, t->out.at + done, t->out.len - done, t->end);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(e, ERR_IO, "counting in %s: %s", t->folder,
			    strerror(n < 0 ? errno : ENOSPC));
		done += (size_t)n;
		t->end += n;
	}
	str_reset(&t->out);
	return 0;
}

static int cell_write(struct tally_file *t, const struct tally_cell *c, struct err *e)
{
	struct written w;

	memset(&w, 0, sizeof w);
	w.count = c->count;
	w.first = c->first;
	w.last = c->last;
	w.categories = c->categories;
	w.len = (uint32_t)c->len;
	str_put(&t->out, &w, sizeof w);
	str_put(&t->out, c->key, c->len);
	return t->out.len < WRITE ? 0 : out_write(t, e);
}

static int run_begin(struct tally_file *t, struct run *r, struct err *e)
{
	if (t->fd < 0)
		t->fd = nameless_open(t->folder, e);
	memset(r, 0, sizeof *r);
	r->at = t->end;
	return t->fd < 0 ? -1 : 0;
}

static int run_end(struct tally_file *t, struct run *r, struct err *e)
{
	if (out_write(t, e) < 0)
		return -1;
	r->end = t->end;
	t->written++;
	return 0;
}

/* --- the table --------------------------------------------------------------------------- */

static int cells_compare(const void *a, const void *b, void *pool)
{
	const struct cell *x = a, *y = b;
	const char *keys = pool;

	return keys_compare(keys + x->key, x->len, keys + y->key, y->len);
}

static void cells_sort(struct tally_file *t)
{
	if (t->cells)
		qsort_r(t->cell, t->cells, sizeof *t->cell, cells_compare, t->pool.at);
}

static struct tally_cell cell_out(const struct tally_file *t, size_t i)
{
	const struct cell *c = &t->cell[i];

	return (struct tally_cell){ .key = t->pool.at + c->key,
		.len = c->len,
		.count = c->count,
		.first = c->first,
		.last = c->last,
		.categories = c->categories };
}

static int runs_merge(struct tally_file *t, struct err *e);

static int table_write(struct tally_file *t, struct err *e)
{
	struct run *r;

	if (t->runs == RUNS_MAX && runs_merge(t, e) < 0)
		return -1;
	r = &t->run[t->runs];
	cells_sort(t);
	if (run_begin(t, r, e) < 0)
		return -1;
	for (size_t i = 0; i < t->cells; i++) {
		struct tally_cell c = cell_out(t, i);

		if (cell_write(t, &c, e) < 0)
			return -1;
	}
	t->runs++;
	t->cells = 0;
	str_reset(&t->pool);
	memset(t->slot, 0, t->slots * sizeof *t->slot);
	return run_end(t, r, e);
}

int tally_file_add(struct tally_file *t, const char *key, size_t len, int64_t time,
    uint64_t categories, struct err *e)
{
	uint64_t hash = seen_hash(key, len);
	size_t i = hash & (t->slots - 1);
	struct cell *c;

	for (; t->slot[i]; i = (i + 1) & (t->slots - 1)) {
		c = &t->cell[t->slot[i] - 1];
		if (c->hash != hash || c->len != len || memcmp(t->pool.at + c->key, key, len) != 0)
			continue;
		c->count++;
		c->first = time < c->first ? time : c->first;
		c->last = time > c->last ? time : c->last;
		c->categories |= categories;
		return 0;
	}
	if (t->cells == t->max || t->pool.len + len > POOL) {
		if (table_write(t, e) < 0)
			return -1;
		i = hash & (t->slots - 1);
	}
	c = &t->cell[t->cells++];
	*c = (struct cell){ .hash = hash,
		.key = t->pool.len,
		.len = (uint32_t)len,
		.count = 1,
		.first = time,
		.last = time,
		.categories = categories };
	str_put(&t->pool, key, len);
	t->slot[i] = (uint32_t)t->cells;
	return 0;
}

/* --- merging ------------------------------------------------------------------------------- */

/* At least `want` bytes of the run in the buffer, or as many as there are. */
static int run_fill(struct tally_file *t, struct run *r, size_t want, struct err *e)
{
	if (r->have - r->used >= want)
		return 0;
	if (r->used)
		memmove(r->buffer, r->buffer + r->used, r->have - r->used);
	r->have -= r->used;
	r->used = 0;
	while (r->have < READ && r->at < r->end) {
		size_t most = READ - r->have;
		ssize_t n;

		if ((off_t)most > r->end - r->at)
			most = (size_t)(r->end - r->at);
		n = pread(t->fd, r->buffer + r->have, most, r->at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(e, ERR_IO, "counting in %s: %s", t->folder,
			    n < 0 ? strerror(errno) : "the file is cut off");
		r->have += (size_t)n;
		r->at += n;
	}
	return 0;
}

static int run_next(struct tally_file *t, struct run *r, struct err *e)
{
	struct written w;

	if (run_fill(t, r, sizeof w + TALLY_KEY_MAX, e) < 0)
		return -1;
	if (r->have == r->used) {
		r->over = 1;
		return 0;
	}
	memcpy(&w, r->buffer + r->used, sizeof w);
	r->cell = (struct tally_cell){ .key = r->buffer + r->used + sizeof w,
		.len = w.len,
		.count = w.count,
		.first = w.first,
		.last = w.last,
		.categories = w.categories };
	r->used += sizeof w + w.len;
	return 0;
}

/* The run with the least key, or NULL when all are over. */
static struct run *least_find(struct tally_file *t, size_t runs)
{
	struct run *least = NULL;

	for (size_t i = 0; i < runs; i++) {
		struct run *r = &t->run[i];

		if (!r->over && (!least || keys_compare(r->cell.key, r->cell.len, least->cell.key,
					       least->cell.len) < 0))
			least = r;
	}
	return least;
}

static void cell_join(struct tally_cell *into, const struct tally_cell *c)
{
	into->count += c->count;
	into->first = c->first < into->first ? c->first : into->first;
	into->last = c->last > into->last ? c->last : into->last;
	into->categories |= c->categories;
}

/* The first `runs` runs as one, cell by cell. */
static int runs_each(struct tally_file *t, size_t runs,
    int (*each)(void *with, const struct tally_cell *cell, struct err *e), void *with,
    struct err *e)
{
	char key[TALLY_KEY_MAX];
	struct run *r;

	for (size_t i = 0; i < runs; i++) {
		t->run[i].buffer = xmalloc(READ);
		if (run_next(t, &t->run[i], e) < 0)
			return -1;
	}
	while ((r = least_find(t, runs))) {
		struct tally_cell cell = r->cell;

		memcpy(key, cell.key, cell.len);
		cell.key = key;
		if (run_next(t, r, e) < 0)
			return -1;
		while ((r = least_find(t, runs)) &&
		       keys_compare(r->cell.key, r->cell.len, key, cell.len) == 0) {
			cell_join(&cell, &r->cell);
			if (run_next(t, r, e) < 0)
				return -1;
		}
		if (each(with, &cell, e) != 0)
			return -1;
	}
	return 0;
}

static int merged_write(void *with, const struct tally_cell *cell, struct err *e)
{
	return cell_write(with, cell, e);
}

/* All runs become the first and only one. */
static int runs_merge(struct tally_file *t, struct err *e)
{
	struct run *r = &t->run[RUNS_MAX];

	if (run_begin(t, r, e) < 0 || runs_each(t, t->runs, merged_write, t, e) < 0 ||
	    run_end(t, r, e) < 0)
		return -1;
	for (size_t i = 0; i < t->runs; i++)
		free(t->run[i].buffer);
	t->run[0] = *r;
	memset(r, 0, sizeof *r);
	t->runs = 1;
	return 0;
}

int tally_file_each(struct tally_file *t,
    int (*each)(void *with, const struct tally_cell *cell, struct err *e), void *with,
    struct err *e)
{
	if (t->runs) {
		if (t->cells && table_write(t, e) < 0)
			return -1;
		free(t->cell);
		t->cell = NULL;
		return runs_each(t, t->runs, each, with, e);
	}
	cells_sort(t);
	for (size_t i = 0; i < t->cells; i++) {
		struct tally_cell c = cell_out(t, i);

		if (each(with, &c, e) != 0)
			return -1;
	}
	return 0;
}
