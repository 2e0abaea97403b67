/*
 * layer_line.c - a question answered with one line, where the entry line stands: search, filter,
 * arguments, reasons.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/line.h"

struct line {
	struct layer layer;
	char *label, *hint; /* owned; hint may be NULL */
	struct prompt prompt;
	struct line_question q; /* its label, text and hint are not used any more */
	struct err wrong;	/* with what is typed so far; kind 0: nothing */
	size_t fault_at;	/* the byte; SIZE_MAX: nobody knows */
};

static void question_draw(struct app *app, struct layer *l)
{
	struct line *line = (struct line *)l;

	line_draw(app, &line->prompt, line->label, true);
	if (line->wrong.kind)
		line_draw_fault(app, &line->prompt, line->label, line->fault_at, line->wrong.text);
	else if (line->hint && app->layout.preview >= 0)
		canvas_field(&app->canvas, app->layout.preview, 1, app->layout.columns - 1,
		    STYLE_NORMAL, line->hint);
}

static void line_changed(struct app *app, struct line *line)
{
	line->wrong = (struct err){ 0 };
	line->fault_at = SIZE_MAX;
	if (line->q.changed)
		line->q.changed(app, prompt_text(&line->prompt), line->q.with, &line->fault_at,
		    &line->wrong);
}

static void drop(const struct line_question *q)
{
	if (q->drop)
		q->drop(q->with);
	else
		free(q->with);
}

/* The layer is gone before `done` runs, which may ask the next question. */
static void line_enter(struct app *app, struct line *line)
{
	char *text = xstrdup(prompt_text(&line->prompt));
	struct line_question q = line->q;

	if (line->wrong.kind) { /* the line stays */
		app_error(app, &line->wrong);
		free(text);
		return;
	}
	if (q.history)
		prompt_remember(q.history, text);
	line->q.with = NULL;
	app_pop(app);
	q.done(app, text, q.with);
	drop(&q);
	free(text);
}

static void line_leave(struct app *app, struct line *line)
{
	struct line_question q = line->q;

	line->q.with = NULL;
	app_pop(app);
	if (q.left)
		q.left(app, q.with);
	drop(&q);
}

static void line_key(struct app *app, struct layer *l, int key)
{
	struct line *line = (struct line *)l;

	switch (prompt_key(&line->prompt, key)) {
	case PROMPT_ENTER:
		line_enter(app, line);
		break;
	case PROMPT_LEAVE:
		line_leave(app, line);
		break;
	case PROMPT_USED:
		line_changed(app, line);
		break;
	case PROMPT_UNUSED:
		break;
	}
}

static void line_paste(struct app *app, struct layer *l, const char *bytes, size_t n)
{
	struct line *line = (struct line *)l;

	prompt_paste(&line->prompt, bytes, n);
	line_changed(app, line);
}

static void line_release(struct app *app, struct layer *l)
{
	struct line *line = (struct line *)l;

	free(line->label);
	free(line->hint);
	drop(&line->q);
	prompt_release(&line->prompt);
	free(line);
}

static void line_say(struct app *app, struct layer *l, struct str *out)
{
	struct line *line = (struct line *)l;
	const char *text = prompt_text(&line->prompt);

	if (line->hint)
		str_printf(out, "%s\n", line->hint);
	if (*text) {
		str_puts(out, _("now: "));
		text_show(out, text, strlen(text), TEXT_ONE_LINE);
		str_putc(out, '\n');
	}
	str_puts(out, line->label);
}

static const struct layer_ops line_ops = { .draw = question_draw,
	.key = line_key,
	.paste = line_paste,
	.release = line_release,
	.say = line_say,
	.line = true,
	.hint = N_("Enter go on  Esc leave the line  Up history") };

static char *safe_copy(const char *from_outside)
{
	struct str s = { 0 };

	text_show(&s, from_outside, strlen(from_outside), TEXT_ONE_LINE);
	str_puts(&s, "");
	str_need(&s, 1);
	return str_take(&s);
}

void layer_line(struct app *app, const struct line_question *q)
{
	struct line *line = xcalloc(1, sizeof *line);

	line->layer.ops = &line_ops;
	line->label = safe_copy(q->label);
	line->hint = q->hint ? safe_copy(q->hint) : NULL;
	line->q = *q;
	if (q->text)
		prompt_set(&line->prompt, q->text);
	for (int i = 0; q->history && i < q->history->history_n; i++)
		prompt_remember(&line->prompt, q->history->history[i]);
	app_push(app, &line->layer);
}

bool layer_line_leave(struct app *app)
{
	if (!app->top || app->top->ops != &line_ops)
		return false;
	line_leave(app, (struct line *)app->top);
	return true;
}
