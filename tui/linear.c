/*
 * linear.c - the screens as a dialogue of lines, for readers of screens, braille and terminals that
 * can do nothing else. The same commands and layers: what a view or a layer shows is said, a line
 * that is read is given to it as keys. Nothing is ever drawn twice or moved.
 */
#include "tui/linear.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/i18n.h"
#include "tui/key.h"
#include "tui/show.h"
#include "tui/utf8.h"

enum { LIST_MOST = 20, COUNT_FOR = 200000 /* µs */ };

struct linear {
	struct app *app;
	int said;	 /* messages told so far */
	enum view_id view; /* told last */
	int64_t thing;	 /* row told last */
	int64_t asof;	 /* told last */
	int step;	 /* of the lesson, told last */
};

static void put(const struct str *s)
{
	fwrite(str_text(s), 1, s->len, stdout);
	if (s->len > 0 && s->at[s->len - 1] != '\n')
		putchar('\n');
}

/* What is asked for, and where it is answered. */
static void put_prompt(const struct str *s)
{
	fwrite(str_text(s), 1, s->len, stdout);
	if (s->len < 2 || (s->at[s->len - 2] != '>' && s->at[s->len - 2] != ':'))
		fputs("\n> ", stdout);
}

static void say_messages(struct linear *l)
{
	struct app *app = l->app;

	for (int i = l->said; i < app->messages; i++)
		printf("%s%s\n", app->message[i].error ? _("error: ") : "", app->message[i].text);
	l->said = app->messages;
}

/* --- rows and views ------------------------------------------------------------------------ */

/* "ID RW12; TIME 11:40; K +; WHO Rina Wati; WHAT rotate S3 keys". */
static void say_row(const struct view *v, int i)
{
	const struct list_row *r = &v->list.row[i], *before = i > 0 ? r - 1 : NULL;
	struct str s = { 0 }, cell = { 0 };

	if (marks_has(&v->marks, r->thing))
		str_printf(&s, "%s; ", _("marked"));
	for (int k = 0; k < v->ops->columns; k++) {
		const char *shown = list_row_column(r, k);

		str_reset(&cell);
		if (v->ops->hides && v->ops->hides(v, k))
			continue;
		if (v->ops->cell && v->ops->cell((struct view *)v, r, before, k, &cell))
			shown = str_text(&cell);
		shown += strspn(shown, " ");
		if (*shown)
			str_printf(&s, "%s %s; ", _(v->ops->column[k].title), shown);
	}
	if (s.len >= 2)
		s.len -= 2;
	str_putc(&s, '\n');
	put(&s);
	str_release(&s);
	str_release(&cell);
}

static void count(struct view *v)
{
	int64_t until = app_ticks() + COUNT_FOR;
	struct err e;

	while (v->ops->count && !v->counted && app_ticks() < until)
		if (v->ops->count(v, &e) < 0)
			return;
}

/* What stands where there are no rows is drawn, not listed: it is read off. */
static void say_empty(struct app *app)
{
	struct str s = { 0 };

	for (int i = 0; i < app->layout.height; i++) {
		str_reset(&s);
		canvas_row_text(&app->canvas, app->layout.body + i, &s);
		if (s.len > 0)
			put(&s);
	}
	str_release(&s);
}

static void say_view(struct linear *l)
{
	struct app *app = l->app;
	struct view *v = app_view(app);
	const struct incident_list *now = &app->incident_now;
	struct str s = { 0 };

	count(v);
	str_puts(&s, _(v->ops->title));
	if (now->n > 0) {
		str_puts(&s, _(" of "));
		text_show(&s, now->at[0].ref, strlen(now->at[0].ref), TEXT_ONE_LINE);
		str_putc(&s, ' ');
		text_show(&s, now->at[0].title, strlen(now->at[0].title), TEXT_ONE_LINE);
	}
	if (v->counted) {
		str_puts(&s, ", ");
		show_number(&s, v->count);
		str_puts(&s, v->filter ? _(" pass") : v->count == 1 ? _(" row") : _(" rows"));
	}
	if (!app_writable(app))
		str_puts(&s, app->nb->asof == ASOF_NOW ? _(", read only") : _(", AS OF THE PAST"));
	put(&s);
	if (v->list.n == 0)
		say_empty(app);
	str_release(&s);
}

/* The view when it is another one, the row under the cursor when it is another one. */
static void say_place(struct linear *l, bool again)
{
	struct view *v = app_view(l->app);
	const struct list_row *r;

	app_draw(l->app);
	again |= l->asof != l->app->nb->asof;
	r = list_cursor(&v->list);
	if (l->view != l->app->current || again)
		say_view(l);
	if (r && (r->thing != l->thing || l->view != l->app->current || again))
		say_row(v, v->list.cursor);
	l->view = l->app->current;
	l->asof = l->app->nb->asof;
	l->thing = r ? r->thing : 0;
}

