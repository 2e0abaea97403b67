/*
 * term.c - the terminal through curses. A canvas is compared with what was last shown, row by row
 * as bytes, and only the run of cells that differ goes into curses: that halves the cost of a key.
 *
 * No border is ever drawn with curses (wborder writes past the row of a 1-column window in 6.4);
 * borders are cells like all others.
 */
#define _XOPEN_SOURCE_EXTENDED 1
#include "tui/term.h"

#include <assert.h>
#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "tui/key.h"
#include "tui/theme.h"

enum {
	KEY_PASTE_BEGIN = KEY_MAX + 1,
	KEY_PASTE_END,
	PASTE_PAUSE_MS = 1000,
	SIZE_MAX_CELLS = 1000,
	NONE_ROWS = 40,
	NONE_COLUMNS = 100,
	COPY_MAX = 74 * 1024, /* bytes: what xterm takes in one OSC 52 */
};

struct term {
	struct canvas shown;	/* what curses has been given */
	bool all;		/* `shown` says nothing: send everything */
	int cursor_row;		/* as shown; -1: hidden, -2: not known */
	int left_row, left_column; /* where curses has left the cursor */
	attr_t attr[STYLES];
	short pair[STYLES];
	struct str paste;
	bool bracketed; /* the terminal was asked to mark pastes */
	bool color, mouse;
	bool none; /* of term_open_none: curses was never begun */
	mbstate_t begun; /* a character whose other bytes have not come yet */
};

/* What a signal handler needs. It lives here because a handler has no arguments. */
static struct {
	int pipe[2];
	volatile sig_atomic_t active; /* the terminal is ours */
	struct termios saved;	      /* its modes before */
	char restore[192];	      /* bytes that give it back */
	size_t restore_len;
} at_signal = { .pipe = { -1, -1 } };

static const int end_signals[] = { SIGHUP, SIGTERM, SIGINT, SIGQUIT };
static const int fatal_signals[] = { SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL };

static void write_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t did = write(fd, bytes, n);

		if (did < 0 && errno != EINTR)
			return;
		if (did > 0) {
			bytes += did;
			n -= (size_t)did;
		}
	}
}

/* Only what a signal handler may call. */
static void give_back(void)
{
	if (!at_signal.active)
		return;
	at_signal.active = 0;
	write_all(STDOUT_FILENO, at_signal.restore, at_signal.restore_len);
	tcsetattr(STDIN_FILENO, TCSANOW, &at_signal.saved);
}

static void on_signal(int sig)
{
	int keep = errno;
	unsigned char byte = (unsigned char)sig;
	ssize_t did = write(at_signal.pipe[1], &byte, 1);

	(void)did; /* a full pipe has something to tell already */
	errno = keep;
}

static void on_fatal(int sig)
{
	give_back();
	signal(sig, SIG_DFL);
	raise(sig);
}

static void handle(int sig, void (*how)(int), int flags)
{
	struct sigaction sa = { .sa_handler = how, .sa_flags = flags };

	sigemptyset(&sa.sa_mask);
	sigaction(sig, &sa, NULL);
}

static int open_pipe(struct err *e)
{
	if (at_signal.pipe[0] >= 0)
		return 0;
	if (pipe(at_signal.pipe) < 0)
		return err_set(e, ERR_IO, "make a pipe for signals: %s", strerror(errno));
	for (int i = 0; i < 2; i++) {
		fcntl(at_signal.pipe[i], F_SETFL, O_NONBLOCK);
		fcntl(at_signal.pipe[i], F_SETFD, FD_CLOEXEC);
	}
	return 0;
}

static void handle_signals(void)
{
	for (size_t i = 0; i < sizeof end_signals / sizeof *end_signals; i++)
		handle(end_signals[i], on_signal, 0);
	handle(SIGTSTP, on_signal, 0);
	handle(SIGWINCH, on_signal, SA_RESTART);
	handle(SIGPIPE, SIG_IGN, 0);
#if !defined(__SANITIZE_ADDRESS__)
	for (size_t i = 0; i < sizeof fatal_signals / sizeof *fatal_signals; i++)
		handle(fatal_signals[i], on_fatal, SA_RESETHAND);
#else
	handle(fatal_signals[0], on_fatal, SA_RESETHAND);
#endif
}

