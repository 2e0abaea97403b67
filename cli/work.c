/* work.c - the line on stderr that says how far an import, an export or a verify has come. Ctrl-C
 * ends the program, and what it had begun is taken back by whoever opens the notebook next. */
#include "cli/work.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"

enum { TELL_AFTER = 500000, TELL_EVERY = 200000 /* µs */ };

static int64_t ticks(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static bool tell(void *with)
{
	struct command *c = with;
	int64_t now = ticks(), done, total;

	if (now < c->work.next)
		return false;
	c->work.next = now + TELL_EVERY;
	c->work.told = true;
	db_progress(c->nb.db, &done, &total);
	fprintf(stderr, "\r%s %lld", c->item->name, (long long)done);
	if (total > 0)
		fprintf(stderr, " of %lld", (long long)total);
	fputs(" rows   Ctrl-C stops", stderr);
	fflush(stderr);
	return false;
}

/* What prints rows to the same terminal tells enough by that. */
static bool silent(const struct command *c)
{
	static const char *const words[] = { "import", "export", "verify", "undo", "notify" };
	bool one = false;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		one |= strncmp(c->item->name, words[i], strlen(words[i])) == 0;
	for (size_t i = 0; i < c->options_n; i++)
		if (strcmp(c->options[i].item->name, "output") == 0 &&
		    strcmp(c->options[i].value, "-") == 0 && isatty(STDOUT_FILENO))
			return false;
	return one;
}

void work_watch(struct command *c)
{
	if (c->quiet || !c->nb.db || !isatty(STDERR_FILENO) || !silent(c))
		return;
	c->work.next = ticks() + TELL_AFTER;
	db_interrupt_hook(c->nb.db, tell, c);
}

void work_over(struct command *c)
{
	if (!c->nb.db)
		return;
	db_interrupt_hook(c->nb.db, NULL, NULL);
	if (c->work.told)
		fprintf(stderr, "\r%*s\r", 60, "");
	c->work.told = false;
}
