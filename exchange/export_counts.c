/* export_counts.c - how many are affected and were told, as of a time: a sheet for an authority. */
#include "exchange/export.h"
#include "model/counts.h"
#include "model/incident.h"

static const char *const columns[] = { "incident", "as_of", "by", "value", "affected", "drafted",
	"released", "sent", "not_sent", "acknowledged", NULL };

static int line_put(struct sheet *s, const char *incident, int64_t at, const struct count_line *l,
    struct err *e)
{
	sheet_text(s, incident);
	sheet_time(s, at);
	sheet_text(s, count_words[l->of]);
	sheet_text(s, l->value);
	sheet_int(s, l->affected);
	sheet_int(s, l->drafted);
	sheet_int(s, l->released);
	sheet_int(s, l->sent);
	sheet_int(s, l->affected - l->sent);
	sheet_int(s, l->acknowledged);
	return sheet_row_end(s, e);
}

static int sheet_write(struct export *x, struct err *e)
{
	struct incident_list incident = { 0 };
	struct count_list l = { 0 };
	struct sheet s;
	int64_t at = notebook_time(x->nb);
	int done = export_sheet_begin(x, &s, columns, e);

	if (done == 0)
		done = incident_load(x->nb, x->o->incident, &incident, e);
	if (done == 0 && !export_leaves_out(x, incident.at[0].tlp))
		done = count_list_load(x->nb, x->o->incident, x->o->filter, &l, e);
	for (size_t i = 0; i < l.n && done == 0; i++)
		done = line_put(&s, incident.at[0].ref, at, &l.at[i], e);
	count_list_release(&l);
	incident_list_release(&incident);
	return export_sheet_end(x, &s, done, e);
}

int counts_export(struct notebook *nb, const struct export_options *o,
    struct export_result *result, struct err *e)
{
	return export_do(nb, o, result, sheet_write, e);
}
