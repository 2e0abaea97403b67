/* evidence.c - files that are evidence, and what was done to them. */
#include "model/evidence.h"

#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/text.h"
#include "model/entry.h"
#include "model/entryline.h"
#include "model/list.h"
#include "model/page.h"
#include "model/vocabulary.h"

/* --- acts of custody -------------------------------------------------------------------- */

static int fields_check(const struct custody_fields *f, int64_t now, struct err *e)
{
	const struct {
		const char *text, *what;
	} texts[] = { { f->by, "who did it" }, { f->to, "who has it" }, { f->place, "the place" },
		{ f->seal, "the seal" }, { f->note, "the note" } };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (text_line_check(texts[i].text, CUSTODY_TEXT_MAX, texts[i].what, e) < 0)
			return -1;
	if (f->at > now)
		return err_set(e, ERR_INVALID, "what was done to evidence lies in the past");
	return 0;
}

static int custody_write(struct act *a, int64_t evidence, const struct custody_fields *f,
    const struct evidence_check *check, struct err *e)
{
	struct value v[COLUMNS_MAX] = {
		[COL(custody, at)] = value_int(f->at),
		[COL(custody, by)] = value_text(f->by),
		[COL(custody, evidence)] = value_thing(evidence),
		[COL(custody, kind)] = value_text(f->kind),
		[COL(custody, note)] = value_text(f->note),
		[COL(custody, place)] = value_text(f->place),
		[COL(custody, seal_number)] = value_text(f->seal),
		[COL(custody, toward)] = value_text(f->to),
	};

	if (fields_check(f, a->time, e) < 0)
		return -1;
	if (check) {
		v[COL(custody, result)] = value_text(check->result);
		if (strcmp(check->result, "missing") != 0)
			v[COL(custody, sha256)] = value_hash(check->sha256);
	}
	return act_write(a, T_CUSTODY, 0, v, e) < 0 ? -1 : 0;
}

/* Is the act one that people add, and does it say what it has to? */
static int kind_check(const struct custody_fields *f, struct err *e)
{
	static const char *const handed[] = { "transferred", "released", "returned", NULL };

	if (strcmp(f->kind, "verified") == 0)
		return err_set(e, ERR_USAGE, "evidence verify hashes it again and says so itself");
	if (strcmp(f->kind, "collected") == 0)
		return err_set(e, ERR_USAGE, "it was collected when it was added");
	if (word_index(handed, f->kind) >= 0 && (!f->to || !*f->to))
		return err_set(e, ERR_USAGE, "to whom was it %s? pass --to", f->kind);
	if (strcmp(f->kind, "sealed") == 0 && (!f->seal || !*f->seal))
		return err_set(e, ERR_USAGE, "which seal is on it? pass --seal");
	return 0;
}

static int not_destroyed(struct notebook *nb, int64_t evidence, struct err *e)
{
	struct custody_list l = { 0 };
	int status = custody_list_load(nb, evidence, &l, e);

	for (size_t i = 0; status == 0 && i < l.n; i++)
		if (strcmp(l.at[i].kind, "destroyed") == 0)
			status = err_set(e, ERR_CONFLICT,
			    "it was destroyed, says %s: nothing can be done to it any more",
			    l.at[i].public_ref);
	custody_list_release(&l);
	return status;
}

int evidence_act(struct notebook *nb, int64_t evidence, const struct custody_fields *given,
    char out_ref[REF_MAX], struct err *e)
{
	struct custody_fields f = *given;
	struct act a;
	int status;

	f.kind = word_find(custody_kind_words, f.kind, strlen(f.kind), "act of custody", e);
	if (!f.kind || kind_check(&f, e) < 0 || act_begin(&a, nb, "evidence.act", e) < 0)
		return -1;
	status = not_destroyed(nb, evidence, e);
	if (status == 0)
		status = custody_write(&a, evidence, &f, NULL, e);
	return act_finish(&a, status, out_ref, e);
}

int evidence_verified(struct notebook *nb, const struct evidence_check *checks, size_t n,
    char out_ref[REF_MAX], struct err *e)
{
	struct act a;
	int status = 0;

	if (act_begin(&a, nb, "evidence.verify", e) < 0)
		return -1;
	for (size_t i = 0; status == 0 && i < n; i++) {
		const struct custody_fields f = { .kind = "verified", .at = a.time,
			.note = checks[i].note };

		status = custody_write(&a, checks[i].thing, &f, &checks[i], e);
	}
	return act_finish(&a, status, out_ref, e);
}

