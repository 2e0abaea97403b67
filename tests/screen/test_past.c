/* test_past.c - the notebook as it stood: as of a time, and record by record. */
#include <locale.h>
#include <string.h>

#include "tests/screen/case.h"

static void every_view_of_the_past_says_so_and_none_can_be_written(void **state)
{
	static const char writes[][24] = { "i", "I", "c", "x", "u", "<C-r>", ":title X<Enter>",
		":incident A B<Enter>", ":status<Enter>" };
	struct screen *s = open_at(state, 24, 100);
	int64_t before = book_records(book(state));

	screen_shows(s, "10 rows");
	screen_type(s, ":asof 2021-05-17 11:42:01<Enter>");
	for (const char *view = "123460"; *view; view++) {
		screen_send(s, view, 1);
		screen_shows(s, "AS OF THE PAST");
		for (size_t i = 0; i < sizeof writes / sizeof *writes; i++) {
			screen_type(s, writes[i]);
			screen_settle(s);
			screen_lacks(s, "log>");
			screen_type(s, "<lt>");
		}
	}
	screen_type(s, "<Esc>");
	screen_shows(s, "Back to now");
	screen_lacks(s, "AS OF THE PAST");
	quit(state);
	assert_int_equal(book_records(book(state)), before);
}

static void a_line_that_is_open_closes_before_the_past_and_keeps_its_text(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "I:asof 2021-05-17 11:42:01<Enter>");
	screen_shows(s, "AS OF THE PAST");
	screen_type(s, "<Esc>");
	screen_shows(s, "Back to now");
	quit(state);
}

static void replay_steps_through_the_records_and_the_views_follow(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, ":replay<Enter>");
	screen_shows(
	    s, "REPLAY 1 of 15  RW1  2021-05-17 11:42:02 WIB  notebook.init  by Rina Wati");
	screen_type(s, "<Right><Right><Right>");
	screen_shows(s, "REPLAY 4 of 15  RW4");
	screen_shows(s, "2 rows");
	screen_on(s, "RW4 ");
	screen_type(s, "h");
	screen_shows(s, "REPLAY 3 of 15");
	screen_shows(s, "1 row ");
	screen_type(s, "6");
	screen_shows(s, "[6 Journal]");
	screen_shows(s, "3 rows");
	screen_on(s, "RW3 ");
	screen_type(s, "3");
	screen_shows(s, "0 rows");
	screen_type(s, "<End>");
	screen_shows(s, "REPLAY 15 of 15");
	screen_shows(s, "45 rows");
	screen_type(s, "1k<Enter>");
	screen_shows(s, "1 version");
	screen_type(s, "<Esc>");
	screen_shows(s, "REPLAY 15 of 15");
	screen_type(s, "i");
	screen_shows(s, "nothing can be written here");
	screen_type(s, "<Esc>");
	screen_shows(s, "Back to now");
	screen_lacks(s, "REPLAY");
	quit(state);
}

static void replay_begins_where_it_is_told_and_plays_to_the_end(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, ":replay RW13<Enter>");
	screen_shows(s, "REPLAY 13 of 15");
	screen_type(s, "p");
	screen_shows(s, "REPLAY 14 of 15");
	screen_shows(s, "REPLAY 15 of 15");
	screen_type(s, "[");
	screen_shows(s, "REPLAY 1 of 15");
	screen_type(s, "]");
	screen_shows(s, "REPLAY 15 of 15");
	screen_type(s, "q:replay XX9<Enter>");
	screen_shows(s, "error:");
	screen_lacks(s, "REPLAY");
	quit(state);
}

static void the_past_before_the_first_entry_asks_for_none(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, ":replay<Enter>");
	screen_shows(s, "Nothing was logged.");
	screen_shows(s, "0..7 views");
	screen_lacks(s, "The line below is ready");
	screen_type(s, "<Esc>");
	screen_shows(s, "10 rows");
	screen_type(s, ":asof 2021-05-17 11:42<Enter>");
	screen_shows(s, "nothing can be written.   :now goes back");
	screen_type(s, ":now<Enter>g");
	screen_shows(s, "a  Go to the advisories");
	screen_type(s, "<Esc>");
	quit(state);
}

static void the_banner_is_there_in_the_smallest_window(void **state)
{
	struct screen *s = open_at(state, 3, 20);

	screen_type(s, ":replay<Enter>");
	screen_shows(s, "REPLAY 1 of");
	screen_type(s, "<Esc>");
	quit(state);
}

/* What is known now is left out, and the record of it is of now. */
static void the_past_can_be_written_to_a_file(void **state)
{
	struct screen *s = open_at(state, 30, 100);
	int64_t before = book_records(book(state));

	screen_shows(s, "10 rows");
	screen_type(s, "isomething newer<Enter>");
	screen_shows(s, "11 rows");
	screen_type(s, ":asof 2021-05-17 11:42:19<Enter>");
	screen_shows(s, "10 rows");
	screen_type(s, "Ec");
	screen_shows(s, "write to>");
	screen_type(s, "<C-u>");
	screen_type(s, book(state)->dir);
	screen_type(s, "/past.csv<Enter>");
	screen_shows(s, "10 rows   CSV");
	screen_type(s, "y<Enter>");
	screen_shows(s, "10 rows written to");
	screen_shows(s, "AS OF THE PAST");
	screen_type(s, "<Esc>6");
	screen_shows(s, "export");
	quit(state);
	assert_int_equal(book_records(book(state)), before + 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FULL(every_view_of_the_past_says_so_and_none_can_be_written),
		FULL(a_line_that_is_open_closes_before_the_past_and_keeps_its_text),
		FULL(replay_steps_through_the_records_and_the_views_follow),
		FULL(replay_begins_where_it_is_told_and_plays_to_the_end),
		FULL(the_past_before_the_first_entry_asks_for_none),
		FULL(the_past_can_be_written_to_a_file),
		FULL(the_banner_is_there_in_the_smallest_window),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
