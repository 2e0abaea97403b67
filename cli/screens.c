/* screens.c - blotter without a command: the screens on a notebook named, the last, or a new one.
 */
#include "tui/screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/folder.h"
#include "cli/command.h"
#include "cli/screens.h"
#include "tui/i18n.h"
#include "tui/notebooks.h"

/* A place for a notebook of that day that is not taken yet. */
static char *path_free(const struct command *c, const char *day)
{
	struct str path = { 0 };

	for (int i = 1; i < 1000; i++) {
		str_reset(&path);
		str_printf(&path, "%s/inc-%s", c->place->data, day);
		if (i > 1)
			str_printf(&path, "-%d", i);
		str_puts(&path, ".blot");
		if (access(str_text(&path), F_OK) != 0)
			break;
	}
	return str_take(&path);
}

/* "": Enter alone. */
static void title_ask(char *title, size_t size, const char *day)
{
	fprintf(stderr, _("A new notebook. Title of the incident (Enter: Incident of %s): "), day);
	fflush(stderr);
	if (!fgets(title, (int)size, stdin))
		title[0] = '\0';
	title[strcspn(title, "\n")] = '\0';
}

/* Nothing is there yet: a notebook in the person's folder. */
static int notebook_begin(struct command *c, char **path, struct str *said, struct err *e)
{
	struct notebook_options o = {
		.author = c->author, .tag = command_tag(c), .state_dir = c->place->state
	};
	char time[WHEN_RFC3339], title[256], day[11];

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(
		    e, ERR_USAGE, "which notebook? pass -f FILE or set BLOTTER_NOTEBOOK");
	when_rfc3339(when_now(), time);
	snprintf(day, sizeof day, "%.10s", time);
	title_ask(title, sizeof title, day);
	if (folder_make(c->place->data, e) < 0)
		return -1;
	*path = path_free(c, day);
	if (notebooks_begin(&c->nb, *path, &o, title,
		c->place->zone ? c->place->zone : c->place->here, e) < 0)
		return -1;
	place_remember(c->place, *path);
	str_printf(said, _("New notebook %s, for your eyes only"), *path);
	return 0;
}

/* Whoever may not write may look. */
static int notebook_open_any(struct command *c, const char *path, struct err *e)
{
	if (command_open(c, path, DB_WRITE, e) < 0 &&
	    (e->kind != ERR_PERMISSION || command_open(c, path, DB_READ, e) < 0))
		return -1;
	place_remember(c->place, path);
	return 0;
}

/* The one that was named, as of the past where that is asked for. */
static int notebook_look(struct command *c, const char *path, struct err *e)
{
	if (!command_flag(c, "as-of"))
		return notebook_open_any(c, path, e);
	if (command_open(c, path, DB_READ, e) < 0)
		return -1;
	place_remember(c->place, path);
	return command_travel(c, e);
}

/* Asked for, or the terminal can do nothing else. */
static bool linear_wanted(const struct command *c)
{
	const char *set = getenv("BLOTTER_LINEAR"), *term = getenv("TERM");

	return command_flag(c, "linear") || (set && *set && strcmp(set, "0") != 0) ||
	       (term && strcmp(term, "dumb") == 0);
}

/* Where the screens begin. */
struct beginning {
	const char *path;
	int64_t incident; /* 0: the only one that is open */
	const char *first; /* what the message line says, or NULL */
};

static int screens_begin(
    struct command *c, const struct beginning *b, char **next, struct err *e)
{
	const char *data = getenv("BLOTTER_DATA");
	struct screens_options o = { .data_dir = data && *data ? data : BLOTTER_DATADIR,
		.state_dir = c->place->state,
		.zone = c->zone,
		.author = c->nb.author,
		.incident = b->incident,
		.first = b->first,
		.fresh = command_flag(c, "fresh"),
		.linear = linear_wanted(c),
		.color = c->out->color,
		.settings = &c->place->screens,
		.keys_path = c->place->keys,
		.path = b->path,
		.notebooks = c->place->data };

	c->ends = true;
	return screens_run(&c->nb, &o, next, e);
}

/* The notebook that was asked for on the screens, and the one asked for on those: until they are
 * left. Who could not write before cannot write then. Owns `path`. */
static int screens_follow(struct command *c, char *path, struct err *e)
{
	bool writes = c->nb.author;
	int status = 0;

	while (path && status == 0) {
		char *next = NULL;

		notebook_release(&c->nb);
		status = writes ? notebook_open_any(c, path, e) : command_open(c, path, DB_READ, e);
		if (status == 0)
			status = screens_begin(c, &(struct beginning){ .path = path }, &next, e);
		free(path);
		path = next;
	}
	free(path);
	return status;
}

static int screens_on(struct command *c, const char *path, struct err *e)
{
	const char *ref = command_option(c, "incident");
	struct beginning b = { .path = path };
	char *next = NULL;
	int status;

	if (ref && incident_find(&c->nb, ref, &b.incident, e) < 0)
		return -1;
	status = screens_begin(c, &b, &next, e);
	return status == 0 ? screens_follow(c, next, e) : status;
}

static int screens_open(struct command *c, const char *path, struct err *e)
{
	return notebook_look(c, path, e) < 0 ? -1 : screens_on(c, path, e);
}

int screens_look(struct command *c, const char *path, struct err *e)
{
	return command_open(c, path, DB_READ, e) < 0 ? -1 : screens_on(c, path, e);
}

int command_screens(struct command *c, struct err *e)
{
	const char *path = c->argc > 0 ? c->argv[0] : command_notebook(c);
	char *last = path ? NULL : place_last(c->place), *made = NULL, *next = NULL;
	struct str said = { 0 };
	int status;

	if (path || last)
		status = screens_open(c, path ? path : last, e);
	else if ((status = notebook_begin(c, &made, &said, e)) == 0 &&
	    (status = screens_begin(c,
		 &(struct beginning){ .path = made, .first = str_text(&said) }, &next, e)) == 0)
		status = screens_follow(c, next, e);
	free(made);
	str_release(&said);
	free(last);
	return status;
}
