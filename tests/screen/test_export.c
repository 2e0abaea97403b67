/*
 * test_export.c - what leaves the screens: a file of the rows marked, rows for a command or a
 * pager; and what comes in: a customer, who was exposed, an answer, duties, a file as evidence.
 */
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/screen/case.h"

/* Types the path of a file of the book in the place of the name that is offered. */
static void type_path(struct screen *s, struct book *b, const char *name)
{
	screen_shows(s, "write to>");
	screen_type(s, "<C-u>");
	screen_type(s, b->dir);
	screen_type(s, "/");
	screen_type(s, name);
	screen_type(s, "<Enter>");
}

static const char *read_file(struct book *b, const char *name)
{
	static char bytes[65536];
	char path[200];
	FILE *f;
	size_t n;

	snprintf(path, sizeof path, "%s/%s", b->dir, name);
	f = fopen(path, "r");
	assert_non_null(f);
	n = fread(bytes, 1, sizeof bytes - 1, f);
	fclose(f);
	bytes[n] = '\0';
	return bytes;
}

static int lines_of(const char *s)
{
	int n = 0;

	for (; *s; s++)
		n += *s == '\n';
	return n;
}

static void a_name_that_does_not_fit_the_form_can_be_mended(void **state)
{
	struct screen *s = open_at(state, 30, 100);

	screen_type(s, "3E");
	screen_shows(s, "In which form?");
	screen_type(s, "x");
	type_path(s, book(state), "out.csv");
	screen_shows(s, "let it end in .excel.csv");
	screen_shows(s, "out.csv\n"); /* it is still in the line */
	screen_type(s, "<Backspace><Backspace><Backspace>excel.csv<Enter>");
	screen_shows(s, "45 rows");
	screen_type(s, "<Esc>");
	quit(state);
}

