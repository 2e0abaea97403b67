/* evidence_file.c - a file that is evidence, read once from its beginning to its end. */
#include "exchange/evidence_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

static int file_open(const char *path, struct stat *st, struct err *e)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0 && errno == ELOOP)
		return err_set(e, ERR_INVALID, "%s is a symbolic link: name the file itself", path);
	if (fd < 0)
		return err_set(e, err_of_open(errno), "cannot open %s: %s", path, strerror(errno));
	if (fstat(fd, st) == 0 && S_ISREG(st->st_mode))
		return fd;
	close(fd);
	return err_set(e, ERR_INVALID, "%s is not a regular file", path);
}

static int bytes_read(
    int fd, const char *path, size_t most, struct evidence_file *out, struct err *e)
{
	static const size_t piece = 1 << 17;
	struct digest d;
	char *buffer = xmalloc(piece);
	ssize_t got;

	digest_init(&d);
	while ((got = read(fd, buffer, piece)) != 0) {
		size_t room = most - out->bytes.len;

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			break;
		digest_add(&d, buffer, (size_t)got);
		str_put(&out->bytes, buffer, (size_t)got < room ? (size_t)got : room);
		out->size += got;
	}
	if (got < 0)
		err_set(e, ERR_IO, "cannot read %s: %s", path, strerror(errno));
	digest_done(&d, out->sha256);
	digest_release(&d);
	free(buffer);
	out->whole = out->size == (int64_t)out->bytes.len;
	return got < 0 ? -1 : 0;
}

/* Is it the file that it was when it was opened? */
static int same_check(int fd, const char *path, const struct stat *was, int64_t size, struct err *e)
{
	struct stat is;

	if (fstat(fd, &is) == 0 && is.st_size == was->st_size && is.st_size == size &&
	    is.st_mtim.tv_sec == was->st_mtim.tv_sec && is.st_mtim.tv_nsec == was->st_mtim.tv_nsec)
		return 0;
	return err_set(e, ERR_BUSY, "%s changed while it was read: nothing was kept", path);
}

int evidence_file_read(const char *path, size_t most, struct evidence_file *out, struct err *e)
{
	bool input = strcmp(path, "-") == 0;
	struct stat st;
	int fd = input ? STDIN_FILENO : file_open(path, &st, e), status;

	*out = (struct evidence_file){ 0 };
	if (fd < 0)
		return -1;
	status = bytes_read(fd, input ? "(stdin)" : path, most, out, e);
	if (status == 0 && !input)
		status = same_check(fd, path, &st, out->size, e);
	if (!input)
		close(fd);
	if (status < 0)
		evidence_file_release(out);
	return status;
}

void evidence_file_release(struct evidence_file *f)
{
	str_release(&f->bytes);
	*f = (struct evidence_file){ 0 };
}
