/* exit.c - the exit statuses: the first line of a kind is its own; sysexits.h has the numbers. */
#include "cli/exit.h"

const struct exit_status exit_statuses[] = {
	{ ERR_NONE, 0, "done" },
	{ ERR_NO, 1, "the answer is no: a check failed, or --expect was missed" },
	{ ERR_CONFLICT, 1, "what it was to be built on has changed meanwhile" },
	{ ERR_USAGE, 64, "the command line makes no sense" },
	{ ERR_INVALID, 65, "input data is wrong" },
	{ ERR_TOO_NEW, 65, "the notebook was written by a newer blotter" },
	{ ERR_NOT_FOUND, 66, "an input file, or a thing that was named, is not there" },
	{ ERR_NOT_BUILT, 69, "this build lacks what was asked for" },
	{ ERR_CREATE, 73, "a file cannot be created" },
	{ ERR_IO, 74, "reading or writing failed" },
	{ ERR_BUSY, 75, "somebody else is writing: try again" },
	{ ERR_PERMISSION, 77, "not permitted, by the system or by a rule of the notebook" },
	{ ERR_CONFIG, 78, "the settings are wrong" },
};
const size_t exit_statuses_n = sizeof exit_statuses / sizeof exit_statuses[0];

int exit_status_of(enum err_kind kind)
{
	for (size_t i = 0; i < exit_statuses_n; i++)
		if (exit_statuses[i].kind == kind)
			return exit_statuses[i].status;
	return 70;
}
