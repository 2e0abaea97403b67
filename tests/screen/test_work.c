/* test_work.c - long work: it says how far it has come, can be stopped, and then has done nothing.
 */
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "tests/screen/case.h"

enum { MANY = 200000 };

static int large(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	book_make_large(&f->book, MANY);
	*state = f;
	return 0;
}

static struct screen *open_large(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "Nothing logged yet");
	screen_type(s, "<Esc>3");
	screen_shows(s, "200,000 rows");
	return s;
}

static void begin_undo(struct screen *s)
{
	screen_type(s, ":undo RW2<Enter>");
	screen_shows(s, "Type 200000, then Enter");
	screen_type(s, "200000<Enter>");
	screen_shows(s, " undo ");
	screen_shows(s, " of 200,000 rows   Esc stops");
}

static void esc_stops_an_undo_and_nothing_has_changed(void **state)
{
	struct screen *s = open_large(state);

	begin_undo(s);
	screen_type(s, "6");
	screen_send(s, "\033", 1);
	screen_shows(s, "[6 Journal]"); /* typed meanwhile, taken afterwards */
	screen_type(s, ":messages<Enter>");
	screen_shows(s, "Stopped: nothing was changed");
	screen_type(s, "<Esc>3");
	screen_shows(s, "200,000 rows");
	quit(state);
	assert_int_equal(book_records(book(state)), 2);
	s = open_at(state, 24, 80); /* where it was left */
	screen_shows(s, "200,000 rows");
	screen_type(s, ":verify<Enter>");
	screen_shows(s, "All of it is as it was written.");
	screen_type(s, "<Esc>");
	quit(state);
}

static void being_told_to_end_stops_work_and_ends(void **state)
{
	struct screen *s = open_large(state);

	begin_undo(s);
	screen_signal(s, SIGTERM);
	screen_ends(s, 128 + SIGTERM);
	assert_int_equal(book_records(book(state)), 2);
}

#define LARGE(test) cmocka_unit_test_setup_teardown(test, large, done)

static void who_is_in_the_way_is_said_while_one_waits(void **state)
{
	struct screen *s = open_at(state, 24, 100);
	int fd = open(book(state)->path, O_RDWR);

	assert_true(fd >= 0);
	screen_shows(s, "10 rows");
	assert_int_equal(flock(fd, LOCK_EX), 0);
	screen_type(s, "itook the image<Enter>");
	screen_shows(s, " waiting for the notebook: ");
	assert_int_equal(flock(fd, LOCK_UN), 0);
	screen_shows(s, "Saved");
	close(fd);
	quit(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LARGE(esc_stops_an_undo_and_nothing_has_changed),
		LARGE(being_told_to_end_stops_work_and_ends),
		FULL(who_is_in_the_way_is_said_while_one_waits),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
