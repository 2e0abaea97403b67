/* shipped.c - files that are taken in by name. */
#include "tui/shipped.h"

#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/app.h"
#include "tui/i18n.h"

char *shipped_path(struct app *app, const char *folder, const char *typed)
{
	const char *data = app->options->data_dir;
	struct str s = { 0 };

	if (!data || strchr(typed, '/') || access(typed, F_OK) == 0)
		return xstrdup(typed);
	str_printf(&s, "%s/schemas/%s/%s%s", data, folder, typed,
	    strstr(typed, ".yaml") ? "" : ".yaml");
	if (access(str_text(&s), F_OK) == 0)
		return str_take(&s);
	str_release(&s);
	app_say(app, _("There is no file %s here, and nothing of that name in %s/schemas/%s"),
	    typed, data, folder);
	return NULL;
}

void shipped_faults(struct app *app, const char *path, const struct fault_list *faults)
{
	struct str text = { 0 };

	for (size_t i = 0; i < faults->count; i++) {
		struct str line = { 0 };

		fault_show(&faults->at[i], path, &line);
		text_show(&text, str_text(&line), line.len, TEXT_ONE_LINE);
		str_putc(&text, '\n');
		str_release(&line);
	}
	if (faults->more)
		str_printf(&text, _("and %zu more\n"), faults->more);
	if (text.len > 0)
		layer_text(app, _("What is wrong with the file"), &text);
	str_release(&text);
}
