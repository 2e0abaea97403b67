/*
 * test_fulltext.c - the full-text index: with it and without it the same is found, in the languages
 * of a notebook, now and as of any record, whatever was written after it, undone, or kept in it.
 */
#include "tests/unit/fixture.h"

#include <unistd.h>

#include "model/customer.h"
#include "model/filter.h"
#include "model/fulltext.h"

enum { PAGE_ROWS = 2000, ENOUGH = 3000 /* bytes of references compared */ };

static void index_all(int rows)
{
	bool more = true;

	ok(fulltext_open(&nb, ":memory:", &e));
	while (more)
		ok(fulltext_step(&nb, rows, &more, NULL, &e));
}

static struct filter *compiled(const char *text, enum filter_of of)
{
	struct when_context c = context();
	struct filter *f = filter_compile(text, of, &c, NULL, &e);

	if (!f)
		fail_msg("%s: %s", text, e.text);
	return f;
}

/* The references of all pages one after the other, of `limit` rows each. */
static char *entries_paged(const struct filter *f, enum entry_order order, bool backward, int limit)
{
	struct entry_page p = { .incident = incident, .order = order, .filter = f, .limit = limit,
		.from_end = true, .backward = backward };
	struct str out = { 0 };

	for (;;) {
		struct entry_list l = { 0 };
		const struct entry *last;

		ok(entry_page_load(&nb, &p, &l, &e));
		for (size_t i = 0; i < l.n; i++)
			str_printf(&out, "%s ", l.at[backward ? l.n - 1 - i : i].public_ref);
		if (l.n == 0 || out.len > ENOUGH) {
			entry_list_release(&l);
			return str_take(&out);
		}
		last = &l.at[backward ? 0 : l.n - 1];
		p.from_end = false;
		p.thing = last->thing;
		p.earliest = last->when.earliest;
		p.latest = last->when.latest;
		p.key_undated = !last->when.edtf[0];
		entry_list_release(&l);
	}
}

static int64_t entries_counted(const struct filter *f)
{
	int64_t after = 0, n, all = 0;
	bool more = true;

	for (; more; all += n)
		ok(entry_count(&nb, f, incident, &after, 32, &n, &more, &e));
	return all;
}

static char *customers_paged(const struct filter *f, bool backward, int limit)
{
	struct customer_page p = { .incident = incident, .filter = f, .limit = limit,
		.from_end = true, .backward = backward };
	struct str out = { 0 };
	char key[CUSTOMER_REF_MAX + 1];

	for (;;) {
		struct customer_list l = { 0 };

		ok(customer_page_load(&nb, &p, &l, &e));
		for (size_t i = 0; i < l.n; i++)
			str_printf(&out, "%s ", l.at[backward ? l.n - 1 - i : i].ref);
		if (l.n == 0) {
			customer_list_release(&l);
			return str_take(&out);
		}
		snprintf(key, sizeof key, "%s", l.at[backward ? 0 : l.n - 1].ref);
		p.from_end = false;
		p.ref = key;
		customer_list_release(&l);
	}
}

/* What is found by the index and what by looking at every row is the same, in every order and
 * direction, in small pages and in large ones; returns how many. */
static int64_t entries_agree(const char *text)
{
	struct filter *with = compiled(text, FILTER_ENTRIES),
		      *without = compiled(text, FILTER_ENTRIES);
	int64_t count = 0;

	for (int variant = 0; variant < 8; variant++) {
		enum entry_order order = variant & 1 ? ENTRY_HAPPENED : ENTRY_RECORDED;
		bool backward = variant & 2;
		int limit = variant & 4 ? 3 : PAGE_ROWS;
		char *a = entries_paged(with, order, backward, limit), *b;

		count = entries_counted(with);
		fulltext_aside(&nb, true);
		b = entries_paged(without, order, backward, limit);
		assert_int_equal(count, entries_counted(without));
		fulltext_aside(&nb, false);
		if (strcmp(a ? a : "", b ? b : "") != 0)
			fail_msg("%s: %s with the index, %s without", text, a, b);
		free(a);
		free(b);
	}
	filter_free(with);
	filter_free(without);
	return count;
}

