/* file.c - a file written beside its place and put there whole. */
#include "config.h"

#include "cli/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"

static int file_fault(const struct file_out *f, struct err *e, enum err_kind kind)
{
	return err_set(e, kind, "%s: %s", f->path ? f->path : "stdout", strerror(errno));
}

static int taken(struct err *e, const char *path)
{
	return err_set(e, ERR_CREATE, "%s is there already: pass --overwrite to replace it", path);
}

int file_out_open(
    struct file_out *f, const char *path, bool overwrite, FILE *standard, struct err *e)
{
	struct str beside = { 0 };
	struct stat st;
	int fd;

	*f = (struct file_out){ .overwrite = overwrite };
	if (strcmp(path, "-") == 0) {
		f->to = standard;
		return 0;
	}
	if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return err_set(e, ERR_CREATE, "%s is no ordinary file", path);
	if (!overwrite && lstat(path, &st) == 0)
		return taken(e, path);
	f->path = xstrdup(path);
	str_printf(&beside, "%s.XXXXXX", path);
	f->beside = str_take(&beside);
	fd = mkostemp(f->beside, O_CLOEXEC); /* O_EXCL and 0600 by its own promise */
	if (fd < 0) {
		free(f->beside);
		f->beside = NULL;
		return file_fault(f, e, ERR_CREATE);
	}
	f->to = fdopen(fd, "w");
	if (f->to)
		return 0;
	close(fd);
	return file_fault(f, e, ERR_IO);
}

/* The name itself has to reach the disk. */
static void folder_sync(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder =
	    slash ? xstrndup(path, slash == path ? 1 : (size_t)(slash - path)) : xstrdup(".");
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(folder);
}

int file_out_commit(struct file_out *f, struct err *e)
{
	FILE *to = f->to;

	if (fflush(to) != 0 || ferror(to))
		return file_fault(f, e, ERR_IO);
	if (!f->path)
		return 0;
	if (fsync(fileno(to)) != 0)
		return file_fault(f, e, ERR_IO);
	f->to = NULL;
	if (fclose(to) != 0)
		return file_fault(f, e, ERR_IO);
	if (renameat2(
		AT_FDCWD, f->beside, AT_FDCWD, f->path, f->overwrite ? 0 : RENAME_NOREPLACE) != 0)
		return errno == EEXIST ? taken(e, f->path) : file_fault(f, e, ERR_CREATE);
	free(f->beside);
	f->beside = NULL;
	folder_sync(f->path);
	return 0;
}

void file_out_release(struct file_out *f)
{
	if (f->path && f->to)
		fclose(f->to);
	if (f->beside)
		unlink(f->beside);
	free(f->beside);
	free(f->path);
	*f = (struct file_out){ 0 };
}
