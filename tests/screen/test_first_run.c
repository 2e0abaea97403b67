/*
 * test_first_run.c - from an empty notebook to ten steps logged and three customers notified, by
 * what the screens say; and what an import does before it is agreed to.
 */
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "model/incident.h"
#include "model/task.h"
#include "tests/screen/case.h"

static void write_file(struct book *b, const char *name, const char *bytes)
{
	char path[200];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", b->dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(bytes, f);
	fclose(f);
}

static const char customers[] = "ref,organisation,email,language,country\n"
				"C-1,Bank Contoh,csirt@bank.example,id,ID\n"
				"C-2,Apotek Sehat,it@apotek.example,id,ID\n"
				"C-3,Nordic AB,sec@nordic.example,en,SE\n";
static const char exposures[] = "customer,population,data,from,to,basis,confidence\n"
				"C-1,viewed,billing-contact,2021-05-16,2021-05-17,log,high\n"
				"C-2,viewed,billing-contact,2021-05-16,2021-05-17,log,high\n"
				"C-3,viewed,billing-contact,2021-05-16,2021-05-17,log,high\n";

/* Types ":import WHAT" and the path of a file of the book. */
static void import(struct screen *s, struct book *b, const char *what, const char *name)
{
	screen_type(s, ":import ");
	screen_type(s, what);
	screen_type(s, " ");
	screen_type(s, b->dir);
	screen_type(s, "/");
	screen_type(s, name);
	screen_type(s, "<Enter>");
}

static void agree(struct screen *s, const char *then)
{
	screen_shows(s, "Type y, then Enter");
	screen_type(s, "y<Enter>");
	screen_shows(s, then);
}

static void log_ten(struct screen *s)
{
	static const char *const steps[] = { "saw the alert in the scanner #detect",
		"-20m the first call came @rani", "! take the runners offline @dewi",
		"? did the mirror have the token", "+ rotate S3 keys @budi ^14:00",
		"~2021-05-15/2021-05-16 token was readable", "> sha256 of the image",
		"* contained #contain", "09:10 called the bank", "wrote the note" };

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		screen_send(s, steps[i], strlen(steps[i]));
		screen_type(s, "<Enter>");
	}
	screen_shows(s, "10 rows");
}

static void draft_letters(struct screen *s)
{
	screen_type(s, "7:import advisory support-tool-exposure<Enter>");
	screen_shows(s, "support-tool-exposure@1 taken in by");
	screen_type(s, ":draft<Enter>");
	screen_shows(s, "hotline>");
	screen_type(s, "+62 21 555 0100<Enter>");
	screen_shows(s, "reply_by>");
	screen_type(s, "2021-05-24<Enter>");
	screen_shows(s, "3  to be drafted");
	agree(s, "Drafted: 3, by");
}

/* Only what tells something new is written: a letter that was sent keeps its time. */
static void notes_what_came_of_them(struct screen *s)
{
	screen_type(s, "mn");
	screen_shows(s, "3 stay as they are, with their earlier times");
	screen_type(s, "<Esc>gg");
	screen_lacks(s, "marked");
	screen_type(s, "mb");
	agree(s, "1 changed");
	screen_shows(s, "hard-bounce");
	screen_type(s, "Amn");
	screen_shows(s, "1  will change");
	screen_shows(s, "2 stay as they are");
	agree(s, "1 changed");
	screen_type(s, "mk");
	screen_shows(s, "who says so>");
	screen_type(s, "<Enter>");
	screen_shows(s, "needs the name of the person");
	screen_type(s, "mkIbu Ani<Enter>");
	agree(s, "3 changed");
	screen_shows(s, "acknowledged");
}

