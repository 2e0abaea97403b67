/*
 * test_notification.c - the life of notifications, told as sentences.
 *
 * Four people share one notebook file, each by a handle of their own: Rina drafts, Dewi leads, Budi
 * is legal, Siti may try what she likes. Refusals are looked at by their words, since these are
 * what people read.
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

#include "model/advisory.h"
#include "model/customer.h"
#include "model/exposure.h"
#include "model/incident.h"
#include "model/notification.h"
#include "tests/unit/peers.h"

enum person { RINA, DEWI, BUDI, SITI, PEOPLE };
static const char *const people[PEOPLE] = { "Rina Wati <rina@soc.example>",
	"Dewi Kusuma <dewi@soc.example>", "Budi Santoso <budi@soc.example>",
	"Siti Rahma <siti@soc.example>" };

struct desk {
	char folder[64], path[96];
	struct notebook nb[PEOPLE];
	int64_t incident;
	struct notify_result result; /* of the act done last */
	struct err e;
};

static const char *const advisory_json =
    "{\"blotter\":\"advisory-template\",\"format\":1,\"id\":\"seen\",\"version\":%d,\"title\":"
    "\"Seen\","
    "\"tlp\":\"AMBER\",\"audience\":\"affected-customer\",\"severity\":\"high\","
    "\"languages\":[\"en\",\"id\"],\"default_language\":\"en\",\"variables\":{"
    "\"case_id\":{\"type\":\"string\",\"source\":\"case\",\"required\":true},"
    "\"customer_name\":{\"type\":\"string\",\"source\":\"customer\",\"required\":true},"
    "\"contact_name\":{\"type\":\"string\",\"source\":\"customer\",\"required\":false,"
    "\"default\":{\"en\":\"security team\",\"id\":\"Tim Keamanan\"}},"
    "\"data_seen\":{\"type\":\"list\",\"source\":\"customer\",\"required\":true,\"min\":1},"
    "\"exposure_window\":{\"type\":\"edtf\",\"source\":\"case\",\"required\":true},"
    "\"hotline\":{\"type\":\"string\",\"source\":\"operator\",\"required\":true}},"
    "\"channels\":{\"allow\":[\"email\",\"phone\"],\"prefer\":\"email\",\"resend\":{\"after\":"
    "\"P3D\",\"max\":2}},"
    "\"approval\":{\"count\":2,\"roles\":[\"incident-lead\",\"legal\"],\"author_may_approve\":"
    "false},"
    "\"messages\":{\"email\":{\"subject\":{\"en\":\"{{case_id}} {{customer_name}}\","
    "\"id\":\"{{case_id}} untuk {{customer_name}}\"},\"body\":{"
    "\"en\":\"Dear {{contact_name}}, {{exposure_window}}:\\n{{#data_seen}}\\n- "
    "{{.}}\\n{{/data_seen}}\\nCall {{hotline}}.\\n\","
    "\"id\":\"Yth. {{contact_name}}, {{exposure_window}}:\\n{{#data_seen}}\\n- "
    "{{.}}\\n{{/data_seen}}\\nHubungi {{hotline}}.\\n\"}}},"
    "\"actions\":[{\"id\":\"change-username\",\"text\":{\"en\":\"Change.\",\"id\":\"Ganti.\"},"
    "\"evidence\":\"log-check\",\"due\":\"P14D\"},"
    "{\"id\":\"watch\",\"text\":{\"en\":\"Watch.\",\"id\":\"Awasi.\"},\"evidence\":\"none\","
    "\"due\":\"P90D\",\"after\":\"change-username\"}]}";

/* ---- the desk ---- */

