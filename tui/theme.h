/*
 * theme.h - how a style looks: the only place where styles meet colours.
 *
 * `terminal` uses the terminal's own first eight colours on its own background, so it is as
 * readable as the person made it; `light` and `dark` bring their background and need 256 colours,
 * and so does `contrast`; `mono` is attributes alone. No state is told by colour alone.
 */
#ifndef BLOTTER_TUI_THEME_H
#define BLOTTER_TUI_THEME_H

#include "tui/canvas.h"
#include "tui/setting.h"

enum { LOOK_BOLD = 1, LOOK_UNDERLINE = 2, LOOK_REVERSE = 4 };

struct look {
	unsigned attr;	  /* of LOOK_ */
	int ink, paper;	  /* numbers of xterm's 256 colours; -1: the terminal's own */
};

/* What shows that theme where there are so many colours: all of a theme's colours, or none. */
enum theme theme_possible(enum theme t, int colors);
struct look theme_look(enum theme t, enum style s);

#endif
