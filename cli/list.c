/* list.c - blotter list: every kind of thing, page by page, in memory for one page. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/rows.h"
#include "model/customer.h"
#include "model/entry.h"
#include "model/exposure.h"
#include "model/incident.h"
#include "model/notification.h"

enum { PAGE = 500 };

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

int rows_limit(struct command *c, int64_t *limit, struct err *e)
{
	return command_option_int(c, "limit", 1, INT64_MAX, INT64_MAX, limit, e);
}

int rows_page(int64_t left)
{
	return left < PAGE ? (int)left : PAGE;
}

int rows_sort(struct command *c, const char *const *orders, int *order, struct err *e)
{
	const char *given = command_option(c, "sort");
	struct str all = { 0 };

	for (*order = 0; orders[*order]; ++*order)
		if (!given || strcmp(orders[*order], given) == 0)
			return 0;
	for (int i = 0; orders[i]; i++)
		str_printf(&all, "%s%s", i ? " or " : "", orders[i]);
	err_set(e, ERR_USAGE, "--sort takes %s, not \"%s\"", str_text(&all), given);
	str_release(&all);
	return -1;
}

/* --- incidents --------------------------------------------------------------------------- */

int command_list_incidents(struct command *c, struct err *e)
{
	static const struct field fields[] = {
		{ "ref", "REF", FIELD_TEXT, ROOM_MAY_GO },
		{ "incident", "INCIDENT", FIELD_TEXT, ROOM_MAY_GO },
		{ "state", "STATE", FIELD_TEXT, ROOM_MAY_GO },
		{ "severity", "SEV", FIELD_SOME, ROOM_MAY_GO },
		{ "tlp", "TLP", FIELD_TEXT, ROOM_MAY_GO },
		{ "zone", "ZONE", FIELD_TEXT, ROOM_MAY_GO },
		{ "lead", "LEAD", FIELD_TEXT, ROOM_MAY_GO },
		{ "opened", "OPENED", FIELD_TIME, ROOM_MAY_GO },
		{ "title", "TITLE", FIELD_TEXT, ROOM_WIDE },
	};
	struct incident_list list = { 0 };
	struct filter *filter;
	int status = command_filter(c, FILTER_INCIDENTS, &filter, e);

	if (status == 0)
		status = incident_list_load_filtered(&c->nb, filter, &list, e);

	if (status == 0)
		output_begin(c->out, fields, COUNT(fields));
	for (size_t i = 0; status == 0 && i < list.n; i++) {
		const struct incident *n = &list.at[i];
		struct cell cells[] = {
			{ .text = n->public_ref },
			{ .text = n->ref },
			{ .text = n->state },
			{ .n = n->severity },
			{ .text = n->tlp },
			{ .text = n->zone },
			{ .text = n->lead },
			{ .n = n->opened },
			{ .text = n->title },
		};

		output_row(c->out, cells);
	}
	output_end(c->out);
	incident_list_release(&list);
	filter_free(filter);
	return status;
}

/* --- entries ----------------------------------------------------------------------------- */

static const struct field entry_fields[] = {
	{ "ref", "REF", FIELD_TEXT, ROOM_MAY_GO },
	{ "incident", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ NULL, "WHEN", FIELD_TEXT, ROOM_MAY_GO },
	{ "kind", "KIND", FIELD_TEXT, ROOM_MAY_GO },
	{ "when", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "earliest", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "latest", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "zone", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "phrase", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ NULL, "MARKS", FIELD_TEXT, ROOM_MAY_GO },
	{ "writer", "BY", FIELD_TEXT, ROOM_MAY_GO },
	{ "recorded", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "tags", NULL, FIELD_WORDS, ROOM_MAY_GO },
	{ "actors", NULL, FIELD_WORDS, ROOM_MAY_GO },
	{ "refs", NULL, FIELD_WORDS, ROOM_MAY_GO },
	{ "source", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "clock", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "clock_ahead_us", NULL, FIELD_SOME, ROOM_MAY_GO },
	{ "due", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "struck", NULL, FIELD_BOOL, ROOM_MAY_GO },
	{ "corrected", NULL, FIELD_BOOL, ROOM_MAY_GO },
	{ "star", NULL, FIELD_BOOL, ROOM_MAY_GO },
	{ "report", NULL, FIELD_BOOL, ROOM_MAY_GO },
	{ "late", NULL, FIELD_BOOL, ROOM_MAY_GO },
	{ "text", "TEXT", FIELD_TEXT, ROOM_WIDE },
};

