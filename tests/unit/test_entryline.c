/* test_entryline.c - what a line typed into the log means. Typed on 17 May 2021 at 11:42:30 in
 * Jakarta. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "model/entryline.h"
#include "tui/preview.h"
#include "model/words.h"

static int64_t at(const char *text)
{
	int64_t instant = 0;
	struct err e = { 0 };

	assert_int_equal(when_rfc3339_parse(text, strlen(text), &instant, &e), 0);
	return instant;
}

static int parse_in(struct entryline *l, const char *text, const char *zone, struct err *e)
{
	struct when_context c = { at("2021-05-17T04:42:30Z"), zone, false };

	*e = (struct err){ 0 };
	return entryline_parse(l, text, strlen(text), &c, e);
}

static struct entryline parsed(const char *text)
{
	struct entryline l;
	struct err e;

	if (parse_in(&l, text, "Asia/Jakarta", &e) < 0)
		fail_msg("%s: %s", text, e.text);
	return l;
}

static void assert_word(const char *got, const char *expected)
{
	if (!expected)
		assert_null(got);
	else
		assert_string_equal(got ? got : "(none)", expected);
}

static void assert_kind(const char *text, const char *kind, const char *rest)
{
	struct entryline l = parsed(text);

	assert_string_equal(l.kind, kind);
	assert_string_equal(l.text, rest);
	entryline_release(&l);
}

static void assert_marks(const char *text, const char *tags, const char *actors, const char *refs)
{
	struct entryline l = parsed(text);

	assert_word(l.tags, tags);
	assert_word(l.actors, actors);
	assert_word(l.refs, refs);
	entryline_release(&l);
}

static void assert_time(const char *text, const char *edtf, const char *phrase, const char *rest)
{
	struct entryline l = parsed(text);

	assert_string_equal(l.when.edtf, edtf);
	assert_word(l.phrase, phrase);
	assert_string_equal(l.text, rest);
	assert_int_equal(l.has_time, phrase != NULL || l.undated);
	entryline_release(&l);
}

static void assert_wrong(const char *text, const char *zone, size_t fault_at, const char *sentence)
{
	struct entryline l;
	struct err e;

	assert_int_equal(parse_in(&l, text, zone, &e), -1);
	assert_int_equal(e.kind, ERR_INVALID);
	if (!strstr(e.text, sentence))
		fail_msg("%s: %s", text, e.text);
	assert_int_equal(l.fault_at, fault_at);
	entryline_release(&l); /* harmless */
}

static void text_alone_is_an_observation_made_now(void **state)
{
	assert_kind("revoked the deploy token", "observation", "revoked the deploy token");
	assert_time("revoked the deploy token", "2021-05-17T11:42:30+07:00", NULL,
	    "revoked the deploy token");
}

static void marks_and_words_give_the_kind(void **state)
{
	assert_kind("! take the runners offline", "decision", "take the runners offline");
	assert_kind("!take the runners offline", "decision", "take the runners offline");
	assert_kind("? did the mirror have it", "question", "did the mirror have it");
	assert_kind("+ rotate S3 keys", "action", "rotate S3 keys");
	assert_kind("> auth.log", "evidence", "auth.log");
	assert_kind("* detected", "milestone", "detected");
	assert_kind("= Q3 never had it", "answer", "never had it");
	assert_kind("=RW12.3 done", "answer", "done");
	assert_kind("kind:communication told the press", "communication", "told the press");
	assert_kind("kind:step restarted it", "observation", "restarted it");
	assert_kind("11:00 kind:claim they say so", "claim", "they say so");
}

static void what_only_looks_like_a_kind_stays_text(void **state)
{
	assert_kind("!!! down", "observation", "!!! down");
	assert_kind("=== header", "observation", "=== header");
	assert_kind("- item", "observation", "- item");
	assert_kind("kind: people", "observation", "kind: people");
}

