/*
 * words.h - arguments that are words of one text, and references that may be of several kinds.
 */
#ifndef BLOTTER_CLI_WORDS_H
#define BLOTTER_CLI_WORDS_H

#include "cli/command.h"

/* The arguments from `from` on, with a space between; yours to free. */
char *words_join(const struct command *c, int from);

/* The arguments from `from` on as the text of an entry, in which marks (#tag, @actor, ^due) count
 * and nothing is a time or a kind; it happens now. entryline_release it; on error there is nothing
 * to. */
struct entryline;
int words_entryline(const struct command *c, int from, struct entryline *line, struct err *e);

/* The thing that is meant: an incident's name, a customer's number, or a public reference. */
struct meant {
	enum table table;
	int64_t thing;
	char ref[REF_MAX]; /* of the thing */
};
int words_thing(struct command *c, const char *ref, struct meant *out, struct err *e);

/* An argument KEY=VALUE, cut apart in place. */
int words_pair(char *argument, const char **key, const char **value, struct err *e);

/* What a record did to a thing: written, amended, ended; erased where its values are gone. */
const char *words_change(const struct change *g);

/* The things an act is about; at is yours to free. */
struct things {
	int64_t *at;
	size_t n, cap;
};
void things_add(struct things *t, int64_t thing);

/* Says what is wrong with a file, one line each, from the fault of that number on. */
struct fault_list;
void words_faults(
    struct command *c, const char *file, const struct fault_list *faults, size_t from);

/* Is this a column of instants, which people read as times? */
bool words_column_is_time(const struct column_info *info);

#endif
