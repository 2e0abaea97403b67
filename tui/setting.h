/*
 * setting.h - what a person may set about the screens: in config.yaml, or by :set for as long as
 * they are open.
 */
#ifndef BLOTTER_TUI_SETTING_H
#define BLOTTER_TUI_SETTING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum theme { THEME_TERMINAL, THEME_LIGHT, THEME_DARK, THEME_MONO, THEME_CONTRAST, THEMES };
enum borders { BORDERS_ASCII, BORDERS_LINE, BORDERS_NO };
enum { SETTING_TEXT_MAX = 256 };

struct settings {
	int theme;   /* enum theme */
	int borders; /* enum borders */
	int hints;   /* 1: the line of keys at the bottom */
	int gap;     /* of the words of setting.c: settings_gap */
	int strip;   /* 1: of braille, where the terminal has it */
	int mouse;   /* 1: clicks and the wheel come here, and not to the terminal */
	char clipboard_command[SETTING_TEXT_MAX]; /* "": none */
};

void settings_init(struct settings *s);
/* A silence longer than that, µs, is shown and jumped to. */
int64_t settings_gap(const struct settings *s);
/* NULL-ended: theme, borders, … */
extern const char *const setting_names[];
/* Sets one by name; a yes or no that is only named becomes yes (value NULL). ERR_CONFIG says what
 * it may be, or names the nearest. */
int setting_set(struct settings *s, const char *name, const char *value, struct err *e);
/* Appends its value as it would be set. */
void setting_show(const struct settings *s, const char *name, struct str *out);

#endif
