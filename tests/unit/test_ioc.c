/* test_ioc.c - indicators: what is one, what is found in a text, and that defanging can be undone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/ioc.h"

#define SHA1 "da39a3ee5e6b4b0d3255bfef95601890afd80709"
#define SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void assert_read(const char *text, const char *kind, const char *kept)
{
	struct str out = { 0 };

	assert_string_equal(ioc_kind_words[ioc_read(text, strlen(text), &out)], kind);
	assert_string_equal(str_text(&out), kept);
	str_release(&out);
}

static void a_text_is_known_for_what_it_is(void **state)
{
	assert_read("203.0.113.77", "ipv4", "203.0.113.77");
	assert_read("203[.]0[.]113[.]77", "ipv4", "203.0.113.77");
	assert_read("2001:DB8:0:0::1", "ipv6", "2001:db8::1");
	assert_read("Evil[.]Example", "domain", "evil.example");
	assert_read("xn--e1afmkfd.xn--p1ai", "domain", "xn--e1afmkfd.xn--p1ai");
	assert_read("Rani[@]Evil(dot)example", "email", "Rani@evil.example");
	assert_read(
	    "hXXps://EVIL[.]example:8443/Path?Q=1", "url", "https://evil.example:8443/Path?Q=1");
	assert_read("http://203.0.113.77/a", "url", "http://203.0.113.77/a");
	assert_read("http://[2001:db8::1]:80/a", "url", "http://[2001:db8::1]:80/a");
	assert_read("D41D8CD98F00B204E9800998ECF8427E", "md5", "d41d8cd98f00b204e9800998ecf8427e");
	assert_read(SHA1, "sha1", SHA1);
	assert_read(SHA256, "sha256", SHA256);
}

static void what_is_none_is_none(void **state)
{
	static const char *const none[] = { "", ".", "evil", "203.0.113", "203.0.113.256",
		"203.0.113.077", "1.2.3.4.5", "::", "::1", "00:11:22:33:44:55", "11:27:42",
		"-evil.example", "evil-.example", "evil..example", "evil.e", "evil.12",
		"@evil.example", "a@b", "http://", "http://evil", "http://evil .example/",
		"javascript://evil.example", "file:///etc/passwd", "two words",
		"e3b0c44298fc1c149afbf4c8996fb924z" };

	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_read(none[i], "", "");
}

static void assert_defanged(const char *text, const char *defanged)
{
	struct str out = { 0 }, back = { 0 };

	ioc_defang(&out, text, strlen(text));
	assert_string_equal(str_text(&out), defanged);
	ioc_refang(&back, str_text(&out), out.len);
	assert_string_equal(str_text(&back), text);
	str_release(&out);
	str_release(&back);
}

static void what_is_defanged_comes_back(void **state)
{
	assert_defanged("203.0.113.77", "203[.]0[.]113[.]77");
	assert_defanged("2001:db8::1", "2001[:]db8[:][:]1");
	assert_defanged("a.evil.example", "a[.]evil[.]example");
	assert_defanged("rani@evil.example", "rani[@]evil[.]example");
	assert_defanged("https://evil.example/a.b?c", "hxxps://evil[.]example/a.b?c");
	assert_defanged("http://evil.example", "hxxp://evil[.]example");
	assert_defanged("ftp://u:p@evil.example:21/x", "fxp://u:p@evil[.]example:21/x");
	assert_defanged(SHA256, SHA256);
	assert_defanged("not one", "not one");
}

static void only_marked_values_of_a_text_are_defanged(void **state)
{
	static const char text[] =
	    "seen at evil.example ioc:evil.example, ioc:\"http://a.example/x\" "
	    "xioc:b.example ioc:c[.]example. ioc: 1.2.3.4\nioc:1.2.3.4";
	struct str out = { 0 };

	ioc_defang_marked(&out, text, strlen(text));
	assert_string_equal(str_text(&out),
	    "seen at evil.example ioc:evil[.]example, ioc:\"hxxp://a[.]example/x\" xioc:b.example "
	    "ioc:c[.]example. ioc: 1.2.3.4\nioc:1[.]2[.]3[.]4");
	str_release(&out);
}

static void assert_found_n(const char *text, size_t n, const char *want)
{
	struct ioc_list l = { 0 };
	struct str got = { 0 };

	ioc_list_find(&l, text, n);
	for (size_t i = 0; i < l.n; i++)
		str_printf(&got, "%s%s %s %zu", i ? "; " : "", ioc_kind_words[l.at[i].kind],
		    l.at[i].value, l.at[i].count);
	assert_string_equal(str_text(&got), want);
	str_release(&got);
	ioc_list_release(&l);
}

static void assert_found(const char *text, const char *want)
{
	assert_found_n(text, strlen(text), want);
}

static void a_text_gives_what_is_in_it_once_with_its_count(void **state)
{
	assert_found("", "");
	assert_found(
	    "From 203.0.113.77:443 and 203[.]0[.]113[.]77, at 11:27:42.", "ipv4 203.0.113.77 2");
	assert_found("GET https://evil.example/a(b).html), then",
	    "domain evil.example 1; url https://evil.example/a(b).html 1");
	assert_found(
	    "(see http://evil.example/a).", "domain evil.example 1; url http://evil.example/a 1");
	assert_found(
	    "hxxp[://]evil[.]example/x", "domain evil.example 1; url http://evil.example/x 1");
	assert_found("<a href=\"http://evil.example/\">x</a>",
	    "domain evil.example 1; url http://evil.example/ 1");
	assert_found("mail rani@evil.example; evil.example/login src=10.0.0.1/8",
	    "ipv4 10.0.0.1 1; domain evil.example 1; email rani@evil.example 1");
	assert_found("[2001:db8::1]:443 2001:DB8::1", "ipv6 2001:db8::1 2");
	assert_found("sha256:" SHA256 " " SHA1, "sha1 " SHA1 " 1; sha256 " SHA256 " 1");
	assert_found("ioc:evil.example", "domain evil.example 1");
	assert_found("\"evil.example\", 'b.example'; \u201cc.example\u201d",
	    "domain b.example 1; domain c.example 1; domain evil.example 1");
}

static void files_and_sentences_are_no_domains(void **state)
{
	assert_found("memory.raw report.pdf run.sh It was late.Then came e.g. v1.2.3 4.5", "");
	assert_found("but run[.]sh is one", "domain run.sh 1");
}

static void any_bytes_are_taken(void **state)
{
	assert_found_n("a\0b.example\0c.example", 21, "domain b.example 1; domain c.example 1");
	assert_found_n("a\0@b.example", 12, "");
	assert_found_n("\xff\xfe" "1.2.3.4\x80", 10, "ipv4 1.2.3.4 1");
	assert_found("http://http://http://", "");
	assert_found("[.][.][.]((([:](", "");
}

/* As much work for each byte, however it is arranged: a megabyte takes no time that could be felt.
 */