void rows_entry_begin(struct command *c)
{
	output_begin(c->out, entry_fields, COUNT(entry_fields));
}

/* "struck late" and so on, in words: no state is shown by a sign or colour alone. */
static void entry_marks(const struct entry *n, struct str *out)
{
	const struct {
		bool is;
		const char *word;
	} marks[] = { { n->struck, "struck" }, { n->corrected, "corrected" },
		{ n->clock_ahead != 0, "clock" }, { n->late, "late" },
		{ n->star, "star" }, { n->report, "report" } };

	for (size_t i = 0; i < COUNT(marks); i++)
		if (marks[i].is)
			str_printf(out, "%s%s", out->len ? " " : "", marks[i].word);
}

void rows_entry(struct command *c, const struct entry *n)
{
	struct str when = { 0 }, marks = { 0 };

	output_when(&when, &n->when, c->zone);
	entry_marks(n, &marks);
	struct cell cells[] = {
		{ .text = n->public_ref },
		{ .text = c->incident_ref },
		{ .text = str_text(&when) },
		{ .text = n->kind },
		{ .text = n->when.edtf[0] ? n->when.edtf : NULL },
		{ .n = n->when.edtf[0] ? n->when.earliest : 0 },
		{ .n = n->when.edtf[0] ? n->when.latest : 0 },
		{ .text = n->when.edtf[0] ? n->when.zone : NULL },
		{ .text = n->phrase },
		{ .text = str_text(&marks) },
		{ .text = n->writer },
		{ .n = n->recorded },
		{ .text = n->tags },
		{ .text = n->actors },
		{ .text = n->refs },
		{ .text = n->source },
		{ .text = n->clock },
		{ .n = n->clock_ahead },
		{ .n = n->due },
		{ .n = n->struck },
		{ .n = n->corrected },
		{ .n = n->star },
		{ .n = n->report },
		{ .n = n->late },
		{ .text = n->text },
	};
	output_row(c->out, cells);
	str_release(&when);
	str_release(&marks);
}

/* The page after this one begins behind its last entry. */
static void entry_page_next(struct entry_page *p, const struct entry *last)
{
	p->from_end = false;
	p->thing = last->thing;
	p->earliest = last->when.earliest;
	p->latest = last->when.latest;
	p->key_undated = last->when.edtf[0] == '\0';
}

int command_list_entries(struct command *c, struct err *e)
{
	static const char *const orders[] = { "recorded", "happened", NULL };
	struct entry_page page = { .incident = c->incident, .from_end = true };
	struct filter *filter = NULL;
	int64_t left;
	int order, status = -1;
	bool more = true;

	if (rows_limit(c, &left, e) < 0 || rows_sort(c, orders, &order, e) < 0 ||
	    command_filter(c, FILTER_ENTRIES, &filter, e) < 0)
		return -1;
	page.order = order == 0 ? ENTRY_RECORDED : ENTRY_HAPPENED;
	page.filter = filter;
	rows_entry_begin(c);
	while (more && left > 0) {
		struct entry_list list = { 0 };

		page.limit = rows_page(left);
		status = entry_page_load(&c->nb, &page, &list, e);
		more = status == 0 && list.n == (size_t)page.limit;
		for (size_t i = 0; status == 0 && i < list.n; i++)
			rows_entry(c, &list.at[i]);
		if (more)
			entry_page_next(&page, &list.at[list.n - 1]);
		left -= (int64_t)list.n;
		entry_list_release(&list);
		output_page(c->out);
	}
	output_end(c->out);
	filter_free(filter);
	return status;
}

