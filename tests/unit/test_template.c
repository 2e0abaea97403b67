/*
 * test_template.c - the Mustache subset: what it renders, what it refuses and where.
 *
 * Expected texts follow the Mustache specification (sections, inverted, interpolation, comments).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/template.h"

#define TEXT(s) {.at = (s), .len = sizeof(s) - 1}

static const char *const action_fields[] = {"number", "text", NULL};
static const char *const person_fields[] = { "name", "mail", "calls", "words", NULL };
static const char *const call_fields[] = { "at", "text", NULL };
static const struct template_name person_inside[] = {
	{ .name = "calls", .shape = TEMPLATE_RECORDS, .fields = call_fields },
	{ .name = "words", .shape = TEMPLATE_LIST },
	{ .name = NULL },
};

enum { NAME, GONE, COLOURS, NONE, ACTIONS, PEOPLE, NAMES };

static const struct template_name names[NAMES] = {
    [NAME] = {"name", TEMPLATE_TEXT, true, NULL},
    [GONE] = {"gone", TEMPLATE_TEXT, false, NULL},
    [COLOURS] = {"colours", TEMPLATE_LIST, true, NULL},
    [NONE] = {"none", TEMPLATE_LIST, false, NULL},
    [ACTIONS] = {"actions", TEMPLATE_RECORDS, false, action_fields},
    [PEOPLE] = {"people", TEMPLATE_RECORDS, false, person_fields, person_inside},
};
static const struct template_value colours[] = {TEXT("red"), TEXT("blue")};
static const struct template_value actions[] = {TEXT("1"), TEXT("run"), TEXT("2"), TEXT("hide")};
static const struct template_value calls[] = {TEXT("9:00"), TEXT("busy"), TEXT("9:10"), TEXT("")};
static const struct template_value people[] = {
    TEXT("Ann"), TEXT("ann@x"), {.items = calls, .count = 2}, {.items = colours, .count = 2},
    TEXT("Ben"), {0}, {0}, {0}};
static const struct template_value values[NAMES] = {
    [NAME] = TEXT("Rina"),
    [COLOURS] = {.items = colours, .count = 2},
    [ACTIONS] = {.items = actions, .count = 2},
    [PEOPLE] = {.items = people, .count = 2},
};

static struct template *compile(const char *text, struct template_faults *faults)
{
	return template_new(text, strlen(text), names, NAMES, faults);
}

static void assert_renders(const char *text, const char *expected)
{
	struct template_faults faults;
	struct template *t = compile(text, &faults);
	struct str out = {0};
	struct err e = {0};

	if (!t)
		fail_msg("\"%s\" is refused at %d:%d: %s", text, faults.at[0].line,
		    faults.at[0].column, faults.at[0].text);
	assert_int_equal(template_render(t, values, &out, &e), 0);
	assert_string_equal(str_text(&out), expected);
	str_release(&out);
	template_free(t);
}

static void assert_refused(const char *text, enum template_code code, int line, int column)
{
	struct template_faults faults;

	if (compile(text, &faults))
		fail_msg("\"%s\" is accepted", text);
	if (faults.at[0].code != code || faults.at[0].line != line || faults.at[0].column != column)
		fail_msg("\"%s\": code %d at %d:%d (%s)", text, (int)faults.at[0].code,
		    faults.at[0].line, faults.at[0].column, faults.at[0].text);
}

static void values_take_the_place_of_their_names(void **state)
{
	assert_renders("Dear {{name}}, {{ name }}.", "Dear Rina, Rina.");
	assert_renders("", "");
	assert_renders("{{gone}}", "");
	assert_renders("{ } }} {x} {", "{ } }} {x} {");
	assert_renders("{{name}}}", "Rina}");
}

static void nothing_is_escaped_and_nothing_is_scanned_twice(void **state)
{
	struct template_value hostile[NAMES] = {[NAME] = TEXT("PT <Maju> & {{gone}}{{#x}}"),
	    [COLOURS] = {.items = colours, .count = 2}};
	struct template_faults faults;
	struct template *t = compile("{{name}}{{#name}}{{.}}{{/name}}", &faults);
	struct str out = {0};
	struct err e = {0};

	assert_non_null(t);
	assert_int_equal(template_render(t, hostile, &out, &e), 0);
	assert_string_equal(str_text(&out), "PT <Maju> & {{gone}}{{#x}}PT <Maju> & {{gone}}{{#x}}");
	str_release(&out);
	template_free(t);
}

static void sections_repeat_for_each_item(void **state)
{
	assert_renders("{{#colours}}[{{.}} {{name}}]{{/colours}}", "[red Rina][blue Rina]");
	assert_renders("{{#none}}x{{/none}}{{^none}}nothing{{/none}}", "nothing");
	assert_renders("{{#gone}}x{{/gone}}{{^gone}}not given{{/gone}}", "not given");
	assert_renders("{{#name}}<{{.}}>{{/name}}{{^name}}x{{/name}}", "<Rina>");
	assert_renders("{{#actions}}{{number}}. {{text}};{{/actions}}", "1. run;2. hide;");
	assert_renders("{{#actions}}{{#colours}}{{number}}{{.}} {{/colours}}{{/actions}}",
	    "1red 1blue 2red 2blue ");
	assert_renders("{{#colours}}{{^gone}}{{.}} {{/gone}}{{/colours}}", "red blue ");
}

static void a_field_can_be_a_section(void **state)
{
	assert_renders("{{#people}}{{name}}{{#mail}} <{{.}}> of {{name}}{{/mail}}{{^mail}} "
		       "-{{/mail}};{{/people}}",
	    "Ann <ann@x> of Ann;Ben -;");
	assert_renders("{{#people}}{{#words}}{{.}} {{/words}}{{^words}}none{{/words}}{{/people}}",
	    "red blue none");
	assert_renders("{{#people}}{{name}}:{{#calls}} {{at}}{{#text}} {{.}} for "
		       "{{name}}{{/text}}{{/calls}};{{/people}}",
	    "Ann: 9:00 busy for Ann 9:10;Ben:;");
	assert_renders("{{#people}}{{#actions}}{{#text}}{{name}}{{number}}{{.}} "
		       "{{/text}}{{/actions}}{{/people}}",
	    "Ann1run Ann2hide Ben1run Ben2hide ");
	assert_refused("{{#people}}{{calls}}{{/people}}", TEMPLATE_WRONG_SHAPE, 1, 12);
	assert_refused("{{#people}}{{#calls}}{{.}}{{/calls}}{{/people}}", TEMPLATE_SECTION, 1, 22);
	assert_refused("{{#calls}}x{{/calls}}", TEMPLATE_UNDECLARED, 1, 1);
	assert_refused("{{#people}}{{at}}{{/people}}", TEMPLATE_UNDECLARED, 1, 12);
}

static void a_tag_alone_on_its_line_takes_the_line_with_it(void **state)
{
	assert_renders("a\n{{#name}}\nb\n{{/name}}\nc", "a\nb\nc");
	assert_renders("a\n  {{#colours}}\t\n- {{.}}\n {{/colours}}\n", "a\n- red\n- blue\n");
	assert_renders("a\n  {{! a remark }}  \nb", "a\nb");
	assert_renders("a\n{{! two\nlines }}\nb", "a\nb");
	assert_renders("a\n  {{! at the end }}", "a\n");
	assert_renders("  {{#name}}x{{/name}}\n", "  x\n");
	assert_renders(" {{name}} \n", " Rina \n");
	assert_renders("x {{! a remark }}\ny", "x \ny");
	assert_renders("{{#name}}\n\n{{/name}}\n", "\n");
}

static void what_implementations_do_differently_is_refused(void **state)
{
	assert_refused("a\n{{#name}} {{/name}}\n", TEMPLATE_SECTION, 2, 11);
	assert_refused("{{! x }}{{! y }}\n", TEMPLATE_SECTION, 1, 9);
	assert_refused("\xc2\xa0{{#name}}\nx\n{{/name}}\n", TEMPLATE_SECTION, 1, 2);
	assert_refused("{{#name}}\xe3\x80\x80\nx\n{{/name}}\n", TEMPLATE_SECTION, 1, 1);
	assert_refused("{{ #name}}x{{/name}}", TEMPLATE_TAG_FORBIDDEN, 1, 1);
	assert_refused("a\r\nb", TEMPLATE_TAG_FORBIDDEN, 1, 2);
	assert_renders("{{#name}}{{.}}{{/name}}\n", "Rina\n");
}

static void tags_outside_the_subset_are_refused(void **state)
{
	assert_refused("x {{{name}}}", TEMPLATE_TAG_FORBIDDEN, 1, 3);
	assert_refused("{{&name}}", TEMPLATE_TAG_FORBIDDEN, 1, 1);
	assert_refused("\n{{>partial}}", TEMPLATE_TAG_FORBIDDEN, 2, 1);
	assert_refused("{{=<% %>=}}", TEMPLATE_TAG_FORBIDDEN, 1, 1);
	assert_refused("{{a.b}}", TEMPLATE_TAG_FORBIDDEN, 1, 1);
	assert_refused("{{}}", TEMPLATE_TAG_FORBIDDEN, 1, 1);
	assert_refused("{{#.}}x{{/.}}", TEMPLATE_TAG_FORBIDDEN, 1, 1);
	assert_refused("{{two words}}", TEMPLATE_TAG_FORBIDDEN, 1, 1);
	assert_refused("{{Name}}", TEMPLATE_TAG_FORBIDDEN, 1, 1);
	assert_refused("\xc3\xa9\xc3\xa9{{name", TEMPLATE_TAG_FORBIDDEN, 1, 3);
}

static void undeclared_names_are_refused_with_their_place(void **state)
{
	assert_refused("Dear\n  {{nam}}", TEMPLATE_UNDECLARED, 2, 3);
	assert_refused("{{#colour}}x{{/colour}}", TEMPLATE_UNDECLARED, 1, 1);
	assert_refused("{{number}}", TEMPLATE_UNDECLARED, 1, 1);
	assert_refused("{{^actions}}{{number}}{{/actions}}", TEMPLATE_UNDECLARED, 1, 13);
}

static void sections_must_fit_together(void **state)
{
	assert_refused("{{#name}}", TEMPLATE_SECTION, 1, 1);
	assert_refused("x{{/name}}", TEMPLATE_SECTION, 1, 2);
	assert_refused("{{#name}}{{#colours}}x{{/name}}{{/colours}}", TEMPLATE_SECTION, 1, 23);
	assert_refused("{{.}}", TEMPLATE_SECTION, 1, 1);
	assert_refused("{{^gone}}{{.}}{{/gone}}", TEMPLATE_SECTION, 1, 10);
	assert_refused("{{#actions}}{{.}}{{/actions}}", TEMPLATE_SECTION, 1, 13);
	assert_refused("{{colours}}", TEMPLATE_WRONG_SHAPE, 1, 1);
	assert_renders(
	    "{{#name}}{{#name}}{{#name}}{{#name}}x{{/name}}{{/name}}{{/name}}{{/name}}", "x");
	assert_refused("{{#name}}{{#name}}{{#name}}{{#name}}{{#name}}x{{/name}}{{/name}}{{/name}}"
		       "{{/name}}{{/name}}",
	    TEMPLATE_SECTION, 1, 37);
}

static void all_faults_are_reported_up_to_a_limit(void **state)
{
	struct template_faults faults;

	assert_null(compile("{{a}}{{b}}\n{{c}}", &faults));
	assert_int_equal(faults.count, 3);
	assert_int_equal(faults.at[2].line, 2);
	assert_null(compile("{{a}}{{a}}{{a}}{{a}}{{a}}{{a}}{{a}}{{a}}{{a}}{{a}}{{a}}{{a}}{{a}}{{a}}"
			    "{{a}}{{a}}{{a}}{{a}}",
	    &faults));
	assert_int_equal(faults.count, TEMPLATE_FAULTS_MAX);
}

static void a_missing_required_value_is_an_error_and_writes_nothing(void **state)
{
	struct template_value empty[NAMES] = {[NAME] = {.at = "", .len = 0}};
	struct template_faults faults;
	struct template *t = compile("Dear {{name}}", &faults);
	struct str out = {0};
	struct err e = {0};

	str_puts(&out, "before ");
	assert_int_equal(template_render(t, empty, &out, &e), -1);
	assert_string_equal(e.text, "\"name\" has no value");
	assert_string_equal(str_text(&out), "before ");
	template_free(t);
	t = compile("Dear {{gone}}", &faults);
	assert_int_equal(template_render(t, empty, &out, &e), 0);
	assert_string_equal(str_text(&out), "before Dear ");
	str_release(&out);
	template_free(t);
}

static void the_output_is_capped(void **state)
{
	struct template_value big[NAMES] = {[COLOURS] = {.items = colours, .count = 2}};
	struct template_faults faults;
	struct template *t = compile("{{#colours}}{{name}}{{/colours}}", &faults);
	char *long_name = xmalloc(TEMPLATE_OUTPUT_MAX / 2);
	struct str out = {0};
	struct err e = {0};

	memset(long_name, 'x', TEMPLATE_OUTPUT_MAX / 2);
	big[NAME] = (struct template_value){.at = long_name, .len = TEMPLATE_OUTPUT_MAX / 2};
	assert_int_equal(template_render(t, big, &out, &e), 0);
	assert_int_equal(out.len, TEMPLATE_OUTPUT_MAX);
	template_free(t);
	t = compile("{{#colours}}{{name}}{{/colours}}!", &faults);
	str_reset(&out);
	assert_int_equal(template_render(t, big, &out, &e), -1);
	assert_int_equal(out.len, 0);
	template_free(t);
	str_release(&out);
	free(long_name);
}

static void lists_inside_lists_cannot_run_for_ever(void **state)
{
	static struct template_value many[256];
	struct template_value wide[NAMES] = {
		[NAME] = TEXT("x"), [COLOURS] = { .items = many, .count = 256 }
	};
	struct template_faults faults;
	struct template *t = compile("{{#colours}}{{#colours}}{{#colours}}{{#colours}}{{gone}}"
				     "{{/colours}}{{/colours}}{{/colours}}{{/colours}}",
	    &faults);
	struct str out = {0};
	struct err e = {0};

	assert_int_equal(template_render(t, wide, &out, &e), -1);
	str_release(&out);
	template_free(t);
}

static void a_template_knows_which_names_it_uses(void **state)
{
	struct template_faults faults;
	struct template *t = compile("{{name}}{{^none}}{{/none}}.", &faults);

	assert_true(template_uses(t, NAME));
	assert_true(template_uses(t, NONE));
	assert_false(template_uses(t, COLOURS));
	assert_false(template_uses(t, NAMES + 1));
	template_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_take_the_place_of_their_names),
		cmocka_unit_test(nothing_is_escaped_and_nothing_is_scanned_twice),
		cmocka_unit_test(sections_repeat_for_each_item),
		cmocka_unit_test(a_field_can_be_a_section),
		cmocka_unit_test(a_tag_alone_on_its_line_takes_the_line_with_it),
		cmocka_unit_test(what_implementations_do_differently_is_refused),
		cmocka_unit_test(tags_outside_the_subset_are_refused),
		cmocka_unit_test(undeclared_names_are_refused_with_their_place),
		cmocka_unit_test(sections_must_fit_together),
		cmocka_unit_test(all_faults_are_reported_up_to_a_limit),
		cmocka_unit_test(a_missing_required_value_is_an_error_and_writes_nothing),
		cmocka_unit_test(the_output_is_capped),
		cmocka_unit_test(lists_inside_lists_cannot_run_for_ever),
		cmocka_unit_test(a_template_knows_which_names_it_uses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
