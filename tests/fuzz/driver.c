/*
 * driver.c - runs a fuzz target without libFuzzer: a seeded generator, for two seconds.
 *
 * Inputs are made of the target's seeds, glued and damaged. FUZZ_SEED repeats a run, FUZZ_SECONDS
 * makes it longer, FUZZ_SAVE names a file that gets each input before it is tried, so that the
 * last one is the guilty one. Files given as arguments are tried instead.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/str.h"
#include "tests/fuzz/fuzz.h"

static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static size_t below(uint64_t *state, size_t n)
{
	return (size_t)(next(state) >> 11) % n;
}

/* Flips, inserts, removes or doubles some bytes. */
static void damage(struct str *input, uint64_t *state)
{
	size_t i = input->len ? below(state, input->len) : 0, n;

	switch (below(state, 4)) {
	case 0:
		if (input->len)
			input->at[i] = (char)next(state);
		break;
	case 1:
		str_putc(input, (char)next(state));
		break;
	case 2:
		input->len = i;
		break;
	default:
		n = input->len - i < 64 ? input->len - i : 64;
		str_need(input, n);
		str_put(input, input->at + i, n);
	}
}

static void generate(struct str *input, uint64_t *state, size_t seeds)
{
	size_t pieces = 1 + below(state, 6), damages = below(state, 4);

	str_reset(input);
	while (pieces-- > 0) {
		str_puts(input, fuzz_seeds[below(state, seeds)]);
		if (below(state, 3) == 0)
			str_putc(input, ' ');
	}
	while (damages-- > 0)
		damage(input, state);
}

static void save(const struct str *input)
{
	const char *name = getenv("FUZZ_SAVE");
	FILE *f = name ? fopen(name, "wb") : NULL;

	if (!f)
		return;
	fwrite(str_text(input), 1, input->len, f);
	fclose(f);
}

/* The target gets a copy of exactly n bytes, so that reading beyond them is found. */
static void try_out(const struct str *input)
{
	uint8_t *copy = xmalloc(input->len);

	save(input);
	if (input->len)
		memcpy(copy, input->at, input->len);
	LLVMFuzzerTestOneInput(copy, input->len);
	free(copy);
}

static int try_files(int n, char **names)
{
	struct str input = { 0 };
	char part[4096];
	size_t got;

	for (int i = 0; i < n; i++) {
		FILE *f = fopen(names[i], "rb");

		if (!f) {
			perror(names[i]);
			return 1;
		}
		str_reset(&input);
		while ((got = fread(part, 1, sizeof part, f)) > 0)
			str_put(&input, part, got);
		fclose(f);
		try_out(&input);
	}
	str_release(&input);
	return 0;
}

static uint64_t number(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
	uint64_t seed = number("FUZZ_SEED", 20210525), state = seed * 2 + 1, tried = 0;
	time_t end = time(NULL) + (time_t)number("FUZZ_SECONDS", 2);
	struct str input = { 0 };
	size_t seeds = 0;

	if (argc > 1)
		return try_files(argc - 1, argv + 1);
	while (fuzz_seeds[seeds])
		seeds++;
	do {
		generate(&input, &state, seeds);
		try_out(&input);
		tried++;
	} while (tried % 64 || time(NULL) < end);
	str_release(&input);
	printf("# %" PRIu64 " inputs from seed %" PRIu64 "\n", tried, seed);
	printf("ok 1 - no input breaks %s\n1..1\n", fuzz_name);
	return 0;
}
