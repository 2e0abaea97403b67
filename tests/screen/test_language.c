/* test_language.c - the screens in Indonesian: whole, and no wider than the window. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/screen/case.h"

/* The catalogue that was just built. */
static void indonesian(void **state)
{
	const char *build = getenv("BUILDDIR");
	char folder[600], catalogue[700];

	snprintf(folder, sizeof folder, "%s/po/locale", build ? build : ".");
	snprintf(catalogue, sizeof catalogue, "%s/id/LC_MESSAGES/blotter.mo", folder);
	if (access(catalogue, R_OK) != 0)
		skip();
	setenv("BLOTTER_LOCALE_DIR", folder, 1);
	book(state)->language = "id";
}

static void the_log_and_help_are_in_indonesian(void **state)
{
	struct screen *s;

	indonesian(state);
	s = open_at(state, 24, 80);
	screen_shows(s, "10 baris");
	screen_is_file(s, "log-id");
	screen_type(s, "?");
	screen_shows(s, "bantuan>");
	screen_is_file(s, "help-id");
	screen_type(s, "<Esc>");
	quit(state);
}

static void an_empty_notebook_says_how_to_begin_in_indonesian(void **state)
{
	struct screen *s;

	indonesian(state);
	s = open_at(state, 24, 80);
	screen_is_file(s, "first-run-id");
	screen_type(s, "<Esc>");
	quit(state);
}

static void dialogs_and_errors_are_in_indonesian_and_data_keeps_iso_dates(void **state)
{
	struct screen *s;

	indonesian(state);
	s = open_at(state, 24, 80);
	screen_shows(s, "10 baris");
	screen_type(s, "x<Enter>");
	screen_shows(s, "Tidak dicoret: perlu alasan");
	screen_type(s, "gg<Enter>");
	screen_shows(s, "2021-05-17 09:02");
	screen_type(s, "<Esc>4Ams");
	screen_shows(s, "akan berubah");
	screen_type(s, "<Esc>:replay<Enter>");
	screen_shows(s, "PUTAR ULANG 1 dari 15");
	screen_type(s, "<Esc>");
	screen_shows(s, "Kembali ke sekarang");
	quit(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FULL(the_log_and_help_are_in_indonesian),
		cmocka_unit_test_setup_teardown(
		    an_empty_notebook_says_how_to_begin_in_indonesian, empty, done),
		FULL(dialogs_and_errors_are_in_indonesian_and_data_keeps_iso_dates),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
