/* test_rows.c - rows in another order, wrapped, and with bookmarks: what is the person's own. */
#include <glob.h>
#include <locale.h>
#include <stdio.h>

#include "tests/screen/case.h"

static void rows_sort_by_a_column_and_the_cursor_stays_on_its_row(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_type(s, "3");
	screen_shows(s, "45 rows");
	screen_type(s, "s");
	screen_shows(s, "t  TIER");
	screen_type(s, "t");
	screen_shows(s, "TIER^");
	screen_on(s, "C-0007");
	screen_type(s, "<Home>");
	screen_on(s, "D-0000 Customer number 0");
	screen_type(s, "<End>");
	screen_on(s, "C-0020");
	screen_type(s, "S");
	screen_shows(s, "TIERv");
	screen_on(s, "C-0020");
	screen_type(s, "<Home>");
	screen_on(s, "C-0020");
	screen_type(s, ":sort age<Enter>");
	screen_shows(s, "AGE^");
	screen_type(s, ":sort customer<Enter>");
	screen_shows(s, "CUSTOMER^");
	screen_type(s, "<Home>");
	screen_on(s, "Apotek Sehat");
	quit(state);
}

static void a_search_goes_on_in_the_order_that_is_shown(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_type(s, "3st<Home>/example<Enter>");
	screen_on(s, "D-0001");
	screen_type(s, "<End>kkk");
	screen_on(s, "C-0011");
	screen_type(s, "n");
	screen_on(s, "C-0021");
	screen_type(s, "nnn");
	screen_shows(s, "Went on from the other end");
	screen_on(s, "D-0000");
	screen_type(s, "N");
	screen_on(s, "C-0020");
	quit(state);
}

static void marks_and_filters_take_the_rows_in_the_order_shown(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_type(s, "3stftier:gold,silver<Enter>");
	screen_shows(s, "5 pass");
	screen_on(s, "C-0007");
	screen_type(s, "<Home>jvjjv");
	screen_shows(s, "3 marked");
	screen_shows(s, "*C-0011");
	screen_shows(s, "*C-0021");
	screen_shows(s, "*C-0019");
	screen_type(s, "<Esc>A");
	screen_shows(s, "5 marked");
	quit(state);
}

static void a_star_marks_the_others_of_those_that_pass(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_type(s, "3ftier:gold,silver<Enter>");
	screen_shows(s, "5 pass");
	screen_type(s, "<Home><Space><Space>");
	screen_shows(s, "2 marked");
	screen_type(s, "*");
	screen_shows(s, "3 marked");
	screen_shows(s, " C-0007");
	screen_shows(s, "*C-0021");
	screen_type(s, "*");
	screen_shows(s, "2 marked");
	screen_shows(s, "*C-0007");
	screen_type(s, "<Esc>*");
	screen_shows(s, "5 marked");
	quit(state);
}

/* One line more to the session that was left. */
static void session_add(struct book *b, const char *line)
{
	char pattern[200];
	glob_t found;
	FILE *f;

	snprintf(pattern, sizeof pattern, "%s/sessions/*", b->state);
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	f = fopen(found.gl_pathv[0], "a");
	assert_non_null(f);
	fprintf(f, "%s\n", line);
	fclose(f);
	globfree(&found);
}

/* What is no number, or too much, is passed over; the rest is said. */
static void marks_of_a_spoilt_session_do_no_harm(void **state)
{
	static const char *const lines[] = { "marks 3 -5 7", "marks 3 0", "marks 99 1",
		"marks 1 1-9", "marks 3 1-9223372036854775807", "marks 3 9223372036854775807-1",
		"marks 3 99999999999999999999999-", "marks 3 x", "marks" };
	struct screen *s = open_at(state, 24, 100);

	screen_type(s, "3");
	screen_shows(s, "[3 Customers]");
	quit(state);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		session_add(book(state), lines[i]);
		s = open_at(state, 24, 100);
		screen_shows(s, "[3 Customers]");
		screen_type(s, "<Esc><Esc>A");
		screen_shows(s, " marked");
		screen_type(s, "<Esc>");
		screen_lacks(s, " marked");
		quit(state);
	}
}

static void a_change_puts_the_rows_in_order_anew(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_type(s, "3se<Home>");
	screen_on(s, "C-0007");
	screen_type(s, "/number 7<Enter>");
	screen_on(s, "D-0007");
	screen_type(s, ":exposed cleared<Enter>");
	screen_shows(s, "D-0007 Customer number 7");
	screen_type(s, "y");
	screen_on(s, "D-0007 Customer number 7");
	screen_type(s, "<Home>");
	screen_on(s, "D-0007 Customer number 7");
	quit(state);
}