static void customers_agree(const char *text)
{
	struct filter *with = compiled(text, FILTER_CUSTOMERS);
	struct filter *without = compiled(text, FILTER_CUSTOMERS);

	for (int variant = 0; variant < 4; variant++) {
		bool backward = variant & 1;
		int limit = variant & 2 ? 3 : PAGE_ROWS;
		char *a = customers_paged(with, backward, limit), *b;

		fulltext_aside(&nb, true);
		b = customers_paged(without, backward, limit);
		fulltext_aside(&nb, false);
		if (strcmp(a ? a : "", b ? b : "") != 0)
			fail_msg("%s: %s with the index, %s without", text, a, b);
		free(a);
		free(b);
	}
	filter_free(with);
	filter_free(without);
}

static const char *const texts[] = {
	"revoked the deploy token @rani #contain",
	"-2h ! take the runners offline @dewi #contain",
	"-3h redeployed the Deployment service",
	"2021-05-15 mencabut token penyebaran, pelanggan sudah diberi tahu @rani",
	"-1d kebocoran kredensial ditemukan di repositori",
	"2021-05-10/2021-05-12 漏洩したトークンを失効させた",
	"情報漏洩の疑い",
	"-20m تم إلغاء الرمز المميز والخادم معزول",
	"الخادم متوقف عن العمل",
	"-5m Der Schlüssel wurde gedreht; STRASSE und Straße",
	"? did the mirror have the token",
	"naïve café résumé",
	"+ rotate S3 keys @budi ^14:00 #todo",
	"-1h kurz",
	"토큰이 유출되었습니다",
};
enum { TEXTS = sizeof texts / sizeof *texts };

static const char *const asked[] = { "deploy", "\"deploy token\"", "DEPLOY", "ploy", "to", "t",
	"mencabut", "\"sudah diberi\"", "ebocor", "漏洩", "漏", "トークン", "情報漏洩の", "الخادم",
	"خادم", "الرمز", "strasse", "straße", "Schlussel", "schlüssel", "cafe", "naïve", "토큰",
	"유출", "absent-word", "kind:decision", "kind:question,action", "-kind:observation",
	"@rani", "@rani,dewi", "#contain", "token #contain", "token or runners",
	"(token or runners) -contain", "-token", "text:token", "has:due", "due:2021..2022",
	"is:struck", "is:corrected", "text~\"^rev\"", "ref:RW3", "has:source",
	"since:2021-05-16 token", "deploy 漏洩", "deploy or 漏",
	"\"a phrase that is longer than ten letters\"", "at:2021-05-11", "is:undated",
	"token -(deploy or mirror)" };
enum { ASKED = sizeof asked / sizeof *asked };

static void logged_many(int n)
{
	for (int i = 0; i < n; i++)
		logged(texts[(i * 7 + i / TEXTS) % TEXTS]);
}

static void all_agree(void)
{
	for (int i = 0; i < ASKED; i++)
		entries_agree(asked[i]);
}

static void the_same_is_found_with_and_without_it(void **state)
{
	logged_many(150);
	index_all(1 << 20);
	assert_true(fulltext_upto(&nb) > 100);
	all_agree();
}

static void it_finds_words_in_every_language_of_a_notebook(void **state)
{
	static const struct {
		const char *words;
		int times; /* in `texts` */
	} expected[] = { { "deploy", 2 }, { "penyebaran", 1 }, { "漏洩", 2 }, { "トークン", 1 },
		{ "خادم", 2 }, { "STRASSE", 1 }, { "토큰", 1 } };

	for (int round = 0; round < 3; round++)
		for (int i = 0; i < TEXTS; i++)
			logged(texts[i]);
	index_all(16);
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		assert_int_equal(entries_agree(expected[i].words), 3 * expected[i].times);
}

