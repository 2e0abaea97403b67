/*
 * outside.c - other programs. The editor has the terminal while it runs; its file is in
 * $XDG_RUNTIME_DIR, which is memory and the person's alone, or else beside the drafts.
 */
#define _GNU_SOURCE
#include "tui/outside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/app.h"
#include "tui/i18n.h"

enum { EDIT_MAX = PROMPT_TEXT_MAX };

/* In the child: the signals as they were before there were screens. */
static void signals_reset(void)
{
	static const int all[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGPIPE, SIGWINCH };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		signal(all[i], SIG_DFL);
}

static int wait_for(pid_t pid, const char *what, struct err *e)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return err_set(e, ERR_IO, "%s: %s", what, strerror(errno));
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	if (WIFEXITED(status))
		return err_set(
		    e, ERR_IO, _("%s ended with status %d"), what, WEXITSTATUS(status));
	return err_set(e, ERR_IO, _("%s was ended by signal %d"), what, WTERMSIG(status));
}

/* The shell reads the command as the person wrote it ("code -w"); the file is an argument of its
 * own. */
static int edit_file(struct app *app, const char *editor, const char *path, struct err *e)
{
	int status;
	pid_t pid;

	term_lend(app->term);
	pid = fork();
	if (pid == 0) {
		char script[512];

		signals_reset();
		snprintf(script, sizeof script, "exec %s \"$1\"", editor);
		execl("/bin/sh", "sh", "-c", script, "sh", path, (char *)NULL);
		_exit(127);
	}
	status = pid < 0 ? err_set(e, ERR_IO, "%s: %s", editor, strerror(errno))
			 : wait_for(pid, editor, e);
	term_take_back(app->term);
	return status;
}

static const char *editor_of(void)
{
	const char *const names[] = { getenv("VISUAL"), getenv("EDITOR") };

	for (int i = 0; i < 2; i++)
		if (names[i] && *names[i] && strlen(names[i]) < 400)
			return names[i];
	return access("/usr/bin/sensible-editor", X_OK) == 0 ? "sensible-editor" : "vi";
}

static int read_back(const char *path, struct str *text, struct err *e)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	char bytes[4096];
	ssize_t n = 0;

	if (fd < 0)
		return err_set(e, ERR_IO, "%s: %s", path, strerror(errno));
	str_reset(text);
	while (text->len <= EDIT_MAX && (n = read(fd, bytes, sizeof bytes)) > 0)
		str_put(text, bytes, (size_t)n);
	close(fd);
	if (n < 0)
		return err_set(e, ERR_IO, "%s: %s", path, strerror(errno));
	if (text->len > EDIT_MAX)
		return err_set(e, ERR_INVALID, _("more than %d KiB is no entry: attach a file"),
		    EDIT_MAX / 1024);
	while (text->len > 0 && strchr("\n\r ", text->at[text->len - 1]))
		text->at[--text->len] = '\0';
	return 0;
}

static int write_file(int fd, const struct str *text, struct err *e)
{
	size_t done = 0;

	while (done < text->len) {
		ssize_t n = write(fd, text->at + done, text->len - done);

		if (n < 0 && errno != EINTR)
			return err_set(
			    e, ERR_IO, "write the text for the editor: %s", strerror(errno));
		done += n > 0 ? (size_t)n : 0;
	}
	return write(fd, "\n", 1) == 1
	    ? 0
	    : err_set(e, ERR_IO, "write the text for the editor: %s", strerror(errno));
}

int outside_edit(struct app *app, struct str *text, struct err *e)
{
	const char *run = getenv("XDG_RUNTIME_DIR");
	char path[512];
	int fd, status;

	if (!run || run[0] != '/' || access(run, W_OK) != 0)
		run = app->options->state_dir ? app->options->state_dir : "/tmp";
	snprintf(path, sizeof path, "%s/blotter-entry-XXXXXX.txt", run);
	if ((fd = mkostemps(path, 4, O_CLOEXEC)) < 0)
		return err_set(e, ERR_CREATE, "make %s: %s", path, strerror(errno));
	status = write_file(fd, text, e);
	close(fd);
	if (status == 0)
		status = edit_file(app, editor_of(), path, e);
	if (status == 0)
		status = read_back(path, text, e);
	unlink(path);
	return status;
}

int outside_feed(const char *command, const char *bytes, size_t n, struct err *e)
{
	int pipes[2];
	pid_t pid;

	if (pipe2(pipes, O_CLOEXEC) < 0)
		return err_set(e, ERR_IO, "%s: %s", command, strerror(errno));
	pid = fork();
	if (pid == 0) {
		int nowhere = open("/dev/null", O_RDWR);

		signals_reset();
		dup2(pipes[0], STDIN_FILENO);
		dup2(nowhere, STDOUT_FILENO); /* its words would spoil the screen */
		dup2(nowhere, STDERR_FILENO);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	close(pipes[0]);
	while (pid > 0 && n > 0) {
		ssize_t did = write(pipes[1], bytes, n);

		if (did < 0 && errno != EINTR)
			break; /* it has heard enough: its status tells */
		bytes += did > 0 ? did : 0;
		n -= did > 0 ? (size_t)did : 0;
	}
	close(pipes[1]);
	if (pid < 0)
		return err_set(e, ERR_IO, "%s: %s", command, strerror(errno));
	return wait_for(pid, command, e);
}

int outside_rows(struct app *app, const char *command, int in, int out, struct err *e)
{
	int status;
	pid_t pid;

	term_lend(app->term); /* Ctrl-C ends a command that does not end by itself */
	pid = fork();
	if (pid == 0) {
		signals_reset();
		dup2(in, STDIN_FILENO);
		if (out >= 0) {
			dup2(out, STDOUT_FILENO);
			dup2(out, STDERR_FILENO);
		}
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	status = pid < 0 ? err_set(e, ERR_IO, "%s: %s", command, strerror(errno))
			 : wait_for(pid, command, e);
	term_take_back(app->term);
	return status;
}

char *outside_path(const char *typed)
{
	const char *home = getenv("HOME");
	struct str s = { 0 };

	if (typed[0] == '~' && typed[1] == '/' && home && home[0] == '/')
		str_printf(&s, "%s%s", home, typed + 1);
	else
		str_puts(&s, typed);
	for (; s.len > 0 && s.at[s.len - 1] == ' '; s.len--)
		s.at[s.len - 1] = '\0';
	if (strcmp(str_text(&s), "-") == 0) {
		str_reset(&s);
		str_puts(&s, "./-");
	}
	return str_take(&s);
}

bool outside_complete(const char *typed, struct str *rest)
{
	char *path = outside_path(typed), *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	char *folder = slash ? xstrndup(path, (size_t)(slash - path) + 1) : xstrdup("./");
	DIR *d = opendir(folder);
	struct str whole = { 0 };
	struct dirent *x;
	struct stat st;
	int n = 0;

	while (d && (x = readdir(d))) {
		if (strncmp(x->d_name, name, strlen(name)) != 0 || (x->d_name[0] == '.' && !*name))
			continue;
		if (n++ == 0)
			str_puts(rest, x->d_name + strlen(name));
		else
			text_keep_common(rest, x->d_name + strlen(name));
	}
	str_printf(&whole, "%s%s%s", folder, name, str_text(rest));
	if (n == 1 && stat(str_text(&whole), &st) == 0 && S_ISDIR(st.st_mode))
		str_putc(rest, '/');
	if (d)
		closedir(d);
	str_release(&whole);
	free(folder);
	free(path);
	return n > 0;
}
