/*
 * test_advisory.c - advisories: reading them from YAML, keeping them as JSON, rendering letters.
 *
 * The faults are planted one by one into a short good advisory; each must be found with its code at
 * its line and column.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/str.h"
#include "base/when.h"
#include "exchange/advisory_yaml.h"

static const char good[] =
    /*  1 */ "blotter: advisory-template\n"
	     /*  2 */ "format: 1\n"
	     /*  3 */ "id: short-note\n"
	     /*  4 */ "version: 2\n"
	     /*  5 */ "title: A short note\n"
	     /*  6 */ "tlp: AMBER\n"
	     /*  7 */ "audience: affected-customer\n"
	     /*  8 */ "severity: low\n"
	     /*  9 */ "languages: [en, id]\n"
	     /* 10 */ "variables:\n"
	     /* 11 */ "  name: {type: string, source: customer, required: true, max_length: 12}\n"
	     /* 12 */ "  seen: {type: list, source: customer, required: true, min: 2}\n"
	     /* 13 */ "  when: {type: edtf, source: case, required: false, default: {en: once, id: "
		      "dulu}}\n"
	     /* 14 */ "  by: {type: date, source: operator, required: false}\n"
	     /* 15 */ "channels: {allow: [email, portal, phone], prefer: email}\n"
	     /* 16 */ "messages:\n"
	     /* 17 */ "  email:\n"
	     /* 18 */ "    subject: {en: \"To {{name}}\", id: \"Untuk {{name}}\"}\n"
	     /* 19 */ "    body:\n"
	     /* 20 */ "      en: |\n"
	     /* 21 */ "        Dear {{name}}, {{when}}\n"
	     /* 22 */ "        {{#seen}}\n"
	     /* 23 */ "        - {{.}}\n"
	     /* 24 */ "        {{/seen}}\n"
	     /* 25 */ "        {{#by}}\n"
	     /* 26 */ "        by {{by}}\n"
	     /* 27 */ "        {{/by}}\n"
	     /* 28 */ "        {{#actions}}\n"
	     /* 29 */ "        {{number}} {{text}}\n"
	     /* 30 */ "        {{/actions}}\n"
	     /* 31 */ "      id: |\n"
	     /* 32 */ "        Yth. {{name}}, {{when}}{{#seen}}, {{.}}{{/seen}}\n"
	     /* 33 */ "        {{#by}}paling lambat {{by}}{{/by}}{{#actions}} {{number}} "
		      "{{text}}{{/actions}}\n"
	     /* 34 */ "actions:\n"
	     /* 35 */ "  - {id: first, text: {en: Do it, id: Lakukan}, evidence: none, due: P7D}\n"
	     /* 36 */ "  - {id: second, text: {en: And that, id: Dan itu}, evidence: log-check, "
		      "after: first}\n"
	     /* 37 */ "obligations: [eu-gdpr-33]\n";

/* The good text with one piece exchanged. */
static void edit(struct str *out, const char *old, const char *new)
{
	const char *at = strstr(good, old);

	if (!at)
		fail_msg("\"%s\" does not occur", old);
	str_reset(out);
	str_put(out, good, (size_t)(at - good));
	str_puts(out, new);
	str_puts(out, at + strlen(old));
}

static void places(const struct fault_list *faults, struct str *out)
{
	for (size_t i = 0; i < faults->count; i++) {
		fault_show(&faults->at[i], "f", out);
		str_putc(out, '\n');
	}
}

/* The codes of exchange/advisory_yaml.h, and which of them some test has seen. */
static const char *const codes[] = { "E-TPL-KIND", "E-TPL-FORMAT", "E-TPL-UNKNOWN-KEY",
	"E-TPL-MISSING", "E-TPL-TYPE", "E-TPL-ENUM", "E-TPL-LANG-MISSING", "E-TPL-LANG-EXTRA",
	"E-TPL-VAR-UNDECLARED", "E-TPL-VAR-UNUSED", "E-TPL-TAG-FORBIDDEN", "E-TPL-SECTION",
	"E-TPL-VERSION", "E-TPL-ID" };
enum { CODES = sizeof codes / sizeof *codes };
static bool code_seen[CODES];

static void code_note(const char *expected)
{
	for (int i = 0; i < CODES; i++) {
		const char *at = strstr(expected, codes[i]);

		code_seen[i] |= at && strchr(":", at[strlen(codes[i])]);
	}
}

