/*
 * notebook.h - an open notebook: the file, who writes in it, and as of when it is read.
 */
#ifndef BLOTTER_MODEL_NOTEBOOK_H
#define BLOTTER_MODEL_NOTEBOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "model/db.h"
#include "model/journal.h"

struct fulltext;
struct journal_state; /* statements' own caches: the last record, reference look-ups; journal.c */

struct notebook {
	struct db *db;
	char *path;		/* as given; owned */
	char id[ID_HEX];	/* 32 lower-case hex digits, from the first record's header */
	char *author;		/* "Rina Wati <rina@soc.example>"; owned; NULL: nobody may write */
	/* the writer's tag; "" until the first record by a new writer fixes it */
	char tag[TAG_MAX];
	char wanted_tag[TAG_MAX]; /* --tag, or "" */
	bool new_tag;		/* the tag was given by the record just committed: say so once */
	int64_t asof;		/* local number of the record to read as of; ASOF_NOW is now */
	int64_t asof_time; /* the moment travelled to, µs UTC; it counts while asof is not now */
	int64_t seen_record;	/* newest record this user saw before this opening, 0: none */
	char *state_dir;	/* where the head is remembered, or NULL; owned */
	struct journal_state *journal;
	struct fulltext *fulltext; /* its index, or NULL: fulltext_open */
};

struct notebook_options {
	const char *author;	/* NULL: read only */
	const char *tag;	/* wanted, or NULL */
	/* where heads seen are remembered ($XDG_STATE_HOME/blotter); NULL: nowhere */
	const char *state_dir;
	bool group;		/* create for a group: 0660 */
};

/* Makes a new notebook: schema, and the first record, `notebook.init`. ERR_CREATE when the file is
 * there. */
int notebook_create(struct notebook *nb, const char *path, const struct notebook_options *o,
    struct err *e);
/* Makes the file without any record: for journal_import_begin alone. */
int notebook_create_empty(struct notebook *nb, const char *path, const struct notebook_options *o,
    struct err *e);
/* Opens one. Refuses (ERR_NO, naming both heads) a notebook that is not an extension of what this
 * user last saw. */
int notebook_open(struct notebook *nb, const char *path, enum db_open how,
    const struct notebook_options *o, struct err *e);
/* Remembers the head in state_dir, closes. Fine on a zeroed one. */
void notebook_release(struct notebook *nb);
/* The same where the program ends next: memory and descriptors, and the locks with them, are left
 * to the kernel, which is quicker at it. */
void notebook_leave(struct notebook *nb);
/* Closes a notebook that was just made and came to nothing, and removes its files. */
void notebook_discard(struct notebook *nb);

/* The newest record when this user last looked at what is new (notebook_visit), else the newest
 * they had seen before this opening; 0: none. And: they have looked now. */
int64_t notebook_visited(struct notebook *nb);
void notebook_visit(struct notebook *nb);

/* Sets nb->asof to the newest record at or before the instant. Nothing can be written then. */
int notebook_travel(struct notebook *nb, int64_t instant, struct err *e);
/* The moment as of which it is read, µs UTC: what is overdue is told by it. */
int64_t notebook_time(const struct notebook *nb);

/* Who writes in the notebook, by tag. */
struct writer {
	const char *tag, *name; /* name: "Rina Wati <rina@soc.example>" */
};
struct writer_list {
	struct writer *at;
	size_t n, cap;
	struct arena mem;
};
int writer_list_load(struct notebook *nb, struct writer_list *out, struct err *e);
void writer_list_release(struct writer_list *l);

/* The tag for a name that is not yet among `taken` (comma-separated): initials, one more letter
 * when taken. ERR_INVALID when the name has no Latin letters: --tag gives one. */
int tag_make(const char *author, const char *taken, char out[TAG_MAX], struct err *e);

#endif