/* --- adding ----------------------------------------------------------------------------- */

/* The entry that says what was collected; it names the evidence. */
static int entry_put(struct act *a, int64_t incident, const struct evidence_fields *f,
    const char *zone, struct err *e)
{
	struct entryline line = { .kind = "evidence", .refs = a->ref, .source = f->source };
	const char *name = strrchr(f->file, '/');
	char hex[DIGEST_HEX];
	struct str text = { 0 };
	int status;

	digest_hex(f->sha256, hex);
	str_printf(&text, "%s  %lld bytes  sha256 %s", name ? name + 1 : f->file,
	    (long long)f->size, hex);
	if (f->seal)
		str_printf(&text, "  seal %s", f->seal);
	if (f->place)
		str_printf(&text, "  %s", f->place);
	if (f->note)
		str_printf(&text, "\n%s", f->note);
	when_point(&line.when, f->at, zone);
	line.text = str_text(&text);
	status = entry_write(a, incident, &line, e) < 0 ? -1 : 0;
	str_release(&text);
	return status;
}

static int fields_read(
    const struct evidence_fields *f, struct value *v, struct str *content, struct err *e)
{
	if (text_line_check(f->file, EVIDENCE_FILE_MAX, "the name of the file", e) < 0 ||
	    text_line_check(f->source, CUSTODY_TEXT_MAX, "the source", e) < 0)
		return -1;
	if (f->bytes && f->size > EVIDENCE_KEPT_MAX)
		return err_set(e, ERR_INVALID,
		    "%lld bytes are too many to be kept in the notebook, which takes %d KiB: "
		    "without --keep the file stays where it is",
		    (long long)f->size, EVIDENCE_KEPT_MAX / 1024);
	if (f->bytes && !f->size)
		return err_set(e, ERR_INVALID, "the file is empty: there is nothing to keep");
	if (f->bytes)
		base64_put(content, f->bytes, (size_t)f->size);
	v[COL(evidence, content)] = value_text_n(content->at, content->len);
	v[COL(evidence, file)] = value_text(f->file);
	v[COL(evidence, sha256)] = value_hash(f->sha256);
	v[COL(evidence, size)] = value_int(f->size);
	v[COL(evidence, source)] = value_text(f->source);
	return 0;
}

int evidence_add(struct notebook *nb, int64_t incident, const struct evidence_fields *f,
    const char *zone, char out_ref[REF_MAX], struct err *e)
{
	struct value v[COLUMNS_MAX] = { [COL(evidence, incident)] = value_thing(incident) };
	const struct custody_fields collected = { .kind = "collected", .at = f->at, .by = f->by,
		.place = f->place, .seal = f->seal, .note = f->note };
	struct str content = { 0 };
	struct act a;
	int64_t thing;
	int status = fields_read(f, v, &content, e);

	if (status == 0 && act_begin(&a, nb, "evidence.add", e) < 0)
		status = -1;
	else if (status == 0) {
		thing = act_write(&a, T_EVIDENCE, 0, v, e);
		status = thing < 0 ? -1 : custody_write(&a, thing, &collected, NULL, e);
		if (status == 0)
			status = entry_put(&a, incident, f, zone, e);
		status = act_finish(&a, status, out_ref, e);
	}
	str_release(&content);
	return status;
}

/* --- reading ------------------------------------------------------------------------------ */

static void evidence_read(struct evidence *x, struct query *q, struct arena *mem)
{
	const void *hash;

	x->row = row_int(q, "row");
	x->thing = row_int(q, "id");
	x->incident = row_int(q, "incident");
	x->file = row_text(q, "file", mem);
	hash = row_blob(q, "sha256", DIGEST_SIZE, mem);
	if (hash)
		memcpy(x->sha256, hash, DIGEST_SIZE);
	x->size = row_int(q, "size");
	x->source = row_text(q, "source", mem);
	x->kept = row_int(q, "kept") == 1;
	x->place = row_text(q, "place", mem);
	x->seal = row_text(q, "seal_number", mem);
	x->holder = row_text(q, "holder", mem);
	x->act = row_text(q, "act", mem);
	x->act_at = row_int_or(q, "act_at", 0);
	x->verified = row_text(q, "verified", mem);
	x->verified_at = row_int_or(q, "verified_at", 0);
	x->added = row_int(q, "added");
	x->writer = name_alone(row_text(q, "writer", mem), mem);
}

