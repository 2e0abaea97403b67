/*
 * test_access_log.c - from who looked at whom to exposures: counts, windows, times, memory that
 * stays.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "exchange/import.h"
#include "exchange/tally_file.h"
#include "model/exposure.h"
#include "model/incident.h"

static const struct notebook_options rina = { .author = "Rina Wati <rina@soc.example>" };
static char folder[] = "/tmp/test_access.XXXXXX";
static char path[64];
static struct err e;

static void ok(int status)
{
	if (status < 0)
		fail_msg("%s", e.text);
}

static int64_t notebook_new(struct notebook *nb)
{
	const struct incident fields = { .ref = "INC-1", .title = "the incident" };
	char ref[REF_MAX];
	int64_t incident;

	memset(nb, 0, sizeof *nb);
	ok(notebook_create(nb, ":memory:", &rina, &e));
	ok(incident_open(nb, &fields, ref, &e));
	ok(incident_find(nb, "INC-1", &incident, &e));
	return incident;
}

static void file_write(const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static int import(struct notebook *nb, int64_t incident, const char *text, struct import_options o,
    struct import_result *r)
{
	file_write(text);
	o.path = path;
	o.incident = incident;
	if (!o.agent)
		o.agent = "mallory";
	e = (struct err){ 0 };
	return access_log_import(nb, &o, r, &e);
}

static struct exposure_list exposures(struct notebook *nb, int64_t incident)
{
	const struct exposure_page p = { .incident = incident, .limit = 1000 };
	struct exposure_list l = { 0 };

	ok(exposure_page_load(nb, &p, &l, &e));
	return l;
}

static void refused(const char *text, struct import_options o, const char *sentence)
{
	struct notebook nb;
	int64_t incident = notebook_new(&nb);
	struct import_result r;
	struct exposure_list l;
	char expected[512];

	assert_int_equal(import(&nb, incident, text, o, &r), -1);
	snprintf(expected, sizeof expected, sentence, path);
	assert_string_equal(e.text, expected);
	l = exposures(&nb, incident);
	assert_int_equal(l.n, 0);
	exposure_list_release(&l);
	import_result_release(&r);
	notebook_release(&nb);
}

static void lines_of_one_account_become_one_exposure_a_customer(void **state)
{
	struct notebook nb;
	int64_t incident = notebook_new(&nb);
	struct import_result r;
	struct exposure_list l;

	ok(import(&nb, incident,
	    "time,agent,customer_id,record\n"
	    "1621155600,mallory,C-2,Invoice\n"
	    "1621155600,honest,C-1,profile\n"
	    "1621159200,mallory,C-1,Billing contact\n"
	    "1621152000,mallory,C-2,profile\n"
	    "1621155700,mallory,C-2,Invoice\n",
	    (struct import_options){ 0 }, &r));
	assert_int_equal(r.rows, 5);
	assert_int_equal(r.agent_rows, 4);
	assert_int_equal(r.customers, 2);
	assert_int_equal(r.customers_added, 2);
	assert_string_equal(str_text(&r.told),
	    "5 lines, 4 of the account, 4 in the window: 2 customers, of whom 2 were "
	    "not in the register and were added by their ref alone\n"
	    "2 exposures written, 0 known already\n");
	l = exposures(&nb, incident);
	assert_int_equal(l.n, 2);
	assert_string_equal(l.at[0].customer_ref, "C-1");
	assert_string_equal(l.at[0].categories, "billing-contact");
	assert_string_equal(l.at[1].customer_ref, "C-2");
	assert_string_equal(l.at[1].categories, "invoice;profile");
	assert_string_equal(l.at[1].population, "viewed");
	assert_string_equal(l.at[1].basis, "log");
	assert_int_equal(l.at[1].count, 3);
	assert_int_equal(l.at[1].earliest, INT64_C(1621152000000000));
	assert_int_equal(l.at[1].latest, INT64_C(1621155700000000));
	exposure_list_release(&l);
	import_result_release(&r);
	notebook_release(&nb);
}

static void a_window_takes_only_what_lies_in_it(void **state)
{
	struct notebook nb;
	int64_t incident = notebook_new(&nb);
	struct import_result r;
	struct when between;

	ok(edtf_parse(&between, "2021-05-16/2021-05-17", 21, "UTC", &e));
	ok(import(&nb, incident,
	    "time,agent,customer\n"
	    "2021-05-15T23:59:59Z,mallory,C-1\n"
	    "2021-05-16T00:00:00Z,mallory,C-2\n"
	    "2021-05-17T23:59:59.9Z,mallory,C-3\n"
	    "2021-05-18T00:00:00Z,mallory,C-4\n",
	    (struct import_options){ .between = &between }, &r));
	assert_int_equal(r.agent_rows, 4);
	assert_int_equal(r.window_rows, 2);
	import_result_release(&r);
	notebook_release(&nb);
}

static void times_are_told_by_their_size(void **state)
{
	static const char *const same[] = { "1621155600", "1621155600000", "1621155600000000",
		"1621155600000000000", "1621155600.000", "2021-05-16T09:00:00Z",
		"2021-05-16T16:00:00+07:00", "2021-05-16 16:00:00", "2021-05-16T16:00:00" };
	struct notebook nb;

	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		int64_t incident = notebook_new(&nb);
		struct import_result r;
		struct exposure_list l;
		char text[128];

		snprintf(text, sizeof text, "time,agent,customer\n%s,mallory,C-1\n", same[i]);
		ok(import(
		    &nb, incident, text, (struct import_options){ .zone = "Asia/Jakarta" }, &r));
		l = exposures(&nb, incident);
		assert_int_equal(l.at[0].earliest, INT64_C(1621155600000000));
		exposure_list_release(&l);
		import_result_release(&r);
		notebook_release(&nb);
	}
}

static void wrong_lines_are_named_and_nothing_is_written(void **state)
{
	const struct import_options none = { 0 };

	refused("time,agent,customer\n1,mallory,C-1\nyesterday,x,C-2\n", none,
	    "%s:3: row 2: time \"yesterday\": a year has four digits, at column 1");
	refused("time,agent,customer\n2021-05-16 16:00:00,mallory,C-1\n", none,
	    "%s:2: row 1: time \"2021-05-16 16:00:00\" has no offset: --zone says whose it is");
	refused("time,agent,customer\n2021-05-16,mallory,C-1\n", none,
	    "%s:2: row 1: time \"2021-05-16\" is not exact");
	refused("time,agent,customer\n1,mallory,\n", none,
	    "%s:2: row 1: the number of a customer has 1 to 128 bytes");
	refused("time,agent,customer\n1,mallory\n", none,
	    "%s:2: row 1: it has 2 fields, the header has 3");
	refused("time,customer\n1,C-1\n", none,
	    "%s has no column for agent: name a column so, or --map agent=COLUMN");
	refused("time,agent,customer\n1,malory,C-1\n", none,
	    "none of the 1 lines of %s is of \"mallory\"");
}

static void the_same_log_again_changes_nothing(void **state)
{
	static const char text[] = "time,agent,customer,record\n1621155600,mallory,C-1,a\n"
				   "1621155700,mallory,C-1,b\n";
	struct notebook nb;
	int64_t incident = notebook_new(&nb);
	struct import_result r;

	ok(import(&nb, incident, text, (struct import_options){ 0 }, &r));
	import_result_release(&r);
	ok(import(&nb, incident, text, (struct import_options){ 0 }, &r));
	assert_string_equal(r.ref, "");
	assert_int_equal(r.same, 1);
	import_result_release(&r);
	notebook_release(&nb);
}

static void a_dry_run_counts_and_writes_nothing(void **state)
{
	struct notebook nb;
	int64_t incident = notebook_new(&nb);
	struct import_result r;
	struct exposure_list l;

	ok(import(&nb, incident, "time,agent,customer\n1,mallory,C-1\n",
	    (struct import_options){ .dry_run = true }, &r));
	assert_int_equal(r.customers, 1);
	l = exposures(&nb, incident);
	assert_int_equal(l.n, 0);
	exposure_list_release(&l);
	import_result_release(&r);
	notebook_release(&nb);
}

/* --- counting on the disk ---------------------------------------------------------------- */

