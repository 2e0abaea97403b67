/*
 * in_file.h - a file that somebody wrote, read whole, when it is small enough to be held.
 */
#ifndef BLOTTER_EXCHANGE_IN_FILE_H
#define BLOTTER_EXCHANGE_IN_FILE_H

#include "base/err.h"
#include "base/str.h"

/* Appends the file to out, or its first `most` bytes and one more when it is longer; "-" is stdin.
 * Only regular files, and no symbolic links. *name (may be NULL) gets what it is called in
 * messages. */
int in_file_read(
    const char *path, size_t most, struct str *out, const char **name, struct err *e);

#endif
