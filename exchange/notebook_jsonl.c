/*
 * notebook_jsonl.c - a whole notebook out and back in, hash for hash.
 *
 * The lines are the journal's own (doc/format.md). No record is written by this export: it would
 * not be in it, and the copy would not be the notebook any more.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "exchange/export.h"
#include "exchange/import.h"

enum { READ = 256 * 1024, LINE_MAX_BYTES = 64 * 1024 * 1024 };

struct writing {
	struct export *x;
	struct err e;
};

static int line_put(void *with, const char *line, size_t n)
{
	struct writing *w = with;

	str_put(&w->x->file.buffer, line, n);
	w->x->result->rows++;
	return out_file_flow(&w->x->file, &w->e);
}

static int lines_write(struct export *x, struct err *e)
{
	struct writing w = { .x = x };
	int done = journal_export(x->nb, line_put, &w, e);

	if (w.e.kind)
		*e = w.e;
	return done;
}

int notebook_export(struct notebook *nb, const struct export_options *o,
    struct export_result *result, struct err *e)
{
	if (o->filter || o->max_tlp)
		return err_set(e, ERR_USAGE,
		    "a notebook is exported whole or not at all: no filter, no --max-tlp");
	return export_do(nb, o, result, lines_write, e);
}

/* --- and back ----------------------------------------------------------------------------------
 */

static int input_open(const char *path, struct err *e)
{
	struct stat st;
	int fd;

	if (strcmp(path, "-") == 0)
		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	else
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return err_set(
		    e, err_of_open(errno), "%s: %s", path, strerror(errno));
	if (strcmp(path, "-") == 0)
		return fd;
	if (fstat(fd, &st) < 0 || (!S_ISREG(st.st_mode) && !S_ISFIFO(st.st_mode))) {
		close(fd);
		return err_set(e, ERR_INVALID, "%s is no ordinary file", path);
	}
	fcntl(fd, F_SETFL, 0);
	return fd;
}

struct lines {
	const char *path;
	int fd;
	struct str held; /* bytes read, not yet taken */
	size_t used;
	int64_t line;
	bool over;
};

static int lines_more(struct lines *l, struct err *e)
{
	ssize_t n;

	if (l->used) {
		memmove(l->held.at, l->held.at + l->used, l->held.len - l->used);
		l->held.len -= l->used;
		l->used = 0;
	}
	if (l->held.len > LINE_MAX_BYTES)
		return err_set(e, ERR_INVALID, "%s:%lld: the line is longer than 64 MiB", l->path,
		    (long long)l->line + 1);
	str_need(&l->held, READ);
	do
		n = read(l->fd, l->held.at + l->held.len, READ);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_set(e, ERR_IO, "%s cannot be read: %s", l->path, strerror(errno));
	l->over = n == 0;
	l->held.len += (size_t)n;
	return 0;
}

/* 1: *line and *n are the next line without its LF; 0: the end. A last line without LF was cut off.
 */
static int line_next(struct lines *l, const char **line, size_t *n, struct err *e)
{
	size_t seen = 0;

	for (;;) {
		size_t have = l->held.len - l->used;
		const char *from = str_text(&l->held) + l->used;
		const char *end = have > seen ? memchr(from + seen, '\n', have - seen) : NULL;

		if (end) {
			*line = from;
			*n = (size_t)(end - from);
			l->used += *n + 1;
			l->line++;
			return 1;
		}
		if (l->over && have)
			return err_set(e, ERR_INVALID,
			    "%s:%lld: the last line has no end: the file was cut off", l->path,
			    (long long)l->line + 1);
		if (l->over)
			return 0;
		seen = have;
		if (lines_more(l, e) < 0)
			return -1;
	}
}

static int lines_import(struct lines *l, struct journal_import *in, struct err *e)
{
	const char *line = NULL;
	size_t n = 0;
	int got;

	while ((got = line_next(l, &line, &n, e)) > 0)
		if (journal_import_line(in, line, n, e) < 0)
			return err_in(e, "%s:%lld", l->path, (long long)l->line);
	return got;
}

int notebook_import(struct notebook *nb, const struct import_options *o,
    struct import_result *result, struct err *e)
{
	struct lines l = { .path = o->path };
	struct journal_import *in = NULL;
	int done = -1;

	memset(result, 0, sizeof *result);
	l.fd = input_open(o->path, e);
	if (l.fd < 0)
		return -1;
	in = journal_import_begin(nb, e);
	if (in && lines_import(&l, in, e) == 0) {
		done = journal_import_end(in, &result->rows, e);
		if (done < 0)
			err_in(e, "%s:%lld", o->path, (long long)l.line);
		in = NULL;
	}
	journal_import_abort(in);
	close(l.fd);
	str_release(&l.held);
	if (done == 0) {
		import_say(&result->told, result->rows, "record, hash for hash\n",
		    "records, hash for hash\n");
	}
	return done;
}
