/*
 * open.h - what a row of the view of open things is, for the commands that act on it, and the rules
 * that duties among them come from.
 */
#ifndef BLOTTER_TUI_OPEN_H
#define BLOTTER_TUI_OPEN_H

#include "model/open.h"
#include "tui/list.h"

struct app;

enum { OPEN_REF, OPEN_DUE, OPEN_KIND, OPEN_WHAT, OPEN_WHO, OPEN_STATE, OPEN_NAME, OPEN_ENTRY };

/* Takes a file of rules about duties in, by its path or the name of one that comes with blotter. */
void rules_take(struct app *app, const char *typed);

enum open_kind open_kind_of(const struct list_row *r);
const char *open_name_of(const struct list_row *r);  /* of the rule or the advisory */
const char *open_entry_of(const struct list_row *r); /* the entry a task comes from; "" none */

#endif
