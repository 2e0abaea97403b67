/*
 * journal.c - writing records: an act opens one, writes rows, ends rows, and closes it.
 *
 * The rows' leaves go into the Merkle tree as they are written; the endings follow when the act
 * closes, sorted by public reference so that every copy of the notebook finds the same order. Then
 * the header is put together, hashed and stored as the last statement of the transaction. What a
 * reader could see of a record is therefore always whole.
 */
#include "model/journal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "base/when.h"
#include "model/journal_core.h"

/* --- the state of a handle ------------------------------------------------------------- */

void journal_init(struct notebook *nb)
{
	nb->journal = xcalloc(1, sizeof *nb->journal);
	digest_init(&nb->journal->digest);
	merkle_init(&nb->journal->merkle);
}

void journal_release(struct notebook *nb)
{
	struct journal_state *j = nb->journal;

	if (!j)
		return;
	digest_release(&j->digest);
	merkle_release(&j->merkle);
	str_release(&j->line);
	arena_release(&j->mem);
	free(j);
	nb->journal = NULL;
}

static const uint8_t *salt_next(struct journal_state *j)
{
	if (j->pool_left < SALT_SIZE) {
		if (getrandom(j->pool, sizeof j->pool, 0) != sizeof j->pool)
			assert(!"the kernel gives random bytes");
		j->pool_left = sizeof j->pool;
	}
	j->pool_left -= SALT_SIZE;
	return j->pool + j->pool_left;
}

static const char *boot_id(struct journal_state *j)
{
	int fd;
	ssize_t n = 0;

	if (j->boot[0])
		return j->boot;
	fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, j->boot, 36);
		close(fd);
	}
	if (n != 36)
		snprintf(j->boot, sizeof j->boot, "unknown");
	return j->boot;
}

/* What the machine can say for the time it gives: boot, time since boot in µs, is the clock kept in
 * step. */
static void clock_evidence(struct journal_state *j, char out[96])
{
	struct timex t = { 0 };
	struct timespec up;
	int state;

	if (when_simulated()) {
		memcpy(out, "simulated", sizeof "simulated");
		return;
	}
	clock_gettime(CLOCK_BOOTTIME, &up);
	state = adjtimex(&t);
	snprintf(out, 96, "boot=%s up=%lld sync=%s", boot_id(j),
	    (long long)up.tv_sec * 1000000 + up.tv_nsec / 1000,
	    state < 0             ? "unknown"
	    : state == TIME_ERROR ? "no"
				  : "yes");
}

/* --- who writes --------------------------------------------------------------------------- */

static int tags_taken(struct notebook *nb, struct str *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_WRITER_TAGS);

	while (q_row(q))
		str_printf(out, ",%s", row_text_at(q, 0, NULL));
	str_putc(out, ',');
	return q_done(q, e);
}

static int tag_choose(struct notebook *nb, char out[TAG_MAX], struct err *e)
{
	struct str taken = { 0 };
	char wanted[TAG_MAX + 2];
	int status = tags_taken(nb, &taken, e);

	snprintf(wanted, sizeof wanted, ",%s,", nb->wanted_tag);
	if (status == 0 && nb->wanted_tag[0] && strstr(taken.at, wanted))
		status = err_set(e, ERR_CONFLICT,
		    "the tag %s is taken in this notebook; choose another with --tag",
		    nb->wanted_tag);
	else if (status == 0 && nb->wanted_tag[0])
		memcpy(out, nb->wanted_tag, sizeof nb->wanted_tag);
	else if (status == 0)
		status = tag_make(nb->author, taken.at, out, e);
	str_release(&taken);
	return status;
}

/* Finds the writer's tag, or gives one: *fresh then says that the act must introduce the writer. */
static int writer_find(struct notebook *nb, bool *fresh, struct err *e)
{
	struct query *q;

	*fresh = false;
	if (nb->tag[0])
		return 0;
	if (!nb->author || !nb->author[0])
		return err_set(e, ERR_PERMISSION,
		    "nobody is named as the writer; say who with --as \"NAME <ADDRESS>\"");
	q = db_query(nb->db, Q_WRITER_BY_NAME);
	q_text(q, ":name", nb->author);
	if (q_row(q))
		snprintf(nb->tag, sizeof nb->tag, "%s", row_text_at(q, 0, NULL));
	if (q_done(q, e) < 0)
		return -1;
	if (nb->tag[0])
		return 0;
	*fresh = true;
	return tag_choose(nb, nb->tag, e);
}