/* Rows from the cursor on, which goes along. */
static void say_rows(struct linear *l, int n)
{
	struct view *v = app_view(l->app);
	struct err e = { 0 };

	if (v->list.n == 0)
		say_empty(l->app);
	for (int i = 0; i < n && v->list.n > 0; i++) {
		int64_t thing = list_cursor(&v->list)->thing;

		if (i > 0 &&
		    (list_move(&v->list, 1, &e) < 0 || list_cursor(&v->list)->thing == thing))
			break;
		say_row(v, v->list.cursor);
	}
	if (e.kind)
		app_error(l->app, &e);
	l->thing = v->list.n > 0 ? list_cursor(&v->list)->thing : 0;
}

/* --- lines read ---------------------------------------------------------------------------- */

static void to_layer(struct app *app, int key)
{
	app->top->ops->key(app, app->top, key);
}

/* A line for a layer: it replaces what stands there, but for an entry that was begun, which it
 * ends; an empty one leaves. */
static void line_to_layer(struct app *app, const char *line)
{
	struct layer *top = app->top;
	size_t used;
	int key;

	if (!*line) {
		to_layer(app, K_ESC);
		return;
	}
	if (top->ops->one_key) {
		key = key_parse(line, &used);
		to_layer(app, key < 0 ? K_ESC : key);
		return;
	}
	if (entry_line_goes_on(app, line))
		return;
	to_layer(app, 'E' & KEY_IS_CTRL);
	to_layer(app, 'U' & KEY_IS_CTRL);
	while (*line && app->top == top)
		to_layer(app, (int)utf8_next(&line));
	if (app->top == top)
		to_layer(app, K_ENTER);
}

/* The command whose keys the line is; -1: none. */
static int by_keys(struct app *app, const char *line)
{
	int keys[KEYMAP_SEQUENCE_MAX], n = 0, command = -1;

	while (*line && n < KEYMAP_SEQUENCE_MAX) {
		size_t used;

		if ((keys[n] = key_parse(line, &used)) < 0)
			return -1;
		line += used;
		n++;
	}
	if (*line || keymap_find(&app->keys, keys, n, app->current, &command) != KEYMAP_FOUND)
		return -1;
	return command;
}

/* log TEXT is saved at once: the line was ended by Enter already. */
static void run(struct app *app, enum screen_command_id id, const char *argument)
{
	bool typed = (id == CMD_LOG || id == CMD_DONE) && *argument;

	app_run(app, id, argument);
	if (typed && app->top)
		to_layer(app, K_ENTER);
	if (typed && app->top)
		app_pop(app); /* it was refused, and why is said; the text is the draft */
}

static void line_to_view(struct linear *l, const char *line)
{
	struct app *app = l->app;
	const char *name = line + (*line == ':');
	size_t n = strcspn(name, " ");
	const char *argument = name + n + strspn(name + n, " ");
	int id = by_keys(app, line);

	if (id >= 0)
		app_run(app, (enum screen_command_id)id, NULL);
	else if (strncmp(name, "list", n) == 0 && n == 4)
		say_rows(l, LIST_MOST);
	else if ((id = screen_command_find(name, n)) >= 0)
		run(app, (enum screen_command_id)id, argument);
	else
		app_say(app, _("There is no command '%s'; help says which there are"), name);
}

/* What a layer says; one that is only to be read is gone with that. */
static bool say_layers(struct linear *l)
{
	struct app *app = l->app;

	while (app->top) {
		struct layer *top = app->top;
		struct str s = { 0 };

		if (top->ops->say)
			top->ops->say(app, top, &s);
		if (top->ops->once)
			put(&s);
		else
			put_prompt(&s);
		str_release(&s);
		if (!top->ops->once)
			return true;
		app_pop(app);
	}
	return false;
}

/* The step of the lesson when it is another one. */
static void say_lesson(struct linear *l)
{
	struct str s = { 0 };

	if (!l->app->lesson)
		return;
	lesson_look(l->app);
	if (l->app->lesson->step == l->step)
		return;
	l->step = l->app->lesson->step;
	lesson_say(l->app, &s);
	put(&s);
	str_release(&s);
}

static void say_beginning(struct linear *l)
{
	puts(
	    _("blotter, line by line. help says what there is; list reads rows; log TEXT writes an "
	      "entry;"));
	puts(_("an empty line says where you are, or leaves a question; quit ends."));
	say_messages(l);
	say_place(l, true);
}

void linear_run(struct app *app)
{
	struct linear l = { .app = app, .view = VIEWS, .asof = app->nb->asof, .step = -1 };
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	say_beginning(&l);
	while (!app->quit) {
		bool asked = say_layers(&l);

		if (!asked)
			say_lesson(&l);
		if (!asked)
			printf("%s> ", _(app_view(app)->ops->title));
		fflush(stdout);
		if ((n = getline(&line, &room, stdin)) < 0)
			break;
		while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
			line[--n] = '\0';
		if (text_utf8_fault(line, (size_t)n) != (size_t)n)
			app_say(app, _("That line is not UTF-8"));
		else if (app->top)
			line_to_layer(app, line);
		else if (*line)
			line_to_view(&l, line);
		else
			say_place(&l, true);
		say_messages(&l);
		if (!app->quit && !app->top)
			say_place(&l, false);
		app_look(app);
	}
	free(line);
}
