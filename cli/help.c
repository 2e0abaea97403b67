/* help.c - help and the manual page, read from the table of commands. */
#include "cli/help.h"

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "cli/command.h"
#include "cli/exit.h"

/* --- --help ------------------------------------------------------------------------------ */

static void examples_show(FILE *to, const struct command_item *item)
{
	const char *p = command_runs[item->command].examples;

	while (p && *p) {
		size_t n = strcspn(p, "\n");

		fprintf(to, "  blotter %.*s\n", (int)n, p);
		p += n + (p[n] == '\n');
	}
}

static void option_show(FILE *to, const struct command_item *o)
{
	struct str left = { 0 };

	if (o->letter)
		str_printf(&left, "-%c, ", o->letter);
	else
		str_puts(&left, "    ");
	str_printf(&left, "--%s", o->name);
	if (o->argument)
		str_printf(&left, " %s", o->argument);
	fprintf(to, "  %-30s %s\n", str_text(&left), o->help);
	str_release(&left);
}

static void options_show(FILE *to, const struct command_item *item, const char *title)
{
	size_t n = command_options_of((size_t)(item - command_items));

	if (n > 0)
		fprintf(to, "\n%s:\n", title);
	for (size_t i = 1; i <= n; i++)
		option_show(to, item + i);
}

static void commands_show(FILE *to)
{
	fputs("\nCommands:\n", to);
	for (size_t i = 1; i < command_items_n; i++)
		if (command_items[i].command)
			fprintf(to, "  %-22s %s\n", command_items[i].name, command_items[i].help);
	fputs("\nblotter help COMMAND says more of one.\n", to);
}

void help_show(FILE *to, const struct command_item *item)
{
	bool first = item == command_items;

	fputs("Examples:\n", to);
	examples_show(to, item);
	fprintf(to, "\nUsage: blotter [OPTIONS] %s%s%s\n", item->name, first ? "" : " ",
	    item->argument);
	if (first)
		fputs("       blotter [OPTIONS] COMMAND ...\n", to);
	fprintf(to, "\nblotter%s%s %s.\n", first ? "" : " ", item->name, item->help);
	if (!first)
		options_show(to, item, "Options");
	if (first)
		commands_show(to);
	options_show(to, command_items, "Options of every command");
}

/* --- the manual -------------------------------------------------------------------------- */

/* Text as mdoc takes it: backslashes escaped, a dot or quote at the beginning of a line guarded. */
static void man_text(FILE *to, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '\\')
			fputs("\\e", to);
		else if (text[i] == '-')
			fputs("\\-", to);
		else if ((text[i] == '.' || text[i] == '\'') && i == 0)
			fprintf(to, "\\&%c", text[i]);
		else
			fputc(text[i], to);
	}
}

static void man_option(FILE *to, const struct command_item *o)
{
	fputs(".It Fl ", to);
	if (o->letter)
		fprintf(to, "%c , ", o->letter);
	if (o->letter)
		fputs("Fl ", to);
	fputs("\\-", to);
	man_text(to, o->name, strlen(o->name));
	if (o->argument)
		fprintf(to, " Ar %s", o->argument);
	fputc('\n', to);
	man_text(to, o->help, strlen(o->help));
	fputs(".\n", to);
}

static void man_options(FILE *to, const struct command_item *item)
{
	size_t n = command_options_of((size_t)(item - command_items));

	if (n == 0)
		return;
	fputs(".Bl -tag -width Ds\n", to);
	for (size_t i = 1; i <= n; i++)
		man_option(to, item + i);
	fputs(".El\n", to);
}

static void man_examples(FILE *to, const struct command_item *item)
{
	const char *p = command_runs[item->command].examples;

	if (!p)
		return;
	fputs(".Bd -literal -offset indent\n", to);
	while (*p) {
		size_t n = strcspn(p, "\n");

		fputs("blotter ", to);
		man_text(to, p, n);
		fputc('\n', to);
		p += n + (p[n] == '\n');
	}
	fputs(".Ed\n", to);
}

static void man_command(FILE *to, const struct command_item *item)
{
	fprintf(to, ".Ss blotter %s", item->name);
	if (item->argument[0]) {
		fputc(' ', to);
		man_text(to, item->argument, strlen(item->argument));
	}
	fputs("\nThis ", to);
	man_text(to, item->help, strlen(item->help));
	fputs(".\n", to);
	man_options(to, item);
	man_examples(to, item);
}

static void man_statuses(FILE *to)
{
	fputs(".Sh EXIT STATUS\n.Bl -tag -width Ds\n", to);
	for (size_t i = 0; i < exit_statuses_n; i++) {
		if (i == 0 || exit_statuses[i].status != exit_statuses[i - 1].status)
			fprintf(to, ".It %d\n", exit_statuses[i].status);
		else
			fputs("Or: ", to);
		man_text(to, exit_statuses[i].means, strlen(exit_statuses[i].means));
		fputs(".\n", to);
	}
	fputs(".It 70\na bug.\n.It 128+n\nended by signal n.\n.El\n", to);
}

