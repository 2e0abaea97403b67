/*
 * test_line.c - the entry line as it is used: completion, pastes, the editor, history, drafts; and
 * two people on one file.
 */
#define _GNU_SOURCE
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/screen/case.h"

/* --- completion, history, faults -------------------------------------------------------- */

static void tab_goes_through_what_fits_and_comes_back_to_what_was_typed(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "iasked #");
	screen_shows(s, "log> asked #");
	screen_type(s, "<Tab>");
	screen_shows(s, "log> asked #erad\n");
	screen_shows(s, "#erad  #ioc  #contain  #comms  #detect  #RW12");
	screen_type(s, "<Tab>");
	screen_shows(s, "log> asked #ioc\n");
	screen_type(s, "<Shift-Tab><Shift-Tab>");
	screen_shows(s, "log> asked #\n");
	screen_type(s, "co<Tab>");
	screen_shows(s, "log> asked #contain\n");
	screen_type(s, " @b<Tab>");
	screen_shows(s, "log> asked #contain @budi\n");
	screen_type(s, "<C-u>=<Tab>");
	screen_shows(s, "log> =RW12\n");
	screen_type(s, "<Tab>");
	screen_shows(s, "log> =RW7\n");
	screen_type(s, "<C-u>kind:dec<Tab>");
	screen_shows(s, "log> kind:decision\n");
	screen_type(s, "<C-u>#zzz<Tab>");
	screen_shows(s, "Nothing here begins so");
	screen_type(s, "<C-u><Esc>");
	quit(state);
}

static void up_walks_what_was_written_and_comes_back_to_the_draft(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "ihalf a thought<Up>");
	screen_shows(s, "log> + rotate S3 keys @budi ^14:00\n");
	screen_type(s, "<Up><Up>");
	screen_shows(s, "log> Rebuilt runner-04 from clean image #erad\n");
	screen_type(s, "<Down><Down><Down>");
	screen_shows(s, "log> half a thought\n");
	screen_type(s, "<C-w><C-w>");
	screen_shows(s, "log> half\n");
	screen_type(s, "<C-_>");
	screen_shows(s, "log> half a\n");
	screen_type(s, "<C-u><Esc>");
	quit(state);
}

static void a_caret_stands_under_the_fault_and_the_sentence_has_the_fix(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "i25:10 x");
	screen_shows(s, "log> 25:10 x\n     ^ 25:10 is not a time: HH:MM, 00:00 to 23:59\n");
	screen_type(s, "<Enter>");
	screen_shows(s, "error: 25:10 is not a time");
	screen_shows(s, "log> 25:10 x");
	screen_type(s, "<C-u>rotate the keys of every customer we have @budi ^25:10");
	screen_shows(s, " ^\n");
	screen_type(s, "<C-u><Esc>");
	quit(state);
}

/* --- pastes ----------------------------------------------------------------------------- */

static void paste(struct screen *s, const char *text)
{
	screen_send(s, "\033[200~", 6);
	screen_send(s, text, strlen(text));
	screen_send(s, "\033[201~", 6);
}

static void many_lines_pasted_become_one_piece_of_evidence(void **state)
{
	struct screen *s = open_at(state, 24, 100);
	int64_t before = book_records(book(state));

	screen_shows(s, "10 rows");
	screen_type(s, "i-15m bastion ");
	paste(s, "02:10 accepted #1\n02:31 closed\nq\n");
	screen_shows(s, "3 lines: Enter one evidence entry   s 3 entries   Esc back");
	screen_settle(s);
	assert_int_equal(book_records(book(state)), before);
	screen_type(s, "<Enter>");
	screen_shows(s, "Saved RW");
	screen_shows(s, "[3 lines] bastion 02:10 accepted #1");
	screen_shows(s, "11:27");
	quit(state);
	assert_int_equal(book_records(book(state)), before + 1);
}

static void many_lines_pasted_become_an_entry_each_in_one_act(void **state)
{
	struct screen *s = open_at(state, 24, 100);
	int64_t before = book_records(book(state));

	screen_shows(s, "10 rows");
	paste(s, "09:50 called the bank\n\n! keep the runners offline\nfound the mail\n");
	screen_shows(s, "4 lines:");
	screen_type(s, "s");
	screen_shows(s, "Saved 3 entries by RW");
	screen_shows(s, "13 rows");
	screen_shows(s, "! ");
	quit(state);
	assert_int_equal(book_records(book(state)), before + 1);
}

