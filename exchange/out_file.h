/*
 * out_file.h - the one way to write a file out.
 *
 * Bytes go into `buffer`, and from there, hashed on the way, into a file beside the wanted one,
 *which takes its name at the end: so a file is there whole or not at all, and what was there before
 *stays until then. Always 0600, never through a symbolic link. "-" is standard output.
 *
 *	out_file_open(&f, path, overwrite, e)
 *	str_put(&f.buffer, ...) and out_file_flow(&f, e), again and again
 *	out_file_finish(&f, e)		// all is on the disk, under another name; f.sha256 and
 *f.bytes are known out_file_publish(&f, e)		// it has its name out_file_release(&f)
 *	// drops what was not published
 */
#ifndef BLOTTER_EXCHANGE_OUT_FILE_H
#define BLOTTER_EXCHANGE_OUT_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"

struct out_file {
	struct str buffer;           /* what was not yet written */
	int64_t bytes;               /* written so far */
	uint8_t sha256[DIGEST_SIZE]; /* of all of it, after out_file_finish */
	struct digest digest;
	char *path;       /* as given; owned */
	const char *name; /* its part after the last slash */
	char *beside;   /* the name it has until it is published, in the same folder; NULL: none */
	int folder, fd; /* -1: none */
	bool overwrite, standard; /* standard: it is stdout, or goes nowhere */
	struct str *head; /* not NULL: it goes nowhere, and its first bytes there */
};
enum { OUT_FILE_HEAD = 16384 };

/* ERR_CREATE when the file is there and overwrite is not asked for, when it is no ordinary file, or
 * when everybody may write in its folder. */
int out_file_open(struct out_file *f, const char *path, bool overwrite, struct err *e);
/* A file that is only counted: nothing is written, *head gets at most OUT_FILE_HEAD bytes. */
void out_file_nowhere(struct out_file *f, struct str *head);
/* Writes the buffer when it is worth it. Cheap to call after each row. */
int out_file_flow(struct out_file *f, struct err *e);
int out_file_finish(struct out_file *f, struct err *e);
int out_file_publish(struct out_file *f, struct err *e);
void out_file_release(struct out_file *f); /* fine on a zeroed one */

/* A file without a name in the folder, 0600, gone when it is closed; or -1. */
int nameless_open(const char *folder, struct err *e);
/* The folder of a notebook; for one in memory /tmp. Yours to free. */
char *folder_beside(const char *path);

#endif
