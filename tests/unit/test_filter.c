/*
 * test_filter.c - the filter language: what each condition finds, what is refused and where, and
 * on generated rows and filters the same answer as a naive reading of the words.
 */
#include "tests/unit/fixture.h"

#include "base/text.h"
#include "model/customer.h"
#include "model/exposure.h"
#include "model/filter.h"
#include "model/filter_field.h"
#include "model/search.h"

static struct filter *compiled(const char *text, enum filter_of of)
{
	struct when_context c = context();
	struct filter *f = filter_compile(text, of, &c, NULL, &e);

	if (!f)
		fail_msg("%s: %s", text, e.text);
	return f;
}

/* The entries that pass, by their first letters: "ace". */
static const char *entries(const char *text)
{
	static char out[64];
	struct filter *f = compiled(text, FILTER_ENTRIES);
	struct entry_page p = { .incident = incident, .from_end = true, .limit = 60, .filter = f };
	struct entry_list list = { 0 };

	ok(entry_page_load(&nb, &p, &list, &e));
	for (size_t i = 0; i < list.n; i++)
		out[i] = list.at[i].text[0];
	out[list.n] = '\0';
	entry_list_release(&list);
	filter_free(f);
	return out;
}

/* The customers that pass, by the last letters of their refs. */
static const char *customers(const char *text)
{
	static char out[64];
	struct filter *f = compiled(text, FILTER_CUSTOMERS);
	struct customer_page p = {
		.incident = incident, .from_end = true, .limit = 60, .filter = f
	};
	struct customer_list list = { 0 };

	ok(customer_page_load(&nb, &p, &list, &e));
	for (size_t i = 0; i < list.n; i++)
		out[i] = list.at[i].ref[strlen(list.at[i].ref) - 1];
	out[list.n] = '\0';
	customer_list_release(&list);
	filter_free(f);
	return out;
}

/* It is refused with these words, the fault at that byte. */
static void wrong(const char *text, enum filter_of of, const char *words, size_t at)
{
	struct when_context c = context();
	size_t fault = 12345;

	assert_null(filter_compile(text, of, &c, &fault, &e));
	if (!strstr(e.text, words) || fault != at || e.kind != ERR_INVALID)
		fail_msg("%s: \"%s\" at %zu", text, e.text, fault);
}

static void log_of_five(int64_t things[5])
{
	const char *const star[] = { "star", "#ioc" };
	int64_t changed;

	things[0] = logged("2021-05-15 ! a take runners offline @dewi #contain src:pager");
	things[1] = logged("2021-05-16/2021-05-31 b token was readable #Detect @rani");
	things[2] = logged("undated c Was der Spiegel über RW1 schrieb: 100% sicher");
	things[3] = logged("? d did the old token reach the mirror ^14:00");
	things[4] = logged("e wrong host");
	ok(strike(things[4], "wrong"));
	ok(thing_mark(&nb, &things[3], 1, star, 2, NULL, 0, ref, &changed, &e));
}