#define ok(d, call) \
	do { \
		if ((call) != 0) \
			fail_msg("%s: %s", #call, (d)->e.text); \
	} while (0)

static void import_advisory(
    struct desk *d, int version, const uint8_t seed, int expected, bool *same)
{
	struct str json = { 0 };
	struct advisory a;
	uint8_t hash[DIGEST_SIZE];
	char ref[REF_MAX];

	memset(hash, seed, sizeof(hash));
	str_printf(&json, advisory_json, version);
	ok(d, advisory_from_json(&a, json.at, json.len, &d->e));
	if (advisory_add(&d->nb[RINA], &a, hash, ref, same, &d->e) != expected)
		fail_msg("importing version %d: %s", version, d->e.text);
	advisory_release(&a);
	str_release(&json);
}

static int desk_open(void **state)
{
	struct desk *d = calloc(1, sizeof(*d));
	struct incident fields = {
		.ref = "INC-2021-06", .title = "Support tool", .zone = "Asia/Jakarta"
	};
	char ref[REF_MAX];
	bool same;

	snprintf(d->folder, sizeof(d->folder), "/tmp/blotter-test-XXXXXX");
	assert_non_null(mkdtemp(d->folder));
	snprintf(d->path, sizeof(d->path), "%s/n.blot", d->folder);
	for (int i = 0; i < PEOPLE; i++) {
		struct notebook_options o = { .author = people[i] };

		ok(d, i ? notebook_open(&d->nb[i], d->path, DB_WRITE, &o, &d->e)
			: notebook_create(&d->nb[i], d->path, &o, &d->e));
	}
	ok(d, incident_open(&d->nb[RINA], &fields, ref, &d->e));
	ok(d, incident_find(&d->nb[RINA], "INC-2021-06", &d->incident, &d->e));
	import_advisory(d, 1, 1, 0, &same);
	*state = d;
	return 0;
}

static int desk_close(void **state)
{
	struct desk *d = *state;
	char journal[128];

	notify_result_release(&d->result);
	assert_int_equal(peers_check(&d->nb[RINA]), 0);
	for (int i = 0; i < PEOPLE; i++)
		notebook_release(&d->nb[i]);
	unlink(d->path);
	snprintf(journal, sizeof(journal), "%s-journal", d->path);
	unlink(journal);
	assert_int_equal(rmdir(d->folder), 0);
	free(d);
	return 0;
}

static void put_exposed(struct desk *d, struct customer_import *in, const struct customer *c)
{
	struct exposure x = { .incident = d->incident,
		.population = "viewed",
		.categories = "billing-contact;subscription",
		.basis = "log",
		.earliest = INT64_C(1621242185000000),
		.latest = INT64_C(1621242185000000),
		.count = 2 };
	bool changed, added;

	ok(d, customer_import_put(in, c, &d->e));
	ok(d, customer_import_thing(
		  &in->act, c->ref, strlen(c->ref), false, &x.customer, &added, &d->e));
	ok(d, exposure_put(&in->act, &x, &changed, &d->e));
}

static void add_customer(
    struct desk *d, const char *ref, const char *language, const char *addresses)
{
	struct customer_import in;
	struct customer c = { .ref = ref,
		.organisation = "PT Contoh",
		.language = language,
		.addresses = addresses };

	ok(d, customer_import_begin(&in, &d->nb[RINA], &d->e));
	put_exposed(d, &in, &c);
	ok(d, customer_import_commit(&in, &d->e));
}

static void change_customer(
    struct desk *d, const char *ref, const char *language, const char *addresses)
{
	struct customer_import in;
	struct customer c = { .ref = ref, .language = language, .addresses = addresses };

	ok(d, customer_import_begin(&in, &d->nb[RINA], &d->e));
	ok(d, customer_import_put(&in, &c, &d->e));
	ok(d, customer_import_commit(&in, &d->e));
}

static int try_draft(struct desk *d, bool dry_run)
{
	static const char *const settings[] = { "hotline=+62 21 555 0100" };
	struct notify_draft draft = { .incident = d->incident,
		.advisory = "seen",
		.settings = settings,
		.settings_n = 1,
		.dry_run = dry_run };

	notify_result_release(&d->result);
	return notification_draft(&d->nb[RINA], &draft, &d->result, &d->e);
}

static int try_as(
    struct desk *d, enum person p, enum notify_act act, const char *role, bool dry_run)
{
	struct notify_change c = {
		.act = act, .incident = d->incident, .role = role, .dry_run = dry_run
	};

	if (act == NOTIFY_REJECT || act == NOTIFY_HOLD || act == NOTIFY_CANCEL ||
	    act == NOTIFY_SUPERSEDE || act == NOTIFY_SUBSTITUTE)
		c.reason = "asked by counsel";
	notify_result_release(&d->result);
	return notification_change(&d->nb[p], &c, &d->result, &d->e);
}

#define act_as(d, p, act) ok(d, try_as(d, p, act, NULL, false))
#define refused(d, p, act, words) \
	do { \
		assert_int_equal(try_as(d, p, act, NULL, false), -1); \
		if (!strstr((d)->e.text, words)) \
			fail_msg("\"%s\" does not say \"%s\"", (d)->e.text, words); \
	} while (0)

static void approve_both(struct desk *d)
{
	ok(d, try_as(d, DEWI, NOTIFY_APPROVE, "incident-lead", false));
	ok(d, try_as(d, BUDI, NOTIFY_APPROVE, "legal", false));
}

/* Everything in the list, as the person sees it. */
static void load(struct desk *d, enum person p, struct notification_list *l)
{
	struct notification_page page = {
		.incident = d->incident, .limit = 5000, .from_end = true
	};

	ok(d, notification_page_load(&d->nb[p], &page, l, &d->e));
}

static void assert_states(struct desk *d, const char *state, size_t n)
{
	struct notification_list l;
	size_t found = 0;

	load(d, SITI, &l);
	for (size_t i = 0; i < l.n; i++)
		found += strcmp(l.at[i].state, state) == 0;
	notification_list_release(&l);
	assert_int_equal(found, n);
}

/* The only notification there is. */
static struct notification only(struct desk *d, struct notification_list *l)
{
	load(d, SITI, l);
	assert_int_equal(l->n, 1);
	return l->at[0];
}

static int64_t only_thing(struct desk *d)
{
	struct notification_list l;
	int64_t thing = only(d, &l).thing;

	notification_list_release(&l);
	return thing;
}

static void attempt(struct desk *d, int64_t thing, const char *result, int expected)
{
	struct attempt a = { .notification = thing, .result = result };

	notify_result_release(&d->result);
	if (attempt_add(&d->nb[RINA], &a, 1, "notification.attempt", &d->result, &d->e) != expected)
		fail_msg("%s: %s", result, d->e.text);
}

/* One customer, told in Indonesian by mail, at a state of the usual way. */
static void bring_to(struct desk *d, const char *state)
{
	static const char *const way[] = { "draft", "in-review", "approved", "released", "sent",
		"acknowledged", "closed", NULL };
	char ref[REF_MAX];
	int step = advisory_word(way, state);

	add_customer(
	    d, "C-1", "id", "email\tbilling@satu.example\tbilling\tIbu Ani\nphone\t+62 21 1");
	ok(d, try_draft(d, false));
	if (step >= 1)
		act_as(d, RINA, NOTIFY_SUBMIT);
	if (step >= 2)
		approve_both(d);
	if (step >= 3)
		act_as(d, RINA, NOTIFY_RELEASE);
	if (step >= 4)
		attempt(d, only_thing(d), "delivered", 0);
	if (step >= 5)
		ok(d, acknowledgement_add(
			  &d->nb[RINA], only_thing(d), "Ibu Ani", "phone", 0, ref, &d->e));
	if (step >= 6)
		act_as(d, RINA, NOTIFY_CLOSE);
	assert_states(d, state, 1);
}

/* ---- drafting ---- */

static void a_draft_says_who_is_told_what_where_and_in_which_language(void **state)
{
	struct desk *d = *state;
	struct notification_list l;
	struct notification n;

	bring_to(d, "draft");
	assert_int_equal(d->result.changed, 1);
	assert_string_not_equal(d->result.ref, "");
	n = only(d, &l);
	assert_string_equal(n.customer_ref, "C-1");
	assert_string_equal(n.language, "id");
	assert_string_equal(n.channel, "email");
	assert_string_equal(n.address, "billing@satu.example");
	assert_string_equal(n.role, "billing");
	assert_string_equal(n.subject, "[TLP:AMBER] INC-2021-06 untuk PT Contoh");
	assert_string_equal(n.population, "viewed");
	assert_string_equal(n.advisory, "seen");
	assert_string_equal(n.incident_ref, "INC-2021-06");
	assert_string_equal(n.tlp, "AMBER");
	assert_int_equal(n.actions_open, 0);
	assert_non_null(n.body_sha256);
	assert_null(n.approved_by);
	notification_list_release(&l);
}

static void the_letter_is_the_text_of_the_advisory_with_the_customers_facts(void **state)
{
	struct desk *d = *state;
	struct str subject = { 0 }, body = { 0 };

	bring_to(d, "draft");
	ok(d, notification_render(&d->nb[DEWI], only_thing(d), NULL, &subject, &body, &d->e));
	assert_non_null(strstr(body.at, "Yth. Ibu Ani"));
	assert_non_null(strstr(body.at, "Hubungi +62 21 555 0100."));
	assert_null(strstr(body.at, "billing-contact")); /* people read labels, not codes */
	str_reset(&subject);
	str_reset(&body);
	ok(d, notification_render(&d->nb[DEWI], only_thing(d), "en", &subject, &body, &d->e));
	assert_non_null(strstr(body.at, "Dear Ibu Ani"));
	str_release(&subject);
	str_release(&body);
}

static void the_hash_of_a_draft_is_that_of_subject_and_body(void **state)
{
	struct desk *d = *state;
	struct str subject = { 0 }, body = { 0 };
	struct notification_list l;
	uint8_t hash[DIGEST_SIZE];

	bring_to(d, "draft");
	ok(d, notification_render(&d->nb[DEWI], only_thing(d), NULL, &subject, &body, &d->e));
	str_putc(&subject, '\n');
	str_put(&subject, body.at, body.len);
	digest_of(subject.at, subject.len, hash);
	assert_memory_equal(only(d, &l).body_sha256, hash, DIGEST_SIZE);
	notification_list_release(&l);
	str_release(&subject);
	str_release(&body);
}

static void a_customer_is_not_drafted_twice_for_one_version(void **state)
{
	struct desk *d = *state;

	bring_to(d, "draft");
	ok(d, try_draft(d, false));
	assert_int_equal(d->result.changed, 0);
	assert_int_equal(d->result.skipped, 1);
	assert_string_equal(d->result.ref, "");
	assert_string_equal(d->result.why.at, "1 has a notification of this version already");
	act_as(d, RINA, NOTIFY_CANCEL);
	ok(d, try_draft(d, false));
	assert_int_equal(d->result.changed, 1);
}

static void nobody_is_written_to_in_a_language_they_did_not_ask_for(void **state)
{
	struct desk *d = *state;
	struct notification_list l;

	add_customer(d, "C-1", "fr", "email\ta@satu.example");
	add_customer(d, "C-2", NULL, "email\ta@dua.example");
	add_customer(d, "C-3", "id-ID", "email\ta@tiga.example");
	add_customer(d, "C-4", "EN", "email\ta@empat.example");
	ok(d, try_draft(d, false));
	assert_int_equal(d->result.changed, 2);
	assert_int_equal(d->result.skipped, 2);
	assert_string_equal(
	    d->result.why.at, "1 reads fr, which the advisory is not in; 1 has no language");
	load(d, RINA, &l);
	assert_string_equal(l.at[0].language, "id");
	assert_string_equal(l.at[1].language, "en");
	notification_list_release(&l);
}

static void a_compromised_address_is_passed_over(void **state)
{
	struct desk *d = *state;
	struct notification_list l;

	add_customer(d, "C-1", "en",
	    "email\tbilling@satu.example\tbilling\t\tcompromised\nemail\tsec@satu."
	    "example\tsecurity");
	add_customer(
	    d, "C-2", "en", "email\tbilling@dua.example\tbilling\t\tcompromised\nphone\t+62 21 2");
	add_customer(d, "C-3", "en", "email\tbilling@tiga.example\tbilling\t\tcompromised");
	add_customer(d, "C-4", "en", "letter\tJalan 4");
	ok(d, try_draft(d, false));
	assert_int_equal(d->result.changed, 4);
	load(d, RINA, &l);
	assert_string_equal(l.at[0].address, "sec@satu.example");
	assert_string_equal(l.at[1].channel, "phone");
	assert_null(l.at[2].address);
	assert_null(l.at[2].channel);
	assert_null(l.at[3].address);
	notification_list_release(&l);
	act_as(d, RINA, NOTIFY_SUBMIT);
	approve_both(d);
	act_as(d, RINA, NOTIFY_RELEASE);
	assert_int_equal(d->result.changed, 2);
	assert_string_equal(d->result.why.at, "2 have no usable address");
}

static void values_that_nobody_gave_are_named(void **state)
{
	struct desk *d = *state;
	struct notify_draft draft = { .incident = d->incident, .advisory = "seen" };

	add_customer(d, "C-1", "en", "email\ta@satu.example");
	assert_int_equal(notification_draft(&d->nb[RINA], &draft, &d->result, &d->e), -1);
	assert_non_null(strstr(d->e.text, "needs values for: hotline"));
}

static void settings_that_make_no_sense_are_refused(void **state)
{
	static const struct {
		const char *setting, *words;
	} bad[] = { { "hotline", "not of the form" }, { "phone=1", "has no variable \"phone\"" },
		{ "customer_name=x", "cannot be set" }, { "hotline=\xff", "not UTF-8" } };
	struct desk *d = *state;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct notify_draft draft = { .incident = d->incident,
			.advisory = "seen",
			.settings = &bad[i].setting,
			.settings_n = 1 };

		assert_int_equal(notification_draft(&d->nb[RINA], &draft, &d->result, &d->e), -1);
		if (!strstr(d->e.text, bad[i].words))
			fail_msg("%s: %s", bad[i].setting, d->e.text);
	}
}

