/* undo.c - blotter undo: a whole act taken back by a new one. */
#include "cli/command.h"

int command_undo(struct command *c, struct err *e)
{
	struct done done = { .did = "undone", .text = c->argv[0] };
	char ref[REF_MAX];
	int64_t record;

	if (ref_record(&c->nb, c->argv[0], &record, e) < 0 ||
	    journal_undo(&c->nb, record, command_option(c, "reason"), ref, &done.changed, e) < 0)
		return -1;
	done.ref = ref;
	command_done(c, &done);
	return 0;
}