static const struct {
	const char *text, *found;
} entry_cases[] = {
	{ "", "abcde" },
	{ "  ", "abcde" },
	{ "#contain", "a" },
	{ "#detect", "b" },
	{ "#DETECT", "b" },
	{ "#ioc", "d" },
	{ "#conta", "" },
	{ "tag:contain,detect", "ab" },
	{ "@dewi", "a" },
	{ "@dewi,rani", "ab" },
	{ "actor:rani", "b" },
	{ "kind:decision", "a" },
	{ "kind:!", "a" },
	{ "kind:!,question", "ad" },
	{ "-kind:decision", "bcde" },
	{ "is:struck", "e" },
	{ "is:undated", "c" },
	{ "is:dated", "abde" },
	{ "has:time", "abde" },
	{ "is:late", "a" },
	{ "is:corrected", "e" },
	{ "is:star", "d" },
	{ "is:report", "" },
	{ "is:marked", "d" },
	{ "has:due", "d" },
	{ "has:source", "a" },
	{ "src:PAGE", "a" },
	{ "source:pager", "a" },
	{ "has:tag", "abd" },
	{ "has:actor", "ab" },
	{ "by:rina", "abcde" },
	{ "by:RW", "abcde" },
	{ "by:dewi", "" },
	{ "token", "bd" },
	{ "TOKEN", "bd" },
	{ "\"old token\"", "d" },
	{ "uber", "c" },
	{ "\"ÜBER RW1\"", "c" },
	{ "text:token", "bd" },
	{ "text~\"^b.*able\"", "b" },
	{ "text~^E", "e" },
	{ "100%", "c" },
	{ "to_en", "" },
	{ "t%n", "" },
	{ "since:2021-05-16", "bde" },
	{ "until:2021-05-15", "a" },
	{ "at:2021-05-20", "b" },
	{ "at:2021-05-15..2021-05-16", "ab" },
	{ "at:2021-05-15/2021-05-16", "ab" },
	{ "at:..2021-05-15", "a" },
	{ "at:2021-05-17..", "bde" },
	{ "at:2021-05-15,2021-05-17", "abde" },
	{ "since:-1h", "bde" },
	{ "recorded:2021-05-17", "abcde" },
	{ "recorded:2021-05-18", "" },
	{ "due:2021-05-17", "d" },
	{ "due:2021-05-18..", "" },
	{ "token -mirror", "b" },
	{ "runners or host", "ae" },
	{ "runners OR host", "ae" },
	{ "token (mirror or readable)", "bd" },
	{ "-(token or host)", "ac" },
	{ "--token", "bd" },
	{ "-token -host or #contain", "ac" },
	{ "\"or\"", "d" },
	{ "(((host)))", "e" },
	{ "token or host -is:struck", "bd" },
};

static void entries_are_found_by_each_condition(void **state)
{
	int64_t things[5];

	log_of_five(things);
	for (size_t i = 0; i < sizeof entry_cases / sizeof entry_cases[0]; i++)
		if (strcmp(entries(entry_cases[i].text), entry_cases[i].found) != 0)
			fail_msg("%s finds %s, not %s", entry_cases[i].text,
			    entries(entry_cases[i].text), entry_cases[i].found);
}

static void entries_are_found_by_reference(void **state)
{
	int64_t things[5];
	char a[REF_MAX], b[REF_MAX], text[128];

	log_of_five(things);
	ok(row_ref(&nb, things[1], a, &e));
	ok(row_ref(&nb, things[3], b, &e));
	snprintf(text, sizeof text, "id:%s", a);
	assert_string_equal(entries(text), "b");
	snprintf(text, sizeof text, "id:#%s,%s", a, b);
	assert_string_equal(entries(text), "bd");
	snprintf(text, sizeof text, "id:%s..%s", a, b);
	assert_string_equal(entries(text), "bcd");
	snprintf(text, sizeof text, "id:%s..", b);
	assert_string_equal(entries(text), "de");
	snprintf(text, sizeof text, "id:..%s", a);
	assert_string_equal(entries(text), "ab");
	assert_string_equal(entries("id:RW999"), "");
	assert_string_equal(entries("id:RW999.."), "");
	assert_string_equal(entries("id:ZZ1.2"), "");
}

static void entries_are_filtered_as_of_an_earlier_record(void **state)
{
	int64_t things[5];

	log_of_five(things);
	nb.asof = head() - 2; /* before the strike and the marks */
	assert_string_equal(entries("is:struck"), "");
	assert_string_equal(entries("#ioc"), "");
	assert_string_equal(entries("host"), "e");
}

