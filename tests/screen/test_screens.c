/*
 * test_screens.c - the screens in a terminal emulator: what is seen, what keys do, and what must
 * never happen.
 */
#define _GNU_SOURCE
#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/str.h"
#include "tests/screen/case.h"
#include "tui/command.h"
#include "tui/layout.h"

/* --- what is seen --------------------------------------------------------------------- */

static const struct {
	const char *keys, *name, *wait;
	const char *beside; /* in the pane, where there is one; NULL: the view has none */
} views[] = {
	{ "1", "log", "10 rows", "happened" },
	{ "2<Home>", "timeline", "10 rows", "RW9  obs" },
	{ "3", "customers", "45 rows", "customer  Apotek" },
	{ "4", "notifications", "4 rows", "Advised:" },
	{ "5", "open", "[5 Open 2]", "priority  " },
	{ "6", "journal", "rows", NULL },
	{ "7", "advisories", "[7 Adv", "The letter to C-0007" },
	{ "0", "incidents", "CI token", NULL },
	{ "1?", "help", "help>", NULL },
};

static void each_view(void **state, int rows, int columns)
{
	struct screen *s = open_at(state, rows, columns);

	for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
		/* The hashes of the journal's details are others each time. */
		bool hidden = strcmp(views[i].name, "journal") == 0 && columns >= LAYOUT_PANE;

		screen_type(s, views[i].keys);
		screen_shows(s, views[i].wait);
		if (hidden)
			screen_type(s, "p");
		if (views[i].beside && columns >= LAYOUT_PANE)
			screen_shows(s, views[i].beside);
		screen_settle(s);
		screen_is_file(s, views[i].name);
		if (hidden)
			screen_type(s, "p");
	}
	screen_type(s, "<Esc>");
	quit(state);
}

static void each_view_is_whole_at_40x10(void **state)
{
	each_view(state, 10, 40);
}

static void each_view_is_whole_at_80x24(void **state)
{
	each_view(state, 24, 80);
}

static void each_view_is_whole_at_120x40(void **state)
{
	each_view(state, 40, 120);
}

static void each_view_is_whole_at_200x60(void **state)
{
	each_view(state, 60, 200);
}

static void an_empty_notebook_says_how_to_begin_and_the_line_is_ready(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_is_file(s, "first-run");
	screen_cursor(s, 20, 5);
	screen_type(s, "revoked the deploy token @rani #contain<Enter>");
	screen_shows(s, "Saved RW3.");
	screen_shows(s, "INC-2021-01 (untitled)");
	screen_type(s, "<Esc>");
	quit(state);
	assert_int_equal(book_records(book(state)), 3);
	s = open_at(state, 24, 80);
	screen_shows(s, "1 row ");
	screen_type(s, "jq");
	screen_ends(s, 0);
}

static void the_preview_says_how_the_line_was_understood_and_where_it_is_wrong(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "i-15m ! keep runners offline @dewi #contain");
	screen_shows(s, "DECISION");
	screen_shows(s, "11:27");
	screen_type(s, "<C-u>^nonsense x");
	screen_lacks(s, "DECISION");
	screen_type(s, "<C-u>10m told the boss");
	screen_shows(s, "now (a time is -20m");
	screen_type(s, "<C-u>+ call them ^2021-05-18 09:00");
	screen_shows(s, "due 18 May 09:00 WIB");
	screen_type(s, "<C-u>+ call them ^tomorrow");
	screen_shows(s, "no time that lies ahead");
	screen_type(s, "<Esc>");
	quit(state);
}

static void the_row_under_the_cursor_is_marked_by_more_than_colour(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_type(s, "3");
	screen_on(s, "C-0007");
	assert_true(screen_reverse(s, 4, 5));
	screen_type(s, "j");
	screen_on(s, "C-0011");
	screen_settle(s);
	assert_false(screen_reverse(s, 4, 5));
	assert_true(screen_reverse(s, 5, 5));
	quit(state);
}

static void hostile_names_are_shown_and_never_obeyed(void **state)
{
	struct screen *s = open_at(state, 40, 120);
	const struct str *out;

	screen_type(s, "3jjj");
	screen_shows(s, "Evil <U+202E>moc\\x9b31m Ltd");
	screen_type(s, "<Enter>");
	screen_shows(s, "\\x1b]0;owned");
	screen_type(s, "<Esc>1");
	screen_shows(s, "\\x1b[31mred");
	screen_type(s, "k<Enter>");
	screen_shows(s, "1 version");
	screen_type(s, "<Esc>");
	quit(state);
	out = screen_output(s);
	assert_null(memmem(out->at, out->len, "\xe2\x80\xae", 3));
	assert_null(memmem(out->at, out->len, "\033]0;owned", 9));
	assert_null(memmem(out->at, out->len, "\xc2\x9b", 2));
}

