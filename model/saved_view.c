/*
 * saved_view.c - filters with a name. A view in a filter is written out before the filter is
 * compiled, and before it is saved, so that none can lead to itself.
 */
#include "model/saved_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/list.h"
#include "model/vocabulary.h"

enum { NAME_LONGEST = 40 };

const char *const saved_view_of_words[] = {
	[FILTER_ENTRIES] = "entries",
	[FILTER_CUSTOMERS] = "customers",
	[FILTER_NOTIFICATIONS] = "notifications",
	[FILTER_INCIDENTS] = "incidents",
	[FILTER_RECORDS] = "records",
	[FILTER_TASKS] = "tasks",
	[FILTER_ASSETS] = "assets",
	[FILTER_CLAIMS] = "claims",
	[FILTER_QUESTIONS] = "questions",
	NULL,
};

static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

static int name_check(const char *name, struct err *e)
{
	size_t n = strlen(name);

	if (n > 0 && n <= NAME_LONGEST && strspn(name, letters) == n && name[0] != '-')
		return 0;
	return err_set(e, ERR_INVALID,
	    "\"%.60s\" is no name of a view: it is of small letters, digits and -, at most %d",
	    name, NAME_LONGEST);
}

/* --- reading ---------------------------------------------------------------------------- */

static int view_read(
    struct notebook *nb, struct query *q, struct saved_view_list *out, struct err *e)
{
	while (q_row(q)) {
		struct saved_view *v = list_push(out);

		v->row = row_int(q, "row");
		v->thing = row_int(q, "id");
		v->name = row_text(q, "name", &out->mem);
		v->of = row_text(q, "of", &out->mem);
		v->filter = row_text(q, "filter", &out->mem);
		v->time = row_int(q, "at");
		v->writer = row_text(q, "writer", &out->mem);
	}
	if (q_done(q, e) < 0)
		return -1;
	for (size_t i = 0; i < out->n; i++)
		if (row_ref(nb, out->at[i].thing, out->at[i].public_ref, e) < 0)
			return -1;
	return 0;
}

int saved_view_list_load(struct notebook *nb, struct saved_view_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_SAVED_VIEW_LIST);

	q_int(q, ":asof", nb->asof);
	return view_read(nb, q, out, e);
}

int saved_view_load(
    struct notebook *nb, const char *name, struct saved_view_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_SAVED_VIEW_BY_NAME);

	q_text(q, ":name", name);
	q_int(q, ":asof", nb->asof);
	if (view_read(nb, q, out, e) < 0)
		return -1;
	return out->n ? 0 : err_set(e, ERR_NOT_FOUND, "there is no view \"%.60s\"", name);
}

void saved_view_list_release(struct saved_view_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	memset(l, 0, sizeof *l);
}

/* --- writing out -------------------------------------------------------------------------- */

/* Appends the filter of the view whose name begins at `at`; returns what follows the name. */
static const char *view_put(struct notebook *nb, const char *at, enum filter_of of, struct str *out,
    struct err *e)
{
	struct saved_view_list l = { 0 };
	size_t n = strspn(at, letters);
	const char *after = NULL;
	char name[NAME_LONGEST + 2];

	snprintf(name, sizeof name, "%.*s", (int)n, at);
	if (name_check(name, e) < 0 || saved_view_load(nb, name, &l, e) < 0)
		goto done;
	if (strcmp(l.at[0].of, saved_view_of_words[of]) != 0) {
		err_set(e, ERR_INVALID, "the view \"%s\" is of %s, not of %s", name, l.at[0].of,
		    saved_view_of_words[of]);
		goto done;
	}
	str_printf(out, "(%s)", l.at[0].filter);
	after = at + n;
done:
	saved_view_list_release(&l);
	return after;
}

/* Where a quoted piece that begins at s ends: after its closing mark, or at the end of the text. */
static const char *quoted_end(const char *s)
{
	for (s++; *s && *s != '"'; s++)
		if (*s == '\\' && s[1])
			s++;
	return *s ? s + 1 : s;
}

/* Writes out each view:NAME that stands where a condition may. */
static int views_write_out(
    struct notebook *nb, const char *text, enum filter_of of, struct str *out, struct err *e)
{
	bool begins = true; /* may a condition begin here? */

