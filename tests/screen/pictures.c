/*
 * pictures.c - draws each view of the demo notebook to SVG, as a terminal emulator shows it.
 *
 *	pictures BLOTTER NOTEBOOK FOLDER
 *
 * Each view is written in a light and a dark theme. The same notebook and clock give the same
 * bytes.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <vterm.h>

#include "tests/screen/screen.h"
#include "tui/utf8.h"

enum { ROWS = 32, COLUMNS = 120, CELL = 8, LINE = 17, EDGE = 8, BASELINE = 13 };

/* Keys from the view before, and what is shown when the view is whole. */
static const struct {
	const char *name, *keys, *shows;
} views[] = {
	{ "log", "1G", "happened" },
	{ "detail", "gg<Down><Down><Down><Enter>", "version" },
	{ "timeline", "<Esc>2<Home>", "ioc:203.0.113.77" }, /* beside the list */
	{ "customers", "3jjjj", "window" },
	{ "export", "ftier:gold lang:id<Enter>AEmc<Enter>", "Type y" },
	{ "notifications", "<Esc><Esc><Esc>4", "Advised:" },
	{ "open", "5", "priority" },
	{ "advisories", "7", "The letter to" },
	{ "journal", "6p", "rows" }, /* its details have hashes, which are others each time */
	{ "incidents", "p0", "INC-2020-12" },
	{ "help", "1?", "help>" },
	{ "entry",
	    "<Esc>2i~2021-05-16/2021-05-31 + ask the platform team for the log "
	    "@andi ^14:00 #scope",
	    "due " },
};

static const struct theme {
	const char *name, *paper, *ink, *colors[8];
} themes[] = {
	{ "light", "#ffffff", "#1c1e21",
	    { "#1c1e21", "#b3261e", "#1b6e3c", "#8a5a00", "#1f4fa3", "#7b2d8b", "#0b6b7a",
		"#5f6368" } },
	{ "dark", "#14171a", "#d8dce0",
	    { "#5f6368", "#ff7b72", "#7ee0a0", "#e3b341", "#79a8ff", "#d59cf0", "#6fd3e0",
		"#f4f6f8" } },
};

struct look {
	const char *ink;
	bool bold, underline, reverse;
};

static struct look look_of(const struct theme *t, const VTermScreenCell *cell)
{
	struct look l = { .ink = t->ink,
		.bold = cell->attrs.bold,
		.underline = cell->attrs.underline != 0,
		.reverse = cell->attrs.reverse };

	if (!VTERM_COLOR_IS_DEFAULT_FG(&cell->fg) && VTERM_COLOR_IS_INDEXED(&cell->fg))
		l.ink = t->colors[cell->fg.indexed.idx & 7];
	return l;
}

static bool look_same(const struct look *a, const struct look *b)
{
	return a->ink == b->ink && a->bold == b->bold && a->underline == b->underline &&
	       a->reverse == b->reverse;
}

/* Blanks do not break: browsers make one of several others, whatever xml:space says. */
#define BLANK "\u00a0"

static void put_char(struct str *out, uint32_t c)
{
	char bytes[UTF8_MAX];

	if (!c || c == ' ')
		str_puts(out, BLANK);
	else if (c == '<')
		str_puts(out, "&lt;");
	else if (c == '>')
		str_puts(out, "&gt;");
	else if (c == '&')
		str_puts(out, "&amp;");
	else
		str_put(out, bytes, utf8_encode(c, bytes));
}

/* Cells of one look: their paper when it is not the page's, and their text unless it is blank. */
static void put_run(FILE *f, const struct theme *t, const struct look *l, int row, int from, int to,
    struct str *text)
{
	const char *s = str_text(text);
	int x = EDGE + from * CELL, y = EDGE + row * LINE;

	if (l->reverse)
		fprintf(f, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", x,
		    y, (to - from) * CELL, LINE, l->ink);
	if (s[strspn(s, BLANK)] == '\0')
		return;
	fprintf(
	    f, "<text x=\"%d\" y=\"%d\" textLength=\"%d\"", x, y + BASELINE, (to - from) * CELL);
	if (l->reverse || l->ink != t->ink)
		fprintf(f, " fill=\"%s\"", l->reverse ? t->paper : l->ink);
	fprintf(f, "%s%s>%s</text>\n", l->bold ? " font-weight=\"bold\"" : "",
	    l->underline ? " text-decoration=\"underline\"" : "", s);
}

static void put_row(FILE *f, struct screen *s, const struct theme *t, int row)
{
	struct str text = { 0 };
	struct look now = { 0 };
	int from = 0;

	for (int column = 0; column < COLUMNS; column++) {
		VTermScreenCell cell;
		struct look l;

		screen_cell(s, row, column, &cell);
		if (cell.chars[0] == (uint32_t)-1) /* right half of a wide one */
			continue;
		l = look_of(t, &cell);
		if (column > 0 && !look_same(&l, &now)) {
			put_run(f, t, &now, row, from, column, &text);
			str_reset(&text);
			from = column;
		}
		now = l;
		for (int i = 0; i == 0 || (i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]); i++)
			put_char(&text, cell.chars[i]);
	}
	put_run(f, t, &now, row, from, COLUMNS, &text);
	str_release(&text);
}

static int picture(struct screen *s, const struct theme *t, const char *folder, const char *view)
{
	int width = COLUMNS * CELL + 2 * EDGE, height = ROWS * LINE + 2 * EDGE;
	char path[4096];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s-%s.svg", folder, view, t->name);
	f = fopen(path, "w");
	if (!f) {
		fprintf(stderr, "pictures: %s: %s\n", path, strerror(errno));
		return -1;
	}
	fprintf(f,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
	    "viewBox=\"0 0 %d %d\" font-family=\"ui-monospace,DejaVu Sans Mono,Menlo,monospace\" "
	    "font-size=\"13\" fill=\"%s\">\n"
	    "<title>blotter: %s</title>\n"
	    "<rect width=\"100%%\" height=\"100%%\" rx=\"6\" fill=\"%s\"/>\n",
	    width, height, width, height, t->ink, view, t->paper);
	for (int row = 0; row < ROWS; row++)
		put_row(f, s, t, row);
	fputs("</svg>\n", f);
	return fclose(f);
}

static int program(void *with)
{
	char **argv = with;

	execl(argv[1], argv[1], "-f", argv[2], "-i", "INC-2021-06", (char *)NULL);
	return 127;
}

int main(int argc, char **argv)
{
	struct screen_setup setup = {
		.rows = ROWS, .columns = COLUMNS, .run = program, .with = argv
	};
	struct screen *s;
	int failed = 0;

	if (argc != 4) {
		fprintf(stderr, "usage: pictures BLOTTER NOTEBOOK FOLDER\n");
		return 64;
	}
	s = screen_start(&setup);
	for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
		screen_type(s, views[i].keys);
		screen_shows(s, views[i].shows);
		screen_settle(s);
		for (size_t t = 0; t < sizeof themes / sizeof *themes; t++)
			failed |= picture(s, &themes[t], argv[3], views[i].name);
	}
	screen_end(s);
	return failed ? 74 : 0;
}
