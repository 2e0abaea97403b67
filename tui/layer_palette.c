/*
 * layer_palette.c - every command by name, key and sentence: what is typed narrows the list, Enter
 * runs. Help is the same list, of the keys that work in this view first; those that do not say why.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/app.h"
#include "tui/complete.h"
#include "tui/i18n.h"
#include "tui/key.h"
#include "tui/line.h"
#include "tui/outside.h"

struct palette {
	struct layer layer;
	bool help;
	struct prompt prompt;
	enum screen_command_id found[COMMANDS];
	int n, cursor, top, height;
	bool chosen; /* the cursor was moved: it is meant, whatever was typed */
};

/* 0: what this view has of its own and can be used now, 1: what can be used everywhere, 2: the
 * rest. */
static int rank_of(struct app *app, enum screen_command_id id)
{
	if (screen_command_refusal(id, app->current, app_have(app)))
		return 2;
	return screen_commands[id].where == IN_ALL;
}

/* What can be used here comes first; the order within stays. */
static void usable_first(struct app *app, struct palette *p)
{
	enum screen_command_id sorted[COMMANDS];
	int n = 0;

	for (int rank = 0; rank <= 2; rank++)
		for (int i = 0; i < p->n; i++)
			if (rank_of(app, p->found[i]) == rank)
				sorted[n++] = p->found[i];
	memcpy(p->found, sorted, (size_t)n * sizeof *sorted);
}

/* By a key as well: "^" typed in help finds what that key does. */
static void find_by_key(struct app *app, struct palette *p, const char *typed)
{
	struct str keys = { 0 };

	for (int i = 0; i < COMMANDS; i++) {
		bool there = false;

		str_reset(&keys);
		keymap_show(&app->keys, i, &keys);
		for (int k = 0; k < p->n; k++)
			there |= p->found[k] == (enum screen_command_id)i;
		if (!there && keys.len > 0 && strstr(keys.at, typed))
			p->found[p->n++] = (enum screen_command_id)i;
	}
	str_release(&keys);
}

static void narrow(struct app *app, struct palette *p)
{
	const char *typed = prompt_text(&p->prompt);
	size_t n = strcspn(typed, " ");

	p->n = screen_command_match(typed, p->help ? strlen(typed) : n, p->found);
	if (*typed && p->help)
		find_by_key(app, p, typed);
	if (p->help || !*typed)
		usable_first(app, p);
	p->cursor = p->top = 0;
	p->chosen = false;
}

static void draw_command(
    struct app *app, enum screen_command_id id, int row, int width, bool cursor)
{
	struct canvas *c = &app->canvas;
	const struct screen_command *command = &screen_commands[id];
	const char *refusal = screen_command_refusal(id, app->current, app_have(app));
	enum style style = cursor ? STYLE_CURSOR : STYLE_DIALOG;
	struct str keys = { 0 }, name = { 0 };
	int column = 1;

	keymap_show(&app->keys, (int)id, &keys);
	str_printf(&name, "%s %s", command->name, command->argument);
	canvas_fill(c, row, 0, width, style, ' ');
	canvas_text(c, row, 0, style, cursor ? ">" : " ");
	column = canvas_field(c, row, column, width < 60 ? 10 : 14, cursor ? style : STYLE_KEY,
	    str_text(&keys));
	column = canvas_field(c, row, column + 1, width < 60 ? 12 : 22, style, str_text(&name));
	str_reset(&name);
	if (refusal)
		str_printf(&name, "(%s) ", refusal);
	str_puts(&name, _(command->help));
	canvas_field(c, row, column + 1, width - column - 1, style, str_text(&name));
	str_release(&keys);
	str_release(&name);
}

/* The command that what is typed would run, once its argument is being typed; or -1. */
static int meant(const struct palette *p)
{
	const char *typed = prompt_text(&p->prompt);
	size_t n = strcspn(typed, " ");

	if (p->help || !typed[n])
		return -1;
	if ((p->chosen || p->n == 1) && p->cursor < p->n)
		return (int)p->found[p->cursor];
	return screen_command_find(typed, n);
}