static void a_dry_run_counts_and_writes_nothing(void **state)
{
	struct desk *d = *state;
	struct notification_list l;
	int64_t before, after;
	uint8_t hash[DIGEST_SIZE];

	add_customer(d, "C-1", "en", "email\ta@satu.example");
	ok(d, journal_head(&d->nb[RINA], &before, hash, &d->e));
	ok(d, try_draft(d, true));
	assert_int_equal(d->result.changed, 1);
	ok(d, journal_head(&d->nb[RINA], &after, hash, &d->e));
	assert_int_equal(before, after);
	load(d, RINA, &l);
	assert_int_equal(l.n, 0);
	notification_list_release(&l);
}

/* ---- the life cycle ---- */

static void a_notification_goes_from_draft_to_closed(void **state)
{
	struct desk *d = *state;
	struct notification_list l;
	struct notification n;

	bring_to(d, "closed");
	n = only(d, &l);
	assert_string_equal(n.approved_by, "Dewi Kusuma; Budi Santoso");
	assert_true(n.released_at > 0);
	assert_true(n.sent_at >= n.released_at);
	assert_int_equal(n.attempts, 1);
	assert_string_equal(n.last_result, "delivered");
	assert_string_equal(n.acknowledged_by, "Ibu Ani");
	assert_true(n.acknowledged_at >= n.sent_at);
	assert_int_equal(n.actions_open, 2);
	notification_list_release(&l);
}

/* For each state the acts that are allowed; all others have to be refused. */
static const struct {
	const char *state, *allowed;
} permitted[] = { { "draft", "submit hold cancel" }, { "in-review", "approve reject hold cancel" },
	{ "approved", "release hold cancel" }, { "released", "cancel" }, { "sent", "" },
	{ "acknowledged", "close" }, { "closed", "" } };
static const char *const act_words[] = { "submit", "approve", "reject", "release", "hold", "resume",
	"cancel", "close", "supersede", "substitute" };

static void only_the_acts_of_a_state_are_allowed_in_it(void **state)
{
	for (size_t i = 0; i < sizeof(permitted) / sizeof(*permitted); i++) {
		struct desk *d = *state;

		bring_to(d, permitted[i].state);
		for (size_t k = 0; k < sizeof(act_words) / sizeof(*act_words); k++) {
			bool allowed = strstr(permitted[i].allowed, act_words[k]);
			int act = notify_act_find(act_words[k]);

			if ((try_as(d, SITI, (enum notify_act)act, NULL, true) == 0) != allowed)
				fail_msg("%s in state %s", act_words[k], permitted[i].state);
		}
		desk_close(state);
		desk_open(state);
	}
}

static void acts_have_the_words_of_the_command_line(void **state)
{
	assert_int_equal(notify_act_find("approve"), NOTIFY_APPROVE);
	assert_int_equal(notify_act_find("close"), NOTIFY_CLOSE);
	assert_int_equal(notify_act_find("delete"), -1);
}

static void a_hold_gives_back_the_state_it_was_put_in(void **state)
{
	struct desk *d = *state;

	bring_to(d, "approved");
	act_as(d, RINA, NOTIFY_HOLD);
	assert_states(d, "on-hold", 1);
	refused(d, RINA, NOTIFY_RELEASE, "is on hold");
	act_as(d, RINA, NOTIFY_RESUME);
	assert_states(d, "approved", 1);
	act_as(d, RINA, NOTIFY_RELEASE);
}

static void rejecting_holding_and_cancelling_need_a_reason(void **state)
{
	static const enum notify_act acts[] = { NOTIFY_REJECT, NOTIFY_HOLD, NOTIFY_CANCEL };
	struct desk *d = *state;

	bring_to(d, "in-review");
	for (size_t i = 0; i < 3; i++) {
		struct notify_change c = { .act = acts[i], .incident = d->incident };

		assert_int_equal(notification_change(&d->nb[DEWI], &c, &d->result, &d->e), -1);
		assert_non_null(strstr(d->e.text, "needs a reason"));
	}
}

static void nobody_approves_what_they_drafted(void **state)
{
	struct desk *d = *state;

	bring_to(d, "in-review");
	refused(d, RINA, NOTIFY_APPROVE, "drafted by you");
	assert_int_equal(d->e.kind, ERR_PERMISSION);
}

static void one_person_does_not_approve_twice(void **state)
{
	struct desk *d = *state;

	bring_to(d, "in-review");
	ok(d, try_as(d, DEWI, NOTIFY_APPROVE, "incident-lead", false));
	assert_int_equal(try_as(d, DEWI, NOTIFY_APPROVE, "legal", false), -1);
	assert_non_null(strstr(d->e.text, "has your approval already"));
	assert_states(d, "in-review", 1);
}

static void approval_needs_every_role_of_the_advisory(void **state)
{
	struct desk *d = *state;

	bring_to(d, "in-review");
	ok(d, try_as(d, DEWI, NOTIFY_APPROVE, "incident-lead", false));
	ok(d, try_as(d, SITI, NOTIFY_APPROVE, NULL, false));
	assert_states(d, "in-review", 1);
	assert_string_equal(str_text(&d->result.waits), "1 has 2 of 2 approvals (missing: legal)");
	assert_string_equal(str_text(&d->result.roles), "legal");
	assert_int_equal(try_as(d, BUDI, NOTIFY_APPROVE, "chef", false), -1);
	assert_non_null(strstr(d->e.text, "no such role"));
	ok(d, try_as(d, BUDI, NOTIFY_APPROVE, "legal", false));
	assert_states(d, "approved", 1);
}

