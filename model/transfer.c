/*
 * transfer.c - files that came in or went out, as facts.
 */
#include "model/transfer.h"

#include <stdlib.h>
#include <string.h>

#include "model/list.h"

/* What follows the last slash. */
static const char *name_alone(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return slash ? slash + 1 : path;
}

int transfer_write(struct act *a, const struct transfer *t, struct err *e)
{
	const struct value values[COLUMNS_MAX] = {
		[COL(transfer, as_of)] = t->as_of ? value_int(t->as_of) : (struct value){ 0 },
		[COL(transfer, direction)] = value_text(t->out ? "out" : "in"),
		[COL(transfer, file)] = value_text(name_alone(t->file)),
		[COL(transfer, filter)] = value_text(t->filter),
		[COL(transfer, format)] = value_text(t->format),
		[COL(transfer, left_out)] = value_text(t->left_out),
		[COL(transfer, profile)] = value_text(t->profile),
		[COL(transfer, rows)] = value_int(t->rows),
		[COL(transfer, sha256)] = value_hash(t->sha256),
		[COL(transfer, what)] = value_text(t->what),
		[COL(transfer, written)] = t->out ? value_int(t->written) : (struct value){ 0 },
	};

	return act_write(a, T_TRANSFER, 0, values, e) < 0 ? -1 : 0;
}

int transfer_add(
    struct notebook *nb, const struct transfer *t, char out_ref[REF_MAX], struct err *e)
{
	struct act a;

	if (act_begin(&a, nb, t->out ? "transfer.out" : "transfer.in", e) < 0)
		return -1;
	a.reason = t->reason;
	if (transfer_write(&a, t, e) < 0 || act_commit(&a, e) < 0) {
		act_abort(&a);
		return -1;
	}
	memcpy(out_ref, a.ref, REF_MAX);
	return 0;
}

int transfer_times_load(struct notebook *nb, const char *what, const char *profile,
    struct transfer_times *out, struct err *e)
{
	struct query *q = db_query(nb->db, Q_TRANSFER_TIMES);

	q_text(q, ":what", what);
	q_text(q, ":profile", profile);
	q_int(q, ":asof", nb->asof);
	while (q_row(q))
		*list_push(out) = row_int(q, "written");
	return q_done(q, e);
}

void transfer_times_release(struct transfer_times *t)
{
	free(t->at);
	memset(t, 0, sizeof *t);
}
