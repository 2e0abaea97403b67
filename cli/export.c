/* export.c - blotter export: what goes out, written whole or not at all. */
#include <errno.h>
#include <string.h>

#include "cli/command.h"
#include "cli/file.h"

static int line_put(void *with, const char *line, size_t n)
{
	return fwrite(line, 1, n, with) == n ? 0 : -1;
}

static int format_check(struct command *c, const char *only, struct err *e)
{
	const char *format = command_option(c, "format");

	if (!format || strcmp(format, only) == 0)
		return 0;
	return err_set(e, ERR_USAGE, "a notebook is exported as %s, not as \"%s\"", only, format);
}

int command_export_notebook(struct command *c, struct err *e)
{
	const char *path = command_option(c, "output");
	struct file_out file;
	int status;

	if (!path)
		return err_set(e, ERR_USAGE, "where to? pass -o FILE, or -o - for stdout");
	if (format_check(c, "jsonl", e) < 0)
		return -1;
	status = file_out_open(&file, path, command_flag(c, "overwrite"), c->out->to, e);
	if (status == 0)
		status = journal_export(&c->nb, line_put, file.to, e);
	if (status == 0)
		status = file_out_commit(&file, e);
	if (status == 0 && file.path)
		command_say(c, "written to %s", path);
	file_out_release(&file);
	return status;
}