static void hostile_text_costs_no_more_than_other_text(void **state)
{
	static const char *const pieces[] = { "http://", "http://a", ".a", "a.", "[.]", "hxxp", ":",
		"::", "1.", "1.2.3.4 ", "(", "a@", "ioc:", "@", "x.example ",
		"http://x.example/(" };

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct ioc_list l = { 0 };
		struct str text = { 0 };

		while (text.len < 1 << 20)
			str_puts(&text, pieces[i]);
		ioc_list_find(&l, str_text(&text), text.len);
		assert_true(l.n <= 2);
		ioc_list_release(&l);
		str_release(&text);
	}
}

static void many_different_ones_are_all_found(void **state)
{
	struct ioc_list l = { 0 };
	struct str text = { 0 };

	for (int turn = 0; turn < 2; turn++)
		for (int i = 0; i < 100000; i++)
			str_printf(&text, "10.%d.%d.%d\n", i >> 16, (i >> 8) & 255, i & 255);
	ioc_list_find(&l, str_text(&text), text.len);
	assert_int_equal(l.n, 100000);
	for (size_t i = 0; i < l.n; i++)
		assert_int_equal(l.at[i].count, 2);
	ioc_list_release(&l);
	str_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_known_for_what_it_is),
		cmocka_unit_test(what_is_none_is_none),
		cmocka_unit_test(what_is_defanged_comes_back),
		cmocka_unit_test(only_marked_values_of_a_text_are_defanged),
		cmocka_unit_test(a_text_gives_what_is_in_it_once_with_its_count),
		cmocka_unit_test(files_and_sentences_are_no_domains),
		cmocka_unit_test(any_bytes_are_taken),
		cmocka_unit_test(hostile_text_costs_no_more_than_other_text),
		cmocka_unit_test(many_different_ones_are_all_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
