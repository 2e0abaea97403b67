/* str.c - a growing string of bytes. */
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void str_need(struct str *s, size_t more)
{
	size_t cap = s->cap ? s->cap : 64;

	if (s->cap > s->len + more)
		return;
	while (cap <= s->len + more)
		cap *= 2;
	s->at = xrealloc(s->at, cap);
	s->at[s->len] = '\0';
	s->cap = cap;
}

void str_put_int(struct str *s, int64_t n)
{
	char digits[24];
	char *p = digits + sizeof digits;
	uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	if (n < 0)
		*--p = '-';
	str_put(s, p, (size_t)(digits + sizeof digits - p));
}

void str_vprintf(struct str *s, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	str_need(s, (size_t)n);
	vsnprintf(s->at + s->len, (size_t)n + 1, fmt, again);
	s->len += (size_t)n;
	va_end(again);
}

void str_printf(struct str *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(s, fmt, ap);
	va_end(ap);
}

const char *str_text(const struct str *s)
{
	return s->at ? s->at : "";
}

void str_reset(struct str *s)
{
	s->len = 0;
	if (s->at)
		s->at[0] = '\0';
}

void str_release(struct str *s)
{
	free(s->at);
	*s = (struct str){ 0 };
}

char *str_take(struct str *s)
{
	char *at = s->at ? s->at : xstrdup("");

	*s = (struct str){ 0 };
	return at;
}