static void a_draft_is_for_the_customers_marked(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_type(s, "3/number 7<Enter>");
	screen_on(s, "D-0007");
	screen_type(s, ":exposed viewed<Enter>j:exposed viewed<Enter>");
	screen_shows(s, "One customer is viewed, by");
	screen_on(s, "D-0008");
	screen_type(s, " :draft<Enter>");
	/* It has no data that was seen, which the letter tells; that is said before anything is
	 * asked. */
	screen_shows(s, "Nobody to draft for: 1 has no data_seen in its exposure");
	screen_shows(s, ":exposed viewed billing-contact,profile");
	screen_type(s, "<Esc><Esc>/number 7<Enter>");
	screen_on(s, "D-0007");
	screen_type(s, "  :exposed viewed profile,contract 2021-05-16/2021-05-17<Enter>");
	screen_shows(s, "2  viewed: data or window");
	screen_type(s, "y<Enter>");
	screen_shows(s, "2 customers are viewed, by");
	screen_type(s, ":exposed viewed yesterday 2021-x<Enter>");
	screen_shows(s, "error:");
	screen_type(s, ":draft<Enter>");
	screen_shows(s, "hotline>");
	screen_shows(s, "words; the letters still need hotline, reply_by");
	screen_type(s, "+62 21 555<Enter>");
	screen_shows(s, "reply_by>");
	screen_shows(s, "a day, as 2026-12-24; the letters still need reply_by");
	screen_type(s, "soon<Enter>");
	screen_shows(s, "error: \"reply_by\"");
	screen_shows(s, "reply_by>");
	screen_type(s, "2021-05-24<Enter>");
	screen_shows(s, "2  to be drafted");
	screen_type(s, "<Esc>");
	quit(state);
}

static void letters_sort_by_the_customer_they_are_for(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_type(s, "4");
	screen_shows(s, "4 rows");
	screen_type(s, "SS:sort name<Enter>");
	screen_shows(s, "NAME^");
	screen_type(s, "<Home>");
	screen_on(s, "C-0007");
	screen_type(s, "S<Home>");
	screen_on(s, "C-0021");
	quit(state);
}

static void the_session_keeps_the_order_and_the_bookmarks(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "<Home>b<End>");
	screen_type(s, "3st<Home>S");
	screen_shows(s, "TIERv");
	screen_on(s, "D-0000");
	quit(state);
	s = open_at(state, 24, 100);
	screen_shows(s, "TIERv");
	screen_on(s, "D-0000");
	screen_type(s, "1'");
	screen_on(s, "Detected: deploy token");
	quit(state);
}

static void a_long_text_goes_on_in_the_next_line_where_it_is_asked_to(void **state)
{
	struct screen *s = open_at(state, 24, 60);

	screen_shows(s, "10 rows");
	screen_type(s, "<Home>jj");
	screen_lacks(s, "Tuesday @dewi");
	screen_type(s, "w");
	screen_shows(s, "Tuesday @dewi");
	screen_on(s, "Revoke all deploy");
	screen_type(s, "<End>");
	screen_on(s, "rotate S3 keys");
	screen_type(s, "<Home>jjw");
	screen_lacks(s, "Tuesday @dewi");
	quit(state);
}

/* A row that is higher than the window is still one row. */
static void a_page_goes_on_behind_a_row_that_is_higher_than_the_list(void **state)
{
	struct screen *s = open_at(state, 9, 34);

	screen_type(s, "<Home>w");
	for (int i = 0; i < 12; i++)
		screen_type(s, "<PgDn>");
	screen_on(s, "11:40");
	quit(state);
}

static void a_span_of_clock_times_is_whole_in_the_log(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "i~04:10/04:20 a second login was seen<Enter>");
	screen_shows(s, "04:10-04:20 ");
	quit(state);
}

static void a_tag_goes_on_all_that_are_marked_in_one_act(void **state)
{
	struct screen *s = open_at(state, 24, 100);
	int64_t before = book_records(book(state));

	screen_shows(s, "10 rows");
	screen_type(s, "<Home> j ");
	screen_shows(s, "2 marked");
	screen_shows(s, " * RW3 ");
	screen_type(s, "#");
	screen_shows(s, "tag for 2 marked>");
	screen_type(s, "two words<Enter>");
	screen_shows(s, "is no mark");
	screen_type(s, "##web<Enter>");
	screen_shows(s, "Tag: 2 changed, 0 skipped");
	screen_type(s, "#web<Enter>");
	screen_shows(s, "None of them can be changed so");
	assert_int_equal(book_records(book(state)), before + 1);
	screen_type(s, "f#web<Enter>");
	screen_shows(s, "2 pass");
	screen_type(s, "<Esc><Esc>");
	quit(state);
}