/* --- what keys do ----------------------------------------------------------------------- */

static void enter_shows_all_of_an_entry_and_esc_goes_back(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "gg<Enter>");
	screen_shows(s, "1 version");
	screen_type(s, "<Esc>");
	screen_lacks(s, "1 version");
	quit(state);
}

static void an_amendment_keeps_the_old_text_and_asks_why(void **state)
{
	struct screen *s = open_at(state, 40, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "c<C-u>+ rotate all S3 keys @budi ^14:00<Enter>");
	screen_shows(s, "why amended>");
	screen_type(s, "new fact<Enter>");
	screen_shows(s, "Amended by");
	screen_shows(s, "+c Rina Wati rotate all S3 keys"); /* still seen to be a task */
	screen_type(s, "r");
	screen_shows(s, "log> = RW12");
	screen_type(s, "<Esc><Enter>");
	screen_shows(s, "2 versions");
	screen_shows(s, "new fact");
	screen_type(s, "<Esc>");
	quit(state);
}

static void a_strike_needs_a_reason_and_can_be_taken_back(void **state)
{
	struct screen *s = open_at(state, 24, 100);
	int64_t before = book_records(book(state));

	screen_shows(s, "10 rows");
	screen_type(s, "x<Enter>");
	screen_shows(s, "Not struck: a reason is needed");
	assert_int_equal(book_records(book(state)), before);
	screen_type(s, "xwrong host<Enter>");
	screen_shows(s, "(struck)");
	screen_type(s, "u");
	screen_shows(s, "Type y, then Enter");
	screen_type(s, "y<Enter>");
	screen_shows(s, "Undone by");
	screen_lacks(s, "(struck)");
	quit(state);
	assert_int_equal(book_records(book(state)), before + 2);
}

static void an_entry_is_erased_for_a_reason_and_by_its_number(void **state)
{
	struct screen *s = open_at(state, 24, 100);
	int64_t before = book_records(book(state));

	screen_shows(s, "10 rows");
	assert_true(book_holds(book(state), "paged on-call"));
	screen_type(s, ":erase<Enter>");
	screen_shows(s, "why erase RW12>");
	screen_type(s, "<Enter>");
	screen_shows(s, "Not erased: a reason is needed");
	screen_type(s, ":erase RW99<Enter>");
	screen_shows(s, "there is no RW99 in this notebook");
	screen_type(s, ":erase RW4<Enter>not to be told<Enter>");
	screen_shows(s, "RW4: entry 1");
	screen_shows(s, "Type 1, then Enter");
	screen_type(s, "y<Enter>");
	screen_shows(s, "Type 1, then Enter");
	screen_type(s, "<Esc>");
	screen_lacks(s, "Type 1, then Enter");
	assert_int_equal(book_records(book(state)), before);
	screen_type(s, ":erase RW4<Enter>not to be told<Enter>");
	screen_shows(s, "Type 1, then Enter");
	screen_type(s, "1<Enter>");
	screen_shows(s, "RW4 is erased for good, by RW16");
	screen_shows(s, "erased RW4: not to be told");
	screen_lacks(s, "paged on-call");
	assert_int_equal(book_records(book(state)), before + 1);
	assert_false(book_holds(book(state), "paged on-call"));
	screen_type(s, ":erase RW4<Enter>");
	screen_shows(s, "RW4 was erased before, by RW16");
	screen_type(s, "3gg");
	screen_on(s, "C-0007");
	screen_type(s, ":erase<Enter>");
	screen_shows(s, ", C-0007>");
	screen_type(s, "asked for<Enter>");
	screen_shows(s, ", C-0007: customer 1");
	screen_type(s, "<Esc>");
	quit(state);
}

