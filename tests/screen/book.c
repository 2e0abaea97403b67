/* book.c - notebooks to show, by the road that every act takes. */
#define _GNU_SOURCE
#include "tests/screen/book.h"

#include <dirent.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/locale.h"
#include "exchange/advisory_yaml.h"
#include "model/customer.h"
#include "model/entry.h"
#include "model/entryline.h"
#include "model/exposure.h"
#include "model/incident.h"
#include "model/notification.h"
#include "tui/screens.h"

#define RINA "Rina Wati <rina@soc.example>"
#define BUDI "Budi Santoso <budi@soc.example>"

static void must(int status, const struct err *e)
{
	if (status < 0)
		fail_msg("%s", e->text);
}

static void open_as(struct notebook *nb, struct book *b, const char *author, enum db_open how)
{
	struct err e = { 0 };

	must(notebook_open(nb, b->path, how, &(struct notebook_options){ .author = author }, &e),
	    &e);
}

/* A clock begins to run when its text is a new one, so each has a number in its fraction. */
static void set_clock(const char *second)
{
	static int number;
	char text[48];

	snprintf(text, sizeof text, "2021-05-17T04:42:%s.%06dZ", second, ++number % 1000000);
	setenv("BLOTTER_CLOCK", text, 1);
}

void book_make(struct book *b)
{
	struct notebook nb = { 0 };
	struct err e = { 0 };

	*b = (struct book){ .dir = "/tmp/blotter-screen-XXXXXX" };
	assert_non_null(mkdtemp(b->dir));
	snprintf(b->path, sizeof b->path, "%s/test.blot", b->dir);
	snprintf(b->state, sizeof b->state, "%s/state", b->dir);
	snprintf(b->keys, sizeof b->keys, "%s/keys.yaml", b->dir);
	settings_init(&b->settings);
	mkdir(b->state, 0700);
	set_clock("02");
	must(notebook_create(&nb, b->path, &(struct notebook_options){ .author = RINA }, &e), &e);
	notebook_release(&nb);
}

static void log_entry(struct notebook *nb, int64_t incident, const char *text)
{
	struct when_context c = { .now = when_now(), .zone = "Asia/Jakarta" };
	struct entryline line;
	struct err e = { 0 };
	char ref[REF_MAX];

	must(entryline_parse(&line, text, strlen(text), &c, &e), &e);
	must(entry_add(nb, incident, &line, ref, &e), &e);
	entryline_release(&line);
}

static const char *const entries[] = {
	"09:02 * Detected: deploy token in public repo #detect",
	"09:06 Opened call, paged on-call #comms",
	"09:11 ! Revoke all deploy tokens now; accept broken builds until Tuesday @dewi",
	"09:13 Revoked svc-deploy tokens, 3 of 3 #contain",
	"11:05 ? did the old token reach the mirror? @dewi",
	"11:20 > bastion auth.log 02:10-02:31\n02:10 accepted publickey\n02:31 closed",
	"~2021-05-15/2021-05-16 First use of token from 198.51.100.23 #ioc",
	"11:33 Rebuilt runner-04 from clean image #erad",
	("11:35 saw \033[31mred\033[0m and \xe2\x80\xae" "desrever in the mail"),
	"11:40 + rotate S3 keys @budi ^14:00",
};

static void log_entries(struct notebook *nb, int64_t incident)
{
	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
		log_entry(nb, incident, entries[i]);
}

static const struct customer customers[] = {
	{ .ref = "C-0007",
	    .name = "Sri Dewi",
	    .organisation = "Apotek Sehat",
	    .language = "id",
	    .country = "ID",
	    .tier = "gold",
	    .addresses = "email\tsecurity@apotek.example" },
	{ .ref = "C-0011",
	    .name = "Agus",
	    .organisation = "Bank Contoh Tbk",
	    .language = "id",
	    .country = "ID",
	    .tier = "gold",
	    .addresses = "email\tcsirt@bank.example" },
	{ .ref = "C-0019",
	    .name = "IT",
	    .organisation = "CV Maju Terus",
	    .language = "id",
	    .country = "ID",
	    .tier = "silver",
	    .addresses = "email\tit@maju.example" },
	{ .ref = "C-0020",
	    .name = "\033]0;owned\a\033[2J",
	    .organisation = "Evil \xe2\x80\xae"
			    "moc\xc2\x9b"
			    "31m Ltd",
	    .language = "en",
	    .country = "SE",
	    .tier = "silver",
	    .addresses = "email\tceo@evil.example" },
	{ .ref = "C-0021",
	    .name = "\xe5\xb1\xb1\xe7\x94\xb0 \xe5\xa4\xaa\xe9\x83\x8e",
	    .organisation = "\xe5\xb1\xb1\xe7\x94\xb0\xe5\x95\x86\xe4\xba\x8b",
	    .language = "en",
	    .country = "JP",
	    .tier = "gold",
	    .addresses = "email\tyamada@example.jp" },
};
enum { CUSTOMERS = sizeof customers / sizeof *customers, FILLERS = 40 };