/* With `old` exchanged for `new` there is a fault whose line begins with "f:LINE:COLUMN: CODE". */
static void assert_fault(const char *old, const char *new, const char *expected)
{
	struct str text = {0}, all = {0};
	struct advisory a;
	struct fault_list faults = {0};
	struct err e = {0};
	bool warning = strstr(expected, ": warning") != NULL;
	int bad;

	code_note(expected);
	edit(&text, old, new);
	bad = advisory_yaml_parse("f", text.at, text.len, &a, &faults, &e);
	places(&faults, &all);
	if (!strstr(str_text(&all), expected))
		fail_msg("%s -> %s: no \"%s\" in:\n%s", old, new, expected, str_text(&all));
	assert_int_equal(bad, warning ? 0 : -1);
	advisory_release(&a);
	fault_list_release(&faults);
	str_release(&text);
	str_release(&all);
}

static void read_good(struct advisory *a)
{
	struct fault_list faults = {0};
	struct err e = {0};

	if (advisory_yaml_parse("f", good, sizeof good - 1, a, &faults, &e))
		fail_msg("%s", e.text);
	assert_int_equal(faults.count, 0);
	fault_list_release(&faults);
}

static void a_good_advisory_is_read_whole(void **state)
{
	struct advisory a;

	read_good(&a);
	assert_string_equal(a.id, "short-note");
	assert_int_equal(a.version, 2);
	assert_string_equal(a.tlp, "AMBER");
	assert_int_equal(a.language_count, 2);
	assert_string_equal(a.default_language, "en");
	assert_int_equal(a.variable_count, 4);
	assert_int_equal(a.variables[0].max_length, 12);
	assert_int_equal(a.variables[1].type, ADVISORY_LIST);
	assert_int_equal(a.variables[1].min, 2);
	assert_string_equal(a.variables[2].defaults[1], "dulu");
	assert_int_equal(a.approval_count, 2);
	assert_false(a.author_may_approve);
	assert_int_equal(a.action_count, 2);
	assert_string_equal(a.actions[0].due, "P7D");
	assert_string_equal(a.actions[1].after, "first");
	assert_string_equal(a.actions[1].text[1], "Dan itu");
	assert_string_equal(a.obligations[0], "eu-gdpr-33");
	assert_int_equal(strlen(a.sha256), 64);
	advisory_release(&a);
	advisory_release(&a);
}

static void another_kind_or_a_newer_format_is_refused_before_all_else(void **state)
{
	assert_fault("advisory-template", "obligation-rules", "f:1:10: E-TPL-KIND");
	assert_fault("blotter: advisory-template\n", "", "f:1:1: E-TPL-KIND");
	assert_fault(
	    "format: 1", "format: 2", "f:2:9: E-TPL-FORMAT: format 2 needs a newer blotter");
	assert_fault("format: 1\n", "", "f:1:1: E-TPL-FORMAT");
	assert_fault("format: 1", "format: one", "f:2:9: E-TPL-FORMAT");
}

static void unknown_keys_are_named_with_the_nearest_one(void **state)
{
	assert_fault("severity", "severty",
	    "f:8:1: E-TPL-UNKNOWN-KEY: unknown key \"severty\"; did you mean \"severity\"?");
	assert_fault("max_length", "maxlength", "f:11:58: E-TPL-UNKNOWN-KEY");
	assert_fault("prefer: email", "prefer: email, <<: x", "f:15:58: E-TPL-UNKNOWN-KEY");
	assert_fault("  email:", "  e-mail:",
	    "f:17:3: E-TPL-UNKNOWN-KEY: unknown key \"e-mail\" in "
	    "messages; did you mean \"email\"?");
}

static void wrong_types_are_refused(void **state)
{
	assert_fault("title: A short note", "title: [x]", "f:5:8: E-TPL-TYPE");
	assert_fault("languages: [en, id]", "languages: en", "f:9:12: E-TPL-TYPE");
	assert_fault("[en, id]", "[en, in_donesian]", "f:9:17: E-TPL-TYPE");
	assert_fault("required: true", "required: yes", "f:11:52: E-TPL-TYPE");
	assert_fault("max_length: 12", "max_length: 012", "f:11:70: E-TPL-TYPE");
	assert_fault("max_length: 12", "max_length: \"12\"", "f:11:70: E-TPL-TYPE");
	assert_fault("due: P7D", "due: 7 days", "f:35:70: E-TPL-TYPE");
	assert_fault("title: A short note", "title: \"A\\nnote\"", "f:5:8: E-TPL-TYPE");
	assert_fault("required: true, max", "required: true, default: {en: a, id: b}, max",
	    "f:11:67: E-TPL-TYPE");
	assert_fault("max_length: 12", "min: 1", "f:11:58: E-TPL-TYPE");
	assert_fault("- {{.}}", "- {{seen}}", "f:23:11: E-TPL-TYPE");
}