/* All of the sentence of the command that is meant: in the list it may be cut. */
static void draw_below(struct app *app, const struct palette *p)
{
	int id = meant(p), row = app->layout.preview, column = 1;

	if (id < 0 && p->cursor < p->n)
		id = (int)p->found[p->cursor];
	if (id < 0)
		return;
	canvas_fill(&app->canvas, row, 0, app->layout.columns, STYLE_NORMAL, ' ');
	column = canvas_text(&app->canvas, row, column, STYLE_KEY, screen_commands[id].name);
	if (*screen_commands[id].argument)
		column = canvas_text(&app->canvas, row, column + 1, STYLE_NORMAL,
		    screen_commands[id].argument);
	canvas_field(&app->canvas, row, column + 2, app->layout.columns - column - 3, STYLE_NORMAL,
	    _(screen_commands[id].help));
}

static void palette_draw(struct app *app, struct layer *l)
{
	struct palette *p = (struct palette *)l;
	int row = layout_overlay(&app->layout, &p->height);

	if (p->cursor < p->top)
		p->top = p->cursor;
	if (p->height > 0 && p->cursor >= p->top + p->height)
		p->top = p->cursor - p->height + 1;
	for (int i = 0; i < p->height; i++) {
		canvas_fill(&app->canvas, row + i, 0, app->layout.columns, STYLE_DIALOG, ' ');
		if (p->top + i < p->n)
			draw_command(app, p->found[p->top + i], row + i, app->layout.columns,
			    p->top + i == p->cursor);
	}
	if (p->n == 0 && p->height > 0)
		canvas_text(
		    &app->canvas, row, 1, STYLE_DIALOG, _("No command fits what was typed."));
	line_draw(app, &p->prompt, p->help ? _("help> ") : ":", true);
	if (app->layout.preview >= 0)
		draw_below(app, p);
}

/* Does the cursor, which nobody has moved, stand on what was typed? By letters of its name, yes,
 * and where nothing else fits; but of several by its sentence alone, or with an argument behind
 * another name, who knows what was meant. */
static bool means_cursor(const struct palette *p, const char *typed, size_t n)
{
	if (p->cursor >= p->n)
		return false;
	return p->help || p->chosen || !*typed || p->n == 1 ||
	    (!typed[n] && screen_command_named(p->found[p->cursor], typed, n));
}

/* What was typed names a command and maybe has its argument; else the one under the cursor is
 * meant. */
static void palette_enter(struct app *app, struct palette *p)
{
	char *typed = xstrdup(prompt_text(&p->prompt));
	size_t n = strcspn(typed, " ");
	const char *argument = typed + n + strspn(typed + n, " ");
	int id = !p->chosen && !p->help ? screen_command_find(typed, n) : -1;

	if (id < 0 && means_cursor(p, typed, n))
		id = (int)p->found[p->cursor];
	if (*typed && !p->help)
		prompt_remember(&app->command, typed);
	if (p->help)
		argument = NULL;
	app_pop(app);
	if (id >= 0)
		app_run(app, (enum screen_command_id)id, argument);
	else
		app_say(app, _("There is no command '%.*s'; Down chooses one of those found"),
		    (int)n, typed);
	free(typed);
}

static bool palette_move(struct palette *p, int key)
{
	int page = p->height > 1 ? p->height - 1 : 1;
	int by = key == K_DOWN   ? 1
		 : key == K_UP   ? -1
		 : key == K_PGDN ? page
		 : key == K_PGUP ? -page
				 : 0;
	bool at_top = p->cursor == 0;

	if (by == 0 || (key == K_UP && at_top && !p->help)) /* above the list lies the history */
		return false;
	p->chosen = true;
	p->cursor += by;
	if (p->cursor >= p->n)
		p->cursor = p->n - 1;
	if (p->cursor < 0)
		p->cursor = 0;
	return true;
}

