/* draft.c - keeping what was typed and not yet saved. */
#include "tui/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/mem.h"

enum { DRAFT_MAX = 64 * 1024 };

int draft_init(struct draft *d, const char *state_dir, const char *kind, const char *name,
    struct err *e)
{
	struct str path = { 0 };

	*d = (struct draft){ 0 };
	if (!state_dir || !*name)
		return 0;
	str_printf(&path, "%s/%s", state_dir, kind);
	if (folder_make(str_text(&path), e) < 0) {
		str_release(&path);
		return -1;
	}
	str_printf(&path, "/%s", name);
	d->path = str_take(&path);
	return 0;
}

void draft_load(struct draft *d, struct str *out)
{
	char bytes[4096];
	ssize_t n;
	int fd;

	if (!d->path || (fd = open(d->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)) < 0)
		return;
	while (d->saved.len < DRAFT_MAX && (n = read(fd, bytes, sizeof bytes)) > 0)
		str_put(&d->saved, bytes, (size_t)n);
	close(fd);
	str_put(out, str_text(&d->saved), d->saved.len);
}

static int write_beside(
    const char *path, const char *text, size_t n, bool lasting, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	int status = 0;

	if (fd < 0)
		return err_set(e, ERR_CREATE, "keep the draft in %s: %s", path, strerror(errno));
	while (n > 0) {
		ssize_t did = write(fd, text, n);

		if (did < 0 && errno == EINTR)
			continue;
		if (did < 0) {
			status =
			    err_set(e, ERR_IO, "keep the draft in %s: %s", path, strerror(errno));
			break;
		}
		text += did;
		n -= (size_t)did;
	}
	if (status == 0 && lasting && fdatasync(fd) < 0 && errno != EINVAL)
		status = err_set(e, ERR_IO, "keep the draft in %s: %s", path, strerror(errno));
	if (close(fd) < 0 && status == 0)
		status = err_set(e, ERR_IO, "keep the draft in %s: %s", path, strerror(errno));
	return status;
}

int draft_save(struct draft *d, const char *text, bool lasting, struct err *e)
{
	struct str beside = { 0 };
	int status;

	if (!d->path || strcmp(str_text(&d->saved), text) == 0)
		return 0;
	if (*text) {
		str_printf(&beside, "%s.%ld", d->path, (long)getpid());
		status = write_beside(beside.at, text, strlen(text), lasting, e);
		if (status == 0 && rename(beside.at, d->path) < 0)
			status = err_set(
			    e, ERR_IO, "keep the draft in %s: %s", d->path, strerror(errno));
		if (status < 0)
			unlink(beside.at);
		str_release(&beside);
	} else {
		status = unlink(d->path) < 0 && errno != ENOENT
		    ? err_set(e, ERR_IO, "remove the draft %s: %s", d->path, strerror(errno))
		    : 0;
	}
	if (status == 0) {
		str_reset(&d->saved);
		str_puts(&d->saved, text);
	}
	return status;
}

void draft_release(struct draft *d)
{
	free(d->path);
	str_release(&d->saved);
	*d = (struct draft){ 0 };
}
