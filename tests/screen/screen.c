/* screen.c - the driver: a pty, an emulator, and patience with a limit. */
#define _GNU_SOURCE
#include "tests/screen/screen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <vterm.h>

#include "base/mem.h"
#include "tui/utf8.h"

enum { LIMIT_MS = 20000, QUIET_MS = 60 };

struct screen {
	VTerm *vt;
	VTermScreen *vs;
	int rows, columns;
	int fd;
	pid_t pid; /* 0: has been waited for */
	int status;
	bool closed; /* the other side is gone */
	struct str output, text;
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct screen *screen_start(const struct screen_setup *setup)
{
	struct winsize size = { .ws_row = (unsigned short)setup->rows,
		.ws_col = (unsigned short)setup->columns };
	struct screen *s = xcalloc(1, sizeof *s);

	fflush(NULL);
	s->rows = setup->rows;
	s->columns = setup->columns;
	s->pid = forkpty(&s->fd, NULL, NULL, &size);
	assert_true(s->pid >= 0);
	if (s->pid == 0) {
		setenv("TERM", setup->term ? setup->term : "xterm-256color", 1);
		unsetenv("LINES");
		unsetenv("COLUMNS");
		_exit(setup->run(setup->with));
	}
	fcntl(s->fd, F_SETFL, O_NONBLOCK);
	s->vt = vterm_new(s->rows, s->columns);
	vterm_set_utf8(s->vt, 1);
	s->vs = vterm_obtain_screen(s->vt);
	vterm_screen_enable_altscreen(s->vs, 1);
	vterm_screen_reset(s->vs, 1);
	return s;
}

static void reap(struct screen *s)
{
	int how;

	if (s->pid && waitpid(s->pid, &how, WNOHANG) == s->pid) {
		s->pid = 0;
		s->status = WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
	}
}

void screen_end(struct screen *s)
{
	if (!s)
		return;
	if (s->pid) {
		kill(s->pid, SIGKILL);
		waitpid(s->pid, NULL, 0);
	}
	close(s->fd);
	vterm_free(s->vt);
	str_release(&s->output);
	str_release(&s->text);
	free(s);
}

/* Takes what there is within so many milliseconds; false when there was nothing. */
static bool take(struct screen *s, int milliseconds)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };
	char bytes[16384];
	ssize_t n;

	if (s->closed || poll(&p, 1, milliseconds) <= 0)
		return false;
	n = read(s->fd, bytes, sizeof bytes);
	if (n <= 0) {
		s->closed = n == 0 || (errno != EAGAIN && errno != EINTR);
		return false;
	}
	str_put(&s->output, bytes, (size_t)n);
	vterm_input_write(s->vt, bytes, (size_t)n);
	return true;
}

static void put_cell(struct str *out, const VTermScreenCell *cell)
{
	char bytes[UTF8_MAX];

	if (cell->chars[0] == 0)
		str_putc(out, ' ');
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
		str_put(out, bytes, utf8_encode(cell->chars[i], bytes));
}

const char *screen_text(struct screen *s)
{
	str_reset(&s->text);
	for (int row = 0; row < s->rows; row++) {
		for (int column = 0; column < s->columns; column++) {
			VTermPos at = { .row = row, .col = column };
			VTermScreenCell cell;

			vterm_screen_get_cell(s->vs, at, &cell);
			if (cell.chars[0] != (uint32_t)-1)
				put_cell(&s->text, &cell);
		}
		while (s->text.len > 0 && s->text.at[s->text.len - 1] == ' ')
			s->text.len--;
		str_putc(&s->text, '\n');
	}
	return str_text(&s->text);
}

const struct str *screen_output(const struct screen *s)
{
	return &s->output;
}

static void give_up(struct screen *s, const char *what, const char *expected)
{
	fprintf(stderr, "--- %s ---\n%s\n--- the screen is ---\n%s---\n", what, expected,
	    screen_text(s));
	if (s->closed) { /* it has ended: its last words may say why */
		size_t from = s->output.len > 3000 ? s->output.len - 3000 : 0;

		for (size_t i = from; i < s->output.len; i++)
			fputc(s->output.at[i] == '\033' ? '^' : s->output.at[i], stderr);
	}
	fail(); /* the teardown ends the screen */
}

/* Takes output until `holds` does. */
static void until(struct screen *s, bool (*holds)(struct screen *s, const char *text),
    const char *what, const char *text)
{
	int64_t limit = now_ms() + LIMIT_MS;

	while (!holds(s, text)) {
		if (now_ms() > limit || (s->closed && !take(s, 0)))
			give_up(s, what, text);
		take(s, 20);
	}
}

static bool shows(struct screen *s, const char *text)
{
	return strstr(screen_text(s), text) != NULL;
}

static bool lacks(struct screen *s, const char *text)
{
	return !shows(s, text);
}

static bool on(struct screen *s, const char *text)
{
	const char *line = screen_text(s), *found;

	while (line && *line != '>') {
		line = strchr(line, '\n');
		line += line != NULL;
	}
	found = line ? strstr(line, text) : NULL;
	return found && found < line + strcspn(line, "\n");
}

static bool is(struct screen *s, const char *text)
{
	return strcmp(screen_text(s), text) == 0;
}

void screen_shows(struct screen *s, const char *text)
{
	until(s, shows, "was to show", text);
}

void screen_lacks(struct screen *s, const char *text)
{
	until(s, lacks, "was not to show", text);
}

void screen_on(struct screen *s, const char *text)
{
	until(s, on, "the cursor was to be on", text);
}

