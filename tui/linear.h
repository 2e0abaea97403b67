/*
 * linear.h - the screens without a screen: lines read from stdin, answers on stdout.
 */
#ifndef BLOTTER_TUI_LINEAR_H
#define BLOTTER_TUI_LINEAR_H

#include "tui/app.h"

/* Runs until the person leaves or stdin ends. app->term is one of term_open_none. */
void linear_run(struct app *app);

#endif
