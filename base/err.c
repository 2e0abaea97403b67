/* err.c - errors as sentences. */
#include "base/err.h"

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