static void a_rejection_takes_the_approvals_with_it(void **state)
{
	struct desk *d = *state;

	bring_to(d, "in-review");
	ok(d, try_as(d, DEWI, NOTIFY_APPROVE, "incident-lead", false));
	act_as(d, BUDI, NOTIFY_REJECT);
	assert_states(d, "draft", 1);
	act_as(d, RINA, NOTIFY_SUBMIT);
	ok(d, try_as(d, BUDI, NOTIFY_APPROVE, "legal", false));
	assert_states(d, "in-review", 1);
	ok(d, try_as(d, DEWI, NOTIFY_APPROVE, "incident-lead", false));
	assert_states(d, "approved", 1);
}

/* ---- what an approval binds ---- */

static void editing_the_customer_does_not_change_the_letter(void **state)
{
	struct desk *d = *state;
	struct str was[2] = { { 0 } }, is[2] = { { 0 } };

	bring_to(d, "approved");
	ok(d, notification_render(&d->nb[DEWI], only_thing(d), NULL, &was[0], &was[1], &d->e));
	change_customer(d, "C-1", "en",
	    "email\tnew@satu.example\tsecurity\tMr New\nemail\tbilling@satu.example");
	ok(d, notification_render(&d->nb[DEWI], only_thing(d), NULL, &is[0], &is[1], &d->e));
	assert_string_equal(was[0].at, is[0].at);
	assert_string_equal(was[1].at, is[1].at);
	act_as(d, RINA, NOTIFY_RELEASE);
	for (int i = 0; i < 2; i++) {
		str_release(&was[i]);
		str_release(&is[i]);
	}
}

/* Writes a version of the only notification with another hash, as a program with a fault might. */
static void forge_hash(struct desk *d)
{
	struct value v[COLUMNS_MAX] = { 0 };
	struct arena mem = { 0 };
	uint8_t other[DIGEST_SIZE] = { 7 };
	int64_t row, thing = only_thing(d);
	struct act a;

	ok(d, act_begin(&a, &d->nb[RINA], "test.forge", &d->e));
	ok(d, thing_load(&d->nb[RINA], T_NOTIFICATION, thing, v, &row, &mem, &d->e));
	v[COL(notification, body_sha256)] = value_hash(other);
	assert_true(act_amend(&a, T_NOTIFICATION, thing, row, v, &d->e) > 0);
	ok(d, act_commit(&a, &d->e));
	arena_release(&mem);
}

static void other_bytes_are_not_approved(void **state)
{
	struct desk *d = *state;

	bring_to(d, "in-review");
	forge_hash(d);
	refused(d, DEWI, NOTIFY_APPROVE, "no longer renders to the bytes");
}

static void other_bytes_than_the_approved_ones_are_not_released(void **state)
{
	struct desk *d = *state;

	bring_to(d, "approved");
	forge_hash(d);
	refused(d, RINA, NOTIFY_RELEASE, "lost an approval");
}

static void an_approval_taken_back_stops_the_release(void **state)
{
	struct desk *d = *state;
	char ref[REF_MAX];
	int64_t record, changed;

	bring_to(d, "in-review");
	ok(d, try_as(d, DEWI, NOTIFY_APPROVE, "incident-lead", false));
	ok(d, ref_record(&d->nb[DEWI], d->result.ref, &record, &d->e));
	ok(d, try_as(d, BUDI, NOTIFY_APPROVE, "legal", false));
	ok(d, journal_undo(&d->nb[DEWI], record, "second thoughts", ref, &changed, &d->e));
	refused(d, RINA, NOTIFY_RELEASE, "lost an approval");
}

static void a_mailbox_found_compromised_later_stops_the_release(void **state)
{
	struct desk *d = *state;
	struct notify_change c = {
		.act = NOTIFY_RELEASE, .incident = d->incident, .override_compromised = true
	};
	struct record_list l = { 0 };
	struct notification_list list;
	int64_t record;

	bring_to(d, "approved");
	change_customer(
	    d, "C-1", NULL, "email\tbilling@satu.example\tbilling\tIbu Ani\tcompromised");
	assert_true(only(d, &list).address_compromised);
	notification_list_release(&list);
	refused(d, RINA, NOTIFY_RELEASE, "marked compromised");
	notify_result_release(&d->result);
	ok(d, notification_change(&d->nb[RINA], &c, &d->result, &d->e));
	ok(d, ref_record(&d->nb[RINA], d->result.ref, &record, &d->e));
	ok(d, record_load(&d->nb[RINA], record, &l, &d->e));
	assert_non_null(strstr(l.at[0].reason, "addresses marked compromised were allowed"));
	record_list_release(&l);
}

/* ---- edits ---- */

static int try_edit(struct desk *d, enum person p, struct notify_edit edit)
{
	int64_t thing = only_thing(d);

	edit.things = &thing;
	edit.n = 1;
	notify_result_release(&d->result);
	return notification_edit(&d->nb[p], &edit, &d->result, &d->e);
}

#define edit_as(d, p, ...) try_edit(d, p, (struct notify_edit){ __VA_ARGS__ })

static void assert_not_edited(struct desk *d, const char *words)
{
	if (!strstr(d->e.text, words))
		fail_msg("\"%s\" does not say \"%s\"", d->e.text, words);
}

/* An edited letter is a draft again, and takes two new approvals. */
static void assert_voided(struct desk *d)
{
	struct notification_list l;

	assert_null(only(d, &l).approved_by);
	notification_list_release(&l);
	assert_states(d, "draft", 1);
	refused(d, RINA, NOTIFY_RELEASE, "is still a draft");
	act_as(d, RINA, NOTIFY_SUBMIT);
	ok(d, try_as(d, DEWI, NOTIFY_APPROVE, "incident-lead", false));
	assert_states(d, "in-review", 1);
	ok(d, try_as(d, BUDI, NOTIFY_APPROVE, "legal", false));
	assert_states(d, "approved", 1);
}

static void an_edit_of_the_text_voids_the_approvals(void **state)
{
	static const char *const settings[] = { "hotline=+62 21 555 0199" };
	struct desk *d = *state;
	struct str subject = { 0 }, body = { 0 };

	bring_to(d, "approved");
	ok(d, edit_as(d, RINA, .settings = settings, .settings_n = 1));
	assert_voided(d);
	ok(d, notification_render(&d->nb[DEWI], only_thing(d), NULL, &subject, &body, &d->e));
	assert_non_null(strstr(body.at, "Hubungi +62 21 555 0199."));
	act_as(d, RINA, NOTIFY_RELEASE);
	str_release(&subject);
	str_release(&body);
}

static void an_edit_of_the_language_voids_the_approvals(void **state)
{
	struct desk *d = *state;
	struct notification_list l;

	bring_to(d, "approved");
	ok(d, edit_as(d, RINA, .language = "en-GB"));
	assert_voided(d);
	assert_string_equal(only(d, &l).language, "en");
	assert_string_equal(l.at[0].subject, "[TLP:AMBER] INC-2021-06 PT Contoh");
	notification_list_release(&l);
}

static void an_edit_of_the_recipient_voids_the_approvals(void **state)
{
	struct desk *d = *state;
	struct notification_list l;

	bring_to(d, "approved");
	ok(d, edit_as(d, RINA, .channel = "phone"));
	assert_voided(d);
	assert_string_equal(only(d, &l).address, "+62 21 1");
	notification_list_release(&l);
}