static void what_must_be_there_is_missed(void **state)
{
	assert_fault("title: A short note\n", "", "f:1:1: E-TPL-MISSING: the file lacks \"title\"");
	assert_fault("title: A short note", "title:", "f:5:7: E-TPL-MISSING: \"title\" is empty");
	assert_fault("title: A short note", "title: ~", "f:5:8: E-TPL-MISSING");
	assert_fault("type: string, ", "", "f:11:9: E-TPL-MISSING: variables.name lacks \"type\"");
	assert_fault("    subject: {en: \"To {{name}}\", id: \"Untuk {{name}}\"}\n", "",
	    "f:18:5: E-TPL-MISSING");
	assert_fault("prefer: email", "prefer: portal", "f:17:3: E-TPL-MISSING");
	assert_fault("source: case, required: false, default: {en: once, id: dulu}",
	    "source: template, required: false", "f:13:3: E-TPL-MISSING");
	assert_fault("[en, id]", "[]", "f:9:12: E-TPL-MISSING");
}

static void words_are_those_of_the_list(void **state)
{
	assert_fault("tlp: AMBER", "tlp: AMBR",
	    "f:6:6: E-TPL-ENUM: \"tlp\" cannot be \"AMBR\"; did you mean \"AMBER\"?");
	assert_fault("tlp: AMBER", "tlp: amber", "f:6:6: E-TPL-ENUM");
	assert_fault("type: edtf", "type: time", "f:13:16: E-TPL-ENUM");
	assert_fault("prefer: email", "prefer: letter", "f:15:51: E-TPL-ENUM");
	assert_fault("[email, portal, phone]", "[portal, phone]", "f:17:3: E-TPL-ENUM");
}

static void every_text_has_exactly_the_languages(void **state)
{
	assert_fault(", id: \"Untuk {{name}}\"", "",
	    "f:18:14: E-TPL-LANG-MISSING: \"messages.email.subject\" lacks the language \"id\"");
	assert_fault("id: Lakukan", "fr: Faites", "f:35:23: E-TPL-LANG-MISSING");
	assert_fault("id: Lakukan", "id: Lakukan, fr: Faites", "f:35:48: E-TPL-LANG-EXTRA");
	assert_fault("id: dulu", "fr: jadis", "f:13:73: E-TPL-LANG-EXTRA");
	assert_fault("languages: [en, id]", "languages: [en, id]\ndefault_language: fr",
	    "f:10:19: E-TPL-LANG-MISSING");
	assert_fault("[en, id]", "[en, id, en]", "f:9:21: E-TPL-ID");
}

static void variables_are_declared_and_used(void **state)
{
	assert_fault("Dear {{name}}", "Dear {{nam}}", "f:21:14: E-TPL-VAR-UNDECLARED");
	assert_fault("\"To {{name}}\"", "\"To {{nobody}}\"", "f:18:23: E-TPL-VAR-UNDECLARED");
	assert_fault(
	    "{{number}} {{text}}\n", "{{number}} {{txt}}\n", "f:29:20: E-TPL-VAR-UNDECLARED");
	assert_fault("  by: {", "  extra: {type: string, source: case, required: false}\n  by: {",
	    "f:14:3: E-TPL-VAR-UNUSED: warning");
	assert_fault(", id: \"Untuk {{name}}\"", ", id: \"Untuk Anda\"",
	    "f:18:34: E-TPL-VAR-UNUSED: warning");
}

