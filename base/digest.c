/* digest.c - SHA-256 by libcrypto, and the Merkle tree of RFC 9162 section 2.1. */
#include "base/digest.h"

#include <assert.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/mem.h"

/* libcrypto's own default-fetch costs more than a short hash: contexts are made once and
 * re-initialised with the digest they already have. And only when there is something to hash: its
 * beginning and its end cost more than all else that opening and closing a notebook does. */
static EVP_MD_CTX *context_of(struct digest *d)
{
	EVP_MD_CTX *c = d->context;

	if (c)
		return c;
	c = EVP_MD_CTX_new();
	if (!c || EVP_DigestInit_ex(c, EVP_sha256(), NULL) != 1)
		assert(!"libcrypto has SHA-256");
	return d->context = c;
}

void digest_init(struct digest *d)
{
	d->context = NULL;
}

void digest_add(struct digest *d, const void *bytes, size_t n)
{
	EVP_DigestUpdate(context_of(d), bytes, n);
}

void digest_done(struct digest *d, uint8_t out[DIGEST_SIZE])
{
	EVP_DigestFinal_ex(context_of(d), out, NULL);
	EVP_DigestInit_ex(d->context, NULL, NULL);
}

void digest_release(struct digest *d)
{
	if (d->context)
		EVP_MD_CTX_free(d->context);
	d->context = NULL;
}

void digest_of(const void *bytes, size_t n, uint8_t out[DIGEST_SIZE])
{
	struct digest d;

	digest_init(&d);
	digest_add(&d, bytes, n);
	digest_done(&d, out);
	digest_release(&d);
}

void digest_sha1(const void *bytes, size_t n, uint8_t out[DIGEST_SHA1])
{
	int done = EVP_Digest(bytes, n, out, NULL, EVP_sha1(), NULL);

	assert(done == 1);
}

void digest_hex(const uint8_t hash[DIGEST_SIZE], char out[DIGEST_HEX])
{
	for (int i = 0; i < DIGEST_SIZE; i++) {
		out[2 * i] = "0123456789abcdef"[hash[i] >> 4];
		out[2 * i + 1] = "0123456789abcdef"[hash[i] & 15];
	}
	out[DIGEST_HEX - 1] = '\0';
}

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int digest_from_hex(const char *hex, size_t n, uint8_t out[DIGEST_SIZE])
{
	if (n != DIGEST_HEX - 1)
		return -1;
	for (int i = 0; i < DIGEST_SIZE; i++) {
		int high = nibble(hex[2 * i]), low = nibble(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return -1;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return 0;
}

void merkle_init(struct merkle *m)
{
	digest_init(&m->digest);
	merkle_reset(m);
}

void merkle_reset(struct merkle *m)
{
	m->leaves = 0;
	m->nodes = 0;
}

static void node_join(struct merkle *m, const uint8_t *left, const uint8_t *right, uint8_t *out)
{
	uint8_t both[1 + 2 * DIGEST_SIZE] = { 1 };

	memcpy(both + 1, left, DIGEST_SIZE);
	memcpy(both + 1 + DIGEST_SIZE, right, DIGEST_SIZE);
	digest_add(&m->digest, both, sizeof both);
	digest_done(&m->digest, out);
}

/* Each set bit of `leaves` is a full subtree on the stack; adding a leaf carries as adding 1 does.
 */
void merkle_add(struct merkle *m, const uint8_t leaf[DIGEST_SIZE])
{
	memcpy(m->node[m->nodes++], leaf, DIGEST_SIZE);
	for (uint64_t carry = m->leaves++; carry & 1; carry >>= 1, m->nodes--)
		node_join(m, m->node[m->nodes - 2], m->node[m->nodes - 1], m->node[m->nodes - 2]);
}

void merkle_root(struct merkle *m, uint8_t out[DIGEST_SIZE])
{
	if (!m->nodes) {
		digest_of("", 0, out);
		return;
	}
	memcpy(out, m->node[m->nodes - 1], DIGEST_SIZE);
	for (int i = m->nodes - 2; i >= 0; i--)
		node_join(m, m->node[i], out, out);
}

void merkle_release(struct merkle *m)
{
	digest_release(&m->digest);
}
