/* screens.c - blotter without a command. */
#include "cli/screens.h"

int screens_open(struct command *c, const char *path, struct err *e)
{
	return err_set(e, ERR_NOT_BUILT, "this build has no screens to show %s on", path);
}

int command_screens(struct command *c, struct err *e)
{
	return err_set(
	    e, ERR_NOT_BUILT, "this build has no screens; blotter --help lists the commands");
}
