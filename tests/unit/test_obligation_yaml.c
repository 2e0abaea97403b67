/* test_obligation_yaml.c - rules about duties from YAML: what is refused, with code and place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "exchange/obligation_yaml.h"

static const char good[] =
    /*  1 */ "blotter: obligation-rules\n"
    /*  2 */ "format: 1\n"
    /*  3 */ "as_of: 2026-09-01\n"
    /*  4 */ "disclaimer: not-legal-advice\n"
    /*  5 */ "calendars:\n"
    /*  6 */ "  - {id: cal, from: 2026-01-01, until: 2026-12-31, source: s, days: [2026-01-01, "
	     "2026-12-25]}\n"
    /*  7 */ "rules:\n"
    /*  8 */ "  - id: one\n"
    /*  9 */ "    title: {en: One}\n"
    /* 10 */ "    law: art. 1\n"
    /* 11 */ "    status: in-force\n"
    /* 12 */ "    recipient: {kind: regulator}\n"
    /* 13 */ "    clock: {start: aware, offset: P4D, basis: business-days, calendar: cal, zone: "
	     "UTC}\n"
    /* 14 */ "    sure: A\n"
    /* 15 */ "    source: here\n";

/* Reads the good text with one piece exchanged. */
static int read_with(
    const char *old, const char *new, struct obligation_file *f, struct str *said)
{
	const char *at = strstr(good, old);
	struct fault_list faults = { 0 };
	struct str text = { 0 };
	struct err e = { 0 };
	int status;

	if (!at)
		fail_msg("\"%s\" does not occur", old);
	str_put(&text, good, (size_t)(at - good));
	str_puts(&text, new);
	str_puts(&text, at + strlen(old));
	status = obligation_yaml_parse("f", text.at, text.len, f, &faults, &e);
	for (size_t i = 0; i < faults.count; i++) {
		fault_show(&faults.at[i], "f", said);
		str_putc(said, '\n');
	}
	fault_list_release(&faults);
	str_release(&text);
	return status;
}

static void a_good_file_gives_rules_that_hold_all_they_need(void **state)
{
	struct obligation_file f;
	struct obligation_rule r;
	struct str said = { 0 };
	struct err e = { 0 };

	assert_int_equal(read_with("One", "One", &f, &said), 0);
	assert_int_equal(f.n, 1);
	assert_string_equal(f.at[0].id, "one");
	assert_int_equal(obligation_rule_read(&r, f.at[0].json, strlen(f.at[0].json), &e), 0);
	assert_string_equal(r.as_of, "2026-09-01");
	assert_int_equal(r.starts, 1);
	assert_int_equal(r.start[0].clock.basis, DUTY_BUSINESS_DAYS);
	assert_int_equal(r.start[0].calendar.count, 2);
	obligation_rule_release(&r);
	obligation_file_release(&f);
}

static void what_is_wrong_is_told_with_code_and_place(void **state)
{
	static const struct {
		const char *old, *new, *fault;
	} cases[] = {
		{ "obligation-rules", "advisory-template", "f:1:10: E-TPL-KIND" },
		{ "format: 1", "format: 2", "f:2:9: E-TPL-FORMAT" },
		{ "2026-09-01", "September", "f:3:8: E-TPL-TYPE" },
		{ "not-legal-advice", "fine", "f:4:13: E-TPL-ENUM" },
		{ "2026-12-25]", "2025-12-25]", "E-TPL-TYPE: \"2025-12-25\" must come before" },
		{ "2026-12-25]", "2027-12-25]", "E-TPL-TYPE: \"2027-12-25\" is not between" },
		{ "id: one", "id: One", "f:8:9: E-TPL-ID" },
		{ "    law: art. 1\n", "", "E-TPL-MISSING: rules lacks \"law\"" },
		{ "in-force", "valid", "f:11:13: E-TPL-ENUM" },
		{ "kind: regulator", "kind: king", "f:12:23: E-TPL-ENUM" },
		{ "start: aware", "start: awake", "f:13:20: E-TPL-ENUM" },
		{ "P4D", "PT4H", "f:13:35: E-TPL-TYPE" },
		{ "P4D", "4 days", "f:13:35: E-TPL-TYPE" },
		{ "calendar: cal", "calendar: none", "E-TPL-ID: \"none\" is not among" },
		{ ", zone: UTC", "", "f:13:12: E-TPL-MISSING" },
		{ "zone: UTC", "zone: Moon/Base", "E-TPL-TYPE: \"Moon/Base\"" },
		{ "zone: UTC", "zone: UTC, soft: soon", "f:13:12: E-TPL-TYPE" },
		{ "zone: UTC", "zone: UTC, target: P7D", "E-TPL-TYPE: \"target\"" },
		{ "offset: P4D, ", "", "E-TPL-MISSING: the clock lacks \"offset\"" },
		{ "P4D, basis: business-days", "PT4H, basis: elapsed, roll: true",
		    "does not roll" },
		{ "sure: A", "sure: maybe", "f:14:11: E-TPL-ENUM" },
		{ "source: here", "sauce: here", "f:15:5: E-TPL-UNKNOWN-KEY" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct obligation_file f;
		struct str said = { 0 };

		assert_int_equal(read_with(cases[i].old, cases[i].new, &f, &said), -1);
		if (!strstr(str_text(&said), cases[i].fault))
			fail_msg("%s: no \"%s\" in:\n%s", cases[i].new, cases[i].fault,
			    str_text(&said));
		str_release(&said);
	}
}

static void a_damaged_rule_of_a_notebook_is_refused(void **state)
{
	static const char *const wrong[] = { "", "[]", "7", "{}", "{\"id\":7}",
		"{\"id\":\"a\",\"title\":{\"en\":\"t\"},\"law\":\"l\",\"as_of\":\"x\",\"status\":"
		"\"in-force\",\"source\":\"s\",\"sure\":\"A\",\"recipient\":{\"kind\":\"media\"},"
		"\"clock\":{\"start\":\"aware\",\"offset\":\"P4D\",\"basis\":\"elapsed\"}}" };

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct obligation_rule r;
		struct err e = { 0 };

		assert_int_equal(obligation_rule_read(&r, wrong[i], strlen(wrong[i]), &e), -1);
		assert_int_equal(e.kind, ERR_INVALID);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_file_gives_rules_that_hold_all_they_need),
		cmocka_unit_test(what_is_wrong_is_told_with_code_and_place),
		cmocka_unit_test(a_damaged_rule_of_a_notebook_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