/* The bytes stay the same where nobody is named in the letter: the approval was of the recipient
 * too. */
static void another_mailbox_voids_the_approvals_though_the_bytes_are_the_same(void **state)
{
	struct desk *d = *state;
	struct notification_list was, is;

	bring_to(d, "approved");
	change_customer(d, "C-1", NULL,
	    "email\tbilling@satu.example\tbilling\tIbu Ani\nemail\tsec@satu.example\t\tIbu Ani");
	only(d, &was);
	ok(d, edit_as(d, RINA, .address = "sec@satu.example"));
	assert_memory_equal(only(d, &is).body_sha256, was.at[0].body_sha256, DIGEST_SIZE);
	notification_list_release(&was);
	notification_list_release(&is);
	assert_voided(d);
}

static void who_edited_a_letter_does_not_approve_it(void **state)
{
	struct desk *d = *state;

	bring_to(d, "in-review");
	ok(d, edit_as(d, DEWI, .language = "en"));
	act_as(d, RINA, NOTIFY_SUBMIT);
	assert_int_equal(try_as(d, DEWI, NOTIFY_APPROVE, "incident-lead", false), -1);
	assert_non_null(strstr(d->e.text, "edited by you"));
	assert_int_equal(d->e.kind, ERR_PERMISSION);
}

static void a_refreshed_letter_is_written_from_what_is_known_now(void **state)
{
	struct desk *d = *state;
	struct notification_list l;
	int64_t customer, changed;
	char ref[REF_MAX];

	bring_to(d, "draft");
	assert_int_equal(edit_as(d, RINA, .refresh = true), -1);
	assert_not_edited(d, "says that already");
	change_customer(d, "C-1", NULL, "email\tbilling@satu.example\tbilling\tPak Budi");
	ok(d, customer_find(&d->nb[RINA], "C-1", &customer, &d->e));
	ok(d, exposure_set(&d->nb[RINA],
		  &(struct exposure_change){ .incident = d->incident,
		      .customers = &customer,
		      .n = 1,
		      .population = "targeted" },
		  NULL, ref, &changed, &d->e));
	ok(d, edit_as(d, RINA, .refresh = true));
	only(d, &l);
	notification_list_release(&l);
	act_as(d, RINA, NOTIFY_SUBMIT);
}

static void edits_that_make_no_sense_are_refused(void **state)
{
	static const char *const unknown[] = { "colour=red" };
	struct desk *d = *state;

	bring_to(d, "draft");
	assert_int_equal(edit_as(d, RINA, .reason = "none"), -1);
	assert_not_edited(d, "what is to change");
	assert_int_equal(edit_as(d, RINA, .language = "fr"), -1);
	assert_not_edited(d, "no text in that language");
	assert_int_equal(edit_as(d, RINA, .channel = "portal"), -1);
	assert_not_edited(d, "does not go by that channel");
	assert_int_equal(edit_as(d, RINA, .channel = "pigeon"), -1);
	assert_int_equal(edit_as(d, RINA, .address = "nobody@satu.example"), -1);
	assert_not_edited(d, "no such address in the register");
	assert_int_equal(edit_as(d, RINA, .settings = unknown, .settings_n = 1), -1);
	assert_not_edited(d, "no variable \"colour\"");
	change_customer(d, "C-1", NULL, "email\tbilling@satu.example\t\t\tcompromised");
	assert_int_equal(edit_as(d, RINA, .channel = "email"), -1);
	assert_not_edited(d, "marked compromised");
	act_as(d, RINA, NOTIFY_SUBMIT);
	act_as(d, RINA, NOTIFY_HOLD);
	assert_int_equal(edit_as(d, RINA, .language = "en"), -1);
	assert_not_edited(d, "is on hold");
}

static void a_released_letter_is_not_edited(void **state)
{
	struct desk *d = *state;

	bring_to(d, "released");
	assert_int_equal(edit_as(d, RINA, .language = "en"), -1);
	assert_not_edited(d, "is released already");
}

/* ---- holds, successors, substitutes ---- */

static void a_hold_with_a_day_ends_early_only_for_a_reason(void **state)
{
	struct desk *d = *state;
	struct notify_change hold = { .act = NOTIFY_HOLD,
		.incident = d->incident,
		.reason = "police",
		.until = INT64_C(4102444800000000) };
	struct notify_change resume = { .act = NOTIFY_RESUME, .incident = d->incident };
	struct notification_list l;

	bring_to(d, "approved");
	notify_result_release(&d->result);
	ok(d, notification_change(&d->nb[RINA], &hold, &d->result, &d->e));
	assert_true(only(d, &l).hold_until == hold.until);
	notification_list_release(&l);
	refused(d, RINA, NOTIFY_RESUME, "on hold until 2100-01-01");
	resume.reason = "the police agree";
	notify_result_release(&d->result);
	ok(d, notification_change(&d->nb[RINA], &resume, &d->result, &d->e));
	assert_states(d, "approved", 1);
	assert_int_equal(only(d, &l).hold_until, 0);
	notification_list_release(&l);
}

static void a_letter_is_superseded_when_that_of_the_next_version_is_sent(void **state)
{
	struct desk *d = *state;
	struct notification_list l;
	bool same;

	bring_to(d, "acknowledged");
	refused(d, RINA, NOTIFY_SUPERSEDE, "no later letter");
	import_advisory(d, 2, 2, 0, &same);
	ok(d, try_draft(d, false));
	act_as(d, RINA, NOTIFY_SUBMIT);
	approve_both(d);
	act_as(d, RINA, NOTIFY_RELEASE);
	assert_states(d, "acknowledged", 1);
	load(d, RINA, &l);
	attempt(d, l.at[1].thing, "accepted", 0);
	notification_list_release(&l);
	load(d, RINA, &l);
	assert_string_equal(l.at[0].state, "superseded");
	assert_string_equal(l.at[1].state, "sent");
	notification_list_release(&l);
}

static void a_public_notice_stands_in_only_for_what_reaches_nobody(void **state)
{
	struct desk *d = *state;

	bring_to(d, "sent");
	refused(d, RINA, NOTIFY_SUBSTITUTE, "at which no try has failed");
	attempt(d, only_thing(d), "hard-bounce", 0);
	act_as(d, RINA, NOTIFY_SUBSTITUTE);
	assert_states(d, "substitute", 1);
	refused(d, RINA, NOTIFY_CANCEL, "is replaced by a public notice");
}

/* ---- letters rendered again ---- */

static void every_letter_is_rendered_again_by_verify(void **state)
{
	struct desk *d = *state;
	int64_t letters;

	bring_to(d, "sent");
	change_customer(d, "C-1", "en", "email\tother@satu.example");
	ok(d, letters_verify(&d->nb[SITI], &letters, &d->e));
	assert_int_equal(letters, 2); /* as it went out, and as it stands */
}

static void verify_names_the_first_letter_that_renders_otherwise(void **state)
{
	struct desk *d = *state;
	struct verify_report report;
	int64_t letters;

	bring_to(d, "in-review");
	forge_hash(d);
	ok(d, journal_verify(&d->nb[SITI], &report, &d->e));
	assert_int_equal(letters_verify(&d->nb[SITI], &letters, &d->e), -1);
	assert_int_equal(d->e.kind, ERR_NO);
	assert_non_null(strstr(d->e.text, "the letter to C-1 does not render"));
}

/* ---- what comes next ---- */

static enum notify_step next_step(struct desk *d, char address[64])
{
	struct notify_next next;
	struct arena mem = { 0 };
	enum notify_step step;

	ok(d, notification_next(&d->nb[SITI], only_thing(d), &next, &mem, &d->e));
	snprintf(address, 64, "%s", next.address ? next.address : "");
	step = next.step;
	arena_release(&mem);
	return step;
}

