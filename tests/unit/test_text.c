/* test_text.c - hostile text becomes visible, and columns are counted as curses counts them. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/text.h"

static char *shown(const char *s, size_t n, enum text_lines lines)
{
	struct str out = { 0 };

	text_show(&out, s, n, lines);
	return str_take(&out);
}

static void assert_shown(const char *s, const char *expected)
{
	char *got = shown(s, strlen(s), TEXT_ONE_LINE);

	assert_string_equal(got, expected);
	free(got);
}

/* The rule of the safety test: nothing left that could act on a terminal. */
static void assert_harmless(const char *s, size_t n, enum text_lines lines)
{
	assert_int_equal(text_utf8_fault(s, n), n);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i], next = (unsigned char)s[i + 1];

		if (lines == TEXT_LINES && (c == '\n' || c == '\t'))
			continue;
		assert_true(c >= 0x20 && c != 0x7F);
		assert_false(c == 0xC2 && next < 0xA0); /* C1 */
		if (c == 0xE2 && next == 0x80) {
			unsigned char last = (unsigned char)s[i + 2];

			assert_false(last >= 0x8B && last <= 0x8F); /* zero width, U+200E/F */
			assert_false(last >= 0xA8 && last <= 0xAE); /* lines, U+202A-E */
		}
		assert_false(
		    c == 0xE2 && next == 0x81 && (unsigned char)s[i + 2] >= 0xA0); /* U+2066-9 */
		assert_false(c == 0xD8 && next == 0x9C);                           /* U+061C */
		assert_false(c == 0xF3);                 /* tags, private */
		assert_false(c == 0xEF && next == 0xBB); /* BOM */
	}
}

static void ascii_is_shown_as_it_is(void **state)
{
	assert_shown("", "");
	assert_shown("a", "a");
	assert_shown("The quick brown fox ~!@#$%^&*() 0123456789 \\ <U+202E>",
	    "The quick brown fox ~!@#$%^&*() 0123456789 \\ <U+202E>");
}

static void control_characters_are_made_visible(void **state)
{
	assert_shown("\033[31mred", "\\x1b[31mred");
	assert_shown("12345678\033]0;title\a", "12345678\\x1b]0;title\\x07");
	assert_shown("1234567\0378", "1234567\\x1f8");
	assert_shown("1234567\1778", "1234567\\x7f8");
	assert_shown("a\bb\rc\177", "a\\x08b\\x0dc\\x7f");
	assert_shown("\302\233"
		     "31m\302\205",
	    "\\x9b31m\\x85");
}

static void a_nul_is_made_visible_and_does_not_end_the_text(void **state)
{
	char *got = shown("a\0b", 3, TEXT_ONE_LINE);

	assert_string_equal(got, "a\\x00b");
	free(got);
}

static void line_breaks_pass_only_where_lines_are_shown(void **state)
{
	char *got = shown("a\n\tb\r\n", 6, TEXT_LINES);

	assert_string_equal(got, "a\n\tb\\x0d\n");
	free(got);
	assert_shown("a\n\tb", "a\\n b");
	got = shown("a\tb\n\tc", 6, TEXT_SPREAD);
	assert_string_equal(got, "a       b\n        c");
	free(got);
}

static void bidi_controls_are_named(void **state)
{
	assert_shown("a\u202Eb\u2066c\u200Fd\u061C", "a<U+202E>b<U+2066>c<U+200F>d<U+061C>");
}

static void invisible_characters_are_named(void **state)
{
	assert_shown("a\u200Bb\uFEFFc\u2028d\u00ADe", "a<U+200B>b<U+FEFF>c<U+2028>d<U+00AD>e");
	assert_shown("\U000E0041\U000E0101\uFE00\u3164\uE000\u0378\uFFFE",
	    "<U+E0041><U+E0101><U+FE00><U+3164><U+E000><U+0378><U+FFFE>");
}

static void bytes_that_are_not_utf8_are_shown_one_by_one(void **state)
{
	assert_shown("\xff\xc0\x80z", "\\xff\\xc0\\x80z");
	assert_shown("\xed\xa0\x80", "\\xed\\xa0\\x80");          /* a surrogate */
	assert_shown("\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"); /* above U+10FFFF */
	assert_shown("caf\xc3", "caf\\xc3");                      /* cut short */
}

static void text_is_composed(void **state)
{
	assert_shown("e\u0301", "\u00E9");
	assert_shown("abc e\u0301t", "abc \u00E9t");
	assert_shown("q\u0307\u0323", "q\u0323\u0307"); /* marks in canonical order */
	assert_shown("\u1112\u1161\u11AB", "\uD55C");
	assert_shown("\u212B", "\u00C5");
}

static void joiners_and_skin_tones_are_dropped(void **state)
{
	assert_shown("\U0001F468\u200D\U0001F469", "\U0001F468\U0001F469");
	assert_shown("\U0001F44D\U0001F3FD!", "\U0001F44D!");
	assert_shown("\u2764\uFE0F", "\u2764");
}