static void u_passes_over_what_cannot_be_taken_back(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, ":erase RW4<Enter>not to be told<Enter>");
	screen_shows(s, "Type 1, then Enter");
	screen_type(s, "1<Enter>");
	screen_shows(s, "by RW16");
	screen_type(s, "u");
	screen_shows(s, "Take back RW15 ");
	screen_type(s, "<Esc>:undo RW16<Enter>");
	screen_shows(s, "an erasing cannot be taken back");
	screen_type(s, ":undo RW4<Enter>");
	screen_shows(s, "RW16 has erased what it wrote");
	screen_type(s, "6");
	screen_shows(s, "[6 Journal]");
	screen_type(s, "gg");
	screen_on(s, "RW1 ");
	screen_type(s, "u");
	screen_shows(s, "the first record of a notebook cannot be taken back");
	screen_type(s, "jjj");
	screen_on(s, "RW4 ");
	screen_type(s, "<Enter>");
	screen_shows(s, "erased");
	screen_type(s, "<Esc>");
	quit(state);
}

static void letters_of_every_script_are_typed_and_taken_back_one_by_one(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "icaf\xc3\xa9 \xe5\xb1\xb1\xe7\x94\xb0");
	screen_shows(s, "log> caf\xc3\xa9 \xe5\xb1\xb1\xe7\x94\xb0");
	screen_cursor(s, 20, 14);
	screen_type(s, "<Backspace><Backspace><Backspace><Backspace>");
	screen_shows(s, "log> caf\n");
	screen_cursor(s, 20, 8);
	screen_type(s, "<C-u><Esc>");
	quit(state);
}

static void the_bytes_of_a_letter_may_come_apart(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "icaf\xc3");
	screen_shows(s, "log> caf");
	screen_settle(s);
	screen_type(s, "\xa9 \xff!");
	screen_shows(s, "log> caf\xc3\xa9 !");
	screen_type(s, "<C-u><Esc>");
	quit(state);
}

static void what_was_undone_can_be_done_again(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "xwrong host<Enter>");
	screen_shows(s, "(struck)");
	screen_type(s, "u");
	screen_shows(s, "Type y, then Enter");
	screen_type(s, "y<Enter>");
	screen_lacks(s, "(struck)");
	screen_type(s, "<C-r>");
	screen_shows(s, "Type y, then Enter");
	screen_type(s, "y<Enter>");
	screen_shows(s, "(struck)");
	screen_type(s, "<C-r>");
	screen_shows(s, "nothing of yours to redo");
	screen_type(s, "u");
	screen_shows(s, "undo");
	screen_type(s, "y<Enter>");
	screen_lacks(s, "(struck)");
	quit(state);
}

/* What came after an act and was taken back does not stand in its way. */
static void acts_are_taken_back_one_after_the_other(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "ithe first words<Enter>c and more<Enter>typo<Enter>");
	screen_shows(s, "the first words and more");
	screen_type(s, "xwrong host<Enter>");
	screen_shows(s, "(struck)");
	screen_type(s, "u");
	screen_shows(s, "the first words and more"); /* what is taken back is told */
	screen_type(s, "y<Enter>");
	screen_lacks(s, "(struck)");
	screen_type(s, "uy<Enter>");
	screen_lacks(s, "and more");
	screen_type(s, "uy<Enter>");
	screen_lacks(s, "the first words");
	screen_type(s, "<C-r>");
	screen_shows(s, "Redo");
	screen_type(s, "y<Enter>");
	screen_shows(s, "the first words");
	quit(state);
}

/* Who only pressed the key has typed nothing. */
static void what_a_key_began_is_gone_when_it_is_left(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "<Home>r");
	screen_shows(s, "log> #RW3");
	screen_type(s, "<Esc>");
	screen_lacks(s, "log> #");
	screen_type(s, "5r=");
	screen_shows(s, "log> = ");
	screen_type(s, "<Esc>");
	screen_lacks(s, "log> =");
	screen_type(s, "5:done the mirror never had it<Enter><Esc>");
	screen_shows(s, "the mirror never had it"); /* that was typed */
	screen_type(s, "i<C-u><Esc>1<Home>rsee that<Esc>jr");
	screen_shows(s, "An entry is unfinished in the line: i goes on with it");
	screen_shows(s, "draft> #RW3 see that");
	screen_type(s, "i<C-u><Esc>");
	quit(state);
}

static void an_amendment_says_what_stays_and_an_answer_what_it_ends(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "<Home>jjc");
	screen_shows(s, "DECISION  17 May 09:11 WIB");
	screen_type(s, "<Esc>i= RW7 no");
	screen_shows(s, "(answers it)");
	screen_type(s, "<C-u>= RW3 no");
	screen_shows(s, "(no question and no task)");
	screen_type(s, "<C-u>= RW99 no");
	screen_shows(s, "(there is no such reference)");
	screen_type(s, "<C-u>= RW12 done");
	screen_shows(s, "(ends it)");
	screen_type(s, "<C-u><Esc>");
	quit(state);
}

