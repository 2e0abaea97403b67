/* export.c - what all exports share: the file, its manifest, the record in the notebook. */
#include "exchange/export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "model/incident.h"
#include "model/transfer.h"
#include "model/vocabulary.h"

#define OVERRIDDEN "addresses marked compromised were allowed"

const struct export_kind export_kinds[] = {
	{ "notifications", "csv", notifications_export },
	{ "notifications", "jsonl", notifications_export },
	{ "notifications", "xlsx", notifications_export },
	{ "notifications", "eml", mail_export },
	{ "notifications", "mbox", mail_export },
	{ "customers", "csv", customers_export },
	{ "customers", "jsonl", customers_export },
	{ "customers", "xlsx", customers_export },
	{ "post", "csv", post_export },
	{ "post", "jsonl", post_export },
	{ "post", "xlsx", post_export },
	{ "counts", "csv", counts_export },
	{ "counts", "jsonl", counts_export },
	{ "counts", "xlsx", counts_export },
	{ "deadlines", "ics", deadlines_export },
	{ "timeline", "csv", timeline_export },
	{ "timeline", "jsonl", timeline_export },
	{ "timeline", "md", timeline_export },
	{ "timeline", "html", timeline_export },
	{ "timeline", "svg", timeline_export },
	{ "timeline", "ics", timeline_export },
	{ "report", "html", report_export },
	{ "report", "md", report_export },
	{ "report", "text", report_export },
	{ "csaf", "json", csaf_export },
	{ "stix", "json", stix_export },
	{ "veris", "json", veris_export },
	{ "notebook", "jsonl", notebook_export },
	{ NULL, NULL, NULL },
};

void export_result_release(struct export_result *r)
{
	str_release(&r->manifest);
	str_release(&r->why);
}

bool export_too_grave(const struct export *x, const char *tlp)
{
	return x->ceiling >= 0 && word_index(tlp_words, tlp) < x->ceiling;
}

bool export_leaves_out(struct export *x, const char *tlp)
{
	db_worked(x->nb->db, 1);
	if (!export_too_grave(x, tlp))
		return false;
	x->result->left_out++;
	return true;
}

/* --- what is asked for ----------------------------------------------------------------- */

static bool ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

/* The first fits all. */
static const struct profile {
	const char *name;
	const char *what;	 /* NULL: anything */
	const char *formats[3]; /* none: all */
} profiles[] = {
	{ "data", NULL, { NULL } },
	{ "excel", NULL, { "csv" } },
	{ "timesketch", "timeline", { "csv", "jsonl" } },
};
enum { PROFILES = sizeof profiles / sizeof *profiles };

static bool profile_fits(const struct profile *p, const char *what, const char *format)
{
	return (!p->what || strcmp(p->what, what) == 0) &&
	       (!p->formats[0] || word_index(p->formats, format) >= 0);
}

const char *export_profile_next(const char *what, const char *format, const char *now)
{
	int i = 0;

	while (i < PROFILES && strcmp(profiles[i].name, now) != 0)
		i++;
	do
		i = i + 1 < PROFILES ? i + 1 : 0;
	while (!profile_fits(&profiles[i], what, format));
	return profiles[i].name;
}

static int profile_find(const struct export *x, const char *profile, struct err *e)
{
	const char *p = profiles[0].name;
	struct str names = { 0 };
	bool found;

	do {
		found = strcmp(p, profile) == 0;
		str_printf(&names, "%s%s", names.len ? ", " : "", p);
		p = export_profile_next(x->o->what, x->format, p);
	} while (!found && p != profiles[0].name);
	if (!found)
		err_set(e, ERR_USAGE, "%s as %s have no profile \"%s\": %s", x->o->what, x->format,
		    profile, names.at);
	str_release(&names);
	return found ? 0 : -1;
}

