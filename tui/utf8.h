/*
 * utf8.h - one code point at a time, for cells and keys. Text that is not UTF-8 gives U+FFFD.
 */
#ifndef BLOTTER_TUI_UTF8_H
#define BLOTTER_TUI_UTF8_H

#include <stddef.h>
#include <stdint.h>

enum { UTF8_MAX = 4 };

uint32_t utf8_next(const char **s);		  /* s at a NUL-ended text, not at its end */
size_t utf8_encode(uint32_t ch, char out[UTF8_MAX]); /* bytes used */

#endif