static void a_paste_is_kept_as_it_was_and_shown_safely(void **state)
{
	static const char pasted[] = "\033[200~a\tb \033[31mred\033[201~";
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "i");
	screen_send(s, pasted, sizeof pasted - 1);
	screen_shows(s, "a b \\x1b[31mred");
	screen_type(s, "<Enter>");
	screen_shows(s, "Saved");
	screen_type(s, "c, and more");
	screen_shows(s, "a b \\x1b[31mred, and more");
	screen_type(s, "<Enter>typo<Enter>");
	screen_shows(s, "Amended");
	quit(state);
	assert_true(book_holds(book(state), "a\tb \033[31mred, and more"));
}

static void the_first_key_of_a_sequence_shows_what_may_follow(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "g");
	screen_shows(s, "g ...");
	screen_shows(s, "t  Go to the timeline");
	screen_type(s, "t");
	screen_shows(s, "[2 Timeline]");
	screen_lacks(s, "Go to the timeline");
	quit(state);
}

static void without_colour_there_are_only_attributes(void **state)
{
	struct screen *s;
	const struct str *out;

	book(state)->mono = true;
	s = open_at(state, 24, 80);
	screen_shows(s, "10 rows");
	screen_type(s, "2");
	screen_settle(s);
	quit(state);
	out = screen_output(s);
	for (int color = 30; color < 38; color++) {
		char sequence[16];

		snprintf(sequence, sizeof sequence, "\033[%dm", color);
		assert_null(memmem(out->at, out->len, sequence, strlen(sequence)));
	}
	assert_non_null(memmem(out->at, out->len, "7m", 2));
}

static void a_filter_stays_until_esc_and_a_broken_one_keeps_the_last(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "f#contain<Enter>");
	screen_shows(s, "1 pass");
	screen_shows(s, "filter: #contain");
	screen_type(s, "f<C-u>");
	screen_shows(s, "10 rows");
	screen_type(s, "@dewi");
	screen_shows(s, "2 pass of 10"); /* while it is typed */
	screen_type(s, " kind:decison<Enter>");
	screen_shows(s, "^ \"decison\" is no kind of entry; did you mean");
	screen_shows(s, "filter> @dewi kind:decison");
	screen_type(s, "<Backspace><Backspace>ion");
	screen_shows(s, "filter> @dewi kind:decision");
	screen_shows(s, "1 pass of 10");
	screen_type(s, "<Esc>");
	screen_shows(s, "filter: #contain"); /* as it was */
	screen_type(s, "<Esc>");
	screen_shows(s, "10 rows");
	screen_type(s, "f@dewi<Enter>:filter save hers<Enter>");
	screen_shows(s, "view:hers stands for this filter now");
	quit(state);
}

static void a_search_follows_what_is_typed_and_esc_goes_back(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "gg/re");
	screen_on(s, "RW5 ");
	screen_type(s, "built");
	screen_on(s, "RW10 ");
	screen_type(s, "<Backspace><Backspace><Backspace><Backspace><Backspace>");
	screen_on(s, "RW5 ");
	screen_type(s, "<Esc>");
	screen_on(s, "RW3 ");
	screen_type(s, "/runner-04<Enter>");
	screen_on(s, "RW10 ");
	screen_type(s, "gg:next ?<Enter>");
	screen_on(s, "RW7 ");
	screen_type(s, ":next evidence<Enter>");
	screen_on(s, "RW8 ");
	screen_type(s, ":next nosuch<Enter>");
	screen_shows(s, "is no kind of entry");
	quit(state);
}

static void a_search_jumps_and_goes_on_around_the_end(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "gg/runner-04<Enter>");
	screen_on(s, "RW10 ");
	screen_type(s, "/Opened call<Enter>");
	screen_shows(s, "Went on from the other end");
	screen_on(s, "RW4 ");
	screen_type(s, "/no such words at all<Enter>");
	screen_shows(s, "Not found");
	quit(state);
}

static void bulk_status_asks_for_the_number_that_will_change(void **state)
{
	struct screen *s = open_at(state, 30, 100);
	int64_t before = book_records(book(state));

	screen_type(s, "4");
	screen_shows(s, "4 rows");
	screen_type(s, "A");
	screen_shows(s, "4 marked");
	screen_type(s, "m");
	screen_shows(s, "New status of 4");
	screen_type(s, "s");
	screen_shows(s, "4  will change");
	screen_type(s, "<Enter>");
	screen_shows(s, "Nothing done");
	assert_int_equal(book_records(book(state)), before);
	screen_type(s, "msy<Enter>");
	screen_shows(s, "4 changed");
	screen_shows(s, "in-review");
	screen_shows(s, "4 marked"); /* they are approved next */
	quit(state);
	assert_int_equal(book_records(book(state)), before + 1);
}

