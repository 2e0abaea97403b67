/* folder.c - folders of this person's own. */
#include "base/folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"

int folder_make(const char *folder, struct err *e)
{
	char *path = xstrdup(folder);
	int status = 0;

	for (char *p = path + 1; status == 0; p++) {
		char was = *p;

		if (was != '/' && was != '\0')
			continue;
		*p = '\0';
		if (mkdir(path, 0700) < 0 && errno != EEXIST)
			status = err_set(
			    e, ERR_CREATE, "cannot make the folder %s: %s", path, strerror(errno));
		*p = was;
		if (was == '\0')
			break;
	}
	free(path);
	return status;
}
