/* pane.c - details beside the list. */
#include "tui/pane.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/app.h"
#include "tui/i18n.h"

enum { REST = 80000 }; /* µs without a key before they are read */

static bool is_of(const struct app *app, const struct list_row *r)
{
	const struct pane *p = &app->pane;

	return p->view == (int)app->current && p->thing == r->thing && p->version == r->version;
}

/* The row at the top of the list; 0 when it is empty. */
static int64_t top_thing(struct app *app)
{
	const struct list *l = &app_view(app)->list;

	return l->n > 0 ? l->row[l->top].thing : 0;
}

void pane_wanted(struct app *app)
{
	const struct list_row *r = list_cursor(&app_view(app)->list);

	app->pane.due =
	    app->layout.pane >= 0 && r && !is_of(app, r) ? app_ticks() + REST : INT64_MAX;
}

bool pane_load(struct app *app)
{
	struct view *v = app_view(app);
	const struct list_row *r = list_cursor(&v->list);
	struct pane *p = &app->pane;
	struct err e = { 0 };

	p->due = INT64_MAX;
	if (!r || !v->ops->detail)
		return false;
	str_reset(&p->text);
	p->view = (int)app->current;
	p->thing = r->thing;
	p->version = r->version;
	p->above = top_thing(app);
	if (v->ops->detail(v, r, &p->text, &e) < 0) {
		str_reset(&p->text);
		text_show(&p->text, e.text, strlen(e.text), TEXT_ONE_LINE);
	}
	return true;
}

/* Lines of the width there is, values under values; false when some did not fit. */
static bool draw_lines(struct app *app, const char *s, int row, int end, int column, int width)
{
	int hang = -1, skip;

	for (; *s && row < end; s += skip) {
		int left, n = layout_fold(s, width, &hang, &left, &skip);
		char *line = xstrndup(s, (size_t)n);

		canvas_text(&app->canvas, row++, column + left, STYLE_NORMAL, line);
		free(line);
	}
	return !*s;
}

void pane_draw(struct app *app, int row, int end)
{
	int column = app->layout.pane, width = app->layout.columns - column - 3;

	if (column < 0 || app->pane.view != (int)app->current)
		return;
	for (int i = row; i < end; i++)
		canvas_fill(&app->canvas, i, column, 1, STYLE_RULE, '|');
	if (app->pane.text.len == 0 || app->pane.thing == 0 || app->pane.above != top_thing(app))
		return;
	if (!draw_lines(app, str_text(&app->pane.text), row, end, column + 2, width)) {
		canvas_fill(&app->canvas, end - 1, column + 1, width + 2, STYLE_NORMAL, ' ');
		canvas_text(&app->canvas, end - 1, column + 2, STYLE_RULE,
		    _("Enter shows the rest"));
	}
}
