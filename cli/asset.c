/* asset.c - blotter asset, extract and list assets. */
#include "model/asset.h"

#include <stdlib.h>
#include <string.h>

#include "base/ioc.h"
#include "cli/command.h"
#include "cli/rows.h"
#include "cli/words.h"
#include "exchange/evidence_file.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

enum { EXTRACT_MAX = 64 * 1024 * 1024 };

/* --- acts ------------------------------------------------------------------------------ */

/* A time that an option gives; *given (a pointer to it) is NULL when it does not. */
static int seen_read(struct command *c, const char *option, struct when *w,
    const struct when **given, struct err *e)
{
	const char *text = command_option(c, option);
	struct when_context context = command_when(c);

	*given = text ? w : NULL;
	if (text && when_parse(w, text, strlen(text), &context, e) < 0)
		return err_in(e, "--%s", option);
	return 0;
}

int command_asset_add(struct command *c, struct err *e)
{
	char *name = words_join(c, 1);
	const char *from = command_option(c, "from");
	struct asset_fields f = { .kind = c->argv[0], .name = name,
		.note = command_option(c, "note") };
	struct when first, last;
	struct str what = { 0 };
	char ref[REF_MAX];
	int status = -1;

	f.aliases = command_option_all(c, "alias", &f.aliases_n);
	if (from && ref_thing(&c->nb, from, T_ENTRY, &f.entry, e) < 0)
		err_in(e, "--from");
	else if (seen_read(c, "first", &first, &f.first, e) == 0 &&
		 seen_read(c, "last", &last, &f.last, e) == 0)
		status = asset_add(&c->nb, c->incident, &f, ref, e);
	if (status == 0) {
		str_printf(&what, "%s: %s", f.kind, name);
		for (size_t i = 0; i < f.aliases_n; i++)
			str_printf(&what, "%s%s", i ? ", " : ", also ", f.aliases[i]);
		command_done(c, &(struct done){ .ref = ref, .did = "asset", .changed = -1,
				    .text = str_text(&what) });
	}
	str_release(&what);
	free((void *)f.aliases);
	free(name);
	return status;
}

int command_asset_set(struct command *c, struct err *e)
{
	size_t n = (size_t)c->argc - 1;
	struct asset_change *changes = xcalloc(n, sizeof *changes);
	struct when_context context = command_when(c);
	char *what = words_join(c, 0);
	char ref[REF_MAX];
	int64_t thing;
	int status = asset_find(&c->nb, c->incident, c->argv[0], &thing, e);

	for (size_t i = 0; status == 0 && i < n; i++)
		status = words_pair(c->argv[i + 1], &changes[i].key, &changes[i].value, e);
	if (status == 0)
		status = asset_set(
		    &c->nb, thing, changes, n, &context, command_option(c, "reason"), ref, e);
	if (status == 0)
		command_done(c, &(struct done){ .ref = ref, .did = "asset set", .changed = -1,
				    .text = what });
	free(what);
	free(changes);
	return status;
}

/* --- extract ----------------------------------------------------------------------------- */

/* The text to look in: that of an entry, with its source, or of a file. */
static int text_read(struct command *c, struct str *out, int64_t *entry, struct err *e)
{
	const char *from = c->argv[0];
	struct entry_list one = { 0 };
	struct evidence_file file;
	struct err ignored;
	int status;

	*entry = 0;
	if (ref_thing(&c->nb, from, T_ENTRY, entry, &ignored) == 0) {
		status = entry_load(&c->nb, *entry, &one, e);
		if (status == 0)
			str_printf(out, "%s\n%s", one.at[0].text,
			    one.at[0].source ? one.at[0].source : "");
		entry_list_release(&one);
		return status;
	}
	if (evidence_file_read(from, EXTRACT_MAX, &file, e) < 0)
		return -1;
	status = file.whole ? 0
			    : err_set(e, ERR_INVALID, "%s is larger than %d MiB", from,
				  EXTRACT_MAX / 1024 / 1024);
	if (status == 0)
		str_put(out, str_text(&file.bytes), file.bytes.len);
	evidence_file_release(&file);
	return status;
}

