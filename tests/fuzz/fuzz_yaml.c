/*
 * fuzz_yaml.c - advisories and playbooks made of any bytes: read, kept as JSON, read back,
 * rendered.
 *
 * What is accepted must survive the way into a notebook and out of it unchanged, and every text
 * of it must compile.
 */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "exchange/advisory_yaml.h"
#include "exchange/playbook_yaml.h"

const char *const fuzz_name = "yaml";
const char *const fuzz_seeds[] = {
	"blotter: advisory-template\nformat: 1\nid: bench\nversion: 1\ntitle: \"Seen\"\ntlp: "
	"AMBER\n"
	"audience: affected-customer\nseverity: high\nlanguages: [en]\ndefault_language: en\n"
	"variables:\n  seen: {type: list, source: customer, required: true, min: 1}\n"
	"channels:\n  allow: [email]\n  prefer: email\n"
	"approval:\n  count: 1\n  roles: [lead]\n  author_may_approve: true\n"
	"messages:\n  email:\n    subject: {en: Yours}\n    body:\n"
	"      en: \"Seen: {{#seen}}{{.}} {{/seen}}\"\n",
	"blotter: playbook\nformat: 1\nid: one\nversion: 1\nlanguages: [en, id]\ntitle: {en: One, "
	"id: Satu}\n"
	"roles: [lead]\ntasks:\n  - {id: a, text: {en: Do, id: Buat}, role: lead, due: PT4H, from: "
	"aware}\n"
	"  - {id: b, text: {en: Do, id: Buat}, role: lead, after: a, priority: high}\n",
	"a: [b, {c: d}]\n", "- |\n  x\n", "- >-\n  x\n", "&a", "*a", "!!str", "%TAG ! a\n", "---\n",
	"...\n", "? ", "{", "}", "[", "]", "\"\\x41\"", "'", "# c\n", "<<: ", "\xff", "\xc3\xa9",
	"\t", NULL
};

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

			MUST(r != NULL);
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
	MUST(advisory_from_json(&back, once.at, once.len, &e) == 0);
	advisory_to_json(&back, &twice);
	MUST(strcmp(str_text(&once), str_text(&twice)) == 0);
	advisory_release(&back);
	str_release(&once);
	str_release(&twice);
}

/* A playbook that is accepted can be read back in each of its languages. */
static void playbook_try(const char *bytes, size_t size)
{
	struct playbook_file file;
	struct fault_list faults = {0};
	struct playbook p;
	struct err e = {0};

	if (playbook_yaml_parse("f", bytes, size, &file, &faults, &e) == 0) {
		MUST(faults.errors == 0 && file.tasks > 0);
		MUST(playbook_read(&p, file.text.json, strlen(file.text.json), NULL, &e) == 0);
		playbook_release(&p);
	} else
		MUST(faults.errors > 0 && e.text[0]);
	playbook_file_release(&file);
	fault_list_release(&faults);
	if (playbook_read(&p, bytes, size, "en", &e) == 0)
		playbook_release(&p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct advisory a;
	struct fault_list faults = {0};
	struct err e = {0};

	if (advisory_yaml_parse("f", (const char *)data, size, &a, &faults, &e) == 0) {
		MUST(faults.errors == 0);
		keep_and_compare(&a);
		render_all(&a);
	} else
		MUST(faults.errors > 0 && e.text[0]);
	advisory_release(&a);
	fault_list_release(&faults);
	advisory_from_json(&a, (const char *)data, size, &e);
	advisory_release(&a);
	playbook_try((const char *)data, size);
	return 0;
}
