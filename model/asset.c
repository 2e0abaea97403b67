/* asset.c - systems, accounts, indicators and actors, and the names they have. */
#include "model/asset.h"

#include <stdlib.h>
#include <string.h>

#include "base/ioc.h"
#include "base/text.h"
#include "model/list.h"
#include "model/vocabulary.h"

/* --- fields -------------------------------------------------------------------------- */

/* The name as it is kept, into the arena, and the type of an indicator. */
static int name_read(const char *kind, const char *s, struct value *name, struct value *type,
    struct arena *mem, struct err *e)
{
	struct str kept = { 0 };
	enum ioc_kind ioc;

	if (text_line_check(s, ASSET_NAME_MAX, "the name", e) < 0)
		return -1;
	if (!s || !*s)
		return err_set(e, ERR_INVALID, "a name is missing");
	*name = value_text(s);
	*type = (struct value){ 0 };
	if (strcmp(kind, "indicator") != 0)
		return 0;
	ioc = ioc_read(s, strlen(s), &kept);
	if (!ioc)
		return err_set(e, ERR_INVALID,
		    "\"%.100s\" is no indicator: an address, domain, hash or URL is one", s);
	*name = value_text(arena_strdup(mem, str_text(&kept)));
	*type = value_text(ioc_kind_words[ioc]);
	str_release(&kept);
	return 0;
}

static int note_read(const char *s, struct value *note, struct err *e)
{
	*note = value_text(s);
	return text_line_check(s, ASSET_NOTE_MAX, "the note", e);
}

static bool same_name(const char *a, const char *b, size_t n)
{
	struct str x = { 0 }, y = { 0 };
	bool same;

	text_fold(&x, a, strlen(a));
	text_fold(&y, b, n);
	same = strcmp(str_text(&x), str_text(&y)) == 0;
	str_release(&x);
	str_release(&y);
	return same;
}

/* The alias of that name among the lines, and its bytes; NULL when there is none. */
static const char *alias_line(const char *lines, const char *name, size_t *n)
{
	for (const char *p = lines; p && *p; p += *n + (p[*n] == '\n')) {
		*n = strcspn(p, "\n");
		if (same_name(name, p, *n))
			return p;
	}
	return NULL;
}

static int alias_add(struct value *v, const char *alias, struct arena *mem, struct err *e)
{
	const char *lines = v[COL(asset, aliases)].text;
	size_t n, count = 1;

	if (text_line_check(alias, ASSET_NAME_MAX, "an alias", e) < 0)
		return -1;
	if (!*alias)
		return err_set(e, ERR_INVALID, "an alias is empty");
	for (const char *p = lines; p && *p; p++)
		count += *p == '\n';
	if (count >= ASSET_ALIASES_MAX)
		return err_set(e, ERR_INVALID, "more than %d aliases", ASSET_ALIASES_MAX);
	if (alias_line(lines, alias, &n) ||
	    same_name(alias, v[COL(asset, name)].text, v[COL(asset, name)].len))
		return 0;
	v[COL(asset, aliases)] = value_text(
	    lines ? arena_printf(mem, "%s\n%s", lines, alias) : arena_strdup(mem, alias));
	return 0;
}

static int alias_drop(struct value *v, const char *alias, struct arena *mem, struct err *e)
{
	const char *lines = v[COL(asset, aliases)].text;
	size_t n = 0;
	const char *at = alias_line(lines, alias, &n), *rest;
	size_t before;

	if (!at)
		return err_set(e, ERR_NOT_FOUND, "it has no alias \"%.100s\"", alias);
	rest = at + n + (at[n] == '\n');
	before = (size_t)(at - lines);
	if (!*rest && before)
		before--;
	v[COL(asset, aliases)] =
	    value_text(arena_printf(mem, "%.*s%s", (int)before, lines, rest));
	return 0;
}

/* First or last seen: its text, the bound that counts, and the zone of both. */
static void seen_set(struct value *v, const struct when *w, bool last, struct arena *mem)
{
	int text = last ? COL(asset, last_seen) : COL(asset, first_seen);
	int bound = last ? COL(asset, latest) : COL(asset, earliest);

	v[text] = v[bound] = (struct value){ 0 };
	if (!w || !w->edtf[0])
		return;
	v[text] = value_text(arena_strdup(mem, w->edtf));
	v[bound] = value_int(last ? w->latest : w->earliest);
	v[COL(asset, zone)] = value_text(arena_strdup(mem, w->zone));
}

static int order_check(const struct value *v, struct err *e)
{
	if (v[COL(asset, earliest)].is == VALUE_INT && v[COL(asset, latest)].is == VALUE_INT &&
	    v[COL(asset, earliest)].n > v[COL(asset, latest)].n)
		return err_set(e, ERR_INVALID, "it was last seen before it was first seen");
	return 0;
}

