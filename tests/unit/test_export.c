/*
 * test_export.c - what leaves the notebook: exact or harmless, whole or not at all, and provable.
 *
 * One notebook in a folder of its own, with customers whose names are made to break spreadsheets
 * and parsers, told by one advisory that its author may approve.
 */
#include <dirent.h>
#include <setjmp.h>
#include <spawn.h>
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
#include "exchange/export.h"
#include "exchange/import.h"
#include "model/advisory.h"
#include "model/customer.h"
#include "model/entry.h"
#include "model/entryline.h"
#include "model/exposure.h"
#include "model/incident.h"
#include "model/notification.h"

static const struct notebook_options rina = { .author = "Rina Wati <rina@soc.example>" };

static const char *const names[] = {
	"PT Maju",
	"=HYPERLINK(\"http://x\")",
	"+62 21",
	"-2+3",
	"@SUM(A1)",
	"\t=1",
	" =1",
	"a\n=1",
	"\xef\xbc\x9d"
	"1",
	"comma, \"quote\"",
	"two\r\nlines",
	"\x1b[31mred",
	"\xe2\x80\xaegnp.exe",
	"|calc",
	"%0A",
	"1E5",
	"00123",
};
enum { NAMES = sizeof names / sizeof *names };

static struct desk {
	char folder[64], path[96], out[128], manifest[160];
	struct notebook nb;
	int64_t incident;
} d;
static struct err e;
extern char **environ;

static void ok(int status)
{
	if (status < 0)
		fail_msg("%s", e.text);
}

static const char *const advisory_json =
    "{\"blotter\":\"advisory-template\",\"format\":1,\"id\":\"seen\",\"version\":1,\"title\":"
    "\"Seen\",\"tlp\":\"AMBER\",\"audience\":\"affected-customer\",\"severity\":\"high\","
    "\"languages\":[\"en\"],\"default_language\":\"en\",\"variables\":{"
    "\"customer_name\":{\"type\":\"string\",\"source\":\"customer\",\"required\":true}},"
    "\"channels\":{\"allow\":[\"email\"],\"prefer\":\"email\"},"
    "\"approval\":{\"count\":1,\"roles\":[],\"author_may_approve\":true},"
    "\"messages\":{\"email\":{\"subject\":{\"en\":\"For you\"},"
    "\"body\":{\"en\":\"Dear {{customer_name}}.\\n\"}}},\"actions\":[]}";

static void advisory_import(void)
{
	struct advisory a;
	uint8_t hash[DIGEST_SIZE] = { 1 };
	char ref[REF_MAX];
	bool same;

	ok(advisory_from_json(&a, advisory_json, strlen(advisory_json), &e));
	ok(advisory_add(&d.nb, &a, hash, ref, &same, &e));
	advisory_release(&a);
}

/* hostile: with the names that no letter takes, as they may be given to a customer later. */
static void customers_add(bool hostile)
{
	struct customer_import in;
	bool changed;

	ok(customer_import_begin(&in, &d.nb, &e));
	for (int i = 0; i < NAMES; i++) {
		char ref[16], addresses[64];
		const struct customer c = { .ref = ref,
			.organisation = hostile ? names[i] : "PT Maju",
			.name = "Ada",
			.language = "en",
			.country = "ID",
			.addresses = addresses };
		struct exposure x = { .incident = d.incident,
			.population = "viewed",
			.basis = "log",
			.categories = "invoice;profile",
			.count = 2,
			.earliest = INT64_C(1621155600000000),
			.latest = INT64_C(1621159200000000) };

		snprintf(ref, sizeof ref, "C-%02d", i);
		snprintf(addresses, sizeof addresses, "email\tu%d@x.example\tbilling", i);
		ok(customer_import_put(&in, &c, &e));
		ok(customer_import_thing(
		    &in.act, ref, strlen(ref), false, &x.customer, &changed, &e));
		ok(exposure_put(&in.act, &x, &changed, &e));
	}
	ok(customer_import_commit(&in, &e));
}

