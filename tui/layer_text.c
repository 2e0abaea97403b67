/*
 * layer_text.c - text to look at: details, messages, a verify report. Its lines are broken for the
 * width there is.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/key.h"

struct text {
	struct layer layer;
	char *title, *text; /* owned, safe */
	int top;	    /* first line shown */
	int lines, height;  /* as drawn last */
};

/* Draws the lines from top on, and counts all. */
static void draw_lines(struct app *app, struct text *t, int row, int column, int width)
{
	const char *s = t->text;
	int line = 0, hang = -1;

	while (*s) {
		int left, skip, n = layout_fold(s, width, &hang, &left, &skip);

		if (line >= t->top && line < t->top + t->height) {
			char *part = xstrndup(s, (size_t)n);

			canvas_text(&app->canvas, row + line - t->top, column + left, STYLE_DIALOG,
			    part);
			free(part);
		}
		line++;
		s += skip;
	}
	t->lines = line;
}

static void clamp_top(struct text *t)
{
	if (t->top > t->lines - t->height)
		t->top = t->lines - t->height;
	if (t->top < 0)
		t->top = 0;
}

static void text_draw(struct app *app, struct layer *l)
{
	struct text *t = (struct text *)l;
	int height, row = layout_overlay(&app->layout, &height), width = app->layout.columns;
	int border = height >= 4 && width >= 8 ? 1 : 0;

	if (height < 1)
		return;
	clamp_top(t);
	canvas_box(&app->canvas, row, 0, height, width, t->title);
	if (!border)
		for (int i = 0; i < height; i++)
			canvas_fill(&app->canvas, row + i, 0, width, STYLE_DIALOG, ' ');
	t->height = height - 2 * border;
	width -= 4 * border;
	draw_lines(app, t, row + border, 2 * border, width > 2 ? width : 2);
	if (border && t->lines > t->height)
		canvas_text(
		    &app->canvas, row + height - 1, 2, STYLE_DIALOG, _(" j k scroll   Esc back "));
	else if (border)
		canvas_text(&app->canvas, row + height - 1, 2, STYLE_DIALOG, _(" Esc back "));
	app->cursor_row = row + border;
	app->cursor_column = 2 * border;
}

static void text_key(struct app *app, struct layer *l, int key)
{
	static const struct {
		int key, by; /* lines; +-1000: pages */
	} moves[] = { { 'j', 1 }, { K_DOWN, 1 }, { K_ENTER, 1 }, { 'k', -1 }, { K_UP, -1 },
		{ K_PGDN, 1000 }, { K_SPACE, 1000 }, { 'F' & KEY_IS_CTRL, 1000 },
		{ 'D' & KEY_IS_CTRL, 1000 }, { K_PGUP, -1000 }, { 'B' & KEY_IS_CTRL, -1000 },
		{ 'U' & KEY_IS_CTRL, -1000 }, { K_HOME, -1000000 }, { 'g', -1000000 },
		{ K_END, 1000000 }, { 'G', 1000000 } };
	struct text *t = (struct text *)l;

	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
		if (moves[i].key == key) {
			int by = moves[i].by;

			if (by == 1000 || by == -1000)
				by = by / 1000 * (t->height > 1 ? t->height - 1 : 1);
			t->top += by;
			clamp_top(t);
			return;
		}
	}
	if (key == K_ESC || key == 'q' || key == ('C' & KEY_IS_CTRL) || key == ('G' & KEY_IS_CTRL))
		app_pop(app);
}

static void text_release(struct app *app, struct layer *l)
{
	struct text *t = (struct text *)l;

	free(t->title);
	free(t->text);
	free(t);
}

static void text_say(struct app *app, struct layer *l, struct str *out)
{
	struct text *t = (struct text *)l;

	str_printf(out, "%s\n%s\n", t->title, t->text);
}

static const struct layer_ops text_ops = { .draw = text_draw, .key = text_key,
	.release = text_release, .say = text_say, .once = true };

void layer_text(struct app *app, const char *title, struct str *text)
{
	struct text *t = xcalloc(1, sizeof *t);

	t->layer.ops = &text_ops;
	t->title = xstrdup(title);
	t->text = text->at ? str_take(text) : xstrdup("");
	app_push(app, &t->layer);
}