static void tags_and_sections_follow_the_subset(void **state)
{
	assert_fault("Dear {{name}}", "Dear {{{name}}}", "f:21:14: E-TPL-TAG-FORBIDDEN");
	assert_fault("Dear {{name}}", "Dear {{>name}}", "f:21:14: E-TPL-TAG-FORBIDDEN");
	assert_fault("{en: Do it", "{en: 'Do {{it}}'", "f:35:32: E-TPL-TAG-FORBIDDEN");
	assert_fault("{en: once", "{en: '{{when}}'", "f:13:68: E-TPL-TAG-FORBIDDEN");
	assert_fault("Dear {{name}}", "Dear {{&name}}", "f:21:14: E-TPL-TAG-FORBIDDEN");
	assert_fault("Dear {{name}}", "Dear {{=<% %>=}}", "f:21:14: E-TPL-TAG-FORBIDDEN");
	assert_fault("Dear {{name}}", "Dear {{a.b}}", "f:21:14: E-TPL-TAG-FORBIDDEN");
	assert_fault("Dear {{name}}", "Dear {{name", "f:21:14: E-TPL-TAG-FORBIDDEN");
	assert_fault("Dear {{name}}", "Dear {{/name}}", "f:21:14: E-TPL-SECTION");
	assert_fault("Dear {{name}}", "{{#by}}{{/seen}}{{/by}}", "f:21:16: E-TPL-SECTION");
	assert_fault("Dear {{name}}",
	    "{{#by}}{{#by}}{{#by}}{{#by}}{{#by}}{{/by}}{{/by}}{{/by}}{{/by}}{{/by}}",
	    "f:21:37: E-TPL-SECTION");
	assert_fault("        {{/by}}\n", "", "f:25:9: E-TPL-SECTION");
	assert_fault("        - {{.}}\n        {{/seen}}\n", "        {{/seen}}\n        - {{.}}\n",
	    "f:24:11: E-TPL-SECTION");
}

static void versions_and_ids_have_their_form(void **state)
{
	assert_fault("version: 2", "version: 0", "f:4:10: E-TPL-VERSION");
	assert_fault("version: 2", "version: 1.5", "f:4:10: E-TPL-VERSION");
	assert_fault("id: short-note", "id: Short_Note", "f:3:5: E-TPL-ID");
	assert_fault("id: short-note", "id: short--note", "f:3:5: E-TPL-ID");
	assert_fault("id: short-note", "id: short-", "f:3:5: E-TPL-ID");
	assert_fault("  by: {", "  By: {", "f:14:3: E-TPL-ID");
	assert_fault("  by: {", "  actions: {", "f:14:3: E-TPL-ID");
	assert_fault("id: second", "id: first", "f:36:10: E-TPL-ID");
	assert_fault("after: first", "after: second", "f:36:81: E-TPL-ID");
	assert_fault("[eu-gdpr-33]", "[eu-gdpr-33, eu-gdpr-33]", "f:37:27: E-TPL-ID");
}

static void the_error_is_the_first_fault_with_its_place(void **state)
{
	struct str text = {0};
	struct advisory a;
	struct fault_list faults = {0};
	struct err e = {0};

	edit(&text, "tlp: AMBER\naudience: affected-customer", "tlp: x\naudience: y");
	assert_int_equal(advisory_yaml_parse("f.yaml", text.at, text.len, &a, &faults, &e), -1);
	assert_string_equal(e.text, "f.yaml:6:6: E-TPL-ENUM: \"tlp\" cannot be \"x\" (and 1 more)");
	assert_int_equal(e.kind, ERR_INVALID);
	fault_list_release(&faults);
	str_release(&text);
}

static void at_most_fifty_faults_are_kept_and_all_are_counted(void **state)
{
	struct str text = {0};
	struct advisory a;
	struct fault_list faults = {0};
	struct err e = {0};

	str_puts(&text, good);
	for (int i = 0; i < 100; i++)
		str_printf(&text, "zzz%d: 1\n", i);
	assert_int_equal(advisory_yaml_parse("f", text.at, text.len, &a, &faults, &e), -1);
	assert_int_equal(faults.count, FAULTS_MAX);
	assert_int_equal(faults.errors, 100);
	fault_list_release(&faults);
	str_release(&text);
}

static void json_gives_back_the_same_advisory(void **state)
{
	struct advisory a, b;
	struct str once = {0}, twice = {0};
	struct err e = {0};

	read_good(&a);
	advisory_to_json(&a, &once);
	assert_int_equal(advisory_from_json(&b, once.at, once.len, &e), 0);
	advisory_to_json(&b, &twice);
	assert_string_equal(str_text(&once), str_text(&twice));
	assert_string_equal(b.messages[0].subject[1], "Untuk {{name}}");
	assert_non_null(strstr(once.at, "{\"actions\":["));
	advisory_release(&a);
	advisory_release(&b);
	str_release(&once);
	str_release(&twice);
}

