/*
 * layer_choice.c - a short list of what can be done, each by a letter. Esc leaves it, and nothing
 * is done.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/key.h"

struct choice_layer {
	struct layer layer;
	struct choice_question q;
	char *title; /* owned */
};

static int width_of(const struct choice_layer *x)
{
	int hint = text_width(_("a letter; Esc cancels")) + 6, width = text_width(x->title) + 8;

	width = hint > width ? hint : width;

	for (int i = 0; i < x->q.n; i++) {
		int wide = text_width(_(x->q.choice[i].words)) + 10;

		width = wide > width ? wide : width;
	}
	return width;
}

/* So many lines down, then on at the top, `wide` columns to the right. */
static void draw_choices(
    struct app *app, const struct choice_layer *x, int row, int column, int lines, int wide)
{
	for (int i = 0; i < x->q.n; i++) {
		char key[2] = { x->q.choice[i].key, 0 };
		int at = column + i / lines * wide;

		canvas_text(&app->canvas, row + i % lines, at, STYLE_KEY, key);
		canvas_field(&app->canvas, row + i % lines, at + 3, wide - 4, STYLE_DIALOG,
		    _(x->q.choice[i].words));
	}
}

/* Without a border, side by side where it must be: every choice is seen. */
static void draw_close(struct app *app, const struct choice_layer *x)
{
	int rows = app->layout.rows > 3 ? app->layout.rows - 2 : 1;
	int side = (x->q.n + rows - 1) / rows, lines = (x->q.n + side - 1) / side;

	for (int i = 0; i < lines + 2; i++)
		canvas_fill(&app->canvas, i, 0, app->layout.columns, STYLE_DIALOG, ' ');
	canvas_text(&app->canvas, 0, 1, STYLE_TITLE, x->title);
	draw_choices(app, x, 1, 1, lines, app->layout.columns / side);
	canvas_text(&app->canvas, lines + 1, 1, STYLE_DIALOG, _("a letter; Esc cancels"));
	app->cursor_row = 1;
	app->cursor_column = 1;
}

static void choice_draw(struct app *app, struct layer *l)
{
	struct choice_layer *x = (struct choice_layer *)l;
	int rows = app->layout.rows, columns = app->layout.columns, height = x->q.n + 4;
	int width = width_of(x) < columns ? width_of(x) : columns, row = (rows - height) / 2;

	if (height > rows) {
		draw_close(app, x);
		return;
	}
	canvas_box(&app->canvas, row, 0, height, width, x->title);
	draw_choices(app, x, row + 1, 3, x->q.n, width - 4);
	canvas_text(&app->canvas, row + height - 2, 3, STYLE_DIALOG, _("a letter; Esc cancels"));
	app->cursor_row = row + 1;
	app->cursor_column = 3;
}

static void choice_key(struct app *app, struct layer *l, int key)
{
	struct choice_layer *x = (struct choice_layer *)l;
	struct choice_question q = x->q;

	for (int i = 0; i < q.n; i++) {
		if (q.choice[i].key != key)
			continue;
		x->q.with = NULL;
		app_pop(app);
		q.done(app, i, q.with);
		return;
	}
	if (key == K_ESC || key == 'q' || key == ('C' & KEY_IS_CTRL) || key == ('G' & KEY_IS_CTRL))
		app_pop(app);
}

static void choice_release(struct app *app, struct layer *l)
{
	struct choice_layer *x = (struct choice_layer *)l;

	if (x->q.drop)
		x->q.drop(x->q.with);
	else
		free(x->q.with);
	free(x->title);
	free(x);
}

static void choice_say(struct app *app, struct layer *l, struct str *out)
{
	struct choice_layer *x = (struct choice_layer *)l;

	str_printf(out, "%s\n", x->title);
	for (int i = 0; i < x->q.n; i++)
		str_printf(out, "%c %s\n", x->q.choice[i].key, _(x->q.choice[i].words));
	str_puts(out, _("a letter; Esc cancels"));
}

static const struct layer_ops choice_ops = { .say = choice_say,
	.one_key = true,
	.draw = choice_draw,
	.key = choice_key,
	.release = choice_release };

void layer_choice(struct app *app, const struct choice_question *q)
{
	struct choice_layer *x = xcalloc(1, sizeof *x);

	x->layer.ops = &choice_ops;
	x->q = *q;
	x->title = xstrdup(q->title);
	app_push(app, &x->layer);
}