static void act(enum notify_act what)
{
	const struct notify_change c = { .act = what, .incident = d.incident };
	struct notify_result r = { 0 };

	ok(notification_change(&d.nb, &c, &r, &e));
	notify_result_release(&r);
}

static int desk_open(void **state)
{
	const struct incident fields = {
		.ref = "INC-1", .title = "*the* incident", .zone = "Asia/Jakarta"
	};
	struct notify_draft draft = { .advisory = "seen" };
	struct notify_result r = { 0 };
	char ref[REF_MAX];

	memset(&d, 0, sizeof d);
	snprintf(d.folder, sizeof d.folder, "/tmp/test_export.XXXXXX");
	if (!mkdtemp(d.folder))
		return -1;
	snprintf(d.path, sizeof d.path, "%s/n.blot", d.folder);
	snprintf(d.out, sizeof d.out, "%s/list", d.folder);
	ok(notebook_create(&d.nb, d.path, &rina, &e));
	ok(incident_open(&d.nb, &fields, ref, &e));
	ok(incident_find(&d.nb, "INC-1", &d.incident, &e));
	advisory_import();
	customers_add(false);
	draft.incident = d.incident;
	ok(notification_draft(&d.nb, &draft, &r, &e));
	notify_result_release(&r);
	act(NOTIFY_SUBMIT);
	act(NOTIFY_APPROVE);
	act(NOTIFY_RELEASE);
	customers_add(true);
	return 0;
}

