/*
 * command.h - the subcommands: one table, and what a running one is given.
 *
 * commands.def holds every subcommand and option, once. Dispatch, --help, the man page and the
 * completions are read from it. A command finds its arguments checked for number, its options
 * parsed, the notebook open and the incident chosen, as its line in the table asks; it prints
 * data to c->out and returns 0, or -1 with one sentence for the person.
 */
#ifndef BLOTTER_CLI_COMMAND_H
#define BLOTTER_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/str.h"
#include "base/when.h"
#include "cli/output.h"
#include "cli/place.h"
#include "cli/work.h"
#include "model/filter.h"
#include "model/notebook.h"

enum command_needs {
	NEEDS_NOTHING = 0,
	NEEDS_READ = 1,        /* the notebook, for reading; --as-of may travel */
	NEEDS_WRITE = 2,       /* the notebook, for writing; --as-of is refused */
	NEEDS_INCIDENT = 4,    /* -i REF, or the only open one */
	NEEDS_INCIDENT_IF = 8, /* the same, but there need not be one: then c->incident is 0 */
	WORDS_FIRST = 16,      /* the first argument ends the options: what follows is text */
	WORDS_TIMES = 32,      /* -15m is an argument, not options */
	WORDS_MARKS = 64,      /* so are -#tag, -star and -report */
	NEEDS_SETTINGS = 128,  /* c->place is filled in from config.yaml */
	MAY_TRAVEL = 256,      /* writes down that it read, so --as-of may travel all the same */
};

struct command;

/* One line of commands.def: a command, or (command 0) an option of the command above it. The first
 * command is blotter itself, and its options are everybody's. */
struct command_item {
	const char *name;        /* "incident open"; "severity" */
	const char *argument;    /* what follows: "REF TITLE"; of an option NULL: nothing */
	const char *help;        /* one sentence, third person, without full stop */
	uint16_t needs;          /* of enum command_needs */
	uint8_t command;         /* which of command_runs */
	signed char least, most; /* arguments; most -1: any number */
	char letter;             /* of an option; 0: none */
};
/* What a command alone has; an option, of which there are four times as many, has none of it. */
struct command_run {
	int (*run)(struct command *c, struct err *e); /* 0, -1, or the exit status of a signal */
	const char *examples; /* one a line, without "blotter "; or NULL */
};
extern const struct command_run command_runs[];
extern const struct command_item command_items[];
extern const size_t command_items_n;

/* An option as given on the command line. */
struct command_option {
	const struct command_item *item;
	const char *value; /* "" when it takes none */
};

struct command {
	const struct command_item *item;
	char **argv; /* its arguments, without its own words */
	int argc;
	struct command_option *options; /* in the order given */
	size_t options_n;
	struct output *out;
	struct place *place; /* where this person's files are, and their settings */
	bool quiet;
	char zone[WHEN_ZONE_MAX]; /* in which times are read and shown */
	char *author;             /* owned */
	struct notebook nb;       /* open when the command needs it */
	bool ends;                /* nothing comes after it but the end of the program */
	int64_t incident;         /* thing; 0: none */
	char incident_ref[48];
	struct work_told work;
};

/* The value of an option, the last one given; NULL: not given. A name that is not in the table is a
 * bug. */
const char *command_option(const struct command *c, const char *name);
bool command_flag(const struct command *c, const char *name);
/* Every value of it, in order; an array to free, *n of them. */
const char **command_option_all(const struct command *c, const char *name, size_t *n);
/* As a number in these limits, `otherwise` when it is not given; ERR_USAGE. */
int command_option_int(const struct command *c, const char *name, int64_t least, int64_t most,
    int64_t otherwise, int64_t *value, struct err *e);
/* As a span of time (12h, 3d) in µs, `otherwise` when it is not given; ERR_USAGE. */
int command_option_span(const struct command *c, const char *name, int64_t otherwise,
    int64_t *value, struct err *e);
/* As a point in time that a person typed (the earliest bound), 0 when it is not given. */
int command_option_instant(
    const struct command *c, const char *name, int64_t *value, struct err *e);

/* The tag that is wished for, or NULL; the one in the settings is that of the author in the
 * settings. */
const char *command_tag(const struct command *c);

/* Opens a notebook as this person; for writing unless `how` says otherwise. */
int command_open(struct command *c, const char *path, enum db_open how, struct err *e);
/* The notebook of -f, the environment or the settings, or NULL. */
const char *command_notebook(const struct command *c);
/* Goes back to --as-of, when it is given, and says to which record. */
int command_travel(struct command *c, struct err *e);

/* Takes the incident that this thing is of, and its zone unless another is named; a thing of none
 * leaves all as it is. So a reference alone says in which zone a time beside it is meant. */
int command_incident_of(struct command *c, enum table t, int64_t thing, struct err *e);

/* From when times are counted, in the zone of this command. */
struct when_context command_when(const struct command *c);

/* --where compiled, NULL when it is not given; yours to filter_free. ERR_USAGE says where it is
 * wrong. */
int command_filter(
    struct command *c, enum filter_of of, struct filter **filter, struct err *e);

/* Of an act on many things: references were named, or --where, or --all, and one of them alone. */
int command_scope(struct command *c, bool named, struct err *e);

/*
 * Before an act on many things: says how many, and asks for agreement: --dry-run says it and stops
 * (*go false); --expect N must be right (ERR_NO); --yes agrees; a person at a terminal types the
 * number; otherwise ERR_USAGE with what to pass. `what` is the plural: "notifications".
 */
int command_agree(struct command *c, int64_t count, const char *what, bool *go, struct err *e);

/* What an act did, for the one line that says so. */
struct done {
	const char *ref;         /* of the record */
	const char *did;         /* entry, amended, milestone … */
	const struct when *when; /* the event time as understood, or NULL */
	int64_t changed;         /* things changed; -1: one, not worth counting */
	const char *text;        /* what it is about, or NULL */
};
/* Prints it: with -q the reference alone, with --json an object. Says a new tag on stderr, once. */
void command_done(struct command *c, const struct done *d);

/* Talk to the person, on stderr: nothing with -q. Always one line, made safe to show. */
void command_say(struct command *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Runs a command line (argv[0] is the program's name): the exit status. What goes wrong is told on
 * stderr. Data goes to `out`; this may be called from within a command. */
int command_run(int argc, char **argv, FILE *out);

/* The command whose words these are, with how many words it took; NULL: none. */
const struct command_item *command_named(int argc, char **argv, int *words);
/* How many option lines follow a command (the index is that of the command). */
size_t command_options_of(size_t item);

/* Reads all of stdin, at most `most` bytes; ERR_INVALID when there is more. */
int command_stdin(struct str *out, size_t most, struct err *e);

/* Every command of the table. */
#define COMMAND(function, name, argument, least, most, needs, help, examples) \
	int command_##function(struct command *c, struct err *e);
#define OPTION(name, letter, argument, help)
#include "cli/commands.def"
#undef COMMAND
#undef OPTION

#endif