static void an_address_that_fails_is_left_for_the_next_one(void **state)
{
	struct desk *d = *state;
	struct attempt call = { .channel = "phone", .address = "+62 21 1", .result = "no-answer" };
	char address[64];

	bring_to(d, "released");
	call.notification = only_thing(d);
	assert_int_equal(next_step(d, address), STEP_SEND);
	attempt(d, only_thing(d), "soft-bounce", 0);
	attempt(d, only_thing(d), "soft-bounce", 0);
	assert_int_equal(next_step(d, address), STEP_NONE);
	attempt(d, only_thing(d), "soft-bounce", 0);
	assert_int_equal(next_step(d, address), STEP_NEXT_CHANNEL);
	assert_string_equal(address, "+62 21 1");
	for (int i = 0; i < 3; i++) {
		notify_result_release(&d->result);
		ok(d,
		    attempt_add(&d->nb[RINA], &call, 1, "notification.attempt", &d->result, &d->e));
	}
	assert_int_equal(next_step(d, address), STEP_FIND_ADDRESS);
}

static void nobody_answering_makes_a_letter_due_again_as_often_as_the_advisory_says(void **state)
{
	struct desk *d = *state;
	struct attempt a = { .result = "accepted", .at = 1 };
	char address[64];

	bring_to(d, "released");
	a.notification = only_thing(d);
	for (int i = 0; i < 2; i++) {
		notify_result_release(&d->result);
		ok(d, attempt_add(&d->nb[RINA], &a, 1, "notification.attempt", &d->result, &d->e));
		assert_int_equal(next_step(d, address), STEP_RESEND);
		assert_string_equal(address, "billing@satu.example");
	}
	notify_result_release(&d->result);
	ok(d, attempt_add(&d->nb[RINA], &a, 1, "notification.attempt", &d->result, &d->e));
	assert_int_equal(next_step(d, address), STEP_NONE);
}

static void a_compromised_address_is_tried_only_when_that_is_said(void **state)
{
	struct desk *d = *state;
	struct attempt a = { .channel = "phone", .address = "+62 21 1", .result = "read" };

	bring_to(d, "released");
	change_customer(
	    d, "C-1", NULL, "email\tbilling@satu.example\nphone\t+62 21 1\t\t\tcompromised");
	a.notification = only_thing(d);
	notify_result_release(&d->result);
	assert_int_equal(
	    attempt_add(&d->nb[RINA], &a, 1, "notification.attempt", &d->result, &d->e), -1);
	assert_non_null(strstr(d->e.text, "marked compromised"));
	a.compromised_too = true;
	a.reason = "they called from it";
	notify_result_release(&d->result);
	ok(d, attempt_add(&d->nb[RINA], &a, 1, "notification.attempt", &d->result, &d->e));
}

/* ---- deliveries and actions ---- */

static void a_bounce_is_recorded_and_sends_nothing(void **state)
{
	struct desk *d = *state;
	struct notification_list l;

	bring_to(d, "released");
	attempt(d, only_thing(d), "soft-bounce", 0);
	assert_states(d, "released", 1);
	attempt(d, only_thing(d), "accepted", 0);
	assert_states(d, "sent", 1);
	attempt(d, only_thing(d), "hard-bounce", 0);
	assert_int_equal(only(d, &l).attempts, 3);
	assert_string_equal(l.at[0].last_result, "hard-bounce");
	assert_string_equal(l.at[0].state, "sent");
	notification_list_release(&l);
}

static void two_attempts_in_one_act_see_each_other(void **state)
{
	struct desk *d = *state;
	struct attempt a[2];

	bring_to(d, "released");
	a[0] = (struct attempt){ .notification = only_thing(d), .result = "accepted", .at = 5 };
	a[1] =
	    (struct attempt){ .notification = a[0].notification, .result = "delivered", .at = 9 };
	notify_result_release(&d->result);
	ok(d, attempt_add(&d->nb[RINA], a, 2, "import.status", &d->result, &d->e));
	assert_int_equal(d->result.changed, 2);
	assert_states(d, "sent", 1);
}

static void nothing_is_attempted_before_the_release(void **state)
{
	struct desk *d = *state;

	bring_to(d, "approved");
	attempt(d, only_thing(d), "delivered", -1);
	assert_non_null(strstr(d->e.text, "never released"));
	attempt(d, only_thing(d), "vanished", -1);
	assert_int_equal(d->e.kind, ERR_INVALID);
	assert_states(d, "approved", 1);
}

static void only_a_person_who_got_it_acknowledges(void **state)
{
	struct desk *d = *state;
	char ref[REF_MAX];

	bring_to(d, "released");
	assert_int_equal(
	    acknowledgement_add(&d->nb[RINA], only_thing(d), "Ani", NULL, 0, ref, &d->e), -1);
	assert_non_null(strstr(d->e.text, "not sent"));
	attempt(d, only_thing(d), "delivered", 0);
	assert_int_equal(
	    acknowledgement_add(&d->nb[RINA], only_thing(d), "", NULL, 0, ref, &d->e), -1);
	assert_int_equal(
	    acknowledgement_add(&d->nb[RINA], only_thing(d), "Ani", "pigeon", 0, ref, &d->e), -1);
	ok(d, acknowledgement_add(&d->nb[RINA], only_thing(d), "Ani", "phone", 0, ref, &d->e));
	assert_states(d, "acknowledged", 1);
}

static void actions_are_asked_until_somebody_says_otherwise(void **state)
{
	struct desk *d = *state;
	struct action_list l;
	struct notification_list list;
	char ref[REF_MAX];

	bring_to(d, "sent");
	ok(d, action_list_load(&d->nb[RINA], only_thing(d), &l, &d->e));
	assert_int_equal(l.n, 2);
	assert_string_equal(l.at[0].state, "asked");
	assert_string_equal(l.at[0].text, "Ganti.");
	assert_true(l.at[0].due == only(d, &list).released_at + 14 * WHEN_DAY);
	notification_list_release(&list);
	action_list_release(&l);
	ok(d, action_set(
		  &d->nb[RINA], only_thing(d), "change-username", "accepted", NULL, ref, &d->e));
	assert_int_equal(only(d, &list).actions_open, 2);
	notification_list_release(&list);
	ok(d, action_set(&d->nb[RINA], only_thing(d), "change-username", "done", "mail of 2 July",
		  ref, &d->e));
	ok(d, action_set(&d->nb[RINA], only_thing(d), "watch", "declined", NULL, ref, &d->e));
	assert_int_equal(only(d, &list).actions_open, 0);
	notification_list_release(&list);
	ok(d, action_list_load(&d->nb[RINA], only_thing(d), &l, &d->e));
	assert_string_equal(l.at[0].evidence, "mail of 2 July");
	action_list_release(&l);
}

static void actions_that_make_no_sense_are_refused(void **state)
{
	struct desk *d = *state;
	char ref[REF_MAX];

	bring_to(d, "sent");
	assert_int_equal(
	    action_set(&d->nb[RINA], only_thing(d), "dance", "done", NULL, ref, &d->e), -1);
	assert_non_null(strstr(d->e.text, "it has change-username, watch"));
	assert_int_equal(
	    action_set(&d->nb[RINA], only_thing(d), "watch", "perhaps", NULL, ref, &d->e), -1);
	assert_int_equal(action_set(&d->nb[RINA], only_thing(d), "change-username", "verified",
			     NULL, ref, &d->e),
	    -1);
	assert_non_null(strstr(d->e.text, "log-check"));
}

static struct action_asked_list asked(struct desk *d, const char *name, const char *state)
{
	struct action_page page = {
		.incident = d->incident, .name = name, .state = state, .limit = 100
	};
	struct action_asked_list l;

