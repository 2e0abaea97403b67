/*
 * test_digest.c - hashes and trees against values computed elsewhere.
 *
 * SHA-256 of "abc" and "" are those of FIPS 180-4; the trees follow RFC 9162, section 2.1.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/digest.h"

static void assert_digest(const uint8_t hash[DIGEST_SIZE], const char *expected)
{
	char hex[DIGEST_HEX];

	digest_hex(hash, hex);
	assert_string_equal(hex, expected);
}

static void known_texts_have_known_hashes(void **state)
{
	uint8_t hash[DIGEST_SIZE];

	digest_of("abc", 3, hash);
	assert_digest(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	digest_of("", 0, hash);
	assert_digest(hash, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void an_empty_tree_is_the_hash_of_nothing(void **state)
{
	struct merkle m;
	uint8_t root[DIGEST_SIZE];

	merkle_init(&m);
	merkle_root(&m, root);
	assert_digest(root, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	merkle_release(&m);
}

/* The root of n leaves by the recursive definition of RFC 9162. */
static void root_by_definition(uint8_t (*leaf)[DIGEST_SIZE], int n, uint8_t out[DIGEST_SIZE])
{
	uint8_t joined[1 + 2 * DIGEST_SIZE] = { 1 };
	int left = 1;

	if (n == 1) {
		memcpy(out, leaf[0], DIGEST_SIZE);
		return;
	}
	while (left * 2 < n)
		left *= 2;
	root_by_definition(leaf, left, joined + 1);
	root_by_definition(leaf + left, n - left, joined + 1 + DIGEST_SIZE);
	digest_of(joined, sizeof(joined), out);
}

static void a_tree_of_any_size_has_the_root_of_the_definition(void **state)
{
	uint8_t leaf[70][DIGEST_SIZE], root[DIGEST_SIZE], expected[DIGEST_SIZE];
	struct merkle m;

	merkle_init(&m);
	for (int n = 1; n <= 70; n++) {
		digest_of(&n, sizeof(n), leaf[n - 1]);
		merkle_add(&m, leaf[n - 1]);
		merkle_root(&m, root);
		root_by_definition(leaf, n, expected);
		assert_memory_equal(root, expected, DIGEST_SIZE);
	}
	merkle_release(&m);
}

static void hex_is_read_back_and_nothing_else_is(void **state)
{
	uint8_t hash[DIGEST_SIZE], back[DIGEST_SIZE];
	char hex[DIGEST_HEX];

	digest_of("abc", 3, hash);
	digest_hex(hash, hex);
	assert_int_equal(digest_from_hex(hex, 64, back), 0);
	assert_memory_equal(hash, back, DIGEST_SIZE);
	assert_int_equal(digest_from_hex(hex, 63, back), -1);
	hex[5] = 'G';
	assert_int_equal(digest_from_hex(hex, 64, back), -1);
	hex[5] = 'A';
	assert_int_equal(digest_from_hex(hex, 64, back), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_texts_have_known_hashes),
		cmocka_unit_test(an_empty_tree_is_the_hash_of_nothing),
		cmocka_unit_test(a_tree_of_any_size_has_the_root_of_the_definition),
		cmocka_unit_test(hex_is_read_back_and_nothing_else_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