/* --- customers --------------------------------------------------------------------------- */

static const struct field customer_fields[] = {
	{ "ref", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "customer", "CUSTOMER", FIELD_TEXT, ROOM_MAY_GO },
	{ "organisation", "ORGANISATION", FIELD_TEXT, ROOM_WIDE },
	{ "name", "NAME", FIELD_TEXT, ROOM_WIDE },
	{ "language", "LANG", FIELD_TEXT, ROOM_MAY_GO },
	{ "country", "COUNTRY", FIELD_TEXT, ROOM_MAY_GO },
	{ "zone", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "tier", "TIER", FIELD_TEXT, ROOM_MAY_GO },
	{ NULL, "ADDRESS", FIELD_TEXT, ROOM_WIDE },
	{ "addresses", NULL, FIELD_JSON, ROOM_MAY_GO },
	{ "population", "POPULATION", FIELD_TEXT, ROOM_MAY_GO },
	{ "status", "STATUS", FIELD_TEXT, ROOM_KEPT },
	{ "status_since", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "notes", NULL, FIELD_TEXT, ROOM_MAY_GO },
};

static void json_or_null(struct str *out, const char *key, const char *text)
{
	str_printf(out, "\"%s\":", key);
	if (text)
		output_json(out, text, strlen(text));
	else
		str_puts(out, "null");
}

/* The addresses as JSON, and the first of them for people. */
static void customer_addresses(const struct customer *n, struct str *json, struct str *first)
{
	struct address at[ADDRESSES_MAX];
	struct arena mem = { NULL };
	size_t count = n->addresses ? addresses_read(n->addresses, at, &mem) : 0;

	str_putc(json, '[');
	for (size_t i = 0; i < count; i++) {
		str_puts(json, i ? ",{" : "{");
		json_or_null(json, "channel", at[i].channel);
		str_putc(json, ',');
		json_or_null(json, "value", at[i].value);
		str_putc(json, ',');
		json_or_null(json, "role", at[i].role);
		str_putc(json, ',');
		json_or_null(json, "name", at[i].name);
		str_printf(json, ",\"compromised\":%s}", at[i].compromised ? "true" : "false");
	}
	str_putc(json, ']');
	if (count > 0)
		str_printf(first, "%s%s", at[0].value, at[0].compromised ? " (compromised)" : "");
	arena_release(&mem);
}

static void customer_put(struct command *c, const struct customer *n)
{
	struct str json = { 0 }, first = { 0 };

	customer_addresses(n, &json, &first);
	struct cell cells[] = {
		{ .text = n->public_ref },
		{ .text = n->ref },
		{ .text = n->organisation },
		{ .text = n->name },
		{ .text = n->language },
		{ .text = n->country },
		{ .text = n->zone },
		{ .text = n->tier },
		{ .text = str_text(&first) },
		{ .text = str_text(&json) },
		{ .text = n->population },
		{ .text = n->status },
		{ .n = n->status_since },
		{ .text = n->notes },
	};
	output_row(c->out, cells);
	str_release(&json);
	str_release(&first);
}

int command_list_customers(struct command *c, struct err *e)
{
	static const char *const orders[] = { "ref", NULL };
	struct customer_page page = { .incident = c->incident, .from_end = true };
	struct filter *filter = NULL;
	char *key = NULL;
	int64_t left;
	int order, status = -1;
	bool more = true;

	if (rows_limit(c, &left, e) < 0 || rows_sort(c, orders, &order, e) < 0 ||
	    command_filter(c, FILTER_CUSTOMERS, &filter, e) < 0)
		return -1;
	page.filter = filter;
	output_begin(c->out, customer_fields, COUNT(customer_fields));
	while (more && left > 0) {
		struct customer_list list = { 0 };

		page.limit = rows_page(left);
		status = customer_page_load(&c->nb, &page, &list, e);
		more = status == 0 && list.n == (size_t)page.limit;
		for (size_t i = 0; status == 0 && i < list.n; i++)
			customer_put(c, &list.at[i]);
		if (more) {
			free(key);
			page.ref = key = xstrdup(list.at[list.n - 1].ref);
			page.from_end = false;
		}
		left -= (int64_t)list.n;
		customer_list_release(&list);
		output_page(c->out);
	}
	output_end(c->out);
	free(key);
	filter_free(filter);
	return status;
}