/* --- beginning ------------------------------------------------------------------------------ */

/* What the next record is built on: number, lamport, parents, first row, from the head and the
 * writer's last record. */
static int head_read(struct notebook *nb, struct record *head, struct err *e)
{
	struct journal_state *j = nb->journal;
	struct query *q = db_query(nb->db, Q_RECORD_HEAD);
	int status = 0;
	size_t n;

	*head = (struct record){ 0 };
	if (q_row(q)) {
		const char *text = row_text_at(q, 2, &n);
		const void *hash = row_blob_at(q, 3, NULL);

		status = header_read(text, n, head, &j->mem, e);
		head->id = row_int_at(q, 0);
		head->first_row = row_int_at(q, 1);
		memcpy(head->hash, hash, DIGEST_SIZE);
	}
	if (status < 0) {
		struct err ignored;

		q_done(q, &ignored);
		return err_in(e, "the newest record");
	}
	return q_done(q, e);
}

static int own_find(
    struct notebook *nb, const struct record *head, struct record *next, struct err *e)
{
	struct query *q;

	if (head->id && strcmp(head->tag, nb->tag) == 0) {
		next->number = head->number + 1;
		digest_hex(head->hash, next->own);
		return 0;
	}
	next->number = 1;
	q = db_query(nb->db, Q_RECORD_LAST_OF);
	q_text(q, ":writer", nb->tag);
	if (q_row(q)) {
		row_int_at(q, 0);
		next->number = row_int_at(q, 1) + 1;
		digest_hex(row_blob_at(q, 2, NULL), next->own);
	}
	return q_done(q, e);
}

static int act_start(struct act *a, const char *kind, struct err *e)
{
	struct notebook *nb = a->nb;
	struct journal_state *j = nb->journal;
	struct record head, *next = &j->next;
	bool fresh;

	*next = (struct record){ 0 };
	if (head_read(nb, &head, e) < 0 || writer_find(nb, &fresh, e) < 0)
		return -1;
	nb->new_tag = fresh;
	if (own_find(nb, &head, next, e) < 0)
		return -1;
	if (head.id && strcmp(head.tag, nb->tag) != 0)
		digest_hex(head.hash, j->seen_hash);
	else
		j->seen_hash[0] = '\0';
	next->seen = j->seen_hash;
	next->lamport = head.lamport + 1;
	next->time = when_now();
	clock_evidence(j, next->clock);
	snprintf(next->kind, sizeof next->kind, "%s", kind);
	snprintf(next->tag, sizeof next->tag, "%s", nb->tag);
	snprintf(next->notebook, sizeof next->notebook, "%s", nb->id);
	next->id = head.id + 1;
	next->first_row = head.id ? head.first_row + head.rows : 1;
	return 0;
}

static void act_announce(struct act *a)
{
	struct journal_state *j = a->nb->journal;
	const struct record *next = &j->next;

	a->record = next->id;
	a->number = next->number;
	a->time = next->time;
	a->first_row = next->first_row;
	snprintf(a->ref, sizeof a->ref, "%s%lld", next->tag, (long long)next->number);
	snprintf(a->kind, sizeof a->kind, "%s", next->kind);
	j->own = (struct row_home){ .record = next->id,
		.first_row = next->first_row,
		.next_row = INT64_MAX,
		.number = next->number };
	memcpy(j->own.tag, next->tag, sizeof j->own.tag);
	j->ended_tables = 0;
	merkle_reset(&j->merkle);
	a->open = true;
}

int act_begin(struct act *a, struct notebook *nb, const char *kind, struct err *e)
{
	*a = (struct act){ .nb = nb };
	if (nb->asof != ASOF_NOW)
		return err_set(e, ERR_PERMISSION,
		    "the notebook is shown as of an earlier time; go back to now to write");
	arena_reset(&nb->journal->mem);
	if (db_begin(nb->db, e) < 0)
		return -1;
	if (act_start(a, kind, e) < 0) {
		if (nb->new_tag)
			nb->tag[0] = '\0';
		nb->new_tag = false;
		db_rollback(nb->db);
		return -1;
	}
	act_announce(a);
	return 0;
}

void act_abort(struct act *a)
{
	if (!a->open)
		return;
	a->open = false;
	a->nb->journal->own = (struct row_home){ 0 };
	if (a->nb->new_tag)
		a->nb->tag[0] = '\0';
	a->nb->new_tag = false;
	db_rollback(a->nb->db);
}

