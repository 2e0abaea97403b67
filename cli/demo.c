/*
 * demo.c - blotter demo: a finished incident to look around in, made by ordinary commands.
 *
 * The script is examples/nobelium-2021/script in the folder of the example files ($BLOTTER_DATA,
 *else the installed one). It is a text of command lines, each run as if typed after "blotter -f
 *FILE":
 *
 *	# a comment, to the end of the line, where a word could begin
 *	RINA='Rina Wati <rina@soc.example>'		a name for a text, for $RINA further down
 *	@2021-06-25T14:00:00Z --as $RINA log 'first step'	sets the clock, which runs on from
 *there import customers $HERE/customers.csv		$HERE: the folder of the script; $FILE: the
 *notebook
 *	notify draft support-tool --all --yes \
 *		--set hotline='+62 21 555 0100'		a backslash at the end joins lines
 *
 * Quotes are those of the shell: nothing is special within '...'; within "..." \" \\ \$ and $NAME
 *are. A name stands for its text alone: never split, never a pattern. The first line that does not
 *exit 0 ends the script, and the notebook begun is taken away. The journal marks what was written
 *so as told by a simulated clock.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/screens.h"

enum { BEFORE = 4, NAMES_MAX = 32, WORDS_MAX = 256, SCRIPT_MAX = 4 << 20 };

struct script {
	const char *path; /* for messages */
	const char *p;    /* what is left of the text */
	int line;         /* of p, from 1 */
	struct arena mem; /* words and names */
	struct {
		const char *name, *text;
	} names[NAMES_MAX];
	size_t names_n;
};

static int script_fault(const struct script *s, struct err *e, const char *what)
{
	return err_set(e, ERR_INVALID, "%s:%d: %s", s->path, s->line, what);
}

/* --- words ------------------------------------------------------------------------------- */

static bool name_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || c == '_';
}

static void name_set(struct script *s, const char *name, const char *text)
{
	size_t i = 0;

	while (i < s->names_n && strcmp(s->names[i].name, name) != 0)
		i++;
	if (i == NAMES_MAX)
		return;
	s->names[i].name = arena_strdup(&s->mem, name);
	s->names[i].text = arena_strdup(&s->mem, text);
	if (i == s->names_n)
		s->names_n++;
}

/* $NAME at s->p. */
static int name_put(struct script *s, struct str *word, struct err *e)
{
	size_t n = 0;

	while (name_letter(s->p[1 + n]))
		n++;
	for (size_t i = 0; i < s->names_n; i++)
		if (n > 0 && strlen(s->names[i].name) == n &&
		    strncmp(s->names[i].name, s->p + 1, n) == 0) {
			str_puts(word, s->names[i].text);
			s->p += 1 + n;
			return 0;
		}
	return script_fault(s, e, "a $ that no name follows; write '$' for the sign");
}

/* The rest of '...' or "...", behind its first quote. */
static int quoted_put(struct script *s, char quote, struct str *word, struct err *e)
{
	while (*s->p && *s->p != quote) {
		if (*s->p == '\n')
			s->line++;
		if (quote == '"' && *s->p == '$') {
			if (name_put(s, word, e) < 0)
				return -1;
			continue;
		}
		if (quote == '"' && *s->p == '\\' && s->p[1] && strchr("\"\\$", s->p[1]))
			s->p++;
		str_putc(word, *s->p++);
	}
	if (!*s->p)
		return script_fault(s, e, "a quote is not closed");
	s->p++;
	return 0;
}

/* One word; the caller has seen that one begins. */
static int word_read(struct script *s, struct str *word, struct err *e)
{
	str_puts(word, "");
	while (*s->p && !strchr(" \t\n", *s->p)) {
		char c = *s->p;
		int status = 0;

		if (c == '\\' && s->p[1] == '\n')
			return 0;
		if (c == '\'' || c == '"') {
			s->p++;
			status = quoted_put(s, c, word, e);
		} else if (c == '$') {
			status = name_put(s, word, e);
		} else {
			s->p += c == '\\' && s->p[1] != '\0';
			str_putc(word, *s->p++);
		}
		if (status < 0)
			return -1;
	}
	return 0;
}

/* Blanks, joined lines and a comment; what is left begins a word or ends the line. */
static void blanks_skip(struct script *s)
{
	for (;;) {
		if (*s->p == ' ' || *s->p == '\t')
			s->p++;
		else if (s->p[0] == '\\' && s->p[1] == '\n') {
			s->p += 2;
			s->line++;
		} else
			break;
	}
	if (*s->p == '#')
		s->p += strcspn(s->p, "\n");
}

/* The words of one line into argv, behind the n that are there; returns how many there are then, or
 * -1. */
static int line_words(struct script *s, char **argv, int n, struct err *e)
{
	for (blanks_skip(s); *s->p && *s->p != '\n'; blanks_skip(s)) {
		struct str word = { 0 };
		int status = word_read(s, &word, e);

		if (status == 0 && n == WORDS_MAX)
			status = script_fault(s, e, "too many words");
		if (status == 0)
			argv[n++] = arena_strndup(&s->mem, str_text(&word), word.len);
		str_release(&word);
		if (status < 0)
			return -1;
	}
	return n;
}

/* --- lines
 * ---------------------------------------------------------------------------------------- */

