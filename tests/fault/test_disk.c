/*
 * test_disk.c - a disk that fails: what was said to be saved is there, what is not there was said
 * to be an error, and afterwards everything works again.
 *
 * Each act is done again and again, with the first, second, third … call of some kind failing, once
 * or for ever, until the act no longer gets that far. FAULT_ALL=1 leaves no call out.
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
#include "base/str.h"
#include "exchange/import.h"
#include "model/entry.h"
#include "model/entryline.h"
#include "model/erase.h"
#include "model/incident.h"
#include "tests/fault/faulty.h"

static const struct notebook_options rina = { .author = "Rina Wati <rina@soc.example>" };
static char folder[] = "/tmp/test_disk.XXXXXX";
static char path[64], journal[80], csv[64];
static struct err e;
static struct str base; /* the notebook every run begins with */
static int64_t base_records, base_import;

static void ok(int status)
{
	if (status < 0)
		fail_msg("%s", e.text);
}

/* --- the acts -------------------------------------------------------------------------------- */

static int act_entry(struct notebook *nb)
{
	static const char text[] = "09:10 the disk is tried @dewi #contain";
	struct when_context c = { .now = when_now(), .zone = "UTC" };
	struct entryline line;
	char ref[REF_MAX];
	int64_t incident;
	int status;

	if (incident_find(nb, "INC-1", &incident, &e) < 0)
		return -1;
	ok(entryline_parse(&line, text, strlen(text), &c, &e));
	status = entry_add(nb, incident, &line, ref, &e);
	entryline_release(&line);
	return status;
}

static int act_import(struct notebook *nb)
{
	const struct import_options o = { .path = csv };
	struct import_result r = { 0 };
	int status = customers_import(nb, &o, &r, &e);

	import_result_release(&r);
	return status;
}

static int act_undo(struct notebook *nb)
{
	char ref[REF_MAX];
	int64_t changed;

	return journal_undo(nb, base_import, NULL, ref, &changed, &e);
}

/* The entry that every run begins with. */
static int act_erase_entry(struct notebook *nb)
{
	struct erased_list rows = { 0 };
	char ref[REF_MAX];
	int64_t thing;
	enum table t;
	int status = -1;

	snprintf(ref, sizeof ref, "RW%d", (int)base_records);
	if (ref_thing_any(nb, ref, &t, &thing, &e) == 0 &&
	    erasure_plan(nb, t, thing, &rows, &e) == 0)
		status = thing_erase(nb, t, thing, &rows, "tried", ref, &e);
	erased_list_release(&rows);
	return status;
}

/* --- one run --------------------------------------------------------------------------------- */

static void base_put(void)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(base.at, 1, base.len, f), base.len);
	assert_int_equal(fclose(f), 0);
	unlink(journal);
}

static int64_t records_of(struct notebook *nb)
{
	struct verify_report report;

	ok(journal_verify(nb, &report, &e));
	return report.records;
}

/* The file as somebody else finds it. */
static int64_t records_there(void)
{
	struct notebook nb;
	int64_t n;

	ok(notebook_open(&nb, path, DB_READ, &rina, &e));
	n = records_of(&nb);
	notebook_release(&nb);
	return n;
}

static void act_again(struct notebook *nb, int (*act)(struct notebook *))
{
	int64_t before = records_of(nb);

	if ((act == act_undo || act == act_erase_entry) && before > base_records)
		act = act_entry; /* what was taken back cannot be taken back again */
	ok(act(nb));
	if (act != act_import || before == base_records) /* else all were there already */
		before++;
	assert_int_equal(records_of(nb), before);
}

/* Runs that gave an error although the record is there. */
static int unconfirmed;

/* One act under one plan: how many calls it made. */
static int run(int (*act)(struct notebook *), const struct faulty_plan *plan)
{
	struct notebook nb;
	int64_t there;
	int calls, status;

	base_put();
	ok(notebook_open(&nb, path, DB_WRITE, &rina, &e));
	e = (struct err){ 0 };
	faulty_arm(plan);
	status = act(&nb);
	calls = faulty_disarm();
	there = records_there();
	if (status == 0 && there != base_records + 1)
		fail_msg("call %d: said to be saved, and is not there", plan->nth);
	if (status < 0 && (!e.text[0] || e.kind == ERR_NONE))
		fail_msg("call %d: failed without a word", plan->nth);
	if (there != base_records && there != base_records + 1)
		fail_msg("call %d: %d records, not %d", plan->nth, (int)there, (int)base_records);
	if (status < 0 && there > base_records && !strstr(e.text, "not confirmed") &&
	    !strstr(e.text, "is written"))
		fail_msg("call %d: it is there, and was said not to be: %s", plan->nth, e.text);
	unconfirmed += status < 0 && there > base_records;
	if (calls < plan->nth && status < 0)
		fail_msg("nothing failed, but the act: %s", e.text);
	act_again(&nb, act);
	notebook_release(&nb);
	return calls;
}