static void register_of_five(void)
{
	static const struct customer c[] = {
		{ .ref = "C-a",
		    .name = "Rani",
		    .organisation = "Bank Contoh",
		    .tier = "gold",
		    .language = "id",
		    .country = "ID",
		    .addresses = "email\tops@bank.example\tbilling\tRani\tcompromised" },
		{ .ref = "C-b",
		    .name = "Ólafur",
		    .organisation = "Fjörður",
		    .tier = "Silver",
		    .language = "en-GB",
		    .country = "GB",
		    .addresses = "phone\t+44 20\nemail\ta.b+c@x.example\tcompromised" },
		{ .ref = "C-c", .language = "en", .addresses = "letter\t1 Road\tbank.example" },
		{ .ref = "C-d", .language = "enm", .notes = "call\nfirst" },
		{ .ref = "C-e" },
	};
	struct customer_import in;
	int64_t things[3], changed, other = incident_new("INC-2");

	ok(customer_import_begin(&in, &nb, &e));
	for (size_t i = 0; i < 5; i++)
		ok(customer_import_put(&in, &c[i], &e));
	ok(customer_import_commit(&in, &e));
	for (size_t i = 0; i < 3; i++)
		ok(customer_find(&nb, c[i].ref, &things[i], &e));
	ok(exposure_set(&nb,
	    &(struct exposure_change){
		.incident = incident, .customers = things, .n = 1, .population = "viewed" },
	    NULL, ref, &changed, &e));
	ok(exposure_set(&nb,
	    &(struct exposure_change){
		.incident = incident, .customers = things + 1, .n = 1, .population = "cleared" },
	    NULL, ref, &changed, &e));
	ok(exposure_set(&nb,
	    &(struct exposure_change){
		.incident = other, .customers = things + 2, .n = 1, .population = "compromised" },
	    NULL, ref, &changed, &e));
}

static const struct {
	const char *text, *found;
} customer_cases[] = {
	{ "", "abcde" },
	{ "ref:C-a", "a" },
	{ "ref:C-b..C-d", "bcd" },
	{ "ref:C-c..", "cde" },
	{ "ref:..C-b", "ab" },
	{ "ref:c-a", "" },
	{ "ref~^c-[ab]$", "ab" },
	{ "name:rani", "a" },
	{ "name:olafur", "b" },
	{ "org:contoh", "a" },
	{ "organisation:fjor", "b" },
	{ "tier:gold,silver", "ab" },
	{ "tier:GOLD", "a" },
	{ "lang:en", "bc" },
	{ "lang:EN-gb", "b" },
	{ "lang:id,en", "abc" },
	{ "country:id", "a" },
	{ "population:viewed", "a" },
	{ "population:compromised", "" },
	{ "population:viewed,cleared", "ab" },
	{ "has:exposure", "ab" },
	{ "is:exposed", "a" },
	{ "-has:exposure", "cde" },
	{ "status:draft", "" },
	{ "has:notification", "" },
	{ "email:BANK.example", "a" },
	{ "email:b+c", "b" },
	{ "email:.b", "b" },
	{ "email:o.s", "" },
	{ "email:.*", "" },
	{ "has:address", "abc" },
	{ "has:email", "ab" },
	{ "has:phone", "b" },
	{ "has:letter", "c" },
	{ "has:name", "ab" },
	{ "has:language", "abcd" },
	{ "has:notes", "d" },
	{ "notes:first", "d" },
	{ "notes~call.first", "d" },
	{ "is:compromised", "a" },
	{ "bank", "ac" },
	{ "fjorður", "b" },
	{ "c-a", "a" },
	{ "lang:en tier:silver", "b" },
	{ "lang:en -tier:silver", "c" },
	{ "-tier:gold", "bcde" },
};

static void customers_are_found_by_each_condition(void **state)
{

	register_of_five();
	for (size_t i = 0; i < sizeof customer_cases / sizeof customer_cases[0]; i++)
		if (strcmp(customers(customer_cases[i].text), customer_cases[i].found) != 0)
			fail_msg("%s finds %s, not %s", customer_cases[i].text,
			    customers(customer_cases[i].text), customer_cases[i].found);
}

static void incidents_are_filtered(void **state)
{
	static const struct {
		const char *text;
		size_t found;
	} cases[] = { { "", 2 }, { "is:open", 2 }, { "is:closed", 0 },
		{ "state:detected,closed", 2 }, { "token", 2 }, { "ref:INC-2", 1 }, { "ref~2$", 1 },
		{ "tlp:amber", 2 }, { "severity:1..2", 0 }, { "-severity:1..2", 2 },
		{ "title:REPO", 2 }, { "lead:x", 0 } };
	struct incident_list list = { 0 };

	incident_new("INC-2");
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct filter *f = compiled(cases[i].text, FILTER_INCIDENTS);

		ok(incident_list_load_filtered(&nb, f, &list, &e));
		assert_int_equal(list.n, cases[i].found);
		incident_list_release(&list);
		filter_free(f);
	}
}