/* --- exposures
 * ------------------------------------------------------------------------------------ */

static const struct field exposure_fields[] = {
	{ "ref", "REF", FIELD_TEXT, ROOM_MAY_GO },
	{ "customer", "CUSTOMER", FIELD_TEXT, ROOM_MAY_GO },
	{ "population", "POPULATION", FIELD_TEXT, ROOM_MAY_GO },
	{ "data_categories", "DATA", FIELD_WORDS, ROOM_WIDE },
	{ "basis", "BASIS", FIELD_TEXT, ROOM_MAY_GO },
	{ "confidence", "CONFIDENCE", FIELD_TEXT, ROOM_MAY_GO },
	{ "count", "COUNT", FIELD_SOME, ROOM_MAY_GO },
	{ "window", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "earliest", "FIRST", FIELD_TIME, ROOM_MAY_GO },
	{ "latest", "LAST", FIELD_TIME, ROOM_MAY_GO },
};

static void exposure_put_row(struct command *c, const struct exposure *n)
{
	struct str window = { 0 };

	exposure_window(n, &window);
	struct cell cells[] = {
		{ .text = n->public_ref },
		{ .text = n->customer_ref },
		{ .text = n->population },
		{ .text = n->categories },
		{ .text = n->basis },
		{ .text = n->confidence },
		{ .n = n->count },
		{ .text = window.len ? str_text(&window) : NULL },
		{ .n = n->earliest },
		{ .n = n->latest },
	};
	output_row(c->out, cells);
	str_release(&window);
}

int command_list_exposures(struct command *c, struct err *e)
{
	struct exposure_page page = { .incident = c->incident };
	struct filter *filter = NULL;
	int64_t left;
	int status = -1;
	bool more = true;

	if (rows_limit(c, &left, e) < 0 || command_filter(c, FILTER_CUSTOMERS, &filter, e) < 0)
		return -1;
	page.filter = filter;
	output_begin(c->out, exposure_fields, COUNT(exposure_fields));
	while (more && left > 0) {
		struct exposure_list list = { 0 };

		page.limit = rows_page(left);
		status = exposure_page_load(&c->nb, &page, &list, e);
		more = status == 0 && list.n == (size_t)page.limit;
		for (size_t i = 0; status == 0 && i < list.n; i++)
			exposure_put_row(c, &list.at[i]);
		if (more)
			page.customer = list.at[list.n - 1].customer;
		left -= (int64_t)list.n;
		exposure_list_release(&list);
		output_page(c->out);
	}
	output_end(c->out);
	filter_free(filter);
	return status;
}

/* --- notifications
 * ---------------------------------------------------------------------------------- */

static const struct field notification_fields[] = {
	{ "notification", "REF", FIELD_TEXT, ROOM_MAY_GO },
	{ "incident", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "customer", "CUSTOMER", FIELD_TEXT, ROOM_MAY_GO },
	{ "organisation", "ORGANISATION", FIELD_TEXT, ROOM_WIDE },
	{ "name", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "role", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "channel", "CHANNEL", FIELD_TEXT, ROOM_MAY_GO },
	{ "address", "ADDRESS", FIELD_TEXT, ROOM_WIDE },
	{ "address_compromised", NULL, FIELD_BOOL, ROOM_MAY_GO },
	{ "language", "LANG", FIELD_TEXT, ROOM_MAY_GO },
	{ "country", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "population", "POPULATION", FIELD_TEXT, ROOM_MAY_GO },
	{ "data_categories", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "window", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "status", "STATUS", FIELD_TEXT, ROOM_KEPT },
	{ "advisory", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "advisory_version", NULL, FIELD_INT, ROOM_MAY_GO },
	{ "subject", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "body_sha256", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "approved_by", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "released_at", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "sent_at", "SENT", FIELD_TIME, ROOM_MAY_GO },
	{ "attempts", "TRIES", FIELD_INT, ROOM_MAY_GO },
	{ "last_result", "LAST", FIELD_TEXT, ROOM_MAY_GO },
	{ "acknowledged_at", "ACKNOWLEDGED", FIELD_TIME, ROOM_MAY_GO },
	{ "acknowledged_by", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "actions_open", "OPEN", FIELD_INT, ROOM_MAY_GO },
	{ "tlp", NULL, FIELD_TEXT, ROOM_MAY_GO },
};

