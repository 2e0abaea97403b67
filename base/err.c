/* err.c - errors as sentences. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
{
	va_list ap;

	e->kind = kind;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	return -1;
}

enum err_kind err_of_open(int error)
{
	static const struct {
		int error;
		enum err_kind kind;
	} kinds[] = {
		{ ENOENT, ERR_NOT_FOUND },
		{ ENOTDIR, ERR_NOT_FOUND },
		{ EACCES, ERR_PERMISSION },
		{ EPERM, ERR_PERMISSION },
		{ EROFS, ERR_PERMISSION },
		{ ELOOP, ERR_INVALID },
		{ EISDIR, ERR_INVALID },
		{ ENAMETOOLONG, ERR_INVALID },
		{ ENXIO, ERR_INVALID },
		{ ENODEV, ERR_INVALID },
	};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (kinds[i].error == error)
			return kinds[i].kind;
	return ERR_IO;
}

int err_in(struct err *e, const char *fmt, ...)
{
	char doing[512];
	size_t n, had = strlen(e->text);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(doing, sizeof doing - 2, fmt, ap);
	va_end(ap);
	n = strlen(doing);
	memcpy(doing + n, ": ", sizeof ": ");
	n += 2;
	if (had > sizeof e->text - 1 - n)
		had = sizeof e->text - 1 - n;
	memmove(e->text + n, e->text, had);
	memcpy(e->text, doing, n);
	e->text[n + had] = '\0';
	return -1;
}
