/* test_timeline_import.c - events of other tools: what of each format the log keeps, and what not.
 */
#include "tests/unit/fixture.h"

#include <sys/stat.h>
#include <unistd.h>

#include "exchange/import.h"

static char folder[] = "/tmp/test_timeline.XXXXXX";
static char path[64], rejects[64];
static struct import_result result;
static struct entry_list list;

static void bytes_write(const char *text, size_t n)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	fclose(f);
}

static int taken(const char *text, struct import_options o)
{
	bytes_write(text, strlen(text));
	o.path = path;
	o.incident = incident;
	import_result_release(&result);
	memset(&e, 0, sizeof e);
	return timeline_import(&nb, &o, &result, &e);
}

/* All entries in the order they happened. */
static void loaded(size_t expected)
{
	const struct entry_page p = {
		.incident = incident, .order = ENTRY_HAPPENED, .from_end = true, .limit = 100
	};

	entry_list_release(&list);
	ok(entry_page_load(&nb, &p, &list, &e));
	assert_int_equal(list.n, expected);
}

static int entry_teardown(void **state)
{
	entry_list_release(&list);
	import_result_release(&result);
	unlink(rejects);
	return teardown(state);
}
#define EVENT_TEST(name) cmocka_unit_test_setup_teardown(name, setup, entry_teardown)

static const char timesketch[] =
    "message,timestamp,datetime,timestamp_desc,hostname,username,tag,colour\n"
    "\"token read, twice\",,2021-05-16T14:03:11.123456+00:00,Access Time,web-1,\"rani "
    "w\",\"b;a,b\",red\n"
    "! @dewi #x,1621173792000001,,Write Time,,,,\n";

static void an_event_becomes_an_observation_to_the_microsecond(void **state)
{
	ok(taken(timesketch, (struct import_options){ 0 }));
	assert_int_equal(result.added, 2);
	loaded(2);
	assert_string_equal(list.at[0].kind, "observation");
	assert_string_equal(
	    list.at[0].text, "token read, twice\nhost:web-1 user:\"rani w\"");
	assert_string_equal(list.at[0].when.edtf, "2021-05-16T14:03:11.123456Z");
	assert_string_equal(list.at[0].when.zone, "UTC");
	assert_string_equal(list.at[0].tags, "a b");
	assert_string_equal(list.at[0].source, "Access Time");
	assert_true(list.at[1].when.earliest == INT64_C(1621173792000001));
}

static void a_message_is_no_entry_grammar(void **state)
{
	ok(taken(timesketch, (struct import_options){ 0 }));
	loaded(2);
	assert_string_equal(list.at[1].text, "! @dewi #x");
	assert_null(list.at[1].actors);
	assert_null(list.at[1].tags);
}

static void columns_that_nobody_takes_are_named(void **state)
{
	ok(taken(timesketch, (struct import_options){ 0 }));
	assert_non_null(strstr(str_text(&result.told), "columns not taken: colour\n"));
}

static void of_very_many_columns_the_first_are_named(void **state)
{
	struct str text = { 0 };

	str_puts(&text, "message,datetime");
	for (int i = 0; i < 100; i++)
		str_printf(&text, ",column_%02d", i);
	str_puts(&text, "\na,2021-05-16T00:00:00Z");
	for (int i = 0; i < 100; i++)
		str_putc(&text, ',');
	str_putc(&text, '\n');
	ok(taken(text.at, (struct import_options){ 0 }));
	assert_non_null(strstr(str_text(&result.told), "column_00, column_01, "));
	assert_non_null(strstr(str_text(&result.told), "column_36 and 63 more\n"));
	assert_null(strstr(str_text(&result.told), "column_37"));
	str_release(&text);
}

static void a_second_import_finds_all_there_and_writes_nothing(void **state)
{
	int64_t before;

	ok(taken(timesketch, (struct import_options){ 0 }));
	before = head();
	ok(taken(timesketch, (struct import_options){ 0 }));
	assert_int_equal(result.added, 0);
	assert_int_equal(result.same, 2);
	assert_string_equal(result.ref, "");
	assert_int_equal(head(), before);
}

static void only_what_is_new_is_added(void **state)
{
	ok(taken("message,datetime\na,2021-05-16T00:00:00Z\n", (struct import_options){ 0 }));
	ok(taken("message,datetime\na,2021-05-16T00:00:00Z\nb,2021-05-16T00:00:00Z\n",
	    (struct import_options){ 0 }));
	assert_int_equal(result.added, 1);
	assert_int_equal(result.same, 1);
	loaded(2);
}