static void rows_written_after_it_are_found(void **state)
{
	logged_many(60);
	index_all(16);
	logged_many(45);
	all_agree();
	logged("an unusual zebra");
	assert_int_equal(entries_agree("zebra"), 1);
}

static void amending_striking_and_undoing_keep_it_right(void **state)
{
	struct when_context c = context();
	struct entryline line;
	int64_t first;

	first = logged("the giraffe was seen");
	logged_many(50);
	index_all(1 << 20);
	ok(entryline_parse(&line, "the zebra was seen", 18, &c, &e));
	ok(entry_amend(&nb, first, 0, &line, "wrong animal", ref, &e));
	entryline_release(&line);
	assert_int_equal(entries_agree("giraffe"), 0);
	assert_int_equal(entries_agree("zebra"), 1);
	logged_many(20);
	index_all(16);
	assert_int_equal(entries_agree("giraffe"), 0);
	assert_int_equal(entries_agree("zebra"), 1);
	ok(strike(first, "no animal"));
	assert_int_equal(entries_agree("is:struck zebra"), 1);
	undo();
	assert_int_equal(entries_agree("is:struck zebra"), 0);
	assert_int_equal(entries_agree("zebra"), 1);
}

static void amended(int64_t entry, const char *text)
{
	struct when_context c = context();
	struct entryline line;

	ok(entryline_parse(&line, text, strlen(text), &c, &e));
	ok(entry_amend(&nb, entry, 0, &line, "a better word", ref, &e));
	entryline_release(&line);
}

/* Zebras here and there, of which some came to an old entry later, and some left one. */
static void zebras_logged(void)
{
	int64_t entry[800];

	for (int i = 0; i < 800; i++)
		entry[i] = logged(i % 50 == 7 ? "a zebra was seen" : texts[i % TEXTS]);
	for (int i = 3; i < 800; i += 90)
		amended(entry[i], "no horse, a zebra");
	amended(entry[107], "no zebra at all");
	amended(entry[407], "a horse was seen");
	amended(entry[3], "a zebra, as was said");
}

static void amended_entries_stand_where_they_were_written(void **state)
{
	zebras_logged();
	index_all(1 << 20);
	assert_int_equal(entries_agree("zebra"), 16 + 9 - 1);
	logged_many(20);
	amended(logged("a horse at last"), "a zebra at last");
	assert_int_equal(entries_agree("zebra"), 16 + 9 - 1 + 1);
	assert_int_equal(entries_agree("horse"), 1 + 9 - 1);
}

static void entries_amended_very_often_are_found_too(void **state)
{
	int64_t entry;

	zebras_logged();
	entry = logged("a quagga was seen");
	for (int i = 0; i < 4200; i++)
		amended(entry, i % 500 == 0 ? "an okapi was seen" : "a quagga was seen");
	logged("a zebra followed");
	index_all(1 << 20);
	assert_int_equal(entries_agree("zebra"), 16 + 9 - 1 + 1);
	assert_int_equal(entries_agree("quagga"), 1);
	assert_int_equal(entries_agree("okapi"), 0);
}

static void the_past_is_found_as_it_was(void **state)
{
	struct when_context c = context();
	struct entryline line;
	int64_t first = logged("the giraffe was seen"), then;

	logged_many(40);
	then = head();
	ok(entryline_parse(&line, "the zebra was seen", 18, &c, &e));
	ok(entry_amend(&nb, first, 0, &line, "wrong animal", ref, &e));
	entryline_release(&line);
	logged_many(40);
	index_all(1 << 20);
	nb.asof = then;
	assert_int_equal(entries_agree("giraffe"), 1);
	assert_int_equal(entries_agree("zebra"), 0);
	all_agree();
	nb.asof = ASOF_NOW;
	assert_int_equal(entries_agree("giraffe"), 0);
}

