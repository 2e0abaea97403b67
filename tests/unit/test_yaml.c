/*
 * test_yaml.c - what the YAML reader refuses, with code and place, and the tree it makes.
 *
 * The refusals follow what libyaml lets pass. The costly inputs are made as large as a file may
 * be: a reader that is quadratic in them would make this test time out.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/str.h"
#include "exchange/yaml.h"

/* Parses; NULL when it is good, else "line:column code", in a buffer of the caller. */
static const char *verdict(const char *bytes, size_t n, char out[64])
{
	struct yaml_document d;
	struct fault_list faults = {0};
	struct err e = {0};
	int bad = yaml_parse(&d, "f.yaml", bytes, n, &faults, &e);

	if (bad) {
		assert_int_equal(faults.count, 1);
		snprintf(
		    out, 64, "%d:%d %s", faults.at[0].line, faults.at[0].column, faults.at[0].code);
	}
	yaml_document_release(&d);
	fault_list_release(&faults);
	return bad ? out : NULL;
}

/* The codes of exchange/yaml.h, and which of them some test has seen: a refusal without a test is
 * found by the last one. */
static const char *const codes[] = { "E-YAML-SYNTAX", "E-YAML-ENC", "E-YAML-CTRL", "E-YAML-DUP",
	"E-YAML-MULTI", "E-YAML-ALIAS", "E-YAML-TAG", "E-YAML-DEPTH", "E-YAML-SIZE",
	"E-YAML-EMPTY" };
enum { CODES = sizeof codes / sizeof *codes };
static bool code_seen[CODES];

static void code_note(const char *place)
{
	for (int i = 0; place && i < CODES; i++)
		code_seen[i] |= strcmp(strchr(place, ' ') + 1, codes[i]) == 0;
}

static void assert_verdict(const char *bytes, size_t n, const char *expected)
{
	char got[64];
	const char *v = verdict(bytes, n, got);

	code_note(expected);
	if (expected ? !v || strcmp(v, expected) != 0 : v != NULL)
		fail_msg(
		    "\"%.60s\": %s, not %s", bytes, v ? v : "good", expected ? expected : "good");
}

#define REFUSED(text, place) assert_verdict(text, sizeof(text) - 1, place)
#define GOOD(text) assert_verdict(text, sizeof(text) - 1, NULL)

static void double_keys_are_refused_with_both_places(void **state)
{
	struct yaml_document d;
	struct fault_list faults = {0};
	struct err e = {0};
	static const char text[] = "a:\n  subject: x\n  body: y\n  subject: z\n";

	assert_int_equal(yaml_parse(&d, "f.yaml", text, sizeof text - 1, &faults, &e), -1);
	assert_string_equal(e.text,
	    "f.yaml:4:3: E-YAML-DUP: key \"subject\" given twice (first at 2:3)");
	fault_list_release(&faults);
	REFUSED("a: 1\na: 1\na: 1\n", "2:1 E-YAML-DUP");
	REFUSED("<<: {a: 1}\n<<: {b: 1}\n", "2:1 E-YAML-DUP");
	REFUSED("{a: 1, \"a\": 2}", "1:8 E-YAML-DUP");
	GOOD("a: {x: 1}\nb: {x: 1}\n");
}

