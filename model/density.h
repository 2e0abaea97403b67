/*
 * density.h - how many entries there were when: counts on the time index, for strips and pictures.
 */
#ifndef BLOTTER_MODEL_DENSITY_H
#define BLOTTER_MODEL_DENSITY_H

#include <stdint.h>

#include "base/err.h"

struct notebook;

/* Earliest bounds (µs UTC) of the first and the last entry that has one; *first > *last when none
 * has. */
int density_bounds(
    struct notebook *nb, int64_t incident, int64_t *first, int64_t *last, struct err *e);
/* Entries whose earliest bound lies in [from, to). Costs a walk over that part of the index. */
int density_count(
    struct notebook *nb, int64_t incident, int64_t from, int64_t to, int64_t *count, struct err *e);

#endif
