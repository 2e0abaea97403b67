/* pending.c - the box of what may follow the first key of a sequence. */
#include "tui/pending.h"

#include "base/text.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/key.h"

static const struct binding *next(const struct app *app, const struct binding *after)
{
	return keymap_next(&app->keys, app->pending, app->pending_n, app->current, after);
}

static void put_keys(const struct app *app, struct str *out)
{
	struct binding begun = { .n = app->pending_n };

	for (int i = 0; i < app->pending_n; i++)
		begun.key[i] = app->pending[i];
	binding_show(&begun, out);
}

void pending_draw_keys(struct app *app, int row)
{
	struct str s = { 0 };

	put_keys(app, &s);
	str_puts(&s, " ...");
	canvas_field(&app->canvas, row, 1, app->layout.columns - 1, STYLE_KEY, str_text(&s));
	str_release(&s);
}

int64_t pending_due(const struct app *app)
{
	return app->pending_n > 0 && !app->pending_told ? app->pending_at + PENDING_TOLD_AFTER
							 : INT64_MAX;
}

/* "l  Go to the log": the keys still to come, and what they do. */
static int put_line(const struct app *app, const struct binding *b, struct str *out)
{
	struct binding rest = { .n = b->n - app->pending_n };

	for (int i = 0; i < rest.n; i++)
		rest.key[i] = b->key[app->pending_n + i];
	binding_show(&rest, out);
	str_printf(out, "  %s", _(screen_commands[b->command].help));
	return text_width(str_text(out));
}

void pending_draw(struct app *app)
{
	int end = app->layout.body + app->layout.height, width = 0, lines = 0, row;
	struct str s = { 0 };

	if (app->pending_n == 0 || app_ticks() < app->pending_at + PENDING_TOLD_AFTER)
		return;
	app->pending_told = true;
	for (const struct binding *b = NULL; (b = next(app, b)); lines++) {
		int wide;

		str_reset(&s);
		wide = put_line(app, b, &s);
		width = wide > width ? wide : width;
	}
	lines = lines + 2 < end ? lines : end - 2;
	width = width + 4 < app->layout.columns ? width + 4 : app->layout.columns;
	str_reset(&s);
	put_keys(app, &s);
	row = end - lines - 2;
	if (lines > 0)
		canvas_box(&app->canvas, row, 0, lines + 2, width, str_text(&s));
	for (const struct binding *b = NULL; lines-- > 0 && (b = next(app, b));) {
		str_reset(&s);
		put_line(app, b, &s);
		canvas_field(&app->canvas, ++row, 2, width - 4, STYLE_DIALOG, str_text(&s));
	}
	str_release(&s);
}