static void the_same_line_twice_in_a_file_is_two_entries(void **state)
{
	static const char twice[] =
	    "message,datetime\na,2021-05-16T00:00:00Z\na,2021-05-16T00:00:00Z\n";

	ok(taken(twice, (struct import_options){ 0 }));
	assert_int_equal(result.added, 2);
	ok(taken(twice, (struct import_options){ 0 }));
	assert_int_equal(result.same, 2);
}

static void a_struck_event_does_not_come_back(void **state)
{
	static const char one[] = "message,datetime\na,2021-05-16T00:00:00Z\n";

	ok(taken(one, (struct import_options){ 0 }));
	loaded(1);
	ok(strike(list.at[0].thing, "wrong host"));
	ok(taken(one, (struct import_options){ 0 }));
	assert_int_equal(result.same, 1);
}

static void an_undone_import_can_be_taken_again(void **state)
{
	static const char one[] = "message,datetime\na,2021-05-16T00:00:00Z\n";

	ok(taken(one, (struct import_options){ 0 }));
	undo();
	loaded(0);
	ok(taken(one, (struct import_options){ 0 }));
	assert_int_equal(result.added, 1);
	loaded(1);
}

static void a_time_without_offset_needs_a_zone(void **state)
{
	static const char local[] = "message,datetime\na,2021-05-16 07:00:00\n";

	refused(taken(local, (struct import_options){ 0 }), ERR_INVALID, "--zone");
	loaded(0);
	ok(taken(local, (struct import_options){ .zone = "Asia/Jakarta" }));
	loaded(1);
	assert_string_equal(list.at[0].when.edtf, "2021-05-16T07:00:00+07:00");
	assert_string_equal(list.at[0].when.zone, "Asia/Jakarta");
}

static void the_offset_of_a_time_is_kept(void **state)
{
	ok(taken("message,datetime\na,2021-05-16T07:00:00+0700\n", (struct import_options){ 0 }));
	loaded(1);
	assert_string_equal(list.at[0].when.edtf, "2021-05-16T07:00:00+07:00");
	assert_string_equal(list.at[0].when.zone, "+07:00");
}

static void a_wrong_row_refuses_the_file(void **state)
{
	refused(taken("message,datetime\na,2021-05-16T00:00:00Z\nb,yesterday\n",
		    (struct import_options){ 0 }),
	    ERR_INVALID, ":3: row 2: ");
	loaded(0);
	refused(taken("message,datetime\n,2021-05-16T00:00:00Z\n", (struct import_options){ 0 }),
	    ERR_INVALID, "it has no message");
	refused(taken("message,colour\na,red\n", (struct import_options){ 0 }), ERR_INVALID,
	    "--map datetime=COLUMN");
}

static void rejected_rows_keep_their_line_and_reason(void **state)
{
	char text[512] = "";
	FILE *f;

	ok(taken("message,datetime\na,2021-05-16T00:00:00Z\nb,yesterday\n",
	    (struct import_options){ .rejects = rejects }));
	assert_int_equal(result.rejected, 1);
	assert_int_equal(result.added, 1);
	f = fopen(rejects, "r");
	assert_non_null(f);
	text[fread(text, 1, sizeof text - 1, f)] = '\0';
	fclose(f);
	assert_non_null(strstr(text, "message,datetime,line,reason\r\nb,yesterday,3,"));
}

static void a_dry_run_writes_nothing(void **state)
{
	ok(taken(timesketch, (struct import_options){ .dry_run = true }));
	assert_int_equal(result.added, 2);
	loaded(0);
}

static void other_columns_are_taken_by_name(void **state)
{
	ok(taken("What;Seen\na;2021-05-16T00:00:00Z\n",
	    (struct import_options){ .map = "message=What,datetime=Seen" }));
	loaded(1);
}

static void json_lines_are_read(void **state)
{
	ok(taken("{\"message\":\"a \\u00e9\",\"datetime\":\"2021-05-16T00:00:00Z\","
		 "\"timestamp_desc\":\"Write\",\"tag\":[\"b\",\"a\"]}\n"
		 "{\"message\":\"b\",\"timestamp\":1621123200000001}",
	    (struct import_options){ 0 }));
	loaded(2);
	assert_string_equal(list.at[0].text, "a \xc3\xa9");
	assert_string_equal(list.at[0].tags, "a b");
	assert_true(list.at[1].when.earliest == INT64_C(1621123200000001));
	refused(taken("{\"message\":\"a\"\n", (struct import_options){ 0 }), ERR_INVALID,
	    ":1: row 1: it is not JSON");
}

