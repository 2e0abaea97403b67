/*
 * bare_csv.h - what the bare importers share: a CSV in memory, split in place, and how they fail.
 */
#ifndef BLOTTER_TESTS_BARE_CSV_H
#define BLOTTER_TESTS_BARE_CSV_H

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FIELDS = 16 };

static inline void die(sqlite3 *db, const char *what)
{
	fprintf(stderr, "%s: %s\n", what, db ? sqlite3_errmsg(db) : "failed");
	exit(1);
}

static inline double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

struct field {
	char *at;
	int len;
};

/* A quoted field, its quotes undone in place; returns what follows it. */
static inline char *quoted(char *p, char *end, struct field *f)
{
	char *to = ++p;

	f->at = p;
	for (;;) {
		char *q = memchr(p, '"', (size_t)(end - p));

		if (!q)
			q = end;
		memmove(to, p, (size_t)(q - p));
		to += q - p;
		p = q + 1;
		if (p >= end || *p != '"')
			break;
		*to++ = *p++;
	}
	f->len = (int)(to - f->at);
	return p;
}

/* One row; returns the number of fields, 0 at the end. */
static inline int row_read(char **at, char *end, struct field *f)
{
	char *p = *at;
	int n = 0;

	while (p < end) {
		if (*p == '"') {
			p = quoted(p, end, &f[n]);
		} else {
			f[n].at = p;
			while (p < end && *p != ',' && *p != '\n' && *p != '\r')
				p++;
			f[n].len = (int)(p - f[n].at);
		}
		n++;
		if (p >= end || *p != ',' || n == FIELDS)
			break;
		p++;
	}
	while (p < end && (*p == '\r' || *p == '\n'))
		if (*p++ == '\n')
			break;
	*at = p;
	return n;
}

static inline char *file_map(const char *path, size_t *n)
{
	struct stat st;
	int fd = open(path, O_RDONLY);
	char *p;

	if (fd < 0 || fstat(fd, &st) < 0)
		die(NULL, path);
	*n = (size_t)st.st_size;
	p = mmap(NULL, *n, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	close(fd);
	return p;
}

#endif
