/* theme.c - the themes, a table of styles each. The contrasts are tested (test_theme). */
#include "tui/theme.h"

#define B LOOK_BOLD
#define R LOOK_REVERSE
#define U LOOK_UNDERLINE

/* The terminal's own colours. */
enum { RED = 1, GREEN, MAGENTA = 5, CYAN };

static const struct look looks[THEMES][STYLES] = {
	[THEME_TERMINAL] = {
		[STYLE_NORMAL] = { 0, -1, -1 },
		[STYLE_TITLE] = { B, -1, -1 },
		[STYLE_TAB] = { 0, -1, -1 },
		[STYLE_TAB_ON] = { B, -1, -1 },
		[STYLE_HEADER] = { B, -1, -1 },
		[STYLE_RULE] = { 0, CYAN, -1 },
		[STYLE_CURSOR] = { R, -1, -1 },
		[STYLE_MARKED] = { B, MAGENTA, -1 },
		[STYLE_MARKED_CURSOR] = { B | R, MAGENTA, -1 },
		[STYLE_STRONG] = { B, -1, -1 },
		[STYLE_GOOD] = { 0, GREEN, -1 },
		[STYLE_LATE] = { B, RED, -1 },
		[STYLE_ERROR] = { B, RED, -1 },
		[STYLE_KEY] = { B, -1, -1 },
		[STYLE_INPUT] = { 0, -1, -1 },
		[STYLE_MATCH] = { U | B, -1, -1 },
		[STYLE_BANNER] = { R | B, RED, -1 },
		[STYLE_DIALOG] = { 0, -1, -1 },
	},
	/* black on white; dark blue, red, green, purple and teal */
	[THEME_LIGHT] = {
		[STYLE_NORMAL] = { 0, 16, 231 },
		[STYLE_TITLE] = { B, 18, 231 },
		[STYLE_TAB] = { 0, 16, 231 },
		[STYLE_TAB_ON] = { B, 18, 231 },
		[STYLE_HEADER] = { B, 16, 231 },
		[STYLE_RULE] = { 0, 23, 231 },
		[STYLE_CURSOR] = { R, 18, 231 },
		[STYLE_MARKED] = { B, 90, 231 },
		[STYLE_MARKED_CURSOR] = { B | R, 90, 231 },
		[STYLE_STRONG] = { B, 16, 231 },
		[STYLE_GOOD] = { 0, 22, 231 },
		[STYLE_LATE] = { B, 124, 231 },
		[STYLE_ERROR] = { B, 124, 231 },
		[STYLE_KEY] = { B, 18, 231 },
		[STYLE_INPUT] = { 0, 16, 231 },
		[STYLE_MATCH] = { U | B, 16, 231 },
		[STYLE_BANNER] = { R | B, 124, 231 },
		[STYLE_DIALOG] = { 0, 16, 231 },
	},
	/* light grey on nearly black; sky, rose, green, orchid and aqua */
	[THEME_DARK] = {
		[STYLE_NORMAL] = { 0, 252, 234 },
		[STYLE_TITLE] = { B, 117, 234 },
		[STYLE_TAB] = { 0, 252, 234 },
		[STYLE_TAB_ON] = { B, 117, 234 },
		[STYLE_HEADER] = { B, 252, 234 },
		[STYLE_RULE] = { 0, 116, 234 },
		[STYLE_CURSOR] = { R, 252, 234 },
		[STYLE_MARKED] = { B, 176, 234 },
		[STYLE_MARKED_CURSOR] = { B | R, 176, 234 },
		[STYLE_STRONG] = { B, 231, 234 },
		[STYLE_GOOD] = { 0, 114, 234 },
		[STYLE_LATE] = { B, 210, 234 },
		[STYLE_ERROR] = { B, 210, 234 },
		[STYLE_KEY] = { B, 117, 234 },
		[STYLE_INPUT] = { 0, 252, 234 },
		[STYLE_MATCH] = { U | B, 231, 234 },
		[STYLE_BANNER] = { R | B, 210, 234 },
		[STYLE_DIALOG] = { 0, 252, 234 },
	},
	[THEME_MONO] = {
		[STYLE_NORMAL] = { 0, -1, -1 },
		[STYLE_TITLE] = { B, -1, -1 },
		[STYLE_TAB] = { 0, -1, -1 },
		[STYLE_TAB_ON] = { B, -1, -1 },
		[STYLE_HEADER] = { B, -1, -1 },
		[STYLE_RULE] = { 0, -1, -1 },
		[STYLE_CURSOR] = { R, -1, -1 },
		[STYLE_MARKED] = { B, -1, -1 },
		[STYLE_MARKED_CURSOR] = { B | R, -1, -1 },
		[STYLE_STRONG] = { B, -1, -1 },
		[STYLE_GOOD] = { 0, -1, -1 },
		[STYLE_LATE] = { B, -1, -1 },
		[STYLE_ERROR] = { B, -1, -1 },
		[STYLE_KEY] = { B, -1, -1 },
		[STYLE_INPUT] = { 0, -1, -1 },
		[STYLE_MATCH] = { U | B, -1, -1 },
		[STYLE_BANNER] = { R | B, -1, -1 },
		[STYLE_DIALOG] = { 0, -1, -1 },
	},
	/* white on black, and yellow for what must be seen */
	[THEME_CONTRAST] = {
		[STYLE_NORMAL] = { B, 231, 16 },
		[STYLE_TITLE] = { B, 231, 16 },
		[STYLE_TAB] = { B, 231, 16 },
		[STYLE_TAB_ON] = { B | R, 231, 16 },
		[STYLE_HEADER] = { B | U, 231, 16 },
		[STYLE_RULE] = { B, 231, 16 },
		[STYLE_CURSOR] = { B | R, 231, 16 },
		[STYLE_MARKED] = { B | U, 226, 16 },
		[STYLE_MARKED_CURSOR] = { B | R | U, 226, 16 },
		[STYLE_STRONG] = { B | U, 231, 16 },
		[STYLE_GOOD] = { B, 231, 16 },
		[STYLE_LATE] = { B, 226, 16 },
		[STYLE_ERROR] = { B | R, 226, 16 },
		[STYLE_KEY] = { B | U, 231, 16 },
		[STYLE_INPUT] = { B, 231, 16 },
		[STYLE_MATCH] = { B | U, 231, 16 },
		[STYLE_BANNER] = { B | R, 226, 16 },
		[STYLE_DIALOG] = { B, 231, 16 },
	},
};

enum theme theme_possible(enum theme t, int colors)
{
	if (colors < 8)
		return THEME_MONO;
	if (colors >= 256 || t == THEME_MONO || t == THEME_TERMINAL)
		return t;
	return t == THEME_CONTRAST ? THEME_MONO : THEME_TERMINAL;
}

struct look theme_look(enum theme t, enum style s)
{
	return looks[t][s];
}