	while (*text) {
		const char *end = text + 1;

		if (begins && strncmp(text, "view:", 5) == 0) {
			text = view_put(nb, text + 5, of, out, e);
			if (!text)
				return -1;
			begins = false;
			continue;
		}
		if (*text == '"')
			end = quoted_end(text);
		begins = strchr(" \t\n\r(", *text) || (begins && *text == '-');
		str_put(out, text, (size_t)(end - text));
		text = end;
	}
	return 0;
}

struct filter *saved_view_compile(struct notebook *nb, const char *text, enum filter_of of,
    const struct when_context *c, size_t *fault_at, struct err *e)
{
	struct filter *f = NULL;
	struct str out = { 0 };

	if (fault_at)
		*fault_at = SIZE_MAX;
	if (views_write_out(nb, text, of, &out, e) == 0)
		f = filter_compile_named(nb, str_text(&out), of, c, fault_at, e);
	if (fault_at && strcmp(str_text(&out), text) != 0)
		*fault_at = SIZE_MAX;
	str_release(&out);
	return f;
}

/* --- acts ----------------------------------------------------------------------------------- */

/* Within the act: writes the view, or its next version. */
static int view_write(struct act *a, const char *name, const struct value *values, struct err *e)
{
	struct saved_view_list l = { 0 };
	struct err none = { 0 };
	int status = -1;

	if (saved_view_load(a->nb, name, &l, &none) == 0) {
		const struct saved_view *v = &l.at[0];

		if (strcmp(v->of, values[COL(saved_view, of)].text) == 0 &&
		    strcmp(v->filter, values[COL(saved_view, filter)].text) == 0)
			err_set(e, ERR_NO, "the view \"%s\" is saved so already", name);
		else if (act_amend(a, T_SAVED_VIEW, v->thing, v->row, values, e) > 0)
			status = 0;
	} else if (none.kind == ERR_NOT_FOUND) {
		status = act_write(a, T_SAVED_VIEW, 0, values, e) > 0 ? 0 : -1;
	} else {
		*e = none;
	}
	saved_view_list_release(&l);
	return status;
}

/* The text with its views written out, if it compiles: the notebook's own words, or an error. */
static int filter_check(struct notebook *nb, const char *filter, enum filter_of of,
    const struct when_context *c, struct str *out, struct err *e)
{
	struct filter *f;

	if (views_write_out(nb, filter, of, out, e) < 0)
		return -1;
	if (strspn(str_text(out), " \t\r\n") == out->len)
		return err_set(e, ERR_INVALID, "a view needs a filter");
	f = filter_compile(str_text(out), of, c, NULL, e);
	filter_free(f);
	return f ? 0 : -1;
}

int saved_view_save(struct notebook *nb, const char *name, enum filter_of of, const char *filter,
    const struct when_context *c, char out_ref[REF_MAX], struct err *e)
{
	struct value values[COLUMNS_MAX] = { 0 };
	struct str out = { 0 };
	struct act a = { 0 };
	int status = -1;

	if (name_check(name, e) < 0 || filter_check(nb, filter, of, c, &out, e) < 0)
		goto done;
	values[COL(saved_view, filter)] = value_text(str_text(&out));
	values[COL(saved_view, name)] = value_text(name);
	values[COL(saved_view, of)] = value_text(saved_view_of_words[of]);
	if (act_begin(&a, nb, "view.save", e) < 0)
		goto done;
	if (view_write(&a, name, values, e) == 0 && act_commit(&a, e) == 0)
		status = 0;
	memcpy(out_ref, a.ref, REF_MAX);
	act_abort(&a);
done:
	str_release(&out);
	return status;
}

int saved_view_drop(struct notebook *nb, const char *name, char out_ref[REF_MAX], struct err *e)
{
	struct saved_view_list l = { 0 };
	struct act a;
	int status = -1;

	if (act_begin(&a, nb, "view.drop", e) < 0)
		return -1;
	if (saved_view_load(nb, name, &l, e) == 0 &&
	    act_end(&a, T_SAVED_VIEW, l.at[0].row, e) == 0 && act_commit(&a, e) == 0)
		status = 0;
	memcpy(out_ref, a.ref, REF_MAX);
	act_abort(&a);
	saved_view_list_release(&l);
	return status;
}