	ok(d, action_page_load(&d->nb[SITI], &page, &l, &d->e));
	return l;
}

static void assert_asked(struct desk *d, const char *name, const char *state, size_t n)
{
	struct action_asked_list l = asked(d, name, state);

	if (l.n != n)
		fail_msg("%s %s: %zu, not %zu", name ? name : "all", state ? state : "", l.n, n);
	action_asked_list_release(&l);
}

static void overdue_follows_from_the_day(void **state)
{
	struct desk *d = *state;
	struct action_asked_list l;
	char ref[REF_MAX];

	bring_to(d, "sent");
	assert_asked(d, NULL, NULL, 2);
	assert_asked(d, "watch", "asked", 1);
	assert_asked(d, NULL, "overdue", 0);
	assert_int_equal(notebook_travel(&d->nb[SITI], when_now() + 15 * WHEN_DAY, &d->e), 0);
	l = asked(d, NULL, "overdue");
	assert_int_equal(l.n, 1);
	assert_string_equal(l.at[0].action.name, "change-username");
	assert_string_equal(l.at[0].wanted, "log-check");
	assert_true(l.at[0].action.overdue);
	action_asked_list_release(&l);
	ok(d, action_set(&d->nb[RINA], only_thing(d), "change-username", "done", NULL, ref, &d->e));
	ok(d, notebook_travel(&d->nb[SITI], when_now() + 15 * WHEN_DAY, &d->e));
	assert_asked(d, NULL, "overdue", 0);
	assert_asked(d, "change-username", "open", 0);
	assert_int_equal(
	    action_set(&d->nb[RINA], only_thing(d), "watch", "overdue", NULL, ref, &d->e), -1);
	assert_non_null(strstr(d->e.text, "nobody sets it"));
}

static void what_comes_after_something_is_not_verified_before_it(void **state)
{
	struct desk *d = *state;
	struct action_list l;
	char ref[REF_MAX];

	bring_to(d, "sent");
	ok(d, action_list_load(&d->nb[RINA], only_thing(d), &l, &d->e));
	assert_string_equal(l.at[1].waits_for, "change-username");
	action_list_release(&l);
	assert_int_equal(
	    action_set(&d->nb[RINA], only_thing(d), "watch", "verified", NULL, ref, &d->e), -1);
	assert_non_null(
	    strstr(d->e.text, "watch comes after change-username, which is still asked"));
	ok(d, action_set(&d->nb[RINA], only_thing(d), "change-username", "done", NULL, ref, &d->e));
	ok(d, action_set(&d->nb[RINA], only_thing(d), "watch", "verified", NULL, ref, &d->e));
}

static void nobody_has_done_what_they_were_not_asked(void **state)
{
	struct desk *d = *state;
	char ref[REF_MAX];

	bring_to(d, "approved");
	assert_int_equal(
	    action_set(&d->nb[RINA], only_thing(d), "watch", "done", NULL, ref, &d->e), -1);
	assert_non_null(strstr(d->e.text, "not asked yet"));
}

/* ---- advisories ---- */

static void an_advisory_version_never_changes(void **state)
{
	struct desk *d = *state;
	bool same;

	import_advisory(d, 1, 1, 0, &same);
	assert_true(same);
	import_advisory(d, 1, 2, -1, &same);
	assert_int_equal(d->e.kind, ERR_CONFLICT);
	import_advisory(d, 3, 3, 0, &same);
	assert_false(same);
	import_advisory(d, 2, 2, -1, &same);
	assert_non_null(strstr(d->e.text, "older than version 3"));
}

static void an_advisory_knows_its_notifications(void **state)
{
	struct desk *d = *state;
	struct advisory_row_list l;
	bool same;

	bring_to(d, "draft");
	import_advisory(d, 2, 2, 0, &same);
	ok(d, try_draft(d, false)); /* the newest: version 2 */
	assert_int_equal(d->result.changed, 1);
	ok(d, advisory_list_load(&d->nb[RINA], &l, &d->e));
	assert_int_equal(l.n, 2);
	assert_int_equal(l.at[0].notifications, 1);
	assert_int_equal(l.at[1].notifications, 1);
	advisory_row_list_release(&l);
	ok(d, advisory_find(&d->nb[RINA], "seen", &l, &d->e));
	assert_int_equal(l.at[0].version, 2);
	advisory_row_list_release(&l);
	assert_int_equal(advisory_find(&d->nb[RINA], "unseen", &l, &d->e), -1);
}

/* ---- many ---- */

enum { MANY = 2000 };

static void add_many(struct desk *d)
{
	struct customer_import in;

	ok(d, customer_import_begin(&in, &d->nb[RINA], &d->e));
	for (int i = 0; i < MANY; i++) {
		char ref[16], addresses[64];
		struct customer c = { .ref = ref,
			.organisation = "PT Contoh",
			.language = i % 2 ? "id" : "en",
			.addresses = addresses };

		snprintf(ref, sizeof(ref), "C-%05d", i);
		snprintf(addresses, sizeof(addresses), "email\tc%d@many.example\tbilling", i);
		put_exposed(d, &in, &c);
	}
	ok(d, customer_import_commit(&in, &d->e));
}

static void many_are_told_in_one_record_for_each_act(void **state)
{
	struct desk *d = *state;
	struct verify_report report;
	int64_t before, after;
	uint8_t hash[DIGEST_SIZE];

	add_many(d);
	ok(d, journal_head(&d->nb[RINA], &before, hash, &d->e));
	ok(d, try_draft(d, false));
	assert_int_equal(d->result.changed, MANY);
	act_as(d, RINA, NOTIFY_SUBMIT);
	assert_int_equal(d->result.changed, MANY);
	approve_both(d);
	assert_int_equal(d->result.changed, MANY);
	act_as(d, RINA, NOTIFY_RELEASE);
	assert_int_equal(d->result.changed, MANY);
	ok(d, journal_head(&d->nb[RINA], &after, hash, &d->e));
	assert_int_equal(after - before, 5);
	assert_states(d, "released", MANY);
	ok(d, journal_verify(&d->nb[SITI], &report, &d->e));
}

static void counts_of_an_earlier_day_are_those_of_that_day(void **state)
{
	struct desk *d = *state;
	struct notification_list l;
	int64_t head;
	uint8_t hash[DIGEST_SIZE];

	bring_to(d, "approved");
	ok(d, journal_head(&d->nb[SITI], &head, hash, &d->e));
	act_as(d, RINA, NOTIFY_RELEASE);
	assert_states(d, "released", 1);
	d->nb[SITI].asof = head;
	assert_states(d, "released", 0);
	assert_states(d, "approved", 1);
	assert_int_equal(only(d, &l).released_at, 0);
	assert_int_equal(l.at[0].actions_open, 0);
	notification_list_release(&l);
}

static void a_release_of_many_is_taken_back_as_one(void **state)
{
	struct desk *d = *state;
	struct verify_report report;
	char ref[REF_MAX];
	int64_t record, changed;

	add_many(d);
	ok(d, try_draft(d, false));
	act_as(d, RINA, NOTIFY_SUBMIT);
	approve_both(d);
	act_as(d, RINA, NOTIFY_RELEASE);
	ok(d, ref_record(&d->nb[RINA], d->result.ref, &record, &d->e));
	ok(d, journal_undo(&d->nb[RINA], record, "too early", ref, &changed, &d->e));
	assert_states(d, "approved", MANY);
	act_as(d, RINA, NOTIFY_RELEASE);
	assert_states(d, "released", MANY);
	ok(d, journal_verify(&d->nb[SITI], &report, &d->e));
}

struct walk {
	int64_t thing[MANY];
	size_t n;
};

