/*
 * tally.c - why things were left out, counted. Few kinds, many things: a linear look is enough.
 */
#include "model/tally.h"

#include <stdbool.h>
#include <string.h>

void tally_add(struct tally *t, const char *one, const char *many)
{
	int i = 0;

	if (!many)
		many = one;
	while (i < t->reasons && strcmp(t->at[i].one, one) != 0)
		i++;
	if (i == TALLY_MAX)
		i--;
	if (i == t->reasons) {
		bool full = i == TALLY_MAX - 1;

		t->at[i].one = full ? "has another fault" : arena_strdup(&t->mem, one);
		t->at[i].many = full ? "have other faults" : arena_strdup(&t->mem, many);
		t->reasons++;
	}
	t->at[i].n++;
	t->total++;
}

void tally_say(const struct tally *t, struct str *out)
{
	for (int i = 0; i < t->reasons; i++)
		str_printf(out, "%s%lld %s", i ? "; " : "", (long long)t->at[i].n,
		    t->at[i].n == 1 ? t->at[i].one : t->at[i].many);
}

void tally_release(struct tally *t)
{
	arena_release(&t->mem);
	*t = (struct tally){ 0 };
}
