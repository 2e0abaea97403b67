/* command_setting.c - :set, and what the settings change at once. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tui/app.h"
#include "tui/i18n.h"

static void settings_list(struct app *app)
{
	struct str text = { 0 };

	for (int i = 0; setting_names[i]; i++) {
		str_printf(&text, "%-18s ", setting_names[i]);
		setting_show(&app->settings, setting_names[i], &text);
		str_putc(&text, '\n');
	}
	str_puts(&text, _("\n:set NAME=VALUE changes one until the end; config.yaml keeps it."));
	layer_text(app, _("Settings"), &text);
}

/* NAME=VALUE, NAME VALUE, or NAME alone for what is yes or no. */
static void set(struct app *app, const char *argument)
{
	size_t n = strcspn(argument, "= ");
	char *name = xstrndup(argument, n);
	const char *value = argument[n] ? argument + n + 1 : NULL;
	struct settings before = app->settings;
	struct err e = { 0 };
	struct str shown = { 0 };

	if (setting_set(&app->settings, name, value, &e) < 0) {
		app_error(app, &e);
	} else {
		if (app->settings.theme != before.theme)
			term_theme(app->term, (enum theme)app->settings.theme);
		if (app->settings.mouse != before.mouse)
			term_mouse(app->term, app->settings.mouse);
		if (app->settings.gap != before.gap)
			app_changed(app); /* rows have other lines above them */
		setting_show(&app->settings, name, &shown);
		app_say(app, "%s=%s", name, str_text(&shown));
	}
	str_release(&shown);
	free(name);
}

void cmd_set(struct app *app, const char *argument)
{
	if (argument)
		set(app, argument);
	else
		settings_list(app);
}

void cmd_mouse(struct app *app, const char *argument)
{
	set(app, app->settings.mouse ? "mouse=no" : "mouse=yes");
}
