/*
 * file.h - a file written beside its place and put there whole, or stdout.
 *
 * The bytes go to a new file of mode 0600 in the same folder, are synced and then renamed: whoever
 * opens the name finds all of it or nothing new. A file that is there is not replaced unless that
 * was asked for, and a symbolic link is never followed.
 */
#ifndef BLOTTER_CLI_FILE_H
#define BLOTTER_CLI_FILE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"

struct file_out {
	FILE *to;
	char *path, *beside; /* owned; NULL: stdout */
	bool overwrite;
};

/* path "-" is `standard`. ERR_CREATE: it is there, or cannot be made. */
int file_out_open(
    struct file_out *f, const char *path, bool overwrite, FILE *standard, struct err *e);
/* On the disk, under its name. */
int file_out_commit(struct file_out *f, struct err *e);
/* Takes away what was not committed. */
void file_out_release(struct file_out *f);

#endif