/* The window as EDTF, also where only its bounds are kept. */
static void notification_window(const struct notification *n, struct str *out)
{
	struct exposure x = {
		.window = n->window, .earliest = n->window_earliest, .latest = n->window_latest
	};

	exposure_window(&x, out);
}

/* Names as the exported list has them: only a semicolon between. */
static void notification_names(const char *names, struct str *out)
{
	for (const char *p = names; p && *p; p++)
		if (*p != ' ' || p == names || p[-1] != ';')
			str_putc(out, *p);
}

static void notification_put(struct command *c, const struct notification *n)
{
	char hash[DIGEST_HEX];
	struct str window = { 0 }, names = { 0 };

	notification_window(n, &window);
	notification_names(n->approved_by, &names);
	if (n->body_sha256)
		digest_hex(n->body_sha256, hash);
	struct cell cells[] = {
		{ .text = n->public_ref },
		{ .text = n->incident_ref },
		{ .text = n->customer_ref },
		{ .text = n->organisation },
		{ .text = n->name },
		{ .text = n->role },
		{ .text = n->channel },
		{ .text = n->address },
		{ .n = n->address_compromised },
		{ .text = n->language },
		{ .text = n->country },
		{ .text = n->population },
		{ .text = n->categories },
		{ .text = window.len ? str_text(&window) : NULL },
		{ .text = n->state },
		{ .text = n->advisory },
		{ .n = n->advisory_version },
		{ .text = n->subject },
		{ .text = n->body_sha256 ? hash : NULL },
		{ .text = names.len ? str_text(&names) : NULL },
		{ .n = n->released_at },
		{ .n = n->sent_at },
		{ .n = n->attempts },
		{ .text = n->last_result },
		{ .n = n->acknowledged_at },
		{ .text = n->acknowledged_by },
		{ .n = n->actions_open },
		{ .text = n->tlp },
	};
	output_row(c->out, cells);
	str_release(&names);
	str_release(&window);
}

int command_list_notifications(struct command *c, struct err *e)
{
	static const char *const orders[] = { "ref", NULL };
	struct notification_page page = { .incident = c->incident, .from_end = true };
	struct filter *filter = NULL;
	int64_t left;
	int order, status = -1;
	bool more = true;

	if (rows_limit(c, &left, e) < 0 || rows_sort(c, orders, &order, e) < 0 ||
	    command_filter(c, FILTER_NOTIFICATIONS, &filter, e) < 0)
		return -1;
	page.filter = filter;
	output_begin(c->out, notification_fields, COUNT(notification_fields));
	while (more && left > 0) {
		struct notification_list list = { 0 };

		page.limit = rows_page(left);
		status = notification_page_load(&c->nb, &page, &list, e);
		more = status == 0 && list.n == (size_t)page.limit;
		for (size_t i = 0; status == 0 && i < list.n; i++)
			notification_put(c, &list.at[i]);
		if (more) {
			page.thing = list.at[list.n - 1].thing;
			page.from_end = false;
		}
		left -= (int64_t)list.n;
		notification_list_release(&list);
		output_page(c->out);
	}
	output_end(c->out);
	filter_free(filter);
	return status;
}

/* --- advised actions --------------------------------------------------------------------- */

