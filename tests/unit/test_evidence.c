/* test_evidence.c - evidence: bytes kept as letters, and a chain of custody that only grows. */
#include "tests/unit/fixture.h"

#include "base/base64.h"
#include "model/evidence.h"

static struct evidence_list list;

static const struct evidence *evidence(int64_t thing)
{
	evidence_list_release(&list);
	ok(evidence_load(&nb, thing, &list, &e));
	return &list.at[0];
}

static int64_t added(const char *name, const void *bytes, size_t n)
{
	uint8_t hash[DIGEST_SIZE];
	const struct evidence_fields f = { .file = name, .sha256 = hash, .size = (int64_t)n,
		.bytes = bytes, .at = when_now(), .seal = "0417", .place = "safe 2" };
	int64_t thing;

	digest_of(bytes ? bytes : "", n, hash);
	ok(evidence_add(&nb, incident, &f, "UTC", ref, &e));
	ok(ref_thing(&nb, ref, T_EVIDENCE, &thing, &e));
	return thing;
}

static int act_try(int64_t thing, struct custody_fields f)
{
	f.at = f.at ? f.at : when_now();
	return evidence_act(&nb, thing, &f, ref, &e);
}

static int released(void **state)
{
	evidence_list_release(&list);
	return teardown(state);
}

