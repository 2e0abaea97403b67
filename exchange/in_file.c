/* in_file.c - a file that somebody wrote, read whole. */
#include "exchange/in_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int file_open(const char *path, struct err *e)
{
	struct stat st;
	int fd;

	if (strcmp(path, "-") == 0)
		return dup(STDIN_FILENO);
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 && errno == ELOOP)
		return err_set(e, ERR_INVALID, "%s is a symbolic link: name the file itself", path);
	if (fd < 0)
		return err_set(e, err_of_open(errno), "cannot open %s: %s", path, strerror(errno));
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return fd;
	close(fd);
	return err_set(e, ERR_INVALID, "%s is not a regular file", path);
}

/* Reads until the end, or one byte over the cap. */
static int bytes_read(int fd, size_t most, struct str *out)
{
	enum { PIECE = 64 * 1024 };

	while (out->len <= most) {
		size_t want = most + 1 - out->len < PIECE ? most + 1 - out->len : PIECE;
		ssize_t got;

		str_need(out, want);
		got = read(fd, out->at + out->len, want);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		out->len += (size_t)got;
	}
	str_puts(out, "");
	return 0;
}

int in_file_read(const char *path, size_t most, struct str *out, const char **name, struct err *e)
{
	const char *called = strcmp(path, "-") == 0 ? "(stdin)" : path;
	int fd = file_open(path, e), bad;

	if (name)
		*name = called;
	if (fd < 0)
		return -1;
	bad = bytes_read(fd, most, out);
	if (bad)
		err_set(e, ERR_IO, "cannot read %s: %s", called, strerror(errno));
	close(fd);
	return bad;
}