/* --- acts ------------------------------------------------------------------------------ */

/* The asset of that kind and name, 0 when there is none. */
static int by_name(struct notebook *nb, int64_t incident, const char *kind, const char *name,
    int64_t *thing, struct err *e)
{
	struct query *q = db_query(nb->db, Q_ASSET_BY_NAME);

	q_int(q, ":incident", incident);
	q_text(q, ":kind", kind);
	q_text(q, ":name", name);
	q_int(q, ":asof", nb->asof);
	*thing = q_row(q) ? row_int(q, "id") : 0;
	return q_done(q, e);
}

/* Writes one unless it is there; *there gets the thing that is. */
int asset_write(struct act *a, int64_t incident, const struct asset_fields *f,
    int64_t *there, struct arena *mem, struct err *e)
{
	struct value v[COLUMNS_MAX] = {
		[COL(asset, entry)] = value_thing(f->entry),
		[COL(asset, incident)] = value_thing(incident),
	};
	const char *kind =
	    word_find(asset_kind_words, f->kind, strlen(f->kind), "kind of asset", e);

	if (!kind ||
	    name_read(kind, f->name, &v[COL(asset, name)], &v[COL(asset, type)], mem, e) < 0 ||
	    note_read(f->note, &v[COL(asset, note)], e) < 0)
		return -1;
	v[COL(asset, kind)] = value_text(kind);
	for (size_t i = 0; i < f->aliases_n; i++)
		if (alias_add(v, f->aliases[i], mem, e) < 0)
			return -1;
	seen_set(v, f->first, false, mem);
	seen_set(v, f->last, true, mem);
	if (order_check(v, e) < 0 ||
	    by_name(a->nb, incident, kind, v[COL(asset, name)].text, there, e) < 0)
		return -1;
	return *there ? 0 : act_write(a, T_ASSET, 0, v, e) < 0 ? -1 : 0;
}

int asset_add(struct notebook *nb, int64_t incident, const struct asset_fields *f,
    char out_ref[REF_MAX], struct err *e)
{
	struct arena mem = { 0 };
	char ref[REF_MAX];
	struct act a;
	int64_t there = 0;
	int status;

	if (act_begin(&a, nb, "asset.add", e) < 0)
		return -1;
	status = asset_write(&a, incident, f, &there, &mem, e);
	if (status == 0 && there) {
		status = row_ref(nb, there, ref, e);
		if (status == 0)
			status = err_set(e, ERR_CONFLICT,
			    "%s \"%.100s\" is there already: %s", f->kind, f->name, ref);
	}
	status = act_finish(&a, status, out_ref, e);
	arena_release(&mem);
	return status;
}

int asset_add_all(struct notebook *nb, int64_t incident, const struct asset_fields *all, size_t n,
    size_t *added, char out_ref[REF_MAX], struct err *e)
{
	struct arena mem = { 0 };
	struct act a;
	int status = 0;

	*added = 0;
	*out_ref = '\0';
	if (act_begin(&a, nb, "asset.add", e) < 0)
		return -1;
	for (size_t i = 0; status == 0 && i < n; i++) {
		int64_t there = 0;

		status = asset_write(&a, incident, &all[i], &there, &mem, e);
		*added += status == 0 && !there;
		arena_reset(&mem);
	}
	if (status < 0 || *added > 0)
		status = act_finish(&a, status, out_ref, e);
	act_abort(&a);
	arena_release(&mem);
	return status;
}

static int change_apply(struct value *v, const struct asset_change *given,
    const struct when_context *c, struct arena *mem, struct err *e)
{
	static const char *const keys[] = { "name", "note", "first", "last", "alias", "unalias",
		NULL };
	int key = word_index(
	    keys, word_find(keys, given->key, strlen(given->key), "field of an asset", e));
	struct when w = { 0 };

	switch (key) {
	case 0:
		return name_read(v[COL(asset, kind)].text, given->value, &v[COL(asset, name)],
		    &v[COL(asset, type)], mem, e);
	case 1:
		return note_read(given->value, &v[COL(asset, note)], e);
	case 2:
	case 3:
		if (*given->value && when_parse(&w, given->value, strlen(given->value), c, e) < 0)
			return -1;
		seen_set(v, &w, key == 3, mem);
		return 0;
	case 4:
		return alias_add(v, given->value, mem, e);
	case 5:
		return alias_drop(v, given->value, mem, e);
	default:
		return -1;
	}
}

/* Another one must not have the name already. */
static int name_free(struct notebook *nb, int64_t asset, const struct value *v, struct err *e)
{
	int64_t there;

	if (by_name(nb, v[COL(asset, incident)].n, v[COL(asset, kind)].text,
		v[COL(asset, name)].text, &there, e) < 0)
		return -1;
	if (there && there != asset)
		return err_set(e, ERR_CONFLICT, "another one is called so already");
	return 0;
}

