/*
 * app.h - the running screens: the one struct that is passed down, its views and its layers.
 *
 * A view is a table of functions over a list; a layer lies over the view (the entry line, the
 * palette, a dialog) and gets the keys first. Esc takes the top layer away. An act goes to the
 * model, whose error becomes a message.
 */
#ifndef BLOTTER_TUI_APP_H
#define BLOTTER_TUI_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "base/when.h"
#include "model/filter.h"
#include "model/incident.h"
#include "model/notebook.h"
#include "tui/canvas.h"
#include "tui/command.h"
#include "tui/draft.h"
#include "tui/due.h"
#include "tui/keymap.h"
#include "tui/layout.h"
#include "tui/lesson.h"
#include "tui/list.h"
#include "tui/marks.h"
#include "tui/pane.h"
#include "tui/prompt.h"
#include "tui/screens.h"
#include "tui/setting.h"
#include "tui/sorting.h"
#include "tui/term.h"
#include "tui/work.h"

struct app;
struct view;

/* One column of a view's list: as wide as its title and what it shows, within least and most; the
 * one that stretches takes what is left. */
struct view_column {
	const char *title; /* not translated yet */
	int least, most, rank;
	bool stretch, right;
};

/* What a slice of idle work has come to. */
enum idle {
	IDLE_NOTHING, /* there was nothing to do */
	IDLE_MORE,    /* there is more */
	IDLE_SHOW,    /* it is complete: draw */
};

struct view_ops {
	const char *title; /* of the tab, not translated yet */
	char key;	   /* its digit */
	enum filter_of of; /* what its filter is about; used where IN_SEARCHABLE has it */
	bool last_first;   /* begins at its end, where the newest is */
	const struct view_column *column;
	int columns;
	list_fetch *fetch; /* in the view's own order; with: the view. Readers call view_fetch */
	list_lines *lines;
	/* Draws what stands above a row (day rules, gaps); returns the lines used. NULL: none. */
	int (*draw_above)(
	    struct view *v, const struct list_row *r, const struct list_row *before, int row);
	/* Text of a column that depends on the row before; false: the row's own text. NULL: none
	 * does. */
	bool (*cell)(struct view *v, const struct list_row *r, const struct list_row *before,
	    int column, struct str *out);
	/* Is a column left out now? NULL: none is. */
	bool (*hides)(const struct view *v, int column);
	/* Lines taken at the top of the body for what is not the list, and their drawing. NULL:
	 * none. */
	int (*top_lines)(struct view *v, int height);
	void (*draw_top)(struct view *v, int row, int lines);
	/* Counts one more slice of rows; sets v->counted and v->count. NULL: nothing to count. */
	int (*count)(struct view *v, struct err *e);
	/* All there is to say about a row, as lines already safe to show. NULL: Enter does
	 * something else. */
	int (*detail)(struct view *v, const struct list_row *r, struct str *out, struct err *e);
	void (*open)(struct view *v, const struct list_row *r); /* Enter, instead of detail */
	void (*draw_empty)(struct view *v, int row, int height); /* what an empty list says */
	/* An idle slice (a strip), before rows are counted; what can wait for the count asks
	 * v->counted. NULL: none. */
	enum idle (*idle)(struct view *v);
	bool (*idles)(struct view *v); /* whether a slice has anything to do. NULL: ask it */
	/* What was counted of the rows may not be so any more. NULL: nothing was. */
	void (*changed)(struct view *v);
	int64_t (*letter)(const struct list_row *r); /* its notification, that m acts on; 0: none */
	const struct sort_key *sort; /* the columns that rows can be sorted by; NULL: none */
	int sorts;
	/* The row of one thing: 1, 0 where it is no more, -1. NULL: it is not looked up alone. */
	int (*load)(struct view *v, int64_t thing, struct list_row *out, struct err *e);
};

struct view {
	const struct view_ops *ops;
	struct app *app;
	enum view_id id;
	struct list list;
	bool loaded;
	bool stale;		/* the notebook has changed: read again before drawing */
	int64_t version;	/* db_version when read */
	char *filter_text;	/* owned; NULL: none */
	struct filter *filter;	/* owned */
	struct filter *finding; /* while a search looks for the next row; borrowed */
	struct sorting sorting;
	struct marks marks;
	struct list_row
	    range_from;         /* a copy of the row where v was pressed; thing 0: no range begun */
	int pan;		/* columns the long text is moved to the left */
	bool wrap;		/* or it goes on in the next line */
	int wrap_width;		/* of its column, as drawn last; 0: not yet */
	int wide[LIST_COLUMNS_MAX]; /* the widest text each column has shown: it never narrows */
	int64_t count;
	int64_t all; /* rows without the filter, when they were counted last; 0: not known */
	bool counted;		/* count is complete */
	int64_t count_key[LIST_KEYS]; /* where counting goes on; key[0] 0: from the beginning */
	struct str count_name;
	void *own;		/* the view's own state, or NULL */
	void (*own_release)(void *own);
};

