/*
 * fuzz.h - what a fuzz target has: one function that must hold for every input, and seeds.
 *
 * A target is built twice: with driver.c for `make check` (any compiler, a seeded generator, a
 * few seconds), or for a long hunt with libFuzzer, which brings its own main:
 *     clang -fsanitize=fuzzer,address,undefined -I. -IBUILD tests/fuzz/fuzz_text.c BUILD/libmodel.a
 *     BUILD/libbase.a -lutf8proc
 * A target says what must hold with MUST, which stops the program.
 */
#ifndef BLOTTER_TESTS_FUZZ_H
#define BLOTTER_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

extern const char *const fuzz_name;
extern const char *const fuzz_seeds[]; /* good inputs and pieces of them; ends with NULL */

#define MUST(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
			abort(); \
		} \
	} while (0)

/* Text in one line that cannot act on a terminal: valid UTF-8 without controls, bidi, hidden
 * characters. */
static inline void must_be_harmless(const char *text, size_t n)
{
	const uint8_t *s = (const uint8_t *)text;

	for (size_t i = 0; i < n; i++) {
		MUST(s[i] >= 0x20 && s[i] != 0x7F);
		MUST(!(s[i] == 0xC2 && s[i + 1] < 0xA0));
		MUST(!(s[i] == 0xE2 && s[i + 1] == 0x80 && s[i + 2] >= 0x8B && s[i + 2] <= 0x8F));
		MUST(!(s[i] == 0xE2 && s[i + 1] == 0x80 && s[i + 2] >= 0xA8 && s[i + 2] <= 0xAE));
		MUST(!(s[i] == 0xE2 && s[i + 1] == 0x81 && s[i + 2] >= 0xA0 && s[i + 2] <= 0xAF));
		MUST(!(s[i] == 0xD8 && s[i + 1] == 0x9C));
		MUST(!(s[i] == 0xEF && s[i + 1] == 0xBB && s[i + 2] == 0xBF));
		MUST(s[i] != 0xF3);
	}
}

#endif
