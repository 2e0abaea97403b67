/* folder.h - folders of this person's own: state, drafts, notebooks. */
#ifndef BLOTTER_BASE_FOLDER_H
#define BLOTTER_BASE_FOLDER_H

#include "base/err.h"

/* Makes a folder and those above it, 0700 each; those that are there stay as they are. ERR_CREATE.
 */
int folder_make(const char *folder, struct err *e);

#endif
