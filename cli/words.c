/* words.c - arguments that are words of one text, and references that may be of several kinds. */
#include "cli/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "exchange/fault.h"
#include "model/customer.h"
#include "model/entryline.h"
#include "model/incident.h"

char *words_join(const struct command *c, int from)
{
	struct str s = { 0 };

	for (int i = from; i < c->argc; i++) {
		if (i > from)
			str_putc(&s, ' ');
		str_puts(&s, c->argv[i]);
	}
	str_puts(&s, "");
	return str_take(&s);
}

int words_entryline(const struct command *c, int from, struct entryline *line, struct err *e)
{
	/* After a kind comes the text, whatever it looks like. */
	static const char head[] = "kind:observation ";
	struct when_context context = command_when(c);
	char *text = words_join(c, from);
	struct str s = { 0 };
	int status;

	str_puts(&s, head);
	str_puts(&s, text);
	status = entryline_parse(line, str_text(&s), s.len, &context, e);
	if (status < 0 && line->fault_at >= sizeof head - 1)
		err_in(e, "at byte %zu", line->fault_at - (sizeof head - 1) + 1);
	str_release(&s);
	free(text);
	return status;
}

int words_thing(struct command *c, const char *ref, struct meant *out, struct err *e)
{
	struct err other = { 0 };

	if (ref_thing_any(&c->nb, ref, &out->table, &out->thing, e) < 0) {
		if (e->kind != ERR_NOT_FOUND && e->kind != ERR_INVALID)
			return -1;
		if (incident_find(&c->nb, ref, &out->thing, &other) == 0)
			out->table = T_INCIDENT;
		else if (customer_find(&c->nb, ref, &out->thing, &other) == 0)
			out->table = T_CUSTOMER;
		else if (e->kind == ERR_INVALID)
			return err_set(e, ERR_NOT_FOUND,
			    "there is no incident, customer or reference \"%s\"", ref);
		else
			return -1;
	}
	return row_ref(&c->nb, out->thing, out->ref, e);
}

const char *words_change(const struct change *g)
{
	if (g->erased)
		return "erased";
	return g->row && g->ended ? "amended" : g->row ? "written" : "ended";
}

int words_pair(char *argument, const char **key, const char **value, struct err *e)
{
	char *equals = strchr(argument, '=');

	if (!equals || equals == argument)
		return err_set(e, ERR_USAGE, "\"%s\" is not of the form KEY=VALUE", argument);
	*equals = '\0';
	*key = argument;
	*value = equals + 1;
	return 0;
}

void words_faults(
    struct command *c, const char *file, const struct fault_list *faults, size_t from)
{
	for (size_t i = from; i < faults->count; i++) {
		struct str line = { 0 };

		fault_show(&faults->at[i], file, &line);
		command_say(c, "%s", str_text(&line));
		str_release(&line);
	}
	if (faults->more)
		command_say(c, "%s: and %zu more", file, faults->more);
}

bool words_column_is_time(const struct column_info *info)
{
	static const char *const names[] = { "earliest", "latest", "due", "released_at", "sent_at",
		"hold_until", "at" };

	for (size_t i = 0; info->type == COLUMN_INT && i < sizeof names / sizeof names[0]; i++)
		if (strcmp(info->name, names[i]) == 0)
			return true;
	return false;
}

void things_add(struct things *t, int64_t thing)
{
	if (t->n == t->cap) {
		t->cap = t->cap ? t->cap * 2 : 64;
		t->at = xrealloc(t->at, t->cap * sizeof *t->at);
	}
	t->at[t->n++] = thing;
}
