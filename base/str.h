/*
 * str.h - a growing string of bytes.
 *
 * A zeroed struct is the empty string. `at` is NUL-ended whenever it is not
 * NULL; `len` does not count that NUL; the bytes may hold NULs of their own.
 * Growing never fails (see mem.h).
 */
#ifndef BLOTTER_BASE_STR_H
#define BLOTTER_BASE_STR_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	char *at;   /* owned; NULL while nothing was put */
	size_t len; /* bytes in use */
	size_t cap; /* bytes owned */
};

void str_need(struct str *s, size_t more); /* room for so many more bytes and a NUL */
/* Inline, since every exported cell and every hashed line is put together by these. */
static inline void str_put(struct str *s, const void *bytes, size_t n)
{
	if (s->cap <= s->len + n)
		str_need(s, n);
	if (n)
		memcpy(s->at + s->len, bytes, n);
	s->len += n;
	s->at[s->len] = '\0';
}
static inline void str_puts(struct str *s, const char *text)
{
	str_put(s, text, strlen(text));
}
static inline void str_putc(struct str *s, char c)
{
	str_put(s, &c, 1);
}
void str_put_int(struct str *s, int64_t n); /* decimal, fast */
void str_printf(struct str *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void str_vprintf(struct str *s, const char *fmt, va_list ap);
const char *str_text(const struct str *s); /* the bytes, "" when nothing was put; borrowed */
void str_reset(struct str *s);		   /* empty, keeps its room */
void str_release(struct str *s);	   /* frees; empty and ready again */
char *str_take(struct str *s);		   /* hands the bytes over; yours to free; s is empty */

#endif
