/*
 * part.h - parts of blotter that have libraries of their own, loaded when they are asked for.
 *
 * The program itself starts without them. A part is a shared object beside the program just built,
 * or where parts are installed; it exports one table, whose first member is the version of its
 * header. It stays loaded until the program ends: its libraries keep state of their own.
 */
#ifndef BLOTTER_EXCHANGE_PART_H
#define BLOTTER_EXCHANGE_PART_H

#include <stdbool.h>

#include "base/err.h"

/* Does this build have the part? It is not loaded for that. */
bool part_is_there(const char *name);

/* The table of a part; NULL: ERR_NOT_BUILT, which says what this build cannot do. `name` is that of
 * the file without ".so", `what` goes into "this blotter was built without ...". */
const void *part_load(
    const char *name, const char *table, int version, const char *what, struct err *e);

#endif
