/* incident.c - blotter incident: open, set, milestone, link. */
#include "model/incident.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/command.h"
#include "cli/words.h"

int command_incident_open(struct command *c, struct err *e)
{
	struct incident fields = { .ref = c->argv[0],
		.tlp = command_option(c, "tlp"),
		.lead = command_option(c, "lead"),
		.state = "detected" };
	struct done done = { .did = "incident", .changed = -1 };
	char *title = words_join(c, 1);
	struct str text = { 0 };
	char ref[REF_MAX];
	int64_t severity;
	int status;

	/* Its zone is the one named, or the person's own; not that of another incident. */
	fields.zone = command_option(c, "zone") ? command_option(c, "zone") : c->place->zone;
	fields.title = title;
	status = command_option_int(c, "severity", 1, 5, 0, &severity, e);
	fields.severity = (int)severity;
	if (status == 0)
		status = incident_open(&c->nb, &fields, ref, e);
	if (status == 0) {
		str_printf(&text, "%s %s", fields.ref, title);
		done.ref = ref;
		done.text = str_text(&text);
		command_done(c, &done);
	}
	str_release(&text);
	free(title);
	return status;
}

/* KEY=VALUE of the arguments, cut apart in place. */
static int changes_read(struct command *c, struct incident_change *changes, struct err *e)
{
	for (int i = 1; i < c->argc; i++)
		if (words_pair(c->argv[i], &changes[i - 1].key, &changes[i - 1].value, e) < 0)
			return -1;
	return 0;
}

int command_incident_set(struct command *c, struct err *e)
{
	size_t n = (size_t)c->argc - 1;
	struct incident_change *changes = xcalloc(n, sizeof *changes);
	struct done done = { .did = "incident set", .changed = -1, .text = c->argv[0] };
	char *what = words_join(c, 0);
	char ref[REF_MAX];
	int64_t thing;
	int status = -1;

	if (incident_find(&c->nb, c->argv[0], &thing, e) < 0 || changes_read(c, changes, e) < 0)
		goto done;
	if (incident_set(&c->nb, thing, changes, n, command_option(c, "reason"), ref, e) < 0)
		goto done;
	done.ref = ref;
	done.text = what;
	command_done(c, &done);
	status = 0;
done:
	free(what);
	free(changes);
	return status;
}

int command_incident_milestone(struct command *c, struct err *e)
{
	struct done done = { .did = "milestone", .changed = -1 };
	char *phrase = words_join(c, 2);
	struct str text = { 0 };
	struct when_context context;
	char ref[REF_MAX];
	struct when when;
	int64_t thing;
	int status = -1;

	if (incident_find(&c->nb, c->argv[0], &thing, e) < 0 ||
	    command_incident_of(c, T_INCIDENT, thing, e) < 0)
		goto done;
	context = command_when(c);
	context.future = true;
	if (when_parse(&when, phrase, strlen(phrase), &context, e) < 0)
		goto done;
	if (milestone_set(
		&c->nb, thing, c->argv[1], &when, phrase, command_option(c, "basis"), ref, e) < 0)
		goto done;
	str_printf(&text, "%s %s", c->argv[0], c->argv[1]);
	done.ref = ref;
	done.when = &when;
	done.text = str_text(&text);
	command_done(c, &done);
	status = 0;
done:
	str_release(&text);
	free(phrase);
	return status;
}

int command_incident_link(struct command *c, struct err *e)
{
	struct done done = { .did = "link", .changed = -1 };
	char *what = words_join(c, 0);
	char ref[REF_MAX];
	const char *why = command_option(c, "entry");
	int64_t thing, other, entry = 0;
	int status = -1;

	if (incident_find(&c->nb, c->argv[0], &thing, e) == 0 &&
	    incident_find(&c->nb, c->argv[2], &other, e) == 0 &&
	    (!why || ref_thing(&c->nb, why, T_ENTRY, &entry, e) == 0) &&
	    incident_link(&c->nb, thing, c->argv[1], other, command_option(c, "source"), entry, ref,
		e) == 0) {
		done.ref = ref;
		done.text = what;
		command_done(c, &done);
		status = 0;
	}
	free(what);
	return status;
}