static int found_put(struct command *c, const struct ioc_list *l, struct err *e)
{
	static const struct field fields[] = {
		{ "type", "TYPE", FIELD_TEXT, ROOM_KEPT },
		{ "count", "COUNT", FIELD_INT, ROOM_KEPT },
		{ "asset", "ASSET", FIELD_TEXT, ROOM_MAY_GO },
		{ "value", NULL, FIELD_TEXT, ROOM_WIDE },
		{ "defanged", "VALUE", FIELD_TEXT, ROOM_WIDE },
	};
	int status = 0;

	output_begin(c->out, fields, COUNT(fields));
	for (size_t i = 0; status == 0 && i < l->n; i++) {
		struct str shown = { 0 };
		char ref[REF_MAX] = "";
		int64_t there;

		ioc_defang(&shown, l->at[i].value, strlen(l->at[i].value));
		status = indicator_find(&c->nb, c->incident, l->at[i].value, &there, e);
		if (status == 0 && there)
			status = row_ref(&c->nb, there, ref, e);
		struct cell cells[] = {
			{ .text = ioc_kind_words[l->at[i].kind] },
			{ .n = (int64_t)l->at[i].count },
			{ .text = *ref ? ref : NULL },
			{ .text = l->at[i].value },
			{ .text = str_text(&shown) },
		};
		if (status == 0)
			output_row(c->out, cells);
		str_release(&shown);
	}
	output_end(c->out);
	return status;
}

/* Makes indicators of those that are none yet, once that is agreed to. */
static int found_add(struct command *c, const struct ioc_list *l, int64_t entry, struct err *e)
{
	struct asset_fields *all = xcalloc(l->n + 1, sizeof *all);
	struct done done = { .did = "indicators", .text = c->argv[0] };
	char ref[REF_MAX];
	size_t n = 0, added;
	bool go = false;
	int status = 0;

	for (size_t i = 0; status == 0 && i < l->n; i++) {
		int64_t there;

		status = indicator_find(&c->nb, c->incident, l->at[i].value, &there, e);
		if (status == 0 && !there)
			all[n++] = (struct asset_fields){ .kind = "indicator",
				.name = l->at[i].value, .entry = entry };
	}
	if (status == 0)
		status = command_agree(c, (int64_t)n, "indicators", &go, e);
	if (status == 0 && go)
		status = asset_add_all(&c->nb, c->incident, all, n, &added, ref, e);
	if (status == 0 && go && added) {
		done.ref = ref;
		done.changed = (int64_t)added;
		command_done(c, &done);
	} else if (status == 0 && go)
		command_say(c, "all of them are there already: nothing was written");
	free(all);
	return status;
}

int command_extract(struct command *c, struct err *e)
{
	struct ioc_list l = { 0 };
	struct str text = { 0 };
	int64_t entry;
	int status = text_read(c, &text, &entry, e);

	if (status == 0)
		ioc_list_find(&l, str_text(&text), text.len);
	if (status == 0)
		status = command_flag(c, "add") ? found_add(c, &l, entry, e) : found_put(c, &l, e);
	ioc_list_release(&l);
	str_release(&text);
	return status;
}

/* --- list assets --------------------------------------------------------------------------- */

static const struct field fields[] = {
	{ "ref", "REF", FIELD_TEXT, ROOM_MAY_GO },
	{ "kind", "KIND", FIELD_TEXT, ROOM_KEPT },
	{ "type", "TYPE", FIELD_TEXT, ROOM_MAY_GO },
	{ "name", NULL, FIELD_TEXT, ROOM_WIDE },
	{ NULL, "NAME", FIELD_TEXT, ROOM_WIDE },
	{ "aliases", NULL, FIELD_JSON, ROOM_MAY_GO },
	{ NULL, "ALSO", FIELD_TEXT, ROOM_WIDE },
	{ "first_seen", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ NULL, "FIRST", FIELD_TEXT, ROOM_MAY_GO },
	{ "last_seen", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ NULL, "LAST", FIELD_TEXT, ROOM_MAY_GO },
	{ "zone", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "entry", "FROM", FIELD_TEXT, ROOM_MAY_GO },
	{ "added", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "note", "NOTE", FIELD_TEXT, ROOM_WIDE },
};

