/* init.c - blotter init: a new notebook. */
#include <string.h>

#include "cli/command.h"

int command_init(struct command *c, struct err *e)
{
	struct notebook_options o = { .author = c->author,
		.tag = command_tag(c),
		.state_dir = c->place->state,
		.group = command_flag(c, "group") };
	struct done done = { .did = "notebook", .changed = -1, .text = c->argv[0] };
	char ref[REF_MAX];

	if (notebook_create(&c->nb, c->argv[0], &o, e) < 0)
		return -1;
	if (record_ref(&c->nb, 1, ref, e) < 0)
		return -1;
	done.ref = ref;
	c->nb.new_tag = true;
	command_done(c, &done);
	place_remember(c->place, c->argv[0]);
	return 0;
}