/* Every nth call of these kinds, once and for ever, in every way to fail. */
static void runs(int (*act)(struct notebook *), unsigned kinds, int sparse)
{
	static const struct faulty_plan ways[] = {
		{ .for_ever = false },
		{ .for_ever = true },
		{ .full = true },
		{ .full = true, .for_ever = true },
		{ .torn = true },
		{ .torn = true, .full = true, .for_ever = true },
	};
	size_t n = kinds & FAULTY_WRITE ? 6 : kinds & (FAULTY_SYNC | FAULTY_TRUNCATE) ? 4 : 2;
	int done = 0;

	if (getenv("FAULT_ALL"))
		sparse = 0;
	unconfirmed = 0;
	for (size_t i = 0; i < n; i++) {
		struct faulty_plan plan = ways[i];

		plan.kinds = kinds;
		for (plan.nth = 1; run(act, &plan) >= plan.nth; done++)
			plan.nth += sparse * plan.nth / 8 + 1;
	}
	print_message("# %d runs, %d times there although an error was told\n", done, unconfirmed);
}

static void an_entry_survives_every_write_that_fails(void **state)
{
	(void)state;
	runs(act_entry, FAULTY_WRITE, 0);
}

static void an_entry_survives_every_sync_and_truncation_that_fails(void **state)
{
	(void)state;
	runs(act_entry, FAULTY_SYNC, 0);
	runs(act_entry, FAULTY_TRUNCATE, 0);
}

static void an_entry_survives_every_read_lock_and_opening_that_fails(void **state)
{
	(void)state;
	runs(act_entry, FAULTY_READ, 1);
	runs(act_entry, FAULTY_OPEN, 0);
	runs(act_entry, FAULTY_LOCK, 0);
}

static void an_import_survives_every_call_that_fails(void **state)
{
	(void)state;
	runs(act_import, FAULTY_WRITE, 2);
	runs(act_import, FAULTY_SYNC | FAULTY_TRUNCATE, 0);
}

static void an_undo_survives_every_call_that_fails(void **state)
{
	(void)state;
	runs(act_undo, FAULTY_WRITE, 2);
	runs(act_undo, FAULTY_SYNC | FAULTY_TRUNCATE, 0);
}

static void an_erasing_survives_every_call_that_fails_and_tells_what_was_not_cleared(void **state)
{
	(void)state;
	runs(act_erase_entry, FAULTY_WRITE, 2);
	runs(act_erase_entry, FAULTY_SYNC | FAULTY_TRUNCATE, 0);
}

/* --- opening on a bad disk ------------------------------------------------------------------- */

static int open_under(const struct faulty_plan *plan)
{
	struct verify_report report;
	struct notebook nb;
	int calls, status;

	base_put();
	e = (struct err){ 0 };
	faulty_arm(plan);
	status = notebook_open(&nb, path, DB_READ, &rina, &e);
	if (status == 0)
		status = journal_verify(&nb, &report, &e);
	calls = faulty_disarm();
	if (status < 0 && !e.text[0])
		fail_msg("call %d: failed without a word", plan->nth);
	if (status == 0)
		assert_int_equal(report.records, base_records);
	notebook_release(&nb);
	assert_int_equal(records_there(), base_records);
	return calls;
}

static void opening_and_verifying_tell_what_cannot_be_read(void **state)
{
	(void)state;
	for (int for_ever = 0; for_ever < 2; for_ever++) {
		struct faulty_plan plan = { .kinds = FAULTY_READ | FAULTY_OPEN | FAULTY_LOCK,
			.for_ever = for_ever != 0 };

		for (plan.nth = 1; open_under(&plan) >= plan.nth;)
			plan.nth += getenv("FAULT_ALL") ? 1 : plan.nth / 12 + 1;
	}
}

/* --- a power cut ----------------------------------------------------------------------------- */

enum { PROMISES = 16 };
static uint8_t promised[PROMISES][DIGEST_SIZE]; /* hash of the head at each promise */
/* Moments of the erasing, which writes the whole file anew: one in 16 of them is looked at. */
static size_t erasing_from, erasing_to;

static void promise(struct notebook *nb)
{
	static int n;
	int64_t record;

	ok(journal_head(nb, &record, promised[n++], &e));
	faulty_promise();
}

static void history_record(void)
{
	int (*const acts[])(struct notebook *) = { act_entry, act_entry, act_undo, act_import,
		act_entry, act_erase_entry, act_entry };
	struct notebook nb;

	base_put();
	faulty_record(path);
	ok(notebook_open(&nb, path, DB_WRITE, &rina, &e));
	for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
		if (acts[i] == act_erase_entry)
			erasing_from = faulty_moments();
		ok(acts[i](&nb));
		if (acts[i] == act_erase_entry)
			erasing_to = faulty_moments();
		promise(&nb);
	}
	notebook_release(&nb);
	faulty_record_end();
}

