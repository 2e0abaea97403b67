/* screens.c - blotter without a command: the screens on a notebook named, the last, or a new one.
 */
#include "tui/screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/screens.h"
#include "model/incident.h"
#include "tui/i18n.h"

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

static void title_ask(char *title, size_t size, const char *day)
{
	size_t n;

	fprintf(stderr, _("A new notebook. Title of the incident (Enter: Incident of %s): "), day);
	fflush(stderr);
	if (!fgets(title, (int)size, stdin))
		title[0] = '\0';
	n = strcspn(title, "\n");
	title[n] = '\0';
	if (n == 0)
		snprintf(title, size, _("Incident of %s"), day);
}

/* Nothing is there yet: a notebook in the person's folder, with one open incident. */
static int notebook_begin(struct command *c, struct str *said, struct err *e)
{
	struct notebook_options o = {
		.author = c->author, .tag = command_tag(c), .state_dir = c->place->state
	};
	char time[WHEN_RFC3339], title[256], day[11], ref[REF_MAX], name[32];
	struct incident fields = { .ref = name,
		.title = title,
		.zone = c->place->zone ? c->place->zone : c->place->here };
	char *path;
	int status;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(
		    e, ERR_USAGE, "which notebook? pass -f FILE or set BLOTTER_NOTEBOOK");
	when_rfc3339(when_now(), time);
	snprintf(day, sizeof day, "%.10s", time);
	snprintf(name, sizeof name, "INC-%s", day);
	title_ask(title, sizeof title, day);
	if (place_make(c->place->data, e) < 0)
		return -1;
	path = path_free(c, day);
	status = notebook_create(&c->nb, path, &o, e);
	if (status == 0)
		status = incident_open(&c->nb, &fields, ref, e);
	if (status == 0) {
		place_remember(c->place, path);
		str_printf(said, _("New notebook %s, for your eyes only"), path);
	}
	free(path);
	return status;
}

/* Whoever may not write may look. */
static int notebook_look(struct command *c, const char *path, struct err *e)
{
	bool past = command_flag(c, "as-of");

	if (command_open(c, path, past ? DB_READ : DB_WRITE, e) == 0)
		return command_travel(c, e);
	if (past || e->kind != ERR_PERMISSION)
		return -1;
	return command_open(c, path, DB_READ, e);
}

/* Asked for, or the terminal can do nothing else. */
static bool linear_wanted(const struct command *c)
{
	const char *set = getenv("BLOTTER_LINEAR"), *term = getenv("TERM");

	return command_flag(c, "linear") || (set && *set && strcmp(set, "0") != 0) ||
	       (term && strcmp(term, "dumb") == 0);
}

/* first: what the message line says at the beginning, or NULL */
static int screens_begin(struct command *c, int64_t incident, const char *first, struct err *e)
{
	const char *data = getenv("BLOTTER_DATA");
	struct screens_options o = { .data_dir = data && *data ? data : BLOTTER_DATADIR,
		 .state_dir = c->place->state,
		.zone = c->zone,
		.author = c->nb.author,
		.incident = incident,
		.first = first,
		.fresh = command_flag(c, "fresh"),
		.linear = linear_wanted(c),
		.color = c->out->color,
		.settings = &c->place->screens,
		.keys_path = c->place->keys };

	c->ends = true;
	return screens_run(&c->nb, &o, e);
}

static int screens_on(struct command *c, struct err *e)
{
	const char *ref = command_option(c, "incident");
	int64_t incident = 0;

	if (ref && incident_find(&c->nb, ref, &incident, e) < 0)
		return -1;
	return screens_begin(c, incident, NULL, e);
}

static int screens_open(struct command *c, const char *path, struct err *e)
{
	if (notebook_look(c, path, e) < 0)
		return -1;
	place_remember(c->place, path);
	return screens_on(c, e);
}

int screens_look(struct command *c, const char *path, struct err *e)
{
	return command_open(c, path, DB_READ, e) < 0 ? -1 : screens_on(c, e);
}

int command_screens(struct command *c, struct err *e)
{
	const char *path = c->argc > 0 ? c->argv[0] : command_notebook(c);
	char *last = path ? NULL : place_last(c->place);
	struct str said = { 0 };
	int status;

	if (path || last)
		status = screens_open(c, path ? path : last, e);
	else if (notebook_begin(c, &said, e) < 0)
		status = -1;
	else
		status = screens_begin(c, 0, str_text(&said), e);
	str_release(&said);
	free(last);
	return status;
}
