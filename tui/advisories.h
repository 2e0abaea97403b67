/*
 * advisories.h - what a row of the view of advisories is, and the letter that is previewed from it.
 */
#ifndef BLOTTER_TUI_ADVISORIES_H
#define BLOTTER_TUI_ADVISORIES_H

#include "model/letter_preview.h"

enum { ADVISORY_REF, ADVISORY_NAME, ADVISORY_VERSION, ADVISORY_LANGUAGES, ADVISORY_LABEL,
	ADVISORY_TITLE, ADVISORY_LETTERS };

struct app;
/* For the customer under the cursor in Customers, the language chosen, the values given. The texts
 * are borrowed from the app. */
struct letter_preview advisories_preview(struct app *app, const char *ref);

/* Takes a file in, or, by its name alone, one of those that come with blotter; what is wrong with
 * it is shown. */
void advisory_take(struct app *app, const char *typed);

#endif