static void every_choice_is_seen_where_there_is_no_room_for_a_box(void **state)
{
	struct screen *s = open_at(state, 10, 40);

	screen_type(s, "4m");
	screen_shows(s, "New status of 1");
	screen_shows(s, "s  submit for rev");
	screen_shows(s, "c  cancel");
	screen_shows(s, "d  done: close");
	screen_shows(s, "a letter; Esc cancels");
	screen_type(s, "<Esc>");
	quit(state);
}

static void the_past_can_be_looked_at_and_not_be_written(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, ":asof 2021-05-17 11:42:01<Enter>");
	screen_shows(s, "AS OF THE PAST");
	screen_type(s, "i");
	screen_shows(s, "nothing can be written here");
	screen_type(s, ":now<Enter>");
	screen_lacks(s, "AS OF THE PAST");
	screen_shows(s, "10 rows");
	quit(state);
}

static void what_another_person_writes_appears_without_moving_the_cursor(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "gg");
	screen_on(s, "RW3 ");
	book_log_by_other(book(state), "rebooted the bastion");
	screen_shows(s, "11 rows");
	screen_on(s, "RW3 ");
	quit(state);
}

static void a_gap_is_that_between_the_minutes_shown(void **state)
{
	struct screen *s = open_at(state, 24, 120);

	book_log_by_other(book(state), "2021-05-14 09:00:50 the account was locked");
	book_log_by_other(book(state), "2021-05-14 12:10:20 the account was open again");
	screen_shows(s, "12 rows");
	screen_type(s, "2gg");
	screen_shows(s, "+3h10m");
	screen_shows(s, "quiet for 3h10m");
	quit(state);
}

static void clocks_put_back_are_said_above_the_hour_that_comes_again(void **state)
{
	struct screen *s = open_at(state, 24, 120);

	book_log_by_other(book(state), "2020-10-25T00:30:00Z seen at half past two");
	book_log_by_other(book(state), "2020-10-25T01:06:00Z seen at six past two");
	screen_shows(s, "12 rows");
	screen_type(s, ":zone Europe/Berlin<Enter>2gg");
	screen_shows(s, "-- Sun 25 Oct 2020 ---");
	screen_shows(s, "-- Sun 25 Oct 2020, CET ---");
	screen_shows(s, "+36m");
	quit(state);
}

static void the_palette_finds_a_command_and_runs_it(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, ":zzz");
	screen_shows(s, "No command fits");
	screen_type(s, "<C-u>hash<Enter>");
	screen_shows(s, "All of it is as it was written.");
	screen_type(s, "<Esc>:marked<Enter>"); /* which is in many sentences */
	screen_shows(s, "There is no command 'marked'");
	screen_type(s, ":nxt a<Enter>");
	screen_shows(s, "There is no command 'nxt'");
	quit(state);
}

static void tab_completes_what_a_command_takes(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, ":state con<Tab>");
	screen_shows(s, ":state contained");
	screen_type(s, "<C-u>milestone det<Tab>");
	screen_shows(s, ":milestone det");
	screen_shows(s, "detected  determined");
	screen_type(s, "<C-u>set str<Tab>braille<Enter>");
	screen_shows(s, "strip=braille");
	screen_type(s, ":lanes zzz<Tab>");
	screen_shows(s, "Nothing begins like that");
	screen_type(s, "<C-u>import customers cust<Tab>"); /* a file, from the second word on */
	screen_shows(s, "Nothing begins like that");
	screen_type(s, "<Esc>i+ call the bank ^+4<Tab>");
	screen_shows(s, "^+4h");
	screen_type(s, "<C-u><Esc>");
	quit(state);
}

static void messages_can_be_read_again(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, ":severity 9<Enter>");
	screen_shows(s, "error:");
	screen_type(s, "jjk:messages<Enter>");
	screen_shows(s, "error: ");
	screen_type(s, "<Esc>");
	quit(state);
}

/* --- nothing is lost --------------------------------------------------------------------- */

