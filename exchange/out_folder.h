/*
 * out_folder.h - a new folder of files, there whole or not at all.
 *
 * The files are written into a folder beside the wanted one, which takes its name at the end. It
 * must not be there before: two exports in one folder would be one that nobody asked for. 0700, its
 * files 0600.
 */
#ifndef BLOTTER_EXCHANGE_OUT_FOLDER_H
#define BLOTTER_EXCHANGE_OUT_FOLDER_H

#include "base/err.h"
#include "base/str.h"

struct out_folder {
	char *path;	/* as given, without a slash at its end; owned; NULL: not open */
	const char *name; /* its last part */
	struct str beside; /* the path it has until it is published */
	int above, fd; /* the folder it is in, and it itself; -1: none */
};

/* ERR_CREATE when something of that name is there, or when everybody may write in the folder above.
 */
int out_folder_open(struct out_folder *f, const char *path, struct err *e);
/* Makes one file in it; `name` is ours, without a slash. */
int out_folder_put(struct out_folder *f, const char *name, const void *bytes, size_t n,
    struct err *e);
int out_folder_publish(struct out_folder *f, struct err *e); /* on the disk, with its name */
/* Drops what was not published. Fine on a zeroed one. */
void out_folder_release(struct out_folder *f);

#endif