static void records_are_found_by_each_condition(void **state)
{
	static const struct {
		const char *text, *found;
	} cases[] = { { "", "12345" }, { "kind:entry", "345" },
		{ "kind:entry.add,incident", "234" }, { "kind:entr", "" },
		{ "-kind:entry.add", "125" }, { "by:rina", "12345" }, { "by:rw", "12345" },
		{ "by:dewi", "" }, { "since:2021-05-18", "" }, { "at:2021-05-17", "12345" },
		{ "until:2021-05-16", "" }, { "id:RW2..RW4", "234" }, { "id:RW3", "3" },
		{ "id:RW9..", "" }, { "reason:HOST", "5" }, { "rina", "12345" }, { "strike", "5" },
		{ "entry.a", "34" } };
	struct record_list list = { 0 };

	logged("a");
	ok(strike(logged("b"), "wrong host"));
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct filter *f = compiled(cases[i].text, FILTER_RECORDS);
		int64_t after = 0, count, all = 0;
		bool more = true;
		char found[16];

		ok(record_page_filtered(&nb, f, 0, false, 10, &list, &e));
		for (size_t j = 0; j < list.n; j++)
			found[j] = (char)('0' + list.at[j].id);
		found[list.n] = '\0';
		if (strcmp(found, cases[i].found) != 0)
			fail_msg("%s finds %s, not %s", cases[i].text, found, cases[i].found);
		for (; more; all += count)
			ok(record_count(&nb, f, &after, 2, &count, &more, &e));
		assert_int_equal(all, list.n);
		record_list_release(&list);
		filter_free(f);
	}
}

