/*
 * fulltext.c - the full-text index: which terms each row has, how they are hashed, and FTS5 asked
 * for the blocks that have them all.
 *
 * The terms of a text are its runs of three characters, folded as searching folds them, so that a
 * word is found inside others and in writing without spaces; of Chinese, Japanese and Korean also
 * those of two, since most words there are that short. One document stands for BLOCK_ROWS rows,
 * which makes the index a tenth of the size and of the work of one with a document a row; a block
 * that is named is read, and its rows are tested.
 */
#include "model/fulltext.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"

enum {
	TERMS_MOST = 8,          /* of a word */
	TERMS_ASKED = 3,         /* at once, the rarest: more only cost */
	PROBE = 64,              /* blocks looked at to see how rare a term is */
	TERM_LETTERS = 6,        /* of 5 bits each */
	CACHE = 16384,           /* grams whose hash is remembered */
	SLOTS = 4096,            /* of the set of a block's terms, at first */
	COLUMNS = 8,             /* described of one table */
	INDEX_CACHE = 512 << 10, /* bytes */
	COMMON = 1024,           /* blocks that a term may have, beside an eighth of all */
	NEARLY_ALL = 500,        /* of 1000 blocks, likewise: not worth asking for */
};

/* --- what is described -------------------------------------------------------------------- */

enum how {
	HOW_END,
	WORDS,    /* a text that is searched */
	SAME,     /* one value */
	EACH,     /* words with one space between */
	PREFIXES, /* en-GB: en-gb and en */
	IS_SET,   /* is there a value at all? */
};

/* The tables whose rows can be found by the index. A column may stand twice. */
static const struct described {
	enum table table;
	enum query_id between, last;
	struct {
		int column;
		enum how how;
	} at[COLUMNS];
} described[] = {
	{ T_ENTRY, Q_ENTRY_BETWEEN, Q_ENTRY_LAST,
	    { { COL(entry, text), WORDS }, { COL(entry, source), WORDS },
		{ COL(entry, kind), SAME }, { COL(entry, tags), EACH },
		{ COL(entry, actors), EACH }, { COL(entry, refs), EACH },
		{ COL(entry, struck), IS_SET }, { COL(entry, due), IS_SET } } },
	{ T_CUSTOMER, Q_CUSTOMER_BETWEEN, Q_CUSTOMER_LAST,
	    { { COL(customer, ref), WORDS }, { COL(customer, name), WORDS },
		{ COL(customer, organisation), WORDS }, { COL(customer, addresses), WORDS },
		{ COL(customer, notes), WORDS }, { COL(customer, tier), SAME },
		{ COL(customer, language), PREFIXES }, { COL(customer, country), SAME } } },
};
enum { DESCRIBED = sizeof described / sizeof *described };

struct fulltext {
	struct db *db;
	char *path; /* owned */
	uint64_t key[2];
	int64_t upto;
	bool broken; /* a step failed: no more of them */
	bool aside;  /* nothing is asked for now */
	/* hashes of grams seen lately, by place */
	struct remembered {
		uint64_t what, gram;
		uint32_t term; /* 0: nothing there */
	} * seen;
	uint32_t *slot; /* the terms of a block, a hash table; 0: free */
	size_t slots, terms;
	struct str folded, document;
};

/* --- terms --------------------------------------------------------------------------------- */