#define L2T_HEADER \
	"date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename," \
	"inode,notes,format,extra\n"

static void plaso_is_cut_at_each_comma_and_quotes_are_text(void **state)
{
	ok(taken(L2T_HEADER
	    "05/16/2021,14:03:11,UTC,..C.,FILE,NTFS,Creation Time,-,web-1,s,say \"hi\" now,2,"
	    "/a,1,-,f,-\n"
	    "05/16/2021,14:03:12,UTC,..C.,FILE,NTFS,Creation Time,-,web-1,s,\"a, \"\"b\"\"\",2,"
	    "/a,1,-,f,-\n",
	    (struct import_options){ 0 }));
	loaded(2);
	assert_string_equal(list.at[0].text, "say \"hi\" now\nhost:web-1 file:/a");
	assert_string_equal(list.at[0].source, "NTFS: Creation Time");
	assert_string_equal(list.at[0].when.edtf, "2021-05-16T14:03:11Z");
	assert_string_equal(list.at[1].text, "a, \"b\"\nhost:web-1 file:/a");
}

static void plaso_without_a_date_or_with_other_fields_is_refused(void **state)
{
	refused(taken(L2T_HEADER "00/00/0000,--:--:--,UTC,.,a,b,c,d,e,f,g,2,h,i,j,k,l\n",
		    (struct import_options){ 0 }),
	    ERR_INVALID, "it has no date");
	refused(taken(L2T_HEADER "the rest of a message\n", (struct import_options){ 0 }),
	    ERR_INVALID, "it has 1 fields, l2tcsv has 17");
}

static void plaso_dynamic_is_read(void **state)
{
	ok(taken(
	    "datetime,timestamp_desc,source,source_long,message,parser,display_name,tag\n"
	    "2021-05-16T14:03:11.5+00:00,Last Visited,WEBHIST,Chrome,a \"b\" c,sqlite,/h,x y\n",
	    (struct import_options){ 0 }));
	loaded(1);
	assert_string_equal(list.at[0].text, "a \"b\" c\nfile:/h");
	assert_string_equal(list.at[0].source, "Chrome: Last Visited");
	assert_string_equal(list.at[0].tags, "x y");
}

static void journald_is_read(void **state)
{
	ok(taken("{\"__CURSOR\":\"s=1\",\"__REALTIME_TIMESTAMP\":\"1621173791123456\",\"MESSAGE\":"
		 "[72,105],\"_HOSTNAME\":\"web-1\",\"SYSLOG_IDENTIFIER\":\"sshd\"}\n",
	    (struct import_options){ 0 }));
	loaded(1);
	assert_string_equal(list.at[0].text, "Hi\nhost:web-1");
	assert_string_equal(list.at[0].source, "sshd");
	assert_string_equal(list.at[0].when.edtf, "2021-05-16T14:03:11.123456Z");
	refused(taken("{\"__REALTIME_TIMESTAMP\":\"1621173791123456\",\"MESSAGE\":null}\n",
		    (struct import_options){ 0 }),
	    ERR_INVALID, "--all");
}

static void syslog_of_both_kinds_is_read(void **state)
{
	ok(taken("<34>1 2021-05-16T08:00:00.5+07:00 web-1 sshd 41 ID [a@1 b=\"\\]x\"] Accepted\n"
		 "<13>May 16 11:27:42 web-2 cron[7]: ran\n",
	    (struct import_options){ .year = 2021, .zone = "UTC" }));
	loaded(2);
	assert_string_equal(list.at[0].text, "Accepted\nhost:web-1 process:41");
	assert_string_equal(list.at[0].when.zone, "+07:00");
	assert_string_equal(list.at[1].text, "ran\nhost:web-2");
	assert_string_equal(list.at[1].source, "cron[7]");
	assert_string_equal(list.at[1].when.edtf, "2021-05-16T11:27:42Z");
	refused(taken("May 16 11:27:42 web-2 cron[7]: ran\n",
		    (struct import_options){ .zone = "UTC" }),
	    ERR_INVALID, "--year");
}

