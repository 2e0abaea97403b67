/*
 * test_customers_csv.c - the register from files people export: mapping, rejects, all or nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "exchange/import.h"
#include "model/customer.h"

static const struct notebook_options rina = { .author = "Rina Wati <rina@soc.example>" };
static char folder[] = "/tmp/test_customers.XXXXXX";
static char path[64], rejects[64];
static struct err e;

static void file_write(const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static char *file_read(const char *name)
{
	static char text[4096];
	FILE *f = fopen(name, "r");

	assert_non_null(f);
	text[fread(text, 1, sizeof text - 1, f)] = '\0';
	fclose(f);
	return text;
}

static int import(struct notebook *nb, const char *text, const char *map, struct import_result *r)
{
	const struct import_options o = { .path = path, .map = map };

	file_write(text);
	e = (struct err){ 0 };
	return customers_import(nb, &o, r, &e);
}

static struct customer_list customers(struct notebook *nb)
{
	const struct customer_page p = { .limit = 100, .from_end = true };
	struct customer_list l = { 0 };

	if (customer_page_load(nb, &p, &l, &e) < 0)
		fail_msg("%s", e.text);
	return l;
}

static void refused(const char *text, const char *map, const char *sentence)
{
	struct notebook nb = { 0 };
	struct import_result r;
	struct customer_list l;
	char expected[512];

	assert_int_equal(notebook_create(&nb, ":memory:", &rina, &e), 0);
	assert_int_equal(import(&nb, text, map, &r), -1);
	snprintf(expected, sizeof expected, sentence, path);
	assert_string_equal(e.text, expected);
	l = customers(&nb);
	assert_int_equal(l.n, 0);
	assert_false(db_in_transaction(nb.db));
	customer_list_release(&l);
	import_result_release(&r);
	notebook_release(&nb);
}

static void headers_are_recognised_and_others_named(void **state)
{
	struct notebook nb = { 0 };
	struct import_result r;
	struct customer_list l;

	assert_int_equal(notebook_create(&nb, ":memory:", &rina, &e), 0);
	assert_int_equal(import(&nb,
			     "Customer ID,name,Company,E-Mail,lang,country,billing_contact,"
			     "billing_email,services,plan,notes\n"
			     "C-1,Ada,PT Maju,a@x.example,id,ID,Bo,b@x.example,mail,pro,"
			     "\"two\nlines\"\n",
			     NULL, &r),
	    0);
	assert_string_equal(r.ref, "RW2");
	assert_int_equal(r.added, 1);
	assert_string_equal(str_text(&r.told), "1 row: 1 customer added, 0 changed, 0 the same\n"
					       "columns not taken: services\n");
	l = customers(&nb);
	assert_int_equal(l.n, 1);
	assert_string_equal(l.at[0].ref, "C-1");
	assert_string_equal(l.at[0].name, "Ada");
	assert_string_equal(l.at[0].organisation, "PT Maju");
	assert_string_equal(
	    l.at[0].addresses, "email\ta@x.example\nemail\tb@x.example\tbilling\tBo");
	assert_string_equal(l.at[0].language, "id");
	assert_string_equal(l.at[0].tier, "pro");
	assert_string_equal(l.at[0].notes, "two\nlines");
	customer_list_release(&l);
	import_result_release(&r);
	notebook_release(&nb);
}

static void a_customer_beside_an_id_is_the_organisation(void **state)
{
	static const char *const files[] = { "id,customer,contact email,lang\n"
					     "C-1,PT Maju,a@x.example,id\n",
		"customer,organisation,mail,lang\n"
		"C-1,PT Maju,a@x.example,id\n" };

	for (int i = 0; i < 2; i++) {
		struct notebook nb = { 0 };
		struct import_result r;
		struct customer_list l;

		assert_int_equal(notebook_create(&nb, ":memory:", &rina, &e), 0);
		assert_int_equal(import(&nb, files[i], NULL, &r), 0);
		l = customers(&nb);
		assert_string_equal(l.at[0].ref, "C-1");
		assert_string_equal(l.at[0].organisation, "PT Maju");
		assert_string_equal(l.at[0].addresses, "email\ta@x.example");
		customer_list_release(&l);
		import_result_release(&r);
		notebook_release(&nb);
	}
}

static void indonesian_headers_are_recognised(void **state)
{
	struct notebook nb = { 0 };
	struct import_result r;
	struct customer_list l;

	assert_int_equal(notebook_create(&nb, ":memory:", &rina, &e), 0);
	assert_int_equal(import(&nb,
			     "id pelanggan;nama;organisasi;surel;bahasa;negara;telepon\n"
			     "C-1;Siti;PT Maju;s@x.example;id;ID;+62 21 1\n",
			     NULL, &r),
	    0);
	l = customers(&nb);
	assert_string_equal(l.at[0].name, "Siti");
	assert_string_equal(l.at[0].addresses, "email\ts@x.example\nphone\t+62 21 1");
	customer_list_release(&l);
	import_result_release(&r);
	notebook_release(&nb);
}

static void a_map_names_columns_and_takes_them_away(void **state)
{
	struct notebook nb = { 0 };
	struct import_result r;
	struct customer_list l;

	assert_int_equal(notebook_create(&nb, ":memory:", &rina, &e), 0);
	assert_int_equal(import(&nb, "Kode,Firma,name,email\nC-1,ACME,Ada,a@x.example\n",
			     "ref=Kode,organisation=Firma,email=", &r),
	    0);
	l = customers(&nb);
	assert_string_equal(l.at[0].organisation, "ACME");
	assert_null(l.at[0].addresses);
	assert_non_null(strstr(str_text(&r.told), "columns not taken: email"));
	customer_list_release(&l);
	import_result_release(&r);
	notebook_release(&nb);
}

static void wrong_maps_and_headers_are_refused(void **state)
{
	refused(
	    "name\nAda\n", NULL, "%s has no column for ref: name a column so, or --map ref=COLUMN");
	refused("id,id\n1,2\n", NULL, "%s has two columns \"id\"");
	refused("id\n1\n", "ref=Nr", "--map: %s has no column \"Nr\"");
	refused("id\n1\n", "ref", "--map: \"ref\" is not field=Column");
	refused("id\n1\n", "ref=", "--map: ref cannot do without a column");
}

static void a_wrong_row_refuses_the_whole_file_and_is_named(void **state)
{
	refused("id,email\nC-1,a@x.example\nC-2,a@@b\n", NULL,
	    "%s:3: row 2: e-mail \"a@@b\" is not an address");
	refused("id,name\nC-1,a\nC-2,b\nC-1,c\n", NULL,
	    "%s:4: row 3: \"C-1\" stands on line 2 already");
	refused("id,name\n,a\n", NULL, "%s:2: row 1: it has no ref");
	refused("id,name\nC-1\n", NULL, "%s:2: row 1: it has 1 fields, the header has 2");
	refused("id,country\nC-1,IDN\n", NULL,
	    "%s:2: row 1: \"IDN\" is no country: two letters of ISO 3166, and "
	    "perhaps a part of it: US, US-TX");
	refused("id,lang\nC-1,english language\n", NULL,
	    "%s:2: row 1: \"english language\" is no language tag (BCP 47): en, id, pt-BR");
	refused("id\nC-1\n\"C-2\n", NULL, "%s:3: a quote that begins on this line is not closed");
}

static void rejects_keep_the_row_its_line_and_the_reason(void **state)
{
	const struct import_options o = { .path = path, .rejects = rejects };
	struct notebook nb = { 0 };
	struct import_result r;
	struct stat st;

	assert_int_equal(notebook_create(&nb, ":memory:", &rina, &e), 0);
	file_write("id,name,email\nC-1,\"A, \"\"b\"\"\",no\nC-2,B,b@x.example\nC-3\n");
	assert_int_equal(customers_import(&nb, &o, &r, &e), 0);
	assert_int_equal(r.added, 1);
	assert_int_equal(r.rejected, 2);
	assert_string_equal(file_read(rejects),
	    "id,name,email,line,reason\r\n"
	    "C-1,\"A, \"\"b\"\"\",no,2,\"e-mail \"\"no\"\" is not an address\"\r\n"
	    "C-3,4,\"it has 1 fields, the header has 3\"\r\n");
	assert_int_equal(stat(rejects, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	import_result_release(&r);

	assert_int_equal(customers_import(&nb, &o, &r, &e), -1);
	assert_int_equal(e.kind, ERR_CREATE);
	unlink(rejects);
	import_result_release(&r);
	notebook_release(&nb);
}

static void a_dry_run_counts_and_writes_nothing(void **state)
{
	const struct import_options o = { .path = path, .dry_run = true };
	struct notebook nb = { 0 };
	struct import_result r;
	struct customer_list l;

	assert_int_equal(notebook_create(&nb, ":memory:", &rina, &e), 0);
	file_write("id\nC-1\nC-2\n");
	assert_int_equal(customers_import(&nb, &o, &r, &e), 0);
	assert_int_equal(r.added, 2);
	assert_string_equal(r.ref, "");
	l = customers(&nb);
	assert_int_equal(l.n, 0);
	customer_list_release(&l);
	import_result_release(&r);
	notebook_release(&nb);
}

static void importing_again_writes_only_what_changed(void **state)
{
	struct notebook nb = { 0 };
	struct import_result r;

	assert_int_equal(notebook_create(&nb, ":memory:", &rina, &e), 0);
	assert_int_equal(import(&nb, "id,name\nC-1,a\nC-2,b\n", NULL, &r), 0);
	import_result_release(&r);
	assert_int_equal(import(&nb, "id,name\nC-1,a\nC-2,b\n", NULL, &r), 0);
	assert_int_equal(r.same, 2);
	assert_string_equal(r.ref, "");
	import_result_release(&r);
	assert_int_equal(import(&nb, "id,name\nC-1,a\nC-2,x\nC-0,c\n", NULL, &r), 0);
	assert_int_equal(r.added, 1);
	assert_int_equal(r.changed, 1);
	assert_int_equal(r.same, 1);
	assert_string_equal(r.ref, "RW3");
	import_result_release(&r);
	notebook_release(&nb);
}

static void where_the_facts_are_from_is_a_fact_too(void **state)
{
	static const char text[] = "id\nC-1\n";
	struct notebook nb = { 0 };
	struct import_result r;
	struct value v[COLUMNS_MAX];
	struct arena mem = { 0 };
	uint8_t sha256[DIGEST_SIZE];
	int64_t row, thing;
	enum table t;

	assert_int_equal(notebook_create(&nb, ":memory:", &rina, &e), 0);
	assert_int_equal(import(&nb, text, NULL, &r), 0);
	assert_int_equal(ref_find(&nb, "RW2.2", &row, &t, &e), 0);
	assert_int_equal(t, T_TRANSFER);
	assert_int_equal(row_load(&nb, T_TRANSFER, row, v, &thing, &mem, &e), 0);
	digest_of(text, sizeof text - 1, sha256);
	assert_memory_equal(v[COL(transfer, sha256)].text, sha256, sizeof sha256);
	assert_int_equal(v[COL(transfer, rows)].n, 1);
	assert_memory_equal(v[COL(transfer, file)].text, "c.csv", 5);
	arena_release(&mem);
	import_result_release(&r);
	notebook_release(&nb);
}

/* More than a chunk, so that the pipe is not at its end when the header is read. */
static void a_pipe_is_read_to_its_end_before_the_record(void **state)
{
	const struct import_options o = { .path = "-" };
	struct notebook nb = { 0 };
	struct import_result r;
	int ends[2], saved = dup(STDIN_FILENO);
	pid_t child;

	assert_int_equal(notebook_create(&nb, ":memory:", &rina, &e), 0);
	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		char row[80];
		int done = 0;

		close(ends[0]);
		done |= write(ends[1], "id,name\n", 8) < 0;
		for (int i = 0; i < 20000; i++)
			done |= write(ends[1], row,
				    (size_t)snprintf(row, sizeof row, "C-%05d,name\n", i)) < 0;
		_exit(done);
	}
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	assert_int_equal(customers_import(&nb, &o, &r, &e), 0);
	dup2(saved, STDIN_FILENO);
	close(saved);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(r.added, 20000);
	import_result_release(&r);
	notebook_release(&nb);
}

static int folder_make(void **state)
{
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/c.csv", folder);
	snprintf(rejects, sizeof rejects, "%s/rejects.csv", folder);
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
		cmocka_unit_test(headers_are_recognised_and_others_named),
		cmocka_unit_test(a_customer_beside_an_id_is_the_organisation),
		cmocka_unit_test(indonesian_headers_are_recognised),
		cmocka_unit_test(a_map_names_columns_and_takes_them_away),
		cmocka_unit_test(wrong_maps_and_headers_are_refused),
		cmocka_unit_test(a_wrong_row_refuses_the_whole_file_and_is_named),
		cmocka_unit_test(rejects_keep_the_row_its_line_and_the_reason),
		cmocka_unit_test(a_dry_run_counts_and_writes_nothing),
		cmocka_unit_test(importing_again_writes_only_what_changed),
		cmocka_unit_test(a_pipe_is_read_to_its_end_before_the_record),
		cmocka_unit_test(where_the_facts_are_from_is_a_fact_too),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
