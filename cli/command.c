/* command.c - the table, and the way of a command line through it, from words to status. */
#include "cli/command.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "cli/exit.h"
#include "cli/help.h"
#include "cli/options.h"
#include "exchange/fault.h"
#include "model/incident.h"

enum {
	AN_OPTION,
#define COMMAND(function, name, argument, least, most, needs, help, examples) RUN_##function,
#define OPTION(name, letter, argument, help)
#include "cli/commands.def"
#undef COMMAND
#undef OPTION
};

#define COMMAND(function, name, argument, least, most, needs, help, examples) \
	{ name, argument, help, needs, RUN_##function, least, most, 0 },
#define OPTION(name, letter, argument, help) { name, argument, help, 0, AN_OPTION, 0, 0, letter },
const struct command_item command_items[] = {
#include "cli/commands.def"
};
#undef COMMAND
#undef OPTION

const struct command_run command_runs[] = {
#define COMMAND(function, name, argument, least, most, needs, help, examples) \
	[RUN_##function] = { command_##function, examples },
#define OPTION(name, letter, argument, help)
#include "cli/commands.def"
#undef COMMAND
#undef OPTION
};
const size_t command_items_n = sizeof command_items / sizeof command_items[0];

size_t command_options_of(size_t item)
{
	size_t n = 0;

	while (item + n + 1 < command_items_n && !command_items[item + n + 1].command)
		n++;
	return n;
}

/* --- words ------------------------------------------------------------------------------- */

/* How many of the words on the line are the command's, all of its own or 0. */
static int words_match(const char *name, int argc, char **argv)
{
	int words = 0;

	while (*name) {
		size_t n = strcspn(name, " ");

		if (words >= argc || strlen(argv[words]) != n || strncmp(argv[words], name, n) != 0)
			return 0;
		words++;
		name += n + (name[n] == ' ');
	}
	return words;
}

const struct command_item *command_named(int argc, char **argv, int *words)
{
	for (size_t i = 1; i < command_items_n; i++) {
		if (!command_items[i].command)
			continue;
		*words = words_match(command_items[i].name, argc, argv);
		if (*words > 0)
			return &command_items[i];
	}
	return NULL;
}

/* The words that can stand after `group` ("" for first words), each once; NULL-ended, to release
 * with the arena. */
static const char **words_after(const char *group, struct arena *mem)
{
	const char **words = arena_alloc(mem, (command_items_n + 1) * sizeof *words);
	size_t n = 0, len = strlen(group);

	for (size_t i = 1; i < command_items_n; i++) {
		const char *name = command_items[i].name;
		size_t from = len ? len + 1 : 0, word;
		bool known = false;

		if (!command_items[i].command ||
		    (len && (strncmp(name, group, len) != 0 || name[len] != ' ')))
			continue;
		word = strcspn(name + from, " ");
		for (size_t k = 0; k < n; k++)
			known = known || (strlen(words[k]) == word &&
					     strncmp(words[k], name + from, word) == 0);
		if (!known)
			words[n++] = arena_strndup(mem, name + from, word);
	}
	words[n] = NULL;
	return words;
}

static int words_fault(int argc, char **argv, struct err *e)
{
	struct arena mem = { NULL };
	struct str all = { 0 };
	const char **words = words_after(argv[0], &mem);
	bool group = words[0] != NULL;
	const char *word = group ? (argc > 1 ? argv[1] : NULL) : argv[0];
	const char *near;

	if (!group)
		words = words_after("", &mem);
	near = word ? fault_nearest(word, words) : NULL;
	for (size_t i = 0; words[i]; i++)
		str_printf(&all, "%s%s", i ? ", " : "", words[i]);
	if (near)
		err_set(e, ERR_USAGE, "there is no command \"%s%s%s\"; did you mean \"%s%s%s\"?",
		    group ? argv[0] : "", group ? " " : "", word, group ? argv[0] : "",
		    group ? " " : "", near);
	else if (group)
		err_set(e, ERR_USAGE, "%s is followed by one of: %s", argv[0], str_text(&all));
	else
		err_set(e, ERR_USAGE,
		    "there is no command or notebook \"%s\"; blotter --help lists the commands",
		    argv[0]);
	str_release(&all);
	arena_release(&mem);
	return -1;
}

/* A word that is no command may be a notebook to open on the screens. */
static bool names_notebook(const char *word)
{
	size_t n = strlen(word);

	return strchr(word, '/') || (n > 5 && strcmp(word + n - 5, ".blot") == 0) ||
	       access(word, F_OK) == 0;
}

/* --- options ----------------------------------------------------------------------------- */

static const struct command_item *option_known(const struct command *c, const char *name)
{
	const struct command_item *lists[] = { c->item, command_items };

	for (size_t l = 0; l < 2; l++)
		for (const struct command_item *i = lists[l] + 1;
		     i < command_items + command_items_n && !i->command; i++)
			if (strcmp(i->name, name) == 0)
				return i;
	return NULL;
}

const char *command_option(const struct command *c, const char *name)
{
	const struct command_item *item = option_known(c, name);

	assert(item);
	for (size_t i = c->options_n; i > 0; i--)
		if (strcmp(c->options[i - 1].item->name, name) == 0)
			return c->options[i - 1].value;
	return NULL;
}

bool command_flag(const struct command *c, const char *name)
{
	return command_option(c, name) != NULL;
}

const char **command_option_all(const struct command *c, const char *name, size_t *n)
{
	const char **all = xmalloc((c->options_n + 1) * sizeof *all);

	assert(option_known(c, name));
	*n = 0;
	for (size_t i = 0; i < c->options_n; i++)
		if (strcmp(c->options[i].item->name, name) == 0)
			all[(*n)++] = c->options[i].value;
	return all;
}

int command_option_int(const struct command *c, const char *name, int64_t least, int64_t most,
    int64_t otherwise, int64_t *value, struct err *e)
{
	const char *text = command_option(c, name);
	char *end;

	*value = otherwise;
	if (!text)
		return 0;
	errno = 0;
	*value = strtoll(text, &end, 10);
	if (errno || end == text || *end || *value < least || *value > most)
		return err_set(e, ERR_USAGE, "--%s takes a number from %lld to %lld, not \"%s\"",
		    name, (long long)least, (long long)most, text);
	return 0;
}

int command_option_span(const struct command *c, const char *name, int64_t otherwise,
    int64_t *value, struct err *e)
{
	const char *text = command_option(c, name);

	*value = otherwise;
	if (text && when_span_parse(text, strlen(text), value, e) < 0)
		return err_set(
		    e, ERR_USAGE, "--%s takes a span such as 12h or 3d, not \"%s\"", name, text);
	return 0;
}

struct when_context command_when(const struct command *c)
{
	return (struct when_context){ .now = notebook_time(&c->nb), .zone = c->zone };
}

int command_option_instant(const struct command *c, const char *name, int64_t *value, struct err *e)
{
	const char *text = command_option(c, name);
	struct when_context context = command_when(c);
	struct when w;

	*value = 0;
	if (!text)
		return 0;
	if (when_parse(&w, text, strlen(text), &context, e) < 0)
		return err_in(e, "--%s", name);
	if (w.edtf[0] == '\0' || w.earliest == WHEN_PAST)
		return err_set(e, ERR_USAGE, "--%s takes a point in time, not \"%s\"", name, text);
	*value = w.earliest;
	return 0;
}

/* --- talk -------------------------------------------------------------------------------- */

static void say(const char *text)
{
	struct str shown = { 0 };

	str_puts(&shown, "blotter: ");
	text_show(&shown, text, strlen(text), TEXT_ONE_LINE);
	str_putc(&shown, '\n');
	fflush(stdout);
	fwrite(shown.at, 1, shown.len, stderr);
	str_release(&shown);
}

void command_say(struct command *c, const char *fmt, ...)
{
	struct str text = { 0 };
	va_list ap;

	if (c->quiet)
		return;
	va_start(ap, fmt);
	str_vprintf(&text, fmt, ap);
	va_end(ap);
	say(str_text(&text));
	str_release(&text);
}

/* The name alone of "Rina Wati <rina@soc.example>". */
static char *author_name(const char *author)
{
	size_t n = strcspn(author, "<");

	while (n > 0 && author[n - 1] == ' ')
		n--;
	return n > 0 ? xstrndup(author, n) : xstrdup(author);
}

static void done_show(struct command *c, const struct done *d)
{
	struct str line = { 0 };
	char *name = author_name(c->author);

	str_printf(&line, "%s  %s", d->ref, d->did);
	if (d->changed >= 0)
		str_printf(&line, "  %lld", (long long)d->changed);
	if (d->when) {
		str_puts(&line, "  ");
		output_when(&line, d->when, c->zone);
	}
	str_printf(&line, "  by %s", name);
	if (d->text && d->text[0])
		str_printf(&line, "  %s", d->text);
	output_text(c->out, "%s", str_text(&line));
	str_release(&line);
	free(name);
}

static void done_record(struct command *c, const struct done *d)
{
	static const struct field fields[] = {
		{ "ref", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "did", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "changed", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "when", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "earliest", NULL, FIELD_TIME, ROOM_MAY_GO },
		{ "latest", NULL, FIELD_TIME, ROOM_MAY_GO },
		{ "by", NULL, FIELD_TEXT, ROOM_MAY_GO },
		{ "text", NULL, FIELD_TEXT, ROOM_MAY_GO },
	};
	const struct when *w = d->when && d->when->edtf[0] ? d->when : NULL;
	struct cell cells[] = {
		{ .text = d->ref },
		{ .text = d->did },
		{ .n = d->changed < 0 ? 1 : d->changed },
		{ .text = w ? w->edtf : NULL },
		{ .n = w ? w->earliest : 0 },
		{ .n = w ? w->latest : 0 },
		{ .text = c->author },
		{ .text = d->text },
	};

	output_begin(c->out, fields, sizeof fields / sizeof fields[0]);
	output_row(c->out, cells);
	output_end(c->out);
}

void command_done(struct command *c, const struct done *d)
{
	if (c->out->form != OUTPUT_TABLE)
		done_record(c, d);
	else if (c->quiet)
		output_text(c->out, "%s", d->ref);
	else
		done_show(c, d);
	fflush(c->out->to);
	if (c->nb.new_tag)
		command_say(c, "your references begin with %s", c->nb.tag);
	c->nb.new_tag = false;
}

/* A person at the terminal types the number. */
static bool typed_agreement(int64_t count, const char *what)
{
	char line[64];

	fprintf(stderr, "%lld %s will change. Type %lld to go on: ", (long long)count, what,
	    (long long)count);
	fflush(stderr);
	return fgets(line, sizeof line, stdin) && strtoll(line, NULL, 10) == count;
}

int command_scope(struct command *c, bool named, struct err *e)
{
	bool where = command_flag(c, "where"), all = command_flag(c, "all");

	if (named + where + all == 1)
		return 0;
	if (named + where + all > 1)
		return err_set(e, ERR_USAGE, "references, --where and --all exclude each other");
	return err_set(
	    e, ERR_USAGE, "which ones? name references, or pass --where FILTER or --all");
}

int command_agree(struct command *c, int64_t count, const char *what, bool *go, struct err *e)
{
	int64_t expected;

	*go = false;
	if (command_option_int(c, "expect", 0, INT64_MAX, -1, &expected, e) < 0)
		return -1;
	if (expected >= 0 && expected != count)
		return err_set(e, ERR_NO,
		    "%lld %s would change, and %lld were expected: nothing was done",
		    (long long)count, what, (long long)expected);
	if (command_flag(c, "dry-run")) {
		command_say(c, "%lld %s would change", (long long)count, what);
		return 0;
	}
	if (expected < 0 && !command_flag(c, "yes") && count > 0) {
		if (!isatty(STDIN_FILENO))
			return err_set(e, ERR_USAGE,
			    "%lld %s would change: pass --expect %lld or --yes", (long long)count,
			    what, (long long)count);
		if (!typed_agreement(count, what))
			return err_set(e, ERR_NO, "nothing was done");
	}
	*go = true;
	return 0;
}

int command_stdin(struct str *out, size_t most, struct err *e)
{
	char bytes[16384];
	size_t n;

	while ((n = fread(bytes, 1, sizeof bytes, stdin)) > 0) {
		str_put(out, bytes, n);
		if (out->len > most)
			return err_set(e, ERR_INVALID, "stdin: more than %zu KiB", most / 1024);
	}
	if (ferror(stdin))
		return err_set(e, ERR_IO, "stdin: %s", strerror(errno));
	return 0;
}

/* --- what a command is given
 * ----------------------------------------------------------------------- */

static const char *first_of(const char *a, const char *b, const char *c)
{
	return a && a[0] ? a : b && b[0] ? b : c && c[0] ? c : NULL;
}

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

/* Forced, where nothing forbids it: a 0 forces nothing. */
static bool is_forced(const char *name)
{
	return is_set(name) && strcmp(getenv(name), "0") != 0;
}

/* What the environment says where --color does not: NO_COLOR first, then what forces colours, then
 * whether there is a terminal that has any. */
static bool color_wanted(bool tty)
{
	const char *term = getenv("TERM");

	if (is_set("NO_COLOR"))
		return false;
	if (is_forced("CLICOLOR_FORCE") || is_forced("FORCE_COLOR"))
		return true;
	return tty && term && strcmp(term, "dumb") != 0;
}

static int form_choose(struct command *c, struct err *e)
{
	const char *color = command_option(c, "color");
	const char *columns = getenv("COLUMNS");
	bool json = command_flag(c, "json"), plain = command_flag(c, "plain");
	bool tty = c->out->to == stdout && isatty(STDOUT_FILENO);
	struct winsize size = { 0 };

	if (json && plain)
		return err_set(e, ERR_USAGE, "--json and --plain exclude each other");
	if (color && strcmp(color, "always") != 0 && strcmp(color, "never") != 0 &&
	    strcmp(color, "auto") != 0)
		return err_set(
		    e, ERR_USAGE, "--color takes always, never or auto, not \"%s\"", color);
	c->out->form = json ? OUTPUT_JSON : plain ? OUTPUT_PLAIN : OUTPUT_TABLE;
	c->quiet = command_flag(c, "quiet");
	if (color && strcmp(color, "auto") != 0)
		c->out->color = strcmp(color, "always") == 0;
	else
		c->out->color = color_wanted(tty);
	if (!tty)
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		c->out->width = size.ws_col;
	else
		c->out->width =
		    columns && strtol(columns, NULL, 10) > 0 ? (int)strtol(columns, NULL, 10) : 80;
	return 0;
}

static int author_choose(struct command *c, struct err *e)
{
	const char *given =
	    first_of(command_option(c, "as"), getenv("BLOTTER_AUTHOR"), c->place->author);

	if (given && text_utf8_fault(given, strlen(given)) != strlen(given))
		return err_set(e, ERR_USAGE, "the author's name is not UTF-8");
	c->author = given ? xstrdup(given) : place_login();
	return 0;
}

static int zone_choose(struct command *c, const char *otherwise, struct err *e)
{
	const char *zone = first_of(command_option(c, "zone"), otherwise, c->place->zone);

	if (zone_check(zone ? zone : "UTC", c->zone, e) < 0) {
		e->kind = ERR_USAGE;
		return -1;
	}
	c->out->zone = c->zone;
	return 0;
}

const char *command_tag(const struct command *c)
{
	const char *given = first_of(command_option(c, "as"), getenv("BLOTTER_AUTHOR"), NULL);

	return first_of(command_option(c, "tag"), given ? NULL : c->place->tag, NULL);
}

const char *command_notebook(const struct command *c)
{
	return first_of(command_option(c, "file"), getenv("BLOTTER_NOTEBOOK"), c->place->notebook);
}

int command_open(struct command *c, const char *path, enum db_open how, struct err *e)
{
	struct notebook_options o = { .tag = command_tag(c), .state_dir = c->place->state };

	if (how != DB_READ)
		o.author = c->author;
	return notebook_open(&c->nb, path, how, &o, e);
}

static int notebook_choose(struct command *c, struct err *e)
{
	bool write = c->item->needs & NEEDS_WRITE;
	const char *path = command_notebook(c);

	if (!path)
		return err_set(
		    e, ERR_USAGE, "which notebook? pass -f FILE or set BLOTTER_NOTEBOOK");
	if (write && !(c->item->needs & MAY_TRAVEL) && command_flag(c, "as-of"))
		return err_set(
		    e, ERR_USAGE, "what was cannot be written to: --as-of is for reading");
	return command_open(c, path, write ? DB_WRITE : DB_READ, e);
}

/* Who reads may look at the only incident there is, though it is closed. */
static int incident_only(struct command *c, struct err *e)
{
	struct incident_list all = { 0 };
	struct err none = { 0 };
	int status = -1;

	if (e->kind != ERR_NOT_FOUND ||
	    ((c->item->needs & NEEDS_WRITE) && !(c->item->needs & MAY_TRAVEL)))
		return -1;
	if (incident_list_load(&c->nb, &all, &none) == 0 && all.n == 1) {
		c->incident = all.at[0].thing;
		status = 0;
	}
	incident_list_release(&all);
	return status;
}

static int incident_choose(struct command *c, struct err *e)
{
	const char *ref = command_option(c, "incident");
	bool must = c->item->needs & NEEDS_INCIDENT;

	if (ref)
		return incident_find(&c->nb, ref, &c->incident, e);
	if (!must && !(c->item->needs & NEEDS_INCIDENT_IF))
		return 0;
	if (incident_default(&c->nb, &c->incident, e) == 0 || incident_only(c, e) == 0)
		return 0;
	if (!must && (e->kind == ERR_NOT_FOUND || e->kind == ERR_USAGE)) {
		c->incident = 0;
		return 0;
	}
	return -1;
}

int command_travel(struct command *c, struct err *e)
{
	const char *text = command_option(c, "as-of");
	struct when_context context = command_when(c);
	struct str shown = { 0 };
	char ref[REF_MAX] = "none yet";
	struct when w;

	if (!text)
		return 0;
	if (when_parse(&w, text, strlen(text), &context, e) < 0)
		return err_in(e, "--as-of");
	if (w.edtf[0] == '\0' || w.latest == WHEN_FUTURE)
		return err_set(e, ERR_USAGE, "--as-of takes a time, not \"%s\"", text);
	if (notebook_travel(&c->nb, w.latest, e) < 0)
		return -1;
	if (c->nb.asof > 0 && record_ref(&c->nb, c->nb.asof, ref, e) < 0)
		return -1;
	when_show_instant(&shown, w.latest, c->zone, true);
	command_say(c, "as of %s: the newest record is %s", str_text(&shown), ref);
	str_release(&shown);
	return 0;
}

/* The zone and name of the incident as of the time that is read. */
static int incident_learn(struct command *c, bool final, struct err *e)
{
	struct incident_list one = { 0 };
	int status = 0;

	if (c->incident == 0)
		return zone_choose(c, NULL, e);
	if (incident_load(&c->nb, c->incident, &one, e) < 0 || one.n == 0) {
		status = final ? err_in(e, "at that time") : zone_choose(c, NULL, e);
		goto done;
	}
	snprintf(c->incident_ref, sizeof c->incident_ref, "%s", one.at[0].ref);
	status = zone_choose(c, one.at[0].zone, e);
done:
	incident_list_release(&one);
	return status;
}

int command_incident_of(struct command *c, enum table t, int64_t thing, struct err *e)
{
	const struct table_info *info = &table_infos[t];
	struct value values[COLUMNS_MAX];
	struct arena mem = { NULL };
	int64_t row, incident = t == T_INCIDENT ? thing : 0;
	int status = 0;

	for (int i = 0; i < info->columns && incident == 0 && status == 0; i++) {
		if (strcmp(info->column[i].name, "incident") != 0 ||
		    info->column[i].type != COLUMN_THING)
			continue;
		status = thing_load(&c->nb, t, thing, values, &row, &mem, e);
		incident = status == 0 ? values[i].n : 0;
		break;
	}
	arena_release(&mem);
	if (status < 0 || incident == 0)
		return status;
	c->incident = incident;
	return incident_learn(c, true, e);
}

static int command_prepare(struct command *c, struct err *e)
{
	bool notebook = c->item->needs & (NEEDS_READ | NEEDS_WRITE);

	if (form_choose(c, e) < 0)
		return -1;
	if (!(c->item->needs & NEEDS_SETTINGS))
		return 0;
	if (place_load(c->place, e) < 0 || author_choose(c, e) < 0 || zone_choose(c, NULL, e) < 0)
		return -1;
	if (!notebook)
		return 0;
	if (notebook_choose(c, e) < 0 || incident_choose(c, e) < 0 ||
	    incident_learn(c, false, e) < 0)
		return -1;
	if (command_flag(c, "verbose"))
		command_say(c, "notebook %s, incident %s, zone %s, as %s", c->nb.path,
		    c->incident ? c->incident_ref : "none", c->zone, c->author);
	if (!command_flag(c, "as-of"))
		return 0;
	return command_travel(c, e) < 0 ? -1 : incident_learn(c, true, e);
}

static int arguments_check(struct command *c, struct err *e)
{
	if (c->argc >= c->item->least && (c->item->most < 0 || c->argc <= c->item->most))
		return 0;
	if (c->item == command_items)
		return err_set(e, ERR_USAGE,
		    "a notebook alone opens the screens; before a command it is given by -f: "
		    "blotter -f %s %s",
		    c->argv[0], c->argv[1]);
	return err_set(e, ERR_USAGE, "%s: %s takes %s%s, and got %d argument%s",
	    c->argc < c->item->least ? "too few arguments" : "too many arguments", c->item->name,
	    c->item->argument[0] ? c->item->argument : "no argument",
	    c->item->argument[0] ? "" : "s", c->argc, c->argc == 1 ? "" : "s");
}

/* --- a command line ---------------------------------------------------------------------- */

/* Options before the command, its words, then its own options and arguments. */
static int line_read(struct command *c, int argc, char **argv, struct err *e)
{
	char **rest;
	int n, words = 0, status;

	c->item = command_items;
	if (options_read(c, 0, argc, argv, true, e) < 0)
		return -1;
	if (c->argc == 0)
		return 0;
	c->item = command_named(c->argc, c->argv, &words);
	if (!c->item) { /* the screens; their options may follow the notebook, too */
		if (!names_notebook(c->argv[0]))
			return words_fault(c->argc, c->argv, e);
		c->item = command_items;
		words = 0;
	}
	n = c->argc - words + 1;
	rest = xcalloc((size_t)n + 1, sizeof *rest);
	rest[0] = argv[0];
	memcpy(rest + 1, c->argv + words, (size_t)(n - 1) * sizeof *rest);
	c->argc = 0;
	status = options_read(
	    c, (size_t)(c->item - command_items), n, rest, c->item->needs & WORDS_FIRST, e);
	free(rest);
	return status;
}

static int command_act(struct command *c, struct err *e)
{
	int status;

	if (command_flag(c, "help")) {
		help_show(c->out->to, c->item);
		return 0;
	}
	if (command_flag(c, "version"))
		return command_version(c, e);
	if (arguments_check(c, e) < 0 || command_prepare(c, e) < 0)
		return -1;
	work_watch(c);
	status = command_runs[c->item->command].run(c, e);
	work_over(c);
	return status;
}

int command_run(int argc, char **argv, FILE *out)
{
	struct output output = { .to = out, .zone = "UTC" };
	struct place place = { 0 };
	struct command c = { .out = &output, .place = &place, .zone = "UTC" };
	struct err e = { 0 };
	int status;

	c.argv = xcalloc((size_t)argc + 1, sizeof *c.argv);
	status = line_read(&c, argc, argv, &e);
	if (status == 0)
		status = command_act(&c, &e);
	if (fflush(out) != 0 || ferror(out)) {
		clearerr(out);
		if (status == 0)
			status = err_set(&e, ERR_IO, "stdout: %s", strerror(errno));
	}
	if (status < 0)
		say(e.text);
	(c.ends ? notebook_leave : notebook_release)(&c.nb);
	output_release(&output);
	place_release(&place);
	free(c.author);
	free(c.options);
	free(c.argv);
	return status < 0 ? exit_status_of(e.kind) : status;
}