static int profile_check(struct export *x, struct err *e)
{
	const char *profile = x->o->profile ? x->o->profile : "data";
	bool excel = strcmp(profile, "excel") == 0;

	x->timesketch = strcmp(profile, "timesketch") == 0;
	if (profile_find(x, profile, e) < 0)
		return -1;
	if (excel && strcmp(x->o->path, "-") != 0 && !ends_in(x->o->path, ".excel.csv"))
		return err_set(e, ERR_USAGE,
		    "cells of the profile excel are not exact, so the name must say it: "
		    "let it end in .excel.csv");
	if (!excel && ends_in(x->o->path, ".excel.csv"))
		return err_set(e, ERR_USAGE, "a file of the name .excel.csv has --profile excel");
	x->profile = excel ? CSV_EXCEL : CSV_DATA;
	return 0;
}

static int options_check(struct export *x, struct err *e)
{
	const char *max = x->o->max_tlp, *word;

	x->ceiling = -1;
	if (max) {
		if (strncmp(max, "TLP:", 4) == 0)
			max += 4;
		word = word_find(tlp_words, max, strlen(max), "label", e);
		if (!word)
			return -1;
		x->ceiling = word_index(tlp_words, word);
	}
	return profile_check(x, e);
}

/* --- the manifest ------------------------------------------------------------------------- */

struct state { /* of the notebook that was read */
	int64_t record;
	uint8_t hash[DIGEST_SIZE];
	char ref[REF_MAX]; /* of the newest record that was seen: what as-of means */
};

static int state_read(struct notebook *nb, struct state *s, struct err *e)
{
	int64_t seen;

	if (journal_head(nb, &s->record, s->hash, e) < 0)
		return -1;
	seen = nb->asof < s->record ? nb->asof : s->record;
	s->ref[0] = '\0';
	return seen ? record_ref(nb, seen, s->ref, e) : 0;
}

static void pair_put(struct str *out, const char *key, const char *value)
{
	str_printf(out, ",\n  \"%s\": ", key);
	if (value)
		json_text(out, value, strlen(value));
	else
		str_puts(out, "null");
}

static void hash_put(struct str *out, const char *key, const uint8_t hash[DIGEST_SIZE])
{
	char hex[DIGEST_HEX];

	digest_hex(hash, hex);
	pair_put(out, key, hex);
}

/* What was left out for no other reason is graver than the ceiling. */
static void graver_tally(struct export *x)
{
	char words[40];

	if (x->ceiling < 0)
		return;
	snprintf(words, sizeof words, "graver than TLP:%s", tlp_words[x->ceiling]);
	for (int64_t n = x->result->left_out - x->stay.total; n > 0; n--)
		tally_add(&x->stay, words, NULL);
}

static void left_out_put(const struct export *x, struct str *out)
{
	str_puts(out, "{");
	for (int i = 0; i < x->stay.reasons; i++) {
		str_puts(out, i ? "," : "");
		json_text(out, x->stay.at[i].many, strlen(x->stay.at[i].many));
		str_printf(out, ":%lld", (long long)x->stay.at[i].n);
	}
	str_puts(out, "}");
}

/* What customers read never names another customer. */
bool export_veils(const struct export_options *o)
{
	return o->pseudonyms || strcmp(o->template_name, "customer-chronology") == 0;
}

/* Of a report: which, in which language, and whether parties keep their names. */
static const char *profile_name(struct export *x)
{
	const struct export_options *o = x->o;

	if (o->template_name) {
		const char *slash = strrchr(o->template_name, '/');

		snprintf(x->profile_words, sizeof x->profile_words, "%.80s %s%s",
		    slash ? slash + 1 : o->template_name, o->language,
		    export_veils(o) ? " pseudonyms" : "");
		return x->profile_words;
	}
	if (o->subject)
		return o->subject;
	if (x->timesketch)
		return "timesketch";
	if (strcmp(x->format, "csv") != 0)
		return NULL;
	return x->profile == CSV_EXCEL ? "excel" : "data";
}

static const char *out_name(const struct export *x)
{
	return x->folder.path ? x->folder.name : x->file.name;
}

