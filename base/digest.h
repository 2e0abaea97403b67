/*
 * digest.h - SHA-256 and the Merkle tree of RFC 9162 section 2.1.
 *
 * leaf hash = SHA-256(0x00 || bytes), node hash = SHA-256(0x01 || left || right), the empty
 * tree = SHA-256(""). The tree is built as leaves arrive, in 64 hashes of memory.
 */
#ifndef BLOTTER_BASE_DIGEST_H
#define BLOTTER_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum { DIGEST_SIZE = 32, DIGEST_HEX = 65, DIGEST_SHA1 = 20 };

/* A SHA-256 in progress; a zeroed struct must be initialised, and released. */
struct digest {
	void *context; /* owned EVP_MD_CTX; NULL until the first byte */
};
void digest_init(struct digest *d);
void digest_add(struct digest *d, const void *bytes, size_t n);
void digest_done(struct digest *d, uint8_t out[DIGEST_SIZE]); /* and starts afresh */
void digest_release(struct digest *d);

void digest_of(const void *bytes, size_t n, uint8_t out[DIGEST_SIZE]);
/* SHA-1, for names that other standards make of it (RFC 4122); it protects nothing. */
void digest_sha1(const void *bytes, size_t n, uint8_t out[DIGEST_SHA1]);
void digest_hex(const uint8_t hash[DIGEST_SIZE], char out[DIGEST_HEX]); /* lower case */
/* 0, or -1 unless 64 lower-case digits */
int digest_from_hex(const char *hex, size_t n, uint8_t out[DIGEST_SIZE]);

struct merkle {
	struct digest digest;
	uint64_t leaves;		    /* so far */
	uint8_t node[64][DIGEST_SIZE];	    /* roots of the full subtrees, largest first */
	int nodes;
};
void merkle_init(struct merkle *m);
void merkle_add(struct merkle *m, const uint8_t leaf[DIGEST_SIZE]);
void merkle_root(struct merkle *m, uint8_t out[DIGEST_SIZE]); /* of all so far; may go on */
void merkle_reset(struct merkle *m);
void merkle_release(struct merkle *m);

#endif
