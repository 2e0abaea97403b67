/*
 * complete.c - candidates for an entry are taken from the newest entries: what was written lately
 * is meant. Those for a command are the words of its table.
 */
#include "tui/complete.h"

#include <string.h>

#include "base/text.h"
#include "model/entry.h"
#include "model/notification.h"
#include "model/rule.h"
#include "model/saved_view.h"
#include "model/vocabulary.h"
#include "model/words.h"
#include "tui/app.h"
#include "tui/timeline.h"

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

static void add_all(struct completion *c, const char *const *words)
{
	for (; *words; words++)
		add(c, "", *words, strlen(*words));
}

static const char *const dues[] = { "^+1h", "^+4h", "^+24h", "^+72h", "^+7d", NULL };

static void add_keys(struct completion *c)
{
	static const char *const keys[] = { "kind:", "src:", "ref:", "sev:", "ioc:", NULL };

	if (begins(c->typed, "kind:")) {
		for (const struct word *w = entry_kinds; w->word; w++)
			add(c, "kind:", w->word, strlen(w->word));
		return;
	}
	add_all(c, keys);
}

void complete_entry(struct app *app, const char *text, size_t cursor, struct completion *out)
{
	size_t from = cursor;

	while (from > 0 && text[from - 1] != ' ' && text[from - 1] != '\n')
		from--;
	*out = (struct completion){ .from = from, .chosen = -1 };
	out->typed = arena_strndup(&out->mem, text + from, cursor - from);
	if (*out->typed == '^')
		add_all(out, dues);
	else if (*out->typed && strchr("#@=", *out->typed))
		add_entries(app, out);
	else if (*out->typed)
		add_keys(out);
}

/* --- of commands --------------------------------------------------------------------------- */

static void add_advisories(struct app *app, struct completion *c)
{
	struct advisory_row_list l = { 0 };
	struct err ignored;

	if (advisory_list_load(app->nb, &l, &ignored) == 0)
		for (size_t i = 0; i < l.n; i++)
			add(c, "", l.at[i].name, strlen(l.at[i].name));
	advisory_row_list_release(&l);
}

static void add_rules(struct app *app, struct completion *c)
{
	struct rule_list l = { 0 };
	struct err ignored;

	if (rule_list_load(app->nb, &l, &ignored) == 0)
		for (size_t i = 0; i < l.n; i++)
			add(c, "", l.at[i].name, strlen(l.at[i].name));
	rule_list_release(&l);
}

static void add_views(struct app *app, struct completion *c)
{
	struct saved_view_list l = { 0 };
	struct err ignored;

	if (saved_view_list_load(app->nb, &l, &ignored) == 0)
		for (size_t i = 0; i < l.n; i++)
			add(c, "", l.at[i].name, strlen(l.at[i].name));
	saved_view_list_release(&l);
}

static void add_lanes(struct app *app, struct completion *c)
{
	for (int i = 0; i < LANES_BY; i++)
		add(c, "", lanes_name((enum lanes_by)i), strlen(lanes_name((enum lanes_by)i)));
}

static void add_settings(struct app *app, struct completion *c)
{
	for (const char *const *name = setting_names; *name; name++) {
		const char *whole = arena_printf(&c->mem, "%s=", *name);

		add(c, "", whole, strlen(whole));
	}
}

static const char *const import_words[] = { "customers", "exposures", "timeline", "status",
	"advisory", "obligations", NULL };

void complete_argument(struct app *app, enum screen_command_id id, bool first, const char *typed,
    struct completion *out)
{
	static const struct {
		enum screen_command_id id;
		const char *const *words;
		void (*add)(struct app *app, struct completion *c);
		bool many;
	} takes[] = {
		{ CMD_STATE, incident_state_words, NULL, false },
		{ CMD_MILESTONE, milestone_words, NULL, false },
		{ CMD_EXPOSED, population_words, NULL, false },
		{ CMD_IMPORT, import_words, NULL, false },
		{ CMD_DRAFT, NULL, add_advisories, false },
		{ CMD_OBLIGATION, NULL, add_rules, true },
		{ CMD_VIEW, NULL, add_views, false },
		{ CMD_LANES, NULL, add_lanes, false },
		{ CMD_SET, NULL, add_settings, false },
	};

	*out = (struct completion){ .chosen = -1 };
	out->typed = arena_strdup(&out->mem, typed);
	for (size_t i = 0; i < sizeof takes / sizeof *takes; i++) {
		if (takes[i].id != id || !(first || takes[i].many))
			continue;
		if (takes[i].words)
			add_all(out, takes[i].words);
		else
			takes[i].add(app, out);
	}
}

void completion_rest(const struct completion *c, struct str *rest)
{
	for (int i = 0; i < c->n; i++)
		if (i == 0)
			str_puts(rest, c->at[i] + strlen(c->typed));
		else
			text_keep_common(rest, c->at[i] + strlen(c->typed));
}

void completion_release(struct completion *c)
{
	arena_release(&c->mem);
	*c = (struct completion){ 0 };
}