static void put_exposure(
    struct customer_import *in, int64_t incident, const char *ref, struct err *e)
{
	struct exposure x = { .incident = incident, .customer_ref = ref, .population = "viewed",
		.categories = "billing-contact;subscription", .basis = "log",
		.earliest = 1621137600000000, .latest = 1621224000000000, .count = 3 };
	bool changed, added;

	must(customer_import_thing(&in->act, ref, strlen(ref), false, &x.customer, &added, e), e);
	must(exposure_put(&in->act, &x, &changed, e), e);
}

static void add_fillers(struct customer_import *in, int n)
{
	struct err e = { 0 };

	for (int i = 0; i < n; i++) {
		char ref[16], name[32], address[64];

		snprintf(ref, sizeof ref, "D-%04d", i);
		snprintf(name, sizeof name, "Customer number %d", i);
		snprintf(address, sizeof address, "email\tc%d@customer.example", i);
		must(customer_import_put(in,
			 &(struct customer){ .ref = ref,
			     .organisation = name,
			     .language = "en",
			     .country = "SE",
			     .tier = "basic",
			     .addresses = address },
			 &e),
		    &e);
	}
}

static void add_customers(struct notebook *nb, int64_t incident)
{
	struct customer_import in;
	struct err e = { 0 };

	must(customer_import_begin(&in, nb, &e), &e);
	for (int i = 0; i < CUSTOMERS; i++)
		must(customer_import_put(&in, &customers[i], &e), &e);
	add_fillers(&in, FILLERS);
	for (int i = 0; i < CUSTOMERS; i++)
		put_exposure(&in, incident, customers[i].ref, &e);
	must(customer_import_commit(&in, &e), &e);
}

static void draft_notifications(struct notebook *nb, int64_t incident)
{
	static const char *const settings[] = { "hotline=+62 21 555 0100", "reply_by=2021-05-24" };
	struct notify_draft d = { .incident = incident, .advisory = "support-tool-exposure",
		.settings = settings, .settings_n = 2 };
	struct notify_result r = { 0 };
	struct fault_list faults = { 0 };
	struct advisory a = { 0 };
	uint8_t sha256[DIGEST_SIZE] = { 1 };
	struct err e = { 0 };
	char path[512], ref[REF_MAX];
	bool same;

	snprintf(path, sizeof path, "%s/schemas/advisories/support-tool-exposure.yaml",
	    getenv("SRCDIR") ? getenv("SRCDIR") : ".");
	must(advisory_yaml_read(path, &a, &faults, &e), &e);
	must(advisory_add(nb, &a, sha256, ref, &same, &e), &e);
	must(notification_draft(nb, &d, &r, &e), &e);
	assert_int_equal(r.changed, CUSTOMERS - 1); /* a name with controls goes into no letter */
	notify_result_release(&r);
	fault_list_release(&faults);
	advisory_release(&a);
}

void book_make_full(struct book *b)
{
	struct notebook nb = { 0 };
	struct incident fields = { .ref = "INC-2021-014",
		.title = "CI token leak",
		.zone = "Asia/Jakarta",
		.severity = 2,
		.lead = "Dewi" };
	struct err e = { 0 };
	char ref[REF_MAX];
	int64_t incident;

	book_make(b);
	open_as(&nb, b, RINA, DB_WRITE);
	must(incident_open(&nb, &fields, ref, &e), &e);
	must(incident_find(&nb, fields.ref, &incident, &e), &e);
	log_entries(&nb, incident);
	add_customers(&nb, incident);
	draft_notifications(&nb, incident);
	notebook_release(&nb);
}

void book_make_large(struct book *b, int customers)
{
	struct customer_import in;
	struct notebook nb = { 0 };
	struct err e = { 0 };

	book_make(b);
	open_as(&nb, b, RINA, DB_WRITE);
	must(customer_import_begin(&in, &nb, &e), &e);
	add_fillers(&in, customers);
	must(customer_import_commit(&in, &e), &e);
	notebook_release(&nb);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	return remove(path);
}