static void a_time_may_stand_before_the_text(void **state)
{
	assert_time("11:20 x", "2021-05-17T11:20:00+07:00", "11:20", "x");
	assert_time("11:43 x", "2021-05-16T11:43:00+07:00", "11:43", "x");
	assert_time("-20m saw it", "2021-05-17T11:22:30+07:00", "-20m", "saw it");
	assert_time("-2h30m ! y z", "2021-05-17T09:12:30+07:00", "-2h30m", "y z");
	assert_time("yesterday 23:10 x", "2021-05-16T23:10:00+07:00", "yesterday 23:10", "x");
	assert_time("2021-05-16 x", "2021-05-16", "2021-05-16", "x");
	assert_time("2021-05-16 13:00 x", "2021-05-16T13:00:00+07:00", "2021-05-16 13:00", "x");
	assert_time("2021-05-16 13:00:09 WITA x", "2021-05-16T13:00:09+08:00",
	    "2021-05-16 13:00:09 WITA", "x");
	assert_time("2021-05-16 13:00 Europe/Berlin x", "2021-05-16T13:00:00+02:00",
	    "2021-05-16 13:00 Europe/Berlin", "x");
	assert_time("2021-05-16T13:00:00Z x", "2021-05-16T13:00:00Z", "2021-05-16T13:00:00Z", "x");
	assert_time("04:00 +07:00 x", "2021-05-17T04:00:00+07:00", "04:00 +07:00", "x");
	assert_time("09:02/11:00 x", "2021-05-17T09:02:00+07:00/2021-05-17T11:00:00+07:00",
	    "09:02/11:00", "x");
}

static void a_tilde_makes_the_time_uncertain(void **state)
{
	assert_time("~2021-05 x", "2021-05~", "~2021-05", "x");
	assert_time(
	    "~2021-05-15/2021-05-31 x", "2021-05-15~/2021-05-31~", "~2021-05-15/2021-05-31", "x");
	assert_time(
	    "~09:00 x", "2021-05-17T08:45:00+07:00/2021-05-17T09:15:59+07:00", "~09:00", "x");
	assert_time("~../09:10 x", "../2021-05-17T09:10:00+07:00", "~../09:10", "x");
	assert_time("~09:02/.. x", "2021-05-17T09:02:00+07:00/..", "~09:02/..", "x");
}

static void an_undated_entry_has_no_time(void **state)
{
	struct entryline l = parsed("undated ? who was it");

	assert_true(l.undated && l.has_time);
	assert_string_equal(l.when.edtf, "");
	assert_string_equal(l.kind, "question");
	entryline_release(&l);
}

static void what_only_looks_like_a_time_stays_text(void **state)
{
	static const char *const lines[] = { "~/file is there", "12:34:56:78:9a:bc is the mac",
		"16:9 ratio", "2021 was bad", "10.0.0.1 is up", "yesterday we called", "-1985 x",
		"-5 degrees", "~ home", "11:20pm x", "1:1 meeting", "today is busy", "~foo",
		"undatedness x" };

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		struct entryline l = parsed(lines[i]);

		assert_string_equal(l.text, lines[i]);
		assert_false(l.has_time);
		entryline_release(&l);
	}
}

static void a_word_after_the_time_is_a_zone_only_if_it_is_one(void **state)
{
	assert_time("09:00 AWS is down", "2021-05-17T09:00:00+07:00", "09:00", "AWS is down");
	assert_time("09:00 Server/DB down", "2021-05-17T09:00:00+07:00", "09:00", "Server/DB down");
	assert_wrong("09:00 CET failover", "UTC", 0, "Europe/Berlin");
	assert_wrong("09:00 asia/jakarta failover", "UTC", 0, "asia");
}

static void actors_tags_and_references_are_gathered_sorted_and_once(void **state)
{
	assert_marks(
	    "@Rina told @dewi, then @rina. #Detect #contain #detect see #RW12 and #AB7.3 #RW12",
	    "contain detect", "dewi rina", "AB7.3 RW12");
	assert_marks("#rw12 #RW #12 #C-2", "12 c-2 rw rw12", NULL, NULL);
	assert_marks("line one\n@dewi\n\t#tag", "tag", "dewi", NULL);
	assert_marks("@budi.s @x- #\xC3\xA9t\xC3\xA9", "\xC3\xA9t\xC3\xA9", "budi.s x", NULL);
	assert_marks("ref:RW7.1", NULL, NULL, "RW7.1");
}

static void marks_inside_words_or_escaped_stay_text(void **state)
{
	assert_marks(
	    "ops@bank.example C# https://x/#y \\@foo \\#bar a@b @ # #! @@x", NULL, NULL, NULL);
}

static void after_evidence_nothing_is_looked_for(void **state)
{
	struct entryline l = parsed("11:20 > 10:00 @no #no ^99:99\n@no sev:9");

	assert_string_equal(l.kind, "evidence");
	assert_string_equal(l.text, "10:00 @no #no ^99:99\n@no sev:9");
	assert_null(l.tags);
	assert_null(l.actors);
	assert_int_equal(l.due, 0);
	entryline_release(&l);
}

