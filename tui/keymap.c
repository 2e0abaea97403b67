/* keymap.c - sequences of keys. There are about a hundred: looking through them takes a
 * microsecond. */
#include "tui/keymap.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tui/key.h"

/* Appends the keys of one word: a named key, or letters. */
static int word_parse(const char *word, struct binding *b, struct err *e)
{
	const char *rest = word;

	while (*rest) {
		size_t used;
		int key = key_parse(rest, &used);

		if (key < 0 || b->n == KEYMAP_SEQUENCE_MAX)
			return err_set(e, ERR_CONFIG,
			    "'%s' is not a key or a sequence of at most %d", word,
			    KEYMAP_SEQUENCE_MAX);
		b->key[b->n++] = key;
		rest += used;
	}
	return 0;
}

/* One sequence must not be the beginning of another, or the shorter could never be told apart. */
static bool clash(const struct binding *a, const struct binding *b)
{
	int n = a->n < b->n ? a->n : b->n;

	return (a->views & b->views) && memcmp(a->key, b->key, (size_t)n * sizeof *a->key) == 0;
}

static int add_one(struct keymap *m, const struct binding *b, const char *word, int *taken,
    struct err *e)
{
	for (size_t i = 0; i < m->n; i++) {
		if (clash(&m->at[i], b)) {
			*taken = m->at[i].command;
			return err_set(e, ERR_CONFIG, "the key '%s' is taken", word);
		}
	}
	if (m->n == m->cap) {
		m->cap = m->cap ? 2 * m->cap : 128;
		m->at = xrealloc(m->at, m->cap * sizeof *m->at);
	}
	m->at[m->n++] = *b;
	return 0;
}

int keymap_bind(struct keymap *m, const char *sequence, int command, unsigned views, int *taken,
    struct err *e)
{
	struct binding b = { .command = command, .views = views };
	char *copy = xstrdup(sequence), *rest = copy, *word;
	int status = 0;

	*taken = -1;
	while (status == 0 && (word = strsep(&rest, " ")))
		status = word_parse(word, &b, e);
	if (status == 0 && b.n == 0)
		status = err_set(e, ERR_CONFIG, "a key is missing");
	if (status == 0)
		status = add_one(m, &b, sequence, taken, e);
	free(copy);
	return status;
}

int keymap_add(struct keymap *m, const char *keys, int command, unsigned views, struct err *e)
{
	char *copy = xstrdup(keys), *rest = copy, *word;
	int status = 0, taken;

	while (status == 0 && (word = strsep(&rest, " ")))
		if (*word)
			status = keymap_bind(m, word, command, views, &taken, e);
	free(copy);
	return status;
}

void keymap_unbind(struct keymap *m, int command)
{
	size_t keep = 0;

	for (size_t i = 0; i < m->n; i++)
		if (m->at[i].command != command)
			m->at[keep++] = m->at[i];
	m->n = keep;
}

enum keymap_answer keymap_find(
    const struct keymap *m, const int *keys, int n, int view, int *command)
{
	enum keymap_answer answer = KEYMAP_NONE;

	for (size_t i = 0; i < m->n; i++) {
		const struct binding *b = &m->at[i];

		if (!(b->views & 1u << view) || b->n < n ||
		    memcmp(b->key, keys, (size_t)n * sizeof *keys) != 0)
			continue;
		if (b->n == n) {
			*command = b->command;
			return KEYMAP_FOUND;
		}
		answer = KEYMAP_MORE;
	}
	return answer;
}

void binding_show(const struct binding *b, struct str *out)
{
	char name[KEY_NAME_MAX];

	for (int i = 0; i < b->n; i++) {
		key_label(b->key[i], name);
		str_puts(out, name);
	}
}

void keymap_show(const struct keymap *m, int command, struct str *out)
{
	bool first = true;

	for (size_t i = 0; i < m->n; i++) {
		if (m->at[i].command != command)
			continue;
		if (!first)
			str_puts(out, " ");
		binding_show(&m->at[i], out);
		first = false;
	}
}

const struct binding *keymap_next(
    const struct keymap *m, const int *keys, int n, int view, const struct binding *after)
{
	for (const struct binding *b = after ? after + 1 : m->at; b < m->at + m->n; b++)
		if ((b->views & 1u << view) && b->n > n &&
		    memcmp(b->key, keys, (size_t)n * sizeof *keys) == 0)
			return b;
	return NULL;
}

void keymap_release(struct keymap *m)
{
	free(m->at);
	*m = (struct keymap){ 0 };
}
