/*
 * evidence_file.h - a file that is evidence: hashed as it is read, whatever its size, and if it is
 * small its bytes.
 */
#ifndef BLOTTER_EXCHANGE_EVIDENCE_FILE_H
#define BLOTTER_EXCHANGE_EVIDENCE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"

struct evidence_file {
	int64_t size; /* bytes read, which are those that were hashed */
	uint8_t sha256[DIGEST_SIZE];
	struct str bytes; /* the first `most` of them; owned */
	bool whole;	  /* these are all */
};
/* Only regular files, and no symbolic links; "-" is stdin. A file that changes while it is read is
 * refused (ERR_BUSY): its hash would be that of nothing. ERR_NOT_FOUND, ERR_PERMISSION, ERR_IO. */
int evidence_file_read(
    const char *path, size_t most, struct evidence_file *out, struct err *e);
void evidence_file_release(struct evidence_file *f);

#endif