static void a_due_time_lies_ahead(void **state)
{
	struct entryline l = parsed("+ rotate @budi ^14:00.");

	assert_true(l.due == at("2021-05-17T07:00:00Z"));
	entryline_release(&l);
	l = parsed("+ report ^+72h");
	assert_true(l.due == at("2021-05-20T04:42:30Z"));
	entryline_release(&l);
	l = parsed("+ report ^2021-05-20");
	assert_true(l.due == at("2021-05-20T16:59:59.999999Z"));
	entryline_release(&l);
	l = parsed("+ report ^2021-05-20 09:30, in writing");
	assert_true(l.due == at("2021-05-20T02:30:00Z"));
	entryline_release(&l);
	l = parsed("+ work ^2021-05-20 10:00-12:00 in the hall");
	assert_true(l.due == at("2021-05-20T16:59:59.999999Z"));
	entryline_release(&l);
	l = parsed("pressed ^C, ^monkey and x^2");
	assert_int_equal(l.due, 0);
	entryline_release(&l);
}

static void known_keys_have_values_and_others_stay_text(void **state)
{
	struct entryline l =
	    parsed("seen src:\"press office\" sev:2 ioc:10.0.0.1 ioc:evil.example foo:bar src");

	assert_string_equal(l.source, "press office");
	assert_int_equal(l.severity, 2);
	assert_string_equal(l.iocs, "10.0.0.1 evil.example");
	assert_string_equal(
	    l.text, "seen src:\"press office\" sev:2 ioc:10.0.0.1 ioc:evil.example foo:bar src");
	entryline_release(&l);
	l = parsed("src: nothing");
	assert_null(l.source);
	entryline_release(&l);
	l = parsed("x src:\"never closed");
	assert_null(l.source);
	entryline_release(&l);
}

static void an_answer_names_what_it_answers(void **state)
{
	struct entryline l = parsed("11:38 = Q3 mirror never had it @andi");

	assert_string_equal(l.answers, "Q3");
	assert_string_equal(l.text, "mirror never had it @andi");
	assert_string_equal(l.actors, "andi");
	entryline_release(&l);
	assert_wrong("= foo", "UTC", 2, "reference");
}

static void the_text_read_again_gives_the_same(void **state)
{
	struct entryline a = parsed("11:20 ! told @dewi \\@not #a src:\"x y\" ^14:00"),
			 b = parsed(a.text);

	assert_string_equal(a.text, b.text);
	assert_string_equal(a.tags, b.tags);
	assert_string_equal(a.actors, b.actors);
	assert_string_equal(a.source, b.source);
	assert_true(a.due == b.due);
	entryline_release(&a);
	entryline_release(&b);
}

static void control_characters_and_lines_stay_in_the_text(void **state)
{
	struct entryline l = parsed("a\033[31mb\n\n c\n");

	assert_string_equal(l.text, "a\033[31mb\n\n c");
	entryline_release(&l);
}

static void an_error_points_at_its_byte(void **state)
{
	assert_wrong("", "UTC", 0, "needs some text");
	assert_wrong("  \n", "UTC", 0, "needs some text");
	assert_wrong("-15m", "UTC", 4, "needs some text");
	assert_wrong("11:00 !", "UTC", 7, "needs some text");
	assert_wrong("25:10 x", "UTC", 0, "25:10 is not a time: HH:MM, 00:00 to 23:59");
	assert_wrong("  25:10 x", "UTC", 2, "25:10");
	assert_wrong("2021-13-01 x", "UTC", 0, "01 to 12");
	assert_wrong("kind:foo x", "UTC", 5, "\"foo\" is no kind of entry");
	assert_wrong("+ x ^25:00", "UTC", 5, "25:00");
	assert_wrong("+ x ^14:00 ^15:00", "UTC", 11, "due once");
	assert_wrong("+ x ^yesterday", "UTC", 5, "no time that lies ahead");
	assert_wrong("+ x ^monday", "UTC", 5, "no time that lies ahead");
	assert_wrong("+ x ^-5m", "UTC", 5, "no time that lies ahead");
	assert_wrong("+ x ^tomorrow, they said", "UTC", 5, "no time that lies ahead");
	assert_wrong("+ x ^2021-05-20 25:00", "UTC", 5, "25:00");
	assert_wrong("x sev:9", "UTC", 6, "1 to 5");
}

