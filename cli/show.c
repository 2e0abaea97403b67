/*
 * show.c - blotter show: anything by its reference, with its history.
 *
 * Every version of the thing, oldest first, with who wrote it, when and why, and which columns
 * differ from the one before; after a letter its approvals and its tries alike. Where the reference
 * is that of a record, what the record did follows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/rows.h"
#include "cli/words.h"
#include "model/customer_merge.h"
#include "model/entry.h"
#include "model/exposure.h"
#include "model/incident.h"
#include "model/notification.h"

enum { CHANGES_SHOWN = 200 };

static const struct field change_fields[] = {
	{ "ref", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "table", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "version", NULL, FIELD_INT, ROOM_MAY_GO },
	{ "record", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "time", NULL, FIELD_TIME, ROOM_MAY_GO },
	{ "writer", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "kind", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "reason", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "ended_by", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "erased_by", NULL, FIELD_TEXT, ROOM_MAY_GO },
	{ "values", NULL, FIELD_JSON, ROOM_MAY_GO },
};

/* --- one version ------------------------------------------------------------------------- */

static const char *value_words(
    struct command *c, const struct column_info *info, const struct value *v, struct arena *mem)
{
	struct str s = { 0 };
	const char *words;

	if (info == &table_infos[T_EVIDENCE].column[COL(evidence, content)] && v->is == VALUE_TEXT)
		return "kept in the notebook: evidence get writes it to a file";
	if (v->is != VALUE_INT || !words_column_is_time(info) || v->n == WHEN_PAST ||
	    v->n == WHEN_FUTURE)
		return value_show(&c->nb, info, v, mem);
	when_show_instant(&s, v->n, c->zone, true);
	words = arena_strdup(mem, str_text(&s));
	str_release(&s);
	return words;
}

/* What the version says, or of a later one, what it says otherwise than the one before. */
static void version_values(struct command *c, enum table t, const struct version *v,
    const struct version *before, struct arena *mem)
{
	const struct table_info *info = &table_infos[t];

	for (int i = 0; i < info->columns && !v->erased_by[0]; i++) {
		const char *is, *was;

		if (before ? value_same(&v->value[i], &before->value[i])
			   : v->value[i].is == VALUE_NULL)
			continue;
		is = value_words(c, &info->column[i], &v->value[i], mem);
		was = before ? value_words(c, &info->column[i], &before->value[i], mem) : NULL;
		if (before)
			output_text(c->out, "  %-14s %s  (was: %s)", info->column[i].name,
			    is ? is : "nothing", was ? was : "nothing");
		else if (strchr(is ? is : "", '\n')) {
			output_text(c->out, "  %-14s", info->column[i].name);
			output_lines(c->out, is, strlen(is));
			output_lines(c->out, "\n", 1);
		} else
			output_text(c->out, "  %-14s %s", info->column[i].name, is ? is : "");
	}
}

static void version_show(struct command *c, enum table t, const struct version *v, size_t number,
    const struct version *before, struct arena *mem)
{
	struct str when = { 0 };

	when_show_instant(&when, v->time, c->zone, true);
	output_text(c->out, "version %zu  %s  %s  by %s  %s%s%s", number, v->record,
	    str_text(&when), v->writer, v->kind, v->reason ? "  because: " : "",
	    v->reason ? v->reason : "");
	version_values(c, t, v, before, mem);
	if (v->erased_by[0]) {
		str_reset(&when);
		when_show_instant(&when, v->erased_at, c->zone, true);
		output_text(c->out, "  erased by %s  %s  by %s%s%s", v->erased_by,
		    str_text(&when), v->eraser, v->erased_because ? "  because: " : "",
		    v->erased_because ? v->erased_because : "");
	} else if (v->until <= c->nb.asof)
		output_text(c->out, "  ended by %s", v->ended_by);
	str_release(&when);
}

static void version_json(
    struct command *c, enum table t, const struct version *v, struct str *out, struct arena *mem)
{
	const struct table_info *info = &table_infos[t];

	str_putc(out, '{');
	for (int i = 0; i < info->columns; i++) {
		const struct value *value = &v->value[i];
		const char *text = value_show(&c->nb, &info->column[i], value, mem);

		str_printf(out, "%s\"%s\":", i ? "," : "", info->column[i].name);
		if (value->is == VALUE_INT && info->column[i].type == COLUMN_INT)
			str_put_int(out, value->n);
		else if (text)
			output_json(out, text, strlen(text));
		else
			str_puts(out, "null");
	}
	str_putc(out, '}');
}