static void the_rows_marked_become_a_file_after_they_were_shown(void **state)
{
	struct screen *s = open_at(state, 30, 100);
	int64_t before = book_records(book(state));
	char path[200];
	struct stat st;

	screen_type(s, "3  E");
	screen_shows(s, "the rows marked");
	screen_type(s, "mc");
	type_path(s, book(state), "out.csv");
	screen_shows(s, "2 rows   CSV: a table, every value exact");
	screen_shows(s, "C-0011,");
	screen_shows(s, "Holds personal data: ");
	screen_lacks(s, "C-0019,");
	screen_type(s, "<Esc>");
	screen_shows(s, "Nothing done");
	assert_int_equal(book_records(book(state)), before);
	screen_type(s, "Emc");
	type_path(s, book(state), "out.csv");
	screen_shows(s, "Type y, then Enter");
	screen_type(s, "y<Enter>");
	screen_shows(s, "2 rows written to");
	assert_int_equal(lines_of(read_file(book(state), "out.csv")), 3);
	snprintf(path, sizeof path, "%s/out.csv", book(state)->dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(book_records(book(state)), before + 1);
	quit(state);
}

static void the_entries_marked_become_a_file_too(void **state)
{
	struct screen *s = open_at(state, 30, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "<Home> j Emc");
	type_path(s, book(state), "out.csv");
	screen_shows(s, "2 rows   CSV: a table, every value exact");
	screen_type(s, "y<Enter>");
	screen_shows(s, "2 rows written to");
	assert_non_null(strstr(read_file(book(state), "out.csv"), "Revoke all deploy tokens"));
	assert_null(strstr(read_file(book(state), "out.csv"), "Opened call"));
	quit(state);
}

static void a_file_that_is_there_stays_unless_its_letter_is_typed(void **state)
{
	struct screen *s = open_at(state, 30, 100);
	char path[200];
	FILE *f;

	snprintf(path, sizeof path, "%s/mine.md", book(state)->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("mine\n", f);
	fclose(f);
	screen_shows(s, "10 rows");
	screen_type(s, "Em");
	type_path(s, book(state), "mine.md");
	screen_shows(s, "There is a file of that name");
	screen_type(s, "y<Enter>");
	screen_shows(s, "Nothing done");
	assert_string_equal(read_file(book(state), "mine.md"), "mine\n");
	screen_type(s, "Em");
	type_path(s, book(state), "mine.md");
	screen_shows(s, "Type o, then Enter");
	screen_type(s, "o<Enter>");
	screen_shows(s, "rows written to");
	assert_non_null(strstr(read_file(book(state), "mine.md"), "Revoke all deploy tokens"));
	quit(state);
}

static void a_file_that_came_after_the_question_stays(void **state)
{
	struct screen *s = open_at(state, 30, 100);
	char path[200];
	FILE *f;

	screen_shows(s, "10 rows");
	screen_type(s, "Em");
	type_path(s, book(state), "late.md");
	screen_shows(s, "Type y, then Enter");
	snprintf(path, sizeof path, "%s/late.md", book(state)->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("mine\n", f);
	fclose(f);
	screen_type(s, "y<Enter>");
	screen_shows(s, "error: ");
	screen_shows(s, "late.md");
	assert_string_equal(read_file(book(state), "late.md"), "mine\n");
	quit(state);
}

/* Stdin and stdout are the terminal: nothing is read from it, nothing raw goes to it. */
static void a_dash_is_the_name_of_a_file(void **state)
{
	struct screen *s = open_at(state, 30, 100);

	screen_shows(s, "10 rows");
	screen_type(s, ":export -<Enter>c");
	screen_shows(s, "+- ./-");
	screen_type(s, "<Esc>");
	screen_shows(s, "Nothing done");
	screen_type(s, ":import customers -<Enter>");
	screen_shows(s, "./-: ");
	screen_type(s, "<Esc>:import advisory -<Enter>");
	screen_shows(s, "./-: ");
	quit(state);
}

static void a_filter_is_a_scope_and_a_notebook_goes_out_whole(void **state)
{
	struct screen *s = open_at(state, 30, 100);

	screen_type(s, "3ftier:gold<Enter>");
	screen_shows(s, "3 pass");
	screen_type(s, "Efj");
	type_path(s, book(state), "gold.jsonl");
	screen_shows(s, "3 rows   JSON Lines");
	screen_type(s, "y<Enter>");
	screen_shows(s, "3 rows written to");
	assert_int_equal(lines_of(read_file(book(state), "gold.jsonl")), 3);
	screen_type(s, "6E");
	type_path(s, book(state), "all.jsonl");
	screen_shows(s, "the whole notebook");
	screen_type(s, "y<Enter>");
	screen_shows(s, "rows written to");
	quit(state);
}

/* Where it is shown p and t change what it would hold, and the name says the profile. */
static void the_profile_and_the_ceiling_are_keys_of_what_is_shown(void **state)
{
	struct screen *s = open_at(state, 30, 100);

	screen_type(s, "3  Emc");
	type_path(s, book(state), "out.csv");
	screen_shows(s, "p  profile: data");
	screen_shows(s, "t  TLP ceiling: none");
	screen_type(s, "p");
	screen_shows(s, "2 rows   CSV for Excel");
	screen_shows(s, "p  profile: excel");
	screen_shows(s, "/out.excel.csv");
	screen_shows(s, "Holds personal data: ");
	screen_type(s, "ttttt");
	screen_shows(s, "t  TLP ceiling: CLEAR");
	screen_shows(s, "0 rows");
	screen_shows(s, "2 left out: 2 graver than TLP:CLEAR");
	screen_type(s, "t");
	screen_shows(s, "t  TLP ceiling: none");
	screen_type(s, "y<Enter>");
	screen_shows(s, "2 rows written to");
	assert_int_equal(lines_of(read_file(book(state), "out.excel.csv")), 3);
	quit(state);
}

static void only_what_a_form_has_is_offered(void **state)
{
	struct screen *s = open_at(state, 30, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "Ej");
	type_path(s, book(state), "log.jsonl");
	screen_shows(s, "p  profile: data");
	screen_type(s, "p");
	screen_shows(s, "p  profile: timesketch");
	screen_shows(s, "timestamp_desc");
	screen_shows(s, "Holds personal data: ");
	screen_type(s, "p");
	screen_shows(s, "p  profile: data");
	screen_type(s, "<Esc>Em");
	type_path(s, book(state), "log.md");
	screen_shows(s, "t  TLP ceiling: none");
	screen_lacks(s, "profile:");
	screen_type(s, "p<Enter>");
	screen_shows(s, "Nothing done");
	screen_type(s, "6E");
	type_path(s, book(state), "all.jsonl");
	screen_shows(s, "the whole notebook");
	screen_lacks(s, "ceiling:");
	screen_type(s, "<Esc>");
	quit(state);
}

static void rows_go_to_a_command_and_its_words_are_shown(void **state)
{
	struct screen *s;

	setenv("PAGER", "true", 1);
	s = open_at(state, 30, 100);
	unsetenv("PAGER");
	screen_type(s, "3|cut -f2 | grep -c .<Enter>");
	screen_shows(s, "46"); /* 45 customers and the names of the columns */
	screen_type(s, "<Esc>|false<Enter>");
	screen_shows(s, "false ended with status 1");
	screen_type(s, "P7");
	screen_shows(s, "[7 Advisories]");
	quit(state);
}

/* On the screen there was no sign wider than "+". */
static void a_pager_gets_columns_that_stand_below_each_other(void **state)
{
	struct screen *s = open_at(state, 10, 100);
	char pager[200];

	screen_shows(s, "10 rows");
	screen_type(s, "i+ a<Enter>i+ b<Enter>i+ c<Enter>i+ d<Enter>i+ e<Enter>i+ f<Enter>");
	screen_shows(s, "16 rows");
	quit(state);
	snprintf(pager, sizeof pager, "cat >%s/pager", book(state)->dir);
	setenv("PAGER", pager, 1);
	s = open_at(state, 10, 100);
	unsetenv("PAGER");
	screen_shows(s, "16 rows");
	screen_lacks(s, "L Rina");
	screen_type(s, "P3");
	screen_shows(s, "[3 Customers]");
	assert_non_null(strstr(read_file(book(state), "pager"), "  *L  Rina Wati  Detected"));
	assert_non_null(strstr(read_file(book(state), "pager"), "  +   Rina Wati  a"));
	quit(state);
}

static void a_customer_is_added_and_said_to_be_exposed_without_a_file(void **state)
{
	struct screen *s = open_at(state, 30, 100);

	screen_type(s, "saw it<Enter><Esc>3");
	screen_shows(s, "No customers yet");
	screen_type(s, ":customer C-1, Bank Contoh, csirt@bank.example, id<Enter>");
	screen_shows(s, "C-1 is in the register, by");
	screen_type(s, ":customer C-2, Apotek Sehat<Enter>");
	screen_shows(s, "Apotek Sehat");
	screen_type(s, ":customer C-2, Apotek Sehat<Enter>");
	screen_shows(s, "like that already");
	screen_type(s, ":customer C-3<Enter>");
	screen_shows(s, "As in  :customer");
	screen_type(s, ":customer C-3, X, no at sign<Enter>");
	screen_shows(s, "error:");
	screen_type(s, "A:exposed viewed<Enter>");
	screen_shows(s, "2  new -> viewed");
	screen_type(s, "y<Enter>");
	screen_shows(s, "2 customers are viewed, by");
	screen_type(s, ":customer C-3, Bengkel<Enter>");
	screen_shows(s, "Bengkel");
	screen_type(s, "A:exposed targeted<Enter>"); /* all three, of whom one is new */
	screen_shows(s, "2  viewed -> targeted");
	screen_shows(s, "1  new -> targeted");
	screen_type(s, "<Esc><Esc>G:exposed targeted<Enter>");
	screen_shows(s, "One customer is targeted, by");
	screen_type(s, "A:exposed targeted<Enter>");
	screen_shows(s, "2  viewed -> targeted");
	screen_shows(s, "1  skipped: targeted already");
	screen_type(s, "y<Enter>");
	screen_shows(s, "2 customers are targeted, by");
	screen_type(s, ":exposed seen<Enter>");
	screen_shows(s, "error:");
	quit(state);
}

static void a_question_is_open_until_it_is_answered(void **state)
{
	struct screen *s = open_at(state, 30, 100);

	screen_type(s, "5");
	screen_shows(s, "question did the old token reach the mirror?");
	screen_shows(s, "[5 Open 2]");
	screen_type(s, "jk1");
	screen_type(s, "5G");
	screen_on(s, "question");
	screen_type(s, "=no, the refs say<Enter>");
	screen_lacks(s, "question did the old token");
	screen_shows(s, "[5 Open 1]");
	quit(state);
}

static void a_tag_an_actor_and_a_reply_begin_where_they_belong(void **state)
{
	struct screen *s = open_at(state, 30, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "#");
	screen_shows(s, "amend> rotate S3 keys @budi ^14:00 #");
	screen_type(s, "<Esc>r");
	screen_shows(s, "log> = RW12");
	screen_type(s, "<C-u><Esc>kr");
	screen_shows(s, "log> #RW11");
	screen_type(s, "<C-u><Esc>k@");
	screen_shows(s, "clean image #erad @");
	screen_type(s, "<Esc>");
	quit(state);
}

static void tab_completes_a_command_and_a_file(void **state)
{
	struct screen *s = open_at(state, 30, 100);
	char path[200];
	FILE *f;

	snprintf(path, sizeof path, "%s/customers-of-may.csv", book(state)->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("ref,name\nC-9,Nine\n", f);
	fclose(f);
	screen_type(s, ":impo<Tab>");
	screen_shows(s, "import [customers|exposures|timeline|status|advisory|obligations] FILE");
	screen_shows(s, "[customers|exposures|timeline|status|advisory|obligations] FILE");
	screen_type(s, book(state)->dir);
	screen_type(s, "/cust<Tab>");
	screen_shows(s, "customers-of-may.csv");
	screen_type(s, "<Enter>");
	screen_shows(s, "1  new");
	screen_type(s, "<Esc>");
	quit(state);
}

static void a_file_becomes_evidence_and_is_in_the_log(void **state)
{
	struct screen *s = open_at(state, 24, 120);
	char path[200];
	FILE *f;

	snprintf(path, sizeof path, "%s/auth.log", book(state)->dir);
	assert_non_null(f = fopen(path, "w"));
	fputs("abc", f); /* FIPS 180-4, appendix: its SHA-256 begins with ba7816bf */
	fclose(f);
	screen_shows(s, "10 rows");
	screen_type(s, ":attach /nowhere/at/all<Enter>");
	screen_shows(s, "cannot open /nowhere/at/all");
	screen_type(s, ":attach ");
	screen_type(s, path);
	screen_type(s, "<Enter>");
	screen_shows(s, "3 bytes, sha256 ba7816bf8f01cfea");
	screen_shows(s, "11 rows");
	screen_type(s, "<End>");
	screen_on(s, "auth.log");
	quit(state);
}

static void duties_are_taken_in_and_looked_at_from_the_screens(void **state)
{
	struct screen *s = open_at(state, 40, 120);

	screen_shows(s, "10 rows");
	screen_type(s, ":obligation<Enter>");
	screen_shows(s, "No rules yet: :import obligations eu");
	screen_type(s, ":import obligations nowhere<Enter>");
	screen_shows(s, "There is no file nowhere here");
	screen_type(s, ":import obligations eu<Enter>");
	screen_shows(s, "rules taken in by");
	screen_type(s, ":import obligations eu<Enter>");
	screen_shows(s, "These rules are there already");
	screen_type(s, ":obligation<Enter>");
	screen_shows(s, "eu-gdpr-33  GDPR: notification to the supervisory authority");
	screen_type(s, "<Esc>:obligation eu-gdpr-33 eu-nothing<Enter>");
	screen_shows(s, "eu-nothing");
	screen_type(s, ":obligation eu-gdpr-33<Enter>");
	screen_shows(s, "To be decided by");
	screen_type(s, "5");
	screen_shows(s, "decide   GDPR: notificatio");
	screen_type(s, "<Home>j");
	screen_shows(s, "waits for aware");
	screen_type(s, ":milestone awere 10:30<Enter>");
	screen_shows(s, "no usual one, so no clock starts from it");
	screen_type(s, ":milestone aware 10:30<Enter>");
	screen_shows(s, "aware at");
	screen_shows(s, "from      aware");
	screen_type(s, "<Home>uy<Enter>");
	screen_shows(s, "Undone");
	quit(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FULL(a_file_becomes_evidence_and_is_in_the_log),
		FULL(duties_are_taken_in_and_looked_at_from_the_screens),
		FULL(a_name_that_does_not_fit_the_form_can_be_mended),
		FULL(the_rows_marked_become_a_file_after_they_were_shown),
		FULL(the_entries_marked_become_a_file_too),
		FULL(a_file_that_is_there_stays_unless_its_letter_is_typed),
		FULL(a_file_that_came_after_the_question_stays),
		FULL(a_dash_is_the_name_of_a_file),
		FULL(a_filter_is_a_scope_and_a_notebook_goes_out_whole),
		FULL(the_profile_and_the_ceiling_are_keys_of_what_is_shown),
		FULL(only_what_a_form_has_is_offered),
		FULL(rows_go_to_a_command_and_its_words_are_shown),
		FULL(a_pager_gets_columns_that_stand_below_each_other),
		cmocka_unit_test_setup_teardown(
		    a_customer_is_added_and_said_to_be_exposed_without_a_file, empty, done),
		FULL(a_question_is_open_until_it_is_answered),
		FULL(a_tag_an_actor_and_a_reply_begin_where_they_belong),
		FULL(tab_completes_a_command_and_a_file),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