static int walk_add(void *with, const struct notification *n)
{
	struct walk *w = with;

	assert_true(w->n < MANY);
	w->thing[w->n++] = n->thing;
	return 0;
}

static void pages_forward_and_backward_are_the_list(void **state)
{
	struct desk *d = *state;
	struct notification_page page = { .incident = d->incident, .limit = 300, .from_end = true };
	struct walk *all = calloc(1, sizeof(*all));
	struct notification_list l;
	size_t at = 0;

	add_many(d);
	ok(d, try_draft(d, false));
	ok(d, notification_each(&d->nb[RINA], &page, walk_add, all, &d->e));
	assert_int_equal(all->n, MANY);
	for (;; page.from_end = false, page.thing = all->thing[at - 1]) {
		ok(d, notification_page_load(&d->nb[RINA], &page, &l, &d->e));
		for (size_t i = 0; i < l.n; i++)
			assert_true(l.at[i].thing == all->thing[at + i]);
		at += l.n;
		notification_list_release(&l);
		if (at == MANY)
			break;
	}
	page.backward = page.from_end = true;
	for (; at > 0; page.from_end = false, page.thing = all->thing[at]) {
		ok(d, notification_page_load(&d->nb[RINA], &page, &l, &d->e));
		assert_true(l.n > 0);
		at -= l.n;
		for (size_t i = 0; i < l.n; i++)
			assert_true(l.at[i].thing == all->thing[at + i]);
		notification_list_release(&l);
	}
	free(all);
}

static void a_count_is_exact_when_its_slices_are_added(void **state)
{
	struct desk *d = *state;
	struct notification_page page = {
		.incident = d->incident, .limit = 1500, .from_end = true
	};
	int64_t sum = 0, count;
	bool more = true;

	add_many(d);
	ok(d, try_draft(d, false));
	while (more) {
		ok(d, notification_count(&d->nb[RINA], &page, &count, &page.thing, &more, &d->e));
		page.from_end = false;
		sum += count;
	}
	assert_int_equal(sum, MANY);
}

static void a_filter_chooses_whom_an_act_is_about(void **state)
{
	struct desk *d = *state;
	struct when_context when = { .now = 1, .zone = "UTC" };
	struct notify_change c = { .act = NOTIFY_SUBMIT, .incident = d->incident };
	struct filter *f = filter_compile("lang:id", FILTER_NOTIFICATIONS, &when, NULL, &d->e);

	add_many(d);
	ok(d, try_draft(d, false));
	assert_non_null(f);
	c.filter = f;
	notify_result_release(&d->result);
	ok(d, notification_change(&d->nb[RINA], &c, &d->result, &d->e));
	assert_int_equal(d->result.changed, MANY / 2);
	filter_free(f);
	assert_states(d, "in-review", MANY / 2);
	assert_states(d, "draft", MANY / 2);
}

static void a_filter_chooses_who_is_drafted_to(void **state)
{
	static const char *const settings[] = { "hotline=1" };
	struct desk *d = *state;
	struct when_context when = { .now = 1, .zone = "UTC" };
	struct filter *f =
	    filter_compile("lang:en ref:C-00000..C-00009", FILTER_CUSTOMERS, &when, NULL, &d->e);
	struct notify_draft draft = { .incident = d->incident,
		.advisory = "seen",
		.filter = f,
		.settings = settings,
		.settings_n = 1 };

	add_many(d);
	if (!f)
		fail_msg("%s", d->e.text);
	ok(d, notification_draft(&d->nb[RINA], &draft, &d->result, &d->e));
	assert_int_equal(d->result.changed, 5);
	filter_free(f);
}

#define at_a_desk(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		at_a_desk(a_draft_says_who_is_told_what_where_and_in_which_language),
		at_a_desk(the_letter_is_the_text_of_the_advisory_with_the_customers_facts),
		at_a_desk(the_hash_of_a_draft_is_that_of_subject_and_body),
		at_a_desk(a_customer_is_not_drafted_twice_for_one_version),
		at_a_desk(nobody_is_written_to_in_a_language_they_did_not_ask_for),
		at_a_desk(a_compromised_address_is_passed_over),
		at_a_desk(values_that_nobody_gave_are_named),
		at_a_desk(settings_that_make_no_sense_are_refused),
		at_a_desk(a_dry_run_counts_and_writes_nothing),
		at_a_desk(a_notification_goes_from_draft_to_closed),
		at_a_desk(only_the_acts_of_a_state_are_allowed_in_it),
		at_a_desk(acts_have_the_words_of_the_command_line),
		at_a_desk(a_hold_gives_back_the_state_it_was_put_in),
		at_a_desk(rejecting_holding_and_cancelling_need_a_reason),
		at_a_desk(nobody_approves_what_they_drafted),
		at_a_desk(one_person_does_not_approve_twice),
		at_a_desk(approval_needs_every_role_of_the_advisory),
		at_a_desk(a_rejection_takes_the_approvals_with_it),
		at_a_desk(editing_the_customer_does_not_change_the_letter),
		at_a_desk(other_bytes_are_not_approved),
		at_a_desk(other_bytes_than_the_approved_ones_are_not_released),
		at_a_desk(an_approval_taken_back_stops_the_release),
		at_a_desk(a_mailbox_found_compromised_later_stops_the_release),
		at_a_desk(an_edit_of_the_text_voids_the_approvals),
		at_a_desk(an_edit_of_the_language_voids_the_approvals),
		at_a_desk(an_edit_of_the_recipient_voids_the_approvals),
		at_a_desk(another_mailbox_voids_the_approvals_though_the_bytes_are_the_same),
		at_a_desk(who_edited_a_letter_does_not_approve_it),
		at_a_desk(a_refreshed_letter_is_written_from_what_is_known_now),
		at_a_desk(edits_that_make_no_sense_are_refused),
		at_a_desk(a_released_letter_is_not_edited),
		at_a_desk(a_hold_with_a_day_ends_early_only_for_a_reason),
		at_a_desk(a_letter_is_superseded_when_that_of_the_next_version_is_sent),
		at_a_desk(a_public_notice_stands_in_only_for_what_reaches_nobody),
		at_a_desk(every_letter_is_rendered_again_by_verify),
		at_a_desk(verify_names_the_first_letter_that_renders_otherwise),
		at_a_desk(an_address_that_fails_is_left_for_the_next_one),
		at_a_desk(nobody_answering_makes_a_letter_due_again_as_often_as_the_advisory_says),
		at_a_desk(a_compromised_address_is_tried_only_when_that_is_said),
		at_a_desk(a_bounce_is_recorded_and_sends_nothing),
		at_a_desk(two_attempts_in_one_act_see_each_other),
		at_a_desk(nothing_is_attempted_before_the_release),
		at_a_desk(only_a_person_who_got_it_acknowledges),
		at_a_desk(actions_are_asked_until_somebody_says_otherwise),
		at_a_desk(actions_that_make_no_sense_are_refused),
		at_a_desk(overdue_follows_from_the_day),
		at_a_desk(what_comes_after_something_is_not_verified_before_it),
		at_a_desk(nobody_has_done_what_they_were_not_asked),
		at_a_desk(an_advisory_version_never_changes),
		at_a_desk(an_advisory_knows_its_notifications),
		at_a_desk(many_are_told_in_one_record_for_each_act),
		at_a_desk(counts_of_an_earlier_day_are_those_of_that_day),
		at_a_desk(a_release_of_many_is_taken_back_as_one),
		at_a_desk(pages_forward_and_backward_are_the_list),
		at_a_desk(a_filter_chooses_whom_an_act_is_about),
		at_a_desk(a_filter_chooses_who_is_drafted_to),
		at_a_desk(a_count_is_exact_when_its_slices_are_added),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
