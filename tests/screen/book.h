/*
 * book.h - notebooks for the screen tests, made by the model in a directory of their own.
 */
#ifndef BLOTTER_TESTS_BOOK_H
#define BLOTTER_TESTS_BOOK_H

#include "tests/screen/screen.h"
#include "tui/command.h"
#include "tui/setting.h"

/* Where a test works: a directory that is removed at its end, with notebook and state in it. */
struct book {
	char dir[64];
	char path[96];	/* of the notebook */
	char state[96];	/* state_dir of the screens */
	char second[3]; /* of 11:42, at which the screens begin; "": 20 */
	bool mono;	/* without colours */
	const char *author;   /* who writes; NULL: Rina Wati */
	const char *language; /* of the screens; NULL: English */
	bool read_only; /* opened without an author */
	struct settings settings;
	char keys[96];	/* keys.yaml, which need not be there */
	const char *notebooks; /* the folder of the others; NULL: dir */
};

void book_make(struct book *b); /* an empty one */
/* The same with an incident, entries, customers with hostile names among them, and notifications.
 */
void book_make_full(struct book *b);
/* An empty one with so many customers more, by one record. */
void book_make_large(struct book *b, int customers);
void book_remove(struct book *b);

/* Opens it in the screens, on a terminal of that size. */
struct screen *book_open(struct book *b, int rows, int columns);
struct screen *book_open_term(struct book *b, int rows, int columns, const char *term);
/* How many records there are, and how many entries that are live; for "nothing has changed". */
int64_t book_records(struct book *b);
/* Are these bytes in the notebook's file? */
bool book_holds(struct book *b, const char *text);
/* Writes one more entry as somebody else, with another handle. */
void book_log_by_other(struct book *b, const char *text);
void book_amend_by_other(struct book *b, const char *ref, const char *text);
/* The key of a view's tab. */
char book_view_key(enum view_id view);
/* How many drafts there are; each must be for its owner's eyes only. */
int book_drafts(struct book *b);

#endif