static void a_fault_in_one_pasted_line_saves_none_and_keeps_the_text(void **state)
{
	struct screen *s = open_at(state, 24, 100);
	int64_t before = book_records(book(state));

	screen_shows(s, "10 rows");
	paste(s, "called the bank\n25:10 found the mail");
	screen_shows(s, "2 lines:");
	screen_type(s, "s");
	screen_shows(s, "line 2, and none is saved: 25:10 is not a time");
	screen_shows(s, "log> called the bank");
	screen_type(s, "<C-u><Esc>");
	quit(state);
	assert_int_equal(book_records(book(state)), before);
}

static void esc_after_a_paste_goes_back_to_the_line(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	paste(s, "first\nsecond");
	screen_shows(s, "2 lines:");
	screen_type(s, "<Esc>");
	screen_lacks(s, "2 lines:");
	screen_type(s, "s!");
	screen_shows(s, "seconds!");
	screen_type(s, "<C-u><Esc>");
	quit(state);
}

/* --- the editor ------------------------------------------------------------------------- */

static void make_editor(struct book *b, const char *script)
{
	char path[400], command[420];
	FILE *f;

	snprintf(path, sizeof path, "%s/editor", b->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fprintf(f, "#!/bin/sh\n%s\n", script);
	fclose(f);
	chmod(path, 0700);
	snprintf(command, sizeof command, "%s -w", path);
	setenv("VISUAL", command, 1);
	setenv("XDG_RUNTIME_DIR", b->dir, 1);
}

static void the_editor_gets_the_line_and_gives_it_back(void **state)
{
	struct screen *s;

	make_editor(book(state),
	    "test \"$1\" = -w && test \"$(stat -c %a \"$2\")\" = 600 && "
	    "printf 'and more\\nof it\\n' >>\"$2\"");
	s = open_at(state, 24, 100);
	screen_shows(s, "10 rows");
	screen_type(s, "i> the log<C-o>");
	screen_shows(s, "log> > the log");
	screen_shows(s, "and more");
	screen_shows(s, "of it");
	screen_type(s, "<Enter>");
	screen_shows(s, "[3 lines] the log");
	quit(state);
	unsetenv("VISUAL");
}

static void an_editor_that_fails_leaves_the_line_as_it_was(void **state)
{
	struct screen *s;

	make_editor(book(state), "echo spoilt >\"$2\"; exit 3");
	s = open_at(state, 24, 100);
	screen_shows(s, "10 rows");
	screen_type(s, "ihalf a thought<C-o>");
	screen_shows(s, "ended with status 3");
	screen_shows(s, "log> half a thought\n");
	screen_type(s, "<C-u><Esc>");
	quit(state);
	unsetenv("VISUAL");
}

/* --- drafts ----------------------------------------------------------------------------- */

/* Typing that never rests is on the disk all the same. */
static void a_draft_is_kept_while_keys_keep_coming(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "i");
	screen_shows(s, "Enter save");
	for (int i = 0; i < 200000 && book_drafts(book(state)) == 0; i++)
		screen_type(s, "x<Backspace>y");
	assert_int_equal(book_drafts(book(state)), 1);
	screen_signal(s, SIGKILL);
	screen_ends(s, 128 + SIGKILL);
	s = open_at(state, 24, 80);
	screen_shows(s, "The draft of an unfinished entry is back");
	screen_type(s, "i<C-u><Esc>");
	quit(state);
}

/* --- two people on one file --------------------------------------------------------------- */

static void what_others_write_is_counted_and_moves_nothing(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "gg");
	screen_on(s, "RW3 ");
	book_log_by_other(book(state), "rebooted the bastion");
	book_log_by_other(book(state), "and the runner");
	screen_shows(s, "2 new");
	screen_shows(s, "12 rows");
	screen_on(s, "RW3 ");
	screen_type(s, "j");
	screen_lacks(s, "2 new");
	quit(state);
}

static void rows_stay_as_they_are_while_a_dialog_is_open(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "x");
	screen_shows(s, "why strike RW12>");
	book_log_by_other(book(state), "rebooted the bastion");
	screen_shows(s, "1 new");
	screen_shows(s, "10 rows");
	screen_lacks(s, "rebooted");
	screen_type(s, "<Esc>");
	screen_shows(s, "rebooted the bastion");
	screen_shows(s, "11 rows");
	screen_on(s, "RW12 ");
	quit(state);
}