/* NULL, or what is wrong with the image. */
static const char *image_fault(int promises)
{
	struct verify_report report = { 0 };
	struct record_list one = { 0 };
	struct notebook nb;
	const char *wrong = NULL;

	if (notebook_open(&nb, path, DB_WRITE, &rina, &e) < 0)
		return e.text;
	if (journal_verify(&nb, &report, &e) < 0)
		wrong = e.text;
	else if (report.records < base_records + promises)
		wrong = "a promised record is lost";
	else if (promises && record_load(&nb, base_records + promises, &one, &e) < 0)
		wrong = e.text;
	else if (promises && memcmp(one.at[0].hash, promised[promises - 1], DIGEST_SIZE) != 0)
		wrong = "another record stands where one was promised";
	record_list_release(&one);
	notebook_release(&nb);
	return wrong;
}

/* Images at every moment in so many variants; how many of them are faulty. */
static int images(struct faulty_cut cut, uint32_t variants, size_t step, int *total)
{
	bool all = getenv("FAULT_ALL") != NULL;
	int faulty = 0;

	for (cut.moment = 0; cut.moment <= faulty_moments();
	     cut.moment += all || cut.moment < erasing_from || cut.moment >= erasing_to ? step : 16)
		for (cut.seed = 0; cut.seed < variants; cut.seed++) {
			const char *wrong = image_fault(faulty_image(&cut, path));

			++*total;
			if (wrong && !faulty++ && !cut.deaf_main && !cut.deaf_journal)
				print_message("# moment %zu, variant %u: %s\n", cut.moment,
				    (unsigned)cut.seed, wrong);
		}
	return faulty;
}

static void no_power_cut_loses_or_damages_what_was_promised(void **state)
{
	const char *wanted = getenv("FAULT_IMAGES");
	struct faulty_cut cut = { 0 };
	uint32_t variants;
	int total = 0;

	(void)state;
	variants = (uint32_t)((wanted ? strtoull(wanted, NULL, 10) : 2000) / faulty_moments() + 3);
	assert_int_equal(images(cut, variants, 1, &total), 0);
	print_message("# %d images of %zu moments\n", total, faulty_moments());
}

static void a_disk_that_ignores_syncs_is_caught_by_the_same_images(void **state)
{
	static const struct faulty_cut deaf[] = {
		{ .deaf_main = true, .deaf_journal = true },
		{ .deaf_main = true },
		{ .deaf_journal = true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof deaf / sizeof deaf[0]; i++) {
		int total = 0, faulty = images(deaf[i], 3, 5, &total);

		print_message("# control %zu: %d of %d images are faulty\n", i, faulty, total);
		assert_true(faulty > 0);
	}
}

/* --- before and after ------------------------------------------------------------------------ */

static void csv_write(const char *name, int from, int n)
{
	FILE *f = fopen(csv, "w");

	assert_non_null(f);
	fputs("ref,name,organisation,email,language,country\n", f);
	for (int i = from; i < from + n; i++)
		fprintf(f, "C-%04d,%s %d,Organisation %d,c%d@customer.example,en,ID\n", i, name, i,
		    i, i);
	fclose(f);
}

static int begin(void **state)
{
	const struct incident one = { .ref = "INC-1", .title = "One" };
	struct notebook nb;
	char ref[REF_MAX];
	uint8_t hash[DIGEST_SIZE];
	FILE *f;
	int c;

	(void)state;
	setenv("BLOTTER_CLOCK", "2021-05-17T09:00:00Z", 1);
	faulty_install();
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/a.blot", folder);
	snprintf(journal, sizeof journal, "%s-journal", path);
	snprintf(csv, sizeof csv, "%s/c.csv", folder);
	csv_write("First", 0, 120);
	ok(notebook_create(&nb, path, &rina, &e));
	ok(incident_open(&nb, &one, ref, &e));
	ok(act_import(&nb));
	ok(journal_head(&nb, &base_import, hash, &e));
	ok(act_entry(&nb));
	base_records = records_of(&nb);
	notebook_release(&nb);
	csv_write("Second", 100, 300);
	f = fopen(path, "r");
	while ((c = getc(f)) != EOF)
		str_putc(&base, (char)c);
	fclose(f);
	history_record();
	return 0;
}

static int end(void **state)
{
	(void)state;
	faulty_forget();
	str_release(&base);
	unlink(path);
	unlink(journal);
	unlink(csv);
	rmdir(folder);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_entry_survives_every_write_that_fails),
		cmocka_unit_test(an_entry_survives_every_sync_and_truncation_that_fails),
		cmocka_unit_test(an_entry_survives_every_read_lock_and_opening_that_fails),
		cmocka_unit_test(an_import_survives_every_call_that_fails),
		cmocka_unit_test(an_undo_survives_every_call_that_fails),
		cmocka_unit_test(
		    an_erasing_survives_every_call_that_fails_and_tells_what_was_not_cleared),
		cmocka_unit_test(opening_and_verifying_tell_what_cannot_be_read),
		cmocka_unit_test(no_power_cut_loses_or_damages_what_was_promised),
		cmocka_unit_test(a_disk_that_ignores_syncs_is_caught_by_the_same_images),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