/* NAME=text alone on its line? Then it is kept. */
static bool line_names(struct script *s, char **words, int n)
{
	size_t len = 0;

	while (name_letter(words[0][len]))
		len++;
	if (n != 1 || len == 0 || words[0][len] != '=')
		return false;
	words[0][len] = '\0';
	name_set(s, words[0], words[0] + len + 1);
	return true;
}

static int line_run(struct script *s, char **argv, int n, FILE *nowhere, struct err *e)
{
	int first = BEFORE, status;
	int64_t clock;

	if (argv[first][0] == '@') {
		if (when_rfc3339_parse(argv[first] + 1, strlen(argv[first] + 1), &clock, e) < 0)
			return err_in(e, "%s:%d", s->path, s->line);
		setenv("BLOTTER_CLOCK", argv[first] + 1, 1);
		memmove(argv + first, argv + first + 1, (size_t)(n - first) * sizeof *argv);
		n--;
	}
	if (n == first)
		return 0;
	argv[n] = NULL;
	status = command_run(n, argv, nowhere);
	if (status == 0)
		return 0;
	err_set(e, ERR_INVALID, "%s:%d: %s ended with exit status %d", s->path, s->line,
	    argv[first], status);
	return -1;
}

static int script_run(struct script *s, char *file, FILE *nowhere, struct err *e)
{
	char *argv[WORDS_MAX + 1] = { "blotter", "-q", "-f", file };

	while (*s->p) {
		int n = line_words(s, argv, BEFORE, e);

		if (n < 0)
			return -1;
		if (n > BEFORE && !line_names(s, argv + BEFORE, n - BEFORE) &&
		    line_run(s, argv, n, nowhere, e) < 0)
			return -1;
		if (*s->p == '\n') {
			s->p++;
			s->line++;
		}
	}
	return 0;
}

/* --- the file
 * ----------------------------------------------------------------------------------------- */

static int text_read(const char *path, struct str *out, struct err *e)
{
	FILE *f = fopen(path, "re");
	char bytes[16384];
	size_t n;
	int status = 0;

	if (!f)
		return err_set(e, ERR_NOT_FOUND, "%s: %s", path, strerror(errno));
	while (out->len < SCRIPT_MAX && (n = fread(bytes, 1, sizeof bytes, f)) > 0)
		str_put(out, bytes, n);
	if (ferror(f))
		status = err_set(e, ERR_IO, "%s: %s", path, strerror(errno));
	fclose(f);
	str_puts(out, "");
	return status;
}

static int demo_make(char *file, struct err *e)
{
	const char *data = getenv("BLOTTER_DATA"), *clock = getenv("BLOTTER_CLOCK");
	struct str here = { 0 }, path = { 0 }, text = { 0 };
	char *clock_was = clock ? xstrdup(clock) : NULL;
	struct script script = { .line = 1 };
	FILE *nowhere = fopen("/dev/null", "we");
	int status = nowhere ? 0 : err_set(e, ERR_IO, "/dev/null: %s", strerror(errno));

	str_printf(&here, "%s/examples/nobelium-2021", data && data[0] ? data : BLOTTER_DATADIR);
	str_printf(&path, "%s/script", str_text(&here));
	script.path = str_text(&path);
	name_set(&script, "HERE", str_text(&here));
	name_set(&script, "FILE", file);
	if (status == 0)
		status = text_read(script.path, &text, e);
	if (status == 0) {
		script.p = str_text(&text);
		status = script_run(&script, file, nowhere, e);
		if (status < 0)
			unlink(file);
	}
	if (clock_was)
		setenv("BLOTTER_CLOCK", clock_was, 1);
	else
		unsetenv("BLOTTER_CLOCK");
	if (nowhere)
		fclose(nowhere);
	arena_release(&script.mem);
	str_release(&here);
	str_release(&path);
	str_release(&text);
	free(clock_was);
	return status;
}

static void file_show(struct command *c, const char *file)
{
	static const struct field fields[] = { { "notebook", NULL, FIELD_TEXT, ROOM_MAY_GO } };
	const struct cell cells[] = { { .text = file } };

	output_text(c->out, "%s", file);
	if (c->out->form == OUTPUT_TABLE)
		return;
	output_begin(c->out, fields, 1);
	output_row(c->out, cells);
	output_end(c->out);
}

int command_demo(struct command *c, struct err *e)
{
	bool look = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && c->out->form == OUTPUT_TABLE;
	struct str own = { 0 };
	char *file = c->argc > 0 ? c->argv[0] : NULL;
	bool there;
	int status = 0;

	if (!file) {
		str_printf(&own, "%s/nobelium-2021.blot", c->place->data);
		file = own.at;
	}
	there = access(file, F_OK) == 0;
	if (there && c->argc > 0)
		status = err_set(e, ERR_CREATE, "%s is there already", file);
	else if (!there) {
		char *last = place_last(c->place);

		status =
		    c->argc > 0 || folder_make(c->place->data, e) == 0 ? demo_make(file, e) : -1;
		place_remember(c->place, last); /* and not the one that its script has made */
		free(last);
	}
	if (status == 0)
		file_show(c, file);
	if (status == 0 && look)
		status = screens_look(c, file, e);
	str_release(&own);
	return status;
}
