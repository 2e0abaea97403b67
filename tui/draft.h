/*
 * draft.h - what one start of the screens leaves to the next, on disk: the unfinished entry in
 * <state>/drafts/<notebook id>-<writer>, the session in <state>/sessions/<notebook id>; 0600,
 * written beside and renamed.
 */
#ifndef BLOTTER_TUI_DRAFT_H
#define BLOTTER_TUI_DRAFT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct draft {
	char *path;	  /* owned; NULL: drafts are not kept */
	struct str saved; /* what the file holds */
};

/* Makes the directories (0700) as needed; kind: "drafts" or "sessions". A NULL state_dir keeps
 * none. */
int draft_init(struct draft *d, const char *state_dir, const char *kind, const char *name,
    struct err *e);
/* What was left there, appended; nothing when there is none. */
void draft_load(struct draft *d, struct str *out);
/* Writes the text if the file holds another; an empty text removes the file. Lasting: waits until
 * it is on the disk. */
int draft_save(struct draft *d, const char *text, bool lasting, struct err *e);
void draft_release(struct draft *d);

#endif
