/*
 * advisory_store.c - advisories in the notebook: each version is a thing of its own, and none is
 * ever changed.
 */
#include <stdlib.h>
#include <string.h>

#include "model/advisory.h"
#include "model/notification.h"

struct newest {
	int64_t row, version; /* row 0: the name is new */
	uint8_t sha256[DIGEST_SIZE];
};

static int newest_load(struct notebook *nb, const char *name, struct newest *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_ADVISORY_NEWEST);
	struct arena mem = { 0 };

	*out = (struct newest){ 0 };
	q_int(q, ":asof", nb->asof);
	q_text(q, ":name", name);
	if (q_row(q)) {
		const void *hash;

		out->row = row_int(q, "row");
		out->version = row_int(q, "version");
		hash = row_blob(q, "sha256", DIGEST_SIZE, &mem);
		if (hash)
			memcpy(out->sha256, hash, DIGEST_SIZE);
	}
	arena_release(&mem);
	return q_done(q, e);
}

static struct value number_or_absent(int64_t n)
{
	return n ? value_int(n) : (struct value){ 0 };
}

/* What it advises, as rows of their own: who has not done it by when is asked of thousands at once.
 */
static int advice_write(struct act *act, const struct advisory *a, int64_t advisory, struct err *e)
{
	for (size_t i = 0; i < a->action_count; i++) {
		const struct advisory_action *x = &a->actions[i];
		struct value v[COLUMNS_MAX] = {
			[COL(advice, advisory)] = value_thing(advisory),
			[COL(advice, after)] = value_text(x->after),
			[COL(advice, evidence)] = value_text(x->evidence),
			[COL(advice, name)] = value_text(x->id),
			[COL(advice, number)] = value_int((int64_t)i + 1),
			[COL(advice, within)] = number_or_absent(advisory_duration(x->due)),
		};

		if (act_write(act, T_ADVICE, 0, v, e) < 0)
			return -1;
	}
	return 0;
}

static int advisory_write(
    struct act *act, const struct advisory *a, const uint8_t sha256[DIGEST_SIZE], struct err *e)
{
	struct str json = { 0 };
	int64_t row;

	advisory_to_json(a, &json);
	struct value v[COLUMNS_MAX] = {
		[COL(advisory, actions)] = value_int((int64_t)a->action_count),
		[COL(advisory, content)] = value_text_n(str_text(&json), json.len),
		[COL(advisory, name)] = value_text(a->id),
		[COL(advisory, resend_after)] =
		    number_or_absent(advisory_duration(a->resend_after)),
		[COL(advisory, resend_max)] = number_or_absent(a->resend_max),
		[COL(advisory, sha256)] = value_hash(sha256),
		[COL(advisory, title)] = value_text(a->title),
		[COL(advisory, tlp)] = value_text(a->tlp),
		[COL(advisory, version)] = value_int(a->version),
	};
	row = act_write(act, T_ADVISORY, 0, v, e);
	str_release(&json);
	return row < 0 ? -1 : advice_write(act, a, row, e);
}

/* ERR_CONFLICT unless the version may be added; *same: it is there already, byte for byte. */
static int version_check(const struct advisory *a, const struct newest *n,
    const uint8_t sha256[DIGEST_SIZE], bool *same, struct err *e)
{
	*same = n->row && n->version == a->version && memcmp(n->sha256, sha256, DIGEST_SIZE) == 0;
	if (!n->row || n->version < a->version || *same)
		return 0;
	if (n->version == a->version)
		return err_set(e, ERR_CONFLICT,
		    "advisory %s version %lld is in the notebook with other content: give the "
		    "changed one a higher version",
		    a->id, (long long)a->version);
	return err_set(e, ERR_CONFLICT,
	    "advisory %s version %lld is older than version %lld, which is in the notebook", a->id,
	    (long long)a->version, (long long)n->version);
}

int advisory_add(struct notebook *nb, const struct advisory *a, const uint8_t sha256[DIGEST_SIZE],
    char out_ref[REF_MAX], bool *same, struct err *e)
{
	struct act act;
	struct newest newest;
	int r = -1;

	*same = false;
	*out_ref = '\0';
	if (act_begin(&act, nb, "advisory.import", e) < 0)
		return -1;
	if (newest_load(nb, a->id, &newest, e) == 0 &&
	    version_check(a, &newest, sha256, same, e) == 0) {
		if (*same)
			r = row_ref(nb, newest.row, out_ref, e);
		else if (advisory_write(&act, a, sha256, e) == 0)
			r = act_commit(&act, e);
	}
	act_abort(&act);
	if (r == 0 && !*same)
		memcpy(out_ref, act.ref, REF_MAX);
	return r;
}

/* ---- lists ---- */