static uint64_t turned(uint64_t x, int by)
{
	return (x << by) | (x >> (64 - by));
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = turned(v[1], 13) ^ v[0];
	v[0] = turned(v[0], 32);
	v[2] += v[3];
	v[3] = turned(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = turned(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = turned(v[1], 17) ^ v[2];
	v[2] = turned(v[2], 32);
}

/* SipHash-2-4 (Aumasson and Bernstein) of two words: who has the index without the notebook learns
 * no letter from it. */
static uint64_t sip(const uint64_t key[2], uint64_t a, uint64_t b)
{
	uint64_t v[4] = { key[0] ^ UINT64_C(0x736f6d6570736575),
		key[1] ^ UINT64_C(0x646f72616e646f6d), key[0] ^ UINT64_C(0x6c7967656e657261),
		key[1] ^ UINT64_C(0x7465646279746573) };
	const uint64_t words[3] = { a, b, UINT64_C(16) << 56 };

	for (int i = 0; i < 3; i++) {
		v[3] ^= words[i];
		sip_round(v);
		sip_round(v);
		v[0] ^= words[i];
	}
	v[2] ^= 0xff;
	for (int i = 0; i < 4; i++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* What is hashed with a gram or a value: of which table and column. */
static uint64_t what_of(enum table t, int column)
{
	return (uint64_t)t << 8 | (uint64_t)(column + 1);
}

/* A term is 30 bits, and never 0. */
static uint32_t term_of(struct fulltext *ft, uint64_t what, uint64_t gram)
{
	struct remembered *r =
	    &ft->seen[(gram * UINT64_C(0x9e3779b97f4a7c15) >> 40 ^ what) % CACHE];

	if (r->term && r->what == what && r->gram == gram)
		return r->term;
	r->what = what;
	r->gram = gram;
	r->term = (uint32_t)(sip(ft->key, what, gram) >> 34) | 1;
	return r->term;
}

/* A whole value: its first 24 bytes say enough, since a hit is looked at anyway. */
static uint32_t value_term(struct fulltext *ft, uint64_t what, const char *folded, size_t n)
{
	uint64_t w[3] = { 0 };

	memcpy(w, folded, n < sizeof w ? n : sizeof w);
	return term_of(ft, what, sip(ft->key, sip(ft->key, w[0], w[1]), w[2] ^ n));
}

/* One character of folded text, which is UTF-8. */
static uint32_t letter_next(const char **at)
{
	const unsigned char *s = (const unsigned char *)*at;
	int n = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	uint32_t c = n == 1 ? s[0] : s[0] & (0xffu >> (n + 1));

	for (int i = 1; i < n; i++)
		c = c << 6 | (s[i] & 0x3f);
	*at += n;
	return c;
}

/* Does a writing without spaces have it? Radicals to ideographs, Hangul, and the planes of more
 * ideographs. */
static bool is_dense(uint32_t c)
{
	return (c >= 0x2e80 && c < 0xd7b0) || (c >= 0xf900 && c < 0xfb00) || c >= 0x20000;
}

/* The grams that end with letter c, those before it being b and a (0: there is none): of three, and
 * of two where both are dense. */
static uint64_t gram_of_three(uint32_t a, uint32_t b, uint32_t c)
{
	return (uint64_t)a << 42 | (uint64_t)b << 21 | c;
}

static uint64_t gram_of_two(uint32_t b, uint32_t c)
{
	return UINT64_C(1) << 63 | (uint64_t)b << 21 | c;
}

static void slots_clear(struct fulltext *ft)
{
	memset(ft->slot, 0, ft->slots * sizeof *ft->slot);
	ft->terms = 0;
}

static void term_add(struct fulltext *ft, uint32_t term);

static void slots_double(struct fulltext *ft)
{
	uint32_t *old = ft->slot;
	size_t n = ft->slots;

	ft->slots *= 2;
	ft->slot = xcalloc(ft->slots, sizeof *ft->slot);
	ft->terms = 0;
	for (size_t i = 0; i < n; i++)
		if (old[i])
			term_add(ft, old[i]);
	free(old);
}

static void term_add(struct fulltext *ft, uint32_t term)
{
	size_t i = term & (ft->slots - 1);

	while (ft->slot[i] && ft->slot[i] != term)
		i = (i + 1) & (ft->slots - 1);
	if (ft->slot[i])
		return;
	ft->slot[i] = term;
	if (++ft->terms * 2 > ft->slots)
		slots_double(ft);
}

static void text_add(struct fulltext *ft, uint64_t what, const char *at, const char *end)
{
	uint32_t a = 0, b = 0;

	while (at < end) {
		uint32_t c = letter_next(&at);

		if (a)
			term_add(ft, term_of(ft, what, gram_of_three(a, b, c)));
		if (b && is_dense(b) && is_dense(c))
			term_add(ft, term_of(ft, what, gram_of_two(b, c)));
		a = b;
		b = c;
	}
}

static void words_add(struct fulltext *ft, uint64_t what, const char *at, const char *end)
{
	while (at < end) {
		const char *space = memchr(at, ' ', (size_t)(end - at));

		space = space ? space : end;
		term_add(ft, value_term(ft, what, at, (size_t)(space - at)));
		at = space + 1;
	}
}

static void prefixes_add(struct fulltext *ft, uint64_t what, const char *at, const char *end)
{
	term_add(ft, value_term(ft, what, at, (size_t)(end - at)));
	for (const char *p = at; p < end; p++)
		if (*p == '-')
			term_add(ft, value_term(ft, what, at, (size_t)(p - at)));
}

/* The terms of one column of a row. */
static void column_add(
    struct fulltext *ft, enum table t, int column, enum how how, const char *s, size_t n)
{
	uint64_t what = what_of(t, how == WORDS ? FULLTEXT_WORDS : column);
	const char *at, *end;

	term_add(ft, value_term(ft, what_of(t, column), "", 0));
	if (how == IS_SET)
		return;
	str_reset(&ft->folded);
	text_fold(&ft->folded, s, n);
	at = str_text(&ft->folded);
	end = at + ft->folded.len;
	if (how == WORDS)
		text_add(ft, what, at, end);
	else if (how == EACH)
		words_add(ft, what, at, end);
	else if (how == PREFIXES)
		prefixes_add(ft, what, at, end);
	else
		term_add(ft, value_term(ft, what, at, (size_t)(end - at)));
}

static void term_put(struct str *out, uint32_t term)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	char word[TERM_LETTERS + 1];

	for (int i = 0; i < TERM_LETTERS; i++)
		word[i] = letters[term >> (5 * i) & 31];
	word[TERM_LETTERS] = ' ';
	str_put(out, word, sizeof word);
}

/* --- opening ---------------------------------------------------------------------------------- */

/* The key is the hash of the first record, which nobody can guess who has not seen it. */
static int key_load(struct notebook *nb, uint64_t key[2], struct err *e)
{
	struct query *q = db_query(nb->db, Q_RECORD_BY_HASH_OF);
	size_t n;

	q_int(q, ":id", 1);
	key[0] = key[1] = 0;
	if (q_row(q)) {
		const void *hash = row_blob_at(q, 0, &n);

		if (hash && n == DIGEST_SIZE)
			memcpy(key, hash, 2 * sizeof *key);
	}
	return q_done(q, e);
}

/* Is the record that the index was made for the one that the notebook has? */
static bool history_is_ours(struct notebook *nb, int64_t record, const void *hash, size_t n)
{
	struct query *q = db_query(nb->db, Q_RECORD_BY_HASH_OF);
	struct err ignored;
	bool ours = false;
	size_t m;

	q_int(q, ":id", record);
	if (q_row(q)) {
		const void *here = row_blob_at(q, 0, &m);

		ours = here && m == DIGEST_SIZE && n == m && memcmp(here, hash, m) == 0;
	}
	return q_done(q, &ignored) == 0 && ours;
}

/* Was something erased since then? Its terms may be in the index. */
static bool erased_after(struct notebook *nb, int64_t record)
{
	struct query *q = db_query(nb->db, Q_ERASED_LAST);
	bool after = q_row(q) && row_int_at(q, 0) > record;
	struct err ignored;

	return q_done(q, &ignored) < 0 || after;
}

/* Reads how far the index goes; -1 where it is of another history, or cannot be read. */
static int state_load(struct notebook *nb, struct err *e)
{
	struct fulltext *ft = nb->fulltext;
	struct query *q = db_query(ft->db, Q_INDEX_STATE);
	bool ours = false;

	ft->upto = 0;
	if (q_row(q)) {
		int64_t upto = row_int_at(q, 0), record = row_int_at(q, 1);
		size_t n;
		const void *hash = row_blob_at(q, 2, &n);

		ours = record == 0 ||
		       (history_is_ours(nb, record, hash, n) && !erased_after(nb, record));
		if (ours && upto > 0 && upto % BLOCK_ROWS == BLOCK_ROWS - 1)
			ft->upto = upto;
	}
	if (q_done(q, e) < 0)
		return -1;
	return ours ? 0 : err_set(e, ERR_INVALID, "the index is of another history");
}

static void path_make(struct notebook *nb, struct str *out)
{
	mkdir(nb->state_dir, 0700);
	str_printf(out, "%s/search", nb->state_dir);
	mkdir(out->at, 0700);
	str_printf(out, "/%s", nb->id);
}

static int database_open(struct notebook *nb, struct err *e)
{
	struct fulltext *ft = nb->fulltext;

	ft->db = db_open_index(ft->path, e);
	if (ft->db) {
		db_cache(ft->db, INDEX_CACHE);
		if (state_load(nb, e) == 0)
			return 0;
	}
	db_close(ft->db);
	ft->db = NULL;
	return -1;
}

int fulltext_open(struct notebook *nb, const char *path, struct err *e)
{
	struct str own = { 0 };
	struct fulltext *ft;

	if (nb->fulltext || (!path && !nb->state_dir))
		return 0;
	ft = nb->fulltext = xcalloc(1, sizeof *ft);
	ft->seen = xcalloc(CACHE, sizeof *ft->seen);
	ft->slots = SLOTS;
	ft->slot = xcalloc(SLOTS, sizeof *ft->slot);
	if (!path)
		path_make(nb, &own);
	ft->path = path ? xstrdup(path) : str_take(&own);
	if (key_load(nb, ft->key, e) < 0)
		goto failed;
	if (database_open(nb, e) == 0)
		return 0;
	if (e->kind != ERR_BUSY) {
		db_remove(ft->path);
		if (database_open(nb, e) == 0)
			return 0;
	}
failed:
	fulltext_close(nb);
	return -1;
}

void fulltext_close(struct notebook *nb)
{
	struct fulltext *ft = nb->fulltext;

	if (!ft)
		return;
	db_close(ft->db);
	str_release(&ft->folded);
	str_release(&ft->document);
	free(ft->seen);
	free(ft->slot);
	free(ft->path);
	free(ft);
	nb->fulltext = NULL;
}

void fulltext_forget(struct notebook *nb)
{
	if (nb->fulltext && strcmp(nb->fulltext->path, ":memory:") != 0)
		db_remove(nb->fulltext->path);
	fulltext_close(nb);
}

/* --- adding ----------------------------------------------------------------------------------- */

int fulltext_last(struct notebook *nb, enum table t, int64_t *row, struct err *e)
{
	struct query *q = NULL;

	*row = 0;
	for (int i = 0; i < DESCRIBED && !q; i++)
		if (described[i].table == t)
			q = db_query(nb->db, described[i].last);
	if (!q)
		return 0;
	if (q_row(q))
		*row = row_int_or(q, "row", 0);
	return q_done(q, e);
}

/* The newest row of all tables described: rows up to it have been given away. */
static int last_of_all(struct notebook *nb, int64_t *last, struct err *e)
{
	*last = 0;
	for (int i = 0; i < DESCRIBED; i++) {
		int64_t row;

		if (fulltext_last(nb, described[i].table, &row, e) < 0)
			return -1;
		if (row > *last)
			*last = row;
	}
	return 0;
}

/* One table's rows of a batch, read along with those of the others. */
struct reader {
	const struct described *d;
	struct query *q;
	bool there;
};

static void row_add(struct fulltext *ft, const struct reader *r)
{
	for (int i = 0; i < COLUMNS && r->d->at[i].how != HOW_END; i++) {
		int column = r->d->at[i].column;
		size_t n;
		const char *s =
		    row_null_at(r->q, column + 1) ? NULL : row_text_at(r->q, column + 1, &n);

		if (s)
			column_add(ft, r->d->table, column, r->d->at[i].how, s, n);
	}
}

static int document_add(struct fulltext *ft, int64_t block, struct err *e)
{
	struct query *q;

	if (ft->terms == 0)
		return 0;
	str_reset(&ft->document);
	for (size_t i = 0; i < ft->slots; i++)
		if (ft->slot[i])
			term_put(&ft->document, ft->slot[i]);
	q = db_query(ft->db, Q_INDEX_ADD);
	q_int(q, ":block", block);
	q_text_n(q, ":terms", ft->document.at, ft->document.len);
	return q_run(q, e);
}

static int blocks_add(
    struct fulltext *ft, struct reader *readers, int64_t first, int64_t last, struct err *e)
{
	for (int64_t block = first / BLOCK_ROWS; block <= last / BLOCK_ROWS; block++) {
		slots_clear(ft);
		for (int i = 0; i < DESCRIBED; i++)
			for (struct reader *r = &readers[i];
			     r->there && row_int_at(r->q, 0) / BLOCK_ROWS == block;
			     r->there = q_row(r->q))
				row_add(ft, r);
		if (document_add(ft, block, e) < 0)
			return -1;
	}
	return 0;
}

/* Rows first … last, which is whole blocks. */
static int rows_add(struct notebook *nb, int64_t first, int64_t last, struct err *e)
{
	struct reader readers[DESCRIBED];
	struct err ignored;
	int status;

	for (int i = 0; i < DESCRIBED; i++) {
		struct reader *r = &readers[i];

		r->d = &described[i];
		r->q = db_query(nb->db, r->d->between);
		q_int(r->q, ":first", first);
		q_int(r->q, ":last", last);
		r->there = q_row(r->q);
	}
	status = blocks_add(nb->fulltext, readers, first, last, e);
	for (int i = 0; i < DESCRIBED; i++)
		if (q_done(readers[i].q, status == 0 ? e : &ignored) < 0)
			status = -1;
	return status;
}

static int state_store(struct notebook *nb, int64_t upto, struct err *e)
{
	struct query *q;
	uint8_t hash[DIGEST_SIZE];
	int64_t record;

	if (journal_head(nb, &record, hash, e) < 0)
		return -1;
	q = db_query(nb->fulltext->db, Q_INDEX_STATE_SET);
	q_int(q, ":upto", upto);
	q_int(q, ":record", record);
	q_blob(q, ":hash", hash, sizeof hash);
	return q_run(q, e);
}

/* Within a transaction of both files: what others have added meanwhile is not added again. */
static int step_within(struct notebook *nb, int rows, bool *more, int64_t *upto, struct err *e)
{
	int64_t last, first;

	if (state_load(nb, e) < 0 || last_of_all(nb, &last, e) < 0)
		return -1;
	*upto = first = nb->fulltext->upto;
	first += first > 0;
	last = (last + 1) / BLOCK_ROWS * BLOCK_ROWS - 1;
	*more = last > first + rows;
	if (*more)
		last = (first + rows) / BLOCK_ROWS * BLOCK_ROWS - 1;
	if (last <= first)
		return 0;
	*upto = last;
	return rows_add(nb, first, last, e) < 0 ? -1 : state_store(nb, last, e);
}

int fulltext_step(struct notebook *nb, int rows, bool *more, int64_t *upto, struct err *e)
{
	struct fulltext *ft = nb->fulltext;
	int64_t reached = 0;
	int status = -1;

	*more = false;
	if (!ft || ft->broken)
		return 0;
	if (db_begin_read(nb->db, e) < 0)
		return -1;
	if (db_begin(ft->db, e) == 0) {
		status = step_within(nb, rows, more, &reached, e);
		if (status == 0)
			status = db_commit(ft->db, e);
		db_rollback(ft->db);
	}
	db_rollback(nb->db);
	if (status == 0)
		ft->upto = reached;
	ft->broken = status < 0 && e->kind != ERR_BUSY;
	if (upto)
		*upto = ft->upto;
	return status;
}

bool fulltext_behind(struct notebook *nb)
{
	int64_t upto = nb->fulltext ? nb->fulltext->upto : 0, last;
	struct err ignored;

	if (nb->fulltext && nb->fulltext->broken)
		return false;
	return last_of_all(nb, &last, &ignored) == 0 && last - upto >= FULLTEXT_BEHIND;
}

/* --- asking ----------------------------------------------------------------------------------- */

int64_t fulltext_upto(const struct notebook *nb)
{
	return nb->fulltext && !nb->fulltext->aside ? nb->fulltext->upto : 0;
}

void fulltext_aside(struct notebook *nb, bool aside)
{
	if (nb->fulltext)
		nb->fulltext->aside = aside;
}

/* The terms that a text with the word has: its runs of three, of a long word some side by side; of
 * two dense characters the pair. Returns how many. */
static int word_terms(
    struct fulltext *ft, uint64_t what, const char *at, size_t n, uint32_t out[TERMS_MOST])
{
	const char *end = at + n;
	uint32_t a = 0, b = 0;
	int letters = 0, terms = 0;
	int step = n > TERMS_MOST + 2 ? 3 : 1;

	while (at < end && terms < TERMS_MOST) {
		uint32_t c = letter_next(&at);

		letters++;
		if (letters >= 3 && (letters % step == 0 || at == end))
			out[terms++] = term_of(ft, what, gram_of_three(a, b, c));
		if (letters == 2 && at == end && is_dense(b) && is_dense(c))
			out[terms++] = term_of(ft, what, gram_of_two(b, c));
		a = b;
		b = c;
	}
	return terms;
}

static int need_terms(
    struct fulltext *ft, const struct fulltext_need *need, uint32_t out[TERMS_MOST])
{
	uint64_t what = what_of(need->table, need->column);

	if (need->column == FULLTEXT_WORDS)
		return word_terms(ft, what, need->value, need->n, out);
	if (memchr(need->value, ' ', need->n))
		return 0; /* of words kept apart, more than one */
	out[0] = value_term(ft, what, need->value, need->n);
	return 1;
}

static struct query *blocks_query(struct fulltext *ft, const struct str *terms)
{
	struct query *q = db_query(ft->db, Q_INDEX_FIND);

	q_text_n(q, ":terms", terms->at, terms->len);
	return q;
}

/* How many of 1000 blocks have the term, by the first few that do: the cost of a term is its
 * blocks, and the rarest says nearly all. -1 on error. */
static int term_share(struct fulltext *ft, uint32_t term, int64_t blocks, struct err *e)
{
	struct str text = { 0 };
	struct query *q;
	int64_t n = 0, first = 0, last = 0;

	term_put(&text, term);
	for (q = blocks_query(ft, &text); n < PROBE && q_row(q); n++) {
		last = row_int_at(q, 0);
		first = n ? first : last;
	}
	str_release(&text);
	if (n == PROBE)
		blocks = last - first + 1;
	return q_done(q, e) < 0 ? -1 : (int)(n * 1000 / (blocks + 1));
}

/* Puts the rarest terms of `count` first, and what share of blocks has the very rarest. */
static int rarest_first(struct fulltext *ft, uint32_t *terms, int count, int64_t blocks,
    int *share, struct err *e)
{
	int of[TERMS_MOST];

	for (int i = 0; i < count; i++) {
		uint32_t term = terms[i];
		int mine = term_share(ft, term, blocks, e), k = i;

		if (mine < 0)
			return -1;
		for (; k > 0 && of[k - 1] > mine; k--) {
			of[k] = of[k - 1];
			terms[k] = terms[k - 1];
		}
		of[k] = mine;
		terms[k] = term;
	}
	*share = of[0];
	return 0;
}

static int blocks_find(struct fulltext *ft, const uint32_t *terms, int count, struct block_set *out,
    bool *told, struct err *e)
{
	int64_t most = out->upto / BLOCK_ROWS / 8 + COMMON, n = 0;
	struct str text = { 0 };
	struct query *q;

	for (int i = 0; i < count; i++)
		term_put(&text, terms[i]);
	for (q = blocks_query(ft, &text); n <= most && q_row(q); n++)
		block_set_add(out, row_int_at(q, 0));
	*told = n <= most;
	str_release(&text);
	return q_done(q, e);
}

int fulltext_find(struct notebook *nb, const struct fulltext_need *need, struct block_set *out,
    bool *told, struct err *e)
{
	struct fulltext *ft = nb->fulltext;
	uint32_t terms[TERMS_MOST];
	int count = ft ? need_terms(ft, need, terms) : 0, share;

	*told = false;
	if (count == 0)
		return 0;
	if (rarest_first(ft, terms, count, out->upto / BLOCK_ROWS, &share, e) < 0)
		return -1;
	if (share > NEARLY_ALL)
		return 0;
	return blocks_find(ft, terms, count < TERMS_ASKED ? count : TERMS_ASKED, out, told, e);
}