static void a_name_goes_behind_all_that_are_marked_in_one_act(void **state)
{
	struct screen *s = open_at(state, 24, 100);
	int64_t before = book_records(book(state));

	screen_shows(s, "10 rows");
	screen_type(s, "<Home>jjvjjjv");
	screen_shows(s, "4 marked"); /* the last of them is evidence */
	screen_type(s, "@");
	screen_shows(s, "who 4 marked are about>");
	screen_type(s, "two words<Enter>");
	screen_shows(s, "is no name");
	assert_int_equal(book_records(book(state)), before);
	screen_type(s, "@@Sari<Enter>");
	screen_shows(s, "Who it is about: 3 changed, 1 skipped");
	screen_shows(s, "did the old token reach the mirror? @dewi @Sari");
	assert_int_equal(book_records(book(state)), before + 1);
	screen_type(s, "@sari<Enter>");
	screen_shows(s, "None of them can be changed so");
	screen_type(s, "<Esc>f@sari<Enter>");
	screen_shows(s, "3 pass");
	screen_type(s, "<Esc>uy<Enter>");
	screen_shows(s, "Undone");
	screen_type(s, "f@sari<Enter>");
	screen_shows(s, "0 pass");
	screen_type(s, "<Esc><Esc>");
	quit(state);
}

static void what_is_marked_is_struck_in_one_act_and_comes_back_in_one(void **state)
{
	struct screen *s = open_at(state, 24, 100);
	int64_t before = book_records(book(state));

	screen_type(s, "2");
	screen_shows(s, "10 rows");
	screen_type(s, "xwrong host<Enter>");
	screen_shows(s, "Struck by");
	screen_type(s, "A");
	screen_shows(s, "10 marked");
	screen_type(s, "x");
	screen_shows(s, "why strike 10 marked>");
	screen_type(s, "an exercise<Enter>");
	screen_shows(s, "9  will change");
	screen_shows(s, "1  skipped: struck already");
	screen_type(s, "y<Enter>");
	screen_shows(s, "Strike: 9 changed, 1 skipped");
	screen_shows(s, "(struck) Opened call");
	assert_int_equal(book_records(book(state)), before + 2);
	screen_type(s, ":strike again<Enter>");
	screen_shows(s, "10  skipped: struck already");
	screen_type(s, "<Esc>u");
	screen_shows(s, "Type 12, then Enter"); /* with the task, the question and the reason */
	screen_type(s, "12<Enter>");
	screen_shows(s, "Undone by");
	screen_lacks(s, "(struck) Opened call");
	screen_type(s, "x<Esc><Esc>");
	screen_lacks(s, "10 marked");
	quit(state);
}

static void the_cursor_goes_along_with_a_task_that_is_put_off(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "i+ call the vendor ^13:00<Enter>");
	screen_shows(s, "Saved");
	screen_type(s, "5<Home>");
	screen_on(s, "call the vendor");
	screen_type(s, ":snooze 18:00<Enter>in a meeting<Enter>");
	screen_shows(s, "written by");
	screen_on(s, "call the vendor");
	screen_type(s, "k");
	screen_on(s, "rotate S3 keys");
	screen_type(s, "==<Enter>");
	screen_shows(s, "Saved");
	screen_on(s, "call the vendor");
	quit(state);
}

/* Above the list there are as many lanes as have something in the window. */
static void two_letters_alone_write_nothing_about_a_task(void **state)
{
	struct screen *s = open_at(state, 24, 100);
	int64_t before = book_records(book(state));

	screen_type(s, "5<Home>");
	screen_on(s, "rotate S3 keys");
	screen_type(s, "ms");
	screen_shows(s, "Type y, then Enter");
	screen_type(s, "<Esc>");
	screen_lacks(s, "Type y, then Enter");
	assert_int_equal(book_records(book(state)), before);
	screen_type(s, "msy<Enter>");
	screen_shows(s, "u takes it back");
	screen_shows(s, "doing");
	assert_int_equal(book_records(book(state)), before + 1);
	quit(state);
}

static void lanes_give_their_lines_back_after_a_zoom_and_a_filter(void **state)
{
	struct screen *s = open_at(state, 40, 120);

	screen_type(s, "2<Home>");
	screen_shows(s, "10 here");
	screen_shows(s, " evidence");
	screen_type(s, "zz");
	screen_shows(s, "zoom day");
	screen_shows(s, "~~\n-----");
	screen_type(s, "ZZ");
	screen_shows(s, " evidence");
	screen_type(s, "f#erad<Enter>");
	screen_shows(s, "1 here");
	screen_shows(s, "1\n-----");
	quit(state);
}