/* --- layers ------------------------------------------------------------------------ */

struct layer {
	const struct layer_ops *ops;
	struct layer *below;
};
struct layer_ops {
	void (*draw)(struct app *app, struct layer *l);
	void (*key)(struct app *app, struct layer *l, int key);
	void (*paste)(
	    struct app *app, struct layer *l, const char *bytes, size_t n); /* NULL: ignored */
	void (*release)(struct app *app, struct layer *l); /* frees it */
	void (*tick)(struct app *app, struct layer *l); /* app->tick_at has come; NULL: none */
	/* What it has to say in lines (linear.c); safe. NULL: nothing. */
	void (*say)(struct app *app, struct layer *l, struct str *out);
	bool once;    /* only to be read: in lines it is gone when it was said */
	bool one_key; /* answered by a key, not by a line */
	bool line; /* stands where the entry line is */
	bool live; /* rows may change under it: it acts on none that is chosen by the cursor */
	const char *hint; /* keys worth knowing in it, marked with N_; NULL: the view's stay */
};

/* What elapsed time is counted from. */
struct t0 {
	int64_t thing;	  /* the entry; 0: a time that was typed */
	struct when when; /* edtf "": there is none */
	char name[40];	  /* safe to show */
};

/* Values for the letters of an advisory, as they were given: "NAME=VALUE". */
enum { VALUES_MAX = 64 };
struct values {
	char *at[VALUES_MAX]; /* owned */
	int n;
};
void values_release(struct values *v);

struct message {
	int64_t at; /* µs UTC */
	bool error;
	char *text; /* owned, safe to show */
};
enum { MESSAGES_MAX = 100, AHEAD_MAX = 256 };

/* Long work being watched: see work.h. */
struct work {
	const char *what;
	bool stopped;
	int64_t look_at, tell_at; /* as app_ticks */
};

/* Rows that a person wants to come back to; the session keeps them. */
enum { BOOKMARKS_MAX = 64 };
struct bookmark {
	enum view_id view;   /* of an entry: VIEW_LOG, wherever it was set */
	int64_t incident;    /* that was chosen, 0: none */
	struct list_row row; /* its name and keys alone */
};

struct app {
	const struct screens_options *options;
	struct notebook *nb;
	struct term *term;
	struct lesson *lesson; /* that goes on; or NULL */
	struct canvas canvas;
	struct layout layout;
	struct keymap keys;
	struct settings settings;
	short row_at[LAYOUT_ROWS_MAX]; /* which row of the list each line shows; -1: none */
	struct tab {
		int from, end; /* columns */
	} tab[VIEWS]; /* where each view's tab is */
	int pending[KEYMAP_SEQUENCE_MAX]; /* keys of a sequence begun */
	int pending_n;
	int64_t pending_at; /* when the last of them came, as app_ticks */
	bool pending_told;  /* what may follow is shown */
	enum view_id current;
	struct view view[VIEWS];
	struct layer *top; /* NULL: the keys go to the view */
	struct prompt entry; /* the entry line, whether it has the keys or not */
	struct prompt command, search, filter; /* their histories */
	struct bookmark bookmark[BOOKMARKS_MAX]; /* in the order they were set */
	int bookmarks, bookmark_at;		 /* in use; where the person was last */
	struct draft draft;
	struct amendment {
		int64_t entry, seen; /* thing; the version its writer looked at */
		char *text;	     /* owned; NULL: none */
	} kept; /* left or asked about and not written: c on that entry takes it up again */
	int64_t incident; /* thing, 0: none chosen */
	struct incident_list incident_now; /* what is known of it: one, or none */
	char zone[WHEN_ZONE_MAX];	   /* in which times are shown and typed */
	enum { TIMES_INCIDENT, TIMES_UTC, TIMES_HERE } times; /* asked for with t */
	struct t0 t0;
	struct values values;
	char preview_language[40]; /* of the letter beside an advisory; "": the customer's */
	struct pane pane;		   /* beside the list */
	struct due due;			   /* the clocks that run */
	int64_t due_minute;		   /* since 1970, when they were read */
	char *found_text;		   /* what was searched last; owned */
	struct message message[MESSAGES_MAX];
	int messages; /* in use; the newest is the last */
	bool message_fresh; /* the newest is still on the message line */
	int64_t version; /* db_version seen last */
	int64_t head;	 /* local number of the newest record known of */
	int64_t news;	 /* records of others since the last key */
	bool held;	 /* what others wrote waits until the dialog is closed */
	int64_t unsaved; /* since when the draft differs from its file, µs as app_ticks; 0: it does
			  * not */
	int64_t looked; /* when, µs of the monotonic clock */
	int64_t tick_at; /* when the top layer wants to be called, as app_ticks; INT64_MAX: never */
	int64_t idle_at; /* idle work waits until then, µs of the monotonic clock */
	int64_t index_at; /* the full-text index waits until then, likewise; INT64_MAX: no more */
	int cursor_row, cursor_column; /* where the terminal's cursor goes; row -1: hidden */
	struct work work;
	int ahead[AHEAD_MAX]; /* keys typed while work went on */
	int ahead_n;
	bool quit;
	char *next; /* the notebook that is wanted instead; owned, or NULL */
	int signal; /* that asked to leave, 0: none */
};

