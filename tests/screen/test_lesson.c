/*
 * test_lesson.c - :tutor: from the first step to the last by what each asks for, on a notebook that
 * leaves nothing behind.
 */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "tests/screen/case.h"

/* What the step asks for, and what the next one begins with. */
static const struct {
	const char *keys, *then;
} steps[] = {
	{ "revoked the deploy token #contain<Enter>", "LESSON 2 of 17" },
	{ "-20m saw the alert in the scanner<Enter>", "LESSON 3 of 17" },
	{ "! take the runners offline @dewi<Enter>", "LESSON 4 of 17" },
	{ "? did the mirror have the token<Enter>", "LESSON 5 of 17" },
	{ "<Esc>5=the mirror never had it<Enter>", "LESSON 6 of 17" },
	{ "1c, really<Enter>new fact<Enter>", "LESSON 7 of 17" },
	{ "xwrong host<Enter>", "LESSON 8 of 17" },
	{ "uy<Enter>", "LESSON 9 of 17" },
	{ "f#contain<Enter>", "LESSON 10 of 17" },
	{ "<Esc>:asof -1m<Enter>", "LESSON 11 of 17" },
	{ ":now<Enter>", "LESSON 12 of 17" },
	{ "3:customer C-1, Apotek Sehat, it@apotek.example, id<Enter>", "LESSON 13 of 17" },
	{ "<Space>:exposed viewed<Enter>", "LESSON 14 of 17" },
	{ ":import advisory credential-exposure<Enter>", "LESSON 15 of 17" },
	{ ":draft<Enter>+62 21 555 0100<Enter>2021-05-24<Enter>a password<Enter>y<Enter>",
	    "LESSON 16 of 17" },
	{ "4msy<Enter>", "LESSON 17 of 17" },
};

static void every_step_of_the_lesson_can_be_done_as_it_says(void **state)
{
	struct screen *s = open_at(state, 24, 80);
	int64_t before = book_records(book(state));

	screen_shows(s, ":tutor is a lesson");
	screen_type(s, "<Esc>:tutor<Enter>");
	screen_shows(s, "LESSON 1 of 17");
	screen_shows(s, "a lesson: nothing here is kept");
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		screen_type(s, steps[i].keys);
		screen_shows(s, steps[i].then);
	}
	screen_shows(s, "That was the lesson.");
	screen_type(s, "q");
	screen_shows(s, "Back from the lesson");
	screen_lacks(s, "LESSON");
	quit(state);
	assert_int_equal(book_records(book(state)), before);
	assert_int_equal(book_drafts(book(state)), 0);
}

static void a_step_can_be_passed_over_and_the_lesson_left_at_any_time(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_type(s, "3<Space>:value hotline=1<Enter>:tutor<Enter><Esc>");
	screen_shows(s, "LESSON 1 of 17");
	screen_type(s, ":tutor<Enter>");
	screen_shows(s, "LESSON 2 of 17");
	screen_type(s, "q");
	screen_shows(s, "[3 Customers]"); /* as it was left */
	screen_shows(s, "1 marked");
	quit(state);
}

static void the_lesson_says_the_keys_as_they_are_bound(void **state)
{
	struct screen *s;
	FILE *f = fopen(book(state)->keys, "w");

	assert_non_null(f);
	fputs("log: [C-n]\n", f);
	fclose(f);
	s = open_at(state, 24, 80);
	screen_type(s, ":tutor<Enter>");
	screen_shows(s, "anywhere else Ctrl-N gives them");
	screen_type(s, "<Esc>q");
	screen_shows(s, "Back from the lesson");
	quit(state);
}

static void a_small_window_has_the_lesson_and_a_row(void **state)
{
	struct screen *s = open_at(state, 10, 40);

	screen_type(s, ":tutor<Enter>");
	screen_shows(s, "LESSON 1 of 17");
	screen_shows(s, "revoked the deploy token #contain");
	screen_type(s, "revoked it<Enter>");
	screen_shows(s, "LESSON 2 of 17");
	screen_shows(s, "revoked it");
	screen_type(s, "<Esc>q");
	screen_shows(s, "Back from the lesson");
	quit(state);
}

static void a_hang_up_in_the_lesson_keeps_what_was_typed_before_it(void **state)
{
	struct fixture *f = *state;
	struct screen *s = open_at(state, 24, 80);

	screen_type(s, "ihalf a sentence<Esc>:tutor<Enter>");
	screen_shows(s, "LESSON 1 of 17");
	screen_lacks(s, "half a sentence");
	screen_signal(s, 1);
	screen_ends(f->screen, 129);
	s = open_at(state, 24, 80);
	screen_shows(s, "half a sentence");
	quit(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    every_step_of_the_lesson_can_be_done_as_it_says, empty, done),
		FULL(a_step_can_be_passed_over_and_the_lesson_left_at_any_time),
		FULL(the_lesson_says_the_keys_as_they_are_bound),
		FULL(a_small_window_has_the_lesson_and_a_row),
		FULL(a_hang_up_in_the_lesson_keeps_what_was_typed_before_it),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
