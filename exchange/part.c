/* part.c - loads the parts that have libraries of their own. */
#include "exchange/part.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"

/* Its path beside the running program, or where parts are installed; false: it is in neither. */
static bool part_find(const char *name, struct str *path)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);

	while (n > 0 && self[n - 1] != '/')
		n--;
	if (n > 0) {
		str_put(path, self, (size_t)n);
		str_printf(path, "%s.so", name);
		if (access(path->at, R_OK) == 0)
			return true;
		str_reset(path);
	}
	str_printf(path, "%s/%s.so", BLOTTER_PARTS, name);
	return access(path->at, R_OK) == 0;
}

bool part_is_there(const char *name)
{
	struct str path = { 0 };
	bool found = part_find(name, &path);

	str_release(&path);
	return found;
}

const void *part_load(
    const char *name, const char *table, int version, const char *what, struct err *e)
{
	struct str path = { 0 };
	const int *found = NULL;
	void *handle;

	if (!part_find(name, &path)) {
		err_set(e, ERR_NOT_BUILT, "this blotter was built without %s", what);
		goto out;
	}
	handle = dlopen(path.at, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	found = handle ? dlsym(handle, table) : NULL;
	if (!found)
		err_set(e, ERR_NOT_BUILT, "%s cannot be loaded: %s", path.at, dlerror());
	else if (*found != version) {
		found = NULL;
		err_set(e, ERR_NOT_BUILT, "%s is of another blotter than this one", path.at);
	}
out:
	str_release(&path);
	return found;
}
