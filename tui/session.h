/*
 * session.h - where the screens were left: the incident, the view, its row and the filters. The
 * next start on the same notebook goes on there. Marks are not kept: nobody shall act on what was
 * marked another day.
 */
#ifndef BLOTTER_TUI_SESSION_H
#define BLOTTER_TUI_SESSION_H

struct app;

/* Goes where it was left, unless an incident was asked for or it shall begin anew. */
void session_begin(struct app *app);
void session_end(struct app *app); /* keeps where it is now */

#endif
