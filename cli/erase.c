/* erase.c - blotter erase: a thing wiped for good, after what goes with it was agreed to. */
#include "cli/command.h"
#include "cli/place.h"
#include "cli/words.h"
#include "model/erase.h"
#include "tui/draft.h"

/* Where the screens were left says which filters were on, and those may tell it. */
static void session_forget(struct command *c)
{
	struct draft session;
	struct str was = { 0 };
	struct err ignored;

	if (draft_init(&session, c->place->state, "sessions", c->nb.id, &ignored) < 0)
		return;
	draft_load(&session, &was);
	draft_save(&session, "", true, &ignored);
	draft_release(&session);
	str_release(&was);
}

static int erase(
    struct command *c, const struct meant *m, const struct erased_list *rows, struct err *e)
{
	struct done done = { .did = "erased", .text = m->ref, .changed = (int64_t)rows->n };
	struct str what = { 0 };
	char ref[REF_MAX];
	bool go;
	int status;

	erasure_words(rows, &what);
	command_say(c, "%s: %s", m->ref, str_text(&what));
	str_release(&what);
	status = command_agree(c, (int64_t)rows->n, "versions", &go, e);
	if (status < 0 || !go)
		return status;
	if (thing_erase(&c->nb, m->table, m->thing, rows, command_option(c, "reason"), ref, e) < 0)
		return -1;
	session_forget(c);
	done.ref = ref;
	command_done(c, &done);
	return 0;
}

int command_erase(struct command *c, struct err *e)
{
	struct erased_list rows = { 0 };
	struct err clear = { 0 };
	struct meant m;
	int status = -1;

	if (!command_option(c, "reason"))
		return err_set(e, ERR_USAGE, "say why: --reason is what stays of it");
	if (words_thing(c, c->argv[0], &m, e) == 0)
		status = erasure_plan(&c->nb, m.table, m.thing, &rows, e);
	if (status == 0)
		status = erase(c, &m, &rows, e);
	else if (e->kind == ERR_NO && erase_clear(&c->nb, &clear) < 0)
		*e = clear; /* erased before; the file was to be cleared again */
	erased_list_release(&rows);
	return status;
}
