/* out_file.c - the one way to write a file out. */
#include "config.h" /* renameat2 and O_TMPFILE are extensions */

#include "exchange/out_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

enum { FLOW = 1024 * 1024 }; /* bytes that are worth a write */

/* The folder of the path. Everything after goes through this descriptor, so nobody can swap it. */
static int folder_open(struct out_file *f, struct err *e)
{
	const char *slash = strrchr(f->path, '/');
	char *folder = !slash ? xstrdup(".") : xstrndup(f->path, (size_t)(slash - f->path) + 1);
	struct stat st;
	int done = 0;

	f->name = slash ? slash + 1 : f->path;
	f->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (f->folder < 0 || fstat(f->folder, &st) < 0)
		done = err_set(e, ERR_CREATE, "%s: the folder: %s", f->path, strerror(errno));
	else if ((st.st_mode & S_IWOTH) && !(st.st_mode & S_ISVTX))
		done = err_set(e, ERR_CREATE,
		    "%s: everybody may replace files in this folder: choose another", f->path);
	else if (!*f->name || strcmp(f->name, ".") == 0 || strcmp(f->name, "..") == 0)
		done = err_set(e, ERR_CREATE, "%s is not the name of a file", f->path);
	free(folder);
	return done;
}

/* Told at the beginning, before the work; renameat2 keeps it at the end. */
static int name_free(const struct out_file *f, struct err *e)
{
	struct stat st;

	if (fstatat(f->folder, f->name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return 0;
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_CREATE, "%s is there and is no ordinary file", f->path);
	if (!f->overwrite)
		return err_set(
		    e, ERR_CREATE, "%s is there already: --overwrite replaces it", f->path);
	return 0;
}

static int beside_open(struct out_file *f, struct err *e)
{
	uint64_t random;
	char name[40];

	if (getrandom(&random, sizeof random, 0) != sizeof random)
		return err_set(
		    e, ERR_CREATE, "%s: no random numbers: %s", f->path, strerror(errno));
	snprintf(name, sizeof name, ".blotter-%016llx.tmp", (unsigned long long)random);
	f->fd = openat(f->folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (f->fd < 0)
		return err_set(e, ERR_CREATE, "%s: %s", f->path, strerror(errno));
	f->beside = xstrdup(name);
	fchmod(f->fd, 0600); /* whatever the umask */
	return 0;
}

int out_file_open(struct out_file *f, const char *path, bool overwrite, struct err *e)
{
	memset(f, 0, sizeof *f);
	f->folder = f->fd = -1;
	f->overwrite = overwrite;
	f->path = xstrdup(path);
	f->name = f->path;
	digest_init(&f->digest);
	if (strcmp(path, "-") == 0) {
		f->standard = true;
		f->fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
		if (f->fd >= 0)
			return 0;
		err_set(e, ERR_IO, "stdout: %s", strerror(errno));
	} else if (folder_open(f, e) == 0 && name_free(f, e) == 0 && beside_open(f, e) == 0) {
		return 0;
	}
	out_file_release(f);
	return -1;
}

void out_file_nowhere(struct out_file *f, struct str *head)
{
	*f = (struct out_file){ .folder = -1, .fd = -1, .standard = true, .head = head };
	f->path = xstrdup("-");
	f->name = f->path;
	digest_init(&f->digest);
}

static int bytes_write(struct out_file *f, struct err *e)
{
	const char *at = f->buffer.at;
	size_t left = f->buffer.len;

	if (!left)
		return 0;
	digest_add(&f->digest, at, left);
	if (f->head) {
		size_t room = OUT_FILE_HEAD - f->head->len;

		str_put(f->head, at, left < room ? left : room);
		left = 0;
	}
	while (left) {
		ssize_t n = write(f->fd, at, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(e, ERR_IO, "%s cannot be written: %s",
			    f->standard ? "stdout" : f->path, strerror(n < 0 ? errno : ENOSPC));
		at += n;
		left -= (size_t)n;
	}
	f->bytes += (int64_t)f->buffer.len;
	str_reset(&f->buffer);
	return 0;
}

int out_file_flow(struct out_file *f, struct err *e)
{
	return f->buffer.len < FLOW ? 0 : bytes_write(f, e);
}

int out_file_finish(struct out_file *f, struct err *e)
{
	if (bytes_write(f, e) < 0)
		return -1;
	digest_done(&f->digest, f->sha256);
	if (!f->standard && fsync(f->fd) < 0)
		return err_set(e, ERR_IO, "%s cannot be written: %s", f->path, strerror(errno));
	return 0;
}

/* Where the file system has no renameat2, a second name does the same: it never replaces. */
static int rename_new(struct out_file *f)
{
	if (renameat2(f->folder, f->beside, f->folder, f->name, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	if (linkat(f->folder, f->beside, f->folder, f->name, 0) < 0)
		return -1;
	unlinkat(f->folder, f->beside, 0);
	return 0;
}

int out_file_publish(struct out_file *f, struct err *e)
{
	int done;

	if (f->standard)
		return 0;
	done = f->overwrite ? renameat(f->folder, f->beside, f->folder, f->name) : rename_new(f);
	if (done < 0)
		return err_set(e, ERR_CREATE, "%s: %s", f->path,
		    errno == EEXIST ? "somebody made this file meanwhile" : strerror(errno));
	free(f->beside);
	f->beside = NULL;
	if (fsync(f->folder) < 0 && errno != EINVAL)
		return err_set(e, ERR_IO, "%s: the folder: %s", f->path, strerror(errno));
	return 0;
}

void out_file_release(struct out_file *f)
{
	if (!f->path)
		return;
	if (f->beside)
		unlinkat(f->folder, f->beside, 0);
	if (f->fd >= 0)
		close(f->fd);
	if (f->folder >= 0)
		close(f->folder);
	digest_release(&f->digest);
	str_release(&f->buffer);
	free(f->beside);
	free(f->path);
	memset(f, 0, sizeof *f);
	f->fd = f->folder = -1;
}

/* --- files without a name ------------------------------------------------------------ */

int nameless_open(const char *folder, struct err *e)
{
	char *path;
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	size_t n = strlen(folder);

	if (fd >= 0)
		return fd;
	path = xmalloc(n + 32);
	memcpy(path, folder, n);
	memcpy(path + n, "/.blotter-XXXXXX", sizeof "/.blotter-XXXXXX");
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	else
		err_set(e, ERR_CREATE, "no temporary file can be made in %s: %s", folder,
		    strerror(errno));
	free(path);
	return fd;
}

/* The notebook's folder is as private as what it holds needs. */
char *folder_beside(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (strcmp(path, ":memory:") == 0)
		return xstrdup("/tmp");
	return !slash ? xstrdup(".") : xstrndup(path, (size_t)(slash - path) + 1);
}
