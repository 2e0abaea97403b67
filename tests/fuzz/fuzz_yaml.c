/*
 * fuzz_yaml.c - advisories made of any bytes: read, kept as JSON, read back, rendered.
 *
 * What is accepted must survive the way into a notebook and out of it unchanged, and every text
 * of it must compile.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/advisory_yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

/* A letter in every language over every channel; without facts most end in an error, which is fine.
 */
static void render_all(const struct advisory *a)
{
	const struct advisory_facts none = {.zone = "UTC"};

	for (size_t c = 0; c < a->channel_count; c++)
		for (size_t l = 0; l < a->language_count; l++) {
			struct str subject = {0}, body = {0};
			struct err e = {0};
			struct advisory_renderer *r =
			    advisory_renderer_new(a, a->channels[c], a->languages[l], &e);

			check(r != NULL);
			advisory_renderer_run(r, &none, &subject, &body, &e);
			advisory_renderer_free(r);
			str_release(&subject);
			str_release(&body);
		}
}

static void keep_and_compare(const struct advisory *a)
{
	struct str once = {0}, twice = {0};
	struct advisory back;
	struct err e = {0};

	advisory_to_json(a, &once);
	check(advisory_from_json(&back, once.at, once.len, &e) == 0);
	advisory_to_json(&back, &twice);
	check(strcmp(str_text(&once), str_text(&twice)) == 0);
	advisory_release(&back);
	str_release(&once);
	str_release(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct advisory a;
	struct fault_list faults = {0};
	struct err e = {0};

	if (advisory_yaml_parse("f", (const char *)data, size, &a, &faults, &e) == 0) {
		check(faults.errors == 0);
		keep_and_compare(&a);
		render_all(&a);
	} else
		check(faults.errors > 0 && e.text[0]);
	advisory_release(&a);
	fault_list_release(&faults);
	advisory_from_json(&a, (const char *)data, size, &e);
	advisory_release(&a);
	return 0;
}