static void default_signals(void)
{
	for (size_t i = 0; i < sizeof end_signals / sizeof *end_signals; i++)
		handle(end_signals[i], SIG_DFL, 0);
	for (size_t i = 0; i < sizeof fatal_signals / sizeof *fatal_signals; i++)
		handle(fatal_signals[i], SIG_DFL, 0);
	handle(SIGTSTP, SIG_DFL, 0);
	handle(SIGWINCH, SIG_DFL, 0);
}

/* Declared here: <term.h> takes the names `columns`, `lines` and `struct term` for itself. */
extern char *tigetstr(const char *);
extern char *tiparm(const char *, ...);
extern int putp(const char *);

static const char *capability(const char *name)
{
	const char *s = tigetstr(name);

	return s && s != (const char *)-1 ? s : "";
}

/* Does the terminal say that it has the capability, or is it one of those that have it though their
 * description does not say so? `known` ends with NULL. */
static bool knows(const char *name, const char *const *known)
{
	const char *term = getenv("TERM");

	if (*capability(name))
		return true;
	for (; term && *known; known++)
		if (strncmp(term, *known, strlen(*known)) == 0)
			return true;
	return false;
}

static bool knows_paste(void)
{
	static const char *const known[] = { "xterm", "tmux", "screen", "rxvt", "alacritty", "foot",
		"st-", "kitty", "konsole", "gnome", "vte", NULL };

	return knows("BE", known);
}

static bool knows_clipboard(void)
{
	static const char *const known[] = { "alacritty", "foot", "kitty", "wezterm", "contour",
		NULL };

	return knows("Ms", known);
}

/* Curses puts padding like $<5> into capabilities; a handler can only write the plain bytes. */
static void restore_add(const char *s)
{
	while (*s && at_signal.restore_len < sizeof at_signal.restore) {
		if (s[0] == '$' && s[1] == '<' && strchr(s, '>')) {
			s = strchr(s, '>') + 1;
			continue;
		}
		at_signal.restore[at_signal.restore_len++] = *s++;
	}
}

static void restore_prepare(const struct term *t)
{
	at_signal.restore_len = 0;
	if (t->bracketed)
		restore_add("\033[?2004l");
	if (t->mouse)
		restore_add("\033[?1000l\033[?1006l");
	restore_add(capability("sgr0"));
	restore_add(capability("cnorm"));
	restore_add(capability("rmkx"));
	restore_add(capability("rmcup"));
	restore_add("\r\n");
}

static void paste_mode(const struct term *t, bool on)
{
	if (t->bracketed)
		write_all(STDOUT_FILENO, on ? "\033[?2004h" : "\033[?2004l", 8);
}

static attr_t attributes(unsigned of)
{
	return (of & LOOK_BOLD ? A_BOLD : 0) | (of & LOOK_UNDERLINE ? A_UNDERLINE : 0) |
	    (of & LOOK_REVERSE ? A_REVERSE : 0);
}

/* Styles of the same colours share a pair: going from one to the other then sends no colours. */
static short pair_for(struct term *t, enum theme theme, int style)
{
	struct look look = theme_look(theme, (enum style)style);

	if (look.ink < 0 && look.paper < 0)
		return 0;
	for (int i = 0; i < style; i++) {
		struct look other = theme_look(theme, (enum style)i);

		if (other.ink == look.ink && other.paper == look.paper)
			return t->pair[i];
	}
	return init_pair((short)(style + 1), (short)look.ink, (short)look.paper) == OK
	    ? (short)(style + 1)
	    : 0;
}

void term_theme(struct term *t, enum theme theme)
{
	if (t->none)
		return;
	theme = theme_possible(theme, t->color ? COLORS : 0);
	for (int i = 0; i < STYLES; i++) {
		t->attr[i] = attributes(theme_look(theme, (enum style)i).attr);
		t->pair[i] = t->color ? pair_for(t, theme, i) : 0;
	}
	term_repaint(t);
}