/* What rsyslog and its neighbours write beyond RFC 3164. */
static void syslog_as_machines_write_it_is_read(void **state)
{
	ok(taken("Mar 23 23:01:18.123 web-1 sshd[19]: a fraction\n"
		 "Mar 23 23:01:43: --- last message repeated 5 times ---\n"
		 "Mar 23 23:02:20 kernel: [997.390602] sda2: rw=0\n"
		 "2021-03-23T23:03:00.5+07:00 web-2 systemd[1]: Started\n"
		 "<15>2021-03-24T00:00:00+00:00 web-3 tag this is debug\n",
	    (struct import_options){ .year = 2021, .zone = "UTC", .format = "syslog" }));
	loaded(5);
	assert_string_equal(list.at[0].text, "Started\nhost:web-2");
	assert_string_equal(list.at[1].when.edtf, "2021-03-23T23:01:18.123000Z");
	assert_string_equal(list.at[2].text, "--- last message repeated 5 times ---");
	assert_string_equal(list.at[3].text, "[997.390602] sda2: rw=0");
	assert_string_equal(list.at[3].source, "kernel");
	assert_string_equal(list.at[4].text, "tag this is debug\nhost:web-3");
	ok(taken("2021-03-23T23:04:00+07:00 web-2 systemd[1]: Told by its first line\n",
	    (struct import_options){ 0 }));
}

static void the_year_of_a_syslog_goes_on_at_new_year(void **state)
{
	ok(taken("Dec 31 23:59:58 web-1 a: one\nJan  1 00:00:01 web-1 a: two\n"
		 "Dec 31 23:59:59 web-1 a: late\nJan  1 00:00:02 web-1 a: three\n",
	    (struct import_options){ .year = 2020, .zone = "UTC" }));
	loaded(4);
	assert_string_equal(list.at[1].when.edtf, "2020-12-31T23:59:59Z");
	assert_string_equal(list.at[2].when.edtf, "2021-01-01T00:00:01Z");
	assert_string_equal(list.at[3].when.edtf, "2021-01-01T00:00:02Z");
	assert_non_null(strstr(str_text(&result.told), "go on to 2021"));
}

#define L2T_ROW(clock, zone) \
	"10/31/2021," clock "," zone ",M...,LOG,Log File,Written,-,-,s,d " clock zone \
	",2,OS:/var/log/syslog,-,-,syslog,-\n"

/* plaso told Europe/Berlin writes CEST and CET; the hour that was twice is told apart by them. */
static void plaso_with_abbreviations_needs_the_zone_they_are_of(void **state)
{
	static const char rows[] =
	    L2T_HEADER L2T_ROW("02:30:00", "CEST") L2T_ROW("02:30:00", "CET");

	refused(taken(rows, (struct import_options){ 0 }), ERR_INVALID, "Europe/Berlin");
	refused(taken(rows, (struct import_options){ .zone = "Asia/Jakarta" }), ERR_INVALID,
	    "not what the time of Asia/Jakarta was called");
	ok(taken(rows, (struct import_options){ .zone = "Europe/Berlin" }));
	loaded(2);
	assert_true(list.at[1].when.earliest - list.at[0].when.earliest == 3600 * WHEN_SECOND);
}

static void git_log_is_read(void **state)
{
	ok(taken("2021-05-16T11:27:42+07:00\tRani W\tRotate\tthe key\n",
	    (struct import_options){ 0 }));
	loaded(1);
	assert_string_equal(list.at[0].text, "Rotate\tthe key\nuser:\"Rani W\"");
	assert_string_equal(list.at[0].source, "git");
}

static void an_unknown_format_is_refused_with_those_there_are(void **state)
{
	refused(taken("x\n", (struct import_options){ .format = "evtx" }), ERR_USAGE,
	    "auto, timesketch, journald, jsonl, l2tcsv, dynamic, syslog, git, csv");
}

static void lines_of_any_length_up_to_the_limit_pass_the_chunks(void **state)
{
	struct str text = { 0 };

	for (int i = 0; i < 40; i++) {
		str_printf(&text,
		    "{\"datetime\":\"2021-05-16T00:00:%02dZ\",\"message\":\"m%d\",\"x\":\"", i, i);
		for (int k = 0; k < 100 * i + 9000; k++)
			str_puts(&text, "xy");
		str_puts(&text, "\"}\n");
	}
	ok(taken(text.at, (struct import_options){ 0 }));
	loaded(40);
	str_reset(&text);
	str_puts(&text, "{\"message\":\"");
	for (int k = 0; k < 1100 * 1024; k++)
		str_putc(&text, 'x');
	refused(taken(text.at, (struct import_options){ 0 }), ERR_INVALID, "longer than 1 MiB");
	str_release(&text);
}