/* --- services ------------------------------------------------------------------------ */

struct view *app_view(struct app *app);
void app_say(struct app *app, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void app_error(struct app *app, const struct err *e);
bool app_writable(const struct app *app);
unsigned app_have(struct app *app); /* mask of NEEDS_ that are there now */
struct when_context app_when(const struct app *app);
void app_go(struct app *app, enum view_id id);
/* The notebook has changed: every view reads again when it is shown next. */
void app_changed(struct app *app);
/* Chooses an incident (0: none): its title, its zone; all views begin anew. */
void app_choose(struct app *app, int64_t incident);
void app_run(struct app *app, enum screen_command_id id, const char *argument);
/* Between these two a key that waits stops any statement (ERR_BUSY): for what may have to look at
 * every row. */
void app_stoppable(struct app *app);
void app_unstoppable(struct app *app);
/* Leaves for another notebook, where it can be opened: nothing can be lost. */
void app_leave_for(struct app *app, const char *path);
/* The screens on another notebook, on the same terminal, with the lesson: until they are left. */
int app_within(struct app *app, struct notebook *nb, struct lesson *lesson, struct err *e);
/* µs of a clock that is never set. */
int64_t app_ticks(void);

/* Takes up what others have written. */
void app_look(struct app *app);
/* Draws now, and not only when no key waits. */
void app_draw(struct app *app);

/* A key for the view, though a layer has it. */
void app_view_key(struct app *app, int key);
void app_push(struct app *app, struct layer *l);
void app_pop(struct app *app);
void app_pop_all(struct app *app); /* what was typed stays the draft */

/* A line "  C-7 Bank Contoh, C-9 Apotek Sehat and 13 more": of whom an act on customers would be.
 */
void customers_named(struct app *app, const int64_t *things, size_t n, struct str *out);

/* Has the thing a bookmark in this view? */
bool bookmarks_has(const struct view *v, int64_t thing);
void bookmark_set(
    struct app *app, enum view_id view, int64_t incident, const struct list_row *row);
void bookmarks_release(struct app *app);

/* Reads a view's rows if they were not yet or are stale. */
void view_ready(struct view *v);
/* The cursor goes to a row that may stand elsewhere now, where its view reads one alone; else to
 * its old place. */
int view_goto(struct view *v, const struct list_row *r, struct err *e);
/* What loading one row that failed comes to: 0 where it is no more, else -1. */
int view_gone(struct err *e);
/* Everything but the filter is forgotten, which is read anew: yesterday may be another day now. */
void view_reset(struct view *v);
/* Its filter as it reads from the moment that is looked at now. */
void view_filter_again(struct view *v);
/* Opens the full-text index where the notebook is so large that it is of use. */
void view_index(struct view *v);
/* The rows that pass from now on; "": all. An error leaves the old ones; fault_at as
 * saved_view_compile has it. */
int view_filter_try(struct view *v, const char *text, size_t *fault_at, struct err *e);
void view_filter(struct view *v, const char *text); /* and the error goes to the message line */
void view_init(struct view *v, struct app *app, enum view_id id);
void view_release(struct view *v);
void view_draw(struct view *v);
/* Lines marked with N_, for a list that is empty: as many as there is room for. */
void view_draw_lines(struct view *v, int row, int height, const char *const *lines, int n);
/* The filter its rows are read with now. */
const struct filter *view_reading(const struct view *v);

/* One per view. */
extern const struct view_ops view_log_ops, view_timeline_ops, view_customers_ops,
    view_notifications_ops, view_open_ops, view_journal_ops, view_advisories_ops,
    view_incidents_ops;

void frame_draw(struct app *app);
/* Appends the first key of a command, or what is typed where it has none: "i", ":draft". True for a
 * key. */
bool app_key_put(const struct app *app, enum screen_command_id id, struct str *out);
/* Safe text of a string from outside, into a buffer that is cut to fit; for short things. */
void app_show(char *out, size_t size, const char *from_outside);

/* --- layers there are ------------------------------------------------------------------ */

/* The entry line gets the keys; many: until Esc. */
void layer_entry(struct app *app, bool many);
/* The same with the beginning of an entry in it, and behind it what was typed already (""), unless
 * another is unfinished there. A beginning that is left as it is was never there. */
void layer_entry_begun(struct app *app, const char *begins, const char *typed);
/* The line of an amendment, over the version that its writer has seen. */
struct entry;
void layer_entry_amend(struct app *app, const struct entry *entry, int64_t seen);
/* Takes a line for the entry that was begun, where there is one on top; false: there is none. */
bool entry_line_goes_on(struct app *app, const char *line);
/* Appends all that is typed and not written, as the draft's file holds it; and takes it back. */
void entry_draft_put(struct app *app, struct str *out);
void entry_draft_take(struct app *app, const char *text);
void entry_draw_idle(struct app *app); /* the line while it has not the keys */
/* Asks one line: the label stands before it. done gets the text when Enter is pressed and owns
 * `with`, which `drop` frees when it is left. */
struct line_question {
	const char *label;  /* borrowed for the call */
	const char *text;   /* begins with, or NULL */
	const char *hint;   /* below, or NULL; borrowed for the call */
	struct prompt *history; /* its history is used and added to; or NULL */
	/* While typing, or NULL: what is wrong so far goes to *e, with the byte at fault; then
	 * Enter does nothing. */
	void (*changed)(struct app *app, const char *text, void *with, size_t *fault_at,
	    struct err *e);
	void (*done)(struct app *app, const char *text, void *with);
	void (*left)(struct app *app, void *with); /* Esc, or NULL */
	void *with;	    /* freed with free() unless drop is given, which may get NULL */
	void (*drop)(void *with);
};
void layer_line(struct app *app, const struct line_question *q);
/* Leaves the one on top as Esc does; false: there is none. */
bool layer_line_leave(struct app *app);
/* Something that must be confirmed: shows lines, and asks for `must` to be typed. */
struct confirmation {
	const char *title;
	const char *text;   /* lines, safe */
	const char *must;   /* "y", or the number that will change */
	void (*done)(struct app *app, void *with);
	void *with;	    /* freed with free() when not NULL, unless drop is given */
	void (*drop)(void *with);
	const char *keys; /* which, while nothing is typed, change what is asked; static, or NULL */
	/* One of these was pressed: asks anew, and owns `with` as done does. */
	void (*changed)(struct app *app, int key, void *with);
};
void layer_confirm(struct app *app, const struct confirmation *c);
/* One of a few things, each by its letter. done owns `with`; when it is left, drop frees it, or
 * free() where drop is NULL. drop may get NULL. */
struct choice {
	char key;
	const char *words; /* marked with N_, translated when shown */
};
struct choice_question {
	const char *title; /* safe; borrowed for the call */
	const struct choice *choice; /* static */
	int n;
	void (*done)(struct app *app, int chosen, void *with);
	void *with;
	void (*drop)(void *with);
};
void layer_choice(struct app *app, const struct choice_question *q);
/* Text to look at, scrolled with the keys of a list. title is copied, text is taken over. */
void layer_text(struct app *app, const char *title, struct str *text);
void layer_palette(struct app *app, bool help);

/* --- commands -------------------------------------------------------------------------- */

#define COMMAND(name, NAME, typed, args, needs, where, keys, help) \
	void cmd_##name(struct app *app, const char *argument);
#include "tui/commands.def"
#undef COMMAND

#endif