static void a_paste_fills_the_line_and_never_saves(void **state)
{
	static const char pasted[] = "\033[200~first line\nsecond line\nq\n\033[201~";
	struct screen *s = open_at(state, 24, 80);
	int64_t before = book_records(book(state));

	screen_shows(s, "10 rows");
	screen_send(s, pasted, sizeof pasted - 1);
	screen_shows(s, "log> first line");
	screen_shows(s, "second line");
	screen_settle(s);
	assert_int_equal(book_records(book(state)), before);
	screen_type(s, "<Enter>");
	screen_shows(s, "Saved");
	quit(state);
	assert_int_equal(book_records(book(state)), before + 1);
}

static void a_draft_survives(void **state, int sig)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "ihalf a thought");
	screen_shows(s, "log> half a thought");
	screen_signal(s, sig);
	screen_ends(s, 128 + sig);
	s = open_at(state, 24, 80);
	screen_shows(s, "The draft of an unfinished entry is back");
	screen_shows(s, "draft> half a thought");
	screen_type(s, "i<Enter>");
	screen_shows(s, "Saved");
	quit(state);
	s = open_at(state, 24, 80);
	screen_shows(s, "11 rows");
	screen_lacks(s, "draft> half");
	quit(state);
}

static void a_draft_survives_a_hang_up(void **state)
{
	a_draft_survives(state, SIGHUP);
}

static void a_draft_survives_being_terminated(void **state)
{
	a_draft_survives(state, SIGTERM);
}

static void a_draft_survives_being_interrupted(void **state)
{
	a_draft_survives(state, SIGINT);
}

static void a_draft_is_on_the_disk_soon_after_the_last_key_even_when_killed(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "ihalf a thought");
	screen_shows(s, "log> half a thought");
	for (int i = 0; i < 300 && book_drafts(book(state)) == 0; i++)
		screen_settle(s);
	assert_int_equal(book_drafts(book(state)), 1);
	screen_signal(s, SIGKILL);
	screen_ends(s, 128 + SIGKILL);
	s = open_at(state, 24, 80);
	screen_shows(s, "draft> half a thought");
	screen_type(s, "i<C-u><Esc>");
	quit(state);
	assert_int_equal(book_drafts(book(state)), 0);
}

static void the_terminal_is_given_back_at_the_end(void **state)
{
	struct screen *s = open_at(state, 24, 80);
	const struct str *out;

	screen_shows(s, "10 rows");
	quit(state);
	out = screen_output(s);
	assert_non_null(memmem(out->at, out->len, "\033[?2004h", 8));
	assert_non_null(memmem(out->at, out->len, "\033[?2004l", 8));
	assert_non_null(memmem(out->at, out->len, "\033[?1049l", 8));
}

static void an_abort_gives_the_terminal_back(void **state)
{
	struct screen *s = open_at(state, 24, 80);
	const struct str *out;

	screen_shows(s, "10 rows");
	screen_signal(s, SIGABRT);
	screen_ends(s, 128 + SIGABRT);
	out = screen_output(s);
	assert_non_null(memmem(out->at, out->len, "\033[?1049l", 8));
	assert_non_null(memmem(out->at, out->len, "\033[?2004l", 8));
}

static void being_stopped_keeps_the_draft_and_paints_anew(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "ihalf a thought");
	screen_shows(s, "log> half a thought");
	screen_settle(s);
	screen_signal(
	    s, SIGTSTP); /* ignored by the kernel for the leader of a session: it goes on at once */
	screen_settle(s);
	screen_shows(s, "log> half a thought");
	assert_int_equal(book_drafts(book(state)), 1);
	screen_type(s, "<C-u><Esc>");
	screen_lacks(s, "half");
	quit(state);
}

/* --- terminals and sizes ------------------------------------------------------------------- */

static void every_size_from_one_cell_up_can_be_drawn(void **state)
{
	static const int sizes[][2] = { { 1, 1 }, { 1, 2 }, { 2, 1 }, { 2, 2 }, { 3, 5 }, { 5, 3 },
		{ 1, 200 }, { 100, 1 }, { 4, 20 }, { 100, 300 }, { 10, 40 }, { 24, 80 } };
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		screen_resize(s, sizes[i][0], sizes[i][1]);
		screen_type(s, "2<Enter>j<Esc>:hel<Esc>3mi<Esc>?<Esc>6<Enter><Esc>1");
	}
	screen_shows(s, "INC-2021-014");
	screen_shows(s, "RW12");
	quit(state);
}

static void the_largest_sizes_can_be_drawn(void **state)
{
	static const int sizes[][2] = { { 1000, 1 }, { 1, 1000 }, { 1000, 1000 } };
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		screen_resize(s, sizes[i][0], sizes[i][1]);
		screen_type(s, "2gg1");
		screen_settle(s);
	}
	screen_shows(s, "INC-2021-014 CI token leak");
	screen_shows(s, "10 rows");
	screen_resize(s, 24, 80);
	screen_shows(s, "INC-2021-014");
	quit(state);
}

