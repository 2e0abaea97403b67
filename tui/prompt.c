/* prompt.c - the line editor. Every change goes through `replace`, which is what undo undoes. */
#include "tui/prompt.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/key.h"
#include "tui/utf8.h"

static const char *text_of(const struct prompt *p)
{
	return str_text(&p->now.text);
}

const char *prompt_text(const struct prompt *p)
{
	return text_of(p);
}

static void state_copy(struct prompt_state *to, const struct prompt_state *from)
{
	str_reset(&to->text);
	str_put(&to->text, str_text(&from->text), from->text.len);
	to->cursor = from->cursor;
}

static void remember_state(struct prompt *p)
{
	if (p->undo_n == PROMPT_UNDO_MAX) {
		struct prompt_state oldest = p->undo[0];

		memmove(p->undo, p->undo + 1, (PROMPT_UNDO_MAX - 1) * sizeof *p->undo);
		p->undo[--p->undo_n] = oldest;
	}
	state_copy(&p->undo[p->undo_n++], &p->now);
}

/* Puts n bytes in the place of [from, end); the cursor stands after them. */
static void replace(struct prompt *p, size_t from, size_t end, const char *bytes, size_t n)
{
	struct str *t = &p->now.text;
	size_t tail = t->len - end;

	if (t->len - (end - from) + n > PROMPT_TEXT_MAX)
		return;
	str_need(t, n);
	memmove(t->at + from + n, t->at + end, tail);
	if (n > 0)
		memcpy(t->at + from, bytes, n);
	t->len = from + n + tail;
	t->at[t->len] = '\0';
	p->now.cursor = from + n;
}

static void change(struct prompt *p, size_t from, size_t end, const char *bytes, size_t n)
{
	remember_state(p);
	p->typing = false;
	replace(p, from, end, bytes, n);
}

/* --- where things are -------------------------------------------------------------- */

static size_t after(const struct prompt *p, size_t at)
{
	int width;

	if (at >= p->now.text.len)
		return p->now.text.len;
	return at + text_cluster(p->now.text.at + at, p->now.text.len - at, &width);
}

static size_t before(const struct prompt *p, size_t at)
{
	size_t i = 0, next;

	while (i < at && (next = after(p, i)) < at)
		i = next;
	return at > 0 ? i : 0;
}

static size_t word_before(const struct prompt *p, size_t at)
{
	const char *s = text_of(p);

	while (at > 0 && s[at - 1] == ' ')
		at--;
	while (at > 0 && s[at - 1] != ' ')
		at--;
	return at;
}

/* --- keys -------------------------------------------------------------------------- */

static void kill_text(struct prompt *p, size_t from, size_t end)
{
	if (from >= end)
		return;
	str_reset(&p->killed);
	str_put(&p->killed, p->now.text.at + from, end - from);
	change(p, from, end, "", 0);
}

static void key_left(struct prompt *p)
{
	p->now.cursor = before(p, p->now.cursor);
}

static void key_right(struct prompt *p)
{
	p->now.cursor = after(p, p->now.cursor);
}

static void key_home(struct prompt *p)
{
	p->now.cursor = 0;
}

static void key_end(struct prompt *p)
{
	p->now.cursor = p->now.text.len;
}

static void key_backspace(struct prompt *p)
{
	if (p->now.cursor > 0)
		change(p, before(p, p->now.cursor), p->now.cursor, "", 0);
}

static void key_delete(struct prompt *p)
{
	if (p->now.cursor < p->now.text.len)
		change(p, p->now.cursor, after(p, p->now.cursor), "", 0);
}

static void key_kill_end(struct prompt *p)
{
	kill_text(p, p->now.cursor, p->now.text.len);
}

static void key_kill_start(struct prompt *p)
{
	kill_text(p, 0, p->now.cursor);
}

static void key_kill_word(struct prompt *p)
{
	kill_text(p, word_before(p, p->now.cursor), p->now.cursor);
}

static void key_yank(struct prompt *p)
{
	if (p->killed.len > 0)
		change(p, p->now.cursor, p->now.cursor, p->killed.at, p->killed.len);
}