static void assert_json_refused(
    const char *json, const char *old, const char *new, const char *sentence)
{
	const char *at = strstr(json, old);
	struct str text = {0};
	struct advisory a;
	struct err e = {0};

	assert_non_null(at);
	str_put(&text, json, (size_t)(at - json));
	str_puts(&text, new);
	str_puts(&text, at + strlen(old));
	assert_int_equal(advisory_from_json(&a, text.at, text.len, &e), -1);
	assert_string_equal(e.text, sentence);
	str_release(&text);
}

static void json_of_a_strange_notebook_is_checked(void **state)
{
	struct advisory a;
	struct str json = {0};

	read_good(&a);
	advisory_to_json(&a, &json);
	assert_json_refused(json.at, "\"tlp\":\"AMBER\"", "\"tlp\":\"PINK\"",
	    "the advisory's \"tlp\" is not one of the known words");
	assert_json_refused(json.at, "\"version\":2", "\"version\":-2",
	    "the advisory's \"version\" is not a number in its range");
	assert_json_refused(json.at, "\"id\":\"Untuk {{name}}\"", "\"fr\":\"x\"",
	    "the advisory's \"id\" is missing or not text");
	assert_json_refused(json.at, "\"languages\":[\"en\",\"id\"]", "\"languages\":[]",
	    "the advisory's \"languages\" is empty");
	assert_json_refused(json.at, "\"format\":1", "\"format\":2",
	    "the advisory's \"format\" is not 1: it needs a newer blotter");
	advisory_release(&a);
	str_release(&json);
}

/* ---- rendering ---- */

static const char *const seen[] = {"billing-contact", "custom"};

enum { F_NAME, F_SEEN, F_WHEN, F_BY, FACTS };

struct letter {
	struct advisory a;
	struct advisory_fact fact[FACTS];
	struct when when;
	struct advisory_facts facts;
	struct str subject, body;
	struct err e;
};

static void letter_init(struct letter *l)
{
	*l = (struct letter){.facts = {.count = FACTS, .zone = "Asia/Jakarta"}};
	read_good(&l->a);
	assert_int_equal(
	    edtf_parse(&l->when, "2021-05-16~/2021-05-31~", 23, "Asia/Jakarta", &l->e), 0);
	l->fact[F_NAME] = (struct advisory_fact){.name = "name", .text = "PT {{by}} &"};
	l->fact[F_SEEN] = (struct advisory_fact){.name = "seen", .items = seen, .item_count = 2};
	l->fact[F_WHEN] = (struct advisory_fact){.name = "when", .when = &l->when};
	l->fact[F_BY] = (struct advisory_fact){.name = "by", .text = "2021-07-02"};
	l->facts.at = l->fact;
}

static void letter_release(struct letter *l)
{
	advisory_release(&l->a);
	str_release(&l->subject);
	str_release(&l->body);
}

static int letter_render(struct letter *l, const char *channel, const char *language)
{
	str_reset(&l->subject);
	str_reset(&l->body);
	return advisory_render(&l->a, &l->facts, channel, language, &l->subject, &l->body, &l->e);
}

static void letters_are_rendered_in_each_language(void **state)
{
	struct letter l;

	letter_init(&l);
	assert_int_equal(letter_render(&l, "email", "en"), 0);
	assert_string_equal(str_text(&l.subject), "[TLP:AMBER] To PT {{by}} &");
	assert_string_equal(str_text(&l.body), "TLP:AMBER\n\nDear PT {{by}} &, from about 16 to "
					       "about 31 May 2021\n- billing contacts\n- custom\n"
					       "by 2 July 2021\n1 Do it\n2 And that\n");
	assert_int_equal(letter_render(&l, "email", "id-ID"), 0);
	assert_string_equal(str_text(&l.body), "TLP:AMBER\n\nYth. PT {{by}} &, sekitar 16 sampai "
					       "31 Mei 2021, kontak penagihan, custom\n"
					       "paling lambat 2 Juli 2021 1 Lakukan 2 Dan itu\n");
	letter_release(&l);
}

static void a_missing_language_or_channel_is_an_error(void **state)
{
	struct letter l;

	letter_init(&l);
	assert_int_equal(letter_render(&l, "email", "fr"), -1);
	assert_int_equal(l.e.kind, ERR_NOT_FOUND);
	assert_string_equal(l.e.text, "advisory short-note has no text in \"fr\"");
	assert_int_equal(letter_render(&l, "email", ""), -1);
	assert_int_equal(letter_render(&l, "letter", "en"), -1);
	assert_int_equal(l.e.kind, ERR_NOT_FOUND);
	assert_int_equal(letter_render(&l, "portal", "en"), 0);
	letter_release(&l);
}