/* The files that Timesketch tests itself with: TEST_TIMESKETCH names the folder. */
static void timesketchs_own_files_come_in_or_are_refused_for_a_reason(void **state)
{
	static const struct {
		const char *name;
		int added; /* -1: refused */
		const char *reason;
	} files[] = {
		{ "csv_datetime_last_column.csv", 4, NULL },
		{ "csv_timestamp_as_datetime.csv", 4, NULL },
		{ "csv_timestamp_no_datetime.csv", 3, NULL },
		{ "incorrect.csv", -1, "has two columns \"source\"" },
		{ "invalid_datetime.csv", -1, "--zone says whose it is" },
		{ "large_field_event.jsonl", 3, NULL },
		{ "mapping_limit_exceed.csv", 1, NULL },
		{ "sigma_events.csv", 4, NULL },
		{ "sigma_events.jsonl", 1, NULL },
		{ "validate_no_datetime_timestamps.csv", 5, NULL },
		{ "validate_time_out_of_range.csv", 2, NULL },
		{ "validate_date_events_missing_timestamp.csv", 1, NULL },
		{ "validate_time_precision.csv", 2, NULL },
		{ "validate_time_precision_datetime.csv", 1, NULL },
		{ "validate_time_precision_jsonl.jsonl", 2, NULL },
		{ "validate_timestamp_conversion.csv", 3, NULL },
	};
	const char *from = getenv("TEST_TIMESKETCH");
	char name[512];

	if (!from) {
		print_message("skipped: TEST_TIMESKETCH names no folder of test events\n");
		skip();
	}
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		struct import_options o = { .path = name, .incident = incident };

		snprintf(name, sizeof name, "%s/%s", from, files[i].name);
		import_result_release(&result);
		if (files[i].added < 0) {
			refused(
			    timeline_import(&nb, &o, &result, &e), ERR_INVALID, files[i].reason);
			continue;
		}
		ok(timeline_import(&nb, &o, &result, &e));
		assert_int_equal(result.added, files[i].added);
	}
}

static int group_setup(void **state)
{
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/events", folder);
	snprintf(rejects, sizeof rejects, "%s/rejects.csv", folder);
	return 0;
}

static int group_teardown(void **state)
{
	unlink(path);
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		EVENT_TEST(an_event_becomes_an_observation_to_the_microsecond),
		EVENT_TEST(a_message_is_no_entry_grammar),
		EVENT_TEST(columns_that_nobody_takes_are_named),
		EVENT_TEST(of_very_many_columns_the_first_are_named),
		EVENT_TEST(a_second_import_finds_all_there_and_writes_nothing),
		EVENT_TEST(only_what_is_new_is_added),
		EVENT_TEST(the_same_line_twice_in_a_file_is_two_entries),
		EVENT_TEST(a_struck_event_does_not_come_back),
		EVENT_TEST(an_undone_import_can_be_taken_again),
		EVENT_TEST(a_time_without_offset_needs_a_zone),
		EVENT_TEST(the_offset_of_a_time_is_kept),
		EVENT_TEST(a_wrong_row_refuses_the_file),
		EVENT_TEST(rejected_rows_keep_their_line_and_reason),
		EVENT_TEST(a_dry_run_writes_nothing),
		EVENT_TEST(other_columns_are_taken_by_name),
		EVENT_TEST(json_lines_are_read),
		EVENT_TEST(plaso_is_cut_at_each_comma_and_quotes_are_text),
		EVENT_TEST(plaso_without_a_date_or_with_other_fields_is_refused),
		EVENT_TEST(plaso_dynamic_is_read),
		EVENT_TEST(journald_is_read),
		EVENT_TEST(syslog_of_both_kinds_is_read),
		EVENT_TEST(syslog_as_machines_write_it_is_read),
		EVENT_TEST(the_year_of_a_syslog_goes_on_at_new_year),
		EVENT_TEST(plaso_with_abbreviations_needs_the_zone_they_are_of),
		EVENT_TEST(git_log_is_read),
		EVENT_TEST(an_unknown_format_is_refused_with_those_there_are),
		EVENT_TEST(lines_of_any_length_up_to_the_limit_pass_the_chunks),
		EVENT_TEST(timesketchs_own_files_come_in_or_are_refused_for_a_reason),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
