/* line.c - a line that is typed: the entry, a filter, an argument, a command. */
#include "tui/line.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/app.h"

void line_draw(struct app *app, const struct prompt *p, const char *label, bool focus)
{
	struct str shown = { 0 };
	int row = app->layout.entry, column, cursor, width;

	if (row < 0)
		return;
	canvas_fill(&app->canvas, row, 0, app->layout.columns, STYLE_INPUT, ' ');
	column = canvas_text(&app->canvas, row, 0, STYLE_TITLE, label);
	width = app->layout.columns - column;
	if (width < 1) {
		column = 0;
		width = app->layout.columns;
	}
	cursor = prompt_show(p, width, &shown);
	canvas_text(&app->canvas, row, column, STYLE_INPUT, str_text(&shown));
	if (focus) {
		app->cursor_row = row;
		app->cursor_column = column + cursor;
	}
	str_release(&shown);
}

/* From a row on, as many lines as there are rows down to the last. */
static void draw_over(struct app *app, int row, const char *shown)
{
	int width = app->layout.columns - 2, skip;

	for (; *shown && row >= 0 && row < app->layout.rows && width > 1; row++, shown += skip) {
		int n = layout_line(shown, width, &skip);
		char *line = xstrndup(shown, (size_t)n);

		canvas_fill(&app->canvas, row, 0, app->layout.columns, STYLE_NORMAL, ' ');
		canvas_field(&app->canvas, row, 1, width, STYLE_ERROR,
		    row + 1 < app->layout.rows ? line : shown);
		free(line);
	}
}

void line_draw_fault(
    struct app *app, const struct prompt *p, const char *label, size_t at, const char *sentence)
{
	struct str s = { 0 };
	int row = app->layout.preview, begin = text_width(label), columns = app->layout.columns;
	int caret = columns > begin ? prompt_column(p, columns - begin, at) : -1, width;

	if (row < 0)
		return;
	text_show(&s, sentence, strlen(sentence), TEXT_ONE_LINE);
	width = text_width(str_text(&s));
	canvas_fill(&app->canvas, row, 0, columns, STYLE_NORMAL, ' ');
	if (caret >= 0)
		canvas_text(&app->canvas, row, caret + begin, STYLE_ERROR, "^");
	if (caret >= 0 && caret + begin + 2 + width <= columns)
		canvas_text(&app->canvas, row, caret + begin + 2, STYLE_ERROR, str_text(&s));
	else if (caret >= 0 && caret + begin >= width + 1)
		canvas_text(
		    &app->canvas, row, caret + begin - width - 1, STYLE_ERROR, str_text(&s));
	else
		draw_over(app, caret >= 0 && app->layout.message >= 0 ? app->layout.message : row,
		    str_text(&s));
	str_release(&s);
}