int act_finish(struct act *a, int status, char out_ref[REF_MAX], struct err *e)
{
	if (status == 0)
		status = act_commit(a, e);
	if (status == 0)
		memcpy(out_ref, a->ref, REF_MAX);
	act_abort(a);
	return status;
}

/* --- writing ------------------------------------------------------------------------------------
 */

static void values_bind(struct query *q, enum table t, const struct value *values)
{
	for (int i = 0; i < table_infos[t].columns; i++) {
		const struct value *v = &values[i];
		int at = JOURNAL_COLUMNS + i + 1;

		switch (v->is) {
		case VALUE_TEXT:
			q_text_at(q, at, v->text, v->len);
			break;
		case VALUE_INT:
			q_int_at(q, at, v->n);
			break;
		case VALUE_HASH:
			q_blob_at(q, at, v->text, v->len);
			break;
		default:
			q_null_at(q, at);
		}
	}
}

int values_there(enum table t, const struct value *values, struct err *e)
{
	const struct table_info *info = &table_infos[t];

	for (int i = 0; i < info->columns; i++)
		if (values[i].is == VALUE_NULL && info->column[i].need == NEED_MUST)
			return err_set(e, ERR_INVALID, "the %s of the %s is missing",
			    info->column[i].name, info->name);
	return 0;
}

/* The canonical line is JSON and the file SQLite's UTF-8, so no other text may get this far. */
static int texts_check(enum table t, const struct value *values, struct err *e)
{
	const struct table_info *info = &table_infos[t];

	for (int i = 0; i < info->columns; i++)
		if (values[i].is == VALUE_TEXT &&
		    text_utf8_fault(values[i].text, values[i].len) != values[i].len)
			return err_set(e, ERR_INVALID, "the %s of the %s is not UTF-8",
			    info->column[i].name, info->name);
	return 0;
}

/* The next row of the act, with its leaf; salt: of SALT_SIZE, or the leaf of one that was erased,
 * which lives at no moment. */
static int row_store(struct act *a, enum table t, int64_t row, int64_t thing, const uint8_t *salt,
    size_t salt_n, const uint8_t leaf[DIGEST_SIZE], const struct value *values, struct err *e)
{
	struct notebook *nb = a->nb;
	struct query *q = db_query(nb->db, table_queries[t].write);

	q_int_at(q, 1, row);
	q_int_at(q, 2, thing);
	q_int_at(q, 3, salt_n == SALT_SIZE ? a->record : ROW_LIVE);
	q_int_at(q, 4, ROW_LIVE);
	q_blob_at(q, 5, salt, salt_n);
	q_int_at(q, 6, seal_of(leaf));
	values_bind(q, t, values);
	if (q_run(q, e) < 0) {
		err_in(e, "write %s", table_infos[t].name);
		act_abort(a);
		return -1;
	}
	merkle_add(&nb->journal->merkle, leaf);
	a->rows++;
	db_worked(nb->db, 1);
	return 0;
}

int64_t act_put(struct act *a, enum table t, int64_t thing, const uint8_t *salt,
    const struct value *values, struct err *e)
{
	struct notebook *nb = a->nb;
	struct journal_state *j = nb->journal;
	int64_t row = a->first_row + a->rows;
	uint8_t leaf[DIGEST_SIZE];

	assert(a->open);
	if (!thing)
		thing = row;
	if (!salt)
		salt = salt_next(j);
	str_reset(&j->line);
	if (values_there(t, values, e) < 0 || texts_check(t, values, e) < 0 ||
	    line_write(nb, &j->line, t, &j->own, row, thing, values, e) < 0) {
		act_abort(a);
		return -1;
	}
	leaf_of(&j->digest, salt, &j->line, leaf);
	return row_store(a, t, row, thing, salt, SALT_SIZE, leaf, values, e) < 0 ? -1 : row;
}

int act_put_erased(
    struct act *a, const struct erased_row *r, const uint8_t leaf[DIGEST_SIZE], struct err *e)
{
	static const struct value none[COLUMNS_MAX];

	return row_store(a, r->table, r->row, r->thing, leaf, DIGEST_SIZE, leaf, none, e);
}

int64_t act_write(
    struct act *a, enum table t, int64_t thing, const struct value *values, struct err *e)
{
	return act_put(a, t, thing, NULL, values, e);
}