struct expected {
	int64_t at;
	int64_t total;
	char last[TALLY_KEY_MAX + 1];
};

static int cell_check(void *with, const struct tally_cell *cell, struct err *err)
{
	struct expected *x = with;
	char key[TALLY_KEY_MAX + 1];
	int64_t n;

	memcpy(key, cell->key, cell->len);
	key[cell->len] = '\0';
	n = strtoll(key + 1, NULL, 10);
	assert_true(x->at == 0 || strcmp(x->last, key) < 0);
	memcpy(x->last, key, cell->len + 1);
	assert_int_equal(cell->first, n);
	assert_int_equal(cell->last, n + (cell->count - 1) * 1000);
	assert_int_equal(cell->categories, UINT64_C(1) << n % 7);
	x->at++;
	x->total += cell->count;
	return 0;
}

static void counted(size_t keys, int64_t distinct, int64_t lines, int64_t least_runs)
{
	struct tally_file *t = tally_file_new("/tmp", keys);
	struct expected x = { 0 };

	for (int64_t i = 0; i < lines; i++) {
		int64_t n = i % distinct;
		char key[40];
		int len = snprintf(key, sizeof key, "k%lld", (long long)n);

		ok(tally_file_add(
		    t, key, (size_t)len, n + i / distinct * 1000, UINT64_C(1) << n % 7, &e));
	}
	ok(tally_file_each(t, cell_check, &x, &e));
	assert_int_equal(x.at, distinct);
	assert_int_equal(x.total, lines);
	assert_true(tally_file_runs(t) >= least_runs);
	tally_file_free(t);
}

static void counts_are_the_same_in_memory_and_on_the_disk(void **state)
{
	counted(1000, 700, 5000, 0);
	counted(100, 700, 5000, 50);
	counted(100, 7, 5000, 0);
}

static void many_runs_are_merged_on_the_way(void **state)
{
	counted(10, 700, 7000, 600);
}

static int folder_make(void **state)
{
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/a.csv", folder);
	return 0;
}

static int folder_remove(void **state)
{
	unlink(path);
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_one_account_become_one_exposure_a_customer),
		cmocka_unit_test(a_window_takes_only_what_lies_in_it),
		cmocka_unit_test(times_are_told_by_their_size),
		cmocka_unit_test(wrong_lines_are_named_and_nothing_is_written),
		cmocka_unit_test(the_same_log_again_changes_nothing),
		cmocka_unit_test(a_dry_run_counts_and_writes_nothing),
		cmocka_unit_test(counts_are_the_same_in_memory_and_on_the_disk),
		cmocka_unit_test(many_runs_are_merged_on_the_way),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