static void at_most_two_marks_stay_on_a_base(void **state)
{
	struct str flood = { 0 };
	char *got;

	str_puts(&flood, "x");
	for (int i = 0; i < 100000; i++)
		str_puts(&flood, i % 2 ? "\u0316" : "\u0301");
	got = shown(flood.at, flood.len, TEXT_ONE_LINE);
	assert_true(strlen(got) <= 1 + 2 * 2);
	assert_int_equal(text_width(got), 1);
	free(got);
	str_release(&flood);
}

static void a_mark_without_a_base_gets_one(void **state)
{
	assert_shown("\u0301", "\u25CC\u0301");
	assert_shown("\n\u0301", "\\n\u25CC\u0301");
	assert_shown("\xff\u0301", "\\xff\u25CC\u0301");
	assert_shown("\u202E\u0301", "<U+202E>\u25CC\u0301");
}

static void showing_what_is_shown_changes_nothing(void **state)
{
	static const char *const texts[] = { "\033[0m\u202E", "e\u0301\u0316\u0301\u0301",
		"\xff\n\t", "\u0301\u0301\u0301\u0301", "\u1112\u1161\u11AB",
		"\u0915\u094D\u0937\u093F" };

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		char *once = shown(texts[i], strlen(texts[i]), TEXT_ONE_LINE);

		assert_shown(once, once);
		free(once);
	}
}

/* Pieces from which hostile text is put together. */
static const char *const pieces[] = { "\033[2J", "\033]52;c;aGk=\a", "\302\233", "\302\220",
	"\u202A", "\u202E", "\u2066", "\u2069", "\u200B", "\u200C", "\u200D", "\u200E", "\u200F",
	"\u061C", "\uFEFF", "\u2028", "\u2029", "\U000E0001", "\U000E0041", "\U000E007F", "\uFE0F",
	"\U000F0000", "\uE000", "\u0301", "\u0316", "\u20DD", "\u0E33", "\u094D", "\u093F",
	"\u1161", "\u115F", "\u3164", "e", "x", " ", "\n", "\t", "\r", "\b", "\177", "\xff",
	"\xc0\x80", "\xed\xa0\x80", "\xf0\x9f", "\xe2\x80", "\x80", "\U0001F468", "\U0001F3FD",
	"\U0001F1EE\U0001F1E9", "\u4E00", "\u00E9", "\u0627", "\u05D0", "\uA9C0", "\u0378",
	"\uFFFF", "\uFFFD", "plain ascii text", "\u180E", "\u034F", "\u17B4" };

static void no_mixture_of_hostile_pieces_gets_through(void **state)
{
	unsigned seed = 20210525;

	for (int round = 0; round < 20000; round++) {
		enum text_lines lines = round % 2 ? TEXT_LINES : TEXT_ONE_LINE;
		struct str text = { 0 }, out = { 0 };

		for (int i = rand_r(&seed) % 12; i >= 0; i--)
			str_puts(&text,
			    pieces[(size_t)rand_r(&seed) % (sizeof pieces / sizeof pieces[0])]);
		text_show(&out, str_text(&text), text.len, lines);
		assert_harmless(str_text(&out), out.len, lines);
		str_release(&out);
		str_release(&text);
	}
}

static void the_first_byte_that_is_not_utf8_is_found(void **state)
{
	assert_int_equal(text_utf8_fault("", 0), 0);
	assert_int_equal(text_utf8_fault("plain \x01 text", 12), 12);
	assert_int_equal(text_utf8_fault("12345678\u00E9\xff", 11), 10);
	assert_int_equal(text_utf8_fault("ab\xc0\x80", 4), 2);
	assert_int_equal(text_utf8_fault("ab\xed\xa0\x80", 5), 2);
	assert_int_equal(text_utf8_fault("ab\xe2\x82", 4), 2);
	assert_int_equal(text_utf8_fault("a\0b\n", 4), 4);
}

static void wide_and_combining_characters_fill_the_columns_curses_gives_them(void **state)
{
	assert_int_equal(text_width(""), 0);
	assert_int_equal(text_width("abc"), 3);
	assert_int_equal(text_width("\u4E2D\u6587"), 4);
	assert_int_equal(text_width("q\u0323"), 1);
	assert_int_equal(text_width("\u00E9\U0001F468"), 3);
}

static void fitting_never_cuts_a_wide_character_or_a_mark(void **state)
{
	int filled = -1;

	assert_int_equal(text_fit("a\u4E2Db", 2, &filled), 1);
	assert_int_equal(filled, 1);
	assert_int_equal(text_fit("a\u4E2Db", 3, &filled), 4);
	assert_int_equal(filled, 3);
	assert_int_equal(text_fit("q\u0323\u0307x", 1, &filled), 5);
	assert_int_equal(filled, 1);
	assert_int_equal(text_fit("abc", 0, NULL), 0);
	assert_int_equal(text_fit("abc", 80, &filled), 3);
	assert_int_equal(filled, 3);
}

