/*
 * command_tutor.c - :tutor: a lesson on a notebook that is in memory alone. The same screens run on
 * it, within those that are there, which come back as they were.
 */
#include "tui/app.h"
#include "tui/i18n.h"

static int scratch_make(const struct app *app, struct notebook *nb, struct err *e)
{
	const struct notebook *real = app->nb;
	struct notebook_options o = { .author = real->author ? real->author : "You",
		.tag = real->tag[0] ? real->tag : "YOU" };
	char ref[REF_MAX];
	struct incident fields = { .ref = "LESSON",
		.title = _("a lesson: nothing here is kept"),
		.zone = app->zone };

	if (notebook_create(nb, ":memory:", &o, e) < 0)
		return -1;
	if (incident_open(nb, &fields, ref, e) == 0)
		return 0;
	notebook_discard(nb);
	return -1;
}

void cmd_tutor(struct app *app, const char *argument)
{
	struct notebook scratch = { 0 };
	struct lesson lesson = { 0 };
	struct err e = { 0 };

	if (app->lesson) {
		if (!lesson_skip(app->lesson))
			app_say(app, _("That was the last step"));
		return;
	}
	if (scratch_make(app, &scratch, &e) < 0) {
		app_error(app, &e);
		return;
	}
	if (app_within(app, &scratch, &lesson, &e) < 0)
		app_error(app, &e);
	else
		app_say(app, _("Back from the lesson: nothing of it was kept"));
	notebook_discard(&scratch);
}