static void defaults_stand_in_for_what_is_optional(void **state)
{
	struct letter l;

	letter_init(&l);
	l.facts.count = 2;
	assert_int_equal(letter_render(&l, "email", "id"), 0);
	assert_string_equal(str_text(&l.body), "TLP:AMBER\n\nYth. PT {{by}} &, dulu, kontak "
					       "penagihan, custom\n 1 Lakukan 2 Dan itu\n");
	letter_release(&l);
}

static void assert_not_rendered(struct letter *l, const char *sentence)
{
	str_reset(&l->body);
	str_puts(&l->body, "kept");
	str_reset(&l->subject);
	assert_int_equal(
	    advisory_render(&l->a, &l->facts, "email", "en", &l->subject, &l->body, &l->e), -1);
	assert_string_equal(l->e.text, sentence);
	assert_string_equal(str_text(&l->body), "kept");
	assert_int_equal(l->subject.len, 0);
}

static void values_that_do_not_fit_stop_the_letter(void **state)
{
	struct letter l;

	letter_init(&l);
	l.fact[F_NAME].text = "";
	assert_not_rendered(&l, "\"name\" has no value");
	l.fact[F_NAME].text = "thirteen long";
	assert_not_rendered(&l, "\"name\" is longer than 12 characters");
	l.fact[F_NAME].text = "a\nb";
	assert_not_rendered(&l, "\"name\" holds a character that may not stand in a letter: \\x0a");
	l.fact[F_NAME].text = "a\xe2\x80\xae" "b";
	assert_not_rendered(&l,
	    "\"name\" holds a character that may not stand in a letter: <U+202E>");
	l.fact[F_NAME].text = "a\xff";
	assert_not_rendered(&l, "\"name\" holds a character that may not stand in a letter: \\xff");
	l.fact[F_NAME].text = "twelve \xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9";
	assert_int_equal(letter_render(&l, "email", "en"), 0);
	l.fact[F_SEEN].item_count = 1;
	assert_not_rendered(&l, "\"seen\" has fewer than 2 items");
	l.fact[F_SEEN].item_count = 2;
	l.fact[F_BY].text = "2021-07";
	assert_not_rendered(&l, "\"by\" must be one day, not 2021-07");
	l.fact[F_BY].text = "soon";
	str_reset(&l.body);
	assert_int_equal(letter_render(&l, "email", "en"), -1);
	assert_non_null(strstr(l.e.text, "\"by\": "));
	letter_release(&l);
}

static void a_subject_is_at_most_200_characters_with_its_label(void **state)
{
	struct str text = {0}, old = {0};
	struct letter l;
	struct fault_list faults = {0};

	letter_init(&l);
	advisory_release(&l.a);
	for (int i = 0; i < 185; i++)
		str_putc(&old, 'x');
	str_puts(&old, " {{name}}");
	edit(&text, "To {{name}}", str_text(&old));
	assert_int_equal(advisory_yaml_parse("f", text.at, text.len, &l.a, &faults, &l.e), 0);
	l.fact[F_NAME].text = "ab";
	assert_int_equal(letter_render(&l, "email", "en"), 0);
	assert_int_equal(l.subject.len, 200);
	l.fact[F_NAME].text = "abc";
	assert_not_rendered(&l, "the subject would be longer than 200 characters");
	str_release(&text);
	str_release(&old);
	fault_list_release(&faults);
	letter_release(&l);
}

static void a_renderer_serves_many_customers(void **state)
{
	struct advisory_renderer *r;
	struct letter l;
	char name[16], by[16];

	letter_init(&l);
	r = advisory_renderer_new(&l.a, "email", "en", &l.e);
	assert_non_null(r);
	l.fact[F_NAME].text = name;
	l.fact[F_BY].text = by;
	for (int i = 0; i < 1000; i++) {
		struct when once = l.when;
		char expected[40];

		snprintf(name, sizeof name, "n%d", i);
		snprintf(by, sizeof by, "2021-07-0%d", i / 2 % 2 + 1);
		snprintf(once.edtf, sizeof once.edtf, "2021-05-%02d", i % 28 + 1);
		l.fact[F_WHEN].when = &once;
		str_reset(&l.subject);
		str_reset(&l.body);
		assert_int_equal(advisory_renderer_run(r, &l.facts, &l.subject, &l.body, &l.e), 0);
		snprintf(expected, sizeof expected, "Dear n%d, %d May 2021\n", i, i % 28 + 1);
		assert_non_null(strstr(l.body.at, expected));
		snprintf(expected, sizeof expected, "by %d July 2021\n", i / 2 % 2 + 1);
		assert_non_null(strstr(l.body.at, expected));
	}
	advisory_renderer_free(r);
	letter_release(&l);
}

