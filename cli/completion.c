/*
 * completion.c - blotter completion: for bash, zsh and fish, from the table of commands.
 *
 * All ask the same question: which words may follow the words typed so far? For bash the answer is
 * a case for every beginning; zsh uses that of bash; fish is told each word with its help.
 */
#include <string.h>

#include "cli/command.h"

/* The words that may follow a group, each once, with spaces between. */
static void next_words(struct str *out, const char *group)
{
	size_t len = strlen(group), from = len ? len + 1 : 0;
	const char *last = "";
	size_t last_n = 0;

	for (size_t i = 1; i < command_items_n; i++) {
		const char *name = command_items[i].name;
		size_t n;

		if (!command_items[i].command ||
		    (len && (strncmp(name, group, len) != 0 || name[len] != ' ')))
			continue;
		n = strcspn(name + from, " ");
		if (n == last_n && strncmp(last, name + from, n) == 0)
			continue;
		last = name + from;
		last_n = n;
		str_printf(out, "%s%.*s", out->len ? " " : "", (int)n, last);
	}
}

static void option_words(struct str *out, size_t item)
{
	for (size_t i = 1; i <= command_options_of(item); i++)
		str_printf(out, "%s--%s", out->len ? " " : "", command_items[item + i].name);
}

/* Is the first word of this command the first of its group? */
static bool group_begins(size_t item, char *group, size_t size)
{
	size_t n = strcspn(command_items[item].name, " ");

	if (!command_items[item].name[n] || n >= size)
		return false;
	memcpy(group, command_items[item].name, n);
	group[n] = '\0';
	for (size_t i = 1; i < item; i++)
		if (command_items[i].command && strncmp(command_items[i].name, group, n) == 0 &&
		    command_items[i].name[n] == ' ')
			return false;
	return true;
}

/* A "words) reply=..." line of a shell's case for the beginning, each group and each command. */
static void cases_put(FILE *to)
{
	struct str words = { 0 };
	char group[32];

	next_words(&words, "");
	option_words(&words, 0);
	fprintf(to, "\t\"\") words='%s' ;;\n", str_text(&words));
	for (size_t i = 1; i < command_items_n; i++) {
		if (!command_items[i].command)
			continue;
		if (group_begins(i, group, sizeof group)) {
			str_reset(&words);
			next_words(&words, group);
			fprintf(to, "\t\"%s\") words='%s' ;;\n", group, str_text(&words));
		}
		str_reset(&words);
		option_words(&words, i);
		option_words(&words, 0);
		fprintf(to, "\t\"%s\") words='%s' files=yes ;;\n", command_items[i].name,
		    str_text(&words));
	}
	str_release(&words);
}

static void bash_put(FILE *to)
{
	fputs("# bash completion of blotter, made by blotter completion bash\n"
	      "_blotter_words() {\n"
	      "\tfiles=\n"
	      "\tcase $1 in\n",
	    to);
	cases_put(to);
	fputs("\t*) return 1 ;;\n\tesac\n}\n"
	      "_blotter() {\n"
	      "\tlocal current=${COMP_WORDS[COMP_CWORD]} typed='' next words='' files='' i\n"
	      "\t_blotter_words ''\n"
	      "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	      "\t\tnext=\"$typed${typed:+ }${COMP_WORDS[i]}\"\n"
	      "\t\tif _blotter_words \"$next\"; then typed=$next; else _blotter_words \"$typed\"; "
	      "fi\n"
	      "\tdone\n"
	      "\tCOMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
	      "\tif [[ -z $COMPREPLY || -n $files ]] && [[ $current != -* ]]; then\n"
	      "\t\tCOMPREPLY+=($(compgen -f -- \"$current\"))\n"
	      "\tfi\n"
	      "}\n"
	      "complete -o filenames -F _blotter blotter\n",
	    to);
}

/* zsh runs the completion of bash through its own bashcompinit. */
static void zsh_put(FILE *to)
{
	fputs("#compdef blotter\n"
	      "autoload -Uz bashcompinit && bashcompinit\n",
	    to);
	bash_put(to);
}

/* A text within single quotes of fish. */
static void fish_text(FILE *to, const char *text)
{
	fputc('\'', to);
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			fputc('\\', to);
		fputc(*text, to);
	}
	fputc('\'', to);
}

static void fish_options(FILE *to, size_t item)
{
	for (size_t i = 1; i <= command_options_of(item); i++) {
		const struct command_item *o = &command_items[item + i];

		fputs("complete -c blotter", to);
		if (item > 0)
			fprintf(to, " -n '__blotter_typed %s'", command_items[item].name);
		fprintf(to, " -l %s", o->name);
		if (o->letter)
			fprintf(to, " -s %c", o->letter);
		fprintf(to, "%s -d ", o->argument ? " -r" : "");
		fish_text(to, o->help);
		fputc('\n', to);
	}
}

static void fish_put(FILE *to)
{
	fputs("# fish completion of blotter, made by blotter completion fish\n"
	      "function __blotter_typed\n"
	      "\tset -l words (commandline -opc | string match -v -- '-*')\n"
	      "\tset -l n (count $argv)\n"
	      "\ttest (count $words) -gt $n; and test \"$words[2..(math $n + 1)]\" = \"$argv\"\n"
	      "end\n"
	      "function __blotter_after\n"
	      "\tset -l words (commandline -opc | string match -v -- '-*')\n"
	      "\ttest \"$words[2..-1]\" = \"$argv\"\n"
	      "end\n",
	    to);
	fish_options(to, 0);
	for (size_t i = 1; i < command_items_n; i++) {
		const char *name = command_items[i].name;
		size_t n = strcspn(name, " ");

		if (!command_items[i].command)
			continue;
		if (name[n])
			fprintf(to, "complete -c blotter -n '__blotter_after %.*s' -a %s -d ",
			    (int)n, name, name + n + 1);
		else
			fprintf(to, "complete -c blotter -n '__blotter_after' -a %s -d ", name);
		fish_text(to, command_items[i].help);
		fputc('\n', to);
		if (name[n])
			fprintf(
			    to, "complete -c blotter -n '__blotter_after' -a %.*s\n", (int)n, name);
		fish_options(to, i);
	}
}

int command_completion(struct command *c, struct err *e)
{
	static const struct {
		const char *shell;
		void (*put)(FILE *to);
	} shells[] = { { "bash", bash_put }, { "zsh", zsh_put }, { "fish", fish_put } };

	for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++) {
		if (strcmp(shells[i].shell, c->argv[0]) != 0)
			continue;
		shells[i].put(c->out->to);
		return 0;
	}
	return err_set(e, ERR_USAGE, "there are completions for bash, zsh and fish, not for \"%s\"",
	    c->argv[0]);
}