/* Aliases as JSON, and with commas between for people. */
static void aliases_put(const char *lines, struct str *json, struct str *shown)
{
	str_putc(json, '[');
	for (const char *p = lines; p && *p;) {
		size_t n = strcspn(p, "\n");

		str_puts(json, p == lines ? "" : ",");
		output_json(json, p, n);
		str_puts(shown, p == lines ? "" : ", ");
		str_put(shown, p, n);
		p += n + (p[n] == '\n');
	}
	str_putc(json, ']');
}

static void seen_show(const struct when *w, const char *zone, struct str *out)
{
	struct when full;
	struct err ignored;

	if (w->edtf[0] && edtf_parse(&full, w->edtf, strlen(w->edtf), w->zone, &ignored) == 0)
		output_when(out, &full, zone);
}

static void asset_put(struct command *c, const struct asset *x)
{
	struct str name = { 0 }, json = { 0 }, also = { 0 }, first = { 0 }, last = { 0 };

	if (x->type)
		ioc_defang(&name, x->name, strlen(x->name));
	else
		str_puts(&name, x->name);
	aliases_put(x->aliases, &json, &also);
	seen_show(&x->first, c->zone, &first);
	seen_show(&x->last, c->zone, &last);
	struct cell cells[] = {
		{ .text = x->public_ref },
		{ .text = x->kind },
		{ .text = x->type },
		{ .text = x->name },
		{ .text = str_text(&name) },
		{ .text = str_text(&json) },
		{ .text = also.len ? str_text(&also) : NULL },
		{ .text = x->first.edtf[0] ? x->first.edtf : NULL },
		{ .text = first.len ? str_text(&first) : NULL },
		{ .text = x->last.edtf[0] ? x->last.edtf : NULL },
		{ .text = last.len ? str_text(&last) : NULL },
		{ .text = x->first.zone[0] ? x->first.zone : NULL },
		{ .text = *x->entry_ref ? x->entry_ref : NULL },
		{ .n = x->added },
		{ .text = x->note },
	};
	output_row(c->out, cells);
	str_release(&name);
	str_release(&json);
	str_release(&also);
	str_release(&first);
	str_release(&last);
}

int command_list_assets(struct command *c, struct err *e)
{
	struct asset_page page = { .incident = c->incident, .from_end = true };
	struct filter *filter = NULL;
	struct arena key = { 0 };
	int64_t left;
	int status = -1;
	bool more = true;

	if (rows_limit(c, &left, e) < 0 || command_filter(c, FILTER_ASSETS, &filter, e) < 0)
		return -1;
	page.filter = filter;
	output_begin(c->out, fields, COUNT(fields));
	while (more && left > 0) {
		struct asset_list list = { 0 };

		page.limit = rows_page(left);
		status = asset_page_load(&c->nb, &page, &list, e);
		more = status == 0 && list.n == (size_t)page.limit;
		for (size_t i = 0; status == 0 && i < list.n; i++)
			asset_put(c, &list.at[i]);
		if (more) {
			arena_reset(&key);
			page.from_end = false;
			page.kind = arena_strdup(&key, list.at[list.n - 1].kind);
			page.name = arena_strdup(&key, list.at[list.n - 1].name);
		}
		left -= (int64_t)list.n;
		asset_list_release(&list);
		output_page(c->out);
	}
	output_end(c->out);
	arena_release(&key);
	filter_free(filter);
	return status;
}