/* Where several words go on like that, they are told. */
static void say_words(struct app *app, const struct completion *c)
{
	struct str all = { 0 };

	for (int i = 0; i < c->n; i++)
		str_printf(&all, "%s%s", i ? "  " : "", c->at[i]);
	app_say(app, "%s", str_text(&all));
	str_release(&all);
}

/* The words that the command takes; where none begins so, the path of a file. */
static void complete_word(
    struct app *app, const struct palette *p, const char *word, struct str *rest)
{
	const char *typed = prompt_text(&p->prompt);
	struct completion c = { 0 };
	int id = meant(p);

	if (id >= 0)
		complete_argument(app, (enum screen_command_id)id,
		    word == typed + strcspn(typed, " ") + 1, word, &c);
	if (c.n > 0)
		completion_rest(&c, rest);
	else if (!outside_complete(word, rest))
		app_say(app, _("Nothing begins like that"));
	if (c.n > 1)
		say_words(app, &c);
	completion_release(&c);
}

/* Tab: the name of the command under the cursor; in its argument, a word of it. */
static void palette_complete(struct app *app, struct palette *p)
{
	const char *typed = prompt_text(&p->prompt);
	const char *argument = strrchr(typed, ' ');
	struct str rest = { 0 };

	if (argument) {
		complete_word(app, p, argument + 1, &rest);
	} else if (p->cursor < p->n) {
		str_printf(&rest, "%s ", screen_commands[p->found[p->cursor]].name);
		prompt_set(&p->prompt, str_text(&rest));
		str_reset(&rest);
	}
	if (rest.len > 0)
		prompt_paste(&p->prompt, rest.at, rest.len);
	narrow(app, p);
	str_release(&rest);
}

static void palette_key(struct app *app, struct layer *l, int key)
{
	struct palette *p = (struct palette *)l;

	if (palette_move(p, key))
		return;
	if (key == K_TAB && !p->help) {
		palette_complete(app, p);
		return;
	}
	switch (prompt_key(&p->prompt, key)) {
	case PROMPT_ENTER:
		palette_enter(app, p);
		break;
	case PROMPT_LEAVE:
		app_pop(app);
		break;
	case PROMPT_USED:
		narrow(app, p);
		break;
	case PROMPT_UNUSED:
		break;
	}
}

static void palette_paste(struct app *app, struct layer *l, const char *bytes, size_t n)
{
	struct palette *p = (struct palette *)l;

	prompt_paste(&p->prompt, bytes, n);
	narrow(app, p);
}

static void palette_release(struct app *app, struct layer *l)
{
	struct palette *p = (struct palette *)l;

	prompt_release(&p->prompt);
	free(p);
}

/* All commands that can be used here, a line each. */
static void palette_say(struct app *app, struct layer *l, struct str *out)
{
	struct palette *p = (struct palette *)l;

	for (int i = 0; i < p->n; i++) {
		const struct screen_command *c = &screen_commands[p->found[i]];
		size_t from;

		if (screen_command_refusal(p->found[i], app->current, app_have(app)))
			continue;
		str_printf(out, "%s%s%s: %s", c->name, *c->argument ? " " : "", c->argument,
		    _(c->help));
		from = out->len;
		str_puts(out, " (");
		keymap_show(&app->keys, (int)p->found[i], out);
		if (out->len == from + 2)
			out->len = from;
		else
			str_putc(out, ')');
		str_putc(out, '\n');
	}
}

static const struct layer_ops palette_ops = { .say = palette_say,
	.once = true,
	.draw = palette_draw, .key = palette_key,
	.paste = palette_paste, .release = palette_release, .line = true,
	.hint = N_("type to find  Up Down choose  Tab complete  Enter run  Esc back") };

void layer_palette(struct app *app, bool help)
{
	struct palette *p = xcalloc(1, sizeof *p);

	p->layer.ops = &palette_ops;
	p->help = help;
	for (int i = 0; !help && i < app->command.history_n; i++)
		prompt_remember(&p->prompt, app->command.history[i]);
	narrow(app, p);
	app_push(app, &p->layer);
}
