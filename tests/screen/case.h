/*
 * case.h - what a test of the screens stands on: a notebook of its own and a terminal.
 */
#ifndef BLOTTER_TESTS_CASE_H
#define BLOTTER_TESTS_CASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/screen/book.h"

struct fixture {
	struct book book;
	struct screen *screen;
};

static inline int empty(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	book_make(&f->book);
	*state = f;
	return 0;
}

static inline int full(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	book_make_full(&f->book);
	*state = f;
	return 0;
}

static inline int done(void **state)
{
	struct fixture *f = *state;

	screen_end(f->screen);
	book_remove(&f->book);
	free(f);
	return 0;
}

static inline struct screen *open_at(void **state, int rows, int columns)
{
	struct fixture *f = *state;

	screen_end(f->screen);
	f->screen = NULL;
	return f->screen = book_open(&f->book, rows, columns);
}

static inline struct book *book(void **state)
{
	return &((struct fixture *)*state)->book;
}

static inline void quit(void **state)
{
	struct fixture *f = *state;

	screen_type(f->screen, "q");
	screen_ends(f->screen, 0);
}

#define FULL(test) cmocka_unit_test_setup_teardown(test, full, done)

#endif
