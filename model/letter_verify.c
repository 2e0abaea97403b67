/*
 * letter_verify.c - renders every letter again and compares it with the hash that was approved.
 *
 * The journal proves that no row has changed since it was written; this proves that what the rows
 * say is what was approved and went out. Letters come in the order they were written, so those of a
 * mailing, which share a compiled text, stand together.
 */
#include <stdlib.h>
#include <string.h>

#include "model/letter.h"
#include "model/notification.h"

enum { PAGE = 1000, CACHE = 32 << 20 };

struct text {
	int64_t thing, mailing;
	const uint8_t *hash; /* or NULL */
	const char *channel, *language;
	struct letter_to to;
};

struct letters_check {
	struct notebook *nb;
	struct letters letters; /* of one mailing */
	struct text page[PAGE];
	size_t n;
	int64_t after; /* row */
	struct str subject, body;
	struct arena mem; /* of a page */
};

static void text_read(struct text *t, struct query *q, struct arena *mem)
{
	*t = (struct text){ .thing = row_int(q, "thing") };
	t->mailing = row_int(q, "mailing");
	t->hash = row_blob(q, "body_sha256", DIGEST_SIZE, mem);
	t->channel = row_text(q, "channel", mem);
	t->language = row_text(q, "language", mem);
	t->to.address = row_text(q, "address", mem);
	t->to.channel = t->channel;
	letter_to_read(&t->to, q, mem);
}

static int page_load(struct letters_check *c, struct err *e)
{
	struct query *q = db_query(c->nb->db, Q_NOTIFICATION_TEXT_PAGE);

	arena_reset(&c->mem);
	c->n = 0;
	q_int(q, ":after", c->after);
	q_int(q, ":limit", PAGE);
	while (q_row(q)) {
		text_read(&c->page[c->n++], q, &c->mem);
		c->after = row_int(q, "row");
	}
	return q_done(q, e);
}

static int mismatch(
    struct letters_check *c, const struct text *t, const char *why, struct err *e)
{
	char ref[REF_MAX] = "";

	if (row_ref(c->nb, t->thing, ref, e) < 0)
		return -1;
	return err_set(e, ERR_NO, "%s: the letter to %s %s", ref, t->to.ref, why);
}

static int text_check(struct letters_check *c, const struct text *t, struct err *e)
{
	uint8_t hash[DIGEST_SIZE];
	struct err fault = { 0 };

	if (letters_of(&c->letters, c->nb, t->mailing, &fault) < 0)
		return mismatch(c, t, "cannot be rendered: its advisory is not readable", e);
	str_reset(&c->subject);
	str_reset(&c->body);
	if (letters_write(&c->letters, &t->to, t->channel, t->language, &c->subject, &c->body,
		&fault) < 0)
		return mismatch(
		    c, t, arena_printf(&c->mem, "cannot be rendered: %s", fault.text), e);
	letter_hash(&c->subject, &c->body, hash);
	if (memcmp(hash, t->hash, DIGEST_SIZE) != 0)
		return mismatch(c, t, "does not render to the bytes whose hash is kept", e);
	return 0;
}

static int pages_check(struct letters_check *c, int64_t *letters, struct err *e)
{
	do {
		if (page_load(c, e) < 0)
			return -1;
		for (size_t i = 0; i < c->n; i++) {
			if (!c->page[i].hash)
				continue; /* nothing was bound */
			if (text_check(c, &c->page[i], e) < 0)
				return -1;
			++*letters;
		}
	} while (c->n == PAGE);
	return 0;
}

int letters_verify(struct notebook *nb, int64_t *letters, struct err *e)
{
	struct letters_check *c = xcalloc(1, sizeof(*c));
	int status;

	*letters = 0;
	c->nb = nb;
	db_cache(nb->db, CACHE);
	status = pages_check(c, letters, e);
	db_cache(nb->db, 0);
	letters_release(&c->letters);
	str_release(&c->subject);
	str_release(&c->body);
	arena_release(&c->mem);
	free(c);
	return status;
}