/* One incident's rows are not looked for in another's. */
static void a_bookmark_is_of_its_incident(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "<Home>b:incident INC-2 Another<Enter>");
	screen_shows(s, "INC-2 Another");
	screen_type(s, "1'");
	screen_shows(s, "No bookmark in this view yet");
	quit(state);
}

/* What yesterday is depends on the moment looked at. */
static void a_filter_is_read_anew_for_another_moment(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "fsince:-2h<Enter>");
	screen_shows(s, "5 pass");
	screen_type(s, ":asof 2021-05-18 13:10<Enter>");
	screen_shows(s, "0 pass");
	screen_type(s, ":now<Enter>");
	screen_shows(s, "5 pass");
	quit(state);
}

/* After its letter was cancelled and another drafted, the mark of a customer means the new one. */
static void a_mark_of_a_customer_stands_for_the_letter_there_is_now(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_type(s, "3");
	screen_on(s, "C-0007");
	screen_type(s, " k");
	screen_shows(s, "1 marked");
	screen_type(s, "mcwrong text<Enter>");
	screen_shows(s, "will change");
	screen_type(s, "y<Enter>");
	screen_shows(s, "1 changed");
	screen_type(s, ":draft<Enter>");
	screen_shows(s, "hotline>");
	screen_type(s, "+62 21 555<Enter>");
	screen_shows(s, "reply_by>");
	screen_type(s, "2021-05-24<Enter>");
	screen_shows(s, "1  to be drafted");
	screen_type(s, "y<Enter>");
	screen_shows(s, "Drafted: 1, by");
	screen_type(s, "ms");
	screen_shows(s, "1  will change");
	screen_type(s, "y<Enter>");
	screen_shows(s, "in-review");
	quit(state);
}

static void a_bookmark_leads_back_in_the_log_and_in_the_timeline(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "'");
	screen_shows(s, "No bookmark in this view yet: b sets one");
	screen_type(s, "<Home>jb");
	screen_shows(s, ">'");
	screen_type(s, "<End>kb<Home>");
	screen_type(s, "'");
	screen_on(s, "Opened call");
	screen_type(s, "'");
	screen_on(s, "in the mail");
	screen_type(s, "2'");
	screen_on(s, "Opened call");
	screen_type(s, "ftoken<Enter><Home>j");
	screen_on(s, "Detected");
	screen_type(s, "'");
	screen_shows(s, "The row of that bookmark is not among those shown");
	screen_on(s, "Detected");
	screen_type(s, "<Esc>'b");
	screen_shows(s, "No bookmark here any more");
	quit(state);
}

/* A time that is amended moves the entry, and its bookmark with it. */
static void a_bookmark_stays_with_an_entry_that_was_amended(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_type(s, "2<Home>jb<End>'");
	screen_on(s, "Detected");
	screen_type(s, "c<Home>");
	screen_type(s, "<C-k>13:37 * Detected: late<Enter>");
	screen_shows(s, "why amended>");
	screen_type(s, "found late<Enter>");
	screen_lacks(s, "why amended>");
	screen_type(s, "<Home>'");
	screen_on(s, "Detected");
	quit(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FULL(rows_sort_by_a_column_and_the_cursor_stays_on_its_row),
		FULL(a_search_goes_on_in_the_order_that_is_shown),
		FULL(a_star_marks_the_others_of_those_that_pass),
		FULL(marks_of_a_spoilt_session_do_no_harm),
		FULL(marks_and_filters_take_the_rows_in_the_order_shown),
		FULL(a_change_puts_the_rows_in_order_anew),
		FULL(a_draft_is_for_the_customers_marked),
		FULL(letters_sort_by_the_customer_they_are_for),
		FULL(the_session_keeps_the_order_and_the_bookmarks),
		FULL(a_long_text_goes_on_in_the_next_line_where_it_is_asked_to),
		FULL(a_page_goes_on_behind_a_row_that_is_higher_than_the_list),
		FULL(a_span_of_clock_times_is_whole_in_the_log),
		FULL(a_tag_goes_on_all_that_are_marked_in_one_act),
		FULL(a_name_goes_behind_all_that_are_marked_in_one_act),
		FULL(what_is_marked_is_struck_in_one_act_and_comes_back_in_one),
		FULL(the_cursor_goes_along_with_a_task_that_is_put_off),
		FULL(two_letters_alone_write_nothing_about_a_task),
		FULL(lanes_give_their_lines_back_after_a_zoom_and_a_filter),
		FULL(a_bookmark_is_of_its_incident),
		FULL(a_filter_is_read_anew_for_another_moment),
		FULL(a_mark_of_a_customer_stands_for_the_letter_there_is_now),
		FULL(a_bookmark_leads_back_in_the_log_and_in_the_timeline),
		FULL(a_bookmark_stays_with_an_entry_that_was_amended),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
