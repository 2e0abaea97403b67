/*
 * command_attach.c - :attach: a file becomes evidence. It is hashed where it lies and stays there;
 * the log gets an entry that says so.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "exchange/evidence_file.h"
#include "model/evidence.h"
#include "tui/app.h"
#include "tui/i18n.h"
#include "tui/outside.h"

/* Hashing cannot be watched or stopped here; so much of it is over in seconds. */
static const int64_t size_most = (int64_t)1 << 30;

static void attach(struct app *app, const char *full)
{
	struct evidence_file file;
	struct evidence_fields f = { .file = full, .at = when_now() };
	char ref[REF_MAX], hex[DIGEST_HEX];
	struct err e = { 0 };

	if (evidence_file_read(full, 0, &file, &e) < 0) {
		app_error(app, &e);
		return;
	}
	f.sha256 = file.sha256;
	f.size = file.size;
	digest_hex(file.sha256, hex);
	if (evidence_add(app->nb, app->incident, &f, app->zone, ref, &e) < 0)
		app_error(app, &e);
	else
		app_say(app, _("Evidence %s: %lld bytes, sha256 %.16s; the file stays where it is"),
		    ref, (long long)file.size, hex);
	evidence_file_release(&file);
	app_changed(app);
}

void cmd_attach(struct app *app, const char *argument)
{
	char *path = outside_path(argument), full[PATH_MAX];
	struct stat st;
	struct err e = { 0 };

	if (!realpath(path, full)) {
		err_set(&e, ERR_NOT_FOUND, "cannot open %s: %s", path, strerror(errno));
		app_error(app, &e);
	} else if (stat(full, &st) == 0 && st.st_size > size_most) {
		app_say(app, _("Too large to be hashed while you wait: blotter evidence add does "
			       "it in a shell"));
	} else {
		attach(app, full);
	}
	free(path);
}