static void ten_steps_and_three_customers_notified_from_an_empty_notebook(void **state)
{
	static const char *const approvers[] = { "Budi Santoso <budi@soc.example>",
		"Dewi Kusuma <dewi@soc.example>" };
	static const char *const roles[] = { "legal<Enter>", "incident-lead<Enter>" };
	struct screen *s = open_at(state, 30, 100);

	write_file(book(state), "customers.csv", customers);
	write_file(book(state), "exposures.csv", exposures);
	screen_shows(s, "Nothing logged yet");
	screen_shows(s, "3 customers   7 what to write");
	log_ten(s);
	screen_type(s, "<Esc>3");
	screen_shows(s, ":import customers FILE.csv");
	import(s, book(state), "customers", "customers.csv");
	agree(s, "3 new, 0 changed");
	screen_shows(s, "Nordic AB");
	import(s, book(state), "exposures", "exposures.csv");
	agree(s, "Imported by");
	screen_shows(s, "viewed");
	draft_letters(s);
	screen_type(s, "4Ams");
	agree(s, "3 changed");
	quit(state);
	for (size_t i = 0; i < sizeof approvers / sizeof *approvers; i++) {
		book(state)->author = approvers[i]; /* nobody approves their own */
		s = open_at(state, 30, 100);
		screen_type(s, "4Ama");
		screen_shows(s, "approve as>");
		screen_shows(
		    s, i ? "your role: incident-lead;" : "your role: incident-lead, legal;");
		screen_type(s, roles[i]);
		agree(s, i ? "3 changed" : "3 have 1 of 2 approvals (missing: incident-lead)");
		if (i == 0) {
			screen_type(s, "5");
			screen_shows(s, "incident-lead");
			screen_shows(s, "1 of 2");
			screen_type(s, "4<Enter>");
			screen_shows(s, "approvals 1 of 2, missing: incident-lead");
			screen_shows(s, "Budi Santoso (legal)");
			screen_type(s, "<Esc>");
		}
		quit(state);
	}
	s = open_at(state, 30, 100);
	screen_type(s, "4");
	screen_shows(s, "approved");
	screen_type(s, "Amr");
	agree(s, "3 changed");
	screen_type(s, "Amn");
	agree(s, "3 changed");
	screen_shows(s, "sent");
	notes_what_came_of_them(s);
	quit(state);
}

static void an_import_that_is_not_agreed_to_writes_nothing(void **state)
{
	struct screen *s = open_at(state, 30, 100);
	int64_t before = book_records(book(state));

	write_file(book(state), "customers.csv", customers);
	write_file(book(state), "bad.csv", "ref,email\nC-1,a@@b\n");
	screen_shows(s, "10 rows");
	import(s, book(state), "customers", "customers.csv");
	screen_shows(s, "3  new");
	screen_type(s, "<Esc>");
	screen_shows(s, "Nothing done");
	write_file(book(state), "others.csv", "id,customer,contact email,lang\n"
					      "B-1,Bengkel Jaya,b@jaya.example,id\n");
	import(s, book(state), "customers", "others.csv");
	screen_shows(s, "1  new");
	screen_lacks(s, "no row has");
	screen_lacks(s, "columns not taken");
	screen_type(s, "<Esc>");
	write_file(book(state), "bare.csv", "id,who\nB-1,Bengkel Jaya\n");
	import(s, book(state), "customers", "bare.csv");
	screen_shows(s, "no row has a name or an organisation: is its column called otherwise?");
	screen_shows(s, "no row has an address");
	screen_type(s, "<Esc>");
	import(s, book(state), "customers", "bad.csv");
	screen_shows(s, "error:");
	screen_shows(s, "bad.csv:2");
	import(s, book(state), "customers", "nosuch.csv");
	screen_shows(s, "No such file");
	import(s, book(state), "advisory", "nosuch.yaml");
	screen_shows(s, "error:");
	quit(state);
	assert_int_equal(book_records(book(state)), before);
}

static void the_next_start_goes_on_where_the_last_one_ended(void **state)
{
	struct screen *s = open_at(state, 24, 80);

	screen_type(s, "3ftier:gold,silver<Enter>jjA");
	screen_shows(s, "5 marked");
	screen_on(s, "C-0019");
	quit(state);
	s = open_at(state, 24, 80);
	screen_shows(s, "[3 Customers]");
	screen_shows(s, "5 pass");
	screen_shows(s, "Customers: 5 still marked"); /* nobody acts on them unaware */
	screen_on(s, "C-0019");
	screen_type(s, "<Esc>");
	screen_lacks(s, "marked");
	screen_type(s, "1gg");
	screen_on(s, "RW3");
	quit(state);
	s = open_at(state, 24, 80);
	screen_shows(s, "[1 Log]");
	screen_on(s, "RW3");
	screen_type(s, "G");
	quit(state);
	book_log_by_other(book(state), "the bank has called back");
	s = open_at(state, 24, 80);
	screen_on(s, "the bank has called back");
	quit(state);
}

/* What was on the screen while it was typed is not where the person was. */
static void a_filter_half_typed_is_not_where_the_next_start_goes_on(void **state)
{
	struct fixture *f = *state;
	struct screen *s = open_at(state, 24, 80);

	screen_shows(s, "10 rows");
	screen_type(s, "f@dewi<Enter>f<C-u>#con");
	screen_shows(s, "filter> #con");
	screen_signal(s, 1);
	screen_ends(f->screen, 129);
	s = open_at(state, 24, 80);
	screen_shows(s, "filter: @dewi");
	quit(state);
}

