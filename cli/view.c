/* view.c - blotter view and list views: filters with a name. */
#include "cli/command.h"
#include "cli/words.h"
#include "model/saved_view.h"
#include "model/vocabulary.h"

#include <stdlib.h>
#include <string.h>

static int of_read(struct command *c, enum filter_of *of, struct err *e)
{
	const char *given = command_option(c, "of");
	const char *word = word_find(saved_view_of_words, given ? given : "entries",
	    strlen(given ? given : "entries"), "--of", e);

	if (!word) {
		e->kind = ERR_USAGE;
		return -1;
	}
	*of = (enum filter_of)word_index(saved_view_of_words, word);
	return 0;
}

int command_view_save(struct command *c, struct err *e)
{
	struct when_context context = command_when(c);
	char *filter = words_join(c, 1), ref[REF_MAX];
	enum filter_of of;
	int status = of_read(c, &of, e);

	if (status == 0)
		status = saved_view_save(&c->nb, c->argv[0], of, filter, &context, ref, e);
	if (status == 0)
		command_done(c, &(struct done){
				    .ref = ref, .did = "view", .changed = -1, .text = c->argv[0] });
	free(filter);
	return status;
}

int command_view_drop(struct command *c, struct err *e)
{
	char ref[REF_MAX];

	if (saved_view_drop(&c->nb, c->argv[0], ref, e) < 0)
		return -1;
	command_done(
	    c, &(struct done){ .ref = ref, .did = "dropped", .changed = -1, .text = c->argv[0] });
	return 0;
}

int command_list_views(struct command *c, struct err *e)
{
	static const struct field fields[] = {
		{ "ref", "REF", FIELD_TEXT, ROOM_MAY_GO },
		{ "name", "NAME", FIELD_TEXT, ROOM_KEPT },
		{ "of", "OF", FIELD_TEXT, ROOM_KEPT },
		{ "saved", "SAVED", FIELD_TIME, ROOM_MAY_GO },
		{ "by", "BY", FIELD_TEXT, ROOM_MAY_GO },
		{ "filter", "FILTER", FIELD_TEXT, ROOM_WIDE },
	};
	struct saved_view_list l = { 0 };
	int status = saved_view_list_load(&c->nb, &l, e);

	if (status == 0)
		output_begin(c->out, fields, sizeof fields / sizeof *fields);
	for (size_t i = 0; status == 0 && i < l.n; i++) {
		const struct saved_view *v = &l.at[i];
		const struct cell cells[] = { { .text = v->public_ref }, { .text = v->name },
			{ .text = v->of }, { .n = v->time }, { .text = v->writer },
			{ .text = v->filter } };

		output_row(c->out, cells);
	}
	if (status == 0)
		output_end(c->out);
	saved_view_list_release(&l);
	return status;
}