void book_remove(struct book *b)
{
	if (!b->dir[0])
		return;
	nftw(b->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	unsetenv("BLOTTER_CLOCK");
}

static int run_screens(void *with)
{
	struct book *b = with;
	struct notebook nb = { 0 };
	const char *author = b->author ? b->author : RINA;
	struct err e = { 0 };
	struct screens_options o = { .state_dir = b->state,
		.zone = "Asia/Jakarta",
		.author = author,
		.color = !b->mono,
		.settings = &b->settings,
		.keys_path = b->keys,
		.path = b->path,
		.notebooks = b->notebooks ? b->notebooks : b->dir,
		.data_dir = getenv("SRCDIR") };
	char *next = NULL, other[128];
	int status;

	if (b->language) {
		setenv("LANGUAGE", b->language, 1);
		locale_choose();
	}
	if (notebook_open(&nb, b->path, DB_WRITE,
		&(struct notebook_options){ .author = b->read_only ? NULL : author }, &e) < 0) {
		fprintf(stderr, "%s\n", e.text);
		return 99;
	}
	while ((status = screens_run(&nb, &o, &next, &e)) == 0 && next) {
		notebook_release(&nb);
		snprintf(other, sizeof other, "%s", next);
		free(next);
		o.path = other;
		o.first = NULL;
		if (notebook_open(&nb, other, DB_WRITE,
			&(struct notebook_options){ .author = author }, &e) < 0)
			return 99;
	}
	if (status < 0)
		fprintf(stderr, "%s\n", e.text);
	notebook_release(&nb);
	return status < 0 ? 98 : status;
}

struct screen *book_open_term(struct book *b, int rows, int columns, const char *term)
{
	set_clock(b->second[0] ? b->second : "20");
	return screen_start(&(struct screen_setup){ .rows = rows, .columns = columns, .term = term,
	    .run = run_screens, .with = b });
}

struct screen *book_open(struct book *b, int rows, int columns)
{
	return book_open_term(b, rows, columns, NULL);
}

int64_t book_records(struct book *b)
{
	struct notebook nb = { 0 };
	struct err e = { 0 };
	uint8_t hash[DIGEST_SIZE];
	int64_t n;

	open_as(&nb, b, NULL, DB_READ);
	must(journal_head(&nb, &n, hash, &e), &e);
	notebook_release(&nb);
	return n;
}

bool book_holds(struct book *b, const char *text)
{
	FILE *f = fopen(b->path, "r");
	static char bytes[1 << 22];
	size_t n;

	assert_non_null(f);
	n = fread(bytes, 1, sizeof bytes, f);
	fclose(f);
	return memmem(bytes, n, text, strlen(text)) != NULL;
}

void book_log_by_other(struct book *b, const char *text)
{
	struct notebook nb = { 0 };
	struct err e = { 0 };
	int64_t incident;

	open_as(&nb, b, BUDI, DB_WRITE);
	must(incident_default(&nb, &incident, &e), &e);
	log_entry(&nb, incident, text);
	notebook_release(&nb);
}

void book_amend_by_other(struct book *b, const char *ref, const char *text)
{
	struct when_context c = { .now = when_now(), .zone = "Asia/Jakarta" };
	struct notebook nb = { 0 };
	struct entryline line;
	struct err e = { 0 };
	char record[REF_MAX];
	int64_t entry;

	open_as(&nb, b, BUDI, DB_WRITE);
	must(ref_thing(&nb, ref, T_ENTRY, &entry, &e), &e);
	must(entryline_parse(&line, text, strlen(text), &c, &e), &e);
	must(entry_amend(&nb, entry, 0, &line, "they know more", record, &e), &e);
	entryline_release(&line);
	notebook_release(&nb);
}

int book_drafts(struct book *b)
{
	char path[400];
	struct dirent *entry;
	struct stat st;
	DIR *dir;
	int n = 0;

	snprintf(path, sizeof path, "%s/drafts", b->state);
	dir = opendir(path);
	while (dir && (entry = readdir(dir))) {
		if (strchr(entry->d_name, '.')) /* one being written has a dot in it */
			continue;
		snprintf(path, sizeof path, "%s/drafts/%s", b->state, entry->d_name);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
		n++;
	}
	if (dir)
		closedir(dir);
	return n;
}

char book_view_key(enum view_id view)
{
	static const enum screen_command_id go[VIEWS] = { [VIEW_INCIDENTS] = CMD_GO_INCIDENTS,
		[VIEW_LOG] = CMD_GO_LOG,
		[VIEW_TIMELINE] = CMD_GO_TIMELINE,
		[VIEW_CUSTOMERS] = CMD_GO_CUSTOMERS,
		[VIEW_NOTIFICATIONS] = CMD_GO_NOTIFICATIONS,
		[VIEW_OPEN] = CMD_GO_OPEN,
		[VIEW_JOURNAL] = CMD_GO_JOURNAL,
		[VIEW_ADVISORIES] = CMD_GO_ADVISORIES };

	return screen_commands[go[view]].keys[0];
}