static void letters_mean_the_bytes_they_were_made_of(void **state)
{
	static const char *const letters[] = { "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=",
		"Zm9vYmFy" };
	static const char *const wrong[] = { "Z", "Zg=", "Zg", "Z===", "Zh==", "Zm9=", "Zg==Zg==",
		"Zm9 ", "Zm9-", "=Zg=", "Z=g=" };
	struct str out = { 0 }, back = { 0 };

	for (size_t i = 0; i < 7; i++) {
		str_reset(&out);
		str_reset(&back);
		base64_put(&out, "foobar", i);
		assert_string_equal(str_text(&out), letters[i]);
		assert_int_equal(base64_read(&back, str_text(&out), out.len), 0);
		assert_int_equal(back.len, i);
		assert_memory_equal(str_text(&back), "foobar", i);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(base64_read(&back, wrong[i], strlen(wrong[i])), -1);
	str_reset(&out);
	str_reset(&back);
	for (int i = 0; i < 256; i++)
		str_putc(&out, (char)i);
	base64_put(&back, out.at, out.len);
	str_reset(&out);
	ok(base64_read(&out, back.at, back.len));
	for (int i = 0; i < 256; i++)
		assert_int_equal((unsigned char)out.at[i], i);
	str_release(&out);
	str_release(&back);
}

static void what_is_added_is_collected_and_logged_in_one_record(void **state)
{
	int64_t before = head(), x = added("/evidence/memory.raw", NULL, 0);
	struct custody_list chain = { 0 };
	struct entry_list entries = { 0 };
	const struct entry_page page = { .incident = incident, .from_end = true, .backward = true,
		.limit = 1 };

	assert_int_equal(head(), before + 1);
	assert_string_equal(evidence(x)->seal, "0417");
	assert_string_equal(evidence(x)->place, "safe 2");
	assert_string_equal(evidence(x)->act, "collected");
	assert_false(evidence(x)->kept);
	ok(custody_list_load(&nb, x, &chain, &e));
	assert_int_equal(chain.n, 1);
	assert_string_equal(chain.at[0].by, "Rina Wati");
	ok(entry_page_load(&nb, &page, &entries, &e));
	assert_string_equal(entries.at[0].kind, "evidence");
	assert_string_equal(entries.at[0].refs, evidence(x)->public_ref);
	assert_string_equal(entries.at[0].text,
	    "memory.raw  0 bytes  sha256 "
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  seal 0417  safe 2");
	entry_list_release(&entries);
	custody_list_release(&chain);
}

static void bytes_that_are_kept_come_out_as_they_went_in(void **state)
{
	static const char bytes[] = "a\0b\xff\n";
	int64_t x = added("a", bytes, 5), outside = added("b", NULL, 0);
	struct str out = { 0 };

	assert_true(evidence(x)->kept);
	ok(evidence_content(&nb, x, &out, &e));
	assert_int_equal(out.len, 5);
	assert_memory_equal(out.at, bytes, 5);
	str_release(&out);
	refused(evidence_content(&nb, outside, &out, &e), ERR_NOT_FOUND, "not in the notebook");
}

static void a_large_file_is_not_kept(void **state)
{
	char *bytes = xcalloc(1, EVIDENCE_KEPT_MAX + 1);
	uint8_t hash[DIGEST_SIZE] = { 0 };
	struct evidence_fields f = { .file = "a", .sha256 = hash, .size = EVIDENCE_KEPT_MAX + 1,
		.bytes = bytes, .at = when_now() };

	refused(evidence_add(&nb, incident, &f, "UTC", ref, &e), ERR_INVALID, "1024 KiB");
	f.size = EVIDENCE_KEPT_MAX;
	ok(evidence_add(&nb, incident, &f, "UTC", ref, &e));
	free(bytes);
}

static void an_act_says_what_it_has_to(void **state)
{
	int64_t x = added("a", NULL, 0);

	refused(act_try(x, (struct custody_fields){ .kind = "transferred" }), ERR_USAGE, "--to");
	refused(act_try(x, (struct custody_fields){ .kind = "sealed" }), ERR_USAGE, "--seal");
	refused(act_try(x, (struct custody_fields){ .kind = "verified" }), ERR_USAGE, "verify");
	refused(act_try(x, (struct custody_fields){ .kind = "collected" }), ERR_USAGE, "was added");
	refused(act_try(x, (struct custody_fields){ .kind = "seald" }), ERR_INVALID,
	    "did you mean \"sealed\"");
	refused(act_try(x, (struct custody_fields){ .kind = "copied", .at = INT64_MAX }),
	    ERR_INVALID, "in the past");
	refused(act_try(x, (struct custody_fields){ .kind = "copied", .note = "a\nb" }),
	    ERR_INVALID, "control character");
}

static void the_latest_act_says_where_it_is_and_who_has_it(void **state)
{
	int64_t x = added("a", NULL, 0);

	ok(act_try(x, (struct custody_fields){ .kind = "transferred", .to = "Sari",
			  .place = "lab", .by = "Budi <b@soc.example>" }));
	ok(act_try(x, (struct custody_fields){ .kind = "sealed", .seal = "0418" }));
	assert_string_equal(evidence(x)->holder, "Sari");
	assert_string_equal(evidence(x)->place, "lab");
	assert_string_equal(evidence(x)->seal, "0418");
	assert_string_equal(evidence(x)->act, "sealed");
	ok(act_try(x, (struct custody_fields){ .kind = "destroyed" }));
	refused(act_try(x, (struct custody_fields){ .kind = "copied" }), ERR_CONFLICT,
	    "was destroyed");
}

static void what_came_out_of_a_check_is_an_act(void **state)
{
	int64_t x = added("a", "bytes", 5), y = added("b", NULL, 0);
	struct evidence_check checks[2] = { { .thing = x, .result = "match" },
		{ .thing = y, .result = "missing", .note = "cannot open b" } };
	struct custody_list chain = { 0 };
	int64_t before = head();

	digest_of("bytes", 5, checks[0].sha256);
	ok(evidence_verified(&nb, checks, 2, ref, &e));
	assert_int_equal(head(), before + 1);
	assert_string_equal(evidence(x)->verified, "match");
	assert_string_equal(evidence(y)->verified, "missing");
	ok(custody_list_load(&nb, y, &chain, &e));
	assert_string_equal(chain.at[1].note, "cannot open b");
	assert_null(chain.at[1].sha256);
	custody_list_release(&chain);
}

static void filtered(const char *text, const char *names)
{
	struct when_context c = context();
	struct filter *f = filter_compile(text, FILTER_EVIDENCE, &c, NULL, &e);
	struct thing_page p = {
		.incident = incident, .filter = f, .from_end = true, .limit = 9
	};
	struct str got = { 0 };

	if (!f)
		fail_msg("%s: %s", text, e.text);
	evidence_list_release(&list);
	ok(evidence_page_load(&nb, &p, &list, &e));
	for (size_t i = 0; i < list.n; i++)
		str_puts(&got, list.at[i].file);
	assert_string_equal(str_text(&got), names);
	str_release(&got);
	filter_free(f);
}

static void filters_find_evidence(void **state)
{
	int64_t x = added("a", "bytes", 5);
	const struct evidence_check check = { .thing = x, .result = "differs" };

	added("b", NULL, 0);
	ok(act_try(added("c", NULL, 0), (struct custody_fields){ .kind = "destroyed" }));
	ok(evidence_verified(&nb, &check, 1, ref, &e));
	filtered("", "abc");
	filtered("file:a or file~^b", "ab");
	filtered("is:kept", "a");
	filtered("-is:destroyed", "ab");
	filtered("act:destroyed", "c");
	filtered("result:differs,missing", "a");
	filtered("hash:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", "bc");
}

static void pages_go_both_ways(void **state)
{
	int64_t a = added("a", NULL, 0), b = added("b", NULL, 0), c = added("c", NULL, 0);
	struct thing_page p = { .incident = incident, .thing = a, .limit = 1 };

	evidence_list_release(&list);
	ok(evidence_page_load(&nb, &p, &list, &e));
	assert_int_equal(list.at[0].thing, b);
	p = (struct thing_page){
		.incident = incident, .thing = c, .backward = true, .limit = 9
	};
	evidence_list_release(&list);
	ok(evidence_page_load(&nb, &p, &list, &e));
	assert_int_equal(list.n, 2);
	assert_int_equal(list.at[0].thing, a);
}

#define EVIDENCE(name) cmocka_unit_test_setup_teardown(name, setup, released)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EVIDENCE(letters_mean_the_bytes_they_were_made_of),
		EVIDENCE(what_is_added_is_collected_and_logged_in_one_record),
		EVIDENCE(bytes_that_are_kept_come_out_as_they_went_in),
		EVIDENCE(a_large_file_is_not_kept),
		EVIDENCE(an_act_says_what_it_has_to),
		EVIDENCE(the_latest_act_says_where_it_is_and_who_has_it),
		EVIDENCE(what_came_out_of_a_check_is_an_act),
		EVIDENCE(filters_find_evidence),
		EVIDENCE(pages_go_both_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