static void manifest_put(struct export *x, const struct state *s, struct str *out)
{
	const char *filter = x->o->filter ? filter_text(x->o->filter) : NULL;
	char now[WHEN_RFC3339];

	when_rfc3339(x->written, now);
	str_puts(out, "{\n  \"manifest\": 1");
	pair_put(out, "file", out_name(x));
	hash_put(out, "sha256", x->file.sha256);
	str_printf(out, ",\n  \"bytes\": %lld,\n  \"rows\": %lld", (long long)x->file.bytes,
	    (long long)x->result->rows);
	pair_put(out, "what", x->o->what);
	pair_put(out, "format", x->format);
	pair_put(out, "profile", profile_name(x));
	pair_put(out, "filter", filter && *filter ? filter : NULL);
	pair_put(out, "max_tlp", x->ceiling < 0 ? NULL : tlp_words[x->ceiling]);
	str_puts(out, ",\n  \"left_out\": ");
	left_out_put(x, out);
	pair_put(out, "as_of", s->ref);
	pair_put(out, "notebook", x->nb->id);
	hash_put(out, "head", s->hash);
	pair_put(out, "written_at", now);
	pair_put(out, "written_by", x->nb->author);
	str_puts(out, "\n}\n");
}

/* --- the record ------------------------------------------------------------------------------ */

/* Also where an older state was read, the record is written now. */
static int transfer_record(struct export *x, struct err *e)
{
	const char *filter = x->o->filter ? filter_text(x->o->filter) : NULL;
	struct notebook *nb = x->nb;
	int64_t asof = nb->asof;
	struct str left_out = { 0 };
	struct transfer t = {
		.out = true,
		.what = x->o->what,
		.file = x->file.standard ? NULL : out_name(x),
		.format = x->format,
		.filter = filter && *filter ? filter : NULL,
		.profile = profile_name(x),
		.rows = x->result->rows,
		.as_of = asof == ASOF_NOW ? 0 : asof,
		.written = x->written,
		.sha256 = x->file.sha256,
		.reason = x->o->override_compromised ? OVERRIDDEN : NULL,
	};
	int done;

	left_out_put(x, &left_out);
	t.left_out = x->result->left_out ? left_out.at : NULL;
	nb->asof = ASOF_NOW;
	done = transfer_add(nb, &t, x->result->ref, e);
	nb->asof = asof;
	str_release(&left_out);
	return done;
}

/* --- all of it -----------------------------------------------------------------------------------
 */

/* The first of its formats, unless one is named. */
static const char *format_of(const struct export_options *o)
{
	const struct export_kind *k = export_kinds;

	while (k->what && strcmp(k->what, o->what) != 0)
		k++;
	return o->format ? o->format : k->what ? k->format : "csv";
}

/* One state of the notebook, whatever others write meanwhile. */
static int state_write(
    struct export *x, struct state *s, int (*write)(struct export *, struct err *), struct err *e)
{
	int done = db_begin_read(x->nb->db, e);

	if (done < 0)
		return -1;
	done = state_read(x->nb, s, e);
	if (done == 0)
		done = write(x, e);
	db_rollback(x->nb->db);
	if (done == 0)
		done = out_file_finish(&x->file, e);
	if (done == 0) {
		x->result->bytes = x->file.bytes;
		memcpy(x->result->sha256, x->file.sha256, DIGEST_SIZE);
	}
	return done;
}

static int manifest_make(
    struct export *x, const struct state *s, struct out_file *manifest, struct err *e)
{
	if (x->file.standard)
		return 0;
	manifest_put(x, s, &manifest->buffer);
	return out_file_finish(manifest, e);
}

