/* reindex.c - blotter reindex: the full-text index made anew. */
#include "cli/command.h"
#include "model/fulltext.h"

enum { STEP = 65536 };

int command_reindex(struct command *c, struct err *e)
{
	static const struct field fields[] = {
		{ "rows", NULL, FIELD_INT, ROOM_MAY_GO },
	};
	struct cell cell = { 0 };
	bool more = true;

	if (fulltext_open(&c->nb, NULL, e) < 0)
		return -1;
	fulltext_forget(&c->nb);
	if (fulltext_open(&c->nb, NULL, e) < 0)
		return -1;
	while (more)
		if (fulltext_step(&c->nb, STEP, &more, &cell.n, e) < 0)
			return -1;
	if (c->out->form == OUTPUT_TABLE) {
		output_text(c->out, "indexed: %lld rows; later ones are read as they are",
		    (long long)cell.n);
		return 0;
	}
	output_begin(c->out, fields, 1);
	output_row(c->out, &cell);
	output_end(c->out);
	return 0;
}