static void an_amendment_over_a_newer_version_shows_both_texts(void **state)
{
	struct screen *s = open_at(state, 30, 100);
	int64_t before = book_records(book(state));

	screen_shows(s, "10 rows");
	screen_type(s, "c<C-u>+ rotate S3 keys and the mirror's<Enter>");
	screen_shows(s, "why amended>");
	book_amend_by_other(book(state), "RW12", "+ rotate S3 keys, done for two of five");
	screen_type(s, "more of them<Enter>");
	screen_shows(s, "Two people, one entry");
	screen_shows(s, "RW12 was changed meanwhile by BS1, Budi Santoso");
	screen_shows(s, "rotate S3 keys, done for two of five");
	screen_shows(s, "rotate S3 keys and the mirror's");
	assert_int_equal(book_records(book(state)), before + 1);
	screen_type(s, "<Esc>");
	screen_shows(s, "amend> + rotate S3 keys and the mirror's");
	screen_type(s, "<Enter>more of them<Enter>");
	screen_shows(s, "Amended by");
	screen_type(s, "<Enter>");
	screen_shows(s, "3 versions");
	screen_type(s, "<Esc>");
	quit(state);
	assert_int_equal(book_records(book(state)), before + 2);
}

static void esc_at_the_reason_keeps_the_amendment(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "c<C-u>another text<Enter>");
	screen_shows(s, "why amended>");
	screen_type(s, "<Esc>");
	screen_shows(s, "amend> another text");
	screen_type(s, "<Esc>");
	screen_lacks(s, "another text");
	screen_shows(s, "c on the same entry takes the text up again");
	screen_type(s, "c");
	screen_shows(s, "amend> another text");
	screen_type(s, "<C-_>");
	screen_shows(s, "amend> rotate S3 keys");
	screen_type(s, "<Esc>c");
	screen_shows(s, "amend> rotate S3 keys");
	screen_type(s, "<Esc>");
	quit(state);
}

static void an_amendment_survives_with_the_draft(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "ihalf a thought<Esc>c another text");
	screen_shows(s, "another text");
	screen_signal(s, SIGHUP);
	screen_ends(s, 128 + SIGHUP);
	s = open_at(state, 24, 100);
	screen_shows(s, "draft> half a thought");
	screen_type(s, "c");
	screen_shows(s, "amend> rotate S3 keys @budi ^14:00 another text");
	screen_type(s, "<Enter>new fact<Enter>");
	screen_shows(s, "Amended by");
	screen_type(s, "i<C-u><Esc>");
	quit(state);
	assert_int_equal(book_drafts(book(state)), 0);
}

/* --- a new day ---------------------------------------------------------------------------- */

static void what_was_done_before_this_start_can_be_taken_back(void **state)
{
	struct screen *s = open_at(state, 24, 100);

	screen_shows(s, "10 rows");
	screen_type(s, "xwrong host<Enter>");
	screen_shows(s, "(struck)");
	quit(state);
	s = open_at(state, 24, 100);
	screen_shows(s, "(struck)");
	screen_type(s, "u");
	screen_shows(s, "entry.strike");
	screen_type(s, "y<Enter>");
	screen_lacks(s, "(struck)");
	quit(state);
}

static void an_empty_notebook_takes_an_entry_after_the_line_was_left(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "Nothing logged yet");
	screen_type(s, "<Esc>isaw the alert<Enter>");
	screen_shows(s, "Saved RW3.");
	quit(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FULL(tab_goes_through_what_fits_and_comes_back_to_what_was_typed),
		FULL(up_walks_what_was_written_and_comes_back_to_the_draft),
		FULL(a_caret_stands_under_the_fault_and_the_sentence_has_the_fix),
		FULL(many_lines_pasted_become_one_piece_of_evidence),
		FULL(many_lines_pasted_become_an_entry_each_in_one_act),
		FULL(a_fault_in_one_pasted_line_saves_none_and_keeps_the_text),
		FULL(esc_after_a_paste_goes_back_to_the_line),
		FULL(the_editor_gets_the_line_and_gives_it_back),
		FULL(an_editor_that_fails_leaves_the_line_as_it_was),
		FULL(a_draft_is_kept_while_keys_keep_coming),
		FULL(what_others_write_is_counted_and_moves_nothing),
		FULL(rows_stay_as_they_are_while_a_dialog_is_open),
		FULL(an_amendment_over_a_newer_version_shows_both_texts),
		FULL(esc_at_the_reason_keeps_the_amendment),
		FULL(an_amendment_survives_with_the_draft),
		FULL(what_was_done_before_this_start_can_be_taken_back),
		cmocka_unit_test_setup_teardown(
		    an_empty_notebook_takes_an_entry_after_the_line_was_left, empty, done),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
