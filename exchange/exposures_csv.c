/*
 * exposures_csv.c - what was seen of which customer, from a list somebody made.
 *
 * from and to are EDTF and may be as imprecise as they are: the window keeps their text, the bounds
 * follow from it. Customers must be in the register: a list of exposures is no place to learn of
 * new ones.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "exchange/import.h"
#include "exchange/seen.h"
#include "model/customer.h"
#include "model/exposure.h"
#include "model/vocabulary.h"

enum { CUSTOMER, POPULATION, DATA, FROM, TO, BASIS, CONFIDENCE, FIELDS };
static const struct mapping_field fields[FIELDS] = {
	[CUSTOMER] = { "customer", "customer_id customer_ref ref id pelanggan id_pelanggan", true },
	[POPULATION] = { "population", "populasi exposure", true },
	[DATA] = { "data", "data_categories categories category kategori", false },
	[FROM] = { "from", "start earliest first dari", false },
	[TO] = { "to", "end latest last sampai", false },
	[BASIS] = { "basis", "dasar", false },
	[CONFIDENCE] = { "confidence", "keyakinan", false },
};

enum { CATEGORIES_MAX = 64 };

/* --- categories ------------------------------------------------------------------------ */

static int words_compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Lower case, blanks as dashes, without blanks around. */
static char *word_make(char *s)
{
	size_t n = strlen(s);

	while (*s == ' ') {
		s++;
		n--;
	}
	while (n && s[n - 1] == ' ')
		s[--n] = '\0';
	for (size_t i = 0; i < n; i++) {
		if (s[i] >= 'A' && s[i] <= 'Z')
			s[i] = (char)(s[i] - 'A' + 'a');
		s[i] = s[i] == ' ' ? '-' : s[i];
	}
	return s;
}

/* "Invoice, profile;invoice" becomes "invoice;profile". */
static int categories_make(const char *text, struct str *out, struct err *e)
{
	char *words[CATEGORIES_MAX], *copy = xstrdup(text), *rest = copy, *word;
	size_t n = 0;

	str_reset(out);
	while ((word = strsep(&rest, ";,|")) && n < CATEGORIES_MAX) {
		word = word_make(word);
		if (*word)
			words[n++] = word;
	}
	qsort(words, n, sizeof *words, words_compare);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || strcmp(words[i - 1], words[i]) != 0)
			str_printf(out, "%s%s", out->len ? ";" : "", words[i]);
	free(copy);
	return word ? err_set(e, ERR_INVALID, "it has more than %d data categories", CATEGORIES_MAX)
		    : 0;
}

/* --- windows ------------------------------------------------------------------------------ */

/* Both ends as one EDTF; an end that is missing is open. */
static int window_make(const struct import *in, struct exposure *x, struct when *w, struct err *e)
{
	const char *from = import_text(in, FROM), *to = import_text(in, TO);
	const char *zone = in->o->zone ? in->o->zone : "UTC";
	char text[2 * WHEN_EDTF_MAX];
	int n;

	if (!from && !to)
		return 0;
	if (from && (!to || strcmp(from, to) == 0))
		n = snprintf(text, sizeof text, "%s", from);
	else
		n = snprintf(text, sizeof text, "%s/%s", from ? from : "..", to);
	if ((size_t)n >= sizeof text)
		return err_set(e, ERR_INVALID, "from and to are too long");
	if (edtf_parse(w, text, (size_t)n, zone, e) < 0)
		return err_in(e, "window \"%s\"", text);
	x->window = w->edtf;
	x->earliest = w->earliest;
	x->latest = w->latest;
	return 0;
}

/* --- rows ---------------------------------------------------------------------------------- */

static int word_of(
    const char *const *words, const char *text, const char *what, const char **out, struct err *e)
{
	if (!text)
		return 0;
	*out = word_find(words, text, strlen(text), what, e);
	return *out ? 0 : -1;
}

static int row_take(
    struct import *in, struct act *act, struct seen *seen, struct str *categories, struct err *e)
{
	const struct csv_field *ref = import_field(in, CUSTOMER);
	struct exposure x = { .incident = in->o->incident, .basis = "statement" };
	struct when window;
	int64_t before;
	bool changed;

	if (!ref->len)
		return err_set(e, ERR_INVALID, "it names no customer");
	before = seen_line(seen, ref->at, ref->len, in->row.line);
	if (before)
		return err_set(e, ERR_INVALID, "\"%.128s\" stands on line %lld already", ref->at,
		    (long long)before);
	if (!import_text(in, POPULATION))
		return err_set(e, ERR_INVALID, "it has no population");
	if (word_of(population_words, import_text(in, POPULATION), "population", &x.population, e) <
		0 ||
	    word_of(basis_words, import_text(in, BASIS), "basis", &x.basis, e) < 0 ||
	    word_of(confidence_words, import_text(in, CONFIDENCE), "confidence", &x.confidence, e) <
		0 ||
	    window_make(in, &x, &window, e) < 0 ||
	    categories_make(import_text(in, DATA) ? import_text(in, DATA) : "", categories, e) < 0)
		return -1;
	x.categories = categories->len ? categories->at : NULL;
	if (customer_import_thing(act, ref->at, ref->len, false, &x.customer, &changed, e) < 0 ||
	    exposure_put(act, &x, &changed, e) < 0)
		return -1;
	in->result->customers++;
	in->result->changed += changed;
	in->result->same += !changed;
	return 0;
}

static int rows_take(struct import *in, struct act *act, struct err *e)
{
	struct seen seen = { 0 };
	struct str categories = { 0 };
	int got;

	while ((got = import_row(in, e)) > 0)
		if (row_take(in, act, &seen, &categories, e) < 0 &&
		    (!act->open || import_reject(in, e) < 0)) {
			got = -1;
			break;
		}
	seen_release(&seen);
	str_release(&categories);
	return got;
}

static int act_close(struct import *in, struct act *act, struct err *e)
{
	struct import_result *r = in->result;

	import_say(&r->told, r->rows, "row: ", "rows: ");
	import_say(&r->told, r->changed, "exposure written, ", "exposures written, ");
	import_say(&r->told, r->same, "known already\n", "known already\n");
	if (import_finish(in, e) < 0)
		return -1;
	if (in->o->dry_run || r->changed == 0) {
		act_abort(act);
		return 0;
	}
	if (import_transfer(in, act, "exposures", r->changed + r->same, e) < 0)
		return -1;
	snprintf(r->ref, sizeof r->ref, "%s", act->ref);
	return act_commit(act, e);
}

int exposures_import(struct notebook *nb, const struct import_options *o,
    struct import_result *result, struct err *e)
{
	struct import in;
	struct act act = { 0 };
	int done = -1;

	if (import_open(&in, o, fields, FIELDS, result, e) == 0 && import_spool(&in, nb, e) == 0 &&
	    act_begin(&act, nb, "exposure.import", e) == 0) {
		done = rows_take(&in, &act, e);
		if (done == 0)
			done = act_close(&in, &act, e);
		if (done < 0) {
			act_abort(&act);
			result->ref[0] = '\0';
		}
	}
	if (done == 0)
		done = import_publish(&in, e);
	import_release(&in);
	return done;
}