static void key_undo(struct prompt *p)
{
	if (p->undo_n > 0)
		state_copy(&p->now, &p->undo[--p->undo_n]);
}

static void show_history(struct prompt *p)
{
	const char *text =
	    p->history_at < p->history_n ? p->history[p->history_at] : str_text(&p->draft);

	replace(p, 0, p->now.text.len, text, strlen(text));
}

static void key_older(struct prompt *p)
{
	if (p->history_at == 0)
		return;
	if (p->history_at == p->history_n) {
		str_reset(&p->draft);
		str_put(&p->draft, text_of(p), p->now.text.len);
	}
	p->history_at--;
	show_history(p);
}

static void key_newer(struct prompt *p)
{
	if (p->history_at == p->history_n)
		return;
	p->history_at++;
	show_history(p);
}

static const struct {
	int key;
	void (*act)(struct prompt *p);
} keys[] = {
	{ K_LEFT, key_left },
	{ 'B' & KEY_IS_CTRL, key_left },
	{ K_RIGHT, key_right },
	{ 'F' & KEY_IS_CTRL, key_right },
	{ K_HOME, key_home },
	{ 'A' & KEY_IS_CTRL, key_home },
	{ K_END, key_end },
	{ 'E' & KEY_IS_CTRL, key_end },
	{ K_BACKSPACE, key_backspace },
	{ K_DELETE, key_delete },
	{ 'D' & KEY_IS_CTRL, key_delete },
	{ 'K' & KEY_IS_CTRL, key_kill_end },
	{ 'U' & KEY_IS_CTRL, key_kill_start },
	{ 'W' & KEY_IS_CTRL, key_kill_word },
	{ 'Y' & KEY_IS_CTRL, key_yank },
	{ '_' & KEY_IS_CTRL, key_undo },
	{ K_UP, key_older },
	{ 'P' & KEY_IS_CTRL, key_older },
	{ K_DOWN, key_newer },
	{ 'N' & KEY_IS_CTRL, key_newer },
};

static void type(struct prompt *p, int key)
{
	char bytes[UTF8_MAX];
	size_t n = utf8_encode((uint32_t)key, bytes);

	if (!p->typing || key == ' ')
		remember_state(p);
	p->typing = true;
	replace(p, p->now.cursor, p->now.cursor, bytes, n);
}

static bool printable(int key)
{
	return (key >= 0x20 && key < 0x7f) || (key >= 0xa0 && key < 0xd800) ||
	    (key >= 0xe000 && key < 0x110000);
}

enum prompt_result prompt_key(struct prompt *p, int key)
{
	if (printable(key)) {
		type(p, key);
		return PROMPT_USED;
	}
	p->typing = false;
	if (key == K_ENTER)
		return PROMPT_ENTER;
	if (key == K_ESC || key == ('C' & KEY_IS_CTRL) || key == ('G' & KEY_IS_CTRL))
		return PROMPT_LEAVE;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		if (keys[i].key == key) {
			keys[i].act(p);
			return PROMPT_USED;
		}
	}
	return PROMPT_UNUSED;
}

/* --- the rest ---------------------------------------------------------------------- */

/* Appends what may stay of pasted bytes; CR LF and CR are line breaks too. A line that is kept as
 * it is keeps its controls, which are shown and never obeyed; in one that is a command they have no
 * business. */
static void clean(struct str *out, const char *bytes, size_t n, bool many_lines)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char b = (unsigned char)bytes[i];

		if (b == '\r' && i + 1 < n && bytes[i + 1] == '\n')
			continue;
		if (b == '\n' || b == '\r')
			str_putc(out, many_lines ? '\n' : ' ');
		else if (b != '\0' && (many_lines || (b >= 0x20 && b != 0x7f)))
			str_putc(out, (char)b);
		else if (b == '\t')
			str_putc(out, ' ');
	}
}

