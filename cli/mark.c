/* mark.c - blotter mark: stars, report flags and tags put on any things, and taken away. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/command.h"
#include "cli/words.h"
#include "model/entry.h"

static bool mark_word(const char *argument)
{
	const char *word = argument + 1;

	return (argument[0] == '+' || argument[0] == '-') &&
	       (strcmp(word, "star") == 0 || strcmp(word, "report") == 0 ||
		   (word[0] == '#' && word[1]));
}

struct marking {
	int64_t *things;
	const char **add, **remove;
	size_t things_n, adds, removes;
};

static int marking_read(struct command *c, struct marking *m, struct err *e)
{
	struct meant meant;

	for (int i = 0; i < c->argc; i++) {
		const char *a = c->argv[i];

		if (mark_word(a) && a[0] == '+')
			m->add[m->adds++] = a + 1;
		else if (mark_word(a))
			m->remove[m->removes++] = a + 1;
		else if (a[0] == '+' || a[0] == '-')
			return err_set(e, ERR_USAGE,
			    "\"%s\" is no mark; there are star, report and #tags, with + or -", a);
		else if (words_thing(c, a, &meant, e) < 0)
			return -1;
		else
			m->things[m->things_n++] = meant.thing;
	}
	if (m->things_n == 0)
		return err_set(e, ERR_USAGE, "mark what? name one reference or more");
	if (m->adds + m->removes == 0)
		return err_set(
		    e, ERR_USAGE, "mark it how? +star, +report, +#tag, or with - to take it away");
	return 0;
}

int command_mark(struct command *c, struct err *e)
{
	size_t n = (size_t)c->argc;
	struct marking m = { .things = xcalloc(n, sizeof *m.things),
		.add = xcalloc(n, sizeof *m.add),
		.remove = xcalloc(n, sizeof *m.remove) };
	struct done done = { .did = "marks" };
	char *what = words_join(c, 0);
	char ref[REF_MAX] = "";
	int status = marking_read(c, &m, e);

	if (status == 0)
		status = thing_mark(&c->nb, m.things, m.things_n, m.add, m.adds, m.remove,
		    m.removes, ref, &done.changed, e);
	if (status == 0 && done.changed == 0)
		command_say(c, "they have been so already: nothing was written");
	else if (status == 0) {
		done.ref = ref;
		done.text = what;
		command_done(c, &done);
	}
	free(what);
	free(m.things);
	free(m.add);
	free(m.remove);
	return status;
}