static int evidence_show(struct notebook *nb, int64_t row, void *list, struct err *e)
{
	struct evidence_list *out = list;
	struct query *q = db_query(nb->db, Q_EVIDENCE_SHOW);
	bool there;

	q_int(q, ":row", row);
	q_int(q, ":asof", nb->asof);
	there = q_row(q);
	if (there)
		evidence_read(list_push(out), q, &out->mem);
	if (q_done(q, e) < 0)
		return -1;
	if (!there)
		return err_set(e, ERR_NOT_FOUND, "there is no such evidence");
	return row_ref(nb, out->at[out->n - 1].thing, out->at[out->n - 1].public_ref, e);
}

static const struct page_of pages = {
	.after = Q_EVIDENCE_PAGE_AFTER,
	.before = Q_EVIDENCE_PAGE_BEFORE,
	.scan = Q_EVIDENCE_SCAN,
	.show = evidence_show,
};

int evidence_load(struct notebook *nb, int64_t thing, struct evidence_list *out, struct err *e)
{
	return page_one(nb, &pages, Q_EVIDENCE_NOW, thing, out, e);
}

int evidence_page_load(
    struct notebook *nb, const struct thing_page *p, struct evidence_list *out, struct err *e)
{
	return page_load(nb, &pages, p, out, e);
}

int evidence_count(struct notebook *nb, const struct thing_page *p, int64_t *count,
    struct thing_page *next, bool *more, struct err *e)
{
	return page_count(nb, &pages, p, count, next, more, e);
}

void evidence_list_release(struct evidence_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct evidence_list){ 0 };
}

int evidence_content(struct notebook *nb, int64_t thing, struct str *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_EVIDENCE_CONTENT);
	struct arena mem = { 0 };
	const char *text = NULL;
	int status;

	q_int(q, ":thing", thing);
	q_int(q, ":asof", nb->asof);
	if (q_row(q))
		text = row_text(q, "content", &mem);
	status = q_done(q, e);
	if (status == 0 && !text)
		status = err_set(e, ERR_NOT_FOUND, "its bytes are not in the notebook");
	else if (status == 0 && base64_read(out, text, strlen(text)) < 0)
		status = err_set(e, ERR_INVALID, "its bytes in the notebook are damaged");
	arena_release(&mem);
	return status;
}

static void custody_read(
    struct custody *c, int64_t *row, struct query *q, struct arena *mem)
{
	const char *by;

	*row = row_int(q, "row");
	c->kind = row_text(q, "kind", mem);
	c->at = row_int(q, "at");
	by = name_alone(row_text(q, "by", mem), mem);
	c->to = row_text(q, "toward", mem);
	c->place = row_text(q, "place", mem);
	c->seal = row_text(q, "seal_number", mem);
	c->note = row_text(q, "note", mem);
	c->result = row_text(q, "result", mem);
	c->sha256 = row_blob(q, "sha256", DIGEST_SIZE, mem);
	c->recorded = row_int(q, "recorded");
	c->writer = name_alone(row_text(q, "writer", mem), mem);
	c->by = by ? by : c->writer;
}

int custody_list_load(
    struct notebook *nb, int64_t evidence, struct custody_list *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_CUSTODY_LIST);
	int64_t *rows = NULL;
	size_t cap = 0;
	int status;

	q_int(q, ":evidence", evidence);
	q_int(q, ":asof", nb->asof);
	while (q_row(q)) {
		struct custody *c = list_push(out);

		rows = list_room(rows, out->n - 1, &cap, sizeof *rows);
		custody_read(c, &rows[out->n - 1], q, &out->mem);
	}
	status = q_done(q, e);
	for (size_t i = 0; status == 0 && i < out->n; i++)
		status = row_ref(nb, rows[i], out->at[i].public_ref, e);
	free(rows);
	return status;
}

void custody_list_release(struct custody_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct custody_list){ 0 };
}
