/* where.c - --where: the filter language of the screens, for every command that knows it. */
#include "cli/command.h"
#include "model/saved_view.h"

int command_filter(
    struct command *c, enum filter_of of, struct filter **filter, struct err *e)
{
	const char *text = command_option(c, "where");
	struct when_context context = command_when(c);

	*filter = NULL;
	if (!text)
		return 0;
	*filter = saved_view_compile(&c->nb, text, of, &context, NULL, e);
	if (*filter)
		return 0;
	if (e->kind == ERR_INVALID)
		e->kind = ERR_USAGE;
	return err_in(e, "--where");
}