static void anchors_and_aliases_are_refused(void **state)
{
	REFUSED("a: &x 1\n", "1:4 E-YAML-ALIAS");
	REFUSED("a: &x 1\nb: &x 2\n", "1:4 E-YAML-ALIAS");
	REFUSED("a: *x\n", "1:4 E-YAML-ALIAS");
	REFUSED("- 1\n- &a [*a]\n", "2:3 E-YAML-ALIAS");
	REFUSED("a: &x {b: 1}\n", "1:4 E-YAML-ALIAS");
	REFUSED("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "1:4 E-YAML-ALIAS");
	REFUSED("? *a\n: 1\n", "1:3 E-YAML-ALIAS");
}

static void tags_are_refused(void **state)
{
	REFUSED("a: !!python/object:os.system x\n", "1:4 E-YAML-TAG");
	REFUSED("a: !foo x\n", "1:4 E-YAML-TAG");
	REFUSED("a: !!int \"3\"\n", "1:4 E-YAML-TAG");
	REFUSED("a: ! x\n", "1:4 E-YAML-TAG");
	REFUSED("a: !!map {}\n", "1:4 E-YAML-TAG");
	REFUSED("%TAG ! !x\n---\na: 1\n", "1:1 E-YAML-TAG");
	REFUSED("a: 1\n...\n%TAG ! !x\n---\na: 1\n", "3:1 E-YAML-TAG");
}

static void a_merge_key_is_a_key_like_any_other(void **state)
{
	struct yaml_document d;
	struct fault_list faults = {0};
	struct err e = {0};
	static const char text[] = "<<: {a: 1}\nb: 2\n";

	assert_int_equal(yaml_parse(&d, "f.yaml", text, sizeof text - 1, &faults, &e), 0);
	assert_non_null(yaml_key(d.root, "<<"));
	assert_null(yaml_key(d.root, "a"));
	yaml_document_release(&d);
	fault_list_release(&faults);
}

static void exactly_one_document_is_wanted(void **state)
{
	REFUSED("a: 1\n---\nb: 2\n", "2:1 E-YAML-MULTI");
	REFUSED("a: 1\n---\n", "2:1 E-YAML-MULTI");
	REFUSED("", "1:1 E-YAML-EMPTY");
	REFUSED("# only a remark\n", "1:1 E-YAML-EMPTY");
	REFUSED("---\n...\n", "1:1 E-YAML-EMPTY");
	GOOD("---\na: 1\n...\n");
	GOOD("%YAML 1.1\n---\na: 1\n");
	GOOD("%YAML 1.2\n---\na: 1\n");
	REFUSED("%YAML 2.0\n---\na: 1\n", "1:1 E-YAML-SYNTAX");
	REFUSED("%YAML 1.3\n---\na: 1\n", "1:1 E-YAML-SYNTAX");
	REFUSED("a: 1\n...\n---\nb: 2\n", "3:1 E-YAML-MULTI");
}

static void only_utf8_is_read(void **state)
{
	REFUSED("\xff\xfe" "a\0:\0 \0", "1:1 E-YAML-ENC");
	REFUSED("a: b\nc: caf\xe9\n", "2:7 E-YAML-ENC");
	REFUSED("a: \xc0\xaf\n", "1:4 E-YAML-ENC");
	REFUSED("a: \xed\xa0\x80\n", "1:4 E-YAML-ENC");
	REFUSED("a: \xf4\x90\x80\x80\n", "1:4 E-YAML-ENC");
	REFUSED("\xc3\xa9: \xc3", "1:4 E-YAML-ENC");
	GOOD("\xef\xbb\xbf" "a: b\n");
	GOOD("a: \xc3\xa9\xf0\x9f\x98\x80\n");
}

static void raw_control_characters_are_refused(void **state)
{
	REFUSED("a: \x1b[31m\n", "1:4 E-YAML-CTRL");
	REFUSED("a: x\0y\n", "1:5 E-YAML-CTRL");
	REFUSED("a: \x7f\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \xc2\x9b\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \xc2\x85\n", "1:4 E-YAML-CTRL");
	REFUSED("a: |\n  x\n  y\xe2\x80\xa8z\n", "3:4 E-YAML-CTRL");
	REFUSED("a: \xe2\x80\xae\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \xe2\x80\x8e\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \xe2\x81\xa9\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \xe2\x80\xa9\n", "1:4 E-YAML-CTRL");
	REFUSED("# \xe2\x81\xa6\na: 1\n", "1:3 E-YAML-CTRL");
	REFUSED("a: \xef\xbb\xbf\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \xef\xbf\xbf\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \xef\xb7\x90\n", "1:4 E-YAML-CTRL");
	REFUSED("a: x\rb: y\n", "1:5 E-YAML-CTRL");
	GOOD("a: \"tab\there\"\r\nb: x\r\n");
}

static void escaped_control_characters_are_refused(void **state)
{
	REFUSED("a: \"\\x1b[31m\"\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \"x\\0y\"\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \"\\e]0;x\"\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \"\\u202e\"\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \"\\u2066\"\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \"\\u200f\"\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \"\\N\"\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \"\\L\"\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \"\\r\"\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \"\\uFEFF\"\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \"\\uFFFE\"\n", "1:4 E-YAML-CTRL");
	REFUSED("a: \"\\U0001FFFF\"\n", "1:4 E-YAML-CTRL");
	REFUSED("\"\\x07\": 1\n", "1:1 E-YAML-CTRL");
	GOOD("a: \"x\\ny\\tz \\u00e9\"\n");
}

static void what_is_not_yaml_is_refused_where_it_breaks(void **state)
{
	REFUSED("a: \"b\n", "2:1 E-YAML-SYNTAX");
	REFUSED("a: b\n\tc: d\n", "2:1 E-YAML-SYNTAX");
	REFUSED("a: [1, 2\n", "2:1 E-YAML-SYNTAX");
	REFUSED("? [a, b]\n: 1\n", "1:3 E-YAML-SYNTAX");
	REFUSED("? {a: b}\n: 1\n", "1:3 E-YAML-SYNTAX");
}

static void a_key_over_1024_characters_is_refused(void **state)
{
	struct str s = {0};

	for (int i = 0; i < 1100; i++)
		str_putc(&s, 'k');
	str_puts(&s, ": 1\n");
	assert_verdict(s.at, s.len, "1:1101 E-YAML-SYNTAX");
	str_release(&s);
}

/* `head` and as many `unit`s as fit into a file. */
static void fill(struct str *s, const char *head, const char *unit)
{
	str_reset(s);
	str_puts(s, head);
	while (s->len + strlen(unit) <= YAML_FILE_MAX)
		str_puts(s, unit);
}

static void depth_ends_at_eight_also_in_the_largest_file(void **state)
{
	struct str s = {0};

	GOOD("[[[[[[[[x]]]]]]]]");
	REFUSED("[[[[[[[[[x]]]]]]]]]", "1:9 E-YAML-DEPTH");
	REFUSED("{a: {a: {a: {a: {a: {a: {a: {a: {a: x}}}}}}}}}", "1:33 E-YAML-DEPTH");
	REFUSED("- - - - - - - - - x\n", "1:17 E-YAML-DEPTH");
	fill(&s, "", "[");
	assert_verdict(s.at, s.len, "1:9 E-YAML-DEPTH");
	fill(&s, "", "{a: ");
	assert_verdict(s.at, s.len, "1:33 E-YAML-DEPTH");
	fill(&s, "", "- ");
	assert_verdict(s.at, s.len, "1:17 E-YAML-DEPTH");
	fill(&s, "", "[\n");
	assert_verdict(s.at, s.len, "9:1 E-YAML-DEPTH");
	str_release(&s);
}

static void other_costly_files_are_refused_early(void **state)
{
	struct str s = {0};

	fill(&s, "", "%TAG !a! b\n");
	assert_verdict(s.at, s.len, "1:1 E-YAML-TAG");
	fill(&s, "a: 1\n...\n", "%TAG !a! b\n");
	assert_verdict(s.at, s.len, "3:1 E-YAML-TAG");
	fill(&s, "- ", "&a ");
	assert_verdict(s.at, s.len, "1:3 E-YAML-ALIAS");
	fill(&s, "", "? ");
	assert_verdict(s.at, s.len, "1:3 E-YAML-SYNTAX");
	fill(&s, "", "#\n");
	assert_verdict(s.at, s.len, "1:1 E-YAML-EMPTY");
	str_release(&s);
}

static void files_scalars_keys_items_and_parts_have_limits(void **state)
{
	struct str s = {0};

	fill(&s, "a: b\n", "# x\n");
	while (s.len < YAML_FILE_MAX)
		str_putc(&s, '\n');
	assert_verdict(s.at, s.len, NULL);
	str_putc(&s, '\n');
	assert_verdict(s.at, s.len, "1:1 E-YAML-SIZE");

	str_reset(&s);
	str_puts(&s, "a:\n - ");
	for (int i = 0; i < YAML_SCALAR_MAX; i++)
		str_putc(&s, 'x');
	assert_verdict(s.at, s.len, NULL);
	str_putc(&s, 'x');
	assert_verdict(s.at, s.len, "2:4 E-YAML-SIZE");

	str_reset(&s);
	for (int i = 0; i < YAML_KEYS_MAX; i++)
		str_printf(&s, "k%d: 1\n", i);
	assert_verdict(s.at, s.len, NULL);
	str_puts(&s, "more: 1\n");
	assert_verdict(s.at, s.len, "257:1 E-YAML-SIZE");

	str_reset(&s);
	for (int i = 0; i < YAML_ITEMS_MAX; i++)
		str_puts(&s, "- x\n");
	assert_verdict(s.at, s.len, NULL);
	str_puts(&s, "- x\n");
	assert_verdict(s.at, s.len, "257:3 E-YAML-SIZE");
	str_release(&s);
}

static void the_number_of_parts_is_limited(void **state)
{
	struct str s = {0};
	char got[64];

	for (int i = 0; i < 100; i++) {
		str_puts(&s, "- [");
		for (int k = 0; k < 255; k++)
			str_puts(&s, "x,");
		str_puts(&s, "]\n");
	}
	assert_non_null(verdict(s.at, s.len, got));
	assert_non_null(strstr(got, "E-YAML-SIZE"));
	str_release(&s);
}

static void scalars_stay_text(void **state)
{
	static const char *const words[] = {"no", "012", "1:30", "0x1F", "2021-06-25", "true"};
	static const char text[] = "[no, 012, 1:30, 0x1F, 2021-06-25, true]";
	struct yaml_document d;
	struct fault_list faults = {0};
	struct err e = {0};
	int i = 0;

	assert_int_equal(yaml_parse(&d, "f.yaml", text, sizeof text - 1, &faults, &e), 0);
	assert_int_equal(d.root->count, 6);
	for (const struct yaml_node *n = d.root->first; n; n = n->next, i++) {
		assert_string_equal(n->text, words[i]);
		assert_int_equal(n->style, YAML_PLAIN);
	}
	yaml_document_release(&d);
	fault_list_release(&faults);
}

static void every_node_knows_its_place(void **state)
{
	static const char text[] =
	    "a: \xc3\xa9\nb:\n  - x: |\n      one\n      two {{\n    y: \"q{{\"\n  - ~\n";
	struct yaml_document d;
	struct fault_list faults = {0};
	struct err e = {0};
	const struct yaml_node *x, *y;
	int line, column;

	assert_int_equal(yaml_parse(&d, "f.yaml", text, sizeof text - 1, &faults, &e), 0);
	x = yaml_get(yaml_get(d.root, "b")->first, "x");
	y = yaml_get(yaml_get(d.root, "b")->first, "y");
	assert_int_equal(x->line, 3);
	assert_int_equal(x->column, 8);
	assert_string_equal(x->text, "one\ntwo {{\n");
	yaml_place(&d, x, 2, 5, &line, &column);
	assert_int_equal(line, 5);
	assert_int_equal(column, 11);
	yaml_place(&d, y, 1, 2, &line, &column);
	assert_int_equal(line, 6);
	assert_int_equal(column, 10);
	assert_true(yaml_null(yaml_get(d.root, "b")->last));
	assert_false(yaml_null(y));
	yaml_document_release(&d);
	fault_list_release(&faults);
}

static void assert_file(const char *path, enum err_kind kind)
{
	struct yaml_document d;
	struct fault_list faults = {0};
	struct err e = {0};

	assert_int_equal(yaml_read(&d, path, &faults, &e), kind == ERR_NONE ? 0 : -1);
	assert_int_equal(e.kind, kind);
	assert_int_equal(faults.count, 0);
	yaml_document_release(&d);
	fault_list_release(&faults);
}

static void only_regular_files_are_read(void **state)
{
	char dir[] = "/tmp/blotter-yaml-XXXXXX", file[64], link[64], fifo[64];
	FILE *f;

	assert_non_null(mkdtemp(dir));
	snprintf(file, sizeof file, "%s/file", dir);
	snprintf(link, sizeof link, "%s/link", dir);
	snprintf(fifo, sizeof fifo, "%s/fifo", dir);
	f = fopen(file, "w");
	assert_non_null(f);
	fputs("a: 1\n", f);
	fclose(f);
	assert_int_equal(symlink(file, link), 0);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_file(file, ERR_NONE);
	assert_file(link, ERR_INVALID);
	assert_file(fifo, ERR_INVALID);
	assert_file(dir, ERR_INVALID);
	assert_file("/dev/zero", ERR_INVALID);
	unlink(file);
	assert_file(file, ERR_NOT_FOUND);
	unlink(link);
	unlink(fifo);
	rmdir(dir);
}

static void stdin_has_the_same_cap(void **state)
{
	struct yaml_document d;
	struct fault_list faults = {0};
	struct err e = {0};
	int keep = dup(STDIN_FILENO), zero = open("/dev/zero", O_RDONLY);

	assert_true(zero >= 0 && dup2(zero, STDIN_FILENO) == STDIN_FILENO);
	assert_int_equal(yaml_read(&d, "-", &faults, &e), -1);
	dup2(keep, STDIN_FILENO);
	close(keep);
	close(zero);
	assert_int_equal(faults.count, 1);
	assert_string_equal(faults.at[0].code, "E-YAML-SIZE");
	yaml_document_release(&d);
	fault_list_release(&faults);
}

static void every_refusal_of_the_reader_has_a_test(void **state)
{
	for (int i = 0; i < CODES; i++)
		if (!code_seen[i])
			fail_msg("no test of this file has seen %s", codes[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(double_keys_are_refused_with_both_places),
		cmocka_unit_test(anchors_and_aliases_are_refused),
		cmocka_unit_test(tags_are_refused),
		cmocka_unit_test(a_merge_key_is_a_key_like_any_other),
		cmocka_unit_test(exactly_one_document_is_wanted),
		cmocka_unit_test(only_utf8_is_read),
		cmocka_unit_test(raw_control_characters_are_refused),
		cmocka_unit_test(escaped_control_characters_are_refused),
		cmocka_unit_test(what_is_not_yaml_is_refused_where_it_breaks),
		cmocka_unit_test(a_key_over_1024_characters_is_refused),
		cmocka_unit_test(depth_ends_at_eight_also_in_the_largest_file),
		cmocka_unit_test(other_costly_files_are_refused_early),
		cmocka_unit_test(files_scalars_keys_items_and_parts_have_limits),
		cmocka_unit_test(the_number_of_parts_is_limited),
		cmocka_unit_test(scalars_stay_text),
		cmocka_unit_test(every_node_knows_its_place),
		cmocka_unit_test(only_regular_files_are_read),
		cmocka_unit_test(stdin_has_the_same_cap),
		cmocka_unit_test(every_refusal_of_the_reader_has_a_test),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