void term_mouse(struct term *t, bool on)
{
	if (t->none)
		return;
	t->mouse = on;
	mouseinterval(0);
	mousemask(on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
	restore_prepare(t);
}

/* Ctrl-C is a key here (it leaves a prompt); a SIGINT then comes only from outside and means:
 * leave. */
static void set_modes(void)
{
	struct termios mode;

	cbreak();
	noecho();
	nonl();
	if (tcgetattr(STDIN_FILENO, &mode) == 0) {
		mode.c_cc[VINTR] = _POSIX_VDISABLE;
		mode.c_iflag &= ~(tcflag_t)(IXON | ICRNL);
		tcsetattr(STDIN_FILENO, TCSANOW, &mode);
	}
	def_prog_mode();
	intrflush(stdscr, FALSE);
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	meta(stdscr, TRUE);
	leaveok(stdscr, FALSE);
	typeahead(-1); /* frames are left out before they are drawn, not in their middle */
	define_key("\033[200~", KEY_PASTE_BEGIN);
	define_key("\033[201~", KEY_PASTE_END);
}

static int clamp(int n)
{
	return n < 1 ? 1 : n > SIZE_MAX_CELLS ? SIZE_MAX_CELLS : n;
}

/* ncurses ends the process on sizes it cannot hold: it is told a size that it can. */
static void limit_size(void)
{
	struct winsize ws;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) < 0)
		return;
	if (ws.ws_row <= SIZE_MAX_CELLS && ws.ws_col <= SIZE_MAX_CELLS)
		return;
	use_env(TRUE);
	char text[16];

	snprintf(text, sizeof text, "%d", clamp(ws.ws_row));
	setenv("LINES", text, 1);
	snprintf(text, sizeof text, "%d", clamp(ws.ws_col));
	setenv("COLUMNS", text, 1);
}

struct term *term_open(const struct term_options *o, struct err *e)
{
	struct term *t;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		err_set(e, ERR_USAGE, "the screens need a terminal on stdin and stdout");
		return NULL;
	}
	if (open_pipe(e) < 0)
		return NULL;
	if (tcgetattr(STDIN_FILENO, &at_signal.saved) < 0) {
		err_set(e, ERR_IO, "ask the terminal for its modes: %s", strerror(errno));
		return NULL;
	}
	handle_signals();
	limit_size();
	set_escdelay(25);
	if (!newterm(NULL, stdout, stdin)) {
		default_signals();
		err_set(e, ERR_CONFIG, "the terminal type '%s' is not known here; try TERM=vt100",
		    getenv("TERM") ? getenv("TERM") : "");
		return NULL;
	}
	handle_signals(); /* newterm has put its own */
	t = xcalloc(1, sizeof *t);
	t->all = true;
	t->cursor_row = -2;
	t->bracketed = knows_paste();
	set_modes();
	canvas_init(&t->shown, clamp(LINES), clamp(COLS));
	t->color = o->color && has_colors() && start_color() == OK && use_default_colors() == OK;
	term_theme(t, o->theme);
	term_mouse(t, o->mouse);
	at_signal.active = 1;
	atexit(give_back);
	paste_mode(t, true);
	return t;
}

struct term *term_open_none(void)
{
	struct term *t = xcalloc(1, sizeof *t);

	t->none = true;
	canvas_init(&t->shown, NONE_ROWS, NONE_COLUMNS);
	return t;
}

static void term_free(struct term *t)
{
	canvas_release(&t->shown);
	str_release(&t->paste);
	free(t);
}

void term_close(struct term *t)
{
	if (!t)
		return;
	if (t->none) {
		term_free(t);
		return;
	}
	paste_mode(t, false);
	endwin();
	at_signal.active = 0;
	default_signals();
	delscreen(set_term(NULL));
	term_free(t);
}

void term_size(const struct term *t, int *rows, int *columns)
{
	*rows = t->shown.rows;
	*columns = t->shown.columns;
}

/* --- showing --------------------------------------------------------------------- */

/* As setcchar would, without measuring each character again: the canvas has done so. */
static void cell_to_curses(const struct term *t, const struct cell *from, cchar_t *to)
{
	short pair = t->pair[from->style];

	*to = (cchar_t){ .attr = t->attr[from->style] | (attr_t)COLOR_PAIR(pair) };
	for (int i = 0; i < 3; i++)
		to->chars[i] = (wchar_t)from->text[i];
#if NCURSES_EXT_COLORS
	to->ext_color = pair;
#endif
}

/* Hands the cells [from, end) of a row to curses. The right half of a wide character goes with its
 * left. */
static void put_run(const struct term *t, const struct cell *row, int y, int from, int end)
{
	cchar_t out[SIZE_MAX_CELLS];
	int n = 0;

	for (int x = from; x < end; x++)
		if (row[x].width > 0)
			cell_to_curses(t, &row[x], &out[n++]);
	mvadd_wchnstr(y, from, out, n);
}

