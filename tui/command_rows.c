/*
 * command_rows.c - all rows of a view for another program: a pager, or a command of the shell. They
 * go through a file that has no name, so that no program that stops reading holds the screens up.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "exchange/out_file.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/outside.h"

enum { PAGE = 256, FLOW = 65536, OUTPUT_MAX = 262144 };

/* Where the rows go. */
struct rows {
	struct view *view;
	bool padded;	   /* to columns; else with tabs between them */
	struct str buffer; /* not written yet */
	int fd;
};

static int flow(struct rows *x, size_t when, struct err *e)
{
	size_t done = 0;

	if (x->buffer.len < when)
		return 0;
	while (done < x->buffer.len) {
		ssize_t n = write(x->fd, x->buffer.at + done, x->buffer.len - done);

		if (n < 0 && errno != EINTR)
			return err_set(e, ERR_IO, "%s", strerror(errno));
		done += n > 0 ? (size_t)n : 0;
	}
	str_reset(&x->buffer);
	return 0;
}

static void put_cell(struct rows *x, int column, const char *shown)
{
	const struct view_ops *ops = x->view->ops;
	int title = text_width(_(ops->column[column].title)), wide = x->view->wide[column];
	int pad;

	wide = wide > title ? wide : title;
	pad = (wide > ops->column[column].least ? wide : ops->column[column].least) -
	    text_width(shown);
	if (column > 0)
		str_puts(&x->buffer, x->padded ? "  " : "\t");
	str_puts(&x->buffer, shown);
	if (x->padded && !ops->column[column].stretch && pad > 0)
		str_printf(&x->buffer, "%*s", pad, "");
}

static void put_row(struct rows *x, const struct list_row *r, const struct list_row *before)
{
	struct view *v = x->view;
	struct str text = { 0 };

	for (int i = 0; i < v->ops->columns; i++) {
		bool own = true;

		str_reset(&text);
		if (v->ops->hides && v->ops->hides(v, i))
			continue;
		if (r && v->ops->cell)
			own = !v->ops->cell(v, r, before, i, &text);
		put_cell(x, i, !r ? _(v->ops->column[i].title) : own ? list_row_column(r, i)
								     : str_text(&text));
	}
	str_putc(&x->buffer, '\n');
	str_release(&text);
}

/* One page after another; `last` is the row before the page. */
static int put_all(struct rows *x, struct err *e)
{
	struct list_row *page = calloc(PAGE, sizeof *page), last = { 0 };
	struct view *v = x->view;
	int n = PAGE, status = 0;
	bool first = true;

	put_row(x, NULL, NULL);
	while (page && status == 0 && n == PAGE) {
		n = view_fetch(
		    v, first ? LIST_FIRST : LIST_AFTER, first ? NULL : &last, PAGE, page, e);
		for (int i = 0; i < n; i++)
			put_row(x, &page[i], i > 0 ? &page[i - 1] : first ? NULL : &last);
		db_worked(v->app->nb->db, n > 0 ? n : 0);
		list_row_release(&last);
		if (n > 0)
			list_row_copy(&last, &page[n - 1]);
		first = false;
		status = n < 0 ? -1 : flow(x, FLOW, e);
	}
	for (int i = 0; page && i < PAGE; i++) {
		list_row_release(&page[i]);
	}
	list_row_release(&last);
	free(page);
	return status;
}

/* A file of all rows, to be read from its beginning; or -1, and that is said. */
static int rows_file(struct app *app, bool padded)
{
	const char *folder = app->options->state_dir ? app->options->state_dir : "/tmp";
	struct rows x = { .view = app_view(app), .padded = padded };
	struct err e = { 0 };
	int status;

	if ((x.fd = nameless_open(folder, &e)) < 0) {
		app_error(app, &e);
		return -1;
	}
	work_begin(app, _("rows"));
	status = put_all(&x, &e);
	if (status == 0)
		status = flow(&x, 1, &e);
	if (!work_end(app, status) && status < 0)
		app_error(app, &e);
	str_release(&x.buffer);
	if (status == 0 && lseek(x.fd, 0, SEEK_SET) == 0)
		return x.fd;
	close(x.fd);
	return -1;
}

void cmd_pager(struct app *app, const char *argument)
{
	const char *pager = getenv("PAGER");
	int in = rows_file(app, true);
	struct err e = { 0 };

	if (in < 0)
		return;
	if (outside_rows(app, pager && *pager ? pager : "less -S", in, -1, &e) < 0)
		app_error(app, &e);
	close(in);
}

/* What the command printed, as far as anybody would read it here. */
static void read_output(int fd, struct str *text)
{
	char bytes[4096];
	ssize_t n;

	while (text->len < OUTPUT_MAX && (n = read(fd, bytes, sizeof bytes)) > 0)
		text_show(text, bytes, (size_t)n, TEXT_LINES);
}

void cmd_pipe(struct app *app, const char *argument)
{
	const char *folder = app->options->state_dir ? app->options->state_dir : "/tmp";
	int in = rows_file(app, false), out = -1, status;
	struct str text = { 0 };
	struct err e = { 0 };

	if (in < 0)
		return;
	status = out = nameless_open(folder, &e);
	if (status >= 0)
		status = outside_rows(app, argument, in, out, &e);
	if (status < 0)
		app_error(app, &e);
	if (out >= 0 && lseek(out, 0, SEEK_SET) == 0)
		read_output(out, &text);
	if (text.len > 0)
		layer_text(app, argument, &text);
	else if (status == 0)
		app_say(app, _("%s printed nothing"), argument);
	str_release(&text);
	if (out >= 0)
		close(out);
	close(in);
}
