/*
 * fuzz_template.c - templates of any bytes, rendered with values that look like tags.
 *
 * A template without tags must come out as it went in, a value must never be read as a tag, and
 * faults must lie inside the text.
 */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "base/template.h"

const char *const fuzz_name = "template";
const char *const fuzz_seeds[] = {
	"Dear {{a}}, {{gone}}{{^gone}}none{{/gone}}\n{{#list}}{{.}}, {{/list}}\n"
	"{{#actions}}{{number}}. {{text}}\n{{/actions}}\n",
	"{{", "}}", "{{{", "}}}", "{{!", "{{#a}}", "{{^a}}", "{{/a}}", "{{#list}}", "{{/list}}",
	"{{#actions}}", "{{/actions}}",
	"{{#nested}}", "{{/nested}}", "{{#text}}", "{{/text}}",
	"{{.}}", "{{number}}", "{{ a }}", "\n", "\r\n", "\xff", "\xc3\xa9", "{{&a}}", "{{>a}}",
	"{{=<% %>=}}", NULL
};

#define TEXT(s) {.at = (s), .len = sizeof(s) - 1}
#define MARK "{{gone}}{{#a}}"

static const char *const fields[] = {"number", "text", NULL};
static const struct template_name inside[] = {
	{ .name = "text", .shape = TEMPLATE_LIST }, { .name = NULL } };
static const struct template_name names[] = { { .name = "a", .shape = TEMPLATE_TEXT },
	{ .name = "gone", .shape = TEMPLATE_TEXT }, { .name = "list", .shape = TEMPLATE_LIST },
	{ .name = "actions", .shape = TEMPLATE_RECORDS, .fields = fields },
	{ .name = "nested", .shape = TEMPLATE_RECORDS, .fields = fields, .inside = inside } };
static const struct template_value items[] = {TEXT("x"), TEXT(""), TEXT(MARK)};
static const struct template_value records[] = {TEXT("1"), TEXT("do"), TEXT("2"), TEXT(MARK)};
static const struct template_value nested[] = { TEXT("1"), { .items = items, .count = 3 } };
static const struct template_value values[] = { TEXT(MARK), { .at = NULL },
	{ .items = items, .count = 3 }, { .items = records, .count = 2 },
	{ .items = nested, .count = 1 } };

static bool has_tags(const char *text, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (text[i] == '{' && text[i + 1] == '{')
			return true;
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct template_faults faults;
	struct template *t = template_new(text, size, names, 5, &faults);
	struct str out = {0};
	struct err e = {0};

	MUST((t == NULL) == (faults.count > 0));
	for (int i = 0; i < faults.count; i++)
		MUST(faults.at[i].line >= 1 && faults.at[i].column >= 1 && faults.at[i].text[0]);
	if (t && template_render(t, values, &out, &e) == 0) {
		MUST(out.len <= TEMPLATE_OUTPUT_MAX);
		if (!has_tags(text, size))
			MUST(out.len == size && (size == 0 || memcmp(out.at, text, size) == 0));
	} else if (t)
		MUST(out.len == 0 && e.text[0]);
	template_free(t);
	str_release(&out);
	return 0;
}