static void version_row(struct command *c, const struct meant *m, const struct version *v,
    size_t number, struct arena *mem)
{
	struct str values = { 0 };

	version_json(c, m->table, v, &values, mem);
	struct cell cells[] = {
		{ .text = m->ref },
		{ .text = table_infos[m->table].name },
		{ .n = (int64_t)number },
		{ .text = v->record },
		{ .n = v->time },
		{ .text = v->writer },
		{ .text = v->kind },
		{ .text = v->reason },
		{ .text = v->until <= c->nb.asof ? v->ended_by : NULL },
		{ .text = v->erased_by[0] ? v->erased_by : NULL },
		{ .text = str_text(&values) },
	};
	output_row(c->out, cells);
	str_release(&values);
}

/* Versions that the moment looked at did not know yet are left out. */
static int thing_show(struct command *c, const struct meant *m, struct err *e)
{
	struct version_list list = { 0 };
	struct arena mem = { NULL };
	int status = thing_versions(&c->nb, m->table, m->thing, &list, e);

	if (status == 0 && list.n > 0 && list.at[0].since > c->nb.asof)
		status = err_set(e, ERR_NOT_FOUND, "%s was not there at that time", m->ref);
	if (status == 0)
		output_text(c->out, "%s  %s", m->ref, table_infos[m->table].name);
	for (size_t i = 0; status == 0 && i < list.n; i++) {
		if (list.at[i].since > c->nb.asof)
			break;
		if (c->out->form == OUTPUT_TABLE)
			version_show(
			    c, m->table, &list.at[i], i + 1, i > 0 ? &list.at[i - 1] : NULL, &mem);
		else
			version_row(c, m, &list.at[i], i + 1, &mem);
	}
	arena_release(&mem);
	version_list_release(&list);
	return status;
}

static int letter_parts_show(struct command *c, int64_t notification, struct err *e)
{
	struct meant m;
	int64_t *things;
	size_t n;
	int status = notification_parts(&c->nb, notification, &things, &n, e);

	for (size_t i = 0; status == 0 && i < n; i++) {
		output_text(c->out, "%s", "");
		status = row_ref(&c->nb, things[i], m.ref, e);
		if (status == 0)
			status = words_thing(c, m.ref, &m, e);
		if (status == 0)
			status = thing_show(c, &m, e);
	}
	free(things);
	return status;
}

/* --- what belongs to it ------------------------------------------------------------------ */

static int incident_more(struct command *c, int64_t thing, struct err *e)
{
	struct milestone_list milestones = { 0 };
	struct link_list links = { 0 };
	int status = -1;

	if (milestone_list_load(&c->nb, thing, &milestones, e) < 0 ||
	    link_list_load(&c->nb, thing, &links, e) < 0)
		goto done;
	for (size_t i = 0; i < milestones.n; i++) {
		const struct milestone *m = &milestones.at[i];
		struct str when = { 0 };

		output_when(&when, &m->when, c->zone);
		output_text(c->out, "milestone  %s  %s  %s%s%s", m->public_ref, m->kind,
		    str_text(&when), m->basis ? "  basis: " : "", m->basis ? m->basis : "");
		str_release(&when);
	}
	for (size_t i = 0; i < links.n; i++)
		output_text(c->out, "link  %s  %s %s %s%s%s  entry: %s", links.at[i].public_ref,
		    links.at[i].incident_ref, links.at[i].relation, links.at[i].other_ref,
		    links.at[i].source ? "  source: " : "",
		    links.at[i].source ? links.at[i].source : "", links.at[i].entry_ref);
	status = 0;
done:
	milestone_list_release(&milestones);
	link_list_release(&links);
	return status;
}

/* Marks put on by hand stand beside the entry, not in it. */
static int entry_more(struct command *c, int64_t thing, struct err *e)
{
	struct entry_list one = { 0 };
	int status = entry_load(&c->nb, thing, &one, e);

	if (status == 0 && one.n > 0 && (one.at[0].star || one.at[0].report))
		output_text(c->out, "marks  %s%s%s", one.at[0].star ? "star" : "",
		    one.at[0].star && one.at[0].report ? " " : "",
		    one.at[0].report ? "report" : "");
	entry_list_release(&one);
	return status < 0 ? -1 : rows_entry_tasks(c, thing, e);
}

static int customer_more(struct command *c, int64_t thing, struct err *e)
{
	struct exposure_list list = { 0 };
	struct str aliases = { 0 };
	int status = c->incident ? exposure_load(&c->nb, c->incident, thing, &list, e) : 0;

	for (size_t i = 0; status == 0 && i < list.n; i++) {
		const struct exposure *x = &list.at[i];
		struct str window = { 0 };

		exposure_window(x, &window);
		output_text(c->out, "exposure  %s  %s  %s  basis: %s  %s%s%s", x->public_ref,
		    c->incident_ref, x->population, x->basis, x->categories ? x->categories : "",
		    window.len ? "  window: " : "", str_text(&window));
		str_release(&window);
	}
	exposure_list_release(&list);
	if (status == 0)
		status = customer_aliases(&c->nb, thing, &aliases, e);
	if (aliases.len)
		output_text(c->out, "also       %s", str_text(&aliases));
	str_release(&aliases);
	return status;
}