static void faults_are_named_with_their_place(void **state)
{
	static const struct {
		const char *text, *words;
		enum filter_of of;
		size_t at;
	} cases[] = {
		{ "knd:decision", "did you mean \"kind\"", FILTER_ENTRIES, 0 },
		{ "a tir:gold", "did you mean \"tier\"", FILTER_CUSTOMERS, 2 },
		{ "kind:decison", "did you mean \"decision\"", FILTER_ENTRIES, 5 },
		{ "population:vieved", "did you mean \"viewed\"", FILTER_CUSTOMERS, 11 },
		{ "tier:a population:viewed,x", "is no population", FILTER_CUSTOMERS, 25 },
		{ "is:strck", "did you mean \"struck\"", FILTER_ENTRIES, 3 },
		{ "since:25:10", "is not a time", FILTER_ENTRIES, 6 },
		{ "at:2021-05-17..x", "is not a time", FILTER_ENTRIES, 15 },
		{ "at:2021-05-17..2021-05-16", "ends before it begins", FILTER_ENTRIES, 3 },
		{ "at:..", "an open end needs", FILTER_ENTRIES, 3 },
		{ "due:<12", "no span of time", FILTER_ENTRIES, 5 },
		{ "is:open", "no word after is: it is one of struck", FILTER_ENTRIES, 3 },
		{ "id:12", "such as RW12", FILTER_ENTRIES, 3 },
		{ "id:RW12.x", "such as RW12", FILTER_ENTRIES, 3 },
		{ "id:RW0", "such as RW12", FILTER_ENTRIES, 3 },
		{ "severity:x", "a number or A..B", FILTER_INCIDENTS, 9 },
		{ "severity:99999999999999999999", "a number", FILTER_INCIDENTS, 9 },
		{ "kind:", "a value is missing", FILTER_ENTRIES, 5 },
		{ "kind:decision,", "a value is missing", FILTER_ENTRIES, 14 },
		{ "#", "a value is missing", FILTER_ENTRIES, 1 },
		{ "#contain", "are of entries", FILTER_CUSTOMERS, 0 },
		{ "\"abc", "never closed", FILTER_ENTRIES, 0 },
		{ "\"\"", "nothing between", FILTER_ENTRIES, 0 },
		{ "(a", "never closed", FILTER_ENTRIES, 0 },
		{ "a)", "never opened", FILTER_ENTRIES, 1 },
		{ "a or", "a condition is missing", FILTER_ENTRIES, 4 },
		{ "or a", "a condition is missing", FILTER_ENTRIES, 0 },
		{ "()", "a condition is missing", FILTER_ENTRIES, 1 },
		{ "a - b", "right after it", FILTER_ENTRIES, 2 },
		{ "a -", "right after it", FILTER_ENTRIES, 2 },
		{ "text~\"(\"", "regular expression is wrong", FILTER_ENTRIES, 6 },
		{ "text~", "a regular expression is missing", FILTER_ENTRIES, 5 },
		{ "text~(a{900}){900}", "repeats too much", FILTER_ENTRIES, 5 },
		{ "text~(a)\\1", "refers back", FILTER_ENTRIES, 5 },
		{ "kind~a", "takes no regular expression", FILTER_ENTRIES, 4 },
		{ "ab\xff", "not UTF-8", FILTER_ENTRIES, 2 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		wrong(cases[i].text, cases[i].of, cases[i].words, cases[i].at);
}

static void depth_length_and_terms_are_bounded(void **state)
{
	static char text[5000];
	int n = 0;

	memset(text, '(', 33);
	wrong(text, FILTER_ENTRIES, "more than 32 deep", 32);
	memset(text, '-', 33);
	wrong(text, FILTER_ENTRIES, "more than 32 deep", 32);
	memset(text, 'a', 4097);
	wrong(text, FILTER_ENTRIES, "longer than 4 KiB", 4096);
	for (int i = 0; i < 65; i++)
		n += snprintf(text + n, sizeof text - (size_t)n, "a ");
	wrong(text, FILTER_ENTRIES, "more than 64 conditions", 128);
}

static void the_largest_filter_runs(void **state)
{
	char text[2000];
	int n = 0;

	logged("a");
	for (int i = 0; i < 15; i++)
		n += snprintf(text + n, sizeof text - (size_t)n, "-(a ");
	n += snprintf(text + n, sizeof text - (size_t)n, "is:late by:b #c,d,e ");
	for (int i = 0; i < 15; i++)
		n += snprintf(text + n, sizeof text - (size_t)n, ")");
	for (int i = 0; i < 22; i++)
		n += snprintf(text + n, sizeof text - (size_t)n, " or id:RW1..RW2,RW9");
	text[n] = '\0';
	assert_string_equal(entries(text), "a");
}

/* all (any (all … as deep as allowed, with the deepest fragment in the middle and behind. */
static void groups_in_groups_run(void **state)
{
	char text[2000];
	int n = 0;

	register_of_five();
	for (int i = 0; i < 32; i++)
		n += snprintf(text + n, sizeof text - (size_t)n, i % 2 ? "x or (" : "-y (");
	n += snprintf(text + n, sizeof text - (size_t)n, "status:draft,closed ");
	for (int i = 31; i >= 0; i--)
		n += snprintf(
		    text + n, sizeof text - (size_t)n, ")%s", i % 2 ? " or bank" : " has:name");
	wrong(text, FILTER_CUSTOMERS, "more than 32 deep", 160);
	text[0] = '\0';
	for (int i = n = 0; i < 31; i++)
		n += snprintf(text + n, sizeof text - (size_t)n, i % 2 ? "x or (" : "-y (");
	n += snprintf(text + n, sizeof text - (size_t)n, "status:draft ");
	for (int i = 30; i >= 0; i--)
		n += snprintf(
		    text + n, sizeof text - (size_t)n, ")%s", i % 2 ? " or bank" : " has:name");
	assert_string_equal(customers(text), "ab"); /* x is in "example" */
}

/* Every fragment is put into a statement that runs. */
static void every_field_and_flag_runs(void **state)
{
	static const char *const values[] = { [SHAPE_SAME] = "x",
		[SHAPE_FIND] = "x",
		[SHAPE_EMAIL] = "x",
		[SHAPE_KIND] = "decision",
		[SHAPE_TIME] = "2021-05-17",
		[SHAPE_INT] = "1..2",
		[SHAPE_SPAN] = "a..b",
		[SHAPE_REF] = "RW1..RW2.3" };
	static const enum query_id pages[] = { [FILTER_ENTRIES] = Q_ENTRY_PAGE_LOG_AFTER,
		[FILTER_CUSTOMERS] = Q_CUSTOMER_PAGE_AFTER,
		[FILTER_NOTIFICATIONS] = Q_NOTIFICATION_IDS,
		[FILTER_INCIDENTS] = Q_INCIDENT_LIST,
		[FILTER_RECORDS] = Q_RECORD_AFTER,
		[FILTER_TASKS] = Q_TASK_PAGE_AFTER,
		[FILTER_ASSETS] = Q_ASSET_PAGE_AFTER,
		[FILTER_EVIDENCE] = Q_EVIDENCE_PAGE_AFTER,
		[FILTER_CLAIMS] = Q_CLAIM_PAGE_AFTER,
		[FILTER_QUESTIONS] = Q_QUESTION_PAGE_AFTER };
	char text[200];

	for (const struct filter_field *f = filter_fields; f->name; f++) {
		struct filter *c;

		if (f->shape == SHAPE_FLAG)
			continue;
		snprintf(text, sizeof text, "%s:%s x %s%s", f->name,
		    f->words ? f->words[0] : values[f->shape], f->regex ? f->name : "",
		    f->regex ? "~x" : "");
		c = compiled(text, f->of);
		ok(q_done(filter_query(&nb, pages[f->of], c), &e));
		filter_free(c);
	}
	for (const struct filter_flag *f = filter_flags; f->name; f++) {
		struct filter *c;

		snprintf(text, sizeof text, "%s:%s", f->field, f->name);
		c = compiled(text, f->of);
		ok(q_done(filter_query(&nb, pages[f->of], c), &e));
		filter_free(c);
	}
}

static void quotes_escape_and_values_are_never_sql(void **state)
{
	logged("a he said \"no\" \\ yes");
	logged("b ' OR 1=1 --");
	assert_string_equal(entries("\"said \\\"no\\\"\""), "a");
	assert_string_equal(entries("\"\\\\ yes\""), "a");
	assert_string_equal(entries("\"' OR 1=1 --\""), "b");
	assert_string_equal(entries("src:\"' OR 1=1 --\""), "");
	assert_string_equal(entries("tag:\"x') OR (1=1\""), "");
}

/* --- a naive reading of the same words ---------------------------------------------------- */

static uint32_t seed;

static int chance(int n)
{
	seed = seed * 1664525 + 1013904223;
	return (int)((seed >> 8) % (uint32_t)n);
}

enum { ROWS = 60, FILTERS = 400, WORDS = 4 };
static const char *const words[WORDS] = { "alpha", "beta", "gamma", "delta" };
static const char *const kinds[WORDS] = { "observation", "decision", "question", "action" };

struct row {
	bool has[WORDS], tag[WORDS], struck, undated;
	int kind, day; /* of May 2021 */
};

static bool one_passes(const struct row *r, int what, int w, int day)
{
	switch (what) {
	case 0:
		return r->has[w];
	case 1:
		return r->tag[w];
	case 2:
		return r->kind == w;
	case 3:
		return r->struck;
	case 4:
		return r->undated;
	case 5:
		return !r->undated && r->day >= day;
	case 6:
		return !r->undated && r->day <= day;
	default:
		return !r->undated && r->day >= day && r->day <= day + 5;
	}
}

/* Writes one random expression and, for every row, whether it passes. */
static void any_make(struct str *out, const struct row *rows, bool *passes, int depth);

static void one_make(struct str *out, const struct row *rows, bool *passes, int depth)
{
	int what = chance(8), w = chance(WORDS), day = 1 + chance(20);
	bool not = chance(4) == 0;

	if (not )
		str_putc(out, '-');
	if (depth < 4 && chance(3) == 0) {
		str_putc(out, '(');
		any_make(out, rows, passes, depth + 1);
		str_putc(out, ')');
	} else {
		if (what == 0)
			str_puts(out, words[w]);
		else if (what == 1)
			str_printf(out, "#%s", words[w]);
		else if (what == 2)
			str_printf(out, "kind:%s", kinds[w]);
		else if (what <= 4)
			str_puts(out, what == 3 ? "is:struck" : "is:undated");
		else if (what <= 6)
			str_printf(out, "%s:2021-05-%02d", what == 5 ? "since" : "until", day);
		else
			str_printf(out, "at:2021-05-%02d..2021-05-%02d", day, day + 5);
		for (int i = 0; i < ROWS; i++)
			passes[i] = one_passes(&rows[i], what, w, day);
	}
	for (int i = 0; i < ROWS; i++)
		passes[i] ^= not ;
}

static void all_make(struct str *out, const struct row *rows, bool *passes, int depth)
{
	bool next[ROWS];

	one_make(out, rows, passes, depth);
	for (int n = chance(3); n > 0; n--) {
		str_putc(out, ' ');
		one_make(out, rows, next, depth);
		for (int i = 0; i < ROWS; i++)
			passes[i] &= next[i];
	}
}

static void any_make(struct str *out, const struct row *rows, bool *passes, int depth)
{
	bool next[ROWS];

	all_make(out, rows, passes, depth);
	for (int n = chance(2); n > 0; n--) {
		str_puts(out, " or ");
		all_make(out, rows, next, depth);
		for (int i = 0; i < ROWS; i++)
			passes[i] |= next[i];
	}
}

static void row_make(struct row *r, int64_t *thing)
{
	struct str text = { 0 };

	r->undated = chance(5) == 0;
	r->day = 1 + chance(28);
	r->kind = chance(WORDS);
	if (r->undated)
		str_puts(&text, "undated ");
	else
		str_printf(&text, "2021-05-%02d ", r->day);
	str_printf(&text, "kind:%s it", kinds[r->kind]);
	for (int w = 0; w < WORDS; w++) {
		r->tag[w] = chance(3) == 0;
		r->has[w] = r->tag[w] || chance(3) == 0;
		if (r->has[w])
			str_printf(&text, " %s%s", r->tag[w] ? "#" : "", words[w]);
	}
	*thing = logged(text.at);
	r->struck = chance(4) == 0;
	if (r->struck)
		ok(strike(*thing, "x"));
	str_release(&text);
}

static void passes_check(
    const char *text, const int64_t *things, const bool *passes, enum entry_order order)
{
	struct filter *f = compiled(text, FILTER_ENTRIES);
	struct entry_page p = {
		.incident = incident, .from_end = true, .limit = ROWS, .filter = f, .order = order
	};
	struct entry_list list = { 0 };
	bool found[ROWS] = { false };

	ok(entry_page_load(&nb, &p, &list, &e));
	for (size_t n = 0; n < list.n; n++)
		for (int i = 0; i < ROWS; i++)
			found[i] |= things[i] == list.at[n].thing;
	for (int i = 0; i < ROWS; i++)
		if (found[i] != passes[i])
			fail_msg("seed %u: %s: row %d", seed, text, i);
	entry_list_release(&list);
	filter_free(f);
}

static void generated_filters_find_what_a_naive_reading_finds(void **state)
{
	struct row rows[ROWS];
	int64_t things[ROWS];
	int tried = 0;

	seed = 20210517;
	for (int i = 0; i < ROWS; i++)
		row_make(&rows[i], &things[i]);
	for (int i = 0; i < FILTERS; i++) {
		struct when_context c = context();
		struct str text = { 0 };
		bool passes[ROWS];
		struct filter *f;

		any_make(&text, rows, passes, 0);
		f = filter_compile(text.at, FILTER_ENTRIES, &c, NULL, &e);
		if (f) { /* else more than 64 conditions */
			passes_check(
			    text.at, things, passes, i % 2 ? ENTRY_HAPPENED : ENTRY_RECORDED);
			tried++;
		}
		filter_free(f);
		str_release(&text);
	}
	assert_true(tried > FILTERS * 3 / 4);
}

static void noise_is_refused_or_runs(void **state)
{
	static const char letters[] = "a:~\"()#@-,.. \\kind is since text\n\xc3\xa9%'";

	seed = 7;
	logged("a");
	for (int i = 0; i < 3000; i++) {
		struct when_context c = context();
		char text[24];
		size_t n = (size_t)chance(23), fault = 0;
		struct filter *f;

		for (size_t j = 0; j < n; j++)
			text[j] = letters[chance(sizeof letters - 1)];
		text[n] = '\0';
		f = filter_compile(text, FILTER_ENTRIES, &c, &fault, &e);
		if (f)
			ok(q_done(filter_query(&nb, Q_ENTRY_PAGE_LOG_AFTER, f), &e));
		else
			assert_true(fault <= n && e.kind == ERR_INVALID);
		filter_free(f);
	}
}

/* Letters one bit beside others, so that nearly every place is nearly one; marks, wide letters,
 * what folds to ASCII or joins what is before it, and a byte that is no UTF-8. */
static void letters_put(struct str *out, int letters, bool plain)
{
	static const char *const some[] = { "a", "A", "b", "B", "`", "!", "\"", "AB", "é", "K",
		"ａ", "\xcc\x81", "漏", "か", "\xe3\x82\x99", "\xff" };

	str_puts(out, "");
	while (letters-- > 0)
		str_puts(out, some[chance(plain || chance(4) ? 8 : sizeof some / sizeof *some)]);
}

static void a_word_is_found_where_the_folded_text_has_it(void **state)
{
	int hits = 0;

	for (int round = 0; round < 30000; round++) {
		struct str text = { 0 }, typed = { 0 }, word = { 0 }, folded = { 0 };
		bool is;

		letters_put(&text, chance(40), round & 1);
		letters_put(&typed, 1 + chance(4), round & 2);
		text_fold(&folded, text.at, text.len);
		text_fold(&word, typed.at, typed.len);
		is = strstr(str_text(&folded), str_text(&word)) != NULL;
		assert_int_equal(search_found(text.at, text.len, str_text(&word), word.len), is);
		hits += is;
		str_release(&text);
		str_release(&typed);
		str_release(&word);
		str_release(&folded);
	}
	assert_true(hits > 1000 && hits < 29000);
}

static void words_are_found_at_every_place_whatever_the_case(void **state)
{
	char text[600], word[4];

	for (int c = 1; c < 128; c++) {
		char small = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);

		memset(text, '.', sizeof text);
		for (size_t at = 0; at < 20; at++) {
			text[at] = (char)c;
			assert_true(search_found(text, at + 1, &small, 1));
			assert_int_equal(search_found(text, at, &small, 1), at > 0 && c == '.');
			text[at] = '.';
		}
		if (c >= 'A' && c <= 'Z')
			assert_false(search_found(text, 20, (char *)&c, 1));
	}
	snprintf(word, sizeof word, "abc");
	for (size_t n = 500; n < sizeof text; n++) {
		memset(text, 'a', sizeof text);
		memcpy(text + n - 3, "ABC", 3);
		assert_true(search_found(text, n, word, 3));
		assert_false(search_found(text, n - 1, word, 3));
	}
	assert_true(search_found("", 0, "", 0));
	assert_false(search_found("ab", 2, word, 3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(entries_are_found_by_each_condition),
		TEST(entries_are_found_by_reference),
		TEST(entries_are_filtered_as_of_an_earlier_record),
		TEST(customers_are_found_by_each_condition),
		TEST(incidents_are_filtered),
		TEST(records_are_found_by_each_condition),
		TEST(faults_are_named_with_their_place),
		TEST(depth_length_and_terms_are_bounded),
		TEST(the_largest_filter_runs),
		TEST(groups_in_groups_run),
		TEST(every_field_and_flag_runs),
		TEST(quotes_escape_and_values_are_never_sql),
		TEST(generated_filters_find_what_a_naive_reading_finds),
		TEST(noise_is_refused_or_runs),
		cmocka_unit_test(words_are_found_at_every_place_whatever_the_case),
		cmocka_unit_test(a_word_is_found_where_the_folded_text_has_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
