/* complete.c - candidates are taken from the newest entries: what was written lately is meant. */
#include "tui/complete.h"

#include <string.h>

#include "model/entry.h"
#include "model/words.h"
#include "tui/app.h"

enum { LOOK_BACK = 400 }; /* entries */

static bool begins(const char *word, const char *typed)
{
	return strncmp(word, typed, strlen(typed)) == 0;
}

static void add(struct completion *c, const char *mark, const char *word, size_t n)
{
	const char *whole = arena_printf(&c->mem, "%s%.*s", mark, (int)n, word);

	if (c->n == COMPLETIONS_MAX || !begins(whole, c->typed) || strcmp(whole, c->typed) == 0)
		return;
	for (int i = 0; i < c->n; i++)
		if (strcmp(c->at[i], whole) == 0)
			return;
	c->at[c->n++] = whole;
}

/* Each word of "contain detect", with its mark before it. */
static void add_words(struct completion *c, const char *mark, const char *words)
{
	while (words && *words) {
		size_t n = strcspn(words, " ");

		add(c, mark, words, n);
		words += n + (words[n] == ' ');
	}
}

static void add_ref(struct completion *c, const char *mark, const struct entry *x)
{
	bool waits = strcmp(x->kind, "question") == 0 || strcmp(x->kind, "action") == 0;

	if (*mark == '#' || waits)
		add(c, mark, x->public_ref, strlen(x->public_ref));
}

static void add_entries(struct app *app, struct completion *c)
{
	struct entry_page p = { .incident = app->incident, .order = ENTRY_RECORDED,
		.from_end = true, .backward = true, .limit = LOOK_BACK };
	struct entry_list l = { 0 };
	struct err e;

	if (!app->incident || entry_page_load(app->nb, &p, &l, &e) < 0)
		return;
	for (size_t i = l.n; i > 0; i--) {
		if (*c->typed == '#')
			add_words(c, "#", l.at[i - 1].tags);
		else if (*c->typed == '@')
			add_words(c, "@", l.at[i - 1].actors);
		else
			add_ref(c, "=", &l.at[i - 1]);
	}
	for (size_t i = l.n; *c->typed == '#' && i > 0; i--)
		add_ref(c, "#", &l.at[i - 1]);
	entry_list_release(&l);
}

static void add_keys(struct completion *c)
{
	static const char *const keys[] = { "kind:", "src:", "ref:", "sev:", "ioc:" };

	if (begins(c->typed, "kind:")) {
		for (const struct word *w = entry_kinds; w->word; w++)
			add(c, "kind:", w->word, strlen(w->word));
		return;
	}
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		add(c, "", keys[i], strlen(keys[i]));
}

void complete_entry(struct app *app, const char *text, size_t cursor, struct completion *out)
{
	size_t from = cursor;

	while (from > 0 && text[from - 1] != ' ' && text[from - 1] != '\n')
		from--;
	*out = (struct completion){ .from = from, .chosen = -1 };
	out->typed = arena_strndup(&out->mem, text + from, cursor - from);
	if (*out->typed && strchr("#@=", *out->typed))
		add_entries(app, out);
	else if (*out->typed)
		add_keys(out);
}

void completion_release(struct completion *c)
{
	arena_release(&c->mem);
	*c = (struct completion){ 0 };
}
