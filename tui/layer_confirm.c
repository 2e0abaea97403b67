/*
 * layer_confirm.c - nothing that changes many things happens by one key: the person types what is
 * asked for (y, or the number that will change) and presses Enter.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/key.h"

struct confirm {
	struct layer layer;
	char *title, *text, *must; /* owned */
	struct prompt prompt;
	void (*done)(struct app *app, void *with);
	void *with;
	void (*drop)(void *with);
	const char *keys;
	void (*changed)(struct app *app, int key, void *with);
};

static void drop_with(struct confirm *c)
{
	if (c->drop)
		c->drop(c->with);
	else
		free(c->with);
	c->with = NULL;
}

static int count_lines(const char *text, int width)
{
	int lines = 0, skip;

	for (; *text; text += skip, lines++)
		layout_line(text, width, &skip);
	return lines;
}

static int draw_lines(struct app *app, const char *text, int row, int column, int width, int most)
{
	int skip;

	for (; *text && most > 0; text += skip, most--) {
		int n = layout_line(text, width, &skip);
		char *part = xstrndup(text, (size_t)n);

		canvas_text(&app->canvas, row++, column, STYLE_DIALOG, part);
		free(part);
	}
	return row;
}

static void draw_question(struct app *app, struct confirm *c, int row, int column, int width)
{
	struct str s = { 0 }, shown = { 0 };

	str_printf(&s, _("Type %s, then Enter to apply; Esc cancels: "), c->must);
	if (text_width(str_text(&s)) > width - 2) {
		str_reset(&s);
		str_printf(&s, "%s? ", c->must);
	}
	canvas_fill(&app->canvas, row, column, width, STYLE_DIALOG, ' ');
	column = canvas_text(&app->canvas, row, column, STYLE_STRONG, str_text(&s));
	app->cursor_row = row;
	app->cursor_column = column + prompt_show(&c->prompt, 12, &shown);
	canvas_text(&app->canvas, row, column, STYLE_INPUT, str_text(&shown));
	str_release(&s);
	str_release(&shown);
}

static void confirm_draw(struct app *app, struct layer *l)
{
	struct confirm *c = (struct confirm *)l;
	int width = app->layout.list, rows = app->layout.rows, height, row;

	if (width < 8 || rows < 4) {
		draw_question(app, c, rows - 1, 0, width);
		return;
	}
	if (width > 80)
		width = 80;
	height = count_lines(c->text, width - 4) + 4;
	if (height > rows)
		height = rows;
	row = (rows - height) / 2;
	canvas_box(&app->canvas, row, 0, height, width, c->title);
	draw_lines(app, c->text, row + 1, 2, width - 4, height - 4);
	draw_question(app, c, row + height - 2, 2, width - 4);
}

static void confirm_enter(struct app *app, struct confirm *c)
{
	void (*done)(struct app *, void *) = c->done;
	void (*drop)(void *) = c->drop;
	void *with = c->with;

	if (strcmp(prompt_text(&c->prompt), c->must) != 0) {
		app_say(app, _("Nothing done: %s was to be typed"), c->must);
		app_pop(app);
		return;
	}
	c->with = NULL;
	c->drop = NULL;
	app_pop(app);
	done(app, with);
	if (drop)
		drop(with);
	else
		free(with);
}

static bool changes(const struct confirm *c, int key)
{
	for (const char *k = c->keys; k && *k; k++)
		if (*k == key)
			return !*prompt_text(&c->prompt);
	return false;
}

/* What is asked anew stands before this goes, so that --linear never takes the one for the other.
 */
static void confirm_change(struct app *app, struct confirm *c, int key)
{
	struct layer **at = &app->top;
	void *with = c->with;

	c->with = NULL;
	c->drop = NULL;
	c->changed(app, key, with);
	while (*at != &c->layer)
		at = &(*at)->below;
	*at = c->layer.below;
	c->layer.ops->release(app, &c->layer);
}

static void confirm_key(struct app *app, struct layer *l, int key)
{
	struct confirm *c = (struct confirm *)l;

	if (changes(c, key)) {
		confirm_change(app, c, key);
		return;
	}
	switch (prompt_key(&c->prompt, key)) {
	case PROMPT_ENTER:
		confirm_enter(app, c);
		break;
	case PROMPT_LEAVE:
		app_pop(app);
		app_say(app, _("Nothing done"));
		break;
	case PROMPT_USED:
	case PROMPT_UNUSED:
		break;
	}
}

static void confirm_release(struct app *app, struct layer *l)
{
	struct confirm *c = (struct confirm *)l;

	drop_with(c);
	free(c->title);
	free(c->text);
	free(c->must);
	prompt_release(&c->prompt);
	free(c);
}

static void confirm_say(struct app *app, struct layer *l, struct str *out)
{
	struct confirm *c = (struct confirm *)l;

	str_printf(out, "%s\n%s\n", c->title, c->text);
	str_printf(out, _("Type %s, then Enter to apply; Esc cancels: "), c->must);
}

/* A paste is ignored: what confirms is typed. */
static const struct layer_ops confirm_ops = { .draw = confirm_draw, .key = confirm_key,
	.release = confirm_release, .say = confirm_say };

void layer_confirm(struct app *app, const struct confirmation *asked)
{
	struct confirm *c = xcalloc(1, sizeof *c);

	c->layer.ops = &confirm_ops;
	c->title = xstrdup(asked->title);
	c->text = xstrdup(asked->text);
	c->must = xstrdup(asked->must);
	c->done = asked->done;
	c->with = asked->with;
	c->drop = asked->drop;
	c->keys = asked->keys;
	c->changed = asked->changed;
	app_push(app, &c->layer);
}