/* The advisory that comes with blotter, for the story it was made for. */
static void the_advisory_that_is_shipped_is_good_in_both_languages(void **state)
{
	static const char *const data[] = {"subscription", "service", "billing-contact"};
	struct advisory_fact f[] = { { .name = "case_id", .text = "INC-2021-06" },
		{ .name = "customer_name", .text = "PT Maju" },
		{ .name = "exposure_window", .text = "2021-05-16/2021-05-31" },
		{ .name = "data_seen", .items = data, .item_count = 3 },
		{ .name = "hotline", .text = "+62 21 5550" },
		{ .name = "reply_by", .text = "2021-07-09" } };
	struct advisory_facts facts = {f, sizeof f / sizeof *f, "Asia/Jakarta"};
	const char *dir = getenv("SRCDIR");
	struct str path = {0}, subject = {0}, body = {0};
	struct fault_list faults = {0};
	struct advisory a;
	struct err e = {0};

	str_printf(&path, "%s/schemas/advisories/support-tool-exposure.yaml", dir ? dir : ".");
	if (advisory_yaml_read(str_text(&path), &a, &faults, &e))
		fail_msg("%s", e.text);
	assert_int_equal(faults.count, 0);
	assert_int_equal(a.action_count, 5);
	assert_int_equal(advisory_render(&a, &facts, "email", "en", &subject, &body, &e), 0);
	assert_non_null(strstr(body.at, "When: from 16 to 31 May 2021."));
	assert_non_null(strstr(body.at, "- billing contacts\n"));
	assert_non_null(strstr(body.at, "\n5. Look through"));
	assert_non_null(strstr(body.at, "by 9 July 2021"));
	assert_null(strstr(body.at, "{{"));
	str_reset(&body);
	str_reset(&subject);
	assert_int_equal(advisory_render(&a, &facts, "phone", "id", &subject, &body, &e), 0);
	assert_int_equal(subject.len, 0);
	assert_non_null(strstr(body.at, "16 sampai 31 Mei 2021"));
	advisory_release(&a);
	fault_list_release(&faults);
	str_release(&path);
	str_release(&subject);
	str_release(&body);
}

/* A value of each type, for an advisory read in a test. */
static struct advisory_fact fact_some(const struct advisory_variable *v)
{
	static const char *const items[] = { "subscription" };
	struct advisory_fact f = { .name = v->name, .text = "something" };

	switch (v->type) {
	case ADVISORY_LIST:
		f.items = items;
		f.item_count = 1;
		break;
	case ADVISORY_INTEGER:
		f.text = "7";
		break;
	case ADVISORY_DATETIME:
		f.text = "2021-06-25T09:00:00Z";
		break;
	case ADVISORY_STRING:
		break;
	default:
		f.text = "2021-06-25";
	}
	return f;
}

/* Reads one and renders it in each language, with all values or only those that it must have. */
static void assert_renders(const char *file, bool all)
{
	struct fault_list faults = { 0 };
	struct advisory_fact f[ADVISORY_VARIABLES_MAX];
	struct advisory_facts facts = { f, 0, "Asia/Jakarta" };
	struct advisory a;
	struct err e = { 0 };

	if (advisory_yaml_read(file, &a, &faults, &e))
		fail_msg("%s", e.text);
	assert_int_equal(faults.count, 0);
	for (size_t i = 0; i < a.variable_count; i++)
		if (all || a.variables[i].required)
			f[facts.count++] = fact_some(&a.variables[i]);
	assert_int_equal(a.language_count, 2);
	for (size_t i = 0; i < a.language_count; i++) {
		struct str subject = { 0 }, body = { 0 };

		if (advisory_render(&a, &facts, "email", a.languages[i], &subject, &body, &e))
			fail_msg("%s: %s", file, e.text);
		assert_null(strstr(body.at, "{{"));
		assert_null(strstr(body.at, "\n\n\n"));
		assert_true(subject.len > 20 && body.len > 300);
		str_release(&subject);
		str_release(&body);
	}
	advisory_release(&a);
	fault_list_release(&faults);
}