static void customers_are_found_the_same(void **state)
{
	static const char *const filters[] = { "apotek", "sehat", "C-1", "tier:gold", "tier:GOLD",
		"lang:en", "lang:en-GB", "lang:id,ja", "country:id", "country:SE gold",
		"email:example", "email:@bank", "name:田中", "org:bank -tier:gold", "notes:vip",
		"has:notes", "-lang:id", "tier:gold,silver lang:id -apotek", "apotek or bank",
		"nothing-of-it", "has:email" };
	static const char *const tiers[] = { "gold", "silver", "free", NULL };
	static const char *const languages[] = { "id", "en-GB", "en", "ja", NULL };
	static const char *const names[] = { "Apotek Sehat", "Bank Contoh Tbk", "田中商店", "CV Maju" };
	struct customer_import in;

	ok(customer_import_begin(&in, &nb, &e));
	for (int i = 0; i < 200; i++) {
		char number[16], address[64];
		struct customer c = { .ref = number,
			.tier = tiers[i % 4],
			.language = languages[i % 5],
			.organisation = names[i % 4],
			.name = i % 3 ? "田中太郎" : "Rina",
			.country = i % 2 ? "ID" : "SE",
			.notes = i % 9 ? NULL : "a VIP",
			.addresses = address };

		snprintf(number, sizeof number, "C-%d", (i * 37) % 200);
		snprintf(address, sizeof address, "email\tuser%d@%s.example", i,
		    i % 4 ? "bank" : "apotek");
		ok(customer_import_put(&in, &c, &e));
	}
	ok(customer_import_commit(&in, &e));
	index_all(64);
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
		customers_agree(filters[i]);
}

static void batches_of_any_size_give_the_same(void **state)
{
	logged_many(70);
	index_all(16);
	assert_int_equal(entries_agree("deploy") > 0, 1);
	fulltext_forget(&nb);
	index_all(48);
	all_agree();
}

static void a_lost_index_loses_nothing(void **state)
{
	logged_many(40);
	index_all(1 << 20);
	assert_true(entries_agree("token") > 0);
	fulltext_forget(&nb);
	assert_true(entries_agree("token") > 0);
	assert_int_equal(fulltext_upto(&nb), 0);
}

/* So many rows that they are walked in the order of the page, passing over the blocks that are
 * not in. */
static void what_is_nearly_everywhere_is_found_too(void **state)
{
	static const char *const filters[] = { "common", "rare", "common -rare", "half",
		"rare or late", "kind:observation late", "common half late", "nowhere" };
	struct entry_import in;

	logged_many(30);
	ok(entry_import_begin(&in, &nb, incident, &e));
	for (int i = 0; i < 15000; i++) {
		char text[80];
		struct entry_fact fact = { .text = text, .zone = "UTC",
			.time = when_now() - (int64_t)(i * 7919 % 15000) * WHEN_SECOND };

		snprintf(text, sizeof text, "a common line %d%s%s%s", i, i % 2 ? " half" : "",
		    i % 3000 == 7 ? " rare" : "", i > 13000 ? " late" : "");
		ok(entry_import_put(&in, &fact, &e));
	}
	ok(entry_import_commit(&in, &e));
	index_all(4096);
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
		entries_agree(filters[i]);
	assert_int_equal(entries_agree("common"), 15000);
	assert_int_equal(entries_agree("late"), 1999);
}

static char path[] = "fulltext-XXXXXX";

static void path_new(void)
{
	int fd;

	memcpy(path + sizeof path - 7, "XXXXXX", 6);
	fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
}