static bool cell_same(const struct cell *a, const struct cell *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

/* The end of a run of cells that differ: where at least so many in a row are the same again, or the
 * row ends. */
static int run_end(const struct cell *now, const struct cell *was, int from, int columns)
{
	enum { SAME = 4 };
	int same = 0, x = from;

	for (; x < columns && same < SAME; x++)
		same = cell_same(&now[x], &was[x]) ? same + 1 : 0;
	x -= same;
	while (x < columns && (now[x].width == 0 || was[x].width == 0))
		x++;
	return x;
}

static void put_row(struct term *t, const struct canvas *c, int y)
{
	const struct cell *now = c->at + (size_t)y * c->columns;
	struct cell *was = t->shown.at + (size_t)y * c->columns;

	if (t->all) {
		put_run(t, now, y, 0, c->columns);
	} else {
		if (memcmp(now, was, (size_t)c->columns * sizeof *now) == 0)
			return;
		for (int x = 0; x < c->columns; x++) {
			int from = x;

			if (cell_same(&now[x], &was[x]))
				continue;
			while (from > 0 && (now[from].width == 0 || was[from].width == 0))
				from--;
			x = run_end(now, was, x, c->columns);
			put_run(t, now, y, from, x);
		}
	}
	memcpy(was, now, (size_t)c->columns * sizeof *now);
}

/* Scrolls what curses keeps of a window, its lines untouched: the terminal has done the same. */
static void window_scroll(WINDOW *w, int top, int bottom, int by)
{
	scrollok(w, TRUE);
	wsetscrreg(w, top, bottom);
	wscrl(w, by);
	scrollok(w, FALSE);
	untouchwin(w);
}

/* The rows are moved by the terminal before curses sees the frame. Curses finds such moves too, but
 * looks for them by hashing each line that has changed, in each frame: a third of what a key cost.
 */
static void rows_scroll(struct term *t, const struct canvas *c)
{
	const char *region = capability("csr"), *go = capability("cup"), *step;
	size_t row = (size_t)c->columns * sizeof *c->at;
	int top, bottom, by = canvas_moved(&t->shown, c, &top, &bottom), n = abs(by);
	struct cell *first;
	size_t kept;

	step = capability(by < 0 ? "ri" : "ind");
	if (by == 0 || !*region || !*go || !*step)
		return;
	first = t->shown.at + (size_t)top * c->columns;
	kept = (size_t)(bottom - top + 1 - n) * row;
	putp(tiparm(region, top, bottom));
	putp(tiparm(go, by < 0 ? top : bottom, 0));
	for (int i = 0; i < n; i++)
		putp(step);
	putp(tiparm(region, 0, c->rows - 1));
	putp(tiparm(go, t->left_row, t->left_column));
	fflush(stdout);
	window_scroll(stdscr, top, bottom, by);
	window_scroll(newscr, top, bottom, by);
	window_scroll(curscr, top, bottom, by);
	memmove(by < 0 ? first + (size_t)n * c->columns : first,
	    by < 0 ? first : first + (size_t)n * c->columns, kept);
	/* No cell is like this: the rows that have come up are drawn whole. */
	memset(by < 0 ? first : first + kept / sizeof *first, 0xff, (size_t)n * row);
}

void term_show(struct term *t, const struct canvas *c, int row, int column)
{
	if (t->none)
		return;
	assert(c->rows == t->shown.rows && c->columns == t->shown.columns);
	if (!t->all)
		rows_scroll(t, c);
	for (int y = 0; y < c->rows; y++)
		put_row(t, c, y);
	t->all = false;
	if ((row < 0) != (t->cursor_row < 0) || t->cursor_row == -2)
		curs_set(row >= 0);
	t->cursor_row = row < 0 ? -1 : row;
	t->left_row = row < 0 || row >= c->rows ? c->rows - 1 : row;
	t->left_column = row < 0 ? 0 : column < c->columns ? column : c->columns - 1;
	move(t->left_row, t->left_column);
	wnoutrefresh(stdscr);
	doupdate();
}

void term_repaint(struct term *t)
{
	if (t->none)
		return;
	t->all = true;
	clearok(curscr, TRUE);
}

static void put_base64(struct str *out, const char *bytes, size_t n)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		unsigned b = (unsigned)(unsigned char)bytes[i] << 16;

		b |= i + 1 < n ? (unsigned)(unsigned char)bytes[i + 1] << 8 : 0;
		b |= i + 2 < n ? (unsigned)(unsigned char)bytes[i + 2] : 0;
		str_putc(out, letters[b >> 18]);
		str_putc(out, letters[b >> 12 & 63]);
		str_putc(out, i + 1 < n ? letters[b >> 6 & 63] : '=');
		str_putc(out, i + 2 < n ? letters[b & 63] : '=');
	}
}

