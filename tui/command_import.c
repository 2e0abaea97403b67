/*
 * command_import.c - :import: a file of others taken in. It is read once without writing, what that
 * would do is said, and only then is it done, in one record.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "exchange/import.h"
#include "tui/advisories.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/open.h"
#include "tui/outside.h"

/* What a file can be; where none is named its end tells. */
static const struct source {
	const char *word;
	int (*run)(struct notebook *nb, const struct import_options *o,
	    struct import_result *result, struct err *e);
	bool incident;
} sources[] = {
	{ "customers", customers_import, false },
	{ "exposures", exposures_import, true },
	{ "timeline", timeline_import, true },
	{ "status", status_import, true },
};
enum { SOURCES = sizeof sources / sizeof *sources };

struct pending {
	const struct source *source;
	char *path; /* owned */
};

static void pending_free(void *with)
{
	struct pending *p = with;

	free(p->path);
	free(p);
}

static int run(struct app *app, const struct pending *p, bool dry_run, struct import_result *r,
    struct err *e)
{
	struct import_options o = { .path = p->path,
		.dry_run = dry_run,
		.incident = app->incident,
		.zone = p->source->run == timeline_import ? NULL : app->zone };
	int status;

	work_begin(app, _("import"));
	status = p->source->run(app->nb, &o, r, e);
	if (work_end(app, status))
		return 1; /* and that is said */
	return status;
}

static void apply(struct app *app, void *with)
{
	struct import_result r = { 0 };
	struct err e = { 0 };
	int status = run(app, with, false, &r, &e);

	if (status < 0)
		app_error(app, &e);
	else if (status == 0)
		app_say(app, _("Imported by %s: %lld new, %lld changed; u takes it back"), r.ref,
		    (long long)r.added, (long long)r.changed);
	import_result_release(&r);
	app_changed(app);
}

static void put_told(const struct import_result *r, struct str *out)
{
	str_printf(out,
	    _("%8lld  in the file\n%8lld  new\n%8lld  changed\n%8lld  as they are\n"),
	    (long long)r->rows, (long long)r->added, (long long)r->changed, (long long)r->same);
	if (r->told.len > 0) {
		str_putc(out, '\n');
		text_show(out, str_text(&r->told), r->told.len, TEXT_SPREAD);
	}
	str_puts(out, _("\nOne record; u takes it back."));
}

/* p is taken over. */
static void ask(struct app *app, struct pending *p)
{
	struct import_result r = { 0 };
	struct err e = { 0 };
	struct str text = { 0 };
	char must[24] = "y";
	int status = run(app, p, true, &r, &e);
	int64_t n = r.added + r.changed;

	if (status != 0 || n == 0) {
		if (status < 0)
			app_error(app, &e);
		else if (status == 0)
			app_say(app, _("Nothing in it is new"));
		pending_free(p);
	} else {
		put_told(&r, &text);
		if (n > 9)
			snprintf(must, sizeof must, "%lld", (long long)n);
		layer_confirm(app, &(struct confirmation){ .title = p->path,
				       .text = str_text(&text),
				       .must = must,
				       .done = apply,
				       .with = p,
				       .drop = pending_free });
	}
	str_release(&text);
	import_result_release(&r);
}

static bool ends_with(const char *path, const char *end)
{
	size_t n = strlen(path), m = strlen(end);

	return n > m && strcmp(path + n - m, end) == 0;
}

static const struct source *source_named(const char *word, size_t n)
{
	for (int i = 0; i < SOURCES; i++)
		if (strlen(sources[i].word) == n && strncmp(sources[i].word, word, n) == 0)
			return &sources[i];
	return NULL;
}

void cmd_import(struct app *app, const char *argument)
{
	size_t n = strcspn(argument, " ");
	const struct source *source = source_named(argument, n);
	bool advisory = n == 8 && strncmp(argument, "advisory", n) == 0;
	bool rules = n == 11 && strncmp(argument, "obligations", n) == 0;
	char *path = outside_path(
	    source || advisory || rules ? argument + n + strspn(argument + n, " ") : argument);
	struct pending *p;

	if (rules) {
		rules_take(app, path);
		free(path);
		return;
	}
	if (!source && (advisory || ends_with(path, ".yaml") || ends_with(path, ".yml"))) {
		advisory_take(app, path);
		free(path);
		return;
	}
	if (!source) /* the register is what comes first */
		source = &sources[0];
	if (source->incident && !app->incident) {
		app_say(app, _("there is no incident yet (:incident REF TITLE opens one)"));
		free(path);
		return;
	}
	p = xmalloc(sizeof *p);
	*p = (struct pending){ source, path };
	ask(app, p);
}
