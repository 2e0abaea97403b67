/*
 * test_look.c - how the screens look and what they answer to: themes, borders, the mouse, a
 * person's own keys, and what is copied.
 */
#define _GNU_SOURCE
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/screen/case.h"

static bool sent(struct screen *s, const char *bytes)
{
	const struct str *out = screen_output(s);

	return memmem(out->at, out->len, bytes, strlen(bytes)) != NULL;
}

/* --- narrow windows ---------------------------------------------------------------------- */

static void what_is_cut_in_an_empty_view_ends_in_a_sign(void **state)
{
	struct screen *s = open_at(state, 24, 60);

	screen_shows(s, "Nothing logged yet. The line below is ready: type what y~");
	screen_type(s, "<Esc>");
	quit(state);
}

static void lanes_are_offered_where_they_are_shown(void **state)
{
	struct screen *s = open_at(state, 26, 99);

	screen_type(s, "2");
	screen_shows(s, "z zoom-in  ");
	screen_lacks(s, "L lanes");
	screen_type(s, "L");
	screen_shows(s, "from 100 columns and 26 rows on");
	screen_resize(s, 26, 100);
	screen_shows(s, "L lanes");
	screen_shows(s, "lanes: actor");
	quit(state);
}

static void the_count_of_what_is_open_is_no_tab_of_its_own(void **state)
{
	struct screen *s = open_at(state, 24, 60);

	screen_shows(s, "4 Notices  5(2)  6  7  0");
	screen_type(s, "5");
	screen_shows(s, "[5 Open 2]");
	quit(state);
}

/* --- themes ------------------------------------------------------------------------------ */

static void a_theme_paints_its_own_ground_from_the_settings_and_by_set(void **state)
{
	struct screen *s;

	book(state)->settings.theme = THEME_DARK;
	s = open_at(state, 24, 80);
	screen_shows(s, "10 rows");
	assert_true(sent(s, "48;5;234"));
	screen_type(s, ":set theme=light<Enter>");
	screen_shows(s, "theme=light");
	screen_settle(s);
	assert_true(sent(s, "48;5;231"));
	screen_type(s, ":set theme=lihgt<Enter>");
	screen_shows(s, "\"lihgt\" is no theme; did you mean \"light\"?");
	screen_type(s, ":set theme mono<Enter>");
	screen_shows(s, "theme=mono");
	quit(state);
}

static void a_terminal_of_few_colours_gets_its_own(void **state)
{
	struct fixture *f = *state;

	f->book.settings.theme = THEME_DARK;
	f->screen = book_open_term(&f->book, 24, 80, "linux");
	screen_shows(f->screen, "10 rows");
	quit(state);
	assert_false(sent(f->screen, "48;5;"));
	assert_true(sent(f->screen, "\033[31m") || sent(f->screen, "\033[36m") ||
		    sent(f->screen, ";36m"));
}

static void no_colour_wins_over_every_theme(void **state)
{
	struct screen *s;

	book(state)->mono = true;
	book(state)->settings.theme = THEME_DARK;
	s = open_at(state, 24, 80);
	screen_shows(s, "10 rows");
	quit(state);
	assert_false(sent(s, "8;5;"));
}

static void borders_are_ascii_lines_or_none(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "gg<Enter>");
	screen_shows(s, "+- RW3 ---");
	screen_type(s, "<Esc>:set borders=line<Enter>");
	screen_lacks(s, "----------");
	screen_type(s, "<Enter>");
	screen_shows(s, "\xe2\x94\x8c\xe2\x94\x80 RW3 \xe2\x94\x80");
	screen_type(s, "<Esc>:set borders=no<Enter>");
	screen_lacks(s, "\xe2\x94\x80");
	screen_shows(s, "Mon 17 May 2021");
	quit(state);
}

static void the_strip_is_of_signs_or_of_braille(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_type(s, "2");
	screen_shows(s, "[2 Timeline]");
	screen_shows(s, "@|"); /* the fullest cell */
	screen_type(s, ":set strip=braille<Enter>");
	screen_lacks(s, "@|");
	screen_shows(s, "\xe2\xa2"); /* of U+2880 to U+28bf: dots on the right alone, and such */
	screen_type(s, ":set strip=ascii<Enter>");
	screen_shows(s, "@|");
	quit(state);
}

static void the_line_of_hints_can_be_turned_off(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "i log");
	screen_type(s, ":set hints=no<Enter>");
	screen_lacks(s, "i log");
	screen_type(s, ":set<Enter>");
	screen_shows(s, "hints              no");
	screen_shows(s, "theme              terminal");
	screen_type(s, "<Esc>");
	quit(state);
}

/* --- the mouse --------------------------------------------------------------------------- */

/* As xterm reports it in its extended form; row and column from 1. */
static void mouse(struct screen *s, int button, int row, int column)
{
	char bytes[40];

	snprintf(bytes, sizeof bytes, "\033[<%d;%d;%dM", button, column, row);
	screen_send(s, bytes, strlen(bytes));
	if (button == 0) { /* and let go */
		bytes[strlen(bytes) - 1] = 'm';
		screen_send(s, bytes, strlen(bytes));
	}
}

static void a_silence_is_as_long_as_it_is_set(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "quiet for 1h52m");
	screen_type(s, ":set gap=2h<Enter>");
	screen_shows(s, "gap=2h");
	screen_lacks(s, "quiet for");
	screen_type(s, ":set gap=15m<Enter>");
	screen_shows(s, "quiet for 1h52m");
	screen_type(s, ":set gap=5<Enter>");
	screen_shows(s, "is no gap");
	quit(state);
}