bool term_copy(struct term *t, const char *bytes, size_t n)
{
	if (t->none)
		return false;
	struct str s = { 0 };

	if (n > COPY_MAX || !knows_clipboard())
		return false;
	str_puts(&s, "\033]52;c;");
	put_base64(&s, bytes, n);
	str_putc(&s, '\a');
	fflush(stdout);
	write_all(STDOUT_FILENO, s.at, s.len);
	str_release(&s);
	return true;
}

void term_beep(struct term *t)
{
	if (t->none)
		return;
	beep();
}

/* --- events ---------------------------------------------------------------------- */

static bool take_size(struct term *t)
{
	struct winsize ws;
	int rows = LINES, columns = COLS;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_row > 0 && ws.ws_col > 0) {
		rows = clamp(ws.ws_row);
		columns = clamp(ws.ws_col);
	}
	if (rows == t->shown.rows && columns == t->shown.columns)
		return false;
	resizeterm(rows, columns);
	canvas_resize(&t->shown, rows, columns);
	term_repaint(t);
	return true;
}

/* The oldest signal not yet told, or 0. */
static int next_signal(void)
{
	unsigned char byte;

	return read(at_signal.pipe[0], &byte, 1) == 1 ? byte : 0;
}

static const struct {
	int curses, key;
} special_keys[] = {
	{ KEY_UP, K_UP },
	{ KEY_DOWN, K_DOWN },
	{ KEY_LEFT, K_LEFT },
	{ KEY_RIGHT, K_RIGHT },
	{ KEY_HOME, K_HOME },
	{ KEY_FIND, K_HOME },
	{ KEY_END, K_END },
	{ KEY_SELECT, K_END },
	{ KEY_PPAGE, K_PGUP },
	{ KEY_NPAGE, K_PGDN },
	{ KEY_IC, K_INSERT },
	{ KEY_DC, K_DELETE },
	{ KEY_BTAB, K_BACKTAB },
	{ KEY_BACKSPACE, K_BACKSPACE },
	{ KEY_ENTER, K_ENTER },
};

static int special_key(wint_t code)
{
	for (size_t i = 0; i < sizeof special_keys / sizeof *special_keys; i++)
		if ((wint_t)special_keys[i].curses == code)
			return special_keys[i].key;
	for (int i = 1; i <= 12; i++)
		if ((wint_t)KEY_F(i) == code)
			return K_F1 + i - 1;
	return -1;
}

static int plain_key(wint_t code)
{
	if (code == 127 || code == 8)
		return K_BACKSPACE;
	return code == '\n' ? K_ENTER : (int)code;
}

static bool readable(int milliseconds)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };

	return poll(&p, 1, milliseconds) > 0;
}

static void paste_put(struct str *out, wint_t code)
{
	char bytes[MB_LEN_MAX];
	mbstate_t state = { 0 };
	size_t n = wcrtomb(bytes, (wchar_t)code, &state);

	if (n != (size_t)-1 && out->len + n <= TERM_PASTE_MAX)
		str_put(out, bytes, n);
}

/* The next character or key of curses. Bytes of one character may come apart: get_wch forgets those
 * that have come already, so they are put together here. */
static int take_code(struct term *t, wint_t *code)
{
	for (;;) {
		int byte = getch();
		char c = (char)byte;
		wchar_t wide;
		size_t n;

		if (byte == ERR)
			return ERR;
		*code = (wint_t)byte;
		if (byte >= KEY_MIN)
			return KEY_CODE_YES;
		n = mbrtowc(&wide, &c, 1, &t->begun);
		if (n == (size_t)-1) /* no character: left out */
			t->begun = (mbstate_t){ 0 };
		if (n <= 1) {
			*code = (wint_t)wide;
			return OK;
		}
	}
}

