/*
 * customers_csv.c - the register from a CSV file.
 *
 * One pass, one record: rows go straight into the open act, so a fault or a dry run costs a
 * rollback and nothing else. A ref that comes twice in the file is refused, naming both lines:
 * which of them is true is not ours to guess.
 */
#include <stdio.h>
#include <string.h>

#include "exchange/import.h"
#include "exchange/seen.h"
#include "model/customer.h"

enum {
	REF,
	NAME,
	ORGANISATION,
	EMAIL,
	PHONE,
	LANGUAGE,
	COUNTRY,
	ZONE,
	TIER,
	NOTES,
	BILLING_NAME,
	BILLING_EMAIL,
	SECURITY_NAME,
	SECURITY_EMAIL,
	COMPROMISED,
	POST,
	FIELDS
};
static const struct mapping_field fields[FIELDS] = {
	[REF] = { "ref",
	    "customer_id customer_ref customer_number id account_id account "
	    "nomor_pelanggan id_pelanggan customer pelanggan",
	    true },
	[NAME] = { "name", "contact_name contact full_name nama nama_kontak", false },
	[ORGANISATION] = { "organisation",
	    "organization company org company_name customer_name organisasi perusahaan "
	    "customer pelanggan", /* where another column is the ref */
	    false },
	[EMAIL] = { "email", "e_mail email_address contact_email mail surel", false },
	[PHONE] = { "phone", "telephone phone_number tel telepon nomor_telepon", false },
	[LANGUAGE] = { "language", "lang bahasa", false },
	[COUNTRY] = { "country", "country_code negara", false },
	[ZONE] = { "zone", "timezone time_zone tz zona zona_waktu", false },
	[TIER] = { "tier", "plan paket tingkat", false },
	[NOTES] = { "notes", "note comment comments catatan", false },
	[BILLING_NAME] = { "billing_name", "billing_contact kontak_penagihan", false },
	[BILLING_EMAIL] = { "billing_email", "billing_mail surel_penagihan", false },
	[SECURITY_NAME] = { "security_name", "security_contact kontak_keamanan", false },
	[SECURITY_EMAIL] = { "security_email", "security_mail surel_keamanan", false },
	[POST] = { "post", "postal_address post_address alamat_surat", false },
	[COMPROMISED] = { "compromised", "compromised_addresses alamat_disusupi", false },
};

/* customer_import_put checks that it is an address. */
static void address_add(struct address *a, size_t *n, const char *channel, const char *value,
    const char *role, const char *name)
{
	if (value)
		a[(*n)++] = (struct address){
			.channel = channel, .value = value, .role = role, .name = name
		};
}

/* Marks the addresses others can read too, as they stand in the row: "b@a.example;+62 21 1". */
static int compromised_mark(struct address *a, size_t n, const char *list, struct err *e)
{
	for (const char *p = list ? list : ""; *p;) {
		size_t len = strcspn(p, ";");
		bool found = len == 0;

		for (size_t i = 0; i < n; i++)
			if (strlen(a[i].value) == len && memcmp(a[i].value, p, len) == 0)
				found = a[i].compromised = true;
		if (!found)
			return err_set(e, ERR_INVALID,
			    "%s names \"%.*s\", which is no address of the row",
			    fields[COMPROMISED].name, (int)len, p);
		p += len + (p[len] == ';');
	}
	return 0;
}

/* The lines of a postal address with commas between. */
static void lines_join(const char *s, struct str *out)
{
	while (*s) {
		size_t n = strcspn(s, "\r\n");

		if (n && out->len)
			str_puts(out, out->at[out->len - 1] == ',' ? " " : ", ");
		str_put(out, s, n);
		s += n + strspn(s + n, "\r\n");
	}
}

/* The addresses of the row as kept; `kept` is empty when there are none. */
static int addresses_make(const struct import *in, struct str *kept, struct err *e)
{
	struct str post = { 0 };
	struct address a[5];
	size_t n = 0;
	int done;

	str_reset(kept);
	address_add(a, &n, "email", import_text(in, EMAIL), NULL, NULL);
	address_add(a, &n, "email", import_text(in, BILLING_EMAIL), "billing",
	    import_text(in, BILLING_NAME));
	address_add(a, &n, "email", import_text(in, SECURITY_EMAIL), "security",
	    import_text(in, SECURITY_NAME));
	address_add(a, &n, "phone", import_text(in, PHONE), NULL, NULL);
	if (import_text(in, POST)) {
		lines_join(import_text(in, POST), &post);
		address_add(a, &n, "letter", str_text(&post), NULL, NULL);
	}
	done = compromised_mark(a, n, import_text(in, COMPROMISED), e);
	if (done == 0)
		addresses_write(a, n, kept);
	str_release(&post);
	return done;
}

