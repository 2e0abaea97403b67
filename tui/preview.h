/*
 * preview.h - what was understood of the line that is typed.
 */
#ifndef BLOTTER_TUI_PREVIEW_H
#define BLOTTER_TUI_PREVIEW_H

#include "base/str.h"
#include "model/entryline.h"

/* Appends it in one line, safe to show: "DECISION  17 May 11:27 WIB  #contain  @dewi". */
void entry_preview(const struct entryline *l, const char *zone, struct str *out);

#endif