/* Puts text from outside in the place of [from, end). */
static void put_clean(struct prompt *p, size_t from, size_t end, const char *bytes, size_t n)
{
	struct str out = { 0 };
	size_t good;

	while (n > 0) {
		good = text_utf8_fault(bytes, n);
		clean(&out, bytes, good, p->many_lines);
		bytes += good < n ? good + 1 : n;
		n -= good < n ? good + 1 : n;
	}
	/* A paste that is only a line break at the end should not look like an entry of two lines.
	 */
	while (out.len > 0 && (out.at[out.len - 1] == '\n' || out.at[out.len - 1] == ' '))
		out.len--;
	if (out.len > 0 || from < end)
		change(p, from, end, out.at ? out.at : "", out.len);
	str_release(&out);
}

void prompt_paste(struct prompt *p, const char *bytes, size_t n)
{
	put_clean(p, p->now.cursor, p->now.cursor, bytes, n);
}

void prompt_take(struct prompt *p, const char *bytes, size_t n)
{
	put_clean(p, 0, p->now.text.len, bytes, n);
}

void prompt_set(struct prompt *p, const char *text)
{
	change(p, 0, p->now.text.len, text, strlen(text));
}

void prompt_put(struct prompt *p, size_t from, const char *text)
{
	change(p, from, p->now.cursor, text, strlen(text));
}

void prompt_clear(struct prompt *p)
{
	replace(p, 0, p->now.text.len, "", 0);
	p->undo_n = 0;
	p->typing = false;
	p->history_at = p->history_n;
	str_reset(&p->draft);
}

void prompt_remember(struct prompt *p, const char *text)
{
	if (*text && (p->history_n == 0 || strcmp(p->history[p->history_n - 1], text) != 0)) {
		if (p->history_n == PROMPT_HISTORY_MAX) {
			free(p->history[0]);
			memmove(p->history, p->history + 1,
			    (PROMPT_HISTORY_MAX - 1) * sizeof *p->history);
			p->history_n--;
		}
		p->history[p->history_n++] = xstrdup(text);
	}
	p->history_at = p->history_n;
}

void prompt_forget(struct prompt *p)
{
	for (int i = 0; i < PROMPT_UNDO_MAX; i++)
		str_release(&p->undo[i].text);
	for (int i = 0; i < p->history_n; i++)
		free(p->history[i]);
	str_release(&p->killed);
	str_release(&p->draft);
	p->undo_n = p->history_n = p->history_at = 0;
}

void prompt_release(struct prompt *p)
{
	prompt_forget(p);
	str_release(&p->now.text);
	*p = (struct prompt){ 0 };
}

/* Columns of the text before that byte, as it is shown. */
static int column_of(const struct prompt *p, size_t at)
{
	struct str left = { 0 };
	int column;

	text_show(&left, text_of(p), at, TEXT_ONE_LINE);
	column = text_width(str_text(&left));
	str_release(&left);
	return column;
}

/* Columns that leave on the left, by whole clusters, for the cursor to have room; *from is moved
 * past them. */
static int hidden(const struct prompt *p, int width, const char **from)
{
	int most = column_of(p, p->now.cursor) - (width - 1), hide = 0;

	while (hide < most && **from) {
		int w;

		*from += text_cluster(*from, strlen(*from), &w);
		hide += w;
	}
	return hide;
}

int prompt_show(const struct prompt *p, int width, struct str *out)
{
	struct str all = { 0 };
	const char *from;
	int hide, column;

	text_show(&all, text_of(p), p->now.text.len, TEXT_ONE_LINE);
	from = str_text(&all);
	hide = hidden(p, width, &from);
	str_puts(out, from);
	str_release(&all);
	column = column_of(p, p->now.cursor) - hide;
	return column > 0 ? column : 0;
}

int prompt_column(const struct prompt *p, int width, size_t at)
{
	struct str all = { 0 };
	const char *from;
	int column;

	if (at > p->now.text.len)
		return -1;
	text_show(&all, text_of(p), p->now.text.len, TEXT_ONE_LINE);
	from = str_text(&all);
	column = column_of(p, at) - hidden(p, width, &from);
	str_release(&all);
	return column < width ? column : -1;
}
