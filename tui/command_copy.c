/*
 * command_copy.c - y and a letter: what is copied, and where to. The terminal's own clipboard is
 * asked first, since it works over ssh; then a command of the person's; then a file.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "model/entry.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/outside.h"

static int write_file(
    struct app *app, const struct str *text, char *path, size_t size, struct err *e)
{
	const char *folder = app->options->state_dir ? app->options->state_dir : "/tmp";
	int fd, status = 0;

	snprintf(path, size, "%s/copied.txt", folder);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set(e, ERR_CREATE, "%s: %s", path, strerror(errno));
	if (write(fd, text->at, text->len) != (ssize_t)text->len)
		status = err_set(e, ERR_IO, "%s: %s", path, strerror(errno));
	if (close(fd) < 0 && status == 0)
		status = err_set(e, ERR_IO, "%s: %s", path, strerror(errno));
	return status;
}

/* Says where it went: nothing tells whether a terminal took it. */
static void copy(struct app *app, const struct str *text)
{
	const char *command = app->settings.clipboard_command;
	char path[512];
	struct err e = { 0 };

	if (text->len == 0) {
		app_say(app, _("There is nothing to copy"));
	} else if (term_copy(app->term, text->at, text->len)) {
		app_say(app, _("Copied %zu bytes to the terminal's clipboard"), text->len);
	} else if (*command) {
		if (outside_feed(command, text->at, text->len, &e) < 0)
			app_error(app, &e);
		else
			app_say(app, _("Copied %zu bytes by %s"), text->len, command);
	} else if (write_file(app, text, path, sizeof path, &e) < 0) {
		app_error(app, &e);
	} else {
		app_say(app, _("Copied %zu bytes to %s (set clipboard_command for more)"),
		    text->len, path);
	}
}

static int widest(const struct view *v)
{
	for (int i = 0; i < v->ops->columns; i++)
		if (v->ops->column[i].stretch)
			return i;
	return 0;
}

/* The true text of an entry; of other rows what their widest column shows. */
void cmd_copy_text(struct app *app, const char *argument)
{
	struct view *v = app_view(app);
	const struct list_row *r = list_cursor(&v->list);
	struct entry_list l = { 0 };
	struct str text = { 0 };
	struct err e = { 0 };

	if (v->ops->of == FILTER_ENTRIES && (1u << app->current & (IN_LOG | IN_TIMELINE))) {
		if (entry_load(app->nb, r->thing, &l, &e) < 0)
			app_error(app, &e);
		else if (l.n > 0)
			str_puts(&text, l.at[0].text);
		entry_list_release(&l);
	} else {
		str_puts(&text, list_row_column(r, widest(v)));
	}
	if (!e.kind)
		copy(app, &text);
	str_release(&text);
}

/* As it stands on the screen. */
void cmd_copy_line(struct app *app, const char *argument)
{
	struct str text = { 0 };

	app_draw(app);
	if (app->cursor_row >= 0)
		canvas_row_text(&app->canvas, app->cursor_row, &text);
	copy(app, &text);
	str_release(&text);
}

void cmd_copy_id(struct app *app, const char *argument)
{
	const struct list_row *r = list_cursor(&app_view(app)->list);
	struct str text = { 0 };

	str_puts(&text, list_row_column(r, 0));
	copy(app, &text);
	str_release(&text);
}

/* In full where it is a point in time. */
void cmd_copy_time(struct app *app, const char *argument)
{
	const struct list_row *r = list_cursor(&app_view(app)->list);
	char full[WHEN_RFC3339];
	struct str text = { 0 };

	if (r->time != INT64_MIN) {
		when_rfc3339(r->time, full);
		str_puts(&text, full);
	} else {
		str_puts(&text, list_row_column(r, 1));
	}
	copy(app, &text);
	str_release(&text);
}

/* All its columns, not cut, with tabs between them. */
void cmd_copy_row(struct app *app, const char *argument)
{
	const struct list_row *r = list_cursor(&app_view(app)->list);
	struct str text = { 0 };

	for (int i = 0; i < r->columns; i++)
		str_printf(&text, "%s%s", i ? "\t" : "", list_row_column(r, i));
	copy(app, &text);
	str_release(&text);
}

void cmd_copy_view(struct app *app, const char *argument)
{
	struct str text = { 0 };

	app_draw(app);
	for (int row = 0; row < app->layout.body + app->layout.height; row++) {
		canvas_row_text(&app->canvas, row, &text);
		str_putc(&text, '\n');
	}
	copy(app, &text);
	str_release(&text);
}