int asset_set(struct notebook *nb, int64_t asset, const struct asset_change *changes, size_t n,
    const struct when_context *c, const char *reason, char out_ref[REF_MAX], struct err *e)
{
	struct value v[COLUMNS_MAX] = { 0 };
	struct arena mem = { 0 };
	struct act a;
	int64_t row;
	int status;

	if (n == 0)
		return err_set(e, ERR_USAGE, "nothing to change: give KEY=VALUE");
	if (act_begin(&a, nb, "asset.set", e) < 0)
		return -1;
	a.reason = reason;
	status = thing_load(nb, T_ASSET, asset, v, &row, &mem, e);
	for (size_t i = 0; status == 0 && i < n; i++)
		if (change_apply(v, &changes[i], c, &mem, e) < 0)
			status = err_in(e, "%.40s", changes[i].key);
	if (status == 0)
		status = order_check(v, e);
	if (status == 0)
		status = name_free(nb, asset, v, e);
	if (status == 0 && act_amend(&a, T_ASSET, asset, row, v, e) < 0)
		status = -1;
	status = act_finish(&a, status, out_ref, e);
	arena_release(&mem);
	return status;
}

int assets_with_entry(struct act *a, int64_t incident, int64_t entry,
    const struct entryline *line, struct err *e)
{
	struct arena mem = { 0 };
	int status = 0;

	for (const char *p = line->iocs; p && *p && status == 0;) {
		size_t n = strcspn(p, " ");
		struct asset_fields f = { .kind = "indicator", .entry = entry };
		size_t kept = n;
		int64_t there;

		while (kept && strchr(",;.!?)", p[kept - 1]))
			kept--;
		f.name = arena_strndup(&mem, p, ioc_read(p, n, NULL) ? n : kept);
		if (ioc_read(f.name, strlen(f.name), NULL))
			status = asset_write(a, incident, &f, &there, &mem, e);
		p += n + (p[n] == ' ');
	}
	arena_release(&mem);
	return status;
}

/* --- reading ------------------------------------------------------------------------------ */

static void asset_read(struct asset *x, struct query *q, struct arena *mem)
{
	x->row = row_int(q, "row");
	x->thing = row_int(q, "id");
	x->incident = row_int(q, "incident");
	x->kind = row_text(q, "kind", mem);
	x->type = row_text(q, "type", mem);
	x->name = row_text(q, "name", mem);
	x->aliases = row_text(q, "aliases", mem);
	x->note = row_text(q, "note", mem);
	row_copy(q, "first_seen", x->first.edtf, sizeof x->first.edtf, mem);
	row_copy(q, "last_seen", x->last.edtf, sizeof x->last.edtf, mem);
	row_copy(q, "zone", x->first.zone, sizeof x->first.zone, mem);
	memcpy(x->last.zone, x->first.zone, sizeof x->last.zone);
	x->first.earliest = row_int_or(q, "earliest", WHEN_PAST);
	x->last.latest = row_int_or(q, "latest", WHEN_FUTURE);
	x->entry = row_int_or(q, "entry", 0);
	x->added = row_int(q, "added");
}

static int asset_show(struct notebook *nb, int64_t row, struct asset_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_ASSET_SHOW);
	struct asset *x;
	bool there;

	q_int(q, ":row", row);
	there = q_row(q);
	if (there)
		asset_read(list_push(out), q, &out->mem);
	if (q_done(q, e) < 0)
		return -1;
	if (!there)
		return err_set(e, ERR_NOT_FOUND, "there is no such asset");
	x = &out->at[out->n - 1];
	if (row_ref(nb, x->thing, x->public_ref, e) < 0)
		return -1;
	return x->entry ? row_ref(nb, x->entry, x->entry_ref, e) : 0;
}

/* The rows of a statement that is bound already. */
static int rows_show(struct notebook *nb, struct query *q, bool backward, struct asset_list *out,
    struct err *e)
{
	int64_t *rows = NULL;
	size_t n = 0, cap = 0;
	int status;

	while (q_row(q)) {
		rows = list_room(rows, n, &cap, sizeof *rows);
		rows[n++] = row_int(q, "row");
	}
	status = q_done(q, e);
	for (size_t i = 0; status == 0 && i < n; i++)
		status = asset_show(nb, rows[backward ? n - 1 - i : i], out, e);
	free(rows);
	return status;
}

static struct query *thing_query(struct notebook *nb, enum query_id id, int64_t thing)
{
	struct query *q = db_query(nb->db, id);

	q_int(q, ":thing", thing);
	q_int(q, ":asof", nb->asof);
	return q;
}