/* A paste lasts until the terminal says so; one whose end got lost ends with a pause. */
static struct event take_paste(struct term *t)
{
	wint_t code;
	int how;

	str_reset(&t->paste);
	for (;;) {
		how = take_code(t, &code);
		if (how == ERR && !readable(PASTE_PAUSE_MS))
			break;
		if (how == KEY_CODE_YES && code == KEY_PASTE_END)
			break;
		if (how == OK)
			paste_put(&t->paste, code);
	}
	return (struct event){ .kind = EVENT_PASTE, .text = &t->paste };
}

static struct event take_mouse(void)
{
	struct event ev = { .kind = EVENT_MOUSE };
	MEVENT m;

	if (getmouse(&m) != OK)
		return (struct event){ .kind = EVENT_NONE };
	ev.row = m.y;
	ev.column = m.x;
	ev.wheel = m.bstate & BUTTON4_PRESSED ? -1 : m.bstate & BUTTON5_PRESSED ? 1 : 0;
	if (ev.wheel == 0 && !(m.bstate & BUTTON1_PRESSED))
		ev.kind = EVENT_NONE;
	return ev;
}

/* The next key curses has, EVENT_NONE if there is none. */
static struct event take_key(struct term *t)
{
	wint_t code;
	int how = take_code(t, &code), key;

	if (how == ERR)
		return (struct event){ .kind = EVENT_NONE };
	if (how == OK)
		return (struct event){ .kind = EVENT_KEY, .key = plain_key(code) };
	if (code == KEY_RESIZE)
		return (struct event){ .kind = take_size(t) ? EVENT_RESIZE : EVENT_NONE };
	if (code == KEY_PASTE_BEGIN)
		return take_paste(t);
	if (code == KEY_MOUSE)
		return take_mouse();
	key = special_key(code);
	return (struct event){ .kind = key < 0 ? EVENT_NONE : EVENT_KEY, .key = key };
}

static struct event take_signal(struct term *t)
{
	int sig = next_signal();

	if (sig == SIGWINCH)
		return (struct event){ .kind = take_size(t) ? EVENT_RESIZE : EVENT_NONE };
	if (sig == SIGTSTP)
		return (struct event){ .kind = EVENT_STOP };
	return (struct event){ .kind = sig ? EVENT_END : EVENT_NONE, .key = sig };
}

struct event term_wait(struct term *t, int milliseconds)
{
	if (t->none)
		return (struct event){ .kind = EVENT_NONE };
	struct pollfd p[2] = { { .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = at_signal.pipe[0], .events = POLLIN } };
	struct event ev = take_key(t);

	if (ev.kind != EVENT_NONE)
		return ev;
	if (poll(p, 2, milliseconds) <= 0)
		return (struct event){ .kind = EVENT_NONE };
	if (p[1].revents)
		return take_signal(t);
	if ((p[0].revents & (POLLHUP | POLLERR | POLLNVAL)) && !(p[0].revents & POLLIN))
		return (struct event){ .kind = EVENT_END, .key = SIGHUP };
	ev = take_key(t);
	if (ev.kind == EVENT_NONE && (p[0].revents & POLLHUP))
		return (struct event){ .kind = EVENT_END, .key = SIGHUP };
	return ev;
}

bool term_pending(const struct term *t)
{
	if (t->none)
		return false;
	struct pollfd p[2] = { { .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = at_signal.pipe[0], .events = POLLIN } };

	return poll(p, 2, 0) > 0;
}

/* Keys meant for the other program (Ctrl-C, Ctrl-\, Ctrl-Z) must not reach this one. */
void term_lend(struct term *t)
{
	if (t->none)
		return;
	paste_mode(t, false);
	endwin();
	at_signal.active = 0;
	handle(SIGINT, SIG_IGN, 0);
	handle(SIGQUIT, SIG_IGN, 0);
	handle(SIGTSTP, SIG_IGN, 0);
}

void term_take_back(struct term *t)
{
	if (t->none)
		return;
	handle_signals();
	at_signal.active = 1;
	refresh();
	paste_mode(t, true);
	take_size(t);
	term_repaint(t);
}

void term_suspend(struct term *t)
{
	if (t->none)
		return;
	term_lend(t);
	handle(SIGTSTP, SIG_DFL, 0);
	raise(SIGTSTP);
	term_take_back(t);
}