/* The file and its manifest, or both in a new folder. */
static int files_open(struct export *x, struct out_file *manifest, struct err *e)
{
	const struct export_options *o = x->o;
	struct str path = { 0 };
	int done;

	if (o->preview) {
		out_file_nowhere(&x->file, o->preview);
		return 0;
	}
	if (strcmp(x->format, "eml") != 0) {
		if (out_file_open(&x->file, o->path, o->overwrite, e) < 0)
			return -1;
		if (x->file.standard)
			return 0;
		str_printf(&x->result->manifest, "%s.manifest.json", o->path);
		return out_file_open(manifest, x->result->manifest.at, o->overwrite, e);
	}
	if (strcmp(o->path, "-") == 0)
		return err_set(e, ERR_USAGE,
		    "eml is a folder with a file for each letter: name it with -o, or take mbox");
	if (out_folder_open(&x->folder, o->path, e) < 0)
		return -1;
	str_printf(&path, "%s/SHA256SUMS", x->folder.beside.at);
	done = out_file_open(&x->file, path.at, false, e);
	str_reset(&path);
	str_printf(&path, "%s/manifest.json", x->folder.beside.at);
	if (done == 0)
		done = out_file_open(manifest, path.at, false, e);
	str_printf(&x->result->manifest, "%s/manifest.json", x->folder.path);
	str_release(&path);
	return done;
}

static int publish(struct export *x, struct out_file *manifest, struct err *e)
{
	if (x->o->preview)
		return 0;
	if (strcmp(x->o->what, "notebook") != 0 && transfer_record(x, e) < 0)
		return -1;
	if (out_file_publish(&x->file, e) < 0)
		return -1;
	if (!x->file.standard && out_file_publish(manifest, e) < 0)
		return -1;
	return x->folder.path ? out_folder_publish(&x->folder, e) : 0;
}

int export_sheet_begin(
    struct export *x, struct sheet *s, const char *const *columns, struct err *e)
{
	char *folder;
	int done;

	if (strcmp(x->format, "xlsx") != 0) {
		sheet_begin(s, &x->file, columns, strcmp(x->format, "jsonl") == 0, x->profile);
		return 0;
	}
	folder = folder_beside(x->nb->path);
	done = sheet_begin_xlsx(s, &x->file, columns, folder, e);
	free(folder);
	return done;
}

int export_sheet_end(struct export *x, struct sheet *s, int done, struct err *e)
{
	if (done == 0)
		done = sheet_finish(s, e);
	x->result->rows = s->rows;
	sheet_release(s);
	return done;
}

int export_do(struct notebook *nb, const struct export_options *o, struct export_result *result,
    int (*write)(struct export *x, struct err *e), struct err *e)
{
	struct export x = { .nb = nb, .o = o, .result = result, .written = when_now() };
	struct out_file manifest = { 0 };
	struct state s;
	int done;

	memset(result, 0, sizeof *result);
	x.format = format_of(o);
	if (options_check(&x, e) < 0)
		return -1;
	done = files_open(&x, &manifest, e);
	if (done == 0)
		done = state_write(&x, &s, write, e);
	graver_tally(&x);
	if (done == 0)
		done = manifest_make(&x, &s, &manifest, e);
	if (done == 0)
		done = publish(&x, &manifest, e);
	tally_say(&x.stay, &result->why);
	out_file_release(&x.file);
	out_file_release(&manifest);
	out_folder_release(&x.folder);
	tally_release(&x.stay);
	return done;
}

int export_run(struct notebook *nb, const struct export_options *o, struct export_result *result,
    struct err *e)
{
	const char *format = format_of(o);
	struct str formats = { 0 };

	memset(result, 0, sizeof *result);
	for (const struct export_kind *k = export_kinds; k->what; k++) {
		if (strcmp(k->what, o->what) != 0)
			continue;
		if (strcmp(k->format, format) == 0) {
			str_release(&formats);
			return k->run(nb, o, result, e);
		}
		str_printf(&formats, "%s%s", formats.len ? ", " : "", k->format);
	}
	if (formats.len)
		err_set(e, ERR_USAGE, "%s cannot be written as \"%s\": %s", o->what, format,
		    formats.at);
	else
		err_set(e, ERR_USAGE, "there is no export of \"%s\"", o->what);
	str_release(&formats);
	return -1;
}
