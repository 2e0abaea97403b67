/*
 * bare_pager.c - the least that a full-screen list over a million customers can cost: keyset pages,
 * curses, nothing else. The screens are measured beside it.
 *
 * usage: bare_pager NOTEBOOK        keys: Down PgDn Home End q
 */
#define _XOPEN_SOURCE_EXTENDED 1
#define _XOPEN_SOURCE 700
#include <curses.h>
#include <locale.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

enum { ROWS_MAX = 512, TEXT_MAX_BYTES = 300 };

struct pager {
	sqlite3 *db;
	sqlite3_stmt *after, *last;
	struct row {
		char ref[128], text[TEXT_MAX_BYTES];
	} row[ROWS_MAX], got[ROWS_MAX];
	int n, cursor, height;
};

#define COLUMNS_READ "SELECT ref, coalesce(organisation, name), tier, addresses FROM customer "
#define LIVE "until = 9223372036854775807 "

static int fetch(struct pager *p, sqlite3_stmt *q, const char *key, int limit)
{
	int n = 0;

	sqlite3_bind_text(q, 1, key, -1, SQLITE_STATIC);
	sqlite3_bind_int(q, 2, limit);
	for (; n < limit && sqlite3_step(q) == SQLITE_ROW; n++) {
		struct row *r = &p->got[n];

		snprintf(r->ref, sizeof r->ref, "%s", (const char *)sqlite3_column_text(q, 0));
		snprintf(r->text, sizeof r->text, "%-12s %-24.60s %-8.8s %-28.40s", r->ref,
		    (const char *)sqlite3_column_text(q, 1),
		    (const char *)sqlite3_column_text(q, 2),
		    (const char *)sqlite3_column_text(q, 3));
	}
	sqlite3_reset(q);
	return n;
}

static void down(struct pager *p, int by)
{
	int n = fetch(p, p->after, p->row[p->n - 1].ref, by);

	memmove(p->row, p->row + n, (size_t)(p->n - n) * sizeof *p->row);
	memcpy(p->row + p->n - n, p->got, (size_t)n * sizeof *p->row);
	if (n < by)
		p->cursor = p->n - 1;
}

static void load(struct pager *p, bool end)
{
	p->n = fetch(p, end ? p->last : p->after, "", p->height);
	for (int i = 0; i < p->n; i++)
		p->row[i] = p->got[end ? p->n - 1 - i : i];
	p->cursor = end ? p->n - 1 : 0;
}

static void draw(const struct pager *p)
{
	erase();
	for (int i = 0; i < p->n; i++) {
		if (i == p->cursor)
			attron(A_REVERSE);
		mvaddnstr(i, 0, p->row[i].text, COLS - 1);
		if (i == p->cursor)
			attroff(A_REVERSE);
	}
	mvaddstr(LINES - 1, 0, "pager ");
	addstr(p->n ? p->row[p->cursor].ref : "");
	wnoutrefresh(stdscr);
	doupdate();
}

static bool key(struct pager *p, int c)
{
	if (c == KEY_DOWN && p->cursor < p->n - 1)
		p->cursor++;
	else if (c == KEY_DOWN)
		down(p, 1);
	else if (c == KEY_NPAGE)
		down(p, p->height - 1);
	else if (c == KEY_HOME || c == KEY_END)
		load(p, c == KEY_END);
	return c != 'q';
}

int main(int argc, char **argv)
{
	static struct pager p;

	setlocale(LC_ALL, "");
	if (argc != 2 ||
	    sqlite3_open_v2(argv[1], &p.db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(p.db, COLUMNS_READ "WHERE ref > ? AND " LIVE "ORDER BY ref LIMIT ?",
		-1, &p.after, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(p.db,
		COLUMNS_READ "WHERE ref >= ? AND " LIVE "ORDER BY ref DESC LIMIT ?", -1, &p.last,
		NULL) != SQLITE_OK)
		return 1;
	set_escdelay(25);
	initscr();
	cbreak();
	noecho();
	keypad(stdscr, TRUE);
	p.height = LINES - 1 < ROWS_MAX ? LINES - 1 : ROWS_MAX;
	load(&p, false);
	do
		draw(&p);
	while (key(&p, getch()));
	endwin();
	return 0;
}