void screen_is(struct screen *s, const char *expected)
{
	until(s, is, "was to be", expected);
}

static char *read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	struct str s = { 0 };
	char bytes[4096];
	size_t n;

	if (!f)
		return NULL;
	while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
		str_put(&s, bytes, n);
	fclose(f);
	str_need(&s, 1);
	return str_take(&s);
}

void screen_is_file(struct screen *s, const char *name)
{
	const char *source = getenv("SRCDIR");
	char path[512], *expected;

	snprintf(path, sizeof path, "%s/tests/screen/expected/%s-%dx%d.screen",
	    source ? source : ".", name, s->columns, s->rows);
	if (getenv("UPDATE_SCREENS")) {
		FILE *f;

		screen_settle(s);
		f = fopen(path, "w");
		assert_non_null(f);
		fputs(screen_text(s), f);
		fclose(f);
		return;
	}
	expected = read_file(path);
	if (!expected)
		give_up(s, "there is no file", path);
	screen_is(s, expected);
	free(expected);
}

void screen_cursor(struct screen *s, int row, int column)
{
	int64_t limit = now_ms() + LIMIT_MS;
	VTermPos at;
	char expected[40];

	snprintf(expected, sizeof expected, "row %d, column %d", row, column);
	for (;;) {
		vterm_state_get_cursorpos(vterm_obtain_state(s->vt), &at);
		if (at.row == row && at.col == column)
			return;
		if (now_ms() > limit)
			give_up(s, "the cursor was to be at", expected);
		take(s, 20);
	}
}

bool screen_reverse(struct screen *s, int row, int column)
{
	VTermPos at = { .row = row, .col = column };
	VTermScreenCell cell;

	vterm_screen_get_cell(s->vs, at, &cell);
	return cell.attrs.reverse;
}

void screen_cell(struct screen *s, int row, int column, void *cell)
{
	VTermPos at = { .row = row, .col = column };

	vterm_screen_get_cell(s->vs, at, cell);
}

void screen_ends(struct screen *s, int status)
{
	int64_t limit = now_ms() + LIMIT_MS;
	char expected[24];

	snprintf(expected, sizeof expected, "%d", status);
	for (reap(s); s->pid; reap(s)) {
		if (now_ms() > limit)
			give_up(s, "was to end with", expected);
		take(s, 10);
	}
	while (take(s, 0))
		;
	if (s->status != status)
		give_up(s, "was to end with", expected);
}

void screen_settle(struct screen *s)
{
	int64_t limit = now_ms() + LIMIT_MS;

	while (take(s, QUIET_MS))
		if (now_ms() > limit)
			give_up(s, "was to become silent", "");
}

/* --- input --------------------------------------------------------------------------- */

void screen_send(struct screen *s, const char *bytes, size_t n)
{
	int64_t limit = now_ms() + LIMIT_MS;

	while (n > 0 && !s->closed) {
		ssize_t did = write(s->fd, bytes, n);

		if (did > 0) {
			bytes += did;
			n -= (size_t)did;
		}
		take(s, did > 0 ? 0 : 10);
		if (now_ms() > limit)
			give_up(s, "was to take input", "");
	}
}

/* In application mode, which keypad() asks for; vt100 and its heirs agree on these. */
static const struct {
	const char *name, *bytes;
} named[] = {
	{ "Up", "\033OA" },
	{ "Down", "\033OB" },
	{ "Right", "\033OC" },
	{ "Left", "\033OD" },
	{ "Home", "\033OH" },
	{ "End", "\033OF" },
	{ "PgUp", "\033[5~" },
	{ "PgDn", "\033[6~" },
	{ "Insert", "\033[2~" },
	{ "Delete", "\033[3~" },
	{ "Shift-Tab", "\033[Z" },
	{ "F1", "\033OP" },
	{ "F2", "\033OQ" },
	{ "Tab", "\t" },
	{ "Enter", "\r" },
	{ "Esc", "\033" },
	{ "Space", " " },
	{ "Backspace", "\177" },
	{ "lt", "<" },
};

static void send_named(struct screen *s, const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		if (strlen(named[i].name) == n && strncmp(named[i].name, name, n) == 0) {
			screen_send(s, named[i].bytes, strlen(named[i].bytes));
			return;
		}
	}
	if (n == 3 && strncmp(name, "C-", 2) == 0) {
		char control = name[2] & 0x1f;

		screen_send(s, &control, 1);
		return;
	}
	fail_msg("no key is called %.*s", (int)n, name);
}

/* Esc alone is told from the beginning of a sequence by what does not follow it, so it is waited
 * for. */
void screen_type(struct screen *s, const char *keys)
{
	while (*keys) {
		const char *end = *keys == '<' ? strchr(keys, '>') : NULL;

		if (!end) {
			screen_send(s, keys++, 1);
			continue;
		}
		send_named(s, keys + 1, (size_t)(end - keys - 1));
		if (strncmp(keys, "<Esc>", 5) == 0)
			screen_settle(s);
		keys = end + 1;
	}
}

void screen_resize(struct screen *s, int rows, int columns)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };

	/* What was still meant for a larger screen makes libvterm 0.3 move cells that are not
	 * there. */
	if (rows < s->rows || columns < s->columns)
		screen_settle(s);
	while (take(s, 0))
		;
	s->rows = rows;
	s->columns = columns;
	vterm_set_size(s->vt, rows, columns);
	ioctl(s->fd, TIOCSWINSZ, &size);
}

void screen_signal(struct screen *s, int sig)
{
	assert_true(s->pid > 0);
	kill(s->pid, sig);
}