/* Names the record that ended a row before us. */
static int conflict(struct notebook *nb, enum table t, int64_t row, struct err *e)
{
	struct query *q = db_query(nb->db, table_queries[t].row);
	char ref[REF_MAX] = "?", by[REF_MAX] = "?";
	int64_t until = ROW_LIVE;
	struct err ignored;

	q_int(q, ":row", row);
	if (q_row(q))
		until = row_int_at(q, 3);
	q_done(q, &ignored);
	row_ref(nb, row, ref, &ignored);
	if (until != ROW_LIVE)
		record_ref(nb, until, by, &ignored);
	return err_set(e, ERR_CONFLICT, "%s %s has been changed meanwhile, by %s",
	    table_infos[t].name, ref, by);
}

/* A row lives from one record to a later one: the act that writes it cannot end it too. */
static int own_refused(struct act *a, enum table t, int64_t row, struct err *e)
{
	char ref[REF_MAX] = "?";
	struct err ignored;

	row_ref(a->nb, row, ref, &ignored);
	act_abort(a);
	return err_set(e, ERR_INVALID,
	    "one act cannot both write and take back the %s %s; do one after the other",
	    table_infos[t].name, ref);
}

int act_end(struct act *a, enum table t, int64_t row, struct err *e)
{
	struct query *q;

	assert(a->open);
	if (row >= a->first_row)
		return own_refused(a, t, row, e);
	q = db_query(a->nb->db, table_queries[t].end);
	q_int(q, ":record", a->record);
	q_int(q, ":row", row);
	if (q_run(q, e) < 0) {
		act_abort(a);
		return -1;
	}
	if (q_changes(q) != 1) {
		conflict(a->nb, t, row, e);
		act_abort(a);
		return -1;
	}
	a->nb->journal->ended_tables |= UINT64_C(1) << t;
	a->ends++;
	db_worked(a->nb->db, 1);
	return 0;
}

int64_t act_amend(struct act *a, enum table t, int64_t thing, int64_t row,
    const struct value *values, struct err *e)
{
	if (act_end(a, t, row, e) < 0)
		return -1;
	return act_write(a, t, thing, values, e);
}

/* --- endings
 * -------------------------------------------------------------------------------------- */

/* Rows written by one record stand together; endings are sorted by these runs. */
struct run {
	struct row_home home;
	size_t from, n;
};

static int run_compare(const void *a, const void *b)
{
	const struct row_home *x = &((const struct run *)a)->home,
			      *y = &((const struct run *)b)->home;
	int order = strcmp(x->tag, y->tag);

	return order ? order : (x->number > y->number) - (x->number < y->number);
}

static int row_compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

int ended_sort(struct notebook *nb, int64_t *rows, size_t n, struct err *e)
{
	struct run *runs = NULL;
	size_t runs_n = 0, runs_cap = 0, at = 0;
	int64_t *sorted;
	int status = 0;

	if (n == 0)
		return 0;
	sorted = xmalloc(n * sizeof *sorted);
	qsort(rows, n, sizeof *rows, row_compare);
	for (size_t i = 0; i < n; i++) {
		if (runs_n && rows[i] < runs[runs_n - 1].home.next_row) {
			runs[runs_n - 1].n++;
			continue;
		}
		if (runs_n == runs_cap)
			runs = xrealloc(runs, (runs_cap = runs_cap * 2 + 16) * sizeof *runs);
		runs[runs_n] = (struct run){ .from = i, .n = 1 };
		if ((status = row_home_find(nb, rows[i], &runs[runs_n++].home, e)) < 0)
			goto done;
	}
	qsort(runs, runs_n, sizeof *runs, run_compare);
	for (size_t i = 0; i < runs_n; at += runs[i++].n)
		memcpy(sorted + at, rows + runs[i].from, runs[i].n * sizeof *rows);
	memcpy(rows, sorted, n * sizeof *rows);
done:
	free(runs);
	free(sorted);
	return status;
}

int ended_rows(
    struct notebook *nb, int64_t record, uint64_t tables, int64_t **rows, size_t *n, struct err *e)
{
	size_t cap = 0;

	*rows = NULL;
	*n = 0;
	for (int t = 0; t < TABLES; t++) {
		struct query *q;

		if (!(tables >> t & 1))
			continue;
		q = db_query(nb->db, table_queries[t].ended_by);
		q_int(q, ":record", record);
		while (q_row(q)) {
			if (*n == cap)
				*rows = xrealloc(*rows, (cap = cap * 2 + 64) * sizeof **rows);
			(*rows)[(*n)++] = row_int_at(q, 0);
		}
		if (q_done(q, e) < 0)
			return -1;
	}
	return ended_sort(nb, *rows, *n, e);
}

