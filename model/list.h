/*
 * list.h - what readers of lists share: the growing array of rows (at, n, cap), the moment as of
 * which a page is read, and text that goes into a struct itself.
 */
#ifndef BLOTTER_MODEL_LIST_H
#define BLOTTER_MODEL_LIST_H

#include <string.h>

#include "base/mem.h"
#include "model/db.h"

/* Room for row n, zeroed; the array may move. */
static inline void *list_room(void *at, size_t n, size_t *cap, size_t size)
{
	if (n == *cap) {
		*cap = n ? 2 * n : 16;
		at = xrealloc(at, *cap * size);
	}
	memset((char *)at + n * size, 0, size);
	return at;
}

/* The next row of a list, zeroed. */
#define list_push(l) \
	((l)->at = list_room((l)->at, (l)->n, &(l)->cap, sizeof *(l)->at), &(l)->at[(l)->n++])

/* Reads what follows as of one moment, and takes SQLite's lock once for all statements of a page.
 * Does nothing within an act or another page; `mine` says whether there is something to end. */
static inline int page_begin(struct db *db, bool *mine, struct err *e)
{
	*mine = !db_in_transaction(db);
	return *mine ? db_begin_read(db, e) : 0;
}

/* Hands the status of the page through. */
static inline int page_end(struct db *db, bool mine, int status)
{
	if (mine)
		db_rollback(db);
	return status;
}

/* The next column as text of fixed room: cut, "" when the column is NULL. */
static inline void row_copy(
    struct query *q, const char *column, char *out, size_t size, struct arena *mem)
{
	const char *text = row_text(q, column, mem);
	size_t n = text ? strlen(text) : 0;

	n = n < size ? n : size - 1;
	if (n)
		memcpy(out, text, n);
	out[n] = '\0';
}

#endif
