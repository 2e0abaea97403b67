/*
 * session.h - where the screens were left: the incident, the view, its row, filters, bookmarks and
 * marks. The next start on the same notebook goes on there, and says how many are marked: nobody
 * shall act on what was marked another day without knowing.
 */
#ifndef BLOTTER_TUI_SESSION_H
#define BLOTTER_TUI_SESSION_H

#include <stdbool.h>

struct app;

/* Goes where it was left, unless an incident was asked for or it shall begin anew. */
void session_begin(struct app *app);
/* Keeps where it is now. Lasting: on the disk when it returns; else the system writes it soon, and
 * only a power cut before that sends the person back to where they were before. */
void session_keep(struct app *app, bool lasting);

#endif