static int notification_more(struct command *c, int64_t thing, struct err *e)
{
	struct action_list list = { 0 };
	int status = action_list_load(&c->nb, thing, &list, e);

	for (size_t i = 0; status == 0 && i < list.n; i++) {
		const struct action_row *a = &list.at[i];
		struct str due = { 0 };

		if (a->due)
			when_show_instant(&due, a->due, c->zone, false);
		output_text(c->out, "action  %s  %s%s%s%s%s%s%s%s", a->name, a->state,
		    a->due ? "  due " : "", str_text(&due), a->overdue ? "  overdue" : "",
		    a->waits_for ? "  waits for " : "", a->waits_for ? a->waits_for : "",
		    a->evidence ? "  evidence: " : "", a->evidence ? a->evidence : "");
		str_release(&due);
	}
	action_list_release(&list);
	return status;
}

static int thing_more(struct command *c, const struct meant *m, struct err *e)
{
	static const struct {
		enum table table;
		int (*more)(struct command *c, int64_t thing, struct err *e);
	} kinds[] = { { T_INCIDENT, incident_more }, { T_ENTRY, entry_more },
		{ T_TASK, rows_task_more }, { T_EVIDENCE, rows_evidence_more },
		{ T_CUSTOMER, customer_more }, { T_NOTIFICATION, notification_more } };

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (kinds[i].table == m->table)
			return kinds[i].more(c, m->thing, e);
	return 0;
}

/* --- the record -------------------------------------------------------------------------- */

static int record_show(struct command *c, int64_t id, struct err *e)
{
	struct record_list one = { 0 };
	struct change_list changes = { 0 };
	struct str when = { 0 };
	bool more = false;
	int status = -1;

	if (record_load(&c->nb, id, &one, e) < 0 ||
	    record_changes(&c->nb, id, CHANGES_SHOWN, &more, &changes, e) < 0)
		goto done;
	when_show_instant(&when, one.at[0].time, c->zone, true);
	output_text(c->out, "record %s%lld  %s  %s  by %s  %lld written, %lld ended%s%s",
	    one.at[0].tag, (long long)one.at[0].number, one.at[0].kind, str_text(&when),
	    one.at[0].writer, (long long)one.at[0].rows, (long long)one.at[0].ends,
	    one.at[0].reason ? "  because: " : "", one.at[0].reason ? one.at[0].reason : "");
	for (size_t i = 0; i < changes.n; i++) {
		const struct change *g = &changes.at[i];

		if (!g->column)
			output_text(c->out, "  %s  %s %s", g->ref, table_infos[g->table].name,
			    words_change(g));
	}
	if (more)
		output_text(c->out, "  and more: blotter journal diff shows them");
	status = 0;
done:
	str_release(&when);
	change_list_release(&changes);
	record_list_release(&one);
	return status;
}

/* Is there a version of it now? Then its incident is the one looked at. What has ended, or was
 * erased, has a history still. */
static int thing_living(struct command *c, const struct meant *m, bool *living, struct err *e)
{
	struct value values[COLUMNS_MAX];
	struct arena mem = { NULL };
	int64_t row;
	int status = thing_load(&c->nb, m->table, m->thing, values, &row, &mem, e);

	arena_release(&mem);
	*living = status == 0;
	if (status < 0 && e->kind == ERR_NOT_FOUND) {
		*e = (struct err){ 0 };
		return 0;
	}
	return status < 0 ? -1 : command_incident_of(c, m->table, m->thing, e);
}

static int ref_show(struct command *c, const char *ref, struct err *e)
{
	struct meant m;
	struct err none = { 0 };
	int64_t record;
	bool living = false, thing = words_thing(c, ref, &m, e) == 0;
	bool whole = !strchr(ref, '.') && ref_record(&c->nb, ref, &record, &none) == 0 &&
		     record <= c->nb.asof;

	if (!thing && !whole)
		return -1;
	if (thing && thing_living(c, &m, &living, e) < 0)
		return -1;
	if (thing && thing_show(c, &m, e) < 0)
		return -1;
	if (living && m.table == T_NOTIFICATION && letter_parts_show(c, m.thing, e) < 0)
		return -1;
	if (c->out->form != OUTPUT_TABLE)
		return 0;
	if (living && thing_more(c, &m, e) < 0)
		return -1;
	return whole ? record_show(c, record, e) : 0;
}

int command_show(struct command *c, struct err *e)
{
	output_begin(c->out, change_fields, sizeof change_fields / sizeof change_fields[0]);
	for (int i = 0; i < c->argc; i++) {
		if (i > 0)
			output_text(c->out, "%s", "");
		if (ref_show(c, c->argv[i], e) < 0)
			return -1;
	}
	output_end(c->out);
	return 0;
}