/* A second notebook beside the first, with an incident and a task in it. */
static void second_notebook(struct book *b, char path[128])
{
	struct notebook nb = { 0 };
	struct err e;
	char ref[REF_MAX];
	int64_t incident;

	snprintf(path, 128, "%s/warehouse.blot", b->dir);
	assert_int_equal(notebook_create(&nb, path,
			     &(struct notebook_options){ .author = "Dewi <dewi@soc.example>" }, &e),
	    0);
	assert_int_equal(incident_open(&nb,
			     &(struct incident){ .ref = "WH-7",
				 .title = "Ransom note in the warehouse",
				 .severity = 1 },
			     ref, &e),
	    0);
	assert_int_equal(incident_find(&nb, "WH-7", &incident, &e), 0);
	assert_int_equal(
	    task_add(&nb, incident, &(struct task_fields){ .text = "call the insurer" }, ref, &e),
	    0);
	notebook_release(&nb);
}

static void other_notebooks_stand_below_the_incidents_and_enter_goes_to_them(void **state)
{
	struct book *b = book(state);
	struct screen *s;
	char path[128], junk[128];
	FILE *f;

	second_notebook(b, path);
	snprintf(junk, sizeof junk, "%s/junk.blot", b->dir);
	assert_non_null(f = fopen(junk, "w"));
	fputs("this is no notebook", f);
	fclose(f);
	s = open_at(state, 24, 120);
	screen_type(s, "0");
	screen_shows(s, "Ransom note in the warehouse");
	screen_lacks(s, " test "); /* its own file is not another */
	screen_type(s, "ggj");
	screen_on(s, "cannot be read: Enter says why");
	screen_type(s, "<Enter>");
	screen_shows(s, "junk.blot");
	screen_type(s, "j");
	screen_on(s, "SEV1");
	screen_type(s, "<Enter>");
	screen_shows(s, "WH-7 Ransom note in the warehouse");
	screen_shows(s, "5 Open 1");
	screen_type(s, "<Esc>0");
	screen_shows(s, "CI token leak");
	screen_type(s, ":notebook test<Enter>");
	screen_shows(s, "INC-2021-014 CI token leak");
	screen_type(s, ":notebook harbour<Enter>");
	screen_shows(s, "It is not there yet");
	screen_type(s, "<Esc>");
	screen_lacks(s, "It is not there yet");
	screen_type(s, ":notebook harbour<Enter>");
	agree(s, "HARBOUR Incident of 2021-05-17");
	screen_type(s, "<Esc>");
	quit(state);
}

static void a_first_notebook_by_name_makes_the_folder_of_them(void **state)
{
	struct screen *s;
	char folder[128];

	snprintf(folder, sizeof folder, "%s/not/there", book(state)->dir);
	book(state)->notebooks = folder;
	s = open_at(state, 24, 80);
	screen_type(s, ":notebook harbour<Enter>");
	agree(s, "HARBOUR Incident of 2021-05-17");
	screen_type(s, "<Esc>");
	quit(state);
}

/* SQLite's byte that a writer locks before it shuts readers out (file format of its locks). */
static int shut_out(const char *path)
{
	struct flock lock = {
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000000, .l_len = 1
	};
	int fd = open(path, O_RDWR | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_SETLK, &lock), 0);
	return fd;
}

static void another_notebook_that_is_being_written_is_not_waited_for(void **state)
{
	struct screen *s;
	char path[128];
	int fd;

	second_notebook(book(state), path);
	fd = shut_out(path);
	s = open_at(state, 24, 120);
	screen_type(s, "0");
	screen_shows(s, "somebody is writing to it");
	close(fd);
	screen_type(s, "1i looked again<Enter>0");
	screen_shows(s, "Ransom note in the warehouse");
	quit(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    ten_steps_and_three_customers_notified_from_an_empty_notebook, empty, done),
		FULL(other_notebooks_stand_below_the_incidents_and_enter_goes_to_them),
		FULL(a_first_notebook_by_name_makes_the_folder_of_them),
		FULL(another_notebook_that_is_being_written_is_not_waited_for),
		FULL(an_import_that_is_not_agreed_to_writes_nothing),
		FULL(a_filter_half_typed_is_not_where_the_next_start_goes_on),
		FULL(the_next_start_goes_on_where_the_last_one_ended),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