static const struct field action_fields[] = {
	{ "notification", "LETTER", FIELD_TEXT, ROOM_MAY_GO },
	{ "customer", "CUSTOMER", FIELD_TEXT, ROOM_MAY_GO },
	{ "organisation", "ORGANISATION", FIELD_TEXT, ROOM_WIDE },
	{ "action", "ACTION", FIELD_TEXT, ROOM_MAY_GO },
	{ "state", "STATE", FIELD_TEXT, ROOM_KEPT },
	{ "due", "DUE", FIELD_TIME, ROOM_MAY_GO },
	{ "overdue", NULL, FIELD_BOOL, ROOM_MAY_GO },
	{ NULL, "OVERDUE", FIELD_TEXT, ROOM_MAY_GO },
	{ "waits_for", "WAITS FOR", FIELD_TEXT, ROOM_MAY_GO },
	{ "evidence_wanted", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "evidence", "EVIDENCE", FIELD_TEXT, ROOM_WIDE },
};

static void action_put(struct command *c, const struct action_asked *n)
{
	const struct cell cells[] = {
		{ .text = n->public_ref },
		{ .text = n->customer_ref },
		{ .text = n->organisation },
		{ .text = n->action.name },
		{ .text = n->action.state },
		{ .n = n->action.due },
		{ .n = n->action.overdue },
		{ .text = n->action.overdue ? "overdue" : NULL },
		{ .text = n->action.waits_for },
		{ .text = n->wanted },
		{ .text = n->action.evidence },
	};

	output_row(c->out, cells);
}

int command_list_actions(struct command *c, struct err *e)
{
	struct action_page page = { .incident = c->incident,
		.name = command_option(c, "action"),
		.state = command_option(c, "state") };
	struct filter *filter = NULL;
	int64_t left;
	int status = -1;
	bool more = true;

	if (rows_limit(c, &left, e) < 0 || command_filter(c, FILTER_NOTIFICATIONS, &filter, e) < 0)
		return -1;
	page.filter = filter;
	output_begin(c->out, action_fields, COUNT(action_fields));
	while (more && left > 0) {
		struct action_asked_list list = { 0 };

		page.limit = rows_page(left);
		status = action_page_load(&c->nb, &page, &list, e);
		more = status == 0 && list.n == (size_t)page.limit;
		for (size_t i = 0; status == 0 && i < list.n; i++)
			action_put(c, &list.at[i]);
		if (more) {
			page.thing = list.at[list.n - 1].thing;
			page.number = list.at[list.n - 1].number;
		}
		left -= (int64_t)list.n;
		action_asked_list_release(&list);
		output_page(c->out);
	}
	output_end(c->out);
	filter_free(filter);
	return status;
}

/* --- advisories
 * ------------------------------------------------------------------------------------- */

int command_list_advisories(struct command *c, struct err *e)
{
	static const struct field fields[] = {
		{ "ref", "REF", FIELD_TEXT, ROOM_MAY_GO },
		{ "advisory", "ADVISORY", FIELD_TEXT, ROOM_MAY_GO },
		{ "version", "VERSION", FIELD_INT, ROOM_MAY_GO },
		{ "tlp", "TLP", FIELD_TEXT, ROOM_MAY_GO },
		{ "actions", "ACTIONS", FIELD_INT, ROOM_MAY_GO },
		{ "notifications", "LETTERS", FIELD_INT, ROOM_MAY_GO },
		{ "title", "TITLE", FIELD_TEXT, ROOM_WIDE },
	};
	struct advisory_row_list list = { 0 };
	int status = advisory_list_load(&c->nb, &list, e);

	if (status == 0)
		output_begin(c->out, fields, COUNT(fields));
	for (size_t i = 0; status == 0 && i < list.n; i++) {
		const struct advisory_row *n = &list.at[i];
		struct cell cells[] = {
			{ .text = n->public_ref },
			{ .text = n->name },
			{ .n = n->version },
			{ .text = n->tlp },
			{ .n = n->actions },
			{ .n = n->notifications },
			{ .text = n->title },
		};

		output_row(c->out, cells);
	}
	output_end(c->out);
	advisory_row_list_release(&list);
	return status;
}