static void a_time_in_a_gap_or_fold_names_both_offsets(void **state)
{
	assert_wrong("2021-03-28 02:30 x", "Europe/Berlin", 0, "from +01:00 to +02:00");
	assert_wrong("2021-10-31 02:30 x", "Europe/Berlin", 0, "+02:00 or +01:00");
}

static void a_nul_or_too_much_text_is_refused(void **state)
{
	struct when_context c = { at("2021-05-17T04:42:30Z"), "UTC", false };
	struct entryline l;
	struct err e = { 0 };
	char *large = malloc(ENTRYLINE_MAX + 1);

	assert_non_null(large);
	assert_int_equal(entryline_parse(&l, "a\0b", 3, &c, &e), -1);
	assert_int_equal(l.fault_at, 1);
	memset(large, 'x', ENTRYLINE_MAX + 1);
	assert_int_equal(entryline_parse(&l, large, ENTRYLINE_MAX + 1, &c, &e), -1);
	assert_int_equal(entryline_parse(&l, large, ENTRYLINE_MAX, &c, &e), 0);
	entryline_release(&l);
	free(large);
}

static void assert_preview(const char *text, const char *expected)
{
	struct entryline l = parsed(text);
	struct str out = { 0 };

	entry_preview(&l, "Asia/Jakarta", &out);
	assert_string_equal(str_text(&out), expected);
	str_release(&out);
	entryline_release(&l);
}

static void the_preview_says_what_was_understood(void **state)
{
	assert_preview("x", "STEP  now");
	assert_preview(
	    "11:42 ! contain it #contain @dewi", "DECISION  17 May 11:42 WIB  #contain  @dewi");
	assert_preview("11:38 = Q3 no", "ANSWER to Q3  17 May 11:38 WIB, late by 4m");
	assert_preview("undated ? who", "QUESTION  undated");
	assert_preview("~2021-05-15/2021-05-31 x", "STEP  ~2021-05-15/2021-05-31, uncertain");
	assert_preview("2020-05-16 10:00 x", "STEP  16 May 2020 10:00 WIB, late by 52w2d");
	assert_preview("+ x ^14:00", "ACTION  now  due 17 May 14:00 WIB");
	assert_preview("2021-05-18 10:00 x", "STEP  18 May 10:00 WIB, still ahead");
}

static void the_preview_is_safe_to_show(void **state)
{
	assert_preview("x #a\xE2\x80\xAE"
		       "b",
	    "STEP  now  #a<U+202E>b");
}

static void every_kind_has_its_word_mark_and_help(void **state)
{
	for (const struct word *k = entry_kinds; k->word; k++) {
		assert_non_null(k->help_en);
		assert_non_null(k->help_id);
		assert_ptr_equal(
		    entry_kind_find(k->word, strlen(k->word)), k->stored ? k : entry_kinds);
		if (k->mark != ' ')
			assert_ptr_equal(entry_kind_marked(k->mark), k);
	}
	assert_null(entry_kind_find("foo", 3));
	assert_null(entry_kind_marked(' '));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_alone_is_an_observation_made_now),
		cmocka_unit_test(marks_and_words_give_the_kind),
		cmocka_unit_test(what_only_looks_like_a_kind_stays_text),
		cmocka_unit_test(a_time_may_stand_before_the_text),
		cmocka_unit_test(a_tilde_makes_the_time_uncertain),
		cmocka_unit_test(an_undated_entry_has_no_time),
		cmocka_unit_test(what_only_looks_like_a_time_stays_text),
		cmocka_unit_test(a_word_after_the_time_is_a_zone_only_if_it_is_one),
		cmocka_unit_test(actors_tags_and_references_are_gathered_sorted_and_once),
		cmocka_unit_test(marks_inside_words_or_escaped_stay_text),
		cmocka_unit_test(after_evidence_nothing_is_looked_for),
		cmocka_unit_test(a_due_time_lies_ahead),
		cmocka_unit_test(known_keys_have_values_and_others_stay_text),
		cmocka_unit_test(an_answer_names_what_it_answers),
		cmocka_unit_test(the_text_read_again_gives_the_same),
		cmocka_unit_test(control_characters_and_lines_stay_in_the_text),
		cmocka_unit_test(an_error_points_at_its_byte),
		cmocka_unit_test(a_time_in_a_gap_or_fold_names_both_offsets),
		cmocka_unit_test(a_nul_or_too_much_text_is_refused),
		cmocka_unit_test(the_preview_says_what_was_understood),
		cmocka_unit_test(the_preview_is_safe_to_show),
		cmocka_unit_test(every_kind_has_its_word_mark_and_help),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