static void every_advisory_that_is_shipped_renders_in_both_languages(void **state)
{
	static const char *const names[] = { "all-clear", "correction", "credential-exposure",
		"mailbox-compromise", "press-holding-line", "ransomware",
		"regulator-first-notice", "support-tool-exposure", "targeted-phishing-warning",
		"third-party-breach" };
	const char *dir = getenv("SRCDIR");

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct str path = { 0 };

		str_printf(&path, "%s/schemas/advisories/%s.yaml", dir ? dir : ".", names[i]);
		assert_renders(str_text(&path), true);
		assert_renders(str_text(&path), false);
		str_release(&path);
	}
}

/* A path of keys into the schema for editors, and the words it must list. */
static void assert_schema_words(
    const json_t *schema, const char *const *path, const char *const *words)
{
	const json_t *at = schema;
	size_t n = 0;

	for (; *path; path++)
		at = json_object_get(at, *path);
	for (; words[n]; n++)
		assert_string_equal(json_string_value(json_array_get(at, n)), words[n]);
	assert_int_equal(json_array_size(at), n);
}

static void the_schema_for_editors_knows_the_same_words(void **state)
{
	static const struct {
		const char *path[8];
		const char *const *words;
	} places[] = {
		{ { "properties", "tlp", "enum" }, advisory_tlp_words },
		{ { "properties", "audience", "enum" }, advisory_audience_words },
		{ { "properties", "severity", "enum" }, advisory_severity_words },
		{ { "definitions", "channel", "enum" }, advisory_channel_words },
		{ { "definitions", "variable", "properties", "type", "enum" },
		    advisory_type_words },
		{ { "definitions", "variable", "properties", "source", "enum" },
		    advisory_source_words },
		{ { "properties", "actions", "items", "properties", "evidence", "enum" },
		    advisory_evidence_words },
		{ { "properties", "references", "items", "properties", "kind", "enum" },
		    advisory_reference_words },
	};
	const char *dir = getenv("SRCDIR");
	struct str path = {0};
	json_error_t fault;
	json_t *schema;

	str_printf(&path, "%s/schemas/yaml/advisory.schema.json", dir ? dir : ".");
	schema = json_load_file(str_text(&path), JSON_REJECT_DUPLICATES, &fault);
	assert_non_null(schema);
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		assert_schema_words(schema, places[i].path, places[i].words);
	json_decref(schema);
	str_release(&path);
}

static void every_refusal_of_an_advisory_has_a_test(void **state)
{
	for (int i = 0; i < CODES; i++)
		if (!code_seen[i])
			fail_msg("no test of this file has seen %s", codes[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_advisory_is_read_whole),
		cmocka_unit_test(another_kind_or_a_newer_format_is_refused_before_all_else),
		cmocka_unit_test(unknown_keys_are_named_with_the_nearest_one),
		cmocka_unit_test(wrong_types_are_refused),
		cmocka_unit_test(what_must_be_there_is_missed),
		cmocka_unit_test(words_are_those_of_the_list),
		cmocka_unit_test(every_text_has_exactly_the_languages),
		cmocka_unit_test(variables_are_declared_and_used),
		cmocka_unit_test(tags_and_sections_follow_the_subset),
		cmocka_unit_test(versions_and_ids_have_their_form),
		cmocka_unit_test(the_error_is_the_first_fault_with_its_place),
		cmocka_unit_test(at_most_fifty_faults_are_kept_and_all_are_counted),
		cmocka_unit_test(json_gives_back_the_same_advisory),
		cmocka_unit_test(json_of_a_strange_notebook_is_checked),
		cmocka_unit_test(letters_are_rendered_in_each_language),
		cmocka_unit_test(a_missing_language_or_channel_is_an_error),
		cmocka_unit_test(defaults_stand_in_for_what_is_optional),
		cmocka_unit_test(values_that_do_not_fit_stop_the_letter),
		cmocka_unit_test(a_subject_is_at_most_200_characters_with_its_label),
		cmocka_unit_test(a_renderer_serves_many_customers),
		cmocka_unit_test(the_advisory_that_is_shipped_is_good_in_both_languages),
		cmocka_unit_test(every_advisory_that_is_shipped_renders_in_both_languages),
		cmocka_unit_test(the_schema_for_editors_knows_the_same_words),
		cmocka_unit_test(every_refusal_of_an_advisory_has_a_test),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