static void a_storm_of_resizes_ends_in_a_whole_screen(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	srand(3);
	screen_shows(s, "10 rows");
	for (int i = 0; i < 250; i++) {
		screen_resize(s, 1 + rand() % 50, 1 + rand() % 150);
		screen_type(s, "kj231");
	}
	screen_resize(s, 24, 80);
	screen_shows(s, "INC-2021-014 CI token leak");
	screen_shows(s, "10 rows");
	screen_is_file(s, "log");
	quit(state);
}

static void other_terminals_show_the_same(void **state)
{
	static const char *const terms[] = { "vt100", "linux", "screen", "tmux-256color", "xterm" };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		screen_end(f->screen);
		f->screen = book_open_term(&f->book, 24, 80, terms[i]);
		screen_shows(f->screen, "10 rows");
		screen_is_file(f->screen, "log");
		quit(state);
	}
}

static void a_terminal_nobody_knows_is_refused_with_a_sentence(void **state)
{
	struct fixture *f = *state;

	f->screen = book_open_term(&f->book, 24, 80, "nosuchterm");
	screen_shows(f->screen, "the terminal type 'nosuchterm' is not known here");
	screen_ends(f->screen, 98);
}

static void the_c_locale_shows_the_same(void **state)
{
	struct fixture *f = *state;

	setenv("LC_ALL", "C", 1);
	f->screen = book_open(&f->book, 24, 80);
	unsetenv("LC_ALL");
	screen_shows(f->screen, "10 rows");
	screen_is_file(f->screen, "log");
	quit(state);
}

static void a_cursor_move_sends_less_than_300_bytes(void **state)
{
	struct screen *s = open_at(state, 40, 120);
	size_t before;

	screen_type(s, "3");
	screen_shows(s, "45 rows");
	screen_type(s, "jj");
	screen_settle(s);
	before = screen_output(s)->len;
	screen_type(s, "j");
	screen_settle(s);
	assert_in_range(screen_output(s)->len - before, 1, 300);
	quit(state);
}

/* The list as the emulator has it now, without the details, which come later; owned by the caller.
 */
static char *picture(struct screen *s)
{
	enum { LIST = 70 }; /* bytes of a row */
	struct str out = { 0 };

	screen_settle(s);
	for (const char *row = screen_text(s), *end; *row; row = end + (*end == '\n')) {
		end = row + strcspn(row, "\n");
		str_put(&out, row, (size_t)(end - row < LIST ? end - row : LIST));
		str_putc(&out, '\n');
	}
	return str_take(&out);
}

static void rows_that_the_terminal_has_scrolled_are_where_a_repaint_puts_them(void **state)
{
	static const char *const terms[] = { "vt100", "linux", "tmux-256color", "xterm-256color" };
	static const struct {
		const char *keys, *to;
	} moves[] = { { "G", "D-0039" }, { "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkk", "D-0009" },
		{ "kk", "D-0007" }, { "jjjjjjjjjjjjjjjjjjjjjjjjjjj", "D-0034" }, { "j", "D-0035" },
		{ "gg", "C-0007" }, { "2gg", "RW9" }, { "jjjjjjj", "RW10" }, { "j", "RW11" },
		{ "kG", "RW12" }, { "kkkkkkkk", "RW3" }, { "1G", "RW12" }, { "kkkkkkk", "RW5" },
		{ "k", "RW4" }, { "jj", "RW6" } };
	struct fixture *f = *state;

	for (size_t t = 0; t < sizeof terms / sizeof *terms; t++) {
		struct screen *s;

		screen_end(f->screen);
		f->screen = s = book_open_term(&f->book, 20, 120, terms[t]);
		screen_type(s, "3");
		screen_shows(s, "45 rows");
		screen_shows(s, "accesses  3"); /* details beside the rows that move */
		for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
			char *scrolled, *repainted;

			screen_type(s, moves[i].keys);
			screen_on(s, moves[i].to);
			scrolled = picture(s);
			screen_type(s, "<C-l>");
			repainted = picture(s);
			assert_string_equal(scrolled, repainted);
			free(scrolled);
			free(repainted);
		}
		quit(state);
	}
}

