/*
 * app.c - the running screens: events in, one drawing out per event; what is left of the time goes
 * to counts and the draft. A key that waits ends idle work at its next slice.
 */
#include "tui/app.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/fulltext.h"
#include "tui/i18n.h"
#include "tui/key.h"
#include "tui/keys_file.h"
#include "tui/linear.h"
#include "tui/pending.h"
#include "tui/session.h"

enum {
	MS = 1000,			/* µs */
	IDLE_AFTER = 15 * MS,		/* idle work begins that long after a key */
	INDEX_AFTER = 1000 * MS,	/* catching up with the full-text index, likewise */
	INDEX_ROWS = 1024,		/* in one slice of it */
	DRAFT_AFTER = 500 * MS,		/* of rest */
	DRAFT_AT_LAST = 900 * MS,	/* after the first key that is not on the disk */
	LOOK_EVERY = 1000 * MS,		/* for what others have written */
	DRAW_EVERY = 40 * MS,		/* at least, while keys keep coming */
	PAGE_CACHE = 768 << 10,		/* bytes: a page of any view, and the way to it */
};

int64_t app_ticks(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static bool key_waits(void *with)
{
	return term_pending(with);
}

void app_stoppable(struct app *app)
{
	db_interrupt_hook(app->nb->db, key_waits, app->term);
}

void app_unstoppable(struct app *app)
{
	db_interrupt_hook(app->nb->db, NULL, NULL);
}

struct view *app_view(struct app *app)
{
	return &app->view[app->current];
}

void app_show(char *out, size_t size, const char *from_outside)
{
	struct str s = { 0 };
	size_t n;

	if (from_outside)
		text_show(&s, from_outside, strlen(from_outside), TEXT_ONE_LINE);
	n = s.len < size ? s.len : size - 1;
	while (n > 0 && n < s.len && ((unsigned char)s.at[n] & 0xc0) == 0x80)
		n--;
	memcpy(out, str_text(&s), n);
	out[n] = '\0';
	str_release(&s);
}

/* --- messages ------------------------------------------------------------------------ */

static void message_add(struct app *app, bool error, const char *from_outside)
{
	struct str safe = { 0 };

	if (app->messages == MESSAGES_MAX) {
		free(app->message[0].text);
		memmove(app->message, app->message + 1, (MESSAGES_MAX - 1) * sizeof *app->message);
		app->messages--;
	}
	text_show(&safe, from_outside, strlen(from_outside), TEXT_ONE_LINE);
	app->message[app->messages++] =
	    (struct message){ .at = when_now(), .error = error, .text = str_take(&safe) };
	app->message_fresh = true;
}

void app_say(struct app *app, const char *fmt, ...)
{
	struct str s = { 0 };
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(&s, fmt, ap);
	va_end(ap);
	message_add(app, false, str_text(&s));
	str_release(&s);
}

void app_error(struct app *app, const struct err *e)
{
	message_add(app, true, e->text);
}

/* --- state --------------------------------------------------------------------------- */

bool app_writable(const struct app *app)
{
	return app->nb->author && app->nb->asof == ASOF_NOW;
}

unsigned app_have(struct app *app)
{
	unsigned have = 0;

	if (app_writable(app))
		have |= NEEDS_WRITE;
	if (app->nb->author)
		have |= NEEDS_AUTHOR;
	if (app->incident)
		have |= NEEDS_INCIDENT;
	if (list_cursor(&app_view(app)->list))
		have |= NEEDS_ROW;
	return have;
}

struct when_context app_when(const struct app *app)
{
	return (struct when_context){ .now = notebook_time(app->nb), .zone = app->zone };
}

static void choose_zone(struct app *app)
{
	const struct incident_list *now = &app->incident_now;
	const char *zone = now->n > 0 && app->times != TIMES_HERE ? now->at[0].zone
								   : app->options->zone;
	struct err e;

	if (app->times == TIMES_UTC || !zone || zone_check(zone, app->zone, &e) < 0)
		snprintf(app->zone, sizeof app->zone, "UTC");
}

void app_changed(struct app *app)
{
	uint8_t hash[DIGEST_SIZE];
	struct err e;

	journal_head(app->nb, &app->head, hash, &e);
	for (int i = 0; i < VIEWS; i++)
		app->view[i].stale = true;
	app->pane.thing = 0;
	incident_list_release(&app->incident_now);
	if (app->incident && incident_load(app->nb, app->incident, &app->incident_now, &e) < 0)
		incident_list_release(&app->incident_now);
	choose_zone(app);
	due_load(app);
}

void app_choose(struct app *app, int64_t incident)
{
	app->incident = incident;
	app->t0 = (struct t0){ 0 };
	for (int i = 0; i < VIEWS; i++)
		view_reset(&app->view[i]);
	app_changed(app);
}

void app_go(struct app *app, enum view_id id)
{
	app->current = id;
	app->pending_n = 0;
}

/* --- layers -------------------------------------------------------------------------- */

void app_push(struct app *app, struct layer *l)
{
	l->below = app->top;
	app->top = l;
	app->pending_n = 0;
}

void app_pop(struct app *app)
{
	struct layer *l = app->top;

	if (!l)
		return;
	app->top = l->below;
	l->ops->release(app, l);
}

void app_pop_all(struct app *app)
{
	while (app->top)
		app_pop(app);
}

/* --- commands ------------------------------------------------------------------------ */

static void (*const command_run[COMMANDS])(struct app *app, const char *argument) = {
#define COMMAND(name, NAME, typed, args, needs, where, keys, help) [CMD_##NAME] = cmd_##name,
#include "tui/commands.def"
#undef COMMAND
};

struct asked {
	enum screen_command_id id;
};

static void argument_done(struct app *app, const char *text, void *with)
{
	struct asked *asked = with;
	enum screen_command_id id = asked->id;

	if (*text)
		app_run(app, id, text);
}

static void ask_argument(struct app *app, enum screen_command_id id)
{
	const struct screen_command *c = &screen_commands[id];
	struct asked *asked = xmalloc(sizeof *asked);
	struct str label = { 0 }, hint = { 0 };

	asked->id = id;
	str_printf(&label, "%s> ", c->name);
	str_printf(&hint, "%s   %s", c->argument, _(c->help));
	layer_line(app, &(struct line_question){ .label = str_text(&label), .hint = str_text(&hint),
	    .done = argument_done, .with = asked });
	str_release(&label);
	str_release(&hint);
}

void app_run(struct app *app, enum screen_command_id id, const char *argument)
{
	const char *refusal = screen_command_refusal(id, app->current, app_have(app));

	if (argument && !*argument)
		argument = NULL;
	if (refusal) {
		app_say(app, "%s: %s", screen_commands[id].name, refusal);
		return;
	}
	if ((screen_commands[id].needs & NEEDS_ARGUMENT) && !argument) {
		ask_argument(app, id);
		return;
	}
	command_run[id](app, argument);
}

void app_view_key(struct app *app, int key)
{
	int command;

	if (!app_view(app)->loaded) /* keys that come faster than it was drawn */
		view_ready(app_view(app));
	app->pending[app->pending_n++] = key;
	app->pending_at = app_ticks();
	app->pending_told = false;
	switch (keymap_find(&app->keys, app->pending, app->pending_n, app->current, &command)) {
	case KEYMAP_MORE:
		return;
	case KEYMAP_FOUND:
		app->pending_n = 0;
		app_run(app, (enum screen_command_id)command, NULL);
		return;
	case KEYMAP_NONE:
		break;
	}
	if (app->pending_n == 1 && key != K_ESC)
		app_say(app, _("That key does nothing here; ? shows those that do"));
	app->pending_n = 0;
}

/* --- drawing ------------------------------------------------------------------------- */

static void draw_layers(struct app *app, struct layer *l)
{
	if (!l)
		return;
	draw_layers(app, l->below);
	l->ops->draw(app, l);
}

static bool typing(const struct app *app)
{
	for (const struct layer *l = app->top; l; l = l->below)
		if (l->ops->line)
			return true;
	return false;
}

void app_draw(struct app *app)
{
	int rows, columns;
	struct view *v = app_view(app);

	term_size(app->term, &rows, &columns);
	if (rows != app->canvas.rows || columns != app->canvas.columns)
		canvas_resize(&app->canvas, rows, columns);
	else
		canvas_clear(&app->canvas);
	app->layout = layout_of(rows, columns,
	    (struct layout_parts){ .banner = !app_writable(app),
		.typing = typing(app),
		.header = v->ops->columns > 0,
		.due = app->due.n > 0,
		.lesson = app->lesson ? lesson_lines(app, columns) : 0,
		.pane = v->ops->detail && !app->pane.off });
	app->cursor_row = -1;
	app->cursor_column = 0;
	memset(app->row_at, -1, sizeof app->row_at);
	memset(app->tab, 0, sizeof app->tab);
	view_ready(v);
	view_draw(v);
	frame_draw(app);
	if (app->lesson && app->layout.lesson >= 0)
		lesson_draw(app, app->layout.lesson, app->layout.lesson_lines);
	draw_layers(app, app->top);
	pending_draw(app);
	if (app->settings.borders != BORDERS_ASCII)
		canvas_borders(&app->canvas, app->settings.borders == BORDERS_LINE);
	pane_wanted(app);
	term_show(app->term, &app->canvas, app->cursor_row, app->cursor_column);
}

/* --- idle ---------------------------------------------------------------------------- */

static bool idle_wanted(struct app *app)
{
	struct view *v = app_view(app);

	return v->loaded && !v->stale &&
	    ((v->ops->count && !v->counted) ||
		(v->ops->idle && (!v->ops->idles || v->ops->idles(v))));
}

/* One slice; true when something to be shown has come of it. */
static bool idle_slice(struct app *app, bool *more)
{
	struct view *v = app_view(app);
	enum idle did = v->ops->idle ? v->ops->idle(v) : IDLE_NOTHING;
	struct err e;

	*more = did == IDLE_MORE;
	if (did != IDLE_NOTHING || !v->ops->count || v->counted)
		return did == IDLE_SHOW;
	if (v->ops->count(v, &e) < 0)
		v->counted = true;
	*more = true;
	return v->counted;
}

static bool idle_run(struct app *app)
{
	bool more = true, show = false;

	while (more && !term_pending(app->term))
		if (idle_slice(app, &more)) {
			show = true;
			break;
		}
	app->idle_at = more ? app_ticks() : INT64_MAX;
	return show;
}

/* Nobody has typed for a while: the full-text index takes in what is not in it yet. That it cannot
 * be written is no error to anybody here: all is found without it. */
static void index_run(struct app *app)
{
	bool more = fulltext_behind(app->nb);
	struct err e = { 0 };

	if (more && fulltext_open(app->nb, NULL, &e) < 0)
		more = false;
	while (more && app->nb->fulltext && !term_pending(app->term))
		if (fulltext_step(app->nb, INDEX_ROWS, &more, NULL, &e) < 0)
			more = false;
	app->index_at = more && app->nb->fulltext ? app_ticks() + INDEX_AFTER : INT64_MAX;
}

static void save_draft(struct app *app)
{
	struct str text = { 0 };
	struct err e = { 0 };

	entry_draft_put(app, &text);
	if (draft_save(&app->draft, str_text(&text), true, &e) < 0)
		app_error(app, &e);
	str_release(&text);
}

/* Rows and targets stay as they are while a dialog is open. */
static bool frozen(const struct app *app)
{
	for (const struct layer *l = app->top; l; l = l->below)
		if (!l->ops->live)
			return true;
	return false;
}

/* What another blotter has written since; only the look costs anything when there is nothing. */
static void look_for_others(struct app *app)
{
	int64_t version = db_version(app->nb->db), known = app->head;
	uint8_t hash[DIGEST_SIZE];
	struct err e;

	app->looked = app_ticks();
	if (version == app->version)
		return;
	app->version = version;
	if (journal_head(app->nb, &app->head, hash, &e) == 0 && app->head > known)
		app->news += app->head - known;
	app->held = true;
}

/* What was held back is shown as soon as no dialog is open. */
static void let_go(struct app *app)
{
	if (!app->held || frozen(app))
		return;
	app->held = false;
	app_changed(app);
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Milliseconds until something is due without a key. */
static int patience(struct app *app, int64_t typed_at, bool drafting)
{
	int64_t now = app_ticks();
	int64_t minute = 60000 * MS - (when_now() % (60000 * MS)) + 5 * MS;
	int64_t due = least(minute, app->looked + LOOK_EVERY - now);

	if (app->tick_at != INT64_MAX)
		due = least(due, app->tick_at - now);
	if (app->pane.due != INT64_MAX)
		due = least(due, app->pane.due - now);
	if (pending_due(app) != INT64_MAX)
		due = least(due, pending_due(app) - now);
	if (app->idle_at != INT64_MAX)
		due = least(due, app->idle_at - now);
	if (app->index_at != INT64_MAX)
		due = least(due, app->index_at - now);
	if (drafting)
		due = least(due, least(typed_at + DRAFT_AFTER, app->unsaved + DRAFT_AT_LAST) - now);
	return due <= 0 ? 0 : (int)((due + MS - 1) / MS);
}

/* --- events -------------------------------------------------------------------------- */

static void take_key(struct app *app, int key)
{
	app->message_fresh = false;
	if (!app->held)
		app->news = 0;
	if (app->top)
		app->top->ops->key(app, app->top, key);
	else
		app_view_key(app, key);
}

static void click(struct app *app, int row, int column)
{
	struct view *v = app_view(app);
	struct err e = { 0 };
	int at = row >= 0 && row < LAYOUT_ROWS_MAX ? app->row_at[row] : -1;

	for (int i = 0; i < VIEWS && row == app->layout.tabs; i++)
		if (column >= app->tab[i].from && column < app->tab[i].end)
			app_go(app, (enum view_id)i);
	if (at < 0 || at >= v->list.n)
		return;
	if (at == v->list.cursor)
		app_run(app, CMD_OPEN, NULL);
	else if (list_move(&v->list, at - v->list.cursor, &e) < 0)
		app_error(app, &e);
}

/* The wheel is the arrow keys, three at a time; a second click on a row opens it. */
static void take_mouse(struct app *app, const struct event *ev)
{
	app->message_fresh = false;
	for (int i = 0; i < 3 && ev->wheel; i++) {
		if (app->top)
			app->top->ops->key(app, app->top, ev->wheel < 0 ? K_UP : K_DOWN);
		else
			app_run(app, ev->wheel < 0 ? CMD_ROW_UP : CMD_ROW_DOWN, NULL);
	}
	if (!ev->wheel && !app->top)
		click(app, ev->row, ev->column);
}

/* A paste into a view is taken as the beginning of an entry: letters of it must not run commands.
 */
static void take_paste(struct app *app, const struct str *text)
{
	if (!app->top && app_writable(app))
		app_run(app, CMD_LOG, NULL);
	if (app->top && app->top->ops->paste)
		app->top->ops->paste(app, app->top, str_text(text), text->len);
}

static void take_event(struct app *app, const struct event *ev)
{
	switch (ev->kind) {
	case EVENT_KEY:
		take_key(app, ev->key);
		break;
	case EVENT_MOUSE:
		take_mouse(app, ev);
		break;
	case EVENT_PASTE:
		take_paste(app, ev->text);
		break;
	case EVENT_END:
		app->signal = ev->key;
		app->quit = true;
		break;
	case EVENT_STOP:
		save_draft(app);
		term_suspend(app->term);
		break;
	case EVENT_RESIZE:
	case EVENT_NONE:
		break;
	}
}

static bool draft_differs(struct app *app)
{
	struct str text = { 0 };
	bool differs;

	if (!app->draft.path)
		return false;
	entry_draft_put(app, &text);
	differs = strcmp(str_text(&app->draft.saved), str_text(&text)) != 0;
	str_release(&text);
	return differs;
}

/* However fast the keys come, no more than a second of them is only in memory. */
static void mind_draft(struct app *app, int64_t typed_at)
{
	int64_t now = app_ticks();

	if (!draft_differs(app))
		app->unsaved = 0;
	else if (app->unsaved == 0)
		app->unsaved = now;
	else if (now >= typed_at + DRAFT_AFTER || now >= app->unsaved + DRAFT_AT_LAST)
		save_draft(app);
}

/* Nothing came: what is due by the clock. True when the screen may have changed. */
static bool time_passed(struct app *app)
{
	bool show = false;
	int64_t now = app_ticks();

	if (now >= app->looked + LOOK_EVERY) {
		look_for_others(app);
		if (notebook_time(app->nb) / (60000 * MS) != app->due_minute)
			due_load(app);
		show = true; /* the clock in the title may have moved on; nothing is sent if not */
	}
	if (now >= app->tick_at) {
		app->tick_at = INT64_MAX;
		if (app->top && app->top->ops->tick)
			app->top->ops->tick(app, app->top);
		show = true;
	}
	show |= now >= pending_due(app);
	if (now >= app->pane.due)
		show |= pane_load(app);
	if (now >= app->idle_at)
		show |= idle_run(app);
	else if (now >= app->index_at)
		index_run(app);
	return show;
}

/* Where nothing has been logged yet the line has the keys from the beginning. */
static void begin_line(struct app *app)
{
	if (app->current == VIEW_LOG && app->view[VIEW_LOG].list.n == 0 && app_writable(app))
		layer_entry(app, true);
}

/* The next event: a key typed while work went on, or what comes now. */
static struct event next_event(struct app *app, int milliseconds)
{
	struct event ev = { .kind = EVENT_KEY };

	if (app->ahead_n == 0)
		return term_wait(app->term, milliseconds);
	ev.key = app->ahead[0];
	memmove(app->ahead, app->ahead + 1, (size_t)--app->ahead_n * sizeof *app->ahead);
	return ev;
}

static void loop(struct app *app)
{
	int64_t typed_at = 0, drawn_at = 0;
	bool show = true;

	app_draw(app);
	begin_line(app);

	while (!app->quit) {
		struct event ev;

		if (show && (!term_pending(app->term) || app_ticks() - drawn_at > DRAW_EVERY)) {
			app_draw(app);
			drawn_at = app_ticks();
			show = false;
			app->idle_at = idle_wanted(app) ? drawn_at + IDLE_AFTER : INT64_MAX;
		}
		ev = next_event(app, show ? 0 : patience(app, typed_at, draft_differs(app)));
		if (ev.kind == EVENT_NONE) {
			show |= time_passed(app);
		} else {
			take_event(app, &ev);
			typed_at = app_ticks();
			app->index_at = typed_at + INDEX_AFTER;
			show = true;
		}
		if (app->lesson)
			show |= lesson_look(app);
		mind_draft(app, typed_at);
		let_go(app);
	}
}

void app_look(struct app *app)
{
	look_for_others(app);
	let_go(app);
}

/* --- beginning and end ----------------------------------------------------------------- */

static void begin_incident(struct app *app)
{
	struct err e = { 0 };
	int64_t incident = app->options->incident;

	app->current = VIEW_LOG;
	if (!incident && incident_default(app->nb, &incident, &e) < 0) {
		incident = 0;
		if (e.kind == ERR_USAGE) {
			app->current = VIEW_INCIDENTS;
			app_say(app, _("Several incidents are open: choose one with Enter"));
		}
	}
	app_choose(app, incident);
}

/* Who shares a notebook and a login with others gets their own line back, not theirs: the draft is
 * kept by notebook and writer. */
static void draft_name(const struct notebook *nb, struct str *out)
{
	const char *author = nb->author ? nb->author : "", *mail = strchr(author, '<');

	str_puts(out, nb->id);
	str_putc(out, '-');
	for (const char *s = mail ? mail + 1 : author; *s && *s != '>' && out->len < 120; s++)
		str_putc(out, isalnum((unsigned char)*s) ? *s : '_');
}

static void begin_draft(struct app *app)
{
	struct err e = { 0 };
	struct str text = { 0 }, name = { 0 };

	draft_name(app->nb, &name);
	if (draft_init(&app->draft, app->options->state_dir, "drafts", str_text(&name), &e) < 0)
		app_error(app, &e);
	str_release(&name);
	draft_load(&app->draft, &text);
	if (text.len > 0)
		entry_draft_take(app, text.at);
	str_release(&text);
}

static void app_init(struct app *app)
{
	app->entry.many_lines = true;
	app->idle_at = app->tick_at = app->pane.due = INT64_MAX;
	app->index_at = app_ticks() + INDEX_AFTER;
	canvas_init(&app->canvas, 1, 1);
	for (int i = 0; i < VIEWS; i++)
		view_init(&app->view[i], app, (enum view_id)i);
	db_wait_hook(app->nb->db, work_waits, app);
	app->version = db_version(app->nb->db);
	app->looked = app_ticks();
	begin_incident(app);
	session_begin(app);
	begin_draft(app);
	if (app->options->first)
		app_say(app, "%s", app->options->first);
}

static void app_release(struct app *app)
{
	db_wait_hook(app->nb->db, NULL, NULL);
	app_pop_all(app);
	for (int i = 0; i < VIEWS; i++)
		view_release(&app->view[i]);
	for (int i = 0; i < app->messages; i++)
		free(app->message[i].text);
	incident_list_release(&app->incident_now);
	str_release(&app->pane.text);
	values_release(&app->values);
	prompt_release(&app->entry);
	prompt_release(&app->command);
	prompt_release(&app->search);
	prompt_release(&app->filter);
	bookmarks_release(app);
	draft_release(&app->draft);
	keymap_release(&app->keys);
	canvas_release(&app->canvas);
	free(app->found_text);
	free(app->kept.text);
}

static struct app *app_new(
    struct notebook *nb, const struct screens_options *o, const struct settings *settings)
{
	struct app *app = xcalloc(1, sizeof *app);

	app->options = o;
	app->nb = nb;
	settings_init(&app->settings);
	if (settings)
		app->settings = *settings;
	return app;
}

/* From the first picture to leaving. */
static void run(struct app *app)
{
	app_init(app);
	if (app->options->linear) {
		linear_run(app);
	} else {
		loop(app);
		while (
		    layer_line_leave(app)) /* what a filter half typed shows is not where one was */
			;
		session_keep(app, false);
	}
	save_draft(app);
}

int screens_run(
    struct notebook *nb, const struct screens_options *o, char **next, struct err *e)
{
	struct app *app = app_new(nb, o, o->settings);
	int status = -1;

	db_cache_usual(nb->db, PAGE_CACHE);
	if (keys_load(&app->keys, o->keys_path, e) == 0)
		app->term = o->linear ? term_open_none()
				      : term_open(&(struct term_options){ .color = o->color,
						      .theme = (enum theme)app->settings.theme,
						      .mouse = app->settings.mouse },
					    e);
	if (app->term) {
		run(app);
		term_close(app->term);
		status = app->signal ? 128 + app->signal : 0;
	}
	*next = app->next;
	app_release(app);
	free(app);
	return status;
}

/* What was typed in the outer screens is kept first; a signal ends both. */
int app_within(struct app *app, struct notebook *nb, struct lesson *lesson, struct err *e)
{
	struct screens_options o = *app->options;
	struct app *inner = app_new(nb, &o, &app->settings);
	int status;

	save_draft(app);
	o.incident = 0;
	o.first = NULL;
	o.state_dir = NULL; /* nothing is kept of it */
	inner->term = app->term;
	inner->lesson = lesson;
	status = keys_load(&inner->keys, o.keys_path, e);
	if (status == 0)
		run(inner);
	if (inner->signal) {
		app->signal = inner->signal;
		app->quit = true;
	}
	app->settings = inner->settings;
	app_release(inner);
	free(inner);
	return status;
}
