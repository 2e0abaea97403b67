/* main.c - where the program begins: a safe process, a UTF-8 locale, then the command line. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/locale.h"
#include "cli/command.h"

/* A closed stdin, stdout or stderr would give its number to the notebook. */
static void descriptors_fill(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

/* What is typed and shown is personal data: no core dump, and nobody's debugger but root's. Only
 * the leak checker of a build with sanitizers has to look inside. */
static void memory_close(void)
{
	const struct rlimit no_core = { 0, 0 };

	setrlimit(RLIMIT_CORE, &no_core);
#ifndef __SANITIZE_ADDRESS__
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

int main(int argc, char **argv)
{
	descriptors_fill();
	memory_close();
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error to tell, not an end */
	locale_choose();
	return command_run(argc, argv, stdout);
}