static void a_tick_of_the_clock_sends_less_than_40_bytes(void **state)
{
	struct screen *s;
	size_t before;

	snprintf(book(state)->second, sizeof book(state)->second, "52");
	s = open_at(state, 40, 120);
	screen_type(s, "3");
	screen_shows(s, "45 rows");
	screen_shows(s, "1 version"); /* beside the list */
	screen_settle(s);
	screen_shows(s, "11:42 WIB");
	before = screen_output(s)->len;
	screen_shows(s, "11:43 WIB");
	screen_settle(s);
	assert_in_range(screen_output(s)->len - before, 1, 39);
	quit(state);
}

static void a_range_marks_all_between_its_ends_upwards_too(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_type(s, "3");
	screen_shows(s, "45 rows");
	screen_type(s, "jjvGv");
	screen_shows(s, "43 marked");
	screen_type(s, "<Esc>");
	screen_lacks(s, "marked");
	screen_type(s, "vkkkv");
	screen_shows(s, "4 marked");
	quit(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FULL(each_view_is_whole_at_40x10),
		FULL(each_view_is_whole_at_80x24),
		FULL(each_view_is_whole_at_120x40),
		FULL(each_view_is_whole_at_200x60),
		cmocka_unit_test_setup_teardown(
		    an_empty_notebook_says_how_to_begin_and_the_line_is_ready, empty, done),
		FULL(the_preview_says_how_the_line_was_understood_and_where_it_is_wrong),
		FULL(the_row_under_the_cursor_is_marked_by_more_than_colour),
		FULL(hostile_names_are_shown_and_never_obeyed),
		FULL(enter_shows_all_of_an_entry_and_esc_goes_back),
		FULL(an_amendment_keeps_the_old_text_and_asks_why),
		FULL(a_strike_needs_a_reason_and_can_be_taken_back),
		FULL(an_entry_is_erased_for_a_reason_and_by_its_number),
		FULL(u_passes_over_what_cannot_be_taken_back),
		FULL(letters_of_every_script_are_typed_and_taken_back_one_by_one),
		FULL(the_bytes_of_a_letter_may_come_apart),
		FULL(what_was_undone_can_be_done_again),
		FULL(acts_are_taken_back_one_after_the_other),
		FULL(what_a_key_began_is_gone_when_it_is_left),
		FULL(an_amendment_says_what_stays_and_an_answer_what_it_ends),
		FULL(a_paste_is_kept_as_it_was_and_shown_safely),
		FULL(the_first_key_of_a_sequence_shows_what_may_follow),
		FULL(without_colour_there_are_only_attributes),
		FULL(a_filter_stays_until_esc_and_a_broken_one_keeps_the_last),
		FULL(a_search_follows_what_is_typed_and_esc_goes_back),
		FULL(a_search_jumps_and_goes_on_around_the_end),
		FULL(bulk_status_asks_for_the_number_that_will_change),
		FULL(every_choice_is_seen_where_there_is_no_room_for_a_box),
		FULL(the_past_can_be_looked_at_and_not_be_written),
		FULL(what_another_person_writes_appears_without_moving_the_cursor),
		FULL(a_gap_is_that_between_the_minutes_shown),
		FULL(clocks_put_back_are_said_above_the_hour_that_comes_again),
		FULL(the_palette_finds_a_command_and_runs_it),
		FULL(tab_completes_what_a_command_takes),
		FULL(messages_can_be_read_again),
		FULL(a_paste_fills_the_line_and_never_saves),
		FULL(a_draft_survives_a_hang_up),
		FULL(a_draft_survives_being_terminated),
		FULL(a_draft_survives_being_interrupted),
		FULL(a_draft_is_on_the_disk_soon_after_the_last_key_even_when_killed),
		FULL(the_terminal_is_given_back_at_the_end),
		FULL(every_size_from_one_cell_up_can_be_drawn),
		FULL(the_largest_sizes_can_be_drawn),
		FULL(a_storm_of_resizes_ends_in_a_whole_screen),
		FULL(other_terminals_show_the_same),
		FULL(a_terminal_nobody_knows_is_refused_with_a_sentence),
		FULL(the_c_locale_shows_the_same),
		FULL(a_cursor_move_sends_less_than_300_bytes),
		FULL(rows_that_the_terminal_has_scrolled_are_where_a_repaint_puts_them),
		FULL(a_tick_of_the_clock_sends_less_than_40_bytes),
		FULL(a_range_marks_all_between_its_ends_upwards_too),
		FULL(an_abort_gives_the_terminal_back),
		FULL(being_stopped_keeps_the_draft_and_paints_anew),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