/* Its exit status; -1 when it could not be started. */
static int program_run(const char *const argv[])
{
	pid_t child;
	int status;

	if (posix_spawnp(&child, argv[0], NULL, NULL, (char *const *)argv, environ) != 0)
		return -1;
	return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int desk_close(void **state)
{
	const char *const argv[] = { "rm", "-r", d.folder, NULL };

	notebook_release(&d.nb);
	return program_run(argv);
}

static char *file_read(const char *path, size_t *n)
{
	FILE *f = fopen(path, "r");
	char *text = xmalloc(1 << 20);

	if (!f)
		fail_msg("%s is not there", path);
	*n = fread(text, 1, (1 << 20) - 1, f);
	text[*n] = '\0';
	fclose(f);
	return text;
}

static int try_export(struct export_options o, const char *name, struct export_result *r)
{
	snprintf(d.out, sizeof d.out, "%s/%s", d.folder, name);
	o.path = d.out;
	o.incident = d.incident;
	e = (struct err){ 0 };
	return export_run(&d.nb, &o, r, &e);
}

/* The second reader, when there is one. */
static void peer_agrees(int64_t rows)
{
	const char *source = getenv("SRCDIR");
	char script[256], count[24];
	const char *const there[] = { "python3", "-c", "pass", NULL };
	const char *const argv[] = { "python3", script, d.out, count, NULL };

	if (!source || program_run(there) != 0)
		return;
	snprintf(script, sizeof script, "%s/tests/peers/read_export.py", source);
	snprintf(count, sizeof count, "%lld", (long long)rows);
	assert_int_equal(program_run(argv), 0);
}

static void exported(struct export_options o, const char *name, int64_t rows)
{
	struct export_result r;

	ok(try_export(o, name, &r));
	assert_int_equal(r.rows, rows);
	peer_agrees(rows);
	export_result_release(&r);
}

/* --- what it says ------------------------------------------------------------------------- */

static void the_list_holds_every_value_exactly(void **state)
{
	struct csv_reader *in;
	struct csv_row row;
	struct export_result r;

	ok(try_export((struct export_options){ .what = "notifications" }, "a.csv", &r));
	assert_int_equal(r.rows, NAMES);
	in = csv_reader_open(d.out, ',', &e);
	ok(csv_reader_header(in, &row, &e));
	assert_int_equal(row.n, 28);
	for (int i = 0; i < NAMES; i++) {
		ok(csv_reader_row(in, &row, &e));
		assert_string_equal(row.at[1].at, "INC-1");
		assert_string_equal(row.at[3].at, names[i]);
		assert_string_equal(row.at[5].at, "billing");
		assert_string_equal(row.at[8].at, "false");
		assert_string_equal(row.at[12].at, "invoice;profile");
		assert_string_equal(
		    row.at[13].at, "2021-05-16T09:00:00.000000Z/2021-05-16T10:00:00.000000Z");
		assert_string_equal(row.at[14].at, "released");
		assert_string_equal(row.at[19].at, "Rina Wati");
		assert_string_equal(row.at[27].at, "AMBER");
	}
	assert_int_equal(csv_reader_row(in, &row, &e), 0);
	csv_reader_free(in);
	export_result_release(&r);
	peer_agrees(NAMES);
}

static void json_lines_have_the_same_columns(void **state)
{
	char *text;
	size_t n;

	exported((struct export_options){ .what = "notifications", .format = "jsonl" }, "a.jsonl",
	    NAMES);
	text = file_read(d.out, &n);
	assert_non_null(strstr(text, "\"organisation\":\"\\u001b[31mred\""));
	assert_non_null(strstr(text, "\"sent_at\":null,\"attempts\":0,"));
	free(text);
}

static void a_spreadsheet_gets_no_formula(void **state)
{
	char *text;
	size_t n;

	exported((struct export_options){ .what = "notifications", .profile = "excel" },
	    "a.excel.csv", NAMES);
	text = file_read(d.out, &n);
	assert_memory_equal(text, "\xef\xbb\xbf\"notification\",", 18);
	assert_non_null(strstr(text, "\"'=HYPERLINK(\"\"http://x\"\")\""));
	assert_non_null(strstr(text, "\"a\n'=1\""));
	free(text);
}

static void the_name_says_the_profile(void **state)
{
	struct export_result r;
	struct export_options o = { .what = "notifications", .profile = "excel" };

	assert_int_equal(try_export(o, "b.csv", &r), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	o.profile = NULL;
	assert_int_equal(try_export(o, "b.excel.csv", &r), -1);
	o.profile = "exel";
	assert_int_equal(try_export(o, "b.csv", &r), -1);
	assert_string_equal(e.text, "notifications as csv have no profile \"exel\": data, excel");
	o.profile = "timesketch";
	assert_int_equal(try_export(o, "b.csv", &r), -1);
	assert_string_equal(
	    e.text, "notifications as csv have no profile \"timesketch\": data, excel");
}

static void the_profiles_of_a_form_go_round(void **state)
{
	(void)state;
	assert_string_equal(export_profile_next("timeline", "csv", "data"), "excel");
	assert_string_equal(export_profile_next("timeline", "csv", "excel"), "timesketch");
	assert_string_equal(export_profile_next("timeline", "csv", "timesketch"), "data");
	assert_string_equal(export_profile_next("timeline", "jsonl", "timesketch"), "data");
	assert_string_equal(export_profile_next("customers", "csv", "excel"), "data");
	assert_string_equal(export_profile_next("timeline", "md", "data"), "data");
}

static void what_is_too_grave_is_left_out_and_counted(void **state)
{
	struct export_options o = { .what = "notifications", .max_tlp = "GREEN" };
	struct export_result r;
	size_t n;
	char *text;

	ok(try_export(o, "green.csv", &r));
	assert_int_equal(r.rows, 0);
	assert_int_equal(r.left_out, NAMES);
	assert_string_equal(str_text(&r.why), "17 graver than TLP:GREEN");
	text = file_read(r.manifest.at, &n);
	assert_non_null(strstr(text, "\"left_out\": {\"graver than TLP:GREEN\":17}"));
	free(text);
	export_result_release(&r);
	o.max_tlp = "TLP:AMBER";
	ok(try_export(o, "amber.csv", &r));
	assert_int_equal(r.rows, NAMES);
	export_result_release(&r);
	o.max_tlp = "PURPLE";
	assert_int_equal(try_export(o, "purple.csv", &r), -1);
}

static void a_filter_and_its_words_are_kept(void **state)
{
	struct when_context c = { .now = when_now(), .zone = "UTC" };
	struct filter *f = filter_compile("customer:C-03", FILTER_NOTIFICATIONS, &c, NULL, &e);
	struct export_result r;
	char *text;
	size_t n;

	if (!f)
		fail_msg("%s", e.text);
	ok(try_export(
	    (struct export_options){ .what = "notifications", .filter = f }, "f.csv", &r));
	assert_int_equal(r.rows, 1);
	text = file_read(r.manifest.at, &n);
	assert_non_null(strstr(text, "\"filter\": \"customer:C-03\""));
	free(text);
	export_result_release(&r);
	filter_free(f);
}

/* --- the proof ----------------------------------------------------------------------------------
 */

static void the_record_holds_the_hash_of_the_file(void **state)
{
	struct export_result r;
	struct value v[COLUMNS_MAX];
	struct arena mem = { 0 };
	uint8_t sha256[DIGEST_SIZE];
	int64_t row, thing;
	enum table t;
	size_t n;
	char *text;

	ok(try_export((struct export_options){ .what = "notifications" }, "p.csv", &r));
	text = file_read(d.out, &n);
	digest_of(text, n, sha256);
	assert_memory_equal(sha256, r.sha256, sizeof sha256);
	assert_int_equal(r.bytes, n);
	ok(ref_find(&d.nb, r.ref, &row, &t, &e));
	assert_int_equal(t, T_TRANSFER);
	ok(row_load(&d.nb, T_TRANSFER, row, v, &thing, &mem, &e));
	assert_memory_equal(v[COL(transfer, sha256)].text, sha256, sizeof sha256);
	assert_memory_equal(v[COL(transfer, file)].text, "p.csv", 5);
	assert_int_equal(v[COL(transfer, rows)].n, NAMES);
	arena_release(&mem);
	free(text);
	export_result_release(&r);
}

static void an_older_state_is_exported_and_recorded_now(void **state)
{
	struct export_result r;
	int64_t before, after;
	uint8_t hash[DIGEST_SIZE];

	ok(journal_head(&d.nb, &before, hash, &e));
	d.nb.asof = 3; /* before the drafts */
	ok(try_export((struct export_options){ .what = "notifications" }, "old.csv", &r));
	assert_int_equal(d.nb.asof, 3);
	d.nb.asof = ASOF_NOW;
	assert_int_equal(r.rows, 0);
	export_result_release(&r);
	ok(journal_head(&d.nb, &after, hash, &e));
	assert_int_equal(after, before + 1);
}

/* --- files --------------------------------------------------------------------------------------
 */

static void a_file_that_is_there_is_kept_unless_asked(void **state)
{
	struct export_options o = { .what = "notifications" };
	struct export_result r;
	struct stat st;

	ok(try_export(o, "k.csv", &r));
	export_result_release(&r);
	assert_int_equal(stat(d.out, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(try_export(o, "k.csv", &r), -1);
	assert_int_equal(e.kind, ERR_CREATE);
	export_result_release(&r);
	o.overwrite = true;
	ok(try_export(o, "k.csv", &r));
	export_result_release(&r);
}

static void a_link_is_never_followed(void **state)
{
	struct export_options o = { .what = "notifications", .overwrite = true };
	struct export_result r;
	char link[128], target[128];
	struct stat st;

	snprintf(link, sizeof link, "%s/l.csv", d.folder);
	snprintf(target, sizeof target, "%s/target", d.folder);
	assert_int_equal(symlink(target, link), 0);
	assert_int_equal(try_export(o, "l.csv", &r), -1);
	assert_int_equal(e.kind, ERR_CREATE);
	assert_int_equal(stat(target, &st), -1);
	export_result_release(&r);
}

static void nothing_is_left_when_it_fails(void **state)
{
	DIR *folder = opendir(d.folder);
	const struct dirent *name;

	assert_non_null(folder);
	while ((name = readdir(folder)))
		assert_null(strstr(name->d_name, ".tmp"));
	closedir(folder);
}

static void folders_open_to_everybody_are_refused(void **state)
{
	struct export_result r;
	char folder[128];

	snprintf(folder, sizeof folder, "%s/open", d.folder);
	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(chmod(folder, 0777), 0);
	assert_int_equal(
	    try_export((struct export_options){ .what = "customers" }, "open/c.csv", &r), -1);
	assert_non_null(strstr(e.text, "everybody may replace files in this folder"));
}

static void a_full_disk_leaves_nothing(void **state)
{
	struct export_options o = { .what = "customers", .path = "-" };
	struct export_result r;
	FILE *full = fopen("/dev/full", "w");
	int saved = dup(STDOUT_FILENO), done;

	fflush(stdout);
	dup2(fileno(full), STDOUT_FILENO);
	done = export_run(&d.nb, &o, &r, &e);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	fclose(full);
	assert_int_equal(done, -1);
	assert_int_equal(e.kind, ERR_IO);
	assert_false(db_in_transaction(d.nb.db));
	export_result_release(&r);
}

/* --- the other lists
 * -------------------------------------------------------------------------------- */

static void the_register_comes_back_as_it_went(void **state)
{
	struct notebook other = { 0 };
	struct import_options in = { .path = d.out };
	struct import_result r;
	const struct customer_page p = { .limit = 100, .from_end = true };
	struct customer_list l = { 0 };

	exported((struct export_options){ .what = "customers" }, "c.csv", NAMES);
	exported(
	    (struct export_options){ .what = "customers", .format = "jsonl" }, "c.jsonl", NAMES);
	snprintf(d.out, sizeof d.out, "%s/c.csv", d.folder);
	ok(notebook_create(&other, ":memory:", &rina, &e));
	ok(customers_import(&other, &in, &r, &e));
	assert_int_equal(r.added, NAMES);
	import_result_release(&r);
	ok(customer_page_load(&other, &p, &l, &e));
	for (int i = 0; i < NAMES; i++)
		assert_string_equal(l.at[i].organisation, names[i]);
	assert_string_equal(l.at[3].addresses, "email\tu3@x.example\tbilling");
	customer_list_release(&l);
	notebook_release(&other);
}

static void entry_log(const char *text)
{
	const struct when_context c = { .now = INT64_C(1621242000000000), .zone = "Asia/Jakarta" };
	struct entryline line = { 0 };
	char ref[REF_MAX];

	ok(entryline_parse(&line, text, strlen(text), &c, &e));
	ok(entry_add(&d.nb, d.incident, &line, ref, &e));
	entryline_release(&line);
}

static void the_timeline_is_in_the_order_of_events(void **state)
{
	size_t n;
	char *text;

	entry_log("2021-05-17 10:00 later #contain @dewi");
	entry_log("2021-05-16 09:30 a *bold* [x](http://y) \x1b[31m <b>");
	exported((struct export_options){ .what = "timeline" }, "t.csv", 2);
	exported((struct export_options){ .what = "timeline", .format = "jsonl" }, "t.jsonl", 2);
	ok(0);
	text = file_read(d.out, &n);
	assert_true(strstr(text, "bold") < strstr(text, "later"));
	assert_non_null(strstr(text, "\"tags\":\"contain\""));
	assert_non_null(strstr(text, "\"earliest\":\"2021-05-16T02:30:00.000000Z\""));
	free(text);
}

static void markdown_holds_no_markup_of_others(void **state)
{
	struct export_result r;
	size_t n;
	char *text;

	ok(try_export((struct export_options){ .what = "timeline", .format = "md" }, "t.md", &r));
	text = file_read(d.out, &n);
	assert_non_null(strstr(text, "\n\\*the\\* incident\n"));
	assert_non_null(strstr(text, "\\*bold\\* \\[x\\](http\\://y)"));
	assert_null(strchr(text, '\x1b'));
	assert_null(strstr(text, " <b>"));
	free(text);
	export_result_release(&r);
}

static void a_notebook_comes_back_hash_for_hash(void **state)
{
	struct notebook other = { 0 };
	struct export_result r;
	struct import_result in;
	const struct import_options o = { .path = d.out };
	int64_t record;
	uint8_t was[DIGEST_SIZE], is[DIGEST_SIZE];
	char path[128];

	ok(journal_head(&d.nb, &record, was, &e));
	ok(try_export((struct export_options){ .what = "notebook" }, "n.jsonl", &r));
	assert_string_equal(r.ref, "");
	ok(journal_head(&d.nb, &record, is, &e));
	assert_memory_equal(was, is, sizeof was);
	snprintf(path, sizeof path, "%s/copy.blot", d.folder);
	ok(notebook_create_empty(&other, path, &rina, &e));
	ok(notebook_import(&other, &o, &in, &e));
	assert_int_equal(in.rows, record);
	ok(journal_head(&other, &record, is, &e));
	assert_memory_equal(was, is, sizeof was);
	import_result_release(&in);
	export_result_release(&r);
	notebook_release(&other);
}

/* --- what the mailer says
 * ------------------------------------------------------------------------------ */

static void the_mailer_is_heard_before_anything_is_written(void **state)
{
	struct import_options o = {
		.path = d.out, .incident = d.incident, .by_email = true, .dry_run = true
	};
	struct import_result r;
	FILE *f;

	snprintf(d.out, sizeof d.out, "%s/status.csv", d.folder);
	f = fopen(d.out, "w");
	fputs("email,status,code,at\n"
	      "U0@x.example,sent,250,2021-06-25T10:00:00Z\n"
	      "u1@x.example,bounced,5.1.1,2021-06-25T10:00:00Z\n"
	      "u2@x.example,bounced,4.2.2,2021-06-25T10:00:00Z\n"
	      "nobody@x.example,sent,250,2021-06-25T10:00:00Z\n",
	    f);
	fclose(f);
	ok(status_import(&d.nb, &o, &r, &e));
	assert_string_equal(r.ref, "");
	assert_string_equal(str_text(&r.told), "4 rows: 3 found\n1 not found: nobody@x.example\n"
					       "2 bounced: u1@x.example, u2@x.example\n");
	import_result_release(&r);
	o.dry_run = false;
	ok(status_import(&d.nb, &o, &r, &e));
	assert_int_equal(r.changed, 3);
	import_result_release(&r);
}

static void attempts_of_the_mailer_stand_in_the_list(void **state)
{
	struct csv_reader *in;
	struct csv_row row;

	exported((struct export_options){ .what = "notifications" }, "s.csv", NAMES);
	in = csv_reader_open(d.out, ',', &e);
	ok(csv_reader_header(in, &row, &e));
	ok(csv_reader_row(in, &row, &e));
	assert_string_equal(row.at[14].at, "sent");
	assert_string_equal(row.at[21].at, "2021-06-25T10:00:00.000000Z");
	assert_string_equal(row.at[23].at, "accepted");
	ok(csv_reader_row(in, &row, &e));
	assert_string_equal(row.at[23].at, "hard-bounce");
	ok(csv_reader_row(in, &row, &e));
	assert_string_equal(row.at[23].at, "soft-bounce");
	csv_reader_free(in);
}

static void unknown_results_are_refused(void **state)
{
	const struct import_options o = { .path = d.out, .incident = d.incident };
	struct import_result r;
	FILE *f;

	snprintf(d.out, sizeof d.out, "%s/status.csv", d.folder);
	f = fopen(d.out, "w");
	fputs("customer,result\nC-00,teleported\n", f);
	fclose(f);
	assert_int_equal(status_import(&d.nb, &o, &r, &e), -1);
	assert_non_null(strstr(e.text, "status.csv:2: row 1: "));
	import_result_release(&r);
}

/* --- exposures from a list
 * -------------------------------------------------------------------------------- */

static void exposures_keep_their_imprecise_windows(void **state)
{
	const struct import_options o = { .path = d.out, .incident = d.incident, .zone = "UTC" };
	struct import_result r;
	struct exposure_list l = { 0 };
	int64_t customer;
	FILE *f;

	snprintf(d.out, sizeof d.out, "%s/x.csv", d.folder);
	f = fopen(d.out, "w");
	fputs("customer,population,data,from,to,basis,confidence\n"
	      "C-00,Compromised,\"Payment card; invoice,invoice\",2021-05~,,inference,medium\n"
	      "C-01,suspected,,2021-05-16,2021-05-31,statement,\n",
	    f);
	fclose(f);
	ok(exposures_import(&d.nb, &o, &r, &e));
	assert_int_equal(r.changed, 2);
	import_result_release(&r);
	ok(customer_find(&d.nb, "C-00", &customer, &e));
	ok(exposure_load(&d.nb, d.incident, customer, &l, &e));
	assert_string_equal(l.at[0].population, "compromised");
	assert_string_equal(l.at[0].window, "2021-05~");
	ok(customer_find(&d.nb, "C-01", &customer, &e));
	ok(exposure_load(&d.nb, d.incident, customer, &l, &e));
	assert_string_equal(l.at[1].window, "2021-05-16/2021-05-31");
	exposure_list_release(&l);
}

static void exposures_of_strangers_are_refused(void **state)
{
	const struct import_options o = { .path = d.out, .incident = d.incident };
	struct import_result r;
	FILE *f;

	snprintf(d.out, sizeof d.out, "%s/x.csv", d.folder);
	f = fopen(d.out, "w");
	fputs("customer,population\nC-00,viewed\nX-1,viewed\n", f);
	fclose(f);
	assert_int_equal(exposures_import(&d.nb, &o, &r, &e), -1);
	assert_non_null(strstr(e.text, "x.csv:3: row 2: there is no customer \"X-1\""));
	import_result_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_holds_every_value_exactly),
		cmocka_unit_test(json_lines_have_the_same_columns),
		cmocka_unit_test(a_spreadsheet_gets_no_formula),
		cmocka_unit_test(the_name_says_the_profile),
		cmocka_unit_test(the_profiles_of_a_form_go_round),
		cmocka_unit_test(what_is_too_grave_is_left_out_and_counted),
		cmocka_unit_test(a_filter_and_its_words_are_kept),
		cmocka_unit_test(the_record_holds_the_hash_of_the_file),
		cmocka_unit_test(an_older_state_is_exported_and_recorded_now),
		cmocka_unit_test(a_file_that_is_there_is_kept_unless_asked),
		cmocka_unit_test(a_link_is_never_followed),
		cmocka_unit_test(folders_open_to_everybody_are_refused),
		cmocka_unit_test(a_full_disk_leaves_nothing),
		cmocka_unit_test(nothing_is_left_when_it_fails),
		cmocka_unit_test(the_register_comes_back_as_it_went),
		cmocka_unit_test(the_timeline_is_in_the_order_of_events),
		cmocka_unit_test(markdown_holds_no_markup_of_others),
		cmocka_unit_test(a_notebook_comes_back_hash_for_hash),
		cmocka_unit_test(the_mailer_is_heard_before_anything_is_written),
		cmocka_unit_test(attempts_of_the_mailer_stand_in_the_list),
		cmocka_unit_test(unknown_results_are_refused),
		cmocka_unit_test(exposures_keep_their_imprecise_windows),
		cmocka_unit_test(exposures_of_strangers_are_refused),
	};

	return cmocka_run_group_tests(tests, desk_open, desk_close);
}
