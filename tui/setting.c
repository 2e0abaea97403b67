/* setting.c - the settings of the screens, from one table. */
#include "tui/setting.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "exchange/fault.h"

static const char *const theme_words[] = { "terminal", "light", "dark", "mono", "contrast", NULL };
static const char *const border_words[] = { "ascii", "line", "no", NULL };
static const char *const strip_words[] = { "ascii", "braille", NULL };
static const char *const switch_words[] = { "no", "yes", NULL };

static const char *const gap_words[] = { "15m", "30m", "1h", "2h", "3h", "6h", "12h", "1d", NULL };
static const int gap_minutes[] = { 15, 30, 60, 120, 180, 360, 720, 1440 };
enum { GAP_USUAL = 2 };

const char *const setting_names[] = { "theme", "borders", "hints", "gap", "strip", "mouse",
	"clipboard_command", NULL };

static const struct setting {
	const char *const *words; /* the values it may have; NULL: any line of text */
	size_t at;
} settings[] = {
	{ theme_words, offsetof(struct settings, theme) },
	{ border_words, offsetof(struct settings, borders) },
	{ switch_words, offsetof(struct settings, hints) },
	{ gap_words, offsetof(struct settings, gap) },
	{ strip_words, offsetof(struct settings, strip) },
	{ switch_words, offsetof(struct settings, mouse) },
	{ NULL, offsetof(struct settings, clipboard_command) },
};

void settings_init(struct settings *s)
{
	*s = (struct settings){ .hints = 1, .gap = GAP_USUAL };
}

int64_t settings_gap(const struct settings *s)
{
	return gap_minutes[s->gap] * INT64_C(60000000);
}

static int find(const char *const *words, const char *word)
{
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

static int refuse(const char *const *words, const char *what, const char *word, struct err *e)
{
	const char *near = fault_nearest(word, words);
	struct str all = { 0 };

	for (int i = 0; words[i]; i++)
		str_printf(&all, "%s%s", i ? ", " : "", words[i]);
	if (near)
		err_set(e, ERR_CONFIG, "\"%s\" is no %s; did you mean \"%s\"?", word, what, near);
	else
		err_set(e, ERR_CONFIG, "\"%s\" is no %s; there are %s", word, what, str_text(&all));
	str_release(&all);
	return -1;
}

int setting_set(struct settings *s, const char *name, const char *value, struct err *e)
{
	int i = find(setting_names, name), word;

	if (i < 0)
		return refuse(setting_names, "setting of the screens", name, e);
	if (!value && settings[i].words == switch_words)
		value = "yes";
	if (!value)
		return err_set(e, ERR_CONFIG, "%s needs a value: %s=…", name, name);
	if (!settings[i].words) {
		if (strlen(value) >= SETTING_TEXT_MAX || strchr(value, '\n'))
			return err_set(e, ERR_CONFIG, "%s is one line of at most %d bytes", name,
			    SETTING_TEXT_MAX - 1);
		snprintf((char *)s + settings[i].at, SETTING_TEXT_MAX, "%s", value);
		return 0;
	}
	if ((word = find(settings[i].words, value)) < 0)
		return refuse(settings[i].words, name, value, e);
	*(int *)((char *)s + settings[i].at) = word;
	return 0;
}

void setting_show(const struct settings *s, const char *name, struct str *out)
{
	int i = find(setting_names, name);
	const char *at = (const char *)s + settings[i].at;

	str_puts(out, settings[i].words ? settings[i].words[*(const int *)at] : at);
}
