/*
 * shipped.h - files that are taken in by name: those that come with blotter, and what is wrong with
 * one.
 */
#ifndef BLOTTER_TUI_SHIPPED_H
#define BLOTTER_TUI_SHIPPED_H

#include "exchange/fault.h"

struct app;

/* The path of what was typed: of a file; of a name alone that is no file here, in that folder of
 * the schemas that come with blotter ("advisories"). Yours to free; NULL, and said, where it is
 * neither. */
char *shipped_path(struct app *app, const char *folder, const char *typed);
/* Shows all faults of a file; none: nothing. */
void shipped_faults(struct app *app, const char *path, const struct fault_list *faults);

#endif