static void what_fits_everywhere_is_as_wide_as_the_whole(void **state)
{
	unsigned seed = 7;

	for (int round = 0; round < 5000; round++) {
		struct str text = { 0 }, out = { 0 };
		int filled = 0;

		for (int i = rand_r(&seed) % 12; i >= 0; i--)
			str_puts(&text,
			    pieces[(size_t)rand_r(&seed) % (sizeof pieces / sizeof pieces[0])]);
		text_show(&out, str_text(&text), text.len, TEXT_ONE_LINE);
		assert_int_equal(text_fit(str_text(&out), 10000, &filled), out.len);
		assert_int_equal(filled, text_width(str_text(&out)));
		str_release(&out);
		str_release(&text);
	}
}

static void a_cluster_is_a_base_with_its_marks(void **state)
{
	int width;

	assert_int_equal(text_cluster("ab", 2, &width), 1);
	assert_int_equal(width, 1);
	assert_int_equal(text_cluster("q\u0323b", 4, &width), 3);
	assert_int_equal(width, 1);
	assert_int_equal(text_cluster("\u4E2Db", 4, &width), 3);
	assert_int_equal(width, 2);
	assert_int_equal(text_cluster("\xff\xff", 2, &width), 1);
	assert_int_equal(width, 1);
}

static void assert_folded(const char *s, const char *expected)
{
	struct str out = { 0 };

	text_fold(&out, s, strlen(s));
	assert_string_equal(str_text(&out), expected);
	str_release(&out);
}

static void folding_forgets_case_marks_and_compatibility(void **state)
{
	assert_folded("", "");
	assert_folded("Rina WATI 12", "rina wati 12");
	assert_folded("Caf\u00C9", "cafe");
	assert_folded("Cafe\u0301", "cafe");
	assert_folded("\uFB01x \uFF21", "fix a");
	assert_folded("Stra\u00DFe", "strasse");
	assert_folded("\u1112\u1161\u11AB", "\uD55C");
	assert_folded("a\xff"
		      "B",
	    "a\uFFFDb");
}

static void text_of_no_locale_is_still_measured(void **state)
{
	char *got;

	assert_non_null(setlocale(LC_ALL, "C"));
	got = shown("\u4E2D\u00E9\033", strlen("\u4E2D\u00E9\033"), TEXT_ONE_LINE);
	setlocale(LC_ALL, "C.UTF-8");
	assert_string_equal(got, "\u4E2D\u00E9\\x1b");
	free(got);
}

/* Not a benchmark: quadratic work on ten megabytes would never end. */
static void long_hostile_text_is_shown_in_linear_time(void **state)
{
	static const char *const repeated[] = { "\u0301\u0316", "\033", "\u202E", "\u1161",
		"e\u0301", "\xe2" };

	for (size_t i = 0; i < sizeof repeated / sizeof repeated[0]; i++) {
		struct str text = { 0 }, out = { 0 };

		while (text.len < 1 << 20)
			str_puts(&text, repeated[i]);
		text_show(&out, text.at, text.len, TEXT_ONE_LINE);
		assert_harmless(out.at, out.len, TEXT_ONE_LINE);
		str_reset(&out);
		text_fold(&out, text.at, text.len);
		str_release(&out);
		str_release(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ascii_is_shown_as_it_is),
		cmocka_unit_test(control_characters_are_made_visible),
		cmocka_unit_test(a_nul_is_made_visible_and_does_not_end_the_text),
		cmocka_unit_test(line_breaks_pass_only_where_lines_are_shown),
		cmocka_unit_test(bidi_controls_are_named),
		cmocka_unit_test(invisible_characters_are_named),
		cmocka_unit_test(bytes_that_are_not_utf8_are_shown_one_by_one),
		cmocka_unit_test(text_is_composed),
		cmocka_unit_test(joiners_and_skin_tones_are_dropped),
		cmocka_unit_test(at_most_two_marks_stay_on_a_base),
		cmocka_unit_test(a_mark_without_a_base_gets_one),
		cmocka_unit_test(showing_what_is_shown_changes_nothing),
		cmocka_unit_test(no_mixture_of_hostile_pieces_gets_through),
		cmocka_unit_test(the_first_byte_that_is_not_utf8_is_found),
		cmocka_unit_test(wide_and_combining_characters_fill_the_columns_curses_gives_them),
		cmocka_unit_test(fitting_never_cuts_a_wide_character_or_a_mark),
		cmocka_unit_test(what_fits_everywhere_is_as_wide_as_the_whole),
		cmocka_unit_test(a_cluster_is_a_base_with_its_marks),
		cmocka_unit_test(folding_forgets_case_marks_and_compatibility),
		cmocka_unit_test(text_of_no_locale_is_still_measured),
		cmocka_unit_test(long_hostile_text_is_shown_in_linear_time),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
