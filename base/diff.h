/*
 * diff.h - two texts compared line by line.
 */
#ifndef BLOTTER_BASE_DIFF_H
#define BLOTTER_BASE_DIFF_H

#include <stddef.h>

/* Tells the lines of both in order, without their line feeds, those taken away before those that
 * stand in their place. op: ' ' in both, '-' only in the first, '+' only in the second. As few as
 * can be are told to differ, unless comparing the texts would take seconds. */
void diff_lines(const char *a, const char *b,
    void (*each)(void *with, char op, const char *line, size_t n), void *with);

#endif
