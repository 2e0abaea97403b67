/* main.c - where the program begins: a safe process, a UTF-8 locale, then the command line. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
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

int main(int argc, char **argv)
{
	const struct rlimit no_core = { 0, 0 };

	descriptors_fill();
	setrlimit(RLIMIT_CORE, &no_core);
	locale_choose();
	return command_run(argc, argv, stdout);
}
