/* mailer.c - a command of the user's that takes one message on its standard input. */
#include "config.h" /* memfd_create and POSIX_SPAWN_SETSID are extensions */

#include "exchange/mailer.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"

enum { WORDS_MAX = 64 };

/* --- the command ------------------------------------------------------------------------- */

/* The next word of the line, quotes and backslashes taken away; NULL at the end. *good is false
 * when a quote is not closed. */
static char *word_take(const char **line, struct arena *mem, bool *good)
{
	const char *p = *line + strspn(*line, " \t");
	struct str word = { 0 };
	char quote = 0, *taken;

	if (!*p)
		return NULL;
	str_puts(&word, "");
	for (; *p && (quote || (*p != ' ' && *p != '\t')); p++) {
		bool escapes = *p == '\\' && quote != '\'' && p[1] &&
			       (!quote || p[1] == '"' || p[1] == '\\');

		if (escapes)
			str_putc(&word, *++p);
		else if (quote ? *p == quote : *p == '\'' || *p == '"')
			quote = quote ? 0 : *p;
		else
			str_putc(&word, *p);
	}
	*good = !quote;
	*line = p;
	taken = arena_strdup(mem, str_text(&word));
	str_release(&word);
	return taken;
}

/* Where the program of that name is, as a shell would find it; NULL: nowhere. */
static const char *program_find(const char *name, struct arena *mem)
{
	const char *p = getenv("PATH");

	if (strchr(name, '/'))
		return access(name, X_OK) == 0 ? name : NULL;
	for (p = p ? p : "/usr/bin:/bin"; *p && *name;) {
		size_t n = strcspn(p, ":");
		const char *path = arena_printf(mem, "%.*s/%s", (int)n, p, name);

		if (p[0] == '/' && access(path, X_OK) == 0)
			return path;
		p += n + (p[n] == ':');
	}
	/* where mailers are, and the PATH of many people does not reach */
	name = arena_printf(mem, "/usr/sbin/%s", name);
	return access(name, X_OK) == 0 ? name : NULL;
}

static void environment_make(struct mailer *m)
{
	static const char *const names[] = { "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL",
		"TZ" };
	size_t n = 0;

	m->environment =
	    arena_alloc(&m->mem, (sizeof names / sizeof *names + 1) * sizeof *m->environment);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);

		if (value)
			m->environment[n++] = arena_printf(&m->mem, "%s=%s", names[i], value);
	}
	m->environment[n] = NULL;
}

int mailer_read(struct mailer *m, const char *line, struct err *e)
{
	const char *p = line;
	bool good = true;
	size_t n = 0;

	*m = (struct mailer){ 0 };
	m->argv = arena_alloc(&m->mem, (WORDS_MAX + 1) * sizeof *m->argv);
	while (n < WORDS_MAX && good && (m->argv[n] = word_take(&p, &m->mem, &good)))
		n++;
	if (!good)
		return err_set(e, ERR_USAGE, "a quote is not closed in the command %s", line);
	if (n == 0 || n == WORDS_MAX)
		return err_set(e, ERR_USAGE,
		    "a command such as 'sendmail -i -t' is of 1 to %d words", WORDS_MAX - 1);
	m->path = program_find(m->argv[0], &m->mem);
	if (!m->path)
		return err_set(e, ERR_NOT_FOUND, "there is no program %s", m->argv[0]);
	environment_make(m);
	return 0;
}

/* --- running it ---------------------------------------------------------------------------- */

void mailer_begin(struct mailer *m)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGCHLD };

	sigemptyset(&m->held);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		sigaddset(&m->held, signals[i]);
	sigprocmask(SIG_BLOCK, &m->held, &m->before);
}

static int message_open(const char *message, size_t n)
{
	int fd = memfd_create("message", MFD_CLOEXEC);

	for (size_t at = 0; fd >= 0 && at < n;) {
		ssize_t wrote = write(fd, message + at, n - at);

		if (wrote < 0 && errno != EINTR) {
			close(fd);
			return -1;
		}
		at += wrote > 0 ? (size_t)wrote : 0;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

static int command_start(struct mailer *m, int message, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none;
	int wrong;

	sigemptyset(&none);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, message, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
	posix_spawnattr_init(&how);
	posix_spawnattr_setsigmask(&how, &none);
	posix_spawnattr_setsigdefault(&how, &m->held);
	posix_spawnattr_setflags(&how,
	    POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
	wrong = posix_spawn(pid, m->path, &files, &how, m->argv, m->environment);
	posix_spawnattr_destroy(&how);
	posix_spawn_file_actions_destroy(&files);
	return wrong;
}

/* Waits for the command, and looks at signals meanwhile. */
static int command_wait(struct mailer *m, pid_t pid, int *status)
{
	pid_t got;

	while ((got = waitpid(pid, status, WNOHANG)) == 0) {
		int signal = sigwaitinfo(&m->held, NULL);

		if (signal < 0 || signal == SIGCHLD)
			continue;
		if (m->stopped)
			kill(-pid, SIGTERM);
		m->stopped = signal;
	}
	return got == pid ? 0 : -1;
}

int mailer_run(struct mailer *m, const char *message, size_t n, int *status, struct err *e)
{
	int fd = message_open(message, n), wrong;
	pid_t pid;

	if (fd < 0)
		return err_set(
		    e, ERR_IO, "no memory for a message: %s", strerror(errno));
	wrong = command_start(m, fd, &pid);
	close(fd);
	if (wrong)
		return err_set(e, ERR_IO, "%s cannot be started: %s", m->path, strerror(wrong));
	if (command_wait(m, pid, status) < 0)
		*status = SIGKILL; /* nobody knows: as if it had been ended */
	return 0;
}

bool mailer_stopped(struct mailer *m)
{
	const struct timespec now = { 0, 0 };
	sigset_t asks = m->held;
	int signal;

	sigdelset(&asks, SIGCHLD);
	signal = m->stopped ? 0 : sigtimedwait(&asks, NULL, &now);
	if (signal > 0)
		m->stopped = signal;
	return m->stopped != 0;
}

void mailer_end(struct mailer *m)
{
	sigprocmask(SIG_SETMASK, &m->before, NULL);
}

void mailer_release(struct mailer *m)
{
	arena_release(&m->mem);
	*m = (struct mailer){ 0 };
}