static const char man_begin[] =
    ".Dd November 24, 2026\n"
    ".Dt BLOTTER 1\n"
    ".Os\n"
    ".Sh NAME\n"
    ".Nm blotter\n"
    ".Nd a notebook for security incidents\n"
    ".Sh SYNOPSIS\n"
    ".Nm\n"
    ".Op Ar options\n"
    ".Op Ar FILE\n"
    ".Nm\n"
    ".Op Ar options\n"
    ".Ar command\n"
    ".Op Ar argument ...\n"
    ".Sh DESCRIPTION\n"
    ".Nm\n"
    "keeps the log of a security incident, the register of those affected by it, and the letters "
    "to them, in one\n"
    "file in which no fact is ever changed: a correction is a new fact.\n"
    "Without a command it opens the screens.\n"
    ".Pp\n"
    "Data goes to the standard output and talk to the standard error.\n"
    "A command that writes prints the public reference of its record, such as RW12, when it is on "
    "the disk.\n"
    "Every printed time carries its zone.\n"
    "Text from outside is made safe to show;\n"
    ".Fl \\-json\n"
    "and files carry the true text.\n"
    ".Pp\n"
    "A command that changes many things says how many, and wants a person's word for it: at a "
    "terminal the number\n"
    "typed, elsewhere\n"
    ".Fl \\-expect\n"
    "or\n"
    ".Fl \\-yes .\n"
    "Without a filter or references it wants\n"
    ".Fl \\-all .\n"
    ".Pp\n"
    "The options of every command:\n";

static const char man_end[] =
    ".Sh ENVIRONMENT\n"
    ".Bl -tag -width Ds\n"
    ".It Ev BLOTTER_NOTEBOOK\n"
    "The notebook when\n"
    ".Fl f\n"
    "is not given.\n"
    ".It Ev BLOTTER_AUTHOR\n"
    "Who writes when\n"
    ".Fl \\-as\n"
    "is not given.\n"
    ".It Ev BLOTTER_CLOCK\n"
    "A time from which a simulated clock runs on; the journal says that it was one.\n"
    ".It Ev BLOTTER_DATA\n"
    "The folder of the example files, instead of the installed one.\n"
    ".It Ev BLOTTER_LINEAR\n"
    "The screens as a dialogue of lines, see\n"
    ".Xr blotter-config 5 .\n"
    ".It Ev NO_COLOR\n"
    "No colour.\n"
    ".It Ev CLICOLOR_FORCE , FORCE_COLOR\n"
    "Colour in pipes, too.\n"
    ".El\n"
    ".Sh FILES\n"
    ".Bl -tag -width Ds\n"
    ".It Pa $XDG_CONFIG_HOME/blotter/config.yaml\n"
    "The settings, see\n"
    ".Xr blotter-config 5 .\n"
    ".It Pa $XDG_CONFIG_HOME/blotter/keys.yaml\n"
    "Keys of the screens.\n"
    ".It Pa $XDG_STATE_HOME/blotter\n"
    "The newest record seen of each notebook, against which the next one opened is held,\n"
    "and its full-text index.\n"
    ".El\n";

static const char man_see[] = ".Sh SEE ALSO\n"
			      ".Xr blotter-config 5 ,\n"
			      ".Xr blotter-entry 5 ,\n"
			      ".Xr blotter-filter 5 ,\n"
			      ".Xr blotter-json 5 ,\n"
			      ".Xr blotter-keys 7\n";

void help_man(FILE *to)
{
	fputs(man_begin, to);
	man_options(to, command_items);
	man_examples(to, command_items);
	fputs(".Sh COMMANDS\n", to);
	for (size_t i = 1; i < command_items_n; i++)
		if (command_items[i].command)
			man_command(to, &command_items[i]);
	fputs(man_end, to);
	man_statuses(to);
	fputs(man_see, to);
}

/* --- the commands ------------------------------------------------------------------------ */

int command_version(struct command *c, struct err *e)
{
	fputs(PACKAGE_STRING
	    "\n"
	    "Licence: see the file LICENSE. There is no warranty, as far as the law allows.\n",
	    c->out->to);
	return 0;
}

int command_help(struct command *c, struct err *e)
{
	const struct command_item *item = command_items;
	bool group = false;
	int words;

	if (command_flag(c, "man")) {
		help_man(c->out->to);
		return 0;
	}
	if (c->argc > 0)
		item = command_named(c->argc, c->argv, &words);
	if (item) {
		help_show(c->out->to, item);
		return 0;
	}
	for (size_t i = 1; i < command_items_n; i++) {
		size_t n = strlen(c->argv[0]);

		if (!command_items[i].command ||
		    strncmp(command_items[i].name, c->argv[0], n) != 0 ||
		    command_items[i].name[n] != ' ')
			continue;
		fprintf(c->out->to, "  %-22s %s\n", command_items[i].name, command_items[i].help);
		group = true;
	}
	return group ? 0 : err_set(e, ERR_USAGE, "there is no command \"%s\"", c->argv[0]);
}