static void the_mouse_is_the_terminals_until_it_is_asked_for(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	assert_false(sent(s, "\033[?1000h") || sent(s, "\033[?1006;1000h"));
	screen_type(s, "3");
	screen_on(s, "C-0007");
	screen_type(s, ":mouse<Enter>");
	screen_shows(s, "mouse=yes");
	screen_settle(s);
	mouse(s, 0, 7, 10);
	screen_on(s, "C-0019");
	mouse(s, 65, 7, 10);
	screen_on(s, "D-0000");
	mouse(s, 64, 7, 10);
	screen_on(s, "C-0019");
	mouse(s, 0, 7, 10);
	screen_shows(s, "customer  CV Maju Terus");
	screen_type(s, "<Esc>");
	mouse(s, 0, 2, 12);
	screen_shows(s, "[2 Timeline]");
	quit(state);
	assert_true(sent(s, "1000l"));
}

/* --- one's own keys ---------------------------------------------------------------------- */

static void write_keys(struct book *b, const char *yaml)
{
	FILE *f = fopen(b->keys, "w");

	assert_non_null(f);
	fputs(yaml, f);
	fclose(f);
}

static void keys_of_ones_own_work_and_stand_in_help_and_hints(void **state)
{
	struct screen *s;

	write_keys(book(state),
	    "log: [\"\\\\ e\", Insert]\nquit: [Q, \"\\\\ q\"]\ndown: n\nsearch-next: []\n");
	s = open_at(state, 24, 80);
	screen_shows(s, "10 rows");
	screen_shows(s, "\\e log");
	screen_type(s, "q");
	screen_shows(s, "That key does nothing here");
	screen_type(s, "gg");
	screen_on(s, "RW3 ");
	screen_type(s, "n");
	screen_on(s, "RW4 ");
	screen_type(s, "?leave;");
	screen_shows(s, "Q \\q");
	screen_type(s, "<Esc>\\");
	screen_shows(s, "q  Leave; nothing can be lost");
	screen_type(s, "q");
	screen_ends(s, 0);
}

static void keys_that_are_wrong_are_refused_before_the_screen_is_touched(void **state)
{
	struct fixture *f = *state;

	write_keys(&f->book, "down: j\nqiut: Q\n");
	f->screen = book_open(&f->book, 24, 80);
	screen_shows(f->screen, "2:1: \"qiut\" is no command; did you mean");
	screen_ends(f->screen, 98);
	assert_false(sent(f->screen, "\033[?1049h"));
}

/* --- copying ----------------------------------------------------------------------------- */

static void what_is_copied_goes_to_the_terminals_clipboard(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "yi");
	screen_shows(s, "Copied 4 bytes to the terminal's clipboard");
	screen_settle(s);
	assert_true(sent(s, "\033]52;c;UlcxMg==\a")); /* RW12 */
	screen_type(s, "yt");
	screen_settle(s);
	assert_true(sent(s, "MjAyMS0wNS0xN1QwNDo0MDowM")); /* 2021-05-17T04:40:0 */
	screen_type(s, "kyy");
	screen_settle(s);
	assert_true(sent(s, "c2F3IBtbMzFtcmVk")); /* the true text: saw \e[31mred */
	quit(state);
}

static char *copied(struct book *b, const char *name)
{
	static char bytes[4096];
	char path[200];
	size_t n = 0;
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", b->state, name);
	f = fopen(path, "r");
	if (f) {
		n = fread(bytes, 1, sizeof bytes - 1, f);
		fclose(f);
	}
	bytes[n] = '\0';
	return bytes;
}

static void without_a_clipboard_a_command_takes_it_or_a_file(void **state)
{
	struct fixture *f = *state;
	struct screen *s;

	f->screen = s = book_open_term(&f->book, 24, 120, "vt100");
	screen_shows(s, "10 rows");
	screen_type(s, "ggyr");
	screen_shows(s, "/copied.txt");
	assert_int_equal(strncmp(copied(&f->book, "copied.txt"), "RW3\t09:02\t", 10), 0);
	assert_non_null(strstr(copied(&f->book, "copied.txt"),
	    "\tRina Wati\tDetected: deploy token in public repo #detect"));
	assert_false(sent(s, "\033]52;"));
	screen_type(s, ":set clipboard_command=cat >");
	screen_type(s, f->book.state);
	screen_type(s, "/taken<Enter>");
	screen_shows(s, "clipboard_command=cat");
	screen_type(s, "yl");
	screen_shows(s, "bytes by cat");
	assert_non_null(strstr(copied(&f->book, "taken"), "RW3 09:02"));
	screen_type(s, ":set clipboard_command=false<Enter>yv");
	screen_shows(s, "error: false ended with status 1");
	quit(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_is_cut_in_an_empty_view_ends_in_a_sign, empty, done),
		FULL(lanes_are_offered_where_they_are_shown),
		FULL(the_count_of_what_is_open_is_no_tab_of_its_own),
		FULL(a_theme_paints_its_own_ground_from_the_settings_and_by_set),
		FULL(a_terminal_of_few_colours_gets_its_own),
		FULL(no_colour_wins_over_every_theme),
		FULL(borders_are_ascii_lines_or_none),
		FULL(the_strip_is_of_signs_or_of_braille),
		FULL(the_line_of_hints_can_be_turned_off),
		FULL(a_silence_is_as_long_as_it_is_set),
		FULL(the_mouse_is_the_terminals_until_it_is_asked_for),
		FULL(keys_of_ones_own_work_and_stand_in_help_and_hints),
		FULL(keys_that_are_wrong_are_refused_before_the_screen_is_touched),
		FULL(what_is_copied_goes_to_the_terminals_clipboard),
		FULL(without_a_clipboard_a_command_takes_it_or_a_file),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