static struct advisory_row *list_push(struct advisory_row_list *l)
{
	if (l->n == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 8;
		l->at = xrealloc(l->at, l->cap * sizeof(*l->at));
	}
	l->at[l->n] = (struct advisory_row){ 0 };
	return &l->at[l->n++];
}

static void advisory_read(struct advisory_row *a, struct query *q, struct arena *mem)
{
	a->row = row_int(q, "row");
	a->thing = row_int(q, "id");
	a->name = row_text(q, "name", mem);
	a->version = row_int(q, "version");
	a->title = row_text(q, "title", mem);
	a->tlp = row_text(q, "tlp", mem);
	a->actions = row_int(q, "actions");
	a->content = row_text(q, "content", mem);
}

struct range {
	int64_t first, end; /* rows of the record that drafted a mailing */
};

static int mailing_count(struct notebook *nb, const struct range *m, int64_t *count, struct err *e)
{
	struct query *q = db_query(nb->db, Q_MAILING_NOTIFICATIONS);

	q_int(q, ":asof", nb->asof);
	q_int(q, ":first_row", m->first);
	q_int(q, ":end_row", m->end);
	if (q_row(q))
		*count += row_int(q, "n");
	return q_done(q, e);
}

static int notifications_count(struct notebook *nb, struct advisory_row *a, struct err *e)
{
	struct query *q = db_query(nb->db, Q_MAILING_OF_ADVISORY);
	struct range *mailings = NULL;
	size_t n = 0;
	int r;

	q_int(q, ":advisory", a->row);
	while (q_row(q)) {
		mailings = xrealloc(mailings, (n + 1) * sizeof(*mailings));
		mailings[n].first = row_int(q, "first_row");
		mailings[n++].end = row_int(q, "end_row");
	}
	r = q_done(q, e);
	for (size_t i = 0; i < n && r == 0; i++)
		r = mailing_count(nb, &mailings[i], &a->notifications, e);
	free(mailings);
	return r;
}

/* Reads the rows, then what each needs from other statements. */
static int list_run(
    struct notebook *nb, struct query *q, bool count, struct advisory_row_list *out, struct err *e)
{
	int r;

	q_int(q, ":asof", nb->asof);
	while (q_row(q))
		advisory_read(list_push(out), q, &out->mem);
	r = q_done(q, e);
	for (size_t i = 0; i < out->n && r == 0; i++) {
		r = row_ref(nb, out->at[i].thing, out->at[i].public_ref, e);
		if (r == 0 && count)
			r = notifications_count(nb, &out->at[i], e);
	}
	if (r < 0)
		advisory_row_list_release(out);
	return r;
}

int advisory_list_load(struct notebook *nb, struct advisory_row_list *out, struct err *e)
{
	*out = (struct advisory_row_list){ 0 };
	return list_run(nb, db_query(nb->db, Q_ADVISORY_LIST), true, out, e);
}

int advisory_before(struct notebook *nb, const struct advisory_row *of,
    struct advisory_row_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_ADVISORY_BEFORE);

	*out = (struct advisory_row_list){ 0 };
	q_text(q, ":name", of->name);
	q_int(q, ":version", of->version);
	return list_run(nb, q, false, out, e);
}

/* The bytes of the name in name@VERSION; 0: it is no such thing. */
static size_t version_split(const char *text, int64_t *version)
{
	const char *at = strchr(text, '@');
	char *end;

	if (!at || at[1] < '0' || at[1] > '9')
		return 0;
	*version = strtoll(at + 1, &end, 10);
	return *end ? 0 : (size_t)(at - text);
}

static struct query *name_query(struct notebook *nb, const char *text)
{
	struct query *q;
	int64_t version;
	size_t n = version_split(text, &version);

	if (!n) {
		q = db_query(nb->db, Q_ADVISORY_BY_NAME);
		q_text(q, ":name", text);
		return q;
	}
	q = db_query(nb->db, Q_ADVISORY_BY_VERSION);
	q_text_n(q, ":name", text, n);
	q_int(q, ":version", version);
	return q;
}

int advisory_find(
    struct notebook *nb, const char *name_or_ref, struct advisory_row_list *out, struct err *e)
{
	struct query *q;
	struct err ignored;
	int64_t thing;

	*out = (struct advisory_row_list){ 0 };
	if (list_run(nb, name_query(nb, name_or_ref), false, out, e) < 0)
		return -1;
	if (!out->n && ref_thing(nb, name_or_ref, T_ADVISORY, &thing, &ignored) == 0) {
		q = db_query(nb->db, Q_ADVISORY_BY_THING);
		q_int(q, ":thing", thing);
		if (list_run(nb, q, false, out, e) < 0)
			return -1;
	}
	if (out->n)
		return 0;
	advisory_row_list_release(out);
	return err_set(e, ERR_NOT_FOUND, "there is no advisory \"%s\"", name_or_ref);
}

void advisory_row_list_release(struct advisory_row_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct advisory_row_list){ 0 };
}
