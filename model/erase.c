/* erase.c - erases a thing for good; the journal wipes the rows, the rest is here. */
#include "model/erase.h"

#include <stdlib.h>
#include <string.h>

#include "model/customer_merge.h"
#include "model/db.h"
#include "model/fulltext.h"

void erasure_words(const struct erased_list *rows, struct str *out)
{
	const char *between = "";

	for (int t = 0; t < TABLES; t++) {
		size_t versions = 0, things = 0;

		for (size_t i = 0; i < rows->n; i++) {
			versions += rows->at[i].table == (enum table)t;
			things += rows->at[i].table == (enum table)t &&
				  rows->at[i].row == rows->at[i].thing;
		}
		if (versions == 0)
			continue;
		str_printf(out, "%s%s %zu", between, table_infos[t].name, things);
		if (versions > things)
			str_printf(out, " (%zu versions)", versions);
		between = ", ";
	}
}

static int erased_before(struct notebook *nb, int64_t thing, struct err *e)
{
	char ref[REF_MAX], by[REF_MAX];
	int64_t record;

	if (row_ref(nb, thing, ref, e) < 0 || row_eraser(nb, thing, &record, e) < 0 ||
	    record_ref(nb, record, by, e) < 0)
		return -1;
	return err_set(e, ERR_NO, "%s was erased before, by %s", ref, by);
}

int erasure_plan(
    struct notebook *nb, enum table t, int64_t thing, struct erased_list *out, struct err *e)
{
	int64_t *customers = NULL;
	size_t n = 1;
	int status = t == T_CUSTOMER ? customer_ever(nb, thing, &customers, &n, e) : 0;

	*out = (struct erased_list){ 0 };
	if (status == 0)
		status = erased_plan(nb, t, customers ? customers : &thing, n, out, e);
	if (status == 0 && out->n == 0)
		status = erased_before(nb, thing, e);
	free(customers);
	return status;
}

static bool same_rows(const struct erased_list *a, const struct erased_list *b)
{
	for (size_t i = 0; a->n == b->n && i < a->n; i++)
		if (a->at[i].row != b->at[i].row || a->at[i].until != b->at[i].until)
			return false;
	return a->n == b->n;
}

/* What the act was planned on must still be so, now that nobody else can write. */
static int agreed_check(struct notebook *nb, enum table t, int64_t thing,
    const struct erased_list *agreed, struct err *e)
{
	struct erased_list now = { 0 };
	int status = erasure_plan(nb, t, thing, &now, e);

	if (status == 0 && !same_rows(&now, agreed))
		status = err_set(e, ERR_CONFLICT,
		    "what would be erased has changed meanwhile; look at it again");
	erased_list_release(&now);
	return status;
}

/* An entry leaves a line where it stood: when it happened and what it referred to is kept, what was
 * said is not. */
static int gap_write(struct act *a, int64_t thing, const char *reason, struct err *e)
{
	static const int kept[] = { COL(entry, earliest), COL(entry, edtf), COL(entry, incident),
		COL(entry, latest), COL(entry, zone) };
	struct value was[COLUMNS_MAX], v[COLUMNS_MAX] = { 0 };
	struct arena mem = { 0 };
	char ref[REF_MAX];
	int64_t row;
	int status = thing_load(a->nb, T_ENTRY, thing, was, &row, &mem, e);

	if (status < 0 && e->kind == ERR_NOT_FOUND) { /* taken back before: no line stands there */
		*e = (struct err){ 0 };
		status = 0;
		goto done;
	}
	if (status < 0 || (status = row_ref(a->nb, thing, ref, e)) < 0)
		goto done;
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		v[kept[i]] = was[kept[i]];
	v[COL(entry, kind)] = value_text("correction");
	v[COL(entry, refs)] = value_text(arena_printf(
	    &mem, "%.*s%s%s", (int)was[COL(entry, refs)].len,
	    was[COL(entry, refs)].is == VALUE_TEXT ? was[COL(entry, refs)].text : "",
	    was[COL(entry, refs)].is == VALUE_TEXT ? " " : "", ref));
	v[COL(entry, text)] = value_text(arena_printf(&mem, "erased %s: %s", ref, reason));
	if (act_write(a, T_ENTRY, 0, v, e) < 0)
		status = -1;
done:
	arena_release(&mem);
	return status;
}

static int erase_write(struct act *a, enum table t, int64_t thing,
    const struct erased_list *agreed, struct err *e)
{
	if (agreed_check(a->nb, t, thing, agreed, e) < 0)
		return -1;
	db_work(a->nb->db, (int64_t)agreed->n);
	if (t == T_ENTRY && gap_write(a, thing, a->reason, e) < 0)
		return -1;
	return act_erase(a, agreed, e);
}

int erase_clear(struct notebook *nb, struct err *e)
{
	struct err ignored;

	fulltext_open(nb, NULL, &ignored);
	fulltext_forget(nb);
	return db_clear(nb->db, e);
}

int thing_erase(struct notebook *nb, enum table t, int64_t thing, const struct erased_list *agreed,
    const char *reason, char out_ref[REF_MAX], struct err *e)
{
	struct act a;

	if (!reason || !reason[0])
		return err_set(e, ERR_USAGE, "say why it is erased: that is what stays");
	if (act_begin(&a, nb, "erase", e) < 0)
		return -1;
	a.reason = reason;
	if (act_finish(&a, erase_write(&a, t, thing, agreed, e), out_ref, e) < 0)
		return -1;
	if (erase_clear(nb, e) < 0)
		return err_in(e,
		    "%s is written and nothing shows the text any more, but what the file has "
		    "freed "
		    "could not be cleared; erase it once more for that",
		    out_ref);
	return 0;
}
