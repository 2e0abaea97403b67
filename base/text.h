/*
 * text.h - text from outside: is it UTF-8, how wide is it, how is it shown.
 *
 * Every string from outside is hostile until it has passed text_show: that is
 * the one function which makes control, bidi and invisible characters visible.
 * Files and --json carry the true text; screens, pagers and stderr never do.
 * Width is the sum of libc wcwidth over the shown string, since curses counts
 * with libc; clusters come from utf8proc.
 */
#ifndef BLOTTER_BASE_TEXT_H
#define BLOTTER_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

/* The offset of the first byte that is not UTF-8 (RFC 3629: no overlong forms, no
 * surrogates, nothing above U+10FFFF), or n when all of it is. */
size_t text_utf8_fault(const char *s, size_t n);

/* May `s` (NULL is fine) be kept as one line of text: UTF-8 without control characters, at most
 * `most` bytes? ERR_INVALID says what is wrong with `what` ("the reason"). */
int text_line_check(const char *s, size_t most, const char *what, struct err *e);

/* How text_show treats line breaks and tabs. */
enum text_lines {
	TEXT_ONE_LINE, /* LF is shown as a visible mark, TAB as one space */
	TEXT_LINES,    /* LF and TAB pass */
	TEXT_SPREAD,   /* LF passes, TAB goes on to the next eighth column */
};

/*
 * Appends `s` made safe to show: NFC; C0, DEL, C1 as \x1b; bidi controls (U+202A-E,
 * U+2066-9, U+200E/F, U+061C), zero width, tags, unassigned, private use, BOM and
 * line separators as <U+202E>; bytes that are not UTF-8 as \xff; ZWJ, VS15/16 and skin
 * tones dropped; at most 2 combining marks on a base; characters libc cannot
 * measure as U+FFFD. ASCII without controls is copied as it is (the fast path).
 */
void text_show(struct str *out, const char *s, size_t n, enum text_lines lines);

/* Columns that an already shown one-line string fills. */
int text_width(const char *shown);

/* Bytes of an already shown string that fill at most `columns` columns, never cutting a
 * cluster; *filled (may be NULL) gets the columns they fill. */
size_t text_fit(const char *shown, int columns, int *filled);

/* Bytes of the cluster that begins at s (n bytes available, n > 0); width gets its columns. */
size_t text_cluster(const char *s, size_t n, int *width);

/* Appends s folded for comparing and searching: case folded, NFKC, marks stripped. */
void text_fold(struct str *out, const char *s, size_t n);

/* Cuts a text off where another one goes on otherwise, at a whole character: what both begin with.
 */
void text_keep_common(struct str *text, const char *other);

#endif