int asset_load(struct notebook *nb, int64_t thing, struct asset_list *out, struct err *e)
{
	if (rows_show(nb, thing_query(nb, Q_ASSET_NOW, thing), false, out, e) < 0)
		return -1;
	return out->n ? 0 : err_set(e, ERR_NOT_FOUND, "there is no such asset");
}

int asset_list_of_entry(struct notebook *nb, int64_t entry, struct asset_list *out, struct err *e)
{
	return rows_show(nb, thing_query(nb, Q_ASSET_OF_ENTRY, entry), false, out, e);
}

int asset_page_load(
    struct notebook *nb, const struct asset_page *p, struct asset_list *out, struct err *e)
{
	/* below and above every kind */
	const char *end = p->backward ? "\xf4\x8f\xbf\xbf" : "";
	struct query *q;
	bool mine;

	if (page_begin(nb->db, &mine, e) < 0)
		return -1;
	q = filter_query(nb, p->backward ? Q_ASSET_PAGE_BEFORE : Q_ASSET_PAGE_AFTER, p->filter);
	q_int(q, ":incident", p->incident);
	q_int(q, ":asof", nb->asof);
	q_int(q, ":limit", p->limit);
	q_text(q, ":kind", p->from_end ? end : p->kind);
	q_text(q, ":name", p->from_end ? end : p->name);
	return page_end(nb->db, mine, rows_show(nb, q, p->backward, out, e));
}

void asset_list_release(struct asset_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct asset_list){ 0 };
}

/* --- names ------------------------------------------------------------------------------------ */

/* The first asset of the incident with that alias, 0 when there is none. */
static int by_alias(
    struct notebook *nb, int64_t incident, const char *alias, int64_t *thing, struct err *e)
{
	struct query *q = db_query(nb->db, Q_ASSET_NAMED);
	struct arena mem = { 0 };
	int status;
	size_t n;

	*thing = 0;
	q_int(q, ":asof", nb->asof);
	while (!*thing && q_row(q)) {
		const char *aliases;
		bool here;

		row_text(q, "name", &mem);
		aliases = row_text(q, "aliases", &mem);
		here = row_int(q, "incident") == incident;
		if (here && alias_line(aliases, alias, &n))
			*thing = row_int(q, "id");
	}
	status = q_done(q, e);
	arena_release(&mem);
	return status;
}

int asset_find(struct notebook *nb, int64_t incident, const char *name_or_ref, int64_t *thing,
    struct err *e)
{
	struct err ignored;
	struct str kept = { 0 };
	int status = 0;

	*thing = 0;
	if (ref_thing(nb, name_or_ref, T_ASSET, thing, &ignored) == 0)
		return 0;
	for (size_t i = 0; asset_kind_words[i] && status == 0 && !*thing; i++)
		status = by_name(nb, incident, asset_kind_words[i], name_or_ref, thing, e);
	if (status == 0 && !*thing && ioc_read(name_or_ref, strlen(name_or_ref), &kept))
		status = by_name(nb, incident, "indicator", str_text(&kept), thing, e);
	str_release(&kept);
	if (status == 0 && !*thing)
		status = by_alias(nb, incident, name_or_ref, thing, e);
	if (status == 0 && !*thing)
		status = err_set(
		    e, ERR_NOT_FOUND, "there is no asset \"%.100s\" in the incident", name_or_ref);
	return status;
}

int indicator_find(
    struct notebook *nb, int64_t incident, const char *value, int64_t *thing, struct err *e)
{
	return by_name(nb, incident, "indicator", value, thing, e);
}

static void name_push(struct name_list *l, const char *s, size_t n)
{
	for (size_t i = 0; i < l->n; i++)
		if (same_name(l->at[i], s, n))
			return;
	*list_push(l) = arena_strndup(&l->mem, s, n);
}

/* The names of one asset but the one that was asked for. */
static void names_take(
    struct name_list *out, const char *word, const char *name, const char *aliases)
{
	if (!same_name(word, name, strlen(name)))
		name_push(out, name, strlen(name));
	for (const char *p = aliases; *p;) {
		size_t n = strcspn(p, "\n");

		if (!same_name(word, p, n))
			name_push(out, p, n);
		p += n + (p[n] == '\n');
	}
}

int asset_aliases(
    struct notebook *nb, const char *word, size_t n, struct name_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_ASSET_NAMED);
	struct arena mem = { 0 };
	const char *asked = arena_strndup(&mem, word, n);
	int status;

	q_int(q, ":asof", nb->asof);
	while (q_row(q)) {
		const char *name = row_text(q, "name", &mem);
		const char *aliases = row_text(q, "aliases", &mem);
		size_t unused;

		if (same_name(asked, name, strlen(name)) || alias_line(aliases, asked, &unused))
			names_take(out, asked, name, aliases);
	}
	status = q_done(q, e);
	arena_release(&mem);
	return status;
}

void name_list_release(struct name_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct name_list){ 0 };
}