static void an_index_of_another_history_is_made_again(void **state)
{
	bool more;
	int64_t upto;

	path_new();
	logged_many(40);
	ok(fulltext_open(&nb, path, &e));
	ok(fulltext_step(&nb, 1000, &more, &upto, &e));
	assert_true(upto > 30);
	fulltext_close(&nb);
	ok(fulltext_open(&nb, path, &e));
	assert_int_equal(fulltext_upto(&nb), upto);
	notebook_release(&nb);
	assert_int_equal(setup(state), 0); /* another notebook */
	logged_many(40);
	ok(fulltext_open(&nb, path, &e));
	assert_int_equal(fulltext_upto(&nb), 0);
	db_remove(path);
}

static void what_is_no_index_of_ours_is_made_again(void **state)
{
	FILE *f;
	bool more;

	path_new();
	f = fopen(path, "w");
	fputs("this is no database, but it is long enough to look at", f);
	fclose(f);
	logged_many(40);
	ok(fulltext_open(&nb, path, &e));
	ok(fulltext_step(&nb, 1000, &more, NULL, &e));
	assert_true(entries_agree("token") > 0);
	fulltext_forget(&nb);
	assert_int_equal(access(path, F_OK), -1);
}

/* Damage anywhere in the file: nothing is shown that does not pass, nothing crashes, and an index
 * that cannot be read is done without. */
static void a_damaged_index_shows_nothing_wrong(void **state)
{
	struct filter *f = compiled("text:token", FILTER_ENTRIES);
	bool more;
	long size;

	path_new();
	logged_many(200);
	ok(fulltext_open(&nb, path, &e));
	ok(fulltext_step(&nb, 1000, &more, NULL, &e));
	fulltext_close(&nb);
	for (int i = 0; i < 60; i++) {
		struct entry_page p = {
			.incident = incident, .filter = f, .limit = 500, .from_end = true
		};
		struct entry_list l = { 0 };
		FILE *file = fopen(path, "r+");

		fseek(file, 0, SEEK_END);
		size = ftell(file);
		fseek(file, (long)(i * 7919L + 4096) % (size > 1 ? size : 1), SEEK_SET);
		fputc(0xa5 ^ i, file);
		fclose(file);
		ok(fulltext_open(&nb, path, &e));
		ok(entry_page_load(&nb, &p, &l, &e));
		for (size_t k = 0; k < l.n; k++)
			assert_non_null(strstr(l.at[k].text, "token"));
		entry_list_release(&l);
		fulltext_close(&nb);
	}
	filter_free(f);
	db_remove(path);
}

static void the_file_tells_no_word(void **state)
{
	char *content;
	size_t n;
	bool more;
	FILE *f;

	path_new();
	for (int i = 0; i < 40; i++)
		logged("Gwendolyn Xylophone has the passphrase");
	ok(fulltext_open(&nb, path, &e));
	ok(fulltext_step(&nb, 1000, &more, NULL, &e));
	assert_int_equal(entries_agree("xylophone"), 40);
	fulltext_close(&nb);
	f = fopen(path, "r");
	content = calloc(1, 1 << 20);
	n = fread(content, 1, 1 << 20, f);
	fclose(f);
	for (size_t i = 0; i + 4 < n; i++)
		assert_int_not_equal(memcmp(content + i, "xylo", 4), 0);
	free(content);
	db_remove(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_same_is_found_with_and_without_it),
		TEST(it_finds_words_in_every_language_of_a_notebook),
		TEST(rows_written_after_it_are_found),
		TEST(amending_striking_and_undoing_keep_it_right),
		TEST(amended_entries_stand_where_they_were_written),
		TEST(entries_amended_very_often_are_found_too),
		TEST(the_past_is_found_as_it_was),
		TEST(customers_are_found_the_same),
		TEST(batches_of_any_size_give_the_same),
		TEST(a_lost_index_loses_nothing),
		TEST(what_is_nearly_everywhere_is_found_too),
		TEST(an_index_of_another_history_is_made_again),
		TEST(what_is_no_index_of_ours_is_made_again),
		TEST(a_damaged_index_shows_nothing_wrong),
		TEST(the_file_tells_no_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
