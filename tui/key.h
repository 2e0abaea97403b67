/*
 * key.h - keys as numbers and by name. A key is a Unicode code point (control characters are the
 * Ctrl keys), or one of these, which lie above Unicode.
 */
#ifndef BLOTTER_TUI_KEY_H
#define BLOTTER_TUI_KEY_H

#include <stddef.h>

enum {
	KEY_IS_CTRL = 0x1f, /* 'x' & KEY_IS_CTRL is Ctrl-X */
	K_TAB = 9,
	K_ENTER = 13,
	K_ESC = 27,
	K_SPACE = ' ',
	K_BACKSPACE = 0x110000,
	K_UP,
	K_DOWN,
	K_LEFT,
	K_RIGHT,
	K_HOME,
	K_END,
	K_PGUP,
	K_PGDN,
	K_INSERT,
	K_DELETE,
	K_BACKTAB,
	K_F1, /* to K_F1 + 11 */
	K_LAST = K_F1 + 12,
};

enum { KEY_NAME_MAX = 16 };

/* The first key named in `text` (a character, C-x or Ctrl-X, Up, F1 …); *used gets the bytes it
 * took. A name of several letters counts only if all of `text` is that name. -1 if there is none.
 */
int key_parse(const char *text, size_t *used);
/* How people write that key: "j", "Ctrl-D", "Down". */
void key_label(int key, char out[KEY_NAME_MAX]);

#endif
