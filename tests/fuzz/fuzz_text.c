/* fuzz_text.c - whatever is shown is harmless, is shown the same again, and is as wide as its
 * parts. */
#include "tests/fuzz/fuzz.h"

#include <locale.h>
#include <string.h>

#include "base/str.h"
#include "base/text.h"

const char *const fuzz_name = "text_show";
const char *const fuzz_seeds[] = { "plain text of some length", "\033[2J", "\033]52;c;aGk=\a",
	"\302\233", "\u202E", "\u2066", "\u200B", "\u200D", "\u061C", "\uFEFF", "\u2028",
	"\U000E0041", "\uFE0F", "\uE000", "\u0301", "\u0316", "\u20DD", "\u094D", "\u093F",
	"\u1161", "\u115F", "\u1112", "\u11AB", "e", "\u00E9", "\u1EAD", "\n", "\t", "\xff",
	"\xf0\x9f", "\U0001F468", "\U0001F3FD", "\U0001F1EE\U0001F1E9", "\u4E00", "\u0627",
	"\u05D0", "\uA9C0", "\u0344", "\u0958", "\u2126", "\uF900", "\u0DDE", "\uFB01",
	"\U0001D15E", NULL };

static void must_show_the_same_again(const struct str *shown)
{
	struct str again = { 0 };

	text_show(&again, str_text(shown), shown->len, TEXT_ONE_LINE);
	MUST(again.len == shown->len && memcmp(str_text(&again), str_text(shown), shown->len) == 0);
	str_release(&again);
}

static void must_fit(const struct str *shown)
{
	int width = text_width(str_text(shown)), filled;
	size_t n = text_fit(str_text(shown), width / 2, &filled);

	MUST(filled <= width / 2 && n <= shown->len);
	MUST(text_utf8_fault(str_text(shown), n) == n);
	MUST(text_fit(str_text(shown), width, &filled) == shown->len && filled == width);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *s = (const char *)data;
	struct str out = { 0 };

	setlocale(LC_CTYPE, "C.UTF-8");
	MUST(text_utf8_fault(s, n) <= n);
	text_show(&out, s, n, TEXT_ONE_LINE);
	MUST(text_utf8_fault(str_text(&out), out.len) == out.len);
	must_be_harmless(str_text(&out), out.len);
	must_show_the_same_again(&out);
	must_fit(&out);
	str_reset(&out);
	text_show(&out, s, n, TEXT_LINES);
	MUST(text_utf8_fault(str_text(&out), out.len) == out.len);
	str_reset(&out);
	text_fold(&out, s, n);
	MUST(text_utf8_fault(str_text(&out), out.len) == out.len);
	str_release(&out);
	return 0;
}
