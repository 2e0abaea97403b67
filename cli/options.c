/* options.c - the command line taken apart with getopt_long, driven by the table. */
#include "cli/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "exchange/fault.h"

enum { OPTIONS_MAX = 64, LONG = 256 };

/* What getopt_long is given: the options of a command and everybody's. */
struct option_set {
	const struct command_item *item[OPTIONS_MAX];
	struct option named[OPTIONS_MAX + 1];
	const char *names[OPTIONS_MAX + 1]; /* for the nearest one */
	size_t n;
	char letters[2 * OPTIONS_MAX + 64];
};

static void option_set_add(struct option_set *s, const struct command_item *item)
{
	size_t len = strlen(s->letters);

	s->item[s->n] = item;
	s->names[s->n] = item->name;
	s->named[s->n] = (struct option){ item->name,
		item->argument ? required_argument : no_argument, NULL, LONG + (int)s->n };
	s->n++;
	if (!item->letter)
		return;
	s->letters[len++] = item->letter;
	if (item->argument)
		s->letters[len++] = ':';
	s->letters[len] = '\0';
}

static void option_set_of(struct option_set *s, size_t item)
{
	for (size_t i = 1; i <= command_options_of(item); i++)
		option_set_add(s, &command_items[item + i]);
}

/* Letters that begin an argument of this command though they follow a dash: -15m, -#tag. They look
 * like options with a value to getopt, which then leaves the element whole. */
static void option_set_words(struct option_set *s, const char *letters)
{
	size_t len = strlen(s->letters);

	for (; *letters; letters++) {
		s->letters[len++] = *letters;
		s->letters[len++] = ':';
		s->letters[len++] = ':';
	}
	s->letters[len] = '\0';
}

static const struct command_item *option_found(const struct option_set *s, int found)
{
	if (found >= LONG)
		return s->item[found - LONG];
	for (size_t i = 0; i < s->n; i++)
		if (found && s->item[i]->letter == found)
			return s->item[i];
	return NULL;
}

/* The word of an element of the command line: "--seveirty=2" is "seveirty". */
static char *option_word(const char *element)
{
	while (*element == '-')
		element++;
	return xstrndup(element, strcspn(element, "="));
}

static int option_fault(const struct option_set *s, int found, const char *element, struct err *e)
{
	const struct command_item *known = option_found(s, optopt);
	char *word = option_word(element);
	const char *near = fault_nearest(word, s->names);

	if (found == ':')
		err_set(e, ERR_USAGE, "--%s needs a value: %s", known ? known->name : word,
		    known ? known->argument : "");
	else if (known)
		err_set(e, ERR_USAGE, "--%s takes no value", known->name);
	else if (optopt > 0 && optopt < LONG)
		err_set(e, ERR_USAGE, "there is no option -%c here", optopt);
	else if (near)
		err_set(
		    e, ERR_USAGE, "there is no option --%s here; did you mean --%s?", word, near);
	else
		err_set(e, ERR_USAGE, "there is no option --%s here", word);
	free(word);
	return -1;
}

static void argument_add(struct command *c, char *argument)
{
	c->argv[c->argc++] = argument;
}

static void rest_add(struct command *c, int from, int argc, char **argv)
{
	for (int i = from; i < argc; i++)
		argument_add(c, argv[i]);
}

int options_read(struct command *c, size_t item, int argc, char **argv, bool stop, struct err *e)
{
	struct option_set s = { .letters = { stop ? '+' : '-', ':' } };
	const struct command_item *option;
	unsigned needs = command_items[item].needs;
	int found;

	option_set_of(&s, item);
	if (item != 0)
		option_set_of(&s, 0);
	option_set_words(&s, needs & WORDS_TIMES ? "0123456789" : needs & WORDS_MARKS ? "#sr" : "");
	opterr = 0;
	optind = 0;
	while ((found = getopt_long(argc, argv, s.letters, s.named, NULL)) != -1) {
		const char *element = argv[optind > 0 ? optind - 1 : 0];

		if (found == '?' || found == ':')
			return option_fault(&s, found, element, e);
		option = found == 1 ? NULL : option_found(&s, found);
		if (option) {
			c->options = xrealloc(c->options, (c->options_n + 1) * sizeof *c->options);
			c->options[c->options_n++] =
			    (struct command_option){ option, optarg ? optarg : "" };
			continue;
		}
		if (found != 1 && stop) {
			optind--;
			break;
		}
		argument_add(c, argv[optind - 1]);
	}
	/* A lone dash is stdin, not text: options may follow it. */
	if (stop && item != 0 && optind < argc && strcmp(argv[optind], "-") == 0) {
		argument_add(c, argv[optind]);
		return options_read(c, item, argc - optind, argv + optind, true, e);
	}
	rest_add(c, optind, argc, argv);
	return 0;
}