static int endings_hash(struct act *a, struct err *e)
{
	struct journal_state *j = a->nb->journal;
	uint8_t leaf[DIGEST_SIZE];
	int64_t *rows;
	size_t n;
	int status;

	if (!a->ends)
		return 0;
	status = ended_rows(a->nb, a->record, j->ended_tables, &rows, &n, e);
	for (size_t i = 0; status == 0 && i < n; i++) {
		struct row_home home;

		if ((status = row_home_find(a->nb, rows[i], &home, e)) < 0)
			break;
		str_reset(&j->line);
		line_write_end(&j->line, &home, rows[i]);
		leaf_of(&j->digest, NULL, &j->line, leaf);
		merkle_add(&j->merkle, leaf);
	}
	assert(status < 0 || n == (size_t)a->ends);
	free(rows);
	return status;
}

/* --- closing
 * --------------------------------------------------------------------------------------- */

static int extras_write(struct act *a, struct err *e)
{
	struct record *next = &a->nb->journal->next;
	struct value v[COLUMNS_MAX] = { 0 };

	if (a->nb->new_tag) {
		v[COL(writer, name)] = value_text(a->nb->author);
		v[COL(writer, tag)] = value_text(a->nb->tag);
		if (act_write(a, T_WRITER, 0, v, e) < 0)
			return -1;
	}
	if (a->reason && a->reason[0]) {
		struct str ref = { 0 };

		memset(v, 0, sizeof v);
		v[COL(reason, text)] = value_text(a->reason);
		if (act_write(a, T_REASON, 0, v, e) < 0)
			return -1;
		ref_put(&ref, &a->nb->journal->own, a->first_row + a->rows - 1);
		snprintf(next->reason_ref, sizeof next->reason_ref, "%s", ref.at);
		str_release(&ref);
	}
	return 0;
}

static int header_store(struct act *a, struct err *e)
{
	struct journal_state *j = a->nb->journal;
	struct record *next = &j->next;
	struct query *q;

	next->rows = a->rows;
	next->ends = a->ends;
	merkle_root(&j->merkle, next->root);
	str_reset(&j->line);
	header_write(next, &j->line);
	digest_add(&j->digest, j->line.at, j->line.len);
	digest_done(&j->digest, next->hash);
	q = db_query(a->nb->db, Q_RECORD_ADD);
	q_int(q, ":id", next->id);
	q_text(q, ":writer", next->tag);
	q_int(q, ":number", next->number);
	q_int(q, ":at", next->time);
	q_int(q, ":first_row", next->first_row);
	q_text_n(q, ":header", j->line.at, j->line.len);
	q_blob(q, ":hash", next->hash, DIGEST_SIZE);
	return q_run(q, e);
}

/* A COMMIT can fail although the record is on the disk: it is looked up by its hash, never guessed.
 */
static bool record_is_there(struct notebook *nb, const struct record *r)
{
	struct query *q = db_query(nb->db, Q_RECORD_BY_HASH_OF);
	struct err ignored;
	bool there = false;
	size_t n;

	q_int(q, ":id", r->id);
	if (q_row(q)) {
		const void *hash = row_blob_at(q, 0, &n);

		there = n == DIGEST_SIZE && memcmp(hash, r->hash, n) == 0;
	}
	return q_done(q, &ignored) == 0 && there;
}

int act_commit(struct act *a, struct err *e)
{
	struct notebook *nb = a->nb;
	struct journal_state *j = nb->journal;
	bool failed;

	assert(a->open);
	if (extras_write(a, e) < 0)
		return -1;
	if (endings_hash(a, e) < 0 || header_store(a, e) < 0) {
		act_abort(a);
		return -1;
	}
	a->open = false;
	j->own = (struct row_home){ 0 };
	failed = db_commit(nb->db, e) < 0;
	if (failed && !record_is_there(nb, &j->next)) {
		if (nb->new_tag)
			nb->tag[0] = '\0';
		nb->new_tag = false;
		return err_in(e, "not saved");
	}
	memcpy(j->head, j->next.hash, DIGEST_SIZE);
	j->head_record = j->next.id;
	if (failed && db_settle(nb->db, e) < 0)
		return err_in(e,
		    "not confirmed: %s is in the notebook, but a power cut may take it away",
		    a->ref);
	return 0;
}