static int row_take(struct import *in, struct customer_import *into, struct seen *seen,
    struct str *addresses, struct err *e)
{
	const struct csv_field *ref = import_field(in, REF);
	struct customer c = {
		.ref = ref->at,
		.name = import_text(in, NAME),
		.organisation = import_text(in, ORGANISATION),
		.language = import_text(in, LANGUAGE),
		.country = import_text(in, COUNTRY),
		.zone = import_text(in, ZONE),
		.tier = import_text(in, TIER),
		.notes = import_text(in, NOTES),
	};
	int64_t before;

	if (!ref->len)
		return err_set(e, ERR_INVALID, "it has no %s", fields[REF].name);
	before = seen_line(seen, ref->at, ref->len, in->row.line);
	if (before)
		return err_set(e, ERR_INVALID, "\"%.128s\" stands on line %lld already", ref->at,
		    (long long)before);
	if (addresses_make(in, addresses, e) < 0)
		return -1;
	c.addresses = addresses->len ? addresses->at : NULL;
	in->result->named += c.name || c.organisation;
	in->result->reached += c.addresses != NULL;
	return customer_import_put(into, &c, e);
}

static int rows_take(struct import *in, struct customer_import *into, struct err *e)
{
	struct seen seen = { 0 };
	struct str addresses = { 0 };
	int got;

	into->keeps_compromised = in->map.column[COMPROMISED] < 0;
	while ((got = import_row(in, e)) > 0)
		if (row_take(in, into, &seen, &addresses, e) < 0 &&
		    (!into->act.open || import_reject(in, e) < 0)) {
			got = -1;
			break;
		}
	seen_release(&seen);
	str_release(&addresses);
	return got;
}

/* Names in a column that nobody knows for one leave the register without any. */
static void nowhere_say(struct import_result *r, int64_t rows, const char *what)
{
	if (rows == 0 && r->rows > 0)
		str_printf(&r->told, "no row has %s: is its column called otherwise?\n", what);
}

static void result_say(struct import_result *r)
{
	import_say(&r->told, r->rows, "row: ", "rows: ");
	import_say(&r->told, r->added, "customer added, ", "customers added, ");
	import_say(&r->told, r->changed, "changed, ", "changed, ");
	import_say(&r->told, r->same, "the same\n", "the same\n");
	nowhere_say(r, r->named, "a name or an organisation");
	nowhere_say(r, r->reached, "an address");
}

/* Ends the act one way or the other. */
static int act_close(struct import *in, struct customer_import *into, struct err *e)
{
	struct import_result *r = in->result;

	r->added = into->added;
	r->changed = into->changed;
	r->same = into->same;
	result_say(r);
	if (import_finish(in, e) < 0)
		return -1;
	if (in->o->dry_run || r->added + r->changed == 0) {
		customer_import_abort(into);
		return 0;
	}
	if (import_transfer(in, &into->act, "customers", r->added + r->changed + r->same, e) < 0)
		return -1;
	snprintf(r->ref, sizeof r->ref, "%s", into->act.ref);
	return customer_import_commit(into, e);
}

int customers_import(struct notebook *nb, const struct import_options *o,
    struct import_result *result, struct err *e)
{
	struct import in;
	struct customer_import into = { 0 };
	int done = -1;

	if (import_open(&in, o, fields, FIELDS, result, e) == 0 && import_spool(&in, nb, e) == 0 &&
	    customer_import_begin(&into, nb, e) == 0) {
		done = rows_take(&in, &into, e);
		if (done == 0)
			done = act_close(&in, &into, e);
		if (done < 0) {
			customer_import_abort(&into);
			result->ref[0] = '\0';
		}
	}
	if (done == 0)
		done = import_publish(&in, e);
	import_release(&in);
	return done;
}
