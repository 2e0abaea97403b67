/*
 * base64.h - bytes as letters (RFC 4648 section 4): A-Z a-z 0-9 + / with = at the end.
 */
#ifndef BLOTTER_BASE_BASE64_H
#define BLOTTER_BASE_BASE64_H

#include <stddef.h>

#include "base/str.h"

/* Appends the bytes as letters, without line breaks. */
void base64_put(struct str *out, const void *bytes, size_t n);
/* Appends the bytes that the letters mean. 0, or -1 where they are not exactly what base64_put
 * writes: out then holds what came before. */
int base64_read(struct str *out, const char *s, size_t n);

#endif
