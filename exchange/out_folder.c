/* out_folder.c - a new folder of files, there whole or not at all. */
#include "config.h" /* renameat2 and syncfs are extensions */

#include "exchange/out_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* The folder above; what follows goes through its descriptor, so nobody can swap it. */
static int above_open(struct out_folder *f, struct str *above, struct err *e)
{
	const char *slash = strrchr(f->path, '/');
	struct stat st;

	f->name = slash ? slash + 1 : f->path;
	if (slash)
		str_put(above, f->path, (size_t)(slash - f->path) + 1);
	f->above = open(slash ? above->at : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (f->above < 0 || fstat(f->above, &st) < 0)
		return err_set(e, ERR_CREATE, "%s: the folder above: %s", f->path, strerror(errno));
	if ((st.st_mode & S_IWOTH) && !(st.st_mode & S_ISVTX))
		return err_set(e, ERR_CREATE,
		    "%s: everybody may replace what is in the folder above: choose another",
		    f->path);
	if (!*f->name || strcmp(f->name, ".") == 0 || strcmp(f->name, "..") == 0)
		return err_set(e, ERR_CREATE, "%s is not the name of a new folder", f->path);
	if (fstatat(f->above, f->name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return err_set(e, ERR_CREATE, "%s is there already: name a new folder", f->path);
	return 0;
}

static int beside_make(struct out_folder *f, const struct str *above, struct err *e)
{
	uint64_t random;
	const char *name;

	if (getrandom(&random, sizeof random, 0) != sizeof random)
		return err_set(
		    e, ERR_CREATE, "%s: no random numbers: %s", f->path, strerror(errno));
	str_printf(&f->beside, "%s.blotter-%016llx.tmp", str_text(above),
	    (unsigned long long)random);
	name = f->beside.at + above->len;
	if (mkdirat(f->above, name, 0700) < 0)
		return err_set(e, ERR_CREATE, "%s: %s", f->path, strerror(errno));
	f->fd = openat(f->above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (f->fd < 0 || fchmod(f->fd, 0700) < 0)
		return err_set(e, ERR_CREATE, "%s: %s", f->path, strerror(errno));
	return 0;
}

int out_folder_open(struct out_folder *f, const char *path, struct err *e)
{
	struct str above = { 0 };
	size_t n = strlen(path);
	int done;

	*f = (struct out_folder){ .above = -1, .fd = -1 };
	while (n > 1 && path[n - 1] == '/')
		n--;
	f->path = xstrndup(path, n);
	done = above_open(f, &above, e);
	if (done == 0)
		done = beside_make(f, &above, e);
	str_release(&above);
	if (done < 0)
		out_folder_release(f);
	return done;
}

int out_folder_put(
    struct out_folder *f, const char *name, const void *bytes, size_t n, struct err *e)
{
	int fd = openat(
	    f->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	const char *at = bytes;
	int done = fd < 0 ? -1 : 0;

	while (done == 0 && n) {
		ssize_t wrote = write(fd, at, n);

		if (wrote < 0 && errno == EINTR)
			continue;
		done = wrote < 0 ? -1 : 0;
		at += wrote > 0 ? wrote : 0;
		n -= wrote > 0 ? (size_t)wrote : 0;
	}
	if (fd >= 0 && close(fd) < 0)
		done = -1;
	return done < 0 ? err_set(e, ERR_IO, "%s/%s cannot be written: %s", f->path, name,
			      strerror(errno))
			: 0;
}

/* Where the file system has no renameat2: rename(2) replaces no folder that has anything in it. */
static int rename_new(struct out_folder *f, const char *beside)
{
	if (renameat2(f->above, beside, f->above, f->name, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	return renameat(f->above, beside, f->above, f->name);
}

int out_folder_publish(struct out_folder *f, struct err *e)
{
	const char *slash = strrchr(f->beside.at, '/');

	/* One flush for all of them: there may be a hundred thousand. */
	if (syncfs(f->fd) < 0)
		return err_set(e, ERR_IO, "%s cannot be written: %s", f->path, strerror(errno));
	if (rename_new(f, slash ? slash + 1 : f->beside.at) < 0)
		return err_set(e, ERR_CREATE, "%s: %s", f->path,
		    errno == EEXIST ? "somebody made this folder meanwhile" : strerror(errno));
	str_reset(&f->beside);
	if (fsync(f->above) < 0 && errno != EINVAL)
		return err_set(
		    e, ERR_IO, "%s: the folder above: %s", f->path, strerror(errno));
	return 0;
}

static void files_drop(struct out_folder *f)
{
	const char *slash = strrchr(f->beside.at, '/');
	DIR *all = f->fd < 0 ? NULL : fdopendir(f->fd);
	struct dirent *one;

	while (all && (one = readdir(all)))
		if (strcmp(one->d_name, ".") != 0 && strcmp(one->d_name, "..") != 0)
			unlinkat(dirfd(all), one->d_name, 0);
	if (all) {
		closedir(all);
		f->fd = -1;
	}
	unlinkat(f->above, slash ? slash + 1 : f->beside.at, AT_REMOVEDIR);
}

void out_folder_release(struct out_folder *f)
{
	if (!f->path)
		return;
	if (f->beside.len)
		files_drop(f);
	if (f->fd >= 0)
		close(f->fd);
	if (f->above >= 0)
		close(f->above);
	str_release(&f->beside);
	free(f->path);
	*f = (struct out_folder){ .above = -1, .fd = -1 };
}
