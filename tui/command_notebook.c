/* command_notebook.c - :notebook, and Enter on one of the others: leaving for another notebook. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/mem.h"
#include "base/text.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/notebooks.h"

static void leave(struct app *app, const char *path)
{
	free(app->next);
	app->next = xstrdup(path);
	app_go(app, VIEW_LOG); /* where one who comes back goes on */
	app->quit = true;
}

/* One that cannot be read is said here, where one can choose again; who writes to it is waited for
 * where it is opened. */
void app_leave_for(struct app *app, const char *path)
{
	struct notebook_options o = { 0 };
	struct notebook nb = { 0 };
	struct err e = { 0 };

	if (notebook_open(&nb, path, DB_PEEK, &o, &e) == 0 || e.kind == ERR_BUSY ||
	    notebook_open(&nb, path, DB_READ, &o, &e) == 0) /* a crash may have left a journal */
		leave(app, path);
	else
		app_error(app, &e);
	notebook_release(&nb);
}

/* A name without a folder is one of the person's notebooks. */
static char *path_of(const struct app *app, const char *name)
{
	const char *folder = app->options->notebooks, *end = strrchr(name, '.');
	struct str path = { 0 };

	if (strchr(name, '/') || !folder || access(name, F_OK) == 0)
		return xstrdup(name);
	str_printf(&path, "%s/%s%s", folder, name, end && strcmp(end, ".blot") == 0 ? "" : ".blot");
	return str_take(&path);
}

static void begin_confirmed(struct app *app, void *with)
{
	struct notebook_options o = { .author = app->nb->author,
		.tag = app->nb->wanted_tag,
		.state_dir = app->options->state_dir };
	const char *folder = app->options->notebooks, *path = with;
	struct notebook nb = { 0 };
	struct err e = { 0 };
	bool ours = folder && strncmp(path, folder, strlen(folder)) == 0;

	if ((ours && folder_make(folder, &e) < 0) ||
	    notebooks_begin(&nb, path, &o, NULL, app->options->zone, &e) < 0)
		app_error(app, &e);
	else
		leave(app, path);
	notebook_release(&nb);
}

void cmd_notebook(struct app *app, const char *argument)
{
	char *path;
	struct str text = { 0 };

	if (app->lesson) {
		app_say(app, _("The lesson goes on: q leaves it"));
		return;
	}
	path = path_of(app, argument);
	if (access(path, F_OK) == 0) {
		app_leave_for(app, path);
		free(path);
		return;
	}
	if (!app->nb->author) {
		app_say(app, _("There is no such notebook, and nobody here to begin one: --as says "
			       "who writes"));
		free(path);
		return;
	}
	text_show(&text, path, strlen(path), TEXT_ONE_LINE);
	str_puts(&text, "\n");
	str_puts(&text,
	    _("It is not there yet. A new notebook, for your eyes only, with an open incident."));
	layer_confirm(app, &(struct confirmation){ .title = _("Notebook"),
			       .text = str_text(&text),
			       .must = "y",
			       .done = begin_confirmed,
			       .with = path });
	str_release(&text);
}
